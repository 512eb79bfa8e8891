//! A notice is confirmed as it was shown: with this text, for this audience, not long ago. The same for a conversation and
//! for the command line.

use chrono::{DateTime, Duration, Utc};

use crate::config::Config;
use crate::domain::fingerprint::fingerprint;
use crate::domain::notice::{Notice, Person, State};
use crate::domain::role::Role;
use crate::store::notices::{self, Move};
use crate::store::roles::{self, Holder};
use crate::store::{self, Connection};

/// Minutes for which what was shown may be confirmed. After that, others may have subscribed.
const FRESH_MINUTES: i64 = 15;

/// Bytes of the digest that a button has room for.
const DIGEST_BYTES: usize = 8;

/// Who approved a notice where there is nobody else.
pub const ALONE: &str = "alone";

/// What came of a confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Confirmed {
    /// It begins to go out then, and can be taken back until then.
    Scheduled {
        starts_at: DateTime<Utc>,
        /// A second person was asked for, and there is none: an exception that is kept.
        alone: bool,
    },
    /// The second person is asked; these could be.
    Waiting(Vec<Holder>),
    /// The text, the audience or the time is not the one that was shown.
    Changed,
    /// It was shown too long ago.
    Old,
    /// The time for which it was planned has passed.
    Late,
    /// Nobody approves their own.
    Own,
    /// Somebody was faster, or it was pressed twice: it is in this state already.
    Already(State),
}

/// A short digest of everything that a confirmation is bound to, and the moment at which it was shown.
pub fn seal(notice: &Notice, shown_at: DateTime<Utc>) -> String {
    format!("{}-{:x}", digest(notice), shown_at.timestamp())
}

/// Confirms a notice: it goes out at its time, after the time to take it back, or a second person is asked. Doing it twice
/// changes nothing. Whoever calls this has looked at [`lints`](crate::domain::lint::lints) and at the actor's role; `actor`
/// is `platform:person` or `cli`.
///
/// # Errors
/// As the database reports them.
pub async fn confirm(
    db: &mut Connection,
    config: &Config,
    notice: &Notice,
    seal: &str,
    actor: &str,
    now: DateTime<Utc>,
) -> store::Result<Confirmed> {
    if let Some(void) = void(notice, State::Draft, seal, now) {
        return Ok(void);
    }
    let others = others(db, actor).await?;
    let asks = config.notices.second_person;
    if asks && !others.is_empty() {
        let how = Move {
            actor,
            confirmed_by: Some(actor),
            ..Move::default()
        };
        let done = notices::advance(db, notice.id, State::Draft, State::Waiting, &how, now).await?;
        return Ok(match done {
            true => Confirmed::Waiting(others),
            false => Confirmed::Already(State::Waiting),
        });
    }
    let how = Move {
        actor,
        confirmed_by: Some(actor),
        approved_by: asks.then_some(ALONE),
        ..Move::default()
    };
    schedule(db, config, notice, State::Draft, how, now).await
}

/// The second person says yes. Doing it twice changes nothing.
///
/// # Errors
/// As the database reports them.
pub async fn approve(
    db: &mut Connection,
    config: &Config,
    notice: &Notice,
    seal: &str,
    actor: &str,
    now: DateTime<Utc>,
) -> store::Result<Confirmed> {
    if notice.state == State::Waiting && is_own(db, config, notice, actor).await? {
        return Ok(Confirmed::Own);
    }
    if let Some(void) = void(notice, State::Waiting, seal, now) {
        return Ok(void);
    }
    let how = Move {
        actor,
        approved_by: Some(actor),
        ..Move::default()
    };
    schedule(db, config, notice, State::Waiting, how, now).await
}

/// Hands a notice over to whoever may send it; its author may not.
///
/// # Errors
/// As the database reports them.
pub async fn hand_over(
    db: &mut Connection,
    notice: &Notice,
    actor: &str,
    now: DateTime<Utc>,
) -> store::Result<Confirmed> {
    if notice.state != State::Draft {
        return Ok(Confirmed::Already(notice.state));
    }
    let others = others(db, actor).await?;
    let how = Move {
        actor,
        confirmed_by: Some(actor),
        ..Move::default()
    };
    let done = notices::advance(db, notice.id, State::Draft, State::Waiting, &how, now).await?;
    Ok(match done {
        true => Confirmed::Waiting(others),
        false => Confirmed::Already(State::Waiting),
    })
}

/// Who has said yes to it first, as `platform:person`.
pub fn first_person(notice: &Notice) -> String {
    let confirmed_by = notice.confirmed_by.clone();
    confirmed_by.unwrap_or_else(|| notice.author.to_string())
}

/// Whether somebody would approve what they have said yes to already. With a second person asked for, that an editor hands
/// over what an officer wrote makes no second officer of its author.
async fn is_own(
    db: &mut Connection,
    config: &Config,
    notice: &Notice,
    actor: &str,
) -> store::Result<bool> {
    let first = first_person(notice);
    if first == actor {
        return Ok(true);
    }
    if !config.notices.second_person || notice.author.to_string() != actor {
        return Ok(false);
    }
    let officers = others(db, actor).await?;
    Ok(officers.iter().all(|one| one.person.to_string() != first))
}

/// Officers who could be the second person.
async fn others(db: &mut Connection, actor: &str) -> store::Result<Vec<Holder>> {
    let is_other = |person: &Person| person.to_string() != actor;
    let holders = roles::holders(db).await?;
    let others = holders
        .into_iter()
        .filter(|holder| holder.role == Role::Officer && is_other(&holder.person));
    Ok(others.collect())
}

