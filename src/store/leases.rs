//! Who runs the service over this database: one at a time.

use chrono::{DateTime, Utc};

use super::{Connection, Result, instant};

/// A lease that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The fencing token: rises with each taking.
    pub epoch: i64,
    /// The last sign of life of whoever had it before.
    pub last_seen: Option<DateTime<Utc>>,
}

/// Takes a lease that nobody holds, or whose term has run out. `alone`: the one who held it is known to be dead. `None`:
/// it is held.
///
/// # Errors
/// As the database reports them.
pub async fn take(
    db: &mut Connection,
    name: &str,
    holder: &str,
    alone: bool,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Option<Lease>> {
    const LAST: &str = "SELECT renewed_at FROM leases WHERE name = $1";
    const TAKE: &str = "INSERT INTO leases (name, holder, epoch, renewed_at, lease_until)
        VALUES ($1, $2, 1, $3, $4)
        ON CONFLICT (name) DO UPDATE
        SET holder = excluded.holder, epoch = leases.epoch + 1, renewed_at = excluded.renewed_at,
            lease_until = excluded.lease_until
        WHERE leases.lease_until <= $3 OR $5
        RETURNING epoch";
    let last: Option<i64> = sqlx::query_scalar(LAST)
        .bind(name)
        .fetch_optional(&mut *db)
        .await?;
    let epoch = sqlx::query_scalar(TAKE)
        .bind(name)
        .bind(holder)
        .bind(now.timestamp_millis())
        .bind(until.timestamp_millis())
        .bind(alone)
        .fetch_optional(db)
        .await?;
    Ok(epoch.map(|epoch| Lease {
        epoch,
        last_seen: last.map(instant),
    }))
}

/// Who holds the lease, or held it last.
///
/// # Errors
/// As the database reports them.
pub async fn holder(db: &mut Connection, name: &str) -> Result<Option<String>> {
    const HOLDER: &str = "SELECT holder FROM leases WHERE name = $1";
    Ok(sqlx::query_scalar(HOLDER)
        .bind(name)
        .fetch_optional(db)
        .await?)
}

/// Who holds the lease now, if its term has not run out.
///
/// # Errors
/// As the database reports them.
pub async fn held_by(
    db: &mut Connection,
    name: &str,
    now: DateTime<Utc>,
) -> Result<Option<String>> {
    const HELD: &str = "SELECT holder FROM leases WHERE name = $1 AND lease_until > $2";
    Ok(sqlx::query_scalar(HELD)
        .bind(name)
        .bind(now.timestamp_millis())
        .fetch_optional(db)
        .await?)
}

/// Prolongs a lease. `false`: another has taken it.
///
/// # Errors
/// As the database reports them.
pub async fn renew(
    db: &mut Connection,
    name: &str,
    epoch: i64,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool> {
    const RENEW: &str =
        "UPDATE leases SET renewed_at = $3, lease_until = $4 WHERE name = $1 AND epoch = $2";
    let done = sqlx::query(RENEW)
        .bind(name)
        .bind(epoch)
        .bind(now.timestamp_millis())
        .bind(until.timestamp_millis())
        .execute(db)
        .await?;
    Ok(done.rows_affected() == 1)
}
