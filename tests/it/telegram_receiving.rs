//! Whatever people send on Telegram: it is answered, once, or it was not for the bot.

use serde_json::json;

use crate::on_telegram::{ASKER, GROUP, SOON, Whole};

const QUESTION: &str = "ile max na maly grant teraz";

#[tokio::test]
async fn words_are_read_wherever_they_stand() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    let rich = json!([{"type": "paragraph", "text": ["ile max na ", {"type": "bold", "text": "maly grant"}, " teraz"]}]);
    let marked = |kind: &str| {
        json!({"text": QUESTION, "entities": [
            {"type": kind, "offset": 0, "length": 3, "unix_time": 1, "date_time_format": "r"}]})
    };
    let origin = json!({"type": "hidden_user", "date": 1, "sender_user_name": "Ktoś"});
    let said = [
        marked("date_time"),
        marked("kind_of_2031"),
        json!({ "rich_message": { "blocks": rich } }),
        json!({"text": QUESTION, "forward_origin": origin}),
        json!({"text": QUESTION, "quote": {"text": "coś innego", "position": 0, "is_manual": true}}),
        json!({"text": QUESTION, "via_bot": {"id": 42, "is_bot": true, "first_name": "Inny"}}),
        json!({"photo": [], "caption": QUESTION, "show_caption_above_media": true}),
        json!({"document": {"file_id": "x", "file_unique_id": "y"}, "caption": QUESTION}),
        json!({"voice": {"duration": 3}, "caption": QUESTION}),
        json!({"text": QUESTION, "field_of_2031": {"deep": [[[1]]]}, "link_preview_options": {"url": "x"}}),
        json!({"text": QUESTION, "sender_boost_count": 3, "has_protected_content": true, "effect_id": "1"}),
    ];
    for fields in &said {
        telegram.api.sends(ASKER, ASKER, fields);
        let reply = telegram.replies().await;
        assert!(
            reply[0].text.starts_with("Mały grant"),
            "{fields}: {reply:?}"
        );
        assert_eq!(reply.len(), 1, "{fields}");
    }
}

#[tokio::test]
async fn a_changed_message_is_read_again() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    telegram.says("qwrtz").await;
    let written = telegram.api.conversation(ASKER);
    let last = written.iter().rfind(|message| !message.is_from_bot());
    let changed = last.unwrap().id;
    telegram.api.edits(ASKER, ASKER, changed, QUESTION);
    let reply = telegram.replies().await;
    assert!(reply[0].text.starts_with("Mały grant"), "{reply:?}");
}

#[tokio::test]
async fn what_has_no_words_is_answered_kindly() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    let sent = [
        (
            json!({"contact": {"phone_number": "1", "first_name": "X"}}),
            "zwykły tekst",
        ),
        (
            json!({"location": {"latitude": 1.0, "longitude": 2.0}}),
            "zwykły tekst",
        ),
        (json!({"venue": {}, "location": {}}), "zwykły tekst"),
        (json!({"sticker": {"emoji": "👍"}}), "zwykły tekst"),
        (json!({"voice": {"duration": 3}}), "nagrań"),
        (json!({"audio": {"duration": 3}}), "nagrań"),
        (json!({"video_note": {"duration": 3}}), "nagrań"),
        (
            json!({"photo": [{"file_id": "x", "width": 1, "height": 1}]}),
            "zdjęciu",
        ),
        (json!({"photo": []}), "zdjęciu"),
        (json!({"animation": {}, "document": {}}), "zdjęciu"),
        (json!({"video": {"duration": 3}}), "zdjęciu"),
        (
            json!({"document": {"file_name": "../../etc/passwd"}}),
            "dokumentów",
        ),
        (json!({"poll": {"question": "?"}}), "zwykły tekst"),
        (json!({"dice": {"emoji": "🎲", "value": 3}}), "zwykły tekst"),
        (json!({"story": {}}), "zwykły tekst"),
        (json!({"checklist": {"title": "x"}}), "zwykły tekst"),
        (json!({"paid_media": {"star_count": 1}}), "zwykły tekst"),
        (json!({"hologram_of_2031": {"blocks": []}}), "zwykły tekst"),
        (
            json!({"rich_message": {"blocks": [{"type": "divider"}]}}),
            "zwykły tekst",
        ),
        (json!({"rich_message": {"blocks": 5}}), "zwykły tekst"),
        (json!({"text": {"not": "a text"}}), "zwykły tekst"),
        (json!({}), "zwykły tekst"),
    ];
    for (fields, expected) in &sent {
        telegram.api.sends(ASKER, ASKER, fields);
        let reply = telegram.replies().await;
        assert_eq!(reply.len(), 1, "{fields}");
        assert!(
            reply[0].text.contains(expected),
            "{fields}: {}",
            reply[0].text
        );
    }
}

