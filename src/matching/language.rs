//! Which of the bot's languages a text is in.

use super::text::{MAX_CHARS, MAX_WORDS};
use super::text::{fold, is_cyrillic};

/// Words that are common in Polish and are not English words.
const POLISH: [&str; 60] = [
    "jak", "czy", "co", "kto", "kogo", "kim", "komu", "gdzie", "kiedy", "ile", "jest", "sa", "nie",
    "sie", "mam", "mamy", "jestem", "jestesmy", "chce", "chcemy", "dla", "przez", "przy", "oraz",
    "ze", "na", "od", "po", "w", "z", "dzien", "dobry", "prosze", "dzieki", "dziekuje", "moge",
    "mozna", "mozemy", "trzeba", "musimy", "nam", "nas", "nasz", "nasze", "juz", "jeszcze",
    "tylko", "ktory", "ktora", "jaki", "jakie", "jaka", "zeby", "bo", "albo", "lub", "gdy",
    "jesli", "cos", "tego",
];

/// Words that are common in English and are no Polish words or abbreviations, as "my", "by", "we" and "US" are.
const ENGLISH: [&str; 49] = [
    "the", "and", "is", "are", "how", "what", "who", "whom", "where", "when", "which", "why",
    "can", "could", "you", "our", "your", "for", "of", "with", "have", "has", "need", "want",
    "should", "would", "get", "if", "this", "that", "there", "about", "please", "hello", "hi",
    "thanks", "thank", "many", "does", "did", "an", "from", "help", "apply", "long", "they",
    "their", "must", "will",
];

/// So many more English words than Polish ones outweigh Polish letters: they are in a name.
const PLAINLY_ENGLISH: usize = 3;

/// ISO 639-1 code of the language of a text ("pl", "en", "uk"), or `None` when it is unclear (a single name, a number,
/// both languages alike). A Polish letter or two Polish words make it Polish. Any Cyrillic majority counts as Ukrainian,
/// the only Cyrillic language the bot answers in.
pub fn detect(text: &str) -> Option<&'static str> {
    let start: String = text.chars().take(MAX_CHARS).collect();
    let letters = start.chars().filter(|c| c.is_alphabetic()).count();
    let cyrillic = start.chars().filter(|&c| is_cyrillic(c)).count();
    if letters > 0 && cyrillic * 2 > letters {
        return Some("uk");
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
    let has_polish_letter = start.chars().any(|c| "ąćęłńśźżĄĆĘŁŃŚŹŻ".contains(c));
    if (has_polish_letter || polish >= 2) && english < polish + PLAINLY_ENGLISH {
        return Some("pl");
    }
    match polish.cmp(&english) {
        std::cmp::Ordering::Greater => Some("pl"),
        std::cmp::Ordering::Less => Some("en"),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_apart_or_left_open() {
        assert_eq!(detect("jak dostac dotacje"), Some("pl"));
        assert_eq!(detect("dotację"), Some("pl"));
        assert_eq!(detect("how do we apply for a grant"), Some("en"));
        assert_eq!(detect("як отримати грант"), Some("uk"));
        assert_eq!(detect("grant 2026"), None);
        assert_eq!(detect(""), None);
    }

    #[test]
    fn words_of_both_languages_do_not_make_a_text_english() {
        for text in [
            "to my prowadzimy klub",
            "my robimy festyn",
            "sprawozdanie do US",
            "US",
            "we wtorek",
            "by dostac grant",
        ] {
            assert_ne!(detect(text), Some("en"), "{text}");
        }
        assert_eq!(
            detect("granty for organizacja na sport i kulture w 2026"),
            Some("pl")
        );
        assert_eq!(detect("meeting w urzędzie, is the help"), Some("pl"));
    }

    #[test]
    fn a_polish_name_does_not_make_an_english_text_polish() {
        assert_eq!(
            detect("where can we apply for the sports hall in Łódź"),
            Some("en")
        );
    }
}
