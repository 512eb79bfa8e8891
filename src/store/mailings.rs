//! Going out to many: a notice, its correction, its withdrawal, a digest, a sign of life. One row of the outbox for each
//! recipient and part; what the officer sees is counted from these rows.

use chrono::{DateTime, Utc};

use super::{Connection, Result};
use crate::domain::message::{Outgoing, Place, Platform};
use crate::domain::notice::{Audience, Variant};
use crate::domain::subscription::URGENT;

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

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Not all rows are in the outbox yet; those that are there go out already.
    Expanding,
    Sending,
    /// Nothing of it goes out until it is resumed.
    Paused,
    /// What had not gone out was skipped.
    Cancelled,
    Done,
}

/// A mailing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailing {
    pub id: i64,
    pub kind: Kind,
    pub notice: Option<i64>,
    pub state: State,
    pub audience: Audience,
    /// Of its text; rises when the text is corrected while it goes out.
    pub version: i64,
    /// Why it is paused: `officer`, `restored`.
    pub reason: String,
    pub created_at: DateTime<Utc>,
    pub ended_at: Option<DateTime<Utc>>,
}

/// A mailing that begins.
#[derive(Debug, Clone, PartialEq)]
pub struct New {
    pub kind: Kind,
    pub notice: Option<i64>,
    pub audience: Audience,
    /// The message for each variant; parts are made of it where the platform makes that necessary.
    pub bodies: Vec<(Variant, Outgoing)>,
}

/// How many recipients, by what became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
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
    /// Left out, because they cannot be written to for now.
    pub closed: i64,
}

/// How many destinations of each kind a mailing for this audience would reach now.
///
/// # Errors
/// As the database reports them.
pub async fn audience(db: &mut Connection, audience: &Audience) -> Result<Vec<Counted>> {
    // As many parameters as topics: there are some twenty.
    let topics: Vec<String> = (2..)
        .map(|number| format!("${number}"))
        .take(audience.topics.len())
        .collect();
    let count = sqlx::AssertSqlSafe(format!(
        "SELECT destinations.platform, destinations.place,
            count(CASE WHEN gone.chat IS NULL AND wanted.at_once = 1 THEN 1 END),
            count(CASE WHEN gone.chat IS NULL AND wanted.at_once = 0 THEN 1 END),
            count(gone.chat)
        FROM (SELECT destination, max(CASE WHEN topic = $1 OR rhythm = 'at_once' THEN 1 ELSE 0 END) AS at_once
            FROM subscriptions WHERE ended_at IS NULL AND topic IN ({}) GROUP BY destination) AS wanted
        JOIN destinations ON destinations.id = wanted.destination
        LEFT JOIN chats AS gone
            ON gone.platform = destinations.platform AND gone.chat = destinations.chat AND gone.state = 'gone'
        GROUP BY destinations.platform, destinations.place
        ORDER BY destinations.platform, destinations.place",
        topics.join(", ")
    ));
    let mut query = sqlx::query_as(count).bind(URGENT);
    for topic in &audience.topics {
        query = query.bind(topic);
    }
    let rows: Vec<(String, String, i64, i64, i64)> = query.fetch_all(db).await?;
    let counted = rows
        .into_iter()
        .filter_map(|(platform, place, at_once, in_digest, closed)| {
            Some(Counted {
                platform: Platform::from_name(&platform)?,
                place: Place::from_name(&place)?,
                at_once,
                in_digest,
                closed,
            })
        });
    let is_wanted = |counted: &Counted| {
        audience.kinds.is_empty()
            || (audience.kinds.iter())
                .any(|kind| kind.platform == counted.platform && kind.place == counted.place)
    };
    Ok(counted.filter(is_wanted).collect())
}
