//! The bot's side of interactions: first responses, the original, and follow-ups
//! (<https://docs.discord.com/developers/interactions/receiving-and-responding>).

use super::APPLICATION;
use super::faults::Refusal;
use super::limits::LOADING;
use super::messages::{self, Answer, Call, Edit};
use super::spec::Fault;
use super::state::{Message, State};
use serde_json::{Value, json};
use std::time::Instant;

/// Milliseconds to the first response, and to the end of the token.
const FIRST: i64 = 3_000;
const LIFE: i64 = 15 * 60 * 1_000;

/// A command, a press, a choice, a form, or somebody typing.
#[derive(Debug, Clone)]
pub struct Interaction {
    pub id: u64,
    pub token: String,
    /// 2 a command, 3 a button or menu, 4 typing, 5 a form.
    pub kind: u8,
    pub person: u64,
    pub channel: u64,
    pub guild: Option<u64>,
    /// The bot is a member of that server, and not only added by the person.
    pub of_server: bool,
    pub data: Value,
    /// The message with the button.
    pub message: Option<u64>,
    /// How often that message had been edited before.
    pub edits: u32,
    /// The interaction that opened the form.
    pub trigger: Option<u64>,
    /// By the clock of the stand-in, in milliseconds.
    pub sent: i64,
    pub began: Instant,
    pub response: Option<Response>,
    /// The message that is `@original`.
    pub original: Option<u64>,
    pub follow_ups: Vec<u64>,
}

/// The first response.
#[derive(Debug, Clone)]
pub struct Response {
    /// 4 a message, 5 a message later, 6 a change later, 7 a change, 8 choices, 9 a form.
    pub kind: u8,
    pub data: Value,
    pub at: Instant,
}

impl Interaction {
    /// Where the application is installed for it, as the API says it.
    pub fn owners(&self) -> Value {
        match self.guild.filter(|_| self.of_server) {
            Some(guild) => json!({ "0": guild.to_string() }),
            None => json!({ "1": self.person.to_string() }),
        }
    }

    fn takes(&self, response: u8) -> bool {
        match response {
            8 => self.kind == 4,
            4 | 5 => self.kind != 4,
            6 | 7 => self.kind == 3 || self.kind == 5 && self.message.is_some(),
            9 => matches!(self.kind, 2 | 3),
            _ => false,
        }
    }
}

/// The first response.
pub fn callback(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let id = call.id("interaction_id")?;
    let token = call.found.text("interaction_token").unwrap_or_default();
    let now = state.now();
    let interaction = state.interactions.get(&id).filter(|one| one.token == token);
    let interaction = interaction.ok_or_else(|| Refusal::of(10062))?;
    if interaction.response.is_some() {
        return Err(Refusal::of(40060));
    }
    if now - interaction.sent > FIRST {
        return Err(Refusal::of(10062));
    }
    let body = call.carried.json.clone().unwrap_or_default();
    let kind = body["type"]
        .as_u64()
        .and_then(|kind| u8::try_from(kind).ok())
        .unwrap_or(0);
    if !interaction.takes(kind) {
        let why = format!(
            "{kind} does not fit an interaction of type {}",
            interaction.kind
        );
        let fault = Fault::new("type", "INTERACTION_TYPE", why);
        state
            .violations
            .push(format!("{}: {fault:?}", call.found.route.name()));
        return Err(Refusal::form(&[fault]));
    }
    let interaction = interaction.clone();
    let data = &body["data"];
    let original = match kind {
        4 | 5 => Some(respond(state, call, &interaction, kind, data)?),
        6 => interaction.message,
        7 => {
            let (channel, message) = (interaction.channel, interaction.message);
            let message = message.ok_or_else(|| Refusal::of(10008))?;
            messages::apply(state, call, channel, message, &Edit { fields: data })?;
            Some(message)
        }
        _ => None,
    };
    if let Some(interaction) = state.interactions.get_mut(&id) {
        interaction.original = original;
        interaction.response = Some(Response {
            kind,
            data: data.clone(),
            at: Instant::now(),
        });
    }
    if call.carried.asked("with_response") != Some("true") {
        return Ok(Answer::empty());
    }
    Ok(Answer::new(200, callback_json(state, id, kind, original)))
}

/// The message that answers, or that the bot thinks.
fn respond(
    state: &mut State,
    call: &Call,
    interaction: &Interaction,
    kind: u8,
    data: &Value,
) -> Result<u64, Refusal> {
    let mut message = Message::new(interaction.channel, state.me.id, "");
    message.flags = data["flags"].as_u64().unwrap_or(0);
    message.kind = if interaction.kind == 2 { 20 } else { 0 };
    if kind == 5 {
        message.flags |= LOADING;
    } else {
        messages::fill(state, call, &mut message, data)?;
    }
    Ok(keep(state, call, interaction, message))
}

