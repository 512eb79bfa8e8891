//! Names of other items: each must exist, and mean one item only.

use std::collections::BTreeMap;

use super::super::places::Kind;
use super::super::text::nearest;
use super::Lints;
use crate::domain::command::Command;
use crate::domain::knowledge::{Also, Clarifier, Knowledge};

/// What a name can stand for, as the messages call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Target<'a> {
    Unit,
    Schedule,
    Clarifier,
    OptionOf(&'a Clarifier),
    Topic,
    Entry,
    Concept,
    Phrase,
}

impl<'a> Target<'a> {
    fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Schedule => "schedule",
            Self::Clarifier => "clarifier",
            Self::OptionOf(_) => "option",
            Self::Topic => "topic",
            Self::Entry => "entry",
            Self::Concept => "concept",
            Self::Phrase => "phrase",
        }
    }

    fn names(self, knowledge: &'a Knowledge) -> Vec<&'a str> {
        match self {
            Self::Unit => names(&knowledge.units, |unit| &unit.code),
            Self::Schedule => names(&knowledge.schedules, |schedule| &schedule.id),
            Self::Clarifier => names(&knowledge.clarifiers, |clarifier| &clarifier.id),
            Self::OptionOf(clarifier) => names(&clarifier.options, |option| &option.id),
            Self::Topic => names(&knowledge.topics, |topic| &topic.id),
            Self::Entry => names(&knowledge.entries, |entry| &entry.id),
            Self::Concept => names(&knowledge.concepts, |concept| &concept.id),
            Self::Phrase => names(&knowledge.phrases, |phrase| &phrase.id),
        }
    }
}

fn names<T>(items: &[T], name: fn(&T) -> &String) -> Vec<&str> {
    items.iter().map(|item| name(item).as_str()).collect()
}

impl<'a> Lints<'a> {
    pub(super) fn references(&mut self) {
        self.duplicates();
        self.of_the_city();
        self.of_units_and_closures();
        self.of_clarifiers();
        self.of_routes();
        self.of_entries_and_phrases();
        self.of_concepts();
        self.of_golden();
    }

    /// Reports a name that nothing has.
    fn expect(&mut self, item: (Kind, usize), field: &str, target: Target<'a>, name: &str) {
        let names = target.names(self.knowledge);
        if names.contains(&name) {
            return;
        }
        let mut args = vec![
            ("kind", target.name().to_owned()),
            ("value", name.to_owned()),
        ];
        let id = match nearest(name, names) {
            Some(near) => {
                args.push(("nearest", near.to_owned()));
                "check-reference-near"
            }
            None => "check-reference",
        };
        self.error(item, field, id, args);
    }

    fn expect_optional(
        &mut self,
        item: (Kind, usize),
        field: &str,
        target: Target<'a>,
        name: &Option<String>,
    ) {
        if let Some(name) = name {
            self.expect(item, field, target, name);
        }
    }

    fn duplicates(&mut self) {
        let knowledge = self.knowledge;
        self.unique(Kind::Schedule, "id", Target::Schedule.names(knowledge));
        self.unique(Kind::Unit, "code", Target::Unit.names(knowledge));
        self.unique(Kind::Clarifier, "id", Target::Clarifier.names(knowledge));
        self.unique(
            Kind::Route,
            "id",
            names(&knowledge.routes, |route| &route.id),
        );
        self.unique(Kind::Topic, "id", Target::Topic.names(knowledge));
        self.unique(Kind::Entry, "id", Target::Entry.names(knowledge));
        self.unique(Kind::Phrase, "id", Target::Phrase.names(knowledge));
        self.unique(Kind::Concept, "id", Target::Concept.names(knowledge));
        self.unique(Kind::Duty, "id", names(&knowledge.duties, |duty| &duty.id));
    }

    fn unique(&mut self, kind: Kind, field: &str, names: Vec<&str>) {
        let mut first = BTreeMap::new();
        for (i, name) in names.into_iter().enumerate() {
            if let Some(other) = first.get(name) {
                let place = self.place((kind, *other), field);
                let args = vec![("value", name.to_owned()), ("place", place)];
                self.error((kind, i), field, "check-duplicate", args);
            } else {
                first.insert(name, i);
            }
        }
    }

    fn of_the_city(&mut self) {
        let city = &self.knowledge.city;
        self.expect((Kind::City, 0), "officer", Target::Unit, &city.officer);
        self.expect(
            (Kind::City, 0),
            "data_protection",
            Target::Unit,
            &city.data_protection,
        );
    }

