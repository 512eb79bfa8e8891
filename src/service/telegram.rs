//! Telegram within the service: who we are, receiving, delivering, the profile.

use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::work::{self, Work};
use super::{Event, Refusal, Service};
use crate::app::App;
use crate::bot::Bot;
use crate::config::{Secret, TelegramMode};
use crate::domain::command::Command;
use crate::domain::language::Language;
use crate::domain::message::Platform;
use crate::domain::role::Role;
use crate::platform::telegram::api::{Api, CallError};
use crate::platform::telegram::profile::{self, CommandLine, Texts};
use crate::platform::telegram::receive::{self, Intake};
use crate::platform::telegram::webhook::Webhook;
use crate::platform::telegram::{Telegram, who_am_i};
use crate::speech::{Speech, Voice, commands};
use crate::store::{Store, roles};

/// How often it is looked whether there is a new officer, who gets other commands.
const LOOK_FOR_OFFICERS: Duration = Duration::from_secs(30);

/// How long to wait after a part of the profile could not be set: each try is some dozens of requests.
const PROFILE_AGAIN: Duration = Duration::from_secs(600);

/// The way to Telegram.
///
/// # Errors
/// [`Refusal::TelegramTokenForm`]
pub(super) fn api(app: &App, token: &Secret) -> anyhow::Result<Api> {
    Api::new(&app.config.telegram.api_url, token.expose())
        .map_err(|error| error.context(Refusal::TelegramTokenForm))
}

/// Whether the token is known, as far as there is an answer.
///
/// # Errors
/// [`Refusal::TelegramToken`]
pub(super) async fn refuse_unknown_token(api: &Api) -> Result<(), Refusal> {
    match who_am_i(api).await {
        Err(error) => refusal(&error).map_or(Ok(()), Err),
        Ok(_) => Ok(()),
    }
}

fn refusal(error: &CallError) -> Option<Refusal> {
    error.is_unknown_token().then_some(Refusal::TelegramToken)
}

/// Finds out who we are and works until it is told to stop.
///
/// # Errors
/// [`Refusal::TelegramToken`], a port that cannot be opened, or as the database reports.
pub(super) async fn serve(
    service: Service<'_>,
    api: Api,
    work: Work,
    tell: &impl Fn(Event),
) -> anyhow::Result<()> {
    let Service { app, store, bot } = service;
    let settings = &app.config.telegram;
    let silent = |cause| tell(Event::TelegramSilent { cause });
    let ask = async || who_am_i(&api).await;
    let Some(me) = work::answer(work.stop(), ask, refusal, silent).await? else {
        return Ok(()); // stopped before it began
    };
    let webhook = match settings.mode {
        TelegramMode::Polling => None,
        TelegramMode::Webhook => {
            Some(Webhook::open(&settings.webhook_url, settings.webhook_listen).await?)
        }
    };
    let messenger = || Telegram::new(api.clone(), me.username.clone(), settings);
    let delivery = service.delivery(messenger(), app.config.delivery.in_flight);
    // Nobody else delivers here: what a killed process had in hand is ours.
    delivery.take_over().await?;
    let profile = texts(app, bot).await?;
    let profile = keep_profile(api.clone(), store.clone(), profile, work.stop().clone());
    let _profile = AbortOnDropHandle::new(tokio::spawn(profile));

    let intake = Intake::new(messenger(), bot.clone(), app.clock.clone(), me.clone());
    let (api, stop, seconds) = (api.clone(), work.stop().clone(), settings.poll_seconds);
    let receiving = async move {
        match webhook {
            Some(webhook) => webhook.serve(&api, &intake, &stop).await,
            None => receive::poll(&intake, seconds, &stop).await,
        }
        Ok(())
    };
    tell(Event::Telegram {
        username: me.username,
    });
    work.run(receiving, delivery, bot).await
}

/// Sets the profile, and again when the officers are others or, after a while, when a part of it failed.
async fn keep_profile(api: Api, store: Store, texts: Vec<Texts>, stop: CancellationToken) {
    let mut tried: Option<Vec<String>> = None;
    let mut again: Option<Instant> = None;
    while !stop.is_cancelled() {
        let is_due = again.is_some_and(|again| again <= Instant::now());
        match officers(&store).await {
            Ok(now) if is_due || tried.as_ref() != Some(&now) => {
                let done = profile::publish(&api, &texts, &now).await;
                tracing::info!(
                    set = done.set,
                    failed = done.failed,
                    "profile compared with what is there"
                );
                again = (done.failed > 0).then(|| Instant::now() + PROFILE_AGAIN);
                tried = Some(now);
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the officers' commands are not compared"),
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_FOR_OFFICERS) => {}
            () = stop.cancelled() => {}
        }
    }
}

async fn officers(store: &Store) -> anyhow::Result<Vec<String>> {
    let mut db = store.read().await?;
    Ok(roles::persons(&mut db, Platform::Telegram, Role::Officer).await?)
}

/// The profile in every language, and in the default one for everybody else.
async fn texts(app: &App, bot: &Bot) -> anyhow::Result<Vec<Texts>> {
    let brain = bot.brain().await?;
    let office = brain.knowledge.city.office.as_str();
    let others = (String::new(), app.config.language);
    let each = Language::ALL.map(|language| (language.code().to_owned(), language));
    let all = std::iter::once(others).chain(each);
    Ok(all
        .map(|(code, language)| texts_in(code, &app.speech, language, office))
        .collect())
}

fn texts_in(code: String, speech: &Speech, language: Language, office: &str) -> Texts {
    let voice = speech.voice(language);
    let lines = |role: Role, in_groups: bool| {
        let may = |command: &Command| role.may(command.role());
        let commands = Command::ALL.into_iter().filter(may);
        commands
            .filter(|command| !in_groups || !command.is_personal())
            .map(|command| line(voice, command))
            .collect()
    };
    Texts {
        language: code,
        description: commands::description(voice, office),
        short_description: commands::short_description(voice, office),
        private: lines(Role::Asker, false),
        groups: lines(Role::Asker, true),
        officer: lines(Role::Officer, false),
    }
}

fn line(voice: Voice<'_>, command: Command) -> CommandLine {
    CommandLine {
        name: command.name(voice.language()).to_owned(),
        what: voice.text(&format!("command-{}", command.id())),
    }
}
