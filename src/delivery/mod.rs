//! From the outbox to a platform: claim by lease, send with no transaction open, settle by outcome.
//!
//! A crash between claim and settle leaves the row claimed; it is due again when its lease runs out, or at once for a
//! process that knows to be the only one of its platform. So nothing is lost, and a message can go out twice only where
//! the platform accepted it and the process died before it wrote that down.
//!
//! Several messages may be in flight at once, to different chats. What has landed and what is taken next goes into one
//! transaction: the more is in flight, the fewer times the disk is waited for.

mod flight;
mod judge;
mod pace;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::clock::Clock;
use crate::config;
use crate::domain::message::{ChatRef, Lane, Place};
use crate::domain::subscription::quiet_until;
use crate::figures::{self, Figures};
use crate::platform::{Messenger, SendError};
use crate::store::chats::{self, Closed};
use crate::store::mailings::Bodies;
use crate::store::outbox::{self, Claimed, Due, Hindrance, Look, Settlement, Source};
use crate::store::{self, Store, StoreError, Tx, files, holds};
use flight::{Done, Landed, perform};
use pace::{Pace, Wait};

/// The longest wait that a platform may ask for.
const LONGEST_ASKED: Duration = Duration::from_secs(24 * 60 * 60);

/// The shortest one, so that an answer like "again in 0 seconds" does not become a loop.
const SHORTEST_ASKED: Duration = Duration::from_secs(1);

/// How often the outbox is looked at when nothing wakes us: what waits for another try is due at some time.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long a platform that refuses everything is left alone.
const STOPPED_FOR: Duration = Duration::from_secs(60);

/// How long a platform that does not answer is left alone before it is asked again whether it is there.
const OUT_OF_REACH_FOR: Duration = Duration::from_secs(10);

/// How long reminders and notices to single persons are left alone while the platform takes none; then they are looked at
/// again, and wait on.
const HELD_FOR: Duration = Duration::from_secs(60 * 60);

/// How long it counts that nothing is held back.
const HOLD_KNOWN_FOR: Duration = Duration::from_secs(1);

/// How far a clock may be set back without a word.
const CLOCK_SLACK: Duration = Duration::from_secs(5);

/// How long a platform may take to say that it is there.
const ASKING: Duration = Duration::from_secs(5);

/// Rows that may be put off or given up in one turn: many more would keep others from the database.
const PUT_OFF: usize = 1000;

/// Rows looked at together where many of them may have to be put off.
const LOOKED_AT: usize = 64;

/// How long what is in flight may take to land when the service stops.
const LANDING: Duration = Duration::from_secs(7);

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Step {
    pub sent: usize,
    pub retried: usize,
    pub dead: usize,
    /// For chats that are gone.
    pub undeliverable: usize,
    /// What was to be changed was not there any more.
    pub skipped: usize,
    /// Given back unsent.
    pub returned: usize,
    /// Sent, but the lease was lost before that could be written down: each of these may have gone out twice.
    pub lost: usize,
    /// The platform is out of reach: another step makes no sense for now.
    pub stopped: bool,
}

impl Step {
    fn count(&mut self, landed: &Landed, settlement: &Settlement, held: bool) {
        let Landed { row, outcome } = landed;
        let (id, platform, attempt) = (row.claim.id, row.to.platform, row.attempts);
        match settlement {
            Settlement::Returned => self.returned += 1,
            _ if !held => {
                tracing::error!(row = id, %platform, "lease lost: the message may go out twice");
                self.lost += 1;
            }
            Settlement::Sent { .. } => self.sent += 1,
            Settlement::Dead { cause, .. } => {
                tracing::error!(row = id, %platform, cause, "message put aside");
                self.dead += 1;
            }
            Settlement::Undeliverable { cause, .. } => {
                tracing::info!(row = id, %platform, cause, "undeliverable");
                self.undeliverable += 1;
            }
            Settlement::Skipped { cause, .. } => {
                tracing::info!(row = id, %platform, cause, "skipped");
                self.skipped += 1;
            }
            Settlement::Retry { cause, .. } => {
                if matches!(outcome, Err(SendError::Absent(_))) {
                    // Nothing is wrong: the person has not come back yet.
                    tracing::debug!(row = id, %platform, attempt, cause, "will try again");
                } else {
                    tracing::warn!(row = id, %platform, attempt, cause, "will try again");
                }
                self.retried += 1;
            }
            Settlement::Again => self.retried += 1,
        }
    }
}

