//! Whatever people do on Discord: it is answered, once and in order, or it was not for the bot.

use serde_json::{Value, json};
use std::time::Duration;

use crate::discord_api::{BOT, Message, Way};
use crate::on_discord::{ASKER, CHANNEL, Whole};
use crate::on_telegram::SOON;

const QUESTION: &str = "ile max na maly grant teraz";

/// What people ask, and what the answer is known by.
const KNOWN: [(&str, &str); 5] = [
    (QUESTION, "Mały grant"),
    ("koty kastracja", "Wydział Ochrony Środowiska"),
    ("/pomoc", "Co można zrobić"),
    ("/kontakt", "Oto człowiek"),
    ("puszki na wosp u nas", "Zbiórka do puszek"),
];

/// Everything that stands in a message.
fn all_of(message: &Message) -> String {
    let embeds = serde_json::to_string(&message.embeds).unwrap();
    format!("{} {embeds}", message.text)
}

/// Where in the answers of a chat what each question is known by stands: as many places as there are questions.
#[track_caller]
fn assert_in_order(answers: &[Message], asked: &[(&str, &str)]) {
    assert_eq!(answers.len(), asked.len(), "{answers:#?}");
    for (answer, (question, known)) in answers.iter().zip(asked) {
        let answer = all_of(answer);
        assert!(answer.contains(known), "{question}: {answer}");
    }
}

#[tokio::test]
async fn each_of_a_crowd_is_answered_in_their_order_and_once() {
    const PEOPLE: u64 = 12;
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let api = &discord.api;
    discord.registers_commands().await;
    for person in 0..PEOPLE {
        let id = api.says_in_dm(ASKER + person, "/start");
        assert_eq!(discord.replies_to(id).await.len(), 1);
    }
    // Some come twice, some late, and the noise of others comes in between.
    api.next_events(Some("MESSAGE_CREATE"), Way::Twice, 40);
    let late = Way::Late(Duration::from_millis(20));
    api.next_events(Some("MESSAGE_CREATE"), late, 10);
    api.next_events(Some("INTERACTION_CREATE"), Way::Twice, 30);
    let (mut asked, mut last) = (vec![Vec::new(); PEOPLE as usize], 0);
    for round in 0..20 {
        for person in 0..PEOPLE {
            let who = ASKER + person;
            let direct = api.direct(who);
            api.says_in(CHANNEL, who, "nie do bota");
            let (text, known) = KNOWN[(round + person as usize) % KNOWN.len()];
            last = match (round + person as usize) % 3 {
                0 if text.starts_with('/') => api.runs(who, direct, &text[1..], &[], "pl"),
                0 => api.runs(who, direct, "zapytaj", &[("pytanie", text)], "pl"),
                1 if round % 2 == 0 => {
                    asked[person as usize].push(("c:help", "Co można zrobić"));
                    api.presses_raw(who, direct, 1, "c:help");
                    api.says_in_dm(who, text)
                }
                _ => api.says_in_dm(who, text),
            };
            asked[person as usize].push((text, known));
        }
    }
    discord.handled(last).await;
    let answers = discord.replies().await;
    for person in 0..PEOPLE {
        let direct = api.direct(ASKER + person);
        let own = answers.iter().filter(|answer| answer.channel == direct);
        let own: Vec<Message> = own.cloned().collect();
        assert_in_order(&own, &asked[person as usize]);
        // Neither does anybody see anything twice, nor that the bot still thinks.
        assert_eq!(api.messages(direct).len(), own.len() + 1);
        assert!(!api.messages(direct).iter().any(Message::is_loading));
    }
    assert!(api.missed().is_empty() && api.unanswered() == 0);
    assert_eq!(discord.waiting().await, 0);
    assert_eq!(api.refusals(), Vec::<String>::new());
    assert_eq!(api.heard().identifies, 1);
}

