//! What Discord refuses: what becomes of the message and of its chat, who is told, and that others go on.

use chrono::Duration;
use lacznik::domain::message::{Lane, Outgoing};
use lacznik::store::officer_notes::{self, NoteKind};
use std::process::Command;

use crate::discord_api::faults::CREATE_MESSAGE;
use crate::discord_api::{Act, Refusal, Which, rights};
use crate::discord_aside::{OTHER, words};
use crate::on_discord::{ASKER, CHANNEL, Whole, chat};
use crate::on_telegram::SOON;

fn hello() -> Vec<Outgoing> {
    vec![Outgoing::plain("Ogłoszenie")]
}

impl Whole {
    async fn notice(&self, cause: &str, channel: u64) {
        self.put(cause, Lane::Bulk, &chat(channel), hello()).await;
    }

    async fn closed(&self) -> Vec<String> {
        let closed = "SELECT chat || ' ' || state FROM chats WHERE state <> 'open' ORDER BY chat";
        self.bot.texts(closed).await
    }

    async fn notes(&self, kind: NoteKind) -> Vec<String> {
        let mut db = self.bot.store.read().await.unwrap();
        let notes = officer_notes::list(&mut db, kind, 10).await.unwrap();
        notes.into_iter().map(|note| note.subject).collect()
    }
}

#[tokio::test]
async fn every_refusal_has_its_fate() {
    let table: [(u16, u64, &str, &str); 28] = [
        (403, 50007, "undeliverable", "gone"),
        (403, 50278, "undeliverable", "gone"),
        (404, 10013, "undeliverable", "gone"),
        (404, 10003, "undeliverable", "gone"),
        (404, 10004, "undeliverable", "gone"),
        (403, 50001, "pending", "no_rights"),
        (403, 50013, "pending", "no_rights"),
        (400, 160_002, "pending", "no_rights"),
        (403, 40058, "pending", "no_rights"),
        (400, 50083, "pending", "no_rights"),
        (400, 160_005, "pending", "no_rights"),
        (400, 160_006, "pending", "no_rights"),
        (403, 299_999, "pending", "no_rights"),
        (400, 20028, "pending", ""),
        (400, 20029, "pending", ""),
        (400, 40062, "pending", ""),
        (503, 130_000, "pending", ""),
        (503, 110_001, "pending", ""),
        (500, 0, "pending", ""),
        (502, 0, "pending", ""),
        (400, 50035, "dead", ""),
        (400, 50006, "dead", ""),
        (400, 50109, "dead", ""),
        (400, 200_000, "dead", ""),
        (400, 240_000, "dead", ""),
        (413, 40005, "dead", ""),
        (400, 299_999, "dead", ""),
        (404, 0, "dead", ""),
    ];
    let whole = Whole::new().await;
    let discord = &whole.discord;
    let mut chats = Vec::new();
    for (person, (status, code, ..)) in (1..).zip(table) {
        let channel = discord.api.direct(person);
        chats.push(channel);
        let refusal = Refusal::new(status, code, "Nie");
        let act = Act::Refuse(refusal);
        discord.api.plan(Which::Sends, Some(channel), act, 1);
        let cause = format!("table:{person}");
        whole
            .put(&cause, Lane::Interactive, &chat(channel), hello())
            .await;
    }
    discord.settle().await;
    let (fates, closed) = (whole.fates().await, whole.closed().await);
    for ((channel, (status, code, fate, state)), found) in chats.iter().zip(table).zip(fates) {
        assert_eq!(found, fate, "{status} {code}");
        let chat = format!("{channel} ");
        let known = closed.iter().find_map(|line| line.strip_prefix(&chat));
        assert_eq!(known.unwrap_or_default(), state, "{status} {code}");
    }
    assert!(
        whole.notes(NoteKind::ChatGone).await.is_empty(),
        "all of them are persons"
    );
    // What waits arrives, and no chat stays closed for that.
    whole.later(Duration::minutes(1)).await;
    for ((status, code, fate, _), found) in table.iter().zip(whole.fates().await) {
        let expected = if *fate == "pending" { "sent" } else { fate };
        assert_eq!(found, expected, "{status} {code}");
    }
    assert!(
        whole
            .closed()
            .await
            .iter()
            .all(|line| line.ends_with(" gone"))
    );
}

#[tokio::test]
async fn of_a_person_who_is_gone_nobody_is_told_not_even_after_a_restart() {
    let whole = Whole::on_server().await;
    whole.discord.says("/start").await;
    let whole = whole.killed_and_restarted().await;
    let discord = &whole.discord;
    discord.api.wait_for_session(SOON).await;
    let direct = discord.api.direct(ASKER);
    discord.api.refuses_direct(ASKER, 50007);
    whole.notice("one", direct).await;
    whole.notice("two", direct).await;
    discord.settle().await;
    let fates = whole.fates().await;
    assert_eq!(fates[fates.len() - 2..], ["undeliverable"; 2]);
    let asked = discord.api.count_of(CREATE_MESSAGE);
    whole.notice("three", direct).await;
    discord.settle().await;
    assert_eq!(
        discord.api.count_of(CREATE_MESSAGE),
        asked,
        "nothing is even tried"
    );
    assert_eq!(whole.notes(NoteKind::ChatGone).await, Vec::<String>::new());
    // They write again, and are answered.
    discord.api.accepts_direct(ASKER);
    let id = discord.api.says_in_dm(ASKER, "/pomoc");
    discord.handled(id).await;
    discord.settle().await;
    assert_eq!(whole.fates().await.last().unwrap(), "sent");
    assert!(whole.closed().await.is_empty());
    let rows = "SELECT place FROM chats WHERE chat <> '3002'";
    assert_eq!(whole.bot.texts(rows).await, Vec::<String>::new());
}

