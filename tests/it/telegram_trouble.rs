//! What goes wrong between Telegram and the database while the bot listens: nothing is lost, nobody waits for others.

use serde_json::json;
use std::time::Duration;

use crate::on_telegram::{ASKER, SOON, Whole};
use crate::telegram_api::{Act, Message, Which};

const QUESTION: &str = "ile max na maly grant teraz";

fn is_answered(read: &[Message], person: i64) -> bool {
    let own: Vec<&Message> = read
        .iter()
        .filter(|message| message.chat == person && message.text.contains("Mały grant"))
        .collect();
    own.len() == 1
}

#[tokio::test]
async fn nothing_is_confirmed_before_it_is_committed() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    telegram.says("/start").await;
    let lock = whole.lock().await;
    let asked = telegram.api.count_of("getUpdates");
    let update = telegram.api.says(ASKER, QUESTION);
    // The waiting poll brings it, the database is locked, and it is asked for again.
    let again = telegram
        .api
        .wait_until(|state| state.count_of("getUpdates") > asked, SOON);
    assert!(again.await);
    assert_eq!(telegram.api.pending(), 1);
    let requests = telegram.api.requests_of("getUpdates");
    let confirmed = |offset: &serde_json::Value| offset.as_i64().is_some_and(|it| it > update);
    assert!(
        requests
            .iter()
            .all(|request| !confirmed(&request.params["offset"]))
    );
    lock.rollback().await.unwrap();
    let reply = telegram.replies().await;
    assert!(is_answered(&reply, ASKER), "{reply:?}");
}

#[tokio::test]
async fn what_cannot_be_handled_stops_nobody_else() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    // Whatever the bot wants to remember of this person fails.
    whole
        .bot
        .spoil(
            "CREATE TRIGGER spoilt BEFORE INSERT ON conversations WHEN NEW.person = '666'
             BEGIN SELECT RAISE(ABORT, 'spoilt'); END",
        )
        .await;
    let lock = whole.lock().await;
    for person in [1, 2, 666, 3, 666, 4] {
        telegram.api.says(person, QUESTION);
    }
    lock.rollback().await.unwrap();
    let read = telegram.replies().await;
    for person in 1..=4 {
        assert!(is_answered(&read, person), "{person}");
    }
    let spoilt: Vec<&str> = read
        .iter()
        .filter(|message| message.chat == 666)
        .map(|message| message.text.as_str())
        .collect();
    assert_eq!(spoilt.len(), 2, "each of the two is answered: {spoilt:?}");
    assert!(
        spoilt
            .iter()
            .all(|text| text.starts_with("Coś poszło nie tak"))
    );
    // It is over with it: neither comes back.
    assert!(telegram.replies().await.is_empty());
    whole.bot.spoil("DROP TRIGGER spoilt").await;
    telegram.api.says(666, QUESTION);
    assert!(is_answered(&telegram.replies().await, 666));
}

#[tokio::test]
async fn another_poller_and_a_lost_network_are_survived() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let polls = telegram
        .api
        .wait_until(|state| state.count_of("getUpdates") > 0, SOON);
    assert!(polls.await);
    let other = reqwest::Client::new();
    let stolen = other.post(telegram.api.method("getUpdates")).send();
    stolen.await.unwrap();
    assert!(is_answered(&telegram.says(QUESTION).await, ASKER));
    telegram.api.goes_away().await;
    telegram.api.says(2002, QUESTION);
    tokio::time::sleep(Duration::from_millis(100)).await;
    telegram.api.comes_back().await;
    assert!(is_answered(&telegram.replies().await, 2002));
}

#[tokio::test]
async fn a_webhook_that_was_left_is_removed() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let left = reqwest::Client::new().post(telegram.api.method("setWebhook"));
    let left = left.json(&json!({"url": "http://127.0.0.1:9/old"}));
    left.send().await.unwrap();
    assert!(is_answered(&telegram.says(QUESTION).await, ASKER));
    assert_eq!(telegram.api.count_of("deleteWebhook"), 1);
    let request = &telegram.api.requests_of("deleteWebhook")[0];
    assert_ne!(request.params["drop_pending_updates"], true);
}

/// A message with a question and, besides, so many bytes that nobody asked for.
fn heavy(update: i64, person: i64, bytes: usize) -> String {
    let chat = json!({"id": person, "type": "private"});
    let from = json!({"id": person, "is_bot": false, "first_name": "X"});
    let junk = "x".repeat(bytes);
    let message = json!({"message_id": 1, "date": 1, "chat": chat, "from": from, "text": QUESTION, "junk": junk});
    format!("{{\"update_id\":{update},\"message\":{message}}}")
}

#[tokio::test]
async fn a_long_answer_is_taken_piece_by_piece_and_a_monster_left_out() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let lock = whole.lock().await;
    telegram.api.says(1, QUESTION);
    telegram.api.push_text(heavy(418_400_000, 2, 3_000_000));
    telegram.api.push_text(heavy(418_400_001, 3, 20_000_000));
    telegram.api.push_text(heavy(418_400_002, 4, 3_000_000));
    telegram.api.push_text(heavy(418_400_003, 5, 3_000_000));
    telegram.api.says(6, QUESTION);
    lock.rollback().await.unwrap();
    let read = telegram.replies().await;
    for (person, expected) in [
        (1, true),
        (2, true),
        (3, false),
        (4, true),
        (5, true),
        (6, true),
    ] {
        assert_eq!(is_answered(&read, person), expected, "{person}");
    }
}

#[tokio::test]
async fn an_answer_that_was_cut_on_the_way_loses_nothing() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let lock = whole.lock().await;
    let first = telegram.api.says(1, QUESTION);
    // The poll that waited brings the first alone.
    tokio::time::sleep(Duration::from_millis(200)).await;
    let next = first + 1;
    let cut = format!("{{\"ok\":true,\"result\":[{{\"update_id\":{next},\"mess");
    let polls = Which::Method("getUpdates".to_owned());
    // Once among many, once alone.
    telegram.api.plan(polls, None, Act::Garbled(cut), 2);
    assert_eq!(telegram.api.says(2, QUESTION), next);
    lock.rollback().await.unwrap();
    let read = telegram.replies().await;
    assert!(is_answered(&read, 1) && is_answered(&read, 2), "{read:?}");
}

#[tokio::test]
async fn what_is_no_json_is_left_out() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    let lock = whole.lock().await;
    let mut id = telegram.api.says(1, QUESTION);
    for (person, broken) in [
        (2, r#""message":{"text":"\ud800"}}"#.to_owned()),
        (3, r#""message":{"text":"#.to_owned()),
        (4, format!(r#""message":{{"text":{deep}}}}}"#)),
    ] {
        telegram
            .api
            .push_text(format!("{{\"update_id\":{},{broken}", id + 1));
        id = telegram.api.says(person, QUESTION);
    }
    lock.rollback().await.unwrap();
    let read = telegram.replies().await;
    for person in 1..=4 {
        assert!(is_answered(&read, person), "{person}: {read:?}");
    }
}

#[tokio::test]
async fn an_answer_that_says_nothing_does_not_become_a_loop() {
    let whole = Whole::new().await;
    let telegram = &whole.telegram;
    let asked = telegram.api.count_of("getUpdates");
    telegram
        .api
        .push_text(r#"{"message":{"text":"an update without a number"}}"#);
    tokio::time::sleep(Duration::from_millis(300)).await;
    let asked = telegram.api.count_of("getUpdates") - asked;
    assert!(asked < 5, "{asked} requests in a moment");
}
