//! Checks of the knowledge as a whole: what each item may be right about by itself, and wrong together with others.

mod dates;
mod duties;
mod entries;
mod references;
mod routes;
mod units;

use super::places::{Kind, Places};
use super::problem::{Problem, sort};
use crate::domain::knowledge::Knowledge;

/// Variables of a message.
type Args = Vec<(&'static str, String)>;

/// Everything that is wrong with knowledge whose files could be read, by file and line. That questions find their
/// answers, and that every route can win, is checked where matching is known.
pub fn lint(knowledge: &Knowledge, places: &Places) -> Vec<Problem> {
    let mut lints = Lints {
        knowledge,
        places,
        problems: Vec::new(),
    };
    lints.references();
    lints.units();
    lints.routes();
    lints.entries();
    lints.dates();
    lints.duties();
    sort(&mut lints.problems);
    lints.problems
}

/// The checks, in one file per capability.
struct Lints<'a> {
    knowledge: &'a Knowledge,
    places: &'a Places,
    problems: Vec<Problem>,
}

impl Lints<'_> {
    fn error(&mut self, item: (Kind, usize), field: &str, id: &'static str, args: Args) {
        self.problems
            .push(self.places.error(item.0, item.1, field, id, args));
    }

    fn warning(&mut self, item: (Kind, usize), field: &str, id: &'static str, args: Args) {
        self.problems
            .push(self.places.warning(item.0, item.1, field, id, args));
    }

    /// File and line of a field, for a message that points from one place to another.
    fn place(&self, item: (Kind, usize), field: &str) -> String {
        match self.places.find(item.0, item.1, field) {
            (file, Some(line)) => format!("{file}:{line}"),
            (file, None) => file,
        }
    }
}
