//! What comes in and what goes out, the same for every platform: [`Incoming`] and [`Outgoing`].

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

use super::language::Language;

/// Where people talk to the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    Terminal,
    Telegram,
    Discord,
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 3] = [Self::Terminal, Self::Telegram, Self::Discord];

    /// The platform of a name in the database.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|platform| platform.as_str() == name)
    }

    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
            Self::Telegram => "telegram",
            Self::Discord => "discord",
        }
    }

    /// How much one message may hold there.
    pub fn capacity(self) -> Capacity {
        match self {
            Self::Terminal => Capacity {
                units: usize::MAX,
                marks: usize::MAX,
                caption: usize::MAX,
            },
            // 4096 characters and 100 entities, 1024 with a file; clients and servers disagree on the unit, so the
            // stricter one with some room (https://core.telegram.org/bots/api#sendmessage).
            Self::Telegram => Capacity {
                units: 4000,
                marks: 90,
                caption: 1000,
            },
            // 2000 characters, with a file too (https://docs.discord.com/developers/resources/message#create-message);
            // the rest is room for marks. Where escaping makes it longer, an embed holds the overflow.
            Self::Discord => Capacity {
                units: 1900,
                marks: usize::MAX,
                caption: 1900,
            },
        }
    }
}

/// How much one message may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// UTF-16 units of text, markup not counted.
    pub units: usize,
    /// Runs of text that are not plain.
    pub marks: usize,
    /// UTF-16 units of text that may go with a file.
    pub caption: usize,
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place that messages can be sent to. Ids are the platform's own, as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ChatRef {
    pub platform: Platform,
    pub chat: String,
    /// A topic or thread within the chat.
    pub thread: Option<String>,
}

impl ChatRef {
    /// What stands before a person's id in the chat of [`Place::Aside`].
    const ASIDE: char = '@';

    /// Where one person is answered beside a chat, see [`Place::Aside`]. Each answer there is a thread of its own: it stands
    /// where the person did something, and one that cannot go must not hold up another.
    pub fn aside(platform: Platform, person: &str) -> Self {
        Self::private(platform, format!("{}{person}", Self::ASIDE))
    }

    /// The person who is answered there, in a chat made by [`aside`](Self::aside).
    pub fn person_aside(&self) -> Option<&str> {
        match self.platform {
            Platform::Discord => self.chat.strip_prefix(Self::ASIDE),
            Platform::Terminal | Platform::Telegram => None,
        }
    }

    /// How much one message there may hold.
    pub fn capacity(&self) -> Capacity {
        match self.person_aside() {
            // One message with embeds, because only the first one can be repeated without doubling it.
            Some(_) => Capacity {
                units: 5000,
                ..self.platform.capacity()
            },
            None => self.platform.capacity(),
        }
    }

    /// A private chat, which has no threads.
    pub fn private(platform: Platform, chat: impl Into<String>) -> Self {
        Self {
            platform,
            chat: chat.into(),
            thread: None,
        }
    }
}

/// What kind of place a chat is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// One person and the bot.
    Private,
    /// One person in the sight of others: only they read the reply, and they cannot simply write back (an ephemeral
    /// message on a Discord server). The chat is the person's, whatever the channel: [`ChatRef::aside`].
    Aside,
    /// Several people; everybody reads the replies.
    Group,
    /// Only its admins write.
    Channel,
}

impl Place {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Aside => "aside",
            Self::Group => "group",
            Self::Channel => "channel",
        }
    }

    /// The place of a name in the database.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Private, Self::Aside, Self::Group, Self::Channel]
            .into_iter()
            .find(|place| place.as_str() == name)
    }

    /// Whether one person alone reads what is said.
    pub fn is_for_one(self) -> bool {
        matches!(self, Self::Private | Self::Aside)
    }
}