#[tokio::test]
async fn without_rights_a_channel_waits_until_they_are_back_and_the_officer_is_told_once() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    discord.api.takes_rights(CHANNEL, rights::SEND);
    whole.notice("one", CHANNEL).await;
    whole.notice("two", CHANNEL).await;
    let direct = discord.api.direct(ASKER);
    whole.notice("three", direct).await;
    for _ in 0..4 {
        whole.later(Duration::minutes(2)).await;
    }
    let notes = whole.notes(NoteKind::ChatNoRights).await;
    assert_eq!(notes, ["Gdańskie NGO #ogólny"]);
    assert_eq!(whole.fates().await[2..], ["pending", "pending", "sent"]);
    discord.api.gives_rights(CHANNEL, rights::SEND);
    assert_eq!(whole.later(Duration::minutes(15)).await.len(), 2);
    assert!(whole.closed().await.is_empty());
}

#[tokio::test]
async fn threads_that_are_archived_wake_up_and_locked_ones_wait() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    discord.api.thread(CHANNEL, 3010, "archiwum");
    discord.api.thread(CHANNEL, 3011, "zamknięty");
    discord.api.archives(3010);
    // Without the right to manage threads.
    discord.api.takes_rights(CHANNEL, rights::MANAGE_THREADS);
    discord.api.locks(3011);
    whole.notice("archived", 3010).await;
    whole.notice("locked", 3011).await;
    assert_eq!(discord.replies().await.len(), 1);
    discord.api.unlocks(3011);
    assert_eq!(whole.later(Duration::minutes(15)).await.len(), 1);
}

#[tokio::test]
async fn when_direct_messages_are_stopped_persons_wait_and_channels_and_replies_go_on() {
    for code in [40003, 20026] {
        let whole = Whole::on_server().await;
        let discord = &whole.discord;
        let directs: Vec<u64> = (1..=4).map(|person| discord.api.direct(person)).collect();
        discord
            .api
            .refuses(Which::route(CREATE_MESSAGE), Some(directs[0]), code, 1);
        for (number, direct) in directs.iter().enumerate() {
            whole.notice(&format!("notice:{number}"), *direct).await;
        }
        whole.notice("channel", CHANNEL).await;
        discord.settle().await;
        // One after another is sent in tests: what came after the refusal waits.
        assert_eq!(whole.bot.waiting().await, 4);
        assert_eq!(discord.api.messages(CHANNEL).len(), 2, "hello and notice");
        // Whoever writes or uses a command is answered.
        discord.read();
        assert_eq!(discord.says("/pomoc").await.len(), 1);
        let answer = discord.gets(OTHER, CHANNEL, "pomoc", &[]).await;
        assert!(words(&answer).contains("Co można zrobić"));
        assert_eq!(whole.bot.waiting().await, 4);
        let whole = whole.killed_and_restarted().await;
        let discord = &whole.discord;
        whole.later(Duration::days(2)).await;
        assert_eq!(whole.bot.waiting().await, 4);
        assert_eq!(whole.notes(NoteKind::DirectStopped).await, ["discord"]);
        let output = Command::new(env!("CARGO_BIN_EXE_lacznik"))
            .current_dir(whole.bot.path().parent().unwrap())
            .args(["doctor", "--lift-direct", "discord"])
            .output();
        assert!(output.unwrap().status.success());
        discord.settle().await;
        assert_eq!(whole.bot.waiting().await, 0);
        for direct in directs {
            assert_eq!(discord.api.messages(direct).len(), 1);
        }
    }
}

#[tokio::test]
async fn a_token_that_is_revoked_keeps_everything_and_asks_little() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    discord.api.revokes_token();
    for person in 1..=50 {
        let direct = discord.api.direct(person);
        whole.notice(&format!("kept:{person}"), direct).await;
    }
    discord.api.forget_requests();
    for _ in 0..10 {
        whole.bot.clock.advance(Duration::minutes(2));
        discord.settle().await;
    }
    let asked = discord.api.requests().len();
    assert!(asked <= 20, "{asked}");
    assert_eq!(whole.bot.waiting().await, 50);
    assert_eq!(
        whole
            .bot
            .count("SELECT max(attempts) FROM outbox WHERE cause LIKE 'kept:%'")
            .await,
        0
    );
}

#[tokio::test]
async fn hundreds_of_refusals_do_not_become_thousands_and_people_are_answered() {
    let whole = Whole::on_server().await;
    let discord = &whole.discord;
    for person in 1..=1200 {
        let direct = discord.api.direct(10_000 + person);
        whole.notice(&format!("refused:{person}"), direct).await;
    }
    discord
        .api
        .refuses(Which::route(CREATE_MESSAGE), None, 50013, usize::MAX);
    discord.api.forget_requests();
    for _ in 0..20 {
        discord.settle().await;
        whole.bot.clock.advance(Duration::minutes(15));
    }
    let refused = discord.api.count_of(CREATE_MESSAGE);
    assert!((400..=520).contains(&refused), "{refused}");
    assert!(discord.api.requests().len() <= 560);
    assert_eq!(whole.bot.waiting().await, 1200);
    let tries = whole.bot.count("SELECT max(attempts) FROM outbox").await;
    assert!(tries <= 20, "{tries}");
    // Answers to what people do just now are not held back.
    let answer = discord.gets(OTHER, CHANNEL, "pomoc", &[]).await;
    assert!(words(&answer).contains("Co można zrobić"));
    assert_eq!(discord.api.count_of(CREATE_MESSAGE), refused);
}
