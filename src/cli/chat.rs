//! `lacznik chat`: the bot in the terminal, by the same way as on every platform: handle, outbox, delivery.

use anyhow::Context;
use std::fs::File;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, ErrorKind, IsTerminal, Read, Write};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc;

use super::{Failure, say_aside, say_created};
use crate::app::App;
use crate::bot::Bot;
use crate::delivery::Delivery;
use crate::domain::message::{ChatRef, Content, Incoming, Place, Platform, Sender, Unreadable};
use crate::domain::role::Role;
use crate::platform::terminal::{Style, Terminal};
use crate::schedule::Schedule;
use crate::store::StoreError;

/// Bytes of one line that are kept; the rest of a longer line is left out.
const LINE_BYTES: u64 = 1024 * 1024;

/// Id of the person who talks with the officer's rights.
const OFFICER: &str = "officer";

/// How often it is looked whether anything is due while nobody writes.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Lines read ahead of the answers.
const LINES_AHEAD: usize = 16;

/// Talks until the input ends.
pub async fn run(app: &App, officer: bool) -> anyhow::Result<ExitCode> {
    let interactive = std::io::stdin().is_terminal();
    let (bot, store, created) = app.wake().await?;
    say_created(app, created.as_deref());
    let Some(_alone) = lock(app)? else {
        let values = [("path", app.database.display().to_string().into())];
        return Err(Failure(app.voice().with("cli-chat-locked", values)).into());
    };

    let output = Output::default();
    let terminal = Terminal::new(output.clone(), style());
    let settings = app.config.delivery.clone();
    let delivery = Delivery::new(store.clone(), terminal, app.clock.clone(), settings);
    bot.tidy().await?;
    if interactive {
        let mut banner = app.voice().text("cli-chat-banner");
        if officer {
            banner = format!("{banner}\n{}", app.voice().text("cli-chat-banner-officer"));
        }
        // An output that fails is found when the first message is said.
        drop(delivery.messenger().line(&banner));
    }
    let bot = Arc::new(bot);
    let (config, clock) = (app.config.clone(), app.clock.clone());
    let schedule = Schedule::new(bot.clone(), store.clone(), config, clock);
    schedule.begin().await?;
    let mut talk = Talk {
        app,
        bot: &bot,
        delivery: &delivery,
        schedule,
        due_failed: false,
        officer,
        session: session(),
        count: 0,
    };
    if officer {
        bot.grant(Platform::Terminal, OFFICER, Role::Officer)
            .await?;
    }
    if talk.deliver().await {
        talk.lines(interactive).await?;
    }
    store.close().await;
    if let Some(error) = output.failure() {
        let values = [("detail", error.into())];
        return Err(Failure(app.voice().with("cli-chat-output", values)).into());
    }
    Ok(ExitCode::SUCCESS)
}

/// Standard output, which remembers why it could not be written. That nobody listens any more (`| head -1`) is no
/// failure.
#[derive(Clone, Default)]
struct Output(Arc<Mutex<Option<String>>>);

impl Output {
    fn failure(&self) -> Option<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn note<T>(&self, written: std::io::Result<T>) -> std::io::Result<T> {
        if let Err(error) = &written
            && !matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::Interrupted)
        {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.to_string());
        }
        written
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.note(std::io::stdout().write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.note(std::io::stdout().flush())
    }
}

/// Holds the right to be the only conversation in a terminal over this database, until the process ends in any way.
/// `None`: there is one.
pub(super) fn lock(app: &App) -> anyhow::Result<Option<File>> {
    let lock = app.lock("terminal");
    lock.with_context(|| app.database.display().to_string())
}

fn style() -> Style {
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok());
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    Style {
        ansi: std::io::stdout().is_terminal() && !plain,
        width: columns
            .filter(|columns| (20..=80).contains(columns))
            .unwrap_or(Style::default().width),
    }
}

/// A name for this run that no other run has: lines are numbered within it.
fn session() -> u64 {
    RandomState::new().build_hasher().finish()
}

struct Talk<'a> {
    app: &'a App,
    bot: &'a Bot,
    delivery: &'a Delivery<Terminal<Output>>,
    schedule: Schedule,
    /// It was said that what is due cannot be done.
    due_failed: bool,
    officer: bool,
    session: u64,
    count: u64,
}

