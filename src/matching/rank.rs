//! Scores of all documents for a text, or for a part of it.

use super::Kind;
use super::index::{Field, Index, rarity};
use super::query::Query;
use super::tuning;

/// Where one unit of a query is found, and how rare what it means is.
#[derive(Debug)]
pub(super) struct Hits {
    pub rarity: f32,
    /// (segment, weight of the match), by segment, hence by document.
    pub segments: Vec<(u32, f32)>,
}

/// A document with everything that the decision looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub document: usize,
    pub score: f32,
    /// Share of the informative weight of the text that the document has, 0..1.
    pub coverage: f32,
}

/// The one segment of a document that is most like a text, and how like it is (cosine, 0..1).
#[derive(Debug, Clone, Copy)]
struct Exemplar {
    segment: u32,
    likeness: f32,
}

/// Documents that a ranking lists.
pub(super) const RANKED: usize = 10;

impl Index {
    /// Looks every unit up once; ranking parts of the text needs no second look.
    pub(super) fn look_up(&self, query: &Query) -> Vec<Hits> {
        let mut best = vec![0.0f32; self.segments.len()];
        query
            .units
            .iter()
            .map(|unit| {
                let mut touched: Vec<u32> = Vec::new();
                let terms = unit
                    .terms
                    .iter()
                    .map(|&(term, weight)| (&self.postings[term as usize], weight));
                let concepts = unit
                    .concepts
                    .iter()
                    .map(|&(c, weight)| (&self.concept_postings[c as usize], weight));
                for (segments, weight) in terms.chain(concepts) {
                    for &segment in segments {
                        let before = &mut best[segment as usize];
                        if *before == 0.0 {
                            touched.push(segment);
                        }
                        *before = before.max(weight);
                    }
                }
                touched.sort_unstable();
                let segments: Vec<(u32, f32)> = touched
                    .into_iter()
                    .map(|s| (s, std::mem::take(&mut best[s as usize])))
                    .collect();
                Hits {
                    rarity: self.soft_rarity(&segments),
                    segments,
                }
            })
            .collect()
    }

    /// Rarity of what a unit means: each document counts by its best match.
    fn soft_rarity(&self, segments: &[(u32, f32)]) -> f32 {
        if segments.is_empty() {
            return tuning::UNKNOWN * rarity(self.answers, 0.0);
        }
        let df: f32 = self
            .by_document(segments)
            .map(|hits| hits.iter().fold(0.0f32, |best, hit| best.max(hit.1)))
            .map(|best| best * best)
            .sum();
        rarity(self.answers, df)
    }

    fn document_of(&self, segment: u32) -> usize {
        self.segments[segment as usize].document
    }

    /// The best documents that have anything of the units in `part`, best first, at most [`RANKED`].
    pub(super) fn rank(
        &self,
        query: &Query,
        hits: &[Hits],
        part: &[usize],
        asks_whom: bool,
    ) -> Vec<Scored> {
        let weight = |i: usize| query.units[i].weight * hits[i].rarity;
        let total: f32 = part.iter().map(|&i| weight(i)).sum();
        if total <= 0.0 {
            return Vec::new();
        }
        let exemplars = self.best_exemplars(part, &weight, hits);
        let mut found: Vec<Scored> = exemplars
            .iter()
            .enumerate()
            .map(|(document, exemplar)| Scored {
                document,
                score: tuning::COSINE * exemplar.likeness,
                coverage: 0.0,
            })
            .collect();
        for &i in part {
            let share = weight(i) / total;
            for hits in self.by_document(&hits[i].segments) {
                let document = self.document_of(hits[0].0);
                let (value, quality) = self.value(hits, exemplars[document].segment);
                found[document].score += (1.0 - tuning::COSINE) * share * value;
                found[document].coverage += share * quality;
            }
        }
        found.retain(|scored| scored.score > 0.0);
        for scored in &mut found {
            scored.score *= self.suits(scored.document, asks_whom);
        }
        let better = |a: &Scored, b: &Scored| {
            b.score
                .total_cmp(&a.score)
                .then(a.document.cmp(&b.document))
        };
        if found.len() > RANKED {
            found.select_nth_unstable_by(RANKED, better);
            found.truncate(RANKED);
        }
        found.sort_unstable_by(better);
        found
    }

