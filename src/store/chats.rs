//! Groups and channels that the bot is in, and chats where it cannot write.

use chrono::{DateTime, Utc};

use super::officer_notes::{self, NoteKind};
use super::{Connection, Result, subscriptions};
use crate::domain::message::{ChatRef, Place, Platform};

/// The states of a chat and of the channels of a server.
const KNOWN: &str = "SELECT state FROM chats WHERE platform = $1 AND chat = $2
    UNION ALL SELECT state FROM chats WHERE platform = $1 AND server = $3 AND server <> ''";

/// The channels of a server but this one and those that notices go to.
const FORGET_OTHERS: &str =
    "DELETE FROM chats WHERE platform = $1 AND chat <> $2 AND server = $3 AND server <> ''
        AND NOT EXISTS (SELECT 1 FROM destinations
            WHERE destinations.platform = chats.platform AND destinations.chat = chats.chat)";

/// The channels of a server that were closed with it.
const REOPEN_OTHERS: &str = "UPDATE chats SET state = 'open', reason = '', changed_at = $3
    WHERE platform = $1 AND server = $2 AND server <> '' AND state = 'gone'";

const OF_SERVER: &str = "SELECT chat FROM chats
    WHERE platform = $1 AND server = $2 AND server <> '' ORDER BY title, chat";

const IS_KNOWN: &str = "SELECT EXISTS (SELECT 1 FROM chats WHERE platform = $1 AND chat = $2
    UNION ALL SELECT 1 FROM chats WHERE platform = $1 AND server = $2 AND server <> '')";

/// What waits for a chat; what is in flight finds out for itself.
const DROP: &str = "UPDATE outbox SET status = 'undeliverable', settled_at = $3, error = $4, why = $5
    WHERE platform = $1 AND chat = $2 AND status IN ('pending', 'sending') AND mailing = 0 AND lease_until IS NULL";

/// The same of mailings, whose rows are found by their causes.
const DROP_OF_MAILINGS: &str =
    "UPDATE outbox SET status = 'undeliverable', settled_at = $3, error = $4, why = $5
    WHERE status = 'pending' AND cause IN (
        SELECT 'mailing:' || mailings.id || ':' || CAST(1000000000 + destinations.id AS TEXT)
        FROM destinations JOIN mailings ON mailings.ended_at IS NULL
        WHERE destinations.platform = $1 AND destinations.chat = $2)";

const RENAME: &str = "UPDATE outbox SET chat = $3
    WHERE platform = $1 AND chat = $2 AND status IN ('pending', 'sending') AND mailing = 0";

/// Of mailings also what has arrived: it may be corrected. The destination may have its new id already.
const RENAME_OF_MAILINGS: &str = "UPDATE outbox SET chat = $3 WHERE chat = $2 AND cause IN (
    SELECT 'mailing:' || mailings.id || ':' || CAST(1000000000 + destinations.id AS TEXT)
    FROM destinations CROSS JOIN mailings
    WHERE destinations.platform = $1 AND destinations.chat IN ($2, $3))";

/// Why the bot cannot write in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// It is there, but may not write.
    NoRights,
    /// Blocked, removed, deleted.
    Gone,
}

impl Closed {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoRights => "no_rights",
            Self::Gone => "gone",
        }
    }
}

/// A group or channel that the bot knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub chat: String,
    pub title: String,
    /// Whether it is a channel.
    pub channel: bool,
    /// The server that it is a part of; empty where there is no such thing.
    pub server: String,
}

/// The bot can write in a chat (again). A person's chat needs no row then; of a group the title is kept, and of the channels
/// of a `server` one. `true`: it was not in this group, channel or server before, or not any more.
///
/// # Errors
/// As the database reports them.
pub async fn open(
    db: &mut Connection,
    chat: &ChatRef,
    place: Place,
    title: &str,
    server: Option<&str>,
    now: DateTime<Utc>,
) -> Result<bool> {
    const FORGET: &str = "DELETE FROM chats WHERE platform = $1 AND chat = $2";
    const OPEN: &str = "INSERT INTO chats (platform, chat, place, title, state, server, changed_at)
        VALUES ($1, $2, $3, $4, 'open', $5, $6)
        ON CONFLICT (platform, chat) DO UPDATE
        SET place = excluded.place, title = excluded.title, state = 'open', reason = '',
            server = CASE WHEN excluded.server = '' THEN chats.server ELSE excluded.server END,
            changed_at = excluded.changed_at";
    let server = server.unwrap_or_default();
    if place.is_for_one() {
        sqlx::query(FORGET)
            .bind(chat.platform.as_str())
            .bind(&chat.chat)
            .execute(db)
            .await?;
        return Ok(false);
    }
    let known: Vec<String> = sqlx::query_scalar(KNOWN)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .bind(server)
        .fetch_all(&mut *db)
        .await?;
    sqlx::query(FORGET_OTHERS)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .bind(server)
        .execute(&mut *db)
        .await?;
    sqlx::query(OPEN)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .bind(place.as_str())
        .bind(title)
        .bind(server)
        .bind(now.timestamp_millis())
        .execute(&mut *db)
        .await?;
    let is_new = known.iter().all(|state| state == Closed::Gone.as_str());
    if is_new {
        sqlx::query(REOPEN_OTHERS)
            .bind(chat.platform.as_str())
            .bind(server)
            .bind(now.timestamp_millis())
            .execute(db)
            .await?;
    }
    Ok(is_new)
}

