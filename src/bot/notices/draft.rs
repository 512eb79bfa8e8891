//! A notice is being written.

use chrono::Duration;

use super::{actor, look};
use crate::bot::errands::Errands;
use crate::domain::conversation::Awaited;
use crate::domain::message::{Attachment, Outgoing, SentFile};
use crate::domain::notice::{Content, Does, Field, Kind, Notice, NoticeFile, State};
use crate::domain::{dates, lint};
use crate::speech::notices::draft::{self as speech, Refused};
use crate::store::{self, notices};

/// How long what comes next belongs to the notice.
const AWAITED_HOURS: i64 = 1;

/// Characters of a text: what the longest message of a platform holds.
const MAX_TEXT: usize = 4000;

/// Characters of a link.
const MAX_LINK: usize = 500;

/// Megabytes of a file that every platform takes.
const MAX_FILE_MB: u64 = 8;

/// Asks for the text of a new notice. It has a number once there is a text.
pub fn begin(errands: &mut Errands<'_>) -> store::Result<Vec<Outgoing>> {
    await_field(errands, 0, Field::Text);
    Ok(vec![speech::begin(errands.scene)])
}

/// What the next message is for.
fn await_field(errands: &mut Errands<'_>, notice: i64, field: Field) {
    errands.conversation.awaits = Some(Awaited {
        notice,
        field,
        until: errands.now + Duration::hours(AWAITED_HOURS),
    });
}

/// Changes a draft by a button, or shows what there is to choose.
pub async fn change(
    errands: &mut Errands<'_>,
    mut notice: Notice,
    does: Does,
) -> store::Result<Vec<Outgoing>> {
    let scene = errands.scene;
    match does {
        Does::Write(field) => {
            await_field(errands, notice.id, field);
            Ok(vec![speech::ask(scene, &notice, field)])
        }
        Does::Topics(page) => Ok(vec![speech::topics(scene, &notice, page)]),
        Does::Topic { id, on } => {
            let page = speech::page_of(scene, &id);
            choose_topic(errands, &mut notice.content, id, on);
            notices::write(errands.tx, notice.id, &notice.content, errands.now).await?;
            Ok(vec![speech::topics(scene, &notice, page)])
        }
        Does::Kinds => Ok(vec![speech::kinds(scene, &notice, &speech::KINDS)]),
        Does::Kind { kind, on } => {
            choose_kind(&mut notice.content, kind, on);
            notices::write(errands.tx, notice.id, &notice.content, errands.now).await?;
            Ok(vec![speech::kinds(scene, &notice, &speech::KINDS)])
        }
        does => {
            let content = &mut notice.content;
            match does {
                Does::Without(Field::Link) => content.link = None,
                Does::Without(Field::File) => content.file = None,
                Does::Without(Field::At) => content.at = None,
                Does::Ping(ping) => content.ping = ping,
                _ => return look::show(errands, &notice).await,
            }
            notices::write(errands.tx, notice.id, &notice.content, errands.now).await?;
            look::show(errands, &notice).await
        }
    }
}

/// In the order of the knowledge; topics that it does not have any more are left out.
fn choose_topic(errands: &Errands<'_>, content: &mut Content, id: String, on: bool) {
    let chosen = &mut content.audience.topics;
    chosen.retain(|topic| *topic != id);
    if on {
        chosen.push(id);
    }
    let known = errands.scene.knowledge.topics.iter();
    let known = known.filter(|topic| chosen.contains(&topic.id));
    *chosen = known.map(|topic| topic.id.clone()).collect();
}

/// No kind chosen means all of them, so the last one stays.
fn choose_kind(content: &mut Content, kind: Kind, on: bool) {
    let chosen = &content.audience.kinds;
    let is_on = |known: &Kind| match *known == kind {
        true => on,
        false => chosen.is_empty() || chosen.contains(known),
    };
    let kinds: Vec<Kind> = speech::KINDS.into_iter().filter(is_on).collect();
    if kinds.len() == speech::KINDS.len() {
        content.audience.kinds = Vec::new();
    } else if !kinds.is_empty() {
        content.audience.kinds = kinds;
    }
}

