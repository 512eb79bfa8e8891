//! What is remembered between two messages.

use chrono::{DateTime, Utc};

use super::{Connection, Result};
use crate::domain::conversation::Conversation;
use crate::domain::message::ChatRef;

/// The state of a conversation; a new one for a chat that is not known. A state that cannot be read any more (written
/// by another version) counts as new: it holds nothing that may not be forgotten.
///
/// # Errors
/// As the database reports them.
pub async fn load(db: &mut Connection, chat: &ChatRef) -> Result<Conversation> {
    const LOAD: &str =
        "SELECT state FROM conversations WHERE platform = $1 AND chat = $2 AND thread = $3";
    let state: Option<String> = sqlx::query_scalar(LOAD)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .bind(chat.thread.as_deref().unwrap_or_default())
        .fetch_optional(db)
        .await?;
    Ok(state
        .and_then(|state| serde_json::from_str(&state).ok())
        .unwrap_or_default())
}

/// Stores the state of a conversation.
///
/// # Errors
/// As the database reports them.
pub async fn save(
    db: &mut Connection,
    chat: &ChatRef,
    state: &Conversation,
    now: DateTime<Utc>,
) -> Result<()> {
    const SAVE: &str = "INSERT INTO conversations (platform, chat, thread, state, updated_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (platform, chat, thread)
        DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at";
    sqlx::query(SAVE)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .bind(chat.thread.as_deref().unwrap_or_default())
        .bind(super::knowledge::json(state))
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}
