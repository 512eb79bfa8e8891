//! What somebody writes who wants something counted: the day of an event, and perhaps a rule: "14 dni od 3 maja".
//!
//! Dates are read as in any text (`domain/dates.rs`), with what people write here besides: "30.04", "wczoraj", months in the
//! nominative, in English and in Ukrainian.

use chrono::{Datelike, Days, NaiveDate};

use super::super::dates::{folded, found_in};
use super::{Count, Direction, Measure};

/// More than that is no time limit, and a slip.
const MOST: u16 = 999;

/// The forms of each month that dates are not read by, folded, behind the one that they are read by.
const MONTHS: [(&str, &[&str]); 12] = [
    ("stycznia", &["styczen", "january", "jan", "січня"]),
    ("lutego", &["luty", "february", "feb", "лютого"]),
    ("marca", &["marzec", "march", "mar", "березня"]),
    ("kwietnia", &["kwiecien", "april", "apr", "квітня"]),
    ("maja", &["maj", "may", "травня"]),
    ("czerwca", &["czerwiec", "june", "jun", "червня"]),
    ("lipca", &["lipiec", "july", "jul", "липня"]),
    ("sierpnia", &["sierpien", "august", "aug", "серпня"]),
    ("wrzesnia", &["wrzesien", "september", "sep", "вересня"]),
    ("pazdziernika", &["pazdziernik", "october", "oct", "жовтня"]),
    ("listopada", &["listopad", "november", "nov", "листопада"]),
    ("grudnia", &["grudzien", "december", "dec", "грудня"]),
];

const YESTERDAY: [&str; 3] = ["wczoraj", "yesterday", "вчора"];
/// "od jutra": read as "jutro".
const FROM_TOMORROW: [&str; 2] = ["jutra", "jutrzejszego"];
const DAY_BEFORE: [&str; 2] = ["przedwczoraj", "позавчора"];

const BEFORE: [&str; 3] = ["przed", "before", "перед"];
const WORKING: [&str; 3] = ["robocz", "working", "робоч"];
const DAYS: [&str; 9] = [
    "dzien", "dni", "dnia", "day", "days", "день", "дні", "днів", "дня",
];
const WEEKS: [&str; 4] = ["tydzien", "tygodni", "week", "тижн"];
const MONTHS_LONG: [&str; 3] = ["miesi", "month", "місяц"];

/// What speaks of something that is still ahead, by the first letters.
const AHEAD: [&str; 8] = [
    "konczy",
    "skonczy",
    "zakonczy",
    "bed",
    "planuj",
    "will",
    "ends",
    "закінчи",
];

/// The same beginnings, but of what has happened.
const OVER: [&str; 4] = ["skonczyl", "zakonczyl", "konczyl", "закінчил"];

/// A day in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// With the year that was written, or with this one.
    written: NaiveDate,
    /// It is written without a year.
    pub without_year: bool,
    /// It speaks of what is ahead.
    ahead: bool,
    /// It is named by its number rather than by "today".
    pub in_full: bool,
}

/// What a text says of the day from which something is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    Nothing,
    Day(Day),
    /// More than one: it is not known which is meant.
    Several,
    /// "31 listopada".
    NoSuchDay,
}

/// The rule is for longer than anything is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too long to be counted")]
pub struct TooLong;

impl Day {
    /// The day, where its year has to be chosen: the last one that came for something counted from it onward, unless the
    /// text speaks of what is ahead, and the next one for something that has to be done before.
    pub fn chosen(self, direction: Direction, today: NaiveDate) -> NaiveDate {
        if !self.without_year {
            return self.written;
        }
        let is_ahead = self.ahead || direction == Direction::Before;
        let of = |year| self.written.with_year(year);
        let this = today.year();
        let found = if is_ahead {
            (this..=this + 8).filter_map(of).find(|day| *day >= today)
        } else {
            (this - 8..=this)
                .rev()
                .filter_map(of)
                .find(|day| *day <= today)
        };
        found.unwrap_or(self.written)
    }
}

