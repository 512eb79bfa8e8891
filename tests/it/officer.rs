//! The one-time code that makes somebody the officer.

use chrono::Duration;
use lacznik::domain::invite::Code;
use lacznik::domain::message::{ChatRef, Content, Incoming, Place, Platform};
use lacznik::domain::role::Role;
use lacznik::store::invites;
use std::process::Command;

use crate::harness::TestBot;

const WELCOME: &str = "To konto ma teraz uprawnienia pełnomocnika";
const REFUSED: &str = "Ten kod nie działa";

/// A fresh code, as `lacznik officer invite` makes it.
pub async fn invite(bot: &TestBot) -> Code {
    let code = Code::from_random(&rand::random());
    let now = bot.clock_now();
    let mut tx = bot.store.begin().await.unwrap();
    invites::add(
        &mut tx,
        &code.digest(),
        Role::Officer,
        now,
        now + Duration::hours(24),
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    code
}

fn start(code: &Code) -> Content {
    Content::Text(format!("/start {}", code.link()))
}

async fn sends(bot: &mut TestBot, person: &str, code: &Code) -> String {
    let incoming = bot.incoming(person, start(code));
    bot.reply_to(&incoming).await
}

async fn officers(bot: &TestBot) -> Vec<String> {
    bot.texts("SELECT person FROM roles").await
}

#[tokio::test]
async fn a_code_makes_one_officer_once() {
    let mut bot = TestBot::new().await;
    let code = invite(&bot).await;
    let welcome = sends(&mut bot, "ola", &code).await;
    assert!(welcome.contains(WELCOME), "{welcome}");
    assert!(
        welcome.contains("/pytania") && welcome.contains("/pomoc"),
        "{welcome}"
    );
    assert_eq!(
        bot.labels(),
        ["Do sprawdzenia", "Nowe ogłoszenie", "Lista poleceń"]
    );
    let incoming = bot.incoming("ola", Content::Text("/pytania".into()));
    assert!(bot.reply_to(&incoming).await.contains("Lista jest pusta"));

    // Pressed once more by the same person, nothing is wrong.
    let again = sends(&mut bot, "ola", &code).await;
    assert!(again.contains(WELCOME), "{again}");
    let other = sends(&mut bot, "jan", &code).await;
    assert!(other.starts_with(REFUSED), "{other}");
    assert_eq!(officers(&bot).await, ["ola"]);
}

#[tokio::test]
async fn the_same_update_again_changes_nothing() {
    let mut bot = TestBot::new().await;
    let code = invite(&bot).await;
    let incoming = bot.incoming("ola", start(&code));
    assert!(bot.reply_to(&incoming).await.contains(WELCOME));
    assert_eq!(bot.reply_to(&incoming).await, "");
    assert_eq!(officers(&bot).await, ["ola"]);
}

#[tokio::test]
async fn wrong_used_and_expired_codes_are_told_in_the_same_words() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    let code = invite(&bot).await;
    let used = invite(&bot).await;
    sends(&mut bot, "ola", &used).await;
    let used = sends(&mut bot, "asker", &used).await;
    let wrong = sends(&mut bot, "asker", &Code::from_random(&[7; Code::CHARS])).await;
    bot.clock.advance(Duration::hours(24));
    let expired = sends(&mut bot, "asker", &code).await;
    let short = bot.says("/start o_abc").await;
    assert!(wrong.starts_with(REFUSED), "{wrong}");
    assert_eq!([&used, &expired, &short], [&wrong; 3]);
    assert_eq!(officers(&bot).await, ["ola"]);
}

#[tokio::test]
async fn a_code_works_a_moment_before_it_expires() {
    let mut bot = TestBot::new().await;
    let code = invite(&bot).await;
    bot.clock
        .advance(Duration::hours(24) - Duration::seconds(1));
    assert!(sends(&mut bot, "ola", &code).await.contains(WELCOME));
}

#[tokio::test]
async fn a_code_that_a_group_has_seen_is_worth_nothing() {
    let mut bot = TestBot::new().await;
    let code = invite(&bot).await;
    let said = bot.in_group("ola", start(&code)).await;
    assert_eq!(
        said,
        "Ten kod zobaczyli inni, dlatego już nie działa. Trzeba utworzyć nowy („lacznik\n\
         officer invite”) i wysłać go w rozmowie prywatnej ze mną.\n\n[1] Napisz prywatnie\n"
    );
    assert!(sends(&mut bot, "ola", &code).await.starts_with(REFUSED));
    // What is pasted with words around it, too; and a channel has readers as well, but gets no answer.
    let pasted = invite(&bot).await;
    let text = Content::Text(format!("mój kod: {}.", pasted.link()));
    assert!(
        bot.in_group("ola", text)
            .await
            .starts_with("Ten kod zobaczyli inni")
    );
    assert!(sends(&mut bot, "ola", &pasted).await.starts_with(REFUSED));
    let posted = invite(&bot).await;
    let post = Incoming {
        place: Place::Channel,
        ..bot.incoming_in("channel", "ola", start(&posted))
    };
    assert_eq!(bot.reply_to(&post).await, "");
    assert!(sends(&mut bot, "ola", &posted).await.starts_with(REFUSED));
    assert!(officers(&bot).await.is_empty());
}

