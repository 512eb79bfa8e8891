//! What has to be said, and what became of it.

mod claim;
mod live;
mod settle;

use chrono::{DateTime, Utc};
use std::collections::HashMap;

use super::{Connection, Result, instant, next_numbers};
use crate::domain::message::{ChatRef, Handle, Lane, Outgoing, Platform};
use crate::domain::split;
use crate::domain::subscription::quiet_until;

pub use claim::{
    Claim, Claimed, Due, Hindrance, Look, Source, Task, expire_leases, give_up, is_any_due, look,
    postpone, release_all, take,
};
pub use live::{asked_for, is_known, put_fetch, show};
pub use settle::{Settlement, Why, settle};

/// How the causes of a mailing's rows begin; the recipient's number follows, always as long, so that the causes rise with it.
pub(super) fn name_of_row(mailing: i64) -> String {
    format!("mailing:{mailing}:")
}

<<<<<<< HEAD
/// Which row was taken, and which time: the fencing token of its settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claim {
    pub id: i64,
    /// How often it was taken, this time included. It only grows, also when the row is given back untouched.
    pub taken: i64,
}

/// What is done at a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op {
    /// The message is sent.
    Send,
    /// The message of this receipt says this now.
    Edit(String),
    /// The message of this receipt is deleted, or says this where it cannot be.
    Withdraw(String),
    /// The file of this name is brought; the message names it.
    Fetch(String),
}

impl Op {
    fn read(op: &str, target: Option<String>) -> Self {
        let target = target.unwrap_or_default();
        match op {
            "edit" => Self::Edit(target),
            "withdraw" => Self::Withdraw(target),
            "fetch" => Self::Fetch(target),
            _ => Self::Send,
        }
    }
}

/// A message taken from the outbox to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    pub claim: Claim,
    pub to: ChatRef,
    pub lane: Lane,
    pub op: Op,
    pub message: Outgoing,
    /// Since when it waits.
    pub created_at: DateTime<Utc>,
    /// How often it was tried, this time included.
    pub attempts: i64,
    /// How often in a row it was taken without an outcome, this time included: the process died, or the chat moved.
    pub fruitless: i64,
    /// How many of the earlier tries may have reached the platform.
    pub uncertain: i64,
}

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
    /// The chat is gone, for no fault of ours. `why` is a word for the ledger, see [`Missed`](super::mailings::Missed).
    Undeliverable { why: &'static str, cause: String },
    /// Put aside and shown to the administrator.
    Dead { why: &'static str, cause: String },
    /// There is nothing to do any more.
    Skipped { why: &'static str, cause: String },
    /// Given back untouched.
    Returned,
}

=======
>>>>>>> schedule
/// A message that was put aside.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DeadLetter {
    pub id: i64,
    pub platform: String,
    pub attempts: i64,
    pub error: String,
}

/// How many messages wait, since when, and how many were put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub waiting: i64,
    /// Since when the oldest of them waits.
    pub oldest: Option<DateTime<Utc>>,
    pub dead: i64,
}

/// Messages that have to be said.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// What brings them about: together with the part the name of each.
    pub cause: String,
    pub lane: Lane,
    pub to: ChatRef,
    /// In their order.
    pub messages: Vec<Outgoing>,
}