#[tokio::test]
async fn what_nobody_wrote_to_the_bot_is_not_answered() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    let bot = json!({"id": 42, "is_bot": true, "first_name": "Inny"});
    let own = json!({"id": 123_456_789, "is_bot": true, "first_name": "Łącznik"});
    let channel = json!({"id": -1_001_111, "type": "channel", "title": "Kanał"});
    let ignored = [
        json!({"text": QUESTION, "from": bot}),
        json!({"text": QUESTION, "via_bot": own}),
        json!({"text": QUESTION, "is_automatic_forward": true, "sender_chat": channel}),
        json!({"new_chat_members": []}),
        json!({"pinned_message": {"text": QUESTION}}),
        json!({"new_chat_title": "x"}),
        json!({"message_auto_delete_timer_changed": {"message_auto_delete_time": 1}}),
        json!({"write_access_allowed": {}}),
        json!({"boost_added": {"boost_count": 1}}),
    ];
    for fields in &ignored {
        telegram.api.sends(ASKER, ASKER, fields);
        assert!(telegram.replies().await.is_empty(), "{fields}");
    }
    // Kinds of updates that nobody asked for, and such as are not known yet, are passed by.
    telegram
        .api
        .push_text(r#"{"update_id":418300900,"kind_of_2031":{"chat":{"id":1}}}"#);
    telegram
        .api
        .push_text(r#"{"update_id":418300901,"message":null}"#);
    telegram
        .api
        .push_text(r#"{"update_id":418300902,"message":[1,2]}"#);
    telegram.api.push_text(r#"{"update_id":418300903}"#);
    let reply = telegram.says(QUESTION).await;
    assert!(reply[0].text.starts_with("Mały grant"), "{reply:?}");
}

#[tokio::test]
async fn marks_that_cut_letters_in_two_do_no_harm() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    let text = format!("😀😀 {QUESTION} 👩‍👩‍👧");
    for (offset, length) in [
        (0, 1),
        (1, 1),
        (1, 2),
        (3, 5000),
        (-1, 4),
        (0, -3),
        (i64::MAX, i64::MAX),
        (i64::MIN, 1),
        (5000, 1),
    ] {
        for kind in ["mention", "bot_command", "text_mention"] {
            let entity = json!({"type": kind, "offset": offset, "length": length, "user": {"id": 123_456_789}});
            let fields = json!({"text": text, "entities": [entity, null, 5, {"type": 7}]});
            telegram.api.sends(ASKER, ASKER, &fields);
            let reply = telegram.replies().await;
            assert!(
                reply[0].text.starts_with("Mały grant"),
                "{fields}: {reply:?}"
            );
        }
    }
    let fields = json!({"text": QUESTION, "entities": {"no": "list"}});
    telegram.api.sends(ASKER, ASKER, &fields);
    assert!(telegram.replies().await[0].text.starts_with("Mały grant"));
}

#[tokio::test]
async fn four_thousand_faces_are_answered() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    for face in ["😀", "👩", "\u{1F1F5}", "\u{200D}", "ﷺ"] {
        let reply = telegram.says(&face.repeat(4096)).await;
        assert_eq!(reply.len(), 1, "{face}: {reply:?}");
        assert!(!reply[0].text.is_empty());
    }
}

#[tokio::test]
async fn an_album_is_answered_once_and_its_words_count() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    for caption_at in [None, Some(0), Some(2)] {
        let album = json!(format!("album {caption_at:?}"));
        let mut updates = Vec::new();
        // The three arrive together.
        let lock = whole.lock().await;
        for picture in 0..3 {
            let mut fields = json!({"photo": [], "media_group_id": album});
            if caption_at == Some(picture) {
                fields["caption"] = QUESTION.into();
            }
            updates.push(telegram.api.sends(ASKER, ASKER, &fields));
        }
        lock.rollback().await.unwrap();
        let reply = telegram.replies().await;
        assert_eq!(reply.len(), 1, "{caption_at:?}: {reply:?}");
        let expected = caption_at.map_or("Nie widzę", |_| "Mały grant");
        assert!(
            reply[0].text.starts_with(expected),
            "{caption_at:?}: {reply:?}"
        );
        for update in updates {
            telegram.api.deliver_again(update);
        }
        assert!(telegram.replies().await.is_empty());
    }
}

