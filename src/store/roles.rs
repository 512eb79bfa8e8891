//! What a person may do.

use chrono::{DateTime, Utc};

use super::{Connection, Result};
use crate::domain::message::Platform;
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
