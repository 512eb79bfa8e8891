//! A text as the index sees it: informative words with what they may mean and how much they weigh.

use std::ops::Range;

use super::function_words::Informative;
use super::hash::FastMap;
use super::index::Index;
use super::text::{End, Word, words};
use super::tuning;
use super::vocabulary::Meaning;

/// One informative word of a text and everything in the index that it may mean.
#[derive(Debug)]
pub(super) struct Unit {
    /// Position among the words of the query.
    pub at: usize,
    /// How much it counts, 0..1, before its rarity: little for words that go with any matter and for asides.
    pub weight: f32,
    /// A word that goes with any matter.
    pub light: bool,
    /// A number that is part of no concept.
    pub number: bool,
    /// Terms with the weight of the match, 0..1.
    pub terms: Vec<(u32, f32)>,
    pub concepts: Vec<(u32, f32)>,
}

/// A text, read.
#[derive(Debug)]
pub(super) struct Query {
    /// All words, after repair.
    pub words: Vec<Word>,
    /// Their terms.
    pub terms: Vec<Option<u32>>,
    pub units: Vec<Unit>,
    pub wants_contact: bool,
}

impl Query {
    /// The units of a part of the text; a word that occurs again counts once, where it weighs most.
    pub fn distinct(&self, part: Range<usize>) -> Vec<usize> {
        let mut kept: Vec<usize> = Vec::with_capacity(part.len());
        let mut by_term: FastMap<u32, usize> = FastMap::default();
        for i in part {
            let first = self.units[i].terms.first().map(|&(term, _)| term);
            match first.and_then(|term| by_term.get(&term)) {
                Some(&place) => {
                    if self.units[i].weight > self.units[kept[place]].weight {
                        kept[place] = i;
                    }
                }
                None => {
                    by_term.extend(first.map(|term| (term, kept.len())));
                    kept.push(i);
                }
            }
        }
        kept
    }
}

/// From so many words on a text of several sentences is a story, in which the sentence that asks weighs most.
const STORY_FROM: usize = 12;

impl Index {
    /// Reads a text.
    pub(super) fn read(&self, text: &str) -> Query {
        let written = self.rejoin(words(text));
        let weights = sentence_weights(&written);
        let mut query = Query {
            words: Vec::with_capacity(written.len()),
            terms: Vec::with_capacity(written.len()),
            units: Vec::new(),
            wants_contact: false,
        };
        let alone = written.len() == 1;
        for (word, sentence) in written.iter().zip(weights) {
            self.read_word(word, sentence, alone, &mut query);
        }
        query.wants_contact = self.function_words.wants_contact(&query.words);
        self.add_concepts(&mut query);
        query
    }

    /// Joins two neighbours that nothing knows when together they are a known word ("dofinan sowanie").
    fn rejoin(&self, written: Vec<Word>) -> Vec<Word> {
        let mut joined: Vec<Word> = Vec::with_capacity(written.len());
        for word in written {
            match joined.last_mut() {
                Some(last)
                    if last.end == End::Open
                        && !self.vocabulary.knows(last)
                        && !self.vocabulary.knows(&word) =>
                {
                    let whole = Word::new(&format!("{}{}", last.folded, word.folded));
                    if self.vocabulary.knows(&whole) {
                        *last = Word {
                            end: word.end,
                            ..whole
                        };
                    } else {
                        joined.push(word);
                    }
                }
                _ => joined.push(word),
            }
        }
        joined
    }

    /// Reads a word; `alone`: it is the whole text.
    fn read_word(&self, word: &Word, sentence: f32, alone: bool, query: &mut Query) {
        let ignored = self.function_words.informative(word) == Informative::No;
        if (word.capitals || ignored && alone)
            && let Some(term) = self.vocabulary.abbreviation(&word.folded)
        {
            return self.push_abbreviation(word.clone(), term, sentence, query);
        }
        if ignored {
            return self.push(word.clone(), sentence, 1.0, query);
        }
        match self.vocabulary.meaning(word) {
            Meaning::Known | Meaning::Unknown => self.push(word.clone(), sentence, 1.0, query),
            Meaning::Repaired(known, sure) => self.push(
                Word {
                    end: word.end,
                    ..known
                },
                sentence,
                sure,
                query,
            ),
            Meaning::Joined(left, right) => {
                self.push(left, sentence, tuning::JOINED, query);
                self.push(
                    Word {
                        end: word.end,
                        ..right
                    },
                    sentence,
                    tuning::JOINED,
                    query,
                );
            }
        }
    }

