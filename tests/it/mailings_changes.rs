//! Corrections and withdrawals: of every copy that stands in a chat, once, with the latest text.

use chrono::Duration;
use lacznik::domain::message::Outgoing;
use lacznik::platform::SendError;
use lacznik::store::mailings::{self, Expanded, Kind, State};
use lacznik::store::outbox;
use std::time::Duration as StdDuration;

use crate::harness::{Plan, TestBot};
use crate::mailings::{bodies, said};

/// A bot whose notice is stored for these people; the notice and its mailing.
async fn written(people: &[&str], text: &str) -> (TestBot, i64, i64) {
    let bot = TestBot::on_discord().await;
    for person in people {
        bot.reader(person).await;
    }
    let (notice, id) = bot.begin(text).await;
    bot.expand(id).await;
    (bot, notice, id)
}

impl TestBot {
    async fn correct(&self, notice: i64, text: &str) -> Option<i64> {
        let mut tx = self.store.begin().await.unwrap();
        let now = self.clock_now();
        let id = mailings::correct(&mut tx, notice, bodies(text), now).await;
        tx.commit().await.unwrap();
        id.unwrap()
    }

    async fn withdraw(&self, notice: i64) -> Option<i64> {
        let mut tx = self.store.begin().await.unwrap();
        let now = self.clock_now();
        let id = mailings::withdraw(&mut tx, notice, bodies("Wycofane"), now).await;
        tx.commit().await.unwrap();
        id.unwrap()
    }

    /// Who reads what, as changes go: nothing where it was taken back.
    fn changed(&self) -> Vec<String> {
        let changes = self.messenger.changes().into_iter();
        let line = |(chat, message): (String, Option<Outgoing>)| {
            let text = message.map(|message| said(&message));
            format!("{chat} {}", text.unwrap_or_default())
        };
        changes.map(line).collect()
    }

    /// What went out as new, by chat.
    fn sent(&self) -> Vec<String> {
        let texts = self.messenger.accepted().into_iter();
        let chats = self.messenger.chats().into_iter();
        let both = chats.zip(texts);
        both.map(|(chat, message)| format!("{chat} {}", said(&message)))
            .collect()
    }
}

#[tokio::test]
async fn a_correction_reaches_what_arrived_what_waits_and_what_is_in_flight() {
    let (bot, notice, id) = written(&["a", "b", "c"], "Mecz o 5").await;
    // One has arrived, one is in flight with the old text, one waits.
    bot.messenger.plan([Plan::Accept, Plan::Hang]);
    let drained = tokio::time::timeout(StdDuration::from_millis(300), bot.delivery.drain());
    assert!(drained.await.is_err());
    let correction = bot.correct(notice, "Mecz o 6").await.unwrap();
    assert_eq!(bot.slice(correction, 1).await, Expanded::More);
    for _ in 0..2 {
        let expanded = bot.slice(correction, 1).await;
        assert_eq!(expanded, Expanded::Waits, "one may still come as it was");
    }
    // It has arrived, though nobody could write that down.
    let bot = bot.killed_and_restarted(Duration::zero()).await;
    bot.delivery.take_over().await.unwrap();
    bot.delivery.drain().await.unwrap();
    assert_eq!(bot.expand(correction).await, Expanded::Whole);
    bot.settle().await;
    assert_eq!(
        bot.sent(),
        ["a Mecz o 5", "b Mecz o 5", "b Mecz o 6", "c Mecz o 6"]
    );
    assert_eq!(bot.changed(), ["a Mecz o 6", "b Mecz o 6"]);
    bot.tidy_up(id).await;
    bot.tidy_up(correction).await;
    assert_eq!(bot.mailing(correction).await.state, State::Done);
    assert_eq!(bot.progress(correction).await.sent, 2);
}

