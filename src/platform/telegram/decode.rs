//! From an update (<https://core.telegram.org/bots/api#update>) to what somebody did.
//!
//! Read by hand from JSON and not into teloxide's types: these know the Bot API of July 2025, and a message with one kind
//! of entity that is newer comes out of them as empty, without an error. Here what is not understood is left alone, and
//! what cannot be read at all is still answered. No update can make this fail.

mod files;
mod rich;
mod words;

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::domain::fingerprint::fingerprint;
use crate::domain::language::Language;
use crate::domain::message::{
    ChatRef, Content, Incoming, Place, Platform, Presence, Sender, Unreadable,
};
use words::Words;

/// The bot itself, as `getMe` tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    pub id: i64,
    /// Without the `@`.
    pub username: String,
}

/// What an update is to us.
#[derive(Debug, Clone)]
pub enum Decoded {
    /// Something to handle.
    Incoming {
        incoming: Box<Incoming>,
        /// The pressed button waits for an answer to this.
        callback: Option<String>,
        /// The album that it is a part of.
        album: Option<String>,
    },
    /// Nothing to do, and why.
    Ignored {
        why: &'static str,
        /// The pressed button waits for an answer to this.
        callback: Option<String>,
    },
}

/// What is found, or why there is nothing.
type Found = Result<Incoming, &'static str>;

/// Messages that say what happened to a chat: nobody wrote them. By the field that they come with
/// (<https://core.telegram.org/bots/api#message>).
const SERVICE: [&str; 55] = [
    "new_chat_members",
    "new_chat_member",
    "left_chat_member",
    "chat_owner_left",
    "chat_owner_changed",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "migrate_from_chat_id",
    "pinned_message",
    "successful_payment",
    "refunded_payment",
    "users_shared",
    "user_shared",
    "chat_shared",
    "gift",
    "unique_gift",
    "gift_upgrade_sent",
    "connected_website",
    "write_access_allowed",
    "passport_data",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "checklist_tasks_done",
    "checklist_tasks_added",
    "direct_message_price_changed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_created",
    "giveaway_completed",
    "managed_bot_created",
    "paid_message_price_changed",
    "poll_option_added",
    "poll_option_deleted",
    "suggested_post_approved",
    "suggested_post_approval_failed",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
    "web_app_data",
    "voice_chat_started",
    "voice_chat_ended",
];

/// Fields of what has no words. The first one counts: an animation also comes as a document, and a live photo as a photo.
const KINDS: [(&str, Unreadable); 8] = [
    ("voice", Unreadable::Voice),
    ("video_note", Unreadable::Voice),
    ("audio", Unreadable::Voice),
    ("animation", Unreadable::Picture),
    ("live_photo", Unreadable::Picture),
    ("photo", Unreadable::Picture),
    ("video", Unreadable::Picture),
    ("document", Unreadable::File),
];

/// Says what an update is to us. `now` becomes the time of what happened: an update may have waited for hours.
///
/// In a private chat everything is for us. In a group only a command that names us or nobody, a text or caption that
/// mentions us, and a reply to a message of ours; our name is taken out of the text. Posts in channels, messages of other
/// bots and what nobody wrote are ignored.
pub fn decode(update: &Value, me: &Me, now: DateTime<Utc>) -> Decoded {
    let callback = update.get("callback_query");
    let callback = callback.and_then(|query| text(query, "id"));
    let callback = callback.map(ToOwned::to_owned);
    match found(update, me, now) {
        Ok(incoming) => Decoded::Incoming {
            incoming: Box::new(incoming),
            callback,
            album: update.get("message").and_then(|message| album(message, me)),
        },
        Err(why) => Decoded::Ignored { why, callback },
    }
}

fn found(update: &Value, me: &Me, now: DateTime<Utc>) -> Found {
    let id = number(update, "update_id").ok_or("no update id")?;
    let key = format!("{}:{id}", me.id);
    if let Some(message) = update.get("message") {
        written(message, me, key, false, now)
    } else if let Some(message) = update.get("edited_message") {
        written(message, me, key, true, now)
    } else if let Some(query) = update.get("callback_query") {
        pressed(query, key, now)
    } else if let Some(change) = update.get("my_chat_member") {
        presence(change, key, now)
    } else {
        Err("another kind of update")
    }
}

