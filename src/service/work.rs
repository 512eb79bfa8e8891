//! A platform at work: receiving and delivering, each in a task of its own, and their end in order.

use std::fmt::Display;
use std::future::Future;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::{AbortOnDropHandle, TaskTracker};

use super::Refusal;
use crate::bot::Bot;
use crate::delivery::Delivery;
use crate::platform::Messenger;

/// How long to wait before a platform is asked again who we are.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// How long deliveries wait at a stop for receiving to end everywhere. What is still received then is in the database, and
/// goes with the next start.
const LAST_RECEIVED: Duration = Duration::from_secs(2);

/// When work has to end. At a stop receiving ends first, on every platform, so that what was accepted last is still sent.
#[derive(Clone)]
pub(super) struct Work {
    receiving: CancellationToken,
    delivering: CancellationToken,
    /// Everybody who receives, on any platform.
    receivers: TaskTracker,
}

impl Work {
    /// Receives until `stop`, and delivers until [`stop_delivering`](Self::stop_delivering) says so.
    pub fn until(stop: &CancellationToken) -> Self {
        let receivers = TaskTracker::new();
        receivers.close();
        Self {
            receiving: stop.child_token(),
            delivering: CancellationToken::new(),
            receivers,
        }
    }

    /// The part of one platform, which may also end for itself.
    pub fn of_platform(&self) -> Self {
        Self {
            receiving: self.receiving.child_token(),
            delivering: self.delivering.child_token(),
            receivers: self.receivers.clone(),
        }
    }

    /// Cancelled when nothing more is to be begun or received.
    pub fn stop(&self) -> &CancellationToken {
        &self.receiving
    }

    /// Ends deliveries, when receiving has ended everywhere or takes too long.
    pub async fn stop_delivering(&self) {
        if tokio::time::timeout(LAST_RECEIVED, self.receivers.wait())
            .await
            .is_err()
        {
            tracing::warn!("something is still received while deliveries end");
        }
        self.delivering.cancel();
    }

    /// Receives and delivers until it is told to stop or a part has ended, and ends the other part then.
    ///
    /// # Errors
    /// What `receiving` says, or that a part has failed.
    pub async fn run(
        &self,
        receiving: impl Future<Output = Result<(), Refusal>> + Send + 'static,
        delivery: Delivery<impl Messenger>,
        bot: &Bot,
    ) -> anyhow::Result<()> {
        let receiving = AbortOnDropHandle::new(self.receivers.spawn(receiving));
        let (news, stop) = (bot.news(), self.delivering.clone());
        let delivering = tokio::spawn(async move {
            delivery.run(news, stop).await;
        });
        let delivering = AbortOnDropHandle::new(delivering);
        let receive = async {
            let outcome = receiving.await;
            // At a stop others may still receive.
            if !self.receiving.is_cancelled() {
                self.delivering.cancel();
            }
            outcome
        };
        let deliver = async {
            let outcome = delivering.await;
            self.receiving.cancel();
            outcome
        };
        match tokio::join!(receive, deliver) {
            (Ok(received), Ok(())) => Ok(received?),
            // What a panic says may quote what a person wrote.
            _ => anyhow::bail!("a part of the service has failed"),
        }
    }
}

/// Asks until there is an answer, or one that is no use to ask for again. `silent` is called once, with the cause, when
/// there is none at first. `None`: it was stopped meanwhile.
///
/// # Errors
/// As `refusal` says of an error.
pub(super) async fn answer<T, E: Display>(
    stop: &CancellationToken,
    ask: impl AsyncFn() -> Result<T, E>,
    refusal: impl Fn(&E) -> Option<Refusal>,
    silent: impl Fn(String),
) -> Result<Option<T>, Refusal> {
    let mut told = false;
    loop {
        let asked = tokio::select! {
            asked = ask() => asked,
            () = stop.cancelled() => return Ok(None),
        };
        let error = match asked {
            Ok(answer) => return Ok(Some(answer)),
            Err(error) => error,
        };
        if let Some(refusal) = refusal(&error) {
            return Err(refusal);
        }
        if !told {
            silent(error.to_string());
            told = true;
        }
        tokio::select! {
            () = tokio::time::sleep(ASK_AGAIN) => {}
            () = stop.cancelled() => return Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::{Cell, RefCell};
    use tokio::time::Instant;

    const SECOND: Duration = Duration::from_secs(1);

    /// How long deliveries go on after a stop, when a platform needs so long to end receiving.
    async fn delivered_for(receiving: Duration) -> Duration {
        let stop = CancellationToken::new();
        let work = Work::until(&stop);
        let (slow, quick) = (work.of_platform(), work.of_platform());
        for (platform, needs) in [(slow, receiving), (quick.clone(), Duration::ZERO)] {
            work.receivers.spawn(async move {
                platform.stop().cancelled().await;
                tokio::time::sleep(needs).await;
            });
        }
        tokio::time::sleep(SECOND).await;
        stop.cancel();
        let begun = Instant::now();
        let (took, ()) = tokio::join!(
            async {
                quick.delivering.cancelled().await;
                begun.elapsed()
            },
            work.stop_delivering()
        );
        took
    }

    #[tokio::test(start_paused = true)]
    async fn deliveries_end_after_all_receiving_but_do_not_wait_for_ever() {
        assert!(delivered_for(Duration::ZERO).await < SECOND / 100);
        let took = delivered_for(SECOND).await;
        assert!((SECOND..SECOND * 2).contains(&took), "{took:?}");
        let took = delivered_for(SECOND * 3600).await;
        assert!((LAST_RECEIVED..SECOND * 3).contains(&took), "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_asked_until_there_is_an_answer_and_silence_is_told_once() {
        let (asked, told) = (Cell::new(0), RefCell::new(Vec::new()));
        let ask = async || {
            asked.set(asked.get() + 1);
            if asked.get() < 4 {
                Err("no way")
            } else {
                Ok(7)
            }
        };
        let tell = |cause| told.borrow_mut().push(cause);
        let stop = CancellationToken::new();
        let begun = Instant::now();
        let answered = answer(&stop, ask, |_| None, tell).await;
        assert_eq!(answered, Ok(Some(7)));
        assert_eq!(told.take(), ["no way"]);
        assert!(begun.elapsed() >= ASK_AGAIN * 3);
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_and_a_stop_end_the_asking() {
        let stop = CancellationToken::new();
        let refuse = |_: &&str| Some(Refusal::DiscordToken);
        let ask = async || Err::<(), _>("401");
        let refused = answer(&stop, ask, refuse, |_| {}).await;
        assert_eq!(refused, Err(Refusal::DiscordToken));
        stop.cancel();
        let hangs = async || std::future::pending::<Result<(), &str>>().await;
        assert_eq!(answer(&stop, hangs, |_| None, |_| {}).await, Ok(None));
    }
}
