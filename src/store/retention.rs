//! What is kept, and for how long.

use chrono::{DateTime, Duration, Utc};

use super::{Connection, Result, mailings};
use crate::config::Retention;

/// Rows deleted in one transaction: more would keep others from the database.
const SLICE: i64 = 1000;

/// Deletes a part of what is older than it may be kept. `true`: that was all.
///
/// # Errors
/// As the database reports them.
pub async fn apply(db: &mut Connection, keep: &Retention, now: DateTime<Utc>) -> Result<bool> {
    let steps = [
        (
            "DELETE FROM seen_updates WHERE (platform, update_id) IN (
                SELECT platform, update_id FROM seen_updates WHERE seen_at < $1 LIMIT $2)",
            keep.seen_days,
        ),
        (
            "DELETE FROM outbox WHERE id IN (
                SELECT id FROM outbox WHERE status = 'sent' AND mailing = 0 AND settled_at < $1 LIMIT $2)",
            keep.sent_days,
        ),
        (
            "DELETE FROM outbox WHERE id IN (
                SELECT id FROM outbox WHERE status IN ('dead', 'undeliverable', 'skipped') AND mailing = 0
                  AND settled_at < $1 LIMIT $2)",
            keep.dead_days,
        ),
        // No message that went with them is kept as long; a notice may still have to go.
        (
            "DELETE FROM files WHERE id IN (
                SELECT id FROM files WHERE created_at < $1
                  AND NOT EXISTS (SELECT 1 FROM notices
                    WHERE notices.state IN ('draft', 'waiting', 'scheduled', 'held')
                      AND notices.content LIKE '%\"' || files.id || '\"%')
                  AND NOT EXISTS (SELECT 1 FROM mailings
                    JOIN mailing_bodies ON mailing_bodies.mailing = mailings.id
                    WHERE mailings.ended_at IS NULL AND mailing_bodies.body LIKE '%\"' || files.id || '\"%')
                LIMIT $2)",
            keep.seen_days,
        ),
        (
            "DELETE FROM invites WHERE digest IN (SELECT digest FROM invites WHERE expires_at < $1 LIMIT $2)",
            keep.seen_days,
        ),
        (
            "DELETE FROM conversations WHERE (platform, chat, thread, person) IN (
                SELECT platform, chat, thread, person FROM conversations WHERE updated_at < $1 LIMIT $2)",
            keep.conversation_days,
        ),
        (
            "DELETE FROM chats WHERE (platform, chat) IN (
                SELECT platform, chat FROM chats WHERE state = 'gone' AND changed_at < $1 LIMIT $2)",
            keep.conversation_days,
        ),
        (
            "DELETE FROM officer_notes WHERE id IN (SELECT id FROM officer_notes WHERE last_at < $1 LIMIT $2)",
            keep.notes_days,
        ),
    ];
    for (step, days) in steps {
        let before = now - Duration::days(days.into());
        let deleted = sqlx::query(step)
            .bind(before.timestamp_millis())
            .bind(SLICE)
            .execute(&mut *db)
            .await?;
        if deleted.rows_affected() >= SLICE as u64 {
            return Ok(false);
        }
    }
    // A question carries the end of its own term.
    const QUESTIONS: &str = "UPDATE conversations SET asked = NULL, asked_until = NULL
        WHERE asked IS NOT NULL AND asked_until <= $1";
    sqlx::query(QUESTIONS)
        .bind(now.timestamp_millis())
        .execute(&mut *db)
        .await?;
    of_mailings(db, now - Duration::days(keep.notices_days.into())).await
}

/// Of mailings only the numbers are kept: who got it and who did not is deleted, and what it said.
async fn of_mailings(db: &mut Connection, before: DateTime<Utc>) -> Result<bool> {
    const OLD: &str = "SELECT min(id) FROM mailings WHERE ended_at < $1
        AND EXISTS (SELECT 1 FROM outbox WHERE outbox.mailing = mailings.id AND outbox.mailing > 0)";
    const ROWS: &str = "DELETE FROM outbox WHERE id IN (
        SELECT id FROM outbox WHERE mailing = $1 AND mailing > 0 LIMIT $2)";
    const TEXTS: &str = "DELETE FROM mailing_bodies
        WHERE mailing IN (SELECT id FROM mailings WHERE ended_at < $1)";
    let old: Option<i64> = sqlx::query_scalar(OLD)
        .bind(before.timestamp_millis())
        .fetch_one(&mut *db)
        .await?;
    if let Some(mailing) = old {
        mailings::keep_outcome(db, mailing).await?;
        sqlx::query(ROWS)
            .bind(mailing)
            .bind(SLICE)
            .execute(db)
            .await?;
        return Ok(false);
    }
    sqlx::query(TEXTS)
        .bind(before.timestamp_millis())
        .execute(db)
        .await?;
    Ok(true)
}
