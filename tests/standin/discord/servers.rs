//! Servers and their channels: describing them, and what happens to them.

use super::gateway::GUILDS;
use super::methods::tell_of_channel;
use super::rights;
use super::state::{Channel, ChannelKind, Guild, Overwrite, Person, Role, State};
use super::{BOT, DiscordApi};
use serde_json::{Value, json};

impl DiscordApi {
    /// Describes a server, which the bot has not joined. Everybody may read and write there.
    pub fn server(&self, server: u64, name: &str) {
        self.act(|state| {
            let everyone = Role {
                id: server,
                name: "@everyone".to_owned(),
                permissions: rights::EVERYONE,
                position: 0,
                managed: false,
                mentionable: false,
            };
            let guild = Guild {
                id: server,
                name: name.to_owned(),
                owner: 1,
                joined: None,
                unavailable: false,
                locale: "pl".to_owned(),
                system_channel: None,
                roles: vec![everyone],
                members: Default::default(),
                events: Vec::new(),
            };
            state.guilds.insert(server, guild);
        });
    }

    /// Describes a channel for texts; the first is the system channel.
    pub fn channel(&self, server: u64, channel: u64, name: &str) {
        self.describes(server, channel, ChannelKind::Text, name);
        self.act(|state| {
            state.guild(server).system_channel.get_or_insert(channel);
        });
    }

    /// Describes a channel of any other kind.
    pub fn describes(&self, server: u64, channel: u64, kind: ChannelKind, name: &str) {
        self.act(|state| {
            let position = state.channels.len();
            let mut described = Channel::new(channel, kind, Some(server), name);
            described.position = u32::try_from(position).unwrap_or(u32::MAX);
            state.channels.insert(channel, described);
            let is_told = state.guild(server).joined.is_some();
            if is_told {
                tell_of_channel(state, channel, "CREATE");
            }
        });
    }

    /// Somebody opens a thread.
    pub fn thread(&self, parent: u64, thread: u64, name: &str) {
        self.act(|state| {
            let guild = state.channel(parent).guild;
            let mut described = Channel::new(thread, ChannelKind::PublicThread, guild, name);
            described.parent = Some(parent);
            described.owner = Some(1);
            state.channels.insert(thread, described);
            tell_of_channel(state, thread, "CREATE");
        });
    }

    /// A conversation of people without the bot, from which they can still run what they have installed.
    pub fn group_direct(&self, channel: u64, people: &[u64]) {
        self.act(|state| {
            for id in people {
                state.person(*id);
            }
            let mut described = Channel::new(channel, ChannelKind::GroupDirect, None, "");
            described.recipients = people.to_vec();
            state.channels.insert(channel, described);
        });
    }

    /// Where the server itself speaks; nowhere is possible too.
    pub fn system_channel(&self, server: u64, channel: Option<u64>) {
        self.act(|state| {
            state.guild(server).system_channel = channel;
            tell_of_guild(state, server);
        });
    }

    /// Describes a person, or changes what is known.
    pub fn person(&self, person: u64, describe: impl FnOnce(&mut Person)) {
        self.act(|state| describe(state.person(person)));
    }

    /// A person is a member of a server, with these roles.
    pub fn member(&self, server: u64, person: u64, roles: &[u64]) {
        self.act(|state| {
            state.person(person);
            state.guild(server).members.insert(person, roles.to_vec());
        });
    }

    /// Describes a role, or changes what it may do.
    pub fn role(&self, server: u64, role: u64, permissions: u64) {
        self.act(|state| {
            let guild = state.guild(server);
            let place = guild.roles.iter().position(|one| one.id == role);
            let position = place.unwrap_or(guild.roles.len());
            let described = Role {
                id: role,
                name: format!("role {role}"),
                permissions,
                position: u32::try_from(position).unwrap_or(0),
                managed: false,
                mentionable: false,
            };
            let event = match place {
                Some(place) => {
                    guild.roles[place].permissions = permissions;
                    "GUILD_ROLE_UPDATE"
                }
                None => {
                    guild.roles.push(described);
                    "GUILD_ROLE_CREATE"
                }
            };
            let told = guild
                .roles
                .iter()
                .find(|one| one.id == role)
                .map(super::show::role);
            let data = json!({ "guild_id": server.to_string(), "role": told });
            if guild.joined.is_some() {
                state.tell(event, GUILDS, |_, _| data.clone());
            }
        });
    }

    /// Anybody may call this role from now on.
    pub fn lets_call(&self, server: u64, role: u64) {
        self.act(|state| {
            let mut roles = state.guild(server).roles.iter_mut();
            let role = roles.find(|one| one.id == role);
            role.expect("a role of this server").mentionable = true;
        });
    }