    fn of_units_and_closures(&mut self) {
        for (i, unit) in self.knowledge.units.iter().enumerate() {
            let item = (Kind::Unit, i);
            self.expect_optional(item, "schedule", Target::Schedule, &unit.schedule);
            for (j, substitute) in unit.substitutes.iter().enumerate() {
                // A role in words is no reference; what looks like a code must be one.
                if looks_like_a_code(&substitute.who) {
                    let field = format!("substitutes[{j}]");
                    self.expect(item, &field, Target::Unit, &substitute.who);
                }
            }
        }
        for (i, closure) in self.knowledge.closures.iter().enumerate() {
            for (j, code) in closure.units.iter().enumerate() {
                self.expect(
                    (Kind::Closure, i),
                    &format!("units[{j}]"),
                    Target::Unit,
                    code,
                );
            }
        }
    }

    fn of_clarifiers(&mut self) {
        for (i, clarifier) in self.knowledge.clarifiers.iter().enumerate() {
            let (item, options) = ((Kind::Clarifier, i), Target::OptionOf(clarifier));
            self.expect_optional(item, "otherwise", options, &clarifier.otherwise);
            for (j, option) in clarifier.options.iter().enumerate() {
                if let Some(k) = clarifier.options[..j]
                    .iter()
                    .position(|o| o.id == option.id)
                {
                    let place = self.place(item, &format!("option[{k}].id"));
                    let args = vec![("value", option.id.clone()), ("place", place)];
                    self.error(item, &format!("option[{j}].id"), "check-duplicate", args);
                }
            }
        }
    }

    fn of_routes(&mut self) {
        for (i, route) in self.knowledge.routes.iter().enumerate() {
            let item = (Kind::Route, i);
            self.expect(item, "unit", Target::Unit, &route.unit);
            self.expect_optional(item, "topic", Target::Topic, &route.topic);
            self.expect_optional(item, "entry", Target::Entry, &route.entry);
            self.expect_optional(item, "clarify", Target::Clarifier, &route.clarify);
            self.of_also(item, "also", &route.also);
            let clarifier = route
                .clarify
                .as_ref()
                .and_then(|id| self.knowledge.clarifier(id));
            for (j, case) in route.cases.iter().enumerate() {
                self.expect(item, &format!("case[{j}].unit"), Target::Unit, &case.unit);
                self.expect_optional(
                    item,
                    &format!("case[{j}].entry"),
                    Target::Entry,
                    &case.entry,
                );
                self.of_also(item, &format!("case[{j}].also"), &case.also);
                if let Some(clarifier) = clarifier {
                    let options = Target::OptionOf(clarifier);
                    self.expect(item, &format!("case[{j}].option"), options, &case.option);
                }
            }
        }
    }

    fn of_also(&mut self, item: (Kind, usize), field: &str, also: &[Also]) {
        for (i, also) in also.iter().enumerate() {
            self.expect(
                item,
                &format!("{field}[{i}].unit"),
                Target::Unit,
                &also.unit,
            );
        }
    }

    fn of_entries_and_phrases(&mut self) {
        for (i, entry) in self.knowledge.entries.iter().enumerate() {
            self.expect((Kind::Entry, i), "unit", Target::Unit, &entry.unit);
            self.expect_optional((Kind::Entry, i), "topic", Target::Topic, &entry.topic);
        }
        for (i, phrase) in self.knowledge.phrases.iter().enumerate() {
            self.expect_optional((Kind::Phrase, i), "unit", Target::Unit, &phrase.unit);
            self.expect_optional((Kind::Phrase, i), "entry", Target::Entry, &phrase.entry);
        }
    }

    fn of_concepts(&mut self) {
        for (i, concept) in self.knowledge.concepts.iter().enumerate() {
            let item = (Kind::Concept, i);
            if concept.pl.is_empty() && concept.en.is_empty() && concept.uk.is_empty() {
                self.error(item, "", "check-concept-empty", Vec::new());
            }
            for (j, broader) in concept.broader.iter().enumerate() {
                let field = format!("broader[{j}]");
                self.expect(item, &field, Target::Concept, broader);
                if *broader == concept.id {
                    self.error(item, &field, "check-concept-itself", Vec::new());
                }
            }
        }
    }

    fn of_golden(&mut self) {
        for (i, golden) in self.knowledge.golden.iter().enumerate() {
            for (j, expected) in golden.expect.iter().enumerate() {
                let (item, field) = ((Kind::Golden, i), format!("expect[{j}]"));
                match expected.split_once(':') {
                    Some(("unit", code)) => self.expect(item, &field, Target::Unit, code),
                    Some(("entry", id)) => self.expect(item, &field, Target::Entry, id),
                    Some(("clarify", id)) => self.expect(item, &field, Target::Clarifier, id),
                    Some(("phrase", id)) => self.expect(item, &field, Target::Phrase, id),
                    Some(("command", id)) if Command::from_id(id).is_some() => {}
                    None if expected == "unknown" => {}
                    _ => {
                        let args = vec![("value", expected.clone())];
                        self.error(item, &field, "check-expect", args);
                    }
                }
            }
        }
    }
}

fn looks_like_a_code(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}
