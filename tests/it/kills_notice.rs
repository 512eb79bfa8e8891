//! `kill -9` at any moment while a notice goes out to thousands on both messengers: nobody is lost, nobody has it twice
//! without a kill or a timeout to blame, and the report says what the messengers themselves have counted.

use lacznik::clock::{Clock, SystemClock};
use lacznik::domain::conversation::Conversation;
use lacznik::domain::message::{ChatRef, Platform};
use lacznik::store::conversations;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::both::Both;
use crate::discord_api::faults::EDIT_MESSAGE;
use crate::process::{Folder, Service, WAITING, until};
use crate::{discord_api as discord, telegram_api as telegram};

/// Where the kills fall and whom trouble meets, if `LACZNIK_TEST_SEED` does not say otherwise.
const SEED: u64 = 20_261_123;

/// Subscribers on each messenger: people, and on Telegram one group.
const EACH: usize = 2500;

/// Of these, how many have blocked the bot, are flooded at first, and give no answer to the first message although they
/// have it.
const BLOCKED: usize = 75;
const FLOODED: usize = 50;
const SILENT: usize = 25;

/// Where the group stands among Telegram's subscribers, and its id before and after it becomes a supergroup.
const GROUP_AT: usize = EACH * 7 / 10;
const GROUP: i64 = -5001;
const SUPERGROUP: i64 = -1_000_000_005_001;

const TEXT: &str =
    "Biuro współpracy z NGO ma nowe godziny pracy: od poniedziałku do piątku, od 8:00 do 16:00.";
const CORRECTED: &str =
    "Biuro współpracy z NGO ma nowe godziny pracy: od poniedziałku do piątku, od 9:00 do 17:00.";

/// Where the same messages are in hand at one kill after another, they are not the cause.
const SETTINGS: &str =
    "[notices]\nundo_seconds = 0\n[delivery]\nretry_seconds = 1\nmax_attempts = 1000\n";

/// What a town needs to have topics. With all its answers the program would take five times as long to start.
const KNOWLEDGE: [&str; 5] = ["city", "holidays", "schedules", "topics", "units"];

const STATE: &str = "SELECT state FROM mailings ORDER BY id DESC LIMIT 1";
const SETTLED: &str = "SELECT count(*) FROM outbox WHERE settled_at IS NOT NULL";
const IN_HAND: &str =
    "SELECT platform || ' ' || chat FROM outbox WHERE mailing > 0 AND status = 'sending'";

/// What meets a subscriber.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Plain,
    Blocked,
    Flooded,
    Silent,
}

/// What the database says right after a kill.
struct Death {
    /// Of the mailing; empty before it has begun.
    state: String,
    /// Messages in flight, by messenger and chat.
    in_hand: Vec<String>,
}

/// Subscribers on both messengers.
struct Town {
    both: Both,
    telegram: Vec<(i64, Fate)>,
    /// The person, and the channel of their own.
    discord: Vec<(u64, u64, Fate)>,
    /// How long a start takes.
    start: Duration,
}

impl Town {
    /// A town where everybody has subscribed and nobody runs the program.
    fn new(random: &mut StdRng) -> Self {
        let both = Both::with(SETTINGS);
        small_town(&both.folder);
        let first = both.run();
        both.telegram.joins(GROUP, "Klub seniora", 10_000);
        until("the welcomes", || {
            both.telegram.pending() == 0
                && !both.telegram.messages(GROUP).is_empty()
                && both.folder.sql_count(WAITING) == 0
        });
        first.kill();
        // The first start has made the database.
        let begun = Instant::now();
        let second = both.folder.spawn();
        second.until_said("Łącznik działa w Telegramie");
        let start = begun.elapsed();
        second.kill();
        let people = fates(random, EACH - 1).into_iter().zip(10_000..);
        let mut telegram: Vec<(i64, Fate)> = people.map(|(fate, person)| (person, fate)).collect();
        telegram.insert(GROUP_AT, (GROUP, Fate::Plain));
        let people = fates(random, EACH).into_iter().zip(20_000..);
        let people = people.map(|(fate, person)| (person, both.discord.direct(person), fate));
        let discord = people.collect();
        let town = Self {
            both,
            telegram,
            discord,
            start,
        };
        town.subscribes();
        town
    }

