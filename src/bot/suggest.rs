//! What may be meant by the beginning of what somebody types: from memory, while they type.

use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};

use super::brain::Brain;
use crate::domain::action::Action;
use crate::domain::conversation::Target;
use crate::domain::knowledge::{Entry, Knowledge, Route, Topic, Unit};
use crate::matching::text::{Word, fold, words};
use crate::speech::{Voice, answers};

/// Characters that are looked at.
const MOST_TYPED: usize = 200;

/// Words that are looked at.
const MOST_WORDS: usize = 12;

/// UTF-16 units of a label (the limit of Discord's choices).
const LABEL: usize = 100;

/// Letters from which on a word may have a slip, and two.
const ONE_SLIP: usize = 4;
const TWO_SLIPS: usize = 8;

/// A shorter word that stands nowhere says nothing ("na", "w").
const SAYS_SOMETHING: usize = 3;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Questions with an answer, and matters with a desk.
    Question,
    /// Desks.
    Unit,
    Topic,
}

/// Something that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is read.
    pub label: String,
    /// The text of the [`Action`] that it stands for.
    pub action: String,
}

/// Up to `most` suggestions, best first: those with words that begin as the typed ones do, with small slips too, then what
/// a question in these words may mean. For an empty text what is useful to anybody. Entries that are not valid on this day
/// are not among them.
pub fn suggest(
    brain: &Brain,
    voice: Voice<'_>,
    kind: Kind,
    typed: &str,
    today: NaiveDate,
    most: usize,
) -> Vec<Suggestion> {
    let typed: String = typed.chars().take(MOST_TYPED).collect();
    let mut written = words(&typed);
    written.truncate(MOST_WORDS);
    let things = brain.suggestions.of_kind(kind);
    let known = if written.is_empty() {
        things.useful.clone()
    } else {
        things.beginning_with(&written)
    };
    let mut list = List {
        brain,
        voice,
        today,
        most,
        found: Vec::new(),
    };
    list.add(
        known
            .into_iter()
            .map(|thing| things.all[thing].action.clone()),
    );
    if list.found.len() < most && !written.is_empty() {
        let meant = brain.judge(&typed, today).candidates;
        let meant = meant
            .iter()
            .filter_map(|(target, _)| as_kind(&brain.knowledge, kind, target));
        list.add(meant);
    }
    list.found
}

/// What a kind has for a target.
fn as_kind(knowledge: &Knowledge, kind: Kind, target: &Target) -> Option<Action> {
    let entry = |id| knowledge.entry(id);
    let route = |id| knowledge.route(id);
    Some(match (kind, target) {
        (Kind::Question, Target::Entry(id)) => Action::Entry(id.clone()),
        (Kind::Question, Target::Route(id)) if !route(id)?.outside => Action::Route(id.clone()),
        (Kind::Question, Target::Route(_) | Target::Unit(_)) => return None,
        (Kind::Unit, Target::Entry(id)) => Action::Unit(entry(id)?.unit.clone()),
        (Kind::Unit, Target::Route(id)) => Action::Unit(route(id)?.unit.clone()),
        (Kind::Unit, Target::Unit(code)) => Action::Unit(code.clone()),
        (Kind::Topic, Target::Entry(id)) => Action::Topic(entry(id)?.topic.clone()?),
        (Kind::Topic, Target::Route(id)) => Action::Topic(route(id)?.topic.clone()?),
        (Kind::Topic, Target::Unit(_)) => return None,
    })
}

/// Suggestions as they are found: each once, also by what is read.
struct List<'a> {
    brain: &'a Brain,
    voice: Voice<'a>,
    today: NaiveDate,
    most: usize,
    found: Vec<Suggestion>,
}

impl List<'_> {
    fn add(&mut self, actions: impl Iterator<Item = Action>) {
        for action in actions {
            if self.found.len() >= self.most {
                return;
            }
            let Some(label) = self.label(&action) else {
                continue;
            };
            let action = action.to_string();
            let is_known = |known: &Suggestion| known.action == action || known.label == label;
            if action.len() <= Action::MAX_BYTES && !self.found.iter().any(is_known) {
                self.found.push(Suggestion { label, action });
            }
        }
    }

    /// What is read of it. `None`: it is not suggested.
    fn label(&self, action: &Action) -> Option<String> {
        let knowledge = &self.brain.knowledge;
        let named = |target| answers::label(self.voice, knowledge, &target);
        let label = match action {
            Action::Entry(id) => {
                knowledge
                    .entry(id)
                    .filter(|entry| entry.is_valid_on(self.today))?;
                named(Target::Entry(id.clone()))?
            }
            Action::Route(id) => named(Target::Route(id.clone()))?,
            Action::Unit(code) => knowledge.unit(code)?.name.clone(),
            Action::Topic(id) => {
                let topic = knowledge.topics.iter().find(|topic| topic.id == *id)?;
                topic.name_in(self.voice.language()).to_owned()
            }
            _ => return None,
        };
        Some(cut(label.trim())).filter(|label| !label.is_empty())
    }
}

