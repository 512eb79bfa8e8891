//! Discord within the service: who we are, receiving, delivering, the slash commands.

use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::work::{self, Work};
use super::{Event, Refusal, Service};
use crate::app::App;
use crate::config::Secret;
use crate::domain::command::Command;
use crate::domain::language::Language;
use crate::domain::message::Platform;
use crate::domain::role::Role;
use crate::platform::discord::commands::{self, CommandSpec, OptionSpec, Takes, Words};
use crate::platform::discord::first;
use crate::platform::discord::gateway::{Ended, Gateway, WebSockets};
use crate::platform::discord::messenger::Discord;
use crate::platform::discord::receive::{Intake, Parts};
use crate::platform::discord::rest::{CallError, Rest};
use crate::platform::discord::{Me, is_unknown_token, who_am_i};
use crate::speech::Speech;

/// How long to wait after the commands could not be registered.
const COMMANDS_AGAIN: Duration = Duration::from_secs(600);

/// The way to Discord.
///
/// # Errors
/// [`Refusal::DiscordTokenForm`]
pub(super) fn rest(app: &App, token: &Secret) -> anyhow::Result<Rest> {
    Rest::new(&app.config.discord.api_url, token.expose())
        .map_err(|error| error.context(Refusal::DiscordTokenForm))
}

/// Whether the token is known, as far as there is an answer.
///
/// # Errors
/// [`Refusal::DiscordToken`]
pub(super) async fn refuse_unknown_token(rest: &Rest) -> Result<(), Refusal> {
    match who_am_i(rest).await {
        Err(error) => refusal(&error).map_or(Ok(()), Err),
        Ok(_) => Ok(()),
    }
}

fn refusal(error: &CallError) -> Option<Refusal> {
    is_unknown_token(error).then_some(Refusal::DiscordToken)
}

/// Finds out who we are and works until it is told to stop.
///
/// # Errors
/// A [`Refusal`] of Discord, or as the database reports.
pub(super) async fn serve(
    service: Service<'_>,
    rest: Rest,
    token: Secret,
    work: Work,
    tell: &impl Fn(Event),
) -> anyhow::Result<()> {
    let silent = |cause| tell(Event::DiscordSilent { cause });
    let ask = async || who_am_i(&rest).await;
    let Some(me) = work::answer(work.stop(), ask, refusal, silent).await? else {
        return Ok(()); // stopped before it began
    };
    let Service { app, bot, .. } = service;
    let settings = &app.config.discord;
    let specs = commands(&app.speech);
    let keeping = keep_commands(rest.clone(), me.clone(), specs, work.stop().clone());
    let _commands = AbortOnDropHandle::new(tokio::spawn(keeping));

    let interactions = Arc::default();
    let clock = app.clock.clone();
    let messenger = Discord::new(
        rest.clone(),
        me.clone(),
        Arc::clone(&interactions),
        clock.clone(),
        settings,
    );
    let delivery = service.delivery(messenger, settings.in_flight);
    // Nobody else delivers here: what a killed process had in hand is ours.
    delivery.take_over().await?;
    let kept = bot.position(Platform::Discord).await?;
    let speech = app.speech.clone();
    let parts = Parts {
        rest: rest.clone(),
        interactions,
        bot: bot.clone(),
        clock: clock.clone(),
        me: me.clone(),
        texts: Box::new(move |language| form(&speech, language)),
        language: app.config.language,
    };
    let intake = Intake::new(parts, kept.as_ref());
    let gateway = Gateway::new(
        WebSockets::new(),
        rest,
        token.expose(),
        settings.message_content,
        kept.as_ref().map(|kept| kept.text.as_str()),
        clock,
    );
    let (stop, let_in) = (work.stop().clone(), intake.let_in());
    let receiving = async move { outcome(intake.run(gateway, &stop).await) };
    // Its own token is good, but Discord may still not let it in.
    let telling = async {
        let_in.cancelled().await;
        tell(Event::Discord { name: me.name });
        std::future::pending::<()>().await;
    };
    tokio::select! {
        outcome = work.run(receiving, delivery, bot) => outcome,
        () = telling => Ok(()),
    }
}

