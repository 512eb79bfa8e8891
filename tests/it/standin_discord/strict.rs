//! What the stand-in does not let through.

use super::*;
use reqwest::multipart::{Form, Part};

/// Sends what is wrong: it is refused with 50035, and the place of the fault is in the answer and in the list.
async fn finds(caller: &Caller, method: &str, path: &str, body: Value, at: &str) {
    let before = caller.api.violations().len();
    let (status, answer) = caller.call(method, path, body.clone()).await;
    assert_eq!(
        (status, &answer["code"]),
        (400, &json!(50035)),
        "{at}: {body}"
    );
    let pointer = format!("/errors/{}/_errors/0/message", at.replace('.', "/"));
    assert!(answer.pointer(&pointer).is_some(), "{at}: {answer}");
    let found = caller.api.violations();
    assert!(
        found[before..].iter().any(|one| one.contains(at)),
        "{at}: {found:?}"
    );
}

#[tokio::test]
async fn every_fault_of_a_message_is_found() {
    let caller = Caller::in_server().await;
    let long = |length: usize| Value::from("ż".repeat(length));
    let many = |count: usize, one: Value| Value::from(vec![one; count]);
    let buttons = |count: usize| {
        let ids = (0..count).map(|number| button("Tak", &format!("b{number}")));
        row(&ids.collect::<Vec<_>>())
    };
    let one = |part: Value| json!([row(&[part])]);
    let label = with(button("Tak", "b"), "label", long(81));
    let rows: Vec<Value> = (0..6)
        .map(|n| row(&[button("Tak", &format!("b{n}"))]))
        .collect();
    let twenty_six: Vec<String> = (0..26).map(|number| number.to_string()).collect();
    let twenty_six: Vec<&str> = twenty_six.iter().map(String::as_str).collect();
    let embed = json!({ "description": "x".repeat(3001) });
    for (field, value, at) in [
        ("content", long(2001), "content"),
        ("content", json!(7), "content"),
        ("text", json!("x"), "text"),
        ("nonce", json!("n".repeat(26)), "nonce"),
        ("enforce_nonce", json!(true), "nonce"),
        ("flags", json!(64), "flags"),
        ("tts", json!(true), "tts"),
        ("allowed_mentions", Value::Null, "allowed_mentions.parse"),
        (
            "allowed_mentions",
            json!({ "parse": ["users"] }),
            "allowed_mentions.parse",
        ),
        (
            "allowed_mentions",
            json!({ "parse": ["people"] }),
            "allowed_mentions.parse.0",
        ),
        (
            "allowed_mentions",
            json!({ "parse": [], "users": ["5"] }),
            "allowed_mentions.users",
        ),
        (
            "allowed_mentions",
            json!({ "parse": [], "roles": ["5"] }),
            "allowed_mentions.roles",
        ),
        (
            "allowed_mentions",
            json!({ "parse": [], "replied_user": true }),
            "allowed_mentions.replied_user",
        ),
        ("embeds", many(11, json!({ "title": "x" })), "embeds"),
        ("embeds", many(2, embed), "embeds"),
        (
            "embeds",
            json!([{ "title": "x".repeat(257) }]),
            "embeds.0.title",
        ),
        ("embeds", json!([{}]), "embeds.0"),
        (
            "message_reference",
            json!({}),
            "message_reference.message_id",
        ),
        ("components", json!(rows), "components"),
        ("components", json!([buttons(6)]), "components.0.components"),
        ("components", json!([button("Tak", "b")]), "components.0"),
        (
            "components",
            json!([row(&[button("Tak", "b")]), row(&[button("Nie", "b")])]),
            "components.1.components.0.custom_id",
        ),
        (
            "components",
            json!([row(&[button("Tak", "b"), menu("m", &["x"])])]),
            "components.0",
        ),
        ("components", one(label), "components.0.components.0.label"),
        (
            "components",
            one(button("Tak", &"b".repeat(101))),
            "components.0.components.0.custom_id",
        ),
        (
            "components",
            one(button("Tak", "")),
            "components.0.components.0.custom_id",
        ),
        (
            "components",
            one(with(button("Tak", "b"), "style", json!(5))),
            "components.0.components.0",
        ),
        (
            "components",
            one(json!({ "type": 2, "style": 5, "label": "x", "url": "ftp://example.org" })),
            "components.0.components.0.url",
        ),
        (
            "components",
            one(menu("m", &twenty_six)),
            "components.0.components.0.options",
        ),
        (
            "components",
            one(menu("m", &[])),
            "components.0.components.0.options",
        ),
        (
            "components",
            one(menu("m", &["x", "x"])),
            "components.0.components.0.options.1.value",
        ),
    ] {
        let body = with(saying("Dzień dobry"), field, value);
        finds(&caller, "POST", &messages(GENERAL), body, at).await;
    }
    assert_eq!(caller.api.messages(GENERAL).len(), 0);
}

