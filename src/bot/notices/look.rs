//! What a notice looks like: as it stands, and as it will be read.

use chrono::{DateTime, Duration, TimeZone as _, Utc};

use super::{actor, confirm, running};
use crate::bot::errands::Errands;
use crate::domain::hours::{self, ZONE};
use crate::domain::lint::{self, Around, Lint, Sent};
use crate::domain::message::{ChatRef, Lane, Outgoing, Place, Platform, SentFile};
use crate::domain::notice::{Kind, Notice, State, Variant};
use crate::domain::role::Role;
use crate::domain::split;
use crate::speech::Scene;
use crate::speech::notices::check::{self, Asks, Check};
use crate::speech::notices::draft::{self, Card, FileState};
use crate::speech::notices::{PLACES, body};
use crate::store::mailings::{self, Counted};
use crate::store::outbox::{self, Said};
use crate::store::roles::{self, Holder};
use crate::store::{self, files, notices};

/// A notice as it stands, with what can be done.
pub async fn show(errands: &mut Errands<'_>, notice: &Notice) -> store::Result<Vec<Outgoing>> {
    let scene = errands.scene;
    let is_officer = errands.role.may(Role::Officer);
    Ok(match notice.state {
        State::Draft => {
            let file = file_of(errands, notice).await?;
            let can_ping = notices::can_ping(errands.tx).await?;
            let card = Card {
                notice,
                file,
                can_ping,
            };
            vec![draft::card(scene, &card)]
        }
        State::Waiting if is_officer && !is_first(errands, notice) => {
            request(errands, notice).await?
        }
        State::Waiting => {
            let may = is_officer || is_first(errands, notice);
            vec![check::waiting(scene, notice, false, may)]
        }
        State::Scheduled => {
            let starts_at = notice.starts_at.unwrap_or(errands.now);
            let alone = notice.approved_by.as_deref() == Some(confirm::ALONE);
            vec![check::scheduled(
                scene, notice.id, starts_at, alone, is_officer,
            )]
        }
        State::Held => vec![check::held(scene, notice, is_officer)],
        State::Discarded => vec![check::discarded(scene, notice.id)],
        State::Sent | State::Withdrawn => return running::show(errands, notice).await,
    })
}

/// Whether it was this person who said yes to it first, or handed it over.
pub fn is_first(errands: &Errands<'_>, notice: &Notice) -> bool {
    confirm::first_person(notice) == actor(errands).to_string()
}

async fn file_of(errands: &mut Errands<'_>, notice: &Notice) -> store::Result<FileState> {
    let Some(file) = &notice.content.file else {
        return Ok(FileState::None);
    };
    let id = &file.attachment.id;
    if files::is_here(errands.tx, id).await? {
        return Ok(FileState::Here);
    }
    let failed = files::is_given_up(errands.tx, &fetches(id)).await?;
    Ok(match failed {
        true => FileState::Failed,
        false => FileState::OnItsWay,
    })
}

/// Has the file of a notice brought from the platform.
pub async fn fetch(
    errands: &mut Errands<'_>,
    notice: &Notice,
    sent: &SentFile,
) -> store::Result<()> {
    let Some(file) = &notice.content.file else {
        return Ok(());
    };
    let (cause, from) = (fetches(&file.attachment.id), &errands.incoming.chat);
    outbox::put_fetch(errands.tx, &cause, from, &sent.remote, file, errands.now).await
}

/// The name of the fetching of a file in the outbox.
fn fetches(file: &str) -> String {
    format!("fetch:{file}")
}

