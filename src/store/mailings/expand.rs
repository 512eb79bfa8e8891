//! From a mailing to the rows of the outbox, in slices: a slice is a transaction that keeps others waiting for milliseconds.
//! Cut off at any point it goes on where it was, and nobody gets anything twice: recipient and part name the row.

use chrono::{DateTime, Utc};

use super::super::outbox::name_of_row;
use super::super::{Connection, Result, next_numbers};
use super::{Kind, Mailing, State, find};
use crate::domain::message::Outgoing;
use crate::domain::split;
use crate::domain::subscription::{Destination, URGENT, quiet_until};

/// Who gets what at once, of the destinations between two. Whoever is gone is undeliverable from the start, so that they
/// stand in the ledger.
const AT_ONCE: &str = "INSERT INTO outbox (id, platform, chat, thread, lane, cause, part, body, mailing, recipient, variant,
        urgent, not_before, created_at, status, settled_at, why, error)
    SELECT $1 + row_number() OVER (ORDER BY wanted.id, texts.part) - 1,
        destinations.platform, destinations.chat, destinations.thread, 3,
        $2 || CAST(1000000000 + wanted.id AS TEXT), texts.part, '', $3, wanted.id, texts.variant,
        wanted.urgent, CASE WHEN wanted.urgent = 0 AND destinations.quiet = 1 THEN $4 ELSE $5 END, $5,
        CASE WHEN gone.chat IS NULL THEN 'pending' ELSE 'undeliverable' END,
        CASE WHEN gone.chat IS NULL THEN NULL ELSE $5 END,
        CASE WHEN gone.chat IS NULL THEN NULL WHEN destinations.place = 'private' THEN 'blocked' ELSE 'gone' END,
        gone.reason
    FROM (SELECT subscriptions.destination AS id,
            max(CASE WHEN subscriptions.topic = $6 THEN 1 ELSE 0 END) AS urgent,
            max(CASE WHEN subscriptions.topic = $6 OR rhythm = 'at_once' THEN 1 ELSE 0 END) AS at_once
        FROM subscriptions
        JOIN mailing_topics ON mailing_topics.mailing = $3 AND mailing_topics.topic = subscriptions.topic
        WHERE subscriptions.destination > $7 AND subscriptions.destination <= $8 AND subscriptions.ended_at IS NULL
        GROUP BY subscriptions.destination) AS wanted
    JOIN destinations ON destinations.id = wanted.id
    JOIN mailing_bodies AS texts ON texts.mailing = $3 AND texts.version = $9
        AND texts.variant = destinations.platform || '/' || destinations.place || '/' || destinations.language
    LEFT JOIN chats AS gone
        ON gone.platform = destinations.platform AND gone.chat = destinations.chat AND gone.state = 'gone'
    WHERE wanted.at_once = 1
    ON CONFLICT (cause, part) DO NOTHING";

/// Who gets it with their next digest, of the destinations between two.
const IN_DIGEST: &str = "INSERT INTO digest_items (destination, notice, at)
    SELECT subscriptions.destination, $1, $2 FROM subscriptions
    JOIN mailing_topics ON mailing_topics.mailing = $3 AND mailing_topics.topic = subscriptions.topic
    JOIN destinations ON destinations.id = subscriptions.destination
    JOIN mailing_bodies AS texts ON texts.mailing = $3 AND texts.version = $4 AND texts.part = 0
        AND texts.variant = destinations.platform || '/' || destinations.place || '/' || destinations.language
    WHERE subscriptions.destination > $5 AND subscriptions.destination <= $6 AND subscriptions.ended_at IS NULL
    GROUP BY subscriptions.destination
    HAVING max(CASE WHEN subscriptions.topic = $7 OR rhythm = 'at_once' THEN 1 ELSE 0 END) = 0
    ON CONFLICT (destination, notice) DO NOTHING";

/// How far a mailing is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expanded {
    /// There is more to be stored at once.
    More,
    /// There may be more, once what is on its way has landed; or the mailing is paused.
    Waits,
    /// Nothing more is to be stored.
    Whole,
}

