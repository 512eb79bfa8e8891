//! Why somebody did not get a notice, and what to do about it, in words.

use std::collections::BTreeSet;

use super::Voice;
use crate::domain::message::{Place, Platform};
use crate::store::ledger::Tally;

/// A reason, as far as it reads differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reason {
    Blocked,
    /// Takes no direct messages from the bot: whoever blocks it on Discord cannot be told from who never takes any.
    Closed,
    Gone,
    NoRights,
    Rejected,
    Uncertain,
    GaveUp,
    Stopped,
    Unsubscribed,
    Cancelled,
    Superseded,
    NoMessage,
    Restored,
    Other,
}

/// What can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Remedy {
    /// Nothing: the subscription is held until somebody writes there.
    Held,
    Nothing,
    Rights,
    Administrator,
    Lift,
    Resend,
}

impl Reason {
    fn of(tally: &Tally) -> Self {
        match tally.why.as_str() {
            "blocked" | "gone" if tally.platform == Platform::Discord && is_person(tally.place) => {
                Self::Closed
            }
            "blocked" => Self::Blocked,
            "gone" => Self::Gone,
            "no_rights" => Self::NoRights,
            "rejected" => Self::Rejected,
            "uncertain" => Self::Uncertain,
            "gave_up" => Self::GaveUp,
            "stopped" => Self::Stopped,
            "unsubscribed" => Self::Unsubscribed,
            "cancelled" => Self::Cancelled,
            "superseded" => Self::Superseded,
            "no_message" => Self::NoMessage,
            "restored" => Self::Restored,
            _ => Self::Other,
        }
    }

    /// The sentence about it.
    fn sentence(self) -> &'static str {
        match self {
            Self::Blocked => "missed-blocked",
            Self::Closed => "missed-closed",
            Self::Gone => "missed-gone",
            Self::NoRights => "missed-no-rights",
            Self::Rejected => "missed-rejected",
            Self::Uncertain => "missed-uncertain",
            Self::GaveUp => "missed-gave-up",
            Self::Stopped => "missed-stopped",
            Self::Unsubscribed => "missed-unsubscribed",
            Self::Cancelled => "missed-cancelled",
            Self::Superseded => "missed-superseded",
            Self::NoMessage => "missed-no-message",
            Self::Restored => "missed-restored",
            Self::Other => "missed-other",
        }
    }

    /// What it is called, in a few words.
    fn name(self) -> &'static str {
        match self {
            Self::Blocked => "ledger-why-blocked",
            Self::Closed => "ledger-why-closed",
            Self::Gone => "ledger-why-gone",
            Self::NoRights => "ledger-why-no-rights",
            Self::Rejected => "ledger-why-rejected",
            Self::Uncertain => "ledger-why-uncertain",
            Self::GaveUp => "ledger-why-gave-up",
            Self::Stopped => "ledger-why-stopped",
            Self::Unsubscribed => "ledger-why-unsubscribed",
            Self::Cancelled => "ledger-why-cancelled",
            Self::Superseded => "ledger-why-superseded",
            Self::NoMessage => "ledger-why-no-message",
            Self::Restored => "ledger-why-restored",
            Self::Other => "ledger-why-other",
        }
    }

    /// Whether its sentence is the same for every kind of recipient.
    fn is_said_of_all(self) -> bool {
        !matches!(
            self,
            Self::Blocked | Self::Closed | Self::Gone | Self::NoRights | Self::Unsubscribed
        )
    }

    /// Whether its sentence names the bot, so that the next one need not.
    fn names_the_bot(self, kind: &str) -> bool {
        match self {
            Self::Blocked | Self::Closed | Self::NoRights | Self::Stopped => true,
            Self::Gone => kind != PERSON,
            _ => false,
        }
    }

    fn remedy(self) -> Remedy {
        match self {
            Self::Blocked | Self::Closed | Self::Gone => Remedy::Held,
            Self::Unsubscribed | Self::Cancelled | Self::Superseded | Self::NoMessage => {
                Remedy::Nothing
            }
            Self::NoRights => Remedy::Rights,
            Self::Rejected | Self::GaveUp | Self::Other => Remedy::Administrator,
            Self::Stopped => Remedy::Lift,
            Self::Uncertain | Self::Restored => Remedy::Resend,
        }
    }
}

/// What the reason of some is called, in a few words.
pub fn name<'a>(voice: Voice<'_>, tallies: impl Iterator<Item = &'a Tally>) -> String {
    let tallies: Vec<&Tally> = tallies.collect();
    let reasons: BTreeSet<Reason> = tallies.iter().map(|tally| Reason::of(tally)).collect();
    let nobody = tallies.iter().all(|tally| !is_person(tally.place));
    if reasons.first() == Some(&Reason::Gone) && nobody {
        return voice.text("ledger-why-removed");
    }
    voice.text(
        reasons
            .first()
            .map_or("ledger-why-other", |reason| reason.name()),
    )
}

