//! Logs: to standard error, as much as `LACZNIK_LOG` asks for, and never what must not stand in a file.

use std::io::IsTerminal;
use tracing::level_filters::LevelFilter;
use tracing::{Metadata, Subscriber};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt};

/// The environment variable that says how much is logged: `info`, `lacznik=debug`, ….
const ASKED_BY: &str = "LACZNIK_LOG";

/// Libraries through which tokens, addresses with tokens in them and what people write pass, and the most that is heard
/// of each. The levels below quote all of that.
const CAPPED: [(&str, LevelFilter); 8] = [
    // It quotes whole payloads even in warnings.
    ("serenity", LevelFilter::OFF),
    ("tungstenite", LevelFilter::WARN),
    ("tokio_tungstenite", LevelFilter::WARN),
    ("reqwest", LevelFilter::WARN),
    ("hyper", LevelFilter::WARN),
    ("hyper_util", LevelFilter::WARN),
    ("h2", LevelFilter::WARN),
    ("rustls", LevelFilter::WARN),
];

/// Begins to log.
pub fn start() {
    let asked = std::env::var(ASKED_BY).ok();
    let is_terminal = std::io::stderr().is_terminal();
    subscriber(asked.as_deref(), is_terminal, std::io::stderr).init();
}

/// Logs to `writer`: warnings, or what was asked for, and of the libraries in [`CAPPED`] never more than stands there.
fn subscriber<W>(asked: Option<&str>, colours: bool, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let asked = asked.and_then(|asked| EnvFilter::try_new(asked).ok());
    let output = fmt::layer().with_ansi(colours).with_writer(writer);
    tracing_subscriber::registry()
        // Not as one more directive: whoever asks for a part of a library by its name would be heard.
        .with(filter_fn(is_harmless))
        .with(asked.unwrap_or_else(|| EnvFilter::new("warn")))
        .with(output)
}

fn is_harmless(what: &Metadata<'_>) -> bool {
    let library = what.target().split("::").next().unwrap_or_default();
    CAPPED
        .iter()
        .filter(|(name, _)| *name == library)
        .all(|(_, most)| what.level() <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Sheet(Arc<Mutex<Vec<u8>>>);

    impl Write for Sheet {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What stands in the log when everybody has told everything.
    fn logged(asked: Option<&str>) -> String {
        let sheet = Sheet::default();
        let writer = sheet.clone();
        let subscriber = subscriber(asked, false, move || writer.clone());
        tracing::subscriber::with_default(subscriber, || {
            macro_rules! tell {
                ($($target:literal)*) => {$(
                    tracing::trace!(target: $target, "{}-trace", $target);
                    tracing::debug!(target: $target, "{}-debug", $target);
                    tracing::info!(target: $target, "{}-info", $target);
                    tracing::warn!(target: $target, "{}-warn", $target);
                )*};
            }
            tell!("serenity::gateway::ws" "tungstenite::protocol" "tokio_tungstenite" "reqwest::connect"
                "hyper::proto::h1" "hyper_util::client::legacy" "h2::codec" "rustls::client" "lacznik::service");
            let span =
                tracing::trace_span!(target: "h2::codec", "span-of-h2", secret = "in a span");
            let _inside = span.enter();
            tracing::debug!(target: "lacznik::delivery", "inside");
        });
        let bytes = sheet.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn whatever_is_asked_for_libraries_that_see_secrets_say_little() {
        let by_name =
            "trace,serenity=trace,reqwest::connect=trace,hyper_util=debug,h2[{secret}]=trace";
        for asked in ["trace", "debug,lacznik=trace", by_name] {
            let said = logged(Some(asked));
            assert!(said.contains("lacznik::service-trace"), "{asked}: {said}");
            assert!(said.contains("inside"), "{asked}: {said}");
            assert!(said.contains("rustls::client-warn"), "{asked}: {said}");
            assert!(!said.contains("serenity"), "{asked}: {said}");
            assert!(!said.contains("in a span"), "{asked}: {said}");
            for (library, _) in CAPPED {
                let deep = said.lines().find(|line| {
                    let of_it = line.contains(&format!(" {library}"));
                    of_it && !line.contains(" WARN ")
                });
                assert_eq!(deep, None, "{asked}");
            }
        }
    }

    #[test]
    fn without_a_wish_or_with_one_that_cannot_be_read_there_are_warnings() {
        for asked in [None, Some("lacznik=loud")] {
            let said = logged(asked);
            assert!(said.contains("lacznik::service-warn"), "{said}");
            assert!(!said.contains("lacznik::service-info"), "{said}");
        }
    }
}
