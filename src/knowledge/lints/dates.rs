//! Dates: pairs in the wrong order, and holidays on days that do not exist.

use chrono::NaiveDate;

use super::super::places::Kind;
use super::Lints;
use crate::domain::knowledge::HolidayRule;

/// A year with a 29 February.
const LEAP_YEAR: i32 = 2024;

/// Days of a closure beyond which a slip is likelier than a closure.
const LONG_CLOSURE: i64 = 31;

impl Lints<'_> {
    pub(super) fn dates(&mut self) {
        for (i, entry) in self.knowledge.entries.iter().enumerate() {
            let (item, verified, review) = ((Kind::Entry, i), entry.verified_on, entry.review_by);
            self.order(
                item,
                ("valid_from", entry.valid_from),
                ("valid_to", entry.valid_to),
            );
            self.order(
                item,
                ("event_from", entry.event_from),
                ("event_to", entry.event_to),
            );
            self.order(
                item,
                ("verified_on", Some(verified)),
                ("review_by", Some(review)),
            );
        }
        for (i, unit) in self.knowledge.units.iter().enumerate() {
            for (j, substitute) in unit.substitutes.iter().enumerate() {
                let (from, to) = (
                    format!("substitutes[{j}].from"),
                    format!("substitutes[{j}].to"),
                );
                self.order(
                    (Kind::Unit, i),
                    (&from, substitute.from),
                    (&to, substitute.to),
                );
            }
        }
        for (i, closure) in self.knowledge.closures.iter().enumerate() {
            self.order(
                (Kind::Closure, i),
                ("from", Some(closure.from)),
                ("to", closure.to),
            );
            let days = (closure.to.unwrap_or(closure.from) - closure.from).num_days() + 1;
            if days > LONG_CLOSURE {
                let args = vec![("count", days.to_string())];
                self.warning((Kind::Closure, i), "to", "check-closure-long", args);
            }
        }
        if self.knowledge.holidays.is_empty() {
            self.warning((Kind::Holiday, 0), "", "check-no-holidays", Vec::new());
        }
        for (i, holiday) in self.knowledge.holidays.iter().enumerate() {
            if let HolidayRule::Fixed { month, day } = holiday.when
                && NaiveDate::from_ymd_opt(LEAP_YEAR, month, day).is_none()
            {
                self.error((Kind::Holiday, i), "day", "check-holiday-day", Vec::new());
            }
        }
    }

    fn order(
        &mut self,
        item: (Kind, usize),
        first: (&str, Option<NaiveDate>),
        last: (&str, Option<NaiveDate>),
    ) {
        if let (Some(from), Some(to)) = (first.1, last.1)
            && to < from
        {
            let args = vec![("earlier", from.to_string()), ("later", to.to_string())];
            self.error(item, last.0, "check-date-order", args);
        }
    }
}