fn written(message: &Value, me: &Me, key: String, edited: bool, now: DateTime<Utc>) -> Found {
    let (chat, place) = chat_of(message)?;
    if let Some(id) = number(message, "migrate_to_chat_id") {
        let to = ChatRef::private(Platform::Telegram, id.to_string());
        let sender = sender(message).unwrap_or_else(|| in_the_name_of(&chat));
        let content = Content::Presence(Presence::Moved(to));
        return Ok(Incoming::new(key, chat, place, sender, content, now));
    }
    if SERVICE.iter().any(|field| has(message, field)) {
        return Err("a service message");
    }
    if place == Place::Channel {
        return Err("a post in a channel");
    }
    if is_true(message, "is_automatic_forward") {
        return Err("a post forwarded from a channel");
    }
    if message.get("via_bot").and_then(|bot| number(bot, "id")) == Some(me.id) {
        return Err("written through us");
    }
    if !has(message, "sender_chat") && is_true(&message["from"], "is_bot") {
        return Err("written by a bot");
    }
    let sender = sender(message).ok_or("written by nobody")?;
    let words = Words::of(message, me);
    // A place that somebody shares changes every few seconds.
    if edited && words.is_none() {
        return Err("changed, and without words");
    }
    let content = content(message, words, me, place)?;
    // Each picture of an album is an update: those without words are together one thing that somebody sent.
    let is_wordless = matches!(content, Content::Unreadable(_));
    let album = album(message, me).filter(|_| is_wordless);
    Ok(Incoming {
        message: number(message, "message_id").map(|id| id.to_string()),
        language: language(&message["from"]),
        file: files::of(message),
        venue: venue(&chat, place),
        update: album.unwrap_or(key),
        ..Incoming::new(String::new(), chat, place, sender, content, now)
    })
}

/// The album of a message. Its id is unique within the chat, so the chat counts; as a digest, because the key stands in
/// logs and outlives the conversation, and the id of a private chat is the person's.
fn album(message: &Value, me: &Me) -> Option<String> {
    let (id, chat) = (text(message, "media_group_id")?, message.get("chat")?);
    let digest = fingerprint(format!("{}:{id}", number(chat, "id")?), 8);
    Some(format!("{}:album:{digest}", me.id))
}

/// What a message says, if it says it to us.
fn content(
    message: &Value,
    words: Option<Words>,
    me: &Me,
    place: Place,
) -> Result<Content, &'static str> {
    // In a private chat there is no other bot.
    let is_for_another_bot = words.as_ref().is_some_and(|words| words.is_for_another_bot);
    if is_for_another_bot && place != Place::Private {
        return Err("a command for another bot");
    }
    let is_addressed = place == Place::Private
        || words.as_ref().is_some_and(|words| words.is_for_us)
        || is_reply_to(message, me);
    if !is_addressed {
        return Err("not addressed to us");
    }
    let kind = KINDS.iter().find(|(field, _)| has(message, field));
    let kind = kind.map(|(_, kind)| *kind);
    Ok(match (words, kind) {
        (Some(words), _) if !words.text.is_empty() => Content::Text(words.text),
        // Somebody called us and said no more.
        (Some(words), None) if words.is_for_us => Content::Text("/start".to_owned()),
        (_, kind) => Content::Unreadable(kind.unwrap_or(Unreadable::Other)),
    })
}

/// Whether it answers a message of ours. In a topic, what answers nothing comes as an answer to the topic's beginning.
fn is_reply_to(message: &Value, me: &Me) -> bool {
    let Some(first) = message.get("reply_to_message") else {
        return false;
    };
    number(&first["from"], "id") == Some(me.id) && !has(first, "forum_topic_created")
}

