//! What the stand-in remembers: channels, threads, messages, commands, rights.

use super::*;
use crate::discord_api::ChannelKind;
use crate::discord_api::rights;

/// Every route that answers, answers as the description says; `ok` checks that.
#[tokio::test]
async fn everything_answered_fits_the_description() {
    let caller = Caller::in_server().await;
    let api = &caller.api;
    api.member(SERVER, ANNA, &[]);
    api.bot_leaves(SERVER);
    api.bot_joins_with(SERVER, rights::ADMINISTRATOR);
    let channel = format!("/channels/{GENERAL}");
    let server = format!("/guilds/{SERVER}");
    let message = caller.says(GENERAL, "Dzień dobry").await;
    let news = caller.says(NEWS, "Nabór").await;
    let commands = format!("/applications/{APPLICATION}/commands");
    let option = json!({ "type": 3, "name": "q", "description": "Pytanie" });
    let command = json!({ "name": "pomoc", "description": "Pomoc", "options": [option] });
    let command = id(&caller.ok("POST", &commands, command).await);
    let event = json!({
        "name": "Termin", "scheduled_start_time": "2026-12-01T10:00:00Z", "privacy_level": 2,
        "scheduled_end_time": "2026-12-01T11:00:00Z", "entity_type": 3,
        "entity_metadata": { "location": "Urząd" },
    });
    let thread = json!({ "name": "Sprawa 1", "auto_archive_duration": 1440 });
    for (method, path, body) in [
        ("GET", "/gateway".to_owned(), Value::Null),
        ("GET", "/gateway/bot".to_owned(), Value::Null),
        ("GET", "/users/@me".to_owned(), Value::Null),
        ("GET", "/users/@me/guilds".to_owned(), Value::Null),
        (
            "PATCH",
            "/users/@me".to_owned(),
            json!({ "username": "Łącznik" }),
        ),
        ("GET", "/applications/@me".to_owned(), Value::Null),
        (
            "PATCH",
            "/applications/@me".to_owned(),
            json!({ "description": { "default": "Bot" } }),
        ),
        (
            "POST",
            "/users/@me/channels".to_owned(),
            json!({ "recipient_id": ANNA.to_string() }),
        ),
        ("GET", commands.clone(), Value::Null),
        (
            "GET",
            format!("{commands}?with_localizations=true"),
            Value::Null,
        ),
        ("GET", format!("{commands}/{command}"), Value::Null),
        (
            "PATCH",
            format!("{commands}/{command}"),
            json!({ "description": "Co umiem" }),
        ),
        ("DELETE", format!("{commands}/{command}"), Value::Null),
        ("GET", server.clone(), Value::Null),
        ("GET", format!("{server}/channels"), Value::Null),
        ("GET", format!("{server}/roles"), Value::Null),
        ("GET", format!("{server}/members/{ANNA}"), Value::Null),
        ("POST", format!("{server}/scheduled-events"), event),
        ("GET", format!("{server}/scheduled-events"), Value::Null),
        ("GET", channel.clone(), Value::Null),
        ("POST", format!("{channel}/typing"), Value::Null),
        (
            "POST",
            format!("{channel}/messages/{message}/threads"),
            thread,
        ),
        (
            "POST",
            format!("{channel}/threads"),
            json!({ "name": "Sprawa 2", "type": 11 }),
        ),
        ("GET", format!("{server}/threads/active"), Value::Null),
        (
            "PATCH",
            format!("/channels/{message}"),
            json!({ "archived": true }),
        ),
        ("GET", format!("/channels/{message}"), Value::Null),
        (
            "POST",
            format!("/channels/{NEWS}/messages/{news}/crosspost"),
            Value::Null,
        ),
        ("GET", format!("{channel}/messages/{message}"), Value::Null),
        (
            "PATCH",
            format!("{channel}/messages/{message}"),
            saying("Dobry wieczór"),
        ),
        ("GET", messages(GENERAL), Value::Null),
        (
            "DELETE",
            format!("{channel}/messages/{message}"),
            Value::Null,
        ),
        ("DELETE", channel.clone(), Value::Null),
    ] {
        caller.ok(method, &path, body).await;
    }
    assert_eq!(
        caller.refused("GET", &channel, Value::Null).await,
        (404, 10003)
    );
    api.assert_clean();
}

