//! Who handles a matter: cards of units, questions asked back, and opening hours in words.

use chrono::{NaiveDateTime, Weekday};

use super::{Scene, Voice};
use crate::domain::action::Action;
use crate::domain::deep_link::DeepLink;
use crate::domain::hours::{Calendar, OpenState};
use crate::domain::knowledge::{Also, Clarifier, Level, Opening, Route, Schedule, Unit, Week};
use crate::domain::language::Language;
use crate::domain::message::{Block, Outgoing, Span};

/// A route with its clarifier answered: who handles the matter, and why.
#[derive(Debug, Clone, Copy)]
pub struct Contact<'a> {
    pub route: &'a Route,
    pub unit: &'a Unit,
    pub reason: &'a str,
    pub also: &'a [Also],
    /// Id of the entry that answers the matter itself.
    pub entry: Option<&'a str>,
}

/// "Z kim rozmawiać": the unit, why, an alternative, hours today, what to prepare. `place` is the route's place among
/// the candidates; `unreachable` adds what helps somebody who cannot get through.
pub fn contact(
    scene: Scene<'_>,
    contact: Contact<'_>,
    place: Option<usize>,
    unreachable: bool,
) -> Outgoing {
    let voice = scene.voice;
    let unit = contact.unit;
    if contact.route.outside {
        return outside(scene, unit, place);
    }
    let mut message = Outgoing::default();
    if unreachable {
        message = message.with(Block::plain(voice.text("contact-unreachable")));
    }
    message = message.with(Block::Heading(unit.name.clone()));
    if voice.language() != Language::Polish {
        message = message.with(Block::Note(voice.text("contact-untranslated")));
    }
    message = message.with(Block::plain(reasons(scene, contact)));
    message = message.with(Block::plain(reach(scene, unit)));
    if unreachable {
        message = message.with(Block::plain(who_else(scene, unit)));
    }
    if contact.route.urgent {
        let urgent = Span::Strong(voice.text("contact-urgent"));
        message = message.with(Block::Paragraph(vec![urgent]));
    } else if unit.external {
        message = message.with(Block::plain(voice.text("contact-external")));
    }
    if !contact.route.prepare.is_empty() && !unreachable {
        message = message.with(Block::plain(voice.text("contact-prepare")));
        message = message.with(Block::List(contact.route.prepare.clone()));
    }
    message = scene.mark_example(message);
    if let Some(entry) = contact.entry.and_then(|id| scene.knowledge.entry(id)) {
        let label = voice.with("button-answer", [("title", entry.title.as_str().into())]);
        message = message.button(label, &Action::Entry(entry.id.clone()));
    }
    for other in contact
        .also
        .iter()
        .filter_map(|also| scene.knowledge.unit(&also.unit))
    {
        let label = voice.with("button-show-unit", [("unit", other.name.as_str().into())]);
        message = message.button(label, &Action::Unit(other.code.clone()));
    }
    message = message.button(
        voice.text("button-details"),
        &Action::Unit(unit.code.clone()),
    );
    let link = DeepLink::Route(contact.route.id.clone());
    scene.button_human(scene.button_not_it(message, place), &link)
}

/// A matter that is not for organisations: one sentence, and where to go instead.
fn outside(scene: Scene<'_>, unit: &Unit, place: Option<usize>) -> Outgoing {
    let message = Outgoing::plain(scene.voice.text("contact-outside")).with(handles(scene, unit));
    let details = Action::Unit(unit.code.clone());
    let message = scene
        .mark_example(message)
        .button(scene.voice.text("button-details"), &details);
    scene.button_not_it(message, place)
}

/// The reason and the second suggestions, in one paragraph.
fn reasons(scene: Scene<'_>, contact: Contact<'_>) -> String {
    let also = second_suggestions(scene, contact);
    [vec![contact.reason.to_owned()], also].concat().join(" ")
}

/// "Jeśli chodzi o …, to …", for each matter that people confuse with this one.
pub fn second_suggestions(scene: Scene<'_>, contact: Contact<'_>) -> Vec<String> {
    // The town's own words are Polish and declined, so the sentence around them is too.
    let voice = scene.voice.in_language(Language::Polish);
    let sentence = |also: &Also| {
        let other = scene.knowledge.unit(&also.unit)?;
        let values = [
            ("about", also.about.as_str().into()),
            ("unit", other.name.as_str().into()),
        ];
        Some(voice.with("contact-also", values))
    };
    contact.also.iter().filter_map(sentence).collect()
}

