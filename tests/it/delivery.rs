//! Promises 1 to 4 of delivery, attacked: crash between any two steps, flood, timeout after acceptance, blocked chats.

use chrono::Duration;
use lacznik::delivery::{Delivery, Step};
use lacznik::domain::message::{ChatRef, Content, Lane, Outgoing, Platform};
use lacznik::platform::SendError;
use lacznik::store::outbox::{self, Settlement, Why};
use tokio_util::sync::CancellationToken;

use std::collections::BTreeSet;
use std::time::Duration as StdDuration;

use crate::harness::{FakeMessenger, Plan, TestBot};

fn retry(seconds: Option<u64>) -> Plan {
    let not_before = seconds.map(std::time::Duration::from_secs);
    Plan::Fail(SendError::Retry {
        not_before,
        cause: "flood".into(),
    })
}

#[tokio::test]
async fn an_update_delivered_twice_is_answered_once() {
    let mut bot = TestBot::new().await;
    let incoming = bot.incoming("ewa", Content::Text("/pomoc".into()));
    for _ in 0..3 {
        bot.bot.handle(&incoming).await.unwrap();
    }
    bot.settle().await;
    assert_eq!(bot.messenger.accepted().len(), 1);
}

#[tokio::test]
async fn killed_after_the_commit_the_reply_comes_once() {
    let mut bot = TestBot::new().await;
    let incoming = bot.incoming("ewa", Content::Text("/pomoc".into()));
    bot.bot.handle(&incoming).await.unwrap();
    let mut bot = bot.killed_and_restarted(Duration::zero()).await;
    bot.settle().await;
    // The platform did not hear that the update was taken, so it brings it again.
    bot.bot.handle(&incoming).await.unwrap();
    bot.settle().await;
    assert!(bot.read().contains("Co można zrobić"));
    assert_eq!(bot.messenger.accepted().len(), 1);
}

#[tokio::test]
async fn killed_between_claim_and_send_the_reply_comes_once() {
    let mut bot = TestBot::new().await;
    for text in ["/pomoc", "/jezyk"] {
        let incoming = bot.incoming("ewa", Content::Text(text.into()));
        bot.bot.handle(&incoming).await.unwrap();
    }
    let claimed = bot.claim().await;
    assert_eq!(
        claimed.len(),
        1,
        "the second message of a chat waits for the first"
    );

    let bot = bot.killed_and_restarted(Duration::seconds(1)).await;
    assert_eq!(
        bot.delivery.drain().await.unwrap().sent,
        0,
        "the lease of the dead one still runs"
    );
    bot.clock.advance(Duration::seconds(60));
    bot.settle().await;
    assert_eq!(bot.messenger.accepted().len(), 2);
}

#[tokio::test]
async fn one_that_is_alone_takes_over_at_once() {
    let mut bot = TestBot::new().await;
    let incoming = bot.incoming("ewa", Content::Text("/pomoc".into()));
    bot.bot.handle(&incoming).await.unwrap();
    bot.claim().await;
    let bot = bot.killed_and_restarted(Duration::zero()).await;
    assert_eq!(bot.delivery.take_over().await.unwrap(), 1);
    bot.settle().await;
    assert_eq!(bot.messenger.accepted().len(), 1);
}

#[tokio::test]
async fn killed_between_send_and_settle_at_most_the_one_in_flight_is_doubled() {
    let mut bot = TestBot::new().await;
    for person in ["ewa", "jan", "ola", "iga", "leon"] {
        let incoming = bot.incoming(person, Content::Text("/start".into()));
        bot.bot.handle(&incoming).await.unwrap();
    }
    // All five are in hand. The third send never returns: the process dies while it waits.
    bot.messenger.plan([Plan::Accept, Plan::Accept, Plan::Hang]);
    let killed = tokio::time::timeout(StdDuration::from_millis(500), bot.delivery.drain()).await;
    assert!(killed.is_err());
    assert_eq!(bot.messenger.accepted().len(), 3);
    let bot = bot.killed_and_restarted(Duration::seconds(61)).await;
    bot.settle().await;
    assert_eq!(bot.messenger.chats()[2..4], ["ola", "ola"]);
    assert_eq!(bot.messenger.accepted().len(), 5 + 1);
}

