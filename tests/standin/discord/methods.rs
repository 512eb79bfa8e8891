//! Everything else that the bot asks for: itself, its commands, channels, threads, servers.

use super::faults::{OPEN_DM, Refusal};
use super::gateway::GUILDS;
use super::interactions;
use super::messages::{self, Answer, Call, visible};
use super::rights;
use super::show;
use super::state::{Channel, ChannelKind, State, iso};
use super::{APPLICATION, BOT};
use serde_json::{Value, json};

/// Carries a request out; nothing where it is not modelled.
pub fn call(state: &mut State, call: &Call) -> Option<Result<Answer, Refusal>> {
    let template = call.found.route.template.as_str();
    let rest = template.trim_start_matches("/webhooks/{webhook_id}/{webhook_token}");
    let of_webhook = template.starts_with("/webhooks/");
    let done = match (call.found.route.method.as_str(), template) {
        ("POST", "/interactions/{interaction_id}/{interaction_token}/callback") => {
            interactions::callback(state, call)
        }
        ("POST", _) if of_webhook && rest.is_empty() => interactions::follow_up(state, call),
        ("GET", _) if of_webhook => interactions::get(state, call),
        ("PATCH", _) if of_webhook => interactions::edit(state, call),
        ("DELETE", _) if of_webhook => interactions::delete(state, call),
        ("POST", "/channels/{channel_id}/messages") => messages::create(state, call),
        ("GET", "/channels/{channel_id}/messages") => messages::list(state, call),
        ("GET", "/channels/{channel_id}/messages/{message_id}") => messages::get(state, call),
        ("PATCH", "/channels/{channel_id}/messages/{message_id}") => messages::edit(state, call),
        ("DELETE", "/channels/{channel_id}/messages/{message_id}") => messages::delete(state, call),
        ("POST", "/channels/{channel_id}/messages/{message_id}/crosspost") => {
            messages::crosspost(state, call)
        }
        ("POST", "/channels/{channel_id}/messages/{message_id}/threads")
        | ("POST", "/channels/{channel_id}/threads") => start_thread(state, call),
        ("POST", "/channels/{channel_id}/typing") => {
            let seen = call
                .id("channel_id")
                .and_then(|id| visible(state, id).map(|_| ()));
            seen.map(|()| Answer::empty())
        }
        ("GET", "/channels/{channel_id}") => channel(state, call),
        ("PATCH", "/channels/{channel_id}") => change_channel(state, call),
        ("DELETE", "/channels/{channel_id}") => delete_channel(state, call),
        ("POST", "/users/@me/channels") => open_direct(state, call),
        (_, template) if template.starts_with("/guilds/") => return of_guild(state, call),
        (_, template) if template.contains("/commands") => of_commands(state, call),
        ("GET", _) => return of_bot(state, template),
        ("PATCH", "/applications/@me" | "/users/@me") => change_bot(state, call),
        _ => return None,
    };
    Some(done)
}

/// Who the bot is, and where it connects.
fn of_bot(state: &State, template: &str) -> Option<Result<Answer, Refusal>> {
    let body = match template {
        "/gateway" => json!({ "url": state.gateway.url }),
        "/gateway/bot" => json!({
            "url": state.gateway.url, "shards": 1,
            "session_start_limit": state.gateway.limit_json(),
        }),
        "/users/@me" => me_json(state),
        "/applications/@me" => application_json(state),
        "/users/@me/guilds" => {
            let guilds = state.guilds.values().filter(|guild| guild.joined.is_some());
            let guilds = guilds.map(|guild| {
                let roles = guild.members.get(&BOT).cloned().unwrap_or_default();
                json!({
                    "id": guild.id.to_string(), "name": guild.name, "icon": null, "banner": null,
                    "owner": false, "permissions": guild.base_rights(&roles).to_string(),
                    "features": [],
                })
            });
            guilds.collect()
        }
        _ => return None,
    };
    Some(Ok(Answer::ok(body)))
}

fn me_json(state: &State) -> Value {
    let mut me = state.user_json(BOT);
    me["mfa_enabled"] = false.into();
    me["locale"] = "en-US".into();
    me["verified"] = true.into();
    me["email"] = Value::Null;
    me
}

