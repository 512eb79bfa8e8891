//! A message in as many parts as a platform makes necessary, and several as one.

use super::message::{Block, Button, Capacity, Handle, Outgoing, Span};

/// What stands between two blocks, in units.
const BETWEEN: usize = 2;

/// What a list item adds to its text ("– " and the end of the line), in units.
const ITEM: usize = 3;

/// The parts of a message, each within the capacity: cut between blocks where that is possible, otherwise between list
/// items, sentences or words. What it answers goes with the first part; buttons and the file go with the last. A message
/// that takes the place of another does so with its first part. Where the text is too long to go with the file, the file
/// is a part of its own, after all of the text.
pub fn parts(mut message: Outgoing, capacity: Capacity) -> Vec<Outgoing> {
    let is_captioned = message.file.is_none() || size(&message.blocks) <= capacity.caption;
    if fits(&message.blocks, capacity) && is_captioned {
        return vec![message];
    }
    let blocks = std::mem::take(&mut message.blocks);
    let mut groups: Vec<Vec<Block>> = Vec::new();
    for piece in blocks.into_iter().flat_map(|block| pieces(block, capacity)) {
        match groups.last_mut() {
            Some(last)
                if size(last) + BETWEEN + size_of(&piece) <= capacity.units
                    && marks(last) + marks_of(&piece) <= capacity.marks =>
            {
                last.push(piece);
            }
            _ => groups.push(vec![piece]),
        }
    }
    if !is_captioned {
        groups.push(Vec::new());
    }
    let last = groups.len().saturating_sub(1);
    let part = |(place, blocks): (usize, Vec<Block>)| Outgoing {
        blocks,
        buttons: if place == last {
            message.buttons.clone()
        } else {
            Vec::new()
        },
        reply_to: if place == 0 {
            message.reply_to.clone()
        } else {
            None
        },
        replaces: if place == 0 {
            message.replaces.clone()
        } else {
            None
        },
        handle: message.handle.clone().map(|handle| Handle {
            placeholder: handle.placeholder && place == 0,
            ..handle
        }),
        ping: if place == 0 {
            message.ping.clone()
        } else {
            None
        },
        previews: message.previews,
        asks: message.asks && place == last,
        file: if place == last {
            message.file.clone()
        } else {
            None
        },
    };
    groups.into_iter().enumerate().map(part).collect()
}

/// Messages as one: all of their blocks, then all of their buttons. What the first one answers or takes the place of, all do.
/// Only one file goes with a message, so what brings a second one begins a new message.
pub fn joined(messages: Vec<Outgoing>) -> Vec<Outgoing> {
    let labels = labels_by_heading(&messages);
    let mut joined: Vec<Outgoing> = Vec::new();
    for (mut message, labels) in messages.into_iter().zip(labels) {
        for (button, label) in message.buttons.iter_mut().zip(labels) {
            button.label = label;
        }
        match joined.last_mut() {
            Some(last) if last.file.is_none() || message.file.is_none() => {
                last.blocks.extend(message.blocks);
                message
                    .buttons
                    .retain(|button| last.buttons.iter().all(|known| known.does != button.does));
                last.buttons.extend(message.buttons);
                last.previews |= message.previews;
                last.asks |= message.asks;
                last.file = last.file.take().or(message.file);
            }
            _ => joined.push(message),
        }
    }
    joined
}

/// The labels of the buttons of messages that become one. Where buttons of several messages read the same and do different
/// things, the heading of its message stands behind each.
fn labels_by_heading(messages: &[Outgoing]) -> Vec<Vec<String>> {
    let of_message = |message: &Outgoing| {
        let others = || {
            messages
                .iter()
                .filter(|other| !std::ptr::eq(*other, message))
        };
        let is_unclear = |button: &Button| {
            let mut others = others().flat_map(|other| &other.buttons);
            others.any(|other| other.label == button.label && other.does != button.does)
        };
        let heading = message.blocks.iter().find_map(|block| match block {
            Block::Heading(heading) => Some(heading),
            _ => None,
        });
        let label = |button: &Button| match heading {
            Some(heading) if is_unclear(button) => format!("{}: {heading}", button.label),
            _ => button.label.clone(),
        };
        message.buttons.iter().map(label).collect()
    };
    messages.iter().map(of_message).collect()
}

fn fits(blocks: &[Block], capacity: Capacity) -> bool {
    size(blocks) <= capacity.units && marks(blocks) <= capacity.marks
}

fn size(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| size_of(block) + BETWEEN)
        .sum::<usize>()
        .saturating_sub(BETWEEN)
}

fn size_of(block: &Block) -> usize {
    match block {
        Block::Heading(text) | Block::Note(text) => units(text),
        Block::Paragraph(spans) => spans.iter().map(|span| units(text_of(span))).sum(),
        Block::List(items) => items.iter().map(|item| units(item) + ITEM).sum(),
    }
}

fn marks(blocks: &[Block]) -> usize {
    blocks.iter().map(marks_of).sum()
}

