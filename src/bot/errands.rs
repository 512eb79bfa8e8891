//! What a turn cannot answer from memory: it is done with the database, in the transaction of the update.

use chrono::{DateTime, Utc};

use super::{notices, subscriptions};
use crate::config::Config;
use crate::domain::conversation::Conversation;
use crate::domain::message::{Incoming, Outgoing, SentFile};
use crate::domain::notice::{self, Field};
use crate::domain::role::Role;
use crate::domain::subscription;
use crate::speech::{Scene, Speech};
use crate::store::{self, Tx};

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    Subscriptions(subscription::Step),
    /// Only for who may write notices.
    Notices(notice::Step),
    /// What was asked for, for a notice.
    Written {
        notice: i64,
        field: Field,
        text: Option<String>,
        file: Option<SentFile>,
    },
}

/// What errands are done with.
pub struct Errands<'a> {
    pub tx: &'a mut Tx,
    pub scene: Scene<'a>,
    pub speech: &'a Speech,
    pub incoming: &'a Incoming,
    pub conversation: &'a mut Conversation,
    pub role: Role,
    pub config: &'a Config,
    pub now: DateTime<Utc>,
}

impl Errands<'_> {
    /// Does it; returns what is said.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn run(&mut self, errand: Errand) -> store::Result<Vec<Outgoing>> {
        match errand {
            Errand::Subscriptions(step) => subscriptions::step(self, step).await,
            Errand::Notices(step) => notices::step(self, step).await,
            Errand::Written {
                notice,
                field,
                text,
                file,
            } => notices::written(self, notice, field, text, file).await,
        }
    }
}
