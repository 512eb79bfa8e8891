//! Who did not get a notice, as lists and as a table; and what happened to a notice.

use chrono::{DateTime, Utc};

use super::mailings::step;
use super::{Scene, Voice, missed};
use crate::domain::hours::local;
use crate::domain::message::{Attachment, Block, Outgoing, Platform};
use crate::domain::notice::{Does, Notice};
use crate::store::audit::Change;
use crate::store::ledger::{Ledger, Tally, Told};
use crate::store::mailings::{Kind, Missed};

/// Who did not get a notice, by reasons; behind each its list.
pub fn overview(scene: Scene<'_>, notice: &Notice, ledger: &Ledger) -> Outgoing {
    let voice = scene.voice;
    let number = notice.id;
    let mut message = Outgoing::default();
    for told in &ledger.mailings {
        if !told.missed.is_empty() {
            message = message.with(Block::Heading(title(voice, number, told.mailing.kind)));
        }
        for (why, tallies) in by_why(&told.missed) {
            let reasons = sentence(&missed::reasons(voice, &tallies));
            let advice = missed::advice(voice, &tallies);
            message = message.with(Block::plain(format!("{reasons} {advice}")));
            let count: i64 = tallies.iter().map(|tally| tally.count).sum();
            let name = missed::name(voice, tallies.iter());
            let values = [("why", name.into()), ("count", count.into())];
            let list = Does::MissedFor {
                mailing: told.mailing.id,
                why,
                after: 0,
            };
            message = message.button(voice.with("button-ledger-why", values), &step(number, list));
        }
    }
    if message.blocks.is_empty() {
        let is_missing = |told: &Told| told.progress.missed() > 0;
        let id = if ledger.mailings.iter().any(is_missing) {
            "ledger-forgotten"
        } else {
            "ledger-none"
        };
        message = message.with(Block::Heading(voice.with(id, [("number", number.into())])));
    } else {
        let csv = step(number, Does::Csv);
        message = message.button(voice.text("button-ledger-csv"), &csv);
    }
    back_to_notice(voice, message, number)
}

/// Those of one reason, of one mailing. `more`: the list goes on.
pub fn list(
    scene: Scene<'_>,
    notice: &Notice,
    told: &Told,
    why: &str,
    lines: &[Missed],
    more: bool,
) -> Outgoing {
    let voice = scene.voice;
    let heading = title(voice, notice.id, told.mailing.kind);
    let mut message = Outgoing::default().with(Block::Heading(heading));
    let of_why = told.missed.iter().filter(|tally| tally.why == why);
    let tallies: Vec<Tally> = of_why.cloned().collect();
    if lines.is_empty() {
        message = message.with(Block::plain(voice.text("ledger-no-more")));
    } else {
        let reasons = sentence(&missed::reasons(voice, &tallies));
        message = message
            .with(Block::plain(reasons))
            .with(Block::List(
                lines.iter().map(|missed| line(voice, missed)).collect(),
            ))
            .with(Block::plain(missed::advice(voice, &tallies)));
    }
    if let Some(last) = lines.last().filter(|_| more) {
        let list = Does::MissedFor {
            mailing: told.mailing.id,
            why: why.to_owned(),
            after: last.row,
        };
        let more = step(notice.id, list);
        message = message.button(voice.text("button-ledger-more"), &more);
    }
    let back = step(notice.id, Does::Missed);
    message = message.button(voice.text("button-ledger-back"), &back);
    back_to_notice(voice, message, notice.id)
}

/// Says that the table is here, with the table.
pub fn csv_message(
    scene: Scene<'_>,
    notice: &Notice,
    file: String,
    rows: usize,
    more: bool,
) -> Outgoing {
    let voice = scene.voice;
    let values = [("number", notice.id.into()), ("count", rows.into())];
    let mut text = voice.with("ledger-csv-done", values);
    if more {
        let whole = voice.with("ledger-csv-cut", [("number", notice.id.into())]);
        text = format!("{text} {whole}");
    }
    Outgoing {
        file: Some(Attachment {
            id: file,
            picture: false,
        }),
        ..Outgoing::plain(text)
    }
}

