//! The bot's messages in channels.

use super::body::Carried;
use super::faults::Refusal;
use super::gateway::{DIRECT_MESSAGES, GUILD_MESSAGES};
use super::limits::{EPHEMERAL, LOADING};
use super::rights;
use super::show::MESSAGE_CONTENT;
use super::spec::{Fault, Found};
use super::state::{ChannelKind, File, Message, State, number_parts};
use serde_json::{Value, json};
use std::time::Instant;

/// A request that has passed the checks.
pub struct Call<'a> {
    pub found: &'a Found,
    pub carried: &'a Carried,
    pub arrived: Instant,
}

impl Call<'_> {
    pub fn id(&self, name: &str) -> Result<u64, Refusal> {
        self.found.id(name).ok_or_else(Refusal::not_found)
    }
}

/// What is answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    /// Null is no body.
    pub body: Value,
}

impl Answer {
    pub fn new(status: u16, body: Value) -> Self {
        Self { status, body }
    }

    pub fn ok(body: Value) -> Self {
        Self::new(200, body)
    }

    pub fn empty() -> Self {
        Self::new(204, Value::Null)
    }
}

/// New values for some fields of a message.
pub struct Edit<'a> {
    pub fields: &'a Value,
}

pub fn create(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let channel = call.id("channel_id")?;
    may_write(state, channel, call.carried)?;
    let body = call.carried.json.clone().unwrap_or_default();
    let nonce = body["nonce"].as_str().map(str::to_owned);
    let nonce = nonce.or_else(|| body["nonce"].as_i64().map(|number| number.to_string()));
    let enforced = body["enforce_nonce"] == true;
    if let Some(nonce) = nonce.as_deref().filter(|_| enforced)
        && let Some(message) = state.nonce_again(channel, nonce)
    {
        return shown(state, channel, message);
    }
    let mut message = Message::new(channel, state.me.id, "");
    message.flags = body["flags"].as_u64().unwrap_or(0);
    message.arrived = call.arrived;
    message.nonce = body.get("nonce").cloned().filter(|nonce| !nonce.is_null());
    message.reference = reference(state, channel, &body)?;
    message.kind = if message.reference.is_some() { 19 } else { 0 };
    fill(state, call, &mut message, &body)?;
    message.called = called(state, channel, &message, &body);
    wake(state, channel);
    let id = state.store(message);
    if let Some(nonce) = nonce {
        state.keep_nonce(channel, &nonce, id, enforced);
    }
    tell(state, "MESSAGE_CREATE", channel, id);
    shown(state, channel, id)
}

/// The roles that a new message calls: named in its words, allowed, there, and such that the bot may call them. The role
/// of everybody is called by no number.
fn called(state: &mut State, channel: u64, message: &Message, body: &Value) -> Vec<u64> {
    let allowed = body["allowed_mentions"]["roles"].as_array();
    let allowed = allowed.into_iter().flatten().filter_map(Value::as_str);
    let named = allowed.filter(|role| message.text.contains(&format!("<@&{role}>")));
    let named: Vec<u64> = named.filter_map(|role| role.parse().ok()).collect();
    let of = &state.channels[&channel];
    let may_call_all = state.bot_rights(of) & rights::MENTION_EVERYONE != 0;
    let guild = of.guild.and_then(|id| state.guilds.get(&id));
    let may_call = |id: &u64| {
        let mut roles = guild.into_iter().flat_map(|guild| &guild.roles);
        let is_everybody = guild.is_some_and(|guild| guild.id == *id);
        let role = roles.find(|role| role.id == *id && !is_everybody);
        role.is_some_and(|role| role.mentionable || may_call_all)
    };
    let (called, silent): (Vec<u64>, Vec<u64>) = named.into_iter().partition(may_call);
    let notes = silent.iter().map(|id| format!("nobody is called by {id}"));
    state.notes.extend(notes);
    called
}

