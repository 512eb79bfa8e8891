//! The connection on which Discord tells what happens (<https://docs.discord.com/developers/events/gateway>).
//!
//! [`Gateway::run`] keeps a session alive until it is stopped or cannot go on: it connects, takes the session up again
//! after every loss so that Discord replays what was missed, and begins a new one only when the old one is gone. Beginning
//! is what Discord counts and punishes, so it is counted here as well, also across restarts.
//!
//! | file | what it does |
//! |---|---|
//! | `wire` | the WebSocket under it, or something in memory in tests |
//! | `payload` | what is said on it |
//! | `connection` | one connection: greeting, heartbeats, events, how it ends |
//! | `position` | the session and the last event, as a text that is kept |
//! | `identify` | how often a new session may be begun |
//!
//! Nothing here logs a token, an id of a session, what an event says, or an address.

mod connection;
mod identify;
mod payload;
mod position;
#[cfg(test)]
mod tests;
mod wire;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::Value;
use serenity::model::gateway::GatewayIntents;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use connection::{Connection, End, Life};
use position::Position;
pub use wire::{Connect, Frame, WebSocket, WebSockets, Wire};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(10);

/// How long asking for the address may take.
const ADDRESS: Duration = Duration::from_secs(30);

/// The longest wait between tries; the first is a second, and each is about twice the one before.
const LONGEST: Duration = Duration::from_secs(60);

/// A session that lived so long was a good one: the waits begin anew.
const GOOD: Duration = Duration::from_secs(60);

/// How long nothing may be heard before it is an error rather than a warning.
const PATIENCE: Duration = Duration::from_secs(3 * 60);

/// How often it is said that nothing is heard.
const SAID: Duration = Duration::from_secs(60);

/// New sessions that are left to Discord's count: for whoever uses the token besides, and for finding the fault.
const RESERVE: u32 = 100;

/// How long Discord's count is waited for, whatever it says.
const RESET: (Duration, Duration) = (
    Duration::from_secs(60),
    Duration::from_secs(24 * 60 * 60 + 60),
);

/// So many times the address for resuming is tried before the ordinary one.
const UNREACHABLE: u32 = 2;

/// So many times in a row a session is taken up in vain. With the waits between them this is some minutes: a shorter
/// trouble at Discord should not cost what it would replay.
const IN_VAIN: u32 = 8;

/// A session that was lost for so long is gone.
const FORGOTTEN: Duration = Duration::from_secs(60 * 60);

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// Discord's name of it: `MESSAGE_CREATE`.
    pub name: String,
    /// What it says, as Discord put it.
    pub data: Value,
    /// What to keep once this is handled: a start from there brings what came after it. It is a secret as long as the
    /// session lives.
    pub position: String,
}

/// Who takes what is heard.
pub trait Listener: Send + Sync {
    /// Takes one event, in their order. Must not block.
    ///
    /// # Returns
    /// Whether there was room for it. Where there is none, the connection is closed, and the event comes again after a
    /// while.
    fn hear(&self, heard: Heard) -> bool;

    /// Keeps a position that counts the session about to be begun. No position of an event that was heard before may
    /// be kept after it. Is waited for, for up to two seconds.
    fn keep(&self, position: &str) -> impl Future<Output = ()> + Send;
}

/// Where to connect (<https://docs.discord.com/developers/events/gateway#get-gateway-bot>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// `wss://…`, without a query.
    pub url: String,
    /// How many new sessions Discord still allows.
    pub remaining: u32,
    /// When it allows all of them again.
    pub reset_after: Duration,
}

/// Why there is no address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The token is none, or none any more.
    UnknownToken,
    /// For now. No cause has a token or an address in it.
    Passing {
        cause: String,
        /// How long to wait at least.
        wait: Duration,
    },
}

/// Asks Discord for its address.
pub trait Addresses: Send + Sync {
    /// Asks once.
    fn address(&self) -> impl Future<Output = Result<Address, Trouble>> + Send;
}

/// Why it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It was stopped. The session is kept.
    Stopped,
    /// Discord does not know the token.
    UnknownToken,
    /// The switch for reading messages is off at Discord (Message Content Intent), and the setting asks for it.
    IntentsNotAllowed,
    /// Discord refuses us with this code: our fault.
    Refused(u16),
}

