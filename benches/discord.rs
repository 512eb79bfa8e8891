//! What the figures for Discord in the README come from: `cargo bench --bench discord`. It runs the released program as
//! a process against a stand-in of Discord on this machine, its REST API and its gateway, and prints what it measured, in
//! about three minutes.
//!
//! `cargo bench --bench discord -- interactions direct locked pace throughput idle` runs only some of it; `-- idle-long`
//! watches two minutes instead of half a one. The database lies in the folder for temporary files; `TMPDIR=/dev/shm`
//! shows the same without a disk.
//!
//! Times are taken in the stand-in: from the moment in which it tells of something to the arrival of the request that
//! answers it. Its own work is within them, on the same cores; a network and TLS are not.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop at once")]

#[path = "../tests/standin/discord/mod.rs"]
mod discord_api;
mod process;

use discord_api::{DiscordApi, Limits, Message};
use lacznik::domain::message::{ChatRef, Lane, Platform};
use lacznik::store::Store;
use process::{Service, Wanted, percentiles, question};
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// People who do something at the same time.
const PEOPLE: u64 = 100;

/// The number of the first of them.
const FIRST: u64 = 10_000;

const SERVER: u64 = 3001;
/// Where they give commands, and where the bot greets.
const LOBBY: u64 = 3002;
/// The first of the channels for notices.
const CHANNELS: u64 = 4000;

/// How long nothing may happen before something is broken.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a request takes where Discord is not on this machine.
const AWAY: Duration = Duration::from_millis(100);

const NO_LIMITS: &str = "per_second = 100000\nbulk_per_second = 100000\n";

fn main() {
    let wanted = Wanted::by_arguments();
    if wanted.has("interactions") {
        interactions();
    }
    if wanted.has("direct") {
        direct();
    }
    if wanted.has("locked") {
        locked();
    }
    if wanted.has("pace") {
        pace();
    }
    if wanted.has("throughput") {
        throughput(4);
        throughput(16);
    }
    if wanted.has("idle") {
        idle(Duration::from_secs(30));
    }
    if wanted.names("idle-long") {
        idle(Duration::from_secs(120));
    }
}

/// A Discord with a server that the bot has joined.
fn with_server() -> DiscordApi {
    let api = DiscordApi::start_on_thread();
    api.server(SERVER, "Gdańskie NGO");
    api.channel(SERVER, LOBBY, "ogólny");
    api.bot_joins(SERVER);
    api
}

/// A folder with settings that lead to the stand-in.
fn prepare(api: &DiscordApi, settings: &str) -> TempDir {
    process::folder(&format!(
        "[discord]\napi_url = \"{}\"\n{settings}",
        api.url()
    ))
}

/// Starts it and waits until it hears and its commands are there.
fn start(api: &DiscordApi, folder: TempDir) -> Service {
    let token = ("LACZNIK_DISCORD_TOKEN", api.token());
    let is_up = || !api.identified().is_empty() && !api.commands().is_empty();
    let service = Service::start(folder, token, is_up);
    // What it does at its start is not measured.
    std::thread::sleep(Duration::from_secs(1));
    service
}

/// Tells of each message of the bot, as it is stored or changed.
fn watch(api: &DiscordApi) -> Receiver<Message> {
    let (tell, told) = channel();
    api.observe(move |message| {
        let _ = tell.send(message.clone());
    });
    told
}

/// Somebody gives a command in the lobby; its interaction.
fn asks(api: &DiscordApi, person: u64, number: usize) -> u64 {
    let options = [("pytanie", question(number))];
    api.runs(person, LOBBY, "zapytaj", &options, "pl")
}

/// A hundred people give a command at once; their interactions.
fn burst(api: &DiscordApi, round: usize) -> Vec<u64> {
    let people = FIRST..FIRST + PEOPLE;
    people
        .map(|person| asks(api, person, round + person as usize))
        .collect()
}

/// When interactions were answered with more than that the bot thinks.
#[derive(Default)]
struct Answers(HashMap<u64, Instant>);

impl Answers {
    fn note(&mut self, message: &Message) {
        if let Some(id) = message.interaction.filter(|_| !message.is_loading()) {
            self.0.entry(id).or_insert(message.arrived);
        }
    }

    /// Waits until all of these are answered.
    fn wait(&mut self, told: &Receiver<Message>, interactions: &[u64]) {
        while !interactions.iter().all(|id| self.0.contains_key(id)) {
            self.note(&told.recv_timeout(PATIENCE).expect("an answer"));
        }
    }

