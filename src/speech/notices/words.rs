//! Words about a notice that stand on several screens, and on the command line.

use chrono::{DateTime, Duration, NaiveDateTime, Timelike as _, Utc};

use crate::domain::hours::local;
use crate::domain::knowledge::Knowledge;
use crate::domain::lint::{Kind as LintKind, Lint};
use crate::domain::message::{Place, Platform};
use crate::domain::notice::Kind;
use crate::domain::subscription::quiet_until;
use crate::speech::Voice;
use crate::store::mailings::Counted;

/// What may be wrong with a notice, in a sentence.
pub fn lint(voice: Voice<'_>, lint: &Lint) -> String {
    let number = |id, number: i64| voice.with(id, [("number", number.into())]);
    let quoted = |id, text: &str| voice.with(id, [("text", text.into())]);
    match &lint.kind {
        LintKind::Empty => voice.text("lint-empty"),
        LintKind::NoTopics => voice.text("lint-no-topics"),
        LintKind::UnknownTopic(id) => quoted("lint-unknown-topic", id),
        LintKind::Nobody => voice.text("lint-nobody"),
        LintKind::NotHttps(link) => quoted("lint-not-https", link),
        LintKind::NoFile => voice.text("lint-no-file"),
        LintKind::TimePassed => voice.text("lint-time-passed"),
        LintKind::Night => voice.text("lint-night"),
        LintKind::NotHttpsInText(link) => quoted("lint-not-https-in-text", link),
        LintKind::PastDate(date) => quoted("lint-past-date", &date.written),
        LintKind::NoSuchDate(date) => quoted("lint-no-such-date", &date.written),
        LintKind::WrongWeekday { date, right } => {
            let name = |weekday: chrono::Weekday| {
                let number = weekday.number_from_monday();
                voice.with("weekday-name", [("weekday", number.into())])
            };
            let values = [
                ("text", date.written.as_str().into()),
                ("right", name(*right).into()),
                ("written", name(date.weekday.unwrap_or(*right)).into()),
            ];
            voice.with("lint-wrong-weekday", values)
        }
        LintKind::DayOff { day } => {
            voice.with("lint-day-off", [("day", voice.on_day(*day).into())])
        }
        LintKind::AfterHours { day, time, closes } => {
            let values = [
                ("day", voice.on_day(*day).into()),
                ("time", voice.time(*time).into()),
                ("closes", voice.time(*closes).into()),
            ];
            voice.with("lint-after-hours", values)
        }
        LintKind::InParts { platform, parts } => {
            let platform = platform_name(voice, *platform);
            let values = [("platform", platform.into()), ("parts", (*parts).into())];
            voice.with("lint-in-parts", values)
        }
        LintKind::LongSentence { words, begins } => {
            let values = [("text", begins.as_str().into()), ("words", (*words).into())];
            voice.with("lint-long-sentence", values)
        }
        LintKind::SentToday(other) => number("lint-sent-today", *other),
        LintKind::TopicsToday(other) => number("lint-topics-today", *other),
    }
}

/// "Telegram", "Discord".
pub fn platform_name(voice: Voice<'_>, platform: Platform) -> String {
    voice.with("platform-name", [("platform", platform.as_str().into())])
}

/// "Telegram, grupy".
pub fn kind_name(voice: Voice<'_>, kind: Kind) -> String {
    let place = match kind.place {
        Place::Group => "notice-kind-groups",
        Place::Channel => "notice-kind-channels",
        Place::Private | Place::Aside => "notice-kind-private",
    };
    let platform = platform_name(voice, kind.platform);
    voice.with(place, [("platform", platform.into())])
}

/// The names of topics, one after another.
pub fn topics(voice: Voice<'_>, knowledge: &Knowledge, ids: &[String]) -> String {
    let name = |id: &String| {
        let known = knowledge.topics.iter().find(|topic| topic.id == *id);
        known.map_or(id.clone(), |topic| {
            topic.name_in(voice.language()).to_owned()
        })
    };
    ids.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// How many get a notice, in lines.
pub fn audience(voice: Voice<'_>, counted: &[Counted]) -> Vec<String> {
    let mut lines = Vec::new();
    for kind in counted.iter().filter(|kind| kind.at_once > 0) {
        let name = kind_name(
            voice,
            Kind {
                platform: kind.platform,
                place: kind.place,
            },
        );
        let values = [("kind", name.into()), ("count", kind.at_once.into())];
        lines.push(voice.with("audience-kind", values));
    }
    let sum = |of: fn(&Counted) -> i64| counted.iter().map(of).sum::<i64>();
    let (in_digest, closed) = (sum(|kind| kind.in_digest), sum(|kind| kind.closed));
    if in_digest > 0 {
        lines.push(voice.with("audience-digest", [("count", in_digest.into())]));
    }
    if closed > 0 {
        lines.push(voice.with("audience-closed", [("count", closed.into())]));
    }
    lines
}

/// How long it takes, in a sentence, and what the night does to it.
pub fn duration(
    voice: Voice<'_>,
    starts_at: DateTime<Utc>,
    takes: Duration,
    urgent: bool,
) -> String {
    let minutes = (takes.num_seconds() + 59) / 60;
    let lasts = match minutes {
        0 | 1 => voice.text("duration-short"),
        2..=90 => voice.with("duration-minutes", [("count", minutes.into())]),
        _ => voice.with("duration-hours", [("count", ((minutes + 59) / 60).into())]),
    };
    let night = if urgent {
        None
    } else if quiet_until(starts_at).is_some() {
        Some("duration-at-night")
    } else if quiet_until(starts_at + takes).is_some() {
        Some("duration-into-night")
    } else {
        None
    };
    match night {
        Some(night) => format!("{lasts} {}", voice.text(night)),
        None => lasts,
    }
}

/// A moment ahead: "dziś o 15:31:20", "we wtorek 24 listopada o 9:00".
pub fn moment(voice: Voice<'_>, at: DateTime<Utc>, now: NaiveDateTime) -> String {
    let clock = local(at);
    let time = if clock.second() == 0 {
        clock.format("%-H:%M").to_string()
    } else {
        clock.format("%-H:%M:%S").to_string()
    };
    if clock.date() == now.date() {
        return voice.with("moment-today", [("time", time.into())]);
    }
    let day = voice.on_day(clock.date());
    voice.with("moment-on", [("day", day.into()), ("time", time.into())])
}
