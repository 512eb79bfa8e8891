//! What a person may do.

use chrono::{DateTime, Utc};

use super::audit::{self, Change};
use super::{Connection, Result, instant};
use crate::domain::message::{ChatRef, Platform};
use crate::domain::notice::Person;
use crate::domain::role::Role;

/// Somebody who has a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub person: Person,
    pub role: Role,
    /// Their private chat with the bot, where it is known.
    pub chat: Option<ChatRef>,
    pub granted_at: DateTime<Utc>,
}

/// Gives a person a role, and writes that down; giving it twice changes nothing.
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
    let done = sqlx::query(GRANT)
        .bind(platform.as_str())
        .bind(person)
        .bind(role.as_str())
        .bind(now.timestamp_millis())
        .execute(&mut *db)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    let person = Person {
        platform,
        id: person.to_owned(),
    };
    // Nobody but the holder of a code brings it about.
    let roles = ("", role.as_str());
    changed(db, &person, &person.to_string(), roles, now).await
}

/// Takes every role from a person, and writes that down. Returns those they had.
///
/// # Errors
/// As the database reports them.
pub async fn revoke(
    db: &mut Connection,
    person: &Person,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Role>> {
    const REVOKE: &str = "DELETE FROM roles WHERE platform = $1 AND person = $2 RETURNING role";
    let names: Vec<String> = sqlx::query_scalar(REVOKE)
        .bind(person.platform.as_str())
        .bind(&person.id)
        .fetch_all(&mut *db)
        .await?;
    let mut roles: Vec<Role> = names
        .iter()
        .filter_map(|name| Role::from_name(name))
        .collect();
    roles.sort();
    for role in &roles {
        changed(db, person, actor, (role.as_str(), ""), now).await?;
    }
    Ok(roles)
}

/// Everybody who has a role, the first ones first.
///
/// # Errors
/// As the database reports them.
pub async fn holders(db: &mut Connection) -> Result<Vec<Holder>> {
    const HOLDERS: &str = "SELECT platform, person, role, chat, granted_at FROM roles
        ORDER BY granted_at, platform, person, role";
    type Line = (String, String, String, String, i64);
    let lines: Vec<Line> = sqlx::query_as(HOLDERS).fetch_all(db).await?;
    let holder = |(platform, id, role, chat, granted_at): Line| {
        let platform = Platform::from_name(&platform)?;
        Some(Holder {
            person: Person { platform, id },
            role: Role::from_name(&role)?,
            chat: (!chat.is_empty()).then(|| ChatRef::private(platform, chat)),
            granted_at: instant(granted_at),
        })
    };
    Ok(lines.into_iter().filter_map(holder).collect())
}

/// Remembers the private chat of somebody who has a role: what concerns them is said there.
///
/// # Errors
/// As the database reports them.
pub async fn met(db: &mut Connection, chat: &ChatRef, person: &str) -> Result<()> {
    const MET: &str =
        "UPDATE roles SET chat = $3 WHERE platform = $1 AND person = $2 AND chat <> $3";
    sqlx::query(MET)
        .bind(chat.platform.as_str())
        .bind(person)
        .bind(&chat.chat)
        .execute(db)
        .await?;
    Ok(())
}

async fn changed(
    db: &mut Connection,
    person: &Person,
    actor: &str,
    (before, after): (&str, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let change = Change {
        at: now,
        actor: actor.to_owned(),
        what: "role".to_owned(),
        subject: format!("person:{person}"),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    audit::add(db, &change).await
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
