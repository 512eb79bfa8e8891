//! A small client of the REST API (<https://docs.discord.com/developers/reference>).
//!
//! What is sent is built by serenity; the way over HTTP is ours, because serenity 0.12 has no timeout, sleeps without an
//! end inside its limiter, and puts tokens of interactions into its errors. Nothing is retried here: an outcome says what
//! is known, and who calls decides.

mod attachments;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, Method, RequestBuilder, StatusCode, Url, redirect};
use serde_json::Value;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

use super::limits::{Flood, Limits, NotNow, Place, Scope, State, Told};
use crate::platform::http::{Unread, body, bounded, file_name, is_unsent, unquoted, words};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);

/// How long an idle connection is kept: an interaction is answered within three seconds, and a new connection would take
/// a good part of the first one.
const IDLE: Duration = Duration::from_secs(90);

/// A whole call, with waiting for its turn, the connection and the answer.
const CALL: Duration = Duration::from_secs(15);

/// The same with a file. Below the time that delivery gives one send, so that the outcome is told here.
const UPLOAD: Duration = Duration::from_secs(18);

/// How long a call waits for its turn.
const PATIENCE: Duration = Duration::from_secs(2);

/// Bytes of an answer: all commands in all languages fit.
const ANSWER: usize = 4 * 1024 * 1024;

/// The wait after a 429 that does not say how long.
const FLOOD_WAIT: Duration = Duration::from_secs(5);

/// The longest wait that is believed.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// What the API says of a form that it does not take; what exactly stands beside it.
const INVALID_FORM: u64 = 50035;

/// Discord asks for an address and a version, and turns others away
/// (<https://docs.discord.com/developers/reference#user-agent>).
const USER_AGENT: &str = concat!(
    "DiscordBot (https://example.org/lacznik.git, ",
    env!("CARGO_PKG_VERSION"),
    ")"
);

/// A route: the method, and the path with what limits are counted by
/// (<https://docs.discord.com/developers/topics/rate-limits>). Its path may hold the token of an interaction, which is
/// never shown.
#[derive(Clone, PartialEq, Eq)]
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

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
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
pub struct Rest {
    client: Client,
    /// The address up to the path of a route.
    prefix: Arc<str>,
    token: Arc<str>,
    authorization: HeaderValue,
    turns: Arc<Turns>,
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest").finish_non_exhaustive()
    }
}

impl Rest {
    /// A client for the server at `base_url` (`https://discord.com`).
    ///
    /// # Errors
    /// An address that is none, a token that cannot be one, a TLS library that does not start.
    pub fn new(base_url: &str, token: &str) -> anyhow::Result<Self> {
        let base = Url::parse(base_url)
            .map_err(|error| anyhow::anyhow!("the address of Discord: {error}"))?;
        anyhow::ensure!(
            matches!(base.scheme(), "http" | "https") && base.host_str().is_some(),
            "the address of Discord must begin with http or https"
        );
        // It becomes a header, which it must not end.
        let is_token = !token.is_empty() && token.chars().all(|c| c.is_ascii_graphic());
        anyhow::ensure!(
            is_token,
            "the token does not look like one of a bot of Discord"
        );
        let mut authorization = HeaderValue::from_str(&format!("Bot {token}"))
            .map_err(|_| anyhow::anyhow!("the token cannot be sent"))?;
        authorization.set_sensitive(true);
        let client = Client::builder()
            .user_agent(USER_AGENT)
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            .http1_only()
            // The API has none, and to follow one would hand the token to somebody else.
            .redirect(redirect::Policy::none())
            .build()
            .map_err(reqwest::Error::without_url)?;
        let base = base.as_str().trim_end_matches('/');
        Ok(Self {
            client,
            prefix: format!("{base}/api/v10").into(),
            token: token.into(),
            authorization,
            turns: Arc::default(),
        })
    }

