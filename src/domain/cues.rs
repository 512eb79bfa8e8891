//! What certain words in a message tell besides its matter. All words are folded: lower case, no diacritics.

use chrono::{Datelike, Days, NaiveDate};

/// Phrases, by their first letters, of somebody who cannot get through to an office.
pub const UNREACHABLE: [&str; 12] = [
    "nikt nie odbiera",
    "nie odbiera telefonu",
    "nie odbieraja",
    "nikt nie odpisuje",
    "nie odpisuja",
    "nikt nie odpowiada",
    "nie moge sie dodzwonic",
    "nie da sie dodzwonic",
    "dzwonie i nikt",
    "dzwonie i nic",
    "nobody answers",
    "ніхто не відповідає",
];

/// Words that mean the present.
const NOW: [&str; 9] = [
    "teraz",
    "obecnie",
    "aktualnie",
    "dzis",
    "dzisiaj",
    "now",
    "currently",
    "зараз",
    "тепер",
];

/// Words after which a date is the first one that no longer counts.
const BEFORE: [&str; 4] = ["przed", "before", "до", "перед"];

/// Month names by the letters that all their forms share.
const MONTHS: [&[&str]; 12] = [
    &["stycz", "januar", "січ"],
    &["luty", "luteg", "februar", "лют"],
    &["marc", "marze", "march", "берез"],
    &["kwietn", "kwiecie", "april", "квіт"],
    &["maj", "may", "травн", "травен"],
    &["czerw", "june", "черв"],
    &["lipc", "lipie", "july", "лип"],
    &["sierp", "august", "серп"],
    &["wrzesn", "wrzesie", "septem", "верес"],
    &["pazdz", "octo", "жовт"],
    &["listop", "novem", "листоп"],
    &["grudn", "grudzie", "decem", "груд"],
];

/// Whether somebody says that an office cannot be reached. `folded` is the whole folded text.
pub fn is_unreachable(folded: &str) -> bool {
    UNREACHABLE.iter().any(|phrase| folded.contains(phrase))
}

/// The day of the event that a text names: today for "teraz", a date (31.08.2026, 1 września), or a month, which stands
/// for its middle. Without a year it is the latest one that has begun. "Przed" means the day before. Tokens are folded
/// words.
pub fn event_day(tokens: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    if tokens.iter().any(|token| NOW.contains(token)) {
        return Some(today);
    }
    let (place, day) = written_day(tokens).or_else(|| named_day(tokens, today))?;
    if is_before(tokens, place) {
        day.pred_opt()
    } else {
        Some(day)
    }
}

/// Whether "przed" stands in front of the date at this place.
fn is_before(tokens: &[&str], place: usize) -> bool {
    place > 0 && BEFORE.contains(&tokens[place - 1])
}

/// A date in digits, with the place of its first token.
fn written_day(tokens: &[&str]) -> Option<(usize, NaiveDate)> {
    let date = |run: &[&str]| {
        let [day, month, year] = run else { return None };
        let date =
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        date.filter(|date| date.year() >= 1990)
    };
    let mut runs = tokens.windows(3).enumerate();
    runs.find_map(|(place, run)| Some((place, date(run)?)))
}

/// A month by its name, with the day before it and the year anywhere, and the place of its first token.
fn named_day(tokens: &[&str], today: NaiveDate) -> Option<(usize, NaiveDate)> {
    let mut months = tokens.iter().enumerate();
    let (place, month) = months.find_map(|(place, token)| Some((place, month_of(token)?)))?;
    let written = place
        .checked_sub(1)
        .and_then(|before| tokens[before].parse::<u32>().ok());
    let day = written.filter(|day| (1..=31).contains(day));
    let years = tokens.iter().filter_map(|token| token.parse().ok());
    let year = years.into_iter().find(|year| (1990..2100).contains(year));
    let first = if day.is_some() { place - 1 } else { place };
    let whole_month = if is_before(tokens, first) { 1 } else { 15 };
    let in_year = |year| NaiveDate::from_ymd_opt(year, month, day.unwrap_or(whole_month));
    let date = match year {
        Some(year) => in_year(year),
        None => {
            let soon = today.checked_add_days(Days::new(15))?;
            let this_year = in_year(today.year()).filter(|day| *day <= soon);
            this_year.or_else(|| in_year(today.year() - 1))
        }
    };
    Some((first, date?))
}

fn month_of(token: &str) -> Option<u32> {
    // A short name is the beginning of many words ("majątek"), so little may follow it.
    let longest_ending = |stem: &str| if stem.chars().count() <= 3 { 2 } else { 6 };
    let is_form = |stem: &str| {
        let ending = token.strip_prefix(stem);
        ending.is_some_and(|ending| ending.chars().count() <= longest_ending(stem))
    };
    (1..)
        .zip(MONTHS)
        .find(|(_, stems)| stems.iter().any(|stem| is_form(stem)))
        .map(|(month, _)| month)
}

/// A number of people: "20 osób", "na 20 os", "20os". With `any_number` a bare number counts too: the answer to the
/// question how many.
pub fn people(tokens: &[&str], any_number: bool) -> Option<u32> {
    const PEOPLE: [&str; 8] = [
        "os", "ludz", "uczest", "dziec", "people", "person", "осіб", "люд",
    ];
    let is_people = |token: &str| PEOPLE.iter().any(|stem| token.starts_with(stem));
    tokens.iter().enumerate().find_map(|(place, token)| {
        let digits = token.len() - token.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, rest) = token.split_at(digits);
        let next = tokens.get(place + 1).copied().unwrap_or_default();
        let counts = if rest.is_empty() {
            any_number || is_people(next)
        } else {
            is_people(rest)
        };
        number.parse().ok().filter(|_| counts)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_the_day_of_an_event() {
        let today: NaiveDate = "2026-11-23".parse().unwrap();
        let day = |text: &str| {
            event_day(&text.split(' ').collect::<Vec<_>>(), today).map(|day| day.to_string())
        };
        assert_eq!(day("ile teraz").as_deref(), Some("2026-11-23"));
        assert_eq!(day("oferta z 31 08 2026").as_deref(), Some("2026-08-31"));
        assert_eq!(day("w sierpniu 2025").as_deref(), Some("2025-08-15"));
        assert_eq!(day("w sierpniu").as_deref(), Some("2026-08-15"));
        assert_eq!(day("w grudniu").as_deref(), Some("2025-12-15"));
        assert_eq!(day("przed 1 wrzesnia").as_deref(), Some("2026-08-31"));
        assert_eq!(day("przed wrzesniem 2026").as_deref(), Some("2026-08-31"));
        assert_eq!(day("po 1 wrzesnia 2026").as_deref(), Some("2026-09-01"));
        assert_eq!(day("od 31 lutego 2026"), None);
        assert_eq!(day("ile na maly grant"), None);
        assert_eq!(day("majatek fundacji"), None);
    }

    #[test]
    fn a_text_names_a_number_of_people() {
        let count = |text: &str, any| people(&text.split(' ').collect::<Vec<_>>(), any);
        assert_eq!(count("sala na szkolenie 20 os", false), Some(20));
        assert_eq!(count("sala 150osob", false), Some(150));
        assert_eq!(count("sala 12 grudnia", false), None);
        assert_eq!(count("tak z 30", true), Some(30));
    }
}
