//! What is kept, and for how long.

use chrono::{DateTime, Duration, Utc};

use super::{Connection, Result};
use crate::config::Retention;

/// Deletes what is older than it may be kept.
///
/// # Errors
/// As the database reports them.
pub async fn apply(db: &mut Connection, keep: &Retention, now: DateTime<Utc>) -> Result<()> {
    const STEPS: [&str; 5] = [
        "DELETE FROM seen_updates WHERE seen_at < $1",
        "DELETE FROM outbox WHERE status = 'sent' AND settled_at < $1",
        "DELETE FROM outbox WHERE status = 'dead' AND settled_at < $1",
        "DELETE FROM conversations WHERE updated_at < $1",
        "UPDATE conversations SET asked = NULL, asked_until = NULL WHERE asked IS NOT NULL AND asked_until <= $1",
    ];
    // The last step compares with the end of its own term.
    let days = [
        keep.seen_days,
        keep.sent_days,
        keep.dead_days,
        keep.conversation_days,
        0,
    ];
    for (step, days) in STEPS.into_iter().zip(days) {
        let before = now - Duration::days(days.into());
        sqlx::query(step)
            .bind(before.timestamp_millis())
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
