//! What a message is made from.

use chrono::NaiveDateTime;

use super::Voice;
use crate::config::Retention;
use crate::domain::action::Action;
use crate::domain::knowledge::Knowledge;
use crate::domain::message::{Block, Outgoing};

/// What a message is made from: the voice, the knowledge, the wall clock, and which question is answered.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub voice: Voice<'a>,
    pub knowledge: &'a Knowledge,
    pub now: NaiveDateTime,
    /// Number of the question in the conversation.
    pub turn: u32,
    /// How long things are kept.
    pub retention: &'a Retention,
}

impl Scene<'_> {
    /// Says that the data is an example, where it is.
    pub fn mark_example(&self, message: Outgoing) -> Outgoing {
        let city = &self.knowledge.city;
        if !city.example {
            return message;
        }
        message.with(Block::Note(
            self.voice
                .with("answer-example", [("city", city.name.as_str().into())]),
        ))
    }

    /// "To nie to", for what stands at `place` in the list of candidates.
    /// What is not among them cannot be turned down.
    pub(super) fn button_not_it(&self, message: Outgoing, place: Option<usize>) -> Outgoing {
        let Some(place) = place else { return message };
        let not_it = Action::NotIt {
            turn: self.turn,
            place,
        };
        message.button(self.voice.text("button-not-it"), &not_it)
    }

    pub(super) fn button_human(&self, message: Outgoing) -> Outgoing {
        message.button(self.voice.text("button-human"), &Action::Human)
    }
}
