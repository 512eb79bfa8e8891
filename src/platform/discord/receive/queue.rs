//! What was heard and is not handled yet, in its order, and how far the stream of events is handled.
//!
//! After a break, messages of a chat wait here until those that were missed in it stand before them; what is not a message
//! goes on. As long as any chat waits, nothing counts as handled: a crash then begins with the break again.

use chrono::{DateTime, Utc};
use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

use crate::domain::message::Incoming;

/// A place in the stream of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The gateway's words.
    pub position: String,
    /// When the event was heard.
    pub at: DateTime<Utc>,
}

/// What is handled together.
#[derive(Debug)]
pub struct Batch {
    pub incoming: Vec<Incoming>,
    /// Everything up to here is handled with it.
    pub reached: Option<Reached>,
}

/// Everything up to here is handled, unless positions were given up meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    pub mark: Mark,
    epoch: u64,
}

/// The queue.
#[derive(Debug)]
pub struct Queue {
    capacity: usize,
    state: Mutex<State>,
    news: Notify,
}

#[derive(Debug, Default)]
struct State {
    ready: VecDeque<Item>,
    /// Messages that wait for what was missed before them.
    held: VecDeque<Incoming>,
    waiting: Waiting,
    /// The last event that was heard.
    latest: Option<Mark>,
    /// Counts the breaks.
    breaks: u64,
    /// Counts how often positions were given up.
    epoch: u64,
}

#[derive(Debug)]
struct Item {
    incoming: Incoming,
    /// Where everything before this and this is handled.
    mark: Option<Mark>,
}

/// Whose messages wait.
#[derive(Debug, Default)]
enum Waiting {
    #[default]
    Nobody,
    Everybody,
    Chats(HashSet<String>),
}

impl Queue {
    /// An empty queue with room for so many.
    pub fn new(capacity: usize) -> Self {
        Self {
            capacity,
            state: Mutex::default(),
            news: Notify::new(),
        }
    }

    /// Takes in an event, with what it is to us, if anything. Only a message waits for what was missed in its chat.
    ///
    /// # Returns
    /// Whether there was room.
    pub fn put(&self, incoming: Option<Incoming>, is_message: bool, mark: Mark) -> bool {
        let mut state = self.lock();
        if let Some(incoming) = incoming {
            if state.ready.len() + state.held.len() >= self.capacity {
                return false;
            }
            if is_message && state.waits(&incoming.chat.chat) {
                state.held.push_back(incoming);
            } else {
                let mark = Some(mark.clone());
                state.ready.push_back(Item { incoming, mark });
            }
        }
        state.latest = Some(mark);
        drop(state);
        self.news.notify_one();
        true
    }

    /// Waits for up to `most` that may be handled.
    pub async fn next(&self, most: usize) -> Batch {
        loop {
            if let Some(batch) = self.take(most) {
                return batch;
            }
            self.news.notified().await;
        }
    }

    /// Up to `most` that may be handled.
    pub fn take(&self, most: usize) -> Option<Batch> {
        let mut state = self.lock();
        if state.ready.is_empty() {
            return None;
        }
        let count = state.ready.len().min(most);
        let items: Vec<Item> = state.ready.drain(..count).collect();
        let last = items.iter().rev().find_map(|item| item.mark.clone());
        let reached = state.reached(last);
        let incoming = items.into_iter().map(|item| item.incoming).collect();
        Some(Batch { incoming, reached })
    }

    /// How far everything is handled when nothing is in hand, where that is news: the last events were none of ours.
    pub fn reached(&self) -> Option<Reached> {
        let mut state = self.lock();
        state.reached(None)
    }

    /// There was a break: from now on all messages wait.
    pub fn wait_for_missed(&self) {
        let mut state = self.lock();
        state.breaks += 1;
        state.waiting = Waiting::Everybody;
    }

    /// Which break this is.
    pub fn breaks(&self) -> u64 {
        self.lock().breaks
    }

    /// After this break only messages of these chats wait.
    pub fn wait_in(&self, chats: HashSet<String>, after: u64) {
        let mut state = self.lock();
        if state.breaks != after {
            return;
        }
        state.waiting = Waiting::Chats(chats);
        state.let_go();
        drop(state);
        self.news.notify_one();
    }

    /// What was missed in a chat, before what waits for it; after this break nothing waits there any more.
    pub fn caught_up(&self, chat: &str, missed: Vec<Incoming>, after: u64) {
        let mut state = self.lock();
        let missed = missed.into_iter().map(|incoming| Item {
            incoming,
            mark: None,
        });
        state.ready.extend(missed);
        if state.breaks == after
            && let Waiting::Chats(chats) = &mut state.waiting
        {
            chats.remove(chat);
            state.let_go();
        }
        drop(state);
        self.news.notify_one();
    }