/// The notice as it will be read on each platform, then what may be wrong, who gets it, and the way to confirm it.
pub async fn preview(errands: &mut Errands<'_>, notice: &Notice) -> store::Result<Vec<Outgoing>> {
    let scene = errands.scene;
    let here = errands.incoming.chat.platform;
    let check = looked_at(errands, notice).await?;
    let mut messages = preview_on(errands, notice, here, &check.counted);
    let mut sent_to = Vec::new();
    for platform in platforms(&check.counted) {
        if platform == here {
            continue;
        }
        let preview = preview_on(errands, notice, platform, &check.counted);
        if let Some(to) = chat_on(errands, platform).await? {
            tell(errands, notice.id, "preview", to, preview).await?;
            sent_to.push(platform);
            continue;
        }
        let parts = parts_on(errands, notice, platform);
        let before = check::preview_of(scene, platform, parts);
        let shown = preview.into_iter().skip(1);
        let shown = shown.flat_map(|message| message.blocks);
        messages.push(Outgoing {
            blocks: before.blocks.into_iter().chain(shown).collect(),
            ..Outgoing::default()
        });
    }
    messages.push(check::check(scene, &check, &sent_to));
    Ok(messages)
}

/// As most of a platform's recipients read it, after a word about that. Nobody is called by it.
fn preview_on(
    errands: &Errands<'_>,
    notice: &Notice,
    platform: Platform,
    counted: &[Counted],
) -> Vec<Outgoing> {
    preview_for(errands.scene, notice, most_on(platform, counted))
}

/// As recipients of a kind read it, after a word about that.
pub fn preview_for(scene: Scene<'_>, notice: &Notice, kind: Kind) -> Vec<Outgoing> {
    let variant = Variant {
        platform: kind.platform,
        place: kind.place,
        language: scene.voice.language(),
    };
    let mut message = body(scene.voice, scene.knowledge, notice, variant);
    message.ping = None;
    vec![check::preview_begins(scene, notice.id, kind), message]
}

/// The kind of chat in which most of a platform's recipients read it.
pub fn most_on(platform: Platform, counted: &[Counted]) -> Kind {
    let kinds = counted.iter().filter(|kind| kind.platform == platform);
    let most = kinds.max_by_key(|kind| kind.at_once + kind.in_digest);
    let place = most.map_or(Place::Private, |kind| kind.place);
    Kind { platform, place }
}

/// Asks another officer to approve it.
pub async fn request(errands: &mut Errands<'_>, notice: &Notice) -> store::Result<Vec<Outgoing>> {
    let here = errands.incoming.chat.platform;
    let check = Check {
        asks: Asks::Approve,
        ..looked_at(errands, notice).await?
    };
    let mut messages = preview_on(errands, notice, here, &check.counted);
    messages.push(check::check(errands.scene, &check, &[]));
    Ok(messages)
}

/// Tells other officers that it waits for one of them. `false`: none of them can be told.
pub async fn request_from(
    errands: &mut Errands<'_>,
    notice: &Notice,
    others: &[Holder],
) -> store::Result<bool> {
    let messages = request(errands, notice).await?;
    let mut told = false;
    for other in others {
        let Some(to) = &other.chat else {
            continue;
        };
        tell(errands, notice.id, "request", to.clone(), messages.clone()).await?;
        told = true;
    }
    Ok(told)
}

/// Says something about a notice in another chat.
pub async fn tell(
    errands: &mut Errands<'_>,
    notice: i64,
    what: &str,
    to: ChatRef,
    messages: Vec<Outgoing>,
) -> store::Result<()> {
    let (from, update) = (errands.incoming.chat.platform, &errands.incoming.update);
    let said = Said {
        cause: format!(
            "notice:{notice}:{what}:{from}:{update}:{}:{}",
            to.platform, to.chat
        ),
        lane: Lane::Interactive,
        to,
        messages,
    };
    outbox::put(errands.tx, vec![said], errands.now).await
}

/// Looks at a notice before it is confirmed.
pub async fn looked_at<'a>(
    errands: &mut Errands<'_>,
    notice: &'a Notice,
) -> store::Result<Check<'a>> {
    let (now, config) = (errands.now, errands.config);
    let counted = mailings::audience(errands.tx, &notice.content.audience).await?;
    let lints = lints(errands, notice, &counted).await?;
    let undo = Duration::seconds(config.notices.undo_seconds.into());
    let starts_at = (now + undo).max(notice.content.at.unwrap_or(now));
    let asks = match errands.role.may(Role::Officer) {
        true => Asks::Confirm,
        false => Asks::HandOver,
    };
    Ok(Check {
        notice,
        lints,
        takes: takes(errands, notice, &counted),
        counted,
        starts_at,
        undo_seconds: config.notices.undo_seconds,
        second_person: config.notices.second_person,
        asks,
        seal: confirm::seal(notice, now),
    })
}

