//! A message as Telegram shows it: HTML (<https://core.telegram.org/bots/api#html-style>), the same as plain text, and
//! buttons in rows.

use reqwest::Url;
use teloxide::types::{InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup};

use crate::domain::message::{Block, Button, Does, Outgoing, Span};
use crate::platform::labels::{self, LABEL, clean};

/// Most buttons under a message. Not documented; more are refused.
const BUTTONS: usize = 100;

/// Most bytes of all labels and data together. Not documented either: about ten thousand, with what stands around them.
const KEYBOARD: usize = 8000;

/// UTF-16 units of a text that is certainly taken.
const TEXT: usize = 4096;

/// Bytes of callback data and of a start parameter (<https://core.telegram.org/bots/api#inlinekeyboardbutton>).
const DATA: usize = 64;

/// Between two blocks.
const BETWEEN: &str = "\n\n";

/// Before each item of a list.
const BULLET: &str = "• ";

/// The message with labels that a phone shows whole, see `labels::spelled_out`.
pub fn spelled_out(message: &Outgoing) -> Outgoing {
    labels::spelled_out(message, LABEL, |message| {
        plain(message).encode_utf16().count() <= TEXT
    })
}

/// The message as HTML. Blank blocks are left out; empty where nothing is left.
pub fn html(message: &Outgoing) -> String {
    written(message, &Html)
}

/// The message as plain text, with the addresses of its links.
pub fn plain(message: &Outgoing) -> String {
    written(message, &Plain)
}

/// A way to write.
trait Form {
    fn text(&self, text: &str) -> String;
    fn strong(&self, text: &str) -> String;
    fn note(&self, text: &str) -> String;
    fn link(&self, label: &str, url: &Url, written: &str) -> String;
}

struct Html;

impl Form for Html {
    fn text(&self, text: &str) -> String {
        escaped(text)
    }

    fn strong(&self, text: &str) -> String {
        format!("<b>{}</b>", escaped(text))
    }

    fn note(&self, text: &str) -> String {
        format!("<i>{}</i>", escaped(text))
    }

    fn link(&self, label: &str, url: &Url, _written: &str) -> String {
        format!(
            "<a href=\"{}\">{}</a>",
            escaped(url.as_str()),
            escaped(label)
        )
    }
}

struct Plain;

impl Form for Plain {
    fn text(&self, text: &str) -> String {
        text.to_owned()
    }

    fn strong(&self, text: &str) -> String {
        text.to_owned()
    }

    fn note(&self, text: &str) -> String {
        text.to_owned()
    }

    fn link(&self, label: &str, _url: &Url, written: &str) -> String {
        if label == written {
            label.to_owned()
        } else {
            format!("{label}: {written}")
        }
    }
}

fn written(message: &Outgoing, form: &impl Form) -> String {
    let blocks = message.blocks.iter().map(|block| match block {
        Block::Heading(text) => emphasised(text, |text| form.strong(text)),
        Block::Note(text) => emphasised(text, |text| form.note(text)),
        Block::List(items) => list(items, form),
        Block::Paragraph(spans) => {
            let spans: String = spans.iter().map(|span| run(span, form)).collect();
            spans.trim().to_owned()
        }
    });
    let blocks: Vec<String> = blocks.filter(|block| !block.is_empty()).collect();
    blocks.join(BETWEEN)
}

/// A whole block in one style; nothing for a blank one.
fn emphasised(text: &str, style: impl Fn(&str) -> String) -> String {
    let text = clean(text);
    match text.trim() {
        "" => String::new(),
        text => style(text),
    }
}

fn list(items: &[String], form: &impl Form) -> String {
    let lines = items.iter().map(|item| clean(item));
    let lines = lines.filter(|line| !line.trim().is_empty());
    let lines: Vec<String> = lines
        .map(|line| format!("{BULLET}{}", form.text(line.trim())))
        .collect();
    lines.join("\n")
}

