//! Who may know whom: the dependency rule of `docs/ARCHITECTURE.md`, read off the `use` lines.

use std::fs;
use std::path::{Path, PathBuf};

/// Libraries that only platforms may name.
const OF_PLATFORMS: [&str; 6] = [
    "teloxide",
    "reqwest",
    "axum",
    "serenity",
    "tungstenite",
    "rustls",
];

/// For each room the rooms and libraries whose names may not stand in it, beside [`OF_PLATFORMS`].
const FORBIDDEN: [(&str, &[&str]); 11] = [
    (
        "src/domain",
        &[
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
    ("src/service", &["sqlx", "crate::cli"]),
    ("src/cli", &["sqlx"]),
    ("src/app.rs", &["sqlx", "crate::cli"]),
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
fn only_platforms_know_the_libraries_of_platforms() {
    let source = root().join("src").display().to_string();
    let mut elsewhere = lines_with("src", &OF_PLATFORMS);
    elsewhere.retain(|line| !line.starts_with(&format!("{source}/platform/")));
    // The log knows them by name, to keep them quiet.
    elsewhere.retain(|line| !line.starts_with(&format!("{source}/logging.rs")));
    // Figures are shown by HTTP, and to no platform.
    elsewhere.retain(|line| !line.starts_with(&format!("{source}/service/metrics.rs")));
    assert_eq!(elsewhere, Vec::<String>::new());
}

#[test]
fn each_platform_knows_only_its_own_libraries() {
    for (platform, others) in [
        (
            "src/platform/telegram",
            ["serenity", "tungstenite"].as_slice(),
        ),
        ("src/platform/discord", &["teloxide", "axum"]),
        ("src/platform/terminal.rs", &OF_PLATFORMS),
    ] {
        assert_eq!(lines_with(platform, others), Vec::<String>::new());
    }
}

#[test]
fn what_speaks_tls_http_and_websocket_is_there_once() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for library in ["rustls", "tungstenite", "reqwest"] {
        let versions = lock.matches(&format!("name = \"{library}\"\n")).count();
        assert_eq!(versions, 1, "{library}");
    }
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
