//! What may be wrong with a notice, before it goes out: what stops it, and what its author should look at.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, Utc, Weekday};
use std::collections::BTreeSet;

use super::dates::{self, Found};
use super::hours::{self, Calendar};
use super::knowledge::{Knowledge, Unit, Week};
use super::message::Platform;
use super::notice::Content;
use super::subscription::{URGENT, quiet_until};

/// Words of a sentence that is still easy to read.
const SENTENCE: usize = 35;

/// Of a hundred words so many are the same in texts that are nearly the same.
const NEARLY_SAME: usize = 90;

/// Short forms whose dot ends no sentence.
const SHORT_FORMS: [&str; 18] = [
    "ul", "al", "pl", "os", "godz", "nr", "art", "ust", "pkt", "tel", "pok", "św", "np", "tzw",
    "dr", "prof", "m.in", "ds",
];

/// Whether a notice may go out with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It cannot go out like this.
    Block,
    /// Its author is told, and decides.
    Warn,
}

/// Something that may be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    pub severity: Severity,
    pub kind: Kind,
}

/// See [`Lint`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Empty,
    NoTopics,
    /// A topic that is not known (any more).
    UnknownTopic(String),
    /// Nobody would get it.
    Nobody,
    /// The link of the notice.
    NotHttps(String),
    /// The file is not here yet.
    NoFile,
    /// The time for which it is planned has passed.
    TimePassed,
    /// It would go out at night, when most get nothing.
    Night,
    /// A link in the text.
    NotHttpsInText(String),
    PastDate(Found),
    NoSuchDate(Found),
    /// The weekday that is written is not that of the date.
    WrongWeekday {
        date: Found,
        right: Weekday,
    },
    /// A last day on which the office is closed.
    DayOff {
        day: NaiveDate,
    },
    /// A last hour after the office closes.
    AfterHours {
        day: NaiveDate,
        time: NaiveTime,
        closes: NaiveTime,
    },
    /// A message of a platform does not hold it all.
    InParts {
        platform: Platform,
        parts: usize,
    },
    LongSentence {
        words: usize,
        begins: String,
    },
    /// The same text went out today, with this number.
    SentToday(i64),
    /// Another one about the same went out today.
    TopicsToday(i64),
}

impl Kind {
    /// The name in `--json`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NoTopics => "no_topics",
            Self::UnknownTopic(_) => "unknown_topic",
            Self::Nobody => "nobody",
            Self::NotHttps(_) => "not_https",
            Self::NoFile => "no_file",
            Self::TimePassed => "time_passed",
            Self::Night => "night",
            Self::NotHttpsInText(_) => "not_https_in_text",
            Self::PastDate(_) => "past_date",
            Self::NoSuchDate(_) => "no_such_date",
            Self::WrongWeekday { .. } => "wrong_weekday",
            Self::DayOff { .. } => "day_off",
            Self::AfterHours { .. } => "after_hours",
            Self::InParts { .. } => "in_parts",
            Self::LongSentence { .. } => "long_sentence",
            Self::SentToday(_) => "sent_today",
            Self::TopicsToday(_) => "topics_today",
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::Empty
            | Self::NoTopics
            | Self::UnknownTopic(_)
            | Self::Nobody
            | Self::NotHttps(_)
            | Self::NoFile
            | Self::TimePassed => Severity::Block,
            _ => Severity::Warn,
        }
    }
}

/// A notice that went out today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub number: i64,
    pub text: String,
    pub topics: Vec<String>,
}

/// What a notice is looked at with.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    pub now: DateTime<Utc>,
    pub knowledge: &'a Knowledge,
    /// What went out today.
    pub sent_today: &'a [Sent],
    /// How many would get it, now or in a digest.
    pub recipients: i64,
    /// Whether its file is here.
    pub has_file: bool,
    /// Messages that it needs at each platform.
    pub parts: &'a [(Platform, usize)],
}

/// Everything that may be wrong with a notice, what stops it first.
pub fn lints(content: &Content, around: &Around<'_>) -> Vec<Lint> {
    let mut kinds = blocks(content, around);
    kinds.extend(of_time(content, around));
    kinds.extend(of_links(&content.text));
    kinds.extend(of_dates(content, around));
    let too_long = around.parts.iter().filter(|(_, parts)| *parts > 1);
    kinds.extend(too_long.map(|(platform, parts)| Kind::InParts {
        platform: *platform,
        parts: *parts,
    }));
    kinds.extend(of_sentences(&content.text));
    kinds.extend(of_today(content, around.sent_today));
    let with_severity = |kind: Kind| Lint {
        severity: kind.severity(),
        kind,
    };
    let mut lints: Vec<Lint> = kinds.into_iter().map(with_severity).collect();
    lints.sort_by_key(|lint| lint.severity);
    lints
}

/// Whether any of these stops the notice.
pub fn stop(lints: &[Lint]) -> bool {
    lints.iter().any(|lint| lint.severity == Severity::Block)
}

/// Whether this can be a link of a notice: a whole https address.
pub fn is_https(link: &str) -> bool {
    let Some(rest) = link.strip_prefix("https://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('.')
        && !host.starts_with('.')
        && !host.contains("..")
        && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c))
}

