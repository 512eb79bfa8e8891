//! What a message is made from.

use chrono::NaiveDateTime;

use super::Voice;
use crate::config::Retention;
use crate::domain::action::Action;
use crate::domain::command::Command;
use crate::domain::deep_link::DeepLink;
use crate::domain::knowledge::{Knowledge, Unit};
use crate::domain::message::{Block, Outgoing, Place, Platform};

/// What a message is made from: the voice, the knowledge, the wall clock, and which question is answered.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub voice: Voice<'a>,
    pub knowledge: &'a Knowledge,
    pub now: NaiveDateTime,
    /// Where it is said.
    pub platform: Platform,
    pub place: Place,
    /// Number of the question in the conversation.
    pub turn: u32,
    /// How long things are kept.
    pub retention: &'a Retention,
}

impl<'a> Scene<'a> {
    /// Whether everybody in the chat reads what is said to one person.
    pub fn is_public(&self) -> bool {
        !self.place.is_for_one()
    }

    /// Whether it is said to everybody on a server, where commands are answered to one person alone.
    pub fn is_server(&self) -> bool {
        self.platform == Platform::Discord && self.is_public()
    }

    /// A sentence that says how to write to the bot; `aside` in its place for who cannot simply write, with the name of the
    /// command to ask by. On a server that is everybody: what does not name the bot is not read there.
    pub(super) fn how_to_write(&self, id: &str, aside: &str) -> String {
        if self.place == Place::Aside || self.is_server() {
            return self.voice.with(aside, [("name", self.ask().into())]);
        }
        self.voice.text(id)
    }

    /// The command to ask by, as it is typed.
    pub fn ask(&self) -> String {
        format!("/{}", Command::Ask.name(self.voice.language()))
    }

    /// The officer's unit.
    pub(super) fn officer(&self) -> Option<&'a Unit> {
        self.knowledge.unit(&self.knowledge.city.officer)
    }

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

    /// "To nie to", for what stands at `place` in the list of candidates. What is not among them cannot be turned down.
    /// In a group anybody could press it, and it belongs to one person's conversation.
    pub(super) fn button_not_it(&self, message: Outgoing, place: Option<usize>) -> Outgoing {
        let Some(place) = place.filter(|_| !self.is_public()) else {
            return message;
        };
        let not_it = Action::NotIt {
            turn: self.turn,
            place,
        };
        message.button(self.voice.text("button-not-it"), &not_it)
    }

    /// "Żadne z tych". In a group the way to the private chat, as with [`button_not_it`](Self::button_not_it).
    pub(super) fn button_none_of_these(&self, message: Outgoing) -> Outgoing {
        if self.is_public() {
            return self.button_write(message);
        }
        let none = Action::NoneOfThese { turn: self.turn };
        message.button(self.voice.text("button-none-of-these"), &none)
    }

    /// A person to talk to. In a group the way to the same thing in the private chat, where that is offered.
    pub(super) fn button_human(&self, message: Outgoing, link: &DeepLink) -> Outgoing {
        if self.is_public() {
            return message.button_to_private(self.voice.text("button-private"), link);
        }
        message.button(self.voice.text("button-human"), &Action::Human)
    }

    /// On a server the way to a question, for who cannot simply write one; elsewhere nothing.
    pub(super) fn button_to_ask(&self, message: Outgoing) -> Outgoing {
        if self.is_server() {
            self.button_write(message)
        } else {
            message
        }
    }

    /// The way to the private chat; on a server to a question that is answered to the asker alone.
    pub(super) fn button_write(&self, message: Outgoing) -> Outgoing {
        if self.is_server() {
            let ask = Action::Command(Command::Ask);
            return message.button(self.voice.text("button-server-ask"), &ask);
        }
        message.button_to_private(self.voice.text("button-private-write"), &DeepLink::Home)
    }
}
