//! What became of messages that were taken.

use chrono::{DateTime, Utc};
use std::collections::HashSet;

use super::super::{Connection, Result};
use super::claim::{Claim, MOST_AT_ONCE, at_once, postpone};

/// What becomes of a message that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// The platform has it.
    Sent { receipt: String },
    /// Another try, not before that instant.
    Retry {
        not_before: DateTime<Utc>,
        cause: String,
        uncertain: bool,
    },
    /// Another try, at once: what was in the way is gone.
    Again,
    /// The chat is gone, for no fault of ours.
    Undeliverable { cause: String, why: Why },
    /// There is nothing left to be done.
    Skipped { cause: String, why: Why },
    /// Put aside and shown to the administrator.
    Dead { cause: String, why: Why },
    /// Given back untouched.
    Returned,
}

/// Why something did not arrive: a word for the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// By the person.
    Blocked,
    /// The group or channel.
    Gone,
    NoRights,
    Rejected,
    /// Tried twice, and perhaps there.
    Uncertain,
    GaveUp,
    /// The platform takes nothing to single persons.
    Stopped,
    /// What was to be changed is not there any more.
    NoMessage,
}

impl Why {
    /// The word in the database and in the ledger.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Gone => "gone",
            Self::NoRights => "no_rights",
            Self::Rejected => "rejected",
            Self::Uncertain => "uncertain",
            Self::GaveUp => "gave_up",
            Self::Stopped => "stopped",
            Self::NoMessage => "no_message",
        }
    }
}

/// Writes down what became of messages that were taken. Returns those that were still ours: of the others nothing was
/// changed, because they are settled already, or the claim ran out and another has taken them.
///
/// # Errors
/// As the database reports them.
pub async fn settle(
    db: &mut Connection,
    settlements: &[(Claim, Settlement)],
    now: DateTime<Utc>,
) -> Result<HashSet<Claim>> {
    // What certainly did not arrive leaves no old text in the chat.
    const RETRY: &str = "UPDATE outbox
        SET status = 'pending', lease_until = NULL, not_before = $3, error = $4, uncertain = uncertain + $5,
            doubts = doubts + $5, fruitless = 0, version = CASE WHEN doubts + $5 > 0 THEN version ELSE 0 END
        WHERE id = $1 AND taken = $2 AND status = 'sending'";
    const AGAIN: &str = "UPDATE outbox SET status = 'pending', lease_until = NULL,
            version = CASE WHEN doubts > 0 THEN version ELSE 0 END
        WHERE id = $1 AND taken = $2 AND status = 'sending'";
    const ENDED: &str = "UPDATE outbox
        SET status = $5, lease_until = NULL, settled_at = $3, error = $4, why = $6
        WHERE id = $1 AND taken = $2 AND status = 'sending'";
    const RETURNED: &str = "UPDATE outbox
        SET status = 'pending', lease_until = NULL, attempts = attempts - 1, fruitless = fruitless - 1,
            version = CASE WHEN doubts > 0 THEN version ELSE 0 END
        WHERE id = $1 AND taken = $2 AND status = 'sending'";
    let mut sent = Vec::with_capacity(settlements.len());
    let mut held = HashSet::with_capacity(settlements.len());
    for (claim, settlement) in settlements {
        let of_claim = |sql: &'static str| sqlx::query(sql).bind(claim.id).bind(claim.taken);
        let ended = |cause, why: &Why, status| {
            let now = now.timestamp_millis();
            of_claim(ENDED)
                .bind(now)
                .bind::<&String>(cause)
                .bind::<&str>(status)
                .bind(why.as_str())
        };
        let mut waits = None;
        let query = match settlement {
            Settlement::Sent { receipt } => {
                sent.push((*claim, receipt.as_str()));
                continue;
            }
            Settlement::Retry {
                not_before,
                cause,
                uncertain,
            } => {
                waits = Some(*not_before);
                of_claim(RETRY)
                    .bind(not_before.timestamp_millis())
                    .bind(cause)
                    .bind(i64::from(*uncertain))
            }
            Settlement::Again => of_claim(AGAIN),
            Settlement::Undeliverable { cause, why } => ended(cause, why, "undeliverable"),
            Settlement::Skipped { cause, why } => ended(cause, why, "skipped"),
            Settlement::Dead { cause, why } => ended(cause, why, "dead"),
            Settlement::Returned => of_claim(RETURNED),
        };
        if query.execute(&mut *db).await?.rows_affected() == 1 {
            held.insert(*claim);
            if let Some(not_before) = waits {
                postpone(db, &[claim.id], not_before).await?;
            }
        }
    }
    for some in sent.chunks(MOST_AT_ONCE) {
        held.extend(settle_sent(db, some, now).await?);
    }
    Ok(held)
}

/// The statement that writes down so many messages that arrived.
fn sent_statement(count: usize) -> String {
    let row = |place: usize| {
        let first = 2 + 3 * place;
        let (id, taken, receipt) = (first, first + 1, first + 2);
        format!("(CAST(${id} AS BIGINT), CAST(${taken} AS BIGINT), ${receipt})")
    };
    let rows: Vec<String> = (0..count).map(row).collect();
    format!(
        "WITH landed (id, taken, receipt) AS (VALUES {})
        UPDATE outbox SET status = 'sent', lease_until = NULL, settled_at = $1, why = NULL, error = NULL,
            receipt = landed.receipt
        FROM landed WHERE outbox.id = landed.id AND outbox.taken = landed.taken AND outbox.status = 'sending'
        RETURNING outbox.id, outbox.taken",
        rows.join(", ")
    )
}

/// Messages have arrived: nearly all do, so these share a statement.
async fn settle_sent(
    db: &mut Connection,
    sent: &[(Claim, &str)],
    now: DateTime<Utc>,
) -> Result<Vec<Claim>> {
    // No row has the number 0.
    const NONE: (Claim, &str) = (Claim { id: 0, taken: 0 }, "");
    let count = at_once(sent.len());
    let statement = sqlx::AssertSqlSafe(sent_statement(count));
    let mut query = sqlx::query_as::<_, (i64, i64)>(statement).bind(now.timestamp_millis());
    let padding = std::iter::repeat(&NONE);
    for (claim, receipt) in sent.iter().chain(padding).take(count) {
        query = query.bind(claim.id).bind(claim.taken).bind(*receipt);
    }
    let rows = query.fetch_all(db).await?;
    let claims = rows.into_iter().map(|(id, taken)| Claim { id, taken });
    Ok(claims.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::plan;

    #[tokio::test]
    async fn what_arrived_is_found_by_its_number() {
        let steps = plan(&sent_statement(MOST_AT_ONCE)).await;
        assert!(
            steps.contains("SEARCH outbox USING INDEX") && !steps.contains("SCAN outbox"),
            "{steps}"
        );
    }
}
