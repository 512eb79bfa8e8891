//! Subscriptions in words: which topics somebody names.

use super::{Reply, Turn, plain};
use crate::bot::errands::Errand;
use crate::bot::suggest::{self, Kind};
use crate::domain::action::Action;
use crate::domain::command::Command;
use crate::domain::knowledge::Topic;
use crate::domain::subscription::{Does, Step};
use crate::matching::text::{Word, words};
use crate::speech::subscriptions;

/// Topics that are offered for one that is not known.
const NEAR: usize = 3;

/// After one of these, folded, stands what somebody wants no more of.
const OF: [&str; 12] = [
    "z", "ze", "od", "o", "of", "from", "about", "on", "з", "зі", "від", "про",
];

/// What stands between that and the topic, by the first letters of the folded word.
const FILLER: [&str; 17] = [
    "newsletter",
    "ogloszen",
    "powiadomien",
    "subskrypcj",
    "wiadomosc",
    "informacj",
    "temat",
    "topic",
    "notice",
    "notification",
    "message",
    "subscription",
    "оголош",
    "сповіщен",
    "повідомлен",
    "підписк",
    "тем",
];

/// A list has a name of its own, and it may be made of the words of a topic.
const LIST: [&str; 6] = ["list", "mailing", "baz", "base", "спис", "розсил"];

/// Between two topics.
const AND: [&str; 8] = ["i", "oraz", "a", "and", "та", "і", "й", "or"];

impl Turn<'_> {
    /// Begins with the topic that is named; else the nearest ones, or all.
    pub(super) fn subscribe(&self, named: &str) -> Reply {
        if let Some(topic) = self.topic_called(named) {
            return run(Does::Begin(topic.id.clone()));
        }
        let scene = self.scene();
        let today = scene.now.date();
        let near = suggest::suggest(self.brain, scene.voice, Kind::Topic, named, today, NEAR);
        let id = |text: String| match text.parse() {
            Ok(Action::Topic(id)) => Some(id),
            _ => None,
        };
        let near: Vec<String> = near.into_iter().filter_map(|one| id(one.action)).collect();
        Reply::say(subscriptions::which(scene, &near))
    }

    /// Ends the topics that are named, or all.
    pub(super) fn unsubscribe(&self, text: &str) -> Reply {
        let written = match Command::Unsubscribe.argument(text) {
            Some(named) => words(&format!("{} {named}", OF[0])),
            None => words(text),
        };
        let topics = self.topics_left(&written);
        run(if topics.is_empty() {
            Does::EndAll
        } else {
            Does::Leave(topics)
        })
    }

    /// The topics that stand in a text as what somebody wants no more of, by id.
    fn topics_left(&self, written: &[Word]) -> Vec<String> {
        let starts =
            |word: &Word, of: &[&str]| of.iter().any(|first| word.folded.starts_with(first));
        let is_of = |word: &Word| OF.contains(&word.folded.as_str());
        let has_list = written.iter().any(|word| starts(word, &LIST));
        for (place, _) in written.iter().enumerate().filter(|(_, word)| is_of(word)) {
            let mut rest = &written[place + 1..];
            let mut topics: Vec<String> = Vec::new();
            while let Some(first) = rest.first() {
                if let Some((topic, length)) = self.topic_at(rest, !has_list) {
                    topics.push(topic.id.clone());
                    rest = &rest[length..];
                } else if is_of(first)
                    || starts(first, &FILLER)
                    || !topics.is_empty() && AND.contains(&first.folded.as_str())
                {
                    rest = &rest[1..];
                } else {
                    break;
                }
            }
            topics.dedup();
            if !topics.is_empty() {
                return topics;
            }
        }
        Vec::new()
    }

    /// The topic whose name, or one of whose other words, the text begins with; of several the longest. With how many words
    /// that takes.
    fn topic_at(&self, text: &[Word], by_words: bool) -> Option<(&Topic, usize)> {
        let begins = |name: &String| {
            let name = words(name);
            let fits = name.len() <= text.len()
                && name
                    .iter()
                    .zip(text)
                    .all(|(one, other)| one.stem == other.stem);
            (fits && !name.is_empty()).then_some(name.len())
        };
        let topics = self.brain.knowledge.topics.iter();
        let found = topics.filter_map(|topic| {
            let others = topic.words.iter().chain([&topic.id]).filter(|_| by_words);
            let names = [&topic.name].into_iter().chain(topic.names.values());
            let length = names.chain(others).filter_map(begins).max()?;
            Some((topic, length))
        });
        found.max_by_key(|(_, length)| *length)
    }

    /// The topic that is named by its id, its name in any language or one of its words.
    pub(super) fn topic_called(&self, named: &str) -> Option<&Topic> {
        let topics = &self.brain.knowledge.topics;
        let stems =
            |text: &str| -> Vec<String> { words(text).into_iter().map(|word| word.stem).collect() };
        let (folded, stemmed) = (plain(named), stems(named));
        let is_named = |name: &String| plain(name) == folded;
        let sounds = |name: &String| !stemmed.is_empty() && stems(name) == stemmed;
        let by_name = |topic: &&Topic| {
            is_named(&topic.name) || topic.names.values().any(is_named) || is_named(&topic.id)
        };
        let by_word = |topic: &&Topic| topic.words.iter().any(is_named);
        let by_form = |topic: &&Topic| sounds(&topic.name) || topic.words.iter().any(sounds);
        let found = topics.iter().find(by_name);
        let found = found.or_else(|| topics.iter().find(by_word));
        found.or_else(|| topics.iter().find(by_form))
    }
}

fn run(does: Does) -> Reply {
    Reply::run(Errand::Subscriptions(Step { chat: None, does }))
}
