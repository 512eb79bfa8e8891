//! Updates that wait for the bot: long polling takes them here, the webhook gets them from here.

use super::Shared;
use super::body::Params;
use super::faults::Refusal;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How far beyond the next id an offset may be. Beyond it the server answers from the head of its queue instead, so
/// that a bot which kept an offset from before the ids were drawn anew gets the same updates again and again.
const AHEAD: i64 = 10;

/// The server waits no longer than this for an update.
const LONGEST_POLL: Duration = Duration::from_secs(50);

/// What the bot gets only when it asks for it by name.
const BY_NAME_ONLY: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// The first wait after a webhook that did not answer 2xx; doubled each time. Much shorter than the server's.
const FIRST_RETRY: Duration = Duration::from_millis(50);

#[derive(Debug, Clone)]
struct Pending {
    id: i64,
    kind: String,
    /// The chat, or the person where there is none: what is delivered in order.
    lane: i64,
    text: Arc<str>,
    tries: u32,
    not_before: Option<Instant>,
}

#[derive(Debug, Clone)]
pub struct Webhook {
    pub url: String,
    pub secret: Option<String>,
    pub max_connections: usize,
}

/// A delivery to the webhook.
#[derive(Debug, Clone)]
pub struct WebhookPost {
    pub update_id: i64,
    /// None: no connection, or no answer.
    pub status: Option<u16>,
    pub at: Instant,
}

#[derive(Debug)]
pub struct Queue {
    pending: VecDeque<Pending>,
    /// Brought once more, whatever the offset.
    again: Vec<Pending>,
    /// Everything there was, for bringing it again.
    past: BTreeMap<i64, Pending>,
    pub next_id: i64,
    pub allowed: Option<Vec<String>>,
    poll: u64,
    pub webhook: Option<Webhook>,
    busy: HashSet<i64>,
    pub log: Vec<WebhookPost>,
    pub last_error: Option<String>,
}

impl Queue {
    pub fn new() -> Self {
        Self {
            pending: VecDeque::new(),
            again: Vec::new(),
            past: BTreeMap::new(),
            // Far from zero and not round: ids are drawn, so nothing may depend on where they begin.
            next_id: 418_300_217,
            allowed: None,
            poll: 0,
            webhook: None,
            busy: HashSet::new(),
            log: Vec::new(),
            last_error: None,
        }
    }

    fn wants(&self, kind: &str) -> bool {
        match self.allowed.as_deref() {
            None | Some([]) => !BY_NAME_ONLY.contains(&kind),
            Some(allowed) => allowed.iter().any(|name| name == kind),
        }
    }

    /// Queues an update under the next id.
    pub fn push(&mut self, kind: &str, body: &Value, keep: bool) -> i64 {
        let id = self.next_id;
        self.next_id += 1;
        // The id has to be the first key, as it is with the real server; a map of serde_json would sort the keys.
        let text = format!("{{\"update_id\":{id},\"{kind}\":{body}}}");
        self.put(id, kind, lane(body), text, keep);
        id
    }

    /// Queues an update as it is.
    pub fn push_text(&mut self, text: String, keep: bool) -> i64 {
        let update: Value = serde_json::from_str(&text).unwrap_or_default();
        let id = update["update_id"].as_i64().unwrap_or(self.next_id);
        self.next_id = self.next_id.max(id + 1);
        let kind = update.as_object().and_then(|update| {
            let (kind, body) = update.iter().find(|(key, _)| *key != "update_id")?;
            Some((kind.clone(), lane(body)))
        });
        // What cannot be read belongs to no kind, so it is not held back either.
        let (kind, lane) = kind.unwrap_or_default();
        self.put(id, &kind, lane, text, keep);
        id
    }

    fn put(&mut self, id: i64, kind: &str, lane: i64, text: String, keep: bool) {
        if !kind.is_empty() && !self.wants(kind) {
            return;
        }
        let pending = Pending {
            id,
            kind: kind.to_owned(),
            lane,
            text: text.into(),
            tries: 0,
            not_before: None,
        };
        if keep {
            self.past.insert(id, pending.clone());
        }
        self.pending.push_back(pending);
    }

    /// Brings an update once more, confirmed or not.
    pub fn push_again(&mut self, id: i64) -> bool {
        let waiting = || self.pending.iter().find(|pending| pending.id == id);
        let Some(update) = self.past.get(&id).or_else(waiting).cloned() else {
            return false;
        };
        match self.webhook {
            Some(_) => self.pending.push_back(update),
            None => self.again.push(update),
        }
        true
    }

    /// Throws away waiting updates of this kind, or all.
    pub fn forget(&mut self, kind: Option<&str>) {
        self.pending
            .retain(|pending| kind.is_some_and(|kind| pending.kind != kind));
    }

    pub fn len(&self) -> usize {
        self.pending.len()
    }

    /// Confirms what lies before the offset, and gives out what lies behind it.
    fn collect(&mut self, offset: i64, limit: usize) -> Vec<Arc<str>> {
        if offset < 0 {
            let kept = usize::try_from(-offset).unwrap_or(usize::MAX);
            let first = self.pending.len().saturating_sub(kept);
            self.pending.drain(..first);
        } else if offset <= self.next_id + AHEAD {
            self.pending.retain(|pending| pending.id >= offset);
        }
        let count = self.again.len().min(limit);
        let again = self.again.drain(..count).map(|pending| pending.text);
        let waiting = self.pending.iter().map(|pending| pending.text.clone());
        again.chain(waiting).take(limit).collect()
    }

