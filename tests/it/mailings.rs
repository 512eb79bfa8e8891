//! Going out to many: who gets what, once, whatever happens meanwhile. From the mailing to its rows; what becomes of these
//! is in `mailings_delivery`.

use chrono::Duration;
use lacznik::domain::language::Language;
use lacznik::domain::message::{ChatRef, Outgoing, Place, Platform};
use lacznik::domain::notice::{Audience, Content, Kind as Where, Person, Variant};
use lacznik::store::mailings::{self, Counted, Expanded, Kind, New, Progress, State};
use lacznik::store::{chats, notices};

use crate::harness::TestBot;

/// The texts of a notice for every kind of destination.
pub fn bodies(text: &str) -> Vec<(Variant, Outgoing)> {
    let mut bodies = Vec::new();
    for platform in Platform::ALL {
        for place in [Place::Private, Place::Group, Place::Channel] {
            let variant = Variant {
                platform,
                place,
                language: Language::Polish,
            };
            bodies.push((variant, Outgoing::plain(text)));
        }
    }
    bodies
}

/// Some topics, everywhere.
pub fn about(topics: &[&str]) -> Audience {
    Audience {
        topics: topics.iter().map(ToString::to_string).collect(),
        kinds: Vec::new(),
    }
}

impl TestBot {
    /// A destination; its number.
    pub async fn destination(&self, chat: &str, place: Place) -> i64 {
        const DESTINATION: &str = "INSERT INTO destinations (id, platform, chat, place, created_at)
            SELECT coalesce(max(id), 0) + 1, $1, $2, $3, 0 FROM destinations RETURNING id";
        let mut tx = self.store.begin().await.unwrap();
        let id = sqlx::query_scalar(DESTINATION)
            .bind(lacznik::platform::Messenger::platform(&self.messenger).as_str())
            .bind(chat)
            .bind(place.as_str())
            .fetch_one(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A destination subscribes to a topic.
    pub async fn subscribe(&self, destination: i64, topic: &str, rhythm: &str) {
        const SUBSCRIBE: &str = "INSERT INTO subscriptions (destination, topic, rhythm, since)
            VALUES ($1, $2, $3, 0)
            ON CONFLICT (destination, topic) DO UPDATE SET rhythm = excluded.rhythm, ended_at = NULL";
        let mut tx = self.store.begin().await.unwrap();
        sqlx::query(SUBSCRIBE)
            .bind(destination)
            .bind(topic)
            .bind(rhythm)
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// A person who gets notices about sport at once.
    pub async fn reader(&self, chat: &str) -> i64 {
        let id = self.destination(chat, Place::Private).await;
        self.subscribe(id, "sport", "at_once").await;
        id
    }

    /// A notice; its number.
    pub async fn notice(&self) -> i64 {
        let author = Person {
            platform: Platform::Terminal,
            id: "ola".into(),
        };
        let mut tx = self.store.begin().await.unwrap();
        let content = Content::default();
        let id = notices::create(&mut tx, &author, None, &content, self.clock_now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// A notice about sport begins to go out; the numbers of the notice and of its mailing.
    pub async fn begin(&self, text: &str) -> (i64, i64) {
        self.begin_with(about(&["sport"]), bodies(text)).await
    }

    /// A notice begins to go out.
    pub async fn begin_with(
        &self,
        audience: Audience,
        bodies: Vec<(Variant, Outgoing)>,
    ) -> (i64, i64) {
        let notice = self.notice().await;
        let new = New {
            kind: Kind::Notice,
            notice: Some(notice),
            audience,
            bodies,
        };
        let mut tx = self.store.begin().await.unwrap();
        let id = mailings::begin(&mut tx, new, self.clock_now()).await;
        tx.commit().await.unwrap();
        (notice, id.unwrap())
    }

    /// A slice of a mailing is put into the outbox.
    pub async fn slice(&self, mailing: i64, most: u32) -> Expanded {
        let mut tx = self.store.begin().await.unwrap();
        let done = mailings::expand(&mut tx, mailing, most, self.clock_now()).await;
        tx.commit().await.unwrap();
        done.unwrap()
    }

    /// A mailing is put into the outbox, as far as that is possible now.
    pub async fn expand(&self, mailing: i64) -> Expanded {
        loop {
            let expanded = self.slice(mailing, 100).await;
            if expanded != Expanded::More {
                return expanded;
            }
        }
    }

    /// How far a mailing is.
    pub async fn progress(&self, mailing: i64) -> Progress {
        let mut db = self.store.read().await.unwrap();
        mailings::progress(&mut db, mailing).await.unwrap()
    }

    /// A mailing.
    pub async fn mailing(&self, mailing: i64) -> mailings::Mailing {
        let mut db = self.store.read().await.unwrap();
        mailings::find(&mut db, mailing).await.unwrap().unwrap()
    }
}

/// The text of a message of one plain paragraph.
pub fn said(message: &Outgoing) -> String {
    lacznik::platform::terminal::render(message, lacznik::platform::terminal::Style::default(), 1)
        .trim()
        .to_owned()
}

/// Who has a row, in the order of the outbox.
const ROWS: &str = "SELECT chat || ' ' || part || ' ' || status || ' ' || coalesce(why, '')
    FROM outbox WHERE mailing > 0 ORDER BY id";

#[tokio::test]
async fn each_gets_one_row_for_each_part_however_often_it_is_cut_off() {
    let bot = TestBot::on_discord().await;
    for person in ["ewa", "jan", "ola"] {
        bot.reader(person).await;
    }
    let words = "słowo ".repeat(500);
    let (_, id) = bot.begin(&words).await;
    // A slice that is not committed never was.
    let mut tx = bot.store.begin().await.unwrap();
    mailings::expand(&mut tx, id, 2, bot.clock_now())
        .await
        .unwrap();
    drop(tx);
    assert_eq!(bot.slice(id, 2).await, Expanded::More);
    // Written down and forgotten: the same destinations are looked at again.
    bot.spoil("UPDATE mailings SET cursor = 0").await;
    while bot.slice(id, 1).await == Expanded::More {}
    let expected = ["ewa 0", "ewa 1", "jan 0", "jan 1", "ola 0", "ola 1"];
    let expected = expected.map(|row| format!("{row} pending "));
    assert_eq!(bot.texts(ROWS).await, expected);
    assert_eq!(bot.mailing(id).await.state, State::Sending);
    assert_eq!(bot.progress(id).await.waiting, 3);
}

#[tokio::test]
async fn rhythms_topics_and_kinds_decide_who_gets_it_when() {
    let bot = TestBot::new().await;
    let mut people = Vec::new();
    for (chat, place, topic, rhythm) in [
        ("at once", Place::Private, "sport", "at_once"),
        ("daily", Place::Private, "sport", "daily"),
        ("both", Place::Private, "sport", "weekly"),
        ("urgent", Place::Private, "pilne", "weekly"),
        ("other", Place::Private, "kultura", "at_once"),
        ("group", Place::Group, "sport", "at_once"),
        ("gone", Place::Private, "sport", "at_once"),
    ] {
        let id = bot.destination(chat, place).await;
        bot.subscribe(id, topic, rhythm).await;
        people.push(id);
    }
    bot.subscribe(people[2], "pomoc", "at_once").await;
    let mut tx = bot.store.begin().await.unwrap();
    let gone = ChatRef::private(Platform::Terminal, "gone");
    let closed = chats::Closed::Gone;
    chats::close(
        &mut tx,
        &gone,
        Place::Private,
        closed,
        "blocked by the user",
        bot.clock_now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let audience = Audience {
        kinds: vec![Where {
            platform: Platform::Terminal,
            place: Place::Private,
        }],
        ..about(&["sport", "pomoc", "pilne"])
    };
    let counted = mailings::audience(&mut bot.store.read().await.unwrap(), &audience).await;
    let expected = Counted {
        platform: Platform::Terminal,
        place: Place::Private,
        at_once: 3,
        in_digest: 1,
        closed: 1,
    };
    assert_eq!(counted.unwrap(), [expected]);
    let (_, id) = bot.begin_with(audience, bodies("Mecz")).await;
    bot.expand(id).await;
    let rows = [
        "at once 0 pending ",
        "both 0 pending ",
        "urgent 0 pending ",
        "gone 0 undeliverable blocked",
    ];
    assert_eq!(bot.texts(ROWS).await, rows);
    let digest = "SELECT chat FROM digest_items JOIN destinations ON destinations.id = destination";
    assert_eq!(bot.texts(digest).await, ["daily"]);
    let urgent = "SELECT chat FROM outbox WHERE urgent = 1";
    assert_eq!(bot.texts(urgent).await, ["urgent"]);
}

#[tokio::test]
async fn what_begins_at_night_waits_for_the_morning_unless_it_is_urgent() {
    let bot = TestBot::at("2026-11-23T23:00:00").await;
    bot.reader("quiet").await;
    bot.reader("loud").await;
    bot.spoil("UPDATE destinations SET quiet = 0 WHERE chat = 'loud'")
        .await;
    let urgent = bot.reader("urgent").await;
    bot.subscribe(urgent, "pilne", "daily").await;
    let (_, id) = bot
        .begin_with(about(&["sport", "pilne"]), bodies("Mecz"))
        .await;
    bot.expand(id).await;
    let waits =
        "SELECT chat || ' ' || ((not_before - created_at) / 3600000) FROM outbox ORDER BY id";
    assert_eq!(bot.texts(waits).await, ["quiet 9", "loud 0", "urgent 0"]);
    assert_eq!(bot.delivery.drain().await.unwrap().sent, 2);
    bot.clock.advance(Duration::hours(9));
    assert_eq!(bot.settle().await.sent, 1);
}
