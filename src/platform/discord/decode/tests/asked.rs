//! Commands, buttons and forms.

use super::{me, now, read, why_ignored, with};
use crate::bot::suggest::Kind;
use crate::domain::language::Language;
use crate::domain::message::{Content, Incoming, Place, Unreadable};
use crate::platform::discord::decode::{Asks, Decoded, Interaction, decode};
use crate::platform::discord::first::FirstResponse;
use serde_json::{Value, json};

const EVENT: &str = "INTERACTION_CREATE";

/// An interaction on a server, as the gateway brings it.
pub fn on_server(kind: u64, data: Value) -> Value {
    let user = json!({"id": "500000000000000001", "username": "ala", "global_name": "Ala"});
    json!({
        "id": "1400000000000000001", "application_id": "770000000000000001", "type": kind,
        "token": "aW50ZXJhY3Rpb246MTQw", "version": 1, "data": data, "locale": "pl",
        "guild_locale": "en-US", "context": 0, "guild_id": "600000000000000006",
        "channel_id": "800000000000000008", "app_permissions": "395137108992",
        "channel": {"id": "800000000000000008", "type": 0, "name": "pytania"},
        "guild": {"id": "600000000000000006", "locale": "en-US", "features": []},
        "member": {"user": user, "roles": [], "permissions": "2147483647", "nick": null},
        "authorizing_integration_owners": {"0": "600000000000000006"}, "entitlements": [],
    })
}

/// An interaction in the direct chat with the bot.
pub fn in_direct(kind: u64, data: Value) -> Value {
    let mut interaction = on_server(kind, data);
    let fields = interaction.as_object_mut().unwrap();
    let member = fields.remove("member").unwrap();
    fields.remove("guild_id");
    fields.remove("guild");
    with(
        interaction,
        json!({
            "user": member["user"], "context": 1, "channel_id": "900000000000000009",
            "channel": {"id": "900000000000000009", "type": 1},
        }),
    )
}

fn asked(data: &Value) -> Interaction {
    match read(EVENT, data) {
        Decoded::Interaction(interaction) => *interaction,
        other => panic!("{other:?}: {data}"),
    }
}

fn incoming(data: &Value) -> Incoming {
    asked(data).incoming(now()).unwrap()
}

fn content(data: &Value) -> Content {
    incoming(data).content
}

fn first(data: &Value) -> FirstResponse {
    FirstResponse::to(&asked(data), |_, _| Vec::new())
}

pub fn command(name: &str, options: Value) -> Value {
    json!({"id": "1", "name": name, "type": 1, "options": options})
}

fn typed(name: &str, value: Value) -> Value {
    json!([{"name": name, "type": 3, "value": value}])
}

fn text(text: &str) -> Content {
    Content::Text(text.to_owned())
}

fn press(action: &str) -> Content {
    Content::Press(action.to_owned())
}

const OTHER: Content = Content::Unreadable(Unreadable::Other);
const ASIDE: FirstResponse = FirstResponse::Defer { ephemeral: true };
const OPEN: FirstResponse = FirstResponse::Defer { ephemeral: false };

#[test]
fn on_a_server_one_is_answered_aside_and_in_the_direct_chat_there() {
    let pomoc = || command("pomoc", json!([]));
    let server = incoming(&on_server(2, pomoc()));
    assert_eq!(server.update, "1400000000000000001");
    assert_eq!(server.place, Place::Aside);
    assert_eq!(server.chat.person_aside(), Some(server.sender.id.as_str()));
    assert_eq!(server.sender.id, "500000000000000001");
    assert_eq!(server.language, Some(Language::Polish));
    let handle = server.handle.unwrap();
    assert!(handle.placeholder && handle.until > now());
    assert_eq!(
        (handle.id.as_str(), handle.token.as_str()),
        ("1400000000000000001", "aW50ZXJhY3Rpb246MTQw")
    );
    assert_eq!(first(&on_server(2, pomoc())), ASIDE);

    let direct = in_direct(2, pomoc());
    assert_eq!(first(&direct), OPEN);
    let direct = incoming(&direct);
    assert_eq!(direct.place, Place::Private);
    assert_eq!(direct.chat.chat, "900000000000000009");
    assert!(direct.handle.unwrap().placeholder);

    // Between two people the bot is a guest, although the channel is a direct one.
    let guest = with(in_direct(2, pomoc()), json!({"context": 2}));
    assert_eq!(incoming(&guest).place, Place::Aside);
    assert_eq!(first(&guest), ASIDE);
    let mut unnamed = in_direct(2, pomoc());
    unnamed.as_object_mut().unwrap().remove("context");
    assert_eq!(incoming(&unnamed).place, Place::Private);
    let nowhere = with(
        in_direct(2, pomoc()),
        json!({"channel_id": null, "channel": null}),
    );
    assert_eq!(incoming(&nowhere).place, Place::Aside);
}

