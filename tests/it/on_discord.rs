//! A bot on Discord: the adapter as it is, and a stand-in for the server.

use lacznik::bot::Bot;
use lacznik::clock::ManualClock;
use lacznik::config::Config;
use lacznik::delivery::{Delivery, Step};
use lacznik::domain::language::Language;
use lacznik::domain::message::{ChatRef, Lane, Outgoing, Platform};
use lacznik::platform::discord::commands;
use lacznik::platform::discord::first;
use lacznik::platform::discord::gateway::{Ended, Gateway, WebSockets};
use lacznik::platform::discord::messenger::Discord;
use lacznik::platform::discord::receive::{Intake, Parts};
use lacznik::platform::discord::rest::Rest;
use lacznik::platform::discord::{Me, who_am_i};
use lacznik::speech::Speech;
use lacznik::store::{Store, outbox};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::discord_api::{DiscordApi, Message};
use crate::harness::TestBot;
use crate::on_telegram::{SOON, Shown};

/// The person of the tests' conversations.
pub const ASKER: u64 = 2001;

/// A server of the tests, and a channel of it.
pub const SERVER: u64 = 3001;
pub const CHANNEL: u64 = 3002;

/// A direct chat or a channel.
pub fn chat(id: u64) -> ChatRef {
    ChatRef::private(Platform::Discord, id.to_string())
}

/// Discord's side of a bot.
pub struct OnDiscord {
    pub api: DiscordApi,
    pub store: Store,
    pub delivery: Delivery<Discord>,
    /// The one that delivers, for what is asked of it alone.
    pub messenger: Discord,
    /// What the bot sent or changed since the last look.
    sent: Arc<Mutex<Vec<Message>>>,
    rest: Rest,
    me: Me,
    stop: CancellationToken,
    receiving: AbortOnDropHandle<Ended>,
}

/// A bot of its own with its Discord.
pub struct Whole {
    pub bot: TestBot,
    pub discord: OnDiscord,
}

impl Whole {
    /// With the example city, on Monday at noon; there is a server that the bot can join.
    pub async fn new() -> Self {
        let mut bot = TestBot::new().await;
        bot.alone();
        let discord = OnDiscord::of(&bot).await;
        Self { bot, discord }
    }

    /// The same, and the bot has joined the server and said hello there.
    pub async fn on_a_server() -> Self {
        let whole = Self::new().await;
        whole.discord.api.bot_joins(SERVER);
        let hello = async { while whole.discord.replies().await.is_empty() {} };
        assert!(tokio::time::timeout(SOON, hello).await.is_ok());
        whole
    }

    /// Puts messages into the outbox.
    pub async fn put(&self, cause: &str, lane: Lane, to: &ChatRef, messages: Vec<Outgoing>) {
        self.bot.put_all(cause, lane, to, messages).await;
    }

    /// What became of the messages in the outbox, in their order.
    pub async fn fates(&self) -> Vec<String> {
        self.bot
            .texts("SELECT status FROM outbox ORDER BY id")
            .await
    }

    /// Time passes here and at Discord, and what is due then is delivered.
    pub async fn later(&self, time: chrono::Duration) -> Vec<Message> {
        self.bot.clock.advance(time);
        self.discord.api.passes(time.to_std().unwrap());
        self.discord.replies().await
    }

    /// The process is told to stop, does so in order, and starts again.
    pub async fn stopped_and_restarted(mut self) -> Self {
        assert_eq!(self.discord.stopped().await, Ended::Stopped);
        self.killed_and_restarted().await
    }

    /// The process dies without a word and starts again on the same file. Discord stays.
    pub async fn killed_and_restarted(self) -> Self {
        let api = self.discord.api.clone();
        drop(self.discord);
        let bot = self
            .bot
            .killed_and_restarted(chrono::Duration::zero())
            .await;
        let discord = OnDiscord::at(api, &bot).await;
        discord.delivery.take_over().await.unwrap();
        Self { bot, discord }
    }
}

