//! On a server one person alone reads what the bot answers: one message, by the interaction while it lives, and what could
//! not be said by the next one.

use chrono::Duration;
use std::time::Duration as StdDuration;

use crate::discord_api::{Act, Message, Outcome, Which};
use crate::officer::invite;
use crate::on_discord::{ASKER, CHANNEL, OnDiscord, SERVER, Whole};
use crate::on_telegram::SOON;

/// Somebody else, who reads along.
pub const OTHER: u64 = 2002;

pub const QUESTION: &str = "ile max na maly grant teraz";

const WAY_ON: &str = "Nowe pytanie";

/// What is in a message, as it was sent.
pub fn words(message: &Message) -> String {
    let embeds = message.embeds.iter();
    let embeds = embeds.filter_map(|embed| embed["description"].as_str());
    let texts: Vec<&str> = std::iter::once(message.text.as_str())
        .chain(embeds)
        .collect();
    texts.join("\n")
}

fn labels(message: &Message) -> Vec<String> {
    let buttons = message.buttons().into_iter();
    buttons.map(|(label, _)| label).collect()
}

impl Whole {
    /// The bot has come to the server, and its commands can be used there.
    pub async fn on_server() -> Self {
        let whole = Self::new().await;
        whole.discord.registers_commands().await;
        assert_eq!(whole.discord.comes_to(SERVER).await.len(), 1);
        whole
    }

    /// Time passes here and at Discord.
    pub fn passes(&self, time: Duration) {
        self.bot.clock.advance(time);
        self.discord.api.passes(time.to_std().unwrap());
    }
}

impl OnDiscord {
    /// The bot is added to a server; what it says there.
    pub async fn comes_to(&self, server: u64) -> Vec<Message> {
        self.api.bot_joins(server);
        self.until_now().await;
        self.replies().await
    }

    /// Waits until what happened before is handled: it is handled in its order.
    pub async fn until_now(&self) {
        const STRANGER: u64 = 2999;
        let last = self.api.says_in_dm(STRANGER, "/pomoc");
        self.handled(last).await;
        self.settle().await;
        let chat = self.api.direct(STRANGER);
        let others = self.read().into_iter();
        let others = others.filter(|message| message.channel != chat).collect();
        self.unread(others);
    }

    /// Somebody runs a command in a channel; its id, once it is handled.
    pub async fn asks(
        &self,
        person: u64,
        channel: u64,
        command: &str,
        options: &[(&str, &str)],
    ) -> u64 {
        let id = self.api.runs(person, channel, command, options, "pl");
        self.handled(id).await;
        id
    }

    /// Delivers, and tells what the person sees of this interaction.
    pub async fn sees(&self, interaction: u64) -> Message {
        self.settle().await;
        self.api.assert_clean();
        self.api.outcome(interaction, SOON).await.message()
    }

    /// Somebody runs a command in a channel, and sees this.
    pub async fn gets(
        &self,
        person: u64,
        channel: u64,
        command: &str,
        options: &[(&str, &str)],
    ) -> Message {
        let id = self.asks(person, channel, command, options).await;
        self.sees(id).await
    }

    /// Somebody presses a button of a message that they see, and gets this.
    pub async fn pressed(&self, person: u64, message: &Message, action: &str) -> Message {
        let id = self.api.presses(person, message.id, action);
        self.handled(id).await;
        self.sees(id).await
    }

    /// Somebody opens the form by a button and sends it.
    pub async fn fills_in(&self, person: u64, message: &Message, text: &str) -> u64 {
        let opened = self.api.presses(person, message.id, "c:ask");
        let modal = self.api.outcome(opened, SOON).await.modal();
        let id = self.api.submits(person, &modal, &[("q", text)]);
        self.handled(id).await;
        id
    }

    /// The words of the bot's messages that a person sees on the server, after the hello.
    pub fn seen_aside(&self, person: u64) -> Vec<String> {
        let seen = self.api.seen_by(person).into_iter();
        let aside =
            seen.filter(|message| message.only_for == Some(person) && !message.is_loading());
        aside.map(|message| words(&message)).collect()
    }
}

