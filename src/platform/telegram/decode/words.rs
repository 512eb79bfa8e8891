//! The words of a message: without our name, and whether they are for us.

use serde_json::Value;
use std::ops::Range;

use super::{Me, number, rich, text};
use crate::domain::command::Command;

/// Most entities that are looked at. Telegram sends no more than this.
const ENTITIES: usize = 200;

/// The words of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Without our name. Empty where there was nothing else.
    pub text: String,
    /// They mention us, or they are a command that names us, or one of ours that names nobody.
    pub is_for_us: bool,
    /// They are a command that names somebody else.
    pub is_for_another_bot: bool,
}

impl Words {
    /// The text, else the caption, else what a rich message says; `None` where there is none of these.
    pub fn of(message: &Value, me: &Me) -> Option<Self> {
        let plain = [("text", "entities"), ("caption", "caption_entities")]
            .into_iter()
            .find_map(|(words, entities)| Some((text(message, words)?, &message[entities])));
        if let Some((words, entities)) = plain {
            let ours = ours(words, entities, me);
            return Some(Self::judged(without(words, &ours), !ours.is_empty(), me));
        }
        let rich = message
            .get("rich_message")
            .filter(|rich| rich.is_object())?;
        let flat = rich::flatten(rich, me);
        Some(Self::judged(
            flat.text.trim().to_owned(),
            flat.mentions_us,
            me,
        ))
    }

    /// Looks for a command at the beginning, and takes our name off it.
    fn judged(text: String, mentioned: bool, me: &Me) -> Self {
        let mut words = Self {
            text,
            is_for_us: mentioned,
            is_for_another_bot: false,
        };
        let first = words.text.split_whitespace().next().unwrap_or_default();
        let first = first.to_owned();
        let Some((command, name)) = command(&first) else {
            return words;
        };
        match name {
            Some(name) if !name.eq_ignore_ascii_case(&me.username) => {
                words.is_for_another_bot = true;
            }
            Some(_) => {
                words.is_for_us = true;
                words.text.replace_range(command.len()..first.len(), "");
            }
            // In a group several bots may listen: only what we know is for us.
            None => words.is_for_us |= matches!(Command::parse(command), Some(Ok(_))),
        }
        words
    }
}

/// `/x` or `/x@Name` in its two parts; other things with a slash are no commands.
fn command(word: &str) -> Option<(&str, Option<&str>)> {
    let (command, name) = match word.split_once('@') {
        Some((command, name)) => (command, Some(name)),
        None => (word, None),
    };
    let is_name = |text: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    (is_name(command.strip_prefix('/')?) && name.is_none_or(is_name)).then_some((command, name))
}

/// Where our name stands, in bytes, in order and apart from each other: mentions, and the name behind a command.
fn ours(words: &str, entities: &Value, me: &Me) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for entity in entities.as_array().into_iter().flatten().take(ENTITIES) {
        let (Some(offset), Some(length)) = (number(entity, "offset"), number(entity, "length"))
        else {
            continue;
        };
        let Some(range) = bytes(words, offset, length) else {
            continue;
        };
        let named = &words[range.clone()];
        match text(entity, "type").unwrap_or_default() {
            "mention" if is_our_name(named, me) => found.push(range),
            "text_mention" if number(&entity["user"], "id") == Some(me.id) => found.push(range),
            "bot_command" => {
                let name = named.find('@').map(|at| range.start + at..range.end);
                found.extend(name.filter(|name| is_our_name(&words[name.clone()], me)));
            }
            _ => {}
        }
    }
    found.sort_by_key(|range| range.start);
    let mut end = 0;
    found.retain(|range| {
        let is_apart = range.start >= end && !range.is_empty();
        if is_apart {
            end = range.end;
        }
        is_apart
    });
    found
}

fn is_our_name(text: &str, me: &Me) -> bool {
    let name = text.strip_prefix('@');
    name.is_some_and(|name| name.eq_ignore_ascii_case(&me.username))
}

/// A range of UTF-16 units in bytes; `None` where it does not lie within the text or cuts a letter in two.
fn bytes(text: &str, offset: i64, length: i64) -> Option<Range<usize>> {
    let start = usize::try_from(offset).ok()?;
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    let (mut at, mut units) = (0, 0);
    let mut first = (start == 0).then_some(0);
    for c in text.chars() {
        if units >= end {
            break;
        }
        (at, units) = (at + c.len_utf8(), units + c.len_utf16());
        if units == start {
            first = Some(at);
        }
    }
    first.filter(|_| units == end).map(|first| first..at)
}

/// The text without these ranges, and without what they leave behind: two spaces, or a comma at the beginning.
fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        kept.push_str(&text[at..range.start]);
        at = range.end;
        let is_open = kept.is_empty() || kept.ends_with(char::is_whitespace);
        let space = text[at..].chars().next().filter(|c| c.is_whitespace());
        if let (true, Some(space)) = (is_open, space) {
            at += space.len_utf8();
        }
    }
    kept.push_str(&text[at..]);
    let trimmed = kept.trim();
    let is_called_first = ranges
        .first()
        .is_some_and(|range| text[..range.start].trim().is_empty());
    if is_called_first {
        trimmed.trim_start_matches([',', ':', ' ']).to_owned()
    } else {
        trimmed.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_become_bytes_or_nothing() {
        let text = "a😀ż";
        for (offset, length, range) in [
            (0, 1, Some(0..1)),
            (1, 2, Some(1..5)),
            (3, 1, Some(5..7)),
            (0, 4, Some(0..7)),
            (4, 0, Some(7..7)),
            (0, 0, Some(0..0)),
            (2, 1, None),
            (1, 1, None),
            (0, 2, None),
            (0, 5, None),
            (5, 0, None),
            (-1, 2, None),
            (1, -1, None),
            (i64::MAX, i64::MAX, None),
            (1, i64::MAX, None),
            (i64::MIN, 1, None),
        ] {
            assert_eq!(bytes(text, offset, length), range, "{offset} {length}");
        }
    }

    #[test]
    fn commands_are_told_from_other_things() {
        assert_eq!(command("/pomoc"), Some(("/pomoc", None)));
        assert_eq!(command("/pomoc@Bot"), Some(("/pomoc", Some("Bot"))));
        for other in ["/", "/@Bot", "/a@", "/a/b", "//a", "/ż", "a", "", "/a@b@c"] {
            assert_eq!(command(other), None, "{other}");
        }
    }
}
