//! The methods, and what most of them share: which chat is meant, and whether the bot may write there.

use super::body::Params;
use super::faults::Refusal;
use super::queue::Webhook;
use super::show::{admin_json, put};
use super::state::{ChatKind, Standing, State};
use super::{files, messages, profile, topics};
use serde_json::{Value, json};
use std::time::Instant;

pub type Answer = Result<Value, Refusal>;

/// Carries out a request. None: the stand-in does not know how.
pub fn call(state: &mut State, method: &str, params: &Params, arrived: Instant) -> Option<Answer> {
    Some(match method {
        "getMe" => Ok(me(state)),
        "setWebhook" => set_webhook(state, params),
        "deleteWebhook" => {
            state.queue.webhook = None;
            if params.flag("drop_pending_updates") {
                state.queue.forget(None);
            }
            Ok(true.into())
        }
        "getWebhookInfo" => Ok(webhook_info(state)),
        "sendMessage" => messages::send(state, params, arrived),
        "sendDocument" => messages::send_file(state, "document", params, arrived),
        "sendPhoto" => messages::send_file(state, "photo", params, arrived),
        "copyMessage" => messages::copy(state, params, arrived),
        "editMessageText" => messages::edit_text(state, params, arrived),
        "editMessageCaption" => messages::edit_caption(state, params, arrived),
        "editMessageReplyMarkup" => messages::edit_keyboard(state, params, arrived),
        "deleteMessage" => messages::delete(state, params),
        "answerCallbackQuery" => messages::answer_press(state, params, arrived),
        "sendChatAction" => chat_action(state, params),
        "getFile" => files::get(state, params),
        "getChat" => chat(state, params),
        "getChatMember" => chat_member(state, params),
        "leaveChat" => leave(state, params),
        "createForumTopic" => topics::create(state, params, arrived),
        "editForumTopic" => topics::edit(state, params),
        "closeForumTopic" => topics::close(state, params, true),
        "reopenForumTopic" => topics::close(state, params, false),
        "setMyCommands" => profile::set_commands(state, params),
        "getMyCommands" => Ok(profile::commands(state, params)),
        "deleteMyCommands" => profile::delete_commands(state, params),
        "setMyName" | "setMyDescription" | "setMyShortDescription" => {
            profile::set_text(state, method, params)
        }
        "getMyName" | "getMyDescription" | "getMyShortDescription" => {
            Ok(profile::text(state, method, params))
        }
        "setChatMenuButton" => profile::set_menu(state, params),
        "getChatMenuButton" => Ok(profile::menu(state, params)),
        _ => return None,
    })
}

fn me(state: &State) -> Value {
    let mut me = state.bot_json();
    me["can_join_groups"] = true.into();
    me["can_read_all_group_messages"] = state.reads_groups.into();
    for name in [
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
        "has_topics_enabled",
    ] {
        me[name] = false.into();
    }
    me
}

fn set_webhook(state: &mut State, params: &Params) -> Answer {
    let url = params.text("url").unwrap_or_default();
    if params.flag("drop_pending_updates") {
        state.queue.forget(None);
    }
    if url.is_empty() {
        state.queue.webhook = None;
        return Ok(true.into());
    }
    if !["http://", "https://"]
        .iter()
        .any(|scheme| url.starts_with(scheme))
    {
        return Err(Refusal::bad(
            "bad webhook: An HTTPS URL must be provided for webhook",
        ));
    }
    let secret = params
        .text("secret_token")
        .filter(|secret| !secret.is_empty());
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || matches!(letter, b'_' | b'-');
    if secret.is_some_and(|secret| secret.len() > 256 || !secret.bytes().all(is_plain)) {
        return Err(Refusal::bad("secret token contains unallowed characters"));
    }
    if let Some(names) = params.list("allowed_updates") {
        let names = names.iter().filter_map(Value::as_str);
        state.queue.allowed = Some(names.map(str::to_owned).collect());
    }
    let connections = params.integer("max_connections").unwrap_or(40);
    state.queue.webhook = Some(Webhook {
        url: url.to_owned(),
        secret: secret.map(str::to_owned),
        max_connections: usize::try_from(connections.clamp(1, 100)).unwrap_or(1),
    });
    Ok(true.into())
}

fn webhook_info(state: &State) -> Value {
    let queue = &state.queue;
    let url = queue.webhook.as_ref().map(|webhook| webhook.url.clone());
    let mut info = json!({
        "url": url.unwrap_or_default(),
        "has_custom_certificate": false,
        "pending_update_count": queue.len(),
    });
    if let Some(webhook) = &queue.webhook {
        info["max_connections"] = webhook.max_connections.into();
        put(&mut info, "last_error_message", queue.last_error.clone());
        let date = queue.last_error.as_ref().map(|_| state.now());
        put(&mut info, "last_error_date", date);
    }
    put(&mut info, "allowed_updates", queue.allowed.clone());
    info
}

/// The chat that a parameter names, by its id or its public name.
pub fn named_chat(state: &State, params: &Params, name: &str) -> Result<i64, Refusal> {
    let value = params.values.get(name);
    if let Some(id) = value.and_then(Value::as_i64) {
        return Ok(id);
    }
    let text = value.and_then(Value::as_str).unwrap_or_default();
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let wanted = text.trim_start_matches('@');
    let found = state.chats.values().find(|chat| {
        let username = chat.username.as_deref();
        username.is_some_and(|username| username.eq_ignore_ascii_case(wanted))
    });
    found
        .map(|chat| chat.id)
        .ok_or_else(|| Refusal::bad("chat not found"))
}