    /// Everybody subscribes, by turns on the one messenger and on the other.
    fn subscribes(&self) {
        let folder = &self.both.folder;
        // On Discord only who has talked to the bot can be written to. That they have is written down without the talk.
        folder.in_database(async |store| {
            let mut tx = store.begin().await.unwrap();
            let greeted = Conversation {
                greeted: true,
                ..Conversation::default()
            };
            for (person, channel, _) in &self.discord {
                let chat = ChatRef::private(Platform::Discord, channel.to_string());
                let now = SystemClock.now();
                conversations::save(&mut tx, &chat, &person.to_string(), &greeted, now)
                    .await
                    .unwrap();
            }
            tx.commit().await.unwrap();
        });
        let mut file = "platform,chat,place,topic,rhythm\n".to_owned();
        for ((chat, _), (_, channel, _)) in self.telegram.iter().zip(&self.discord) {
            let place = if *chat < 0 { "group" } else { "private" };
            // What is urgent goes at night too, whenever this runs.
            writeln!(file, "telegram,{chat},{place},pilne,at_once").unwrap();
            writeln!(file, "discord,{channel},private,pilne,at_once").unwrap();
        }
        std::fs::write(folder.path("lista.csv"), file).unwrap();
        let said = folder.output(&["subscriptions", "import", "lista.csv", "--json"]);
        let imported: Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(imported["added"], 2 * EACH, "{said:?}");
    }

    /// What meets people, from now on.
    fn plan_trouble(&self) {
        for (number, (chat, fate)) in self.telegram.iter().enumerate() {
            use telegram::{Act, Refusal};
            let (act, times) = match fate {
                Fate::Plain => continue,
                Fate::Blocked => {
                    let refusal = Refusal::forbidden("bot was blocked by the user");
                    (Act::Refuse(refusal), usize::MAX)
                }
                Fate::Flooded => (Act::Refuse(Refusal::flood(1)), 1),
                Fate::Silent if hangs(number) => (Act::Hang { stored: true }, 1),
                Fate::Silent => (Act::Drop { stored: true }, 1),
            };
            let api = &self.both.telegram;
            api.plan(telegram::Which::Sends, Some(*chat), act, times);
        }
        for (number, (person, channel, fate)) in self.discord.iter().enumerate() {
            use discord::{Act, Which};
            let (api, channel) = (&self.both.discord, Some(*channel));
            let silent = match fate {
                Fate::Plain => continue,
                Fate::Blocked => {
                    api.refuses_direct(*person, 50007);
                    continue;
                }
                Fate::Flooded => {
                    api.limits(Which::Sends, channel, 0.3, 1);
                    continue;
                }
                Fate::Silent if hangs(number) => Act::Hang { stored: true },
                Fate::Silent => Act::Drop { stored: true },
            };
            api.plan(Which::Sends, channel, silent, 1);
        }
    }

    /// Confirms a notice, or a correction of it.
    fn officer(&self, does: &[&str], text: &str) {
        let folder = &self.both.folder;
        std::fs::write(folder.path("tekst.txt"), text).unwrap();
        let text = ["--text", "tekst.txt", "--yes", "--json"];
        let said = folder.output(&[&["notice"], does, &text].concat());
        assert_eq!(said.code, Some(0), "{said:?}");
    }

