//! Sends to Discord.
//!
//! One send is one message, on the first of these ways that is open:
//!
//! 1. What is shown already in answer to an interaction becomes the message. Doing that twice changes nothing.
//! 2. Beside a channel, where only one person reads: one more message in answer to its own interaction, or to the newest one
//!    of theirs, once that has its own answer.
//! 3. Elsewhere: an ordinary message, with a nonce by which Discord knows a repetition for some minutes. After that the
//!    channel is read first.
//!
//! Only a message of the third way can be changed or taken back later, and only that calls anybody: the role that it names.

use serde_json::{Map, Value, json};
use serenity::all::MessageFlags;
use std::sync::Arc;
use std::time::Duration;

use super::errors;
use super::interactions::{Acknowledged, Interactions};
use super::render::{self, Written};
use super::rest::{CallError, Rest, Route, Upload, is_id};
use super::{Me, snowflake};
use crate::clock::Clock;
use crate::config;
use crate::domain::message::{ChatRef, Handle, Outgoing, Place, Platform, StoredFile};
use crate::platform::{Messenger, Rate, Rates, Receipt, SendError, SendKey};

/// Bytes of a file that Discord takes with a request, whatever the server allows
/// (<https://docs.discord.com/developers/reference#uploading-files>).
const FILE: usize = 25 * 1024 * 1024;

/// How long a nonce certainly protects: "the past few minutes"
/// (<https://docs.discord.com/developers/resources/message#create-message>).
const NONCE: chrono::Duration = chrono::Duration::minutes(2);

/// How far apart the clocks of the two sides may be.
const CLOCKS: chrono::Duration = chrono::Duration::seconds(10);

/// Pages of a channel's messages that are read to find one of ours.
const PAGES: usize = 3;

/// Messages on a page.
const PAGE: usize = 100;

/// Interactions of a person that are tried.
const TRIES: usize = 3;

/// Discord's Messenger.
#[derive(Clone)]
pub struct Discord {
    rest: Rest,
    me: Me,
    interactions: Arc<Interactions>,
    clock: Arc<dyn Clock>,
    rates: Rates,
}

/// A message, put into Discord's terms.
struct Ready<'a> {
    message: &'a Outgoing,
    written: Written,
    file: Option<&'a StoredFile>,
    key: SendKey,
    /// Whether it says what it answers.
    refers: bool,
}

/// What came of answering an interaction.
enum Answered {
    Done(Receipt),
    /// What it showed was taken away by the person.
    Dismissed,
    /// It cannot be answered any more.
    Dead,
}

impl Discord {
    /// Sends as this bot, no faster than the settings allow. `interactions` are those that receiving tells of.
    pub fn new(
        rest: Rest,
        me: Me,
        interactions: Arc<Interactions>,
        clock: Arc<dyn Clock>,
        settings: &config::Discord,
    ) -> Self {
        let rates = Rates {
            all: Some(Rate::per_second(settings.per_second)),
            bulk: Some(Rate::per_second(settings.bulk_per_second)),
            // Discord says with each answer how fast it may go there: `wait` knows.
            private: None,
            group: None,
        };
        Self {
            rest,
            me,
            interactions,
            clock,
            rates,
        }
    }

    fn written(&self, message: &Outgoing) -> Written {
        render::written(message, &self.me.user)
    }

    /// The first way of the three.
    async fn in_its_place(
        &self,
        ready: &Ready<'_>,
        handle: &Handle,
    ) -> Result<Answered, SendError> {
        let route = Route::original(&self.me.application, &handle.token);
        let sent = self.call(&route, ready, ready.changed()).await;
        self.answered(handle, sent)
    }

    /// The second way, by the message's own interaction: what comes before it has filled the place there.
    async fn follow_up(&self, ready: &Ready<'_>, handle: &Handle) -> Result<Answered, SendError> {
        let route = Route::follow_up(&self.me.application, &handle.token);
        let sent = self.call(&route, ready, ready.ephemeral()).await;
        self.answered(handle, sent)
    }

    /// The second way, by an interaction that something else answers. One more message before that answer would stand in its
    /// place and then be written over
    /// (<https://docs.discord.com/developers/interactions/receiving-and-responding#create-followup-message>).
    async fn borrow(&self, ready: &Ready<'_>, handle: &Handle) -> Result<Answered, SendError> {
        let route = Route::read_original(&self.me.application, &handle.token);
        match self.rest.call(&route, None).await {
            Ok(shown) if is_loading(&shown) => Err(SendError::Retry {
                not_before: None,
                cause: "an interaction of theirs has no answer of its own yet".to_owned(),
            }),
            Ok(_) => self.follow_up(ready, handle).await,
            Err(error) if errors::is_unknown_message(&error) => self.follow_up(ready, handle).await,
            // Reading changes nothing: this try did not send.
            Err(CallError::Uncertain(cause)) => Err(errors::classify(CallError::NotSent(cause))),
            Err(error) => self.answered(handle, Err(error)),
        }
    }

