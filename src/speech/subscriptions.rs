//! What is said about subscriptions.

use super::{Scene, Voice};
use crate::domain::action::Action;
use crate::domain::command::Command;
use crate::domain::knowledge::Topic;
use crate::domain::message::{Block, Button, ChatRef, Does as Opens, Outgoing, Place, Platform};
use crate::domain::subscription::{Destination, Does, Rhythm, Step, Subscription, URGENT};

/// Topics of a menu: with the other buttons fewer than any platform takes. The others can be named.
const TOPICS: usize = 80;

/// Characters of a topic on a button, so that there is room for its state.
const NAME: usize = 30;

/// The chat that something is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    pub to: ChatRef,
    pub place: Place,
    /// As the buttons name it; none: the chat in which it is said.
    pub chat: Option<String>,
    /// Empty where it has none, or needs none.
    pub title: String,
}

impl About {
    fn action(&self, does: Does) -> Action {
        Action::Subscription(Step {
            chat: self.chat.clone(),
            does,
        })
    }
}

/// A chat with what is subscribed to there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub about: About,
    /// None: nothing was ever subscribed to.
    pub destination: Option<Destination>,
    pub active: Vec<Subscription>,
}

impl State {
    fn rhythm_of(&self, topic: &str) -> Option<Rhythm> {
        let found = self.active.iter().find(|one| one.topic == topic);
        found.map(|one| one.rhythm)
    }

    /// What comes in a rhythm that can be chosen.
    fn in_rhythm(&self) -> impl Iterator<Item = &Subscription> {
        self.active.iter().filter(|one| one.topic != URGENT)
    }
}

/// What is subscribed to, with a button for each topic. `first`: what came of the step before.
pub fn menu(scene: Scene<'_>, state: &State, first: Option<String>) -> Outgoing {
    let voice = scene.voice;
    let message = Outgoing::default().with(Block::Heading(title(voice, &state.about)));
    let message = first
        .into_iter()
        .fold(message, |message, first| message.with(Block::plain(first)));
    let message = if state.active.is_empty() {
        message.with(Block::plain(voice.text("subscriptions-none")))
    } else {
        message
            .with(Block::plain(voice.text("subscriptions-some")))
            .with(Block::List(lines(scene, &state.active)))
    };
    let message = message.with(Block::plain(how(scene)));
    let message = settings(scene, state).fold(message, Outgoing::with);
    buttons(scene, state, message.with(consent(scene, &state.about)))
}

/// How the menu is used.
fn how(scene: Scene<'_>) -> String {
    let how = scene.voice.text("subscriptions-how");
    if scene.knowledge.topics.len() <= TOPICS {
        return how;
    }
    let name = command(scene.voice, Command::Subscriptions);
    let more = scene
        .voice
        .with("subscriptions-more", [("name", name.into())]);
    format!("{how} {more}")
}

/// What else is set there.
fn settings(scene: Scene<'_>, state: &State) -> impl Iterator<Item = Block> {
    let voice = scene.voice;
    let kept = state.destination.as_ref();
    let kept = kept.filter(|_| !state.active.is_empty());
    let quiet = kept.filter(|kept| kept.quiet).map(|_| {
        let urgent = scene
            .knowledge
            .topics
            .iter()
            .find(|topic| topic.id == URGENT);
        match urgent {
            Some(topic) => {
                let name = topic.name_in(voice.language());
                voice.with("subscriptions-quiet-but", [("topic", name.into())])
            }
            None => voice.text("subscriptions-quiet"),
        }
    });
    let ping = kept.filter(|_| may_ping(&state.about)).map(|kept| {
        if kept.ping.is_empty() {
            let name = command(voice, Command::Subscriptions);
            voice.with("subscriptions-ping-nobody", [("name", name.into())])
        } else {
            voice.text("subscriptions-ping")
        }
    });
    [quiet, ping].into_iter().flatten().map(Block::plain)
}

/// Whether notices can call a role there.
fn may_ping(about: &About) -> bool {
    about.to.platform == Platform::Discord && about.place == Place::Channel
}

