//! Dates and hours as people write them in Polish: where a text has them, and what a moment in words means.

use chrono::{
    DateTime, Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc, Weekday,
};

use super::hours::ZONE;

/// Days for which a date without a year that has passed is still the one of this year.
const STILL_THIS_YEAR: i64 = 60;

/// Words between a date and what belongs to it: a weekday, an hour, "do".
const NEAR: usize = 4;

/// Months in the form that follows a day, without diacritics.
const MONTHS: [&str; 12] = [
    "stycznia",
    "lutego",
    "marca",
    "kwietnia",
    "maja",
    "czerwca",
    "lipca",
    "sierpnia",
    "wrzesnia",
    "pazdziernika",
    "listopada",
    "grudnia",
];

/// Weekdays from Monday in the forms in use, without diacritics.
const WEEKDAYS: [&[&str]; 7] = [
    &[
        "poniedzialek",
        "poniedzialku",
        "pon",
        "monday",
        "понеділок",
        "понеділка",
    ],
    &["wtorek", "wtorku", "wt", "tuesday", "вівторок", "вівторка"],
    &[
        "sroda",
        "srode",
        "srody",
        "sr",
        "wednesday",
        "середа",
        "середу",
        "середи",
    ],
    &[
        "czwartek",
        "czwartku",
        "czw",
        "thursday",
        "четвер",
        "четверга",
    ],
    &[
        "piatek",
        "piatku",
        "pt",
        "friday",
        "п’ятниця",
        "п’ятницю",
        "п’ятниці",
    ],
    &[
        "sobota",
        "sobote",
        "soboty",
        "sob",
        "saturday",
        "субота",
        "суботу",
        "суботи",
    ],
    &[
        "niedziela",
        "niedziele",
        "niedzieli",
        "niedz",
        "sunday",
        "неділя",
        "неділю",
        "неділі",
    ],
];

const TODAY: [&str; 5] = ["dzis", "dzisiaj", "today", "сьогодні", "dzisiejszy"];
const TOMORROW: [&str; 3] = ["jutro", "tomorrow", "завтра"];
const DAY_AFTER: [&str; 2] = ["pojutrze", "післязавтра"];

/// What stands before the last day or hour of something.
const DEADLINE: [&str; 5] = ["do", "najpozniej", "termin", "mija", "uplywa"];

/// What may stand between the word of a deadline and its date.
const BETWEEN: [&str; 6] = ["dnia", "godz", "godziny", "konca", "w", "we"];

/// A date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// None: there is no such day, "31 listopada".
    pub day: Option<NaiveDate>,
    /// As it is written.
    pub written: String,
    /// The weekday that stands with it.
    pub weekday: Option<Weekday>,
    /// The hour that stands with it.
    pub time: Option<NaiveTime>,
    /// It is the last day for something.
    pub is_deadline: bool,
    /// It says since when something is, or of which day a document is: "ustawa z 24 kwietnia 2003 r.".
    pub is_origin: bool,
}

/// A word of a text without the signs around it.
struct Word<'a> {
    written: &'a str,
    folded: String,
    /// A sentence or line ends with it.
    ends: bool,
}

/// The dates of a text, in their order. `today` gives the year where none is written.
pub fn found_in(text: &str, today: NaiveDate) -> Vec<Found> {
    let words = words_of(text);
    let mut found = Vec::new();
    let mut place = 0;
    while place < words.len() {
        let Some((date, length)) = date_at(&words[place..], today) else {
            place += 1;
            continue;
        };
        let (first, last) = (place, place + length - 1);
        let weekday = weekday_around(&words, first, last);
        let (time, time_is_end) = time_around(&words, first, last);
        let written: Vec<&str> = words[first..=last]
            .iter()
            .map(|word| word.written)
            .collect();
        let is_deadline = time_is_end || is_after(&words, first, &DEADLINE);
        for day in date.days(today, weekday) {
            found.push(Found {
                day,
                written: written.join(" "),
                weekday: weekday.filter(|_| date.is_one()),
                time,
                is_deadline,
                is_origin: is_after(&words, first, &["z", "od", "ze"]),
            });
        }
        place = last + 1;
    }
    found
}

