//! A stand-in for Discord that keeps state: for tests and benchmarks, over real HTTP and WebSocket.
//!
//! It checks every request against the official description of the API and the documented limits, knows servers,
//! channels, people, messages and interactions, tells what happens over its gateway, and fails as Discord fails when it is
//! told to. `people.rs` and `clicks.rs` have what people do, `trouble.rs` what goes wrong, `seen.rs` what a test can look
//! at.
//!
//! Where it is stricter than the server: whatever creates or edits a message has to say that it pings nobody, a field
//! that is not described is refused, and so is a RESUME at another address than the one that READY named.
#![allow(
    dead_code,
    unused_imports,
    reason = "no single test or benchmark uses all of it"
)]

mod body;
pub mod buckets;
mod cdn;
mod clicks;
pub mod faults;
pub mod gateway;
mod interactions;
pub mod limits;
mod messages;
mod methods;
mod people;
pub mod rights;
mod seen;
mod server;
mod servers;
mod show;
mod socket;
pub mod spec;
pub mod state;
mod trouble;

pub use buckets::{Limited, Limits, Rule};
pub use cdn::DOWNLOAD;
pub use clicks::{Modal, Outcome};
pub use faults::{Act, Refusal, Scope, Which};
pub use gateway::{Heard, Way};
pub use interactions::Interaction;
pub use socket::HANDSHAKE;
pub use state::{ChannelKind, Message, Nonce, Person, Request, State};

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;

/// The bot's id as a user.
pub const BOT: u64 = 1_100_000_000_000_000_001;

/// The id of its application, which is another one: so it is with bots that are older than 2016, and who mixes them up
/// is found out.
pub const APPLICATION: u64 = 1_100_000_000_000_000_002;

const TOKEN: &str = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.Gstand.in-for_tests_and_benchmarks_only";

type Observer = Box<dyn Fn(&Message) + Send + Sync>;

/// A handle; the server ends with the last one.
#[derive(Clone)]
pub struct DiscordApi {
    shared: Arc<Shared>,
    _running: Arc<Running>,
}

/// What the handles and the server have in common.
struct Shared {
    state: Mutex<State>,
    /// Something happened that somebody may wait for.
    changed: Notify,
    observer: OnceLock<Observer>,
    /// Whether the server ought to listen, and whether it does.
    wanted: watch::Sender<bool>,
    open: watch::Sender<bool>,
    url: String,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something to the state, and wakes whoever waits for a change.
    fn act_on<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let done = change(&mut self.lock());
        self.changed.notify_waiters();
        done
    }
}

/// What has to end with the last handle.
enum Running {
    Task(AbortHandle),
    Thread(Option<tokio::sync::oneshot::Sender<()>>),
}

impl Drop for Running {
    fn drop(&mut self) {
        match self {
            Self::Task(task) => task.abort(),
            Self::Thread(stop) => {
                // A thread that is gone already needs no word.
                let _ = stop.take().map(|stop| stop.send(()));
            }
        }
    }
}

impl DiscordApi {
    /// Serves on the runtime of the caller.
    pub async fn start() -> Self {
        let (door, shared) = open().await;
        let serving = tokio::spawn(server::serve(door, shared.clone()));
        Self {
            shared,
            _running: Arc::new(Running::Task(serving.abort_handle())),
        }
    }

    /// Serves on a runtime of its own: for whoever drives a process, or measures and wants no share in the work.
    pub fn start_on_thread() -> Self {
        let (give, take) = std::sync::mpsc::channel();
        let (stop, stopped) = tokio::sync::oneshot::channel();
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime for the stand-in");
            runtime.block_on(async {
                let (door, shared) = open().await;
                tokio::spawn(server::serve(door, shared.clone()));
                let _ = give.send(shared);
                let _ = stopped.await;
            });
        });
        Self {
            shared: take.recv().expect("the thread of the stand-in"),
            _running: Arc::new(Running::Thread(Some(stop))),
        }
    }

    /// Where it listens, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// The token that it takes, without `Bot` before it.
    pub fn token(&self) -> &'static str {
        TOKEN
    }

    /// The address of a path of the API, from its slash on.
    pub fn route(&self, path: &str) -> String {
        format!("{}/api/v10{path}", self.shared.url)
    }

    /// Calls this with each message of the bot that is stored or edited, on the server's thread: for benchmarks,
    /// which then need no waiting and no memory for what was sent. The first observer stays.
    pub fn observe(&self, observer: impl Fn(&Message) + Send + Sync + 'static) {
        let _ = self.shared.observer.set(Box::new(observer));
    }

    fn act<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        self.shared.act_on(change)
    }
}

async fn open() -> (server::Door, Arc<Shared>) {
    let door = server::Door::open("127.0.0.1:0").await;
    let url = format!("http://{}", door.address());
    let shared = Shared {
        state: Mutex::new(State::new(BOT, &url)),
        changed: Notify::new(),
        observer: OnceLock::new(),
        wanted: watch::Sender::new(true),
        open: watch::Sender::new(true),
        url,
    };
    (door, Arc::new(shared))
}
