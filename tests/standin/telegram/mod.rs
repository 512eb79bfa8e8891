//! A stand-in for Telegram's Bot API that keeps state: for tests and benchmarks, over real HTTP.
//!
//! It checks every request against the description of the Bot API, knows chats, people, topics and messages, queues
//! updates as the server does, and fails as the server fails when it is told to. `people.rs` has what people do,
//! `trouble.rs` what goes wrong, `seen.rs` what a test can look at.
//!
//! Where it is stricter than the server: a closed topic refuses the bot even when it is an administrator, marks that
//! the server would repair are refused (`html.rs`), and so are payloads of start links that would not arrive.
#![allow(
    dead_code,
    unused_imports,
    reason = "no single test or benchmark uses all of it"
)]

mod body;
pub mod faults;
mod files;
mod html;
mod limits;
mod messages;
mod methods;
mod pace;
mod people;
mod profile;
mod queue;
mod seen;
mod server;
mod show;
pub mod spec;
pub mod state;
mod topics;
mod trouble;

pub use faults::{Act, Refusal, Which};
pub use pace::Limits;
pub use queue::WebhookPost;
pub use state::{CallbackAnswer, ChatKind, Message, Request, Standing, State};

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;

/// The bot's id, which is also the first part of its token.
pub const BOT: i64 = 123_456_789;

const TOKEN: &str = "123456789:AAstand-in_for_tests_and_benchmarks";

type Observer = Box<dyn Fn(&Message) + Send + Sync>;

/// A handle; the server ends with the last one.
#[derive(Clone)]
pub struct TelegramApi {
    shared: Arc<Shared>,
    _running: Arc<Running>,
}

/// What the handles and the server have in common.
struct Shared {
    state: Mutex<State>,
    /// Something happened that somebody may wait for.
    changed: Notify,
    /// There is an update, or a reason for a poll to look up.
    queued: Notify,
    observer: OnceLock<Observer>,
    /// Whether the server ought to listen, and whether it does.
    wanted: watch::Sender<bool>,
    open: watch::Sender<bool>,
    client: reqwest::Client,
    url: String,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What has to end with the last handle.
enum Running {
    Tasks(Vec<AbortHandle>),
    Thread(Option<tokio::sync::oneshot::Sender<()>>),
}

impl Drop for Running {
    fn drop(&mut self) {
        match self {
            Self::Tasks(tasks) => tasks.iter().for_each(AbortHandle::abort),
            Self::Thread(stop) => {
                // A thread that is gone already needs no word.
                let _ = stop.take().map(|stop| stop.send(()));
            }
        }
    }
}

impl TelegramApi {
    /// Serves on the runtime of the caller.
    pub async fn start() -> Self {
        let (door, shared) = open().await;
        let serving = tokio::spawn(server::serve(door, shared.clone()));
        let bringing = tokio::spawn(queue::bring(shared.clone()));
        let tasks = vec![serving.abort_handle(), bringing.abort_handle()];
        Self {
            shared,
            _running: Arc::new(Running::Tasks(tasks)),
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
                tokio::spawn(queue::bring(shared.clone()));
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

    /// The token that it takes.
    pub fn token(&self) -> &'static str {
        TOKEN
    }

    /// The address of a method.
    pub fn method(&self, name: &str) -> String {
        format!("{}/bot{TOKEN}/{name}", self.shared.url)
    }

    /// Calls this with each message of the bot that is stored or edited, on the server's thread: for benchmarks,
    /// which then need no waiting and no memory for what was sent. The first observer stays.
    pub fn observe(&self, observer: impl Fn(&Message) + Send + Sync + 'static) {
        let _ = self.shared.observer.set(Box::new(observer));
    }

    /// Does something to the state, and wakes whoever waits for a change.
    fn act<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let done = change(&mut self.shared.lock());
        self.shared.queued.notify_waiters();
        self.shared.changed.notify_waiters();
        done
    }
}

async fn open() -> (server::Door, Arc<Shared>) {
    // Read now, so that it is not the first request that takes so long.
    spec::spec();
    let door = server::Door::open("127.0.0.1:0").await;
    let shared = Shared {
        state: Mutex::new(State::new(BOT)),
        changed: Notify::new(),
        queued: Notify::new(),
        observer: OnceLock::new(),
        client: reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client for the webhook"),
        wanted: watch::Sender::new(true),
        open: watch::Sender::new(true),
        url: format!("http://{}", door.address()),
    };
    (door, Arc::new(shared))
}
