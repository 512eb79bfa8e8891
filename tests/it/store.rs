//! The database: what is wrong with it is said plainly, and nothing is lost.

use lacznik::domain::message::Content;
use lacznik::store::{Store, StoreError, knowledge};
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
    let known = knowledge::load(&mut *restored.read().await.unwrap())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(known, lacznik::app::example().unwrap());
}

#[tokio::test]
async fn knowledge_is_stored_and_read_without_loss() {
    let bot = TestBot::new().await;
    let stored = knowledge::load(&mut *bot.store.read().await.unwrap())
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
    let stored = knowledge::load(&mut *bot.store.read().await.unwrap())
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
    let much_later = bot.clock_now() + chrono::Duration::days(400);
    bot.bot.forget(much_later).await.unwrap();
    for table in [
        "SELECT count(*) FROM seen_updates",
        "SELECT count(*) FROM conversations",
    ] {
        assert_eq!(bot.count(table).await, 0, "{table}");
    }
    assert_eq!(bot.count("SELECT count(*) FROM outbox").await, 1);
    assert_eq!(bot.waiting().await, 1);
}