/// Stores messages in their order, each in as many parts as the platform makes necessary. A cause that is known already
/// adds nothing. What is for a chat that is gone is undeliverable from the start.
///
/// # Errors
/// As the database reports them.
pub async fn put(db: &mut Connection, said: Vec<Said>, now: DateTime<Utc>) -> Result<()> {
    const PUT: &str = "INSERT INTO outbox
        (id, platform, chat, thread, lane, cause, part, body, not_before, created_at, status, settled_at, why, error)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $9,
            CASE WHEN gone.chat IS NULL THEN 'pending' ELSE 'undeliverable' END,
            CASE WHEN gone.chat IS NULL THEN NULL ELSE $9 END,
            CASE WHEN gone.chat IS NULL THEN NULL WHEN gone.place = 'private' THEN 'blocked' ELSE 'gone' END,
            gone.reason
        FROM (SELECT 1 AS one) AS always
        LEFT JOIN chats AS gone ON gone.platform = $2 AND gone.chat = $3 AND gone.state = 'gone'
        WHERE TRUE
        ON CONFLICT (cause, part) DO NOTHING";
    let in_parts = |said: Said| {
        let capacity = said.to.capacity();
        let cut = |message| split::parts(message, capacity);
        let parts: Vec<Outgoing> = said.messages.into_iter().flat_map(cut).collect();
        (said.cause, said.lane, said.to, parts)
    };
    let said: Vec<_> = said.into_iter().map(in_parts).collect();
    let count: usize = said.iter().map(|(.., parts)| parts.len()).sum();
    if count == 0 {
        return Ok(());
    }
    let mut number = next_numbers(db, "outbox", count as i64).await?;
    for (cause, lane, to, parts) in &said {
        for (part, message) in (0_i64..).zip(parts) {
            sqlx::query(PUT)
                .bind(number)
                .bind(to.platform.as_str())
                .bind(&to.chat)
                .bind(to.thread.as_deref().unwrap_or_default())
                .bind(lane.rank())
                .bind(cause)
                .bind(part)
                .bind(super::knowledge::json(message))
                .bind(now.timestamp_millis())
                .execute(&mut *db)
                .await?;
            number += 1;
        }
    }
    Ok(())
}

<<<<<<< HEAD
/// A message that could be taken now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub id: i64,
    pub to: ChatRef,
    /// What stands in the way of a message of a mailing.
    pub bar: Option<Bar>,
    /// The role that is called at its destination; empty: nobody.
    ping: String,
}

/// What stands in the way of a message of a mailing when its turn has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bar {
    /// It is not subscribed to any more.
    Unsubscribed,
    /// The chat is gone.
    Gone,
    /// It is night there.
    Night,
    /// It is for a single person, and the platform takes none.
    Held,
}

/// The mailings that go out now, the oldest first.
const GOING: &str = "SELECT id, kind FROM mailings
    WHERE state IN ('expanding', 'sending') AND ended_at IS NULL ORDER BY id";

const LANES: [Lane; 4] = [Lane::Interactive, Lane::Cases, Lane::Reminders, Lane::Bulk];

/// Whether anything may be taken now.
///
/// # Errors
/// As the database reports them.
pub async fn is_any_due(
    db: &mut Connection,
    platform: Platform,
    now: DateTime<Utc>,
) -> Result<bool> {
    // By lane and mailing, as the index has them: what waits for later is not looked at.
    const ANY: &str = "SELECT EXISTS (SELECT 1 FROM outbox
            WHERE platform = $1 AND status = 'pending' AND lane = $3 AND mailing = $4 AND not_before <= $2)";
    const LEASED: &str = "SELECT EXISTS (SELECT 1 FROM outbox
            WHERE platform = $1 AND status = 'sending' AND lease_until <= $2)";
    let going: Vec<(i64, String)> = sqlx::query_as(GOING).fetch_all(&mut *db).await?;
    let places = LANES.map(|lane| (lane.rank(), 0));
    let going = going.into_iter().map(|(id, _)| (Lane::Bulk.rank(), id));
    for (lane, mailing) in places.into_iter().chain(going) {
        let any: i64 = sqlx::query_scalar(ANY)
            .bind(platform.as_str())
            .bind(now.timestamp_millis())
            .bind(lane)
            .bind(mailing)
            .fetch_one(&mut *db)
            .await?;
        if any != 0 {
            return Ok(true);
        }
    }
    let any: i64 = sqlx::query_scalar(LEASED)
        .bind(platform.as_str())
        .bind(now.timestamp_millis())
        .fetch_one(db)
        .await?;
    Ok(any != 0)
}

