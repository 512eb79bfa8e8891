//! The seam between the core and the places where people talk: [`Messenger`]. One file or folder for each platform.

pub mod terminal;

use std::future::Future;
use std::time::Duration;

use crate::domain::message::{ChatRef, Outgoing, Platform};

/// Names one message to a platform that can tell a repetition from a new message: the number of its outbox row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendKey(pub i64);

/// The platform's own id of a message that it accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt(pub String);

/// Sends messages to one platform.
pub trait Messenger: Send + Sync {
    /// The platform.
    fn platform(&self) -> Platform;

    /// Sends one message. Nothing is retried here: the outcome says what to do next.
    fn send(
        &self,
        to: &ChatRef,
        message: &Outgoing,
        key: SendKey,
    ) -> impl Future<Output = Result<Receipt, SendError>> + Send;
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
    /// Blocked, kicked, deleted: stop writing there.
    #[error("gone: {0}")]
    Gone(String),
    /// Rights are missing there, for now.
    #[error("not allowed: {0}")]
    NotAllowed(String),
    /// The chat has a new id.
    #[error("moved")]
    Moved(ChatRef),
    /// The whole platform is out of reach: keep the messages.
    #[error("stopped: {0}")]
    Stop(String),
}