/// At most as long as a label may be, cut between words.
fn cut(label: &str) -> String {
    let units = |text: &str| text.encode_utf16().count();
    if units(label) <= LABEL {
        return label.to_owned();
    }
    let mut kept = String::new();
    for word in label.split_whitespace() {
        let space = usize::from(!kept.is_empty());
        if units(&kept) + space + units(word) + 1 > LABEL {
            break;
        }
        if space == 1 {
            kept.push(' ');
        }
        kept.push_str(word);
    }
    if kept.is_empty() {
        // One word that is too long by itself. A letter is two units at most.
        kept.extend(label.chars().take((LABEL - 1) / 2));
    }
    kept.push('…');
    kept
}

/// Everything that can be suggested, by the words that it goes by. Made once from a knowledge.
pub(super) struct Suggestions {
    questions: Things,
    units: Things,
    topics: Things,
}

impl Suggestions {
    pub fn of(knowledge: &Knowledge) -> Self {
        let entries = knowledge.entries.iter().map(of_entry);
        let routes = knowledge.routes.iter().filter(|route| !route.outside);
        let questions = entries.chain(routes.map(of_route)).collect();
        let units: Vec<Thing> = knowledge.units.iter().map(of_unit).collect();
        let topics: Vec<Thing> = knowledge.topics.iter().map(of_topic).collect();
        let officer = |unit: &Unit| unit.code == knowledge.city.officer;
        let first = knowledge.units.iter().position(officer);
        let others = (0..units.len()).filter(|unit| Some(*unit) != first);
        let units_useful = first.into_iter().chain(others).collect();
        let topics_useful = (0..topics.len()).collect();
        Self {
            questions: Things::new(questions, by_turns(knowledge)),
            units: Things::new(units, units_useful),
            topics: Things::new(topics, topics_useful),
        }
    }

    fn of_kind(&self, kind: Kind) -> &Things {
        match kind {
            Kind::Question => &self.questions,
            Kind::Unit => &self.units,
            Kind::Topic => &self.topics,
        }
    }
}

/// Entries, by turns one of each topic, so that the first ones show what can be asked.
fn by_turns(knowledge: &Knowledge) -> Vec<usize> {
    let mut seen: HashMap<Option<&str>, usize> = HashMap::new();
    let entries = knowledge.entries.iter().enumerate();
    let mut turns: Vec<(usize, usize)> = entries
        .map(|(place, entry)| {
            let turn = seen.entry(entry.topic.as_deref()).or_default();
            *turn += 1;
            (*turn, place)
        })
        .collect();
    turns.sort_unstable();
    turns.into_iter().map(|(_, place)| place).collect()
}

/// Something that can be suggested.
struct Thing {
    action: Action,
    /// What it is called.
    names: Vec<String>,
    /// What else it goes by, with how much that says, 0..1.
    others: Vec<(String, f32)>,
}

fn of_entry(entry: &Entry) -> Thing {
    let translated = entry.translations.values();
    let translated = translated.map(|translation| translation.title.clone());
    let questions = [&entry.question].into_iter().chain(&entry.wordings);
    let questions = questions.map(|text| (text.clone(), 0.8));
    let keywords = entry.keywords.iter().map(|text| (text.clone(), 0.9));
    Thing {
        action: Action::Entry(entry.id.clone()),
        names: [entry.title.clone()]
            .into_iter()
            .chain(translated)
            .collect(),
        others: questions.chain(keywords).collect(),
    }
}

fn of_route(route: &Route) -> Thing {
    Thing {
        action: Action::Route(route.id.clone()),
        names: vec![route.matter.clone()],
        others: route.words.iter().map(|text| (text.clone(), 0.8)).collect(),
    }
}

fn of_unit(unit: &Unit) -> Thing {
    let worded = unit.words.iter().map(|text| (text.clone(), 0.8));
    Thing {
        action: Action::Unit(unit.code.clone()),
        names: vec![unit.name.clone(), unit.code.clone()],
        others: worded.chain([(unit.matters.clone(), 0.6)]).collect(),
    }
}

fn of_topic(topic: &Topic) -> Thing {
    let names = [&topic.name].into_iter().chain(topic.names.values());
    Thing {
        action: Action::Topic(topic.id.clone()),
        names: names.cloned().collect(),
        others: topic.words.iter().map(|text| (text.clone(), 0.8)).collect(),
    }
}

/// Things of one kind with their words.
struct Things {
    all: Vec<Thing>,
    /// For an empty text, by place.
    useful: Vec<usize>,
    /// By their folded form, in its order.
    vocabulary: Vec<Known>,
    /// Places in the vocabulary.
    by_stem: HashMap<String, Vec<usize>>,
}

/// A word, and the things that go by it, by place, with how much it says of each.
struct Known {
    folded: String,
    of: HashMap<usize, f32>,
}

