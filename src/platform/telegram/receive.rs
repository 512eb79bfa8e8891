//! From Telegram to the bot: our own loop over `getUpdates`. What came is handled and committed first; only then the
//! next request tells Telegram, by its offset, that it was taken (<https://core.telegram.org/bots/api#getupdates>).
//!
//! A crash before the commit brings the updates again, a crash after it finds them marked as seen. While a batch is
//! handled the next one gathers at Telegram, so a rush is handled in large batches and a quiet hour at once.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Telegram;
use super::api::{Api, CallError, Limits};
use super::decode::{Decoded, Me, decode};
use super::rights::Rights;
use crate::bot::{Bot, StoreError};
use crate::clock::Clock;
use crate::domain::message::{Content, Incoming};

/// The kinds of updates that are asked for. What is not named would stay as it was set before, by whomever.
pub const KINDS: [&str; 4] = [
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
];

/// Updates in one answer.
const BATCH: u32 = 100;

/// Bytes of one answer: far more than a hundred long messages.
const ANSWER_BYTES: usize = 8 * 1024 * 1024;

/// How much longer than asked an answer may take to arrive.
const SLACK: Duration = Duration::from_secs(15);

/// The first and the longest wait after a failure; each is twice the one before.
const WAITS: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(60));

/// How long a failure may last before it is an error rather than a warning.
const PATIENCE: Duration = Duration::from_secs(60);

/// Presses that are acknowledged at the same time.
const ACKNOWLEDGING: usize = 8;

/// How long a press may wait for its acknowledgement. Later nobody looks at the button any more.
const ACKNOWLEDGED_WITHIN: Duration = Duration::from_secs(5);

/// How long a stop waits for acknowledgements, which are best effort.
const FINISH: Duration = Duration::from_secs(1);

/// Albums that are remembered. Their pictures come one right after another.
const ALBUMS: usize = 256;

/// Hands what comes from Telegram to the bot.
pub struct Intake {
    telegram: Arc<Telegram>,
    bot: Arc<Bot>,
    clock: Arc<dyn Clock>,
    me: Me,
    /// Albums of which a picture had words, the latest last: to the others nothing is to be said.
    albums: Mutex<VecDeque<String>>,
    rights: Rights,
    acknowledging: Arc<Semaphore>,
    tracker: TaskTracker,
    /// Ends the acknowledgements that are still on their way.
    abandon: CancellationToken,
}

impl Intake {
    /// For the bot that Telegram knows as `me`.
    pub fn new(telegram: Telegram, bot: Arc<Bot>, clock: Arc<dyn Clock>, me: Me) -> Self {
        Self {
            telegram: Arc::new(telegram),
            bot,
            clock,
            me,
            albums: Mutex::default(),
            rights: Rights::default(),
            acknowledging: Arc::new(Semaphore::new(ACKNOWLEDGING)),
            tracker: TaskTracker::new(),
            abandon: CancellationToken::new(),
        }
    }

