//! Commands, buttons and forms (<https://docs.discord.com/developers/interactions/receiving-and-responding>).

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Found, is_true, number, text};
use crate::bot::suggest::Kind;
use crate::domain::action::Action;
use crate::domain::command::Command;
use crate::domain::language::Language;
use crate::domain::message::{
    ChatRef, Content, Handle, Incoming, Place, Platform, Sender, Unreadable,
};
use crate::domain::subscription::{self, Step};
use crate::platform::discord::interactions::LIFE;
use crate::platform::discord::render::PRIVATE;
use crate::platform::discord::rest::is_id;
use crate::platform::discord::rights;

/// The form in which a question is written.
pub const FORM: &str = "ask";

/// Its field.
pub const FORM_FIELD: &str = "q";

/// What stands before an action that was chosen from suggestions, where words could stand as well.
pub const CHOSEN: char = '#';

/// How deep parts may lie within each other.
const DEPTH: usize = 8;

/// A command, a button or a form.
#[derive(Debug, Clone)]
pub struct Interaction {
    /// The way to answer; `placeholder` is settled by the first response.
    pub handle: Handle,
    pub sender: Sender,
    /// The direct chat with the bot in which it was done; `None` where others are about.
    pub direct: Option<String>,
    /// The channel of a server in which it was done, where the bot is a member.
    pub venue: Option<Venue>,
    pub language: Option<Language>,
    pub asks: Asks,
}

/// A channel of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Venue {
    pub channel: String,
    pub server: String,
    /// Whether the person runs it, see [`rights::runs`].
    pub is_run: bool,
}

/// What an interaction asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// What may be meant by what somebody types.
    Choices { kind: Kind, typed: String },
    /// The form for a question.
    Form,
    /// What the bot says.
    Answer {
        content: Content,
        carrier: Option<Carrier>,
    },
}

/// The message that carries the pressed button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carrier {
    pub id: String,
    /// Only the one who pressed sees it.
    pub ephemeral: bool,
}

impl Interaction {
    /// Whether the answer takes the place of the message that carries the pressed button.
    pub fn replaces(&self) -> bool {
        let Asks::Answer {
            content: Content::Press(action),
            carrier: Some(carrier),
        } = &self.asks
        else {
            return false;
        };
        let is_changeable = self.direct.is_some() || carrier.ephemeral;
        is_changeable
            && action
                .parse()
                .is_ok_and(|action: Action| action.ends_menu())
    }

    /// What the bot has to answer, where it is more than the first response.
    pub fn incoming(&self, now: DateTime<Utc>) -> Option<Incoming> {
        let Asks::Answer { content, carrier } = &self.asks else {
            return None;
        };
        let (chat, place) = match &self.direct {
            Some(chat) => (ChatRef::private(Platform::Discord, chat), Place::Private),
            None => (
                ChatRef::aside(Platform::Discord, &self.sender.id),
                Place::Aside,
            ),
        };
        let carrier = carrier
            .as_ref()
            .filter(|carrier| self.direct.is_some() || carrier.ephemeral);
        // In the direct chat the message with the button is changed as any other: nothing is shown in its place.
        let is_plain_change = self.direct.is_some() && self.replaces();
        let handle = Handle {
            placeholder: true,
            ..self.handle.clone()
        };
        let (key, sender) = (self.handle.id.clone(), self.sender.clone());
        let venue = self.venue.as_ref();
        let run = venue.filter(|venue| venue.is_run);
        Some(Incoming {
            venue: venue.map(|venue| ChatRef::private(Platform::Discord, &venue.channel)),
            runs: run.map(|venue| venue.channel.clone()).into_iter().collect(),
            message: carrier.map(|carrier| carrier.id.clone()),
            language: self.language,
            handle: (!is_plain_change).then_some(handle),
            ..Incoming::new(key, chat, place, sender, content.clone(), now)
        })
    }
}

