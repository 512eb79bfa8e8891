//! What the officer is told of a notice that does not go out, and of a database that was restored.

use chrono::{DateTime, Utc};

use super::Scene;
use crate::domain::action::Action;
use crate::domain::hours;
use crate::domain::message::{Block, Outgoing};
use crate::domain::notice::{Does, Notice, Step};

/// What was held because the database is a restored copy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// Numbers of notices that wait for their time, or were going out.
    pub notices: Vec<i64>,
    /// Of other messages that were open, how many.
    pub messages: u64,
    /// How many destinations miss a digest that may have gone out.
    pub digests: u64,
}

/// A notice was not sent, because its time was over when the program came to it.
pub fn overdue(scene: Scene<'_>, notice: &Notice) -> Outgoing {
    let at = notice.starts_at.unwrap_or(notice.updated_at);
    let values = [
        ("number", notice.id.into()),
        ("at", moment(scene, at).into()),
    ];
    let message = Outgoing::default()
        .with(Block::Heading(
            scene
                .voice
                .with("held-title", [("number", notice.id.into())]),
        ))
        .with(Block::plain(scene.voice.with("held-told-overdue", values)));
    button_show(scene, notice.id, message)
}

/// A notice is held, because the database is a copy of then.
pub fn restored_notice(scene: Scene<'_>, number: i64, copied_at: DateTime<Utc>) -> Outgoing {
    let values = [("at", moment(scene, copied_at).into())];
    let message = Outgoing::default()
        .with(Block::Heading(
            scene.voice.with("held-title", [("number", number.into())]),
        ))
        .with(Block::plain(scene.voice.with("held-told-restored", values)));
    button_show(scene, number, message)
}

/// The database is a copy of then: what that means, and what was held.
pub fn restored(scene: Scene<'_>, copied_at: DateTime<Utc>, held: &Restored) -> Outgoing {
    let voice = scene.voice;
    let values = [("at", moment(scene, copied_at).into())];
    let mut message = Outgoing::default()
        .with(Block::Heading(voice.with("restored-title", values)))
        .with(Block::plain(voice.text("restored-why")));
    let mut lines = Vec::new();
    if !held.notices.is_empty() {
        let numbers: Vec<String> = held.notices.iter().map(i64::to_string).collect();
        let values = [
            ("count", held.notices.len().into()),
            ("numbers", numbers.join(", ").into()),
        ];
        lines.push(voice.with("restored-notices", values));
    }
    for (id, count) in [
        ("restored-digests", held.digests),
        ("restored-messages", held.messages),
    ] {
        if count > 0 {
            lines.push(voice.with(id, [("count", count.into())]));
        }
    }
    lines.push(voice.text("restored-subscriptions"));
    message = message.with(Block::List(lines));
    message.button(
        voice.text("button-held-list"),
        &Action::Notice(Step {
            notice: 0,
            does: Does::List(0),
        }),
    )
}

fn button_show(scene: Scene<'_>, notice: i64, message: Outgoing) -> Outgoing {
    let show = Step {
        notice,
        does: Does::Show,
    };
    message.button(scene.voice.text("button-held-show"), &Action::Notice(show))
}

/// "w poniedziałek 23 listopada o 12:00": never "dziś", because it may be read on another day.
fn moment(scene: Scene<'_>, at: DateTime<Utc>) -> String {
    let at = hours::local(at);
    let values = [
        ("day", scene.voice.on_day(at.date()).into()),
        ("time", scene.voice.time(at.time()).into()),
    ];
    scene.voice.with("moment-on", values)
}
