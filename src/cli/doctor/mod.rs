//! `lacznik doctor`: what is in order, what is not, and what to do.

mod discord;
mod telegram;

use serde::Serialize;
use std::process::ExitCode;

use super::{need_database, say, say_json};
use crate::app::App;
use crate::config::Secrets;
use crate::domain::hours;
use crate::domain::knowledge::{Knowledge, Status};
use crate::domain::message::Platform;
use crate::speech::Voice;
use crate::store::{Store, StoreError, holds, knowledge as stored, marks, outbox, restored};

/// Dead letters shown.
const DEAD_SHOWN: u32 = 10;

/// Days after which a unit's data should be checked again.
const UNIT_FRESH_DAYS: i64 = 90;

/// Minutes after which a message that still waits is worth a look.
const WAITING_MINUTES: i64 = 60;

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

/// Looks at settings, database, knowledge and outbox. Exit code 1 where something does not work. `resend`: before that,
/// the message with this number, which was put aside, waits again. `lift_direct`: before that, reminders and notices to
/// single persons go on there.
pub async fn run(
    app: &App,
    secrets: &Secrets,
    json: bool,
    resend: Option<i64>,
    lift_direct: Option<Platform>,
) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let voice = app.voice();
    let store = app.open().await?;
    let mut findings = vec![finding(Mark::Ok, "settings", voice.text("doctor-settings"))];
    findings.push(database(voice, &store).await?);
    findings.extend(of_copy(voice, &store).await?);
    if let Some(id) = resend {
        findings.push(sent_again(app, voice, &store, id).await?);
    }
    if let Some(platform) = lift_direct {
        findings.push(lifted(app, voice, &store, platform).await?);
    }
    match stored::load(&mut *store.snapshot().await?).await? {
        Some(knowledge) => findings.extend(of_knowledge(app, voice, &knowledge)),
        None => findings.push(finding(
            Mark::Error,
            "knowledge",
            voice.text("cli-no-knowledge"),
        )),
    }
    findings.extend(of_outbox(app, voice, &store).await?);
    findings.extend(of_holds(voice, &store).await?);
    findings.extend(telegram::look(app, voice, &store, secrets).await?);
    findings.extend(discord::look(app, voice, &store, secrets).await?);
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
            say(&format!("{}: {}", voice.text(mark), finding.text))?;
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

async fn sent_again(
    app: &App,
    voice: Voice<'_>,
    store: &Store,
    id: i64,
) -> anyhow::Result<Finding> {
    let mut tx = store.begin().await?;
    let found = outbox::resend(&mut tx, id, app.now()).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let values = [("id", id.to_string().into())];
    Ok(if found {
        finding(Mark::Ok, "resend", voice.with("doctor-resend", values))
    } else {
        finding(
            Mark::Error,
            "resend",
            voice.with("doctor-resend-none", values),
        )
    })
}

async fn lifted(
    app: &App,
    voice: Voice<'_>,
    store: &Store,
    platform: Platform,
) -> anyhow::Result<Finding> {
    let mut tx = store.begin().await?;
    let found = holds::lift(&mut tx, platform, app.now()).await?;
    tx.commit().await.map_err(StoreError::from)?;
    let values = [("platform", platform.as_str().into())];
    Ok(if found {
        let text = voice.with("doctor-lift-direct", values);
        finding(Mark::Ok, "lift-direct", text)
    } else {
        let text = voice.with("doctor-lift-direct-none", values);
        finding(Mark::Warning, "lift-direct", text)
    })
}

/// Where reminders and notices to single persons are held back.
async fn of_holds(voice: Voice<'_>, store: &Store) -> anyhow::Result<Vec<Finding>> {
    let held = holds::list(&mut *store.read().await?).await?;
    let tell = |hold: holds::Hold| {
        let since = voice.date(hours::local(hold.since).date());
        let values = [
            ("platform", hold.platform.into()),
            ("date", since.into()),
            ("reason", hold.reason.into()),
        ];
        let text = voice.with("doctor-direct-stopped", values);
        finding(Mark::Warning, "direct-stopped", text)
    };
    Ok(held.into_iter().map(tell).collect())
}

/// Where the database is a copy that nobody has started on yet, and what waits for a person's decision.
async fn of_copy(voice: Voice<'_>, store: &Store) -> anyhow::Result<Vec<Finding>> {
    let mut db = store.read().await?;
    let mut findings = Vec::new();
    if let Some(at) = marks::find(&mut db, marks::COPIED).await? {
        let at = hours::local(at);
        let (date, time) = (voice.date(at.date()), voice.time(at.time()));
        let values = [("date", date.into()), ("time", time.into())];
        let text = voice.with("doctor-copy", values);
        findings.push(finding(Mark::Warning, "copy", text));
    }
    let held = restored::held(&mut db).await?;
    if !held.is_empty() {
        let numbers: Vec<String> = held.iter().map(i64::to_string).collect();
        let values = [
            ("count", held.len().into()),
            ("numbers", numbers.join(", ").into()),
        ];
        let text = voice.with("doctor-held", values);
        findings.push(finding(Mark::Warning, "held", text));
    }
    Ok(findings)
}

async fn of_outbox(app: &App, voice: Voice<'_>, store: &Store) -> anyhow::Result<Vec<Finding>> {
    let mut db = store.read().await?;
    let counts = outbox::counts(&mut db).await?;
    let mut findings = vec![match counts.oldest {
        None => finding(Mark::Ok, "outbox", voice.text("doctor-outbox-empty")),
        Some(oldest) => {
            let minutes = (app.now() - oldest).num_minutes().max(0);
            let values = [
                ("count", counts.waiting.into()),
                ("hours", (minutes / 60).into()),
                ("minutes", (minutes % 60).into()),
            ];
            let mark = if minutes > WAITING_MINUTES {
                Mark::Warning
            } else {
                Mark::Ok
            };
            finding(mark, "outbox", voice.with("doctor-outbox", values))
        }
    }];
    let twice = outbox::perhaps_twice(&mut db).await?;
    if twice > 0 {
        let text = voice.with("doctor-perhaps-twice", [("count", twice.into())]);
        findings.push(finding(Mark::Ok, "perhaps-twice", text));
    }
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
