//! Reading a whole folder: which files there must be, and each of them to its end whatever is wrong in it.

use std::io;

use toml::de::DeTable;

use super::fields::Fields;
use super::items;
use super::log::{Args, Log};
use super::places::{Kind, Places};
use super::problem::{Problem, Severity, sort};
use super::source::{MAX_BYTES, Source};
use super::syntax;
use super::text::nearest;
use crate::domain::knowledge::{City, Knowledge};

/// Files a folder may have: more is another folder given by mistake.
const MAX_FILES: usize = 200;

/// Kinds without which there is no bot.
const REQUIRED: [Kind; 2] = [Kind::City, Kind::Unit];

/// What came of reading a folder.
#[derive(Debug)]
pub struct Reading {
    /// The knowledge, if nothing is wrong with any file.
    pub knowledge: Option<Knowledge>,
    /// Everything that is wrong, by file and line.
    pub problems: Vec<Problem>,
    /// Where each item stands.
    pub places: Places,
}

/// Reads a folder of knowledge files. References between items are not checked here but by [`lint`](super::lint).
pub fn read(source: &dyn Source) -> Reading {
    let mut reader = Reader::new();
    match source.names() {
        Ok(names) if names.is_empty() => reader.refuse(".", None, "check-folder-empty", Vec::new()),
        Ok(names) if names.len() > MAX_FILES => {
            let args = vec![
                ("count", names.len().to_string()),
                ("limit", MAX_FILES.to_string()),
            ];
            reader.refuse(".", None, "check-folder-large", args);
        }
        Ok(names) => reader.folder(source, names),
        Err(error) => reader.refuse(".", None, "check-folder-unreadable", cause(&error)),
    }
    reader.finish()
}

/// What has been read so far.
struct Reader {
    knowledge: Knowledge,
    problems: Vec<Problem>,
    places: Places,
}

impl Reader {
    fn new() -> Self {
        let city = City {
            name: String::new(),
            office: String::new(),
            officer: String::new(),
            data_protection: String::new(),
            example: false,
            site: None,
        };
        let knowledge = Knowledge {
            city,
            schedules: Vec::new(),
            units: Vec::new(),
            clarifiers: Vec::new(),
            routes: Vec::new(),
            topics: Vec::new(),
            entries: Vec::new(),
            phrases: Vec::new(),
            concepts: Vec::new(),
            holidays: Vec::new(),
            closures: Vec::new(),
            duties: Vec::new(),
            golden: Vec::new(),
        };
        Self {
            knowledge,
            problems: Vec::new(),
            places: Places::default(),
        }
    }

    fn finish(mut self) -> Reading {
        sort(&mut self.problems);
        let knowledge = self.problems.is_empty().then_some(self.knowledge);
        Reading {
            knowledge,
            problems: self.problems,
            places: self.places,
        }
    }

    fn refuse(&mut self, file: &str, line: Option<usize>, id: &'static str, args: Args) {
        let (severity, file) = (Severity::Error, file.to_owned());
        self.problems.push(Problem {
            severity,
            file,
            line,
            field: None,
            id,
            args,
        });
    }

    fn folder(&mut self, source: &dyn Source, mut names: Vec<String>) {
        names.sort();
        for kind in REQUIRED {
            if !names.iter().any(|name| name == kind.file()) {
                self.refuse(kind.file(), None, "check-file-missing", Vec::new());
            }
        }
        for name in &names {
            match kind_of(name) {
                Some(kind) => match source.read(name) {
                    Ok(content) => self.bytes(kind, name, content),
                    Err(error) => self.refuse(name, None, "check-file-unreadable", cause(&error)),
                },
                None => self.unknown(name),
            }
        }
    }

    fn unknown(&mut self, name: &str) {
        if name.starts_with(Kind::Entry.file()) {
            return self.refuse(name, None, "check-file-entries", Vec::new());
        }
        let known = Kind::ALL.map(Kind::file);
        match nearest(name, known) {
            Some(near) => {
                let args = vec![("nearest", near.to_owned())];
                self.refuse(name, None, "check-file-unknown-near", args);
            }
            None => {
                let args = vec![("known", known.join(", "))];
                self.refuse(name, None, "check-file-unknown", args);
            }
        }
    }

