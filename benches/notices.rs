//! What the figures for notices in the README come from: `cargo bench --bench notices`. It runs the bot, the schedule and
//! delivery as the service does, against messengers that accept whatever they are given, and prints what it measured next
//! to what is wanted.
//!
//! `cargo bench --bench notices -- subscribers throughput pace cost` runs only some of it. The databases lie in the build
//! folder, on its disk; `TMPDIR=/dev/shm` shows the same without a disk.
#![expect(clippy::print_stdout, reason = "a benchmark prints")]
#![expect(clippy::unwrap_used, reason = "a benchmark may stop at once")]

mod crowd;
#[expect(dead_code, reason = "it is also for benchmarks of the whole program")]
mod process;

use crowd::{Accepted, Accepting, FromNoon, OFFICER, PLATFORM};
use lacznik::bot::Bot;
use lacznik::clock::Clock;
use lacznik::config::{self, Config};
use lacznik::delivery::Delivery;
use lacznik::domain::message::{ChatRef, Content, Incoming, Place, Platform, Sender};
use lacznik::platform::discord::Me;
use lacznik::platform::discord::messenger::Discord;
use lacznik::platform::discord::rest::Rest;
use lacznik::platform::telegram::Telegram;
use lacznik::platform::telegram::api::Api;
use lacznik::platform::{Messenger, Rates};
use lacznik::schedule::Schedule;
use lacznik::speech::Speech;
use lacznik::store::Store;
use lacznik::store::mailings::{self, State};
use process::{Wanted, processor, question};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, sleep_until};
use tokio_util::sync::CancellationToken;

/// Names the database for a process of its own, whose memory is shown.
const DATABASE: &str = "LACZNIK_BENCH_DATABASE";

/// Half of the subscribers each.
const PLATFORMS: [Platform; 2] = [Platform::Telegram, Platform::Discord];

fn main() {
    let runtime = Runtime::new().unwrap();
    if let Some(database) = std::env::var_os(DATABASE) {
        runtime.block_on(subscribers(Path::new(&database)));
        return;
    }
    let wanted = Wanted::by_arguments();
    let folder = folder();
    let title = format!("databases in {}", folder.path().display());
    line(&title, "measured", "wanted");
    if wanted.has("subscribers") {
        runtime.block_on(subscribers_alone(&folder));
    }
    if wanted.has("throughput") || wanted.has("pace") {
        runtime.block_on(speed(&folder, &wanted));
    }
    if wanted.has("cost") {
        runtime.block_on(cost(&folder));
    }
}

/// A folder on a disk: that for temporary files often lies in memory.
fn folder() -> TempDir {
    let named = std::env::var_os("TMPDIR").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| env!("CARGO_TARGET_TMPDIR").into());
    tempfile::tempdir_in(folder).unwrap()
}

fn line(what: &str, measured: &str, wanted: &str) {
    println!("{what:<72} {measured:<48} {wanted}");
}

/// Subscribers of the notice.
const SUBSCRIBERS: usize = 100_000;

/// Prepares a notice, and runs [`subscribers`] as a process that has done nothing else.
async fn subscribers_alone(folder: &TempDir) {
    let database = folder.path().join("subscribers.db");
    crowd::settle(&database, SUBSCRIBERS, PLATFORMS)
        .await
        .close()
        .await;
    let me = std::env::current_exe().unwrap();
    let done = std::process::Command::new(me)
        .env(DATABASE, &database)
        .status();
    assert!(done.unwrap().success());
}

/// The parts of a service that work on one database.
struct Town {
    store: Store,
    bot: Arc<Bot>,
    clock: Arc<FromNoon>,
    accepted: Arc<Accepted>,
    stop: CancellationToken,
    tasks: JoinSet<()>,
}

impl Town {
    /// Everything runs, without limits.
    async fn wake(database: &Path) -> Self {
        let mut config = Config::default();
        config.notices.undo_seconds = 0;
        let (config, clock) = (Arc::new(config), FromNoon::new());
        let store = crowd::open(database).await;
        let speech = Arc::new(Speech::default());
        let bot = Bot::wake(store.clone(), speech, clock.clone(), config.clone()).await;
        let bot = Arc::new(bot.unwrap().unwrap());
        let mut town = Self {
            store,
            bot,
            clock,
            accepted: Arc::default(),
            stop: CancellationToken::new(),
            tasks: JoinSet::new(),
        };
        town.schedule(config.clone()).await;
        let in_flight = [config.delivery.in_flight, config.discord.in_flight];
        for (platform, in_flight) in PLATFORMS.into_iter().zip(in_flight) {
            town.deliver(platform, in_flight);
        }
        town
    }