/// What is in hand: in flight, or landed and not written down.
struct Hand {
    flying: FuturesUnordered<BoxFuture<'static, Landed>>,
    landed: Vec<Landed>,
    /// When chats that have to wait may be written to.
    waits: Vec<Instant>,
    /// When the pace lets something more of these lanes go: replies and cases, reminders and notices.
    paces: [Option<Instant>; 2],
    /// The platform is out of reach until then.
    stopped: Option<Instant>,
    /// What that was said to be, until it is logged. A terminal that nobody reads any more is no matter for a log.
    stopped_by: Option<String>,
    /// Of something nobody knows whether it arrived: before more is risked, the platform is asked whether it is there.
    doubted: bool,
    /// Chats where the bot may not write, and whether those of earlier runs were looked up.
    closed: HashSet<String>,
    closed_known: bool,
    /// The clock at the last turn.
    clock: Option<DateTime<Utc>>,
    /// When leases that had run out were last looked for.
    expired: Option<DateTime<Utc>>,
    /// Until when it counts that nothing is held back.
    not_held: Option<Instant>,
    /// Messages that are being changed: a chat, and a message there.
    changing: HashSet<(String, String)>,
    /// Texts of mailings.
    bodies: Bodies,
    /// There may be more to do at once.
    more: bool,
}

/// What is due and must not wait for anything but the pace.
struct Fit {
    due: Vec<Due>,
    lane: Lane,
    /// How many more may be in flight.
    most: usize,
    now: DateTime<Utc>,
}

