//! What is not a question for this bot, and whether that outweighs what the knowledge has.

use super::index::Index;
use super::query::Query;
use super::rank::{Hits, Scored};
use super::tuning::TUNING;

impl Index {
    /// The aside that a text is about, if any, given the best document for it.
    ///
    /// A `whole` aside must cover every informative word. The others win by what they have and the document does
    /// not: another town's name, a resident's matter. What both have speaks for the document.
    pub(super) fn aside(
        &self,
        query: &Query,
        hits: &[Hits],
        best: Option<&Scored>,
    ) -> Option<usize> {
        let found = self.aside_phrases.find(&query.terms);
        let mut covered = vec![false; query.words.len()];
        let whole = |owner: u32| self.documents[owner as usize].whole;
        for phrase in found.iter().filter(|phrase| whole(phrase.owner)) {
            phrase.at.iter().for_each(|&at| covered[at] = true);
        }
        if query.units.iter().all(|unit| covered[unit.at]) {
            // The longest phrase says best what it is; of equally long ones the first in the text.
            let longest = found
                .iter()
                .rev()
                .filter(|phrase| whole(phrase.owner))
                .max_by_key(|phrase| phrase.at.len());
            if let Some(phrase) = longest {
                return Some(phrase.owner as usize);
            }
        }
        let lacking = self.lacking(query, hits, best);
        let weight = |at: &[usize]| -> f32 {
            query
                .units
                .iter()
                .zip(&lacking)
                .filter(|(unit, _)| at.contains(&unit.at))
                .map(|(_, lack)| lack)
                .sum()
        };
        found
            .iter()
            .rev()
            .filter(|phrase| !whole(phrase.owner))
            .map(|phrase| (phrase.owner as usize, weight(&phrase.at)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, weight)| *weight >= TUNING.aside_from)
            .map(|(owner, _)| owner)
    }

    /// For each unit the share of the text's informative weight that a document lacks because of it.
    pub(super) fn lacking(
        &self,
        query: &Query,
        hits: &[Hits],
        document: Option<&Scored>,
    ) -> Vec<f32> {
        let weights = query
            .units
            .iter()
            .zip(hits)
            .map(|(unit, hits)| unit.weight * hits.rarity);
        let total: f32 = weights.clone().sum();
        weights
            .zip(hits)
            .map(|(weight, hits)| {
                let matched = document.map_or(0.0, |scored| self.best_match(hits, scored.document));
                weight * (1.0 - matched) / total
            })
            .collect()
    }

    /// The aside that covers at least half of a text that nothing answers.
    pub(super) fn any_aside(&self, query: &Query, hits: &[Hits]) -> Option<usize> {
        let lacking = self.lacking(query, hits, None);
        let share = |at: &[usize]| -> f32 {
            query
                .units
                .iter()
                .zip(&lacking)
                .filter(|(unit, _)| at.contains(&unit.at))
                .map(|(_, lack)| lack)
                .sum()
        };
        self.aside_phrases
            .find(&query.terms)
            .iter()
            .rev()
            .map(|phrase| (phrase.owner as usize, share(&phrase.at)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, share)| *share >= 0.5)
            .map(|(owner, _)| owner)
    }
}
