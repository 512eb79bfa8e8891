use super::*;
use crate::domain::message::SentFile;
use serde_json::json;

const OUR_ID: i64 = 77;

fn me() -> Me {
    Me {
        id: OUR_ID,
        username: "LacznikBot".into(),
    }
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn read(update: &Value) -> Decoded {
    decode(update, &me(), now())
}

fn incoming(update: &Value) -> Incoming {
    match read(update) {
        Decoded::Incoming { incoming, .. } => *incoming,
        Decoded::Ignored { why, .. } => panic!("{why}: {update}"),
    }
}

fn why_ignored(update: &Value) -> &'static str {
    match read(update) {
        Decoded::Ignored { why, .. } => why,
        Decoded::Incoming { incoming, .. } => panic!("{:?}: {update}", incoming.content),
    }
}

fn somebody() -> Value {
    json!({"id": 5_000_000_001_i64, "is_bot": false, "first_name": "A", "language_code": "uk"})
}

/// An object with the fields of the second put into the first.
fn with(mut base: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

fn update(kind: &str, body: Value) -> Value {
    json!({"update_id": 10, kind: body})
}

fn private(more: Value) -> Value {
    let base = json!({"message_id": 3, "date": 1, "from": somebody(), "chat": {"id": 5_000_000_001_i64, "type": "private"}});
    update("message", with(base, more))
}

fn group(more: Value) -> Value {
    let chat = json!({"id": -1_001_234_567_890_i64, "type": "supergroup", "title": "Rada"});
    let base = json!({"message_id": 3, "date": 1, "from": somebody(), "chat": chat});
    update("message", with(base, more))
}

/// A text with one entity over this part of it.
fn marked(text: &str, part: &str, kind: &str) -> Value {
    let units = |text: &str| text.encode_utf16().count();
    let at = text.find(part).unwrap();
    json!({"text": text, "entities": [{"type": kind, "offset": units(&text[..at]), "length": units(part)}]})
}

fn words(text: &str) -> Content {
    Content::Text(text.to_owned())
}

#[test]
fn a_private_message_is_all_of_it() {
    let incoming = incoming(&private(json!({"text": "dzień dobry"})));
    assert_eq!(incoming.update, "77:10");
    let chat = ChatRef::private(Platform::Telegram, "5000000001");
    assert_eq!((incoming.chat, incoming.place), (chat, Place::Private));
    assert_eq!(incoming.sender.id, "5000000001");
    assert_eq!(incoming.message.as_deref(), Some("3"));
    assert_eq!(incoming.language, Some(Language::Ukrainian));
    assert_eq!(
        (incoming.content, incoming.at),
        (words("dzień dobry"), now())
    );
}

#[test]
fn what_has_no_words_has_a_kind() {
    let cases = [
        (json!({"voice": {}}), Unreadable::Voice),
        (json!({"video_note": {}}), Unreadable::Voice),
        (json!({"audio": {}}), Unreadable::Voice),
        (json!({"photo": []}), Unreadable::Picture),
        (json!({"video": {}}), Unreadable::Picture),
        (
            json!({"animation": {}, "document": {}}),
            Unreadable::Picture,
        ),
        (json!({"live_photo": {}, "photo": []}), Unreadable::Picture),
        (json!({"document": {}}), Unreadable::File),
        (json!({"contact": {}}), Unreadable::Other),
        (json!({"location": {}}), Unreadable::Other),
        (json!({"venue": {}, "location": {}}), Unreadable::Other),
        (json!({"sticker": {}}), Unreadable::Other),
        (json!({"poll": {}}), Unreadable::Other),
        (json!({"dice": {}}), Unreadable::Other),
        (json!({"checklist": {}}), Unreadable::Other),
        (json!({"story": {}}), Unreadable::Other),
        (json!({"something_of_2027": {}}), Unreadable::Other),
        (json!({"text": 5}), Unreadable::Other),
        (json!({"text": ""}), Unreadable::Other),
        (
            json!({"rich_message": {"blocks": [{"type": "divider"}]}}),
            Unreadable::Other,
        ),
    ];
    for (more, kind) in cases {
        let content = incoming(&private(more.clone())).content;
        assert_eq!(content, Content::Unreadable(kind), "{more}");
    }
    let captioned = private(json!({"photo": [], "caption": "moja oferta"}));
    assert_eq!(incoming(&captioned).content, words("moja oferta"));
}

#[test]
fn a_rich_message_is_read_block_by_block() {
    let blocks = json!([
        {"type": "heading", "size": 1, "text": {"type": "bold", "text": "Pytanie"}},
        {"type": "paragraph", "text": ["Kiedy ", {"type": "italic", "text": ["jest ", "nabór"]}, "?"]},
        {"type": "list", "items": [
            {"label": "1.", "blocks": [{"type": "paragraph", "text": "raz"}]},
            {"label": "2.", "blocks": [{"type": "new_kind", "text": "dwa"}]}
        ]},
        {"type": "table", "cells": [[{"text": "A", "align": "left"}, {"text": "B"}]], "caption": ["Tabela ", {"type": "code", "text": "1"}]},
        {"type": "details", "summary": "Szczegóły", "blocks": [{"type": "pre", "text": "x"}]},
        {"type": "photo", "photo": [], "caption": {"text": "Zdjęcie", "credit": "Autor"}},
        {"type": "blockquote", "blocks": [{"type": "paragraph", "text": "cytat"}], "credit": {"type": "bold", "text": "Ktoś"}},
        {"type": "mathematical_expression", "expression": "x^2"},
        {"type": "paragraph", "text": {"type": "custom_emoji", "custom_emoji_id": "1", "alternative_text": "🙂"}},
        {"type": "divider"}, 5, null, "luzem"
    ]);
    let said = incoming(&private(json!({"rich_message": {"blocks": blocks}}))).content;
    let lines = "Pytanie\nKiedy jest nabór?\nraz\ndwa\nA\nB\nTabela 1\nSzczegóły\nx\nZdjęcie\nAutor\ncytat\nKtoś\nx^2\n🙂\nluzem";
    assert_eq!(said, words(lines));

    let mention = json!({"type": "mention", "text": "@lacznikbot", "username": "lacznikbot"});
    let blocks = json!([{"type": "paragraph", "text": [mention, " jest nabór?"]}]);
    let said = incoming(&group(json!({"rich_message": {"blocks": blocks}}))).content;
    assert_eq!(said, words("jest nabór?"));
    let blocks = json!([{"type": "paragraph", "text": "do wszystkich"}]);
    let aside = group(json!({"rich_message": {"blocks": blocks}}));
    assert_eq!(why_ignored(&aside), "not addressed to us");
}

#[test]
fn in_a_group_only_what_is_addressed_to_us_counts() {
    let ours = json!({"reply_to_message": {"from": {"id": OUR_ID}}});
    let cases = [
        (json!({"text": "/pomoc"}), "/pomoc"),
        (json!({"text": "/pomoc@LACZNIKBOT karta"}), "/pomoc karta"),
        (
            marked("@LacznikBot kiedy nabór?", "@LacznikBot", "mention"),
            "kiedy nabór?",
        ),
        (
            marked("@LacznikBot, kiedy?", "@LacznikBot", "mention"),
            "kiedy?",
        ),
        (
            marked("😀 @lacznikbot kiedy?", "@lacznikbot", "mention"),
            "😀 kiedy?",
        ),
        (
            marked("a kiedy @LacznikBot", "@LacznikBot", "mention"),
            "a kiedy",
        ),
        (
            marked("hej @LacznikBot?", "@LacznikBot", "mention"),
            "hej ?",
        ),
        (
            marked("@LacznikBot /pomoc", "@LacznikBot", "mention"),
            "/pomoc",
        ),
        (
            marked(
                "zobacz /pomoc@LacznikBot",
                "/pomoc@LacznikBot",
                "bot_command",
            ),
            "zobacz /pomoc",
        ),
        (
            marked("/pomoc@LacznikBot", "/pomoc@LacznikBot", "bot_command"),
            "/pomoc",
        ),
        (marked("@LacznikBot", "@LacznikBot", "mention"), "/start"),
        (
            marked(" @LacznikBot \n", "@LacznikBot", "mention"),
            "/start",
        ),
        (
            with(json!({"text": "a dotacja?"}), ours.clone()),
            "a dotacja?",
        ),
        (
            json!({"photo": [], "caption": "@LacznikBot co to?", "caption_entities": [{"type": "mention", "offset": 0, "length": 11}]}),
            "co to?",
        ),
        (
            json!({"text": "Łącznik, hej", "entities": [{"type": "text_mention", "offset": 0, "length": 7, "user": {"id": OUR_ID}}]}),
            "hej",
        ),
    ];
    for (more, said) in cases {
        assert_eq!(
            incoming(&group(more.clone())).content,
            words(said),
            "{more}"
        );
    }
    let picture = json!({"photo": [], "caption": "@LacznikBot", "caption_entities": [{"type": "mention", "offset": 0, "length": 11}]});
    let content = incoming(&group(picture)).content;
    assert_eq!(content, Content::Unreadable(Unreadable::Picture));
    let content = incoming(&group(with(json!({"voice": {}}), ours))).content;
    assert_eq!(content, Content::Unreadable(Unreadable::Voice));
}

#[test]
fn what_is_not_addressed_to_us_is_ignored() {
    let others = json!({"text": "x", "reply_to_message": {"from": {"id": 6}}});
    let topic = json!({"text": "x", "reply_to_message": {"from": {"id": OUR_ID}, "forum_topic_created": {}}});
    for more in [
        json!({"text": "dzień dobry"}),
        json!({"text": "@LacznikBot nie oznaczono"}),
        json!({"text": "/etc/passwd"}),
        json!({"text": "/ban Jan"}),
        json!({"text": "3 / 4"}),
        json!({"sticker": {}}),
        marked("@Inny hej", "@Inny", "mention"),
        marked("@LacznikBotX hej", "@LacznikBotX", "mention"),
        others,
        topic,
        json!({"text": "x", "reply_to_message": {}}),
    ] {
        assert_eq!(
            why_ignored(&group(more.clone())),
            "not addressed to us",
            "{more}"
        );
    }
    for more in [
        json!({"text": "/pomoc@InnyBot"}),
        marked("/x@InnyBot @LacznikBot", "@LacznikBot", "mention"),
    ] {
        assert_eq!(
            why_ignored(&group(more.clone())),
            "a command for another bot"
        );
        // In a private chat there is nobody else.
        let alone = incoming(&private(more));
        assert!(matches!(alone.content, Content::Text(_)));
    }
}

#[test]
fn hostile_entities_change_nothing() {
    let text = "😀@LacznikBot ą";
    for (offset, length) in [
        (json!(-1), json!(11)),
        (json!(1), json!(12)),
        (json!(2), json!(-11)),
        (json!(2), json!(0)),
        (json!(2), json!(500)),
        (json!(2), json!(i64::MAX)),
        (json!(i64::MAX), json!(i64::MAX)),
        (json!(i64::MIN), json!(i64::MIN)),
        (json!(u64::MAX), json!(1.5)),
        (json!("2"), json!(11)),
        (Value::Null, json!({})),
    ] {
        let entity = json!({"type": "mention", "offset": offset, "length": length});
        let said = incoming(&private(json!({"text": text, "entities": [entity]}))).content;
        assert_eq!(said, words(text), "{offset} {length}");
    }
    let right = json!({"type": "mention", "offset": 2, "length": 11});
    let over = json!({"type": "bot_command", "offset": 1, "length": 12});
    let entities =
        json!([right, right, over, {"type": "mention", "offset": 0, "length": 14}, 5, null, []]);
    let said = incoming(&private(json!({"text": text, "entities": entities}))).content;
    assert_eq!(said, words("😀 ą"), "cut once");
}

#[test]
fn the_longest_message_is_read_whole() {
    let emoji = "😀".repeat(4096);
    let text = format!("{emoji}@LacznikBot");
    let said = incoming(&group(marked(&text, "@LacznikBot", "mention"))).content;
    assert_eq!(said, words(&emoji));
}

#[test]
fn some_messages_nobody_wrote() {
    for field in SERVICE {
        assert_eq!(
            why_ignored(&private(json!({field: {}}))),
            "a service message",
            "{field}"
        );
        assert_eq!(
            why_ignored(&group(json!({field: 5}))),
            "a service message",
            "{field}"
        );
    }
    let bot = json!({"text": "/start", "from": {"id": 6, "is_bot": true}});
    assert_eq!(why_ignored(&group(bot)), "written by a bot");
    let inline = json!({"text": "/start", "via_bot": {"id": OUR_ID}});
    assert_eq!(why_ignored(&group(inline)), "written through us");
    let other = json!({"text": "/start", "via_bot": {"id": 6}});
    assert_eq!(incoming(&group(other)).content, words("/start"));
    let forward =
        json!({"text": "/start", "is_automatic_forward": true, "sender_chat": {"id": -8}});
    assert_eq!(
        why_ignored(&group(forward)),
        "a post forwarded from a channel"
    );
    let post = json!({"message_id": 1, "chat": {"id": -9, "type": "channel"}, "text": "/start"});
    assert_eq!(
        why_ignored(&update("channel_post", post.clone())),
        "another kind of update"
    );
    assert_eq!(why_ignored(&update("message", post)), "a post in a channel");
    assert_eq!(
        why_ignored(&update("message_reaction", json!({}))),
        "another kind of update"
    );
    assert_eq!(
        why_ignored(&group(json!({"text": "/start", "from": null}))),
        "written by nobody"
    );
    assert_eq!(why_ignored(&json!({"message": {}})), "no update id");
}

#[test]
fn an_anonymous_admin_is_a_chat() {
    let more = json!({"text": "/start", "sender_chat": {"id": -1_001_234_567_890_i64}, "from": {"id": 1_087_968_824, "is_bot": true}});
    assert_eq!(incoming(&group(more)).sender.id, "chat:-1001234567890");
}

#[test]
fn a_topic_counts_where_the_message_is_in_one() {
    let thread = |more: Value| {
        incoming(&group(with(json!({"text": "/start"}), more)))
            .chat
            .thread
    };
    assert_eq!(
        thread(json!({"message_thread_id": 9, "is_topic_message": true})).as_deref(),
        Some("9")
    );
    assert_eq!(
        thread(json!({"message_thread_id": 1, "is_topic_message": true})),
        None
    );
    assert_eq!(thread(json!({"message_thread_id": 9})), None);
    assert_eq!(
        thread(json!({"message_thread_id": "9", "is_topic_message": true})),
        None
    );
}

#[test]
fn an_album_is_one_event_and_a_changed_text_another() {
    let album = private(json!({"photo": [], "media_group_id": "55"}));
    // Of the chat and the album a digest: in a private chat its id is the person's.
    assert_eq!(incoming(&album).update, "77:album:1cb24fa95bccca01");
    let mut another = album.clone();
    another["message"]["chat"]["id"] = 5_000_000_002_i64.into();
    assert_ne!(incoming(&another).update, incoming(&album).update);
    let mut captioned = album.clone();
    captioned["message"]["caption"] = "oferta".into();
    assert_eq!(incoming(&captioned).update, "77:10");
    let mut changed = private(json!({"text": "nowy", "media_group_id": "55"}));
    changed["edited_message"] = changed["message"].take();
    changed.as_object_mut().unwrap().remove("message");
    let incoming = incoming(&changed);
    assert_eq!(
        (incoming.update.as_str(), incoming.content),
        ("77:10", words("nowy"))
    );
    changed["edited_message"]["text"].take();
    assert_eq!(why_ignored(&changed), "changed, and without words");
}

#[test]
fn languages_are_those_that_we_speak() {
    for (code, language) in [
        ("pl", Some(Language::Polish)),
        ("uk", Some(Language::Ukrainian)),
        ("en-GB", Some(Language::English)),
        ("PL_pl", Some(Language::Polish)),
        ("de", None),
        ("", None),
    ] {
        let from = with(somebody(), json!({"language_code": code}));
        let update = private(json!({"text": "x", "from": from}));
        assert_eq!(incoming(&update).language, language, "{code}");
    }
}

fn query(more: Value) -> Value {
    let message = json!({"message_id": 8, "date": 5, "chat": {"id": -7, "type": "group"}});
    let base = json!({"id": "q", "from": somebody(), "data": "entry:karta", "message": message});
    update("callback_query", with(base, more))
}

#[test]
fn a_press_is_answered_whatever_it_is() {
    let Decoded::Incoming {
        incoming, callback, ..
    } = read(&query(json!({})))
    else {
        panic!("a press");
    };
    assert_eq!(callback.as_deref(), Some("q"));
    assert_eq!(incoming.content, Content::Press("entry:karta".into()));
    assert_eq!(
        (incoming.place, incoming.message.as_deref()),
        (Place::Group, Some("8"))
    );
    assert_eq!(
        (incoming.sender.id.as_str(), incoming.chat.chat.as_str()),
        ("5000000001", "-7")
    );

    let old = json!({"message_id": 8, "date": 0, "chat": {"id": -7, "type": "channel"}});
    let Decoded::Incoming { incoming, .. } = read(&query(json!({"message": old}))) else {
        panic!("a press");
    };
    assert_eq!((incoming.place, incoming.message), (Place::Channel, None));

    for more in [
        json!({"message": null, "inline_message_id": "x"}),
        json!({"data": null, "game_short_name": "chess"}),
        json!({"data": 5}),
        json!({"from": {}}),
        json!({"message": {"message_id": 1, "chat": {"id": 1, "type": "moon"}}}),
    ] {
        let Decoded::Ignored { callback, .. } = read(&query(more.clone())) else {
            panic!("{more}");
        };
        assert_eq!(callback.as_deref(), Some("q"), "{more}");
    }
}

fn membership(chat: &str, member: Value) -> Value {
    let chat = json!({"id": -7, "type": chat, "title": "Rada"});
    update(
        "my_chat_member",
        json!({"chat": chat, "from": somebody(), "date": 1, "new_chat_member": member}),
    )
}

#[test]
fn what_becomes_of_us_in_a_chat_is_told() {
    let titled = || Presence::Joined {
        title: Some("Rada".into()),
        server: None,
    };
    let cases = [
        ("private", json!({"status": "kicked"}), Presence::Left),
        (
            "private",
            json!({"status": "member"}),
            Presence::Joined {
                title: None,
                server: None,
            },
        ),
        ("group", json!({"status": "member"}), titled()),
        ("supergroup", json!({"status": "administrator"}), titled()),
        ("channel", json!({"status": "administrator"}), titled()),
        (
            "supergroup",
            json!({"status": "restricted", "is_member": true}),
            titled(),
        ),
        (
            "supergroup",
            json!({"status": "restricted", "is_member": false}),
            Presence::Left,
        ),
        ("group", json!({"status": "left"}), Presence::Left),
        ("channel", json!({"status": "kicked"}), Presence::Left),
    ];
    for (chat, member, presence) in cases {
        let incoming = incoming(&membership(chat, member.clone()));
        assert_eq!(
            incoming.content,
            Content::Presence(presence),
            "{chat} {member}"
        );
        assert_eq!(incoming.message, None);
    }
    let strange = membership("group", json!({"status": "guest"}));
    assert_eq!(why_ignored(&strange), "an unknown state of membership");

    let moved = incoming(&group(json!({"migrate_to_chat_id": -1_009})));
    let to = ChatRef::private(Platform::Telegram, "-1009");
    assert_eq!(moved.content, Content::Presence(Presence::Moved(to)));
}

/// Every path to a value within a value.
fn paths(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                paths(inner, &format!("{here}/{name}"), found);
            }
        }
        Value::Array(parts) => {
            for (at, inner) in parts.iter().enumerate() {
                paths(inner, &format!("{here}/{at}"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn nothing_of_another_form_makes_it_fail() {
    let rich = json!([{"type": "list", "items": [{"blocks": [{"type": "paragraph", "text": ["a", {"type": "text_mention", "text": "b", "user": {"id": OUR_ID}}]}]}]}]);
    let samples = [
        private(
            json!({"photo": [{}], "caption": "@LacznikBot x", "media_group_id": "1", "caption_entities": [{"type": "mention", "offset": 0, "length": 11}]}),
        ),
        group(with(
            marked("😀 @LacznikBot x", "@LacznikBot", "mention"),
            json!({"reply_to_message": {"from": {"id": OUR_ID}}, "message_thread_id": 4, "is_topic_message": true, "sender_chat": {"id": -1}}),
        )),
        group(json!({"rich_message": {"blocks": rich}})),
        query(json!({})),
        membership("group", json!({"status": "restricted", "is_member": true})),
        group(json!({"migrate_to_chat_id": -1_009})),
    ];
    let others = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("😀/x@"),
        json!([]),
        json!([[["x"]]]),
        json!({}),
        json!({"type": {"id": []}}),
    ];
    for sample in samples {
        let mut found = Vec::new();
        paths(&sample, "", &mut found);
        for path in found {
            for other in &others {
                let mut changed = sample.clone();
                *changed.pointer_mut(&path).unwrap() = other.clone();
                read(&changed);
            }
            let mut changed = sample.clone();
            let (parent, name) = path.rsplit_once('/').unwrap_or_default();
            if let Some(Value::Object(fields)) = changed.pointer_mut(parent) {
                fields.remove(name);
            }
            read(&changed);
        }
    }
    let mut deep = json!("x");
    for _ in 0..500 {
        deep = json!([deep]);
    }
    read(&private(json!({"rich_message": {"blocks": deep}})));
}

#[test]
fn the_picture_or_document_of_a_message_can_be_brought() {
    let size = |id: &str, width: u32, bytes: u64| json!({"file_id": id, "width": width, "height": width, "file_size": bytes});
    let megabytes = |count: u64| count * 1024 * 1024;
    let sizes = json!([
        size("m", 320, 9),
        size("L", 1280, megabytes(20)),
        size("XL", 9999, megabytes(21)),
        size("s", 90, 1)
    ]);
    let picture = |remote: &str, size| SentFile {
        remote: remote.into(),
        name: "zdjecie.jpg".into(),
        size,
        picture: true,
    };
    let document = |name: &str, size| SentFile {
        remote: "D".into(),
        name: name.into(),
        size,
        picture: false,
    };
    for (fields, expected) in [
        (
            json!({"photo": sizes, "caption": "x"}),
            Some(picture("L", Some(megabytes(20)))),
        ),
        (
            json!({"photo": [{"file_id": "a"}]}),
            Some(picture("a", None)),
        ),
        (json!({"photo": []}), None),
        (json!({"photo": [{"width": 1}]}), None),
        (json!({"photo": [size("XL", 9999, megabytes(21))]}), None),
        (
            json!({"photo": null, "document": {"file_id": "D"}}),
            Some(document("plik", None)),
        ),
        (
            json!({"document": {"file_id": "D", "file_name": "a/..\"b.pdf", "file_size": megabytes(100), "mime_type": "image/png"}}),
            Some(document("a..b.pdf", Some(megabytes(100)))),
        ),
        (
            json!({"document": {"file_id": "D", "file_size": -5}}),
            Some(document("plik", None)),
        ),
        (json!({"document": {}}), None),
        (json!({"document": "D"}), None),
        (json!({"voice": {"file_id": "V"}}), None),
        (json!({"text": "x"}), None),
    ] {
        assert_eq!(
            incoming(&private(fields.clone())).file,
            expected,
            "{fields}"
        );
    }
}

#[test]
fn what_is_done_in_a_group_is_done_in_its_sight() {
    let in_group = incoming(&group(json!({"text": "/subskrypcje"})));
    assert_eq!(in_group.venue, Some(in_group.chat.clone()));
    assert_eq!(incoming(&private(json!({"text": "x"}))).venue, None);
}
