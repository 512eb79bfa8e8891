//! What commands answer.

use super::{Scene, Voice, cards, groups};
use crate::domain::action::Action;
use crate::domain::command::Command;
use crate::domain::conversation::REMEMBERED_HOURS;
use crate::domain::language::Language;
use crate::domain::message::{Block, Outgoing};
use crate::domain::role::Role;
use crate::store::officer_notes::{Note, NoteKind};

/// What the bot is for, for those who have not begun to write.
pub fn description(voice: Voice<'_>, office: &str) -> String {
    voice.with("profile-description", [("office", office.into())])
}

/// The same in one line.
pub fn short_description(voice: Voice<'_>, office: &str) -> String {
    voice.with("profile-short", [("office", office.into())])
}

/// Who runs the bot, what it does, what it keeps.
pub fn start(scene: Scene<'_>) -> Outgoing {
    if scene.is_public() {
        return groups::hello(scene);
    }
    let voice = scene.voice;
    let examples =
        ["start-example-1", "start-example-2", "start-example-3"].map(|id| voice.text(id));
    let message = Outgoing::default()
        .with(Block::Heading(voice.text("start-title")))
        .with(Block::plain(who(scene)))
        .with(Block::plain(voice.text("start-what")))
        .with(Block::plain(
            scene.how_to_write("start-how", "start-how-aside"),
        ))
        .with(Block::List(examples.to_vec()))
        .with(privacy(scene));
    first_buttons(scene, scene.mark_example(message))
}

/// Who runs the bot.
pub(super) fn who(scene: Scene<'_>) -> String {
    let city = &scene.knowledge.city;
    let officer = scene.officer().map_or("", |unit| unit.name.as_str());
    let values = [
        ("office", city.office.as_str().into()),
        ("officer", officer.into()),
    ];
    scene.voice.with("start-who", values)
}

/// What is kept, for how long, and who answers for it.
fn privacy(scene: Scene<'_>) -> Block {
    let unit = scene.knowledge.unit(&scene.knowledge.city.data_protection);
    let name = unit.map_or("", |unit| unit.name.as_str());
    let email = unit
        .and_then(|unit| unit.email.as_deref())
        .unwrap_or_default();
    let values = [
        ("conversation", scene.retention.conversation_days.into()),
        ("question", REMEMBERED_HOURS.into()),
        ("sent", scene.retention.sent_days.into()),
        ("unit", name.into()),
        ("email", email.into()),
    ];
    Block::Note(scene.voice.with("privacy", values))
}

/// Who runs the bot and what it keeps, said once to somebody who began with a question.
pub fn introduction(scene: Scene<'_>) -> [Block; 2] {
    [Block::Note(who(scene)), privacy(scene)]
}

/// Answers a greeting.
pub fn greeting(scene: Scene<'_>) -> Outgoing {
    let text = scene.how_to_write("greeting", "greeting-aside");
    first_buttons(scene, Outgoing::plain(text))
}

/// Where to begin.
pub(super) fn first_buttons(scene: Scene<'_>, mut message: Outgoing) -> Outgoing {
    for command in [Command::Help, Command::Contact, Command::Language] {
        let label = scene
            .voice
            .text(&format!("button-command-{}", command.id()));
        message = message.button(label, &Action::Command(command));
    }
    scene.button_to_ask(message)
}

/// The commands that this role may use, from the table; in a group those that are answered there.
pub fn help(scene: Scene<'_>, role: Role) -> Outgoing {
    let voice = scene.voice;
    let lines = Command::ALL
        .into_iter()
        .filter(|command| role.may(command.role()))
        .filter(|command| !(scene.is_public() && command.is_personal()))
        .map(|command| {
            let name = format!("/{}", command.name(voice.language()));
            let what = match command {
                Command::Ask => scene.how_to_write("command-ask", "command-ask-aside"),
                _ => voice.text(&format!("command-{}", command.id())),
            };
            voice.with("help-line", [("name", name.into()), ("what", what.into())])
        })
        .collect();
    let message = Outgoing::default()
        .with(Block::Heading(voice.text("help-title")))
        .with(Block::plain(
            scene.how_to_write("help-free-text", "help-free-text-aside"),
        ))
        .with(Block::List(lines));
    if scene.is_public() {
        scene.button_write(message)
    } else {
        message
    }
}