    /// Starts the program and kills it: one time in four at any point of its start, otherwise at this moment.
    fn killed(&self, random: &mut StdRng, moment: impl FnOnce(&Service, &mut StdRng)) -> Death {
        let service = self.both.folder.spawn();
        if random.random_ratio(1, 4) {
            std::thread::sleep(self.start.mul_f64(random.random_range(0.0..1.0)));
        } else {
            moment(&service, random);
        }
        service.kill();
        let folder = &self.both.folder;
        Death {
            state: folder.sql_texts(STATE).concat(),
            in_hand: folder.sql_texts(IN_HAND),
        }
    }

    /// The program runs until the last mailing has ended.
    fn runs_to_the_end(&self) {
        let folder = &self.both.folder;
        let service = folder.spawn();
        let has_ended = || folder.sql_texts(STATE) == ["done"];
        while !has_ended() {
            let settled = folder.sql_count(SETTLED);
            until("another message, or the end", || {
                // Each look takes as long as some messages.
                std::thread::sleep(Duration::from_millis(200));
                folder.sql_count(SETTLED) > settled || has_ended()
            });
        }
        service.kill();
        assert_eq!(folder.sql_count(WAITING), 0);
        self.both.telegram.assert_clean();
        self.both.discord.assert_clean();
    }

    /// How many copies with this text there are now, by messenger and chat.
    fn copies(&self, text: &str) -> BTreeMap<String, usize> {
        let mut copies = BTreeMap::new();
        for message in self.both.telegram.sent() {
            if message.text.contains(text) {
                *copies.entry(on_telegram(message.chat)).or_default() += 1;
            }
        }
        for message in self.both.discord.sent() {
            if message.text.contains(text) {
                *copies.entry(on_discord(message.channel)).or_default() += 1;
            }
        }
        copies
    }

    /// Subscribers whom this meets, by messenger and chat.
    fn met_by(&self, fate: Fate) -> impl Iterator<Item = String> {
        let telegram = self.telegram.iter().filter(move |one| one.1 == fate);
        let discord = self.discord.iter().filter(move |one| one.2 == fate);
        let telegram = telegram.map(|one| on_telegram(one.0));
        telegram.chain(discord.map(|one| on_discord(one.1)))
    }

    /// What the report says.
    fn report(&self) -> Value {
        let said = self
            .both
            .folder
            .output(&["notice", "report", "1", "--json"]);
        serde_json::from_str(&said.out).unwrap()
    }
}

/// How much is done on each messenger, and how many kills are still to come.
struct Way<'a> {
    done: &'a dyn Fn() -> [u64; 2],
    left: usize,
}

impl Way<'_> {
    /// Waits until one of the messengers has got a little more. After the last kill something is left.
    fn goes_on(&self, random: &mut StdRng) {
        let whole = (EACH - BLOCKED) as u64;
        let done = (self.done)();
        let mut on = random.random_range(0..2);
        if done[on] >= whole {
            on = 1 - on;
        }
        let left = whole.saturating_sub(done[on]);
        let goal = done[on] + (left / (self.left as u64 + SPARE)).max(1);
        until("a part of the way", || (self.done)()[on] >= goal);
        sleeps_up_to(random, 20);
    }
}

/// Waits until rows are being stored, or were before.
fn begins(service: &Service, random: &mut StdRng) {
    service.until_said("Łącznik działa w Telegramie");
    sleeps_up_to(random, 30);
}

fn sleeps_up_to(random: &mut StdRng, milliseconds: u64) {
    let time = random.random_range(0..milliseconds * 1000);
    std::thread::sleep(Duration::from_micros(time));
}

/// Knowledge without answers.
fn small_town(folder: &Folder) {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/example");
    std::fs::create_dir(folder.path("miasto")).unwrap();
    for name in KNOWLEDGE {
        let name = format!("{name}.toml");
        std::fs::copy(example.join(&name), folder.path("miasto").join(&name)).unwrap();
    }
    let said = folder.output(&["import", "miasto"]);
    assert_eq!(said.code, Some(0), "{said:?}");
}

