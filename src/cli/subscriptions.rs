//! `lacznik subscriptions`: subscriptions in and out of the database.

use anyhow::Context;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use super::csv::{self, Record};
use super::{Failure, need_database, say, say_aside, say_json};
use crate::app::App;
use crate::domain::knowledge::Knowledge;
use crate::domain::message::{ChatRef, Place, Platform};
use crate::domain::subscription::{Rhythm, Subscription};
use crate::speech::Voice;
use crate::store::subscriptions::{self, Imported, Listed};
use crate::store::{Store, StoreError, knowledge};

/// The columns of a file.
const COLUMNS: [&str; 5] = ["platform", "chat", "place", "topic", "rhythm"];

/// What a file with the history has beyond them.
const HISTORY: [&str; 4] = ["what", "text_version", "source", "at"];

/// What became of the lines of a file.
#[derive(Debug, Default, Serialize)]
struct Report {
    imported: bool,
    added: u64,
    /// Were subscribed to before.
    known: u64,
    /// Left out: the subscription was ended once.
    ended: u64,
    /// Left out: nobody on Discord gets a direct message who has not written one.
    not_direct: u64,
    problems: Vec<Problem>,
}

/// What is wrong with a line.
#[derive(Debug, Serialize)]
struct Problem {
    line: usize,
    /// Empty where it is the whole line.
    column: &'static str,
    what: String,
}

/// A line of a file.
#[derive(Debug)]
struct Row {
    to: ChatRef,
    place: Place,
    subscription: Subscription,
}

/// Reads a file, all or nothing. What was ended once stays ended.
pub async fn import(app: &App, file: &Path, json: bool) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let voice = app.voice();
    let name = file.display().to_string();
    let text = fs::read_to_string(file).with_context(|| name.clone())?;
    let store = app.open().await?;
    let known = knowledge::load(&mut *store.snapshot().await?).await?;
    let known = known.ok_or_else(|| Failure(voice.text("cli-no-knowledge")))?;
    let report = match rows(voice, &known, &text) {
        Err(problems) => Report {
            problems,
            ..Report::default()
        },
        Ok(rows) => add_all(app, &store, &rows).await?,
    };
    store.close().await;
    let code = ExitCode::from(u8::from(!report.imported));
    if json {
        say_json(&report)?;
    } else if report.imported {
        say_imported(voice, &report)?;
    } else {
        for problem in &report.problems {
            say_aside(&problem_line(voice, &name, problem));
        }
        say_aside(&voice.text("cli-import-refused"));
    }
    Ok(code)
}

