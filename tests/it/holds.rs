//! A platform that takes no messages to single persons any more: what is not a reply waits until somebody lifts it.

use chrono::Duration;
use lacznik::delivery::Step;
use lacznik::domain::message::{ChatRef, Content, Lane, Platform, Presence};
use lacznik::domain::role::Role;
use lacznik::platform::SendError;
use lacznik::store::holds;
use std::process::Command;
use std::time::Duration as StdDuration;
use tokio_util::sync::CancellationToken;

use crate::harness::{Plan, TestBot};

fn to(chat: &str) -> ChatRef {
    ChatRef::private(Platform::Discord, chat)
}

fn stopped() -> Plan {
    Plan::Fail(SendError::DirectStopped("403 40003".into()))
}

/// A bot that has just found out, by a notice to Ewa.
async fn held() -> TestBot {
    let bot = TestBot::on_discord().await;
    bot.messenger.plan([stopped()]);
    bot.put("notice:ewa", Lane::Bulk, &to("ewa"), "ogłoszenie")
        .await;
    assert_eq!(bot.delivery.drain().await.unwrap().retried, 1);
    bot
}

async fn lift(bot: &TestBot) -> bool {
    let mut tx = bot.store.begin().await.unwrap();
    let lifted = holds::lift(&mut tx, Platform::Discord, bot.clock_now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    lifted
}

#[tokio::test]
async fn reminders_and_notices_to_persons_wait_and_everything_else_goes_on() {
    let mut bot = held().await;
    let joined = Presence::Joined {
        title: Some("Rada #ogolny".into()),
        server: Some("77".into()),
    };
    let joined = bot.incoming_in("ogolny", "", Content::Presence(joined));
    bot.bot.handle(&joined).await.unwrap();
    for (cause, lane, chat) in [
        ("a", Lane::Bulk, "jan"),
        ("b", Lane::Reminders, "ola"),
        ("c", Lane::Bulk, "ogolny"),
        ("d", Lane::Cases, "iga"),
    ] {
        bot.put(cause, lane, &to(chat), "treść").await;
    }
    let asked = bot.incoming("leon", Content::Text("/pomoc".into()));
    bot.bot.handle(&asked).await.unwrap();
    bot.delivery.drain().await.unwrap();
    let mut reached = bot.messenger.chats();
    reached.sort();
    assert_eq!(reached, ["iga", "leon", "ogolny", "ogolny"]);
    assert_eq!(bot.waiting().await, 3);
    // No try is counted, however long it takes; only the one that found out was one.
    for _ in 0..100 {
        bot.clock.advance(Duration::hours(1));
        assert_eq!(bot.delivery.drain().await.unwrap(), Step::default());
    }
    let tries = bot
        .texts("SELECT chat || attempts || status FROM outbox WHERE settled_at IS NULL ORDER BY id")
        .await;
    assert_eq!(tries, ["ewa1pending", "jan0pending", "ola0pending"]);
    assert!(lift(&bot).await && !lift(&bot).await);
    assert_eq!(bot.settle().await.sent, 3);
    assert!(bot.dead().await.is_empty());
}

#[tokio::test]
async fn it_outlives_a_restart() {
    let bot = held().await;
    bot.put("a", Lane::Bulk, &to("jan"), "ogłoszenie").await;
    let bot = bot.killed_and_restarted(Duration::hours(2)).await;
    assert_eq!(bot.delivery.drain().await.unwrap(), Step::default());
    assert_eq!(bot.waiting().await, 2);
    lift(&bot).await;
    assert_eq!(bot.settle().await.sent, 2);
}

#[tokio::test]
async fn the_officer_is_told_once_and_again_when_it_happens_again() {
    let mut bot = held().await;
    bot.messenger.plan([stopped(), stopped()]);
    for cause in ["a", "b"] {
        bot.put(cause, Lane::Cases, &to(cause), "treść").await;
    }
    bot.delivery.drain().await.unwrap();
    bot.grant("ola", Role::Officer).await;
    let list = bot.incoming("ola", Content::Text("/pytania".into()));
    bot.bot.handle(&list).await.unwrap();
    bot.delivery.drain().await.unwrap();
    let shown = bot.read();
    assert!(
        shown.contains("Ten komunikator przestał przyjmować wiadomości bota")
            && shown.contains("- discord\n")
            && shown.contains("„lacznik doctor\n--lift-direct” z nazwą komunikatora:"),
        "{shown}"
    );
    lift(&bot).await;
    bot.messenger.plan([stopped()]);
    bot.delivery.drain().await.unwrap();
    let notes = bot
        .texts("SELECT kind || ' ' || subject || ' ' || count FROM officer_notes")
        .await;
    assert_eq!(notes, ["direct_stopped discord 2"]);
}

#[tokio::test]
async fn a_service_that_runs_sees_that_it_was_lifted() {
    let bot = held().await;
    for person in 0..20 {
        bot.put(
            &person.to_string(),
            Lane::Bulk,
            &to(&person.to_string()),
            "ogłoszenie",
        )
        .await;
    }
    let stop = CancellationToken::new();
    let (delivery, news, stopped) = (bot.delivery_with(4).await, bot.bot.news(), stop.clone());
    let running = tokio::spawn(async move { delivery.run(news, stopped).await });
    let kept = "SELECT count(*) FROM outbox WHERE not_before > created_at";
    while bot.count(kept).await < 21 {
        tokio::time::sleep(StdDuration::from_millis(1)).await;
    }
    assert!(bot.messenger.accepted().is_empty());
    lift(&bot).await;
    while bot.messenger.accepted().len() < 21 {
        tokio::time::sleep(StdDuration::from_millis(1)).await;
    }
    stop.cancel();
    assert_eq!(running.await.unwrap().sent, 21);
}

#[tokio::test]
async fn the_administrator_sees_it_and_lifts_it() {
    let bot = held().await;
    let say = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_lacznik"))
            .current_dir(bot.path().parent().unwrap())
            .args(arguments)
            .output()
            .unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        let is_about = |line: &&str| {
            ["pojedynczych", "wstrzymane"]
                .iter()
                .any(|word| line.contains(word))
        };
        let about = out.lines().filter(is_about);
        let about: Vec<String> = about.map(ToOwned::to_owned).collect();
        (output.status.code().unwrap(), about.join("\n"))
    };
    insta::assert_snapshot!(say(&["doctor"]).1, @"uwaga: Discord od 23 listopada 2026 r. nie przyjmuje wiadomości bota do pojedynczych osób (403 40003). Przypomnienia i ogłoszenia dla nich czekają, odpowiedzi wychodzą jak zwykle. Po wyjaśnieniu przyczyny: lacznik doctor --lift-direct discord");
    let (code, text) = say(&["doctor", "--lift-direct", "Discord"]);
    insta::assert_snapshot!(format!("{code} {text}"), @"0 dobrze: Discord: przypomnienia i ogłoszenia dla pojedynczych osób znów są wysyłane.");
    let (code, text) = say(&["doctor", "--lift-direct", "discord"]);
    insta::assert_snapshot!(format!("{code} {text}"), @"0 uwaga: Discord: nic nie było wstrzymane.");
    assert_eq!(say(&["doctor", "--lift-direct", "gołąb"]).0, 2);
    // It was lifted by a real clock.
    bot.clock.advance(Duration::days(36_500));
    assert_eq!(bot.delivery.drain().await.unwrap().sent, 1);
}

