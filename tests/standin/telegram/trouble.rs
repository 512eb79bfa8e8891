//! What goes wrong when a test says so, and the limits that it wants enforced.

use super::TelegramApi;
use super::faults::{Act, Refusal, Which};
use super::pace::Limits;
use super::state::Standing;
use serde_json::Value;
use std::time::Duration;

impl TelegramApi {
    /// The next so many requests of this sort, into this chat if one is named, end like this. Plans are used up in
    /// the order in which they were made; `usize::MAX` is for ever.
    pub fn plan(&self, which: Which, chat: Option<i64>, act: Act, times: usize) {
        self.act(|state| state.faults.plan(which, chat, act, times));
    }

    /// Forgets every plan, and `slow`.
    pub fn all_is_well(&self) {
        self.act(|state| state.faults.clear());
    }

    /// 429 for sends and edits, with `parameters.retry_after`.
    pub fn flood(&self, chat: Option<i64>, retry_after: u64, times: usize) {
        let refusal = Refusal::flood(retry_after);
        self.plan(Which::Messages, chat, Act::Refuse(refusal), times);
    }

    /// 429 that tells the time only in its text.
    pub fn flood_without_parameters(&self, chat: Option<i64>, retry_after: u64, times: usize) {
        let refusal = Refusal {
            parameters: None,
            ..Refusal::flood(retry_after)
        };
        self.plan(Which::Messages, chat, Act::Refuse(refusal), times);
    }

    /// The next calls of this method are refused.
    pub fn fails_next(
        &self,
        method: &str,
        error_code: u16,
        description: &str,
        parameters: Option<Value>,
        times: usize,
    ) {
        let refusal = Refusal {
            parameters,
            ..Refusal::new(error_code, description)
        };
        let which = Which::Method(method.to_owned());
        self.plan(which, None, Act::Refuse(refusal), times);
    }

    /// Sends get no answer, and nothing was stored.
    pub fn hangs(&self, times: usize) {
        self.plan(Which::Sends, None, Act::Hang { stored: false }, times);
    }

    /// Sends get no answer, but people have the message.
    pub fn accepts_then_hangs(&self, times: usize) {
        self.plan(Which::Sends, None, Act::Hang { stored: true }, times);
    }

    /// A proxy answers in the place of the server, which has not seen the send.
    pub fn answers_html(&self, status: u16, times: usize) {
        let act = Act::Html {
            status,
            stored: false,
        };
        self.plan(Which::Sends, None, act, times);
    }

    /// The server stored the message, and then a proxy answered in its place.
    pub fn accepts_then_answers_html(&self, status: u16, times: usize) {
        let act = Act::Html {
            status,
            stored: true,
        };
        self.plan(Which::Sends, None, act, times);
    }

    /// The connection ends before an answer; nothing was stored.
    pub fn drops_connection(&self, times: usize) {
        self.plan(Which::Sends, None, Act::Drop { stored: false }, times);
    }

    /// The connection ends before an answer, but people have the message.
    pub fn accepts_then_drops_connection(&self, times: usize) {
        self.plan(Which::Sends, None, Act::Drop { stored: true }, times);
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

    /// Each send takes so long.
    pub fn slow(&self, delay: Duration) {
        self.act(|state| state.faults.slow = Some(delay).filter(|delay| !delay.is_zero()));
    }

    /// Whoever holds the token gets 401 from now on.
    pub fn revokes_token(&self) {
        self.act(|state| state.revoked = true);
    }

    /// The bot is thrown out without hearing of it; `removed` is the same with the update.
    pub fn kicked(&self, group: i64) {
        self.act(|state| state.chat(group).standing = Standing::Kicked);
    }

    /// Nobody but administrators may write in this chat.
    pub fn no_rights(&self, chat: i64) {
        self.act(|state| state.chat(chat).muted = true);
    }

    /// The bot may write here again: as a member, or as the administrator that it is.
    pub fn rights_again(&self, chat: i64) {
        self.act(|state| {
            let chat = state.chat(chat);
            chat.muted = false;
            if matches!(chat.standing, Standing::Kicked | Standing::Left) {
                chat.standing = Standing::Member;
            }
        });
    }

    /// Somebody deletes a topic; the bot hears nothing of it.
    pub fn deletes_topic(&self, group: i64, thread: i64) {
        self.act(|state| {
            if let Some(topic) = state.chat(group).topics.get_mut(&thread) {
                topic.deleted = true;
            }
        });
    }

    /// Enforces these limits from now on, with an empty history.
    pub fn enforce(&self, limits: Limits) {
        self.act(|state| state.pace.enforce(limits));
    }

    /// How often the enforced limits said 429.
    pub fn floods(&self) -> usize {
        self.shared.lock().pace.floods
    }
}
