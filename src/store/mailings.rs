//! Going out to many: a notice, its correction, its withdrawal, a digest, a sign of life. One row of the outbox for each
//! recipient and part; what the officer sees is counted from these rows.
//!
//! A mailing begins ([`begin`]), is put into the outbox by and by ([`expand`]; what goes to each with a text of their own, by
//! [`add`]), goes out, and ends ([`finish`]). It can be paused at any point, and cancelled, which skips what has not gone out
//! ([`sweep`]). Everything may be repeated, and be cut off at any point.

mod bodies;
mod changes;
mod expand;
mod report;

use chrono::{DateTime, Utc};
use sqlx::Row as _;

use super::knowledge::json;
use super::{Connection, Result, Row, instant, next_number, outbox};
use crate::domain::message::{Outgoing, Place, Platform};
use crate::domain::notice::{Audience, Variant};

pub use bodies::{Bodies, Text};
pub use changes::{correct, withdraw};
pub use expand::{Expanded, add, expand};
pub(super) use report::keep_outcome;
pub use report::{audience, missed, missed_because, progress};

const COLUMNS: &str = "SELECT id, kind, notice, original, state, audience, cursor, version, reason, created_at, ended_at
    FROM mailings";

/// Why something is paused, or was not sent, because the database is a restored copy.
pub(super) const RESTORED: &str = "restored";

/// What goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Notice,
    /// Changes each copy that arrived.
    Correction,
    /// Takes each copy back that arrived.
    Withdrawal,
    Digest,
    /// A sign of life to those who got nothing.
    Alive,
}

impl Kind {
    const ALL: [Self; 5] = [
        Self::Notice,
        Self::Correction,
        Self::Withdrawal,
        Self::Digest,
        Self::Alive,
    ];

    /// The name in the database and in `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Correction => "correction",
            Self::Withdrawal => "withdrawal",
            Self::Digest => "digest",
            Self::Alive => "alive",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// Whether it changes what arrived already: that needs no consent and makes no noise at night.
    pub fn is_change(self) -> bool {
        matches!(self, Self::Correction | Self::Withdrawal)
    }
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Not all rows are in the outbox yet; those that are there go out already.
    Expanding,
    Sending,
    /// Nothing of it goes out until it is resumed.
    Paused,
    /// What had not gone out is skipped.
    Cancelled,
    Done,
}

impl State {
    const ALL: [Self; 5] = [
        Self::Expanding,
        Self::Sending,
        Self::Paused,
        Self::Cancelled,
        Self::Done,
    ];

    /// Whether something of it still goes out, or may.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Expanding | Self::Sending | Self::Paused)
    }

    /// The name in the database and in `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expanding => "expanding",
            Self::Sending => "sending",
            Self::Paused => "paused",
            Self::Cancelled => "cancelled",
            Self::Done => "done",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// A mailing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailing {
    pub id: i64,
    pub kind: Kind,
    pub notice: Option<i64>,
    /// The mailing whose copies a correction or withdrawal changes; 0 for others.
    pub original: i64,
    pub state: State,
    pub audience: Audience,
    /// The last destination that was looked at while it was put into the outbox.
    pub cursor: i64,
    /// Of its text; rises when the text is corrected while it goes out.
    pub version: i64,
    /// Why it is paused (`officer`, `restored`) or cancelled (`superseded`).
    pub reason: String,
    pub created_at: DateTime<Utc>,
    /// When its last row was settled. What is cancelled ends when the last one that was in flight has landed.
    pub ended_at: Option<DateTime<Utc>>,
}

/// A mailing that begins.
#[derive(Debug, Clone, PartialEq)]
pub struct New {
    pub kind: Kind,
    pub notice: Option<i64>,
    /// No topics: whatever is subscribed to.
    pub audience: Audience,
    /// The message for each variant; parts are made of it where the platform makes that necessary. A language that is
    /// missing reads the Polish one; a platform or place that is missing gets nothing. Empty for what is [added](add) to
    /// each with a text of their own.
    pub bodies: Vec<(Variant, Outgoing)>,
}

/// How many recipients, by what became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Progress {
    /// Recipients with rows.
    pub total: i64,
    /// Everything for them has arrived.
    pub sent: i64,
    /// Not settled yet.
    pub waiting: i64,
    /// Not wanted any more when their turn came: unsubscribed, cancelled.
    pub skipped: i64,
    /// The chat is gone.
    pub undeliverable: i64,
    /// Put aside.
    pub dead: i64,
    /// Of those that arrived, how many may have got it twice.
    pub perhaps_twice: i64,
}

impl Progress {
    /// Recipients who will not get it any more.
    pub fn missed(&self) -> i64 {
        self.skipped + self.undeliverable + self.dead
    }
}