#[tokio::test]
async fn what_lands_with_the_old_text_is_edited_too() {
    let (bot, notice, id) = written(&["a"], "Mecz o 5").await;
    let claimed = bot.claim().await;
    let correction = bot.correct(notice, "Mecz o 6").await.unwrap();
    assert_eq!(bot.slice(correction, 10).await, Expanded::Waits);
    let mut tx = bot.store.begin().await.unwrap();
    let sent = outbox::Settlement::Sent {
        receipt: "17".into(),
    };
    outbox::settle(&mut tx, &[(claimed[0].claim, sent)], bot.clock_now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    bot.expand(correction).await;
    assert_eq!(bot.settle().await.sent, 1);
    assert_eq!(bot.changed(), ["a Mecz o 6"]);
    assert_eq!(bot.progress(id).await.sent, 1);
}

#[tokio::test]
async fn a_newer_correction_takes_the_place_of_one_that_is_on_its_way() {
    let (bot, notice, _) = written(&["a", "b"], "Mecz o 5").await;
    bot.settle().await;
    let first = bot.correct(notice, "Mecz o 6").await.unwrap();
    bot.expand(first).await;
    bot.messenger.plan([
        Plan::Accept,
        Plan::Fail(SendError::Uncertain("timeout".into())),
    ]);
    bot.delivery.drain().await.unwrap();
    let second = bot.correct(notice, "Mecz o 7").await.unwrap();
    bot.expand(second).await;
    bot.clock.advance(Duration::hours(1));
    bot.delivery.drain().await.unwrap();
    bot.tidy_up(second).await;
    assert_eq!(bot.changed(), ["a Mecz o 6", "a Mecz o 7", "b Mecz o 7"]);
    assert_eq!(bot.missed(first).await, ["private  superseded"]);
    let mailing = bot.mailing(first).await;
    assert_eq!(
        (mailing.state, mailing.reason.as_str()),
        (State::Cancelled, "superseded")
    );
    let mut db = bot.store.read().await.unwrap();
    assert_eq!(
        outbox::perhaps_twice(&mut db).await.unwrap(),
        0,
        "an edit doubles nothing"
    );
}

#[tokio::test]
async fn a_withdrawal_takes_back_what_arrived_and_cancels_the_rest() {
    let (bot, notice, id) = written(&["a", "b", "c"], "Mecz").await;
    bot.messenger.plan([Plan::Accept, Plan::Accept]);
    bot.messenger.plan([Plan::Fail(SendError::Retry {
        not_before: None,
        cause: "busy".into(),
    })]);
    bot.delivery.drain().await.unwrap();
    let correction = bot.correct(notice, "Mecz o 6").await.unwrap();
    bot.expand(correction).await;
    let withdrawal = bot.withdraw(notice).await.unwrap();
    bot.expand(withdrawal).await;
    bot.clock.advance(Duration::hours(1));
    bot.messenger
        .plan([Plan::Fail(SendError::NoMessage("deleted".into()))]);
    bot.delivery.drain().await.unwrap();
    bot.tidy_up(withdrawal).await;
    assert_eq!(bot.changed(), ["b "]);
    assert_eq!(bot.missed(withdrawal).await, ["private  no_message"]);
    assert_eq!(bot.missed(id).await, ["private  cancelled"]);
    assert_eq!(bot.missed(correction).await, ["private  superseded"; 2]);
    let kinds: Vec<Kind> = {
        let mut db = bot.store.read().await.unwrap();
        let all = mailings::of_notice(&mut db, notice).await.unwrap();
        all.into_iter().map(|mailing| mailing.kind).collect()
    };
    assert_eq!(kinds, [Kind::Notice, Kind::Correction, Kind::Withdrawal]);
    assert_eq!(bot.waiting().await, 0);
}

#[tokio::test]
async fn a_shorter_text_takes_back_what_is_left_over_and_a_longer_one_is_refused() {
    let long = "słowo ".repeat(500);
    let (bot, notice, id) = written(&["a", "b"], &long).await;
    bot.messenger
        .plan([Plan::Accept, Plan::Accept, Plan::Accept, Plan::Hang]);
    let drained = tokio::time::timeout(StdDuration::from_millis(300), bot.delivery.drain());
    assert!(drained.await.is_err());
    assert_eq!(bot.correct(notice, &"słowo ".repeat(900)).await, None);
    assert_eq!(bot.correct(77, "nic").await, None);
    let bot = bot.killed_and_restarted(Duration::zero()).await;
    bot.delivery.take_over().await.unwrap();
    let correction = bot.correct(notice, "Krótko").await.unwrap();
    let expanded = bot.expand(correction).await;
    assert_eq!(expanded, Expanded::Waits, "one may have come as it was");
    bot.settle().await;
    assert_eq!(bot.expand(correction).await, Expanded::Whole);
    // The second part for the second one is not sent again: the new text has none.
    assert_eq!(bot.changed(), ["a Krótko", "a ", "b Krótko"]);
    assert_eq!(bot.progress(id).await.sent, 2);
    assert_eq!(bot.progress(correction).await.sent, 2);
}

#[tokio::test]
async fn a_change_waits_for_one_of_the_same_message_that_is_in_flight() {
    let (bot, notice, _) = written(&["a", "b"], "Mecz").await;
    bot.settle().await;
    let correction = bot.correct(notice, "Mecz o 6").await.unwrap();
    bot.expand(correction).await;
    bot.messenger.plan([Plan::Hang]);
    let delivery = bot.delivery_with(8).await;
    let stop = tokio_util::sync::CancellationToken::new();
    let (news, stopped) = (bot.bot.news(), stop.clone());
    let running = tokio::spawn(async move { delivery.run(news, stopped).await });
    while bot.messenger.changes().len() < 2 {
        tokio::time::sleep(StdDuration::from_millis(1)).await;
    }
    let withdrawal = bot.withdraw(notice).await.unwrap();
    bot.expand(withdrawal).await;
    while bot.messenger.changes().len() < 3 {
        tokio::time::sleep(StdDuration::from_millis(1)).await;
    }
    tokio::time::sleep(StdDuration::from_millis(100)).await;
    assert_eq!(bot.changed(), ["a Mecz o 6", "b Mecz o 6", "b "]);
    running.abort();
}
