//! What is said in groups and about them, where everybody reads along.

use super::{Scene, commands};
use crate::domain::action::Action;
use crate::domain::command::Command;
use crate::domain::message::{Block, Outgoing};
use crate::domain::subscription::{Does, Step};

/// Said once to a group or server that the bot has come to: what it is, how to ask, what it reads, how to get
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
        .with(Block::plain(voice.text("group-reads")))
        .with(Block::plain(notices(scene)));
    scene.button_write(scene.mark_example(message))
}

/// How a group or a channel of a server gets notices.
fn notices(scene: Scene<'_>) -> String {
    let name = format!("/{}", Command::Subscriptions.name(scene.voice.language()));
    let sentence = if scene.is_server() {
        "server-notices"
    } else {
        "group-notices"
    };
    scene.voice.with(sentence, [("name", name.into())])
}

/// Said in private to the person who made the bot an admin of a channel, where nothing is posted: what may be set for it.
pub fn channel_known(scene: Scene<'_>, title: &str, chat: &str) -> Outgoing {
    let show = Step {
        chat: Some(chat.to_owned()),
        does: Does::Show,
    };
    let text = scene.voice.with("channel-known", [("title", title.into())]);
    let label = scene.voice.text("button-channel-notices");
    Outgoing::plain(text).button(label, &Action::Subscription(show))
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