    async fn schedule(&mut self, config: Arc<Config>) {
        let (bot, store) = (self.bot.clone(), self.store.clone());
        let schedule = Schedule::new(bot, store, config, self.clock.clone());
        schedule.begin().await.unwrap();
        self.tasks.spawn(schedule.run(self.stop.clone()));
    }

    fn deliver(&mut self, platform: Platform, in_flight: u32) {
        let messenger = Accepting::at_once(platform, self.accepted.clone());
        let (store, clock) = (self.store.clone(), self.clock.clone());
        let delivery = Delivery::new(store, messenger, clock, in_flight_of(in_flight));
        let (news, stop) = (self.bot.news(), self.stop.clone());
        self.tasks.spawn(async move {
            delivery.run(news, stop).await;
        });
    }

    /// Somebody does something.
    async fn does(&self, update: &str, person: &str, what: Content) {
        let chat = ChatRef::private(PLATFORM, person);
        let sender = Sender {
            id: person.to_owned(),
        };
        let (place, at) = (Place::Private, self.clock.now());
        let incoming = Incoming::new(update.to_owned(), chat, place, sender, what, at);
        self.bot.handle(&incoming).await.unwrap();
    }

    /// How far the notice is; none: it has not begun.
    async fn state(&self) -> Option<State> {
        let mut db = self.store.read().await.unwrap();
        let mailing = mailings::find(&mut db, 1).await.unwrap();
        mailing.map(|mailing| mailing.state)
    }
}

fn in_flight_of(in_flight: u32) -> config::Delivery {
    config::Delivery {
        in_flight,
        ..Config::default().delivery
    }
}

/// A question that was asked.
struct Asked {
    at: Instant,
    /// How long it took until the answer was in the database.
    handled: Duration,
    /// How long it took until the platform had all of it.
    answered: Duration,
}

/// Asks again and again until it is stopped, whether or not what was asked before is answered.
async fn ask(town: Arc<Town>, stop: CancellationToken) -> Vec<Asked> {
    const EVERY: Duration = Duration::from_millis(10);
    /// Nobody is asked for twice within this time.
    const PEOPLE: usize = 100;
    let (mut asking, mut asked) = (JoinSet::new(), Vec::new());
    let mut ticks = tokio::time::interval(EVERY);
    for number in 0.. {
        if stop.is_cancelled() {
            break;
        }
        ticks.tick().await;
        let town = town.clone();
        asking.spawn(async move {
            let (person, at) = ((1000 + number % PEOPLE).to_string(), Instant::now());
            let update = format!("question:{number}");
            let words = Content::Text(question(number).to_owned());
            town.does(&update, &person, words).await;
            let handled = at.elapsed();
            // Before the same person asks again.
            sleep_until((at + EVERY * (PEOPLE as u32 * 9 / 10)).into()).await;
            let answered = town.accepted.answered(&person).filter(|last| *last > at);
            Asked {
                at,
                handled,
                answered: answered.map_or(at.elapsed(), |last| last - at),
            }
        });
        while let Some(one) = asking.try_join_next() {
            asked.push(one.unwrap());
        }
    }
    asked.extend(asking.join_all().await);
    asked
}