impl OnDiscord {
    /// A Discord of its own for this bot, with a server that it can join.
    pub async fn of(bot: &TestBot) -> Self {
        let api = DiscordApi::start().await;
        api.clock_is(bot.clock_now());
        api.server(SERVER, "Gdańskie NGO");
        api.channel(SERVER, CHANNEL, "ogólny");
        let on_discord = Self::at(api, bot).await;
        on_discord.api.wait_for_session(SOON).await;
        on_discord
    }

    /// This bot at this Discord.
    pub async fn at(api: DiscordApi, bot: &TestBot) -> Self {
        Self::with(api, bot.bot.clone(), &bot.store, &bot.clock, &bot.config).await
    }

    async fn with(
        api: DiscordApi,
        bot: Arc<Bot>,
        store: &Store,
        clock: &Arc<ManualClock>,
        config: &Config,
    ) -> Self {
        let sent = Arc::new(Mutex::new(Vec::new()));
        let seen = sent.clone();
        api.observe(move |message| seen.lock().unwrap().push(message.clone()));
        let mut settings = config.discord.clone();
        // A test's clock stands still, and limits are measured by another one.
        (settings.per_second, settings.bulk_per_second) = (100_000, 100_000);
        let rest = Rest::new(api.url(), api.token()).unwrap();
        let me = who_am_i(&rest).await.unwrap();
        let known = me.clone();
        let interactions = Arc::default();
        let messenger = Discord::new(
            rest.clone(),
            me.clone(),
            Arc::clone(&interactions),
            clock.clone(),
            &settings,
        );
        let delivery = Delivery::new(
            store.clone(),
            messenger.clone(),
            clock.clone(),
            config.delivery.clone(),
        );
        let kept = bot.position(Platform::Discord).await.unwrap();
        let text = |_| first::Texts {
            ask_title: "Pytanie".to_owned(),
            ask_label: "O co chodzi?".to_owned(),
            ask_placeholder: "Na przykład: mały grant".to_owned(),
        };
        let parts = Parts {
            rest: rest.clone(),
            interactions,
            bot,
            clock: clock.clone(),
            me,
            texts: Box::new(text),
            language: Language::Polish,
        };
        let intake = Intake::new(parts, kept.as_ref());
        let kept = kept.as_ref().map(|kept| kept.text.as_str());
        let token = api.token();
        let way = rest.clone();
        let gateway = Gateway::new(WebSockets::new(), way, token, false, kept, clock.clone());
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let receiving = tokio::spawn(async move { intake.run(gateway, &stopped).await });
        Self {
            api,
            store: store.clone(),
            delivery,
            messenger,
            sent,
            rest,
            me: known,
            stop,
            receiving: AbortOnDropHandle::new(receiving),
        }
    }

    /// Stops receiving in order; how it ended, which it may have done before.
    pub async fn stopped(&mut self) -> Ended {
        self.stop.cancel();
        self.ended().await
    }

    /// Waits until receiving ends.
    pub async fn ended(&mut self) -> Ended {
        let ended = tokio::time::timeout(SOON, &mut self.receiving).await;
        ended.expect("an end of receiving").unwrap()
    }

    /// Registers the commands as the service does; how many were not registered like this.
    pub async fn registers_commands(&self) -> usize {
        let commands = lacznik::service::discord::commands(&Speech::default());
        let set = commands::publish(&self.rest, &self.me, &commands).await;
        set.unwrap()
    }

    /// Waits until the message or interaction with this id is handled.
    pub async fn handled(&self, id: u64) {
        self.handled_as(&id.to_string()).await;
    }