fn keep(state: &mut State, call: &Call, of: &Interaction, mut message: Message) -> u64 {
    message.interaction = Some(of.id);
    message.arrived = call.arrived;
    message.only_for = message.is_ephemeral().then_some(of.person);
    let id = state.store(message);
    messages::tell(state, "MESSAGE_CREATE", of.channel, id);
    id
}

fn callback_json(state: &State, id: u64, kind: u8, original: Option<u64>) -> Value {
    let interaction = &state.interactions[&id];
    let mut json = json!({ "interaction": {
        "id": id.to_string(), "type": interaction.kind,
        "channel_id": interaction.channel.to_string(),
    } });
    let message = original.and_then(|message| state.message(interaction.channel, message));
    if let Some(message) = message {
        json["interaction"]["response_message_id"] = message.id.to_string().into();
        json["interaction"]["response_message_loading"] = message.is_loading().into();
        json["interaction"]["response_message_ephemeral"] = message.is_ephemeral().into();
        json["resource"] = json!({ "type": kind, "message": state.message_json(message, 0) });
    }
    json
}

/// The interaction of a token that can be answered now.
fn of_token(state: &State, call: &Call) -> Result<Interaction, Refusal> {
    let token = call.found.text("webhook_token").unwrap_or_default();
    if call.id("webhook_id")? != APPLICATION {
        return Err(Refusal::of(10015));
    }
    let found = state
        .tokens
        .get(token)
        .and_then(|id| state.interactions.get(id));
    let found = found.filter(|found| state.now() - found.sent <= LIFE);
    let found = found.ok_or_else(|| Refusal::of(50027))?;
    // Before the first response there is nothing behind the token.
    if found.response.is_none() {
        return Err(Refusal::of(10015));
    }
    Ok(found.clone())
}

/// A follow-up. The first one after a deferred answer takes the place of what shows that the bot thinks.
pub fn follow_up(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let interaction = of_token(state, call)?;
    let data = call.carried.json.clone().unwrap_or_default();
    let original = interaction.original;
    let original = original.and_then(|id| state.message(interaction.channel, id));
    if let Some(loading) = original.filter(|original| original.is_loading()) {
        let id = loading.id;
        let note = format!("a follow-up became the original of {}", interaction.id);
        state.notes.push(note);
        let edit = Edit { fields: &data };
        messages::apply(state, call, interaction.channel, id, &edit)?;
        return shown(state, interaction.channel, id);
    }
    let mut message = Message::new(interaction.channel, state.me.id, "");
    message.flags = data["flags"].as_u64().unwrap_or(0);
    messages::fill(state, call, &mut message, &data)?;
    let id = keep(state, call, &interaction, message);
    if let Some(interaction) = state.interactions.get_mut(&interaction.id) {
        interaction.follow_ups.push(id);
    }
    shown(state, interaction.channel, id)
}

fn shown(state: &State, channel: u64, id: u64) -> Result<Answer, Refusal> {
    let message = state
        .message(channel, id)
        .ok_or_else(|| Refusal::of(10008))?;
    Ok(Answer::new(200, state.message_json(message, 0)))
}

/// Which message of an interaction is meant: `@original`, or one by its id.
fn meant(state: &State, call: &Call) -> Result<(Interaction, u64), Refusal> {
    let interaction = of_token(state, call)?;
    let id = match call.found.id("message_id") {
        Some(id) => Some(id)
            .filter(|id| interaction.original == Some(*id) || interaction.follow_ups.contains(id)),
        None => interaction.original,
    };
    let id = id.filter(|id| state.message(interaction.channel, *id).is_some());
    let id = id.ok_or_else(|| Refusal::of(10008))?;
    Ok((interaction, id))
}

pub fn get(state: &State, call: &Call) -> Result<Answer, Refusal> {
    let (interaction, id) = meant(state, call)?;
    shown(state, interaction.channel, id)
}

pub fn edit(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let (interaction, id) = meant(state, call)?;
    let data = call.carried.json.clone().unwrap_or_default();
    let edit = Edit { fields: &data };
    messages::apply(state, call, interaction.channel, id, &edit)?;
    shown(state, interaction.channel, id)
}

pub fn delete(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let (interaction, id) = meant(state, call)?;
    messages::remove(state, interaction.channel, id);
    Ok(Answer::empty())
}

impl State {
    /// Interactions that have no first response, and whose time for it has not passed.
    pub fn unanswered(&self) -> usize {
        let now = self.now();
        let interactions = self.interactions.values();
        let open = interactions.filter(|one| one.response.is_none() && now - one.sent <= FIRST);
        open.count()
    }

    /// Interactions whose time passed without a first response: people read that the application did not respond.
    pub fn missed(&self) -> Vec<u64> {
        let now = self.now();
        let interactions = self.interactions.values();
        let late = interactions.filter(|one| one.response.is_none() && now - one.sent > FIRST);
        late.map(|one| one.id).collect()
    }
}
