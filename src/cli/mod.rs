//! The command line: one file for each command.

mod ask;
mod backup;
mod chat;
mod check;
mod csv;
mod doctor;
mod eval;
mod export;
mod help;
mod import;
mod notice;
mod officer;
mod restore;
mod run;
mod subscriptions;

use anyhow::Context;
use chrono::{NaiveDateTime, TimeZone};
use clap::{ArgAction, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use crate::app::App;
use crate::clock::{Clock, ManualClock, SystemClock};
use crate::config::{Config, Secrets};
use crate::domain::hours::ZONE;
use crate::domain::language::Language;
use crate::domain::message::Platform;
use crate::domain::notice::Person;
use crate::domain::role::Role;
use crate::speech::{Speech, Voice};
use crate::store::StoreError;

/// Where options that every command has stand in its help.
const LAST: usize = 100;

/// What stands on the command line. The help texts are in `locales/` under `cli-…`.
#[derive(Debug, Parser)]
#[command(
    name = "lacznik",
    version,
    disable_help_flag = true,
    disable_version_flag = true
)]
#[command(disable_help_subcommand = true)]
struct Args {
    #[arg(long, global = true, value_name = "PLIK", display_order = LAST)]
    config: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        value_name = "PLIK",
        default_value = "lacznik.db",
        hide_default_value = true,
        display_order = LAST
    )]
    database: PathBuf,
    #[arg(short, long, global = true, action = ArgAction::Help, display_order = LAST)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Chat {
        #[arg(long)]
        officer: bool,
    },
    Run,
    Ask {
        #[arg(value_name = "TEKST", required = true)]
        text: Vec<String>,
        #[arg(long, value_name = "CHWILA", value_parser = moment)]
        at: Option<NaiveDateTime>,
        #[arg(long)]
        json: bool,
    },
    Route {
        #[arg(value_name = "TEKST", required = true)]
        text: Vec<String>,
        #[arg(long, value_name = "CHWILA", value_parser = moment)]
        at: Option<NaiveDateTime>,
        #[arg(long)]
        json: bool,
    },
    Import {
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
        #[arg(long)]
        json: bool,
    },
    Export {
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
    },
    Check {
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
        #[arg(long)]
        json: bool,
    },
    Eval {
        #[arg(long, value_name = "PLIK")]
        knowledge: Option<PathBuf>,
        #[arg(long, value_name = "PLIK")]
        queries: PathBuf,
        #[arg(long, value_name = "PLIK")]
        per_query: Option<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    Doctor {
        #[arg(long, value_name = "NR")]
        resend: Option<i64>,
        #[arg(long, value_name = "KOMUNIKATOR", value_parser = messenger)]
        lift_direct: Option<Platform>,
        #[arg(long)]
        json: bool,
    },
    Backup {
        #[arg(value_name = "PLIK")]
        file: PathBuf,
    },
    Restore {
        #[arg(value_name = "PLIK")]
        file: PathBuf,
    },
    #[command(disable_help_subcommand = true)]
    Notice {
        #[command(subcommand)]
        command: notice::Command,
    },
    #[command(disable_help_subcommand = true)]
    Officer {
        #[command(subcommand)]
        command: OfficerCommand,
    },
    #[command(disable_help_subcommand = true)]
    Subscriptions {
        #[command(subcommand)]
        command: SubscriptionsCommand,
    },
}

#[derive(Debug, Subcommand)]
enum OfficerCommand {
    Invite {
        #[arg(long)]
        editor: bool,
        #[arg(long)]
        json: bool,
    },
    List {
        #[arg(long)]
        json: bool,
    },
    Revoke {
        #[arg(value_name = "KOMUNIKATOR:NR")]
        person: Person,
    },
}

#[derive(Debug, Subcommand)]
enum SubscriptionsCommand {
    Import {
        #[arg(value_name = "PLIK.csv")]
        file: PathBuf,
        #[arg(long)]
        json: bool,
    },
    Export {
        #[arg(value_name = "PLIK.csv")]
        file: PathBuf,
        #[arg(long)]
        history: bool,
    },
    List {
        #[arg(long)]
        json: bool,
    },
}

impl Command {
    /// The moment that a question is asked about, for commands that leave no trace.
    fn at(&self) -> Option<NaiveDateTime> {
        match self {
            Self::Ask { at, .. } | Self::Route { at, .. } => *at,
            _ => None,
        }
    }
}

/// Reads a moment as people write it: a day alone means its noon.
fn moment(text: &str) -> Result<NaiveDateTime, chrono::ParseError> {
    let text = text.trim().replace(' ', "T");
    let with_seconds = NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S");
    let with_minutes = || NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M");
    let of_day = |_| NaiveDateTime::parse_from_str(&format!("{text}T12:00"), "%Y-%m-%dT%H:%M");
    with_seconds.or_else(|_| with_minutes()).or_else(of_day)
}

/// Reads the name of a messenger.
fn messenger(name: &str) -> Result<Platform, String> {
    Platform::from_name(&name.to_lowercase()).ok_or_else(|| name.to_owned())
}

/// A failure that a sentence explains.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failure(String);

/// Standard output cannot be written.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
struct NoOutput(std::io::Error);

/// How long threads that still work at the end are waited for.
const THREADS_END: std::time::Duration = std::time::Duration::from_millis(500);

