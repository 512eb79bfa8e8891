//! What the bot may do in a channel (<https://docs.discord.com/developers/topics/permissions>).

use super::state::{Channel, Guild, State};

pub const ADMINISTRATOR: u64 = 1 << 3;
pub const VIEW: u64 = 1 << 10;
pub const SEND: u64 = 1 << 11;
pub const EMBED: u64 = 1 << 14;
pub const ATTACH: u64 = 1 << 15;
pub const HISTORY: u64 = 1 << 16;
pub const MANAGE_MESSAGES: u64 = 1 << 13;
pub const MANAGE_CHANNELS: u64 = 1 << 4;
pub const MANAGE_GUILD: u64 = 1 << 5;
pub const MENTION_EVERYONE: u64 = 1 << 17;
pub const MANAGE_THREADS: u64 = 1 << 34;
pub const CREATE_THREADS: u64 = 1 << 35;
pub const CREATE_PRIVATE_THREADS: u64 = 1 << 36;
pub const SEND_IN_THREADS: u64 = 1 << 38;
pub const CREATE_EVENTS: u64 = 1 << 44;
pub const EVERYTHING: u64 = (1 << 53) - 1;

/// What everybody may do in a new server.
pub const EVERYONE: u64 = VIEW | SEND | EMBED | ATTACH | HISTORY | CREATE_THREADS | SEND_IN_THREADS;

/// What the bot is invited with.
pub const INVITED: u64 = VIEW
    | SEND
    | EMBED
    | ATTACH
    | HISTORY
    | MANAGE_THREADS
    | CREATE_THREADS
    | CREATE_PRIVATE_THREADS
    | SEND_IN_THREADS;

impl State {
    /// What the bot may do in a channel of a server; in other channels everything that can be done there.
    pub fn bot_rights(&self, channel: &Channel) -> u64 {
        self.rights(channel, self.me.id)
    }

    /// What somebody may do in a channel; of a thread its parent says it.
    pub fn rights(&self, channel: &Channel, person: u64) -> u64 {
        let Some(guild) = channel.guild.and_then(|id| self.guilds.get(&id)) else {
            return EVERYTHING;
        };
        let Some(roles) = guild.members.get(&person) else {
            return 0;
        };
        let base = guild.base_rights(roles);
        if base & ADMINISTRATOR != 0 || guild.owner == person {
            return EVERYTHING;
        }
        let parent = channel.parent.filter(|_| channel.kind.is_thread());
        let with_rights = parent
            .and_then(|id| self.channels.get(&id))
            .unwrap_or(channel);
        let overwrite = |id: u64| {
            let found = with_rights.overwrites.iter().find(|one| one.id == id);
            found.map_or((0, 0), |one| (one.allow, one.deny))
        };
        let (allow, deny) = overwrite(guild.id);
        let mut rights = base & !deny | allow;
        let of_roles = roles.iter().map(|role| overwrite(*role));
        let (allow, deny) =
            of_roles.fold((0, 0), |(allow, deny), one| (allow | one.0, deny | one.1));
        rights = rights & !deny | allow;
        let (allow, deny) = overwrite(person);
        rights = rights & !deny | allow;
        // Who may not see a channel, or write in it, can do nothing there, or send nothing.
        if rights & VIEW == 0 {
            return 0;
        }
        let writing = if channel.kind.is_thread() {
            SEND_IN_THREADS
        } else {
            SEND
        };
        if rights & writing == 0 {
            rights &= !(EMBED | ATTACH);
        }
        rights
    }
}

impl Guild {
    pub fn base_rights(&self, roles: &[u64]) -> u64 {
        let held = self
            .roles
            .iter()
            .filter(|role| role.id == self.id || roles.contains(&role.id));
        held.fold(0, |rights, role| rights | role.permissions)
    }
}
