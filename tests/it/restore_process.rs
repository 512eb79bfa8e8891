//! A copy takes the place of the database, as whoever runs the program does it: in the middle of a notice on both messengers
//! one is made, the notice goes on to its end, and the copy comes back.

use lacznik::clock::{Clock, SystemClock};
use lacznik::domain::conversation::Conversation;
use lacznik::domain::hours::local;
use lacznik::domain::message::{ChatRef, Platform};
use lacznik::store::{Store, conversations};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::time::Duration;

use crate::both::Both;
use crate::process::{SOON, WAITING, runtime, until};
use crate::stopping::stopped_by;

const OFFICER: i64 = 9001;

/// Subscribers on each messenger.
const EACH: usize = 60;

/// How long a messenger takes while the copy is made: some have the notice then, some do not.
const SLOW: Duration = Duration::from_millis(300);

/// The number of the notice that goes out; the one before it is for tomorrow.
const GOING: &str = "2";

const TEXT: &str = "Nabór na dyżury w hali sportowej trwa do piątku.";
const LATER: &str = "Bieg zaczyna się o dziesiątej na rynku.";

/// Messages of notices that are not brought yet, as a copy has it.
const OPEN: &str = "SELECT platform || ' ' || chat FROM outbox WHERE mailing > 0 AND status IN ('pending', 'sending')";

/// A town where an officer has sent a notice, and a copy of its database was made in the middle of that.
struct Town {
    both: Both,
    /// Who had no confirmed notice in the copy.
    open: BTreeSet<String>,
}

impl Town {
    fn new() -> Self {
        let both = Both::with("in_flight = 4\n[notices]\nundo_seconds = 0\n");
        let service = both.run();
        let invited = both.folder.output(&["officer", "invite"]);
        let start = invited.out.lines().map(str::trim);
        let start = start.into_iter().find(|line| line.starts_with("/start"));
        both.telegram.says(OFFICER, start.unwrap());
        until("an officer", || {
            both.folder.sql_count("SELECT count(*) FROM roles") == 1
                && both.folder.sql_count(WAITING) == 0
        });
        subscribe(&both);
        let town = Self {
            both,
            open: BTreeSet::new(),
        };
        town.both.telegram.slow(SLOW);
        town.both.discord.slow(SLOW);
        let tomorrow = local(SystemClock.now() + chrono::Duration::days(1));
        let tomorrow = tomorrow.format("%Y-%m-%dT%H:%M").to_string();
        town.notice(&["schedule", "--at", &tomorrow], LATER);
        town.notice(&["send"], TEXT);
        until("the middle", || {
            let copies = town.copies();
            let on = |platform: &str| {
                let names = copies.keys();
                names.filter(|name| name.starts_with(platform)).count()
            };
            on("telegram") > EACH / 6 && on("discord") > EACH / 6
        });
        let made = town.both.folder.output(&["backup", "kopia.db"]);
        assert_eq!(made.code, Some(0), "{made:?}");
        town.both.telegram.slow(Duration::ZERO);
        town.both.discord.slow(Duration::ZERO);
        town.goes_to_its_end();
        stopped_by(service, "TERM");
        let everybody = town.copies();
        assert_eq!(everybody.len(), 2 * EACH);
        assert!(everybody.values().all(|count| *count == 1));
        let open = town.an_hour_goes_by();
        Self { open, ..town }
    }

    /// Confirms a notice.
    fn notice(&self, does: &[&str], text: &str) {
        let folder = &self.both.folder;
        std::fs::write(folder.path("tekst.txt"), text).unwrap();
        let rest = ["--text", "tekst.txt", "--topic", "pilne", "--yes"];
        let said = folder.output(&[&["notice"], does, &rest].concat());
        assert_eq!(said.code, Some(0), "{said:?}");
    }

    fn goes_to_its_end(&self) {
        let state = "SELECT state FROM mailings ORDER BY id";
        until("the end", || self.both.folder.sql_texts(state) == ["done"]);
    }

