//! What became of a mailing: counted and listed.

use super::{Audience, Connection, Counted, Missed, Progress, Result, instant, json};
use crate::domain::message::{Place, Platform};
use crate::domain::subscription::URGENT;

/// How many recipients, by what became of everything for them: of several parts the worst counts.
const RECIPIENTS: &str = "SELECT rank, count(*), coalesce(sum(twice), 0) FROM (
        SELECT recipient,
            max(CASE status WHEN 'sent' THEN 0 WHEN 'skipped' THEN 1 WHEN 'undeliverable' THEN 2 WHEN 'dead' THEN 3
                ELSE 4 END) AS rank,
            max(CASE WHEN doubts > 0 AND status = 'sent' THEN 1 ELSE 0 END) AS twice
        FROM outbox WHERE mailing = $1 AND mailing > 0 GROUP BY recipient) AS recipients
    GROUP BY rank";

/// How far a mailing is.
///
/// # Errors
/// As the database reports them.
pub async fn progress(db: &mut Connection, id: i64) -> Result<Progress> {
    const OUTCOME: &str = "SELECT outcome FROM mailings WHERE id = $1 AND outcome IS NOT NULL";
    let outcome: Option<String> = sqlx::query_scalar(OUTCOME)
        .bind(id)
        .fetch_optional(&mut *db)
        .await?;
    if let Some(outcome) = outcome {
        let decode = |error: serde_json::Error| sqlx::Error::Decode(error.into());
        return Ok(serde_json::from_str(&outcome).map_err(decode)?);
    }
    let rows: Vec<(i64, i64, i64)> = sqlx::query_as(RECIPIENTS).bind(id).fetch_all(db).await?;
    let mut progress = Progress::default();
    for (rank, count, twice) in rows {
        progress.total += count;
        let class = match rank {
            0 => &mut progress.sent,
            1 => &mut progress.skipped,
            2 => &mut progress.undeliverable,
            3 => &mut progress.dead,
            _ => &mut progress.waiting,
        };
        *class += count;
        progress.perhaps_twice += twice;
    }
    Ok(progress)
}

/// Keeps the numbers of a mailing that has ended, because its rows will be deleted.
pub(in crate::store) async fn keep_outcome(db: &mut Connection, id: i64) -> Result<()> {
    const KEEP: &str = "UPDATE mailings SET outcome = $2 WHERE id = $1 AND outcome IS NULL";
    let progress = progress(db, id).await?;
    sqlx::query(KEEP)
        .bind(id)
        .bind(json(&progress))
        .execute(db)
        .await?;
    Ok(())
}

/// Recipients who did not get it, by the first part that they did not get; for any reason (`$4` is NULL), or for this one.
const MISSED: &str = "SELECT missed.id, missed.variant, coalesce(chats.title, ''), coalesce(missed.why, ''),
        missed.attempts, missed.settled_at
    FROM outbox AS missed
    LEFT JOIN chats ON chats.platform = missed.platform AND chats.chat = missed.chat AND chats.place <> 'private'
    WHERE missed.mailing = $1 AND missed.mailing > 0 AND missed.id > $2
      AND missed.status IN ('dead', 'undeliverable', 'skipped')
      AND NOT EXISTS (SELECT 1 FROM outbox AS earlier
        WHERE earlier.cause = missed.cause AND earlier.part < missed.part
          AND earlier.status IN ('dead', 'undeliverable', 'skipped'))
      AND ($4 IS NULL OR coalesce(missed.why, '') = $4)
    ORDER BY missed.id LIMIT $3";

/// Up to `most` recipients who did not get it, by the number of their row, behind this one.
///
/// # Errors
/// As the database reports them.
pub async fn missed(
    db: &mut Connection,
    id: i64,
    after_row: i64,
    most: u32,
) -> Result<Vec<Missed>> {
    missed_because(db, id, None, after_row, most).await
}

/// The same, of those with this reason; none: with any.
///
/// # Errors
/// As the database reports them.
pub async fn missed_because(
    db: &mut Connection,
    id: i64,
    why: Option<&str>,
    after_row: i64,
    most: u32,
) -> Result<Vec<Missed>> {
    type Line = (i64, String, String, String, i64, Option<i64>);
    let rows: Vec<Line> = sqlx::query_as(MISSED)
        .bind(id)
        .bind(after_row)
        .bind(i64::from(most))
        .bind(why)
        .fetch_all(db)
        .await?;
    let line = |(row, variant, title, why, attempts, settled_at): Line| {
        let mut variant = variant.split('/');
        let platform = variant.next().and_then(Platform::from_name);
        let place = variant.next().and_then(Place::from_name);
        Missed {
            row,
            platform: platform.unwrap_or(Platform::Terminal),
            place: place.unwrap_or(Place::Private),
            title,
            why,
            attempts,
            settled_at: settled_at.map(instant),
        }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// How many destinations of each kind a mailing for this audience would reach now.
///
/// # Errors
/// As the database reports them.
pub async fn audience(db: &mut Connection, audience: &Audience) -> Result<Vec<Counted>> {
    // As many parameters as topics: there are some twenty.
    let topics: Vec<String> = (2..)
        .map(|number| format!("${number}"))
        .take(audience.topics.len())
        .collect();
    let count = sqlx::AssertSqlSafe(format!(
        "SELECT destinations.platform, destinations.place,
            count(CASE WHEN gone.chat IS NULL AND wanted.at_once = 1 THEN 1 END),
            count(CASE WHEN gone.chat IS NULL AND wanted.at_once = 0 THEN 1 END),
            count(gone.chat)
        FROM (SELECT destination, max(CASE WHEN topic = $1 OR rhythm = 'at_once' THEN 1 ELSE 0 END) AS at_once
            FROM subscriptions WHERE ended_at IS NULL AND topic IN ({}) GROUP BY destination) AS wanted
        JOIN destinations ON destinations.id = wanted.destination
        LEFT JOIN chats AS gone
            ON gone.platform = destinations.platform AND gone.chat = destinations.chat AND gone.state = 'gone'
        GROUP BY destinations.platform, destinations.place
        ORDER BY destinations.platform, destinations.place",
        topics.join(", ")
    ));
    let mut query = sqlx::query_as(count).bind(URGENT);
    for topic in &audience.topics {
        query = query.bind(topic);
    }
    let rows: Vec<(String, String, i64, i64, i64)> = query.fetch_all(db).await?;
    let counted = rows
        .into_iter()
        .filter_map(|(platform, place, at_once, in_digest, closed)| {
            Some(Counted {
                platform: Platform::from_name(&platform)?,
                place: Place::from_name(&place)?,
                at_once,
                in_digest,
                closed,
            })
        });
    let is_wanted = |counted: &Counted| {
        audience.kinds.is_empty()
            || (audience.kinds.iter())
                .any(|kind| kind.platform == counted.platform && kind.place == counted.place)
    };
    Ok(counted.filter(is_wanted).collect())
}
