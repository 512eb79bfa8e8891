//! Messages that change after they were sent, and files that are brought.

use chrono::{DateTime, Utc};

use super::super::knowledge::json;
use super::super::{Connection, Result, next_number};
use super::{Said, put};
use crate::domain::message::{Attachment, Block, ChatRef, Lane, Outgoing};
use crate::domain::notice::NoticeFile;

/// Shows a message that is sent once and edited from then on, like the progress of something. At most one edit of it waits:
/// it says the latest. It has to fit into one message. Goes beside the replies, so that it never holds them up.
///
/// # Errors
/// As the database reports them.
pub async fn show(
    db: &mut Connection,
    cause: &str,
    to: &ChatRef,
    message: Outgoing,
    now: DateTime<Utc>,
) -> Result<()> {
    const ROWS: &str = "SELECT id, part, op, status FROM outbox WHERE cause = $1 ORDER BY part";
    const REWRITE: &str = "UPDATE outbox SET body = $2 WHERE id = $1 AND status = 'pending'";
    const AGAIN: &str = "UPDATE outbox SET body = $2, status = 'pending', settled_at = NULL, why = NULL, error = NULL,
            attempts = 0, fruitless = 0, uncertain = 0, not_before = $3, created_at = $3
        WHERE id = $1";
    const EDIT: &str =
        "INSERT INTO outbox (id, platform, chat, thread, lane, op, cause, part, body, not_before, created_at, status)
        VALUES ($1, $2, $3, $4, $5, 'edit', $6, $7, $8, $9, $9, 'pending')";
    let rows: Vec<(i64, i64, String, String)> =
        sqlx::query_as(ROWS).bind(cause).fetch_all(&mut *db).await?;
    let body = json(&message);
    let Some((_, last, ..)) = rows.last() else {
        let said = Said {
            cause: cause.to_owned(),
            lane: Lane::Cases,
            to: to.clone(),
            messages: vec![message],
        };
        return put(db, vec![said], now).await;
    };
    if let Some((id, ..)) = rows.iter().find(|(.., status)| status == "pending") {
        sqlx::query(REWRITE).bind(id).bind(body).execute(db).await?;
        return Ok(());
    }
    let is_done =
        |(.., op, status): &&(i64, i64, String, String)| op == "edit" && status != "sending";
    if let Some((id, ..)) = rows.iter().find(is_done) {
        sqlx::query(AGAIN)
            .bind(id)
            .bind(body)
            .bind(now.timestamp_millis())
            .execute(db)
            .await?;
        return Ok(());
    }
    let id = next_number(db, "outbox").await?;
    sqlx::query(EDIT)
        .bind(id)
        .bind(to.platform.as_str())
        .bind(&to.chat)
        .bind(to.thread.as_deref().unwrap_or_default())
        .bind(Lane::Cases.rank())
        .bind(cause)
        .bind(last + 1)
        .bind(body)
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// Brings a file that somebody has sent in a chat, by the platform's name of it, and stores it under the id that is asked
/// for. Nothing is said. A cause that is known already adds nothing.
///
/// # Errors
/// As the database reports them.
pub async fn put_fetch(
    db: &mut Connection,
    cause: &str,
    from: &ChatRef,
    remote: &str,
    file: &NoticeFile,
    now: DateTime<Utc>,
) -> Result<()> {
    const FETCH: &str =
        "INSERT INTO outbox (id, platform, chat, thread, lane, op, target, cause, part, body, not_before, created_at, status)
        VALUES ($1, $2, $3, $4, $5, 'fetch', $6, $7, 0, $8, $9, $9, 'pending')
        ON CONFLICT (cause, part) DO NOTHING";
    let body = Outgoing {
        blocks: vec![Block::Heading(file.name.clone())],
        file: Some(file.attachment.clone()),
        ..Outgoing::default()
    };
    let id = next_number(db, "outbox").await?;
    sqlx::query(FETCH)
        .bind(id)
        .bind(from.platform.as_str())
        .bind(&from.chat)
        .bind(from.thread.as_deref().unwrap_or_default())
        // Beside the replies, so that a large file does not hold them up.
        .bind(Lane::Cases.rank())
        .bind(remote)
        .bind(cause)
        .bind(json(&body))
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// The file that a row of [`put_fetch`] asks for, and the name that people see.
pub fn asked_for(message: &Outgoing) -> Option<(&Attachment, &str)> {
    let name = message.blocks.iter().find_map(|block| match block {
        Block::Heading(name) => Some(name.as_str()),
        _ => None,
    });
    Some((message.file.as_ref()?, name.unwrap_or_default()))
}

/// Whether something was put into the outbox for this cause, and is still there.
///
/// # Errors
/// As the database reports them.
pub async fn is_known(db: &mut Connection, cause: &str) -> Result<bool> {
    const KNOWN: &str = "SELECT EXISTS (SELECT 1 FROM outbox WHERE cause = $1)";
    let known: i64 = sqlx::query_scalar(KNOWN).bind(cause).fetch_one(db).await?;
    Ok(known != 0)
}
