//! Golden questions: sentences that must lead where somebody decided they lead.

use chrono::NaiveDate;

use super::brain::{Brain, Judgement, Pick, Verdict};
use crate::domain::conversation::Target;
use crate::knowledge::{Kind, Places, Problem};

/// How a golden question went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Straight to where it must.
    Hit,
    /// The bot asked back, and one of the answers leads there.
    AskedBack,
    Miss,
}

/// A golden question tried.
#[derive(Debug, Clone)]
pub struct Tried {
    pub text: String,
    pub expect: Vec<String>,
    pub outcome: Outcome,
    /// Where it led, in the words of `expect`.
    pub led_to: String,
    /// Where it stands: kind of item, position, field.
    at: (Kind, usize, String),
}

/// Tries every golden question of the knowledge, those of entries first.
pub fn try_all(brain: &Brain, today: NaiveDate) -> Vec<Tried> {
    let of_entries = brain
        .knowledge
        .entries
        .iter()
        .enumerate()
        .flat_map(|(index, entry)| {
            let expect = vec![format!("entry:{}", entry.id)];
            let field = |line| format!("golden[{line}]");
            let lines = entry.golden.iter().enumerate();
            lines.map(move |(line, text)| (text, expect.clone(), (Kind::Entry, index, field(line))))
        });
    let of_city = brain.knowledge.golden.iter().enumerate();
    let of_city = of_city.map(|(index, golden)| {
        (
            &golden.text,
            golden.expect.clone(),
            (Kind::Golden, index, "text".to_owned()),
        )
    });
    of_entries
        .chain(of_city)
        .map(|(text, expect, at)| {
            let judgement = brain.judge(text, today);
            let outcome = judge(brain, &judgement, &expect);
            Tried {
                text: text.clone(),
                expect,
                outcome,
                led_to: describe(brain, &judgement),
                at,
            }
        })
        .collect()
}

/// The problems of knowledge that only show when it is used: golden questions that miss, and routes that none of their
/// own words leads to.
pub fn problems(brain: &Brain, tried: &[Tried], places: &Places, today: NaiveDate) -> Vec<Problem> {
    let mut problems: Vec<Problem> = tried
        .iter()
        .filter(|tried| tried.outcome == Outcome::Miss)
        .map(|tried| {
            let (kind, index, field) = &tried.at;
            let args = vec![
                ("text", tried.text.clone()),
                ("expected", tried.expect.join(", ")),
                ("found", tried.led_to.clone()),
            ];
            places.error(*kind, *index, field, "check-golden-missed", args)
        })
        .collect();
    for (index, route) in brain.knowledge.routes.iter().enumerate() {
        let leads = |text: &String| leads_to_route(&brain.judge(text, today), &route.id);
        if ![&route.matter].into_iter().chain(&route.words).any(leads) {
            problems.push(places.error(
                Kind::Route,
                index,
                "words",
                "check-route-never-wins",
                Vec::new(),
            ));
        }
    }
    problems
}

fn leads_to_route(judgement: &Judgement, id: &str) -> bool {
    match &judgement.verdict {
        Verdict::Show(picks) => picks.iter().any(|pick| match pick {
            Pick::Contact { route, .. }
            | Pick::AskBack { route }
            | Pick::Answered { route, .. } => route == id,
            _ => false,
        }),
        Verdict::Clarify(targets) => targets.contains(&Target::Route(id.to_owned())),
        _ => false,
    }
}

fn judge(brain: &Brain, judgement: &Judgement, expect: &[String]) -> Outcome {
    let outcomes = expect
        .iter()
        .filter_map(|expected| expected.split_once(':').or(Some((expected, ""))));
    let outcomes: Vec<Outcome> = outcomes
        .map(|(kind, id)| one(brain, judgement, kind, id))
        .collect();
    if outcomes.contains(&Outcome::Hit) {
        Outcome::Hit
    } else if outcomes.contains(&Outcome::AskedBack) {
        Outcome::AskedBack
    } else {
        Outcome::Miss
    }
}

