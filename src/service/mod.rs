//! The service: every platform that has a token, until it is told to stop.

pub mod discord;
pub mod lease;
pub mod metrics;
pub mod telegram;
mod work;

use anyhow::Context;
use futures_util::future::try_join_all;
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::app::App;
use crate::bot::Bot;
use crate::config::{self, Secret, Secrets};
use crate::delivery::Delivery;
use crate::platform::Messenger;
use crate::platform::discord::rest::Rest;
use crate::platform::telegram::api::Api;
use crate::schedule::Schedule;
use crate::store::Store;
use metrics::{Door, Metrics};
use work::Work;

/// How long a platform may take to say whether it knows the token, before the database is opened.
const FIRST_ANSWER: Duration = Duration::from_secs(2);

/// How long stopping may take before what is still at work is cut off. Supervisors give ten seconds.
const STOPPING: Duration = Duration::from_millis(9500);

/// How long a part of the schedule may take at a stop.
const LAST_DUE: Duration = Duration::from_secs(2);

/// Why the service does not run, as far as somebody can act on it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
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
    /// Discord does not know the token.
    #[error("Discord does not know the token")]
    DiscordToken,
    /// The token does not look like one.
    #[error("the token for Discord does not look like one")]
    DiscordTokenForm,
    /// `discord.message_content` asks for what the developer portal does not allow (close 4014).
    #[error("Discord does not allow the bot to read the content of messages")]
    DiscordIntents,
    /// Discord's gateway does not want to be asked again, with this code.
    #[error("Discord has closed the connection for good, with the code {0}")]
    DiscordRefused(u16),
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
    /// It runs as this bot of Discord.
    Discord { name: String },
    /// Discord does not answer yet; it is asked again and again.
    DiscordSilent { cause: String },
    /// A platform has refused for good; the others go on.
    Refused(Refusal),
    /// It was told to stop.
    Stopping,
}

/// What every platform works with.
#[derive(Clone, Copy)]
struct Service<'a> {
    app: &'a App,
    store: &'a Store,
    bot: &'a Arc<Bot>,
}

impl Service<'_> {
    /// From the outbox to one platform, so many messages at once.
    fn delivery<M: Messenger>(&self, messenger: M, in_flight: u32) -> Delivery<M> {
        let (store, clock) = (self.store.clone(), self.app.clock.clone());
        let settings = config::Delivery {
            in_flight,
            ..self.app.config.delivery.clone()
        };
        Delivery::new(store, messenger, clock, settings)
    }
}

/// The way to a platform that has a token.
enum Way {
    Telegram(Api),
    Discord(Rest, Secret),
}

impl Way {
    /// Every platform that has a token.
    fn all(app: &App, secrets: &Secrets) -> anyhow::Result<Vec<Self>> {
        let mut ways = Vec::new();
        if let Some(token) = &secrets.telegram {
            ways.push(Self::Telegram(telegram::api(app, token)?));
        }
        if let Some(token) = &secrets.discord {
            ways.push(Self::Discord(discord::rest(app, token)?, token.clone()));
        }
        anyhow::ensure!(!ways.is_empty(), Refusal::NoToken);
        Ok(ways)
    }

    /// Asks once whether the token is known. Where there is no answer soon, that is asked again later.
    async fn refuse_unknown_token(&self) -> Result<(), Refusal> {
        let asked = async {
            match self {
                Self::Telegram(api) => telegram::refuse_unknown_token(api).await,
                Self::Discord(rest, _) => discord::refuse_unknown_token(rest).await,
            }
        };
        timeout(FIRST_ANSWER, asked).await.unwrap_or(Ok(()))
    }

    /// Works until it is told to stop.
    async fn serve(
        self,
        service: Service<'_>,
        work: Work,
        tell: &impl Fn(Event),
    ) -> anyhow::Result<()> {
        match self {
            Self::Telegram(api) => telegram::serve(service, api, work, tell).await,
            Self::Discord(rest, token) => discord::serve(service, rest, token, work, tell).await,
        }
    }
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
    let ways = Way::all(app, secrets)?;
    // Before anything else: to be stopped while starting is no failure either.
    let _signals = watch_signals(stop.clone())?;
    // A token that is refused leaves no database behind.
    try_join_all(ways.iter().map(Way::refuse_unknown_token)).await?;
    let lock = lease::lock(app).await?;
    let (bot, store, created) = app.wake().await?;
    if let Some(city) = created {
        tell(Event::Created(city));
    }
    let bot = Arc::new(bot);
    let door = door(app, &store, &bot).await?;
    let held = lease::take(app, &store, lock).await?;
    let stop = stop.child_token();
    // Before anything is sent or begun.
    let schedule = schedule(app, &store, &bot);
    schedule.begin().await?;
    let service = Service {
        app,
        store: &store,
        bot: &bot,
    };
    let scheduling = AbortOnDropHandle::new(tokio::spawn(schedule.run(stop.clone())));
    let _showing = door.map(|door| AbortOnDropHandle::new(tokio::spawn(door.serve(stop.clone()))));
    let serving = serve(service, ways, &stop, &tell);
    tokio::pin!(serving);
    let outcome = tokio::select! {
        outcome = &mut serving => outcome,
        () = held.keep_until_ousted(&store) => {
            stop.cancel();
            serving.await.and(Err(Refusal::Ousted.into()))
        }
    };
    // Nothing is begun any more once messages are not received; a part that is at work is short.
    stop.cancel();
    if timeout(LAST_DUE, scheduling).await.is_err() {
        tracing::warn!("the schedule is cut off; it goes on with the next start");
    }
    held.release(&store).await;
    store.close().await;
    outcome
}

