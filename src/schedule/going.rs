//! Notices that go out: their rows, their end, and what their author is shown meanwhile.

use chrono::{DateTime, TimeDelta, Utc};

use super::{LOOK_EVERY, Look, Schedule, both, guarded};
use crate::figures::OnItsWay;
use crate::speech::mailings as texts;
use crate::store::mailings::{self, Mailing, Progress, State};
use crate::store::outbox::{self, Said};
use crate::store::{self, Tx, notices};

/// How often what the author is shown may change.
const SHOW_EVERY: TimeDelta = TimeDelta::seconds(3);

/// What the author of a notice was shown last.
pub(super) struct Shown {
    at: DateTime<Utc>,
    numbers: Vec<(i64, State, Progress)>,
    /// How many quarters of it were written to the log.
    quarters: i64,
}
