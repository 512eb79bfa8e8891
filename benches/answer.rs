//! What the figures in the README come from: `cargo bench`. Prints times per operation as percentiles.
//!
//! The database lies in the folder for temporary files; `TMPDIR=/dev/shm cargo bench` shows the same without a disk.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]

use lacznik::app::example;
use lacznik::bot::Bot;
use lacznik::bot::brain::Brain;
use lacznik::clock::{Clock, SystemClock};
use lacznik::config::Config;
use lacznik::domain::hours;
use lacznik::domain::knowledge::{Entry, Knowledge};
use lacznik::domain::message::{ChatRef, Content, Incoming, Place, Platform, Sender};
use lacznik::speech::Speech;
use lacznik::store::{self, Store};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Entries of the large knowledge.
const ENTRIES: usize = 2_000;

/// Messages handled.
const MESSAGES: usize = 2_000;

fn main() {
    let example = example().expect("the example city");
    let questions: Vec<String> = golden(&example);
    println!("{:<44} {:>10} {:>10} {:>10}", "", "median", "p99", "worst");
    matching("matching, example city", &example, &questions);
    matching("matching, 2,000 entries", &enlarged(&example), &questions);
    let runtime = tokio::runtime::Runtime::new().expect("runtime");
    runtime.block_on(handling(&example, &questions));
}

/// Every golden question: what people type.
fn golden(knowledge: &Knowledge) -> Vec<String> {
    let of_entries = knowledge
        .entries
        .iter()
        .flat_map(|entry| entry.golden.iter().cloned());
    of_entries
        .chain(knowledge.golden.iter().map(|golden| golden.text.clone()))
        .collect()
}

/// The example city with its entries repeated in other words, up to [`ENTRIES`].
fn enlarged(knowledge: &Knowledge) -> Knowledge {
    let mut large = knowledge.clone();
    for round in 1.. {
        for entry in &knowledge.entries {
            if large.entries.len() == ENTRIES {
                return large;
            }
            large.entries.push(reworded(entry, round));
        }
    }
    large
}

/// The same entry with every second long word changed, so that the vocabulary grows as that of real entries does.
fn reworded(entry: &Entry, round: usize) -> Entry {
    let change = |text: &str| -> String {
        let words = text.split(' ').enumerate();
        let changed = words.map(|(place, word)| {
            let is_long = word.chars().count() > 4 && (place + round).is_multiple_of(2);
            if is_long {
                format!("{word}{}", char::from(b'a' + (round % 26) as u8))
            } else {
                word.to_owned()
            }
        });
        changed.collect::<Vec<_>>().join(" ")
    };
    Entry {
        id: format!("{}-{round}", entry.id),
        title: change(&entry.title),
        question: change(&entry.question),
        wordings: entry
            .wordings
            .iter()
            .map(|wording| change(wording))
            .collect(),
        answer: change(&entry.answer),
        ..entry.clone()
    }
}

fn matching(name: &str, knowledge: &Knowledge, questions: &[String]) {
    let begun = Instant::now();
    let brain = Brain::new(knowledge.clone(), 0);
    println!(
        "{:<44} {:>10.1?}",
        format!("{name}: building the index"),
        begun.elapsed()
    );
    let today = hours::local(SystemClock.now()).date();
    let times = questions
        .iter()
        .cycle()
        .take(5 * questions.len())
        .map(|question| {
            let begun = Instant::now();
            std::hint::black_box(brain.judge(question, today));
            begun.elapsed()
        });
    report(name, times.collect());
}

async fn handling(knowledge: &Knowledge, questions: &[String]) {
    let folder = tempfile::tempdir().expect("temporary folder");
    let path = folder.path().join("bench.db");
    let store = Store::open(&path, Duration::from_secs(5))
        .await
        .expect("database");
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let mut tx = store.begin().await.expect("transaction");
    store::knowledge::replace(&mut tx, knowledge, clock.now())
        .await
        .expect("import");
    tx.commit().await.expect("commit");
    let (speech, config) = (Arc::new(Speech::default()), Arc::new(Config::default()));
    let bot = Bot::wake(store, speech, clock.clone(), config)
        .await
        .expect("bot")
        .expect("knowledge");
    let mut times = Vec::new();
    for (number, question) in questions.iter().cycle().take(MESSAGES).enumerate() {
        let incoming = Incoming {
            update: number.to_string(),
            chat: ChatRef::private(Platform::Terminal, (number % 100).to_string()),
            place: Place::Private,
            message: None,
            language: None,
            sender: Sender {
                id: (number % 100).to_string(),
            },
            content: Content::Text(question.clone()),
            file: None,
            venue: None,
            runs: Vec::new(),
            handle: None,
            at: clock.now(),
        };
        let begun = Instant::now();
        bot.handle(&incoming).await.expect("handled");
        times.push(begun.elapsed());
    }
    report("Bot::handle with its commit", times);
}

fn report(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "{name:<44} {:>10.1?} {:>10.1?} {:>10.1?}",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}
