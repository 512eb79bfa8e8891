//! How updates come: long polling and the webhook.

use super::*;

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
