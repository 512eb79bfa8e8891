//! The screens of a notice between its preview and its beginning to go out.

use chrono::{DateTime, Duration, Utc};

use super::draft::{action, beginning, button};
use super::{how_to_end, words};
use crate::domain::lint::{Lint, Severity, stop};
use crate::domain::message::{Block, Outgoing, Place, Platform};
use crate::domain::notice::{Does, Field, Kind, Notice, State, Variant};
use crate::domain::subscription::URGENT;
use crate::speech::Scene;
use crate::store::mailings::Counted;

/// What has to be known before a notice is confirmed.
#[derive(Debug, Clone)]
pub struct Check<'a> {
    pub notice: &'a Notice,
    pub lints: Vec<Lint>,
    pub counted: Vec<Counted>,
    /// When it would begin to go out.
    pub starts_at: DateTime<Utc>,
    /// How long that would take.
    pub takes: Duration,
    /// Seconds to take it back.
    pub undo_seconds: u32,
    /// Another officer has to approve it.
    pub second_person: bool,
    pub asks: Asks,
    pub seal: String,
}

/// What the reader can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    Confirm,
    /// An editor sends nothing.
    HandOver,
    Approve,
}

/// Stands before the preview.
pub fn preview_begins(scene: Scene<'_>, notice: i64, kind: Kind) -> Outgoing {
    let kind = words::kind_name(scene.voice, kind);
    let values = [("number", notice.into()), ("kind", kind.into())];
    Outgoing::plain(scene.voice.with("confirm-preview", values))
}

/// Stands before a preview for a platform on which no officer talks to the bot. `parts`: messages that it becomes there.
pub fn preview_of(scene: Scene<'_>, platform: Platform, parts: usize) -> Outgoing {
    let platform = words::platform_name(scene.voice, platform);
    let values = [("platform", platform.into()), ("parts", parts.into())];
    Outgoing::plain(scene.voice.with("confirm-preview-here", values))
}

/// What is wrong, who gets it, when; and the way on.
pub fn check(scene: Scene<'_>, check: &Check<'_>, sent_to: &[Platform]) -> Outgoing {
    let voice = scene.voice;
    let notice = check.notice;
    let number = [("number", notice.id.into())];
    let mut message = Outgoing::default().with(Block::Heading(match check.asks {
        Asks::Approve => voice.with("confirm-request", number),
        Asks::Confirm | Asks::HandOver => voice.with("confirm-title", number),
    }));
    for platform in sent_to {
        let platform = words::platform_name(voice, *platform);
        let sent = voice.with("confirm-preview-there", [("platform", platform.into())]);
        message = message.with(Block::plain(sent));
    }
    message = with_lints(scene, message, &check.lints);
    message = with_audience(scene, message, check);
    let may_go = !stop(&check.lints);
    if may_go {
        message = message.with(Block::plain(when(scene, check)));
    }
    let add = |message, id, does| button(scene, message, id, notice.id, does);
    if check.asks == Asks::Approve {
        let seal = check.seal.clone();
        let message = if may_go {
            add(message, "button-confirm-approve", Does::Approve { seal })
        } else {
            message
        };
        return add(message, "button-confirm-refuse", Does::Refuse);
    }
    if may_go {
        let seal = check.seal.clone();
        message = match check.asks {
            Asks::HandOver => add(message, "button-confirm-hand-over", Does::HandOver),
            _ => add(message, "button-confirm-yes", Does::Confirm { seal }),
        };
    }
    add(message, "button-draft-back", Does::Show)
}

fn with_lints(scene: Scene<'_>, message: Outgoing, lints: &[Lint]) -> Outgoing {
    let voice = scene.voice;
    let of = |severity| -> Vec<String> {
        let lints = lints.iter().filter(|lint| lint.severity == severity);
        lints.map(|lint| words::lint(voice, lint)).collect()
    };
    if lints.is_empty() {
        return message.with(Block::plain(voice.text("confirm-clean")));
    }
    let groups = [
        ("confirm-stops", of(Severity::Block)),
        ("confirm-warns", of(Severity::Warn)),
    ];
    groups
        .into_iter()
        .filter(|(_, lints)| !lints.is_empty())
        .fold(message, |message, (id, lints)| {
            let message = message.with(Block::plain(voice.text(id)));
            message.with(Block::List(lints))
        })
}

fn with_audience(scene: Scene<'_>, message: Outgoing, check: &Check<'_>) -> Outgoing {
    let voice = scene.voice;
    let lines = words::audience(voice, &check.counted);
    if lines.is_empty() {
        return message;
    }
    let at_once: i64 = check.counted.iter().map(|kind| kind.at_once).sum();
    let in_digest: i64 = check.counted.iter().map(|kind| kind.in_digest).sum();
    let values = [("count", at_once.into()), ("digest", in_digest.into())];
    let sum = voice.with("confirm-audience", values);
    let mut message = message.with(Block::plain(sum)).with(Block::List(lines));
    if at_once > 0 {
        let urgent = check.notice.content.audience.topics.iter();
        let urgent = urgent.into_iter().any(|id| id == URGENT);
        let lasts = words::duration(voice, check.starts_at, check.takes, urgent);
        message = message.with(Block::plain(lasts));
    }
    let shared = check.counted.iter();
    let shared = shared.filter(|kind| kind.place != Place::Private);
    let mut ends: Vec<String> = shared
        .map(|kind| {
            let variant = Variant {
                platform: kind.platform,
                place: kind.place,
                language: voice.language(),
            };
            how_to_end(voice, variant)
        })
        .collect();
    ends.dedup();
    if !ends.is_empty() {
        message = message
            .with(Block::plain(voice.text("confirm-shared")))
            .with(Block::List(ends));
    }
    message
}

