//! Time limits: by when, and how that was counted.

use chrono::{Datelike, NaiveDate};

use super::{Scene, Voice, cards};
use crate::domain::action::Action;
use crate::domain::command::Command;
use crate::domain::counting::{Counted, DayOff, Direction, Measure, Skipped, off_by_law};
use crate::domain::duty::{Duty, When};
use crate::domain::hours::Calendar;
use crate::domain::knowledge::Status;
use crate::domain::language::Language;
use crate::domain::message::{Block, Outgoing, Place, Span};

/// Days off that are named one by one.
const NAMED: usize = 10;

/// A duty to choose by its button, with the day of its event where that is known.
pub struct Choice<'a> {
    pub duty: &'a Duty,
    pub event: Option<NaiveDate>,
}

/// By when, and how that was counted; without a duty it is arithmetic alone. `year_chosen`: the date had no year.
pub fn answer(
    scene: Scene<'_>,
    duty: Option<&Duty>,
    counted: &Counted<'_>,
    year_chosen: bool,
) -> Outgoing {
    let voice = scene.voice;
    let mut message = Outgoing::default().with(Block::Heading(title(voice, duty, counted.last)));
    if duty.is_some() && voice.language() != Language::Polish {
        message = message.with(Block::Note(voice.text("count-untranslated")));
    }
    message = message.with(Block::plain(how(scene, duty, counted)));
    if year_chosen {
        let year = counted.event.year().to_string();
        message = message.with(Block::plain(
            voice.with("count-year", [("year", year.into())]),
        ));
    }
    if counted.rule.direction == Direction::After && counted.raw < counted.last {
        let date = voice.date(counted.raw);
        let caution = voice.with("count-caution", [("date", date.into())]);
        message = message.with(Block::Paragraph(vec![Span::Strong(caution)]));
    }
    message = left(scene, counted.last, message);
    message = match duty {
        Some(duty) => law(scene, duty, message),
        None => message,
    };
    message = message.with(Block::Note(voice.text("answer-disclaimer")));
    if duty.is_some() {
        message = scene.mark_example(message);
    }
    if scene.is_public() {
        return message;
    }
    message.button(voice.text("button-human"), &Action::Human)
}

fn title(voice: Voice<'_>, duty: Option<&Duty>, last: NaiveDate) -> String {
    match duty {
        Some(duty) => {
            let day = weekday_and_date(voice, "count-until", last);
            let values = [("name", duty.name.as_str().into()), ("day", day.into())];
            voice.with("count-title", values)
        }
        None => {
            let day = weekday_and_date(voice, "count-day", last);
            voice.with("count-title-plain", [("day", day.into())])
        }
    }
}

/// How it was counted, in one paragraph.
fn how(scene: Scene<'_>, duty: Option<&Duty>, counted: &Counted<'_>) -> String {
    let voice = scene.voice;
    let mut sentences = Vec::new();
    match duty.map(|duty| &duty.when) {
        Some(When::Yearly { .. }) => {
            let day = short(voice, counted.raw);
            sentences.push(voice.with("count-yearly", [("day", day.into())]));
        }
        Some(When::Counted { event, .. }) => {
            sentences.push(from(voice, Some(event), counted));
            sentences.push(length(voice, counted));
        }
        None => {
            sentences.push(from(voice, None, counted));
            sentences.push(length(voice, counted));
        }
    }
    if !counted.left_out.is_empty() {
        let days = left_out(voice, &counted.left_out);
        sentences.push(voice.with("count-left-out", [("days", days.into())]));
    }
    if !counted.moved_over.is_empty() {
        let id = match counted.rule.direction {
            Direction::After => "count-moved-on",
            Direction::Before => "count-moved-back",
        };
        let day = weekday_and_date(voice, "count-day", counted.last);
        let days = days_off(voice, &counted.moved_over);
        sentences.push(voice.with(id, [("days", days.into()), ("day", day.into())]));
    }
    let calendar = Calendar::of(scene.knowledge);
    if let (true, Some(why)) = (counted.rule.hard, off_by_law(&calendar, counted.last)) {
        let day = counted.last;
        let days = days_off(voice, &[Skipped { day, why }]);
        sentences.push(voice.with("count-hard", [("days", days.into())]));
    }
    sentences.join(" ")
}

/// From which day, and that it is not counted.
fn from(voice: Voice<'_>, event: Option<&str>, counted: &Counted<'_>) -> String {
    let date = ("date", voice.date(counted.event).into());
    let is_after = counted.rule.direction == Direction::After;
    match event {
        Some(event) => {
            let id = if is_after {
                "count-from-event"
            } else {
                "count-back-event"
            };
            voice.with(id, [("event", event.into()), date])
        }
        None => voice.with(if is_after { "count-from" } else { "count-back" }, [date]),
    }
}

/// "30 dni później to sobota 30 stycznia 2027 r."
fn length(voice: Voice<'_>, counted: &Counted<'_>) -> String {
    let id = match counted.rule.measure {
        Measure::Days => "count-length-days",
        Measure::Months => "count-length-months",
        Measure::WorkingDays | Measure::OfficeDays => "count-length-working",
    };
    let length = voice.with(id, [("count", counted.rule.amount.into())]);
    let day = weekday_and_date(voice, "count-day", counted.raw);
    let id = match counted.rule.direction {
        Direction::After => "count-later",
        Direction::Before => "count-earlier",
    };
    voice.with(id, [("length", length.into()), ("day", day.into())])
}

