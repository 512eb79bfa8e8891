//! The stand-in for the Bot API itself, through HTTP: strict where the server is strict, and wrong on demand.

mod state;
mod strict;
mod trouble;
mod updates;

use crate::telegram_api::spec::spec;
use crate::telegram_api::{Limits, TelegramApi};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const ANNA: i64 = 1001;
const OLEH: i64 = 1002;
const GROUP: i64 = -4_001;
const STAFF: i64 = -1_001_000_000_001;
const SOON: Duration = Duration::from_secs(5);

/// A client that knows where the stand-in is.
struct Caller {
    api: TelegramApi,
    http: reqwest::Client,
}

impl Caller {
    async fn new() -> Self {
        Self::of(TelegramApi::start().await)
    }

    fn of(api: TelegramApi) -> Self {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { api, http }
    }

    /// Status and body of the answer.
    async fn call(&self, method: &str, params: Value) -> (u16, Value) {
        let request = self.http.post(self.api.method(method)).json(&params);
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// The result, which has to have the type that the description names.
    async fn ok(&self, method: &str, params: Value) -> Value {
        let (status, answer) = self.call(method, params).await;
        assert_eq!((status, &answer["ok"]), (200, &json!(true)), "{answer}");
        let result = answer["result"].clone();
        assert_eq!(
            spec().faults_of_answer(method, &result),
            Vec::<String>::new(),
            "{result}"
        );
        result
    }

    /// The description of the refusal.
    async fn refused(&self, method: &str, params: Value) -> String {
        let (status, answer) = self.call(method, params).await;
        assert_eq!(answer["ok"], json!(false), "{answer}");
        assert_eq!(answer["error_code"], json!(status));
        answer["description"].as_str().unwrap().to_owned()
    }

    async fn sends(&self, chat: i64, text: &str) -> i64 {
        let params = json!({ "chat_id": chat, "text": text });
        let message = self.ok("sendMessage", params).await;
        message["message_id"].as_i64().unwrap()
    }

    async fn updates(&self, params: Value) -> Vec<Value> {
        let updates = self.ok("getUpdates", params).await;
        updates.as_array().unwrap().clone()
    }
}

fn ids(updates: &[Value]) -> Vec<i64> {
    let ids = updates.iter().map(|update| update["update_id"].as_i64());
    ids.map(Option::unwrap).collect()
}

fn keyboard(text: &str, data: &str) -> Value {
    json!({ "inline_keyboard": [[{ "text": text, "callback_data": data }]] })
}
