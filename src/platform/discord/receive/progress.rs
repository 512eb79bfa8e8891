//! Since when something may have been missed. It stands beside the gateway's position.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::bot::Position;

/// Everything before this instant was handled when the position was kept.
pub fn handled(kept: &Position) -> DateTime<Utc> {
    let fields: Value = serde_json::from_str(&kept.text).unwrap_or_default();
    let handled = fields.get("handled").and_then(Value::as_i64);
    let handled = handled.and_then(DateTime::from_timestamp_millis);
    handled.unwrap_or(kept.kept_at)
}

/// The gateway's position, which is an object of JSON, with this instant in it.
pub fn beside(position: &str, handled: DateTime<Utc>) -> String {
    match serde_json::from_str(position) {
        Ok(Value::Object(mut fields)) => {
            fields.insert("handled".to_owned(), handled.timestamp_millis().into());
            Value::Object(fields).to_string()
        }
        _ => position.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instant_survives_beside_a_position() {
        let at = |milliseconds| DateTime::from_timestamp_millis(milliseconds).unwrap();
        let read = |text: &str| {
            handled(&Position {
                text: text.to_owned(),
                kept_at: at(9000),
            })
        };
        let kept = beside(r#"{"session":"s","seq":7,"identified":[1]}"#, at(5123));
        assert_eq!(read(&kept), at(5123));
        let fields: Value = serde_json::from_str(&kept).unwrap();
        assert_eq!(
            (&fields["session"], &fields["seq"]),
            (&"s".into(), &7.into())
        );
        for text in ["", "null", "[]", "x", r#"{"handled":"x"}"#] {
            assert_eq!(read(text), at(9000), "{text}");
        }
        for text in ["", "null", "[]", "x"] {
            assert_eq!(beside(text, at(5123)), text);
        }
    }
}
