//! Each kind of item, from its fields: the formats of `docs/knowledge.md`, line by line.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};

use super::fields::{Fields, Text};
use crate::domain::counting::{Count, Direction, Measure};
use crate::domain::duty::{Duty, When};
use crate::domain::knowledge::{
    Also, City, Clarifier, ClarifierOption, Closure, Concept, Entry, Golden, Holiday, HolidayRule,
    Level, Mode, Opening, Phrase, PhraseKind, Route, RouteCase, Schedule, Status, Substitute,
    Topic, Translation, Unit, Week,
};
use crate::domain::language::Language;

const LINE: Text = Text {
    limit: 400,
    check: one_line,
};
const PROSE: Text = Text {
    limit: 400,
    check: anything,
};
const ANSWER: Text = Text {
    limit: 1200,
    check: anything,
};
const TITLE: Text = Text {
    limit: 90,
    check: one_line,
};
const EVENT_LABEL: Text = Text {
    limit: 60,
    check: one_line,
};
const LABEL: Text = Text {
    limit: 40,
    check: one_line,
};
const WORD: Text = Text {
    limit: 80,
    check: one_line,
};
const ID: Text = Text {
    limit: 40,
    check: id,
};
const CODE: Text = Text {
    limit: 8,
    check: code,
};
const EMAIL: Text = Text {
    limit: 100,
    check: email,
};

/// Substitutes a unit may have.
const MAX_SUBSTITUTES: usize = 3;

/// How much of a measure a duty may be away from what happened.
const AMOUNT: RangeInclusive<i64> = 1..=366;

/// Languages besides Polish, in which an entry or a topic may have a text.
const TRANSLATIONS: [(Language, &str); 2] =
    [(Language::English, "en"), (Language::Ukrainian, "uk")];

fn anything(_: &str) -> Option<&'static str> {
    None
}

fn one_line(text: &str) -> Option<&'static str> {
    text.contains('\n').then_some("check-text-lines")
}

/// The message about an id that is not made of `a-z 0-9 -`.
pub(super) fn id(text: &str) -> Option<&'static str> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (!text.chars().all(fits)).then_some("check-id")
}

fn code(text: &str) -> Option<&'static str> {
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit();
    (text.len() < 2 || !text.chars().all(fits)).then_some("check-code")
}

fn email(text: &str) -> Option<&'static str> {
    let parts = text
        .split_once('@')
        .filter(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains('@'));
    (parts.is_none() || text.contains(char::is_whitespace)).then_some("check-email")
}

pub(super) fn city(fields: &mut Fields<'_, '_>) -> City {
    City {
        name: fields.text("name", &LINE),
        office: fields.text("office", &LINE),
        officer: fields.text("officer", &CODE),
        data_protection: fields.text("data_protection", &CODE),
        example: fields.flag("example"),
        site: fields.optional_text("site", &LINE),
    }
}

pub(super) fn schedule(fields: &mut Fields<'_, '_>) -> Schedule {
    Schedule {
        id: fields.text("id", &ID),
        note: fields.optional_text("note", &LINE),
        week: Week {
            mon: opening(fields, "mon"),
            tue: opening(fields, "tue"),
            wed: opening(fields, "wed"),
            thu: opening(fields, "thu"),
            fri: opening(fields, "fri"),
            sat: opening(fields, "sat"),
            sun: opening(fields, "sun"),
        },
    }
}

fn opening(fields: &mut Fields<'_, '_>, day: &'static str) -> Option<Opening> {
    fields.parsed(day, &LINE, "check-opening")
}

pub(super) fn unit(fields: &mut Fields<'_, '_>) -> Unit {
    Unit {
        code: fields.text("code", &CODE),
        name: fields.text("name", &LINE),
        level: fields.choice("level", &Level::ALL),
        place: fields.text("place", &LINE),
        matters: fields.text("matters", &LINE),
        words: fields.texts("words", &WORD),
        phone: fields.optional_text("phone", &LINE),
        email: fields.optional_text("email", &EMAIL),
        schedule: fields.optional_text("schedule", &ID),
        reply_days: fields.number("reply_days", 1..=60),
        external: fields.flag("external"),
        substitutes: fields.texts_or_tables(
            "substitutes",
            &LINE,
            MAX_SUBSTITUTES,
            |who| Substitute {
                who,
                from: None,
                to: None,
            },
            |fields| Substitute {
                who: fields.text("who", &LINE),
                from: fields.optional_date("from"),
                to: fields.optional_date("to"),
            },
        ),
        verified_on: fields.date("verified_on"),
    }
}