#[test]
fn commands_have_their_polish_name() {
    let said = |data: Value| content(&on_server(2, data));
    for (name, options, expected) in [
        ("pomoc", json!(null), text("/pomoc")),
        ("help", json!([]), text("/pomoc")),
        (
            "zapytaj",
            typed("pytanie", json!("ile na grant? ")),
            text("/zapytaj ile na grant?"),
        ),
        (
            "ask",
            typed("pytanie", json!("how much")),
            text("/zapytaj how much"),
        ),
        (
            "start",
            typed("kod", json!("t_sport")),
            text("/start t_sport"),
        ),
        (
            "kontakt",
            json!([{"name": "a", "type": 4, "value": 5}, {"name": "b", "type": 6, "value": "123"}]),
            text("/kontakt 5"),
        ),
        (
            "zapytaj",
            typed("pytanie", json!("#e:maly-grant")),
            press("e:maly-grant"),
        ),
        (
            "zapytaj",
            typed("pytanie", json!("#r:hala")),
            press("r:hala"),
        ),
        ("kontakt", typed("sprawa", json!("#u:wks")), press("u:wks")),
        (
            "zapytaj",
            typed("temat", json!("#t:sport")),
            press("t:sport"),
        ),
        // Typed, and not one of those that are offered.
        (
            "zapytaj",
            typed("pytanie", json!("#d:karta")),
            text("/zapytaj #d:karta"),
        ),
        (
            "zapytaj",
            typed("pytanie", json!("#1 sprawa")),
            text("/zapytaj #1 sprawa"),
        ),
        ("nieznana", json!([]), text("/nieznana")),
        (
            "grupa",
            json!([{"name": "pod", "type": 1, "options": typed("x", json!("słowa"))}]),
            text("/grupa słowa"),
        ),
    ] {
        assert_eq!(
            said(command(name, options.clone())),
            expected,
            "{name} {options}"
        );
    }
    assert_eq!(
        said(json!({"name": "Zapytaj", "type": 3, "target_id": "5"})),
        OTHER
    );
    assert_eq!(said(json!({"type": 1})), OTHER);
    assert_eq!(said(json!(null)), OTHER);
}

#[test]
fn a_question_without_words_gets_a_form() {
    for data in [
        on_server(2, command("zapytaj", json!([]))),
        on_server(2, command("zapytaj", typed("pytanie", json!("  ")))),
        in_direct(2, command("ask", json!(null))),
        on_server(3, json!({"custom_id": "c:ask", "component_type": 2})),
    ] {
        assert_eq!(asked(&data).asks, Asks::Form, "{data}");
        assert!(asked(&data).incoming(now()).is_none());
        assert_eq!(first(&data), FirstResponse::Modal);
    }
}