/// Takes what was sent for a part of a notice; 0 is a new one.
pub async fn written(
    errands: &mut Errands<'_>,
    number: i64,
    field: Field,
    text: Option<String>,
    file: Option<SentFile>,
) -> store::Result<Vec<Outgoing>> {
    let found = match number {
        0 => None,
        number => match notices::find(errands.tx, number).await? {
            Some(notice) if notice.state == State::Draft => Some(notice),
            Some(notice) => return look::show(errands, &notice).await,
            None => return Ok(vec![speech::unknown(errands.scene, number)]),
        },
    };
    let is_new = found.is_none();
    let mut content = found
        .as_ref()
        .map(|notice| notice.content.clone())
        .unwrap_or_default();
    let had_file = content.file.clone();
    if let Err(why) = take(errands, &mut content, field, text, file.as_ref()) {
        await_field(errands, number, field);
        return Ok(vec![speech::refused(errands.scene, number, why)]);
    }
    let notice = match found {
        Some(notice) => {
            notices::write(errands.tx, notice.id, &content, errands.now).await?;
            Notice { content, ..notice }
        }
        None => create(errands, content).await?,
    };
    if let (Some(sent), true) = (file, notice.content.file != had_file) {
        look::fetch(errands, &notice, &sent).await?;
    }
    // After the text of a new one its topics are next.
    if is_new && notice.content.audience.topics.is_empty() && !notice.content.text.is_empty() {
        return Ok(vec![speech::topics(errands.scene, &notice, 0)]);
    }
    look::show(errands, &notice).await
}

async fn create(errands: &mut Errands<'_>, content: Content) -> store::Result<Notice> {
    let (author, chat) = (actor(errands), errands.incoming.chat.clone());
    let id = notices::create(errands.tx, &author, Some(&chat), &content, errands.now).await?;
    Ok(Notice {
        id,
        state: State::Draft,
        content,
        author,
        chat: Some(chat),
        confirmed_by: None,
        approved_by: None,
        starts_at: None,
        reason: String::new(),
        created_at: errands.now,
        updated_at: errands.now,
    })
}

/// Puts what was sent into the notice. A text may come with a file.
fn take(
    errands: &Errands<'_>,
    content: &mut Content,
    field: Field,
    text: Option<String>,
    file: Option<&SentFile>,
) -> Result<(), Refused> {
    let text = text.map(|text| text.trim().to_owned());
    let text = text.filter(|text| !text.is_empty());
    match field {
        Field::Text | Field::Correction => {
            let text = text.ok_or(Refused::NoText)?;
            if text.chars().count() > MAX_TEXT {
                return Err(Refused::TooLong(MAX_TEXT));
            }
            if file.is_some() {
                content.file = Some(attached(errands, file)?);
            }
            content.text = text;
        }
        Field::Link => {
            let link = text.ok_or(Refused::NotALink)?;
            if link.chars().count() > MAX_LINK {
                return Err(Refused::TooLong(MAX_LINK));
            }
            if !lint::is_https(&link) {
                return Err(Refused::NotALink);
            }
            content.link = Some(link);
        }
        Field::File => content.file = Some(attached(errands, file)?),
        Field::At => {
            let words = text.ok_or(Refused::NoText)?;
            content.at = dates::moment(&words, errands.now).map_err(Refused::Moment)?;
        }
    }
    Ok(())
}

/// The file as the notice names it. Its bytes come later, under this id.
fn attached(errands: &Errands<'_>, file: Option<&SentFile>) -> Result<NoticeFile, Refused> {
    let file = file.ok_or(Refused::NoFile)?;
    if file.size.is_some_and(|size| size > MAX_FILE_MB << 20) {
        return Err(Refused::TooLarge(MAX_FILE_MB));
    }
    let incoming = errands.incoming;
    Ok(NoticeFile {
        attachment: Attachment {
            id: format!("sent:{}:{}", incoming.chat.platform, incoming.update),
            picture: file.picture,
        },
        name: file.name.clone(),
    })
}
