//! The stand-in for Discord itself, through HTTP and WebSocket: strict where the server is strict, and wrong on demand.

mod buckets;
mod clicks;
mod files;
mod gateway;
mod roles;
mod state;
mod strict;
mod trouble;

use crate::discord_api::spec::spec;
use crate::discord_api::{APPLICATION, BOT, DiscordApi, Limits};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const ANNA: u64 = 2001;
const OLEH: u64 = 2002;
const SERVER: u64 = 3001;
const GENERAL: u64 = 3002;
const NEWS: u64 = 3003;
const SOON: Duration = Duration::from_secs(5);
/// For what ought not to happen.
const MOMENT: Duration = Duration::from_millis(60);
const AGENT: &str = "DiscordBot (https://example.org/lacznik, 0.1)";
const NOBODY: &str = r#"{"parse":[]}"#;

/// A client that knows where the stand-in is.
struct Caller {
    api: DiscordApi,
    http: reqwest::Client,
}

impl Caller {
    async fn new() -> Self {
        Self::of(DiscordApi::start().await)
    }

    /// With a server that the bot has joined, with two channels.
    async fn in_server() -> Self {
        let caller = Self::new().await;
        let api = &caller.api;
        api.server(SERVER, "Gdańskie NGO");
        api.channel(SERVER, GENERAL, "ogólny");
        let kind = crate::discord_api::ChannelKind::Announcement;
        api.describes(SERVER, NEWS, kind, "nowiny");
        api.bot_joins(SERVER);
        caller
    }

    fn of(api: DiscordApi) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .user_agent(AGENT)
            .build();
        Self {
            api,
            http: http.unwrap(),
        }
    }

    fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.http.request(method, self.api.route(path));
        if path.starts_with("/interactions/") || path.starts_with("/webhooks/") {
            return request;
        }
        request.header("Authorization", format!("Bot {}", self.api.token()))
    }

    async fn send(&self, method: &str, path: &str, body: Value) -> reqwest::Response {
        let mut request = self.request(method, path);
        if !body.is_null() {
            request = request.json(&body);
        }
        request.send().await.unwrap()
    }

    /// Status and body of the answer; null where there is no body.
    async fn call(&self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let answer = self.send(method, path, body).await;
        let status = answer.status().as_u16();
        let text = answer.text().await.unwrap();
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    /// The answer, which has to be what the description says.
    async fn ok(&self, method: &str, path: &str, body: Value) -> Value {
        let (status, answer) = self.call(method, path, body).await;
        assert!(
            (200..300).contains(&status),
            "{method} {path}: {status} {answer}"
        );
        let bare = path.split('?').next().unwrap();
        let found = spec().find(method, bare).unwrap();
        let faults = spec().faults_of_answer(found.route, status, &answer);
        assert_eq!(faults, [], "{method} {path}: {answer:#}");
        answer
    }

    /// Status and code of a refusal.
    async fn refused(&self, method: &str, path: &str, body: Value) -> (u16, u64) {
        let (status, answer) = self.call(method, path, body).await;
        assert!(status >= 400, "{method} {path}: {status} {answer}");
        assert!(answer["message"].is_string(), "{answer}");
        (status, answer["code"].as_u64().unwrap())
    }

    async fn says(&self, channel: u64, text: &str) -> u64 {
        let message = self.ok("POST", &messages(channel), saying(text)).await;
        id(&message)
    }

    /// Registers commands, all at once.
    async fn registers(&self, commands: Value) -> Value {
        let path = format!("/applications/{APPLICATION}/commands");
        self.ok("PUT", &path, commands).await
    }

    /// Gives the first response to an interaction.
    async fn responds(&self, interaction: u64, response: Value) -> (u16, Value) {
        self.call("POST", &self.callback(interaction), response)
            .await
    }

    fn callback(&self, interaction: u64) -> String {
        let token = self.api.interaction(interaction).token;
        format!("/interactions/{interaction}/{token}/callback")
    }

    /// `@original`, or where follow-ups are sent to.
    fn webhook(&self, interaction: u64, rest: &str) -> String {
        let token = self.api.interaction(interaction).token;
        format!("/webhooks/{APPLICATION}/{token}{rest}")
    }

    async fn connects(&self) -> Line {
        Line::open(&format!("{}/gateway", self.api.url())).await
    }

    /// A connection with a session.
    async fn identifies(&self, intents: u64) -> (Line, Value) {
        let mut line = self.connects().await;
        assert_eq!(line.op(10).await["heartbeat_interval"], 41_250);
        line.identify(self.api.token(), intents).await;
        let ready = line.event("READY").await;
        (line, ready)
    }
}

