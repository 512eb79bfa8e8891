//! From the outbox to a platform: claim by lease, send with no transaction open, settle by outcome.
//!
//! A crash between claim and settle leaves the row claimed; it is due again when its lease runs out, or at once for a
//! process that knows to be the only one of its platform. So nothing is lost, and a message can go out twice only where
//! the platform accepted it and the process died before it wrote that down.

use chrono::{DateTime, Duration, Utc};
use std::sync::Arc;

use crate::clock::Clock;
use crate::config;
use crate::platform::{Messenger, Receipt, SendError, SendKey};
use crate::store::outbox::{self, Claim, Claimed, Settlement};
use crate::store::{self, Store};

/// How often a message is sent again that may have reached the platform before: once (a duplicate is harmless, a loss
/// is not), and then it is shown to a person.
const UNCERTAIN_RETRIES: i64 = 1;

/// The longest wait that a platform may ask for.
const LONGEST_ASKED: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

/// The shortest one, so that an answer like "again in 0 seconds" does not become a loop.
const SHORTEST_ASKED: std::time::Duration = std::time::Duration::from_secs(1);

/// How long one send may take. A row whose lease ends sooner is not sent any more but given back: while a message is in
/// flight, nobody else may take it.
const SEND_LIMIT: std::time::Duration = std::time::Duration::from_secs(20);

/// What one step did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Step {
    pub sent: usize,
    pub retried: usize,
    pub dead: usize,
    /// Given back unsent.
    pub returned: usize,
    /// Sent, but the lease was lost before that could be written down: each of these may have gone out twice.
    pub lost: usize,
    /// The platform is out of reach: another step makes no sense for now.
    pub stopped: bool,
}

impl Step {
    /// Whether there was nothing to do.
    pub fn is_idle(&self) -> bool {
        *self == Self::default()
    }

    fn count(&mut self, row: &Claimed, settlement: &Settlement, held: bool) {
        let (id, platform, attempt) = (row.claim.id, row.to.platform, row.attempts);
        match settlement {
            Settlement::Returned => self.returned += 1,
            _ if !held => {
                tracing::error!(row = id, %platform, "lease lost: the message may go out twice");
                self.lost += 1;
            }
            Settlement::Sent { .. } => self.sent += 1,
            Settlement::Dead { cause } => {
                tracing::error!(row = id, %platform, cause, "message put aside");
                self.dead += 1;
            }
            Settlement::Retry { cause, .. } => {
                tracing::warn!(row = id, %platform, attempt, cause, "will try again");
                self.retried += 1;
            }
            Settlement::Moved(_) => self.retried += 1,
        }
    }
}

/// Delivers the messages of one platform.
pub struct Delivery<M> {
    store: Store,
    messenger: M,
    clock: Arc<dyn Clock>,
    settings: config::Delivery,
}

impl<M: Messenger> Delivery<M> {
    /// Puts the parts together.
    pub fn new(
        store: Store,
        messenger: M,
        clock: Arc<dyn Clock>,
        settings: config::Delivery,
    ) -> Self {
        Self {
            store,
            messenger,
            clock,
            settings,
        }
    }

    /// The platform's messenger.
    pub fn messenger(&self) -> &M {
        &self.messenger
    }