#[tokio::test]
async fn a_message_at_its_limits_is_taken() {
    let caller = Caller::in_server().await;
    let buttons: Vec<Value> = (0..5)
        .map(|n| button(&"ż".repeat(80), &format!("{n:0100}")))
        .collect();
    let values: Vec<String> = (0..25).map(|number| number.to_string()).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let body = json!({
        "content": "ż".repeat(2000), "allowed_mentions": quiet(), "nonce": "n".repeat(25),
        "enforce_nonce": true, "flags": 4100,
        "embeds": [{ "description": "x".repeat(4000) }, { "description": "x".repeat(2000) }],
        "components": [row(&buttons), row(&[menu("m", &values)])],
    });
    caller.ok("POST", &messages(GENERAL), body).await;
    caller.api.assert_clean();
}

#[tokio::test]
async fn who_asks_has_to_say_who_it_is() {
    let caller = Caller::in_server().await;
    let url = caller.api.route("/users/@me");
    let bot = format!("Bot {}", caller.api.token());
    for (agent, authorization) in [
        (AGENT, None),
        (AGENT, Some("Bot x")),
        (AGENT, Some(caller.api.token())),
        ("reqwest", Some(bot.as_str())),
        ("DiscordBot (lacznik)", Some(bot.as_str())),
    ] {
        let before = caller.api.violations().len();
        let mut request = caller.http.get(&url).header("User-Agent", agent);
        if let Some(authorization) = authorization {
            request = request.header("Authorization", authorization);
        }
        let status = request.send().await.unwrap().status();
        assert_eq!(
            status == 401,
            authorization != Some(&bot),
            "{agent} {authorization:?}"
        );
        assert_eq!(
            caller.api.violations().len(),
            before + 1,
            "{agent} {authorization:?}"
        );
    }
    assert_eq!(caller.api.invalid_requests(), 3);
}

#[tokio::test]
async fn unknown_paths_and_parameters_are_found() {
    let caller = Caller::in_server().await;
    assert_eq!(
        caller.refused("GET", "/users/@you/x", Value::Null).await,
        (404, 0)
    );
    assert_eq!(
        caller.refused("DELETE", "/users/@me", Value::Null).await,
        (404, 0)
    );
    assert_eq!(caller.api.violations().len(), 2);
    let path = messages(GENERAL);
    for (query, at) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("after=x", "after"),
        ("since=1", "since"),
    ] {
        finds(&caller, "GET", &format!("{path}?{query}"), Value::Null, at).await;
    }
    finds(
        &caller,
        "GET",
        "/channels/general",
        Value::Null,
        "channel_id",
    )
    .await;
    let (status, _) = caller.call("POST", &path, Value::Null).await;
    assert_eq!(status, 400, "without a body");
    caller
        .ok("GET", &format!("{path}?limit=100&after=1"), Value::Null)
        .await;
}