    /// Prints how long acknowledgements and answers took.
    fn print(&self, api: &DiscordApi, interactions: &[u64], when: &str) {
        let (mut acknowledged, mut answered) = (Vec::new(), Vec::new());
        for id in interactions {
            let interaction = api.interaction(*id);
            acknowledged.extend(
                interaction
                    .response
                    .map(|response| response.at - interaction.began),
            );
            answered.push(self.0[id].saturating_duration_since(interaction.began));
        }
        percentiles(
            &format!("interaction to acknowledgement, {when}"),
            acknowledged,
        );
        percentiles(&format!("interaction to answer, {when}"), answered);
    }
}

/// Prints what Discord would take amiss, if there is anything.
fn complain(api: &DiscordApi) {
    let missed = api.missed().len();
    let (violations, refusals) = (api.violations(), api.refusals());
    if missed > 0 || !violations.is_empty() || !refusals.is_empty() {
        println!("AMISS: {missed} never acknowledged, {violations:?}, {refusals:?}");
    }
}

/// A hundred commands at once, again and again; the same where each request takes a while, as over a network; then a
/// hundred people who type in an option that completes.
fn interactions() {
    let api = with_server();
    let told = watch(&api);
    let _service = start(&api, prepare(&api, NO_LIMITS));
    commands(&api, &told, 40, "100 at once");
    api.slow(AWAY);
    commands(&api, &told, 4, "each request takes 100 ms");
    api.slow(Duration::ZERO);
    let mut choices = Vec::new();
    for round in 0..20 {
        let type_in = |person| api.types(person, LOBBY, "zapytaj", "pytanie", question(round));
        let interactions: Vec<u64> = (FIRST..FIRST + PEOPLE).map(type_in).collect();
        let begun = Instant::now();
        while api.unanswered() > 0 {
            assert!(begun.elapsed() < PATIENCE, "choices are missing");
            std::thread::sleep(Duration::from_millis(5));
        }
        choices.extend(interactions.iter().filter_map(|id| api.response_time(*id)));
    }
    percentiles("typing to choices, 100 at once", choices);
    complain(&api);
}

/// So many rounds of a hundred commands at once.
fn commands(api: &DiscordApi, told: &Receiver<Message>, rounds: usize, when: &str) {
    let (mut all, mut answers) = (Vec::new(), Answers::default());
    for round in 0..rounds {
        let interactions = burst(api, round);
        answers.wait(told, &interactions);
        all.extend(interactions);
        std::thread::sleep(Duration::from_millis(50));
    }
    answers.print(api, &all, when);
}

/// 100 people, each writes in their direct chat, reads for about half a second, and writes again.
fn direct() {
    let api = DiscordApi::start_on_thread();
    api.keep_requests(false);
    let told = watch(&api);
    let _service = start(&api, prepare(&api, NO_LIMITS));
    let mut due: Vec<(Instant, u64)> = (0..PEOPLE)
        .map(|number| {
            (
                Instant::now() + Duration::from_millis(number * 5),
                FIRST + number,
            )
        })
        .collect();
    let mut waiting: HashMap<u64, (Instant, u64)> = HashMap::new();
    let (mut times, mut asked) = (Vec::new(), 0_usize);
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(15) {
        let now = Instant::now();
        due.retain(|(at, person)| {
            if *at > now {
                return true;
            }
            waiting.insert(api.direct(*person), (Instant::now(), *person));
            api.says_in_dm(*person, question(asked));
            asked += 1;
            false
        });
        while let Ok(message) = told.recv_timeout(Duration::from_millis(1)) {
            if let Some((written, person)) = waiting.remove(&message.channel) {
                times.push(message.arrived.saturating_duration_since(written));
                let reads = Duration::from_millis(400 + (asked as u64 * 37) % 200);
                due.push((message.arrived + reads, person));
            }
        }
    }
    percentiles("direct message to reply, 100 conversations at once", times);
    complain(&api);
}

/// Another program holds the database for five seconds, and a hundred commands come at once in each of them.
fn locked() {
    let api = with_server();
    let told = watch(&api);
    let service = start(&api, prepare(&api, NO_LIMITS));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = process::database(&service.folder);
    let store = runtime.block_on(Store::open(&database, PATIENCE)).unwrap();
    let (mut all, mut answers) = (Vec::new(), Answers::default());
    let mut after = Vec::new();
    for _ in 0..3 {
        // BEGIN IMMEDIATE
        let held = runtime.block_on(store.begin()).unwrap();
        let mut interactions = Vec::new();
        for second in 0..5 {
            interactions.extend(burst(&api, second));
            std::thread::sleep(Duration::from_secs(1));
        }
        let released = Instant::now();
        runtime.block_on(held.rollback()).unwrap();
        answers.wait(&told, &interactions);
        let last = interactions.iter().map(|id| answers.0[id]).max().unwrap();
        after.push(last.saturating_duration_since(released).as_secs_f64());
        all.extend(interactions);
    }
    answers.print(&api, &all, "locked for 5 s");
    println!(
        "{:<58} {after:.2?} s",
        "the last of 500 answered after the lock"
    );
    complain(&api);
}

