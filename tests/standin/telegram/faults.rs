//! What goes wrong on purpose, and what a refusal looks like.

use serde_json::{Value, json};

/// A refusal of the API.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub code: u16,
    pub description: String,
    pub parameters: Option<Value>,
}

impl Refusal {
    pub fn new(code: u16, description: impl Into<String>) -> Self {
        Self {
            code,
            description: description.into(),
            parameters: None,
        }
    }

    /// 400 with the words that the server puts before the reason.
    pub fn bad(reason: impl std::fmt::Display) -> Self {
        Self::new(400, format!("Bad Request: {reason}"))
    }

    pub fn forbidden(reason: impl std::fmt::Display) -> Self {
        Self::new(403, format!("Forbidden: {reason}"))
    }

    pub fn flood(seconds: u64) -> Self {
        let description = format!("Too Many Requests: retry after {seconds}");
        Self {
            parameters: Some(json!({ "retry_after": seconds })),
            ..Self::new(429, description)
        }
    }
}

/// Which requests a fault hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Whatever makes a new message: `sendMessage`, `sendDocument`, `sendPhoto`, `copyMessage`.
    Sends,
    /// Sends, edits and new topics: what the flood limits count.
    Messages,
    /// One method, written as in the description; `download` is that of a file.
    Method(String),
    Everything,
}

pub const SENDS: [&str; 4] = ["sendMessage", "sendDocument", "sendPhoto", "copyMessage"];

/// The methods besides sends that the limits of a chat count.
const COUNTED: [&str; 4] = [
    "editMessageText",
    "editMessageCaption",
    "editMessageReplyMarkup",
    "createForumTopic",
];

impl Which {
    pub fn takes(&self, method: &str) -> bool {
        match self {
            Self::Sends => SENDS.contains(&method),
            Self::Messages => SENDS.contains(&method) || COUNTED.contains(&method),
            Self::Method(name) => name.eq_ignore_ascii_case(method),
            Self::Everything => true,
        }
    }
}

/// What happens instead of a plain answer. `stored`: the request was carried out all the same.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Refuse(Refusal),
    /// What a proxy in front of the server says.
    Html {
        status: u16,
        stored: bool,
    },
    /// 200 with this body: what something on the way has made of an answer.
    Garbled(String),
    /// The answer never comes.
    Hang {
        stored: bool,
    },
    /// The connection ends without an answer.
    Drop {
        stored: bool,
    },
}

impl Act {
    pub fn stores(&self) -> bool {
        match self {
            Self::Refuse(_) | Self::Garbled(_) => false,
            Self::Html { stored, .. } | Self::Hang { stored } | Self::Drop { stored } => *stored,
        }
    }
}

#[derive(Debug)]
struct Planned {
    which: Which,
    chat: Option<i64>,
    act: Act,
    times: usize,
}

/// Faults in the order in which they were planned.
#[derive(Debug, Default)]
pub struct Faults {
    planned: Vec<Planned>,
    pub slow: Option<std::time::Duration>,
}

impl Faults {
    pub fn plan(&mut self, which: Which, chat: Option<i64>, act: Act, times: usize) {
        if times > 0 {
            self.planned.push(Planned {
                which,
                chat,
                act,
                times,
            });
        }
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// What happens to this request; a plan is used up by as many requests as it was made for.
    pub fn next(&mut self, method: &str, chat: Option<i64>) -> Option<Act> {
        let hit = self.planned.iter().position(|planned| {
            planned.which.takes(method) && (planned.chat.is_none() || planned.chat == chat)
        })?;
        let planned = &mut self.planned[hit];
        let act = planned.act.clone();
        planned.times -= 1;
        if planned.times == 0 {
            self.planned.remove(hit);
        }
        Some(act)
    }
}
