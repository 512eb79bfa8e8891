//! From raw text to comparable words: folding, splitting, stems, phrases.
//!
//! Everything downstream compares folded stems, so that case, diacritics and endings never decide.

use std::cell::LazyCell;
use std::ops::RangeInclusive;

use snowball_stemmers_rs::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// At most so many characters of a message are looked at: a long story fits, and a pasted book costs no more.
pub const MAX_CHARS: usize = 4_000;
/// At most so many words of a message are looked at.
pub const MAX_WORDS: usize = 400;
/// A run of letters longer than this is no word of any language we serve; it is cut, which bounds the cost per word.
const MAX_WORD_CHARS: usize = 40;
/// Letters of an abbreviation.
pub(super) const ABBREVIATION: RangeInclusive<usize> = 2..=5;

thread_local! {
    // `Stemmer` is not `Sync`; creating one only picks a function pointer.
    static POLISH: LazyCell<Stemmer> = LazyCell::new(|| Stemmer::create(Algorithm::Polish));
    static UKRAINIAN: LazyCell<Stemmer> = LazyCell::new(|| Stemmer::create(Algorithm::Ukrainian));
}

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As written, folded.
    pub folded: String,
    /// The folded stem: equal for most inflected forms of one word, with or without diacritics.
    pub stem: String,
    /// What stands between this word and the next one.
    pub end: End,
    /// Written in capitals, as abbreviations are ("KRS", "US"), in a text that is not all in capitals.
    pub capitals: bool,
}

impl Word {
    /// A word by itself, from its folded form.
    pub fn new(folded: &str) -> Word {
        Word {
            folded: folded.to_string(),
            stem: stem(folded),
            end: End::Open,
            capitals: false,
        }
    }
}

/// What stands after a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Nothing but space (or the end of the text).
    Open,
    /// A comma, a dash, a bracket: a clause may end here.
    Clause,
    /// A full stop, an exclamation mark, a new line.
    Sentence,
    /// A question mark: the sentence that ends here asks.
    Question,
}

/// Lower case, ASCII for Latin letters ("Łódź" → "lodz"); Cyrillic is only lower-cased. Marks that nobody sees
/// (soft hyphens, directions, joiners) are dropped, so they cannot hide a word.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Composing first brings "o" with a mark after it, and "и" with one, to a single letter. Text that is composed
    // already, nearly all there is, need not pay for it.
    if text.chars().all(is_plain) {
        text.chars().for_each(|c| fold_letter(c, &mut out));
    } else {
        text.nfkc().for_each(|c| fold_letter(c, &mut out));
    }
    out
}

fn fold_letter(c: char, out: &mut String) {
    match c {
        _ if c.is_ascii() => out.push(c.to_ascii_lowercase()),
        'ą' | 'Ą' => out.push('a'),
        'ć' | 'Ć' => out.push('c'),
        'ę' | 'Ę' => out.push('e'),
        'ł' | 'Ł' => out.push('l'),
        'ń' | 'Ń' => out.push('n'),
        'ó' | 'Ó' => out.push('o'),
        'ś' | 'Ś' => out.push('s'),
        'ź' | 'Ź' | 'ż' | 'Ż' => out.push('z'),
        _ if is_cyrillic(c) => out.extend(c.to_lowercase()),
        _ if is_invisible(c) => {}
        _ => {
            let bases = c
                .to_lowercase()
                .nfd()
                .filter(|&part| !is_combining_mark(part));
            bases.for_each(|base| match base {
                'ø' => out.push('o'),
                'đ' => out.push('d'),
                'ı' => out.push('i'),
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                other => out.push(other),
            });
        }
    }
}

/// Letters and marks that are the same composed and decomposed, or that are composed already.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\u{9f}' | 'ó' | 'Ó' | 'Ą'..='ž' | '\u{400}'..='\u{482}' | '–' | '—' | '„' | '”' | '’')
}

/// The words of a text in order, at most [`MAX_WORDS`] from its first [`MAX_CHARS`] characters. Digits followed by
/// two or more letters are two words ("1000zl"), "19a" and "1,5" are one.
pub fn words(text: &str) -> Vec<Word> {
    split(text)
        .into_iter()
        .map(|cut| Word {
            end: cut.end,
            capitals: cut.capitals,
            ..Word::new(&cut.folded)
        })
        .collect()
}

/// A word without its stem.
pub(super) struct Cut {
    pub folded: String,
    pub end: End,
    pub capitals: bool,
}

