//! Files that go with messages.

use chrono::{DateTime, Utc};

use super::{Connection, Result};
use crate::domain::message::{Platform, StoredFile};

/// Stores a file; one that is known by this id stays as it is.
///
/// # Errors
/// As the database reports them.
pub async fn put(
    db: &mut Connection,
    id: &str,
    name: &str,
    bytes: &[u8],
    now: DateTime<Utc>,
) -> Result<()> {
    const PUT: &str = "INSERT INTO files (id, name, bytes, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO NOTHING";
    sqlx::query(PUT)
        .bind(id)
        .bind(name)
        .bind(bytes)
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// A file, with what this platform calls it. The bytes are left out where the platform has them already.
///
/// # Errors
/// As the database reports them.
pub async fn get(db: &mut Connection, platform: Platform, id: &str) -> Result<Option<StoredFile>> {
    const GET: &str =
        "SELECT name, CASE WHEN remote IS NULL THEN bytes ELSE x'' END AS bytes, remote
        FROM files LEFT JOIN uploads ON uploads.file = files.id AND uploads.platform = $1
        WHERE files.id = $2";
    let row: Option<(String, Vec<u8>, Option<String>)> = sqlx::query_as(GET)
        .bind(platform.as_str())
        .bind(id)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|(name, bytes, remote)| StoredFile {
        name,
        bytes,
        remote,
    }))
}

/// Whether a file of this id is stored.
///
/// # Errors
/// As the database reports them.
pub async fn is_here(db: &mut Connection, id: &str) -> Result<bool> {
    const IS_HERE: &str = "SELECT EXISTS (SELECT 1 FROM files WHERE id = $1)";
    let found: i64 = sqlx::query_scalar(IS_HERE).bind(id).fetch_one(db).await?;
    Ok(found == 1)
}

/// Whether the platform did not give a file that was to be brought under this name.
///
/// # Errors
/// As the database reports them.
pub async fn is_given_up(db: &mut Connection, cause: &str) -> Result<bool> {
    const GIVEN_UP: &str = "SELECT EXISTS (SELECT 1 FROM outbox
        WHERE cause = $1 AND status IN ('dead', 'undeliverable', 'skipped'))";
    let found: i64 = sqlx::query_scalar(GIVEN_UP)
        .bind(cause)
        .fetch_one(db)
        .await?;
    Ok(found == 1)
}

/// Remembers what a platform calls a file.
///
/// # Errors
/// As the database reports them.
pub async fn uploaded(
    db: &mut Connection,
    platform: Platform,
    id: &str,
    remote: &str,
) -> Result<()> {
    const UPLOADED: &str = "INSERT INTO uploads (platform, file, remote)
        SELECT $1, id, $3 FROM files WHERE id = $2
        ON CONFLICT (platform, file) DO UPDATE SET remote = excluded.remote";
    sqlx::query(UPLOADED)
        .bind(platform.as_str())
        .bind(id)
        .bind(remote)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets what a platform calls a file: it does not know it any more.
///
/// # Errors
/// As the database reports them.
pub async fn forgotten(db: &mut Connection, platform: Platform, id: &str) -> Result<()> {
    const FORGOTTEN: &str = "DELETE FROM uploads WHERE platform = $1 AND file = $2";
    sqlx::query(FORGOTTEN)
        .bind(platform.as_str())
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}
