//! Cron lines on the wall clock of the town (Europe/Warsaw), right on the nights when clocks change.
//!
//! The library counts on a clock that never jumps; which instant a time of the wall clock is, is decided here.

use chrono::{DateTime, TimeDelta, Utc};
use cron::Schedule;
use std::collections::BTreeSet;
use std::str::FromStr;

use super::hours::{instant, local};

/// The days of the week as names, Sunday first: their places are their numbers.
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// How far back the last time is looked for, in hours, before it is looked for everywhere.
const LOOKS_BACK: [i64; 3] = [1, 25, 24 * 32];

/// When something is done: a cron line with minute, hour, day, month and weekday (Monday is 1; 0 and 7 are Sunday). What
/// falls into the hour that is skipped in spring is done once, right after it; what falls into the hour that comes twice in
/// autumn is done once, when it comes first.
#[derive(Debug, Clone)]
pub struct Timetable {
    schedule: Schedule,
}

/// Why a text is no timetable.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotATimetable {
    #[error("must have five fields (minute, hour, day, month, weekday), and has {0}")]
    Fields(usize),
    #[error(
        "the weekday {0:?} must be 0 to 7 or MON to SUN, one or several with commas, or from-to"
    )]
    Weekday(String),
    /// The library's own words.
    #[error("{0}")]
    Line(String),
    #[error("must name a day or a weekday, not both")]
    TwoDays,
    #[error("names a day that never comes")]
    Never,
}

impl FromStr for Timetable {
    type Err = NotATimetable;

    fn from_str(line: &str) -> Result<Self, NotATimetable> {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = fields[..] else {
            return Err(NotATimetable::Fields(fields.len()));
        };
        // Programs disagree on whether both have to match or one is enough.
        if day != "*" && weekday != "*" {
            return Err(NotATimetable::TwoDays);
        }
        let weekday = weekdays(weekday)?;
        // The library's lines begin with the second, and its weeks with Sunday as 1.
        let line = format!("0 {minute} {hour} {day} {month} {weekday}");
        let schedule = Schedule::from_str(&line);
        let schedule = schedule.map_err(|error| NotATimetable::Line(error.to_string()))?;
        let timetable = Self { schedule };
        // Also 29 February comes within eight years.
        match timetable.schedule.after(&DateTime::UNIX_EPOCH).next() {
            Some(_) => Ok(timetable),
            None => Err(NotATimetable::Never),
        }
    }
}

impl Timetable {
    /// The first time after an instant. `None`: there is none before the library's last year (2100).
    pub fn next(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let wall = local(after).and_utc();
        let times = self.schedule.after(&wall);
        let mut instants = times.map(|time| instant(time.naive_utc()));
        // In the hour that comes for the second time everything was done the first time.
        instants.find(|at| *at > after)
    }

    /// The last time after `after` and up to `until`, if there was any between.
    pub fn last(&self, after: DateTime<Utc>, until: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // From short to long, so that a line of every minute is not counted through after a year.
        let starts = LOOKS_BACK
            .map(|hours| until - TimeDelta::hours(hours))
            .into_iter();
        let mut starts = starts.map(|start| start.max(after)).chain([after]);
        starts.find_map(|start| {
            let times = std::iter::successors(self.next(start), |at| self.next(*at));
            times.take_while(|at| *at <= until).last()
        })
    }
}

/// A field of weekdays in the library's numbers.
fn weekdays(field: &str) -> Result<String, NotATimetable> {
    if field == "*" {
        return Ok("*".to_owned());
    }
    let wrong = || NotATimetable::Weekday(field.to_owned());
    let mut days = BTreeSet::new();
    for part in field.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, mut to) = (
            weekday(from).ok_or_else(wrong)?,
            weekday(to).ok_or_else(wrong)?,
        );
        if to == 0 && from > 0 {
            to = 7;
        }
        if from > to {
            return Err(wrong());
        }
        days.extend((from..=to).map(|day| day % 7 + 1));
    }
    let days: Vec<String> = days.iter().map(usize::to_string).collect();
    Ok(days.join(","))
}