#[tokio::test]
async fn every_fault_of_a_command_is_found() {
    let caller = Caller::new().await;
    let path = format!("/applications/{APPLICATION}/commands");
    let option = |name: &str| json!({ "type": 3, "name": name, "description": "Opis" });
    let command = json!({ "name": "pomoc", "description": "Pomoc" });
    let choices: Vec<Value> = (0..26)
        .map(|n| json!({ "name": n.to_string(), "value": n.to_string() }))
        .collect();
    for (field, value, at) in [
        ("name", json!("Pomoc"), "0.name"),
        ("name", json!("po moc"), "0.name"),
        ("name", json!("p".repeat(33)), "0.name"),
        (
            "name_localizations",
            json!({ "en-US": "Help" }),
            "0.name_localizations.en-US",
        ),
        ("description", json!(""), "0.description"),
        ("description", json!("x".repeat(101)), "0.description"),
        ("options", json!(vec![option("a"); 26]), "0.options"),
        ("options", json!([option("a"), option("a")]), "0.options.1"),
        ("options", json!([option("Temat")]), "0.options.0.name"),
        (
            "options",
            json!([option("a"), with(option("b"), "required", json!(true))]),
            "0.options.1",
        ),
        (
            "options",
            json!([with(option("a"), "choices", json!(choices))]),
            "0.options.0.choices",
        ),
        ("contexts", json!([7]), "0.contexts.0"),
    ] {
        let body = json!([with(command.clone(), field, value)]);
        finds(&caller, "PUT", &path, body, at).await;
    }
    finds(&caller, "PUT", &path, json!([command, command]), "1.name").await;
    let with_everything = json!({
        "name": "zgłoszenie", "name_localizations": { "en-US": "report", "uk": "звернення" },
        "description": "Zgłoszenie", "nsfw": false, "contexts": [0, 1], "integration_types": [0, 1],
        "default_member_permissions": "32", "options": [with(option("temat"), "autocomplete", json!(true))],
    });
    let before = caller.api.violations().len();
    caller.registers(json!([with_everything])).await;
    assert_eq!(caller.api.violations().len(), before);
}

#[tokio::test]
async fn every_fault_of_a_response_is_found() {
    let caller = Caller::in_server().await;
    let message = saying("Menu");
    let message = with(message, "components", json!([row(&[button("Tak", "yes")])]));
    let shown = id(&caller.ok("POST", &messages(GENERAL), message).await);
    let press = caller.api.presses(ANNA, shown, "yes");
    let path = caller.callback(press);
    let input = |label: &str| {
        json!({ "type": 1, "components": [
            { "type": 4, "custom_id": "q", "style": 2, "label": label, "max_length": 1000 }] })
    };
    let modal = |title: &str, inputs: Value| json!({ "type": 9, "data": { "custom_id": "ask", "title": title, "components": inputs } });
    for (body, at) in [
        (
            json!({ "type": 4, "data": { "content": "x" } }),
            "data.allowed_mentions.parse",
        ),
        (json!({ "type": 5, "data": { "flags": 4 } }), "data.flags"),
        (json!({ "type": 5, "data": { "text": 4 } }), "data.text"),
        (json!({ "type": 99 }), "type"),
        (
            modal(&"x".repeat(46), json!([input("Pytanie")])),
            "data.title",
        ),
        (
            modal("Pytanie", json!([input(&"x".repeat(46))])),
            "data.components.0.label",
        ),
        (
            modal("Pytanie", json!([input("a"), input("b")])),
            "data.components.1.custom_id",
        ),
        (modal("Pytanie", json!([])), "data.components"),
        (json!({ "type": 8, "data": { "choices": [] } }), "type"),
    ] {
        finds(&caller, "POST", &path, body, at).await;
    }
    let (status, _) = caller
        .responds(press, modal("Pytanie", json!([input("Pytanie")])))
        .await;
    assert_eq!(status, 204);
}

#[tokio::test]
async fn every_fault_of_choices_is_found() {
    let caller = Caller::in_server().await;
    let option = json!({ "type": 3, "name": "q", "description": "Pytanie", "autocomplete": true });
    caller
        .registers(json!([{ "name": "pytanie", "description": "x", "options": [option] }]))
        .await;
    let typing = caller.api.types(ANNA, GENERAL, "pytanie", "q", "dot");
    let path = caller.callback(typing);
    let one = |name: &str, value: &str| json!({ "name": name, "value": value });
    let answer = |choices: Value| json!({ "type": 8, "data": { "choices": choices } });
    for (choices, at) in [
        (json!(vec![one("a", "a"); 26]), "data.choices"),
        (json!([one("", "a")]), "data.choices.0.name"),
        (json!([one(&"x".repeat(101), "a")]), "data.choices.0.name"),
        (json!([one("a", &"x".repeat(101))]), "data.choices.0.value"),
    ] {
        finds(&caller, "POST", &path, answer(choices), at).await;
    }
    finds(&caller, "POST", &path, json!({ "type": 5 }), "type").await;
    assert_eq!(
        caller
            .responds(typing, answer(json!(vec![one("a", "a"); 25])))
            .await
            .0,
        204
    );
}