/// The name of the table's file.
pub fn csv_name(voice: Voice<'_>, number: i64) -> String {
    voice.with("ledger-csv-name", [("number", number.into())])
}

/// A table for a spreadsheet: a line for each who did not get it. It begins with the mark by which Excel knows UTF-8, and is
/// divided by semicolons, as Excel has it in Poland; what a spreadsheet would take for a formula is made text.
pub fn csv(voice: Voice<'_>, missed: &[(Kind, Missed)]) -> String {
    let mut table = String::from('\u{feff}');
    let mut row = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
        table.push_str(&cells.join(";"));
        table.push_str("\r\n");
    };
    row(&[
        voice.text("ledger-column-row"),
        voice.text("ledger-column-platform"),
        voice.text("ledger-column-kind"),
        voice.text("ledger-column-title"),
        voice.text("ledger-column-why"),
        voice.text("ledger-column-remedy"),
        voice.text("ledger-column-attempts"),
        voice.text("ledger-column-when"),
    ]);
    for (kind, missed) in missed {
        let when = missed.settled_at.map(local);
        row(&[
            missed.row.to_string(),
            platform(voice, missed.platform),
            voice.with("ledger-kind", [("kind", missed::kind(missed.place).into())]),
            missed.title.clone(),
            why(voice, *kind, missed),
            remedy(voice, missed),
            missed.attempts.to_string(),
            when.map_or_else(String::new, |at| at.format("%Y-%m-%d %H:%M").to_string()),
        ]);
    }
    table
}

/// Why somebody did not get it, in a few words; for a correction or withdrawal it says so.
pub fn why(voice: Voice<'_>, kind: Kind, missed: &Missed) -> String {
    let name = missed::name(voice, std::iter::once(&tally(missed)));
    let id = match kind {
        Kind::Correction => "ledger-of-correction",
        Kind::Withdrawal => "ledger-of-withdrawal",
        Kind::Notice | Kind::Digest | Kind::Alive => return name,
    };
    voice.with(id, [("why", name.into())])
}

/// What to do about it, in a sentence.
pub fn remedy(voice: Voice<'_>, missed: &Missed) -> String {
    missed::advice(voice, &[tally(missed)])
}

/// „osoba na Telegramie”, „grupa „Sport” na Telegramie”.
pub fn who(voice: Voice<'_>, missed: &Missed) -> String {
    let platform = missed.platform.as_str();
    let place = voice.with("ledger-where", [("platform", platform.into())]);
    let title = if missed.title.is_empty() {
        "none"
    } else {
        &missed.title
    };
    let values = [
        ("kind", missed::kind(missed.place).into()),
        ("title", title.into()),
        ("where", place.into()),
    ];
    voice.with("ledger-who", values)
}

/// What happened to a notice, the oldest first. `me`: who asks, as the audit log names them.
pub fn history(scene: Scene<'_>, notice: &Notice, changes: &[Change], me: &str) -> Outgoing {
    let voice = scene.voice;
    let number = [("number", notice.id.into())];
    let title = Block::Heading(voice.with("history-title", number));
    let message = Outgoing::default().with(title);
    let message = if changes.is_empty() {
        message.with(Block::plain(voice.text("history-empty")))
    } else {
        let lines = changes.iter().map(|change| {
            let (day, time) = day_and_time(voice, change.at);
            let values = [
                ("day", day.into()),
                ("time", time.into()),
                ("who", actor(voice, &change.actor, me).into()),
                ("what", happened(voice, change).into()),
            ];
            sentence(&voice.with("history-line", values))
        });
        message.with(Block::List(lines.collect()))
    };
    back_to_notice(voice, message, notice.id)
}

/// Who did something, without a name: the log knows none.
pub fn actor(voice: Voice<'_>, actor: &str, me: &str) -> String {
    match actor {
        // As the author of a notice it has a platform.
        "cli" | "terminal:cli" => voice.text("history-by-cli"),
        "clock" => voice.text("history-by-clock"),
        _ if actor == me => voice.text("history-by-me"),
        _ => {
            let platform = actor.split(':').next().unwrap_or_default();
            let place = voice.with("ledger-where", [("platform", platform.into())]);
            voice.with("history-by-person", [("where", place.into())])
        }
    }
}

