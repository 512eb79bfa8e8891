//! A bot on Telegram: the adapter as it is, and a stand-in for the server.

use lacznik::bot::Bot;
use lacznik::clock::ManualClock;
use lacznik::config::Config;
use lacznik::delivery::{Delivery, Step};
use lacznik::domain::message::{Block, ChatRef, Lane, Outgoing, Platform, Span};
use lacznik::platform::telegram::receive::{self, Intake};
use lacznik::platform::telegram::{Telegram, api::Api, who_am_i};
use lacznik::store::{Store, Tx, outbox};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::harness::TestBot;
use crate::telegram_api::{Message, TelegramApi};

/// How long anything may take before a test fails.
pub const SOON: Duration = Duration::from_secs(60);

/// The person of the tests' conversations.
pub const ASKER: i64 = 1001;

/// A group of the tests.
pub const GROUP: i64 = -1_002_000_000_001;

/// Somebody's private chat, or a group.
pub fn chat(id: i64) -> ChatRef {
    ChatRef::private(Platform::Telegram, id.to_string())
}

/// A topic of a group.
pub fn topic(group: i64, thread: i64) -> ChatRef {
    ChatRef {
        thread: Some(thread.to_string()),
        ..chat(group)
    }
}

/// Telegram's side of a bot.
pub struct OnTelegram {
    pub api: TelegramApi,
    pub store: Store,
    pub delivery: Delivery<Telegram>,
    /// What the bot sent or changed since the last look.
    sent: Arc<Mutex<Vec<Message>>>,
    stop: CancellationToken,
    _polling: AbortOnDropHandle<()>,
}

/// A bot of its own with its Telegram.
pub struct Whole {
    pub bot: TestBot,
    pub telegram: OnTelegram,
}

impl Whole {
    /// With the example city, on Monday at noon.
    pub async fn new() -> Self {
        let mut bot = TestBot::new().await;
        bot.alone();
        let telegram = OnTelegram::of(&bot).await;
        Self { bot, telegram }
    }

    /// Puts messages into the outbox.
    pub async fn put(&self, cause: &str, lane: Lane, to: &ChatRef, messages: Vec<Outgoing>) {
        self.bot.put_all(cause, lane, to, messages).await;
    }

    /// Another program holds the database, until this is dropped or ended.
    pub async fn lock(&self) -> Tx {
        let patience = Duration::from_secs(5);
        let other = Store::open(&self.bot.path(), patience).await.unwrap();
        other.begin().await.unwrap()
    }

    /// What became of the messages in the outbox, in their order.
    pub async fn fates(&self) -> Vec<String> {
        self.bot
            .texts("SELECT status FROM outbox ORDER BY id")
            .await
    }

    /// Time passes, and what is due then is delivered.
    pub async fn later(&self, time: chrono::Duration) -> Vec<Message> {
        self.bot.clock.advance(time);
        self.telegram.replies().await
    }

    /// The process dies without a word and starts again on the same file. The server stays.
    pub async fn killed_and_restarted(self) -> Self {
        let api = self.telegram.api.clone();
        drop(self.telegram);
        let bot = self
            .bot
            .killed_and_restarted(chrono::Duration::zero())
            .await;
        let telegram = OnTelegram::at(api, &bot).await;
        telegram.delivery.take_over().await.unwrap();
        Self { bot, telegram }
    }
}

impl OnTelegram {
    /// A server of its own for this bot.
    pub async fn of(bot: &TestBot) -> Self {
        Self::at(TelegramApi::start().await, bot).await
    }

    /// This bot at this server.
    pub async fn at(api: TelegramApi, bot: &TestBot) -> Self {
        Self::with(api, bot.bot.clone(), &bot.store, &bot.clock, &bot.config).await
    }

    async fn with(
        server: TelegramApi,
        bot: Arc<Bot>,
        store: &Store,
        clock: &Arc<ManualClock>,
        config: &Config,
    ) -> Self {
        let sent = Arc::new(Mutex::new(Vec::new()));
        let seen = sent.clone();
        server.observe(move |message| seen.lock().unwrap().push(message.clone()));
        let mut settings = config.telegram.clone();
        // A test's clock stands still, and limits are measured by another one.
        (settings.per_second, settings.chat_burst) = (100_000, 1000);
        (settings.bulk_per_second, settings.group_per_minute) = (100_000, 100_000);
        let api = Api::new(server.url(), server.token()).unwrap();
        let me = who_am_i(&api).await.unwrap();
        let messenger = || Telegram::new(api.clone(), me.username.clone(), &settings);
        let delivery = Delivery::new(
            store.clone(),
            messenger(),
            clock.clone(),
            config.delivery.clone(),
        );
        let intake = Intake::new(messenger(), bot, clock.clone(), me.clone());
        let stop = CancellationToken::new();
        let stopped = stop.clone();
        let polling = tokio::spawn(async move { receive::poll(&intake, 50, &stopped).await });
        Self {
            api: server,
            store: store.clone(),
            delivery,
            sent,
            stop,
            _polling: AbortOnDropHandle::new(polling),
        }
    }

