//! What the bot knows, as rows: replaced whole by an import, read whole by the bot.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row as _;

use super::{Connection, Result, Row};
use crate::domain::counting::Count;
use crate::domain::duty::{Duty, When};
use crate::domain::knowledge::{
    City, Clarifier, Closure, Concept, Entry, Golden, Holiday, HolidayRule, Knowledge, Phrase,
    Route, Schedule, Topic, Unit,
};

/// The JSON text of a value of ours.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).expect("our own types have no keys but strings")
}

/// The name that serde gives to a value of an enum.
fn name<T: Serialize>(value: T) -> String {
    json(&value).trim_matches('"').to_owned()
}

/// The number of the present knowledge; `None` before the first import.
///
/// # Errors
/// As the database reports them.
pub async fn version(db: &mut Connection) -> Result<Option<i64>> {
    Ok(sqlx::query_scalar("SELECT version FROM knowledge_version")
        .fetch_optional(db)
        .await?)
}

/// Replaces all knowledge and raises its number. Returns the new number.
///
/// # Errors
/// As the database reports them; the transaction should then be dropped.
pub async fn replace(db: &mut Connection, new: &Knowledge, now: DateTime<Utc>) -> Result<i64> {
    // Children first, so that no reference is ever without its end.
    const CLEAR: [&str; 13] = [
        "DELETE FROM golden",
        "DELETE FROM duties",
        "DELETE FROM closures",
        "DELETE FROM holidays",
        "DELETE FROM concepts",
        "DELETE FROM phrases",
        "DELETE FROM routes",
        "DELETE FROM entries",
        "DELETE FROM clarifiers",
        "DELETE FROM topics",
        "DELETE FROM units",
        "DELETE FROM schedules",
        "DELETE FROM city",
    ];
    const RAISE: &str = "INSERT INTO knowledge_version (id, version, imported_at) VALUES (1, 1, $1)
        ON CONFLICT (id) DO UPDATE
        SET version = knowledge_version.version + 1, imported_at = excluded.imported_at
        RETURNING version";
    for statement in CLEAR {
        sqlx::query(statement).execute(&mut *db).await?;
    }
    insert_city(db, &new.city).await?;
    for (position, schedule) in (0_i64..).zip(&new.schedules) {
        insert_schedule(db, position, schedule).await?;
    }
    for (position, unit) in (0_i64..).zip(&new.units) {
        insert_unit(db, position, unit).await?;
    }
    for (position, topic) in (0_i64..).zip(&new.topics) {
        insert_topic(db, position, topic).await?;
    }
    for (position, clarifier) in (0_i64..).zip(&new.clarifiers) {
        insert_clarifier(db, position, clarifier).await?;
    }
    for (position, entry) in (0_i64..).zip(&new.entries) {
        insert_entry(db, position, entry).await?;
    }
    for (position, route) in (0_i64..).zip(&new.routes) {
        insert_route(db, position, route).await?;
    }
    for (position, phrase) in (0_i64..).zip(&new.phrases) {
        insert_phrase(db, position, phrase).await?;
    }
    for (position, concept) in (0_i64..).zip(&new.concepts) {
        insert_concept(db, position, concept).await?;
    }
    for (position, holiday) in (0_i64..).zip(&new.holidays) {
        insert_holiday(db, position, holiday).await?;
    }
    for (position, closure) in (0_i64..).zip(&new.closures) {
        insert_closure(db, position, closure).await?;
    }
    for (position, duty) in (0_i64..).zip(&new.duties) {
        insert_duty(db, position, duty).await?;
    }
    for (position, golden) in (0_i64..).zip(&new.golden) {
        insert_golden(db, position, golden).await?;
    }
    Ok(sqlx::query_scalar(RAISE)
        .bind(now.timestamp_millis())
        .fetch_one(db)
        .await?)
}

