//! What is held in a database that is a restored copy: everything that may have gone out after the copy was made.

use chrono::{DateTime, Utc};

use super::mailings::{self, Expanded, RESTORED};
use super::{Connection, Result};

/// Destinations that are looked at by one statement.
const SLICE: u32 = 500;

/// Pauses what goes out to many and belongs to a notice, also what was paused already: it may have been resumed since. Each
/// of its messages that is open may be there already. Returns the numbers of these notices.
///
/// # Errors
/// As the database reports them.
pub async fn pause_mailings(db: &mut Connection, copied_at: DateTime<Utc>) -> Result<Vec<i64>> {
    const DOUBT: &str = "UPDATE outbox SET status = 'pending', lease_until = NULL,
            doubts = doubts + CASE op WHEN 'send' THEN 1 ELSE 0 END
        WHERE status IN ('pending', 'sending') AND mailing > 0 AND mailing IN (
            SELECT id FROM mailings WHERE state IN ('expanding', 'sending', 'paused') AND notice IS NOT NULL)";
    const PAUSE: &str = "UPDATE mailings
        SET resumes = CASE state WHEN 'expanding' THEN 1 WHEN 'sending' THEN 0 ELSE resumes END,
            state = 'paused', reason = $1
        WHERE state IN ('expanding', 'sending', 'paused') AND notice IS NOT NULL RETURNING notice";
    store_rest(db, copied_at).await?;
    sqlx::query(DOUBT).execute(&mut *db).await?;
    let mut notices: Vec<i64> = sqlx::query_scalar(PAUSE)
        .bind(RESTORED)
        .fetch_all(db)
        .await?;
    notices.sort_unstable();
    notices.dedup();
    Ok(notices)
}

/// Stores what is not stored yet of notices, as of the moment of the copy: it was stored soon after, and sent.
async fn store_rest(db: &mut Connection, copied_at: DateTime<Utc>) -> Result<()> {
    const GO_ON: &str = "UPDATE mailings SET state = 'expanding', resumes = 0
        WHERE state = 'paused' AND resumes = 1 AND kind = 'notice'";
    const EXPANDING: &str =
        "SELECT id FROM mailings WHERE state = 'expanding' AND kind = 'notice' ORDER BY id";
    sqlx::query(GO_ON).execute(&mut *db).await?;
    let expanding: Vec<i64> = sqlx::query_scalar(EXPANDING).fetch_all(&mut *db).await?;
    for id in expanding {
        while mailings::expand(db, id, SLICE, copied_at).await? == Expanded::More {}
    }
    Ok(())
}

/// Ends digests and signs of life that were on their way: nobody resumes these. Returns how many messages are skipped.
///
/// # Errors
/// As the database reports them.
pub async fn end_others(db: &mut Connection, now: DateTime<Utc>) -> Result<u64> {
    const SKIP: &str = "UPDATE outbox
        SET status = 'skipped', settled_at = $1, lease_until = NULL, why = $2
        WHERE status IN ('pending', 'sending') AND mailing IN (
            SELECT id FROM mailings WHERE state IN ('expanding', 'sending', 'paused') AND notice IS NULL)";
    const END: &str = "UPDATE mailings SET state = 'cancelled', reason = $2, ended_at = $1
        WHERE state IN ('expanding', 'sending', 'paused') AND notice IS NULL";
    let skipped = sqlx::query(SKIP)
        .bind(now.timestamp_millis())
        .bind(RESTORED)
        .execute(&mut *db)
        .await?;
    sqlx::query(END)
        .bind(now.timestamp_millis())
        .bind(RESTORED)
        .execute(db)
        .await?;
    Ok(skipped.rows_affected())
}

/// Puts aside every other message that is open; `lacznik doctor` shows them and sends one again if it is told to. Returns how
/// many there are.
///
/// # Errors
/// As the database reports them.
pub async fn put_aside(db: &mut Connection, now: DateTime<Utc>) -> Result<u64> {
    const ASIDE: &str = "UPDATE outbox SET status = 'dead', settled_at = $1, lease_until = NULL, why = $2, error = $3
        WHERE status IN ('pending', 'sending') AND mailing = 0";
    let put = sqlx::query(ASIDE)
        .bind(now.timestamp_millis())
        .bind(RESTORED)
        .bind("open in a restored copy of the database: it may have been sent")
        .execute(db)
        .await?;
    Ok(put.rows_affected())
}

/// The notices that wait for a person's decision: their time was over, or the database is a restored copy.
///
/// # Errors
/// As the database reports them.
pub async fn held(db: &mut Connection) -> Result<Vec<i64>> {
    const HELD: &str = "SELECT id FROM notices WHERE state = 'held'
        UNION SELECT notice FROM mailings WHERE state = 'paused' AND reason = $1 AND notice IS NOT NULL
        ORDER BY 1";
    Ok(sqlx::query_scalar(HELD)
        .bind(RESTORED)
        .fetch_all(db)
        .await?)
}

/// Forgets what is worth nothing in a copy: where streams of events were left (what came after that was handled, and would
/// be handled again), and one-time codes (they may have been used).
///
/// # Errors
/// As the database reports them.
pub async fn forget(db: &mut Connection) -> Result<()> {
    for table in ["DELETE FROM positions", "DELETE FROM invites"] {
        sqlx::query(table).execute(&mut *db).await?;
    }
    Ok(())
}
