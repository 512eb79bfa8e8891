//! Sending, editing, copying and deleting messages, and answering presses.

use super::body::Params;
use super::faults::Refusal;
use super::limits;
use super::methods::{Answer, may, may_write, named_chat, reach};
use super::state::{CallbackAnswer, ChatKind, File, Message, State};
use serde_json::{Value, json};
use std::time::Instant;

/// The largest file a bot may send.
const UPLOAD: usize = 50 * 1024 * 1024;

/// Seconds after which a message cannot be deleted any more.
const DELETABLE: i64 = 48 * 60 * 60;

pub fn send(state: &mut State, params: &Params, arrived: Instant) -> Answer {
    let marked = limits::text(params, &mut state.notes)?;
    let mut message = envelope(state, params, arrived)?;
    message.text = marked.text;
    message.entities = marked.entities;
    message.source = params.text("text").unwrap_or_default().to_owned();
    let preview = params.values.get("link_preview_options");
    message.no_preview = preview.is_some_and(|preview| preview["is_disabled"] == true);
    accept(state, message)
}

pub fn send_file(
    state: &mut State,
    kind: &'static str,
    params: &Params,
    arrived: Instant,
) -> Answer {
    let marked = limits::caption(params, &mut state.notes)?;
    let file = file(state, kind, params)?;
    let mut message = envelope(state, params, arrived)?;
    message.text = marked.text;
    message.entities = marked.entities;
    message.source = params.text("caption").unwrap_or_default().to_owned();
    state.files.insert(file.id.clone(), file.clone());
    message.file = Some(file);
    accept(state, message)
}

fn file(state: &State, kind: &'static str, params: &Params) -> Result<File, Refusal> {
    let given = params.text(kind).unwrap_or_default();
    let Some(part) = given.strip_prefix("attach://") else {
        // An address for the server to fetch from is refused too: nothing here fetches.
        let known = state.files.get(given).filter(|file| file.kind == kind);
        return known
            .cloned()
            .ok_or_else(|| Refusal::bad("wrong file identifier/HTTP URL specified"));
    };
    let Some(upload) = params.files.get(part) else {
        return Err(Refusal::bad(format!(
            "file \"{part}\" not found in the request"
        )));
    };
    if upload.bytes.is_empty() {
        return Err(Refusal::bad("file must be non-empty"));
    }
    if upload.bytes.len() > UPLOAD {
        return Err(Refusal::new(413, "Request Entity Too Large"));
    }
    Ok(File {
        kind,
        id: format!("BQACAgQAAxkBAAI{:06}", state.files.len() + 1),
        name: upload.name.clone(),
        mime: upload.mime.clone(),
        bytes: upload.bytes.clone(),
        told: None,
    })
}

/// A new message without its content, when the bot may write it.
fn envelope(state: &mut State, params: &Params, arrived: Instant) -> Result<Message, Refusal> {
    let chat = named_chat(state, params, "chat_id")?;
    let mut thread = params.integer("message_thread_id");
    let keyboard = limits::keyboard(params)?;
    may_write(state, chat, thread)?;
    let reply_to = replied(state, chat, params)?;
    if thread.is_none()
        && let Some(replied) = reply_to.and_then(|id| state.message(chat, id))
    {
        // In a forum a reply stands in the topic of what it replies to.
        thread = replied.thread;
    }
    state.pace.take(chat, arrived)?;
    let mut message = Message::new(chat, None, "", state.now());
    message.thread = thread;
    message.reply_to = reply_to;
    message.keyboard = keyboard;
    message.parse_mode = params.text("parse_mode").map(str::to_owned);
    message.silent = params.flag("disable_notification");
    message.protected = params.flag("protect_content");
    message.arrived = arrived;
    Ok(message)
}

fn replied(state: &mut State, chat: i64, params: &Params) -> Result<Option<i64>, Refusal> {
    let Some(reply) = params.values.get("reply_parameters") else {
        return Ok(None);
    };
    if reply.get("chat_id").is_some_and(|other| *other != chat) {
        let note = "not modelled: a reply to a message of another chat".to_owned();
        state.violations.push(note);
        return Ok(None);
    }
    let id = reply["message_id"].as_i64().unwrap_or_default();
    if state.message(chat, id).is_some() {
        return Ok(Some(id));
    }
    if reply["allow_sending_without_reply"] == true {
        return Ok(None);
    }
    Err(Refusal::bad("message to be replied not found"))
}

fn accept(state: &mut State, mut message: Message) -> Answer {
    message.id = state.store(message.clone());
    state.touched = Some((message.chat, message.id));
    Ok(state.message_json(&message))
}

