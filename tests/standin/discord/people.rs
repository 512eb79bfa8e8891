//! What people write. Each returns the id of the message.

use super::messages::{remove, tell};
use super::state::{ChannelKind, File, Message, State};
use super::{BOT, DiscordApi};
use serde_json::json;

/// Flags of messages: a voice message, a forwarded one.
const VOICE: u64 = 1 << 13;
const SNAPSHOT: u64 = 1 << 14;

impl DiscordApi {
    /// The channel in which a person and the bot write to each other.
    pub fn direct(&self, person: u64) -> u64 {
        self.act(|state| state.direct(person))
    }

    pub fn says_in_dm(&self, person: u64, text: &str) -> u64 {
        let channel = self.direct(person);
        self.says_in(channel, person, text)
    }

    /// What is in it the bot sees only in a direct message, when it is named, answered with a ping, or may read
    /// everything.
    pub fn says_in(&self, channel: u64, person: u64, text: &str) -> u64 {
        self.act(|state| said(state, Message::new(channel, person, text)))
    }

    /// With the bot's name before the text.
    pub fn mentions_bot(&self, channel: u64, person: u64, text: &str) -> u64 {
        self.says_in(channel, person, &format!("<@{BOT}> {text}"))
    }

    /// Answers a message, which pings its author.
    pub fn replies_to(&self, channel: u64, person: u64, message: u64, text: &str) -> u64 {
        self.replies(channel, person, message, text, true)
    }

    pub fn replies(&self, channel: u64, person: u64, message: u64, text: &str, pings: bool) -> u64 {
        self.act(|state| {
            let answered = state.message(channel, message);
            assert!(answered.is_some(), "no message {message} in {channel}");
            let mut reply = Message::new(channel, person, text);
            reply.kind = 19;
            reply.reference = Some((channel, message));
            reply.pings = pings;
            said(state, reply)
        })
    }

    /// Sends a file, with a text or without. Its kind is what its name says.
    pub fn attaches(&self, channel: u64, person: u64, text: &str, file: &str, bytes: &[u8]) -> u64 {
        self.act(|state| {
            let mut message = Message::new(channel, person, text);
            message
                .files
                .push(attached(state, file, kind_of(file), bytes));
            said(state, message)
        })
    }

    pub fn speaks(&self, channel: u64, person: u64) -> u64 {
        self.act(|state| {
            let mut message = Message::new(channel, person, "");
            let voice = attached(state, "voice-message.ogg", Some("audio/ogg"), b"OggS");
            message.files.push(voice);
            message.flags = VOICE;
            said(state, message)
        })
    }

    pub fn sends_sticker(&self, channel: u64, person: u64, name: &str) -> u64 {
        self.act(|state| {
            let mut message = Message::new(channel, person, "");
            let sticker = json!([{ "id": "749054660769218631", "name": name, "format_type": 1 }]);
            message.more.push(("sticker_items", sticker));
            said(state, message)
        })
    }

    /// Forwards a message from somewhere else; the text is only in its snapshot.
    pub fn forwards(&self, channel: u64, person: u64, text: &str) -> u64 {
        self.act(|state| {
            let mut message = Message::new(channel, person, "");
            let now = super::state::iso(state.now());
            let snapshot = json!([{ "message": {
                "type": 0, "content": text, "mentions": [], "mention_roles": [], "attachments": [],
                "embeds": [], "timestamp": now, "edited_timestamp": null, "flags": 0,
                "components": [],
            } }]);
            message.more.push(("message_snapshots", snapshot));
            message.reference = Some((channel, state.next_id()));
            message.pings = false;
            message.flags = SNAPSHOT;
            said(state, message)
        })
    }

    /// Something that is no message of a person: 6 a pin, 7 somebody came.
    pub fn says_of_kind(&self, channel: u64, person: u64, kind: u8) -> u64 {
        self.act(|state| {
            let mut message = Message::new(channel, person, "");
            message.kind = kind;
            said(state, message)
        })
    }

    /// Changes what they wrote.
    pub fn edits(&self, channel: u64, person: u64, message: u64, text: &str) {
        self.act(|state| {
            let now = state.now();
            let old = state.message_mut(channel, message);
            let Some(old) = old.filter(|old| old.author == person) else {
                panic!("{person} has written no message {message} in {channel}");
            };
            text.clone_into(&mut old.text);
            old.edits += 1;
            old.edited = Some(now);
            tell(state, "MESSAGE_UPDATE", channel, message);
        });
    }

    /// The server unfolds a link: the message is told anew, though nobody has edited it.
    pub fn unfolds(&self, channel: u64, message: u64) {
        self.act(|state| {
            let Some(old) = state.message_mut(channel, message) else {
                panic!("no message {message} in {channel}");
            };
            old.embeds = vec![json!({ "type": "link", "url": "https://example.org/" })];
            tell(state, "MESSAGE_UPDATE", channel, message);
        });
    }

    pub fn deletes(&self, channel: u64, message: u64) {
        self.act(|state| remove(state, channel, message));
    }

    /// Closes the bot out: what it sends to this person is refused with this code, 50007 or 50278.
    pub fn refuses_direct(&self, person: u64, code: u64) {
        self.act(|state| state.person(person).refuses = Some(super::Refusal::of(code)));
    }

    pub fn accepts_direct(&self, person: u64) {
        self.act(|state| state.person(person).refuses = None);
    }
}

fn kind_of(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "png" => "image/png",
        "jpg" => "image/jpeg",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

fn attached(state: &mut State, name: &str, mime: Option<&str>, bytes: &[u8]) -> File {
    File {
        id: state.next_id(),
        name: name.to_owned(),
        mime: mime.map(str::to_owned),
        description: None,
        bytes: bytes.to_vec().into(),
    }
}

fn said(state: &mut State, message: Message) -> u64 {
    let (channel, person) = (message.channel, message.author);
    state.person(person);
    let guild = state.channel(channel).guild;
    assert!(
        state.channel(channel).kind != ChannelKind::GroupDirect,
        "the bot hears nothing of {channel}"
    );
    if let Some(guild) = guild {
        // Whoever writes in a server is a member.
        state.guild(guild).members.entry(person).or_default();
    }
    let id = state.store(message);
    tell(state, "MESSAGE_CREATE", channel, id);
    id
}
