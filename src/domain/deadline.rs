//! A deadline on the wall clock of the town, as an instant, and how much of it is left.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::counting::Counted;
use super::hours::{instant, local};

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

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn on(date: &str, hour: u32, minute: u32) -> Deadline {
        Deadline::on(day(date), NaiveTime::from_hms_opt(hour, minute, 0))
    }

    fn at(wall: &str) -> DateTime<Utc> {
        instant(wall.parse().unwrap())
    }

    #[test]
    fn tv11_a_day_before_is_not_24_hours_before() {
        for (date, hours_before) in [
            ("2026-10-25", "2026-10-24 10:00:00"),
            ("2027-03-28", "2027-03-27 08:00:00"),
            ("2027-03-29", "2027-03-28 09:00:00"),
        ] {
            let deadline = on(date, 9, 0);
            assert_eq!(local(deadline.hours_before(24)).to_string(), hours_before);
        }
        let elapsed = |date| {
            let deadline = on(date, 9, 0);
            let before = deadline.day.pred_opt().unwrap();
            let before = instant(before.and_time(deadline.time.unwrap()));
            (deadline.ends() - before).num_hours()
        };
        assert_eq!(
            ["2026-10-25", "2027-03-28", "2027-03-29"].map(elapsed),
            [25, 23, 24]
        );
    }

    #[test]
    fn a_time_that_comes_twice_is_the_first_and_one_that_never_comes_the_end_of_the_gap() {
        let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        for (wall, instant) in [
            ("2026-10-25T01:59:00", "2026-10-24T23:59:00Z"),
            ("2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
            ("2026-10-25T03:00:00", "2026-10-25T02:00:00Z"),
            ("2027-03-28T01:59:00", "2027-03-28T00:59:00Z"),
            ("2027-03-28T02:00:00", "2027-03-28T01:00:00Z"),
            ("2027-03-28T02:30:00", "2027-03-28T01:00:00Z"),
            ("2027-03-28T03:00:00", "2027-03-28T01:00:00Z"),
        ] {
            assert_eq!(at(wall), utc(instant), "{wall}");
        }
    }

    #[test]
    fn what_is_left_is_days_of_the_calendar_and_time() {
        let deadline = on("2026-12-14", 15, 30);
        let left = |now| match deadline.left(at(now)) {
            Left::Time { days, time } => Some((days, time.num_minutes())),
            Left::Nothing => None,
        };
        assert_eq!(left("2026-12-11T16:00:00"), Some((3, 3 * 1440 - 30)));
        assert_eq!(left("2026-12-13T23:59:00"), Some((1, 15 * 60 + 31)));
        assert_eq!(left("2026-12-14T15:29:00"), Some((0, 1)));
        assert_eq!(left("2026-12-14T15:30:00"), None);
    }

    #[test]
    fn a_day_without_a_time_lasts_until_midnight() {
        let deadline = Deadline::on(day("2026-10-25"), None);
        assert_eq!(deadline.ends(), at("2026-10-26T00:00:00"));
        assert_eq!(deadline.hours_before(24), at("2026-10-25T01:00:00"));
        let hour = TimeDelta::hours(1);
        let left = Left::Time {
            days: 0,
            time: hour,
        };
        assert_eq!(deadline.left(at("2026-10-25T23:00:00")), left);
        assert_eq!(deadline.left(at("2026-10-26T00:00:00")), Left::Nothing);
    }

    #[test]
    fn a_deadline_survives_its_text() {
        for deadline in [
            on("2026-12-14", 15, 30),
            Deadline {
                event: Some(day("2026-12-31")),
                raw: day("2027-01-30"),
                day: day("2027-02-01"),
                time: None,
            },
        ] {
            let text = serde_json::to_string(&deadline).unwrap();
            assert_eq!(serde_json::from_str::<Deadline>(&text).unwrap(), deadline);
        }
    }
}
