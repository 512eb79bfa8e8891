//! The released program as a process, and figures as they are printed: for benchmarks against a stand-in.

use lacznik::domain::message::ChatRef;
use lacznik::domain::message::{Lane, Outgoing};
use lacznik::store::Store;
use lacznik::store::outbox::{self, Said};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What people ask, as they type.
const QUESTIONS: [&str; 8] = [
    "ile max na maly grant teraz",
    "kto zajmuje sie dotacjami na sport",
    "zmienilismy prezesa co teraz",
    "do kiedy sprawozdanie z dotacji",
    "czy mozna przesunac srodki miedzy pozycjami",
    "gdzie zlozyc oferte",
    "potrzebna sala na szkolenie",
    "jak zalozyc stowarzyszenie",
];

pub fn question(number: usize) -> &'static str {
    QUESTIONS[number % QUESTIONS.len()]
}

/// Which parts are to run: all, or those named behind `--`.
pub struct Wanted(Vec<String>);

impl Wanted {
    pub fn by_arguments() -> Self {
        let named = std::env::args().skip(1);
        Self(named.filter(|arg| !arg.starts_with("--")).collect())
    }

    pub fn has(&self, part: &str) -> bool {
        self.0.is_empty() || self.names(part)
    }

    /// Also where nothing is named, only what is named.
    pub fn names(&self, part: &str) -> bool {
        self.0.iter().any(|one| one == part)
    }
}

/// A folder with settings in it, before the service runs.
pub fn folder(settings: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("settings.toml"), settings).unwrap();
    folder
}

/// The database of a service in such a folder.
pub fn database(folder: &TempDir) -> PathBuf {
    folder.path().join("lacznik.db")
}

/// The service as a process, ended with this value.
pub struct Service {
    child: Child,
    pub folder: TempDir,
}

impl Service {
    /// Starts it with a token (its variable and value) and waits until `is_up`.
    pub fn start(folder: TempDir, token: (&str, &str), is_up: impl Fn() -> bool) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_lacznik"))
            .args(["run", "--config", "settings.toml"])
            .current_dir(folder.path())
            .env_remove("LACZNIK_TELEGRAM_TOKEN")
            .env_remove("LACZNIK_DISCORD_TOKEN")
            .env_remove("LACZNIK_LOG")
            .env(token.0, token.1)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while !is_up() {
            assert!(begun.elapsed() < Duration::from_secs(30), "it does not run");
            std::thread::sleep(Duration::from_millis(5));
        }
        Self { child, folder }
    }

    /// Processor time used so far.
    pub fn processor(&self) -> Duration {
        processor(self.child.id())
    }

    /// Memory in use, in MB.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .unwrap();
        let kilobytes: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        kilobytes / 1024
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Processor time that a process has used so far.
pub fn processor(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    let fields: Vec<u64> = after_name
        .split_whitespace()
        .map(|field| field.parse().unwrap_or_default())
        .collect();
    // utime and stime, in hundredths of a second: fields 14 and 15 of proc(5).
    Duration::from_millis((fields[11] + fields[12]) * 10)
}

/// Prints the middle of the times, and their end.
pub fn percentiles(name: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1000.0;
    println!(
        "{name:<58} median {:>7.2} ms, p99 {:>7.2} ms, worst {:>7.2} ms ({} messages)",
        at(0.5),
        at(0.99),
        at(1.0),
        times.len()
    );
}

/// Prints how fast questions were answered that all waited already.
pub fn throughput(service: &Service, count: usize, wall: Duration, processor: Duration) {
    println!(
        "{:<58} {:.0} a second on {} cores, {:.0} per second of one core's time, {} MB",
        format!(
            "{count} questions at once, from {:?}",
            service.folder.path().parent().unwrap()
        ),
        count as f64 / wall.as_secs_f64(),
        std::thread::available_parallelism().unwrap(),
        count as f64 / processor.as_secs_f64(),
        service.memory(),
    );
}

/// Puts notices into the outbox of a service that does not run yet.
pub fn fill(database: &Path, notices: impl IntoIterator<Item = (ChatRef, Lane)>) {
    let notice = |(number, (to, lane)): (usize, (ChatRef, Lane))| Said {
        cause: format!("bench:{number}"),
        lane,
        to,
        messages: vec![Outgoing::plain(
            "Nabór ofert na sport trwa do piątku 11 grudnia, 15:30.",
        )],
    };
    let said = notices.into_iter().enumerate().map(notice).collect();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Store::open(database, Duration::from_secs(5)).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        outbox::put(&mut tx, said, now()).await.unwrap();
        tx.commit().await.unwrap();
        store.close().await;
    });
}

#[expect(clippy::disallowed_methods, reason = "a benchmark runs in the present")]
fn now() -> chrono::DateTime<chrono::Utc> {
    chrono::Utc::now()
}