/// Thirty chats, and two processes that deliver by turns while sends take these `seconds` in turn: what was sent how often, and how
/// many leases were lost.
async fn two_deliver(seconds: &[i64]) -> (Vec<i64>, usize) {
    let mut bot = TestBot::new().await;
    for person in 0..30 {
        let incoming = bot.incoming(&person.to_string(), Content::Text("/start".into()));
        bot.bot.handle(&incoming).await.unwrap();
    }
    bot.messenger.takes(&bot.clock, seconds);
    let other = bot.other_delivery().await;
    let work = async |delivery: &Delivery<FakeMessenger>| {
        let mut lost = 0;
        while bot.waiting().await > 0 {
            lost += delivery.drain().await.unwrap().lost;
            tokio::time::sleep(StdDuration::from_millis(1)).await;
        }
        lost
    };
    let (one, two) = tokio::join!(work(&bot.delivery), work(&other));
    let mut keys = bot.messenger.keys();
    keys.sort_unstable();
    (keys, one + two)
}

#[tokio::test]
async fn with_slow_sends_nothing_is_sent_twice_that_was_not_in_flight() {
    // Some sends fit into a lease; the rest is given back instead of being sent after its end. (The clock is that of
    // both, so a send may seem to take as long as some of the other's.)
    let (keys, lost) = two_deliver(&[5]).await;
    assert_eq!((keys.len(), lost), (30, 0), "{keys:?}");
    assert!(keys.is_sorted_by(|one, next| one < next), "{keys:?}");
    // A send that takes longer than the lease is taken over while it is in flight. Each repetition is counted.
    let (keys, lost) = two_deliver(&[5, 5, 5, 61]).await;
    let distinct: BTreeSet<i64> = keys.iter().copied().collect();
    assert_eq!(distinct.len(), 30);
    assert!(lost > 0 && keys.len() - 30 <= lost, "{keys:?}, lost {lost}");
}

#[tokio::test]
async fn a_flood_limit_of_hours_is_waited_for() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    bot.messenger.plan([retry(Some(7200))]);
    let incoming = bot.incoming("asker", Content::Text("/pomoc".into()));
    bot.bot.handle(&incoming).await.unwrap();
    assert_eq!(bot.delivery.drain().await.unwrap().retried, 1);
    bot.clock.advance(Duration::seconds(7199));
    assert_eq!(bot.delivery.drain().await.unwrap(), Step::default());
    bot.clock.advance(Duration::seconds(1));
    assert_eq!(bot.settle().await.sent, 1);
}

#[tokio::test]
async fn waits_grow_and_after_three_days_the_message_is_put_aside_and_listed() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    bot.messenger.plan((0..1000).map(|_| retry(None)));
    let incoming = bot.incoming("asker", Content::Text("/pomoc".into()));
    bot.bot.handle(&incoming).await.unwrap();
    let begin = bot.clock_now();
    let mut waits = Vec::new();
    while bot.delivery.drain().await.unwrap().retried == 1 {
        let due = "SELECT not_before FROM outbox WHERE status = 'pending'";
        let wait = bot.count(due).await - bot.clock_now().timestamp_millis();
        waits.push(wait / 1000);
        bot.clock.advance(Duration::milliseconds(wait));
    }
    assert_eq!(waits[..9], [2, 4, 8, 16, 32, 64, 128, 256, 512]);
    assert!(waits[9..].iter().all(|wait| *wait == 900));
    let age = (bot.clock_now() - begin).num_seconds();
    assert!((72 * 3600..72 * 3600 + 900).contains(&age), "{age}");
    let dead = bot.dead().await;
    assert_eq!((dead.len(), dead[0].error.as_str()), (1, "flood"));
    assert_eq!(dead[0].attempts as usize, waits.len() + 1);
    assert_eq!(bot.waiting().await, 0);
}

