//! Links that open the private chat with the bot at something: `/start` followed by a short text.

use std::fmt;
use std::str::FromStr;

use super::command::Command;

/// Where a link leads. Its text form has at most [`DeepLink::MAX_BYTES`] of `A-Z a-z 0-9 _ -`
/// (<https://core.telegram.org/bots/features#deep-linking>). Whether its id still exists is looked up when it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeepLink {
    /// The beginning, as `/start` alone.
    Home,
    Topic(String),
    Entry(String),
    /// Who handles the matter of this route.
    Route(String),
    Unit(String),
    Competition(String),
    /// A one-time code that gives a role.
    Code(String),
}

impl DeepLink {
    /// Bytes that every platform takes.
    pub const MAX_BYTES: usize = 64;

    /// What stands behind `/start` in a text, where anything does.
    pub fn payload(text: &str) -> Option<&str> {
        if Command::parse(text)? != Ok(Command::Start) {
            return None;
        }
        let (_, rest) = text.trim().split_once(char::is_whitespace)?;
        Some(rest.trim())
    }
}

impl fmt::Display for DeepLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Home => f.write_str("home"),
            Self::Topic(id) => write!(f, "t_{id}"),
            Self::Entry(id) => write!(f, "f_{id}"),
            Self::Route(id) => write!(f, "r_{id}"),
            Self::Unit(code) => write!(f, "u_{code}"),
            Self::Competition(id) => write!(f, "c_{id}"),
            Self::Code(code) => write!(f, "o_{code}"),
        }
    }
}

/// The text is not a link of this bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a link")]
pub struct NotALink;

impl FromStr for DeepLink {
    type Err = NotALink;

    fn from_str(text: &str) -> Result<Self, NotALink> {
        let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        if text.len() > Self::MAX_BYTES || !text.chars().all(is_allowed) {
            return Err(NotALink);
        }
        if text == "home" {
            return Ok(Self::Home);
        }
        let (kind, id) = text.split_once('_').ok_or(NotALink)?;
        if id.is_empty() {
            return Err(NotALink);
        }
        let id = id.to_owned();
        Ok(match kind {
            "t" => Self::Topic(id),
            "f" => Self::Entry(id),
            "r" => Self::Route(id),
            "u" => Self::Unit(id),
            "c" => Self::Competition(id),
            "o" => Self::Code(id),
            _ => return Err(NotALink),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_survives_its_text() {
        for text in [
            "home",
            "t_sport",
            "f_maly-grant",
            "r_hala",
            "u_wks",
            "c_2027-1",
            "o_Ab-_9",
        ] {
            assert_eq!(text.parse::<DeepLink>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_payload_stands_behind_start() {
        assert_eq!(DeepLink::payload("/start t_sport"), Some("t_sport"));
        assert_eq!(DeepLink::payload(" /Start@bot  f_a "), Some("f_a"));
        for text in ["/start", "/start ", "/pomoc t_sport", "start t_sport", ""] {
            assert_eq!(DeepLink::payload(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_link_is_refused() {
        let long = format!("f_{}", "a".repeat(63));
        for text in ["", "f_", "x_1", "f", "f_ą", "f_a b", "f_%00", long.as_str()] {
            assert_eq!(text.parse::<DeepLink>(), Err(NotALink), "{text}");
        }
    }
}