/// The day that a text names.
pub fn day_in(text: &str, today: NaiveDate) -> Named {
    let of_the_past =
        |word: String| YESTERDAY.contains(&word.as_str()) || DAY_BEFORE.contains(&word.as_str());
    let is_relative = words_of(text).any(of_the_past);
    let text = readable(text, today);
    let found = found_in(&text, today);
    let mut days: Vec<Day> = Vec::new();
    for one in &found {
        let Some(written) = one.day else {
            return Named::NoSuchDay;
        };
        let has_year = one
            .written
            .split_whitespace()
            .last()
            .is_some_and(|last| last.len() >= 4 && last.bytes().any(|b| b.is_ascii_digit()));
        let in_digits = one.written.bytes().any(|b| b.is_ascii_digit());
        let day = Day {
            written,
            without_year: in_digits && !has_year,
            ahead: speaks_of_ahead(&text),
            in_full: in_digits && !is_relative,
        };
        if !days.contains(&day) {
            days.push(day);
        }
    }
    match days[..] {
        [] => Named::Nothing,
        [day] => Named::Day(day),
        _ => Named::Several,
    }
}

fn speaks_of_ahead(text: &str) -> bool {
    words_of(text).any(|word| starts(&word, &AHEAD) && !starts(&word, &OVER))
}

/// The rule that a text names. `None`: it names none.
///
/// # Errors
/// Nothing is counted for so long.
pub fn rule_in(text: &str) -> Option<Result<Count, TooLong>> {
    let words: Vec<String> = words_of(text).collect();
    let place = words.iter().enumerate().find_map(|(place, word)| {
        let number = word.trim_start_matches('+');
        let is_number = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let unit = words.get(place + 1)?;
        (is_number && measure_of(unit, words.get(place + 2)).is_some()).then_some(place)
    })?;
    let number = words[place].trim_start_matches('+').parse::<u16>();
    let (measure, times) = measure_of(&words[place + 1], words.get(place + 2))?;
    let amount = number.ok().and_then(|number| number.checked_mul(times));
    let direction = if words.iter().any(|word| BEFORE.contains(&word.as_str())) {
        Direction::Before
    } else {
        Direction::After
    };
    match amount {
        Some(0) => None,
        Some(amount) if amount <= MOST => Some(Ok(Count {
            amount,
            measure,
            direction,
            hard: false,
        })),
        _ => Some(Err(TooLong)),
    }
}

/// What is counted, by its word and the one after it, and how many of it the word stands for.
fn measure_of(word: &str, next: Option<&String>) -> Option<(Measure, u16)> {
    let is_days = |word: &str| DAYS.contains(&word);
    if is_days(word) {
        let working = next.is_some_and(|next| starts(next, &WORKING));
        let measure = if working {
            Measure::WorkingDays
        } else {
            Measure::Days
        };
        return Some((measure, 1));
    }
    if starts(word, &WORKING) && next.is_some_and(|next| is_days(next)) {
        return Some((Measure::WorkingDays, 1));
    }
    if starts(word, &WEEKS) {
        return Some((Measure::Days, 7));
    }
    starts(word, &MONTHS_LONG).then_some((Measure::Months, 1))
}

fn starts(word: &str, beginnings: &[&str]) -> bool {
    beginnings
        .iter()
        .any(|beginning| word.starts_with(beginning))
}

fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split_whitespace().filter_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '+');
        (!word.is_empty()).then(|| folded(word))
    })
}

/// A text with its dates as they are read elsewhere.
fn readable(text: &str, today: NaiveDate) -> String {
    let mut words: Vec<String> = Vec::new();
    for raw in text.split_whitespace() {
        let is_sign = |c: char| !c.is_alphanumeric();
        let word = folded(raw.trim_matches(is_sign));
        let end = if raw.ends_with([',', ';', '?', '!']) {
            ","
        } else {
            ""
        };
        let written = if YESTERDAY.contains(&word.as_str()) {
            before(today, 1)
        } else if DAY_BEFORE.contains(&word.as_str()) {
            before(today, 2)
        } else if FROM_TOMORROW.contains(&word.as_str()) {
            Some("jutro".to_owned())
        } else if let Some((month, _)) = MONTHS.iter().find(|(_, forms)| forms.contains(&&*word)) {
            Some((*month).to_owned())
        } else {
            day_and_month(&word).or_else(|| without_ending(&word))
        };
        words.push(written.map_or_else(|| raw.to_owned(), |written| format!("{written}{end}")));
    }
    // "April 30" is "30 April".
    for place in 1..words.len() {
        let is_day = |word: &str| {
            let word = word.trim_end_matches(',');
            word.len() <= 2 && word.parse().is_ok_and(|day: u32| (1..=31).contains(&day))
        };
        let is_month = MONTHS.iter().any(|(month, _)| *month == words[place - 1]);
        let has_day = place > 1 && is_day(&words[place - 2]);
        if is_month && !has_day && is_day(&words[place]) {
            words.swap(place - 1, place);
            let day = words[place - 1].trim_end_matches(',').to_owned();
            words[place - 1] = day;
        }
    }
    words.join(" ")
}