/// A connection to the gateway.
struct Line(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Line {
    async fn open(address: &str) -> Self {
        let address = address.replace("http://", "ws://");
        let address = format!("{address}/?v=10&encoding=json");
        Self(connect_async(address).await.unwrap().0)
    }

    async fn say(&mut self, op: u64, data: Value) {
        let text = json!({ "op": op, "d": data }).to_string();
        self.0.send(Frame::text(text)).await.unwrap();
    }

    async fn identify(&mut self, token: &str, intents: u64) {
        let properties = json!({ "os": "linux", "browser": "test", "device": "test" });
        let data = json!({ "token": token, "intents": intents, "properties": properties });
        self.say(2, data).await;
    }

    async fn resume(&mut self, token: &str, session: &Value, seq: u64) {
        self.say(
            6,
            json!({ "token": token, "session_id": session, "seq": seq }),
        )
        .await;
    }

    async fn frame(&mut self) -> Frame {
        let frame = tokio::time::timeout(SOON, self.0.next()).await;
        frame
            .expect("the gateway is silent")
            .expect("the connection has ended")
            .unwrap()
    }

    async fn payload(&mut self) -> Value {
        let frame = self.frame().await;
        serde_json::from_str(frame.to_text().unwrap()).unwrap_or_else(|_| panic!("{frame:?}"))
    }

    /// What comes with this opcode, which has to be next.
    async fn op(&mut self, op: u64) -> Value {
        let payload = self.payload().await;
        assert_eq!(payload["op"], op, "{payload}");
        payload["d"].clone()
    }

    /// Whole payload of the next event, which has to have this name.
    async fn whole(&mut self, name: &str) -> Value {
        let payload = self.payload().await;
        assert_eq!(
            (&payload["op"], &payload["t"]),
            (&json!(0), &json!(name)),
            "{payload}"
        );
        payload
    }

    async fn event(&mut self, name: &str) -> Value {
        self.whole(name).await["d"].clone()
    }

    async fn is_silent(&mut self) -> bool {
        tokio::time::timeout(MOMENT, self.0.next()).await.is_err()
    }

    /// The code with which the gateway closes, whatever comes before.
    async fn closed(&mut self) -> Option<u16> {
        loop {
            let frame = tokio::time::timeout(SOON, self.0.next()).await;
            match frame.expect("the gateway does not close") {
                Some(Ok(Frame::Close(frame))) => return frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }

    async fn close(mut self, code: u16) {
        let frame = CloseFrame {
            code: code.into(),
            reason: "".into(),
        };
        self.0.close(Some(frame)).await.unwrap();
        while let Some(Ok(_)) = self.0.next().await {}
    }
}

fn messages(channel: u64) -> String {
    format!("/channels/{channel}/messages")
}

fn quiet() -> Value {
    serde_json::from_str(NOBODY).unwrap()
}

/// The least that a message needs.
fn saying(text: &str) -> Value {
    json!({ "content": text, "allowed_mentions": quiet() })
}

fn id(of: &Value) -> u64 {
    of["id"].as_str().unwrap().parse().unwrap()
}

fn with(mut body: Value, field: &str, value: Value) -> Value {
    body[field] = value;
    body
}

fn button(label: &str, custom_id: &str) -> Value {
    json!({ "type": 2, "style": 1, "label": label, "custom_id": custom_id })
}

fn row(parts: &[Value]) -> Value {
    json!({ "type": 1, "components": parts })
}

fn menu(custom_id: &str, values: &[&str]) -> Value {
    let options = values
        .iter()
        .map(|value| json!({ "label": value, "value": value }));
    json!({ "type": 3, "custom_id": custom_id, "options": options.collect::<Vec<_>>() })
}