fn one(brain: &Brain, judgement: &Judgement, kind: &str, id: &str) -> Outcome {
    let knowledge = &brain.knowledge;
    let hit = |is_hit| if is_hit { Outcome::Hit } else { Outcome::Miss };
    let asked_back = |is_asked| {
        if is_asked {
            Outcome::AskedBack
        } else {
            Outcome::Miss
        }
    };
    let is_of_unit = |entry: &str| knowledge.entry(entry).is_some_and(|entry| entry.unit == id);
    match (&judgement.verdict, kind) {
        (Verdict::Command(command), "command") => hit(command.id() == id),
        (Verdict::Aside(phrase), "phrase") => hit(phrase == id),
        (Verdict::Unknown | Verdict::NotUnderstood, "unknown") => Outcome::Hit,
        (Verdict::Aside(phrase), "unit") => hit(knowledge
            .phrase(phrase)
            .is_some_and(|phrase| phrase.unit.as_deref() == Some(id))),
        (Verdict::Show(picks), _) => {
            let outcomes: Vec<Outcome> = picks
                .iter()
                .map(|pick| match (pick, kind) {
                    (Pick::Entry(entry) | Pick::Answered { entry, .. }, "entry") => {
                        hit(entry == id)
                    }
                    (Pick::Contact { route, option }, "entry") => {
                        let contact = brain.contact(route, option.as_deref());
                        asked_back(contact.is_some_and(|contact| contact.entry == Some(id)))
                    }
                    (Pick::Entry(entry), "unit") => hit(is_of_unit(entry)),
                    (Pick::WhichEvent { entries }, "entry") => {
                        asked_back(entries.iter().any(|entry| entry == id))
                    }
                    (Pick::AskBack { route }, "clarify") => hit(knowledge
                        .route(route)
                        .is_some_and(|route| route.clarify.as_deref() == Some(id))),
                    (Pick::AskBack { .. }, "unit") => {
                        asked_back(brain.units_of(pick).iter().any(|unit| unit.code == id))
                    }
                    (_, "unit") => hit(brain.units_of(pick).iter().any(|unit| unit.code == id)),
                    _ => Outcome::Miss,
                })
                .collect();
            let best = [Outcome::Hit, Outcome::AskedBack]
                .into_iter()
                .find(|one| outcomes.contains(one));
            best.unwrap_or(Outcome::Miss)
        }
        (Verdict::Clarify(targets), "entry") => {
            let subject = |id: &str| knowledge.entry(id)?.subject.as_deref();
            let same_subject = |other: &str| subject(id).is_some() && subject(other) == subject(id);
            asked_back(targets.iter().any(|target| match target {
                Target::Entry(entry) => entry == id || same_subject(entry),
                _ => false,
            }))
        }
        (Verdict::Clarify(targets), "unit") => {
            asked_back(targets.iter().any(|target| match target {
                Target::Entry(entry) => is_of_unit(entry),
                Target::Unit(code) => code == id,
                Target::Route(route) => {
                    let route = Pick::AskBack {
                        route: route.clone(),
                    };
                    brain.units_of(&route).iter().any(|unit| unit.code == id)
                }
            }))
        }
        _ => Outcome::Miss,
    }
}

/// Where a text led, in the words of `expect`.
fn describe(brain: &Brain, judgement: &Judgement) -> String {
    let units = |pick: &Pick| {
        brain
            .units_of(pick)
            .iter()
            .map(|unit| format!("unit:{}", unit.code))
            .collect::<Vec<_>>()
            .join("/")
    };
    match &judgement.verdict {
        Verdict::Command(command) => format!("command:{}", command.id()),
        Verdict::Aside(id) => format!("phrase:{id}"),
        Verdict::NoCommand(_) | Verdict::Unknown | Verdict::NotUnderstood => "unknown".to_owned(),
        Verdict::Clarify(targets) => {
            let names: Vec<String> = targets
                .iter()
                .map(|target| match target {
                    Target::Entry(id) => format!("entry:{id}"),
                    Target::Route(id) => format!("route:{id}"),
                    Target::Unit(code) => format!("unit:{code}"),
                })
                .collect();
            format!("clarify({})", names.join(", "))
        }
        Verdict::Show(picks) => {
            let names: Vec<String> = picks
                .iter()
                .map(|pick| match pick {
                    Pick::Entry(id) | Pick::Answered { entry: id, .. } => format!("entry:{id}"),
                    Pick::WhichEvent { entries } => format!("event({})", entries.join(", ")),
                    Pick::AskBack { route } => format!("ask-back:{route}"),
                    Pick::Contact { route, .. } => format!("{} (route {route})", units(pick)),
                    Pick::Unit(_) => units(pick),
                })
                .collect();
            names.join(" + ")
        }
    }
}
