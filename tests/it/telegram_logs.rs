//! Nothing personal in logs, and no secret.

use chrono::Duration;
use lacznik::domain::message::{Lane, Outgoing};
use serde_json::json;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tracing_subscriber::EnvFilter;

use crate::on_telegram::{GROUP, Whole, chat};
use crate::telegram_api::{Act, Refusal, Which};

#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    pub fn text(&self) -> String {
        let log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&log).into_owned()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut log = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        log.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Everything that is logged from now on, by every thread of every test: what it is looked through for is said nowhere
/// else.
pub fn log() -> Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    let log = LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("debug"))
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .init();
        log
    });
    log.clone()
}

#[tokio::test]
async fn a_conversation_with_failures_leaves_no_trace_in_the_log() {
    const PERSON: i64 = 987_111_222;
    let log = log();
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.api.person(PERSON, |person| {
        person.first_name = "Bronisława".to_owned();
        person.last_name = Some("Kowalska-Tajna".to_owned());
        person.username = Some("bronka_tajna".to_owned());
    });
    let question = "pawilonik Wisława Zagadkowa tel 555666777";
    telegram.api.says(PERSON, question);
    telegram.replies().await;
    let last = telegram.api.sends(
        PERSON,
        PERSON,
        &json!({"contact": {"phone_number": "555666777"}}),
    );
    let broken = r#""message":{"text":"Zagadkowa 555666777"#;
    telegram
        .api
        .push_text(format!("{{\"update_id\":{},{broken}", last + 1));
    telegram.api.presses_raw(PERSON, PERSON, 5, "e:Zagadkowa");
    // Everything that can go wrong with what is sent.
    let quoted = Refusal::bad("can't parse entities: unexpected \"Zagadkowa\" at byte 5");
    let strange = Refusal::bad("something about Zagadkowa: \"Zagadkowa\"");
    for act in [
        Act::Refuse(quoted),
        Act::Refuse(strange),
        Act::Refuse(Refusal::flood(1)),
        Act::Refuse(Refusal::forbidden("bot was blocked by the user")),
        Act::Html {
            status: 502,
            stored: false,
        },
        Act::Drop { stored: false },
    ] {
        telegram.api.plan(Which::Sends, Some(PERSON), act, 1);
        telegram.api.says(PERSON, question);
        telegram.settle().await;
        whole.bot.clock.advance(Duration::hours(1));
        telegram.settle().await;
    }
    telegram.api.joins(GROUP, "Tajna Rada", PERSON);
    telegram.api.removed(GROUP, PERSON);
    whole.bot.spoil("DROP TABLE roles").await;
    telegram.api.says(PERSON, question);
    let picture = json!({"photo": [], "media_group_id": "5"});
    telegram.api.sends(PERSON, PERSON, &picture);
    telegram.settle().await;
    whole
        .bot
        .spoil("UPDATE outbox SET body = '\"Zagad' || 'kowa\"', status = 'pending', settled_at = NULL, not_before = 0")
        .await;
    whole
        .put(
            "broken",
            Lane::Cases,
            &chat(PERSON),
            vec![Outgoing::plain("Zagadkowa")],
        )
        .await;
    telegram.settle().await;
    telegram.api.goes_away().await;
    whole
        .put(
            "away",
            Lane::Cases,
            &chat(PERSON),
            vec![Outgoing::plain("Zagadkowa")],
        )
        .await;
    telegram.delivery.drain().await.unwrap();
    telegram.api.comes_back().await;

    let log = log.text();
    assert!(
        log.contains("message put aside") && log.contains("not handled"),
        "{log}"
    );
    assert!(log.contains("DEBUG") && log.contains(":album:"));
    let (_, secret) = telegram.api.token().split_once(':').unwrap();
    for private in [
        secret,
        "pawilonik",
        "Zagadkowa",
        "555666777",
        "Bronisława",
        "Tajna",
        "bronka",
        "987111222",
    ] {
        let lines: Vec<&str> = log
            .lines()
            .filter(|line| line.contains(private))
            .take(3)
            .collect();
        assert!(lines.is_empty(), "{private}: {lines:#?}");
    }
}
