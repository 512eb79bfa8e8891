//! What becomes of a message after an outcome.

use chrono::{DateTime, Utc};
use std::time::Duration;

use super::flight::{Done, Outcome};
use super::{Delivery, HELD_FOR, LONGEST_ASKED, SHORTEST_ASKED};
use crate::domain::message::Place;
use crate::platform::{Messenger, SendError};
use crate::store::outbox::{Claimed, Settlement, Task, Why};

/// How often a message is sent again that may have reached the platform before: once (a duplicate is harmless, a loss
/// is not), and then it is shown to a person.
const UNCERTAIN_RETRIES: i64 = 1;

impl<M: Messenger> Delivery<M> {
    /// What becomes of a message after this outcome.
    pub(super) fn judge(&self, row: &Claimed, outcome: &Outcome, now: DateTime<Utc>) -> Settlement {
        let error = match outcome {
            Ok(Done::Said(receipt)) => {
                return Settlement::Sent {
                    receipt: receipt.message.clone(),
                };
            }
            Ok(Done::Brought(_)) => {
                return Settlement::Sent {
                    receipt: String::new(),
                };
            }
            Err(error) => error,
        };
        let again = |wait, cause, why| self.again(row, wait, cause, why, now);
        match error {
            SendError::Retry { not_before, cause } => again(*not_before, cause, Why::GaveUp),
            SendError::NotAllowed(cause) => again(None, cause, Why::NoRights),
            SendError::DirectStopped(cause) => again(Some(HELD_FOR), cause, Why::Stopped),
            SendError::Absent(cause) => match again(None, cause, Why::GaveUp) {
                // Nobody's fault: they never came back.
                Settlement::Dead { cause, why } => Settlement::Undeliverable { cause, why },
                again => again,
            },
            // Done twice it is as if it were done once.
            SendError::Uncertain(cause) if row.task != Task::Send => {
                again(None, cause, Why::GaveUp)
            }
            SendError::Uncertain(cause) if row.uncertain < UNCERTAIN_RETRIES => {
                match again(None, cause, Why::Uncertain) {
                    Settlement::Retry {
                        not_before, cause, ..
                    } => Settlement::Retry {
                        not_before,
                        cause,
                        uncertain: true,
                    },
                    dead => dead,
                }
            }
            SendError::Uncertain(cause) => Settlement::Dead {
                cause: cause.clone(),
                why: Why::Uncertain,
            },
            SendError::Rejected(cause) => Settlement::Dead {
                cause: cause.clone(),
                why: Why::Rejected,
            },
            SendError::NoMessage(cause) => Settlement::Skipped {
                cause: cause.clone(),
                why: Why::NoMessage,
            },
            SendError::Gone(cause) => Settlement::Undeliverable {
                cause: cause.clone(),
                why: match self.place(row) {
                    Place::Private | Place::Aside => Why::Blocked,
                    Place::Group | Place::Channel => Why::Gone,
                },
            },
            SendError::Moved(_) | SendError::FileForgotten(_) => Settlement::Again,
            SendError::Stop(_) => Settlement::Returned,
        }
    }

    /// Another try of what was certainly not done, unless it is too old.
    fn again(
        &self,
        row: &Claimed,
        wait: Option<Duration>,
        cause: &str,
        why: Why,
        now: DateTime<Utc>,
    ) -> Settlement {
        let cause = cause.to_owned();
        // By age, so that an outage of hours kills nothing; and not before some tries, so that what waited for days
        // while nobody ran gets its chance.
        let is_old =
            now - row.created_at >= chrono::Duration::hours(self.settings.give_up_hours.into());
        if is_old && row.attempts >= self.settings.max_attempts.into() {
            return Settlement::Dead { cause, why };
        }
        let asked = wait.map(|wait| wait.clamp(SHORTEST_ASKED, LONGEST_ASKED));
        Settlement::Retry {
            not_before: now + asked.unwrap_or(self.wait(row.attempts)),
            cause,
            uncertain: false,
        }
    }

    /// The wait before the next try: doubled with each one, up to the longest.
    fn wait(&self, attempts: i64) -> Duration {
        let doubled = u64::from(self.settings.retry_seconds) << (attempts - 1).clamp(0, 20);
        Duration::from_secs(doubled.min(self.settings.retry_max_seconds.into()))
    }
}