/// What was done, in words.
pub fn happened(voice: Voice<'_>, change: &Change) -> String {
    let id = match (change.what.as_str(), change.after.as_str()) {
        ("created", _) => "history-created",
        ("corrected", _) => "history-corrected",
        ("paused", _) => "history-paused",
        ("resumed", _) => "history-resumed",
        ("cancelled", _) => "history-cancelled",
        ("state", "draft") => "history-to-draft",
        ("state", "waiting") => "history-to-waiting",
        ("state", "scheduled") => "history-to-scheduled",
        ("state", "held") => "history-to-held",
        ("state", "sent") => "history-to-sent",
        ("state", "withdrawn") => "history-to-withdrawn",
        ("state", "discarded") => "history-to-discarded",
        (what, _) => return voice.with("history-other", [("what", what.into())]),
    };
    voice.text(id)
}

/// The way back.
pub fn back_to_notice(voice: Voice<'_>, message: Outgoing, number: i64) -> Outgoing {
    let label = voice.with("button-notice-back", [("number", number.into())]);
    message.button(label, &step(number, Does::Show))
}

fn title(voice: Voice<'_>, number: i64, kind: Kind) -> String {
    let id = match kind {
        Kind::Correction => "ledger-title-correction",
        Kind::Withdrawal => "ledger-title-withdrawal",
        Kind::Notice | Kind::Digest | Kind::Alive => "ledger-title",
    };
    voice.with(id, [("number", number.into())])
}

/// Tallies by their word in the database, in their order.
fn by_why(tallies: &[Tally]) -> Vec<(String, Vec<Tally>)> {
    let mut by_why: Vec<(String, Vec<Tally>)> = Vec::new();
    for tally in tallies {
        match by_why.iter_mut().find(|(why, _)| *why == tally.why) {
            Some((_, known)) => known.push(tally.clone()),
            None => by_why.push((tally.why.clone(), vec![tally.clone()])),
        }
    }
    by_why
}

fn line(voice: Voice<'_>, missed: &Missed) -> String {
    let who = sentence_start(&who(voice, missed));
    let attempts = missed.attempts.into();
    let Some(at) = missed.settled_at else {
        let values = [("who", who.into()), ("attempts", attempts)];
        return voice.with("ledger-line-open", values);
    };
    let (day, time) = day_and_time(voice, at);
    let values = [
        ("who", who.into()),
        ("day", day.into()),
        ("time", time.into()),
        ("attempts", attempts),
    ];
    voice.with("ledger-line", values)
}

fn day_and_time(voice: Voice<'_>, at: DateTime<Utc>) -> (String, String) {
    let at = local(at);
    (voice.on_day(at.date()), voice.time(at.time()))
}

fn platform(voice: Voice<'_>, platform: Platform) -> String {
    voice.with("ledger-platform", [("platform", platform.as_str().into())])
}

fn tally(missed: &Missed) -> Tally {
    Tally {
        platform: missed.platform,
        place: missed.place,
        why: missed.why.clone(),
        count: 1,
    }
}

/// Words as a sentence: a capital letter and a full stop.
fn sentence(words: &str) -> String {
    format!("{}.", sentence_start(words))
}

fn sentence_start(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next();
    first
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

/// A cell of the table. A title is what strangers wrote: one that begins like a formula gets a mark that makes it text, and
/// only what has to be is put into quotes.
fn csv_cell(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@']);
    let text = if is_formula { format!("'{text}") } else { text };
    if text.contains([';', '"', ',']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    #[test]
    fn cells_are_no_formulas_and_break_no_rows() {
        for (text, cell) in [
            ("Sport", "Sport"),
            ("A; B", "\"A; B\""),
            ("a \"b\"", "\"a \"\"b\"\"\""),
            ("=1+1", "'=1+1"),
            (
                "=HYPERLINK(\"x\";\"y\")",
                "\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\"",
            ),
            (" @SUM(A1)", "' @SUM(A1)"),
            ("-1", "'-1"),
            ("+48 600", "'+48 600"),
            ("\t=1", "'=1"),
            ("dwa\r\nwiersze", "dwawiersze"),
            ("＝1", "＝1"),
        ] {
            assert_eq!(csv_cell(text), cell, "{text}");
        }
    }
}
