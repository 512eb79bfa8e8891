//! The core: one thing that a person did, one transaction, and what has to be said is in the outbox.

pub mod ask;
pub mod brain;
pub mod golden;
pub mod turn;

use chrono::{DateTime, Duration, Utc};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::clock::Clock;
use crate::config::Config;
use crate::domain::conversation::Conversation;
use crate::domain::language::Language;
use crate::domain::message::{Incoming, Outgoing, Platform};
use crate::domain::role::Role;
use crate::speech::Speech;
use crate::store::officer_notes::{self, Note, NoteKind};
use crate::store::{
    self, Store, StoreError, conversations, knowledge, outbox, roles, seen_updates,
};
use brain::Brain;
use turn::{Reply, Turn};

/// How often old things are deleted.
const TIDY_EVERY_MS: i64 = 60 * 60 * 1000;

/// Notes of one kind that the officer sees at once.
const NOTES_SHOWN: u32 = 20;

/// The bot. One for all platforms.
pub struct Bot {
    store: Store,
    speech: Arc<Speech>,
    clock: Arc<dyn Clock>,
    config: Arc<Config>,
    brain: RwLock<Arc<Brain>>,
    /// When old things were last deleted, in milliseconds.
    tidied_at: AtomicI64,
}

impl Bot {
    /// Reads the knowledge and is ready. `None`: the database holds no knowledge yet.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn wake(
        store: Store,
        speech: Arc<Speech>,
        clock: Arc<dyn Clock>,
        config: Arc<Config>,
    ) -> store::Result<Option<Self>> {
        let Some(brain) = read_brain(&store).await? else {
            return Ok(None);
        };
        Ok(Some(Self {
            store,
            speech,
            clock,
            config,
            brain: RwLock::new(Arc::new(brain)),
            tidied_at: AtomicI64::new(i64::MIN),
        }))
    }

    /// The sentences.
    pub fn speech(&self) -> &Speech {
        &self.speech
    }

    /// The knowledge as it is in the database now.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn brain(&self) -> store::Result<Arc<Brain>> {
        let version = knowledge::version(&mut *self.store.read().await?).await?;
        let present = Arc::clone(&self.brain.read().unwrap_or_else(PoisonError::into_inner));
        if version == Some(present.version) {
            return Ok(present);
        }
        // Another process has imported: take the new knowledge whole.
        let Some(new) = read_brain(&self.store).await?.map(Arc::new) else {
            return Ok(present);
        };
        *self.brain.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
        Ok(new)
    }

    /// Handles one thing that a person did: when this returns, it is handled and what has to be said is stored. The
    /// same update a second time changes nothing.
    ///
    /// A fault of ours is rolled back and logged, and the person is told in a transaction of its own, so that an update
    /// that cannot be handled does not come back for ever.
    ///
    /// # Errors
    /// The database cannot be written: nothing was accepted, and the platform should deliver the update again.
    pub async fn handle(&self, incoming: &Incoming) -> store::Result<()> {
        let fault = match self.answer(incoming).await {
            Ok(()) => {
                self.tidy_when_due().await;
                return Ok(());
            }
            Err(Unhandled::Panic) => "panic".to_owned(),
            Err(Unhandled::Store(StoreError::Fault(error))) => error.to_string(),
            Err(Unhandled::Store(error)) => return Err(error),
        };
        tracing::error!(platform = %incoming.chat.platform, update = incoming.update, fault, "not handled");
        self.apologise(incoming).await
    }

    async fn answer(&self, incoming: &Incoming) -> Result<(), Unhandled> {
        let brain = self.brain().await?;
        let now = self.clock.now();
        let platform = incoming.chat.platform;
        let mut tx = self.store.begin().await?;
        if !seen_updates::mark(&mut tx, platform, &incoming.update, now).await? {
            return Ok(());
        }
        let role = roles::of(&mut tx, platform, &incoming.sender.id).await?;
        let mut conversation = self.conversation(&mut tx, incoming, now).await?;
        let notes = if role == Role::Officer {
            officer_list(&mut tx).await?
        } else {
            Vec::new()
        };
        let mut turn = Turn {
            brain: &brain,
            speech: &self.speech,
            conversation: &mut conversation,
            role,
            now,
            default_language: self.config.language,
            max_chars: self.config.input.max_chars,
            retention: &self.config.retention,
            officer_notes: &notes,
        };
        let decide = AssertUnwindSafe(|| turn.take(&incoming.content));
        let Reply {
            messages, notes, ..
        } = catch_unwind(decide).map_err(|_| Unhandled::Panic)?;
        for (kind, subject, text) in notes {
            officer_notes::add(&mut tx, kind, &subject, &text, now).await?;
        }
        let person = &incoming.sender.id;
        conversations::save(&mut tx, &incoming.chat, person, &conversation, now).await?;
        outbox::put(&mut tx, &cause(incoming), &incoming.chat, &messages, now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(())
    }

    /// What is remembered of this person in this chat.
    async fn conversation(
        &self,
        db: &mut store::Connection,
        incoming: &Incoming,
        now: DateTime<Utc>,
    ) -> store::Result<Conversation> {
        let kept_since = now - Duration::days(self.config.retention.conversation_days.into());
        conversations::load(db, &incoming.chat, &incoming.sender.id, kept_since).await
    }

    /// The language of a person who is told that something failed: what failed may be the reading of it.
    async fn language_of(&self, incoming: &Incoming, now: DateTime<Utc>) -> Language {
        let known = match self.store.read().await {
            Ok(mut db) => self.conversation(&mut db, incoming, now).await,
            Err(error) => Err(error),
        };
        known
            .ok()
            .and_then(|known| known.chosen_language.or(known.last_language))
            .unwrap_or(self.config.language)
    }

    /// Marks an update that could not be handled as seen, and tells the person.
    async fn apologise(&self, incoming: &Incoming) -> store::Result<()> {
        let now = self.clock.now();
        let brain = self.brain().await?;
        let officer = brain.knowledge.unit(&brain.knowledge.city.officer);
        let name = officer.map_or("", |unit| unit.name.as_str());
        let phone = officer
            .and_then(|unit| unit.phone.as_deref())
            .unwrap_or_default();
        let values = [("unit", name.into()), ("phone", phone.into())];
        let text = self
            .speech
            .voice(self.language_of(incoming, now).await)
            .with("fault-internal", values);
        let mut tx = self.store.begin().await?;
        if seen_updates::mark(&mut tx, incoming.chat.platform, &incoming.update, now).await? {
            let messages = [Outgoing::plain(text)];
            outbox::put(&mut tx, &cause(incoming), &incoming.chat, &messages, now).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Gives a person a role.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn grant(&self, platform: Platform, person: &str, role: Role) -> store::Result<()> {
        let mut tx = self.store.begin().await?;
        roles::grant(&mut tx, platform, person, role, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Deletes what is older than it may be kept.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn tidy(&self) -> store::Result<()> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        store::retention::apply(&mut tx, &self.config.retention, now).await?;
        tx.commit().await?;
        self.tidied_at
            .store(now.timestamp_millis(), Ordering::Relaxed);
        Ok(())
    }

    /// Tidies at most once an hour. What fails is tried again with the next message: this one is handled.
    async fn tidy_when_due(&self) {
        let since = self.tidied_at.load(Ordering::Relaxed);
        let now = self.clock.now().timestamp_millis();
        if now.saturating_sub(since) < TIDY_EVERY_MS {
            return;
        }
        if let Err(error) = self.tidy().await {
            tracing::warn!(%error, "old data is not deleted yet");
        }
    }
}

/// Why an update could not be handled.
enum Unhandled {
    Store(StoreError),
    Panic,
}

impl From<StoreError> for Unhandled {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// The name of a reply in the outbox: one for each update.
fn cause(incoming: &Incoming) -> String {
    format!("reply:{}:{}", incoming.chat.platform, incoming.update)
}

async fn read_brain(store: &Store) -> store::Result<Option<Brain>> {
    // An import may commit between two of these reads: a snapshot is all old or all new.
    let mut db = store.snapshot().await?;
    let version = knowledge::version(&mut db).await?.unwrap_or_default();
    Ok(knowledge::load(&mut db)
        .await?
        .map(|known| Brain::new(known, version)))
}

/// Everything that the officer should look at, by kind.
async fn officer_list(db: &mut store::Connection) -> store::Result<Vec<Note>> {
    let mut notes = Vec::new();
    for kind in NoteKind::ALL {
        notes.extend(officer_notes::list(db, kind, NOTES_SHOWN).await?);
    }
    Ok(notes)
}
