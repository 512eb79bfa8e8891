//! The stand-in for the Bot API itself, through HTTP: strict where the server is strict, and wrong on demand.

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

#[tokio::test]
async fn what_the_description_does_not_know_is_refused_and_remembered() {
    let caller = Caller::new().await;
    let send = |fields: Value| {
        let mut params = json!({ "chat_id": ANNA, "text": "x" });
        for (name, value) in fields.as_object().unwrap() {
            params[name] = value.clone();
        }
        ("sendMessage", params)
    };
    let button = |button: Value| json!({ "reply_markup": { "inline_keyboard": [[button]] } });
    let cases = [
        (
            send(json!({ "reply_to_message_id": 1 })),
            "no parameter reply_to_message_id",
        ),
        (
            ("sendMessage", json!({ "text": "x" })),
            "chat_id is required",
        ),
        (send(json!({ "text": 5 })), "text has to be String"),
        (
            send(json!({ "message_thread_id": "7" })),
            "message_thread_id has to be Integer",
        ),
        (
            send(json!({ "disable_notification": "true" })),
            "has to be Boolean",
        ),
        (
            send(json!({ "reply_parameters": {} })),
            "reply_parameters has no message_id",
        ),
        (
            send(json!({ "link_preview_options": { "disabled": true } })),
            "disabled is not known",
        ),
        (send(json!({ "allow_paid_broadcast": true })), "costs money"),
        (send(json!({ "parse_mode": "MarkdownV2" })), "not modelled"),
        (
            send(button(json!({ "callback_data": "x" }))),
            "[0][0] has no text",
        ),
        (
            send(button(json!({ "text": "x", "data": "x" }))),
            "[0][0].data is not known",
        ),
        (
            send(button(
                json!({ "text": "x", "url": "https://t.me/B?start=a.b" }),
            )),
            "a.b",
        ),
        (
            (
                "setMyCommands",
                json!({ "commands": [], "scope": { "type": "chat" } }),
            ),
            "scope has no chat_id",
        ),
        (
            (
                "setMyCommands",
                json!({ "commands": [], "scope": { "type": "everyone" } }),
            ),
            "scope is none of BotCommandScope",
        ),
        (
            ("getUpdates", json!({ "allowed_updates": ["messages"] })),
            "\"messages\"",
        ),
        (
            ("sendDice", json!({ "chat_id": ANNA })),
            "not modelled: sendDice",
        ),
        (("sendPigeon", json!({})), "Not Found"),
    ];
    for (number, ((method, params), expected)) in cases.into_iter().enumerate() {
        let refused = caller.refused(method, params).await;
        assert!(refused.contains(expected), "{refused} / {expected}");
        let violations = caller.api.violations();
        assert_eq!(violations.len(), number + 1, "{violations:#?}");
    }
    assert_eq!(caller.api.sent_count(), 0);
}

