//! The composition root: from settings to an open database with knowledge in it.

use anyhow::Context;
use chrono::{DateTime, Utc};
use include_dir::{Dir, include_dir};
use serde::Serialize;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bot::Bot;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::knowledge::Knowledge;
use crate::knowledge::{self, Problem};
use crate::speech::{Speech, Voice};
use crate::store::{self, Store, StoreError};

static EXAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/config/example");

/// Everything that the commands need.
pub struct App {
    pub config: Arc<Config>,
    pub speech: Arc<Speech>,
    pub clock: Arc<dyn Clock>,
    /// Where the database is, or will be.
    pub database: PathBuf,
}

impl App {
    /// The present instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Speaks to the administrator.
    pub fn voice(&self) -> Voice<'_> {
        self.speech.voice(self.config.language)
    }

    /// Opens the database, and creates it where it is missing.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn open(&self) -> store::Result<Store> {
        Store::open(&self.database, self.config.database.busy_timeout()).await
    }

    /// Takes the lock of this name next to the database, until the file is closed: by the process that ends in any way.
    /// `None`: another process has it.
    ///
    /// # Errors
    /// The file cannot be made, or the file system knows no locks.
    pub fn lock(&self, name: &str) -> std::io::Result<Option<File>> {
        let path = self.database.with_added_extension(format!("{name}.lock"));
        let mut options = OpenOptions::new();
        let file = options
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Wakes the bot. A database without knowledge gets the example city; the name of that city is returned then.
    ///
    /// # Errors
    /// As the database reports them.
    pub async fn wake(&self) -> anyhow::Result<(Bot, Store, Option<String>)> {
        let store = self.open().await?;
        let created = self.fill(&store).await?;
        let (speech, clock, config) =
            (self.speech.clone(), self.clock.clone(), self.config.clone());
        let bot = Bot::wake(store.clone(), speech, clock, config).await?;
        Ok((
            bot.context("the knowledge was just stored")?,
            store,
            created,
        ))
    }

    /// Stores the example city in a database that holds no knowledge.
    async fn fill(&self, store: &Store) -> anyhow::Result<Option<String>> {
        if store::knowledge::version(&mut *store.read().await?)
            .await?
            .is_some()
        {
            return Ok(None);
        }
        let mut tx = store.begin().await?;
        if store::knowledge::version(&mut tx).await?.is_some() {
            return Ok(None); // another process was faster
        }
        let example = example()?;
        store::knowledge::replace(&mut tx, &example, self.now()).await?;
        tx.commit().await.map_err(StoreError::from)?;
        Ok(Some(example.city.name))
    }
}

/// The example city that is compiled in.
///
/// # Errors
/// Never in a binary that passed its tests: its files are wrong.
pub fn example() -> anyhow::Result<Knowledge> {
    let reading = knowledge::read(&EXAMPLE);
    reading
        .knowledge
        .with_context(|| format!("the example city: {:?}", reading.problems.first()))
}

/// Whether there is a database at this path.
pub fn exists(database: &Path) -> bool {
    database.exists()
}

/// A problem of a folder with its sentence, for scripts.
#[derive(Debug, Serialize)]
pub struct Told<'a> {
    #[serde(flatten)]
    problem: &'a Problem,
    text: String,
}

/// The problems of a folder, each with its sentence.
pub fn told<'a>(voice: Voice<'_>, problems: &'a [Problem]) -> Vec<Told<'a>> {
    let tell = |problem| Told {
        problem,
        text: sentence(voice, problem),
    };
    problems.iter().map(tell).collect()
}

fn sentence(voice: Voice<'_>, problem: &Problem) -> String {
    voice.with_list(problem.id, &problem.args, &Problem::NUMBERS)
}

/// One problem of a folder as a line: `units.toml:41: pole „phone”: …`.
pub fn problem_line(voice: Voice<'_>, folder: &Path, problem: &Problem) -> String {
    let file = match problem.file.as_str() {
        "." => folder.display().to_string(),
        name => name.to_owned(),
    };
    let line = problem
        .line
        .map_or_else(String::new, |line| format!(":{line}"));
    let field = problem.field.as_deref().map_or_else(String::new, |field| {
        format!(" {}", voice.with("check-field", [("field", field.into())]))
    });
    format!("{file}{line}:{field} {}", sentence(voice, problem))
}
