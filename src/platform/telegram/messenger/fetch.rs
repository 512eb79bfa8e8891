//! Brings files that people have sent.

use serde_json::json;
use std::time::Duration;

use super::Telegram;
use crate::platform::SendError;
use crate::platform::telegram::api::{CallError, Limits};
use crate::platform::telegram::errors;

/// How long the whole of it may take. Below the time that delivery gives one send, so that the outcome is told here.
const WITHIN: Duration = Duration::from_secs(18);

impl Telegram {
    /// Brings a file by its `file_id`. Where it is not there any more, or its address has expired meanwhile, that is
    /// [`SendError::NoMessage`]: only the person can send it again. What is too large is rejected.
    pub(super) async fn bring(&self, remote: &str, most: u64) -> Result<Vec<u8>, SendError> {
        tokio::time::timeout(WITHIN, self.bring_unhurried(remote, most))
            .await
            .unwrap_or_else(|_| Err(errors::classify_fetch(late())))
    }

    async fn bring_unhurried(&self, remote: &str, most: u64) -> Result<Vec<u8>, SendError> {
        let parameters = json!({ "file_id": remote });
        let asked = self.api.call_raw("getFile", &parameters).await;
        let file = asked.map_err(errors::classify_fetch)?;
        if file["file_size"].as_u64().is_some_and(|size| size > most) {
            let cause = format!("a file of more than {most} bytes");
            return Err(SendError::Rejected(cause));
        }
        let no_path = || SendError::NoMessage("the file has no path".to_owned());
        let path = file["file_path"].as_str().ok_or_else(no_path)?;
        let limits = Limits {
            time: WITHIN,
            bytes: usize::try_from(most).unwrap_or(usize::MAX),
        };
        self.api
            .download(path, limits)
            .await
            .map_err(|error| match error {
                // The server may have told another size, or none.
                CallError::Unreadable { cause, .. } => SendError::Rejected(cause),
                // Of a token that is not known `getFile` would have told.
                CallError::Api { code: 404, .. } => {
                    SendError::NoMessage("the file has gone".to_owned())
                }
                error => errors::classify_fetch(error),
            })
    }
}

fn late() -> CallError {
    CallError::Uncertain("no file in time".to_owned())
}
