//! Working days, public holidays, closures and opening hours, on the wall clock of the town (Europe/Warsaw).

use chrono::{
    DateTime, Datelike, Days, DurationRound, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta,
    TimeZone, Utc, Weekday,
};
use chrono_tz::{Europe::Warsaw, Tz};

use super::knowledge::{Closure, Holiday, HolidayRule, Knowledge, Opening, Unit, Week};

/// The zone in which people read dates and offices open.
pub const ZONE: Tz = Warsaw;

/// How far ahead an opening is looked for, in days: longer than any closure in use.
const HORIZON_DAYS: u64 = 60;

/// The wall clock at an instant.
pub fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&ZONE).naive_local()
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

/// Whether a unit is open, and until or from when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenState {
    /// Open now; `None`: round the clock.
    Open { until: Option<NaiveTime> },
    /// Closed now, and next open then.
    Closed { next: NaiveDateTime },
    /// Closed, and no opening is in sight.
    ClosedForLong,
}

/// Days off: public holidays by rule, and closures of the office by date.
#[derive(Debug, Clone, Copy)]
pub struct Calendar<'a> {
    holidays: &'a [Holiday],
    closures: &'a [Closure],
}

impl<'a> Calendar<'a> {
    /// The days off that this knowledge names.
    pub fn of(knowledge: &'a Knowledge) -> Self {
        Self {
            holidays: &knowledge.holidays,
            closures: &knowledge.closures,
        }
    }

    /// The public holiday on this day, if it is one.
    pub fn holiday(&self, day: NaiveDate) -> Option<&'a Holiday> {
        self.holidays.iter().find(|holiday| {
            holiday.since.is_none_or(|year| year <= day.year())
                && match holiday.when {
                    HolidayRule::Fixed {
                        month,
                        day: of_month,
                    } => day.month() == month && day.day() == of_month,
                    HolidayRule::Easter { easter } => {
                        (day - easter_sunday(day.year())).num_days() == easter
                    }
                }
        })
    }

    /// The closure that keeps this unit shut on this day, though the law makes it a working day.
    pub fn closure(&self, day: NaiveDate, unit: &Unit) -> Option<&'a Closure> {
        self.closures.iter().find(|closure| {
            let applies = if closure.units.is_empty() {
                unit.level.is_town()
            } else {
                closure.units.contains(&unit.code)
            };
            applies && closure.from <= day && day <= closure.to.unwrap_or(closure.from)
        })
    }

    /// Monday to Friday without public holidays and without the unit's closures.
    pub fn is_working_day(&self, day: NaiveDate, unit: &Unit) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
            && self.holiday(day).is_none()
            && self.closure(day, unit).is_none()
    }

    /// The last day for an answer: so many working days, counted from the working day after `day`.
    pub fn reply_by(&self, day: NaiveDate, working_days: u32, unit: &Unit) -> NaiveDate {
        day.iter_days()
            .skip(1)
            .filter(|day| self.is_working_day(*day, unit))
            .nth(working_days.saturating_sub(1) as usize)
            .unwrap_or(day)
    }

    /// Whether the unit with these hours is open at `now` (wall clock), and until or from when.
    pub fn state(&self, week: &Week, unit: &Unit, now: NaiveDateTime) -> OpenState {
        if is_round_the_clock(week) {
            return OpenState::Open { until: None };
        }
        let opening = |day: NaiveDate| {
            let off = self.holiday(day).is_some() || self.closure(day, unit).is_some();
            if off { None } else { week.on(day.weekday()) }
        };
        if let Some(today) = opening(now.date())
            && today.contains(now.time())
        {
            let midnight = NaiveTime::MIN;
            return OpenState::Open {
                until: Some(today.closes.unwrap_or(midnight)),
            };
        }
        let next = (0..=HORIZON_DAYS)
            .filter_map(|ahead| now.date().checked_add_days(Days::new(ahead)))
            .filter_map(|day| opening(day).map(|opening| day.and_time(opening.opens)))
            .find(|opens| *opens > now);
        next.map_or(OpenState::ClosedForLong, |next| OpenState::Closed { next })
    }
}

impl Week {
    /// The opening on a weekday.
    pub fn on(&self, weekday: Weekday) -> Option<Opening> {
        match weekday {
            Weekday::Mon => self.mon,
            Weekday::Tue => self.tue,
            Weekday::Wed => self.wed,
            Weekday::Thu => self.thu,
            Weekday::Fri => self.fri,
            Weekday::Sat => self.sat,
            Weekday::Sun => self.sun,
        }
    }
}

impl Opening {
    /// Whether the time lies within; the closing minute does not.
    fn contains(self, time: NaiveTime) -> bool {
        self.opens <= time && self.closes.is_none_or(|closes| time < closes)
    }

    fn is_whole_day(self) -> bool {
        self.opens == NaiveTime::MIN && self.closes.is_none()
    }
}

fn is_round_the_clock(week: &Week) -> bool {
    [
        week.mon, week.tue, week.wed, week.thu, week.fri, week.sat, week.sun,
    ]
    .iter()
    .all(|day| day.is_some_and(Opening::is_whole_day))
}

/// Easter Sunday of a year in the Gregorian calendar, by the anonymous algorithm (Nature, 1876).
pub fn easter_sunday(year: i32) -> NaiveDate {
    let a = year.rem_euclid(19);
    let (b, c) = (year.div_euclid(100), year.rem_euclid(100));
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, (n / 31) as u32, (n % 31 + 1) as u32)
        .expect("the algorithm yields a day in March or April")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_of_known_years() {
        for known in [
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2030-04-21",
            "2038-04-25",
        ] {
            assert_eq!(easter_sunday(day(known).year()), day(known));
        }
    }

    #[test]
    fn the_wall_clock_follows_both_changes() {
        let local_at = |text: &str| local(text.parse().unwrap()).to_string();
        assert_eq!(local_at("2026-10-25T00:30:00Z"), "2026-10-25 02:30:00");
        assert_eq!(local_at("2026-10-25T01:30:00Z"), "2026-10-25 02:30:00");
        assert_eq!(local_at("2027-03-28T00:59:00Z"), "2027-03-28 01:59:00");
        assert_eq!(local_at("2027-03-28T01:00:00Z"), "2027-03-28 03:00:00");
    }
}