    /// Waits until what came under this name is handled.
    pub async fn handled_as(&self, id: &str) {
        const SEEN: &str =
            "SELECT count(*) FROM seen_updates WHERE platform = 'discord' AND update_id = $1";
        let seen = async {
            loop {
                let mut db = self.store.read().await.unwrap();
                let query = sqlx::query_scalar(SEEN).bind(id);
                let count: i64 = query.fetch_one(&mut *db).await.unwrap();
                if count > 0 {
                    return;
                }
                drop(db);
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let seen = tokio::time::timeout(SOON, seen).await;
        assert!(seen.is_ok(), "{id} is not handled");
    }

    /// Delivers what is due.
    pub async fn settle(&self) -> Step {
        self.delivery.drain().await.unwrap()
    }

    /// What the bot sent or changed since the last look, as it was then. That it thinks is not worth a word.
    pub fn read(&self) -> Vec<Message> {
        let mut read = std::mem::take(&mut *self.sent.lock().unwrap());
        read.retain(|message| !message.is_loading());
        read
    }

    /// Lets these be read again.
    pub fn unread(&self, messages: Vec<Message>) {
        self.sent.lock().unwrap().splice(0..0, messages);
    }

    /// Delivers, and tells what came of it.
    pub async fn replies(&self) -> Vec<Message> {
        self.settle().await;
        self.api.assert_clean();
        self.read()
    }

    /// What came of the message or interaction with this id.
    pub async fn replies_to(&self, id: u64) -> Vec<Message> {
        self.handled(id).await;
        self.replies().await
    }

    /// The person of the tests' conversations writes in their direct chat.
    pub async fn says(&self, text: &str) -> Vec<Message> {
        self.replies_to(self.api.says_in_dm(ASKER, text)).await
    }

    /// The same person presses a button there, or chooses in a menu: of the last message that has it, or that has none
    /// any more.
    pub async fn presses(&self, action: &str) -> Vec<Message> {
        let direct = self.api.direct(ASKER);
        self.replies_to(self.press(direct, &self.api.messages(direct), action))
            .await
    }

    /// Presses or chooses, on the last of these messages that has it.
    pub fn press(&self, channel: u64, messages: &[Message], action: &str) -> u64 {
        for message in messages.iter().rev() {
            if message.buttons().iter().any(|(_, id)| id == action) {
                return self.api.presses(ASKER, message.id, action);
            }
            for menu in (0..5).map(|number| format!("menu:{number}")) {
                let has = |(_, value): &(String, String)| value == action;
                if message.options(&menu).iter().any(has) {
                    return self.api.chooses(ASKER, message.id, &menu, action);
                }
            }
        }
        let any = messages.last().expect("a message to press on");
        self.api.presses_raw(ASKER, channel, any.id, action)
    }

    /// Somebody runs a command in the channel; what they see of it.
    pub async fn runs(&self, command: &str, options: &[(&str, &str)], locale: &str) -> Message {
        let id = self.api.runs(ASKER, CHANNEL, command, options, locale);
        self.replies_to(id).await;
        self.api.outcome(id, SOON).await.message()
    }

    /// Messages that wait to be sent.
    pub async fn waiting(&self) -> i64 {
        outbox::counts(&mut self.store.read().await.unwrap())
            .await
            .unwrap()
            .waiting
    }
}

impl Drop for OnDiscord {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// What a person reads of Discord's messages.
pub fn shown(messages: &[Message]) -> Shown {
    let text = |message: &Message| {
        let embeds = message.embeds.iter();
        let embeds = embeds.map(|embed| embed["description"].as_str().unwrap_or_default());
        let texts: Vec<&str> = std::iter::once(message.text.as_str())
            .chain(embeds)
            .collect();
        plain(&texts.join("\n"))
    };
    let texts: Vec<String> = messages.iter().map(text).collect();
    let labels = messages.iter().flat_map(Message::parts).flat_map(|part| {
        let options = part["options"].as_array().into_iter().flatten();
        let labels: Vec<String> = options
            .chain(std::iter::once(part))
            .filter_map(|of| Some(of["label"].as_str()?.to_owned()))
            .collect();
        labels
    });
    Shown::new(&texts.join(" "), labels.collect())
}

/// Markdown as it is read, by rules of its own.
pub fn plain(markdown: &str) -> String {
    let mut plain = String::new();
    for line in markdown.lines() {
        let line = line.strip_prefix("-# ").unwrap_or(line);
        let line = line.strip_prefix("- ").unwrap_or(line);
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => plain.extend(letters.next()),
                '*' | '<' | '>' => {}
                // [label](<address>)
                '[' => {}
                ']' => while letters.next().is_some_and(|letter| letter != ')') {},
                letter => plain.push(letter),
            }
        }
        plain.push('\n');
    }
    plain
}
