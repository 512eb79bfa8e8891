//! When something that has its times was last done, and what happened to this file.

use chrono::{DateTime, Utc};

use super::{Connection, Result, instant};

/// The file is a copy, made then, and what happened after that is not known.
pub const COPIED: &str = "copied";

/// The last time of the daily digests that was begun.
pub const DAILY: &str = "digest_daily";

/// The last time of the weekly digests that was begun.
pub const WEEKLY: &str = "digest_weekly";

/// The last sign of life that was begun.
pub const ALIVE: &str = "alive";

/// When it was, if it ever was.
///
/// # Errors
/// As the database reports them.
pub async fn find(db: &mut Connection, name: &str) -> Result<Option<DateTime<Utc>>> {
    const FIND: &str = "SELECT at FROM marks WHERE name = $1";
    let at: Option<i64> = sqlx::query_scalar(FIND)
        .bind(name)
        .fetch_optional(db)
        .await?;
    Ok(at.map(instant))
}

/// Keeps when it was, in the place of the time before.
///
/// # Errors
/// As the database reports them.
pub async fn set(db: &mut Connection, name: &str, at: DateTime<Utc>) -> Result<()> {
    const SET: &str = "INSERT INTO marks (name, at) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET at = excluded.at";
    sqlx::query(SET)
        .bind(name)
        .bind(at.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets that it ever was.
///
/// # Errors
/// As the database reports them.
pub async fn clear(db: &mut Connection, name: &str) -> Result<()> {
    const CLEAR: &str = "DELETE FROM marks WHERE name = $1";
    sqlx::query(CLEAR).bind(name).execute(db).await?;
    Ok(())
}

/// Marks a file as a copy. One that is the copy of a copy stays of the time of the first.
///
/// # Errors
/// As the database reports them.
pub async fn set_copied(db: &mut Connection, at: DateTime<Utc>) -> Result<()> {
    const SET: &str = "INSERT INTO marks (name, at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
    sqlx::query(SET)
        .bind(COPIED)
        .bind(at.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}
