//! What the stand-in does wrong when it is told to.

use super::*;
use crate::discord_api::faults::{CREATE_MESSAGE, EDIT_ORIGINAL, OPEN_DM};
use crate::discord_api::{Act, HANDSHAKE, Refusal, Scope, Which};

/// What a client sees that waits for a moment.
async fn outcome(caller: &Caller, path: &str, text: &str) -> Option<(u16, String)> {
    let request = caller
        .request("POST", path)
        .json(&saying(text))
        .timeout(MOMENT * 3);
    let answer = request.send().await.ok()?;
    let status = answer.status().as_u16();
    Some((status, answer.text().await.ok()?))
}

#[tokio::test]
async fn requests_end_in_every_way_there_is() {
    let caller = Caller::in_server().await;
    let path = messages(GENERAL);
    let mut stored = 0;
    for (act, status, stores) in [
        (Act::Refuse(Refusal::of(50013)), Some(403), false),
        (
            Act::Html {
                status: 502,
                stored: false,
            },
            Some(502),
            false,
        ),
        (
            Act::Html {
                status: 502,
                stored: true,
            },
            Some(502),
            true,
        ),
        (
            Act::Garbled {
                body: "{".to_owned(),
                stored: true,
            },
            Some(200),
            true,
        ),
        (Act::Hang { stored: false }, None, false),
        (Act::Hang { stored: true }, None, true),
        (Act::Drop { stored: false }, None, false),
        (Act::Drop { stored: true }, None, true),
        (Act::Slow(MOMENT), Some(200), true),
        (
            Act::Wall {
                retry_after: Some(7),
            },
            Some(429),
            false,
        ),
    ] {
        caller
            .api
            .plan(Which::route(CREATE_MESSAGE), Some(GENERAL), act.clone(), 1);
        caller.says(NEWS, "elsewhere").await;
        let answer = outcome(&caller, &path, "x").await;
        assert_eq!(answer.map(|(status, _)| status), status, "{act:?}");
        stored += usize::from(stores);
        assert_eq!(caller.api.times_sent("x"), stored, "{act:?}");
    }
    assert_eq!(
        outcome(&caller, &path, "x").await.unwrap().0,
        200,
        "and then all is well"
    );
    caller.api.assert_clean();
}

#[tokio::test]
async fn limits_can_come_out_of_nowhere() {
    let caller = Caller::in_server().await;
    caller.api.limits(Which::Sends, None, 1.5, 1);
    let (status, body) = caller.call("POST", &messages(GENERAL), saying("x")).await;
    assert_eq!(
        (status, &body["retry_after"], &body["global"]),
        (429, &json!(1.5), &json!(false))
    );
    let act = Act::Limit {
        retry_after: 1337.0,
        scope: Scope::Shared,
        code: Some(20028),
    };
    caller.api.plan(Which::Everything, None, act, 1);
    let answer = caller.send("GET", "/users/@me", Value::Null).await;
    assert_eq!(answer.headers()["retry-after"], "1337");
    assert_eq!(answer.headers()["x-ratelimit-scope"], "shared");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["code"], 20028);
    assert_eq!(caller.api.invalid_requests(), 1);
}

#[tokio::test]
async fn direct_messages_are_refused_by_a_person_or_altogether() {
    let caller = Caller::new().await;
    let (anna, oleh) = (caller.api.direct(ANNA), caller.api.direct(OLEH));
    caller.api.refuses_direct(ANNA, 50007);
    assert_eq!(
        caller.refused("POST", &messages(anna), saying("x")).await,
        (403, 50007)
    );
    caller.api.refuses_direct(ANNA, 50278);
    assert_eq!(
        caller.refused("POST", &messages(anna), saying("x")).await,
        (403, 50278)
    );
    caller.says(oleh, "x").await;
    caller.api.accepts_direct(ANNA);
    caller.says(anna, "x").await;
    caller.api.stops_directs(20026);
    assert_eq!(
        caller.refused("POST", &messages(oleh), saying("x")).await,
        (403, 20026)
    );
    let open = json!({ "recipient_id": ANNA.to_string() });
    assert_eq!(
        caller
            .refused("POST", "/users/@me/channels", open.clone())
            .await,
        (403, 20026)
    );
    caller.api.all_is_well();
    caller.api.refuses(Which::route(OPEN_DM), None, 40003, 1);
    assert_eq!(
        caller
            .refused("POST", "/users/@me/channels", open.clone())
            .await,
        (403, 40003)
    );
    assert_eq!(
        id(&caller.ok("POST", "/users/@me/channels", open).await),
        anna
    );
}