/// Whether the bot gets into the chat at all.
pub fn reach(state: &mut State, chat: i64) -> Result<(), Refusal> {
    if ChatKind::of(chat) == ChatKind::Private {
        return reach_person(state, chat);
    }
    let Some(chat) = state.chats.get(&chat) else {
        return Err(Refusal::bad("chat not found"));
    };
    if let Some(new) = chat.migrated_to {
        let mut refusal = Refusal::bad("group chat was upgraded to a supergroup chat");
        refusal.parameters = Some(json!({ "migrate_to_chat_id": new }));
        return Err(refusal);
    }
    let kind = chat.kind.name();
    match chat.standing {
        Standing::Left => Err(Refusal::forbidden(format!(
            "bot is not a member of the {kind} chat"
        ))),
        Standing::Kicked => Err(Refusal::forbidden(format!(
            "bot was kicked from the {kind} chat"
        ))),
        Standing::Member | Standing::Admin(_) => Ok(()),
    }
}

fn reach_person(state: &mut State, id: i64) -> Result<(), Refusal> {
    let anyone = state.knows_everyone;
    let person = state.person(id);
    if person.deactivated {
        return Err(Refusal::forbidden("user is deactivated"));
    }
    if person.blocked {
        return Err(Refusal::forbidden("bot was blocked by the user"));
    }
    if !person.known && !anyone {
        return Err(Refusal::forbidden(
            "bot can't initiate conversation with a user",
        ));
    }
    Ok(())
}

/// Whether the bot may write into the chat, and into this topic of it.
pub fn may_write(state: &mut State, chat: i64, thread: Option<i64>) -> Result<(), Refusal> {
    reach(state, chat)?;
    let chat = state.chat(chat);
    if chat.kind == ChatKind::Channel && !may(&chat.standing, "can_post_messages") {
        return Err(Refusal::bad(
            "need administrator rights in the channel chat",
        ));
    }
    if chat.muted {
        return Err(Refusal::bad(
            "not enough rights to send text messages to the chat",
        ));
    }
    let Some(thread) = thread else {
        return Ok(());
    };
    match chat.topics.get(&thread) {
        Some(topic) if !topic.deleted && topic.closed => Err(Refusal::bad("TOPIC_CLOSED")),
        Some(topic) if !topic.deleted => Ok(()),
        _ => Err(Refusal::bad("message thread not found")),
    }
}

pub fn may(standing: &Standing, right: &str) -> bool {
    matches!(standing, Standing::Admin(rights) if rights.iter().any(|have| have == right))
}

const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

fn chat_action(state: &mut State, params: &Params) -> Answer {
    let action = params.text("action").unwrap_or_default();
    if !ACTIONS.contains(&action) {
        return Err(Refusal::bad("wrong parameter action in request"));
    }
    let chat = named_chat(state, params, "chat_id")?;
    may_write(state, chat, params.integer("message_thread_id"))?;
    Ok(true.into())
}

fn chat(state: &mut State, params: &Params) -> Answer {
    let id = named_chat(state, params, "chat_id")?;
    reach(state, id)?;
    let mut chat = state.chat_json(id);
    chat["accent_color_id"] = 0.into();
    chat["max_reaction_count"] = 11.into();
    chat["accepted_gift_types"] = json!({
        "unlimited_gifts": false,
        "limited_gifts": false,
        "unique_gifts": false,
        "premium_subscription": false,
        "gifts_from_channels": false,
    });
    Ok(chat)
}

fn chat_member(state: &mut State, params: &Params) -> Answer {
    let chat = named_chat(state, params, "chat_id")?;
    reach(state, chat)?;
    let user = params.integer("user_id").unwrap_or_default();
    if user == state.me.id {
        let standing = state.chat(chat).standing.clone();
        return Ok(state.standing_json(&standing));
    }
    let status = match state.statuses.get(&(chat, user)) {
        Some(status) => status.clone(),
        None if state.people.contains_key(&user) => "member".to_owned(),
        None => return Err(Refusal::bad("member not found")),
    };
    let user = state.user_json(user);
    Ok(match status.as_str() {
        "creator" => json!({ "status": status, "user": user, "is_anonymous": false }),
        "administrator" => admin_json(user),
        "kicked" => json!({ "status": status, "user": user, "until_date": 0 }),
        _ => json!({ "status": status, "user": user }),
    })
}

fn leave(state: &mut State, params: &Params) -> Answer {
    let chat = named_chat(state, params, "chat_id")?;
    reach(state, chat)?;
    let bot = state.bot_json();
    state.change_standing(chat, Standing::Left, bot);
    Ok(true.into())
}

impl State {
    /// The bot becomes something else in a chat, and hears of it.
    pub fn change_standing(&mut self, chat: i64, new: Standing, by: Value) -> i64 {
        let old = std::mem::replace(&mut self.chat(chat).standing, new.clone());
        let update = json!({
            "chat": self.chat_json(chat),
            "from": by,
            "date": self.now(),
            "old_chat_member": self.standing_json(&old),
            "new_chat_member": self.standing_json(&new),
        });
        let keep = self.keep;
        self.queue.push("my_chat_member", &update, keep)
    }
}
