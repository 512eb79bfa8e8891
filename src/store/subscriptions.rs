//! Where notices can go, what is subscribed to there, and the history of both.

use chrono::{DateTime, Utc};

use super::{Connection, Result, instant, next_number};
use crate::domain::language::Language;
use crate::domain::message::{ChatRef, Place, Platform};
use crate::domain::subscription::{Destination, Rhythm, Subscription, TEXT_VERSION, URGENT};

/// Where a change comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Chat,
    Import,
}

impl Source {
    fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Import => "import",
        }
    }
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Begun,
    Ended,
    Undone,
    Rhythm,
}

impl What {
    fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Ended => "ended",
            Self::Undone => "undone",
            Self::Rhythm => "rhythm",
        }
    }
}

/// The last thing that was ended, while nothing has changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Of the change in the history.
    pub number: i64,
    pub topics: Vec<String>,
}

/// A line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    topic: String,
    rhythm: String,
}

/// The destination that a chat is, if it ever was one.
///
/// # Errors
/// As the database reports them.
pub async fn find(db: &mut Connection, chat: &ChatRef) -> Result<Option<Destination>> {
    const FIND: &str =
        "SELECT id, place, ping, quiet, thread FROM destinations WHERE platform = $1 AND chat = $2";
    let row: Option<(i64, String, String, i64, String)> = sqlx::query_as(FIND)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|(id, place, ping, quiet, thread)| Destination {
        id,
        to: ChatRef {
            thread: (!thread.is_empty()).then_some(thread),
            ..chat.clone()
        },
        place: Place::from_name(&place).unwrap_or(Place::Private),
        ping,
        quiet: quiet != 0,
    }))
}

/// The destination that a chat is from now on, in this language. Where nothing is subscribed to, notices will go to the
/// topic of the group in which that was said.
///
/// # Errors
/// As the database reports them.
pub async fn ensure(
    db: &mut Connection,
    to: &ChatRef,
    place: Place,
    language: Language,
    now: DateTime<Utc>,
) -> Result<Destination> {
    const SPEAK: &str = "UPDATE destinations SET language = $2 WHERE id = $1";
    const MOVE: &str =
        "UPDATE destinations SET thread = $2 WHERE id = $1 AND idle_since IS NOT NULL";
    const ADD: &str = "INSERT INTO destinations
        (id, platform, chat, thread, place, language, created_at, idle_since)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7)";
    let thread = to.thread.as_deref().unwrap_or_default();
    if let Some(known) = find(db, to).await? {
        sqlx::query(SPEAK)
            .bind(known.id)
            .bind(language.code())
            .execute(&mut *db)
            .await?;
        sqlx::query(MOVE)
            .bind(known.id)
            .bind(thread)
            .execute(db)
            .await?;
        return Ok(known);
    }
    let id = next_number(db, "destinations").await?;
    sqlx::query(ADD)
        .bind(id)
        .bind(to.platform.as_str())
        .bind(&to.chat)
        .bind(thread)
        .bind(place.as_str())
        .bind(language.code())
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(Destination {
        id,
        to: to.clone(),
        place,
        ping: String::new(),
        quiet: true,
    })
}

