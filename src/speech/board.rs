//! All notices with their states: what the officer chooses from.

use super::mailings::{step, whom};
use super::{Scene, Voice};
use crate::domain::command::Command;
use crate::domain::hours::local;
use crate::domain::message::{Block, Outgoing};
use crate::domain::notice::{Does, Notice, State as NoticeState};
use crate::store::ledger::{Ledger, Told};
use crate::store::mailings::{Kind, State};

/// Characters of a title in a list.
const TITLE: usize = 60;

/// Notices, the latest first, each with what became of it. `page` from 0; `more`: there are older ones.
pub fn list(scene: Scene<'_>, notices: &[(Notice, Ledger)], page: u32, more: bool) -> Outgoing {
    let voice = scene.voice;
    let new = step(0, Does::New);
    let new_button = |message: Outgoing| message.button(voice.text("button-notices-new"), &new);
    let mut message = Outgoing::default().with(Block::Heading(voice.text("notices-title")));
    if notices.is_empty() && page == 0 {
        let name = format!("/{}", Command::Notice.name(voice.language()));
        let empty = voice.with("notices-empty", [("name", name.into())]);
        return new_button(message.with(Block::plain(empty)));
    }
    if notices.is_empty() {
        message = message.with(Block::plain(voice.text("notices-no-more")));
    } else {
        let lines = notices.iter().map(|(notice, ledger)| {
            let values = [
                ("number", notice.id.into()),
                ("title", title(voice, notice).into()),
                ("state", state(voice, notice, ledger).into()),
            ];
            voice.with("notices-line", values)
        });
        message = message.with(Block::List(lines.collect()));
    }
    for (notice, _) in notices {
        let title = title(voice, notice);
        let values = [("number", notice.id.into()), ("title", title.into())];
        let label = voice.with("button-notices-one", values);
        message = message.button(label, &step(notice.id, Does::Show));
    }
    if page > 0 {
        let newer = step(0, Does::List(page - 1));
        message = message.button(voice.text("button-notices-newer"), &newer);
    }
    if more {
        let older = step(0, Does::List(page + 1));
        message = message.button(voice.text("button-notices-older"), &older);
    }
    new_button(message)
}

/// The first line of a notice, without formatting.
pub fn title(voice: Voice<'_>, notice: &Notice) -> String {
    let first = notice.content.text.trim().lines().next();
    let first = first.unwrap_or_default().replace("**", "");
    let first = first.trim();
    if first.is_empty() {
        return voice.text("notices-untitled");
    }
    if first.chars().count() <= TITLE {
        return first.to_owned();
    }
    let cut: String = first.chars().take(TITLE - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Where a notice is on its way, in words and numbers.
pub fn state(voice: Voice<'_>, notice: &Notice, ledger: &Ledger) -> String {
    match notice.state {
        NoticeState::Draft => voice.text("notice-is-draft"),
        NoticeState::Waiting => voice.text("notice-is-waiting"),
        NoticeState::Scheduled => match notice.starts_at.map(local) {
            Some(at) => {
                let (day, time) = (voice.on_day(at.date()), voice.time(at.time()));
                let values = [("day", day.into()), ("time", time.into())];
                voice.with("notice-is-scheduled", values)
            }
            None => voice.text("notice-is-beginning"),
        },
        NoticeState::Held if notice.reason == "restored" => voice.text("notice-is-restored"),
        NoticeState::Held => voice.text("notice-is-overdue"),
        NoticeState::Discarded => voice.text("notice-is-discarded"),
        NoticeState::Sent | NoticeState::Withdrawn => sent(voice, notice, ledger),
    }
}

/// The state of one that went out: of what still goes, or else of what came last.
fn sent(voice: Voice<'_>, notice: &Notice, ledger: &Ledger) -> String {
    let mailings = &ledger.mailings;
    let open = mailings.iter().rfind(|told| told.mailing.state.is_open());
    let of_notice = |told: &&Told| told.mailing.kind == Kind::Notice;
    let Some(told) = open.or_else(|| mailings.iter().find(of_notice)) else {
        let id = match notice.state {
            NoticeState::Withdrawn => "notice-is-withdrawn",
            _ => "notice-is-beginning",
        };
        return voice.text(id);
    };
    let progress = &told.progress;
    let id = match (told.mailing.kind, told.mailing.state) {
        (Kind::Correction, state) if state.is_open() && progress.total == 0 => {
            "notice-is-correcting-now"
        }
        (Kind::Withdrawal, state) if state.is_open() && progress.total == 0 => {
            "notice-is-withdrawing-now"
        }
        (_, State::Expanding) if progress.total == 0 => "notice-is-beginning",
        (Kind::Correction, state) if state.is_open() => "notice-is-correcting",
        (Kind::Withdrawal, state) if state.is_open() => "notice-is-withdrawing",
        _ if notice.state == NoticeState::Withdrawn => "notice-is-withdrawn",
        (_, State::Expanding | State::Sending) => "notice-is-going",
        (_, State::Paused) => "notice-is-paused",
        (_, State::Cancelled) => "notice-is-cancelled",
        (_, State::Done) if progress.total == 0 && ledger.in_digest.total() > 0 => {
            "notice-is-for-digest"
        }
        (_, State::Done) if progress.total == 0 => "notice-is-for-none",
        (_, State::Done) if progress.sent == 0 => "notice-is-sent-to-none",
        (_, State::Done) => "notice-is-sent",
    };
    let whom = whom(voice, progress, told.mailing.state == State::Done);
    voice.with(id, [("whom", whom.into())])
}