#[test]
fn a_form_is_read_in_either_shape() {
    let row = json!([{"type": 1, "id": 1, "components": [
        {"type": 4, "id": 2, "custom_id": "q", "value": " gdzie\nhala? "}]}]);
    let label = json!([{"type": 18, "id": 1, "component":
        {"type": 4, "id": 2, "custom_id": "q", "value": "gdzie\nhala?"}}]);
    for components in [row, label] {
        let data = json!({"custom_id": "ask", "components": components});
        let data = on_server(5, data);
        assert_eq!(content(&data), text("gdzie\nhala?"));
        assert_eq!(first(&data), ASIDE);
        assert!(incoming(&data).handle.unwrap().placeholder);
    }
    for components in [
        json!([]),
        json!([{"type": 1, "components": [{"custom_id": "other", "value": "x"}]}]),
        json!([{"type": 18, "component": {"custom_id": "q", "value": "  "}}]),
        json!("q"),
    ] {
        let data = json!({"custom_id": "ask", "components": components});
        assert_eq!(content(&on_server(5, data)), OTHER, "{components}");
    }
}

#[test]
fn a_press_takes_the_place_of_its_menu_where_that_can_be_changed() {
    let button = |action: &str| json!({"custom_id": action, "component_type": 2, "id": 3});
    let carrier = |flags: u64| json!({"message": {"id": "55", "flags": flags, "content": "menu"}});
    let ends = "E:maly-grant";
    let aside = |flags, action: &str| with(on_server(3, button(action)), carrier(flags));
    let direct = |action: &str| with(in_direct(3, button(action)), carrier(0));
    // (event, first response, message, whether something is shown that becomes the answer)
    for (data, response, message, placeholder) in [
        (
            aside(64, ends),
            FirstResponse::DeferUpdate,
            Some("55"),
            Some(true),
        ),
        (aside(64, "e:karta"), ASIDE, Some("55"), Some(true)),
        (aside(0, ends), ASIDE, None, Some(true)),
        (direct(ends), FirstResponse::DeferUpdate, Some("55"), None),
        (direct("e:karta"), OPEN, Some("55"), Some(true)),
        (in_direct(3, button(ends)), OPEN, None, Some(true)),
        (aside(64, "an old button"), ASIDE, Some("55"), Some(true)),
    ] {
        assert_eq!(first(&data), response, "{data}");
        let incoming = incoming(&data);
        assert_eq!(incoming.message.as_deref(), message, "{data}");
        let shown = incoming.handle.map(|handle| handle.placeholder);
        assert_eq!(shown, placeholder, "{data}");
        let action = data["data"]["custom_id"].as_str().unwrap();
        assert_eq!(incoming.content, press(action));
    }
}

#[test]
fn menus_and_private_buttons_say_what_they_do() {
    let select =
        |values: Value| json!({"custom_id": "menu:0", "component_type": 3, "values": values});
    for (data, expected) in [
        (select(json!(["R:hala", "x"])), press("R:hala")),
        (select(json!([])), OTHER),
        (select(json!([5])), OTHER),
        (json!({"custom_id": "p:f_karta"}), text("/start f_karta")),
        (select(json!(["p:t_sport"])), text("/start t_sport")),
        (json!({"custom_id": ""}), OTHER),
        (json!({}), OTHER),
    ] {
        assert_eq!(content(&on_server(3, data.clone())), expected, "{data}");
    }
}

#[test]
fn what_is_typed_is_looked_up() {
    let typing = |name: &str, value: &str| {
        let options = json!([
            {"name": "inne", "type": 3, "value": "x"},
            {"name": "jakie", "type": 3, "value": value, "focused": true},
        ]);
        asked(&on_server(4, command(name, options))).asks
    };
    let choices = |kind, typed: &str| Asks::Choices {
        kind,
        typed: typed.to_owned(),
    };
    assert_eq!(typing("zapytaj", "gra"), choices(Kind::Question, "gra"));
    assert_eq!(typing("kontakt", "sp"), choices(Kind::Unit, "sp"));
    assert_eq!(typing("tematy", ""), choices(Kind::Topic, ""));
    assert_eq!(typing("dawne", "x"), choices(Kind::Question, "x"));
    let nothing = on_server(4, json!({}));
    assert_eq!(asked(&nothing).asks, choices(Kind::Question, ""));
    assert!(asked(&nothing).incoming(now()).is_none());
    assert_eq!(first(&nothing), FirstResponse::Choices(Vec::new()));
}

