//! One question by itself, without a conversation and without a trace: what `lacznik ask` and `lacznik route` show, and
//! what golden questions are tried with.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::brain::{Brain, Judgement, Pick, Verdict};
use super::turn::{Reply, Turn};
use crate::config::Config;
use crate::domain::conversation::{Conversation, Target};
use crate::domain::knowledge::Mode;
use crate::domain::message::{Content, Outgoing, Place, Platform};
use crate::domain::role::Role;
use crate::speech::{Speech, subscriptions};

/// What came of a question.
#[derive(Debug)]
pub struct Asked {
    pub decision: Decision,
    /// What the asker is shown, or asked to choose from.
    pub shown: Vec<Item>,
    /// What could be meant, best first.
    pub candidates: Vec<Scored>,
    pub judgement: Judgement,
    pub messages: Vec<Outgoing>,
}

/// Whether the asker got an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    Answer,
    Clarify,
    Unknown,
}

/// An entry or a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    pub kind: ItemKind,
    pub id: String,
    pub title: String,
}

/// What an [`Item`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemKind {
    Entry,
    Unit,
}

/// An item with how well it fits, 0..1.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Scored {
    #[serde(flatten)]
    pub item: Item,
    pub score: f32,
}

/// Asks one question.
pub fn ask(
    brain: &Brain,
    speech: &Speech,
    config: &Config,
    now: DateTime<Utc>,
    text: &str,
) -> Asked {
    let mut conversation = Conversation {
        greeted: true,
        ..Conversation::default()
    };
    let mut turn = Turn {
        heard: None,
        brain,
        speech,
        conversation: &mut conversation,
        role: Role::Asker,
        platform: Platform::Terminal,
        place: Place::Private,
        invited: None,
        now,
        default_language: config.language,
        max_chars: config.input.max_chars,
        retention: &config.retention,
        officer_notes: &[],
    };
    let mut reply = turn.take(&Content::Text(text.to_owned()), None);
    if reply.errand.take().is_some() {
        let message = subscriptions::only_in_conversation(turn.scene().voice);
        reply.messages.push(message);
    }
    let Reply {
        messages,
        judgement,
        ..
    } = turn.finish(reply);
    let judgement = judgement.unwrap_or(Judgement {
        verdict: Verdict::NotUnderstood,
        candidates: Vec::new(),
        wants_contact: false,
    });
    let mut candidates: Vec<Scored> = Vec::new();
    for (target, score) in &judgement.candidates {
        if let Some(item) = item(brain, target)
            && !candidates
                .iter()
                .any(|known| known.item.kind == item.kind && known.item.id == item.id)
        {
            candidates.push(Scored {
                item,
                score: *score,
            });
        }
    }
    let (decision, shown) = shown(brain, &judgement);
    Asked {
        decision,
        shown,
        candidates,
        judgement,
        messages,
    }
}

/// The decision in one word, and what is shown.
fn shown(brain: &Brain, judgement: &Judgement) -> (Decision, Vec<Item>) {
    let unit = |code: &str| item(brain, &Target::Unit(code.to_owned()));
    match &judgement.verdict {
        Verdict::Command(_) => (Decision::Answer, Vec::new()),
        Verdict::NoCommand(_) | Verdict::Unknown | Verdict::NotUnderstood => {
            (Decision::Unknown, Vec::new())
        }
        Verdict::Aside(id) => {
            let code = brain
                .knowledge
                .phrase(id)
                .and_then(|phrase| phrase.unit.as_deref());
            (Decision::Unknown, code.and_then(unit).into_iter().collect())
        }
        Verdict::Clarify(targets) => (
            Decision::Clarify,
            targets
                .iter()
                .filter_map(|target| item(brain, target))
                .collect(),
        ),
        Verdict::Show(picks) => {
            let is_question =
                |pick: &Pick| matches!(pick, Pick::AskBack { .. } | Pick::WhichEvent { .. });
            let is_outside = |pick: &Pick| match pick {
                Pick::Contact { route, .. } => brain
                    .knowledge
                    .route(route)
                    .is_some_and(|route| route.outside),
                _ => false,
            };
            let decision = if picks.iter().all(is_question) {
                Decision::Clarify
            } else if picks.iter().all(is_outside) {
                Decision::Unknown
            } else {
                Decision::Answer
            };
            let items = picks
                .iter()
                .flat_map(|pick| items_of(brain, pick, judgement.wants_contact));
            (decision, items.collect())
        }
    }
}

/// What one pick shows.
fn items_of(brain: &Brain, pick: &Pick, wants_contact: bool) -> Vec<Item> {
    let entry = |id: &String| item(brain, &Target::Entry(id.clone()));
    match pick {
        Pick::Entry(id) => {
            let known = brain.knowledge.entry(id);
            let routed = known.filter(|entry| wants_contact || entry.mode != Mode::Auto);
            let unit = routed.and_then(|entry| item(brain, &Target::Unit(entry.unit.clone())));
            entry(id).into_iter().chain(unit).collect()
        }
        Pick::WhichEvent { entries } => entries.iter().filter_map(entry).collect(),
        Pick::Answered { entry: id, .. } => entry(id)
            .into_iter()
            .chain(units_shown(brain, pick))
            .collect(),
        Pick::Contact { .. } | Pick::Unit(_) | Pick::AskBack { .. } => units_shown(brain, pick),
    }
}

/// The units that a pick names: who handles the matter, then those of the second suggestions.
fn units_shown(brain: &Brain, pick: &Pick) -> Vec<Item> {
    let also = match pick {
        Pick::Contact { route, option } | Pick::Answered { route, option, .. } => brain
            .contact(route, option.as_deref())
            .map_or(&[][..], |contact| contact.also),
        _ => &[],
    };
    let units = brain.units_of(pick).into_iter().map(|unit| &unit.code);
    let mut codes: Vec<&String> = units.collect();
    for other in also {
        if !codes.contains(&&other.unit) {
            codes.push(&other.unit);
        }
    }
    let unit = |code: &String| item(brain, &Target::Unit(code.clone()));
    codes.into_iter().filter_map(unit).collect()
}

fn item(brain: &Brain, target: &Target) -> Option<Item> {
    let knowledge = &brain.knowledge;
    Some(match target {
        Target::Entry(id) => {
            let title = knowledge.entry(id)?.title.clone();
            Item {
                kind: ItemKind::Entry,
                id: id.clone(),
                title,
            }
        }
        Target::Route(id) => {
            let route = knowledge.route(id)?;
            Item {
                kind: ItemKind::Unit,
                id: route.unit.clone(),
                title: route.matter.clone(),
            }
        }
        Target::Unit(code) => {
            let title = knowledge.unit(code)?.name.clone();
            Item {
                kind: ItemKind::Unit,
                id: code.clone(),
                title,
            }
        }
    })
}