#[tokio::test]
async fn answers_to_interactions_fail_too() {
    let caller = Caller::in_server().await;
    caller
        .registers(json!([{ "name": "pomoc", "description": "Pomoc" }]))
        .await;
    let ran = caller.api.runs(ANNA, GENERAL, "pomoc", &[], "pl");
    caller.api.refuses(Which::Callbacks, Some(NEWS), 10062, 1);
    caller
        .api
        .refuses(Which::Callbacks, Some(GENERAL), 10062, 1);
    assert_eq!(caller.responds(ran, json!({ "type": 5 })).await.0, 404);
    assert_eq!(caller.responds(ran, json!({ "type": 5 })).await.0, 204);
    let original = caller.webhook(ran, "/messages/@original");
    caller
        .api
        .refuses(Which::route(EDIT_ORIGINAL), None, 50027, 1);
    assert_eq!(
        caller.refused("PATCH", &original, saying("x")).await,
        (401, 50027)
    );
    caller.ok("PATCH", &original, saying("x")).await;
}

#[tokio::test]
async fn the_server_goes_away_and_comes_back_with_everything() {
    let caller = Caller::in_server().await;
    let (mut line, ready) = caller.identifies(1 << 12).await;
    caller.says(GENERAL, "x").await;
    caller.api.goes_away().await;
    assert_eq!(line.closed().await, None);
    assert!(outcome(&caller, &messages(GENERAL), "y").await.is_none());
    caller.api.says_in_dm(ANNA, "halo");
    caller.api.comes_back().await;
    let mut line = Line::open(ready["resume_gateway_url"].as_str().unwrap()).await;
    line.op(10).await;
    line.resume(caller.api.token(), &ready["session_id"], 1)
        .await;
    assert_eq!(line.event("MESSAGE_CREATE").await["content"], "halo");
    caller.says(GENERAL, "z").await;
    assert_eq!(caller.api.messages(GENERAL).len(), 2);
}

#[tokio::test]
async fn handshakes_fail_and_a_revoked_token_ends_everything() {
    let caller = Caller::new().await;
    let address = format!(
        "{}/gateway?v=10&encoding=json",
        caller.api.url().replace("http", "ws")
    );
    let html = Act::Html {
        status: 503,
        stored: false,
    };
    for act in [html, Act::Drop { stored: false }] {
        caller.api.plan(Which::route(HANDSHAKE), None, act, 1);
        assert!(connect_async(&address).await.is_err());
    }
    caller.api.plan(
        Which::route(HANDSHAKE),
        None,
        Act::Hang { stored: false },
        1,
    );
    assert!(
        tokio::time::timeout(MOMENT, connect_async(&address))
            .await
            .is_err()
    );
    assert!(connect_async(&address).await.is_ok());
    caller.api.revokes_token();
    assert_eq!(
        caller.refused("GET", "/users/@me", Value::Null).await,
        (401, 0)
    );
    caller.api.assert_clean();
}

/// For whoever drives a process, or measures.
#[test]
fn it_runs_on_a_thread_of_its_own() {
    let api = DiscordApi::start_on_thread();
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let kept = seen.clone();
    api.observe(move |message| kept.lock().unwrap().push(message.text.clone()));
    api.keep_requests(false);
    let channel = api.direct(ANNA);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let caller = Caller::of(api.clone());
        for number in 0..20 {
            caller.says(channel, &number.to_string()).await;
        }
    });
    assert_eq!(seen.lock().unwrap().len(), 20);
    assert_eq!(
        (api.sent_count(), api.sent().len(), api.requests().len()),
        (20, 0, 0)
    );
    assert_eq!(api.messages(channel).len(), 16);
    assert_eq!(api.count_of(CREATE_MESSAGE), 20);
}
