//! A whole bot on a temporary database, with a clock moved by hand and a messenger that keeps what it was given.

use chrono::{DateTime, Duration, NaiveDateTime, TimeZone, Utc};
use lacznik::bot::Bot;
use lacznik::clock::{Clock, ManualClock};
use lacznik::config::Config;
use lacznik::delivery::{Delivery, Step};
use lacznik::domain::hours::ZONE;
use lacznik::domain::knowledge::Knowledge;
use lacznik::domain::message::{
    ChatRef, Content, Handle, Incoming, Lane, Outgoing, Place, Platform, Sender, StoredFile,
};
use lacznik::domain::role::Role;
use lacznik::platform::telegram::render::spelled_out;
use lacznik::platform::terminal::{Style, render};
use lacznik::platform::{Messenger, Receipt, SendError, SendKey};
use lacznik::speech::Speech;
use lacznik::store::mailings::Bodies;
use lacznik::store::outbox::{self, Look, Said};
use lacznik::store::{self, Store};
use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use tempfile::TempDir;

use crate::on_discord::{self, OnDiscord};
use crate::on_telegram::{ASKER, OnTelegram, Shown};

/// When tests begin: a Monday at noon in the town.
pub const MONDAY_NOON: &str = "2026-11-23T12:00:00";

/// A group that the bot is in.
pub const GROUP: &str = "group";

/// The instant of a wall-clock time in the town.
pub fn at(local: &str) -> DateTime<Utc> {
    let local: NaiveDateTime = local.parse().unwrap();
    ZONE.from_local_datetime(&local)
        .earliest()
        .unwrap()
        .to_utc()
}

/// A database with the example city in it, made once and copied for each test.
fn example_database() -> &'static Path {
    static MADE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("example.db");
        let made = path.clone();
        // A runtime of its own: the test that comes first is inside one already.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(async {
                let store = Store::open(&made, std::time::Duration::from_secs(5))
                    .await
                    .unwrap();
                let mut tx = store.begin().await.unwrap();
                let example = lacznik::app::example().unwrap();
                store::knowledge::replace(&mut tx, &example, at(MONDAY_NOON))
                    .await
                    .unwrap();
                tx.commit().await.unwrap();
                store.close().await;
            });
        })
        .join()
        .unwrap();
        (folder, path)
    });
    path
}

/// A messenger that keeps what it was given, and fails when it is told to.
#[derive(Clone, Default)]
pub struct FakeMessenger(Arc<Mutex<Fake>>);

#[derive(Default)]
struct Fake {
    /// The terminal, where it is not named.
    platform: Option<Platform>,
    /// How long chats are left alone.
    waits: HashMap<String, std::time::Duration>,
    sent: Vec<(ChatRef, Outgoing)>,
    keys: Vec<i64>,
    /// What was changed, in order: chat, the changed message, and what it says now; nothing where it was taken back.
    changed: Vec<(String, String, Option<Outgoing>)>,
    /// What there is to be brought.
    files: HashMap<String, Vec<u8>>,
    read: usize,
    /// What the next sends do instead of accepting.
    plan: VecDeque<Plan>,
    /// How long sends take in turn, on this clock.
    takes: Option<(Arc<ManualClock>, VecDeque<Duration>)>,
}

/// What a send does.
#[derive(Debug, Clone)]
pub enum Plan {
    /// Not accepted.
    Fail(SendError),
    /// Accepted, but the answer never arrives.
    AcceptThen(SendError),
    /// Accepted.
    Accept,
    /// Accepted, and the send never returns.
    Hang,
}

impl FakeMessenger {
    /// Of this platform.
    pub fn of(platform: Platform) -> Self {
        let messenger = Self::default();
        messenger.0.lock().unwrap().platform = Some(platform);
        messenger
    }

    /// From now on this chat is left alone for so long, whenever somebody asks.
    pub fn leave_alone(&self, chat: &str, wait: std::time::Duration) {
        let mut fake = self.0.lock().unwrap();
        fake.waits.insert(chat.to_owned(), wait);
    }