async fn lints(
    errands: &mut Errands<'_>,
    notice: &Notice,
    counted: &[Counted],
) -> store::Result<Vec<Lint>> {
    let now = errands.now;
    let sent_today = sent_today(errands, notice.id).await?;
    let has_file = matches!(
        file_of(errands, notice).await?,
        FileState::Here | FileState::None
    );
    let parts: Vec<_> = platforms(counted)
        .map(|platform| (platform, parts_on(errands, notice, platform)))
        .collect();
    let around = Around {
        now,
        knowledge: errands.scene.knowledge,
        sent_today: &sent_today,
        recipients: counted
            .iter()
            .map(|kind| kind.at_once + kind.in_digest)
            .sum(),
        has_file,
        parts: &parts,
    };
    Ok(lint::lints(&notice.content, &around))
}

/// What went out on the day on which this one would, or is going to.
async fn sent_today(errands: &mut Errands<'_>, but: i64) -> store::Result<Vec<Sent>> {
    let today = hours::local(errands.now).date();
    let midnight = |day: chrono::NaiveDate| -> DateTime<Utc> {
        let clock = day.and_time(chrono::NaiveTime::MIN);
        let at = ZONE.from_local_datetime(&clock).earliest();
        at.map_or(errands.now, |at| at.to_utc())
    };
    let (from, to) = (midnight(today), midnight(today + chrono::Days::new(1)));
    let found = notices::between(errands.tx, from, to).await?;
    let others = found.into_iter().filter(|notice| notice.id != but);
    let sent = others.map(|notice| Sent {
        number: notice.id,
        text: notice.content.text,
        topics: notice.content.audience.topics,
    });
    Ok(sent.collect())
}

/// The platforms where somebody would get it.
pub fn platforms(counted: &[Counted]) -> impl Iterator<Item = Platform> {
    let gets = |platform: &Platform| {
        let mut kinds = counted.iter().filter(|kind| kind.platform == *platform);
        kinds.any(|kind| kind.at_once + kind.in_digest > 0)
    };
    Platform::ALL
        .into_iter()
        .filter(gets)
        .collect::<Vec<_>>()
        .into_iter()
}

/// The most messages that it becomes at a platform.
fn parts_on(errands: &Errands<'_>, notice: &Notice, platform: Platform) -> usize {
    let scene = errands.scene;
    let parts = PLACES.into_iter().map(|place| {
        let variant = Variant {
            platform,
            place,
            language: scene.voice.language(),
        };
        let message = body(scene.voice, scene.knowledge, notice, variant);
        split::parts(message, platform.capacity()).len()
    });
    parts.max().unwrap_or(1)
}

/// How long it takes to send: the platforms work side by side.
fn takes(errands: &Errands<'_>, notice: &Notice, counted: &[Counted]) -> Duration {
    let seconds = platforms(counted).map(|platform| {
        let per_second = match platform {
            Platform::Telegram => errands.config.telegram.bulk_per_second,
            Platform::Discord => errands.config.discord.bulk_per_second,
            Platform::Terminal => return 0,
        };
        let kinds = counted.iter().filter(|kind| kind.platform == platform);
        let recipients: i64 = kinds.map(|kind| kind.at_once).sum();
        let messages = recipients * parts_on(errands, notice, platform) as i64;
        messages / i64::from(per_second.max(1))
    });
    Duration::seconds(seconds.max().unwrap_or_default())
}

/// The private chat of an officer of a platform.
async fn chat_on(errands: &mut Errands<'_>, platform: Platform) -> store::Result<Option<ChatRef>> {
    let holders = roles::holders(errands.tx).await?;
    let mut officers = holders
        .into_iter()
        .filter(|holder| holder.role == Role::Officer && holder.person.platform == platform);
    Ok(officers.find_map(|holder| holder.chat))
}
