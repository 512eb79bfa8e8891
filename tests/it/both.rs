//! Telegram and Discord from one process: neither hears of the other's trouble, nor of its people.

use serde_json::json;
use std::time::{Duration, Instant};

use crate::discord_api::faults::Act;
use crate::discord_api::{DiscordApi, Which};
use crate::process::{
    DISCORD_TOKEN, Folder, SOON, Service, TELEGRAM_TOKEN, WAITING, of_telegram, runtime, until,
};
use crate::process_discord::{CHANNEL, RUNS, joined, of_discord, shown};
use crate::stopping::stopped_by;
use crate::telegram_api::TelegramApi;

const QUESTION: &str = "koty kastracja";
const ANSWER: &str = "Wydział Ochrony Środowiska";

/// A folder with settings, and both messengers.
pub struct Both {
    pub telegram: TelegramApi,
    pub discord: DiscordApi,
    pub folder: Folder,
}

impl Both {
    fn new() -> Self {
        Self::with("")
    }

    /// With these settings, which begin in the part `[discord]`.
    pub fn with(settings: &str) -> Self {
        let (telegram, discord) = (TelegramApi::start_on_thread(), joined());
        let settings = format!(
            "{}{}{settings}",
            of_telegram(&telegram),
            of_discord(&discord)
        );
        let tokens = [
            (TELEGRAM_TOKEN, telegram.token()),
            (DISCORD_TOKEN, discord.token()),
        ];
        let folder = Folder::new(&settings, &tokens);
        Self {
            telegram,
            discord,
            folder,
        }
    }

    /// The service, when it runs on both.
    pub fn run(&self) -> Service {
        let service = self.folder.spawn();
        service.until_said("Łącznik działa w Telegramie");
        service.until_said(RUNS);
        runtime().block_on(self.discord.wait_for_session(SOON));
        until("commands", || !self.discord.commands().is_empty());
        service
    }

    /// So many people ask on Telegram, and each of them is answered.
    #[track_caller]
    fn telegram_answers(&self, people: std::ops::Range<i64>) {
        for person in people.clone() {
            self.telegram.says(person, QUESTION);
        }
        until("answers on Telegram", || {
            people
                .clone()
                .all(|person| self.told_on_telegram(person) > 0)
        });
        for person in people {
            assert_eq!(self.told_on_telegram(person), 1, "{person}");
        }
    }

    /// So many people ask on Discord, in their direct chats and by the command, and each of them is answered.
    #[track_caller]
    fn discord_answers(&self, people: std::ops::Range<u64>) {
        self.ask_on_discord(people.clone());
        self.are_answered_on_discord(people);
    }

    fn ask_on_discord(&self, people: std::ops::Range<u64>) {
        for person in people {
            if person % 2 == 0 {
                self.discord.says_in_dm(person, QUESTION);
            } else {
                let question = [("pytanie", QUESTION)];
                self.discord
                    .runs(person, CHANNEL, "zapytaj", &question, "pl");
            }
        }
    }

    #[track_caller]
    fn are_answered_on_discord(&self, people: std::ops::Range<u64>) {
        until("answers on Discord", || {
            people
                .clone()
                .all(|person| self.told_on_discord(person) > 0)
        });
        for person in people {
            assert_eq!(self.told_on_discord(person), 1, "{person}");
        }
    }

    fn told_on_telegram(&self, person: i64) -> usize {
        let told = self.telegram.messages(person).into_iter();
        told.filter(|message| message.text.starts_with(ANSWER))
            .count()
    }

    fn told_on_discord(&self, person: u64) -> usize {
        let told = self.discord.seen_by(person).into_iter();
        told.filter(|message| shown(message).trim_start_matches('*').starts_with(ANSWER))
            .count()
    }
}

