//! The officer's notices in a conversation.

pub mod confirm;
pub mod correct;
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
pub async fn step(errands: &mut Errands<'_>, step: Step) -> store::Result<Vec<Outgoing>> {
    running::step(errands, step).await
}

/// Takes what was asked for.
///
/// # Errors
/// As the database reports them.
pub async fn written(
    errands: &mut Errands<'_>,
    notice: i64,
    field: Field,
    text: Option<String>,
    _file: Option<SentFile>,
) -> store::Result<Vec<Outgoing>> {
    match field {
        Field::Correction => running::corrected(errands, notice, text).await,
        _ => Ok(Vec::new()),
    }
}
