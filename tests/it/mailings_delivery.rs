//! Mailings on their way: in order, once, only to those who still want it, and not at night.

use chrono::Duration;
use lacznik::delivery::Step;
use lacznik::domain::message::Attachment;
use lacznik::domain::message::{ChatRef, Lane, Outgoing, Place, Platform};
use lacznik::domain::notice::NoticeFile;
use lacznik::platform::SendError;
use lacznik::store::mailings::{self, Expanded, State};
use lacznik::store::{chats, files, holds, outbox, retention};

use crate::harness::{Plan, TestBot};
use crate::mailings::{about, bodies, said};

impl TestBot {
    /// Ends what is cancelled and what is done.
    pub async fn tidy_up(&self, mailing: i64) {
        let mut tx = self.store.begin().await.unwrap();
        let now = self.clock_now();
        while !mailings::sweep(&mut tx, 2, now).await.unwrap() {}
        mailings::finish(&mut tx, mailing, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn unsubscribe(&self, destination: i64) {
        let mut tx = self.store.begin().await.unwrap();
        sqlx::query("UPDATE subscriptions SET ended_at = 1 WHERE destination = $1")
            .bind(destination)
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }

    /// Who did not get it, and why.
    pub async fn missed(&self, mailing: i64) -> Vec<String> {
        let mut db = self.store.read().await.unwrap();
        let missed = mailings::missed(&mut db, mailing, 0, 100).await.unwrap();
        let line = |one: mailings::Missed| {
            let place = one.place.as_str();
            format!("{place} {} {}", one.title, one.why)
        };
        missed.into_iter().map(line).collect()
    }
}

fn refused() -> Plan {
    Plan::Fail(SendError::Retry {
        not_before: None,
        cause: "busy".into(),
    })
}

#[tokio::test]
async fn parts_keep_their_order_and_wait_for_each_other() {
    let bot = TestBot::on_discord().await;
    for person in ["ewa", "jan"] {
        bot.reader(person).await;
    }
    let (_, id) = bot.begin(&"słowo ".repeat(500)).await;
    bot.expand(id).await;
    bot.messenger.plan([refused()]);
    assert_eq!(bot.delivery.drain().await.unwrap().sent, 2);
    assert_eq!(bot.messenger.chats(), ["jan", "jan"]);
    let now = bot.clock_now().timestamp_millis();
    let waits = bot.texts("SELECT part || '' || not_before FROM outbox WHERE status = 'pending'");
    for row in waits.await {
        assert!(
            row[1..].parse::<i64>().unwrap() > now,
            "nothing is due: {row}"
        );
    }
    bot.clock.advance(Duration::minutes(1));
    bot.settle().await;
    let keys = bot.messenger.keys();
    assert_eq!(bot.messenger.chats(), ["jan", "jan", "ewa", "ewa"]);
    assert!(keys[0] < keys[1] && keys[2] < keys[3], "{keys:?}");
}

#[tokio::test]
async fn a_kill_between_the_sending_and_its_writing_down_doubles_only_what_was_in_hand() {
    let bot = TestBot::new().await;
    for person in ["ewa", "jan", "ola"] {
        bot.reader(person).await;
    }
    let (_, id) = bot.begin("Mecz").await;
    assert_eq!(bot.slice(id, 2).await, Expanded::More);
    bot.messenger.plan([Plan::Accept, Plan::Hang]);
    let drained = tokio::time::timeout(std::time::Duration::from_millis(300), bot.delivery.drain());
    assert!(drained.await.is_err());
    let bot = bot.killed_and_restarted(Duration::zero()).await;
    assert_eq!(bot.delivery.take_over().await.unwrap(), 1);
    bot.expand(id).await;
    bot.settle().await;
    let mut chats = bot.messenger.chats();
    chats.sort();
    assert_eq!(chats, ["ewa", "jan", "jan", "ola"]);
    let progress = bot.progress(id).await;
    assert_eq!((progress.sent, progress.perhaps_twice), (3, 1));
    bot.tidy_up(id).await;
    assert_eq!(bot.mailing(id).await.state, State::Done);
}

#[tokio::test]
async fn it_goes_out_while_it_is_stored_and_however_often_that_is_cut_off() {
    let mut bot = TestBot::new().await;
    for person in 0..7 {
        bot.reader(&person.to_string()).await;
    }
    let (_, id) = bot.begin("Mecz").await;
    while bot.slice(id, 2).await == Expanded::More {
        bot.delivery.drain().await.unwrap();
        bot = bot.killed_and_restarted(Duration::zero()).await;
    }
    bot.settle().await;
    assert_eq!(bot.messenger.chats(), ["0", "1", "2", "3", "4", "5", "6"]);
}

#[tokio::test]
async fn who_unsubscribes_meanwhile_gets_nothing_more() {
    let bot = TestBot::on_discord().await;
    let (ewa, jan) = (bot.reader("ewa").await, bot.reader("jan").await);
    bot.subscribe(jan, "kultura", "at_once").await;
    let words = "słowo ".repeat(500);
    let (_, id) = bot
        .begin_with(about(&["sport", "kultura"]), bodies(&words))
        .await;
    bot.expand(id).await;
    bot.messenger.plan([Plan::Accept, Plan::Accept, Plan::Hang]);
    bot.unsubscribe(ewa).await;
    let drained = tokio::time::timeout(std::time::Duration::from_millis(300), bot.delivery.drain());
    assert!(drained.await.is_ok());
    assert_eq!(bot.messenger.chats(), ["jan", "jan"]);
    assert_eq!(bot.missed(id).await, ["private  unsubscribed"]);
    let progress = bot.progress(id).await;
    assert_eq!((progress.total, progress.sent, progress.skipped), (2, 1, 1));
}

#[tokio::test]
async fn what_is_not_out_at_eight_in_the_evening_waits_for_the_morning() {
    let bot = TestBot::at("2026-11-23T19:55:00").await;
    for person in ["a", "b", "c", "d"] {
        bot.reader(person).await;
    }
    let urgent = bot.reader("urgent").await;
    bot.subscribe(urgent, "pilne", "weekly").await;
    let (_, id) = bot
        .begin_with(about(&["sport", "pilne"]), bodies("Mecz"))
        .await;
    bot.expand(id).await;
    bot.messenger.takes(&bot.clock, &[180]);
    bot.delivery.drain().await.unwrap();
    assert_eq!(bot.messenger.chats(), ["a", "b", "urgent"]);
    bot.clock.advance(Duration::hours(11));
    assert_eq!(bot.delivery.drain().await.unwrap(), Step::default());
    bot.clock.advance(Duration::hours(1));
    bot.settle().await;
    assert_eq!(bot.messenger.chats()[3..], ["c", "d"]);
}

#[tokio::test]
async fn a_pause_stops_it_and_a_cancellation_skips_the_rest() {
    let bot = TestBot::new().await;
    for person in ["a", "b", "c", "d"] {
        bot.reader(person).await;
    }
    let (_, id) = bot.begin("Mecz").await;
    assert_eq!(bot.slice(id, 3).await, Expanded::More);
    let mut tx = bot.store.begin().await.unwrap();
    assert!(mailings::pause(&mut tx, id, "officer").await.unwrap());
    assert!(!mailings::pause(&mut tx, id, "officer").await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(bot.delivery.drain().await.unwrap(), Step::default());
    assert_eq!(bot.slice(id, 3).await, Expanded::Waits);
    assert_eq!(bot.mailing(id).await.reason, "officer");
    let mut tx = bot.store.begin().await.unwrap();
    assert!(mailings::resume(&mut tx, id).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(bot.mailing(id).await.state, State::Expanding);
    bot.expand(id).await;
    bot.messenger.plan([Plan::Accept, refused()]);
    bot.messenger.plan([refused(), refused()]);
    assert_eq!(bot.delivery.drain().await.unwrap().sent, 1);
    let mut tx = bot.store.begin().await.unwrap();
    assert!(mailings::cancel(&mut tx, id).await.unwrap());
    assert!(!mailings::resume(&mut tx, id).await.unwrap());
    tx.commit().await.unwrap();
    bot.clock.advance(Duration::hours(1));
    assert_eq!(bot.delivery.drain().await.unwrap(), Step::default());
    bot.tidy_up(id).await;
    let mailing = bot.mailing(id).await;
    assert_eq!(mailing.state, State::Cancelled);
    assert!(mailing.ended_at.is_some());
    assert_eq!(bot.missed(id).await, ["private  cancelled"; 3]);
    assert_eq!(bot.progress(id).await.sent, 1);
}

#[tokio::test]
async fn a_blocked_chat_a_group_that_moved_and_one_without_rights_are_told_apart() {
    let mut bot = TestBot::new().await;
    bot.reader("blocked").await;
    let group = bot.destination("old", Place::Group).await;
    bot.subscribe(group, "sport", "at_once").await;
    let removed = bot.destination("removed", Place::Channel).await;
    bot.subscribe(removed, "sport", "at_once").await;
    let mut tx = bot.store.begin().await.unwrap();
    let channel = ChatRef::private(Platform::Terminal, "removed");
    let title = "Kanał NGO";
    chats::open(
        &mut tx,
        &channel,
        Place::Channel,
        title,
        None,
        bot.clock_now(),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let (_, first) = bot.begin("Mecz").await;
    let (_, second) = bot.begin("Turniej").await;
    bot.expand(first).await;
    bot.expand(second).await;
    let moved = ChatRef::private(Platform::Terminal, "new");
    bot.messenger.plan([
        Plan::Fail(SendError::Gone("blocked by the user".into())),
        Plan::Fail(SendError::Moved(moved)),
        Plan::Accept,
        Plan::Fail(SendError::Gone("kicked".into())),
    ]);
    bot.settle().await;
    assert_eq!(bot.messenger.chats(), ["new", "new"]);
    for id in [first, second] {
        let missed = ["private  blocked", "channel Kanał NGO gone"];
        assert_eq!(bot.missed(id).await, missed);
        assert_eq!(bot.progress(id).await.perhaps_twice, 0);
    }
    assert!(bot.says("/pomoc").await.contains("Co można zrobić"));
}

#[tokio::test]
async fn notices_to_single_persons_are_held_back_and_those_to_channels_go_on() {
    let bot = TestBot::on_discord().await;
    bot.reader("ewa").await;
    let channel = bot.destination("rada", Place::Channel).await;
    bot.subscribe(channel, "sport", "at_once").await;
    let mut tx = bot.store.begin().await.unwrap();
    let now = bot.clock_now();
    holds::put(&mut tx, Platform::Discord, "40003", now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let (_, id) = bot.begin("Mecz").await;
    bot.expand(id).await;
    // What belongs to no mailing: the channel is known by what is subscribed to there.
    let to = |chat: &str| ChatRef::private(Platform::Discord, chat);
    bot.put("a", Lane::Reminders, &to("rada"), "termin").await;
    bot.put("b", Lane::Reminders, &to("nobody"), "termin").await;
    assert_eq!(bot.delivery.drain().await.unwrap().sent, 2);
    assert_eq!(bot.messenger.chats(), ["rada", "rada"]);
    let mut tx = bot.store.begin().await.unwrap();
    holds::lift(&mut tx, Platform::Discord, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(bot.settle().await.sent, 2);
}

#[tokio::test]
async fn a_platform_that_has_had_enough_of_everything_postpones_nobody() {
    let bot = TestBot::on_discord().await;
    for person in ["a", "b", "c"] {
        bot.reader(person).await;
    }
    let (_, id) = bot.begin("Mecz").await;
    bot.expand(id).await;
    bot.messenger
        .leave_alone("", std::time::Duration::from_secs(3600));
    assert_eq!(bot.delivery.drain().await.unwrap(), Step::default());
    let postponed = "SELECT count(*) FROM outbox WHERE not_before > created_at";
    assert_eq!(bot.count(postponed).await, 0);
    bot.messenger.leave_alone("", std::time::Duration::ZERO);
    assert_eq!(bot.settle().await.sent, 3);
}

#[tokio::test]
async fn a_channel_calls_the_role_that_it_has_chosen() {
    let bot = TestBot::on_discord().await;
    for chat in ["rada", "klub"] {
        let id = bot.destination(chat, Place::Channel).await;
        bot.subscribe(id, "sport", "at_once").await;
    }
    bot.spoil("UPDATE destinations SET ping = '77' WHERE chat = 'rada'")
        .await;
    let mut texts = bodies("Mecz");
    for (_, message) in &mut texts {
        message.ping = Some(String::new());
    }
    let (_, id) = bot.begin_with(about(&["sport"]), texts).await;
    bot.expand(id).await;
    bot.settle().await;
    let pings: Vec<Option<String>> = bot
        .messenger
        .accepted()
        .into_iter()
        .map(|message| message.ping)
        .collect();
    assert_eq!(pings, [Some("77".to_owned()), None]);
}

#[tokio::test]
async fn what_was_put_aside_goes_again_after_the_mailing_has_ended() {
    let bot = TestBot::new().await;
    bot.reader("ewa").await;
    let (_, id) = bot.begin("Mecz").await;
    bot.expand(id).await;
    bot.messenger
        .plan([Plan::Fail(SendError::Rejected("too long".into()))]);
    bot.settle().await;
    bot.tidy_up(id).await;
    assert_eq!(bot.missed(id).await, ["private  rejected"]);
    assert!(bot.resend(bot.dead().await[0].id).await);
    assert_eq!(bot.settle().await.sent, 1);
    bot.tidy_up(id).await;
    assert_eq!(bot.progress(id).await.sent, 1);
    assert_eq!(bot.mailing(id).await.state, State::Done);
}

#[tokio::test]
async fn of_an_old_mailing_the_numbers_are_left_and_what_a_draft_needs_stays() {
    let bot = TestBot::new().await;
    for person in ["a", "b"] {
        bot.reader(person).await;
    }
    let (_, id) = bot.begin("Mecz").await;
    bot.expand(id).await;
    bot.messenger
        .plan([Plan::Fail(SendError::Gone("blocked".into()))]);
    bot.settle().await;
    bot.tidy_up(id).await;
    let before = bot.progress(id).await;
    bot.notice().await;
    bot.spoil(r#"UPDATE notices SET content = '{"file": {"id": "plakat"}}' WHERE id = 2"#)
        .await;
    let mut tx = bot.store.begin().await.unwrap();
    for file in ["plakat", "stary"] {
        files::put(&mut tx, file, "a.png", b"x", bot.clock_now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    bot.clock.advance(Duration::days(399));
    bot.bot.tidy().await.unwrap();
    assert_eq!(bot.count("SELECT count(*) FROM outbox").await, 2);
    assert_eq!(bot.texts("SELECT id FROM files").await, ["plakat"]);
    bot.clock.advance(Duration::days(2));
    let mut slices = 1;
    loop {
        let mut tx = bot.store.begin().await.unwrap();
        let keep = &bot.config.retention;
        let is_all = retention::apply(&mut tx, keep, bot.clock_now()).await;
        tx.commit().await.unwrap();
        if is_all.unwrap() {
            break;
        }
        slices += 1;
    }
    assert_eq!(slices, 2);
    assert_eq!(bot.count("SELECT count(*) FROM outbox").await, 0);
    assert_eq!(bot.count("SELECT count(*) FROM mailing_bodies").await, 0);
    assert_eq!(bot.progress(id).await, before);
    assert_eq!((before.sent, before.undeliverable), (1, 1));
}

#[tokio::test]
async fn a_message_that_changes_is_sent_once_and_edited_with_the_latest() {
    let bot = TestBot::new().await;
    let to = ChatRef::private(Platform::Terminal, "ola");
    let show = async |text: &str| {
        let mut tx = bot.store.begin().await.unwrap();
        outbox::show(&mut tx, "card", &to, Outgoing::plain(text), bot.clock_now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
    };
    show("1").await;
    show("2").await;
    bot.settle().await;
    assert_eq!(said(&bot.messenger.accepted()[0]), "2");
    show("3").await;
    show("4").await;
    bot.settle().await;
    show("5").await;
    bot.settle().await;
    let changes = bot.messenger.changes().into_iter();
    let changes: Vec<String> = changes
        .map(|(_, message)| said(&message.unwrap()))
        .collect();
    assert_eq!(changes, ["4", "5"]);
    assert_eq!(bot.count("SELECT count(*) FROM outbox").await, 2);
    // It is not there any more: that is no matter.
    show("6").await;
    bot.messenger
        .plan([Plan::Fail(SendError::NoMessage("deleted".into()))]);
    assert_eq!(bot.settle().await.skipped, 1);
    // It never arrived: there is nothing to be changed.
    bot.messenger
        .plan([Plan::Fail(SendError::Rejected("no".into()))]);
    let mut tx = bot.store.begin().await.unwrap();
    for text in ["1", "2"] {
        let message = Outgoing::plain(text);
        outbox::show(&mut tx, "other", &to, message, bot.clock_now())
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(bot.settle().await.dead, 1);
}

#[tokio::test]
async fn a_file_is_brought_and_stored_and_nothing_is_said() {
    let bot = TestBot::new().await;
    let from = ChatRef::private(Platform::Terminal, "ola");
    let file = NoticeFile {
        attachment: Attachment {
            id: "plakat".into(),
            picture: true,
        },
        name: "Plakat.png".into(),
    };
    bot.messenger.has_file("remote-1", b"png");
    for _ in 0..2 {
        let mut tx = bot.store.begin().await.unwrap();
        outbox::put_fetch(
            &mut tx,
            "fetch:1",
            &from,
            "remote-1",
            &file,
            bot.clock_now(),
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }
    bot.messenger
        .plan([Plan::Fail(SendError::Uncertain("timeout".into()))]);
    assert_eq!(bot.delivery.drain().await.unwrap().retried, 1);
    bot.clock.advance(Duration::minutes(1));
    assert_eq!(bot.settle().await.sent, 1);
    assert!(bot.messenger.accepted().is_empty());
    let mut db = bot.store.read().await.unwrap();
    let stored = files::get(&mut db, Platform::Terminal, "plakat").await;
    let stored = stored.unwrap().unwrap();
    assert_eq!(
        (stored.name.as_str(), stored.bytes.as_slice()),
        ("Plakat.png", &b"png"[..])
    );
    assert_eq!(outbox::perhaps_twice(&mut db).await.unwrap(), 0);
}
