//! What the figures for Telegram in the README come from: `cargo bench --bench telegram`. It runs the released program
//! as a process against a stand-in of the Bot API on this machine, and prints what it measured.
//!
//! `cargo bench --bench telegram -- latency throughput pace idle` runs only some of it; `-- pace-real` sends 10,000
//! messages at the limits of the settings, which takes six minutes. The database lies in the folder for temporary files;
//! `TMPDIR=/dev/shm` shows the same without a disk.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop at once")]

#[path = "../tests/standin/telegram/mod.rs"]
mod telegram_api;

use chrono::Utc;
use lacznik::domain::message::{ChatRef, Lane, Outgoing, Platform};
use lacznik::store::Store;
use lacznik::store::outbox::{self, Said};
use std::collections::HashMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};
use telegram_api::{Limits, TelegramApi};
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

/// Conversations at the same time.
const PEOPLE: i64 = 100;

fn main() {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with("--"))
        .collect();
    let is_wanted = |name: &str| wanted.iter().any(|one| one == name);
    let all = wanted.is_empty();
    if all || is_wanted("latency") {
        latency();
    }
    if all || is_wanted("throughput") {
        throughput(4);
        throughput(16);
    }
    if all || is_wanted("pace") {
        pace("ten times the limits of the settings", 10);
    }
    if is_wanted("pace-real") {
        pace("the limits of the settings", 1);
    }
    if all || is_wanted("idle") {
        idle();
    }
}

/// The service as a process, ended with this value.
struct Service {
    child: Child,
    folder: TempDir,
}

impl Service {
    /// A folder with settings in it, before the service runs.
    fn prepare(api: &TelegramApi, settings: &str) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let text = format!("[telegram]\napi_url = \"{}\"\n{settings}", api.url());
        std::fs::write(folder.path().join("settings.toml"), text).unwrap();
        folder
    }

    fn start(api: &TelegramApi, folder: TempDir) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_lacznik"))
            .args(["run", "--config", "settings.toml"])
            .current_dir(folder.path())
            .env("LACZNIK_TELEGRAM_TOKEN", api.token())
            .env_remove("LACZNIK_LOG")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while api.count_of("getUpdates") == 0 {
            assert!(begun.elapsed() < Duration::from_secs(30), "it does not run");
            std::thread::sleep(Duration::from_millis(5));
        }
        Self { child, folder }
    }

    fn database(folder: &TempDir) -> std::path::PathBuf {
        folder.path().join("lacznik.db")
    }

    /// Processor time used so far.
    fn processor(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap();
        let after_name = stat.rsplit(')').next().unwrap();
        let fields: Vec<u64> = after_name
            .split_whitespace()
            .map(|field| field.parse().unwrap_or_default())
            .collect();
        // utime and stime, in hundredths of a second: fields 14 and 15 of proc(5).
        Duration::from_millis((fields[11] + fields[12]) * 10)
    }

    /// Memory in use, in MB.
    fn memory(&self) -> u64 {
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

fn question(number: usize) -> &'static str {
    QUESTIONS[number % QUESTIONS.len()]
}

fn percentiles(name: &str, mut times: Vec<Duration>) {
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

const NO_LIMITS: &str = "per_second = 100000\nbulk_per_second = 100000\nchat_burst = 1000\n";

/// From an update that waits at the server to the request that answers it: 100 people, each writes, reads for about
/// half a second, and writes again.
fn latency() {
    let api = TelegramApi::start_on_thread();
    api.keep_requests(false);
    let (tell, told) = mpsc::channel();
    api.observe(move |message| {
        let _ = tell.send((message.chat, message.arrived));
    });
    let service = Service::start(&api, Service::prepare(&api, NO_LIMITS));
    let mut due: Vec<(Instant, i64)> = (0..PEOPLE)
        .map(|person| {
            (
                Instant::now() + Duration::from_millis(person as u64 * 5),
                1000 + person,
            )
        })
        .collect();
    let mut waiting: HashMap<i64, Instant> = HashMap::new();
    let (mut times, mut asked) = (Vec::new(), 0_usize);
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(20) {
        let now = Instant::now();
        due.retain(|(at, person)| {
            if *at > now {
                return true;
            }
            waiting.insert(*person, Instant::now());
            api.says(*person, question(asked));
            asked += 1;
            false
        });
        let wait = Duration::from_millis(1);
        while let Ok((person, arrived)) = told.recv_timeout(wait) {
            if let Some(written) = waiting.remove(&person) {
                times.push(arrived.saturating_duration_since(written));
                let reads = Duration::from_millis(400 + (asked as u64 * 37) % 200);
                due.push((arrived + reads, person));
            }
        }
    }
    percentiles("question to reply, 100 conversations at once", times);
    drop(service);
}

/// Questions that all wait already, from 1,000 people.
fn throughput(in_flight: u32) {
    const COUNT: usize = 10_000;
    let api = TelegramApi::start_on_thread();
    api.keep_requests(false);
    let seen = Arc::new(Mutex::new(0_usize));
    let counted = seen.clone();
    api.observe(move |message| {
        // The introduction may come as a second part; a reply has buttons in its last one.
        if message.keyboard.is_some() {
            *counted.lock().unwrap() += 1;
        }
    });
    let settings = format!("{NO_LIMITS}[delivery]\nin_flight = {in_flight}\n");
    let service = Service::start(&api, Service::prepare(&api, &settings));
    let (before, begun) = (service.processor(), Instant::now());
    for number in 0..COUNT {
        api.says(10_000 + (number % 1000) as i64, question(number));
    }
    while *seen.lock().unwrap() < COUNT {
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "{:?}",
            seen.lock()
        );
        std::thread::sleep(Duration::from_millis(10));
    }
    let (wall, processor) = (begun.elapsed(), service.processor() - before);
    println!(
        "{:<58} {:.0} a second on {} cores, {:.0} per second of one core's time, {} MB",
        format!(
            "{COUNT} questions at once, from {:?}",
            service.folder.path().parent().unwrap()
        ),
        COUNT as f64 / wall.as_secs_f64(),
        std::thread::available_parallelism().unwrap(),
        COUNT as f64 / processor.as_secs_f64(),
        service.memory(),
    );
}