    /// Hits of one unit, document by document.
    fn by_document<'a>(
        &'a self,
        segments: &'a [(u32, f32)],
    ) -> impl Iterator<Item = &'a [(u32, f32)]> {
        segments.chunk_by(|a, b| self.document_of(a.0) == self.document_of(b.0))
    }

    /// For each document the segment (title, question or keywords) that is most like the text.
    fn best_exemplars(
        &self,
        part: &[usize],
        weight: &impl Fn(usize) -> f32,
        hits: &[Hits],
    ) -> Vec<Exemplar> {
        let length: f32 = part.iter().map(|&i| weight(i).powi(2)).sum::<f32>().sqrt();
        let mut products = vec![0.0f32; self.segments.len()];
        for &i in part {
            let product = weight(i) * hits[i].rarity;
            for &(segment, matched) in &hits[i].segments {
                products[segment as usize] += product * matched;
            }
        }
        let none = Exemplar {
            segment: u32::MAX,
            likeness: 0.0,
        };
        let mut exemplars = vec![none; self.documents.len()];
        for &(i, _) in part.iter().flat_map(|&i| &hits[i].segments) {
            let segment = &self.segments[i as usize];
            let likeness = (products[i as usize] / (length * segment.norm)).min(1.0);
            let best = &mut exemplars[segment.document];
            if segment.field != Field::Body && (likeness, best.segment) > (best.likeness, i) {
                *best = Exemplar {
                    segment: i,
                    likeness,
                };
            }
        }
        exemplars
    }

    /// What one unit is worth in one document (BM25F, 0..1) and how well it is matched at all (0..1).
    fn value(&self, hits: &[(u32, f32)], exemplar: u32) -> (f32, f32) {
        let (mut sum, mut quality) = (0.0f32, 0.0f32);
        let (mut questions, mut best_question) = (0.0f32, 0.0f32);
        for &(i, matched) in hits {
            let segment = &self.segments[i as usize];
            match segment.field {
                Field::Title => sum += tuning::TITLE * matched,
                Field::Keywords => sum += tuning::KEYWORDS * matched,
                Field::Question if i == exemplar => best_question = matched,
                Field::Question => questions = questions.max(matched),
                Field::Body => {
                    let length = segment.length as f32 / self.body_length;
                    sum += tuning::BODY * matched
                        / (1.0 - tuning::BODY_LENGTH + tuning::BODY_LENGTH * length);
                }
            }
            let trust = if segment.field == Field::Body {
                tuning::BODY_QUALITY
            } else {
                1.0
            };
            quality = quality.max(trust * matched);
        }
        sum += tuning::QUESTION * best_question.max(tuning::OTHER_QUESTION * questions);
        (
            sum * (1.0 + tuning::SATURATION / tuning::FULL) / (sum + tuning::SATURATION),
            quality,
        )
    }

    /// How well a document matches one unit anywhere, 0..1.
    pub(super) fn best_match(&self, hits: &Hits, document: usize) -> f32 {
        let from = hits
            .segments
            .partition_point(|&(segment, _)| self.document_of(segment) < document);
        hits.segments[from..]
            .iter()
            .take_while(|&&(segment, _)| self.document_of(segment) == document)
            .fold(0.0, |best, hit| best.max(hit.1))
    }

    fn suits(&self, document: usize, wants_contact: bool) -> f32 {
        match (self.documents[document].kind, wants_contact) {
            (Kind::Contact, true) => 1.0 + tuning::CUE,
            (Kind::Contact, false) => 1.0 - tuning::CUE,
            (Kind::Entry, true) => 1.0 - tuning::CUE,
            (Kind::Entry, false) | (Kind::Aside, _) => 1.0,
        }
    }
}
