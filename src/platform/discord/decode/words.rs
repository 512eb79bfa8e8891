//! The words of a message: without our name, and with names in the place of Discord's marks
//! (<https://docs.discord.com/developers/reference#message-formatting>).

use chrono::DateTime;
use serde_json::Value;

use super::{Me, is_us, mentions, text};
use crate::domain::hours;
use crate::platform::discord::rest::is_id;

/// The longest mark that is looked for, in characters.
const LONGEST_MARK: usize = 120;

/// The last second of the year 9999: marks of time beyond it are left as they are.
const END_OF_TIME: i64 = 253_402_300_799;

/// The words of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Without our name. Empty where there was nothing else.
    pub text: String,
    /// Our name stands in them.
    pub are_for_us: bool,
}

/// What a mark stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mark {
    Us,
    /// Something that has a name: a person, a moment, a command.
    Named(String),
    /// A role, a channel, a picture: to us it says nothing.
    Silent,
}

impl Words {
    /// The words of a message.
    pub fn of(message: &Value, me: &Me) -> Self {
        let mut rest = text(message, "content").unwrap_or_default();
        let mut words = Self::default();
        let mut is_called_first = false;
        while let Some(at) = rest.find('<') {
            words.push(&rest[..at]);
            rest = &rest[at..];
            let found = inner(rest).and_then(|inner| Some((mark(inner, message, me)?, inner)));
            let Some((mark, inner)) = found else {
                words.push("<");
                rest = &rest[1..];
                continue;
            };
            rest = &rest[inner.len() + 2..];
            if mark == Mark::Us {
                words.are_for_us = true;
                is_called_first |= words.text.trim().is_empty();
            }
            match mark {
                Mark::Named(name) => words.push(&name),
                Mark::Us | Mark::Silent => rest = words.closed_up(rest),
            }
        }
        words.push(rest);
        let trimmed = words.text.trim();
        words.text = if is_called_first {
            trimmed.trim_start_matches([',', ':', ' ']).to_owned()
        } else {
            trimmed.to_owned()
        };
        words
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// What follows something left out, without the second of two spaces.
    fn closed_up<'a>(&self, rest: &'a str) -> &'a str {
        let is_open = self.text.is_empty() || self.text.ends_with(char::is_whitespace);
        let space = rest.chars().next().filter(|c| c.is_whitespace());
        match (is_open, space) {
            (true, Some(space)) => &rest[space.len_utf8()..],
            _ => rest,
        }
    }
}

/// What stands between `<` at the beginning and the next `>`.
fn inner(rest: &str) -> Option<&str> {
    let near = rest.char_indices().take(LONGEST_MARK);
    let end = near.skip(1).find(|(_, c)| matches!(c, '>' | '<'))?;
    (end.1 == '>').then(|| &rest[1..end.0])
}

fn mark(inner: &str, message: &Value, me: &Me) -> Option<Mark> {
    if let Some(id) = inner.strip_prefix('@') {
        if let Some(role) = id.strip_prefix('&') {
            return is_id(role).then_some(Mark::Silent);
        }
        let id = id.strip_prefix('!').unwrap_or(id);
        return is_id(id).then(|| person(id, message, me));
    }
    if let Some(channel) = inner.strip_prefix('#') {
        return is_id(channel).then_some(Mark::Silent);
    }
    if let Some(time) = inner.strip_prefix("t:") {
        return moment(time).map(Mark::Named);
    }
    let (name, id) = inner.rsplit_once(':')?;
    match name.chars().next()? {
        '/' if is_id(id) => Some(Mark::Named(name.to_owned())),
        // A picture of the server's own, `:name:`, or a moving one.
        ':' | 'a' if is_id(id) && name.trim_start_matches('a').starts_with(':') => {
            Some(Mark::Silent)
        }
        'i' if name == "id" => Some(Mark::Silent),
        _ => None,
    }
}

