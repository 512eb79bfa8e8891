//! How much waits in the outbox: counted in its index, so that it is cheap however much there is.

use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

use super::{Connection, Result, instant};
use crate::domain::message::{Lane, Platform};

/// What waits for a platform in a lane.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    pub platform: Platform,
    pub lane: Lane,
    /// Messages that wait or are on their way.
    pub waiting: i64,
    /// Since when the first of them that was stored waits.
    pub oldest: DateTime<Utc>,
}

/// Everything that is open, by platform and lane.
///
/// # Errors
/// As the database reports them.
pub async fn queues(db: &mut Connection) -> Result<Vec<Queue>> {
    const PENDING: &str = "SELECT platform, lane, count(*), min(id) FROM outbox
        WHERE status = 'pending' GROUP BY platform, lane";
    const SENDING: &str = "SELECT platform, lane, count(*), min(id) FROM outbox
        WHERE status = 'sending' GROUP BY platform, lane";
    const SINCE: &str = "SELECT created_at FROM outbox WHERE id = $1";
    let mut open: BTreeMap<(String, i64), (i64, i64)> = BTreeMap::new();
    for query in [PENDING, SENDING] {
        type Group = (String, i64, i64, i64);
        let groups: Vec<Group> = sqlx::query_as(query).fetch_all(&mut *db).await?;
        for (platform, lane, count, first) in groups {
            let (sum, least) = open.entry((platform, lane)).or_insert((0, first));
            *sum += count;
            *least = first.min(*least);
        }
    }
    let mut queues = Vec::with_capacity(open.len());
    for ((platform, lane), (waiting, first)) in open {
        let since: Option<i64> = sqlx::query_scalar(SINCE)
            .bind(first)
            .fetch_optional(&mut *db)
            .await?;
        let known = (Platform::from_name(&platform), Lane::from_rank(lane));
        if let (Some(since), (Some(platform), Some(lane))) = (since, known) {
            queues.push(Queue {
                platform,
                lane,
                waiting,
                oldest: instant(since),
            });
        }
    }
    Ok(queues)
}
