//! How fast one may ask, and what a name for a message is good for.

use super::*;
use crate::discord_api::{Rule, Scope, Which};

const WINDOW: Duration = Duration::from_millis(300);

fn header(answer: &reqwest::Response, name: &str) -> Option<String> {
    let value = answer.headers().get(name)?;
    Some(value.to_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_bucket_tells_how_full_it_is_and_then_refuses() {
    let caller = Caller::in_server().await;
    let path = messages(GENERAL);
    let plain = caller.send("POST", &path, saying("0")).await;
    assert_eq!(
        header(&plain, "x-ratelimit-limit"),
        None,
        "nothing is enforced by itself"
    );
    caller.api.enforce(Limits::messages(2, WINDOW));
    let first = caller.send("POST", &path, saying("1")).await;
    assert_eq!(header(&first, "X-RateLimit-Limit").unwrap(), "2");
    assert_eq!(header(&first, "X-RateLimit-Remaining").unwrap(), "1");
    let after: f64 = header(&first, "X-RateLimit-Reset-After")
        .unwrap()
        .parse()
        .unwrap();
    assert!(after > 0.0 && after <= 0.3, "{after}");
    let reset: f64 = header(&first, "X-RateLimit-Reset")
        .unwrap()
        .parse()
        .unwrap();
    assert!(reset > 1_700_000_000.0, "{reset}");
    let second = caller.send("POST", &path, saying("2")).await;
    assert_eq!(header(&second, "X-RateLimit-Remaining").unwrap(), "0");
    assert_eq!(
        header(&second, "X-RateLimit-Bucket"),
        header(&first, "X-RateLimit-Bucket")
    );
    let third = caller.send("POST", &path, saying("3")).await;
    assert_eq!(third.status(), 429);
    assert_eq!(header(&third, "X-RateLimit-Scope").unwrap(), "user");
    assert_eq!(header(&third, "Retry-After").unwrap(), "1");
    let body: Value = third.json().await.unwrap();
    let wait = body["retry_after"].as_f64().unwrap();
    assert!(wait > 0.0 && wait <= 0.3, "{body}");
    assert_eq!(body["global"], false);
    let (status, _) = caller
        .call("POST", &messages(NEWS), saying("elsewhere"))
        .await;
    assert_eq!(status, 200, "another channel has a bucket of its own");
    tokio::time::sleep(Duration::from_secs_f64(wait) + Duration::from_millis(2)).await;
    caller.says(GENERAL, "3").await;
    let limited = caller.api.limited();
    assert_eq!(limited.len(), 1);
    assert!(
        limited[0].foretold,
        "the second answer said that nothing remains"
    );
    assert_eq!(caller.api.messages(GENERAL).len(), 4);
    assert_eq!(caller.api.invalid_requests(), 1);
}

#[tokio::test]
async fn what_comes_before_the_answers_was_not_foretold() {
    let caller = Caller::in_server().await;
    caller.api.enforce(Limits::messages(1, WINDOW));
    caller.api.slow(MOMENT);
    let path = messages(GENERAL);
    let (one, two) = tokio::join!(
        caller.call("POST", &path, saying("1")),
        caller.call("POST", &path, saying("2"))
    );
    let mut statuses = [one.0, two.0];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 429]);
    assert_eq!((caller.api.limited().len(), caller.api.foretold()), (1, 0));
}

#[tokio::test]
async fn the_limit_for_all_does_not_count_interactions() {
    let caller = Caller::in_server().await;
    let global = Some((2, WINDOW));
    caller.api.enforce(Limits {
        rules: Vec::new(),
        global,
    });
    caller.says(GENERAL, "1").await;
    caller.says(NEWS, "2").await;
    let refused = caller.send("GET", "/users/@me", Value::Null).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(header(&refused, "X-RateLimit-Global").unwrap(), "true");
    assert_eq!(header(&refused, "X-RateLimit-Scope").unwrap(), "global");
    let body: Value = refused.json().await.unwrap();
    assert_eq!(body["global"], true);
    let press = caller.api.presses_raw(ANNA, GENERAL, 1, "x");
    assert_eq!(caller.responds(press, json!({ "type": 5 })).await.0, 204);
    caller.send("GET", "/users/@me", Value::Null).await;
    assert_eq!((caller.api.limited().len(), caller.api.foretold()), (2, 1));
    tokio::time::sleep(WINDOW).await;
    caller.ok("GET", "/users/@me", Value::Null).await;
}

#[tokio::test]
async fn a_shared_limit_is_nobodys_fault() {
    let caller = Caller::in_server().await;
    let rule = Rule {
        scope: Scope::Shared,
        ..Rule::new(Which::Sends, 0, WINDOW)
    };
    caller.api.enforce(Limits {
        rules: vec![rule],
        global: None,
    });
    let refused = caller.send("POST", &messages(GENERAL), saying("1")).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(header(&refused, "X-RateLimit-Scope").unwrap(), "shared");
    assert_eq!(caller.api.invalid_requests(), 0);
    assert_eq!(caller.api.foretold(), 0);
}

#[tokio::test]
async fn the_same_nonce_makes_one_message() {
    let caller = Caller::in_server().await;
    let called = |text: &str| {
        let body = with(saying(text), "nonce", json!("5-abc"));
        with(body, "enforce_nonce", json!(true))
    };
    let path = messages(GENERAL);
    let first = caller.ok("POST", &path, called("jeden")).await;
    assert_eq!(first["nonce"], "5-abc");
    let second = caller.ok("POST", &path, called("jeden")).await;
    assert_eq!(first["id"], second["id"]);
    assert_eq!(caller.api.times_sent("jeden"), 1);
    assert_eq!(caller.api.nonces()[0].repeated, 1);
    let elsewhere = caller.ok("POST", &messages(NEWS), called("jeden")).await;
    assert_ne!(first["id"], elsewhere["id"], "it counts within one channel");
    let loose = with(saying("jeden"), "nonce", json!("5-abc"));
    let loose = caller.ok("POST", &path, loose).await;
    assert_ne!(
        first["id"], loose["id"],
        "it counts only for whoever asks for it"
    );
    let gone = format!("{path}/{}", loose["id"].as_str().unwrap());
    caller.ok("DELETE", &gone, Value::Null).await;
    assert_eq!(
        caller.refused("POST", &path, called("jeden")).await,
        (404, 10008)
    );
    caller.api.passes(Duration::from_secs(200));
    let later = caller.ok("POST", &path, called("jeden")).await;
    assert_ne!(
        first["id"], later["id"],
        "after some minutes it is forgotten"
    );
    caller.api.assert_clean();
}