    /// Handles updates: when this returns, they are handled and committed. Every press is acknowledged, whatever comes
    /// of it, so that nobody looks at a waiting button.
    ///
    /// # Errors
    /// The database cannot be written: Telegram should bring them again.
    pub async fn take(&self, updates: &[Value]) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut incoming = Vec::with_capacity(updates.len());
        let mut albums = Vec::with_capacity(updates.len());
        for update in updates {
            let callback = match decode(update, &self.me, now) {
                Decoded::Incoming {
                    incoming: one,
                    callback,
                    album,
                } => {
                    incoming.push(*one);
                    albums.push(album);
                    callback
                }
                Decoded::Ignored { why, callback } => {
                    tracing::debug!(why, "ignored");
                    callback
                }
            };
            if let Some(callback) = callback {
                self.acknowledge(callback);
            }
        }
        let mut incoming = self.without_silent_pictures(incoming, albums);
        if incoming.is_empty() {
            return Ok(());
        }
        self.rights.fill(self.api(), &mut incoming, now).await;
        self.bot.handle_all(&incoming).await
    }

    /// Leaves out pictures without words of albums with words: these are what is answered, wherever they stand.
    fn without_silent_pictures(
        &self,
        incoming: Vec<Incoming>,
        albums: Vec<Option<String>>,
    ) -> Vec<Incoming> {
        let mut known = self.albums.lock().unwrap_or_else(PoisonError::into_inner);
        for (one, album) in incoming.iter().zip(&albums) {
            if let (Content::Text(_), Some(album)) = (&one.content, album) {
                known.push_back(album.clone());
            }
        }
        let excess = known.len().saturating_sub(ALBUMS);
        known.drain(..excess);
        let is_answered = |one: &Incoming, album: Option<String>| {
            matches!(one.content, Content::Unreadable(_))
                && album.is_some_and(|album| known.contains(&album))
        };
        let both = incoming.into_iter().zip(albums);
        both.filter_map(|(one, album)| (!is_answered(&one, album)).then_some(one))
            .collect()
    }

    fn acknowledge(&self, callback: String) {
        let (telegram, permits) = (self.telegram.clone(), self.acknowledging.clone());
        let answer = async move {
            let permit = tokio::time::timeout(ACKNOWLEDGED_WITHIN, permits.acquire_owned());
            let Ok(_permit) = permit.await else {
                tracing::debug!("a press waited too long and is not acknowledged");
                return;
            };
            telegram.answer_callback(&callback).await;
        };
        let abandon = self.abandon.clone();
        self.tracker.spawn(async move {
            tokio::select! {
                () = answer => {}
                () = abandon.cancelled() => {}
            }
        });
    }

    fn api(&self) -> &Api {
        self.telegram.api()
    }

    /// Waits a moment for the presses that are not acknowledged yet, and leaves the others: a stop has more to do.
    pub async fn finish(&self) {
        self.tracker.close();
        if tokio::time::timeout(FINISH, self.tracker.wait())
            .await
            .is_err()
        {
            self.abandon.cancel();
            self.tracker.wait().await;
        }
    }
}

/// Asks for updates and hands them on, until it is stopped.
pub async fn poll(intake: &Intake, wait_seconds: u32, stop: &CancellationToken) {
    let mut polling = Polling {
        intake,
        wait_seconds,
        offset: None,
        batch: BATCH,
        suspect: None,
        trouble: Trouble::default(),
    };
    while !stop.is_cancelled() {
        let fetched = tokio::select! {
            fetched = polling.fetch() => fetched,
            () = stop.cancelled() => break,
        };
        // What was fetched is handled to its end, also when it is time to stop.
        if let Some(wait) = polling.handle(fetched).await {
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = stop.cancelled() => {}
            }
        }
    }
    intake.finish().await;
}

struct Polling<'a> {
    intake: &'a Intake,
    wait_seconds: u32,
    /// What comes next: everything before it is handled.
    offset: Option<i64>,
    batch: u32,
    /// The update that could not be read when it was last asked for alone.
    suspect: Option<i64>,
    trouble: Trouble,
}

