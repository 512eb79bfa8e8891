//! What the bot knows: units, routes, entries and what belongs to them, as one value that is checked, stored and
//! replaced whole. The file formats are described in `docs/knowledge.md`; the field names are the same.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::duty::Duty;
use super::language::Language;

/// Everything a folder of knowledge files holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Knowledge {
    pub city: City,
    pub schedules: Vec<Schedule>,
    pub units: Vec<Unit>,
    pub clarifiers: Vec<Clarifier>,
    pub routes: Vec<Route>,
    pub topics: Vec<Topic>,
    pub entries: Vec<Entry>,
    pub phrases: Vec<Phrase>,
    pub concepts: Vec<Concept>,
    pub holidays: Vec<Holiday>,
    pub closures: Vec<Closure>,
    pub duties: Vec<Duty>,
    pub golden: Vec<Golden>,
}

/// The town and who answers for the bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct City {
    pub name: String,
    pub office: String,
    /// Code of the officer's unit: the last resort for every matter.
    pub officer: String,
    /// Code of the data protection officer's unit.
    pub data_protection: String,
    /// Example data: said wherever it is shown.
    #[serde(default, skip_serializing_if = "is_false")]
    pub example: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
}

/// Opening hours that several units share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(flatten)]
    pub week: Week,
}

/// Opening hours by weekday; a missing day is closed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mon: Option<Opening>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tue: Option<Opening>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wed: Option<Opening>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thu: Option<Opening>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fri: Option<Opening>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sat: Option<Opening>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sun: Option<Opening>,
}

/// One day's opening, written `7:30-15:30`; `closes` of `None` is midnight (`24:00`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Opening {
    pub opens: NaiveTime,
    pub closes: Option<NaiveTime>,
}

impl std::str::FromStr for Opening {
    type Err = String;

    /// Reads `7:30-15:30`. The error is the text that could not be read.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let time = |part: &str| NaiveTime::parse_from_str(part.trim(), "%H:%M").ok();
        let read = || {
            let (opens, closes) = text.split_once('-')?;
            let opens = time(opens)?;
            let closes = match closes.trim() {
                "24:00" => None,
                other => Some(time(other)?),
            };
            closes
                .is_none_or(|closes| closes > opens)
                .then_some(Self { opens, closes })
        };
        read().ok_or_else(|| text.to_owned())
    }
}

impl TryFrom<String> for Opening {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Opening> for String {
    fn from(opening: Opening) -> Self {
        let opens = opening.opens.format("%-H:%M");
        match opening.closes {
            Some(closes) => format!("{opens}-{}", closes.format("%-H:%M")),
            None => format!("{opens}-24:00"),
        }
    }
}

/// A desk that handles matters: of the town, or an external one that is explained to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub code: String,
    pub name: String,
    pub level: Level,
    pub place: String,
    pub matters: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Id of a [`Schedule`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// Working days to the first human answer; `None` for external units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_days: Option<u32>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub external: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub substitutes: Vec<Substitute>,
    pub verified_on: NaiveDate,
}

/// Level of administration a unit belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Level {
    #[serde(rename = "gmina")]
    Gmina,
    #[serde(rename = "jednostka")]
    Jednostka,
    #[serde(rename = "powiat")]
    Powiat,
    #[serde(rename = "województwo")]
    Wojewodztwo,
    #[serde(rename = "kraj")]
    Kraj,
}

impl Level {
    /// Every level, with the name used in files.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Gmina, "gmina"),
        (Self::Jednostka, "jednostka"),
        (Self::Powiat, "powiat"),
        (Self::Wojewodztwo, "województwo"),
        (Self::Kraj, "kraj"),
    ];

    /// The town itself and its own organisations, to which office closures apply.
    pub fn is_town(self) -> bool {
        matches!(self, Self::Gmina | Self::Jednostka)
    }
}

/// Who stands in: the code of a unit or a role in words, always or between two dates (both included).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Substitute {
    pub who: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// A question that a route asks back before it can name a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clarifier {
    pub id: String,
    pub question: String,
    /// Id of the option that stands for "other, don't know".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
    #[serde(rename = "option")]
    pub options: Vec<ClarifierOption>,
}

/// One answer to a [`Clarifier`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClarifierOption {
    pub id: String,
    pub label: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    /// Smallest and greatest number of people that mean this option.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<(u32, u32)>,
}

/// Who handles a matter, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    pub id: String,
    pub matter: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    pub unit: String,
    pub reason: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prepare: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Id of the entry that answers the matter itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Also>,
    /// Id of the [`Clarifier`] to ask first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clarify: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub urgent: bool,
    /// Not a matter for organisations: said in one sentence.
    #[serde(default, skip_serializing_if = "is_false")]
    pub outside: bool,
    #[serde(default, rename = "case", skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<RouteCase>,
}

/// The second suggestion: „Jeśli chodzi o {about}, to {unit}”.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Also {
    pub unit: String,
    pub about: String,
}

/// What an answer to the route's clarifier changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RouteCase {
    pub option: String,
    pub unit: String,
    pub reason: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Also>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
}

