//! Topics of forums.

use super::body::Params;
use super::faults::Refusal;
use super::methods::{Answer, may, may_write, named_chat, reach};
use super::show::put;
use super::state::{ChatKind, Message, State, Topic};
use serde_json::{Value, json};
use std::time::Instant;

const COLOURS: [i64; 6] = [
    7_322_096, 16_766_590, 13_338_331, 9_367_192, 16_749_490, 16_478_047,
];

/// The forum that is meant, when the bot may manage its topics.
fn forum(state: &mut State, params: &Params) -> Result<i64, Refusal> {
    let id = named_chat(state, params, "chat_id")?;
    reach(state, id)?;
    let chat = state.chat(id);
    if chat.kind != ChatKind::Forum {
        return Err(Refusal::bad("the chat is not a forum"));
    }
    if !may(&chat.standing, "can_manage_topics") {
        return Err(Refusal::bad("not enough rights to manage topics"));
    }
    Ok(id)
}

fn check_name(params: &Params) -> Result<(), Refusal> {
    let Some(name) = params.text("name") else {
        return Ok(());
    };
    if !(1..=128).contains(&name.trim().chars().count()) {
        return Err(Refusal::bad("TOPIC_TITLE_INVALID"));
    }
    Ok(())
}

pub fn create(state: &mut State, params: &Params, arrived: Instant) -> Answer {
    check_name(params)?;
    let chat = forum(state, params)?;
    may_write(state, chat, None)?;
    let icon_color = params.integer("icon_color").unwrap_or(COLOURS[0]);
    if !COLOURS.contains(&icon_color) {
        return Err(Refusal::bad("invalid icon color specified"));
    }
    state.pace.take(chat, arrived)?;
    let name = params.text("name").unwrap_or_default().to_owned();
    let thread = state.open_topic(chat, None, &name, icon_color);
    let icon = params.text("icon_custom_emoji_id").map(str::to_owned);
    if let Some(topic) = state.chat(chat).topics.get_mut(&thread) {
        topic.icon_emoji.clone_from(&icon);
    }
    let mut created =
        json!({ "message_thread_id": thread, "name": name, "icon_color": icon_color });
    put(&mut created, "icon_custom_emoji_id", icon);
    Ok(created)
}

impl State {
    /// Opens a topic; its id is that of the service message that says so.
    pub fn open_topic(&mut self, chat: i64, by: Option<i64>, name: &str, icon_color: i64) -> i64 {
        let mut message = Message::new(chat, by, "", self.now());
        let content = json!({ "name": name, "icon_color": icon_color });
        message.service = Some(("forum_topic_created", content));
        let thread = self.store(message);
        let chat = self.chat(chat);
        if let Some(message) = chat.messages.get_mut(&thread) {
            message.thread = Some(thread);
        }
        let topic = Topic {
            name: name.to_owned(),
            icon_color,
            icon_emoji: None,
            closed: false,
            deleted: false,
        };
        chat.topics.insert(thread, topic);
        thread
    }

    /// What the server itself says in a topic.
    pub fn say_in_topic(
        &mut self,
        chat: i64,
        thread: i64,
        by: Option<i64>,
        what: (&'static str, Value),
    ) -> Message {
        let mut message = Message::new(chat, by, "", self.now());
        message.thread = Some(thread);
        message.service = Some(what);
        message.id = self.store(message.clone());
        message
    }
}

fn topic<'a>(
    state: &'a mut State,
    chat: i64,
    params: &Params,
) -> Result<(i64, &'a mut Topic), Refusal> {
    let thread = params.integer("message_thread_id").unwrap_or_default();
    let topic = state.chat(chat).topics.get_mut(&thread);
    topic
        .filter(|topic| !topic.deleted)
        .map(|topic| (thread, topic))
        .ok_or_else(|| Refusal::bad("message thread not found"))
}

pub fn edit(state: &mut State, params: &Params) -> Answer {
    check_name(params)?;
    let chat = forum(state, params)?;
    let (thread, topic) = topic(state, chat, params)?;
    let name = params.text("name").unwrap_or(&topic.name).to_owned();
    let icon = params.text("icon_custom_emoji_id").map(str::to_owned);
    let icon = icon.or_else(|| topic.icon_emoji.clone());
    if name == topic.name && icon == topic.icon_emoji {
        return Err(Refusal::bad("TOPIC_NOT_MODIFIED"));
    }
    topic.name.clone_from(&name);
    topic.icon_emoji = icon;
    let what = ("forum_topic_edited", json!({ "name": name }));
    state.say_in_topic(chat, thread, None, what);
    Ok(true.into())
}

pub fn close(state: &mut State, params: &Params, closed: bool) -> Answer {
    let chat = forum(state, params)?;
    let (thread, topic) = topic(state, chat, params)?;
    if topic.closed == closed {
        return Err(Refusal::bad("TOPIC_NOT_MODIFIED"));
    }
    topic.closed = closed;
    let what = if closed {
        "forum_topic_closed"
    } else {
        "forum_topic_reopened"
    };
    state.say_in_topic(chat, thread, None, (what, json!({})));
    Ok(true.into())
}
