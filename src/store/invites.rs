//! One-time codes that give a role. A code itself is never stored, only its digest.

use chrono::{DateTime, Utc};

use super::{Connection, Result};
use crate::domain::role::Role;

/// Stores a code by its digest.
///
/// # Errors
/// As the database reports them.
pub async fn add(
    db: &mut Connection,
    digest: &str,
    role: Role,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<()> {
    const ADD: &str =
        "INSERT INTO invites (digest, role, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    sqlx::query(ADD)
        .bind(digest)
        .bind(role.as_str())
        .bind(now.timestamp_millis())
        .bind(expires_at.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// Uses a code up. `None`: there is none, it was used, or its time is over.
///
/// # Errors
/// As the database reports them.
pub async fn redeem(db: &mut Connection, digest: &str, now: DateTime<Utc>) -> Result<Option<Role>> {
    const REDEEM: &str = "UPDATE invites SET used_at = $2
        WHERE digest = $1 AND used_at IS NULL AND expires_at > $2 RETURNING role";
    let role: Option<String> = sqlx::query_scalar(REDEEM)
        .bind(digest)
        .bind(now.timestamp_millis())
        .fetch_optional(db)
        .await?;
    Ok(role.and_then(|role| Role::from_name(&role)))
}