    /// Calls a route. An answer without a body is `null`.
    ///
    /// # Errors
    /// As [`CallError`] says.
    pub async fn call(&self, route: &Route, body: Option<&Value>) -> Result<Value, CallError> {
        let mut request = self.request(route);
        if let Some(body) = body {
            request = request.json(body);
        }
        self.finish(route, request, CALL).await
    }

    /// Calls a route with a file to upload beside the body (`payload_json`), whose `attachments` describe it as number 0
    /// (<https://docs.discord.com/developers/reference#uploading-files>).
    ///
    /// # Errors
    /// As [`CallError`] says.
    pub async fn upload(
        &self,
        route: &Route,
        body: &Value,
        file: Upload<'_>,
    ) -> Result<Value, CallError> {
        let part = Part::bytes(file.bytes.to_vec()).file_name(file_name(file.name));
        let form = Form::new()
            .text("payload_json", body.to_string())
            .part("files[0]", part);
        let request = self.request(route).multipart(form);
        self.finish(route, request, UPLOAD).await
    }

    /// How long until a call of this route would be taken, as far as Discord has said so by now; zero for now, and where
    /// a call would say that it is held back.
    pub fn wait(&self, route: &Route) -> Duration {
        match self.turns.limits().look(route, present()) {
            Err(NotNow::Wait { wait, .. }) => wait,
            Ok(()) | Err(NotNow::HeldBack) => Duration::ZERO,
        }
    }

    fn request(&self, route: &Route) -> RequestBuilder {
        let address = format!("{}{}", self.prefix, route.path);
        let request = self.client.request(route.method.clone(), address);
        // The path of an interaction has a token of its own.
        if route.of_interaction {
            return request;
        }
        request.header(AUTHORIZATION, self.authorization.clone())
    }

    async fn finish(
        &self,
        route: &Route,
        request: RequestBuilder,
        time: Duration,
    ) -> Result<Value, CallError> {
        let call = async {
            let turn = self.turns.take(route).await?;
            let response = request
                .send()
                .await
                .map_err(|error| self.failed(route, error))?;
            let (status, headers) = (response.status(), response.headers().clone());
            let body = body(response, ANSWER)
                .await
                .map_err(|unread| self.unread(route, unread))?;
            let (told, outcome) = read(status, &headers, &body);
            turn.answered(&told);
            outcome.map_err(|error| self.without_tokens(route, error))
        };
        // Around everything, so that an answer that trickles ends too.
        tokio::time::timeout(time, call)
            .await
            .unwrap_or_else(|_| Err(CallError::Uncertain("no answer in time".to_owned())))
    }

    fn unread(&self, route: &Route, unread: Unread) -> CallError {
        CallError::Uncertain(match unread {
            Unread::Broken(error) => self.cause(route, error),
            Unread::TooLong { cause, .. } => cause,
        })
    }

    /// Why no answer began.
    fn failed(&self, route: &Route, error: reqwest::Error) -> CallError {
        let is_unsent = is_unsent(&error);
        let cause = self.cause(route, error);
        if is_unsent {
            CallError::NotSent(cause)
        } else {
            CallError::Uncertain(cause)
        }
    }

    fn cause(&self, route: &Route, error: reqwest::Error) -> String {
        bounded(&self.redacted(route, words(error)))
    }

    /// A text without the bot's token and without that of an interaction.
    fn redacted(&self, route: &Route, text: String) -> String {
        let text = text.replace(&*self.token, "…");
        match route.token() {
            Some(token) => text.replace(token, "…"),
            None => text,
        }
    }

    fn without_tokens(&self, route: &Route, error: CallError) -> CallError {
        match error {
            CallError::Refused {
                status,
                code,
                message,
            } => CallError::Refused {
                status,
                code,
                message: bounded(&self.redacted(route, message)),
            },
            other => other,
        }
    }
}

/// Whose turn it is, by the limits.
#[derive(Debug, Default)]
struct Turns {
    limits: Mutex<Limits>,
    /// A place may have become free.
    freed: Notify,
}

/// A request's turn. Dropped without an answer, it counts as unanswered.
struct Turn<'a> {
    turns: &'a Turns,
    place: Option<Place>,
}

