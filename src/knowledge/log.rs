//! What is found out about one file while it is read: problems with their lines, and where everything stands.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use toml::de::{DeTable, DeValue};

use super::places::{Item, Kind, Places};
use super::problem::{Problem, Severity};

/// Variables of a message.
pub(super) type Args = Vec<(&'static str, String)>;

/// The notes on one file.
pub(super) struct Log {
    file: String,
    /// Where the part begins that is being read: places in it are counted from there.
    start: usize,
    line_starts: Vec<usize>,
    /// Lines on which the TOML itself is broken. What else is wrong there follows from it.
    broken: Vec<usize>,
    /// Those of them that should begin a table: the fields after them look as if they stood elsewhere.
    headings: Vec<usize>,
    /// Lines of the item that is being read.
    pub item: RangeInclusive<usize>,
    pub problems: Vec<Problem>,
    pub places: Places,
}

impl Log {
    pub fn new(file: &str, text: &str, places: Places) -> Self {
        let after_newline = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            file: file.to_owned(),
            start: 0,
            line_starts: std::iter::once(0).chain(after_newline).collect(),
            broken: Vec::new(),
            headings: Vec::new(),
            item: 1..=usize::MAX,
            problems: Vec::new(),
            places,
        }
    }

    /// Goes on to another part of the file, which is parsed by itself.
    pub fn begin(&mut self, start: usize) {
        self.start = start;
        self.broken.clear();
        self.headings.clear();
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> usize {
        let at = self.start + at;
        self.line_starts.partition_point(|start| *start <= at)
    }

    /// Notes that the TOML is broken on a line, unless that is known.
    pub fn broken(&mut self, line: usize, field: Option<String>, id: &'static str, args: Args) {
        if !self.broken.contains(&line) {
            self.push(line, field, id, args);
            self.broken.push(line);
        }
    }

    /// Notes that the beginning of a table is broken.
    pub fn broken_heading(&mut self, line: usize, id: &'static str) {
        self.broken(line, None, id, Vec::new());
        self.headings.push(line);
    }

    /// Notes that a line is broken because of what is wrong before it.
    pub fn follows(&mut self, line: usize) {
        self.broken.push(line);
    }

    pub fn error(&mut self, at: usize, field: Option<String>, id: &'static str, args: Args) {
        let line = self.line(at);
        if !self.broken.contains(&line) {
            self.push(line, field, id, args);
        }
    }

    /// A field may be missing because the line with it is broken.
    pub fn missing(&mut self, at: usize, field: String) {
        if !self.broken.iter().any(|line| self.item.contains(line)) {
            self.error(at, Some(field), "check-field-missing", Vec::new());
        }
    }

    /// A field may be unknown because the table it belongs to could not begin.
    pub fn unknown(&mut self, at: usize, field: String, id: &'static str, args: Args) {
        let line = self.line(at);
        let is_before = |heading: &usize| *heading < line && self.item.contains(heading);
        if !self.headings.iter().any(is_before) {
            self.error(at, Some(field), id, args);
        }
    }

    fn push(&mut self, line: usize, field: Option<String>, id: &'static str, args: Args) {
        let (severity, file) = (Severity::Error, self.file.clone());
        self.problems.push(Problem {
            severity,
            file,
            line: Some(line),
            field,
            id,
            args,
        });
    }

    pub fn note_place(&mut self, kind: Kind, index: usize, at: usize, table: &DeTable<'_>) {
        let mut fields = BTreeMap::new();
        self.note_fields(&mut fields, "", table);
        let item = Item {
            file: self.file.clone(),
            line: self.line(at),
            fields,
        };
        self.places.insert(kind, index, item);
    }

    fn note_fields(&self, into: &mut BTreeMap<String, usize>, prefix: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let path = format!("{prefix}{}", key.get_ref());
            self.note_field(into, &path, key.span().start, value.get_ref());
        }
    }

    fn note_field(
        &self,
        into: &mut BTreeMap<String, usize>,
        path: &str,
        at: usize,
        value: &DeValue<'_>,
    ) {
        into.insert(path.to_owned(), self.line(at));
        match value {
            DeValue::Table(table) => self.note_fields(into, &format!("{path}."), table),
            DeValue::Array(list) => {
                for (i, value) in list.iter().enumerate() {
                    let path = format!("{path}[{i}]");
                    self.note_field(into, &path, value.span().start, value.get_ref());
                }
            }
            _ => {}
        }
    }
}