/// Reads an interaction. One that is not understood is answered as what cannot be read.
pub fn read(of: &Value, now: DateTime<Utc>) -> Found<Interaction> {
    let kind = number(of, "type").unwrap_or_default();
    if kind == 1 {
        return Err("a ping");
    }
    let id = text(of, "id").ok_or("an interaction without an id")?;
    let token = text(of, "token").ok_or("an interaction without a token")?;
    let person = text(&of["member"]["user"], "id").or_else(|| text(&of["user"], "id"));
    let person = person.ok_or("an interaction of nobody")?;
    let data = &of["data"];
    let venue = venue(of);
    Ok(Interaction {
        handle: Handle {
            id: id.to_owned(),
            token: token.to_owned(),
            until: now + LIFE,
            placeholder: false,
        },
        sender: Sender {
            id: person.to_owned(),
        },
        direct: direct(of),
        language: text(of, "locale").and_then(Language::of_app),
        asks: match kind {
            2 => command(data, venue.as_ref()),
            3 => pressed(data, &of["message"]),
            4 => choices(data),
            5 => submitted(data),
            _ => unknown(),
        },
        venue,
    })
}

/// The channel of a server. Where only the person has the bot with them, and not the server, the bot cannot write there.
fn venue(of: &Value) -> Option<Venue> {
    let server = text(of, "guild_id")?;
    let owners = &of["authorizing_integration_owners"];
    let is_there = owners.is_null() || text(owners, "0") == Some(server);
    let channel = text(of, "channel_id").filter(|_| is_there)?;
    Some(Venue {
        channel: channel.to_owned(),
        server: server.to_owned(),
        is_run: rights::runs(&of["member"]["permissions"]),
    })
}

/// The direct chat with the bot. Where the context is named, it decides: of two people who talk to each other the channel
/// is a direct one too.
fn direct(of: &Value) -> Option<String> {
    let channel = &of["channel"];
    let is_direct = match number(of, "context") {
        Some(context) => context == 1,
        None => number(channel, "type") == Some(1) && of["guild_id"].is_null(),
    };
    let id = text(of, "channel_id").or_else(|| text(channel, "id"));
    id.filter(|_| is_direct).map(ToOwned::to_owned)
}

fn answer(content: Content) -> Asks {
    Asks::Answer {
        content,
        carrier: None,
    }
}

fn unknown() -> Asks {
    answer(Content::Unreadable(Unreadable::Other))
}

/// A slash command with its options.
fn command(data: &Value, venue: Option<&Venue>) -> Asks {
    // Those on a person or a message are not ours.
    let is_typed = number(data, "type").is_none_or(|kind| kind == 1);
    let Some(name) = text(data, "name").filter(|_| is_typed) else {
        return unknown();
    };
    let mut values = Vec::new();
    values_of(&data["options"], DEPTH, &mut values);
    let chosen = values.iter().find_map(|value| chosen(value));
    if let Some(action) = chosen {
        return answer(Content::Press(action.to_owned()));
    }
    let command = named(name);
    if let (Some(Command::Subscriptions), Some(venue)) = (command, venue)
        && let Some(role) = role(&data["options"], DEPTH, &venue.server)
    {
        let step = Step {
            chat: Some(venue.channel.clone()),
            does: subscription::Does::Ping(Some(role.to_owned())),
        };
        return answer(Content::Press(Action::Subscription(step).to_string()));
    }
    let rest = values.join(" ");
    let rest = rest.trim();
    if command == Some(Command::Ask) && rest.is_empty() {
        return Asks::Form;
    }
    let name = command.map_or(name, |command| command.name(Language::Polish));
    let text = format!("/{name} {rest}");
    answer(Content::Text(text.trim_end().to_owned()))
}

/// The command with this name, unless it is none of ours, or none any more.
fn named(name: &str) -> Option<Command> {
    Command::parse(&format!("/{name}"))?.ok()
}

