//! Digests, and the sign of life for those who got nothing.

use chrono::{DateTime, Months, TimeZone, Utc};
use std::collections::{HashMap, HashSet};

use super::{LOOK_EVERY, Look, Schedule};
use crate::bot::brain::Brain;
use crate::domain::hours::{ZONE, local};
use crate::domain::message::Outgoing;
use crate::domain::notice::{Audience, Notice, State};
use crate::domain::subscription::{Rhythm, Subscription};
use crate::domain::timetable::Timetable;
use crate::speech::digests as texts;
use crate::store::digests::{self, Reader, Waiting};
use crate::store::mailings::{self, Kind, New};
use crate::store::{self, Tx, marks, notices};

/// Destinations in one transaction: a question that comes meanwhile waits for as many.
const SLICE: u32 = 100;

/// The last times at which digests went out, or shall.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Runs {
    pub daily: Option<DateTime<Utc>>,
    pub weekly: Option<DateTime<Utc>>,
}

impl Runs {
    /// The later one.
    pub fn last(self) -> Option<DateTime<Utc>> {
        self.daily.max(self.weekly)
    }
}

/// What waits for a destination, by what becomes of it now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sorted {
    /// Numbers of notices that go into this digest.
    pub due: Vec<i64>,
    /// Withdrawn, or not subscribed to any more: nobody gets these.
    pub void: Vec<i64>,
}

/// Where a digest or a sign of life is on its way through the destinations.
pub(super) struct Round {
    /// The last destination that was looked at.
    after: i64,
    /// None as long as there is nothing to say.
    mailing: Option<i64>,
}

/// The signs of life that go out.
pub(super) struct Signs {
    round: Round,
    /// Those who have heard something since then need none, nor do those who have subscribed later.
    since: DateTime<Utc>,
    heard: HashSet<i64>,
}