/// Reads all knowledge; `None` before the first import.
///
/// # Errors
/// As the database reports them, and a fault where a row does not hold what its column says.
pub async fn load(db: &mut Connection) -> Result<Option<Knowledge>> {
    let Some(city) = sqlx::query("SELECT * FROM city")
        .fetch_optional(&mut *db)
        .await?
    else {
        return Ok(None);
    };
    Ok(Some(Knowledge {
        city: read_city(&city)?,
        schedules: all(
            db,
            "SELECT * FROM schedules ORDER BY position",
            read_schedule,
        )
        .await?,
        units: all(db, "SELECT * FROM units ORDER BY position", read_unit).await?,
        clarifiers: all(
            db,
            "SELECT * FROM clarifiers ORDER BY position",
            read_clarifier,
        )
        .await?,
        routes: all(db, "SELECT * FROM routes ORDER BY position", read_route).await?,
        topics: all(db, "SELECT * FROM topics ORDER BY position", read_topic).await?,
        entries: all(db, "SELECT * FROM entries ORDER BY position", read_entry).await?,
        phrases: all(db, "SELECT * FROM phrases ORDER BY position", read_phrase).await?,
        concepts: all(db, "SELECT * FROM concepts ORDER BY position", read_concept).await?,
        holidays: all(db, "SELECT * FROM holidays ORDER BY position", read_holiday).await?,
        closures: all(db, "SELECT * FROM closures ORDER BY position", read_closure).await?,
        duties: all(db, "SELECT * FROM duties ORDER BY position", read_duty).await?,
        golden: all(db, "SELECT * FROM golden ORDER BY position", read_golden).await?,
    }))
}

type Read<T> = std::result::Result<T, sqlx::Error>;

async fn all<T>(
    db: &mut Connection,
    select: &'static str,
    read: fn(&Row) -> Read<T>,
) -> Result<Vec<T>> {
    let rows = sqlx::query(select).fetch_all(db).await?;
    Ok(rows.iter().map(read).collect::<Read<_>>()?)
}

/// A column that holds JSON.
fn list<T: DeserializeOwned>(row: &Row, column: &str) -> Read<T> {
    let text: String = row.try_get(column)?;
    serde_json::from_str(&text).map_err(|error| column_error(column, error))
}

/// A column that holds the name of an enum's value, or a day.
fn named<T: DeserializeOwned>(row: &Row, column: &str) -> Read<T> {
    let text: String = row.try_get(column)?;
    serde_json::from_value(text.into()).map_err(|error| column_error(column, error))
}

/// Like [`named`], for a column that may be empty.
fn named_or_none<T: DeserializeOwned>(row: &Row, column: &str) -> Read<Option<T>> {
    let text: Option<String> = row.try_get(column)?;
    text.map(|text| {
        serde_json::from_value(text.into()).map_err(|error| column_error(column, error))
    })
    .transpose()
}

/// A number, which a database has only with a sign.
fn number_or_none<T>(row: &Row, column: &str) -> Read<Option<T>>
where
    T: TryFrom<i64, Error = std::num::TryFromIntError>,
{
    let number: Option<i64> = row.try_get(column)?;
    let number = number.map(T::try_from).transpose();
    number.map_err(|error| column_error(column, error))
}

/// Like [`number_or_none`], for a column that is never empty where it is read.
fn number<T>(row: &Row, column: &str) -> Read<T>
where
    T: TryFrom<i64, Error = std::num::TryFromIntError>,
{
    number_or_none(row, column)?.ok_or_else(|| column_error(column, "nothing stands there"))
}

fn flag(row: &Row, column: &str) -> Read<bool> {
    Ok(row.try_get::<i64, _>(column)? != 0)
}

fn column_error(
    column: &str,
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> sqlx::Error {
    sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: error.into(),
    }
}

async fn insert_city(db: &mut Connection, item: &City) -> Result<()> {
    const INSERT: &str = "INSERT INTO city
        (id, name, office, officer, data_protection, example, site)
        VALUES (1, $1, $2, $3, $4, $5, $6)";
    sqlx::query(INSERT)
        .bind(&item.name)
        .bind(&item.office)
        .bind(&item.officer)
        .bind(&item.data_protection)
        .bind(i64::from(item.example))
        .bind(&item.site)
        .execute(db)
        .await?;
    Ok(())
}

fn read_city(row: &Row) -> Read<City> {
    Ok(City {
        name: row.try_get("name")?,
        office: row.try_get("office")?,
        officer: row.try_get("officer")?,
        data_protection: row.try_get("data_protection")?,
        example: flag(row, "example")?,
        site: row.try_get("site")?,
    })
}

async fn insert_schedule(db: &mut Connection, position: i64, item: &Schedule) -> Result<()> {
    const INSERT: &str = "INSERT INTO schedules
        (position, id, note, week)
        VALUES ($1, $2, $3, $4)";
    sqlx::query(INSERT)
        .bind(position)
        .bind(&item.id)
        .bind(&item.note)
        .bind(json(&item.week))
        .execute(db)
        .await?;
    Ok(())
}