/// Somebody who did not get it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Missed {
    /// Number of the row: the list goes on behind it.
    pub row: i64,
    pub platform: Platform,
    pub place: Place,
    /// Of a group or channel; a person has none.
    pub title: String,
    /// `blocked`, `gone`, `no_rights`, `rejected`, `uncertain`, `gave_up`, `stopped`, `unsubscribed`, `cancelled`,
    /// `superseded`, `no_message`, `restored`.
    pub why: String,
    /// How often it was tried.
    pub attempts: i64,
    pub settled_at: Option<DateTime<Utc>>,
}

/// How many destinations of a kind there are for an audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Counted {
    pub platform: Platform,
    pub place: Place,
    /// Get it at once.
    pub at_once: i64,
    /// Get it with their next digest.
    pub in_digest: i64,
    /// Cannot be written to for now: stands in the ledger from the start.
    pub closed: i64,
}

/// Begins a mailing; returns its number. Its rows come with [`expand`] or [`add`].
///
/// # Errors
/// As the database reports them.
pub async fn begin(db: &mut Connection, new: New, now: DateTime<Utc>) -> Result<i64> {
    const TOPIC: &str = "INSERT INTO mailing_topics (mailing, topic) VALUES ($1, $2)
        ON CONFLICT (mailing, topic) DO NOTHING";
    let id = insert(db, &new, 0, now).await?;
    for topic in &new.audience.topics {
        sqlx::query(TOPIC)
            .bind(id)
            .bind(topic)
            .execute(&mut *db)
            .await?;
    }
    let parts = bodies::parts(&new.audience.kinds, new.bodies);
    bodies::put(db, id, 1, &parts).await?;
    Ok(id)
}

async fn insert(db: &mut Connection, new: &New, original: i64, now: DateTime<Utc>) -> Result<i64> {
    const INSERT: &str =
        "INSERT INTO mailings (id, kind, notice, original, state, audience, created_at)
        VALUES ($1, $2, $3, $4, 'expanding', $5, $6)";
    let id = next_number(db, "mailings").await?;
    sqlx::query(INSERT)
        .bind(id)
        .bind(new.kind.as_str())
        .bind(new.notice)
        .bind(original)
        .bind(json(&new.audience))
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(id)
}

