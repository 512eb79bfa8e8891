//! What comes in and what goes out, the same for every platform: [`Incoming`] and [`Outgoing`].

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Where people talk to the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    Terminal,
}

impl Platform {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Terminal => "terminal",
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place that messages can be sent to. Ids are the platform's own, as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ChatRef {
    pub platform: Platform,
    pub chat: String,
    /// A topic or thread within the chat.
    pub thread: Option<String>,
}

impl ChatRef {
    /// A private chat, which has no threads.
    pub fn private(platform: Platform, chat: impl Into<String>) -> Self {
        Self {
            platform,
            chat: chat.into(),
            thread: None,
        }
    }
}

/// Who wrote: the platform's id of the person, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    pub id: String,
}

/// One thing that a person did, from any platform.
#[derive(Debug, Clone)]
pub struct Incoming {
    /// The platform's id of this event: the same one is handled once.
    pub update: String,
    pub chat: ChatRef,
    pub sender: Sender,
    pub content: Content,
    pub at: DateTime<Utc>,
}

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Words, as written.
    Text(String),
    /// A button, by the text of its [`Action`](super::action::Action).
    Press(String),
    /// Something without words: a sticker, bytes that are no text.
    Unreadable,
}

/// A message to a person: a small typed tree that each platform renders in its own way. Text in it is never markup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    pub blocks: Vec<Block>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<Button>,
}

/// A paragraph-sized part of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// The most important line.
    Heading(String),
    Paragraph(Vec<Span>),
    List(Vec<String>),
    /// Small print: a disclaimer, the origin of the data.
    Note(String),
}

/// A run of text within a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Plain(String),
    Strong(String),
    Link { label: String, url: String },
}

/// A button. `action` is opaque to platforms and at most 64 bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    pub action: String,
}

impl Block {
    /// A paragraph of plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Span::Plain(text.into())])
    }
}

impl Outgoing {
    /// A message of one plain paragraph.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            blocks: vec![Block::plain(text)],
            buttons: Vec::new(),
        }
    }

    /// Adds a block.
    #[must_use]
    pub fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// Adds a button.
    #[must_use]
    pub fn button(mut self, label: impl Into<String>, action: &super::action::Action) -> Self {
        self.buttons.push(Button {
            label: label.into(),
            action: action.to_string(),
        });
        self
    }

    /// Adds vetted text as blocks: paragraphs by empty lines, lists by lines with `- `.
    #[must_use]
    pub fn prose(mut self, text: &str) -> Self {
        for part in text
            .split("\n\n")
            .map(str::trim)
            .filter(|part| !part.is_empty())
        {
            let mut lines: Vec<&str> = Vec::new();
            let mut items: Vec<String> = Vec::new();
            for line in part.lines().map(str::trim) {
                if let Some(item) = line.strip_prefix("- ") {
                    if !lines.is_empty() {
                        self.blocks.push(Block::plain(lines.join(" ")));
                        lines.clear();
                    }
                    items.push(item.to_owned());
                } else {
                    if !items.is_empty() {
                        self.blocks.push(Block::List(std::mem::take(&mut items)));
                    }
                    lines.push(line);
                }
            }
            if !items.is_empty() {
                self.blocks.push(Block::List(items));
            }
            if !lines.is_empty() {
                self.blocks.push(Block::plain(lines.join(" ")));
            }
        }
        self
    }
}