fn read_schedule(row: &Row) -> Read<Schedule> {
    Ok(Schedule {
        id: row.try_get("id")?,
        note: row.try_get("note")?,
        week: list(row, "week")?,
    })
}

async fn insert_unit(db: &mut Connection, position: i64, item: &Unit) -> Result<()> {
    const INSERT: &str = "INSERT INTO units
        (position, code, name, level, place, matters, words, phone, email, schedule, reply_days,
        external, substitutes, verified_on)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    sqlx::query(INSERT)
        .bind(position)
        .bind(&item.code)
        .bind(&item.name)
        .bind(name(item.level))
        .bind(&item.place)
        .bind(&item.matters)
        .bind(json(&item.words))
        .bind(&item.phone)
        .bind(&item.email)
        .bind(&item.schedule)
        .bind(item.reply_days.map(i64::from))
        .bind(i64::from(item.external))
        .bind(json(&item.substitutes))
        .bind(name(item.verified_on))
        .execute(db)
        .await?;
    Ok(())
}

fn read_unit(row: &Row) -> Read<Unit> {
    Ok(Unit {
        code: row.try_get("code")?,
        name: row.try_get("name")?,
        level: named(row, "level")?,
        place: row.try_get("place")?,
        matters: row.try_get("matters")?,
        words: list(row, "words")?,
        phone: row.try_get("phone")?,
        email: row.try_get("email")?,
        schedule: row.try_get("schedule")?,
        reply_days: number_or_none(row, "reply_days")?,
        external: flag(row, "external")?,
        substitutes: list(row, "substitutes")?,
        verified_on: named(row, "verified_on")?,
    })
}

async fn insert_topic(db: &mut Connection, position: i64, item: &Topic) -> Result<()> {
    const INSERT: &str = "INSERT INTO topics
        (position, id, name, basis, words, names)
        VALUES ($1, $2, $3, $4, $5, $6)";
    sqlx::query(INSERT)
        .bind(position)
        .bind(&item.id)
        .bind(&item.name)
        .bind(&item.basis)
        .bind(json(&item.words))
        .bind(json(&item.names))
        .execute(db)
        .await?;
    Ok(())
}

fn read_topic(row: &Row) -> Read<Topic> {
    Ok(Topic {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        basis: row.try_get("basis")?,
        words: list(row, "words")?,
        names: list(row, "names")?,
    })
}

async fn insert_clarifier(db: &mut Connection, position: i64, item: &Clarifier) -> Result<()> {
    const INSERT: &str = "INSERT INTO clarifiers
        (position, id, question, otherwise, options)
        VALUES ($1, $2, $3, $4, $5)";
    sqlx::query(INSERT)
        .bind(position)
        .bind(&item.id)
        .bind(&item.question)
        .bind(&item.otherwise)
        .bind(json(&item.options))
        .execute(db)
        .await?;
    Ok(())
}

fn read_clarifier(row: &Row) -> Read<Clarifier> {
    Ok(Clarifier {
        id: row.try_get("id")?,
        question: row.try_get("question")?,
        otherwise: row.try_get("otherwise")?,
        options: list(row, "options")?,
    })
}

async fn insert_entry(db: &mut Connection, position: i64, item: &Entry) -> Result<()> {
    const INSERT: &str = "INSERT INTO entries
        (position, file, id, title, question, wordings, keywords, answer, basis, source, law_as_of,
        status, mode, unit, topic, verified_on, verified_by, review_by, valid_from, valid_to,
        golden, subject, event_from, event_to, event_label, translations)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
        $21, $22, $23, $24, $25, $26)";
    sqlx::query(INSERT)
        .bind(position)
        .bind(&item.file)
        .bind(&item.id)
        .bind(&item.title)
        .bind(&item.question)
        .bind(json(&item.wordings))
        .bind(json(&item.keywords))
        .bind(&item.answer)
        .bind(&item.basis)
        .bind(&item.source)
        .bind(item.law_as_of.map(name))
        .bind(name(item.status))
        .bind(name(item.mode))
        .bind(&item.unit)
        .bind(&item.topic)
        .bind(name(item.verified_on))
        .bind(&item.verified_by)
        .bind(name(item.review_by))
        .bind(item.valid_from.map(name))
        .bind(item.valid_to.map(name))
        .bind(json(&item.golden))
        .bind(&item.subject)
        .bind(item.event_from.map(name))
        .bind(item.event_to.map(name))
        .bind(&item.event_label)
        .bind(json(&item.translations))
        .execute(db)
        .await?;
    Ok(())
}

