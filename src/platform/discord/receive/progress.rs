//! Since when something may have been missed. It stands beside the gateway's position, because the session of a position
//! may be new while what was missed before it is not made up for yet.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::bot::Position;

/// How far everything is known to be handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Everything before this instant.
    pub handled: DateTime<Utc>,
    /// What was missed after it is not made up for yet.
    pub is_behind: bool,
}

impl Progress {
    /// What was kept with a position; of one without it, when it was kept.
    pub fn of(position: &Position) -> Self {
        let kept: Value = serde_json::from_str(&position.text).unwrap_or_default();
        let handled = kept.get("handled").and_then(Value::as_i64);
        let handled = handled.and_then(DateTime::from_timestamp_millis);
        Self {
            handled: handled.unwrap_or(position.kept_at),
            is_behind: kept["behind"] == Value::Bool(true),
        }
    }

    /// The gateway's position, which is an object of JSON, with this in it.
    pub fn beside(self, position: &str) -> String {
        match serde_json::from_str(position) {
            Ok(Value::Object(mut fields)) => {
                fields.insert("handled".to_owned(), self.handled.timestamp_millis().into());
                fields.insert("behind".to_owned(), self.is_behind.into());
                Value::Object(fields).to_string()
            }
            _ => position.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_survives_beside_a_position() {
        let at = |milliseconds| DateTime::from_timestamp_millis(milliseconds).unwrap();
        let read = |text: &str| {
            Progress::of(&Position {
                text: text.to_owned(),
                kept_at: at(9000),
            })
        };
        let progress = Progress {
            handled: at(5123),
            is_behind: true,
        };
        let kept = progress.beside(r#"{"session":"s","seq":7,"identified":[1]}"#);
        assert_eq!(read(&kept), progress);
        let fields: Value = serde_json::from_str(&kept).unwrap();
        assert_eq!(
            (&fields["session"], &fields["seq"]),
            (&"s".into(), &7.into())
        );

        let unknown = Progress {
            handled: at(9000),
            is_behind: false,
        };
        for text in ["", "null", "[]", "x", r#"{"handled":"x","behind":1}"#] {
            assert_eq!(read(text), unknown, "{text}");
        }
        for text in ["", "null", "[]", "x"] {
            assert_eq!(progress.beside(text), text);
        }
    }
}
