//! The limits that the description of the API does not say.

use super::body::Carried;
use super::faults::CALLBACK;
use super::spec::{Fault, Found};
use serde_json::{Value, json};
use std::collections::HashSet;

const CONTENT: usize = 2000;
/// Characters of all embeds of a message together.
const EMBEDS: usize = 6000;
const ROWS: usize = 5;
const BUTTONS: usize = 5;
const LABEL: usize = 80;
const MODAL_FIELDS: usize = 5;
const MODAL_LABEL: usize = 45;
const CHOICES: usize = 25;
const CHOICE: usize = 100;
/// Characters of a command with its options, counted with the longest translations.
const COMMAND: usize = 8000;
/// Bytes of one file, and of all of a request.
const FILE: usize = 10 * 1024 * 1024;
const REQUEST: usize = 25 * 1024 * 1024;

/// Only the author sees it, is being made, nobody is rung for it, and its links are not unfolded.
pub const EPHEMERAL: u64 = 1 << 6;
pub const LOADING: u64 = 1 << 7;
const SUPPRESS_EMBEDS: u64 = 1 << 2;
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

type Faults = Vec<Fault>;

/// What is wrong with this request beyond what the description says.
pub fn check(found: &Found, carried: &Carried, faults: &mut Faults) {
    check_files(carried, faults);
    let Some(json) = &carried.json else { return };
    let (method, template) = (found.route.method.as_str(), found.route.template.as_str());
    if found.route.name() == CALLBACK {
        return callback(json, faults);
    }
    match (method, template) {
        ("POST", "/channels/{channel_id}/messages") => {
            message_of(json, "", true, faults);
            nonce(json, faults);
            flags(json, SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS, "", faults);
        }
        ("PATCH", "/channels/{channel_id}/messages/{message_id}") => {
            message(json, "", faults);
            flags(json, SUPPRESS_EMBEDS, "", faults);
        }
        ("POST", "/webhooks/{webhook_id}/{webhook_token}") => {
            message(json, "", faults);
            let allowed = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | EPHEMERAL;
            flags(json, allowed, "", faults);
        }
        ("PATCH", template) if template.starts_with("/webhooks/") => {
            message(json, "", faults);
            flags(json, SUPPRESS_EMBEDS, "", faults);
        }
        ("PUT", "/applications/{application_id}/commands") => commands(json, faults),
        ("POST" | "PATCH", template) if template.contains("/commands") => {
            command(json, "", faults);
        }
        _ => {}
    }
}

/// Who creates or edits a message has to say that nobody is pinged by it, but for a role that a new message of a channel
/// names in its words.
fn mentions(json: &Value, at: &str, is_new: bool, faults: &mut Faults) {
    let allowed = &json["allowed_mentions"];
    let mut wrong = |name: &str, why: &str| {
        let at = under(at, &format!("allowed_mentions.{name}"));
        faults.push(Fault::new(at, "HOUSE_RULE", why));
    };
    let parse = allowed["parse"].as_array();
    if parse.is_none_or(|parse| !parse.is_empty()) {
        wrong("parse", "has to be there, and has to allow nothing");
    }
    if allowed["users"]
        .as_array()
        .is_some_and(|users| !users.is_empty())
    {
        wrong("users", "nobody is ever named");
    }
    if allowed["replied_user"] == true {
        wrong("replied_user", "nobody is ever named");
    }
    let words = json["content"].as_str().unwrap_or_default();
    let roles = allowed["roles"].as_array().into_iter().flatten();
    for role in roles.filter_map(Value::as_str) {
        if !is_new || !words.contains(&format!("<@&{role}>")) {
            wrong("roles", "only what a new message names");
        }
    }
}

/// The fields of a message.
fn message(json: &Value, at: &str, faults: &mut Faults) {
    message_of(json, at, false, faults);
}

fn message_of(json: &Value, at: &str, is_new: bool, faults: &mut Faults) {
    let under = |name: &str| under(at, name);
    at_most(json, "content", CONTENT, at, faults);
    mentions(json, at, is_new, faults);
    for name in [
        "poll",
        "tts",
        "sticker_ids",
        "shared_client_theme",
        "username",
        "avatar_url",
    ] {
        if json
            .get(name)
            .is_some_and(|value| ![json!(null), json!(false), json!([])].contains(value))
        {
            faults.push(Fault::new(under(name), "NOT_MODELLED", "not modelled"));
        }
    }
    embeds(json, at, faults);
    components(&json["components"], &under("components"), faults);
}

fn flags(json: &Value, allowed: u64, at: &str, faults: &mut Faults) {
    let given = json["flags"].as_u64().unwrap_or(0);
    if given & !allowed != 0 {
        let why = format!("{given} has a flag that cannot be set here, or is not modelled");
        faults.push(Fault::new(under(at, "flags"), "BITWISE", why));
    }
}

