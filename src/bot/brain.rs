//! The knowledge in memory and what it makes of a text. Pure: the same text on the same day gets the same verdict.

use chrono::NaiveDate;

use super::suggest::Suggestions;
use crate::domain::command::{Command, CommandError};
use crate::domain::conversation::Target;
use crate::domain::cues;
use crate::domain::knowledge::{
    self, Clarifier, Entry, Knowledge, Phrase, PhraseKind, Route, RouteCase, Unit,
};
use crate::matching::text::{Word, contains_phrase, words};
use crate::matching::{Concept, Decision, Document, Index, Kind};
use crate::speech::cards::Contact;

/// Words that add nothing to a message that is a command.
const POLITE: [&str; 8] = [
    "prosze",
    "juz",
    "tych",
    "mi",
    "wiecej",
    "natychmiast",
    "please",
    "будь",
];

/// What somebody writes who cannot tell which option is theirs.
const DO_NOT_KNOW: [&str; 9] = [
    "nie wiem",
    "nie jestem pewna",
    "nie mam pojęcia",
    "inna",
    "inne",
    "żadne",
    "not sure",
    "don't know",
    "не знаю",
];

/// Words of a message that answers a clarifier without being a question of its own.
const SHORT_ANSWER: usize = 3;

/// Knowledge, and the index made from it. Replaced whole when the knowledge changes.
pub struct Brain {
    pub knowledge: Knowledge,
    /// The number of this knowledge in the database.
    pub version: i64,
    index: Index,
    /// What each document of the index stands for.
    targets: Vec<Meaning>,
    commands: Vec<Spoken>,
    /// Phrases of danger, with the entry that each shows.
    dangers: Vec<(Vec<Word>, String)>,
    /// What can be suggested to somebody who types.
    pub(super) suggestions: Suggestions,
}

/// Words that mean a command.
struct Spoken {
    command: Command,
    words: Vec<Word>,
    /// Words that a message may have beyond these; `None`: they are the whole message.
    slack: Option<usize>,
}

/// What a document of the index stands for.
enum Meaning {
    Target(Target),
    Phrase(String),
}

/// What is made of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    pub verdict: Verdict,
    /// What could be meant, best first, with how well it fits (0..1).
    pub candidates: Vec<(Target, f32)>,
    /// The text asks for a person or an office.
    pub wants_contact: bool,
}

/// What to do with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Command(Command),
    /// It looks like a command, but there is none of that name.
    NoCommand(CommandError),
    /// Show these: one, or two for a text with two matters.
    Show(Vec<Pick>),
    /// Ask which of these is meant.
    Clarify(Vec<Target>),
    /// Not a question for this bot, by the phrase of this id.
    Aside(String),
    /// No vetted answer.
    Unknown,
    /// No word to go by.
    NotUnderstood,
}

/// One thing to show, or to ask back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pick {
    Entry(String),
    /// The entry that answers the matter of a route, and who handles it.
    Answered {
        entry: String,
        route: String,
        option: Option<String>,
    },
    /// Who handles a matter, with the clarifier's option where the text names one.
    Contact {
        route: String,
        option: Option<String>,
    },
    Unit(String),
    /// The route's clarifier has to be asked first.
    AskBack {
        route: String,
    },
    /// The law changed: which of these entries, by the date of the event.
    WhichEvent {
        entries: Vec<String>,
    },
}

impl Brain {
    /// Builds the index of a knowledge.
    pub fn new(knowledge: Knowledge, version: i64) -> Self {
        let (targets, documents) = documents(&knowledge).into_iter().unzip();
        let concepts: Vec<Concept> = knowledge.concepts.iter().map(concept).collect();
        let dangers = dangers(&knowledge);
        let suggestions = Suggestions::of(&knowledge);
        let index = Index::build(documents, &concepts);
        Self {
            knowledge,
            version,
            index,
            targets,
            commands: spoken_commands(),
            dangers,
            suggestions,
        }
    }