fn buttons(scene: Scene<'_>, state: &State, message: Outgoing) -> Outgoing {
    let voice = scene.voice;
    let about = &state.about;
    let known = scene.knowledge.topics.iter().take(TOPICS);
    let message = known.fold(message, |message, topic| {
        let (id, does): (_, fn(String) -> Does) = match state.rhythm_of(&topic.id) {
            Some(_) => ("button-topic-yes", Does::End),
            None => ("button-topic-no", Does::Begin),
        };
        let name = short(topic.name_in(voice.language()));
        let label = voice.with(id, [("topic", name.into())]);
        message.button(label, &about.action(does(topic.id.clone())))
    });
    let Some(kept) = state
        .destination
        .as_ref()
        .filter(|_| !state.active.is_empty())
    else {
        return message;
    };
    let quiet = if kept.quiet {
        "button-quiet-yes"
    } else {
        "button-quiet-no"
    };
    let mut message = message;
    if state.in_rhythm().next().is_some() {
        let rhythms = about.action(Does::Rhythms);
        message = message.button(voice.text("button-rhythms"), &rhythms);
    }
    message = message.button(voice.text(quiet), &about.action(Does::Quiet(!kept.quiet)));
    if !kept.ping.is_empty() && may_ping(about) {
        let nobody = about.action(Does::Ping(None));
        message = message.button(voice.text("button-ping-nobody"), &nobody);
    }
    message.button(voice.text("button-end-all"), &about.action(Does::EndAll))
}

/// What people agree to: who sends, what is kept, how to end it.
fn consent(scene: Scene<'_>, about: &About) -> Block {
    let officer = scene.officer().map_or("", |unit| unit.name.as_str());
    let values = [
        ("office", scene.knowledge.city.office.as_str().into()),
        ("officer", officer.into()),
        ("days", scene.retention.notices_days.into()),
    ];
    let id = if about.place == Place::Private {
        "subscription-consent"
    } else {
        "subscription-consent-shared"
    };
    Block::Note(scene.voice.with(id, values))
}

/// How often each topic comes, and how to change that.
pub fn rhythms(scene: Scene<'_>, state: &State) -> Outgoing {
    let voice = scene.voice;
    let about = &state.about;
    let message = Outgoing::default()
        .with(Block::Heading(voice.text("rhythms-title")))
        .with(Block::List(lines(scene, &state.active)))
        .with(Block::plain(voice.text("rhythms-what")));
    let own: Vec<&Subscription> = state.in_rhythm().collect();
    let message = match &own[..] {
        [only] => each_rhythm(scene, about, Some(&only.topic), message),
        _ => {
            let message = own.iter().fold(message, |message, one| {
                let does = Does::Rhythm(one.topic.clone());
                message.button(line(scene, one), &about.action(does))
            });
            each_rhythm(scene, about, None, message)
        }
    };
    message.button(voice.text("button-back"), &about.action(Does::Show))
}

/// How often one topic can come.
pub fn rhythm(scene: Scene<'_>, state: &State, topic: &str) -> Outgoing {
    let voice = scene.voice;
    let Some(now) = state.in_rhythm().find(|one| one.topic == topic) else {
        return menu(scene, state, None);
    };
    let message = Outgoing::default()
        .with(Block::Heading(voice.text("rhythms-title")))
        .with(Block::List(vec![line(scene, now)]))
        .with(Block::plain(voice.text("rhythms-what")));
    let message = each_rhythm(scene, &state.about, Some(topic), message);
    let back = state.about.action(Does::Rhythms);
    message.button(voice.text("button-back"), &back)
}

/// A button for each rhythm, of a topic or of all.
fn each_rhythm(
    scene: Scene<'_>,
    about: &About,
    topic: Option<&str>,
    message: Outgoing,
) -> Outgoing {
    Rhythm::ALL.into_iter().fold(message, |message, rhythm| {
        let id = match (rhythm, topic) {
            (Rhythm::AtOnce, Some(_)) => "button-at-once",
            (Rhythm::Daily, Some(_)) => "button-daily",
            (Rhythm::Weekly, Some(_)) => "button-weekly",
            (Rhythm::AtOnce, None) => "button-all-at-once",
            (Rhythm::Daily, None) => "button-all-daily",
            (Rhythm::Weekly, None) => "button-all-weekly",
        };
        let does = Does::Every(rhythm, topic.map(str::to_owned));
        message.button(scene.voice.text(id), &about.action(does))
    })
}

/// A topic was subscribed to.
pub fn begun(scene: Scene<'_>, state: &State, topic: &str) -> Outgoing {
    let rhythm = state.rhythm_of(topic).unwrap_or(Rhythm::AtOnce);
    let one = Subscription {
        topic: topic.to_owned(),
        rhythm,
    };
    let values = [
        ("topic", name(scene, topic).into()),
        ("rhythm", rhythm_of(scene.voice, &one).into()),
    ];
    let begun = scene.voice.with("subscription-begun", values);
    menu(scene, state, Some(begun))
}