#[tokio::test]
async fn messages_are_kept_changed_and_deleted() {
    let caller = Caller::in_server().await;
    let api = &caller.api;
    let theirs = api.says_in(GENERAL, ANNA, "Pytanie");
    let reference = json!({ "message_id": theirs.to_string() });
    let body = with(saying("Odpowiedź"), "message_reference", reference);
    let reply = caller.ok("POST", &messages(GENERAL), body).await;
    assert_eq!(reply["referenced_message"]["id"], theirs.to_string());
    assert_eq!(
        reply["referenced_message"]["content"], "",
        "the bot was not meant"
    );
    let path = format!("{}/{}", messages(GENERAL), id(&reply));
    caller.ok("PATCH", &path, saying("Poprawka")).await;
    let message = api.message(GENERAL, id(&reply)).unwrap();
    assert_eq!(
        (message.text.as_str(), message.edits, message.kind),
        ("Poprawka", 1, 19)
    );
    let foreign = format!("{}/{theirs}", messages(GENERAL));
    assert_eq!(
        caller.refused("PATCH", &foreign, saying("x")).await,
        (403, 50005)
    );
    assert_eq!(
        caller.refused("DELETE", &foreign, Value::Null).await,
        (403, 50013)
    );
    assert_eq!(
        caller
            .refused("POST", &messages(GENERAL), saying("  "))
            .await,
        (400, 50006)
    );
    let unknown = with(
        saying("x"),
        "message_reference",
        json!({ "message_id": "1" }),
    );
    assert_eq!(
        caller
            .refused("POST", &messages(GENERAL), unknown.clone())
            .await,
        (400, 50035)
    );
    let kind = json!({ "message_id": "1", "fail_if_not_exists": false });
    caller
        .ok(
            "POST",
            &messages(GENERAL),
            with(unknown, "message_reference", kind),
        )
        .await;
    caller.ok("DELETE", &path, Value::Null).await;
    assert_eq!(
        caller.refused("PATCH", &path, saying("x")).await,
        (404, 10008)
    );
    assert_eq!(api.sent().len(), 2);
    assert_eq!(api.conversation(GENERAL).len(), 2);
    api.assert_clean();
}

#[tokio::test]
async fn a_channel_is_read_page_by_page_newest_first() {
    let caller = Caller::in_server().await;
    let mut ids = Vec::new();
    for number in 0..6 {
        ids.push(caller.says(GENERAL, &number.to_string()).await);
    }
    let texts = |query: String| {
        let path = format!("{}?{query}", messages(GENERAL));
        let caller = &caller;
        async move {
            let list = caller.ok("GET", &path, Value::Null).await;
            let list = list.as_array().unwrap().clone();
            list.iter()
                .map(|one| one["content"].as_str().unwrap().to_owned())
                .collect::<String>()
        }
    };
    assert_eq!(texts("limit=2".to_owned()).await, "54");
    assert_eq!(texts(format!("after={}&limit=2", ids[1])).await, "32");
    assert_eq!(texts(format!("before={}&limit=2", ids[4])).await, "32");
    assert_eq!(texts(format!("around={}&limit=3", ids[2])).await, "321");
    assert_eq!(texts(format!("after={}", ids[5])).await, "");
    // Ids tell the time, by the clock of the stand-in.
    let now = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
    caller.api.clock_is(now);
    let later = caller.says(GENERAL, "6").await;
    let since = u64::try_from(now.timestamp_millis() - 1_420_070_400_000).unwrap() << 22;
    assert!(later >= since);
    assert_eq!(texts(format!("after={}", since - 1)).await, "6");
}

#[tokio::test]
async fn rights_decide_where_the_bot_may_write() {
    let caller = Caller::in_server().await;
    let api = &caller.api;
    let path = messages(GENERAL);
    api.takes_rights(GENERAL, rights::SEND);
    assert_eq!(
        caller.refused("POST", &path, saying("x")).await,
        (403, 50013)
    );
    api.takes_rights(GENERAL, rights::VIEW);
    assert_eq!(
        caller.refused("GET", &path, Value::Null).await,
        (403, 50001)
    );
    let (mut line, _) = caller.identifies(1 << 9).await;
    api.says_in(GENERAL, ANNA, "między nami");
    assert!(
        line.is_silent().await,
        "what it cannot see it does not hear"
    );
    api.takes_rights(GENERAL, rights::EMBED);
    caller.says(GENERAL, "bez ozdób").await;
    let embed = with(saying("x"), "embeds", json!([{ "title": "x" }]));
    assert_eq!(caller.refused("POST", &path, embed).await, (403, 50013));
    api.takes_rights(GENERAL, rights::HISTORY);
    assert_eq!(caller.ok("GET", &path, Value::Null).await, json!([]));
    api.overwrite(NEWS, SERVER, 0, rights::SEND);
    assert_eq!(
        caller.refused("POST", &messages(NEWS), saying("x")).await,
        (403, 50013)
    );
    api.gives_rights(NEWS, rights::SEND);
    caller.says(NEWS, "x").await;
    api.describes(SERVER, 3050, ChannelKind::Category, "kategoria");
    assert_eq!(
        caller.refused("POST", &messages(3050), saying("x")).await,
        (400, 50024)
    );
    assert_eq!(api.invalid_requests(), 4);
    api.assert_clean();
}