    /// What a text is about and what to do with it. `today` decides between entries where the law changed.
    pub fn judge(&self, text: &str, today: NaiveDate) -> Judgement {
        let alone = |verdict| Judgement {
            verdict,
            candidates: Vec::new(),
            wants_contact: false,
        };
        match Command::parse(text) {
            Some(Ok(command)) => return alone(Verdict::Command(command)),
            Some(Err(error)) => return alone(Verdict::NoCommand(error)),
            None => {}
        }
        let written = words(text);
        let danger = |(phrase, _): &&(Vec<Word>, String)| contains_phrase(&written, phrase);
        if let Some((_, entry)) = self.dangers.iter().find(danger) {
            return alone(Verdict::Show(vec![Pick::Entry(entry.clone())]));
        }
        if !text.chars().any(char::is_alphabetic) {
            return alone(Verdict::NotUnderstood);
        }
        if let Some(command) = self.command_in(&written) {
            return alone(Verdict::Command(command));
        }
        let outcome = self.index.decide(text);
        let candidates: Vec<(Target, f32)> = outcome
            .ranked
            .iter()
            .filter_map(|candidate| Some((self.target(candidate.document)?, candidate.score)))
            .collect();
        let targets = |documents: Vec<usize>| -> Vec<Target> {
            let meant = documents.into_iter();
            meant.filter_map(|document| self.target(document)).collect()
        };
        let verdict = match outcome.decision {
            Decision::Answer(documents) => {
                let picks = targets(documents).into_iter();
                let pick = |target| self.pick(&target, &written, today);
                Verdict::Show(picks.filter_map(pick).collect())
            }
            Decision::Clarify(documents) => self.clarify(targets(documents), &written, today),
            Decision::Unknown => match outcome.aside.map(|document| &self.targets[document]) {
                Some(Meaning::Phrase(id)) => Verdict::Aside(id.clone()),
                _ => Verdict::Unknown,
            },
        };
        let verdict = match verdict {
            Verdict::Show(picks) => {
                let answered = |pick| self.answered(pick, outcome.wants_contact);
                Verdict::Show(picks.into_iter().map(answered).collect())
            }
            other => other,
        };
        Judgement {
            verdict,
            candidates,
            wants_contact: outcome.wants_contact,
        }
    }

    /// The clarification among these, in which entries that differ only by the date of the event stand once.
    fn clarify(&self, targets: Vec<Target>, written: &[Word], today: NaiveDate) -> Verdict {
        let mut kept: Vec<Target> = Vec::new();
        for target in targets {
            let subject = |target: &Target| match target {
                Target::Entry(id) => self.knowledge.entry(id)?.subject.clone(),
                _ => None,
            };
            let is_repeated =
                |other: &Target| subject(&target).is_some() && subject(other) == subject(&target);
            if !kept.iter().any(is_repeated) {
                kept.push(target);
            }
        }
        // A text that answers a route's own question ("bieg po Obwodowej") is about that route.
        let mut answered =
            kept.iter()
                .filter_map(|target| match self.pick(target, written, today)? {
                    pick @ Pick::Contact {
                        option: Some(_), ..
                    } => Some(pick),
                    _ => None,
                });
        if let (Some(pick), None) = (answered.next(), answered.next()) {
            return Verdict::Show(vec![pick]);
        }
        match &kept[..] {
            [] => Verdict::Unknown,
            // Nothing to choose between: what is left asks its own question, or is shown.
            [only] => Verdict::Show(self.pick(only, written, today).into_iter().collect()),
            _ => Verdict::Clarify(kept),
        }
    }

    /// Somebody who did not ask for a person gets the entry that answers the matter of a route, with the unit. Where a
    /// term runs, the person comes first.
    pub fn answered(&self, pick: Pick, wants_contact: bool) -> Pick {
        let Pick::Contact { route, option } = &pick else {
            return pick;
        };
        let contact = self.contact(route, option.as_deref());
        let entry = contact.filter(|contact| !wants_contact && !contact.route.urgent);
        match entry.and_then(|contact| contact.entry) {
            Some(entry) => Pick::Answered {
                entry: entry.to_owned(),
                route: route.clone(),
                option: option.clone(),
            },
            None => pick,
        }
    }

    fn command_in(&self, written: &[Word]) -> Option<Command> {
        let plain: Vec<&str> = written
            .iter()
            .filter(|word| !POLITE.contains(&word.folded.as_str()))
            .map(|word| word.stem.as_str())
            .collect();
        let meant = |spoken: &&Spoken| match spoken.slack {
            Some(slack) => {
                written.len() <= spoken.words.len() + slack
                    && contains_phrase(written, &spoken.words)
            }
            None => plain.iter().eq(spoken.words.iter().map(|word| &word.stem)),
        };
        self.commands
            .iter()
            .find(meant)
            .map(|spoken| spoken.command)
    }

    /// What a pick puts before the person, so that nothing is shown twice.
    pub fn identity(&self, pick: &Pick) -> Vec<String> {
        match pick {
            Pick::Entry(id) | Pick::Answered { entry: id, .. } => vec![format!("entry:{id}")],
            Pick::WhichEvent { entries } => {
                entries.iter().map(|id| format!("entry:{id}")).collect()
            }
            Pick::AskBack { route } => vec![format!("ask:{route}")],
            Pick::Contact { .. } | Pick::Unit(_) => {
                let units = self.units_of(pick);
                units
                    .iter()
                    .map(|unit| format!("unit:{}", unit.code))
                    .collect()
            }
        }
    }

