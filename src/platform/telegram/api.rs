//! A small client of the Bot API (<https://core.telegram.org/bots/api#making-requests>).
//!
//! Requests, types and the texts of errors are teloxide's; the way over HTTP is ours, because teloxide 0.17 sleeps ten
//! seconds inside a call after a 5xx, hides `error_code`, fails on a successful answer that it cannot parse (the message
//! would look uncertain and go out twice), and reads answers without a bound. Nothing is retried here: an outcome says
//! what is known, and who calls decides.

use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder, Response, StatusCode, Url, redirect};
use serde::Serialize;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use teloxide::requests::Payload;

use crate::platform::http::{Unread, body, bounded, file_name, is_unsent, unquoted, words};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);

/// How long an idle connection is kept. Short: one that the other side has closed meanwhile makes a send uncertain.
const IDLE: Duration = Duration::from_secs(20);

/// Bytes of an unreadable answer that are kept: the id of the first update stands there.
const START: usize = 200;

/// What one call may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The whole call, with the connection and the answer.
    pub time: Duration,
    /// Bytes of the answer.
    pub bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(15),
            bytes: 1024 * 1024,
        }
    }
}

impl Limits {
    /// For an upload. Below the time that delivery gives one send, so that the outcome is told here.
    pub const UPLOAD: Self = Self {
        time: Duration::from_secs(18),
        bytes: 1024 * 1024,
    };
}

/// What is known when a call did not succeed. No text has the token in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// The request certainly did not arrive: no address, no connection, no TLS.
    #[error("not sent: {0}")]
    NotSent(String),
    /// Perhaps it was carried out: no answer in time, a broken connection, a server's fault, an answer that says nothing.
    #[error("uncertain: {0}")]
    Uncertain(String),
    /// An answer came, and it cannot be read: too long, or no JSON. Perhaps it was carried out.
    #[error("unreadable: {cause}")]
    Unreadable {
        cause: String,
        /// The beginning of the answer.
        start: Vec<u8>,
    },
    /// The server refused it (<https://core.telegram.org/bots/api#making-requests>).
    #[error("{code}: {description}")]
    Api {
        /// `error_code`, or the HTTP status.
        code: u16,
        /// The server's words, shortened, with what it quotes taken out.
        description: String,
        /// How long to wait, with 429.
        retry_after: Option<Duration>,
        /// The new id of a group that became a supergroup.
        migrate_to: Option<i64>,
    },
}

impl CallError {
    /// Whether the server does not know the token: 401, or 404 for one of another form.
    pub fn is_unknown_token(&self) -> bool {
        matches!(
            self,
            Self::Api {
                code: 401 | 404,
                ..
            }
        )
    }
}

/// A file to upload.
#[derive(Debug)]
pub struct Upload<'a> {
    /// The parameter that it is.
    pub parameter: &'static str,
    /// The name that people see.
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// The Bot API with one bot's token. A clone shares its connections.
#[derive(Clone)]
pub struct Api {
    client: Client,
    /// The address up to the name of the method; it has the token.
    prefix: Arc<str>,
    /// The address up to the path of a file; it has the token.
    files: Arc<str>,
    token: Arc<str>,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").finish_non_exhaustive()
    }
}

