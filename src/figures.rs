//! What is counted while the program runs, for whoever watches over it. No chats, no persons, no texts.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::domain::message::Platform;

/// The upper bounds of how long sends take, in milliseconds; what takes longer is counted beyond the last.
pub const BOUNDS: [u64; 7] = [50, 100, 250, 500, 1000, 5000, 20_000];

/// What became of a message for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Sent,
    Undeliverable,
    Dead,
    Skipped,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 4] = [Self::Sent, Self::Undeliverable, Self::Dead, Self::Skipped];

    /// The name in figures.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Undeliverable => "undeliverable",
            Self::Dead => "dead",
            Self::Skipped => "skipped",
        }
    }
}

/// A mailing of a notice that is on its way, and its recipients by what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnItsWay {
    /// The number of the notice.
    pub notice: i64,
    pub kind: &'static str,
    pub state: &'static str,
    /// A name and how many.
    pub recipients: Vec<(&'static str, i64)>,
}

/// Everything that is counted since the program started.
#[derive(Debug, Default)]
pub struct Figures {
    platforms: [OfPlatform; Platform::ALL.len()],
    /// By the number of the mailing.
    on_their_way: Mutex<BTreeMap<i64, OnItsWay>>,
}

#[derive(Debug, Default)]
struct OfPlatform {
    updates: AtomicU64,
    questions: AtomicU64,
    outcomes: [AtomicU64; Outcome::ALL.len()],
    /// Sends by how long they took; the last place is for those beyond every bound.
    took: [AtomicU64; BOUNDS.len() + 1],
    took_millis: AtomicU64,
}

/// How long sends took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Took {
    /// How many took at most as long as each of [`BOUNDS`].
    pub within: [u64; BOUNDS.len()],
    pub count: u64,
    pub sum: Duration,
}

impl Figures {
    /// Something that came from a platform was handled; `question`: it was words that were answered.
    pub fn handled(&self, platform: Platform, question: bool) {
        let own = self.of(platform);
        own.updates.fetch_add(1, Ordering::Relaxed);
        own.questions
            .fetch_add(u64::from(question), Ordering::Relaxed);
    }

    /// So many messages came to their end.
    pub fn settled(&self, platform: Platform, outcome: Outcome, count: u64) {
        self.of(platform).outcomes[outcome as usize].fetch_add(count, Ordering::Relaxed);
    }

    /// A platform was asked to do something with a message, and answered or was given up.
    pub fn took(&self, platform: Platform, time: Duration) {
        let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        let place = BOUNDS.partition_point(|bound| *bound < millis);
        let own = self.of(platform);
        own.took[place].fetch_add(1, Ordering::Relaxed);
        own.took_millis.fetch_add(millis, Ordering::Relaxed);
    }

    /// How far a mailing is; none: it is at its end.
    pub fn on_its_way(&self, mailing: i64, how_far: Option<OnItsWay>) {
        let mut known = self.on_their_way();
        match how_far {
            Some(how_far) => known.insert(mailing, how_far),
            None => known.remove(&mailing),
        };
    }

    /// Only these are on their way: another process may have ended one.
    pub fn only_on_their_way(&self, mailings: &[i64]) {
        self.on_their_way()
            .retain(|mailing, _| mailings.contains(mailing));
    }

    /// How far each mailing is, by its number.
    pub fn all_on_their_way(&self) -> Vec<OnItsWay> {
        self.on_their_way().values().cloned().collect()
    }

    /// How many things that came from a platform were handled, and how many of these were words.
    pub fn handled_from(&self, platform: Platform) -> (u64, u64) {
        let own = self.of(platform);
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        (read(&own.updates), read(&own.questions))
    }

    /// How many messages came to this end.
    pub fn settled_on(&self, platform: Platform, outcome: Outcome) -> u64 {
        self.of(platform).outcomes[outcome as usize].load(Ordering::Relaxed)
    }

    /// How long sends to a platform took.
    pub fn times(&self, platform: Platform) -> Took {
        let own = self.of(platform);
        let counts = own
            .took
            .each_ref()
            .map(|counter| counter.load(Ordering::Relaxed));
        let mut within = [0; BOUNDS.len()];
        let mut sum = 0;
        for (place, count) in within.iter_mut().zip(counts) {
            sum += count;
            *place = sum;
        }
        Took {
            within,
            count: counts.iter().sum(),
            sum: Duration::from_millis(own.took_millis.load(Ordering::Relaxed)),
        }
    }

    fn of(&self, platform: Platform) -> &OfPlatform {
        &self.platforms[platform as usize]
    }

    fn on_their_way(&self) -> std::sync::MutexGuard<'_, BTreeMap<i64, OnItsWay>> {
        self.on_their_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
