//! What the TOML parser complains about, as problems somebody without knowledge of TOML can mend.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue, Error};

use super::fields::Value;
use super::log::Log;

/// The message about a name that stands twice.
const DUPLICATE: &str = "check-syntax-duplicate";

/// The message about the broken beginning of a table.
const HEADING: &str = "check-syntax-header";

/// How the parser's messages begin, and what to say instead. A message that is not here is shown as it is.
const MESSAGES: [(&str, &str); 10] = [
    ("duplicate key", DUPLICATE),
    ("string values must be quoted", "check-syntax-unquoted"),
    ("invalid boolean", "check-syntax-unquoted"),
    ("key with no value", "check-syntax-no-value"),
    ("missing comma", "check-syntax-list"),
    ("unclosed array,", "check-syntax-list"),
    ("unclosed inline table", "check-syntax-list"),
    ("unclosed ", HEADING),
    ("missing escaped value", "check-syntax-escape"),
    ("unexpected key or value", "check-syntax-rest"),
];

/// The value that an error stands in.
struct Owner<'t> {
    field: String,
    /// Where its key begins.
    key: usize,
    /// Where the value begins, or its element of a list.
    at: usize,
    value: &'t DeValue<'t>,
}

/// The parts of a broken file, each of one item, with where they begin: a text without its end then spoils one item
/// only. Headings count even where their brackets are wrong.
pub(super) fn parts<'t>(text: &'t str, table: &str) -> Vec<(usize, &'t str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let heading = line.trim();
        if heading.starts_with('[') && heading.trim_matches(['[', ']', ' ']) == table {
            starts.push(at);
        }
        at += line.len();
    }
    // What stands before the first item is read with it.
    match starts.first_mut() {
        Some(first) => *first = 0,
        None => starts.push(0),
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(start, end)| (*start, &text[*start..end]))
        .collect()
}

/// Notes what is broken: the first error of each line and value, as the others follow from it.
pub(super) fn note(log: &mut Log, document: &DeTable<'_>, mut errors: Vec<Error>) {
    errors.sort_by_key(start);
    let mut keys = BTreeSet::new();
    let mut has_duplicate = false;
    for error in errors {
        let at = start(&error);
        let line = log.line(at);
        let owner = document
            .values()
            .find_map(|value| owner("", 0, 0, value, at));
        let (id, args) = message(error.message());
        match owner {
            // Where a heading is missing, every field after it is a duplicate.
            None if id == DUPLICATE && std::mem::replace(&mut has_duplicate, true) => {
                log.follows(line);
            }
            None if id == HEADING => log.broken_heading(line, id),
            None => log.broken(line, None, id, args),
            Some(owner) if !keys.insert(owner.key) => log.follows(line),
            Some(Owner {
                field, at, value, ..
            }) => match value {
                DeValue::Datetime(_) => log.broken(line, Some(field), "check-date", Vec::new()),
                // Without its end a text reaches far: what is wrong is where it begins.
                DeValue::String(_) => log.broken(log.line(at), Some(field), id, args),
                _ => log.broken(line, Some(field), id, args),
            },
        }
    }
}

fn start(error: &Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

fn message(text: &str) -> (&'static str, Vec<(&'static str, String)>) {
    if text.starts_with("invalid") && text.contains("string") {
        return ("check-syntax-quote", Vec::new());
    }
    match MESSAGES
        .iter()
        .find(|(beginning, _)| text.starts_with(beginning))
    {
        Some((_, id)) => (id, Vec::new()),
        None => ("check-syntax", vec![("detail", text.to_owned())]),
    }
}

fn owner<'t>(
    field: &str,
    key: usize,
    element: usize,
    value: &'t Value<'t>,
    at: usize,
) -> Option<Owner<'t>> {
    let inside = match value.get_ref() {
        DeValue::Table(table) => table.iter().find_map(|(key, value)| {
            let name: &str = key.get_ref();
            let path = if field.is_empty() {
                name.to_owned()
            } else {
                format!("{field}.{name}")
            };
            let key = key.span().start;
            owner(&path, key, key, value, at)
        }),
        DeValue::Array(list) => list
            .iter()
            .find_map(|value| owner(field, key, value.span().start, value, at)),
        _ => None,
    };
    let around = || {
        let span = value.span();
        let holds = !field.is_empty() && span.start <= at && at <= span.end;
        holds.then(|| Owner {
            field: field.to_owned(),
            key,
            at: element,
            value: value.get_ref(),
        })
    };
    inside.or_else(around)
}
