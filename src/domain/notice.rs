//! Notices: what the officer writes once, for many.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::message::{Attachment, ChatRef, Place, Platform};

/// Where a notice is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Being written.
    Draft,
    /// Confirmed, and waits for the second person.
    Waiting,
    /// Goes out at its time; until then it can be taken back.
    Scheduled,
    /// Its time is over, or the database is a copy: it waits for somebody to confirm it again.
    Held,
    /// Handed over to a mailing.
    Sent,
    /// Taken back after it was sent.
    Withdrawn,
    /// Thrown away before it was sent.
    Discarded,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Waiting,
        Self::Scheduled,
        Self::Held,
        Self::Sent,
        Self::Withdrawn,
        Self::Discarded,
    ];

    /// The name in the database and in `--json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Waiting => "waiting",
            Self::Scheduled => "scheduled",
            Self::Held => "held",
            Self::Sent => "sent",
            Self::Withdrawn => "withdrawn",
            Self::Discarded => "discarded",
        }
    }

    /// The state of a name in the database.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Whether its copies are a matter of mailings: it goes out or went out.
    pub fn went_out(self) -> bool {
        matches!(self, Self::Sent | Self::Withdrawn)
    }
}

/// A kind of destination, as the officer chooses them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Kind {
    pub platform: Platform,
    pub place: Place,
}

/// Whom a mailing is for: who subscribes to any of the topics, at any of these kinds of destinations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// Ids of topics.
    #[serde(default)]
    pub topics: Vec<String>,
    /// Empty: every kind.
    #[serde(default)]
    pub kinds: Vec<Kind>,
}

/// What the officer has written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// With light formatting: `**strong**`, lists by `- `, paragraphs by empty lines. The first line is the heading.
    #[serde(default)]
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<NoticeFile>,
    #[serde(default)]
    pub audience: Audience,
    /// Calls the role of each Discord channel that has chosen one.
    #[serde(default)]
    pub ping: bool,
    /// When it shall go out; none: at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
}

/// A picture or document of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeFile {
    #[serde(flatten)]
    pub attachment: Attachment,
    /// The name that people see.
    pub name: String,
}

/// A notice as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The number that people see.
    pub id: i64,
    pub state: State,
    pub content: Content,
    pub author: Person,
    /// Where the author is told about it; none: it came from the command line.
    pub chat: Option<ChatRef>,
    /// Who confirmed it, as `platform:person`.
    pub confirmed_by: Option<String>,
    /// The second person; `alone` where there is none.
    pub approved_by: Option<String>,
    pub starts_at: Option<DateTime<Utc>>,
    /// Why it is held: `overdue`, `restored`.
    pub reason: String,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// Somebody on a platform.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Person {
    pub platform: Platform,
    pub id: String,
}

impl std::fmt::Display for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.platform, self.id)
    }
}

impl std::str::FromStr for Person {
    type Err = NotAPerson;

    fn from_str(text: &str) -> Result<Self, NotAPerson> {
        let (platform, id) = text.split_once(':').ok_or(NotAPerson)?;
        let platform = Platform::from_name(&platform.to_lowercase()).ok_or(NotAPerson)?;
        match id {
            "" => Err(NotAPerson),
            id => Ok(Self {
                platform,
                id: id.to_owned(),
            }),
        }
    }
}

/// The text is no `platform:person`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a person")]
pub struct NotAPerson;

/// Which of a mailing's texts a destination gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Variant {
    pub platform: Platform,
    pub place: Place,
    pub language: super::language::Language,
}

impl std::fmt::Display for Variant {
    /// As in the database: `telegram/private/pl`. SQL puts it together from a destination's columns.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (place, language) = (self.place.as_str(), self.language.code());
        write!(f, "{}/{place}/{language}", self.platform)
    }
}

/// A part of a notice that is written as words, or sent as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Text,
    Link,
    File,
    At,
    /// The new text of one that was sent.
    Correction,
}

impl Field {
    const ALL: [Self; 5] = [
        Self::Text,
        Self::Link,
        Self::File,
        Self::At,
        Self::Correction,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Link => "link",
            Self::File => "file",
            Self::At => "at",
            Self::Correction => "correction",
        }
    }
}