/// 10,000 notices with the limits on, enforced by the stand-in; and bursts of twenty questions meanwhile.
fn pace(name: &str, times: u32) {
    const COUNT: usize = 10_000;
    let api = TelegramApi::start_on_thread();
    api.keep_requests(false);
    api.enforce(Limits {
        per_second: Some(30 * times as usize),
        ..Limits::real()
    });
    let (all, bulk) = (27 * times, 22 * times);
    let settings = format!("per_second = {all}\nbulk_per_second = {bulk}\n");
    let folder = Service::prepare(&api, &settings);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(fill(&Service::database(&folder), COUNT));
    let (tell, told) = mpsc::channel();
    api.observe(move |message| {
        let _ = tell.send((message.chat, message.arrived));
    });
    let _service = Service::start(&api, folder);
    // The rate is measured over the first part, and the replies during the rest.
    let quiet = COUNT * 8 / 10;
    let (mut first, mut last, mut sent) = (None, Instant::now(), 0_usize);
    let (mut waiting, mut replies) = (HashMap::new(), Vec::new());
    let mut next_burst = Instant::now();
    let mut newcomer = 1_000_000;
    while sent < COUNT {
        let (chat, arrived) = told
            .recv_timeout(Duration::from_secs(30))
            .expect("it goes on");
        if let Some(written) = waiting.remove(&chat) {
            replies.push(arrived.saturating_duration_since(written));
        } else if chat < 1_000_000 {
            sent += 1;
            first.get_or_insert(arrived);
            if sent == quiet {
                last = arrived;
                next_burst = Instant::now();
            }
        }
        if sent >= quiet && Instant::now() > next_burst {
            for number in 0..20 {
                newcomer += 1;
                waiting.insert(newcomer, Instant::now());
                api.says(newcomer, question(number));
            }
            next_burst += Duration::from_secs(2);
        }
    }
    let wall = (last - first.unwrap()).as_secs_f64();
    let rate = (quiet - 1) as f64 / wall;
    println!(
        "{:<58} {rate:.2} a second, {:.1} % of the {bulk} allowed; refused by the stand-in: {}",
        format!("10,000 notices at {name}"),
        100.0 * rate / f64::from(bulk),
        api.floods(),
    );
    percentiles("bursts of twenty questions meanwhile", replies);
}

/// Puts notices for so many people into the outbox.
async fn fill(database: &Path, count: usize) {
    let store = Store::open(database, Duration::from_secs(5)).await.unwrap();
    let mut said = Vec::with_capacity(count);
    for person in 0..count {
        let to = ChatRef::private(Platform::Telegram, (100_000 + person).to_string());
        let message = vec![Outgoing::plain(
            "Nabór ofert na sport trwa do piątku 11 grudnia, 15:30.",
        )];
        let cause = format!("bench:{person}");
        said.push(Said {
            cause,
            lane: Lane::Bulk,
            to,
            messages: message,
        });
    }
    let mut tx = store.begin().await.unwrap();
    outbox::put(&mut tx, said, now()).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
}

#[expect(clippy::disallowed_methods, reason = "a benchmark runs in the present")]
fn now() -> chrono::DateTime<Utc> {
    Utc::now()
}

/// Nothing happens for two minutes.
fn idle() {
    let api = TelegramApi::start_on_thread();
    let service = Service::start(&api, Service::prepare(&api, ""));
    std::thread::sleep(Duration::from_secs(5));
    let (before, requests, begun) = (service.processor(), api.requests().len(), Instant::now());
    std::thread::sleep(Duration::from_secs(120));
    let used = (service.processor() - before).as_secs_f64() / begun.elapsed().as_secs_f64();
    println!(
        "{:<58} {} requests in two minutes, {:.2} % of a core, {} MB",
        "nothing to do, one request for each 30 s",
        api.requests().len() - requests,
        used * 100.0,
        service.memory(),
    );
}