    /// What a member may do in one channel, beside what everybody may; replaces what was given before. Interactions tell it.
    pub fn lets(&self, channel: u64, person: u64, rights: u64) {
        self.person(person, |_| ());
        self.overwrite(channel, person, rights, 0);
    }

    /// What a channel allows and forbids a role, or a person of whom it is known that they are one.
    pub fn overwrite(&self, channel: u64, id: u64, allow: u64, deny: u64) {
        self.act(|state| {
            let of_person = id == BOT || state.people.contains_key(&id);
            let overwrites = &mut state.channel(channel).overwrites;
            overwrites.retain(|one| one.id != id);
            overwrites.push(Overwrite {
                id,
                of_person,
                allow,
                deny,
            });
            let guild = state.channel(channel).guild.unwrap_or(0);
            if state.guild(guild).joined.is_some() {
                tell_of_channel(state, channel, "UPDATE");
            }
        });
    }

    /// The bot is added to a server, with the rights of its invitation.
    pub fn bot_joins(&self, server: u64) {
        self.bot_joins_with(server, rights::INVITED);
    }

    pub fn bot_joins_with(&self, server: u64, permissions: u64) {
        self.act(|state| {
            let now = state.now();
            let role = Role {
                id: state.next_id(),
                name: state.me.username.clone(),
                permissions,
                position: 1,
                managed: true,
                mentionable: false,
            };
            let guild = state.guild(server);
            guild.joined = Some(now);
            guild.unavailable = false;
            guild.members.insert(BOT, vec![role.id]);
            guild.roles.push(role);
            guild_create(state, server);
        });
    }

    /// The bot is thrown out, or leaves.
    pub fn bot_leaves(&self, server: u64) {
        self.act(|state| {
            leave(state, server);
            let gone = json!({ "id": server.to_string() });
            state.tell("GUILD_DELETE", GUILDS, |_, _| gone.clone());
        });
    }

    /// The bot is thrown out without hearing of it.
    pub fn bot_vanishes(&self, server: u64) {
        self.act(|state| leave(state, server));
    }

    /// An outage of Discord takes a server away; the bot stays a member.
    pub fn server_fails(&self, server: u64) {
        self.act(|state| {
            state.guild(server).unavailable = true;
            let gone = json!({ "id": server.to_string(), "unavailable": true });
            state.tell("GUILD_DELETE", GUILDS, |_, _| gone.clone());
        });
    }

    pub fn server_returns(&self, server: u64) {
        self.act(|state| {
            state.guild(server).unavailable = false;
            guild_create(state, server);
        });
    }

    /// Takes rights from the bot in one channel, whatever its roles give it; replaces what was taken or given before.
    pub fn takes_rights(&self, channel: u64, rights: u64) {
        self.overwrite(channel, BOT, 0, rights);
    }

    pub fn gives_rights(&self, channel: u64, rights: u64) {
        self.overwrite(channel, BOT, rights, 0);
    }

    pub fn archives(&self, thread: u64) {
        self.changes(thread, |thread| thread.archived = true);
    }

    /// A moderator closes a thread: whoever cannot manage threads cannot write there any more.
    pub fn locks(&self, thread: u64) {
        self.changes(thread, |thread| thread.locked = true);
    }

    pub fn unlocks(&self, thread: u64) {
        self.changes(thread, |thread| thread.locked = false);
    }

    fn changes(&self, channel: u64, change: impl FnOnce(&mut Channel)) {
        self.act(|state| {
            change(state.channel(channel));
            tell_of_channel(state, channel, "UPDATE");
        });
    }

    /// A channel or a thread is deleted.
    pub fn deletes_channel(&self, channel: u64) {
        self.act(|state| {
            state.channel(channel).deleted = true;
            tell_of_channel(state, channel, "DELETE");
        });
    }
}

fn leave(state: &mut State, server: u64) {
    let guild = state.guild(server);
    guild.joined = None;
    guild.members.remove(&BOT);
    guild.roles.retain(|role| !role.managed);
}

fn guild_create(state: &mut State, server: u64) {
    let data: Value = state.guild_create_json(&state.guilds[&server]);
    state.tell("GUILD_CREATE", GUILDS, |_, _| data.clone());
}

fn tell_of_guild(state: &mut State, server: u64) {
    if state.guild(server).joined.is_some() {
        let data = state.guild_json(&state.guilds[&server]);
        state.tell("GUILD_UPDATE", GUILDS, |_, _| data.clone());
    }
}