#[tokio::test]
async fn what_is_too_long_or_empty_is_refused_as_the_server_refuses_it() {
    let caller = Caller::new().await;
    let text = |text: String| json!({ "chat_id": ANNA, "text": text });
    let with = |keyboard: Value| json!({ "chat_id": ANNA, "text": "x", "reply_markup": keyboard });
    let wide =
        json!({ "inline_keyboard": [vec![json!({ "text": "x", "callback_data": "x" }); 9]] });
    let command = |name: &str, about: String| json!({ "commands": [{ "command": name, "description": about }] });
    let cases = [
        ("sendMessage", text("ą".repeat(4097)), "message is too long"),
        ("sendMessage", text(" \n".into()), "message text is empty"),
        (
            "sendMessage",
            with(keyboard("x", &"x".repeat(65))),
            "BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            with(keyboard("x", &"ą".repeat(33))),
            "BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            with(keyboard("x", "")),
            "BUTTON_DATA_INVALID",
        ),
        ("sendMessage", with(keyboard(" ", "x")), "must not be empty"),
        ("sendMessage", with(wide), "reply markup is too long"),
        (
            "setMyCommands",
            command("Pomoc", "x".into()),
            "BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            command("zażółć", "x".into()),
            "BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            command("pomoc", String::new()),
            "DESCRIPTION_INVALID",
        ),
        (
            "setMyDescription",
            json!({ "description": "x".repeat(513) }),
            "too long",
        ),
        (
            "setMyShortDescription",
            json!({ "short_description": "x".repeat(121) }),
            "too long",
        ),
        (
            "answerCallbackQuery",
            json!({ "callback_query_id": "1", "text": "x".repeat(201) }),
            "TOO_LONG",
        ),
        (
            "sendMessage",
            json!({ "chat_id": -77, "text": "x" }),
            "chat not found",
        ),
        (
            "sendMessage",
            json!({ "chat_id": "@nobody", "text": "x" }),
            "chat not found",
        ),
    ];
    for (method, params, expected) in cases {
        let refused = caller.refused(method, params).await;
        assert!(refused.starts_with("Bad Request: "), "{refused}");
        assert!(refused.contains(expected), "{refused} / {expected}");
    }
    caller.ok("sendMessage", text("ą".repeat(4096))).await;
    let marked = format!("<b>{}</b>", "&lt;".repeat(4096));
    let params = json!({ "chat_id": ANNA, "text": marked, "parse_mode": "HTML" });
    caller.ok("sendMessage", params).await;
    caller
        .ok("sendMessage", with(keyboard("x", &"x".repeat(64))))
        .await;
    caller.api.assert_clean();
}

#[tokio::test]
async fn html_becomes_text_and_entities_or_is_refused() {
    let caller = Caller::new().await;
    let html = |text: &str| json!({ "chat_id": ANNA, "text": text, "parse_mode": "HTML" });
    let text = "😀 <b>Nabór <i>do</i></b> &lt;5&gt; &amp; <a href=\"https://x.pl/?a=1&amp;b=2\">tu</a> \
                <tg-time unix=\"1647531900\" format=\"wDt\">jutro</tg-time>";
    let message = caller.ok("sendMessage", html(text)).await;
    assert_eq!(message["text"], "😀 Nabór do <5> & tu jutro");
    assert_eq!(
        message["entities"],
        json!([
            { "type": "bold", "offset": 3, "length": 8 },
            { "type": "italic", "offset": 9, "length": 2 },
            { "type": "text_link", "offset": 18, "length": 2, "url": "https://x.pl/?a=1&b=2" },
            { "type": "date_time", "offset": 21, "length": 5, "unix_time": 1_647_531_900,
              "date_time_format": "wDt" },
        ])
    );
    let code =
        "<pre><code class=\"language-sql\">a</code></pre><blockquote expandable>b</blockquote>";
    let message = caller.ok("sendMessage", html(code)).await;
    assert_eq!(message["entities"][0]["language"], "sql");
    assert_eq!(message["entities"][1]["type"], "expandable_blockquote");
    for (text, expected) in [
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("<p>x</p>", "Unsupported start tag \"p\" at byte offset 0"),
        (
            "<b>x",
            "Can't find end tag corresponding to start tag \"b\"",
        ),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", "expected \"</i>\", found \"</b>\""),
        ("Jan & Ewa", "character reference"),
        ("a&nbsp;b", "character reference"),
        ("a > b", "Unescaped"),
        ("<a href=x>x</a>", "Unquoted attribute"),
        ("<a href=\"javascript:x\">x</a>", "Unsupported address"),
        ("<b class=\"x\">x</b>", "Attribute \"class\""),
        ("<span>x</span>", "tg-spoiler"),
        ("<code><b>x</b></code>", "inside"),
        (
            "<blockquote><blockquote>x</blockquote></blockquote>",
            "Nested",
        ),
    ] {
        let refused = caller.refused("sendMessage", html(text)).await;
        let start = "Bad Request: can't parse entities: ";
        assert!(refused.starts_with(start), "{refused}");
        assert!(refused.contains(expected), "{refused} / {expected}");
    }
    let many = "<b>x</b> ".repeat(101);
    let message = caller.ok("sendMessage", html(&many)).await;
    assert_eq!(message["entities"].as_array().unwrap().len(), 100);
    assert_eq!(caller.api.notes().len(), 1);
    caller.api.assert_clean();
}

