//! Subscriptions: who gets notices about what, and how often.

use chrono::{DateTime, Days, NaiveTime, TimeZone, Utc};
use std::fmt;
use std::str::FromStr;

use super::hours::{ZONE, local};
use super::message::{ChatRef, Place};

/// The topic that may come at any hour.
pub const URGENT: &str = "pilne";

/// The version of the sentence that people agree to when they subscribe, as it is kept with their consent. It changes when
/// the meaning of that sentence (`subscription-consent` in `locales/`) does.
pub const TEXT_VERSION: &str = "2026-11";

/// How often notices of a topic come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rhythm {
    AtOnce,
    Daily,
    Weekly,
}

impl Rhythm {
    /// Every rhythm.
    pub const ALL: [Self; 3] = [Self::AtOnce, Self::Daily, Self::Weekly];

    /// The name in the database and in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Daily => "daily",
            Self::Weekly => "weekly",
        }
    }

    /// The rhythm of a name in the database.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rhythm| rhythm.as_str() == name)
    }
}

/// The hours, on the wall clock of the town, between which nothing goes out but what is urgent.
const QUIET_FROM: NaiveTime = NaiveTime::from_hms_opt(20, 0, 0).unwrap();
const QUIET_UNTIL: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).unwrap();

/// The end of the quiet hours, while they last.
pub fn quiet_until(now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let clock = local(now);
    let day = if clock.time() >= QUIET_FROM {
        clock.date() + Days::new(1)
    } else if clock.time() < QUIET_UNTIL {
        clock.date()
    } else {
        return None;
    };
    // Clocks change at night, and never at eight.
    let end = ZONE
        .from_local_datetime(&day.and_time(QUIET_UNTIL))
        .earliest();
    end.map(|end| end.to_utc())
}

/// Where notices can go: one for each chat. A channel of a Discord server is a [`Place::Channel`]: notices are for whoever
/// reads it, and those who run it decide about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    pub id: i64,
    pub to: ChatRef,
    pub place: Place,
    /// The role of a Discord server that notices call; empty: nobody.
    pub ping: String,
    /// Nothing between 20:00 and 8:00 but what is urgent.
    pub quiet: bool,
}

/// A topic that is subscribed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    pub topic: String,
    pub rhythm: Rhythm,
}

/// What a button about subscriptions does. Each says what shall be, never "the other way round", so that a second press of
/// the same button changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The group or channel that it is about, by the platform's id; none: the chat itself.
    pub chat: Option<String>,
    pub does: Does,
}

/// See [`Step`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Does {
    /// Show what is subscribed to.
    Show,
    /// Subscribe to a topic.
    Begin(String),
    /// The same, from a message about something else, which stays.
    Also(String),
    /// End the subscription to a topic.
    End(String),
    /// The same for some topics, and say so with a way back.
    Leave(Vec<String>),
    /// End all of it.
    EndAll,
    /// Undo the ending that had this number in the history.
    Undo(i64),
    /// Show how often each topic comes.
    Rhythms,
    /// Show how often this topic can come.
    Rhythm(String),
    /// From now on a topic comes so often; no topic: all of them.
    Every(Rhythm, Option<String>),
    /// From now on quiet at night, or not.
    Quiet(bool),
    /// Call this role of the server with each notice; none: nobody.
    Ping(Option<String>),
}

