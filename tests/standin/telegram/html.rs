//! The parse mode HTML: text with its marks, or why it is refused.
//!
//! Stricter than the real server in two things, because both are faults of whoever wrote the text: a bare `&` or `>`
//! is refused, and so is a mark inside `code` or `pre`, which the real server drops.

use serde_json::{Map, Value, json};

/// A text as people see it. Offsets and lengths of entities count UTF-16 units.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Marked {
    pub text: String,
    pub entities: Vec<Value>,
}

/// So many entities are kept; the rest of the text stays unmarked.
pub const ENTITIES: usize = 100;

struct Open {
    tag: String,
    /// Where the text under the mark begins, in UTF-16 units.
    offset: usize,
    /// Kind of entity and its own fields; none for a tag that only belongs to the one around it.
    entity: Option<Map<String, Value>>,
}

struct Parser<'a> {
    html: &'a str,
    at: usize,
    text: String,
    units: usize,
    open: Vec<Open>,
    entities: Vec<Value>,
}

/// Reads a text in HTML. The error is what stands behind "can't parse entities: ".
pub fn parse(html: &str) -> Result<Marked, String> {
    let mut parser = Parser {
        html,
        at: 0,
        text: String::with_capacity(html.len()),
        units: 0,
        open: Vec::new(),
        entities: Vec::new(),
    };
    while let Some(character) = parser.rest().chars().next() {
        match character {
            '<' if parser.rest().starts_with("</") => parser.close()?,
            '<' => parser.open()?,
            '&' => {
                let decoded = parser.reference()?;
                parser.push(decoded);
            }
            '>' => return Err(parser.fault("Unescaped \">\"")),
            other => {
                parser.at += other.len_utf8();
                parser.push(other);
            }
        }
    }
    if let Some(open) = parser.open.last() {
        return Err(format!(
            "Can't find end tag corresponding to start tag \"{}\"",
            open.tag
        ));
    }
    // The longer mark first, where two begin together.
    parser.entities.sort_by_key(|entity| {
        let number = |name: &str| entity[name].as_u64().unwrap_or_default();
        (number("offset"), u64::MAX - number("length"))
    });
    Ok(Marked {
        text: parser.text,
        entities: parser.entities,
    })
}

