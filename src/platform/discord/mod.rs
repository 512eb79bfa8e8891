//! Discord, by its gateway (what happens there) and its REST API (what is sent):
//! <https://docs.discord.com/developers/reference>.
//!
//! | file | what it does |
//! |---|---|
//! | `rest` | calls routes of the API, and brings files that people have sent; `limits` knows how fast |
//! | `errors` | says of a failed call what to do next |
//! | `render` | puts a message into Discord's Markdown, embeds and components |
//! | `messenger` | sends: [`Discord`](messenger::Discord) is the [`Messenger`](super::Messenger) |
//! | `interactions` | commands and buttons that can still be answered |
//! | `gateway` | the connection on which Discord tells what happens |
//! | `decode` | reads events, and what in them is for us |
//! | `first` | what a command or button is answered with at once |
//! | `receive` | acknowledges at once, and hands events to the bot in their order |
//! | `commands` | the slash commands, registered where they differ |
//! | `rights` | what the bot may do in a channel |

pub mod commands;
pub mod decode;
pub mod errors;
pub mod first;
pub mod gateway;
pub mod interactions;
pub mod limits;
pub mod markdown;
pub mod messenger;
pub mod receive;
pub mod render;
pub mod rest;
pub mod rights;

use chrono::{DateTime, Utc};
use gateway::{Address, Addresses, Trouble};
use rest::{CallError, Rest, Route};
use serde_json::Value;
use std::time::Duration;

/// The beginning of Discord's ids, in milliseconds since 1970 (<https://docs.discord.com/developers/reference#snowflakes>).
const EPOCH: i64 = 1_420_070_400_000;

/// The lowest id that anything of this instant has.
pub fn snowflake(instant: DateTime<Utc>) -> u64 {
    let since = u64::try_from(instant.timestamp_millis() - EPOCH).unwrap_or(0);
    since << 22
}

/// Who the bot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Id of the application, which commands and interactions belong to.
    pub application: String,
    /// Id of the bot as a user.
    pub user: String,
    pub name: String,
}

/// Asks Discord who the bot is (<https://docs.discord.com/developers/resources/user#get-current-user>,
/// <https://docs.discord.com/developers/resources/application#get-current-application>).
///
/// # Errors
/// As [`CallError`] says.
pub async fn who_am_i(rest: &Rest) -> Result<Me, CallError> {
    Ok(introduced(rest).await?.0)
}

/// As [`who_am_i`], with what Discord says of the application.
///
/// # Errors
/// As [`CallError`] says.
pub async fn introduced(rest: &Rest) -> Result<(Me, Value), CallError> {
    let user = rest.call(&Route::me(), None).await?;
    let application = rest.call(&Route::application(), None).await?;
    let text = |value: &Value, field: &str| value[field].as_str().map(str::to_owned);
    let me = (|| {
        Some(Me {
            application: text(&application, "id")?,
            user: text(&user, "id")?,
            name: text(&user, "username")?,
        })
    })();
    let me = me.ok_or_else(|| CallError::Uncertain("Discord tells no name".to_owned()))?;
    Ok((me, application))
}

/// Whether Discord says that it does not know the token.
pub fn is_unknown_token(error: &CallError) -> bool {
    matches!(error, CallError::Refused { status: 401, .. })
}

impl Addresses for Rest {
    async fn address(&self) -> Result<Address, Trouble> {
        let passing = |cause: String, wait| Trouble::Passing { cause, wait };
        let answer = match self.call(&Route::gateway_bot(), None).await {
            Ok(answer) => answer,
            Err(error) if is_unknown_token(&error) => return Err(Trouble::UnknownToken),
            Err(CallError::Limited { wait, .. }) => {
                return Err(passing("too many requests".to_owned(), wait));
            }
            Err(error) => return Err(passing(error.to_string(), Duration::ZERO)),
        };
        let limit = &answer["session_start_limit"];
        // What is not said does not limit.
        let remaining = limit["remaining"].as_u64().unwrap_or(u64::MAX);
        let reset_after = limit["reset_after"].as_u64().unwrap_or_default();
        let Some(url) = answer["url"].as_str() else {
            return Err(passing(
                "Discord tells no address".to_owned(),
                Duration::ZERO,
            ));
        };
        Ok(Address {
            url: url.to_owned(),
            remaining: remaining.try_into().unwrap_or(u32::MAX),
            reset_after: Duration::from_millis(reset_after),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_has_an_id() {
        let of = |milliseconds| snowflake(DateTime::from_timestamp_millis(milliseconds).unwrap());
        // The example of the documentation: 175928847299117063.
        assert_eq!(of(1_462_015_105_796), 175_928_847_299_117_063 >> 22 << 22);
        assert_eq!(of(0), 0);
    }
}
