//! The database: what is wrong with it is said plainly, and nothing is lost.

use lacznik::domain::message::Content;
use lacznik::store::{Store, StoreError, knowledge};
use sqlx::Connection;
use std::time::Duration;

use crate::harness::TestBot;

const SHORT: Duration = Duration::from_millis(100);

#[tokio::test]
async fn a_file_of_a_newer_version_is_refused_and_left_alone() {
    let bot = TestBot::new().await;
    bot.spoil(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', TRUE, X'00', 0)",
    )
    .await;
    let path = bot.path();
    bot.store.close().await;
    let before = std::fs::read(&path).unwrap();
    let refused = Store::open(&path, SHORT).await.unwrap_err();
    assert!(
        matches!(
            refused,
            StoreError::Newer {
                found: 9999,
                known: 1
            }
        ),
        "{refused:?}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn a_locked_database_accepts_nothing_and_loses_nothing() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    let other = Store::open(&bot.path(), SHORT).await.unwrap();
    let held = other.begin().await.unwrap();
    let incoming = bot.incoming("asker", Content::Text("/pomoc".into()));
    let refused = bot.bot.handle(&incoming).await.unwrap_err();
    assert!(matches!(refused, StoreError::Locked), "{refused:?}");
    drop(held);
    other.close().await;
    // The platform brings it again.
    assert!(bot.reply_to(&incoming).await.contains("Co można zrobić"));
}

#[tokio::test]
async fn a_full_disk_accepts_nothing_and_goes_on_when_there_is_room() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    bot.fill_disk().await;
    let long = "czy ".repeat(900);
    let mut refused = None;
    for _ in 0..200 {
        let incoming = bot.incoming("asker", Content::Text(long.clone()));
        if let Err(error) = bot.bot.handle(&incoming).await {
            refused = Some((incoming, error));
            break;
        }
    }
    let (incoming, error) = refused.expect("the file may not grow any more");
    assert!(matches!(error, StoreError::Full), "{error:?}");
    // There is room again.
    assert!(!bot.reply_to(&incoming).await.is_empty());
    assert!(bot.store.integrity().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_database_that_may_not_be_written_says_so() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    bot.forbid_writing().await;
    let incoming = bot.incoming("asker", Content::Text("/pomoc".into()));
    let refused = bot.bot.handle(&incoming).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly), "{refused:?}");
    let mut bot = bot.killed_and_restarted(chrono::Duration::zero()).await;
    assert!(bot.reply_to(&incoming).await.contains("Co można zrobić"));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lacznik.db");
    std::fs::write(&path, "to nie jest baza\n".repeat(100)).unwrap();
    assert!(matches!(
        Store::open(&path, SHORT).await.unwrap_err(),
        StoreError::Damaged
    ));
    let nowhere = folder.path().join("no/such/folder/lacznik.db");
    assert!(matches!(
        Store::open(&nowhere, SHORT).await.unwrap_err(),
        StoreError::CannotOpen
    ));
}

#[tokio::test]
async fn a_backup_taken_while_the_bot_goes_on_is_whole() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    let copy = bot.path().with_extension("copy");
    let held = bot.store.begin().await.unwrap();
    bot.store.backup(&copy).await.unwrap();
    drop(held);
    let restored = Store::open(&copy, SHORT).await.unwrap();
    assert!(restored.integrity().await.unwrap().is_empty());
    let known = knowledge::load(&mut restored.read().await.unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(known, lacznik::app::example().unwrap());
}