impl Api {
    /// A client for the server at `base_url` (`https://api.telegram.org`, or one of one's own).
    ///
    /// # Errors
    /// An address that is none, a token of another form than the one BotFather gives, a TLS library that does not start.
    pub fn new(base_url: &str, token: &str) -> anyhow::Result<Self> {
        let base = Url::parse(base_url)
            .map_err(|error| anyhow::anyhow!("the address of the Bot API: {error}"))?;
        anyhow::ensure!(
            matches!(base.scheme(), "http" | "https") && base.host_str().is_some(),
            "the address of the Bot API must begin with http or https"
        );
        // It becomes a part of an address: nothing in it may lead elsewhere.
        anyhow::ensure!(
            is_token(token),
            "the token does not look like one of BotFather (123456:ABC-DEF)"
        );
        let client = Client::builder()
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE)
            // The API has none, and to follow one would hand the token to somebody else.
            .redirect(redirect::Policy::none())
            .build()
            .map_err(reqwest::Error::without_url)?;
        let base = base.as_str().trim_end_matches('/');
        Ok(Self {
            client,
            prefix: format!("{base}/bot{token}/").into(),
            files: format!("{base}/file/bot{token}/").into(),
            token: token.into(),
        })
    }

    /// Calls a method that teloxide knows. Returns the `result`, whatever its form: a success of an unexpected form is a
    /// success.
    ///
    /// # Errors
    /// As [`CallError`] says.
    pub async fn call<P: Payload + Serialize>(&self, payload: &P) -> Result<Value, CallError> {
        self.call_within(P::NAME, payload, Limits::default()).await
    }

    /// Calls a method by its name, for those that teloxide does not know yet.
    ///
    /// # Errors
    /// As [`CallError`] says.
    pub async fn call_raw(&self, method: &str, parameters: &Value) -> Result<Value, CallError> {
        self.call_within(method, parameters, Limits::default())
            .await
    }

    /// Calls a method within limits of its own: `getUpdates` waits long and answers much.
    ///
    /// # Errors
    /// As [`CallError`] says.
    pub async fn call_within<T: Serialize + ?Sized>(
        &self,
        method: &str,
        parameters: &T,
        limits: Limits,
    ) -> Result<Value, CallError> {
        let request = self.client.post(self.address(method)).json(parameters);
        self.finish(request, limits).await
    }

    /// Calls a method with a file to upload; `parameters` is an object of the others
    /// (<https://core.telegram.org/bots/api#sending-files>).
    ///
    /// # Errors
    /// As [`CallError`] says.
    pub async fn call_multipart(
        &self,
        method: &str,
        parameters: &Value,
        upload: Upload<'_>,
    ) -> Result<Value, CallError> {
        let mut form = Form::new();
        for (name, value) in parameters.as_object().into_iter().flatten() {
            let text = value.as_str().map_or_else(|| value.to_string(), Into::into);
            form = form.text(name.clone(), text);
        }
        let file = Part::bytes(upload.bytes.to_vec()).file_name(file_name(upload.name));
        let form = form.part(upload.parameter, file);
        let request = self.client.post(self.address(method)).multipart(form);
        self.finish(request, Limits::UPLOAD).await
    }

    /// Downloads a file by the path that `getFile` told (<https://core.telegram.org/bots/api#file>), within limits.
    ///
    /// # Errors
    /// As [`CallError`] says; [`CallError::Unreadable`] for a file that is longer than the limit. The 404 of a path that is
    /// not valid any more is one of [`CallError::Api`].
    pub async fn download(&self, path: &str, limits: Limits) -> Result<Vec<u8>, CallError> {
        // The server names it, and it becomes a part of an address with the token: nothing in it may lead elsewhere.
        if !is_path(path) {
            return Err(unreadable("not the path of a file".to_owned(), &[]));
        }
        let request = self.client.get(format!("{}{path}", self.files));
        let download = async {
            let response = request.send().await.map_err(|error| self.failed(error))?;
            let status = response.status();
            if status.is_success() {
                let bytes = body(response, limits.bytes).await;
                return bytes.map_err(|unread| self.unread(unread));
            }
            let wait = header_wait(&response);
            let said = body(response, Limits::default().bytes).await;
            Err(refused_download(status, wait, &said.unwrap_or_default()))
        };
        tokio::time::timeout(limits.time, download)
            .await
            .unwrap_or_else(|_| Err(CallError::Uncertain("no answer in time".to_owned())))
    }

    fn address(&self, method: &str) -> String {
        format!("{}{method}", self.prefix)
    }

    async fn finish(&self, request: RequestBuilder, limits: Limits) -> Result<Value, CallError> {
        let call = async {
            let response = request.send().await.map_err(|error| self.failed(error))?;
            let (status, wait) = (response.status(), header_wait(&response));
            let body = body(response, limits.bytes)
                .await
                .map_err(|unread| self.unread(unread))?;
            outcome(status, wait, &body)
        };
        // Around everything, so that an answer that trickles ends too.
        tokio::time::timeout(limits.time, call)
            .await
            .unwrap_or_else(|_| Err(CallError::Uncertain("no answer in time".to_owned())))
    }

    fn unread(&self, unread: Unread) -> CallError {
        match unread {
            Unread::Broken(error) => CallError::Uncertain(self.cause(error)),
            Unread::TooLong { cause, start } => unreadable(cause, &start),
        }
    }

    /// Why no answer began.
    fn failed(&self, error: reqwest::Error) -> CallError {
        let is_unsent = is_unsent(&error);
        let cause = self.cause(error);
        if is_unsent {
            CallError::NotSent(cause)
        } else {
            CallError::Uncertain(cause)
        }
    }

    /// An error in words, from the outermost to the innermost cause, without addresses.
    fn cause(&self, error: reqwest::Error) -> String {
        bounded(&words(error).replace(&*self.token, "…"))
    }
}

