//! Commands, buttons, menus and forms: what people do with them, and what they see of it.

use super::interactions::Interaction;
use super::state::{ChannelKind, Message, State};
use super::{APPLICATION, DiscordApi};
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};

/// A form that opened.
#[derive(Debug, Clone, PartialEq)]
pub struct Modal {
    /// The interaction that opened it.
    pub interaction: u64,
    pub custom_id: String,
    pub title: String,
    /// `custom_id` and label of its inputs.
    pub inputs: Vec<(String, String)>,
    /// As it was sent.
    pub data: Value,
}

/// What became of an interaction, for whoever began it.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A message answers it, new or changed.
    Message(Box<Message>),
    Modal(Modal),
    /// Name and value of what is offered to somebody who types.
    Choices(Vec<(String, String)>),
    /// "The bot is thinking", and nothing came in time.
    Thinking,
    /// Acknowledged, and nothing has changed in time.
    Quiet,
    /// "The application did not respond".
    Failed,
}

impl Outcome {
    /// The message; anything else is a mistake of the test, or of the bot.
    #[track_caller]
    pub fn message(self) -> Message {
        match self {
            Self::Message(message) => *message,
            other => panic!("no message, but {other:?}"),
        }
    }

    #[track_caller]
    pub fn modal(self) -> Modal {
        match self {
            Self::Modal(modal) => modal,
            other => panic!("no form, but {other:?}"),
        }
    }

    #[track_caller]
    pub fn choices(self) -> Vec<(String, String)> {
        match self {
            Self::Choices(choices) => choices,
            other => panic!("no choices, but {other:?}"),
        }
    }
}

impl DiscordApi {
    /// Runs a command that the bot has registered, with options that it has; returns the interaction. `locale` is that
    /// of the person's client.
    #[track_caller]
    pub fn runs(
        &self,
        person: u64,
        channel: u64,
        command: &str,
        options: &[(&str, &str)],
        locale: &str,
    ) -> u64 {
        self.act(|state| {
            state.person(person).locale = locale.to_owned();
            let registered = offered(state, channel, command);
            let all = registered["options"].as_array().into_iter().flatten();
            for option in all.filter(|option| option["required"] == true) {
                let name = option["name"].as_str().unwrap_or_default();
                assert!(
                    options.iter().any(|(have, _)| *have == name),
                    "/{command} needs {name}"
                );
            }
            let filled = options.iter().map(|(name, text)| {
                let option = option_of(&registered, name);
                json!({ "name": name, "type": option["type"], "value": value_of(option, text) })
            });
            let mut data = command_data(&registered, filled.collect());
            let roles = resolved(state, channel, &data["options"]);
            if !roles.is_empty() {
                data["resolved"] = json!({ "roles": roles });
            }
            begin(state, person, channel, 2, data, None, None)
        })
    }

    /// Somebody else with the token changes what is registered.
    pub fn changes_commands(&self, change: impl FnOnce(&mut Vec<Value>)) {
        self.act(|state| change(&mut state.commands));
    }

    /// Types in an option that completes; returns the interaction.
    #[track_caller]
    pub fn types(&self, person: u64, channel: u64, command: &str, option: &str, text: &str) -> u64 {
        self.act(|state| {
            state.person(person);
            let registered = offered(state, channel, command);
            let described = option_of(&registered, option);
            assert!(
                described["autocomplete"] == true,
                "{option} of /{command} does not complete"
            );
            let typed = json!({
                "name": option, "type": described["type"], "value": text, "focused": true,
            });
            let data = command_data(&registered, vec![typed]);
            begin(state, person, channel, 4, data, None, None)
        })
    }

    /// Presses a button that really is on a message that they see.
    #[track_caller]
    pub fn presses(&self, person: u64, message: u64, custom_id: &str) -> u64 {
        let shown = self.shown_to(person, message);
        let is_there = shown.parts().any(|part| {
            part["type"] == 2 && part["custom_id"] == custom_id && part["disabled"] != true
        });
        assert!(
            is_there,
            "no button {custom_id:?} on {message}: {:?}",
            shown.buttons()
        );
        self.presses_raw(person, shown.channel, message, custom_id)
    }

