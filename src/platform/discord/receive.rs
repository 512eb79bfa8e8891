//! From Discord to the bot. What is heard is answered first at once (`respond`) and queued (`queue`); a worker hands it to
//! the bot in its order, and only then the place in Discord's stream is kept. A crash before that brings the events again,
//! one after it finds them marked as seen.
//!
//! Hearing never waits: the first response to an interaction is a task of its own that knows neither the queue nor the
//! database, so that it is there in time however long the database is held.
//!
//! Where the session was lost, Discord brings nothing again: then the chats of the last weeks are read (`missed`) for what
//! was written meanwhile. What is kept beside the position (`progress`) says since when.

mod missed;
mod progress;
mod queue;
mod respond;

use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use serde_json::Value;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, interval, sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::decode::{Asks, Decoded, Interaction, decode};
use super::first::Texts;
use super::gateway::{Addresses, Connect, Ended, Gateway, Heard, Listener};
use super::interactions::Interactions;
use super::rest::{CallError, Rest};
use super::{Me, snowflake};
use crate::bot::{Bot, Position, StoreError};
use crate::clock::Clock;
use crate::domain::language::Language;
use crate::domain::message::{Content, Incoming, Platform};
use queue::{Batch, Mark, Queue, Reached};
use respond::Responder;

/// Events that wait to be handled at most.
const CAPACITY: usize = 10_000;

/// Events that are handed to the bot together.
const BATCH: usize = 100;

/// How often the position is kept when nothing for us moves it.
const KEEP_EVERY: Duration = Duration::from_secs(60);

/// The first and the longest wait while the database is out of reach; each is twice the one before.
const WAITS: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(15));

/// So many waits in a row are no hiccup any more.
const PATIENCE: u32 = 6;

/// How long a stop waits for first responses, which are best effort.
const FINISH: Duration = Duration::from_secs(1);

/// How much earlier than what is handled is looked at: clocks differ, and events take a moment.
const OVERLAP: chrono::Duration = chrono::Duration::seconds(60);

/// What is older is not made up for: nobody waits for it any more.
const LATEST: chrono::Duration = chrono::Duration::days(7);

/// Chats in which somebody wrote so long ago are looked at, up to so many, so many at the same time.
const CHATS: (chrono::Duration, u32, usize) = (chrono::Duration::days(60), 1000, 8);

/// How often a full queue is looked at again.
const ROOM_AFTER: Duration = Duration::from_millis(100);

/// What receiving needs.
pub struct Parts {
    pub rest: Rest,
    pub interactions: Arc<Interactions>,
    pub bot: Arc<Bot>,
    pub clock: Arc<dyn Clock>,
    pub me: Me,
    /// The sentences of first responses.
    pub texts: Box<dyn Fn(Language) -> Texts + Send + Sync>,
    /// Of people whose own language we do not speak.
    pub language: Language,
}

/// Hands what comes from Discord to the bot.
pub struct Intake {
    rest: Rest,
    interactions: Arc<Interactions>,
    bot: Arc<Bot>,
    clock: Arc<dyn Clock>,
    me: Me,
    responder: Arc<Responder>,
    queue: Queue,
    /// Everything before this instant is handled; `None`: nothing was ever heard.
    handled: Mutex<Option<DateTime<Utc>>>,
    /// Tells of a break.
    broken: Notify,
    /// One at a time keeps a position.
    keeping: tokio::sync::Mutex<()>,
    responding: TaskTracker,
    /// Ends the first responses that are still on their way.
    abandon: CancellationToken,
    let_in: CancellationToken,
}

impl Listener for Intake {
    fn hear(&self, heard: Heard) -> bool {
        self.hear(&heard.name, &heard.data, heard.position)
    }

    async fn keep(&self, position: &str) {
        self.keep(position).await;
    }
}

impl Intake {
    /// Goes on from what the bot has kept of Discord's stream ([`Bot::position`]); the gateway goes on from its text.
    pub fn new(parts: Parts, kept: Option<&Position>) -> Self {
        let responder = Responder::new(
            parts.rest.clone(),
            parts.interactions.clone(),
            parts.bot.clone(),
            parts.texts,
            parts.language,
        );
        Self {
            rest: parts.rest,
            interactions: parts.interactions,
            bot: parts.bot,
            clock: parts.clock,
            me: parts.me,
            responder: Arc::new(responder),
            queue: Queue::new(CAPACITY),
            handled: Mutex::new(kept.map(progress::handled)),
            broken: Notify::new(),
            keeping: tokio::sync::Mutex::default(),
            responding: TaskTracker::new(),
            abandon: CancellationToken::new(),
            let_in: CancellationToken::new(),
        }
    }

