//! The description of the Bot API, and whether a value is what it says.

use serde_json::Value;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

/// The description without prose; `tests/fixtures/README.md` says where it is from.
const TEXT: &str = include_str!("../../fixtures/telegram-bot-api.json");

/// Names of types by their place in `Spec::types`, so that checking a request looks nothing up by name.
type TypeId = usize;

/// What a field may hold.
#[derive(Debug, Clone)]
pub enum Kind {
    Integer,
    Float,
    Text,
    Boolean,
    /// Bytes of an upload; as a parameter also `attach://…`.
    File,
    Array(Box<Kind>),
    Object(TypeId),
}

#[derive(Debug)]
pub struct Field {
    pub name: String,
    pub kinds: Vec<Kind>,
    pub required: bool,
    /// The only value that the field may have.
    value: Option<String>,
}

#[derive(Debug)]
enum Shape {
    Fields(Vec<Field>),
    OneOf(Vec<Kind>),
}

#[derive(Debug)]
pub struct Method {
    /// As it is written in the description.
    pub name: String,
    pub fields: Vec<Field>,
    pub returns: Vec<Kind>,
}

#[derive(Debug)]
pub struct Spec {
    methods: HashMap<String, Method>,
    /// How methods are written, by their names in small letters.
    written: HashMap<String, String>,
    types: Vec<(String, Shape)>,
    ids: HashMap<String, TypeId>,
}

/// The description, read once for the process.
pub fn spec() -> &'static Spec {
    static SPEC: OnceLock<Spec> = OnceLock::new();
    SPEC.get_or_init(|| {
        let text: Value = serde_json::from_str(TEXT).expect("the description of the Bot API");
        Spec::read(&text)
    })
}

impl Spec {
    fn read(text: &Value) -> Self {
        let types = object(&text["types"]);
        let ids: HashMap<String, TypeId> = types
            .iter()
            .enumerate()
            .map(|(id, (name, _))| ((*name).clone(), id))
            .collect();
        let shape = |of: &Value| match of["subtypes"].as_array() {
            Some(names) => Shape::OneOf(kinds(names, &ids)),
            None => Shape::Fields(fields(&of["fields"], &ids)),
        };
        let methods: HashMap<String, Method> = object(&text["methods"])
            .into_iter()
            .map(|(name, method)| {
                let method = Method {
                    name: name.clone(),
                    fields: fields(&method["fields"], &ids),
                    returns: kinds(array(&method["returns"]), &ids),
                };
                (name.clone(), method)
            })
            .collect();
        let types = types
            .into_iter()
            .map(|(name, of)| (name.clone(), shape(of)))
            .collect();
        let written = methods.keys();
        let written = written.map(|name| (name.to_ascii_lowercase(), name.clone()));
        Self {
            written: written.collect(),
            methods,
            types,
            ids,
        }
    }

    /// The method of this name, in whatever case it is written.
    pub fn method(&self, name: &str) -> Option<&Method> {
        // As the description writes it most do, and need no other copy of the name.
        let found = self.methods.get(name);
        found.or_else(|| {
            let lower = name.to_ascii_lowercase();
            self.methods.get(self.written.get(&lower)?)
        })
    }

    /// What is wrong with a value that ought to be of this type.
    pub fn faults_of_type(&self, name: &str, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        match self.ids.get(name) {
            Some(id) => self.check(&Kind::Object(*id), value, At::Name(name), &mut faults),
            None => faults.push(format!("no type {name}")),
        }
        faults
    }

    /// What is wrong with a value that this method answered.
    pub fn faults_of_answer(&self, method: &str, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        match self.method(method) {
            Some(method) => {
                self.check_any(&method.returns, value, At::Name(&method.name), &mut faults);
            }
            None => faults.push(format!("no method {method}")),
        }
        faults
    }

    /// The names of the fields of a type.
    pub fn field_names(&self, name: &str) -> Vec<&str> {
        match self.ids.get(name).map(|id| &self.types[*id].1) {
            Some(Shape::Fields(fields)) => fields.iter().map(|field| field.name.as_str()).collect(),
            _ => Vec::new(),
        }
    }

    /// Checks a parameter of a method.
    pub fn check_field(&self, field: &Field, value: &Value, faults: &mut Vec<String>) {
        self.check_any(&field.kinds, value, At::Name(&field.name), faults);
    }

    fn check_any(&self, kinds: &[Kind], value: &Value, at: At<'_>, faults: &mut Vec<String>) {
        if let [kind] = kinds {
            return self.check(kind, value, at, faults);
        }
        let mut closest: Option<Vec<String>> = None;
        for kind in kinds {
            let mut found = Vec::new();
            self.check(kind, value, at, &mut found);
            if found.is_empty() {
                return;
            }
            // A wrong discriminator says "not this one"; the others say what is wrong with the one that was meant.
            let better = closest
                .as_ref()
                .is_none_or(|closest| found.len() < closest.len() || is_mistyped(closest));
            if better && !is_mistyped(&found) || closest.is_none() {
                closest = Some(found);
            }
        }
        let names: Vec<String> = kinds.iter().map(|kind| self.name(kind)).collect();
        let closest = closest.unwrap_or_default();
        faults.push(format!(
            "{at} is none of {}: {}",
            names.join(", "),
            closest.join("; ")
        ));
    }

