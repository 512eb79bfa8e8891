//! `lacznik restore`: a copy takes the place of the database, and nothing is sent twice because of it.

use std::path::Path;
use std::process::ExitCode;

use super::{Failure, chat, say};
use crate::app::App;
use crate::service::Refusal;
use crate::service::lease;
use crate::store::{StoreError, copies};

/// Restores the database from a file that `lacznik backup` has made.
pub async fn run(app: &App, file: &Path) -> anyhow::Result<ExitCode> {
    let voice = app.voice();
    let name = file.display().to_string();
    if !file.exists() {
        return Err(Failure(voice.with("cli-restore-none", [("path", name.into())])).into());
    }
    // Held until the end: nobody may begin to work on what is about to be replaced.
    let _service = match lease::alone(app).await {
        Ok(lock) => lock,
        Err(error) => match error.downcast::<Refusal>()? {
            Refusal::Running { holder } => {
                let values = [("holder", holder.into())];
                return Err(Failure(voice.with("cli-restore-running", values)).into());
            }
            refusal => return Err(refusal.into()),
        },
    };
    let Some(_chat) = chat::lock(app)? else {
        return Err(Failure(voice.text("cli-restore-chat")).into());
    };
    let timeout = app.config.database.busy_timeout();
    let kept = match copies::restore(file, &app.database, timeout, app.now()).await {
        Ok(kept) => kept,
        Err(StoreError::Fault(fault)) => return Err(fault.into()),
        Err(error) => {
            return Err(Failure(format!("{name}: {}", voice.store_error(&error))).into());
        }
    };
    let path = app.database.display().to_string();
    let values = [("path", path.into()), ("copy", name.into())];
    say(&voice.with("cli-restore-done", values))?;
    if let Some(kept) = kept {
        let kept = kept.display().to_string();
        say(&voice.with("cli-restore-kept", [("path", kept.into())]))?;
    }
    say(&voice.text("cli-restore-next"))?;
    Ok(ExitCode::SUCCESS)
}
