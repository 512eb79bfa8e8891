//! Commands, buttons, menus and forms, from both sides.

use super::*;
use crate::discord_api::Outcome;
use crate::discord_api::faults::CALLBACK;

/// With a command that completes what is typed.
async fn asking() -> Caller {
    let caller = Caller::in_server().await;
    let option = json!({ "type": 3, "name": "pytanie", "description": "O co pytasz",
        "required": true, "autocomplete": true, "max_length": 200 });
    let ask = json!({ "name": "zapytaj", "description": "Zadaj pytanie", "contexts": [0, 1],
        "integration_types": [0, 1], "options": [option] });
    let help = json!({ "name": "pomoc", "description": "Pomoc", "contexts": [0, 1, 2],
        "integration_types": [0, 1] });
    caller.registers(json!([ask, help])).await;
    caller
}

fn form() -> Value {
    let input = json!({ "type": 4, "custom_id": "q", "style": 2, "label": "Pytanie",
        "min_length": 3, "max_length": 100 });
    let row = json!({ "type": 1, "components": [input] });
    json!({ "type": 9, "data": { "custom_id": "ask", "title": "Zapytaj", "components": [row] } })
}

#[tokio::test]
async fn a_command_in_a_server_is_answered_so_that_one_person_sees_it() {
    let caller = asking().await;
    let api = &caller.api;
    let (mut line, _) = caller.identifies(1 << 9).await;
    let ran = api.runs(ANNA, GENERAL, "zapytaj", &[("pytanie", "dotacje")], "pl");
    let told = line.event("INTERACTION_CREATE").await;
    assert_eq!((&told["type"], &told["context"]), (&json!(2), &json!(0)));
    assert_eq!(
        told["data"]["options"][0],
        json!({ "name": "pytanie", "type": 3, "value": "dotacje" })
    );
    assert_eq!(told["member"]["user"]["id"], ANNA.to_string());
    assert_eq!((told.get("user"), &told["locale"]), (None, &json!("pl")));
    assert_eq!(api.unanswered(), 1);
    let deferred = json!({ "type": 5, "data": { "flags": 64 } });
    assert_eq!(caller.responds(ran, deferred.clone()).await.0, 204);
    let event = line.event("MESSAGE_CREATE").await;
    assert_eq!(
        (&event["flags"], event.get("guild_id")),
        (&json!(192), None)
    );
    assert!(matches!(api.outcome(ran, MOMENT).await, Outcome::Thinking));
    let body = with(
        saying("Odpowiedź"),
        "components",
        json!([row(&[button("Dalej", "e:2")])]),
    );
    let original = caller.webhook(ran, "/messages/@original");
    for _ in 0..2 {
        caller.ok("PATCH", &original, body.clone()).await;
    }
    let answer = api.outcome(ran, SOON).await.message();
    assert_eq!(
        (answer.text.as_str(), answer.flags, answer.only_for),
        ("Odpowiedź", 64, Some(ANNA))
    );
    let follow_up = with(saying("I jeszcze"), "flags", json!(64));
    caller.ok("POST", &caller.webhook(ran, ""), follow_up).await;
    let texts = |person| {
        api.seen_by(person)
            .into_iter()
            .map(|one| one.text)
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(ANNA), ["Odpowiedź", "I jeszcze"]);
    api.member(SERVER, OLEH, &[]);
    assert_eq!(texts(OLEH), Vec::<String>::new());
    assert_eq!(api.messages(GENERAL).len(), 0);
    assert_eq!(
        caller.ok("GET", &messages(GENERAL), Value::Null).await,
        json!([])
    );
    assert_eq!(caller.responds(ran, deferred).await.1["code"], 40060);
    assert_eq!((api.unanswered(), api.missed()), (0, vec![]));
    assert!(api.response_time(ran).unwrap() < SOON);
    assert_eq!(api.interaction(ran).follow_ups.len(), 1);
    api.assert_clean();
}

#[tokio::test]
async fn the_first_response_takes_three_seconds_and_the_token_a_quarter_of_an_hour() {
    let caller = asking().await;
    let api = &caller.api;
    let run = || api.runs(ANNA, GENERAL, "pomoc", &[], "pl");
    let late = run();
    api.passes(Duration::from_millis(3_100));
    assert_eq!(
        caller.responds(late, json!({ "type": 5 })).await.1["code"],
        10062
    );
    assert_eq!(api.missed(), [late]);
    assert!(matches!(
        api.outcome(late, Duration::ZERO).await,
        Outcome::Failed
    ));
    let ran = run();
    let original = caller.webhook(ran, "/messages/@original");
    let early = caller
        .refused("PATCH", &original, saying("za wcześnie"))
        .await;
    assert_eq!(
        early,
        (404, 10015),
        "before the first response there is nothing"
    );
    let (status, shown) = caller
        .call(
            "POST",
            &format!("{}?with_response=true", caller.callback(ran)),
            json!({ "type": 5 }),
        )
        .await;
    assert_eq!(status, 200);
    assert_eq!(shown["interaction"]["response_message_loading"], true);
    api.passes(Duration::from_secs(14 * 60 + 59));
    caller.ok("PATCH", &original, saying("w porę")).await;
    api.passes(Duration::from_secs(2));
    assert_eq!(
        caller.refused("PATCH", &original, saying("x")).await,
        (401, 50027)
    );
    assert_eq!(
        caller
            .refused("POST", &caller.webhook(ran, ""), saying("x"))
            .await,
        (401, 50027)
    );
    let strange = format!("/webhooks/{APPLICATION}/unknown/messages/@original");
    assert_eq!(
        caller.refused("PATCH", &strange, saying("x")).await,
        (401, 50027)
    );
    let wrong = run();
    let path = caller.callback(wrong).replace("aW50", "aW51");
    assert_eq!(
        caller.refused("POST", &path, json!({ "type": 5 })).await,
        (404, 10062)
    );
    api.assert_clean();
}

