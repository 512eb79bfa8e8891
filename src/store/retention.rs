//! What is kept, and for how long.

use chrono::{DateTime, Duration, Utc};

use super::{Connection, Result, mailings};
use crate::config::Retention;

/// Deletes what is older than it may be kept.
///
/// # Errors
/// As the database reports them.
pub async fn apply(db: &mut Connection, keep: &Retention, now: DateTime<Utc>) -> Result<()> {
    let steps = [
        (
            "DELETE FROM seen_updates WHERE seen_at < $1",
            keep.seen_days,
        ),
        (
            "DELETE FROM outbox WHERE status = 'sent' AND mailing = 0 AND settled_at < $1",
            keep.sent_days,
        ),
        (
            "DELETE FROM outbox WHERE status IN ('dead', 'undeliverable', 'skipped') AND mailing = 0 AND settled_at < $1",
            keep.dead_days,
        ),
        // No message that goes with them is kept as long.
        ("DELETE FROM files WHERE created_at < $1", keep.seen_days),
        ("DELETE FROM invites WHERE expires_at < $1", keep.seen_days),
        (
            "DELETE FROM conversations WHERE updated_at < $1",
            keep.conversation_days,
        ),
        (
            "DELETE FROM chats WHERE state = 'gone' AND changed_at < $1",
            keep.conversation_days,
        ),
        (
            "DELETE FROM officer_notes WHERE last_at < $1",
            keep.notes_days,
        ),
    ];
    for (step, days) in steps {
        let before = now - Duration::days(days.into());
        sqlx::query(step)
            .bind(before.timestamp_millis())
            .execute(&mut *db)
            .await?;
    }
    forget_rows(db, now - Duration::days(keep.notices_days.into())).await?;
    // A question carries the end of its own term.
    const QUESTIONS: &str = "UPDATE conversations SET asked = NULL, asked_until = NULL
        WHERE asked IS NOT NULL AND asked_until <= $1";
    sqlx::query(QUESTIONS)
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// Rows of mailings that are deleted in one transaction.
const ROWS: i64 = 1000;

/// Deletes some more rows of mailings that ended before this; of what became of them the numbers stay.
async fn forget_rows(db: &mut Connection, before: DateTime<Utc>) -> Result<()> {
    const OLD: &str = "SELECT id FROM mailings WHERE ended_at < $1 AND EXISTS (
            SELECT 1 FROM outbox WHERE outbox.mailing = mailings.id AND outbox.mailing > 0)
        ORDER BY id LIMIT 1";
    const FORGET: &str = "DELETE FROM outbox WHERE id IN (
            SELECT id FROM outbox WHERE mailing = $1 AND mailing > 0 ORDER BY id LIMIT $2)";
    let old: Option<i64> = sqlx::query_scalar(OLD)
        .bind(before.timestamp_millis())
        .fetch_optional(&mut *db)
        .await?;
    if let Some(id) = old {
        mailings::keep_outcome(db, id).await?;
        sqlx::query(FORGET).bind(id).bind(ROWS).execute(db).await?;
    }
    Ok(())
}
