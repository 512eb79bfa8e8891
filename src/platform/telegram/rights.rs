//! Who runs a group or channel: its creator and its administrators, as `getChatMember` tells
//! (<https://core.telegram.org/bots/api#getchatmember>). Asked only because of what is about subscriptions.

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::api::{Api, Limits};
use crate::domain::action::Action;
use crate::domain::command::Command;
use crate::domain::message::{Content, Incoming, Place};

/// How long an answer may take: everybody's updates wait for it.
const PATIENCE: Duration = Duration::from_secs(3);

/// Bytes of an answer: one member.
const BYTES: usize = 64 * 1024;

/// How long an answer counts. Somebody looking through a menu presses several buttons.
const REMEMBERED: TimeDelta = TimeDelta::minutes(1);

/// Answers that are remembered.
const MOST: usize = 1000;

/// A person in a chat, by Telegram's ids.
type Member = (i64, i64);

/// What was asked lately.
#[derive(Debug, Default)]
pub struct Rights {
    /// Whether they run it, and until when that counts.
    known: Mutex<HashMap<Member, (bool, DateTime<Utc>)>>,
}

impl Rights {
    /// Fills in which chats people run, where what they did is about subscriptions of a group or channel. All are asked for
    /// side by side; of whom there is no answer, they run nothing.
    pub async fn fill(&self, api: &Api, incoming: &mut [Incoming], now: DateTime<Utc>) {
        let asked: BTreeSet<Member> = incoming.iter().filter_map(member).collect();
        let asked = asked
            .into_iter()
            .filter(|member| self.remembered(member, now).is_none());
        let answers = join_all(asked.map(async |member| (member, ask(api, member).await))).await;
        let mut told = HashMap::new();
        for (member, runs) in answers {
            if let Some(runs) = runs {
                self.remember(member, runs, now);
                told.insert(member, runs);
            }
        }
        for one in incoming {
            let runs = |member: Member| {
                let runs = told.get(&member).copied();
                runs.or_else(|| self.remembered(&member, now)) == Some(true)
            };
            let is_theirs = writes_as_the_chat(one) || member(one).is_some_and(runs);
            if let (true, Some(chat)) = (is_theirs, about(one)) {
                one.runs.push(chat.to_string());
            }
        }
    }

    fn remembered(&self, member: &Member, now: DateTime<Utc>) -> Option<bool> {
        let (runs, until) = *self.known().get(member)?;
        (now < until).then_some(runs)
    }

    fn remember(&self, member: Member, runs: bool, now: DateTime<Utc>) {
        let mut known = self.known();
        if known.len() >= MOST {
            known.retain(|_, (_, until)| now < *until);
        }
        if known.len() < MOST {
            known.insert(member, (runs, now + REMEMBERED));
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<Member, (bool, DateTime<Utc>)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The group or channel whose subscriptions this is about.
fn about(incoming: &Incoming) -> Option<i64> {
    let is_theirs =
        |command: Command| matches!(command, Command::Subscriptions | Command::Unsubscribe);
    let named = match &incoming.content {
        Content::Text(text) => match Command::parse(text)? {
            Ok(command) if is_theirs(command) => None,
            _ => return None,
        },
        Content::Press(action) => match action.parse() {
            Ok(Action::Subscription(step)) => step.chat,
            Ok(Action::Command(command)) if is_theirs(command) => None,
            _ => return None,
        },
        Content::Unreadable(_) | Content::Presence(_) => return None,
    };
    let is_shared = matches!(incoming.place, Place::Group | Place::Channel);
    let chat = named.or_else(|| is_shared.then(|| incoming.chat.chat.clone()))?;
    // A button's text comes from the person's app: what is positive would be somebody's private chat.
    chat.parse().ok().filter(|id| *id < 0)
}

/// Who has to be asked for.
fn member(incoming: &Incoming) -> Option<Member> {
    let chat = about(incoming)?;
    Some((chat, incoming.sender.id.parse().ok()?))
}

/// Only anonymous administrators write in the name of a group in it.
fn writes_as_the_chat(incoming: &Incoming) -> bool {
    let sender = &incoming.sender;
    let id = sender.id.strip_prefix("chat:");
    id.is_some_and(|id| id == incoming.chat.chat)
        && about(incoming).is_some_and(|chat| chat.to_string() == incoming.chat.chat)
}

/// Whether somebody runs a chat. `None`: nobody has said.
async fn ask(api: &Api, (chat, person): Member) -> Option<bool> {
    let limits = Limits {
        time: PATIENCE,
        bytes: BYTES,
    };
    let parameters = json!({ "chat_id": chat, "user_id": person });
    match api.call_within("getChatMember", &parameters, limits).await {
        Ok(found) => {
            let status = found["status"].as_str()?;
            Some(matches!(status, "creator" | "administrator"))
        }
        Err(error) => {
            tracing::warn!(%error, "it is not known who runs a chat");
            None
        }
    }
}

#[cfg(test)]
mod tests;