#[tokio::test]
async fn the_first_follow_up_takes_the_place_of_the_thinking() {
    let caller = asking().await;
    let ran = caller.api.runs(ANNA, GENERAL, "pomoc", &[], "pl");
    caller.responds(ran, json!({ "type": 5 })).await;
    caller
        .ok(
            "POST",
            &caller.webhook(ran, ""),
            with(saying("jeden"), "flags", json!(64)),
        )
        .await;
    assert_eq!(caller.api.outcome(ran, SOON).await.message().text, "jeden");
    assert_eq!(
        caller.api.messages(GENERAL)[0].flags,
        0,
        "as visible as it was begun"
    );
    assert_eq!(caller.api.notes().len(), 1);
    caller
        .ok("POST", &caller.webhook(ran, ""), saying("dwa"))
        .await;
    assert_eq!(caller.api.messages(GENERAL).len(), 2);
    let original = caller.webhook(ran, "/messages/@original");
    caller.ok("DELETE", &original, Value::Null).await;
    assert_eq!(
        caller.refused("PATCH", &original, saying("x")).await,
        (404, 10008)
    );
}

#[tokio::test]
async fn a_press_changes_its_message_or_brings_a_new_one() {
    let caller = asking().await;
    let api = &caller.api;
    let channel = api.direct(ANNA);
    let parts = json!([
        row(&[button("Dalej", "p:1")]),
        row(&[menu("menu:0", &["e:1", "e:2"])])
    ]);
    let body = with(saying("Menu"), "components", parts);
    let shown = id(&caller.ok("POST", &messages(channel), body).await);
    let (mut line, _) = caller.identifies(1 << 12).await;
    let press = api.presses(ANNA, shown, "p:1");
    let told = line.event("INTERACTION_CREATE").await;
    assert_eq!((&told["context"], told.get("member")), (&json!(1), None));
    assert_eq!(told["user"]["id"], ANNA.to_string());
    assert_eq!(told["message"]["id"], shown.to_string());
    assert_eq!(told["data"]["custom_id"], "p:1");
    caller.responds(press, json!({ "type": 6 })).await;
    assert!(matches!(api.outcome(press, MOMENT).await, Outcome::Quiet));
    let path = format!("{}/{shown}", messages(channel));
    caller
        .ok(
            "PATCH",
            &path,
            with(saying("Dalej"), "components", json!([])),
        )
        .await;
    let changed = api.outcome(press, SOON).await.message();
    assert_eq!(
        (changed.id, changed.text.as_str(), changed.edits),
        (shown, "Dalej", 1)
    );
    assert_eq!(changed.buttons(), vec![]);
    let late = api.presses_raw(ANNA, channel, shown, "p:1");
    let update = json!({ "type": 7, "data": saying("Od nowa") });
    caller.responds(late, update).await;
    assert_eq!(api.outcome(late, SOON).await.message().text, "Od nowa");
    let other = json!([row(&[menu("menu:0", &["e:1", "e:2"])])]);
    caller
        .ok(
            "PATCH",
            &path,
            json!({ "components": other, "allowed_mentions": quiet() }),
        )
        .await;
    let choice = api.chooses(ANNA, shown, "menu:0", "e:2");
    assert_eq!(api.interaction(choice).data["values"], json!(["e:2"]));
    caller
        .responds(choice, json!({ "type": 4, "data": saying("Wybrano") }))
        .await;
    assert_eq!(api.outcome(choice, SOON).await.message().text, "Wybrano");
    assert_eq!(api.count_of(CALLBACK), 3);
    api.assert_clean();
}

