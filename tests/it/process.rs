//! The program as a process, in a folder of its own, with a stand-in for Telegram.

use lacznik::store::Store;
use serde_json::Value;
use std::io::Read;
use std::ops::Deref;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

use crate::telegram_api::{Message, TelegramApi};

/// How long anything may take before a test fails. Long, because it is no measure of speed: machines are busy.
pub const SOON: Duration = Duration::from_secs(90);

/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// Limits that no test reaches: people of the tests write faster than people do.
const NO_LIMITS: &str = "per_second = 100000\nbulk_per_second = 100000\nchat_burst = 1000\n";

/// Where the program finds its tokens.
pub const TELEGRAM_TOKEN: &str = "LACZNIK_TELEGRAM_TOKEN";
pub const DISCORD_TOKEN: &str = "LACZNIK_DISCORD_TOKEN";

/// Waits until this holds.
#[track_caller]
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < SOON, "waited in vain: {what}");
        std::thread::sleep(LOOK);
    }
}

/// A folder with settings and a database, in which the program runs, and the tokens that it is given.
pub struct Folder {
    folder: TempDir,
    tokens: Vec<(&'static str, &'static str)>,
}

impl Folder {
    /// With these settings. `tokens` are variables of the environment and their values; other tokens it has none.
    pub fn new(settings: &str, tokens: &[(&'static str, &'static str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("settings.toml"), settings).unwrap();
        let tokens = tokens.to_vec();
        Self { folder, tokens }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with these arguments and the tokens.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lacznik"));
        command
            .args(arguments)
            .args(["--config", "settings.toml"])
            .current_dir(self.folder.path())
            .env_remove(TELEGRAM_TOKEN)
            .env_remove(DISCORD_TOKEN)
            .env_remove("LACZNIK_LOG")
            .envs(self.tokens.iter().copied());
        command
    }

    /// The program with these arguments, to its end.
    pub fn output(&self, arguments: &[&str]) -> Said {
        Said::of(self.command(arguments).output().unwrap())
    }

    /// The service, as soon as there is a process.
    pub fn spawn(&self) -> Service {
        Service::of(&mut self.command(&["run"]))
    }

    /// Changes the database behind the program's back.
    pub fn sql(&self, sql: &'static str) {
        self.in_database(async |store| {
            let mut tx = store.begin().await.unwrap();
            sqlx::query(sql).execute(&mut *tx).await.unwrap();
            tx.commit().await.unwrap();
        });
    }

    /// Texts from the database.
    pub fn sql_texts(&self, sql: &'static str) -> Vec<String> {
        self.in_database(async |store| {
            let mut db = store.read().await.unwrap();
            sqlx::query_scalar(sql).fetch_all(&mut *db).await.unwrap()
        })
    }

    /// A count from the database.
    pub fn sql_count(&self, sql: &'static str) -> i64 {
        self.in_database(async |store| {
            let mut db = store.read().await.unwrap();
            sqlx::query_scalar(sql).fetch_one(&mut *db).await.unwrap()
        })
    }

    /// Does something while nobody else can write to the database.
    pub fn while_locked<T>(&self, act: impl FnOnce() -> T) -> T {
        self.in_database(async |store| {
            let _lock = store.begin().await.unwrap();
            act()
        })
    }

    /// Does something with the database, beside the program.
    pub fn in_database<T>(&self, act: impl AsyncFnOnce(&Store) -> T) -> T {
        runtime().block_on(async {
            let store = Store::open(&self.path("lacznik.db"), SOON).await.unwrap();
            let done = act(&store).await;
            store.close().await;
            done
        })
    }
}

/// A folder with settings, and a Telegram.
pub struct Installation {
    pub api: TelegramApi,
    folder: Folder,
    /// What the bot sent or changed since the last look.
    sent: Arc<Mutex<Vec<Message>>>,
}

impl Deref for Installation {
    type Target = Folder;

    fn deref(&self) -> &Folder {
        &self.folder
    }
}

impl Installation {
    /// With the settings as they are, but for limits.
    pub fn new() -> Self {
        Self::with("")
    }

    /// With these settings, which begin in the part `[telegram]`.
    pub fn with(settings: &str) -> Self {
        let api = TelegramApi::start_on_thread();
        let sent = Arc::new(Mutex::new(Vec::new()));
        let seen = sent.clone();
        api.observe(move |message| seen.lock().unwrap().push(message.clone()));
        let settings = format!("{}{settings}", of_telegram(&api));
        let folder = Folder::new(&settings, &[(TELEGRAM_TOKEN, api.token())]);
        Self { api, folder, sent }
    }

