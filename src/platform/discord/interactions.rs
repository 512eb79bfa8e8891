//! Commands, buttons and forms that can still be answered. Each has a token that lives for a quarter of an hour; Discord
//! shows something in its place once it is acknowledged, and what is sent before that is refused.

use chrono::{DateTime, Utc};
use std::time::Duration;

use crate::domain::message::Handle;

/// How long a token lives (<https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages>),
/// with some room.
pub const LIFE: Duration = Duration::from_secs(14 * 60);

/// What became of an acknowledgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acknowledged {
    /// Discord has taken it.
    Yes,
    /// It came too late, or was refused: nothing can be answered by this interaction.
    No,
    /// It was another run's: nobody knows.
    Unknown,
}

/// The interactions that can still be answered. Receiving tells of them, sending uses them.
#[derive(Debug, Default)]
pub struct Interactions {}

impl Interactions {
    /// An interaction of a person has arrived, and its acknowledgement is on the way.
    pub fn arrived(&self, _person: &str, _handle: &Handle) {
        unimplemented!()
    }

    /// What came of its acknowledgement.
    pub fn acknowledged(&self, _id: &str, _taken: bool) {
        unimplemented!()
    }

    /// Waits until the acknowledgement of this interaction has come to an end.
    pub async fn settled(&self, _id: &str) -> Acknowledged {
        unimplemented!()
    }

    /// The newest interaction of a person that can still be answered, other than `not`.
    pub async fn newest(&self, _person: &str, _not: &str, _now: DateTime<Utc>) -> Option<Handle> {
        unimplemented!()
    }

    /// A chat is the direct one of a person and the bot.
    pub fn direct(&self, _chat: &str) {
        unimplemented!()
    }

    /// Whether a chat is known to be a direct one.
    pub fn is_direct(&self, _chat: &str) -> bool {
        unimplemented!()
    }
}
