//! The languages that the bot speaks.

use serde::{Deserialize, Serialize};

/// A language the bot speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    #[serde(rename = "pl")]
    Polish,
    #[serde(rename = "en")]
    English,
    #[serde(rename = "uk")]
    Ukrainian,
}

impl Language {
    /// Every language, Polish first.
    pub const ALL: [Self; 3] = [Self::Polish, Self::English, Self::Ukrainian];

    /// ISO 639-1 code, as in file names and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Polish => "pl",
            Self::English => "en",
            Self::Ukrainian => "uk",
        }
    }

    /// The language of an ISO 639-1 code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code)
    }

    /// The language of somebody's app, if the bot speaks it: `en-GB` is English. Apps name it by a BCP 47 tag, and some
    /// with `_` in it.
    pub fn of_app(tag: &str) -> Option<Self> {
        let first = tag.split(['-', '_']).next().unwrap_or_default();
        Self::from_code(&first.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_an_app_is_known_by_its_tag() {
        for (tag, language) in [
            ("pl", Some(Language::Polish)),
            ("en-GB", Some(Language::English)),
            ("EN_us", Some(Language::English)),
            ("uk", Some(Language::Ukrainian)),
            ("en--x", Some(Language::English)),
            ("eng", None),
            ("de", None),
            ("-pl", None),
            ("", None),
        ] {
            assert_eq!(Language::of_app(tag), language, "{tag}");
        }
    }
}
