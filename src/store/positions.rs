//! Where platforms' streams of events were left.

use chrono::{DateTime, Utc};

use super::{Connection, Result, instant};
use crate::domain::message::Platform;

/// Where a stream was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The platform's own words.
    pub text: String,
    pub kept_at: DateTime<Utc>,
}

/// Keeps a position in the place of the one before.
///
/// # Errors
/// As the database reports them.
pub async fn keep(
    db: &mut Connection,
    platform: Platform,
    position: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    const KEEP: &str = "INSERT INTO positions (platform, position, kept_at) VALUES ($1, $2, $3)
        ON CONFLICT (platform) DO UPDATE SET position = excluded.position, kept_at = excluded.kept_at";
    sqlx::query(KEEP)
        .bind(platform.as_str())
        .bind(position)
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// The position that was kept last.
///
/// # Errors
/// As the database reports them.
pub async fn find(db: &mut Connection, platform: Platform) -> Result<Option<Position>> {
    const FIND: &str = "SELECT position, kept_at FROM positions WHERE platform = $1";
    let found: Option<(String, i64)> = sqlx::query_as(FIND)
        .bind(platform.as_str())
        .fetch_optional(db)
        .await?;
    Ok(found.map(|(text, kept_at)| Position {
        text,
        kept_at: instant(kept_at),
    }))
}
