//! Notices that go out: their rows, their end, and what their author is shown meanwhile.

use chrono::{DateTime, TimeDelta, Utc};

use super::{LOOK_EVERY, Look, Schedule, both, guarded};
use crate::domain::message::{Lane, Outgoing};
use crate::figures::OnItsWay;
use crate::speech::mailings as texts;
use crate::store::mailings::{self, Expanded, Mailing, Progress, State};
use crate::store::outbox::{self, Said};
use crate::store::{self, Tx, ledger, notices};

/// Destinations or rows in one transaction: a question that comes meanwhile waits for as many.
const SLICE: u32 = 500;

/// How often rows of what was cancelled are settled; the last ones are those in flight, for which there is nothing to do.
const SWEEP_EVERY: TimeDelta = TimeDelta::milliseconds(50);

/// How often what the author is shown may change.
const SHOW_EVERY: TimeDelta = TimeDelta::seconds(3);

/// What the author of a notice was shown last.
pub(super) struct Shown {
    at: DateTime<Utc>,
    numbers: Vec<(i64, State, Progress)>,
    /// How many quarters of it were written to the log.
    quarters: i64,
}

impl Schedule {
    /// Goes on with everything that goes out: some more rows, its end, what its author is shown.
    pub(super) async fn go_on(&mut self, now: DateTime<Utc>) -> anyhow::Result<Look> {
        let open = mailings::open(&mut *self.store.read().await?).await?;
        let mut look = Ok(Look::At(now + LOOK_EVERY));
        for mailing in &open {
            // Digests and signs of life are put together one by one.
            if mailing.notice.is_some() && mailing.state == State::Expanding {
                look = both(look, guarded("rows", self.some_rows(mailing, now)).await);
            }
        }
        let mut notices: Vec<i64> = open.iter().filter_map(|one| one.notice).collect();
        notices.sort_unstable();
        notices.dedup();
        for notice in notices {
            look = both(look, guarded("progress", self.show(notice, now)).await);
        }
        for mailing in &open {
            look = both(look, guarded("an end", self.finish(mailing, now)).await);
        }
        look
    }

    /// Stores some more rows of a mailing.
    async fn some_rows(&self, mailing: &Mailing, now: DateTime<Utc>) -> anyhow::Result<Look> {
        let mut tx = self.store.begin().await?;
        let expanded = mailings::expand(&mut tx, mailing.id, SLICE, now).await?;
        tx.commit().await?;
        self.bot.tell_news();
        if expanded == Expanded::Waits {
            // For what is in flight with an older text.
            return Ok(Look::At(now + LOOK_EVERY));
        }
        if expanded == Expanded::Whole {
            let progress = mailings::progress(&mut *self.store.read().await?, mailing.id).await?;
            let (notice, stored) = (mailing.notice, progress.total);
            tracing::info!(
                notice,
                kind = mailing.kind.as_str(),
                stored,
                "all rows are stored"
            );
        }
        Ok(Look::AtOnce)
    }

    /// Shows the author how far a notice is, where that has changed.
    async fn show(&mut self, number: i64, now: DateTime<Utc>) -> anyhow::Result<Look> {
        let is_early = |shown: &Shown| (TimeDelta::zero()..SHOW_EVERY).contains(&(now - shown.at));
        if self.shown.get(&number).is_some_and(is_early) {
            return Ok(Look::At(now + LOOK_EVERY));
        }
        let mut db = self.store.read().await?;
        let Some(notice) = notices::find(&mut db, number).await? else {
            return Ok(Look::At(now + LOOK_EVERY));
        };
        let mut mailings = Vec::new();
        for mailing in mailings::of_notice(&mut db, number).await? {
            let progress = mailings::progress(&mut db, mailing.id).await?;
            mailings.push((mailing, progress));
        }
        drop(db);
        let numbers: Vec<_> = mailings
            .iter()
            .map(|(mailing, progress)| (mailing.id, mailing.state, *progress))
            .collect();
        let before = self.shown.remove(&number);
        let is_first = before.is_none();
        let has_changed = before.as_ref().is_none_or(|shown| shown.numbers != numbers);
        let quarters = before.map(|shown| shown.quarters).unwrap_or_default();
        let quarters = match has_changed {
            true => log(number, &mailings, quarters),
            false => quarters,
        };
        self.note(&mailings);
        let shown = Shown {
            at: now,
            numbers,
            quarters,
        };
        self.shown.insert(number, shown);
        // At first there is only what the confirmation has said already.
        if has_changed
            && !is_first
            && let Some(chat) = &notice.chat
        {
            let brain = self.bot.brain().await?;
            let mut tx = self.store.begin().await?;
            let scene = self.scene_for(&mut tx, &brain, chat, now).await?;
            let card = texts::progress_card(scene, &notice, &mailings);
            outbox::show(&mut tx, &cause(number), chat, card, now).await?;
            tx.commit().await?;
            self.bot.tell_news();
        }
        Ok(Look::At(now + LOOK_EVERY))
    }