#[tokio::test]
async fn an_outage_of_hours_kills_nothing() {
    let mut bot = TestBot::new().await;
    let (unreachable, forbidden) = (
        (0..20).map(|_| retry(None)),
        (0..20).map(|_| Plan::Fail(SendError::NotAllowed("rights".into()))),
    );
    bot.messenger.plan(unreachable.chain(forbidden));
    let incoming = bot.incoming("ewa", Content::Text("/start".into()));
    bot.bot.handle(&incoming).await.unwrap();
    for _ in 0..40 {
        assert_eq!(bot.delivery.drain().await.unwrap().retried, 1);
        bot.clock.advance(Duration::seconds(900));
    }
    assert_eq!(bot.settle().await.sent, 1);
}

#[tokio::test]
async fn what_waited_for_a_week_while_nobody_ran_gets_its_chance() {
    let mut bot = TestBot::new().await;
    let incoming = bot.incoming("ewa", Content::Text("/start".into()));
    bot.bot.handle(&incoming).await.unwrap();
    bot.clock.advance(Duration::days(7));
    bot.messenger.plan([retry(Some(1))]);
    assert_eq!(bot.delivery.drain().await.unwrap().retried, 1);
    bot.clock.advance(Duration::seconds(1));
    assert_eq!(bot.settle().await.sent, 1);
}

#[tokio::test]
async fn a_message_that_was_put_aside_is_sent_again_when_somebody_says_so() {
    let mut bot = TestBot::new().await;
    bot.messenger
        .plan([Plan::Fail(SendError::Rejected("too long".into()))]);
    let incoming = bot.incoming("ewa", Content::Text("/start".into()));
    bot.bot.handle(&incoming).await.unwrap();
    assert_eq!(bot.settle().await.dead, 1);
    let id = bot.dead().await[0].id;
    assert!(!bot.resend(id + 1).await);
    bot.clock.advance(Duration::days(30));
    assert!(bot.resend(id).await);
    assert!(!bot.resend(id).await, "it is no dead letter any more");
    // It has its whole term before it again.
    bot.messenger.plan((0..20).map(|_| retry(None)));
    for _ in 0..20 {
        assert_eq!(bot.delivery.drain().await.unwrap().retried, 1);
        bot.clock.advance(Duration::seconds(900));
    }
    assert_eq!(bot.settle().await.sent, 1);
    assert!(bot.dead().await.is_empty() && !bot.resend(id).await);
}

#[tokio::test]
async fn a_wait_that_a_platform_asks_for_is_between_a_second_and_a_day() {
    for (asked, waits) in [(0, 1), (u64::MAX, 24 * 60 * 60)] {
        let mut bot = TestBot::new().await;
        bot.messenger.plan([retry(Some(asked))]);
        let incoming = bot.incoming("ewa", Content::Text("/start".into()));
        bot.bot.handle(&incoming).await.unwrap();
        assert_eq!(bot.delivery.drain().await.unwrap().retried, 1);
        bot.clock.advance(Duration::seconds(waits - 1));
        assert_eq!(bot.delivery.drain().await.unwrap(), Step::default());
        bot.clock.advance(Duration::seconds(1));
        assert_eq!(bot.settle().await.sent, 1);
    }
}

#[tokio::test]
async fn one_chat_that_fails_does_not_hold_up_another() {
    let mut bot = TestBot::new().await;
    bot.messenger.plan([retry(Some(3600))]);
    for person in ["blocked", "ewa", "jan"] {
        let incoming = bot.incoming(person, Content::Text("/start".into()));
        bot.bot.handle(&incoming).await.unwrap();
    }
    let step = bot.delivery.drain().await.unwrap();
    assert_eq!((step.sent, step.retried), (2, 1));
    assert_eq!(bot.messenger.chats(), ["ewa", "jan"]);
    bot.clock.advance(Duration::hours(1));
    bot.settle().await;
}

