//! Golden questions of the example city.

use lacznik::bot::brain::Brain;
use lacznik::bot::golden::{Outcome, try_all};

use crate::harness::at;

/// The routing test of the example city stands first in `golden.toml`.
const UTTERANCES: usize = 50;

#[test]
fn of_the_fifty_utterances_at_least_forty_five_go_where_they_should_and_the_rest_asks_back() {
    let brain = Brain::new(lacznik::app::example().unwrap(), 1);
    let texts: Vec<&String> = brain
        .knowledge
        .golden
        .iter()
        .take(UTTERANCES)
        .map(|golden| &golden.text)
        .collect();
    assert_eq!(texts[0], "kasa na sport dla dzieciakow");
    assert_eq!(texts[UTTERANCES - 1], "to samo co wczoraj");
    let today = at(crate::harness::MONDAY_NOON).date_naive();
    let tried: Vec<_> = try_all(&brain, today)
        .into_iter()
        .filter(|tried| texts.contains(&&tried.text))
        .collect();
    let of = |outcome| {
        tried
            .iter()
            .filter(|tried| tried.outcome == outcome)
            .collect::<Vec<_>>()
    };
    assert!(of(Outcome::Miss).is_empty(), "{:?}", of(Outcome::Miss));
    assert!(
        of(Outcome::Hit).len() >= 45,
        "asked back: {:?}",
        of(Outcome::AskedBack)
    );
}

#[test]
fn the_example_city_has_what_was_promised() {
    let knowledge = lacznik::app::example().unwrap();
    assert!(knowledge.entries.len() >= 100);
    assert_eq!(knowledge.units.len(), 49);
    assert!(knowledge.routes.len() >= 70);
    assert!(knowledge.city.example);
}