impl Turns {
    fn limits(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a turn, not for long.
    async fn take(&self, route: &Route) -> Result<Turn<'_>, CallError> {
        let patience = present() + PATIENCE;
        loop {
            let freed = self.freed.notified();
            let now = present();
            let taken = self.limits().take(route, now);
            let (wait, global) = match taken {
                Ok(place) => {
                    return Ok(Turn {
                        turns: self,
                        place: Some(place),
                    });
                }
                Err(NotNow::HeldBack) => {
                    let cause = "too many requests were refused within ten minutes";
                    return Err(CallError::HeldBack(cause.to_owned()));
                }
                Err(NotNow::Wait { wait, global }) => (wait, global),
            };
            if now + wait > patience {
                return Err(CallError::Limited { wait, global });
            }
            // The end of the wait is the same whether or not something becomes free before.
            let _ = tokio::time::timeout(wait, freed).await;
        }
    }
}

impl Turn<'_> {
    fn answered(mut self, told: &Told) {
        if let Some(place) = self.place.take() {
            self.turns.limits().answered(place, told, present());
            self.turns.freed.notify_waiters();
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(place) = self.place.take() {
            self.turns.limits().unanswered(&place, present());
            self.turns.freed.notify_waiters();
        }
    }
}

/// The present, as tests that move the time have it.
fn present() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// What an answer says of limits, and of the call.
fn read(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> (Told, Result<Value, CallError>) {
    let answer: Option<Value> = match body {
        [] => Some(Value::Null),
        body => serde_json::from_slice(body).ok(),
    };
    let said = answer.as_ref().unwrap_or(&Value::Null);
    let flood = (status == StatusCode::TOO_MANY_REQUESTS).then(|| flood(headers, said));
    let told = Told {
        bucket: state(headers),
        status: status.as_u16(),
        flood,
    };
    let outcome = match (flood, answer) {
        (Some(flood), _) => Err(CallError::Limited {
            wait: flood.wait,
            global: flood.scope == Scope::Global,
        }),
        (None, Some(answer)) if status.is_success() => Ok(answer),
        (None, answer) => Err(refusal(status, answer.as_ref())),
    };
    (told, outcome)
}

/// The state of the bucket, where the headers tell all of it.
fn state(headers: &HeaderMap) -> Option<State> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    let number = |name: &str| text(name)?.trim().parse::<u32>().ok();
    Some(State {
        name: text("x-ratelimit-bucket")?.to_owned(),
        limit: number("x-ratelimit-limit")?,
        remaining: number("x-ratelimit-remaining")?,
        reset_after: seconds(text("x-ratelimit-reset-after")?.trim().parse().ok()?)?,
    })
}

/// What a 429 says. Where nothing says what it is of, it is not from the API, but from what stands before it: then it is
/// for everything.
fn flood(headers: &HeaderMap, body: &Value) -> Flood {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    let header = |name: &str| text(name)?.trim().parse::<f64>().ok();
    let wait = body["retry_after"]
        .as_f64()
        .or_else(|| header(RETRY_AFTER.as_str()))
        .or_else(|| header("x-ratelimit-reset-after"));
    let scope = match text("x-ratelimit-scope") {
        Some("shared") => Scope::Shared,
        Some("global") => Scope::Global,
        _ if body["global"].as_bool() == Some(true) || !body.is_object() => Scope::Global,
        _ => Scope::User,
    };
    Flood {
        wait: wait.and_then(seconds).unwrap_or(FLOOD_WAIT),
        scope,
    }
}

fn seconds(number: f64) -> Option<Duration> {
    let wait = Duration::try_from_secs_f64(number).ok()?;
    Some(wait.min(LONGEST_WAIT))
}

