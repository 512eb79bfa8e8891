//! Discord, by its gateway (what happens there) and its REST API (what is sent):
//! <https://docs.discord.com/developers/reference>.
//!
//! | file | what it does |
//! |---|---|
//! | `rest` | calls routes of the API; `limits` knows how fast |
//! | `errors` | says of a failed call what to do next |
//! | `render` | puts a message into text, embeds and components; `markdown` writes the text |
//! | `messenger` | sends: [`Discord`](messenger::Discord) is the [`Messenger`](super::Messenger) |
//! | `interactions` | commands and buttons that can still be answered |
//! | `gateway` | the connection on which Discord tells what happens |
//! | `decode` | reads events, and what in them is for us |
//! | `receive` | acknowledges at once, and hands events to the bot in their order |
//! | `commands` | the slash commands, registered where they differ |
//! | `rights` | what the bot may do in a channel |

pub mod errors;
pub mod interactions;
pub mod limits;
pub mod markdown;
pub mod messenger;
pub mod render;
pub mod rest;
pub mod rights;

/// Who the bot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Id of the application, which commands and interactions belong to.
    pub application: String,
    /// Id of the bot as a user.
    pub user: String,
    pub name: String,
}
