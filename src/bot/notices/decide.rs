//! A notice is confirmed, approved, handed over, taken back, thrown away.

use super::confirm::{self, Confirmed};
use super::{actor, look};
use crate::bot::errands::Errands;
use crate::domain::message::Outgoing;
use crate::domain::notice::{Notice, State};
use crate::domain::role::Role;
use crate::speech::notices::check;
use crate::store;
use crate::store::notices::{self, Move};

/// An officer confirms what was shown.
pub async fn confirm(
    errands: &mut Errands<'_>,
    notice: Notice,
    seal: &str,
) -> store::Result<Vec<Outgoing>> {
    if !errands.role.may(Role::Officer) {
        return Ok(officer_only(errands));
    }
    let actor = actor(errands).to_string();
    let (config, now) = (errands.config, errands.now);
    if notice.state == State::Draft && stops(errands, &notice).await? {
        return look::preview(errands, &notice).await;
    }
    let confirmed = confirm::confirm(errands.tx, config, &notice, seal, &actor, now).await?;
    said(errands, notice, confirmed).await
}

/// The second person says yes.
pub async fn approve(
    errands: &mut Errands<'_>,
    notice: Notice,
    seal: &str,
) -> store::Result<Vec<Outgoing>> {
    if !errands.role.may(Role::Officer) {
        return Ok(officer_only(errands));
    }
    let actor = actor(errands).to_string();
    let (config, now) = (errands.config, errands.now);
    if notice.state == State::Waiting && stops(errands, &notice).await? {
        return look::show(errands, &notice).await;
    }
    let approved = confirm::approve(errands.tx, config, &notice, seal, &actor, now).await?;
    if let Confirmed::Scheduled { starts_at, .. } = approved {
        let decided = check::decided(errands.scene, &notice, Some(starts_at));
        tell_author(errands, &notice, decided).await?;
    }
    said(errands, notice, approved).await
}

/// Whether something stops it by now.
async fn stops(errands: &mut Errands<'_>, notice: &Notice) -> store::Result<bool> {
    let check = look::looked_at(errands, notice).await?;
    Ok(crate::domain::lint::stop(&check.lints))
}

/// Somebody who may not send it hands it over.
pub async fn hand_over(errands: &mut Errands<'_>, notice: Notice) -> store::Result<Vec<Outgoing>> {
    if notice.state == State::Draft && stops(errands, &notice).await? {
        return look::preview(errands, &notice).await;
    }
    let actor = actor(errands).to_string();
    let handed = confirm::hand_over(errands.tx, &notice, &actor, errands.now).await?;
    said(errands, notice, handed).await
}

/// What is said about a confirmation.
async fn said(
    errands: &mut Errands<'_>,
    mut notice: Notice,
    confirmed: Confirmed,
) -> store::Result<Vec<Outgoing>> {
    let scene = errands.scene;
    match confirmed {
        Confirmed::Scheduled { starts_at, alone } => Ok(vec![check::scheduled(
            scene, notice.id, starts_at, alone, true,
        )]),
        Confirmed::Waiting(others) => {
            notice.state = State::Waiting;
            let told = look::request_from(errands, &notice, &others).await?;
            Ok(vec![check::waiting(scene, &notice, !told, true)])
        }
        Confirmed::Changed => Ok(vec![check::changed(scene, notice.id)]),
        Confirmed::Late => Ok(vec![check::late(scene, &notice)]),
        Confirmed::Own => Ok(vec![check::not_yours(scene, "confirm-own")]),
        Confirmed::Old => {
            let mut messages = vec![check::old(scene)];
            messages.extend(match notice.state {
                State::Draft => look::preview(errands, &notice).await?,
                _ => look::show(errands, &notice).await?,
            });
            Ok(messages)
        }
        Confirmed::Already(_) => {
            let found = notices::find(errands.tx, notice.id).await?;
            look::show(errands, &found.unwrap_or(notice)).await
        }
    }
}

/// The second person says no: it is a draft again.
pub async fn refuse(errands: &mut Errands<'_>, mut notice: Notice) -> store::Result<Vec<Outgoing>> {
    if !errands.role.may(Role::Officer) {
        return Ok(officer_only(errands));
    }
    if notice.state == State::Waiting
        && advance(errands, &mut notice, State::Draft).await?
        && !is_author(errands, &notice)
    {
        let decided = check::decided(errands.scene, &notice, None);
        tell_author(errands, &notice, decided).await?;
    }
    look::show(errands, &notice).await
}

/// Back to a draft, as long as nothing went out.
pub async fn take_back(
    errands: &mut Errands<'_>,
    mut notice: Notice,
) -> store::Result<Vec<Outgoing>> {
    let may = match notice.state {
        State::Waiting => errands.role.may(Role::Officer) || look::is_first(errands, &notice),
        State::Scheduled => errands.role.may(Role::Officer),
        State::Discarded => true,
        _ => return look::show(errands, &notice).await,
    };
    if !may {
        return Ok(officer_only(errands));
    }
    advance(errands, &mut notice, State::Draft).await?;
    look::show(errands, &notice).await
}

/// Thrown away, with a way back.
pub async fn discard(
    errands: &mut Errands<'_>,
    mut notice: Notice,
) -> store::Result<Vec<Outgoing>> {
    let may = match notice.state {
        State::Draft => true,
        State::Held => errands.role.may(Role::Officer),
        _ => return look::show(errands, &notice).await,
    };
    if !may {
        return Ok(officer_only(errands));
    }
    advance(errands, &mut notice, State::Discarded).await?;
    look::show(errands, &notice).await
}

/// What is held shall go out now: it is looked at and confirmed anew, without its old time.
pub async fn send_held(
    errands: &mut Errands<'_>,
    mut notice: Notice,
) -> store::Result<Vec<Outgoing>> {
    if !errands.role.may(Role::Officer) {
        return Ok(officer_only(errands));
    }
    if advance(errands, &mut notice, State::Draft).await? {
        notice.content.at = None;
        notices::write(errands.tx, notice.id, &notice.content, errands.now).await?;
    }
    match notice.state {
        State::Draft => look::preview(errands, &notice).await,
        _ => look::show(errands, &notice).await,
    }
}

/// Moves it on; `false`: somebody was faster, and the notice is as it is now.
async fn advance(errands: &mut Errands<'_>, notice: &mut Notice, to: State) -> store::Result<bool> {
    let actor = actor(errands).to_string();
    let how = Move {
        actor: &actor,
        ..Move::default()
    };
    let done = notices::advance(errands.tx, notice.id, notice.state, to, &how, errands.now).await?;
    if let Some(found) = notices::find(errands.tx, notice.id).await? {
        *notice = found;
    }
    Ok(done)
}

fn is_author(errands: &Errands<'_>, notice: &Notice) -> bool {
    notice.author == actor(errands)
}

async fn tell_author(
    errands: &mut Errands<'_>,
    notice: &Notice,
    message: Outgoing,
) -> store::Result<()> {
    match &notice.chat {
        Some(chat) if *chat != errands.incoming.chat => {
            look::tell(errands, notice.id, "decided", chat.clone(), vec![message]).await
        }
        _ => Ok(()),
    }
}

fn officer_only(errands: &Errands<'_>) -> Vec<Outgoing> {
    vec![check::not_yours(errands.scene, "confirm-officer-only")]
}
