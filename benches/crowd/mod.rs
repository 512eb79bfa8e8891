//! A town with many subscribers, and messengers that accept whatever they are given: for the benchmark of notices.

use chrono::{DateTime, TimeDelta, Utc};
use lacznik::app::example;
use lacznik::bot::notices::confirm;
use lacznik::clock::Clock;
use lacznik::domain::action::Action;
use lacznik::domain::language::Language;
use lacznik::domain::message::{ChatRef, Outgoing, Place, Platform, StoredFile};
use lacznik::domain::notice::{Audience, Content, Does, Person, Step, Variant};
use lacznik::domain::role::Role;
use lacznik::platform::{Messenger, Rates, Receipt, SendError, SendKey};
use lacznik::store::mailings::Expanded;
use lacznik::store::{self, Store, mailings, notices, roles};
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What all subscribe to.
const TOPIC: &str = "sport";

/// Who writes the notice, and in which chat.
pub const OFFICER: &str = "1";

/// Where they do.
pub const PLATFORM: Platform = Platform::Telegram;

/// Chats of subscribers are numbered from here; whoever asks has a lower number.
const FIRST_SUBSCRIBER: usize = 500_000_000;

/// A clock that begins on a Monday at noon, so that nothing waits for the morning, and goes on as all do.
pub struct FromNoon(Instant);

impl FromNoon {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(Instant::now()))
    }
}

impl Clock for FromNoon {
    fn now(&self) -> DateTime<Utc> {
        noon() + TimeDelta::from_std(self.0.elapsed()).unwrap()
    }
}

fn noon() -> DateTime<Utc> {
    "2026-11-23T11:00:00Z".parse().unwrap()
}

/// What messengers have accepted.
#[derive(Default)]
pub struct Accepted {
    /// Messages to subscribers.
    notices: AtomicUsize,
    /// When the first of these was accepted, and the last.
    times: Mutex<Option<(Instant, Instant)>>,
    /// When the latest part of the latest answer to a person was accepted.
    answers: Mutex<HashMap<String, Instant>>,
}

impl Accepted {
    pub fn notices(&self) -> usize {
        self.notices.load(Ordering::Relaxed)
    }

    /// When the first message to a subscriber was accepted, and the last.
    pub fn times(&self) -> Option<(Instant, Instant)> {
        *self.times.lock().unwrap()
    }

    /// When the last answer to this person was.
    pub fn answered(&self, person: &str) -> Option<Instant> {
        self.answers.lock().unwrap().get(person).copied()
    }

    fn count(&self, to: &ChatRef) {
        let now = Instant::now();
        let number: usize = to.chat.parse().unwrap();
        if number < FIRST_SUBSCRIBER {
            self.answers.lock().unwrap().insert(to.chat.clone(), now);
            return;
        }
        let mut times = self.times.lock().unwrap();
        let first = times.map_or(now, |(first, _)| first);
        *times = Some((first, now));
        self.notices.fetch_add(1, Ordering::Relaxed);
    }
}

/// A platform that accepts everything after this time.
pub struct Accepting {
    pub platform: Platform,
    pub rates: Rates,
    pub after: Duration,
    pub accepted: Arc<Accepted>,
}

impl Accepting {
    /// Without limits.
    pub fn at_once(platform: Platform, accepted: Arc<Accepted>) -> Self {
        Self {
            platform,
            rates: Rates::default(),
            after: Duration::ZERO,
            accepted,
        }
    }
}

impl Messenger for Accepting {
    fn platform(&self) -> Platform {
        self.platform
    }

    fn rates(&self) -> Rates {
        self.rates
    }

    async fn send(
        &self,
        to: &ChatRef,
        _message: &Outgoing,
        _file: Option<&StoredFile>,
        key: SendKey,
    ) -> Result<Receipt, SendError> {
        if !self.after.is_zero() {
            tokio::time::sleep(self.after).await;
        }
        self.accepted.count(to);
        Ok(Receipt::of(key.row))
    }

    async fn edit(&self, _to: &ChatRef, _sent: &str, _says: &Outgoing) -> Result<(), SendError> {
        Ok(())
    }

    async fn withdraw(&self, _to: &ChatRef, _sent: &str, _: &Outgoing) -> Result<(), SendError> {
        Ok(())
    }

    async fn fetch(&self, _remote: &str, _most: u64) -> Result<Vec<u8>, SendError> {
        Err(SendError::Rejected("there is no file".to_owned()))
    }
}

