//! How fast messages may go: to everybody, to many, to one chat. Measured by a clock that never jumps.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use crate::domain::message::{ChatRef, Lane, Place};
use crate::platform::{Rate, Rates};

/// Chats remembered before those that have been quiet for long are forgotten.
const CHATS: usize = 4096;

/// A bucket that fills with time. Kept as the instant at which it will be full again.
#[derive(Debug, Clone, Copy)]
struct Bucket(Instant);

impl Bucket {
    /// How long until one more may go; zero for now.
    fn wait(self, rate: Rate, now: Instant) -> Duration {
        let ahead = self.0.saturating_duration_since(now);
        ahead.saturating_sub(rate.interval * (rate.burst - 1))
    }

    fn take(&mut self, rate: Rate, now: Instant) {
        self.0 = self.0.max(now) + rate.interval;
    }
}

/// Why a message may not go yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wait {
    /// This chat has had enough for now; others go on.
    Chat(Duration),
    /// Nothing of its lane may go.
    Lane(Duration),
}

/// Keeps to the rates of one platform.
#[derive(Debug)]
pub struct Pace {
    rates: Rates,
    all: Bucket,
    bulk: Bucket,
    chats: HashMap<String, Bucket>,
    /// Chats that the platform has asked to leave alone, until when.
    floods: HashMap<String, Instant>,
    /// Reminders and notices wait until then.
    bulk_frozen: Option<Instant>,
}

impl Pace {
    /// Begins with full buckets.
    pub fn new(rates: Rates, now: Instant) -> Self {
        Self {
            rates,
            all: Bucket(now),
            bulk: Bucket(now),
            chats: HashMap::new(),
            floods: HashMap::new(),
            bulk_frozen: None,
        }
    }

    /// How long until anything of this lane may go; zero for now.
    pub fn wait(&self, lane: Lane, now: Instant) -> Duration {
        let all = self.rates.all.map(|rate| self.all.wait(rate, now));
        let mut wait = all.unwrap_or_default();
        if lane >= Lane::Reminders {
            let bulk = self.rates.bulk.map(|rate| self.bulk.wait(rate, now));
            let frozen = self
                .bulk_frozen
                .map(|until| until.saturating_duration_since(now));
            wait = wait
                .max(bulk.unwrap_or_default())
                .max(frozen.unwrap_or_default());
        }
        wait
    }

    /// Lets one message go to this chat, and counts it.
    ///
    /// # Errors
    /// How long it has to wait, and with whom; nothing is counted then.
    pub fn take(
        &mut self,
        to: &ChatRef,
        place: Place,
        lane: Lane,
        now: Instant,
    ) -> Result<(), Wait> {
        let wait = self.wait(lane, now);
        if !wait.is_zero() {
            return Err(Wait::Lane(wait));
        }
        let flood = self.floods.get(&to.chat).copied();
        let flood = flood.map(|until| until.saturating_duration_since(now));
        let rate = self.rate(place);
        let known = self.chats.get(&to.chat).copied();
        let own = rate.zip(known).map(|(rate, known)| known.wait(rate, now));
        let wait = flood.unwrap_or_default().max(own.unwrap_or_default());
        if !wait.is_zero() {
            return Err(Wait::Chat(wait));
        }
        // A platform does not count what answers a person beside a channel among what goes to everybody
        // (https://docs.discord.com/developers/topics/rate-limits#global-rate-limit).
        if let Some(rate) = self.rates.all.filter(|_| place != Place::Aside) {
            self.all.take(rate, now);
        }
        if let Some(rate) = self.rates.bulk.filter(|_| lane >= Lane::Reminders) {
            self.bulk.take(rate, now);
        }
        if let Some(rate) = rate {
            self.forget_quiet(now);
            self.chats
                .entry(to.chat.clone())
                .or_insert(Bucket(now))
                .take(rate, now);
        }
        Ok(())
    }

    /// A message came back from its flight. The platform counts it when it arrives, which was at the latest now: one that
    /// took long must not make those after it too fast for the platform's clock.
    pub fn landed(&mut self, to: &ChatRef, place: Place, now: Instant) {
        let rate = self.rate(place);
        if let (Some(bucket), Some(rate)) = (self.chats.get_mut(&to.chat), rate) {
            bucket.0 = bucket.0.max(now + rate.interval);
        }
    }

    fn rate(&self, place: Place) -> Option<Rate> {
        match place {
            Place::Private | Place::Aside => self.rates.private,
            Place::Group | Place::Channel => self.rates.group,
        }
    }

    /// The platform asked to leave this chat alone for a while. When it asks so for a second chat meanwhile, the whole
    /// of what goes to many waits: then it is not the chats.
    pub fn flood(&mut self, to: &ChatRef, wait: Duration, now: Instant) {
        self.floods.retain(|_, until| *until > now);
        let until = now + wait;
        if self.floods.keys().any(|chat| *chat != to.chat) {
            self.bulk_frozen = Some(self.bulk_frozen.map_or(until, |frozen| frozen.max(until)));
        }
        self.floods.insert(to.chat.clone(), until);
    }