    fn bytes(&mut self, kind: Kind, name: &str, content: Vec<u8>) {
        if content.len() > MAX_BYTES {
            let args = vec![("limit", (MAX_BYTES / 1024 / 1024).to_string())];
            return self.refuse(name, None, "check-file-large", args);
        }
        match String::from_utf8(content) {
            // Editors on Windows end lines with two characters, which must not get into texts.
            Ok(text) => self.text(kind, name, &text.replace("\r\n", "\n")),
            Err(error) => {
                let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
                self.refuse(name, Some(line), "check-file-encoding", Vec::new());
            }
        }
    }

    fn text(&mut self, kind: Kind, name: &str, text: &str) {
        let mut log = Log::new(name, text, std::mem::take(&mut self.places));
        let (document, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            self.document(kind, name, &mut log, document.get_ref());
        } else {
            for (start, part) in syntax::parts(text, kind.table()) {
                let (document, errors) = DeTable::parse_recoverable(part);
                log.begin(start);
                syntax::note(&mut log, document.get_ref(), errors);
                self.document(kind, name, &mut log, document.get_ref());
            }
            // The parts can be right where the whole is not.
            if log.problems.is_empty() {
                log.begin(0);
                syntax::note(&mut log, document.get_ref(), errors);
            }
        }
        if kind == Kind::Unit && self.knowledge.units.is_empty() && log.problems.is_empty() {
            self.refuse(
                name,
                None,
                "check-file-empty",
                vec![("name", kind.table().to_owned())],
            );
        }
        self.problems.append(&mut log.problems);
        self.places = log.places;
    }

    /// Reads a file, or a part of one: of several parts the knowledge is not kept, as one of them is broken.
    fn document(&mut self, kind: Kind, name: &str, log: &mut Log, document: &DeTable<'_>) {
        let mut root = Fields::new(log, document, 0, String::new());
        self.items(kind, name, &mut root);
        root.finish();
    }

    fn items(&mut self, kind: Kind, name: &str, root: &mut Fields<'_, '_>) {
        let knowledge = &mut self.knowledge;
        match kind {
            Kind::City => {
                if let Some(city) = root.item(kind, items::city) {
                    knowledge.city = city;
                }
            }
            Kind::Schedule => knowledge.schedules = root.items(kind, 0, items::schedule),
            Kind::Unit => knowledge.units = root.items(kind, 0, items::unit),
            Kind::Clarifier => knowledge.clarifiers = root.items(kind, 0, items::clarifier),
            Kind::Route => knowledge.routes = root.items(kind, 0, items::route),
            Kind::Topic => knowledge.topics = root.items(kind, 0, items::topic),
            Kind::Entry => {
                let (first, stem) = (knowledge.entries.len(), stem(name));
                let entries = root.items(kind, first, |fields| items::entry(fields, stem));
                knowledge.entries.extend(entries);
            }
            Kind::Phrase => knowledge.phrases = root.items(kind, 0, items::phrase),
            Kind::Concept => knowledge.concepts = root.items(kind, 0, items::concept),
            Kind::Holiday => knowledge.holidays = root.items(kind, 0, items::holiday),
            Kind::Closure => knowledge.closures = root.items(kind, 0, items::closure),
            Kind::Duty => knowledge.duties = root.items(kind, 0, items::duty),
            Kind::Golden => knowledge.golden = root.items(kind, 0, items::golden),
        }
    }
}

/// What a file with this name holds.
fn kind_of(name: &str) -> Option<Kind> {
    let is_entries = |name: &str| {
        let stem = stem(name);
        name == format!("{}{stem}.toml", Kind::Entry.file())
            && !stem.is_empty()
            && items::id(stem).is_none()
    };
    match Kind::ALL.into_iter().find(|kind| kind.file() == name) {
        Some(Kind::Entry) | None => is_entries(name).then_some(Kind::Entry),
        found => found,
    }
}

/// `maly-grant` of `entries/maly-grant.toml`.
fn stem(name: &str) -> &str {
    let name = name.strip_prefix(Kind::Entry.file()).unwrap_or(name);
    name.strip_suffix(".toml").unwrap_or(name)
}

fn cause(error: &io::Error) -> Args {
    vec![("cause", error.to_string())]
}
