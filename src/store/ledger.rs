//! Who did not get what was sent, and why: counted and listed.

use std::collections::BTreeMap;

use super::mailings::{self, Mailing, Progress};
use super::{Connection, Result};
use crate::domain::message::{Place, Platform};

/// What became of a notice: everything that its report says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The notice itself, its corrections, its withdrawal, in the order of their numbers.
    pub mailings: Vec<Told>,
    pub in_digest: InDigest,
}

/// A mailing of a notice, how far it is, and who did not get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub mailing: Mailing,
    pub progress: Progress,
    /// Empty once its rows are deleted: then only the numbers are known.
    pub missed: Vec<Tally>,
    /// Of those that wait, how many are on their way already: a pause does not stop them.
    pub in_flight: i64,
}

/// How many recipients of a kind did not get it for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    pub platform: Platform,
    pub place: Place,
    /// As in [`Missed`](mailings::Missed).
    pub why: String,
    pub count: i64,
}

/// How many get a notice with their next digest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct InDigest {
    pub people: i64,
    /// Groups and channels.
    pub others: i64,
}

impl InDigest {
    /// All of them.
    pub fn total(self) -> i64 {
        self.people + self.others
    }
}

/// What became of a notice.
///
/// # Errors
/// As the database reports them.
pub async fn of_notice(db: &mut Connection, notice: i64) -> Result<Ledger> {
    let mut told = Vec::new();
    for mailing in mailings::of_notice(db, notice).await? {
        let progress = mailings::progress(db, mailing.id).await?;
        told.push(Told {
            missed: tallies(db, mailing.id).await?,
            in_flight: in_flight(db, mailing.id).await?,
            mailing,
            progress,
        });
    }
    Ok(Ledger {
        mailings: told,
        in_digest: in_digest(db, notice).await?,
    })
}

/// The same without who did not get it: enough for a list.
///
/// # Errors
/// As the database reports them.
pub async fn in_short(db: &mut Connection, notice: i64) -> Result<Ledger> {
    let mut told = Vec::new();
    for mailing in mailings::of_notice(db, notice).await? {
        told.push(Told {
            progress: mailings::progress(db, mailing.id).await?,
            missed: Vec::new(),
            in_flight: 0,
            mailing,
        });
    }
    Ok(Ledger {
        mailings: told,
        in_digest: in_digest(db, notice).await?,
    })
}

/// The platforms where a notice is, or may be soon.
///
/// # Errors
/// As the database reports them.
pub async fn platforms(db: &mut Connection, ledger: &Ledger) -> Result<Vec<Platform>> {
    const IS_ON: &str = "SELECT EXISTS (SELECT 1 FROM outbox
        WHERE mailing = $1 AND platform = $2 AND status IN ('pending', 'sending', 'sent'))";
    let notice = |told: &&Told| told.mailing.kind == mailings::Kind::Notice;
    let Some(told) = ledger.mailings.iter().find(notice) else {
        return Ok(Vec::new());
    };
    let mut platforms = Vec::new();
    for platform in Platform::ALL {
        let is_on: i64 = sqlx::query_scalar(IS_ON)
            .bind(told.mailing.id)
            .bind(platform.as_str())
            .fetch_one(&mut *db)
            .await?;
        if is_on == 1 {
            platforms.push(platform);
        }
    }
    Ok(platforms)
}

/// Of how many messages a notice consists, for each variant, by its name in the database.
///
/// # Errors
/// As the database reports them.
pub async fn parts(db: &mut Connection, notice: i64) -> Result<BTreeMap<String, i64>> {
    const PARTS: &str = "SELECT variant, count(*) FROM mailing_bodies
        WHERE mailing = (SELECT max(id) FROM mailings WHERE notice = $1 AND kind = 'notice') AND version = 1
        GROUP BY variant";
    let parts: Vec<(String, i64)> = sqlx::query_as(PARTS).bind(notice).fetch_all(db).await?;
    Ok(parts.into_iter().collect())
}

/// Takes a notice out of the digests that have not gone out.
///
/// # Errors
/// As the database reports them.
pub async fn drop_from_digests(db: &mut Connection, notice: i64) -> Result<()> {
    const DROP: &str = "DELETE FROM digest_items WHERE notice = $1";
    sqlx::query(DROP).bind(notice).execute(db).await?;
    Ok(())
}

/// Recipients of a mailing who did not get it. Somebody of whose parts several are missing counts once, by the first.
async fn tallies(db: &mut Connection, mailing: i64) -> Result<Vec<Tally>> {
    const TALLIES: &str =
        "SELECT destinations.platform, destinations.place, coalesce(outbox.why, ''), count(*)
        FROM (SELECT min(id) AS id FROM outbox
            WHERE mailing = $1 AND status IN ('dead', 'undeliverable', 'skipped') AND mailing > 0
            GROUP BY recipient) AS missed
        JOIN outbox ON outbox.id = missed.id
        JOIN destinations ON destinations.id = outbox.recipient
        GROUP BY destinations.platform, destinations.place, coalesce(outbox.why, '')
        ORDER BY 4 DESC, 1, 2, 3";
    let rows: Vec<(String, String, String, i64)> =
        sqlx::query_as(TALLIES).bind(mailing).fetch_all(db).await?;
    let tally = |(platform, place, why, count): (String, String, String, i64)| Tally {
        platform: platform_of(&platform),
        place: place_of(&place),
        why,
        count,
    };
    Ok(rows.into_iter().map(tally).collect())
}

async fn in_flight(db: &mut Connection, mailing: i64) -> Result<i64> {
    const IN_FLIGHT: &str =
        "SELECT count(DISTINCT recipient) FROM outbox WHERE mailing = $1 AND status = 'sending'";
    let count = sqlx::query_scalar(IN_FLIGHT).bind(mailing);
    Ok(count.fetch_one(db).await?)
}

async fn in_digest(db: &mut Connection, notice: i64) -> Result<InDigest> {
    const IN_DIGEST: &str = "SELECT destinations.place, count(*) FROM digest_items
        JOIN destinations ON destinations.id = digest_items.destination
        WHERE digest_items.notice = $1 GROUP BY destinations.place";
    let rows: Vec<(String, i64)> = sqlx::query_as(IN_DIGEST).bind(notice).fetch_all(db).await?;
    let counts: BTreeMap<bool, i64> = rows.into_iter().fold(BTreeMap::new(), |mut counts, row| {
        *counts.entry(place_of(&row.0).is_for_one()).or_default() += row.1;
        counts
    });
    let of = |is_person| counts.get(&is_person).copied().unwrap_or_default();
    Ok(InDigest {
        people: of(true),
        others: of(false),
    })
}

fn platform_of(name: &str) -> Platform {
    Platform::from_name(name).unwrap_or(Platform::Terminal)
}

fn place_of(name: &str) -> Place {
    Place::from_name(name).unwrap_or(Place::Private)
}
