//! `lacznik notice send` and `schedule`: shown first, and bound to what was shown.

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use serde::Serialize;
use std::path::Path;
use std::process::ExitCode;

use super::{ACTOR, Desk, Written, rendered, repeated};
use crate::bot::brain::Brain;
use crate::bot::errands::Errands;
use crate::bot::notices::confirm::{self, Confirmed};
use crate::bot::notices::look;
use crate::cli::{Failure, say, say_aside, say_json};
use crate::domain::conversation::Conversation;
use crate::domain::fingerprint::fingerprint;
use crate::domain::hours::{ZONE, local};
use crate::domain::lint::{self, Lint, stop};
use crate::domain::message::{
    Attachment, ChatRef, Content as Did, Incoming, Outgoing, Place, Platform, Sender,
};
use crate::domain::notice::{Audience, Content, Notice, NoticeFile, Person, State};
use crate::domain::role::Role;
use crate::speech::Voice;
use crate::speech::notices::check::{self, Check};
use crate::speech::notices::words;
use crate::store::mailings::Counted;
use crate::store::{Tx, files, notices};

/// Most bytes of a file, as in a conversation.
const FILE_BYTES: u64 = 8 * 1024 * 1024;

/// Endings of files that are shown as pictures.
const PICTURES: [&str; 5] = ["png", "jpg", "jpeg", "gif", "webp"];

/// What would go out, or does, for scripts.
#[derive(Debug, Serialize)]
struct Outcome<'a> {
    /// None: nothing is written down.
    number: Option<i64>,
    done: bool,
    state: Option<&'static str>,
    starts_at: DateTime<Utc>,
    takes_seconds: i64,
    lints: Vec<Told>,
    audience: &'a [Counted],
    /// What to repeat the command with.
    seal: Option<String>,
    /// As a person reads it.
    text: String,
    service: bool,
}

/// Something that may be wrong.
#[derive(Debug, Serialize)]
struct Told {
    severity: lint::Severity,
    kind: &'static str,
    text: String,
}

/// Shows a notice as it will be read; with the seal of that, or with `--yes`, confirms it.
pub async fn run(
    desk: &Desk<'_>,
    written: &Written,
    at: Option<NaiveDateTime>,
    seal: Option<String>,
    yes: bool,
    json: bool,
) -> anyhow::Result<ExitCode> {
    let brain = desk.bot.brain().await?;
    let mut tx = desk.begin().await?;
    let content = content(desk, &mut tx, written, at).await?;
    let notice = draft(desk, &mut tx, &content).await?;
    let incoming = incoming(desk, notice.id);
    let mut conversation = Conversation::default();
    let mut errands = errands(desk, &brain, &mut tx, &incoming, &mut conversation);
    let checked = look::looked_at(&mut errands, &notice).await?;
    let asked = seal.is_some() || yes;
    if !asked || stop(&checked.lints) {
        // Nothing of it is kept.
        drop(tx);
        shown(desk, &brain, &notice, &checked, json).await?;
        let stopped = asked && stop(&checked.lints);
        return Ok(ExitCode::from(u8::from(stopped)));
    }
    let now = desk.app.now();
    if let Some(seal) = seal
        && let Some(void) = confirm::void(&unnumbered(&notice), State::Draft, &seal, now)
    {
        return Err(refused(desk, &void).into());
    }
    let fresh = confirm::seal(&notice, now);
    let config = &desk.app.config;
    let confirmed = confirm::confirm(errands.tx, config, &notice, &fresh, ACTOR, now).await?;
    let text = match &confirmed {
        Confirmed::Scheduled { starts_at, alone } => {
            scheduled(desk.app.voice(), notice.id, *starts_at, *alone)
        }
        Confirmed::Waiting(others) => {
            look::request_from(&mut errands, &notice, others).await?;
            let number = [("number", notice.id.into())];
            desk.app.voice().with("cli-notice-waiting", number)
        }
        void => return Err(refused(desk, void).into()),
    };
    desk.commit(tx).await?;
    let state = match confirmed {
        Confirmed::Waiting(_) => State::Waiting,
        _ => State::Scheduled,
    };
    if json {
        let outcome = Outcome {
            number: Some(notice.id),
            done: true,
            state: Some(state.as_str()),
            text,
            service: desk.serves().await?,
            ..outcome(desk, &checked)
        };
        say_json(&outcome)?;
        return Ok(ExitCode::SUCCESS);
    }
    for lint in &checked.lints {
        say_aside(&words::lint(desk.app.voice(), lint));
    }
    desk.say_done(notice.id, true, &text, false).await?;
    Ok(ExitCode::SUCCESS)
}

/// What stands on the command line, as the content of a notice. Its file is stored.
async fn content(
    desk: &Desk<'_>,
    tx: &mut Tx,
    written: &Written,
    at: Option<NaiveDateTime>,
) -> anyhow::Result<Content> {
    let voice = desk.app.voice();
    let at = match at.map(|at| ZONE.from_local_datetime(&at).earliest()) {
        None => None,
        Some(Some(at)) => Some(at.to_utc()),
        Some(None) => return Err(Failure(voice.text("cli-no-such-hour")).into()),
    };
    let file = match &written.file {
        None => None,
        Some(path) => Some(stored(desk, tx, path).await?),
    };
    Ok(Content {
        text: desk.text(&written.text)?.trim().to_owned(),
        link: written.link.clone(),
        file,
        audience: Audience {
            topics: written.topic.clone(),
            kinds: written.kind.clone(),
        },
        ping: written.ping,
        at,
    })
}

