//! What recipients of a notice read; the officer's screens are in the files beside.

pub mod check;
pub mod draft;
pub mod words;

use chrono::{DateTime, Utc};

use super::{Speech, Voice};
use crate::domain::action::Action;
use crate::domain::command::Command;
use crate::domain::hours;
use crate::domain::knowledge::Knowledge;
use crate::domain::language::Language;
use crate::domain::light;
use crate::domain::message::{Block, Outgoing, Place, Platform};
use crate::domain::notice::{Notice, Variant};
use crate::domain::subscription::{Does, Step};

/// The kinds of places where notices can go.
pub const PLACES: [Place; 3] = [Place::Private, Place::Group, Place::Channel];

/// The message for each kind of destination.
pub fn bodies(speech: &Speech, knowledge: &Knowledge, notice: &Notice) -> Vec<(Variant, Outgoing)> {
    for_each(|variant| body(speech.voice(variant.language), knowledge, notice, variant))
}

/// The same after a correction, which it says first.
pub fn corrected_bodies(
    speech: &Speech,
    knowledge: &Knowledge,
    notice: &Notice,
    at: DateTime<Utc>,
) -> Vec<(Variant, Outgoing)> {
    for_each(|variant| {
        let voice = speech.voice(variant.language);
        let at = hours::local(at);
        let (day, time) = (voice.on_day(at.date()), voice.time(at.time()));
        let corrected = voice.with(
            "bulletin-corrected",
            [("day", day.into()), ("time", time.into())],
        );
        let mut message = body(voice, knowledge, notice, variant);
        message.blocks.insert(0, Block::Note(corrected));
        // Nobody is called twice for one matter.
        message.ping = None;
        message
    })
}

/// What stands where a notice stood that was taken back.
pub fn withdrawn_bodies(
    speech: &Speech,
    _knowledge: &Knowledge,
    notice: &Notice,
) -> Vec<(Variant, Outgoing)> {
    for_each(|variant| {
        let voice = speech.voice(variant.language);
        Outgoing::plain(voice.with("bulletin-withdrawn", [("number", notice.id.into())]))
    })
}

/// What a destination of this kind gets.
pub fn body(
    voice: Voice<'_>,
    knowledge: &Knowledge,
    notice: &Notice,
    variant: Variant,
) -> Outgoing {
    let content = &notice.content;
    let mut message = Outgoing {
        blocks: light::blocks(&content.text),
        ping: content.ping.then(String::new),
        file: content.file.as_ref().map(|file| file.attachment.clone()),
        ..Outgoing::default()
    };
    if let Some(link) = &content.link {
        message = message.with(Block::plain(link));
    }
    let unit = knowledge.unit(&knowledge.city.officer);
    let unit = unit.map_or(knowledge.city.office.as_str(), |unit| unit.name.as_str());
    let values = [("number", notice.id.into()), ("unit", unit.into())];
    let origin = voice.with("bulletin-origin", values);
    if variant.place == Place::Private {
        return with_buttons(voice, message.with(Block::Note(origin)));
    }
    let end = how_to_end(voice, variant);
    message.with(Block::Note(format!("{origin} {end}")))
}

/// How notices are ended where many read along.
pub fn how_to_end(voice: Voice<'_>, variant: Variant) -> String {
    let name = format!("/{}", Command::Subscriptions.name(voice.language()));
    let sentence = match (variant.platform, variant.place) {
        (Platform::Discord, _) => "bulletin-end-server",
        (_, Place::Channel) => "bulletin-end-channel",
        _ => "bulletin-end-group",
    };
    voice.with(sentence, [("name", name.into())])
}

fn with_buttons(voice: Voice<'_>, message: Outgoing) -> Outgoing {
    let step = |does| Action::Subscription(Step { chat: None, does });
    message
        .button(voice.text("button-bulletin-end"), &step(Does::EndAll))
        .button(voice.text("button-bulletin-topics"), &step(Does::Show))
}

fn for_each(make: impl Fn(Variant) -> Outgoing) -> Vec<(Variant, Outgoing)> {
    let of_platform = |platform| {
        PLACES.into_iter().flat_map(move |place| {
            Language::ALL.into_iter().map(move |language| Variant {
                platform,
                place,
                language,
            })
        })
    };
    let variants = Platform::ALL.into_iter().flat_map(of_platform);
    variants.map(|variant| (variant, make(variant))).collect()
}