#[tokio::test]
async fn an_offset_confirms_and_a_negative_one_forgets() {
    let caller = Caller::new().await;
    let said: Vec<i64> = (0..5)
        .map(|n| caller.api.says(ANNA, &format!("{n}")))
        .collect();
    let first = caller.updates(json!({ "limit": 2 })).await;
    assert_eq!(ids(&first), said[..2]);
    let again = caller.updates(json!({})).await;
    assert_eq!(ids(&again), said, "what is not confirmed comes again");
    let rest = caller.updates(json!({ "offset": said[1] + 1 })).await;
    assert_eq!(ids(&rest), said[2..]);
    let last = caller.updates(json!({ "offset": -1 })).await;
    assert_eq!(ids(&last), said[4..]);
    let far = caller.updates(json!({ "offset": said[4] + 5_000 })).await;
    assert_eq!(
        ids(&far),
        said[4..],
        "an offset from another life confirms nothing"
    );
    let none = caller.updates(json!({ "offset": said[4] + 1 })).await;
    assert_eq!(none, Vec::<Value>::new());
    caller.api.deliver_again(said[0]);
    assert_eq!(
        ids(&caller.updates(json!({ "offset": said[4] + 1 })).await),
        [said[0]]
    );
    assert_eq!(caller.api.pending(), 0);
}

#[tokio::test]
async fn a_long_poll_returns_with_the_update_and_ends_before_another() {
    let caller = Caller::new().await;
    let begun = Instant::now();
    let poll = caller.updates(json!({ "timeout": 30 }));
    let say = async {
        let waits = |state: &crate::telegram_api::State| state.count_of("getUpdates") == 1;
        assert!(caller.api.wait_until(waits, SOON).await);
        caller
            .api
            .says(ANNA, "/start@LacznikTestBot ż @LacznikTestBot")
    };
    let (updates, said) = tokio::join!(poll, say);
    assert!(begun.elapsed() < SOON);
    assert_eq!(ids(&updates), [said]);
    assert_eq!(
        updates[0]["message"]["entities"],
        json!([
            { "type": "bot_command", "offset": 0, "length": 21 },
            { "type": "mention", "offset": 24, "length": 15 },
        ])
    );
    let raw = caller.http.get(caller.api.method("getUpdates")).send();
    let raw = raw.await.unwrap().text().await.unwrap();
    let start = format!("{{\"ok\":true,\"result\":[{{\"update_id\":{said},\"message\"");
    assert!(raw.starts_with(&start), "{raw}");
    let params = json!({ "timeout": 30, "offset": said + 1 });
    let first = caller.refused("getUpdates", params);
    let second = async {
        let waits = |state: &crate::telegram_api::State| state.count_of("getUpdates") == 3;
        assert!(caller.api.wait_until(waits, SOON).await);
        caller.updates(json!({ "timeout": 0 })).await
    };
    let (conflict, _) = tokio::join!(first, second);
    assert!(
        conflict.starts_with("Conflict: terminated by other getUpdates"),
        "{conflict}"
    );
}

#[tokio::test]
async fn only_the_updates_that_were_asked_for_come() {
    let caller = Caller::new().await;
    caller.api.push(&json!({ "message_reaction": {} }));
    let updates = caller.call(
        "getUpdates",
        json!({ "allowed_updates": ["my_chat_member"] }),
    );
    assert_eq!(updates.await.1["result"], json!([]));
    caller.api.says(ANNA, "x");
    let blocked = caller.api.blocks(ANNA);
    let updates = caller.updates(json!({})).await;
    assert_eq!(ids(&updates), [blocked], "the list is remembered");
    caller.api.push_text("{\"update_id\":7,\"message\":");
    let raw = caller.http.get(caller.api.method("getUpdates")).send();
    let raw = raw.await.unwrap().text().await.unwrap();
    assert!(raw.ends_with("\"message\":]}"), "{raw}");
}

