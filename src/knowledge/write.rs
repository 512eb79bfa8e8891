//! Writing knowledge as files: the fields in the order of `docs/knowledge.md`, dates as TOML dates, long texts on
//! lines of their own.

use std::fmt::Display;

use chrono::NaiveDate;
use toml::Value;

use super::places::Kind;
use crate::domain::counting::{Direction, Measure};
use crate::domain::duty::{Duty, When};
use crate::domain::knowledge::{
    Also, Clarifier, Closure, Concept, Entry, Golden, Holiday, HolidayRule, Knowledge, Level, Mode,
    Phrase, PhraseKind, Route, Schedule, Status, Substitute, Topic, Unit,
};

/// Characters on a line after which a list is broken into one element per line.
const WIDTH: usize = 100;

/// Every file of the knowledge, with its name relative to the folder. Reading them gives the same knowledge again,
/// provided that entries of one file stand together and files in the order of their names, as reading leaves them.
/// A kind without items has no file.
pub fn write(knowledge: &Knowledge) -> Vec<(String, String)> {
    let mut files = vec![city(knowledge)];
    files.extend(file(Kind::Schedule, &knowledge.schedules, schedule));
    files.extend(file(Kind::Unit, &knowledge.units, unit));
    files.extend(file(Kind::Clarifier, &knowledge.clarifiers, clarifier));
    files.extend(file(Kind::Route, &knowledge.routes, route));
    files.extend(file(Kind::Topic, &knowledge.topics, topic));
    for entries in knowledge.entries.chunk_by(|a, b| a.file == b.file) {
        let name = format!("{}{}.toml", Kind::Entry.file(), entries[0].file);
        files.push((name.clone(), page(Kind::Entry, &name, entries, entry)));
    }
    files.extend(file(Kind::Phrase, &knowledge.phrases, phrase));
    files.extend(file(Kind::Concept, &knowledge.concepts, concept));
    files.extend(file(Kind::Holiday, &knowledge.holidays, holiday));
    files.extend(file(Kind::Closure, &knowledge.closures, closure));
    files.extend(file(Kind::Duty, &knowledge.duties, duty));
    files.extend(file(Kind::Golden, &knowledge.golden, golden));
    files
}

fn file<T>(kind: Kind, items: &[T], write: fn(&mut Page, &T)) -> Option<(String, String)> {
    let name = kind.file();
    (!items.is_empty()).then(|| (name.to_owned(), page(kind, name, items, write)))
}

fn page<T>(kind: Kind, name: &str, items: &[T], write: fn(&mut Page, &T)) -> String {
    let mut page = Page::new(name);
    for item in items {
        page.head(&format!("[[{}]]", kind.table()));
        write(&mut page, item);
    }
    page.0
}

fn city(knowledge: &Knowledge) -> (String, String) {
    let city = &knowledge.city;
    let name = Kind::City.file();
    let mut page = Page::new(name);
    page.head("[city]");
    page.text("name", &city.name);
    page.text("office", &city.office);
    page.text("officer", &city.officer);
    page.text("data_protection", &city.data_protection);
    page.flag("example", city.example);
    page.optional_text("site", city.site.as_deref());
    (name.to_owned(), page.0)
}

fn schedule(page: &mut Page, schedule: &Schedule) {
    page.text("id", &schedule.id);
    page.optional_text("note", schedule.note.as_deref());
    let week = &schedule.week;
    let days = [
        ("mon", week.mon),
        ("tue", week.tue),
        ("wed", week.wed),
        ("thu", week.thu),
        ("fri", week.fri),
        ("sat", week.sat),
        ("sun", week.sun),
    ];
    for (day, opening) in days {
        page.optional_text(day, opening.map(String::from).as_deref());
    }
}

fn unit(page: &mut Page, unit: &Unit) {
    page.text("code", &unit.code);
    page.text("name", &unit.name);
    page.choice("level", unit.level, &Level::ALL);
    page.text("place", &unit.place);
    page.text("matters", &unit.matters);
    page.texts("words", &unit.words);
    page.optional_text("phone", unit.phone.as_deref());
    page.optional_text("email", unit.email.as_deref());
    page.optional_text("schedule", unit.schedule.as_deref());
    page.optional("reply_days", unit.reply_days);
    page.flag("external", unit.external);
    page.list(
        "substitutes",
        unit.substitutes.iter().map(substitute).collect(),
    );
    page.field("verified_on", unit.verified_on);
}

