//! What a request carries: JSON, or multipart with JSON in `payload_json` and files beside it
//! (<https://docs.discord.com/developers/reference#uploading-files>).

use super::spec::{Fault, Route};
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use serde_json::Value;

/// A file that came with a request.
#[derive(Debug, Clone)]
pub struct Upload {
    /// `files[0]`.
    pub part: String,
    pub name: String,
    pub mime: Option<String>,
    pub bytes: Bytes,
}

/// What one request carries.
#[derive(Debug, Default)]
pub struct Carried {
    pub query: Vec<(String, String)>,
    pub json: Option<Value>,
    pub files: Vec<Upload>,
}

impl Carried {
    /// A field of the body; null when there is none.
    pub fn field(&self, name: &str) -> &Value {
        self.json.as_ref().map_or(&Value::Null, |json| &json[name])
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.field(name).as_str()
    }

    pub fn has(&self, name: &str) -> bool {
        self.json
            .as_ref()
            .is_some_and(|json| json.get(name).is_some())
    }

    pub fn asked(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(have, _)| have == name);
        found.map(|(_, text)| text.as_str())
    }
}

/// Reads what came; what cannot be read is in the list of faults.
pub fn read(
    route: &Route,
    query: &str,
    headers: &HeaderMap,
    body: &Bytes,
    faults: &mut Vec<Fault>,
) -> Carried {
    let mut carried = Carried {
        query: pairs(query),
        ..Carried::default()
    };
    let content_type = headers.get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    let content_type = content_type.unwrap_or_default();
    let mut wrong = |why: String| faults.push(Fault::new("", "BODY", why));
    match content_type.split(';').next().unwrap_or_default().trim() {
        _ if body.is_empty() => {}
        "application/json" => match serde_json::from_slice(body) {
            Ok(json) => carried.json = Some(json),
            Err(error) => wrong(format!("the JSON body cannot be parsed: {error}")),
        },
        "multipart/form-data" if route.takes_files() => match parts(content_type, body) {
            Some(parts) => put_parts(parts, &mut carried, faults),
            None => wrong("the multipart body cannot be parsed".to_owned()),
        },
        other => wrong(format!("this route takes no body of the type {other:?}")),
    }
    carried
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let Ok(url) = reqwest::Url::parse(&format!("http://query/?{query}")) else {
        return Vec::new();
    };
    let pairs = url.query_pairs();
    pairs
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

struct Part {
    name: String,
    file_name: Option<String>,
    mime: Option<String>,
    bytes: Bytes,
}

fn put_parts(parts: Vec<Part>, carried: &mut Carried, faults: &mut Vec<Fault>) {
    for part in parts {
        let mut wrong = |why: &str| faults.push(Fault::new(&part.name, "BODY", why));
        let number = part.name.strip_prefix("files[");
        let number = number.and_then(|rest| rest.strip_suffix(']'));
        let is_file = number.is_some_and(|number| matches!(number.parse(), Ok(0..10)));
        match part.file_name {
            Some(name) if is_file => carried.files.push(Upload {
                part: part.name,
                name,
                mime: part.mime,
                bytes: part.bytes,
            }),
            None if part.name == "payload_json" => match serde_json::from_slice(&part.bytes) {
                Ok(json) => carried.json = Some(json),
                Err(_) => wrong("no JSON"),
            },
            _ => wrong("neither payload_json nor files[0] to files[9] with a name"),
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
        let headers = std::str::from_utf8(body.get(head..head_end.max(head))?).ok()?;
        parts.push(part(headers, body.slice((head_end + 4).min(end)..end))?);
        at = end + 2 + delimiter.len();
    }
}

fn part(headers: &str, bytes: Bytes) -> Option<Part> {
    let header = |wanted: &str| {
        headers.split("\r\n").find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_wanted = name.trim().eq_ignore_ascii_case(wanted);
            is_wanted.then(|| value.trim())
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

/// A parameter of a header's value: a word, or a quoted string.
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
        if name
            .trim()
            .trim_end_matches('*')
            .eq_ignore_ascii_case(wanted)
        {
            return Some(text);
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

fn find(body: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let mut windows = body.get(from..)?.windows(wanted.len());
    Some(from + windows.position(|window| window == wanted)?)
}
