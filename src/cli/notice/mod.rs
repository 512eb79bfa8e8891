//! `lacznik notice …`: what officers do with notices, from the command line. It only writes to the database; the service
//! sends.

mod change;
mod send;
mod show;

use clap::{Args, Subcommand};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::{Failure, moment, need_database, say, say_aside, say_json};
use crate::app::App;
use crate::bot::Bot;
use crate::bot::brain::Brain;
use crate::bot::notices::moves::{self, Moved};
use crate::domain::hours;
use crate::domain::message::{Outgoing, Place, Platform};
use crate::domain::notice::{Kind, Notice, State};
use crate::platform::terminal::{Style, render};
use crate::service::lease;
use crate::speech::Scene;
use crate::store::notices::{self, Move};
use crate::store::{Connection, Store, StoreError, Tx, leases};

/// Who did it, as the audit log has it.
const ACTOR: &str = "cli";

/// See [`super::Command`].
#[derive(Debug, Subcommand)]
pub enum Command {
    Send {
        #[command(flatten)]
        written: Written,
        #[arg(long, value_name = "PIECZĘĆ")]
        seal: Option<String>,
        #[arg(long)]
        yes: bool,
        #[arg(long)]
        json: bool,
    },
    Schedule {
        #[command(flatten)]
        written: Written,
        #[arg(id = "start", long = "at", value_name = "CHWILA", value_parser = moment, required = true)]
        at: chrono::NaiveDateTime,
        #[arg(long, value_name = "PIECZĘĆ")]
        seal: Option<String>,
        #[arg(long)]
        yes: bool,
        #[arg(long)]
        json: bool,
    },
    List {
        #[arg(long)]
        json: bool,
    },
    Show {
        #[arg(value_name = "NR")]
        number: i64,
        #[arg(long)]
        json: bool,
    },
    Pause {
        #[arg(value_name = "NR")]
        number: i64,
        #[arg(long)]
        json: bool,
    },
    Resume {
        #[arg(value_name = "NR")]
        number: i64,
        #[arg(long)]
        json: bool,
    },
    Cancel {
        #[arg(value_name = "NR")]
        number: i64,
        #[arg(long)]
        json: bool,
    },
    Correct {
        #[arg(value_name = "NR")]
        number: i64,
        #[arg(long, value_name = "PLIK", required = true)]
        text: PathBuf,
        #[arg(long, value_name = "PIECZĘĆ")]
        seal: Option<String>,
        #[arg(long)]
        yes: bool,
        #[arg(long)]
        json: bool,
    },
    Withdraw {
        #[arg(value_name = "NR")]
        number: i64,
        #[arg(long)]
        yes: bool,
        #[arg(long)]
        json: bool,
    },
    Report {
        #[arg(value_name = "NR")]
        number: i64,
        #[arg(long, value_name = "PLIK")]
        csv: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
}

/// A notice on the command line.
#[derive(Debug, Args)]
pub struct Written {
    #[arg(long, value_name = "PLIK", required = true)]
    text: PathBuf,
    #[arg(long, value_name = "TEMAT", required = true)]
    topic: Vec<String>,
    #[arg(long, value_name = "ADRES")]
    link: Option<String>,
    #[arg(long, value_name = "PLIK")]
    file: Option<PathBuf>,
    #[arg(long, value_name = "RODZAJ", value_parser = kind)]
    kind: Vec<Kind>,
    #[arg(long)]
    ping: bool,
}

/// Reads a kind of destination: `telegram/private`.
fn kind(text: &str) -> Result<Kind, String> {
    let kind: Result<Kind, _> = text.to_lowercase().parse();
    let kind = kind.map_err(|_| text.to_owned())?;
    if kind.place == Place::Aside {
        return Err(text.to_owned());
    }
    Ok(kind)
}

/// Does it.
pub async fn run(app: &App, command: Command) -> anyhow::Result<ExitCode> {
    need_database(app)?;
    let (bot, store, _) = app.wake().await?;
    let desk = Desk { app, bot, store };
    let done = match command {
        Command::Send {
            written,
            seal,
            yes,
            json,
        } => send::run(&desk, &written, None, seal, yes, json).await,
        Command::Schedule {
            written,
            at,
            seal,
            yes,
            json,
        } => send::run(&desk, &written, Some(at), seal, yes, json).await,
        Command::List { json } => show::list(&desk, json).await,
        Command::Show { number, json } => show::show(&desk, number, json).await,
        Command::Pause { number, json } => desk.moved(number, Moves::Pause, json).await,
        Command::Resume { number, json } => desk.moved(number, Moves::Resume, json).await,
        Command::Cancel { number, json } => desk.moved(number, Moves::Cancel, json).await,
        Command::Correct {
            number,
            text,
            seal,
            yes,
            json,
        } => change::correct(&desk, number, &text, seal, yes, json).await,
        Command::Withdraw { number, yes, json } => change::withdraw(&desk, number, yes, json).await,
        Command::Report { number, csv, json } => {
            show::report(&desk, number, csv.as_deref(), json).await
        }
    };
    desk.store.close().await;
    done
}

/// What the commands work with.
struct Desk<'a> {
    app: &'a App,
    bot: Bot,
    store: Store,
}

