//! `lacznik run`: the service.

use std::process::ExitCode;
use tokio_util::sync::CancellationToken;

use super::{Failure, say_aside, say_created};
use crate::app::App;
use crate::config::Secrets;
use crate::service::{self, Event, Refusal};
use crate::speech::Voice;

/// Runs until it is told to stop.
pub async fn run(app: &App, secrets: &Secrets) -> anyhow::Result<ExitCode> {
    let tell = |event| match event {
        Event::Created(city) => say_created(app, Some(&city)),
        Event::Telegram { username } => {
            let values = [("username", username.into())];
            say_aside(&app.voice().with("run-telegram", values));
        }
        Event::TelegramSilent { cause } => {
            let values = [("cause", cause.into())];
            say_aside(&app.voice().with("run-telegram-silent", values));
        }
        Event::Discord { name } => {
            let values = [("name", name.into())];
            say_aside(&app.voice().with("run-discord", values));
        }
        Event::DiscordSilent { cause } => {
            let values = [("cause", cause.into())];
            say_aside(&app.voice().with("run-discord-silent", values));
        }
        Event::Refused(refusal) => {
            say_aside(&sentence(app.voice(), &refusal));
            say_aside(&app.voice().text("run-others-go-on"));
        }
        Event::Stopping => say_aside(&app.voice().text("run-stopping")),
    };
    match service::run(app, secrets, CancellationToken::new(), tell).await {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error) => match error.downcast_ref::<Refusal>() {
            Some(refusal) => Err(Failure(sentence(app.voice(), refusal)).into()),
            None => Err(error),
        },
    }
}

/// A refusal in words for the administrator.
pub(super) fn sentence(voice: Voice<'_>, refusal: &Refusal) -> String {
    match refusal {
        Refusal::NoToken => voice.text("run-no-token"),
        Refusal::Running { holder } => {
            voice.with("run-already", [("holder", holder.as_str().into())])
        }
        Refusal::Ousted => voice.text("run-ousted"),
        Refusal::TelegramToken => voice.text("run-telegram-token"),
        Refusal::TelegramTokenForm => voice.text("run-telegram-token-form"),
        Refusal::DiscordToken => voice.text("run-discord-token"),
        Refusal::DiscordTokenForm => voice.text("run-discord-token-form"),
        Refusal::DiscordIntents => voice.text("run-discord-intents"),
        Refusal::DiscordRefused(code) => {
            voice.with("run-discord-refused", [("code", code.to_string().into())])
        }
    }
}
