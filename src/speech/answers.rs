//! Answers to questions, and what is said when there is none.

use super::cards;
use super::{Scene, Voice};
use crate::domain::action::Action;
use crate::domain::conversation::Target;
use crate::domain::deep_link::DeepLink;
use crate::domain::knowledge::{Entry, Knowledge, Mode, Phrase, PhraseKind, Status};
use crate::domain::language::Language;
use crate::domain::message::{Block, Outgoing, Span};

/// Characters of an entry's text that are said in a group: whole paragraphs, the first in any case.
const PUBLIC_CHARS: usize = 600;

/// An answer by an entry, in a group the beginning of it. `place` is its place among the candidates. `contact` adds who handles the matter, with these
/// sentences about what people confuse with it; without it the unit is named only where the entry's mode says so.
pub fn answer(
    scene: Scene<'_>,
    entry: &Entry,
    place: Option<usize>,
    contact: Option<&[String]>,
) -> Outgoing {
    let is_valid = entry.is_valid_on(scene.now.date());
    let mut message = if is_valid {
        by_mode(scene, entry)
    } else {
        let text = scene.voice.text("answer-not-valid");
        Outgoing::default()
            .with(Block::Heading(entry.title.clone()))
            .with(Block::plain(text))
    };
    let unit = scene.knowledge.unit(&entry.unit);
    let names_unit = contact.is_some() || entry.mode != Mode::Auto || !is_valid;
    if let Some(unit) = unit.filter(|_| names_unit) {
        message = message.with(cards::handles(scene, unit));
    }
    if let Some(also) = contact.filter(|also| !also.is_empty()) {
        message = message.with(Block::plain(also.join(" ")));
    }
    message = scene.mark_example(message);
    if scene.is_public() {
        let label = if is_valid && is_long(scene, entry) {
            "button-private-whole"
        } else {
            "button-private"
        };
        let link = DeepLink::Entry(entry.id.clone());
        return message.button_to_private(scene.voice.text(label), &link);
    }
    message = scene.button_not_it(message, place);
    if let Some(unit) = unit {
        let label = if names_unit {
            "button-details"
        } else {
            "button-who"
        };
        message = message.button(scene.voice.text(label), &Action::Unit(unit.code.clone()));
    }
    message = message.button(scene.voice.text("button-human"), &Action::Human);
    if is_valid && matches!(entry.mode, Mode::Auto | Mode::AutoAndRoute) {
        let outdated = Action::Outdated(entry.id.clone());
        message = message.button(scene.voice.text("button-outdated"), &outdated);
    }
    message
}

/// The text of an entry as its mode allows.
fn by_mode(scene: Scene<'_>, entry: &Entry) -> Outgoing {
    match entry.mode {
        Mode::Auto | Mode::AutoAndRoute => vetted(scene, entry),
        Mode::RouteOnly => statement(scene, entry),
        // What a person must know first (a number to call in danger) stays first.
        Mode::HumanOnly => {
            statement(scene, entry).with(Block::plain(scene.voice.text("answer-human-only")))
        }
    }
}

/// Title and text of an entry in the person's language, or in Polish with a sentence about it.
fn statement(scene: Scene<'_>, entry: &Entry) -> Outgoing {
    let (title, text, is_translated) = texts(scene, entry);
    let mut message = Outgoing::default().with(Block::Heading(title.to_owned()));
    if !is_translated {
        message = message.with(Block::Note(scene.voice.text("answer-untranslated")));
    }
    let said = if scene.is_public() {
        beginning(text)
    } else {
        text
    };
    message.prose(said)
}

/// Title and text of an entry, and whether they are in the person's language.
fn texts<'a>(scene: Scene<'_>, entry: &'a Entry) -> (&'a str, &'a str, bool) {
    let language = scene.voice.language();
    match entry.translations.get(&language) {
        Some(translation) => (&translation.title, &translation.answer, true),
        None => (&entry.title, &entry.answer, language == Language::Polish),
    }
}

/// Whether a group gets only the beginning of an entry.
fn is_long(scene: Scene<'_>, entry: &Entry) -> bool {
    let (_, text, _) = texts(scene, entry);
    beginning(text).len() < text.trim_end().len()
}

/// As many whole paragraphs as a group gets.
fn beginning(text: &str) -> &str {
    let ends = text.match_indices("\n\n").map(|(end, _)| end);
    let ends: Vec<usize> = ends.chain([text.trim_end().len()]).collect();
    let fits = |end: &&usize| text[..**end].chars().count() <= PUBLIC_CHARS;
    let end = ends.iter().rev().find(fits).or(ends.first());
    &text[..end.copied().unwrap_or_default()]
}

/// The statement with cautions, legal basis, date and disclaimer.
fn vetted(scene: Scene<'_>, entry: &Entry) -> Outgoing {
    let voice = scene.voice;
    let strong = |text: String| Block::Paragraph(vec![Span::Strong(text)]);
    let mut message = statement(scene, entry);
    if entry.status == Status::Unconfirmed {
        message = message.with(strong(voice.text("answer-unconfirmed")));
    }
    if entry.review_by < scene.now.date() {
        let by = voice.date(entry.review_by);
        message = message.with(strong(
            voice.with("answer-review-due", [("date", by.into())]),
        ));
    }
    message = message.with(Block::Paragraph(provenance(voice, entry)));
    if entry.basis.is_some() {
        message = message.with(Block::Note(voice.text("answer-disclaimer")));
    }
    message
}

