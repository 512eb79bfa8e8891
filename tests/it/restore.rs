//! A copy takes the place of the database: nothing is sent twice because of it, and what is held is told.

use chrono::Duration;
use lacznik::domain::message::{ChatRef, Lane, Platform};
use lacznik::domain::notice::State;
use lacznik::domain::role::Role;
use lacznik::domain::subscription::Rhythm;
use lacznik::store::mailings::{self, Progress};
use lacznik::store::officer_notes::NoteKind;
use lacznik::store::{Store, StoreError, copies, ledger, marks, outbox};
use std::path::{Path, PathBuf};

use crate::harness::{Plan, TestBot, at};
use crate::schedule::{Clockwork, OFFICER};

const SHORT: std::time::Duration = std::time::Duration::from_secs(1);

impl Clockwork {
    /// A copy, as `lacznik backup` makes it.
    async fn copy(&self) -> PathBuf {
        let copy = self.bot.path().with_file_name("kopia.db");
        let now = self.bot.clock_now();
        self.bot.store.backup(&copy, now).await.unwrap();
        copy
    }

    /// The service ends; so much later the copy takes the place of the database, and the service starts.
    async fn restored(self, copy: &Path, after: Duration) -> Self {
        self.bot.store.close().await;
        let now = self.bot.clock_now() + after;
        copies::restore(copy, &self.bot.path(), SHORT, now)
            .await
            .unwrap();
        self.dies(after).await
    }

    async fn marked(&self) -> bool {
        let mut db = self.bot.store.read().await.unwrap();
        let copied = marks::find(&mut db, marks::COPIED).await.unwrap();
        copied.is_some()
    }
}

#[tokio::test]
async fn a_copy_in_the_middle_of_a_notice_sends_nothing_and_says_so() {
    let mut clockwork = Clockwork::new().await;
    clockwork.has_officer().await;
    for chat in ["jan", "ola"] {
        clockwork.subscriber(chat, "sport", Rhythm::AtOnce).await;
    }
    let now = clockwork.bot.clock_now();
    let going = clockwork.scheduled("Nabór", &["sport"], now).await;
    clockwork.catches_up().await;
    let planned = at("2026-11-23T15:00:00");
    let planned = clockwork.scheduled("Bieg", &["sport"], planned).await;
    let to = ChatRef::private(Platform::Terminal, "jan");
    clockwork
        .bot
        .put("other", Lane::Interactive, &to, "Odpowiedź")
        .await;
    let copy = clockwork.copy().await;
    assert!(!clockwork.marked().await, "only the copy is marked");

    let mut clockwork = clockwork.restored(&copy, Duration::hours(1)).await;
    clockwork.catches_up().await;
    assert!(!clockwork.marked().await);
    let open = "SELECT count(*) FROM mailings WHERE state = 'paused' AND reason = 'restored'";
    assert_eq!(clockwork.bot.count(open).await, 1);
    let held = clockwork.notice(planned).await;
    assert_eq!(
        (held.state, held.reason.as_str()),
        (State::Held, "restored")
    );
    let dead = clockwork
        .bot
        .texts("SELECT cause FROM outbox WHERE why = 'restored'")
        .await;
    assert_eq!(dead, ["other"]);
    let told = clockwork
        .bot
        .texts("SELECT body FROM outbox WHERE cause LIKE 'restored:%'")
        .await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].contains(&format!("nr {going}, {planned}")),
        "{told:?}"
    );
    assert_eq!(clockwork.notes(NoteKind::Restored).await.len(), 1);
    assert_eq!(clockwork.notes(NoteKind::NoticeHeld).await.len(), 2);
    // What is due later is due as ever, and a second start changes nothing.
    let mut clockwork = clockwork.dies(Duration::hours(20)).await;
    clockwork.catches_up().await;
    assert_eq!(clockwork.rows().await, 2);
    assert_eq!(clockwork.notes(NoteKind::Restored).await[0].count, 1);
    let mut db = clockwork.bot.store.read().await.unwrap();
    let ledger = ledger::of_notice(&mut db, going).await.unwrap();
    assert_eq!(ledger.mailings[0].progress.waiting, 2);
}

/// Where the copy is made in this test: some have it, one message is in flight, and not all rows are stored.
const CROWD: usize = 600;
const STORED: i64 = 500;
const SENT: usize = 20;