    /// Waits until everything that people did is handled, and delivers what is due.
    pub async fn settle(&self) -> Step {
        self.handled().await;
        self.delivery.drain().await.unwrap()
    }

    /// Waits until everything that people did is handled and acknowledged.
    pub async fn handled(&self) {
        let handled = self.api.wait_until(|state| state.queue.len() == 0, SOON);
        assert!(handled.await, "updates are left: {}", self.api.pending());
        let answered = self.api.wait_until(|state| state.presses.is_empty(), SOON);
        assert!(answered.await, "a press is not acknowledged");
    }

    /// What the bot sent or changed since the last look, as it was then.
    pub fn read(&self) -> Vec<Message> {
        std::mem::take(&mut self.sent.lock().unwrap())
    }

    /// Settles, and tells what came of it.
    pub async fn replies(&self) -> Vec<Message> {
        self.settle().await;
        self.api.assert_clean();
        self.read()
    }

    /// The person of the tests' conversations writes in private.
    pub async fn says(&self, text: &str) -> Vec<Message> {
        self.api.says(ASKER, text);
        self.replies().await
    }

    /// The same person presses a button, under the last message that has it, or that has none any more.
    pub async fn presses(&self, action: &str) -> Vec<Message> {
        let messages = self.api.messages(ASKER);
        let has = |message: &&Message| message.buttons().iter().any(|(_, data)| data == action);
        match messages.iter().rev().find(has) {
            Some(message) => self.api.presses(ASKER, ASKER, message.id, action),
            None => self.api.presses_raw(ASKER, ASKER, 999_999, action),
        };
        self.replies().await
    }

    /// Messages that wait to be sent.
    pub async fn waiting(&self) -> i64 {
        outbox::counts(&mut self.store.read().await.unwrap())
            .await
            .unwrap()
            .waiting
    }
}

impl Drop for OnTelegram {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// What a person reads: the words, and what stands on the buttons.
#[derive(Debug, PartialEq, Eq)]
pub struct Shown {
    words: String,
    labels: Vec<String>,
}

impl Shown {
    /// Of words with their spaces, and labels.
    pub fn new(text: &str, labels: Vec<String>) -> Self {
        Self {
            words: words(text),
            labels,
        }
    }

    /// Whether this is what is read last.
    pub fn ends_with(&self, last: &Self) -> bool {
        self.words.ends_with(&last.words) && self.labels.ends_with(&last.labels)
    }

    /// Of messages as the core makes them.
    pub fn of(messages: &[Outgoing]) -> Self {
        let block = |block: &Block| match block {
            Block::Heading(text) | Block::Note(text) => text.clone(),
            Block::List(items) => items.join(" "),
            Block::Paragraph(spans) => spans
                .iter()
                .map(|span| match span {
                    Span::Plain(text) | Span::Strong(text) => text.as_str(),
                    Span::Link { label, .. } => label,
                })
                .collect(),
        };
        let texts: Vec<String> = messages
            .iter()
            .flat_map(|message| &message.blocks)
            .map(block)
            .collect();
        let buttons = messages.iter().flat_map(|message| &message.buttons);
        Self {
            words: words(&texts.join(" ")),
            labels: buttons.map(|button| button.label.clone()).collect(),
        }
    }

    /// Of messages as the server has them.
    pub fn at_telegram(messages: &[Message]) -> Self {
        let texts: Vec<&str> = messages
            .iter()
            .map(|message| message.text.as_str())
            .collect();
        let buttons = messages.iter().flat_map(Message::rows).flatten();
        Self {
            words: words(&texts.join(" ")),
            labels: buttons
                .map(|button| button["text"].as_str().unwrap_or_default().to_owned())
                .collect(),
        }
    }
}

/// The words alone, without marks of lists.
fn words(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| *word != "•");
    words.collect::<Vec<_>>().join(" ")
}