impl<'a> Parser<'a> {
    fn rest(&self) -> &'a str {
        &self.html[self.at..]
    }

    fn fault(&self, what: &str) -> String {
        format!("{what} at byte offset {}", self.at)
    }

    fn push(&mut self, character: char) {
        self.text.push(character);
        self.units += character.len_utf16();
    }

    fn reference(&mut self) -> Result<char, String> {
        let wrong = self.fault("Unsupported character reference");
        let (name, _) = self.rest()[1..].split_once(';').ok_or(&wrong)?;
        let decoded = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            _ => {
                let digits = name.strip_prefix('#').ok_or(&wrong)?;
                let number = match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => digits.parse(),
                };
                number.ok().and_then(char::from_u32)
            }
        };
        let decoded = decoded.ok_or(&wrong)?;
        self.at += name.len() + 2;
        Ok(decoded)
    }

    fn close(&mut self) -> Result<(), String> {
        let unclosed = self.fault("Unclosed end tag");
        let (name, _) = self.rest()[2..].split_once('>').ok_or(unclosed)?;
        let tag = name.trim_end().to_ascii_lowercase();
        let Some(open) = self.open.pop() else {
            return Err(self.fault("Unexpected end tag"));
        };
        if open.tag != tag {
            let what = self.fault("Unmatched end tag");
            return Err(format!(
                "{what}, expected \"</{}>\", found \"</{tag}>\"",
                open.tag
            ));
        }
        self.at += name.len() + 3;
        let length = self.units - open.offset;
        if let Some(mut entity) = open.entity
            && length > 0
        {
            entity.insert("offset".to_owned(), open.offset.into());
            entity.insert("length".to_owned(), length.into());
            self.entities.push(Value::Object(entity));
        }
        Ok(())
    }

    fn open(&mut self) -> Result<(), String> {
        let start = self.at;
        let unclosed = self.fault("Unclosed start tag");
        let inside = tag_length(&self.rest()[1..]).ok_or(unclosed)?;
        let (name, attributes) = {
            let inside = &self.rest()[1..=inside];
            let end = inside
                .find(|character: char| character.is_whitespace())
                .unwrap_or(inside.len());
            (inside[..end].to_ascii_lowercase(), &inside[end..])
        };
        if name.is_empty() {
            return Err(self.fault("Empty start tag"));
        }
        let attributes = self.attributes(attributes)?;
        if matches!(self.innermost(), Some("code"))
            || self.innermost() == Some("pre") && name != "code"
        {
            return Err(self.fault("A tag inside \"code\" or \"pre\""));
        }
        if name == "blockquote" && self.open.iter().any(|open| open.tag == name) {
            return Err(self.fault("Nested \"blockquote\""));
        }
        let entity = self.entity(&name, &attributes)?;
        self.at = start + inside + 2;
        self.open.push(Open {
            tag: name,
            offset: self.units,
            entity,
        });
        Ok(())
    }

    fn innermost(&self) -> Option<&str> {
        self.open.last().map(|open| open.tag.as_str())
    }

    /// The entity that a tag makes.
    fn entity(
        &mut self,
        name: &str,
        attributes: &[(String, String)],
    ) -> Result<Option<Map<String, Value>>, String> {
        let value = |wanted: &str| {
            let found = attributes.iter().find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.as_str())
        };
        let unsupported = || self.fault(&format!("Unsupported start tag \"{name}\""));
        let (allowed, entity): (&[&str], Value) = match name {
            "b" | "strong" => (&[], json!({ "type": "bold" })),
            "i" | "em" => (&[], json!({ "type": "italic" })),
            "u" | "ins" => (&[], json!({ "type": "underline" })),
            "s" | "strike" | "del" => (&[], json!({ "type": "strikethrough" })),
            "tg-spoiler" => (&[], json!({ "type": "spoiler" })),
            "span" if value("class") == Some("tg-spoiler") => {
                (&["class"], json!({ "type": "spoiler" }))
            }
            "span" => {
                return Err(self.fault("Tag \"span\" must have class \"tg-spoiler\""));
            }
            "a" => {
                let Some(href) = value("href").filter(|href| !href.is_empty()) else {
                    return Err(self.fault("Tag \"a\" without an address"));
                };
                (&["href"], link(href).map_err(|why| self.fault(why))?)
            }
            "tg-emoji" => match value("emoji-id") {
                Some(id) if id.parse::<i64>().is_ok() => (
                    &["emoji-id"],
                    json!({ "type": "custom_emoji", "custom_emoji_id": id }),
                ),
                _ => return Err(self.fault("Invalid custom emoji identifier specified")),
            },
            "tg-time" => {
                let unix = value("unix").and_then(|unix| unix.parse::<i64>().ok());
                let Some(unix) = unix else {
                    return Err(self.fault("Invalid date specified"));
                };
                let mut entity = json!({ "type": "date_time", "unix_time": unix });
                if let Some(format) = value("format") {
                    if !is_date_format(format) {
                        return Err(self.fault("Invalid date format specified"));
                    }
                    entity["date_time_format"] = format.into();
                }
                (&["unix", "format"], entity)
            }
            "pre" => (&[], json!({ "type": "pre" })),
            "code" if self.innermost() == Some("pre") => {
                let class = value("class").unwrap_or_default();
                if let Some(language) = class.strip_prefix("language-")
                    && let Some(open) = self.open.last_mut()
                    && open.offset == self.units
                    && let Some(pre) = &mut open.entity
                {
                    pre.insert("language".to_owned(), language.into());
                }
                (&["class"], Value::Null)
            }
            "code" => (&[], json!({ "type": "code" })),
            "blockquote" if value("expandable").is_some() => {
                (&["expandable"], json!({ "type": "expandable_blockquote" }))
            }
            "blockquote" => (&[], json!({ "type": "blockquote" })),
            _ => return Err(unsupported()),
        };
        if let Some((other, _)) = attributes
            .iter()
            .find(|(name, _)| !allowed.contains(&name.as_str()))
        {
            return Err(self.fault(&format!("Attribute \"{other}\" of tag \"{name}\"")));
        }
        Ok(match entity {
            Value::Object(entity) => Some(entity),
            _ => None,
        })
    }

    fn attributes(&self, text: &str) -> Result<Vec<(String, String)>, String> {
        let mut found = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let end = rest
                .find(|character: char| character == '=' || character.is_whitespace())
                .unwrap_or(rest.len());
            let name = rest[..end].to_ascii_lowercase();
            rest = rest[end..].trim_start();
            let Some(after) = rest.strip_prefix('=') else {
                found.push((name, String::new()));
                continue;
            };
            let after = after.trim_start();
            let quote = after.chars().next().filter(|first| "\"'".contains(*first));
            let (value, left) = match quote {
                Some(quote) => after[1..]
                    .split_once(quote)
                    .ok_or_else(|| self.fault("Unclosed attribute"))?,
                None => return Err(self.fault("Unquoted attribute")),
            };
            found.push((name, self.attribute(value)?));
            rest = left.trim_start();
        }
        Ok(found)
    }

    /// An attribute's value without its character references.
    fn attribute(&self, value: &str) -> Result<String, String> {
        let mut inner = Parser {
            html: value,
            at: 0,
            text: String::new(),
            units: 0,
            open: Vec::new(),
            entities: Vec::new(),
        };
        while let Some(character) = inner.rest().chars().next() {
            let decoded = if character == '&' {
                inner.reference().map_err(|_| {
                    self.fault("Unsupported character reference in an attribute of the tag")
                })?
            } else {
                inner.at += character.len_utf8();
                character
            };
            inner.push(decoded);
        }
        Ok(inner.text)
    }
}