/// The folded words of a text, without stems.
pub(super) fn split(text: &str) -> Vec<Cut> {
    let start = match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => &text[..end],
        None => text,
    };
    let (letters, upper) = fold_marking_capitals(start);
    let mut found: Vec<Cut> = Vec::new();
    let mut at = 0;
    while at < letters.len() && found.len() < MAX_WORDS {
        if letters[at].is_alphanumeric() {
            let end = word_end(&letters, at);
            let word = letters[at..end].iter().filter_map(|&c| match c {
                ',' | '.' => Some(','),
                c => c.is_alphanumeric().then_some(c),
            });
            found.push(Cut {
                folded: word.collect(),
                end: End::Open,
                capitals: ABBREVIATION.contains(&(end - at)) && upper[at..end].iter().all(|up| *up),
            });
            at = end;
        } else {
            if let Some(last) = found.last_mut() {
                last.end = stronger(last.end, letters[at]);
            }
            at += 1;
        }
    }
    let has_small = || {
        letters
            .iter()
            .zip(&upper)
            .any(|(c, up)| c.is_alphabetic() && !up)
    };
    if found.len() > 1 && !has_small() {
        found.iter_mut().for_each(|cut| cut.capitals = false);
    }
    found
}

/// The letters of a folded text, and for each whether it was a capital.
fn fold_marking_capitals(text: &str) -> (Vec<char>, Vec<bool>) {
    let (mut letters, mut upper) = (Vec::new(), Vec::new());
    let mut folded = String::new();
    let mut add = |c: char| {
        folded.clear();
        fold_letter(c, &mut folded);
        letters.extend(folded.chars());
        upper.resize(letters.len(), c.is_uppercase());
    };
    if text.chars().all(is_plain) {
        text.chars().for_each(&mut add);
    } else {
        text.nfkc().for_each(&mut add);
    }
    (letters, upper)
}

/// The end (exclusive) of the word that starts at `at`.
fn word_end(letters: &[char], at: usize) -> usize {
    let is = |i: usize, test: fn(&char) -> bool| letters.get(i).is_some_and(test);
    let mut end = at + 1;
    while end < letters.len() && end - at < MAX_WORD_CHARS {
        let c = letters[end];
        let before = letters[end - 1];
        if c.is_alphanumeric() {
            let digits_end = before.is_ascii_digit() && c.is_alphabetic();
            if digits_end && is(end + 1, |c| c.is_alphabetic()) {
                break;
            }
        } else {
            let decimal = matches!(c, ',' | '.')
                && before.is_ascii_digit()
                && is(end + 1, char::is_ascii_digit);
            // "зв'язок" is one word; in Latin script an apostrophe starts an ending ("association's").
            let inside = matches!(c, '\'' | '’' | 'ʼ')
                && is_cyrillic(before)
                && is(end + 1, |c| is_cyrillic(*c));
            if !decimal && !inside {
                break;
            }
        }
        end += 1;
    }
    end
}

fn stronger(end: End, c: char) -> End {
    match (end, c) {
        (End::Question, _) | (_, '?') => End::Question,
        (End::Sentence, _) | (_, '.' | '!' | '\n' | '…') => End::Sentence,
        (_, ',' | ';' | ':' | '-' | '–' | '—' | '(' | ')' | '/') => End::Clause,
        (end, _) => end,
    }
}

/// The stem of one folded word: Snowball's (Polish, or Ukrainian for Cyrillic) on the folded form, so that missing
/// diacritics change nothing, then the endings that Snowball only knows with diacritics, and the softened
/// consonants and fleeting e that it does not know.
pub fn stem(folded: &str) -> String {
    if folded.chars().any(|c| c.is_ascii_digit()) {
        return folded.to_string();
    }
    if folded.chars().any(is_cyrillic) {
        return UKRAINIAN.with(|stemmer| stemmer.stem(folded).into_owned());
    }
    if !folded.is_ascii() {
        return folded.to_string();
    }
    let hard = harden_locative(folded);
    POLISH.with(|stemmer| settle(&stemmer.stem(&hard), folded))
}

/// "sporcie" → "sport", "budzecie" → "budzet": Snowball takes the softened locative for a verb and cuts the root.
/// Nouns in -jęcie, -nięcie, -zięcie and verbs in -icie, -ycie keep theirs.
fn harden_locative(folded: &str) -> String {
    const KEPT: [&str; 7] = [
        "jecie", "niecie", "ziecie", "ciecie", "icie", "ycie", "ujecie",
    ];
    // "wolontariuszy" is no comparative.
    if folded.len() >= 7
        && ["uszy", "usze", "usza"]
            .iter()
            .any(|end| folded.ends_with(end))
    {
        return folded[..folded.len() - 1].to_string();
    }
    match folded.strip_suffix("cie") {
        Some(root) if root.len() >= 3 && !KEPT.iter().any(|kept| folded.ends_with(kept)) => {
            format!("{root}t")
        }
        _ => folded.to_string(),
    }
}

/// Endings that Snowball only knows with diacritics: -ów, infinitives, -ają, the past tense.
const ENDINGS: [&str; 11] = [
    "owac", "ywac", "nac", "ow", "aj", "ac", "ic", "yc", "al", "il", "yl",
];
/// Softened and fleeting endings of one root, and what they are in its other forms.
const SOFTENED: [(&str, &str); 5] = [
    ("ek", "k"),
    ("rz", "r"),
    ("dz", "d"),
    ("ci", "c"),
    ("ni", "n"),
];
/// At least so many letters stay: shorter roots are shared by words that have nothing in common.
const MIN_ROOT: usize = 4;

