//! What has to be said, and what became of it.

mod claim;
mod live;
mod settle;

use chrono::{DateTime, Utc};
use std::collections::HashMap;

use super::{Connection, Result, instant, next_numbers};
use crate::domain::message::{ChatRef, Handle, Lane, Outgoing, Platform};
use crate::domain::split;

pub use claim::{
    Claim, Claimed, Due, Hindrance, Look, Source, Task, expire_leases, give_up, is_any_due, look,
    postpone, release_all, sources, take,
};
pub use live::{asked_for, put_fetch, show};
pub use settle::{Settlement, Why, settle};

/// How the causes of a mailing's rows begin; the recipient's number follows, always as long, so that the causes rise with it.
pub(super) fn name_of_row(mailing: i64) -> String {
    format!("mailing:{mailing}:")
}

/// A message that was put aside.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DeadLetter {
    pub id: i64,
    pub platform: String,
    pub attempts: i64,
    pub error: String,
}

/// How many messages wait, since when, and how many were put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub waiting: i64,
    /// Since when the oldest of them waits.
    pub oldest: Option<DateTime<Utc>>,
    pub dead: i64,
}

/// Messages that have to be said.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// What brings them about: together with the part the name of each.
    pub cause: String,
    pub lane: Lane,
    pub to: ChatRef,
    /// In their order.
    pub messages: Vec<Outgoing>,
}

/// Stores messages in their order, each in as many parts as the platform makes necessary. A cause that is known already
/// adds nothing. What is for a chat that is gone is undeliverable from the start.
///
/// # Errors
/// As the database reports them.
pub async fn put(db: &mut Connection, said: Vec<Said>, now: DateTime<Utc>) -> Result<()> {
    const PUT: &str = "INSERT INTO outbox
        (id, platform, chat, thread, lane, cause, part, body, not_before, created_at, status, settled_at, why, error)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $9,
            CASE WHEN gone.chat IS NULL THEN 'pending' ELSE 'undeliverable' END,
            CASE WHEN gone.chat IS NULL THEN NULL ELSE $9 END,
            CASE WHEN gone.chat IS NULL THEN NULL WHEN gone.place = 'private' THEN 'blocked' ELSE 'gone' END,
            gone.reason
        FROM (SELECT 1 AS one) AS always
        LEFT JOIN chats AS gone ON gone.platform = $2 AND gone.chat = $3 AND gone.state = 'gone'
        WHERE TRUE
        ON CONFLICT (cause, part) DO NOTHING";
    let in_parts = |said: Said| {
        let capacity = said.to.capacity();
        let cut = |message| split::parts(message, capacity);
        let parts: Vec<Outgoing> = said.messages.into_iter().flat_map(cut).collect();
        (said.cause, said.lane, said.to, parts)
    };
    let said: Vec<_> = said.into_iter().map(in_parts).collect();
    let count: usize = said.iter().map(|(.., parts)| parts.len()).sum();
    if count == 0 {
        return Ok(());
    }
    let mut number = next_numbers(db, "outbox", count as i64).await?;
    for (cause, lane, to, parts) in &said {
        for (part, message) in (0_i64..).zip(parts) {
            sqlx::query(PUT)
                .bind(number)
                .bind(to.platform.as_str())
                .bind(&to.chat)
                .bind(to.thread.as_deref().unwrap_or_default())
                .bind(lane.rank())
                .bind(cause)
                .bind(part)
                .bind(super::knowledge::json(message))
                .bind(now.timestamp_millis())
                .execute(&mut *db)
                .await?;
            number += 1;
        }
    }
    Ok(())
}

/// Somebody has done something that will be answered in the thread of this chat: what waits for them in any thread of it is
/// due at once, as if it were new. A thread that has no way to them any more becomes a part of this one, before the answer and in its order.
/// What the platform shows in the handle's place becomes the oldest of these: whatever goes first by a handle stands there.
/// Returns what is left of the handle for the answer.
///
/// # Errors
/// As the database reports them.
pub async fn wake(
    db: &mut Connection,
    chat: &ChatRef,
    handle: Option<&Handle>,
    now: DateTime<Utc>,
) -> Result<Option<Handle>> {
    const OPEN: &str = "SELECT id, thread, status, body FROM outbox
        WHERE platform = $1 AND chat = $2 AND status IN ('pending', 'sending') AND mailing = 0 ORDER BY id";
    // The waits grew while they were away.
    const WAKE: &str = "UPDATE outbox SET not_before = $2, attempts = 0 WHERE id = $1";
    // In the lane of the answer, because only within a lane the order is kept.
    const REDIRECT: &str = "UPDATE outbox
        SET not_before = $2, attempts = 0, thread = $3, lane = $4, body = $5 WHERE id = $1";
    let open: Vec<(i64, String, String, String)> = sqlx::query_as(OPEN)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .fetch_all(&mut *db)
        .await?;
    let mut left = handle.cloned();
    let mut stays = HashMap::new();
    for (id, thread, status, body) in open {
        let waits = status == "pending";
        let message: Option<Outgoing> = serde_json::from_str(&body).ok();
        // All of a thread came with one handle and has an order: what is first there decides for the rest.
        let lives = message.as_ref().is_some_and(|one| one.is_answerable(now));
        let stays = *stays.entry(thread).or_insert(!waits || lives);
        if !waits {
            continue;
        }
        let due = match message {
            Some(message) if !stays && left.is_some() => {
                let handle = left.clone();
                left = left.map(Handle::without_place);
                sqlx::query(REDIRECT)
                    .bind(id)
                    .bind(now.timestamp_millis())
                    .bind(chat.thread.as_deref().unwrap_or_default())
                    .bind(Lane::Interactive.rank())
                    .bind(super::knowledge::json(&Outgoing { handle, ..message }))
            }
            _ => sqlx::query(WAKE).bind(id).bind(now.timestamp_millis()),
        };
        due.execute(&mut *db).await?;
    }
    Ok(left)
}

