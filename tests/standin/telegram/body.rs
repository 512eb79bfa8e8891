//! Parameters of a request in the four shapes that the Bot API takes: query, form, JSON and multipart.

use super::spec::{Field, Kind, Method};
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// A file that came with a request.
#[derive(Debug, Clone)]
pub struct Upload {
    pub name: String,
    pub mime: Option<String>,
    pub bytes: Bytes,
}

/// The parameters of one request, in the types of the description as far as they have them.
#[derive(Debug, Default)]
pub struct Params {
    pub values: Map<String, Value>,
    pub files: HashMap<String, Upload>,
}

impl Params {
    pub fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_str()
    }

    pub fn integer(&self, name: &str) -> Option<i64> {
        self.values.get(name)?.as_i64()
    }

    pub fn flag(&self, name: &str) -> bool {
        self.values
            .get(name)
            .and_then(Value::as_bool)
            .unwrap_or(false)
    }

    pub fn list(&self, name: &str) -> Option<&Vec<Value>> {
        self.values.get(name)?.as_array()
    }

    /// What a test gets to see: an upload is its name and size.
    pub fn shown(&self) -> Value {
        let mut shown = self.values.clone();
        for value in shown.values_mut() {
            let upload = value
                .as_str()
                .and_then(|text| text.strip_prefix("attach://"))
                .and_then(|part| self.files.get(part));
            if let Some(upload) = upload {
                *value =
                    serde_json::json!({ "file_name": upload.name, "size": upload.bytes.len() });
            }
        }
        Value::Object(shown)
    }
}

/// Reads the parameters; what cannot be read is in the list of faults.
pub fn read(
    method: &Method,
    query: &str,
    headers: &HeaderMap,
    body: Bytes,
    faults: &mut Vec<String>,
) -> Params {
    let mut params = Params::default();
    put_form(method, query, &mut params, faults);
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    match kind {
        _ if body.is_empty() => {}
        "application/json" => match serde_json::from_slice(&body) {
            Ok(Value::Object(values)) => params.values.extend(values),
            Ok(_) => faults.push("the JSON body is not an object".to_owned()),
            Err(error) => faults.push(format!("the JSON body cannot be parsed: {error}")),
        },
        "application/x-www-form-urlencoded" => match std::str::from_utf8(&body) {
            Ok(text) => put_form(method, text, &mut params, faults),
            Err(_) => faults.push("the form is not UTF-8".to_owned()),
        },
        "multipart/form-data" => match parts(content_type, &body) {
            Some(parts) => put_parts(method, parts, &mut params, faults),
            None => faults.push("the multipart body cannot be parsed".to_owned()),
        },
        other => faults.push(format!("no body of this type is taken: {other:?}")),
    }
    params
}

fn put_form(method: &Method, text: &str, params: &mut Params, faults: &mut Vec<String>) {
    if text.is_empty() {
        return;
    }
    // A query has the form's encoding.
    let Ok(url) = reqwest::Url::parse(&format!("http://form/?{text}")) else {
        return faults.push("the form cannot be parsed".to_owned());
    };
    for (name, value) in url.query_pairs() {
        put_text(method, &name, value.into_owned(), params, faults);
    }
}

fn put_text(
    method: &Method,
    name: &str,
    text: String,
    params: &mut Params,
    faults: &mut Vec<String>,
) {
    let field = method.fields.iter().find(|field| field.name == name);
    let value = match field {
        Some(field) => typed(field, text, faults),
        None => Value::String(text),
    };
    params.values.insert(name.to_owned(), value);
}

