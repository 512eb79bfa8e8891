//! The gateway against a simulated Discord, in time that is moved.

mod day;
mod endings;
mod logs;
mod server;
mod troubles;

use chrono::{DateTime, Utc};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::{Ended, Gateway, Heard, Listener};
use crate::clock::Clock;
use server::{Server, TOKEN};

/// A clock that follows tokio's time.
struct Following {
    from: DateTime<Utc>,
    since: Instant,
}

impl Clock for Following {
    fn now(&self) -> DateTime<Utc> {
        self.from + self.since.elapsed()
    }
}

/// Who listens, and checks: every event of a session once and in order, from where it was kept.
#[derive(Default)]
struct Ears(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    heard: Vec<Heard>,
    /// Of each session the last event that was accepted.
    last: HashMap<String, u64>,
    /// The position that was kept last.
    position: Option<String>,
    /// Positions that were to be kept before a session was begun.
    begun: Vec<String>,
    faults: Vec<String>,
    /// So many events are not accepted; only those of this name, if there is one.
    full: u32,
    full_for: Option<&'static str>,
    /// A position is kept with each so many events.
    every: u64,
    /// Keeping does not come to an end.
    stuck: bool,
}

impl Ears {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap()
    }

    fn names(&self) -> Vec<String> {
        let kept = self.kept();
        kept.heard.iter().map(|heard| heard.name.clone()).collect()
    }

    /// The process died: all that is known is what was kept.
    fn restart(&self) -> Option<String> {
        let mut kept = self.kept();
        let position = kept.position.clone();
        let at = position
            .as_deref()
            .map(|at| serde_json::from_str(at).unwrap());
        let at: Value = at.unwrap_or_default();
        if let Some(session) = at["session"].as_str() {
            let seq = at["seq"].as_u64().unwrap();
            kept.last.insert(session.to_owned(), seq);
        }
        position
    }
}

impl Listener for Ears {
    fn hear(&self, heard: Heard) -> bool {
        let mut kept = self.kept();
        if kept.full > 0 && kept.full_for.is_none_or(|name| name == heard.name) {
            kept.full -= 1;
            return false;
        }
        let session = heard.data["session"].as_str().unwrap().to_owned();
        let number = heard.data["number"].as_u64().unwrap();
        let last = kept
            .last
            .insert(session.clone(), number)
            .unwrap_or_default();
        if number != last + 1 {
            let name = &heard.name;
            let fault = format!("{session}: {name} {number} after {last}");
            kept.faults.push(fault);
        }
        let at: Value = serde_json::from_str(&heard.position).unwrap();
        if at["session"] != session || at["seq"] != number {
            kept.faults
                .push(format!("{session} {number} has the position {at}"));
        }
        if heard.name == "READY" || number.is_multiple_of(kept.every.max(1)) {
            kept.position = Some(heard.position.clone());
        }
        kept.heard.push(heard);
        true
    }

    async fn keep(&self, position: &str) {
        let stuck = {
            let mut kept = self.kept();
            kept.begun.push(position.to_owned());
            kept.position = Some(position.to_owned());
            kept.stuck
        };
        if stuck {
            std::future::pending::<()>().await;
        }
    }
}

/// A gateway at work.
struct Stand {
    server: Server,
    ears: Arc<Ears>,
    clock: Arc<Following>,
    stop: CancellationToken,
    running: JoinHandle<Ended>,
}

impl Stand {
    fn new() -> Self {
        Self::with(Server::default())
    }

    fn with(server: Server) -> Self {
        let clock = Arc::new(Following {
            from: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
            since: Instant::now(),
        });
        Self::start(server, Arc::default(), clock, 7)
    }

    /// Starts from what was kept.
    fn start(server: Server, ears: Arc<Ears>, clock: Arc<Following>, seed: u64) -> Self {
        let stop = CancellationToken::new();
        let position = ears.restart();
        let mut gateway = Gateway::new(
            server.clone(),
            server.clone(),
            TOKEN,
            false,
            position.as_deref(),
            clock.clone(),
        );
        gateway.chance = StdRng::seed_from_u64(seed);
        let (listener, token) = (ears.clone(), stop.clone());
        let running = tokio::spawn(async move { gateway.run(&*listener, &token).await });
        Self {
            server,
            ears,
            clock,
            stop,
            running,
        }
    }

    /// Is killed, and starts anew from what was kept.
    fn killed(self, seed: u64) -> Self {
        self.running.abort();
        Self::start(self.server, self.ears, self.clock, seed)
    }

    /// One that has a session and has heard an event.
    async fn connected() -> Self {
        let stand = Self::new();
        sleep(Duration::from_secs(90)).await;
        assert!(stand.server.is_connected());
        stand.server.happens("ONE");
        sleep(Duration::from_millis(1)).await;
        stand.hears(&["READY", "ONE"]);
        stand
    }

    #[track_caller]
    fn hears(&self, names: &[&str]) {
        assert_eq!(self.ears.names(), names);
        self.is_fine();
    }

    /// Neither side has found a fault with the other.
    #[track_caller]
    fn is_fine(&self) {
        assert_eq!(self.ears.kept().faults, Vec::<String>::new());
        assert_eq!(self.server.state().faults, Vec::<String>::new());
    }

    /// How many sessions were begun and taken up.
    fn counts(&self) -> (usize, usize) {
        let state = self.server.state();
        (state.identifies.len(), state.resumes.len())
    }
}

async fn seconds(seconds: u64) {
    sleep(Duration::from_secs(seconds)).await;
}
