//! From ranked documents to a decision: how sure is it that the first one is right?

use std::ops::Range;

use super::index::Index;
use super::query::{Query, wants_contact_in};
use super::rank::{Hits, Scored};
use super::text::End;
use super::tuning::TUNING;
use super::{Candidate, Decision, Outcome};

/// Candidates that the asker is shown when the bot asks back.
const SHOWN: usize = 3;
/// Places at which a text is tried as two matters; more would only cost time.
const SPLITS: usize = 4;

/// What the confidence is made from, and its weights: a logistic regression fitted on whether the first document
/// is right, over questions to two different bodies of knowledge. What it left out brought nothing: likeness to one
/// exemplar, the heaviest word missed, the share of unknown words (all three are in score and coverage already).
#[derive(Debug)]
struct Signals {
    /// The best document's score, 0..1.
    score: f32,
    /// Share of the text's informative weight that the best document has, 0..1.
    coverage: f32,
    /// How far the next rival is behind, relative to the best, 0..1.
    margin: f32,
    /// Informative words. The more there are, the less may a good fit be chance.
    units: usize,
}

impl Signals {
    /// The probability that the best document is the right one.
    fn confidence(&self) -> f32 {
        let sum = -6.6
            + 6.0 * self.score
            + 1.2 * self.coverage
            + 5.2 * self.margin.min(0.5)
            + 1.8 * (self.units.max(1) as f32).ln();
        1.0 / (1.0 + (-sum).exp())
    }
}

impl Index {
    /// What to do with a text. Takes well under a millisecond for ordinary questions; the work is bounded by
    /// [`super::text::MAX_CHARS`] whatever the length of the text.
    pub fn decide(&self, text: &str) -> Outcome {
        let query = self.read(text);
        let hits = self.look_up(&query);
        let all = 0..query.units.len();
        let mut ranked = self.rank(&query, &hits, all.clone(), query.wants_contact);
        super::tuning::explain(self, &query, &hits, &ranked);
        let mut aside = self.aside(&query, &hits, ranked.first());
        let sure = self.confidence(all, &ranked);
        let decision = if aside.is_some() {
            Decision::Unknown
        } else if let Some(pair) = self.two_matters(&query, &hits, &ranked) {
            // Both answers are shown, so both lead the list.
            ranked.sort_by_key(|scored| {
                pair.iter()
                    .position(|&d| d == scored.document)
                    .unwrap_or(pair.len())
            });
            Decision::Answer(pair)
        } else if sure >= TUNING.answer_from {
            Decision::Answer(vec![ranked[0].document])
        } else if sure >= TUNING.clarify_from {
            Decision::Clarify(self.distinct(&ranked))
        } else {
            aside = self.any_aside(&query, &hits);
            Decision::Unknown
        };
        Outcome {
            decision,
            ranked: ranked
                .iter()
                .map(|scored| Candidate {
                    document: scored.document,
                    score: scored.score.clamp(0.0, 1.0),
                })
                .collect(),
            aside,
            wants_contact: query.wants_contact,
        }
    }

    /// The best candidates with different targets.
    fn distinct(&self, ranked: &[Scored]) -> Vec<usize> {
        let mut shown: Vec<usize> = Vec::new();
        for scored in ranked {
            if shown.len() < SHOWN
                && !shown
                    .iter()
                    .any(|&other| self.same_target(other, scored.document))
            {
                shown.push(scored.document);
            }
        }
        shown
    }

    fn same_target(&self, a: usize, b: usize) -> bool {
        let target = &self.documents[a].target;
        a == b || target.is_some() && *target == self.documents[b].target
    }

    /// Two documents when the text divides into two parts that are each confidently answered by a different one.
    fn two_matters(&self, query: &Query, hits: &[Hits], ranked: &[Scored]) -> Option<Vec<usize>> {
        if ranked.first()?.coverage >= TUNING.one_matter_from {
            return None;
        }
        let mut best: Option<(f32, Vec<usize>)> = None;
        for boundary in boundaries(query) {
            let middle = query.units.partition_point(|unit| unit.at < boundary);
            let parts = [
                (0..middle, 0..boundary),
                (middle..query.units.len(), boundary..query.words.len()),
            ];
            let answers: Vec<(f32, usize)> = parts
                .into_iter()
                .filter_map(|(units, words)| {
                    let asks_whom = wants_contact_in(self, &query.words[words]);
                    let ranked = self.rank(query, hits, units.clone(), asks_whom);
                    let sure = self.confidence(units, &ranked);
                    ranked.first().map(|first| (sure, first.document))
                })
                .collect();
            if let [(left, a), (right, b)] = answers[..]
                && left.min(right) >= TUNING.part_from
                && !self.same_target(a, b)
                && best
                    .as_ref()
                    .is_none_or(|(sure, _)| left.min(right) > *sure)
            {
                best = Some((left.min(right), vec![a, b]));
            }
        }
        best.map(|(_, pair)| pair)
    }

    /// How sure it is that the best of `ranked` answers the units in `part`, 0..1.
    fn confidence(&self, part: Range<usize>, ranked: &[Scored]) -> f32 {
        let Some(first) = ranked.first() else {
            return 0.0;
        };
        let rival = ranked[1..]
            .iter()
            .find(|scored| !self.same_target(first.document, scored.document));
        let signals = Signals {
            score: first.score,
            coverage: first.coverage,
            margin: rival.map_or(1.0, |rival| 1.0 - rival.score / first.score),
            units: part.len(),
        };
        super::tuning::dump(&signals);
        signals.confidence()
    }
}

/// Word positions at which a second matter may start: after punctuation and at "i", "a", "oraz"; both sides keep
/// at least two informative words.
fn boundaries(query: &Query) -> Vec<usize> {
    const AND: [&str; 10] = [
        "i",
        "a",
        "oraz",
        "plus",
        "and",
        "та",
        "і",
        "й",
        "также",
        "czy",
    ];
    let enough = |from: usize, to: usize| {
        query
            .units
            .iter()
            .filter(|u| (from..to).contains(&u.at))
            .count()
            >= 2
    };
    (1..query.words.len())
        .filter(|&at| {
            query.words[at - 1].end != End::Open || AND.contains(&query.words[at].folded.as_str())
        })
        .filter(|&at| enough(0, at) && enough(at, query.words.len()))
        .take(SPLITS)
        .collect()
}