#[tokio::test]
async fn what_may_have_gone_out_goes_again_when_a_person_says_so_and_is_counted() {
    let mut clockwork = Clockwork::new().await;
    clockwork.has_officer().await;
    clockwork.crowd(CROWD).await;
    let now = clockwork.bot.clock_now();
    let going = clockwork.scheduled("Nabór", &["sport"], now).await;
    clockwork.schedule.step().await.unwrap();
    let mut plans = vec![Plan::Accept; SENT];
    plans.push(Plan::Hang);
    clockwork.bot.messenger.plan(plans);
    let drained = tokio::time::timeout(SHORT, clockwork.bot.delivery.drain());
    assert!(drained.await.is_err());
    assert_eq!(clockwork.rows().await, STORED);
    let copy = clockwork.copy().await;

    // It goes on to its end, and somebody who has it unsubscribes.
    clockwork = clockwork.dies(Duration::zero()).await;
    clockwork.bot.delivery.take_over().await.unwrap();
    clockwork.catches_up().await;
    clockwork.bot.settle().await;
    clockwork.catches_up().await;
    assert_eq!(clockwork.rows().await, CROWD as i64);
    clockwork
        .bot
        .spoil("UPDATE subscriptions SET ended_at = 1 WHERE destination = (SELECT max(id) FROM destinations)")
        .await;
    let copies_of = |clockwork: &Clockwork, chat: &str| {
        let chats = clockwork.bot.messenger.chats();
        chats.iter().filter(|one| *one == chat).count()
    };
    assert_eq!(copies_of(&clockwork, "person-599"), 1);
    let before = clockwork.bot.messenger.chats().len();

    let mut clockwork = clockwork.restored(&copy, Duration::hours(1)).await;
    clockwork.bot.delivery.take_over().await.unwrap();
    clockwork.catches_up().await;
    clockwork.bot.delivery.drain().await.unwrap();
    let after = clockwork.bot.messenger.chats().split_off(before);
    assert!(
        !after.is_empty() && after.iter().all(|chat| chat == OFFICER),
        "{after:?}"
    );
    let open = CROWD - SENT;
    let expected = Progress {
        total: CROWD as i64,
        sent: SENT as i64,
        waiting: open as i64,
        ..Progress::default()
    };
    let mut tx = clockwork.bot.store.begin().await.unwrap();
    let mailing = mailings::of_notice(&mut tx, going).await.unwrap().remove(0);
    let progress = mailings::progress(&mut tx, mailing.id).await.unwrap();
    assert_eq!(progress, expected, "everybody is known who may have it");
    assert_eq!(outbox::perhaps_twice(&mut tx).await.unwrap(), 0);

    let now = clockwork.bot.clock_now();
    assert!(mailings::resume(&mut tx, mailing.id, now).await.unwrap());
    tx.commit().await.unwrap();
    clockwork.bot.settle().await;
    clockwork.catches_up().await;
    clockwork.bot.settle().await;
    let progress = clockwork.bot.progress(mailing.id).await;
    let expected = Progress {
        sent: CROWD as i64,
        waiting: 0,
        perhaps_twice: open as i64,
        ..expected
    };
    assert_eq!(progress, expected);
    let mut db = clockwork.bot.store.read().await.unwrap();
    let counted = outbox::perhaps_twice(&mut db).await.unwrap();
    assert_eq!(counted, open as i64);
    let report = clockwork.bot.messenger.accepted().pop().unwrap();
    let report = serde_json::to_string(&report).unwrap();
    let sentence = format!("Do {open} odbiorców wiadomość mogła przyjść dwa razy.");
    assert!(report.contains(&sentence), "{report}");
    // Of one who unsubscribed after the copy it does not know.
    assert_eq!(copies_of(&clockwork, "person-0"), 1);
    assert_eq!(copies_of(&clockwork, "person-599"), 2);
}

#[tokio::test]
async fn an_author_who_is_no_officer_is_told_of_their_notice() {
    let clockwork = Clockwork::new().await;
    let planned = at("2026-11-23T15:00:00");
    clockwork.scheduled("Bieg", &["sport"], planned).await;
    clockwork.bot.grant(OFFICER, Role::Editor).await;
    let copy = clockwork.copy().await;
    let clockwork = clockwork.restored(&copy, Duration::minutes(5)).await;
    let told = "SELECT body FROM outbox WHERE cause LIKE 'restored:%'";
    let told = clockwork.bot.texts(told).await;
    assert!(
        told.len() == 1 && told[0].contains("Ogłoszenie nr 1 jest wstrzymane"),
        "{told:?}"
    );
}

