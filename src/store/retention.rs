//! What is kept, and for how long.

use chrono::{DateTime, Duration, Utc};

use super::{Connection, Result};
use crate::config::Retention;

/// Deletes what is older than it may be kept.
///
/// # Errors
/// As the database reports them.
pub async fn apply(db: &mut Connection, keep: &Retention, now: DateTime<Utc>) -> Result<()> {
    const STEPS: [&str; 3] = [
        "DELETE FROM seen_updates WHERE seen_at < $1",
        "DELETE FROM outbox WHERE status = 'sent' AND settled_at < $1",
        "DELETE FROM conversations WHERE updated_at < $1",
    ];
    for (step, days) in
        STEPS
            .into_iter()
            .zip([keep.seen_days, keep.sent_days, keep.conversation_days])
    {
        let before = now - Duration::days(days.into());
        sqlx::query(step)
            .bind(before.timestamp_millis())
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