/// What an answer says that is no success. A fault of the server tells nothing of the call unless it has a code. What is
/// not the API's own comes from something on the way, a proxy: it has turned the call away, or does not know where to.
fn refusal(status: StatusCode, answer: Option<&Value>) -> CallError {
    let Some(answer) = answer.filter(|answer| answer.is_object()) else {
        let status = status.as_u16();
        let cause = format!("HTTP {status}, and not an answer of the API");
        return match status {
            401 | 403 => CallError::Refused {
                status,
                code: 0,
                message: cause,
            },
            400..500 => CallError::NotSent(cause),
            _ => CallError::Uncertain(cause),
        };
    };
    let code = answer["code"].as_u64().unwrap_or_default();
    let mut message = unquoted(answer["message"].as_str().unwrap_or_default());
    if code == INVALID_FORM {
        let mut wrong = Vec::new();
        name_wrong(&answer["errors"], "", &mut wrong);
        message = format!("{message}: {}", wrong.join(", "));
    }
    if code == 0 && !status.is_client_error() {
        let cause = format!("HTTP {}: {}", status.as_u16(), bounded(&message));
        return CallError::Uncertain(cause);
    }
    CallError::Refused {
        status: status.as_u16(),
        code,
        message: bounded(&message),
    }
}

/// The names of what is wrong in a form, with the codes of the faults: the words of a fault may quote a message
/// (<https://docs.discord.com/developers/reference#error-messages>).
fn name_wrong(errors: &Value, path: &str, wrong: &mut Vec<String>) {
    for (name, inner) in errors.as_object().into_iter().flatten() {
        if name != "_errors" {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            name_wrong(inner, &path, wrong);
            continue;
        }
        for fault in inner.as_array().into_iter().flatten() {
            let code = fault["code"].as_str().unwrap_or_default();
            wrong.push(format!("{path} {code}"));
        }
    }
}

/// Where limits are counted for nothing smaller than the bot.
const NO_MAJOR: &str = "-";

impl Route {
    fn new(method: Method, template: &str, path: String, major: &str) -> Self {
        Self {
            key: format!("{method} {template} {major}"),
            method,
            path,
            of_interaction: false,
        }
    }

    /// A route whose path has a token of its own. Limits are counted by the token too; the key has a digest of it.
    fn by_token(method: Method, template: &str, path: String, token: &str) -> Self {
        let mut digest = DefaultHasher::new();
        token.hash(&mut digest);
        let major = format!("{:x}", digest.finish());
        Self {
            of_interaction: true,
            ..Self::new(method, template, path, &major)
        }
    }

    /// The answer to an interaction, within three seconds
    /// (<https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response>).
    pub fn callback(interaction: &str, token: &str) -> Self {
        let path = format!(
            "/interactions/{}/{}/callback",
            id(interaction),
            secret(token)
        );
        let template = "/interactions/:interaction/:token/callback";
        Self::by_token(Method::POST, template, path, token)
    }

    /// Changes what is shown in answer to an interaction.
    pub fn original(application: &str, token: &str) -> Self {
        let path = format!(
            "/webhooks/{}/{}/messages/@original",
            id(application),
            secret(token)
        );
        let template = "/webhooks/:application/:token/messages/@original";
        Self::by_token(Method::PATCH, template, path, token)
    }

    /// Reads what is shown in answer to an interaction.
    pub fn read_original(application: &str, token: &str) -> Self {
        Self {
            method: Method::GET,
            ..Self::original(application, token)
        }
    }

    /// One more message in answer to an interaction.
    pub fn follow_up(application: &str, token: &str) -> Self {
        let path = format!("/webhooks/{}/{}", id(application), secret(token));
        Self::by_token(Method::POST, "/webhooks/:application/:token", path, token)
    }

    /// A new message in a channel (<https://docs.discord.com/developers/resources/message#create-message>).
    pub fn create_message(channel: &str) -> Self {
        let path = format!("/channels/{}/messages", id(channel));
        Self::new(
            Method::POST,
            "/channels/:channel/messages",
            path,
            id(channel),
        )
    }

    /// Changes a message of the bot.
    pub fn edit_message(channel: &str, message: &str) -> Self {
        let path = format!("/channels/{}/messages/{}", id(channel), id(message));
        let template = "/channels/:channel/messages/:message";
        Self::new(Method::PATCH, template, path, id(channel))
    }

