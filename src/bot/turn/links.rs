//! Links into the private chat, and one-time codes.

use super::{Invited, Reply, Turn};
use crate::domain::command::Command;
use crate::domain::conversation::Target;
use crate::domain::deep_link::DeepLink;
use crate::domain::role::Role;
use crate::speech::{cards, commands, links};

impl Turn<'_> {
    /// Opens what stands behind `/start`. What leads nowhere, or not any more, is said kindly.
    pub(super) fn open(&mut self, payload: &str) -> Reply {
        let scene = self.scene();
        let knowledge = &self.brain.knowledge;
        // Whatever was waited for, a link was opened instead.
        if let Some(asked) = &mut self.conversation.asked {
            asked.clarifying = None;
        }
        let dead = Reply::say(links::dead(scene));
        match payload.parse::<DeepLink>() {
            Ok(DeepLink::Home) => self.command(Command::Start),
            Ok(DeepLink::Topic(id)) => self.topic(&id).unwrap_or(dead),
            Ok(DeepLink::Entry(id)) if self.is_known(&Target::Entry(id.clone())) => {
                self.entry(&id, None, None)
            }
            Ok(DeepLink::Route(id)) if self.is_known(&Target::Route(id.clone())) => self.route(&id),
            Ok(DeepLink::Unit(code)) => match knowledge.unit(&code) {
                Some(unit) => Reply::say(cards::unit_found(scene, unit, None, false)),
                None => dead,
            },
            Ok(DeepLink::Competition(_)) => Reply::say(links::competition(scene)),
            // A code is looked up before the turn. Whoever only asks what would be said gets nothing by it.
            Ok(DeepLink::Code(_)) => self.invited(Invited::Refused),
            Ok(DeepLink::Entry(_) | DeepLink::Route(_)) | Err(_) => dead,
        }
    }

    /// What there is in a topic.
    pub(super) fn topic(&self, id: &str) -> Option<Reply> {
        let topics = &self.brain.knowledge.topics;
        let topic = topics.iter().find(|topic| topic.id == id)?;
        Some(Reply::say(links::topic(self.scene(), topic)))
    }

    /// What there is in the topic that is named by its id, its name in any language or one of its words; else all topics.
    pub(super) fn topic_named(&self, named: &str) -> Reply {
        let found = self.topic_called(named);
        match found {
            Some(topic) => Reply::say(links::topic(self.scene(), topic)),
            None => Reply::say(commands::topics(self.scene(), true)),
        }
    }

    /// What is said about a one-time code.
    pub(super) fn invited(&self, invited: Invited) -> Reply {
        let scene = self.scene();
        Reply::say(match invited {
            Invited::Granted => links::welcome(scene, self.role),
            // The link was pressed once more: nothing is wrong.
            Invited::Refused if self.role.may(Role::Editor) => links::welcome(scene, self.role),
            Invited::Refused => links::refused(scene),
            Invited::Spoilt => links::spoilt(scene),
        })
    }
}
