//! What the stand-in knows: people, chats, messages, and everything that was asked of it.

use super::faults::Faults;
use super::pace::Pace;
use super::profile::Profile;
use super::queue::Queue;
use super::show::put;
use axum::body::Bytes;
use lacznik::clock::{Clock, SystemClock};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::time::Instant;

/// A chat's messages that are kept when the rest is not (`keep_requests(false)`).
const KEPT: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatKind {
    Private,
    Group,
    Supergroup,
    /// A supergroup with topics.
    Forum,
    Channel,
}

impl ChatKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Group => "group",
            Self::Supergroup | Self::Forum => "supergroup",
            Self::Channel => "channel",
        }
    }

    /// What the shape of an id tells about a chat nobody has described.
    pub fn of(id: i64) -> Self {
        match id {
            1.. => Self::Private,
            ..=-1_000_000_000_000 => Self::Supergroup,
            _ => Self::Group,
        }
    }
}

/// What the bot is in a chat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Member,
    /// With these rights, by their names in `ChatMemberAdministrator`.
    Admin(Vec<String>),
    Left,
    Kicked,
}

#[derive(Debug, Clone)]
pub struct Person {
    pub id: i64,
    pub first_name: String,
    pub last_name: Option<String>,
    pub username: Option<String>,
    pub language: Option<String>,
    /// The bot may write to them: they wrote first.
    pub known: bool,
    pub blocked: bool,
    pub deactivated: bool,
}

impl Person {
    fn new(id: i64) -> Self {
        Self {
            id,
            first_name: format!("Person {id}"),
            last_name: None,
            username: None,
            language: Some("pl".to_owned()),
            known: false,
            blocked: false,
            deactivated: false,
        }
    }

    pub fn json(&self) -> Value {
        let mut user = json!({ "id": self.id, "is_bot": false, "first_name": self.first_name });
        put(&mut user, "last_name", self.last_name.clone());
        put(&mut user, "username", self.username.clone());
        put(&mut user, "language_code", self.language.clone());
        user
    }
}

#[derive(Debug, Clone)]
pub struct Topic {
    pub name: String,
    pub icon_color: i64,
    pub icon_emoji: Option<String>,
    pub closed: bool,
    pub deleted: bool,
}

#[derive(Debug, Clone)]
pub struct File {
    /// `document` or `photo`.
    pub kind: &'static str,
    pub id: String,
    pub name: String,
    pub mime: Option<String>,
    pub bytes: Bytes,
    /// The size that the server tells, where it is not that of the bytes.
    pub told: Option<u64>,
}

/// A message as it is now.
#[derive(Debug, Clone)]
pub struct Message {
    pub chat: i64,
    pub id: i64,
    pub thread: Option<i64>,
    /// Who wrote it; nobody is the bot.
    pub from: Option<i64>,
    /// What people read, without marks; of a file the caption.
    pub text: String,
    /// What was sent, with marks.
    pub source: String,
    pub parse_mode: Option<String>,
    pub entities: Vec<Value>,
    pub keyboard: Option<Value>,
    pub reply_to: Option<i64>,
    pub no_preview: bool,
    pub silent: bool,
    pub protected: bool,
    pub file: Option<File>,
    /// A service message: the name of its field and what is in it.
    pub service: Option<(&'static str, Value)>,
    pub date: i64,
    pub edit_date: Option<i64>,
    pub edits: u32,
    pub deleted: bool,
    pub arrived: Instant,
}

impl Message {
    pub fn new(chat: i64, from: Option<i64>, text: &str, date: i64) -> Self {
        Self {
            chat,
            id: 0,
            thread: None,
            from,
            text: text.to_owned(),
            source: text.to_owned(),
            parse_mode: None,
            entities: Vec::new(),
            keyboard: None,
            reply_to: None,
            no_preview: false,
            silent: false,
            protected: false,
            file: None,
            service: None,
            date,
            edit_date: None,
            edits: 0,
            deleted: false,
            arrived: Instant::now(),
        }
    }

    pub fn is_from_bot(&self) -> bool {
        self.from.is_none()
    }

    /// The buttons under it, row by row: what stands on them.
    pub fn rows(&self) -> Vec<Vec<Value>> {
        let rows = self.keyboard.as_ref().map(|keyboard| {
            let rows = keyboard["inline_keyboard"].as_array();
            let rows = rows.into_iter().flatten();
            rows.filter_map(|row| row.as_array().cloned()).collect()
        });
        rows.unwrap_or_default()
    }

    /// Text and data of the buttons that can be pressed.
    pub fn buttons(&self) -> Vec<(String, String)> {
        let buttons = self.rows().into_iter().flatten();
        buttons
            .filter_map(|button| {
                let text = button["text"].as_str()?;
                Some((
                    text.to_owned(),
                    button["callback_data"].as_str()?.to_owned(),
                ))
            })
            .collect()
    }

