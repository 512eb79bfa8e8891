//! Entries: how they may be answered, events that share a subject, questions asked twice.

use std::collections::BTreeMap;

use super::super::places::Kind;
use super::super::text::fold;
use super::Lints;
use crate::domain::knowledge::{Entry, Mode, PhraseKind, Status};

impl Lints<'_> {
    pub(super) fn entries(&mut self) {
        for (i, entry) in self.knowledge.entries.iter().enumerate() {
            self.mode((Kind::Entry, i), entry);
            self.event((Kind::Entry, i), entry);
            self.link((Kind::Entry, i), "source", entry.source.as_deref());
        }
        self.link((Kind::City, 0), "site", self.knowledge.city.site.as_deref());
        self.subjects();
        self.wordings();
        self.dangers();
    }

    /// Danger is answered by an entry, and by nothing else.
    fn dangers(&mut self) {
        for (i, phrase) in self.knowledge.phrases.iter().enumerate() {
            let item = (Kind::Phrase, i);
            match (phrase.kind == PhraseKind::Danger, &phrase.entry) {
                (true, None) => self.error(item, "entry", "check-danger-without-entry", Vec::new()),
                (false, Some(_)) => {
                    self.error(item, "entry", "check-entry-without-danger", Vec::new());
                }
                _ => {}
            }
        }
    }

    fn mode(&mut self, item: (Kind, usize), entry: &Entry) {
        if entry.mode != Mode::Auto {
            return;
        }
        if entry.status == Status::Unconfirmed {
            self.error(item, "mode", "check-auto-unconfirmed", Vec::new());
        }
        if entry.law_as_of.is_some() && entry.basis.is_none() {
            self.error(item, "basis", "check-auto-without-basis", Vec::new());
        }
    }

    fn event(&mut self, item: (Kind, usize), entry: &Entry) {
        let from = entry.event_from.map(|_| "event_from");
        let window = from.or(entry.event_to.map(|_| "event_to"));
        match (&entry.subject, window) {
            (Some(_), None) => self.error(item, "subject", "check-subject-window", Vec::new()),
            (None, Some(field)) => self.error(item, field, "check-event-alone", Vec::new()),
            _ => {}
        }
        match (&entry.subject, &entry.event_label) {
            (Some(_), None) => self.error(item, "event_label", "check-subject-label", Vec::new()),
            (None, Some(_)) => self.error(item, "event_label", "check-event-alone", Vec::new()),
            _ => {}
        }
    }

    fn link(&mut self, item: (Kind, usize), field: &str, link: Option<&str>) {
        if let Some(link) = link.filter(|link| !link.starts_with("https://")) {
            self.error(item, field, "check-link", vec![("value", link.to_owned())]);
        }
    }

    /// Entries of one subject divide time among them: each event belongs to one of them.
    fn subjects(&mut self) {
        let mut subjects: BTreeMap<&str, Vec<(usize, &Entry)>> = BTreeMap::new();
        for (i, entry) in self.knowledge.entries.iter().enumerate() {
            if let Some(subject) = &entry.subject {
                subjects.entry(subject).or_default().push((i, entry));
            }
        }
        for (subject, mut entries) in subjects {
            if let [(only, _)] = entries[..] {
                let args = vec![("value", subject.to_owned())];
                self.error((Kind::Entry, only), "subject", "check-subject-alone", args);
            }
            entries.retain(|(_, entry)| entry.event_from.is_some() || entry.event_to.is_some());
            entries.sort_by_key(|(_, entry)| entry.event_from);
            for pair in entries.windows(2) {
                self.neighbours(pair[0], pair[1]);
            }
        }
    }

    fn neighbours(&mut self, (_, earlier): (usize, &Entry), (i, later): (usize, &Entry)) {
        let args = vec![("other", earlier.id.clone())];
        match (earlier.event_to, later.event_from) {
            (Some(to), Some(from)) if to < from => {
                if to.succ_opt() != Some(from) {
                    self.warning((Kind::Entry, i), "event_from", "check-subject-gap", args);
                }
            }
            _ => self.error(
                (Kind::Entry, i),
                "event_from",
                "check-subject-overlap",
                args,
            ),
        }
    }

    /// One question in two entries has no best answer, unless they differ by the date of the event.
    fn wordings(&mut self) {
        let mut first: BTreeMap<String, usize> = BTreeMap::new();
        for (i, entry) in self.knowledge.entries.iter().enumerate() {
            let wordings = entry.wordings.iter().enumerate();
            let wordings = wordings.map(|(j, wording)| (format!("wordings[{j}]"), wording));
            for (field, wording) in
                std::iter::once(("question".into(), &entry.question)).chain(wordings)
            {
                let other = &self.knowledge.entries[*first.entry(fold(wording)).or_insert(i)];
                let share_subject = entry.subject.is_some() && entry.subject == other.subject;
                if other.id != entry.id && !share_subject {
                    let args = vec![("value", wording.clone()), ("other", other.id.clone())];
                    self.warning((Kind::Entry, i), &field, "check-wording-twice", args);
                }
            }
        }
    }
}
