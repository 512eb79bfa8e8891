//! Telegram, by the Bot API (<https://core.telegram.org/bots/api>).
//!
//! | file | what it does |
//! |---|---|
//! | `api` | calls methods of the Bot API |
//! | `errors` | says of a failed call what to do next |
//! | `render` | puts a message into Telegram's HTML, and buttons into rows |
//! | `messenger` | sends, changes, takes back, brings files: [`Telegram`] is the [`Messenger`](super::Messenger) |
//! | `decode` | reads updates, and what in them is for us |
//! | `receive` | asks for updates and hands them to the bot |
//! | `rights` | asks who runs a group or channel |
//! | `webhook` | takes updates that are brought |
//! | `profile` | what people see of the bot before they write |

pub mod api;
pub mod decode;
pub mod errors;
pub mod messenger;
pub mod profile;
pub mod receive;
pub mod render;
mod rights;
pub mod webhook;

pub use messenger::Telegram;

use api::{Api, CallError};
use decode::Me;
use serde_json::json;

/// Asks the server who the bot is (<https://core.telegram.org/bots/api#getme>).
///
/// # Errors
/// As [`CallError`] says; 401 and 404 mean that the token is not known.
pub async fn who_am_i(api: &Api) -> Result<Me, CallError> {
    let me = api.call_raw("getMe", &json!({})).await?;
    let name = me.get("username").and_then(|name| name.as_str());
    match (me.get("id").and_then(|id| id.as_i64()), name) {
        (Some(id), Some(username)) => Ok(Me {
            id,
            username: username.to_owned(),
        }),
        _ => Err(CallError::Uncertain("getMe tells no name".to_owned())),
    }
}
