//! Commands, buttons and forms that can still be answered. Each has a token that lives for a quarter of an hour; Discord
//! shows something in its place once it is acknowledged, and what is sent before that is refused.

use chrono::{DateTime, Utc};
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

use crate::domain::message::Handle;

/// How long a token lives (<https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages>),
/// with some room.
pub const LIFE: Duration = Duration::from_secs(14 * 60);

/// How long somebody waits for an acknowledgement: one that comes later than after three seconds is refused anyway.
const PATIENCE: Duration = Duration::from_secs(4);

/// Most interactions that are remembered: more than twenty each second for as long as they live.
const MOST: usize = 20_000;

/// What became of an acknowledgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Acknowledged {
    /// Discord has taken it.
    Yes,
    /// It came too late, or was refused: nothing can be answered by this interaction.
    No,
    /// It was another run's: nobody knows.
    Unknown,
}

/// The interactions that can still be answered. Receiving tells of them, sending uses them.
#[derive(Debug, Default)]
pub struct Interactions {
    known: Mutex<Known>,
    settled: Notify,
}

#[derive(Debug, Default)]
struct Known {
    by_id: HashMap<String, One>,
    /// All ids, the oldest first.
    order: VecDeque<String>,
}

#[derive(Debug)]
struct One {
    person: String,
    handle: Handle,
    /// Whether it was taken, once that is known.
    taken: Option<bool>,
}

impl Interactions {
    /// An interaction of a person has arrived.
    ///
    /// # Returns
    /// Whether it is new, and has to be acknowledged: what Discord tells again is acknowledged already.
    pub fn arrived(&self, person: &str, handle: &Handle) -> bool {
        let mut known = self.known();
        known.forget_before(handle.until - LIFE);
        if known.by_id.contains_key(&handle.id) {
            return false;
        }
        let one = One {
            person: person.to_owned(),
            handle: handle.clone(),
            taken: None,
        };
        known.by_id.insert(handle.id.clone(), one);
        known.order.push_back(handle.id.clone());
        true
    }

    /// What came of its acknowledgement; or that its token has turned out to be dead.
    pub fn acknowledged(&self, id: &str, taken: bool) {
        if let Some(one) = self.known().by_id.get_mut(id) {
            one.taken = Some(taken);
        }
        self.settled.notify_waiters();
    }

    /// Waits until the acknowledgement of this interaction has come to an end, for some seconds at most.
    pub async fn settled(&self, id: &str) -> Acknowledged {
        let wait = async {
            loop {
                let settled = self.settled.notified();
                match self.known().by_id.get(id).map(|one| one.taken) {
                    None => return Acknowledged::Unknown,
                    Some(Some(true)) => return Acknowledged::Yes,
                    Some(Some(false)) => return Acknowledged::No,
                    Some(None) => {}
                }
                settled.await;
            }
        };
        tokio::time::timeout(PATIENCE, wait)
            .await
            .unwrap_or(Acknowledged::Unknown)
    }

    /// The newest interaction of a person that can still be answered, other than `not`.
    pub async fn newest(&self, person: &str, not: &str, now: DateTime<Utc>) -> Option<Handle> {
        let find = async {
            let handles = self.known().of(person, not, now);
            for handle in handles {
                if self.settled(&handle.id).await == Acknowledged::Yes {
                    return Some(handle);
                }
            }
            None
        };
        tokio::time::timeout(PATIENCE, find).await.ok().flatten()
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// Forgets what is dead by now, and the oldest where there are too many.
    fn forget_before(&mut self, now: DateTime<Utc>) {
        while let Some(oldest) = self.order.front() {
            let is_alive = self
                .by_id
                .get(oldest)
                .is_some_and(|one| one.handle.until > now);
            if is_alive && self.order.len() < MOST {
                return;
            }
            self.by_id.remove(oldest);
            self.order.pop_front();
        }
    }

    /// What a person did and can still be answered, the newest first.
    fn of(&self, person: &str, not: &str, now: DateTime<Utc>) -> Vec<Handle> {
        let ids = self.order.iter().rev().filter(|id| *id != not);
        ids.filter_map(|id| self.by_id.get(id))
            .filter(|one| one.person == person && one.taken != Some(false))
            .filter(|one| one.handle.until > now)
            .map(|one| one.handle.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + chrono::Duration::minutes(minute)
    }

    /// One that came in this minute.
    fn handle(id: &str, minute: i64) -> Handle {
        Handle {
            id: id.to_owned(),
            token: format!("token-{id}"),
            until: at(minute) + LIFE,
            placeholder: true,
        }
    }

    #[tokio::test(start_paused = true)]
    async fn an_acknowledgement_is_waited_for_but_not_for_long() {
        let interactions = Arc::new(Interactions::default());
        for id in ["1", "2", "3"] {
            interactions.arrived("5", &handle(id, 0));
        }
        let waits = |id: &'static str| {
            let interactions = interactions.clone();
            tokio::spawn(async move { interactions.settled(id).await })
        };
        let (taken, refused, silent) = (waits("1"), waits("2"), waits("3"));
        tokio::time::sleep(Duration::from_secs(1)).await;
        interactions.acknowledged("1", true);
        interactions.acknowledged("2", false);
        let started = tokio::time::Instant::now();
        assert_eq!(taken.await.unwrap(), Acknowledged::Yes);
        assert_eq!(refused.await.unwrap(), Acknowledged::No);
        assert_eq!(silent.await.unwrap(), Acknowledged::Unknown);
        assert_eq!(started.elapsed(), Duration::from_secs(3));
        let before = interactions.settled("of another run").await;
        assert_eq!(before, Acknowledged::Unknown);
        assert_eq!(started.elapsed(), Duration::from_secs(3));
    }

    #[tokio::test(start_paused = true)]
    async fn the_newest_that_was_taken_is_found() {
        let interactions = Interactions::default();
        for (person, id, minute) in [("5", "1", 0), ("5", "2", 1), ("6", "3", 2), ("5", "4", 3)] {
            interactions.arrived(person, &handle(id, minute));
            interactions.acknowledged(id, id != "4");
        }
        let newest = async |not, minute| {
            let found = interactions.newest("5", not, at(minute)).await;
            found.map(|handle| handle.id)
        };
        assert_eq!(newest("", 4).await.as_deref(), Some("2"));
        assert_eq!(newest("2", 4).await.as_deref(), Some("1"));
        assert_eq!(newest("2", 14).await, None, "that one is dead by then");
        assert_eq!(newest("", 15).await, None);
        interactions.acknowledged("2", false);
        assert_eq!(newest("", 4).await.as_deref(), Some("1"));
        assert_eq!(interactions.newest("7", "", at(4)).await, None);
    }

    #[test]
    fn what_is_dead_is_forgotten_and_there_are_never_too_many() {
        let interactions = Interactions::default();
        for number in 0..2 * MOST as i64 {
            interactions.arrived("5", &handle(&number.to_string(), 0));
        }
        assert_eq!(interactions.known().by_id.len(), MOST);
        assert_eq!(interactions.known().order.len(), MOST);
        interactions.arrived("5", &handle("new", 14));
        assert_eq!(interactions.known().by_id.len(), 1);
    }

    #[test]
    fn no_token_is_shown() {
        let interactions = Interactions::default();
        interactions.arrived("5", &handle("1", 0));
        assert!(!format!("{interactions:?}").contains("token-1"));
    }
}
