//! What is kept of a text must not tell who wrote it.

/// What stands where something was taken out.
const REMOVED: &str = "[…]";

/// Longest text that is kept, in characters.
const KEPT_CHARS: usize = 300;

/// Takes out what looks personal: e-mail addresses, and numbers of six digits or more (phones, PESEL, accounts, KRS),
/// also when they are written with spaces or hyphens. Shortens to 300 characters.
pub fn redact(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut number: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        if is_numeric(word) {
            number.push(word);
            continue;
        }
        flush(&mut number, &mut kept);
        kept.push(if word.contains('@') || digits(word) >= 6 {
            REMOVED
        } else {
            word
        });
    }
    flush(&mut number, &mut kept);
    kept.join(" ").chars().take(KEPT_CHARS).collect()
}

/// Moves a run of numeric words on, whole or as one removal.
fn flush<'a>(number: &mut Vec<&'a str>, kept: &mut Vec<&'a str>) {
    if number.iter().map(|word| digits(word)).sum::<usize>() >= 6 {
        kept.push(REMOVED);
        number.clear();
    } else {
        kept.append(number);
    }
}

fn digits(word: &str) -> usize {
    word.chars().filter(char::is_ascii_digit).count()
}

fn is_numeric(word: &str) -> bool {
    word.chars()
        .all(|c| c.is_ascii_digit() || "+-.,()/".contains(c))
        && digits(word) > 0
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn takes_out_numbers_and_addresses() {
        assert_eq!(redact("pesel 44051401359 pani Ani"), "pesel […] pani Ani");
        assert_eq!(
            redact("tel 600 100 200, mail a.b@example.org ok"),
            "tel […] mail […] ok"
        );
        assert_eq!(redact("konto PL61109010140000071219812874"), "konto […]");
        assert_eq!(redact("mały grant 20 000 zł"), "mały grant 20 000 zł");
    }
}
