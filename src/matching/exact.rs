//! Texts that are, word for word, what somebody attached to a document: there is nothing to be unsure about.

use super::hash::FastMap;
use super::text::{Word, split, stem};
use super::{Document, Kind};

/// Documents by their titles, questions and phrases, and contacts by their abbreviations.
#[derive(Debug, Default)]
pub struct Wordings {
    worded: FastMap<String, Vec<usize>>,
    /// Contacts by the keywords that are abbreviations, folded.
    abbreviated: FastMap<String, Vec<usize>>,
}

impl Wordings {
    /// Collects the wordings of all documents but asides.
    pub fn of(documents: &[Document]) -> Wordings {
        let mut found = Wordings::default();
        let mut stems = Stems::default();
        let contents = documents.iter().enumerate();
        for (i, document) in contents.filter(|(_, document)| document.kind != Kind::Aside) {
            for wording in document.questions.iter().chain([&document.title]) {
                add(&mut found.worded, stems.key(wording), i);
            }
            let is_contact = document.kind == Kind::Contact;
            for keyword in document.keywords.iter().filter(|_| is_contact) {
                if let [word] = &split(keyword)[..]
                    && word.capitals
                {
                    add(&mut found.abbreviated, word.folded.clone(), i);
                }
            }
        }
        found
    }

    /// The contacts that have a word as their abbreviation, where it is written as one.
    pub fn abbreviated(&self, word: &Word) -> &[usize] {
        let found = self.abbreviated.get(&word.folded);
        found.filter(|_| word.capitals).map_or(&[], Vec::as_slice)
    }

    /// The documents that are worded just so; inflection and diacritics do not count. One word alone may be an
    /// abbreviation: in capitals rather than what it is otherwise, else where it is nothing otherwise.
    pub fn find(&self, text: &[Word]) -> &[usize] {
        let worded = self.worded.get(&key(text)).map_or(&[][..], Vec::as_slice);
        let [word] = text else { return worded };
        match self.abbreviated.get(&word.folded) {
            Some(abbreviated) if word.capitals || worded.is_empty() => abbreviated,
            _ => worded,
        }
    }
}

/// Files a document under a key; a text without words has none.
fn add(by_key: &mut FastMap<String, Vec<usize>>, key: String, document: usize) {
    if key.is_empty() {
        return;
    }
    let known = by_key.entry(key).or_default();
    if known.last() != Some(&document) {
        known.push(document);
    }
}

/// Stems of words met before: wordings share most of theirs, and stemming is what costs.
#[derive(Default)]
struct Stems(FastMap<String, String>);

impl Stems {
    /// The key of a wording.
    fn key(&mut self, wording: &str) -> String {
        let mut key = String::new();
        for cut in split(wording) {
            if !key.is_empty() {
                key.push(' ');
            }
            let stemmed = self
                .0
                .entry(cut.folded)
                .or_insert_with_key(|folded| stem(folded));
            key.push_str(stemmed);
        }
        key
    }
}

fn key(text: &[Word]) -> String {
    let stems: Vec<&str> = text.iter().map(|word| word.stem.as_str()).collect();
    stems.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::text::words;
    use super::*;

    #[test]
    fn a_wording_without_words_is_no_key_and_an_abbreviation_is_its_own() {
        let document = |question: &str, keyword: &str| Document {
            id: String::new(),
            kind: Kind::Contact,
            title: "???".to_string(),
            questions: vec![question.to_string()],
            keywords: vec![keyword.to_string()],
            body: String::new(),
            target: None,
            whole: false,
        };
        let wordings = Wordings::of(&[document("kasa urzędu", "KAS"), document("kasa", "US")]);
        let find = |text: &str| wordings.find(&words(text)).to_vec();
        assert!(find("").is_empty());
        assert!(find("!?").is_empty());
        assert_eq!(find("Kasy urzędu"), [0]);
        assert_eq!(find("KAS"), [0]);
        assert_eq!(find("kasa"), [1]);
        assert_eq!(find("us"), [1]);
    }
}