fn weekday(text: &str) -> Option<usize> {
    let named = WEEKDAYS
        .iter()
        .position(|name| name.eq_ignore_ascii_case(text));
    named.or_else(|| text.parse().ok().filter(|number| *number <= 7))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike, NaiveDate, Timelike, Weekday};

    fn timetable(line: &str) -> Timetable {
        line.parse().unwrap()
    }

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    /// Every time between two instants, on the wall clock.
    fn between(line: &str, from: &str, to: &str) -> Vec<String> {
        let line = timetable(line);
        let times = std::iter::successors(line.next(utc(from)), |at| line.next(*at));
        times
            .take_while(|at| *at <= utc(to))
            .map(|at| local(at).format("%a %H:%M").to_string())
            .collect()
    }

    #[test]
    fn monday_is_one_and_sunday_is_nought_and_seven() {
        let week = |field: &str| {
            let line = format!("0 9 * * {field}");
            let days = between(&line, "2026-11-22T23:00:00Z", "2026-11-29T23:00:00Z");
            let days = days.iter().map(|day| &day[..3]);
            days.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(week("1"), "Mon");
        assert_eq!(week("mon"), "Mon");
        assert_eq!(week("0"), "Sun");
        assert_eq!(week("7"), "Sun");
        assert_eq!(week("SUN"), "Sun");
        assert_eq!(week("MON-FRI"), "Mon Tue Wed Thu Fri");
        assert_eq!(week("0-2"), "Mon Tue Sun");
        assert_eq!(week("FRI-SUN,3"), "Wed Fri Sat Sun");
        assert_eq!(week("*"), "Mon Tue Wed Thu Fri Sat Sun");
    }

    #[test]
    fn a_line_that_cannot_work_is_refused_with_the_reason() {
        for (line, reason) in [
            ("", "has 0"),
            ("@daily", "has 1"),
            ("0 0 9 * * 1", "has 6"),
            ("60 9 * * *", "inutes"),
            ("0 24 * * *", "ours"),
            ("0 nine * * *", ""),
            ("0 9 * * 8", "weekday"),
            ("0 9 * * MO", "weekday"),
            ("0 9 * * 5-1", "weekday"),
            ("0 9 * * */2", "weekday"),
            ("0 9 1 * 1", "not both"),
            ("0 9 31 2 *", "never"),
        ] {
            let error = line.parse::<Timetable>().unwrap_err().to_string();
            assert!(error.contains(reason), "{line}: {error}");
        }
        timetable("0 9 29 2 *");
    }

    #[test]
    fn the_night_without_a_second_hour() {
        let night = |line| between(line, "2027-03-28T00:00:00Z", "2027-03-28T03:00:00Z");
        assert_eq!(night("30 2 * * *"), ["Sun 03:00"]);
        assert_eq!(night("0 2 * * *"), ["Sun 03:00"]);
        assert_eq!(night("0 3 * * *"), ["Sun 03:00"]);
        assert_eq!(
            night("0,30 * * * *"),
            [
                "Sun 01:30",
                "Sun 03:00",
                "Sun 03:30",
                "Sun 04:00",
                "Sun 04:30",
                "Sun 05:00"
            ]
        );
    }

    #[test]
    fn the_night_with_the_second_hour_twice() {
        let night = |line| between(line, "2026-10-24T23:00:00Z", "2026-10-25T02:00:00Z");
        assert_eq!(night("30 2 * * *"), ["Sun 02:30"]);
        assert_eq!(night("0 2 * * *"), ["Sun 02:00"]);
        assert_eq!(night("30 * * * *"), ["Sun 01:30", "Sun 02:30"]);
        assert_eq!(
            timetable("30 2 * * *").next(utc("2026-10-24T23:00:00Z")),
            Some(utc("2026-10-25T00:30:00Z"))
        );
        // While the hour comes for the second time nothing of it is due.
        assert_eq!(
            timetable("45 2 * * *").next(utc("2026-10-25T01:10:00Z")),
            Some(utc("2026-10-26T01:45:00Z"))
        );
    }

    #[test]
    fn each_day_has_its_time_once_for_sixteen_years() {
        for line in ["30 2 * * *", "0 3 * * *", "0 9 * * *"] {
            let line = timetable(line);
            let mut at = utc("2024-12-31T22:59:59Z");
            let mut day = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
            while day.year() <= 2040 {
                let next = line.next(at).unwrap();
                assert_eq!(local(next).date(), day);
                assert_eq!(line.last(at, next), Some(next));
                assert_eq!(line.last(at, next - TimeDelta::milliseconds(1)), None);
                assert_eq!(line.last(next, next), None);
                (at, day) = (next, day.succ_opt().unwrap());
            }
        }
    }

    #[test]
    fn on_every_night_of_a_change_each_quarter_is_done_once_and_nothing_out_of_order() {
        let line = timetable("*/15 * * * *");
        for year in 2025..=2040 {
            for (month, quarters) in [(3, 92), (10, 96)] {
                let end = NaiveDate::from_ymd_opt(year, month, 31).unwrap();
                let sunday = end
                    .iter_days()
                    .rev()
                    .find(|day| day.weekday() == Weekday::Sun);
                let midnight = instant(sunday.unwrap().and_time(chrono::NaiveTime::MIN));
                let next = instant(
                    sunday
                        .unwrap()
                        .succ_opt()
                        .unwrap()
                        .and_time(chrono::NaiveTime::MIN),
                );
                let from = midnight - TimeDelta::seconds(1);
                let times = std::iter::successors(line.next(from), |at| line.next(*at));
                let times: Vec<_> = times.take_while(|at| *at < next).collect();
                assert_eq!(times.len(), quarters, "{year}-{month}");
                assert!(times.is_sorted_by(|one, other| one < other));
                let mut walls: Vec<_> = times.iter().map(|at| local(*at)).collect();
                walls.dedup();
                assert_eq!(walls.len(), quarters);
                // From every minute the next one is the first of the list behind it.
                for minute in 0..(next - from).num_minutes() {
                    let now = from + TimeDelta::minutes(minute) + TimeDelta::milliseconds(1);
                    let expected = times.iter().find(|at| **at > now);
                    let found = line.next(now).filter(|at| *at < next);
                    assert_eq!(found.as_ref(), expected, "{now}");
                }
            }
        }
    }

    #[test]
    fn what_was_missed_for_a_year_is_the_last_of_it() {
        let (from, to) = (utc("2025-11-23T11:00:00Z"), utc("2026-11-23T11:07:00Z"));
        for (line, last) in [
            ("* * * * *", "2026-11-23T11:07:00Z"),
            ("0 9 * * *", "2026-11-23T08:00:00Z"),
            ("0 9 * * 2", "2026-11-17T08:00:00Z"),
            ("0 10 1 * *", "2026-11-01T09:00:00Z"),
            ("0 10 1 1 *", "2026-01-01T09:00:00Z"),
        ] {
            assert_eq!(timetable(line).last(from, to), Some(utc(last)), "{line}");
        }
        assert_eq!(
            timetable("0 10 1 1 *").last(utc("2026-01-01T09:00:00Z"), to),
            None
        );
        // A clock that was set back.
        assert_eq!(timetable("* * * * *").last(to, from), None);
        assert_eq!(local(utc("2026-01-01T09:00:00Z")).hour(), 10);
    }
}