    fn check(&self, kind: &Kind, value: &Value, at: At<'_>, faults: &mut Vec<String>) {
        let fits = match kind {
            Kind::Integer => value.is_i64() || value.is_u64(),
            Kind::Float => value.is_number(),
            Kind::Text | Kind::File => value.is_string(),
            Kind::Boolean => value.is_boolean(),
            Kind::Array(of) => {
                let Some(items) = value.as_array() else {
                    faults.push(format!("{at} has to be {}", self.name(kind)));
                    return;
                };
                for (place, item) in items.iter().enumerate() {
                    self.check(of, item, At::Item(&at, place), faults);
                }
                true
            }
            Kind::Object(id) => return self.check_object(*id, value, at, faults),
        };
        if !fits {
            faults.push(format!("{at} has to be {}, not {value}", self.name(kind)));
        }
    }

    fn check_object(&self, id: TypeId, value: &Value, at: At<'_>, faults: &mut Vec<String>) {
        let (name, shape) = &self.types[id];
        let fields = match shape {
            Shape::OneOf(kinds) => return self.check_any(kinds, value, at, faults),
            Shape::Fields(fields) => fields,
        };
        let Some(given) = value.as_object() else {
            faults.push(format!("{at} has to be an object, {name}"));
            return;
        };
        for field in fields {
            match given.get(&field.name) {
                None if field.required => faults.push(format!("{at} has no {}", field.name)),
                None => {}
                Some(value) => {
                    let expected = field.value.as_deref();
                    if expected.is_some() && value.as_str() != expected {
                        faults.push(format!("{at}.{} {MISTYPED} {name}", field.name));
                    }
                    self.check_any(&field.kinds, value, At::Field(&at, &field.name), faults);
                }
            }
        }
        for key in given.keys() {
            if !fields.iter().any(|field| field.name == *key) {
                faults.push(format!("{at}.{key} is not known in {name}"));
            }
        }
    }

    fn name(&self, kind: &Kind) -> String {
        match kind {
            Kind::Integer => "Integer".to_owned(),
            Kind::Float => "Float".to_owned(),
            Kind::Text => "String".to_owned(),
            Kind::Boolean => "Boolean".to_owned(),
            Kind::File => "InputFile".to_owned(),
            Kind::Array(of) => format!("Array of {}", self.name(of)),
            Kind::Object(id) => self.types[*id].0.clone(),
        }
    }
}

/// Where a value stands: written out only where there is a fault, so that a request without one costs little.
#[derive(Clone, Copy)]
enum At<'a> {
    Name(&'a str),
    Field(&'a At<'a>, &'a str),
    Item(&'a At<'a>, usize),
}

impl fmt::Display for At<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Field(of, name) => write!(f, "{of}.{name}"),
            Self::Item(of, place) => write!(f, "{of}[{place}]"),
        }
    }
}

/// How a fault reads whose object is of another type than the one tried.
const MISTYPED: &str = "is not that of";

fn is_mistyped(faults: &[String]) -> bool {
    faults.iter().any(|fault| fault.contains(MISTYPED))
}

fn object(value: &Value) -> Vec<(&String, &Value)> {
    value.as_object().into_iter().flatten().collect()
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn fields(list: &Value, ids: &HashMap<String, TypeId>) -> Vec<Field> {
    array(list)
        .iter()
        .map(|field| Field {
            name: field["name"].as_str().unwrap_or_default().to_owned(),
            kinds: kinds(array(&field["types"]), ids),
            required: field["required"].as_bool().unwrap_or(false),
            value: field["value"].as_str().map(str::to_owned),
        })
        .collect()
}

fn kinds(names: &[Value], ids: &HashMap<String, TypeId>) -> Vec<Kind> {
    let names = names.iter().filter_map(Value::as_str);
    names.map(|name| kind(name, ids)).collect()
}

fn kind(name: &str, ids: &HashMap<String, TypeId>) -> Kind {
    match name {
        "Integer" => Kind::Integer,
        "Float" => Kind::Float,
        "String" => Kind::Text,
        "Boolean" => Kind::Boolean,
        "InputFile" => Kind::File,
        _ => match name.strip_prefix("Array of ") {
            Some(of) => Kind::Array(Box::new(kind(of, ids))),
            None => Kind::Object(*ids.get(name).unwrap_or_else(|| panic!("no type {name}"))),
        },
    }
}