#[tokio::test]
async fn files_come_beside_the_message_and_are_named_in_it() {
    let caller = Caller::in_server().await;
    let send = |name: &'static str, payload: Value| {
        let part = Part::bytes(vec![1, 2, 3])
            .file_name("plik.csv")
            .mime_str("text/csv")
            .unwrap();
        let form = Form::new()
            .text("payload_json", payload.to_string())
            .part(name, part);
        caller
            .request("POST", &messages(GENERAL))
            .multipart(form)
            .send()
    };
    let payload = with(
        saying("Eksport"),
        "attachments",
        json!([{ "id": 0, "filename": "plik.csv", "description": "Lista" }]),
    );
    assert_eq!(
        send("files[0]", payload.clone()).await.unwrap().status(),
        200
    );
    caller.api.assert_clean();
    let sent = &caller.api.messages(GENERAL)[0];
    let file = &sent.files[0];
    assert_eq!(
        (file.name.as_str(), &file.bytes[..]),
        ("plik.csv", &[1, 2, 3][..])
    );
    assert_eq!(file.description.as_deref(), Some("Lista"));
    for name in ["files[1]", "file"] {
        assert_eq!(
            send(name, payload.clone()).await.unwrap().status(),
            400,
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_in_words_of_its_own() {
    let caller = Caller::in_server().await;
    let send = |size: usize| {
        let part = Part::bytes(vec![0; size]).file_name("film.mp4");
        let attachments = json!([{ "id": 0, "filename": "film.mp4" }]);
        let payload = with(saying("Film"), "attachments", attachments).to_string();
        let form = Form::new()
            .text("payload_json", payload)
            .part("files[0]", part);
        let request = caller.request("POST", &messages(GENERAL));
        async move {
            let answer = request.multipart(form).send().await.unwrap();
            (
                answer.status().as_u16(),
                answer.json::<Value>().await.unwrap(),
            )
        }
    };
    assert_eq!(send(10 * 1024 * 1024).await.0, 200);
    let (status, answer) = send(10 * 1024 * 1024 + 1).await;
    assert_eq!((status, &answer["code"]), (413, &json!(40005)));
    caller.api.assert_clean();
}

/// What the library sends that the adapter uses.
#[tokio::test]
async fn the_builders_of_the_library_fit() {
    use serenity::all::{
        CommandOptionType, CreateActionRow, CreateAllowedMentions, CreateButton, CreateCommand,
        CreateCommandOption, CreateEmbed, CreateMessage, CreateSelectMenu, CreateSelectMenuKind,
        CreateSelectMenuOption, InteractionContext, Nonce, Permissions,
    };
    let caller = Caller::in_server().await;
    let options = vec![CreateSelectMenuOption::new("Granty", "granty").description("Małe")];
    let message = CreateMessage::new()
        .content("Dzień dobry")
        .embed(
            CreateEmbed::new()
                .title("Tytuł")
                .description("Treść")
                .field("a", "b", true),
        )
        .allowed_mentions(CreateAllowedMentions::new())
        .nonce(Nonce::String("a-b".to_owned()))
        .enforce_nonce(true)
        .components(vec![
            CreateActionRow::Buttons(vec![
                CreateButton::new("e:1").label("Tak"),
                CreateButton::new_link("https://example.org").label("Strona"),
            ]),
            CreateActionRow::SelectMenu(CreateSelectMenu::new(
                "menu:0",
                CreateSelectMenuKind::String { options },
            )),
        ]);
    let body = serde_json::to_value(message).unwrap();
    caller.ok("POST", &messages(GENERAL), body).await;
    let option = CreateCommandOption::new(CommandOptionType::String, "q", "Pytanie")
        .set_autocomplete(true)
        .max_length(100);
    let command = CreateCommand::new("pytanie")
        .description("Zadaj pytanie")
        .name_localized("en-US", "question")
        .contexts(vec![InteractionContext::Guild, InteractionContext::BotDm])
        .default_member_permissions(Permissions::MANAGE_GUILD)
        .add_option(option);
    caller
        .registers(serde_json::to_value([command]).unwrap())
        .await;
    caller.api.assert_clean();
}