/// Does what is due.
fn schedule(app: &App, store: &Store, bot: &Arc<Bot>) -> Schedule {
    let (config, clock) = (app.config.clone(), app.clock.clone());
    Schedule::new(bot.clone(), store.clone(), config, clock)
}

/// Where figures are shown, if they are.
async fn door(app: &App, store: &Store, bot: &Bot) -> anyhow::Result<Option<Door>> {
    let Some(listen) = app.config.metrics.address() else {
        return Ok(None);
    };
    let figures = bot.figures().clone();
    let metrics = Metrics::new(store.clone(), figures, app.clock.clone());
    Ok(Some(Door::open(listen, metrics).await?))
}

/// All platforms side by side, each for itself, until they are told to stop or the last one is refused.
async fn serve(
    service: Service<'_>,
    ways: Vec<Way>,
    stop: &CancellationToken,
    tell: &impl Fn(Event),
) -> anyhow::Result<()> {
    service.bot.tidy().await?;
    // Also a part that fails ends the others in order.
    let stop = stop.child_token();
    let work = Work::until(&stop);
    let mut platforms: FuturesUnordered<_> = ways
        .into_iter()
        .map(|way| way.serve(service, work.of_platform(), tell))
        .collect();
    let outcome = watch(&mut platforms, &stop, tell).await;
    if platforms.is_empty() {
        return outcome;
    }
    tell(Event::Stopping);
    stop.cancel();
    let every_end = async { while platforms.next().await.is_some() {} };
    let stopping = async { tokio::join!(work.stop_delivering(), every_end) };
    if timeout(STOPPING, stopping).await.is_err() {
        tracing::warn!("what was still at work is cut off; it goes on with the next start");
    }
    outcome
}

/// Returns when it is told to stop, or when that is all that is left to do. A platform that is refused for good does not
/// end the others.
async fn watch(
    platforms: &mut FuturesUnordered<impl Future<Output = anyhow::Result<()>>>,
    stop: &CancellationToken,
    tell: &impl Fn(Event),
) -> anyhow::Result<()> {
    while let Some(ended) = tokio::select! {
        biased;
        () = stop.cancelled() => None,
        ended = platforms.next() => ended,
    } {
        let Err(error) = ended else {
            anyhow::ensure!(
                stop.is_cancelled(),
                "a part of the service has ended by itself"
            );
            continue;
        };
        let refusal = error.downcast::<Refusal>()?;
        if platforms.is_empty() {
            return Err(refusal.into());
        }
        tell(Event::Refused(refusal));
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::future::{pending, ready};
    use std::pin::Pin;

    type Ending = Pin<Box<dyn Future<Output = anyhow::Result<()>>>>;

    fn refused(refusal: Refusal) -> Ending {
        Box::pin(ready(Err(refusal.into())))
    }

    /// What becomes of the service when its platforms end like this, and what it tells until then.
    async fn watched(
        platforms: impl IntoIterator<Item = Ending>,
        stop: &CancellationToken,
    ) -> (anyhow::Result<()>, Vec<Event>) {
        let told = RefCell::new(Vec::new());
        let mut platforms: FuturesUnordered<_> = platforms.into_iter().collect();
        let tell = |event| told.borrow_mut().push(event);
        let outcome = watch(&mut platforms, stop, &tell).await;
        (outcome, told.into_inner())
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_platform_is_told_and_the_other_goes_on() {
        let stop = CancellationToken::new();
        let platforms = [refused(Refusal::DiscordIntents), Box::pin(pending())];
        let watching = watched(platforms, &stop);
        tokio::pin!(watching);
        let a_day = Duration::from_secs(24 * 3600);
        assert!(timeout(a_day, &mut watching).await.is_err());
        stop.cancel();
        let (outcome, told) = watching.await;
        outcome.unwrap();
        assert_eq!(told, [Event::Refused(Refusal::DiscordIntents)]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_last_refusal_is_that_of_the_service() {
        let later: Ending = Box::pin(async {
            tokio::time::sleep(Duration::from_secs(60)).await;
            Err(Refusal::TelegramToken.into())
        });
        let platforms = [refused(Refusal::DiscordRefused(4012)), later];
        let (outcome, told) = watched(platforms, &CancellationToken::new()).await;
        let refusal: Refusal = outcome.unwrap_err().downcast().unwrap();
        assert_eq!(refusal, Refusal::TelegramToken);
        assert_eq!(told, [Event::Refused(Refusal::DiscordRefused(4012))]);
    }

    #[tokio::test]
    async fn a_part_that_fails_or_just_ends_is_no_refusal() {
        for ending in [Ok(()), Err(anyhow::anyhow!("the disk is full"))] {
            let platforms: [Ending; 2] = [Box::pin(ready(ending)), Box::pin(pending())];
            let (outcome, told) = watched(platforms, &CancellationToken::new()).await;
            assert!(outcome.unwrap_err().downcast::<Refusal>().is_err());
            assert_eq!(told, []);
        }
    }
}
