//! Discord's Markdown (<https://docs.discord.com/developers/reference#message-formatting>), written so that no text
//! becomes markup, a mention, an emoji, a time or a heading.
//!
//! Only what `Markdown` writes by itself is markup: bold, small print, the dashes of lists, and links. Everything else is
//! escaped by a backslash before each sign that could begin or end markup, which no client shows.

use reqwest::Url;
use std::ops::Range;

use crate::domain::message::{Block, Span};
use crate::platform::labels::clean;

/// UTF-16 units of the longest address that becomes a link.
const ADDRESS: usize = 1_000;

/// How a block is written.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether the app may show what stands behind the links.
    pub previews: bool,
}

/// A block as Markdown; empty where nothing would be seen.
pub fn block(block: &Block, style: Style) -> String {
    let lines = match block {
        Block::Heading(text) => each_line(text, |line| vec![Span::Strong(line.to_owned())]),
        Block::Note(text) => each_line(text, |line| vec![Span::Plain(line.to_owned())]),
        Block::List(items) => items
            .iter()
            .map(|item| vec![Span::Plain(clean(item).trim().to_owned())])
            .collect(),
        Block::Paragraph(spans) => vec![spans.clone()],
    };
    let before = match block {
        Block::Heading(_) | Block::Paragraph(_) => "",
        Block::Note(_) => "-# ",
        Block::List(_) => "- ",
    };
    let lines = lines.iter().map(|spans| line(spans, style));
    let lines = lines.filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.map(|line| format!("{before}{line}")).collect();
    lines.join("\n")
}

fn each_line(text: &str, spans: impl Fn(&str) -> Vec<Span>) -> Vec<Vec<Span>> {
    let text = clean(text);
    text.lines().map(|line| spans(line.trim())).collect()
}

fn line(spans: &[Span], style: Style) -> String {
    let mut written = Markdown::new(style);
    for span in spans {
        match span {
            Span::Plain(text) => written.plain(&clean(text)),
            Span::Strong(text) => written.strong(&clean(text)),
            Span::Link { label, url } => written.link(&clean(label), &clean(url)),
        }
    }
    written.finish()
}

/// Text that is being written.
struct Markdown {
    style: Style,
    out: String,
    /// Plain text whose end is not known yet: a sign and the letters after it may come in two pieces.
    plain: String,
    strong: String,
    at: At,
}

/// Where in a line the next letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Start,
    /// After a number with which the line began.
    Number,
    Within,
}

