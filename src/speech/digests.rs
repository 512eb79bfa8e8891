//! What comes by the clock: digests, and the sign of life for those who got nothing.

use super::Scene;
use crate::domain::action::Action;
use crate::domain::command::Command;
use crate::domain::light;
use crate::domain::message::{Block, Outgoing, Place, Span};
use crate::domain::notice::Notice;

/// Characters of a notice's text that stand in a digest.
const EXCERPT: usize = 240;

/// Several notices at once: of each its first line, how it begins, where more is, and its number. `topics`: what is
/// subscribed to there.
pub fn digest(scene: Scene<'_>, notices: &[&Notice], topics: &[&str]) -> Outgoing {
    let voice = scene.voice;
    let title = voice.with("digest-title", [("count", notices.len().into())]);
    let message = Outgoing::default().with(Block::Heading(title));
    let message = notices.iter().fold(message, |message, notice| {
        message.with(excerpt(scene, notice))
    });
    let message = message.with(Block::Note(with_topics(scene, "digest-topics", topics)));
    let message = message.with(Block::Note(how_to_change(scene)));
    button_change(scene, message)
}

/// Said to somebody who got nothing for a while: the subscription is still there.
pub fn alive(scene: Scene<'_>, topics: &[&str]) -> Outgoing {
    let voice = scene.voice;
    let message = Outgoing::default()
        .with(Block::Heading(with_topics(scene, "alive-title", topics)))
        .with(Block::plain(voice.text("alive-nothing")))
        .with(Block::Note(how_to_change(scene)));
    button_change(scene, message)
}

fn excerpt(scene: Scene<'_>, notice: &Notice) -> Block {
    let (title, text) = beginning(&notice.content.text);
    let voice = scene.voice;
    let number = voice.with("digest-number", [("number", notice.id.into())]);
    let mut spans = vec![Span::Strong(title)];
    spans.push(Span::Plain(match text.is_empty() {
        true => format!(" ({number})"),
        false => format!(" ({number}). {text}"),
    }));
    if let Some(url) = &notice.content.link {
        spans.push(Span::Plain(" ".to_owned()));
        spans.push(Span::Link {
            label: voice.text("digest-more"),
            url: url.clone(),
        });
    }
    Block::Paragraph(spans)
}

/// The first line of a notice without a mark at its end, and how its text begins: in whole sentences, where they fit.
fn beginning(text: &str) -> (String, String) {
    let lines = text.lines().map(light::plain);
    let lines: Vec<String> = lines.collect();
    let lines = lines.iter().map(|line| line.trim());
    let mut lines = lines.filter(|line| !line.is_empty());
    let title = lines.next().unwrap_or_default();
    let is_item = |line: &&str| line.starts_with("- ");
    let first = lines.next().unwrap_or_default();
    let mut text = first.trim_start_matches("- ").to_owned();
    if !is_item(&first) {
        for line in lines.take_while(|line| !is_item(line)) {
            text.push(' ');
            text.push_str(line);
        }
    }
    (
        title.trim_end_matches(['.', ':']).to_owned(),
        shorten(&text),
    )
}

/// At most [`EXCERPT`] characters: to the end of a sentence, otherwise of a word.
fn shorten(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(EXCERPT) else {
        return text.to_owned();
    };
    let head = &text[..end];
    let sentence = [". ", "! ", "? "]
        .iter()
        .filter_map(|mark| head.rfind(mark))
        .max();
    if let Some(end) = sentence.filter(|end| *end > EXCERPT / 3) {
        return head[..=end].to_owned();
    }
    let word = head.rfind(' ').unwrap_or(end);
    format!("{}…", head[..word].trim_end_matches([',', ';', ':', '–']))
}

/// A sentence with the names of topics. What the knowledge does not know any more is left out.
fn with_topics(scene: Scene<'_>, id: &str, topics: &[&str]) -> String {
    let known = scene.knowledge.topics.iter();
    let named = known.filter(|topic| topics.contains(&topic.id.as_str()));
    let names: Vec<&str> = named
        .map(|topic| topic.name_in(scene.voice.language()))
        .collect();
    let values = [
        ("count", names.len().into()),
        ("topics", names.join(", ").into()),
    ];
    scene.voice.with(id, values)
}

fn how_to_change(scene: Scene<'_>) -> String {
    let id = match scene.place {
        Place::Private | Place::Aside => "digest-change",
        Place::Group => "digest-change-group",
        Place::Channel => "digest-change-channel",
    };
    let name = format!("/{}", Command::Subscriptions.name(scene.voice.language()));
    scene.voice.with(id, [("name", name.into())])
}

/// Where one person reads it. In a group anybody could press it.
fn button_change(scene: Scene<'_>, message: Outgoing) -> Outgoing {
    if !scene.place.is_for_one() {
        return message;
    }
    // Not the step itself, which would stand in the place of the digest.
    let show = Action::Command(Command::Subscriptions);
    message.button(scene.voice.text("button-digest-change"), &show)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_told_by_its_first_line_and_how_it_begins() {
        let text = "**Nabór** ofert.\n\nOd jutra można składać oferty.\nTylko w generatorze.\n\n- raz\n- dwa";
        let (title, text) = beginning(text);
        assert_eq!(title, "Nabór ofert");
        assert_eq!(text, "Od jutra można składać oferty. Tylko w generatorze.");
        assert_eq!(beginning("Tytuł\n- raz\n- dwa").1, "raz");
        assert_eq!(beginning("Tytuł").1, "");
    }

    #[test]
    fn a_long_text_ends_with_a_sentence_or_a_word() {
        let sentences = "Zdanie o dotacji dla klubów sportowych, już ósme z kolei. ".repeat(8);
        let short = shorten(&sentences);
        assert!(
            short.ends_with("kolei.") && short.chars().count() <= EXCERPT,
            "{short}"
        );
        let words = "słowo ".repeat(100);
        let short = shorten(&words);
        assert!(
            short.ends_with("słowo…") && short.chars().count() <= EXCERPT + 1,
            "{short}"
        );
        assert!(shorten(&"ą".repeat(1000)).ends_with("ą…"));
    }
}
