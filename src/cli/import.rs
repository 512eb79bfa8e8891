//! `lacznik import`: a folder of knowledge into the database, all or nothing.

use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

use super::check::examine;
use super::{say, say_aside, say_json};
use crate::app::{App, Told, problem_line, told};
use crate::store::{StoreError, knowledge};

#[derive(Serialize)]
struct Report<'a> {
    imported: bool,
    changed: bool,
    problems: Vec<Told<'a>>,
}

/// Imports a folder. Exit code 1, and an unchanged database, where anything is wrong with it.
pub async fn run(app: &App, folder: &Path, json: bool) -> anyhow::Result<ExitCode> {
    let voice = app.voice();
    let examined = examine(app, folder);
    let Some(new) = examined.knowledge else {
        if json {
            say_json(&Report {
                imported: false,
                changed: false,
                problems: told(app.voice(), &examined.problems),
            })?;
        } else {
            for problem in &examined.problems {
                say_aside(&problem_line(voice, folder, problem));
            }
            say_aside(&voice.text("cli-import-refused"));
        }
        return Ok(ExitCode::from(1));
    };
    let store = app.open().await?;
    let mut tx = store.begin().await?;
    let changed = knowledge::load(&mut tx).await?.as_ref() != Some(&new);
    if changed {
        knowledge::replace(&mut tx, &new, app.now()).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    store.close().await;
    if json {
        say_json(&Report {
            imported: true,
            changed,
            problems: told(app.voice(), &examined.problems),
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    for problem in &examined.problems {
        say_aside(&problem_line(voice, folder, problem));
    }
    let values = [
        ("entries", new.entries.len().into()),
        ("units", new.units.len().into()),
        ("routes", new.routes.len().into()),
    ];
    say(&voice.with(
        if changed {
            "cli-import-done"
        } else {
            "cli-import-same"
        },
        values,
    ))?;
    Ok(ExitCode::SUCCESS)
}
