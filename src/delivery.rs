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
const UNCERTAIN_RETRIES: u32 = 1;

/// What one step did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Step {
    pub sent: usize,
    pub retried: usize,
    pub dead: usize,
    /// The platform is out of reach: another step makes no sense for now.
    pub stopped: bool,
}

impl Step {
    /// Whether there was nothing to do.
    pub fn is_idle(&self) -> bool {
        *self == Self::default()
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
        for row in claimed {
            if step.stopped {
                self.settle(row.claim, &Settlement::Returned).await?;
                continue;
            }
            let settlement = if row.claim.attempts > self.settings.max_attempts {
                // Taken again and again without an outcome: it may be what kills the process.
                let cause = "taken too often without an outcome".to_owned();
                Settlement::Dead { cause }
            } else {
                let key = SendKey(row.claim.id);
                let outcome = self.messenger.send(&row.to, &row.message, key).await;
                step.stopped = matches!(outcome, Err(SendError::Stop(_)));
                self.judge(&row, outcome, self.clock.now())
            };
            match &settlement {
                Settlement::Sent { .. } => step.sent += 1,
                Settlement::Dead { cause } => {
                    tracing::error!(row = row.claim.id, %platform, cause, "message put aside");
                    step.dead += 1;
                }
                Settlement::Retry { cause, .. } => {
                    tracing::warn!(row = row.claim.id, %platform, attempt = row.claim.attempts, cause, "will try again");
                    step.retried += 1;
                }
                Settlement::Moved(_) => step.retried += 1,
                Settlement::Returned => {}
            }
            self.settle(row.claim, &settlement).await?;
        }
        Ok(step)
    }

    async fn settle(&self, claim: Claim, settlement: &Settlement) -> store::Result<()> {
        let mut tx = self.store.begin().await?;
        outbox::settle(&mut tx, claim, settlement, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    /// What becomes of a message after this outcome.
    fn judge(
        &self,
        row: &Claimed,
        outcome: Result<Receipt, SendError>,
        now: DateTime<Utc>,
    ) -> Settlement {
        let again = |wait: Option<std::time::Duration>, cause: String, uncertain: bool| {
            if row.claim.attempts >= self.settings.max_attempts {
                return Settlement::Dead { cause };
            }
            // A platform may ask for hours; what cannot be counted is as long as our longest wait.
            let asked = wait.and_then(|wait| Duration::from_std(wait).ok());
            Settlement::Retry {
                not_before: now + asked.unwrap_or(self.wait(row.claim.attempts)),
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
    fn wait(&self, attempts: u32) -> Duration {
        let doubled = u64::from(self.settings.retry_seconds) << attempts.saturating_sub(1).min(20);
        Duration::seconds(doubled.min(self.settings.retry_max_seconds.into()) as i64)
    }
}