    /// Presses what may not be there any more, or never was.
    pub fn presses_raw(&self, person: u64, channel: u64, message: u64, custom_id: &str) -> u64 {
        let data = json!({ "custom_id": custom_id, "component_type": 2, "id": 2 });
        self.act(|state| begin(state, person, channel, 3, data, Some(message), None))
    }

    /// Chooses in a menu that really is on a message that they see.
    #[track_caller]
    pub fn chooses(&self, person: u64, message: u64, menu: &str, value: &str) -> u64 {
        let shown = self.shown_to(person, message);
        let options = shown.options(menu);
        let is_there = options.iter().any(|(_, have)| have == value);
        assert!(
            is_there,
            "no {value:?} in the menu {menu:?} on {message}: {options:?}"
        );
        let data = json!({
            "custom_id": menu, "component_type": 3, "id": 2, "values": [value],
        });
        self.act(|state| begin(state, person, shown.channel, 3, data, Some(message), None))
    }

    /// Sends a form that opened, with these values in its inputs. What the form would not let through is a mistake of the
    /// test.
    #[track_caller]
    pub fn submits(&self, person: u64, modal: &Modal, values: &[(&str, &str)]) -> u64 {
        let parts = modal.data["components"].as_array().into_iter().flatten();
        let filled = parts.map(|part| filled(part, values));
        let data = json!({
            "custom_id": modal.custom_id, "components": filled.collect::<Vec<_>>(),
        });
        self.act(|state| {
            let opener = state.interactions[&modal.interaction].clone();
            assert_eq!(opener.person, person, "somebody else's form");
            let trigger = Some(modal.interaction);
            begin(
                state,
                person,
                opener.channel,
                5,
                data,
                opener.message,
                trigger,
            )
        })
    }

    /// Waits until an interaction is acknowledged. `false`: it was not in time.
    pub async fn acknowledged(&self, interaction: u64, patience: Duration) -> bool {
        let has_come = |state: &State| state.interactions[&interaction].response.is_some();
        self.wait_until(has_come, patience).await
    }

    /// Waits for what the person sees of an interaction. What is not finished in time is said as it is then.
    pub async fn outcome(&self, interaction: u64, patience: Duration) -> Outcome {
        let came = self.wait_until(|state| finished(state, interaction).is_some(), patience);
        let _ = came.await;
        let state = self.shared.lock();
        let unfinished = match state.interactions[&interaction].response.as_ref() {
            None => Outcome::Failed,
            Some(response) if response.kind == 5 => Outcome::Thinking,
            Some(_) => Outcome::Quiet,
        };
        finished(&state, interaction).unwrap_or(unfinished)
    }

    #[track_caller]
    fn shown_to(&self, person: u64, message: u64) -> Message {
        let state = self.shared.lock();
        let found = state.find_message(message).cloned();
        let found = found.filter(|found| found.only_for.is_none_or(|only| only == person));
        drop(state);
        found.unwrap_or_else(|| panic!("{person} sees no message {message}"))
    }
}

/// The outcome, once there is one.
fn finished(state: &State, interaction: u64) -> Option<Outcome> {
    let interaction = &state.interactions[&interaction];
    let response = interaction.response.as_ref()?;
    let original = interaction.original;
    let original = original.and_then(|id| state.message(interaction.channel, id));
    let message = |message: &Message| Outcome::Message(Box::new(message.clone()));
    match response.kind {
        8 => Some(Outcome::Choices(choices(&response.data))),
        9 => Some(Outcome::Modal(modal(interaction.id, &response.data))),
        4 | 7 => original.map(message),
        5 => original
            .filter(|original| !original.is_loading())
            .map(message),
        // The message has changed since, or something new has come.
        _ => {
            let newer = interaction.follow_ups.last();
            let newer = newer.and_then(|id| state.message(interaction.channel, *id));
            let changed = original.filter(|original| original.edits > interaction.edits);
            changed.or(newer).map(message)
        }
    }
}

