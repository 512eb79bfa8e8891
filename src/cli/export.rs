//! `lacznik export`: the knowledge of the database as files.

use anyhow::Context;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use super::{Failure, need_database, say};
use crate::app::App;
use crate::store::knowledge as stored;

/// Writes the knowledge to a folder that is empty or missing: what would be left of other files there would be taken for
/// knowledge at the next import.
pub async fn run(app: &App, folder: &Path) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let voice = app.voice();
    let name = folder.display().to_string();
    let is_taken = fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some());
    if is_taken {
        return Err(Failure(voice.with("cli-export-taken", [("path", name.into())])).into());
    }
    let store = app.open().await?;
    let knowledge = stored::load(&mut *store.snapshot().await?).await?;
    let knowledge = knowledge.ok_or_else(|| Failure(voice.text("cli-no-knowledge")))?;
    let files = crate::knowledge::write(&knowledge);
    for (file, content) in &files {
        let path = folder.join(file);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
        fs::write(&path, content).with_context(|| path.display().to_string())?;
    }
    let values = [("count", files.len().into()), ("path", name.into())];
    say(&voice.with("cli-export-done", values))?;
    Ok(ExitCode::SUCCESS)
}
