//! What is done to a notice that went out: for the conversation and for the command line. Each says what shall be, is written
//! into the audit log by who did it, and changes nothing the second time.

use chrono::{DateTime, Utc};

use crate::domain::message::Outgoing;
use crate::domain::notice::{Notice, State as NoticeState, Variant};
use crate::domain::split;
use crate::store::audit::{self, Change};
use crate::store::mailings::{self, Kind, Mailing, State};
use crate::store::notices::{self, Move};
use crate::store::{self, Tx, ledger};

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    Done,
    /// It is like that already.
    Already,
    /// Nothing is on its way any more.
    Nothing,
}

/// Nothing of it goes out until it is resumed.
///
/// # Errors
/// As the database reports them.
pub async fn pause(
    tx: &mut Tx,
    notice: i64,
    actor: &str,
    now: DateTime<Utc>,
) -> store::Result<Moved> {
    let open = open(tx, notice).await?;
    let mut moved = nothing_or_already(&open);
    for mailing in open.iter().filter(|one| one.state != State::Paused) {
        if mailings::pause(tx, mailing.id, "officer").await? {
            moved = Moved::Done;
        }
    }
    written(tx, notice, actor, "paused", moved, now).await
}

/// What was paused goes on.
///
/// # Errors
/// As the database reports them.
pub async fn resume(
    tx: &mut Tx,
    notice: i64,
    actor: &str,
    now: DateTime<Utc>,
) -> store::Result<Moved> {
    let open = open(tx, notice).await?;
    let mut moved = nothing_or_already(&open);
    for mailing in open.iter().filter(|one| one.state == State::Paused) {
        if mailings::resume(tx, mailing.id).await? {
            moved = Moved::Done;
        }
    }
    written(tx, notice, actor, "resumed", moved, now).await
}

/// What has not gone out is not sent any more, in digests neither.
///
/// # Errors
/// As the database reports them.
pub async fn cancel(
    tx: &mut Tx,
    notice: i64,
    actor: &str,
    now: DateTime<Utc>,
) -> store::Result<Moved> {
    let open = open(tx, notice).await?;
    let mut moved = Moved::Nothing;
    for mailing in &open {
        if mailings::cancel(tx, mailing.id).await? {
            moved = Moved::Done;
        }
        if mailing.kind == Kind::Notice {
            ledger::drop_from_digests(tx, notice).await?;
        }
    }
    written(tx, notice, actor, "cancelled", moved, now).await
}

/// Mailings of a notice of which something may still go out.
async fn open(tx: &mut Tx, notice: i64) -> store::Result<Vec<Mailing>> {
    let mut mailings = mailings::of_notice(tx, notice).await?;
    mailings.retain(|mailing| mailing.state.is_open());
    Ok(mailings)
}

fn nothing_or_already(open: &[Mailing]) -> Moved {
    if open.is_empty() {
        Moved::Nothing
    } else {
        Moved::Already
    }
}

async fn written(
    tx: &mut Tx,
    notice: i64,
    actor: &str,
    what: &str,
    moved: Moved,
    now: DateTime<Utc>,
) -> store::Result<Moved> {
    if moved == Moved::Done {
        let change = Change {
            at: now,
            actor: actor.to_owned(),
            what: what.to_owned(),
            subject: format!("notice:{notice}"),
            before: String::new(),
            after: String::new(),
        };
        audit::add(tx, &change).await?;
    }
    Ok(moved)
}

/// What came of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corrected {
    Done,
    /// It is not there to be corrected: never sent, or withdrawn.
    NotSent,
    /// It needs more messages than there are.
    TooLong,
}

/// Whether a text has room in the messages that a notice consists of: nothing can be added to what was sent.
///
/// # Errors
/// As the database reports them.
pub async fn fits(
    db: &mut store::Connection,
    notice: i64,
    bodies: &[(Variant, Outgoing)],
) -> store::Result<bool> {
    let parts = ledger::parts(db, notice).await?;
    Ok(bodies.iter().all(|(variant, body)| {
        let needs = split::parts(body.clone(), variant.platform.capacity()).len() as i64;
        let has = parts.get(&variant.to_string());
        has.is_none_or(|has| needs <= *has)
    }))
}

/// The text of a notice that went out changes wherever it is. `after` is the notice with the new text, `bodies` what its
/// copies say then.
///
/// # Errors
/// As the database reports them.
pub async fn correct(
    tx: &mut Tx,
    before: &Notice,
    after: &Notice,
    bodies: Vec<(Variant, Outgoing)>,
    actor: &str,
    now: DateTime<Utc>,
) -> store::Result<Corrected> {
    if before.state != NoticeState::Sent {
        return Ok(Corrected::NotSent);
    }
    if mailings::correct(tx, before.id, bodies, now)
        .await?
        .is_none()
    {
        return Ok(Corrected::TooLong);
    }
    let (id, old, new) = (before.id, &before.content, &after.content);
    notices::rewrite(tx, id, old, new, actor, now).await?;
    Ok(Corrected::Done)
}

/// Takes a notice back from those who got it, and from those who wait for it. `bodies`: what stands where a message cannot be
/// deleted any more. `false`: it was not sent, or is withdrawn already.
///
/// # Errors
/// As the database reports them.
pub async fn withdraw(
    tx: &mut Tx,
    notice: i64,
    bodies: Vec<(Variant, Outgoing)>,
    actor: &str,
    now: DateTime<Utc>,
) -> store::Result<bool> {
    let how = Move {
        actor,
        ..Move::default()
    };
    let (sent, withdrawn) = (NoticeState::Sent, NoticeState::Withdrawn);
    if !notices::advance(tx, notice, sent, withdrawn, &how, now).await? {
        return Ok(false);
    }
    mailings::withdraw(tx, notice, bodies, now).await?;
    ledger::drop_from_digests(tx, notice).await?;
    Ok(true)
}
