//! What is said on the connection (<https://docs.discord.com/developers/events/gateway-events#payload-structure>).

use serde_json::{Value, json};
use std::time::Duration;

/// The shortest and the longest time between heartbeats that is taken seriously.
const INTERVALS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(120));

/// With fewer members than this a server comes with all of them; we read none, so with as few as can be said.
const LARGE_THRESHOLD: u32 = 50;

/// How we name ourselves.
const NAME: &str = "lacznik";

/// What Discord says.
#[derive(Debug, PartialEq)]
pub(super) enum Said {
    /// Something happened. `seq` is its number in the session.
    Dispatch {
        name: String,
        seq: Option<u64>,
        data: Value,
    },
    /// A heartbeat is wanted at once.
    Heartbeat,
    /// We should connect anew and resume.
    Reconnect,
    /// The session is not valid (any more).
    InvalidSession {
        resumable: bool,
    },
    Hello {
        interval: Duration,
    },
    /// A heartbeat has arrived.
    Acknowledged,
    /// Nothing that we know, with its opcode where it has one.
    Unknown(Option<u64>),
}

impl Said {
    /// Reads a text. Nothing makes this fail.
    pub(super) fn read(text: &str) -> Self {
        let Ok(mut said) = serde_json::from_str::<Value>(text) else {
            return Self::Unknown(None);
        };
        let op = said.get("op").and_then(Value::as_u64);
        let known = match op {
            Some(0) => dispatch(&mut said),
            Some(1) => Some(Self::Heartbeat),
            Some(7) => Some(Self::Reconnect),
            Some(9) => Some(Self::InvalidSession {
                resumable: said["d"].as_bool().unwrap_or(false),
            }),
            Some(10) => said["d"]["heartbeat_interval"]
                .as_u64()
                .map(|interval| Self::Hello {
                    interval: Duration::from_millis(interval).clamp(INTERVALS.0, INTERVALS.1),
                }),
            Some(11) => Some(Self::Acknowledged),
            _ => None,
        };
        known.unwrap_or(Self::Unknown(op))
    }
}

fn dispatch(said: &mut Value) -> Option<Said> {
    Some(Said::Dispatch {
        name: said["t"].as_str()?.to_owned(),
        seq: said["s"].as_u64(),
        data: said["d"].take(),
    })
}

/// A heartbeat, with the last event that was accepted.
pub(super) fn heartbeat(seq: Option<u64>) -> String {
    json!({"op": 1, "d": seq}).to_string()
}

/// Begins a session. Without compression, and without a presence: it would cost another message for nothing.
pub(super) fn identify(token: &str, intents: u64) -> String {
    let d = json!({
        "token": token,
        "intents": intents,
        "properties": {"os": NAME, "browser": NAME, "device": NAME},
        "compress": false,
        "large_threshold": LARGE_THRESHOLD,
    });
    json!({"op": 2, "d": d}).to_string()
}

/// Takes a session up again after the last event that was accepted.
pub(super) fn resume(token: &str, session: &str, seq: u64) -> String {
    json!({"op": 6, "d": {"token": token, "session_id": session, "seq": seq}}).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_makes_reading_fail() {
        for (text, op) in [
            ("", None),
            ("<html>", None),
            ("[]", None),
            ("null", None),
            ("\"0\"", None),
            (r#"{"op":-1}"#, None),
            (r#"{"op":"0","t":"X"}"#, None),
            (r#"{"op":0,"t":null,"d":{}}"#, Some(0)),
            (r#"{"op":10}"#, Some(10)),
            (r#"{"op":10,"d":{"heartbeat_interval":"soon"}}"#, Some(10)),
            (r#"{"op":10,"d":[1]}"#, Some(10)),
            (r#"{"op":99,"d":null}"#, Some(99)),
        ] {
            assert_eq!(Said::read(text), Said::Unknown(op), "{text}");
        }
        let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        assert_eq!(Said::read(&deep), Said::Unknown(None));
    }

    #[test]
    fn an_interval_that_makes_no_sense_becomes_one_that_does() {
        for (millis, seconds) in [(0, 1), (41_000, 41), (u64::MAX, 120)] {
            let text = json!({"op": 10, "d": {"heartbeat_interval": millis}}).to_string();
            let interval = Duration::from_secs(seconds);
            assert_eq!(Said::read(&text), Said::Hello { interval });
        }
    }

    #[test]
    fn a_session_that_is_not_said_to_be_resumable_is_none() {
        for (d, resumable) in [("true", true), ("false", false), ("null", false)] {
            let said = Said::read(&format!(r#"{{"op":9,"d":{d}}}"#));
            assert_eq!(said, Said::InvalidSession { resumable });
        }
        assert_eq!(
            Said::read(r#"{"op":9}"#),
            Said::InvalidSession { resumable: false }
        );
    }
}
