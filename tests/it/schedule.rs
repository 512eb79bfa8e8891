//! Notices go out at their time, once, whatever the clock does and wherever the process dies.

use chrono::{DateTime, Duration, Utc};
use futures_util::FutureExt;
use lacznik::config::Config;
use lacznik::domain::language::Language;
use lacznik::domain::message::{ChatRef, Place, Platform};
use lacznik::domain::notice::{Audience, Content, Notice, Person, State};
use lacznik::domain::role::Role;
use lacznik::domain::subscription::{Rhythm, Subscription};
use lacznik::platform::SendError;
use lacznik::schedule::{Look, Schedule};
use lacznik::store::notices::{self, Move};
use lacznik::store::officer_notes::{self, Note, NoteKind};
use lacznik::store::{Store, mailings, outbox, roles, subscriptions};
use std::sync::Arc;

use crate::harness::{Plan, TestBot, at};
use crate::mailings::bodies;

/// The officer, who writes the notices.
pub const OFFICER: &str = "officer";

/// A bot, and what is done because its time has come.
pub struct Clockwork {
    pub bot: TestBot,
    pub schedule: Schedule,
}

impl Clockwork {
    /// On a Monday at noon.
    pub async fn new() -> Self {
        Self::of(TestBot::new().await, |_| {}).await
    }

    /// With other settings.
    pub async fn with(settings: impl FnOnce(&mut Config)) -> Self {
        Self::of(TestBot::new().await, settings).await
    }

    /// Around this bot.
    pub async fn of(mut bot: TestBot, settings: impl FnOnce(&mut Config)) -> Self {
        bot.alone();
        let mut config = (*bot.config).clone();
        settings(&mut config);
        let clock = bot.clock.clone();
        let config = Arc::new(config);
        let schedule = Schedule::new(bot.bot.clone(), bot.store.clone(), config, clock);
        let mut clockwork = Self { bot, schedule };
        clockwork.schedule.begin().await.unwrap();
        clockwork.catches_up().await;
        clockwork
    }

    /// The process dies and starts again on the same file, later by `after`.
    pub async fn dies(self, after: Duration) -> Self {
        Self::of(self.bot.killed_and_restarted(after).await, |_| {}).await
    }

    /// The clock is set.
    pub fn clock(&self, local: &str) {
        self.bot.clock.set(at(local));
    }

    /// Everything that is due now is done.
    pub async fn catches_up(&mut self) {
        self.schedule.catch_up().await.unwrap();
    }

    /// The time comes, and everything that is due then is done.
    pub async fn comes(&mut self, local: &str) {
        self.clock(local);
        self.catches_up().await;
    }

    /// Somebody subscribes to a topic.
    pub async fn subscriber(&self, chat: &str, topic: &str, rhythm: Rhythm) -> i64 {
        self.destination(chat, Place::Private, Language::Polish, topic, rhythm)
            .await
    }