    fn answered(
        &self,
        handle: &Handle,
        sent: Result<Value, CallError>,
    ) -> Result<Answered, SendError> {
        match sent {
            Ok(sent) => Ok(Answered::Done(receipt(&sent))),
            Err(error) if errors::is_dead_token(&error) => {
                self.interactions.acknowledged(&handle.id, false);
                Ok(Answered::Dead)
            }
            Err(error) if errors::is_unknown_message(&error) => Ok(Answered::Dismissed),
            Err(error) => Err(errors::classify(error)),
        }
    }

    /// The message's own interaction, where it can still be answered.
    async fn own(&self, handle: &Handle) -> Option<Handle> {
        let is_alive = handle.until > self.clock.now()
            && self.interactions.settled(&handle.id).await != Acknowledged::No;
        is_alive.then(|| handle.clone())
    }

    /// By the message's own interaction while that can be answered, else by the person's newest one. `thread` is the
    /// interaction that it stands in line for: what that one shows is left to this line.
    async fn beside(
        &self,
        ready: &Ready<'_>,
        (person, thread): (&str, Option<&str>),
        own: Option<&Handle>,
    ) -> Result<Receipt, SendError> {
        if let Some(handle) = own {
            match self.follow_up(ready, handle).await? {
                Answered::Done(receipt) => return Ok(receipt),
                Answered::Dismissed | Answered::Dead => {}
            }
        }
        let known = ready.message.handle.as_ref();
        let known = known.map_or("", |handle| handle.id.as_str());
        for _ in 0..TRIES {
            let now = self.clock.now();
            let Some(handle) = self.interactions.newest(person, known, now).await else {
                break;
            };
            let answered = if thread == Some(&handle.id) {
                self.follow_up(ready, &handle).await
            } else {
                self.borrow(ready, &handle).await
            };
            match answered? {
                Answered::Done(receipt) => return Ok(receipt),
                Answered::Dismissed | Answered::Dead => {}
            }
        }
        let cause = "no interaction of theirs can be answered any more";
        Err(SendError::Absent(cause.to_owned()))
    }