    /// The data of the button with this text.
    pub fn data_of(&self, button: &str) -> Option<String> {
        let buttons = self.buttons().into_iter();
        buttons
            .filter(|(text, _)| text == button)
            .map(|(_, data)| data)
            .next()
    }
}

#[derive(Debug)]
pub struct Chat {
    pub id: i64,
    pub kind: ChatKind,
    pub title: String,
    pub username: Option<String>,
    pub standing: Standing,
    /// Nobody but administrators may write, and the bot is none.
    pub muted: bool,
    pub migrated_to: Option<i64>,
    pub last_message: i64,
    pub messages: BTreeMap<i64, Message>,
    pub topics: BTreeMap<i64, Topic>,
}

/// A request as it came, whatever was answered.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub params: Value,
    pub arrived: Instant,
}

/// How the bot answered the press of a button.
#[derive(Debug, Clone)]
pub struct CallbackAnswer {
    pub id: String,
    pub text: Option<String>,
    pub alert: bool,
    pub arrived: Instant,
}

/// Everything, behind one lock that is held for short moments only.
#[derive(Debug)]
pub struct State {
    pub me: Person,
    pub reads_groups: bool,
    pub knows_everyone: bool,
    pub revoked: bool,
    pub people: HashMap<i64, Person>,
    pub chats: HashMap<i64, Chat>,
    /// What other people are in a chat, by chat and person.
    pub statuses: HashMap<(i64, i64), String>,
    pub files: HashMap<String, File>,
    pub queue: Queue,
    pub faults: Faults,
    pub pace: Pace,
    pub profile: Profile,
    /// Presses that have not been answered, by the id of the callback query.
    pub presses: HashSet<String>,
    pub answers: Vec<CallbackAnswer>,
    pub requests: Vec<Request>,
    pub counts: HashMap<String, u64>,
    pub sent: Vec<(i64, i64)>,
    pub sent_total: u64,
    /// The message that the last request made or changed.
    pub touched: Option<(i64, i64)>,
    pub violations: Vec<String>,
    pub notes: Vec<String>,
    pub refusals: Vec<String>,
    pub keep: bool,
    pub date: Option<i64>,
}

impl State {
    pub fn new(bot: i64) -> Self {
        let mut me = Person::new(bot);
        me.first_name = "Łącznik".to_owned();
        me.username = Some("LacznikTestBot".to_owned());
        me.language = None;
        Self {
            me,
            reads_groups: false,
            knows_everyone: true,
            revoked: false,
            people: HashMap::new(),
            chats: HashMap::new(),
            statuses: HashMap::new(),
            files: HashMap::new(),
            queue: Queue::new(),
            faults: Faults::default(),
            pace: Pace::default(),
            profile: Profile::default(),
            presses: HashSet::new(),
            answers: Vec::new(),
            requests: Vec::new(),
            counts: HashMap::new(),
            sent: Vec::new(),
            sent_total: 0,
            touched: None,
            violations: Vec::new(),
            notes: Vec::new(),
            refusals: Vec::new(),
            keep: true,
            date: None,
        }
    }

    /// The date of messages: the one that was set, or the system's.
    pub fn now(&self) -> i64 {
        self.date.unwrap_or_else(|| SystemClock.now().timestamp())
    }

    pub fn person(&mut self, id: i64) -> &mut Person {
        self.people.entry(id).or_insert_with(|| Person::new(id))
    }

    /// The chat, made if nobody described it yet.
    pub fn chat(&mut self, id: i64) -> &mut Chat {
        self.chats.entry(id).or_insert_with(|| Chat {
            id,
            kind: ChatKind::of(id),
            title: format!("Chat {id}"),
            username: None,
            standing: Standing::Member,
            muted: false,
            migrated_to: None,
            last_message: 0,
            messages: BTreeMap::new(),
            topics: BTreeMap::new(),
        })
    }

    pub fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        let message = self.chats.get(&chat)?.messages.get(&id)?;
        (!message.deleted).then_some(message)
    }

    /// The messages of a chat as they are now, the bot's and the people's.
    pub fn messages_and_said(&self, chat: i64) -> impl Iterator<Item = &Message> {
        let messages = self.chats.get(&chat).into_iter();
        messages
            .flat_map(|chat| chat.messages.values())
            .filter(|message| !message.deleted)
    }

    /// The bot's messages in a chat as they are now, without what the server itself says there.
    pub fn messages(&self, chat: i64) -> impl Iterator<Item = &Message> {
        self.messages_and_said(chat)
            .filter(|message| message.is_from_bot() && message.service.is_none())
    }

    pub fn count_of(&self, method: &str) -> u64 {
        self.counts.get(method).copied().unwrap_or(0)
    }

    /// Keeps a message under the next id of its chat.
    pub fn store(&mut self, mut message: Message) -> i64 {
        let keep = self.keep;
        let is_sent = message.is_from_bot() && message.service.is_none();
        let chat = self.chat(message.chat);
        chat.last_message += 1;
        message.id = chat.last_message;
        let (chat_id, id) = (message.chat, message.id);
        chat.messages.insert(id, message);
        if !keep && chat.messages.len() > KEPT {
            chat.messages.pop_first();
        }
        if is_sent {
            self.sent_total += 1;
            if keep {
                self.sent.push((chat_id, id));
            }
        }
        id
    }
}