/// Whether a text has the form of a token: `123456:ABC-DEF_1`.
fn is_token(text: &str) -> bool {
    let is_secret = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.split_once(':').is_some_and(|(id, secret)| {
        !id.is_empty()
            && id.chars().all(|c| c.is_ascii_digit())
            && !secret.is_empty()
            && secret.chars().all(is_secret)
    })
}

/// Whether a text is the path of a file on the server, which needs no escapes: `documents/file_7.pdf`.
fn is_path(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_name =
        |name: &str| !name.is_empty() && !name.starts_with('.') && name.chars().all(is_plain);
    text.split('/').all(is_name)
}

/// What a download was refused for. A server of files need not say it in JSON.
fn refused_download(status: StatusCode, wait: Option<Duration>, said: &[u8]) -> CallError {
    match outcome(status, wait, said) {
        Err(refused @ CallError::Api { .. }) => refused,
        _ if status.is_client_error() => CallError::Api {
            code: status.as_u16(),
            description: String::new(),
            retry_after: None,
            migrate_to: None,
        },
        _ => CallError::Uncertain(format!("HTTP {} for a file", status.as_u16())),
    }
}

/// What an answer says.
fn outcome(status: StatusCode, wait: Option<Duration>, body: &[u8]) -> Result<Value, CallError> {
    let mut answer: Value = serde_json::from_slice(body).unwrap_or_default();
    match answer.get("ok").and_then(Value::as_bool) {
        Some(true) => return Ok(answer["result"].take()),
        Some(false) => {}
        // A proxy on the way says that, and it has not let the request through.
        None if status == StatusCode::TOO_MANY_REQUESTS => {}
        None => {
            let cause = format!("HTTP {}, and not an answer of the Bot API", status.as_u16());
            return Err(if status.is_success() {
                unreadable(cause, body)
            } else {
                CallError::Uncertain(cause)
            });
        }
    }
    let code = answer["error_code"].as_u64();
    let code = code.and_then(|code| u16::try_from(code).ok());
    let code = code.unwrap_or(status.as_u16());
    let description = bounded(&unquoted(
        answer["description"].as_str().unwrap_or_default(),
    ));
    if code >= 500 {
        return Err(CallError::Uncertain(format!("{code}: {description}")));
    }
    let parameters = &answer["parameters"];
    let asked = parameters["retry_after"].as_u64();
    let retry_after = asked
        .or_else(|| told_wait(&description))
        .map(Duration::from_secs)
        .or(wait);
    Err(CallError::Api {
        code,
        retry_after: retry_after.filter(|_| code == 429),
        migrate_to: parameters["migrate_to_chat_id"].as_i64(),
        description,
    })
}

fn unreadable(cause: String, body: &[u8]) -> CallError {
    let start = body[..body.len().min(START)].to_vec();
    CallError::Unreadable { cause, start }
}

/// The seconds in "Too Many Requests: retry after 7".
fn told_wait(description: &str) -> Option<u64> {
    let description = description.to_ascii_lowercase();
    let (_, rest) = description.split_once("retry after ")?;
    let end = rest.find(|c: char| !c.is_ascii_digit());
    rest[..end.unwrap_or(rest.len())].parse().ok()
}

