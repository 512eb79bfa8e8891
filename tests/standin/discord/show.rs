//! People, servers, channels and messages as the API shows them.

use super::APPLICATION;
use super::state::{Channel, File, Guild, Message, Person, Role, State, iso};
use serde_json::{Map, Value, json};

/// The intent with which the bot reads what does not concern it.
pub const MESSAGE_CONTENT: u64 = 1 << 15;

impl State {
    pub fn user_json(&self, id: u64) -> Value {
        if id == self.me.id {
            return user(&self.me);
        }
        match self.people.get(&id) {
            Some(person) => user(person),
            None => panic!("nobody has the id {id}"),
        }
    }

    /// A member of a server, without who it is.
    pub fn member_json(&self, guild: &Guild, person: u64) -> Value {
        let roles = guild.members.get(&person).cloned().unwrap_or_default();
        let roles: Vec<String> = roles.iter().map(u64::to_string).collect();
        let joined = guild.joined.filter(|_| person == self.me.id).unwrap_or(0);
        json!({
            "avatar": null, "banner": null, "communication_disabled_until": null, "flags": 0,
            "joined_at": iso(joined), "nick": null, "pending": false, "premium_since": null,
            "roles": roles, "mute": false, "deaf": false,
        })
    }

    pub fn channel_json(&self, channel: &Channel) -> Value {
        let mut json = json!({
            "id": channel.id.to_string(), "type": channel.kind.number(), "flags": 0,
            "last_message_id": channel.last_message.map(|id| id.to_string()),
        });
        let Some(guild) = channel.guild else {
            let people = channel.recipients.iter();
            json["recipients"] = people.map(|id| self.user_json(*id)).collect();
            return json;
        };
        json["guild_id"] = guild.to_string().into();
        json["name"] = channel.name.clone().into();
        json["parent_id"] = channel.parent.map(|id| id.to_string()).into();
        json["rate_limit_per_user"] = 0.into();
        if channel.kind.is_thread() {
            let owner = channel.owner.unwrap_or(self.me.id);
            json["owner_id"] = owner.to_string().into();
            let count = channel.messages.len();
            for name in ["message_count", "total_message_sent"] {
                json[name] = count.into();
            }
            json["member_count"] = 1.into();
            json["thread_metadata"] = json!({
                "archived": channel.archived, "locked": channel.locked,
                "auto_archive_duration": channel.auto_archive, "archive_timestamp": iso(self.now()),
            });
            return json;
        }
        json["position"] = channel.position.into();
        json["nsfw"] = false.into();
        let overwrites = channel.overwrites.iter();
        let overwrites = overwrites.map(|one| {
            json!({
                "id": one.id.to_string(), "type": u8::from(one.of_person),
                "allow": one.allow.to_string(), "deny": one.deny.to_string(),
            })
        });
        json["permission_overwrites"] = overwrites.collect();
        json
    }

    /// Channels of a server, or its threads that are not archived, as far as the bot may see them.
    pub fn channels_json(&self, guild: u64, threads: bool) -> Vec<Value> {
        let channels = self.channels.values().filter(|channel| {
            channel.guild == Some(guild)
                && !channel.deleted
                && channel.kind.is_thread() == threads
                && !(threads && channel.archived)
        });
        // Hidden channels are listed, hidden threads are not.
        let seen = channels
            .filter(|channel| !threads || self.bot_rights(channel) & super::rights::VIEW != 0);
        seen.map(|channel| self.channel_json(channel)).collect()
    }