pub(super) fn clarifier(fields: &mut Fields<'_, '_>) -> Clarifier {
    Clarifier {
        id: fields.text("id", &ID),
        question: fields.text("question", &PROSE),
        otherwise: fields.optional_text("otherwise", &ID),
        options: fields.some_tables("option", |fields| ClarifierOption {
            id: fields.text("id", &ID),
            label: fields.text("label", &LABEL),
            words: fields.texts("words", &WORD),
            people: fields.span("people"),
        }),
    }
}

pub(super) fn route(fields: &mut Fields<'_, '_>) -> Route {
    Route {
        id: fields.text("id", &ID),
        matter: fields.text("matter", &LINE),
        words: fields.texts("words", &WORD),
        unit: fields.text("unit", &CODE),
        reason: fields.text("reason", &PROSE),
        prepare: fields.texts("prepare", &LINE),
        topic: fields.optional_text("topic", &ID),
        entry: fields.optional_text("entry", &ID),
        also: fields.tables("also", also),
        clarify: fields.optional_text("clarify", &ID),
        urgent: fields.flag("urgent"),
        outside: fields.flag("outside"),
        cases: fields.tables("case", |fields| RouteCase {
            option: fields.text("option", &ID),
            unit: fields.text("unit", &CODE),
            reason: fields.text("reason", &PROSE),
            also: fields.tables("also", also),
            entry: fields.optional_text("entry", &ID),
        }),
    }
}

fn also(fields: &mut Fields<'_, '_>) -> Also {
    Also {
        unit: fields.text("unit", &CODE),
        about: fields.text("about", &LINE),
    }
}

pub(super) fn topic(fields: &mut Fields<'_, '_>) -> Topic {
    Topic {
        id: fields.text("id", &ID),
        name: fields.text("name", &LINE),
        names: fields
            .table("names", |fields| {
                by_language(|code| fields.optional_text(code, &LINE))
            })
            .unwrap_or_default(),
        basis: fields.optional_text("basis", &LINE),
        words: fields.texts("words", &WORD),
    }
}

/// An entry of the file `entries/{file}.toml`.
pub(super) fn entry(fields: &mut Fields<'_, '_>, file: &str) -> Entry {
    Entry {
        file: file.to_owned(),
        id: fields.text("id", &ID),
        title: fields.text("title", &TITLE),
        question: fields.text("question", &LINE),
        wordings: fields.texts("wordings", &LINE),
        keywords: fields.texts("keywords", &WORD),
        answer: fields.text("answer", &ANSWER),
        basis: fields.optional_text("basis", &LINE),
        source: fields.optional_text("source", &LINE),
        law_as_of: fields.optional_date("law_as_of"),
        status: fields.choice("status", &Status::ALL),
        mode: fields.choice("mode", &Mode::ALL),
        unit: fields.text("unit", &CODE),
        topic: fields.optional_text("topic", &ID),
        verified_on: fields.date("verified_on"),
        verified_by: fields.text("verified_by", &LINE),
        review_by: fields.date("review_by"),
        valid_from: fields.optional_date("valid_from"),
        valid_to: fields.optional_date("valid_to"),
        golden: fields.texts("golden", &LINE),
        subject: fields.optional_text("subject", &ID),
        event_from: fields.optional_date("event_from"),
        event_to: fields.optional_date("event_to"),
        event_label: fields.optional_text("event_label", &EVENT_LABEL),
        translations: fields
            .table("translations", |fields| {
                by_language(|code| fields.table(code, translation))
            })
            .unwrap_or_default(),
    }
}

fn translation(fields: &mut Fields<'_, '_>) -> Translation {
    Translation {
        title: fields.text("title", &TITLE),
        answer: fields.text("answer", &ANSWER),
    }
}

