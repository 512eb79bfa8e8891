//! The screens of a notice that is being written.

use super::words;
use crate::domain::action::Action;
use crate::domain::dates::NotAMoment;
use crate::domain::message::{Block, Outgoing, Place, Platform};
use crate::domain::notice::{Content, Does, Field, Kind, Notice, Step};
use crate::speech::Scene;

/// Topics on a page.
const PAGE: usize = 8;

/// Characters of the text that the card shows.
const BEGINNING: usize = 60;

/// Kinds of destinations to choose from. On Discord notices go to channels, and to who subscribed in a direct message.
pub const KINDS: [Kind; 5] = [
    kind(Platform::Telegram, Place::Private),
    kind(Platform::Telegram, Place::Group),
    kind(Platform::Telegram, Place::Channel),
    kind(Platform::Discord, Place::Private),
    kind(Platform::Discord, Place::Channel),
];

const fn kind(platform: Platform, place: Place) -> Kind {
    Kind { platform, place }
}

/// A notice with what the screens say about it besides.
#[derive(Debug, Clone, Copy)]
pub struct Card<'a> {
    pub notice: &'a Notice,
    /// What became of its file.
    pub file: FileState,
    /// There are channels with a role that can be called.
    pub can_ping: bool,
}

/// What became of the file of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    None,
    /// It is brought from the platform.
    OnItsWay,
    Here,
    /// The platform did not give it.
    Failed,
}

/// What is wrong with what was sent for a part of a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Words were wanted.
    NoText,
    /// So many characters at most.
    TooLong(usize),
    NotALink,
    /// A picture or document was wanted.
    NoFile,
    /// So many megabytes at most.
    TooLarge(u64),
    Moment(NotAMoment),
}

/// The action of a button about a notice.
pub fn action(notice: i64, does: Does) -> Action {
    Action::Notice(Step { notice, does })
}

/// A button about a notice.
pub fn button(scene: Scene<'_>, message: Outgoing, id: &str, notice: i64, does: Does) -> Outgoing {
    message.button(scene.voice.text(id), &action(notice, does))
}

/// Asks for the text of a new one.
pub fn begin(scene: Scene<'_>) -> Outgoing {
    let voice = scene.voice;
    let message = Outgoing {
        asks: true,
        ..Outgoing::default()
    };
    message
        .with(Block::Heading(voice.text("draft-new")))
        .with(Block::plain(voice.text("draft-new-text")))
        .with(Block::List(vec![
            voice.text("draft-format-heading"),
            voice.text("draft-format-strong"),
            voice.text("draft-format-list"),
        ]))
        .with(Block::plain(voice.text("draft-new-nothing-sent")))
}

/// Notices are written in private.
pub fn elsewhere(scene: Scene<'_>) -> Outgoing {
    let text = if scene.platform == Platform::Discord {
        scene.voice.text("draft-elsewhere-server")
    } else {
        scene.voice.text("draft-elsewhere")
    };
    let message = Outgoing::plain(text);
    match scene.place {
        Place::Group if scene.platform != Platform::Discord => scene.button_write(message),
        _ => message,
    }
}

/// There is no notice of this number.
pub fn unknown(scene: Scene<'_>, number: i64) -> Outgoing {
    let text = scene
        .voice
        .with("notice-unknown", [("number", number.into())]);
    let message = Outgoing::plain(text);
    button(scene, message, "button-notice-all", 0, Does::List(0))
}

/// What is set, what is missing, and the way on.
pub fn card(scene: Scene<'_>, card: &Card<'_>) -> Outgoing {
    let voice = scene.voice;
    let (notice, content) = (card.notice, &card.notice.content);
    let heading = voice.with("draft-title", [("number", notice.id.into())]);
    let message = Outgoing::default()
        .with(Block::Heading(heading))
        .with(Block::List(lines(scene, card)))
        .with(Block::plain(missing(scene, content)));
    let fields = [
        ("button-draft-text", Does::Write(Field::Text)),
        ("button-draft-link", Does::Write(Field::Link)),
        ("button-draft-file", Does::Write(Field::File)),
        ("button-draft-topics", Does::Topics(0)),
        ("button-draft-kinds", Does::Kinds),
        ("button-draft-when", Does::Write(Field::At)),
    ];
    let add = |message, (id, does)| button(scene, message, id, notice.id, does);
    let mut message = fields.into_iter().fold(message, add);
    if card.can_ping {
        let id = if content.ping {
            "button-draft-no-ping"
        } else {
            "button-draft-ping"
        };
        message = add(message, (id, Does::Ping(!content.ping)));
    }
    message = add(message, ("button-draft-preview", Does::Preview));
    add(message, ("button-draft-discard", Does::Discard))
}