#[tokio::test]
async fn everything_said_and_answered_fits_the_description() {
    let caller = Caller::new().await;
    let api = &caller.api;
    api.forum(STAFF, "Dyżurka");
    api.person(ANNA, |anna| anna.username = Some("anna".into()));
    api.says(ANNA, "/start");
    api.joins(GROUP, "NGO", OLEH);
    api.says_in(GROUP, OLEH, "Dzień dobry");
    api.promotes(GROUP, OLEH);
    let topic = json!({ "chat_id": STAFF, "name": "Sprawa 1" });
    let thread = caller.ok("createForumTopic", topic).await["message_thread_id"].clone();
    let thread = thread.as_i64().unwrap();
    let params = json!({ "chat_id": STAFF, "message_thread_id": thread, "text": "Nowa",
        "reply_markup": keyboard("Biorę", "take:1"),
        "link_preview_options": { "is_disabled": true } });
    let message = caller.ok("sendMessage", params).await["message_id"].clone();
    let message = message.as_i64().unwrap();
    api.replies_to(STAFF, OLEH, message, "Odpowiadam");
    api.edits(STAFF, OLEH, api.last_id(STAFF), "Odpowiadam jednak");
    api.says_in_topic(STAFF, thread, OLEH, "@LacznikTestBot");
    api.presses(OLEH, STAFF, message, "take:1");
    api.closes_topic(STAFF, thread, OLEH);
    api.reopens_topic(STAFF, thread, OLEH);
    api.opens_topic(STAFF, OLEH, "Inna");
    api.sends(
        ANNA,
        ANNA,
        &json!({ "contact": { "phone_number": "1", "first_name": "A" } }),
    );
    api.migrates(GROUP, GROUP - 1_000_000_000_000);
    api.removed(GROUP - 1_000_000_000_000, OLEH);
    api.blocks(ANNA);
    api.unblocks(ANNA);
    api.presses_raw(OLEH, STAFF, 999, "gone");
    let updates = caller.updates(json!({})).await;
    assert_eq!(updates.len(), 18);
    let reply = &updates[4]["message"];
    assert_eq!(reply["reply_to_message"]["from"]["is_bot"], json!(true));
    assert_eq!(reply["message_thread_id"], json!(thread));
    for (method, params) in [
        ("getMe", json!({})),
        ("getChat", json!({ "chat_id": STAFF })),
        ("getChat", json!({ "chat_id": ANNA })),
        (
            "getChatMember",
            json!({ "chat_id": STAFF, "user_id": crate::telegram_api::BOT }),
        ),
        (
            "getChatMember",
            json!({ "chat_id": STAFF, "user_id": OLEH }),
        ),
        (
            "sendChatAction",
            json!({ "chat_id": ANNA, "action": "typing" }),
        ),
        ("getWebhookInfo", json!({})),
        (
            "setMyCommands",
            json!({ "commands": [{ "command": "pomoc", "description": "Pomoc" }],
            "scope": { "type": "chat", "chat_id": STAFF }, "language_code": "pl" }),
        ),
        (
            "getMyCommands",
            json!({ "scope": { "type": "chat", "chat_id": STAFF }, "language_code": "pl" }),
        ),
        (
            "deleteMyCommands",
            json!({ "scope": { "type": "chat", "chat_id": STAFF } }),
        ),
        ("setMyName", json!({ "name": "Bot", "language_code": "en" })),
        ("getMyName", json!({ "language_code": "en" })),
        ("getMyDescription", json!({})),
        ("getMyShortDescription", json!({})),
        (
            "setChatMenuButton",
            json!({ "menu_button": { "type": "commands" } }),
        ),
        ("getChatMenuButton", json!({})),
        (
            "editForumTopic",
            json!({ "chat_id": STAFF, "message_thread_id": thread, "name": "Sprawa 2" }),
        ),
        (
            "closeForumTopic",
            json!({ "chat_id": STAFF, "message_thread_id": thread }),
        ),
        (
            "reopenForumTopic",
            json!({ "chat_id": STAFF, "message_thread_id": thread }),
        ),
        (
            "copyMessage",
            json!({ "chat_id": ANNA, "from_chat_id": STAFF, "message_id": message }),
        ),
        (
            "deleteMessage",
            json!({ "chat_id": STAFF, "message_id": message }),
        ),
        ("leaveChat", json!({ "chat_id": STAFF })),
    ] {
        caller.ok(method, params).await;
    }
    assert_eq!(caller.api.messages(ANNA)[0].text, "Nowa");
    caller.api.assert_clean();
}

