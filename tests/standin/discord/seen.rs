//! What a test can look at, and wait for.

use super::DiscordApi;
use super::gateway::Heard;
use super::interactions::Interaction;
use super::state::{File, Message, Nonce, Request, State};
use serde_json::Value;
use std::time::{Duration, Instant};

impl DiscordApi {
    /// Everything that the bot asked for, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.lock().requests.clone()
    }

    /// Of one route: `POST /channels/{channel_id}/messages`.
    pub fn requests_of(&self, route: &str) -> Vec<Request> {
        let state = self.shared.lock();
        let requests = state.requests.iter();
        requests
            .filter(|request| request.route == route)
            .cloned()
            .collect()
    }

    pub fn count_of(&self, route: &str) -> u64 {
        self.shared.lock().count_of(route)
    }

    /// The bot's messages in a channel that everybody there sees, as they are now.
    pub fn messages(&self, channel: u64) -> Vec<Message> {
        self.shared.lock().messages(channel).cloned().collect()
    }

    /// The bot's messages to a person in their channel with it.
    pub fn messages_to(&self, person: u64) -> Vec<Message> {
        let channel = self.direct(person);
        self.messages(channel)
    }

    /// What the bot has said in a channel, a line for each message in their order: its words as they are now, then what
    /// became of it, whom it called, and its files.
    pub fn show(&self, channel: u64) -> Vec<String> {
        let state = self.shared.lock();
        let messages = state.channels.get(&channel).into_iter();
        let messages = messages.flat_map(|channel| channel.messages.values());
        let own = messages.filter(|one| one.author == state.me.id && one.only_for.is_none());
        own.map(line).collect()
    }

    /// Where a file of a channel lies from now on, for a day.
    pub fn address(&self, channel: u64, file: &File) -> String {
        self.shared.lock().address(channel, file)
    }

    /// Everything in a channel, as it is now: also what only one person sees.
    pub fn conversation(&self, channel: u64) -> Vec<Message> {
        self.shared.lock().conversation(channel).cloned().collect()
    }

    /// Every message of the bot that a person sees, in all channels.
    pub fn seen_by(&self, person: u64) -> Vec<Message> {
        let state = self.shared.lock();
        state.seen_by(person).into_iter().cloned().collect()
    }

    pub fn message(&self, channel: u64, id: u64) -> Option<Message> {
        self.shared.lock().message(channel, id).cloned()
    }

    /// The bot's messages of all channels in the order of their creation, the deleted ones too.
    pub fn sent(&self) -> Vec<Message> {
        let state = self.shared.lock();
        let sent = state.sent.iter().filter_map(|(channel, id)| {
            let channel = state.channels.get(channel)?;
            channel.messages.get(id).cloned()
        });
        sent.collect()
    }

    /// How many messages the bot has created, counted even when they are not kept.
    pub fn sent_count(&self) -> u64 {
        self.shared.lock().sent_total
    }

    /// How often a message was created whose text is this now.
    pub fn times_sent(&self, text: &str) -> usize {
        self.sent()
            .iter()
            .filter(|message| message.text == text)
            .count()
    }

    /// The nonces of created messages.
    pub fn nonces(&self) -> Vec<Nonce> {
        self.shared.lock().nonces.clone()
    }

    pub fn interaction(&self, id: u64) -> Interaction {
        self.shared.lock().interactions[&id].clone()
    }

    /// From the moment an interaction began to its first response.
    pub fn response_time(&self, id: u64) -> Option<Duration> {
        let interaction = self.interaction(id);
        interaction
            .response
            .map(|response| response.at - interaction.began)
    }

    /// Interactions that wait for their first response.
    pub fn unanswered(&self) -> usize {
        self.shared.lock().unanswered()
    }

    /// Interactions that got no first response in time.
    pub fn missed(&self) -> Vec<u64> {
        self.shared.lock().missed()
    }

    /// The commands that the bot has registered.
    pub fn commands(&self) -> Vec<Value> {
        self.shared.lock().commands.clone()
    }

    /// What was counted at the gateway.
    pub fn heard(&self) -> Heard {
        self.shared.lock().gateway.heard.clone()
    }

    /// When the bot identified itself.
    pub fn identified(&self) -> Vec<Instant> {
        self.shared.lock().gateway.identified.clone()
    }

    /// Answers with 401, 403 or 429, but for limits that are shared; Discord bans those who collect ten thousand of them
    /// in ten minutes.
    pub fn invalid_requests(&self) -> usize {
        self.shared.lock().invalid
    }

    /// What was against the description of the API, or is not modelled.
    pub fn violations(&self) -> Vec<String> {
        self.shared.lock().violations.clone()
    }

    /// What the stand-in accepted as the server would, though somebody may have meant something else.
    pub fn notes(&self) -> Vec<String> {
        self.shared.lock().notes.clone()
    }

    /// What was refused without a plan: the route and the reason.
    pub fn refusals(&self) -> Vec<String> {
        self.shared.lock().refusals.clone()
    }

    /// Fails when something was against the description of the API.
    #[track_caller]
    pub fn assert_clean(&self) {
        assert_eq!(self.violations(), Vec::<String>::new());
    }

    /// Without this requests and sent messages are not kept, and of each channel only the last messages: for benchmarks,
    /// whose memory would grow. Counters go on, and `observe` sees every message.
    pub fn keep_requests(&self, keep: bool) {
        self.act(|state| state.keep = keep);
    }

    /// Forgets what was recorded; servers, channels, messages and sessions stay.
    pub fn forget_requests(&self) {
        self.act(|state| {
            state.requests.clear();
            state.counts.clear();
            state.sent.clear();
            state.refusals.clear();
            state.buckets.limited.clear();
        });
    }

    /// Waits until the bot has a session with somebody on its line, and fails when it has not in time.
    pub async fn wait_for_session(&self, patience: Duration) {
        let came = self
            .wait_until(|state| state.gateway.is_connected(), patience)
            .await;
        assert!(came, "no session: {:?}", self.heard());
    }

    /// Waits until the bot has this many messages in the channel, and fails when it has not in time.
    pub async fn wait_for_messages(
        &self,
        channel: u64,
        count: usize,
        patience: Duration,
    ) -> Vec<Message> {
        let is_there = |state: &State| state.messages(channel).count() >= count;
        let came = self.wait_until(is_there, patience).await;
        let messages = self.messages(channel);
        let texts: Vec<&str> = messages
            .iter()
            .map(|message| message.text.as_str())
            .collect();
        assert!(
            came,
            "waited for {count} messages in {channel}, there are: {texts:#?}"
        );
        messages
    }

    /// Waits until this holds; false when it does not in time.
    #[must_use]
    pub async fn wait_until(
        &self,
        mut holds: impl FnMut(&State) -> bool,
        patience: Duration,
    ) -> bool {
        let deadline = Instant::now() + patience;
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

fn line(message: &Message) -> String {
    let mut line = message.text.clone();
    for embed in &message.embeds {
        line += &format!(" | {}", embed["description"].as_str().unwrap_or_default());
    }
    if message.edits > 0 {
        line += &format!(" (edited {})", message.edits);
    }
    if message.deleted {
        line += " (deleted)";
    }
    for role in &message.called {
        line += &format!(" (called {role})");
    }
    for file in &message.files {
        line += &format!(" ({})", file.name);
    }
    line
}
