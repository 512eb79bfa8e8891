//! The limits on how fast a bot may write, when a test or a benchmark wants them enforced.

use super::faults::Refusal;
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

/// What is enforced; nothing by default.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// Messages in any second, over all chats.
    pub per_second: Option<usize>,
    /// Messages at once into one chat, and the time after which one more is allowed.
    pub per_chat: Option<(u32, Duration)>,
    /// Messages in any minute into one group or channel; edits count too.
    pub per_group_minute: Option<usize>,
}

impl Limits {
    /// What Telegram's own questions and answers name: 30 in a second, one in a second into a chat with a burst of
    /// three, 20 in a minute into a group.
    pub fn real() -> Self {
        Self {
            per_second: Some(30),
            per_chat: Some((3, Duration::from_secs(1))),
            per_group_minute: Some(20),
        }
    }
}

const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
pub struct Pace {
    limits: Limits,
    all: VecDeque<Instant>,
    groups: HashMap<i64, VecDeque<Instant>>,
    /// When the allowance of a chat is whole again.
    whole: HashMap<i64, Instant>,
    pub floods: usize,
}

impl Pace {
    pub fn enforce(&mut self, limits: Limits) {
        *self = Self {
            limits,
            floods: self.floods,
            ..Self::default()
        };
    }

    /// Counts a message, or refuses it with the time that has to pass. What is refused does not count.
    pub fn take(&mut self, chat: i64, now: Instant) -> Result<(), Refusal> {
        let wait = self.wait(chat, now);
        if wait > Duration::ZERO {
            self.floods += 1;
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            return Err(Refusal::flood(seconds));
        }
        if self.limits.per_second.is_some() {
            self.all.push_back(now);
        }
        if chat < 0 && self.limits.per_group_minute.is_some() {
            self.groups.entry(chat).or_default().push_back(now);
        }
        if let Some((_, interval)) = self.limits.per_chat {
            let whole = self.whole.entry(chat).or_insert(now);
            *whole = (*whole).max(now) + interval;
        }
        Ok(())
    }

    fn wait(&mut self, chat: i64, now: Instant) -> Duration {
        let mut wait = Duration::ZERO;
        if let Some(limit) = self.limits.per_second {
            wait = wait.max(full_for(&mut self.all, limit, SECOND, now));
        }
        if let Some(limit) = self.limits.per_group_minute
            && let Some(group) = self.groups.get_mut(&chat)
        {
            wait = wait.max(full_for(group, limit, MINUTE, now));
        }
        if let Some((burst, interval)) = self.limits.per_chat
            && let Some(whole) = self.whole.get(&chat)
        {
            // With the burst used up the allowance is whole after `burst` intervals; one message needs one of them.
            let used = whole.saturating_duration_since(now);
            wait = wait.max((used + interval).saturating_sub(interval * burst));
        }
        wait
    }
}

/// How long a window stays full.
fn full_for(
    window: &mut VecDeque<Instant>,
    limit: usize,
    length: Duration,
    now: Instant,
) -> Duration {
    while window
        .front()
        .is_some_and(|first| now.saturating_duration_since(*first) >= length)
    {
        window.pop_front();
    }
    if window.len() < limit {
        return Duration::ZERO;
    }
    let leaves = window[window.len() - limit] + length;
    leaves.saturating_duration_since(now)
}
