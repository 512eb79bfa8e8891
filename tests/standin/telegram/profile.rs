//! What the bot shows of itself: commands, name, descriptions, menu button.

use super::body::Params;
use super::faults::Refusal;
use super::limits;
use super::methods::{Answer, named_chat, reach};
use super::state::State;
use serde_json::{Value, json};
use std::collections::HashMap;

#[derive(Debug, Default)]
pub struct Profile {
    /// By scope, written as JSON, and language.
    pub commands: HashMap<(String, String), Value>,
    /// By field and language.
    pub texts: HashMap<(&'static str, String), String>,
    /// By chat; none is the default.
    pub menus: HashMap<Option<i64>, Value>,
}

fn language(params: &Params) -> String {
    params.text("language_code").unwrap_or_default().to_owned()
}

fn check_language(params: &Params) -> Result<(), Refusal> {
    let language = language(params);
    let is_code = language.len() == 2 && language.bytes().all(|letter| letter.is_ascii_lowercase());
    if language.is_empty() || is_code {
        return Ok(());
    }
    Err(Refusal::bad("invalid language code specified"))
}

fn key(params: &Params) -> (String, String) {
    let scope = params.values.get("scope");
    let scope = scope.map_or_else(|| r#"{"type":"default"}"#.to_owned(), Value::to_string);
    (scope, language(params))
}

/// A scope that names a chat needs the chat to be there.
fn check_scope(state: &mut State, params: &Params) -> Result<(), Refusal> {
    check_language(params)?;
    let Some(Value::Object(scope)) = params.values.get("scope") else {
        return Ok(());
    };
    if scope.contains_key("chat_id") {
        let scope = Params {
            values: scope.clone(),
            ..Params::default()
        };
        let chat = named_chat(state, &scope, "chat_id")?;
        reach(state, chat)?;
    }
    Ok(())
}

pub fn set_commands(state: &mut State, params: &Params) -> Answer {
    let list = params.list("commands").cloned().unwrap_or_default();
    limits::commands(&list)?;
    check_scope(state, params)?;
    if list.is_empty() {
        state.profile.commands.remove(&key(params));
    } else {
        state.profile.commands.insert(key(params), list.into());
    }
    Ok(true.into())
}

pub fn commands(state: &State, params: &Params) -> Value {
    let found = state.profile.commands.get(&key(params));
    found.cloned().unwrap_or_else(|| json!([]))
}

pub fn delete_commands(state: &mut State, params: &Params) -> Answer {
    check_scope(state, params)?;
    state.profile.commands.remove(&key(params));
    Ok(true.into())
}

/// Field and greatest length of a text, by the end of the method's name.
fn text_field(method: &str) -> (&'static str, usize) {
    match &method[5..] {
        "Name" => ("name", 64),
        "Description" => ("description", 512),
        _ => ("short_description", 120),
    }
}

pub fn set_text(state: &mut State, method: &str, params: &Params) -> Answer {
    let (field, limit) = text_field(method);
    limits::at_most(params, field, limit, &format!("bot {field} is too long"))?;
    check_language(params)?;
    let text = params.text(field).unwrap_or_default();
    let key = (field, language(params));
    if text.is_empty() {
        state.profile.texts.remove(&key);
    } else {
        state.profile.texts.insert(key, text.to_owned());
    }
    Ok(true.into())
}

/// Without a text of this language there is none; only the name falls back to the default one.
pub fn text(state: &State, method: &str, params: &Params) -> Value {
    let (field, _) = text_field(method);
    let texts = &state.profile.texts;
    let mut text = texts.get(&(field, language(params))).cloned();
    if field == "name" {
        text = text
            .or_else(|| texts.get(&(field, String::new())).cloned())
            .or_else(|| Some(state.me.first_name.clone()));
    }
    json!({ field: text.unwrap_or_default() })
}

pub fn set_menu(state: &mut State, params: &Params) -> Answer {
    let chat = params.integer("chat_id");
    if let Some(chat) = chat {
        reach(state, chat)?;
    }
    match params.values.get("menu_button") {
        Some(button) if button["type"] != "default" => {
            state.profile.menus.insert(chat, button.clone());
        }
        _ => {
            state.profile.menus.remove(&chat);
        }
    }
    Ok(true.into())
}

pub fn menu(state: &State, params: &Params) -> Value {
    let menus = &state.profile.menus;
    let found = menus
        .get(&params.integer("chat_id"))
        .or_else(|| menus.get(&None));
    found
        .cloned()
        .unwrap_or_else(|| json!({ "type": "default" }))
}
