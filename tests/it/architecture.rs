//! Who may know whom: the dependency rule of `docs/ARCHITECTURE.md`, read off the `use` lines.

use std::fs;
use std::path::{Path, PathBuf};

/// For each room the rooms and libraries whose names may not stand in it.
const FORBIDDEN: [(&str, &[&str]); 11] = [
    (
        "src/domain",
        &[
            "teloxide",
            "reqwest",
            "axum",
            "sqlx",
            "tokio",
            "crate::store",
            "crate::bot",
            "crate::speech",
            "crate::platform",
            "crate::matching",
        ],
    ),
    (
        "src/matching",
        &[
            "teloxide",
            "reqwest",
            "axum",
            "sqlx",
            "tokio",
            "chrono",
            "std::fs",
            "crate::domain",
            "crate::store",
            "crate::bot",
        ],
    ),
    (
        "src/knowledge",
        &[
            "teloxide",
            "reqwest",
            "axum",
            "sqlx",
            "tokio",
            "crate::store",
            "crate::bot",
            "crate::speech",
            "crate::platform",
        ],
    ),
    (
        "src/store",
        &[
            "teloxide",
            "reqwest",
            "axum",
            "crate::bot",
            "crate::speech",
            "crate::platform",
            "crate::delivery",
            "crate::matching",
        ],
    ),
    (
        "src/speech",
        &[
            "teloxide",
            "reqwest",
            "axum",
            "sqlx",
            "tokio",
            "crate::bot",
            "crate::platform",
            "crate::delivery",
            "crate::matching",
        ],
    ),
    (
        "src/bot",
        &[
            "teloxide",
            "reqwest",
            "axum",
            "sqlx",
            "crate::platform",
            "crate::delivery",
            "crate::cli",
            "crate::app",
        ],
    ),
    (
        "src/delivery",
        &[
            "teloxide",
            "reqwest",
            "axum",
            "sqlx",
            "crate::bot",
            "crate::speech",
            "crate::cli",
            "crate::app",
        ],
    ),
    (
        "src/platform",
        &[
            "sqlx",
            "crate::store",
            "crate::speech",
            "crate::delivery",
            "crate::service",
            "crate::cli",
            "crate::app",
        ],
    ),
    (
        "src/service",
        &["sqlx", "teloxide", "reqwest", "crate::cli"],
    ),
    ("src/cli", &["sqlx", "teloxide", "reqwest"]),
    ("src/app.rs", &["sqlx", "teloxide", "reqwest", "crate::cli"]),
];

fn rust_files(place: &Path) -> Vec<PathBuf> {
    if place.is_file() {
        return vec![place.to_owned()];
    }
    let entries = fs::read_dir(place)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.flat_map(|path| rust_files(&path)).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    files
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every line of code (not of comments) in a place that contains one of the words.
fn lines_with(place: &str, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in rust_files(&root().join(place)) {
        let text = fs::read_to_string(&file).unwrap();
        for (number, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if words.iter().any(|word| code.contains(word)) {
                found.push(format!(
                    "{}:{}: {}",
                    file.display(),
                    number + 1,
                    line.trim()
                ));
            }
        }
    }
    found
}

#[test]
fn rooms_know_only_whom_they_may() {
    let broken: Vec<String> = FORBIDDEN
        .into_iter()
        .flat_map(|(room, words)| lines_with(room, words))
        .collect();
    assert_eq!(broken, Vec::<String>::new());
}

#[test]
fn only_delivery_sends() {
    let elsewhere: Vec<String> = [
        "src/bot",
        "src/cli",
        "src/store",
        "src/speech",
        "src/app.rs",
    ]
    .into_iter()
    .flat_map(|room| lines_with(room, &["SendKey", ".send("]))
    .filter(|line| !line.contains("blocking_send"))
    .collect();
    assert_eq!(elsewhere, Vec::<String>::new());
}

#[test]
fn nothing_refers_to_files_outside_the_project() {
    for place in ["src", "tests", "benches", "build.rs"] {
        // This very file names the word that it looks for.
        let mut found = lines_with(place, &["../shared", "/work/"]);
        found.retain(|line| !line.contains("architecture.rs"));
        assert_eq!(found, Vec::<String>::new());
    }
}

#[test]
fn files_stay_readable() {
    for file in rust_files(&root().join("src")) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= 800, "{} has {lines} lines", file.display());
    }
}
