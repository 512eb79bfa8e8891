//! What the officer writes, and where it is on its way.

use chrono::{DateTime, Utc};
use sqlx::Row as _;

use super::audit::{self, Change};
use super::knowledge::json;
use super::{Connection, Result, Row, instant, next_number};
use crate::domain::message::{ChatRef, Platform};
use crate::domain::notice::{Content, Notice, Person, State};

const COLUMNS: &str = "SELECT id, state, content, author_platform, author, chat, confirmed_by, approved_by, starts_at,
    reason, created_at, updated_at FROM notices";

/// How a notice moves on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Move<'a> {
    /// Who does it: `platform:person`, `cli` or `clock`.
    pub actor: &'a str,
    pub confirmed_by: Option<&'a str>,
    pub approved_by: Option<&'a str>,
    pub starts_at: Option<DateTime<Utc>>,
    pub reason: &'a str,
}

/// Begins a draft; returns its number.
///
/// # Errors
/// As the database reports them.
pub async fn create(
    db: &mut Connection,
    author: &Person,
    chat: Option<&ChatRef>,
    content: &Content,
    now: DateTime<Utc>,
) -> Result<i64> {
    const CREATE: &str = "INSERT INTO notices
        (id, state, content, author_platform, author, chat, created_at, updated_at)
        VALUES ($1, 'draft', $2, $3, $4, $5, $6, $6)";
    let id = next_number(db, "notices").await?;
    sqlx::query(CREATE)
        .bind(id)
        .bind(json(content))
        .bind(author.platform.as_str())
        .bind(&author.id)
        .bind(chat.map_or("", |chat| chat.chat.as_str()))
        .bind(now.timestamp_millis())
        .execute(&mut *db)
        .await?;
    written(db, id, &author.to_string(), "created", ("", ""), now).await?;
    Ok(id)
}

