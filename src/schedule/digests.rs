//! Digests, and the sign of life for those who got nothing.

use chrono::{DateTime, Months, TimeDelta, TimeZone, Utc};
use std::collections::{HashMap, HashSet};

use super::{LOOK_EVERY, Look, Schedule};
use crate::bot::brain::Brain;
use crate::domain::hours::{ZONE, local};
use crate::domain::message::Outgoing;
use crate::domain::notice::{Audience, Notice, State};
use crate::domain::subscription::{Rhythm, Subscription};
use crate::domain::timetable::Timetable;
use crate::speech::{Scene, digests as texts};
use crate::store::digests::{self, Reader, Waiting};
use crate::store::mailings::{self, Kind, New};
use crate::store::{self, Connection, Tx, marks};

/// Destinations in one transaction: a question that comes meanwhile waits for as many.
const SLICE: u32 = 100;

/// Where a time is looked for that is over.
const LONG_AGO: TimeDelta = TimeDelta::days(40);

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

/// Where digests or signs of life are on their way through the destinations.
#[derive(Default)]
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
        // The first start, or a clock that was set back: what was before is over, and what came since waits as of now.
        let over = line.last(now - LONG_AGO, now).unwrap_or(now);
        let mut tx = self.store.begin().await?;
        marks::set(&mut tx, mark, over).await?;
        digests::clock_was_set_back(&mut tx, now).await?;
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
            round.after = one.reader.destination.id;
            let sorted = sort(one, &known, runs);
            if !sorted.due.is_empty() {
                let notices: Vec<&Notice> =
                    sorted.due.iter().filter_map(|id| known.get(id)).collect();
                let scene = self.scene_of(&brain, &one.reader, now);
                let message = texts::digest(scene, &notices, &one.reader.topics());
                self.add(&mut tx, &mut round, Kind::Digest, &one.reader, message, now)
                    .await?;
            }
            digests::remove(&mut tx, one.reader.destination.id, &sorted.due).await?;
            digests::remove(&mut tx, one.reader.destination.id, &sorted.void).await?;
        }
        let is_end = waiting.len() < SLICE as usize;
        self.close(tx, round, is_end, now).await
    }

    /// Begins the sign of life when its time has come, and puts a part of it into the outbox.
    pub(super) async fn signs_of_life(&mut self, now: DateTime<Utc>) -> anyhow::Result<Look> {
        let Some(line) = self.config.notices.alive()? else {
            return Ok(Look::At(now + LOOK_EVERY));
        };
        if let Some(run) = self.run_due(marks::ALIVE, &line, now).await? {
            let mut tx = self.store.begin().await?;
            // Another process may have begun it meanwhile.
            if marks::find(&mut tx, marks::ALIVE).await? != Some(run) {
                marks::set(&mut tx, marks::ALIVE, run).await?;
                begin(&mut tx, Kind::Alive, now).await?;
                tx.commit().await?;
                tracing::info!("the sign of life is due");
            }
        }
        let signs = match self.signs.take() {
            Some(signs) => signs,
            None => match self.signs_on_their_way(now).await? {
                Some(signs) => signs,
                None => return Ok(Look::At(now + LOOK_EVERY)),
            },
        };
        self.signs = self.some_signs(signs, now).await?;
        Ok(Look::AtOnce)
    }

    /// The sign of life that was begun, where it was left.
    async fn signs_on_their_way(&self, now: DateTime<Utc>) -> anyhow::Result<Option<Signs>> {
        let mut db = self.store.read().await?;
        let Some(mailing) = open_of(&mut db, Kind::Alive).await? else {
            return Ok(None);
        };
        let run = marks::find(&mut db, marks::ALIVE).await?.unwrap_or(now);
        let month = local(run).checked_sub_months(Months::new(1));
        let month = month.and_then(|wall| ZONE.from_local_datetime(&wall).latest());
        let since = month.map_or(run, |at| at.to_utc());
        Ok(Some(Signs {
            round: Round {
                after: digests::last_recipient(&mut db, mailing).await?,
                mailing: Some(mailing),
            },
            since,
            heard: digests::heard(&mut db, since).await?,
        }))
    }

    /// Puts some signs of life into the outbox. `None`: these were the last.
    async fn some_signs(
        &self,
        mut signs: Signs,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Option<Signs>> {
        let brain = self.bot.brain().await?;
        let mut tx = self.store.begin().await?;
        let (after, since) = (signs.round.after, signs.since);
        let readers = digests::subscribers(&mut tx, after, since, SLICE).await?;
        for reader in &readers {
            signs.round.after = reader.destination.id;
            if !signs.heard.contains(&reader.destination.id) {
                let message = texts::alive(self.scene_of(&brain, reader, now), &reader.topics());
                self.add(&mut tx, &mut signs.round, Kind::Alive, reader, message, now)
                    .await?;
            }
        }
        let is_end = readers.len() < SLICE as usize;
        let Signs {
            round,
            since,
            heard,
        } = signs;
        let round = self.close(tx, round, is_end, now).await?;
        Ok(round.map(|round| Signs {
            round,
            since,
            heard,
        }))
    }

    fn scene_of<'a>(&'a self, brain: &'a Brain, reader: &Reader, now: DateTime<Utc>) -> Scene<'a> {
        let to = &reader.destination;
        let place = (to.to.platform, to.place);
        self.scene(brain, place, reader.language, now)
    }

    /// Puts a message for one destination into the outbox, as a part of the mailing.
    async fn add(
        &self,
        tx: &mut Tx,
        round: &mut Round,
        kind: Kind,
        reader: &Reader,
        message: Outgoing,
        now: DateTime<Utc>,
    ) -> store::Result<()> {
        let mailing = match round.mailing {
            Some(mailing) => mailing,
            // One that a process has left behind goes on.
            None => match open_of(tx, kind).await? {
                Some(mailing) => mailing,
                None => begin(tx, kind, now).await?,
            },
        };
        round.mailing = Some(mailing);
        mailings::add(tx, mailing, &reader.destination, message, now).await?;
        Ok(())
    }

    /// Commits a part of a round; after the last one nothing is added to the mailing any more.
    async fn close(
        &self,
        mut tx: Tx,
        round: Round,
        is_end: bool,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Option<Round>> {
        if is_end && let Some(mailing) = round.mailing {
            mailings::expand(&mut tx, mailing, SLICE, now).await?;
        }
        tx.commit().await?;
        if round.mailing.is_some() {
            self.bot.tell_news();
        }
        Ok((!is_end).then_some(round))
    }
}

/// Begins a mailing of which each recipient has a text of its own.
async fn begin(tx: &mut Tx, kind: Kind, now: DateTime<Utc>) -> store::Result<i64> {
    let new = New {
        kind,
        notice: None,
        // Whatever is subscribed to.
        audience: Audience::default(),
        bodies: Vec::new(),
    };
    mailings::begin(tx, new, now).await
}

/// The mailing of this kind that is not whole yet.
async fn open_of(db: &mut Connection, kind: Kind) -> store::Result<Option<i64>> {
    let open = mailings::open(db).await?;
    let mut open = open.into_iter().filter(|one| one.kind == kind);
    let expanding = open.find(|one| one.state == mailings::State::Expanding);
    Ok(expanding.map(|one| one.id))
}