/// So many subscribers' fates, in a random order.
fn fates(random: &mut StdRng, count: usize) -> Vec<Fate> {
    let mut fates = vec![Fate::Plain; count];
    fates[..BLOCKED].fill(Fate::Blocked);
    fates[BLOCKED..][..FLOODED].fill(Fate::Flooded);
    fates[BLOCKED + FLOODED..][..SILENT].fill(Fate::Silent);
    fates.shuffle(random);
    fates
}

/// Whether somebody's connection hangs, rather than ending without an answer.
fn hangs(number: usize) -> bool {
    number.is_multiple_of(2)
}

fn on_telegram(chat: i64) -> String {
    format!("telegram {chat}")
}

fn on_discord(channel: u64) -> String {
    format!("discord {channel}")
}

fn seeded() -> (u64, StdRng) {
    let seed = std::env::var("LACZNIK_TEST_SEED").ok();
    let seed = seed.map_or(SEED, |seed| seed.parse().unwrap());
    (seed, StdRng::seed_from_u64(seed))
}

/// Kills, of which the first come while rows are stored.
const KILLS: usize = 200;
const EARLY: usize = 30;

/// As many kills more would find something on its way.
const SPARE: u64 = 20;

#[test]
fn two_hundred_kills_while_a_notice_goes_out_to_five_thousand() {
    let (seed, mut random) = seeded();
    println!("seed {seed}");
    let begun = Instant::now();
    let town = Town::new(&mut random);
    town.plan_trouble();
    town.officer(&["send", "--topic", "pilne"], TEXT);
    let (telegram, discord) = (&town.both.telegram, &town.both.discord);
    // As far away as servers are.
    telegram.slow(Duration::from_millis(20));
    discord.slow(Duration::from_millis(40));
    println!("{:.0} s: begins", begun.elapsed().as_secs_f64());
    let before = [telegram.sent_count(), discord.sent_count()];
    let done = || {
        [
            telegram.sent_count() - before[0],
            discord.sent_count() - before[1],
        ]
    };
    let mut deaths = Vec::new();
    for kill in 0..KILLS {
        if kill == KILLS / 2 {
            telegram.migrates(GROUP, SUPERGROUP);
        }
        let way = Way {
            done: &done,
            left: KILLS - kill,
        };
        let death = if kill < EARLY {
            town.killed(&mut random, begins)
        } else {
            town.killed(&mut random, |_, random| way.goes_on(random))
        };
        deaths.push(death);
    }
    let state = |state| deaths.iter().filter(|one| one.state == state).count();
    println!(
        "{:.0} s: {KILLS} kills, {} before it began, {} while rows were stored, {} while it went out",
        begun.elapsed().as_secs_f64(),
        state(""),
        state("expanding"),
        state("sending"),
    );
    assert_eq!(state("done"), 0, "it had ended before the last kill");
    town.runs_to_the_end();
    println!("{:.0} s: ended", begun.elapsed().as_secs_f64());
    has_everybody_got_it(&town, &deaths);
}