    /// What `GUILD_CREATE` tells.
    pub fn guild_create_json(&self, guild: &Guild) -> Value {
        let mut member = self.member_json(guild, self.me.id);
        member["user"] = self.user_json(self.me.id);
        let mut json = self.guild_json(guild);
        let more = json!({
            "joined_at": iso(guild.joined.unwrap_or(0)), "large": false, "unavailable": false,
            "member_count": guild.members.len(), "members": [member],
            "channels": self.channels_json(guild.id, false),
            "threads": self.channels_json(guild.id, true),
            "voice_states": [], "presences": [], "stage_instances": [],
            "guild_scheduled_events": guild.events, "soundboard_sounds": [],
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            json[name.as_str()] = value.clone();
        }
        json
    }

    pub fn guild_json(&self, guild: &Guild) -> Value {
        let roles: Vec<Value> = guild.roles.iter().map(role).collect();
        json!({
            "id": guild.id.to_string(), "name": guild.name, "icon": null, "description": null,
            "home_header": null, "splash": null, "discovery_splash": null, "features": [],
            "banner": null, "owner_id": guild.owner.to_string(), "application_id": null,
            "region": "rotterdam", "afk_channel_id": null, "afk_timeout": 300,
            "system_channel_id": guild.system_channel.map(|id| id.to_string()),
            "system_channel_flags": 0, "widget_enabled": false, "widget_channel_id": null,
            "verification_level": 1, "roles": roles, "default_message_notifications": 0,
            "mfa_level": 0, "explicit_content_filter": 0, "max_presences": null,
            "max_members": 500_000, "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25, "vanity_url_code": null, "premium_tier": 0,
            "premium_subscription_count": 0, "preferred_locale": guild.locale,
            "rules_channel_id": null, "safety_alerts_channel_id": null,
            "public_updates_channel_id": null, "premium_progress_bar_enabled": false,
            "nsfw": false, "nsfw_level": 0, "emojis": [], "stickers": [], "incidents_data": null,
        })
    }

    /// A message as the API shows it to a bot with these intents, with the one that it answers.
    pub fn message_json(&self, message: &Message, intents: u64) -> Value {
        let mut json = self.bare_json(message, intents);
        if let Some((channel, id)) = message.reference {
            let forwarded = message
                .more
                .iter()
                .any(|(name, _)| *name == "message_snapshots");
            let mut reference = json!({
                "type": u8::from(forwarded), "channel_id": channel.to_string(),
                "message_id": id.to_string(),
            });
            put_guild(&mut reference, self, channel);
            json["message_reference"] = reference;
            if !forwarded {
                let referenced = self.message(channel, id);
                let referenced = referenced.map(|message| self.bare_json(message, intents));
                json["referenced_message"] = referenced.into();
            }
        }
        json
    }

    fn bare_json(&self, message: &Message, intents: u64) -> Value {
        let mentions = self.mentioned_by(message);
        let readable = self.is_readable(message, &mentions, intents);
        let list = |of: &[Value]| if readable { of.to_vec() } else { Vec::new() };
        let files = message.files.iter();
        let files: Vec<Value> = files
            .map(|file| self.file_json(message.channel, file))
            .collect();
        let called: Vec<String> = message.called.iter().map(u64::to_string).collect();
        let mut json = json!({
            "id": message.id.to_string(), "type": message.kind,
            "channel_id": message.channel.to_string(),
            "content": if readable { message.text.as_str() } else { "" },
            "author": self.user_json(message.author),
            "mentions": mentions.iter().map(|id| self.user_json(*id)).collect::<Vec<_>>(),
            "mention_roles": called, "mention_everyone": false, "pinned": false, "tts": false,
            "attachments": list(&files), "embeds": list(&message.embeds),
            "components": list(&message.components), "flags": message.flags,
            "timestamp": iso(message.created), "edited_timestamp": message.edited.map(iso),
        });
        if let Some(nonce) = &message.nonce {
            json["nonce"] = nonce.clone();
        }
        for (name, value) in &message.more {
            json[*name] = value.clone();
        }
        if let Some(id) = message.interaction {
            json["webhook_id"] = APPLICATION.to_string().into();
            json["application_id"] = APPLICATION.to_string().into();
            json["interaction_metadata"] = self.metadata_json(id);
        }
        json
    }

    fn file_json(&self, channel: u64, file: &File) -> Value {
        let address = self.address(channel, file);
        let mut json = Map::new();
        json.insert("id".to_owned(), file.id.to_string().into());
        json.insert("filename".to_owned(), file.name.clone().into());
        json.insert("size".to_owned(), file.bytes.len().into());
        json.insert("url".to_owned(), address.clone().into());
        json.insert("proxy_url".to_owned(), address.into());
        if let Some(mime) = &file.mime {
            json.insert("content_type".to_owned(), mime.clone().into());
        }
        if let Some(description) = &file.description {
            json.insert("description".to_owned(), description.clone().into());
        }
        json.into()
    }

    fn metadata_json(&self, id: u64) -> Value {
        let Some(interaction) = self.interactions.get(&id) else {
            return Value::Null;
        };
        let mut json = json!({
            "id": id.to_string(), "type": interaction.kind,
            "user": self.user_json(interaction.person),
            "authorizing_integration_owners": interaction.owners(),
        });
        if let (3, Some(message)) = (interaction.kind, interaction.message) {
            json["interacted_message_id"] = message.to_string().into();
        }
        if interaction.kind == 5 {
            json["triggering_interaction_metadata"] = json!({
                "id": interaction.trigger.unwrap_or(id).to_string(), "type": 2,
                "user": self.user_json(interaction.person),
                "authorizing_integration_owners": interaction.owners(),
            });
        }
        json
    }

    /// Whom a message names, and whom it answers with a ping. What the bot writes pings nobody.
    pub fn mentioned_by(&self, message: &Message) -> Vec<u64> {
        if message.author == self.me.id {
            return Vec::new();
        }
        let mut found: Vec<u64> = Vec::new();
        let answered = message
            .reference
            .filter(|_| message.pings && message.kind == 19);
        let answered = answered.and_then(|(channel, id)| self.message(channel, id));
        // The answer to an interaction belongs to a webhook, which nobody can ping.
        let answered = answered.filter(|answered| answered.interaction.is_none());
        found.extend(answered.map(|answered| answered.author));
        for rest in message.text.split("<@").skip(1) {
            let id = rest.strip_prefix('!').unwrap_or(rest).split('>').next();
            let id = id.and_then(|id| id.parse().ok());
            let known = |id: &u64| *id == self.me.id || self.people.contains_key(id);
            if let Some(id) = id.filter(known)
                && !found.contains(&id)
            {
                found.push(id);
            }
        }
        found
    }

    /// Whether the bot gets to see what is in a message
    /// (<https://docs.discord.com/developers/events/gateway#message-content-intent>).
    fn is_readable(&self, message: &Message, mentions: &[u64], intents: u64) -> bool {
        let channel = self.channels.get(&message.channel);
        intents & MESSAGE_CONTENT != 0
            || message.author == self.me.id
            || mentions.contains(&self.me.id)
            || channel.is_none_or(|channel| channel.guild.is_none())
    }

    /// A message as an event: of a server with its id and the author's membership, unless only one person sees it.
    pub fn message_event_json(&self, message: &Message, intents: u64) -> Value {
        let mut json = self.message_json(message, intents);
        if message.only_for.is_some() {
            return json;
        }
        put_guild(&mut json, self, message.channel);
        let guild = self
            .channels
            .get(&message.channel)
            .and_then(|channel| channel.guild);
        let guild = guild.and_then(|id| self.guilds.get(&id));
        if let Some(guild) = guild.filter(|_| message.interaction.is_none()) {
            json["member"] = self.member_json(guild, message.author);
        }
        let is_direct = guild.is_none();
        json["channel_type"] = if is_direct { 1.into() } else { Value::from(0) };
        json
    }
}

fn put_guild(json: &mut Value, state: &State, channel: u64) {
    let guild = state
        .channels
        .get(&channel)
        .and_then(|channel| channel.guild);
    if let Some(guild) = guild {
        json["guild_id"] = guild.to_string().into();
    }
}

fn user(person: &Person) -> Value {
    let mut json = json!({
        "id": person.id.to_string(), "username": person.username, "avatar": null,
        "discriminator": "0", "public_flags": 0, "flags": 0, "global_name": person.global_name,
        "primary_guild": null,
    });
    if person.is_bot {
        json["bot"] = true.into();
    }
    json
}

pub fn role(role: &Role) -> Value {
    json!({
        "id": role.id.to_string(), "name": role.name, "permissions": role.permissions.to_string(),
        "position": role.position, "color": 0, "hoist": false, "managed": role.managed,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "mentionable": role.mentionable, "icon": null, "unicode_emoji": null, "flags": 0,
    })
}
