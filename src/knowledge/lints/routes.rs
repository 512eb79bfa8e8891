//! Routes and clarifiers: words that lead two ways, and questions that change nothing.

use std::collections::BTreeMap;

use super::super::places::Kind;
use super::super::text::fold;
use super::Lints;
use crate::domain::knowledge::{Route, RouteCase};

/// Bytes that the ids of a route and of an option may have together: both stand in the data of one button.
const MAX_BUTTON: usize = 60;

impl Lints<'_> {
    pub(super) fn routes(&mut self) {
        self.words_of_two_routes();
        self.words_of_two_options();
        self.unused_clarifiers();
        for (i, route) in self.knowledge.routes.iter().enumerate() {
            self.cases((Kind::Route, i), route);
        }
    }

    fn words_of_two_routes(&mut self) {
        let mut first: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for (i, route) in self.knowledge.routes.iter().enumerate() {
            for (j, word) in route.words.iter().enumerate() {
                let (k, l) = *first.entry(fold(word)).or_insert((i, j));
                if k == i {
                    continue;
                }
                let other = &self.knowledge.routes[k];
                let place = self.place((Kind::Route, k), &format!("words[{l}]"));
                let args = vec![
                    ("value", word.clone()),
                    ("other", other.id.clone()),
                    ("place", place),
                ];
                self.error(
                    (Kind::Route, i),
                    &format!("words[{j}]"),
                    "check-word-two-routes",
                    args,
                );
            }
        }
    }

    fn words_of_two_options(&mut self) {
        for (i, clarifier) in self.knowledge.clarifiers.iter().enumerate() {
            let mut first: BTreeMap<String, usize> = BTreeMap::new();
            for (j, option) in clarifier.options.iter().enumerate() {
                for (k, word) in option.words.iter().enumerate() {
                    let other = *first.entry(fold(word)).or_insert(j);
                    if other != j {
                        let other = clarifier.options[other].id.clone();
                        let args = vec![("value", word.clone()), ("other", other)];
                        let field = format!("option[{j}].words[{k}]");
                        self.error((Kind::Clarifier, i), &field, "check-word-two-options", args);
                    }
                }
            }
        }
    }

    fn unused_clarifiers(&mut self) {
        for (i, clarifier) in self.knowledge.clarifiers.iter().enumerate() {
            let id = Some(&clarifier.id);
            if !self
                .knowledge
                .routes
                .iter()
                .any(|route| route.clarify.as_ref() == id)
            {
                self.warning(
                    (Kind::Clarifier, i),
                    "id",
                    "check-clarifier-unused",
                    Vec::new(),
                );
            }
        }
    }

    fn cases(&mut self, item: (Kind, usize), route: &Route) {
        let Some(id) = &route.clarify else {
            if !route.cases.is_empty() {
                self.error(item, "case", "check-case-without-clarify", Vec::new());
            }
            return;
        };
        if !route.cases.iter().any(|case| differs(route, case)) {
            self.error(
                item,
                "clarify",
                "check-clarify-pointless",
                vec![("value", id.clone())],
            );
        }
        for (j, case) in route.cases.iter().enumerate() {
            if route.cases[..j]
                .iter()
                .any(|earlier| earlier.option == case.option)
            {
                let args = vec![("value", case.option.clone())];
                self.error(item, &format!("case[{j}].option"), "check-case-twice", args);
            }
        }
        let options = self
            .knowledge
            .clarifier(id)
            .map(|clarifier| clarifier.options.as_slice());
        let longest = options
            .unwrap_or_default()
            .iter()
            .max_by_key(|option| option.id.len());
        if let Some(option) = longest.filter(|o| route.id.len() + o.id.len() > MAX_BUTTON) {
            let count = route.id.len() + option.id.len();
            let args = vec![
                ("option", option.id.clone()),
                ("count", count.to_string()),
                ("limit", MAX_BUTTON.to_string()),
            ];
            self.error(item, "clarify", "check-button-long", args);
        }
    }
}

/// Whether an answer to the clarifier leads elsewhere than the route alone.
fn differs(route: &Route, case: &RouteCase) -> bool {
    case.unit != route.unit
        || case.also != route.also
        || (case.entry.is_some() && case.entry != route.entry)
}