fn header_wait(response: &Response) -> Option<Duration> {
    let value = response.headers().get(reqwest::header::RETRY_AFTER)?;
    let seconds = value.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::WORDS;
    use crate::platform::testing::{Server, answer};
    use serde_json::json;

    const TOKEN: &str = "123456:AAsecret-secret_secret";

    fn of(status: u16, body: &str) -> Result<Value, CallError> {
        outcome(StatusCode::from_u16(status).unwrap(), None, body.as_bytes())
    }

    fn api_error(status: u16, body: Value) -> (u16, Option<u64>, Option<i64>) {
        match of(status, &body.to_string()) {
            Err(CallError::Api {
                code,
                retry_after,
                migrate_to,
                ..
            }) => (code, retry_after.map(|wait| wait.as_secs()), migrate_to),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_success_is_one_whatever_its_form() {
        assert_eq!(of(200, r#"{"ok":true,"result":7}"#).unwrap(), json!(7));
        assert_eq!(of(200, r#"{"ok":true}"#).unwrap(), Value::Null);
        let strange = r#"{"ok":true,"result":{"message_id":"x","new":[1]}}"#;
        assert_eq!(of(200, strange).unwrap()["new"], json!([1]));
    }

    #[test]
    fn a_refusal_has_its_code_and_parameters() {
        let flood = json!({"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 7"});
        assert_eq!(api_error(429, flood), (429, Some(7), None));
        let flood =
            json!({"ok": false, "error_code": 429, "parameters": {"retry_after": 9, "more": 1}});
        assert_eq!(api_error(429, flood), (429, Some(9), None));
        let moved = json!({"ok": false, "error_code": 400, "description": "Bad Request: x", "parameters": {"migrate_to_chat_id": -1_001_234_567_890_123_i64}});
        assert_eq!(
            api_error(400, moved),
            (400, None, Some(-1_001_234_567_890_123))
        );
        assert_eq!(api_error(403, json!({"ok": false})), (403, None, None));
        assert_eq!(api_error(429, json!("slow down")), (429, None, None));
    }

    #[test]
    fn what_says_nothing_is_uncertain() {
        for (status, body) in [
            (502, "<html>Bad Gateway</html>"),
            (
                500,
                r#"{"ok":false,"error_code":500,"description":"Internal Server Error"}"#,
            ),
            (302, ""),
            (404, "not here"),
        ] {
            let outcome = of(status, body);
            assert!(matches!(outcome, Err(CallError::Uncertain(_))), "{body}");
        }
        for body in ["", "<html>hotel wifi</html>", r#"{"ok":"true"}"#] {
            let unreadable = matches!(of(200, body), Err(CallError::Unreadable { .. }));
            assert!(unreadable, "{body}");
        }
    }

    #[test]
    fn descriptions_are_short_and_quote_nobody() {
        let description = format!(
            "Bad Request: can't parse entities: Unsupported start tag \"Kowalski\" at 'PESEL' {}",
            "x".repeat(500)
        );
        let body = json!({"ok": false, "error_code": 400, "description": description});
        let Err(CallError::Api { description, .. }) = of(400, &body.to_string()) else {
            panic!("refused");
        };
        assert!(
            description.starts_with("Bad Request: can't parse entities: Unsupported start tag")
        );
        assert!(!description.contains("Kowalski") && !description.contains("PESEL"));
        assert_eq!(description.chars().count(), WORDS);
    }

    #[tokio::test]
    async fn parameters_go_as_json_and_files_as_a_form() {
        let server = Server::start(|_, _| answer(200, json!({"ok": true, "result": 1}))).await;
        let api = Api::new(&server.url, TOKEN).unwrap();
        api.call_raw("getMe", &json!({"a": "ż"})).await.unwrap();
        let upload = Upload {
            parameter: "document",
            name: "Załącznik \"1\"\r\n.pdf",
            bytes: b"%PDF",
        };
        let parameters = json!({"chat_id": 5, "caption": "ż"});
        api.call_multipart("sendDocument", &parameters, upload)
            .await
            .unwrap();
        let seen = server.seen();
        assert_eq!(
            seen[0],
            (format!("/bot{TOKEN}/getMe"), r#"{"a":"ż"}"#.into())
        );
        let form = &seen[1].1;
        assert!(form.contains("name=\"chat_id\"\r\n\r\n5\r\n"), "{form}");
        assert!(form.contains("filename=\"Załącznik 1.pdf\""), "{form}");
    }

    #[tokio::test]
    async fn an_answer_is_read_up_to_its_bound() {
        let server =
            Server::start(|_, _| answer(200, json!({"ok": true, "result": "x".repeat(5000)})))
                .await;
        let api = Api::new(&server.url, TOKEN).unwrap();
        let limits = |bytes| Limits {
            bytes,
            ..Limits::default()
        };
        let call = |bytes| api.call_within("getUpdates", "", limits(bytes));
        assert!(matches!(
            call(1000).await,
            Err(CallError::Unreadable { .. })
        ));
        assert!(call(10_000).await.is_ok());
    }

    #[tokio::test]
    async fn a_file_is_brought_up_to_its_bound() {
        let server = Server::start(|_, path| {
            let bytes = |count: usize| answer(200, Value::Null).saying(&"x".repeat(count));
            match path.rsplit('/').next() {
                Some("small.pdf") => bytes(1000),
                Some("large.pdf") => bytes(5000),
                Some("old.pdf") => answer(404, Value::Null).saying("<html>"),
                Some("busy.pdf") => answer(429, Value::Null).header("Retry-After", 9),
                _ => answer(502, Value::Null),
            }
        })
        .await;
        let api = Api::new(&server.url, TOKEN).unwrap();
        let limits = Limits {
            bytes: 1000,
            ..Limits::default()
        };
        let path = |name: &str| format!("documents/{name}.pdf");
        let small = api.download(&path("small"), limits).await;
        assert_eq!(small.map(|bytes| bytes.len()), Ok(1000));
        assert_eq!(
            server.seen()[0].0,
            format!("/file/bot{TOKEN}/documents/small.pdf")
        );
        let large = api.download(&path("large"), limits).await.unwrap_err();
        assert!(matches!(large, CallError::Unreadable { .. }), "{large:?}");
        for (name, expected) in [("old", (404, None)), ("busy", (429, Some(9)))] {
            let Err(CallError::Api {
                code, retry_after, ..
            }) = api.download(&path(name), limits).await
            else {
                panic!("{name}");
            };
            assert_eq!((code, retry_after.map(|wait| wait.as_secs())), expected);
        }
        let broken = api.download(&path("broken"), limits).await.unwrap_err();
        assert!(matches!(broken, CallError::Uncertain(_)), "{broken:?}");
        let asked = server.seen().len();
        for path in [
            "",
            "/etc/passwd",
            "a/../b",
            "a//b",
            "a?b",
            "a#b",
            "https://x.example/a",
            "a%2fb",
        ] {
            let error = api.download(path, limits).await.unwrap_err();
            assert!(matches!(error, CallError::Unreadable { .. }), "{error:?}");
            assert_tokenless(&format!("{error:?} {error}"));
        }
        assert_eq!(server.seen().len(), asked);
    }

    #[tokio::test]
    async fn without_a_connection_nothing_was_sent() {
        let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = closed.local_addr().unwrap();
        drop(closed);
        let api = Api::new(&format!("http://{address}"), TOKEN).unwrap();
        let error = api.call_raw("sendMessage", &json!({})).await.unwrap_err();
        assert!(matches!(error, CallError::NotSent(_)), "{error:?}");
        assert_tokenless(&format!("{error:?} {error} {api:?}"));
        let error = api
            .download("a/b.pdf", Limits::default())
            .await
            .unwrap_err();
        assert!(matches!(error, CallError::NotSent(_)), "{error:?}");
        assert_tokenless(&format!("{error:?} {error}"));
    }

    #[tokio::test]
    async fn a_connection_that_breaks_or_keeps_silent_is_uncertain() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            // The first is closed at once, the second is held.
            drop(listener.accept().await);
            let held = listener.accept().await;
            std::future::pending::<()>().await;
            drop(held);
        });
        let api = Api::new(&format!("http://{address}/"), TOKEN).unwrap();
        let limits = Limits {
            time: Duration::from_millis(80),
            ..Limits::default()
        };
        for _ in 0..2 {
            let error = api
                .call_within("sendMessage", &json!({}), limits)
                .await
                .unwrap_err();
            assert!(matches!(error, CallError::Uncertain(_)), "{error:?}");
            assert_tokenless(&format!("{error:?} {error}"));
        }
    }

    #[test]
    fn a_token_of_another_form_is_refused_and_not_repeated() {
        for token in ["", "123", "123:", ":abc", "12x:abc", "1:a/../b", "1:a?b"] {
            let error = format!("{:?}", Api::new("https://x.example", token).unwrap_err());
            assert!(token.len() < 4 || !error.contains(token), "{error}");
        }
        for url in ["", "x.example", "ftp://x.example", "unix:/run/x"] {
            let error = format!("{:?}", Api::new(url, TOKEN).unwrap_err());
            assert_tokenless(&error);
        }
    }

    fn assert_tokenless(text: &str) {
        assert!(!text.contains("secret") && !text.contains(TOKEN), "{text}");
    }
}