    /// What the next sends do, in order.
    pub fn plan(&self, plan: impl IntoIterator<Item = Plan>) {
        self.0.lock().unwrap().plan.extend(plan);
    }

    /// From now on sends take these seconds in turn, on this clock.
    pub fn takes(&self, clock: &Arc<ManualClock>, seconds: &[i64]) {
        let times = seconds.iter().copied().map(Duration::seconds).collect();
        self.0.lock().unwrap().takes = Some((clock.clone(), times));
    }

    fn next_time(&self) -> Option<(Arc<ManualClock>, Duration)> {
        let mut fake = self.0.lock().unwrap();
        let (clock, times) = fake.takes.as_mut()?;
        times.rotate_left(1);
        Some((clock.clone(), *times.back()?))
    }

    /// Everything accepted so far.
    pub fn accepted(&self) -> Vec<Outgoing> {
        self.0
            .lock()
            .unwrap()
            .sent
            .iter()
            .map(|(_, message)| message.clone())
            .collect()
    }

    /// The chats of everything accepted so far.
    pub fn chats(&self) -> Vec<String> {
        self.0
            .lock()
            .unwrap()
            .sent
            .iter()
            .map(|(to, _)| to.chat.clone())
            .collect()
    }

    /// Everything changed so far: the chat, and what its message says now; nothing where it was taken back.
    pub fn changes(&self) -> Vec<(String, Option<Outgoing>)> {
        let fake = self.0.lock().unwrap();
        let changed = fake.changed.iter();
        changed
            .map(|(chat, _, message)| (chat.clone(), message.clone()))
            .collect()
    }

    /// There is a file that can be brought.
    pub fn has_file(&self, remote: &str, bytes: &[u8]) {
        let mut fake = self.0.lock().unwrap();
        fake.files.insert(remote.to_owned(), bytes.to_owned());
    }

    /// The keys of everything accepted so far.
    pub fn keys(&self) -> Vec<i64> {
        self.0.lock().unwrap().keys.clone()
    }

    fn unread(&self) -> Vec<Outgoing> {
        let mut fake = self.0.lock().unwrap();
        let unread = fake.sent[fake.read..]
            .iter()
            .map(|(_, message)| message.clone())
            .collect();
        fake.read = fake.sent.len();
        unread
    }
}

impl Messenger for FakeMessenger {
    fn platform(&self) -> Platform {
        let fake = self.0.lock().unwrap();
        fake.platform.unwrap_or(Platform::Terminal)
    }

    fn wait(&self, chat: &ChatRef) -> std::time::Duration {
        let fake = self.0.lock().unwrap();
        fake.waits.get(&chat.chat).copied().unwrap_or_default()
    }

    async fn send(
        &self,
        to: &ChatRef,
        message: &Outgoing,
        _file: Option<&StoredFile>,
        key: SendKey,
    ) -> Result<Receipt, SendError> {
        if let Some((clock, time)) = self.next_time() {
            // Others work meanwhile.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            clock.advance(time);
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let plan = self.accept_or_not(to, message, key)?;
        match plan {
            Some(Plan::AcceptThen(error)) => Err(error),
            Some(Plan::Hang) => std::future::pending().await,
            _ => Ok(Receipt::of(key.row)),
        }
    }

    async fn edit(&self, to: &ChatRef, sent: &str, message: &Outgoing) -> Result<(), SendError> {
        self.change(to, sent, Some(message)).await
    }

    async fn withdraw(
        &self,
        to: &ChatRef,
        sent: &str,
        _instead: &Outgoing,
    ) -> Result<(), SendError> {
        self.change(to, sent, None).await
    }

    async fn fetch(&self, remote: &str, most: u64) -> Result<Vec<u8>, SendError> {
        let mut fake = self.0.lock().unwrap();
        if let Some(Plan::Fail(error)) = fake.plan.pop_front() {
            return Err(error);
        }
        let known = fake.files.get(remote).cloned();
        let known = known.filter(|bytes| bytes.len() as u64 <= most);
        known.ok_or_else(|| SendError::Rejected("no such file".to_owned()))
    }
}

impl FakeMessenger {
    async fn change(
        &self,
        to: &ChatRef,
        sent: &str,
        message: Option<&Outgoing>,
    ) -> Result<(), SendError> {
        let plan = {
            let mut fake = self.0.lock().unwrap();
            let plan = fake.plan.pop_front();
            if let Some(Plan::Fail(error)) = plan {
                return Err(error);
            }
            let change = (to.chat.clone(), sent.to_owned(), message.cloned());
            fake.changed.push(change);
            plan
        };
        match plan {
            Some(Plan::AcceptThen(error)) => Err(error),
            Some(Plan::Hang) => std::future::pending().await,
            _ => Ok(()),
        }
    }

