//! The official description of the REST API, and whether a value is what it says.

use serde_json::{Map, Value, json};
use std::collections::HashSet;
use std::sync::OnceLock;

/// The description without prose; `tests/fixtures/README.md` says where it is from.
const TEXT: &str = include_str!("../../fixtures/discord-openapi.json");

/// What the documentation names and the description lacks: a schema, a field of it, and what that may hold.
const DOCUMENTED: [(&str, &str, &str); 2] = [
    ("ApplicationCommandCreateRequest", "nsfw", "boolean"),
    ("ApplicationCommandUpdateRequest", "nsfw", "boolean"),
];

/// Numbers in the description and strings in the documentation
/// (<https://docs.discord.com/developers/topics/permissions>); the server takes both.
const BITS: &str = "default_member_permissions";

/// Something in a value that the description does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Names and places down to it, with dots between: `components.0.components.1.label`.
    pub at: String,
    /// The name that Discord gives to such a fault.
    pub code: &'static str,
    pub why: String,
}

impl Fault {
    pub fn new(at: impl Into<String>, code: &'static str, why: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            code,
            why: why.into(),
        }
    }
}

/// How a fault is called whose object is of another type than the one tried.
const MISTYPED: &str = "UNION_TYPE_CHOICES";

/// One method of one path.
#[derive(Debug)]
pub struct Route {
    pub method: String,
    /// As it is written in the description: `/channels/{channel_id}/messages`.
    pub template: String,
    operation: Value,
}

impl Route {
    /// `POST /channels/{channel_id}/messages`.
    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.template)
    }

    /// It asks for no token of the bot.
    pub fn is_public(&self) -> bool {
        self.operation["public"] == true
    }

    pub fn takes_files(&self) -> bool {
        let types = self.operation["types"].as_array();
        types.is_some_and(|types| types.iter().any(|name| name == "multipart/form-data"))
    }
}

/// A route with what stands in the place of its parameters.
#[derive(Debug)]
pub struct Found {
    pub route: &'static Route,
    pub ids: Vec<(String, String)>,
}

impl Found {
    /// What the path has for this parameter.
    pub fn text(&self, name: &str) -> Option<&str> {
        let id = self.ids.iter().find(|(have, _)| have == name);
        id.map(|(_, text)| text.as_str())
    }

    pub fn id(&self, name: &str) -> Option<u64> {
        self.text(name)?.parse().ok()
    }
}

#[derive(Debug)]
pub struct Spec {
    routes: Vec<Route>,
    schemas: Map<String, Value>,
}

/// The description, read once for the process.
pub fn spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| {
        let text: Value = serde_json::from_str(TEXT).expect("the description of the API");
        Spec::read(&text)
    })
}

impl Spec {
    fn read(text: &Value) -> Self {
        let paths = text["paths"].as_object().into_iter().flatten();
        let routes = paths.flat_map(|(template, methods)| {
            let methods = methods.as_object().into_iter().flatten();
            methods.map(|(method, operation)| Route {
                method: method.to_uppercase(),
                template: template.clone(),
                operation: operation.clone(),
            })
        });
        Self {
            routes: routes.collect(),
            schemas: text["schemas"].as_object().cloned().unwrap_or_default(),
        }
    }

    /// The route of a path after `/api/v10`; the one with the most fixed words where several fit.
    pub fn find(&'static self, method: &str, path: &str) -> Option<Found> {
        let fitting = self.routes.iter().filter_map(|route| {
            let ids = fits(&route.template, path)?;
            (route.method == method).then_some(Found { route, ids })
        });
        fitting.min_by_key(|found| found.ids.len())
    }

    /// Whether this path has any method at all.
    pub fn knows(&self, path: &str) -> bool {
        let mut routes = self.routes.iter();
        routes.any(|route| fits(&route.template, path).is_some())
    }

