//! `lacznik notice correct` and `withdraw`.

use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

use super::{ACTOR, Desk, rendered, repeated};
use crate::bot::notices::correct::{seal as seal_of, with_text};
use crate::bot::notices::moves::{self, Corrected};
use crate::cli::{Failure, say, say_json};
use crate::domain::message::{Block, Outgoing};
use crate::domain::notice::State;
use crate::speech::follow_ups::{self, Reach};
use crate::speech::notices as bulletins;
use crate::store::ledger;

/// What a change would do, for scripts.
#[derive(Debug, Serialize)]
struct Asked {
    number: i64,
    done: bool,
    reach: Reach,
    /// What to repeat it with; none: `--yes`.
    seal: Option<String>,
    text: String,
}

/// Shows what a correction changes; with the seal of that, or with `--yes`, does it.
pub async fn correct(
    desk: &Desk<'_>,
    number: i64,
    text: &Path,
    seal: Option<String>,
    yes: bool,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let (voice, now) = (desk.app.voice(), desk.app.now());
    let text = desk.text(text)?.trim().to_owned();
    let brain = desk.bot.brain().await?;
    let mut tx = desk.begin().await?;
    let notice = desk.notice(&mut tx, number).await?;
    let refused = match notice.state {
        State::Sent if text.is_empty() => Some("cli-notice-empty"),
        State::Sent if text == notice.content.text.trim() => Some("cli-notice-same"),
        State::Sent => None,
        State::Withdrawn => Some("correction-withdrawn"),
        State::Discarded => Some("cli-notice-discarded"),
        _ => Some("notice-not-sent"),
    };
    if let Some(id) = refused {
        return Err(desk.failure(id, number).into());
    }
    let after = with_text(&notice, &text);
    let speech = desk.bot.speech();
    let bodies = bulletins::corrected_bodies(speech, &brain.knowledge, &after, now);
    if !moves::fits(&mut tx, number, &bodies).await? {
        return Err(desk.failure("cli-notice-too-long", number).into());
    }
    let shown = seal_of(&notice, &text);
    match seal {
        Some(seal) if seal != shown => {
            return Err(desk.failure("cli-notice-void", number).into());
        }
        None if !yes => {
            let ledger = ledger::of_notice(&mut tx, number).await?;
            let scene = desk.scene(&brain);
            let asked = follow_ups::confirm_correction(scene, &notice, &text, &ledger, &shown);
            if json {
                say_json(&Asked {
                    number,
                    done: false,
                    reach: Reach::of(&ledger),
                    seal: Some(shown),
                    text: rendered(&asked).trim_end().to_owned(),
                })?;
                return Ok(ExitCode::SUCCESS);
            }
            say(rendered(&asked).trim_end())?;
            let command = repeated(&format!("--seal {shown}"));
            let values = [("command", command.into())];
            say(&format!("\n{}", voice.with("cli-notice-repeat", values)))?;
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    match moves::correct(&mut tx, &notice, &after, bodies, ACTOR, now).await? {
        Corrected::Done => desk.commit(tx).await?,
        Corrected::TooLong => return Err(desk.failure("cli-notice-too-long", number).into()),
        Corrected::NotSent => return Err(desk.failure("notice-not-sent", number).into()),
    }
    let done = voice.with("cli-notice-corrected", [("number", number.into())]);
    desk.say_done(number, true, &done, json).await?;
    Ok(ExitCode::SUCCESS)
}

/// Says what a withdrawal does; with `--yes` does it.
pub async fn withdraw(
    desk: &Desk<'_>,
    number: i64,
    yes: bool,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let (voice, now) = (desk.app.voice(), desk.app.now());
    let brain = desk.bot.brain().await?;
    let mut tx = desk.begin().await?;
    let notice = desk.notice(&mut tx, number).await?;
    let values = [("number", number.into())];
    match notice.state {
        State::Withdrawn => {
            let text = voice.with("cli-notice-was-withdrawn", values);
            desk.say_done(number, false, &text, json).await?;
            return Ok(ExitCode::SUCCESS);
        }
        _ => desk.need_sent(&notice)?,
    }
    if !yes {
        let ledger = ledger::of_notice(&mut tx, number).await?;
        let platforms = ledger::platforms(&mut tx, &ledger).await?;
        let title = Block::Heading(voice.with("withdraw-sure", values));
        let does = follow_ups::withdrawal_does(desk.scene(&brain), &notice, &ledger, &platforms);
        let message = Outgoing::default().with(title);
        let message = does
            .into_iter()
            .fold(message, |message, text| message.with(Block::plain(text)));
        let text = rendered(&message).trim_end().to_owned();
        if json {
            say_json(&Asked {
                number,
                done: false,
                reach: Reach::of(&ledger),
                seal: None,
                text,
            })?;
            return Ok(ExitCode::SUCCESS);
        }
        let values = [("command", repeated("--yes").into())];
        say(&format!(
            "{text}\n\n{}",
            voice.with("cli-notice-repeat", values)
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    let bodies = bulletins::withdrawn_bodies(desk.bot.speech(), &brain.knowledge, &notice);
    if !moves::withdraw(&mut tx, number, bodies, ACTOR, now).await? {
        return Err(Failure(voice.with("notice-not-sent", values)).into());
    }
    desk.commit(tx).await?;
    let text = voice.with("cli-notice-withdrawn", values);
    desk.say_done(number, true, &text, json).await?;
    Ok(ExitCode::SUCCESS)
}
