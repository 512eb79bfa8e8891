//! The conversations in README.md are held again: what stands there is what the bot says. A line of `…` stands for what is
//! left out.

use chrono::Duration;
use lacznik::delivery::Delivery;
use lacznik::domain::message::Content;
use lacznik::domain::role::Role;
use lacznik::platform::Messenger as _;
use lacznik::platform::terminal::{Style, Terminal};
use std::io::Write;
use std::sync::{Arc, Mutex};

use crate::harness::TestBot;
use crate::schedule::Clockwork;

const README: &str = include_str!("../../README.md");

/// Stands where time passes.
const LATER: &str = "… a minute later";

/// What a terminal shows.
#[derive(Clone, Default)]
struct Screen(Arc<Mutex<Vec<u8>>>);

impl Write for Screen {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Somebody who talks in a terminal, as `lacznik chat` lets them.
struct Talk {
    work: Clockwork,
    delivery: Delivery<Terminal<Screen>>,
    screen: Screen,
}

impl Talk {
    async fn new() -> Self {
        let work = Clockwork::of(TestBot::new().await, |_| {}).await;
        let screen = Screen::default();
        let terminal = Terminal::new(screen.clone(), Style::default());
        let settings = work.bot.config.delivery.clone();
        let delivery = Delivery::new(
            work.bot.store.clone(),
            terminal,
            work.bot.clock.clone(),
            settings,
        );
        Self {
            work,
            delivery,
            screen,
        }
    }

    /// Writes a line; what is shown then.
    async fn says(&mut self, person: &str, line: &str) -> String {
        let pressed = line.parse().ok();
        let pressed = pressed.and_then(|number| self.delivery.messenger().action(number));
        let content = pressed.map_or_else(|| Content::Text(line.to_owned()), Content::Press);
        self.delivery.messenger().begin_reply();
        let incoming = self.work.bot.incoming(person, content);
        self.work.bot.bot.handle(&incoming).await.unwrap();
        self.shows().await
    }

    /// Time passes; what is shown then.
    async fn later(&mut self, time: Duration) -> String {
        self.work.bot.clock.advance(time);
        self.shows().await
    }

    async fn shows(&mut self) -> String {
        for _ in 0..3 {
            self.work.catches_up().await;
            self.delivery.drain().await.unwrap();
        }
        let shown = std::mem::take(&mut *self.screen.0.lock().unwrap());
        String::from_utf8(shown).unwrap()
    }
}

/// The conversation of the README below this heading.
fn conversation(heading: &str) -> Vec<&'static str> {
    let (_, below) = README.split_once(&format!("\n## {heading}\n")).unwrap();
    let (section, _) = below.split_once("\n## ").unwrap();
    let mut blocks = section.split("```").skip(1).step_by(2);
    let block = blocks.find(|block| block.contains("\n> ")).unwrap();
    let lines = block.lines().skip_while(|line| !line.starts_with("> "));
    lines.filter(|line| !line.is_empty()).collect()
}

/// Times differ from day to day.
fn masked(line: &str) -> String {
    let is_clock = |word: &str| word.contains(':') && !word.contains(|c: char| c.is_alphabetic());
    let words = line.split_whitespace().map(|word| match is_clock(word) {
        true => "0:00",
        false => word,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Holds the conversation as it stands there; each line must be shown, in its order.
async fn holds(talk: &mut Talk, person: &str, lines: &[&str]) {
    let mut shown = Vec::new();
    let mut cut = false;
    for line in lines.iter().chain(&["> "]) {
        let next = match line.strip_prefix("> ") {
            Some("") => None,
            Some(said) => Some(talk.says(person, said).await),
            None if *line == LATER => Some(talk.later(Duration::seconds(60)).await),
            None if *line == "…" => {
                cut = true;
                continue;
            }
            None => {
                let at = shown.iter().position(|known| *known == masked(line));
                let at = at.unwrap_or_else(|| panic!("{line:?} is not in {shown:#?}"));
                assert!(cut || at == 0, "missing before {line:?}: {shown:#?}");
                shown.drain(..=at);
                cut = false;
                continue;
            }
        };
        assert!(
            cut || shown.is_empty(),
            "missing before {line:?}: {shown:#?}"
        );
        let lines = next.iter().flat_map(|text| text.lines());
        shown = lines.map(masked).filter(|line| !line.is_empty()).collect();
        cut = false;
    }
}

#[tokio::test]
async fn the_first_conversation_is_true() {
    let mut talk = Talk::new().await;
    talk.says("asker", "/start").await;
    holds(&mut talk, "asker", &conversation("Try it")).await;
}

#[tokio::test]
async fn the_officers_way_is_true() {
    let mut talk = Talk::new().await;
    talk.says("person", "/subskrypcje sport").await;
    talk.work.bot.grant("officer", Role::Officer).await;
    talk.says("officer", "/start").await;
    holds(&mut talk, "officer", &conversation("A notice to many")).await;
}