impl Markdown {
    fn new(style: Style) -> Self {
        Self {
            style,
            out: String::new(),
            plain: String::new(),
            strong: String::new(),
            at: At::Start,
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.out.trim().to_owned()
    }

    fn plain(&mut self, text: &str) {
        if !text.is_empty() {
            self.flush_strong();
            self.plain.push_str(text);
        }
    }

    /// Bold. Two pieces in a row become one: `**a****b**` would not be read as both.
    fn strong(&mut self, text: &str) {
        if !text.is_empty() {
            self.flush_plain();
            self.strong.push_str(text);
        }
    }

    /// A link that can be opened, or its label with the address after it. Apps take no label that looks like an address
    /// itself or has brackets.
    fn link(&mut self, label: &str, url: &str) {
        let (label, url) = (label.trim(), url.trim());
        let address = match url.get(..7) {
            Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &url[7..],
            _ => url,
        };
        let label = if label.is_empty() { address } else { label };
        let target =
            web_address(url).filter(|_| !label.contains("://") && !label.contains(['[', ']']));
        match target {
            Some(target) => {
                self.flush();
                self.out.push('[');
                self.escaped(&label.replace('\n', " "));
                self.out.push_str("](");
                let target = target.replace('(', "%28").replace(')', "%29");
                self.address(&target, self.style.previews);
                self.out.push(')');
            }
            None if label == address || address.is_empty() => self.plain(label),
            None => self.plain(&format!("{label} ({address})")),
        }
    }

    fn flush(&mut self) {
        self.flush_plain();
        self.flush_strong();
    }

    fn flush_plain(&mut self) {
        let text = std::mem::take(&mut self.plain);
        self.text(&text);
    }

    /// Line by line, with the spaces around it outside of the markup.
    fn flush_strong(&mut self) {
        let text = std::mem::take(&mut self.strong);
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.text("\n");
            }
            let core = line.trim();
            let start = line.len() - line.trim_start().len();
            if core.is_empty() {
                self.text(line);
                continue;
            }
            self.text(&line[..start]);
            self.out.push_str("**");
            self.text(core);
            self.out.push_str("**");
            self.at = At::Within;
            self.text(&line[start + core.len()..]);
        }
    }

    /// Text with its addresses, which can be opened.
    fn text(&mut self, text: &str) {
        let mut done = 0;
        for found in addresses(text) {
            self.escaped(&text[done..found.start]);
            // Without brackets it would go on to the next space, and take part in what is before it.
            let (before, after) = (&text[..found.start], &text[found.end..]);
            let is_alone = (before.is_empty() || before.ends_with(char::is_whitespace))
                && (after.is_empty() || after.starts_with(char::is_whitespace));
            let address = encoded(&text[found.clone()]);
            self.address(&address, self.style.previews && is_alone);
            done = found.end;
        }
        self.escaped(&text[done..]);
    }

    /// An address. In angle brackets no app shows what stands behind it.
    fn address(&mut self, address: &str, previews: bool) {
        if previews {
            self.out.push_str(address);
        } else {
            self.out.push('<');
            self.out.push_str(address);
            self.out.push('>');
        }
        self.at = At::Within;
    }

    fn escaped(&mut self, text: &str) {
        for (place, c) in text.char_indices() {
            let is_sign = match c {
                '\\' | '*' | '_' | '~' | '|' | '[' | ']' | '(' | ')' | '@' | '<' | '`' => true,
                '>' | '#' | '-' | '+' => self.at == At::Start,
                '.' => self.at == At::Number,
                ':' => begins_name(&text[place + 1..]),
                _ => false,
            };
            if is_sign {
                self.out.push('\\');
            }
            self.out.push(c);
            self.at = match self.at {
                _ if c == '\n' => At::Start,
                At::Start if c.is_whitespace() => At::Start,
                At::Start | At::Number if c.is_ascii_digit() => At::Number,
                _ => At::Within,
            };
        }
    }
}

/// Whether what follows a colon may make an emoji of it (`:smile:`), or a link (`steam://`).
fn begins_name(rest: &str) -> bool {
    if rest.starts_with("//") {
        return true;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-');
    let after = rest.trim_start_matches(is_name);
    after.len() < rest.len() && (after.is_empty() || after.starts_with(':'))
}

/// A web address as others write it too: what cannot stand in one is encoded.
fn web_address(url: &str) -> Option<String> {
    let parsed = Url::parse(url).ok()?;
    let is_web = matches!(parsed.scheme(), "http" | "https") && parsed.host_str().is_some();
    let address = encoded(parsed.as_str());
    (is_web && address.encode_utf16().count() <= ADDRESS).then_some(address)
}

/// An address without the signs that end markup or an address.
fn encoded(address: &str) -> String {
    let mut kept = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '*' | '|' | '\\' | '`' | '[' | ']' | '<' | '>' | '"' => {
                kept.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c => kept.push(c),
        }
    }
    kept
}

/// Where in a text there are web addresses.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find("http").map(|at| from + at) {
        let rest = &text[start..];
        from = start + 4;
        if !rest.starts_with("http://") && !rest.starts_with("https://") {
            continue;
        }
        let is_end = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"');
        let rest = &rest[..rest.find(is_end).unwrap_or(rest.len())];
        let address = without_punctuation(rest);
        if web_address(address).is_some() {
            from = start + address.len();
            found.push(start..from);
        }
    }
    found
}

/// An address without what ends the sentence around it.
fn without_punctuation(address: &str) -> &str {
    let mut address = address;
    loop {
        let shorter = address.trim_end_matches([
            '.', ',', ';', ':', '!', '?', '\'', '”', '’', '»', '*', '_', '~', '|', '`', ']', '}',
        ]);
        let opened = shorter.matches('(').count();
        let closed = shorter.matches(')').count();
        let shorter = match shorter.strip_suffix(')') {
            Some(before) if closed > opened => before,
            _ => shorter,
        };
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests;
