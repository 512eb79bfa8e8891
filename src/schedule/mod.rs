//! What is done because its time has come: notices go out, digests, signs of life. Each step looks at the database, does what
//! is due in short transactions of its own, and can be cut off anywhere: the next one goes on from what is stored.

mod digests;
mod due;
mod going;
mod restored;
mod tell;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::FutureExt;
use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

use crate::bot::Bot;
use crate::bot::brain::Brain;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::hours;
use crate::domain::language::Language;
use crate::domain::message::{Place, Platform};
use crate::speech::Scene;
use crate::store::Store;
use digests::{Round, Signs};
use going::Shown;

/// How often it is looked whether anything is due, when nothing wakes it: other processes schedule notices too.
const LOOK_EVERY: TimeDelta = TimeDelta::seconds(1);

/// The longest wait after a failure.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// When there is something to do again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A part of it is done, and others may have their turn in between.
    AtOnce,
    At(DateTime<Utc>),
}

impl Look {
    fn sooner(self, other: Self) -> Self {
        match (self, other) {
            (Self::At(one), Self::At(other)) => Self::At(one.min(other)),
            _ => Self::AtOnce,
        }
    }
}

/// Does what is due.
pub struct Schedule {
    bot: Arc<Bot>,
    store: Store,
    config: Arc<Config>,
    clock: Arc<dyn Clock>,
    /// What the author of each notice that goes out was shown last.
    shown: HashMap<i64, Shown>,
    /// The digests that go out: at the start those that another process may have left.
    digests: Option<Round>,
    signs: Option<Signs>,
}

impl Schedule {
    /// Puts the parts together.
    pub fn new(bot: Arc<Bot>, store: Store, config: Arc<Config>, clock: Arc<dyn Clock>) -> Self {
        Self {
            bot,
            store,
            config,
            clock,
            shown: HashMap::new(),
            digests: Some(Round::default()),
            signs: None,
        }
    }

    /// Holds what may have gone out already, where the database is a restored copy. To be called before anything is sent.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn begin(&self) -> anyhow::Result<()> {
        self.hold_restored(self.clock.now()).await
    }

    /// Does what is due, a part of it at most where there is much. What fails does not keep the rest from being done.
    ///
    /// # Errors
    /// As the database reports them, or that something of it is beyond us.
    pub async fn step(&mut self) -> anyhow::Result<Look> {
        let now = self.clock.now();
        let mut look = Ok(Look::At(now + LOOK_EVERY));
        let due = guarded("what is due", self.begin_due(now)).await;
        look = both(look, due);
        let going = guarded("what goes out", self.go_on(now)).await;
        look = both(look, going);
        let digests = guarded("digests", self.digests(now)).await;
        look = both(look, digests);
        let signs = guarded("signs of life", self.signs_of_life(now)).await;
        both(look, signs)
    }

    /// Does what is due until there is nothing left for now.
    ///
    /// # Errors
    /// As [`step`](Self::step).
    pub async fn catch_up(&mut self) -> anyhow::Result<()> {
        while self.step().await? == Look::AtOnce {}
        Ok(())
    }

    /// Does what is due until it is stopped. What fails is tried again after growing waits.
    pub async fn run(mut self, stop: CancellationToken) {
        let mut handled = self.bot.handled();
        let mut failures = 0;
        while !stop.is_cancelled() {
            handled.borrow_and_update();
            let wait = match self.step().await {
                Ok(Look::AtOnce) => {
                    failures = 0;
                    // Whoever has a question waits for the database no longer than for one part of this.
                    tokio::task::yield_now().await;
                    continue;
                }
                Ok(Look::At(at)) => {
                    failures = 0;
                    let wait = (at - self.clock.now()).min(LOOK_EVERY);
                    wait.to_std().unwrap_or_default()
                }
                Err(error) => {
                    let wait = Duration::from_secs(1 << failures.min(6)).min(LONGEST_WAIT);
                    failures += 1;
                    tracing::warn!(%error, "what is due is not done yet");
                    wait
                }
            };
            tokio::select! {
                biased;
                () = stop.cancelled() => {}
                () = tokio::time::sleep(wait) => {}
                // After a failure it is not tried again with each message.
                Ok(()) = handled.changed(), if failures == 0 => {}
            }
        }
    }

    /// What a message to a chat is made from.
    fn scene<'a>(
        &'a self,
        brain: &'a Brain,
        (platform, place): (Platform, Place),
        language: Language,
        now: DateTime<Utc>,
    ) -> Scene<'a> {
        Scene {
            voice: self.bot.speech().voice(language),
            knowledge: &brain.knowledge,
            now: hours::local(now),
            platform,
            place,
            turn: 0,
            retention: &self.config.retention,
        }
    }
}

/// A part of a step, whose panic is an error like others.
async fn guarded(
    what: &'static str,
    part: impl Future<Output = anyhow::Result<Look>>,
) -> anyhow::Result<Look> {
    let done = AssertUnwindSafe(part).catch_unwind().await;
    // What a panic says may quote what a person wrote.
    done.unwrap_or_else(|_| Err(anyhow::anyhow!("{what}: a fault of the program")))
}

/// The sooner of two looks, or the first failure.
fn both(one: anyhow::Result<Look>, other: anyhow::Result<Look>) -> anyhow::Result<Look> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok(one.sooner(other)),
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}