fn blocks(content: &Content, around: &Around<'_>) -> Vec<Kind> {
    let topics = &content.audience.topics;
    let mut kinds = Vec::new();
    if content.text.trim().is_empty() {
        kinds.push(Kind::Empty);
    }
    if topics.is_empty() {
        kinds.push(Kind::NoTopics);
    } else if around.recipients == 0 {
        kinds.push(Kind::Nobody);
    }
    let is_known = |id: &str| around.knowledge.topics.iter().any(|topic| topic.id == *id);
    let unknown = topics.iter().filter(|id| !is_known(id));
    kinds.extend(unknown.cloned().map(Kind::UnknownTopic));
    if let Some(link) = content.link.as_ref().filter(|link| !is_https(link)) {
        kinds.push(Kind::NotHttps(link.clone()));
    }
    if content.file.is_some() && !around.has_file {
        kinds.push(Kind::NoFile);
    }
    kinds
}

fn of_time(content: &Content, around: &Around<'_>) -> Option<Kind> {
    if content.at.is_some_and(|at| at <= around.now) {
        return Some(Kind::TimePassed);
    }
    let starts = content.at.unwrap_or(around.now);
    let is_urgent = content.audience.topics.iter().any(|id| id == URGENT);
    (quiet_until(starts).is_some() && !is_urgent).then_some(Kind::Night)
}

fn of_links(text: &str) -> Vec<Kind> {
    let words = text.split_whitespace();
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '/'));
    let plain = words.filter(|word| word.to_ascii_lowercase().starts_with("http://"));
    plain
        .map(|word| Kind::NotHttpsInText(word.to_owned()))
        .collect()
}

fn of_dates(content: &Content, around: &Around<'_>) -> Vec<Kind> {
    let clock = hours::local(around.now);
    let office = office(around.knowledge);
    let mut kinds = Vec::new();
    for found in dates::found_in(&content.text, clock.date()) {
        let Some(day) = found.day else {
            kinds.push(Kind::NoSuchDate(found));
            continue;
        };
        let right = day.weekday();
        if found.weekday.is_some_and(|written| written != right) {
            kinds.push(Kind::WrongWeekday { date: found, right });
            continue;
        }
        // A day of today whose hour is over has passed as well.
        let end = found.time.unwrap_or(NaiveTime::MIN);
        let is_past = day < clock.date()
            || (day == clock.date() && found.time.is_some() && end <= clock.time());
        if is_past {
            if !found.is_origin {
                kinds.push(Kind::PastDate(found));
            }
        } else if found.is_deadline
            && let Some((unit, week)) = office
        {
            kinds.extend(of_deadline(
                &found,
                day,
                &Calendar::of(around.knowledge),
                unit,
                week,
            ));
        }
    }
    kinds.dedup();
    kinds
}

/// The officer's unit with its hours, where they are known.
fn office(knowledge: &Knowledge) -> Option<(&Unit, &Week)> {
    let unit = knowledge.unit(&knowledge.city.officer)?;
    Some((unit, &knowledge.schedule_of(unit)?.week))
}

fn of_deadline(
    found: &Found,
    day: NaiveDate,
    calendar: &Calendar<'_>,
    unit: &Unit,
    week: &Week,
) -> Option<Kind> {
    let opening = week.on(day.weekday());
    let Some(opening) = opening.filter(|_| calendar.is_working_day(day, unit)) else {
        return Some(Kind::DayOff { day });
    };
    let (time, closes) = (found.time?, opening.closes?);
    (time > closes).then_some(Kind::AfterHours { day, time, closes })
}

fn of_sentences(text: &str) -> Option<Kind> {
    let long = sentences(text)
        .into_iter()
        .find(|words| words.len() > SENTENCE)?;
    Some(Kind::LongSentence {
        words: long.len(),
        begins: long[..4].join(" "),
    })
}

/// The words of each sentence. Lines and items of lists are sentences, too.
fn sentences(text: &str) -> Vec<Vec<&str>> {
    let mut sentences: Vec<Vec<&str>> = Vec::new();
    for paragraph in text.lines() {
        let mut sentence = Vec::new();
        let mut words = paragraph.split_whitespace().peekable();
        while let Some(word) = words.next() {
            if word.chars().any(char::is_alphanumeric) {
                sentence.push(word);
            }
            let stem = word.trim_end_matches('.').to_lowercase();
            let goes_on = SHORT_FORMS.contains(&stem.as_str());
            let begins = words.peek().is_none_or(|next| {
                let letter = next.chars().find(|c| c.is_alphanumeric());
                letter.is_none_or(|letter| !letter.is_lowercase())
            });
            let tail = word.trim_end_matches(['*', ')', '”', '"']);
            if tail.ends_with(['.', '!', '?']) && begins && !goes_on {
                sentences.push(std::mem::take(&mut sentence));
            }
        }
        sentences.push(sentence);
    }
    sentences
}

fn of_today(content: &Content, sent_today: &[Sent]) -> Option<Kind> {
    let words = word_set(&content.text);
    let same = sent_today.iter().find(|sent| {
        let other = word_set(&sent.text);
        let (both, all) = (
            words.intersection(&other).count(),
            words.union(&other).count(),
        );
        all > 0 && both * 100 >= all * NEARLY_SAME
    });
    if let Some(sent) = same {
        return Some(Kind::SentToday(sent.number));
    }
    let topics = &content.audience.topics;
    let about_the_same = sent_today
        .iter()
        .find(|sent| sent.topics.iter().any(|id| topics.contains(id)));
    about_the_same.map(|sent| Kind::TopicsToday(sent.number))
}

fn word_set(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(dates::folded).collect()
}

#[cfg(test)]
mod tests;
