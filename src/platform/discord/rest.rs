//! A small client of the REST API.

use reqwest::Method;
use serde_json::Value;
use std::time::Duration;

/// A route: the method, and the path with what limits are counted by
/// (<https://docs.discord.com/developers/topics/rate-limits>).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub method: Method,
    /// The path after `/api/v10`, with its ids.
    pub path: String,
    /// The path with names in place of the ids, and the id of the channel, server or webhook: routes that share both share
    /// a limit until Discord names the bucket.
    pub key: String,
    /// Answers to interactions do not count against the limit for all.
    pub of_interaction: bool,
}

/// A file to upload.
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// The name that people see.
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// What is known when a call did not succeed. No text has a token in it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CallError {
    /// The request certainly did not arrive: no address, no connection, no TLS.
    #[error("not sent: {0}")]
    NotSent(String),
    /// It was not even tried: too many requests were refused lately, and Discord bans those who go on.
    #[error("held back: {0}")]
    HeldBack(String),
    /// Perhaps it was carried out: no answer in time, a broken connection, a server's fault, an answer that says nothing.
    #[error("uncertain: {0}")]
    Uncertain(String),
    /// Too many requests (429): not carried out.
    #[error("limited for {wait:?}")]
    Limited {
        wait: Duration,
        /// For everything, and not only for this route.
        global: bool,
    },
    /// The server refused it (<https://docs.discord.com/developers/topics/opcodes-and-status-codes>).
    #[error("{status} {code}: {message}")]
    Refused {
        status: u16,
        /// Discord's own code; 0 where it names none.
        code: u64,
        /// The server's words, shortened, with what it quotes taken out.
        message: String,
    },
}

/// The API with one bot's token. A clone shares its connections and what is known of the limits.
#[derive(Clone)]
pub struct Rest {}

impl Rest {
    /// A client for the server at `base_url` (`https://discord.com`).
    ///
    /// # Errors
    /// An address that is none, a token that cannot be one, a TLS library that does not start.
    pub fn new(_base_url: &str, _token: &str) -> anyhow::Result<Self> {
        unimplemented!()
    }

    /// Calls a route. An answer without a body is `null`.
    ///
    /// # Errors
    /// As [`CallError`] says.
    pub async fn call(&self, _route: &Route, _body: Option<&Value>) -> Result<Value, CallError> {
        unimplemented!()
    }

    /// Calls a route with a file to upload beside the body (`payload_json`).
    ///
    /// # Errors
    /// As [`CallError`] says.
    pub async fn upload(
        &self,
        _route: &Route,
        _body: &Value,
        _file: Upload<'_>,
    ) -> Result<Value, CallError> {
        unimplemented!()
    }

    /// How long until a call of this route would be taken, as far as Discord has said so by now; zero for now.
    pub fn wait(&self, _route: &Route) -> Duration {
        unimplemented!()
    }
}

impl Route {
    /// The answer to an interaction, within three seconds.
    pub fn callback(_id: &str, _token: &str) -> Self {
        unimplemented!()
    }

    /// A channel or thread.
    pub fn channel(channel: &str) -> Self {
        Self {
            method: Method::GET,
            path: format!("/channels/{channel}"),
            key: format!("GET /channels/:channel {channel}"),
            of_interaction: false,
        }
    }

    /// At most a hundred messages of a channel after one with this id, the newest first.
    pub fn messages_after(channel: &str, after: &str) -> Self {
        Self {
            method: Method::GET,
            path: format!("/channels/{channel}/messages?after={after}&limit=100"),
            key: format!("GET /channels/:channel/messages {channel}"),
            of_interaction: false,
        }
    }
}