fn lines(scene: Scene<'_>, card: &Card<'_>) -> Vec<String> {
    let voice = scene.voice;
    let content = &card.notice.content;
    let with = |id: &str, value: String| voice.with(id, [("value", value.into())]);
    let text = match beginning(&content.text) {
        text if text.is_empty() => voice.text("draft-no-text"),
        text => with("draft-text", text),
    };
    let link = match &content.link {
        Some(link) => with("draft-link", link.clone()),
        None => voice.text("draft-no-link"),
    };
    let name = || {
        let file = content.file.as_ref();
        file.map(|file| file.name.clone()).unwrap_or_default()
    };
    let file = match card.file {
        FileState::None => voice.text("draft-no-file"),
        FileState::OnItsWay => with("draft-file-on-its-way", name()),
        FileState::Here => with("draft-file", name()),
        FileState::Failed => with("draft-file-failed", name()),
    };
    let topics = if content.audience.topics.is_empty() {
        voice.text("draft-no-topics")
    } else {
        let names = words::topics(voice, scene.knowledge, &content.audience.topics);
        with("draft-topics", names)
    };
    let kinds = if content.audience.kinds.is_empty() {
        voice.text("draft-everywhere")
    } else {
        let names = content.audience.kinds.iter();
        let names: Vec<_> = names.map(|kind| words::kind_name(voice, *kind)).collect();
        with("draft-kinds", names.join("; "))
    };
    let when = match content.at {
        Some(at) => with("draft-when", words::moment(voice, at, scene.now)),
        None => voice.text("draft-at-once"),
    };
    let mut lines = vec![text, link, file, topics, kinds, when];
    if content.ping {
        lines.push(voice.text("draft-pings"));
    }
    lines
}

/// The first words of a text, in one line.
pub fn beginning(text: &str) -> String {
    let line = text.lines().find(|line| !line.trim().is_empty());
    let line = crate::domain::light::plain(line.unwrap_or_default().trim());
    if line.chars().count() <= BEGINNING {
        return line;
    }
    let kept: String = line.chars().take(BEGINNING).collect();
    let end = kept.rfind(' ').unwrap_or(kept.len());
    format!("{}…", &kept[..end])
}

fn missing(scene: Scene<'_>, content: &Content) -> String {
    let (no_text, no_topics) = (
        content.text.trim().is_empty(),
        content.audience.topics.is_empty(),
    );
    scene.voice.text(match (no_text, no_topics) {
        (true, true) => "draft-missing-both",
        (true, false) => "draft-missing-text",
        (false, true) => "draft-missing-topics",
        (false, false) => "draft-complete",
    })
}

/// Asks for a part of it.
pub fn ask(scene: Scene<'_>, notice: &Notice, field: Field) -> Outgoing {
    let content = &notice.content;
    let (id, is_set, without) = match field {
        Field::Text | Field::Correction => ("draft-ask-text", false, ""),
        Field::Link => (
            "draft-ask-link",
            content.link.is_some(),
            "button-draft-no-link",
        ),
        Field::File => (
            "draft-ask-file",
            content.file.is_some(),
            "button-draft-no-file",
        ),
        Field::At => (
            "draft-ask-when",
            content.at.is_some(),
            "button-draft-at-once",
        ),
    };
    let text = scene.voice.with(id, [("number", notice.id.into())]);
    let mut message = Outgoing {
        asks: true,
        ..Outgoing::plain(text)
    };
    if is_set {
        message = button(scene, message, without, notice.id, Does::Without(field));
    }
    button(scene, message, "button-draft-back", notice.id, Does::Show)
}