#[tokio::test]
async fn who_writes_as_the_group_has_no_rights_of_a_person() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    whole
        .bot
        .grant("asker", lacznik::domain::role::Role::Officer)
        .await;
    telegram.api.group(GROUP, "Rada");
    let as_group = |text: &str| {
        json!({"text": text, "sender_chat": {"id": GROUP, "type": "supergroup", "title": "Rada"},
            "author_signature": "pełnomocnik"})
    };
    telegram.api.says(ASKER, "/pytania");
    let own = telegram.replies().await;
    telegram.api.sends(GROUP, ASKER, &as_group("/pytania"));
    let anonymous = telegram.replies().await;
    telegram.api.says_in(GROUP, 2002, "/pytania");
    let stranger = telegram.replies().await;
    assert_eq!(anonymous[0].text, stranger[0].text);
    assert_ne!(anonymous[0].text, own[0].text);
    // The one behind the name is not remembered either.
    let persons = whole
        .bot
        .texts("SELECT person FROM conversations WHERE chat LIKE '-%' ORDER BY person")
        .await;
    assert_eq!(persons, ["2002".to_owned(), format!("chat:{GROUP}")]);
}

#[tokio::test]
async fn two_hundred_at_once_are_each_answered_once() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    for person in 0..200 {
        telegram.api.says(5000 + person, QUESTION);
    }
    let read = telegram.replies().await;
    for person in 0..200 {
        let own = read.iter().filter(|message| message.chat == 5000 + person);
        let own: Vec<&str> = own.map(|message| message.text.as_str()).collect();
        assert!(
            own.iter().any(|text| text.contains("Mały grant")),
            "{own:?}"
        );
    }
    assert_eq!(telegram.waiting().await, 0);
    let asked = telegram.api.requests_of("getUpdates").len();
    assert!(asked <= 12, "{asked} requests for 200 updates");
}

#[tokio::test]
async fn within_a_chat_the_order_is_kept() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    let said = [QUESTION, "/pomoc", QUESTION, "/pomoc", "/start", QUESTION];
    let mut alone = Vec::new();
    for text in said {
        alone.extend(
            telegram
                .says(text)
                .await
                .into_iter()
                .map(|message| message.text),
        );
    }
    for text in said {
        telegram.api.says(ASKER, text);
        telegram.api.says(ASKER + 1, "/start");
    }
    let read = telegram.replies().await;
    let own = read.into_iter().filter(|message| message.chat == ASKER);
    let own: Vec<String> = own.map(|message| message.text).collect();
    assert_eq!(own, alone);
}

#[tokio::test]
async fn the_same_update_twice_is_answered_once() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let question = telegram.api.says(ASKER, QUESTION);
    let replies = telegram.replies().await;
    let reply = replies.last().unwrap();
    let who = reply.data_of("Kto się tym zajmuje").unwrap();
    let press = telegram.api.presses(ASKER, ASKER, reply.id, &who);
    telegram.replies().await;
    let before = telegram.api.messages(ASKER).len();
    for update in [question, press, press, question] {
        telegram.api.deliver_again(update);
    }
    // Something new, so that the old ones have been handled when it has.
    telegram.api.says(2002, "/start");
    let asked = telegram.api.count_of("getUpdates");
    let again = telegram
        .api
        .wait_until(|state| state.count_of("getUpdates") > asked, SOON);
    assert!(again.await);
    telegram.replies().await;
    assert_eq!(telegram.api.messages(ASKER).len(), before);
}