#[tokio::test]
async fn commands_are_answered_to_one_person_by_one_message() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    let commands: [(&str, &[(&str, &str)]); 8] = [
        ("start", &[]),
        ("pomoc", &[]),
        ("tematy", &[]),
        ("kontakt", &[]),
        ("jezyk", &[]),
        ("zapytaj", &[("pytanie", QUESTION)]),
        ("zapytaj", &[("pytanie", "hipopotam fioletowy")]),
        (
            "zapytaj",
            &[("pytanie", "do kiedy cit 8? i gdzie zglosic polkolonie")],
        ),
    ];
    for (number, (command, options)) in commands.into_iter().enumerate() {
        let message = discord.gets(ASKER, CHANNEL, command, options).await;
        assert!(message.is_ephemeral() && message.only_for == Some(ASKER));
        assert_eq!(labels(&message).last().unwrap(), WAY_ON, "{command}");
        assert_eq!(message.id_of(WAY_ON).unwrap(), "c:ask");
        assert_eq!(
            discord.seen_aside(ASKER).len(),
            number + 1,
            "one for {command}"
        );
    }
    assert_eq!(discord.seen_aside(OTHER), Vec::<String>::new());
    assert_eq!(discord.api.messages(CHANNEL).len(), 1, "the hello");
    assert_eq!(discord.api.missed(), Vec::<u64>::new());
    assert_eq!(discord.api.refusals(), Vec::<String>::new());
    assert_eq!(discord.api.notes(), Vec::<String>::new());
}

#[tokio::test]
async fn menus_are_replaced_and_other_buttons_bring_something_new() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    let menu = discord.gets(ASKER, CHANNEL, "jezyk", &[]).await;
    let changed = discord.pressed(ASKER, &menu, "l:en").await;
    assert_eq!((changed.id, changed.edits), (menu.id, 2));
    assert!(words(&changed).contains("English") && changed.is_ephemeral());
    let menu = discord.gets(ASKER, CHANNEL, "jezyk", &[]).await;
    let changed = discord.pressed(ASKER, &menu, "l:pl").await;
    assert!(words(&changed).contains("po polsku"), "{changed:?}");
    let options = [("pytanie", "bieg uliczny")];
    let which = discord.gets(ASKER, CHANNEL, "zapytaj", &options).await;
    let option = which
        .buttons()
        .into_iter()
        .find(|(_, id)| id.starts_with("o:"));
    let (_, option) = option.unwrap_or_else(|| panic!("{:?}", which.buttons()));
    let before = discord.seen_aside(ASKER).len();
    let chosen = discord.pressed(ASKER, &which, &option).await;
    assert_eq!(chosen.id, which.id, "the menu is done with");
    let unit = chosen
        .buttons()
        .into_iter()
        .find(|(_, id)| id.starts_with("u:"));
    let other = match unit {
        Some((_, unit)) => unit,
        None => "human".to_owned(),
    };
    let new = discord.pressed(ASKER, &chosen, &other).await;
    assert!(new.id != chosen.id && new.is_ephemeral());
    assert_eq!(discord.seen_aside(ASKER).len(), before + 1);
    assert_eq!(discord.api.refusals(), Vec::<String>::new());
}

#[tokio::test]
async fn the_way_on_opens_a_form_and_its_text_is_answered() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    let help = discord.gets(ASKER, CHANNEL, "pomoc", &[]).await;
    let id = discord.fills_in(ASKER, &help, QUESTION).await;
    let answer = discord.sees(id).await;
    assert!(words(&answer).contains("Mały grant") && answer.is_ephemeral());
    assert_ne!(answer.id, help.id, "the help stays");
    // The command without a text opens the same form.
    let id = discord.api.runs(ASKER, CHANNEL, "zapytaj", &[], "en-US");
    let modal = discord.api.outcome(id, SOON).await.modal();
    assert_eq!(modal.inputs.len(), 1);
    let id = discord
        .api
        .submits(ASKER, &modal, &[("q", &"długie pytanie ".repeat(250))]);
    discord.handled(id).await;
    assert!(discord.sees(id).await.is_ephemeral());
    assert_eq!(discord.api.missed(), Vec::<u64>::new());
}

#[tokio::test]
async fn the_introduction_comes_once_and_two_channels_are_one_conversation() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    discord.api.channel(SERVER, 3003, "drugi");
    let introduced = |message: &Message| words(message).contains("Zapamiętuję numery");
    let options = [("pytanie", "bieg uliczny")];
    let first = discord.gets(ASKER, CHANNEL, "zapytaj", &options).await;
    assert!(introduced(&first), "{first:?}");
    // The question is answered in the other channel.
    let options = [("pytanie", "Obwodowa")];
    let second = discord.gets(ASKER, 3003, "zapytaj", &options).await;
    assert!(!introduced(&second));
    let which = words(&first);
    assert!(
        which.contains("?") && !words(&second).contains("Nie rozumiem"),
        "{second:?}"
    );
    assert!(introduced(&discord.gets(OTHER, 3003, "pomoc", &[]).await));
    let conversations = "SELECT chat FROM conversations WHERE chat LIKE '@%' ORDER BY chat";
    assert_eq!(whole.bot.texts(conversations).await, ["@2001", "@2002"]);
}