/// Up to `limit` messages of these lanes that may be taken now, by lane and then by age; messages of mailings come last, with
/// what stands in their way. Within a chat and lane, and within a mailing, the order is kept: nothing goes while something
/// older is open there.
///
/// # Errors
/// As the database reports them.
pub async fn due(
    db: &mut Connection,
    platform: Platform,
    lanes: RangeInclusive<Lane>,
    limit: usize,
    is_held: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Due>> {
    const DUE: &str = "SELECT due.id, due.chat, due.thread FROM outbox AS due
        WHERE due.platform = $1 AND due.status = 'pending' AND due.lane = $2 AND due.mailing = 0 AND due.not_before <= $3
          AND NOT EXISTS (
            SELECT 1 FROM outbox AS older
            WHERE older.platform = due.platform AND older.chat = due.chat AND older.thread = due.thread
              AND older.lane = due.lane AND older.mailing = 0 AND older.id < due.id
              AND older.status IN ('pending', 'sending'))
        ORDER BY due.not_before, due.id LIMIT $4";
    let mut found = Vec::new();
    for lane in LANES.into_iter().filter(|lane| lanes.contains(lane)) {
        let rows: Vec<(i64, String, String)> = sqlx::query_as(DUE)
            .bind(platform.as_str())
            .bind(lane.rank())
            .bind(now.timestamp_millis())
            .bind((limit - found.len()) as i64)
            .fetch_all(&mut *db)
            .await?;
        found.extend(rows.into_iter().map(|(id, chat, thread)| Due {
            id,
            to: chat_of(platform, chat, thread),
            bar: None,
            ping: String::new(),
        }));
        if found.len() >= limit {
            return Ok(found);
        }
    }
    if lanes.contains(&Lane::Bulk) {
        let going: Vec<(i64, String)> = sqlx::query_as(GOING).fetch_all(&mut *db).await?;
        for (mailing, kind) in going {
            if found.len() < limit {
                // A change of what arrived disturbs nobody.
                let is_silent = matches!(kind.as_str(), "correction" | "withdrawal");
                let left = limit - found.len();
                let of = (mailing, is_silent, is_held);
                found.extend(due_of(db, platform, of, left, now).await?);
            }
        }
    }
    Ok(found)
}

/// Up to `limit` messages of a mailing that may be taken now.
async fn due_of(
    db: &mut Connection,
    platform: Platform,
    (mailing, is_silent, is_held): (i64, bool, bool),
    limit: usize,
    now: DateTime<Utc>,
) -> Result<Vec<Due>> {
    const DUE: &str = "SELECT due.id, due.chat, due.thread, recipient.ping, recipient.place,
            CASE WHEN due.urgent = 0 AND recipient.quiet = 1 THEN 1 ELSE 0 END AS sleeps,
            CASE WHEN EXISTS (SELECT 1 FROM chats WHERE chats.platform = due.platform AND chats.chat = due.chat
                AND chats.state = 'gone') THEN 1 ELSE 0 END AS gone,
            CASE WHEN EXISTS (SELECT 1 FROM subscriptions AS sub
                WHERE sub.destination = due.recipient AND sub.ended_at IS NULL
                  AND (sub.topic IN (SELECT topic FROM mailing_topics WHERE mailing_topics.mailing = $2)
                    OR NOT EXISTS (SELECT 1 FROM mailing_topics WHERE mailing_topics.mailing = $2)))
                THEN 1 ELSE 0 END AS wanted
        FROM outbox AS due JOIN destinations AS recipient ON recipient.id = due.recipient
        WHERE due.platform = $1 AND due.status = 'pending' AND due.lane = 3 AND due.mailing = $2 AND due.not_before <= $3
          AND NOT EXISTS (
            SELECT 1 FROM outbox AS older
            WHERE older.cause = due.cause AND older.part < due.part AND older.status IN ('pending', 'sending'))
        ORDER BY due.not_before, due.id LIMIT $4";
    let is_night = quiet_until(now).is_some();
    let rows: Vec<Row> = sqlx::query(DUE)
        .bind(platform.as_str())
        .bind(mailing)
        .bind(now.timestamp_millis())
        .bind(limit as i64)
        .fetch_all(db)
        .await?;
    let due = |row: &Row| -> Result<Due> {
        let is = |name| row.try_get::<i64, _>(name).map(|value| value != 0);
        let place: String = row.try_get("place")?;
        let bar = if is("gone")? {
            Some(Bar::Gone)
        } else if is_silent {
            None
        } else if !is("wanted")? {
            Some(Bar::Unsubscribed)
        } else if is_night && is("sleeps")? {
            Some(Bar::Night)
        } else if is_held && place == "private" {
            Some(Bar::Held)
        } else {
            None
        };
        Ok(Due {
            id: row.try_get("id")?,
            to: chat_of(platform, row.try_get("chat")?, row.try_get("thread")?),
            bar,
            ping: row.try_get("ping")?,
        })
    };
    rows.iter().map(due).collect()
}

fn chat_of(platform: Platform, chat: String, thread: String) -> ChatRef {
    ChatRef {
        platform,
        chat,
        thread: (!thread.is_empty()).then_some(thread),
    }
}

/// Ends a message that is not wanted any more, or whose chat is gone.
///
/// # Errors
/// As the database reports them.
pub async fn end(db: &mut Connection, due: &Due, bar: Bar, now: DateTime<Utc>) -> Result<()> {
    const END: &str = "UPDATE outbox SET status = $2, why = $3, settled_at = $4,
            error = (SELECT reason FROM chats WHERE chats.platform = outbox.platform AND chats.chat = outbox.chat)
        WHERE id = $1 AND status = 'pending'";
    const PLACE: &str = "SELECT recipient.place FROM outbox JOIN destinations AS recipient ON recipient.id = outbox.recipient
        WHERE outbox.id = $1";
    let (status, why) = match bar {
        Bar::Gone => {
            let place: Option<String> = sqlx::query_scalar(PLACE)
                .bind(due.id)
                .fetch_optional(&mut *db)
                .await?;
            let is_person = place.as_deref() == Some("private");
            ("undeliverable", if is_person { "blocked" } else { "gone" })
        }
        Bar::Unsubscribed | Bar::Night | Bar::Held => ("skipped", "unsubscribed"),
    };
    sqlx::query(END)
        .bind(due.id)
        .bind(status)
        .bind(why)
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// Lets a message wait, because its chat has had enough for now.
///
/// # Errors
/// As the database reports them.
pub async fn postpone(db: &mut Connection, id: i64, not_before: DateTime<Utc>) -> Result<()> {
    const POSTPONE: &str = "UPDATE outbox SET not_before = $2 WHERE id = $1 AND status = 'pending'";
    sqlx::query(POSTPONE)
        .bind(id)
        .bind(not_before.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

=======
>>>>>>> schedule
/// Somebody has done something that will be answered in the thread of this chat: what waits for them in any thread of it is
/// due at once, as if it were new. A thread that has no way to them any more becomes a part of this one, before the answer and in its order.
/// What the platform shows in the handle's place becomes the oldest of these: whatever goes first by a handle stands there.
/// Returns what is left of the handle for the answer.
///
/// # Errors
/// As the database reports them.
pub async fn wake(
    db: &mut Connection,
    chat: &ChatRef,
    handle: Option<&Handle>,
    now: DateTime<Utc>,
) -> Result<Option<Handle>> {
    const OPEN: &str = "SELECT id, thread, status, body FROM outbox
        WHERE platform = $1 AND chat = $2 AND status IN ('pending', 'sending') AND mailing = 0 ORDER BY id";
    // The waits grew while they were away.
    const WAKE: &str = "UPDATE outbox SET not_before = $2, attempts = 0 WHERE id = $1";
    // In the lane of the answer, because only within a lane the order is kept.
    const REDIRECT: &str = "UPDATE outbox
        SET not_before = $2, attempts = 0, thread = $3, lane = $4, body = $5 WHERE id = $1";
    let open: Vec<(i64, String, String, String)> = sqlx::query_as(OPEN)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .fetch_all(&mut *db)
        .await?;
    let mut left = handle.cloned();
    let mut stays = HashMap::new();
    for (id, thread, status, body) in open {
        let waits = status == "pending";
        let message: Option<Outgoing> = serde_json::from_str(&body).ok();
        // All of a thread came with one handle and has an order: what is first there decides for the rest.
        let lives = message.as_ref().is_some_and(|one| one.is_answerable(now));
        let stays = *stays.entry(thread).or_insert(!waits || lives);
        if !waits {
            continue;
        }
        let due = match message {
            Some(message) if !stays && left.is_some() => {
                let handle = left.clone();
                left = left.map(Handle::without_place);
                sqlx::query(REDIRECT)
                    .bind(id)
                    .bind(now.timestamp_millis())
                    .bind(chat.thread.as_deref().unwrap_or_default())
                    .bind(Lane::Interactive.rank())
                    .bind(super::knowledge::json(&Outgoing { handle, ..message }))
            }
            _ => sqlx::query(WAKE).bind(id).bind(now.timestamp_millis()),
        };
        due.execute(&mut *db).await?;
    }
    Ok(left)
}

/// A message that was settled just now, by whoever had taken it, cannot go by its handle any more.
///
/// # Errors
/// As the database reports them.
pub async fn forget_handle(db: &mut Connection, row: &Claimed) -> Result<()> {
    const FORGET: &str = "UPDATE outbox SET body = $2 WHERE id = $1";
    let message = Outgoing {
        handle: None,
        ..row.message.clone()
    };
    sqlx::query(FORGET)
        .bind(row.claim.id)
        .bind(super::knowledge::json(&message))
        .execute(db)
        .await?;
    Ok(())
}

<<<<<<< HEAD
/// Lets reminders and notices to single persons wait until then: those that might go now.
///
/// # Errors
/// As the database reports them.
pub async fn hold_back(
    db: &mut Connection,
    platform: Platform,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<()> {
    // A chat that is not known as one of several people counts as one person's.
    const HOLD: &str = "UPDATE outbox SET not_before = $4
        WHERE platform = $1 AND status = 'pending' AND lane >= $2 AND mailing = 0 AND not_before <= $3 AND NOT EXISTS (
            SELECT 1 FROM chats WHERE chats.platform = outbox.platform AND chats.chat = outbox.chat
              AND chats.place <> 'private')";
    sqlx::query(HOLD)
        .bind(platform.as_str())
        .bind(Lane::Reminders.rank())
        .bind(now.timestamp_millis())
        .bind(until.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

=======
>>>>>>> schedule
/// Lets the reminders and notices of a platform that wait go now.
///
/// # Errors
/// As the database reports them.
pub async fn let_go(db: &mut Connection, platform: Platform, now: DateTime<Utc>) -> Result<()> {
    const GO: &str = "UPDATE outbox SET not_before = $3
        WHERE platform = $1 AND status = 'pending' AND lane >= $2 AND not_before > $3";
    sqlx::query(GO)
        .bind(platform.as_str())
        .bind(Lane::Reminders.rank())
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// The counter of messages that may have arrived twice.
const PERHAPS_TWICE: &str = "outbox_perhaps_twice";

<<<<<<< HEAD
/// Messages taken by one statement.
const TAKEN_AT_ONCE: usize = 8;

/// Takes messages and keeps them from others until `lease_until`; returns them in their order. One that cannot be read is
/// put aside, one that another has taken is left out.
///
/// # Errors
/// As the database reports them.
pub async fn take(
    db: &mut Connection,
    due: Vec<Due>,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<Vec<Claimed>> {
    const TAKE: &str = "UPDATE outbox SET status = 'sending', lease_until = $1, taken = taken + 1,
            attempts = attempts + 1, fruitless = fruitless + 1,
            version = coalesce((SELECT mailings.version FROM mailings WHERE mailings.id = outbox.mailing), 0)
        WHERE id IN ($2, $3, $4, $5, $6, $7, $8, $9) AND status = 'pending'
        RETURNING id, taken, lane, op, target, body, mailing, variant, version, part, created_at, attempts, fruitless,
            uncertain";
    let mut claimed = Vec::with_capacity(due.len());
    let mut texts = HashMap::new();
    for some in due.chunks(TAKEN_AT_ONCE) {
        // Always as many parameters, so that it is one statement: no row has the number 0.
        let numbers = some.iter().map(|due| due.id).chain(std::iter::repeat(0));
        let mut take = sqlx::query(TAKE).bind(lease_until.timestamp_millis());
        for number in numbers.take(TAKEN_AT_ONCE) {
            take = take.bind(number);
        }
        let rows: Vec<Row> = take.fetch_all(&mut *db).await?;
        for row in rows {
            let id: i64 = row.try_get("id")?;
            if let Some(due) = some.iter().find(|due| due.id == id) {
                let body = body_of(db, &row, &mut texts).await?;
                claimed.extend(read(db, &row, &body, due.clone(), now).await?);
            }
        }
    }
    claimed.sort_by_key(|row| (row.lane, row.claim.id));
    Ok(claimed)
}

/// The message that a row is about: what it names, or the first that went out for the same cause (see [`show`]).
async fn target_of(db: &mut Connection, row: &Row) -> Result<Option<String>> {
    const FIRST: &str = "SELECT first.receipt FROM outbox AS first
        JOIN outbox AS later ON later.cause = first.cause
        WHERE later.id = $1 AND first.part = 0";
    let op: String = row.try_get("op")?;
    let target: Option<String> = row.try_get("target")?;
    if op != "edit" || target.is_some() {
        return Ok(target);
    }
    let id: i64 = row.try_get("id")?;
    let first: Option<Option<String>> = sqlx::query_scalar(FIRST)
        .bind(id)
        .fetch_optional(db)
        .await?;
    Ok(first.flatten())
}

/// The text of a row: its own, or that of its mailing.
async fn body_of(
    db: &mut Connection,
    row: &Row,
    texts: &mut HashMap<(i64, i64, String, i64), String>,
) -> Result<String> {
    const TEXT: &str = "SELECT body FROM mailing_bodies
        WHERE mailing = $1 AND version = $2 AND variant = $3 AND part = $4";
    let variant: String = row.try_get("variant")?;
    if variant.is_empty() {
        return Ok(row.try_get("body")?);
    }
    let key = (
        row.try_get("mailing")?,
        row.try_get("version")?,
        variant,
        row.try_get("part")?,
    );
    if let Some(known) = texts.get(&key) {
        return Ok(known.clone());
    }
    let text: Option<String> = sqlx::query_scalar(TEXT)
        .bind(key.0)
        .bind(key.1)
        .bind(&key.2)
        .bind(key.3)
        .fetch_optional(db)
        .await?;
    let text = text.unwrap_or_default();
    texts.insert(key, text.clone());
    Ok(text)
}

/// A row that was taken. `None`: it cannot be read and was put aside.
async fn read(
    db: &mut Connection,
    row: &Row,
    body: &str,
    due: Due,
    now: DateTime<Utc>,
) -> Result<Option<Claimed>> {
    let claim = Claim {
        id: due.id,
        taken: row.try_get("taken")?,
    };
    match serde_json::from_str::<Outgoing>(body) {
        Ok(message) => Ok(Some(Claimed {
            claim,
            op: Op::read(row.try_get("op")?, target_of(db, row).await?),
            message: Outgoing {
                ping: message
                    .ping
                    .map(|_| due.ping)
                    .filter(|role| !role.is_empty()),
                ..message
            },
            to: due.to,
            lane: Lane::from_rank(row.try_get("lane")?).unwrap_or(Lane::Bulk),
            created_at: instant(row.try_get("created_at")?),
            attempts: row.try_get("attempts")?,
            fruitless: row.try_get("fruitless")?,
            uncertain: row.try_get("uncertain")?,
        })),
        Err(error) => {
            // Not the error itself: it may quote what stands in the message.
            let (kind, line, column) = (error.classify(), error.line(), error.column());
            let cause = format!(
                "the stored message cannot be read: {kind:?}, line {line}, column {column}"
            );
            tracing::error!(row = claim.id, cause, "message put aside");
            let why = "rejected";
            settle(db, &[(claim, Settlement::Dead { why, cause })], now).await?;
            Ok(None)
        }
    }
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
    const EXPIRE: &str =
        "UPDATE outbox SET status = 'pending', lease_until = NULL, doubts = doubts + 1
        WHERE platform = $1 AND status = 'sending' AND lease_until <= $2";
    sqlx::query(EXPIRE)
        .bind(platform.as_str())
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// Gives back everything that a dead process of this platform had in hand. Only for one who knows to be alone.
///
/// # Errors
/// As the database reports them.
pub async fn release_all(db: &mut Connection, platform: Platform) -> Result<u64> {
    const RELEASE: &str =
        "UPDATE outbox SET status = 'pending', lease_until = NULL, doubts = doubts + 1
        WHERE platform = $1 AND status = 'sending'";
    Ok(sqlx::query(RELEASE)
        .bind(platform.as_str())
        .execute(db)
        .await?
        .rows_affected())
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
) -> Result<Vec<Claim>> {
    const RETRY: &str = "UPDATE outbox
        SET status = 'pending', lease_until = NULL, not_before = $3, error = $4, uncertain = uncertain + $5,
            doubts = doubts + $5, fruitless = 0
        WHERE id = $1 AND taken = $2 AND status = 'sending'";
    const AGAIN: &str = "UPDATE outbox SET status = 'pending', lease_until = NULL
        WHERE id = $1 AND taken = $2 AND status = 'sending'";
    const ENDED: &str =
        "UPDATE outbox SET status = $5, lease_until = NULL, settled_at = $3, error = $4, why = $6
        WHERE id = $1 AND taken = $2 AND status = 'sending'";
    const RETURNED: &str = "UPDATE outbox
        SET status = 'pending', lease_until = NULL, attempts = attempts - 1, fruitless = fruitless - 1
        WHERE id = $1 AND taken = $2 AND status = 'sending'";
    let mut sent = Vec::with_capacity(settlements.len());
    let mut held = Vec::with_capacity(settlements.len());
    for (claim, settlement) in settlements {
        let of_claim = |sql: &'static str| sqlx::query(sql).bind(claim.id).bind(claim.taken);
        let ended = |cause, status, why| {
            let now = now.timestamp_millis();
            of_claim(ENDED)
                .bind(now)
                .bind::<&String>(cause)
                .bind::<&str>(status)
                .bind::<&str>(why)
        };
        let query = match settlement {
            Settlement::Sent { receipt } => {
                sent.push((*claim, receipt.as_str()));
                continue;
            }
            Settlement::Retry {
                not_before,
                cause,
                uncertain,
            } => of_claim(RETRY)
                .bind(not_before.timestamp_millis())
                .bind(cause)
                .bind(i64::from(*uncertain)),
            Settlement::Again => of_claim(AGAIN),
            Settlement::Undeliverable { why, cause } => ended(cause, "undeliverable", why),
            Settlement::Dead { why, cause } => ended(cause, "dead", why),
            Settlement::Skipped { why, cause } => ended(cause, "skipped", why),
            Settlement::Returned => of_claim(RETURNED),
        };
        if query.execute(&mut *db).await?.rows_affected() == 1 {
            held.push(*claim);
        }
    }
    for some in sent.chunks(SENT_AT_ONCE) {
        held.extend(settle_sent(db, some, now).await?);
    }
    Ok(held)
}

/// Messages that arrived, written down by one statement.
const SENT_AT_ONCE: usize = 4;

/// Up to [`SENT_AT_ONCE`] messages have arrived: nearly all do, so these share a statement.
async fn settle_sent(
    db: &mut Connection,
    sent: &[(Claim, &str)],
    now: DateTime<Utc>,
) -> Result<Vec<Claim>> {
    const SENT: &str = "UPDATE outbox
        SET status = 'sent', lease_until = NULL, settled_at = $1, error = NULL,
            receipt = CASE id WHEN $2 THEN $4 WHEN $5 THEN $7 WHEN $8 THEN $10 ELSE $13 END
        WHERE id IN ($2, $5, $8, $11) AND status = 'sending'
          AND taken = CASE id WHEN $2 THEN $3 WHEN $5 THEN $6 WHEN $8 THEN $9 ELSE $12 END
        RETURNING id, taken";
    // No row has the number 0.
    const NONE: (Claim, &str) = (Claim { id: 0, taken: 0 }, "");
    let mut query = sqlx::query_as::<_, (i64, i64)>(SENT).bind(now.timestamp_millis());
    let padding = std::iter::repeat(&NONE);
    for (claim, receipt) in sent.iter().chain(padding).take(SENT_AT_ONCE) {
        query = query.bind(claim.id).bind(claim.taken).bind(*receipt);
    }
    let rows = query.fetch_all(db).await?;
    let claims = rows.into_iter().map(|(id, taken)| Claim { id, taken });
    Ok(claims.collect())
}

=======
>>>>>>> schedule
/// Lets what waits go now, where it would wait for a clock that has been set back.
///
/// # Errors
/// As the database reports them.
pub async fn clock_was_set_back(
    db: &mut Connection,
    platform: Platform,
    now: DateTime<Utc>,
) -> Result<()> {
    const NOW: &str = "UPDATE outbox SET not_before = $2
        WHERE platform = $1 AND status = 'pending' AND not_before > $2";
    sqlx::query(NOW)
        .bind(platform.as_str())
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// Counts messages that may have arrived twice.
///
/// # Errors
/// As the database reports them.
pub async fn count_perhaps_twice(db: &mut Connection, count: u64) -> Result<()> {
    if count > 0 {
        next_numbers(db, PERHAPS_TWICE, count as i64).await?;
    }
    Ok(())
}

/// How many messages may have arrived twice, since there is this database.
///
/// # Errors
/// As the database reports them.
pub async fn perhaps_twice(db: &mut Connection) -> Result<i64> {
    const COUNT: &str = "SELECT value FROM counters WHERE name = $1";
    let count: Option<i64> = sqlx::query_scalar(COUNT)
        .bind(PERHAPS_TWICE)
        .fetch_optional(db)
        .await?;
    Ok(count.unwrap_or_default())
}

/// Lets a message that was put aside wait again, as if it were new. `false`: there is none with this number, or what it was a
/// part of is cancelled.
///
/// # Errors
/// As the database reports them.
pub async fn resend(db: &mut Connection, id: i64, now: DateTime<Utc>) -> Result<bool> {
    const RESEND: &str =
        "UPDATE outbox SET status = 'pending', settled_at = NULL, why = NULL, error = NULL, attempts = 0,
            fruitless = 0, uncertain = 0, not_before = $2, created_at = $2
        WHERE id = $1 AND status = 'dead'
          AND (mailing = 0 OR mailing IN (SELECT id FROM mailings WHERE state <> 'cancelled'))
        RETURNING mailing";
    const REOPEN: &str =
        "UPDATE mailings SET state = 'sending', ended_at = NULL WHERE id = $1 AND state = 'done'";
    let mailing: Option<i64> = sqlx::query_scalar(RESEND)
        .bind(id)
        .bind(now.timestamp_millis())
        .fetch_optional(&mut *db)
        .await?;
    sqlx::query(REOPEN).bind(mailing).execute(db).await?;
    Ok(mailing.is_some())
}

/// How many messages wait, since when, and how many were put aside.
///
/// # Errors
/// As the database reports them.
pub async fn counts(db: &mut Connection) -> Result<Counts> {
    const WAITING: &str = "SELECT coalesce(sum(waiting), 0), min(oldest) FROM (
        SELECT count(*) AS waiting, min(created_at) AS oldest FROM outbox WHERE status = 'pending'
        UNION ALL SELECT count(*), min(created_at) FROM outbox WHERE status = 'sending') AS open";
    const DEAD: &str = "SELECT count(*) FROM outbox WHERE status = 'dead'";
    let (waiting, oldest): (i64, Option<i64>) = sqlx::query_as(WAITING).fetch_one(&mut *db).await?;
    let dead = sqlx::query_scalar(DEAD).fetch_one(db).await?;
    Ok(Counts {
        waiting,
        oldest: oldest.map(instant),
        dead,
    })
}

/// The messages that were put aside, the latest first.
///
/// # Errors
/// As the database reports them.
pub async fn dead_letters(db: &mut Connection, limit: u32) -> Result<Vec<DeadLetter>> {
    const DEAD: &str =
        "SELECT id, platform, attempts, coalesce(error, '') FROM outbox WHERE status = 'dead'
        ORDER BY id DESC LIMIT $1";
    let rows: Vec<(i64, String, i64, String)> = sqlx::query_as(DEAD)
        .bind(i64::from(limit))
        .fetch_all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, platform, attempts, error)| DeadLetter {
            id,
            platform,
            attempts,
            error,
        })
        .collect())
}
