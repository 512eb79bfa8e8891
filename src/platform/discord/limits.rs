//! How fast Discord may be asked, from what it says with each answer
//! (<https://docs.discord.com/developers/topics/rate-limits>).
//!
//! A bucket is a limit that Discord names in an answer; it holds for one channel, server or webhook. Before the first
//! answer of a route nothing is known, so one request goes at a time. Where the clocks of the two sides could disagree,
//! the later end and the smaller rest count: to wait a little longer costs nothing, a refused request does.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

use super::rest::Route;

/// The wait where nobody can say how long: until an answer that is on the way.
const SOON: Duration = Duration::from_millis(100);

/// What an end is later than Discord says: it rounds.
const MARGIN: Duration = Duration::from_millis(10);

/// How long a window is taken to last where no answer told.
const UNTOLD: Duration = Duration::from_secs(5);

/// How long a bucket is remembered after its last request.
const QUIET: Duration = Duration::from_secs(60);

/// How often quiet buckets are looked for.
const SWEEP: Duration = Duration::from_secs(30);

/// How long a refused request counts. Discord bans an address with 10,000 of them in that time
/// (<https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans>).
const COUNTED: Duration = Duration::from_secs(10 * 60);

/// So many refused requests hold back all but answers to what people just did.
const HELD: usize = 500;

/// So many hold back everything.
const ALL_HELD: usize = 2_000;

/// What an answer says of limits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// `X-RateLimit-Bucket`, -`Limit`, -`Remaining` and -`Reset-After`, where all of them are there.
    pub bucket: Option<State>,
    pub status: u16,
    /// With 429.
    pub flood: Option<Flood>,
}

/// The state of a bucket, as Discord tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub name: String,
    pub limit: u32,
    pub remaining: u32,
    pub reset_after: Duration,
}

/// Too many requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flood {
    pub wait: Duration,
    pub scope: Scope,
}

/// What a flood was of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Our requests to one bucket.
    User,
    /// All our requests.
    Global,
    /// Everybody's requests to one resource: not our fault, and not counted as one.
    Shared,
}

/// Why a request does not go now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotNow {
    Wait {
        wait: Duration,
        /// For everything, and not only for this route.
        global: bool,
    },
    /// Too many requests were refused lately.
    HeldBack,
}

/// A place taken for one request. It goes back with the answer, or without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    route: String,
    bucket: String,
    window: u64,
}

/// What is known of all limits.
#[derive(Debug, Default)]
pub struct Limits {
    /// By its name and what it is counted for, or by the key of a route as long as that has no other.
    buckets: HashMap<String, Bucket>,
    /// The bucket of each route, by its key.
    names: HashMap<String, String>,
    global: Option<Instant>,
    /// When requests were refused, the oldest first.
    refused: VecDeque<Instant>,
    is_held: bool,
    swept: Option<Instant>,
}

#[derive(Debug)]
struct Bucket {
    known: Known,
    in_flight: u32,
    /// Counts the times that it was full again.
    window: u64,
    /// The end of a flood.
    flooded: Option<Instant>,
    used: Instant,
}

#[derive(Debug, Clone, Copy)]
enum Known {
    Nothing,
    /// Answers come without a limit.
    NoLimit,
    Limit {
        limit: u32,
        remaining: u32,
        /// When it is full again; nothing while no answer of this window is there.
        reset: Option<Instant>,
    },
}

impl Limits {
    /// Why a request to this route would not go now, without taking a place.
    pub fn look(&self, route: &Route, now: Instant) -> Result<(), NotNow> {
        let most = if route.of_interaction { ALL_HELD } else { HELD };
        if self.refused_lately(now) >= most {
            return Err(NotNow::HeldBack);
        }
        let global = self.global.filter(|end| *end > now);
        if let (Some(end), false) = (global, route.of_interaction) {
            return Err(NotNow::Wait {
                wait: end - now,
                global: true,
            });
        }
        let bucket = self.buckets.get(self.bucket_of(route));
        let free = bucket.map_or(Ok(()), |bucket| bucket.free(now));
        free.map_err(|wait| NotNow::Wait {
            wait,
            global: false,
        })
    }

    /// Takes a place for a request to this route.
    ///
    /// # Errors
    /// As [`NotNow`] says.
    pub fn take(&mut self, route: &Route, now: Instant) -> Result<Place, NotNow> {
        self.sweep(now);
        let looked = self.look(route, now);
        self.tell_of_held(now);
        looked?;
        let name = self.bucket_of(route).to_owned();
        let bucket = self.buckets.entry(name.clone());
        let bucket = bucket.or_insert_with(|| Bucket::new(now));
        bucket.take(now);
        Ok(Place {
            route: route.key.clone(),
            bucket: name,
            window: bucket.window,
        })
    }

