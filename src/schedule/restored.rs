//! A database that is a restored copy does not know what went out after the copy was made: all of that is held.

use chrono::{DateTime, Utc};

use super::Schedule;
use super::digests::{Runs, sort};
use super::due::{ACTOR, note_held};
use crate::domain::hours;
use crate::domain::notice::State;
use crate::speech::Scene;
use crate::speech::held::{self, Restored};
use crate::store::notices::{self, Move};
use crate::store::officer_notes::{self, NoteKind};
use crate::store::{self, Tx, digests, marks, restored};

/// Destinations that are looked at by one query.
const SLICE: u32 = 500;

impl Schedule {
    pub(super) async fn hold_restored(&self, now: DateTime<Utc>) -> anyhow::Result<()> {
        let is_copy = marks::find(&mut *self.store.read().await?, marks::COPIED).await?;
        if is_copy.is_none() {
            return Ok(());
        }
        let mut tx = self.store.begin().await?;
        // Another process may have done it meanwhile.
        let Some(copied_at) = marks::find(&mut tx, marks::COPIED).await? else {
            return Ok(());
        };
        let held = self.hold_everything(&mut tx, copied_at, now).await?;
        self.tell_restored(&mut tx, copied_at, &held, now).await?;
        marks::clear(&mut tx, marks::COPIED).await?;
        tx.commit().await?;
        tracing::warn!(
            notices = ?held.notices,
            messages = held.messages,
            digests = held.digests,
            "the database is a restored copy: what may have gone out is held"
        );
        Ok(())
    }

    async fn hold_everything(
        &self,
        tx: &mut Tx,
        copied_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<Restored> {
        let mut held = Restored {
            notices: restored::pause_mailings(tx, copied_at).await?,
            ..Restored::default()
        };
        let how = Move {
            actor: ACTOR,
            reason: "restored",
            ..Move::default()
        };
        for notice in notices::in_state(tx, State::Scheduled).await? {
            notices::advance(tx, notice.id, State::Scheduled, State::Held, &how, now).await?;
            held.notices.push(notice.id);
        }
        held.notices.sort_unstable();
        for number in &held.notices {
            if let Some(notice) = notices::find(tx, *number).await? {
                note_held(tx, &notice, now).await?;
            }
        }
        held.digests = self.drop_digests(tx, copied_at, now).await?;
        held.digests += restored::end_others(tx, now).await?;
        held.messages = restored::put_aside(tx, now).await?;
        restored::forget(tx).await?;
        self.skip_runs(tx, copied_at, now).await?;
        Ok(held)
    }

    /// Counts as done what was due since the copy was made.
    async fn skip_runs(
        &self,
        tx: &mut Tx,
        copied_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<()> {
        let settings = &self.config.notices;
        for (mark, line) in [
            (marks::DAILY, Some(settings.daily()?)),
            (marks::WEEKLY, Some(settings.weekly()?)),
            (marks::ALIVE, settings.alive()?),
        ] {
            if let Some(run) = line.and_then(|line| line.last(copied_at, now)) {
                marks::set(tx, mark, run).await?;
            }
        }
        Ok(())
    }

    /// Leaves out what was due in a digest since the copy was made: it may have gone out. Returns for how many destinations.
    async fn drop_digests(
        &self,
        tx: &mut Tx,
        copied_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> anyhow::Result<u64> {
        let settings = &self.config.notices;
        let runs = Runs {
            daily: settings.daily()?.last(copied_at, now),
            weekly: settings.weekly()?.last(copied_at, now),
        };
        let Some(last) = runs.last() else {
            return Ok(0);
        };
        let known = digests::notices(tx).await?;
        let (mut after, mut dropped) = (0, 0);
        loop {
            let waiting = digests::waiting(tx, after, last, SLICE).await?;
            for one in &waiting {
                after = one.reader.destination.id;
                let sorted = sort(one, &known, runs);
                digests::remove(tx, after, &sorted.due).await?;
                digests::remove(tx, after, &sorted.void).await?;
                dropped += u64::from(!sorted.due.is_empty());
            }
            if waiting.len() < SLICE as usize {
                return Ok(dropped);
            }
        }
    }

    async fn tell_restored(
        &self,
        tx: &mut Tx,
        copied_at: DateTime<Utc>,
        held: &Restored,
        now: DateTime<Utc>,
    ) -> store::Result<()> {
        let moment = |at| hours::local(at).format("%Y-%m-%d %H:%M").to_string();
        let text = format!("{} – {}", moment(copied_at), moment(now));
        officer_notes::add(tx, NoteKind::Restored, "", &text, now).await?;
        let brain = self.bot.brain().await?;
        let cause = format!("restored:{}", now.timestamp_millis());
        let officers = self.officers(tx).await?;
        let say = |scene: Scene<'_>| held::restored(scene, copied_at, held);
        self.tell(tx, &cause, officers.clone(), &brain, now, say)
            .await?;
        for number in &held.notices {
            // Officers know by now.
            let author = notices::find(tx, *number).await?.and_then(|one| one.chat);
            let author = author.filter(|author| !officers.contains(author));
            let cause = format!("{cause}:{number}");
            let say = |scene: Scene<'_>| held::restored_notice(scene, *number, copied_at);
            let chats = author.into_iter().collect();
            self.tell(tx, &cause, chats, &brain, now, say).await?;
        }
        Ok(())
    }
}
