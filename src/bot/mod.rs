//! The core: one thing that a person did, one transaction, and what has to be said is in the outbox.

pub mod ask;
pub mod brain;
pub mod errands;
pub mod golden;
pub mod notices;
mod subscriptions;
pub mod suggest;
pub mod turn;

use chrono::{DateTime, Duration, Utc};
use futures_util::{FutureExt, StreamExt};
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use tokio::sync::watch;

use crate::clock::Clock;
use crate::config::Config;
use crate::domain::conversation::Conversation;
use crate::domain::hours;
use crate::domain::invite::Code;
use crate::domain::language::Language;
use crate::domain::message::{
    ChatRef, Content, Handle, Incoming, Lane, Outgoing, Place, Platform, Presence,
};
use crate::domain::role::Role;
use crate::figures::Figures;
use crate::speech::{Scene, Speech, commands, groups};
pub use crate::store::StoreError;
use crate::store::chats::{self, Closed};
use crate::store::meeting::{self, Met};
use crate::store::officer_notes::{self, Note, NoteKind};
use crate::store::outbox::{self, Said};
pub use crate::store::positions::Position;
use crate::store::{
    self, Store, Tx, conversations, invites, knowledge, positions, roles, seen_updates,
};
use brain::Brain;
use errands::Errands;
use suggest::Suggestion;
use turn::{Heard, Invited, Reply, Turn};

/// How often old things are deleted.
const TIDY_EVERY_MS: i64 = 60 * 60 * 1000;

/// Updates that are committed together. More would keep the one who writes down what was sent from writing too long.
const COMMITTED_TOGETHER: usize = 16;

/// How long the judging of one text may take. It takes a millisecond.
const JUDGING: std::time::Duration = std::time::Duration::from_secs(2);

/// Notes of one kind that the officer sees at once.
const NOTES_SHOWN: u32 = 20;

