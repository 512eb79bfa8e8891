//! Light formatting, as officers write it: the first line is the heading, paragraphs are divided by empty lines, lines with
//! `- ` make a list, and what stands between two `**` is strong. Platforms make links of addresses by themselves.

use super::message::{Block, Span};

/// Characters of a first line that is still a heading.
const HEADING: usize = 150;

/// A text as blocks. Nothing of it is lost but the signs of formatting.
pub fn blocks(text: &str) -> Vec<Block> {
    let text = text.trim().replace('\r', "");
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let heading = first.trim();
    if heading.is_empty() {
        return Vec::new();
    }
    if item(heading).is_some() || heading.chars().count() > HEADING {
        return body(&text);
    }
    let mut blocks = vec![Block::Heading(plain(heading))];
    blocks.extend(body(rest));
    blocks
}

/// A line as it reads without formatting.
pub fn plain(line: &str) -> String {
    let spans = spans(line);
    let texts = spans.iter().map(|span| match span {
        Span::Plain(text) | Span::Strong(text) | Span::Link { label: text, .. } => text.as_str(),
    });
    texts.collect()
}

fn item(line: &str) -> Option<&str> {
    ["- ", "– ", "• "]
        .iter()
        .find_map(|dash| line.strip_prefix(dash))
}

fn body(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut lines, mut items) = (Vec::new(), Vec::new());
    for line in text.lines().map(str::trim).chain([""]) {
        let item = item(line).map(plain);
        if item.is_none() && !items.is_empty() {
            blocks.push(Block::List(std::mem::take(&mut items)));
        }
        if (item.is_some() || line.is_empty()) && !lines.is_empty() {
            blocks.push(Block::Paragraph(spans(&lines.join("\n"))));
            lines.clear();
        }
        match item {
            Some(item) => items.push(item),
            None if !line.is_empty() => lines.push(line),
            None => {}
        }
    }
    blocks
}

/// Plain and strong text by turns. A sign without its partner stays what it is.
fn spans(text: &str) -> Vec<Span> {
    let parts: Vec<&str> = text.split("**").collect();
    let pairs = (parts.len() - 1) / 2;
    let mut spans: Vec<Span> = Vec::new();
    let mut plain = String::new();
    for (place, part) in parts.iter().enumerate() {
        let is_within_pairs = place <= pairs * 2;
        if place % 2 == 1 && is_within_pairs && !part.trim().is_empty() {
            if !plain.is_empty() {
                spans.push(Span::Plain(std::mem::take(&mut plain)));
            }
            spans.push(Span::Strong((*part).to_owned()));
        } else {
            if !is_within_pairs {
                plain.push_str("**");
            }
            plain.push_str(part);
        }
    }
    if !plain.is_empty() {
        spans.push(Span::Plain(plain));
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |block: &Block| match block {
            Block::Heading(text) => format!("# {text}"),
            Block::List(items) => format!("- {}", items.join(" | ")),
            Block::Note(text) => format!("? {text}"),
            Block::Paragraph(spans) => {
                let show = |span: &Span| match span {
                    Span::Plain(text) => text.clone(),
                    Span::Strong(text) => format!("<{text}>"),
                    Span::Link { label, url } => format!("[{label}]({url})"),
                };
                spans.iter().map(show).collect()
            }
        };
        blocks(text).iter().map(show).collect()
    }

    #[test]
    fn light_formatting_becomes_blocks() {
        for (text, blocks) in [
            ("", vec![]),
            (" \n ", vec![]),
            ("**Nabór** trwa", vec!["# Nabór trwa"]),
            (
                "Nabór\r\n\r\nDo **piątku**.\nPokój 12.\n\n\nDrugi.",
                vec!["# Nabór", "Do <piątku>.\nPokój 12.", "Drugi."],
            ),
            (
                "Spotkanie\nCo zabrać:\n- **statut**\n– dowód\nI tyle.",
                vec!["# Spotkanie", "Co zabrać:", "- statut | dowód", "I tyle."],
            ),
            ("- raz\n- dwa", vec!["- raz | dwa"]),
            (
                "T\n2 ** 3 jest 8, a **a** b",
                vec!["# T", "2 < 3 jest 8, a >a** b"],
            ),
            ("T\na ** b", vec!["# T", "a ** b"]),
            ("T\n**a****b**", vec!["# T", "<a><b>"]),
        ] {
            assert_eq!(shown(text), blocks, "{text}");
        }
        let long = "słowo ".repeat(40);
        assert_eq!(shown(&long), [long.trim()]);
    }
}