/// Why it cannot be confirmed with this seal.
pub fn void(notice: &Notice, state: State, seal: &str, now: DateTime<Utc>) -> Option<Confirmed> {
    if notice.state != state {
        return Some(Confirmed::Already(notice.state));
    }
    let (digest_shown, shown_at) = seal.split_once('-').unwrap_or_default();
    if digest_shown != digest(notice) {
        return Some(Confirmed::Changed);
    }
    let shown_at = i64::from_str_radix(shown_at, 16).unwrap_or_default();
    let age = now.timestamp().saturating_sub(shown_at);
    if age > Duration::minutes(FRESH_MINUTES).num_seconds() {
        return Some(Confirmed::Old);
    }
    let is_late = notice.content.at.is_some_and(|at| at <= now);
    is_late.then_some(Confirmed::Late)
}

async fn schedule(
    db: &mut Connection,
    config: &Config,
    notice: &Notice,
    from: State,
    how: Move<'_>,
    now: DateTime<Utc>,
) -> store::Result<Confirmed> {
    let undo = Duration::seconds(config.notices.undo_seconds.into());
    let starts_at = (now + undo).max(notice.content.at.unwrap_or(now));
    let alone = how.approved_by == Some(ALONE);
    let how = Move {
        starts_at: Some(starts_at),
        ..how
    };
    let done = notices::advance(db, notice.id, from, State::Scheduled, &how, now).await?;
    Ok(match done {
        true => Confirmed::Scheduled { starts_at, alone },
        false => Confirmed::Already(State::Scheduled),
    })
}

/// Of the number and of everything that is written.
fn digest(notice: &Notice) -> String {
    let content = serde_json::to_string(&notice.content).unwrap_or_default();
    fingerprint(format!("{}\n{content}", notice.id), DIGEST_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::message::{Attachment, Place, Platform};
    use crate::domain::notice::{Audience, Content, Kind, NoticeFile};

    fn now() -> DateTime<Utc> {
        "2026-11-23T11:00:00Z".parse().unwrap()
    }

    fn notice(content: Content) -> Notice {
        Notice {
            id: 14,
            state: State::Draft,
            content,
            author: Person {
                platform: Platform::Telegram,
                id: "1".to_owned(),
            },
            chat: None,
            confirmed_by: None,
            approved_by: None,
            starts_at: None,
            reason: String::new(),
            created_at: now(),
            updated_at: now(),
        }
    }

    /// Contents of which each differs from all others in one thing.
    fn contents() -> Vec<Content> {
        let mut contents = vec![Content::default()];
        let base = Content {
            text: "Nabór".to_owned(),
            link: Some("https://example.org".to_owned()),
            file: Some(NoticeFile {
                attachment: Attachment {
                    id: "a".to_owned(),
                    picture: false,
                },
                name: "a.pdf".to_owned(),
            }),
            audience: Audience {
                topics: vec!["sport".to_owned()],
                kinds: vec![Kind {
                    platform: Platform::Telegram,
                    place: Place::Private,
                }],
            },
            ping: false,
            at: Some(now()),
        };
        let changes: [&dyn Fn(&mut Content); 14] = [
            &|_| (),
            &|content| content.text.push('.'),
            &|content| content.text = "nabór".to_owned(),
            &|content| content.link = None,
            &|content| content.link = Some("https://example.org/".to_owned()),
            &|content| content.file = None,
            &|content| content.file.iter_mut().for_each(|file| file.name.push('x')),
            &|content| {
                content
                    .file
                    .iter_mut()
                    .for_each(|file| file.attachment.id.push('x'));
            },
            &|content| {
                content
                    .file
                    .iter_mut()
                    .for_each(|file| file.attachment.picture = true);
            },
            &|content| content.audience.topics.push("kultura".to_owned()),
            &|content| content.audience.kinds.clear(),
            &|content| content.audience.kinds[0].place = Place::Group,
            &|content| content.ping = true,
            &|content| content.at = Some(now() + Duration::minutes(1)),
        ];
        contents.extend(changes.iter().map(|change| {
            let mut changed = base.clone();
            change(&mut changed);
            changed
        }));
        contents
    }

    #[test]
    fn any_change_of_content_changes_the_seal() {
        let mut seals: Vec<String> = contents()
            .into_iter()
            .map(|content| seal(&notice(content), now()))
            .collect();
        let other = Notice {
            id: 15,
            ..notice(Content::default())
        };
        seals.push(seal(&other, now()));
        let count = seals.len();
        seals.sort();
        seals.dedup();
        assert_eq!(seals.len(), count);
    }

    #[test]
    fn a_seal_holds_for_its_text_and_for_a_while() {
        let shown = seal(&notice(Content::default()), now());
        for content in contents().into_iter().skip(1) {
            let void = void(&notice(content), State::Draft, &shown, now());
            assert_eq!(void, Some(Confirmed::Changed));
        }
        let plain = notice(Content::default());
        let fresh = Duration::minutes(FRESH_MINUTES);
        assert_eq!(void(&plain, State::Draft, &shown, now() + fresh), None);
        let later = now() + fresh + Duration::seconds(1);
        assert_eq!(
            void(&plain, State::Draft, &shown, later),
            Some(Confirmed::Old)
        );
        for seal in ["", "-", "0123-0", &shown[..16], "x"] {
            assert!(void(&plain, State::Draft, seal, now()).is_some(), "{seal}");
        }
        let already = Some(Confirmed::Already(State::Draft));
        assert_eq!(void(&plain, State::Waiting, &shown, now()), already);
    }
}
