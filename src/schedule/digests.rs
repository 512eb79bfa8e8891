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

/// Sorts what waits for a destination. What comes at once by now goes with the next daily digest.
pub(super) fn sort(waiting: &Waiting, known: &HashMap<i64, Notice>, runs: Runs) -> Sorted {
    let mut sorted = Sorted::default();
    for (number, since) in &waiting.items {
        let notice = known.get(number).filter(|one| one.state == State::Sent);
        let is_about = |one: &&Subscription| {
            notice.is_some_and(|notice| notice.content.audience.topics.contains(&one.topic))
        };
        let mut rhythms = waiting.reader.subscriptions.iter().filter(is_about);
        let run = match rhythms.clone().next() {
            None => {
                sorted.void.push(*number);
                continue;
            }
            Some(_) if rhythms.all(|one| one.rhythm == Rhythm::Weekly) => runs.weekly,
            Some(_) => runs.daily,
        };
        if run.is_some_and(|run| *since <= run) {
            sorted.due.push(*number);
        }
    }
    sorted
}

impl Schedule {
    /// Begins the digests whose time has come, and puts a part of them into the outbox.
    pub(super) async fn digests(&mut self, now: DateTime<Utc>) -> anyhow::Result<Look> {
        let settings = &self.config.notices;
        for (mark, line) in [
            (marks::DAILY, settings.daily()?),
            (marks::WEEKLY, settings.weekly()?),
        ] {
            if let Some(run) = self.run_due(mark, &line, now).await? {
                // Before it is written down: to go round once more does no harm.
                self.digests = Some(Round::default());
                let mut tx = self.store.begin().await?;
                marks::set(&mut tx, mark, run).await?;
                tx.commit().await?;
                tracing::info!(mark, "digests are due");
            }
        }
        match self.digests.take() {
            Some(round) => {
                // Where it fails it is begun anew: what was stored is not there any more.
                self.digests = Some(Round::default());
                self.digests = self.some_digests(round, now).await?;
                Ok(Look::AtOnce)
            }
            None => Ok(Look::At(now + LOOK_EVERY)),
        }
    }

    /// The last time of a timetable that has passed and was not begun. Times that nobody was there for are one.
    async fn run_due(
        &self,
        mark: &str,
        line: &Timetable,
        now: DateTime<Utc>,
    ) -> store::Result<Option<DateTime<Utc>>> {
        let last = marks::find(&mut *self.store.read().await?, mark).await?;
        if let Some(last) = last.filter(|last| *last <= now) {
            return Ok(line.last(last, now));
        }
        // The first start, or a clock that was set back: what was before is over.
        let over = line.last(now - LONG_AGO, now).unwrap_or(now);
        let mut tx = self.store.begin().await?;
        marks::set(&mut tx, mark, over).await?;
        tx.commit().await?;
        Ok(None)
    }

    /// Puts some digests into the outbox. `None`: these were the last.
    async fn some_digests(
        &self,
        mut round: Round,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Option<Round>> {
        let brain = self.bot.brain().await?;
        let mut tx = self.store.begin().await?;
        let runs = Runs {
            daily: marks::find(&mut tx, marks::DAILY).await?,
            weekly: marks::find(&mut tx, marks::WEEKLY).await?,
        };
        let until = runs.last().unwrap_or(now);
        let waiting = digests::waiting(&mut tx, round.after, until, SLICE).await?;
        let known = digests::notices(&mut tx).await?;
        for one in &waiting {
            round.after = one.reader.id;
            let sorted = sort(one, &known, runs);
            if !sorted.due.is_empty() {
                let notices: Vec<&Notice> =
                    sorted.due.iter().filter_map(|id| known.get(id)).collect();
                let say = |scene: Scene<'_>| texts::digest(scene, &notices, &one.reader.topics());
                self.add(&mut tx, &brain, &mut round, Kind::Digest, &one.reader, now, say)
                    .await?;
            }
            digests::remove(&mut tx, one.reader.id, &sorted.due).await?;
            digests::remove(&mut tx, one.reader.id, &sorted.void).await?;
        }
        let is_end = waiting.len() < SLICE as usize;
        self.commit(tx, round, Kind::Digest, is_end, now).await
    }
}
