//! The index: documents cut into segments, and for each term and concept the segments that have it.

use super::exact::Wordings;
use super::function_words::FunctionWords;
use super::hash::FastMap;
use super::phrases::Phrases;
use super::text::{Cut, split};
use super::tuning;
use super::vocabulary::Vocabulary;
use super::{Concept, Document, Kind};

/// The part of a document that a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Question,
    Keywords,
    Body,
}

/// A stretch of text that is matched by itself.
#[derive(Debug)]
pub(super) struct Segment {
    pub document: usize,
    pub field: Field,
    /// Informative words.
    pub length: u32,
    /// Euclidean norm of the weights (rarities) of its terms.
    pub norm: f32,
}

/// The words of a segment while the index is built.
struct Text {
    terms: Vec<u32>,
    /// Which of the terms are not function words.
    informs: Vec<bool>,
    /// The terms of abbreviations in capitals, besides those of the same letters in small ones.
    abbreviations: Vec<u32>,
}

impl Text {
    fn informative(&self) -> impl Iterator<Item = u32> {
        self.terms
            .iter()
            .zip(&self.informs)
            .filter(|(_, informs)| **informs)
            .map(|(term, _)| *term)
    }
}

/// Everything that can be matched, built once and then only read.
#[derive(Debug)]
pub struct Index {
    pub(super) documents: Vec<Document>,
    pub(super) segments: Vec<Segment>,
    pub(super) vocabulary: Vocabulary,
    pub(super) function_words: FunctionWords,
    /// Segments by term, ascending.
    pub(super) postings: Vec<Vec<u32>>,
    /// Segments by concept, ascending.
    pub(super) concept_postings: Vec<Vec<u32>>,
    /// Concepts that count for a concept, itself first, with their weights.
    pub(super) related: Vec<Vec<(u32, f32)>>,
    pub(super) concept_forms: Phrases,
    pub(super) aside_phrases: Phrases,
    pub(super) wordings: Wordings,
    /// Documents that are not asides.
    pub(super) answers: usize,
    /// Average informative words of a body.
    pub(super) body_length: f32,
}

impl Index {
    /// Builds the index; takes some 0.1 ms a document.
    pub fn build(documents: Vec<Document>, concepts: &[Concept]) -> Index {
        let mut index = Index {
            documents: Vec::new(),
            segments: Vec::new(),
            vocabulary: Vocabulary::default(),
            function_words: FunctionWords::default(),
            postings: Vec::new(),
            concept_postings: vec![Vec::new(); concepts.len()],
            related: relations(concepts),
            concept_forms: Phrases::new(1),
            aside_phrases: Phrases::new(2),
            wordings: Wordings::of(&documents),
            answers: documents.iter().filter(|d| d.kind != Kind::Aside).count(),
            body_length: 1.0,
        };
        // The order of interning is the order of preference of repairs: the knowledge, the thesaurus, asides.
        let mut texts = Vec::new();
        for (i, document) in documents
            .iter()
            .enumerate()
            .filter(|(_, d)| d.kind != Kind::Aside)
        {
            index.cut(i, document, &mut texts);
        }
        for (i, concept) in concepts.iter().enumerate() {
            for form in &concept.forms {
                let (words, terms) = index.intern_phrase(form);
                for (word, &term) in words.iter().zip(&terms) {
                    index.vocabulary.note_inflected(&word.folded, term);
                }
                index.concept_forms.add(i as u32, terms);
            }
        }
        let findable = index.vocabulary.len();
        for (i, aside) in documents
            .iter()
            .enumerate()
            .filter(|(_, d)| d.kind == Kind::Aside)
        {
            for phrase in &aside.questions {
                let (_, terms) = index.intern_phrase(phrase);
                index.aside_phrases.add(i as u32, terms);
            }
        }
        for word in FunctionWords::all() {
            index.vocabulary.intern(&word);
        }
        index.documents = documents;
        index.vocabulary.finish(findable);
        index.post(&texts);
        index.weigh(&texts);
        index
    }

    /// The document at a position of the list that the index was built from.
    pub fn document(&self, i: usize) -> &Document {
        &self.documents[i]
    }

    /// Cuts a document into segments and adds their terms to `texts`.
    fn cut(&mut self, document: usize, content: &Document, texts: &mut Vec<Text>) {
        let mut add = |field: Field, parts: &[&str]| {
            let text = self.intern(parts);
            let length = text.informative().count() as u32;
            if length > 0 {
                self.segments.push(Segment {
                    document,
                    field,
                    length,
                    norm: 1.0,
                });
                texts.push(text);
            }
        };
        add(Field::Title, &[&content.title]);
        content
            .questions
            .iter()
            .for_each(|question| add(Field::Question, &[question]));
        let keywords: Vec<&str> = content.keywords.iter().map(String::as_str).collect();
        add(Field::Keywords, &keywords);
        add(Field::Body, &[&content.body]);
    }

