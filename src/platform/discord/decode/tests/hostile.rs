//! Events that no Discord sends.

use super::asked::{command, in_direct, on_server};
use super::{US, direct, guild, now, read, server};
use crate::bot::suggest::Suggestion;
use crate::platform::discord::decode::Decoded;
use crate::platform::discord::first::FirstResponse;
use serde_json::{Value, json};

/// Reads it, and goes on with what comes out as receiving does.
fn survive(name: &str, data: &Value) {
    if let Decoded::Interaction(interaction) = read(name, data) {
        interaction.incoming(now());
        FirstResponse::to(&interaction, |_, _| Vec::<Suggestion>::new());
    }
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

fn samples() -> Vec<(&'static str, Value)> {
    let said = json!({
        "content": format!("<@{US}> do <t:1800000000:R> <@5>, </x:5> <:a:1>"),
        "mentions": [{"id": "5", "username": "x", "member": {"nick": null}}],
        "attachments": [{"content_type": "image/png", "url": "x", "size": 5}], "sticker_items": [{"id": "1"}],
        "edited_timestamp": "2026-11-22T10:05:00+00:00", "flags": 1 << 13, "poll": {},
        "referenced_message": {"author": {"id": US}},
        "message_snapshots": [{"message": {"content": "", "attachments": [{}]}}],
    });
    let options = json!([{"name": "pod", "type": 1, "options":
        [{"name": "pytanie", "type": 3, "value": "#e:x", "focused": true}]}]);
    let mut press = on_server(3, json!({"custom_id": "menu:0", "values": ["E:x"]}));
    press["message"] = json!({"id": "5", "flags": 64});
    let form = json!({"components": [
        {"components": [{"custom_id": "q", "value": "x"}]}, {"component": {"custom_id": "q", "value": "x"}}]});
    vec![
        ("MESSAGE_CREATE", direct(said.clone())),
        ("MESSAGE_CREATE", server(said.clone())),
        ("MESSAGE_UPDATE", server(said)),
        ("GUILD_CREATE", guild(json!({"system_channel_id": "33"}))),
        ("GUILD_DELETE", json!({"id": "6", "unavailable": false})),
        ("CHANNEL_DELETE", json!({"id": "6", "type": 0})),
        (
            "INTERACTION_CREATE",
            on_server(
                2,
                command(
                    "subskrypcje",
                    json!([{"name": "rola", "type": 8, "value": "66"}]),
                ),
            ),
        ),
        (
            "INTERACTION_CREATE",
            on_server(2, command("zapytaj", options.clone())),
        ),
        (
            "INTERACTION_CREATE",
            in_direct(4, command("zapytaj", options)),
        ),
        ("INTERACTION_CREATE", press),
        ("INTERACTION_CREATE", on_server(5, form)),
    ]
}

#[test]
fn nothing_of_another_form_makes_it_fail() {
    let mut nested = json!("x");
    for _ in 0..500 {
        nested = json!([nested]);
    }
    let mut components = json!({"custom_id": "q"});
    for _ in 0..500 {
        components = json!({"components": [components], "options": [{"options": [components]}]});
        if components.to_string().len() > 100_000 {
            break;
        }
    }
    let others = [
        Value::Null,
        json!(true),
        json!(-1),
        json!(u64::MAX),
        json!(1e300),
        json!(""),
        json!("😀/x@<@<t:9"),
        json!("<@1><#2>".repeat(1000)),
        json!([]),
        json!({}),
        json!({"type": {"id": []}, "id": "1"}),
        nested,
        json!([components]),
    ];
    for (name, sample) in samples() {
        let mut found = Vec::new();
        paths(&sample, "", &mut found);
        for path in found {
            for other in &others {
                let mut changed = sample.clone();
                *changed.pointer_mut(&path).unwrap() = other.clone();
                survive(name, &changed);
            }
            let mut changed = sample.clone();
            let (parent, field) = path.rsplit_once('/').unwrap_or_default();
            if let Some(Value::Object(fields)) = changed.pointer_mut(parent) {
                fields.remove(field);
            }
            survive(name, &changed);
        }
    }
}

#[test]
fn every_event_may_come_under_every_name() {
    for (_, data) in samples() {
        for (name, _) in samples() {
            survive(name, &data);
        }
        survive("", &data);
    }
}

/// What a connection that breaks off would leave, closed again so that it parses.
#[test]
fn the_beginning_of_an_event_is_enough_to_survive() {
    for (name, sample) in samples() {
        let whole = sample.to_string();
        for (end, _) in whole.char_indices().step_by(7) {
            let beginning = &whole[..end];
            for close in ["", "\"}", "}", "]}", "}]}", "\"}]}", "null}", "\":1}"] {
                if let Ok(data) = serde_json::from_str(&format!("{beginning}{close}")) {
                    survive(name, &data);
                }
            }
        }
    }
}

#[test]
fn a_huge_text_is_read_in_one_go() {
    let huge = "<@5".repeat(500_000);
    let message = direct(json!({"content": huge}));
    assert!(matches!(
        read("MESSAGE_CREATE", &message),
        Decoded::Incoming(_)
    ));
}