fn embeds(json: &Value, at: &str, faults: &mut Faults) {
    let embeds = json["embeds"].as_array().map_or(&[][..], Vec::as_slice);
    let length = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let mut total = 0;
    for (place, embed) in embeds.iter().enumerate() {
        let fields = embed["fields"].as_array().into_iter().flatten();
        let fields = fields.map(|field| length(&field["name"]) + length(&field["value"]));
        let size = length(&embed["title"])
            + length(&embed["description"])
            + length(&embed["footer"]["text"])
            + length(&embed["author"]["name"])
            + fields.sum::<usize>();
        if size == 0 && embed["image"].is_null() {
            let at = under(at, &format!("embeds.{place}"));
            faults.push(Fault::new(
                at,
                "BASE_TYPE_REQUIRED",
                "there is nothing in it",
            ));
        }
        total += size;
    }
    if total > EMBEDS {
        let why = format!("Embed size exceeds maximum size of {EMBEDS}");
        faults.push(Fault::new(
            under(at, "embeds"),
            "MAX_EMBED_SIZE_EXCEEDED",
            why,
        ));
    }
}

fn components(rows: &Value, at: &str, faults: &mut Faults) {
    let rows = rows.as_array().map_or(&[][..], Vec::as_slice);
    if rows.len() > ROWS {
        let why = format!("Must be between 1 and {ROWS} in length.");
        faults.push(Fault::new(at, "BASE_TYPE_BAD_LENGTH", why));
    }
    let mut ids = HashSet::new();
    for (place, row) in rows.iter().enumerate() {
        let at = format!("{at}.{place}");
        if row["type"] != 1 {
            let why = "only rows are modelled on the first level";
            faults.push(Fault::new(&at, "NOT_MODELLED", why));
            continue;
        }
        let parts = row["components"].as_array().map_or(&[][..], Vec::as_slice);
        let buttons = parts.iter().filter(|part| part["type"] == 2).count();
        if buttons > BUTTONS || buttons < parts.len() && parts.len() > 1 {
            let why = "a row holds five buttons, or one menu";
            faults.push(Fault::new(&at, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", why));
        }
        for (place, part) in parts.iter().enumerate() {
            let at = format!("{at}.components.{place}");
            let id = part["custom_id"].as_str();
            if id.is_some_and(|id| !ids.insert(id)) {
                let why = "Component custom id cannot be duplicated";
                let at = format!("{at}.custom_id");
                faults.push(Fault::new(at, "COMPONENT_CUSTOM_ID_DUPLICATED", why));
            }
            match part["type"].as_u64() {
                Some(2) => button(part, &at, faults),
                Some(3) => menu(part, &at, faults),
                _ => faults.push(Fault::new(
                    &at,
                    "NOT_MODELLED",
                    "only buttons and menus of texts",
                )),
            }
        }
    }
}

fn button(button: &Value, at: &str, faults: &mut Faults) {
    let has = |name: &str| button.get(name).is_some_and(|value| !value.is_null());
    at_most(button, "label", LABEL, at, faults);
    if !has("label") && !has("emoji") {
        let at = format!("{at}.label");
        faults.push(Fault::new(
            at,
            "BUTTON_COMPONENT_INVALID",
            "a label or an emoji is required",
        ));
    }
    let is_link = button["style"] == 5;
    if is_link != has("url") || is_link == has("custom_id") {
        let why = "a link has an address and no custom_id, other buttons the other way round";
        faults.push(Fault::new(at, "BUTTON_COMPONENT_INVALID", why));
    }
    if button["style"] == 6 {
        faults.push(Fault::new(at, "NOT_MODELLED", "buttons that sell"));
    }
    let scheme = button["url"].as_str().and_then(|url| url.split_once(':'));
    if scheme.is_some_and(|(scheme, _)| !["http", "https", "discord"].contains(&scheme)) {
        let why = "Scheme must be one of ('http', 'https', 'discord').";
        faults.push(Fault::new(
            format!("{at}.url"),
            "URL_TYPE_INVALID_SCHEME",
            why,
        ));
    }
}

fn menu(menu: &Value, at: &str, faults: &mut Faults) {
    let options = menu["options"].as_array().map_or(&[][..], Vec::as_slice);
    let mut values = HashSet::new();
    for (place, option) in options.iter().enumerate() {
        let at = format!("{at}.options.{place}");
        if option["label"]
            .as_str()
            .is_none_or(|label| label.trim().is_empty())
        {
            faults.push(Fault::new(
                format!("{at}.label"),
                "BASE_TYPE_REQUIRED",
                "empty",
            ));
        }
        if !values.insert(option["value"].as_str()) {
            let why = "The specified option value is already used";
            let at = format!("{at}.value");
            faults.push(Fault::new(
                at,
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                why,
            ));
        }
    }
    let most = menu["max_values"].as_u64().unwrap_or(1);
    let least = menu["min_values"].as_u64().unwrap_or(1);
    if least > most || most > options.len() as u64 {
        let why = "fewer than max_values can be chosen";
        faults.push(Fault::new(at, "SELECT_COMPONENT_MAX_VALUES", why));
    }
}

fn nonce(json: &Value, faults: &mut Faults) {
    let is_empty = json["nonce"].as_str().is_none_or(str::is_empty) && !json["nonce"].is_i64();
    if json["enforce_nonce"] == true && is_empty {
        let why = "enforce_nonce without a nonce";
        faults.push(Fault::new("nonce", "BASE_TYPE_REQUIRED", why));
    }
}

fn callback(json: &Value, faults: &mut Faults) {
    let data = &json["data"];
    match json["type"].as_u64() {
        Some(4 | 7) => {
            message(data, "data", faults);
            let silent = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | EPHEMERAL;
            flags(data, silent, "data", faults);
        }
        Some(5) => flags(data, EPHEMERAL, "data", faults),
        Some(8) => choices(&data["choices"], faults),
        Some(9) => modal(data, faults),
        _ => {}
    }
}

fn choices(choices: &Value, faults: &mut Faults) {
    let choices = choices.as_array().map_or(&[][..], Vec::as_slice);
    if choices.len() > CHOICES {
        let why = format!("Must be {CHOICES} or fewer in length.");
        faults.push(Fault::new("data.choices", "BASE_TYPE_MAX_LENGTH", why));
    }
    for (place, choice) in choices.iter().enumerate() {
        for name in ["name", "value"] {
            let length = choice[name].as_str().map(|text| text.chars().count());
            if length.is_some_and(|length| !(1..=CHOICE).contains(&length)) {
                let at = format!("data.choices.{place}.{name}");
                let why = format!("Must be between 1 and {CHOICE} in length.");
                faults.push(Fault::new(at, "BASE_TYPE_BAD_LENGTH", why));
            }
        }
    }
}

fn modal(data: &Value, faults: &mut Faults) {
    let parts = data["components"].as_array().map_or(&[][..], Vec::as_slice);
    if parts.len() > MODAL_FIELDS {
        let why = format!("Must be between 1 and {MODAL_FIELDS} in length.");
        faults.push(Fault::new("data.components", "BASE_TYPE_BAD_LENGTH", why));
    }
    let mut ids = HashSet::new();
    for (place, part) in parts.iter().enumerate() {
        let at = format!("data.components.{place}");
        let (input, label) = match part["type"].as_u64() {
            Some(1) => (&part["components"][0], &part["components"][0]["label"]),
            Some(18) => (&part["component"], &part["label"]),
            _ => continue,
        };
        if input["type"] != 4 {
            faults.push(Fault::new(&at, "NOT_MODELLED", "only inputs for text"));
        }
        let length = label.as_str().map_or(0, |label| label.chars().count());
        if !(1..=MODAL_LABEL).contains(&length) {
            let why = format!("Must be between 1 and {MODAL_LABEL} in length.");
            faults.push(Fault::new(
                format!("{at}.label"),
                "BASE_TYPE_BAD_LENGTH",
                why,
            ));
        }
        if !ids.insert(input["custom_id"].as_str()) {
            let why = "Component custom id cannot be duplicated";
            let at = format!("{at}.custom_id");
            faults.push(Fault::new(at, "COMPONENT_CUSTOM_ID_DUPLICATED", why));
        }
    }
}

fn commands(list: &Value, faults: &mut Faults) {
    let list = list.as_array().map_or(&[][..], Vec::as_slice);
    let mut names = HashSet::new();
    for (place, one) in list.iter().enumerate() {
        command(one, &place.to_string(), faults);
        if !names.insert((one["type"].as_u64().unwrap_or(1), one["name"].as_str())) {
            let why = "Application command names must be unique";
            let at = format!("{place}.name");
            faults.push(Fault::new(at, "APPLICATION_COMMANDS_DUPLICATE_NAME", why));
        }
    }
    let of_chat = list
        .iter()
        .filter(|one| one["type"].as_u64().unwrap_or(1) == 1);
    if of_chat.count() > 100 {
        faults.push(Fault::new(
            "",
            "APPLICATION_COMMANDS_MAX",
            "more than 100 commands",
        ));
    }
}

/// One command. Names are lower case, also in translation; descriptions are there; what is required comes first.
fn command(command: &Value, at: &str, faults: &mut Faults) {
    let is_of_chat = command["type"].as_u64().unwrap_or(1) == 1;
    if is_of_chat && command.get("name").is_some() {
        names(command, at, faults);
        if command["description"].as_str().is_none_or(str::is_empty) {
            let why = "This field is required";
            faults.push(Fault::new(
                under(at, "description"),
                "BASE_TYPE_REQUIRED",
                why,
            ));
        }
    }
    if size(command) > COMMAND {
        let why = format!("Command exceeds maximum size ({COMMAND})");
        faults.push(Fault::new(at, "APPLICATION_COMMAND_TOO_LARGE", why));
    }
    let options = command["options"].as_array().map_or(&[][..], Vec::as_slice);
    let mut seen = HashSet::new();
    let mut optional = false;
    for (place, option) in options.iter().enumerate() {
        let at = under(at, &format!("options.{place}"));
        names(option, &at, faults);
        if !seen.insert(option["name"].as_str()) {
            let why = "Option names must be unique";
            faults.push(Fault::new(
                &at,
                "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED",
                why,
            ));
        }
        if option["required"] == true && optional {
            let why = "Required options must be placed before non-required options";
            faults.push(Fault::new(
                &at,
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                why,
            ));
        }
        optional |= option["required"] != true;
        let has_choices = option["choices"]
            .as_array()
            .is_some_and(|list| !list.is_empty());
        if option["autocomplete"] == true && has_choices {
            let why = "choices and autocomplete";
            faults.push(Fault::new(
                &at,
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                why,
            ));
        }
        if matches!(option["type"].as_u64(), Some(1 | 2)) {
            faults.push(Fault::new(&at, "NOT_MODELLED", "commands within a command"));
        }
    }
}

fn names(of: &Value, at: &str, faults: &mut Faults) {
    let translated = of["name_localizations"].as_object().into_iter().flatten();
    let translated =
        translated.map(|(locale, name)| (format!("name_localizations.{locale}"), name));
    for (field, name) in translated.chain([("name".to_owned(), &of["name"])]) {
        if name.as_str().is_some_and(|name| !is_command_name(name)) {
            let why = "Command name is invalid";
            let at = under(at, &field);
            faults.push(Fault::new(at, "APPLICATION_COMMAND_INVALID_NAME", why));
        }
    }
}

/// `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, and lower case where there is one.
pub fn is_command_name(name: &str) -> bool {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_'".contains(letter);
    (1..=32).contains(&name.chars().count())
        && name.chars().all(is_plain)
        && name.to_lowercase() == name
}

/// Characters of names, descriptions and values, with the longest translation of each.
fn size(of: &Value) -> usize {
    let length = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let longest = |name: &str| {
        let translated = of[format!("{name}_localizations")].as_object();
        let translated = translated
            .into_iter()
            .flatten()
            .map(|(_, text)| length(text));
        translated.max().unwrap_or(0).max(length(&of[name]))
    };
    let parts = ["options", "choices"].map(|name| of[name].as_array());
    let parts = parts.into_iter().flatten().flatten();
    longest("name") + longest("description") + length(&of["value"]) + parts.map(size).sum::<usize>()
}

/// Whether its files are more than a server takes that nobody pays for: refused, and no mistake of the form.
pub fn is_too_large(carried: &Carried) -> bool {
    let mut sizes = carried.files.iter().map(|file| file.bytes.len());
    let total: usize = sizes.clone().sum();
    sizes.any(|size| size > FILE) || total > REQUEST
}

fn check_files(carried: &Carried, faults: &mut Faults) {
    let mut parts = HashSet::new();
    if !carried
        .files
        .iter()
        .all(|file| parts.insert(file.part.as_str()))
    {
        faults.push(Fault::new("files", "BODY", "two files under one name"));
    }
    // A file that the message names has to be there, and the other way round.
    let Some(named) = carried.json.as_ref().map(|json| &json["attachments"]) else {
        return;
    };
    for (place, file) in named.as_array().into_iter().flatten().enumerate() {
        let number = file["id"].as_u64().map(|number| number.to_string());
        let number = number
            .as_deref()
            .or(file["id"].as_str())
            .unwrap_or_default();
        let is_new = number.len() < 3;
        if is_new && !parts.contains(format!("files[{number}]").as_str()) {
            let at = format!("attachments.{place}.id");
            faults.push(Fault::new(
                at,
                "ATTACHMENT_NOT_FOUND",
                "no such file in the request",
            ));
        }
    }
}

fn at_most(of: &Value, name: &str, limit: usize, at: &str, faults: &mut Faults) {
    let length = of[name].as_str().map_or(0, |text| text.chars().count());
    if length > limit {
        let why = format!("Must be {limit} or fewer in length.");
        faults.push(Fault::new(under(at, name), "BASE_TYPE_MAX_LENGTH", why));
    }
}

fn under(at: &str, name: &str) -> String {
    if at.is_empty() {
        return name.to_owned();
    }
    format!("{at}.{name}")
}
