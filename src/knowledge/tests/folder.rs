//! What is wrong with the folder itself.

use std::fs;

use include_dir::{Dir, include_dir};

use super::super::{Folder, Source, read};
use super::{Files, shown};

#[test]
fn files_missing_unknown_and_unreadable() {
    assert_eq!(Files(Vec::new()).problems(), [". check-folder-empty"]);
    let problems = Files::city().without("city.toml").problems();
    assert_eq!(problems, ["city.toml check-file-missing"]);
    let problems = Files::city().with("entries/Małe.toml", b"").problems();
    assert_eq!(problems, ["entries/Małe.toml check-file-entries"]);
    let problems = Files::city().with("budżet.xlsx", b"").problems();
    assert_eq!(problems, ["budżet.xlsx check-file-unknown"]);
    let problems = Files::city()
        .without("units.toml")
        .with("units.toml", b"# nic")
        .problems();
    assert_eq!(problems, ["units.toml check-file-empty"]);
}

#[test]
fn content_that_is_no_knowledge() {
    let problems = Files::city()
        .with("entries/b.toml", b"# a\n# b\xff\n")
        .problems();
    assert_eq!(problems, ["entries/b.toml:2 check-file-encoding"]);
    let problems = Files::city()
        .with("entries/b.toml", &vec![b'#'; 2 * 1024 * 1024 + 1])
        .problems();
    assert_eq!(problems, ["entries/b.toml check-file-large"]);
    let many = (0..200).fold(Files::city(), |files, i| {
        files.with(&format!("entries/x{i}.toml"), b"")
    });
    assert_eq!(many.problems(), [". check-folder-large"]);
}

#[test]
fn windows_line_ends_and_byte_order_marks_are_no_part_of_texts() {
    let (expected, _) = Files::city().knowledge();
    let mut files = Files::city();
    for (_, content) in &mut files.0 {
        let text = String::from_utf8(content.clone()).unwrap();
        *content = format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
    }
    assert_eq!(files.knowledge().0, expected);
}

#[test]
fn a_folder_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("entries")).unwrap();
    for (name, content) in Files::city().0 {
        fs::write(folder.path().join(name), content).unwrap();
    }
    fs::write(folder.path().join("README.md"), "").unwrap();
    fs::write(folder.path().join(".units.toml.swp"), "").unwrap();
    assert_eq!(
        read(&Folder::new(folder.path())).knowledge.unwrap(),
        Files::city().knowledge().0
    );

    fs::create_dir(folder.path().join("wpisy")).unwrap();
    let problems = read(&Folder::new(folder.path())).problems;
    assert_eq!(
        problems.iter().map(shown).collect::<Vec<_>>(),
        ["wpisy/ check-file-unknown"]
    );
    let problems = read(&Folder::new(folder.path().join("nie-ma"))).problems;
    assert_eq!(
        problems.iter().map(shown).collect::<Vec<_>>(),
        [". check-folder-unreadable"]
    );
}

#[test]
fn a_compiled_in_folder() {
    static CITY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/knowledge/tests");
    let city = CITY.get_dir("city").unwrap();
    let mut names = city.names().unwrap();
    names.sort();
    assert_eq!(names.first().map(String::as_str), Some("city.toml"));
    let content = city.read("city.toml").unwrap();
    assert_eq!(content, include_bytes!("city/city.toml"));
    assert!(
        CITY.names()
            .unwrap()
            .contains(&"city/units.toml".to_owned())
    );
}
