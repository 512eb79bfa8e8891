//! What the figures for Telegram in the README come from: `cargo bench --bench telegram`. It runs the released program
//! as a process against a stand-in of the Bot API on this machine, and prints what it measured.
//!
//! `cargo bench --bench telegram -- latency throughput pace idle` runs only some of it; `-- pace-real` sends 10,000
//! messages at the limits of the settings, which takes six minutes. The database lies in the folder for temporary files;
//! `TMPDIR=/dev/shm` shows the same without a disk.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop at once")]

mod process;
#[path = "../tests/standin/telegram/mod.rs"]
mod telegram_api;

use lacznik::domain::message::{ChatRef, Lane, Platform};
use process::{Service, Wanted, percentiles, question};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};
use telegram_api::{Limits, TelegramApi};
use tempfile::TempDir;

/// Conversations at the same time.
const PEOPLE: i64 = 100;

fn main() {
    let wanted = Wanted::by_arguments();
    if wanted.has("latency") {
        latency();
    }
    if wanted.has("throughput") {
        throughput(4);
        throughput(16);
    }
    if wanted.has("pace") {
        pace("ten times the limits of the settings", 10);
    }
    if wanted.names("pace-real") {
        pace("the limits of the settings", 1);
    }
    if wanted.has("idle") {
        idle();
    }
}

/// A folder with settings that lead to the stand-in.
fn prepare(api: &TelegramApi, settings: &str) -> TempDir {
    process::folder(&format!(
        "[telegram]\napi_url = \"{}\"\n{settings}",
        api.url()
    ))
}

fn start(api: &TelegramApi, folder: TempDir) -> Service {
    let token = ("LACZNIK_TELEGRAM_TOKEN", api.token());
    Service::start(folder, token, || api.count_of("getUpdates") > 0)
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
    let service = start(&api, prepare(&api, NO_LIMITS));
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
    let service = start(&api, prepare(&api, &settings));
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
    process::throughput(&service, COUNT, wall, processor);
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
    let folder = prepare(&api, &settings);
    let person =
        |number: usize| ChatRef::private(Platform::Telegram, (100_000 + number).to_string());
    let notices = (0..COUNT).map(|number| (person(number), Lane::Bulk));
    process::fill(&process::database(&folder), notices);
    let (tell, told) = mpsc::channel();
    api.observe(move |message| {
        let _ = tell.send((message.chat, message.arrived));
    });
    let _service = start(&api, folder);
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

/// Nothing happens for two minutes.
fn idle() {
    let api = TelegramApi::start_on_thread();
    let service = start(&api, prepare(&api, ""));
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
