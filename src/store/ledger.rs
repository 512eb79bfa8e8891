//! Who did not get what was sent, and why: counted and listed.

use super::mailings::{Mailing, Progress};
use crate::domain::message::{Place, Platform};

/// How many recipients of a kind did not get it for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    pub platform: Platform,
    pub place: Place,
    /// As in [`Missed`](super::mailings::Missed).
    pub why: String,
    pub count: i64,
}

/// What became of a notice: everything that its report says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    /// The notice itself, its corrections, its withdrawal, in the order of their numbers.
    pub mailings: Vec<Told>,
    pub in_digest: InDigest,
}

/// A mailing of a notice, how far it is, and who did not get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub mailing: Mailing,
    pub progress: Progress,
    /// Empty once its rows are deleted: then only the numbers are known.
    pub missed: Vec<Tally>,
    /// Of those that wait, how many are on their way already: a pause does not stop them.
    pub in_flight: i64,
}

/// How many get a notice with their next digest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InDigest {
    pub people: i64,
    /// Groups and channels.
    pub others: i64,
}
