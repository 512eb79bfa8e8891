//! Tells those who can decide something.

use chrono::{DateTime, Utc};

use super::Schedule;
use crate::bot::brain::Brain;
use crate::domain::message::{ChatRef, Lane, Outgoing, Place};
use crate::domain::role::Role;
use crate::speech::Scene;
use crate::store::outbox::{self, Said};
use crate::store::{self, Tx, conversations, roles};

impl Schedule {
    /// The private chats of every officer who has one.
    pub(super) async fn officers(&self, tx: &mut Tx) -> store::Result<Vec<ChatRef>> {
        let holders = roles::holders(tx).await?.into_iter();
        let officers = holders.filter(|holder| holder.role == Role::Officer);
        Ok(officers.filter_map(|officer| officer.chat).collect())
    }

    /// Says the same in private chats, in each in its language. Where it was said for the same cause before, nothing is said.
    pub(super) async fn tell(
        &self,
        tx: &mut Tx,
        cause: &str,
        chats: Vec<ChatRef>,
        brain: &Brain,
        now: DateTime<Utc>,
        say: impl Fn(Scene<'_>) -> Outgoing,
    ) -> store::Result<()> {
        for to in chats {
            let scene = self.scene_for(tx, brain, &to, now).await?;
            let said = Said {
                cause: format!("{cause}:{}:{}", to.platform, to.chat),
                lane: Lane::Interactive,
                messages: vec![say(scene)],
                to,
            };
            outbox::put(tx, vec![said], now).await?;
        }
        Ok(())
    }

    /// What a message to a private chat is made from, in the language that is spoken there.
    pub(super) async fn scene_for<'a>(
        &'a self,
        tx: &mut Tx,
        brain: &'a Brain,
        chat: &ChatRef,
        now: DateTime<Utc>,
    ) -> store::Result<Scene<'a>> {
        let language = conversations::language(tx, chat).await?;
        let language = language.unwrap_or(self.config.language);
        Ok(self.scene(brain, (chat.platform, Place::Private), language, now))
    }
}
