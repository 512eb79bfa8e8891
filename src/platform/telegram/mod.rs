//! Telegram, by the Bot API (<https://core.telegram.org/bots/api>).
//!
//! | file | what it does |
//! |---|---|
//! | `api` | calls methods of the Bot API |
//! | `errors` | says of a failed call what to do next |

pub mod api;
pub mod errors;
#[cfg(test)]
mod testing;
