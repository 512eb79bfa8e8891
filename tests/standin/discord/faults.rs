//! What goes wrong on purpose, and what a refusal looks like.

use super::spec::Fault;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// A refusal of the API (<https://docs.discord.com/developers/topics/opcodes-and-status-codes>).
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub status: u16,
    pub code: u64,
    pub message: String,
    pub errors: Option<Value>,
}

impl Refusal {
    pub fn new(status: u16, code: u64, message: &str) -> Self {
        Self {
            status,
            code,
            message: message.to_owned(),
            errors: None,
        }
    }

    /// What is in the refusals of the server by its code, for the codes that the stand-in itself uses.
    pub fn of(code: u64) -> Self {
        let (status, message) = match code {
            10003 => (404, "Unknown Channel"),
            10004 => (404, "Unknown Guild"),
            10007 => (404, "Unknown Member"),
            10008 => (404, "Unknown Message"),
            10013 => (404, "Unknown User"),
            10015 => (404, "Unknown Webhook"),
            10062 => (404, "Unknown interaction"),
            10063 => (404, "Unknown application command"),
            20012 => (
                403,
                "You are not authorized to perform this action on this application",
            ),
            20026 => (
                403,
                "Your bot has been flagged by our anti-spam system for abusive behavior.",
            ),
            40003 => (403, "You are opening direct messages too fast"),
            40005 => (413, "Request entity too large"),
            40033 => (400, "This message has already been crossposted"),
            40060 => (400, "Interaction has already been acknowledged."),
            50001 => (403, "Missing Access"),
            50003 => (403, "Cannot execute action on a DM channel"),
            50005 => (403, "Cannot edit a message authored by another user"),
            50006 => (400, "Cannot send an empty message"),
            50007 => (403, "Cannot send messages to this user"),
            50013 => (403, "Missing Permissions"),
            50024 => (400, "Cannot execute action on this channel type"),
            50027 => (401, "Invalid Webhook Token"),
            50083 => (400, "Thread is archived"),
            50109 => (400, "The request body contains invalid JSON."),
            50278 => (
                403,
                "Cannot send messages to this user due to having no mutual guilds",
            ),
            160_002 => (
                400,
                "You cannot reply without permission to read message history",
            ),
            160_004 => (400, "A thread has already been created for this message"),
            160_005 => (400, "Thread is locked"),
            _ => (400, "A refusal of a test"),
        };
        Self::new(status, code, message)
    }

    pub fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    pub fn not_found() -> Self {
        Self::new(404, 0, "404: Not Found")
    }

    /// The form has these faults.
    pub fn form(faults: &[Fault]) -> Self {
        let mut errors = json!({});
        for fault in faults {
            let mut place = &mut errors;
            for name in fault.at.split('.').filter(|name| !name.is_empty()) {
                place = entry(place, name);
            }
            let one = json!({ "code": fault.code, "message": fault.why });
            match entry(place, "_errors") {
                Value::Array(list) => list.push(one),
                empty => *empty = json!([one]),
            }
        }
        Self {
            errors: Some(errors),
            ..Self::new(400, 50035, "Invalid Form Body")
        }
    }

    pub fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }
}

fn entry<'a>(place: &'a mut Value, name: &str) -> &'a mut Value {
    if !place.is_object() {
        *place = Value::Object(Map::new());
    }
    &mut place[name]
}

/// Which requests a fault or a limit concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Whatever makes a new message: in a channel, or as a follow-up.
    Sends,
    /// First responses to interactions.
    Callbacks,
    /// One route: `POST /channels/{channel_id}/messages`.
    Route(String),
    Everything,
}

pub const CREATE_MESSAGE: &str = "POST /channels/{channel_id}/messages";
pub const EDIT_MESSAGE: &str = "PATCH /channels/{channel_id}/messages/{message_id}";
pub const DELETE_MESSAGE: &str = "DELETE /channels/{channel_id}/messages/{message_id}";
pub const FOLLOW_UP: &str = "POST /webhooks/{webhook_id}/{webhook_token}";
pub const EDIT_ORIGINAL: &str = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original";
pub const CALLBACK: &str = "POST /interactions/{interaction_id}/{interaction_token}/callback";
pub const OPEN_DM: &str = "POST /users/@me/channels";

impl Which {
    pub fn route(name: &str) -> Self {
        Self::Route(name.to_owned())
    }

    pub fn takes(&self, route: &str) -> bool {
        match self {
            Self::Sends => [CREATE_MESSAGE, FOLLOW_UP].contains(&route),
            Self::Callbacks => route == CALLBACK,
            Self::Route(name) => name == route,
            Self::Everything => true,
        }
    }
}

/// Whose limit it is (<https://docs.discord.com/developers/topics/rate-limits>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    User,
    Global,
    Shared,
}

impl Scope {
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Global => "global",
            Self::Shared => "shared",
        }
    }
}

/// What happens instead of a plain answer. `stored`: the request was carried out all the same.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Refuse(Refusal),
    /// 429 that no header has foretold.
    Limit {
        retry_after: f64,
        scope: Scope,
        code: Option<u64>,
    },
    /// 429 from what stands in front of the server, without JSON; it names whole seconds in its header, or nothing.
    Wall {
        retry_after: Option<u64>,
    },
    /// What a proxy in front of the server says.
    Html {
        status: u16,
        stored: bool,
    },
    /// 200 with this body: what something on the way has made of an answer.
    Garbled {
        body: String,
        stored: bool,
    },
    /// The answer never comes.
    Hang {
        stored: bool,
    },
    /// The connection ends without an answer.
    Drop {
        stored: bool,
    },
    /// Carried out and answered, but so late.
    Slow(Duration),
}

impl Act {
    pub fn stores(&self) -> bool {
        match self {
            Self::Refuse(_) | Self::Limit { .. } | Self::Wall { .. } => false,
            Self::Html { stored, .. }
            | Self::Garbled { stored, .. }
            | Self::Hang { stored }
            | Self::Drop { stored } => *stored,
            Self::Slow(_) => true,
        }
    }
}

#[derive(Debug)]
struct Planned {
    which: Which,
    channel: Option<u64>,
    act: Act,
    times: usize,
}

/// Faults in the order in which they were planned.
#[derive(Debug, Default)]
pub struct Faults {
    planned: Vec<Planned>,
    /// Each request takes so long.
    pub slow: Option<Duration>,
}

impl Faults {
    pub fn plan(&mut self, which: Which, channel: Option<u64>, act: Act, times: usize) {
        if times > 0 {
            self.planned.push(Planned {
                which,
                channel,
                act,
                times,
            });
        }
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// What happens to this request; a plan is used up by as many requests as it was made for.
    pub fn next(&mut self, route: &str, channel: Option<u64>) -> Option<Act> {
        let hit = self.planned.iter().position(|planned| {
            planned.which.takes(route) && (planned.channel.is_none() || planned.channel == channel)
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
