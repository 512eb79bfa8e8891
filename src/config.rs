//! Settings, read once into types. Every setting and its default stand in `config/lacznik.toml`, which is compiled in;
//! a file given by the administrator overrides what it names.

use anyhow::Context;
use serde::Deserialize;
use std::path::Path;
use std::time::Duration;

use crate::domain::message::Language;

/// The shipped settings: the default of each.
const SHIPPED: &str = include_str!("../config/lacznik.toml");

/// Where settings are looked for when no file is named.
pub const DEFAULT_PATH: &str = "config/lacznik.toml";

/// All settings.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    pub language: Language,
    pub database: Database,
    pub input: Input,
    pub delivery: Delivery,
    pub retention: Retention,
}

/// How the database is opened.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    pub busy_timeout_ms: u64,
}

/// Bounds of what people send.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    pub max_chars: usize,
}

/// How the outbox is emptied.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    pub batch: u32,
    pub lease_seconds: u32,
    pub retry_seconds: u32,
    pub retry_max_seconds: u32,
    pub max_attempts: u32,
}

/// How long things are kept, in days.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    pub seen_days: u32,
    pub sent_days: u32,
    pub conversation_days: u32,
}

impl Database {
    /// How long a write waits for another one.
    pub fn busy_timeout(&self) -> Duration {
        Duration::from_millis(self.busy_timeout_ms)
    }
}

impl Config {
    /// Reads settings: the shipped ones, overridden by `path`, or by [`DEFAULT_PATH`] where that file exists.
    ///
    /// # Errors
    /// A named file that cannot be read, a value of the wrong kind or out of range, a key that is not known; the
    /// message has the file and the line.
    pub fn load(path: Option<&Path>) -> anyhow::Result<Self> {
        let path = match path {
            Some(path) => path,
            None if Path::new(DEFAULT_PATH).exists() => Path::new(DEFAULT_PATH),
            None => return Self::from_text("", "config/lacznik.toml"),
        };
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).with_context(|| name.clone())?;
        Self::from_text(&text, &name)
    }

    /// Reads settings from the text of a file; what it leaves out has its default.
    fn from_text(text: &str, name: &str) -> anyhow::Result<Self> {
        // Unknown keys and wrong kinds are found in the administrator's own text, so that the line is theirs.
        let own: Overrides = toml::from_str(text).with_context(|| name.to_owned())?;
        let mut all: toml::Table = toml::from_str(SHIPPED).context("shipped settings")?;
        for (section, value) in own.0 {
            match (all.get_mut(&section), value) {
                (Some(toml::Value::Table(known)), toml::Value::Table(given)) => known.extend(given),
                (_, value) => {
                    all.insert(section, value);
                }
            }
        }
        let config: Self = all.try_into().with_context(|| name.to_owned())?;
        config.validate().with_context(|| name.to_owned())?;
        Ok(config)
    }

    /// Refuses values that cannot work.
    fn validate(&self) -> anyhow::Result<()> {
        let at_least_one = [
            ("input.max_chars", self.input.max_chars as u64),
            ("delivery.batch", self.delivery.batch.into()),
            ("delivery.lease_seconds", self.delivery.lease_seconds.into()),
            ("delivery.retry_seconds", self.delivery.retry_seconds.into()),
            ("delivery.max_attempts", self.delivery.max_attempts.into()),
            ("retention.seen_days", self.retention.seen_days.into()),
        ];
        for (name, value) in at_least_one {
            anyhow::ensure!(value >= 1, "{name} = {value}: must be at least 1");
        }
        Ok(())
    }
}

/// What an administrator's file names.
#[derive(Deserialize)]
struct Overrides(toml::Table);

impl Default for Config {
    fn default() -> Self {
        Self::from_text("", "config/lacznik.toml")
            .expect("the shipped settings are valid: a test loads them")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_settings_are_complete() {
        assert_eq!(Config::default().language, Language::Polish);
    }

    #[test]
    fn a_file_overrides_what_it_names() {
        let config = Config::from_text("[delivery]\nbatch = 3\n", "mine.toml").unwrap();
        assert_eq!(
            (config.delivery.batch, config.delivery.lease_seconds),
            (3, 60)
        );
    }

    #[test]
    fn unknown_keys_and_impossible_values_name_the_file() {
        for (text, says) in [
            ("[delivery]\nbatches = 3\n", "batches"),
            ("languages = \"pl\"\n", "languages"),
            ("[delivery]\nbatch = 0\n", "delivery.batch"),
            ("[delivery\n", "line 1"),
        ] {
            let error = format!("{:#}", Config::from_text(text, "mine.toml").unwrap_err());
            assert!(
                error.contains("mine.toml") && error.contains(says),
                "{error}"
            );
        }
    }
}
