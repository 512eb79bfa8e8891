//! Every day of sixteen years against a slow calculation: it looks at one quarter of an hour after the other, on a clock of
//! its own, and asks whether a reminder may be due.

use chrono::{Datelike, NaiveDateTime, Timelike};

use super::super::super::counting::almanac::{Almanac, days_of_the_years};
use super::*;

const QUARTER: TimeDelta = TimeDelta::minutes(15);
const TIMES: [&str; 5] = ["", "15:30", "09:30", "23:45", "00:15"];

/// The wall clock by the rule of the European Union: summer time between the last Sundays of March and October, 1:00 UTC.
fn clock(at: DateTime<Utc>) -> NaiveDateTime {
    let change = |month| {
        let end = NaiveDate::from_ymd_opt(at.year(), month, 31).unwrap();
        let sunday = end - TimeDelta::days(end.weekday().num_days_from_sunday().into());
        sunday.and_hms_opt(1, 0, 0).unwrap().and_utc()
    };
    let summer = change(3) <= at && at < change(10);
    at.naive_utc() + TimeDelta::hours(if summer { 2 } else { 1 })
}

/// The instant at which that clock first shows this time.
fn shows(wall: NaiveDateTime) -> DateTime<Utc> {
    let summer = (wall - TimeDelta::hours(2)).and_utc();
    let winter = summer + TimeDelta::hours(1);
    if clock(summer) == wall {
        summer
    } else {
        winter
    }
}

fn end(day: NaiveDate, time: Option<NaiveTime>) -> DateTime<Utc> {
    let midnight = day.succ_opt().unwrap().and_time(NaiveTime::MIN);
    shows(time.map_or(midnight, |time| day.and_time(time)))
}

struct Slow<'a> {
    almanac: &'a Almanac,
    deadline: Deadline,
}

impl Slow<'_> {
    fn last(&self) -> NaiveDate {
        self.deadline.raw.min(self.deadline.day)
    }

    fn begins(&self, day: NaiveDate) -> u32 {
        let last_hours = day == self.deadline.day && self.deadline.time.is_some();
        if last_hours { 8 } else { 9 }
    }

    /// Whether people may be written to at this time of the day.
    fn is_hour(&self, wall: NaiveDateTime) -> bool {
        let minutes = wall.hour() * 60 + wall.minute();
        minutes <= 18 * 60 && minutes >= self.begins(wall.date()) * 60
    }

    /// Whether a planned reminder may be due: the last morning begins with one moment at eight.
    fn may(&self, at: DateTime<Utc>) -> bool {
        let wall = clock(at);
        let between = wall.hour() == 8 && wall.minute() > 0;
        let in_time = || at + TimeDelta::hours(2) <= end(self.last(), self.deadline.time);
        self.is_hour(wall) && !between && !self.almanac.is_off(wall.date()) && in_time()
    }

    fn morning(&self, day: NaiveDate) -> DateTime<Utc> {
        shows(day.and_hms_opt(self.begins(day), 0, 0).unwrap())
    }

    fn back(&self, from: NaiveDate) -> DateTime<Utc> {
        let mut day = from.min(self.last());
        while !self.may(self.morning(day)) {
            day = day.pred_opt().unwrap();
        }
        self.morning(day)
    }

    fn working_days(&self, from: NaiveDate, amount: u16, step: i64) -> NaiveDate {
        let mut day = from;
        let mut left = amount;
        while left > 0 {
            day += TimeDelta::days(step);
            if !self.almanac.is_off(day) {
                left -= 1;
            }
        }
        day
    }

    fn after(&self, event: NaiveDate, day: NaiveDate) -> DateTime<Utc> {
        let back = self.back(day);
        if clock(back).date() > event {
            return back;
        }
        let onward = self.morning(self.working_days(event, 1, 1));
        if self.may(onward) { onward } else { back }
    }

    fn due(&self, offset: Offset) -> DateTime<Utc> {
        let event = || self.deadline.event.unwrap();
        match offset {
            Offset::DaysBefore(days) => self.back(self.last() - TimeDelta::days(days.into())),
            Offset::WorkingDaysBefore(days) => self.back(self.working_days(self.last(), days, -1)),
            Offset::HoursBefore(hours) => {
                let mut at = end(self.last(), self.deadline.time) - TimeDelta::hours(hours.into());
                while !self.may(at) {
                    at -= QUARTER;
                }
                at
            }
            Offset::DaysAfter(days) => self.after(event(), event() + TimeDelta::days(days.into())),
            Offset::WorkingDaysAfter(days) => {
                self.after(event(), self.working_days(event(), days, 1))
            }
        }
    }

    fn plan(&self, offsets: &[Offset]) -> Vec<Reminder> {
        let mut all: Vec<(DateTime<Utc>, Offset)> = offsets
            .iter()
            .map(|offset| (self.due(*offset), *offset))
            .collect();
        all.sort_by_key(|(at, _)| *at);
        let mut plan: Vec<Reminder> = Vec::new();
        for (at, offset) in all {
            match plan.last_mut() {
                Some(last) if last.at == at => last.offsets.push(offset),
                _ => plan.push(Reminder {
                    at,
                    offsets: vec![offset],
                }),
            }
        }
        plan
    }

    fn catch_up(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let end = end(self.deadline.day, self.deadline.time);
        let in_time = |at: DateTime<Utc>| at + TimeDelta::hours(2) <= end;
        let is_off = |at| self.almanac.is_off(clock(at).date());
        let find = |until: DateTime<Utc>, will_do: &dyn Fn(DateTime<Utc>) -> bool| {
            let quarters = std::iter::successors(Some(now), |at| Some(*at + QUARTER));
            let mut quarters = quarters.take_while(|at| *at < until);
            quarters.find(|at| self.is_hour(clock(*at)) && will_do(*at))
        };
        if now >= end {
            return find(now + TimeDelta::days(9), &|at| !is_off(at)).unwrap();
        }
        let best = find(end, &|at| in_time(at) && !is_off(at));
        let best = best.or_else(|| find(end, &in_time));
        best.or_else(|| find(end, &|_| true)).unwrap_or(now)
    }
}