    /// The service, when it runs.
    pub fn run(&self) -> Service {
        let service = self.spawn();
        service.until_said("Łącznik działa w Telegramie");
        service
    }

    /// Somebody writes in private. Returns what the bot answers.
    #[track_caller]
    pub fn says(&self, person: i64, text: &str) -> Vec<Message> {
        self.sent.lock().unwrap().clear();
        self.api.says(person, text);
        self.reply()
    }

    /// Somebody presses a button under the last message. Returns what the bot sends or changes.
    #[track_caller]
    pub fn presses(&self, person: i64, button: &str) -> Vec<Message> {
        let messages = self.api.messages(person);
        let pressed = messages.last().unwrap();
        let data = pressed
            .data_of(button)
            .unwrap_or_else(|| panic!("no button {button:?}: {:?}", pressed.buttons()));
        self.sent.lock().unwrap().clear();
        self.api.presses(person, person, pressed.id, &data);
        self.reply()
    }

    /// What the bot has sent or changed, when nothing is left to do.
    #[track_caller]
    fn reply(&self) -> Vec<Message> {
        until("a reply", || {
            let begun = !self.sent.lock().unwrap().is_empty();
            begun && self.api.pending() == 0 && self.sql_count(WAITING) == 0
        });
        std::mem::take(&mut self.sent.lock().unwrap())
    }

    /// Somebody else with the token asks for something.
    pub fn set(&self, method: &str, parameters: &Value) {
        let request = reqwest::Client::new()
            .post(self.api.method(method))
            .json(parameters);
        let answer = runtime().block_on(request.send()).unwrap();
        assert!(answer.status().is_success(), "{answer:?}");
    }

    /// Telegram is out of reach.
    pub fn telegram_goes_away(&self) {
        runtime().block_on(self.api.goes_away());
    }

    /// Telegram is back.
    pub fn telegram_comes_back(&self) {
        runtime().block_on(self.api.comes_back());
    }
}

/// The settings for this Telegram.
pub fn of_telegram(api: &TelegramApi) -> String {
    format!("[telegram]\napi_url = \"{}\"\n{NO_LIMITS}", api.url())
}

pub fn runtime() -> tokio::runtime::Runtime {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap()
}

/// Messages that are not brought yet.
pub const WAITING: &str = "SELECT count(*) FROM outbox WHERE status IN ('pending', 'sending')";

/// What a process said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Said {
    fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// The service as a process, killed with this value.
pub struct Service {
    child: Child,
    said: Arc<Mutex<String>>,
    listening: Option<std::thread::JoinHandle<()>>,
}

impl Service {
    /// This command.
    pub fn of(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (heard, mut error) = (said.clone(), child.stderr.take().unwrap());
        let listening = std::thread::spawn(move || {
            let mut rest = Vec::new();
            let mut buffer = [0; 64 * 1024];
            while let Ok(count @ 1..) = error.read(&mut buffer) {
                rest.extend_from_slice(&buffer[..count]);
                // A letter may be cut in two.
                let whole = match std::str::from_utf8(&rest) {
                    Ok(text) => text.len(),
                    Err(error) => error.valid_up_to(),
                };
                let text = String::from_utf8(rest.drain(..whole).collect()).unwrap();
                heard.lock().unwrap().push_str(&text);
            }
        });
        Self {
            child,
            said,
            listening: Some(listening),
        }
    }

    /// What stands on standard error so far.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until this stands on standard error.
    #[track_caller]
    pub fn until_said(&self, text: &str) {
        let begun = Instant::now();
        while !self.said().contains(text) {
            let said = self.said();
            assert!(begun.elapsed() < SOON, "waited for {text:?}: {said}");
            std::thread::sleep(LOOK);
        }
    }

    /// `TERM`, `INT`.
    pub fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        let done = Command::new("sh").args(["-c", &kill]).status().unwrap();
        assert!(done.success(), "{kill}");
    }

    /// The same, but it may have ended by now.
    pub fn signal_if_running(&self, name: &str) {
        let kill = format!("kill -{name} {} 2>/dev/null", self.child.id());
        Command::new("sh").args(["-c", &kill]).status().unwrap();
    }

    /// `kill -9`. When this returns, the process is gone.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits for its end. Returns how it ended, and all that it said.
    #[track_caller]
    pub fn ended(mut self) -> (ExitStatus, String) {
        until("the end of the process", || !self.is_running());
        let status = self.child.wait().unwrap();
        self.listening.take().unwrap().join().unwrap();
        (status, self.said())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
