//! Notices whose time has come.

use chrono::{DateTime, TimeDelta, Utc};

use super::{LOOK_EVERY, Look, Schedule, both, guarded};
use crate::domain::light;
use crate::domain::notice::{Notice, State};
use crate::speech::{Scene, held, notices as texts};
use crate::store::mailings::{self, Kind, New};
use crate::store::notices::{self, Move};
use crate::store::officer_notes::{self, NoteKind};
use crate::store::{self, Tx};

/// Who does it, as it stands in the audit log.
pub(super) const ACTOR: &str = "clock";

impl Schedule {
    /// Hands over to mailings what is due, and holds what is overdue.
    pub(super) async fn begin_due(&self, now: DateTime<Utc>) -> anyhow::Result<Look> {
        let mut db = self.store.read().await?;
        let scheduled = notices::in_state(&mut db, State::Scheduled).await?;
        drop(db);
        let mut look = Ok(Look::At(now + LOOK_EVERY));
        for notice in scheduled {
            let next = match notice.starts_at {
                Some(at) if at > now => Ok(Look::At(at)),
                _ => guarded("a notice", self.begin_notice(notice.id, now)).await,
            };
            look = both(look, next);
        }
        look
    }

    async fn begin_notice(&self, id: i64, now: DateTime<Utc>) -> anyhow::Result<Look> {
        let brain = self.bot.brain().await?;
        let mut tx = self.store.begin().await?;
        // As it is now: it may have been taken back, and changed, since it was looked for.
        let notice = notices::find(&mut tx, id).await?;
        let is_due = |notice: &Notice| {
            notice.state == State::Scheduled && notice.starts_at.is_none_or(|at| at <= now)
        };
        let Some(notice) = notice.filter(is_due) else {
            return Ok(Look::AtOnce);
        };
        let late = now - notice.starts_at.unwrap_or(now);
        if late > TimeDelta::minutes(self.config.notices.overdue_minutes.into()) {
            self.hold(&mut tx, &notice, now).await?;
            tx.commit().await?;
            tracing::warn!(notice = id, minutes = late.num_minutes(), "overdue: held");
        } else {
            let how = Move {
                actor: ACTOR,
                ..Move::default()
            };
            notices::advance(&mut tx, id, State::Scheduled, State::Sent, &how, now).await?;
            let new = New {
                kind: Kind::Notice,
                notice: Some(id),
                audience: notice.content.audience.clone(),
                bodies: texts::bodies(self.bot.speech(), &brain.knowledge, &notice),
            };
            mailings::begin(&mut tx, new, now).await?;
            tx.commit().await?;
            tracing::info!(notice = id, "begun");
        }
        self.bot.tell_news();
        Ok(Look::AtOnce)
    }

    /// Keeps a notice back whose time is over, and tells those who can decide.
    async fn hold(&self, tx: &mut Tx, notice: &Notice, now: DateTime<Utc>) -> store::Result<()> {
        let how = Move {
            actor: ACTOR,
            reason: "overdue",
            ..Move::default()
        };
        notices::advance(tx, notice.id, State::Scheduled, State::Held, &how, now).await?;
        note_held(tx, notice, now).await?;
        // Confirmed anew it may be held anew.
        let at = notice.starts_at.unwrap_or(now).timestamp();
        let cause = format!("held:{}:{at}", notice.id);
        let brain = self.bot.brain().await?;
        let mut chats = self.officers(tx).await?;
        chats.extend(notice.chat.clone().filter(|author| !chats.contains(author)));
        let say = |scene: Scene<'_>| held::overdue(scene, notice);
        self.tell(tx, &cause, chats, &brain, now, say).await
    }
}

/// Puts a held notice on the officer's list.
pub(super) async fn note_held(
    tx: &mut Tx,
    notice: &Notice,
    now: DateTime<Utc>,
) -> store::Result<()> {
    let number = notice.id.to_string();
    let first = notice.content.text.lines().next().unwrap_or_default();
    let first = light::plain(first);
    officer_notes::add(tx, NoteKind::NoticeHeld, &number, &first, now).await
}