/// Nothing more of it goes out until it is resumed; what is in flight lands. `false`: nothing of it could go out.
///
/// # Errors
/// As the database reports them.
pub async fn pause(
    db: &mut Connection,
    id: i64,
    reason: &str,
    _now: DateTime<Utc>,
) -> Result<bool> {
    const PAUSE: &str = "UPDATE mailings
        SET state = 'paused', resumes = CASE state WHEN 'expanding' THEN 1 ELSE 0 END, reason = $2
        WHERE id = $1 AND state IN ('expanding', 'sending')";
    let done = sqlx::query(PAUSE).bind(id).bind(reason).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// What was paused goes on. `false`: it was not paused. Of a restored copy each message that is open may come twice then.
///
/// # Errors
/// As the database reports them.
pub async fn resume(db: &mut Connection, id: i64, _now: DateTime<Utc>) -> Result<bool> {
    const PERHAPS_TWICE: &str = "SELECT count(*) FROM outbox
        WHERE mailing = $1 AND mailing > 0 AND status = 'pending' AND doubts > 0
          AND EXISTS (SELECT 1 FROM mailings WHERE id = $1 AND state = 'paused' AND reason = $2)";
    const RESUME: &str = "UPDATE mailings
        SET state = CASE resumes WHEN 1 THEN 'expanding' ELSE 'sending' END, resumes = 0, reason = ''
        WHERE id = $1 AND state = 'paused'";
    let perhaps_twice: i64 = sqlx::query_scalar(PERHAPS_TWICE)
        .bind(id)
        .bind(RESTORED)
        .fetch_one(&mut *db)
        .await?;
    outbox::count_perhaps_twice(db, perhaps_twice.unsigned_abs()).await?;
    let done = sqlx::query(RESUME).bind(id).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// Nothing more of it goes out, from now on and for good; [`sweep`] settles its rows. `false`: nothing of it could go out.
///
/// # Errors
/// As the database reports them.
pub async fn cancel(db: &mut Connection, id: i64, _now: DateTime<Utc>) -> Result<bool> {
    cancel_because(db, id, "").await
}

async fn cancel_because(db: &mut Connection, id: i64, reason: &str) -> Result<bool> {
    const CANCEL: &str = "UPDATE mailings SET state = 'cancelled', resumes = 0, reason = $2
        WHERE id = $1 AND state IN ('expanding', 'sending', 'paused')";
    let done = sqlx::query(CANCEL)
        .bind(id)
        .bind(reason)
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The rows of cancelled mailings that have not gone out.
const SWEEP: &str = "UPDATE outbox SET status = 'skipped', settled_at = $2, why = $3
    WHERE id IN (SELECT id FROM outbox WHERE mailing = $1 AND mailing > 0 AND status = 'pending' LIMIT $4)";

/// Settles up to `most` rows of cancelled mailings that have not gone out. `true`: all of these mailings have ended. As long
/// as something is in flight they have not.
///
/// # Errors
/// As the database reports them.
pub async fn sweep(db: &mut Connection, most: u32, now: DateTime<Utc>) -> Result<bool> {
    const CANCELLED: &str = "SELECT id, reason FROM mailings WHERE ended_at IS NULL AND state = 'cancelled' ORDER BY id";
    let cancelled: Vec<(i64, String)> = sqlx::query_as(CANCELLED).fetch_all(&mut *db).await?;
    let mut left = u64::from(most);
    let mut all = true;
    for (id, reason) in cancelled {
        let why = if reason == "superseded" {
            "superseded"
        } else {
            "cancelled"
        };
        let swept = sqlx::query(SWEEP)
            .bind(id)
            .bind(now.timestamp_millis())
            .bind(why)
            .bind(left as i64)
            .execute(&mut *db)
            .await?;
        left = left.saturating_sub(swept.rows_affected());
        all &= end(db, id, State::Cancelled, State::Cancelled, now).await?;
        if left == 0 {
            return Ok(false);
        }
    }
    Ok(all)
}

/// Nothing of it is open any more.
const END: &str = "UPDATE mailings SET state = $3, ended_at = $4
    WHERE id = $1 AND state = $2 AND ended_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM outbox WHERE mailing = $1 AND mailing > 0 AND status = 'pending')
      AND NOT EXISTS (SELECT 1 FROM outbox WHERE mailing = $1 AND mailing > 0 AND status = 'sending')";

async fn end(
    db: &mut Connection,
    id: i64,
    from: State,
    to: State,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query(END)
        .bind(id)
        .bind(from.as_str())
        .bind(to.as_str())
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a mailing of which every row is stored and settled. `false`: something is open, or it has ended before.
///
/// # Errors
/// As the database reports them.
pub async fn finish(db: &mut Connection, id: i64, now: DateTime<Utc>) -> Result<bool> {
    end(db, id, State::Sending, State::Done, now).await
}

/// The mailing of this number.
///
/// # Errors
/// As the database reports them.
pub async fn find(db: &mut Connection, id: i64) -> Result<Option<Mailing>> {
    let query = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE id = $1"));
    let row: Option<Row> = sqlx::query(query).bind(id).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// Those that have not ended, the oldest first: also those that are paused, or cancelled and not yet swept.
///
/// # Errors
/// As the database reports them.
pub async fn open(db: &mut Connection) -> Result<Vec<Mailing>> {
    let query = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE ended_at IS NULL ORDER BY id"));
    let rows: Vec<Row> = sqlx::query(query).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// Those of a notice, the oldest first.
///
/// # Errors
/// As the database reports them.
pub async fn of_notice(db: &mut Connection, notice: i64) -> Result<Vec<Mailing>> {
    let query = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE notice = $1 ORDER BY id"));
    let rows: Vec<Row> = sqlx::query(query).bind(notice).fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// A mailing that rows may be taken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    pub id: i64,
    pub version: i64,
    /// See [`Kind::is_change`].
    pub is_change: bool,
    /// It is about whatever is subscribed to.
    pub is_for_all: bool,
}

const SENDING: &str = "SELECT id, kind, version,
        EXISTS (SELECT 1 FROM mailing_topics WHERE mailing_topics.mailing = mailings.id)
    FROM mailings WHERE ended_at IS NULL AND state IN ('expanding', 'sending') ORDER BY id";

/// Those that go out now, the oldest first.
///
/// # Errors
/// As the database reports them.
pub async fn sending(db: &mut Connection) -> Result<Vec<Sending>> {
    let rows: Vec<(i64, String, i64, i64)> = sqlx::query_as(SENDING).fetch_all(db).await?;
    let sending = |(id, kind, version, topics): (i64, String, i64, i64)| Sending {
        id,
        version,
        is_change: Kind::from_name(&kind).is_some_and(Kind::is_change),
        is_for_all: topics == 0,
    };
    Ok(rows.into_iter().map(sending).collect())
}

fn read(row: &Row) -> Result<Mailing> {
    let (kind, state): (String, String) = (row.try_get("kind")?, row.try_get("state")?);
    let audience: String = row.try_get("audience")?;
    let ended_at: Option<i64> = row.try_get("ended_at")?;
    let decode = |error: serde_json::Error| sqlx::Error::Decode(error.into());
    Ok(Mailing {
        id: row.try_get("id")?,
        kind: Kind::from_name(&kind).unwrap_or(Kind::Notice),
        notice: row.try_get("notice")?,
        original: row.try_get("original")?,
        state: State::from_name(&state).unwrap_or(State::Paused),
        audience: serde_json::from_str(&audience).map_err(decode)?,
        cursor: row.try_get("cursor")?,
        version: row.try_get("version")?,
        reason: row.try_get("reason")?,
        created_at: instant(row.try_get("created_at")?),
        ended_at: ended_at.map(instant),
    })
}