/// What everybody may count on, whatever was asked for.
fn assert_promised(planned: &[Reminder], slow: &Slow<'_>) {
    let deadline = slow.deadline;
    assert!(planned.is_sorted_by(|one, next| one.at < next.at));
    for reminder in planned {
        assert!(slow.may(reminder.at), "{deadline:?} {reminder:?}");
        assert!(reminder.at + IN_TIME <= deadline.ends());
        assert!(!reminder.offsets.is_empty());
    }
}

/// A deadline of each day; around the changes of clocks one for each of the times.
fn deadlines() -> impl Iterator<Item = Deadline> {
    days_of_the_years().enumerate().flat_map(|(number, day)| {
        let changes = matches!(day.month(), 3 | 10) && day.day() > 23;
        let times = TIMES.iter().enumerate();
        let times = times.filter(move |(place, _)| changes || *place == number % TIMES.len());
        times.map(move |(_, time)| on(format!("{day} {time}").trim()))
    })
}

#[test]
fn before_every_deadline_of_the_years() {
    let (town, almanac) = (town(), Almanac::new());
    let calendar = Calendar::of(&town);
    let offsets = offsets("-14d -7d -3d -1d -0d -3w -1h -2h -7h -24h -72h");
    for deadline in deadlines() {
        let slow = Slow {
            almanac: &almanac,
            deadline,
        };
        assert_eq!(deadline.ends(), end(deadline.day, deadline.time));
        let planned = plan(&deadline, &offsets, &calendar, DateTime::UNIX_EPOCH).ahead;
        assert_eq!(planned, slow.plan(&offsets), "{deadline:?}");
        assert_promised(&planned, &slow);
    }
}

#[test]
fn after_every_event_of_the_years() {
    let (town, almanac) = (town(), Almanac::new());
    let calendar = Calendar::of(&town);
    let offsets = offsets("+0d +1d +7d +12d +40d +1w +7w -3d -0d");
    for (number, event) in days_of_the_years().enumerate() {
        let amount = [1, 7, 15][number % 3];
        let deadline = counted(&town, amount, &event.to_string());
        let slow = Slow {
            almanac: &almanac,
            deadline,
        };
        let planned = plan(&deadline, &offsets, &calendar, DateTime::UNIX_EPOCH).ahead;
        assert_eq!(planned, slow.plan(&offsets), "{deadline:?}");
        assert_promised(&planned, &slow);
    }
}

#[test]
fn every_morning_until_confirmed() {
    let (town, almanac) = (town(), Almanac::new());
    let calendar = Calendar::of(&town);
    for deadline in deadlines().step_by(5) {
        let slow = Slow {
            almanac: &almanac,
            deadline,
        };
        let first = slow.morning(deadline.day - TimeDelta::days(12));
        let next = |after: &DateTime<Utc>| next_repeat(&deadline, &calendar, *after);
        let repeats: Vec<_> = std::iter::successors(next(&first), next).collect();
        let days = (0..12)
            .rev()
            .map(|before| deadline.day - TimeDelta::days(before));
        let expected = days.map(|day| slow.morning(day)).filter(|at| slow.may(*at));
        assert_eq!(repeats, expected.collect::<Vec<_>>(), "{deadline:?}");
    }
}

#[test]
fn a_catch_up_at_every_hour_around_a_deadline() {
    let (town, almanac) = (town(), Almanac::new());
    let calendar = Calendar::of(&town);
    for deadline in deadlines().step_by(53) {
        let slow = Slow {
            almanac: &almanac,
            deadline,
        };
        let planned = plan(&deadline, &DEFAULT_OFFSETS, &calendar, DateTime::UNIX_EPOCH).ahead;
        // Five and the hours of a day have no divisor in common.
        for hour in (-150..100).step_by(5) {
            let now = deadline.ends() + TimeDelta::hours(hour);
            let plan = plan(&deadline, &DEFAULT_OFFSETS, &calendar, now);
            let (missed, ahead): (Vec<_>, Vec<_>) =
                planned.iter().cloned().partition(|one| one.at < now);
            assert_eq!((&plan.missed, &plan.ahead), (&missed, &ahead));
            let found = plan.catch_up(&deadline, &calendar, now).unwrap();
            assert_eq!(found.at, slow.catch_up(now), "{deadline:?} {now}");
            assert_eq!(found.left == Left::Nothing, found.at >= deadline.ends());
            assert_eq!(found.left == Left::Nothing, now >= deadline.ends());
            // Nothing that is said along with it comes again, and nothing else is kept back.
            let along = ahead.iter().filter(|one| one.at == found.at);
            let all = missed.iter().chain(along).map(|one| one.offsets.len());
            assert_eq!(found.offsets.len(), all.sum::<usize>());
        }
    }
}
