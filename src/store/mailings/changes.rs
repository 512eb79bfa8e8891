//! Changing what arrived: corrections and withdrawals, one row for each message that stands in a chat.
//!
//! The text of a mailing has a version, and each row knows the oldest version that may stand in the chat. A change makes
//! the version rise and goes through the rows that arrived with an older one, until nothing is in flight with an older one
//! either; a row counts as one of the new version once its change is in the outbox.

use chrono::{DateTime, Utc};

use super::super::outbox::name_of_row;
use super::super::{Connection, Result, next_numbers};
use super::{Expanded, Kind, Mailing, New, bodies, cancel_because, find, insert};
use crate::domain::message::Outgoing;
use crate::domain::notice::Variant;

/// Stands where a corrected text needs fewer messages than before, and the platform deletes none.
const LEFT_OVER: &str = "…";

/// Rows that arrived with an older text.
const OLDER: &str = "SELECT id FROM outbox
    WHERE mailing = $1 AND mailing > 0 AND status = 'sent' AND version > 0 AND version < $2
    ORDER BY version, id LIMIT $3";

/// Whether a row may come to stand in a chat with an older text.
const MAY_COME: &str = "SELECT EXISTS (SELECT 1 FROM outbox
        WHERE mailing = $1 AND mailing > 0 AND status = 'sending' AND version > 0 AND version < $2)
    OR EXISTS (SELECT 1 FROM outbox
        WHERE mailing = $1 AND mailing > 0 AND status = 'pending' AND version > 0 AND version < $2)";

/// Changes the text of a notice that went out or goes out: what has not gone out goes with the new text, what arrived is
/// edited. An older correction is superseded. `bodies` are for the same variants as those of the notice. `None`: it was not
/// sent, or the new text needs more messages than there are, and nothing changes.
///
/// # Errors
/// As the database reports them.
pub async fn correct(
    db: &mut Connection,
    notice: i64,
    bodies: Vec<(Variant, Outgoing)>,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    let Some(original) = original(db, notice).await? else {
        return Ok(None);
    };
    let parts = bodies::parts(&original.audience.kinds, bodies);
    let before = bodies::counts(db, original.id, original.version).await?;
    let room = bodies::counts(db, original.id, 1).await?;
    let fits = |variant: &Variant, parts: i64| {
        let room = room.get(&variant.to_string());
        room.is_none_or(|room| parts <= *room)
    };
    if !parts
        .iter()
        .all(|(variant, parts)| fits(variant, parts.len() as i64))
    {
        return Ok(None);
    }
    supersede(db, notice).await?;
    let version = raise(db, original.id).await?;
    bodies::put(db, original.id, version, &parts).await?;
    let most = room.values().chain(before.values()).copied().max();
    let edits = with_parts(parts, most.unwrap_or(1), Some(&Outgoing::plain(LEFT_OVER)));
    let id = begin(db, Kind::Correction, &original, now).await?;
    bodies::put(db, id, 1, &edits).await?;
    Ok(Some(id))
}

/// Takes a notice back: what has not gone out is cancelled, what arrived is withdrawn. `bodies` say what stands where a
/// message cannot be deleted. `None`: it was never sent.
///
/// # Errors
/// As the database reports them.
pub async fn withdraw(
    db: &mut Connection,
    notice: i64,
    bodies: Vec<(Variant, Outgoing)>,
    now: DateTime<Utc>,
) -> Result<Option<i64>> {
    let Some(original) = original(db, notice).await? else {
        return Ok(None);
    };
    let room = bodies::counts(db, original.id, 1).await?;
    let parts = bodies::parts(&original.audience.kinds, bodies);
    let most = room.values().copied().max().unwrap_or(1);
    supersede(db, notice).await?;
    cancel_because(db, original.id, "").await?;
    raise(db, original.id).await?;
    let id = begin(db, Kind::Withdrawal, &original, now).await?;
    bodies::put(db, id, 1, &with_parts(parts, most, None)).await?;
    Ok(Some(id))
}

/// The mailing of the notice itself.
async fn original(db: &mut Connection, notice: i64) -> Result<Option<Mailing>> {
    const ORIGINAL: &str = "SELECT max(id) FROM mailings WHERE notice = $1 AND kind = 'notice'";
    let id: Option<i64> = sqlx::query_scalar(ORIGINAL)
        .bind(notice)
        .fetch_one(&mut *db)
        .await?;
    match id {
        Some(id) => find(db, id).await,
        None => Ok(None),
    }
}

