//! The seam between the core and the places where people talk: [`Messenger`]. One file or folder for each platform.

pub mod discord;
mod http;
mod labels;
pub mod telegram;
pub mod terminal;
#[cfg(test)]
mod testing;

use chrono::{DateTime, Utc};
use std::future::Future;
use std::time::Duration;

use crate::domain::message::{ChatRef, Outgoing, Place, Platform, StoredFile};

/// Names one message to a platform that can tell a repetition from a new message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendKey {
    /// The number of its outbox row. In a restored copy of a database the numbers are handed out again.
    pub row: i64,
    /// Since when it waits.
    pub since: DateTime<Utc>,
    /// An earlier try may have reached the platform.
    pub repeated: bool,
}

impl SendKey {
    /// Of a message that was never tried.
    pub fn new(row: i64, since: DateTime<Utc>) -> Self {
        Self {
            row,
            since,
            repeated: false,
        }
    }
}

/// What a platform accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The platform's own id of the message.
    pub message: String,
    /// What the platform calls the file that went with it.
    pub file: Option<String>,
}

impl Receipt {
    /// A message without a file.
    pub fn of(message: impl ToString) -> Self {
        Self {
            message: message.to_string(),
            file: None,
        }
    }
}

/// How fast messages may go: one in each interval, and up to `burst` at once after a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub interval: Duration,
    pub burst: u32,
}

impl Rate {
    /// So many in a time.
    pub fn new(count: u32, time: Duration, burst: u32) -> Self {
        Self {
            interval: time / count.max(1),
            burst: burst.max(1),
        }
    }

    /// So many in each second. At once go what a twelfth of a second holds, so that being late for once costs nothing.
    pub fn per_second(count: u32) -> Self {
        Self::new(count, Duration::from_secs(1), (count / 12).max(2))
    }
}

/// How fast messages may go to a platform. What is not named has no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rates {
    /// To everybody together.
    pub all: Option<Rate>,
    /// Of these, reminders and notices.
    pub bulk: Option<Rate>,
    /// To one person.
    pub private: Option<Rate>,
    /// To one group or channel.
    pub group: Option<Rate>,
}

/// Sends messages to one platform.
pub trait Messenger: Send + Sync + 'static {
    /// The platform.
    fn platform(&self) -> Platform;

    /// What kind of place a chat is, as far as its id tells.
    fn place(&self, _chat: &ChatRef) -> Place {
        Place::Private
    }

    /// How fast messages may go.
    fn rates(&self) -> Rates {
        Rates::default()
    }

    /// How long until the platform takes a message to this chat, as far as it has said so by now; zero for now. Asked
    /// before a message is claimed. A chat without a name stands for any: how long everybody has to wait.
    fn wait(&self, _chat: &ChatRef) -> Duration {
        Duration::ZERO
    }

    /// Whether the platform answers at all: asked after a send of which nobody knows whether it arrived, before others
    /// are risked.
    fn is_there(&self) -> impl Future<Output = bool> + Send {
        std::future::ready(true)
    }

    /// Sends one message, with its file. Nothing is retried here: the outcome says what to do next.
    fn send(
        &self,
        to: &ChatRef,
        message: &Outgoing,
        file: Option<&StoredFile>,
        key: SendKey,
    ) -> impl Future<Output = Result<Receipt, SendError>> + Send;

    /// Changes a message of ours. A message that says this already is a success. The file that went with it stays.
    fn edit(
        &self,
        to: &ChatRef,
        sent: &str,
        message: &Outgoing,
    ) -> impl Future<Output = Result<(), SendError>> + Send;

    /// Takes a message of ours back: deletes it, or where the platform does not allow that any more, lets it say `instead`.
    /// One that is not there any more is a success.
    fn withdraw(
        &self,
        to: &ChatRef,
        sent: &str,
        instead: &Outgoing,
    ) -> impl Future<Output = Result<(), SendError>> + Send;

    /// Brings a file that a person has sent, of at most so many bytes.
    fn fetch(
        &self,
        remote: &str,
        most: u64,
    ) -> impl Future<Output = Result<Vec<u8>, SendError>> + Send;
}

/// Why a message was not sent, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Certainly not sent: a flood limit, a refused connection. Try again, not before the platform says.
    #[error("not now: {cause}")]
    Retry {
        not_before: Option<Duration>,
        cause: String,
    },
    /// Perhaps sent: a timeout or a server's error after the request was written.
    #[error("uncertain: {0}")]
    Uncertain(String),
    /// This content will never pass: our fault.
    #[error("rejected: {0}")]
    Rejected(String),
    /// The platform does not know the file any more by the name that it gave it: it has to be uploaded again.
    #[error("file forgotten: {0}")]
    FileForgotten(String),
    /// The message that was to be changed is not there any more; the chat may be.
    #[error("no message: {0}")]
    NoMessage(String),
    /// Blocked, kicked, deleted: stop writing there.
    #[error("gone: {0}")]
    Gone(String),
    /// Rights are missing there, for now.
    #[error("not allowed: {0}")]
    NotAllowed(String),
    /// The way to answer has expired: it may pass once the person does something again. It is tried again all the same,
    /// after growing waits.
    #[error("absent: {0}")]
    Absent(String),
    /// The platform takes no messages any more to people who did not just write: reminders and notices to single persons
    /// have to stop.
    #[error("direct messages stopped: {0}")]
    DirectStopped(String),
    /// The chat has a new id.
    #[error("moved")]
    Moved(ChatRef),
    /// The whole platform is out of reach: keep the messages.
    #[error("stopped: {0}")]
    Stop(String),
}
