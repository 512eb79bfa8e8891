//! Who changed what: only added to.

use chrono::{DateTime, Utc};

use super::{Connection, Result, instant, next_number};

/// A change.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    pub at: DateTime<Utc>,
    /// `platform:person`, `cli` or `clock`.
    pub actor: String,
    pub what: String,
    pub subject: String,
    pub before: String,
    pub after: String,
}

/// Writes a change down.
///
/// # Errors
/// As the database reports them.
pub async fn add(db: &mut Connection, change: &Change) -> Result<()> {
    const ADD: &str = "INSERT INTO audit (id, at, actor, what, subject, before, after)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let id = next_number(db, "audit").await?;
    sqlx::query(ADD)
        .bind(id)
        .bind(change.at.timestamp_millis())
        .bind(&change.actor)
        .bind(&change.what)
        .bind(&change.subject)
        .bind(&change.before)
        .bind(&change.after)
        .execute(db)
        .await?;
    Ok(())
}

/// What happened to something, the oldest first.
///
/// # Errors
/// As the database reports them.
pub async fn of(db: &mut Connection, subject: &str) -> Result<Vec<Change>> {
    const OF: &str =
        "SELECT at, actor, what, subject, before, after FROM audit WHERE subject = $1 ORDER BY id";
    type Line = (i64, String, String, String, String, String);
    let lines: Vec<Line> = sqlx::query_as(OF).bind(subject).fetch_all(db).await?;
    let change = |(at, actor, what, subject, before, after): Line| Change {
        at: instant(at),
        actor,
        what,
        subject,
        before,
        after,
    };
    Ok(lines.into_iter().map(change).collect())
}