    /// What is wrong with the parameters after the question mark.
    pub fn check_query(&self, route: &Route, query: &[(String, String)], faults: &mut Vec<Fault>) {
        let known = route.operation["query"].as_array();
        let known: Vec<&Value> = known.into_iter().flatten().collect();
        for field in &known {
            let name = field["name"].as_str().unwrap_or_default();
            match query.iter().find(|(have, _)| have == name) {
                Some((_, text)) => {
                    let value = typed(self.kind_of(&field["schema"]), text);
                    self.check(&field["schema"], &value, name, faults);
                }
                None if field["required"] == true => faults.push(required(name)),
                None => {}
            }
        }
        for (name, _) in query {
            if !known.iter().any(|field| field["name"] == name.as_str()) {
                faults.push(unknown(name));
            }
        }
    }

    /// What is wrong with the body of a request.
    pub fn check_body(&self, route: &Route, body: Option<&Value>, faults: &mut Vec<Fault>) {
        match (route.operation.get("body"), body) {
            (Some(schema), Some(body)) => self.check(schema, body, "", faults),
            (Some(_), None) if route.operation["body_required"] == true => {
                faults.push(Fault::new("", "BASE_TYPE_REQUIRED", "A body is required"));
            }
            (None, Some(body)) if body.as_object().is_none_or(|body| !body.is_empty()) => {
                faults.push(Fault::new("", "UNKNOWN_FIELD", "This route takes no body"));
            }
            _ => {}
        }
    }

    /// What is wrong with an answer of the stand-in.
    pub fn faults_of_answer(&self, route: &Route, status: u16, answer: &Value) -> Vec<Fault> {
        let mut faults = Vec::new();
        match &route.operation["answers"].get(status.to_string()) {
            None => faults.push(Fault::new(
                "",
                "STATUS",
                format!("no {status} is described"),
            )),
            Some(Value::Null) if answer.is_null() => {}
            Some(Value::Null) => faults.push(Fault::new("", "BODY", "no body is described")),
            Some(schema) => self.check(schema, answer, "", &mut faults),
        }
        faults
    }

    /// What is wrong with a value that ought to be of this schema.
    pub fn faults_of_schema(&self, name: &str, value: &Value) -> Vec<Fault> {
        let mut faults = Vec::new();
        self.check(&json!({ "$ref": name }), value, "", &mut faults);
        faults
    }

    fn kind_of<'a>(&'a self, schema: &'a Value) -> &'a str {
        match schema["$ref"].as_str() {
            Some(name) => self
                .schemas
                .get(name)
                .map_or("", |schema| self.kind_of(schema)),
            None => schema["type"].as_str().unwrap_or_default(),
        }
    }

    fn check(&self, schema: &Value, value: &Value, at: &str, faults: &mut Vec<Fault>) {
        if at.rsplit('.').next() == Some(BITS) && is_digits(value) {
            return;
        }
        if let Some(name) = schema["$ref"].as_str() {
            // The place of an upload is written as a number in the documentation.
            if name == "SnowflakeType" && at.starts_with("attachments.") && value.is_u64() {
                return;
            }
            let Some(schema) = self.schemas.get(name) else {
                return faults.push(Fault::new(at, "SCHEMA", format!("no schema {name}")));
            };
            return self.check_schema(schema, name, value, at, faults);
        }
        self.check_schema(schema, "", value, at, faults);
    }