/// Compares what the messengers have with what the deaths explain, and with the report.
#[expect(clippy::print_stdout, reason = "the counts are for who looks")]
fn has_everybody_got_it(town: &Town, deaths: &[Death]) {
    let copies = town.copies(TEXT);
    let blocked: BTreeSet<String> = town.met_by(Fate::Blocked).collect();
    let everybody = [Fate::Plain, Fate::Flooded, Fate::Silent];
    let everybody = everybody.into_iter().flat_map(|fate| town.met_by(fate));
    let moved = |name: String| match name == on_telegram(GROUP) {
        true => on_telegram(SUPERGROUP),
        false => name,
    };
    let lost: Vec<String> = everybody
        .map(moved)
        .filter(|name| !copies.contains_key(name))
        .collect();
    assert_eq!(lost, Vec::<String>::new(), "nobody is lost");
    assert!(blocked.iter().all(|name| !copies.contains_key(name)));

    // How often a message was in flight at a kill, or gave no answer.
    let mut doubts: BTreeMap<String, usize> = BTreeMap::new();
    for name in deaths.iter().flat_map(|death| &death.in_hand) {
        *doubts.entry(moved(name.clone())).or_default() += 1;
    }
    let risked = |platform: &str| -> usize {
        let of = doubts.iter().filter(|(name, _)| name.starts_with(platform));
        of.map(|(_, times)| times).sum()
    };
    let in_flight = [risked("telegram"), risked("discord")];
    for name in town.met_by(Fate::Silent) {
        *doubts.entry(name).or_default() += 1;
    }
    let twice = copies.iter().filter(|(_, count)| **count > 1);
    for (name, count) in twice.clone() {
        assert!(name.starts_with("telegram"), "{name}: {count}");
        let doubts = doubts.get(name).copied().unwrap_or_default();
        assert!(count - 1 <= doubts, "{name}: {count}, {doubts} to blame");
    }
    let duplicates: usize = twice.map(|(_, count)| count - 1).sum();
    let of = |platform: &'static str| copies.keys().filter(move |one| one.starts_with(platform));
    println!(
        "{} have it on Telegram, {} on Discord; {} blocked; {in_flight:?} messages in flight at the kills, {} silent; \
         {duplicates} duplicates, all on Telegram",
        of("telegram").count(),
        of("discord").count(),
        blocked.len(),
        2 * SILENT,
    );

    let report = town.report();
    let perhaps = doubts.keys().filter(|name| copies.contains_key(*name));
    let progress = json!({
        "total": copies.len() + blocked.len(), "sent": copies.len(), "waiting": 0, "skipped": 0,
        "undeliverable": blocked.len(), "dead": 0, "perhaps_twice": perhaps.count(),
    });
    let notice = &report["mailings"][0];
    assert_eq!(notice["progress"], progress);
    let missed = |platform: &str| json!({ "platform": platform, "place": "private", "why": "blocked", "count": BLOCKED });
    assert_eq!(
        notice["missed"],
        json!([missed("discord"), missed("telegram")])
    );
    assert_eq!(report["missed"].as_array().unwrap().len(), blocked.len());
}

#[test]
fn twenty_kills_while_five_thousand_copies_are_corrected() {
    const KILLS: usize = 20;
    let (seed, mut random) = seeded();
    println!("seed {seed}");
    let begun = Instant::now();
    let town = Town::new(&mut random);
    town.officer(&["send", "--topic", "pilne"], TEXT);
    town.runs_to_the_end();
    println!("{:.0} s: sent", begun.elapsed().as_secs_f64());
    town.officer(&["correct", "1"], CORRECTED);
    let changed = || {
        let telegram = town.both.telegram.count_of("editMessageText");
        [telegram, town.both.discord.count_of(EDIT_MESSAGE)]
    };
    for kill in 0..KILLS {
        let way = Way {
            done: &changed,
            left: KILLS - kill,
        };
        let death = town.killed(&mut random, |_, random| way.goes_on(random));
        assert_ne!(death.state, "done", "it had ended before the last kill");
    }
    town.runs_to_the_end();
    println!(
        "{KILLS} kills; {:?} requests for {EACH} copies on each; {:.0} s",
        changed(),
        begun.elapsed().as_secs_f64(),
    );
    let copies = town.copies(CORRECTED);
    assert_eq!(copies.len(), 2 * EACH);
    assert!(copies.values().all(|count| *count == 1));
    assert!(town.copies(TEXT).is_empty());
    let progress = json!({
        "total": 2 * EACH, "sent": 2 * EACH, "waiting": 0, "skipped": 0, "undeliverable": 0, "dead": 0,
        "perhaps_twice": 0,
    });
    let report = town.report();
    assert_eq!(report["mailings"][0]["progress"], progress);
    assert_eq!(report["mailings"][1]["progress"], progress);
}
