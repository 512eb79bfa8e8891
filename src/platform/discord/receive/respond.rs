//! The first response to an interaction: at once, from memory, whatever the database does. Discord waits three seconds
//! (<https://docs.discord.com/developers/interactions/receiving-and-responding#responding-to-an-interaction>).

use serde_json::Value;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::bot::Bot;
use crate::bot::suggest::{Kind, Suggestion};
use crate::domain::language::Language;
use crate::platform::discord::decode::{Asks, Interaction};
use crate::platform::discord::first::{FirstResponse, MOST_CHOICES, Texts};
use crate::platform::discord::interactions::Interactions;
use crate::platform::discord::rest::{CallError, Rest, Route};

/// How long after its arrival a first response is worth sending.
pub const WITHIN: Duration = Duration::from_millis(2500);

/// How long the first try may take, so that there is time for another.
const FIRST_TRY: Duration = Duration::from_millis(1200);

/// Before the second try.
const PAUSE: Duration = Duration::from_millis(50);

/// First responses on their way at the same time. So many people do not wait for each other's way to Discord and back.
const AT_ONCE: usize = 128;

/// Another part of the bot has answered already.
const ACKNOWLEDGED_ALREADY: u64 = 40060;

/// Gives first responses.
pub struct Responder {
    rest: Rest,
    interactions: Arc<Interactions>,
    bot: Arc<Bot>,
    texts: Box<dyn Fn(Language) -> Texts + Send + Sync>,
    /// Of people whose own we do not speak.
    language: Language,
    places: Semaphore,
}

impl Responder {
    /// Nothing is on its way yet.
    pub fn new(
        rest: Rest,
        interactions: Arc<Interactions>,
        bot: Arc<Bot>,
        texts: Box<dyn Fn(Language) -> Texts + Send + Sync>,
        language: Language,
    ) -> Self {
        Self {
            rest,
            interactions,
            bot,
            texts,
            language,
            places: Semaphore::new(AT_ONCE),
        }
    }

    /// Answers an interaction first, until then at the latest, and tells what came of it.
    pub async fn respond(&self, interaction: Interaction, until: Instant) {
        let id = interaction.handle.id.as_str();
        let mut told = Told {
            interactions: &self.interactions,
            id: Some(id).filter(|_| matches!(interaction.asks, Asks::Answer { .. })),
            taken: true,
        };
        let Ok(Ok(_place)) = timeout_at(until, self.places.acquire()).await else {
            tracing::warn!(id, "an interaction waited too long and is not acknowledged");
            told.taken = false;
            return;
        };
        let route = Route::callback(id, &interaction.handle.token);
        let body = self.body(&interaction);
        told.taken = match acknowledge(|| self.rest.call(&route, Some(&body)), until).await {
            Outcome::Taken => true,
            Outcome::Doubtful(cause) => {
                tracing::warn!(id, cause, "perhaps an interaction is not acknowledged");
                // Sending finds it out.
                true
            }
            Outcome::NotTaken(cause) => {
                tracing::warn!(id, cause, "an interaction is not acknowledged");
                false
            }
        };
    }

    /// Asks neither the database nor anybody else, and does not wait.
    fn body(&self, interaction: &Interaction) -> Value {
        let language = interaction.language.unwrap_or(self.language);
        let suggestions = |kind, typed: &str| self.suggestions(kind, typed, language);
        FirstResponse::to(interaction, suggestions).body(&(self.texts)(language))
    }

    fn suggestions(&self, kind: Kind, typed: &str, language: Language) -> Vec<Suggestion> {
        let look = || self.bot.suggest(kind, typed, language, MOST_CHOICES);
        catch_unwind(AssertUnwindSafe(look)).unwrap_or_else(|_| {
            tracing::error!("suggestions failed");
            Vec::new()
        })
    }
}

/// Tells what came of an acknowledgement, also when its task is ended: whoever waits for it must not wait for ever.
struct Told<'a> {
    interactions: &'a Interactions,
    /// `None`: nobody waits for it.
    id: Option<&'a str>,
    taken: bool,
}

impl Drop for Told<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            self.interactions.acknowledged(id, self.taken);
        }
    }
}

/// What came of a first response.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Taken,
    /// It may have arrived.
    Doubtful(String),
    NotTaken(String),
}