/// What is done to one that goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moves {
    Pause,
    Resume,
    Cancel,
}

/// What came of a command, for scripts.
#[derive(Debug, Serialize)]
struct Done<'a> {
    number: i64,
    /// Whether anything has changed.
    done: bool,
    /// In the words that a person reads.
    text: &'a str,
    /// Whether a service runs that sends.
    service: bool,
}

impl Desk<'_> {
    async fn begin(&self) -> anyhow::Result<Tx> {
        Ok(self.store.begin().await?)
    }

    async fn commit(&self, tx: Tx) -> anyhow::Result<()> {
        Ok(tx.commit().await.map_err(StoreError::from)?)
    }

    /// The notice of this number.
    async fn notice(&self, db: &mut Connection, number: i64) -> anyhow::Result<Notice> {
        let found = notices::find(db, number).await?;
        found.ok_or_else(|| self.failure("notice-unknown", number).into())
    }

    /// A failure about a notice.
    fn failure(&self, id: &str, number: i64) -> Failure {
        let values = [("number", number.into())];
        Failure(self.app.voice().with(id, values))
    }

    /// Whether a service runs over this database.
    async fn serves(&self) -> anyhow::Result<bool> {
        let mut db = self.store.read().await?;
        let holder = leases::held_by(&mut db, lease::NAME, self.app.now()).await?;
        Ok(holder.is_some())
    }

    /// What was thrown away has nothing that could be changed where it arrived.
    fn need_sent(&self, notice: &Notice) -> Result<(), Failure> {
        match notice.state {
            State::Sent | State::Withdrawn => Ok(()),
            State::Discarded => Err(self.failure("cli-notice-discarded", notice.id)),
            _ => Err(self.failure("notice-not-sent", notice.id)),
        }
    }

    /// Says who sends it: this program only writes it down.
    async fn say_who_sends(&self) -> anyhow::Result<()> {
        let id = if self.serves().await? {
            "cli-notice-service"
        } else {
            "cli-notice-no-service"
        };
        say_aside(&self.app.voice().text(id));
        Ok(())
    }

    /// Says what was done, or that nothing was, and who sends what comes of it.
    async fn say_done(
        &self,
        number: i64,
        done: bool,
        text: &str,
        json: bool,
    ) -> anyhow::Result<()> {
        self.say_stopped(number, done, text, json).await?;
        if done && !json {
            self.say_who_sends().await?;
        }
        Ok(())
    }

    /// The same where there is nothing to be sent.
    async fn say_stopped(
        &self,
        number: i64,
        done: bool,
        text: &str,
        json: bool,
    ) -> anyhow::Result<()> {
        if !json {
            return say(text);
        }
        let service = self.serves().await?;
        say_json(&Done {
            number,
            done,
            text,
            service,
        })
    }

    /// Pauses, resumes or stops.
    async fn moved(&self, number: i64, moves: Moves, json: bool) -> anyhow::Result<ExitCode> {
        let now = self.app.now();
        let mut tx = self.begin().await?;
        let notice = self.notice(&mut tx, number).await?;
        if moves == Moves::Cancel && self.discard(&mut tx, &notice).await? {
            self.commit(tx).await?;
            let text = self
                .app
                .voice()
                .with("cli-notice-discarded", [("number", number.into())]);
            self.say_stopped(number, true, &text, json).await?;
            return Ok(ExitCode::SUCCESS);
        }
        if moves == Moves::Cancel && notice.state == State::Discarded {
            let values = [("number", number.into())];
            let text = self.app.voice().with("cli-notice-discarded", values);
            self.say_stopped(number, false, &text, json).await?;
            return Ok(ExitCode::SUCCESS);
        }
        self.need_sent(&notice)?;
        let (moved, done, already) = match moves {
            Moves::Pause => {
                let moved = moves::pause(&mut tx, number, ACTOR, now).await?;
                (moved, "cli-notice-paused", "cli-notice-was-paused")
            }
            Moves::Resume => {
                let moved = moves::resume(&mut tx, number, ACTOR, now).await?;
                (moved, "cli-notice-resumed", "cli-notice-was-going")
            }
            Moves::Cancel => {
                let moved = moves::cancel(&mut tx, number, ACTOR, now).await?;
                (moved, "cli-notice-cancelled", "cli-notice-nothing")
            }
        };
        self.commit(tx).await?;
        let id = match moved {
            Moved::Done => done,
            Moved::Already => already,
            Moved::Nothing => "cli-notice-nothing",
        };
        let text = self.app.voice().with(id, [("number", number.into())]);
        self.say_done(number, moved == Moved::Done, &text, json)
            .await?;
        Ok(ExitCode::SUCCESS)
    }

    /// Throws a notice away that has not gone out. `false`: it has, or was thrown away before.
    async fn discard(&self, tx: &mut Tx, notice: &Notice) -> anyhow::Result<bool> {
        let waits = [State::Draft, State::Waiting, State::Scheduled, State::Held];
        if !waits.contains(&notice.state) {
            return Ok(false);
        }
        let how = Move {
            actor: ACTOR,
            ..Move::default()
        };
        let (id, now) = (notice.id, self.app.now());
        Ok(notices::advance(tx, id, notice.state, State::Discarded, &how, now).await?)
    }

    /// What messages are made from: for the administrator, in a terminal.
    fn scene<'a>(&'a self, brain: &'a Brain) -> Scene<'a> {
        Scene {
            voice: self.app.voice(),
            knowledge: &brain.knowledge,
            now: hours::local(self.app.now()),
            platform: Platform::Terminal,
            place: Place::Private,
            turn: 0,
            retention: &self.app.config.retention,
        }
    }

    /// A text from a file; `-` is standard input.
    fn text(&self, path: &Path) -> anyhow::Result<String> {
        let text = if path == Path::new("-") {
            std::io::read_to_string(std::io::stdin())
        } else {
            std::fs::read_to_string(path)
        };
        text.map_err(|error| self.unreadable(path, &error).into())
    }

    fn unreadable(&self, path: &Path, error: &std::io::Error) -> Failure {
        let values = [
            ("path", path.display().to_string().into()),
            ("detail", error.to_string().into()),
        ];
        Failure(self.app.voice().with("cli-notice-unreadable", values))
    }
}

/// A message as the terminal shows it, without its buttons.
fn rendered(message: &Outgoing) -> String {
    let message = Outgoing {
        buttons: Vec::new(),
        ..message.clone()
    };
    render(&message, Style::default(), 1)
}

/// The command that was given, with this option in the place of those that confirm: to be repeated.
fn repeated(option: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    let mut given = std::env::args().skip(1);
    while let Some(word) = given.next() {
        match word.as_str() {
            "--seal" => drop(given.next()),
            "--json" | "--yes" => {}
            _ if word.starts_with("--seal=") => {}
            _ => words.push(quoted(&word)),
        }
    }
    format!("lacznik {} {option}", words.join(" "))
}

/// A word as a shell needs it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
