//! Help and usage errors in the administrator's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory};
use std::process::ExitCode;

use super::say_aside;
use crate::speech::Voice;

/// The command line with its texts from `locales/`: `cli-about-<command>` and `cli-arg-<argument>`.
pub fn localized<T: CommandFactory>(voice: Voice<'_>) -> Command {
    let command = T::command().about(voice.text("cli-about"));
    with_commands(command, "", voice)
}

/// A command that has commands of its own. `path`: the names before them.
fn with_commands(command: Command, path: &str, voice: Voice<'_>) -> Command {
    let usage = format!(
        "lacznik{path} [{}] <{}>",
        voice.text("cli-word-options"),
        voice.text("cli-word-command")
    );
    let mut command = texts(command, voice)
        .override_usage(usage)
        .help_template(format!(
            "{{about}}\n\n{}: {{usage}}\n\n{}:\n{{subcommands}}\n\n{}:\n{{options}}\n",
            voice.text("cli-word-usage"),
            voice.text("cli-word-commands"),
            voice.text("cli-word-options-title"),
        ));
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in names {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(&name, |sub| subcommand(sub, &path, voice));
    }
    command
}

fn subcommand(sub: Command, path: &str, voice: Voice<'_>) -> Command {
    let id = path.trim().replace(' ', "-");
    let sub = sub.about(voice.text(&format!("cli-about-{id}")));
    if sub.has_subcommands() {
        return with_commands(sub, path, voice);
    }
    let positionals: String = sub
        .get_positionals()
        .flat_map(|arg| arg.get_value_names().unwrap_or_default())
        .map(|value| format!(" <{value}>"))
        .collect();
    let required: String = sub
        .get_arguments()
        .filter(|arg| arg.is_required_set() && !arg.is_positional())
        .filter_map(|arg| {
            let value = arg.get_value_names()?.first()?;
            Some(format!(" --{} <{value}>", arg.get_long()?))
        })
        .collect();
    let usage = format!(
        "lacznik{path}{required} [{}]{positionals}",
        voice.text("cli-word-options")
    );
    texts(sub, voice)
        .override_usage(usage)
        .help_template(format!(
            "{{about}}\n\n{}: {{usage}}\n\n{}:\n{{options}}\n",
            voice.text("cli-word-usage"),
            voice.text("cli-word-options-title"),
        ))
}

fn texts(command: Command, voice: Voice<'_>) -> Command {
    command.mut_args(|arg| {
        let id = arg.get_id().as_str().replace('_', "-");
        if arg.is_positional() {
            arg
        } else {
            arg.help(voice.text(&format!("cli-arg-{id}")))
        }
    })
}

/// Says what is wrong with the usage, or prints the help that was asked for.
pub fn usage_error(voice: Voice<'_>, error: &clap::Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        let said = super::say(error.to_string().trim_end());
        return if said.is_ok() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(1)
        };
    }
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", ").replace("...", ""),
        _ => String::new(),
    };
    let sentence = match error.kind() {
        ErrorKind::UnknownArgument => {
            let argument = context(ContextKind::InvalidArg);
            voice.with(
                "cli-usage-unknown-argument",
                [("argument", argument.into())],
            )
        }
        ErrorKind::InvalidSubcommand => {
            let command = context(ContextKind::InvalidSubcommand);
            voice.with("cli-usage-unknown-command", [("command", command.into())])
        }
        ErrorKind::MissingRequiredArgument => {
            let argument = context(ContextKind::InvalidArg);
            voice.with("cli-usage-missing", [("argument", argument.into())])
        }
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            voice.text("cli-usage-missing-command")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let (argument, value) = (
                context(ContextKind::InvalidArg),
                context(ContextKind::InvalidValue),
            );
            let id = if value.is_empty() {
                "cli-usage-no-value"
            } else {
                "cli-usage-value"
            };
            voice.with(id, [("argument", argument.into()), ("value", value.into())])
        }
        _ => voice.text("cli-usage-wrong"),
    };
    let hint = voice.with("cli-usage-hint", [("command", command_of(error).into())]);
    say_aside(&format!("{sentence}\n{hint}"));
    ExitCode::from(2)
}

/// The command that was used wrongly, by its usage.
fn command_of(error: &clap::Error) -> String {
    let usage = error.get(ContextKind::Usage);
    let usage = usage.map(ToString::to_string).unwrap_or_default();
    let words = usage
        .split_whitespace()
        .skip_while(|word| *word != "lacznik");
    let is_name = |word: &&str| word.starts_with(char::is_alphabetic);
    let names: Vec<&str> = words.take_while(is_name).collect();
    match names.is_empty() {
        true => "lacznik".to_owned(),
        false => names.join(" "),
    }
}
