//! Where in the files each item of the knowledge stands, so that a check of the whole can name file and line.

use std::collections::BTreeMap;

use super::problem::{Problem, Severity};

/// The kinds of items, one per file (entries: a folder of files).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `[city]`
    City,
    /// `[[schedule]]`
    Schedule,
    /// `[[unit]]`
    Unit,
    /// `[[clarifier]]`
    Clarifier,
    /// `[[route]]`
    Route,
    /// `[[topic]]`
    Topic,
    /// `[[entry]]`
    Entry,
    /// `[[phrase]]`
    Phrase,
    /// `[[concept]]`
    Concept,
    /// `[[holiday]]`
    Holiday,
    /// `[[closure]]`
    Closure,
    /// `[[duty]]`
    Duty,
    /// `[[golden]]`
    Golden,
}

impl Kind {
    /// Every kind, in the order of `docs/knowledge.md`.
    pub const ALL: [Self; 13] = [
        Self::City,
        Self::Schedule,
        Self::Unit,
        Self::Clarifier,
        Self::Route,
        Self::Topic,
        Self::Entry,
        Self::Phrase,
        Self::Concept,
        Self::Holiday,
        Self::Closure,
        Self::Duty,
        Self::Golden,
    ];

    /// The file that holds items of this kind; for entries the folder, ending with `/`.
    pub fn file(self) -> &'static str {
        match self {
            Self::City => "city.toml",
            Self::Schedule => "schedules.toml",
            Self::Unit => "units.toml",
            Self::Clarifier => "clarifiers.toml",
            Self::Route => "routes.toml",
            Self::Topic => "topics.toml",
            Self::Entry => "entries/",
            Self::Phrase => "phrases.toml",
            Self::Concept => "thesaurus.toml",
            Self::Holiday => "holidays.toml",
            Self::Closure => "closures.toml",
            Self::Duty => "duties.toml",
            Self::Golden => "golden.toml",
        }
    }

    /// The name of one item in files, as in `[[unit]]`.
    pub fn table(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Schedule => "schedule",
            Self::Unit => "unit",
            Self::Clarifier => "clarifier",
            Self::Route => "route",
            Self::Topic => "topic",
            Self::Entry => "entry",
            Self::Phrase => "phrase",
            Self::Concept => "concept",
            Self::Holiday => "holiday",
            Self::Closure => "closure",
            Self::Duty => "duty",
            Self::Golden => "golden",
        }
    }
}

/// The file and line of every item and field. An item is named by its kind and its index in the list of that kind in
/// [`Knowledge`](crate::domain::knowledge::Knowledge), a field by its path: `case[0].unit`, `words[2]`.
#[derive(Debug, Clone, Default)]
pub struct Places {
    items: BTreeMap<(Kind, usize), Item>,
}

/// Where one item stands.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub file: String,
    pub line: usize,
    pub fields: BTreeMap<String, usize>,
}

impl Places {
    /// An error in a field of an item; an empty field means the item itself.
    pub fn error(
        &self,
        kind: Kind,
        index: usize,
        field: &str,
        id: &'static str,
        args: Vec<(&'static str, String)>,
    ) -> Problem {
        let (file, line) = self.find(kind, index, field);
        let field = (!field.is_empty()).then(|| without_indices(field));
        Problem {
            severity: Severity::Error,
            file,
            line,
            field,
            id,
            args,
        }
    }

    /// Like [`error`](Self::error), but the knowledge is accepted.
    pub fn warning(
        &self,
        kind: Kind,
        index: usize,
        field: &str,
        id: &'static str,
        args: Vec<(&'static str, String)>,
    ) -> Problem {
        Problem {
            severity: Severity::Warning,
            ..self.error(kind, index, field, id, args)
        }
    }

    /// File and line of a field, or of the nearest thing around it that is written in the file.
    pub fn find(&self, kind: Kind, index: usize, field: &str) -> (String, Option<usize>) {
        let Some(item) = self.items.get(&(kind, index)) else {
            return (kind.file().to_owned(), None);
        };
        let mut path = field;
        let line = loop {
            if let Some(line) = item.fields.get(path) {
                break *line;
            }
            match path.rfind(['.', '[']) {
                Some(end) => path = &path[..end],
                None => break item.line,
            }
        };
        (item.file.clone(), Some(line))
    }

    pub(super) fn insert(&mut self, kind: Kind, index: usize, item: Item) {
        self.items.insert((kind, index), item);
    }
}

/// `case[0].unit` as people read it: the line says which one.
fn without_indices(path: &str) -> String {
    let mut shown = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            _ if !inside => shown.push(c),
            _ => {}
        }
    }
    shown
}