/// A message that was settled just now, by whoever had taken it, cannot go by its handle any more.
///
/// # Errors
/// As the database reports them.
pub async fn forget_handle(db: &mut Connection, row: &Claimed) -> Result<()> {
    const FORGET: &str = "UPDATE outbox SET body = $2 WHERE id = $1";
    let message = Outgoing {
        handle: None,
        ..row.message.clone()
    };
    sqlx::query(FORGET)
        .bind(row.claim.id)
        .bind(super::knowledge::json(&message))
        .execute(db)
        .await?;
    Ok(())
}

/// Lets the reminders and notices of a platform that wait go now.
///
/// # Errors
/// As the database reports them.
pub async fn let_go(db: &mut Connection, platform: Platform, now: DateTime<Utc>) -> Result<()> {
    const GO: &str = "UPDATE outbox SET not_before = $3
        WHERE platform = $1 AND status = 'pending' AND lane >= $2 AND not_before > $3";
    sqlx::query(GO)
        .bind(platform.as_str())
        .bind(Lane::Reminders.rank())
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// The counter of messages that may have arrived twice.
const PERHAPS_TWICE: &str = "outbox_perhaps_twice";

/// Lets what waits go now, where it would wait for a clock that has been set back.
///
/// # Errors
/// As the database reports them.
pub async fn clock_was_set_back(
    db: &mut Connection,
    platform: Platform,
    now: DateTime<Utc>,
) -> Result<()> {
    const NOW: &str = "UPDATE outbox SET not_before = $2
        WHERE platform = $1 AND status = 'pending' AND not_before > $2";
    sqlx::query(NOW)
        .bind(platform.as_str())
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// Counts messages that may have arrived twice.
///
/// # Errors
/// As the database reports them.
pub async fn count_perhaps_twice(db: &mut Connection, count: u64) -> Result<()> {
    if count > 0 {
        next_numbers(db, PERHAPS_TWICE, count as i64).await?;
    }
    Ok(())
}

/// How many messages may have arrived twice, since there is this database.
///
/// # Errors
/// As the database reports them.
pub async fn perhaps_twice(db: &mut Connection) -> Result<i64> {
    const COUNT: &str = "SELECT value FROM counters WHERE name = $1";
    let count: Option<i64> = sqlx::query_scalar(COUNT)
        .bind(PERHAPS_TWICE)
        .fetch_optional(db)
        .await?;
    Ok(count.unwrap_or_default())
}

/// Lets a message that was put aside wait again, as if it were new. `false`: there is none with this number, or what it was a
/// part of is cancelled.
///
/// # Errors
/// As the database reports them.
pub async fn resend(db: &mut Connection, id: i64, now: DateTime<Utc>) -> Result<bool> {
    const RESEND: &str =
        "UPDATE outbox SET status = 'pending', settled_at = NULL, why = NULL, error = NULL, attempts = 0,
            fruitless = 0, uncertain = 0, not_before = $2, created_at = $2
        WHERE id = $1 AND status = 'dead'
          AND (mailing = 0 OR mailing IN (SELECT id FROM mailings WHERE state <> 'cancelled'))
        RETURNING mailing";
    const REOPEN: &str =
        "UPDATE mailings SET state = 'sending', ended_at = NULL WHERE id = $1 AND state = 'done'";
    let mailing: Option<i64> = sqlx::query_scalar(RESEND)
        .bind(id)
        .bind(now.timestamp_millis())
        .fetch_optional(&mut *db)
        .await?;
    sqlx::query(REOPEN).bind(mailing).execute(db).await?;
    Ok(mailing.is_some())
}

/// Whether there is a message of this cause.
///
/// # Errors
/// As the database reports them.
pub async fn is_known(db: &mut Connection, cause: &str) -> Result<bool> {
    const KNOWN: &str = "SELECT EXISTS (SELECT 1 FROM outbox WHERE cause = $1)";
    let known: i64 = sqlx::query_scalar(KNOWN).bind(cause).fetch_one(db).await?;
    Ok(known != 0)
}

/// How many messages wait, since when, and how many were put aside.
///
/// # Errors
/// As the database reports them.
pub async fn counts(db: &mut Connection) -> Result<Counts> {
    const WAITING: &str = "SELECT coalesce(sum(waiting), 0), min(oldest) FROM (
        SELECT count(*) AS waiting, min(created_at) AS oldest FROM outbox WHERE status = 'pending'
        UNION ALL SELECT count(*), min(created_at) FROM outbox WHERE status = 'sending') AS open";
    const DEAD: &str = "SELECT count(*) FROM outbox WHERE status = 'dead'";
    let (waiting, oldest): (i64, Option<i64>) = sqlx::query_as(WAITING).fetch_one(&mut *db).await?;
    let dead = sqlx::query_scalar(DEAD).fetch_one(db).await?;
    Ok(Counts {
        waiting,
        oldest: oldest.map(instant),
        dead,
    })
}

/// The messages that were put aside, the latest first.
///
/// # Errors
/// As the database reports them.
pub async fn dead_letters(db: &mut Connection, limit: u32) -> Result<Vec<DeadLetter>> {
    const DEAD: &str =
        "SELECT id, platform, attempts, coalesce(error, '') FROM outbox WHERE status = 'dead'
        ORDER BY id DESC LIMIT $1";
    let rows: Vec<(i64, String, i64, String)> = sqlx::query_as(DEAD)
        .bind(i64::from(limit))
        .fetch_all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, platform, attempts, error)| DeadLetter {
            id,
            platform,
            attempts,
            error,
        })
        .collect())
}
