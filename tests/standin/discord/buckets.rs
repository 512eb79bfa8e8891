//! The limits on how fast a bot may ask, when a test or a benchmark wants them enforced
//! (<https://docs.discord.com/developers/topics/rate-limits>).

use super::faults::{CREATE_MESSAGE, Scope, Which};
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// A bucket: what falls into it, and how much of it fits.
#[derive(Debug, Clone)]
pub struct Rule {
    pub which: Which,
    pub limit: u32,
    pub window: Duration,
    /// `Shared` when others use it up too.
    pub scope: Scope,
}

impl Rule {
    pub fn new(which: Which, limit: u32, window: Duration) -> Self {
        Self {
            which,
            limit,
            window,
            scope: Scope::User,
        }
    }
}

/// What is enforced; nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Counted for each channel, server or webhook on its own; the first that takes a route is its bucket.
    pub rules: Vec<Rule>,
    /// Requests within a time, over all routes but those of interactions.
    pub global: Option<(usize, Duration)>,
}

impl Limits {
    /// New messages in a channel: so many in that time.
    pub fn messages(limit: u32, window: Duration) -> Self {
        let rule = Rule::new(Which::route(CREATE_MESSAGE), limit, window);
        Self {
            rules: vec![rule],
            global: None,
        }
    }

    /// What is seen of Discord: five messages in five seconds in a channel, and fifty requests in a second.
    pub fn real() -> Self {
        Self {
            global: Some((50, Duration::from_secs(1))),
            ..Self::messages(5, Duration::from_secs(5))
        }
    }
}

/// What an answer tells of its bucket.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub limit: u32,
    pub remaining: u32,
    pub reset_after: Duration,
    pub bucket: String,
    /// The rule, and the channel, server or webhook.
    key: (usize, String),
}

/// A 429.
#[derive(Debug, Clone)]
pub struct Limited {
    pub route: String,
    /// The channel, server or webhook.
    pub major: String,
    pub scope: Scope,
    pub wait: Duration,
    pub arrived: Instant,
    /// An answer that was given before had said so: nothing remains, or a time to wait.
    pub foretold: bool,
}

#[derive(Debug)]
struct Window {
    until: Instant,
    used: u32,
    /// When an answer said that nothing remains.
    told: Option<Instant>,
}

#[derive(Debug, Default)]
pub struct Buckets {
    limits: Limits,
    windows: HashMap<(usize, String), Window>,
    all: VecDeque<Instant>,
    /// Until when an answer has said to wait with everything, and when it said so.
    global: Option<(Instant, Instant)>,
    pub limited: Vec<Limited>,
}

impl Buckets {
    pub fn enforce(&mut self, limits: Limits) {
        *self = Self {
            limits,
            limited: std::mem::take(&mut self.limited),
            ..Self::default()
        };
    }

    /// Counts a request: what its answer tells of the bucket, or why it is refused. What is refused does not count.
    pub fn take(
        &mut self,
        route: &str,
        major: &str,
        of_interaction: bool,
        arrived: Instant,
    ) -> Result<Option<Told>, Limited> {
        let now = Instant::now();
        let refuse = |scope, wait, foretold| Limited {
            route: route.to_owned(),
            major: major.to_owned(),
            scope,
            wait,
            arrived,
            foretold,
        };
        if !of_interaction && let Some(wait) = self.global_wait(now) {
            let foretold = self
                .global
                .is_some_and(|(until, told)| arrived < until && told < arrived);
            self.global = Some((now + wait, now));
            return Err(self.keep(refuse(Scope::Global, wait, foretold)));
        }
        let mut rules = self.limits.rules.iter().enumerate();
        let Some((place, rule)) = rules.find(|(_, rule)| rule.which.takes(route)) else {
            self.count(of_interaction, now);
            return Ok(None);
        };
        let key = (place, major.to_owned());
        let window = self.windows.entry(key.clone()).or_insert(Window {
            until: now,
            used: 0,
            told: None,
        });
        if window.until <= now {
            *window = Window {
                until: now + rule.window,
                used: 0,
                told: None,
            };
        }
        let left = window.until - now;
        if window.used >= rule.limit {
            let foretold = window.told.is_some_and(|told| told < arrived);
            window.told.get_or_insert(now);
            let limited = refuse(rule.scope, left, foretold);
            return Err(self.keep(limited));
        }
        window.used += 1;
        let remaining = rule.limit - window.used;
        let told = Told {
            limit: rule.limit,
            remaining,
            reset_after: left,
            bucket: format!("{:032x}", 0x5eed_0000_u64 + place as u64),
            key,
        };
        self.count(of_interaction, now);
        Ok(Some(told))
    }

    /// This is on its way to whoever asked, who knows from now on.
    pub fn told(&mut self, told: &Told) {
        let window = self.windows.get_mut(&told.key);
        if let Some(window) = window.filter(|_| told.remaining == 0) {
            window.told.get_or_insert_with(Instant::now);
        }
    }

    fn keep(&mut self, limited: Limited) -> Limited {
        self.limited.push(limited.clone());
        limited
    }

    fn count(&mut self, of_interaction: bool, now: Instant) {
        if self.limits.global.is_some() && !of_interaction {
            self.all.push_back(now);
        }
    }

    fn global_wait(&mut self, now: Instant) -> Option<Duration> {
        let (limit, length) = self.limits.global?;
        let is_past = |first: &Instant| now.saturating_duration_since(*first) >= length;
        while self.all.front().is_some_and(is_past) {
            self.all.pop_front();
        }
        let over = self.all.len().checked_sub(limit)?;
        Some((self.all[over] + length).saturating_duration_since(now))
    }
}