    /// The third way: in place of another message where that can still be changed, otherwise new.
    async fn in_channel(&self, ready: &mut Ready<'_>, channel: &str) -> Result<Receipt, CallError> {
        let replaced = ready.message.replaces.as_deref();
        // The text of a message cannot become a file.
        if let Some(id) = replaced.filter(|id| is_id(id) && ready.file.is_none()) {
            let route = Route::edit_message(channel, id);
            match self.rest.call(&route, Some(&ready.changed())).await {
                Err(error) if errors::is_not_editable(&error) => {}
                outcome => return outcome.map(|_| Receipt::of(id)),
            }
        }
        let is_old = self.clock.now() - ready.key.since > NONCE;
        // A try in the place of an answer had no nonce.
        let handle = ready.message.handle.as_ref();
        let had_place = handle.is_some_and(|handle| handle.placeholder);
        if ready.key.repeated
            && (is_old || had_place)
            && let Some(receipt) = self.find(ready, channel).await?
        {
            return Ok(receipt);
        }
        let route = Route::create_message(channel);
        loop {
            match self.call(&route, ready, ready.fresh()).await {
                Ok(sent) => return Ok(receipt(&sent)),
                Err(error) if ready.refers && errors::is_about_reference(&error) => {
                    ready.refers = false;
                }
                // The nonce is known, and the message was deleted since.
                Err(error) if ready.key.repeated && errors::is_unknown_message(&error) => {
                    return Ok(Receipt::of(""));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Looks for the message in the channel, since the time from which it can be there. Where the channel cannot be read, it is
    /// taken as not there: rather twice than never.
    async fn find(&self, ready: &Ready<'_>, channel: &str) -> Result<Option<Receipt>, CallError> {
        let mut after = ready.earliest().to_string();
        for _ in 0..PAGES {
            let route = Route::messages_after(channel, &after);
            let page = match self.rest.call(&route, None).await {
                Ok(Value::Array(page)) => page,
                Ok(_) | Err(CallError::Refused { .. }) => {
                    tracing::warn!(row = ready.key.row, "a channel cannot be read: sent again");
                    return Ok(None);
                }
                // Reading changes nothing: this try did not send.
                Err(CallError::Uncertain(cause)) => return Err(CallError::NotSent(cause)),
                Err(error) => return Err(error),
            };
            if let Some(found) = page.iter().find(|found| self.is_ours(found, ready)) {
                return Ok(Some(receipt(found)));
            }
            let newest = page.iter().filter_map(|one| number(&one["id"])).max();
            match newest {
                Some(newest) if page.len() >= PAGE => after = newest.to_string(),
                _ => break,
            }
        }
        Ok(None)
    }

    /// Whether a message of a channel is this one: ours, with the same words and the same file, and in answer to the same
    /// message. Where that one is deleted, Discord leaves out what is answered.
    fn is_ours(&self, found: &Value, ready: &Ready<'_>) -> bool {
        let embeds = found["embeds"].as_array().into_iter().flatten();
        let embeds = embeds.filter(|embed| embed["type"] == "rich");
        let texts: Vec<&str> = embeds
            .filter_map(|embed| embed["description"].as_str())
            .collect();
        let size = found["attachments"][0]["size"].as_u64();
        let asked = ready.message.reply_to.as_deref();
        let answered = found["message_reference"]["message_id"].as_str();
        let is_for_another = asked
            .zip(answered)
            .is_some_and(|(asked, answered)| asked != answered);
        !is_for_another
            && found["author"]["id"] == *self.me.user
            && found["content"] == *ready.written.content
            && texts == ready.written.embeds
            && size == ready.file.map(|file| file.bytes.len() as u64)
    }

    /// What a message says from now on; its file stays unless the body says otherwise. Nobody is called.
    fn change(&self, message: &Outgoing) -> Result<Map<String, Value>, SendError> {
        let written = self.written(&render::spelled_out(message));
        if written.is_blank() && message.file.is_none() {
            return Err(SendError::Rejected("nothing to say".to_owned()));
        }
        Ok(body(&written, MessageFlags::empty()))
    }

    async fn call(
        &self,
        route: &Route,
        ready: &Ready<'_>,
        mut body: Value,
    ) -> Result<Value, CallError> {
        let Some(file) = ready.file else {
            return self.rest.call(route, Some(&body)).await;
        };
        body["attachments"] = json!([{"id": 0, "filename": file.name}]);
        let upload = Upload {
            name: &file.name,
            bytes: &file.bytes,
        };
        self.rest.upload(route, &body, upload).await
    }
}

impl Messenger for Discord {
    fn platform(&self) -> Platform {
        Platform::Discord
    }

    /// An id does not tell whose channel it is. What belongs to a server is known by the database where it matters; of
    /// everything else it is better to think that it is a person's.
    fn place(&self, chat: &ChatRef) -> Place {
        match chat.person_aside() {
            Some(_) => Place::Aside,
            None => Place::Private,
        }
    }

    fn rates(&self) -> Rates {
        self.rates
    }

    fn wait(&self, chat: &ChatRef) -> Duration {
        if chat.person_aside().is_some() {
            return Duration::ZERO;
        }
        self.rest.wait(&Route::create_message(&chat.chat))
    }

    /// Who says that it has had enough for now is there.
    async fn is_there(&self) -> bool {
        matches!(
            self.rest.call(&Route::me(), None).await,
            Ok(_) | Err(CallError::Limited { .. } | CallError::HeldBack(_))
        )
    }

    async fn send(
        &self,
        to: &ChatRef,
        message: &Outgoing,
        file: Option<&StoredFile>,
        key: SendKey,
    ) -> Result<Receipt, SendError> {
        let message = &render::spelled_out(message);
        let mut ready = Ready {
            message,
            written: self.written(message),
            file,
            key,
            refers: message.reply_to.as_deref().is_some_and(is_id),
        };
        ready.check(to)?;
        let person = to.person_aside();
        let mut own = match &message.handle {
            Some(handle) if handle.placeholder || person.is_some() => self.own(handle).await,
            _ => None,
        };
        if let Some(handle) = own.as_ref().filter(|handle| handle.placeholder) {
            match self.in_its_place(&ready, handle).await? {
                Answered::Done(receipt) => return Ok(receipt),
                Answered::Dismissed => {}
                Answered::Dead => own = None,
            }
        }
        match person {
            Some(person) => {
                let whose = (person, to.thread.as_deref());
                self.beside(&ready, whose, own.as_ref()).await
            }
            None => self
                .in_channel(&mut ready, &to.chat)
                .await
                .map_err(errors::classify),
        }
    }

    async fn edit(&self, to: &ChatRef, sent: &str, message: &Outgoing) -> Result<(), SendError> {
        let (channel, id) = of_channel(to, sent)?;
        let body = Value::Object(self.change(message)?);
        let route = Route::edit_message(channel, id);
        let changed = self.rest.call(&route, Some(&body)).await;
        changed.map(|_| ()).map_err(errors::classify_change)
    }

    async fn withdraw(
        &self,
        to: &ChatRef,
        sent: &str,
        instead: &Outgoing,
    ) -> Result<(), SendError> {
        let (channel, id) = of_channel(to, sent)?;
        let route = Route::delete_message(channel, id);
        let mut outcome = self.rest.call(&route, None).await;
        if matches!(&outcome, Err(error) if errors::is_missing_rights(error)) {
            let mut body = self.change(instead)?;
            body.insert("attachments".to_owned(), json!([]));
            let route = Route::edit_message(channel, id);
            outcome = self.rest.call(&route, Some(&Value::Object(body))).await;
        }
        match outcome {
            Ok(_) => Ok(()),
            Err(error) if errors::is_unknown_message(&error) => Ok(()),
            Err(error) => Err(errors::classify_change(error)),
        }
    }

    async fn fetch(&self, remote: &str, most: u64) -> Result<Vec<u8>, SendError> {
        self.rest.fetch(remote, most).await
    }
}

/// The channel and the id of a message that can be changed later.
fn of_channel<'a>(to: &'a ChatRef, sent: &'a str) -> Result<(&'a str, &'a str), SendError> {
    let none = |cause: &str| Err(SendError::NoMessage(cause.to_owned()));
    if to.person_aside().is_some() {
        return none("what was said aside is changed by its interaction alone");
    }
    if !is_id(&to.chat) || !is_id(sent) {
        return none("nobody knows its id");
    }
    Ok((&to.chat, sent))
}

impl Ready<'_> {
    /// The smallest id that the message can have. What an interaction showed in its place is older than it is.
    fn earliest(&self) -> u64 {
        let waits = snowflake(self.key.since - CLOCKS);
        let handle = self.message.handle.as_ref();
        let asked = handle.and_then(|handle| handle.id.parse().ok());
        waits.min(asked.unwrap_or(waits))
    }

    /// What is certainly refused is not sent.
    fn check(&self, to: &ChatRef) -> Result<(), SendError> {
        let rejected = |cause: &str| Err(SendError::Rejected(cause.to_owned()));
        if !is_id(to.person_aside().unwrap_or(&to.chat)) {
            return rejected("not the id of a channel");
        }
        if self.file.is_none() && self.written.is_blank() {
            return rejected("nothing to say");
        }
        if self.file.is_some_and(|file| file.bytes.len() > FILE) {
            return rejected("a file of more than 25 MiB");
        }
        Ok(())
    }

    /// In the place of another message.
    fn changed(&self) -> Value {
        let mut body = body(&self.written, MessageFlags::empty());
        body.insert("attachments".to_owned(), json!([]));
        Value::Object(body)
    }

    /// For one person's eyes.
    fn ephemeral(&self) -> Value {
        Value::Object(body(&self.written, MessageFlags::EPHEMERAL))
    }

    /// As a message of its own.
    fn fresh(&self) -> Value {
        let mut body = body(&self.written, MessageFlags::empty());
        let called = json!(render::mentions(&self.written));
        body.insert("allowed_mentions".to_owned(), called);
        body.insert("nonce".to_owned(), json!(nonce(self.key)));
        body.insert("enforce_nonce".to_owned(), json!(true));
        if let Some(id) = self.message.reply_to.as_ref().filter(|_| self.refers) {
            let reference = json!({"message_id": id, "fail_if_not_exists": false});
            body.insert("message_reference".to_owned(), reference);
        }
        Value::Object(body)
    }
}

/// What each message has. An empty list takes away what a changed message had.
fn body(written: &Written, flags: MessageFlags) -> Map<String, Value> {
    let body = [
        ("content", json!(written.content)),
        ("embeds", json!(written.built_embeds())),
        ("components", json!(written.components)),
        ("allowed_mentions", json!(render::no_mentions())),
        ("flags", json!(written.flags | flags)),
    ];
    let body = body.into_iter();
    body.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Whether a message only shows that the bot thinks.
fn is_loading(shown: &Value) -> bool {
    let flags = shown["flags"].as_u64().unwrap_or_default();
    flags & MessageFlags::LOADING.bits() != 0
}

/// What was accepted. It was accepted also where the answer does not say under which id.
fn receipt(sent: &Value) -> Receipt {
    Receipt::of(sent["id"].as_str().unwrap_or_default())
}

fn number(id: &Value) -> Option<u64> {
    id.as_str()?.parse().ok()
}

/// At most 25 characters that only this message ever has: in a restored copy of a database the row may be another one,
/// but not since the same moment.
fn nonce(key: SendKey) -> String {
    let since = key.since.timestamp_millis();
    format!(
        "{}-{}",
        base36(key.row.unsigned_abs()),
        base36(since.unsigned_abs())
    )
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(char::from_digit((number % 36) as u32, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests;
