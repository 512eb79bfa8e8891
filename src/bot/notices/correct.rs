//! To correct and to withdraw a notice that went out: asked first, bound to what was shown, done once.

use chrono::Duration;

use super::actor;
use super::moves::{self, Corrected};
use super::running::{not_sent, show, show_after};
use crate::bot::errands::Errands;
use crate::domain::conversation::{Awaited, Proposed};
use crate::domain::fingerprint::fingerprint;
use crate::domain::message::Outgoing;
use crate::domain::notice::{Content, Field, Notice, State};
use crate::speech::{follow_ups, ledger as words, notices as bulletins};
use crate::store::{self, ledger, notices};

/// How long the new text is waited for.
const WAITS_MINUTES: i64 = 60;

/// Asks for the new text.
///
/// # Errors
/// As the database reports them.
pub async fn ask(errands: &mut Errands<'_>, notice: &Notice) -> store::Result<Vec<Outgoing>> {
    if let Some(refusal) = refused(errands, notice) {
        return Ok(vec![refusal]);
    }
    wait_for_text(errands, notice);
    Ok(vec![follow_ups::ask_correction(errands.scene, notice)])
}

/// Takes the new text, and shows before it is done what it changes.
///
/// # Errors
/// As the database reports them.
pub async fn written(
    errands: &mut Errands<'_>,
    notice: &Notice,
    text: Option<String>,
) -> store::Result<Vec<Outgoing>> {
    if let Some(refusal) = refused(errands, notice) {
        return Ok(vec![refusal]);
    }
    let again = |errands: &mut Errands<'_>, id| {
        wait_for_text(errands, notice);
        vec![follow_ups::correction_refused(errands.scene, notice, id)]
    };
    let Some(text) = text.map(|text| text.trim().to_owned()) else {
        return Ok(again(errands, "correction-no-text"));
    };
    if text.is_empty() {
        return Ok(again(errands, "correction-no-text"));
    }
    if text == notice.content.text.trim() {
        return Ok(again(errands, "correction-same"));
    }
    let after = with_text(notice, &text);
    let knowledge = errands.scene.knowledge;
    let bodies = bulletins::corrected_bodies(errands.speech, knowledge, &after, errands.now);
    if !moves::fits(errands.tx, notice.id, &bodies).await? {
        return Ok(again(errands, "correction-too-long"));
    }
    let ledger = ledger::of_notice(errands.tx, notice.id).await?;
    let seal = seal(notice, &text);
    let scene = errands.scene;
    let shown = follow_ups::confirm_correction(scene, notice, &text, &ledger, &seal);
    errands.conversation.proposed = Some(Proposed {
        notice: notice.id,
        text,
    });
    Ok(vec![shown])
}

/// Does the correction that was shown, and no other.
///
/// # Errors
/// As the database reports them.
pub async fn confirmed(
    errands: &mut Errands<'_>,
    notice: &Notice,
    confirmed: &str,
) -> store::Result<Vec<Outgoing>> {
    if let Some(refusal) = refused(errands, notice) {
        return Ok(vec![refusal]);
    }
    let proposed = errands.conversation.proposed.clone();
    let proposed = proposed.filter(|proposed| proposed.notice == notice.id);
    let Some(proposed) = proposed else {
        // Pressed twice: it is done, and seen.
        return show(errands, notice).await;
    };
    if seal(notice, &proposed.text) != confirmed {
        return Ok(vec![void(errands, notice)]);
    }
    let after = with_text(notice, &proposed.text);
    let (actor, now) = (actor(errands).to_string(), errands.now);
    let knowledge = errands.scene.knowledge;
    let bodies = bulletins::corrected_bodies(errands.speech, knowledge, &after, now);
    match moves::correct(errands.tx, notice, &after, bodies, &actor, now).await? {
        Corrected::Done => {
            errands.conversation.proposed = None;
            show(errands, &after).await
        }
        Corrected::NotSent => Ok(vec![void(errands, notice)]),
        Corrected::TooLong => {
            wait_for_text(errands, notice);
            let scene = errands.scene;
            let refusal = follow_ups::correction_refused(scene, notice, "correction-too-long");
            Ok(vec![refusal])
        }
    }
}

/// Asks whether a notice shall be withdrawn, or does it.
///
/// # Errors
/// As the database reports them.
pub async fn withdraw(
    errands: &mut Errands<'_>,
    notice: &Notice,
    sure: bool,
) -> store::Result<Vec<Outgoing>> {
    if notice.state == State::Withdrawn {
        let number = [("number", notice.id.into())];
        let sentence = errands.scene.voice.with("withdraw-already", number);
        return show_after(errands, notice, sentence).await;
    }
    if !sure {
        let ledger = ledger::of_notice(errands.tx, notice.id).await?;
        let platforms = ledger::platforms(errands.tx, &ledger).await?;
        let asked = follow_ups::ask_withdrawal(errands.scene, notice, &ledger, &platforms);
        return Ok(vec![asked]);
    }
    let bodies = bulletins::withdrawn_bodies(errands.speech, errands.scene.knowledge, notice);
    let (actor, now) = (actor(errands).to_string(), errands.now);
    moves::withdraw(errands.tx, notice.id, bodies, &actor, now).await?;
    let found = notices::find(errands.tx, notice.id).await?;
    show(errands, found.as_ref().unwrap_or(notice)).await
}

/// The notice with another text.
pub fn with_text(notice: &Notice, text: &str) -> Notice {
    Notice {
        content: Content {
            text: text.to_owned(),
            ..notice.content.clone()
        },
        ..notice.clone()
    }
}

/// Stands for a correction as it was shown: of this notice, from this text to that one.
pub fn seal(notice: &Notice, text: &str) -> String {
    let number = notice.id.to_string();
    let parts = [number.as_str(), &notice.content.text, text];
    // With its length each, so that no two corrections are the same bytes.
    let whole = parts.map(|part| format!("{}:{part}", part.len())).concat();
    fingerprint(whole, 8)
}

fn void(errands: &mut Errands<'_>, notice: &Notice) -> Outgoing {
    wait_for_text(errands, notice);
    follow_ups::correction_refused(errands.scene, notice, "correction-void")
}

/// Why this notice cannot be corrected.
fn refused(errands: &Errands<'_>, notice: &Notice) -> Option<Outgoing> {
    match notice.state {
        State::Sent => None,
        State::Withdrawn => {
            let number = [("number", notice.id.into())];
            let voice = errands.scene.voice;
            let text = voice.with("correction-withdrawn", number);
            Some(words::back_to_notice(
                voice,
                Outgoing::plain(text),
                notice.id,
            ))
        }
        _ => Some(not_sent(errands, notice)),
    }
}

fn wait_for_text(errands: &mut Errands<'_>, notice: &Notice) {
    errands.conversation.awaits = Some(Awaited {
        notice: notice.id,
        field: Field::Correction,
        until: errands.now + Duration::minutes(WAITS_MINUTES),
    });
}
