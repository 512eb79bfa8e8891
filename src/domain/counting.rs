//! Counting of time limits: from the day of an event and a rule to the last day, with what it takes to say how.
//!
//! The day of the event is not counted. Counting backward moves earlier and never later. Public holidays and closures of the
//! office are two lists: by law only the first count, and a limit runs on while the office is closed for a day.

use chrono::{Datelike, Months, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::hours::Calendar;
use super::knowledge::{Closure, Holiday, Unit};

pub mod words;

/// How many days off in a row are gone through; more are a mistake in the lists.
const LONGEST_BREAK: usize = 366;

/// How long the last announcement of a competition has to be up before offers may be due.
pub const ANNOUNCED: Count = Count {
    amount: 21,
    measure: Measure::Days,
    direction: Direction::After,
    hard: false,
};

/// A rule of counting, as it stands in a record: "30 days after, moved when it ends on a day off". With the amount 0 it is a
/// date that stands in the law, and that moves or is hard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    pub amount: u16,
    pub measure: Measure,
    pub direction: Direction,
    /// The date stays where it falls, also on a day off: it is printed somewhere, or the record says that it does not move.
    /// Any other moves away from Saturdays and public holidays: onward when counted forward, back when counted backward.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hard: bool,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Every day of the calendar.
    Days,
    /// To the day with the same number, or to the last of a month that has none (art. 112 of the civil code).
    Months,
    /// Monday to Friday without public holidays: "dni robocze" by statute, and "bez sobót i dni ustawowo wolnych" (CRBR).
    WorkingDays,
    /// The same without the days on which the office is closed: what an office promises or demands for itself.
    OfficeDays,
}

impl Measure {
    /// Every measure, with the name used in files.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Days, "days"),
        (Self::Months, "months"),
        (Self::WorkingDays, "working_days"),
        (Self::OfficeDays, "office_days"),
    ];
}

/// Which way is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    After,
    Before,
}

/// Why a day is a day off. A holiday on a Saturday or Sunday is a holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOff<'a> {
    Holiday(&'a Holiday),
    Saturday,
    Sunday,
    /// The office is closed, though it is a working day by law.
    Closure(&'a Closure),
}

/// A day that was passed over, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Skipped<'a> {
    pub day: NaiveDate,
    pub why: DayOff<'a>,
}

/// What came of counting, with everything that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted<'a> {
    /// The day of the event, which is not counted.
    pub event: NaiveDate,
    pub rule: Count,
    /// Where the counting ends.
    pub raw: NaiveDate,
    /// The last day: `raw`, or where the rule moves it.
    pub last: NaiveDate,
    /// Days that were not counted, in the order of counting.
    pub left_out: Vec<Skipped<'a>>,
    /// Days over which the end moved, `raw` first; empty when it did not.
    pub moved_over: Vec<Skipped<'a>>,
}

impl Direction {
    fn step(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::After => day.succ_opt(),
            Self::Before => day.pred_opt(),
        }
    }
}

impl Count {
    /// Counts from the day of an event. `office` is the unit whose closures matter to [`Measure::OfficeDays`]; without one
    /// these are the working days of the law. `None`: the end lies beyond the calendar, or everything is a day off for a year.
    pub fn counted_from<'a>(
        self,
        event: NaiveDate,
        calendar: &Calendar<'a>,
        office: Option<&Unit>,
    ) -> Option<Counted<'a>> {
        let by_law = |day| off_by_law(calendar, day);
        let in_office = |day| off_in_office(calendar, day, office);
        let (raw, left_out) = match self.measure {
            Measure::Days => (self.days_from(event)?, Vec::new()),
            Measure::Months => (self.months_from(event)?, Vec::new()),
            Measure::WorkingDays => self.walk(event, by_law)?,
            Measure::OfficeDays => self.walk(event, in_office)?,
        };
        let (last, moved_over) = if self.hard {
            (raw, Vec::new())
        } else {
            nearest(raw, self.direction, by_law)?
        };
        Some(Counted {
            event,
            rule: self,
            raw,
            last,
            left_out,
            moved_over,
        })
    }

    fn days_from(self, event: NaiveDate) -> Option<NaiveDate> {
        let days = chrono::Days::new(self.amount.into());
        match self.direction {
            Direction::After => event.checked_add_days(days),
            Direction::Before => event.checked_sub_days(days),
        }
    }

    fn months_from(self, event: NaiveDate) -> Option<NaiveDate> {
        let months = Months::new(self.amount.into());
        match self.direction {
            Direction::After => event.checked_add_months(months),
            Direction::Before => event.checked_sub_months(months),
        }
    }

    /// Goes from one day that counts to the next, and keeps the ones between.
    fn walk<'a>(
        self,
        event: NaiveDate,
        off: impl Fn(NaiveDate) -> Option<DayOff<'a>>,
    ) -> Option<(NaiveDate, Vec<Skipped<'a>>)> {
        let mut day = event;
        let mut left_out = Vec::new();
        for _ in 0..self.amount {
            let (next, over) = nearest(self.direction.step(day)?, self.direction, &off)?;
            day = next;
            left_out.extend(over);
        }
        Some((day, left_out))
    }
}

/// The first day from this one on that is no day off, and the days off before it.
fn nearest<'a>(
    from: NaiveDate,
    direction: Direction,
    off: impl Fn(NaiveDate) -> Option<DayOff<'a>>,
) -> Option<(NaiveDate, Vec<Skipped<'a>>)> {
    let mut over = Vec::new();
    let mut day = from;
    while let Some(why) = off(day) {
        over.push(Skipped { day, why });
        if over.len() > LONGEST_BREAK {
            return None;
        }
        day = direction.step(day)?;
    }
    Some((day, over))
}

/// Why this is no working day by law: a public holiday, a Saturday or a Sunday.
pub fn off_by_law<'a>(calendar: &Calendar<'a>, day: NaiveDate) -> Option<DayOff<'a>> {
    let holiday = calendar.holiday(day).map(DayOff::Holiday);
    holiday.or(match day.weekday() {
        Weekday::Sat => Some(DayOff::Saturday),
        Weekday::Sun => Some(DayOff::Sunday),
        _ => None,
    })
}

/// The working day by law that is this day or the last before it.
pub fn working_day_until(calendar: &Calendar<'_>, day: NaiveDate) -> Option<NaiveDate> {
    let found = nearest(day, Direction::Before, |day| off_by_law(calendar, day));
    found.map(|(day, _)| day)
}

/// The working day by law that is this day or the next after it.
pub fn working_day_from(calendar: &Calendar<'_>, day: NaiveDate) -> Option<NaiveDate> {
    let found = nearest(day, Direction::After, |day| off_by_law(calendar, day));
    found.map(|(day, _)| day)
}

fn off_in_office<'a>(
    calendar: &Calendar<'a>,
    day: NaiveDate,
    office: Option<&Unit>,
) -> Option<DayOff<'a>> {
    let closure = || calendar.closure(day, office?).map(DayOff::Closure);
    off_by_law(calendar, day).or_else(closure)
}

/// The first day on which offers may be due, counted from the last of the announcements of a competition (notice board,
/// bulletin, website). A deadline before `raw` is too early; `last` differs when that falls on a day off. `None`: nothing was
/// announced.
pub fn earliest_deadline<'a>(
    announced: &[NaiveDate],
    calendar: &Calendar<'a>,
) -> Option<Counted<'a>> {
    let last = announced.iter().max()?;
    ANNOUNCED.counted_from(*last, calendar, None)
}

#[cfg(test)]
pub(super) mod almanac;
#[cfg(test)]
mod tests;
