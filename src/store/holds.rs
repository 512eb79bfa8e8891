//! What a platform does not take for now, until the administrator lifts it: reminders and notices to single persons.

use chrono::{DateTime, Utc};

use super::officer_notes::{self, NoteKind};
use super::{Connection, Result, instant, outbox};
use crate::domain::message::Platform;

/// What is held back, by its name in the database.
const DIRECT: &str = "direct";

/// Reminders and notices to single persons are held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    pub platform: String,
    /// In the platform's words.
    pub reason: String,
    pub since: DateTime<Utc>,
}

/// Holds back reminders and notices to single persons. `true`: they were not held back before; the officer is told.
///
/// # Errors
/// As the database reports them.
pub async fn put(
    db: &mut Connection,
    platform: Platform,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    const PUT: &str = "INSERT INTO holds (platform, kind, reason, since) VALUES ($1, $2, $3, $4)
        ON CONFLICT (platform, kind) DO NOTHING";
    let done = sqlx::query(PUT)
        .bind(platform.as_str())
        .bind(DIRECT)
        .bind(reason)
        .bind(now.timestamp_millis())
        .execute(&mut *db)
        .await?;
    let is_new = done.rows_affected() == 1;
    if is_new {
        officer_notes::add(db, NoteKind::DirectStopped, platform.as_str(), "", now).await?;
    }
    Ok(is_new)
}

/// Whether reminders and notices to single persons are held back.
///
/// # Errors
/// As the database reports them.
pub async fn is_held(db: &mut Connection, platform: Platform) -> Result<bool> {
    const HELD: &str = "SELECT count(*) FROM holds WHERE platform = $1 AND kind = $2";
    let held: i64 = sqlx::query_scalar(HELD)
        .bind(platform.as_str())
        .bind(DIRECT)
        .fetch_one(db)
        .await?;
    Ok(held > 0)
}

/// The platforms where they are.
///
/// # Errors
/// As the database reports them.
pub async fn list(db: &mut Connection) -> Result<Vec<Hold>> {
    const LIST: &str =
        "SELECT platform, reason, since FROM holds WHERE kind = $1 ORDER BY platform";
    let rows: Vec<(String, String, i64)> = sqlx::query_as(LIST).bind(DIRECT).fetch_all(db).await?;
    let hold = |(platform, reason, since)| Hold {
        platform,
        reason,
        since: instant(since),
    };
    Ok(rows.into_iter().map(hold).collect())
}

/// Lets them go on. `false`: they were not held back.
///
/// # Errors
/// As the database reports them.
pub async fn lift(db: &mut Connection, platform: Platform, now: DateTime<Utc>) -> Result<bool> {
    const LIFT: &str = "DELETE FROM holds WHERE platform = $1 AND kind = $2";
    let done = sqlx::query(LIFT)
        .bind(platform.as_str())
        .bind(DIRECT)
        .execute(&mut *db)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    outbox::let_go(db, platform, now).await?;
    Ok(true)
}