/// A notice is confirmed and goes out to all, while people ask.
async fn subscribers(database: &Path) {
    let town = Arc::new(Town::wake(database).await);
    let confirm = crowd::write_notice(&town.store).await.to_string();
    let stop_asking = CancellationToken::new();
    let asking = tokio::spawn(ask(town.clone(), stop_asking.clone()));
    // Everybody has been introduced to the bot by then.
    sleep(Duration::from_secs(3)).await;
    let begun = Instant::now();
    town.does("confirm", OFFICER, Content::Press(confirm)).await;
    let confirmed = begun.elapsed();
    while town
        .state()
        .await
        .is_none_or(|state| state == State::Expanding)
    {
        sleep(Duration::from_millis(5)).await;
    }
    let stored = begun.elapsed();
    while town.state().await != Some(State::Done) {
        sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(town.accepted.notices(), SUBSCRIBERS, "each of them once");
    stop_asking.cancel();
    let asked = asking.await.unwrap();
    let mut town = Arc::into_inner(town).unwrap();
    town.stop.cancel();
    while let Some(done) = town.tasks.join_next().await {
        done.unwrap();
    }
    let (first, last) = town.accepted.times().unwrap();
    let (first, last) = (first - begun, last - begun);
    line(
        &format!("{SUBSCRIBERS} subscribers: the officer's confirmation itself"),
        &millis(confirmed),
        "",
    );
    line(
        "… from it to the first message",
        &millis(first),
        "under 1 s",
    );
    line(
        "… until every row is stored, while messages go out already",
        &millis(stored),
        "under 5 s",
    );
    let rate = SUBSCRIBERS as f64 / (last - first).as_secs_f64();
    line(
        "… until the last message, on both platforms at once",
        &format!("{}, {rate:.0} a second", millis(last)),
        "",
    );
    for (when, from, to) in [
        ("before", None, begun),
        ("during the confirmation", Some(begun), begun + confirmed),
        (
            "while rows are stored",
            Some(begun + confirmed),
            begun + stored,
        ),
        ("while messages go out", Some(begun + stored), begun + last),
    ] {
        let then = |one: &&Asked| from.is_none_or(|from| one.at > from) && one.at < to;
        let wanted = match when.starts_with("while") {
            true => "p99 under 50 ms",
            false => "",
        };
        let times = asked.iter().filter(then).map(|one| one.handled);
        line(
            &format!("questions {when}: handled"),
            &percentiles(times),
            wanted,
        );
        let times = asked.iter().filter(then).map(|one| one.answered);
        line(
            &format!("questions {when}: answered"),
            &percentiles(times),
            wanted,
        );
    }
    line("the most memory of all this", &memory(), "under 120 MB");
}

fn millis(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1000.0)
}

fn percentiles(times: impl Iterator<Item = Duration>) -> String {
    let mut times: Vec<Duration> = times.collect();
    if times.is_empty() {
        return "none".to_owned();
    }
    times.sort_unstable();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1000.0;
    let (median, p99, worst) = (at(0.5), at(0.99), at(1.0));
    let count = times.len();
    format!("median {median:.1}, p99 {p99:.1}, worst {worst:.1} ms ({count})")
}

/// The most memory that this process has had.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let mut lines = status.lines();
    let most = lines.find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let kilobytes: u64 = most.split_whitespace().next().unwrap().parse().unwrap();
    format!("{} MB", kilobytes / 1024)
}

/// What [`deliver`] did.
#[derive(Default, Clone, Copy)]
struct Delivered {
    /// Messages whose outcome is on the disk.
    sent: usize,
    took: Duration,
    processor: Duration,
}

/// Delivers at least so many notices.
async fn deliver(store: &Store, messenger: Accepting, in_flight: u32, most: usize) -> Delivered {
    let accepted = messenger.accepted.clone();
    let settings = in_flight_of(in_flight);
    let delivery = Delivery::new(store.clone(), messenger, FromNoon::new(), settings);
    let (silence, stop) = (watch::Sender::new(()), CancellationToken::new());
    let (news, stopped) = (silence.subscribe(), stop.clone());
    let (before, begun) = (processor(std::process::id()), Instant::now());
    let running = tokio::spawn(async move { delivery.run(news, stopped).await });
    while accepted.notices() < most {
        sleep(Duration::from_millis(1)).await;
    }
    stop.cancel();
    let step = running.await.unwrap();
    assert_eq!(step.sent, accepted.notices());
    Delivered {
        sent: step.sent,
        took: begun.elapsed(),
        processor: processor(std::process::id()) - before,
    }
}