#[tokio::test]
async fn everything_that_is_written_in_private_is_answered_once() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let api = &discord.api;
    discord.says("/start").await;
    let direct = api.direct(ASKER);
    let sent: [(u64, &str); 7] = [
        (api.says_in_dm(ASKER, QUESTION), "Mały grant"),
        (api.forwards(direct, ASKER, QUESTION), "Mały grant"),
        (
            api.attaches(direct, ASKER, QUESTION, "a.pdf", b"%PDF"),
            "Mały grant",
        ),
        (
            api.attaches(direct, ASKER, "", "../../etc/passwd", b"x"),
            "dokumentów",
        ),
        (api.speaks(direct, ASKER), "nagrań"),
        (api.sends_sticker(direct, ASKER, "Kot"), "zwykły tekst"),
        (api.says_in_dm(ASKER, ""), "zwykły tekst"),
    ];
    discord.handled(sent[6].0).await;
    let answers = discord.replies().await;
    assert_eq!(answers.len(), sent.len());
    for (answer, (_, known)) in answers.iter().zip(sent) {
        assert!(answer.text.contains(known), "{known}: {answer:?}");
    }
}

#[tokio::test]
async fn a_changed_message_is_read_again_and_an_unfolded_link_is_not() {
    let whole = Whole::on_a_server().await;
    let discord = &whole.discord;
    let api = &discord.api;
    discord.says("/start").await;
    let direct = api.direct(ASKER);
    let id = api.says_in_dm(ASKER, "qwrtz");
    assert_eq!(discord.replies_to(id).await.len(), 1);
    api.unfolds(direct, id);
    api.edits(direct, ASKER, id, QUESTION);
    // The link of what was changed unfolds too, which comes with the time of the change.
    api.unfolds(direct, id);
    let next = api.says_in_dm(ASKER, "/pomoc");
    let answers = discord.replies_to(next).await;
    assert_in_order(&answers, &[(QUESTION, "Mały grant"), KNOWN[2]]);
    // In a channel the bot is called by a change as well.
    let called = api.says_in(CHANNEL, ASKER, QUESTION);
    api.edits(CHANNEL, ASKER, called, &format!("<@{BOT}> {QUESTION}"));
    api.deletes(direct, id);
    let next = api.says_in_dm(ASKER, "/kontakt");
    let answers = discord.replies_to(next).await;
    assert_in_order(&answers, &[KNOWN[0], KNOWN[3]]);
    assert_eq!(answers[0].channel, CHANNEL);
}

#[tokio::test]
async fn in_a_channel_only_what_is_said_to_the_bot_is_answered() {
    let whole = Whole::on_a_server().await;
    let discord = &whole.discord;
    let api = &discord.api;
    let (other, robot) = (ASKER + 1, ASKER + 2);
    api.person(robot, |person| person.is_bot = true);
    let human = api.says_in(CHANNEL, other, QUESTION);
    api.replies_to(CHANNEL, ASKER, human, QUESTION);
    api.mentions_bot(CHANNEL, robot, QUESTION);
    api.says_of_kind(CHANNEL, other, 7);
    api.says_of_kind(CHANNEL, other, 6);
    api.sends_sticker(CHANNEL, other, "Kot");
    api.says_in(CHANNEL, other, "@everyone <@&1100000000000000001>");
    let called = api.mentions_bot(CHANNEL, ASKER, QUESTION);
    let first = discord.replies_to(called).await;
    assert_in_order(&first, &KNOWN[..1]);
    assert_eq!(first[0].reference, Some((CHANNEL, called)));
    let replied = api.replies_to(CHANNEL, other, first[0].id, KNOWN[1].0);
    assert_in_order(&discord.replies_to(replied).await, &KNOWN[1..2]);
    // A thread is a channel of its own.
    api.thread(CHANNEL, 3900, "wątek");
    let threaded = api.mentions_bot(3900, other, QUESTION);
    let answers = discord.replies_to(threaded).await;
    assert_eq!((answers[0].channel, answers.len()), (3900, 1));
    // Nothing of the others is in the database, as text or as an event.
    const SEEN: &str = "SELECT count(*) FROM seen_updates WHERE update_id NOT LIKE 'joined:%'";
    assert_eq!(whole.bot.count(SEEN).await, 3);
}