#[tokio::test]
async fn a_press_is_answered_once_and_an_edit_has_to_change_something() {
    let caller = Caller::new().await;
    let params =
        json!({ "chat_id": ANNA, "text": "Pytanie", "reply_markup": keyboard("Tak", "yes") });
    let id = caller.ok("sendMessage", params).await["message_id"]
        .as_i64()
        .unwrap();
    assert_eq!(
        caller.api.messages(ANNA)[0].data_of("Tak").as_deref(),
        Some("yes")
    );
    let press = caller.api.presses(ANNA, ANNA, id, "yes");
    let answer = json!({ "callback_query_id": caller.api.callback_id(press), "text": "Zapisane" });
    caller.ok("answerCallbackQuery", answer.clone()).await;
    let refused = caller.refused("answerCallbackQuery", answer).await;
    assert!(refused.contains("query is too old"), "{refused}");
    assert_eq!(caller.api.callback_answers().len(), 1);
    let edit = json!({ "chat_id": ANNA, "message_id": id, "text": "Odpowiedź" });
    let edited = caller.ok("editMessageText", edit.clone()).await;
    assert_eq!(
        edited.get("reply_markup"),
        None,
        "an edit without a keyboard takes it away"
    );
    let refused = caller.refused("editMessageText", edit).await;
    assert!(refused.contains("message is not modified"), "{refused}");
    let message = caller.api.message(ANNA, id).unwrap();
    assert_eq!((message.text.as_str(), message.edits), ("Odpowiedź", 1));
    caller.api.says(ANNA, "moje");
    for (id, expected) in [
        (id + 1, "can't be edited"),
        (99, "message to edit not found"),
    ] {
        let edit = json!({ "chat_id": ANNA, "message_id": id, "text": "x" });
        let refused = caller.refused("editMessageText", edit).await;
        assert!(refused.contains(expected), "{refused}");
    }
}

#[tokio::test]
async fn files_come_as_multipart_and_go_again_by_their_id() {
    let caller = Caller::new().await;
    let file = |bytes: &'static [u8]| Part::bytes(bytes).file_name("zażółć \"1\".csv");
    let form = Form::new()
        .text("chat_id", ANNA.to_string())
        .text("caption", "<b>Lista</b>")
        .text("parse_mode", "HTML")
        .text("reply_markup", keyboard("x", "x").to_string())
        .part("document", file(b"a;b\r\n--c\r\n"));
    let request = caller
        .http
        .post(caller.api.method("sendDocument"))
        .multipart(form);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(answer["result"]["caption"], "Lista", "{answer}");
    let message = &caller.api.messages(ANNA)[0];
    let sent = message.file.as_ref().unwrap();
    assert_eq!(
        (sent.name.as_str(), &sent.bytes[..]),
        ("zażółć \"1\".csv", &b"a;b\r\n--c\r\n"[..])
    );
    let request = &caller.api.requests_of("sendDocument")[0];
    assert_eq!(request.params["document"]["size"], 10);
    let again = json!({ "chat_id": OLEH, "document": sent.id });
    caller.ok("sendDocument", again).await;
    let unknown = json!({ "chat_id": OLEH, "document": "BQAC" });
    let refused = caller.refused("sendDocument", unknown).await;
    assert!(refused.contains("wrong file identifier"), "{refused}");
    let form = Form::new()
        .text("chat_id", ANNA.to_string())
        .text("photo", "attach://part")
        .part("part", file(b"png"));
    let request = caller
        .http
        .post(caller.api.method("sendPhoto"))
        .multipart(form);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(
        spec().faults_of_answer("sendPhoto", &answer["result"]),
        Vec::<String>::new()
    );
    caller.api.assert_clean();
}