    fn accept_or_not(
        &self,
        to: &ChatRef,
        message: &Outgoing,
        key: SendKey,
    ) -> Result<Option<Plan>, SendError> {
        let mut fake = self.0.lock().unwrap();
        let plan = fake.plan.pop_front();
        if let Some(Plan::Fail(error)) = plan {
            return Err(error);
        }
        fake.sent.push((to.clone(), message.clone()));
        fake.keys.push(key.row);
        Ok(plan)
    }
}

/// A bot, and everything around it that a test can move.
pub struct TestBot {
    pub bot: Arc<Bot>,
    pub store: Store,
    pub clock: Arc<ManualClock>,
    pub messenger: FakeMessenger,
    pub delivery: Delivery<FakeMessenger>,
    pub config: Arc<Config>,
    folder: Arc<TempDir>,
    updates: u64,
    /// The buttons of the last reply.
    buttons: Vec<(String, String)>,
    /// The messages of the last reply.
    last: Vec<Outgoing>,
    /// The same conversation on Telegram and on Discord.
    mirror: Mirror,
}

/// What a person did.
#[derive(Clone, Copy)]
enum Did<'a> {
    Says(&'a str),
    Presses(&'a str),
}

/// Every conversation is held a second time, on Telegram, and must read the same there.
enum Mirror {
    /// When the conversation begins.
    Later,
    On(Box<(OnTelegram, OnDiscord)>),
    /// The test looks at what both would leave behind, or goes around the front door.
    Off,
}

impl TestBot {
    /// A bot with the example city, on Monday at noon.
    pub async fn new() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        std::fs::copy(example_database(), folder.path().join("lacznik.db")).unwrap();
        Self::open(folder, MONDAY_NOON, FakeMessenger::default()).await
    }

    /// A bot with the example city, on Discord.
    pub async fn on_discord() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        std::fs::copy(example_database(), folder.path().join("lacznik.db")).unwrap();
        let messenger = FakeMessenger::of(Platform::Discord);
        let mut bot = Self::open(folder, MONDAY_NOON, messenger).await;
        bot.alone();
        bot
    }

