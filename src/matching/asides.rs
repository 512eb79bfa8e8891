//! What is not a question for this bot, and whether that outweighs what the knowledge has.

use super::index::{Index, rarity};
use super::phrases::Found;
use super::query::Query;
use super::rank::{Hits, Scored};
use super::tuning;

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
        let (whole, partial): (Vec<&Found>, Vec<&Found>) = found
            .iter()
            .partition(|phrase| self.documents[phrase.owner as usize].whole);
        let covered = |at: usize| whole.iter().any(|phrase| phrase.at.contains(&at));
        let document_covers = best.is_some_and(|best| best.coverage >= tuning::DOCUMENT_COVERS);
        if !document_covers && query.units.iter().all(|unit| covered(unit.at)) {
            // The longest phrase says best what it is.
            let longest = first_max(
                whole
                    .into_iter()
                    .map(|phrase| (phrase, phrase.at.len() as f32)),
            );
            if let Some((phrase, _)) = longest {
                return Some(phrase.owner as usize);
            }
        }
        let unknown = rarity(self.answers, 0.0);
        let lacking: Vec<f32> = query
            .units
            .iter()
            .zip(hits)
            .map(|(unit, hits)| {
                let matched = best.map_or(0.0, |best| self.best_match(hits, best.document));
                unit.weight * hits.rarity * (1.0 - matched) / unknown
            })
            .collect();
        first_max(
            partial
                .into_iter()
                .map(|phrase| (phrase, sum_at(query, &lacking, &phrase.at))),
        )
        .filter(|(_, lack)| *lack >= tuning::ASIDE_FROM)
        .map(|(phrase, _)| phrase.owner as usize)
    }

    /// The aside that covers at least half of a text that nothing answers.
    pub(super) fn any_aside(&self, query: &Query, hits: &[Hits]) -> Option<usize> {
        let weights: Vec<f32> = query
            .units
            .iter()
            .zip(hits)
            .map(|(unit, hits)| unit.weight * hits.rarity)
            .collect();
        let half = weights.iter().sum::<f32>() / 2.0;
        let found = self.aside_phrases.find(&query.terms);
        first_max(
            found
                .iter()
                .map(|phrase| (phrase, sum_at(query, &weights, &phrase.at))),
        )
        .filter(|(_, weight)| *weight >= half && half > 0.0)
        .map(|(phrase, _)| phrase.owner as usize)
    }
}

/// The sum of what units at these positions of the text have.
fn sum_at(query: &Query, values: &[f32], at: &[usize]) -> f32 {
    query
        .units
        .iter()
        .zip(values)
        .filter(|(unit, _)| at.contains(&unit.at))
        .map(|(_, value)| value)
        .sum()
}

/// The pair with the greatest value, the first of equal ones.
fn first_max<'a>(pairs: impl Iterator<Item = (&'a Found, f32)>) -> Option<(&'a Found, f32)> {
    pairs.reduce(|best, next| if next.1 > best.1 { next } else { best })
}