    fn forget_quiet(&mut self, now: Instant) {
        if self.chats.len() >= CHATS {
            self.chats.retain(|_, bucket| bucket.0 > now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::Platform;

    fn chat(id: &str) -> ChatRef {
        ChatRef::private(Platform::Telegram, id)
    }

    fn rates() -> Rates {
        Rates {
            all: Some(Rate::new(10, Duration::from_secs(1), 2)),
            bulk: Some(Rate::new(5, Duration::from_secs(1), 1)),
            private: Some(Rate::new(1, Duration::from_secs(1), 2)),
            group: Some(Rate::new(15, Duration::from_secs(60), 5)),
        }
    }

    /// How many go within a time, when one is tried each millisecond.
    fn count(pace: &mut Pace, lane: Lane, place: Place, chats: usize, millis: u64) -> usize {
        let start = Instant::now();
        (0..millis)
            .filter(|at| {
                let to = chat(&(*at as usize % chats).to_string());
                let now = start + Duration::from_millis(*at);
                pace.take(&to, place, lane, now).is_ok()
            })
            .count()
    }

    #[test]
    fn all_together_keep_to_the_rate_and_notices_to_theirs() {
        let now = Instant::now();
        let mut pace = Pace::new(rates(), now);
        let sent = count(&mut pace, Lane::Interactive, Place::Private, 997, 10_000);
        assert_eq!(sent, 100 + 1, "ten a second, and one more at once");
        let mut pace = Pace::new(rates(), now);
        assert_eq!(
            count(&mut pace, Lane::Bulk, Place::Private, 997, 10_000),
            50
        );
    }

    #[test]
    fn what_is_answered_aside_leaves_the_rate_of_all_to_others() {
        let now = Instant::now();
        let mut pace = Pace::new(rates(), now);
        for person in 0..100 {
            let to = ChatRef::aside(Platform::Discord, &person.to_string());
            let gone = pace.take(&to, Place::Aside, Lane::Interactive, now);
            assert_eq!(gone, Ok(()));
        }
        assert!(pace.wait(Lane::Interactive, now).is_zero());
    }

    #[test]
    fn a_chat_and_a_group_keep_to_theirs() {
        let now = Instant::now();
        let mut pace = Pace::new(rates(), now);
        let sent = count(&mut pace, Lane::Interactive, Place::Private, 1, 10_000);
        assert_eq!(sent, 10 + 1);
        let mut pace = Pace::new(rates(), now);
        let sent = count(&mut pace, Lane::Interactive, Place::Group, 1, 60_000);
        assert!((19..=20).contains(&sent), "{sent}");
    }

    #[test]
    fn what_counts_is_when_a_message_arrived() {
        let now = Instant::now();
        let mut pace = Pace::new(rates(), now);
        let (a, lane) = (chat("a"), Lane::Interactive);
        let take = |pace: &mut Pace, at| pace.take(&a, Place::Private, lane, at);
        assert_eq!(take(&mut pace, now), Ok(()));
        // The first one took three seconds, so it is the first of a burst of two that begins now.
        let later = now + Duration::from_secs(3);
        pace.landed(&chat("a"), Place::Private, later);
        assert_eq!(take(&mut pace, later), Ok(()));
        let second = Wait::Chat(Duration::from_secs(1));
        let apart = later + Duration::from_millis(500);
        assert_eq!(
            take(&mut pace, apart),
            Err(Wait::Chat(Duration::from_millis(500)))
        );
        assert_eq!(take(&mut pace, later), Err(second));
    }

    #[test]
    fn a_flood_holds_up_its_chat_and_a_second_one_what_goes_to_many() {
        let now = Instant::now();
        let mut pace = Pace::new(Rates::default(), now);
        let hour = Duration::from_secs(3600);
        pace.flood(&chat("a"), hour, now);
        let (a, b) = (chat("a"), chat("b"));
        assert_eq!(
            pace.take(&a, Place::Private, Lane::Interactive, now),
            Err(Wait::Chat(hour))
        );
        assert_eq!(pace.take(&b, Place::Private, Lane::Bulk, now), Ok(()));
        pace.flood(&chat("c"), hour, now);
        assert_eq!(
            pace.take(&b, Place::Private, Lane::Bulk, now),
            Err(Wait::Lane(hour))
        );
        assert_eq!(
            pace.take(&b, Place::Private, Lane::Interactive, now),
            Ok(())
        );
        assert_eq!(
            pace.take(&b, Place::Private, Lane::Bulk, now + hour),
            Ok(())
        );
    }
}
