//! From Discord to the bot: at once, in order, and nothing lost over a break.

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use lacznik::bot::Position;
use lacznik::clock::Clock;
use lacznik::delivery::Delivery;
use lacznik::domain::language::Language;
use lacznik::domain::message::{ChatRef, Outgoing, Platform, StoredFile};
use lacznik::platform::discord::Me;
use lacznik::platform::discord::first::Texts;
use lacznik::platform::discord::interactions::{Acknowledged, Interactions};
use lacznik::platform::discord::receive::{Intake, Parts};
use lacznik::platform::discord::rest::Rest;
use lacznik::platform::{Messenger, Receipt, SendError, SendKey};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::harness::TestBot;

/// How long anything may take before a test fails.
const SOON: Duration = Duration::from_secs(10);

/// Answers by the path of a request, and keeps what it was asked.
struct Api {
    url: String,
    seen: Arc<Mutex<Vec<(String, Value)>>>,
    _serving: AbortOnDropHandle<()>,
}

impl Api {
    async fn start(answer: impl Fn(&str) -> (u16, Value) + Clone + Send + Sync + 'static) -> Self {
        let seen: Arc<Mutex<Vec<(String, Value)>>> = Arc::default();
        let kept = seen.clone();
        let handle = move |request: Request| {
            let (kept, answer) = (kept.clone(), answer.clone());
            async move {
                let path = request.uri().path_and_query().unwrap().to_string();
                let path = path.trim_start_matches("/api/v10").to_owned();
                let body = axum::body::to_bytes(request.into_body(), usize::MAX).await;
                let body = serde_json::from_slice(&body.unwrap()).unwrap_or_default();
                let (status, answer) = answer(&path);
                kept.lock().unwrap().push((path, body));
                let status = StatusCode::from_u16(status).unwrap();
                match status {
                    StatusCode::NO_CONTENT => status.into_response(),
                    _ => (status, answer.to_string()).into_response(),
                }
            }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router: Router = Router::new().fallback(handle);
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            url,
            seen,
            _serving: AbortOnDropHandle::new(serving),
        }
    }

    /// One that takes every first response.
    async fn willing() -> Self {
        Self::start(|_| (204, Value::Null)).await
    }

    fn seen(&self) -> Vec<(String, Value)> {
        self.seen.lock().unwrap().clone()
    }
}

/// Keeps what it was given.
#[derive(Clone, Default)]
struct Sent(Arc<Mutex<Vec<(ChatRef, Outgoing)>>>);

impl Messenger for Sent {
    fn platform(&self) -> Platform {
        Platform::Discord
    }

    async fn send(
        &self,
        to: &ChatRef,
        message: &Outgoing,
        _file: Option<&StoredFile>,
        key: SendKey,
    ) -> Result<Receipt, SendError> {
        self.0.lock().unwrap().push((to.clone(), message.clone()));
        Ok(Receipt::of(key.row))
    }

    async fn edit(&self, _to: &ChatRef, _sent: &str, _message: &Outgoing) -> Result<(), SendError> {
        Err(SendError::Rejected("not built yet".to_owned()))
    }

    async fn withdraw(
        &self,
        _to: &ChatRef,
        _sent: &str,
        _instead: &Outgoing,
    ) -> Result<(), SendError> {
        Err(SendError::Rejected("not built yet".to_owned()))
    }

    async fn fetch(&self, _remote: &str, _most: u64) -> Result<Vec<u8>, SendError> {
        Err(SendError::Rejected("not built yet".to_owned()))
    }
}

struct Receiving {
    intake: Arc<Intake>,
    interactions: Arc<Interactions>,
    stop: CancellationToken,
    working: AbortOnDropHandle<()>,
}

