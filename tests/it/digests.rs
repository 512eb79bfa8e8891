//! Digests and the sign of life: at their time, once, with what is still true.

use chrono::Duration;
use lacznik::domain::language::Language;
use lacznik::domain::message::{Outgoing, Place};
use lacznik::domain::notice::State;
use lacznik::domain::subscription::Rhythm;
use lacznik::platform::terminal::{Style, render};
use lacznik::store::notices::{self, Move};
use lacznik::store::subscriptions;

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

#[tokio::test]
async fn a_daily_digest_says_what_came_and_only_once() {
    let mut clockwork = Clockwork::new().await;
    clockwork.subscriber("jan", "sport", Rhythm::Daily).await;
    let text = "**Nabór** ofert na sport.\n\nOd jutra można składać oferty. Tylko w generatorze.";
    clockwork.notice_now(text, &["sport"]).await;
    clockwork.clock("2026-11-23T15:00:00");
    clockwork.notice_now("Bieg", &["sport", "kultura"]).await;
    assert_eq!(clockwork.digests().await, []);
    clockwork.comes("2026-11-24T08:59:59").await;
    assert_eq!(clockwork.digests().await, []);
    clockwork.comes("2026-11-24T09:00:00").await;
    let digests = clockwork.digests().await;
    assert_eq!(digests.len(), 1);
    insta::assert_snapshot!(digests[0].1, @r"
    2 nowe ogłoszenia

    Nabór ofert na sport (nr 1). Od jutra można składać oferty. Tylko w generatorze.

    Bieg (nr 2)

    Subskrybowany temat: Sport.

    Tematy i to, jak często przychodzą ogłoszenia, zmienia polecenie /subskrypcje.
    Żeby się wypisać, wystarczy napisać „wypisz mnie”.

    [1] Zmień subskrypcje
    ");
    // Nothing to say, nothing sent.
    clockwork.comes("2026-11-25T09:00:00").await;
    assert_eq!(clockwork.digests().await, []);
    assert_eq!(
        clockwork
            .bot
            .count("SELECT count(*) FROM digest_items")
            .await,
        0
    );
    let open = "SELECT count(*) FROM mailings WHERE ended_at IS NULL";
    assert_eq!(clockwork.bot.count(open).await, 0);
}

#[tokio::test]
async fn each_gets_it_in_the_rhythm_that_holds_by_then() {
    let mut clockwork = Clockwork::new().await;
    for (chat, rhythm) in [
        ("codziennie", Rhythm::Daily),
        ("co tydzień", Rhythm::Weekly),
        ("od razu", Rhythm::AtOnce),
        ("już od razu", Rhythm::Weekly),
        ("wypisany", Rhythm::Daily),
    ] {
        let id = clockwork.subscriber(chat, "sport", rhythm).await;
        assert!(id > 0);
    }
    clockwork.notice_now("Nabór", &["sport"]).await;
    clockwork.unsubscribes(5).await;
    let mut tx = clockwork.bot.store.begin().await.unwrap();
    let now = clockwork.bot.clock_now();
    subscriptions::set_rhythm(&mut tx, 4, None, Rhythm::AtOnce, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    clockwork.digests().await;
    clockwork.comes("2026-11-24T09:00:00").await;
    assert_eq!(clockwork.chats().await, ["codziennie", "już od razu"]);
    clockwork.comes("2026-11-29T12:00:00").await;
    assert_eq!(clockwork.chats().await, [""; 0]);
    clockwork.comes("2026-11-30T09:00:00").await;
    assert_eq!(clockwork.chats().await, ["co tydzień"]);
    assert_eq!(
        clockwork
            .bot
            .count("SELECT count(*) FROM digest_items")
            .await,
        0
    );
}

#[tokio::test]
async fn what_was_withdrawn_is_left_out_and_what_was_corrected_is_told_as_it_is_now() {
    let mut clockwork = Clockwork::new().await;
    clockwork.subscriber("jan", "sport", Rhythm::Daily).await;
    let gone = clockwork.notice_now("Odwołane", &["sport"]).await;
    let wrong = clockwork.notice_now("Bieg w sobotę", &["sport"]).await;
    let now = clockwork.bot.clock_now();
    let before = clockwork.notice(wrong).await.content;
    let mut after = before.clone();
    after.text = "Bieg w niedzielę".to_owned();
    let mut tx = clockwork.bot.store.begin().await.unwrap();
    let how = Move::default();
    notices::advance(&mut tx, gone, State::Sent, State::Withdrawn, &how, now)
        .await
        .unwrap();
    notices::rewrite(&mut tx, wrong, &before, &after, "cli", now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    clockwork.comes("2026-11-24T09:00:00").await;
    let digests = clockwork.digests().await;
    let said = &digests[0].1;
    assert!(
        said.contains("1 nowe ogłoszenie") && said.contains("niedzielę"),
        "{said}"
    );
    assert!(
        !said.contains("Odwołane") && !said.contains("sobotę"),
        "{said}"
    );
}

#[tokio::test]
async fn days_without_the_program_are_made_up_for_by_one_digest() {
    let mut clockwork = Clockwork::new().await;
    clockwork.subscriber("jan", "sport", Rhythm::Daily).await;
    clockwork.notice_now("Nabór", &["sport"]).await;
    let mut clockwork = clockwork.dies(Duration::days(5)).await;
    assert_eq!(clockwork.chats().await, ["jan"]);
    clockwork.notice_now("Bieg", &["sport"]).await;
    clockwork.catches_up().await;
    assert_eq!(clockwork.chats().await, [""; 0]);
    // A clock that is set back sends nothing again, and stops nothing.
    clockwork.comes("2026-11-24T12:00:00").await;
    clockwork.comes("2026-11-25T08:59:59").await;
    assert_eq!(clockwork.chats().await, [""; 0]);
    clockwork.comes("2026-11-29T09:00:00").await;
    assert_eq!(clockwork.chats().await, ["jan"]);
    clockwork.comes("2026-11-30T09:00:00").await;
    assert_eq!(clockwork.chats().await, [""; 0]);
}

#[tokio::test]
async fn on_the_nights_when_clocks_change_there_is_one_digest() {
    for (eve, expected) in [
        ("2026-03-28T12:00:00", "03:00"),
        ("2026-10-24T12:00:00", "02:30"),
    ] {
        for (rhythm, line) in [
            (Rhythm::Daily, "30 2 * * *"),
            (Rhythm::Weekly, "30 2 * * 7"),
        ] {
            let bot = crate::harness::TestBot::at(eve).await;
            let lines = |config: &mut lacznik::config::Config| match rhythm {
                Rhythm::Weekly => config.notices.weekly_digest = line.to_owned(),
                _ => config.notices.daily_digest = line.to_owned(),
            };
            let mut clockwork = Clockwork::of(bot, lines).await;
            clockwork.subscriber("jan", "sport", rhythm).await;
            clockwork.notice_now("Nabór", &["sport"]).await;
            let mut digests = Vec::new();
            for _ in 0..24 * 6 {
                clockwork.bot.clock.advance(Duration::minutes(10));
                clockwork.catches_up().await;
                for _ in clockwork.chats().await {
                    let wall = lacznik::domain::hours::local(clockwork.bot.clock_now());
                    digests.push(wall.format("%H:%M").to_string());
                    // Whatever comes in the same night waits for the next one.
                    clockwork.bot.clock.advance(Duration::seconds(1));
                    clockwork.notice_now("Bieg", &["sport"]).await;
                }
            }
            assert_eq!(digests, [expected], "{eve} {line}");
        }
    }
}

#[tokio::test]
async fn what_came_while_the_clock_was_wrong_is_in_the_next_digest() {
    let mut clockwork = Clockwork::new().await;
    clockwork.subscriber("jan", "sport", Rhythm::Daily).await;
    clockwork.clock("2027-11-23T12:00:00");
    clockwork.notice_now("Nabór", &["sport"]).await;
    clockwork.comes("2026-11-23T13:00:00").await;
    assert_eq!(clockwork.chats().await, [""; 0]);
    clockwork.comes("2026-11-24T09:00:00").await;
    assert_eq!(clockwork.chats().await, ["jan"]);
}

#[tokio::test]
async fn a_process_that_dies_among_digests_leaves_nobody_out_and_tells_nobody_twice() {
    let mut clockwork = Clockwork::new().await;
    for person in 0..250 {
        let chat = format!("person-{person:03}");
        clockwork.subscriber(&chat, "sport", Rhythm::Daily).await;
    }
    clockwork.notice_now("Nabór", &["sport"]).await;
    clockwork.clock("2026-11-24T09:00:00");
    let step = clockwork.schedule.step().await.unwrap();
    assert_eq!(step, lacznik::schedule::Look::AtOnce);
    let left = clockwork
        .bot
        .count("SELECT count(*) FROM digest_items")
        .await;
    assert!((1..250).contains(&left), "{left}");
    // It starts again, and the notice of another day is not a part of this digest.
    let mut clockwork = clockwork.dies(Duration::minutes(1)).await;
    clockwork.catches_up().await;
    let told = "SELECT count(*) FROM outbox WHERE mailing > 0";
    assert_eq!(clockwork.bot.count(told).await, 250);
    assert_eq!(
        clockwork
            .bot
            .count("SELECT count(*) FROM digest_items")
            .await,
        0
    );
    let mailings = "SELECT count(*) FROM mailings WHERE kind = 'digest'";
    assert_eq!(clockwork.bot.count(mailings).await, 1);
}

#[tokio::test]
async fn a_group_reads_it_in_its_language_and_hears_who_can_change_it() {
    let mut clockwork = Clockwork::new().await;
    let (group, channel) = (Place::Group, Place::Channel);
    clockwork
        .destination("grupa", group, Language::Ukrainian, "sport", Rhythm::Daily)
        .await;
    clockwork
        .destination("kanał", channel, Language::English, "sport", Rhythm::Daily)
        .await;
    clockwork.notice_now("Nabór", &["sport"]).await;
    clockwork.comes("2026-11-24T09:00:00").await;
    let digests = clockwork.digests().await;
    assert!(digests[0].1.contains("1 нове оголошення"), "{digests:?}");
    assert!(digests[0].1.contains("/pidpysky"), "{digests:?}");
    assert!(digests[1].1.contains("1 new notice"), "{digests:?}");
    assert!(!digests[1].1.contains("[1]"), "no button: {digests:?}");
}

#[tokio::test]
async fn who_got_nothing_for_a_month_hears_that_they_still_subscribe() {
    let mut clockwork = Clockwork::new().await;
    clockwork
        .subscriber("cisza", "kultura", Rhythm::AtOnce)
        .await;
    clockwork.subscriber("sport", "sport", Rhythm::AtOnce).await;
    let ended = clockwork
        .subscriber("wypisany", "kultura", Rhythm::AtOnce)
        .await;
    let (group, at_once) = (Place::Group, Rhythm::AtOnce);
    clockwork
        .destination("grupa", group, Language::Polish, "kultura", at_once)
        .await;
    clockwork.unsubscribes(ended).await;
    // Not a month yet since anybody has subscribed.
    clockwork.comes("2026-12-01T10:00:00").await;
    assert_eq!(clockwork.chats().await, [""; 0]);
    clockwork.clock("2026-12-05T12:00:00");
    clockwork
        .subscriber("nowy", "kultura", Rhythm::AtOnce)
        .await;
    clockwork.comes("2026-12-20T12:00:00").await;
    clockwork.notice_now("Bieg", &["sport"]).await;
    clockwork
        .bot
        .spoil("UPDATE outbox SET status = 'sent', settled_at = created_at WHERE mailing > 0")
        .await;
    clockwork.comes("2027-01-01T09:59:59").await;
    assert_eq!(clockwork.chats().await, [""; 0]);
    clockwork.comes("2027-01-01T10:00:00").await;
    let said = clockwork.digests().await;
    assert_eq!((said.len(), said[0].0.as_str()), (1, "cisza"));
    insta::assert_snapshot!(said[0].1, @r"
    Subskrypcja nadal działa: Kultura i sztuka

    Od miesiąca nie było tu nic nowego. Gdy coś się pojawi, przyjdzie ogłoszenie.

    Tematy i to, jak często przychodzą ogłoszenia, zmienia polecenie /subskrypcje.
    Żeby się wypisać, wystarczy napisać „wypisz mnie”.

    [1] Zmień subskrypcje
    ");
    // Neither a second start nor a clock that is set back says it twice.
    let mut clockwork = clockwork.dies(Duration::minutes(1)).await;
    assert_eq!(clockwork.chats().await, [""; 0]);
    clockwork.comes("2026-12-31T12:00:00").await;
    clockwork.comes("2027-01-01T10:00:00").await;
    assert_eq!(clockwork.chats().await, [""; 0]);
    // A month later those who got nothing meanwhile, and nothing but this before.
    clockwork.comes("2027-02-01T10:00:00").await;
    assert_eq!(clockwork.chats().await, ["cisza", "nowy", "sport"]);
}

#[tokio::test]
async fn the_sign_of_life_can_be_turned_off() {
    let mut clockwork = Clockwork::with(|config| config.notices.sign_of_life.clear()).await;
    clockwork
        .subscriber("cisza", "kultura", Rhythm::AtOnce)
        .await;
    clockwork.comes("2027-02-01T10:00:00").await;
    assert_eq!(clockwork.chats().await, [""; 0]);
}

#[tokio::test]
async fn a_sign_of_life_that_was_cut_off_goes_on() {
    let mut clockwork = Clockwork::new().await;
    for person in 0..250 {
        let chat = format!("person-{person:03}");
        clockwork.subscriber(&chat, "sport", Rhythm::AtOnce).await;
    }
    clockwork.clock("2027-01-01T10:00:00");
    clockwork.schedule.step().await.unwrap();
    let mut clockwork = clockwork.dies(Duration::minutes(1)).await;
    clockwork.catches_up().await;
    assert_eq!(clockwork.rows().await, 250);
}
