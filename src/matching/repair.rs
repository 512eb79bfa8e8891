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
/// share such a key, and so do pairs at distance two with one letter missing here and another there. Finding the
/// other pairs at distance two was tried: it repaired more right words than wrong ones.
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
                // The first letter is seldom wrong, and short words differ in it by chance ("doła", "koła").
                let same_start =
                    letters.len() >= TWO_SLIPS_FROM || letters[..2].contains(&known[0]);
                if same_start && distance <= limit && best.is_none_or(|found| candidate < found) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn spelling(forms: &[&str]) -> Spelling {
        let mut spelling = Spelling::default();
        forms.iter().for_each(|form| spelling.add(form));
        spelling.finish();
        spelling
    }

    #[test]
    fn slips_are_repaired_within_their_limit() {
        let spelling = spelling(&["dotacja", "sala", "stowarzyszenie", "wniosek"]);
        let repaired = |word: &str| spelling.repair(word).map(|(form, _)| form);
        assert_eq!(repaired("dotcja").as_deref(), Some("dotacja"));
        assert_eq!(repaired("dotajca").as_deref(), Some("dotacja"));
        assert_eq!(
            repaired("stwarzyszeniee").as_deref(),
            Some("stowarzyszenie")
        );
        assert_eq!(repaired("slaa").as_deref(), Some("sala"));
        assert_eq!(repaired("slaaa"), None, "two slips in a short word");
        assert_eq!(repaired("2026"), None);
        assert_eq!(repaired("ala"), None, "too short");
    }

    #[test]
    fn of_equally_near_forms_the_longer_one_wins() {
        assert_eq!(
            spelling(&["podac", "pogadac"]).repair("pogdac"),
            Some(("pogadac".to_string(), 1))
        );
    }

    #[test]
    fn joined_words_are_split_where_both_are_known() {
        let known = |part: &str| ["z", "kim", "przez", "internet"].contains(&part);
        assert_eq!(split("zkim", known), Some(("z", "kim")));
        assert_eq!(split("przezinternet", known), Some(("przez", "internet")));
        assert_eq!(split("kimz", known), None);
    }

    #[test]
    fn distance_counts_swaps_once() {
        let between = |a: &str, b: &str| {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            distance(&a, &b)
        };
        assert_eq!(between("", "abc"), 3);
        assert_eq!(between("dotacja", "dotacja"), 0);
        assert_eq!(between("dotajca", "dotacja"), 1);
        assert_eq!(between("kot", "pies"), 4);
    }
}
