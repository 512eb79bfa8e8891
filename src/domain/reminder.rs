//! When to remind somebody of a deadline: on working days, 9:00 to 18:00 on the wall clock of the town, in good time.
//!
//! What falls outside of that moves earlier. Working days are those of the law: a reminder is for people who work on a day on
//! which the office is closed. Nothing here knows what was sent already; who asks crosses that out by the [`Offset`].

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::counting::{Count, Direction, Measure, off_by_law, working_day_from, working_day_until};
use super::deadline::{Deadline, Left, end_of};
use super::hours::{Calendar, instant, local};

/// When a day of reminders begins, and when the last one may fall due.
const FROM: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
const UNTIL: NaiveTime = NaiveTime::from_hms_opt(18, 0, 0).unwrap();
/// When the last day begins, if it ends at an hour: there has to be time to do something.
const ON_THE_LAST_DAY: NaiveTime = NaiveTime::from_hms_opt(8, 0, 0).unwrap();
/// Nothing is planned later than so long before the end.
const IN_TIME: TimeDelta = TimeDelta::hours(2);
/// What is late by no more goes out as if it were due now: at 18:00 nobody is made to wait for the morning by a second.
const PUNCTUAL: TimeDelta = TimeDelta::minutes(15);
/// How far a catch-up looks for a moment.
const HORIZON_DAYS: usize = 60;

/// When somebody wants to be reminded, counted from the deadline or from the event before it. As a text, which is its key
/// wherever reminders are kept: `-14d`, `-0d`, `-3w`, `-2h`, `+7d`, `+11w`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Offset {
    /// Days before; 0: the morning of the day.
    DaysBefore(u16),
    /// Working days before.
    WorkingDaysBefore(u16),
    /// Hours before, as they elapse.
    HoursBefore(u16),
    /// Days after the event from which the deadline is counted.
    DaysAfter(u16),
    /// Working days after it.
    WorkingDaysAfter(u16),
}

/// What everybody gets who did not choose.
pub const DEFAULT_OFFSETS: [Offset; 5] = [
    Offset::DaysBefore(14),
    Offset::DaysBefore(7),
    Offset::DaysBefore(3),
    Offset::DaysBefore(1),
    Offset::DaysBefore(0),
];

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DaysBefore(amount) => write!(f, "-{amount}d"),
            Self::WorkingDaysBefore(amount) => write!(f, "-{amount}w"),
            Self::HoursBefore(amount) => write!(f, "-{amount}h"),
            Self::DaysAfter(amount) => write!(f, "+{amount}d"),
            Self::WorkingDaysAfter(amount) => write!(f, "+{amount}w"),
        }
    }
}

/// The text is no offset of a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no offset of a reminder, such as -14d, -3w (working days), -2h, +7d or +11w")]
pub struct NotAnOffset;

impl FromStr for Offset {
    type Err = NotAnOffset;

    fn from_str(text: &str) -> Result<Self, NotAnOffset> {
        let (sign, rest) = text.split_at_checked(1).ok_or(NotAnOffset)?;
        let (amount, measure) = rest
            .len()
            .checked_sub(1)
            .and_then(|at| rest.split_at_checked(at))
            .ok_or(NotAnOffset)?;
        // A number for Rust may begin with a plus.
        let digits = amount.bytes().all(|byte| byte.is_ascii_digit());
        let amount = amount.parse().ok().filter(|_| digits).ok_or(NotAnOffset)?;
        match (sign, measure) {
            ("-", "d") => Ok(Self::DaysBefore(amount)),
            ("-", "w") => Ok(Self::WorkingDaysBefore(amount)),
            ("-", "h") => Ok(Self::HoursBefore(amount)),
            ("+", "d") => Ok(Self::DaysAfter(amount)),
            ("+", "w") => Ok(Self::WorkingDaysAfter(amount)),
            _ => Err(NotAnOffset),
        }
    }
}

impl TryFrom<String> for Offset {
    type Error = NotAnOffset;

    fn try_from(text: String) -> Result<Self, NotAnOffset> {
        text.parse()
    }
}

impl From<Offset> for String {
    fn from(offset: Offset) -> Self {
        offset.to_string()
    }
}

/// One message: all that falls onto its moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    pub at: DateTime<Utc>,
    /// The offsets it stands for, never none.
    pub offsets: Vec<Offset>,
}