/// Puts a part of a mailing into the outbox, of at most so many destinations (or, for a change, of at most so many rows that
/// arrived): some hundreds are a matter of milliseconds.
///
/// # Errors
/// As the database reports them.
pub async fn expand(
    db: &mut Connection,
    id: i64,
    most: u32,
    now: DateTime<Utc>,
) -> Result<Expanded> {
    const STORED: &str =
        "UPDATE mailings SET state = 'sending' WHERE id = $1 AND state = 'expanding'";
    let Some(mailing) = find(db, id).await? else {
        return Ok(Expanded::Whole);
    };
    match mailing.state {
        State::Expanding => {}
        State::Paused => return Ok(Expanded::Waits),
        State::Sending | State::Cancelled | State::Done => return Ok(Expanded::Whole),
    }
    let expanded = match mailing.kind {
        Kind::Notice => notice(db, &mailing, most, now).await?,
        Kind::Correction | Kind::Withdrawal => {
            super::changes::expand(db, &mailing, most, now).await?
        }
        // Each has a text of its own.
        Kind::Digest | Kind::Alive => Expanded::Whole,
    };
    if expanded == Expanded::Whole {
        sqlx::query(STORED).bind(id).execute(db).await?;
    }
    Ok(expanded)
}

async fn notice(
    db: &mut Connection,
    mailing: &Mailing,
    most: u32,
    now: DateTime<Utc>,
) -> Result<Expanded> {
    const UP_TO: &str = "SELECT max(id) FROM
        (SELECT id FROM destinations WHERE id > $1 ORDER BY id LIMIT $2) AS some";
    const PARTS: &str = "SELECT coalesce(max(part), 0) + 1 FROM mailing_bodies
        WHERE mailing = $1 AND version = $2";
    const CURSOR: &str = "UPDATE mailings SET cursor = $2 WHERE id = $1";
    let up_to: Option<i64> = sqlx::query_scalar(UP_TO)
        .bind(mailing.cursor)
        .bind(i64::from(most))
        .fetch_one(&mut *db)
        .await?;
    let Some(up_to) = up_to else {
        return Ok(Expanded::Whole);
    };
    let parts: i64 = sqlx::query_scalar(PARTS)
        .bind(mailing.id)
        .bind(mailing.version)
        .fetch_one(&mut *db)
        .await?;
    let first = next_numbers(db, "outbox", i64::from(most) * parts).await?;
    sqlx::query(AT_ONCE)
        .bind(first)
        .bind(name_of_row(mailing.id))
        .bind(mailing.id)
        .bind(quiet_until(now).unwrap_or(now).timestamp_millis())
        .bind(now.timestamp_millis())
        .bind(URGENT)
        .bind(mailing.cursor)
        .bind(up_to)
        .bind(mailing.version)
        .execute(&mut *db)
        .await?;
    if let Some(notice) = mailing.notice {
        sqlx::query(IN_DIGEST)
            .bind(notice)
            .bind(now.timestamp_millis())
            .bind(mailing.id)
            .bind(mailing.version)
            .bind(mailing.cursor)
            .bind(up_to)
            .bind(URGENT)
            .execute(&mut *db)
            .await?;
    }
    sqlx::query(CURSOR)
        .bind(mailing.id)
        .bind(up_to)
        .execute(db)
        .await?;
    Ok(Expanded::More)
}

/// Puts a message of a mailing into the outbox that has a text of its own for this recipient, in as many parts as necessary.
/// `false`: this recipient has theirs already. Once everybody has, [`expand`] says so.
///
/// # Errors
/// As the database reports them.
pub async fn add(
    db: &mut Connection,
    id: i64,
    to: &Destination,
    message: Outgoing,
    now: DateTime<Utc>,
) -> Result<bool> {
    const ADD: &str = "INSERT INTO outbox
        (id, platform, chat, thread, lane, cause, part, body, mailing, recipient, variant, not_before, created_at, status)
        VALUES ($1, $2, $3, $4, 3, $5, $6, $7, $8, $9, $10, $11, $11, 'pending')
        ON CONFLICT (cause, part) DO NOTHING";
    let parts = split::parts(message, to.to.capacity());
    let first = next_numbers(db, "outbox", parts.len() as i64).await?;
    let platform = to.to.platform.as_str();
    let mut added = 0;
    for (part, message) in (0_i64..).zip(&parts) {
        let done = sqlx::query(ADD)
            .bind(first + part)
            .bind(platform)
            .bind(&to.to.chat)
            .bind(to.to.thread.as_deref().unwrap_or_default())
            .bind(format!("{}{}", name_of_row(id), 1_000_000_000 + to.id))
            .bind(part)
            .bind(super::json(message))
            .bind(id)
            .bind(to.id)
            // Its place is asked for; the text is the row's own.
            .bind(format!("{platform}/{}/", to.place.as_str()))
            .bind(now.timestamp_millis())
            .execute(&mut *db)
            .await?;
        added += done.rows_affected();
    }
    Ok(added > 0)
}
