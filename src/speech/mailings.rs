//! What the officer reads of a notice once it is confirmed: how far it is, and what came of it.

use super::{Scene, Voice, missed};
use crate::domain::action::Action;
use crate::domain::message::{Block, Outgoing};
use crate::domain::notice::{Does, Field, Notice, State as NoticeState, Step};
use crate::domain::role::Role;
use crate::store::ledger::{InDigest, Ledger, Told};
use crate::store::mailings::{Kind, Mailing, Progress, State};

/// How far a notice is, for the message that is changed while it goes out. The mailings in the order of their numbers.
pub fn progress_card(
    scene: Scene<'_>,
    notice: &Notice,
    mailings: &[(Mailing, Progress)],
) -> Outgoing {
    let told = |(mailing, progress): &(Mailing, Progress)| Told {
        mailing: mailing.clone(),
        progress: *progress,
        missed: Vec::new(),
        in_flight: 0,
    };
    let ledger = Ledger {
        mailings: mailings.iter().map(told).collect(),
        in_digest: InDigest::default(),
    };
    progress(scene, notice, &ledger, Role::Officer)
}

/// What came of a notice whose mailings are all at their end.
pub fn final_report(scene: Scene<'_>, notice: &Notice, ledger: &Ledger) -> Outgoing {
    report(scene, notice, ledger, Role::Officer)
}

/// Progress while something goes out, otherwise the report; with the buttons that this role may press.
pub fn card(scene: Scene<'_>, notice: &Notice, ledger: &Ledger, role: Role) -> Outgoing {
    let mut mailings = ledger.mailings.iter();
    if mailings.any(|told| told.mailing.state.is_open()) {
        progress(scene, notice, ledger, role)
    } else {
        report(scene, notice, ledger, role)
    }
}

fn progress(scene: Scene<'_>, notice: &Notice, ledger: &Ledger, role: Role) -> Outgoing {
    let voice = scene.voice;
    let mailings = ledger.mailings.iter();
    let open = mailings.filter(|told| told.mailing.state.is_open());
    let open: Vec<&Told> = open.collect();
    let Some(first) = open.first() else {
        return report(scene, notice, ledger, role);
    };
    let mut message =
        Outgoing::default().with(Block::Heading(headline(voice, notice.id, first, false)));
    for (place, told) in open.iter().enumerate() {
        if place > 0 {
            message = message.with(Block::plain(headline(voice, notice.id, told, false)));
        }
        if let Some(text) = so_far(voice, told) {
            message = message.with(Block::plain(text));
        }
    }
    if role.may(Role::Officer) {
        message = moving_buttons(voice, message, notice.id, &open);
    }
    message = follow_up_buttons(voice, message, notice, ledger, role);
    let refresh = step(notice.id, Does::Show);
    message.button(voice.text("button-notice-refresh"), &refresh)
}