/// The reminders of one person for one deadline, in order, each moment once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Their time was before now: they are not planned. What of them should have been sent and was not is what
    /// [`Plan::catch_up`] is for; after asking for reminders that is nothing, after a deadline moved earlier it is all that
    /// nobody sent yet.
    pub missed: Vec<Reminder>,
    /// They are due now or later.
    pub ahead: Vec<Reminder>,
}

/// The one message for everything that was missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatchUp {
    /// When it is due: at once, if that is an hour for reminders or the last that was missed is hardly late.
    pub at: DateTime<Utc>,
    /// All that it stands for: what was missed, and what is planned for the same moment.
    pub offsets: Vec<Offset>,
    /// What will be left then. Asked again of [`Deadline::left`] when it is sent.
    pub left: Left,
}

/// Plans the reminders of a deadline. Nothing is due in the last two hours before it; what would be comes earlier. Offsets
/// after the event give nothing when there is none, or when it comes after the deadline.
pub fn plan(
    deadline: &Deadline,
    offsets: &[Offset],
    calendar: &Calendar<'_>,
    now: DateTime<Utc>,
) -> Plan {
    let planner = Planner { deadline, calendar };
    let mut moments: BTreeMap<DateTime<Utc>, Vec<Offset>> = BTreeMap::new();
    for offset in offsets {
        if let Some(at) = planner.due(*offset) {
            let here = moments.entry(at).or_default();
            if !here.contains(offset) {
                here.push(*offset);
            }
        }
    }
    let all = moments.into_iter();
    let all = all.map(|(at, offsets)| Reminder { at, offsets });
    let (missed, ahead) = all.partition(|reminder| reminder.at < now);
    Plan { missed, ahead }
}

/// The next of the daily reminders of somebody who wants them until they confirm: the next morning of a working day after an
/// instant (that of the last reminder). `None`: there is none in good time before the end.
pub fn next_repeat(
    deadline: &Deadline,
    calendar: &Calendar<'_>,
    after: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let planner = Planner { deadline, calendar };
    let today = local(after).date();
    let working = std::iter::successors(working_day_from(calendar, today), |day| {
        working_day_from(calendar, day.succ_opt()?)
    });
    let mut mornings = working.map(|day| planner.morning(day));
    let next = mornings.find(|at| *at > after)?;
    (next <= deadline.ends() - IN_TIME).then_some(next)
}

impl Plan {
    /// One message instead of all that was missed, with the true time that is left, or that nothing is left. `None`: nothing
    /// was missed.
    ///
    /// It waits for an hour for reminders; for one on a day off where the next working day would leave less than two hours; and
    /// for none where there is none before the end, because at night is better than never. What is planned for that moment is
    /// taken into it.
    pub fn catch_up(
        &self,
        deadline: &Deadline,
        calendar: &Calendar<'_>,
        now: DateTime<Utc>,
    ) -> Option<CatchUp> {
        let newest = self.missed.last()?;
        let at = if now - newest.at <= PUNCTUAL {
            now
        } else {
            catch_up_at(deadline, calendar, now)
        };
        let along = self.ahead.iter().filter(|reminder| reminder.at <= at);
        let reminders = self.missed.iter().chain(along);
        Some(CatchUp {
            at,
            offsets: reminders
                .flat_map(|reminder| reminder.offsets.clone())
                .collect(),
            left: deadline.left(at),
        })
    }
}

/// The moment for what was missed.
fn catch_up_at(deadline: &Deadline, calendar: &Calendar<'_>, now: DateTime<Utc>) -> DateTime<Utc> {
    let planner = Planner { deadline, calendar };
    let working = planner.next_hour(now, |day| off_by_law(calendar, day).is_none());
    if deadline.left(now) == Left::Nothing {
        return working.unwrap_or(now);
    }
    let any = planner.next_hour(now, |_| true);
    let end = deadline.ends();
    let mut hours = [working, any].into_iter().flatten();
    let in_time = hours.find(|at| *at <= end - IN_TIME);
    in_time.or(any.filter(|at| *at < end)).unwrap_or(now)
}

/// What the rules are about: one deadline, and the days off.
struct Planner<'a> {
    deadline: &'a Deadline,
    calendar: &'a Calendar<'a>,
}

