//! What the stand-in knows: servers, channels, people, messages, and everything that was asked of it.

use super::buckets::Buckets;
use super::faults::{Faults, Refusal};
use super::gateway::Gateway;
use super::interactions::Interaction;
use super::limits::{EPHEMERAL, LOADING};
use axum::body::Bytes;
use chrono::{DateTime, SecondsFormat};
use lacznik::clock::{Clock, SystemClock};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

/// The first second of 2015, from which ids count their milliseconds
/// (<https://docs.discord.com/developers/reference#snowflakes>).
const EPOCH: i64 = 1_420_070_400_000;

/// A channel's messages that are kept when the rest is not (`keep_requests(false)`).
const KEPT: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelKind {
    Text,
    Direct,
    /// Of several people, without the bot: only commands that a person has installed reach it from there.
    GroupDirect,
    Announcement,
    Voice,
    Category,
    PublicThread,
    PrivateThread,
    AnnouncementThread,
}

impl ChannelKind {
    /// <https://docs.discord.com/developers/resources/channel#channel-object-channel-types>
    pub fn number(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Direct => 1,
            Self::Voice => 2,
            Self::GroupDirect => 3,
            Self::Category => 4,
            Self::Announcement => 5,
            Self::AnnouncementThread => 10,
            Self::PublicThread => 11,
            Self::PrivateThread => 12,
        }
    }

    pub fn is_thread(self) -> bool {
        matches!(self.number(), 10..=12)
    }
}

#[derive(Debug, Clone)]
pub struct Person {
    pub id: u64,
    pub username: String,
    pub global_name: Option<String>,
    pub is_bot: bool,
    /// The language of their client: `pl`, `en-US`, `uk`.
    pub locale: String,
    /// What the bot hears when it writes to them.
    pub refuses: Option<Refusal>,
}

