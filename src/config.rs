//! Settings, read once into types. `config/lacznik.toml` shows every setting with its default; a file of the
//! administrator overrides what it names.

use anyhow::Context;
use serde::Deserialize;
use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use crate::domain::language::Language;
use crate::domain::timetable::{NotATimetable, Timetable};
use crate::matching::text::MAX_CHARS;

/// Where settings are looked for when no file is named.
pub const DEFAULT_PATH: &str = "config/lacznik.toml";

/// All settings. The defaults are those of the shipped file: a test compares them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    pub language: Language,
    pub database: Database,
    pub input: Input,
    pub delivery: Delivery,
    pub retention: Retention,
    pub telegram: Telegram,
    pub discord: Discord,
    pub notices: Notices,
    pub metrics: Metrics,
}

/// How the database is opened.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    pub busy_timeout_ms: u64,
}

/// Bounds of what people send.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Input {
    pub max_chars: usize,
}

/// How the outbox is emptied.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Delivery {
    pub in_flight: u32,
    pub lease_seconds: u32,
    pub retry_seconds: u32,
    pub retry_max_seconds: u32,
    pub max_attempts: u32,
    pub give_up_hours: u32,
}

/// How long things are kept, in days.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    pub seen_days: u32,
    pub sent_days: u32,
    pub dead_days: u32,
    pub conversation_days: u32,
    pub notes_days: u32,
    pub notices_days: u32,
}

/// How Telegram is reached. The token comes from the environment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Telegram {
    pub api_url: String,
    pub mode: TelegramMode,
    pub poll_seconds: u32,
    pub per_second: u32,
    pub bulk_per_second: u32,
    pub chat_burst: u32,
    pub group_per_minute: u32,
    pub webhook_url: String,
    pub webhook_listen: SocketAddr,
}

/// How Discord is reached. The token comes from the environment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Discord {
    pub api_url: String,
    pub message_content: bool,
    pub in_flight: u32,
    pub per_second: u32,
    pub bulk_per_second: u32,
}

/// How notices go out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Notices {
    pub undo_seconds: u32,
    pub second_person: bool,
    pub overdue_minutes: u32,
    pub daily_digest: String,
    pub weekly_digest: String,
    pub sign_of_life: String,
}

/// Figures for a monitoring program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {
    pub listen: String,
}

/// How updates arrive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TelegramMode {
    /// The program asks for them; nothing has to be open to the outside.
    Polling,
    /// Telegram brings them to an address of ours.
    Webhook,
}

impl Default for Telegram {
    fn default() -> Self {
        Self {
            api_url: "https://api.telegram.org".to_owned(),
            mode: TelegramMode::Polling,
            poll_seconds: 30,
            per_second: 27,
            bulk_per_second: 22,
            chat_burst: 3,
            group_per_minute: 15,
            webhook_url: String::new(),
            webhook_listen: SocketAddr::from(([127, 0, 0, 1], 8443)),
        }
    }
}

impl Default for Discord {
    fn default() -> Self {
        Self {
            api_url: "https://discord.com".to_owned(),
            message_content: false,
            in_flight: 16,
            per_second: 45,
            bulk_per_second: 10,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            language: Language::Polish,
            database: Database::default(),
            input: Input::default(),
            delivery: Delivery::default(),
            retention: Retention::default(),
            telegram: Telegram::default(),
            discord: Discord::default(),
            notices: Notices::default(),
            metrics: Metrics::default(),
        }
    }
}

impl Default for Notices {
    fn default() -> Self {
        Self {
            undo_seconds: 60,
            second_person: false,
            overdue_minutes: 60,
            daily_digest: "0 9 * * *".to_owned(),
            weekly_digest: "0 9 * * 1".to_owned(),
            sign_of_life: "0 10 1 * *".to_owned(),
        }
    }
}

impl Default for Database {
    fn default() -> Self {
        Self {
            busy_timeout_ms: 5000,
        }
    }
}

impl Default for Input {
    fn default() -> Self {
        Self { max_chars: 4000 }
    }
}

impl Default for Delivery {
    fn default() -> Self {
        Self {
            in_flight: 4,
            lease_seconds: 60,
            retry_seconds: 2,
            retry_max_seconds: 900,
            max_attempts: 12,
            give_up_hours: 72,
        }
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self {
            seen_days: 90,
            sent_days: 30,
            dead_days: 90,
            conversation_days: 90,
            notes_days: 365,
            notices_days: 400,
        }
    }
}

impl Database {
    /// How long a write waits for another one.
    pub fn busy_timeout(&self) -> Duration {
        Duration::from_millis(self.busy_timeout_ms)
    }
}

