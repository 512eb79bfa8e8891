//! The slash commands (<https://docs.discord.com/developers/interactions/application-commands>), registered where they
//! differ from what is there.

use serde_json::{Map, Value, json};
use serenity::all::{
    CommandOptionType, CreateCommand, CreateCommandOption, InstallationContext, InteractionContext,
};
use serenity::model::Permissions;

use super::Me;
use super::rest::{CallError, Rest, Route};
use crate::domain::language::Language;

/// Discord's locales and the language that the bot speaks there. In all others people read Polish.
const LOCALES: [(&str, Language); 4] = [
    ("pl", Language::Polish),
    ("en-US", Language::English),
    ("en-GB", Language::English),
    ("uk", Language::Ukrainian),
];

/// The same words in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words([String; Language::ALL.len()]);

impl Words {
    /// What `say` says in each language.
    pub fn of(say: impl Fn(Language) -> String) -> Self {
        Self(Language::ALL.map(say))
    }

    /// The words in a language.
    pub fn get(&self, language: Language) -> &str {
        let place = Language::ALL.iter().position(|known| *known == language);
        &self.0[place.unwrap_or_default()]
    }

    fn localized(&self) -> impl Iterator<Item = (&'static str, &str)> {
        LOCALES
            .map(|(locale, language)| (locale, self.get(language)))
            .into_iter()
    }
}

/// A command, as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandSpec {
    /// Without the slash: lower-case letters, digits, `-` and `_`, at most 32.
    pub name: Words,
    /// At most 100 characters.
    pub description: Words,
    pub option: Option<OptionSpec>,
    /// Only shown to those who manage a server, until its administrator decides otherwise, and nowhere to people who have
    /// added the bot to their own account. The right itself is checked elsewhere.
    pub officer_only: bool,
}

/// What may be typed behind a command. Never required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionSpec {
    /// As the name of a command.
    pub name: Words,
    /// At most 100 characters.
    pub description: Words,
    pub takes: Takes,
}

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    Words,
    /// Words, and the bot proposes something while a person types.
    Proposed,
    /// A role of the server.
    Role,
}

/// Registers the commands where they differ. Returns how many did.
///
/// # Errors
/// As [`CallError`] says: nothing is registered, or nobody knows.
pub async fn publish(rest: &Rest, me: &Me, specs: &[CommandSpec]) -> Result<usize, CallError> {
    let wanted = wanted(specs);
    let differing = differing(&wanted, &registered(rest, me).await?);
    if differing > 0 {
        let route = Route::put_commands(&me.application);
        rest.call(&route, Some(&Value::Array(wanted))).await?;
    }
    Ok(differing)
}

/// How many commands are not registered as they should be.
///
/// # Errors
/// As [`CallError`] says.
pub async fn compare(rest: &Rest, me: &Me, specs: &[CommandSpec]) -> Result<usize, CallError> {
    Ok(differing(&wanted(specs), &registered(rest, me).await?))
}

async fn registered(rest: &Rest, me: &Me) -> Result<Value, CallError> {
    rest.call(&Route::commands(&me.application), None).await
}

fn wanted(specs: &[CommandSpec]) -> Vec<Value> {
    specs
        .iter()
        .map(|spec| known_fields(&json!(command(spec))))
        .collect()
}

/// Commands that are missing, too many or other than wanted. Their order says nothing.
fn differing(wanted: &[Value], there: &Value) -> usize {
    let there: Vec<Value> = each(there).map(known_fields).collect();
    let missing = wanted.iter().filter(|one| !there.contains(one)).count();
    let named = |one: &Value| wanted.iter().any(|wanted| wanted["name"] == one["name"]);
    missing + there.iter().filter(|one| !named(one)).count()
}

fn command(spec: &CommandSpec) -> CreateCommand {
    let mut command = CreateCommand::new(spec.name.get(Language::Polish))
        .description(spec.description.get(Language::Polish))
        .contexts(vec![InteractionContext::Guild, InteractionContext::BotDm]);
    for (locale, name) in spec.name.localized() {
        command = command.name_localized(locale, name);
    }
    for (locale, description) in spec.description.localized() {
        command = command.description_localized(locale, description);
    }
    command = command.set_options(spec.option.iter().map(option).collect());
    let mut installed = vec![InstallationContext::Guild];
    if spec.officer_only {
        command = command.default_member_permissions(Permissions::MANAGE_GUILD);
    } else {
        installed.push(InstallationContext::User);
    }
    command.integration_types(installed)
}

