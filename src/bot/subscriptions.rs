//! Subscriptions in a conversation: whose they are, who may change them, and what is done.

use super::errands::Errands;
use crate::domain::command::Command;
use crate::domain::message::{ChatRef, Content, Outgoing, Place, Platform};
use crate::domain::subscription::{Destination, Does, Rhythm, Step, Subscription, URGENT};
use crate::speech::subscriptions::{self as speech, About, State};
use crate::store::subscriptions::{self, Ended};
use crate::store::{self, chats};

/// Does what a button or command about subscriptions says.
///
/// # Errors
/// As the database reports them.
pub async fn step(errands: &mut Errands<'_>, step: Step) -> store::Result<Vec<Outgoing>> {
    let is_press = matches!(errands.incoming.content, Content::Press(_));
    let message = match (&step.chat, errands.incoming.place) {
        // What is posted in a channel is for its readers.
        (None, Place::Channel) => return Ok(Vec::new()),
        (None, Place::Aside) => return Ok(vec![aside(errands, step.does).await?]),
        (None, Place::Group) if errands.scene.is_server() => {
            let ends = matches!(step.does, Does::EndAll | Does::Leave(_));
            let command = if ends {
                Command::Unsubscribe
            } else {
                Command::Subscriptions
            };
            speech::by_command(errands.scene, command)
        }
        _ => {
            let stays = matches!(step.does, Does::Also(_));
            match about(errands, step.chat).await? {
                Whose::Theirs(about) => {
                    let mut message = change(errands, about, step.does).await?;
                    if is_press && !stays && errands.incoming.place == Place::Group {
                        // Elsewhere a menu in a group stays for the others; this one is theirs alone who run the group.
                        message.replaces.clone_from(&errands.incoming.message);
                    }
                    message
                }
                Whose::Others(about) => speech::only_who_runs_it(errands.scene, &about),
                Whose::Nobodys => speech::not_there(errands.scene),
            }
        }
    };
    Ok(vec![message])
}

/// Whether somebody may change the subscriptions of a chat.
enum Whose {
    Theirs(About),
    /// Somebody else runs it.
    Others(About),
    /// The bot is not there.
    Nobodys,
}

/// The chat that a step is about: the one that is named, else the one where it was done.
async fn about(errands: &mut Errands<'_>, named: Option<String>) -> store::Result<Whose> {
    let incoming = errands.incoming;
    let Some(chat) = named else {
        let about = About {
            to: incoming.chat.clone(),
            place: incoming.place,
            chat: None,
            title: String::new(),
        };
        let is_theirs = incoming.place == Place::Private || incoming.runs.contains(&about.to.chat);
        return Ok(if is_theirs {
            Whose::Theirs(about)
        } else {
            Whose::Others(about)
        });
    };
    let to = ChatRef::private(incoming.chat.platform, chat);
    let is_venue = incoming
        .venue
        .as_ref()
        .is_some_and(|venue| venue.chat == to.chat);
    let known = chats::find(errands.tx, &to).await?;
    let is_there = known.as_ref().is_some_and(|known| {
        !known.place.is_for_one() && known.closed != Some(chats::Closed::Gone)
    });
    if !is_there && !is_venue {
        return Ok(Whose::Nobodys);
    }
    let known = known.filter(|_| !is_venue);
    let about = About {
        place: match &known {
            Some(known) if to.platform != Platform::Discord => known.place,
            _ => Place::Channel,
        },
        title: known.map_or_else(String::new, |known| known.title),
        chat: Some(to.chat.clone()),
        to,
    };
    if !incoming.runs.contains(&about.to.chat) {
        return Ok(Whose::Others(about));
    }
    if is_venue {
        // Something was done in its sight, so the bot is there.
        match chats::find(errands.tx, &about.to).await? {
            Some(_) => chats::reopen(errands.tx, &about.to, errands.now).await?,
            None => {
                chats::open(errands.tx, &about.to, about.place, "", None, errands.now).await?;
            }
        }
    }
    Ok(Whose::Theirs(about))
}

/// What is subscribed to in a chat.
async fn state(errands: &mut Errands<'_>, about: About) -> store::Result<State> {
    let destination = subscriptions::find(errands.tx, &about.to).await?;
    let active = match &destination {
        Some(destination) => subscriptions::active(errands.tx, destination.id).await?,
        None => Vec::new(),
    };
    Ok(State {
        about,
        destination,
        active,
    })
}

/// On a server, where somebody is answered aside: there are no subscriptions of theirs.
async fn aside(errands: &mut Errands<'_>, does: Does) -> store::Result<Outgoing> {
    let venue = errands.incoming.venue.clone();
    if !matches!(does, Does::EndAll | Does::Leave(_)) {
        return Ok(speech::for_whom(errands.scene, venue.as_ref(), does));
    }
    let Some(venue) = venue else {
        return Ok(speech::ended_aside(errands.scene, None, false));
    };
    let about = About {
        place: Place::Channel,
        chat: Some(venue.chat.clone()),
        title: String::new(),
        to: venue,
    };
    let runs = errands.incoming.runs.contains(&about.to.chat);
    let state = state(errands, about).await?;
    Ok(speech::ended_aside(errands.scene, Some(&state), runs))
}