/// A platform's own way to answer one thing that a person did, which lives for a while: a Discord interaction. The core
/// hands it back with the answer and knows nothing of it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handle {
    pub id: String,
    /// A secret as long as it lives.
    pub token: String,
    pub until: DateTime<Utc>,
    /// The platform shows something already that becomes the first message of the answer.
    pub placeholder: bool,
}

impl Handle {
    /// For what comes after the first message of the answer.
    pub fn without_place(self) -> Self {
        Self {
            placeholder: false,
            ..self
        }
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handle")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Who wrote: the platform's id of the person, and nothing else. Somebody who writes in the name of a chat (an anonymous
/// admin) has the chat's id with `chat:` before it, which no role is ever granted to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    pub id: String,
}

impl Sender {
    /// Whether nobody knows who wrote: a chat did.
    pub fn is_anonymous(&self) -> bool {
        self.id.starts_with("chat:")
    }
}

/// One thing that a person did, from any platform.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The platform's id of this event: the same one is handled once.
    pub update: String,
    pub chat: ChatRef,
    pub place: Place,
    pub sender: Sender,
    /// The platform's id of the message that was written, or that carries the pressed button.
    pub message: Option<String>,
    /// The language of the person's app, where the platform tells.
    pub language: Option<Language>,
    pub content: Content,
    /// What was sent with it, or in its place.
    pub file: Option<SentFile>,
    /// The chat in whose sight a person did this, where the answer goes elsewhere ([`Place::Aside`]).
    pub venue: Option<ChatRef>,
    /// Ids of the groups and channels that this person runs, as far as the platform has told with this event or was asked
    /// because of it: those that it is about.
    pub runs: Vec<String>,
    /// How to answer this, where the platform has a way of its own.
    pub handle: Option<Handle>,
    pub at: DateTime<Utc>,
}

/// A file that a person has sent. It is brought from the platform only when somebody asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// What the platform calls it: whatever [`Messenger::fetch`](crate::platform::Messenger::fetch) needs.
    pub remote: String,
    pub name: String,
    /// Bytes, where the platform tells.
    pub size: Option<u64>,
    /// Whether it is a picture that can be shown as one.
    pub picture: bool,
}

impl Incoming {
    /// Something that somebody did, of which no more is known.
    pub fn new(
        update: String,
        chat: ChatRef,
        place: Place,
        sender: Sender,
        content: Content,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            update,
            chat,
            place,
            sender,
            message: None,
            language: None,
            content,
            file: None,
            venue: None,
            runs: Vec::new(),
            handle: None,
            at,
        }
    }
}

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Words, as written.
    Text(String),
    /// A button, by the text of its [`Action`](super::action::Action).
    Press(String),
    /// Something without words.
    Unreadable(Unreadable),
    /// What became of the bot in this chat; nobody said anything.
    Presence(Presence),
}

/// What came instead of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    Voice,
    Picture,
    File,
    /// Words that the platform does not show to us: on a server, those of a message that does not mention us.
    Hidden,
    /// A sticker, a place on a map, bytes that are no text, a kind that is not known.
    Other,
}

/// What became of the bot in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// It can write there (again): it was added to a group or channel of this title, or a person unblocked it.
    Joined {
        title: Option<String>,
        /// The server that the channel is a part of, by the platform's id. One channel of each server is enough.
        server: Option<String>,
    },
    /// It cannot write there any more: removed, or blocked. The chat may be a server.
    Left,
    /// The chat has a new id.
    Moved(ChatRef),
}

/// What goes first where a platform limits how fast messages may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// Replies to what somebody just did.
    Interactive,
    /// Messages between a person and a unit.
    Cases,
    Reminders,
    /// Notices to many.
    Bulk,
}

impl Lane {
    /// The number in the database: what is smaller goes first.
    pub fn rank(self) -> i64 {
        self as i64
    }

    /// The lane of a number from the database.
    pub fn from_rank(rank: i64) -> Option<Self> {
        [Self::Interactive, Self::Cases, Self::Reminders, Self::Bulk]
            .into_iter()
            .find(|lane| lane.rank() == rank)
    }
}

