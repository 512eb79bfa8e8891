//! What a test can look at, and wait for.

use super::TelegramApi;
use super::queue::WebhookPost;
use super::state::{CallbackAnswer, Message, Request, State};
use serde_json::Value;
use std::time::{Duration, Instant};

impl TelegramApi {
    /// Everything that the bot asked for, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().requests.clone()
    }

    pub fn requests_of(&self, method: &str) -> Vec<Request> {
        let state = self.shared.lock();
        let requests = state.requests.iter();
        requests
            .filter(|request| request.method == method)
            .cloned()
            .collect()
    }

    pub fn count_of(&self, method: &str) -> u64 {
        self.shared.lock().count_of(method)
    }

    /// The bot's messages in a chat, as they are now.
    pub fn messages(&self, chat: i64) -> Vec<Message> {
        self.shared.lock().messages(chat).cloned().collect()
    }

    /// The ids of the bot's messages in a chat that were deleted.
    pub fn deleted(&self, chat: i64) -> Vec<i64> {
        let state = self.shared.lock();
        let messages = state.chats.get(&chat).into_iter();
        let messages = messages.flat_map(|chat| chat.messages.values());
        let deleted = messages.filter(|message| message.is_from_bot() && message.deleted);
        deleted.map(|message| message.id).collect()
    }

    /// Everything in a chat, as it is now: what people wrote, what the bot wrote, what the server says.
    pub fn conversation(&self, chat: i64) -> Vec<Message> {
        let state = self.shared.lock();
        state.messages_and_said(chat).cloned().collect()
    }

    pub fn message(&self, chat: i64, id: i64) -> Option<Message> {
        self.shared.lock().message(chat, id).cloned()
    }

    /// The id of the last message in a chat, whoever wrote it.
    pub fn last_id(&self, chat: i64) -> i64 {
        let state = self.shared.lock();
        state.chats.get(&chat).map_or(0, |chat| chat.last_message)
    }

    /// The bot's messages of all chats in the order of their arrival, the deleted ones too.
    pub fn sent(&self) -> Vec<Message> {
        let state = self.shared.lock();
        let sent = state.sent.iter().filter_map(|(chat, id)| {
            let chat = state.chats.get(chat)?;
            chat.messages.get(id).cloned()
        });
        sent.collect()
    }

    /// How many messages the bot has sent, counted even when they are not kept.
    pub fn sent_count(&self) -> u64 {
        self.shared.lock().sent_total
    }

    pub fn callback_answers(&self) -> Vec<CallbackAnswer> {
        self.shared.lock().answers.clone()
    }

    pub fn webhook_log(&self) -> Vec<WebhookPost> {
        self.shared.lock().queue.log.clone()
    }

    /// Updates that the bot has not confirmed.
    pub fn pending(&self) -> usize {
        self.shared.lock().queue.len()
    }

    pub fn allowed_updates(&self) -> Option<Vec<String>> {
        self.shared.lock().queue.allowed.clone()
    }

    /// The commands of a scope and a language ("" is every language). `scope` as the API writes it.
    pub fn commands(&self, scope: &Value, language: &str) -> Option<Value> {
        let state = self.shared.lock();
        let key = (scope.to_string(), language.to_owned());
        state.profile.commands.get(&key).cloned()
    }

    /// What was against the description of the API, or is not modelled.
    pub fn violations(&self) -> Vec<String> {
        self.shared.lock().violations.clone()
    }

    /// What the stand-in accepted as the server would, though something was lost.
    pub fn notes(&self) -> Vec<String> {
        self.shared.lock().notes.clone()
    }

    /// What was refused without a plan: the method and the reason.
    pub fn refusals(&self) -> Vec<String> {
        self.shared.lock().refusals.clone()
    }

    /// Fails when something was against the description of the API.
    #[track_caller]
    pub fn assert_clean(&self) {
        assert_eq!(self.violations(), Vec::<String>::new());
    }

    /// Without this requests, sent messages and past updates are not kept, and of each chat only the last messages:
    /// for benchmarks, whose memory would grow. Counters go on, and `observe` sees every message.
    pub fn keep_requests(&self, keep: bool) {
        self.act(|state| state.keep = keep);
    }

    /// Forgets what was recorded; chats, messages and updates stay.
    pub fn forget_requests(&self) {
        self.act(|state| {
            state.requests.clear();
            state.counts.clear();
            state.sent.clear();
            state.answers.clear();
            state.refusals.clear();
        });
    }

    /// Waits until the bot has this many messages in the chat, and fails when it has not in time.
    pub async fn wait_for_messages(
        &self,
        chat: i64,
        count: usize,
        timeout: Duration,
    ) -> Vec<Message> {
        let is_there = |state: &State| state.messages(chat).count() >= count;
        let came = self.wait_until(is_there, timeout).await;
        let messages = self.messages(chat);
        let texts: Vec<&str> = messages
            .iter()
            .map(|message| message.text.as_str())
            .collect();
        assert!(
            came,
            "waited for {count} messages in {chat}, there are: {texts:#?}"
        );
        messages
    }

    /// Waits until this holds; false when it does not in time.
    #[must_use]
    pub async fn wait_until(
        &self,
        mut holds: impl FnMut(&State) -> bool,
        timeout: Duration,
    ) -> bool {
        let deadline = Instant::now() + timeout;
        loop {
            let changed = self.shared.changed.notified();
            let mut changed = std::pin::pin!(changed);
            changed.as_mut().enable();
            if holds(&self.shared.lock()) {
                return true;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            let _ = tokio::time::timeout(left, changed).await;
        }
    }
}
