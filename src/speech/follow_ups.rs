//! To correct and to withdraw what went out: what is asked before.

use chrono::Duration;

use super::Scene;
use super::mailings::step;
use crate::domain::light;
use crate::domain::message::{Block, Outgoing, Platform};
use crate::domain::notice::{Does, Field, Notice};
use crate::store::ledger::Ledger;
use crate::store::mailings::Kind;

/// Telegram deletes a bot's message for so long (<https://core.telegram.org/bots/api#deletemessage>).
const TELEGRAM_DELETES_HOURS: i64 = 48;

/// Asks for the new text of a notice.
pub fn ask_correction(scene: Scene<'_>, notice: &Notice) -> Outgoing {
    let voice = scene.voice;
    let ask = voice.with("correction-ask", [("number", notice.id.into())]);
    let mut message = Outgoing::default()
        .with(Block::plain(ask))
        .with(Block::Note(voice.text("correction-now")));
    message.blocks.extend(light::blocks(&notice.content.text));
    message.asks = true;
    let leave = step(notice.id, Does::Show);
    message.button(voice.text("button-correction-leave"), &leave)
}

/// Shows a correction before it is done: before and after, and how many copies change.
pub fn confirm_correction(
    scene: Scene<'_>,
    notice: &Notice,
    text: &str,
    ledger: &Ledger,
    seal: &str,
) -> Outgoing {
    let voice = scene.voice;
    let title = voice.with("correction-title", [("number", notice.id.into())]);
    let mut message = Outgoing::default()
        .with(Block::Heading(title))
        .with(Block::Note(voice.text("correction-before")));
    message.blocks.extend(light::blocks(&notice.content.text));
    message = message.with(Block::Note(voice.text("correction-after")));
    message.blocks.extend(light::blocks(text));
    let reach = Reach::of(ledger);
    let mut changes = vec![voice.with("correction-changes", [("count", reach.sent.into())])];
    if reach.waiting > 0 {
        changes.push(voice.with("correction-waiting", [("count", reach.waiting.into())]));
    }
    if reach.digest > 0 {
        changes.push(voice.with("correction-digest", [("count", reach.digest.into())]));
    }
    let confirm = Does::ConfirmCorrection {
        seal: seal.to_owned(),
    };
    message
        .with(Block::plain(changes.join(" ")))
        .button(
            voice.text("button-correction-now"),
            &step(notice.id, confirm),
        )
        .button(
            voice.text("button-correction-again"),
            &step(notice.id, Does::Write(Field::Correction)),
        )
        .button(
            voice.text("button-correction-leave"),
            &step(notice.id, Does::Show),
        )
}

/// Says why a correction is not done, with a way to send another text.
pub fn correction_refused(scene: Scene<'_>, notice: &Notice, id: &str) -> Outgoing {
    let voice = scene.voice;
    let text = voice.with(id, [("number", notice.id.into())]);
    Outgoing {
        asks: true,
        ..Outgoing::plain(text)
    }
    .button(
        voice.text("button-correction-leave"),
        &step(notice.id, Does::Show),
    )
}

/// Asks before a notice is withdrawn, and says what that does on each platform that has it.
pub fn ask_withdrawal(
    scene: Scene<'_>,
    notice: &Notice,
    ledger: &Ledger,
    platforms: &[Platform],
) -> Outgoing {
    let voice = scene.voice;
    let number = notice.id;
    let title = voice.with("withdraw-sure", [("number", number.into())]);
    let mut message = Outgoing::default().with(Block::Heading(title));
    for text in withdrawal_does(scene, notice, ledger, platforms) {
        message = message.with(Block::plain(text));
    }
    message
        .button(
            voice.text("button-withdraw-now"),
            &step(number, Does::Withdraw { sure: true }),
        )
        .button(
            voice.text("button-withdraw-leave"),
            &step(number, Does::Show),
        )
}

/// What a withdrawal would do, in paragraphs.
pub fn withdrawal_does(
    scene: Scene<'_>,
    notice: &Notice,
    ledger: &Ledger,
    platforms: &[Platform],
) -> Vec<String> {
    let voice = scene.voice;
    let mut does = Vec::new();
    if platforms.contains(&Platform::Telegram) {
        // All of it is older once its last copy is.
        let last = ledger
            .mailings
            .iter()
            .find(|told| told.mailing.kind == Kind::Notice);
        let ended = last.and_then(|told| told.mailing.ended_at);
        let ended = ended.map(crate::domain::hours::local);
        let limit = scene.now - Duration::hours(TELEGRAM_DELETES_HOURS);
        let is_old = ended.is_some_and(|ended| ended < limit) && notice.starts_at.is_some();
        does.push(voice.text(if is_old {
            "withdraw-telegram-old"
        } else {
            "withdraw-telegram"
        }));
    }
    if platforms.contains(&Platform::Discord) {
        does.push(voice.text("withdraw-discord"));
    }
    let reach = Reach::of(ledger);
    if reach.waiting > 0 {
        does.push(voice.with("withdraw-waiting", [("count", reach.waiting.into())]));
    }
    if reach.digest > 0 {
        does.push(voice.with("withdraw-digest", [("count", reach.digest.into())]));
    }
    does.push(voice.text("withdraw-read"));
    does
}

/// Whom a change of a notice concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Reach {
    /// Recipients who have it.
    pub sent: i64,
    /// Recipients who wait for it.
    pub waiting: i64,
    pub digest: i64,
}

impl Reach {
    /// Of the notice's own mailing.
    pub fn of(ledger: &Ledger) -> Self {
        let mut mailings = ledger.mailings.iter();
        let notice = mailings.find(|told| told.mailing.kind == Kind::Notice);
        Self {
            sent: notice.map_or(0, |told| told.progress.sent),
            waiting: notice.map_or(0, |told| told.progress.waiting),
            digest: ledger.in_digest.total(),
        }
    }
}
