//! What a text is about: ranked documents and a decision, from the text and the knowledge alone.
//!
//! Pure: no database, no clock, no I/O. An [`Index`] is built from all documents at once and replaced whole when the
//! knowledge changes; [`Index::decide`] only reads it. The steps, one file each:
//!
//! 1. `text`: folding, words, stems; `function_words`: which words inform;
//! 2. `vocabulary` and `repair`: what each word means in the words of the knowledge (typos, families);
//! 3. `phrases` and the thesaurus: concepts, so that different words for one thing meet;
//! 4. `exact`: texts that are a wording of a document, and need no more;
//! 5. `rank`: scores of documents; 6. `decide`: how sure that is, and so whether to answer, to ask back or to say
//!    "I do not know". Ranking never decides: what ranks first may still be wrong.

mod asides;
mod decide;
mod exact;
pub mod function_words;
mod hash;
mod index;
pub mod language;
mod phrases;
mod query;
mod rank;
mod repair;
pub mod text;
mod tuning;
mod vocabulary;

pub use index::Index;

/// What a document is to the asker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An answer to a question.
    Entry,
    /// A person or an office to talk to.
    Contact,
    /// What is not a question for this bot: greetings, residents' matters, other towns.
    Aside,
}

/// One thing that the bot can say or show.
#[derive(Debug, Clone)]
pub struct Document {
    pub id: String,
    pub kind: Kind,
    pub title: String,
    /// The question and other wordings of it, separate exemplars: a text is compared with each and the best counts.
    /// For an aside, its phrases.
    pub questions: Vec<String>,
    pub keywords: Vec<String>,
    pub body: String,
    /// The unit it leads to: two documents with the same target are not rivals.
    pub target: Option<String>,
    /// Aside only: it counts only when it covers the whole of what was written (greetings, small talk).
    pub whole: bool,
}

/// Words that mean the same, in any of the languages, in base form.
#[derive(Debug, Clone)]
pub struct Concept {
    pub id: String,
    pub forms: Vec<String>,
    /// Ids of wider concepts; unknown ids are ignored.
    pub broader: Vec<String>,
}

/// What came of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub decision: Decision,
    /// Best first, up to ten, without asides; also when the decision is unknown.
    pub ranked: Vec<Candidate>,
    /// The aside that outweighs everything the knowledge has; the decision is then unknown.
    pub aside: Option<usize>,
    /// The text asks for a person or an office rather than for a rule.
    pub wants_contact: bool,
}

/// What to do. Numbers are positions of documents as given to [`Index::build`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Show this one; two when the text holds two matters.
    Answer(Vec<usize>),
    /// Ask which of these is meant, up to three with different targets, best first.
    Clarify(Vec<usize>),
    /// Nothing fits well enough to be shown.
    Unknown,
}

/// A document that may be meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate {
    pub document: usize,
    /// How well it fits, 0..1; only comparable within one outcome.
    pub score: f32,
}
