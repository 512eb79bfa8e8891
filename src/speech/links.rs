//! What links into the private chat open, and what one-time codes bring about.

use super::{Scene, answers, cards, commands, subscriptions};
use crate::domain::action::Action;
use crate::domain::command::Command;
use crate::domain::conversation::Target;
use crate::domain::knowledge::{Route, Topic};
use crate::domain::message::{Block, Outgoing};
use crate::domain::role::Role;

/// Entries on the card of a topic.
const ENTRIES: usize = 6;

/// Buttons on the card of a topic; at least two of them lead to a desk, where there are so many.
const BUTTONS: usize = 8;

/// A topic: its entries and who handles its matters, as buttons.
pub fn topic(scene: Scene<'_>, topic: &Topic) -> Outgoing {
    let voice = scene.voice;
    let name = topic.name_in(voice.language()).to_owned();
    let message = Outgoing::default().with(Block::Heading(name));
    let today = scene.now.date();
    let entries = scene
        .knowledge
        .entries
        .iter()
        .filter(|entry| entry.topic.as_ref() == Some(&topic.id) && entry.is_valid_on(today));
    let entries: Vec<String> = entries
        .take(ENTRIES)
        .map(|entry| entry.id.clone())
        .collect();
    let routes = desks(scene, topic, BUTTONS - entries.len());
    if entries.is_empty() && routes.is_empty() {
        let name = format!("/{}", Command::Contact.name(voice.language()));
        let empty = voice.with("topic-empty", [("name", name.into())]);
        let message = message.with(Block::plain(empty)).button(
            voice.text("button-command-contact"),
            &Action::Command(Command::Contact),
        );
        return subscriptions::button_notify(scene, topic, message);
    }
    let intro = if entries.is_empty() {
        "topic-desks"
    } else {
        "topic-what"
    };
    let mut message = scene.mark_example(message.with(Block::plain(voice.text(intro))));
    let entries = entries
        .into_iter()
        .map(|id| (Target::Entry(id.clone()), Action::Entry(id)));
    let routes = routes
        .into_iter()
        .map(|route| route.id.clone())
        .map(|id| (Target::Route(id.clone()), Action::Route(id)));
    for (target, action) in entries.chain(routes) {
        if let Some(label) = answers::label(voice, scene.knowledge, &target) {
            message = message.button(label, &action);
        }
    }
    subscriptions::button_notify(scene, topic, message)
}

/// Up to `most` routes of a topic: one for each unit first, then the others.
fn desks<'a>(scene: Scene<'a>, topic: &Topic, most: usize) -> Vec<&'a Route> {
    let routes = scene.knowledge.routes.iter();
    let of_topic = routes.filter(|route| route.topic.as_ref() == Some(&topic.id) && !route.outside);
    let (mut first, mut others): (Vec<&Route>, Vec<&Route>) = (Vec::new(), Vec::new());
    for route in of_topic {
        if first.iter().any(|known| known.unit == route.unit) {
            others.push(route);
        } else {
            first.push(route);
        }
    }
    first.extend(others);
    first.truncate(most);
    first
}

/// A competition. None are kept yet, so a person is named.
pub fn competition(scene: Scene<'_>) -> Outgoing {
    cards::human(scene, "link-competition")
}

/// The link leads nowhere, or not any more.
pub fn dead(scene: Scene<'_>) -> Outgoing {
    let text = scene.how_to_write("link-dead", "link-dead-aside");
    commands::first_buttons(scene, Outgoing::plain(text))
}

/// Welcomes the new officer.
pub fn welcome(scene: Scene<'_>, role: Role) -> Outgoing {
    let voice = scene.voice;
    let (welcome, next, first) = match role {
        Role::Editor => (
            "invite-welcome-editor",
            "invite-next-editor",
            Command::Notice,
        ),
        _ => ("invite-welcome", "invite-next", Command::Questions),
    };
    let name = |command: Command| format!("/{}", command.name(voice.language()));
    let values = [
        ("first", name(first).into()),
        ("notice", name(Command::Notice).into()),
        ("help", name(Command::Help).into()),
    ];
    let message = Outgoing::default()
        .with(Block::Heading(voice.text(welcome)))
        .with(Block::plain(voice.with(next, values)));
    let mut commands = vec![first, Command::Notice, Command::Help];
    commands.dedup();
    commands.into_iter().fold(message, |message, command| {
        let label = voice.text(&format!("button-command-{}", command.id()));
        message.button(label, &Action::Command(command))
    })
}

/// A code that gives nothing. Why is not said: it would help only somebody who tries codes out.
pub fn refused(scene: Scene<'_>) -> Outgoing {
    Outgoing::plain(scene.voice.text("invite-refused"))
}

/// A code was shown to a whole group, and is worth nothing now.
pub fn spoilt(scene: Scene<'_>) -> Outgoing {
    scene.button_write(Outgoing::plain(scene.voice.text("invite-spoilt")))
}
