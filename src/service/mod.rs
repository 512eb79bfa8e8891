//! The service: every platform that has a token, until it is told to stop.

pub mod lease;
pub mod telegram;

use anyhow::Context;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::app::App;
use crate::bot::Bot;
use crate::config::Secrets;
use crate::platform::telegram::api::Api;
use crate::store::Store;

/// How long stopping may take before what is still at work is cut off. Supervisors give ten seconds.
const STOPPING: Duration = Duration::from_millis(9500);

/// Why the service does not run, as far as somebody can act on it.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// No platform has a token.
    #[error("no token")]
    NoToken,
    /// Another service runs over this database.
    #[error("another service runs, {holder}")]
    Running { holder: String },
    /// Another service has taken over while this one ran.
    #[error("another service has taken over")]
    Ousted,
    /// Telegram does not know the token.
    #[error("Telegram does not know the token")]
    TelegramToken,
    /// The token does not look like one.
    #[error("the token for Telegram does not look like one")]
    TelegramTokenForm,
}

/// What the service tells about itself on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A database was made from the example city of this name.
    Created(String),
    /// It runs as this bot of Telegram.
    Telegram { username: String },
    /// Telegram does not answer yet; it is asked again and again.
    TelegramSilent { cause: String },
    /// It was told to stop.
    Stopping,
}

/// Runs until it is told to stop (SIGTERM, SIGINT, or `stop`). `tell` is called with each [`Event`].
///
/// # Errors
/// A [`Refusal`], a [`StoreError`](crate::store::StoreError), or what the system says.
pub async fn run(
    app: &App,
    secrets: &Secrets,
    stop: CancellationToken,
    tell: impl Fn(Event),
) -> anyhow::Result<()> {
    let token = secrets.telegram.as_ref().ok_or(Refusal::NoToken)?;
    let api = telegram::api(app, token)?;
    // Before anything else: to be stopped while starting is no failure either.
    let _signals = watch_signals(stop.clone())?;
    // A token that is refused leaves no database behind.
    telegram::refuse_unknown_token(&api).await?;
    let lock = lease::lock(app).await?;
    let (bot, store, created) = app.wake().await?;
    if let Some(city) = created {
        tell(Event::Created(city));
    }
    let held = lease::take(app, &store, lock).await?;
    let work = stop.child_token();
    let serving = serve(app, &store, Arc::new(bot), api, &work, &tell);
    tokio::pin!(serving);
    let outcome = tokio::select! {
        outcome = &mut serving => outcome,
        () = held.keep_until_ousted(&store) => {
            work.cancel();
            serving.await.and(Err(Refusal::Ousted.into()))
        }
    };
    held.release(&store).await;
    store.close().await;
    outcome
}

async fn serve(
    app: &App,
    store: &Store,
    bot: Arc<Bot>,
    api: Api,
    stop: &CancellationToken,
    tell: &impl Fn(Event),
) -> anyhow::Result<()> {
    bot.tidy().await?;
    let Some(telegram) = telegram::connect(app, store, bot, api, stop, tell).await? else {
        return Ok(()); // stopped before it began
    };
    tell(Event::Telegram {
        username: telegram.username().to_owned(),
    });
    tokio::select! {
        () = stop.cancelled() => {}
        () = telegram.ended() => {}
    }
    tell(Event::Stopping);
    if tokio::time::timeout(STOPPING, telegram.stop())
        .await
        .is_err()
    {
        tracing::warn!("what was still at work is cut off; it goes on with the next start");
    }
    anyhow::ensure!(
        stop.is_cancelled(),
        "a part of the service has ended by itself"
    );
    Ok(())
}

/// Cancels when the system or somebody at the keyboard says stop. From now on neither ends the process by itself.
fn watch_signals(stop: CancellationToken) -> anyhow::Result<AbortOnDropHandle<()>> {
    #[cfg(unix)]
    let told = {
        use tokio::signal::unix::{SignalKind, signal};
        let watch = |kind| signal(kind).context("signals cannot be watched");
        let mut terminate = watch(SignalKind::terminate())?;
        let mut interrupt = watch(SignalKind::interrupt())?;
        async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        }
    };
    #[cfg(not(unix))]
    let told = async { drop(tokio::signal::ctrl_c().await) };
    Ok(AbortOnDropHandle::new(tokio::spawn(async move {
        told.await;
        stop.cancel();
    })))
}