impl Things {
    fn new(all: Vec<Thing>, useful: Vec<usize>) -> Self {
        let mut found: BTreeMap<String, HashMap<usize, f32>> = BTreeMap::new();
        for (place, thing) in all.iter().enumerate() {
            let names = thing.names.iter().map(|name| (name, 1.0));
            let others = thing.others.iter().map(|(text, says)| (text, *says));
            for (text, says) in names.chain(others) {
                for word in words(text) {
                    let of = found.entry(word.folded).or_default();
                    let known = of.entry(place).or_default();
                    *known = known.max(says);
                }
            }
        }
        let mut by_stem: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, folded) in found.keys().enumerate() {
            let stem = Word::new(folded).stem;
            by_stem.entry(stem).or_default().push(place);
        }
        let known = |(folded, of)| Known { folded, of };
        Self {
            all,
            useful,
            vocabulary: found.into_iter().map(known).collect(),
            by_stem,
        }
    }

    /// The things that every typed word fits, best first.
    fn beginning_with(&self, typed: &[Word]) -> Vec<usize> {
        let mut fitting: Option<HashMap<usize, f32>> = None;
        for word in typed {
            let with_word = self.with(word);
            if with_word.is_empty() && word.folded.chars().count() < SAYS_SOMETHING {
                continue;
            }
            fitting = Some(match fitting {
                None => with_word,
                Some(before) => before
                    .into_iter()
                    .filter_map(|(thing, fit)| Some((thing, fit + with_word.get(&thing)?)))
                    .collect(),
            });
        }
        let whole: Vec<&str> = typed.iter().map(|word| word.folded.as_str()).collect();
        let whole = whole.join(" ");
        let bonus = |thing: usize| {
            let begins = |name: &String| fold(name).starts_with(&whole);
            f32::from(u8::from(self.all[thing].names.iter().any(begins)))
        };
        let fitting = fitting.unwrap_or_default().into_iter();
        let mut fitting: Vec<(f32, usize)> = fitting
            .map(|(thing, fit)| (fit + bonus(thing), thing))
            .collect();
        fitting.sort_by(|(fit, thing), (other_fit, other)| {
            other_fit.total_cmp(fit).then(thing.cmp(other))
        });
        fitting.into_iter().map(|(_, thing)| thing).collect()
    }

    /// The things that a word fits, and how well: as it is, as the beginning of a word, in another form, with slips.
    fn with(&self, word: &Word) -> HashMap<usize, f32> {
        let mut fits: Vec<(&Known, f32)> = Vec::new();
        let from = self
            .vocabulary
            .partition_point(|known| known.folded < word.folded);
        let beginning = self.vocabulary[from..].iter();
        for known in beginning.take_while(|known| known.folded.starts_with(&word.folded)) {
            let is_whole = known.folded.len() == word.folded.len();
            fits.push((known, if is_whole { 1.0 } else { 0.9 }));
        }
        let of_stem = self.by_stem.get(&word.stem).into_iter().flatten();
        fits.extend(of_stem.map(|place| (&self.vocabulary[*place], 0.8)));
        if fits.is_empty() {
            let slipped = self.slipped(&word.folded).into_iter();
            fits.extend(slipped.map(|known| (known, 0.6)));
        }
        let mut fitting: HashMap<usize, f32> = HashMap::new();
        for (known, fit) in fits {
            for (thing, says) in &known.of {
                let best = fitting.entry(*thing).or_default();
                *best = best.max(fit * says);
            }
        }
        fitting
    }

    /// Words that begin as this one does but for a slip or two. The first letter is always right.
    fn slipped(&self, typed: &str) -> Vec<&Known> {
        let length = typed.chars().count();
        let allowed = match length {
            0..ONE_SLIP => return Vec::new(),
            ONE_SLIP..TWO_SLIPS => 1,
            _ => 2,
        };
        let first: String = typed.chars().take(1).collect();
        let from = self
            .vocabulary
            .partition_point(|known| known.folded < first);
        let same_letter = self.vocabulary[from..].iter();
        same_letter
            .take_while(|known| known.folded.starts_with(&first))
            .filter(|known| {
                let slips = |letters| {
                    let beginning: String = known.folded.chars().take(letters).collect();
                    strsim::damerau_levenshtein(typed, &beginning)
                };
                slips(length).min(slips(length + 1)) <= allowed
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_cut_between_words() {
        assert_eq!(cut("krótko"), "krótko");
        let long = "Stowarzyszenie ".repeat(10);
        let shown = cut(&long);
        assert!(shown.encode_utf16().count() <= LABEL && shown.ends_with("Stowarzyszenie…"));
        for endless in ["a".repeat(500), "😀".repeat(500), "ą".repeat(101)] {
            let shown = cut(&endless);
            let units = shown.encode_utf16().count();
            assert!((LABEL / 2..=LABEL).contains(&units), "{units}");
        }
        assert_eq!(cut(&"a".repeat(LABEL)), "a".repeat(LABEL));
    }
}
