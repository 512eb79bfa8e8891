//! What is kept of a text must not tell who wrote it.

/// What stands where something was taken out.
const REMOVED: &str = "[…]";

/// Longest text that is kept, in characters.
const KEPT_CHARS: usize = 300;

/// From so many digits on a number may be somebody's.
const PERSONAL_DIGITS: usize = 6;

/// Most digits before the decimals that an amount has.
const AMOUNT_DIGITS: usize = 8;

/// Marks inside numbers; alone between two they do not end the number.
const MARKS: &str = "+-–—.,()/";

/// First letters of what an amount is counted in.
const MONEY: [&str; 4] = ["zł", "zl", "tys", "pln"];

/// Takes out what looks personal: e-mail addresses, and numbers of six digits or more (phones, PESEL, accounts, KRS),
/// also when they are written with spaces or hyphens. Dates of this century with dots and amounts of money stay.
/// Shortens to 300 characters.
pub fn redact(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut number: Vec<&str> = Vec::new();
    for word in text.split_whitespace() {
        let continues = !number.is_empty() && word.chars().all(is_mark);
        if (is_numeric(word) || continues) && !is_date(word) {
            number.push(word);
            continue;
        }
        flush(&mut number, &mut kept, is_money(word));
        let personal = digits(word) >= PERSONAL_DIGITS && !is_date(word) && !is_amount(word);
        kept.push(if word.contains('@') || personal {
            REMOVED
        } else {
            word
        });
    }
    flush(&mut number, &mut kept, false);
    kept.join(" ").chars().take(KEPT_CHARS).collect()
}

/// Moves a run of numeric words on, whole or as one removal. `money`: the word after it says that it is an amount.
fn flush<'a>(number: &mut Vec<&'a str>, kept: &mut Vec<&'a str>, money: bool) {
    let last = number.iter().rposition(|word| digits(word) > 0);
    let marks = number.split_off(last.map_or(0, |last| last + 1));
    let personal = number.iter().map(|word| digits(word)).sum::<usize>() >= PERSONAL_DIGITS;
    if personal && !(money && is_short(&number.concat())) {
        kept.push(REMOVED);
        number.clear();
    }
    kept.append(number);
    kept.extend(marks);
}

fn digits(word: &str) -> usize {
    word.chars().filter(|c| c.is_numeric()).count()
}

fn is_mark(c: char) -> bool {
    MARKS.contains(c)
}

fn is_numeric(word: &str) -> bool {
    word.chars().all(|c| c.is_numeric() || is_mark(c)) && digits(word) > 0
}

/// Whether a number has no more digits before its decimals than an amount has.
fn is_short(number: &str) -> bool {
    let whole = number.rsplit_once(',').map_or(number, |(whole, _)| whole);
    digits(whole) <= AMOUNT_DIGITS
}

fn is_money(word: &str) -> bool {
    let word = word.to_lowercase();
    MONEY.iter().any(|unit| word.starts_with(unit))
}

/// "200000zł".
fn is_amount(word: &str) -> bool {
    let end = word.trim_start_matches(|c: char| c.is_numeric() || ".,".contains(c));
    let number = &word[..word.len() - end.len()];
    is_money(end) && digits(end) == 0 && is_short(number)
}

/// "31.08.2026", also with a mark before or after it; "01.09.2026-31.12.2026".
fn is_date(word: &str) -> bool {
    let one = |part: &str| {
        let cells: Vec<&str> = part.split('.').collect();
        let within = |cell: &str, from: u32, to: u32| {
            let value = cell.parse().ok();
            cell.len() <= 4 && value.is_some_and(|value: u32| (from..=to).contains(&value))
        };
        matches!(cells[..], [day, month, year]
            if within(day, 1, 31) && within(month, 1, 12) && within(year, 2000, 2099))
    };
    let date = word.trim_matches(|c: char| c.is_ascii_punctuation());
    date.split(['-', '–', '/']).all(one)
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn takes_out_numbers_and_addresses() {
        for (text, kept) in [
            ("pesel 44051401359 pani Ani", "pesel […] pani Ani"),
            (
                "tel 600 100 200, mail a.b@example.org ok",
                "tel […] mail […] ok",
            ),
            ("konto PL61109010140000071219812874", "konto […]"),
            ("tel 600 - 100 / 200 - pilne", "tel […] - pilne"),
            ("tel 600 – 100 – 200", "tel […]"),
            ("tel ６００１００２００", "tel […]"),
            ("tel ٦٠٠ ١٠٠ ٢٠٠", "tel […]"),
            ("urodzony 44.05.1401", "urodzony […]"),
        ] {
            assert_eq!(redact(text), kept);
        }
    }

    #[test]
    fn dates_and_amounts_stay() {
        for text in [
            "mały grant 20 000 zł",
            "dotacja 250 000 zł, oferta z 31.08.2026",
            "dotacja 1 000 000,00 PLN (do 1.09.2026)",
            "dotacja 200000zł albo 150000 tys.",
            "zadanie 01.09.2026-31.12.2026 - sala",
        ] {
            assert_eq!(redact(text), text);
        }
        assert_eq!(redact("mój numer 600 100 200 zł"), "mój numer […] zł");
        assert_eq!(redact("31.08.2026 600 100 200"), "31.08.2026 […]");
    }
}