    /// A bot with the example city, at this wall-clock time.
    pub async fn at(local: &str) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        std::fs::copy(example_database(), folder.path().join("lacznik.db")).unwrap();
        Self::open(folder, local, FakeMessenger::default()).await
    }

    async fn open(folder: Arc<TempDir>, local: &str, messenger: FakeMessenger) -> Self {
        let mut config = Config::default();
        config.database.busy_timeout_ms = 200;
        // One after another: what a plan says comes in order.
        config.delivery.in_flight = 1;
        let config = Arc::new(config);
        let timeout = config.database.busy_timeout();
        let store = Store::open(&folder.path().join("lacznik.db"), timeout)
            .await
            .unwrap();
        let clock = Arc::new(ManualClock::at(at(local)));
        let speech = Arc::new(Speech::default());
        let bot = Bot::wake(store.clone(), speech, clock.clone(), config.clone())
            .await
            .unwrap()
            .unwrap();
        let bot = Arc::new(bot);
        let delivery = Delivery::new(
            store.clone(),
            messenger.clone(),
            clock.clone(),
            config.delivery.clone(),
        );
        Self {
            bot,
            store,
            clock,
            messenger,
            delivery,
            config,
            folder,
            updates: 0,
            buttons: Vec::new(),
            last: Vec::new(),
            mirror: Mirror::Later,
        }
    }

    /// From now on no conversation is held on Telegram and Discord as well.
    pub fn alone(&mut self) {
        self.mirror = Mirror::Off;
    }

    /// The process dies without a word and starts again on the same file, later by `after`. What the messenger accepted
    /// stays accepted: it is the platform.
    pub async fn killed_and_restarted(self, after: Duration) -> Self {
        let now = self.clock.now() + after;
        let local = now
            .with_timezone(&ZONE)
            .naive_local()
            .format("%Y-%m-%dT%H:%M:%S")
            .to_string();
        let (folder, messenger, updates) =
            (self.folder.clone(), self.messenger.clone(), self.updates);
        drop(self);
        let mut again = Self::open(folder, &local, messenger).await;
        again.updates = updates;
        again.mirror = Mirror::Off;
        again
    }

    /// Where the database is.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("lacznik.db")
    }

    /// An event from a person in their private chat.
    pub fn incoming(&mut self, person: &str, content: Content) -> Incoming {
        self.updates += 1;
        Incoming {
            update: self.updates.to_string(),
            chat: ChatRef::private(self.messenger.platform(), person),
            place: Place::Private,
            message: None,
            language: None,
            sender: Sender {
                id: person.to_owned(),
            },
            content,
            file: None,
            venue: None,
            runs: Vec::new(),
            handle: None,
            at: self.clock.now(),
        }
    }

    /// An event from a person in a group.
    pub fn incoming_in(&mut self, group: &str, person: &str, content: Content) -> Incoming {
        Incoming {
            chat: ChatRef::private(self.messenger.platform(), group),
            place: Place::Group,
            ..self.incoming(person, content)
        }
    }

    /// An event from a person who is answered aside. It can be answered for a quarter of an hour, in the place of what the
    /// platform shows already.
    pub fn incoming_aside(&mut self, person: &str, content: Content) -> Incoming {
        let incoming = self.incoming(person, content);
        Incoming {
            chat: ChatRef::aside(Platform::Discord, person),
            place: Place::Aside,
            handle: Some(Handle {
                id: incoming.update.clone(),
                token: format!("token-{}", incoming.update),
                until: incoming.at + Duration::minutes(14),
                placeholder: true,
            }),
            ..incoming
        }
    }

    /// Somebody who is answered aside uses a command or a button; the messages of the reply.
    pub async fn aside(&mut self, person: &str, content: Content) -> Vec<Outgoing> {
        let incoming = self.incoming_aside(person, content);
        self.replies(&incoming).await
    }

    /// Lets a message that was put aside wait again.
    pub async fn resend(&self, id: i64) -> bool {
        let mut tx = self.store.begin().await.unwrap();
        let found = outbox::resend(&mut tx, id, self.clock_now()).await.unwrap();
        tx.commit().await.unwrap();
        found
    }

    /// A second process over the same database, that delivers to the same platform.
    pub async fn other_delivery(&self) -> Delivery<FakeMessenger> {
        let timeout = std::time::Duration::from_secs(5);
        Delivery::new(
            Store::open(&self.path(), timeout).await.unwrap(),
            self.messenger.clone(),
            self.clock.clone(),
            self.config.delivery.clone(),
        )
    }

    /// Puts a message into the outbox.
    pub async fn put(&self, cause: &str, lane: Lane, to: &ChatRef, text: &str) {
        self.put_all(cause, lane, to, vec![Outgoing::plain(text)])
            .await;
    }

    /// Puts messages into the outbox.
    pub async fn put_all(&self, cause: &str, lane: Lane, to: &ChatRef, messages: Vec<Outgoing>) {
        let said = Said {
            cause: cause.to_owned(),
            lane,
            to: to.clone(),
            messages,
        };
        let mut tx = self.store.begin().await.unwrap();
        outbox::put(&mut tx, vec![said], self.clock_now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// A delivery of which several messages may be in flight.
    pub async fn delivery_with(&self, in_flight: u32) -> Delivery<FakeMessenger> {
        let settings = lacznik::config::Delivery {
            in_flight,
            ..self.config.delivery.clone()
        };
        Delivery::new(
            self.store.clone(),
            self.messenger.clone(),
            self.clock.clone(),
            settings,
        )
    }

    /// Somebody who has met the bot writes; the reply as they see it in a terminal.
    pub async fn says(&mut self, text: &str) -> String {
        self.meet("asker").await;
        let incoming = self.incoming("asker", Content::Text(text.to_owned()));
        let shown = self.reply_to(&incoming).await;
        // Nobody can send an empty message there, or a longer one.
        if !text.trim().is_empty() && text.encode_utf16().count() <= 4096 {
            self.compare(Did::Says(text)).await;
        } else {
            self.alone();
        }
        shown
    }

    /// Does the same on Telegram and on Discord, and compares what is read there.
    async fn compare(&self, did: Did<'_>) {
        let Mirror::On(both) = &self.mirror else {
            return;
        };
        let (telegram, discord) = both.as_ref();
        let here: Vec<Outgoing> = self.last.iter().map(spelled_out).collect();
        let there = match did {
            Did::Says(text) => telegram.says(text).await,
            Did::Presses(action) => telegram.presses(action).await,
        };
        assert_eq!(Shown::at_telegram(&there), Shown::of(&here), "on Telegram");
        let there = match did {
            Did::Says(text) => discord.says(text).await,
            Did::Presses(action) => discord.presses(action).await,
        };
        // A menu shows longer labels there.
        let menus = lacznik::platform::discord::render::spelled_out;
        let here: Vec<Outgoing> = self.last.iter().map(menus).collect();
        assert_eq!(on_discord::shown(&there), Shown::of(&here), "on Discord");
    }

    /// The same person presses the button with this label, of the last reply.
    pub async fn presses(&mut self, label: &str) -> String {
        let found = self.buttons.iter().find(|(known, _)| known.contains(label));
        let (_, action) = found
            .unwrap_or_else(|| panic!("no button {label:?} in {:?}", self.buttons))
            .clone();
        self.presses_action(&action).await
    }

    /// The same person presses a button with this action, of whatever message.
    pub async fn presses_action(&mut self, action: &str) -> String {
        let incoming = self.incoming("asker", Content::Press(action.to_owned()));
        let shown = self.reply_to(&incoming).await;
        // What no button can carry cannot be pressed there.
        if (1..=64).contains(&action.len()) {
            self.compare(Did::Presses(action)).await;
        } else {
            self.alone();
        }
        shown
    }

    /// The action of the button with this label, of the last reply.
    pub fn action(&self, label: &str) -> String {
        let found = self.buttons.iter().find(|(known, _)| known.contains(label));
        found
            .unwrap_or_else(|| panic!("no button {label:?} in {:?}", self.buttons))
            .1
            .clone()
    }

    /// The labels of the buttons of the last reply.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons
            .iter()
            .map(|(label, _)| label.as_str())
            .collect()
    }

    /// Handles and delivers; nothing may be left behind.
    pub async fn reply_to(&mut self, incoming: &Incoming) -> String {
        self.bot.handle(incoming).await.unwrap();
        self.settle().await;
        self.read()
    }

    /// Like [`reply_to`](Self::reply_to), as messages.
    pub async fn replies(&mut self, incoming: &Incoming) -> Vec<Outgoing> {
        let before = self.messenger.accepted().len();
        self.reply_to(incoming).await;
        self.messenger.accepted().split_off(before)
    }

    /// Somebody writes in a group, or presses there; the reply as in a terminal.
    pub async fn in_group(&mut self, person: &str, content: Content) -> String {
        let incoming = self.incoming_in(GROUP, person, content);
        self.reply_to(&incoming).await
    }

    /// Delivers what is due; nothing may be left over.
    pub async fn settle(&self) -> Step {
        let step = self.delivery.drain().await.unwrap();
        assert_eq!(self.waiting().await, 0, "messages are left in the outbox");
        step
    }

    /// What arrived since the last look, as a terminal shows it.
    pub fn read(&mut self) -> String {
        let messages = self.messenger.unread();
        self.buttons = messages
            .iter()
            .flat_map(|message| &message.buttons)
            .map(|button| {
                (
                    button.label.clone(),
                    button.action().unwrap_or_default().to_owned(),
                )
            })
            .collect();
        let mut first = 1;
        let mut shown = Vec::new();
        for message in &messages {
            shown.push(render(message, Style::default(), first));
            first += message.buttons.len();
        }
        self.last = messages;
        shown.join("\n")
    }

    /// Lets a person go through the introduction, so that it is not in the way.
    async fn meet(&mut self, person: &str) {
        if self.messenger.accepted().is_empty() {
            let hello = self.incoming(person, Content::Text("/start".to_owned()));
            self.reply_to(&hello).await;
            if matches!(self.mirror, Mirror::Later) {
                let both = (OnTelegram::of(self).await, OnDiscord::of(self).await);
                both.0.says("/start").await;
                both.1.says("/start").await;
                self.mirror = Mirror::On(Box::new(both));
            }
        }
    }

    /// Gives a person a role.
    pub async fn grant(&self, person: &str, role: Role) {
        let platform = self.messenger.platform();
        self.bot.grant(platform, person, role).await.unwrap();
        if person == "asker" {
            for (platform, there) in [
                (Platform::Telegram, ASKER.to_string()),
                (Platform::Discord, on_discord::ASKER.to_string()),
            ] {
                self.bot.grant(platform, &there, role).await.unwrap();
            }
        }
    }

    /// Messages that wait to be sent.
    pub async fn waiting(&self) -> i64 {
        outbox::counts(&mut self.store.read().await.unwrap())
            .await
            .unwrap()
            .waiting
    }

    /// Messages that were put aside.
    pub async fn dead(&self) -> Vec<outbox::DeadLetter> {
        outbox::dead_letters(&mut self.store.read().await.unwrap(), 100)
            .await
            .unwrap()
    }

    /// The present instant of the test.
    pub fn clock_now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Another process imports this knowledge.
    pub async fn learns(&self, knowledge: &Knowledge) {
        let mut tx = self.store.begin().await.unwrap();
        store::knowledge::replace(&mut tx, knowledge, self.clock_now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Changes the database behind the bot's back.
    pub async fn spoil(&self, sql: &'static str) {
        let mut tx = self.store.begin().await.unwrap();
        sqlx::query(sql).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A count from the database.
    pub async fn count(&self, sql: &'static str) -> i64 {
        let mut db = self.store.read().await.unwrap();
        sqlx::query_scalar(sql).fetch_one(&mut *db).await.unwrap()
    }

    /// There is room on the disk again.
    pub async fn make_room(&self) {
        let mut tx = self.store.begin().await.unwrap();
        sqlx::query("PRAGMA max_page_count = 1000000000")
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Makes the disk full: the file may not grow.
    pub async fn fill_disk(&self) {
        let mut tx = self.store.begin().await.unwrap();
        sqlx::query("PRAGMA max_page_count = 1")
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Takes the writer's right to write, until a restart.
    pub async fn forbid_writing(&self) {
        let mut tx = self.store.begin().await.unwrap();
        sqlx::query("PRAGMA query_only = ON")
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Texts from the database.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        let mut db = self.store.read().await.unwrap();
        sqlx::query_scalar(sql).fetch_all(&mut *db).await.unwrap()
    }

    /// Takes what is due from the outbox, for a minute, as delivery does.
    pub async fn claim(&self) -> Vec<outbox::Claimed> {
        let now = self.clock_now();
        let mut tx = self.store.begin().await.unwrap();
        let lease = now + Duration::seconds(60);
        outbox::expire_leases(&mut tx, self.messenger.platform(), now)
            .await
            .unwrap();
        let platform = self.messenger.platform();
        let sources = outbox::sources(&mut tx, platform, now).await.unwrap();
        let look = Look {
            platform: self.messenger.platform(),
            limit: 30,
            now,
            held: false,
            quiet: false,
        };
        let mut claimed = Vec::new();
        for source in sources {
            let due = outbox::look(&mut tx, &source, &look).await.unwrap();
            let bodies = &mut Bodies::default();
            let taken = outbox::take(&mut tx, &source, due, bodies, now, lease).await;
            claimed.extend(taken.unwrap());
        }
        tx.commit().await.unwrap();
        claimed
    }
}
