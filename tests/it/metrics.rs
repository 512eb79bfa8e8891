//! Figures for a monitoring program: right, cheap, and nothing personal.

use lacznik::domain::message::{ChatRef, Content, Lane, Platform};
use lacznik::service::metrics::{Door, Metrics};
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

use crate::harness::TestBot;

fn metrics(bot: &TestBot) -> Metrics {
    let (store, figures) = (bot.store.clone(), bot.bot.figures().clone());
    Metrics::new(store, figures, bot.clock.clone())
}

/// The lines of a figure.
fn lines<'a>(text: &'a str, name: &str) -> Vec<&'a str> {
    let of_it = |line: &&str| line.starts_with(name);
    text.lines().filter(of_it).collect()
}

#[tokio::test]
async fn what_waits_and_what_was_done_is_counted_without_names() {
    let mut bot = TestBot::new().await;
    bot.alone();
    for text in ["dzień dobry", "kto prowadzi sport"] {
        let incoming = bot.incoming("jan-kowalski", Content::Text(text.to_owned()));
        bot.bot.handle(&incoming).await.unwrap();
    }
    bot.clock.advance(chrono::Duration::seconds(90));
    let text = metrics(&bot).text().await.unwrap();
    assert_eq!(
        lines(&text, "lacznik_outbox"),
        [
            "lacznik_outbox_waiting{platform=\"terminal\",lane=\"replies\"} 2",
            "lacznik_outbox_oldest_seconds{platform=\"terminal\",lane=\"replies\"} 90",
        ]
    );
    assert_eq!(
        lines(&text, "lacznik_questions_total")[0],
        "lacznik_questions_total{platform=\"terminal\"} 2"
    );
    bot.settle().await;
    let text = metrics(&bot).text().await.unwrap();
    assert_eq!(lines(&text, "lacznik_outbox"), [""; 0]);
    assert!(
        !text.contains("jan") && !text.contains("kowalski"),
        "{text}"
    );
    // As the format asks for: a family is named before its values, and each line is a name and a number.
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (name, value) = line.rsplit_once(' ').unwrap();
        let family = name.split('{').next().unwrap();
        let family = family.strip_suffix("_bucket").unwrap_or(family);
        assert!(text.contains("# TYPE ") && text.contains(family), "{line}");
        value.parse::<f64>().unwrap();
    }
}

#[tokio::test]
async fn a_hundred_thousand_messages_are_counted_quickly() {
    let bot = TestBot::new().await;
    bot.spoil(
        "INSERT INTO outbox (id, platform, chat, lane, cause, part, body, mailing, not_before, created_at, status)
         WITH RECURSIVE row(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM row WHERE n < 100000)
         SELECT n + 1000000, CASE n % 2 WHEN 0 THEN 'telegram' ELSE 'discord' END, n, 3, 'x' || n, 0, '', 1, 0, 0, 'pending'
         FROM row",
    )
    .await;
    let metrics = metrics(&bot);
    let begun = Instant::now();
    let text = metrics.text().await.unwrap();
    let took = begun.elapsed();
    assert!(took < Duration::from_millis(500), "{took:?}");
    let waiting = lines(&text, "lacznik_outbox_waiting");
    assert_eq!(waiting.len(), 2);
    assert!(
        waiting.iter().all(|line| line.ends_with(" 50000")),
        "{waiting:?}"
    );
    // For a while nothing is looked up.
    let to = ChatRef::private(Platform::Terminal, "jan");
    bot.put("later", Lane::Interactive, &to, "później").await;
    assert_eq!(metrics.text().await.unwrap(), text);
}

#[tokio::test]
async fn it_is_shown_by_http_until_it_is_stopped() {
    let bot = TestBot::new().await;
    let door = Door::open("127.0.0.1:0".parse().unwrap(), metrics(&bot));
    let door = door.await.unwrap();
    let address = door.address().unwrap();
    let stop = CancellationToken::new();
    let serving = tokio::spawn(door.serve(stop.clone()));
    let response = reqwest::get(format!("http://{address}/metrics"))
        .await
        .unwrap();
    let kind = response.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(kind.starts_with("text/plain; version=0.0.4"), "{kind}");
    let text = response.text().await.unwrap();
    assert!(text.contains("process_start_time_seconds "), "{text}");
    let elsewhere = reqwest::get(format!("http://{address}/")).await.unwrap();
    assert_eq!(elsewhere.status().as_u16(), 404);
    stop.cancel();
    tokio::time::timeout(Duration::from_secs(1), serving)
        .await
        .unwrap()
        .unwrap();
}
