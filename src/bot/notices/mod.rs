//! The officer's notices in a conversation.

mod correct;
pub mod moves;
pub mod running;

use super::errands::Errands;
use crate::domain::message::{Outgoing, SentFile};
use crate::domain::notice::{Field, Step};
use crate::store;

/// Does what a button or command about notices says.
///
/// # Errors
/// As the database reports them.
pub async fn step(_errands: &mut Errands<'_>, _step: Step) -> store::Result<Vec<Outgoing>> {
    Ok(Vec::new())
}

/// Takes what was asked for.
///
/// # Errors
/// As the database reports them.
pub async fn written(
    _errands: &mut Errands<'_>,
    _notice: i64,
    _field: Field,
    _text: Option<String>,
    _file: Option<SentFile>,
) -> store::Result<Vec<Outgoing>> {
    Ok(Vec::new())
}
