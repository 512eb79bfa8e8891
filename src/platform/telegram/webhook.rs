//! The other way in, where a host requires it: Telegram brings each update to an address of ours
//! (<https://core.telegram.org/bots/api#setwebhook>). It is acknowledged after the commit and not before, so what we
//! could not store comes again.

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::{Method, StatusCode};
use rand::distr::{Alphanumeric, SampleString};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio_util::sync::CancellationToken;

use super::api::Api;
use super::receive::{Intake, KINDS, Trouble};

/// Bytes of one update. The longest message has some tens of thousands.
const UPDATE_BYTES: usize = 1024 * 1024;

/// How long one update may take to arrive.
const READ: Duration = Duration::from_secs(10);

/// How long a stop waits for answers that are being written.
const CLOSE: Duration = Duration::from_secs(1);

/// Updates that Telegram brings at the same time.
const CONNECTIONS: usize = 40;

/// Letters and digits of the secret.
const SECRET_LENGTH: usize = 48;

/// The header that carries the secret.
const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// An update, and who waits to hear whether it is stored.
type Brought = (Value, oneshot::Sender<bool>);

#[derive(Clone)]
struct Door {
    path: Arc<str>,
    secret: Arc<str>,
    /// For reading bodies, so that no more than these are in memory before they are in the queue.
    reading: Arc<Semaphore>,
    queue: mpsc::Sender<Brought>,
}

/// Listens for updates.
pub struct Webhook {
    listener: TcpListener,
    path: String,
    url: String,
    secret: String,
}

impl Webhook {
    /// Opens the port. `url` is the public address; its path is the one that is listened to.
    ///
    /// # Errors
    /// The port cannot be opened.
    pub async fn open(url: &str, listen: SocketAddr) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(listen)
            .await
            .with_context(|| format!("telegram.webhook_listen = {listen}"))?;
        let parsed = reqwest::Url::parse(url).context("telegram.webhook_url")?;
        Ok(Self {
            listener,
            path: parsed.path().to_owned(),
            url: url.to_owned(),
            // A new one each time: nobody has to keep it.
            secret: Alphanumeric.sample_string(&mut rand::rng(), SECRET_LENGTH),
        })
    }

    /// Tells Telegram where to bring updates, and takes them until it is stopped.
    pub async fn serve(self, api: &Api, intake: &Intake, stop: &CancellationToken) {
        let (queue, brought) = mpsc::channel(CONNECTIONS);
        let door = Door {
            path: self.path.as_str().into(),
            secret: self.secret.as_str().into(),
            reading: Arc::new(Semaphore::new(CONNECTIONS)),
            queue,
        };
        // Not a route: a path may have signs in it that mean something there.
        let router = Router::new()
            .fallback(enter)
            .layer(DefaultBodyLimit::max(UPDATE_BYTES))
            .with_state(door);
        let stopped = stop.clone();
        let serving = axum::serve(self.listener, router)
            .with_graceful_shutdown(async move { stopped.cancelled().await });
        let request = json!({
            "url": self.url,
            "secret_token": self.secret,
            "max_connections": CONNECTIONS,
            "allowed_updates": KINDS,
        });
        tokio::join!(
            async {
                tokio::select! {
                    served = async { serving.await } => if let Err(error) = served {
                        tracing::error!(%error, "the webhook's listener failed");
                    },
                    // Who has sent half a request would be waited for without an end.
                    () = closed(stop) => {}
                }
            },
            announce(api, &request, stop),
            work(intake, brought, stop),
        );
        intake.finish().await;
    }
}

/// Returns when it was stopped and the time to answer is over.
async fn closed(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(CLOSE).await;
}

/// Sets the webhook; tried again until it is set.
async fn announce(api: &Api, request: &Value, stop: &CancellationToken) {
    let mut trouble = Trouble::default();
    while !stop.is_cancelled() {
        let set = tokio::select! {
            set = api.call_raw("setWebhook", request) => set,
            () = stop.cancelled() => return,
        };
        let Err(error) = set else { return };
        let wait = trouble.wait(&error.to_string());
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// Handles what was brought, as much at once as there is.
async fn work(intake: &Intake, mut brought: mpsc::Receiver<Brought>, stop: &CancellationToken) {
    let mut batch = Vec::new();
    loop {
        tokio::select! {
            count = brought.recv_many(&mut batch, CONNECTIONS) => if count == 0 { return },
            () = stop.cancelled() => {
                // What is in the queue comes again.
                brought.close();
                return;
            }
        }
        let (updates, waiting): (Vec<Value>, Vec<_>) = batch.drain(..).unzip();
        let stored = match intake.take(&updates).await {
            Ok(()) => true,
            Err(error) => {
                tracing::error!(%error, "nothing can be accepted");
                false
            }
        };
        for one in waiting {
            // Who does not wait any more will bring it again.
            let _ = one.send(stored);
        }
    }
}

/// One update at the door. 200 only when it is stored. Of whoever does not know the secret no body is read.
async fn enter(State(door): State<Door>, request: Request) -> StatusCode {
    if let Err(refused) = door.admits(&request) {
        return refused;
    }
    let body = match door.read(request).await {
        Ok(body) => body,
        Err(refused) => return refused,
    };
    let Ok(update) = serde_json::from_slice(&body) else {
        tracing::error!("an update is no JSON and is left out");
        return StatusCode::OK; // it would come again for a day
    };
    let (sender, stored) = oneshot::channel();
    if door.queue.send((update, sender)).await.is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    match stored.await {
        Ok(true) => StatusCode::OK,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

impl Door {
    fn admits(&self, request: &Request) -> Result<(), StatusCode> {
        if request.uri().path() != &*self.path {
            return Err(StatusCode::NOT_FOUND);
        }
        if request.method() != Method::POST {
            return Err(StatusCode::METHOD_NOT_ALLOWED);
        }
        let secret = request.headers().get(SECRET_HEADER);
        // In constant time: how long a wrong one takes must not tell how much of it is right.
        let is_known = secret
            .is_some_and(|secret| bool::from(secret.as_bytes().ct_eq(self.secret.as_bytes())));
        if is_known {
            Ok(())
        } else {
            Err(StatusCode::UNAUTHORIZED)
        }
    }

    /// The body, no longer than the layer of the router allows.
    async fn read(&self, request: Request) -> Result<Bytes, StatusCode> {
        let _permit = self
            .reading
            .try_acquire()
            .map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
        match tokio::time::timeout(READ, Bytes::from_request(request, &())).await {
            Ok(Ok(body)) => Ok(body),
            Ok(Err(refused)) => Err(refused.status()),
            Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
        }
    }
}
