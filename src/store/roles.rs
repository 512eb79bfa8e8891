//! What a person may do.

use chrono::{DateTime, Utc};

use super::{Connection, Result, subscriptions};
use crate::domain::message::{ChatRef, Platform};
use crate::domain::role::Role;

/// Gives a person a role; giving it twice changes nothing.
///
/// # Errors
/// As the database reports them.
pub async fn grant(
    db: &mut Connection,
    platform: Platform,
    person: &str,
    role: Role,
    now: DateTime<Utc>,
) -> Result<()> {
    if role == Role::Asker {
        return Ok(()); // everybody is one
    }
    const GRANT: &str =
        "INSERT INTO roles (platform, person, role, granted_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (platform, person, role) DO NOTHING";
    sqlx::query(GRANT)
        .bind(platform.as_str())
        .bind(person)
        .bind(role.as_str())
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// The persons of a platform who have this role, the first ones first.
///
/// # Errors
/// As the database reports them.
pub async fn persons(db: &mut Connection, platform: Platform, role: Role) -> Result<Vec<String>> {
    const PERSONS: &str = "SELECT person FROM roles WHERE platform = $1 AND role = $2
        ORDER BY granted_at, person";
    Ok(sqlx::query_scalar(PERSONS)
        .bind(platform.as_str())
        .bind(role.as_str())
        .fetch_all(db)
        .await?)
}

/// The private chats of the persons who have this role: where they talked to the bot alone last.
///
/// # Errors
/// As the database reports them.
pub async fn private_chats(db: &mut Connection, role: Role) -> Result<Vec<ChatRef>> {
    const CHATS: &str = "SELECT roles.platform, roles.person, chat FROM roles
        JOIN conversations ON conversations.platform = roles.platform AND conversations.person = roles.person
        WHERE role = $1 AND thread = '' ORDER BY granted_at, roles.person, updated_at DESC";
    let rows: Vec<(String, String, String)> = sqlx::query_as(CHATS)
        .bind(role.as_str())
        .fetch_all(&mut *db)
        .await?;
    let mut told: Vec<(Platform, String)> = Vec::new();
    let mut chats = Vec::new();
    for (platform, person, chat) in rows {
        let platform = Platform::from_name(&platform).unwrap_or(Platform::Terminal);
        let to = ChatRef::private(platform, chat);
        let is_private = match platform {
            // A private chat has an id of its own there.
            Platform::Discord => {
                to.person_aside().is_none() && subscriptions::is_direct(db, &to).await?
            }
            Platform::Telegram | Platform::Terminal => to.chat == person,
        };
        let who = (platform, person);
        if is_private && !told.contains(&who) {
            told.push(who);
            chats.push(to);
        }
    }
    Ok(chats)
}