impl Telegram {
    fn validate(&self) -> anyhow::Result<()> {
        let (api, webhook) = (&self.api_url, &self.webhook_url);
        anyhow::ensure!(
            is_address(api),
            "telegram.api_url = {api:?}: must be an address with http or https"
        );
        if self.mode == TelegramMode::Webhook {
            anyhow::ensure!(
                is_address(webhook) && (webhook.starts_with("https://") || is_here(webhook)),
                "telegram.webhook_url = {webhook:?}: must be the public address for telegram.mode = \"webhook\", with https (http only on this machine: 127.0.0.1, localhost or [::1])"
            );
        }
        let (all, bulk) = (self.per_second, self.bulk_per_second);
        anyhow::ensure!(
            bulk <= all,
            "telegram.bulk_per_second = {bulk}: must be at most telegram.per_second = {all}"
        );
        Ok(())
    }
}

impl Discord {
    fn validate(&self) -> anyhow::Result<()> {
        let api = &self.api_url;
        anyhow::ensure!(
            is_address(api),
            "discord.api_url = {api:?}: must be an address with http or https"
        );
        let (all, bulk) = (self.per_second, self.bulk_per_second);
        anyhow::ensure!(
            bulk <= all,
            "discord.bulk_per_second = {bulk}: must be at most discord.per_second = {all}"
        );
        Ok(())
    }
}

impl Notices {
    /// When daily digests go out.
    ///
    /// # Errors
    /// As [`Timetable`] says of the line; never after [`Config::load`].
    pub fn daily(&self) -> Result<Timetable, NotATimetable> {
        self.daily_digest.parse()
    }

    /// When weekly digests go out.
    ///
    /// # Errors
    /// As [`daily`](Self::daily).
    pub fn weekly(&self) -> Result<Timetable, NotATimetable> {
        self.weekly_digest.parse()
    }

    /// When those who got nothing hear that they still subscribe; none: never.
    ///
    /// # Errors
    /// As [`daily`](Self::daily).
    pub fn alive(&self) -> Result<Option<Timetable>, NotATimetable> {
        let line = self.sign_of_life.trim();
        (!line.is_empty()).then(|| line.parse()).transpose()
    }

    fn validate(&self) -> anyhow::Result<()> {
        within("notices.undo_seconds", self.undo_seconds, 0..=3600)?;
        within("notices.overdue_minutes", self.overdue_minutes, 1..=10_080)?;
        for (name, line, read) in [
            ("daily_digest", &self.daily_digest, self.daily().err()),
            ("weekly_digest", &self.weekly_digest, self.weekly().err()),
            ("sign_of_life", &self.sign_of_life, self.alive().err()),
        ] {
            if let Some(reason) = read {
                anyhow::bail!("notices.{name} = {line:?}: {reason}");
            }
        }
        Ok(())
    }
}

impl Metrics {
    /// Where figures are shown; none: nowhere.
    pub fn address(&self) -> Option<SocketAddr> {
        self.listen.parse().ok()
    }

    fn validate(&self) -> anyhow::Result<()> {
        let listen = &self.listen;
        // How many people subscribe and how fast they are told is nobody else's business, and nobody is asked who they are.
        let is_here = self.address().is_some_and(|at| at.ip().is_loopback());
        anyhow::ensure!(
            listen.is_empty() || is_here,
            "metrics.listen = {listen:?}: must be an address of this machine with a port, as \"127.0.0.1:9464\", or empty"
        );
        Ok(())
    }
}

fn is_address(url: &str) -> bool {
    let host = url.strip_prefix("https://").or(url.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(char::is_whitespace))
}

/// Refuses a number that is out of its bounds.
fn within(name: &str, value: impl Into<u64>, bounds: RangeInclusive<u64>) -> anyhow::Result<()> {
    let (value, least, most) = (value.into(), bounds.start(), bounds.end());
    anyhow::ensure!(
        bounds.contains(&value),
        "{name} = {value}: must be {least} to {most}"
    );
    Ok(())
}

/// Whether an address with http leads to this machine, where nobody listens on the way.
fn is_here(url: &str) -> bool {
    let rest = url.strip_prefix("http://").unwrap_or_default();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    matches!(host, "127.0.0.1" | "localhost" | "[::1]")
}

/// A secret that never shows in logs or errors.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret itself, for the one who has to show it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What only the environment knows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// `LACZNIK_TELEGRAM_TOKEN`.
    pub telegram: Option<Secret>,
    /// `LACZNIK_DISCORD_TOKEN`.
    pub discord: Option<Secret>,
}

impl Secrets {
    /// Reads the environment. A variable that is empty counts as missing.
    pub fn from_env() -> Self {
        let read = |name| {
            let value: String = std::env::var(name).ok()?.trim().to_owned();
            (!value.is_empty()).then_some(Secret(value))
        };
        Self {
            telegram: read("LACZNIK_TELEGRAM_TOKEN"),
            discord: read("LACZNIK_DISCORD_TOKEN"),
        }
    }
}

