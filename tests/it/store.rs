//! The database: what is wrong with it is said plainly, and nothing is lost.

use lacznik::domain::message::{ChatRef, Content, Lane, Outgoing, Platform};
use lacznik::platform::SendError;
use lacznik::store::officer_notes::{self, NoteKind};
use lacznik::store::{Store, StoreError, knowledge, leases};
use sqlx::Connection;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::harness::{MONDAY_NOON, Plan, TestBot, at};

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
                known: 5
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
    bot.make_room().await;
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
    bot.store.backup(&copy, bot.clock_now()).await.unwrap();
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
    bot.alone();
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
        "INSERT INTO duties (id, position, name, who, hard, status, words, offsets)
         VALUES ('x', 999, 'bez terminu', 'nikt', 0, 'confirmed', '[]', '[]')",
        "DELETE FROM units",
    ] {
        let mut tx = bot.store.begin().await.unwrap();
        assert!(
            sqlx::query(refused).execute(&mut *tx).await.is_err(),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn in_a_group_nobody_answers_for_another() {
    let mut bot = TestBot::new().await;
    let mut group = async |person: &str, text: &str| {
        let incoming = bot.incoming_in("grupa", person, Content::Text(text.into()));
        bot.reply_to(&incoming).await
    };
    assert!(group("ewa", "wolontariusz").await.contains("o co chodzi"));
    group("jan", "hipopotam fioletowy").await;
    let of_each =
        "SELECT person || ' ' || json_extract(asked, '$.text') FROM conversations ORDER BY 1";
    assert_eq!(
        bot.texts(of_each).await,
        ["ewa wolontariusz", "jan hipopotam fioletowy"]
    );
}

#[tokio::test]
async fn notes_that_differ_in_capitals_are_one_and_the_latest_comes_first() {
    let mut bot = TestBot::new().await;
    bot.alone();
    let questions = [
        "Hipopotam fioletowy",
        "hipopotam fioletowy",
        "HIPOPOTAM fioletowy ",
        "krasnoludek zielony",
    ];
    for text in questions {
        bot.says(text).await;
        bot.clock.advance(chrono::Duration::seconds(1));
    }
    let mut db = bot.store.read().await.unwrap();
    let notes = officer_notes::list(&mut db, NoteKind::Unanswered, 10)
        .await
        .unwrap();
    let notes: Vec<_> = notes
        .iter()
        .map(|note| (note.text.as_str(), note.count))
        .collect();
    assert_eq!(
        notes,
        [("krasnoludek zielony", 1), ("Hipopotam fioletowy", 3)]
    );
}

#[tokio::test]
async fn the_officers_notes_are_forgotten_a_year_after_they_last_came_up() {
    let mut bot = TestBot::new().await;
    bot.says("hipopotam fioletowy").await;
    const NOTES: &str = "SELECT count(*) FROM officer_notes";
    bot.clock.advance(chrono::Duration::days(365));
    bot.bot.tidy().await.unwrap();
    assert_eq!(bot.count(NOTES).await, 1);
    bot.clock.advance(chrono::Duration::seconds(1));
    bot.bot.tidy().await.unwrap();
    assert_eq!(bot.count(NOTES).await, 0);
}

#[tokio::test]
async fn what_cannot_be_deleted_keeps_nobody_from_an_answer_and_is_tried_again() {
    let mut bot = TestBot::new().await;
    bot.says("hipopotam fioletowy").await;
    bot.clock.advance(chrono::Duration::days(400));
    bot.spoil(
        "CREATE TRIGGER stop BEFORE DELETE ON officer_notes BEGIN SELECT RAISE(ABORT, 'no'); END",
    )
    .await;
    assert!(bot.says("/pomoc").await.contains("Co można zrobić"));
    assert_eq!(bot.count("SELECT count(*) FROM officer_notes").await, 1);
    bot.spoil("DROP TRIGGER stop").await;
    bot.says("/pomoc").await;
    assert_eq!(bot.count("SELECT count(*) FROM officer_notes").await, 0);
}

#[tokio::test]
async fn who_was_silent_for_longer_than_is_remembered_is_new() {
    let mut bot = TestBot::new().await;
    bot.says("/start").await;
    bot.clock.advance(chrono::Duration::days(91));
    let question = bot.incoming("asker", Content::Text("hipopotam fioletowy".into()));
    let reply = bot.reply_to(&question).await;
    assert!(reply.contains("Jestem automatem."), "{reply}");
}

#[tokio::test]
async fn a_fault_is_told_in_the_language_of_the_person() {
    let mut bot = TestBot::new().await;
    bot.says("/jezyk").await;
    bot.presses("English").await;
    bot.spoil("ALTER TABLE conversations RENAME COLUMN asked_until TO gone")
        .await;
    let reply = bot.says("/help").await;
    assert!(reply.contains("went wrong on our side"), "{reply}");
    // And in the language of the settings where theirs cannot be read.
    bot.spoil("ALTER TABLE conversations RENAME TO away").await;
    let reply = bot.says("/help").await;
    assert!(reply.contains("poszło nie tak"), "{reply}");
}

#[tokio::test]
async fn messages_of_one_reply_have_numbers_in_a_row() {
    let bot = TestBot::new().await;
    let to = ChatRef::private(Platform::Terminal, "ewa");
    let messages = || ["raz", "dwa", "trzy"].map(Outgoing::plain).to_vec();
    let lane = Lane::Interactive;
    for cause in ["a", "b"] {
        bot.put_all(cause, lane, &to, messages()).await;
    }
    bot.put_all("c", lane, &to, Vec::new()).await;
    let numbers = bot
        .texts("SELECT cause || part || '-' || id FROM outbox ORDER BY id")
        .await;
    assert_eq!(numbers, ["a0-1", "a1-2", "a2-3", "b0-4", "b1-5", "b2-6"]);
}

#[tokio::test]
async fn a_backup_that_fails_leaves_nothing_behind() {
    let bot = TestBot::new().await;
    let folder = tempfile::tempdir().unwrap();
    let (copy, part) = (
        folder.path().join("kopia"),
        folder.path().join("kopia.part"),
    );
    // Somebody else's unfinished copy is left alone.
    std::fs::write(&part, "cudze").unwrap();
    let refused = bot.store.backup(&copy, bot.clock_now()).await.unwrap_err();
    assert!(matches!(refused, StoreError::CannotOpen), "{refused:?}");
    assert_eq!(std::fs::read(&part).unwrap(), b"cudze");
    std::fs::remove_file(&part).unwrap();
    // A copy that was made meanwhile is not overwritten.
    std::fs::write(&copy, "cudze").unwrap();
    bot.store.backup(&copy, bot.clock_now()).await.unwrap_err();
    assert_eq!(std::fs::read(&copy).unwrap(), b"cudze");
    assert!(!part.exists());
    std::fs::remove_file(&copy).unwrap();
    bot.store.backup(&copy, bot.clock_now()).await.unwrap();
    assert!(copy.exists() && !part.exists());
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_may_read_a_database_and_its_copies() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lacznik.db");
    let store = Store::open(&path, SHORT).await.unwrap();
    store
        .backup(&folder.path().join("kopia"), at(MONDAY_NOON))
        .await
        .unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", entry.path());
    }
    store.close().await;
}

/// The binary, with a database of a test.
fn lacznik(bot: &TestBot, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lacznik"));
    command.arg("--database").arg(bot.path()).args(arguments);
    command.current_dir(bot.path().parent().unwrap());
    command.env_remove("LACZNIK_LOG");
    command
}

#[tokio::test]
async fn doctor_shows_what_waits_too_long_and_sends_again_what_was_put_aside() {
    let mut bot = TestBot::new().await;
    let reason = SendError::Rejected("blocked".into());
    bot.messenger.plan([Plan::Fail(reason)]);
    let first = bot.incoming("ewa", Content::Text("/start".into()));
    bot.bot.handle(&first).await.unwrap();
    bot.settle().await;
    bot.spoil("UPDATE outbox SET settled_at = 4102444800000")
        .await;
    let id = bot.dead().await[0].id;
    let say = |arguments: &[&str]| {
        let output = lacznik(&bot, arguments).output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (code, text) = say(&["doctor"]);
    assert_eq!(code, Some(0));
    assert!(
        text.contains(&format!(
            "blocked. Wysłać jeszcze raz: lacznik doctor --resend {id}\n"
        )),
        "{text}"
    );
    let (code, text) = say(&["doctor", "--resend", "77"]);
    assert_eq!(code, Some(1));
    assert!(
        text.contains("błąd: nie ma odłożonej wiadomości nr 77."),
        "{text}"
    );
    let (code, text) = say(&["doctor", "--resend", &id.to_string()]);
    assert_eq!(code, Some(0));
    assert!(
        text.contains("czeka na ponowne wysłanie") && text.contains("dobrze: wiadomości czekające"),
        "{text}"
    );
    bot.spoil("INSERT INTO counters (name, value) VALUES ('outbox_perhaps_twice', 3)")
        .await;
    let (_, text) = say(&["doctor"]);
    assert!(
        text.contains("wiadomości, które mogły przyjść dwa razy, odkąd jest ta baza: 3."),
        "{text}"
    );
    bot.spoil("UPDATE outbox SET created_at = created_at - 3700000")
        .await;
    let (_, text) = say(&["doctor"]);
    assert!(
        text.contains(
            "uwaga: wiadomości czekające na wysłanie: 1. Najstarsza czeka 1 godz. 1 min."
        ),
        "{text}"
    );
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_output_that_cannot_be_written_is_said_and_nothing_is_lost() {
    let bot = TestBot::new().await;
    let talk = |out: Stdio| {
        let mut command = lacznik(&bot, &["chat"]);
        command.stdin(Stdio::piped()).stdout(out);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdin.take().unwrap().write_all(b"/pomoc\n"));
        child.wait_with_output().unwrap()
    };
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let refused = talk(full.unwrap().into());
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("Nie można wypisać odpowiedzi"), "{said}");
    // Nobody who listens is no failure. What waits could not be said, so no line was taken.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let unheard = talk(writer.into());
    assert_eq!(unheard.status.code(), Some(0));
    assert_eq!(String::from_utf8(unheard.stderr).unwrap(), "");
    let said = String::from_utf8(talk(Stdio::piped()).stdout).unwrap();
    assert_eq!(said.matches("Co można zrobić").count(), 2, "{said}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_name_that_cannot_be_stored_is_refused() {
    use std::os::unix::ffi::OsStrExt;
    let bot = TestBot::new().await;
    let mut command = lacznik(&bot, &["backup"]);
    command.arg(std::ffi::OsStr::from_bytes(b"kopia\xff.db"));
    let refused = command.output().unwrap();
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("Proszę podać inną nazwę"), "{said}");
}

#[tokio::test]
async fn a_lease_is_refused_while_it_lasts_and_its_epoch_tells_who_lost_it() {
    let bot = TestBot::new().await;
    let now = bot.clock_now();
    let until = now + chrono::Duration::seconds(30);
    let mut tx = bot.store.begin().await.unwrap();
    let mut take = async |holder: &str, alone, now| {
        leases::take(&mut tx, "service", holder, alone, now, until)
            .await
            .unwrap()
            .map(|lease| lease.epoch)
    };
    assert_eq!(take("a", false, now).await, Some(1));
    assert_eq!(take("b", false, now).await, None, "it is held");
    assert_eq!(
        take("b", true, now).await,
        Some(2),
        "the holder is known to be dead"
    );
    assert_eq!(take("c", false, until).await, Some(3), "its term is over");
    let mut renew = async |epoch| {
        leases::renew(&mut tx, "service", epoch, now, until)
            .await
            .unwrap()
    };
    assert!(!renew(1).await && !renew(2).await && renew(3).await);
    let holder = leases::holder(&mut tx, "service").await.unwrap();
    assert_eq!(holder.as_deref(), Some("c"));
}