#[tokio::test]
async fn parameters_come_as_query_or_form_and_methods_in_any_case() {
    let caller = Caller::new().await;
    let address = caller.api.method("SENDmessage");
    let query = format!("{address}?chat_id={ANNA}&text=Za%C5%BC%C3%B3%C5%82%C4%87+1");
    assert_eq!(caller.http.get(query).send().await.unwrap().status(), 200);
    let form = "chat_id=1001&text=a%26b&disable_notification=true&reply_markup=%7B%22force_reply%22%3Atrue%7D";
    let request = caller.http.post(address).body(form);
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    assert_eq!(request.send().await.unwrap().status(), 200);
    let messages = caller.api.messages(ANNA);
    assert_eq!(messages[0].text, "Zażółć 1");
    assert_eq!(
        (messages[1].text.as_str(), messages[1].silent),
        ("a&b", true)
    );
    for (token, status) in [("1:x", 401), ("x", 404)] {
        let address = format!("{}/bot{token}/getMe", caller.api.url());
        assert_eq!(
            caller.http.get(address).send().await.unwrap().status(),
            status
        );
    }
    caller.api.revokes_token();
    assert_eq!(caller.refused("getMe", json!({})).await, "Unauthorized");
    caller.api.assert_clean();
}

#[tokio::test]
async fn whoever_cannot_be_written_to_is_not() {
    let caller = Caller::new().await;
    let api = &caller.api;
    let send = |chat: i64| caller.refused("sendMessage", json!({ "chat_id": chat, "text": "x" }));
    api.knows_everyone(false);
    assert_eq!(
        send(ANNA).await,
        "Forbidden: bot can't initiate conversation with a user"
    );
    api.says(ANNA, "/start");
    caller.sends(ANNA, "Dzień dobry").await;
    api.blocks(ANNA);
    assert_eq!(send(ANNA).await, "Forbidden: bot was blocked by the user");
    api.unblocks(ANNA);
    caller.sends(ANNA, "Znowu").await;
    api.deactivates(ANNA);
    assert_eq!(send(ANNA).await, "Forbidden: user is deactivated");
    api.group(GROUP, "NGO");
    api.kicked(GROUP);
    assert_eq!(
        send(GROUP).await,
        "Forbidden: bot was kicked from the group chat"
    );
    api.rights_again(GROUP);
    api.no_rights(GROUP);
    assert!(
        send(GROUP)
            .await
            .contains("not enough rights to send text messages")
    );
    api.rights_again(GROUP);
    let new = STAFF - 7;
    api.migrates(GROUP, new);
    let (_, answer) = caller
        .call("sendMessage", json!({ "chat_id": GROUP, "text": "x" }))
        .await;
    assert_eq!(answer["parameters"], json!({ "migrate_to_chat_id": new }));
    caller.sends(new, "Nadal tu").await;
    api.channel(STAFF - 8, "Kanał", "kanal");
    let named = json!({ "chat_id": "@Kanal", "text": "x" });
    let post = caller.ok("sendMessage", named).await;
    assert_eq!(post["chat"]["type"], "channel");
    api.forum(STAFF, "Dyżurka");
    let (thread, _) = api.opens_topic(STAFF, OLEH, "Sprawa");
    let into = |thread: i64| json!({ "chat_id": STAFF, "message_thread_id": thread, "text": "x" });
    caller.ok("sendMessage", into(thread)).await;
    assert_eq!(caller.api.messages(STAFF)[0].thread, Some(thread));
    api.closes_topic(STAFF, thread, OLEH);
    assert_eq!(
        caller.refused("sendMessage", into(thread)).await,
        "Bad Request: TOPIC_CLOSED"
    );
    api.deletes_topic(STAFF, thread);
    for thread in [thread, 1] {
        let refused = caller.refused("sendMessage", into(thread)).await;
        assert_eq!(refused, "Bad Request: message thread not found");
    }
    api.demotes(STAFF, OLEH);
    let topic = json!({ "chat_id": STAFF, "name": "x" });
    assert!(
        caller
            .refused("createForumTopic", topic)
            .await
            .contains("not enough rights")
    );
    caller.api.assert_clean();
}