    fn target(&self, document: usize) -> Option<Target> {
        match &self.targets[document] {
            Meaning::Target(target) => Some(target.clone()),
            Meaning::Phrase(_) => None,
        }
    }

    /// What to show for a target, given what was written.
    pub fn pick(&self, target: &Target, written: &[Word], today: NaiveDate) -> Option<Pick> {
        Some(match target {
            Target::Unit(code) => Pick::Unit(code.clone()),
            Target::Route(id) => {
                let route = self.knowledge.route(id)?;
                let Some(clarifier) = self.clarifier_of(route) else {
                    return Some(Pick::Contact {
                        route: id.clone(),
                        option: None,
                    });
                };
                match option_in(clarifier, written, false) {
                    Named::One(option) => Pick::Contact {
                        route: id.clone(),
                        option: Some(option),
                    },
                    Named::None | Named::Several => Pick::AskBack { route: id.clone() },
                }
            }
            Target::Entry(id) => self.by_event(self.knowledge.entry(id)?, written, today),
        })
    }

    /// The entry of the same subject that governs the event named in the text, or the question which one is meant.
    fn by_event(&self, entry: &Entry, written: &[Word], today: NaiveDate) -> Pick {
        if entry.subject.is_none() {
            return Pick::Entry(entry.id.clone());
        }
        let of_subject: Vec<&Entry> = self
            .knowledge
            .entries
            .iter()
            .filter(|other| other.subject == entry.subject)
            .collect();
        let governing = cues::event_day(&tokens(written), today)
            .and_then(|day| of_subject.iter().find(|other| other.governs(day)));
        match governing {
            Some(entry) => Pick::Entry(entry.id.clone()),
            None => Pick::WhichEvent {
                entries: of_subject.iter().map(|entry| entry.id.clone()).collect(),
            },
        }
    }

    /// The clarifier of a route.
    pub fn clarifier_of(&self, route: &Route) -> Option<&Clarifier> {
        self.knowledge.clarifier(route.clarify.as_deref()?)
    }

    /// Who handles the matter of a route once its clarifier is answered.
    pub fn contact(&self, route: &str, option: Option<&str>) -> Option<Contact<'_>> {
        let route = self.knowledge.route(route)?;
        let case: Option<&RouteCase> =
            option.and_then(|option| route.cases.iter().find(|case| case.option == option));
        let (unit, reason, also, entry) = match case {
            Some(case) => (&case.unit, &case.reason, &case.also, &case.entry),
            None => (&route.unit, &route.reason, &route.also, &route.entry),
        };
        let entry = entry.as_deref();
        Some(Contact {
            route,
            unit: self.knowledge.unit(unit)?,
            reason,
            also,
            entry,
        })
    }

    /// The units that a pick shows or asks between, the first one first.
    pub fn units_of(&self, pick: &Pick) -> Vec<&Unit> {
        let codes: Vec<&str> = match pick {
            Pick::Unit(code) => vec![code],
            Pick::Contact { route, option } | Pick::Answered { route, option, .. } => {
                return self
                    .contact(route, option.as_deref())
                    .map(|contact| contact.unit)
                    .into_iter()
                    .collect();
            }
            Pick::AskBack { route } => self
                .knowledge
                .route(route)
                .map(route_units)
                .unwrap_or_default(),
            Pick::Entry(_) | Pick::WhichEvent { .. } => Vec::new(),
        };
        codes
            .into_iter()
            .filter_map(|code| self.knowledge.unit(code))
            .collect()
    }
}

/// The units that a route can lead to, each once, in the order of its cases.
fn route_units(route: &Route) -> Vec<&str> {
    let mut codes: Vec<&str> = Vec::new();
    for code in route
        .cases
        .iter()
        .map(|case| &case.unit)
        .chain([&route.unit])
    {
        if !codes.contains(&code.as_str()) {
            codes.push(code);
        }
    }
    codes
}

/// Which of a clarifier's options a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    None,
    One(String),
    Several,
}

/// The option that a text names by one of its words or by a number of people. `answering`: the text answers the
/// clarifier, so a bare number is a number of people, and "nie wiem" is an answer too.
pub fn option_in(clarifier: &Clarifier, written: &[Word], answering: bool) -> Named {
    let says = |phrase: &str| contains_phrase(written, &words(phrase));
    let is_short = answering && !written.is_empty() && written.len() <= SHORT_ANSWER;
    // Whoever is asked answers with a part of what they were offered: "zwykłe".
    let is_part_of = |phrase: &str| is_short && contains_phrase(&words(phrase), written);
    let named_by = |is_named: &dyn Fn(&str) -> bool| -> Vec<&str> {
        let options = clarifier.options.iter().filter(|option| {
            let mut phrases = option.words.iter().chain([&option.label]);
            phrases.any(|phrase| is_named(phrase))
        });
        options.map(|option| option.id.as_str()).collect()
    };
    let mut named = named_by(&says);
    if named.is_empty() {
        named = named_by(&is_part_of);
    }
    match named[..] {
        [only] => return Named::One(only.to_owned()),
        [] => {}
        _ => return Named::Several,
    }
    if let Some(people) = cues::people(&tokens(written), is_short) {
        let holds = |(from, to): (u32, u32)| (from..=to).contains(&people);
        let mut fitting = clarifier
            .options
            .iter()
            .filter(|option| option.people.is_some_and(holds));
        if let (Some(option), None) = (fitting.next(), fitting.next()) {
            return Named::One(option.id.clone());
        }
    }
    match &clarifier.otherwise {
        Some(option) if is_short && DO_NOT_KNOW.iter().any(|phrase| says(phrase)) => {
            Named::One(option.clone())
        }
        _ => Named::None,
    }
}