fn before(today: NaiveDate, days: u64) -> Option<String> {
    let day = today.checked_sub_days(Days::new(days))?;
    Some(day.format("%Y-%m-%d").to_string())
}

/// "30.04" as "30 kwietnia".
fn day_and_month(word: &str) -> Option<String> {
    let (day, month) = word.split_once(['.', '/'])?;
    let number = |text: &str| {
        let is_short = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<usize>().ok().filter(|_| is_short)
    };
    let (day, month) = (number(day)?, number(month)?);
    let (month, _) = MONTHS.get(month.checked_sub(1)?)?;
    Some(format!("{day} {month}"))
}

/// "30th" as "30", "30-го" too.
fn without_ending(word: &str) -> Option<String> {
    let endings = ["st", "nd", "rd", "th", "-го", "го"];
    let number = endings.iter().find_map(|end| word.strip_suffix(end))?;
    let is_day = (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    is_day.then(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn read(text: &str, direction: Direction) -> String {
        let today = day("2026-11-23");
        match day_in(text, today) {
            Named::Day(found) => found.chosen(direction, today).to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn reads_days_as_people_write_them() {
        for (text, expected) in [
            ("zadanie skończone 30 kwietnia", "2026-04-30"),
            ("zadanie kończy się 31 grudnia", "2026-12-31"),
            ("zadanie skończyliśmy 31 grudnia", "2025-12-31"),
            ("zadanie skończone 30.04", "2026-04-30"),
            ("zadanie skończone 30.04.", "2026-04-30"),
            ("zmiana zarządu 18.12.2026", "2026-12-18"),
            ("zmiana zarządu 18 grudnia 2026 r.", "2026-12-18"),
            ("zmiana zarządu wczoraj", "2026-11-22"),
            ("dzisiaj", "2026-11-23"),
            ("od jutra", "2026-11-24"),
            ("30 kwiecień", "2026-04-30"),
            ("the task ended on April 30th, 2026", "2026-04-30"),
            ("on 30 April", "2026-04-30"),
            ("30 квітня 2026", "2026-04-30"),
            ("29 lutego", "NoSuchDay"),
            ("31 listopada", "NoSuchDay"),
            ("30 lutego 2027", "NoSuchDay"),
            ("20 i 23 listopada, a potem 1 grudnia", "Several"),
            ("zmiana zarządu", "Nothing"),
            ("art. 22 ustawy", "Nothing"),
        ] {
            assert_eq!(read(text, Direction::After), expected, "{text}");
        }
        assert_eq!(read("28 czerwca", Direction::Before), "2027-06-28");
        assert_eq!(read("28 czerwca 2026", Direction::Before), "2026-06-28");
    }

    #[test]
    fn reads_rules() {
        let read = |text: &str| match rule_in(text) {
            None => "none".to_owned(),
            Some(Err(TooLong)) => "too long".to_owned(),
            Some(Ok(count)) => {
                format!("{} {:?} {:?}", count.amount, count.measure, count.direction)
            }
        };
        for (text, expected) in [
            ("14 dni od 3 maja", "14 Days After"),
            ("7 dni roboczych od jutra", "7 WorkingDays After"),
            ("21 dni przed 28 czerwca", "21 Days Before"),
            ("3 maja +14 dni", "14 Days After"),
            ("2 tygodnie od dziś", "14 Days After"),
            ("3 miesiące od 30 listopada", "3 Months After"),
            ("5 working days after 3 May", "5 WorkingDays After"),
            ("14 днів від 3 травня", "14 Days After"),
            ("0 dni od dziś", "none"),
            ("99999 dni od dziś", "too long"),
            ("200 tygodni od dziś", "too long"),
            ("dni od 3 maja", "none"),
            ("zadanie skończone 30 kwietnia", "none"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
