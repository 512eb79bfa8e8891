//! `lacznik doctor`: what is in order, what is not, and what to do.

use serde::Serialize;
use std::process::ExitCode;

use super::{need_database, say, say_json};
use crate::app::App;
use crate::domain::hours;
use crate::domain::knowledge::{Knowledge, Status};
use crate::speech::Voice;
use crate::store::{Store, knowledge as stored, outbox};

/// Dead letters shown.
const DEAD_SHOWN: u32 = 10;

/// Days after which a unit's data should be checked again.
const UNIT_FRESH_DAYS: i64 = 90;

/// How a finding is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Mark {
    Ok,
    Warning,
    Error,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    mark: Mark,
    /// Id of the finding, stable for scripts.
    id: &'static str,
    text: String,
}

/// Looks at settings, database, knowledge and outbox. Exit code 1 where something does not work.
pub async fn run(app: &App, json: bool) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let voice = app.voice();
    let store = app.open().await?;
    let mut findings = vec![finding(Mark::Ok, "settings", voice.text("doctor-settings"))];
    findings.push(database(voice, &store).await?);
    match stored::load(&mut *store.snapshot().await?).await? {
        Some(knowledge) => findings.extend(of_knowledge(app, voice, &knowledge)),
        None => findings.push(finding(
            Mark::Error,
            "knowledge",
            voice.text("cli-no-knowledge"),
        )),
    }
    findings.extend(of_outbox(voice, &store).await?);
    store.close().await;
    let failed = findings.iter().any(|finding| finding.mark == Mark::Error);
    if json {
        say_json(&findings)?;
    } else {
        for finding in &findings {
            let mark = match finding.mark {
                Mark::Ok => "doctor-mark-ok",
                Mark::Warning => "doctor-mark-warning",
                Mark::Error => "doctor-mark-error",
            };
            say(&format!("{}: {}", voice.text(mark), finding.text));
        }
    }
    Ok(if failed {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    })
}

fn finding(mark: Mark, id: &'static str, text: String) -> Finding {
    Finding { mark, id, text }
}

async fn database(voice: Voice<'_>, store: &Store) -> anyhow::Result<Finding> {
    let damage = store.integrity().await?;
    let path = store.path().display().to_string();
    Ok(match damage.first() {
        None => finding(
            Mark::Ok,
            "database",
            voice.with("doctor-database", [("path", path.into())]),
        ),
        Some(what) => {
            let values = [("path", path.into()), ("what", what.as_str().into())];
            finding(
                Mark::Error,
                "database",
                voice.with("doctor-database-damaged", values),
            )
        }
    })
}

fn of_knowledge(app: &App, voice: Voice<'_>, knowledge: &Knowledge) -> Vec<Finding> {
    let today = hours::local(app.now()).date();
    let values = [
        ("city", knowledge.city.name.as_str().into()),
        ("entries", knowledge.entries.len().into()),
        ("units", knowledge.units.len().into()),
        ("routes", knowledge.routes.len().into()),
    ];
    let mut findings = vec![finding(
        Mark::Ok,
        "knowledge",
        voice.with("doctor-knowledge", values),
    )];
    let mut note = |id: &'static str, sentence: &str, count: usize| {
        if count > 0 {
            let text = voice.with(sentence, [("count", count.into())]);
            findings.push(finding(Mark::Warning, id, text));
        }
    };
    if knowledge.city.example {
        note("example", "doctor-example", 1);
    }
    let count = |is: fn(&crate::domain::knowledge::Entry, chrono::NaiveDate) -> bool| {
        knowledge
            .entries
            .iter()
            .filter(|entry| is(entry, today))
            .count()
    };
    note(
        "review-due",
        "doctor-review-due",
        count(|entry, today| entry.review_by < today),
    );
    note(
        "not-valid",
        "doctor-not-valid",
        count(|entry, today| !entry.is_valid_on(today)),
    );
    note(
        "unconfirmed",
        "doctor-unconfirmed",
        count(|entry, _| entry.status == Status::Unconfirmed),
    );
    let old = |verified: chrono::NaiveDate| (today - verified).num_days() > UNIT_FRESH_DAYS;
    let stale = knowledge
        .units
        .iter()
        .filter(|unit| old(unit.verified_on))
        .count();
    note("stale-units", "doctor-stale-units", stale);
    findings
}

async fn of_outbox(voice: Voice<'_>, store: &Store) -> anyhow::Result<Vec<Finding>> {
    let mut db = store.read().await?;
    let counts = outbox::counts(&mut db).await?;
    let waiting = voice.with("doctor-outbox", [("count", counts.waiting.into())]);
    let mut findings = vec![finding(Mark::Ok, "outbox", waiting)];
    if counts.dead > 0 {
        let text = voice.with("doctor-dead", [("count", counts.dead.into())]);
        findings.push(finding(Mark::Warning, "dead-letters", text));
        for letter in outbox::dead_letters(&mut db, DEAD_SHOWN).await? {
            let values = [
                ("id", letter.id.to_string().into()),
                ("platform", letter.platform.into()),
                ("error", letter.error.into()),
            ];
            findings.push(finding(
                Mark::Warning,
                "dead-letter",
                voice.with("doctor-dead-letter", values),
            ));
        }
    }
    Ok(findings)
}
