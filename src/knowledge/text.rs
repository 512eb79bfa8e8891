//! Comparing words: folding, and the nearest of some names.

/// Lower case, without diacritics, with single spaces: how two phrases are the same to somebody typing in a hurry.
pub(super) fn fold(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(fold_word).collect();
    words.join(" ")
}

fn fold_word(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .filter_map(fold_letter)
        .collect()
}

fn fold_letter(letter: char) -> Option<char> {
    match letter {
        'ą' => Some('a'),
        'ć' => Some('c'),
        'ę' => Some('e'),
        'ł' => Some('l'),
        'ń' => Some('n'),
        'ó' => Some('o'),
        'ś' => Some('s'),
        'ź' | 'ż' => Some('z'),
        // Marks of letters written as two characters, as some systems do.
        '\u{300}'..='\u{36f}' => None,
        other => Some(other),
    }
}

/// What was probably meant: the known name with the fewest typing mistakes between it and `wrong`, if there are few.
pub(super) fn nearest<'a>(
    wrong: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let wrong = fold(wrong);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&wrong, &fold(name)), name))
        .filter(|(distance, name)| *distance <= (name.chars().count() / 3).max(1))
        .min()
        .map(|(_, name)| name)
}