/// Delivers the messages of one platform.
pub struct Delivery<M> {
    store: Store,
    messenger: Arc<M>,
    clock: Arc<dyn Clock>,
    settings: config::Delivery,
    figures: Arc<Figures>,
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
            messenger: Arc::new(messenger),
            clock,
            settings,
            figures: Arc::default(),
        }
    }

    /// From now on it is counted here what becomes of messages.
    #[must_use]
    pub fn counted_in(mut self, figures: Arc<Figures>) -> Self {
        self.figures = figures;
        self
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
        outbox::count_perhaps_twice(&mut tx, released).await?;
        tx.commit().await?;
        Ok(released)
    }

    /// Sends until nothing is due or the platform is out of reach, without waiting for what is due later. Returns what
    /// was done.
    ///
    /// # Errors
    /// As the database reports them; the rows in hand are due again when their lease runs out.
    pub async fn drain(&self) -> store::Result<Step> {
        let mut hand = Hand::empty();
        let mut pace = Pace::new(self.messenger.rates(), Instant::now());
        let mut sum = Step::default();
        loop {
            let claim = self.may_claim(&mut hand).await;
            self.turn(&mut hand, &mut pace, claim, &mut sum).await?;
            match hand.flying.next().await {
                Some(landed) => hand.land(landed),
                None if hand.landed.is_empty() && !hand.more => return Ok(sum),
                None => {}
            }
        }
    }

    /// Sends what is due, as it becomes due, until it is stopped; then waits for what is in flight. `woken` tells of new
    /// messages. Returns what was done.
    pub async fn run(&self, mut woken: watch::Receiver<()>, stop: CancellationToken) -> Step {
        let mut hand = Hand::empty();
        let mut pace = Pace::new(self.messenger.rates(), Instant::now());
        let mut sum = Step::default();
        let (mut look, mut listening) = (true, true);
        let mut failures = 0;
        let platform = self.messenger.platform();
        while !stop.is_cancelled() {
            if let Some(cause) = hand.stopped_by.take() {
                tracing::error!(%platform, cause, "the platform is out of reach");
            }
            if look || !hand.landed.is_empty() {
                let claim = self.may_claim(&mut hand).await;
                match self.turn(&mut hand, &mut pace, claim, &mut sum).await {
                    Ok(()) => failures = 0,
                    Err(error) => {
                        failures += 1;
                        tracing::error!(%platform, %error, "the outbox is out of reach");
                        let wait = Duration::from_secs(1 << failures.min(5));
                        tokio::select! {
                            () = tokio::time::sleep(wait) => {}
                            () = stop.cancelled() => {}
                        }
                        continue;
                    }
                }
            }
            let next_look = tokio::time::sleep(hand.next_look(Instant::now()));
            let mut is_time = false;
            look = tokio::select! {
                Some(landed) = hand.flying.next() => {
                    hand.land(landed);
                    true
                }
                changed = woken.changed(), if listening => {
                    listening = changed.is_ok();
                    true
                }
                () = next_look => {
                    is_time = true;
                    false
                }
                () = stop.cancelled() => false,
            };
            if is_time {
                look = hand.is_due_by_itself(Instant::now())
                    || hand.was_set_back(self.clock.now())
                    || self.is_any_due().await;
            }
        }
        self.finish(&mut hand, &mut pace, &mut sum).await;
        sum
    }

    /// Sends what may go at once (the last replies), waits for what is in flight, and writes down what came of it. What
    /// does not land in time stays with its lease.
    async fn finish(&self, hand: &mut Hand, pace: &mut Pace, sum: &mut Step) {
        let claim = !hand.doubted && hand.stopped.is_none();
        if let Err(error) = self.turn(hand, pace, claim, sum).await {
            tracing::error!(%error, "nothing more is taken from the outbox");
        }
        let landing = async {
            while let Some(landed) = hand.flying.next().await {
                hand.land(landed);
            }
        };
        if tokio::time::timeout(LANDING, landing).await.is_err() {
            let left = hand.flying.len();
            tracing::warn!(left, "stopped before the platform answered");
        }
        if let Err(error) = self.turn(hand, pace, false, sum).await {
            tracing::error!(%error, "what was sent last is not written down");
        }
    }

    /// Whether a turn would find something to do, by a look that writes nothing.
    async fn is_any_due(&self) -> bool {
        let due = async {
            let mut db = self.store.read().await?;
            outbox::is_any_due(&mut db, self.messenger.platform(), self.clock.now()).await
        };
        due.await.unwrap_or(true)
    }

    /// Whether more may be let go. After a doubt, or a pause, the platform is asked first whether it is there: an outage
    /// must not spend the one repetition that a message has.
    async fn may_claim(&self, hand: &mut Hand) -> bool {
        if hand.stopped.is_some_and(|until| until > Instant::now()) {
            return false;
        }
        if hand.stopped.take().is_some() || hand.doubted {
            let asked = tokio::time::timeout(ASKING, self.messenger.is_there()).await;
            hand.doubted = asked != Ok(true);
            if hand.doubted {
                hand.stopped = Some(Instant::now() + OUT_OF_REACH_FOR);
                let platform = self.messenger.platform();
                tracing::warn!(%platform, "it does not answer: what waits is kept");
                return false;
            }
        }
        true
    }

    /// Writes down what has landed and, when `claim`, takes what may go: in one transaction. Then lets it go.
    async fn turn(
        &self,
        hand: &mut Hand,
        pace: &mut Pace,
        claim: bool,
        sum: &mut Step,
    ) -> store::Result<()> {
        let mut tx = self.store.begin().await?;
        // What has landed while the database was waited for goes into the same transaction.
        hand.land_others();
        // After a doubt the platform is asked first.
        hand.more = claim && hand.doubted;
        let claim = claim && !hand.doubted;
        let (now, landing) = (self.clock.now(), Instant::now());
        for Landed { row, .. } in &hand.landed {
            pace.landed(&row.to, self.place(row), landing);
            if let Some(message) = row.task.changes() {
                let changed = (row.to.chat.clone(), message.to_owned());
                hand.changing.remove(&changed);
            }
        }
        if !hand.closed_known {
            let closed = chats::without_rights(&mut tx, self.messenger.platform()).await?;
            hand.closed.extend(closed);
            hand.closed_known = true;
        }
        let counted = self.settle_all(&mut tx, hand, pace, now).await?;
        let mut taken = Vec::new();
        let instant = Instant::now();
        let stopped = |landed: &Landed| matches!(landed.outcome, Err(SendError::Stop(_)));
        if hand.landed.iter().any(stopped) {
            hand.stopped = Some(instant + STOPPED_FOR);
        }
        hand.waits.retain(|at| *at > instant);
        if claim && hand.stopped.is_none() {
            self.give_back(&mut tx, hand, now).await?;
            self.claim_all(&mut tx, hand, pace, &mut taken).await?;
        }
        tx.commit().await.map_err(StoreError::from)?;
        sum.stopped = hand.stopped.is_some();
        for (landed, (settlement, held)) in hand.landed.drain(..).zip(&counted) {
            sum.count(&landed, settlement, *held);
            let outcome = judge::counted(settlement).filter(|_| *held);
            if let Some(outcome) = outcome {
                self.figures.settled(landed.row.to.platform, outcome, 1);
            }
        }
        for row in taken {
            if let Some(message) = row.task.changes() {
                let changed = (row.to.chat.clone(), message.to_owned());
                hand.changing.insert(changed);
            }
            hand.flying.push(self.launch(row));
        }
        Ok(())
    }

    /// Gives back what a dead process had in hand, and what waits for a clock that has been set back.
    async fn give_back(
        &self,
        tx: &mut Tx,
        hand: &mut Hand,
        now: DateTime<Utc>,
    ) -> store::Result<()> {
        let platform = self.messenger.platform();
        if hand.was_set_back(now) {
            outbox::clock_was_set_back(tx, platform, now).await?;
        }
        hand.clock = Some(now);
        // By and by, and never while something of ours is in hand: a clock that jumps must not take it from us.
        let recently = |at| (at..at + LOOK_EVERY).contains(&now);
        if hand.flying.is_empty() && !hand.expired.is_some_and(recently) {
            outbox::expire_leases(tx, platform, now).await?;
            hand.expired = Some(now);
        }
        Ok(())
    }

    /// Takes what may go: replies and cases, then reminders and notices that belong to no mailing, then mailings.
    async fn claim_all(
        &self,
        tx: &mut Tx,
        hand: &mut Hand,
        pace: &mut Pace,
        taken: &mut Vec<Claimed>,
    ) -> store::Result<()> {
        let (now, platform) = (self.clock.now(), self.messenger.platform());
        let mut look = Look {
            platform,
            limit: 0,
            now,
            held: false,
            quiet: quiet_until(now).is_some(),
        };
        hand.paces = [None; 2];
        let sources = outbox::sources(tx, platform, now).await?;
        let (many, replies): (Vec<_>, Vec<_>) = sources
            .into_iter()
            .partition(|source| source.lane() >= Lane::Reminders);
        for source in &replies {
            self.claim(tx, hand, pace, source, look, taken).await?;
        }
        // Nobody is asked for: a platform that has had enough of everything says so of any chat.
        let nobody = ChatRef::private(platform, "");
        let instant = Instant::now();
        let wait = self.messenger.wait(&nobody).min(LONGEST_ASKED);
        hand.paces[1] = (!wait.is_zero()).then_some(instant + wait);
        let is_full = self.room(hand, Lane::Bulk, taken.len()) == 0;
        if many.is_empty() || is_full || !wait.is_zero() {
            return Ok(());
        }
        look.held = self.is_held(tx, hand).await?;
        for source in &many {
            self.claim(tx, hand, pace, source, look, taken).await?;
        }
        Ok(())
    }

    /// How many more of a lane may be in flight.
    fn room(&self, hand: &Hand, lane: Lane, taken: usize) -> usize {
        let most = self.settings.in_flight as usize;
        // Notices that hang must leave room for replies.
        let kept = if lane >= Lane::Reminders { most / 4 } else { 0 };
        (most - kept).saturating_sub(hand.flying.len() + taken)
    }

    /// Takes what may go of one source, up to what may be in flight.
    async fn claim(
        &self,
        tx: &mut Tx,
        hand: &mut Hand,
        pace: &mut Pace,
        source: &Source,
        mut look: Look,
        taken: &mut Vec<Claimed>,
    ) -> store::Result<()> {
        let lease_until = look.now + Duration::from_secs(self.settings.lease_seconds.into());
        let lane = source.lane();
        let mut put_off = 0;
        loop {
            let instant = Instant::now();
            let free = self.room(hand, lane, taken.len());
            let wait = pace.wait(lane, instant);
            let lanes_pace = &mut hand.paces[usize::from(lane >= Lane::Reminders)];
            *lanes_pace = (!wait.is_zero()).then_some(instant + wait);
            if free == 0 || !wait.is_zero() {
                return Ok(());
            }
            look.limit = free;
            if look.held || look.quiet {
                look.limit = free.max(LOOKED_AT);
            }
            let due = outbox::look(tx, source, &look).await?;
            let is_all = due.len() < look.limit;
            let (fit, unfit) = self.put_off(tx, due, look.now).await?;
            let fit = Fit {
                due: fit,
                lane,
                most: free,
                now: look.now,
            };
            let (may_go, waits) = self.let_go(tx, hand, pace, fit).await?;
            let gone = may_go.len();
            let bodies = &mut hand.bodies;
            let claimed = outbox::take(tx, source, may_go, bodies, look.now, lease_until).await?;
            taken.extend(claimed);
            put_off += unfit + waits;
            if is_all || gone + unfit + waits == 0 {
                return Ok(());
            }
            if put_off >= PUT_OFF {
                hand.more = true;
                return Ok(());
            }
        }
    }

    /// Puts off what must not go now, and gives up what must not go at all. Returns the rest, and how many these were.
    async fn put_off(
        &self,
        tx: &mut Tx,
        due: Vec<Due>,
        now: DateTime<Utc>,
    ) -> store::Result<(Vec<Due>, usize)> {
        let numbers = |hindrance| {
            let hindered = due.iter().filter(|due| due.hindrance == Some(hindrance));
            hindered.map(|due| due.id).collect::<Vec<i64>>()
        };
        let morning = quiet_until(now).unwrap_or(now);
        outbox::postpone(tx, &numbers(Hindrance::Quiet), morning).await?;
        outbox::postpone(tx, &numbers(Hindrance::Held), now + HELD_FOR).await?;
        for (hindrance, outcome) in [
            (Hindrance::Unsubscribed, figures::Outcome::Skipped),
            (Hindrance::Gone, figures::Outcome::Undeliverable),
        ] {
            let (ids, is_gone) = (numbers(hindrance), hindrance == Hindrance::Gone);
            outbox::give_up(tx, &ids, is_gone, now).await?;
            let platform = self.messenger.platform();
            self.figures.settled(platform, outcome, ids.len() as u64);
        }
        let count = due.len();
        let fit: Vec<Due> = due
            .into_iter()
            .filter(|due| due.hindrance.is_none())
            .collect();
        let unfit = count - fit.len();
        Ok((fit, unfit))
    }

    /// Which of these may go at once. A chat that has had enough for now waits. Returns how many these were as well.
    async fn let_go(
        &self,
        tx: &mut Tx,
        hand: &mut Hand,
        pace: &mut Pace,
        fit: Fit,
    ) -> store::Result<(Vec<Due>, usize)> {
        let mut may_go = Vec::with_capacity(fit.due.len().min(fit.most));
        let mut waits = 0;
        let instant = Instant::now();
        for due in fit.due {
            if may_go.len() == fit.most {
                break;
            }
            if let Some(message) = due.task.changes() {
                // What is being changed is changed again when that has landed.
                let changed = (due.to.chat.clone(), message.to_owned());
                if hand.changing.contains(&changed) {
                    continue;
                }
            }
            let place = due.place.unwrap_or_else(|| self.messenger.place(&due.to));
            let asked = self.messenger.wait(&due.to);
            let go = if asked.is_zero() {
                pace.take(&due.to, place, fit.lane, instant)
            } else {
                Err(Wait::Chat(asked))
            };
            match go {
                Ok(()) => may_go.push(due),
                Err(Wait::Chat(wait)) => {
                    // Not at once again, however short the wait.
                    let wait = wait.clamp(Duration::from_millis(1), LONGEST_ASKED);
                    outbox::postpone(tx, &[due.id], fit.now + wait).await?;
                    hand.waits.push(instant + wait);
                    waits += 1;
                }
                Err(Wait::Lane(_)) => break,
            }
        }
        Ok((may_go, waits))
    }

    /// Whether reminders and notices to single persons are held back. What is held back is asked for each time, so that all
    /// of it goes on as soon as somebody lifts it; that nothing is, once a second.
    async fn is_held(&self, tx: &mut Tx, hand: &mut Hand) -> store::Result<bool> {
        let instant = Instant::now();
        if hand.not_held.is_some_and(|until| until > instant) {
            return Ok(false);
        }
        let held = holds::is_held(tx, self.messenger.platform()).await?;
        hand.not_held = (!held).then_some(instant + HOLD_KNOWN_FOR);
        Ok(held)
    }

    /// Lets a message go. It flies in a task of its own: a panic in there is an outcome like others.
    fn launch(&self, row: Claimed) -> BoxFuture<'static, Landed> {
        if row.fruitless > self.settings.max_attempts.into() {
            // Taken again and again without an outcome: it may be what kills the process.
            let cause = "taken too often without an outcome".to_owned();
            let outcome = Err(SendError::Rejected(cause));
            return Box::pin(async move { Landed { row, outcome } });
        }
        let (store, messenger, flying) = (self.store.clone(), self.messenger.clone(), row.clone());
        let flight = AbortOnDropHandle::new(tokio::spawn(perform(store, messenger, flying)));
        let (figures, platform) = (self.figures.clone(), row.to.platform);
        Box::pin(async move {
            let begun = Instant::now();
            let failed = |_| Err(SendError::Uncertain("the program failed".to_owned()));
            let outcome = flight.await.unwrap_or_else(failed);
            figures.took(platform, begun.elapsed());
            Landed { row, outcome }
        })
    }

    /// Writes down what became of messages, and what that says of their chats. `false`: the lease was lost.
    async fn settle_all(
        &self,
        tx: &mut Tx,
        hand: &mut Hand,
        pace: &mut Pace,
        now: DateTime<Utc>,
    ) -> store::Result<Vec<(Settlement, bool)>> {
        let settlements = hand.landed.iter().map(|one| {
            let settlement = self.judge(&one.row, &one.outcome, now);
            (one.row.claim, settlement)
        });
        let settlements: Vec<_> = settlements.collect();
        let held = outbox::settle(tx, &settlements, now).await?;
        let mut settled = Vec::with_capacity(settlements.len());
        let mut perhaps_twice = 0;
        for (one, (claim, settlement)) in hand.landed.iter().zip(settlements) {
            self.learn(tx, one, pace, &mut hand.closed, now).await?;
            if matches!(one.outcome, Err(SendError::DirectStopped(_))) {
                hand.not_held = None;
            }
            let is_held = held.contains(&claim);
            // What another has taken may have a new handle by now.
            if is_held && matches!(one.outcome, Err(SendError::Absent(_))) {
                outbox::forget_handle(tx, &one.row).await?;
            }
            perhaps_twice += u64::from(match &settlement {
                Settlement::Retry { uncertain, .. } => *uncertain,
                Settlement::Returned => false,
                _ => !is_held,
            });
            settled.push((settlement, is_held));
        }
        outbox::count_perhaps_twice(tx, perhaps_twice).await?;
        Ok(settled)
    }

    /// What an outcome says of the chat, the file and the pace.
    async fn learn(
        &self,
        tx: &mut Tx,
        landed: &Landed,
        pace: &mut Pace,
        closed: &mut HashSet<String>,
        now: DateTime<Utc>,
    ) -> store::Result<()> {
        let Landed { row, outcome } = landed;
        let place = self.place(row);
        match outcome {
            Ok(Done::Brought(bytes)) => {
                if let Some((file, name)) = outbox::asked_for(&row.message) {
                    files::put(tx, &file.id, name, bytes, now).await?;
                }
            }
            Ok(Done::Said(receipt)) => {
                if let (Some(file), Some(remote)) = (&row.message.file, &receipt.file) {
                    files::uploaded(tx, row.to.platform, &file.id, remote).await?;
                }
                if closed.remove(&row.to.chat) {
                    chats::reopen(tx, &row.to, now).await?;
                }
            }
            Err(SendError::Retry {
                not_before: Some(wait),
                ..
            }) => {
                let wait = (*wait).clamp(SHORTEST_ASKED, LONGEST_ASKED);
                pace.flood(&row.to, wait, Instant::now());
            }
            Err(SendError::FileForgotten(_)) => {
                if let Some(file) = &row.message.file {
                    files::forgotten(tx, row.to.platform, &file.id).await?;
                }
            }
            Err(SendError::Gone(cause)) => {
                chats::close(tx, &row.to, place, Closed::Gone, cause, now).await?;
            }
            Err(SendError::NotAllowed(cause)) => {
                chats::close(tx, &row.to, place, Closed::NoRights, cause, now).await?;
                closed.insert(row.to.chat.clone());
            }
            Err(SendError::DirectStopped(cause)) => {
                let platform = row.to.platform;
                if holds::put(tx, platform, cause, now).await? {
                    tracing::error!(%platform, cause, "it takes no messages to single persons any more but replies");
                }
            }
            Err(SendError::Moved(to)) => {
                chats::rename(tx, row.to.platform, &row.to.chat, &to.chat).await?;
            }
            Err(_) => {}
        }
        Ok(())
    }

    /// What kind of chat a message is for.
    fn place(&self, row: &Claimed) -> Place {
        row.place.unwrap_or_else(|| self.messenger.place(&row.to))
    }
}