    /// The copy was made an hour earlier than it was. Returns who had no confirmed notice in it.
    fn an_hour_goes_by(&self) -> BTreeSet<String> {
        const EARLIER: &str = "UPDATE marks SET at = at - 3600000 WHERE name = 'copied'";
        runtime().block_on(async {
            let copy = self.both.folder.path("kopia.db");
            let store = Store::open(&copy, SOON).await.unwrap();
            let mut tx = store.begin().await.unwrap();
            let marked = sqlx::query(EARLIER).execute(&mut *tx).await.unwrap();
            assert_eq!(marked.rows_affected(), 1, "each copy is marked");
            let open: Vec<String> = sqlx::query_scalar(OPEN).fetch_all(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
            store.close().await;
            let open: BTreeSet<String> = open.into_iter().collect();
            for platform in ["telegram", "discord"] {
                let open = open.iter().filter(|name| name.starts_with(platform));
                assert!((1..EACH).contains(&open.count()), "not in the middle");
            }
            open
        })
    }

    /// How many copies of the notice each has.
    fn copies(&self) -> BTreeMap<String, usize> {
        let mut copies = BTreeMap::new();
        for message in self.both.telegram.sent() {
            if message.text.contains(TEXT) {
                *copies
                    .entry(format!("telegram {}", message.chat))
                    .or_default() += 1;
            }
        }
        for message in self.both.discord.sent() {
            if message.text.contains(TEXT) {
                let name = format!("discord {}", message.channel);
                *copies.entry(name).or_default() += 1;
            }
        }
        copies
    }

    /// Nothing has gone out again, although everything is at work; the officer knows, wherever they look.
    fn is_held_and_told(&self) {
        let (telegram, folder) = (&self.both.telegram, &self.both.folder);
        until("word to the officer", || {
            let told = telegram.messages(OFFICER).into_iter();
            told.filter(|message| message.text.contains("Bazę przywrócono z kopii"))
                .any(|message| message.text.contains("ogłoszenia nr 1, 2"))
        });
        telegram.says(OFFICER, "koty kastracja");
        until("an answer", || {
            let last = telegram.messages(OFFICER).pop().unwrap();
            last.text.contains("Wydział Ochrony Środowiska")
        });
        let waiting =
            "SELECT count(*) FROM outbox WHERE mailing = 0 AND status IN ('pending', 'sending')";
        until("peace", || folder.sql_count(waiting) == 0);
        let copies = self.copies();
        assert_eq!(copies.len(), 2 * EACH);
        assert!(copies.values().all(|count| *count == 1));
        let later = telegram.sent().into_iter();
        assert!(
            later
                .into_iter()
                .all(|message| !message.text.contains(LATER))
        );

        let doctor = folder.output(&["doctor"]).out;
        assert!(
            doctor.contains("ogłoszenia nr 1, 2 czekają na decyzję człowieka"),
            "{doctor}"
        );
        assert!(!doctor.contains("baza jest kopią"), "{doctor}");
        let list = folder.output(&["notice", "list"]).out;
        assert!(
            list.contains("wstrzymane, dotarło do")
                && list.contains("czeka na decyzję po przywróceniu kopii"),
            "{list}"
        );
        let show = folder.output(&["notice", "show", GOING]).out;
        let open = format!("{} odbiorców nie ma w niej", self.open.len());
        // As it is shown, lines are broken.
        let show = show.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(show.contains(&open), "{show}");
    }
}

/// Everybody subscribes.
fn subscribe(both: &Both) {
    let people: Vec<(usize, u64)> = (0..EACH)
        .map(|number| (10_000 + number, both.discord.direct(20_000 + number as u64)))
        .collect();
    // On Discord only who has talked to the bot can be written to. That they have is written down without the talk.
    both.folder.in_database(async |store| {
        let mut tx = store.begin().await.unwrap();
        let greeted = Conversation {
            greeted: true,
            ..Conversation::default()
        };
        for (number, (_, channel)) in people.iter().enumerate() {
            let chat = ChatRef::private(Platform::Discord, channel.to_string());
            let person = (20_000 + number).to_string();
            conversations::save(&mut tx, &chat, &person, &greeted, SystemClock.now())
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
    });
    let mut file = "platform,chat,place,topic,rhythm\n".to_owned();
    for (person, channel) in &people {
        // What is urgent goes at night too, whenever this runs.
        writeln!(file, "telegram,{person},private,pilne,at_once").unwrap();
        writeln!(file, "discord,{channel},private,pilne,at_once").unwrap();
    }
    std::fs::write(both.folder.path("lista.csv"), file).unwrap();
    let said = both
        .folder
        .output(&["subscriptions", "import", "lista.csv", "--json"]);
    let imported: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(imported["added"], 2 * EACH, "{said:?}");
}

#[test]
fn a_restored_copy_sends_nothing_again_until_a_person_says_so() {
    let town = Town::new();
    let folder = &town.both.folder;
    let restored = folder.output(&["restore", "kopia.db"]);
    assert_eq!(restored.code, Some(0), "{restored:?}");
    let doctor = folder.output(&["doctor"]).out;
    assert!(doctor.contains("uwaga: baza jest kopią"), "{doctor}");
    let service = town.both.run();
    town.is_held_and_told();
    // Not after another start either.
    stopped_by(service, "TERM");
    let service = town.both.run();
    town.is_held_and_told();

    let resumed = folder.output(&["notice", "resume", GOING]);
    assert_eq!(resumed.code, Some(0), "{resumed:?}");
    town.goes_to_its_end();
    stopped_by(service, "TERM");
    town.both.telegram.assert_clean();
    town.both.discord.assert_clean();
    let copies = town.copies();
    let twice: BTreeSet<String> = copies
        .iter()
        .filter(|(_, count)| **count > 1)
        .map(|(name, _)| name.clone())
        .collect();
    // Discord knows a message again, Telegram does not.
    let expected = town.open.iter().filter(|name| name.starts_with("telegram"));
    assert_eq!(twice, expected.cloned().collect());
    assert!(copies.values().all(|count| *count <= 2));
    println!(
        "{} of {} were open in the copy; {} came twice, all on Telegram",
        town.open.len(),
        2 * EACH,
        twice.len(),
    );
    let report = folder.output(&["notice", "report", GOING, "--json"]).out;
    let report: Value = serde_json::from_str(&report).unwrap();
    let progress = json!({
        "total": 2 * EACH, "sent": 2 * EACH, "waiting": 0, "skipped": 0, "undeliverable": 0, "dead": 0,
        "perhaps_twice": town.open.len(),
    });
    assert_eq!(report["mailings"][0]["progress"], progress);
    let text = report["report"].as_str().unwrap();
    assert!(text.contains("mogła przyjść dwa razy"), "{text}");
    let doctor = folder.output(&["doctor"]).out;
    let counted = format!("odkąd jest ta baza: {}", town.open.len());
    assert!(doctor.contains(&counted), "{doctor}");
    assert!(doctor.contains("ogłoszenie nr 1 czeka"), "{doctor}");
}

#[test]
fn a_copy_that_somebody_puts_in_place_by_hand_is_held_too() {
    let town = Town::new();
    let folder = &town.both.folder;
    std::fs::copy(folder.path("kopia.db"), folder.path("lacznik.db")).unwrap();
    let _service = town.both.run();
    town.is_held_and_told();
}