/// Whether a group, channel or server is known.
///
/// # Errors
/// As the database reports them.
pub async fn is_known(db: &mut Connection, chat: &ChatRef) -> Result<bool> {
    let known: i64 = sqlx::query_scalar(IS_KNOWN)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .fetch_one(db)
        .await?;
    Ok(known != 0)
}

/// What is known of a chat that has a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chat {
    pub place: Place,
    /// Empty where it has none.
    pub title: String,
    /// Why the bot cannot write there, where it cannot.
    pub closed: Option<Closed>,
}

/// What is known of a chat: of a group or channel, or of one where the bot cannot write.
///
/// # Errors
/// As the database reports them.
pub async fn find(db: &mut Connection, chat: &ChatRef) -> Result<Option<Chat>> {
    const FIND: &str = "SELECT place, title, state FROM chats WHERE platform = $1 AND chat = $2";
    let known: Option<(String, String, String)> = sqlx::query_as(FIND)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .fetch_optional(db)
        .await?;
    Ok(known.map(|(place, title, state)| Chat {
        place: Place::from_name(&place).unwrap_or(Place::Private),
        title,
        closed: [Closed::NoRights, Closed::Gone]
            .into_iter()
            .find(|closed| closed.as_str() == state),
    }))
}

/// A message came from a chat or arrived there: it is open, whatever was known before.
///
/// # Errors
/// As the database reports them.
pub async fn reopen(db: &mut Connection, chat: &ChatRef, now: DateTime<Utc>) -> Result<()> {
    let known = find(db, chat).await?;
    let Some(closed) = known.filter(|known| known.closed.is_some()) else {
        return Ok(());
    };
    open(db, chat, closed.place, &closed.title, None, now).await?;
    Ok(())
}

/// The bot cannot write in a chat, or in any known chat of a server. What waits for a chat that is gone becomes
/// undeliverable. Of a group, channel or server the officer is told, once.
///
/// # Errors
/// As the database reports them.
pub async fn close(
    db: &mut Connection,
    chat: &ChatRef,
    place: Place,
    state: Closed,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    let of_server: Vec<String> = sqlx::query_scalar(OF_SERVER)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .fetch_all(&mut *db)
        .await?;
    let closed = if of_server.is_empty() {
        vec![chat.clone()]
    } else {
        let of_platform = |id| ChatRef::private(chat.platform, id);
        of_server.into_iter().map(of_platform).collect()
    };
    // A platform may not know what kind of chat it is.
    let place = match find(db, &closed[0]).await? {
        Some(known) if place.is_for_one() => known.place,
        _ => place,
    };
    let mut told = place.is_for_one();
    for chat in closed {
        let is_new = close_one(db, &chat, place, state, reason, now).await?;
        if is_new && !told {
            let kind = match state {
                Closed::Gone => NoteKind::ChatGone,
                Closed::NoRights => NoteKind::ChatNoRights,
            };
            let title = title(db, &chat).await?;
            officer_notes::add(db, kind, &title, "", now).await?;
            told = true;
        }
    }
    Ok(())
}

/// `true`: it was not known that the bot cannot write there.
async fn close_one(
    db: &mut Connection,
    chat: &ChatRef,
    place: Place,
    state: Closed,
    reason: &str,
    now: DateTime<Utc>,
) -> Result<bool> {
    const CLOSE: &str = "INSERT INTO chats (platform, chat, place, state, reason, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (platform, chat) DO UPDATE
        SET state = excluded.state, reason = excluded.reason, changed_at = excluded.changed_at
        WHERE chats.state <> excluded.state";
    let done = sqlx::query(CLOSE)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .bind(kind_of(place).as_str())
        .bind(state.as_str())
        .bind(reason)
        .bind(now.timestamp_millis())
        .execute(&mut *db)
        .await?;
    if state == Closed::Gone {
        for statement in [DROP, DROP_OF_MAILINGS] {
            sqlx::query(statement)
                .bind(chat.platform.as_str())
                .bind(&chat.chat)
                .bind(now.timestamp_millis())
                .bind(reason)
                .bind(kind_of(place).why_gone())
                .execute(&mut *db)
                .await?;
        }
    }
    Ok(done.rows_affected() == 1)
}