#[tokio::test]
async fn threads_wake_up_unless_they_are_locked() {
    let caller = Caller::in_server().await;
    let api = &caller.api;
    api.thread(GENERAL, 3010, "Sprawa");
    let (mut line, _) = caller.identifies(1).await;
    line.event("GUILD_CREATE").await;
    let old = caller.says(3010, "x").await;
    api.archives(3010);
    assert_eq!(
        line.event("THREAD_UPDATE").await["thread_metadata"]["archived"],
        true
    );
    let edit = format!("{}/{old}", messages(3010));
    assert_eq!(
        caller.refused("PATCH", &edit, saying("y")).await,
        (400, 50083)
    );
    caller.says(3010, "y").await;
    assert_eq!(
        line.event("THREAD_UPDATE").await["thread_metadata"]["archived"],
        false
    );
    api.locks(3010);
    caller.says(3010, "who manages threads may").await;
    api.takes_rights(GENERAL, rights::MANAGE_THREADS);
    assert_eq!(
        caller.refused("POST", &messages(3010), saying("z")).await,
        (400, 160_005)
    );
    api.archives(3010);
    assert_eq!(
        caller.refused("POST", &messages(3010), saying("z")).await,
        (400, 50083)
    );
    api.deletes_channel(3010);
    assert_eq!(
        caller.refused("POST", &messages(3010), saying("z")).await,
        (404, 10003)
    );
    api.assert_clean();
}

#[tokio::test]
async fn what_people_send_has_the_shape_of_a_message() {
    let caller = Caller::new().await;
    let api = &caller.api;
    let (mut line, _) = caller.identifies(1 << 12).await;
    let channel = api.direct(ANNA);
    api.person(ANNA, |anna| anna.global_name = Some("Anna".to_owned()));
    let first = api.says_in_dm(ANNA, "Dzień dobry");
    api.replies_to(channel, ANNA, first, "Halo");
    api.attaches(channel, ANNA, "", "plik.pdf", b"%PDF");
    api.speaks(channel, ANNA);
    api.sends_sticker(channel, ANNA, "Fala");
    api.forwards(channel, ANNA, "Skądinąd");
    api.says_of_kind(channel, ANNA, 6);
    let mut events = Vec::new();
    for _ in 0..7 {
        let mut event = line.event("MESSAGE_CREATE").await;
        event.as_object_mut().unwrap().remove("channel_type");
        // The documentation knows forwarding, the description does not.
        if event["message_reference"]["type"] == 1 {
            event["message_reference"]["type"] = json!(0);
        }
        assert_eq!(
            spec().faults_of_schema("MessageResponse", &event),
            [],
            "{event:#}"
        );
        events.push(event);
    }
    assert_eq!(events[0]["author"]["global_name"], "Anna");
    assert_eq!(events[2]["attachments"][0]["filename"], "plik.pdf");
    assert_eq!(events[3]["flags"], 8192);
    assert_eq!(events[4]["sticker_items"][0]["name"], "Fala");
    let text = events[5].pointer("/message_snapshots/0/message/content");
    assert_eq!(
        (text, &events[5]["content"]),
        (Some(&json!("Skądinąd")), &json!(""))
    );
    api.edits(channel, ANNA, first, "Dobry wieczór");
    assert!(line.event("MESSAGE_UPDATE").await["edited_timestamp"].is_string());
    api.unfolds(channel, first);
    let unfolded = line.event("MESSAGE_UPDATE").await;
    assert_eq!(
        (&unfolded["embeds"][0]["type"], &unfolded["content"]),
        (&json!("link"), &json!("Dobry wieczór"))
    );
    api.deletes(channel, first);
    assert_eq!(line.event("MESSAGE_DELETE").await["id"], first.to_string());
}

#[tokio::test]
async fn commands_keep_their_ids() {
    let caller = Caller::new().await;
    let command = |name: &str| {
        json!({ "name": name, "description": "x",
        "name_localizations": { "en-US": "help" } })
    };
    let first = caller
        .registers(json!([command("pomoc"), command("dotacje")]))
        .await;
    let second = caller.registers(json!([command("pomoc")])).await;
    assert_eq!(first[0]["id"], second[0]["id"]);
    assert_eq!(caller.api.commands().len(), 1);
    let path = format!("/applications/{APPLICATION}/commands");
    let plain = caller.ok("GET", &path, Value::Null).await;
    assert_eq!(plain[0].get("name_localizations"), None);
    let full = caller
        .ok(
            "GET",
            &format!("{path}?with_localizations=true"),
            Value::Null,
        )
        .await;
    assert_eq!(full[0]["name_localizations"]["en-US"], "help");
    let unknown = format!("{path}/1");
    assert_eq!(
        caller.refused("DELETE", &unknown, Value::Null).await,
        (404, 10063)
    );
}