impl Step {
    /// Whether it is about one topic, as its buttons stand in a list of topics.
    pub fn is_about_topic(&self) -> bool {
        matches!(
            self.does,
            Does::Begin(_) | Does::Also(_) | Does::End(_) | Does::Rhythm(_)
        )
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s:{}:", self.chat.as_deref().unwrap_or_default())?;
        match &self.does {
            Does::Show => f.write_str("show"),
            Does::Begin(topic) => write!(f, "on:{topic}"),
            Does::Also(topic) => write!(f, "also:{topic}"),
            Does::End(topic) => write!(f, "off:{topic}"),
            Does::Leave(topics) => write!(f, "leave:{}", topics.join(",")),
            Does::EndAll => f.write_str("none"),
            Does::Undo(number) => write!(f, "undo:{number}"),
            Does::Rhythms => f.write_str("when"),
            Does::Rhythm(topic) => write!(f, "when:{topic}"),
            Does::Every(rhythm, topic) => {
                write!(
                    f,
                    "{}:{}",
                    rhythm.as_str(),
                    topic.as_deref().unwrap_or_default()
                )
            }
            Does::Quiet(quiet) => f.write_str(if *quiet { "quiet" } else { "loud" }),
            Does::Ping(role) => write!(f, "ping:{}", role.as_deref().unwrap_or_default()),
        }
    }
}

/// The text is no step of subscriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not about subscriptions")]
pub struct NotAStep;

impl FromStr for Step {
    type Err = NotAStep;

    fn from_str(text: &str) -> Result<Self, NotAStep> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let parts: Vec<&str> = text.split(':').collect();
        let ["s", chat, does @ ..] = &parts[..] else {
            return Err(NotAStep);
        };
        let does = match does {
            ["show"] => Does::Show,
            ["on", topic] => Does::Begin((*topic).to_owned()),
            ["also", topic] => Does::Also((*topic).to_owned()),
            ["off", topic] => Does::End((*topic).to_owned()),
            ["leave", topics] => Does::Leave(topics.split(',').map(str::to_owned).collect()),
            ["none"] => Does::EndAll,
            ["undo", number] => Does::Undo(number.parse().map_err(|_| NotAStep)?),
            ["when"] => Does::Rhythms,
            ["when", topic] => Does::Rhythm((*topic).to_owned()),
            ["quiet"] => Does::Quiet(true),
            ["loud"] => Does::Quiet(false),
            ["ping", role] => Does::Ping(some(role)),
            [rhythm, topic] => Does::Every(Rhythm::from_name(rhythm).ok_or(NotAStep)?, some(topic)),
            _ => return Err(NotAStep),
        };
        Ok(Self {
            chat: some(chat),
            does,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nights_are_quiet_also_when_clocks_change() {
        let at = |text: &str| {
            let clock: chrono::NaiveDateTime = text.parse().unwrap();
            ZONE.from_local_datetime(&clock)
                .earliest()
                .unwrap()
                .to_utc()
        };
        for (now, until) in [
            ("2026-11-23T20:00:00", Some("2026-11-24T08:00:00")),
            ("2026-11-24T07:59:59", Some("2026-11-24T08:00:00")),
            ("2026-11-24T08:00:00", None),
            ("2026-11-24T19:59:59", None),
            ("2026-10-24T23:00:00", Some("2026-10-25T08:00:00")),
            ("2027-03-28T03:00:00", Some("2027-03-28T08:00:00")),
        ] {
            assert_eq!(quiet_until(at(now)), until.map(at), "{now}");
        }
    }

    #[test]
    fn a_step_survives_its_text() {
        for text in [
            "s::show",
            "s:-1001234567890:on:niepelnosprawnosc",
            "s::also:sport",
            "s::off:sport",
            "s::leave:sport,kultura",
            "s::none",
            "s::undo:17",
            "s::when",
            "s::when:sport",
            "s::daily:",
            "s:1234567890123456789:at_once:pomoc-spoleczna",
            "s::quiet",
            "s::loud",
            "s:12:ping:34",
            "s:12:ping:",
        ] {
            assert_eq!(text.parse::<Step>().unwrap().to_string(), text);
            assert!(text.len() <= 64, "{text}");
        }
        for text in [
            "",
            "s",
            "s:",
            "s::",
            "s::on",
            "s::hourly:",
            "s::undo:x",
            "t::show",
        ] {
            assert_eq!(text.parse::<Step>(), Err(NotAStep), "{text}");
        }
    }
}