/// 2,000 messages to 40 channels with Discord's limits enforced, half of them replies and half notices; and twenty
/// commands every two seconds meanwhile.
fn pace() {
    const COUNT: usize = 2_000;
    const PLACES: usize = 40;
    let api = with_server();
    api.enforce(Limits::real());
    for number in 0..PLACES as u64 {
        api.channel(SERVER, CHANNELS + number, &format!("kanał-{number}"));
    }
    let told = watch(&api);
    let folder = prepare(&api, "per_second = 45\nbulk_per_second = 40\n");
    let notices = (0..COUNT).map(|number| {
        let channel = CHANNELS + (number % PLACES) as u64;
        let lane = match number / PLACES % 2 {
            0 => Lane::Interactive,
            _ => Lane::Bulk,
        };
        (
            ChatRef::private(Platform::Discord, channel.to_string()),
            lane,
        )
    });
    process::fill(&process::database(&folder), notices);
    let _service = start(&api, folder);
    let (mut all, mut answers) = (Vec::new(), Answers::default());
    let (mut first, mut last, mut sent) = (None, Instant::now(), 0);
    let (mut newcomer, mut next_burst) = (FIRST, Instant::now());
    while sent < COUNT {
        if Instant::now() > next_burst {
            for number in 0..20 {
                newcomer += 1;
                all.push(asks(&api, newcomer, number));
            }
            next_burst += Duration::from_secs(2);
        }
        let Ok(message) = told.recv_timeout(Duration::from_millis(10)) else {
            assert!(last.elapsed() < PATIENCE, "it goes on");
            continue;
        };
        answers.note(&message);
        if message.channel >= CHANNELS && message.interaction.is_none() {
            sent += 1;
            first.get_or_insert(message.arrived);
            last = message.arrived;
        }
    }
    answers.wait(&told, &all);
    let wall = (last - first.unwrap()).as_secs_f64();
    // Five at once in each channel, and five more after each five seconds.
    let best = (COUNT / PLACES / 5 - 1) as f64 * 5.0;
    println!(
        "{:<58} {:.1} a second, in {wall:.1} s where the limits allow {best:.0} s; refused: {}, of these foretold: {}",
        format!("{COUNT} messages to {PLACES} channels"),
        COUNT as f64 / wall,
        api.limited().len(),
        api.foretold(),
    );
    for limited in api.limited() {
        println!(
            "refused: {:?} {} {:?}",
            limited.scope, limited.route, limited.wait
        );
    }
    answers.print(&api, &all, "20 at once meanwhile");
    complain(&api);
}

/// Questions in direct chats that all wait already, from 1,000 people.
fn throughput(in_flight: u32) {
    const COUNT: usize = 5_000;
    let api = DiscordApi::start_on_thread();
    api.keep_requests(false);
    let seen = Arc::new(Mutex::new(0_usize));
    let counted = seen.clone();
    api.observe(move |message| {
        // The introduction may come as a second part; a reply has buttons in its last one.
        if !message.components.is_empty() {
            *counted.lock().unwrap() += 1;
        }
    });
    let settings = format!("{NO_LIMITS}in_flight = {in_flight}\n");
    let service = start(&api, prepare(&api, &settings));
    let (before, begun) = (service.processor(), Instant::now());
    for number in 0..COUNT {
        api.says_in_dm(FIRST + (number % 1000) as u64, question(number));
    }
    while *seen.lock().unwrap() < COUNT {
        assert!(begun.elapsed() < 4 * PATIENCE, "{:?}", seen.lock());
        std::thread::sleep(Duration::from_millis(10));
    }
    let (wall, processor) = (begun.elapsed(), service.processor() - before);
    process::throughput(&service, COUNT, wall, processor);
    complain(&api);
}

/// Nothing happens for so long.
fn idle(time: Duration) {
    let api = with_server();
    let service = start(&api, prepare(&api, ""));
    std::thread::sleep(Duration::from_secs(5));
    let (before, requests, begun) = (service.processor(), api.requests().len(), Instant::now());
    let heartbeats = api.heard().heartbeats;
    std::thread::sleep(time);
    let used = (service.processor() - before).as_secs_f64() / begun.elapsed().as_secs_f64();
    println!(
        "{:<58} {} requests, {} heartbeats, {:.2} % of a core, {} MB",
        format!("nothing to do for {} s", time.as_secs()),
        api.requests().len() - requests,
        api.heard().heartbeats - heartbeats,
        used * 100.0,
        service.memory(),
    );
}
