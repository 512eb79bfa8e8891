//! Nothing secret or personal in logs, and trouble is told in its time.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::EnvFilter;

use super::server::{Plan, TOKEN};
use super::{Server, Stand, seconds};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// What this thread logs, as long as the guard lives.
    fn new() -> (Self, DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("trace"))
            .with_ansi(false)
            .without_time()
            .with_writer(move || writer.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn count(&self, words: &str) -> usize {
        self.text().matches(words).count()
    }
}

#[tokio::test(start_paused = true)]
async fn no_secret_and_nothing_of_what_is_said() {
    let (log, _guard) = Log::new();
    let stand = Stand::connected().await;
    stand.server.says(r#"{"op":0,"d":{"content":"Zagadkowa"}}"#);
    stand.server.says(r#"{"op":88,"t":"Zagadkowa"}"#);
    stand.server.says("Zagadkowa");
    stand.server.plan([
        Plan::Refuse,
        Plan::Hang,
        Plan::Mute,
        Plan::NoReady,
        Plan::Invalid(true),
        Plan::Die(4000),
        Plan::Invalid(false),
    ]);
    stand.ears.kept().stuck = true;
    stand.server.reconnect();
    seconds(60 * 10).await;
    stand.server.invalid(false);
    seconds(60).await;
    let text = log.text();
    for line in [
        "Discord is heard",
        "left alone",
        "Discord asks to connect anew",
        "cannot be heard for now",
        "could not be kept",
        "identifies=2 reconnects=",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    for secret in [
        TOKEN,
        "session-",
        "Zagadkowa",
        "wss:",
        "encoding",
        "example",
    ] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
}

#[tokio::test(start_paused = true)]
async fn long_trouble_is_an_error_once_a_minute() {
    let (log, _guard) = Log::new();
    let server = Server::default();
    server.plan([Plan::Refuse; 1000]);
    let stand = Stand::with(server);
    seconds(179).await;
    assert_eq!(log.count("ERROR"), 0, "{}", log.text());
    assert!(log.count("WARN") >= 6);
    seconds(3600).await;
    let errors = log.count("ERROR");
    assert!((30..=60).contains(&errors), "{errors}");
    stand.is_fine();
}

#[tokio::test(start_paused = true)]
async fn a_long_wait_for_a_new_session_is_told_as_well() {
    let (log, _guard) = Log::new();
    let server = Server::default();
    server.state().remaining = Some(3);
    let _stand = Stand::with(server);
    seconds(7000).await;
    let errors = log.count("ERROR");
    assert!((100..=117).contains(&errors), "{errors}");
}
