//! All SQL, one file for each capability. Functions take the connection or transaction as an argument; instants come in
//! as arguments too. What differs between database engines stands in [`engine`].

pub mod audit;
pub mod chats;
pub mod conversations;
pub mod copies;
pub mod digests;
pub mod engine;
pub mod figures;
pub mod files;
pub mod holds;
pub mod invites;
pub mod knowledge;
pub mod leases;
pub mod ledger;
pub mod mailings;
pub mod marks;
pub mod meeting;
pub mod notices;
pub mod officer_notes;
pub mod outbox;
pub mod positions;
pub mod restored;
pub mod retention;
pub mod roles;
pub mod seen_updates;
pub mod subscriptions;
#[cfg(test)]
mod testing;

use chrono::{DateTime, Utc};

pub use engine::{Connection, Row, Store, StoreError, Tx};

/// A result whose error says what is wrong with the database.
pub type Result<T> = std::result::Result<T, StoreError>;

/// A stored instant. One beyond what can be counted, which nobody stores, is as old as can be.
fn instant(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH)
}

/// The next number of a counter, from 1. Numbers are never handed out twice, not even after deletions.
pub(crate) async fn next_number(db: &mut Connection, counter: &str) -> Result<i64> {
    next_numbers(db, counter, 1).await
}

/// The first of the next `count` numbers of a counter; the others follow it.
pub(crate) async fn next_numbers(db: &mut Connection, counter: &str, count: i64) -> Result<i64> {
    const NEXT: &str = "INSERT INTO counters (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value
        RETURNING value";
    let last: i64 = sqlx::query_scalar(NEXT)
        .bind(counter)
        .bind(count)
        .fetch_one(db)
        .await?;
    Ok(last - count + 1)
}