#[tokio::test]
async fn everybody_is_answered_in_the_language_of_their_app() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    for (person, locale, expected) in [
        (ASKER, "en-GB", "help for NGOs"),
        (OTHER, "uk", "громадськ"),
        (2003, "de", "pomoc dla organizacji"),
    ] {
        let id = discord.api.runs(person, CHANNEL, "start", &[], locale);
        discord.handled(id).await;
        let said = words(&discord.sees(id).await);
        assert!(said.contains(expected), "{locale}: {said}");
    }
}

#[tokio::test]
async fn the_officer_uses_a_code_and_reads_the_list_unseen() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    discord
        .gets(
            OTHER,
            CHANNEL,
            "zapytaj",
            &[("pytanie", "hipopotam fioletowy")],
        )
        .await;
    let refused = discord.gets(ASKER, CHANNEL, "pytania", &[]).await;
    assert!(words(&refused).contains("tylko dla pełnomocnika"));
    let code = invite(&whole.bot).await;
    let code = code.link().to_string();
    let options = [("kod", code.as_str())];
    let granted = discord.gets(ASKER, CHANNEL, "start", &options).await;
    assert!(granted.is_ephemeral());
    let list = discord.gets(ASKER, CHANNEL, "pytania", &[]).await;
    assert!(words(&list).contains("hipopotam fioletowy") && list.is_ephemeral());
    assert_eq!(discord.api.messages(CHANNEL).len(), 1, "the hello");
}

#[tokio::test]
async fn a_long_answer_is_one_message_with_embeds_and_a_longer_one_goes_on() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    let learn = async |paragraphs: usize| {
        let mut knowledge = lacznik::app::example().unwrap();
        let mut entries = knowledge.entries.iter_mut();
        let entry = entries.find(|entry| entry.id == "cit-8-termin").unwrap();
        let paragraph =
            |number| format!("Akapit {number}. {}", "Zdanie (jest) *tutaj*. ".repeat(18));
        let paragraphs: Vec<String> = (0..paragraphs).map(paragraph).collect();
        entry.answer = paragraphs.join("\n\n");
        whole.bot.learns(&knowledge).await;
    };
    learn(9).await;
    let options = [("pytanie", "#e:cit-8-termin")];
    let one = discord.gets(ASKER, CHANNEL, "zapytaj", &options).await;
    assert!(!one.embeds.is_empty());
    assert!((0..9).all(
        |number| words(&one).contains(&format!("Akapit {number}\\."))
            || words(&one).contains(&format!("Akapit {number}."))
    ));
    assert_eq!(discord.seen_aside(ASKER).len(), 1);
    learn(25).await;
    discord.gets(ASKER, CHANNEL, "zapytaj", &options).await;
    let parts = discord.seen_aside(ASKER).split_off(1);
    assert!(parts.len() > 1, "{}", parts.len());
    let all = parts.join("\n");
    let places: Vec<Option<usize>> = (0..25)
        .map(|number| all.find(&format!("Akapit {number}. ")))
        .collect();
    assert!(
        places.iter().all(Option::is_some) && places.is_sorted(),
        "{places:?}"
    );
    assert_eq!(discord.api.messages(CHANNEL).len(), 1, "the hello");
    assert_eq!(discord.api.refusals(), Vec::<String>::new());
}

#[tokio::test]
async fn in_a_direct_chat_a_command_is_answered_in_its_place_and_later_as_an_ordinary_message() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    discord.registers_commands().await;
    let direct = discord.api.direct(ASKER);
    let quick = discord.gets(ASKER, direct, "pomoc", &[]).await;
    assert!(!quick.is_ephemeral() && quick.interaction.is_some());
    // The token is dead by the time that somebody delivers.
    discord.asks(ASKER, direct, "tematy", &[]).await;
    whole.passes(Duration::minutes(20));
    discord.settle().await;
    let last = discord.api.messages(direct).pop().unwrap();
    assert!(words(&last).contains("Wszystkie tematy") && last.interaction.is_none());
    // It could not be acknowledged at all.
    discord.api.refuses(Which::Callbacks, None, 10062, 1);
    discord.asks(ASKER, direct, "jezyk", &[]).await;
    discord.settle().await;
    let last = discord.api.messages(direct).pop().unwrap();
    assert!(words(&last).contains("W jakim języku") && last.interaction.is_none());
    assert_eq!(whole.fates().await, ["sent"; 3]);
}

