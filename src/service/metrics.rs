//! Figures for a monitoring program, as text for Prometheus
//! (<https://prometheus.io/docs/instrumenting/exposition_formats/>), on an address of this machine only.

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::domain::message::{Lane, Platform};
use crate::figures::{BOUNDS, Figures, Outcome};
use crate::store::{self, Store, outbox};

/// For how long figures are shown again without a look at the database.
const FRESH: Duration = Duration::from_secs(5);

/// Shows figures.
pub struct Metrics {
    store: Store,
    figures: Arc<Figures>,
    clock: Arc<dyn Clock>,
    started: DateTime<Utc>,
    shown: Mutex<Option<(Instant, String)>>,
}

impl Metrics {
    /// From now on these are shown.
    pub fn new(store: Store, figures: Arc<Figures>, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            figures,
            started: clock.now(),
            clock,
            shown: Mutex::new(None),
        }
    }

    /// The figures. Whoever asks again at once gets those of before.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn text(&self) -> store::Result<String> {
        // Held while they are read, so that many who ask at once cost as much as one.
        let mut shown = self.shown.lock().await;
        if let Some((at, text)) = &*shown
            && at.elapsed() < FRESH
        {
            return Ok(text.clone());
        }
        let text = self.read().await?;
        *shown = Some((Instant::now(), text.clone()));
        Ok(text)
    }

    async fn read(&self) -> store::Result<String> {
        let mut db = self.store.read().await?;
        let queues = store::figures::queues(&mut db).await?;
        let perhaps_twice = outbox::perhaps_twice(&mut db).await?;
        drop(db);
        let now = self.clock.now();
        let mut page = Page::default();
        page.family(
            "lacznik_outbox_waiting",
            "gauge",
            "Messages that wait or are on their way.",
        );
        for queue in &queues {
            let labels = place(queue.platform, queue.lane);
            page.value("lacznik_outbox_waiting", &labels, queue.waiting);
        }
        page.family(
            "lacznik_outbox_oldest_seconds",
            "gauge",
            "How long the first of them has waited.",
        );
        for queue in &queues {
            let age = (now - queue.oldest).num_seconds().max(0);
            let labels = place(queue.platform, queue.lane);
            page.value("lacznik_outbox_oldest_seconds", &labels, age);
        }
        page.family(
            "lacznik_perhaps_twice_total",
            "counter",
            "Messages that may have arrived twice, since there is this database.",
        );
        page.value("lacznik_perhaps_twice_total", "", perhaps_twice);
        self.mailings(&mut page);
        self.counted(&mut page);
        self.times(&mut page);
        page.family(
            "process_start_time_seconds",
            "gauge",
            "When the program started, in seconds since 1970.",
        );
        page.value("process_start_time_seconds", "", self.started.timestamp());
        Ok(page.0)
    }

    fn mailings(&self, page: &mut Page) {
        const NAME: &str = "lacznik_notice_recipients";
        page.family(
            NAME,
            "gauge",
            "Recipients of notices that are on their way, by what became of it.",
        );
        for mailing in self.figures.all_on_their_way() {
            for (outcome, count) in &mailing.recipients {
                let labels = format!(
                    "notice=\"{}\",kind=\"{}\",state=\"{}\",outcome=\"{outcome}\"",
                    mailing.notice, mailing.kind, mailing.state
                );
                page.value(NAME, &labels, *count);
            }
        }
    }

    fn counted(&self, page: &mut Page) {
        let figures = &self.figures;
        page.family(
            "lacznik_updates_total",
            "counter",
            "Things that people did and that were handled.",
        );
        for platform in Platform::ALL {
            let (updates, _) = figures.handled_from(platform);
            page.value("lacznik_updates_total", &of(platform), updates);
        }
        page.family(
            "lacznik_questions_total",
            "counter",
            "Messages in words that were answered.",
        );
        for platform in Platform::ALL {
            let (_, questions) = figures.handled_from(platform);
            page.value("lacznik_questions_total", &of(platform), questions);
        }
        page.family(
            "lacznik_settled_total",
            "counter",
            "Messages by what became of them for good.",
        );
        for platform in Platform::ALL {
            for outcome in Outcome::ALL {
                let labels = format!("{},outcome=\"{}\"", of(platform), outcome.as_str());
                let count = figures.settled_on(platform, outcome);
                page.value("lacznik_settled_total", &labels, count);
            }
        }
    }

    fn times(&self, page: &mut Page) {
        page.family(
            "lacznik_send_seconds",
            "histogram",
            "How long platforms take for one message.",
        );
        for platform in Platform::ALL {
            let (took, labels) = (self.figures.times(platform), of(platform));
            for (bound, count) in BOUNDS.iter().zip(took.within) {
                let bound = Duration::from_millis(*bound).as_secs_f64();
                let labels = format!("{labels},le=\"{bound}\"");
                page.value("lacznik_send_seconds_bucket", &labels, count);
            }
            let all = format!("{labels},le=\"+Inf\"");
            page.value("lacznik_send_seconds_bucket", &all, took.count);
            page.value("lacznik_send_seconds_sum", &labels, took.sum.as_secs_f64());
            page.value("lacznik_send_seconds_count", &labels, took.count);
        }
    }
}

/// Where figures are shown.
pub struct Door {
    listener: TcpListener,
    metrics: Arc<Metrics>,
}

impl Door {
    /// Opens the port.
    ///
    /// # Errors
    /// The port cannot be opened.
    pub async fn open(listen: SocketAddr, metrics: Metrics) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("metrics.listen = {listen}"))?;
        Ok(Self {
            listener,
            metrics: Arc::new(metrics),
        })
    }

    /// Where it is: another port than was asked for, where that was 0.
    ///
    /// # Errors
    /// As the system reports them.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Shows figures until it is stopped, and does not wait then for who still reads.
    pub async fn serve(self, stop: CancellationToken) {
        let router = Router::new()
            .route("/metrics", get(show))
            .with_state(self.metrics);
        let serving = async { axum::serve(self.listener, router).await };
        tokio::select! {
            served = serving => if let Err(error) = served {
                tracing::error!(%error, "figures are not shown any more");
            },
            () = stop.cancelled() => {}
        }
    }
}

async fn show(State(metrics): State<Arc<Metrics>>) -> Response {
    const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";
    match metrics.text().await {
        Ok(text) => ([(header::CONTENT_TYPE, TEXT)], text).into_response(),
        Err(error) => {
            tracing::warn!(%error, "figures cannot be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

/// The text that is shown.
#[derive(Default)]
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    fn value(&mut self, name: &str, labels: &str, value: impl std::fmt::Display) {
        let _ = match labels {
            "" => writeln!(self.0, "{name} {value}"),
            labels => writeln!(self.0, "{name}{{{labels}}} {value}"),
        };
    }
}

fn of(platform: Platform) -> String {
    format!("platform=\"{platform}\"")
}

fn place(platform: Platform, lane: Lane) -> String {
    let lane = match lane {
        Lane::Interactive => "replies",
        Lane::Cases => "cases",
        Lane::Reminders => "reminders",
        Lane::Bulk => "notices",
    };
    format!("platform=\"{platform}\",lane=\"{lane}\"")
}