/// What kind of chat it is: one person's, wherever the person is.
fn kind_of(place: Place) -> Place {
    if place.is_for_one() {
        Place::Private
    } else {
        place
    }
}

/// A chat has a new id: it is rewritten everywhere. A conversation that has begun under the new id stays. The chat is there
/// under its new id, also where the old one was known as gone.
///
/// # Errors
/// As the database reports them.
pub async fn rename(db: &mut Connection, platform: Platform, from: &str, to: &str) -> Result<()> {
    if from == to {
        return Ok(());
    }
    const STEPS: [&str; 8] = [
        RENAME,
        RENAME_OF_MAILINGS,
        "DELETE FROM conversations WHERE platform = $1 AND chat = $2 AND EXISTS (
            SELECT 1 FROM conversations AS newer WHERE newer.platform = $1 AND newer.chat = $3
              AND newer.thread = conversations.thread AND newer.person = conversations.person)",
        "UPDATE conversations SET chat = $3 WHERE platform = $1 AND chat = $2",
        "UPDATE chats SET title = (SELECT older.title FROM chats AS older WHERE older.platform = $1 AND older.chat = $2)
            WHERE platform = $1 AND chat = $3 AND title = ''
              AND EXISTS (SELECT 1 FROM chats AS older WHERE older.platform = $1 AND older.chat = $2)",
        "DELETE FROM chats WHERE platform = $1 AND chat = $2
            AND EXISTS (SELECT 1 FROM chats AS newer WHERE newer.platform = $1 AND newer.chat = $3)",
        "UPDATE chats SET chat = $3 WHERE platform = $1 AND chat = $2",
        "UPDATE chats SET state = 'open', reason = '' WHERE platform = $1 AND chat = $3 AND $3 <> $2 AND state = 'gone'",
    ];
    for step in STEPS {
        sqlx::query(step)
            .bind(platform.as_str())
            .bind(from)
            .bind(to)
            .execute(&mut *db)
            .await?;
    }
    subscriptions::rename(db, platform, from, to).await
}

/// The chats of a platform where the bot may not write for now.
///
/// # Errors
/// As the database reports them.
pub async fn without_rights(db: &mut Connection, platform: Platform) -> Result<Vec<String>> {
    const WITHOUT: &str = "SELECT chat FROM chats WHERE platform = $1 AND state = 'no_rights'";
    Ok(sqlx::query_scalar(WITHOUT)
        .bind(platform.as_str())
        .fetch_all(db)
        .await?)
}

/// The title of a group or channel; its id where it has none.
///
/// # Errors
/// As the database reports them.
pub async fn title(db: &mut Connection, chat: &ChatRef) -> Result<String> {
    const TITLE: &str = "SELECT title FROM chats WHERE platform = $1 AND chat = $2 AND title <> ''";
    let title: Option<String> = sqlx::query_scalar(TITLE)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .fetch_optional(db)
        .await?;
    Ok(title.unwrap_or_else(|| chat.chat.clone()))
}

/// The groups and channels of a platform, by title.
///
/// # Errors
/// As the database reports them.
pub async fn list(db: &mut Connection, platform: Platform, limit: u32) -> Result<Vec<Known>> {
    const LIST: &str = "SELECT chat, title, place, server FROM chats
        WHERE platform = $1 AND place <> 'private' ORDER BY title, chat LIMIT $2";
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(LIST)
        .bind(platform.as_str())
        .bind(i64::from(limit))
        .fetch_all(db)
        .await?;
    let known = rows.into_iter().map(|(chat, title, place, server)| Known {
        chat,
        title,
        channel: place == Place::Channel.as_str(),
        server,
    });
    Ok(known.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use std::time::Duration;

    #[tokio::test]
    async fn the_channels_of_a_server_are_found_by_an_index() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("lacznik.db");
        let store = Store::open(&path, Duration::from_secs(5)).await.unwrap();
        let mut db = store.read().await.unwrap();
        for statement in [KNOWN, FORGET_OTHERS, OF_SERVER, IS_KNOWN] {
            let explain = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
            let plan: Vec<(i64, i64, i64, String)> =
                sqlx::query_as(explain).fetch_all(&mut *db).await.unwrap();
            let steps: Vec<&str> = plan.iter().map(|(.., step)| step.as_str()).collect();
            let steps = steps.join("\n");
            assert!(
                steps.contains("chats_by_server (platform=? AND server=?)"),
                "{steps}"
            );
            assert!(!steps.contains("SCAN chats"), "{steps}");
        }
    }
}
