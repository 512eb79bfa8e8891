//! Servers that the bot comes to and leaves.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Found, Me, is_true, number, text};
use crate::domain::fingerprint::fingerprint;
use crate::domain::message::{ChatRef, Content, Incoming, Place, Platform, Presence, Sender};
use crate::platform::discord::rights::{self, Server, WRITING};

/// Kinds of channels that people write in, in the order in which they are tried: text, announcements
/// (<https://docs.discord.com/developers/resources/channel#channel-object-channel-types>).
const TEXT_CHANNELS: [u64; 2] = [0, 5];

/// The bot is on a server: it was invited, or the gateway tells of every server anew. The chat is the channel where the
/// server's own messages stand, else the first where the bot may write.
pub fn joined(server: &Value, me: &Me, now: DateTime<Utc>) -> Found<Incoming> {
    if is_true(server, "unavailable") {
        return Err("a server that is out of reach");
    }
    let id = text(server, "id").ok_or("a server without an id")?;
    let channel = greeting_channel(server, id, me).ok_or("a server where the bot may not write")?;
    let chat = text(channel, "id").ok_or("a channel without an id")?;
    let name = text(server, "name").unwrap_or_default();
    let channel_name = text(channel, "name").unwrap_or_default();
    // The same as long as the bot stays, so that telling of a server anew changes nothing.
    let since = text(server, "joined_at").unwrap_or_default();
    // The server's own language is no hint: most are left at English.
    let presence = Presence::Joined {
        title: Some(format!("{name} #{channel_name}")),
        server: Some(id.to_owned()),
    };
    Ok(of_chat(format!("joined:{id}:{since}"), chat, presence, now))
}

/// The bot was removed from a server. It may be on it again when this comes a second time.
pub fn left(server: &Value, position: &str, now: DateTime<Utc>) -> Found<Incoming> {
    if is_true(server, "unavailable") {
        return Err("a server that is out of reach");
    }
    let id = text(server, "id").ok_or("a server without an id")?;
    let event = number_of(position).unwrap_or_else(|| now.timestamp_millis().to_string());
    Ok(of_chat(
        format!("left:{id}:{event}"),
        id,
        Presence::Left,
        now,
    ))
}

/// The session of an event and its number there, by the gateway's position after it: the same when it comes again. The
/// session is a secret as long as it lives, so it counts as a digest.
fn number_of(position: &str) -> Option<String> {
    let position: Value = serde_json::from_str(position).ok()?;
    let (session, seq) = (text(&position, "session")?, number(&position, "seq")?);
    Some(format!("{}:{seq}", fingerprint(session, 8)))
}

/// A channel does not exist any more.
pub fn deleted(channel: &Value, now: DateTime<Utc>) -> Found<Incoming> {
    let id = text(channel, "id").ok_or("a channel without an id")?;
    Ok(of_chat(format!("deleted:{id}"), id, Presence::Left, now))
}

fn of_chat(key: String, chat: &str, presence: Presence, now: DateTime<Utc>) -> Incoming {
    // Nobody knows who invited or removed the bot.
    let nobody = Sender {
        id: format!("chat:{chat}"),
    };
    let chat = ChatRef::private(Platform::Discord, chat);
    let content = Content::Presence(presence);
    Incoming::new(key, chat, Place::Group, nobody, content, now)
}

fn greeting_channel<'a>(server: &'a Value, id: &str, me: &Me) -> Option<&'a Value> {
    let members = server["members"].as_array().into_iter().flatten();
    let mut bot = members.filter(|member| text(&member["user"], "id") == Some(me.user.as_str()));
    let rights_in = Server {
        id,
        owner: text(server, "owner_id").unwrap_or_default(),
        roles: &server["roles"],
        bot: &me.user,
        bot_roles: bot.next().map_or(&Value::Null, |bot| &bot["roles"]),
    };
    let channels = server["channels"].as_array().into_iter().flatten();
    let open = channels.filter(|channel| rights::in_channel(rights_in, channel).contains(WRITING));
    let system = text(server, "system_channel_id");
    open.filter_map(|channel| {
        let kind = number(channel, "type")?;
        let rank = TEXT_CHANNELS.iter().position(|known| *known == kind)?;
        let is_other = system.is_none() || text(channel, "id") != system;
        let position = channel.get("position").and_then(Value::as_i64);
        Some(((is_other, rank, position.unwrap_or(i64::MAX)), channel))
    })
    .min_by_key(|(order, _)| *order)
    .map(|(_, channel)| channel)
}