    /// Takes over what a dead process had in hand. Only for one that knows to be the only one of its platform.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn take_over(&self) -> store::Result<u64> {
        let mut tx = self.store.begin().await?;
        let released = outbox::release_all(&mut tx, self.messenger.platform()).await?;
        tx.commit().await?;
        Ok(released)
    }

    /// Sends until nothing is due or the platform is out of reach. Returns the sum of the steps.
    ///
    /// # Errors
    /// As the database reports them; the rows in hand are due again when their lease runs out.
    pub async fn drain(&self) -> store::Result<Step> {
        let mut sum = Step::default();
        loop {
            let step = self.step().await?;
            sum.sent += step.sent;
            sum.retried += step.retried;
            sum.dead += step.dead;
            sum.returned += step.returned;
            sum.lost += step.lost;
            sum.stopped = step.stopped;
            if step.is_idle() || step.stopped {
                return Ok(sum);
            }
        }
    }

    /// Claims what is due, sends it, settles each.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn step(&self) -> store::Result<Step> {
        let now = self.clock.now();
        let lease_until = now + Duration::seconds(self.settings.lease_seconds.into());
        let platform = self.messenger.platform();
        let mut tx = self.store.begin().await?;
        let claimed =
            outbox::claim(&mut tx, platform, self.settings.batch, now, lease_until).await?;
        tx.commit().await?;

        let mut step = Step::default();
        let mut ends_soon = false;
        for row in claimed {
            ends_soon |= self.clock.now() + SEND_LIMIT >= lease_until;
            let settlement = if step.stopped || ends_soon {
                Settlement::Returned
            } else if row.fruitless > self.settings.max_attempts.into() {
                // Taken again and again without an outcome: it may be what kills the process.
                let cause = "taken too often without an outcome".to_owned();
                Settlement::Dead { cause }
            } else {
                let outcome = self.send(&row).await;
                step.stopped = matches!(outcome, Err(SendError::Stop(_)));
                self.judge(&row, outcome, self.clock.now())
            };
            let held = self.settle(row.claim, &settlement).await?;
            step.count(&row, &settlement, held);
        }
        Ok(step)
    }

    /// Sends; what has no answer within the limit has perhaps arrived.
    async fn send(&self, row: &Claimed) -> Result<Receipt, SendError> {
        let send = self
            .messenger
            .send(&row.to, &row.message, SendKey(row.claim.id));
        tokio::time::timeout(SEND_LIMIT, send)
            .await
            .unwrap_or_else(|_| Err(SendError::Uncertain("no answer in time".to_owned())))
    }

    /// `false`: the lease was lost.
    async fn settle(&self, claim: Claim, settlement: &Settlement) -> store::Result<bool> {
        let mut tx = self.store.begin().await?;
        let held = outbox::settle(&mut tx, claim, settlement, self.clock.now()).await?;
        tx.commit().await?;
        Ok(held)
    }

    /// What becomes of a message after this outcome.
    fn judge(
        &self,
        row: &Claimed,
        outcome: Result<Receipt, SendError>,
        now: DateTime<Utc>,
    ) -> Settlement {
        let again = |wait: Option<std::time::Duration>, cause: String, uncertain: bool| {
            // By age, so that an outage of hours kills nothing; and not before some tries, so that what waited for days
            // while nobody ran gets its chance.
            let is_old =
                now - row.created_at >= Duration::hours(self.settings.give_up_hours.into());
            if is_old && row.attempts >= self.settings.max_attempts.into() {
                return Settlement::Dead { cause };
            }
            let asked = wait.map(|wait| wait.clamp(SHORTEST_ASKED, LONGEST_ASKED));
            Settlement::Retry {
                not_before: now + asked.unwrap_or(self.wait(row.attempts)),
                cause,
                uncertain,
            }
        };
        match outcome {
            Ok(Receipt(receipt)) => Settlement::Sent { receipt },
            Err(SendError::Retry { not_before, cause }) => again(not_before, cause, false),
            Err(SendError::NotAllowed(cause)) => again(None, cause, false),
            Err(SendError::Uncertain(cause)) if row.uncertain < UNCERTAIN_RETRIES => {
                again(None, cause, true)
            }
            Err(
                SendError::Uncertain(cause) | SendError::Rejected(cause) | SendError::Gone(cause),
            ) => Settlement::Dead { cause },
            Err(SendError::Moved(to)) => Settlement::Moved(to),
            Err(SendError::Stop(_)) => Settlement::Returned,
        }
    }

    /// The wait before the next try: doubled with each one, up to the longest.
    fn wait(&self, attempts: i64) -> std::time::Duration {
        let doubled = u64::from(self.settings.retry_seconds) << (attempts - 1).clamp(0, 20);
        std::time::Duration::from_secs(doubled.min(self.settings.retry_max_seconds.into()))
    }
}