fn choices(data: &Value) -> Vec<(String, String)> {
    let choices = data["choices"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    choices
        .map(|one| (text(&one["name"]), text(&one["value"])))
        .collect()
}

fn modal(interaction: u64, data: &Value) -> Modal {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let parts = data["components"].as_array().into_iter().flatten();
    let inputs = parts.filter_map(|part| match part["type"].as_u64() {
        Some(1) => Some((&part["components"][0], &part["components"][0]["label"])),
        Some(18) => Some((&part["component"], &part["label"])),
        _ => None,
    });
    Modal {
        interaction,
        custom_id: text(&data["custom_id"]),
        title: text(&data["title"]),
        inputs: inputs
            .map(|(input, label)| (text(&input["custom_id"]), text(label)))
            .collect(),
        data: data.clone(),
    }
}

/// A part of a form as it comes back.
#[track_caller]
fn filled(part: &Value, values: &[(&str, &str)]) -> Value {
    let answer = |input: &Value| {
        let id = input["custom_id"].as_str().unwrap_or_default();
        let given = values
            .iter()
            .find(|(have, _)| *have == id)
            .map(|(_, text)| *text);
        let text = given.or(input["value"].as_str()).unwrap_or_default();
        let length = text.chars().count() as u64;
        let is_needed = input["required"] != false;
        let least = input["min_length"]
            .as_u64()
            .unwrap_or(0)
            .max(u64::from(is_needed));
        let most = input["max_length"].as_u64().unwrap_or(4000);
        let fits = (least..=most).contains(&length) || !is_needed && text.is_empty();
        assert!(
            fits,
            "the form takes {least} to {most} characters in {id}, not {length}"
        );
        json!({ "type": 4, "id": 2, "custom_id": id, "value": text })
    };
    match part["type"].as_u64() {
        Some(1) => json!({ "type": 1, "id": 1, "components": [answer(&part["components"][0])] }),
        Some(18) => json!({ "type": 18, "id": 1, "component": answer(&part["component"]) }),
        _ => part.clone(),
    }
}

/// A command that is offered in this channel.
#[track_caller]
fn offered(state: &State, channel: u64, name: &str) -> Value {
    let mut commands = state.commands.iter();
    let command = commands.find(|one| one["name"] == name && one["type"] == 1);
    let Some(command) = command else {
        panic!("the bot has no command /{name}");
    };
    let context = context(state, channel);
    let is_offered = match command["contexts"].as_array() {
        Some(contexts) => contexts.contains(&context.into()),
        None => context == 0 || command["dm_permission"] != false,
    };
    let installed = command["integration_types"].as_array();
    let by_person = installed.is_some_and(|types| types.contains(&1.into()));
    assert!(
        is_offered && (context != 2 || by_person),
        "/{name} is not offered in {channel}"
    );
    command.clone()
}

#[track_caller]
fn option_of<'a>(command: &'a Value, name: &str) -> &'a Value {
    let mut options = command["options"].as_array().into_iter().flatten();
    let option = options.find(|option| option["name"] == name);
    option.unwrap_or_else(|| panic!("{} has no option {name}", command["name"]))
}

/// What was put into an option, in its type.
#[track_caller]
fn value_of(option: &Value, text: &str) -> Value {
    let value = match option["type"].as_u64() {
        Some(4) => text.parse::<i64>().expect("a whole number").into(),
        Some(5) => text.parse::<bool>().expect("true or false").into(),
        Some(10) => text.parse::<f64>().expect("a number").into(),
        _ => Value::from(text),
    };
    let length = text.chars().count() as u64;
    let most = option["max_length"].as_u64().unwrap_or(6000);
    assert!(length <= most, "{} takes {most} characters", option["name"]);
    if let Some(choices) = option["choices"].as_array().filter(|list| !list.is_empty()) {
        let is_offered = choices.iter().any(|choice| choice["value"] == value);
        assert!(is_offered, "{} does not offer {value}", option["name"]);
    }
    value
}

