//! What may be taken now, and taking it. Each look goes through an index straight to what is due: what waits for later, or
//! belongs to a mailing that is paused, is never looked at, however much there is of it.

use chrono::{DateTime, Utc};
use sqlx::Row as _;
use std::collections::HashMap;

use super::super::mailings::{Bodies, Kind, Sending, Text};
use super::super::{Connection, Result, Row, instant};
use super::settle::{Settlement, Why, settle};
use crate::domain::message::{ChatRef, Lane, Outgoing, Place, Platform};

/// Which row was taken, and which time: the fencing token of its settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Claim {
    pub id: i64,
    /// How often it was taken, this time included. It only grows, also when the row is given back untouched.
    pub taken: i64,
}

/// What is to be done at the platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    Send,
    /// Change this message.
    Edit(String),
    /// Take this message back.
    Withdraw(String),
    /// Bring this file.
    Fetch(String),
}

impl Task {
    fn of(op: &str, target: String) -> Self {
        match op {
            "edit" => Self::Edit(target),
            "withdraw" => Self::Withdraw(target),
            "fetch" => Self::Fetch(target),
            _ => Self::Send,
        }
    }

    /// The message that is changed.
    pub fn changes(&self) -> Option<&str> {
        match self {
            Self::Edit(message) | Self::Withdraw(message) => Some(message),
            Self::Send | Self::Fetch(_) => None,
        }
    }
}

/// A message taken from the outbox to be sent, or something else to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    pub claim: Claim,
    pub to: ChatRef,
    pub lane: Lane,
    pub task: Task,
    pub message: Outgoing,
    /// What kind of chat it is, where that is known.
    pub place: Option<Place>,
    /// Since when it waits.
    pub created_at: DateTime<Utc>,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// How often in a row it was taken without an outcome, this time included: the process died, or the chat moved.
    pub fruitless: i64,
    /// How many of the earlier tries may have reached the platform, as far as these had an outcome.
    pub uncertain: i64,
    /// The same with those that had none.
    pub doubts: i64,
}

/// Where rows are taken from, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// What belongs to no mailing.
    Lane(Lane),
    Mailing(Sending),
}

impl Source {
    /// The lane.
    pub fn lane(&self) -> Lane {
        match self {
            Self::Lane(lane) => *lane,
            Self::Mailing(_) => Lane::Bulk,
        }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    pub platform: Platform,
    pub limit: usize,
    pub now: DateTime<Utc>,
    /// Reminders and notices to single persons are held back.
    pub held: bool,
    /// It is night.
    pub quiet: bool,
}

/// What is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub id: i64,
    pub to: ChatRef,
    pub task: Task,
    pub place: Option<Place>,
    pub hindrance: Option<Hindrance>,
    /// Where the mailing has the text.
    text: Option<Text>,
    /// The role that the destination wants to be called.
    ping: String,
}

/// Why something that is due must not go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hindrance {
    /// Nothing of what the mailing is about is subscribed to any more.
    Unsubscribed,
    /// The chat is gone.
    Gone,
    /// Not at night.
    Quiet,
    /// Not to single persons for now.
    Held,
}

// A bare parameter in LIMIT, or next to a column that an index compares with a constant, would make SQLite plan the statement
// anew each time that it is run (https://www.sqlite.org/qpsg.html): hence the casts.

/// Of a lane. Within a chat and lane the order is kept: nothing goes while something older is open there.
const IN_LANE: &str = "SELECT due.id, due.chat, due.thread, due.op,
        CASE WHEN due.op = 'edit' AND due.target IS NULL
            THEN (SELECT first.receipt FROM outbox AS first WHERE first.cause = due.cause AND first.part = 0)
            ELSE due.target END AS target,
        CASE WHEN $4 = 1
                AND NOT EXISTS (SELECT 1 FROM chats
                    WHERE chats.platform = due.platform AND chats.chat = due.chat AND chats.place <> 'private')
                AND NOT EXISTS (SELECT 1 FROM destinations
                    WHERE destinations.platform = due.platform AND destinations.chat = due.chat
                      AND destinations.place <> 'private')
            THEN 'held' ELSE '' END AS hindrance
    FROM outbox AS due
    WHERE due.platform = $1 AND due.status = 'pending' AND due.lane = $2 AND due.mailing = 0 AND due.not_before <= $3
      AND NOT EXISTS (
        SELECT 1 FROM outbox AS older
        WHERE older.platform = due.platform AND older.chat = due.chat AND older.thread = due.thread
          AND older.lane = due.lane AND older.id < due.id AND older.status IN ('pending', 'sending')
          AND older.mailing = 0)
    ORDER BY due.not_before, due.id LIMIT CAST($5 AS BIGINT)";