/// Forms carry only text: numbers, flags and JSON are written out in it.
fn typed(field: &Field, text: String, faults: &mut Vec<String>) -> Value {
    for kind in &field.kinds {
        let value = match kind {
            Kind::Integer => text.parse::<i64>().ok().map(Value::from),
            Kind::Float => text.parse::<f64>().ok().map(Value::from),
            Kind::Boolean => match text.to_ascii_lowercase().as_str() {
                "true" | "1" | "yes" | "y" | "t" => Some(Value::Bool(true)),
                "false" | "0" | "no" | "n" | "f" | "" => Some(Value::Bool(false)),
                _ => None,
            },
            Kind::Array(_) | Kind::Object(_) => match serde_json::from_str(&text) {
                Ok(value) => Some(value),
                Err(error) => {
                    faults.push(format!("{}: no JSON: {error}", field.name));
                    None
                }
            },
            Kind::Text | Kind::File => None,
        };
        if let Some(value) = value {
            return value;
        }
    }
    Value::String(text)
}

struct Part {
    name: String,
    file_name: Option<String>,
    mime: Option<String>,
    bytes: Bytes,
}

fn put_parts(method: &Method, parts: Vec<Part>, params: &mut Params, faults: &mut Vec<String>) {
    for part in parts {
        if let Some(name) = part.file_name {
            let takes_file = method.fields.iter().any(|field| field.name == part.name);
            if takes_file {
                let reference = format!("attach://{}", part.name);
                params
                    .values
                    .insert(part.name.clone(), Value::String(reference));
            }
            let upload = Upload {
                name,
                mime: part.mime,
                bytes: part.bytes,
            };
            params.files.insert(part.name, upload);
        } else {
            match std::str::from_utf8(&part.bytes) {
                Ok(text) => put_text(method, &part.name, text.to_owned(), params, faults),
                Err(_) => faults.push(format!("{}: not UTF-8", part.name)),
            }
        }
    }
}

fn parts(content_type: &str, body: &Bytes) -> Option<Vec<Part>> {
    let boundary = parameter(content_type, "boundary")?;
    let delimiter = format!("--{boundary}");
    let mut parts = Vec::new();
    let mut at = find(body, delimiter.as_bytes(), 0)? + delimiter.len();
    loop {
        if body[at..].starts_with(b"--") {
            return Some(parts);
        }
        let head = at + 2;
        let head_end = find(body, b"\r\n\r\n", at)?;
        let end = find(body, format!("\r\n{delimiter}").as_bytes(), head_end + 2)?;
        // A part without headers begins with the empty line itself.
        let headers = std::str::from_utf8(body.get(head..head_end.max(head))?).ok()?;
        parts.push(part(headers, body.slice((head_end + 4).min(end)..end))?);
        at = end + 2 + delimiter.len();
    }
}

fn part(headers: &str, bytes: Bytes) -> Option<Part> {
    let header = |wanted: &str| {
        headers.split("\r\n").find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.trim()
                .eq_ignore_ascii_case(wanted)
                .then(|| value.trim())
        })
    };
    let disposition = header("content-disposition")?;
    Some(Part {
        name: parameter(disposition, "name")?,
        file_name: parameter(disposition, "filename"),
        mime: header("content-type").map(str::to_owned),
        bytes,
    })
}

/// A parameter of a header's value: a word, a quoted string, or `name*=utf-8''percent-encoded`.
fn parameter(value: &str, wanted: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (name, after) = rest.trim_start_matches([' ', ';']).split_once('=')?;
        let (text, left) = match after.strip_prefix('"') {
            Some(quoted) => unquote(quoted)?,
            None => {
                let end = after.find(';').unwrap_or(after.len());
                (after[..end].trim().to_owned(), &after[end..])
            }
        };
        let name = name.trim();
        if name.eq_ignore_ascii_case(wanted) {
            return Some(text);
        }
        if name.strip_suffix('*') == Some(wanted) {
            return unpercent(text.rsplit('\'').next()?);
        }
        rest = left;
    }
}

fn unquote(quoted: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((text, &quoted[at + 1..])),
            '\\' => text.push(characters.next()?.1),
            other => text.push(other),
        }
    }
    None
}

fn unpercent(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

fn find(body: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let found = body
        .get(from..)?
        .windows(wanted.len())
        .position(|window| window == wanted)?;
    Some(from + found)
}