impl Planner<'_> {
    /// When the reminder of an offset is due.
    fn due(&self, offset: Offset) -> Option<DateTime<Utc>> {
        let last = self.deadline.reminded_by();
        let before = |amount: u16| last.checked_sub_days(Days::new(amount.into()));
        match offset {
            Offset::DaysBefore(amount) => self.morning_until(before(amount)?),
            Offset::WorkingDaysBefore(amount) => {
                self.morning_until(self.working_days(last, amount, Direction::Before)?)
            }
            Offset::HoursBefore(amount) => {
                let end = end_of(last, self.deadline.time);
                self.hour_until(end - TimeDelta::hours(amount.into()).max(IN_TIME))
            }
            Offset::DaysAfter(amount) => {
                let event = self.event()?;
                let day = event.checked_add_days(Days::new(amount.into()))?;
                self.morning_after(event, day)
            }
            Offset::WorkingDaysAfter(amount) => {
                let event = self.event()?;
                let day = self.working_days(event, amount, Direction::After)?;
                self.morning_after(event, day)
            }
        }
    }

    fn event(&self) -> Option<NaiveDate> {
        let before = |event: &NaiveDate| *event < self.deadline.reminded_by();
        self.deadline.event.filter(before)
    }

    fn working_days(&self, from: NaiveDate, amount: u16, way: Direction) -> Option<NaiveDate> {
        let count = Count {
            amount,
            measure: Measure::WorkingDays,
            direction: way,
            hard: true,
        };
        let counted = count.counted_from(from, self.calendar, None)?;
        Some(counted.raw)
    }

    /// When the reminders of a day begin.
    fn morning(&self, day: NaiveDate) -> DateTime<Utc> {
        instant(day.and_time(self.begins(day)))
    }

    fn begins(&self, day: NaiveDate) -> NaiveTime {
        if day == self.deadline.day && self.deadline.time.is_some() {
            ON_THE_LAST_DAY
        } else {
            FROM
        }
    }

    /// The last instant at which a reminder may be due.
    fn limit(&self) -> DateTime<Utc> {
        end_of(self.deadline.reminded_by(), self.deadline.time) - IN_TIME
    }

    /// The morning of this working day or of the last before it that is in time.
    fn morning_until(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        let day = day.min(self.deadline.reminded_by());
        let working = working_day_until(self.calendar, day)?;
        let at = self.morning(working);
        if at <= self.limit() {
            return Some(at);
        }
        let before = working_day_until(self.calendar, working.pred_opt()?)?;
        Some(self.morning(before))
    }

    /// The same for a day after an event. On a day off it moves back as well, but not as far as the day of the event, on which
    /// there is nothing to remind of yet: then it moves onward, if that is in time.
    fn morning_after(&self, event: NaiveDate, day: NaiveDate) -> Option<DateTime<Utc>> {
        let back = self.morning_until(day)?;
        if local(back).date() > event {
            return Some(back);
        }
        let onward = working_day_from(self.calendar, event.succ_opt()?)?;
        let onward = self.morning(onward);
        Some(if onward <= self.limit() { onward } else { back })
    }

    /// This instant, or the last hour for reminders before it.
    fn hour_until(&self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let wall = local(at);
        let today = wall.date();
        if working_day_until(self.calendar, today)? == today {
            if wall.time() > UNTIL {
                return Some(instant(today.and_time(UNTIL)));
            }
            if wall.time() >= FROM {
                return Some(at);
            }
            if wall.time() >= self.begins(today) {
                return Some(self.morning(today));
            }
        }
        let before = working_day_until(self.calendar, today.pred_opt()?)?;
        Some(instant(before.and_time(UNTIL)))
    }

    /// This instant, or the next hour for reminders after it on a day that will do.
    fn next_hour(
        &self,
        now: DateTime<Utc>,
        will_do: impl Fn(NaiveDate) -> bool,
    ) -> Option<DateTime<Utc>> {
        let days = local(now).date().iter_days().take(HORIZON_DAYS);
        let mut days = days.filter(|day| will_do(*day));
        days.find_map(|day| {
            let at = self.morning(day).max(now);
            (at <= instant(day.and_time(UNTIL))).then_some(at)
        })
    }
}

#[cfg(test)]
mod tests;
