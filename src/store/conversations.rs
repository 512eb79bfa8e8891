//! What is remembered between two messages.

use chrono::{DateTime, Utc};

use super::{Connection, Result};
use crate::domain::conversation::Conversation;
use crate::domain::language::Language;
use crate::domain::message::{ChatRef, Platform};

/// The state of a person's conversation in a chat. `None` for somebody who is not known there, or was silent since before
/// `kept_since`. A state that cannot be read any more (written by another version) counts as new: it holds nothing that may
/// not be forgotten.
///
/// # Errors
/// As the database reports them.
pub async fn find(
    db: &mut Connection,
    chat: &ChatRef,
    person: &str,
    kept_since: DateTime<Utc>,
) -> Result<Option<Conversation>> {
    const FIND: &str = "SELECT state, asked FROM conversations
        WHERE platform = $1 AND chat = $2 AND thread = $3 AND person = $4 AND updated_at >= $5";
    let row: Option<(String, Option<String>)> = sqlx::query_as(FIND)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .bind(chat.thread.as_deref().unwrap_or_default())
        .bind(person)
        .bind(kept_since.timestamp_millis())
        .fetch_optional(db)
        .await?;
    Ok(row.map(|(state, asked)| read(&state, asked.as_deref())))
}

/// What stands in a row.
pub(super) fn read(state: &str, asked: Option<&str>) -> Conversation {
    let mut conversation: Conversation = serde_json::from_str(state).unwrap_or_default();
    conversation.asked = asked.and_then(|asked| serde_json::from_str(asked).ok());
    conversation
}

/// Stores the state of a person's conversation in a chat.
///
/// # Errors
/// As the database reports them.
pub async fn save(
    db: &mut Connection,
    chat: &ChatRef,
    person: &str,
    state: &Conversation,
    now: DateTime<Utc>,
) -> Result<()> {
    const SAVE: &str = "INSERT INTO conversations
        (platform, chat, thread, person, state, asked, asked_until, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (platform, chat, thread, person)
        DO UPDATE SET state = excluded.state, asked = excluded.asked, asked_until = excluded.asked_until,
            updated_at = excluded.updated_at";
    sqlx::query(SAVE)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .bind(chat.thread.as_deref().unwrap_or_default())
        .bind(person)
        .bind(super::knowledge::json(state))
        .bind(state.asked.as_ref().map(super::knowledge::json))
        .bind(
            state
                .asked
                .as_ref()
                .map(|asked| asked.until().timestamp_millis()),
        )
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// The language that was spoken last in a chat, where it is known.
///
/// # Errors
/// As the database reports them.
pub async fn language(db: &mut Connection, chat: &ChatRef) -> Result<Option<Language>> {
    const LAST: &str = "SELECT state FROM conversations
        WHERE platform = $1 AND chat = $2 ORDER BY updated_at DESC LIMIT 1";
    let state: Option<String> = sqlx::query_scalar(LAST)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .fetch_optional(db)
        .await?;
    Ok(state.and_then(|state| read(&state, None).language()))
}

/// Up to `most` chats of a platform where somebody has talked since then, the latest first. Those of people who are answered
/// aside are not among them.
///
/// # Errors
/// As the database reports them.
pub async fn recent(
    db: &mut Connection,
    platform: Platform,
    since: DateTime<Utc>,
    most: u32,
) -> Result<Vec<ChatRef>> {
    const RECENT: &str = "SELECT chat, thread FROM conversations
        WHERE platform = $1 AND updated_at >= $2 AND chat NOT LIKE $4
        GROUP BY chat, thread ORDER BY max(updated_at) DESC LIMIT $3";
    let rows: Vec<(String, String)> = sqlx::query_as(RECENT)
        .bind(platform.as_str())
        .bind(since.timestamp_millis())
        .bind(i64::from(most))
        .bind(ChatRef::aside(platform, "%").chat)
        .fetch_all(db)
        .await?;
    let chats = rows.into_iter().map(|(chat, thread)| ChatRef {
        platform,
        chat,
        thread: (!thread.is_empty()).then_some(thread),
    });
    Ok(chats.collect())
}