#[tokio::test]
async fn within_a_chat_the_order_is_kept_across_a_retry() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    bot.messenger.plan([retry(Some(10))]);
    for text in ["/pomoc", "/jezyk"] {
        let incoming = bot.incoming("asker", Content::Text(text.into()));
        bot.bot.handle(&incoming).await.unwrap();
    }
    assert_eq!(
        bot.delivery.drain().await.unwrap().sent,
        0,
        "the second one waits for the first"
    );
    bot.clock.advance(Duration::seconds(10));
    bot.settle().await;
    let keys = bot.messenger.keys();
    assert!(keys.is_sorted(), "{keys:?}");
}

#[tokio::test]
async fn what_may_have_arrived_is_sent_once_more_and_then_shown_to_a_person() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    let before = bot.messenger.accepted().len();
    let lost = || Plan::AcceptThen(SendError::Uncertain("timeout".into()));
    bot.messenger.plan([lost(), lost()]);
    let incoming = bot.incoming("asker", Content::Text("/pomoc".into()));
    bot.bot.handle(&incoming).await.unwrap();
    for _ in 0..5 {
        bot.delivery.drain().await.unwrap();
        bot.clock.advance(Duration::minutes(20));
    }
    assert_eq!(
        bot.messenger.accepted().len() - before,
        2,
        "one duplicate, and no third try"
    );
    assert_eq!(bot.dead().await.len(), 1);
}

#[tokio::test]
async fn a_rejected_message_and_a_gone_chat_are_not_tried_again() {
    let mut bot = TestBot::new().await;
    bot.messenger.plan([
        Plan::Fail(SendError::Rejected("too long".into())),
        Plan::Fail(SendError::Gone("blocked".into())),
    ]);
    for person in ["ewa", "jan"] {
        let incoming = bot.incoming(person, Content::Text("/start".into()));
        bot.bot.handle(&incoming).await.unwrap();
    }
    let step = bot.settle().await;
    assert_eq!((step.dead, step.undeliverable), (1, 1));
    let errors: Vec<String> = bot
        .dead()
        .await
        .into_iter()
        .map(|letter| letter.error)
        .collect();
    assert_eq!(errors, ["too long"], "nobody has to look at a blocked chat");
}

#[tokio::test]
async fn a_blocked_chat_gets_nothing_until_the_person_writes_again() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    bot.messenger
        .plan([Plan::Fail(SendError::Gone("blocked".into()))]);
    // Two wait; the first finds the chat blocked, the second is not even tried. Nor is what comes later.
    let to = ChatRef::private(Platform::Terminal, "asker");
    for cause in ["notice:1", "notice:2"] {
        bot.put(cause, Lane::Bulk, &to, "ogłoszenie").await;
    }
    assert_eq!(bot.settle().await.undeliverable, 1);
    bot.put("notice:3", Lane::Bulk, &to, "ogłoszenie").await;
    assert_eq!(bot.settle().await, Step::default());
    let undeliverable = "SELECT count(*) FROM outbox WHERE status = 'undeliverable'";
    assert_eq!(bot.count(undeliverable).await, 3);
    assert!(bot.says("/pomoc").await.contains("Co można zrobić"));
    bot.put("notice:4", Lane::Bulk, &to, "ogłoszenie").await;
    assert_eq!(bot.settle().await.sent, 1);
}

#[tokio::test]
async fn a_reply_does_not_wait_for_notices_to_the_same_chat() {
    let mut bot = TestBot::new().await;
    bot.alone();
    bot.says("/start").await;
    let to = ChatRef::private(Platform::Terminal, "asker");
    for cause in ["notice:1", "notice:2"] {
        bot.put(cause, Lane::Bulk, &to, "ogłoszenie").await;
    }
    let said = bot.says("/pomoc").await;
    let (reply, notice) = (said.find("Co można zrobić"), said.find("ogłoszenie"));
    assert!(reply.is_some() && reply < notice, "{said}");
}