    /// An answer has come.
    pub fn answered(&mut self, place: Place, told: &Told, now: Instant) {
        let is_shared = told.flood.is_some_and(|flood| flood.scope == Scope::Shared);
        if matches!(told.status, 401 | 403 | 429) && !is_shared {
            self.refused.push_back(now);
            self.tell_of_held(now);
        }
        if let Some(bucket) = self.buckets.get_mut(&place.bucket) {
            bucket.in_flight = bucket.in_flight.saturating_sub(1);
        }
        let mut named = place.bucket.clone();
        if let Some(state) = &told.bucket {
            named = format!("{} {}", state.name, major(&place.route));
            let bucket = self.buckets.entry(named.clone());
            let bucket = bucket.or_insert_with(|| Bucket::new(now));
            let is_same = named == place.bucket && place.window == bucket.window;
            bucket.learn(state, is_same, now);
            self.names.insert(place.route.clone(), named.clone());
        } else if let Some(bucket) = self.buckets.get_mut(&named)
            && matches!(bucket.known, Known::Nothing)
            && (200..300).contains(&told.status)
        {
            bucket.known = Known::NoLimit;
        }
        self.forget_unnamed(&place, &named);
        let Some(flood) = told.flood else { return };
        let end = now + flood.wait + MARGIN;
        if flood.scope == Scope::Global {
            self.global = self.global.max(Some(end));
        } else if let Some(bucket) = self.buckets.get_mut(&named) {
            bucket.flooded = bucket.flooded.max(Some(end));
        }
    }

    /// No answer has come. The request may have been counted all the same.
    pub fn unanswered(&mut self, place: &Place, now: Instant) {
        if let Some(bucket) = self.buckets.get_mut(&place.bucket) {
            bucket.in_flight = bucket.in_flight.saturating_sub(1);
            if let Known::Limit {
                remaining, reset, ..
            } = &mut bucket.known
            {
                *remaining = remaining.saturating_sub(1);
                // Otherwise nobody would ever say when it is full again.
                reset.get_or_insert(now + UNTOLD);
            }
        }
    }

    fn bucket_of<'a>(&'a self, route: &'a Route) -> &'a str {
        self.names.get(&route.key).unwrap_or(&route.key)
    }

    /// Once Discord has named the bucket of a route, what stood in its place is not needed any more.
    fn forget_unnamed(&mut self, place: &Place, named: &str) {
        let idle = |bucket: &Bucket| bucket.in_flight == 0;
        if place.bucket != named && self.buckets.get(&place.bucket).is_some_and(idle) {
            self.buckets.remove(&place.bucket);
        }
    }

    fn refused_lately(&self, now: Instant) -> usize {
        let is_old = |at: &Instant| *at + COUNTED <= now;
        self.refused.len() - self.refused.partition_point(is_old)
    }

    /// Says once in the log that requests are held back.
    fn tell_of_held(&mut self, now: Instant) {
        let refused = self.refused_lately(now);
        self.refused.drain(..self.refused.len() - refused);
        let is_held = refused >= HELD;
        if is_held && !self.is_held {
            tracing::error!(
                refused,
                "Discord refused too many requests within ten minutes: others are held back before it bans this address"
            );
        }
        self.is_held = is_held;
    }

    /// Forgets buckets that are full and quiet: each interaction has some of its own.
    fn sweep(&mut self, now: Instant) {
        if self.swept.is_some_and(|at| now < at + SWEEP) {
            return;
        }
        self.swept = Some(now);
        self.buckets.retain(|_, bucket| !bucket.is_quiet(now));
        let buckets = &self.buckets;
        self.names.retain(|_, name| buckets.contains_key(name));
    }
}

impl Bucket {
    fn new(now: Instant) -> Self {
        Self {
            known: Known::Nothing,
            in_flight: 0,
            window: 0,
            flooded: None,
            used: now,
        }
    }

    /// Whether one more may go now, or else how long until it may.
    fn free(&self, now: Instant) -> Result<(), Duration> {
        if let Some(end) = self.flooded.filter(|end| *end > now) {
            return Err(end - now);
        }
        let (most, wait) = match self.known {
            Known::Nothing => (1, SOON),
            Known::NoLimit => (u32::MAX, SOON),
            Known::Limit { limit, reset, .. } if reset.is_some_and(|reset| reset <= now) => {
                (limit, SOON)
            }
            Known::Limit {
                remaining, reset, ..
            } => (remaining, reset.map_or(SOON, |reset| reset - now)),
        };
        if self.in_flight < most {
            Ok(())
        } else {
            Err(wait)
        }
    }

    fn take(&mut self, now: Instant) {
        if let Known::Limit {
            limit,
            remaining,
            reset,
        } = &mut self.known
            && reset.is_some_and(|end| end <= now)
        {
            (*remaining, *reset) = (*limit, None);
            self.window += 1;
        }
        self.in_flight += 1;
        self.used = now;
    }

    /// Learns the state that came with an answer. Answers may overtake each other: within one window the smaller rest
    /// counts. `is_same`: the request went in the present window.
    fn learn(&mut self, told: &State, is_same: bool, now: Instant) {
        let told_reset = now + told.reset_after + MARGIN;
        let (rest, end) = match self.known {
            Known::Limit {
                remaining, reset, ..
            } if !(is_same && reset.is_none()) => {
                (told.remaining.min(remaining), reset.max(Some(told_reset)))
            }
            _ => (told.remaining, Some(told_reset)),
        };
        self.known = Known::Limit {
            limit: told.limit.max(1),
            remaining: rest,
            reset: end,
        };
        self.used = now;
    }

    fn is_quiet(&self, now: Instant) -> bool {
        let reset = match self.known {
            Known::Limit { reset, .. } => reset,
            Known::Nothing | Known::NoLimit => None,
        };
        let is_over = |end: Option<Instant>| end.is_none_or(|end| end <= now);
        self.in_flight == 0 && is_over(reset) && is_over(self.flooded) && self.used + QUIET <= now
    }
}

/// What a route's limits are counted for: the last word of its key.
fn major(key: &str) -> &str {
    key.rsplit(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests;