#[tokio::test]
async fn a_code_that_only_its_sender_has_seen_works_in_the_sight_of_others() {
    let mut bot = TestBot::on_discord().await;
    let code = invite(&bot).await;
    let welcome = bot.aside("ola", start(&code)).await;
    let welcome = serde_json::to_string(&welcome).unwrap();
    assert!(welcome.contains(WELCOME), "{welcome}");
    assert_eq!(officers(&bot).await, ["ola"]);
}

#[tokio::test]
async fn an_anonymous_admin_never_gets_a_role() {
    let mut bot = TestBot::new().await;
    let code = invite(&bot).await;
    let said = bot.in_group("chat:-100", start(&code)).await;
    assert!(said.starts_with("Ten kod zobaczyli inni"), "{said}");
    let code = invite(&bot).await;
    let said = sends(&mut bot, "chat:-100", &code).await;
    assert!(said.starts_with(REFUSED), "{said}");
    assert!(officers(&bot).await.is_empty());
}

#[tokio::test]
async fn a_code_leaves_no_trace() {
    let mut bot = TestBot::new().await;
    let (used, seen, bare) = (invite(&bot).await, invite(&bot).await, invite(&bot).await);
    sends(&mut bot, "ola", &used).await;
    sends(&mut bot, "jan", &used).await;
    bot.in_group("ola", start(&seen)).await;
    // Somebody sends the code alone, and somebody with a slip in it.
    let link = bare.link().to_string();
    assert!(bot.says(&link).await.contains(WELCOME));
    let slip = link.replacen("o_", "o_0", 1);
    assert!(
        bot.says(&slip).await.contains(WELCOME),
        "an officer already"
    );
    assert_eq!(bot.count("SELECT count(*) FROM officer_notes").await, 0);

    let mut files = Vec::new();
    for name in ["lacznik.db", "lacznik.db-wal"] {
        files.extend(std::fs::read(bot.path().with_file_name(name)).unwrap());
    }
    for code in [used, seen, bare] {
        let link = code.link().to_string();
        for secret in [&link[2..], &link[2..18]] {
            let is_in = files
                .windows(secret.len())
                .any(|part| part == secret.as_bytes());
            assert!(!is_in, "a code stands in the database");
        }
        let digest = code.digest();
        let is_in = files
            .windows(digest.len())
            .any(|part| part == digest.as_bytes());
        assert!(is_in, "the search would have found it");
    }
}

#[tokio::test]
async fn the_command_line_makes_a_code_that_works() {
    let mut bot = TestBot::new().await;
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_lacznik"))
            .current_dir(bot.path().parent().unwrap())
            .args(arguments)
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (status, said) = run(&["officer", "invite"]);
    assert_eq!(status, Some(0));
    let (_, json) = run(&["officer", "invite", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let message = said
        .lines()
        .find(|line| line.contains("/start o_"))
        .unwrap()
        .trim();
    let (first, second) = (
        Code::find(message).unwrap(),
        json["message"].as_str().unwrap(),
    );
    assert_ne!(message, second);
    assert!(message.strip_prefix("/start ").unwrap().len() <= 64);
    assert!(said.contains("Działa jeden raz i wygasa"), "{said}");
    // The binary has the true time, which is behind that of the test.
    let code = Code::find(second).unwrap();
    bot.spoil("UPDATE invites SET expires_at = 9999999999999")
        .await;
    assert!(sends(&mut bot, "ola", &first).await.contains(WELCOME));
    let to = ChatRef::private(Platform::Terminal, "jan");
    let incoming = Incoming {
        chat: to,
        ..bot.incoming("jan", start(&code))
    };
    assert!(bot.reply_to(&incoming).await.contains(WELCOME));
}

#[test]
fn without_a_database_no_code_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_lacznik"))
        .current_dir(folder.path())
        .args(["officer", "invite"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("Nie ma bazy danych")
    );
    let output = Command::new(env!("CARGO_BIN_EXE_lacznik"))
        .current_dir(folder.path())
        .arg("officer")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
}