fn option(spec: &OptionSpec) -> CreateCommandOption {
    let (name, description) = (
        spec.name.get(Language::Polish),
        spec.description.get(Language::Polish),
    );
    let kind = match spec.takes {
        Takes::Words | Takes::Proposed => CommandOptionType::String,
        Takes::Role => CommandOptionType::Role,
    };
    let mut option = CreateCommandOption::new(kind, name, description)
        .set_autocomplete(spec.takes == Takes::Proposed);
    for (locale, name) in spec.name.localized() {
        option = option.name_localized(locale, name);
    }
    for (locale, description) in spec.description.localized() {
        option = option.description_localized(locale, description);
    }
    option
}

/// The fields of a command that we set. Discord adds others (ids, versions), leaves out what has its default, and gives
/// lists of numbers in an order of its own.
fn known_fields(command: &Value) -> Value {
    let numbers = |field: &str| {
        let mut numbers: Vec<u64> = each(&command[field]).filter_map(Value::as_u64).collect();
        numbers.sort_unstable();
        numbers
    };
    let options: Vec<Value> = each(&command["options"])
        .map(known_fields_of_option)
        .collect();
    json!({
        "type": command["type"].as_u64().unwrap_or(1),
        "name": command["name"],
        "name_localizations": localizations(&command["name_localizations"]),
        "description": command["description"],
        "description_localizations": localizations(&command["description_localizations"]),
        "options": options,
        "default_member_permissions": command["default_member_permissions"],
        "contexts": numbers("contexts"),
        "integration_types": numbers("integration_types"),
    })
}

fn known_fields_of_option(option: &Value) -> Value {
    let is = |field: &str| option[field].as_bool().unwrap_or_default();
    let mut known = json!({
        "type": option["type"],
        "name": option["name"],
        "name_localizations": localizations(&option["name_localizations"]),
        "description": option["description"],
        "description_localizations": localizations(&option["description_localizations"]),
        "required": is("required"),
    });
    // Of other kinds of options the API knows no such field.
    if option["type"] == json!(CommandOptionType::String) {
        known["autocomplete"] = json!(is("autocomplete"));
    }
    known
}