fn marks_of(block: &Block) -> usize {
    match block {
        Block::Heading(_) | Block::Note(_) => 1,
        Block::List(_) => 0,
        Block::Paragraph(spans) => spans
            .iter()
            .filter(|span| !matches!(span, Span::Plain(_)))
            .count(),
    }
}

/// UTF-16 units of a text.
fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

fn text_of(span: &Span) -> &str {
    match span {
        Span::Plain(text) | Span::Strong(text) => text,
        Span::Link { label, .. } => label,
    }
}

/// A block as blocks of which each fits on its own.
fn pieces(block: Block, capacity: Capacity) -> Vec<Block> {
    if size_of(&block) <= capacity.units && marks_of(&block) <= capacity.marks {
        return vec![block];
    }
    match block {
        Block::Heading(text) => cut(&text, capacity.units).map(Block::Heading).collect(),
        Block::Note(text) => cut(&text, capacity.units).map(Block::Note).collect(),
        Block::List(items) => {
            let mut lists: Vec<Vec<String>> = Vec::new();
            let room = capacity.units.saturating_sub(ITEM);
            let items: Vec<String> = items.iter().flat_map(|item| cut(item, room)).collect();
            for item in items {
                let used =
                    |list: &[String]| list.iter().map(|item| units(item) + ITEM).sum::<usize>();
                match lists.last_mut() {
                    Some(list) if used(list) + units(&item) + ITEM <= capacity.units => {
                        list.push(item);
                    }
                    _ => lists.push(vec![item]),
                }
            }
            lists.into_iter().map(Block::List).collect()
        }
        Block::Paragraph(spans) => paragraphs(spans, capacity),
    }
}

fn paragraphs(spans: Vec<Span>, capacity: Capacity) -> Vec<Block> {
    let mut whole: Vec<Vec<Span>> = vec![Vec::new()];
    let mut used = (0, 0);
    for span in spans
        .into_iter()
        .flat_map(|span| shorter(span, capacity.units))
    {
        let (size, mark) = (
            units(text_of(&span)),
            usize::from(!matches!(span, Span::Plain(_))),
        );
        if used.0 + size > capacity.units || used.1 + mark > capacity.marks {
            whole.push(Vec::new());
            used = (0, 0);
        }
        used = (used.0 + size, used.1 + mark);
        if let Some(last) = whole.last_mut() {
            last.push(span);
        }
    }
    whole.retain(|spans| !spans.is_empty());
    whole.into_iter().map(Block::Paragraph).collect()
}

/// A span in pieces that fit. A link keeps its address in each.
fn shorter(span: Span, most: usize) -> Vec<Span> {
    match span {
        Span::Plain(text) => cut(&text, most).map(Span::Plain).collect(),
        Span::Strong(text) => cut(&text, most).map(Span::Strong).collect(),
        Span::Link { label, url } => cut(&label, most)
            .map(|label| Span::Link {
                label,
                url: url.clone(),
            })
            .collect(),
    }
}

/// A text in pieces of at most `most` units: after the last sentence that fits, or the last word, or wherever it must be.
/// Nothing is lost but the spaces at a cut.
fn cut(text: &str, most: usize) -> impl Iterator<Item = String> {
    let most = most.max(2); // one letter may be two units
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = end_of_first(rest, most);
        let (first, other) = rest.split_at(end);
        let other = other.trim_start();
        let first = if other.is_empty() {
            first
        } else {
            first.trim_end()
        };
        rest = other;
        Some(first.to_owned())
    })
}