/// The days that were not counted: weekends in one word, others by name.
fn left_out(voice: Voice<'_>, skipped: &[Skipped<'_>]) -> String {
    let mut said = Vec::new();
    let is_weekend = |one: &&Skipped<'_>| matches!(one.why, DayOff::Saturday | DayOff::Sunday);
    if skipped.iter().any(|one| is_weekend(&one)) {
        said.push(voice.text("count-weekends"));
    }
    let others: Vec<_> = skipped.iter().filter(|one| !is_weekend(one)).collect();
    for one in others.iter().take(NAMED) {
        let (day, name) = (short(voice, one.day), reason(voice, one.why));
        said.push(voice.with(
            "count-day-named",
            [("day", day.into()), ("name", name.into())],
        ));
    }
    if others.len() > NAMED {
        said.push(voice.text("count-others"));
    }
    said.join(", ")
}

/// "30 stycznia to sobota, 31 stycznia to niedziela"
fn days_off(voice: Voice<'_>, skipped: &[Skipped<'_>]) -> String {
    let said = skipped.iter().map(|one| {
        let (day, name) = (short(voice, one.day), reason(voice, one.why));
        voice.with("count-off", [("day", day.into()), ("name", name.into())])
    });
    said.collect::<Vec<_>>().join(", ")
}

fn reason(voice: Voice<'_>, why: DayOff<'_>) -> String {
    match why {
        DayOff::Holiday(holiday) => holiday.name.clone(),
        DayOff::Closure(closure) => closure.reason.clone(),
        DayOff::Saturday => voice.text("count-saturday"),
        DayOff::Sunday => voice.text("count-sunday"),
    }
}

/// How many days are left; or since when it is over, and whom to talk to.
fn left(scene: Scene<'_>, last: NaiveDate, message: Outgoing) -> Outgoing {
    let voice = scene.voice;
    let days = (last - scene.now.date()).num_days();
    if days == 0 {
        return message.with(Block::plain(voice.text("count-today")));
    }
    if days > 0 {
        return message.with(Block::plain(
            voice.with("count-left", [("count", days.into())]),
        ));
    }
    let passed = voice.with("count-passed", [("count", (-days).into())]);
    let message = message.with(Block::plain(passed));
    match scene.officer() {
        Some(unit) => message.with(cards::handles(scene, unit)),
        None => message,
    }
}

/// Whom it concerns, what is to be known besides, and where it stands.
fn law(scene: Scene<'_>, duty: &Duty, mut message: Outgoing) -> Outgoing {
    let voice = scene.voice;
    let who = voice.with("count-who", [("who", duty.who.as_str().into())]);
    message = message.with(Block::plain(who));
    if let Some(note) = duty.note.as_ref().filter(|_| !scene.is_public()) {
        message = message.with(Block::plain(note));
    }
    if duty.status == Status::Unconfirmed {
        let unconfirmed = Span::Strong(voice.text("answer-unconfirmed"));
        message = message.with(Block::Paragraph(vec![unconfirmed]));
    }
    match duty.basis.as_deref() {
        Some(basis) => {
            let basis = voice.with("answer-basis", [("basis", basis.into())]);
            message.with(Block::plain(basis))
        }
        None => message,
    }
}

/// Asks what is to be counted.
pub fn what(scene: Scene<'_>) -> Outgoing {
    let command = Command::Count.name(scene.voice.language());
    let text = if scene.place == Place::Aside || scene.is_server() {
        let name = format!("/{command}");
        scene
            .voice
            .with("count-what-aside", [("name", name.into())])
    } else {
        scene.voice.text("count-what")
    };
    asking(scene, text)
}

/// Asks which duty is meant. `named`: the text spoke of these, and they are not just all there are.
pub fn which(scene: Scene<'_>, choices: &[Choice<'_>], named: bool) -> Outgoing {
    if choices.is_empty() {
        return asking(scene, scene.voice.text("count-nothing"));
    }
    let id = if named {
        "count-which"
    } else {
        "count-which-none"
    };
    let message = Outgoing::plain(scene.voice.text(id));
    choices.iter().fold(message, |message, choice| {
        let action = Action::Count {
            duty: choice.duty.id.clone(),
            event: choice.event,
        };
        message.button(&choice.duty.name, &action)
    })
}

/// Asks for the date of the event; `event` as it is named in the duty.
pub fn date_of(scene: Scene<'_>, event: Option<&str>) -> Outgoing {
    let text = match event {
        Some(event) => scene
            .voice
            .with("count-date-event", [("event", event.into())]),
        None => scene.voice.text("count-date"),
    };
    asking(scene, text)
}

/// Says what is wrong, and waits for something better.
pub fn again(scene: Scene<'_>, id: &str) -> Outgoing {
    asking(scene, scene.voice.text(id))
}

fn asking(scene: Scene<'_>, text: String) -> Outgoing {
    scene.button_to_ask(Outgoing {
        asks: true,
        ..Outgoing::plain(text)
    })
}

/// "piątek 28 maja 2027 r.", in the case of this sentence.
fn weekday_and_date(voice: Voice<'_>, id: &str, day: NaiveDate) -> String {
    let weekday = day.weekday().number_from_monday();
    let date = voice.date(day);
    voice.with(id, [("weekday", weekday.into()), ("date", date.into())])
}

/// "28 maja"
fn short(voice: Voice<'_>, day: NaiveDate) -> String {
    let values = [
        ("day", day.day().into()),
        ("month", voice.month(day).into()),
    ];
    voice.with("count-day-short", values)
}
