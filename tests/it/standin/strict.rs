//! What is refused: what the description does not know, what is too long, what is no HTML.

use super::*;

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