async fn add_all(app: &App, store: &Store, rows: &[Row]) -> anyhow::Result<Report> {
    let mut report = Report {
        imported: true,
        ..Report::default()
    };
    let mut tx = store.begin().await?;
    for row in rows {
        add(app, &mut tx, row, &mut report).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(report)
}

async fn add(
    app: &App,
    db: &mut crate::store::Connection,
    row: &Row,
    report: &mut Report,
) -> anyhow::Result<()> {
    let is_person = row.to.platform == Platform::Discord && row.place == Place::Private;
    if is_person && !subscriptions::is_direct(db, &row.to).await? {
        report.not_direct += 1;
        return Ok(());
    }
    let imported =
        subscriptions::import(db, &row.to, row.place, &row.subscription, app.now()).await?;
    *match imported {
        Imported::Added => &mut report.added,
        Imported::Known => &mut report.known,
        Imported::Ended => &mut report.ended,
    } += 1;
    Ok(())
}

fn say_imported(voice: Voice<'_>, report: &Report) -> anyhow::Result<()> {
    let values = [
        ("added", report.added.into()),
        ("known", report.known.into()),
    ];
    say(&voice.with("cli-subscriptions-imported", values))?;
    for (id, count) in [
        ("cli-subscriptions-ended", report.ended),
        ("cli-subscriptions-not-direct", report.not_direct),
    ] {
        if count > 0 {
            say(&voice.with(id, [("count", count.into())]))?;
        }
    }
    Ok(())
}

fn problem_line(voice: Voice<'_>, file: &str, problem: &Problem) -> String {
    let id = if problem.column.is_empty() {
        "cli-csv-line"
    } else {
        "cli-csv-field"
    };
    let values = [
        ("file", file.into()),
        ("line", problem.line.to_string().into()),
        ("column", problem.column.into()),
        ("what", problem.what.as_str().into()),
    ];
    voice.with(id, values)
}

/// The lines of a file, or everything that is wrong with them.
fn rows(voice: Voice<'_>, known: &Knowledge, text: &str) -> Result<Vec<Row>, Vec<Problem>> {
    let whole = |line, what| Problem {
        line,
        column: "",
        what,
    };
    let records = csv::read(text).map_err(|line| vec![whole(line, voice.text("cli-csv-quote"))])?;
    let header = records.first().map(|header| &header.fields);
    let place = |column: &str| header?.iter().position(|name| name == column);
    let places: Option<Vec<usize>> = COLUMNS.into_iter().map(place).collect();
    let width = header.map_or(0, Vec::len);
    let Some(places) = places.filter(|_| width == COLUMNS.len()) else {
        let values = [("columns", COLUMNS.join(", ").into())];
        return Err(vec![whole(1, voice.with("cli-csv-columns", values))]);
    };
    let mut seen: HashMap<(ChatRef, String), usize> = HashMap::new();
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    for record in &records[1..] {
        if record.fields.len() != width {
            let values = [
                ("found", record.fields.len().into()),
                ("wanted", width.into()),
            ];
            problems.push(whole(record.line, voice.with("cli-csv-width", values)));
            continue;
        }
        let row = match row(voice, known, record, &places) {
            Ok(row) => row,
            Err(wrong) => {
                problems.extend(wrong);
                continue;
            }
        };
        let key = (row.to.clone(), row.subscription.topic.clone());
        match seen.insert(key, record.line) {
            Some(first) => {
                let values = [("line", first.to_string().into())];
                problems.push(whole(record.line, voice.with("cli-csv-twice", values)));
            }
            None => rows.push(row),
        }
    }
    if problems.is_empty() {
        Ok(rows)
    } else {
        Err(problems)
    }
}

/// A line, or everything that is wrong with it. `places`: where each column stands.
fn row(
    voice: Voice<'_>,
    known: &Knowledge,
    record: &Record,
    places: &[usize],
) -> Result<Row, Vec<Problem>> {
    let field = |column: usize| record.fields[places[column]].as_str();
    let mut problems = Vec::new();
    let mut wrong = |column: usize, id: &str| {
        problems.push(Problem {
            line: record.line,
            column: COLUMNS[column],
            what: voice.with(id, [("value", field(column).into())]),
        });
    };
    let platform = Platform::from_name(field(0));
    let chat = field(1);
    let place = Place::from_name(field(2)).filter(|place| *place != Place::Aside);
    let rhythm = Rhythm::from_name(field(4));
    if platform.is_none() {
        wrong(0, "cli-csv-platform");
    }
    if platform.is_some_and(|platform| !is_chat(platform, chat)) {
        wrong(1, "cli-csv-chat");
    }
    match (platform, place) {
        (Some(platform), Some(place)) if !is_place(platform, chat, place) => {
            wrong(2, "cli-csv-place-not");
        }
        (_, None) => wrong(2, "cli-csv-place"),
        _ => {}
    }
    if !known.topics.iter().any(|topic| topic.id == field(3)) {
        wrong(3, "cli-csv-topic");
    }
    if rhythm.is_none() {
        wrong(4, "cli-csv-rhythm");
    }
    match (platform, place, rhythm) {
        (Some(platform), Some(place), Some(rhythm)) if problems.is_empty() => Ok(Row {
            to: ChatRef::private(platform, chat),
            place,
            subscription: Subscription {
                topic: field(3).to_owned(),
                rhythm,
            },
        }),
        _ => Err(problems),
    }
}

/// Whether a platform has such ids of chats.
fn is_chat(platform: Platform, chat: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    match platform {
        Platform::Terminal => !chat.is_empty(),
        Platform::Telegram => digits(chat.strip_prefix('-').unwrap_or(chat)),
        Platform::Discord => digits(chat),
    }
}

/// Whether a chat with this id can be such a place: Telegram's groups and channels have ids below zero, and all of a Discord
/// server are channels.
fn is_place(platform: Platform, chat: &str, place: Place) -> bool {
    match (platform, place) {
        (Platform::Terminal, place) => place == Place::Private,
        (Platform::Telegram, place) => chat.starts_with('-') != (place == Place::Private),
        (Platform::Discord, place) => place != Place::Group,
    }
}

/// Writes everything that is subscribed to, or the whole history, to a file that must not exist.
pub async fn export(app: &App, file: &Path, history: bool) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let voice = app.voice();
    let name = file.display().to_string();
    let store = app.open().await?;
    let mut db = store.snapshot().await?;
    let (mut text, mut count) = (String::new(), 0);
    if history {
        text += &csv::line(&[&COLUMNS[..], &HISTORY].concat());
        for past in subscriptions::history(&mut db).await? {
            let at = past.at.to_rfc3339();
            let more = [&past.what, &past.text_version, &past.source, &at].map(String::as_str);
            text += &csv::line(&[&fields(&past.subscription)[..], &more].concat());
            count += 1;
        }
    } else {
        text += &csv::line(&COLUMNS);
        for one in subscriptions::list(&mut db).await? {
            text += &csv::line(&fields(&one));
            count += 1;
        }
    }
    let new = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(file);
    let mut new = match new {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let taken = voice.with("cli-subscriptions-taken", [("path", name.into())]);
            return Err(Failure(taken).into());
        }
        other => other.with_context(|| name.clone())?,
    };
    new.write_all(text.as_bytes())
        .with_context(|| name.clone())?;
    let values = [("count", count.into()), ("path", name.into())];
    say(&voice.with("cli-subscriptions-exported", values))?;
    Ok(ExitCode::SUCCESS)
}

fn fields(one: &Listed) -> [&str; 5] {
    [
        &one.platform,
        &one.chat,
        &one.place,
        &one.topic,
        &one.rhythm,
    ]
    .map(String::as_str)
}

/// Shows everything that is subscribed to: for scripts each one, for people how many there are of what.
pub async fn list(app: &App, json: bool) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let store = app.open().await?;
    let mut db = store.snapshot().await?;
    let all = subscriptions::list(&mut db).await?;
    if json {
        say_json(&all)?;
        return Ok(ExitCode::SUCCESS);
    }
    let voice = app.voice();
    let mut chats: Vec<(&str, &str)> = all
        .iter()
        .map(|one| (one.platform.as_str(), one.chat.as_str()))
        .collect();
    chats.sort_unstable();
    chats.dedup();
    let values = [("count", all.len().into()), ("chats", chats.len().into())];
    say(&voice.with("cli-subscriptions-all", values))?;
    let mut counts: BTreeMap<(&str, &str, &str), u64> = BTreeMap::new();
    for one in &all {
        *counts
            .entry((&one.topic, &one.platform, &one.place))
            .or_default() += 1;
    }
    for ((topic, platform, place), count) in counts {
        say(&format!("  {topic}  {platform}  {place}  {count}"))?;
    }
    Ok(ExitCode::SUCCESS)
}