#[test]
fn trouble_on_discord_does_not_reach_telegram() {
    let town = Both::new();
    let _service = town.run();
    let api = &town.discord;
    let mut people = 5000;
    let mut trouble = |what: &str, begin: &dyn Fn(), end: &dyn Fn()| {
        begin();
        // They wait behind the trouble.
        let (asker, askers) = (people + 1_000, people + 1_010);
        for person in asker..askers {
            api.says_in_dm(person, QUESTION);
        }
        let begun = Instant::now();
        let telegram = i64::try_from(people).unwrap();
        town.telegram_answers(telegram..telegram + 30);
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(10), "{what}: {took:?}");
        let told = (asker..askers).map(|person| town.told_on_discord(person));
        assert_eq!(told.sum::<usize>(), 0, "{what}: there was no trouble");
        end();
        api.all_is_well();
        people += 2_000;
    };
    let forever = |act: Act| move || api.plan(Which::Everything, None, act.clone(), usize::MAX);
    let limited = Act::Limit {
        retry_after: 2.0,
        scope: crate::discord_api::Scope::User,
        code: None,
    };
    trouble("silent", &forever(Act::Hang { stored: false }), &|| {});
    trouble("floods", &forever(limited), &|| {});
    let away = || runtime().block_on(api.goes_away());
    let back = || runtime().block_on(api.comes_back());
    trouble("away", &away, &back);
    let closed = || {
        api.mutes_new_connections(true);
        api.closes_gateway(4000);
    };
    trouble("closes the gateway", &closed, &|| {
        api.mutes_new_connections(false);
    });
    // All is made up for.
    for first in [6000, 8000, 10_000, 12_000] {
        town.are_answered_on_discord(first..first + 10);
    }
    town.discord_answers(20_000..20_010);
}

#[test]
fn trouble_on_telegram_does_not_reach_discord() {
    let town = Both::new();
    let _service = town.run();
    let api = &town.telegram;
    let mut people = 5000;
    let mut trouble = |what: &str, begin: &dyn Fn(), end: &dyn Fn()| {
        begin();
        let begun = Instant::now();
        town.discord_answers(people..people + 30);
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(10), "{what}: {took:?}");
        end();
        api.all_is_well();
        people += 100;
    };
    trouble("silent", &|| api.hangs(usize::MAX), &|| {});
    let floods = || {
        let wait = json!({ "retry_after": 2 });
        api.fails_next(
            "sendMessage",
            429,
            "Too Many Requests",
            Some(wait),
            usize::MAX,
        );
    };
    trouble("floods", &floods, &|| {});
    let away = || runtime().block_on(api.goes_away());
    let back = || runtime().block_on(api.comes_back());
    trouble("away", &away, &back);
    town.telegram_answers(7000..7010);
    assert_eq!(town.discord.missed(), Vec::<u64>::new());
}

#[test]
fn a_wrong_token_of_one_is_named_and_nothing_begins() {
    let town = Both::new();
    for (variable, wrong, named) in [
        (TELEGRAM_TOKEN, "1:AAwrong", "Telegram nie zna tego tokenu"),
        (DISCORD_TOKEN, "MTE.Gwr.ong", "Discord nie zna tego tokenu"),
    ] {
        let mut command = town.folder.command(&["run"]);
        let (status, said) = Service::of(command.env(variable, wrong)).ended();
        assert_eq!(status.code(), Some(1), "{said}");
        assert!(said.contains(named), "{said}");
        assert!(!said.contains("Łącznik działa"), "{said}");
        assert!(!town.folder.path("lacznik.db").exists());
    }
}

