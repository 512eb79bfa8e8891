//! What the stand-in remembers: chats, messages, presses, files, and what the library makes of it.

use super::*;

#[tokio::test]
async fn everything_said_and_answered_fits_the_description() {
    let caller = Caller::new().await;
    let api = &caller.api;
    api.reads_all_group_messages(true);
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