/// With `@`, so that no name can be a command.
fn person(id: &str, message: &Value, me: &Me) -> Mark {
    if id == me.user {
        return Mark::Us;
    }
    let known = mentions(message).find(|user| text(user, "id") == Some(id) && !is_us(user, me));
    let name = known.and_then(|user| {
        text(&user["member"], "nick")
            .or_else(|| text(user, "global_name"))
            .or_else(|| text(user, "username"))
    });
    name.map_or(Mark::Silent, |name| Mark::Named(format!("@{name}")))
}

/// `seconds` or `seconds:style`, on the clock of the town.
fn moment(time: &str) -> Option<String> {
    let seconds = time.split(':').next().unwrap_or_default();
    let seconds: i64 = seconds.parse().ok()?;
    let at = DateTime::from_timestamp(seconds, 0).filter(|_| (0..=END_OF_TIME).contains(&seconds));
    at.map(|at| hours::local(at).format("%d.%m.%Y %H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn words(content: &str) -> Words {
        let me = Me {
            application: "9".into(),
            user: "77".into(),
            name: "Łącznik".into(),
        };
        let people = json!([
            {"id": "5", "username": "ala", "global_name": "Ala", "member": {"nick": "Alicja"}},
            {"id": "6", "username": "ola", "global_name": null},
            {"id": "77", "username": "lacznik"}
        ]);
        Words::of(&json!({"content": content, "mentions": people}), &me)
    }

    #[test]
    fn our_name_is_taken_out_at_any_place() {
        for (content, text) in [
            ("<@77> kiedy nabór?", "kiedy nabór?"),
            ("<@!77>, kiedy?", "kiedy?"),
            ("<@77>: kiedy?", "kiedy?"),
            ("kiedy <@77> jest", "kiedy jest"),
            ("kiedy nabór <@77>", "kiedy nabór"),
            ("hej <@77>?", "hej ?"),
            ("<@77><@77> raz", "raz"),
            ("<@77>\n/pomoc", "/pomoc"),
            ("<@77>", ""),
        ] {
            let words = words(content);
            assert_eq!(words.text, text, "{content}");
            assert!(words.are_for_us, "{content}");
        }
    }

    #[test]
    fn marks_become_words_or_nothing() {
        for (content, text) in [
            ("pyta <@5> i <@!6>", "pyta @Alicja i @ola"),
            ("pyta <@404> dziś", "pyta dziś"),
            ("dla <@&7> oferta", "dla oferta"),
            ("na <#5> pisz", "na pisz"),
            ("brawo <:kot:1> już <a:pies:22>", "brawo już"),
            ("do <t:1800000000:F>", "do 15.01.2027 09:00"),
            ("do <t:1800000000>!", "do 15.01.2027 09:00!"),
            ("</zapytaj:55> o hale", "/zapytaj o hale"),
            ("zobacz <id:customize> tam", "zobacz tam"),
            ("5 < 7 > 3", "5 < 7 > 3"),
            ("<https://example.org>", "<https://example.org>"),
            (
                "<@x> <@> <#> <:a:> <t:x> <t:99999999999999>",
                "<@x> <@> <#> <:a:> <t:x> <t:99999999999999>",
            ),
            (
                "<t:-5> <t:9223372036854775807> <",
                "<t:-5> <t:9223372036854775807> <",
            ),
            ("<<@5>>", "<@Alicja>"),
            ("<ż:>", "<ż:>"),
            ("", ""),
        ] {
            let words = words(content);
            assert_eq!(words.text, text, "{content}");
            assert!(!words.are_for_us, "{content}");
        }
    }

    #[test]
    fn a_long_row_of_marks_ends() {
        let open = "<".repeat(200_000);
        assert_eq!(words(&open).text, open);
        assert_eq!(words(&"<@77>".repeat(40_000)).text, "");
        assert!(words(&format!("<@{}>", "7".repeat(1000))).text.len() > 1000);
    }
}