/// What else there is to say of a mailing that is not at its end.
fn so_far(voice: Voice<'_>, told: &Told) -> Option<String> {
    let (mailing, progress) = (&told.mailing, &told.progress);
    let mut sentences = Vec::new();
    if mailing.state == State::Expanding && progress.total > 0 {
        sentences.push(voice.text("mailing-expanding"));
    }
    let waiting = progress.waiting;
    if mailing.state == State::Paused && mailing.reason == "restored" && waiting > 0 {
        sentences.push(voice.with("mailing-restored", [("count", waiting.into())]));
    } else if waiting > 0 {
        sentences.push(voice.with("mailing-waiting", [("count", waiting.into())]));
    }
    sentences.extend(in_flight(voice, told));
    let missed = progress.missed();
    if missed > 0 && mailing.kind == Kind::Notice {
        sentences.push(voice.with("notice-missed-so-far", [("count", missed.into())]));
    }
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// What a pause or a stop came too late for.
fn in_flight(voice: Voice<'_>, told: &Told) -> Option<String> {
    let stopped = matches!(told.mailing.state, State::Paused | State::Cancelled);
    (stopped && told.in_flight > 0)
        .then(|| voice.with("mailing-in-flight", [("count", told.in_flight.into())]))
}

fn report(scene: Scene<'_>, notice: &Notice, ledger: &Ledger, role: Role) -> Outgoing {
    let voice = scene.voice;
    let Ledger {
        mailings,
        in_digest,
    } = ledger;
    let last = mailings
        .iter()
        .rfind(|told| told.mailing.reason != "superseded");
    let Some(last) = last else {
        let heading = Block::Heading(none(voice, notice.id, *in_digest));
        return Outgoing::default().with(heading);
    };
    let heading = headline(voice, notice.id, last, *in_digest != InDigest::default());
    let mut message = Outgoing::default().with(Block::Heading(heading));
    for text in outcome(voice, last) {
        message = message.with(Block::plain(text));
    }
    let first = mailings
        .iter()
        .find(|told| told.mailing.kind == Kind::Notice);
    if let Some(first) = first.filter(|first| first.mailing.id != last.mailing.id) {
        let whom = whom(voice, &first.progress, true);
        let mut texts = vec![voice.with("notice-earlier", [("whom", whom.into())])];
        texts.extend(outcome(voice, first));
        message = message.with(Block::plain(texts.join(" ")));
    }
    let digest = in_digest.people + in_digest.others;
    if digest > 0 {
        let people = if in_digest.others == 0 { "yes" } else { "no" };
        let values = [("count", digest.into()), ("people", people.into())];
        message = message.with(Block::plain(voice.with("mailing-in-digest", values)));
    }
    message = follow_up_buttons(voice, message, notice, ledger, role);
    if role.may(Role::Officer) {
        let history = step(notice.id, Does::History);
        message = message.button(voice.text("button-notice-history"), &history);
    }
    message.button(voice.text("button-notice-all"), &step(0, Does::List(0)))
}

fn none(voice: Voice<'_>, number: i64, in_digest: InDigest) -> String {
    let id = if in_digest == InDigest::default() {
        "notice-for-none"
    } else {
        "notice-for-digest"
    };
    voice.with(id, [("number", number.into())])
}

/// Who did not get it, why, what to do; and who may have got it twice.
fn outcome(voice: Voice<'_>, told: &Told) -> Vec<String> {
    let mut sentences = Vec::new();
    let missed = told.progress.missed();
    let (known, forgotten) = match told.mailing.kind {
        Kind::Correction => ("correction-missed", "correction-missed-forgotten"),
        Kind::Withdrawal => ("withdrawal-missed", "withdrawal-missed-forgotten"),
        Kind::Notice | Kind::Digest | Kind::Alive => ("notice-missed", "notice-missed-forgotten"),
    };
    if missed > 0 {
        let reasons = missed::reasons(voice, &told.missed);
        if reasons.is_empty() {
            sentences.push(voice.with(forgotten, [("count", missed.into())]));
        } else {
            let values = [("count", missed.into()), ("reasons", reasons.into())];
            let text = voice.with(known, values);
            sentences.push(format!("{text} {}", missed::advice(voice, &told.missed)));
        }
    }
    // What is stopped is settled in the background.
    let stopped = told.progress.waiting - told.in_flight;
    if told.mailing.state == State::Cancelled && stopped > 0 {
        sentences.push(voice.with("mailing-stopped", [("count", stopped.into())]));
    }
    sentences.extend(in_flight(voice, told));
    let twice = told.progress.perhaps_twice;
    if twice > 0 && told.mailing.kind == Kind::Notice {
        sentences.push(voice.with("mailing-twice", [("count", twice.into())]));
    }
    sentences
}

/// „412 z 415 odbiorców”; at the end „wszystkich 415 odbiorców”.
pub(super) fn whom(voice: Voice<'_>, progress: &Progress, is_end: bool) -> String {
    let (sent, total) = (progress.sent, progress.total);
    if is_end && sent == total {
        return voice.with("mailing-all", [("total", total.into())]);
    }
    voice.with(
        "mailing-of",
        [("sent", sent.into()), ("total", total.into())],
    )
}

/// What is most important of a mailing, in one sentence. `digest`: there are others who get it in a digest.
pub fn headline(voice: Voice<'_>, number: i64, told: &Told, digest: bool) -> String {
    let progress = &told.progress;
    let is_done = told.mailing.state == State::Done;
    let (nobody, for_none) = (progress.sent == 0, progress.total == 0);
    let begins = for_none && told.mailing.state == State::Expanding;
    let id = match (told.mailing.kind, told.mailing.state) {
        (Kind::Correction, _) if begins => "correction-begins",
        (Kind::Withdrawal, _) if begins => "withdrawal-begins",
        _ if begins => "notice-begins",
        (Kind::Correction, _) if is_done && for_none => "correction-for-none",
        (Kind::Correction, _) if is_done && nobody => "correction-for-nobody",
        (Kind::Correction, State::Expanding | State::Sending) => "correction-going",
        (Kind::Correction, State::Paused) => "correction-paused",
        (Kind::Correction, State::Cancelled) => "correction-cancelled",
        (Kind::Correction, State::Done) => "correction-done",
        (Kind::Withdrawal, _) if is_done && for_none => "withdrawal-for-none",
        (Kind::Withdrawal, _) if is_done && nobody => "withdrawal-for-nobody",
        (Kind::Withdrawal, State::Expanding | State::Sending) => "withdrawal-going",
        (Kind::Withdrawal, State::Paused) => "withdrawal-paused",
        (Kind::Withdrawal, State::Cancelled) => "withdrawal-cancelled",
        (Kind::Withdrawal, State::Done) => "withdrawal-done",
        _ if is_done && for_none && digest => "notice-for-digest",
        _ if is_done && for_none => "notice-for-none",
        _ if is_done && nobody => "notice-sent-to-none",
        (_, State::Expanding | State::Sending) => "notice-going",
        (_, State::Paused) => "notice-paused",
        (_, State::Cancelled) => "notice-cancelled",
        (_, State::Done) => "notice-sent",
    };
    let whom = whom(voice, progress, is_done);
    voice.with(id, [("number", number.into()), ("whom", whom.into())])
}

/// The action of a button about a notice.
pub fn step(notice: i64, does: Does) -> Action {
    Action::Notice(Step { notice, does })
}

/// Pause or resume, and stop.
fn moving_buttons(
    voice: Voice<'_>,
    mut message: Outgoing,
    number: i64,
    open: &[&Told],
) -> Outgoing {
    let paused = |told: &&&Told| told.mailing.state == State::Paused;
    if open.iter().any(|told| !paused(&told)) {
        let pause = step(number, Does::Pause);
        message = message.button(voice.text("button-notice-pause"), &pause);
    }
    let mut paused = open.iter().filter(paused).peekable();
    if paused.peek().is_some() {
        let resume = step(number, Does::Resume);
        let label = if paused.any(|told| told.mailing.reason == "restored") {
            "button-notice-resume-anyway"
        } else {
            "button-notice-resume"
        };
        message = message.button(voice.text(label), &resume);
    }
    let cancel = step(number, Does::Cancel);
    message.button(voice.text("button-notice-cancel"), &cancel)
}

/// Who did not get it, and to correct and to withdraw what was sent: for officers.
fn follow_up_buttons(
    voice: Voice<'_>,
    mut message: Outgoing,
    notice: &Notice,
    ledger: &Ledger,
    role: Role,
) -> Outgoing {
    let number = notice.id;
    if !role.may(Role::Officer) {
        return message;
    }
    let mut mailings = ledger.mailings.iter();
    if mailings.any(|told| told.progress.missed() > 0) {
        let missed = step(number, Does::Missed);
        message = message.button(voice.text("button-notice-missed"), &missed);
    }
    if notice.state == NoticeState::Sent {
        let correct = step(number, Does::Write(Field::Correction));
        let withdraw = step(number, Does::Withdraw { sure: false });
        message = message
            .button(voice.text("button-notice-correct"), &correct)
            .button(voice.text("button-notice-withdraw"), &withdraw);
    }
    message
}
