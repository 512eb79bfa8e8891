//! Events of platforms that were handled.

use chrono::{DateTime, Utc};

use super::{Connection, Result};
use crate::domain::message::Platform;

/// Marks an event as handled. `false`: it was handled before.
///
/// # Errors
/// As the database reports them.
pub async fn mark(
    db: &mut Connection,
    platform: Platform,
    update: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    const MARK: &str = "INSERT INTO seen_updates (platform, update_id, seen_at) VALUES ($1, $2, $3)
        ON CONFLICT (platform, update_id) DO NOTHING";
    let done = sqlx::query(MARK)
        .bind(platform.as_str())
        .bind(update)
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}
