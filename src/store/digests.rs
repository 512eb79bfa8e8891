//! Notices that wait for the next digest of a destination.

use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{HashMap, HashSet};

use sqlx::Row as _;

use super::{Connection, Result, Row, notices, subscriptions};
use crate::domain::language::Language;
use crate::domain::message::{ChatRef, Place, Platform};
use crate::domain::notice::Notice;
use crate::domain::subscription::{Destination, Subscription};

const COLUMNS: &str =
    "SELECT id, platform, chat, thread, place, ping, quiet, language FROM destinations";

/// Somebody for whom something waits, or who has not heard for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    pub destination: Destination,
    pub language: Language,
    /// What is subscribed to there, the oldest first.
    pub subscriptions: Vec<Subscription>,
}

impl Reader {
    /// The ids of the topics that are subscribed to.
    pub fn topics(&self) -> Vec<&str> {
        let topics = self.subscriptions.iter();
        topics.map(|one| one.topic.as_str()).collect()
    }
}

/// What waits for one destination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub reader: Reader,
    /// Numbers of notices and since when each waits, the oldest first.
    pub items: Vec<(i64, DateTime<Utc>)>,
}

/// Up to `most` destinations behind this one for which something waits since `until` or longer.
///
/// # Errors
/// As the database reports them.
pub async fn waiting(
    db: &mut Connection,
    after: i64,
    until: DateTime<Utc>,
    most: u32,
) -> Result<Vec<Waiting>> {
    const WAITING: &str = "WHERE id IN (SELECT destination FROM digest_items
            WHERE destination > $1 AND at <= $2
            GROUP BY destination ORDER BY destination LIMIT $3)
        ORDER BY id";
    const ITEMS: &str = "SELECT notice, at FROM digest_items
        WHERE destination = $1 AND at <= $2 ORDER BY at, notice";
    let query = sqlx::AssertSqlSafe(format!("{COLUMNS} {WAITING}"));
    let rows: Vec<Row> = sqlx::query(query)
        .bind(after)
        .bind(until.timestamp_millis())
        .bind(i64::from(most))
        .fetch_all(&mut *db)
        .await?;
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        let reader = reader(db, &row).await?;
        let items: Vec<(i64, i64)> = sqlx::query_as(ITEMS)
            .bind(reader.destination.id)
            .bind(until.timestamp_millis())
            .fetch_all(&mut *db)
            .await?;
        let items = items.into_iter();
        let items = items.map(|(notice, at)| (notice, super::instant(at)));
        waiting.push(Waiting {
            items: items.collect(),
            reader,
        });
    }
    Ok(waiting)
}

/// The notices that wait for any digest, by their numbers.
///
/// # Errors
/// As the database reports them.
pub async fn notices(db: &mut Connection) -> Result<HashMap<i64, Notice>> {
    const NOTICES: &str = "SELECT id FROM notices
        WHERE state IN ('sent', 'withdrawn') AND EXISTS (SELECT 1 FROM digest_items WHERE notice = notices.id)";
    let numbers: Vec<i64> = sqlx::query_scalar(NOTICES).fetch_all(&mut *db).await?;
    let mut known = HashMap::with_capacity(numbers.len());
    for number in numbers {
        if let Some(notice) = notices::find(db, number).await? {
            known.insert(number, notice);
        }
    }
    Ok(known)
}

/// Takes notices from what waits for a destination.
///
/// # Errors
/// As the database reports them.
pub async fn remove(db: &mut Connection, destination: i64, notices: &[i64]) -> Result<()> {
    const REMOVE: &str = "DELETE FROM digest_items WHERE destination = $1 AND notice = $2";
    for notice in notices {
        sqlx::query(REMOVE)
            .bind(destination)
            .bind(notice)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

/// Lets what waits since a time that has not come yet wait since now: the clock has been set back.
///
/// # Errors
/// As the database reports them.
pub async fn clock_was_set_back(db: &mut Connection, now: DateTime<Utc>) -> Result<()> {
    const NOW: &str = "UPDATE digest_items SET at = $1 WHERE at > $1";
    sqlx::query(NOW)
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// Up to `most` persons behind this one who have subscribed to something since before `since`, and for whom nothing waits.
///
/// # Errors
/// As the database reports them.
pub async fn subscribers(
    db: &mut Connection,
    after: i64,
    since: DateTime<Utc>,
    most: u32,
) -> Result<Vec<Reader>> {
    const SUBSCRIBERS: &str = "WHERE id > $1 AND place = 'private'
          AND EXISTS (SELECT 1 FROM subscriptions
            WHERE destination = destinations.id AND ended_at IS NULL AND since <= $2)
          AND NOT EXISTS (SELECT 1 FROM digest_items WHERE destination = destinations.id)
        ORDER BY id LIMIT $3";
    let query = sqlx::AssertSqlSafe(format!("{COLUMNS} {SUBSCRIBERS}"));
    let rows: Vec<Row> = sqlx::query(query)
        .bind(after)
        .bind(since.timestamp_millis())
        .bind(i64::from(most))
        .fetch_all(&mut *db)
        .await?;
    let mut readers = Vec::with_capacity(rows.len());
    for row in rows {
        readers.push(reader(db, &row).await?);
    }
    Ok(readers)
}

/// The destinations that got something of a mailing since then, or are about to. The sign of life of a month ago does not
/// count; a later one does, which there is when a clock was set back.
///
/// # Errors
/// As the database reports them.
pub async fn heard(db: &mut Connection, since: DateTime<Utc>) -> Result<HashSet<i64>> {
    const HEARD: &str = "SELECT DISTINCT recipient FROM outbox
        WHERE mailing > 0 AND mailing IN (SELECT id FROM mailings
            WHERE (ended_at IS NULL OR ended_at >= $1) AND (kind <> 'alive' OR created_at > $2))
          AND (status IN ('pending', 'sending') OR (status = 'sent' AND settled_at >= $1))";
    let recent = since + TimeDelta::days(1);
    let heard: Vec<Option<i64>> = sqlx::query_scalar(HEARD)
        .bind(since.timestamp_millis())
        .bind(recent.timestamp_millis())
        .fetch_all(db)
        .await?;
    Ok(heard.into_iter().flatten().collect())
}

/// The last destination that has its row of a mailing; 0 where none has.
///
/// # Errors
/// As the database reports them.
pub async fn last_recipient(db: &mut Connection, mailing: i64) -> Result<i64> {
    const LAST: &str =
        "SELECT coalesce(max(recipient), 0) FROM outbox WHERE mailing = $1 AND mailing > 0";
    Ok(sqlx::query_scalar(LAST).bind(mailing).fetch_one(db).await?)
}

async fn reader(db: &mut Connection, row: &Row) -> Result<Reader> {
    let id = row.try_get("id")?;
    let (platform, thread): (String, String) = (row.try_get("platform")?, row.try_get("thread")?);
    let (place, language): (String, String) = (row.try_get("place")?, row.try_get("language")?);
    let to = ChatRef {
        platform: Platform::from_name(&platform).unwrap_or(Platform::Terminal),
        chat: row.try_get("chat")?,
        thread: (!thread.is_empty()).then_some(thread),
    };
    let quiet: i64 = row.try_get("quiet")?;
    Ok(Reader {
        destination: Destination {
            id,
            to,
            place: Place::from_name(&place).unwrap_or(Place::Private),
            ping: row.try_get("ping")?,
            quiet: quiet != 0,
        },
        language: Language::from_code(&language).unwrap_or(Language::Polish),
        subscriptions: subscriptions::active(db, id).await?,
    })
}
