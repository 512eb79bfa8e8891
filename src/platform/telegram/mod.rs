//! Telegram, by the Bot API (<https://core.telegram.org/bots/api>).
//!
//! | file | what it does |
//! |---|---|
//! | `api` | calls methods of the Bot API |
//! | `errors` | says of a failed call what to do next |
//! | `render` | puts a message into Telegram's HTML, and buttons into rows |
//! | `messenger` | sends: [`Telegram`] is the [`Messenger`](super::Messenger) |
//! | `decode` | reads updates, and what in them is for us |

pub mod api;
pub mod decode;
pub mod errors;
pub mod messenger;
pub mod render;
#[cfg(test)]
mod testing;

pub use messenger::Telegram;