fn when(scene: Scene<'_>, check: &Check<'_>) -> String {
    let voice = scene.voice;
    let when = match check.notice.content.at {
        Some(_) => {
            let at = words::moment(voice, check.starts_at, scene.now);
            voice.with("confirm-goes-at", [("at", at.into())])
        }
        None => voice.with(
            "confirm-goes-at-once",
            [("seconds", check.undo_seconds.into())],
        ),
    };
    let second = match check.asks {
        Asks::HandOver => "confirm-officer-next",
        Asks::Confirm if check.second_person => "confirm-second-next",
        _ => return when,
    };
    format!("{when} {}", voice.text(second))
}

/// It goes out then. `alone`: there was nobody to approve it.
pub fn scheduled(
    scene: Scene<'_>,
    notice: i64,
    starts_at: DateTime<Utc>,
    alone: bool,
    may_take_back: bool,
) -> Outgoing {
    let voice = scene.voice;
    let at = words::moment(voice, starts_at, scene.now);
    let values = [("number", notice.into()), ("at", at.into())];
    let mut message = Outgoing::plain(voice.with("confirm-scheduled", values));
    if alone {
        message = message.with(Block::Note(voice.text("confirm-alone")));
    }
    if !may_take_back {
        return message;
    }
    button(
        scene,
        message,
        "button-confirm-take-back",
        notice,
        Does::TakeBack,
    )
}

/// It waits for another officer. `unreachable`: none of them can be told.
pub fn waiting(
    scene: Scene<'_>,
    notice: &Notice,
    unreachable: bool,
    may_take_back: bool,
) -> Outgoing {
    let voice = scene.voice;
    let waits = voice.with("confirm-waiting", [("number", notice.id.into())]);
    let mut message = Outgoing::plain(waits);
    if unreachable {
        message = message.with(Block::plain(voice.text("confirm-waiting-untold")));
    }
    if !may_take_back {
        return message;
    }
    button(
        scene,
        message,
        "button-confirm-take-back",
        notice.id,
        Does::TakeBack,
    )
}

/// It was shown too long ago: this stands before what is shown now.
pub fn old(scene: Scene<'_>) -> Outgoing {
    Outgoing::plain(scene.voice.text("confirm-old"))
}

/// It is not what was shown any more.
pub fn changed(scene: Scene<'_>, notice: i64) -> Outgoing {
    let message = Outgoing::plain(scene.voice.text("confirm-changed"));
    button(
        scene,
        message,
        "button-draft-preview",
        notice,
        Does::Preview,
    )
}

/// Its time has passed before it was confirmed.
pub fn late(scene: Scene<'_>, notice: &Notice) -> Outgoing {
    let mut message = Outgoing::plain(scene.voice.text("confirm-late"));
    if notice.state == State::Draft {
        let does = Does::Write(Field::At);
        message = button(scene, message, "button-draft-when", notice.id, does);
    }
    message
}

/// Something only others may do, and why.
pub fn not_yours(scene: Scene<'_>, id: &str) -> Outgoing {
    Outgoing::plain(scene.voice.text(id))
}

/// Why it is held, since when, and what can be done.
pub fn held(scene: Scene<'_>, notice: &Notice, may_send: bool) -> Outgoing {
    let voice = scene.voice;
    let number = [("number", notice.id.into())];
    let since = words::moment(voice, notice.updated_at, scene.now);
    let planned = notice.starts_at.unwrap_or(notice.updated_at);
    let planned = words::moment(voice, planned, scene.now);
    let why = if notice.reason == "restored" {
        "held-restored"
    } else {
        "held-overdue"
    };
    let values = [("planned", planned.into()), ("since", since.into())];
    let message = Outgoing::default()
        .with(Block::Heading(voice.with("held-title", number)))
        .with(Block::plain(beginning(&notice.content.text)))
        .with(Block::plain(voice.with(why, values)));
    if !may_send {
        return message;
    }
    let again = Does::Without(Field::At);
    let message = button(scene, message, "button-held-send", notice.id, again);
    button(
        scene,
        message,
        "button-draft-discard",
        notice.id,
        Does::Discard,
    )
}

/// Thrown away, with a way back.
pub fn discarded(scene: Scene<'_>, notice: i64) -> Outgoing {
    let text = scene
        .voice
        .with("draft-discarded", [("number", notice.into())]);
    Outgoing::plain(text).button(
        scene.voice.text("button-confirm-take-back"),
        &action(notice, Does::TakeBack),
    )
}

/// To its author: what another officer has decided.
pub fn decided(scene: Scene<'_>, notice: &Notice, starts_at: Option<DateTime<Utc>>) -> Outgoing {
    let voice = scene.voice;
    match starts_at {
        Some(at) => {
            let at = words::moment(voice, at, scene.now);
            let values = [("number", notice.id.into()), ("at", at.into())];
            Outgoing::plain(voice.with("confirm-approved", values))
        }
        None => {
            let text = voice.with("confirm-refused", [("number", notice.id.into())]);
            button(
                scene,
                Outgoing::plain(text),
                "button-confirm-open",
                notice.id,
                Does::Show,
            )
        }
    }
}