    fn check_schema(
        &self,
        schema: &Value,
        name: &str,
        value: &Value,
        at: &str,
        faults: &mut Vec<Fault>,
    ) {
        for key in ["oneOf", "anyOf"] {
            if let Some(choices) = schema[key].as_array() {
                return self.check_any(choices, value, at, faults);
            }
        }
        for of in schema["allOf"].as_array().into_iter().flatten() {
            self.check(of, value, at, faults);
        }
        if !is_of_type(&schema["type"], value) {
            let wanted = &schema["type"];
            return faults.push(Fault::new(
                at,
                "BASE_TYPE_BAD_TYPE",
                format!("has to be {wanted}, not {value}"),
            ));
        }
        if let Some(allowed) = schema["enum"].as_array()
            && !value.is_null()
            && !allowed.contains(value)
        {
            let code = if at.rsplit('.').next() == Some("type") {
                MISTYPED
            } else {
                "BASE_TYPE_CHOICES"
            };
            faults.push(Fault::new(
                at,
                code,
                format!("{value} is none of {allowed:?}"),
            ));
        }
        match value {
            Value::String(text) => check_text(schema, text, at, faults),
            Value::Number(_) => check_number(schema, value, at, faults),
            Value::Array(items) => self.check_items(schema, items, at, faults),
            Value::Object(fields) => self.check_fields(schema, name, fields, at, faults),
            _ => {}
        }
    }

    fn check_any(&self, choices: &[Value], value: &Value, at: &str, faults: &mut Vec<Fault>) {
        let mut closest: Option<(bool, Vec<Fault>)> = None;
        for choice in choices {
            let mut found = Vec::new();
            self.check(choice, value, at, &mut found);
            if found.is_empty() {
                return;
            }
            // A wrong `type` says "not this one"; the others say what is wrong with the one that was meant.
            let own = if at.is_empty() {
                "type".to_owned()
            } else {
                format!("{at}.type")
            };
            let is_meant = |fault: &Fault| {
                fault.at != own && (fault.at != at || fault.code != "BASE_TYPE_BAD_TYPE")
            };
            let is_other = !found.iter().all(is_meant);
            let better = closest
                .as_ref()
                .is_none_or(|(other, closest)| (is_other, found.len()) < (*other, closest.len()));
            if better {
                closest = Some((is_other, found));
            }
        }
        faults.extend(closest.map(|(_, found)| found).unwrap_or_default());
    }

    fn check_items(&self, schema: &Value, items: &[Value], at: &str, faults: &mut Vec<Fault>) {
        let count = items.len() as u64;
        let most = schema["maxItems"].as_u64().unwrap_or(u64::MAX);
        let least = schema["minItems"].as_u64().unwrap_or(0);
        if !(least..=most).contains(&count) {
            faults.push(Fault::new(
                at,
                "BASE_TYPE_BAD_LENGTH",
                format!("Must be between {least} and {most} in length."),
            ));
        }
        if schema["uniqueItems"] == true {
            let mut seen = HashSet::new();
            if !items.iter().all(|item| seen.insert(item.to_string())) {
                faults.push(Fault::new(
                    at,
                    "SET_TYPE_ALREADY_CONTAINS_VALUE",
                    "twice the same",
                ));
            }
        }
        for (place, item) in items.iter().enumerate() {
            self.check(
                &schema["items"],
                item,
                &under(at, &place.to_string()),
                faults,
            );
        }
    }

    fn check_fields(
        &self,
        schema: &Value,
        name: &str,
        fields: &Map<String, Value>,
        at: &str,
        faults: &mut Vec<Fault>,
    ) {
        for wanted in schema["required"].as_array().into_iter().flatten() {
            let wanted = wanted.as_str().unwrap_or_default();
            if !fields.contains_key(wanted) {
                faults.push(required(&under(at, wanted)));
            }
        }
        let count = fields.len() as u64;
        if schema["maxProperties"]
            .as_u64()
            .is_some_and(|most| count > most)
        {
            faults.push(Fault::new(at, "DICT_TYPE_MAX_SIZE", "too many entries"));
        }
        for (field, value) in fields {
            let at = under(at, field);
            let known = schema["properties"].get(field);
            let documented = DOCUMENTED
                .iter()
                .find(|(of, have, _)| *of == name && have == field);
            if let Some(schema) = known {
                self.check(schema, value, &at, faults);
            } else if let Some((_, _, kind)) = documented {
                self.check(&json!({ "type": kind }), value, &at, faults);
            } else {
                match schema.get("additionalProperties") {
                    Some(schema) if schema.is_object() => self.check(schema, value, &at, faults),
                    Some(Value::Bool(true)) => {}
                    // An object of which nothing is said may hold anything.
                    None if schema.get("properties").is_none() => {}
                    // The library writes out fields of other kinds of options, with nothing in them.
                    _ if value.is_null() || *value == json!([]) => {}
                    _ => faults.push(unknown(&at)),
                }
            }
        }
    }
}