/// Asks for the question that was to follow the command.
pub fn ask_what(scene: Scene<'_>) -> Outgoing {
    let text = scene.how_to_write("ask-what", "ask-what-aside");
    scene.button_to_ask(Outgoing {
        asks: true,
        ..Outgoing::plain(text)
    })
}

/// The way to the next question, for who cannot simply write it: a button, unless there is one.
pub fn with_way_on(voice: Voice<'_>, message: Outgoing) -> Outgoing {
    let ask = Action::Command(Command::Ask);
    let action = ask.to_string();
    if message
        .buttons
        .iter()
        .any(|button| button.action() == Some(&action))
    {
        return message;
    }
    message.button(voice.text("button-ask-else"), &ask)
}

/// All topics to choose from, where there are any. `unknown`: the one that was named is not among them.
pub fn topics(scene: Scene<'_>, unknown: bool) -> Outgoing {
    let topics = &scene.knowledge.topics;
    if topics.is_empty() {
        return cards::human(scene, "topics-empty");
    }
    let sentence = if unknown {
        "topics-unknown"
    } else {
        "topics-which"
    };
    let message = Outgoing::plain(scene.voice.text(sentence));
    topics.iter().fold(message, |message, topic| {
        let name = topic.name_in(scene.voice.language());
        message.button(name, &Action::Topic(topic.id.clone()))
    })
}

/// Asks for the language, each in its own name.
pub fn which_language(scene: Scene<'_>) -> Outgoing {
    let message = Outgoing::plain(scene.voice.text("language-which"));
    Language::ALL
        .into_iter()
        .fold(message, |message, language| {
            let name = scene.voice.in_language(language).text("language-name");
            message.button(name, &Action::Language(language))
        })
}

/// The officer's list: what to look at, by kind.
pub fn officer_notes(scene: Scene<'_>, notes: &[Note]) -> Outgoing {
    let voice = scene.voice;
    let mut message = Outgoing::default().with(Block::Heading(voice.text("notes-title")));
    if notes.is_empty() {
        return message.with(Block::plain(voice.text("notes-empty")));
    }
    for kind in notes.chunk_by(|one, other| one.kind == other.kind) {
        let lines = kind
            .iter()
            .map(|note| {
                let text = [subject_name(scene, note), note.text.clone()];
                let text: Vec<String> = text.into_iter().filter(|text| !text.is_empty()).collect();
                let text = text.join(": ");
                if note.count == 1 && !is_counted(note.kind) {
                    return text;
                }
                let values = [("text", text.into()), ("count", note.count.into())];
                voice.with("notes-line", values)
            })
            .collect();
        let heading = kind.first().map_or("", |note| note.kind.as_str());
        message = message
            .with(Block::plain(voice.text(&format!("notes-{heading}"))))
            .with(Block::List(lines));
    }
    message
}

/// Whether it says something that a note came up once. What happened to the bot itself simply happened.
fn is_counted(kind: NoteKind) -> bool {
    !matches!(
        kind,
        NoteKind::ChatGone
            | NoteKind::ChatNoRights
            | NoteKind::Downtime
            | NoteKind::DirectStopped
            | NoteKind::NoticeHeld
            | NoteKind::Restored
    )
}

/// What a note is about, by name rather than by id.
fn subject_name(scene: Scene<'_>, note: &Note) -> String {
    let knowledge = scene.knowledge;
    let id = note.subject.as_str();
    if matches!(
        note.kind,
        NoteKind::ChatGone | NoteKind::ChatNoRights | NoteKind::DirectStopped
    ) {
        return id.to_owned(); // the title of a chat, the name of a platform
    }
    let entry = knowledge.entry(id).map(|entry| entry.title.clone());
    let route = || knowledge.route(id).map(|route| route.matter.clone());
    let unit = || knowledge.unit(id).map(|unit| unit.name.clone());
    entry
        .or_else(route)
        .or_else(unit)
        .unwrap_or_else(|| id.to_owned())
}