/// A name or place, then phone and mail where there are any.
pub(super) fn with_phone_and_mail(scene: Scene<'_>, first: &str, unit: &Unit) -> Vec<String> {
    let phone = unit
        .phone
        .as_deref()
        .map(|phone| scene.voice.with("contact-phone", [("phone", phone.into())]));
    [Some(first.to_owned()), phone, unit.email.clone()]
        .into_iter()
        .flatten()
        .collect()
}

/// Place, phone, mail, and whether it is open now.
fn reach(scene: Scene<'_>, unit: &Unit) -> String {
    let parts = with_phone_and_mail(scene, &unit.place, unit);
    let hours = hours_now(scene, unit).map_or_else(String::new, |hours| format!(" {hours}"));
    format!("{}.{hours}", parts.join(", "))
}

/// Who stands in, and the officer, for somebody who cannot get through.
fn who_else(scene: Scene<'_>, unit: &Unit) -> String {
    let today = scene.now.date();
    let stands_in = unit.substitutes.iter().find(|substitute| {
        substitute.from.is_none_or(|from| from <= today)
            && substitute.to.is_none_or(|to| today <= to)
    });
    let mut sentences = Vec::new();
    if let Some(substitute) = stands_in {
        let who = scene
            .knowledge
            .unit(&substitute.who)
            .map_or(&substitute.who, |unit| &unit.name);
        sentences.push(
            scene
                .voice
                .with("contact-substitute", [("who", who.as_str().into())]),
        );
    }
    let officer = scene.officer().filter(|officer| officer.code != unit.code);
    if let Some((officer, phone)) =
        officer.and_then(|officer| Some((officer, officer.phone.as_deref()?)))
    {
        let values = [
            ("officer", officer.name.as_str().into()),
            ("phone", phone.into()),
        ];
        sentences.push(scene.voice.with("contact-unreachable-officer", values));
    }
    sentences.join(" ")
}

/// One paragraph: who handles the matter of an answer, and how to reach them.
pub fn handles(scene: Scene<'_>, unit: &Unit) -> Block {
    let who = scene
        .voice
        .with("contact-handles", [("unit", unit.name.as_str().into())]);
    Block::Paragraph(vec![
        Span::Strong(who),
        Span::Plain(format!(" {}", reach(scene, unit))),
    ])
}

/// All that is known of a unit.
pub fn unit(scene: Scene<'_>, unit: &Unit) -> Outgoing {
    let voice = scene.voice;
    let level = match unit.level {
        Level::Gmina => "gmina",
        Level::Jednostka => "jednostka",
        Level::Powiat => "powiat",
        // Keys of Fluent are ASCII.
        Level::Wojewodztwo => "wojewodztwo",
        Level::Kraj => "kraj",
    };
    let mut message = Outgoing::default()
        .with(Block::Heading(unit.name.clone()))
        .with(Block::Note(
            voice.with("unit-level", [("level", level.into())]),
        ))
        .with(Block::plain(voice.with(
            "unit-matters",
            [("matters", unit.matters.as_str().into())],
        )))
        .with(Block::plain(reach(scene, unit)));
    if let Some(schedule) = scene.knowledge.schedule_of(unit) {
        let hours = week_in_words(voice, schedule);
        if !hours.is_empty() {
            message = message.with(Block::plain(
                voice.with("unit-hours", [("hours", hours.into())]),
            ));
        }
    }
    if let Some(days) = unit.reply_days.filter(|days| *days > 0) {
        let by = Calendar::of(scene.knowledge).reply_by(scene.now.date(), days, unit);
        let days = voice.with("working-days", [("count", days.into())]);
        let values = [("days", days.into()), ("date", voice.on_day(by).into())];
        message = message.with(Block::plain(voice.with("contact-reply", values)));
    }
    if unit.external {
        message = message.with(Block::plain(voice.text("contact-external")));
    }
    let verified = voice.date(unit.verified_on);
    message = message.with(Block::Note(
        voice.with("unit-verified", [("date", verified.into())]),
    ));
    scene.mark_example(message)
}

/// A unit that was asked for by itself, without a matter.
pub fn unit_found(
    scene: Scene<'_>,
    found: &Unit,
    place: Option<usize>,
    unreachable: bool,
) -> Outgoing {
    let voice = scene.voice;
    let mut message = unit(scene, found);
    if unreachable {
        message
            .blocks
            .insert(0, Block::plain(voice.text("contact-unreachable")));
        message = message.with(Block::plain(who_else(scene, found)));
    }
    let link = DeepLink::Unit(found.code.clone());
    scene.button_human(scene.button_not_it(message, place), &link)
}

