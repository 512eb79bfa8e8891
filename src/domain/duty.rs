//! Duties that the law gives an organisation, with a date: fixed in the year, or counted from something that happened.

use chrono::{Datelike, NaiveDate};

use super::counting::{Count, Counted, Direction, Measure};
use super::hours::Calendar;
use super::knowledge::Status;
use super::reminder::Offset;

/// A duty, as `duties.toml` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    pub id: String,
    /// What is to be done: „Zmiana w KRS (zarząd, adres, statut)”.
    pub name: String,
    /// Whom it concerns: „stowarzyszenia rejestrowe i fundacje”.
    pub who: String,
    pub when: When,
    /// Act and article.
    pub basis: Option<String>,
    pub status: Status,
    /// How people speak of it, or of what happened.
    pub words: Vec<String>,
    /// When to remind of it; none: as of any deadline.
    pub offsets: Vec<Offset>,
    pub note: Option<String>,
}

/// When it is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum When {
    /// On a day of each year. `hard`: also if that is a day off.
    Yearly { month: u32, day: u32, hard: bool },
    /// So long after or before something, named in the genitive after „od dnia”: „zakończenia zadania”.
    Counted { count: Count, event: String },
}

impl Duty {
    /// The day by which it is to be done, for something that happened (or will happen) on `event`. `None`: it does not depend
    /// on anything that happens, or the day is beyond what can be counted.
    pub fn counted_from<'a>(
        &self,
        event: NaiveDate,
        calendar: &Calendar<'a>,
    ) -> Option<Counted<'a>> {
        match &self.when {
            When::Yearly { .. } => None,
            When::Counted { count, .. } => count.counted_from(event, calendar, None),
        }
    }

    /// The next day on which it falls, from `today` on. `None`: it is counted from something that happens.
    pub fn next<'a>(&self, today: NaiveDate, calendar: &Calendar<'a>) -> Option<Counted<'a>> {
        let When::Yearly { month, day, hard } = self.when else {
            return None;
        };
        let count = Count {
            amount: 0,
            measure: Measure::Days,
            direction: Direction::After,
            hard,
        };
        (today.year() - 1..=today.year() + 4)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .filter_map(|day| count.counted_from(day, calendar, None))
            .find(|counted| counted.last >= today)
    }
}