fn substitute(substitute: &Substitute) -> String {
    let Substitute { who, from, to } = substitute;
    let date = |name: &str, date: &Option<NaiveDate>| {
        date.map(|date| format!(", {name} = {date}"))
            .unwrap_or_default()
    };
    match (from, to) {
        (None, None) => quote(who),
        _ => format!(
            "{{ who = {}{}{} }}",
            quote(who),
            date("from", from),
            date("to", to)
        ),
    }
}

fn clarifier(page: &mut Page, clarifier: &Clarifier) {
    page.text("id", &clarifier.id);
    page.text("question", &clarifier.question);
    page.optional_text("otherwise", clarifier.otherwise.as_deref());
    for option in &clarifier.options {
        page.head("[[clarifier.option]]");
        page.text("id", &option.id);
        page.text("label", &option.label);
        page.texts("words", &option.words);
        page.optional(
            "people",
            option
                .people
                .map(|(least, most)| format!("[{least}, {most}]")),
        );
    }
}

fn route(page: &mut Page, route: &Route) {
    page.text("id", &route.id);
    page.text("matter", &route.matter);
    page.texts("words", &route.words);
    page.text("unit", &route.unit);
    page.text("reason", &route.reason);
    page.texts("prepare", &route.prepare);
    page.optional_text("topic", route.topic.as_deref());
    page.optional_text("entry", route.entry.as_deref());
    page.list("also", route.also.iter().map(also).collect());
    page.optional_text("clarify", route.clarify.as_deref());
    page.flag("urgent", route.urgent);
    page.flag("outside", route.outside);
    for case in &route.cases {
        page.head("[[route.case]]");
        page.text("option", &case.option);
        page.text("unit", &case.unit);
        page.text("reason", &case.reason);
        page.list("also", case.also.iter().map(also).collect());
        page.optional_text("entry", case.entry.as_deref());
    }
}

fn also(also: &Also) -> String {
    format!(
        "{{ unit = {}, about = {} }}",
        quote(&also.unit),
        quote(&also.about)
    )
}

fn topic(page: &mut Page, topic: &Topic) {
    page.text("id", &topic.id);
    page.text("name", &topic.name);
    if !topic.names.is_empty() {
        let names: Vec<String> = topic
            .names
            .iter()
            .map(|(language, name)| format!("{} = {}", language.code(), quote(name)))
            .collect();
        page.field("names", format!("{{ {} }}", names.join(", ")));
    }
    page.optional_text("basis", topic.basis.as_deref());
    page.texts("words", &topic.words);
}

fn entry(page: &mut Page, entry: &Entry) {
    page.text("id", &entry.id);
    page.text("title", &entry.title);
    page.text("question", &entry.question);
    page.texts("wordings", &entry.wordings);
    page.texts("keywords", &entry.keywords);
    page.prose("answer", &entry.answer);
    page.optional_text("basis", entry.basis.as_deref());
    page.optional_text("source", entry.source.as_deref());
    page.optional("law_as_of", entry.law_as_of);
    page.choice("status", entry.status, &Status::ALL);
    page.choice("mode", entry.mode, &Mode::ALL);
    page.text("unit", &entry.unit);
    page.optional_text("topic", entry.topic.as_deref());
    page.field("verified_on", entry.verified_on);
    page.text("verified_by", &entry.verified_by);
    page.field("review_by", entry.review_by);
    page.optional("valid_from", entry.valid_from);
    page.optional("valid_to", entry.valid_to);
    page.texts("golden", &entry.golden);
    page.optional_text("subject", entry.subject.as_deref());
    page.optional("event_from", entry.event_from);
    page.optional("event_to", entry.event_to);
    page.optional_text("event_label", entry.event_label.as_deref());
    for (language, translation) in &entry.translations {
        page.head(&format!("[entry.translations.{}]", language.code()));
        page.text("title", &translation.title);
        page.prose("answer", &translation.answer);
    }
}