/// The bot. One for all platforms.
pub struct Bot {
    store: Store,
    speech: Arc<Speech>,
    clock: Arc<dyn Clock>,
    config: Arc<Config>,
    brain: RwLock<Arc<Brain>>,
    news: watch::Sender<()>,
    handled: watch::Sender<()>,
    figures: Arc<Figures>,
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
            news: watch::Sender::new(()),
            handled: watch::Sender::new(()),
            figures: Arc::default(),
            tidied_at: AtomicI64::new(i64::MIN),
        }))
    }

    /// The sentences.
    pub fn speech(&self) -> &Speech {
        &self.speech
    }

    /// The knowledge as it is in the database now; where that cannot be read (a fault, or another version has written it),
    /// the one that is known.
    ///
    /// # Errors
    /// The database is out of reach.
    pub async fn brain(&self) -> store::Result<Arc<Brain>> {
        let present = self.known();
        let new = match self.newer_brain(present.version).await {
            Ok(Some(new)) => Arc::new(new),
            Ok(None) => return Ok(present),
            Err(StoreError::Fault(error)) => {
                tracing::error!(%error, "the knowledge cannot be read");
                return Ok(present);
            }
            Err(error) => return Err(error),
        };
        *self.brain.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&new);
        Ok(new)
    }

    /// The knowledge, where another process has imported since this version: taken whole.
    async fn newer_brain(&self, known: i64) -> store::Result<Option<Brain>> {
        let version = knowledge::version(&mut *self.store.read().await?).await?;
        if version == Some(known) {
            return Ok(None);
        }
        read_brain(&self.store).await
    }

    /// Tells of new messages in the outbox.
    pub fn news(&self) -> watch::Receiver<()> {
        self.news.subscribe()
    }

    /// Tells that there are new messages in the outbox.
    pub fn tell_news(&self) {
        self.news.send_replace(());
    }

    /// Tells that somebody has done something: what is to be done at its time may have changed.
    pub fn handled(&self) -> watch::Receiver<()> {
        self.handled.subscribe()
    }

    /// What is counted.
    pub fn figures(&self) -> &Arc<Figures> {
        &self.figures
    }

    /// Handles one thing that a person did, as [`handle_all`](Self::handle_all).
    ///
    /// # Errors
    /// The database cannot be written: nothing was accepted, and the platform should deliver the update again.
    pub async fn handle(&self, incoming: &Incoming) -> store::Result<()> {
        self.handle_all(std::slice::from_ref(incoming)).await
    }

    /// Handles what people did, in order: when this returns, it is handled and what has to be said is stored. The same
    /// update a second time changes nothing. Some are committed together, because the disk is waited for as long for many as
    /// for one.
    ///
    /// A fault of ours is rolled back and logged, and the person is told in a transaction of its own, so that an update
    /// that cannot be handled does not come back for ever; the others of the batch are handled one by one then.
    ///
    /// # Errors
    /// The database cannot be written: of what is not handled nothing was accepted, and the platform should deliver it
    /// again.
    pub async fn handle_all(&self, incoming: &[Incoming]) -> store::Result<()> {
        for batch in incoming.chunks(COMMITTED_TOGETHER) {
            self.handle_together(batch).await?;
            self.tell_news();
            self.handled.send_replace(());
            for one in batch {
                let is_question = matches!(one.content, Content::Text(_));
                self.figures.handled(one.chat.platform, is_question);
            }
        }
        self.tidy_when_due().await;
        Ok(())
    }

    /// Keeps where a platform's stream of events was left: everything before it is handled.
    ///
    /// # Errors
    /// The database cannot be written.
    pub async fn keep_position(&self, platform: Platform, position: &str) -> store::Result<()> {
        let mut tx = self.store.begin().await?;
        positions::keep(&mut tx, platform, position, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Where a platform's stream of events was left.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn position(&self, platform: Platform) -> store::Result<Option<Position>> {
        positions::find(&mut *self.store.read().await?, platform).await
    }

    /// Up to `most` chats of a platform where somebody has talked to the bot since then, the latest first. People who were
    /// answered aside are not among them.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn recent_chats(
        &self,
        platform: Platform,
        since: DateTime<Utc>,
        most: u32,
    ) -> store::Result<Vec<ChatRef>> {
        conversations::recent(&mut *self.store.read().await?, platform, since, most).await
    }

    /// The knowledge as it was when it was last looked up: without a look at the database, so that it never waits.
    fn known(&self) -> Arc<Brain> {
        Arc::clone(&self.brain.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Up to `most` suggestions for what somebody types, best first; see [`suggest::suggest`]. From memory, so that it never
    /// waits.
    pub fn suggest(
        &self,
        kind: suggest::Kind,
        typed: &str,
        language: Language,
        most: usize,
    ) -> Vec<Suggestion> {
        let voice = self.speech.voice(language);
        let today = hours::local(self.clock.now()).date();
        suggest::suggest(&self.known(), voice, kind, typed, today, most)
    }

    async fn handle_together(&self, batch: &[Incoming]) -> store::Result<()> {
        let now = self.clock.now();
        let brain = self.brain().await?;
        let heard = self.hear_all(&brain, batch, now).await;
        let fault = match self.answer_all(&brain, batch, &heard, now).await {
            Ok(()) => return Ok(()),
            Err(Unhandled::Store(error)) if !matches!(error, StoreError::Fault(_)) => {
                return Err(error);
            }
            Err(fault) => fault,
        };
        if let [one] = batch {
            return self.fail(one, fault).await;
        }
        for (one, heard) in batch.iter().zip(&heard) {
            let (alone, heard) = (std::slice::from_ref(one), std::slice::from_ref(heard));
            if let Err(fault) = self.answer_all(&brain, alone, heard, now).await {
                self.fail(one, fault).await?;
            }
        }
        Ok(())
    }

    /// Judges every text, side by side, before the database is touched: no conversation waits for another's, and a text
    /// whose judging fails or never ends is a fault of that text alone.
    async fn hear_all(
        &self,
        brain: &Arc<Brain>,
        batch: &[Incoming],
        now: DateTime<Utc>,
    ) -> Vec<Hearing> {
        let today = hours::local(now).date();
        let max_chars = self.config.input.max_chars;
        let hear = |incoming: &Incoming| {
            let text = match &incoming.content {
                Content::Text(text) => Some(text.clone()),
                _ => None,
            };
            let brain = Arc::clone(brain);
            async move {
                let Some(text) = text else {
                    return Hearing::Nothing;
                };
                let judging = tokio::task::spawn_blocking(move || {
                    turn::hear(&brain, &text, max_chars, today)
                });
                match tokio::time::timeout(JUDGING, judging).await {
                    Ok(Ok(heard)) => Hearing::Heard(heard),
                    Ok(Err(_)) | Err(_) => Hearing::Failed,
                }
            }
        };
        let side_by_side = std::thread::available_parallelism().map_or(2, NonZero::get);
        futures_util::stream::iter(batch.iter().map(hear))
            .buffered(side_by_side)
            .collect()
            .await
    }

    /// Answers everything in one transaction.
    async fn answer_all(
        &self,
        brain: &Brain,
        batch: &[Incoming],
        heard: &[Hearing],
        now: DateTime<Utc>,
    ) -> Result<(), Unhandled> {
        let mut tx = self.store.begin().await?;
        let mut said = Vec::with_capacity(batch.len());
        for (incoming, heard) in batch.iter().zip(heard) {
            said.extend(self.answer(&mut tx, brain, incoming, heard, now).await?);
        }
        outbox::put(&mut tx, said, now).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(())
    }

    async fn answer(
        &self,
        tx: &mut Tx,
        brain: &Brain,
        incoming: &Incoming,
        heard: &Hearing,
        now: DateTime<Utc>,
    ) -> Result<Option<Said>, Unhandled> {
        let heard = match heard {
            Hearing::Heard(heard) => Some(heard.clone()),
            Hearing::Nothing => None,
            Hearing::Failed => return Err(Unhandled::Panic),
        };
        let platform = incoming.chat.platform;
        if !seen_updates::mark(tx, platform, &incoming.update, now).await? {
            return Ok(None);
        }
        if let Content::Presence(presence) = &incoming.content {
            return self.presence(tx, brain, incoming, presence, now).await;
        }
        let invited = match &incoming.content {
            Content::Text(text) => redeem(tx, incoming, text, now).await?,
            _ => None,
        };
        if !expects_reply(incoming) {
            return Ok(None);
        }
        let Met {
            role,
            conversation,
            gone,
        } = meeting::meet(
            tx,
            &incoming.chat,
            &incoming.sender.id,
            self.kept_since(now),
        )
        .await?;
        if gone {
            // They write, so they can be written to.
            chats::reopen(tx, &incoming.chat, now).await?;
        }
        let mut conversation = conversation.unwrap_or_default();
        let app_language = incoming.language.or(conversation.app_language);
        conversation.app_language = app_language;
        let notes = if role == Role::Officer && incoming.place.is_for_one() {
            officer_list(tx).await?
        } else {
            Vec::new()
        };
        let mut turn = Turn {
            brain,
            heard,
            speech: &self.speech,
            conversation: &mut conversation,
            role,
            platform,
            place: incoming.place,
            invited,
            now,
            default_language: app_language.unwrap_or(self.config.language),
            max_chars: self.config.input.max_chars,
            retention: &self.config.retention,
            officer_notes: &notes,
        };
        let decide = AssertUnwindSafe(|| turn.take(&incoming.content, incoming.file.as_ref()));
        let mut taken = catch_unwind(decide).map_err(|_| Unhandled::Panic)?;
        if let Some(errand) = taken.errand.take() {
            let scene = turn.scene();
            let mut errands = Errands {
                tx: &mut *tx,
                scene,
                speech: &self.speech,
                incoming,
                conversation: &mut *turn.conversation,
                role,
                config: &self.config,
                now,
            };
            let running = AssertUnwindSafe(errands.run(errand)).catch_unwind();
            taken.messages = running.await.map_err(|_| Unhandled::Panic)??;
        }
        let finish = AssertUnwindSafe(|| turn.finish(taken));
        let Reply {
            mut messages,
            in_place,
            notes,
            ..
        } = catch_unwind(finish).map_err(|_| Unhandled::Panic)?;
        if let Some(first) = messages.first_mut() {
            // A label that was typed stands in a message of the person's own. In a group the menu stays for the others.
            let is_press = matches!(incoming.content, Content::Press(_));
            if in_place && is_press && incoming.place.is_for_one() {
                first.replaces.clone_from(&incoming.message);
            } else if incoming.place == Place::Group && first.replaces.is_none() {
                first.reply_to.clone_from(&incoming.message);
            }
        }
        for (kind, subject, text) in notes {
            officer_notes::add(tx, kind, &subject, &text, now).await?;
        }
        let person = &incoming.sender.id;
        conversations::save(tx, &incoming.chat, person, &conversation, now).await?;
        let (to, handle) = way_back(tx, incoming, now).await?;
        Ok(Some(reply(incoming, to, messages, handle)))
    }

    /// What became of the bot in a chat.
    async fn presence(
        &self,
        tx: &mut Tx,
        brain: &Brain,
        incoming: &Incoming,
        presence: &Presence,
        now: DateTime<Utc>,
    ) -> Result<Option<Said>, Unhandled> {
        let (chat, place) = (&incoming.chat, incoming.place);
        match presence {
            Presence::Joined { title, server } => {
                let title = title.as_deref().unwrap_or_default();
                if chats::open(tx, chat, place, title, server.as_deref(), now).await? {
                    return self.arrived(tx, brain, incoming, now).await;
                }
            }
            // A platform may tell of all that is deleted, also of what was never ours.
            Presence::Left if place.is_for_one() || chats::is_known(tx, chat).await? => {
                chats::close(tx, chat, place, Closed::Gone, "", now).await?;
            }
            Presence::Left => {}
            Presence::Moved(to) => {
                chats::rename(tx, chat.platform, &chat.chat, &to.chat).await?;
            }
        }
        Ok(None)
    }

    /// The bot has come to a group, and introduces itself; or to a channel, where it posts nothing: whoever brought it
    /// there is told in their private chat, if they have one with the bot.
    async fn arrived(
        &self,
        tx: &mut Tx,
        brain: &Brain,
        incoming: &Incoming,
        now: DateTime<Utc>,
    ) -> Result<Option<Said>, Unhandled> {
        let mut language = incoming.language.unwrap_or(self.config.language);
        let scene = |language| Scene {
            voice: self.speech.voice(language),
            knowledge: &brain.knowledge,
            now: hours::local(now),
            platform: incoming.chat.platform,
            place: incoming.place,
            turn: 0,
            retention: &self.config.retention,
        };
        let said = |say: &dyn Fn() -> Outgoing| {
            catch_unwind(AssertUnwindSafe(say)).map_err(|_| Unhandled::Panic)
        };
        let (to, message) = match incoming.place {
            Place::Private | Place::Aside => return Ok(None),
            Place::Group => {
                let hello = said(&|| groups::hello(scene(language)))?;
                (incoming.chat.clone(), hello)
            }
            Place::Channel => {
                // A person's private chat has the person's id.
                let person = &incoming.sender.id;
                let to = ChatRef::private(incoming.chat.platform, person);
                let kept_since = self.kept_since(now);
                let Some(known) = conversations::find(tx, &to, person, kept_since).await? else {
                    return Ok(None);
                };
                language = known.language().unwrap_or(language);
                let title = chats::title(tx, &incoming.chat).await?;
                let chat = &incoming.chat.chat;
                let message = said(&|| groups::channel_known(scene(language), &title, chat))?;
                (to, message)
            }
        };
        Ok(Some(reply(incoming, to, vec![message], None)))
    }

    /// A fault of ours: it is logged, and the person is told.
    async fn fail(&self, incoming: &Incoming, fault: Unhandled) -> store::Result<()> {
        let fault = match fault {
            Unhandled::Panic => "panic".to_owned(),
            Unhandled::Store(StoreError::Fault(error)) => error.to_string(),
            Unhandled::Store(error) => return Err(error),
        };
        tracing::error!(platform = %incoming.chat.platform, update = incoming.update, fault, "not handled");
        self.apologise(incoming).await
    }

    /// What is remembered of this person in this chat.
    async fn conversation(
        &self,
        db: &mut store::Connection,
        incoming: &Incoming,
        now: DateTime<Utc>,
    ) -> store::Result<Conversation> {
        let (chat, person) = (&incoming.chat, &incoming.sender.id);
        let known = conversations::find(db, chat, person, self.kept_since(now)).await?;
        Ok(known.unwrap_or_default())
    }

    /// Conversations that were silent since before this are forgotten.
    fn kept_since(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now - Duration::days(self.config.retention.conversation_days.into())
    }

    /// The language of a person who is told that something failed: what failed may be the reading of it.
    async fn language_of(&self, incoming: &Incoming, now: DateTime<Utc>) -> Language {
        let known = match self.store.read().await {
            Ok(mut db) => self.conversation(&mut db, incoming, now).await,
            Err(error) => Err(error),
        };
        let known = known.unwrap_or_default();
        known
            .language()
            .or(incoming.language)
            .or(known.app_language)
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
        let voice = self.speech.voice(self.language_of(incoming, now).await);
        let text = voice.with("fault-internal", values);
        let mut tx = self.store.begin().await?;
        if seen_updates::mark(&mut tx, incoming.chat.platform, &incoming.update, now).await? {
            let message = Outgoing {
                reply_to: incoming
                    .message
                    .clone()
                    .filter(|_| incoming.place == Place::Group),
                ..Outgoing::plain(text)
            };
            let message = match incoming.place {
                Place::Aside => commands::with_way_on(voice, message),
                _ => message,
            };
            let messages = expects_reply(incoming)
                .then_some(message)
                .into_iter()
                .collect();
            let (to, handle) = way_back(&mut tx, incoming, now).await?;
            let said = reply(incoming, to, messages, handle);
            outbox::put(&mut tx, vec![said], now).await?;
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
        let mut is_all = false;
        while !is_all {
            let mut tx = self.store.begin().await?;
            is_all = store::retention::apply(&mut tx, &self.config.retention, now).await?;
            tx.commit().await?;
        }
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

/// What was made of a text before the database was touched.
enum Hearing {
    Heard(Heard),
    /// It is no text.
    Nothing,
    /// Its judging failed, or did not end.
    Failed,
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

/// Whether somebody waits for an answer. What is posted in a channel is for its readers, and not for the bot.
fn expects_reply(incoming: &Incoming) -> bool {
    match incoming.content {
        Content::Text(_) | Content::Unreadable(_) => incoming.place != Place::Channel,
        Content::Press(_) => true,
        Content::Presence(_) => false,
    }
}

/// Where the answer to an update goes, and by which handle. What waits for the person to do something need not wait any
/// longer; aside it can go by their new handle, which is then left to the answer without its place.
async fn way_back(
    tx: &mut Tx,
    incoming: &Incoming,
    now: DateTime<Utc>,
) -> store::Result<(ChatRef, Option<Handle>)> {
    let (chat, handle) = (&incoming.chat, incoming.handle.as_ref());
    match incoming.place {
        Place::Aside => {
            let to = ChatRef {
                thread: Some(incoming.update.clone()),
                ..chat.clone()
            };
            let handle = outbox::wake(tx, &to, handle, now).await?;
            return Ok((to, handle));
        }
        Place::Private if chat.platform == Platform::Discord => {
            outbox::wake(tx, chat, None, now).await?;
        }
        Place::Private | Place::Group | Place::Channel => {}
    }
    Ok((chat.clone(), handle.cloned()))
}

/// What is said because of an update; its name in the outbox is the update's. It goes by the way to answer that came with
/// the update, which has room for one message at most.
fn reply(
    incoming: &Incoming,
    to: ChatRef,
    mut messages: Vec<Outgoing>,
    mut handle: Option<Handle>,
) -> Said {
    for message in &mut messages {
        message.handle.clone_from(&handle);
        handle = handle.map(Handle::without_place);
    }
    Said {
        cause: format!("reply:{}:{}", incoming.chat.platform, incoming.update),
        lane: Lane::Interactive,
        to,
        messages,
    }
}

/// Uses up the one-time code in a text, where there is one. Only in a private chat does it give its role, and only to a
/// person: what a group has seen may be used by anybody in it, so it is worth nothing from then on.
async fn redeem(
    tx: &mut Tx,
    incoming: &Incoming,
    text: &str,
    now: DateTime<Utc>,
) -> store::Result<Option<Invited>> {
    let Some(code) = Code::find(text) else {
        return Ok(None);
    };
    let role = invites::redeem(tx, &code.digest(), now).await?;
    if !incoming.place.is_for_one() {
        return Ok(Some(Invited::Spoilt));
    }
    let (platform, person) = (incoming.chat.platform, &incoming.sender);
    let Some(role) = role.filter(|_| !person.is_anonymous()) else {
        return Ok(Some(Invited::Refused));
    };
    roles::grant(tx, platform, &person.id, role, now).await?;
    if incoming.place == Place::Private {
        roles::met(tx, &incoming.chat, &person.id).await?;
    }
    Ok(Some(Invited::Granted))
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