    /// Receives until it is stopped, or Discord does not want us any more. What was heard until then is handled to its end,
    /// as long as the database takes it.
    pub async fn run<C: Connect, A: Addresses>(
        &self,
        gateway: Gateway<C, A>,
        stop: &CancellationToken,
    ) -> Ended {
        let heard_all = CancellationToken::new();
        let hearing = async {
            let ended = gateway.run(self, stop).await;
            heard_all.cancel();
            ended
        };
        let (ended, ()) = tokio::join!(hearing, self.work(&heard_all));
        self.finish().await;
        ended
    }

    /// Cancelled once Discord has let the bot in for the first time.
    pub fn let_in(&self) -> CancellationToken {
        self.let_in.clone()
    }

    /// Takes one event: `name` is its type, `data` its body, `position` what to keep once it is handled. Does not wait.
    ///
    /// # Returns
    /// Whether there was room for it.
    pub fn hear(&self, name: &str, data: &Value, position: String) -> bool {
        let now = self.clock.now();
        if name == "READY" {
            self.begun(data, now);
        }
        // The first thing that is heard is that the bot is let in.
        self.let_in.cancel();
        let (incoming, is_message) = match self.decoded(name, data, &position, now) {
            Decoded::Ignored(why) => {
                tracing::trace!(name, why, "ignored");
                (None, false)
            }
            Decoded::Interaction(interaction) => (self.respond(*interaction, now), false),
            Decoded::Incoming(incoming) => {
                let is_message = !matches!(incoming.content, Content::Presence(_));
                (Some(*incoming), is_message)
            }
        };
        // Where there is no room it comes again. That an interaction is acknowledged then already is known.
        let mark = Mark { position, at: now };
        self.queue.put(incoming, is_message, mark)
    }

    /// Keeps a position of the gateway's that counts a session about to be begun. None of before is kept after it, and
    /// none of the new session until what was missed is made up for: a crash before that begins one more.
    pub async fn keep(&self, position: &str) {
        self.queue.give_up_positions();
        let _alone = self.keeping.lock().await;
        let handled = self.handled().unwrap_or_else(|| self.clock.now());
        self.write_down(position, handled).await;
    }

    /// Hands on what is heard until it is stopped; then what is there already, as long as the database takes it.
    pub async fn work(&self, stop: &CancellationToken) {
        tokio::join!(self.hand_on(stop), self.make_up(stop));
    }

    /// Waits a moment for the first responses that are on their way, and leaves the others: a stop has more to do.
    pub async fn finish(&self) {
        self.responding.close();
        if timeout(FINISH, self.responding.wait()).await.is_err() {
            self.abandon.cancel();
            self.responding.wait().await;
        }
    }

    /// A new session: of what was before it, nothing comes again.
    fn begun(&self, ready: &Value, now: DateTime<Utc>) {
        let is_other = |id: &Value, own: &str| id.as_str().is_some_and(|id| id != own);
        let (user, application) = (&ready["user"]["id"], &ready["application"]["id"]);
        if is_other(user, &self.me.user) || is_other(application, &self.me.application) {
            tracing::error!("Discord calls the bot by another id than at the start");
        }
        let mut handled = self.handled.lock().unwrap_or_else(PoisonError::into_inner);
        if handled.is_some() {
            self.queue.wait_for_missed();
            self.broken.notify_one();
        } else {
            *handled = Some(now);
        }
    }

    fn decoded(&self, name: &str, data: &Value, position: &str, now: DateTime<Utc>) -> Decoded {
        let decoding = || decode(name, data, &self.me, position, now);
        let decoded = catch_unwind(AssertUnwindSafe(decoding));
        decoded.unwrap_or_else(|_| {
            tracing::error!(name, "an event could not be read");
            Decoded::Ignored("unreadable")
        })
    }

    /// Sends the first response on its way. Returns what the bot has to answer besides.
    fn respond(&self, interaction: Interaction, now: DateTime<Utc>) -> Option<Incoming> {
        let until = Instant::now() + respond::WITHIN;
        let incoming = interaction.incoming(now);
        if matches!(interaction.asks, Asks::Answer { .. }) {
            let own = incoming.as_ref().and_then(|one| one.handle.as_ref());
            let handle = own.unwrap_or(&interaction.handle);
            if !self.interactions.arrived(&interaction.sender.id, handle) {
                return incoming;
            }
        }
        let (responder, abandon) = (self.responder.clone(), self.abandon.clone());
        self.responding.spawn(async move {
            tokio::select! {
                () = responder.respond(interaction, until) => {}
                () = abandon.cancelled() => {}
            }
        });
        incoming
    }

