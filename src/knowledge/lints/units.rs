//! Units: who answers, who stands in, and whether anything leads to them.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::super::places::Kind;
use super::Lints;
use crate::domain::knowledge::{Knowledge, Substitute};

/// Substitutes in a row before a matter goes to the officer.
const MAX_STEPS: usize = 3;

impl Lints<'_> {
    pub(super) fn units(&mut self) {
        self.who_answers();
        self.who_stands_in();
        self.unused_schedules();
        self.unreached_units();
    }

    fn who_answers(&mut self) {
        for (i, unit) in self.knowledge.units.iter().enumerate() {
            let item = (Kind::Unit, i);
            if unit.external {
                if unit.reply_days.is_some() {
                    self.error(item, "reply_days", "check-unit-external-reply", Vec::new());
                }
                if !unit.substitutes.is_empty() {
                    self.error(
                        item,
                        "substitutes",
                        "check-unit-external-substitutes",
                        Vec::new(),
                    );
                }
                continue;
            }
            if unit.reply_days.is_none() {
                self.warning(item, "reply_days", "check-unit-reply-missing", Vec::new());
            }
            if unit.substitutes.is_empty() {
                self.warning(
                    item,
                    "substitutes",
                    "check-unit-substitute-missing",
                    Vec::new(),
                );
            }
        }
        let officer = self.knowledge.unit(&self.knowledge.city.officer);
        if let Some(officer) = officer.filter(|unit| unit.external) {
            let args = vec![("value", officer.code.clone())];
            self.error((Kind::City, 0), "officer", "check-officer-external", args);
        }
    }

    fn who_stands_in(&mut self) {
        for i in 0..self.knowledge.units.len() {
            let chain = Chain::of(self.knowledge, i);
            // A loop is the same from each unit in it: it is told of the first.
            let first = |way: &&Vec<usize>| way.iter().all(|unit| *unit >= i);
            if let Some(way) = chain.loops.as_ref().filter(first) {
                let args = vec![("chain", chain.codes(way))];
                self.error(
                    (Kind::Unit, i),
                    "substitutes",
                    "check-substitute-loop",
                    args,
                );
            }
            if let Some(way) = &chain.long {
                let args = vec![
                    ("chain", chain.codes(way)),
                    ("limit", MAX_STEPS.to_string()),
                ];
                self.error(
                    (Kind::Unit, i),
                    "substitutes",
                    "check-substitute-chain",
                    args,
                );
            }
        }
    }

    fn unused_schedules(&mut self) {
        for (i, schedule) in self.knowledge.schedules.iter().enumerate() {
            let id = Some(&schedule.id);
            if !self
                .knowledge
                .units
                .iter()
                .any(|unit| unit.schedule.as_ref() == id)
            {
                self.warning(
                    (Kind::Schedule, i),
                    "id",
                    "check-schedule-unused",
                    Vec::new(),
                );
            }
        }
    }

    fn unreached_units(&mut self) {
        let reached = reached(self.knowledge);
        for (i, unit) in self.knowledge.units.iter().enumerate() {
            if !reached.contains(unit.code.as_str()) {
                self.warning((Kind::Unit, i), "code", "check-unit-unreached", Vec::new());
            }
        }
    }
}

/// Codes of the units that a route, an entry, a phrase or the city names.
fn reached(knowledge: &Knowledge) -> BTreeSet<&str> {
    let mut codes = BTreeSet::from([
        knowledge.city.officer.as_str(),
        knowledge.city.data_protection.as_str(),
    ]);
    for route in &knowledge.routes {
        codes.insert(&route.unit);
        codes.extend(route.also.iter().map(|also| also.unit.as_str()));
        for case in &route.cases {
            codes.insert(&case.unit);
            codes.extend(case.also.iter().map(|also| also.unit.as_str()));
        }
    }
    codes.extend(knowledge.entries.iter().map(|entry| entry.unit.as_str()));
    codes.extend(
        knowledge
            .phrases
            .iter()
            .filter_map(|phrase| phrase.unit.as_deref()),
    );
    codes
}

/// The ways through the substitutes of one unit.
struct Chain<'a> {
    knowledge: &'a Knowledge,
    /// Indices of the units on the way that is being followed.
    way: Vec<usize>,
    /// The first way found that comes back to where it starts.
    loops: Option<Vec<usize>>,
    /// The first way found that has too many steps.
    long: Option<Vec<usize>>,
}

impl<'a> Chain<'a> {
    fn of(knowledge: &'a Knowledge, start: usize) -> Self {
        let mut chain = Self {
            knowledge,
            way: vec![start],
            loops: None,
            long: None,
        };
        chain.follow(start, (NaiveDate::MIN, NaiveDate::MAX));
        chain
    }

    /// Goes on from a unit. Substitutes only chain on days on which all of them stand in.
    fn follow(&mut self, unit: usize, days: (NaiveDate, NaiveDate)) {
        for substitute in &self.knowledge.units[unit].substitutes {
            let days = common_days(days, substitute);
            let next = self
                .knowledge
                .units
                .iter()
                .position(|unit| unit.code == substitute.who);
            let Some(next) = next.filter(|_| days.0 <= days.1) else {
                continue;
            };
            let steps = self.way.len();
            let known = self.way.contains(&next);
            self.way.push(next);
            if next == self.way[0] {
                self.loops.get_or_insert_with(|| self.way.clone());
            } else if steps > MAX_STEPS {
                self.long.get_or_insert_with(|| self.way.clone());
            } else if !known {
                self.follow(next, days);
            }
            self.way.pop();
        }
    }

    fn codes(&self, way: &[usize]) -> String {
        let codes: Vec<&str> = way
            .iter()
            .map(|unit| self.knowledge.units[*unit].code.as_str())
            .collect();
        codes.join(" → ")
    }
}

fn common_days(days: (NaiveDate, NaiveDate), substitute: &Substitute) -> (NaiveDate, NaiveDate) {
    let from = substitute.from.unwrap_or(NaiveDate::MIN);
    let to = substitute.to.unwrap_or(NaiveDate::MAX);
    (days.0.max(from), days.1.min(to))
}