/// The subscriptions to these topics are ended; `number`: of that change.
pub fn ended(scene: Scene<'_>, state: &State, topics: &[String], number: i64) -> Outgoing {
    let voice = scene.voice;
    let values = [
        ("count", topics.len().into()),
        ("topics", names(scene, topics).into()),
    ];
    let message = Outgoing::plain(voice.with("unsubscribe-done", values));
    let message = if state.active.is_empty() {
        message.with(Block::plain(voice.text("unsubscribe-way")))
    } else {
        let left: Vec<String> = state.active.iter().map(|one| one.topic.clone()).collect();
        let left = [("topics", names(scene, &left).into())];
        message
            .with(Block::plain(voice.with("unsubscribe-left", left)))
            .with(Block::plain(voice.text("unsubscribe-way-topic")))
    };
    undo(voice, &state.about, number, with_ways(scene, message))
}

/// Nothing is subscribed to. `last`: the ending that brought that about, where it can be undone.
pub fn nothing(scene: Scene<'_>, about: &About, last: Option<i64>) -> Outgoing {
    let message = Outgoing::plain(scene.voice.text("unsubscribe-nothing"));
    let message = with_ways(scene, message);
    match last {
        Some(number) => undo(scene.voice, about, number, message),
        None => message,
    }
}

fn undo(voice: Voice<'_>, about: &About, number: i64, message: Outgoing) -> Outgoing {
    message.button(voice.text("button-undo"), &about.action(Does::Undo(number)))
}

/// How to come back, and who ends what comes by mail.
fn with_ways(scene: Scene<'_>, message: Outgoing) -> Outgoing {
    let voice = scene.voice;
    let officer = scene.officer();
    let name = officer.map_or("", |unit| unit.name.as_str());
    let email = officer
        .and_then(|unit| unit.email.as_deref())
        .unwrap_or_default();
    let back = [("name", command(voice, Command::Subscriptions).into())];
    let mail = [("officer", name.into()), ("email", email.into())];
    message
        .with(Block::plain(voice.with("unsubscribe-back", back)))
        .with(Block::plain(voice.with("unsubscribe-elsewhere", mail)))
}

/// None of these topics was subscribed to.
pub fn not_subscribed(scene: Scene<'_>, state: &State, topics: &[String]) -> Outgoing {
    let values = [("topics", names(scene, topics).into())];
    let first = scene.voice.with("unsubscribe-not-topic", values);
    menu(scene, state, Some(first))
}

/// The ending is undone.
pub fn undone(scene: Scene<'_>, state: &State) -> Outgoing {
    menu(scene, state, Some(scene.voice.text("undo-done")))
}

/// The ending cannot be undone any more.
pub fn too_late(scene: Scene<'_>, state: &State) -> Outgoing {
    menu(scene, state, Some(scene.voice.text("undo-late")))
}

/// No topic is called like this; these come near, where any do.
pub fn which(scene: Scene<'_>, near: &[String]) -> Outgoing {
    let sentence = if near.is_empty() {
        "topics-unknown"
    } else {
        "topics-near"
    };
    let message = Outgoing::plain(scene.voice.text(sentence));
    let is_meant = |topic: &&Topic| near.is_empty() || near.contains(&topic.id);
    let topics = scene.knowledge.topics.iter().filter(is_meant).take(TOPICS);
    topics.fold(message, |message, topic| {
        let step = Step {
            chat: None,
            does: Does::Begin(topic.id.clone()),
        };
        let name = topic.name_in(scene.voice.language());
        message.button(name, &Action::Subscription(step))
    })
}

/// On a server: for the person, or for the channel? `does` is done for the channel.
pub fn for_whom(scene: Scene<'_>, venue: Option<&ChatRef>, does: Does) -> Outgoing {
    let voice = scene.voice;
    let message = Outgoing::plain(voice.text("subscriptions-for-whom"));
    let mut ways = vec![voice.text("subscriptions-for-me")];
    if venue.is_some() {
        ways.push(voice.text("subscriptions-for-channel"));
    }
    let message = to_private(voice.text("button-for-me"), message.with(Block::List(ways)));
    match venue {
        Some(venue) => {
            let step = Step {
                chat: Some(venue.chat.clone()),
                does,
            };
            message.button(
                voice.text("button-for-channel"),
                &Action::Subscription(step),
            )
        }
        None => message,
    }
}

