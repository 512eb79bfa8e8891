//! The limits on what a request may hold, beyond the types of its fields.

use super::body::Params;
use super::faults::Refusal;
use super::html::{self, Marked};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashSet;

pub const TEXT: usize = 4096;
pub const CAPTION: usize = 1024;
const BUTTONS: usize = 100;
const BUTTONS_IN_A_ROW: usize = 8;
/// Bytes in all buttons of a message; the server does not say how it counts, and refuses at about this size.
const MARKUP: usize = 10_000;
const CALLBACK_DATA: usize = 64;
const COMMANDS: usize = 100;

/// Parameters that change what happens in ways the stand-in does not follow.
const UNMODELLED: [&str; 8] = [
    "business_connection_id",
    "certificate",
    "direct_messages_topic_id",
    "for_channels",
    "inline_message_id",
    "rich_message",
    "suggested_post_parameters",
    "video_start_timestamp",
];

/// Text with its marks. `names` are the parameters for the text and for entities given without a parse mode.
pub fn marked(
    params: &Params,
    names: (&str, &str),
    notes: &mut Vec<String>,
) -> Result<Marked, Refusal> {
    let text = params.text(names.0).unwrap_or_default();
    let mut marked = match params.text("parse_mode").map(str::to_ascii_lowercase) {
        None => Marked {
            text: text.to_owned(),
            entities: params.list(names.1).cloned().unwrap_or_default(),
        },
        Some(mode) if mode == "html" => html::parse(text)
            .map_err(|fault| Refusal::bad(format!("can't parse entities: {fault}")))?,
        Some(mode) if mode.is_empty() => Marked {
            text: text.to_owned(),
            entities: Vec::new(),
        },
        Some(_) => return Err(Refusal::bad("unsupported parse_mode")),
    };
    let units = marked.text.encode_utf16().count() as u64;
    let is_outside = |entity: &Value| {
        let number = |name: &str| entity[name].as_u64();
        match (number("offset"), number("length")) {
            (Some(offset), Some(length)) => length == 0 || offset + length > units,
            _ => true,
        }
    };
    if marked.entities.iter().any(is_outside) {
        return Err(Refusal::bad("entity begins or ends outside of the text"));
    }
    if marked.entities.len() > html::ENTITIES {
        notes.push(format!(
            "{} entities, of which {} are kept",
            marked.entities.len(),
            html::ENTITIES
        ));
        marked.entities.truncate(html::ENTITIES);
    }
    Ok(html::trimmed(marked))
}

/// The text of a message: not empty, not too long.
pub fn text(params: &Params, notes: &mut Vec<String>) -> Result<Marked, Refusal> {
    let marked = marked(params, ("text", "entities"), notes)?;
    if marked.text.is_empty() {
        return Err(Refusal::bad("message text is empty"));
    }
    if marked.text.chars().count() > TEXT {
        return Err(Refusal::bad("message is too long"));
    }
    Ok(marked)
}

pub fn caption(params: &Params, notes: &mut Vec<String>) -> Result<Marked, Refusal> {
    let marked = marked(params, ("caption", "caption_entities"), notes)?;
    if marked.text.chars().count() > CAPTION {
        return Err(Refusal::bad("message caption is too long"));
    }
    Ok(marked)
}

/// No longer than this, in characters.
pub fn at_most(params: &Params, name: &str, limit: usize, reason: &str) -> Result<(), Refusal> {
    let length = params.text(name).map_or(0, |text| text.chars().count());
    if length > limit {
        return Err(Refusal::bad(reason));
    }
    Ok(())
}

/// The keyboard of a message, whatever kind it is.
pub fn keyboard(params: &Params) -> Result<Option<Value>, Refusal> {
    let Some(keyboard) = params.values.get("reply_markup") else {
        return Ok(None);
    };
    let Some(rows) = keyboard["inline_keyboard"].as_array() else {
        return Ok(Some(keyboard.clone()));
    };
    let rows: Vec<&Vec<Value>> = rows.iter().filter_map(Value::as_array).collect();
    let count: usize = rows.iter().map(|row| row.len()).sum();
    if count > BUTTONS || rows.iter().any(|row| row.len() > BUTTONS_IN_A_ROW) {
        return Err(Refusal::bad("reply markup is too long"));
    }
    let mut size = 0;
    for button in rows.into_iter().flatten() {
        check_button(button)?;
        let fields = button.as_object().into_iter().flatten();
        let texts = fields.filter_map(|(_, value)| value.as_str());
        size += texts.map(str::len).sum::<usize>();
    }
    if size > MARKUP {
        return Err(Refusal::bad("reply markup is too long"));
    }
    // An empty keyboard is how one is taken away.
    Ok((count > 0).then(|| keyboard.clone()))
}