impl Hand {
    fn empty() -> Self {
        Self {
            flying: FuturesUnordered::new(),
            landed: Vec::new(),
            waits: Vec::new(),
            paces: [None; 2],
            stopped: None,
            stopped_by: None,
            // Nobody knows yet.
            doubted: true,
            closed: HashSet::new(),
            closed_known: false,
            clock: None,
            expired: None,
            not_held: None,
            changing: HashSet::new(),
            bodies: Bodies::default(),
            more: false,
        }
    }

    /// Takes what has landed.
    fn land(&mut self, landed: Landed) {
        match &landed.outcome {
            Err(SendError::Uncertain(_)) => self.doubted = true,
            Err(SendError::Stop(cause)) => self.stopped_by = Some(cause.clone()),
            _ => {}
        }
        self.landed.push(landed);
    }

    /// Takes everything else that has landed by now.
    fn land_others(&mut self) {
        while let Some(Some(landed)) = futures_util::FutureExt::now_or_never(self.flying.next()) {
            self.land(landed);
        }
    }

    /// Whether the clock has been set back since the last turn: what waits would wait for that much longer.
    fn was_set_back(&self, now: DateTime<Utc>) -> bool {
        self.clock.is_some_and(|before| now + CLOCK_SLACK < before)
    }

    /// Whether the time has come that something waits for.
    fn is_due_by_itself(&self, now: Instant) -> bool {
        self.more || self.times().any(|at| at <= now)
    }

    /// When there may be something to do.
    fn times(&self) -> impl Iterator<Item = Instant> {
        // While the platform is out of reach, nothing else counts.
        let others = self.waits.iter().chain(self.paces.iter().flatten());
        let others = others.filter(|_| self.stopped.is_none());
        self.stopped.iter().chain(others).copied()
    }

    /// How long until there may be something to do.
    fn next_look(&self, now: Instant) -> Duration {
        if self.more {
            return Duration::ZERO;
        }
        self.times().min().map_or(LOOK_EVERY, |at| {
            at.saturating_duration_since(now).min(LOOK_EVERY)
        })
    }
}