/// "Podstawa: … Stan na … Źródło".
fn provenance(voice: Voice<'_>, entry: &Entry) -> Vec<Span> {
    let checked = voice.date(entry.verified_on);
    let as_of = match entry.law_as_of.map(|law| voice.date(law)) {
        // Nobody has compared it with the source, so nothing was checked.
        Some(law) if entry.status == Status::Unconfirmed => {
            voice.with("answer-law", [("law", law.into())])
        }
        Some(law) => {
            let values = [("law", law.into()), ("checked", checked.into())];
            voice.with("answer-law-as-of", values)
        }
        None => voice.with("answer-as-of", [("date", checked.into())]),
    };
    let basis = entry
        .basis
        .as_deref()
        .map(|basis| voice.with("answer-basis", [("basis", basis.into())]));
    // A date in Polish ends with the full stop of "r." already.
    let end = if as_of.ends_with('.') { "" } else { "." };
    let text = format!(
        "{}{as_of}{end}",
        basis.map_or_else(String::new, |basis| format!("{basis} "))
    );
    let mut spans = vec![Span::Plain(text)];
    if let Some(source) = &entry.source {
        spans.push(Span::Plain(" ".to_owned()));
        spans.push(Span::Link {
            label: voice.text("answer-source"),
            url: source.clone(),
        });
    }
    spans
}

/// The name of a candidate on a button: short and telling.
pub fn label(voice: Voice<'_>, knowledge: &Knowledge, target: &Target) -> Option<String> {
    match target {
        Target::Entry(id) => {
            let entry = knowledge.entry(id)?;
            let translation = entry.translations.get(&voice.language());
            Some(
                translation
                    .map_or(&entry.title, |translation| &translation.title)
                    .clone(),
            )
        }
        Target::Route(id) => {
            let matter = knowledge.route(id)?.matter.as_str();
            Some(voice.with("contact-title", [("matter", matter.into())]))
        }
        Target::Unit(code) => {
            let name = knowledge.unit(code)?.name.as_str();
            Some(voice.with("contact-title", [("matter", name.into())]))
        }
    }
}

/// Asks which of the candidates is meant.
pub fn clarify(scene: Scene<'_>, candidates: &[Target]) -> Outgoing {
    let mut message = Outgoing::plain(scene.voice.text("clarify-which"));
    for target in candidates {
        if let Some(label) = label(scene.voice, scene.knowledge, target) {
            message = message.button(label, &Action::Choose(target.clone()));
        }
    }
    scene.button_none_of_these(message)
}

/// Asks for the date of the event, where the law changed: one button for each of the entries of the subject.
pub fn which_event(scene: Scene<'_>, entries: &[&Entry]) -> Outgoing {
    let mut message = Outgoing::plain(scene.voice.text("clarify-event"));
    for entry in entries {
        let label = entry.event_label.as_ref().unwrap_or(&entry.title);
        let chosen = Target::Entry(entry.id.clone());
        message = message.button(label, &Action::Choose(chosen));
    }
    scene.button_none_of_these(message)
}

/// Says that the bot does not know, and who does.
pub fn unknown(scene: Scene<'_>) -> Outgoing {
    if scene.is_public() {
        return scene.button_write(Outgoing::plain(scene.voice.text("group-unknown")));
    }
    let message = Outgoing::plain(scene.voice.text("unknown"))
        .with(Block::plain(scene.voice.text("unknown-kept")));
    scene.button_human(message, &DeepLink::Home)
}

/// Says that what was written could not be understood at all.
pub fn not_understood(scene: Scene<'_>) -> Outgoing {
    let message = Outgoing::plain(scene.how_to_write("unknown-short", "unknown-short-aside"));
    if scene.is_server() {
        return scene.button_write(message);
    }
    scene.button_human(message, &DeepLink::Home)
}

/// Says in one sentence that this is not a question for this bot, and where to go instead.
pub fn aside(scene: Scene<'_>, phrase: &Phrase) -> Outgoing {
    // The sentences of phrases are the town's own, in Polish; in other languages a general one is said.
    let general = match phrase.kind {
        PhraseKind::SmallTalk => "aside-small-talk",
        PhraseKind::Rude => "aside-rude",
        _ => "outside",
    };
    let own = phrase
        .reply
        .clone()
        .filter(|_| scene.voice.language() == Language::Polish);
    let text = own.unwrap_or_else(|| scene.voice.text(general));
    let message = Outgoing::plain(text);
    match phrase
        .unit
        .as_deref()
        .and_then(|code| scene.knowledge.unit(code))
    {
        Some(unit) => {
            let message = scene.mark_example(message.with(cards::handles(scene, unit)));
            message.button(
                scene.voice.text("button-details"),
                &Action::Unit(unit.code.clone()),
            )
        }
        None => message,
    }
}
