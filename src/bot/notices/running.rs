//! A notice once it is confirmed: the list of all, progress and report, pause, resume, stop, the ledger, the history.

use super::moves::{self, Moved};
use super::{actor, correct};
use crate::bot::errands::Errands;
use crate::domain::fingerprint::fingerprint;
use crate::domain::message::{Block, Outgoing};
use crate::domain::notice::{Does, Field, Notice};
use crate::domain::role::Role;
use crate::speech::notices::draft::unknown;
use crate::speech::{board, ledger as words, mailings as cards};
use crate::store::ledger::{self, Ledger, Told};
use crate::store::mailings::{self, Kind, Missed};
use crate::store::{self, audit, files, notices};

/// Notices on one page of the list.
const PAGE: u32 = 6;

/// Lines on one page of the ledger.
const LINES: u32 = 10;

/// Rows of a table that is sent into a chat; the command line writes them all.
const TABLE: usize = 20_000;

/// Rows that are read at once.
const READ: u32 = 1000;

/// All notices, the latest first.
pub(super) async fn list(errands: &mut Errands<'_>, page: u32) -> store::Result<Vec<Outgoing>> {
    let skip = page.saturating_mul(PAGE);
    let mut found = notices::list(errands.tx, skip, PAGE + 1).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let mut shown = Vec::with_capacity(found.len());
    for notice in found {
        let ledger = ledger::in_short(errands.tx, notice.id).await?;
        shown.push((notice, ledger));
    }
    Ok(vec![board::list(errands.scene, &shown, page, more)])
}

/// What becomes of a notice that was sent.
pub(super) async fn show(
    errands: &mut Errands<'_>,
    notice: &Notice,
) -> store::Result<Vec<Outgoing>> {
    let ledger = ledger::of_notice(errands.tx, notice.id).await?;
    let card = cards::card(errands.scene, notice, &ledger, errands.role);
    Ok(vec![card])
}

/// The same, below a sentence.
pub(super) async fn show_after(
    errands: &mut Errands<'_>,
    notice: &Notice,
    sentence: String,
) -> store::Result<Vec<Outgoing>> {
    let mut messages = show(errands, notice).await?;
    if let Some(first) = messages.first_mut() {
        first.blocks.insert(0, Block::plain(sentence));
    }
    Ok(messages)
}

/// Does what a button says with a notice that goes out or went out.
pub(super) async fn step(
    errands: &mut Errands<'_>,
    notice: &Notice,
    does: Does,
) -> store::Result<Vec<Outgoing>> {
    if does.is_for_sent() && !errands.role.may(Role::Officer) {
        return Ok(vec![officers_only(errands)]);
    }
    match does {
        Does::Pause | Does::Resume | Does::Cancel => moved(errands, notice, &does).await,
        Does::Missed => overview(errands, notice).await,
        Does::MissedFor {
            mailing,
            why,
            after,
        } => missed(errands, notice, mailing, &why, after).await,
        Does::Csv => csv(errands, notice).await,
        Does::Write(Field::Correction) => correct::ask(errands, notice).await,
        Does::ConfirmCorrection { seal } => correct::confirmed(errands, notice, &seal).await,
        Does::Withdraw { sure } => correct::withdraw(errands, notice, sure).await,
        // Buttons of a draft that has been sent since.
        _ => show(errands, notice).await,
    }
}

fn officers_only(errands: &Errands<'_>) -> Outgoing {
    Outgoing::plain(errands.scene.voice.text("command-not-allowed"))
}

/// Takes the new text of a notice that was sent.
///
/// # Errors
/// As the database reports them.
pub(super) async fn corrected(
    errands: &mut Errands<'_>,
    notice: i64,
    text: Option<String>,
) -> store::Result<Vec<Outgoing>> {
    if !errands.role.may(Role::Officer) {
        return Ok(vec![officers_only(errands)]);
    }
    match notices::find(errands.tx, notice).await? {
        Some(notice) => correct::written(errands, &notice, text).await,
        None => Ok(vec![unknown(errands.scene, notice)]),
    }
}

/// Says that there is nothing to do yet.
pub(super) fn not_sent(errands: &Errands<'_>, notice: &Notice) -> Outgoing {
    let voice = errands.scene.voice;
    let text = voice.with("notice-not-sent", [("number", notice.id.into())]);
    words::back_to_notice(voice, Outgoing::plain(text), notice.id)
}