    /// The words and terms of a phrase that is found in capitals as well as in small letters.
    fn intern_phrase(&mut self, phrase: &str) -> (Vec<Cut>, Vec<u32>) {
        let words = split(phrase);
        for word in &words {
            self.vocabulary.note_small(&word.folded);
        }
        let terms = self.intern_words(&words).terms;
        (words, terms)
    }

    /// The terms of a text that consists of these parts.
    fn intern(&mut self, parts: &[&str]) -> Text {
        let words: Vec<Cut> = parts.iter().flat_map(|part| split(part)).collect();
        for word in words.iter().filter(|word| !word.capitals) {
            self.vocabulary.note_small(&word.folded);
        }
        self.intern_words(&words)
    }

    fn intern_words(&mut self, words: &[Cut]) -> Text {
        let vocabulary = &mut self.vocabulary;
        let capitals = words.iter().filter(|word| word.capitals);
        Text {
            terms: words
                .iter()
                .map(|word| vocabulary.intern(&word.folded))
                .collect(),
            informs: words
                .iter()
                .map(|word| word.capitals || !self.function_words.ignores(&word.folded))
                .collect(),
            abbreviations: capitals
                .map(|word| vocabulary.intern_abbreviation(&word.folded))
                .collect(),
        }
    }

    fn post(&mut self, texts: &[Text]) {
        self.postings = vec![Vec::new(); self.vocabulary.len()];
        for (segment, text) in texts.iter().enumerate() {
            for term in text.informative().chain(text.abbreviations.iter().copied()) {
                push_once(&mut self.postings[term as usize], segment as u32);
            }
            let terms: Vec<Option<u32>> = text.terms.iter().copied().map(Some).collect();
            for found in self.concept_forms.find(&terms) {
                push_once(
                    &mut self.concept_postings[found.owner as usize],
                    segment as u32,
                );
            }
        }
    }

    /// Norms of the segments and the average length of bodies.
    fn weigh(&mut self, texts: &[Text]) {
        let rarity: Vec<f32> = self
            .postings
            .iter()
            .map(|segments| {
                let mut documents: Vec<usize> = segments
                    .iter()
                    .map(|&segment| self.segments[segment as usize].document)
                    .collect();
                documents.dedup();
                rarity(self.answers, documents.len() as f32)
            })
            .collect();
        for (segment, text) in self.segments.iter_mut().zip(texts) {
            let mut terms: Vec<u32> = text.informative().collect();
            terms.sort_unstable();
            terms.dedup();
            let squares: f32 = terms
                .iter()
                .map(|&term| rarity[term as usize].powi(2))
                .sum();
            segment.norm = squares.sqrt().max(1.0);
        }
        let bodies: Vec<f32> = self
            .segments
            .iter()
            .filter(|s| s.field == Field::Body)
            .map(|s| s.length as f32)
            .collect();
        self.body_length = (bodies.iter().sum::<f32>() / bodies.len().max(1) as f32).max(1.0);
    }
}

/// How much a word tells that `df` of `n` documents have (BM25's inverse document frequency, never negative).
pub(super) fn rarity(n: usize, df: f32) -> f32 {
    let n = n as f32;
    (1.0 + (n - df.min(n) + 0.5) / (df + 0.5)).ln()
}

/// For each concept the concepts that count for it: itself, wider and narrower ones by one step.
fn relations(concepts: &[Concept]) -> Vec<Vec<(u32, f32)>> {
    let by_id: FastMap<&str, usize> = concepts
        .iter()
        .enumerate()
        .map(|(i, c)| (c.id.as_str(), i))
        .collect();
    let mut related: Vec<Vec<(u32, f32)>> = (0..concepts.len())
        .map(|i| vec![(i as u32, tuning::CONCEPT)])
        .collect();
    for (narrow, concept) in concepts.iter().enumerate() {
        for &broad in concept
            .broader
            .iter()
            .filter_map(|id| by_id.get(id.as_str()))
        {
            related[narrow].push((broad as u32, tuning::BROADER));
            related[broad].push((narrow as u32, tuning::NARROWER));
        }
    }
    related
}

fn push_once(segments: &mut Vec<u32>, segment: u32) {
    if segments.last() != Some(&segment) {
        segments.push(segment);
    }
}