fn read_entry(row: &Row) -> Read<Entry> {
    Ok(Entry {
        file: row.try_get("file")?,
        id: row.try_get("id")?,
        title: row.try_get("title")?,
        question: row.try_get("question")?,
        wordings: list(row, "wordings")?,
        keywords: list(row, "keywords")?,
        answer: row.try_get("answer")?,
        basis: row.try_get("basis")?,
        source: row.try_get("source")?,
        law_as_of: named_or_none(row, "law_as_of")?,
        status: named(row, "status")?,
        mode: named(row, "mode")?,
        unit: row.try_get("unit")?,
        topic: row.try_get("topic")?,
        verified_on: named(row, "verified_on")?,
        verified_by: row.try_get("verified_by")?,
        review_by: named(row, "review_by")?,
        valid_from: named_or_none(row, "valid_from")?,
        valid_to: named_or_none(row, "valid_to")?,
        golden: list(row, "golden")?,
        subject: row.try_get("subject")?,
        event_from: named_or_none(row, "event_from")?,
        event_to: named_or_none(row, "event_to")?,
        event_label: row.try_get("event_label")?,
        translations: list(row, "translations")?,
    })
}

async fn insert_route(db: &mut Connection, position: i64, item: &Route) -> Result<()> {
    const INSERT: &str = "INSERT INTO routes
        (position, id, matter, words, unit, reason, prepare, topic, entry, also, clarify, urgent,
        outside, cases)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    sqlx::query(INSERT)
        .bind(position)
        .bind(&item.id)
        .bind(&item.matter)
        .bind(json(&item.words))
        .bind(&item.unit)
        .bind(&item.reason)
        .bind(json(&item.prepare))
        .bind(&item.topic)
        .bind(&item.entry)
        .bind(json(&item.also))
        .bind(&item.clarify)
        .bind(i64::from(item.urgent))
        .bind(i64::from(item.outside))
        .bind(json(&item.cases))
        .execute(db)
        .await?;
    Ok(())
}

fn read_route(row: &Row) -> Read<Route> {
    Ok(Route {
        id: row.try_get("id")?,
        matter: row.try_get("matter")?,
        words: list(row, "words")?,
        unit: row.try_get("unit")?,
        reason: row.try_get("reason")?,
        prepare: list(row, "prepare")?,
        topic: row.try_get("topic")?,
        entry: row.try_get("entry")?,
        also: list(row, "also")?,
        clarify: row.try_get("clarify")?,
        urgent: flag(row, "urgent")?,
        outside: flag(row, "outside")?,
        cases: list(row, "cases")?,
    })
}

async fn insert_phrase(db: &mut Connection, position: i64, item: &Phrase) -> Result<()> {
    const INSERT: &str = "INSERT INTO phrases
        (position, id, kind, words, reply, unit, entry)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    sqlx::query(INSERT)
        .bind(position)
        .bind(&item.id)
        .bind(name(item.kind))
        .bind(json(&item.words))
        .bind(&item.reply)
        .bind(&item.unit)
        .bind(&item.entry)
        .execute(db)
        .await?;
    Ok(())
}

fn read_phrase(row: &Row) -> Read<Phrase> {
    Ok(Phrase {
        id: row.try_get("id")?,
        kind: named(row, "kind")?,
        words: list(row, "words")?,
        reply: row.try_get("reply")?,
        unit: row.try_get("unit")?,
        entry: row.try_get("entry")?,
    })
}

async fn insert_concept(db: &mut Connection, position: i64, item: &Concept) -> Result<()> {
    const INSERT: &str = "INSERT INTO concepts
        (position, id, pl, en, uk, broader)
        VALUES ($1, $2, $3, $4, $5, $6)";
    sqlx::query(INSERT)
        .bind(position)
        .bind(&item.id)
        .bind(json(&item.pl))
        .bind(json(&item.en))
        .bind(json(&item.uk))
        .bind(json(&item.broader))
        .execute(db)
        .await?;
    Ok(())
}

fn read_concept(row: &Row) -> Read<Concept> {
    Ok(Concept {
        id: row.try_get("id")?,
        pl: list(row, "pl")?,
        en: list(row, "en")?,
        uk: list(row, "uk")?,
        broader: list(row, "broader")?,
    })
}