/// The parameters of a path when it has the shape of the template.
fn fits(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut ids = Vec::new();
    let (mut names, mut parts) = (template.split('/'), path.split('/'));
    loop {
        match (names.next(), parts.next()) {
            (None, None) => return Some(ids),
            (Some(name), Some(part)) if name.starts_with('{') => {
                if part.is_empty() {
                    return None;
                }
                ids.push((name.trim_matches(['{', '}']).to_owned(), part.to_owned()));
            }
            (Some(name), Some(part)) if name == part => {}
            _ => return None,
        }
    }
}

/// A query carries only text.
fn typed(kind: &str, text: &str) -> Value {
    match kind {
        "integer" => text
            .parse::<i64>()
            .map_or_else(|_| text.into(), Value::from),
        "boolean" => match text {
            "true" | "True" | "1" => true.into(),
            "false" | "False" | "0" => false.into(),
            other => other.into(),
        },
        _ => text.into(),
    }
}

fn is_of_type(wanted: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match wanted {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

fn check_text(schema: &Value, text: &str, at: &str, faults: &mut Vec<Fault>) {
    let length = text.chars().count() as u64;
    if let Some(most) = schema["maxLength"].as_u64().filter(|most| length > *most) {
        let why = format!("Must be {most} or fewer in length.");
        faults.push(Fault::new(at, "BASE_TYPE_MAX_LENGTH", why));
    }
    if let Some(least) = schema["minLength"].as_u64().filter(|least| length < *least) {
        let why = format!("Must be {least} or more in length.");
        faults.push(Fault::new(at, "BASE_TYPE_MIN_LENGTH", why));
    }
    let is_number = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    match schema["format"].as_str() {
        Some("snowflake") if !is_number => {
            let why = format!("Value {text:?} is not snowflake.");
            faults.push(Fault::new(at, "NUMBER_TYPE_COERCE", why));
        }
        Some("uri") if reqwest::Url::parse(text).is_err() => {
            let why = format!("{text:?} is no address");
            faults.push(Fault::new(at, "URL_TYPE_INVALID_URL", why));
        }
        Some("date-time") if chrono::DateTime::parse_from_rfc3339(text).is_err() => {
            let why = format!("{text:?} is no time");
            faults.push(Fault::new(at, "DATE_TIME_TYPE_PARSE", why));
        }
        _ => {}
    }
}

fn check_number(schema: &Value, value: &Value, at: &str, faults: &mut Vec<Fault>) {
    let number = value.as_f64().unwrap_or_default();
    let most = schema["maximum"].as_f64();
    let least = schema["minimum"].as_f64();
    if most.is_some_and(|most| number > most) || least.is_some_and(|least| number < least) {
        let why = format!("{value} is not between {least:?} and {most:?}");
        faults.push(Fault::new(at, "NUMBER_TYPE_MAX", why));
    }
}

fn is_digits(value: &Value) -> bool {
    let text = value.as_str();
    text.is_some_and(|text| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit()))
}

fn required(at: &str) -> Fault {
    Fault::new(at, "BASE_TYPE_REQUIRED", "This field is required")
}

fn unknown(at: &str) -> Fault {
    Fault::new(at, "UNKNOWN_FIELD", "there is no such field")
}

fn under(at: &str, name: &str) -> String {
    if at.is_empty() {
        return name.to_owned();
    }
    format!("{at}.{name}")
}