/// Says why what was sent cannot be taken. Nothing has changed, and it still waits.
pub fn refused(scene: Scene<'_>, notice: i64, why: Refused) -> Outgoing {
    let voice = scene.voice;
    let clock = |id: &str, at: chrono::NaiveDateTime| {
        let (day, time) = (voice.on_day(at.date()), voice.time(at.time()));
        voice.with(id, [("day", day.into()), ("time", time.into())])
    };
    let why = match why {
        Refused::NoText => voice.text("draft-refused-no-text"),
        Refused::TooLong(most) => voice.with("draft-refused-long", [("most", most.into())]),
        Refused::NotALink => voice.text("draft-refused-link"),
        Refused::NoFile => voice.text("draft-refused-file"),
        Refused::TooLarge(most) => voice.with("draft-refused-large", [("most", most.into())]),
        Refused::Moment(NotAMoment::Unknown) => voice.text("draft-refused-when"),
        Refused::Moment(NotAMoment::NoHour) => voice.text("draft-refused-no-hour"),
        Refused::Moment(NotAMoment::Past(at)) => clock("draft-refused-past", at),
        Refused::Moment(NotAMoment::NoSuchHour(at)) => clock("draft-refused-no-such-hour", at),
        Refused::Moment(NotAMoment::Far(_)) => voice.text("draft-refused-far"),
    };
    let message = Outgoing {
        asks: true,
        ..Outgoing::plain(why)
    };
    if notice == 0 {
        return message.with(Block::plain(voice.text("draft-refused-again")));
    }
    let message = message.with(Block::plain(voice.text("draft-refused-kept")));
    button(scene, message, "button-draft-back", notice, Does::Show)
}

/// The page on which a topic stands.
pub fn page_of(scene: Scene<'_>, topic: &str) -> u32 {
    let topics = &scene.knowledge.topics;
    let place = topics.iter().position(|known| known.id == topic);
    place.map_or(0, |place| (place / PAGE) as u32)
}

/// Topics to be chosen.
pub fn topics(scene: Scene<'_>, notice: &Notice, page: u32) -> Outgoing {
    let voice = scene.voice;
    let chosen = &notice.content.audience.topics;
    let heading = voice.with("draft-topics-title", [("number", notice.id.into())]);
    let says = if chosen.is_empty() {
        voice.text("draft-topics-none")
    } else {
        let names = words::topics(voice, scene.knowledge, chosen);
        voice.with("draft-topics-some", [("value", names.into())])
    };
    let message = Outgoing::default()
        .with(Block::Heading(heading))
        .with(Block::plain(says));
    let pages = scene.knowledge.topics.chunks(PAGE);
    let last = pages.len().saturating_sub(1);
    let page = (page as usize).min(last);
    let shown = pages.into_iter().nth(page).unwrap_or_default();
    let mut message = shown.iter().fold(message, |message, topic| {
        let on = !chosen.contains(&topic.id);
        let does = Does::Topic {
            id: topic.id.clone(),
            on,
        };
        toggle(
            scene,
            message,
            topic.name_in(voice.language()),
            !on,
            notice.id,
            does,
        )
    });
    let next = page as u32;
    if page < last {
        let does = Does::Topics(next + 1);
        message = button(scene, message, "button-draft-more", notice.id, does);
    }
    if page > 0 {
        let does = Does::Topics(next - 1);
        message = button(scene, message, "button-draft-previous", notice.id, does);
    }
    button(scene, message, "button-draft-done", notice.id, Does::Show)
}

/// Kinds of destinations to be chosen; `kinds`: those that there are.
pub fn kinds(scene: Scene<'_>, notice: &Notice, kinds: &[Kind]) -> Outgoing {
    let voice = scene.voice;
    let chosen = &notice.content.audience.kinds;
    let heading = voice.with("draft-kinds-title", [("number", notice.id.into())]);
    let message = Outgoing::default()
        .with(Block::Heading(heading))
        .with(Block::plain(voice.text("draft-kinds-how")));
    let message = kinds.iter().fold(message, |message, kind| {
        let is_on = chosen.is_empty() || chosen.contains(kind);
        let does = Does::Kind {
            kind: *kind,
            on: !is_on,
        };
        let name = words::kind_name(voice, *kind);
        toggle(scene, message, &name, is_on, notice.id, does)
    });
    button(scene, message, "button-draft-done", notice.id, Does::Show)
}

fn toggle(
    scene: Scene<'_>,
    message: Outgoing,
    name: &str,
    is_on: bool,
    notice: i64,
    does: Does,
) -> Outgoing {
    let id = if is_on {
        "button-draft-yes"
    } else {
        "button-draft-no"
    };
    let label = scene.voice.with(id, [("name", name.into())]);
    message.button(label, &action(notice, does))
}