/// Sends a first response, twice where the first try failed in passing. That it was there already is as good.
async fn acknowledge<F, Fut>(send: F, until: Instant) -> Outcome
where
    F: Fn() -> Fut,
    Fut: Future<Output = Result<Value, CallError>>,
{
    let mut is_doubtful = false;
    let mut cause = "no time left".to_owned();
    for limit in [FIRST_TRY, WITHIN] {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        let wait = match timeout(left.min(limit), send()).await {
            Ok(Ok(_)) => return Outcome::Taken,
            Err(_) => {
                (is_doubtful, cause) = (true, "no answer in time".to_owned());
                Duration::ZERO
            }
            Ok(Err(error)) => {
                cause = error.to_string();
                match error {
                    CallError::Refused { code, .. } if code == ACKNOWLEDGED_ALREADY => {
                        return Outcome::Taken;
                    }
                    CallError::NotSent(_) => PAUSE,
                    CallError::Uncertain(_) => {
                        is_doubtful = true;
                        PAUSE
                    }
                    CallError::Refused {
                        status: 500..=599, ..
                    } => {
                        is_doubtful = true;
                        PAUSE
                    }
                    CallError::Limited { wait, .. } => wait,
                    CallError::Refused { .. } | CallError::HeldBack(_) => break,
                }
            }
        };
        if Instant::now() + wait >= until {
            break;
        }
        sleep(wait).await;
    }
    if is_doubtful {
        Outcome::Doubtful(cause)
    } else {
        Outcome::NotTaken(cause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    fn refused(status: u16, code: u64) -> CallError {
        CallError::Refused {
            status,
            code,
            message: String::new(),
        }
    }

    fn limited(milliseconds: u64) -> CallError {
        CallError::Limited {
            wait: Duration::from_millis(milliseconds),
            global: false,
        }
    }

    /// What comes of these answers one after another, how many were asked for, and how long it took. `None` hangs.
    async fn outcome(answers: Vec<Option<Result<Value, CallError>>>) -> (Outcome, usize, Duration) {
        let start = Instant::now();
        let asked = Mutex::new(0);
        let send = || {
            let mut asked = asked.lock().unwrap();
            let answer = answers[*asked].clone();
            *asked += 1;
            async move {
                match answer {
                    Some(answer) => answer,
                    None => std::future::pending().await,
                }
            }
        };
        let outcome = acknowledge(send, start + WITHIN).await;
        let asked = *asked.lock().unwrap();
        (outcome, asked, start.elapsed())
    }

    fn is_doubtful(outcome: &Outcome) -> bool {
        matches!(outcome, Outcome::Doubtful(_))
    }

    fn is_lost(outcome: &Outcome) -> bool {
        matches!(outcome, Outcome::NotTaken(_))
    }

    #[tokio::test(start_paused = true)]
    async fn what_failed_in_passing_is_tried_once_more() {
        let done = || Some(Ok(Value::Null));
        let not_sent = || Some(Err(CallError::NotSent("no connection".into())));
        let uncertain = || Some(Err(CallError::Uncertain("reset".into())));
        let (taken, asked, took) = outcome(vec![done()]).await;
        assert_eq!((taken, asked, took), (Outcome::Taken, 1, Duration::ZERO));
        for first in [
            not_sent(),
            uncertain(),
            Some(Err(refused(502, 0))),
            Some(Err(limited(300))),
            None,
        ] {
            let (taken, asked, took) = outcome(vec![first, done()]).await;
            assert_eq!((taken, asked), (Outcome::Taken, 2));
            assert!(took < Duration::from_millis(1300), "{took:?}");
        }
        let (lost, asked, _) = outcome(vec![not_sent(), not_sent()]).await;
        assert!(is_lost(&lost) && asked == 2);
        let (doubt, asked, _) = outcome(vec![uncertain(), not_sent()]).await;
        assert!(is_doubtful(&doubt) && asked == 2);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_acknowledged_already_counts_and_what_is_refused_does_not() {
        let twice = || Some(Err(refused(400, 40060)));
        assert_eq!(outcome(vec![twice()]).await.0, Outcome::Taken);
        assert_eq!(outcome(vec![None, twice()]).await.0, Outcome::Taken);
        let held = CallError::HeldBack("too many".into());
        for error in [refused(404, 10062), refused(401, 0), held, limited(60_000)] {
            let (lost, asked, _) = outcome(vec![Some(Err(error))]).await;
            assert!(is_lost(&lost) && asked == 1, "{lost:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn it_ends_in_time() {
        let (doubt, asked, took) = outcome(vec![None, None]).await;
        assert!(is_doubtful(&doubt) && asked == 2);
        assert_eq!(took, WITHIN);
        let start = Instant::now();
        let late = acknowledge(|| async { Ok(Value::Null) }, start).await;
        assert!(is_lost(&late));
    }
}
