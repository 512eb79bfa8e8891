//! What is said in groups and about them, where everybody reads along.

use super::{Scene, cards, commands};
use crate::domain::command::Command;
use crate::domain::message::{Block, Outgoing};

/// Said once to a group or server that the bot has come to: what it is, how to ask, what it reads, whom to ask about
/// notices.
pub fn hello(scene: Scene<'_>) -> Outgoing {
    let voice = scene.voice;
    let (what, how, command, reply) = if scene.is_server() {
        (
            "server-what",
            "server-how",
            "server-ask-command",
            "server-ask-mention",
        )
    } else {
        (
            "group-what",
            "group-how",
            "group-ask-command",
            "group-ask-reply",
        )
    };
    let ways = [
        voice.with(command, [("name", scene.ask().into())]),
        voice.text(reply),
    ];
    let message = Outgoing::default()
        .with(Block::Heading(voice.text("start-title")))
        .with(Block::plain(commands::who(scene)))
        .with(Block::plain(voice.text(what)))
        .with(Block::plain(voice.text(how)))
        .with(Block::List(ways.to_vec()))
        .with(Block::plain(voice.text("group-reads")));
    let message = match notices(scene) {
        Some(notices) => message.with(Block::plain(notices)),
        None => message,
    };
    scene.button_write(scene.mark_example(message))
}

/// Whom to ask to get notices into a group: subscriptions are not kept yet.
fn notices(scene: Scene<'_>) -> Option<String> {
    let officer = scene.officer()?;
    let contact = cards::with_phone_and_mail(scene, &officer.name, officer).join(", ");
    let values = [("contact", contact.into())];
    let sentence = if scene.is_server() {
        "server-notices"
    } else {
        "group-notices"
    };
    Some(scene.voice.with(sentence, values))
}

/// Said in private to the person who made the bot an admin of a channel, where nothing is posted.
pub fn channel_known(scene: Scene<'_>, title: &str) -> Outgoing {
    Outgoing::plain(scene.voice.with("channel-known", [("title", title.into())]))
}

/// What was asked for is not for everybody's eyes. On a server the same command is answered to one person alone.
pub fn personal(scene: Scene<'_>, command: Command) -> Outgoing {
    let text = scene.voice.text("group-personal");
    if scene.is_server() {
        let name = format!("/{}", command.name(scene.voice.language()));
        let how = scene.voice.with("server-personal", [("name", name.into())]);
        return Outgoing::plain(format!("{text} {how}"));
    }
    scene.button_write(Outgoing::plain(text))
}