    /// The next update for the webhook: the first whose lane is free and whose waiting time is over.
    fn next_post(&mut self, now: Instant) -> Option<(Pending, Webhook)> {
        let webhook = self.webhook.clone()?;
        if self.busy.len() >= webhook.max_connections {
            return None;
        }
        // A lane whose first update waits lets nothing pass.
        let mut held = HashSet::new();
        for pending in &self.pending {
            let waits = pending.not_before.is_some_and(|moment| moment > now);
            if waits || self.busy.contains(&pending.lane) {
                held.insert(pending.lane);
            } else if !held.contains(&pending.lane) {
                self.busy.insert(pending.lane);
                return Some((pending.clone(), webhook));
            }
        }
        None
    }

    fn posted(&mut self, update: &Pending, status: Option<u16>, at: Instant, keep: bool) {
        self.busy.remove(&update.lane);
        if keep {
            self.log.push(WebhookPost {
                update_id: update.id,
                status,
                at,
            });
        }
        let place = self
            .pending
            .iter()
            .position(|pending| pending.id == update.id);
        let Some(place) = place else {
            return;
        };
        if status.is_some_and(|status| (200..300).contains(&status)) {
            self.pending.remove(place);
            return;
        }
        self.last_error = Some(match status {
            Some(status) => format!("Wrong response from the webhook: {status}"),
            None => "Connection refused".to_owned(),
        });
        let pending = &mut self.pending[place];
        pending.not_before = Some(Instant::now() + FIRST_RETRY * 2_u32.pow(pending.tries.min(8)));
        pending.tries += 1;
    }

    fn next_retry(&self) -> Option<Instant> {
        self.webhook.as_ref()?;
        self.pending
            .iter()
            .filter_map(|pending| pending.not_before)
            .min()
    }
}

/// What an update belongs to: its chat, or the person.
fn lane(body: &Value) -> i64 {
    let places = ["/chat/id", "/message/chat/id", "/from/id"];
    let found = places
        .iter()
        .find_map(|place| body.pointer(place)?.as_i64());
    found.unwrap_or_default()
}

/// `getUpdates`: the updates as JSON, when there are some or when the time is over.
pub async fn poll(shared: &Shared, params: &Params) -> Result<String, Refusal> {
    let offset = params.integer("offset").unwrap_or(0);
    let limit = params.integer("limit").unwrap_or(100).clamp(1, 100);
    let limit = usize::try_from(limit).unwrap_or(100);
    let seconds = params.integer("timeout").unwrap_or(0).max(0).unsigned_abs();
    let deadline = Instant::now() + Duration::from_secs(seconds).min(LONGEST_POLL);
    let mine = {
        let mut state = shared.lock();
        let queue = &mut state.queue;
        if queue.webhook.is_none() {
            if let Some(names) = params.list("allowed_updates") {
                let names = names.iter().filter_map(Value::as_str);
                queue.allowed = Some(names.map(str::to_owned).collect());
            }
            queue.poll += 1;
        }
        queue.poll
    };
    // A poll that waits sees by this that it is not the last one any more.
    shared.queued.notify_waiters();
    loop {
        let notified = shared.queued.notified();
        let mut notified = std::pin::pin!(notified);
        // From here on no update is missed between looking and waiting.
        notified.as_mut().enable();
        if let Some(answer) = look(shared, mine, offset, limit, Instant::now() >= deadline) {
            return answer;
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let _ = tokio::time::timeout(left, notified).await;
    }
}

fn look(
    shared: &Shared,
    mine: u64,
    offset: i64,
    limit: usize,
    is_over: bool,
) -> Option<Result<String, Refusal>> {
    let updates = {
        let mut state = shared.lock();
        if state.revoked {
            return Some(Err(Refusal::new(401, "Unauthorized")));
        }
        if state.queue.webhook.is_some() {
            return Some(Err(Refusal::new(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            )));
        }
        if state.queue.poll != mine {
            return Some(Err(Refusal::new(
                409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
            )));
        }
        state.queue.collect(offset, limit)
    };
    (is_over || !updates.is_empty()).then(|| Ok(format!("[{}]", updates.join(","))))
}

/// Brings updates to the webhook, for as long as the stand-in lives.
pub async fn bring(shared: Arc<Shared>) {
    loop {
        let notified = shared.queued.notified();
        let mut notified = std::pin::pin!(notified);
        notified.as_mut().enable();
        let retry = {
            let mut state = shared.lock();
            while let Some((update, webhook)) = state.queue.next_post(Instant::now()) {
                let shared = shared.clone();
                tokio::spawn(async move { post(&shared, update, webhook).await });
            }
            state.queue.next_retry()
        };
        match retry {
            None => notified.await,
            Some(moment) => {
                // At least a moment: a retry that is due may wait for a connection to become free.
                let wait = moment.saturating_duration_since(Instant::now());
                let wait = wait.max(Duration::from_millis(5));
                let _ = tokio::time::timeout(wait, notified).await;
            }
        }
    }
}

async fn post(shared: &Shared, update: Pending, webhook: Webhook) {
    let mut request = shared
        .client
        .post(&webhook.url)
        .header("content-type", "application/json")
        .body(update.text.to_string());
    if let Some(secret) = &webhook.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let at = Instant::now();
    let status = match request.send().await {
        Ok(answer) => Some(answer.status().as_u16()),
        Err(_) => None,
    };
    {
        let mut state = shared.lock();
        let keep = state.keep;
        state.queue.posted(&update, status, at, keep);
    }
    shared.changed.notify_waiters();
    shared.queued.notify_waiters();
}
