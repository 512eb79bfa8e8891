//! The texts of mailings: stored once for each variant and part, and kept in memory while they go out.

use std::collections::HashMap;

use super::super::knowledge::json;
use super::{Connection, Result};
use crate::domain::language::Language;
use crate::domain::message::Outgoing;
use crate::domain::notice::{Kind, Variant};
use crate::domain::split;

/// A message in parts, for each variant.
pub(super) type Parts = Vec<(Variant, Vec<Outgoing>)>;

/// Cuts each message into parts, for these kinds of destinations only (none: every kind), and lets a language that is missing
/// read the Polish text.
pub(super) fn parts(kinds: &[Kind], bodies: Vec<(Variant, Outgoing)>) -> Parts {
    let is_wanted = |variant: &Variant| {
        let Variant {
            platform, place, ..
        } = *variant;
        kinds.is_empty() || kinds.contains(&Kind { platform, place })
    };
    let given: Vec<Variant> = bodies.iter().map(|(variant, _)| *variant).collect();
    let mut all = Vec::new();
    for (variant, message) in bodies.into_iter().filter(|(variant, _)| is_wanted(variant)) {
        let parts = split::parts(message, variant.platform.capacity());
        if variant.language == Language::Polish {
            for language in Language::ALL {
                let other = Variant {
                    language,
                    ..variant
                };
                if !given.contains(&other) {
                    all.push((other, parts.clone()));
                }
            }
        }
        all.push((variant, parts));
    }
    all
}

/// Stores the texts of a version.
pub(super) async fn put(
    db: &mut Connection,
    mailing: i64,
    version: i64,
    parts: &Parts,
) -> Result<()> {
    const PUT: &str = "INSERT INTO mailing_bodies (mailing, version, variant, part, body)
        VALUES ($1, $2, $3, $4, $5)";
    for (variant, parts) in parts {
        for (part, body) in (0_i64..).zip(parts) {
            sqlx::query(PUT)
                .bind(mailing)
                .bind(version)
                .bind(variant.to_string())
                .bind(part)
                .bind(json(body))
                .execute(&mut *db)
                .await?;
        }
    }
    Ok(())
}

/// Of how many parts each variant of a version consists, by its name in the database.
pub(super) async fn counts(
    db: &mut Connection,
    mailing: i64,
    version: i64,
) -> Result<HashMap<String, i64>> {
    const COUNTS: &str = "SELECT variant, count(*) FROM mailing_bodies
        WHERE mailing = $1 AND version = $2 GROUP BY variant";
    let counts: Vec<(String, i64)> = sqlx::query_as(COUNTS)
        .bind(mailing)
        .bind(version)
        .fetch_all(db)
        .await?;
    Ok(counts.into_iter().collect())
}

/// Which text of a mailing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Text {
    pub mailing: i64,
    pub version: i64,
    pub variant: String,
    pub part: i64,
}

/// Texts kept in memory before all of them are forgotten: far more than the mailings of a day have.
const KEPT: usize = 512;

/// Texts of mailings, read once.
#[derive(Debug, Default)]
pub struct Bodies(HashMap<Text, Option<Outgoing>>);

impl Bodies {
    /// A text. `None`: there is none.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn get(&mut self, db: &mut Connection, text: &Text) -> Result<Option<Outgoing>> {
        const BODY: &str = "SELECT body FROM mailing_bodies
            WHERE mailing = $1 AND version = $2 AND variant = $3 AND part = $4";
        if let Some(known) = self.0.get(text) {
            return Ok(known.clone());
        }
        let body: Option<String> = sqlx::query_scalar(BODY)
            .bind(text.mailing)
            .bind(text.version)
            .bind(&text.variant)
            .bind(text.part)
            .fetch_optional(db)
            .await?;
        let decode = |error: serde_json::Error| sqlx::Error::Decode(error.into());
        let body = body
            .map(|body| serde_json::from_str(&body))
            .transpose()
            .map_err(decode)?;
        if self.0.len() >= KEPT {
            self.0.clear();
        }
        self.0.insert(text.clone(), body.clone());
        Ok(body)
    }
}
