//! What the bot remembers of a conversation: little, and for a day.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::counting::Count;
use super::language::Language;

/// How long a question and its open clarification are remembered, in hours.
pub const REMEMBERED_HOURS: i64 = 24;

/// The state of a conversation between two messages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Whether the person has been told who runs the bot and what it keeps.
    #[serde(default)]
    pub greeted: bool,
    /// Chosen with `/jezyk`: what the person writes no longer changes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_language: Option<Language>,
    /// The language last used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_language: Option<Language>,
    /// The language of the person's app when it was last told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_language: Option<Language>,
    /// The buttons last shown, by their folded labels: a label that is typed presses its button.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<(String, String)>,
    /// What the next message is for, where it is no question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awaits: Option<Awaited>,
    /// What is to be counted once its date is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undated: Option<Undated>,
    /// A new text for a notice, as it was sent; it waits to be confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<Proposed>,
    /// Number of the last question, so that a button knows which one it belongs to.
    #[serde(default)]
    pub turn: u32,
    /// The last question. Stored apart, because it is forgotten sooner.
    #[serde(skip)]
    pub asked: Option<Asked>,
}

/// What a person was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Awaited {
    /// A part of the notice with this number.
    pub notice: i64,
    pub field: super::notice::Field,
    /// Not longer than until then.
    pub until: DateTime<Utc>,
}

/// A question about a time limit that waits for the date of the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undated {
    pub what: ToCount,
    /// Not longer than until then.
    pub until: DateTime<Utc>,
}

/// What is to be counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToCount {
    /// Whatever is named with the date.
    Anything,
    /// The duty of this id.
    Duty(String),
    Rule(Count),
}

/// A new text for a notice that went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    pub notice: i64,
    pub text: String,
}

/// A question and what was found for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub at: DateTime<Utc>,
    /// The question without what looks personal.
    pub text: String,
    /// What could be meant, best first.
    pub candidates: Vec<Target>,
    /// How many of them were shown at once.
    pub shown: usize,
    /// Those that were turned down with "that is not it", by place.
    #[serde(default)]
    pub turned_down: Vec<usize>,
    /// The question asks for a person or an office.
    #[serde(default)]
    pub wants_contact: bool,
    /// The route whose clarifier waits for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clarifying: Option<String>,
}

/// What an answer leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Entry(String),
    Route(String),
    Unit(String),
}

impl Conversation {
    /// Forgets a question that is a day old.
    pub fn forget_old(&mut self, now: DateTime<Utc>) {
        if self
            .asked
            .as_ref()
            .is_some_and(|asked| asked.until() <= now)
        {
            self.asked = None;
        }
    }

    /// The language that the person chose or wrote in, as far as it is known.
    pub fn language(&self) -> Option<Language> {
        self.chosen_language.or(self.last_language)
    }

    /// Remembers a new question and returns its number.
    pub fn begin(&mut self, asked: Asked) -> u32 {
        self.turn = self.turn.wrapping_add(1);
        self.asked = Some(asked);
        self.turn
    }

    /// The question of this turn, if it is still the last one.
    pub fn asked_in(&mut self, turn: u32) -> Option<&mut Asked> {
        if turn == self.turn {
            self.asked.as_mut()
        } else {
            None
        }
    }
}

impl Asked {
    /// When it is forgotten.
    pub fn until(&self) -> DateTime<Utc> {
        self.at + Duration::hours(REMEMBERED_HOURS)
    }
}