/// Where the first piece ends, in bytes.
fn end_of_first(text: &str, most: usize) -> usize {
    let (mut used, mut word, mut sentence) = (0, 0, 0);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        used += c.len_utf16();
        if used > most {
            // A sentence that ends early would leave a part that is nearly empty.
            let early = sentence * 2 < at;
            return [(!early).then_some(sentence), Some(word)]
                .into_iter()
                .flatten()
                .find(|end| *end > 0)
                .unwrap_or(at.max(c.len_utf8()));
        }
        if c.is_whitespace() {
            word = at;
            if matches!(before, '.' | '!' | '?' | '…') {
                sentence = at;
            }
        }
        before = c;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Capacity = Capacity {
        units: 40,
        marks: 2,
        caption: 20,
    };

    fn text(message: &Outgoing) -> String {
        let blocks = message.blocks.iter().map(|block| match block {
            Block::Heading(text) | Block::Note(text) => text.clone(),
            Block::List(items) => items.join("|"),
            Block::Paragraph(spans) => spans.iter().map(text_of).collect(),
        });
        blocks.collect::<Vec<_>>().join("/")
    }

    fn texts(message: Outgoing) -> Vec<String> {
        let parts = parts(message, SMALL);
        for part in &parts {
            assert!(fits(&part.blocks, SMALL), "{part:?}");
        }
        parts.iter().map(text).collect()
    }

    #[test]
    fn what_fits_stays_whole() {
        let message = Outgoing::plain("krótko");
        assert_eq!(parts(message.clone(), SMALL), [message]);
    }

    #[test]
    fn cuts_are_between_blocks_then_sentences_then_words() {
        let message = Outgoing::plain("Pierwszy akapit ma tyle.")
            .with(Block::plain("Drugi akapit też."))
            .with(Block::plain(
                "Zdanie pierwsze jest tutaj. Zdanie drugie jest dalej.",
            ))
            .with(Block::List(vec![
                "jeden dwa trzy".into(),
                "cztery pięć sześć".into(),
                "siedem".into(),
            ]));
        assert_eq!(
            texts(message),
            [
                "Pierwszy akapit ma tyle.",
                "Drugi akapit też.",
                "Zdanie pierwsze jest tutaj.",
                "Zdanie drugie jest dalej.",
                "jeden dwa trzy|cztery pięć sześć",
                "siedem"
            ]
        );
    }

    #[test]
    fn no_letter_is_cut_in_two_and_none_is_lost() {
        let emoji = "😀".repeat(100);
        let shown = texts(Outgoing::plain(emoji.clone()));
        assert_eq!(shown.concat(), emoji);
        assert_eq!(shown[0].chars().count(), 20, "two units each");
    }

    #[test]
    fn too_many_marks_are_spread_over_parts() {
        let spans = (0..5).map(|n| Span::Strong(format!("{n}"))).collect();
        let message = Outgoing::default().with(Block::Paragraph(spans));
        assert_eq!(texts(message), ["01", "23", "4"]);
    }

    #[test]
    fn a_file_goes_with_a_short_text_and_after_a_long_one() {
        let with_file = |text: &str| {
            let mut message =
                Outgoing::plain(text).button("Dalej", &super::super::action::Action::Human);
            message.file = Some(super::super::message::Attachment {
                id: "f".into(),
                picture: false,
            });
            parts(message, SMALL)
        };
        let shape = |parts: &[Outgoing]| -> Vec<(String, bool, usize)> {
            let one = |part: &Outgoing| (text(part), part.file.is_some(), part.buttons.len());
            parts.iter().map(one).collect()
        };
        assert_eq!(shape(&with_file("krótko")), [("krótko".into(), true, 1)]);
        let longer = "za długo na podpis pliku";
        assert_eq!(
            shape(&with_file(longer)),
            [(longer.into(), false, 0), (String::new(), true, 1)]
        );
        let long = with_file(&"słowo ".repeat(10));
        let files: Vec<bool> = long.iter().map(|part| part.file.is_some()).collect();
        assert_eq!(files, [false, false, true]);
    }

    #[test]
    fn what_it_answers_goes_first_and_buttons_last() {
        let mut message = Outgoing::plain("słowo ".repeat(18))
            .button("Dalej", &super::super::action::Action::Human);
        message.reply_to = Some("7".into());
        let parts = parts(message, SMALL);
        let replies: Vec<bool> = parts.iter().map(|part| part.reply_to.is_some()).collect();
        let buttons: Vec<usize> = parts.iter().map(|part| part.buttons.len()).collect();
        assert_eq!(replies, [true, false, false]);
        assert_eq!(buttons, [0, 0, 1]);
    }

    #[test]
    fn several_as_one_keep_everything_once_and_say_which_button_is_whose() {
        use super::super::action::Action;
        let one = |title: &str, code: &str| {
            Outgoing::default()
                .with(Block::Heading(title.into()))
                .button("Dane", &Action::Unit(code.into()))
                .button("Człowiek", &Action::Human)
        };
        let mut first = one("Raz", "A");
        (first.replaces, first.reply_to) = (Some("7".into()), Some("8".into()));
        let mut second = one("Dwa", "B");
        second.asks = true;
        let joined = joined(vec![first, second]);
        assert_eq!(joined.len(), 1);
        assert_eq!(text(&joined[0]), "Raz/Dwa");
        let labels: Vec<&str> = joined[0].buttons.iter().map(|b| b.label.as_str()).collect();
        assert_eq!(labels, ["Dane: Raz", "Człowiek", "Dane: Dwa"]);
        assert_eq!(joined[0].replaces.as_deref(), Some("7"));
        assert_eq!(joined[0].reply_to.as_deref(), Some("8"));
        assert!(joined[0].asks);
        assert!(super::joined(Vec::new()).is_empty());
    }

    #[test]
    fn no_file_is_lost_when_several_become_one() {
        let with_file = |id: &str| Outgoing {
            file: Some(super::super::message::Attachment {
                id: id.into(),
                picture: false,
            }),
            ..Outgoing::plain(id)
        };
        let texts = vec![Outgoing::plain("tekst"), with_file("a"), with_file("b")];
        let joined = joined(texts);
        let shape: Vec<_> = joined
            .iter()
            .map(|message| (text(message), message.file.as_ref().unwrap().id.as_str()))
            .collect();
        assert_eq!(shape, [("tekst/a".to_owned(), "a"), ("b".to_owned(), "b")]);
    }
}