/// The action behind a value that was chosen from suggestions and not typed.
fn chosen(value: &str) -> Option<&str> {
    let action = value.strip_prefix(CHOSEN)?;
    let is_offered = matches!(
        action.parse(),
        Ok(Action::Entry(_) | Action::Route(_) | Action::Unit(_) | Action::Topic(_))
    );
    is_offered.then_some(action)
}

/// The words and numbers given to a command, in order; people, channels and files by their ids are none.
fn values_of(options: &Value, depth: usize, found: &mut Vec<String>) {
    const WORDS: [u64; 3] = [3, 4, 10];
    if depth == 0 {
        return;
    }
    for option in options.as_array().into_iter().flatten() {
        if number(option, "type").is_none_or(|kind| WORDS.contains(&kind)) {
            found.extend(value(option));
        }
        values_of(&option["options"], depth - 1, found);
    }
}

/// The role that was given to a command. The one of everybody has the server's id, and nobody calls it.
fn role<'a>(options: &'a Value, depth: usize, server: &str) -> Option<&'a str> {
    const ROLE: u64 = 8;
    if depth == 0 {
        return None;
    }
    options.as_array()?.iter().find_map(|option| {
        let id = text(option, "value").filter(|id| is_id(id) && *id != server);
        id.filter(|_| number(option, "type") == Some(ROLE))
            .or_else(|| role(&option["options"], depth - 1, server))
    })
}

fn value(option: &Value) -> Option<String> {
    match option.get("value")? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A button or a choice of a select menu.
fn pressed(data: &Value, message: &Value) -> Asks {
    let first = match data.get("values") {
        Some(values) => values.get(0).and_then(Value::as_str),
        None => text(data, "custom_id"),
    };
    let Some(does) = first.filter(|does| !does.is_empty()) else {
        return unknown();
    };
    if does.parse() == Ok(Action::Command(Command::Ask)) {
        return Asks::Form;
    }
    if let Some(payload) = does.strip_prefix(PRIVATE) {
        return answer(Content::Text(format!("/start {payload}")));
    }
    const EPHEMERAL: u64 = 1 << 6;
    let flags = number(message, "flags").unwrap_or_default();
    let carrier = text(message, "id").map(|id| Carrier {
        id: id.to_owned(),
        ephemeral: flags & EPHEMERAL != 0,
    });
    Asks::Answer {
        content: Content::Press(does.to_owned()),
        carrier,
    }
}

/// What somebody has typed so far of an option.
fn choices(data: &Value) -> Asks {
    let focused = focused(&data["options"], DEPTH);
    Asks::Choices {
        kind: match text(data, "name").and_then(named) {
            Some(Command::Contact) => Kind::Unit,
            Some(Command::Topics) => Kind::Topic,
            _ => Kind::Question,
        },
        typed: focused.and_then(value).unwrap_or_default(),
    }
}

fn focused(options: &Value, depth: usize) -> Option<&Value> {
    if depth == 0 {
        return None;
    }
    options.as_array()?.iter().find_map(|option| {
        if is_true(option, "focused") {
            return Some(option);
        }
        focused(&option["options"], depth - 1)
    })
}

/// A form that was filled in.
fn submitted(data: &Value) -> Asks {
    let words = field(&data["components"], DEPTH).map(str::trim);
    match words.filter(|words| !words.is_empty()) {
        Some(words) => answer(Content::Text(words.to_owned())),
        None => unknown(),
    }
}

/// The value of the field for the question: it lies in a row or beside a label
/// (<https://docs.discord.com/developers/components/reference>).
fn field(components: &Value, depth: usize) -> Option<&str> {
    if depth == 0 {
        return None;
    }
    let list = components.as_array()?;
    list.iter().find_map(|component| {
        if text(component, "custom_id") == Some(FORM_FIELD) {
            return text(component, "value");
        }
        let inner = component.get("component");
        inner
            .filter(|inner| text(inner, "custom_id") == Some(FORM_FIELD))
            .and_then(|inner| text(inner, "value"))
            .or_else(|| field(&component["components"], depth - 1))
    })
}