/// What is written of a date.
#[derive(Debug, Clone, Copy)]
enum Written {
    /// From a day to another of the same month, or one day; the year where it is written.
    Days {
        from: u32,
        to: u32,
        month: u32,
        year: Option<i32>,
    },
    Day(NaiveDate),
}

impl Written {
    fn is_one(self) -> bool {
        match self {
            Self::Days { from, to, .. } => from == to,
            Self::Day(_) => true,
        }
    }

    /// The days; of several the last one. None: there is no such day.
    fn days(self, today: NaiveDate, weekday: Option<Weekday>) -> Vec<Option<NaiveDate>> {
        match self {
            Self::Day(day) => vec![Some(day)],
            Self::Days {
                to,
                month,
                year: Some(year),
                ..
            } => {
                vec![NaiveDate::from_ymd_opt(year, month, to)]
            }
            Self::Days { to, month, .. } => {
                let of = |year| NaiveDate::from_ymd_opt(year, month, to);
                let (this, next) = (of(today.year()), of(today.year() + 1));
                let Some(day) = this else {
                    return vec![next];
                };
                let is_over = (today - day).num_days() > STILL_THIS_YEAR;
                let fits_next = weekday.is_some_and(|weekday| {
                    day < today
                        && day.weekday() != weekday
                        && next.is_some_and(|next| next.weekday() == weekday)
                });
                vec![if is_over || fits_next { next } else { this }]
            }
        }
    }
}

fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    for line in text.lines() {
        let mut line_words: Vec<Word<'_>> = Vec::new();
        for raw in line.split_whitespace() {
            let is_sign = |c: char| !c.is_alphanumeric();
            let written = raw.trim_matches(is_sign);
            if written.is_empty() {
                continue;
            }
            let folded = folded(written);
            let tail = raw.trim_end_matches(['*', ')', '”', '"']);
            // The dot of "12." and of "r." ends nothing.
            let is_short =
                folded.chars().count() <= 4 || folded.bytes().all(|b| b.is_ascii_digit());
            let ends = tail.ends_with(['!', '?', ';']) || (tail.ends_with('.') && !is_short);
            line_words.push(Word {
                written,
                folded,
                ends,
            });
        }
        if let Some(last) = line_words.last_mut() {
            last.ends = true;
        }
        words.extend(line_words);
    }
    words
}

/// In small letters, without Polish diacritics.
pub fn folded(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase);
    let plain = letters.map(|c| match c {
        'ą' => 'a',
        'ć' => 'c',
        'ę' => 'e',
        'ł' => 'l',
        'ń' => 'n',
        'ó' => 'o',
        'ś' => 's',
        'ż' | 'ź' => 'z',
        '\'' => '’',
        c => c,
    });
    plain.collect()
}

/// The date with which these words begin, and how many of them it is.
fn date_at(words: &[Word<'_>], today: NaiveDate) -> Option<(Written, usize)> {
    let first = words.first()?.folded.as_str();
    let relative = if TODAY.contains(&first) {
        Some(0)
    } else if TOMORROW.contains(&first) {
        Some(1)
    } else if DAY_AFTER.contains(&first) {
        Some(2)
    } else {
        None
    };
    if let Some(ahead) = relative {
        return Some((Written::Day(today + Days::new(ahead)), 1));
    }
    if let Some(date) = in_digits(first) {
        return Some((date, 1));
    }
    let (from, to) = day_or_days(first)?;
    let named = words.get(1)?.folded.as_str();
    let month = MONTHS.iter().position(|month| *month == named)? as u32 + 1;
    let year = words.get(2).filter(|_| !words[1].ends);
    let year = year.and_then(|word| year_of(&word.folded));
    let length = if year.is_some() { 3 } else { 2 };
    Some((
        Written::Days {
            from,
            to,
            month,
            year,
        },
        length,
    ))
}

/// "12" or "12–15".
fn day_or_days(word: &str) -> Option<(u32, u32)> {
    let day = |text: &str| {
        let is_short = (1..=2).contains(&text.len());
        text.parse()
            .ok()
            .filter(|day| is_short && (1..=31).contains(day))
    };
    match word.split_once(['-', '–', '—']) {
        Some((from, to)) => Some((day(from)?, day(to)?)),
        None => day(word).map(|day| (day, day)),
    }
}

fn year_of(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| (1900..2200).contains(year))
}