/// The roles among the options. Only those of the server are offered, also the one of everybody.
#[track_caller]
fn resolved(state: &State, channel: u64, options: &Value) -> Map<String, Value> {
    let guild = state.channels[&channel].guild;
    let guild = guild.and_then(|id| state.guilds.get(&id));
    let options = options.as_array().into_iter().flatten();
    let chosen = options.filter(|option| option["type"] == 8);
    let ids = chosen.filter_map(|option| option["value"].as_str());
    ids.map(|id| {
        let mut roles = guild.into_iter().flat_map(|guild| &guild.roles);
        let role = roles.find(|role| role.id.to_string() == id);
        let role = role.unwrap_or_else(|| panic!("no role {id} is offered in {channel}"));
        (id.to_owned(), super::show::role(role))
    })
    .collect()
}

fn command_data(command: &Value, options: Vec<Value>) -> Value {
    let mut data = json!({ "id": command["id"], "name": command["name"], "type": 1 });
    if !options.is_empty() {
        data["options"] = options.into();
    }
    data
}

/// <https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object-interaction-context-types>
fn context(state: &State, channel: u64) -> u8 {
    match state.channels[&channel].kind {
        ChannelKind::Direct => 1,
        ChannelKind::GroupDirect => 2,
        _ => 0,
    }
}

/// Begins an interaction and tells the bot of it.
fn begin(
    state: &mut State,
    person: u64,
    channel: u64,
    kind: u8,
    data: Value,
    message: Option<u64>,
    trigger: Option<u64>,
) -> u64 {
    state.person(person);
    let guild = state.channel(channel).guild;
    if let Some(guild) = guild {
        state.guild(guild).members.entry(person).or_default();
    }
    let id = state.next_id();
    // As long as a real one, and good for an address.
    let token = format!("aW50ZXJhY3Rpb24{id}{:0>150}", format!("{id:x}Stand-In_"));
    let interaction = Interaction {
        id,
        token: token.clone(),
        kind,
        person,
        channel,
        guild,
        of_server: guild.is_some_and(|id| state.guild(id).joined.is_some()),
        data,
        message,
        edits: message
            .and_then(|message| state.message(channel, message))
            .map_or(0, |message| message.edits),
        trigger,
        sent: state.now(),
        began: Instant::now(),
        response: None,
        original: None,
        follow_ups: Vec::new(),
    };
    state.tokens.insert(token, id);
    let json = interaction_json(state, &interaction);
    state.interactions.insert(id, interaction);
    state.tell("INTERACTION_CREATE", 0, |_, _| json.clone());
    id
}

fn interaction_json(state: &State, of: &Interaction) -> Value {
    let channel = &state.channels[&of.channel];
    let mut json = json!({
        "id": of.id.to_string(), "application_id": APPLICATION.to_string(), "type": of.kind,
        "token": of.token, "version": 1, "channel_id": of.channel.to_string(),
        "channel": state.channel_json(channel), "data": of.data,
        "locale": state.people[&of.person].locale, "entitlements": [],
        "authorizing_integration_owners": of.owners(), "context": context(state, of.channel),
        "app_permissions": state.bot_rights(channel).to_string(),
        "attachment_size_limit": 10_485_760,
    });
    if let Some(guild) = of.guild.and_then(|id| state.guilds.get(&id)) {
        let mut member = state.member_json(guild, of.person);
        member["user"] = state.user_json(of.person);
        member["permissions"] = state.rights(channel, of.person).to_string().into();
        json["member"] = member;
        json["guild_id"] = guild.id.to_string().into();
        json["guild_locale"] = guild.locale.clone().into();
        json["guild"] = json!({
            "id": guild.id.to_string(), "locale": guild.locale, "features": [],
        });
    } else {
        json["user"] = state.user_json(of.person);
    }
    if let Some(message) = of.message {
        let shown = state.message(of.channel, message);
        json["message"] = match shown {
            Some(message) => state.message_json(message, u64::MAX),
            None => json!({ "id": message.to_string(), "channel_id": of.channel.to_string(),
                "type": 0, "content": "", "flags": 0, "components": [], "embeds": [],
                "attachments": [], "author": state.user_json(state.me.id) }),
        };
    }
    json
}