/// The officer: a person to talk to.
pub fn human(scene: Scene<'_>, introduction: &str) -> Outgoing {
    let message = Outgoing::plain(scene.voice.text(introduction));
    let Some(officer) = scene.officer() else {
        return message;
    };
    let card = unit(scene, officer);
    Outgoing {
        blocks: [message.blocks, card.blocks].concat(),
        ..card
    }
}

/// Asks the one thing that decides who handles the matter.
pub fn ask_back(scene: Scene<'_>, route: &Route, clarifier: &Clarifier) -> Outgoing {
    let mut message = Outgoing::plain(&clarifier.question);
    let hint = scene.how_to_write("ask-back-hint", "ask-back-hint-aside");
    message = message.with(Block::Note(hint));
    let button = |message: Outgoing, label: String, option: &str| {
        message.button(
            label,
            &Action::Option {
                route: route.id.clone(),
                option: option.to_owned(),
            },
        )
    };
    for option in clarifier
        .options
        .iter()
        .filter(|option| Some(&option.id) != clarifier.otherwise.as_ref())
    {
        message = button(message, option.label.clone(), &option.id);
    }
    if let Some(otherwise) = clarifier
        .otherwise
        .as_deref()
        .and_then(|id| clarifier.option(id))
    {
        message = button(message, otherwise.label.clone(), &otherwise.id);
    }
    scene.button_human(message, &DeepLink::Route(route.id.clone()))
}

/// Whether the unit is open now, and until or from when; with the reason on a day off.
fn hours_now(scene: Scene<'_>, unit: &Unit) -> Option<String> {
    let voice = scene.voice;
    let schedule = scene.knowledge.schedule_of(unit)?;
    let calendar = Calendar::of(scene.knowledge);
    if schedule.week == Week::default() {
        return schedule.note.clone();
    }
    let state = calendar.state(&schedule.week, unit, scene.now);
    let sentence = match state {
        OpenState::Open { until: None } => voice.text("hours-always"),
        OpenState::Open { until: Some(until) } => {
            voice.with("hours-open-until", [("time", voice.time(until).into())])
        }
        OpenState::Closed { next } => closed_until(voice, scene.now, next),
        OpenState::ClosedForLong => voice.text("hours-closed-long"),
    };
    let today = scene.now.date();
    let day_off = if matches!(state, OpenState::Open { .. }) {
        None
    } else if let Some(holiday) = calendar.holiday(today) {
        Some(voice.with("hours-holiday", [("name", holiday.name.as_str().into())]))
    } else {
        let closure = calendar.closure(today, unit);
        closure.map(|closure| {
            voice.with(
                "hours-closure",
                [("reason", closure.reason.as_str().into())],
            )
        })
    };
    Some(
        day_off
            .into_iter()
            .chain([sentence])
            .collect::<Vec<_>>()
            .join(" "),
    )
}

fn closed_until(voice: Voice<'_>, now: NaiveDateTime, next: NaiveDateTime) -> String {
    let time = voice.time(next.time());
    if next.date() == now.date() {
        voice.with("hours-later-today", [("time", time.into())])
    } else {
        voice.with(
            "hours-closed",
            [
                ("day", voice.on_day(next.date()).into()),
                ("time", time.into()),
            ],
        )
    }
}

/// "pon. 7:30–17:00, wt.–czw. 7:30–15:30, pt. 7:30–14:00": neighbouring days with the same hours together.
fn week_in_words(voice: Voice<'_>, schedule: &Schedule) -> String {
    const DAYS: [Weekday; 7] = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    let mut runs: Vec<(Weekday, Weekday, Opening)> = Vec::new();
    for day in DAYS {
        let Some(opening) = schedule.week.on(day) else {
            continue;
        };
        match runs.last_mut() {
            Some((_, last, same)) if last.succ() == day && *same == opening => *last = day,
            _ => runs.push((day, day, opening)),
        }
    }
    let short = |day: Weekday| {
        voice.with(
            "weekday-short",
            [("weekday", day.number_from_monday().into())],
        )
    };
    let mut parts: Vec<String> = runs
        .into_iter()
        .map(|(first, last, opening)| {
            let hours = String::from(opening).replace('-', "–");
            if first == last {
                format!("{} {hours}", short(first))
            } else {
                format!("{}–{} {hours}", short(first), short(last))
            }
        })
        .collect();
    parts.extend(schedule.note.clone());
    parts.join(", ")
}