fn application_json(state: &State) -> Value {
    let flags = if state.gateway.message_content {
        1 << 19
    } else {
        0
    };
    let owner = json!({
        "id": "1", "username": "owner", "avatar": null, "discriminator": "0", "public_flags": 0,
        "flags": 0, "global_name": null, "primary_guild": null,
    });
    let mut json = json!({
        "id": APPLICATION.to_string(), "name": state.me.username, "icon": null, "description": "",
        "type": null, "verify_key": "0", "flags": flags, "flags_new": flags.to_string(),
        "redirect_uris": [], "interactions_endpoint_url": null,
        "role_connections_verification_url": null, "owner": owner, "bot": state.user_json(BOT),
        "bot_public": true, "bot_require_code_grant": false,
        "approximate_guild_count": state.guilds.len(), "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0, "event_webhooks_status": 1,
        "explicit_content_filter": 0, "team": null, "eligible_oauth2_scopes": [],
        "integration_types_config": { "0": {}, "1": {} },
    });
    for (name, value) in state.profile.as_object().into_iter().flatten() {
        json[name.as_str()] = value.clone();
    }
    json
}

fn change_bot(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    if call.found.route.template == "/users/@me" {
        if let Some(name) = call.carried.text("username") {
            name.clone_into(&mut state.me.username);
        }
        return Ok(Answer::ok(me_json(state)));
    }
    if state.profile.is_null() {
        state.profile = json!({});
    }
    let fields = call
        .carried
        .json
        .iter()
        .filter_map(Value::as_object)
        .flatten();
    for (name, value) in fields {
        // A description comes with its translations, and is shown without.
        let plain = value.get("default").unwrap_or(value);
        state.profile[name.as_str()] = plain.clone();
    }
    Ok(Answer::ok(application_json(state)))
}

fn of_commands(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    if call.id("application_id")? != APPLICATION {
        return Err(Refusal::of(20012));
    }
    let body = call.carried.json.clone().unwrap_or_default();
    let place = call.found.id("command_id").map(|id| {
        let id = id.to_string();
        let mut commands = state.commands.iter();
        let place = commands.position(|command| command["id"] == id.as_str());
        place.ok_or_else(|| Refusal::of(10063))
    });
    let place = place.transpose()?;
    match (call.found.route.method.as_str(), place) {
        ("GET", None) => {
            let with = call.carried.asked("with_localizations") == Some("true");
            let commands = state.commands.iter().cloned();
            let shown = commands.map(|command| if with { command } else { untranslated(command) });
            Ok(Answer::ok(shown.collect()))
        }
        ("PUT", None) => {
            let wanted = body.as_array().cloned().unwrap_or_default();
            let old = std::mem::take(&mut state.commands);
            for one in wanted {
                let command = registered(state, &one, &old);
                state.commands.push(command);
            }
            Ok(Answer::ok(state.commands.clone().into()))
        }
        ("POST", None) => {
            let old = state.commands.clone();
            let command = registered(state, &body, &old);
            let known = old.iter().any(|one| one["id"] == command["id"]);
            state.commands.retain(|one| one["id"] != command["id"]);
            state.commands.push(command.clone());
            Ok(Answer::new(if known { 200 } else { 201 }, command))
        }
        ("GET", Some(place)) => Ok(Answer::ok(state.commands[place].clone())),
        ("PATCH", Some(place)) => {
            let command = &mut state.commands[place];
            for (name, value) in body.as_object().into_iter().flatten() {
                command[name.as_str()] = value.clone();
            }
            Ok(Answer::ok(command.clone()))
        }
        ("DELETE", Some(place)) => {
            state.commands.remove(place);
            Ok(Answer::empty())
        }
        _ => Err(Refusal::not_found()),
    }
}

/// A command as it is kept: one of the same name and type keeps its id.
fn registered(state: &mut State, wanted: &Value, old: &[Value]) -> Value {
    let kind = wanted["type"].as_u64().unwrap_or(1);
    let same = |one: &&Value| one["name"] == wanted["name"] && one["type"] == kind;
    let id = old.iter().find(same).map(|one| one["id"].clone());
    let mut command = json!({
        "application_id": APPLICATION.to_string(), "version": state.next_id().to_string(),
        "default_member_permissions": null, "type": kind, "description": "", "nsfw": false,
        "dm_permission": true, "contexts": null, "integration_types": [0],
        "name_localizations": null, "description_localizations": null,
    });
    command["id"] = id.unwrap_or_else(|| state.next_id().to_string().into());
    for (name, value) in wanted.as_object().into_iter().flatten() {
        if name != "id" && !(value.is_null() && name == "type") {
            command[name.as_str()] = value.clone();
        }
    }
    if let Some(bits) = command["default_member_permissions"].as_u64() {
        command["default_member_permissions"] = bits.to_string().into();
    }
    clean_options(&mut command);
    command
}