    async fn hand_on(&self, stop: &CancellationToken) {
        let mut minute = interval(KEEP_EVERY);
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                batch = self.queue.next(BATCH) => {
                    if !self.handle(&batch, stop).await {
                        return;
                    }
                }
                _ = minute.tick() => self.keep_reached(self.queue.reached()).await,
            }
        }
        while let Some(batch) = self.queue.take(BATCH) {
            if !self.handle(&batch, stop).await {
                return;
            }
        }
        self.keep_reached(self.queue.reached()).await;
    }

    /// Handles a batch, however long the database is out of reach; `false` where it is time to stop before that.
    async fn handle(&self, batch: &Batch, stop: &CancellationToken) -> bool {
        let handling = || self.bot.handle_all(&batch.incoming);
        if patiently(handling, "nothing from Discord can be handled", stop)
            .await
            .is_none()
        {
            return false;
        }
        self.keep_reached(batch.reached.clone()).await;
        true
    }

    async fn keep_reached(&self, reached: Option<Reached>) {
        let Some(reached) = reached else { return };
        let _alone = self.keeping.lock().await;
        if !self.queue.counts(&reached) {
            return;
        }
        let Mark { position, at } = reached.mark;
        *self.handled.lock().unwrap_or_else(PoisonError::into_inner) = Some(at);
        self.write_down(&position, at).await;
    }

    async fn write_down(&self, position: &str, handled: DateTime<Utc>) {
        let position = progress::beside(position, handled);
        let kept = self.bot.keep_position(Platform::Discord, &position).await;
        if let Err(error) = kept {
            // An older one stays, and what came after it comes again.
            tracing::warn!(%error, "the place in Discord's stream is not kept");
        }
    }

    fn handled(&self) -> Option<DateTime<Utc>> {
        *self.handled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes up for what was missed, after each break.
    async fn make_up(&self, stop: &CancellationToken) {
        let mut is_due = false;
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                // After another break all chats are looked at again.
                () = self.broken.notified() => is_due = true,
                () = self.catch_up(stop), if is_due => is_due = false,
            }
        }
    }

    async fn catch_up(&self, stop: &CancellationToken) {
        let after = self.queue.breaks();
        let now = self.clock.now();
        let since = self.handled().unwrap_or(now) - OVERLAP;
        let first = snowflake(since.max(now - LATEST));
        let (age, most, at_once) = CHATS;
        let looking = || self.bot.recent_chats(Platform::Discord, now - age, most);
        let Some(chats) = patiently(looking, "Discord's chats cannot be looked up", stop).await
        else {
            return;
        };
        let chats: Vec<String> = chats.into_iter().map(|chat| chat.chat).collect();
        tracing::info!(chats = chats.len(), "what was missed is looked for");
        self.queue.wait_in(chats.iter().cloned().collect(), after);
        let until = Instant::now() + missed::PATIENCE;
        futures_util::stream::iter(chats)
            .for_each_concurrent(at_once, |chat| async move {
                let missed = self.missed_in(&chat, first, until).await;
                while !missed.is_empty() && !self.queue.has_room() {
                    sleep(ROOM_AFTER).await;
                }
                self.queue.caught_up(&chat, missed, after);
            })
            .await;
    }

    /// What was written to us in a chat after this id.
    async fn missed_in(&self, chat: &str, first: u64, until: Instant) -> Vec<Incoming> {
        let Ok(channel) = chat.parse() else {
            return Vec::new();
        };
        let now = self.clock.now();
        let get = |route| async move { self.rest.call(&route, None).await };
        let for_us = |message: &Value| match self.decoded("MESSAGE_CREATE", message, "", now) {
            Decoded::Incoming(incoming) => Some(*incoming),
            Decoded::Interaction(_) | Decoded::Ignored(_) => None,
        };
        match missed::read(get, channel, first, until, for_us).await {
            Ok(missed) => missed,
            Err(CallError::Refused { status, code, .. }) if status < 500 => {
                tracing::debug!(code, "a chat cannot be read any more");
                Vec::new()
            }
            Err(error) => {
                tracing::error!(%error, "what was missed in a chat is not known");
                Vec::new()
            }
        }
    }
}

/// Does something with the database until it succeeds, with growing waits; `None` where it is time to stop before that.
async fn patiently<T, F, Fut>(act: F, trouble: &str, stop: &CancellationToken) -> Option<T>
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<T, StoreError>>,
{
    let (mut wait, mut count) = (WAITS.0, 0);
    loop {
        let error = match act().await {
            Ok(done) => return Some(done),
            Err(error) => error,
        };
        count += 1;
        let milliseconds = wait.as_millis();
        if count > PATIENCE {
            tracing::error!(%error, milliseconds, "{trouble}");
        } else {
            tracing::warn!(%error, milliseconds, "{trouble} for now");
        }
        tokio::select! {
            biased;
            () = stop.cancelled() => return None,
            () = sleep(wait) => {}
        }
        wait = (wait * 2).min(WAITS.1);
    }
}