#[tokio::test]
async fn nonsense_on_the_line_changes_nothing() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let api = &discord.api;
    discord.says("/start").await;
    let deep = format!(
        r#"{{"op":0,"s":3,"t":"MESSAGE_CREATE","d":{}{}}}"#,
        "[".repeat(5000),
        "]".repeat(5000)
    );
    for garbage in [
        "",
        "null",
        "[]",
        "{",
        "5",
        "\"op\"",
        r#"{"op":"0"}"#,
        r#"{"op":0}"#,
        r#"{"op":0,"t":7,"s":"x","d":5}"#,
        r#"{"op":-1,"d":{}}"#,
        r#"{"op":99999999999999999999}"#,
        r#"{"op":10,"d":{"heartbeat_interval":0}}"#,
        r#"{"op":10,"d":null}"#,
        r#"{"op":11,"d":"x"}"#,
        &deep,
    ] {
        api.sends_garbage(garbage.as_bytes());
    }
    api.sends_garbage(&[0xff, 0xfe, 0x00]);
    let hostile = [
        Value::Null,
        json!([]),
        json!({}),
        json!("x"),
        json!({"id": 5, "token": [], "type": "2", "data": {"options": {"options": 5}}}),
        json!({"id": "", "token": "", "author": {}, "member": []}),
        json!({"id": "1", "channel_id": "x", "author": {"id": "y"}, "mentions": [[]], "attachments": {"0": 1},
            "content": 5, "message_snapshots": {}, "flags": -1, "referenced_message": "x", "type": null}),
        json!({"guild_id": "1", "channels": [5, null, {"type": "x"}], "roles": 7, "members": [[]], "joined_at": 5}),
    ];
    for name in [
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "INTERACTION_CREATE",
        "GUILD_CREATE",
        "GUILD_DELETE",
        "CHANNEL_DELETE",
        "RESUMED",
        "KIND_OF_2031",
        "",
        "message_create",
    ] {
        for data in &hostile {
            api.sends_event(name, data);
        }
    }
    discord.replies().await;
    let last = api.says_in_dm(ASKER, QUESTION);
    assert_in_order(&discord.replies_to(last).await, &KNOWN[..1]);
    let heard = api.heard();
    assert_eq!((heard.identifies, heard.connections), (1, 1));
    assert_eq!(whole.bot.dead().await.len(), 0);
}

#[tokio::test]
async fn interactions_of_any_form_are_answered() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let api = &discord.api;
    discord.says("/start").await;
    let direct = api.direct(ASKER);
    for action in [
        "",
        " ",
        "c:",
        "c:nie-ma-takiego",
        "e:nie-ma-takiego",
        "p:",
        "p:x",
        "menu:0",
        "ż🎉\u{202e}",
        &"x".repeat(100),
    ] {
        let id = api.presses_raw(ASKER, direct, 1, action);
        let answers = discord.replies_to(id).await;
        assert_eq!(answers.len(), 1, "{action}: {answers:?}");
        assert!(api.response_time(id).is_some(), "{action}");
    }
    let unheard = json!({"id": "77", "token": "t77", "type": 99, "user": {"id": ASKER.to_string()},
        "context": 1, "channel_id": direct.to_string(), "data": {"strange": [1]}});
    api.sends_event("INTERACTION_CREATE", &unheard);
    let answers = discord.replies_to(77).await;
    assert!(
        answers[0].text.contains("Nie potrafię odczytać"),
        "{answers:?}"
    );
    assert_eq!(whole.bot.dead().await.len(), 0);
}

#[tokio::test]
async fn a_message_of_ten_megabytes_is_one_message() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let api = &discord.api;
    discord.says("/start").await;
    let long = api.says_in_dm(ASKER, &"mały grant ".repeat(900_000));
    let next = api.says_in_dm(ASKER, "/pomoc");
    let answers = discord.replies_to(long).await;
    assert!(
        answers[0].text.contains("pierwsze 4000 znaków"),
        "{answers:?}"
    );
    discord.handled(next).await;
    assert_eq!(api.heard().connections, 1);
    const LONGEST: &str = "SELECT max(length(body)) FROM outbox";
    assert!(whole.bot.count(LONGEST).await < 20_000);
}

#[tokio::test]
async fn of_a_hundred_at_once_every_interaction_is_acknowledged() {
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let api = &discord.api;
    discord.registers_commands().await;
    let ids: Vec<u64> = (0..100)
        .map(|person| api.runs(ASKER + person, CHANNEL, "pomoc", &[], "pl"))
        .collect();
    for id in &ids {
        discord.handled(*id).await;
    }
    discord.replies().await;
    for id in ids {
        let message = api.outcome(id, SOON).await.message();
        assert!(all_of(&message).contains("Co można zrobić"), "{message:?}");
        assert!(message.is_ephemeral());
    }
    assert_eq!(api.notes(), Vec::<String>::new());
    assert_eq!(api.refusals(), Vec::<String>::new());
}