impl Config {
    /// Reads settings: those that `path` names, or the file at [`DEFAULT_PATH`] where there is one; all others have their
    /// defaults.
    ///
    /// # Errors
    /// A named file that cannot be read, a value of the wrong kind or out of range, a key that is not known; the
    /// message has the file and, for what is wrong in its text, the line.
    pub fn load(path: Option<&Path>) -> anyhow::Result<Self> {
        let path = match path {
            Some(path) => path,
            None if Path::new(DEFAULT_PATH).exists() => Path::new(DEFAULT_PATH),
            None => return Ok(Self::default()),
        };
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).with_context(|| name.clone())?;
        Self::from_text(&text, &name)
    }

    /// Reads settings from the text of a file.
    fn from_text(text: &str, name: &str) -> anyhow::Result<Self> {
        let config: Self = toml::from_str(text).with_context(|| name.to_owned())?;
        config.validate().with_context(|| name.to_owned())?;
        Ok(config)
    }

    /// Refuses values that cannot work.
    fn validate(&self) -> anyhow::Result<()> {
        let (delivery, keep, telegram) = (&self.delivery, &self.retention, &self.telegram);
        within(
            "database.busy_timeout_ms",
            self.database.busy_timeout_ms,
            0..=600_000,
        )?;
        within(
            "input.max_chars",
            self.input.max_chars as u64,
            1..=MAX_CHARS as u64,
        )?;
        within("delivery.in_flight", delivery.in_flight, 1..=1000)?;
        // More than a send may take.
        within("delivery.lease_seconds", delivery.lease_seconds, 30..=3600)?;
        within("delivery.retry_seconds", delivery.retry_seconds, 1..=86_400)?;
        within(
            "delivery.retry_max_seconds",
            delivery.retry_max_seconds,
            1..=86_400,
        )?;
        within("delivery.max_attempts", delivery.max_attempts, 1..=1000)?;
        within("delivery.give_up_hours", delivery.give_up_hours, 1..=8760)?;
        within("retention.seen_days", keep.seen_days, 1..=3650)?;
        within("retention.sent_days", keep.sent_days, 1..=3650)?;
        within("retention.dead_days", keep.dead_days, 1..=3650)?;
        within(
            "retention.conversation_days",
            keep.conversation_days,
            1..=3650,
        )?;
        within("retention.notes_days", keep.notes_days, 1..=3650)?;
        within("retention.notices_days", keep.notices_days, 1..=3650)?;
        // Telegram's longest is 50.
        within("telegram.poll_seconds", telegram.poll_seconds, 1..=50)?;
        within("telegram.per_second", telegram.per_second, 1..=100_000)?;
        within(
            "telegram.bulk_per_second",
            telegram.bulk_per_second,
            1..=100_000,
        )?;
        within("telegram.chat_burst", telegram.chat_burst, 1..=1000)?;
        within(
            "telegram.group_per_minute",
            telegram.group_per_minute,
            1..=100_000,
        )?;
        within("discord.in_flight", self.discord.in_flight, 1..=1000)?;
        within("discord.per_second", self.discord.per_second, 1..=100_000)?;
        within(
            "discord.bulk_per_second",
            self.discord.bulk_per_second,
            1..=100_000,
        )?;
        // The reply to an event that is handled anew would be taken for the one that is still in the outbox.
        let (seen, longest) = (keep.seen_days, keep.sent_days.max(keep.dead_days));
        anyhow::ensure!(
            seen >= longest,
            "retention.seen_days = {seen}: must be at least {longest}, as sent_days and dead_days"
        );
        let (first, longest) = (self.delivery.retry_seconds, self.delivery.retry_max_seconds);
        anyhow::ensure!(
            first <= longest,
            "delivery.retry_max_seconds = {longest}: must be at least delivery.retry_seconds = {first}"
        );
        self.telegram.validate()?;
        self.discord.validate()?;
        self.notices.validate()?;
        self.metrics.validate()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_names_every_setting_with_its_default() {
        let shipped = include_str!("../config/lacznik.toml");
        assert_eq!(
            Config::from_text(shipped, "shipped").unwrap(),
            Config::default()
        );
        let named = shipped.lines().filter(|line| line.contains(" = ")).count();
        let fields = format!("{:?}", Config::default()).matches(": ").count();
        // The eight sections are fields too.
        assert_eq!(named, fields - 8, "each setting stands in the file");
    }

    #[test]
    fn a_file_overrides_what_it_names() {
        let config = Config::from_text("[delivery]\nin_flight = 3\n", "mine.toml").unwrap();
        assert_eq!(
            (config.delivery.in_flight, config.delivery.lease_seconds),
            (3, 60)
        );
    }

    #[test]
    fn unknown_keys_and_impossible_values_are_told_with_their_place() {
        for (text, says) in [
            ("[delivery]\nbatches = 3\n", "line 2"),
            ("languages = \"pl\"\n", "languages"),
            ("language = \"de\"\n", "line 1"),
            ("[delivery]\nin_flight = 0\n", "delivery.in_flight"),
            (
                "[delivery]\nretry_max_seconds = 1\n",
                "delivery.retry_max_seconds",
            ),
            ("[delivery\n", "line 1"),
            ("[retention]\nsent_days = 91\n", "retention.seen_days"),
            ("[retention]\ndead_days = 91\n", "retention.seen_days"),
            ("[retention]\nnotes_days = -1\n", "line 2"),
            ("[input]\nmax_chars = 4001\n", "input.max_chars"),
            ("[delivery]\nlease_seconds = 29\n", "delivery.lease_seconds"),
            ("[telegram]\npoll_seconds = 51\n", "telegram.poll_seconds"),
            ("[telegram]\napi_url = \"ftp://x\"\n", "telegram.api_url"),
            ("[telegram]\nmode = \"webhook\"\n", "telegram.webhook_url"),
            ("[telegram]\nper_second = 10\n", "telegram.bulk_per_second"),
            ("[discord]\napi_url = \"ftp://x\"\n", "discord.api_url"),
            ("[discord]\nper_second = 5\n", "discord.bulk_per_second"),
            ("[notices]\nundo_seconds = 3601\n", "notices.undo_seconds"),
            (
                "[notices]\ndaily_digest = \"\"\n",
                "notices.daily_digest = \"\": must have five fields",
            ),
            (
                "[notices]\nweekly_digest = \"0 9 * * 8\"\n",
                "notices.weekly_digest = \"0 9 * * 8\": the weekday",
            ),
            (
                "[notices]\nsign_of_life = \"0 10 1 * 1\"\n",
                "notices.sign_of_life",
            ),
            ("[metrics]\nlisten = \"0.0.0.0:9464\"\n", "metrics.listen"),
            ("[metrics]\nlisten = \"127.0.0.1\"\n", "metrics.listen"),
            ("[metrics]\nlisten = \"example.org:80\"\n", "metrics.listen"),
        ] {
            let error = format!("{:#}", Config::from_text(text, "mine.toml").unwrap_err());
            assert!(
                error.contains("mine.toml") && error.contains(says),
                "{error}"
            );
        }
    }

    #[test]
    fn the_sign_of_life_can_be_turned_off_and_figures_stay_on_this_machine() {
        let read = |text: &str| Config::from_text(text, "mine.toml").unwrap();
        let off = read("[notices]\nsign_of_life = \"\"\n").notices;
        assert!(off.alive().unwrap().is_none());
        assert!(Notices::default().alive().unwrap().is_some());
        for here in ["127.0.0.1:9464", "[::1]:9464"] {
            let metrics = read(&format!("[metrics]\nlisten = \"{here}\"\n")).metrics;
            assert_eq!(metrics.address(), here.parse().ok());
        }
        assert_eq!(Metrics::default().address(), None);
    }

    #[test]
    fn a_webhook_has_https_or_stays_on_this_machine() {
        let read = |url: &str| {
            let text = format!("[telegram]\nmode = \"webhook\"\nwebhook_url = \"{url}\"\n");
            Config::from_text(&text, "mine.toml")
        };
        for good in [
            "https://bot.example.org/hook",
            "http://127.0.0.1:8443/hook",
            "http://localhost/hook",
            "http://[::1]:8443",
            "http://[::1]",
        ] {
            assert!(read(good).is_ok(), "{good}");
        }
        for bad in [
            "http://bot.example.org/hook",
            "http://localhost.example.org/",
            "http://localhost:x@example.org/",
            "http://localhost:80@example.org/",
            "http://127.0.0.1@example.org/",
            "http://[::1].example.org/",
            "http://",
            "https://",
            "ftp://localhost/",
        ] {
            let error = format!("{:#}", read(bad).unwrap_err());
            assert!(error.contains("https"), "{bad}: {error}");
        }
    }

    #[test]
    fn no_number_is_beyond_what_can_be_counted() {
        let shipped = include_str!("../config/lacznik.toml");
        for line in shipped.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, value)) = line.split_once(" = ") else {
                continue;
            };
            if value.parse::<u64>().is_err() {
                continue;
            }
            for extreme in [u32::MAX.into(), i64::MAX as u64, u64::MAX] {
                let changed = shipped.replace(line, &format!("{name} = {extreme}"));
                Config::from_text(&changed, "mine.toml").unwrap_err();
            }
            let none = shipped.replace(line, &format!("{name} = 0"));
            let is_refused = Config::from_text(&none, "mine.toml").is_err();
            let may_be_none = ["busy_timeout_ms", "undo_seconds"].contains(&name);
            assert_eq!(is_refused, !may_be_none, "{name} = 0");
        }
    }
}