/// What is subscribed to, the oldest first.
///
/// # Errors
/// As the database reports them.
pub async fn active(db: &mut Connection, destination: i64) -> Result<Vec<Subscription>> {
    const ACTIVE: &str = "SELECT topic, rhythm FROM subscriptions
        WHERE destination = $1 AND ended_at IS NULL ORDER BY since, topic";
    let rows: Vec<(String, String)> = sqlx::query_as(ACTIVE)
        .bind(destination)
        .fetch_all(db)
        .await?;
    let read = |(topic, rhythm): (String, String)| Subscription {
        topic,
        rhythm: Rhythm::from_name(&rhythm).unwrap_or(Rhythm::AtOnce),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Somebody subscribes to a topic. What is subscribed to already stays as it is.
///
/// # Errors
/// As the database reports them.
pub async fn begin(
    db: &mut Connection,
    destination: i64,
    subscription: &Subscription,
    now: DateTime<Utc>,
) -> Result<()> {
    const BEGIN: &str = "INSERT INTO subscriptions (destination, topic, rhythm, since)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (destination, topic) DO UPDATE
        SET rhythm = excluded.rhythm, since = excluded.since, ended_at = NULL
        WHERE subscriptions.ended_at IS NOT NULL";
    add(db, BEGIN, destination, subscription, Source::Chat, now).await?;
    Ok(())
}

/// What became of a line of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    Added,
    /// It is subscribed to, perhaps in another rhythm.
    Known,
    /// The subscription was ended once, and no import begins it again.
    Ended,
}

/// Adds a subscription that is known from elsewhere, unless there is or was one.
///
/// # Errors
/// As the database reports them.
pub async fn import(
    db: &mut Connection,
    to: &ChatRef,
    place: Place,
    subscription: &Subscription,
    now: DateTime<Utc>,
) -> Result<Imported> {
    const IMPORT: &str = "INSERT INTO subscriptions (destination, topic, rhythm, since)
        VALUES ($1, $2, $3, $4) ON CONFLICT (destination, topic) DO NOTHING";
    const ENDED: &str = "SELECT ended_at FROM subscriptions WHERE destination = $1 AND topic = $2";
    let destination = match find(db, to).await? {
        Some(known) => known.id,
        None => ensure(db, to, place, Language::Polish, now).await?.id,
    };
    if add(db, IMPORT, destination, subscription, Source::Import, now).await? {
        return Ok(Imported::Added);
    }
    let ended: Option<i64> = sqlx::query_scalar(ENDED)
        .bind(destination)
        .bind(&subscription.topic)
        .fetch_one(db)
        .await?;
    Ok(match ended {
        Some(_) => Imported::Ended,
        None => Imported::Known,
    })
}

/// Whether somebody has talked to the bot alone in this chat of Discord: only there a direct message can go.
///
/// # Errors
/// As the database reports them.
pub async fn is_direct(db: &mut Connection, chat: &ChatRef) -> Result<bool> {
    const STATES: &str = "SELECT state FROM conversations WHERE platform = $1 AND chat = $2";
    let states: Vec<String> = sqlx::query_scalar(STATES)
        .bind(chat.platform.as_str())
        .bind(&chat.chat)
        .fetch_all(&mut *db)
        .await?;
    // Who the bot is, is told to one person alone.
    let greeted = |state: &String| super::conversations::read(state, None).greeted;
    if states.iter().any(greeted) {
        return Ok(true);
    }
    let known = find(db, chat).await?;
    Ok(known.is_some_and(|known| known.place == Place::Private))
}

/// Adds a subscription, and a line to the history where that changed something.
async fn add(
    db: &mut Connection,
    statement: &'static str,
    destination: i64,
    subscription: &Subscription,
    source: Source,
    now: DateTime<Utc>,
) -> Result<bool> {
    let Subscription { topic, rhythm } = subscription;
    let done = sqlx::query(statement)
        .bind(destination)
        .bind(topic)
        .bind(rhythm.as_str())
        .bind(now.timestamp_millis())
        .execute(&mut *db)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let line = Line {
        topic: topic.clone(),
        rhythm: rhythm.as_str().to_owned(),
    };
    note(db, destination, What::Begun, source, &[line], now).await?;
    note_idle(db, destination, now).await?;
    Ok(true)
}

/// Ends the subscriptions to these topics; none: all of them. What has ended already stays as it is.
///
/// # Errors
/// As the database reports them.
pub async fn end(
    db: &mut Connection,
    destination: i64,
    topics: Option<&[String]>,
    now: DateTime<Utc>,
) -> Result<Option<Ended>> {
    const END: &str = "UPDATE subscriptions SET ended_at = $3
        WHERE destination = $1 AND topic = $2 AND ended_at IS NULL RETURNING topic, rhythm";
    let all: Vec<String>;
    let topics = match topics {
        Some(topics) => topics,
        None => {
            let active = active(db, destination).await?;
            all = active.into_iter().map(|one| one.topic).collect();
            &all
        }
    };
    let mut lines = Vec::new();
    for topic in topics {
        let ended: Option<(String, String)> = sqlx::query_as(END)
            .bind(destination)
            .bind(topic)
            .bind(now.timestamp_millis())
            .fetch_optional(&mut *db)
            .await?;
        lines.extend(ended.map(|(topic, rhythm)| Line { topic, rhythm }));
    }
    if lines.is_empty() {
        return Ok(None);
    }
    let number = note(db, destination, What::Ended, Source::Chat, &lines, now).await?;
    note_idle(db, destination, now).await?;
    let topics = lines.into_iter().map(|line| line.topic).collect();
    Ok(Some(Ended { number, topics }))
}

/// The ending that was the last change there, if it was one: it can be undone.
///
/// # Errors
/// As the database reports them.
pub async fn last_ended(db: &mut Connection, destination: i64) -> Result<Option<Ended>> {
    let lines = last(db, destination).await?;
    let ended = lines
        .first()
        .filter(|line| line.1 == What::Ended.as_str())
        .map(|line| line.0);
    Ok(ended.map(|number| Ended {
        number,
        topics: lines.into_iter().map(|line| line.2).collect(),
    }))
}

/// The lines of the last change: number, what, topic.
async fn last(db: &mut Connection, destination: i64) -> Result<Vec<(i64, String, String)>> {
    const LAST: &str = "SELECT number, what, topic FROM consents WHERE destination = $1
        AND number = (SELECT max(number) FROM consents WHERE destination = $1) ORDER BY topic";
    Ok(sqlx::query_as(LAST).bind(destination).fetch_all(db).await?)
}

/// Undoes the ending with this number, as long as nothing has changed since. `true`: it is undone, now or before.
///
/// # Errors
/// As the database reports them.
pub async fn undo(
    db: &mut Connection,
    destination: i64,
    number: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    const REVIVE: &str = "UPDATE subscriptions SET ended_at = NULL
        WHERE destination = $1 AND topic = $2 RETURNING topic, rhythm";
    const BEFORE: &str = "SELECT max(number) FROM consents WHERE destination = $1 AND number < $2";
    let last = last(db, destination).await?;
    let Some((last_number, what, _)) = last.first() else {
        return Ok(false);
    };
    if what == What::Undone.as_str() {
        let before: Option<i64> = sqlx::query_scalar(BEFORE)
            .bind(destination)
            .bind(*last_number)
            .fetch_one(db)
            .await?;
        return Ok(before == Some(number));
    }
    if *last_number != number || what != What::Ended.as_str() {
        return Ok(false);
    }
    let mut lines = Vec::new();
    for (_, _, topic) in &last {
        let revived: Option<(String, String)> = sqlx::query_as(REVIVE)
            .bind(destination)
            .bind(topic)
            .fetch_optional(&mut *db)
            .await?;
        lines.extend(revived.map(|(topic, rhythm)| Line { topic, rhythm }));
    }
    note(db, destination, What::Undone, Source::Chat, &lines, now).await?;
    note_idle(db, destination, now).await?;
    Ok(true)
}

/// From now on a topic comes so often; no topic: all but what is urgent, which comes at once.
///
/// # Errors
/// As the database reports them.
pub async fn set_rhythm(
    db: &mut Connection,
    destination: i64,
    topic: Option<&str>,
    rhythm: Rhythm,
    now: DateTime<Utc>,
) -> Result<()> {
    const SET: &str = "UPDATE subscriptions SET rhythm = $3
        WHERE destination = $1 AND (topic = $2 OR $2 = '') AND topic <> $4
          AND ended_at IS NULL AND rhythm <> $3
        RETURNING topic, rhythm";
    let changed: Vec<(String, String)> = sqlx::query_as(SET)
        .bind(destination)
        .bind(topic.unwrap_or_default())
        .bind(rhythm.as_str())
        .bind(URGENT)
        .fetch_all(&mut *db)
        .await?;
    let lines: Vec<Line> = changed
        .into_iter()
        .map(|(topic, rhythm)| Line { topic, rhythm })
        .collect();
    if !lines.is_empty() {
        note(db, destination, What::Rhythm, Source::Chat, &lines, now).await?;
    }
    Ok(())
}

/// From now on quiet at night, or not.
///
/// # Errors
/// As the database reports them.
pub async fn set_quiet(db: &mut Connection, destination: i64, quiet: bool) -> Result<()> {
    const SET: &str = "UPDATE destinations SET quiet = $2 WHERE id = $1";
    sqlx::query(SET)
        .bind(destination)
        .bind(i64::from(quiet))
        .execute(db)
        .await?;
    Ok(())
}

/// From now on each notice calls this role; empty: nobody.
///
/// # Errors
/// As the database reports them.
pub async fn set_ping(db: &mut Connection, destination: i64, role: &str) -> Result<()> {
    const SET: &str = "UPDATE destinations SET ping = $2 WHERE id = $1";
    sqlx::query(SET)
        .bind(destination)
        .bind(role)
        .execute(db)
        .await?;
    Ok(())
}

/// Adds to the history; returns the number of the change.
async fn note(
    db: &mut Connection,
    destination: i64,
    what: What,
    source: Source,
    lines: &[Line],
    now: DateTime<Utc>,
) -> Result<i64> {
    const NOTE: &str = "INSERT INTO consents
        (number, destination, topic, what, rhythm, text_version, source, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let number = next_number(db, "consents").await?;
    // What was agreed to elsewhere had other words.
    let agreed = source == Source::Chat && matches!(what, What::Begun | What::Undone);
    for line in lines {
        sqlx::query(NOTE)
            .bind(number)
            .bind(destination)
            .bind(&line.topic)
            .bind(what.as_str())
            .bind(&line.rhythm)
            .bind(if agreed { TEXT_VERSION } else { "" })
            .bind(source.as_str())
            .bind(now.timestamp_millis())
            .execute(&mut *db)
            .await?;
    }
    Ok(number)
}

/// Writes down since when nothing is subscribed to, or that something is.
async fn note_idle(db: &mut Connection, destination: i64, now: DateTime<Utc>) -> Result<()> {
    const NOTE: &str = "UPDATE destinations SET idle_since = CASE
            WHEN EXISTS (SELECT 1 FROM subscriptions WHERE destination = $1 AND ended_at IS NULL) THEN NULL
            ELSE coalesce(idle_since, $2) END
        WHERE id = $1";
    sqlx::query(NOTE)
        .bind(destination)
        .bind(now.timestamp_millis())
        .execute(db)
        .await?;
    Ok(())
}

/// Deletes up to `most` destinations where nothing has been subscribed to since before then, with their history. Returns how
/// many there were.
///
/// # Errors
/// As the database reports them.
pub async fn forget(db: &mut Connection, before: DateTime<Utc>, most: u32) -> Result<u64> {
    const FORGET: &str = "DELETE FROM destinations WHERE id IN (
        SELECT id FROM destinations WHERE idle_since IS NOT NULL AND idle_since < $1 LIMIT $2)";
    let done = sqlx::query(FORGET)
        .bind(before.timestamp_millis())
        .bind(i64::from(most))
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}

/// A chat has a new id. Where there is a destination under the new one already, they become one: of each topic the later
/// word counts, and of two at the same time the end.
///
/// # Errors
/// As the database reports them.
pub async fn rename(db: &mut Connection, platform: Platform, from: &str, to: &str) -> Result<()> {
    const RENAME: &str = "UPDATE destinations SET chat = $2 WHERE id = $1";
    const IS_QUIET: &str = "UPDATE destinations SET quiet = 1 WHERE id = $1";
    const DROP: &str = "DELETE FROM destinations WHERE id = $1";
    let Some(kept) = find(db, &ChatRef::private(platform, from)).await? else {
        return Ok(());
    };
    // What is on its way to the old id names that destination, so that is the one which stays.
    if let Some(other) = find(db, &ChatRef::private(platform, to)).await? {
        merge(db, kept.id, other.id).await?;
        if other.quiet {
            sqlx::query(IS_QUIET)
                .bind(kept.id)
                .execute(&mut *db)
                .await?;
        }
        sqlx::query(DROP).bind(other.id).execute(&mut *db).await?;
    }
    sqlx::query(RENAME)
        .bind(kept.id)
        .bind(to)
        .execute(&mut *db)
        .await?;
    Ok(())
}

/// Gives everything of another destination to this one.
async fn merge(db: &mut Connection, kept: i64, other: i64) -> Result<()> {
    const ROWS: &str = "SELECT topic, rhythm, since, ended_at FROM subscriptions
        WHERE destination = $1 OR destination = $2";
    const PUT: &str = "INSERT INTO subscriptions (destination, topic, rhythm, since, ended_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (destination, topic) DO UPDATE
        SET rhythm = excluded.rhythm, since = excluded.since, ended_at = excluded.ended_at";
    const REST: [&str; 3] = [
        "UPDATE consents SET destination = $1 WHERE destination = $2",
        "UPDATE digest_items SET destination = $1 WHERE destination = $2 AND NOT EXISTS (
            SELECT 1 FROM digest_items AS own WHERE own.destination = $1 AND own.notice = digest_items.notice)",
        "UPDATE destinations SET idle_since = CASE
            WHEN EXISTS (SELECT 1 FROM subscriptions WHERE destination = $1 AND ended_at IS NULL) THEN NULL
            ELSE coalesce(idle_since, (SELECT other.idle_since FROM destinations AS other WHERE other.id = $2)) END
            WHERE id = $1",
    ];
    type Row = (String, String, i64, Option<i64>);
    let mut rows: Vec<Row> = sqlx::query_as(ROWS)
        .bind(kept)
        .bind(other)
        .fetch_all(&mut *db)
        .await?;
    // The last one that is put stays.
    rows.sort_by_key(|(_, _, since, ended)| (ended.unwrap_or(*since), ended.is_some()));
    for (topic, rhythm, since, ended) in rows {
        sqlx::query(PUT)
            .bind(kept)
            .bind(topic)
            .bind(rhythm)
            .bind(since)
            .bind(ended)
            .execute(&mut *db)
            .await?;
    }
    for step in REST {
        sqlx::query(step)
            .bind(kept)
            .bind(other)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

/// A subscription, as it is listed and written to files.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Listed {
    pub platform: String,
    pub chat: String,
    pub place: String,
    pub topic: String,
    pub rhythm: String,
}

/// Everything that is subscribed to.
///
/// # Errors
/// As the database reports them.
pub async fn list(db: &mut Connection) -> Result<Vec<Listed>> {
    const LIST: &str = "SELECT platform, chat, place, topic, rhythm
        FROM subscriptions JOIN destinations ON id = destination
        WHERE ended_at IS NULL ORDER BY platform, place, chat, topic";
    let rows: Vec<(String, String, String, String, String)> =
        sqlx::query_as(LIST).fetch_all(db).await?;
    let listed = |(platform, chat, place, topic, rhythm)| Listed {
        platform,
        chat,
        place,
        topic,
        rhythm,
    };
    Ok(rows.into_iter().map(listed).collect())
}

/// What was done once about a subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Past {
    pub subscription: Listed,
    pub what: String,
    pub text_version: String,
    pub source: String,
    pub at: DateTime<Utc>,
}

/// The whole history, in its order.
///
/// # Errors
/// As the database reports them.
pub async fn history(db: &mut Connection) -> Result<Vec<Past>> {
    const HISTORY: &str =
        "SELECT platform, chat, place, topic, rhythm, what, text_version, source, at
        FROM consents JOIN destinations ON id = destination ORDER BY number, topic";
    type Row = (
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        String,
        i64,
    );
    let rows: Vec<Row> = sqlx::query_as(HISTORY).fetch_all(db).await?;
    let past = |(platform, chat, place, topic, rhythm, what, text_version, source, at): Row| Past {
        subscription: Listed {
            platform,
            chat,
            place,
            topic,
            rhythm,
        },
        what,
        text_version,
        source,
        at: instant(at),
    };
    Ok(rows.into_iter().map(past).collect())
}
