//! Texts that are, word for word, what somebody attached to a document: there is nothing to be unsure about.

use super::hash::FastMap;
use super::text::{Word, words};
use super::{Document, Kind};

/// Documents by their titles, questions and phrases.
#[derive(Debug, Default)]
pub struct Wordings(FastMap<String, Vec<usize>>);

impl Wordings {
    /// Collects the wordings of all documents but asides.
    pub fn of(documents: &[Document]) -> Wordings {
        let mut by_wording: FastMap<String, Vec<usize>> = FastMap::default();
        for (i, document) in documents
            .iter()
            .enumerate()
            .filter(|(_, document)| document.kind != Kind::Aside)
        {
            for wording in document.questions.iter().chain([&document.title]) {
                let known = by_wording.entry(key(&words(wording))).or_default();
                if known.last() != Some(&i) {
                    known.push(i);
                }
            }
        }
        Wordings(by_wording)
    }

    /// The documents that are worded just so; inflection and diacritics do not count.
    pub fn find(&self, text: &[Word]) -> &[usize] {
        self.0.get(&key(text)).map_or(&[], Vec::as_slice)
    }
}

fn key(text: &[Word]) -> String {
    let stems: Vec<&str> = text.iter().map(|word| word.stem.as_str()).collect();
    stems.join(" ")
}