/// What came of a change.
enum Outcome {
    /// It shows in what is subscribed to.
    Done,
    Ended(Ended),
    /// The ending that can be undone, where nothing was left to end.
    NothingToEnd(Option<i64>),
    Undone,
    TooLate,
}

/// Changes what may be changed, and says how it is then.
async fn change(errands: &mut Errands<'_>, about: About, does: Does) -> store::Result<Outgoing> {
    let outcome = act(errands, &about, &does).await?;
    let state = state(errands, about).await?;
    let scene = errands.scene;
    Ok(match (outcome, does) {
        (Outcome::Ended(ended), _) => speech::ended(scene, &state, &ended.topics, ended.number),
        (Outcome::NothingToEnd(_), Does::Leave(topics)) => {
            speech::not_subscribed(scene, &state, &topics)
        }
        (Outcome::NothingToEnd(last), _) => speech::nothing(scene, &state.about, last),
        (Outcome::Undone, _) => speech::undone(scene, &state),
        (Outcome::TooLate, _) => speech::too_late(scene, &state),
        (_, Does::Begin(topic) | Does::Also(topic)) if is_known(errands, &topic) => {
            speech::begun(scene, &state, &topic)
        }
        (_, Does::Rhythms | Does::Every(..)) if !state.active.is_empty() => {
            speech::rhythms(scene, &state)
        }
        (_, Does::Rhythm(topic)) => speech::rhythm(scene, &state, &topic),
        _ => speech::menu(scene, &state, None),
    })
}

async fn act(errands: &mut Errands<'_>, about: &About, does: &Does) -> store::Result<Outcome> {
    let kept = match does {
        Does::Begin(topic) | Does::Also(topic) => {
            begin(errands, about, topic).await?;
            return Ok(Outcome::Done);
        }
        Does::Ping(_) => Some(ensure(errands, about).await?),
        _ => subscriptions::find(errands.tx, &about.to).await?,
    };
    let now = errands.now;
    let Some(id) = kept.map(|kept| kept.id) else {
        return Ok(match does {
            Does::Leave(_) | Does::EndAll => Outcome::NothingToEnd(None),
            Does::Undo(_) => Outcome::TooLate,
            _ => Outcome::Done,
        });
    };
    match does {
        Does::End(topic) => {
            let topics = std::slice::from_ref(topic);
            subscriptions::end(errands.tx, id, Some(topics), now).await?;
        }
        Does::Leave(topics) => return end(errands, id, Some(topics)).await,
        Does::EndAll => return end(errands, id, None).await,
        Does::Undo(number) => {
            let is_undone = subscriptions::undo(errands.tx, id, *number, now).await?;
            return Ok(if is_undone {
                Outcome::Undone
            } else {
                Outcome::TooLate
            });
        }
        Does::Every(rhythm, topic) => {
            let topic = topic.as_deref();
            subscriptions::set_rhythm(errands.tx, id, topic, *rhythm, now).await?;
        }
        Does::Quiet(quiet) => subscriptions::set_quiet(errands.tx, id, *quiet).await?,
        Does::Ping(role) => {
            let role = role.as_deref().unwrap_or_default();
            subscriptions::set_ping(errands.tx, id, role).await?;
        }
        Does::Show | Does::Rhythms | Does::Rhythm(_) | Does::Begin(_) | Does::Also(_) => {}
    }
    Ok(Outcome::Done)
}

/// Ends what is named, or all.
async fn end(
    errands: &mut Errands<'_>,
    id: i64,
    topics: Option<&[String]>,
) -> store::Result<Outcome> {
    if let Some(ended) = subscriptions::end(errands.tx, id, topics, errands.now).await? {
        return Ok(Outcome::Ended(ended));
    }
    let last = subscriptions::last_ended(errands.tx, id).await?;
    Ok(Outcome::NothingToEnd(last.map(|last| last.number)))
}

/// Whether there is such a topic; a button may be older than that.
fn is_known(errands: &Errands<'_>, topic: &str) -> bool {
    let mut topics = errands.scene.knowledge.topics.iter();
    topics.any(|known| known.id == topic)
}

async fn ensure(errands: &mut Errands<'_>, about: &About) -> store::Result<Destination> {
    let language = errands.scene.voice.language();
    subscriptions::ensure(errands.tx, &about.to, about.place, language, errands.now).await
}

/// Subscribes to a topic, in the rhythm that all others have.
async fn begin(errands: &mut Errands<'_>, about: &About, topic: &str) -> store::Result<()> {
    if !is_known(errands, topic) {
        return Ok(());
    }
    let kept = ensure(errands, about).await?;
    let active = subscriptions::active(errands.tx, kept.id).await?;
    let mut rhythms = active
        .iter()
        .filter(|one| one.topic != URGENT)
        .map(|one| one.rhythm);
    let common = rhythms
        .next()
        .filter(|first| rhythms.all(|rhythm| rhythm == *first));
    let subscription = Subscription {
        topic: topic.to_owned(),
        rhythm: common.unwrap_or(Rhythm::AtOnce),
    };
    subscriptions::begin(errands.tx, kept.id, &subscription, errands.now).await
}