#[tokio::test]
async fn several_fly_at_once_and_what_lands_together_is_written_together() {
    let bot = TestBot::new().await;
    for person in 0..20 {
        let to = ChatRef::private(Platform::Terminal, person.to_string());
        let cause = format!("notice:{person}");
        bot.put(&cause, Lane::Bulk, &to, "ogłoszenie").await;
    }
    // The first never comes back; the others do not wait for it.
    bot.messenger.plan([Plan::Hang]);
    let delivery = bot.delivery_with(5).await;
    let drained = tokio::time::timeout(StdDuration::from_millis(500), delivery.drain()).await;
    assert!(drained.is_err());
    assert_eq!(bot.messenger.accepted().len(), 20);
    let sent = "SELECT count(*) FROM outbox WHERE status = 'sent'";
    assert_eq!(bot.count(sent).await, 19);
}

#[tokio::test]
async fn stopping_sends_what_may_go_at_once_and_waits_for_what_is_in_flight() {
    let bot = TestBot::new().await;
    let to = |person: &str| ChatRef::private(Platform::Terminal, person);
    bot.put("notice:1", Lane::Bulk, &to("ewa"), "raz").await;
    bot.messenger.takes(&bot.clock, &[1]);
    let stop = CancellationToken::new();
    let (delivery, news) = (bot.delivery_with(5).await, bot.bot.news());
    let running = tokio::spawn({
        let stop = stop.clone();
        async move { delivery.run(news, stop).await }
    });
    while bot
        .count("SELECT count(*) FROM outbox WHERE status = 'sending'")
        .await
        == 0
    {
        tokio::time::sleep(StdDuration::from_millis(1)).await;
    }
    // The next one to Ewa comes after the first: with the next start. A last reply to Jan goes still.
    bot.put("notice:2", Lane::Bulk, &to("ewa"), "dwa").await;
    bot.put("reply", Lane::Interactive, &to("jan"), "trzy")
        .await;
    stop.cancel();
    assert_eq!(running.await.unwrap().sent, 2);
    assert_eq!(bot.waiting().await, 1);
}

#[tokio::test]
async fn notices_that_hang_leave_room_for_replies() {
    let bot = TestBot::new().await;
    for person in 0..8 {
        let to = ChatRef::private(Platform::Terminal, person.to_string());
        let cause = format!("notice:{person}");
        bot.put(&cause, Lane::Bulk, &to, "ogłoszenie").await;
    }
    bot.messenger.plan(vec![Plan::Hang; 6]);
    let delivery = bot.delivery_with(8).await;
    let stop = CancellationToken::new();
    let (news, stopped) = (bot.bot.news(), stop.clone());
    let running = tokio::spawn(async move { delivery.run(news, stopped).await });
    while bot.messenger.accepted().len() < 6 {
        tokio::time::sleep(StdDuration::from_millis(1)).await;
    }
    let jan = ChatRef::private(Platform::Terminal, "jan");
    bot.put("reply", Lane::Interactive, &jan, "odpowiedź").await;
    while !bot.messenger.chats().contains(&"jan".to_owned()) {
        tokio::time::sleep(StdDuration::from_millis(1)).await;
    }
    running.abort();
}

#[tokio::test]
async fn a_chat_that_moved_is_followed() {
    let mut bot = TestBot::new().await;
    let moved = ChatRef::private(Platform::Terminal, "new");
    bot.messenger.plan([Plan::Fail(SendError::Moved(moved))]);
    let incoming = bot.incoming("old", Content::Text("/start".into()));
    bot.bot.handle(&incoming).await.unwrap();
    bot.settle().await;
    assert_eq!(bot.messenger.chats(), ["new"]);
}