/// "12.12.2026", "2026-12-12".
fn in_digits(word: &str) -> Option<Written> {
    let (year, month, day) = match word.split(['.', '-', '/']).collect::<Vec<_>>()[..] {
        [year, month, day] if year.len() == 4 && word.contains('-') => (year, month, day),
        [day, month, year] if year.len() == 4 => (year, month, day),
        _ => return None,
    };
    let day = day.parse().ok()?;
    Some(Written::Days {
        from: day,
        to: day,
        month: month.parse().ok()?,
        year: Some(year_of(year)?),
    })
}

fn weekday_of(word: &str) -> Option<Weekday> {
    let place = WEEKDAYS.iter().position(|forms| forms.contains(&word))?;
    Weekday::try_from(place as u8).ok()
}

/// The weekday that stands directly before or after a date.
fn weekday_around(words: &[Word<'_>], first: usize, last: usize) -> Option<Weekday> {
    let before = first.checked_sub(1).map(|place| &words[place]);
    let before = before.filter(|word| !word.ends);
    let mut after = words[last..].windows(2).take(2);
    let after = after.find_map(|pair| {
        let is_year = pair[1].folded == "r" || pair[1].folded == "roku";
        (!pair[0].ends && !is_year).then(|| &pair[1])
    });
    let of = |word: &Word<'_>| weekday_of(&word.folded);
    before.and_then(of).or_else(|| after.and_then(of))
}

/// The hour that belongs to a date, and whether it is written as an end: "do 15:30".
fn time_around(words: &[Word<'_>], first: usize, last: usize) -> (Option<NaiveTime>, bool) {
    let after = last + 1..words.len().min(last + 1 + NEAR);
    let before = first.saturating_sub(NEAR)..first;
    for place in after {
        if words[place - 1].ends || date_at(&words[place..], NaiveDate::MIN).is_some() {
            break;
        }
        if let Some(time) = hour_at(words, place) {
            return (Some(time), is_after(words, place, &["do"]));
        }
    }
    for place in before.rev() {
        if words[place].ends {
            break;
        }
        if let Some(time) = hour_at(words, place) {
            return (Some(time), is_after(words, place, &["do"]));
        }
    }
    (None, false)
}

/// An hour in a text: "15:30"; "15.30" and "15" only behind "godz.", "godziny" or "godzinie".
fn hour_at(words: &[Word<'_>], place: usize) -> Option<NaiveTime> {
    let word = words[place].folded.as_str();
    let is_named = place > 0 && words[place - 1].folded.starts_with("godz");
    let word = word.split(['-', '–', '—']).next_back()?;
    if word.contains(':') || is_named {
        return time(word);
    }
    None
}

/// Whether one of these stands before a place, with nothing but small words and a weekday between.
fn is_after(words: &[Word<'_>], place: usize, marks: &[&str]) -> bool {
    let mut before = words[..place].iter().rev().take(NEAR);
    for word in &mut before {
        if word.ends {
            return false;
        }
        if marks.contains(&word.folded.as_str()) {
            return true;
        }
        let is_between =
            BETWEEN.contains(&word.folded.as_str()) || weekday_of(&word.folded).is_some();
        if !is_between {
            return false;
        }
    }
    false
}

/// "9", "9:00", "15.30"; 24:00 is the last minute of the day.
fn time(text: &str) -> Option<NaiveTime> {
    let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "0"));
    let is_number =
        |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(hour) || !is_number(minute) {
        return None;
    }
    match (hour.parse().ok()?, minute.parse().ok()?) {
        (24, 0) => NaiveTime::from_hms_opt(23, 59, 0),
        (hour, minute) => NaiveTime::from_hms_opt(hour, minute, 0),
    }
}

/// What is wrong with a moment in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAMoment {
    #[error("not understood")]
    Unknown,
    /// It names a day and no hour.
    #[error("no hour")]
    NoHour,
    #[error("in the past")]
    Past(NaiveDateTime),
    /// Clocks are put forward over it.
    #[error("the clock has no such hour")]
    NoSuchHour(NaiveDateTime),
    /// More than a year ahead, which is a slip.
    #[error("too far ahead")]
    Far(NaiveDateTime),
}

/// A moment in words: "jutro o 9", "2026-12-01 10:00", "w poniedziałek 8:30", "za 2 godziny". `None`: at once.
///
/// # Errors
/// Why it is no moment that can be waited for.
pub fn moment(text: &str, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, NotAMoment> {
    const AT_ONCE: [&str; 6] = ["teraz", "zaraz", "od razu", "now", "зараз", "natychmiast"];
    const SMALL: [&str; 13] = [
        "o", "w", "we", "na", "r", "godz", "godzinie", "at", "on", "о", "об", "у", "в",
    ];
    let text = with_spaces(text);
    let words = words_of(&text);
    let whole: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    if AT_ONCE.contains(&whole.join(" ").as_str()) {
        return Ok(None);
    }
    if let Some(later) = after_a_while(&whole) {
        return Ok(Some(now + later));
    }
    let clock = super::hours::local(now);
    let (mut day, mut weekday, mut time_of_day) = (None, None, None);
    let mut place = 0;
    while place < words.len() {
        let word = whole[place];
        if let Some((date, length)) = date_at(&words[place..], clock.date()) {
            let date = date.days(clock.date(), None).pop().flatten();
            day = Some(date.ok_or(NotAMoment::Unknown)?);
            place += length;
            continue;
        }
        if let Some(named) = weekday_of(word) {
            weekday = Some(named);
        } else if let (None, Some(read)) = (time_of_day, time(word)) {
            time_of_day = Some(read);
        } else if !SMALL.contains(&word) {
            return Err(NotAMoment::Unknown);
        }
        place += 1;
    }
    if day.is_none() && weekday.is_none() && time_of_day.is_none() {
        return Err(NotAMoment::Unknown);
    }
    let time_of_day = time_of_day.ok_or(NotAMoment::NoHour)?;
    let day = day.unwrap_or_else(|| match weekday {
        Some(weekday) => clock
            .date()
            .iter_days()
            .find(|day| day.weekday() == weekday && day.and_time(time_of_day) > clock)
            .unwrap_or(clock.date()),
        None => clock.date(),
    });
    if weekday.is_some_and(|weekday| weekday != day.weekday()) {
        return Err(NotAMoment::Unknown);
    }
    instant_of(day.and_time(time_of_day), now).map(Some)
}

/// "2026-12-01T10:00" in two words.
fn with_spaces(text: &str) -> String {
    let mut previous = ' ';
    let letters = text.chars().map(|c| {
        let between = c == 'T' && previous.is_ascii_digit();
        previous = c;
        if between { ' ' } else { c }
    });
    letters.collect()
}

/// The instant of a wall-clock time ahead. Of the hour that comes twice in autumn it is the first.
fn instant_of(clock: NaiveDateTime, now: DateTime<Utc>) -> Result<DateTime<Utc>, NotAMoment> {
    let at = ZONE.from_local_datetime(&clock).earliest();
    let at = at.ok_or(NotAMoment::NoSuchHour(clock))?.to_utc();
    if at <= now {
        return Err(NotAMoment::Past(clock));
    }
    if at > now + Duration::days(366) {
        return Err(NotAMoment::Far(clock));
    }
    Ok(at)
}

/// "za godzinę", "za 30 minut".
fn after_a_while(words: &[&str]) -> Option<Duration> {
    let (count, unit) = match words {
        ["za", unit] => (1, unit),
        ["za", count, unit] => (
            count
                .parse()
                .ok()
                .filter(|count| (1..=999).contains(count))?,
            unit,
        ),
        _ => return None,
    };
    match *unit {
        "minute" | "minuty" | "minut" | "min" => Some(Duration::minutes(count)),
        "godzine" | "godziny" | "godzin" | "godz" | "h" => Some(Duration::hours(count)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