    /// Ends a mailing of which nothing is open any more, and reports.
    async fn finish(&mut self, mailing: &Mailing, now: DateTime<Utc>) -> anyhow::Result<Look> {
        if matches!(mailing.state, State::Expanding | State::Paused) {
            return Ok(Look::At(now + LOOK_EVERY));
        }
        let mut tx = self.store.begin().await?;
        let has_ended = match mailing.state {
            State::Cancelled => self.sweep(&mut tx, mailing.id, now).await?,
            _ => mailings::finish(&mut tx, mailing.id, now).await?,
        };
        if !has_ended {
            tx.commit().await?;
            let is_swept = mailing.state == State::Cancelled;
            let wait = if is_swept { SWEEP_EVERY } else { LOOK_EVERY };
            return Ok(Look::At(now + wait));
        }
        if let Some(number) = mailing.notice {
            self.report(&mut tx, mailing, number, now).await?;
        }
        tx.commit().await?;
        let progress = mailings::progress(&mut *self.store.read().await?, mailing.id).await?;
        tracing::info!(
            notice = mailing.notice,
            kind = mailing.kind.as_str(),
            sent = progress.sent,
            skipped = progress.skipped,
            undeliverable = progress.undeliverable,
            dead = progress.dead,
            perhaps_twice = progress.perhaps_twice,
            "finished"
        );
        self.bot.figures().on_its_way(mailing.id, None);
        self.shown.remove(&mailing.notice.unwrap_or_default());
        self.bot.tell_news();
        Ok(Look::AtOnce)
    }

    /// Settles some more of what is not wanted any more.
    async fn sweep(&self, tx: &mut Tx, id: i64, now: DateTime<Utc>) -> store::Result<bool> {
        mailings::sweep(tx, SLICE, now).await?;
        let swept = mailings::find(tx, id).await?;
        Ok(swept.is_none_or(|one| one.ended_at.is_some()))
    }

    /// Tells the author what came of it, once.
    async fn report(
        &self,
        tx: &mut Tx,
        mailing: &Mailing,
        number: i64,
        now: DateTime<Utc>,
    ) -> store::Result<()> {
        let Some(notice) = notices::find(tx, number).await? else {
            return Ok(());
        };
        let Some(chat) = &notice.chat else {
            return Ok(());
        };
        let brain = self.bot.brain().await?;
        let ledger = ledger::of_notice(tx, number).await?;
        let is_open = |told: &ledger::Told| told.mailing.state.is_open();
        if ledger.mailings.iter().any(is_open) {
            return Ok(());
        }
        let scene = self.scene_for(tx, &brain, chat, now).await?;
        // Nothing is left in the card that could be pressed.
        if let Some(last) = ledger.mailings.last()
            && outbox::is_known(tx, &cause(number)).await?
        {
            let digest = ledger.in_digest.total() > 0;
            let end = Outgoing::plain(texts::headline(scene.voice, number, last, digest));
            outbox::show(tx, &cause(number), chat, end, now).await?;
        }
        let said = Said {
            cause: format!("report:{}", mailing.id),
            lane: Lane::Interactive,
            to: chat.clone(),
            messages: vec![texts::final_report(scene, &notice, &ledger)],
        };
        outbox::put(tx, vec![said], now).await
    }

    /// Writes down how far each mailing is, for those who watch over the program.
    fn note(&self, mailings: &[(Mailing, Progress)]) {
        for (mailing, progress) in mailings {
            let notice = mailing.notice.filter(|_| mailing.state.is_open());
            let how_far = notice.map(|notice| OnItsWay {
                notice,
                kind: mailing.kind.as_str(),
                state: mailing.state.as_str(),
                recipients: vec![
                    ("sent", progress.sent),
                    ("waiting", progress.waiting),
                    ("skipped", progress.skipped),
                    ("undeliverable", progress.undeliverable),
                    ("dead", progress.dead),
                ],
            });
            self.bot.figures().on_its_way(mailing.id, how_far);
        }
    }
}

/// The name of what the author of a notice is shown while it goes out.
fn cause(notice: i64) -> String {
    format!("progress:{notice}")
}

/// Writes each new quarter of a notice to the log, and pauses; returns how many quarters there are by now.
fn log(notice: i64, mailings: &[(Mailing, Progress)], before: i64) -> i64 {
    let Some((mailing, progress)) = mailings.iter().rfind(|(one, _)| one.state.is_open()) else {
        return before;
    };
    let settled = progress.total - progress.waiting;
    let quarters = match mailing.state {
        // How many there will be is not known yet.
        State::Expanding => before,
        _ => (settled * 4)
            .checked_div(progress.total)
            .unwrap_or_default(),
    };
    if mailing.state == State::Paused {
        tracing::info!(notice, reason = mailing.reason, settled, "paused");
    } else if quarters > before && quarters < 4 {
        tracing::info!(notice, percent = quarters * 25, settled, "on its way");
    }
    quarters.max(before)
}
