//! What goes wrong on purpose, and the limits.

use super::*;

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
async fn away_it_refuses_connections_and_back_it_knows_everything() {
    let caller = Caller::new().await;
    caller.sends(ANNA, "przedtem").await;
    caller.api.goes_away().await;
    let said = caller.api.says(ANNA, "jest tam kto?");
    let get = || caller.http.get(caller.api.method("getMe")).send();
    assert!(get().await.is_err());
    assert!(get().await.unwrap_err().is_connect());
    caller.api.comes_back().await;
    assert_eq!(ids(&caller.updates(json!({})).await), [said]);
    assert_eq!(caller.api.messages(ANNA).len(), 1);
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
    let first = caller.api.messages(OLEH)[0].id;
    for text in ["y", "z"] {
        let edit = json!({ "chat_id": OLEH, "message_id": first, "text": text });
        let (status, _) = caller.call("editMessageText", edit).await;
        let expected = if text == "y" { 200 } else { 429 };
        assert_eq!(status, expected, "edits count, and share the allowance");
    }
    caller.api.group(GROUP, "NGO");
    caller.api.enforce(Limits {
        per_second: Some(3),
        per_group_minute: Some(2),
        ..Limits::default()
    });
    assert_eq!([wait(GROUP).await, wait(GROUP).await], [None, None]);
    assert!(wait(GROUP).await.is_some_and(|seconds| seconds >= 59));
    assert_eq!([wait(ANNA).await, wait(OLEH).await], [None, Some(1)]);
    assert_eq!(caller.api.floods(), 4);
    assert_eq!(Limits::real().per_second, Some(30));
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