/// What comes first when somebody does something again: the help that could not be said, then the topics.
async fn is_made_up_for(whole: &Whole, step: &str) {
    let discord = &whole.discord;
    let seen = discord.seen_aside(ASKER);
    let of = |sentence: &str| -> Vec<usize> {
        let all = seen.iter().enumerate();
        let found = all.filter(|(_, words)| words.contains(sentence));
        found.map(|(place, _)| place).collect()
    };
    let (late, new) = (of("Co można zrobić"), of("W jakim języku"));
    assert!(late.len() == 1 && new.len() == 1, "{step}: {seen:#?}");
    assert!(late[0] < new[0], "{step}: {seen:#?}");
    assert_eq!(whole.bot.waiting().await, 0, "{step}");
}

#[tokio::test]
async fn what_could_not_be_said_aside_comes_first_at_the_next_step() {
    for step in ["command", "button", "form", "restart"] {
        let whole = Whole::on_server().await;
        let menu = whole.discord.gets(ASKER, CHANNEL, "tematy", &[]).await;
        whole.discord.asks(ASKER, CHANNEL, "pomoc", &[]).await;
        whole.passes(Duration::minutes(20));
        assert_eq!(whole.discord.settle().await.retried, 1);
        assert_eq!(whole.fates().await.last().unwrap(), "pending");
        let whole = match step {
            "restart" => whole.killed_and_restarted().await,
            _ => whole,
        };
        let discord = &whole.discord;
        discord.api.wait_for_session(SOON).await;
        let id = match step {
            "button" => {
                let id = discord
                    .api
                    .presses_raw(ASKER, CHANNEL, menu.id, "c:language");
                discord.handled(id).await;
                id
            }
            "form" => discord.fills_in(ASKER, &menu, "/jezyk").await,
            _ => discord.asks(ASKER, CHANNEL, "jezyk", &[]).await,
        };
        discord.sees(id).await;
        is_made_up_for(&whole, step).await;
    }
}

#[tokio::test]
async fn what_could_not_be_acknowledged_is_said_at_the_next_step() {
    for after in [0, 20] {
        let whole = Whole::on_server().await;
        let discord = &whole.discord;
        discord.api.refuses(Which::Callbacks, None, 10062, 1);
        discord.asks(ASKER, CHANNEL, "pomoc", &[]).await;
        assert_eq!(discord.settle().await.retried, 1);
        whole.passes(Duration::minutes(after));
        let id = discord.asks(ASKER, CHANNEL, "jezyk", &[]).await;
        discord.sees(id).await;
        is_made_up_for(&whole, &format!("after {after} minutes")).await;
        assert_eq!(discord.api.notes(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_process_that_dies_between_hearing_and_sending_says_both() {
    let whole = Whole::on_server().await;
    whole.discord.asks(ASKER, CHANNEL, "pomoc", &[]).await;
    whole.passes(Duration::minutes(20));
    whole.discord.settle().await;
    let id = whole.discord.asks(ASKER, CHANNEL, "jezyk", &[]).await;
    let whole = whole.killed_and_restarted().await;
    whole.discord.sees(id).await;
    is_made_up_for(&whole, "killed").await;
}

#[tokio::test]
async fn a_dismissed_message_is_followed_by_a_new_one() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    let id = discord.asks(ASKER, CHANNEL, "pomoc", &[]).await;
    assert!(discord.api.acknowledged(id, SOON).await);
    let thinking = discord.api.outcome(id, StdDuration::ZERO).await;
    assert!(matches!(thinking, Outcome::Thinking), "{thinking:?}");
    let shown = discord.api.interaction(id).original.unwrap();
    discord.api.deletes(CHANNEL, shown);
    discord.settle().await;
    let seen = discord.seen_aside(ASKER);
    assert_eq!(seen.len(), 1);
    assert!(seen[0].contains("Co można zrobić"));
    assert!(whole.fates().await.iter().all(|fate| fate == "sent"));
}

#[tokio::test]
async fn an_answer_waits_for_an_acknowledgement_that_takes_its_time() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    let slow = Act::Slow(StdDuration::from_millis(400));
    discord.api.plan(Which::Callbacks, None, slow, 1);
    let answer = discord.gets(ASKER, CHANNEL, "pomoc", &[]).await;
    assert!(words(&answer).contains("Co można zrobić"));
    // Carried out, and the answer lost: the answer finds its place all the same.
    for act in [
        Act::Drop { stored: true },
        Act::Html {
            status: 502,
            stored: true,
        },
        Act::Drop { stored: false },
    ] {
        discord.api.plan(Which::Callbacks, None, act.clone(), 1);
        let answer = discord.gets(ASKER, CHANNEL, "tematy", &[]).await;
        assert!(words(&answer).contains("Wszystkie tematy"), "{act:?}");
    }
    assert_eq!(discord.seen_aside(ASKER).len(), 4);
}