/// Of a mailing. The parts for a recipient go in their order. Consent and the state of the chat are those of now.
const OF_MAILING: &str = "SELECT due.id, due.chat, due.thread, due.op, due.target, due.part, due.variant,
        coalesce(destinations.ping, '') AS ping,
        CASE WHEN gone.chat IS NOT NULL THEN 'gone'
            WHEN $4 = 1 THEN ''
            WHEN NOT EXISTS (SELECT 1 FROM subscriptions
                WHERE subscriptions.destination = due.recipient AND subscriptions.ended_at IS NULL
                  AND ($5 = 1 OR EXISTS (SELECT 1 FROM mailing_topics
                    WHERE mailing_topics.mailing = $2 AND mailing_topics.topic = subscriptions.topic)))
                THEN 'unsubscribed'
            WHEN $6 = 1 AND due.urgent = 0 AND coalesce(destinations.quiet, 1) = 1 THEN 'quiet'
            ELSE '' END AS hindrance
    FROM outbox AS due
    LEFT JOIN destinations ON destinations.id = due.recipient
    LEFT JOIN chats AS gone ON gone.platform = due.platform AND gone.chat = due.chat AND gone.state = 'gone'
    WHERE due.platform = $1 AND due.status = 'pending' AND due.lane = 3
      AND due.mailing = CAST($2 AS BIGINT) AND due.not_before <= $3
      AND (due.part = 0 OR NOT EXISTS (
        SELECT 1 FROM outbox AS earlier
        WHERE earlier.cause = due.cause AND earlier.part < due.part AND earlier.status IN ('pending', 'sending')))
    ORDER BY due.not_before, due.id LIMIT CAST($7 AS BIGINT)";

/// What is due of a source, by age.
///
/// # Errors
/// As the database reports them.
pub async fn look(db: &mut Connection, source: &Source, look: &Look) -> Result<Vec<Due>> {
    let now = look.now.timestamp_millis();
    let rows: Vec<Row> = match source {
        Source::Lane(lane) => {
            let query = sqlx::query(IN_LANE)
                .bind(look.platform.as_str())
                .bind(lane.rank())
                .bind(now)
                .bind(i64::from(look.held && *lane >= Lane::Reminders))
                .bind(look.limit as i64);
            query.fetch_all(db).await?
        }
        Source::Mailing(mailing) => {
            let query = sqlx::query(OF_MAILING)
                .bind(look.platform.as_str())
                .bind(mailing.id)
                .bind(now)
                .bind(i64::from(mailing.is_change))
                .bind(i64::from(mailing.is_for_all))
                .bind(i64::from(look.quiet))
                .bind(look.limit as i64);
            query.fetch_all(db).await?
        }
    };
    rows.iter().map(|row| due(row, source, look)).collect()
}

fn due(row: &Row, source: &Source, look: &Look) -> Result<Due> {
    let (thread, op): (String, &str) = (row.try_get("thread")?, row.try_get("op")?);
    let target: Option<String> = row.try_get("target")?;
    let hindrance = match row.try_get("hindrance")? {
        "gone" => Some(Hindrance::Gone),
        "unsubscribed" => Some(Hindrance::Unsubscribed),
        "quiet" => Some(Hindrance::Quiet),
        "held" => Some(Hindrance::Held),
        _ => None,
    };
    let mut due = Due {
        id: row.try_get("id")?,
        to: ChatRef {
            platform: look.platform,
            chat: row.try_get("chat")?,
            thread: (!thread.is_empty()).then_some(thread),
        },
        task: Task::of(op, target.unwrap_or_default()),
        place: None,
        hindrance,
        text: None,
        ping: String::new(),
    };
    if let Source::Mailing(mailing) = source {
        let text = Text {
            mailing: mailing.id,
            version: mailing.version,
            variant: row.try_get("variant")?,
            part: row.try_get("part")?,
        };
        due.place = text.variant.split('/').nth(1).and_then(Place::from_name);
        if look.held && due.place == Some(Place::Private) {
            due.hindrance = due.hindrance.or(Some(Hindrance::Held));
        }
        due.text = Some(text);
        due.ping = row.try_get("ping")?;
    }
    Ok(due)
}