fn phrase(page: &mut Page, phrase: &Phrase) {
    page.text("id", &phrase.id);
    page.choice("kind", phrase.kind, &PhraseKind::ALL);
    page.texts("words", &phrase.words);
    page.optional_text("reply", phrase.reply.as_deref());
    page.optional_text("unit", phrase.unit.as_deref());
    page.optional_text("entry", phrase.entry.as_deref());
}

fn concept(page: &mut Page, concept: &Concept) {
    page.text("id", &concept.id);
    page.texts("pl", &concept.pl);
    page.texts("en", &concept.en);
    page.texts("uk", &concept.uk);
    page.texts("broader", &concept.broader);
}

fn holiday(page: &mut Page, holiday: &Holiday) {
    page.text("name", &holiday.name);
    match holiday.when {
        HolidayRule::Fixed { month, day } => {
            page.field("month", month);
            page.field("day", day);
        }
        HolidayRule::Easter { easter } => page.field("easter", easter),
    }
    page.optional("since", holiday.since);
}

fn closure(page: &mut Page, closure: &Closure) {
    page.field("from", closure.from);
    page.optional("to", closure.to);
    page.text("reason", &closure.reason);
    page.texts("units", &closure.units);
}

fn duty(page: &mut Page, duty: &Duty) {
    page.text("id", &duty.id);
    page.text("name", &duty.name);
    page.text("who", &duty.who);
    match &duty.when {
        When::Yearly { month, day, hard } => {
            page.text("day", &format!("{month:02}-{day:02}"));
            page.flag("hard", *hard);
        }
        When::Counted { count, event } => {
            let direction = match count.direction {
                Direction::After => "after",
                Direction::Before => "before",
            };
            page.field(direction, count.amount);
            page.choice("measure", count.measure, &Measure::ALL);
            page.text("event", event);
            page.flag("hard", count.hard);
        }
    }
    page.optional_text("basis", duty.basis.as_deref());
    page.choice("status", duty.status, &Status::ALL);
    page.texts("words", &duty.words);
    page.list(
        "offsets",
        duty.offsets
            .iter()
            .map(|offset| quote(&offset.to_string()))
            .collect(),
    );
    page.optional_text("note", duty.note.as_deref());
}

fn golden(page: &mut Page, golden: &Golden) {
    page.text("text", &golden.text);
    page.texts("expect", &golden.expect);
}

/// One file in the making.
struct Page(String);

impl Page {
    fn new(name: &str) -> Self {
        Self(format!("# Łącznik: {name} (docs/knowledge.md)\n"))
    }

    fn head(&mut self, table: &str) {
        self.0.push_str(&format!("\n{table}\n"));
    }

    /// A field whose value is TOML already.
    fn field(&mut self, name: &str, value: impl Display) {
        self.0.push_str(&format!("{name} = {value}\n"));
    }

    fn optional(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    fn flag(&mut self, name: &str, value: bool) {
        self.optional(name, value.then_some(true));
    }

    fn text(&mut self, name: &str, value: &str) {
        self.field(name, quote(value));
    }

    fn optional_text(&mut self, name: &str, value: Option<&str>) {
        self.optional(name, value.map(quote));
    }

    /// A text of several sentences. The lines around it are not part of it: reading trims them.
    fn prose(&mut self, name: &str, value: &str) {
        if value.contains(['\\', '"']) {
            self.field(name, quote(&format!("{value}\n")));
        } else {
            self.field(name, format!("\"\"\"\n{value}\n\"\"\""));
        }
    }

    fn choice<T: PartialEq>(&mut self, name: &str, value: T, choices: &[(T, &str)]) {
        self.optional_text(
            name,
            choices
                .iter()
                .find(|(choice, _)| *choice == value)
                .map(|(_, name)| *name),
        );
    }

    fn texts(&mut self, name: &str, values: &[String]) {
        self.list(name, values.iter().map(|value| quote(value)).collect());
    }

    /// A list of values that are TOML already; an empty one is left out.
    fn list(&mut self, name: &str, values: Vec<String>) {
        if values.is_empty() {
            return;
        }
        let line = values.join(", ");
        if name.len() + line.chars().count() + " = []".len() <= WIDTH {
            self.field(name, format!("[{line}]"));
        } else {
            self.field(name, format!("[\n    {},\n]", values.join(",\n    ")));
        }
    }
}

fn quote(text: &str) -> String {
    Value::from(text).to_string()
}
