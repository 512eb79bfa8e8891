//! `lacznik ask` and `lacznik route`: one question, without a conversation and without a trace.

use serde::Serialize;
use std::process::ExitCode;

use super::{say, say_created, say_json};
use crate::app::App;
use crate::bot::ask::{Asked, Decision, Item, Scored, ask as ask_bot};
use crate::bot::brain::{Brain, Pick, Verdict};
use crate::domain::message::Outgoing;
use crate::platform::terminal::{Style, render};
use crate::speech::Voice;

/// Candidates shown to a person.
const CANDIDATES_SHOWN: usize = 5;

#[derive(Serialize)]
struct Answer<'a> {
    decision: Decision,
    shown: &'a [Item],
    candidates: &'a [Scored],
    text: String,
}

/// One question, one answer.
pub async fn ask(app: &App, text: &str, json: bool) -> anyhow::Result<ExitCode> {
    let (bot, _, created) = app.wake().await?;
    say_created(app, created.as_deref());
    let asked = ask_bot(
        &*bot.brain().await?,
        bot.speech(),
        &app.config,
        app.now(),
        text,
    );
    let text = rendered(&asked.messages);
    if json {
        let (shown, candidates) = (&asked.shown, &asked.candidates);
        say_json(&Answer {
            decision: asked.decision,
            shown,
            candidates,
            text,
        })?;
    } else {
        say(&text)?;
        say(&candidates_in_words(app.voice(), &asked))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn rendered(messages: &[Outgoing]) -> String {
    let texts = messages
        .iter()
        .map(|message| render(message, Style::default(), 1));
    texts.collect::<Vec<_>>().join("\n")
}

fn candidates_in_words(voice: Voice<'_>, asked: &Asked) -> String {
    let decision = match asked.decision {
        Decision::Answer => "cli-ask-answer",
        Decision::Clarify => "cli-ask-clarify",
        Decision::Unknown => "cli-ask-unknown",
    };
    let mut lines = vec![voice.text(decision)];
    if !asked.candidates.is_empty() {
        lines.push(voice.text("cli-ask-candidates"));
    }
    for Scored { item, score } in asked.candidates.iter().take(CANDIDATES_SHOWN) {
        lines.push(format!("  {score:.2}  {} ({})", item.title, item.id));
    }
    lines.join("\n")
}

#[derive(Serialize)]
struct Explanation {
    routes: Vec<Explained>,
    text: String,
}

/// How one matter is routed.
#[derive(Serialize)]
struct Explained {
    /// Id of the route; `None` where a unit or an entry was found by itself.
    route: Option<String>,
    /// Id of the clarifier that is asked first.
    clarify: Option<String>,
    option: Option<String>,
    units: Vec<String>,
    reason: String,
}

/// Explains who handles a matter, and why.
pub async fn route(app: &App, text: &str, json: bool) -> anyhow::Result<ExitCode> {
    let (bot, _, created) = app.wake().await?;
    say_created(app, created.as_deref());
    let brain = bot.brain().await?;
    let asked = ask_bot(&brain, bot.speech(), &app.config, app.now(), text);
    let picks = match &asked.judgement.verdict {
        Verdict::Show(picks) => picks.as_slice(),
        _ => &[],
    };
    let routes: Vec<Explained> = picks.iter().map(|pick| explain(&brain, pick)).collect();
    if json {
        say_json(&Explanation {
            routes,
            text: rendered(&asked.messages),
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let voice = app.voice();
    if routes.is_empty() {
        say(&voice.text("cli-route-none"))?;
    }
    for route in &routes {
        let units = route
            .units
            .iter()
            .filter_map(|code| brain.knowledge.unit(code));
        let names: Vec<String> = units
            .map(|unit| format!("{} ({})", unit.name, unit.code))
            .collect();
        say(&voice.with("cli-route-units", [("units", names.join("; ").into())]))?;
        if let Some(id) = &route.route {
            let option = route
                .option
                .as_deref()
                .map_or_else(String::new, |option| format!(" → {option}"));
            say(&voice.with(
                "cli-route-rule",
                [("route", format!("{id}{option}").into())],
            ))?;
        }
        if let Some(id) = &route.clarify {
            say(&voice.with("cli-route-clarify", [("clarifier", id.as_str().into())]))?;
        }
        if !route.reason.is_empty() {
            say(&voice.with(
                "cli-route-reason",
                [("reason", route.reason.as_str().into())],
            ))?;
        }
    }
    say(&candidates_in_words(voice, &asked))?;
    Ok(ExitCode::SUCCESS)
}

fn explain(brain: &Brain, pick: &Pick) -> Explained {
    let mut explained = Explained {
        route: None,
        clarify: None,
        option: None,
        units: brain
            .units_of(pick)
            .iter()
            .map(|unit| unit.code.clone())
            .collect(),
        reason: String::new(),
    };
    match pick {
        Pick::Contact { route, option } | Pick::Answered { route, option, .. } => {
            explained.route = Some(route.clone());
            explained.option.clone_from(option);
            let contact = brain.contact(route, option.as_deref());
            explained.reason =
                contact.map_or_else(String::new, |contact| contact.reason.to_owned());
        }
        Pick::AskBack { route } => {
            explained.route = Some(route.clone());
            let clarifier = brain
                .knowledge
                .route(route)
                .and_then(|route| brain.clarifier_of(route));
            explained.clarify = clarifier.map(|clarifier| clarifier.id.clone());
        }
        Pick::Entry(id) => {
            let entry = brain.knowledge.entry(id);
            explained.units = entry.map(|entry| entry.unit.clone()).into_iter().collect();
            explained.reason = entry.map_or_else(String::new, |entry| entry.title.clone());
        }
        Pick::WhichEvent { entries } => {
            let units = entries
                .iter()
                .filter_map(|id| Some(brain.knowledge.entry(id)?.unit.clone()));
            explained.units = units.collect();
            explained.units.dedup();
        }
        Pick::Unit(code) => {
            let unit = brain.knowledge.unit(code);
            explained.reason = unit.map_or_else(String::new, |unit| unit.matters.clone());
        }
    }
    explained
}
