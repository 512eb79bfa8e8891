//! Repair of misspelt words against the words that the knowledge itself uses.

use super::hash::hash_letters;

/// Longest word that is repaired: beyond it the cost of the distance says more than the word.
const MAX_LETTERS: usize = 24;
/// Shortest word that is repaired; three letters are as likely an abbreviation that we do not know.
const MIN_LETTERS: usize = 4;
/// From so many letters on two slips are forgiven.
const TWO_SLIPS_FROM: usize = 7;

/// Known word forms, found again when misspelt.
///
/// Every form is filed under itself and under each form with one letter left out. Two words at distance one always
/// share such a key, and so do most pairs at distance two (transpositions, one letter too many and one missing).
#[derive(Debug, Default)]
pub struct Spelling {
    forms: Vec<Vec<char>>,
    /// (hash of a shortened form, form), sorted.
    keys: Vec<(u64, u32)>,
}

impl Spelling {
    /// Adds a form; of equally near ones the one added first wins.
    pub fn add(&mut self, form: &str) {
        let letters: Vec<char> = form.chars().collect();
        if (MIN_LETTERS - 1..=MAX_LETTERS).contains(&letters.len()) && !has_digit(&letters) {
            self.forms.push(letters);
        }
    }

    /// To be called once, after the last `add`.
    pub fn finish(&mut self) {
        for (i, form) in self.forms.iter().enumerate() {
            each_key(form, |key| self.keys.push((key, i as u32)));
        }
        self.keys.sort_unstable();
        self.keys.dedup();
    }

    /// The nearest known form and its distance (1 or 2), or `None`. Numbers are never repaired.
    pub fn repair(&self, word: &str) -> Option<(String, usize)> {
        let letters: Vec<char> = word.chars().collect();
        if !(MIN_LETTERS..=MAX_LETTERS).contains(&letters.len()) || has_digit(&letters) {
            return None;
        }
        let limit = if letters.len() >= TWO_SLIPS_FROM {
            2
        } else {
            1
        };
        // Letters are left out more often than added, so of equally near forms a shorter one comes last.
        let mut best: Option<(usize, bool, u32)> = None;
        each_key(&letters, |key| {
            let from = self.keys.partition_point(|&(known, _)| known < key);
            for &(_, form) in self.keys[from..]
                .iter()
                .take_while(|&&(known, _)| known == key)
            {
                let known = &self.forms[form as usize];
                let distance = distance(&letters, known);
                let candidate = (distance, known.len() < letters.len(), form);
                if distance <= limit && best.is_none_or(|found| candidate < found) {
                    best = Some(candidate);
                }
            }
        });
        best.map(|(distance, _, form)| (self.forms[form as usize].iter().collect(), distance))
    }
}

/// Two known words that were written as one ("zkim", "przezinternet").
pub fn split(word: &str, is_known: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    if word.chars().count() > MAX_LETTERS {
        return None;
    }
    word.char_indices()
        .skip(1)
        .map(|(at, _)| word.split_at(at))
        .find(|(left, right)| right.chars().count() >= 3 && is_known(left) && is_known(right))
}

/// Calls `found` with the hash of the word and of each word that has one letter less.
fn each_key(letters: &[char], mut found: impl FnMut(u64)) {
    for skipped in 0..=letters.len() {
        let kept = letters.iter().enumerate().filter(|(i, _)| *i != skipped);
        found(hash_letters(kept.map(|(_, letter)| *letter)));
    }
}

/// Damerau–Levenshtein distance (optimal string alignment): insertions, deletions, substitutions and swaps of
/// neighbours count one each.
pub fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (above[j] + 1)
                .min(row[j - 1] + 1)
                .min(above[j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

fn has_digit(letters: &[char]) -> bool {
    letters.iter().any(char::is_ascii_digit)
}