/// Pauses, resumes or stops, and shows how it is then.
async fn moved(
    errands: &mut Errands<'_>,
    notice: &Notice,
    does: &Does,
) -> store::Result<Vec<Outgoing>> {
    let (actor, number, now) = (actor(errands).to_string(), notice.id, errands.now);
    let tx = &mut *errands.tx;
    let (done, already, moved) = match does {
        Does::Pause => {
            let moved = moves::pause(tx, number, &actor, now).await?;
            ("moving-paused", "moving-was-paused", moved)
        }
        Does::Resume => {
            let moved = moves::resume(tx, number, &actor, now).await?;
            ("moving-resumed", "moving-was-going", moved)
        }
        _ => {
            let moved = moves::cancel(tx, number, &actor, now).await?;
            ("moving-cancelled", "moving-nothing", moved)
        }
    };
    let sentence = match moved {
        Moved::Done => done,
        Moved::Already => already,
        Moved::Nothing => "moving-nothing",
    };
    let sentence = errands.scene.voice.text(sentence);
    show_after(errands, notice, sentence).await
}

/// Who did not get it, by reasons.
async fn overview(errands: &mut Errands<'_>, notice: &Notice) -> store::Result<Vec<Outgoing>> {
    let ledger = ledger::of_notice(errands.tx, notice.id).await?;
    Ok(vec![words::overview(errands.scene, notice, &ledger)])
}

/// Those of one reason, a page of them.
async fn missed(
    errands: &mut Errands<'_>,
    notice: &Notice,
    mailing: i64,
    why: &str,
    after: i64,
) -> store::Result<Vec<Outgoing>> {
    let ledger = ledger::of_notice(errands.tx, notice.id).await?;
    let is_it = |told: &&Told| told.mailing.id == mailing;
    let Some(told) = ledger.mailings.iter().find(is_it) else {
        return overview(errands, notice).await;
    };
    let mut lines =
        mailings::missed_because(errands.tx, mailing, Some(why), after, LINES + 1).await?;
    let more = lines.len() > LINES as usize;
    lines.truncate(LINES as usize);
    let list = words::list(errands.scene, notice, told, why, &lines, more);
    Ok(vec![list])
}

/// All who did not get it, as a table; the overview stays where it was.
async fn csv(errands: &mut Errands<'_>, notice: &Notice) -> store::Result<Vec<Outgoing>> {
    let voice = errands.scene.voice;
    let ledger = ledger::of_notice(errands.tx, notice.id).await?;
    let overview = words::overview(errands.scene, notice, &ledger);
    let (missed, more) = all_missed(errands.tx, &ledger, TABLE).await?;
    if missed.is_empty() {
        return Ok(vec![overview]);
    }
    let table = words::csv(voice, &missed);
    let id = format!("ledger-{}-{}", notice.id, fingerprint(&table, 16));
    let name = words::csv_name(voice, notice.id);
    files::put(errands.tx, &id, &name, table.as_bytes(), errands.now).await?;
    let message = words::csv_message(errands.scene, notice, id, missed.len(), more);
    Ok(vec![overview, message])
}

/// Up to `most` of all who did not get a notice, a correction or its withdrawal, with what they did not get; and whether there
/// are more.
///
/// # Errors
/// As the database reports them.
pub async fn all_missed(
    db: &mut store::Connection,
    ledger: &Ledger,
    most: usize,
) -> store::Result<(Vec<(Kind, Missed)>, bool)> {
    let mut all = Vec::new();
    for told in &ledger.mailings {
        let mut after = 0;
        loop {
            let rows = mailings::missed(db, told.mailing.id, after, READ).await?;
            let Some(last) = rows.last() else {
                break;
            };
            after = last.row;
            all.extend(rows.into_iter().map(|missed| (told.mailing.kind, missed)));
            if all.len() > most {
                all.truncate(most);
                return Ok((all, true));
            }
        }
    }
    Ok((all, false))
}

/// What happened to a notice.
pub(super) async fn history(
    errands: &mut Errands<'_>,
    notice: &Notice,
) -> store::Result<Vec<Outgoing>> {
    if !errands.role.may(Role::Officer) {
        return Ok(vec![officers_only(errands)]);
    }
    let changes = audit::of(errands.tx, &format!("notice:{}", notice.id)).await?;
    let me = actor(errands).to_string();
    Ok(vec![words::history(errands.scene, notice, &changes, &me)])
}
