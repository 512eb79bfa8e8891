//! Finding many fixed phrases in one text at once: forms of concepts, and what is not a question.

use super::hash::FastMap;

/// Phrases as sequences of term ids, each belonging to an owner (a concept, a document).
#[derive(Debug, Default)]
pub struct Phrases {
    phrases: Vec<(u32, Vec<u32>)>,
    by_first: FastMap<u32, Vec<u32>>,
    /// Other words allowed between two words of a phrase.
    gap: usize,
}

/// Where a phrase was found.
#[derive(Debug)]
pub struct Found {
    pub owner: u32,
    /// Positions in the text, ascending.
    pub at: Vec<usize>,
}

impl Phrases {
    pub fn new(gap: usize) -> Phrases {
        Phrases {
            gap,
            ..Phrases::default()
        }
    }

    /// Empty phrases are never found.
    pub fn add(&mut self, owner: u32, terms: Vec<u32>) {
        if let Some(&first) = terms.first() {
            self.by_first
                .entry(first)
                .or_default()
                .push(self.phrases.len() as u32);
            self.phrases.push((owner, terms));
        }
    }

    /// All occurrences, by position of their first word; `None` stands for a word that no phrase has.
    pub fn find(&self, text: &[Option<u32>]) -> Vec<Found> {
        let mut found = Vec::new();
        for (start, term) in text.iter().enumerate() {
            let candidates = term.and_then(|term| self.by_first.get(&term));
            for &phrase in candidates.into_iter().flatten() {
                let (owner, terms) = &self.phrases[phrase as usize];
                if let Some(at) = self.occurs(text, start, terms) {
                    found.push(Found { owner: *owner, at });
                }
            }
        }
        found
    }

    fn occurs(&self, text: &[Option<u32>], start: usize, terms: &[u32]) -> Option<Vec<usize>> {
        let mut at = vec![start];
        let mut last = start;
        for &term in &terms[1..] {
            let reach = text.len().min(last + self.gap + 2);
            last = (last + 1..reach).find(|&next| text[next] == Some(term))?;
            at.push(last);
        }
        Some(at)
    }
}