/// Lanes and mailings of which something is due: of each the oldest is looked at.
const SOURCES: &str = "WITH lanes (lane) AS (VALUES (0), (1), (2), (3))
    SELECT lane, 0 AS mailing, '' AS kind, 0 AS version, 0 AS topics FROM lanes
    WHERE EXISTS (SELECT 1 FROM outbox WHERE platform = $1 AND status = 'pending'
        AND lane = lanes.lane AND mailing = 0 AND not_before <= $2)
    UNION ALL
    SELECT 3, id, kind, version, CASE WHEN EXISTS
            (SELECT 1 FROM mailing_topics WHERE mailing_topics.mailing = mailings.id) THEN 1 ELSE 0 END
    FROM mailings WHERE ended_at IS NULL AND state IN ('expanding', 'sending')
      AND EXISTS (SELECT 1 FROM outbox WHERE platform = $1 AND status = 'pending'
        AND lane = 3 AND mailing = mailings.id AND not_before <= $2)";

/// Everything that something is due of: lanes, then mailings, the oldest first.
///
/// # Errors
/// As the database reports them.
pub async fn sources(
    db: &mut Connection,
    platform: Platform,
    now: DateTime<Utc>,
) -> Result<Vec<Source>> {
    let mut rows: Vec<(i64, i64, String, i64, i64)> = sqlx::query_as(SOURCES)
        .bind(platform.as_str())
        .bind(now.timestamp_millis())
        .fetch_all(db)
        .await?;
    rows.sort_unstable_by_key(|(lane, mailing, ..)| (*lane, *mailing));
    let source = |(lane, id, kind, version, topics): (i64, i64, String, i64, i64)| match id {
        0 => Lane::from_rank(lane).map(Source::Lane),
        id => Some(Source::Mailing(Sending {
            id,
            version,
            is_change: Kind::from_name(&kind).is_some_and(Kind::is_change),
            is_for_all: topics == 0,
        })),
    };
    Ok(rows.into_iter().filter_map(source).collect())
}

/// Whether anything may be taken now.
///
/// # Errors
/// As the database reports them.
pub async fn is_any_due(
    db: &mut Connection,
    platform: Platform,
    now: DateTime<Utc>,
) -> Result<bool> {
    const EXPIRED: &str = "SELECT EXISTS
        (SELECT 1 FROM outbox WHERE platform = $1 AND status = 'sending' AND lease_until <= $2)";
    if !sources(db, platform, now).await?.is_empty() {
        return Ok(true);
    }
    let expired: i64 = sqlx::query_scalar(EXPIRED)
        .bind(platform.as_str())
        .bind(now.timestamp_millis())
        .fetch_one(db)
        .await?;
    Ok(expired != 0)
}

/// Rows that share a statement: one of these counts, so that there are few statements to be known.
const AT_ONCE: [usize; 3] = [1, 8, 64];

/// The most of them.
pub(super) const MOST_AT_ONCE: usize = AT_ONCE[2];

/// For how many rows a statement is made that has to do with so many. The parameters that are left over name no row: none
/// has the number 0.
pub(super) fn at_once(count: usize) -> usize {
    let fitting = AT_ONCE.into_iter().find(|most| count <= *most);
    fitting.unwrap_or(MOST_AT_ONCE)
}

/// Parameters from this number on: `$3, $4, $5`.
fn parameters(first: usize, count: usize) -> String {
    let names: Vec<String> = (first..first + count)
        .map(|number| format!("${number}"))
        .collect();
    names.join(", ")
}

/// As many numbers as parameters.
fn padded(ids: &[i64], count: usize) -> impl Iterator<Item = i64> {
    let padding = std::iter::repeat(0);
    ids.iter().copied().chain(padding).take(count)
}

