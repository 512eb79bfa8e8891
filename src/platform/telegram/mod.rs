//! Telegram, by the Bot API (<https://core.telegram.org/bots/api>).
//!
//! | file | what it does |
//! |---|---|
//! | `api` | calls methods of the Bot API |

pub mod api;
#[cfg(test)]
mod testing;