/// Tells of a message in a channel.
pub fn tell(state: &mut State, event: &str, channel: u64, id: u64) {
    let Some(message) = state.message(channel, id).cloned() else {
        return;
    };
    let is_of_guild = state.channels[&channel].guild.is_some();
    let intents = match (is_of_guild, message.only_for) {
        (_, Some(_)) => GUILD_MESSAGES | DIRECT_MESSAGES,
        (true, None) => GUILD_MESSAGES,
        (false, None) => DIRECT_MESSAGES,
    };
    // In channels that the bot cannot see it hears nothing, but for the answers to interactions.
    let may_view = state.bot_rights(&state.channels[&channel]) & rights::VIEW != 0;
    let is_group = state.channels[&channel].kind == ChannelKind::GroupDirect;
    if message.interaction.is_none() && (!may_view || is_group) {
        return;
    }
    state.tell(event, intents, |state, intents| {
        state.message_event_json(&message, intents)
    });
}

/// Writing to an archived thread opens it.
fn wake(state: &mut State, channel: u64) {
    let channel = state.channel(channel);
    if !channel.archived {
        return;
    }
    channel.archived = false;
    let channel = channel.clone();
    state.tell("THREAD_UPDATE", super::gateway::GUILDS, |state, _| {
        state.channel_json(&channel)
    });
}

fn shown(state: &State, channel: u64, id: u64) -> Result<Answer, Refusal> {
    let message = state
        .message(channel, id)
        .ok_or_else(|| Refusal::of(10008))?;
    Ok(Answer::ok(state.message_json(message, 0)))
}

/// Puts what a request says into a new message, which has to hold something.
pub fn fill(
    state: &mut State,
    call: &Call,
    message: &mut Message,
    fields: &Value,
) -> Result<(), Refusal> {
    put(state, call, message, fields);
    is_something(message)
}

fn is_something(message: &Message) -> Result<(), Refusal> {
    let is_empty = message.text.trim().is_empty()
        && message.embeds.is_empty()
        && message.components.is_empty()
        && message.files.is_empty();
    if is_empty {
        return Err(Refusal::of(50006));
    }
    Ok(())
}

fn put(state: &mut State, call: &Call, message: &mut Message, fields: &Value) {
    let list = |name: &str| {
        let given = fields.get(name)?;
        Some(given.as_array().cloned().unwrap_or_default())
    };
    if let Some(text) = fields.get("content") {
        text.as_str()
            .unwrap_or_default()
            .trim()
            .clone_into(&mut message.text);
    }
    if let Some(embeds) = list("embeds") {
        message.embeds = embeds;
        for embed in &mut message.embeds {
            embed["type"] = "rich".into();
        }
    }
    if let Some(mut components) = list("components") {
        number_parts(&mut components);
        message.components = components;
    }
    let described = list("attachments");
    if let Some(kept) = &described {
        let is_kept = |file: &File| {
            let id = file.id.to_string();
            kept.iter().any(|one| one["id"] == id.as_str())
        };
        message.files.retain(is_kept);
    }
    for upload in &call.carried.files {
        let number = upload
            .part
            .trim_start_matches("files[")
            .trim_end_matches(']');
        let described = described.iter().flatten().find(|one| {
            one["id"] == number
                || one["id"]
                    .as_u64()
                    .is_some_and(|id| id.to_string() == number)
        });
        message.files.push(File {
            id: state.next_id(),
            name: upload.name.clone(),
            mime: upload.mime.clone(),
            description: described
                .and_then(|one| one["description"].as_str())
                .map(str::to_owned),
            bytes: upload.bytes.clone(),
        });
    }
}

/// Changes a message. What only showed that the bot thinks is then an ordinary one.
pub fn apply(
    state: &mut State,
    call: &Call,
    channel: u64,
    id: u64,
    edit: &Edit,
) -> Result<(), Refusal> {
    let now = state.now();
    let message = state.message(channel, id);
    let mut message = message.cloned().ok_or_else(|| Refusal::of(10008))?;
    put(state, call, &mut message, edit.fields);
    is_something(&message)?;
    if let Some(flags) = edit.fields.get("flags").and_then(Value::as_u64) {
        message.flags = message.flags & (EPHEMERAL | LOADING) | flags & !(EPHEMERAL | LOADING);
    }
    message.flags &= !LOADING;
    message.arrived = call.arrived;
    message.edits += 1;
    message.edited = Some(now);
    state.channel(channel).messages.insert(id, message);
    state.touched = Some((channel, id));
    tell(state, "MESSAGE_UPDATE", channel, id);
    Ok(())
}