/// Changes what is written, as long as it is a draft. `false`: it is none.
///
/// # Errors
/// As the database reports them.
pub async fn write(
    db: &mut Connection,
    id: i64,
    content: &Content,
    now: DateTime<Utc>,
) -> Result<bool> {
    const WRITE: &str =
        "UPDATE notices SET content = $2, updated_at = $3 WHERE id = $1 AND state = 'draft'";
    let done = sqlx::query(WRITE)
        .bind(id)
        .bind(json(content))
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// A correction changes what was written, whatever became of it.
///
/// # Errors
/// As the database reports them.
pub async fn rewrite(
    db: &mut Connection,
    id: i64,
    before: &Content,
    after: &Content,
    actor: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    const REWRITE: &str = "UPDATE notices SET content = $2, updated_at = $3 WHERE id = $1";
    sqlx::query(REWRITE)
        .bind(id)
        .bind(json(after))
        .bind(now.timestamp_millis())
        .execute(&mut *db)
        .await?;
    written(db, id, actor, "corrected", (&before.text, &after.text), now).await
}

/// Moves a notice from one state to another, and writes down who did. `false`: it was not in that state, so somebody was
/// faster or pressed twice, and nothing changes.
///
/// # Errors
/// As the database reports them.
pub async fn advance(
    db: &mut Connection,
    id: i64,
    from: State,
    to: State,
    how: &Move<'_>,
    now: DateTime<Utc>,
) -> Result<bool> {
    // A draft has been confirmed by nobody, whatever it was before.
    const ADVANCE: &str = "UPDATE notices SET state = $3,
            confirmed_by = CASE WHEN $3 = 'draft' THEN NULL ELSE coalesce($4, confirmed_by) END,
            approved_by = CASE WHEN $3 = 'draft' THEN NULL ELSE coalesce($5, approved_by) END,
            starts_at = CASE WHEN $3 = 'draft' THEN NULL ELSE coalesce($6, starts_at) END,
            reason = $7, updated_at = $8
        WHERE id = $1 AND state = $2";
    let done = sqlx::query(ADVANCE)
        .bind(id)
        .bind(from.as_str())
        .bind(to.as_str())
        .bind(how.confirmed_by)
        .bind(how.approved_by)
        .bind(how.starts_at.map(|at| at.timestamp_millis()))
        .bind(how.reason)
        .bind(now.timestamp_millis())
        .execute(&mut *db)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    written(
        db,
        id,
        how.actor,
        "state",
        (from.as_str(), to.as_str()),
        now,
    )
    .await?;
    Ok(true)
}

/// The notice of this number.
///
/// # Errors
/// As the database reports them.
pub async fn find(db: &mut Connection, id: i64) -> Result<Option<Notice>> {
    let query = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE id = $1"));
    let row: Option<Row> = sqlx::query(query).bind(id).fetch_optional(db).await?;
    row.as_ref().map(read).transpose()
}

/// Notices, the latest first, without those that were thrown away.
///
/// # Errors
/// As the database reports them.
pub async fn list(db: &mut Connection, skip: u32, most: u32) -> Result<Vec<Notice>> {
    let query = sqlx::AssertSqlSafe(format!(
        "{COLUMNS} WHERE state <> 'discarded' ORDER BY id DESC LIMIT $1 OFFSET $2"
    ));
    let query = sqlx::query(query)
        .bind(i64::from(most))
        .bind(i64::from(skip));
    let rows: Vec<Row> = query.fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// Those in a state, by their time and number.
///
/// # Errors
/// As the database reports them.
pub async fn in_state(db: &mut Connection, state: State) -> Result<Vec<Notice>> {
    let query = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE state = $1 ORDER BY starts_at, id"));
    let rows: Vec<Row> = sqlx::query(query)
        .bind(state.as_str())
        .fetch_all(db)
        .await?;
    rows.iter().map(read).collect()
}

/// Those that went out in this time, or are going to.
///
/// # Errors
/// As the database reports them.
pub async fn between(
    db: &mut Connection,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<Notice>> {
    let query = sqlx::AssertSqlSafe(format!(
        "{COLUMNS} WHERE state IN ('sent', 'scheduled') AND starts_at >= $1 AND starts_at < $2 ORDER BY id"
    ));
    let query = sqlx::query(query)
        .bind(from.timestamp_millis())
        .bind(to.timestamp_millis());
    let rows: Vec<Row> = query.fetch_all(db).await?;
    rows.iter().map(read).collect()
}

/// Whether there is a destination whose role notices can call.
///
/// # Errors
/// As the database reports them.
pub async fn can_ping(db: &mut Connection) -> Result<bool> {
    const CAN_PING: &str = "SELECT EXISTS (SELECT 1 FROM destinations WHERE ping <> '')";
    let found: i64 = sqlx::query_scalar(CAN_PING).fetch_one(db).await?;
    Ok(found == 1)
}

async fn written(
    db: &mut Connection,
    id: i64,
    actor: &str,
    what: &str,
    (before, after): (&str, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    let change = Change {
        at: now,
        actor: actor.to_owned(),
        what: what.to_owned(),
        subject: format!("notice:{id}"),
        before: before.to_owned(),
        after: after.to_owned(),
    };
    audit::add(db, &change).await
}

fn read(row: &Row) -> Result<Notice> {
    let (platform, chat): (String, String) =
        (row.try_get("author_platform")?, row.try_get("chat")?);
    let platform = Platform::from_name(&platform).unwrap_or(Platform::Terminal);
    let content: String = row.try_get("content")?;
    let state: String = row.try_get("state")?;
    let starts_at: Option<i64> = row.try_get("starts_at")?;
    let decode = |error: serde_json::Error| sqlx::Error::Decode(error.into());
    Ok(Notice {
        id: row.try_get("id")?,
        state: State::from_name(&state).unwrap_or(State::Held),
        content: serde_json::from_str(&content).map_err(decode)?,
        author: Person {
            platform,
            id: row.try_get("author")?,
        },
        chat: (!chat.is_empty()).then(|| ChatRef::private(platform, chat)),
        confirmed_by: row.try_get("confirmed_by")?,
        approved_by: row.try_get("approved_by")?,
        starts_at: starts_at.map(instant),
        reason: row.try_get("reason")?,
        created_at: instant(row.try_get("created_at")?),
        updated_at: instant(row.try_get("updated_at")?),
    })
}
