//! Duties: how they are counted, reminded of and found.

use super::super::places::Kind;
use super::Lints;
use crate::domain::counting::{Count, Direction};
use crate::domain::duty::When;
use crate::domain::reminder::Offset;

impl Lints<'_> {
    pub(super) fn duties(&mut self) {
        for (i, duty) in self.knowledge.duties.iter().enumerate() {
            let item = (Kind::Duty, i);
            let mut after_event = false;
            if let When::Counted { count, .. } = &duty.when {
                after_event = count.direction == Direction::After;
                self.of_a_counted_duty(item, *count, &duty.words);
            }
            for (j, offset) in duty.offsets.iter().enumerate() {
                // Without an event before the day there is nothing after which to remind.
                if !after_event
                    && matches!(offset, Offset::DaysAfter(_) | Offset::WorkingDaysAfter(_))
                {
                    let args = vec![("value", offset.to_string())];
                    self.error(item, &format!("offsets[{j}]"), "check-duty-offset", args);
                }
            }
        }
    }

    fn of_a_counted_duty(&mut self, item: (Kind, usize), count: Count, words: &[String]) {
        if count.hard && count.direction == Direction::Before {
            self.error(item, "hard", "check-duty-hard", Vec::new());
        }
        // It has no day of its own under which somebody could come across it.
        if words.is_empty() {
            self.warning(item, "words", "check-duty-words", Vec::new());
        }
    }
}