/// Cancels the changes before this one.
async fn supersede(db: &mut Connection, notice: i64) -> Result<()> {
    const EARLIER: &str = "SELECT id FROM mailings
        WHERE notice = $1 AND kind IN ('correction', 'withdrawal') AND ended_at IS NULL";
    let earlier: Vec<i64> = sqlx::query_scalar(EARLIER)
        .bind(notice)
        .fetch_all(&mut *db)
        .await?;
    for id in earlier {
        cancel_because(db, id, "superseded").await?;
    }
    Ok(())
}

/// Raises the version of a mailing's text.
async fn raise(db: &mut Connection, id: i64) -> Result<i64> {
    const RAISE: &str = "UPDATE mailings SET version = version + 1 WHERE id = $1 RETURNING version";
    Ok(sqlx::query_scalar(RAISE).bind(id).fetch_one(db).await?)
}

async fn begin(
    db: &mut Connection,
    kind: Kind,
    original: &Mailing,
    now: DateTime<Utc>,
) -> Result<i64> {
    let new = New {
        kind,
        notice: original.notice,
        audience: original.audience.clone(),
        bodies: Vec::new(),
    };
    insert(db, &new, original.id, now).await
}

/// Fills each variant up to so many parts, with this message or with its own first one.
fn with_parts(mut parts: bodies::Parts, count: i64, filler: Option<&Outgoing>) -> bodies::Parts {
    for (_, parts) in &mut parts {
        let filler = filler.or(parts.first()).cloned().unwrap_or_default();
        let count = (count as usize).max(parts.len());
        parts.resize(count, filler);
    }
    parts
}

/// Puts changes of rows that arrived into the outbox.
pub(super) async fn expand(
    db: &mut Connection,
    mailing: &Mailing,
    most: u32,
    now: DateTime<Utc>,
) -> Result<Expanded> {
    // What the new text needs no more is taken back.
    let insert = sqlx::AssertSqlSafe(format!(
        "INSERT INTO outbox (id, platform, chat, thread, lane, op, target, cause, part, body, mailing, recipient, variant,
            not_before, created_at, status, settled_at, why, error)
        SELECT $4 + row_number() OVER (ORDER BY arrived.version, arrived.id) - 1,
            arrived.platform, arrived.chat, arrived.thread, 3,
            CASE WHEN $5 = 'withdrawal' OR texts.part IS NULL THEN 'withdraw' ELSE 'edit' END, arrived.receipt,
            $6 || CAST(1000000000 + arrived.recipient AS TEXT), arrived.part, '', $7, arrived.recipient, arrived.variant,
            $8, $8, CASE WHEN gone.chat IS NULL THEN 'pending' ELSE 'undeliverable' END,
            CASE WHEN gone.chat IS NULL THEN NULL ELSE $8 END,
            CASE WHEN gone.chat IS NULL THEN NULL WHEN gone.place = 'private' THEN 'blocked' ELSE 'gone' END,
            gone.reason
        FROM ({OLDER}) AS older JOIN outbox AS arrived ON arrived.id = older.id
        LEFT JOIN mailing_bodies AS texts ON texts.mailing = $1 AND texts.version = $2
            AND texts.variant = arrived.variant AND texts.part = arrived.part
        LEFT JOIN chats AS gone
            ON gone.platform = arrived.platform AND gone.chat = arrived.chat AND gone.state = 'gone'
        WHERE TRUE
        ON CONFLICT (cause, part) DO NOTHING"
    ));
    let mark = sqlx::AssertSqlSafe(format!(
        "UPDATE outbox SET version = $2 WHERE id IN ({OLDER})"
    ));
    let Some(original) = find(db, mailing.original).await? else {
        return Ok(Expanded::Whole);
    };
    let first = next_numbers(db, "outbox", i64::from(most)).await?;
    sqlx::query(insert)
        .bind(original.id)
        .bind(original.version)
        .bind(i64::from(most))
        .bind(first)
        .bind(mailing.kind.as_str())
        .bind(name_of_row(mailing.id))
        .bind(mailing.id)
        .bind(now.timestamp_millis())
        .execute(&mut *db)
        .await?;
    let marked = sqlx::query(mark)
        .bind(original.id)
        .bind(original.version)
        .bind(i64::from(most))
        .execute(&mut *db)
        .await?;
    if marked.rows_affected() > 0 {
        return Ok(Expanded::More);
    }
    let may_come: i64 = sqlx::query_scalar(MAY_COME)
        .bind(original.id)
        .bind(original.version)
        .fetch_one(db)
        .await?;
    Ok(match may_come {
        0 => Expanded::Whole,
        _ => Expanded::Waits,
    })
}
