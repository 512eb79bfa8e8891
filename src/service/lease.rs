//! One service at a time over a database.
//!
//! A lock on a file next to the database tells at once, also after a kill, whether another process of this machine lives.
//! The lease in the database tells where the lock cannot (a file system without locks), and its epoch tells one whose
//! lease was taken over while it slept.

use chrono::{DateTime, TimeDelta, Utc};
use std::fs::File;
use std::sync::Arc;
use std::time::Duration;

use super::Refusal;
use crate::app::App;
use crate::clock::Clock;
use crate::domain::hours;
use crate::store::officer_notes::{self, NoteKind};
use crate::store::{Store, StoreError, leases};

/// The name of the lease.
pub const NAME: &str = "service";

/// How long the lease lasts after a sign of life, in seconds.
const TERM_SECONDS: i64 = 30;

/// How often it is renewed.
const RENEW_EVERY: Duration = Duration::from_secs(10);

/// Messengers keep what they could not bring for a day: what was written before is lost to us.
const KEPT_HOURS: i64 = 24;

/// The right to be the service.
pub struct Held {
    epoch: i64,
    clock: Arc<dyn Clock>,
    /// Held until the process ends in any way.
    _lock: Option<File>,
}

/// Makes sure that no other process of this machine is the service, before anything is changed. `None`: the file system
/// knows no locks, and the lease must do.
///
/// # Errors
/// [`Refusal::Running`]; otherwise as the database reports them.
pub async fn lock(app: &App) -> anyhow::Result<Option<File>> {
    match app.lock("service") {
        Ok(Some(lock)) => Ok(Some(lock)),
        Ok(None) => {
            // As it is: a running service of another version must keep its database.
            let busy_timeout = app.config.database.busy_timeout();
            let store = Store::open_as_it_is(&app.database, busy_timeout).await?;
            let holder = leases::holder(&mut *store.read().await?, NAME).await;
            store.close().await;
            let holder = holder.ok().flatten().unwrap_or_default();
            Err(Refusal::Running { holder }.into())
        }
        Err(error) => {
            tracing::warn!(%error, "no lock on a file; the lease in the database must do");
            Ok(None)
        }
    }
}

/// Makes sure that no process at all is the service, as long as the lock is held; where the file system knows no locks, that
/// none has shown a sign of life lately.
///
/// # Errors
/// [`Refusal::Running`]; otherwise as the database reports them.
pub async fn alone(app: &App) -> anyhow::Result<Option<File>> {
    let lock = lock(app).await?;
    if lock.is_some() || !crate::app::exists(&app.database) {
        return Ok(lock);
    }
    let store = Store::open_as_it_is(&app.database, app.config.database.busy_timeout()).await?;
    let held = leases::held_by(&mut *store.read().await?, NAME, app.now()).await;
    store.close().await;
    match held? {
        Some(holder) => Err(Refusal::Running { holder }.into()),
        None => Ok(None),
    }
}

/// Becomes the service. When nobody was it for so long that messages may be missing, the officer is told.
///
/// # Errors
/// [`Refusal::Running`]; otherwise as the database reports them.
pub async fn take(app: &App, store: &Store, lock: Option<File>) -> anyhow::Result<Held> {
    let now = app.now();
    let mut tx = store.begin().await?;
    let me = format!("pid {}", std::process::id());
    let taken = leases::take(&mut tx, NAME, &me, lock.is_some(), now, end_of_term(now)).await?;
    let Some(lease) = taken else {
        let holder = leases::holder(&mut tx, NAME).await?;
        let holder = holder.unwrap_or_default();
        return Err(Refusal::Running { holder }.into());
    };
    if let Some(last_seen) = lease.last_seen
        && now - last_seen > TimeDelta::hours(KEPT_HOURS)
    {
        let moment = |at| hours::local(at).format("%Y-%m-%d %H:%M").to_string();
        let text = format!("{} – {}", moment(last_seen), moment(now));
        officer_notes::add(&mut tx, NoteKind::Downtime, "", &text, now).await?;
    }
    tx.commit().await.map_err(StoreError::from)?;
    Ok(Held {
        epoch: lease.epoch,
        clock: app.clock.clone(),
        _lock: lock,
    })
}

impl Held {
    /// Renews the lease as long as it is ours, and returns when another has taken it.
    pub async fn keep_until_ousted(&self, store: &Store) {
        loop {
            tokio::time::sleep(RENEW_EVERY).await;
            let now = self.clock.now();
            match self.renew(store, now, end_of_term(now)).await {
                Ok(true) => {}
                Ok(false) => return,
                // Nobody else can take it either while the database is out of reach.
                Err(error) => tracing::warn!(%error, "the lease is not renewed"),
            }
        }
    }

    /// Ends the lease.
    pub async fn release(&self, store: &Store) {
        let now = self.clock.now();
        if let Err(error) = self.renew(store, now, now).await {
            tracing::warn!(%error, "the lease is not ended; it ends by itself");
        }
    }

    async fn renew(
        &self,
        store: &Store,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let mut tx = store.begin().await?;
        let ours = leases::renew(&mut tx, NAME, self.epoch, now, until).await?;
        tx.commit().await?;
        Ok(ours)
    }
}

fn end_of_term(now: DateTime<Utc>) -> DateTime<Utc> {
    now + TimeDelta::seconds(TERM_SECONDS)
}
