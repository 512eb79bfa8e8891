//! Telegram within the service: who we are, receiving, delivering, the profile.

use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::{Event, Refusal};
use crate::app::App;
use crate::bot::Bot;
use crate::config::{Secret, TelegramMode};
use crate::delivery::Delivery;
use crate::domain::command::Command;
use crate::domain::language::Language;
use crate::domain::message::Platform;
use crate::domain::role::Role;
use crate::platform::telegram::api::Api;
use crate::platform::telegram::decode::Me;
use crate::platform::telegram::profile::{self, CommandLine, Texts};
use crate::platform::telegram::receive::{self, Intake};
use crate::platform::telegram::webhook::Webhook;
use crate::platform::telegram::{Telegram, who_am_i};
use crate::speech::{Speech, Voice, commands};
use crate::store::{Store, roles};

/// How long to wait before Telegram is asked again who we are.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// How long Telegram may take to say whether it knows the token, before the database is opened.
const FIRST_ANSWER: Duration = Duration::from_secs(2);

/// How often it is looked whether there is a new officer, who gets other commands.
const LOOK_FOR_OFFICERS: Duration = Duration::from_secs(30);

/// How long to wait after a part of the profile could not be set: each try is some dozens of requests.
const PROFILE_AGAIN: Duration = Duration::from_secs(600);

/// Telegram, at work. What is not at its end when this is dropped is cut off.
pub struct AtWork {
    username: String,
    receiving: AbortOnDropHandle<()>,
    delivering: AbortOnDropHandle<()>,
    _profile: AbortOnDropHandle<()>,
    /// Receiving stops first, so that delivery sends what was accepted last.
    stop_receiving: CancellationToken,
    stop_delivering: CancellationToken,
    /// Ends when receiving or delivering does, for whatever reason.
    ended: CancellationToken,
}

/// The way to Telegram.
///
/// # Errors
/// [`Refusal::TelegramTokenForm`]
pub fn api(app: &App, token: &Secret) -> anyhow::Result<Api> {
    Api::new(&app.config.telegram.api_url, token.expose())
        .map_err(|error| error.context(Refusal::TelegramTokenForm))
}

/// Asks once whether the token is known. Where there is no answer soon, that is asked again later.
///
/// # Errors
/// [`Refusal::TelegramToken`]
pub async fn refuse_unknown_token(api: &Api) -> Result<(), Refusal> {
    match tokio::time::timeout(FIRST_ANSWER, who_am_i(api)).await {
        Ok(Err(error)) if error.is_unknown_token() => Err(Refusal::TelegramToken),
        _ => Ok(()),
    }
}

/// Finds out who we are and begins to work. `None`: it was stopped meanwhile.
///
/// # Errors
/// [`Refusal::TelegramToken`], a port that cannot be opened, or as the database reports.
pub async fn connect(
    app: &App,
    store: &Store,
    bot: Arc<Bot>,
    api: Api,
    stop: &CancellationToken,
    tell: &impl Fn(Event),
) -> anyhow::Result<Option<AtWork>> {
    let settings = &app.config.telegram;
    let Some(me) = ask_who_we_are(&api, stop, tell).await? else {
        return Ok(None);
    };
    let webhook = match settings.mode {
        TelegramMode::Polling => None,
        TelegramMode::Webhook => {
            Some(Webhook::open(&settings.webhook_url, settings.webhook_listen).await?)
        }
    };
    let messenger = || Telegram::new(api.clone(), me.username.clone(), settings);
    let delivery = Delivery::new(
        store.clone(),
        messenger(),
        app.clock.clone(),
        app.config.delivery.clone(),
    );
    // Nobody else delivers here: what a killed process had in hand is ours.
    delivery.take_over().await?;
    let profile = texts(app, &bot).await?;
    let profile = keep_profile(api.clone(), store.clone(), profile, stop.clone());
    let profile = AbortOnDropHandle::new(tokio::spawn(profile));

    let (stop_receiving, stop_delivering) = (stop.child_token(), CancellationToken::new());
    let ended = CancellationToken::new();
    let username = me.username.clone();
    let delivering = tokio::spawn({
        let (news, stop) = (bot.news(), stop_delivering.clone());
        let ended = ended.clone().drop_guard();
        async move {
            let _ended = ended;
            delivery.run(news, stop).await;
        }
    });
    let intake = Intake::new(messenger(), bot, app.clock.clone(), me.clone());
    let receiving = tokio::spawn({
        let (stop, seconds) = (stop_receiving.clone(), settings.poll_seconds);
        let ended = ended.clone().drop_guard();
        async move {
            let _ended = ended;
            match webhook {
                Some(webhook) => webhook.serve(&api, &intake, &stop).await,
                None => receive::poll(&intake, seconds, &stop).await,
            }
        }
    });
    Ok(Some(AtWork {
        username,
        receiving: AbortOnDropHandle::new(receiving),
        delivering: AbortOnDropHandle::new(delivering),
        _profile: profile,
        stop_receiving,
        stop_delivering,
        ended,
    }))
}

impl AtWork {
    /// The name of the bot, without the @.
    pub fn username(&self) -> &str {
        &self.username
    }

    /// Returns when a part has ended, for whatever reason.
    pub async fn ended(&self) {
        self.ended.cancelled().await;
    }

    /// Stops receiving, then delivering, and waits for both.
    pub async fn stop(self) {
        self.stop_receiving.cancel();
        drop(self.receiving.await);
        self.stop_delivering.cancel();
        drop(self.delivering.await);
    }
}

/// Asks until there is an answer. `None`: it was stopped meanwhile.
async fn ask_who_we_are(
    api: &Api,
    stop: &CancellationToken,
    tell: &impl Fn(Event),
) -> anyhow::Result<Option<Me>> {
    let mut told = false;
    loop {
        let asked = tokio::select! {
            asked = who_am_i(api) => asked,
            () = stop.cancelled() => return Ok(None),
        };
        let error = match asked {
            Ok(me) => return Ok(Some(me)),
            Err(error) => error,
        };
        if error.is_unknown_token() {
            return Err(Refusal::TelegramToken.into());
        }
        if !told {
            let cause = error.to_string();
            tell(Event::TelegramSilent { cause });
            told = true;
        }
        tokio::select! {
            () = tokio::time::sleep(ASK_AGAIN) => {}
            () = stop.cancelled() => return Ok(None),
        }
    }
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
