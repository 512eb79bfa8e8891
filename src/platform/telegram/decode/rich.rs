//! What a rich message says (<https://core.telegram.org/bots/api#richmessage>): pasted tables, headings and lists, which
//! come without a text.

use serde_json::Value;

use super::{Me, number, text};

/// How deep blocks and texts may lie in each other. A parser of JSON goes no deeper.
const DEPTH: usize = 128;

/// Most bytes of text that are taken: more than a rich message holds.
const BYTES: usize = 200_000;

/// The words of a rich message.
#[derive(Debug, Default)]
pub struct Flat {
    /// Blocks in lines of their own, without our name.
    pub text: String,
    pub mentions_us: bool,
}

/// Fields of a block, a list item, a caption or a cell that hold text, in the order in which it is shown.
const TEXTS: [&str; 4] = ["summary", "text", "expression", "alternative_text"];

/// Fields that hold blocks, or what holds blocks in turn.
const NESTED: [&str; 5] = ["blocks", "items", "cells", "caption", "credit"];

/// The words of a rich message. A kind that is not known is looked into by the names of its fields.
pub fn flatten(rich: &Value, me: &Me) -> Flat {
    let mut flat = Flat::default();
    block(&rich["blocks"], me, &mut flat, 0);
    if flat.mentions_us {
        let words = flat.text.trim_start_matches([',', ':', ' ']);
        flat.text = words.to_owned();
    }
    flat
}

fn block(value: &Value, me: &Me, flat: &mut Flat, depth: usize) {
    if depth > DEPTH || flat.text.len() > BYTES {
        return;
    }
    match value {
        Value::Array(parts) => {
            for part in parts {
                block(part, me, flat, depth + 1);
            }
        }
        Value::Object(fields) => {
            for name in TEXTS {
                if let Some(words) = fields.get(name) {
                    line(words, me, flat, depth);
                }
            }
            for name in NESTED {
                match fields.get(name) {
                    // A caption may be a text itself, as that of a table.
                    Some(words @ Value::String(_)) => line(words, me, flat, depth),
                    Some(nested) if is_text(nested) => line(nested, me, flat, depth),
                    Some(nested) => block(nested, me, flat, depth + 1),
                    None => {}
                }
            }
        }
        Value::String(_) => line(value, me, flat, depth),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether this is text in itself: a list that has a string in it, or one styled run.
fn is_text(value: &Value) -> bool {
    match value {
        Value::Array(parts) => parts.iter().any(Value::is_string),
        Value::Object(fields) => {
            fields.contains_key("type")
                && fields.contains_key("text")
                && !fields.contains_key("blocks")
        }
        _ => false,
    }
}

/// A text in a line of its own, if it says something.
fn line(value: &Value, me: &Me, flat: &mut Flat, depth: usize) {
    let mut words = String::new();
    run(value, me, &mut words, &mut flat.mentions_us, depth);
    let words = words.trim();
    if words.is_empty() {
        return;
    }
    if !flat.text.is_empty() {
        flat.text.push('\n');
    }
    flat.text.push_str(words);
}

/// A text: a string, a list of texts, or a styled text (<https://core.telegram.org/bots/api#richtext>).
fn run(value: &Value, me: &Me, words: &mut String, mentions_us: &mut bool, depth: usize) {
    if depth > DEPTH || words.len() > BYTES {
        return;
    }
    match value {
        Value::String(text) => words.push_str(text),
        Value::Array(parts) => {
            for part in parts {
                run(part, me, words, mentions_us, depth + 1);
            }
        }
        Value::Object(fields) => {
            if is_us(value, me) {
                *mentions_us = true;
                return;
            }
            for name in TEXTS {
                if let Some(text) = fields.get(name) {
                    run(text, me, words, mentions_us, depth + 1);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn is_us(run: &Value, me: &Me) -> bool {
    match text(run, "type").unwrap_or_default() {
        "mention" => {
            let name = text(run, "username").unwrap_or_default();
            name.trim_start_matches('@')
                .eq_ignore_ascii_case(&me.username)
        }
        "text_mention" => number(&run["user"], "id") == Some(me.id),
        _ => false,
    }
}