pub fn remove(state: &mut State, channel: u64, id: u64) {
    let guild = state.channels[&channel].guild;
    if let Some(message) = state.message_mut(channel, id) {
        message.deleted = true;
    }
    let mut gone = json!({ "id": id.to_string(), "channel_id": channel.to_string() });
    if let Some(guild) = guild {
        gone["guild_id"] = guild.to_string().into();
    }
    let intents = if guild.is_some() {
        GUILD_MESSAGES
    } else {
        DIRECT_MESSAGES
    };
    state.tell("MESSAGE_DELETE", intents, |_, _| gone.clone());
}

/// What a new message answers.
fn reference(state: &State, channel: u64, body: &Value) -> Result<Option<(u64, u64)>, Refusal> {
    let reference = &body["message_reference"];
    if reference.is_null() {
        return Ok(None);
    }
    if reference["type"].as_u64().unwrap_or(0) != 0 {
        let fault = Fault::new(
            "message_reference.type",
            "NOT_MODELLED",
            "forwarding by the bot",
        );
        return Err(Refusal::form(&[fault]));
    }
    let of = &state.channels[&channel];
    if state.bot_rights(of) & rights::HISTORY == 0 {
        return Err(Refusal::of(160_002));
    }
    let id = reference["message_id"]
        .as_str()
        .and_then(|id| id.parse().ok())
        .unwrap_or(0);
    let elsewhere = reference["channel_id"]
        .as_str()
        .is_some_and(|id| id != channel.to_string());
    let found = state
        .message(channel, id)
        .filter(|message| message.only_for.is_none());
    match found {
        Some(_) if !elsewhere => Ok(Some((channel, id))),
        _ if reference["fail_if_not_exists"] == false => Ok(None),
        _ => {
            let fault = Fault::new(
                "message_reference",
                "MESSAGE_REFERENCE_UNKNOWN_MESSAGE",
                "Unknown message",
            );
            Err(Refusal::form(&[fault]))
        }
    }
}

/// A channel that is there, and that the bot may see.
pub fn visible(state: &State, id: u64) -> Result<&super::state::Channel, Refusal> {
    let channel = state.channels.get(&id).filter(|channel| !channel.deleted);
    let channel = channel.ok_or_else(|| Refusal::of(10003))?;
    if channel.kind == ChannelKind::GroupDirect || state.bot_rights(channel) & rights::VIEW == 0 {
        return Err(Refusal::of(50001));
    }
    Ok(channel)
}

fn may_write(state: &State, id: u64, carried: &Carried) -> Result<(), Refusal> {
    let channel = visible(state, id)?;
    if matches!(channel.kind, ChannelKind::Category | ChannelKind::Voice) {
        return Err(Refusal::of(50024));
    }
    if channel.kind == ChannelKind::Direct {
        let refused = state.directs_refused.clone();
        let person = channel
            .recipients
            .first()
            .and_then(|id| state.people.get(id));
        let refused = refused.or_else(|| person.and_then(|person| person.refuses.clone()));
        return refused.map_or(Ok(()), Err);
    }
    let rights = state.bot_rights(channel);
    if channel.kind.is_thread() && rights & rights::MANAGE_THREADS == 0 && channel.locked {
        return Err(Refusal::of(if channel.archived { 50083 } else { 160_005 }));
    }
    let writing = match channel.kind.is_thread() {
        true => rights::SEND_IN_THREADS,
        false => rights::SEND,
    };
    let embeds = carried
        .field("embeds")
        .as_array()
        .is_some_and(|embeds| !embeds.is_empty());
    let missing = rights & writing == 0
        || embeds && rights & rights::EMBED == 0
        || !carried.files.is_empty() && rights & rights::ATTACH == 0;
    if missing {
        return Err(Refusal::of(50013));
    }
    Ok(())
}