/// A message to a person: a small typed tree that each platform renders in its own way. Text in it is never markup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    pub blocks: Vec<Block>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
    /// The message of the same chat that this one answers, by the platform's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The bot's own message that this one takes the place of. Where that cannot be changed any more, this one is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// The platform's own way to answer, where what is answered came with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<Handle>,
    /// The role of a Discord server that is called by it; nobody else ever is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ping: Option<String>,
    /// Whether platforms may show what stands behind the links.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub previews: bool,
    /// It asks for words in return: a platform may open the field for them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks: bool,
    /// A picture or document that goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Attachment>,
}

/// A stored file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Id of the stored file.
    pub id: String,
    /// Shown as a picture rather than offered as a document.
    pub picture: bool,
}

/// A stored file, as platforms need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// The name that people see.
    pub name: String,
    /// Empty where the platform has it already.
    pub bytes: Vec<u8>,
    /// What the platform calls it, once it has it.
    pub remote: Option<String>,
}

/// A paragraph-sized part of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// The most important line.
    Heading(String),
    Paragraph(Vec<Span>),
    List(Vec<String>),
    /// Small print: a disclaimer, the origin of the data.
    Note(String),
}

/// A run of text within a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Plain(String),
    Strong(String),
    Link { label: String, url: String },
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    #[serde(flatten)]
    pub does: Does,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Does {
    /// Comes back as [`Content::Press`]. Opaque to platforms and at most 64 bytes.
    Action(String),
    /// Opens the private chat with the bot, where [`/start`](super::command::Command::Start) gets this text. On Discord it
    /// is answered where it is pressed, unless the text is empty: then the button leads to the chat and says nothing.
    Private(String),
}

impl Button {
    /// What comes back when it is pressed, if anything does.
    pub fn action(&self) -> Option<&str> {
        match &self.does {
            Does::Action(action) => Some(action),
            Does::Private(_) => None,
        }
    }
}

impl Block {
    /// A paragraph of plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Span::Plain(text.into())])
    }
}

impl Outgoing {
    /// A message of one plain paragraph.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            blocks: vec![Block::plain(text)],
            ..Self::default()
        }
    }

    /// Whether what it answers can still be answered in the platform's own way.
    pub fn is_answerable(&self, now: DateTime<Utc>) -> bool {
        self.handle.as_ref().is_some_and(|own| own.until > now)
    }

    /// Adds a block.
    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// Adds a button.
    #[must_use]
    pub fn button(mut self, label: impl Into<String>, action: &super::action::Action) -> Self {
        self.buttons.push(Button {
            label: label.into(),
            does: Does::Action(action.to_string()),
        });
        self
    }

    /// Adds a button that opens the private chat with the bot at this link.
    #[must_use]
    pub fn button_to_private(
        mut self,
        label: impl Into<String>,
        link: &super::deep_link::DeepLink,
    ) -> Self {
        self.buttons.push(Button {
            label: label.into(),
            does: Does::Private(link.to_string()),
        });
        self
    }

    /// Adds vetted text as blocks: paragraphs by empty lines, lists by lines with `- `.
    #[must_use]
    pub fn prose(mut self, text: &str) -> Self {
        for part in text
            .split("\n\n")
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let mut lines: Vec<&str> = Vec::new();
            let mut items: Vec<String> = Vec::new();
            for line in part.lines().map(str::trim) {
                if let Some(item) = line.strip_prefix("- ") {
                    if !lines.is_empty() {
                        self.blocks.push(Block::plain(lines.join(" ")));
                        lines.clear();
                    }
                    items.push(item.to_owned());
                } else {
                    if !items.is_empty() {
                        self.blocks.push(Block::List(std::mem::take(&mut items)));
                    }
                    lines.push(line);
                }
            }
            if !items.is_empty() {
                self.blocks.push(Block::List(items));
            }
            if !lines.is_empty() {
                self.blocks.push(Block::plain(lines.join(" ")));
            }
        }
        self
    }
}