/// Where a tag ends: the first `>` outside quotes.
fn tag_length(inside: &str) -> Option<usize> {
    let mut quote = None;
    for (at, character) in inside.char_indices() {
        match quote {
            Some(open) if open == character => quote = None,
            Some(_) => {}
            None if "\"'".contains(character) => quote = Some(character),
            None if character == '>' => return Some(at),
            None if character == '<' => return None,
            None => {}
        }
    }
    None
}

fn link(href: &str) -> Result<Value, &'static str> {
    if let Some(user) = href.strip_prefix("tg://user?id=") {
        let id: i64 = user.parse().map_err(|_| "Invalid user identifier")?;
        return Ok(json!({
            "type": "text_mention",
            "user": { "id": id, "is_bot": false, "first_name": format!("Person {id}") },
        }));
    }
    // The real server drops such a link without a word, and nobody can follow it.
    if !["http://", "https://", "tg://", "mailto:", "tel:"]
        .iter()
        .any(|scheme| href.starts_with(scheme))
    {
        return Err("Unsupported address of tag \"a\"");
    }
    Ok(json!({ "type": "text_link", "url": href }))
}

/// `r`, or day of the week, date and time, in this order.
fn is_date_format(format: &str) -> bool {
    if format == "r" {
        return true;
    }
    let rest = format.strip_prefix('w').unwrap_or(format);
    let rest = rest.strip_prefix(['d', 'D']).unwrap_or(rest);
    let rest = rest.strip_prefix(['t', 'T']).unwrap_or(rest);
    rest.is_empty()
}

/// Without the blanks around it, as the server stores it; marks that lie in them go too.
pub fn trimmed(marked: Marked) -> Marked {
    let text = marked.text.trim_end();
    let kept = text.trim_start();
    let units = |text: &str| text.encode_utf16().count();
    let (before, length) = (units(text) - units(kept), units(kept));
    if kept.len() == marked.text.len() {
        return marked;
    }
    let entities = marked.entities.into_iter().filter_map(|mut entity| {
        let number = |name: &str| entity[name].as_u64().unwrap_or_default() as usize;
        let (start, end) = (number("offset"), number("offset") + number("length"));
        let start = start.saturating_sub(before);
        let end = end.saturating_sub(before).min(length);
        entity["offset"] = start.into();
        entity["length"] = end.saturating_sub(start).into();
        (end > start).then_some(entity)
    });
    Marked {
        text: kept.to_owned(),
        entities: entities.collect(),
    }
}