/// As whom, and for what, a session is begun.
struct Identity {
    token: String,
    intents: GatewayIntents,
}

/// A connection that is kept up.
pub struct Gateway<C, A> {
    connect: C,
    addresses: A,
    identity: Identity,
    position: Position,
    chance: StdRng,
    /// Connections so far.
    connections: u64,
    /// Before the next try.
    wait: Duration,
    /// Tries in a row that led to no good session.
    failures: u32,
    /// Times in a row that nobody was there.
    unreachable: u32,
    /// Times in a row that the session was taken up in vain.
    in_vain: u32,
    /// Since when nothing is heard.
    deaf: Instant,
    /// When that was last said as an error.
    said: Option<Instant>,
}

impl<C: Connect, A: Addresses> Gateway<C, A> {
    /// A gateway that is not connected yet.
    ///
    /// # Arguments
    /// - `token` - the bot's, without `Bot `.
    /// - `message_content` - whether to ask for what is written in messages that are not for the bot.
    /// - `position` - what was kept last; whatever is unreadable in it is as if it had not been kept.
    pub fn new(
        connect: C,
        addresses: A,
        token: &str,
        message_content: bool,
        position: Option<&str>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let mut intents = GatewayIntents::GUILDS
            | GatewayIntents::GUILD_MESSAGES
            | GatewayIntents::DIRECT_MESSAGES;
        intents.set(GatewayIntents::MESSAGE_CONTENT, message_content);
        Self {
            connect,
            addresses,
            identity: Identity {
                token: token.to_owned(),
                intents,
            },
            position: Position::load(position, clock),
            chance: StdRng::from_os_rng(),
            connections: 0,
            wait: Duration::ZERO,
            failures: 0,
            unreachable: 0,
            in_vain: 0,
            deaf: Instant::now(),
            said: None,
        }
    }

    /// Keeps the connection up until it is stopped, or cannot be.
    pub async fn run(mut self, listener: &impl Listener, stop: &CancellationToken) -> Ended {
        loop {
            let opened = tokio::select! {
                biased;
                () = stop.cancelled() => return Ended::Stopped,
                opened = self.open() => opened,
            };
            let life = match opened {
                Ok(wire) => {
                    self.connections += 1;
                    Connection::new(
                        wire,
                        listener,
                        &self.identity,
                        &mut self.position,
                        &mut self.chance,
                        self.connections,
                    )
                    .run(stop)
                    .await
                }
                Err(end) => Life::none(end),
            };
            if let Some(ended) = self.learn(life) {
                return ended;
            }
        }
    }

    /// Waits as long as it has to, and connects.
    async fn open(&mut self) -> Result<C::Wire, End> {
        self.pause(self.wait).await;
        self.give_up_what_is_gone();
        if self.position.session.is_none() {
            self.pause(self.position.wait()).await;
        }
        let url = self.url().await?;
        match timeout(CONNECT, self.connect.connect(&url)).await {
            Ok(Ok(wire)) => Ok(wire),
            Ok(Err(error)) => Err(End::Unreachable(error.to_string())),
            Err(_) => Err(End::Unreachable("connecting took too long".to_owned())),
        }
    }

    /// Where to connect next: a session is taken up at an address of its own, as long as somebody is there.
    async fn url(&self) -> Result<String, End> {
        let session = self.position.session.as_ref();
        let own = session.and_then(|session| session.resume_url.as_deref());
        if let Some(url) = own
            && self.unreachable < UNREACHABLE
        {
            return Ok(with_query(url));
        }
        let no_address = |cause: String, wait| End::NoAddress { cause, wait };
        let address = match timeout(ADDRESS, self.addresses.address()).await {
            Ok(Ok(address)) => address,
            Ok(Err(Trouble::UnknownToken)) => return Err(End::Over(Ended::UnknownToken)),
            Ok(Err(Trouble::Passing { cause, wait })) => return Err(no_address(cause, wait)),
            Err(_) => {
                let cause = "asking for the address took too long";
                return Err(no_address(cause.to_owned(), Duration::ZERO));
            }
        };
        if session.is_none() && address.remaining <= RESERVE {
            return Err(End::Spent(address.reset_after.clamp(RESET.0, RESET.1)));
        }
        Ok(with_query(&address.url))
    }