#[tokio::test]
async fn a_platform_out_of_reach_keeps_everything_and_counts_no_try() {
    let mut bot = TestBot::new().await;
    bot.messenger
        .plan([Plan::Fail(SendError::Stop("token".into()))]);
    for person in ["ewa", "jan", "ola"] {
        let incoming = bot.incoming(person, Content::Text("/start".into()));
        bot.bot.handle(&incoming).await.unwrap();
    }
    assert!(bot.delivery.drain().await.unwrap().stopped);
    assert_eq!((bot.waiting().await, bot.dead().await.len()), (3, 0));
    assert_eq!(bot.settle().await.sent, 3);
}

#[tokio::test]
async fn a_clock_that_jumps_back_loses_nothing() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    bot.messenger.plan([retry(Some(60))]);
    let incoming = bot.incoming("asker", Content::Text("/pomoc".into()));
    bot.bot.handle(&incoming).await.unwrap();
    bot.delivery.drain().await.unwrap();
    bot.clock.advance(Duration::hours(-2));
    let later = bot.incoming("asker", Content::Text("/jezyk".into()));
    bot.bot.handle(&later).await.unwrap();
    bot.delivery.drain().await.unwrap();
    bot.clock
        .advance(Duration::hours(2) + Duration::seconds(60));
    bot.settle().await;
    assert!(bot.messenger.keys().is_sorted());
}

#[tokio::test]
async fn a_stored_message_that_cannot_be_read_is_put_aside_and_stops_nobody() {
    let mut bot = TestBot::new().await;
    let to = ChatRef::private(Platform::Terminal, "ewa");
    let messages = vec![Outgoing::plain("raz"), Outgoing::plain("dwa")];
    bot.put_all("test", Lane::Interactive, &to, messages).await;
    bot.spoil("UPDATE outbox SET body = '\"tajemnica\"' WHERE part = 0")
        .await;
    bot.settle().await;
    assert_eq!(bot.read(), "dwa\n");
    let dead = bot.dead().await;
    assert_eq!(
        (dead.len(), dead[0].error.as_str()),
        (
            1,
            "the stored message cannot be read: Data, line 1, column 11"
        ),
        "and nothing of what stood in it"
    );
}

#[tokio::test]
async fn two_chats_that_point_at_each_other_end_as_one_dead_letter() {
    let mut bot = TestBot::new().await;
    let to = |chat: &str| Plan::Fail(SendError::Moved(ChatRef::private(Platform::Terminal, chat)));
    bot.messenger
        .plan((0..100).map(|turn| to(if turn % 2 == 0 { "b" } else { "a" })));
    let incoming = bot.incoming("a", Content::Text("/start".into()));
    bot.bot.handle(&incoming).await.unwrap();
    bot.settle().await;
    assert_eq!(bot.dead().await.len(), 1);
}

#[tokio::test]
async fn a_message_that_kills_the_process_each_time_is_put_aside_in_the_end() {
    let mut bot = TestBot::new().await;
    let incoming = bot.incoming("ewa", Content::Text("/start".into()));
    bot.bot.handle(&incoming).await.unwrap();
    for _ in 0..bot.config.delivery.max_attempts {
        let claimed = bot.claim().await;
        assert_eq!(claimed.len(), 1);
        // It dies before it writes anything down; the next one comes when the lease has run out.
        bot.clock.advance(Duration::seconds(61));
    }
    assert_eq!(bot.settle().await.dead, 1);
    assert!(bot.messenger.accepted().is_empty());
}