impl Person {
    fn new(id: u64) -> Self {
        Self {
            id,
            username: format!("person{id}"),
            global_name: None,
            is_bot: false,
            locale: "pl".to_owned(),
            refuses: None,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Role {
    pub id: u64,
    pub name: String,
    pub permissions: u64,
    pub position: u32,
    pub managed: bool,
    /// Anybody may call it, and not only who may call everybody.
    pub mentionable: bool,
}

#[derive(Debug, Clone)]
pub struct Guild {
    pub id: u64,
    pub name: String,
    pub owner: u64,
    /// When the bot joined; nothing while it is not there.
    pub joined: Option<i64>,
    pub unavailable: bool,
    pub locale: String,
    pub system_channel: Option<u64>,
    pub roles: Vec<Role>,
    /// Members, also the bot, with their roles.
    pub members: BTreeMap<u64, Vec<u64>>,
    pub events: Vec<Value>,
}

/// What a channel allows and forbids a role or a person.
#[derive(Debug, Clone)]
pub struct Overwrite {
    pub id: u64,
    pub of_person: bool,
    pub allow: u64,
    pub deny: u64,
}

#[derive(Debug, Clone)]
pub struct Channel {
    pub id: u64,
    pub kind: ChannelKind,
    pub guild: Option<u64>,
    pub name: String,
    pub parent: Option<u64>,
    pub position: u32,
    pub overwrites: Vec<Overwrite>,
    /// The others in a channel that belongs to no server.
    pub recipients: Vec<u64>,
    pub owner: Option<u64>,
    pub archived: bool,
    pub locked: bool,
    pub deleted: bool,
    pub auto_archive: u64,
    pub last_message: Option<u64>,
    pub messages: BTreeMap<u64, Message>,
}

impl Channel {
    pub fn new(id: u64, kind: ChannelKind, guild: Option<u64>, name: &str) -> Self {
        Self {
            id,
            kind,
            guild,
            name: name.to_owned(),
            parent: None,
            position: 0,
            overwrites: Vec::new(),
            recipients: Vec::new(),
            owner: None,
            archived: false,
            locked: false,
            deleted: false,
            auto_archive: 4320,
            last_message: None,
            messages: BTreeMap::new(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct File {
    pub id: u64,
    pub name: String,
    pub mime: Option<String>,
    pub description: Option<String>,
    pub bytes: Bytes,
}

/// A message as it is now.
#[derive(Debug, Clone)]
pub struct Message {
    pub id: u64,
    pub channel: u64,
    pub author: u64,
    /// <https://docs.discord.com/developers/resources/message#message-object-message-types>
    pub kind: u8,
    pub text: String,
    pub nonce: Option<Value>,
    pub components: Vec<Value>,
    pub embeds: Vec<Value>,
    pub files: Vec<File>,
    /// Channel and id of the message it answers, or forwards.
    pub reference: Option<(u64, u64)>,
    /// Whether the author of that one is told.
    pub pings: bool,
    pub flags: u64,
    /// Nobody else sees it.
    pub only_for: Option<u64>,
    /// What it is the answer to.
    pub interaction: Option<u64>,
    /// The roles that were called by it when it came.
    pub called: Vec<u64>,
    /// Fields that are shown as they are: `sticker_items`, `message_snapshots`.
    pub more: Vec<(&'static str, Value)>,
    pub created: i64,
    pub edited: Option<i64>,
    pub edits: u32,
    pub deleted: bool,
    /// When the request came that made it, or changed it last.
    pub arrived: Instant,
}

impl Message {
    pub fn new(channel: u64, author: u64, text: &str) -> Self {
        Self {
            id: 0,
            channel,
            author,
            kind: 0,
            text: text.to_owned(),
            nonce: None,
            components: Vec::new(),
            embeds: Vec::new(),
            files: Vec::new(),
            reference: None,
            pings: true,
            flags: 0,
            only_for: None,
            interaction: None,
            called: Vec::new(),
            more: Vec::new(),
            created: 0,
            edited: None,
            edits: 0,
            deleted: false,
            arrived: Instant::now(),
        }
    }

    pub fn is_ephemeral(&self) -> bool {
        self.flags & EPHEMERAL != 0
    }

    /// People see that the bot thinks.
    pub fn is_loading(&self) -> bool {
        self.flags & LOADING != 0
    }

    /// Its buttons and menus.
    pub fn parts(&self) -> impl Iterator<Item = &Value> {
        let rows = self.components.iter();
        rows.filter_map(|row| row["components"].as_array())
            .flatten()
    }

    /// Label and `custom_id` of the buttons that can be pressed.
    pub fn buttons(&self) -> Vec<(String, String)> {
        let buttons = self.parts().filter(|part| part["type"] == 2);
        let buttons = buttons.filter_map(|button| {
            let label = button["label"].as_str().unwrap_or_default();
            Some((label.to_owned(), button["custom_id"].as_str()?.to_owned()))
        });
        buttons.collect()
    }

    /// The `custom_id` of the button with this label.
    pub fn id_of(&self, label: &str) -> Option<String> {
        let mut buttons = self.buttons().into_iter();
        buttons.find(|(have, _)| have == label).map(|(_, id)| id)
    }

    /// Label and value of what a menu offers.
    pub fn options(&self, menu: &str) -> Vec<(String, String)> {
        let menu = self.parts().find(|part| part["custom_id"] == menu);
        let options = menu.and_then(|menu| menu["options"].as_array());
        let options = options.into_iter().flatten();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        options
            .map(|option| (text(&option["label"]), text(&option["value"])))
            .collect()
    }
}

/// A request as it came, whatever was answered.
#[derive(Debug, Clone)]
pub struct Request {
    /// `POST /channels/{channel_id}/messages`.
    pub route: String,
    /// The path with its ids.
    pub path: String,
    pub body: Value,
    pub arrived: Instant,
}

/// How a message that the bot created was called by it.
#[derive(Debug, Clone)]
pub struct Nonce {
    pub channel: u64,
    pub nonce: String,
    pub message: u64,
    pub enforced: bool,
    at: i64,
    /// How often it came again within its time, and made no second message.
    pub repeated: usize,
}

/// Everything, behind one lock that is held for short moments only.
#[derive(Debug)]
pub struct State {
    /// Where it listens.
    pub url: String,
    pub me: Person,
    pub revoked: bool,
    pub people: HashMap<u64, Person>,
    pub guilds: BTreeMap<u64, Guild>,
    pub channels: BTreeMap<u64, Channel>,
    pub interactions: BTreeMap<u64, Interaction>,
    /// Tokens of interactions.
    pub tokens: HashMap<String, u64>,
    pub commands: Vec<Value>,
    /// What `PATCH /applications/@me` has set.
    pub profile: Value,
    pub gateway: Gateway,
    pub faults: Faults,
    pub buckets: Buckets,
    pub nonces: Vec<Nonce>,
    pub nonce_window: Duration,
    /// What every direct message and the opening of one hears.
    pub directs_refused: Option<Refusal>,
    pub requests: Vec<Request>,
    pub counts: HashMap<String, u64>,
    /// Channel and id of what the bot created, in order.
    pub sent: Vec<(u64, u64)>,
    pub sent_total: u64,
    /// The message that the last request made or changed.
    pub touched: Option<(u64, u64)>,
    pub invalid: usize,
    pub violations: Vec<String>,
    pub notes: Vec<String>,
    pub refusals: Vec<String>,
    pub keep: bool,
    /// What the clock of the stand-in is before the system's.
    pub offset: i64,
    last_id: u64,
}

impl State {
    pub fn new(bot: u64, url: &str) -> Self {
        let mut me = Person::new(bot);
        me.username = "Łącznik".to_owned();
        me.is_bot = true;
        Self {
            url: url.to_owned(),
            me,
            revoked: false,
            people: HashMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            interactions: BTreeMap::new(),
            tokens: HashMap::new(),
            commands: Vec::new(),
            profile: Value::Null,
            gateway: Gateway::new(url),
            faults: Faults::default(),
            buckets: Buckets::default(),
            nonces: Vec::new(),
            nonce_window: Duration::from_secs(180),
            directs_refused: None,
            requests: Vec::new(),
            counts: HashMap::new(),
            sent: Vec::new(),
            sent_total: 0,
            touched: None,
            invalid: 0,
            violations: Vec::new(),
            notes: Vec::new(),
            refusals: Vec::new(),
            keep: true,
            offset: 0,
            last_id: 0,
        }
    }

    /// Milliseconds since 1970, by the clock of the stand-in.
    pub fn now(&self) -> i64 {
        SystemClock.now().timestamp_millis() + self.offset
    }

    /// A new id, larger than every one before.
    pub fn next_id(&mut self) -> u64 {
        let milliseconds = u64::try_from(self.now() - EPOCH).unwrap_or(0);
        self.last_id = (milliseconds << 22).max(self.last_id + 1);
        self.last_id
    }

    pub fn person(&mut self, id: u64) -> &mut Person {
        self.people.entry(id).or_insert_with(|| Person::new(id))
    }

    pub fn guild(&mut self, id: u64) -> &mut Guild {
        let guild = self.guilds.get_mut(&id);
        guild.unwrap_or_else(|| panic!("no server {id} was described"))
    }

    pub fn channel(&mut self, id: u64) -> &mut Channel {
        let channel = self.channels.get_mut(&id);
        channel.unwrap_or_else(|| panic!("no channel {id} was described"))
    }

    /// The channel in which a person and the bot write to each other, made if there is none yet.
    pub fn direct(&mut self, person: u64) -> u64 {
        self.person(person);
        let mut directs = self.channels.values();
        let is_theirs = |channel: &&Channel| {
            channel.kind == ChannelKind::Direct && channel.recipients == [person]
        };
        if let Some(channel) = directs.find(is_theirs) {
            return channel.id;
        }
        let id = self.next_id();
        let mut channel = Channel::new(id, ChannelKind::Direct, None, "");
        channel.recipients = vec![person];
        self.channels.insert(id, channel);
        id
    }

    pub fn message(&self, channel: u64, id: u64) -> Option<&Message> {
        let message = self.channels.get(&channel)?.messages.get(&id)?;
        (!message.deleted).then_some(message)
    }

    /// A message wherever it is; ids are unique over all channels.
    pub fn find_message(&self, id: u64) -> Option<&Message> {
        let mut found = self
            .channels
            .values()
            .filter_map(|channel| channel.messages.get(&id));
        found.next().filter(|message| !message.deleted)
    }

    pub fn message_mut(&mut self, channel: u64, id: u64) -> Option<&mut Message> {
        let message = self.channels.get_mut(&channel)?.messages.get_mut(&id)?;
        (!message.deleted).then_some(message)
    }

    /// The messages of a channel as they are now, the bot's and the people's, also those that one person sees.
    pub fn conversation(&self, channel: u64) -> impl Iterator<Item = &Message> {
        let channel = self.channels.get(&channel).into_iter();
        let messages = channel.flat_map(|channel| channel.messages.values());
        messages.filter(|message| !message.deleted)
    }

    /// The bot's messages in a channel that everybody there sees.
    pub fn messages(&self, channel: u64) -> impl Iterator<Item = &Message> {
        self.conversation(channel)
            .filter(|message| message.author == self.me.id && message.only_for.is_none())
    }

    /// The bot's messages that a person sees, in all channels, in the order of their ids.
    pub fn seen_by(&self, person: u64) -> Vec<&Message> {
        let channels = self.channels.values().filter(|channel| !channel.deleted);
        let channels = channels.filter(|channel| match channel.guild {
            Some(_) => self.rights(channel, person) & super::rights::VIEW != 0,
            None => channel.recipients.contains(&person),
        });
        let messages = channels.flat_map(|channel| self.conversation(channel.id));
        let messages = messages.filter(|message| {
            message.author == self.me.id && message.only_for.is_none_or(|only| only == person)
        });
        let mut messages: Vec<&Message> = messages.collect();
        messages.sort_by_key(|message| message.id);
        messages
    }

    pub fn count_of(&self, route: &str) -> u64 {
        self.counts.get(route).copied().unwrap_or(0)
    }

    /// Keeps a message under a new id.
    pub fn store(&mut self, mut message: Message) -> u64 {
        let (keep, created) = (self.keep, self.now());
        message.id = self.next_id();
        message.created = created;
        number_parts(&mut message.components);
        let (channel, id) = (message.channel, message.id);
        if message.author == self.me.id {
            self.sent_total += 1;
            if keep {
                self.sent.push((channel, id));
            }
            self.touched = Some((channel, id));
        }
        let channel = self.channel(channel);
        channel.last_message = Some(id);
        channel.messages.insert(id, message);
        if !keep && channel.messages.len() > KEPT {
            channel.messages.pop_first();
        }
        id
    }

    /// The message that this nonce has made in this channel not long ago, deleted or not.
    pub fn nonce_again(&mut self, channel: u64, nonce: &str) -> Option<u64> {
        let since = self.now() - i64::try_from(self.nonce_window.as_millis()).unwrap_or(i64::MAX);
        let mut nonces = self.nonces.iter_mut().rev();
        let found = nonces.find(|one| one.channel == channel && one.nonce == nonce)?;
        if found.at < since {
            return None;
        }
        found.repeated += 1;
        Some(found.message)
    }

    pub fn keep_nonce(&mut self, channel: u64, nonce: &str, message: u64, enforced: bool) {
        let at = self.now();
        self.nonces.push(Nonce {
            channel,
            nonce: nonce.to_owned(),
            message,
            enforced,
            at,
            repeated: 0,
        });
    }
}

/// The server numbers components that came without a number, and writes out what a menu leaves unsaid.
pub fn number_parts(components: &mut [Value]) {
    let mut number = 0;
    for row in components {
        number += 1;
        row["id"] = number.into();
        for part in row["components"].as_array_mut().into_iter().flatten() {
            number += 1;
            part["id"] = number.into();
            if let Some(fields) = part.as_object_mut() {
                fields.retain(|_, value| !value.is_null());
            }
            if part["type"] == 3 {
                for name in ["min_values", "max_values"] {
                    part[name] = part[name].as_u64().unwrap_or(1).into();
                }
            }
        }
    }
}

/// A time as the API writes it.
pub fn iso(milliseconds: i64) -> String {
    let time = DateTime::from_timestamp_millis(milliseconds).unwrap_or_default();
    // Microseconds and an offset, not `Z`.
    time.to_rfc3339_opts(SecondsFormat::Micros, false)
}