impl Polling<'_> {
    /// Handles what a request brought. Returns how long to wait before the next.
    async fn handle(&mut self, fetched: Result<Vec<Value>, CallError>) -> Option<Duration> {
        let suspect = self.suspect.take();
        match fetched {
            Ok(updates) => {
                if let Err(error) = self.intake.take(&updates).await {
                    return Some(
                        self.trouble
                            .wait(&format!("nothing can be accepted: {error}")),
                    );
                }
                match updates.iter().filter_map(id_of).max() {
                    Some(last) => self.offset = Some(last.saturating_add(1)),
                    None if updates.is_empty() => {}
                    // They would come again at once.
                    None => return Some(self.trouble.wait("updates without a number")),
                }
                self.batch = BATCH;
                self.trouble = Trouble::default();
                None
            }
            Err(CallError::Unreadable { start, cause }) => self.step_over(suspect, &start, &cause),
            Err(error) => Some(self.trouble_with(error).await),
        }
    }

    async fn fetch(&self) -> Result<Vec<Value>, CallError> {
        let mut request = json!({
            "limit": self.batch,
            "timeout": self.wait_seconds,
            "allowed_updates": KINDS,
        });
        if let Some(offset) = self.offset {
            request["offset"] = offset.into();
        }
        let limits = Limits {
            time: Duration::from_secs(self.wait_seconds.into()) + SLACK,
            bytes: ANSWER_BYTES,
        };
        let answer = self
            .intake
            .api()
            .call_within("getUpdates", &request, limits);
        match answer.await? {
            Value::Array(updates) => Ok(updates),
            _ => Err(CallError::Uncertain("updates that are no list".to_owned())),
        }
    }

    /// An answer that cannot be read would come for ever: the updates are asked for one by one, and one that cannot be
    /// read even alone and twice in a row is stepped over. Once may be the fault of something on the way, which cut it.
    fn step_over(&mut self, suspect: Option<i64>, start: &[u8], cause: &str) -> Option<Duration> {
        if self.batch > 1 {
            self.batch = 1;
            return None;
        }
        let first = first_update(start);
        match first {
            Some(id) if suspect == first => {
                tracing::error!(update = id, cause, "an update is left out");
                self.offset = Some(id.saturating_add(1));
                None
            }
            _ => {
                self.suspect = first;
                Some(self.trouble.wait(cause))
            }
        }
    }

    /// How long to wait after a failure; what can be repaired is repaired.
    async fn trouble_with(&mut self, error: CallError) -> Duration {
        match &error {
            CallError::Api {
                code: 409,
                description,
                ..
            } if description.contains("webhook") => {
                // Left by another installation or the other mode.
                tracing::warn!("a webhook is set, so nothing can be asked for: it is removed");
                let nothing = json!({});
                let removed = self.intake.api().call_raw("deleteWebhook", &nothing);
                match removed.await {
                    Ok(_) => Duration::ZERO,
                    Err(error) => self.trouble.wait(&format!("a webhook is set: {error}")),
                }
            }
            CallError::Api {
                retry_after: Some(wait),
                ..
            } => self.trouble.wait(&error.to_string()).max(*wait),
            _ => self.trouble.wait(&error.to_string()),
        }
    }
}

/// Failures in a row.
#[derive(Default)]
pub(super) struct Trouble {
    since: Option<Instant>,
    count: u32,
}

impl Trouble {
    /// Notes a failure, and tells how long to wait.
    pub(super) fn wait(&mut self, cause: &str) -> Duration {
        let since = *self.since.get_or_insert_with(Instant::now);
        let wait = (WAITS.0 * 2_u32.pow(self.count.min(10))).min(WAITS.1);
        self.count += 1;
        let seconds = wait.as_secs();
        if since.elapsed() > PATIENCE {
            tracing::error!(cause, seconds, "Telegram cannot be heard");
        } else {
            tracing::warn!(cause, seconds, "Telegram cannot be heard for now");
        }
        wait
    }
}

fn id_of(update: &Value) -> Option<i64> {
    update.get("update_id")?.as_i64()
}

/// The number of the first update in the beginning of an answer.
fn first_update(start: &[u8]) -> Option<i64> {
    const NAME: &[u8] = b"\"update_id\"";
    let at = start.windows(NAME.len()).position(|part| part == NAME)?;
    let digits: String = start[at + NAME.len()..]
        .iter()
        .map(|byte| char::from(*byte))
        .skip_while(|c| *c == ':' || c.is_whitespace())
        .take_while(|c| c.is_ascii_digit())
        .collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_update_is_found_in_a_cut_answer() {
        let cut = br#"{"ok":true,"result":[{"update_id": 77,"message":{"text":"aaaa"#;
        assert_eq!(first_update(cut), Some(77));
        assert_eq!(first_update(b"<html>"), None);
        assert_eq!(first_update(br#"{"update_id":"#), None);
    }

    #[test]
    fn waits_grow_to_a_minute() {
        let mut trouble = Trouble::default();
        let waits: Vec<u64> = (0..9).map(|_| trouble.wait("test").as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
    }
}