impl Receiving {
    fn start(bot: &TestBot, api: &Api, kept: Option<&Position>) -> Self {
        let interactions = Arc::new(Interactions::default());
        let texts = |language: Language| Texts {
            ask_title: language.code().to_owned(),
            ask_label: "label".to_owned(),
            ask_placeholder: "placeholder".to_owned(),
        };
        let parts = Parts {
            rest: Rest::new(&api.url, "token").unwrap(),
            interactions: interactions.clone(),
            bot: bot.bot.clone(),
            clock: bot.clock.clone(),
            me: Me {
                application: "1".into(),
                user: "2".into(),
                name: "Łącznik".into(),
            },
            texts: Box::new(texts),
            language: Language::Polish,
        };
        let intake = Arc::new(Intake::new(parts, kept));
        let stop = CancellationToken::new();
        let (working, until) = (intake.clone(), stop.clone());
        let working = tokio::spawn(async move { working.work(&until).await });
        Self {
            intake,
            interactions,
            stop,
            working: AbortOnDropHandle::new(working),
        }
    }

    fn hear(&self, name: &str, data: Value, seq: u32) {
        let position = json!({"session": "s", "seq": seq}).to_string();
        assert!(self.intake.hear(name, &data, position));
    }

    fn ready(&self, seq: u32) {
        let ready = json!({"user": {"id": "2"}, "application": {"id": "1"}});
        self.hear("READY", ready, seq);
    }

    async fn stopped(self) {
        self.stop.cancel();
        self.working.await.unwrap();
        self.intake.finish().await;
    }
}