#[test]
fn languages_are_those_that_we_speak() {
    for (locale, language) in [
        (json!("pl"), Some(Language::Polish)),
        (json!("uk"), Some(Language::Ukrainian)),
        (json!("en-US"), Some(Language::English)),
        (json!("en-GB"), Some(Language::English)),
        (json!("de"), None),
        (json!(5), None),
        (json!(null), None),
    ] {
        let data = with(on_server(2, json!({})), json!({"locale": locale}));
        assert_eq!(asked(&data).language, language, "{locale}");
    }
}

#[test]
fn an_unknown_interaction_is_answered_and_one_of_nobody_is_not() {
    let unknown = on_server(77, json!({"something": "of 2027"}));
    assert_eq!(content(&unknown), OTHER);
    assert_eq!(first(&unknown), ASIDE);
    let untyped = with(unknown.clone(), json!({"type": "2"}));
    assert_eq!(content(&untyped), OTHER);
    for (more, why) in [
        (json!({"type": 1}), "a ping"),
        (json!({"id": 5}), "an interaction without an id"),
        (json!({"token": null}), "an interaction without a token"),
        (json!({"member": null}), "an interaction of nobody"),
    ] {
        let data = with(unknown.clone(), more.clone());
        assert_eq!(why_ignored(EVENT, &data), why, "{more}");
    }
}

#[test]
fn a_token_does_not_stand_in_a_log() {
    let decoded = decode(
        EVENT,
        &on_server(2, command("pomoc", json!([]))),
        &me(),
        "",
        now(),
    );
    assert!(!format!("{decoded:?}").contains("aW50ZXJhY3Rpb246MTQw"));
}

const CHANNEL: &str = "800000000000000008";

#[test]
fn who_runs_the_channel_is_told_with_what_is_done_in_it() {
    let told = |more: Value| {
        let told = incoming(&with(on_server(2, command("pomoc", json!([]))), more));
        (told.venue.map(|venue| venue.chat), told.runs)
    };
    let rights = |bits: &str| json!({"member": {"user": {"id": "5"}, "permissions": bits}});
    let here = || Some(CHANNEL.to_owned());
    assert_eq!(told(json!({})), (here(), vec![CHANNEL.to_owned()]));
    assert_eq!(told(rights("16")), (here(), vec![CHANNEL.to_owned()]));
    assert_eq!(told(rights("3072")), (here(), vec![]));
    assert_eq!(
        told(json!({"member": {"user": {"id": "5"}}})),
        (here(), vec![])
    );
    // Pressed is as good as typed.
    let press = incoming(&on_server(3, json!({"custom_id": "s::show"})));
    assert_eq!(press.runs, [CHANNEL]);
    // Who only has the bot with them, on a server that it does not know, runs nothing there.
    let alone = json!({"authorizing_integration_owners": {"1": "5"}});
    assert_eq!(told(alone), (None, vec![]));
    let direct = incoming(&in_direct(2, command("pomoc", json!([]))));
    assert_eq!((direct.venue, direct.runs), (None, vec![]));
}

#[test]
fn a_role_is_the_one_that_notices_of_this_channel_call() {
    let role =
        |name: &str, id: &str| command(name, json!([{"name": "rola", "type": 8, "value": id}]));
    let chosen = press("s:800000000000000008:ping:66");
    for name in ["subskrypcje", "subscriptions"] {
        assert_eq!(content(&on_server(2, role(name, "66"))), chosen);
    }
    // Everybody is no role, and elsewhere there is none.
    let shown = text("/subskrypcje");
    for id in ["600000000000000006", "", "x", "66:on:sport"] {
        assert_eq!(
            content(&on_server(2, role("subskrypcje", id))),
            shown,
            "{id}"
        );
    }
    assert_eq!(content(&in_direct(2, role("subskrypcje", "66"))), shown);
    assert_eq!(content(&on_server(2, role("pomoc", "66"))), text("/pomoc"));
    let words = command("subskrypcje", typed("rola", json!("66")));
    assert_eq!(content(&on_server(2, words)), text("/subskrypcje 66"));
}
