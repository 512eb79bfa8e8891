mod asked;
mod hostile;

use super::*;
use crate::domain::message::Presence;
use serde_json::json;

pub(super) const US: &str = "770000000000000077";

pub(super) fn me() -> Me {
    Me {
        application: "770000000000000001".into(),
        user: US.into(),
        name: "Łącznik".into(),
    }
}

/// The gateway's position after every event here.
pub(super) const POSITION: &str = r#"{"session":"s","seq":7,"identified":[1]}"#;

pub(super) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

pub(super) fn read(name: &str, data: &Value) -> Decoded {
    decode(name, data, &me(), POSITION, now())
}

fn incoming(name: &str, data: &Value) -> Incoming {
    match read(name, data) {
        Decoded::Incoming(incoming) => *incoming,
        other => panic!("{other:?}: {data}"),
    }
}

pub(super) fn why_ignored(name: &str, data: &Value) -> &'static str {
    match read(name, data) {
        Decoded::Ignored(why) => why,
        other => panic!("{other:?}: {data}"),
    }
}

/// An object with the fields of the second put into the first.
pub(super) fn with(mut base: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

fn somebody() -> Value {
    json!({
        "id": "500000000000000001", "username": "ala", "global_name": "Ala", "avatar": null,
        "discriminator": "0", "public_flags": 0, "primary_guild": null, "clan": null,
    })
}

fn us() -> Value {
    json!({"id": US, "username": "lacznik", "bot": true, "discriminator": "1234"})
}

/// A message as the gateway brings it.
pub(super) fn direct(more: Value) -> Value {
    let base = json!({
        "id": "1300000000000000001", "channel_id": "900000000000000009", "type": 0, "flags": 0,
        "author": somebody(), "content": "", "timestamp": "2026-11-22T10:00:00.123000+00:00",
        "edited_timestamp": null, "tts": false, "mention_everyone": false, "mentions": [],
        "mention_roles": [], "attachments": [], "embeds": [], "components": [], "pinned": false,
        "nonce": "1300000000000000000", "channel_type": 1,
    });
    with(base, more)
}

pub(super) fn server(more: Value) -> Value {
    let base = json!({
        "guild_id": "600000000000000006", "channel_id": "800000000000000008", "channel_type": 0,
        "member": {"roles": ["600000000000000066"], "nick": "Ala z Rady", "flags": 0, "mute": false},
    });
    with(direct(base), more)
}

fn words(text: &str) -> Content {
    Content::Text(text.to_owned())
}

#[test]
fn a_direct_message_is_all_of_it() {
    let incoming = incoming("MESSAGE_CREATE", &direct(json!({"content": "dzień dobry"})));
    assert_eq!(incoming.update, "1300000000000000001");
    let chat = ChatRef::private(Platform::Discord, "900000000000000009");
    assert_eq!((incoming.chat, incoming.place), (chat, Place::Private));
    assert_eq!(incoming.sender.id, "500000000000000001");
    assert_eq!(incoming.message.as_deref(), Some("1300000000000000001"));
    assert_eq!((incoming.language, incoming.handle), (None, None));
    assert_eq!(
        (incoming.content, incoming.at),
        (words("dzień dobry"), now())
    );
    let called = direct(json!({"content": format!("<@{US}>, kiedy?"), "mentions": [us()]}));
    assert_eq!(content_of(&called), words("kiedy?"));
}

fn content_of(message: &Value) -> Content {
    incoming("MESSAGE_CREATE", message).content
}

#[test]
fn on_a_server_only_what_is_addressed_to_us_counts() {
    let reply = json!({
        "type": 19, "message_reference": {"type": 0, "message_id": "5", "channel_id": "8"},
        "referenced_message": {"id": "5", "author": us(), "content": "x"},
    });
    let cases = [
        (
            json!({"content": format!("<@{US}> kiedy nabór?"), "mentions": [us()]}),
            words("kiedy nabór?"),
        ),
        (
            json!({"content": format!("a kiedy <@!{US}>")}),
            words("a kiedy"),
        ),
        (json!({"content": format!("<@{US}>")}), words("/start")),
        (
            json!({"content": "a sala?", "mentions": [us()]}),
            words("a sala?"),
        ),
        (
            with(reply.clone(), json!({"content": "a hala?"})),
            words("a hala?"),
        ),
        // Without the ping Discord does not show what it says.
        (reply.clone(), Content::Unreadable(Unreadable::Hidden)),
        (
            with(reply.clone(), json!({"content": ""})),
            Content::Unreadable(Unreadable::Hidden),
        ),
        // What is shown is all that there is.
        (
            with(reply.clone(), json!({"content": "<:kot:55>"})),
            Content::Unreadable(Unreadable::Other),
        ),
        (
            with(reply.clone(), json!({"mentions": [us()]})),
            Content::Unreadable(Unreadable::Other),
        ),
        (
            with(
                reply.clone(),
                json!({"sticker_items": [{"id": "1", "name": "x"}]}),
            ),
            Content::Unreadable(Unreadable::Other),
        ),
        (
            with(reply.clone(), json!({"attachments": [{"id": "1"}]})),
            Content::Unreadable(Unreadable::File),
        ),
        (
            json!({"content": format!("<@{US}>"), "attachments": [{"content_type": "image/png"}]}),
            Content::Unreadable(Unreadable::Picture),
        ),
    ];
    for (more, content) in cases {
        let incoming = incoming("MESSAGE_CREATE", &server(more.clone()));
        assert_eq!(incoming.content, content, "{more}");
        assert_eq!(incoming.place, Place::Group);
        assert_eq!(incoming.chat.chat, "800000000000000008");
        assert_eq!(incoming.chat.thread, None);
    }
    let another = json!({"type": 19, "content": "x", "referenced_message": {"author": somebody()}});
    for more in [
        json!({"content": "do wszystkich"}),
        json!({"content": "@everyone x", "mention_everyone": true}),
        json!({"content": "<@500000000000000001> x", "mentions": [somebody()]}),
        json!({"content": "/pomoc"}),
        json!({"type": 19, "content": "x", "referenced_message": null}),
        another,
    ] {
        let message = server(more.clone());
        assert_eq!(
            why_ignored("MESSAGE_CREATE", &message),
            "not addressed to us",
            "{more}"
        );
    }
}

#[test]
fn what_nobody_wrote_is_ignored() {
    let bot = "written by a bot";
    for (more, why) in [
        (json!({"author": us()}), bot),
        (
            json!({"author": with(somebody(), json!({"bot": true}))}),
            bot,
        ),
        (
            json!({"author": with(somebody(), json!({"system": true}))}),
            bot,
        ),
        (json!({"webhook_id": "5"}), "written by a webhook"),
        (json!({"author": null}), "written by nobody"),
        (json!({"author": {"id": 5}}), "written by nobody"),
        (json!({"type": 7}), "a message of Discord's"),
        (json!({"type": 20}), "a message of Discord's"),
        (json!({"type": "0"}), "a message of Discord's"),
        (json!({"id": null}), "no id"),
        (json!({"channel_id": ""}), "no channel"),
    ] {
        let message = direct(with(json!({"content": "x"}), more.clone()));
        assert_eq!(why_ignored("MESSAGE_CREATE", &message), why, "{more}");
    }
    assert_eq!(
        why_ignored("TYPING_START", &json!({})),
        "another kind of event"
    );
}

#[test]
fn what_has_no_words_has_a_kind() {
    use Unreadable::{File, Other, Picture, Voice};
    let forwarded = |more: Value| json!({"message_reference": {"type": 1}, "message_snapshots": [{"message": more}]});
    let file = |kind: &str| json!({"attachments": [{"id": "1", "content_type": kind}]});
    for (more, kind) in [
        (with(file("audio/ogg"), json!({"flags": 1 << 13})), Voice),
        (file("image/png"), Picture),
        (file("application/pdf"), File),
        (json!({"attachments": [{"id": "1"}]}), File),
        (json!({"sticker_items": [{"id": "1", "name": "x"}]}), Other),
        (json!({"poll": {"question": {"text": "?"}}}), Other),
        (json!({"content": "<:kot:55>"}), Other),
        (json!({"content": 5}), Other),
        (json!({"content": " \n "}), Other),
        (json!({}), Other),
        (forwarded(file("image/jpeg")), Picture),
        (forwarded(json!({})), Other),
    ] {
        let content = content_of(&direct(more.clone()));
        assert_eq!(content, Content::Unreadable(kind), "{more}");
    }
    let copied = forwarded(json!({"content": "termin?", "mentions": []}));
    assert_eq!(content_of(&direct(copied)), words("termin?"));
    let captioned = with(file("image/png"), json!({"content": "moja oferta"}));
    assert_eq!(content_of(&direct(captioned)), words("moja oferta"));
}

#[test]
fn the_first_file_is_told_with_what_is_known_of_it() {
    const URL: &str = "https://cdn.discordapp.com/attachments/9/5/baner.png?ex=1&is=2&hm=3";
    let files = |first: Value| json!({"content": "baner", "attachments": [first, {"url": "https://zle.example"}]});
    let png = json!({"id": "5", "filename": "baner.png", "size": 2048, "url": URL, "content_type": "image/png"});
    let file = incoming("MESSAGE_CREATE", &direct(files(png.clone())))
        .file
        .unwrap();
    assert_eq!(
        file,
        SentFile {
            remote: URL.into(),
            name: "baner.png".into(),
            size: Some(2048),
            picture: true,
        }
    );
    let is_picture = |kind: Value| {
        let file = with(png.clone(), json!({ "content_type": kind }));
        let file = incoming("MESSAGE_CREATE", &direct(files(file))).file;
        file.unwrap().picture
    };
    assert!(is_picture(json!("image/jpeg")) && is_picture(json!("image/webp; x=y")));
    assert!(!is_picture(json!("image/svg+xml")) && !is_picture(json!("application/pdf")));
    assert!(!is_picture(Value::Null));
    let snapshot = json!([{ "message": files(png.clone()) }]);
    let forwarded = direct(json!({ "message_snapshots": snapshot }));
    assert!(incoming("MESSAGE_CREATE", &forwarded).file.is_some());
    let none = |message: Value| {
        let file = incoming("MESSAGE_CREATE", &direct(message.clone())).file;
        assert_eq!(file, None, "{message}");
    };
    none(json!({"content": "x"}));
    none(with(files(png), json!({"flags": SPOKEN})));
    none(files(json!({"filename": "bez adresu"})));
    none(files(json!(5)));
    none(json!({"content": "x", "attachments": "x"}));
}

#[test]
fn a_message_on_a_server_has_its_channel_and_no_rights() {
    let message = server(json!({"content": format!("<@{US}> ogłoszenia")}));
    let message = incoming("MESSAGE_CREATE", &message);
    assert_eq!(message.venue, Some(message.chat));
    assert!(message.runs.is_empty());
    let message = incoming("MESSAGE_CREATE", &direct(json!({"content": "x"})));
    assert_eq!((message.venue, message.runs), (None, Vec::new()));
}

#[test]
fn a_changed_message_is_a_new_question() {
    let at = "2026-11-22T10:05:00.000000+00:00";
    let changed = direct(json!({"content": "nowy", "edited_timestamp": at}));
    let read = incoming("MESSAGE_UPDATE", &changed);
    assert_eq!(read.update, format!("1300000000000000001:{at}"));
    assert_eq!(read.content, words("nowy"));
    assert_eq!(
        incoming("MESSAGE_CREATE", &changed).update,
        "1300000000000000001"
    );
    let preview = direct(json!({"content": "nowy", "embeds": [{"type": "link"}]}));
    let why = why_ignored("MESSAGE_UPDATE", &preview);
    assert_eq!(why, "changed, and not by its author");
    let silent = direct(json!({"edited_timestamp": at}));
    let why = why_ignored("MESSAGE_UPDATE", &silent);
    assert_eq!(why, "changed, and without words");
    let partial = json!({"id": "1", "channel_id": "2", "embeds": []});
    assert_eq!(why_ignored("MESSAGE_UPDATE", &partial), "written by nobody");
}

/// A server with these channels, where everybody may see and write.
pub(super) fn guild(more: Value) -> Value {
    let base = json!({
        "id": "6", "name": "Rada", "owner_id": "5", "joined_at": "2026-11-01T08:00:00.000000+00:00",
        "unavailable": false, "preferred_locale": "en-US", "system_channel_id": null,
        "roles": [{"id": "6", "permissions": "3072"}, {"id": "66", "permissions": "0"}],
        "members": [{"user": somebody(), "roles": []}, {"user": us(), "roles": ["66"]}],
        "channels": [
            {"id": "30", "type": 5, "name": "ogłoszenia", "position": 0, "permission_overwrites": []},
            {"id": "31", "type": 4, "name": "kategoria", "position": 0, "permission_overwrites": []},
            {"id": "32", "type": 0, "name": "zarząd", "position": 1, "permission_overwrites":
                [{"id": "6", "type": 0, "allow": "0", "deny": "1024"}]},
            {"id": "33", "type": 0, "name": "pytania", "position": 3, "permission_overwrites": []},
            {"id": "34", "type": 0, "name": "rozmowy", "position": 2, "permission_overwrites": []},
        ],
    });
    with(base, more)
}

#[test]
fn a_server_is_greeted_where_the_bot_may_write() {
    let channel = |more: Value| {
        let incoming = incoming("GUILD_CREATE", &guild(more));
        let Content::Presence(Presence::Joined { title, server }) = incoming.content else {
            panic!("joined");
        };
        assert_eq!(server.as_deref(), Some("6"));
        assert_eq!(incoming.place, Place::Group);
        assert_eq!(incoming.update, "joined:6:2026-11-01T08:00:00.000000+00:00");
        assert!(incoming.sender.is_anonymous());
        (incoming.chat.chat, title.unwrap())
    };
    let first = || ("34".to_owned(), "Rada #rozmowy".to_owned());
    assert_eq!(channel(json!({})), first());
    assert_eq!(channel(json!({"system_channel_id": "33"})).0, "33");
    assert_eq!(channel(json!({"system_channel_id": "30"})).0, "30");
    // The system channel is closed to the bot, or does not exist any more.
    assert_eq!(channel(json!({"system_channel_id": "32"})), first());
    assert_eq!(channel(json!({"system_channel_id": "99"})), first());
    let administrator = json!([{"id": "66", "permissions": "8"}]);
    assert_eq!(channel(json!({"roles": administrator})).0, "32");
    let announcements = json!([guild(json!({}))["channels"][0]]);
    assert_eq!(channel(json!({"channels": announcements})).0, "30");

    let nowhere = "a server where the bot may not write";
    for (more, why) in [
        (json!({"channels": []}), nowhere),
        (json!({"roles": []}), nowhere),
        (
            json!({"unavailable": true}),
            "a server that is out of reach",
        ),
    ] {
        assert_eq!(why_ignored("GUILD_CREATE", &guild(more)), why);
    }
}

#[test]
fn what_is_gone_is_told() {
    let left = incoming("GUILD_DELETE", &json!({"id": "6"}));
    assert_eq!(left.content, Content::Presence(Presence::Left));
    assert_eq!((left.chat.chat.as_str(), left.place), ("6", Place::Group));
    assert_eq!(left.update, "left:6:043a718774c572bd:7");
    // The same event again, later and from another process; another one; and one without a place in a session.
    let of = |position: &str| {
        let later = now() + chrono::Duration::hours(1);
        match decode("GUILD_DELETE", &json!({"id": "6"}), &me(), position, later) {
            Decoded::Incoming(incoming) => incoming.update,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        of(r#"{"session":"s","seq":7,"identified":[]}"#),
        left.update
    );
    assert_ne!(of(r#"{"session":"s","seq":8}"#), left.update);
    assert_ne!(of(r#"{"session":"t","seq":7}"#), left.update);
    assert_eq!(of("x"), "left:6:1800003600000");
    let outage = json!({"id": "6", "unavailable": true});
    let why = why_ignored("GUILD_DELETE", &outage);
    assert_eq!(why, "a server that is out of reach");
    let channel = json!({"id": "34", "guild_id": "6", "type": 0, "name": "rozmowy"});
    let deleted = incoming("CHANNEL_DELETE", &channel);
    assert_eq!(deleted.content, Content::Presence(Presence::Left));
    assert_eq!(
        (deleted.chat.chat.as_str(), deleted.update.as_str()),
        ("34", "deleted:34")
    );
}
