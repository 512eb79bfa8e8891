//! A town whose bot talks on both platforms: an officer at a desk on one of them, and people who subscribe to notices on
//! both.

use chrono::Duration;
use lacznik::domain::message::Platform;
use std::collections::BTreeMap;
use std::process::Command;

use crate::discord_aside::OTHER;
use crate::harness::TestBot;
use crate::on_discord::{self, CHANNEL, OnDiscord, SERVER, plain};
use crate::on_telegram::{self, GROUP, OnTelegram};
use crate::schedule::Clockwork;
use crate::{discord_api, telegram_api};

/// Who subscribes to sport on Telegram: a person, and one who closes the bot out later; who runs the group.
pub const EWA: i64 = 501;
pub const JAN: i64 = 502;
const ADMIN: i64 = 503;

/// The same on Discord.
pub const OLA: u64 = 601;
pub const PIOTR: u64 = 602;

/// The town.
pub struct Town {
    pub work: Clockwork,
    pub telegram: OnTelegram,
    pub discord: OnDiscord,
    desk: Platform,
    /// What the officer wrote and read, in order.
    script: String,
    /// The messages that the officer has read, as they were then.
    seen: BTreeMap<String, String>,
}

/// A message as the officer reads it.
struct Read {
    id: String,
    text: String,
    files: Vec<String>,
    labels: Vec<String>,
}

impl Town {
    /// With subscribers on both platforms, and nobody who has rights.
    pub async fn new(desk: Platform) -> Self {
        let work = Clockwork::of(TestBot::new().await, |_| {}).await;
        let telegram = OnTelegram::of(&work.bot).await;
        let discord = OnDiscord::of(&work.bot).await;
        let mut town = Self {
            work,
            telegram,
            discord,
            desk,
            script: String::new(),
            seen: BTreeMap::new(),
        };
        town.people_subscribe().await;
        town.settle().await;
        town.telegram.read();
        town.discord.read();
        town
    }

    async fn people_subscribe(&self) {
        let (telegram, discord) = (&self.telegram.api, &self.discord.api);
        telegram.group(GROUP, "Klub Sportowy Fala");
        telegram.is_in(GROUP, ADMIN, "creator");
        telegram.says(EWA, "/subskrypcje sport");
        telegram.says(JAN, "/subskrypcje sport");
        telegram.says_in(GROUP, ADMIN, "/subskrypcje sport");
        self.telegram.settle().await;
        for person in [OLA, PIOTR] {
            let asked = discord.says_in_dm(person, "/subskrypcje sport");
            self.discord.handled(asked).await;
        }
        self.discord.registers_commands().await;
        discord.bot_joins(SERVER);
        discord.lets(CHANNEL, OTHER, discord_api::rights::MANAGE_CHANNELS);
        let choice = self.discord.gets(OTHER, CHANNEL, "subskrypcje", &[]).await;
        let channel = choice.id_of("Dla tego kanału").unwrap();
        let menu = self.discord.pressed(OTHER, &choice, &channel).await;
        let (_, sport) = menu.options("menu:0")[1].clone();
        let chosen = discord.chooses(OTHER, menu.id, "menu:0", &sport);
        self.discord.handled(chosen).await;
        const SUBSCRIBED: &str = "SELECT count(*) FROM subscriptions WHERE topic = 'sport'";
        assert_eq!(self.work.bot.count(SUBSCRIBED).await, 6);
    }