/// The rest of the way from Snowball's stem to ours; `folded` is the whole word.
fn settle(stem: &str, folded: &str) -> String {
    let root = ENDINGS
        .iter()
        .find_map(|ending| {
            stem.strip_suffix(ending)
                .filter(|root| root.len() >= MIN_ROOT)
        })
        .unwrap_or(stem);
    let softened = SOFTENED.iter().find_map(|(soft, hard)| {
        root.strip_suffix(soft)
            .map(|rest| format!("{rest}{hard}"))
            .filter(|root| root.len() >= MIN_ROOT)
    });
    match softened {
        Some(root) => root,
        // "zkim", "umie": two letters say nothing.
        None if root.len() < 3 => folded.to_string(),
        None => root.to_string(),
    }
}

/// Whether all stems of `phrase` occur in `text` in order, each at most two other words after the one before.
pub fn contains_phrase(text: &[Word], phrase: &[Word]) -> bool {
    let Some((first, rest)) = phrase.split_first() else {
        return false;
    };
    let follows = |start: usize| {
        rest.iter().try_fold(start, |at, wanted| {
            let reach = text.len().min(at + 4);
            (at + 1..reach).find(|&next| text[next].stem == wanted.stem)
        })
    };
    (0..text.len()).any(|start| text[start].stem == first.stem && follows(start).is_some())
}

/// Whether a letter is Cyrillic.
pub(super) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Marks of direction, joining and hyphenation that nobody sees.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.stem).collect()
    }

    #[test]
    fn folding_leaves_ascii_and_plain_cyrillic() {
        assert_eq!(fold("Zażółć GĘŚLĄ jaźń, Łódź"), "zazolc gesla jazn, lodz");
        assert_eq!(fold("Straße, Ærø"), "strasse, aero");
        assert_eq!(fold("Його їжа"), "його їжа");
    }

    #[test]
    fn folding_does_not_depend_on_composition_or_on_hidden_marks() {
        assert_eq!(fold("o\u{301}semka"), "osemka");
        assert_eq!(fold("и\u{306}"), "й");
        assert_eq!(fold("do\u{ad}ta\u{200b}cja\u{202e}"), "dotacja");
    }

    #[test]
    fn inflected_forms_share_a_stem_with_and_without_diacritics() {
        for forms in [
            "dotacja dotacji dotację dotacje dotacją dotacjami",
            "wniosek wniosku wnioski wniosków wnioskow",
            "nabór naboru naborze nabory naborow",
            "sport sportu sporcie",
            "budżet budżetu budżecie budzecie",
            "stowarzyszenie stowarzyszenia stowarzyszeń stowarzyszeniu stowarzyszeniach",
            "wolontariusz wolontariusza wolontariuszy wolontariuszom",
            "Łódź Łodzi lodzi",
            "Sopot Sopotu Sopocie",
        ] {
            let stems = stems(forms);
            assert!(
                stems.iter().all(|stem| *stem == stems[0]),
                "{forms}: {stems:?}"
            );
        }
    }

    #[test]
    fn words_keep_what_belongs_together() {
        let folded = |text: &str| {
            words(text)
                .into_iter()
                .map(|word| word.folded)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            folded("art. 19a, 1,5% i 1000zł"),
            ["art", "19a", "1,5", "i", "1000", "zl"]
        );
        assert_eq!(
            folded("зв'язок, association's"),
            ["звязок", "association", "s"]
        );
        assert_eq!(words("Mamy salę. Ile to kosztuje?")[1].end, End::Sentence);
        assert_eq!(words("Mamy salę. Ile to kosztuje?")[4].end, End::Question);
    }

    #[test]
    fn abbreviations_are_marked_in_texts_that_are_not_all_in_capitals() {
        let capitals = |text: &str| {
            let marked = words(text).into_iter().filter(|word| word.capitals);
            marked.map(|word| word.folded).collect::<Vec<_>>()
        };
        assert_eq!(
            capitals("CIT-8 do US, potem Łódź i KRS"),
            ["cit", "us", "krs"]
        );
        assert_eq!(capitals("US"), ["us"], "one word is no shouting");
        assert_eq!(capitals("ŁKS?"), ["lks"]);
        assert!(capitals("GDZIE JEST US").is_empty());
        assert!(capitals("i ZAWIADOMIENIE, A z 19A").is_empty());
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(words(&"a ".repeat(100_000)).len(), MAX_WORDS);
        assert!(
            words(&"a".repeat(100_000))
                .iter()
                .all(|word| word.folded.len() <= MAX_WORD_CHARS)
        );
    }

    #[test]
    fn a_phrase_is_found_inflected_with_two_words_between() {
        let text = words("Proszę wypisać naszą fundację już z newsletterów miasta");
        let found = |phrase: &str| contains_phrase(&text, &words(phrase));
        assert!(found("wypisać fundacje"));
        assert!(found("fundacja newsletter"), "two words between");
        assert!(!found("wypisać newsletter"), "four words between");
        assert!(!found("newsletter fundacja"), "out of order");
        assert!(!found(""), "nothing is in no text");
    }
}