    /// Adds an abbreviation that the knowledge has in capitals, as written: it is no function word, no slip and no
    /// form of another word.
    fn push_abbreviation(&self, word: Word, term: u32, sentence: f32, query: &mut Query) {
        let small = self.vocabulary.small(&word);
        let mut terms = vec![(term, 1.0)];
        terms.extend(small.map(|small| (small, tuning::SMALL_LETTERS)));
        query.units.push(Unit {
            at: query.words.len(),
            weight: sentence,
            light: false,
            number: false,
            terms,
            concepts: Vec::new(),
        });
        query.words.push(word);
        query.terms.push(small);
    }

    /// Adds a word; `sure` is how sure its reading is.
    fn push(&self, word: Word, sentence: f32, sure: f32, query: &mut Query) {
        let term = self.vocabulary.term(&word.stem);
        let number = word.folded.chars().all(|c| c.is_ascii_digit() || c == ',');
        let informative = self.function_words.informative(&word);
        let weight = match informative {
            Informative::No => 0.0,
            Informative::Little => tuning::LIGHT * sentence,
            Informative::Yes if number => tuning::NUMBER * sentence,
            Informative::Yes => sentence,
        };
        if weight > 0.0 {
            let mut terms: Vec<(u32, f32)> = term.map(|term| (term, sure)).into_iter().collect();
            let alike = self.vocabulary.alike(&word.stem);
            terms.extend(
                alike
                    .into_iter()
                    .map(|(term, likeness)| (term, tuning::ALIKE * likeness)),
            );
            query.units.push(Unit {
                at: query.words.len(),
                weight,
                light: informative == Informative::Little,
                number: informative == Informative::Yes && number,
                terms,
                concepts: Vec::new(),
            });
        }
        query.words.push(word);
        query.terms.push(term);
    }

    /// Concepts of the phrases in the text, for each word that is part of one.
    fn add_concepts(&self, query: &mut Query) {
        // A word that no document and no concept has still stands for the nearest one that they have.
        let mut terms = query.terms.clone();
        for unit in &query.units {
            if terms[unit.at].is_none() {
                terms[unit.at] = unit
                    .terms
                    .first()
                    .filter(|(_, w)| *w >= tuning::STAND_IN)
                    .map(|(term, _)| *term);
            }
        }
        for found in self.concept_forms.find(&terms) {
            for unit in query
                .units
                .iter_mut()
                .filter(|unit| found.at.contains(&unit.at))
            {
                unit.concepts
                    .extend_from_slice(&self.related[found.owner as usize]);
                // The 8 of "CIT-8" is no amount.
                if unit.number && found.at.len() > 1 {
                    unit.number = false;
                    unit.weight /= tuning::NUMBER;
                }
            }
        }
    }
}

/// For each word how much its sentence weighs: in a story the sentences that ask weigh 1, the others less.
fn sentence_weights(text: &[Word]) -> Vec<f32> {
    let mut weights = Vec::with_capacity(text.len());
    for sentence in text.split_inclusive(|word| matches!(word.end, End::Sentence | End::Question)) {
        let asks = sentence
            .last()
            .is_some_and(|word| word.end == End::Question)
            || sentence
                .iter()
                .any(|word| ASKING.contains(&word.folded.as_str()));
        weights.extend(
            sentence
                .iter()
                .map(|_| if asks { 1.0 } else { tuning::TOLD }),
        );
    }
    // When no sentence asks, or the text is short, all words count alike.
    if text.len() < STORY_FROM || !weights.contains(&1.0) {
        weights.fill(1.0);
    }
    weights
}

/// Words that make a sentence a question even without its mark.
const ASKING: [&str; 29] = [
    "czy",
    "jak",
    "gdzie",
    "kiedy",
    "ile",
    "kto",
    "kogo",
    "komu",
    "kim",
    "jaki",
    "jaka",
    "jakie",
    "skad",
    "dlaczego",
    "czego",
    "how",
    "what",
    "who",
    "where",
    "when",
    "which",
    "can",
    "чи",
    "як",
    "де",
    "коли",
    "скільки",
    "хто",
    "що",
];