    /// Runs `lacznik` beside the service.
    pub fn lacznik(&self, arguments: &[&str]) -> String {
        let output = Command::new(env!("CARGO_BIN_EXE_lacznik"))
            .current_dir(self.work.bot.path().parent().unwrap())
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The officer writes.
    pub async fn says(&mut self, text: &str) {
        self.script += &format!("> {}\n\n", text.replace('\n', "\n> "));
        match self.desk {
            Platform::Telegram => {
                self.telegram.api.says(on_telegram::ASKER, text);
            }
            _ => {
                let said = self.discord.api.says_in_dm(on_discord::ASKER, text);
                self.discord.handled(said).await;
            }
        }
        self.settle_desk().await;
    }

    /// The officer sends a document.
    pub async fn sends(&mut self, name: &str, bytes: &[u8]) {
        self.script += &format!("> ({name})\n\n");
        match self.desk {
            Platform::Telegram => {
                let api = &self.telegram.api;
                api.sends_document(on_telegram::ASKER, name, bytes, "");
            }
            _ => {
                let direct = self.discord.api.direct(on_discord::ASKER);
                let api = &self.discord.api;
                let sent = api.attaches(direct, on_discord::ASKER, "", name, bytes);
                self.discord.handled(sent).await;
            }
        }
        self.settle_desk().await;
    }

    /// The officer presses the button that has this in its label, under the last message that has such a button.
    pub async fn presses(&mut self, label: &str) {
        self.script += &format!("> [{label}]\n\n");
        match self.desk {
            Platform::Telegram => {
                let messages = self.telegram.api.messages(on_telegram::ASKER);
                let found = messages.iter().rev().find_map(|message| {
                    let mut buttons = message.buttons().into_iter();
                    let (_, action) = buttons.find(|(known, _)| known.contains(label))?;
                    Some((message.id, action))
                });
                let (message, action) = found.unwrap_or_else(|| panic!("no {label:?}"));
                let person = on_telegram::ASKER;
                self.telegram.api.presses(person, person, message, &action);
            }
            _ => {
                let direct = self.discord.api.direct(on_discord::ASKER);
                let messages = self.discord.api.messages(direct);
                let found = messages.iter().rev().find_map(|message| {
                    let mut choices = choices(message).into_iter();
                    let (_, action) = choices.find(|(known, _)| known.contains(label))?;
                    Some(action)
                });
                let action = found.unwrap_or_else(|| panic!("no {label:?}"));
                let pressed = self.discord.press(direct, &messages, &action);
                self.discord.handled(pressed).await;
            }
        }
        self.settle_desk().await;
    }

    /// What is due is done, and only the platform of the desk delivers: the other one has not come to it yet.
    pub async fn settle_desk(&mut self) {
        for _ in 0..3 {
            self.work.catches_up().await;
            match self.desk {
                Platform::Telegram => self.telegram.settle().await,
                _ => self.discord.settle().await,
            };
        }
        self.reads();
    }

    /// Everything that is due is done and delivered.
    pub async fn settle(&mut self) {
        for _ in 0..3 {
            self.work.catches_up().await;
            self.telegram.settle().await;
            self.discord.settle().await;
        }
        self.telegram.api.assert_clean();
        self.discord.api.assert_clean();
        self.reads();
    }

    /// Time passes; what is due then is done, and the desk's platform delivers.
    pub async fn passes(&mut self, time: Duration) {
        self.work.bot.clock.advance(time);
        self.discord.api.passes(time.to_std().unwrap());
        self.settle_desk().await;
    }

    /// What these have of the bot now, the last message first: a person and a group on Telegram, a person and a channel on
    /// Discord.
    pub fn others(&self) -> [Vec<String>; 4] {
        let telegram = |chat| {
            let messages = self.telegram.api.messages(chat).into_iter().rev();
            messages
                .map(|message| show(at_telegram(&message)))
                .collect()
        };
        let discord = |channel| {
            let messages = self.discord.api.messages(channel).into_iter().rev();
            messages.map(|message| show(at_discord(&message))).collect()
        };
        let direct = self.discord.api.direct(OLA);
        [
            telegram(EWA),
            telegram(GROUP),
            discord(direct),
            discord(CHANNEL),
        ]
    }

    /// What the officer wrote and read since the last look.
    pub fn script(&mut self) -> String {
        std::mem::take(&mut self.script)
    }

    /// Adds to the script what the officer reads now.
    fn reads(&mut self) {
        let read: Vec<Read> = match self.desk {
            Platform::Telegram => {
                let read = self.telegram.read().into_iter();
                let own = read.filter(|message| message.chat == on_telegram::ASKER);
                own.map(|message| at_telegram(&message)).collect()
            }
            _ => {
                let direct = self.discord.api.direct(on_discord::ASKER);
                let read = self.discord.read().into_iter();
                let own = read.filter(|message| message.channel == direct);
                own.map(|message| at_discord(&message)).collect()
            }
        };
        for read in read {
            let (id, shown) = (read.id.clone(), show(read));
            let before = self.seen.insert(id, shown.clone());
            if before.as_ref() == Some(&shown) {
                continue;
            }
            if before.is_some() {
                self.script += "(w miejscu poprzedniej wiadomości)\n";
            }
            self.script += &format!("{shown}\n\n");
        }
    }
}

/// A message with its files and buttons.
fn show(read: Read) -> String {
    let labels = read.labels.iter().map(|label| format!("[{label}]"));
    let lines = std::iter::once(read.text.trim_end().to_owned());
    let lines: Vec<String> = lines.chain(read.files).chain(labels).collect();
    lines.join("\n")
}

/// A file: of a table what is in it.
fn named(name: &str, bytes: &[u8]) -> String {
    let table = name.ends_with(".csv");
    let table = table.then(|| String::from_utf8_lossy(bytes).replace(['\r', '\u{feff}'], ""));
    format!("(plik {name})\n{}", table.unwrap_or_default())
        .trim_end()
        .to_owned()
}

/// Label and action of everything that can be pressed or chosen.
fn choices(message: &discord_api::Message) -> Vec<(String, String)> {
    let menus = (0..5).flat_map(|number| message.options(&format!("menu:{number}")));
    message.buttons().into_iter().chain(menus).collect()
}

fn at_telegram(message: &telegram_api::Message) -> Read {
    let labels = message.rows().into_iter().flatten();
    let label = |button: serde_json::Value| button["text"].as_str().unwrap_or_default().to_owned();
    Read {
        id: message.id.to_string(),
        text: message.text.clone(),
        files: message
            .file
            .iter()
            .map(|file| named(&file.name, &file.bytes))
            .collect(),
        labels: labels.map(label).collect(),
    }
}

fn at_discord(message: &discord_api::Message) -> Read {
    let words = crate::discord_aside::words(message);
    let lines = words.lines().map(|line| match line.strip_prefix("- ") {
        Some(item) => format!("• {}", plain(item)),
        None => plain(line),
    });
    let files = message.files.iter();
    Read {
        id: message.id.to_string(),
        text: lines
            .map(|line| line.trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n"),
        files: files.map(|file| named(&file.name, &file.bytes)).collect(),
        labels: choices(message)
            .into_iter()
            .map(|(label, _)| label)
            .collect(),
    }
}
