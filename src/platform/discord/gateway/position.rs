//! Where we stand in Discord's stream of events, as a text that outlives the process.

use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

use super::identify::Budget;
use crate::clock::Clock;

/// A session at Discord: what takes it up again, from this process or a later one.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Session {
    pub(super) id: String,
    /// Where to resume; Discord's ordinary address where it named none.
    pub(super) resume_url: Option<String>,
    /// The last event that was accepted. What came after it comes again.
    pub(super) seq: u64,
}

/// The session, if there is one, and how many were begun lately.
pub(super) struct Position {
    pub(super) session: Option<Session>,
    budget: Budget,
    clock: Arc<dyn Clock>,
    started: Instant,
}

impl Position {
    /// Reads what was kept. What is unreadable is as if it had not been kept; the count is taken over for itself.
    pub(super) fn load(kept: Option<&str>, clock: Arc<dyn Clock>) -> Self {
        let kept: Value = kept
            .and_then(|kept| serde_json::from_str(kept).ok())
            .unwrap_or_default();
        let begun = kept["identified"].as_array();
        let begun: Vec<i64> = begun
            .into_iter()
            .flatten()
            .filter_map(Value::as_i64)
            .collect();
        let budget = Budget::load(&begun, clock.now().timestamp_millis(), Duration::ZERO);
        Self {
            session: session_of(&kept),
            budget,
            clock,
            started: Instant::now(),
        }
    }

    /// The text to keep: a JSON object with `session`, `resume_url`, `seq` (null without a session) and `identified`
    /// (ms since 1970 of the sessions begun in the last day).
    pub(super) fn text(&self) -> String {
        let session = self.session.as_ref();
        let clock = self.clock.now().timestamp_millis();
        json!({
            "session": session.map(|session| &session.id),
            "resume_url": session.and_then(|session| session.resume_url.as_ref()),
            "seq": session.map(|session| session.seq),
            "identified": self.budget.unix(clock, self.now()),
        })
        .to_string()
    }

    /// The last event that was accepted, in the session that there is.
    pub(super) fn seq(&self) -> Option<u64> {
        self.session.as_ref().map(|session| session.seq)
    }

    /// How long until a new session may be begun.
    pub(super) fn wait(&self) -> Duration {
        self.budget.wait(self.now())
    }

    /// A new session is begun.
    pub(super) fn begin(&mut self) {
        self.session = None;
        self.budget.begin(self.now());
    }

    /// How many were begun in the last day.
    pub(super) fn begun(&self) -> usize {
        self.budget.count(self.now())
    }

    fn now(&self) -> Duration {
        self.started.elapsed()
    }
}

fn session_of(kept: &Value) -> Option<Session> {
    Some(Session {
        id: kept["session"].as_str()?.to_owned(),
        resume_url: kept["resume_url"].as_str().map(str::to_owned),
        seq: kept["seq"].as_u64()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use chrono::DateTime;

    const NOON: i64 = 1_790_000_000_000;

    fn load(kept: Option<&str>) -> Position {
        let noon = DateTime::from_timestamp_millis(NOON).unwrap();
        Position::load(kept, Arc::new(ManualClock::at(noon)))
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_kept_is_read_again() {
        let mut position = load(None);
        assert_eq!(
            position.text(),
            r#"{"identified":[],"resume_url":null,"seq":null,"session":null}"#
        );
        position.begin();
        position.session = Some(Session {
            id: "abc".to_owned(),
            resume_url: Some("wss://resume.example".to_owned()),
            seq: 7,
        });
        let again = load(Some(&position.text()));
        assert!(again.session == position.session);
        assert_eq!(again.seq(), Some(7));
        assert_eq!(again.begun(), 1);
        assert_eq!(again.text(), position.text());
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_unreadable_is_as_if_not_kept() {
        for kept in [
            "",
            "no json",
            "[]",
            "7",
            r#"{"session":5,"seq":1}"#,
            r#"{"session":"abc"}"#,
            r#"{"session":"abc","seq":-1,"identified":{}}"#,
        ] {
            let position = load(Some(kept));
            assert!(position.session.is_none(), "{kept}");
            assert_eq!(position.begun(), 0, "{kept}");
        }
        let counted = load(Some(r#"{"session":null,"identified":[1790000000000,"x"]}"#));
        assert_eq!(counted.begun(), 1);
    }
}