/// What the end of the connection means for the service.
fn outcome(ended: Ended) -> Result<(), Refusal> {
    match ended {
        Ended::Stopped => Ok(()),
        Ended::UnknownToken => Err(Refusal::DiscordToken),
        Ended::IntentsNotAllowed => Err(Refusal::DiscordIntents),
        Ended::Refused(code) => Err(Refusal::DiscordRefused(code)),
    }
}

/// What is read in the form for a question.
fn form(speech: &Speech, language: Language) -> first::Texts {
    let voice = speech.voice(language);
    first::Texts {
        ask_title: voice.text("form-title"),
        ask_label: voice.text("form-label"),
        ask_placeholder: voice.text("form-hint"),
    }
}

/// Registers the commands, and again after a while when that failed.
async fn keep_commands(rest: Rest, me: Me, specs: Vec<CommandSpec>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match commands::publish(&rest, &me, &specs).await {
            Ok(set) => {
                tracing::info!(set, "commands compared with what is there");
                return;
            }
            Err(error) => tracing::warn!(%error, "the commands cannot be registered"),
        }
        tokio::select! {
            () = tokio::time::sleep(COMMANDS_AGAIN) => {}
            () = stop.cancelled() => {}
        }
    }
}

/// Every command, with what people read of it.
pub fn commands(speech: &Speech) -> Vec<CommandSpec> {
    let spec = |command: Command| CommandSpec {
        name: Words::of(|language| command.name(language).to_owned()),
        description: description(speech, command),
        option: option(speech, command),
        officer_only: command.role() != Role::Asker,
    };
    Command::ALL.into_iter().map(spec).collect()
}

/// What a command does. Asking is done aside here, and not in front of a group.
fn description(speech: &Speech, command: Command) -> Words {
    match command {
        Command::Ask => said(speech, "command-ask-aside"),
        _ => said(speech, &format!("command-{}", command.id())),
    }
}

/// What may be typed behind a command.
fn option(speech: &Speech, command: Command) -> Option<OptionSpec> {
    let (name, description, takes) = match command {
        Command::Start => ("option-code", "option-code-what", Takes::Words),
        Command::Ask => ("option-question", "option-question-what", Takes::Proposed),
        Command::Contact => ("option-matter", "option-matter-what", Takes::Proposed),
        Command::Count => ("option-event", "option-event-what", Takes::Words),
        Command::Topics => ("option-topic", "option-topic-what", Takes::Proposed),
        Command::Subscriptions => ("option-role", "option-role-what", Takes::Role),
        _ => return None,
    };
    Some(OptionSpec {
        name: said(speech, name),
        description: said(speech, description),
        takes,
    })
}

fn said(speech: &Speech, id: &str) -> Words {
    Words::of(|language: Language| speech.voice(language).text(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_people_read_of_commands_fits() {
        let is_name = |name: &str| {
            let fits = (1..=32).contains(&name.chars().count());
            let letter = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
            fits && name.chars().all(letter) && name.to_lowercase() == name
        };
        for command in commands(&Speech::default()) {
            let option = command.option.iter();
            let said = option
                .map(|option| (&option.name, &option.description))
                .chain([(&command.name, &command.description)]);
            for (name, description) in said {
                for language in Language::ALL {
                    let (name, description) = (name.get(language), description.get(language));
                    assert!(is_name(name), "{name}");
                    let length = description.chars().count();
                    assert!((1..=100).contains(&length), "{description}");
                }
            }
        }
    }

    #[test]
    fn only_the_officers_commands_are_hidden_and_questions_can_be_typed() {
        let commands = commands(&Speech::default());
        let named = |hidden: bool| -> Vec<&str> {
            let commands = commands.iter().filter(|one| one.officer_only == hidden);
            commands.map(|one| one.name.get(Language::Polish)).collect()
        };
        assert_eq!(named(true), ["pytania", "ogloszenie", "ogloszenia"]);
        assert!(named(false).contains(&"zapytaj"));
        let ask = commands
            .iter()
            .find(|one| one.name.get(Language::Polish) == "zapytaj");
        let option = ask.unwrap().option.as_ref().unwrap();
        assert_eq!(option.name.get(Language::Ukrainian), "запитання");
        assert_eq!(option.takes, Takes::Proposed);
    }
}