/// On a server nobody has subscriptions of their own; what the channel has is named.
pub fn ended_aside(scene: Scene<'_>, channel: Option<&State>, runs: bool) -> Outgoing {
    let voice = scene.voice;
    let message = Outgoing::plain(voice.text("unsubscribe-aside"));
    let message = match channel.filter(|channel| !channel.active.is_empty()) {
        Some(channel) => {
            let topics: Vec<String> = channel.active.iter().map(|one| one.topic.clone()).collect();
            let values = [("topics", names(scene, &topics).into())];
            let message = message.with(Block::plain(
                voice.with("unsubscribe-aside-channel", values),
            ));
            if runs {
                let end = channel.about.action(Does::EndAll);
                message.button(voice.text("button-end-channel"), &end)
            } else {
                message.with(Block::plain(voice.text("subscriptions-only-manager")))
            }
        }
        None => message,
    };
    to_private(voice.text("button-private-write"), message)
}

/// A button that leads to the private chat.
fn to_private(label: String, mut message: Outgoing) -> Outgoing {
    message.buttons.push(Button {
        label,
        does: Opens::Private(String::new()),
    });
    message
}

/// Who may change the subscriptions of a group or channel, to somebody who may not.
pub fn only_who_runs_it(scene: Scene<'_>, about: &About) -> Outgoing {
    let voice = scene.voice;
    if may_ping(about) {
        return Outgoing::plain(voice.text("subscriptions-only-manager"));
    }
    if about.chat.is_none() {
        let message = Outgoing::plain(voice.text("subscriptions-only-admin"));
        return scene.button_write(message);
    }
    let values = [("title", about.title.as_str().into())];
    Outgoing::plain(voice.with("subscriptions-only-admin-of", values))
}

/// Where everybody on a server reads along: by which command it is done.
pub fn by_command(scene: Scene<'_>, named: Command) -> Outgoing {
    let name = command(scene.voice, named);
    let text = scene
        .voice
        .with("subscriptions-by-command", [("name", name.into())]);
    scene.button_write(Outgoing::plain(text))
}

/// The bot is not where these buttons belong to.
pub fn not_there(scene: Scene<'_>) -> Outgoing {
    Outgoing::plain(scene.voice.text("subscriptions-not-there"))
}

/// To who asks without a conversation.
pub fn only_in_conversation(voice: Voice<'_>) -> Outgoing {
    Outgoing::plain(voice.text("only-in-conversation"))
}

/// "Powiadamiaj o tym temacie", where one person reads the card of a topic.
pub fn button_notify(scene: Scene<'_>, topic: &Topic, message: Outgoing) -> Outgoing {
    if scene.place != Place::Private {
        return message;
    }
    let step = Step {
        chat: None,
        does: Does::Also(topic.id.clone()),
    };
    let label = scene.voice.text("button-notify");
    message.button(label, &Action::Subscription(step))
}

fn title(voice: Voice<'_>, about: &About) -> String {
    match (about.place, &about.chat) {
        (Place::Group, None) => voice.text("subscriptions-title-group"),
        (_, None) => voice.text("subscriptions-title"),
        (_, Some(_)) if about.title.is_empty() => voice.text("subscriptions-title-channel"),
        (_, Some(_)) => {
            let values = [("title", about.title.as_str().into())];
            voice.with("subscriptions-title-of", values)
        }
    }
}

fn lines(scene: Scene<'_>, active: &[Subscription]) -> Vec<String> {
    active.iter().map(|one| line(scene, one)).collect()
}

/// "Sport: od razu"
fn line(scene: Scene<'_>, one: &Subscription) -> String {
    let values = [
        ("topic", name(scene, &one.topic).into()),
        ("rhythm", rhythm_of(scene.voice, one).into()),
    ];
    scene.voice.with("subscriptions-line", values)
}

fn rhythm_of(voice: Voice<'_>, one: &Subscription) -> String {
    voice.text(match one.rhythm {
        _ if one.topic == URGENT => "rhythm-urgent",
        Rhythm::AtOnce => "rhythm-at-once",
        Rhythm::Daily => "rhythm-daily",
        Rhythm::Weekly => "rhythm-weekly",
    })
}

/// The name of a topic; its id where it is not known any more.
fn name(scene: Scene<'_>, id: &str) -> String {
    let topic = scene.knowledge.topics.iter().find(|topic| topic.id == id);
    topic
        .map_or(id, |topic| topic.name_in(scene.voice.language()))
        .to_owned()
}

fn names(scene: Scene<'_>, ids: &[String]) -> String {
    let names: Vec<String> = ids.iter().map(|id| name(scene, id)).collect();
    names.join(", ")
}

fn command(voice: Voice<'_>, command: Command) -> String {
    format!("/{}", command.name(voice.language()))
}

/// A name with room for what stands after it.
fn short(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    let kept: String = name.chars().take(NAME - 1).collect();
    format!("{}…", kept.trim_end())
}