fn localizations(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn each(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::testing::{Server, answer};

    fn words(polish: &str, english: &str, ukrainian: &str) -> Words {
        Words([polish, english, ukrainian].map(str::to_owned))
    }

    fn specs() -> Vec<CommandSpec> {
        let ask = CommandSpec {
            name: words("zapytaj", "ask", "zapytaty"),
            description: words("pytanie", "a question", "запитання"),
            option: Some(OptionSpec {
                name: words("pytanie", "question", "запитання"),
                description: words("o co chodzi", "what it is about", "про що йдеться"),
                takes: Takes::Proposed,
            }),
            officer_only: false,
        };
        let questions = CommandSpec {
            name: words("pytania", "questions", "pytannia"),
            description: words("lista", "the list", "список"),
            option: None,
            officer_only: true,
        };
        vec![ask, questions]
    }

    #[test]
    fn a_role_is_an_option_of_its_own_kind() {
        let mut specs = specs();
        specs[0].option.as_mut().unwrap().takes = Takes::Role;
        let option = wanted(&specs)[0]["options"][0].clone();
        assert_eq!(option["type"], 8);
        assert_eq!(option.get("autocomplete"), None);
        specs[0].option.as_mut().unwrap().takes = Takes::Words;
        let option = wanted(&specs)[0]["options"][0].clone();
        assert_eq!(
            (&option["type"], &option["autocomplete"]),
            (&json!(3), &json!(false))
        );
    }

    /// The commands as Discord gives them back: with what it adds, and without what it leaves out.
    fn given_back() -> Vec<Value> {
        let mut there = wanted(&specs());
        for (number, command) in there.iter_mut().enumerate() {
            command["id"] = json!(format!("10{number}"));
            command["application_id"] = json!("1");
            command["version"] = json!("77");
            command["dm_permission"] = json!(true);
            command["nsfw"] = json!(false);
            command["contexts"] = json!([1, 0]);
        }
        there[0]["options"][0]
            .as_object_mut()
            .unwrap()
            .remove("required");
        there[1].as_object_mut().unwrap().remove("options");
        there.reverse();
        there
    }

    #[test]
    fn a_command_is_polish_for_everybody_else_and_has_its_places() {
        let wanted = wanted(&specs());
        assert_eq!(
            wanted[0],
            json!({
                "type": 1,
                "name": "zapytaj",
                "name_localizations":
                    {"pl": "zapytaj", "en-US": "ask", "en-GB": "ask", "uk": "zapytaty"},
                "description": "pytanie",
                "description_localizations":
                    {"pl": "pytanie", "en-US": "a question", "en-GB": "a question", "uk": "запитання"},
                "options": [{
                    "type": 3,
                    "name": "pytanie",
                    "name_localizations": {
                        "pl": "pytanie", "en-US": "question", "en-GB": "question", "uk": "запитання",
                    },
                    "description": "o co chodzi",
                    "description_localizations": {
                        "pl": "o co chodzi",
                        "en-US": "what it is about",
                        "en-GB": "what it is about",
                        "uk": "про що йдеться",
                    },
                    "required": false,
                    "autocomplete": true,
                }],
                "default_member_permissions": null,
                "contexts": [0, 1],
                "integration_types": [0, 1],
            })
        );
        let of_officer = &wanted[1];
        assert_eq!(of_officer["default_member_permissions"], json!("32"));
        assert_eq!(of_officer["integration_types"], json!([0]));
        assert_eq!(of_officer["contexts"], json!([0, 1]));
    }

    #[test]
    fn what_discord_adds_or_leaves_out_is_no_difference() {
        assert_eq!(differing(&wanted(&specs()), &json!(given_back())), 0);
    }

    #[test]
    fn every_difference_in_what_we_set_counts() {
        let wanted = wanted(&specs());
        assert_eq!(differing(&wanted, &json!([])), 2);
        let changed = |change: fn(&mut Vec<Value>)| {
            let mut there = given_back();
            change(&mut there);
            differing(&wanted, &json!(there))
        };
        assert_eq!(
            changed(|there| there[0]["description"] = json!("co innego")),
            1
        );
        assert_eq!(
            changed(|there| there[0]["default_member_permissions"] = Value::Null),
            1
        );
        assert_eq!(
            changed(|there| there[1]["integration_types"] = json!([0])),
            1
        );
        assert_eq!(
            changed(|there| there[1]["name_localizations"] = Value::Null),
            1
        );
        assert_eq!(
            changed(|there| there[1]["options"][0]["autocomplete"] = json!(false)),
            1
        );
        assert_eq!(
            changed(|there| there.push(json!({"type": 2, "name": "Zapytaj o to"}))),
            1
        );
        assert_eq!(
            changed(|there| there[0]["name"] = json!("pytania-stare")),
            2
        );
    }

    /// Publishes where these commands are registered. Returns how many differed, what was asked, and what was put.
    async fn published(there: Vec<Value>) -> (usize, Vec<String>, Vec<Value>) {
        let answering = move |_: usize, _: &str| answer(200, json!(there));
        let server = Server::start(answering).await;
        let rest = Rest::new(&server.url, "token").unwrap();
        let me = Me {
            application: "77".to_owned(),
            user: "78".to_owned(),
            name: "Łącznik".to_owned(),
        };
        let set = publish(&rest, &me, &specs()).await.unwrap();
        let asked = server.asked();
        let lines = asked
            .iter()
            .map(|one| format!("{} {}?{}", one.method, one.path, one.query));
        let put = asked.iter().find(|one| one.method == "PUT");
        let body = put.map_or_else(Vec::new, |put| serde_json::from_str(&put.body).unwrap());
        (set, lines.collect(), body)
    }

    #[tokio::test]
    async fn only_what_differs_is_put_and_then_all_of_it() {
        let get = "GET /api/v10/applications/77/commands?with_localizations=true";
        let (set, asked, _) = published(given_back()).await;
        assert_eq!((set, asked), (0, vec![get.to_owned()]));
        let (set, asked, put) = published(given_back().split_off(1)).await;
        assert_eq!(set, 1);
        assert_eq!(asked, [get, "PUT /api/v10/applications/77/commands?"]);
        assert_eq!(put, wanted(&specs()));
    }
}