/// The server leaves out what is not set.
fn clean_options(of: &mut Value) {
    if of["options"].is_null()
        && let Some(fields) = of.as_object_mut()
    {
        fields.remove("options");
    }
    for option in of["options"].as_array_mut().into_iter().flatten() {
        if let Some(fields) = option.as_object_mut() {
            fields.retain(|_, value| !value.is_null() && *value != false && *value != json!([]));
        }
    }
    if of["options"].is_null()
        && let Some(fields) = of.as_object_mut()
    {
        fields.remove("options");
    }
}

/// Translations are shown only to whoever asks for them.
fn untranslated(mut command: Value) -> Value {
    let strip = |of: &mut Value| {
        if let Some(fields) = of.as_object_mut() {
            fields.retain(|name, _| !name.ends_with("_localizations"));
        }
    };
    strip(&mut command);
    if let Some(options) = command.get_mut("options").and_then(Value::as_array_mut) {
        options.iter_mut().for_each(strip);
    }
    command
}

fn open_direct(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let person = call
        .carried
        .text("recipient_id")
        .and_then(|id| id.parse().ok());
    let person = person.filter(|id| state.people.contains_key(id));
    let person = person.ok_or_else(|| Refusal::of(10013))?;
    if let Some(refused) = &state.directs_refused {
        return Err(refused.clone());
    }
    let note = format!("{OPEN_DM} for {person}");
    state.notes.push(note);
    let id = state.direct(person);
    Ok(Answer::ok(state.channel_json(&state.channels[&id])))
}

fn channel(state: &State, call: &Call) -> Result<Answer, Refusal> {
    let channel = visible(state, call.id("channel_id")?)?;
    Ok(Answer::ok(state.channel_json(channel)))
}

/// Threads can be renamed, closed and opened; of other channels only the name is modelled.
fn change_channel(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let channel = visible(state, call.id("channel_id")?)?;
    let (id, is_thread) = (channel.id, channel.kind.is_thread());
    let rights = state.bot_rights(channel);
    let wanted = if is_thread {
        rights::MANAGE_THREADS
    } else {
        rights::MANAGE_CHANNELS
    };
    let is_own = is_thread && channel.owner == Some(BOT) && !call.carried.has("locked");
    if rights & wanted == 0 && !is_own {
        return Err(Refusal::of(50013));
    }
    let opens = call.carried.field("archived") == false;
    if channel.archived && !opens {
        return Err(Refusal::of(50083));
    }
    let channel = state.channel(id);
    if let Some(name) = call.carried.text("name") {
        name.clone_into(&mut channel.name);
    }
    let flag = |name: &str| call.carried.field(name).as_bool();
    channel.archived = flag("archived").unwrap_or(channel.archived);
    channel.locked = flag("locked").unwrap_or(channel.locked);
    if let Some(minutes) = call.carried.field("auto_archive_duration").as_u64() {
        channel.auto_archive = minutes;
    }
    let json = tell_of_channel(state, id, "UPDATE");
    Ok(Answer::ok(json))
}

/// Tells of a channel or a thread, and shows it.
pub fn tell_of_channel(state: &mut State, id: u64, what: &str) -> Value {
    let channel = &state.channels[&id];
    let json = state.channel_json(channel);
    let kind = if channel.kind.is_thread() {
        "THREAD"
    } else {
        "CHANNEL"
    };
    if channel.guild.is_some() {
        state.tell(&format!("{kind}_{what}"), GUILDS, |_, _| json.clone());
    }
    json
}

fn delete_channel(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let channel = visible(state, call.id("channel_id")?)?;
    let wanted = match channel.kind.is_thread() {
        true => rights::MANAGE_THREADS,
        false => rights::MANAGE_CHANNELS,
    };
    if state.bot_rights(channel) & wanted == 0 {
        return Err(Refusal::of(50013));
    }
    let id = channel.id;
    state.channel(id).deleted = true;
    let json = tell_of_channel(state, id, "DELETE");
    Ok(Answer::ok(json))
}