#[tokio::test]
async fn one_whose_lease_ran_out_cannot_settle_what_another_has_taken() {
    let mut bot = TestBot::new().await;
    let incoming = bot.incoming("ewa", Content::Text("/start".into()));
    bot.bot.handle(&incoming).await.unwrap();
    let slow = bot.claim().await[0].claim;
    bot.clock.advance(Duration::seconds(61));
    let quick = bot.claim().await[0].claim;
    let mut tx = bot.store.begin().await.unwrap();
    let failed = Settlement::Dead {
        cause: "too late".into(),
        why: Why::Rejected,
    };
    let held = outbox::settle(&mut tx, &[(slow, failed)], bot.clock_now()).await;
    assert!(held.unwrap().is_empty(), "the lease was lost");
    let sent = Settlement::Sent {
        receipt: "1".into(),
    };
    let sent = [(quick, sent)];
    for held in [vec![quick], Vec::new()] {
        let settled = outbox::settle(&mut tx, &sent, bot.clock_now()).await;
        assert_eq!(Vec::from_iter(settled.unwrap()), held, "once");
    }
    tx.commit().await.unwrap();
    assert!(bot.dead().await.is_empty());
    assert_eq!(bot.waiting().await, 0);
}

#[tokio::test]
async fn what_was_given_back_untouched_cannot_be_settled_by_who_had_it() {
    let mut bot = TestBot::new().await;
    let incoming = bot.incoming("ewa", Content::Text("/start".into()));
    bot.bot.handle(&incoming).await.unwrap();
    let first = bot.claim().await[0].clone();
    let mut tx = bot.store.begin().await.unwrap();
    let returned = [(first.claim, Settlement::Returned)];
    outbox::settle(&mut tx, &returned, bot.clock_now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let second = bot.claim().await[0].clone();
    // The try was not counted, but the claim is another one.
    assert_eq!((first.attempts, second.attempts), (1, 1));
    assert_ne!(first.claim, second.claim);
}

#[tokio::test]
async fn what_waits_does_not_wait_for_a_clock_that_was_set_back() {
    let bot = TestBot::new().await;
    let to = ChatRef::private(Platform::Terminal, "ewa");
    bot.put("reply", Lane::Interactive, &to, "odpowiedź").await;
    bot.messenger.plan([retry(None)]);
    let stop = CancellationToken::new();
    let (delivery, news, stopped) = (bot.delivery_with(1).await, bot.bot.news(), stop.clone());
    let running = tokio::spawn(async move { delivery.run(news, stopped).await });
    while bot
        .count("SELECT count(*) FROM outbox WHERE status = 'pending' AND attempts = 1")
        .await
        == 0
    {
        tokio::time::sleep(StdDuration::from_millis(1)).await;
    }
    // A moment and an hour, if nobody noticed. Nothing else happens that could wake the delivery.
    bot.clock.advance(Duration::hours(-1));
    while bot.messenger.accepted().is_empty() {
        tokio::time::sleep(StdDuration::from_millis(1)).await;
    }
    stop.cancel();
    assert_eq!(running.await.unwrap().sent, 1);
}

#[tokio::test]
async fn what_may_have_come_twice_is_counted() {
    let mut bot = TestBot::new().await;
    let twice = async |bot: &TestBot| {
        let mut db = bot.store.read().await.unwrap();
        outbox::perhaps_twice(&mut db).await.unwrap()
    };
    bot.says("/start").await;
    assert_eq!(twice(&bot).await, 0);
    // A timeout after acceptance, a process that dies with a message in hand, and a lease that is lost meanwhile.
    bot.alone();
    bot.messenger
        .plan([Plan::AcceptThen(SendError::Uncertain("timeout".into()))]);
    let incoming = bot.incoming("ewa", Content::Text("/start".into()));
    bot.bot.handle(&incoming).await.unwrap();
    bot.delivery.drain().await.unwrap();
    assert_eq!(twice(&bot).await, 1);
    bot.clock.advance(Duration::minutes(1));
    assert_eq!(bot.claim().await.len(), 1);
    bot.delivery.take_over().await.unwrap();
    assert_eq!(twice(&bot).await, 2);
    bot.settle().await;
    assert_eq!(twice(&bot).await, 2, "what arrives in order is not");
}