#[tokio::test]
async fn a_chat_that_has_to_wait_holds_up_only_itself() {
    let bot = TestBot::on_discord().await;
    bot.messenger.leave_alone("ewa", StdDuration::from_secs(60));
    for (cause, chat) in [("a", "ewa"), ("b", "ewa"), ("c", "jan"), ("d", "ola")] {
        bot.put(cause, Lane::Interactive, &to(chat), "treść").await;
    }
    assert_eq!(bot.delivery.drain().await.unwrap().sent, 2);
    assert_eq!(bot.messenger.chats(), ["jan", "ola"]);
    bot.messenger.leave_alone("ewa", StdDuration::ZERO);
    bot.clock.advance(Duration::seconds(59));
    assert_eq!(bot.delivery.drain().await.unwrap(), Step::default());
    bot.clock.advance(Duration::seconds(1));
    assert_eq!(bot.settle().await.sent, 2);
    let keys = bot.messenger.keys();
    assert!(keys[2] < keys[3], "{keys:?}");
    let tries = bot
        .texts("SELECT DISTINCT attempts || '' FROM outbox")
        .await;
    assert_eq!(tries, ["1"], "waiting is no try");
}

#[tokio::test]
async fn no_wait_is_too_short_or_too_long_to_be_kept() {
    for wait in [
        StdDuration::from_nanos(1),
        StdDuration::from_micros(999),
        StdDuration::MAX,
    ] {
        let bot = TestBot::on_discord().await;
        bot.messenger.leave_alone("ewa", wait);
        bot.put("a", Lane::Interactive, &to("ewa"), "treść").await;
        let drained = tokio::time::timeout(StdDuration::from_secs(5), bot.delivery.drain()).await;
        assert_eq!(drained.unwrap().unwrap(), Step::default(), "{wait:?}");
        bot.messenger.leave_alone("ewa", StdDuration::ZERO);
        bot.clock.advance(Duration::days(1));
        assert_eq!(bot.settle().await.sent, 1, "{wait:?}");
    }
}