#[tokio::test]
async fn planned_faults_come_once_each_and_in_order() {
    let mut caller = Caller::new().await;
    let timeout = Duration::from_millis(100);
    caller.http = reqwest::Client::builder()
        .no_proxy()
        .timeout(timeout)
        .build()
        .unwrap();
    let api = caller.api.clone();
    let text = |text: &str| json!({ "chat_id": ANNA, "text": text });
    api.flood(Some(ANNA), 17, 1);
    let (status, answer) = caller.call("sendMessage", text("flood")).await;
    assert_eq!(
        (status, &answer["parameters"]["retry_after"]),
        (429, &json!(17))
    );
    api.flood_without_parameters(None, 3, 1);
    let (_, answer) = caller.call("sendMessage", text("flood")).await;
    assert_eq!(answer["description"], "Too Many Requests: retry after 3");
    assert_eq!(answer.get("parameters"), None);
    let send = |words: &str| {
        caller
            .http
            .post(api.method("sendMessage"))
            .json(&text(words))
            .send()
    };
    api.hangs(1);
    assert!(send("hangs").await.unwrap_err().is_timeout());
    api.accepts_then_hangs(1);
    assert!(send("accepted, hangs").await.unwrap_err().is_timeout());
    api.drops_connection(1);
    assert!(send("dropped").await.is_err());
    api.accepts_then_drops_connection(1);
    assert!(send("accepted, dropped").await.is_err());
    api.answers_html(502, 1);
    let answer = send("html").await.unwrap();
    assert_eq!(answer.status(), 502);
    assert!(answer.text().await.unwrap().starts_with("<html>"));
    api.accepts_then_answers_html(504, 1);
    assert_eq!(send("accepted, html").await.unwrap().status(), 504);
    api.fails_next("sendmessage", 500, "Internal Server Error", None, 1);
    assert_eq!(
        caller.refused("sendMessage", text("x")).await,
        "Internal Server Error"
    );
    caller.sends(ANNA, "well").await;
    let sent = api.sent();
    let sent: Vec<&str> = sent.iter().map(|message| message.text.as_str()).collect();
    assert_eq!(
        sent,
        [
            "accepted, hangs",
            "accepted, dropped",
            "accepted, html",
            "well"
        ]
    );
    assert_eq!(api.count_of("sendMessage"), 10);
    api.slow(timeout * 2);
    assert!(send("slow").await.unwrap_err().is_timeout());
    api.assert_clean();
}

#[tokio::test]
async fn enforced_limits_tell_how_long_to_wait() {
    let caller = Caller::new().await;
    let wait = async |chat: i64| {
        let (_, answer) = caller
            .call("sendMessage", json!({ "chat_id": chat, "text": "x" }))
            .await;
        answer["parameters"]["retry_after"].as_u64()
    };
    caller.api.enforce(Limits {
        per_chat: Some((2, Duration::from_secs(5))),
        ..Limits::default()
    });
    assert_eq!(
        [wait(ANNA).await, wait(ANNA).await, wait(ANNA).await],
        [None, None, Some(5)]
    );
    assert_eq!(wait(OLEH).await, None, "another chat has its own allowance");
    caller.api.group(GROUP, "NGO");
    caller.api.enforce(Limits {
        per_second: Some(3),
        per_group_minute: Some(2),
        ..Limits::default()
    });
    assert_eq!([wait(GROUP).await, wait(GROUP).await], [None, None]);
    assert!(wait(GROUP).await.is_some_and(|seconds| seconds >= 59));
    assert_eq!([wait(ANNA).await, wait(OLEH).await], [None, Some(1)]);
    assert_eq!(caller.api.floods(), 3);
    assert_eq!(Limits::real().per_second, Some(30));
}