impl Talk<'_> {
    async fn lines(&mut self, interactive: bool) -> anyhow::Result<()> {
        let mut lines = read_lines();
        loop {
            if interactive && self.delivery.messenger().prompt("> ").is_err() {
                break;
            }
            let Some(line) = self.next_line(&mut lines, interactive).await else {
                break;
            };
            let content = self.content(line?);
            self.delivery.messenger().begin_reply();
            if interactive && self.delivery.messenger().line("").is_err() {
                break;
            }
            let incoming = self.incoming(content);
            if let Err(error) = self.bot.handle(&incoming).await {
                let cause = self.app.voice().store_error(&error);
                say_aside(
                    &self
                        .app
                        .voice()
                        .with("fault-not-stored", [("cause", cause.into())]),
                );
                continue;
            }
            if !self.deliver().await {
                break;
            }
        }
        Ok(())
    }

    /// The next line. What falls due meanwhile is said. `None`: the input has ended, or nobody listens any more.
    async fn next_line(
        &mut self,
        lines: &mut mpsc::Receiver<std::io::Result<Vec<u8>>>,
        interactive: bool,
    ) -> Option<std::io::Result<Vec<u8>>> {
        loop {
            tokio::select! {
                biased;
                line = lines.recv() => return line,
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
            self.do_what_is_due().await;
            let said = self.delivery.drain().await;
            let said = said.inspect_err(|error| self.not_delivered(error));
            let said = said.unwrap_or_default();
            if said.stopped {
                return None;
            }
            if said.sent > 0 && interactive {
                self.delivery.messenger().prompt("> ").ok()?;
            }
        }
    }

    /// Begins what is due: notices, digests. It is said once that this does not work.
    async fn do_what_is_due(&mut self) {
        let done = self.schedule.catch_up().await;
        let was_told = std::mem::replace(&mut self.due_failed, done.is_err());
        if let Err(error) = done
            && !was_told
        {
            let cause = match error.downcast_ref() {
                Some(error) => self.app.voice().store_error(error),
                None => error.to_string(),
            };
            let values = [("cause", cause.into())];
            say_aside(&self.app.voice().with("fault-not-due", values));
        }
    }

    /// Says what is due. `false`: nobody listens any more.
    ///
    /// Nobody else talks here (the lock), so what is in hand, of a killed process or of a drain that could not write
    /// down what it had said, is ours, and is said now.
    async fn deliver(&mut self) -> bool {
        self.do_what_is_due().await;
        let drained = match self.delivery.take_over().await {
            Ok(_) => self.delivery.drain().await,
            Err(error) => Err(error),
        };
        match drained {
            Ok(step) => !step.stopped,
            Err(error) => {
                self.not_delivered(&error);
                true
            }
        }
    }

    fn not_delivered(&self, error: &StoreError) {
        let voice = self.app.voice();
        let values = [("cause", voice.store_error(error).into())];
        say_aside(&voice.with("fault-not-delivered", values));
    }

    /// What a line means: a number that is on a button presses it.
    fn content(&self, line: Vec<u8>) -> Content {
        let Ok(text) = String::from_utf8(line) else {
            return Content::Unreadable(Unreadable::Other);
        };
        let pressed = text
            .trim()
            .parse()
            .ok()
            .and_then(|number| self.delivery.messenger().action(number));
        pressed.map_or(Content::Text(text), Content::Press)
    }

    fn incoming(&mut self, content: Content) -> Incoming {
        self.count += 1;
        let person = if self.officer { OFFICER } else { "person" };
        Incoming {
            update: format!("{:x}-{}", self.session, self.count),
            chat: ChatRef::private(Platform::Terminal, person),
            place: Place::Private,
            message: None,
            language: None,
            sender: Sender {
                id: person.to_owned(),
            },
            content,
            file: None,
            venue: None,
            runs: Vec::new(),
            handle: None,
            at: self.app.now(),
        }
    }
}

/// Lines of standard input, read in a thread of its own: reading blocks, and must not keep the program from ending.
fn read_lines() -> mpsc::Receiver<std::io::Result<Vec<u8>>> {
    let (sender, receiver) = mpsc::channel(LINES_AHEAD);
    std::thread::spawn(move || {
        let mut input = std::io::stdin().lock();
        loop {
            let line = match read_message(&mut input) {
                Ok(Some(line)) => Ok(line),
                Ok(None) => break,
                Err(error) => Err(error),
            };
            let failed = line.is_err();
            if sender.blocking_send(line).is_err() || failed {
                break;
            }
        }
    });
    receiver
}

/// A message: one line, and as long as one ends in a backslash, the next one too. `None` at the end of the input.
fn read_message(input: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut message = Vec::new();
    while let Some(line) = read_line(input)? {
        let goes_on = line.trim_ascii_end().strip_suffix(b"\\");
        let goes_on = goes_on.filter(|before| message.len() + before.len() < LINE_BYTES as usize);
        let Some(before) = goes_on else {
            message.extend(line);
            return Ok(Some(message));
        };
        message.extend_from_slice(before);
        message.push(b'\n');
    }
    Ok((!message.is_empty()).then_some(message))
}

/// One line without its end; what is beyond [`LINE_BYTES`] is read and left out. `None` at the end of the input.
fn read_line(input: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if input
        .by_ref()
        .take(LINE_BYTES)
        .read_until(b'\n', &mut line)?
        == 0
    {
        return Ok(None);
    }
    let is_cut = line.last() != Some(&b'\n') && line.len() as u64 == LINE_BYTES;
    if is_cut {
        input.skip_until(b'\n')?;
        // A letter may have been cut in two.
        let whole = line
            .utf8_chunks()
            .next()
            .map_or(0, |chunk| chunk.valid().len());
        if line.len() - whole < 4 {
            line.truncate(whole);
        }
    }
    Ok(Some(line))
}

#[cfg(test)]
mod tests {
    use super::{read_line, read_message};

    #[test]
    fn a_line_without_an_end_is_bounded() {
        let mut long = "ł".repeat(700_000).into_bytes();
        long.extend_from_slice(b"\ndalej\n");
        let mut input = long.as_slice();
        let line = read_line(&mut input).unwrap().unwrap();
        assert!(line.len() <= 1024 * 1024 && String::from_utf8(line).is_ok());
        assert_eq!(read_line(&mut input).unwrap().unwrap(), b"dalej\n");
        assert_eq!(read_line(&mut input).unwrap(), None);
    }

    #[test]
    fn a_line_that_ends_in_a_backslash_goes_on() {
        let mut input = &b"Mecz\\\n\\\r\nW hali.\ndalej\nkoniec\\"[..];
        let mut next = || read_message(&mut input).unwrap();
        assert_eq!(next().unwrap(), b"Mecz\n\nW hali.\n");
        assert_eq!(next().unwrap(), b"dalej\n");
        assert_eq!(next().unwrap(), b"koniec\n");
        assert_eq!(next(), None);
    }
}