/// Lets messages wait, with everything that comes after them for the same cause: it would only be looked at in vain.
///
/// # Errors
/// As the database reports them.
pub async fn postpone(db: &mut Connection, ids: &[i64], not_before: DateTime<Utc>) -> Result<()> {
    for some in ids.chunks(MOST_AT_ONCE) {
        let count = at_once(some.len());
        let query = sqlx::AssertSqlSafe(format!(
            "UPDATE outbox SET not_before = $1 WHERE status = 'pending' AND not_before < $1
                AND cause IN (SELECT cause FROM outbox WHERE id IN ({}))",
            parameters(2, count)
        ));
        let mut query = sqlx::query(query).bind(not_before.timestamp_millis());
        for id in padded(some, count) {
            query = query.bind(id);
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

/// Settles messages of mailings that must not go any more, with everything that comes after them for the same recipient.
///
/// # Errors
/// As the database reports them.
pub async fn give_up(
    db: &mut Connection,
    ids: &[i64],
    is_gone: bool,
    now: DateTime<Utc>,
) -> Result<()> {
    for some in ids.chunks(MOST_AT_ONCE) {
        let count = at_once(some.len());
        let query = sqlx::AssertSqlSafe(format!(
            "UPDATE outbox SET settled_at = $1,
                status = CASE $2 WHEN 1 THEN 'undeliverable' ELSE 'skipped' END,
                why = CASE WHEN $2 = 0 THEN 'unsubscribed' WHEN variant LIKE '%/private/%' THEN 'blocked' ELSE 'gone' END
            WHERE status = 'pending' AND cause IN (SELECT cause FROM outbox WHERE id IN ({}))",
            parameters(3, count)
        ));
        let mut query = sqlx::query(query)
            .bind(now.timestamp_millis())
            .bind(i64::from(is_gone));
        for id in padded(some, count) {
            query = query.bind(id);
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

/// Takes what is due of one source and keeps it from others until `lease_until`; returns it in its order. What cannot be
/// read is put aside, what another has taken is left out. A row remembers the oldest version of the text that may have
/// reached its chat.
///
/// # Errors
/// As the database reports them.
pub async fn take(
    db: &mut Connection,
    source: &Source,
    due: Vec<Due>,
    bodies: &mut Bodies,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Vec<Claimed>> {
    let version = match source {
        Source::Lane(_) => 0,
        Source::Mailing(mailing) => mailing.version,
    };
    let ids: Vec<i64> = due.iter().map(|due| due.id).collect();
    let mut due: HashMap<i64, Due> = due.into_iter().map(|due| (due.id, due)).collect();
    let mut claimed = Vec::with_capacity(ids.len());
    for some in ids.chunks(MOST_AT_ONCE) {
        let count = at_once(some.len());
        let take = sqlx::AssertSqlSafe(format!(
            "UPDATE outbox SET status = 'sending', lease_until = $1, taken = taken + 1, attempts = attempts + 1,
                fruitless = fruitless + 1, version = CASE WHEN version > 0 AND doubts > 0 THEN version ELSE $2 END
            WHERE id IN ({}) AND status = 'pending'
            RETURNING id, taken, body, created_at, attempts, fruitless, uncertain, doubts",
            parameters(3, count)
        ));
        let mut take = sqlx::query(take)
            .bind(lease_until.timestamp_millis())
            .bind(version);
        for id in padded(some, count) {
            take = take.bind(id);
        }
        let rows: Vec<Row> = take.fetch_all(&mut *db).await?;
        for row in rows {
            if let Some(due) = due.remove(&row.try_get("id")?) {
                claimed.extend(read(db, &row, due, source.lane(), bodies, now).await?);
            }
        }
    }
    claimed.sort_by_key(|row| row.claim.id);
    Ok(claimed)
}

/// A row that was taken. `None`: there is nothing that could go, and that is written down.
async fn read(
    db: &mut Connection,
    row: &Row,
    due: Due,
    lane: Lane,
    bodies: &mut Bodies,
    now: DateTime<Utc>,
) -> Result<Option<Claimed>> {
    let claim = Claim {
        id: due.id,
        taken: row.try_get("taken")?,
    };
    if due.task.changes() == Some("") {
        // What was to be changed never arrived.
        let cause = "there is no message".to_owned();
        let skipped = Settlement::Skipped {
            cause,
            why: Why::NoMessage,
        };
        settle(db, &[(claim, skipped)], now).await?;
        return Ok(None);
    }
    let body: &str = row.try_get("body")?;
    let message = match &due.text {
        Some(text) if body.is_empty() => match bodies.get(db, text).await? {
            Some(message) => Ok(message),
            None if text.part > 0 => {
                // The corrected text needs fewer parts.
                drop_row(db, due.id).await?;
                return Ok(None);
            }
            None => Err("there is no text for it".to_owned()),
        },
        // Not the error itself: it may quote what stands in the message.
        _ => serde_json::from_str(body).map_err(|error| {
            let (kind, line, column) = (error.classify(), error.line(), error.column());
            format!("the stored message cannot be read: {kind:?}, line {line}, column {column}")
        }),
    };
    let mut message: Outgoing = match message {
        Ok(message) => message,
        Err(cause) => {
            tracing::error!(row = claim.id, cause, "message put aside");
            let why = Why::Rejected;
            settle(db, &[(claim, Settlement::Dead { cause, why })], now).await?;
            return Ok(None);
        }
    };
    if message.ping.as_deref() == Some("") {
        message.ping = (!due.ping.is_empty()).then_some(due.ping);
    }
    Ok(Some(Claimed {
        claim,
        to: due.to,
        lane,
        task: due.task,
        message,
        place: due.place,
        created_at: instant(row.try_get("created_at")?),
        attempts: row.try_get("attempts")?,
        fruitless: row.try_get("fruitless")?,
        uncertain: row.try_get("uncertain")?,
        doubts: row.try_get("doubts")?,
    }))
}

async fn drop_row(db: &mut Connection, id: i64) -> Result<()> {
    const DROP: &str = "DELETE FROM outbox WHERE id = $1";
    sqlx::query(DROP).bind(id).execute(db).await?;
    Ok(())
}

/// Gives back what was taken and neither sent nor settled in time.
///
/// # Errors
/// As the database reports them.
pub async fn expire_leases(
    db: &mut Connection,
    platform: Platform,
    now: DateTime<Utc>,
) -> Result<()> {
    const EXPIRE: &str = "UPDATE outbox SET status = 'pending', lease_until = NULL,
            doubts = doubts + CASE op WHEN 'send' THEN 1 ELSE 0 END
        WHERE platform = $1 AND status = 'sending' AND lease_until <= $2";
    sqlx::query(EXPIRE)
        .bind(platform.as_str())
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// Gives back everything that a dead process of this platform had in hand. Only for one who knows to be alone. Returns how
/// many messages of these may have arrived.
///
/// # Errors
/// As the database reports them.
pub async fn release_all(db: &mut Connection, platform: Platform) -> Result<u64> {
    const RELEASE: &str = "UPDATE outbox SET status = 'pending', lease_until = NULL,
            doubts = doubts + CASE op WHEN 'send' THEN 1 ELSE 0 END
        WHERE platform = $1 AND status = 'sending' RETURNING op";
    let released: Vec<String> = sqlx::query_scalar(RELEASE)
        .bind(platform.as_str())
        .fetch_all(db)
        .await?;
    Ok(released.iter().filter(|op| *op == "send").count() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::plan;

    #[tokio::test]
    async fn what_is_due_is_found_by_its_index_and_nothing_else_is_looked_at() {
        let due = "outbox_due (platform=? AND lane=? AND mailing=? AND not_before<?)";
        for (statement, others) in [(IN_LANE, 1), (OF_MAILING, 1), (SOURCES, 2)] {
            let steps = plan(statement).await;
            assert_eq!(steps.matches(due).count(), others, "{steps}");
            for table in [
                "outbox",
                "due",
                "older",
                "earlier",
                "first",
                "subscriptions",
                "destinations",
                "gone",
            ] {
                assert!(!steps.contains(&format!("SCAN {table}")), "{steps}");
            }
            assert!(!steps.contains("TEMP B-TREE"), "{steps}");
        }
    }
}
