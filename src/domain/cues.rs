//! What certain words in a message tell besides its matter. All words are folded: lower case, no diacritics.

use chrono::{Datelike, Days, NaiveDate};

/// What somebody says who cannot get through to an office; the last word by its first letters.
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

/// The forms of the months' names.
const MONTHS: [&str; 12] = [
    "styczen stycznia styczniu styczniem january січень січня січні січнем",
    "luty lutego lutemu lutym february лютий лютого лютому лютим",
    "marzec marca marcu marcem march березень березня березні березнем",
    "kwiecien kwietnia kwietniu kwietniem april квітень квітня квітні квітнем",
    "maj maja maju majem may травень травня травні травнем",
    "czerwiec czerwca czerwcu czerwcem june червень червня червні червнем",
    "lipiec lipca lipcu lipcem july липень липня липні липнем",
    "sierpien sierpnia sierpniu sierpniem august серпень серпня серпні серпнем",
    "wrzesien wrzesnia wrzesniu wrzesniem september вересень вересня вересні вереснем",
    "pazdziernik pazdziernika pazdzierniku pazdziernikiem october жовтень жовтня жовтні жовтнем",
    "listopad listopada listopadzie listopadem november листопад листопада листопаді листопадом",
    "grudzien grudnia grudniu grudniem december грудень грудня грудні груднем",
];

/// Forms that are other words too ("mają", "you may", a march, August): a month only beside a number or after one of
/// [`TIME`].
const DOUBTFUL: [&str; 5] = ["maj", "maja", "may", "march", "august"];

/// Words after which a doubtful form is a month.
const TIME: [&str; 16] = [
    "w",
    "z",
    "od",
    "do",
    "przed",
    "po",
    "in",
    "since",
    "before",
    "after",
    "until",
    "з",
    "до",
    "у",
    "в",
    "перед",
];

/// Words for people, as they stand after a number.
const PEOPLE: [&str; 20] = [
    "os",
    "osob",
    "osoby",
    "osoba",
    "osobom",
    "osobami",
    "osobowa",
    "ludzi",
    "ludzie",
    "ludziom",
    "uczestnikow",
    "uczestnicy",
    "dzieci",
    "people",
    "persons",
    "person",
    "participants",
    "осіб",
    "людей",
    "учасників",
];

/// Whether somebody says that an office cannot be reached. Tokens are folded words.
pub fn is_unreachable(tokens: &[&str]) -> bool {
    UNREACHABLE.iter().any(|phrase| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        let Some((last, first)) = phrase.split_last() else {
            return false;
        };
        tokens
            .windows(phrase.len())
            .any(|window| window.starts_with(first) && window[first.len()].starts_with(last))
    })
}

/// The day of the event that a text names: a date (31.08.2026, 2026-08-31, 1 września), a month, which stands for its
/// middle, or else today for "teraz". Without a year it is the latest one that has begun. "Przed" means the day before.
/// Tokens are folded words as matching cuts them: "31.08.2026" is one, "31,08,2026".
pub fn event_day(tokens: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    let Some((place, day)) = written_day(tokens).or_else(|| named_day(tokens, today)) else {
        let now = tokens.iter().any(|token| NOW.contains(token));
        return now.then_some(today);
    };
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

/// A date in digits, as one token or as three, with the place of its first token.
fn written_day(tokens: &[&str]) -> Option<(usize, NaiveDate)> {
    (0..tokens.len()).find_map(|place| {
        let one: Vec<&str> = tokens[place].split(',').collect();
        let three = tokens.get(place..place + 3);
        let date = date_of(&one).or_else(|| date_of(three?))?;
        Some((place, date))
    })
}

/// Day, month and year, or the other way round.
fn date_of(parts: &[&str]) -> Option<NaiveDate> {
    let [first, month, last] = parts else {
        return None;
    };
    let (day, year) = if first.len() == 4 {
        (last, first)
    } else {
        (first, last)
    };
    NaiveDate::from_ymd_opt(year_of(year)?, month.parse().ok()?, day.parse().ok()?)
}

/// A year, also as "2026r".
fn year_of(token: &str) -> Option<i32> {
    let year = token.strip_suffix('r').unwrap_or(token).parse().ok();
    year.filter(|year| (1990..2100).contains(year))
}

/// A month by its name, with the day before it and the year anywhere, and the place of its first token.
fn named_day(tokens: &[&str], today: NaiveDate) -> Option<(usize, NaiveDate)> {
    let mut places = 0..tokens.len();
    let (place, month) = places.find_map(|place| Some((place, month_at(tokens, place)?)))?;
    let day = day_before(tokens, place);
    let year = tokens.iter().find_map(|token| year_of(token));
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

/// The month that the token at this place names.
fn month_at(tokens: &[&str], place: usize) -> Option<u32> {
    let token = tokens[place];
    let is_form = |forms: &str| forms.split(' ').any(|form| form == token);
    let (month, _) = (1..).zip(MONTHS).find(|(_, forms)| is_form(forms))?;
    let after_time = place > 0 && TIME.contains(&tokens[place - 1]);
    let year_follows = tokens
        .get(place + 1)
        .is_some_and(|next| year_of(next).is_some());
    let sure = !DOUBTFUL.contains(&token)
        || after_time
        || year_follows
        || day_before(tokens, place).is_some();
    sure.then_some(month)
}

/// The day of a month that stands before this place.
fn day_before(tokens: &[&str], place: usize) -> Option<u32> {
    let written = tokens[place.checked_sub(1)?].parse().ok();
    written.filter(|day| (1..=31).contains(day))
}

/// A number of people: "20 osób", "na 20 os", "20os". With `any_number` a bare number counts too: the answer to the
/// question how many.
pub fn people(tokens: &[&str], any_number: bool) -> Option<u32> {
    tokens.iter().enumerate().find_map(|(place, token)| {
        let digits = token.len() - token.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, rest) = token.split_at(digits);
        let next = tokens.get(place + 1).copied().unwrap_or_default();
        let counts = if rest.is_empty() {
            any_number || PEOPLE.contains(&next)
        } else {
            PEOPLE.contains(&rest)
        };
        number.parse().ok().filter(|_| counts)
    })
}