/// Runs the program. The exit code is 0 on success, 1 on an explained failure, 2 on wrong usage.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let speech = Arc::new(Speech::default());
    let voice = speech.voice(Language::Polish);
    let parsed = help::localized::<Args>(voice).try_get_matches_from(arguments);
    let args = match parsed.and_then(|matches| Args::from_arg_matches(&matches)) {
        Ok(args) => args,
        Err(error) => return help::usage_error(voice, &error),
    };
    if let Some(path) = args.config.as_deref().filter(|path| !path.exists()) {
        let path = path.display().to_string();
        return failed(&voice.with("cli-settings-missing", [("path", path.into())]));
    }
    let config = match Config::load(args.config.as_deref()) {
        Ok(config) => Arc::new(config),
        Err(error) => {
            let detail = format!("{error:#}");
            return failed(&voice.with("cli-settings", [("detail", detail.into())]));
        }
    };
    let at = args
        .command
        .at()
        .map(|at| ZONE.from_local_datetime(&at).earliest());
    let clock: Arc<dyn Clock> = match at {
        None => Arc::new(SystemClock),
        Some(Some(at)) => Arc::new(ManualClock::at(at.to_utc())),
        Some(None) => return failed(&voice.text("cli-no-such-hour")),
    };
    let app = App {
        config,
        speech: speech.clone(),
        clock,
        database: args.database,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let outcome = runtime.context("runtime").and_then(|runtime| {
        let outcome = runtime.block_on(execute(&app, args.command));
        // Not for ever: a thread may look for an address that nobody knows.
        runtime.shutdown_timeout(THREADS_END);
        outcome
    });
    match outcome {
        Ok(code) => code,
        Err(error) => failed(&explain(app.voice(), &app, &error)),
    }
}

async fn execute(app: &App, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Chat { officer } => chat::run(app, officer).await,
        Command::Run => run::run(app, &Secrets::from_env()).await,
        Command::Ask { text, json, .. } => ask::ask(app, &text.join(" "), json).await,
        Command::Route { text, json, .. } => ask::route(app, &text.join(" "), json).await,
        Command::Import { folder, json } => import::run(app, &folder, json).await,
        Command::Export { folder } => export::run(app, &folder).await,
        Command::Check { folder, json } => check::run(app, &folder, json),
        Command::Eval {
            knowledge,
            queries,
            per_query,
            json,
        } => {
            eval::run(
                app,
                knowledge.as_deref(),
                &queries,
                per_query.as_deref(),
                json,
            )
            .await
        }
        Command::Doctor {
            json,
            resend,
            lift_direct,
        } => doctor::run(app, &Secrets::from_env(), json, resend, lift_direct).await,
        Command::Backup { file } => backup::run(app, &file).await,
        Command::Restore { file } => restore::run(app, &file).await,
        Command::Notice { command } => notice::run(app, command).await,
        Command::Officer { command } => match command {
            OfficerCommand::Invite { editor, json } => {
                let role = if editor { Role::Editor } else { Role::Officer };
                officer::invite(app, &Secrets::from_env(), role, json).await
            }
            OfficerCommand::List { json } => officer::list(app, json).await,
            OfficerCommand::Revoke { person } => officer::revoke(app, &person).await,
        },
        Command::Subscriptions { command } => match command {
            SubscriptionsCommand::Import { file, json } => {
                subscriptions::import(app, &file, json).await
            }
            SubscriptionsCommand::Export { file, history } => {
                subscriptions::export(app, &file, history).await
            }
            SubscriptionsCommand::List { json } => subscriptions::list(app, json).await,
        },
    }
}

/// What went wrong, in a sentence for the administrator.
fn explain(voice: Voice<'_>, app: &App, error: &anyhow::Error) -> String {
    if let Some(NoOutput(error)) = error.downcast_ref() {
        return voice.with("cli-no-output", [("detail", error.to_string().into())]);
    }
    match error.downcast_ref::<StoreError>() {
        Some(StoreError::Fault(fault)) => {
            format!(
                "{}: {} ({fault})",
                app.database.display(),
                voice.text("store-fault")
            )
        }
        Some(store) => format!("{}: {}", app.database.display(), voice.store_error(store)),
        None => format!("{error:#}"),
    }
}

/// Says what failed on standard error.
fn failed(text: &str) -> ExitCode {
    say_aside(text);
    ExitCode::from(1)
}

/// A line on standard output. An output that is closed early (`| head -1`) is no failure; a full disk is.
fn say(text: &str) -> anyhow::Result<()> {
    use std::io::{ErrorKind, Write};
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(NoOutput(error).into()),
        _ => Ok(()),
    }
}

/// A line on standard error, so that it never mixes with data.
fn say_aside(text: &str) {
    use std::io::Write;
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}

/// Data as JSON on standard output.
fn say_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    say(&serde_json::to_string(value)?)?;
    Ok(())
}

/// Says that a database was made from the example city, where it was.
fn say_created(app: &App, created: Option<&str>) {
    if let Some(city) = created {
        let path = app.database.display().to_string();
        let values = [("path", path.into()), ("city", city.into())];
        say_aside(&app.voice().with("cli-created", values));
    }
}

/// Refuses a command that needs a database where there is none.
fn need_database(app: &App) -> Result<(), Failure> {
    if crate::app::exists(&app.database) {
        return Ok(());
    }
    let path = app.database.display().to_string();
    Err(Failure(
        app.voice().with("cli-no-database", [("path", path.into())]),
    ))
}