/// A field of public tasks (art. 4 of the act of 24 April 2003 on public benefit activity).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<Language, String>,
}

impl Topic {
    /// The name in a language; in Polish where there is none.
    pub fn name_in(&self, language: Language) -> &str {
        self.names.get(&language).unwrap_or(&self.name)
    }
}

/// A vetted question and answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Stem of the file in `entries/` that the entry stands in, for a lossless export.
    #[serde(skip)]
    pub file: String,
    pub id: String,
    pub title: String,
    pub question: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wordings: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    pub answer: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub law_as_of: Option<NaiveDate>,
    pub status: Status,
    pub mode: Mode,
    pub unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    pub verified_on: NaiveDate,
    pub verified_by: String,
    pub review_by: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub golden: Vec<String>,
    /// Entries with one subject differ by the date of the event asked about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_to: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_label: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub translations: BTreeMap<Language, Translation>,
}

impl Entry {
    /// Whether the entry may be answered at all on this day; otherwise its matter is routed.
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether the law of this entry governs an event of that day.
    pub fn governs(&self, event: NaiveDate) -> bool {
        self.event_from.is_none_or(|from| from <= event)
            && self.event_to.is_none_or(|to| event <= to)
    }
}

/// An entry's title and answer in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    pub title: String,
    pub answer: String,
}

/// Whether somebody read the source of the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Confirmed,
    Unconfirmed,
}

impl Status {
    /// Every status, with the name used in files.
    pub const ALL: [(Self, &'static str); 2] = [
        (Self::Confirmed, "confirmed"),
        (Self::Unconfirmed, "unconfirmed"),
    ];
}

/// How an entry may be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Auto,
    AutoAndRoute,
    RouteOnly,
    HumanOnly,
}

impl Mode {
    /// Every mode, with the name used in files.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Auto, "auto"),
        (Self::AutoAndRoute, "auto_and_route"),
        (Self::RouteOnly, "route_only"),
        (Self::HumanOnly, "human_only"),
    ];
}

/// What people write that is not a question for this bot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    pub id: String,
    pub kind: PhraseKind,
    pub words: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Of danger: the entry that is shown at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
}

/// Why a [`Phrase`] is not a question for this bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhraseKind {
    /// Danger to life: before everything else, wherever it stands in a text.
    Danger,
    Greeting,
    SmallTalk,
    Rude,
    Resident,
    OtherPlace,
    Private,
    Nonsense,
}

impl PhraseKind {
    /// Every kind, with the name used in files.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Danger, "danger"),
        (Self::Greeting, "greeting"),
        (Self::SmallTalk, "small_talk"),
        (Self::Rude, "rude"),
        (Self::Resident, "resident"),
        (Self::OtherPlace, "other_place"),
        (Self::Private, "private"),
        (Self::Nonsense, "nonsense"),
    ];

    /// Counts only when it is about the whole of what was written.
    pub fn is_about_the_whole(self) -> bool {
        matches!(self, Self::Greeting | Self::SmallTalk | Self::Rude)
    }
}

/// Words that mean the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    pub id: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pl: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub en: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uk: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub broader: Vec<String>,
}

/// A statutory day off work (act of 18 January 1951), by a fixed date or by its distance from Easter Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub name: String,
    #[serde(flatten)]
    pub when: HolidayRule,
    /// First year in which it is a day off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i32>,
}

/// The day of a [`Holiday`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum HolidayRule {
    Fixed { month: u32, day: u32 },
    Easter { easter: i64 },
}

/// Days on which the office is closed though they are working days by law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    pub from: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
    pub reason: String,
    /// Unit codes; empty for all units of the town.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
}

/// A sentence and where it must lead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Golden {
    pub text: String,
    /// Any of `unit:CODE`, `entry:ID`, `clarify:ID`, `phrase:ID`, `command:ID`, `unknown`.
    pub expect: Vec<String>,
}

impl Knowledge {
    /// The unit with this code.
    pub fn unit(&self, code: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == code)
    }

    /// The entry with this id.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The route with this id.
    pub fn route(&self, id: &str) -> Option<&Route> {
        self.routes.iter().find(|route| route.id == id)
    }

    /// The clarifier with this id.
    pub fn clarifier(&self, id: &str) -> Option<&Clarifier> {
        self.clarifiers.iter().find(|clarifier| clarifier.id == id)
    }

    /// The phrase with this id.
    pub fn phrase(&self, id: &str) -> Option<&Phrase> {
        self.phrases.iter().find(|phrase| phrase.id == id)
    }

    /// The opening hours of a unit, with their note.
    pub fn schedule_of(&self, unit: &Unit) -> Option<&Schedule> {
        let id = unit.schedule.as_deref()?;
        self.schedules.iter().find(|schedule| schedule.id == id)
    }
}

impl Clarifier {
    /// The option with this id.
    pub fn option(&self, id: &str) -> Option<&ClarifierOption> {
        self.options.iter().find(|option| option.id == id)
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature serde asks for"
)]
fn is_false(value: &bool) -> bool {
    !value
}
