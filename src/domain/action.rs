//! What a button does, written as a short text that survives a restart.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use super::command::Command;
use super::conversation::Target;
use super::language::Language;
use super::{notice, subscription};

/// The action of a button. Its text form is at most [`Action::MAX_BYTES`] long (Telegram's limit for callback data).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Answer with this entry.
    Entry(String),
    /// Tell who handles the matter of this route.
    Route(String),
    /// The same as [`Entry`](Self::Entry), [`Route`](Self::Route) or [`Unit`](Self::Unit), chosen from a menu that is
    /// done with then: the answer may take its place.
    Choose(Target),
    /// Answer a route's clarifier with an option.
    Option {
        route: String,
        option: String,
    },
    /// Show a unit's address, phone, hours.
    Unit(String),
    /// Show what there is in a topic.
    Topic(String),
    /// "That is not it": what stood at `place` in the list of turn `turn`.
    NotIt {
        turn: u32,
        place: usize,
    },
    /// "None of these", of turn `turn`.
    NoneOfThese {
        turn: u32,
    },
    /// Talk to a person.
    Human,
    /// "This entry is out of date".
    Outdated(String),
    /// Answer in this language from now on.
    Language(Language),
    /// Say by when a duty is to be done, counted from the day of the event where that is known.
    Count {
        duty: String,
        event: Option<NaiveDate>,
    },
    /// As if the command had been typed.
    Command(Command),
    Subscription(subscription::Step),
    Notice(notice::Step),
}

impl Action {
    /// Bytes that every platform takes.
    pub const MAX_BYTES: usize = 64;

    /// Whether the menu that carries its button is done with once it is pressed: the answer may take its place.
    pub fn ends_menu(&self) -> bool {
        match self {
            Self::Choose(_)
            | Self::Option { .. }
            | Self::NoneOfThese { .. }
            | Self::Language(_)
            | Self::Count { .. }
            | Self::Notice(_) => true,
            Self::Subscription(step) => !matches!(step.does, subscription::Does::Also(_)),
            _ => false,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(id) => write!(f, "e:{id}"),
            Self::Route(id) => write!(f, "r:{id}"),
            Self::Choose(Target::Entry(id)) => write!(f, "E:{id}"),
            Self::Choose(Target::Route(id)) => write!(f, "R:{id}"),
            Self::Choose(Target::Unit(code)) => write!(f, "U:{code}"),
            Self::Option { route, option } => write!(f, "o:{route}:{option}"),
            Self::Unit(code) => write!(f, "u:{code}"),
            Self::Topic(id) => write!(f, "t:{id}"),
            Self::NotIt { turn, place } => write!(f, "n:{turn}:{place}"),
            Self::NoneOfThese { turn } => write!(f, "x:{turn}"),
            Self::Human => f.write_str("h"),
            Self::Outdated(id) => write!(f, "d:{id}"),
            Self::Language(language) => write!(f, "l:{}", language.code()),
            Self::Count { duty, event: None } => write!(f, "k:{duty}"),
            Self::Count {
                duty,
                event: Some(day),
            } => write!(f, "k:{duty}:{day}"),
            Self::Command(command) => write!(f, "c:{}", command.id()),
            Self::Subscription(step) => step.fmt(f),
            Self::Notice(step) => step.fmt(f),
        }
    }
}

/// The text is not an action of this version of the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an action")]
pub struct NotAnAction;

impl FromStr for Action {
    type Err = NotAnAction;

    fn from_str(text: &str) -> Result<Self, NotAnAction> {
        let parts: Vec<&str> = text.split(':').collect();
        let number = |text: &str| text.parse::<u32>().map_err(|_| NotAnAction);
        Ok(match parts[..] {
            ["e", id] => Self::Entry(id.to_owned()),
            ["r", id] => Self::Route(id.to_owned()),
            ["E", id] => Self::Choose(Target::Entry(id.to_owned())),
            ["R", id] => Self::Choose(Target::Route(id.to_owned())),
            ["U", code] => Self::Choose(Target::Unit(code.to_owned())),
            ["o", route, option] => Self::Option {
                route: route.to_owned(),
                option: option.to_owned(),
            },
            ["u", code] => Self::Unit(code.to_owned()),
            ["t", id] => Self::Topic(id.to_owned()),
            ["n", turn, place] => Self::NotIt {
                turn: number(turn)?,
                place: number(place)? as usize,
            },
            ["x", turn] => Self::NoneOfThese {
                turn: number(turn)?,
            },
            ["h"] => Self::Human,
            ["d", id] => Self::Outdated(id.to_owned()),
            ["l", code] => Self::Language(Language::from_code(code).ok_or(NotAnAction)?),
            ["k", duty] => Self::Count {
                duty: duty.to_owned(),
                event: None,
            },
            ["k", duty, day] => Self::Count {
                duty: duty.to_owned(),
                event: Some(day.parse().map_err(|_| NotAnAction)?),
            },
            ["c", id] => Self::Command(Command::from_id(id).ok_or(NotAnAction)?),
            ["s", ..] => Self::Subscription(text.parse().map_err(|_| NotAnAction)?),
            ["N", ..] => Self::Notice(text.parse().map_err(|_| NotAnAction)?),
            _ => return Err(NotAnAction),
        })
    }
}