#[tokio::test]
async fn knowledge_is_stored_and_read_without_loss() {
    let bot = TestBot::new().await;
    let stored = knowledge::load(&mut bot.store.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(stored.unwrap(), lacznik::app::example().unwrap());
}

#[tokio::test]
async fn knowledge_that_another_process_imports_is_used_at_once() {
    let mut bot = TestBot::new().await;
    let mut changed = lacznik::app::example().unwrap();
    changed.city.office = "Urząd w Innym Mieście".to_owned();
    let other = Store::open(&bot.path(), SHORT).await.unwrap();
    let mut tx = other.begin().await.unwrap();
    knowledge::replace(&mut tx, &changed, bot.clock_now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    other.close().await;
    assert!(bot.says("/start").await.contains("Urząd w Innym Mieście"));
}

#[tokio::test]
async fn a_refused_import_leaves_the_old_knowledge() {
    let bot = TestBot::new().await;
    let mut broken = lacznik::app::example().unwrap();
    broken.routes[0].unit = "NIEMA".to_owned();
    let mut tx = bot.store.begin().await.unwrap();
    knowledge::replace(&mut tx, &broken, bot.clock_now())
        .await
        .unwrap_err();
    drop(tx);
    let stored = knowledge::load(&mut bot.store.read().await.unwrap())
        .await
        .unwrap();
    assert_eq!(stored.unwrap(), lacznik::app::example().unwrap());
}

#[tokio::test]
async fn what_is_old_is_forgotten_and_what_waits_is_not() {
    let mut bot = TestBot::new().await;
    bot.says("/pomoc").await;
    let waiting = bot.incoming("jan", Content::Text("/start".into()));
    bot.bot.handle(&waiting).await.unwrap();
    bot.clock.advance(chrono::Duration::days(400));
    let later = bot.incoming("ola", Content::Text("/start".into()));
    bot.bot.handle(&later).await.unwrap();
    // Of each only what belongs to the last message is left, and the message that nobody took yet.
    assert_eq!(bot.count("SELECT count(*) FROM seen_updates").await, 1);
    assert_eq!(bot.count("SELECT count(*) FROM conversations").await, 1);
    assert_eq!(bot.count("SELECT count(*) FROM outbox").await, 2);
    assert_eq!(bot.waiting().await, 2);
}

#[tokio::test]
async fn a_question_is_forgotten_after_a_day_even_if_its_author_never_returns() {
    let mut bot = TestBot::new().await;
    bot.says("hipopotam fioletowy").await;
    assert_eq!(
        bot.count("SELECT count(*) FROM conversations WHERE asked LIKE '%hipopotam%'")
            .await,
        1
    );
    bot.clock.advance(chrono::Duration::hours(25));
    let other = bot.incoming("ola", Content::Text("/start".into()));
    bot.bot.handle(&other).await.unwrap();
    assert_eq!(
        bot.count("SELECT count(*) FROM conversations WHERE asked IS NOT NULL")
            .await,
        0
    );
    assert_eq!(bot.count("SELECT count(*) FROM conversations").await, 2);
}

#[tokio::test]
async fn a_database_of_another_program_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cudza.db");
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(true);
    let mut other = sqlx::SqliteConnection::connect_with(&options)
        .await
        .unwrap();
    sqlx::query("CREATE TABLE faktury (id INTEGER)")
        .execute(&mut other)
        .await
        .unwrap();
    other.close().await.unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(matches!(
        Store::open(&path, SHORT).await.unwrap_err(),
        StoreError::Foreign
    ));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[tokio::test]
async fn two_that_make_the_same_database_at_once_both_get_it() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lacznik.db");
        let wait = Duration::from_secs(5);
        let (one, other) = tokio::join!(Store::open(&path, wait), Store::open(&path, wait));
        one.unwrap();
        other.unwrap();
    }
}

#[tokio::test]
async fn every_promise_of_the_schema_is_kept_by_the_database_itself() {
    let bot = TestBot::new().await;
    for refused in [
        "INSERT INTO roles VALUES ('terminal', 'x', 'king', 0)",
        "UPDATE entries SET mode = 'auto' WHERE status = 'unconfirmed'",
        "UPDATE entries SET unit = 'NIEMA'",
        "UPDATE units SET level = 'planeta'",
        "INSERT INTO holidays (position, name) VALUES (999, 'bez daty')",
        "DELETE FROM units",
    ] {
        let mut tx = bot.store.begin().await.unwrap();
        assert!(
            sqlx::query(refused).execute(&mut *tx).await.is_err(),
            "{refused}"
        );
    }
}
