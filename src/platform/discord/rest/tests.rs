use super::*;
use crate::platform::testing::{Answer, Server, answer};
use serde_json::json;

const TOKEN: &str = "MTIz.secret.secret-secret_secret";
const OTHER: &str = "aW50ZXJhY3Rpb246secret-of-an-interaction";

fn rest(server: &Server) -> Rest {
    Rest::new(&server.url, TOKEN).unwrap()
}

fn assert_tokenless(text: &str) {
    assert!(!text.contains("secret"), "{text}");
}

/// An answer with the state of a bucket.
fn limited(answer: Answer, remaining: u32, reset_after: f64) -> Answer {
    answer
        .header("x-ratelimit-bucket", "b")
        .header("x-ratelimit-limit", 2)
        .header("x-ratelimit-remaining", remaining)
        .header("x-ratelimit-reset-after", reset_after)
}

fn of(status: u16, body: &str) -> Result<Value, CallError> {
    let status = StatusCode::from_u16(status).unwrap();
    read(status, &HeaderMap::new(), body.as_bytes()).1
}

fn refused(status: u16, body: Value) -> (u16, u64, String) {
    match of(status, &body.to_string()) {
        Err(CallError::Refused {
            status,
            code,
            message,
        }) => (status, code, message),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_success_is_one_whatever_its_form() {
    assert_eq!(of(200, r#"{"id":"7","new":[1]}"#).unwrap()["id"], "7");
    assert_eq!(of(200, "[1]").unwrap(), json!([1]));
    assert_eq!(of(204, "").unwrap(), Value::Null);
}

#[test]
fn a_refusal_has_its_code_and_names_what_is_wrong_without_quoting() {
    let missing = json!({"code": 50013, "message": "Missing Permissions"});
    assert_eq!(
        refused(403, missing),
        (403, 50013, "Missing Permissions".into())
    );
    let fault = json!({"_errors": [{"code": "BAD_LENGTH", "message": "Kowalski"}]});
    let errors = json!({"embeds": {"0": {"description": fault}}, "message_reference": fault});
    let form = json!({"code": 50035, "message": "Invalid Form Body", "errors": errors});
    let named = "Invalid Form Body: embeds.0.description BAD_LENGTH, message_reference BAD_LENGTH";
    assert_eq!(refused(400, form), (400, 50035, named.into()));
    assert_eq!(refused(404, json!({})), (404, 0, String::new()));
    let overloaded = json!({"code": 130_000, "message": "overloaded"});
    assert_eq!(refused(503, overloaded).1, 130_000);
    let long = json!({"code": 1, "message": format!("it says \"PESEL\" {}", "x".repeat(500))});
    let (.., message) = refused(400, long);
    assert!(!message.contains("PESEL") && message.chars().count() <= 200);
}

#[test]
fn what_says_nothing_is_uncertain_and_what_turns_away_is_not() {
    for (status, body) in [
        (200, "<html>hotel wifi</html>"),
        (302, ""),
        (500, r#"{"message":"500: Internal Server Error","code":0}"#),
        (502, "<html>Bad Gateway</html>"),
    ] {
        let outcome = of(status, body);
        assert!(matches!(outcome, Err(CallError::Uncertain(_))), "{status}");
    }
    for status in [401, 403] {
        let outcome = of(status, "<html>Access denied</html>");
        let Err(CallError::Refused {
            status: got, code, ..
        }) = outcome
        else {
            panic!("{outcome:?}");
        };
        assert_eq!((got, code), (status, 0));
    }
    // From something on the way: Discord has not seen it.
    for (status, body) in [
        (404, "<html>Not Found</html>"),
        (400, ""),
        (404, "[]"),
        (405, "Method Not Allowed"),
        (408, "<html>Request Timeout</html>"),
        (499, "null"),
    ] {
        let outcome = of(status, body);
        assert!(matches!(outcome, Err(CallError::NotSent(_))), "{status}");
    }
}

#[test]
fn a_flood_says_how_long_and_of_what() {
    let flood = |headers: &[(&'static str, &str)], body: &str| {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        let (told, outcome) = read(StatusCode::TOO_MANY_REQUESTS, &map, body.as_bytes());
        let flood = told.flood.unwrap();
        let expected = CallError::Limited {
            wait: flood.wait,
            global: flood.scope == Scope::Global,
        };
        assert_eq!(outcome, Err(expected));
        (flood.wait.as_secs_f64(), flood.scope)
    };
    let body = r#"{"message":"You are being rate limited.","retry_after":1.25,"global":false}"#;
    let scope = "x-ratelimit-scope";
    assert_eq!(flood(&[(scope, "user")], body), (1.25, Scope::User));
    assert_eq!(flood(&[(scope, "shared")], body), (1.25, Scope::Shared));
    let all = r#"{"retry_after":64.57,"global":true}"#;
    assert_eq!(flood(&[], all), (64.57, Scope::Global));
    assert_eq!(flood(&[("retry-after", "7")], "{}"), (7.0, Scope::User));
    assert_eq!(flood(&[], "{}"), (5.0, Scope::User));
    let page = flood(&[("retry-after", "1337")], "<html>banned</html>");
    assert_eq!(page, (1337.0, Scope::Global));
    let mad = flood(&[], r#"{"retry_after":1e300}"#);
    assert_eq!(mad, (5.0, Scope::User));
    assert_eq!(flood(&[], r#"{"retry_after":-1}"#), (5.0, Scope::User));
}

#[tokio::test]
async fn the_bots_token_goes_with_its_own_routes_only() {
    let server = Server::start(|_, _| answer(200, json!({"id": "1"}))).await;
    let rest = rest(&server);
    rest.call(&Route::me(), None).await.unwrap();
    let body = json!({"type": 5});
    for route in [
        Route::callback("12", OTHER),
        Route::original("34", OTHER),
        Route::follow_up("34", OTHER),
    ] {
        rest.call(&route, Some(&body)).await.unwrap();
    }
    let asked = server.asked();
    let bots = format!("Bot {TOKEN}");
    assert_eq!(asked[0].authorization.as_deref(), Some(bots.as_str()));
    assert!(asked[1..].iter().all(|one| one.authorization.is_none()));
    assert!(asked.iter().all(|one| one.agent == USER_AGENT));
    assert_eq!(
        asked[1].path,
        format!("/api/v10/interactions/12/{OTHER}/callback")
    );
    assert_eq!(asked[1].body, r#"{"type":5}"#);
    let methods: Vec<&str> = asked.iter().map(|one| one.method.as_str()).collect();
    assert_eq!(methods, ["GET", "POST", "PATCH", "POST"]);
}

#[tokio::test]
async fn a_file_goes_as_a_form() {
    let server = Server::start(|_, _| answer(200, json!({"id": "1"}))).await;
    let upload = Upload {
        name: "Załącznik \"1\"\r\n.pdf",
        bytes: b"%PDF",
    };
    let body = json!({"content": "ż"});
    let route = Route::create_message("5");
    rest(&server).upload(&route, &body, upload).await.unwrap();
    let form = &server.seen()[0].1;
    assert!(
        form.contains("name=\"payload_json\"\r\n\r\n{\"content\":\"ż\"}\r\n"),
        "{form}"
    );
    assert!(form.contains("name=\"files[0]\"; filename=\"Załącznik 1.pdf\""));
    assert!(form.contains("%PDF"));
}

#[tokio::test]
async fn headers_are_believed_before_a_request_is_sent() {
    let server = Server::start(|turn, _| {
        let remaining = if turn == 0 { 1 } else { 0 };
        limited(answer(200, json!({"id": "1"})), remaining, 30.0)
    })
    .await;
    let rest = rest(&server);
    let route = Route::create_message("5");
    assert_eq!(rest.wait(&route), Duration::ZERO);
    for _ in 0..2 {
        rest.call(&route, None).await.unwrap();
    }
    let wait = rest.wait(&route);
    assert!(wait > Duration::from_secs(29) && wait < Duration::from_secs(31));
    let error = rest.call(&route, None).await.unwrap_err();
    assert!(matches!(error, CallError::Limited { global: false, .. }));
    assert_eq!(server.asked().len(), 2);
    assert_eq!(rest.wait(&Route::create_message("6")), Duration::ZERO);
}

#[tokio::test]
async fn a_short_wait_is_waited_here() {
    let server = Server::start(|_, _| limited(answer(200, json!({"id": "1"})), 0, 0.2)).await;
    let rest = rest(&server);
    let route = Route::create_message("5");
    let start = Instant::now();
    for _ in 0..2 {
        rest.call(&route, None).await.unwrap();
    }
    assert!(start.elapsed() >= Duration::from_millis(200));
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn while_nothing_is_known_one_goes_at_a_time_and_the_next_at_once_after_it() {
    let server = Server::start(|_, _| answer(200, json!({"id": "1"}))).await;
    let rest = rest(&server);
    let route = Route::create_message("5");
    let calls = (0..5).map(|_| rest.call(&route, None));
    for outcome in futures_util::future::join_all(calls).await {
        outcome.unwrap();
    }
    assert_eq!(server.asked().len(), 5);
}

#[tokio::test]
async fn a_global_flood_stops_everything_but_interactions() {
    let server = Server::start(|turn, _| match turn {
        0 => answer(429, json!({"retry_after": 60.0, "global": true}))
            .header("x-ratelimit-scope", "global"),
        _ => answer(204, Value::Null).saying(""),
    })
    .await;
    let rest = rest(&server);
    let flood = CallError::Limited {
        wait: Duration::from_secs(60),
        global: true,
    };
    assert_eq!(rest.call(&Route::me(), None).await, Err(flood));
    let other = rest.call(&Route::create_message("5"), None).await;
    assert!(matches!(
        other,
        Err(CallError::Limited { global: true, .. })
    ));
    let callback = Route::callback("1", OTHER);
    assert_eq!(rest.call(&callback, None).await, Ok(Value::Null));
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn after_many_refusals_nothing_is_sent_but_answers_to_interactions() {
    let server = Server::start(|_, _| answer(403, json!({"code": 50001}))).await;
    let rest = rest(&server);
    for _ in 0..500 {
        rest.call(&Route::me(), None).await.unwrap_err();
    }
    let error = rest.call(&Route::me(), None).await.unwrap_err();
    assert!(matches!(error, CallError::HeldBack(_)), "{error:?}");
    assert_eq!(rest.wait(&Route::me()), Duration::ZERO);
    assert_eq!(server.asked().len(), 500);
    let callback = Route::callback("1", OTHER);
    let error = rest.call(&callback, None).await.unwrap_err();
    assert!(matches!(error, CallError::Refused { .. }), "{error:?}");
}

#[tokio::test]
async fn without_a_connection_nothing_was_sent() {
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let rest = Rest::new(&format!("http://{address}"), TOKEN).unwrap();
    for route in [Route::me(), Route::original("1", OTHER)] {
        let error = rest.call(&route, None).await.unwrap_err();
        assert!(matches!(error, CallError::NotSent(_)), "{error:?}");
        assert_tokenless(&format!("{error:?} {error} {rest:?} {route:?}"));
    }
}

#[tokio::test]
async fn a_connection_that_breaks_is_uncertain_and_gives_its_turn_back() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut some = [0; 64];
            let _ = tokio::io::AsyncReadExt::read(&mut stream, &mut some).await;
        }
    });
    let rest = Rest::new(&format!("http://{address}/"), TOKEN).unwrap();
    let route = Route::original("1", OTHER);
    for _ in 0..2 {
        let error = rest.call(&route, Some(&json!({}))).await.unwrap_err();
        assert!(matches!(error, CallError::Uncertain(_)), "{error:?}");
        assert_tokenless(&format!("{error:?} {error}"));
        assert_eq!(rest.wait(&route), Duration::ZERO);
    }
}

#[tokio::test]
async fn a_server_that_repeats_tokens_does_not_get_them_into_the_log() {
    let words = format!("no route /webhooks/1/{OTHER} for {TOKEN}");
    let server = Server::start(move |_, _| answer(404, json!({"code": 0, "message": words}))).await;
    let route = Route::follow_up("1", OTHER);
    let error = rest(&server).call(&route, None).await.unwrap_err();
    assert_tokenless(&format!("{error:?} {error}"));
}

#[tokio::test]
async fn an_answer_is_read_up_to_its_bound() {
    let server = Server::start(|_, _| answer(200, json!("x".repeat(ANSWER)))).await;
    let outcome = rest(&server).call(&Route::me(), None).await;
    assert!(matches!(outcome, Err(CallError::Uncertain(_))));
}

#[test]
fn a_token_that_cannot_be_a_header_is_refused_and_not_repeated() {
    for token in [
        "",
        "secret secret",
        "secret\r\nX: y",
        "sécret",
        "secret\u{0}",
    ] {
        let error = format!("{:?}", Rest::new("https://x.example", token).unwrap_err());
        assert_tokenless(&error);
    }
    for url in ["", "x.example", "ftp://x.example", "unix:/run/x"] {
        let error = format!("{:?}", Rest::new(url, TOKEN).unwrap_err());
        assert_tokenless(&error);
    }
}

#[test]
fn paths_lead_nowhere_else() {
    assert_eq!(Route::create_message("5").path, "/channels/5/messages");
    assert_eq!(Route::edit_message("5", "6").path, "/channels/5/messages/6");
    assert_eq!(
        Route::messages_after("5", "6").path,
        "/channels/5/messages?after=6&limit=100"
    );
    for id in [
        "",
        "../users",
        "5/6",
        "5?a",
        "-5",
        "٥",
        "123456789012345678901",
    ] {
        assert_eq!(Route::channel(id).path, "/channels/0", "{id}");
        assert_eq!(Route::guild_member(id, id).path, "/guilds/0/members/0");
    }
    for token in ["", ".", "..", "a/b", "a?b", "a#b", "a%2Fb", "ż"] {
        assert_eq!(
            Route::follow_up("5", token).path,
            "/webhooks/5/0",
            "{token}"
        );
    }
    let one = Route::create_message("5");
    assert_ne!(one.key, Route::create_message("6").key);
    assert_ne!(one.key, Route::messages_after("5", "6").key);
    assert_eq!(
        Route::edit_message("5", "6").key,
        Route::edit_message("5", "7").key
    );
}