#[tokio::test]
async fn a_digest_that_may_have_gone_out_is_not_sent_again() {
    for (after, told) in [(Duration::hours(1), 1), (Duration::hours(24), 0)] {
        let mut clockwork = Clockwork::new().await;
        clockwork.subscriber("jan", "sport", Rhythm::Daily).await;
        let now = clockwork.bot.clock_now();
        clockwork.scheduled("Nabór", &["sport"], now).await;
        clockwork.catches_up().await;
        let copy = clockwork.copy().await;
        let mut clockwork = clockwork.restored(&copy, after).await;
        clockwork.comes("2026-11-25T09:00:00").await;
        assert_eq!(clockwork.rows().await, told, "{after}");
    }
}

#[tokio::test]
async fn what_was_heard_after_the_copy_is_not_asked_for_again() {
    let clockwork = Clockwork::new().await;
    let bot = &clockwork.bot.bot;
    bot.keep_position(Platform::Discord, "{}").await.unwrap();
    let copy = clockwork.copy().await;
    let clockwork = clockwork.restored(&copy, Duration::hours(1)).await;
    let bot = &clockwork.bot.bot;
    assert_eq!(bot.position(Platform::Discord).await.unwrap(), None);
}

#[tokio::test]
async fn what_is_no_copy_of_ours_changes_nothing() {
    let bot = TestBot::new().await;
    let (path, now) = (bot.path(), bot.clock_now());
    bot.store.close().await;
    let before = std::fs::read(&path).unwrap();
    let folder = path.parent().unwrap();
    let text = folder.join("notatki.txt");
    std::fs::write(
        &text,
        "To nie jest baza danych, tylko kilka zdań tekstu.".repeat(100),
    )
    .unwrap();
    let empty = folder.join("pusty.db");
    std::fs::write(&empty, "").unwrap();
    let newer = folder.join("nowsza.db");
    std::fs::copy(&path, &newer).unwrap();
    let store = Store::open(&newer, SHORT).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'from the future', TRUE, X'00', 0)",
    )
    .execute(&mut *tx)
    .await
    .unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    for (file, expected) in [
        (&text, StoreError::Damaged),
        (&empty, StoreError::Foreign),
        (&newer, StoreError::Newer { found: 0, known: 0 }),
        (&folder.join("nie ma.db"), StoreError::CannotOpen),
    ] {
        let refused = copies::restore(file, &path, SHORT, now).await.unwrap_err();
        let same = std::mem::discriminant(&refused) == std::mem::discriminant(&expected);
        assert!(same, "{}: {refused:?}", file.display());
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
    let left = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name());
    let mut left: Vec<_> = left.map(|name| name.into_string().unwrap()).collect();
    // That one was at work, and is no copy.
    left.retain(|name| !name.starts_with("nowsza.db-"));
    left.sort();
    assert_eq!(left, ["lacznik.db", "notatki.txt", "nowsza.db", "pusty.db"]);
}

#[tokio::test]
async fn the_database_of_before_is_kept_whole_even_where_it_is_damaged() {
    let bot = TestBot::new().await;
    let (path, now) = (bot.path(), bot.clock_now());
    let copy = path.with_file_name("kopia.db");
    bot.store.backup(&copy, now).await.unwrap();
    bot.spoil("INSERT INTO counters (name, value) VALUES ('later', 7)")
        .await;
    bot.store.close().await;
    let kept = copies::restore(&copy, &path, SHORT, now).await.unwrap();
    let kept = kept.unwrap();
    assert!(kept.ends_with("lacznik.db.2026-11-23_120000"), "{kept:?}");
    let count = async |path: &Path| -> i64 {
        let store = Store::open(path, SHORT).await.unwrap();
        let mut db = store.read().await.unwrap();
        let count = sqlx::query_scalar("SELECT count(*) FROM counters WHERE name = 'later'");
        let count = count.fetch_one(&mut *db).await.unwrap();
        drop(db);
        store.close().await;
        count
    };
    assert_eq!((count(&kept).await, count(&path).await), (1, 0));
    // A database that cannot be opened any more is kept as it is.
    std::fs::write(&path, "zepsute").unwrap();
    let kept = copies::restore(&copy, &path, SHORT, now)
        .await
        .unwrap()
        .unwrap();
    assert!(kept.ends_with("lacznik.db.2026-11-23_120000-2"), "{kept:?}");
    assert_eq!(std::fs::read(&kept).unwrap(), b"zepsute");
    assert_eq!(count(&path).await, 0);
}