/// What a button about a notice does. Each says what shall be, so that a second press of the same button changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The number of the notice; 0: a new one, or the list of all.
    pub notice: i64,
    pub does: Does,
}

/// See [`Step`]. `seal` is a short digest of the text and audience that were shown: a confirmation of another one is void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Does {
    /// Begin a new one.
    New,
    /// All of them, the latest first, from this page on.
    List(u32),
    /// Show it: as a draft, or how far it is, or its report.
    Show,
    /// Ask for this part of it.
    Write(Field),
    /// Leave this part out.
    Without(Field),
    /// Choose topics; this page of them.
    Topics(u32),
    Topic {
        id: String,
        on: bool,
    },
    /// Choose kinds of destinations.
    Kinds,
    Kind {
        kind: Kind,
        on: bool,
    },
    Ping(bool),
    Preview,
    /// An editor is done: an officer sees it next.
    HandOver,
    Confirm {
        seal: String,
    },
    /// The second person says yes, or no.
    Approve {
        seal: String,
    },
    Refuse,
    /// Back to a draft, as long as nothing was sent.
    TakeBack,
    Discard,
    Pause,
    Resume,
    Cancel,
    /// Who did not get it, by reasons.
    Missed,
    /// Those of one reason, by its word in the database, of one mailing, behind this row.
    MissedFor {
        mailing: i64,
        why: String,
        after: i64,
    },
    /// All of them, as a file.
    Csv,
    /// What happened to it, and who did it.
    History,
    ConfirmCorrection {
        seal: String,
    },
    /// Take it back from those who got it: first asked, then done.
    Withdraw {
        sure: bool,
    },
}

impl Does {
    /// Whether it is about copies that go out or went out.
    pub fn is_for_sent(&self) -> bool {
        matches!(
            self,
            Self::Pause
                | Self::Resume
                | Self::Cancel
                | Self::Missed
                | Self::MissedFor { .. }
                | Self::Csv
                | Self::Write(Field::Correction)
                | Self::ConfirmCorrection { .. }
                | Self::Withdraw { .. }
        )
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "N:{}:", self.notice)?;
        match &self.does {
            Does::New => f.write_str("new"),
            Does::List(page) => write!(f, "list:{page}"),
            Does::Show => f.write_str("show"),
            Does::Write(field) => write!(f, "write:{}", field.as_str()),
            Does::Without(field) => write!(f, "without:{}", field.as_str()),
            Does::Topics(page) => write!(f, "topics:{page}"),
            Does::Topic { id, on: true } => write!(f, "topic:{id}"),
            Does::Topic { id, on: false } => write!(f, "no-topic:{id}"),
            Does::Kinds => f.write_str("kinds"),
            Does::Kind { kind, on } => {
                let verb = if *on { "kind" } else { "no-kind" };
                write!(f, "{verb}:{}/{}", kind.platform, kind.place.as_str())
            }
            Does::Ping(ping) => f.write_str(if *ping { "ping" } else { "no-ping" }),
            Does::Preview => f.write_str("preview"),
            Does::HandOver => f.write_str("hand-over"),
            Does::Confirm { seal } => write!(f, "confirm:{seal}"),
            Does::Approve { seal } => write!(f, "approve:{seal}"),
            Does::Refuse => f.write_str("refuse"),
            Does::TakeBack => f.write_str("back"),
            Does::Discard => f.write_str("discard"),
            Does::Pause => f.write_str("pause"),
            Does::Resume => f.write_str("resume"),
            Does::Cancel => f.write_str("cancel"),
            Does::Missed => f.write_str("missed"),
            Does::MissedFor {
                mailing,
                why,
                after,
            } => write!(f, "missed:{mailing}:{why}:{after}"),
            Does::Csv => f.write_str("csv"),
            Does::History => f.write_str("history"),
            Does::ConfirmCorrection { seal } => write!(f, "correct:{seal}"),
            Does::Withdraw { sure: false } => f.write_str("withdraw"),
            Does::Withdraw { sure: true } => f.write_str("withdraw-now"),
        }
    }
}

/// The text is no step of notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not about notices")]
pub struct NotAStep;

impl std::str::FromStr for Step {
    type Err = NotAStep;

