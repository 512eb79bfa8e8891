//! A small city that is right, and what is said when it is broken.

mod breaking;
mod folder;
mod linting;

use std::io;

use super::{Places, Problem, Reading, Source, lint, read, write};
use crate::domain::knowledge::Knowledge;

/// Files in memory.
struct Files(Vec<(String, Vec<u8>)>);

impl Source for Files {
    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.0.iter().map(|(name, _)| name.clone()).collect())
    }

    fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let file = self.0.iter().find(|(known, _)| known == name);
        file.map(|(_, content)| content.clone())
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Files {
    /// A city with one item of each kind at least, in which nothing is wrong.
    fn city() -> Self {
        let files = [
            ("city.toml", include_str!("city/city.toml")),
            ("schedules.toml", include_str!("city/schedules.toml")),
            ("units.toml", include_str!("city/units.toml")),
            ("clarifiers.toml", include_str!("city/clarifiers.toml")),
            ("routes.toml", include_str!("city/routes.toml")),
            ("topics.toml", include_str!("city/topics.toml")),
            ("entries/a.toml", include_str!("city/entries.toml")),
            ("phrases.toml", include_str!("city/phrases.toml")),
            ("thesaurus.toml", include_str!("city/thesaurus.toml")),
            ("holidays.toml", include_str!("city/holidays.toml")),
            ("closures.toml", include_str!("city/closures.toml")),
            ("duties.toml", include_str!("city/duties.toml")),
            ("golden.toml", include_str!("city/golden.toml")),
        ];
        Self(
            files
                .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
                .to_vec(),
        )
    }

    fn text(&mut self, name: &str) -> &mut Vec<u8> {
        &mut self
            .0
            .iter_mut()
            .find(|(known, _)| known == name)
            .unwrap()
            .1
    }

    /// Replaces what stands once in a file.
    fn change(mut self, name: &str, from: &str, to: &str) -> Self {
        let content = self.text(name);
        let text = String::from_utf8(content.clone()).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{from:?} in {name}");
        *content = text.replace(from, to).into_bytes();
        self
    }

    fn without(mut self, name: &str) -> Self {
        self.0.retain(|(known, _)| known != name);
        self
    }

    fn with(mut self, name: &str, content: &[u8]) -> Self {
        self.0.push((name.to_owned(), content.to_vec()));
        self
    }

    /// Everything that reading and, when it succeeds, checking find: one line for each problem.
    fn problems(&self) -> Vec<String> {
        let Reading {
            knowledge,
            mut problems,
            places,
        } = read(self);
        assert_eq!(knowledge.is_some(), problems.is_empty());
        if let Some(knowledge) = knowledge {
            problems = lint(&knowledge, &places);
        }
        problems.iter().map(shown).collect()
    }

    fn knowledge(&self) -> (Knowledge, Places) {
        let Reading {
            knowledge,
            problems,
            places,
        } = read(self);
        (knowledge.unwrap_or_else(|| panic!("{problems:?}")), places)
    }
}

fn shown(problem: &Problem) -> String {
    let line = problem
        .line
        .map(|line| format!(":{line}"))
        .unwrap_or_default();
    let field = problem
        .field
        .as_ref()
        .map(|field| format!(" {field}"))
        .unwrap_or_default();
    format!("{}{line}{field} {}", problem.file, problem.id)
}

#[test]
fn the_city_is_right() {
    assert_eq!(Files::city().problems(), Vec::<String>::new());
}

#[test]
fn what_is_written_reads_the_same() {
    let (knowledge, _) = Files::city().knowledge();
    let files = write(&knowledge);
    assert_eq!(files.len(), 13);
    let again = Files(
        files
            .into_iter()
            .map(|(name, text)| (name, text.into_bytes()))
            .collect(),
    );
    assert_eq!(again.knowledge().0, knowledge);
}

#[test]
fn difficult_texts_survive_writing() {
    let (mut knowledge, _) = Files::city().knowledge();
    let texts = [
        "a \"b\" \\ 'c'",
        "'''",
        "\"\"\"",
        "{ $x } # [y]",
        "\\u0041",
        "koniec\\",
        "„ż” – …",
    ];
    for text in texts {
        knowledge.entries[0].title = text.to_owned();
        knowledge.entries[0].answer = format!("{text}\n\n- {text}\n{text}");
        knowledge.entries[0].keywords = vec![text.to_owned(), text.repeat(4)];
        knowledge.units[0].substitutes[0].who = text.to_owned();
        let files = write(&knowledge).into_iter();
        let again = Files(
            files
                .map(|(name, text)| (name, text.into_bytes()))
                .collect(),
        );
        assert_eq!(again.knowledge().0, knowledge, "{text}");
    }
}

#[test]
fn kinds_without_items_have_no_file() {
    let (mut knowledge, _) = Files::city().knowledge();
    knowledge.golden.clear();
    knowledge.entries.clear();
    let names: Vec<String> = write(&knowledge)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert!(
        !names
            .iter()
            .any(|name| name == "golden.toml" || name.starts_with("entries/"))
    );
}