fn run(span: &Span, form: &impl Form) -> String {
    match span {
        Span::Plain(text) => form.text(&clean(text)),
        Span::Strong(text) => {
            // The spaces around it stay outside of the markup.
            let text = clean(text);
            let (core, start) = (text.trim(), text.len() - text.trim_start().len());
            if core.is_empty() {
                return form.text(&text);
            }
            let (before, after) = (&text[..start], &text[start + core.len()..]);
            format!("{before}{}{after}", form.strong(core))
        }
        Span::Link { label, url } => link(label, url, form),
    }
}

/// A link that can be opened, or its label with the address after it. Telegram opens only web pages and its own links
/// from within a text: of `mailto:` it would make a web address, while an e-mail address that is written out it finds by
/// itself.
fn link(label: &str, url: &str, form: &impl Form) -> String {
    let (label, url) = (clean(label), clean(url));
    let (label, url) = (label.trim(), url.trim());
    let address = match url.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &url[7..],
        _ => url,
    };
    let label = if label.is_empty() { address } else { label };
    match Url::parse(url) {
        Ok(parsed) if is_openable(&parsed) => form.link(label, &parsed, url),
        _ if label == address || address.is_empty() => form.text(label),
        _ => form.text(&format!("{label} ({address})")),
    }
}

fn is_openable(url: &Url) -> bool {
    match url.scheme() {
        "http" | "https" => url.host_str().is_some(),
        "tg" => url.has_host(),
        _ => false,
    }
}

fn escaped(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => kept.push_str("&lt;"),
            '>' => kept.push_str("&gt;"),
            '&' => kept.push_str("&amp;"),
            '"' => kept.push_str("&quot;"),
            c => kept.push(c),
        }
    }
    kept
}

/// The buttons in rows that can be read on a phone. What Telegram would refuse, and the whole message with it, is left
/// out and logged: the rest of the message is worth more than one button. `None` where no button is left.
pub fn keyboard(buttons: &[Button], username: &str) -> Option<InlineKeyboardMarkup> {
    let mut made: Vec<InlineKeyboardButton> = Vec::new();
    let mut size = 0;
    for button in buttons {
        let Some(pressable) = pressable(button, username) else {
            tracing::error!("a button that cannot be pressed was left out");
            continue;
        };
        let bytes = bytes(&pressable);
        if made.len() < BUTTONS && size + bytes <= KEYBOARD {
            size += bytes;
            made.push(pressable);
        } else {
            tracing::error!("a button that has no room was left out");
        }
    }
    let length = |button: &InlineKeyboardButton| button.text.chars().count();
    (!made.is_empty()).then(|| InlineKeyboardMarkup::new(labels::rows(made, length)))
}

fn pressable(button: &Button, username: &str) -> Option<InlineKeyboardButton> {
    let label = labels::label(&button.label, LABEL);
    if label.is_empty() {
        return None;
    }
    match &button.does {
        Does::Action(data) if (1..=DATA).contains(&data.len()) => {
            Some(InlineKeyboardButton::callback(label, data.clone()))
        }
        Does::Private(payload) if is_payload(payload) => {
            let url = format!("https://t.me/{username}?start={payload}");
            Some(InlineKeyboardButton::url(label, Url::parse(&url).ok()?))
        }
        Does::Action(_) | Does::Private(_) => None,
    }
}

/// What a button takes of the room for all.
fn bytes(button: &InlineKeyboardButton) -> usize {
    let does = match &button.kind {
        InlineKeyboardButtonKind::CallbackData(data) => data.len(),
        InlineKeyboardButtonKind::Url(url) => url.as_str().len(),
        _ => 0,
    };
    button.text.len() + does
}

/// Whether a text may follow `?start=` (<https://core.telegram.org/bots/features#deep-linking>).
fn is_payload(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    text.len() <= DATA && text.chars().all(is_allowed)
}

#[cfg(test)]
mod tests;