const PERSON: &str = "person";

fn is_person(place: Place) -> bool {
    place.is_for_one()
}

/// A kind of recipient, as sentences choose by it.
pub fn kind(place: Place) -> &'static str {
    match place {
        Place::Private | Place::Aside => PERSON,
        Place::Group => "group",
        Place::Channel => "channel",
    }
}

/// Who did not get it, as a list: „dwie osoby zablokowały bota, jedna grupa usunęła go z członków”. What concerns most comes
/// first. Empty: nobody.
pub fn reasons(voice: Voice<'_>, tallies: &[Tally]) -> String {
    let mut named = false;
    let mut clauses: Vec<String> = Vec::new();
    for (reason, who) in by_reason(tallies) {
        let count: i64 = who.iter().map(|(_, count)| count).sum();
        let kind = who.first().map_or(PERSON, |(kind, _)| kind);
        let values = [
            ("who", listed(voice, "missed-who", &who).into()),
            ("whom", listed(voice, "missed-whom", &who).into()),
            ("kind", kind.into()),
            ("count", count.into()),
            ("again", if named { "yes" } else { "no" }.into()),
        ];
        clauses.push(voice.with(reason.sentence(), values));
        named |= reason.names_the_bot(kind);
    }
    let has_comma = clauses.iter().any(|clause| clause.contains(','));
    clauses.join(if has_comma { "; " } else { ", " })
}

/// Kinds of recipients, and how many of each.
type Who = Vec<(&'static str, i64)>;

/// Reasons with those they concern. Where the verb goes with the kind of recipient, each kind stands for itself.
fn by_reason(tallies: &[Tally]) -> Vec<(Reason, Who)> {
    let mut counted: Vec<(Reason, Who)> = Vec::new();
    for tally in tallies.iter().filter(|tally| tally.count > 0) {
        let (reason, kind) = (Reason::of(tally), kind(tally.place));
        let fits = |who: &Who| reason.is_said_of_all() || who.iter().any(|known| known.0 == kind);
        let known = counted
            .iter_mut()
            .find(|(known, who)| *known == reason && fits(who));
        let Some((_, who)) = known else {
            counted.push((reason, vec![(kind, tally.count)]));
            continue;
        };
        match who.iter_mut().find(|known| known.0 == kind) {
            Some(known) => known.1 += tally.count,
            None => who.push((kind, tally.count)),
        }
    }
    let count = |who: &Who| who.iter().map(|(_, count)| count).sum::<i64>();
    counted.sort_by_key(|(reason, who)| (-count(who), *reason));
    counted
}

/// „dwie osoby”, „dwóch osób i jednej grupy”.
fn listed(voice: Voice<'_>, id: &str, who: &Who) -> String {
    let one = |(kind, count): &(&'static str, i64)| {
        voice.with(id, [("kind", (*kind).into()), ("count", (*count).into())])
    };
    let Some((last, others)) = who.split_last() else {
        return String::new();
    };
    if others.is_empty() {
        return one(last);
    }
    let first: Vec<String> = others.iter().map(one).collect();
    let values = [
        ("first", first.join(", ").into()),
        ("last", one(last).into()),
    ];
    voice.with("missed-and", values)
}

/// What to do about those who did not get it, in sentences.
pub fn advice(voice: Voice<'_>, tallies: &[Tally]) -> String {
    let counted = tallies.iter().filter(|tally| tally.count > 0);
    let mut remedies: Vec<Remedy> = counted
        .clone()
        .map(|tally| Reason::of(tally).remedy())
        .collect();
    remedies.sort_unstable();
    remedies.dedup();
    let held = counted.filter(|tally| Reason::of(tally).remedy() == Remedy::Held);
    let held: i64 = held.map(|tally| tally.count).sum();
    let is_quiet = |remedy: &Remedy| matches!(remedy, Remedy::Held | Remedy::Nothing);
    if remedies.iter().all(is_quiet) {
        return match (remedies.is_empty(), held) {
            (true, _) => String::new(),
            (false, 0) => voice.text("missed-do-nothing"),
            (false, _) => voice.with("missed-do-nothing-held", [("count", held.into())]),
        };
    }
    let rest = remedies.iter().any(is_quiet);
    let mut sentences: Vec<String> = remedies
        .into_iter()
        .filter_map(|remedy| {
            let sentence = match remedy {
                Remedy::Held | Remedy::Nothing => return None,
                Remedy::Rights => "missed-do-rights",
                Remedy::Administrator => "missed-do-admin",
                Remedy::Lift => "missed-do-stopped",
                Remedy::Resend => "missed-do-doubt",
            };
            Some(voice.text(sentence))
        })
        .collect();
    if rest {
        sentences.push(voice.text("missed-do-nothing-else"));
    }
    sentences.join(" ")
}
