//! Subscriptions in a conversation.

use super::errands::Errands;
use crate::domain::message::Outgoing;
use crate::domain::subscription::{Does, Step};
use crate::speech::commands;
use crate::store;

/// Does what a button or command about subscriptions says.
///
/// # Errors
/// As the database reports them.
pub async fn step(errands: &mut Errands<'_>, step: Step) -> store::Result<Vec<Outgoing>> {
    Ok(match step.does {
        Does::EndAll => vec![commands::unsubscribed(errands.scene)],
        _ => Vec::new(),
    })
}