async fn eventually(what: &str, mut is: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !is().await {
        assert!(start.elapsed() < SOON, "{what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

async fn position(bot: &TestBot) -> Option<Position> {
    bot.bot.position(Platform::Discord).await.unwrap()
}

/// The number of the last event that is known to be handled.
async fn seq(bot: &TestBot) -> Option<u64> {
    let kept: Value = serde_json::from_str(&position(bot).await?.text).unwrap();
    kept["seq"].as_u64()
}

/// What has to be said, with the chat it is said in.
async fn said(bot: &TestBot) -> Vec<(ChatRef, Outgoing)> {
    let sent = Sent::default();
    let (store, clock) = (bot.store.clone(), bot.clock.clone());
    let delivery = Delivery::new(store, sent.clone(), clock, bot.config.delivery.clone());
    delivery.drain().await.unwrap();
    let said = sent.0.lock().unwrap();
    said.clone()
}

fn direct(id: u64, text: &str) -> Value {
    json!({"id": id.to_string(), "channel_id": "900", "type": 0, "author": {"id": "5"}, "content": text})
}

/// The same on a server, to the bot.
fn called(id: u64, text: &str) -> Value {
    let mut message = direct(id, &format!("<@2> {text}"));
    message["guild_id"] = "6".into();
    message
}

fn interaction(id: u64, kind: u64, data: Value) -> Value {
    json!({
        "id": id.to_string(), "token": format!("token{id}"), "type": kind, "data": data, "locale": "pl",
        "context": 0, "guild_id": "6", "channel_id": "8", "member": {"user": {"id": "5"}},
    })
}

fn help() -> Value {
    json!({"name": "pomoc", "type": 1})
}

#[tokio::test]
async fn an_interaction_is_acknowledged_while_the_database_is_held() {
    let (bot, api) = (TestBot::new().await, Api::willing().await);
    let receiving = Receiving::start(&bot, &api, None);
    receiving.ready(1);
    let held = bot.store.begin().await.unwrap();
    let start = Instant::now();
    for id in 1..=100 {
        receiving.hear(
            "INTERACTION_CREATE",
            interaction(id, 2, help()),
            1 + id as u32,
        );
    }
    eventually("acknowledged", async || api.seen().len() == 100).await;
    assert!(
        start.elapsed() < Duration::from_secs(1),
        "{:?}",
        start.elapsed()
    );
    let (path, body) = &api.seen()[0];
    assert!(path.starts_with("/interactions/") && path.ends_with("/callback"));
    assert_eq!(
        (&body["type"], &body["data"]["flags"]),
        (&json!(5), &json!(64))
    );
    assert_eq!(receiving.interactions.settled("1").await, Acknowledged::Yes);
    assert_eq!(seq(&bot).await, None);
    drop(held);
    eventually("handled", async || seq(&bot).await == Some(101)).await;
    let said = said(&bot).await;
    assert_eq!(said.len(), 100);
    assert!(
        said.iter()
            .all(|(chat, _)| chat.person_aside() == Some("5"))
    );
}

#[tokio::test]
async fn choices_and_forms_need_no_database_and_leave_nothing_behind() {
    let (bot, api) = (TestBot::new().await, Api::willing().await);
    let receiving = Receiving::start(&bot, &api, None);
    let held = bot.store.begin().await.unwrap();
    let option = json!([{"name": "pytanie", "type": 3, "value": "grant", "focused": true}]);
    let typing = json!({"name": "zapytaj", "type": 1, "options": option});
    receiving.hear("INTERACTION_CREATE", interaction(1, 4, typing), 1);
    let mut asking = interaction(2, 3, json!({"custom_id": "c:ask"}));
    asking["locale"] = "uk".into();
    receiving.hear("INTERACTION_CREATE", asking, 2);
    eventually("answered", async || api.seen().len() == 2).await;
    let mut bodies: Vec<Value> = api.seen().into_iter().map(|(_, body)| body).collect();
    bodies.sort_by_key(|body| body["type"].as_u64());
    assert_eq!(bodies[0]["type"], 8);
    assert!(bodies[0]["data"]["choices"].is_array());
    assert_eq!(
        (&bodies[1]["type"], &bodies[1]["data"]["title"]),
        (&json!(9), &json!("uk"))
    );
    drop(held);
    receiving.stopped().await;
    assert_eq!(seq(&bot).await, Some(2));
    assert!(said(&bot).await.is_empty());
}

#[tokio::test]
async fn the_same_again_changes_nothing_and_a_refused_acknowledgement_is_told() {
    let bot = TestBot::new().await;
    let unknown = json!({"code": 10062, "message": "Unknown interaction"});
    let api = Api::start(move |_| (404, unknown.clone())).await;
    let receiving = Receiving::start(&bot, &api, None);
    for seq in 1..=3 {
        receiving.hear("INTERACTION_CREATE", interaction(7, 2, help()), seq);
        receiving.hear("MESSAGE_CREATE", direct(8, "dzień dobry"), seq);
    }
    eventually("handled", async || seq(&bot).await == Some(3)).await;
    assert_eq!(receiving.interactions.settled("7").await, Acknowledged::No);
    let said = said(&bot).await;
    let aside = said
        .iter()
        .filter(|(chat, _)| chat.person_aside().is_some());
    assert_eq!((aside.count(), said.len()), (1, 2));
}

#[tokio::test]
async fn a_stop_handles_what_is_there_and_keeps_the_place() {
    let (bot, api) = (TestBot::new().await, Api::willing().await);
    let receiving = Receiving::start(&bot, &api, None);
    for seq in 1..=250 {
        receiving.hear("MESSAGE_CREATE", direct(u64::from(seq), "dzień dobry"), seq);
    }
    receiving.hear("TYPING_START", json!({}), 251);
    receiving.stopped().await;
    assert_eq!(seq(&bot).await, Some(251));
}

/// Chat 900, in which these messages were written.
fn with_messages(written: Vec<Value>) -> impl Fn(&str) -> (u16, Value) + Clone + Send + Sync {
    move |path: &str| match path {
        "/channels/900" => (
            200,
            json!({"id": "900", "type": 0, "guild_id": "6", "last_message_id": "9000000000000000000"}),
        ),
        _ if path.starts_with("/channels/900/messages?after=") => {
            let mut page: Vec<Value> = written.iter().rev().cloned().collect();
            for message in &mut page {
                message.as_object_mut().unwrap().remove("guild_id");
            }
            (200, Value::Array(page))
        }
        _ => (404, json!({"code": 10003, "message": "Unknown Channel"})),
    }
}

/// A bot that talked in chat 900 and was stopped, and where it was.
async fn after_a_talk() -> (TestBot, Position) {
    let bot = TestBot::new().await;
    let before = Receiving::start(&bot, &Api::willing().await, None);
    before.ready(1);
    before.hear("MESSAGE_CREATE", called(10, "dzień dobry"), 2);
    before.stopped().await;
    said(&bot).await;
    bot.clock.advance(chrono::Duration::hours(1));
    let kept = position(&bot).await.unwrap();
    (bot, kept)
}

/// What is answered in chat 900, in order, by the ids of the messages.
async fn answered(bot: &TestBot) -> Vec<String> {
    let said = said(bot).await;
    let answers = said.into_iter().filter_map(|(_, message)| message.reply_to);
    answers.collect()
}

#[tokio::test]
async fn what_was_missed_in_a_break_is_answered_before_what_is_new() {
    let (bot, kept) = after_a_talk().await;
    let written = vec![
        called(10, "dzień dobry"),
        called(11, "pomoc"),
        called(12, "kontakt"),
    ];
    let api = Api::start(with_messages(written)).await;
    let receiving = Receiving::start(&bot, &api, Some(&kept));
    receiving.ready(21);
    receiving.hear("MESSAGE_CREATE", called(13, "język"), 22);
    eventually("handled", async || seq(&bot).await == Some(22)).await;
    assert_eq!(answered(&bot).await, ["11", "12", "13"]);
    let asked = api.seen();
    let (_, after) = asked[1].0.split_once("?after=").unwrap();
    let after: u64 = after.split('&').next().unwrap().parse().unwrap();
    // A minute before the last sign of life, an hour ago.
    let since = bot.clock.now() - chrono::Duration::minutes(61);
    assert_eq!(
        (after >> 22) as i64 + 1_420_070_400_000,
        since.timestamp_millis()
    );
}

#[tokio::test]
async fn a_crash_while_it_is_made_up_for_begins_with_it_again() {
    let (bot, kept) = after_a_talk().await;
    // The new session is counted and begun, and the process dies before anything was read.
    let nobody = Api::start(|_| (503, Value::Null)).await;
    let crashed = Receiving::start(&bot, &nobody, Some(&kept));
    crashed.ready(21);
    crashed.intake.keep(r#"{"session":null,"seq":null}"#).await;
    crashed.hear("MESSAGE_CREATE", called(13, "język"), 5);
    tokio::time::sleep(Duration::from_millis(50)).await;
    drop(crashed);
    assert_eq!(seq(&bot).await, None, "nothing counts as handled");

    let kept = position(&bot).await.unwrap();
    let api = Api::start(with_messages(vec![
        called(11, "pomoc"),
        called(13, "język"),
    ]))
    .await;
    let again = Receiving::start(&bot, &api, Some(&kept));
    again.ready(1);
    again.hear("MESSAGE_CREATE", called(14, "język"), 2);
    eventually("handled", async || seq(&bot).await == Some(2)).await;
    assert_eq!(answered(&bot).await, ["11", "13", "14"]);
    again.hear("RESUMED", json!({}), 3);
    again.stopped().await;
    assert_eq!(api.seen().len(), 2, "once is enough");
}

#[tokio::test]
async fn a_chat_that_is_gone_holds_up_nothing() {
    let (bot, kept) = after_a_talk().await;
    let gone = json!({"code": 10003, "message": "Unknown Channel"});
    let api = Api::start(move |_| (404, gone.clone())).await;
    let receiving = Receiving::start(&bot, &api, Some(&kept));
    receiving.ready(21);
    receiving.hear("MESSAGE_CREATE", called(13, "język"), 22);
    eventually("handled", async || seq(&bot).await == Some(22)).await;
    assert_eq!(answered(&bot).await, ["13"]);
}

#[tokio::test]
async fn a_first_start_looks_for_nothing_and_a_resumed_session_neither() {
    let (bot, api) = (TestBot::new().await, Api::willing().await);
    let receiving = Receiving::start(&bot, &api, None);
    receiving.ready(1);
    receiving.hear("MESSAGE_CREATE", called(10, "dzień dobry"), 2);
    receiving.hear("RESUMED", json!({}), 3);
    eventually("handled", async || {
        seq(&bot).await.is_some_and(|seq| seq >= 2)
    })
    .await;
    receiving.stopped().await;
    assert_eq!(seq(&bot).await, Some(3));
    assert!(api.seen().is_empty());
}