fn pressed(query: &Value, key: String, now: DateTime<Utc>) -> Found {
    if has(query, "game_short_name") {
        return Err("a game");
    }
    let data = text(query, "data").ok_or("a button without data")?;
    let message = query
        .get("message")
        .filter(|message| message.is_object())
        .ok_or("a button of a message elsewhere")?;
    let (chat, place) = chat_of(message)?;
    let from = &query["from"];
    let sender = person(from).ok_or("pressed by nobody")?;
    // Of a message that is too old only the id is left, with the date 0: it cannot be edited.
    let is_accessible = number(message, "date") != Some(0);
    let message = number(message, "message_id").filter(|_| is_accessible);
    Ok(Incoming {
        message: message.map(|id| id.to_string()),
        language: language(from),
        venue: venue(&chat, place),
        ..Incoming::new(
            key,
            chat,
            place,
            sender,
            Content::Press(data.to_owned()),
            now,
        )
    })
}

/// What became of us in a chat. In a private chat: blocked or unblocked.
fn presence(change: &Value, key: String, now: DateTime<Utc>) -> Found {
    let (chat, place) = chat_of(change)?;
    let member = &change["new_chat_member"];
    let joined = match text(member, "status").unwrap_or_default() {
        "creator" | "administrator" | "member" => true,
        "restricted" => is_true(member, "is_member"),
        "left" | "kicked" => false,
        _ => return Err("an unknown state of membership"),
    };
    let title = text(&change["chat"], "title").map(ToOwned::to_owned);
    let presence = if joined {
        let title = title.filter(|_| place != Place::Private);
        Presence::Joined {
            title,
            server: None,
        }
    } else {
        Presence::Left
    };
    let sender = person(&change["from"]).unwrap_or_else(|| in_the_name_of(&chat));
    let content = Content::Presence(presence);
    Ok(Incoming {
        language: language(&change["from"]),
        ..Incoming::new(key, chat, place, sender, content, now)
    })
}

/// The group in whose sight something was done.
fn venue(chat: &ChatRef, place: Place) -> Option<ChatRef> {
    (place == Place::Group).then(|| chat.clone())
}

/// The chat of a message or of a change of membership, with its topic, and what kind of place it is.
fn chat_of(of: &Value) -> Result<(ChatRef, Place), &'static str> {
    let chat = of.get("chat").ok_or("no chat")?;
    let id = number(chat, "id").ok_or("no chat")?;
    let place = match text(chat, "type").unwrap_or_default() {
        "private" => Place::Private,
        "group" | "supergroup" => Place::Group,
        "channel" => Place::Channel,
        _ => return Err("an unknown kind of chat"),
    };
    // An ordinary reply has a thread too; and the General topic, number 1, is written to without naming it.
    let thread = number(of, "message_thread_id")
        .filter(|thread| is_true(of, "is_topic_message") && *thread != 1);
    let chat = ChatRef {
        platform: Platform::Telegram,
        chat: id.to_string(),
        thread: thread.map(|thread| thread.to_string()),
    };
    Ok((chat, place))
}

/// Who wrote a message. Behind the name of a chat (an anonymous admin, a channel) stands nobody whose rights are known.
fn sender(message: &Value) -> Option<Sender> {
    match message.get("sender_chat").filter(|chat| !chat.is_null()) {
        Some(chat) => number(chat, "id").map(|id| Sender {
            id: format!("chat:{id}"),
        }),
        None => person(&message["from"]),
    }
}

fn person(user: &Value) -> Option<Sender> {
    number(user, "id").map(|id| Sender { id: id.to_string() })
}

fn in_the_name_of(chat: &ChatRef) -> Sender {
    Sender {
        id: format!("chat:{}", chat.chat),
    }
}

fn language(user: &Value) -> Option<Language> {
    Language::of_app(text(user, "language_code")?)
}

fn number(of: &Value, field: &str) -> Option<i64> {
    of.get(field)?.as_i64()
}

fn text<'a>(of: &'a Value, field: &str) -> Option<&'a str> {
    of.get(field)?.as_str()
}

fn is_true(of: &Value, field: &str) -> bool {
    of.get(field).and_then(Value::as_bool).unwrap_or(false)
}

fn has(of: &Value, field: &str) -> bool {
    of.get(field).is_some_and(|value| !value.is_null())
}

#[cfg(test)]
mod tests;