fn check_button(button: &Value) -> Result<(), Refusal> {
    let wrong = |why: &str| {
        let button = "can't parse inline keyboard button";
        Err(Refusal::bad(format!("{button}: {why}")))
    };
    let fields = button.as_object();
    let actions = fields.map_or(0, |fields| {
        let looks = ["text", "style", "icon_custom_emoji_id"];
        let names = fields.keys();
        names.filter(|name| !looks.contains(&name.as_str())).count()
    });
    match actions {
        0 => return wrong("Text buttons are unallowed in the inline keyboard"),
        1 => {}
        _ => return wrong("Exactly one of the optional fields must be used"),
    }
    if button["text"]
        .as_str()
        .is_some_and(|text| text.trim().is_empty())
    {
        return wrong("Text of a button must not be empty");
    }
    if let Some(data) = button["callback_data"].as_str()
        && !(1..=CALLBACK_DATA).contains(&data.len())
    {
        return Err(Refusal::bad("BUTTON_DATA_INVALID"));
    }
    if let Some(text) = button.pointer("/copy_text/text").and_then(Value::as_str)
        && !(1..=256).contains(&text.chars().count())
    {
        return Err(Refusal::bad("BUTTON_COPY_TEXT_INVALID"));
    }
    if let Some(url) = button["url"].as_str()
        && !["http://", "https://", "tg://"]
            .iter()
            .any(|scheme| url.starts_with(scheme) && url.len() > scheme.len())
    {
        return Err(Refusal::bad(format!(
            "inline keyboard button URL '{url}' is invalid: Unsupported URL protocol"
        )));
    }
    Ok(())
}

/// The list for `setMyCommands`.
pub fn commands(commands: &[Value]) -> Result<(), Refusal> {
    if commands.len() > COMMANDS {
        return Err(Refusal::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let mut seen = HashSet::new();
    for command in commands {
        let name = command["command"].as_str().unwrap_or_default();
        let is_plain = |letter: u8| matches!(letter, b'a'..=b'z' | b'0'..=b'9' | b'_');
        if !(1..=32).contains(&name.len()) || !name.bytes().all(is_plain) || !seen.insert(name) {
            return Err(Refusal::bad("BOT_COMMAND_INVALID"));
        }
        let description = command["description"].as_str().unwrap_or_default();
        if !(1..=256).contains(&description.trim().chars().count()) {
            return Err(Refusal::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    Ok(())
}

/// Whether the payload of a link to the bot survives the way: 1 to 64 of `A-Za-z0-9_-`.
pub fn is_start_payload(payload: &str) -> bool {
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'_' | b'-');
    (1..=64).contains(&payload.len()) && payload.bytes().all(is_plain)
}

/// What the types do not say, and the server would not refuse, and still nobody can have meant.
pub fn mistakes(params: &Params, updates: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    if params.flag("allow_paid_broadcast") {
        found.push("allow_paid_broadcast costs money".to_owned());
    }
    for name in params.list("allowed_updates").into_iter().flatten() {
        let name = name.as_str().unwrap_or_default();
        if name == "update_id" || !updates.contains(&name) {
            found.push(format!("allowed_updates: no update is called {name:?}"));
        }
    }
    if let Some(mode) = params.text("parse_mode")
        && !["", "html"].contains(&mode.to_ascii_lowercase().as_str())
    {
        found.push(format!("not modelled: parse_mode {mode:?}"));
    }
    let unmodelled = UNMODELLED
        .iter()
        .filter(|name| params.values.contains_key(**name));
    found.extend(unmodelled.map(|name| format!("not modelled: {name}")));
    for name in ["text", "caption", "reply_markup"] {
        let text = match params.values.get(name) {
            Some(Value::String(text)) => Cow::Borrowed(text.as_str()),
            Some(value) => Cow::Owned(value.to_string()),
            None => continue,
        };
        found.extend(bad_start_links(&text));
    }
    found
}

fn bad_start_links(text: &str) -> Vec<String> {
    let links = text.split("t.me/").skip(1).filter_map(|rest| {
        let end = rest
            .find(|character: char| character.is_whitespace() || "\"'<>()".contains(character))
            .unwrap_or(rest.len());
        let (_, query) = rest[..end].split_once('?')?;
        query.replace("&amp;", "&").split('&').find_map(|pair| {
            let (name, payload) = pair.split_once('=')?;
            let is_start = matches!(name, "start" | "startgroup");
            (is_start && !is_start_payload(payload)).then(|| payload.to_owned())
        })
    });
    links
        .map(|payload| format!("the payload of a link to a bot cannot be {payload:?}"))
        .collect()
}