/// Stores the file of a notice, under a name that follows from what is in it.
async fn stored(desk: &Desk<'_>, tx: &mut Tx, path: &Path) -> anyhow::Result<NoticeFile> {
    let bytes = std::fs::read(path).map_err(|error| desk.unreadable(path, &error))?;
    if bytes.len() as u64 > FILE_BYTES {
        let values = [
            ("path", path.display().to_string().into()),
            ("megabytes", (FILE_BYTES / 1024 / 1024).into()),
        ];
        return Err(Failure(desk.app.voice().with("cli-notice-large", values)).into());
    }
    let name = path.file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    let ending = path.extension().unwrap_or_default().to_ascii_lowercase();
    let id = format!("notice-{}", fingerprint(&bytes, 16));
    files::put(tx, &id, &name, &bytes, desk.app.now()).await?;
    Ok(NoticeFile {
        attachment: Attachment {
            id,
            picture: PICTURES.iter().any(|known| ending == *known),
        },
        name,
    })
}

/// The notice with its number, which it keeps only when the transaction is committed.
async fn draft(desk: &Desk<'_>, tx: &mut Tx, content: &Content) -> anyhow::Result<Notice> {
    let author = Person {
        platform: Platform::Terminal,
        id: ACTOR.to_owned(),
    };
    let number = notices::create(tx, &author, None, content, desk.app.now()).await?;
    desk.notice(tx, number).await
}

/// Who asks, in the way of a conversation.
fn incoming(desk: &Desk<'_>, number: i64) -> Incoming {
    Incoming {
        update: format!("notice:{number}"),
        chat: ChatRef::private(Platform::Terminal, ACTOR),
        place: Place::Private,
        sender: Sender {
            id: ACTOR.to_owned(),
        },
        message: None,
        language: None,
        content: Did::Text(String::new()),
        file: None,
        venue: None,
        runs: Vec::new(),
        handle: None,
        at: desk.app.now(),
    }
}

fn errands<'a>(
    desk: &'a Desk<'_>,
    brain: &'a Brain,
    tx: &'a mut Tx,
    incoming: &'a Incoming,
    conversation: &'a mut Conversation,
) -> Errands<'a> {
    Errands {
        tx,
        scene: desk.scene(brain),
        speech: desk.bot.speech(),
        incoming,
        conversation,
        role: Role::Officer,
        config: &desk.app.config,
        now: desk.app.now(),
    }
}

/// A preview has no number of its own yet, so its seal stands for none.
fn unnumbered(notice: &Notice) -> Notice {
    Notice {
        id: 0,
        ..notice.clone()
    }
}

fn outcome<'a>(desk: &Desk<'_>, checked: &'a Check<'_>) -> Outcome<'a> {
    let told = checked.lints.iter().map(|lint| Told {
        severity: lint.severity,
        kind: lint.kind.name(),
        text: words::lint(desk.app.voice(), lint),
    });
    Outcome {
        number: None,
        done: false,
        state: None,
        starts_at: checked.starts_at,
        takes_seconds: checked.takes.num_seconds(),
        lints: told.collect(),
        audience: &checked.counted,
        seal: None,
        text: String::new(),
        service: false,
    }
}

/// Shows what would go out, what may be wrong, who gets it, and how to confirm it.
async fn shown(
    desk: &Desk<'_>,
    brain: &Brain,
    notice: &Notice,
    checked: &Check<'_>,
    json: bool,
) -> anyhow::Result<()> {
    let (voice, scene) = (desk.app.voice(), desk.scene(brain));
    let mut screens: Vec<Outgoing> = look::platforms(&checked.counted)
        .map(|platform| look::most_on(platform, &checked.counted))
        .flat_map(|kind| look::preview_for(scene, notice, kind))
        .collect();
    screens.push(check::check(scene, checked, &[]));
    let screens: Vec<String> = screens.iter().map(rendered).collect();
    let text = screens.join("\n").trim_end().to_owned();
    let may_go = !stop(&checked.lints);
    let seal = may_go.then(|| confirm::seal(&unnumbered(notice), desk.app.now()));
    if json {
        return say_json(&Outcome {
            text,
            seal,
            service: desk.serves().await?,
            ..outcome(desk, checked)
        });
    }
    say(&text)?;
    match seal {
        Some(seal) => {
            let command = repeated(&format!("--seal {seal}"));
            let values = [("command", command.into())];
            say(&format!("\n{}", voice.with("cli-notice-repeat", values)))
        }
        None => {
            let unknown = |lint: &Lint| matches!(lint.kind, lint::Kind::UnknownTopic(_));
            if checked.lints.iter().any(unknown) {
                let topics = brain.knowledge.topics.iter();
                let topics: Vec<&str> = topics.map(|topic| topic.id.as_str()).collect();
                let values = [("topics", topics.join(", ").into())];
                say_aside(&voice.with("cli-notice-topics", values));
            }
            say_aside(&voice.text("cli-notice-stopped"));
            Ok(())
        }
    }
}

fn scheduled(voice: Voice<'_>, number: i64, starts_at: DateTime<Utc>, alone: bool) -> String {
    let at = local(starts_at);
    let time = at.format("%-H:%M:%S").to_string();
    let values = [
        ("number", number.into()),
        ("day", voice.on_day(at.date()).into()),
        ("time", time.into()),
    ];
    let scheduled = voice.with("cli-notice-scheduled", values);
    if alone {
        return format!("{scheduled}\n{}", voice.text("cli-notice-alone"));
    }
    scheduled
}

fn refused(desk: &Desk<'_>, void: &Confirmed) -> Failure {
    let id = match void {
        Confirmed::Old => "cli-notice-old",
        _ => "cli-notice-changed",
    };
    Failure(desk.app.voice().text(id))
}
