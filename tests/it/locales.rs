//! The three languages say the same things, and nothing but what is used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Ids of a language with the variables of each.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(root().join("locales").join(language)).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut id = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((name, _)) = line.split_once(" =")
                && line.starts_with(|c: char| c.is_ascii_lowercase())
            {
                id = name.to_owned();
                let is_new = all.insert(id.clone(), BTreeSet::new()).is_none();
                assert!(is_new, "{}: {id} stands twice", path.display());
            }
            for part in line.split('$').skip(1) {
                let name: String = part
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || "-_".contains(*c))
                    .collect();
                all.get_mut(&id).unwrap().insert(name);
            }
        }
    }
    all
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn every_language_has_every_sentence_with_the_same_values() {
    let polish = messages("pl");
    for language in ["en", "uk"] {
        let other = messages(language);
        let missing: Vec<_> = polish
            .keys()
            .filter(|id| !other.contains_key(*id))
            .collect();
        let unknown: Vec<_> = other
            .keys()
            .filter(|id| !polish.contains_key(*id))
            .collect();
        assert!(
            missing.is_empty() && unknown.is_empty(),
            "{language}: missing {missing:?}, unknown {unknown:?}"
        );
        for (id, values) in &polish {
            assert_eq!(values, &other[id], "{language}: values of {id}");
        }
    }
}

#[test]
fn every_file_is_valid() {
    let mut seen = 0;
    for language in ["pl", "en", "uk"] {
        for entry in fs::read_dir(root().join("locales").join(language)).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let parsed = fluent_bundle::FluentResource::try_new(text);
            assert!(
                parsed.is_ok(),
                "{}: {:?}",
                path.display(),
                parsed.err().map(|(_, errors)| errors)
            );
            seen += 1;
        }
    }
    assert!(seen >= 3 * 6);
}

/// Sentences whose ids are put together from a prefix and a part that is known only at run time.
const COMPOSED: [&str; 6] = [
    "command-",
    "button-command-",
    "notes-",
    "cli-about",
    "cli-arg-",
    "check-",
];

#[test]
fn every_sentence_is_used_and_every_one_used_exists() {
    let polish = messages("pl");
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    let code: String = files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let unused: Vec<_> = polish
        .keys()
        .filter(|id| !COMPOSED.iter().any(|prefix| id.starts_with(prefix)))
        .filter(|id| !code.contains(&format!("\"{id}\"")))
        .collect();
    assert!(unused.is_empty(), "never said: {unused:?}");

    let is_id = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_lowercase() || c == '-' || c == '_')
    };
    let asked_for = code.split('"').skip(1).step_by(2).collect::<BTreeSet<_>>();
    for call in [".text(\n", ".text(", ".with(\n", ".with("] {
        for part in code.split(call).skip(1) {
            let Some(id) = part
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next())
            else {
                continue;
            };
            if is_id(id) && id.contains('-') {
                assert!(polish.contains_key(id), "{id} is said but stands nowhere");
            }
        }
    }
    let problems = asked_for
        .iter()
        .filter(|text| text.starts_with("check-") && is_id(text) && text.len() > 6);
    for id in problems {
        assert!(polish.contains_key(*id), "{id} is said but stands nowhere");
    }
}
