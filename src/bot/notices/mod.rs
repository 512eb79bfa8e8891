//! The officer's notices in a conversation: written (`draft`), looked at and decided about (`decide`, [`confirm`]), and on
//! their way ([`running`]).

pub mod confirm;
pub mod correct;
mod decide;
mod draft;
pub mod look;
pub mod moves;
pub mod running;

use super::errands::Errands;
use crate::domain::message::{Outgoing, Place, SentFile};
use crate::domain::notice::{Does, Field, Notice, Person, State, Step};
use crate::speech::notices as speech;
use crate::store::{self, notices, roles};

/// Does what a button or command about notices says. Whoever presses it may write notices.
///
/// # Errors
/// As the database reports them.
pub async fn step(errands: &mut Errands<'_>, step: Step) -> store::Result<Vec<Outgoing>> {
    let incoming = errands.incoming;
    if incoming.place != Place::Private {
        return Ok(vec![speech::draft::elsewhere(errands.scene)]);
    }
    roles::met(errands.tx, &incoming.chat, &incoming.sender.id).await?;
    match step.does {
        Does::New => return draft::begin(errands),
        Does::List(page) => return running::list(errands, page).await,
        _ => {}
    }
    let Some(notice) = notices::find(errands.tx, step.notice).await? else {
        return Ok(vec![speech::draft::unknown(errands.scene, step.notice)]);
    };
    match step.does {
        Does::Show => look::show(errands, &notice).await,
        Does::History => running::history(errands, &notice).await,
        does if notice.state.went_out() => running::step(errands, &notice, does).await,
        does => before(errands, notice, does).await,
    }
}

/// What a button does with a notice that has not gone out.
async fn before(
    errands: &mut Errands<'_>,
    notice: Notice,
    does: Does,
) -> store::Result<Vec<Outgoing>> {
    match does {
        Does::Confirm { seal } => decide::confirm(errands, notice, &seal).await,
        Does::Approve { seal } => decide::approve(errands, notice, &seal).await,
        Does::HandOver => decide::hand_over(errands, notice).await,
        Does::Refuse => decide::refuse(errands, notice).await,
        Does::TakeBack => decide::take_back(errands, notice).await,
        Does::Discard => decide::discard(errands, notice).await,
        Does::Without(Field::At) if notice.state == State::Held => {
            decide::send_held(errands, notice).await
        }
        // Its button is from after the time of which this database is a copy.
        does if does.is_for_sent() => Ok(vec![running::not_sent(errands, &notice)]),
        Does::Preview if notice.state == State::Draft => look::preview(errands, &notice).await,
        does if notice.state == State::Draft => draft::change(errands, notice, does).await,
        // An old button: where the notice is now.
        _ => look::show(errands, &notice).await,
    }
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
    file: Option<SentFile>,
) -> store::Result<Vec<Outgoing>> {
    match field {
        Field::Correction => running::corrected(errands, notice, text).await,
        field => draft::written(errands, notice, field, text, file).await,
    }
}

/// Who does it.
fn actor(errands: &Errands<'_>) -> Person {
    Person {
        platform: errands.incoming.chat.platform,
        id: errands.incoming.sender.id.clone(),
    }
}
