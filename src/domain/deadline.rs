//! A deadline on the wall clock of the town, as an instant, and how much of it is left.

use chrono::{
    DateTime, DurationRound, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc,
};
use serde::{Deserialize, Serialize};

use super::counting::Counted;
use super::hours::{ZONE, local};

/// The last moment of something: a date and, when one is printed, a time, both on the wall clock of the town.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Deadline {
    /// The event that it was counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<NaiveDate>,
    /// Where the counting ended, before it moved away from a day off; `day` when nothing was counted.
    pub raw: NaiveDate,
    /// The last day.
    pub day: NaiveDate,
    /// The time until which; none: the whole day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<NaiveTime>,
}

/// What is left of a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// So many days of the calendar (0: it is today, 1: tomorrow), and so much time, as it elapses on both nights when clocks
    /// change.
    Time { days: i64, time: TimeDelta },
    /// It has passed.
    Nothing,
}

impl Deadline {
    /// A deadline that stands in a record: shown and kept as it is printed, also on a day off.
    pub fn on(day: NaiveDate, time: Option<NaiveTime>) -> Self {
        Self {
            event: None,
            raw: day,
            day,
            time,
        }
    }

    /// A deadline that was counted from an event.
    pub fn counted(counted: &Counted<'_>, time: Option<NaiveTime>) -> Self {
        Self {
            event: Some(counted.event),
            raw: counted.raw,
            day: counted.last,
            time,
        }
    }

    /// The day that reminders go by: the raw one when the end moved onward, so that nobody leans on those days.
    pub fn reminded_by(&self) -> NaiveDate {
        self.raw.min(self.day)
    }

    /// The instant from which on it has passed.
    pub fn ends(&self) -> DateTime<Utc> {
        end_of(self.day, self.time)
    }

    /// The instant so many hours before its end. Hours are time that elapses: across a change of clocks, 24 hours before is
    /// not the same time of the day before.
    pub fn hours_before(&self, hours: u16) -> DateTime<Utc> {
        self.ends() - TimeDelta::hours(hours.into())
    }

    /// What is left of it.
    pub fn left(&self, now: DateTime<Utc>) -> Left {
        let time = self.ends() - now;
        if time <= TimeDelta::zero() {
            return Left::Nothing;
        }
        let days = (self.day - local(now).date()).num_days();
        Left::Time { days, time }
    }
}

/// The end of a day, or of the time that stands with it.
pub fn end_of(day: NaiveDate, time: Option<NaiveTime>) -> DateTime<Utc> {
    let midnight = || day.succ_opt().unwrap_or(day).and_time(NaiveTime::MIN);
    instant(time.map_or_else(midnight, |time| day.and_time(time)))
}

/// The instant of a time of the wall clock. Of one that comes twice (in an October night) it is the first, so that whoever is
/// in time is so by either reading; of one that is skipped (in a March night) it is the end of the gap, when the clock first
/// shows that it is over.
pub fn instant(wall: NaiveDateTime) -> DateTime<Utc> {
    // The gap is one whole hour.
    let hour = TimeDelta::hours(1);
    let behind = wall.duration_trunc(hour).unwrap_or(wall) + hour;
    let at = |wall| ZONE.from_local_datetime(&wall).earliest();
    let at = at(wall).or_else(|| at(behind));
    at.map_or_else(|| wall.and_utc(), |at| at.to_utc())
}