pub fn copy(state: &mut State, params: &Params, arrived: Instant) -> Answer {
    let from = named_chat(state, params, "from_chat_id")?;
    let id = params.integer("message_id").unwrap_or_default();
    reach(state, from)?;
    let Some(original) = state.message(from, id).cloned() else {
        return Err(Refusal::bad("message to copy not found"));
    };
    if original.service.is_some() {
        return Err(Refusal::bad("message can't be copied"));
    }
    let mut message = envelope(state, params, arrived)?;
    message.text = original.text;
    message.source = original.source;
    message.parse_mode = original.parse_mode;
    message.entities = original.entities;
    message.no_preview = original.no_preview;
    message.file = original.file;
    if message.file.is_some() && params.values.contains_key("caption") {
        let marked = limits::caption(params, &mut state.notes)?;
        message.text = marked.text;
        message.entities = marked.entities;
    }
    accept(state, message)?;
    let copied = state.touched.map(|(_, id)| id);
    Ok(json!({ "message_id": copied }))
}

/// The bot's own message that an edit means.
fn editable(state: &mut State, params: &Params) -> Result<Message, Refusal> {
    let chat = named_chat(state, params, "chat_id")?;
    let Some(id) = params.integer("message_id") else {
        return Err(Refusal::bad("message identifier is not specified"));
    };
    reach(state, chat)?;
    let Some(message) = state.message(chat, id) else {
        return Err(Refusal::bad("message to edit not found"));
    };
    if !message.is_from_bot() || message.service.is_some() {
        return Err(Refusal::bad("message can't be edited"));
    }
    Ok(message.clone())
}

pub fn edit_text(state: &mut State, params: &Params, arrived: Instant) -> Answer {
    let marked = limits::text(params, &mut state.notes)?;
    let keyboard = limits::keyboard(params)?;
    let old = editable(state, params)?;
    if old.file.is_some() {
        return Err(Refusal::bad("there is no text in the message to edit"));
    }
    let preview = params.values.get("link_preview_options");
    let new = Message {
        text: marked.text,
        entities: marked.entities,
        source: params.text("text").unwrap_or_default().to_owned(),
        parse_mode: params.text("parse_mode").map(str::to_owned),
        no_preview: preview.is_some_and(|preview| preview["is_disabled"] == true),
        keyboard,
        ..old.clone()
    };
    replace(state, &old, new, arrived)
}

pub fn edit_caption(state: &mut State, params: &Params, arrived: Instant) -> Answer {
    let marked = limits::caption(params, &mut state.notes)?;
    let keyboard = limits::keyboard(params)?;
    let old = editable(state, params)?;
    if old.file.is_none() {
        return Err(Refusal::bad("there is no caption in the message to edit"));
    }
    let new = Message {
        text: marked.text,
        entities: marked.entities,
        source: params.text("caption").unwrap_or_default().to_owned(),
        parse_mode: params.text("parse_mode").map(str::to_owned),
        keyboard,
        ..old.clone()
    };
    replace(state, &old, new, arrived)
}

pub fn edit_keyboard(state: &mut State, params: &Params, arrived: Instant) -> Answer {
    let keyboard = limits::keyboard(params)?;
    let old = editable(state, params)?;
    let new = Message {
        keyboard,
        ..old.clone()
    };
    replace(state, &old, new, arrived)
}

fn replace(state: &mut State, old: &Message, mut new: Message, arrived: Instant) -> Answer {
    let looks = |message: &Message| {
        let keyboard = message.keyboard.clone();
        (message.text.clone(), message.entities.clone(), keyboard)
    };
    if looks(old) == looks(&new) {
        return Err(Refusal::bad(
            "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
        ));
    }
    state.pace.take(new.chat, arrived)?;
    new.edits += 1;
    new.edit_date = Some(state.now());
    state.chat(new.chat).messages.insert(new.id, new.clone());
    state.touched = Some((new.chat, new.id));
    Ok(state.message_json(&new))
}

pub fn delete(state: &mut State, params: &Params) -> Answer {
    let chat = named_chat(state, params, "chat_id")?;
    let id = params.integer("message_id").unwrap_or_default();
    reach(state, chat)?;
    let Some(message) = state.message(chat, id) else {
        return Err(Refusal::bad("message to delete not found"));
    };
    let is_own = message.is_from_bot();
    let is_late = state.now() - message.date >= DELETABLE;
    let chat = state.chat(chat);
    if chat.kind == ChatKind::Channel && is_own && !may(&chat.standing, "can_post_messages") {
        return Err(Refusal::bad("message can't be deleted"));
    }
    let may_delete = chat.kind == ChatKind::Private || may(&chat.standing, "can_delete_messages");
    if is_late || (!is_own && !may_delete) {
        return Err(Refusal::bad("message can't be deleted"));
    }
    if let Some(message) = chat.messages.get_mut(&id) {
        message.deleted = true;
    }
    Ok(true.into())
}

pub fn answer_press(state: &mut State, params: &Params, arrived: Instant) -> Answer {
    limits::at_most(params, "text", 200, "MESSAGE_TOO_LONG")?;
    let id = params.text("callback_query_id").unwrap_or_default();
    if !state.presses.remove(id) {
        return Err(Refusal::bad(
            "query is too old and response timeout expired or query ID is invalid",
        ));
    }
    if state.keep {
        state.answers.push(CallbackAnswer {
            id: id.to_owned(),
            text: params.text("text").map(str::to_owned),
            alert: params.flag("show_alert"),
            arrived,
        });
    }
    Ok(Value::Bool(true))
}