#[tokio::test]
async fn a_form_opens_and_comes_back_and_no_form_follows_a_form() {
    let caller = asking().await;
    let api = &caller.api;
    let ran = api.runs(ANNA, GENERAL, "pomoc", &[], "uk");
    assert_eq!(caller.responds(ran, form()).await.0, 204);
    let modal = api.outcome(ran, SOON).await.modal();
    assert_eq!(
        (modal.title.as_str(), modal.custom_id.as_str()),
        ("Zapytaj", "ask")
    );
    assert_eq!(modal.inputs, [("q".to_owned(), "Pytanie".to_owned())]);
    let (mut line, _) = caller.identifies(1).await;
    line.event("GUILD_CREATE").await;
    let sent = api.submits(ANNA, &modal, &[("q", "Ile wynosi mały grant?")]);
    let told = line.event("INTERACTION_CREATE").await;
    assert_eq!((&told["type"], &told["locale"]), (&json!(5), &json!("uk")));
    let value = told.pointer("/data/components/0/components/0/value");
    assert_eq!(value, Some(&json!("Ile wynosi mały grant?")));
    assert_eq!(caller.responds(sent, form()).await.0, 400);
    assert_eq!(
        caller.responds(sent, json!({ "type": 6 })).await.0,
        400,
        "it has no message"
    );
    assert_eq!(api.violations().len(), 2);
    caller
        .responds(
            sent,
            json!({ "type": 4, "data": with(saying("10 000"), "flags", json!(64)) }),
        )
        .await;
    assert_eq!(api.outcome(sent, SOON).await.message().text, "10 000");
    let original = caller.webhook(sent, "/messages/@original");
    caller.ok("GET", &original, Value::Null).await;
}

#[tokio::test]
async fn choices_come_while_somebody_types() {
    let caller = asking().await;
    let typing = caller.api.types(ANNA, GENERAL, "zapytaj", "pytanie", "dot");
    let data = caller.api.interaction(typing).data;
    assert_eq!(data["options"][0]["focused"], true);
    let choices = json!([{ "name": "Dotacje", "value": "#e:dotacje" }]);
    let answer = json!({ "type": 8, "data": { "choices": choices } });
    assert_eq!(caller.responds(typing, answer).await.0, 204);
    let choices = caller.api.outcome(typing, SOON).await.choices();
    assert_eq!(choices, [("Dotacje".to_owned(), "#e:dotacje".to_owned())]);
    caller.api.assert_clean();
}

#[tokio::test]
async fn from_other_conversations_one_can_ask_too() {
    let caller = asking().await;
    caller.api.group_direct(4001, &[ANNA, OLEH]);
    let (mut line, _) = caller.identifies(1).await;
    line.event("GUILD_CREATE").await;
    let ran = caller.api.runs(ANNA, 4001, "pomoc", &[], "pl");
    let told = line.event("INTERACTION_CREATE").await;
    assert_eq!((&told["context"], told.get("guild_id")), (&json!(2), None));
    assert_eq!(
        caller
            .responds(ran, json!({ "type": 5, "data": { "flags": 64 } }))
            .await
            .0,
        204
    );
    let original = caller.webhook(ran, "/messages/@original");
    caller.ok("PATCH", &original, saying("Proszę")).await;
    assert_eq!(caller.api.seen_by(OLEH).len(), 0);
    assert_eq!(
        caller.refused("POST", &messages(4001), saying("x")).await,
        (403, 50001)
    );
}

/// What cannot be done by a person cannot be done by a test.
#[tokio::test]
async fn only_what_is_there_can_be_used() {
    let caller = asking().await;
    let api = &caller.api;
    api.group_direct(4001, &[ANNA]);
    let message = with(
        saying("Menu"),
        "components",
        json!([row(&[button("Tak", "yes")])]),
    );
    let shown = id(&caller.ok("POST", &messages(GENERAL), message).await);
    let ran = api.runs(ANNA, GENERAL, "pomoc", &[], "pl");
    let only = json!([row(&[button("Tylko ja", "me")])]);
    let data = with(with(saying("x"), "flags", json!(64)), "components", only);
    caller
        .responds(ran, json!({ "type": 4, "data": data }))
        .await;
    let mine = api.outcome(ran, SOON).await.message().id;
    type Act<'a> = Box<dyn Fn() + 'a>;
    let impossible: Vec<(&str, Act)> = vec![
        (
            "no command",
            Box::new(|| {
                let _ = api.runs(ANNA, GENERAL, "brak", &[], "pl");
            }),
        ),
        (
            "needed",
            Box::new(|| {
                let _ = api.runs(ANNA, GENERAL, "zapytaj", &[], "pl");
            }),
        ),
        (
            "no option",
            Box::new(|| {
                let _ = api.runs(ANNA, GENERAL, "pomoc", &[("x", "y")], "pl");
            }),
        ),
        (
            "not offered",
            Box::new(|| {
                let _ = api.runs(ANNA, 4001, "zapytaj", &[("pytanie", "y")], "pl");
            }),
        ),
        (
            "completes",
            Box::new(|| {
                let _ = api.types(ANNA, GENERAL, "pomoc", "x", "y");
            }),
        ),
        (
            "no button",
            Box::new(|| {
                let _ = api.presses(ANNA, shown, "no");
            }),
        ),
        (
            "no menu",
            Box::new(|| {
                let _ = api.chooses(ANNA, shown, "yes", "no");
            }),
        ),
        (
            "not theirs",
            Box::new(|| {
                let _ = api.presses(OLEH, mine, "me");
            }),
        ),
    ];
    for (name, act) in impossible {
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(act));
        assert!(done.is_err(), "{name}");
    }
}
