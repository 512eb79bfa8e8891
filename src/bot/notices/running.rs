//! What becomes of a notice after it was confirmed.

use crate::bot::errands::Errands;
use crate::domain::message::{Outgoing, SentFile};
use crate::domain::notice::Step;
use crate::store;

/// Does what a button about a notice that goes out or went out says; shows the list of all.
///
/// # Errors
/// As the database reports them.
pub async fn step(_errands: &mut Errands<'_>, _step: Step) -> store::Result<Vec<Outgoing>> {
    Ok(Vec::new())
}

/// Takes the new text of a notice that was sent.
///
/// # Errors
/// As the database reports them.
pub async fn corrected(
    _errands: &mut Errands<'_>,
    _notice: i64,
    _text: Option<String>,
    _file: Option<SentFile>,
) -> store::Result<Vec<Outgoing>> {
    Ok(Vec::new())
}
