//! What may be meant by the beginning of what somebody types: from memory, in microseconds.

use super::brain::Brain;
use crate::domain::language::Language;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Questions with an answer, and matters with a desk.
    Question,
    /// Desks.
    Unit,
    Topic,
}

/// Something that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is read.
    pub label: String,
    /// The text of the [`Action`](crate::domain::action::Action) that it stands for.
    pub action: String,
}

/// Up to `most` suggestions, best first; for an empty text the most useful ones.
pub fn suggest(
    _brain: &Brain,
    _kind: Kind,
    _typed: &str,
    _language: Language,
    _most: usize,
) -> Vec<Suggestion> {
    Vec::new()
}
