//! `lacznik notice list`, `show` and `report`.

use anyhow::Context;
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

use super::{Desk, rendered};
use crate::bot::notices::running;
use crate::cli::{say, say_json};
use crate::domain::notice::{Content, Notice};
use crate::domain::role::Role;
use crate::speech::{Voice, board, ledger as words, mailings as cards};
use crate::store::audit::{self, Change};
use crate::store::ledger::{self, InDigest, Ledger, Tally};
use crate::store::mailings::{Kind, Missed, Progress};
use crate::store::notices;

/// Notices that are read at once.
const READ: u32 = 100;

/// A notice, for scripts.
#[derive(Debug, Serialize)]
struct Item<'a> {
    number: i64,
    state: &'static str,
    /// The state in the words that a person reads.
    text: String,
    title: String,
    starts_at: Option<String>,
    mailings: Vec<Part<'a>>,
    in_digest: InDigest,
}

/// A way of a notice to many: itself, a correction, its withdrawal.
#[derive(Debug, Serialize)]
struct Part<'a> {
    number: i64,
    kind: &'static str,
    state: &'static str,
    reason: &'a str,
    progress: Progress,
    missed: &'a [Tally],
}

/// A notice with everything about it, for scripts.
#[derive(Debug, Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    item: Item<'a>,
    content: &'a Content,
    confirmed_by: Option<&'a str>,
    approved_by: Option<&'a str>,
    history: &'a [Change],
}

/// A report, for scripts.
#[derive(Debug, Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    item: Item<'a>,
    report: String,
    missed: Vec<Line<'a>>,
}

/// Somebody who did not get it.
#[derive(Debug, Serialize)]
struct Line<'a> {
    of: &'static str,
    #[serde(flatten)]
    missed: &'a Missed,
    text: String,
    remedy: String,
}

fn item<'a>(voice: Voice<'_>, notice: &Notice, ledger: &'a Ledger) -> Item<'a> {
    let parts = ledger.mailings.iter().map(|told| Part {
        number: told.mailing.id,
        kind: told.mailing.kind.as_str(),
        state: told.mailing.state.as_str(),
        reason: &told.mailing.reason,
        progress: told.progress,
        missed: &told.missed,
    });
    Item {
        number: notice.id,
        state: notice.state.as_str(),
        text: board::state(voice, notice, ledger),
        title: board::title(voice, notice),
        starts_at: notice.starts_at.map(|at| at.to_rfc3339()),
        mailings: parts.collect(),
        in_digest: ledger.in_digest,
    }
}

/// All notices, the latest first.
pub async fn list(desk: &Desk<'_>, json: bool) -> anyhow::Result<ExitCode> {
    let voice = desk.app.voice();
    let mut db = desk.store.snapshot().await?;
    let mut all = Vec::new();
    loop {
        let found = notices::list(&mut db, all.len() as u32, READ).await?;
        let is_last = found.len() < READ as usize;
        for notice in found {
            let ledger = ledger::in_short(&mut db, notice.id).await?;
            all.push((notice, ledger));
        }
        if is_last {
            break;
        }
    }
    if json {
        let items = all
            .iter()
            .map(|(notice, ledger)| item(voice, notice, ledger));
        say_json(&items.collect::<Vec<_>>())?;
        return Ok(ExitCode::SUCCESS);
    }
    if all.is_empty() {
        say(&voice.text("cli-notice-none"))?;
    }
    for (notice, ledger) in &all {
        let values = [
            ("number", notice.id.into()),
            ("title", board::title(voice, notice).into()),
            ("state", board::state(voice, notice, ledger).into()),
        ];
        say(&voice.with("notices-line", values))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// One notice: its text, its state, its history.
pub async fn show(desk: &Desk<'_>, number: i64, json: bool) -> anyhow::Result<ExitCode> {
    let voice = desk.app.voice();
    let mut db = desk.store.snapshot().await?;
    let notice = desk.notice(&mut db, number).await?;
    let ledger = ledger::of_notice(&mut db, number).await?;
    let history = audit::of(&mut db, &format!("notice:{number}")).await?;
    if json {
        say_json(&Whole {
            item: item(voice, &notice, &ledger),
            content: &notice.content,
            confirmed_by: notice.confirmed_by.as_deref(),
            approved_by: notice.approved_by.as_deref(),
            history: &history,
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let brain = desk.bot.brain().await?;
    let scene = desk.scene(&brain);
    if notice.state.went_out() {
        let card = cards::card(scene, &notice, &ledger, Role::Officer);
        say(&rendered(&card))?;
    } else {
        let values = [
            ("number", number.into()),
            ("title", board::title(voice, &notice).into()),
            ("state", board::state(voice, &notice, &ledger).into()),
        ];
        say(&format!("{}\n", voice.with("notices-line", values)))?;
    }
    say(&format!("{}\n", notice.content.text.trim()))?;
    let history = words::history(scene, &notice, &history, super::ACTOR);
    say(rendered(&history).trim_end())?;
    Ok(ExitCode::SUCCESS)
}

/// What came of one that was sent; with a table of who did not get it.
pub async fn report(
    desk: &Desk<'_>,
    number: i64,
    csv: Option<&Path>,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let voice = desk.app.voice();
    let mut db = desk.store.snapshot().await?;
    let notice = desk.notice(&mut db, number).await?;
    desk.need_sent(&notice)?;
    let ledger = ledger::of_notice(&mut db, number).await?;
    let (missed, _) = running::all_missed(&mut db, &ledger, usize::MAX).await?;
    let brain = desk.bot.brain().await?;
    let card = cards::card(desk.scene(&brain), &notice, &ledger, Role::Officer);
    if let Some(path) = csv {
        let table = words::csv(voice, &missed);
        std::fs::write(path, table).with_context(|| path.display().to_string())?;
    }
    if json {
        let line = |(kind, missed): &'_ (Kind, Missed)| {
            (
                kind.as_str(),
                words::why(voice, *kind, missed),
                words::remedy(voice, missed),
            )
        };
        let lines = missed.iter().map(|one| {
            let (of, text, remedy) = line(one);
            Line {
                of,
                missed: &one.1,
                text,
                remedy,
            }
        });
        say_json(&Report {
            item: item(voice, &notice, &ledger),
            report: rendered(&card).trim_end().to_owned(),
            missed: lines.collect(),
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    say(rendered(&card).trim_end())?;
    match csv {
        Some(path) => {
            let values = [
                ("path", path.display().to_string().into()),
                ("count", missed.len().into()),
            ];
            say(&format!("\n{}", voice.with("cli-notice-csv", values)))?;
        }
        None if !missed.is_empty() => {
            say(&format!("\n{}", voice.text("cli-notice-missed")))?;
            for (kind, one) in &missed {
                let why = words::why(voice, *kind, one);
                let values = [
                    ("row", one.row.into()),
                    ("who", words::who(voice, one).into()),
                    ("why", why.into()),
                ];
                say(&voice.with("cli-notice-missed-line", values))?;
            }
        }
        None => {}
    }
    Ok(ExitCode::SUCCESS)
}
