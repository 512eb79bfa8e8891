//! The terminal: the first platform, and the one to try everything with.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use super::{Messenger, Receipt, SendError, SendKey};
use crate::domain::message::{Block, Button, ChatRef, Outgoing, Platform, Span, StoredFile};

/// Columns of text when the terminal does not say.
const WIDTH: usize = 80;

/// Writes messages to an output: the terminal's Messenger.
pub struct Terminal<W> {
    state: Mutex<State<W>>,
    style: Style,
}

struct State<W> {
    output: W,
    /// The buttons last shown, by the numbers that they were shown with.
    buttons: Vec<Button>,
    /// The person has written since: the next buttons are numbered anew.
    answered: bool,
    /// The person is asked for a line, and the cursor stands behind that.
    asked: bool,
}

/// How text looks.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// Whether emphasis is shown with ANSI sequences.
    pub ansi: bool,
    /// Columns of a line.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            ansi: false,
            width: WIDTH,
        }
    }
}

impl<W: Write + Send> Terminal<W> {
    /// Writes to this output.
    pub fn new(output: W, style: Style) -> Self {
        Self {
            state: Mutex::new(State {
                output,
                buttons: Vec::new(),
                answered: false,
                asked: false,
            }),
            style,
        }
    }

    /// The action of the button with this number, of those shown last.
    pub fn action(&self, number: usize) -> Option<String> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let button = state.buttons.get(number.checked_sub(1)?)?;
        button.action().map(ToOwned::to_owned)
    }

    /// The person has written: the buttons that come next are numbered anew. Until then the old ones can be pressed
    /// again.
    pub fn begin_reply(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.answered = true;
        state.asked = false;
    }

    /// Writes a message, and keeps its buttons.
    fn show(&self, message: &Outgoing) -> Result<(), SendError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.answered && !message.buttons.is_empty() {
            state.buttons.clear();
            state.answered = false;
        }
        let text = render(message, self.style, state.buttons.len() + 1);
        // What comes unasked begins on a line of its own.
        let begin = if state.asked { "\n\n" } else { "" };
        state.asked = false;
        let written = writeln!(state.output, "{begin}{text}").and_then(|()| state.output.flush());
        written.map_err(|error| SendError::Stop(error.to_string()))?;
        state.buttons.extend(message.buttons.iter().cloned());
        Ok(())
    }

    /// Writes a line of the program itself.
    ///
    /// # Errors
    /// The output is closed.
    pub fn line(&self, text: &str) -> std::io::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(state.output, "{text}")?;
        state.output.flush()
    }

    /// Writes without a line end.
    ///
    /// # Errors
    /// The output is closed.
    pub fn prompt(&self, text: &str) -> std::io::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.asked = true;
        write!(state.output, "{text}")?;
        state.output.flush()
    }
}

impl<W: Write + Send + 'static> Messenger for Terminal<W> {
    fn platform(&self) -> Platform {
        Platform::Terminal
    }

    async fn send(
        &self,
        _to: &ChatRef,
        message: &Outgoing,
        _file: Option<&StoredFile>,
        key: SendKey,
    ) -> Result<Receipt, SendError> {
        self.show(message)?;
        Ok(Receipt::of(key.row))
    }

    /// What is written stays written: the changed message comes below.
    async fn edit(&self, _to: &ChatRef, _sent: &str, message: &Outgoing) -> Result<(), SendError> {
        self.show(message)
    }

    async fn withdraw(
        &self,
        _to: &ChatRef,
        _sent: &str,
        instead: &Outgoing,
    ) -> Result<(), SendError> {
        self.show(instead)
    }

    async fn fetch(&self, _remote: &str, _most: u64) -> Result<Vec<u8>, SendError> {
        Err(SendError::Rejected("no files in a terminal".to_owned()))
    }
}

/// The message as text, with a line end; buttons numbered from `first_number`.
pub fn render(message: &Outgoing, style: Style, first_number: usize) -> String {
    let mut parts: Vec<String> = message
        .blocks
        .iter()
        .map(|block| render_block(block, style))
        .collect();
    if !message.buttons.is_empty() {
        let buttons: Vec<String> = (first_number..)
            .zip(&message.buttons)
            .map(|(number, button)| wrap(&printable(&button.label), &format!("[{number}] "), style))
            .collect();
        parts.push(buttons.join("\n"));
    }
    parts.join("\n\n") + "\n"
}

fn render_block(block: &Block, style: Style) -> String {
    let emphasised = |text: &str, code: &str| {
        let text = wrap(&printable(text), "", style);
        if style.ansi {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text
        }
    };
    match block {
        Block::Heading(text) => emphasised(text, "1"),
        Block::Note(text) => emphasised(text, "2"),
        Block::List(items) => {
            let items = items.iter().map(|item| wrap(&printable(item), "- ", style));
            items.collect::<Vec<_>>().join("\n")
        }
        Block::Paragraph(spans) => wrap(&spans.iter().map(plain).collect::<String>(), "", style),
    }
}

fn plain(span: &Span) -> String {
    match span {
        Span::Plain(text) | Span::Strong(text) => printable(text),
        Span::Link { label, url } => printable(&format!("{label}: {url}")),
    }
}

/// Without control characters: nothing in a text may move the cursor or change the terminal's settings.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control())
        .collect()
}

/// Breaks a text into lines between words; `lead` stands before the first one and its width before the others.
fn wrap(text: &str, lead: &str, style: Style) -> String {
    let indent = " ".repeat(lead.chars().count());
    let mut lines: Vec<String> = Vec::new();
    let mut line = lead.to_owned();
    let mut is_empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > style.width {
            lines.push(std::mem::replace(&mut line, indent.clone()));
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken_and_buttons_numbered() {
        let style = Style {
            ansi: false,
            width: 20,
        };
        let message = Outgoing::plain("raz dwa trzy cztery pięć sześć")
            .with(Block::List(vec!["jeden dwa trzy cztery pięć".into()]))
            .button("To nie to", &crate::domain::action::Action::Human);
        insta::assert_snapshot!(render(&message, style, 3), @r"
        raz dwa trzy cztery
        pięć sześć

        - jeden dwa trzy
          cztery pięć

        [3] To nie to
        ");
    }

    #[tokio::test]
    async fn what_changed_or_was_taken_back_is_written_below() {
        let terminal = Terminal::new(Vec::new(), Style::default());
        let to = ChatRef::private(Platform::Terminal, "asker");
        let said = Outgoing::plain("stare").button("Dalej", &crate::domain::action::Action::Human);
        let key = SendKey::new(1, chrono::DateTime::UNIX_EPOCH);
        terminal.send(&to, &said, None, key).await.unwrap();
        let new = Outgoing::plain("nowe").button("Więcej", &crate::domain::action::Action::Human);
        terminal.edit(&to, "1", &new).await.unwrap();
        let instead = Outgoing::plain("wycofane");
        terminal.withdraw(&to, "1", &instead).await.unwrap();
        let state = terminal.state.into_inner().unwrap();
        insta::assert_snapshot!(String::from_utf8(state.output).unwrap(), @r"
        stare

        [1] Dalej

        nowe

        [2] Więcej

        wycofane
        ");
        assert_eq!(state.buttons.len(), 2);
    }

    #[test]
    fn nothing_in_a_text_reaches_the_terminal_as_a_command() {
        let message = Outgoing::plain("a\u{1b}[2Jb\u{7}\r\nc");
        assert_eq!(render(&message, Style::default(), 1), "a[2Jb c\n");
    }
}