pub fn get(state: &State, call: &Call) -> Result<Answer, Refusal> {
    let channel = visible(state, call.id("channel_id")?)?;
    let message = state.message(channel.id, call.id("message_id")?);
    let message = message.filter(|message| message.only_for.is_none());
    let message = message.ok_or_else(|| Refusal::of(10008))?;
    Ok(Answer::ok(
        state.message_json(message, content_intent(state)),
    ))
}

/// The portal's switch counts for reading by REST as well.
fn content_intent(state: &State) -> u64 {
    if state.gateway.message_content {
        MESSAGE_CONTENT
    } else {
        0
    }
}

/// Newest first, at most fifty if no number is asked for; those that only one person sees are not among them.
pub fn list(state: &State, call: &Call) -> Result<Answer, Refusal> {
    let channel = visible(state, call.id("channel_id")?)?;
    let asked = |name: &str| {
        call.carried
            .asked(name)
            .and_then(|id| id.parse::<u64>().ok())
    };
    let limit = asked("limit")
        .and_then(|limit| usize::try_from(limit).ok())
        .unwrap_or(50);
    if state.bot_rights(channel) & rights::HISTORY == 0 {
        return Ok(Answer::ok(json!([])));
    }
    let (after, before) = (asked("after"), asked("before"));
    let around = asked("around");
    let messages = state
        .conversation(channel.id)
        .filter(|message| message.only_for.is_none());
    let messages = messages.filter(|message| {
        after.is_none_or(|id| message.id > id) && before.is_none_or(|id| message.id < id)
    });
    let mut messages: Vec<&Message> = messages.collect();
    if let Some(around) = around {
        // As many before it as after it.
        let middle = messages.partition_point(|message| message.id < around);
        messages.drain(..middle.saturating_sub(limit / 2));
        messages.truncate(limit);
    } else if after.is_some() {
        messages.truncate(limit);
    } else {
        messages.drain(..messages.len().saturating_sub(limit));
    }
    let intents = content_intent(state);
    let newest_first = messages.into_iter().rev();
    let shown = newest_first.map(|message| state.message_json(message, intents));
    Ok(Answer::ok(shown.collect()))
}

pub fn edit(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let channel = visible(state, call.id("channel_id")?)?;
    let (channel, archived) = (channel.id, channel.archived);
    let id = call.id("message_id")?;
    let message = state
        .message(channel, id)
        .filter(|message| message.only_for.is_none());
    let message = message.ok_or_else(|| Refusal::of(10008))?;
    if message.author != state.me.id {
        return Err(Refusal::of(50005));
    }
    if archived {
        return Err(Refusal::of(50083));
    }
    let fields = call.carried.json.clone().unwrap_or_default();
    apply(state, call, channel, id, &Edit { fields: &fields })?;
    shown(state, channel, id)
}

pub fn delete(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let channel = visible(state, call.id("channel_id")?)?;
    let id = call.id("message_id")?;
    let message = state
        .message(channel.id, id)
        .filter(|message| message.only_for.is_none());
    let message = message.ok_or_else(|| Refusal::of(10008))?;
    let managed =
        state.bot_rights(channel) & rights::MANAGE_MESSAGES != 0 && channel.guild.is_some();
    if message.author != state.me.id && !managed {
        return Err(Refusal::of(if channel.guild.is_some() {
            50013
        } else {
            50003
        }));
    }
    if channel.archived {
        return Err(Refusal::of(50083));
    }
    let channel = channel.id;
    remove(state, channel, id);
    Ok(Answer::empty())
}

/// Gives a message of an announcement channel to the channels that follow it.
pub fn crosspost(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    const CROSSPOSTED: u64 = 1;
    let channel = visible(state, call.id("channel_id")?)?;
    if channel.kind != ChannelKind::Announcement {
        return Err(Refusal::of(50024));
    }
    let (channel, id) = (channel.id, call.id("message_id")?);
    let me = state.me.id;
    let message = state
        .message_mut(channel, id)
        .ok_or_else(|| Refusal::of(10008))?;
    if message.flags & CROSSPOSTED != 0 {
        return Err(Refusal::of(40033));
    }
    if message.author != me {
        return Err(Refusal::of(50013));
    }
    message.flags |= CROSSPOSTED;
    shown(state, channel, id)
}
