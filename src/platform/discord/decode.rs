//! From an event of the gateway (<https://docs.discord.com/developers/events/gateway-events>) to what somebody did.
//!
//! Read by hand from JSON, as for Telegram: what is not known is left alone, and what cannot be read at all is still
//! answered. No event can make this fail.

mod interaction;
mod places;
mod words;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::Me;
use crate::domain::message::{
    ChatRef, Content, Incoming, Place, Platform, Sender, SentFile, Unreadable,
};
pub use interaction::{Asks, CHOSEN, Carrier, FORM, FORM_FIELD, Interaction};
use words::Words;

/// What an event is to us.
#[derive(Debug, Clone)]
pub enum Decoded {
    /// Something to handle.
    Incoming(Box<Incoming>),
    /// A command, a button, a form: it waits for a first response.
    Interaction(Box<Interaction>),
    /// Nothing to do, and why.
    Ignored(&'static str),
}

/// What is found, or why there is nothing.
type Found<T> = Result<T, &'static str>;

/// Kinds of messages that somebody wrote: an ordinary one and a reply. The others say what happened in a channel
/// (<https://docs.discord.com/developers/resources/message#message-object-message-types>).
const WRITTEN: [u64; 2] = [0, 19];

/// The flag of a message that was spoken
/// (<https://docs.discord.com/developers/resources/message#message-object-message-flags>).
const SPOKEN: u64 = 1 << 13;

/// Kinds of files that every platform shows as pictures.
const PICTURES: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// Says what an event is to us. `name` is its type, `data` its body and `position` the gateway's after it; `now` becomes
/// the time of what happened.
///
/// In a direct message everything is for us. On a server only a message that mentions us, or a reply to a message of ours;
/// our name is taken out of the text. Messages of bots, of webhooks and of Discord itself are ignored.
pub fn decode(name: &str, data: &Value, me: &Me, position: &str, now: DateTime<Utc>) -> Decoded {
    let found = match name {
        "MESSAGE_CREATE" => written(data, me, false, now),
        "MESSAGE_UPDATE" => written(data, me, true, now),
        "GUILD_CREATE" => places::joined(data, me, now),
        "GUILD_DELETE" => places::left(data, position, now),
        "CHANNEL_DELETE" => places::deleted(data, now),
        "INTERACTION_CREATE" => {
            return match interaction::read(data, now) {
                Ok(interaction) => Decoded::Interaction(Box::new(interaction)),
                Err(why) => Decoded::Ignored(why),
            };
        }
        _ => Err("another kind of event"),
    };
    match found {
        Ok(incoming) => Decoded::Incoming(Box::new(incoming)),
        Err(why) => Decoded::Ignored(why),
    }
}

fn written(message: &Value, me: &Me, edited: bool, now: DateTime<Utc>) -> Found<Incoming> {
    let id = text(message, "id").ok_or("no id")?;
    let channel = text(message, "channel_id").ok_or("no channel")?;
    let author = author(message, me)?;
    let key = if edited {
        // A link whose preview is loaded comes as a change too, without a new time.
        let at = text(message, "edited_timestamp").ok_or("changed, and not by its author")?;
        format!("{id}:{at}")
    } else {
        id.to_owned()
    };
    let place = if has(message, "guild_id") {
        Place::Group
    } else {
        Place::Private
    };
    let content = content(message, me, place)?;
    if edited && matches!(content, Content::Unreadable(_)) {
        return Err("changed, and without words");
    }
    let chat = ChatRef::private(Platform::Discord, channel);
    Ok(Incoming {
        message: Some(id.to_owned()),
        file: file(message).or_else(|| file(forwarded(message))),
        venue: (place == Place::Group).then(|| chat.clone()),
        ..Incoming::new(key, chat, place, author, content, now)
    })
}

/// The person who wrote a message.
fn author(message: &Value, me: &Me) -> Found<Sender> {
    let is_written = match message.get("type") {
        None => true,
        Some(kind) => kind.as_u64().is_some_and(|kind| WRITTEN.contains(&kind)),
    };
    if !is_written {
        return Err("a message of Discord's");
    }
    if has(message, "webhook_id") {
        return Err("written by a webhook");
    }
    let author = message.get("author").ok_or("written by nobody")?;
    let id = text(author, "id").ok_or("written by nobody")?;
    if id == me.user || is_true(author, "bot") || is_true(author, "system") {
        return Err("written by a bot");
    }
    Ok(Sender { id: id.to_owned() })
}

/// What a message says, if it says it to us.
fn content(message: &Value, me: &Me, place: Place) -> Found<Content> {
    let words = Words::of(message, me);
    let is_mention = words.are_for_us || mentions(message).any(|user| is_us(user, me));
    let is_addressed = place == Place::Private
        || is_mention
        || message
            .get("referenced_message")
            .is_some_and(|first| is_us(&first["author"], me));
    if !is_addressed {
        return Err("not addressed to us");
    }
    if !words.text.is_empty() {
        return Ok(Content::Text(words.text));
    }
    let forwarded = forwarded(message);
    let copied = Words::of(forwarded, me);
    if !copied.text.is_empty() {
        return Ok(Content::Text(copied.text));
    }
    Ok(match kind(message).or_else(|| kind(forwarded)) {
        Some(kind) => Content::Unreadable(kind),
        // Somebody called us and said no more.
        None if words.are_for_us => Content::Text("/start".to_owned()),
        None if place == Place::Group && !is_mention && text(message, "content").is_none() => {
            Content::Unreadable(Unreadable::Hidden)
        }
        None => Content::Unreadable(Unreadable::Other),
    })
}

/// The copy of what was forwarded: its words and files stand there.
fn forwarded(message: &Value) -> &Value {
    &message["message_snapshots"][0]["message"]
}

/// The first file of a message. What was spoken is none.
fn file(message: &Value) -> Option<SentFile> {
    let first = message.get("attachments")?.get(0)?;
    if number(message, "flags").is_some_and(|flags| flags & SPOKEN != 0) {
        return None;
    }
    let kind = text(first, "content_type").unwrap_or_default();
    Some(SentFile {
        remote: text(first, "url")?.to_owned(),
        name: text(first, "filename").unwrap_or_default().to_owned(),
        size: number(first, "size"),
        picture: PICTURES.contains(&kind.split(';').next().unwrap_or_default()),
    })
}

/// What a message has in the place of words.
fn kind(message: &Value) -> Option<Unreadable> {
    let first = message.get("attachments").and_then(|list| list.get(0));
    let stickers = message.get("sticker_items").and_then(|list| list.get(0));
    let flags = message.get("flags").and_then(Value::as_u64);
    if let Some(first) = first {
        let is_picture = text(first, "content_type").is_some_and(|kind| kind.starts_with("image/"));
        return Some(match flags {
            Some(flags) if flags & SPOKEN != 0 => Unreadable::Voice,
            _ if is_picture => Unreadable::Picture,
            _ => Unreadable::File,
        });
    }
    (stickers.is_some() || has(message, "poll")).then_some(Unreadable::Other)
}

/// The people whom a message mentions.
fn mentions(message: &Value) -> impl Iterator<Item = &Value> {
    message["mentions"].as_array().into_iter().flatten()
}

fn is_us(user: &Value, me: &Me) -> bool {
    text(user, "id") == Some(me.user.as_str())
}

/// A text that is not empty.
fn text<'a>(of: &'a Value, field: &str) -> Option<&'a str> {
    let text = of.get(field)?.as_str()?;
    Some(text).filter(|text| !text.is_empty())
}

fn number(of: &Value, field: &str) -> Option<u64> {
    of.get(field)?.as_u64()
}

fn is_true(of: &Value, field: &str) -> bool {
    of.get(field).and_then(Value::as_bool).unwrap_or(false)
}

fn has(of: &Value, field: &str) -> bool {
    of.get(field).is_some_and(|value| !value.is_null())
}

#[cfg(test)]
mod tests;
