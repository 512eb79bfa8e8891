//! What goes wrong when a test says so, and the settings of the stand-in.

use super::buckets::Limits;
use super::faults::{Act, Refusal, Scope, Which};
use super::gateway::Way;
use super::{DiscordApi, Limited};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::time::Duration;

impl DiscordApi {
    /// The next so many requests of this sort, of this channel if one is named, end like this. Plans are used up in the
    /// order in which they were made; `usize::MAX` is for ever.
    pub fn plan(&self, which: Which, channel: Option<u64>, act: Act, times: usize) {
        self.act(|state| state.faults.plan(which, channel, act, times));
    }

    /// Forgets every plan, and `slow`.
    pub fn all_is_well(&self) {
        self.act(|state| {
            state.faults.clear();
            state.directs_refused = None;
            state.gateway.ways.clear();
        });
    }

    /// The next requests are refused with this code, and the status and words that belong to it.
    pub fn refuses(&self, which: Which, channel: Option<u64>, code: u64, times: usize) {
        self.plan(which, channel, Act::Refuse(Refusal::of(code)), times);
    }

    /// 429 that no header has foretold, with the time in seconds.
    pub fn limits(&self, which: Which, channel: Option<u64>, retry_after: f64, times: usize) {
        let act = Act::Limit {
            retry_after,
            scope: Scope::User,
            code: None,
        };
        self.plan(which, channel, act, times);
    }

    /// What every direct message and the opening of one hears from now on, until `all_is_well`: 40003, 20026.
    pub fn stops_directs(&self, code: u64) {
        self.act(|state| state.directs_refused = Some(Refusal::of(code)));
    }

    /// The server is away: connections end, and new ones are refused.
    pub async fn goes_away(&self) {
        self.listens(false).await;
    }

    /// The server is back at the same address, with everything that it knew.
    pub async fn comes_back(&self) {
        self.listens(true).await;
    }

    async fn listens(&self, wanted: bool) {
        let mut open = self.shared.open.subscribe();
        self.shared.wanted.send_replace(wanted);
        // The sender is in `shared`, so this cannot fail.
        let _ = open.wait_for(|open| *open == wanted).await;
    }

    /// Each request takes so long.
    pub fn slow(&self, delay: Duration) {
        self.act(|state| state.faults.slow = Some(delay).filter(|delay| !delay.is_zero()));
    }

    /// Whoever holds the token gets 401 from now on, and 4004 from the gateway.
    pub fn revokes_token(&self) {
        self.act(|state| {
            state.revoked = true;
            state.gateway.close_all(4004);
        });
    }

    /// Enforces these limits from now on, with an empty history.
    pub fn enforce(&self, limits: Limits) {
        self.act(|state| state.buckets.enforce(limits));
    }

    /// How long a nonce makes no second message; a few minutes if nothing is said.
    pub fn nonces_last(&self, window: Duration) {
        self.act(|state| state.nonce_window = window);
    }

    /// Moves the clock of the stand-in: by it interactions and nonces end, and ids are made.
    pub fn passes(&self, time: Duration) {
        let milliseconds = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        self.act(|state| state.offset += milliseconds);
    }

    /// Sets the clock of the stand-in, which goes on from there.
    pub fn clock_is(&self, now: DateTime<Utc>) {
        self.act(|state| state.offset += now.timestamp_millis() - state.now());
    }

    /// The portal's switch that lets the bot read every message.
    pub fn allows_message_content(&self, allowed: bool) {
        self.act(|state| state.gateway.message_content = allowed);
    }

    /// How often a client has to say that it is there; told in HELLO.
    pub fn heartbeat_every(&self, interval: Duration) {
        self.act(|state| state.gateway.heartbeat = interval);
    }

    /// How long a session waits for a client that lost its connection.
    pub fn sessions_last(&self, time: Duration) {
        self.act(|state| state.gateway.kept = time);
    }

    /// Less time than this between two IDENTIFYs is answered with op 9.
    pub fn identifies_apart(&self, time: Duration) {
        self.act(|state| state.gateway.spacing = Some(time));
    }

    /// How many sessions are left for today.
    pub fn session_starts_left(&self, count: u32) {
        self.act(|state| state.gateway.starts_left = count);
    }

    /// Every connection to the gateway ends without a word; sessions stay.
    pub fn cuts_gateway(&self) {
        self.act(|state| state.gateway.cut_all());
    }

    /// Every connection to the gateway is closed with this code; sessions stay unless the code says otherwise.
    pub fn closes_gateway(&self, code: u16) {
        self.act(|state| state.gateway.close_all(code));
    }

    /// Op 7: connect anew, and resume.
    pub fn asks_to_reconnect(&self) {
        let asks = json!({ "op": 7, "d": null, "s": null, "t": null }).to_string();
        self.act(|state| state.gateway.say(&asks));
    }

    /// Op 9: the session is not valid; it can be resumed, or is gone.
    pub fn invalidates_session(&self, resumable: bool) {
        self.act(|state| state.gateway.invalidate(resumable));
    }

    /// Op 1: a heartbeat at once, please.
    pub fn asks_for_heartbeat(&self) {
        let asks = json!({ "op": 1, "d": null, "s": null, "t": null }).to_string();
        self.act(|state| state.gateway.say(&asks));
    }

    /// The next so many RESUMEs are refused, and their sessions gone.
    pub fn refuses_resumes(&self, times: usize) {
        self.act(|state| state.gateway.refused_resumes = times);
    }

    /// A RESUME brings so many events more than were missed.
    pub fn resumes_overlap(&self, events: u64) {
        self.act(|state| state.gateway.overlap = events);
    }

    /// Open connections swallow heartbeats and say nothing. What happens meanwhile waits for a RESUME.
    pub fn silences_gateway(&self) {
        self.act(|state| state.gateway.silence(true));
    }

    /// Open connections speak again; what they missed they do not get.
    pub fn unsilences_gateway(&self) {
        self.act(|state| state.gateway.silence(false));
    }

    /// New connections open and say nothing, not even HELLO.
    pub fn mutes_new_connections(&self, mute: bool) {
        self.act(|state| state.gateway.mute = mute);
    }

    /// What happens to the next so many events, of this name if one is given.
    pub fn next_events(&self, name: Option<&str>, way: Way, times: usize) {
        self.act(|state| {
            let name = name.map(str::to_owned);
            let ways = std::iter::repeat_n((name, way), times);
            state.gateway.ways.extend(ways);
        });
    }

    /// Any event, also one that nobody knows.
    pub fn sends_event(&self, name: &str, data: &Value) {
        self.act(|state| state.tell(name, 0, |_, _| data.clone()));
    }

    /// Bytes as they are, as text where they are text.
    pub fn sends_garbage(&self, bytes: &[u8]) {
        self.act(|state| state.gateway.say_raw(bytes));
    }

    /// Every 429 of the enforced limits.
    pub fn limited(&self) -> Vec<Limited> {
        self.shared.lock().buckets.limited.clone()
    }

    /// The 429s of the enforced limits that an earlier answer had foretold.
    pub fn foretold(&self) -> usize {
        let state = self.shared.lock();
        state
            .buckets
            .limited
            .iter()
            .filter(|limited| limited.foretold)
            .count()
    }
}
