//! Answers to questions, and what is said when there is none.

use super::cards;
use super::{Scene, Voice};
use crate::domain::action::Action;
use crate::domain::conversation::Target;
use crate::domain::knowledge::{Entry, Mode, Phrase, PhraseKind, Status};
use crate::domain::language::Language;
use crate::domain::message::{Block, Outgoing, Span};

/// An answer by an entry. `place` is its place among the candidates. `contact` adds who handles the matter, with these
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
    message = scene.button_not_it(scene.mark_example(message), place);
    if let Some(unit) = unit {
        let label = if names_unit {
            "button-details"
        } else {
            "button-who"
        };
        message = message.button(scene.voice.text(label), &Action::Unit(unit.code.clone()));
    }
    message = scene.button_human(message);
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
    let language = scene.voice.language();
    let translation = entry.translations.get(&language);
    let (title, text) = translation.map_or((&entry.title, &entry.answer), |translation| {
        (&translation.title, &translation.answer)
    });
    let mut message = Outgoing::default().with(Block::Heading(title.clone()));
    if translation.is_none() && language != Language::Polish {
        message = message.with(Block::Note(scene.voice.text("answer-untranslated")));
    }
    message.prose(text)
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
pub fn label(scene: Scene<'_>, target: &Target) -> Option<String> {
    match target {
        Target::Entry(id) => {
            let entry = scene.knowledge.entry(id)?;
            let translation = entry.translations.get(&scene.voice.language());
            Some(
                translation
                    .map_or(&entry.title, |translation| &translation.title)
                    .clone(),
            )
        }
        Target::Route(id) => {
            let matter = scene.knowledge.route(id)?.matter.as_str();
            Some(
                scene
                    .voice
                    .with("contact-title", [("matter", matter.into())]),
            )
        }
        Target::Unit(code) => {
            let name = scene.knowledge.unit(code)?.name.as_str();
            Some(scene.voice.with("contact-title", [("matter", name.into())]))
        }
    }
}

fn action(target: &Target) -> Action {
    match target {
        Target::Entry(id) => Action::Entry(id.clone()),
        Target::Route(id) => Action::Route(id.clone()),
        Target::Unit(code) => Action::Unit(code.clone()),
    }
}

/// Asks which of the candidates is meant.
pub fn clarify(scene: Scene<'_>, candidates: &[Target]) -> Outgoing {
    let mut message = Outgoing::plain(scene.voice.text("clarify-which"));
    for target in candidates {
        if let Some(label) = label(scene, target) {
            message = message.button(label, &action(target));
        }
    }
    let none = Action::NoneOfThese { turn: scene.turn };
    message.button(scene.voice.text("button-none-of-these"), &none)
}

/// Asks for the date of the event, where the law changed: one button for each of the entries of the subject.
pub fn which_event(scene: Scene<'_>, entries: &[&Entry]) -> Outgoing {
    let mut message = Outgoing::plain(scene.voice.text("clarify-event"));
    for entry in entries {
        let label = entry.event_label.as_ref().unwrap_or(&entry.title);
        message = message.button(label, &Action::Entry(entry.id.clone()));
    }
    let none = Action::NoneOfThese { turn: scene.turn };
    message.button(scene.voice.text("button-none-of-these"), &none)
}

/// Says that the bot does not know, and who does.
pub fn unknown(scene: Scene<'_>) -> Outgoing {
    let message = Outgoing::plain(scene.voice.text("unknown"))
        .with(Block::plain(scene.voice.text("unknown-kept")));
    scene.button_human(message)
}

/// Says that what was written could not be understood at all.
pub fn not_understood(scene: Scene<'_>) -> Outgoing {
    scene.button_human(Outgoing::plain(scene.voice.text("unknown-short")))
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