#[tokio::test]
async fn a_webhook_gets_each_update_in_order_until_it_says_yes() {
    type Got = Arc<Mutex<Vec<(String, String)>>>;
    let got: Got = Arc::default();
    let statuses = Arc::new(Mutex::new(VecDeque::from([500, 200])));
    let receiver = {
        let got = got.clone();
        move |headers: axum::http::HeaderMap, body: String| {
            let secret = headers["X-Telegram-Bot-Api-Secret-Token"].to_str().unwrap();
            got.lock().unwrap().push((secret.to_owned(), body));
            let status = statuses.lock().unwrap().pop_front().unwrap_or(200);
            async move { axum::http::StatusCode::from_u16(status).unwrap() }
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = axum::Router::new().fallback(receiver);
    tokio::spawn(async move { axum::serve(listener, router).await });
    let caller = Caller::new().await;
    let first = caller.api.says(ANNA, "przedtem");
    let hook = json!({ "url": format!("http://{address}/hook"), "secret_token": "s_1" });
    caller.ok("setWebhook", hook).await;
    let second = caller.api.says(ANNA, "potem");
    let is_done = |state: &crate::telegram_api::State| state.queue.log.len() == 3;
    assert!(caller.api.wait_until(is_done, SOON).await);
    let log: Vec<_> = caller.api.webhook_log();
    let log: Vec<_> = log
        .iter()
        .map(|post| (post.update_id, post.status))
        .collect();
    assert_eq!(
        log,
        [(first, Some(500)), (first, Some(200)), (second, Some(200))]
    );
    let start = format!("{{\"update_id\":{first},\"message\"");
    assert!(
        got.lock()
            .unwrap()
            .iter()
            .all(|(secret, _)| secret == "s_1")
    );
    assert!(got.lock().unwrap()[0].1.starts_with(&start));
    let refused = caller.refused("getUpdates", json!({})).await;
    assert!(refused.starts_with("Conflict: can't use getUpdates method while webhook is active"));
    let info = caller.ok("getWebhookInfo", json!({})).await;
    assert_eq!(info["pending_update_count"], 0);
    caller.api.deliver_again(second);
    let is_done = |state: &crate::telegram_api::State| state.queue.log.len() == 4;
    assert!(caller.api.wait_until(is_done, SOON).await);
    caller
        .ok("deleteWebhook", json!({ "drop_pending_updates": true }))
        .await;
    caller.updates(json!({})).await;
}

#[tokio::test]
async fn a_thread_of_its_own_serves_too_and_keeps_little_when_told() {
    let caller = Caller::of(TelegramApi::start_on_thread());
    caller.api.keep_requests(false);
    let seen = Arc::new(Mutex::new(0));
    let counter = seen.clone();
    caller.api.observe(move |_| *counter.lock().unwrap() += 1);
    for number in 0..40 {
        caller.api.says(ANNA, "?");
        caller.sends(ANNA, &format!("{number}")).await;
    }
    let last = caller.api.wait_for_messages(ANNA, 8, SOON).await;
    assert_eq!(last.last().unwrap().text, "39");
    assert_eq!((caller.api.sent_count(), *seen.lock().unwrap()), (40, 40));
    assert_eq!(
        (
            caller.api.requests().len(),
            caller.api.conversation(ANNA).len()
        ),
        (0, 16)
    );
}

#[tokio::test]
async fn the_library_that_the_bot_uses_understands_it() {
    use teloxide::prelude::*;
    use teloxide::types::{InputFile, ParseMode};
    let api = TelegramApi::start().await;
    let bot = Bot::new(api.token()).set_api_url(api.url().parse().unwrap());
    assert_eq!(bot.get_me().await.unwrap().username(), "LacznikTestBot");
    api.says(ANNA, "/start");
    let updates = bot.get_updates().timeout(0).await.unwrap();
    let message = match &updates[0].kind {
        teloxide::types::UpdateKind::Message(message) => message,
        other => panic!("{other:?}"),
    };
    assert_eq!(message.text(), Some("/start"));
    let chat = ChatId(ANNA);
    let sent = bot
        .send_message(chat, "<b>x</b>")
        .parse_mode(ParseMode::Html)
        .await
        .unwrap();
    assert_eq!(sent.text(), Some("x"));
    let file = InputFile::memory(&b"a;b"[..]).file_name("lista.csv");
    bot.send_document(chat, file).await.unwrap();
    assert_eq!(
        &api.messages(ANNA)[1].file.as_ref().unwrap().bytes[..],
        b"a;b"
    );
    bot.set_webhook("http://127.0.0.1:1/".parse().unwrap())
        .await
        .unwrap();
    bot.delete_webhook().await.unwrap();
    api.flood(None, 2, 1);
    let refused = bot.send_message(chat, "x").await.unwrap_err();
    assert!(
        matches!(refused, teloxide::RequestError::RetryAfter(_)),
        "{refused:?}"
    );
    api.assert_clean();
}
