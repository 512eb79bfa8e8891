//! Digests and the sign of life: at their time, once, with what is still true.

use chrono::Duration;
use lacznik::domain::language::Language;
use lacznik::domain::message::{ChatRef, Outgoing, Place, Platform};
use lacznik::domain::notice::State;
use lacznik::domain::subscription::Rhythm;
use lacznik::platform::terminal::{Style, render};
use lacznik::store::notices::{self, Move};
use lacznik::store::subscriptions;

use crate::harness::at;
use crate::schedule::Clockwork;

impl Clockwork {
    /// A notice goes out now; who gets it with a digest has it waiting.
    async fn notice_now(&mut self, text: &str, topics: &[&str]) -> i64 {
        let id = self.scheduled(text, topics, self.bot.clock_now()).await;
        self.catches_up().await;
        id
    }

    /// What was put into the outbox for these mailings since the last look, by chat, as it reads in a terminal.
    async fn digests(&self) -> Vec<(String, String)> {
        let mut db = self.bot.store.read().await.unwrap();
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT chat, body FROM outbox WHERE mailing > 0 AND body <> '' AND status = 'pending' ORDER BY chat, id",
        )
        .fetch_all(&mut *db)
        .await
        .unwrap();
        drop(db);
        self.bot
            .spoil("UPDATE outbox SET status = 'sent', settled_at = created_at WHERE status = 'pending'")
            .await;
        let read = |(chat, body): (String, String)| {
            let message: Outgoing = serde_json::from_str(&body).unwrap();
            (chat, render(&message, Style::default(), 1))
        };
        rows.into_iter().map(read).collect()
    }

    async fn chats(&self) -> Vec<String> {
        let digests = self.digests().await;
        digests.into_iter().map(|(chat, _)| chat).collect()
    }
}