    /// Deletes a message of the bot (<https://docs.discord.com/developers/resources/message#delete-message>).
    pub fn delete_message(channel: &str, message: &str) -> Self {
        let path = format!("/channels/{}/messages/{}", id(channel), id(message));
        let template = "/channels/:channel/messages/:message";
        Self::new(Method::DELETE, template, path, id(channel))
    }

    /// At most a hundred messages of a channel after one with this id, the newest first
    /// (<https://docs.discord.com/developers/resources/message#get-channel-messages>).
    pub fn messages_after(channel: &str, after: &str) -> Self {
        let path = format!(
            "/channels/{}/messages?after={}&limit=100",
            id(channel),
            id(after)
        );
        Self::new(
            Method::GET,
            "/channels/:channel/messages",
            path,
            id(channel),
        )
    }

    /// Where the gateway is, and how often one may identify there
    /// (<https://docs.discord.com/developers/events/gateway#get-gateway-bot>).
    pub fn gateway_bot() -> Self {
        Self::plain("/gateway/bot")
    }

    /// Who the bot is as a user.
    pub fn me() -> Self {
        Self::plain("/users/@me")
    }

    /// The application that the bot belongs to.
    pub fn application() -> Self {
        Self::plain("/applications/@me")
    }

    /// All commands that the application has everywhere, with their names in all languages
    /// (<https://docs.discord.com/developers/interactions/application-commands#get-global-application-commands>).
    pub fn commands(application: &str) -> Self {
        let path = format!(
            "/applications/{}/commands?with_localizations=true",
            id(application)
        );
        let template = "/applications/:application/commands";
        Self::new(Method::GET, template, path, NO_MAJOR)
    }

    /// Puts these commands in the place of all that there are.
    pub fn put_commands(application: &str) -> Self {
        let path = format!("/applications/{}/commands", id(application));
        let template = "/applications/:application/commands";
        Self::new(Method::PUT, template, path, NO_MAJOR)
    }

    /// A server.
    pub fn guild(guild: &str) -> Self {
        let path = format!("/guilds/{}", id(guild));
        Self::new(Method::GET, "/guilds/:guild", path, id(guild))
    }

    /// The roles of a server.
    pub fn guild_roles(guild: &str) -> Self {
        let path = format!("/guilds/{}/roles", id(guild));
        Self::new(Method::GET, "/guilds/:guild/roles", path, id(guild))
    }

    /// A member of a server, with their roles.
    pub fn guild_member(guild: &str, user: &str) -> Self {
        let path = format!("/guilds/{}/members/{}", id(guild), id(user));
        Self::new(Method::GET, "/guilds/:guild/members/:user", path, id(guild))
    }

    /// A channel or thread.
    pub fn channel(channel: &str) -> Self {
        let path = format!("/channels/{}", id(channel));
        Self::new(Method::GET, "/channels/:channel", path, id(channel))
    }

    /// The token in the path of an interaction: after the kind and the id.
    fn token(&self) -> Option<&str> {
        self.of_interaction
            .then(|| self.path.split('/').nth(3))
            .flatten()
    }

    fn plain(path: &str) -> Self {
        Self::new(Method::GET, path, path.to_owned(), NO_MAJOR)
    }
}

/// Whether a text is an id of Discord (<https://docs.discord.com/developers/reference#snowflakes>).
pub fn is_id(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// An id as a part of a path. What is none becomes 0, which nothing has: a path never leads elsewhere.
fn id(text: &str) -> &str {
    if is_id(text) { text } else { "0" }
}

/// A token as a part of a path, as [`id`].
fn secret(token: &str) -> &str {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '=' | '~');
    let leads_up = token.bytes().all(|byte| byte == b'.');
    if !leads_up && token.chars().all(is_safe) {
        token
    } else {
        "0"
    }
}

#[cfg(test)]
mod tests;
