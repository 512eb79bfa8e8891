//! Going out to many: a notice, its correction, its withdrawal, a digest, a sign of life. One row of the outbox for each
//! recipient and part; what the officer sees is counted from these rows.

use chrono::{DateTime, Utc};

use crate::domain::message::{Outgoing, Place, Platform};
use crate::domain::notice::{Audience, Variant};

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
// STUBS
impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Correction => "correction",
            Self::Withdrawal => "withdrawal",
            Self::Digest => "digest",
            Self::Alive => "alive",
        }
    }
}
impl State {
    pub fn as_str(self) -> &'static str {
        "sending"
    }
}
pub async fn begin(db: &mut super::Connection, new: New, now: DateTime<Utc>) -> super::Result<i64> {
    let id = super::next_number(db, "mailings").await?;
    sqlx::query("INSERT INTO mailings (id, kind, notice, state, audience, created_at) VALUES ($1,$2,$3,'expanding','{}',$4)").bind(id).bind(new.kind.as_str()).bind(new.notice).bind(now.timestamp_millis()).execute(db).await?;
    Ok(id)
}
pub async fn open(_: &mut super::Connection) -> super::Result<Vec<Mailing>> {
    Ok(vec![])
}
pub async fn of_notice(_: &mut super::Connection, _: i64) -> super::Result<Vec<Mailing>> {
    Ok(vec![])
}
pub async fn progress(_: &mut super::Connection, _: i64) -> super::Result<Progress> {
    Ok(Progress::default())
}
pub async fn add(
    _: &mut super::Connection,
    _: i64,
    _: i64,
    _: &crate::domain::message::ChatRef,
    _: Outgoing,
    _: DateTime<Utc>,
) -> super::Result<()> {
    Ok(())
}
pub async fn expanded(_: &mut super::Connection, _: i64, _: DateTime<Utc>) -> super::Result<()> {
    Ok(())
}
pub async fn expand(_: &mut super::Connection, _: i64, _: DateTime<Utc>) -> super::Result<bool> {
    Ok(false)
}
pub async fn finish(_: &mut super::Connection, _: i64, _: DateTime<Utc>) -> super::Result<bool> {
    Ok(false)
}
pub async fn pause(
    _: &mut super::Connection,
    _: i64,
    _: &str,
    _: DateTime<Utc>,
) -> super::Result<bool> {
    Ok(false)
}
pub async fn resume(_: &mut super::Connection, _: i64, _: DateTime<Utc>) -> super::Result<bool> {
    Ok(false)
}
pub async fn cancel(_: &mut super::Connection, _: i64, _: DateTime<Utc>) -> super::Result<bool> {
    Ok(false)
}
pub async fn correct(
    _: &mut super::Connection,
    _: i64,
    _: Vec<(Variant, Outgoing)>,
    _: DateTime<Utc>,
) -> super::Result<Option<i64>> {
    Ok(None)
}
pub async fn withdraw(
    _: &mut super::Connection,
    _: i64,
    _: Vec<(Variant, Outgoing)>,
    _: DateTime<Utc>,
) -> super::Result<Option<i64>> {
    Ok(None)
}
pub async fn audience(_: &mut super::Connection, _: &Audience) -> super::Result<Vec<Counted>> {
    Ok(vec![])
}