/// A notice whose rows are stored, without limits and with them.
async fn speed(folder: &TempDir, wanted: &Wanted) {
    const COUNT: usize = 20_000;
    let database = folder.path().join("speed.db");
    let store = crowd::settle(&database, 8 * COUNT, PLATFORMS).await;
    crowd::send_to_all(&store).await;
    let settings = Config::default();
    if wanted.has("throughput") {
        for in_flight in [settings.delivery.in_flight, settings.discord.in_flight, 64] {
            let messenger = Accepting::at_once(Platform::Telegram, Arc::default());
            let done = deliver(&store, messenger, in_flight, COUNT).await;
            let rate = done.sent as f64 / done.took.as_secs_f64();
            let of_core = done.sent as f64 / done.processor.as_secs_f64();
            line(
                &format!("without limits, {in_flight} messages in flight"),
                &format!("{rate:.0} a second, {of_core:.0} per second of a core"),
                "4,000 a second",
            );
        }
    }
    if wanted.has("pace") {
        let (telegram, discord) = (&settings.telegram, &settings.discord);
        let (in_flight, rates) = (settings.delivery.in_flight, telegram_rates(&settings));
        let allowed = telegram.bulk_per_second;
        pace(&store, Platform::Telegram, rates, in_flight, allowed).await;
        let (in_flight, rates) = (discord.in_flight, discord_rates(&settings));
        let allowed = discord.bulk_per_second;
        pace(&store, Platform::Discord, rates, in_flight, allowed).await;
    }
    store.close().await;
}

fn telegram_rates(settings: &Config) -> Rates {
    let token = format!("123456789:{}", "A".repeat(35));
    let api = Api::new(&settings.telegram.api_url, &token).unwrap();
    Telegram::new(api, "bot", &settings.telegram).rates()
}

fn discord_rates(settings: &Config) -> Rates {
    let rest = Rest::new(&settings.discord.api_url, "token").unwrap();
    let me = Me {
        application: "1".to_owned(),
        user: "1".to_owned(),
        name: "bot".to_owned(),
    };
    Discord::new(rest, me, Arc::default(), FromNoon::new(), &settings.discord).rates()
}

/// At the limits of the settings, each message under way for as long as over a network.
async fn pace(store: &Store, platform: Platform, rates: Rates, in_flight: u32, allowed: u32) {
    const SECONDS: usize = 20;
    let accepted: Arc<Accepted> = Arc::default();
    let messenger = Accepting {
        rates,
        after: Duration::from_millis(50),
        ..Accepting::at_once(platform, accepted.clone())
    };
    let done = deliver(store, messenger, in_flight, allowed as usize * SECONDS).await;
    let (first, last) = accepted.times().unwrap();
    let rate = (done.sent - 1) as f64 / (last - first).as_secs_f64();
    let part = 100.0 * rate / f64::from(allowed);
    line(
        &format!("with the limits of {platform}, {in_flight} in flight"),
        &format!("{rate:.2} a second of {allowed}, {part:.1} %"),
        "98 to 102 %",
    );
}

/// What a message costs where the outbox has so many rows, one half of them sent.
async fn cost(folder: &TempDir) {
    const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];
    const ROUNDS: usize = 64;
    /// Messages in a round: as many as wait in the smallest one.
    const ROUND: usize = SIZES[0] / 2;
    let mut outboxes = Vec::new();
    for rows in SIZES {
        let database = folder.path().join(format!("{rows}.db"));
        let store = crowd::settle(&database, rows, [Platform::Telegram; 2]).await;
        crowd::send_to_all(&store).await;
        outboxes.push((rows, store, 0, Delivered::default()));
    }
    // In turn, so that whatever else this machine does falls on all of them; the first round warms up.
    for round in 0..=ROUNDS {
        for (rows, store, waiting, sum) in &mut outboxes {
            if *waiting < ROUND {
                crowd::half_sent(store, *rows / 2).await;
                *waiting = *rows / 2;
            }
            let messenger = Accepting::at_once(Platform::Telegram, Arc::default());
            let done = deliver(store, messenger, 16, ROUND).await;
            *waiting -= done.sent;
            if round > 0 {
                sum.sent += done.sent;
                sum.took += done.took;
                sum.processor += done.processor;
            }
        }
    }
    let each = |sum: &Delivered| {
        let micros = |time: Duration| time.as_secs_f64() * 1e6 / sum.sent as f64;
        (micros(sum.processor), micros(sum.took))
    };
    let (least, _) = each(&outboxes[0].3);
    for (rows, store, _, sum) in outboxes {
        let (processor, took) = each(&sum);
        line(
            &format!("a message among {rows} in the outbox, 16 in flight"),
            &format!(
                "{processor:.0} µs of a core ({:+.0} %), {took:.0} µs in all",
                100.0 * (processor / least - 1.0)
            ),
            "within 20 %",
        );
        store.close().await;
    }
}
