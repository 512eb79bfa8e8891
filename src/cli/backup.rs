//! `lacznik backup`: a consistent copy of the database while the bot goes on.

use std::path::Path;
use std::process::ExitCode;

use super::{Failure, need_database, say};
use crate::app::App;
use crate::store::Store;

/// Copies the database to a file that must not exist.
pub async fn run(app: &App, file: &Path) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let voice = app.voice();
    let name = file.display().to_string();
    if file.to_str().is_none() {
        return Err(Failure(voice.with("cli-backup-name", [("path", name.into())])).into());
    }
    if file.exists() {
        return Err(Failure(voice.with("cli-backup-taken", [("path", name.into())])).into());
    }
    let parent = file
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    if parent.is_some_and(|parent| !parent.is_dir()) {
        return Err(Failure(voice.with("cli-backup-no-folder", [("path", name.into())])).into());
    }
    // As it is: a copy made just before an upgrade must fit the program of before.
    let timeout = app.config.database.busy_timeout();
    let store = Store::open_as_it_is(&app.database, timeout).await?;
    let done = store.backup(file, app.now()).await;
    store.close().await;
    if let Err(error) = done {
        // The name of the copy: it is more often the copy that cannot be written than the database that cannot be read.
        return Err(Failure(format!("{name}: {}", voice.store_error(&error))).into());
    }
    say(&voice.with("cli-backup-done", [("path", name.into())]))?;
    Ok(ExitCode::SUCCESS)
}