    /// A destination subscribes to a topic; its number.
    pub async fn destination(
        &self,
        chat: &str,
        place: Place,
        language: Language,
        topic: &str,
        rhythm: Rhythm,
    ) -> i64 {
        let mut tx = self.bot.store.begin().await.unwrap();
        let now = self.bot.clock_now();
        let to = ChatRef::private(Platform::Terminal, chat);
        let destination = subscriptions::ensure(&mut tx, &to, place, language, now);
        let id = destination.await.unwrap().id;
        let subscription = Subscription {
            topic: topic.to_owned(),
            rhythm,
        };
        subscriptions::begin(&mut tx, id, &subscription, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// So many people subscribe to sport, at once: `person-0` and so on.
    pub async fn crowd(&self, people: usize) {
        let now = self.bot.clock_now();
        let mut tx = self.bot.store.begin().await.unwrap();
        for person in 0..people {
            let to = ChatRef::private(Platform::Terminal, format!("person-{person}"));
            let place = Place::Private;
            let to = subscriptions::ensure(&mut tx, &to, place, Language::Polish, now);
            let subscription = Subscription {
                topic: "sport".to_owned(),
                rhythm: Rhythm::AtOnce,
            };
            let id = to.await.unwrap().id;
            subscriptions::begin(&mut tx, id, &subscription, now)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// A subscription ends.
    pub async fn unsubscribes(&self, destination: i64) {
        let mut tx = self.bot.store.begin().await.unwrap();
        let now = self.bot.clock_now();
        subscriptions::end(&mut tx, destination, None, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// The officer has a private chat with the bot.
    pub async fn has_officer(&self) {
        self.bot.grant(OFFICER, Role::Officer).await;
        let chat = ChatRef::private(Platform::Terminal, OFFICER);
        let mut tx = self.bot.store.begin().await.unwrap();
        roles::met(&mut tx, &chat, OFFICER).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// A notice that is confirmed for this time; its number.
    pub async fn scheduled(&self, text: &str, topics: &[&str], starts_at: DateTime<Utc>) -> i64 {
        let author = Person {
            platform: Platform::Terminal,
            id: OFFICER.to_owned(),
        };
        let content = Content {
            text: text.to_owned(),
            audience: Audience {
                topics: topics.iter().map(ToString::to_string).collect(),
                kinds: Vec::new(),
            },
            ..Content::default()
        };
        let chat = ChatRef::private(Platform::Terminal, OFFICER);
        let now = self.bot.clock_now();
        let mut tx = self.bot.store.begin().await.unwrap();
        let id = notices::create(&mut tx, &author, Some(&chat), &content, now)
            .await
            .unwrap();
        let how = Move {
            actor: "terminal:officer",
            starts_at: Some(starts_at),
            ..Move::default()
        };
        notices::advance(&mut tx, id, State::Draft, State::Scheduled, &how, now)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A notice as it is stored.
    pub async fn notice(&self, id: i64) -> Notice {
        let mut db = self.bot.store.read().await.unwrap();
        notices::find(&mut db, id).await.unwrap().unwrap()
    }

    /// What the officer should look at.
    pub async fn notes(&self, kind: NoteKind) -> Vec<Note> {
        let mut db = self.bot.store.read().await.unwrap();
        officer_notes::list(&mut db, kind, 10).await.unwrap()
    }

    /// Rows of mailings, by recipient.
    pub async fn rows(&self) -> i64 {
        self.bot
            .count("SELECT count(*) FROM outbox WHERE mailing > 0")
            .await
    }
}

#[tokio::test]
async fn a_notice_begins_at_its_time_and_once() {
    let mut clockwork = Clockwork::new().await;
    for chat in ["jan", "ola"] {
        clockwork.subscriber(chat, "sport", Rhythm::AtOnce).await;
    }
    let id = clockwork
        .scheduled("Nabór", &["sport"], at("2026-11-23T14:00:00"))
        .await;
    clockwork.comes("2026-11-23T13:59:59").await;
    assert_eq!(clockwork.notice(id).await.state, State::Scheduled);
    clockwork.comes("2026-11-23T14:00:00").await;
    assert_eq!(clockwork.notice(id).await.state, State::Sent);
    assert_eq!(clockwork.rows().await, 2);
    // Twice changes nothing, also for another process, and with a clock that was set back.
    clockwork.catches_up().await;
    clockwork.comes("2026-11-23T13:00:00").await;
    let mut clockwork = clockwork.dies(Duration::hours(3)).await;
    clockwork.catches_up().await;
    assert_eq!(clockwork.rows().await, 2);
    assert_eq!(
        clockwork.bot.count("SELECT count(*) FROM mailings").await,
        1
    );
}

#[tokio::test]
async fn what_is_overdue_is_held_and_told_once() {
    let clockwork = Clockwork::new().await;
    clockwork.has_officer().await;
    clockwork.subscriber("jan", "sport", Rhythm::AtOnce).await;
    let at_two = at("2026-11-23T14:00:00");
    let late = clockwork.scheduled("**Nabór**", &["sport"], at_two).await;
    let in_time = at("2026-11-23T14:30:00");
    let in_time = clockwork.scheduled("Bieg", &["sport"], in_time).await;
    // The program was down; one of them is still in time.
    let mut clockwork = clockwork.dies(Duration::minutes(181)).await;
    clockwork.catches_up().await;
    assert_eq!(clockwork.notice(in_time).await.state, State::Sent);
    let held = clockwork.notice(late).await;
    assert_eq!((held.state, held.reason.as_str()), (State::Held, "overdue"));
    let notes = clockwork.notes(NoteKind::NoticeHeld).await;
    assert_eq!((notes.len(), notes[0].text.as_str()), (1, "Nabór"));
    let told = clockwork
        .bot
        .texts("SELECT body FROM outbox WHERE cause LIKE 'held:%' ORDER BY id")
        .await;
    assert_eq!(told.len(), 1);
    assert!(
        told[0].contains("w poniedziałek 23 listopada o 14:00"),
        "{told:?}"
    );
    // It does not come up again.
    let mut clockwork = clockwork.dies(Duration::hours(5)).await;
    clockwork.catches_up().await;
    assert_eq!(clockwork.notes(NoteKind::NoticeHeld).await[0].count, 1);
    assert_eq!(clockwork.rows().await, 1);
}

#[tokio::test]
async fn a_clock_that_jumps_holds_what_it_passed_and_nothing_else() {
    let mut clockwork = Clockwork::new().await;
    clockwork.subscriber("jan", "sport", Rhythm::AtOnce).await;
    let passed = at("2026-11-23T14:00:00");
    let passed = clockwork.scheduled("Jeden", &["sport"], passed).await;
    let ahead = at("2026-11-23T23:30:00");
    let ahead = clockwork.scheduled("Dwa", &["sport"], ahead).await;
    clockwork.comes("2026-11-23T23:00:00").await;
    assert_eq!(clockwork.notice(passed).await.state, State::Held);
    // The clock is put right.
    clockwork.comes("2026-11-23T12:05:00").await;
    assert_eq!(clockwork.notice(ahead).await.state, State::Scheduled);
    clockwork.comes("2026-11-23T23:30:00").await;
    assert_eq!(clockwork.notice(ahead).await.state, State::Sent);
    assert_eq!(clockwork.rows().await, 1);
}

#[tokio::test]
async fn cut_off_anywhere_it_goes_on_where_it_was() {
    let mut clockwork = Clockwork::new().await;
    clockwork.crowd(1200).await;
    let now = clockwork.bot.clock_now();
    let id = clockwork.scheduled("Nabór", &["sport"], now).await;
    let mut patience = std::time::Duration::from_micros(200);
    let mut cuts = 0;
    loop {
        let step = tokio::time::timeout(patience, clockwork.schedule.step());
        if step.await.is_err() {
            cuts += 1;
            clockwork = clockwork.dropped().await;
        }
        patience += std::time::Duration::from_micros(300);
        let rows = clockwork.rows().await;
        // Whatever was stored was stored with everything that belongs to it.
        assert!(rows % 500 == 0 || rows == 1200, "{rows}");
        let expanding = "SELECT count(*) FROM mailings WHERE state = 'expanding'";
        if rows == 1200 && clockwork.bot.count(expanding).await == 0 {
            break;
        }
    }
    assert!(cuts > 0, "never cut off");
    assert_eq!(clockwork.notice(id).await.state, State::Sent);
    let recipients = "SELECT count(DISTINCT recipient) FROM outbox WHERE mailing > 0";
    assert_eq!(clockwork.bot.count(recipients).await, 1200);
    assert_eq!(
        clockwork.bot.count("SELECT count(*) FROM mailings").await,
        1
    );
}

impl Clockwork {
    /// The schedule is dropped in the middle of its work, and another takes its place.
    async fn dropped(self) -> Self {
        let config = self.bot.config.clone();
        let (store, clock) = (self.bot.store.clone(), self.bot.clock.clone());
        let schedule = Schedule::new(self.bot.bot.clone(), store, config, clock);
        Self {
            bot: self.bot,
            schedule,
        }
    }
}

#[tokio::test]
async fn it_is_woken_when_something_is_confirmed_and_stops_at_once() {
    let clockwork = Clockwork::new().await;
    clockwork.subscriber("jan", "sport", Rhythm::AtOnce).await;
    let stop = tokio_util::sync::CancellationToken::new();
    let Clockwork { bot, schedule } = clockwork;
    let mut news = bot.bot.news();
    let running = tokio::spawn(schedule.run(stop.clone()));
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    let clockwork = Clockwork {
        schedule: Schedule::new(
            bot.bot.clone(),
            bot.store.clone(),
            bot.config.clone(),
            bot.clock.clone(),
        ),
        bot,
    };
    let now = clockwork.bot.clock_now();
    clockwork.scheduled("Nabór", &["sport"], now).await;
    news.borrow_and_update();
    let begun = std::time::Instant::now();
    while clockwork.rows().await == 0 {
        news.changed().await.unwrap();
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(2));
    stop.cancel();
    tokio::time::timeout(std::time::Duration::from_secs(1), running)
        .await
        .unwrap()
        .unwrap();
    assert!(
        clockwork
            .bot
            .bot
            .handled()
            .changed()
            .now_or_never()
            .is_none()
    );
}

impl Clockwork {
    /// What is due is done and delivered; what the officer reads of it.
    async fn goes_on(&mut self) -> Vec<String> {
        self.catches_up().await;
        self.bot.delivery.drain().await.unwrap();
        self.catches_up().await;
        self.bot.delivery.drain().await.unwrap();
        self.bot.texts(
            "SELECT op || ' ' || status || ' ' || substr(cause, 1, instr(cause, ':') - 1) FROM outbox
             WHERE chat = 'officer' AND mailing = 0 ORDER BY id",
        )
        .await
    }
}

#[tokio::test]
async fn the_author_sees_how_far_it_is_and_gets_one_report() {
    let mut clockwork = Clockwork::new().await;
    clockwork.has_officer().await;
    for chat in ["jan", "ola"] {
        clockwork.subscriber(chat, "sport", Rhythm::AtOnce).await;
    }
    clockwork
        .bot
        .messenger
        .leave_alone("ola", std::time::Duration::from_secs(5));
    let now = clockwork.bot.clock_now();
    let id = clockwork.scheduled("Nabór", &["sport"], now).await;
    // At first there is nothing to add to what the confirmation has said.
    assert_eq!(clockwork.goes_on().await, [""; 0]);
    clockwork.comes("2026-11-23T12:00:02").await;
    assert_eq!(clockwork.goes_on().await, [""; 0]);
    clockwork.comes("2026-11-23T12:00:03").await;
    assert_eq!(clockwork.goes_on().await, ["send sent progress"]);
    let card = clockwork.bot.messenger.accepted().pop().unwrap();
    let card = serde_json::to_string(&card).unwrap();
    assert!(card.contains("1 z 2"), "{card}");
    // Nothing has changed, so nothing is shown.
    clockwork.comes("2026-11-23T12:00:04").await;
    assert_eq!(clockwork.goes_on().await, ["send sent progress"]);
    clockwork
        .bot
        .messenger
        .leave_alone("ola", std::time::Duration::ZERO);
    clockwork.clock("2026-11-23T12:01:00");
    let said = clockwork.goes_on().await;
    assert_eq!(
        said,
        [
            "send sent progress",
            "edit sent progress",
            "send sent report"
        ]
    );
    let report = clockwork.bot.messenger.accepted().pop().unwrap();
    let report = serde_json::to_string(&report).unwrap();
    assert!(
        report.contains("Ogłoszenie nr 1 wysłane do obu odbiorców."),
        "{report}"
    );
    let chats = clockwork.bot.messenger.chats();
    for chat in ["jan", "ola"] {
        assert_eq!(chats.iter().filter(|one| *one == chat).count(), 1);
    }
    // Once is once, also after a restart.
    let mut clockwork = clockwork.dies(Duration::minutes(5)).await;
    assert_eq!(clockwork.goes_on().await.len(), 3);
    assert_eq!(clockwork.notice(id).await.state, State::Sent);
}

#[tokio::test]
async fn what_is_cancelled_in_the_middle_ends_and_is_reported() {
    let mut clockwork = Clockwork::new().await;
    clockwork.has_officer().await;
    for person in 0..600 {
        let chat = format!("person-{person}");
        clockwork.subscriber(&chat, "sport", Rhythm::AtOnce).await;
    }
    let now = clockwork.bot.clock_now();
    let id = clockwork.scheduled("Nabór", &["sport"], now).await;
    clockwork.catches_up().await;
    let mut tx = clockwork.bot.store.begin().await.unwrap();
    let mailing = mailings::of_notice(&mut tx, id).await.unwrap()[0].id;
    assert!(mailings::cancel(&mut tx, mailing, now).await.unwrap());
    tx.commit().await.unwrap();
    for _ in 0..4 {
        clockwork.catches_up().await;
    }
    let open = "SELECT count(*) FROM outbox WHERE mailing > 0 AND status = 'pending'";
    assert_eq!(clockwork.bot.count(open).await, 0);
    let reports = "SELECT count(*) FROM outbox WHERE cause LIKE 'report:%'";
    assert_eq!(clockwork.bot.count(reports).await, 1);
    let figures = clockwork.bot.bot.figures();
    assert_eq!(figures.all_on_their_way(), []);
}

#[tokio::test]
async fn a_correction_waits_for_what_is_in_flight_and_lets_the_rest_be_done() {
    let mut clockwork = Clockwork::new().await;
    clockwork.subscriber("jan", "sport", Rhythm::AtOnce).await;
    let now = clockwork.bot.clock_now();
    let id = clockwork.scheduled("Nabór", &["sport"], now).await;
    clockwork.catches_up().await;
    let claimed = clockwork.bot.claim().await;
    let mut tx = clockwork.bot.store.begin().await.unwrap();
    let correction = mailings::correct(&mut tx, id, bodies("Nabór do piątku"), now).await;
    let correction = correction.unwrap().unwrap();
    tx.commit().await.unwrap();
    // It ends: there is nothing to be done as long as that may come with the old text.
    clockwork.catches_up().await;
    let look = clockwork.schedule.step().await.unwrap();
    assert!(matches!(look, Look::At(at) if at > now), "{look:?}");
    let receipt = "17".to_owned();
    let sent = outbox::Settlement::Sent { receipt };
    let mut tx = clockwork.bot.store.begin().await.unwrap();
    outbox::settle(&mut tx, &[(claimed[0].claim, sent)], now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    clockwork.catches_up().await;
    let edits = "SELECT chat FROM outbox WHERE op = 'edit'";
    assert_eq!(clockwork.bot.texts(edits).await, ["jan"]);
    clockwork.bot.settle().await;
    clockwork.catches_up().await;
    let ended = clockwork.bot.mailing(correction).await;
    assert_eq!(ended.state, mailings::State::Done);
}

#[tokio::test]
async fn in_the_hour_that_comes_twice_a_notice_begins_once_and_the_first_time() {
    let mut clockwork = Clockwork::of(TestBot::at("2026-10-25T00:00:00").await, |_| {}).await;
    clockwork.subscriber("jan", "sport", Rhythm::AtOnce).await;
    let first = at("2026-10-25T02:30:00");
    clockwork.scheduled("Nabór", &["sport"], first).await;
    for _ in 0..6 * 6 {
        clockwork.bot.clock.advance(Duration::minutes(10));
        clockwork.catches_up().await;
    }
    let begun = clockwork.bot.texts("SELECT '' || created_at FROM mailings");
    let first = first.timestamp_millis().to_string();
    assert_eq!(begun.await, [first]);
    assert_eq!(
        at("2026-10-25T04:00:00") - at("2026-10-25T01:00:00"),
        Duration::hours(4)
    );
}

#[tokio::test]
async fn a_clock_that_jumps_in_the_middle_of_a_notice_leaves_nobody_out_and_doubles_nothing() {
    const CROWD: usize = 60;
    const HOURS: [i64; 6] = [1, -1, 24, -24, 24 * 365, -24 * 365];
    // Who got nothing for the month before would hear so.
    let mut clockwork = Clockwork::with(|config| config.notices.sign_of_life.clear()).await;
    clockwork.crowd(CROWD).await;
    let now = clockwork.bot.clock_now();
    clockwork.scheduled("Nabór", &["sport"], now).await;
    clockwork.catches_up().await;
    // After each jump some wait as the clock is then.
    let busy = || SendError::Retry {
        not_before: None,
        cause: "busy".into(),
    };
    let each = (0..CROWD / 2).flat_map(|_| [Plan::Accept, Plan::Fail(busy())]);
    clockwork.bot.messenger.plan(each);
    let mut jumps = HOURS.into_iter();
    let stop = tokio_util::sync::CancellationToken::new();
    let delivery = clockwork.bot.delivery_with(1).await;
    let (news, stopped) = (clockwork.bot.bot.news(), stop.clone());
    let running = tokio::spawn(async move { delivery.run(news, stopped).await });
    let messenger = clockwork.bot.messenger.clone();
    let arrived = async {
        loop {
            let count = messenger.accepted().len();
            if count == CROWD {
                break;
            }
            if let Some(hours) = jumps.next() {
                clockwork.bot.clock.advance(Duration::hours(hours));
                while messenger.accepted().len() == count {
                    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
                }
            }
            clockwork.bot.clock.advance(Duration::milliseconds(100));
            clockwork.catches_up().await;
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    };
    let arrived = tokio::time::timeout(std::time::Duration::from_secs(60), arrived);
    arrived.await.expect("somebody is left out");
    stop.cancel();
    running.await.unwrap();
    assert!(jumps.next().is_none(), "it was over too soon");
    let mut chats = messenger.chats();
    chats.sort();
    chats.dedup();
    assert_eq!(chats.len(), CROWD);
}

#[tokio::test]
async fn a_locked_database_and_a_full_disk_only_hold_up_the_storing() {
    let mut clockwork = Clockwork::new().await;
    clockwork.crowd(1200).await;
    let now = clockwork.bot.clock_now();
    clockwork.scheduled("Nabór", &["sport"], now).await;
    clockwork.schedule.step().await.unwrap();
    assert_eq!(clockwork.rows().await, 500);
    let path = clockwork.bot.path();
    let other = Store::open(&path, std::time::Duration::ZERO).await.unwrap();
    let lock = other.begin().await.unwrap();
    clockwork.schedule.step().await.unwrap_err();
    drop(lock);
    other.close().await;
    clockwork.bot.fill_disk().await;
    clockwork.schedule.step().await.unwrap_err();
    assert_eq!(clockwork.rows().await, 500);
    clockwork.bot.make_room().await;
    clockwork.catches_up().await;
    let recipients = "SELECT count(DISTINCT recipient) FROM outbox WHERE mailing > 0";
    assert_eq!(clockwork.rows().await, 1200);
    assert_eq!(clockwork.bot.count(recipients).await, 1200);
}

#[tokio::test]
async fn two_processes_do_what_is_due_once() {
    let mut clockwork = Clockwork::new().await;
    clockwork.has_officer().await;
    clockwork.crowd(700).await;
    clockwork.subscriber("jan", "sport", Rhythm::Daily).await;
    let bot = &clockwork.bot;
    let path = bot.path();
    let patience = std::time::Duration::from_secs(5);
    let other = Store::open(&path, patience).await.unwrap();
    let (config, clock) = (bot.config.clone(), bot.clock.clone());
    let mut twin = Schedule::new(bot.bot.clone(), other, config, clock);
    let noon = at("2026-11-23T12:00:00");
    clockwork.scheduled("Nabór", &["sport"], noon).await;
    // A notice; its digest, and a sign of life to whoever got nothing for a month.
    clockwork
        .subscriber("cisza", "kultura", Rhythm::AtOnce)
        .await;
    for time in [
        "2026-11-23T12:00:00",
        "2026-11-24T09:00:00",
        "2027-01-01T10:00:00",
    ] {
        clockwork.clock(time);
        for _ in 0..10 {
            let (one, two) = tokio::join!(clockwork.schedule.step(), twin.step());
            one.unwrap();
            two.unwrap();
        }
        clockwork.bot.delivery.drain().await.unwrap();
        for _ in 0..4 {
            let (one, two) = tokio::join!(clockwork.schedule.step(), twin.step());
            one.unwrap();
            two.unwrap();
        }
        clockwork.bot.delivery.drain().await.unwrap();
    }
    let kinds = clockwork
        .bot
        .texts("SELECT kind || ' ' || state FROM mailings ORDER BY id");
    assert_eq!(kinds.await, ["notice done", "digest done", "alive done"]);
    let chats = clockwork.bot.messenger.chats();
    let times = |chat: &str| chats.iter().filter(|one| *one == chat).count();
    assert_eq!(
        (times("person-0"), times("person-699"), times("jan")),
        (1 + 1, 1 + 1, 1 + 1)
    );
    assert_eq!(times("cisza"), 1);
    let reports = "SELECT count(*) FROM outbox WHERE cause LIKE 'report:%'";
    assert_eq!(clockwork.bot.count(reports).await, 1);
}