pub async fn open(database: &Path) -> Store {
    Store::open(database, Duration::from_secs(5)).await.unwrap()
}

/// A database with the example city and so many private chats that get notices about sport at once: in turn on these
/// platforms.
pub async fn settle(database: &Path, subscribers: usize, [even, odd]: [Platform; 2]) -> Store {
    const CHATS: &str = "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1)
        INSERT INTO destinations (id, platform, chat, place, created_at)
        SELECT n, CASE n % 2 WHEN 0 THEN $3 ELSE $4 END, CAST($2 + n AS TEXT), 'private', 0 FROM numbers";
    const SUBSCRIPTIONS: &str = "INSERT INTO subscriptions (destination, topic, rhythm, since)
        SELECT id, $1, 'at_once', 0 FROM destinations";
    let store = open(database).await;
    let mut tx = store.begin().await.unwrap();
    let example = example().unwrap();
    store::knowledge::replace(&mut tx, &example, noon())
        .await
        .unwrap();
    roles::grant(&mut tx, PLATFORM, OFFICER, Role::Officer, noon())
        .await
        .unwrap();
    sqlx::query(CHATS)
        .bind(subscribers as i64)
        .bind(FIRST_SUBSCRIBER as i64)
        .bind(even.as_str())
        .bind(odd.as_str())
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query(SUBSCRIPTIONS)
        .bind(TOPIC)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    store
}

/// The officer has written a notice. Returns the button that confirms it.
pub async fn write_notice(store: &Store) -> Action {
    let author = Person {
        platform: PLATFORM,
        id: OFFICER.to_owned(),
    };
    let content = Content {
        text: "Nabór na małe granty sportowe\n\nOferty do piątku 11 grudnia.\n\n- pokój 12\n- tylko na papierze".to_owned(),
        link: Some("https://example.org/nabor".to_owned()),
        audience: audience(),
        ..Content::default()
    };
    let chat = ChatRef::private(PLATFORM, OFFICER);
    let mut tx = store.begin().await.unwrap();
    let id = notices::create(&mut tx, &author, Some(&chat), &content, noon()).await;
    let notice = notices::find(&mut tx, id.unwrap()).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    Action::Notice(Step {
        notice: notice.id,
        does: Does::Confirm {
            seal: confirm::seal(&notice, noon()),
        },
    })
}

/// A notice to everybody, with every row in the outbox.
pub async fn send_to_all(store: &Store) {
    /// Destinations in one transaction.
    const MANY: u32 = 20_000;
    let body = "Nabór ofert na sport trwa do piątku 11 grudnia, 15:30.";
    let body = |platform| {
        let variant = Variant {
            platform,
            place: Place::Private,
            language: Language::Polish,
        };
        (variant, Outgoing::plain(body))
    };
    let new = mailings::New {
        kind: mailings::Kind::Notice,
        notice: None,
        audience: audience(),
        bodies: Platform::ALL.map(body).to_vec(),
    };
    let mut tx = store.begin().await.unwrap();
    let mailing = mailings::begin(&mut tx, new, noon()).await.unwrap();
    tx.commit().await.unwrap();
    let mut expanded = Expanded::More;
    while expanded == Expanded::More {
        let mut tx = store.begin().await.unwrap();
        let stored = mailings::expand(&mut tx, mailing, MANY, noon()).await;
        expanded = stored.unwrap();
        tx.commit().await.unwrap();
    }
}

fn audience() -> Audience {
    Audience {
        topics: vec![TOPIC.to_owned()],
        kinds: Vec::new(),
    }
}

/// As if everything up to a row had been sent long ago, and everything behind it were new.
pub async fn half_sent(store: &Store, up_to: usize) {
    const SENT: &str =
        "UPDATE outbox SET status = 'sent', settled_at = created_at, receipt = CAST(id AS TEXT)
        WHERE id <= $1 AND status <> 'sent'";
    const NEW: &str = "UPDATE outbox SET status = 'pending', settled_at = NULL, receipt = NULL, attempts = 0, fruitless = 0
        WHERE id > $1 AND status <> 'pending'";
    let mut tx = store.begin().await.unwrap();
    for half in [SENT, NEW] {
        let half = sqlx::query(half).bind(up_to as i64);
        half.execute(&mut *tx).await.unwrap();
    }
    tx.commit().await.unwrap();
}
