//! The numbers of the engine. All of them were set on questions to two bodies of knowledge at once, by hand, and the
//! results change little around each of them; words are never tuned here.

// How much a reading of a word counts against the word as written (1).

/// One letter wrong.
pub const ONE_SLIP: f32 = 0.85;
/// Two letters wrong.
pub const TWO_SLIPS: f32 = 0.7;
/// One of two words written as one.
pub const JOINED: f32 = 0.85;
/// Another word that means the same.
pub const CONCEPT: f32 = 0.8;
/// A wider word than the one asked.
pub const BROADER: f32 = 0.2;
/// A narrower word than the one asked.
pub const NARROWER: f32 = 0.35;
/// A word of the same family, times its likeness.
pub const ALIKE: f32 = 0.8;
/// Least likeness (Dice) of a family.
pub const ALIKE_FROM: f32 = 0.5;
/// An abbreviation in capitals that is written in small letters.
pub const SMALL_LETTERS: f32 = 0.8;
/// A word that is unknown stands for the nearest of its family from this weight on.
pub const STAND_IN: f32 = 0.5;

// How much a word counts, before its rarity.

/// Words that go with any matter.
pub const LIGHT: f32 = 0.35;
/// Numbers: mostly amounts in a story.
pub const NUMBER: f32 = 0.2;
/// Words of a story's sentences that do not ask.
pub const TOLD: f32 = 0.5;
/// Rarity of a word that nothing has, relative to a word that no document happens to have: it may be a slip that
/// was not repaired.
pub const UNKNOWN: f32 = 0.8;

// BM25F.

pub const TITLE: f32 = 2.0;
pub const QUESTION: f32 = 2.0;
pub const KEYWORDS: f32 = 2.0;
pub const BODY: f32 = 1.2;
/// A wording that is not the best one, relative to the best one.
pub const OTHER_QUESTION: f32 = 0.3;
/// The sum of field weights at which a word's worth is half of what it can be.
pub const SATURATION: f32 = 1.3;
/// The sum of field weights at which a word's worth is 1.
pub const FULL: f32 = 6.5;
/// How far a body's length counts against it, 0..1.
pub const BODY_LENGTH: f32 = 0.6;
/// How well a word is matched that is only in the body.
pub const BODY_QUALITY: f32 = 0.8;

// Score.

/// Share of the likeness to the best exemplar in the score; the rest is BM25F.
pub const COSINE: f32 = 0.2;
/// What a cue for a person adds to contacts and takes from entries, and the other way round.
pub const CUE: f32 = 0.15;

// Decision: probabilities that the best document is right.

/// From here on it is shown as the answer.
pub const ANSWER_FROM: f32 = 0.8;
/// From here on the asker is asked back.
pub const CLARIFY_FROM: f32 = 0.15;
/// Least probability for each of two matters in one text.
pub const PART_FROM: f32 = 0.62;
/// A document with such a coverage has the whole text, so there is no second matter.
pub const ONE_MATTER_FROM: f32 = 0.8;
/// A document with such a coverage is not outweighed by small talk with the same words.
pub const DOCUMENT_COVERS: f32 = 0.9;
/// What an aside must have that the best document lacks; 1 is one word that no document has.
pub const ASIDE_FROM: f32 = 0.55;
/// The score below which nothing is shown, however far the rivals are behind.
pub const LEAST_SCORE: f32 = 0.15;
/// The confidence, at most, in the first of two that are alike and where no word tells by itself what is meant:
/// enough to ask back, not to answer.
pub const UNSURE: f32 = 0.5;
/// How far the next rival must be behind, relative to the best, for an answer: two that are alike are asked about.
pub const LEAST_MARGIN: f32 = 0.03;