    fn from_str(text: &str) -> Result<Self, NotAStep> {
        let page = |text: &str| text.parse().map_err(|_| NotAStep);
        let row = |text: &str| text.parse().map_err(|_| NotAStep);
        let field = |name: &str| {
            let named = Field::ALL.into_iter().find(|field| field.as_str() == name);
            named.ok_or(NotAStep)
        };
        let parts: Vec<&str> = text.split(':').collect();
        let ["N", notice, does @ ..] = &parts[..] else {
            return Err(NotAStep);
        };
        let does = match does {
            ["new"] => Does::New,
            ["list", number] => Does::List(page(number)?),
            ["show"] => Does::Show,
            ["write", name] => Does::Write(field(name)?),
            ["without", name] => Does::Without(field(name)?),
            ["topics", number] => Does::Topics(page(number)?),
            [verb @ ("topic" | "no-topic"), id] => Does::Topic {
                id: (*id).to_owned(),
                on: *verb == "topic",
            },
            ["kinds"] => Does::Kinds,
            [verb @ ("kind" | "no-kind"), kind] => Does::Kind {
                kind: kind.parse()?,
                on: *verb == "kind",
            },
            ["ping"] => Does::Ping(true),
            ["no-ping"] => Does::Ping(false),
            ["preview"] => Does::Preview,
            ["hand-over"] => Does::HandOver,
            ["confirm", seal] => Does::Confirm {
                seal: (*seal).to_owned(),
            },
            ["approve", seal] => Does::Approve {
                seal: (*seal).to_owned(),
            },
            ["refuse"] => Does::Refuse,
            ["back"] => Does::TakeBack,
            ["discard"] => Does::Discard,
            ["pause"] => Does::Pause,
            ["resume"] => Does::Resume,
            ["cancel"] => Does::Cancel,
            ["missed"] => Does::Missed,
            ["missed", mailing, why, after] => Does::MissedFor {
                mailing: row(mailing)?,
                why: (*why).to_owned(),
                after: row(after)?,
            },
            ["csv"] => Does::Csv,
            ["history"] => Does::History,
            ["correct", seal] => Does::ConfirmCorrection {
                seal: (*seal).to_owned(),
            },
            ["withdraw"] => Does::Withdraw { sure: false },
            ["withdraw-now"] => Does::Withdraw { sure: true },
            _ => return Err(NotAStep),
        };
        let notice = notice.parse().map_err(|_| NotAStep)?;
        Ok(Self { notice, does })
    }
}

impl std::str::FromStr for Kind {
    type Err = NotAStep;

    fn from_str(text: &str) -> Result<Self, NotAStep> {
        let (platform, place) = text.split_once('/').ok_or(NotAStep)?;
        Ok(Self {
            platform: Platform::from_name(platform).ok_or(NotAStep)?,
            place: Place::from_name(place).ok_or(NotAStep)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_survives_its_text() {
        for text in [
            "N:0:new",
            "N:0:list:2",
            "N:14:show",
            "N:14:write:text",
            "N:14:without:link",
            "N:14:topics:1",
            "N:14:topic:niepelnosprawnosc",
            "N:14:no-topic:sport",
            "N:14:kinds",
            "N:14:kind:telegram/private",
            "N:14:no-kind:discord/channel",
            "N:14:ping",
            "N:14:no-ping",
            "N:14:preview",
            "N:14:hand-over",
            "N:123456:confirm:0123456789abcdef-6a01f3c2",
            "N:123456:approve:0123456789abcdef-6a01f3c2",
            "N:14:refuse",
            "N:14:back",
            "N:14:discard",
            "N:14:pause",
            "N:14:resume",
            "N:14:cancel",
            "N:14:missed",
            "N:123456:missed:1234567:unsubscribed:123456789012",
            "N:14:csv",
            "N:14:history",
            "N:14:correct:0123456789abcdef",
            "N:14:withdraw",
            "N:14:withdraw-now",
        ] {
            assert_eq!(text.parse::<Step>().unwrap().to_string(), text);
            assert!(text.len() <= 64, "{text}");
        }
        for text in [
            "",
            "N",
            "N:1",
            "N:x:show",
            "N:1:kind:fax/group",
            "N:1:write:all",
            "M:1:show",
        ] {
            assert_eq!(text.parse::<Step>(), Err(NotAStep), "{text}");
        }
    }
}
