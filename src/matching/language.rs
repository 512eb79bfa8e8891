//! Which of the bot's languages a text is in.

use super::text::{MAX_CHARS, MAX_WORDS};
use super::text::{fold, is_cyrillic};

/// A language that the bot speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    Polish,
    English,
    Ukrainian,
}

/// Words that are common in Polish and are not English words.
const POLISH: [&str; 60] = [
    "jak", "czy", "co", "kto", "kogo", "kim", "komu", "gdzie", "kiedy", "ile", "jest", "sa", "nie",
    "sie", "mam", "mamy", "jestem", "jestesmy", "chce", "chcemy", "dla", "przez", "przy", "oraz",
    "ze", "na", "od", "po", "w", "z", "dzien", "dobry", "prosze", "dzieki", "dziekuje", "moge",
    "mozna", "mozemy", "trzeba", "musimy", "nam", "nas", "nasz", "nasze", "juz", "jeszcze",
    "tylko", "ktory", "ktora", "jaki", "jakie", "jaka", "zeby", "bo", "albo", "lub", "gdy",
    "jesli", "cos", "tego",
];

/// Words that are common in English and are not Polish words.
const ENGLISH: [&str; 54] = [
    "the", "and", "is", "are", "how", "what", "who", "whom", "where", "when", "which", "why",
    "can", "could", "we", "you", "our", "your", "my", "for", "of", "with", "have", "has", "need",
    "want", "should", "would", "get", "if", "it", "this", "that", "there", "us", "about", "please",
    "hello", "hi", "thanks", "thank", "much", "many", "does", "did", "an", "be", "or", "by",
    "from", "at", "help", "apply", "long",
];

/// The language of a text, or `None` when it is unclear (a single name, a number, both languages alike). Any
/// Cyrillic majority counts as Ukrainian, the only Cyrillic language the bot answers in.
pub fn detect(text: &str) -> Option<Language> {
    let start: String = text.chars().take(MAX_CHARS).collect();
    let letters = start.chars().filter(|c| c.is_alphabetic()).count();
    let cyrillic = start.chars().filter(|&c| is_cyrillic(c)).count();
    if letters > 0 && cyrillic * 2 > letters {
        return Some(Language::Ukrainian);
    }
    let folded = fold(&start);
    let (mut polish, mut english) = (0usize, 0usize);
    for word in folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .take(MAX_WORDS)
    {
        polish += usize::from(POLISH.contains(&word));
        english += usize::from(ENGLISH.contains(&word));
    }
    // Letters that only Polish has are as good as a common word.
    polish += start
        .chars()
        .filter(|c| "ąćęłńśźżĄĆĘŁŃŚŹŻ".contains(*c))
        .count();
    match polish.cmp(&english) {
        std::cmp::Ordering::Greater => Some(Language::Polish),
        std::cmp::Ordering::Less => Some(Language::English),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart_or_left_open() {
        assert_eq!(detect("jak dostac dotacje"), Some(Language::Polish));
        assert_eq!(detect("dotację"), Some(Language::Polish));
        assert_eq!(
            detect("how do we apply for a grant"),
            Some(Language::English)
        );
        assert_eq!(detect("як отримати грант"), Some(Language::Ukrainian));
        assert_eq!(detect("grant 2026"), None);
        assert_eq!(detect(""), None);
    }
}