fn by_language<T>(mut read: impl FnMut(&'static str) -> Option<T>) -> BTreeMap<Language, T> {
    let mut texts = BTreeMap::new();
    for (language, code) in TRANSLATIONS {
        texts.extend(read(code).map(|text| (language, text)));
    }
    texts
}

pub(super) fn phrase(fields: &mut Fields<'_, '_>) -> Phrase {
    Phrase {
        id: fields.text("id", &ID),
        kind: fields.choice("kind", &PhraseKind::ALL),
        words: fields.some_texts("words", &WORD),
        reply: fields.optional_text("reply", &PROSE),
        unit: fields.optional_text("unit", &CODE),
        entry: fields.optional_text("entry", &ID),
    }
}

pub(super) fn concept(fields: &mut Fields<'_, '_>) -> Concept {
    Concept {
        id: fields.text("id", &ID),
        pl: fields.texts("pl", &WORD),
        en: fields.texts("en", &WORD),
        uk: fields.texts("uk", &WORD),
        broader: fields.texts("broader", &ID),
    }
}

pub(super) fn holiday(fields: &mut Fields<'_, '_>) -> Holiday {
    Holiday {
        name: fields.text("name", &LINE),
        when: rule(fields),
        since: fields.number("since", 1900..=2200),
    }
}

fn rule(fields: &mut Fields<'_, '_>) -> HolidayRule {
    let written = ["month", "day", "easter"].map(|name| fields.has(name));
    if !matches!(written, [true, true, false] | [false, false, true]) {
        fields.error("check-holiday-rule");
    }
    let month = fields.number("month", 1..=12);
    let day = fields.number("day", 1..=31);
    match fields.number("easter", -70..=70) {
        Some(easter) => HolidayRule::Easter { easter },
        None => HolidayRule::Fixed {
            month: month.unwrap_or(1),
            day: day.unwrap_or(1),
        },
    }
}

pub(super) fn closure(fields: &mut Fields<'_, '_>) -> Closure {
    Closure {
        from: fields.date("from"),
        to: fields.optional_date("to"),
        reason: fields.text("reason", &LINE),
        units: fields.texts("units", &CODE),
    }
}

pub(super) fn duty(fields: &mut Fields<'_, '_>) -> Duty {
    Duty {
        id: fields.text("id", &ID),
        name: fields.text("name", &LINE),
        who: fields.text("who", &LINE),
        when: when(fields),
        basis: fields.optional_text("basis", &LINE),
        status: fields.choice("status", &Status::ALL),
        words: fields.texts("words", &WORD),
        offsets: fields.all_parsed("offsets", &LABEL, "check-offset"),
        note: fields.optional_text("note", &PROSE),
    }
}

fn when(fields: &mut Fields<'_, '_>) -> When {
    let written = ["after", "before", "event", "measure", "day"].map(|name| fields.has(name));
    if !matches!(
        written,
        [true, false, true, _, false]
            | [false, true, true, _, false]
            | [false, false, false, false, true]
    ) {
        fields.error("check-duty-rule");
    }
    let after = fields.number("after", AMOUNT);
    let before = fields.number("before", AMOUNT);
    let direction = match before {
        Some(_) => Direction::Before,
        None => Direction::After,
    };
    let measure = fields.choice_or_first("measure", &Measure::ALL);
    let event = fields.optional_text("event", &LINE);
    let day = fields.parsed("day", &LABEL, "check-duty-day");
    let hard = fields.flag("hard");
    match day {
        Some(DayOfYear { month, day }) => When::Yearly { month, day, hard },
        None => When::Counted {
            count: Count {
                amount: before.or(after).unwrap_or(1),
                measure,
                direction,
                hard,
            },
            event: event.unwrap_or_default(),
        },
    }
}

/// A day that every year has, as `03-31`.
struct DayOfYear {
    month: u32,
    day: u32,
}

impl FromStr for DayOfYear {
    type Err = chrono::ParseError;

    fn from_str(text: &str) -> Result<Self, chrono::ParseError> {
        // A year without a 29 February.
        let day = NaiveDate::parse_from_str(&format!("2023-{text}"), "%Y-%m-%d")?;
        Ok(Self {
            month: day.month(),
            day: day.day(),
        })
    }
}

pub(super) fn golden(fields: &mut Fields<'_, '_>) -> Golden {
    Golden {
        text: fields.text("text", &LINE),
        expect: fields.some_texts("expect", &LINE),
    }
}
