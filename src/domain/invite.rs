//! One-time codes that give a role: how they look, and what is stored of them.

use std::fmt;

use super::deep_link::DeepLink;
use super::fingerprint::fingerprint;

/// What a code is made of: nothing that is read as something else when it is copied by hand.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What stands before a code in a link.
const MARK: &str = "o_";

/// From so many characters on, what stands behind the mark is somebody's try at a code, perhaps with a slip in it.
const LEAST_CHARS: usize = 16;

/// A one-time code. It is worth a role, so it shows itself only where that is asked for.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Characters of a code, of five bits each.
    pub const CHARS: usize = 26;

    /// The code of so many random bytes.
    pub fn from_random(bytes: &[u8; Self::CHARS]) -> Self {
        let letter = |byte: &u8| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]);
        Self(bytes.iter().map(letter).collect())
    }

    /// The code that a text carries: behind `/start`, or anywhere by its mark, because people paste it with what stood
    /// around it. Telephones write the first letter large.
    pub fn find(text: &str) -> Option<Self> {
        let payload = DeepLink::payload(text);
        let is_bare = |code: &&str| code.len() == Self::CHARS && code.bytes().all(is_of_code);
        let linked = |payload: &str| match payload.parse() {
            Ok(DeepLink::Code(code)) => Some(code),
            _ => None,
        };
        let code = payload
            .filter(is_bare)
            .map(ToOwned::to_owned)
            .or_else(|| payload.and_then(linked))
            .or_else(|| text.split_whitespace().find_map(marked))?;
        Some(Self(code.to_ascii_lowercase()))
    }

    /// What is stored of it.
    pub fn digest(&self) -> String {
        fingerprint(&self.0, 32)
    }

    /// The link that brings it to the bot.
    pub fn link(&self) -> DeepLink {
        DeepLink::Code(self.0.clone())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

fn is_of_code(byte: u8) -> bool {
    ALPHABET.contains(&byte.to_ascii_lowercase())
}

/// What stands behind the mark in a word.
fn marked(word: &str) -> Option<String> {
    let word = word.to_ascii_lowercase();
    let (before, code) = word.split_once(MARK)?;
    let code: String = code
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric())
        .collect();
    let begins = !before.ends_with(|c: char| c.is_alphanumeric());
    (begins && code.len() >= LEAST_CHARS).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        Code::from_random(&std::array::from_fn(|place| 9 * place as u8))
    }

    #[test]
    fn a_code_is_found_however_it_is_sent() {
        let code = code();
        let link = code.link().to_string();
        assert_eq!(link.len(), 2 + Code::CHARS);
        for text in [
            format!("/start {link}"),
            format!("/START@lacznik_bot {}", link.to_uppercase()),
            format!("/start {}", &link[2..]),
            format!("Kod: „{link}”."),
            format!("https://t.me/lacznik_bot?start={link}"),
            link.clone(),
        ] {
            assert_eq!(Code::find(&text), Some(code.clone()), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_codes() {
        for text in [
            "/start",
            "/start t_sport",
            "/start czlowiek",
            "o_co chodzi",
            "pro_aaaaaaaaaaaaaaaaaaaaaaaaaa",
            "konkurs",
        ] {
            assert_eq!(Code::find(text), None, "{text}");
        }
    }

    #[test]
    fn a_code_does_not_show_itself_and_differs_from_what_is_stored() {
        let code = code();
        assert_eq!(format!("{code:?}"), "Code(…)");
        assert_eq!(code.digest().len(), 64);
        assert!(!code.digest().contains(&code.0));
    }
}
