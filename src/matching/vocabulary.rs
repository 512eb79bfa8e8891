//! The words that the knowledge uses, and how a word of a question finds the ones it may mean.

use super::hash::{FastMap, FastSet, hash_letters};
use super::repair::{Spelling, split};
use super::text::{ABBREVIATION, Word, stem};
use super::tuning;

/// At most so many terms of one family count for a word.
const MAX_ALIKE: usize = 12;

/// Stems as small numbers, with the spelling of all known forms and the character n-grams of all stems.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// Stem to term; an abbreviation in capitals is its own stem.
    terms: FastMap<String, u32>,
    /// Term to stem.
    stems: Vec<String>,
    /// Folded form to term.
    forms: FastMap<String, u32>,
    /// Folded forms that abbreviations may have in small letters.
    small: FastSet<String>,
    /// Terms of the thesaurus's inflected words, so that no abbreviation in small letters has them.
    inflected: FastSet<u32>,
    spelling: Spelling,
    /// By hash of an n-gram: the range of `gram_terms` with the terms that have it.
    grams: FastMap<u64, (u32, u32)>,
    gram_terms: Vec<u32>,
    /// Distinct n-grams by term; 0 for terms that are not found by likeness.
    gram_counts: Vec<u32>,
}

/// What a word of a question turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// A known word, as written.
    Known,
    /// A known word after repair, and how sure that is (0..1).
    Repaired(Word, f32),
    /// Two known words written as one.
    Joined(Word, Word),
    Unknown,
}

impl Vocabulary {
    /// The term of a folded word, new if need be. The order of first calls is the order of preference of repairs.
    pub fn intern(&mut self, folded: &str) -> u32 {
        if let Some(&term) = self.forms.get(folded) {
            return term;
        }
        let stem = stem(folded);
        let next = self.stems.len() as u32;
        let term = *self.terms.entry(stem.clone()).or_insert(next);
        if term == next {
            self.stems.push(stem);
        }
        self.forms.insert(folded.to_string(), term);
        self.spelling.add(folded);
        term
    }

    /// The term of an abbreviation written in capitals: not the one of the same letters in small ones, which may be
    /// another word ("US" and "us").
    pub fn intern_abbreviation(&mut self, folded: &str) -> u32 {
        let capitals = folded.to_uppercase();
        let next = self.stems.len() as u32;
        let term = *self.terms.entry(capitals.clone()).or_insert(next);
        if term == next {
            self.stems.push(capitals);
        }
        term
    }

    /// Notes that a folded form stands somewhere in small letters, so that an abbreviation may mean it.
    pub fn note_small(&mut self, folded: &str) {
        if ABBREVIATION.contains(&folded.chars().count()) && !self.small.contains(folded) {
            self.small.insert(folded.to_string());
        }
    }

    /// Notes that a word of the thesaurus has this term, as its stem, not as it stands.
    pub fn note_inflected(&mut self, folded: &str, term: u32) {
        if self.stems[term as usize] != folded {
            self.inflected.insert(term);
        }
    }

    /// The term of an abbreviation in small letters, where it stands somewhere in just these and is not the stem of a
    /// word that means something else: "KAS" is no form of "kasa".
    pub fn small(&self, word: &Word) -> Option<u32> {
        let term = self.term(&word.stem)?;
        let its_own = self.small.contains(&word.folded) && !self.inflected.contains(&term);
        its_own.then_some(term)
    }

    /// The term of an abbreviation that is known in capitals.
    pub fn abbreviation(&self, folded: &str) -> Option<u32> {
        self.term(&folded.to_uppercase())
    }

    /// Terms interned so far.
    pub fn len(&self) -> usize {
        self.stems.len()
    }

    /// To be called once, after the last `intern`; terms from `findable` on are never found by likeness.
    pub fn finish(&mut self, findable: usize) {
        self.spelling.finish();
        let mut found: Vec<(u64, u32)> = Vec::new();
        for (term, stem) in self.stems[..findable].iter().enumerate() {
            let grams = grams(stem);
            self.gram_counts.push(grams.len() as u32);
            found.extend(grams.into_iter().map(|gram| (gram, term as u32)));
        }
        found.sort_unstable();
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            let from = self.gram_terms.len() as u32;
            self.gram_terms.extend(same.iter().map(|(_, term)| *term));
            self.grams
                .insert(same[0].0, (from, self.gram_terms.len() as u32));
        }
    }

    /// The term of a stem that is known as it stands.
    pub fn term(&self, stem: &str) -> Option<u32> {
        self.terms.get(stem).copied()
    }

    /// Whether the stem of a word is known as it stands.
    pub fn knows(&self, word: &Word) -> bool {
        self.terms.contains_key(&word.stem)
    }

    /// What a word is: itself, a misspelt word, two joined words, or unknown.
    pub fn meaning(&self, word: &Word) -> Meaning {
        if self.knows(word) {
            return Meaning::Known;
        }
        let repaired = self.spelling.repair(&word.folded);
        if let Some((form, 1)) = repaired {
            return Meaning::Repaired(Word::new(&form), tuning::ONE_SLIP);
        }
        if let Some((left, right)) = split(&word.folded, |part| self.forms.contains_key(part)) {
            return Meaning::Joined(Word::new(left), Word::new(right));
        }
        match repaired {
            Some((form, _)) => Meaning::Repaired(Word::new(&form), tuning::TWO_SLIPS),
            None => Meaning::Unknown,
        }
    }

    /// Terms that share most of their letters' n-grams with a stem (word families: dotacja, dotacyjny), best first,
    /// with their likeness (Dice, 0..1).
    pub fn alike(&self, stem: &str) -> Vec<(u32, f32)> {
        let wanted = grams(stem);
        let mut shared = vec![0u8; self.gram_counts.len()];
        let mut touched: Vec<u32> = Vec::new();
        for (from, to) in wanted.iter().filter_map(|gram| self.grams.get(gram)) {
            for &term in &self.gram_terms[*from as usize..*to as usize] {
                if shared[term as usize] == 0 {
                    touched.push(term);
                }
                shared[term as usize] = shared[term as usize].saturating_add(1);
            }
        }
        let dice = |term: u32| {
            let both = wanted.len() as u32 + self.gram_counts[term as usize];
            2.0 * f32::from(shared[term as usize]) / both as f32
        };
        let mut found: Vec<(u32, f32)> = touched
            .into_iter()
            .map(|term| (term, dice(term)))
            .filter(|&(_, likeness)| (tuning::ALIKE_FROM..1.0).contains(&likeness))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(MAX_ALIKE);
        found
    }
}

/// Hashes of the distinct character 3- to 5-grams of a stem with a mark at its start. Short stems have none: they
/// are as likely abbreviations, and those are alike only by accident.
fn grams(stem: &str) -> Vec<u64> {
    let letters: Vec<char> = std::iter::once('^').chain(stem.chars()).collect();
    if letters.len() < 5 || letters.iter().any(char::is_ascii_digit) {
        return Vec::new();
    }
    let mut grams: Vec<u64> = (3..=5)
        .flat_map(|n| letters.windows(n))
        .map(|gram| hash_letters(gram.iter().copied()))
        .collect();
    grams.sort_unstable();
    grams.dedup();
    grams
}