    /// What follows from how a connection went.
    fn learn(&mut self, life: Life) -> Option<Ended> {
        self.count(&life);
        if let End::Invalid { resumable: false } | End::Expired(_) = life.end {
            self.position.session = None;
        }
        let (cause, wait) = match life.end {
            End::Stopped => return Some(Ended::Stopped),
            End::Over(ended) => return Some(ended),
            End::Asked if self.failures == 0 => {
                self.failures = 1;
                self.wait = Duration::ZERO;
                let (identifies, reconnects) = (self.position.begun(), self.connections);
                tracing::info!(identifies, reconnects, "Discord asks to connect anew");
                return None;
            }
            End::Asked => ("asked to connect anew".to_owned(), self.longer()),
            End::Invalid { resumable } => {
                let least = self.chance.random_range(1.0..5.0);
                let wait = self.longer().max(Duration::from_secs_f64(least));
                (format!("invalid session, resumable: {resumable}"), wait)
            }
            End::Expired(code) => (format!("session ended with {code}"), self.longer()),
            End::Lost(cause) | End::Unreachable(cause) => (cause, self.longer()),
            End::Full => ("no room for more".to_owned(), self.longer()),
            End::NoAddress { cause, wait } => (cause, self.longer().max(wait)),
            End::Spent(wait) => ("too many new sessions by Discord's count".to_owned(), wait),
        };
        self.wait = wait;
        self.complain(&cause, wait);
        None
    }

    /// Counts what went well and what did not.
    fn count(&mut self, life: &Life) {
        if let Some(ready) = life.ready {
            self.deaf = Instant::now();
            self.said = None;
            if ready.elapsed() >= GOOD {
                self.failures = 0;
            }
        }
        if life.heard {
            self.in_vain = 0;
        } else if life.resuming && life.greeted {
            self.in_vain += 1;
        }
        self.unreachable = match life.end {
            _ if life.greeted => 0,
            // After the ordinary address it is the other one's turn again.
            End::Lost(_) | End::Unreachable(_) | End::NoAddress { .. } => {
                (self.unreachable + 1) % (UNREACHABLE + 1)
            }
            _ => self.unreachable,
        };
    }

    /// The next wait, longer than the one before.
    fn longer(&mut self) -> Duration {
        let wait = Duration::from_secs(1) * 2_u32.pow(self.failures.min(6));
        self.failures += 1;
        let jitter = self.chance.random_range(0.75..1.25);
        wait.min(LONGEST).mul_f64(jitter).min(LONGEST)
    }

    /// A session that cannot be taken up, or was lost long ago, is not tried for ever.
    fn give_up_what_is_gone(&mut self) {
        if self.position.session.is_some()
            && (self.in_vain >= IN_VAIN || self.deaf.elapsed() >= FORGOTTEN)
        {
            tracing::warn!(
                "the session at Discord cannot be taken up: what came meanwhile is missed"
            );
            self.position.session = None;
        }
        if self.position.session.is_none() {
            self.in_vain = 0;
        }
    }

    /// Waits, and says once in a while that it does.
    async fn pause(&mut self, wait: Duration) {
        let until = Instant::now() + wait;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            sleep(left.min(SAID)).await;
            if left <= SAID {
                return;
            }
            self.complain("it is not time yet", left - SAID);
        }
    }

    /// Says that nothing is heard: at first as a warning, then as an error, once a minute at most.
    fn complain(&mut self, cause: &str, wait: Duration) {
        let (seconds, deaf) = (wait.as_secs(), self.deaf.elapsed().as_secs());
        let (identifies, reconnects) = (self.position.begun(), self.connections.saturating_sub(1));
        if self.deaf.elapsed() < PATIENCE {
            tracing::warn!(
                cause,
                seconds,
                identifies,
                reconnects,
                "Discord cannot be heard for now"
            );
        } else if self.said.is_none_or(|said| said.elapsed() >= SAID) {
            self.said = Some(Instant::now());
            tracing::error!(
                cause,
                seconds,
                deaf,
                identifies,
                reconnects,
                "Discord cannot be heard"
            );
        }
    }
}

/// An address with the version and the encoding that we speak.
fn with_query(url: &str) -> String {
    let base = url.split('?').next().unwrap_or_default();
    format!("{}/?v=10&encoding=json", base.trim_end_matches('/'))
}