/// A thread from a message has the id of the message.
fn start_thread(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let parent = visible(state, call.id("channel_id")?)?.clone();
    let is_private = call.carried.field("type") == 12;
    let rights = state.bot_rights(&parent);
    let wanted = match is_private {
        true => rights::CREATE_PRIVATE_THREADS,
        false => rights::CREATE_THREADS,
    };
    if rights & wanted == 0 {
        return Err(Refusal::of(50013));
    }
    let from = call.found.id("message_id");
    let kind = match (parent.kind, from) {
        (ChannelKind::Announcement, _) => ChannelKind::AnnouncementThread,
        // Without a type and without a message the server makes a private one.
        (ChannelKind::Text, None) if is_private || !call.carried.has("type") => {
            ChannelKind::PrivateThread
        }
        (ChannelKind::Text, _) => ChannelKind::PublicThread,
        _ => return Err(Refusal::of(50024)),
    };
    if let Some(message) = from {
        state
            .message(parent.id, message)
            .ok_or_else(|| Refusal::of(10008))?;
        if state.channels.contains_key(&message) {
            return Err(Refusal::of(160_004));
        }
    }
    let id = from.unwrap_or_else(|| state.next_id());
    let name = call.carried.text("name").unwrap_or_default();
    let mut thread = Channel::new(id, kind, parent.guild, name);
    thread.parent = Some(parent.id);
    thread.owner = Some(BOT);
    if let Some(minutes) = call.carried.field("auto_archive_duration").as_u64() {
        thread.auto_archive = minutes;
    }
    state.channels.insert(id, thread);
    Ok(Answer::new(201, tell_of_channel(state, id, "CREATE")))
}

fn of_guild(state: &mut State, call: &Call) -> Option<Result<Answer, Refusal>> {
    let id = call.found.id("guild_id").unwrap_or(0);
    let guild = state.guilds.get(&id).filter(|guild| guild.joined.is_some());
    let Some(guild) = guild.cloned() else {
        return Some(Err(Refusal::of(10004)));
    };
    let rest = call
        .found
        .route
        .template
        .trim_start_matches("/guilds/{guild_id}");
    let body = match (call.found.route.method.as_str(), rest) {
        ("GET", "") => state.guild_json(&guild),
        ("GET", "/channels") => state.channels_json(id, false).into(),
        ("GET", "/roles") => guild.roles.iter().map(show::role).collect(),
        ("GET", "/members/{user_id}") => {
            let person = call.found.id("user_id").unwrap_or(0);
            if !guild.members.contains_key(&person) {
                return Some(Err(Refusal::of(10007)));
            }
            let mut member = state.member_json(&guild, person);
            member["user"] = state.user_json(person);
            member
        }
        ("GET", "/threads/active") => json!({
            "threads": state.channels_json(id, true), "members": [], "has_more": false,
        }),
        ("GET", "/scheduled-events") => guild.events.clone().into(),
        ("POST", "/scheduled-events") => return Some(create_event(state, call, id)),
        _ => return None,
    };
    Some(Ok(Answer::ok(body)))
}

fn create_event(state: &mut State, call: &Call, guild: u64) -> Result<Answer, Refusal> {
    let roles = state.guilds[&guild]
        .members
        .get(&BOT)
        .cloned()
        .unwrap_or_default();
    let rights = state.guilds[&guild].base_rights(&roles);
    if rights & (rights::CREATE_EVENTS | rights::ADMINISTRATOR) == 0 {
        return Err(Refusal::of(50013));
    }
    let now = iso(state.now());
    let mut event = json!({
        "id": state.next_id().to_string(), "guild_id": guild.to_string(), "description": null,
        "channel_id": null, "creator_id": BOT.to_string(), "image": null,
        "scheduled_start_time": now, "scheduled_end_time": null, "status": 1, "entity_id": null,
        "recurrence_rule": null, "guild_scheduled_event_exceptions": [],
    });
    let fields = call
        .carried
        .json
        .iter()
        .filter_map(Value::as_object)
        .flatten();
    for (name, value) in fields {
        event[name.as_str()] = value.clone();
    }
    state.guild(guild).events.push(event.clone());
    Ok(Answer::ok(event))
}