async fn insert_holiday(db: &mut Connection, position: i64, item: &Holiday) -> Result<()> {
    const INSERT: &str = "INSERT INTO holidays (position, name, month, day, easter, since)
        VALUES ($1, $2, $3, $4, $5, $6)";
    let (month, day, easter) = match item.when {
        HolidayRule::Fixed { month, day } => (Some(i64::from(month)), Some(i64::from(day)), None),
        HolidayRule::Easter { easter } => (None, None, Some(easter)),
    };
    sqlx::query(INSERT)
        .bind(position)
        .bind(&item.name)
        .bind(month)
        .bind(day)
        .bind(easter)
        .bind(item.since.map(i64::from))
        .execute(db)
        .await?;
    Ok(())
}

fn read_holiday(row: &Row) -> Read<Holiday> {
    let when = match row.try_get("easter")? {
        Some(easter) => HolidayRule::Easter { easter },
        None => HolidayRule::Fixed {
            month: number(row, "month")?,
            day: number(row, "day")?,
        },
    };
    Ok(Holiday {
        name: row.try_get("name")?,
        when,
        since: number_or_none(row, "since")?,
    })
}

async fn insert_closure(db: &mut Connection, position: i64, item: &Closure) -> Result<()> {
    const INSERT: &str = "INSERT INTO closures
        (position, from_day, to_day, reason, units)
        VALUES ($1, $2, $3, $4, $5)";
    sqlx::query(INSERT)
        .bind(position)
        .bind(name(item.from))
        .bind(item.to.map(name))
        .bind(&item.reason)
        .bind(json(&item.units))
        .execute(db)
        .await?;
    Ok(())
}

fn read_closure(row: &Row) -> Read<Closure> {
    Ok(Closure {
        from: named(row, "from_day")?,
        to: named_or_none(row, "to_day")?,
        reason: row.try_get("reason")?,
        units: list(row, "units")?,
    })
}

async fn insert_duty(db: &mut Connection, position: i64, item: &Duty) -> Result<()> {
    const INSERT: &str = "INSERT INTO duties
        (position, id, name, who, month, day, amount, measure, direction, event, hard, basis, status,
        words, offsets, note)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    let (day, counted, hard) = match &item.when {
        When::Yearly { month, day, hard } => (Some((*month, *day)), None, *hard),
        When::Counted { count, event } => (None, Some((count, event)), count.hard),
    };
    sqlx::query(INSERT)
        .bind(position)
        .bind(&item.id)
        .bind(&item.name)
        .bind(&item.who)
        .bind(day.map(|(month, _)| i64::from(month)))
        .bind(day.map(|(_, day)| i64::from(day)))
        .bind(counted.map(|(count, _)| i64::from(count.amount)))
        .bind(counted.map(|(count, _)| name(count.measure)))
        .bind(counted.map(|(count, _)| name(count.direction)))
        .bind(counted.map(|(_, event)| event))
        .bind(i64::from(hard))
        .bind(&item.basis)
        .bind(name(item.status))
        .bind(json(&item.words))
        .bind(json(&item.offsets))
        .bind(&item.note)
        .execute(db)
        .await?;
    Ok(())
}

fn read_duty(row: &Row) -> Read<Duty> {
    let hard = flag(row, "hard")?;
    let when = match row.try_get("event")? {
        Some(event) => When::Counted {
            count: Count {
                amount: number(row, "amount")?,
                measure: named(row, "measure")?,
                direction: named(row, "direction")?,
                hard,
            },
            event,
        },
        None => When::Yearly {
            month: number(row, "month")?,
            day: number(row, "day")?,
            hard,
        },
    };
    Ok(Duty {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        who: row.try_get("who")?,
        when,
        basis: row.try_get("basis")?,
        status: named(row, "status")?,
        words: list(row, "words")?,
        offsets: list(row, "offsets")?,
        note: row.try_get("note")?,
    })
}

async fn insert_golden(db: &mut Connection, position: i64, item: &Golden) -> Result<()> {
    const INSERT: &str = "INSERT INTO golden
        (position, text, expect)
        VALUES ($1, $2, $3)";
    sqlx::query(INSERT)
        .bind(position)
        .bind(&item.text)
        .bind(json(&item.expect))
        .execute(db)
        .await?;
    Ok(())
}

fn read_golden(row: &Row) -> Read<Golden> {
    Ok(Golden {
        text: row.try_get("text")?,
        expect: list(row, "expect")?,
    })
}
