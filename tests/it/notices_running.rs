//! What the officer does with a notice once it is confirmed: the list, progress, pause, stop, the ledger, corrections, taking
//! it back. Each conversation is held on both platforms.

use lacznik::domain::message::{ChatRef, Content, Incoming, Platform};
use lacznik::domain::notice::{Content as Written, Person, State};
use lacznik::domain::role::Role;
use lacznik::store::notices::{self, Move};
use lacznik::store::{ledger, mailings};

use crate::harness::TestBot;

/// A bot whose asker is an officer.
async fn officer() -> TestBot {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    bot.grant("asker", Role::Officer).await;
    bot
}

/// A notice of this text that is in this state.
async fn notice(bot: &TestBot, text: &str, state: State) -> i64 {
    let now = bot.clock_now();
    let author = Person {
        platform: Platform::Terminal,
        id: "asker".to_owned(),
    };
    let content = Written {
        text: text.to_owned(),
        ..Written::default()
    };
    let mut tx = bot.store.begin().await.unwrap();
    let id = notices::create(&mut tx, &author, None, &content, now)
        .await
        .unwrap();
    let actor = author.to_string();
    let how = Move {
        actor: &actor,
        starts_at: Some(now),
        ..Move::default()
    };
    for (from, to) in [
        (State::Draft, State::Scheduled),
        (State::Scheduled, State::Sent),
    ] {
        if state != State::Draft && (to != State::Sent || state == State::Sent) {
            notices::advance(&mut tx, id, from, to, &how, now)
                .await
                .unwrap();
        }
    }
    tx.commit().await.unwrap();
    id
}

#[tokio::test]
async fn notices_are_listed_with_their_states() {
    let mut bot = officer().await;
    insta::assert_snapshot!(bot.says("/ogloszenia").await, @r"
    Ogłoszenia

    Nie ma jeszcze żadnego ogłoszenia. Nowe zaczyna się poleceniem /ogloszenie.

    [1] Nowe ogłoszenie
    ");
    notice(&bot, "Szkic bez niczego", State::Draft).await;
    notice(
        &bot,
        "**Spotkanie** w piątek\n\nW sali 12.",
        State::Scheduled,
    )
    .await;
    insta::assert_snapshot!(bot.says("/ogloszenia").await, @r"
    Ogłoszenia

    - Nr 2, „Spotkanie w piątek”: wyjdzie w poniedziałek 23 listopada o 12:00
    - Nr 1, „Szkic bez niczego”: szkic

    [1] Nr 2: Spotkanie w piątek
    [2] Nr 1: Szkic bez niczego
    [3] Nowe ogłoszenie
    ");
}
