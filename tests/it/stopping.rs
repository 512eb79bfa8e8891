//! How the service ends: told to, by another one, and how it does not begin.

use std::time::{Duration, Instant};

use crate::process::{Installation, Service, WAITING, until};
use crate::telegram_api::Message;

const ANNA: i64 = 2001;

/// Asks with so many people, and waits until some of the answers are on their way.
fn ask_all(town: &Installation, people: std::ops::Range<i64>) {
    let before = town.api.count_of("sendMessage");
    for person in people {
        town.api.says(person, "koty kastracja");
    }
    until("answers on their way", || {
        town.api.count_of("sendMessage") > before + 3
    });
}

fn is_answered(town: &Installation, person: i64) -> bool {
    let answers = town.api.messages(person);
    let is_answer = |message: &&Message| message.text.starts_with("Wydział Ochrony Środowiska");
    assert!(
        answers.iter().filter(is_answer).count() < 2,
        "{person} has it twice"
    );
    answers.iter().any(|message| is_answer(&message))
}

/// Stops it with this signal; returns how long that took.
pub fn stopped_by(service: Service, signal: &str) -> Duration {
    let begun = Instant::now();
    service.signal(signal);
    // A second one changes nothing; it may find nobody any more.
    service.signal_if_running(signal);
    let (status, said) = service.ended();
    assert_eq!(status.code(), Some(0), "{said}");
    begun.elapsed()
}

#[test]
fn told_to_stop_it_finishes_what_it_has_begun_and_loses_nothing() {
    for (signal, people) in [("TERM", 3000..3080), ("INT", 4000..4080)] {
        let town = Installation::new();
        let service = town.run();
        town.api.slow(Duration::from_millis(500));
        ask_all(&town, people.clone());
        let took = stopped_by(service, signal);
        assert!(took < Duration::from_secs(10), "{signal}: {took:?}");
        let left = town.sql_count(WAITING);
        assert!(left > 0, "the test stopped it too late");
        assert_eq!(
            town.sql_count("SELECT count(*) FROM outbox WHERE status = 'sending'"),
            0
        );
        town.api.all_is_well();
        let _service = town.run();
        until("every answer", || {
            people.clone().all(|person| is_answered(&town, person))
        });
    }
}

#[test]
fn told_to_stop_while_telegram_keeps_silent_it_ends_in_time() {
    let town = Installation::new();
    let service = town.run();
    town.api.hangs(usize::MAX);
    ask_all(&town, 3000..3010);
    let took = stopped_by(service, "TERM");
    assert!(took < Duration::from_secs(10), "{took:?}");
    town.api.all_is_well();
    let _service = town.run();
    until("every answer", || {
        (3000..3010).all(|person| is_answered(&town, person))
    });
}

#[test]
fn told_to_stop_while_nothing_happens_it_ends() {
    for signal in ["TERM", "INT"] {
        let town = Installation::with("poll_seconds = 50\n");
        let service = town.run();
        until("a poll", || town.api.count_of("getUpdates") > 0);
        let took = stopped_by(service, signal);
        assert!(took < Duration::from_secs(10), "{signal}: {took:?}");
    }
}

#[test]
fn a_second_one_is_refused_and_the_first_goes_on() {
    let town = Installation::new();
    let mut first = town.run();
    let second = town.output(&["run"]);
    assert_eq!((second.code, second.out.as_str()), (Some(1), ""));
    assert!(
        second
            .err
            .starts_with("Na tej bazie działa już inny Łącznik (pid "),
        "{}",
        second.err
    );
    assert!(first.is_running());
    town.says(ANNA, "koty kastracja");
    first.kill();
    // The lease in the database is fresh, and still nobody has to wait for its end.
    let _third = town.run();
    town.says(ANNA, "patronat");
}

#[test]
fn one_whose_database_is_taken_over_ends_by_itself() {
    let town = Installation::new();
    let first = town.run();
    std::fs::remove_file(town.path("lacznik.db.service.lock")).unwrap();
    let second = town.run();
    let (status, said) = first.ended();
    assert_eq!(status.code(), Some(1));
    assert!(
        said.contains("Bazę przejął inny uruchomiony Łącznik"),
        "{said}"
    );
    town.says(ANNA, "koty kastracja");
    stopped_by(second, "TERM");
}

#[test]
fn told_to_stop_while_it_starts_it_ends_in_order() {
    let town = Installation::new();
    let service = town.spawn();
    // The database is opened first, and then there is much to do.
    until("a database", || town.path("lacznik.db").exists());
    stopped_by(service, "TERM");
    let _service = town.run();
    town.says(ANNA, "koty kastracja");
}