#[test]
fn a_token_that_is_revoked_ends_one_and_the_other_works_on() {
    let town = Both::new();
    let mut service = town.run();
    town.discord.revokes_token();
    service.until_said("Discord nie zna tego tokenu");
    service.until_said("Pozostałe komunikatory działają dalej.");
    town.telegram_answers(5000..5030);
    assert!(service.is_running());
    let took = stopped_by(service, "TERM");
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn told_to_stop_with_both_in_trouble_it_ends_in_time() {
    let town = Both::new();
    let service = town.run();
    town.telegram.hangs(usize::MAX);
    let hang = Act::Hang { stored: false };
    town.discord.plan(Which::Everything, None, hang, usize::MAX);
    for person in 5000..5010 {
        town.telegram.says(person, QUESTION);
    }
    town.ask_on_discord(6000..6010);
    let sending = "SELECT count(DISTINCT platform) FROM outbox WHERE status = 'sending'";
    until("both in hand", || town.folder.sql_count(sending) == 2);
    let took = stopped_by(service, "TERM");
    assert!(took < Duration::from_secs(10), "{took:?}");
    town.telegram.all_is_well();
    town.discord.all_is_well();
    let _service = town.run();
    until("every answer", || {
        let telegram = (5000..5010).all(|person| town.told_on_telegram(person) == 1);
        let direct = (6000..6010).step_by(2);
        telegram
            && direct
                .into_iter()
                .all(|person| town.told_on_discord(person) == 1)
    });
}

#[test]
fn the_same_case_on_both_at_the_same_time_stays_apart() {
    let town = Both::new();
    let _service = town.run();
    // The same numbers: what tells people apart is the messenger as well.
    let people = 5000..5012_u64;
    for person in people.clone() {
        let on_telegram = i64::try_from(person).unwrap();
        town.telegram
            .speaks(on_telegram, if person % 2 == 0 { "en" } else { "pl" });
        town.telegram.says(on_telegram, "wolontariusz");
        let (question, locale) = match person % 3 {
            0 => (QUESTION, "pl"),
            1 => ("хто займається спортом", "uk"),
            _ => ("who handles sports grants", "en-US"),
        };
        let question = [("pytanie", question)];
        town.discord
            .runs(person, CHANNEL, "zapytaj", &question, locale);
    }
    until("answers to all", || {
        let answered = |person| {
            let telegram = town.telegram.messages(i64::try_from(person).unwrap());
            let discord = only_for(&town.discord, person);
            telegram.len() == 1 && discord.len() == 1
        };
        people.clone().all(answered) && town.folder.sql_count(WAITING) == 0
    });
    for person in people.clone() {
        let on_telegram = i64::try_from(person).unwrap();
        let asked = town.telegram.messages(on_telegram).remove(0);
        // Each goes on where it was: a clarifier here, an answer there.
        let (label, data) = asked.buttons()[0].clone();
        assert!(label.starts_with("Wolontariusz może pomagać"), "{label}");
        town.telegram
            .presses(on_telegram, on_telegram, asked.id, &data);
        town.discord.runs(person, CHANNEL, "pomoc", &[], "pl");
    }
    until("answers to all again", || {
        let answered = |person| {
            let telegram = town.telegram.messages(i64::try_from(person).unwrap());
            let clarified = telegram
                .iter()
                .any(|one| one.text.starts_with("Wolontariusz może"));
            clarified && only_for(&town.discord, person).len() == 2
        };
        people.clone().all(answered) && town.folder.sql_count(WAITING) == 0
    });
    for person in people {
        let told = only_for(&town.discord, person);
        let (first, has) = match person % 3 {
            0 => (ANSWER, "Porozmawiaj z człowiekiem"),
            1 => ("Wydział Kultury Fizycznej", "Поговорити з людиною"),
            _ => ("I am not sure what you mean.", "None of these"),
        };
        assert!(told[0].starts_with(first), "{}", told[0]);
        assert!(told[0].contains(has), "{}", told[0]);
        assert!(!told[0].contains("olontariusz"), "{}", told[0]);
        let on_telegram = town.telegram.messages(i64::try_from(person).unwrap());
        let english = on_telegram
            .iter()
            .all(|one| one.text.contains("Example data"));
        assert_eq!(english, person % 2 == 0, "{on_telegram:#?}");
    }
    town.telegram.assert_clean();
    town.discord.assert_clean();
}

/// What only this person sees, as it is shown.
fn only_for(api: &DiscordApi, person: u64) -> Vec<String> {
    let seen = api.seen_by(person).into_iter();
    let theirs = seen.filter(|message| message.only_for == Some(person) && !message.is_loading());
    theirs
        .map(|message| shown(&message).trim_start_matches('*').to_owned())
        .collect()
}