    /// No position of what was heard so far may be kept any more.
    pub fn give_up_positions(&self) {
        let mut state = self.lock();
        state.epoch += 1;
        state.latest = None;
        state.forget_marks();
    }

    /// Whether a position may still be kept.
    pub fn counts(&self, reached: &Reached) -> bool {
        self.lock().epoch == reached.epoch
    }

    /// Whether there is room for what was missed. What waits for it does not count: it would wait for ever.
    pub fn has_room(&self) -> bool {
        self.lock().ready.len() < self.capacity
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn waits(&self, chat: &str) -> bool {
        match &self.waiting {
            Waiting::Nobody => false,
            Waiting::Everybody => true,
            Waiting::Chats(chats) => chats.contains(chat),
        }
    }

    /// Messages that need not wait any more go to the end of the queue. What stands before them was heard after some of
    /// them, so its marks are worth nothing.
    fn let_go(&mut self) {
        self.forget_marks();
        if matches!(&self.waiting, Waiting::Chats(chats) if chats.is_empty()) {
            self.waiting = Waiting::Nobody;
        }
        for incoming in std::mem::take(&mut self.held) {
            if self.waits(&incoming.chat.chat) {
                self.held.push_back(incoming);
            } else {
                let mark = None;
                self.ready.push_back(Item { incoming, mark });
            }
        }
    }

    fn forget_marks(&mut self) {
        for item in &mut self.ready {
            item.mark = None;
        }
    }

    /// How far everything is handled once what was just taken is, of which `last` is the last mark.
    fn reached(&mut self, last: Option<Mark>) -> Option<Reached> {
        if !matches!(self.waiting, Waiting::Nobody) {
            return None;
        }
        // Behind the last one there may have been events that are nothing to us.
        let mark = if self.ready.is_empty() {
            self.latest.take()
        } else {
            last
        };
        let epoch = self.epoch;
        mark.map(|mark| Reached { mark, epoch })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::{ChatRef, Content, Place, Platform, Sender};

    fn mark(position: u32) -> Mark {
        Mark {
            position: position.to_string(),
            at: DateTime::from_timestamp(position.into(), 0).unwrap(),
        }
    }

    fn said(chat: &str, update: u32) -> Incoming {
        Incoming {
            update: update.to_string(),
            chat: ChatRef::private(Platform::Discord, chat),
            place: Place::Private,
            sender: Sender { id: "5".into() },
            message: None,
            language: None,
            content: Content::Text("x".into()),
            file: None,
            venue: None,
            runs: Vec::new(),
            handle: None,
            at: DateTime::UNIX_EPOCH,
        }
    }

    /// Puts in a message whose update and position are this number.
    fn message(queue: &Queue, chat: &str, number: u32) {
        assert!(queue.put(Some(said(chat, number)), true, mark(number)));
    }

    fn press(queue: &Queue, chat: &str, number: u32) {
        assert!(queue.put(Some(said(chat, number)), false, mark(number)));
    }

    fn nothing(queue: &Queue, number: u32) {
        assert!(queue.put(None, false, mark(number)));
    }

    /// The updates and the position of a batch.
    fn taken(queue: &Queue, most: usize) -> (Vec<String>, Option<String>) {
        let Some(batch) = queue.take(most) else {
            return (Vec::new(), None);
        };
        let updates = batch.incoming.into_iter().map(|one| one.update);
        let position = batch.reached.map(|reached| reached.mark.position);
        (updates.collect(), position)
    }

    fn batch(updates: &[&str], position: Option<&str>) -> (Vec<String>, Option<String>) {
        let updates = updates.iter().map(ToString::to_string).collect();
        (updates, position.map(ToOwned::to_owned))
    }

    fn position(queue: &Queue) -> Option<String> {
        queue.reached().map(|reached| reached.mark.position)
    }

    #[test]
    fn a_batch_says_how_far_everything_is_handled_with_it() {
        let queue = Queue::new(10);
        assert_eq!(taken(&queue, 5), batch(&[], None));
        message(&queue, "a", 1);
        nothing(&queue, 2);
        press(&queue, "b", 3);
        nothing(&queue, 4);
        assert_eq!(taken(&queue, 1), batch(&["1"], Some("1")));
        assert_eq!(taken(&queue, 5), batch(&["3"], Some("4")));
        assert_eq!(position(&queue), None, "it is no news");
        nothing(&queue, 5);
        assert_eq!(position(&queue), Some("5".into()));
        assert_eq!(position(&queue), None);
    }

    #[test]
    fn a_full_queue_takes_only_what_is_nothing_to_us() {
        let queue = Queue::new(2);
        message(&queue, "a", 1);
        queue.wait_for_missed();
        message(&queue, "a", 2);
        assert!(!queue.put(Some(said("a", 3)), true, mark(3)));
        assert!(!queue.put(Some(said("a", 3)), false, mark(3)));
        nothing(&queue, 4);
        assert_eq!(taken(&queue, 5), batch(&["1"], None));
        press(&queue, "a", 5);
        assert!(
            queue.has_room(),
            "what waits does not hold up what it waits for"
        );
        queue.caught_up("a", vec![said("a", 100)], queue.breaks());
        assert!(!queue.has_room());
    }

    #[test]
    fn messages_wait_for_what_was_missed_and_presses_do_not() {
        let queue = Queue::new(100);
        message(&queue, "a", 1);
        queue.wait_for_missed();
        message(&queue, "a", 2);
        message(&queue, "new", 3);
        press(&queue, "a", 4);
        assert_eq!(position(&queue), None);
        assert_eq!(taken(&queue, 9), batch(&["1", "4"], None));
        let after = queue.breaks();
        queue.wait_in(HashSet::from(["a".into(), "b".into()]), after);
        message(&queue, "b", 5);
        message(&queue, "new", 6);
        assert_eq!(taken(&queue, 9), batch(&["3", "6"], None));
        press(&queue, "c", 7);
        queue.caught_up("a", vec![said("a", 100), said("a", 101)], after);
        message(&queue, "a", 8);
        assert_eq!(
            taken(&queue, 9),
            batch(&["7", "100", "101", "2", "8"], None)
        );
        press(&queue, "c", 9);
        queue.caught_up("b", Vec::new(), after);
        message(&queue, "b", 10);
        // 9 was heard after 5, which waited: with 9 alone not everything up to there is handled.
        assert_eq!(taken(&queue, 1), batch(&["9"], None));
        assert_eq!(taken(&queue, 1), batch(&["5"], None));
        assert_eq!(taken(&queue, 1), batch(&["10"], Some("10")));
    }

    #[test]
    fn what_waits_when_no_chat_was_talked_in_goes_on() {
        let queue = Queue::new(9);
        queue.wait_for_missed();
        message(&queue, "a", 1);
        queue.wait_in(HashSet::new(), queue.breaks());
        assert_eq!(taken(&queue, 9), batch(&["1"], Some("1")));
    }

    #[test]
    fn a_second_break_makes_all_wait_again() {
        let queue = Queue::new(9);
        queue.wait_for_missed();
        let first = queue.breaks();
        queue.wait_in(HashSet::from(["a".into()]), first);
        message(&queue, "a", 1);
        queue.wait_for_missed();
        queue.caught_up("a", vec![said("a", 100)], first);
        queue.wait_in(HashSet::new(), first);
        message(&queue, "b", 2);
        assert_eq!(taken(&queue, 9), batch(&["100"], None));
        let second = queue.breaks();
        queue.wait_in(HashSet::from(["a".into()]), second);
        queue.caught_up("a", vec![said("a", 100)], second);
        assert_eq!(taken(&queue, 9), batch(&["2", "100", "1"], Some("2")));
    }

    #[test]
    fn positions_that_are_given_up_are_not_kept() {
        let queue = Queue::new(9);
        message(&queue, "a", 1);
        message(&queue, "a", 2);
        let in_hand = queue.take(1).unwrap().reached.unwrap();
        assert!(queue.counts(&in_hand));
        queue.give_up_positions();
        assert!(!queue.counts(&in_hand));
        assert_eq!(taken(&queue, 9), batch(&["2"], None));
        assert_eq!(position(&queue), None);
        message(&queue, "a", 3);
        let later = queue.take(1).unwrap().reached.unwrap();
        assert!(queue.counts(&later));
    }

    #[tokio::test]
    async fn whoever_waits_for_work_is_told() {
        let queue = std::sync::Arc::new(Queue::new(9));
        let waiting = {
            let queue = queue.clone();
            tokio::spawn(async move { queue.next(9).await.incoming.len() })
        };
        tokio::task::yield_now().await;
        nothing(&queue, 1);
        tokio::task::yield_now().await;
        message(&queue, "a", 2);
        assert_eq!(waiting.await.unwrap(), 1);
    }
}
