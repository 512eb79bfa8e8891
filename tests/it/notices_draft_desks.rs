//! An officer who writes notices at three desks at once: on Telegram, on Discord, in a terminal.

use chrono::Duration;
use lacznik::domain::message::{Content, Outgoing};
use lacznik::domain::role::Role;
use lacznik::platform::telegram::render::spelled_out;
use lacznik::platform::terminal::{Style, render};

use crate::harness::TestBot;
use crate::on_telegram::Shown;
use crate::{on_discord, on_telegram};

/// Where the notices of these tests go.
pub const SUBSCRIBERS: &str = "
    INSERT INTO destinations (id, platform, chat, place, created_at, ping) VALUES
        (1, 'telegram', '501', 'private', 0, ''),
        (2, 'telegram', '502', 'private', 0, ''),
        (3, 'telegram', '-503', 'group', 0, ''),
        (4, 'discord', '504', 'channel', 0, '99'),
        (5, 'telegram', '505', 'private', 0, ''),
        (6, 'telegram', '506', 'private', 0, ''),
        (7, 'telegram', '507', 'private', 0, '');
    INSERT INTO subscriptions (destination, topic, rhythm, since, ended_at) VALUES
        (1, 'sport', 'at_once', 0, NULL), (1, 'kultura', 'daily', 0, NULL), (2, 'sport', 'at_once', 0, NULL),
        (3, 'sport', 'at_once', 0, NULL), (4, 'sport', 'at_once', 0, NULL), (5, 'sport', 'weekly', 0, NULL),
        (6, 'sport', 'at_once', 0, 1), (7, 'sport', 'at_once', 0, NULL);
    INSERT INTO chats (platform, chat, place, state, changed_at) VALUES
        ('telegram', '507', 'private', 'gone', 1795000000000);";

pub const TEXT: &str = "Nabór na małe granty sportowe\n\nOferty do **piątku 4 grudnia**, do 15:30.\n- pokój 12\n- tylko na papierze";

/// An officer at three desks, each with a database of its own: what is read is the same.
pub struct Desks {
    pub bot: TestBot,
    telegram: on_telegram::Whole,
    discord: on_discord::Whole,
}

impl Desks {
    pub async fn of(role: Role) -> Self {
        let mut bot = TestBot::new().await;
        bot.alone();
        let mut desks = Self {
            bot,
            telegram: on_telegram::Whole::new().await,
            discord: on_discord::Whole::new().await,
        };
        for bot in desks.bots() {
            bot.grant("asker", role).await;
            bot.spoil(SUBSCRIBERS).await;
        }
        desks.says("/start").await;
        desks
    }

    fn bots(&self) -> [&TestBot; 3] {
        [&self.bot, &self.telegram.bot, &self.discord.bot]
    }

    /// Time passes everywhere.
    pub fn later(&self, time: Duration) {
        for bot in self.bots() {
            bot.clock.advance(time);
        }
        self.discord.discord.api.passes(time.to_std().unwrap());
    }

    pub async fn spoil(&self, sql: &'static str) {
        for bot in self.bots() {
            bot.spoil(sql).await;
        }
    }

    /// The officer writes; what they read, as in a terminal.
    pub async fn says(&mut self, text: &str) -> String {
        let incoming = self.bot.incoming("asker", Content::Text(text.to_owned()));
        let here = self.bot.replies(&incoming).await;
        let telegram = self.telegram.telegram.says(text).await;
        let discord = self.discord.discord.says(text).await;
        compare(
            &here,
            &Shown::at_telegram(&telegram),
            &on_discord::shown(&discord),
        );
        shown(&here)
    }

    /// The officer presses the button that has this in its label.
    pub async fn presses(&mut self, label: &str) -> String {
        let action = self.bot.action(label);
        self.presses_action(&action).await
    }

    /// The same for what differs from platform to platform but for its last message; what is read in the terminal.
    pub async fn presses_apart(&mut self, label: &str) -> String {
        let action = self.bot.action(label);
        let incoming = self.bot.incoming("asker", Content::Press(action.clone()));
        let here = self.bot.replies(&incoming).await;
        for there in [
            Shown::at_telegram(&self.telegram.telegram.presses(&action).await),
            on_discord::shown(&self.discord.discord.presses(&action).await),
        ] {
            let last = std::slice::from_ref(here.last().unwrap());
            assert!(there.ends_with(&Shown::of(last)), "{there:?}");
        }
        shown(&here)
    }

    /// The same button, whichever message has it.
    pub async fn presses_action(&mut self, action: &str) -> String {
        let incoming = self
            .bot
            .incoming("asker", Content::Press(action.to_owned()));
        let here = self.bot.replies(&incoming).await;
        let telegram = self.telegram.telegram.presses(action).await;
        let discord = self.discord.discord.presses(action).await;
        compare(
            &here,
            &Shown::at_telegram(&telegram),
            &on_discord::shown(&discord),
        );
        shown(&here)
    }

    /// Of each database.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        let here = self.bot.texts(sql).await;
        for bot in self.bots() {
            assert_eq!(bot.texts(sql).await, here);
        }
        here
    }
}

fn compare(here: &[Outgoing], telegram: &Shown, discord: &Shown) {
    let on = |platform: &str, message: &Outgoing| -> Outgoing {
        let json = serde_json::to_string(message).unwrap();
        serde_json::from_str(&json.replace("Terminal", platform)).unwrap()
    };
    let there: Vec<Outgoing> = here
        .iter()
        .map(|message| spelled_out(&on("Telegram", message)))
        .collect();
    assert_eq!(telegram, &Shown::of(&there), "on Telegram");
    let menus = lacznik::platform::discord::render::spelled_out;
    let there: Vec<Outgoing> = here
        .iter()
        .map(|message| menus(&on("Discord", message)))
        .collect();
    assert_eq!(discord, &Shown::of(&there), "on Discord");
}

/// Messages as a terminal shows them.
pub fn shown(messages: &[Outgoing]) -> String {
    let mut first = 1;
    let mut shown = Vec::new();
    for message in messages {
        shown.push(render(message, Style::default(), first));
        first += message.buttons.len();
    }
    shown.join("\n")
}
