//! Everything that is known of somebody who does something, in one query: it is asked with each message.

use chrono::{DateTime, Utc};

use super::{Connection, Result, conversations};
use crate::domain::conversation::Conversation;
use crate::domain::message::ChatRef;
use crate::domain::role::Role;
use crate::store::chats::Closed;

/// Somebody in a chat.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    /// Their highest role.
    pub role: Role,
    /// As [`conversations::find`] has it.
    pub conversation: Option<Conversation>,
    /// It was thought that the bot is not in this chat any more, or blocked. (Where it has no right to write, it still
    /// hears.)
    pub gone: bool,
}

/// Looks up a person in a chat.
///
/// # Errors
/// As the database reports them.
pub async fn meet(
    db: &mut Connection,
    chat: &ChatRef,
    person: &str,
    kept_since: DateTime<Utc>,
) -> Result<Met> {
    const MEET: &str = "SELECT roles.role, conversations.state, conversations.asked, chats.state
        FROM (SELECT 1 AS one) AS always
        LEFT JOIN roles ON roles.platform = $1 AND roles.person = $4
        LEFT JOIN conversations ON conversations.platform = $1 AND conversations.chat = $2
            AND conversations.thread = $3 AND conversations.person = $4 AND conversations.updated_at >= $5
        LEFT JOIN chats ON chats.platform = $1 AND chats.chat = $2";
    type Line = (
        Option<String>,
        Option<String>,
        Option<String>,
        Option<String>,
    );
    // A line for each role.
    let lines: Vec<Line> = sqlx::query_as(MEET)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .bind(chat.thread.as_deref().unwrap_or_default())
        .bind(person)
        .bind(kept_since.timestamp_millis())
        .fetch_all(db)
        .await?;
    let roles = lines.iter().filter_map(|line| line.0.as_deref());
    let role = roles.filter_map(Role::from_name).max();
    let (_, state, asked, chat_state) = lines.into_iter().next().unwrap_or_default();
    Ok(Met {
        role: role.unwrap_or(Role::Asker),
        conversation: state.map(|state| conversations::read(&state, asked.as_deref())),
        gone: chat_state.is_some_and(|state| state == Closed::Gone.as_str()),
    })
}