/// Words that mean commands: phrases that may stand in a message, and whole messages.
fn spoken_commands() -> Vec<Spoken> {
    let of = |command: Command| {
        let (phrases, slack) = command.phrases();
        let phrases = phrases.iter().map(move |text| (text, Some(slack)));
        let messages = command.messages().iter().map(|text| (text, None));
        phrases.chain(messages).map(move |(text, slack)| Spoken {
            command,
            words: words(text),
            slack,
        })
    };
    Command::ALL.into_iter().flat_map(of).collect()
}

fn tokens(written: &[Word]) -> Vec<&str> {
    written.iter().map(|word| word.folded.as_str()).collect()
}

/// Whether somebody says that an office cannot be reached.
pub fn is_unreachable(text: &str) -> bool {
    cues::is_unreachable(&tokens(&words(text)))
}

/// Every document of the index, with what it stands for.
fn documents(knowledge: &Knowledge) -> Vec<(Meaning, Document)> {
    let entries = knowledge.entries.iter().map(|entry| {
        let translated = entry
            .translations
            .values()
            .map(|translation| &translation.title);
        let document = Document {
            id: entry.id.clone(),
            kind: Kind::Entry,
            title: entry.title.clone(),
            questions: [&entry.question]
                .into_iter()
                .chain(&entry.wordings)
                .chain(translated)
                .cloned()
                .collect(),
            keywords: entry.keywords.clone(),
            body: entry.answer.clone(),
            target: Some(entry.unit.clone()),
            whole: false,
        };
        (Meaning::Target(Target::Entry(entry.id.clone())), document)
    });
    let routes = knowledge.routes.iter().map(|route| {
        let document = Document {
            id: route.id.clone(),
            kind: Kind::Contact,
            title: route.matter.clone(),
            questions: route.words.clone(),
            keywords: Vec::new(),
            body: route.reason.clone(),
            // With a clarifier the unit is open, so others of that unit are rivals.
            target: route.clarify.is_none().then(|| route.unit.clone()),
            whole: false,
        };
        (Meaning::Target(Target::Route(route.id.clone())), document)
    });
    let units = knowledge.units.iter().map(|unit| {
        let document = Document {
            id: unit.code.clone(),
            kind: Kind::Contact,
            title: unit.name.clone(),
            questions: unit.words.clone(),
            keywords: vec![unit.code.clone()],
            body: unit.matters.clone(),
            target: Some(unit.code.clone()),
            whole: false,
        };
        (Meaning::Target(Target::Unit(unit.code.clone())), document)
    });
    let phrases = knowledge
        .phrases
        .iter()
        .map(|phrase| (Meaning::Phrase(phrase.id.clone()), aside(phrase)));
    entries.chain(routes).chain(units).chain(phrases).collect()
}

/// Phrases of danger, with the entry that each shows.
fn dangers(knowledge: &Knowledge) -> Vec<(Vec<Word>, String)> {
    let of_danger = knowledge.phrases.iter().filter_map(|phrase| {
        let entry = phrase
            .entry
            .as_ref()
            .filter(|_| phrase.kind == PhraseKind::Danger)?;
        Some(
            phrase
                .words
                .iter()
                .map(move |text| (words(text), entry.clone())),
        )
    });
    of_danger.flatten().collect()
}

/// A phrase in the form that matching takes.
pub fn aside(phrase: &Phrase) -> Document {
    Document {
        id: phrase.id.clone(),
        kind: Kind::Aside,
        title: String::new(),
        questions: phrase.words.clone(),
        keywords: Vec::new(),
        body: String::new(),
        target: None,
        whole: phrase.kind.is_about_the_whole(),
    }
}

/// A concept in the form that matching takes.
pub fn concept(concept: &knowledge::Concept) -> Concept {
    Concept {
        id: concept.id.clone(),
        forms: [&concept.pl, &concept.en, &concept.uk]
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        broader: concept.broader.clone(),
    }
}
