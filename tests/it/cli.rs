//! The binary as people run it: arguments, standard input and output, exit codes, and `kill -9`.

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The binary in an empty folder, as after an installation.
fn lacznik(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lacznik"));
    command
        .current_dir(folder)
        .env_remove("LACZNIK_LOG")
        .env_remove("COLUMNS");
    command
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    lacznik(folder).args(arguments).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Without line breaks: what is said, however wide the terminal is.
fn unwrapped(output: &Output) -> String {
    out(output).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A conversation through a pipe.
fn chat(folder: &Path, input: &[u8]) -> Output {
    let mut child = lacznik(folder)
        .arg("chat")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn example() -> String {
    format!("{}/config/example", env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the example city that a test may spoil.
fn copied_example(folder: &Path) -> std::path::PathBuf {
    let copy = folder.join("miasto");
    std::fs::create_dir_all(copy.join("entries")).unwrap();
    for part in ["", "entries"] {
        for entry in std::fs::read_dir(Path::new(&example()).join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::copy(&path, copy.join(part).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    copy
}

#[test]
fn the_first_conversation_makes_a_database_and_says_so() {
    let folder = folder();
    let output = chat(
        folder.path(),
        "kto zajmuje sie dotacjami na sport?\n".as_bytes(),
    );
    assert!(output.status.success());
    assert!(
        out(&output).starts_with("Wydział Kultury Fizycznej i Sportu\n"),
        "{}",
        out(&output)
    );
    assert!(err(&output).contains("powstała (lacznik.db) z przykładowym miastem Przykładowo"));
    let second = chat(folder.path(), b"/pomoc\n");
    assert_eq!(err(&second), "");
}

#[test]
fn a_pipe_is_answered_line_by_line_to_its_end_without_a_last_line_end() {
    let folder = folder();
    let output = chat(folder.path(), b"/pomoc\n/jezyk");
    assert!(out(&output).contains("Co można zrobić"));
    assert!(out(&output).contains("W jakim języku odpowiadać?"));
}

#[test]
fn bytes_that_are_no_text_get_a_kind_answer() {
    let folder = folder();
    let output = chat(folder.path(), b"/start\nma\xb3y grant\n/pomoc\n");
    assert!(output.status.success());
    assert!(out(&output).contains("Nie potrafię odczytać tej wiadomości."));
    assert!(out(&output).contains("Co można zrobić"));
}

#[test]
fn a_numbered_button_is_pressed_by_its_number() {
    let folder = folder();
    let output = chat(folder.path(), b"/jezyk\n2\n/help\n");
    assert!(out(&output).contains("[2] English"), "{}", out(&output));
    assert!(out(&output).to_lowercase().contains("in english"));
}

#[test]
fn a_second_conversation_on_the_same_database_is_refused() {
    let folder = folder();
    chat(folder.path(), b"");
    let mut first = lacznik(folder.path())
        .arg("chat")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // The first one has answered, so it holds the lock.
    let mut input = first.stdin.take().unwrap();
    input.write_all(b"/pomoc\n").unwrap();
    let mut byte = [0];
    first
        .stdout
        .as_mut()
        .unwrap()
        .read_exact(&mut byte)
        .unwrap();
    let second = chat(folder.path(), b"/pomoc\n");
    assert_eq!(second.status.code(), Some(1));
    assert!(err(&second).contains("Inna rozmowa w terminalu używa już bazy"));
    drop(input);
    first.wait_with_output().unwrap();
}

#[test]
fn ask_prints_one_object() {
    let folder = folder();
    let output = run(
        folder.path(),
        &["ask", "--json", "ile max na maly grant teraz"],
    );
    assert!(output.status.success());
    let value: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(value["decision"], "answer");
    assert_eq!(value["shown"][0]["kind"], "entry");
    assert_eq!(value["shown"][0]["id"], "maly-grant-limit");
    assert!(value["candidates"][0]["score"].as_f64().unwrap() > 0.0);
    assert!(value["text"].as_str().unwrap().contains("20 000 zł"));
    let keys: Vec<&String> = value.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["candidates", "decision", "shown", "text"]);
}

#[test]
fn ask_can_be_asked_about_another_moment() {
    let folder = folder();
    let at = |moment: &str| {
        let arguments = ["ask", "--at", moment, "kto zajmuje się dotacjami na sport"];
        unwrapped(&run(folder.path(), &arguments))
    };
    assert!(at("2026-11-23T12:00:00").contains("Dziś otwarte do 17:00."));
    let eve = at("2026-12-24T10:00:00");
    assert!(
        eve.contains("Dziś Wigilia") && eve.contains("w poniedziałek 28 grudnia o 7:30"),
        "{eve}"
    );
    assert!(at("2026-12-24").contains("Dziś Wigilia"));
    assert!(at("2026-11-23 12:00").contains("Dziś otwarte do 17:00."));
    let skipped = run(folder.path(), &["ask", "--at", "2027-03-28T02:30:00", "x"]);
    assert!(err(&skipped).contains("Takiej godziny nie ma"));
}

#[test]
fn ask_leaves_no_trace() {
    let folder = folder();
    run(folder.path(), &["ask", "hipopotam fioletowy"]);
    let mut child = lacznik(folder.path())
        .args(["chat", "--officer"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(b"/pytania\n")
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        out(&output).contains("Lista jest pusta"),
        "{}",
        out(&output)
    );
}

#[test]
fn route_explains() {
    let folder = folder();
    let output = run(folder.path(), &["route", "kasa na sport dla dzieciakow"]);
    assert!(out(&output).contains("(WKS)"), "{}", out(&output));
    let json = run(folder.path(), &["route", "--json", "kto od sportu"]);
    let value: serde_json::Value = serde_json::from_str(&out(&json)).unwrap();
    assert!(value["routes"].is_array());
}

#[test]
fn a_result_that_cannot_be_written_is_a_failure_and_a_reader_that_left_is_not() {
    let folder = folder();
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = lacznik(folder.path())
        .args(["ask", "x"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("Nie można wypisać wyniku."),
        "{}",
        err(&output)
    );
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = lacznik(folder.path())
        .args(["ask", "x"])
        .stdout(writer)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", err(&output));
}

#[test]
fn wrong_usage_is_explained_and_ends_with_two() {
    let folder = folder();
    for (arguments, says) in [
        (&["ask"][..], "Brakuje: <TEKST>."),
        (&["aks", "x"], "Nie znam polecenia „aks”."),
        (&["chat", "--nie"], "Nie znam opcji „--nie”."),
        (&["ask", "x", "--at", "jutro"], "Wartość „jutro” nie pasuje"),
        (&[], "Brakuje polecenia."),
    ] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            err(&output).contains(says),
            "{arguments:?}: {}",
            err(&output)
        );
        assert_eq!(out(&output), "");
    }
    for arguments in [&["--help"][..], &["ask", "--help"], &["--version"]] {
        let output = run(folder.path(), arguments);
        assert!(
            output.status.success() && err(&output).is_empty(),
            "{arguments:?}: {}",
            err(&output)
        );
    }
}

#[test]
fn the_help_of_every_command_is_complete_and_polish() {
    let folder = folder();
    for command in [
        "chat", "ask", "route", "import", "export", "check", "eval", "doctor", "backup", "restore",
    ] {
        let help = out(&run(folder.path(), &[command, "--help"]));
        assert!(help.contains("Użycie: lacznik "), "{help}");
        for english in ["Usage", "Options", "Print help", "cli-"] {
            assert!(!help.contains(english), "{command}: {help}");
        }
        for line in help
            .lines()
            .filter(|line| line.trim_start().starts_with('-'))
        {
            assert!(
                line.trim().split("  ").count() > 1,
                "{command}: no text: {line}"
            );
        }
    }
}

#[test]
fn commands_that_need_a_database_say_how_to_get_one() {
    let folder = folder();
    for arguments in [&["doctor"][..], &["export", "x"], &["backup", "x"]] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            err(&output).contains("Nie ma bazy danych lacznik.db"),
            "{}",
            err(&output)
        );
        assert!(!folder.path().join("lacznik.db").exists());
    }
}

#[test]
fn the_example_city_is_clean() {
    let folder = folder();
    let output = run(folder.path(), &["check", &example()]);
    assert!(output.status.success(), "{}", out(&output));
    assert!(
        out(&output).ends_with("Bez błędów, bez ostrzeżeń.\n"),
        "{}",
        out(&output)
    );
}

#[test]
fn import_then_export_then_import_changes_nothing() {
    let folder = folder();
    let first = run(folder.path(), &["import", &example()]);
    assert!(
        out(&first).starts_with("Wczytano wiedzę."),
        "{}",
        err(&first)
    );
    assert!(out(&run(folder.path(), &["import", &example()])).starts_with("Nic się nie zmieniło"));
    assert!(run(folder.path(), &["export", "kopia"]).status.success());
    assert!(out(&run(folder.path(), &["import", "kopia"])).starts_with("Nic się nie zmieniło"));
    let refused = run(folder.path(), &["export", "kopia"]);
    assert!(
        err(&refused).contains("nie jest pusty"),
        "{}",
        err(&refused)
    );
}

#[test]
fn a_broken_folder_changes_nothing_and_every_error_is_shown() {
    let folder = folder();
    run(folder.path(), &["import", &example()]);
    let copy = copied_example(folder.path());
    for (file, from, to) in [
        ("units.toml", "level = \"gmina\"", "level = \"gmin\""),
        ("routes.toml", "reason = ", "raeson = "),
        (
            "entries/b-konkurs.toml",
            "mode = \"auto\"",
            "mode = \"automat\"",
        ),
    ] {
        let path = copy.join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }
    let output = run(folder.path(), &["import", "miasto"]);
    assert_eq!(output.status.code(), Some(1));
    let errors = err(&output);
    for file in ["units.toml:", "routes.toml:", "entries/b-konkurs.toml:"] {
        assert!(errors.contains(file), "{errors}");
    }
    assert!(
        errors.contains("raeson") && errors.contains("Niczego nie wczytano."),
        "{errors}"
    );
    assert!(out(&run(folder.path(), &["import", &example()])).starts_with("Nic się nie zmieniło"));
}

#[test]
fn settings_that_are_wrong_name_the_file_and_the_key() {
    let folder = folder();
    let settings = folder.path().join("moje.toml");
    std::fs::write(&settings, "[delivery]\nbatches = 3\n").unwrap();
    let output = run(folder.path(), &["--config", "moje.toml", "ask", "x"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        err(&output).contains("moje.toml") && err(&output).contains("batches"),
        "{}",
        err(&output)
    );
    let missing = run(folder.path(), &["--config", "niema.toml", "ask", "x"]);
    assert!(err(&missing).contains("niema.toml"), "{}", err(&missing));
}

#[test]
fn a_copy_takes_the_place_of_the_database_when_nobody_works_on_it() {
    let folder = folder();
    chat(folder.path(), "dzień dobry\n".as_bytes());
    assert!(run(folder.path(), &["backup", "kopia.db"]).status.success());
    let missing = run(folder.path(), &["restore", "nie-ma.db"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(err(&missing).contains("Nie ma pliku nie-ma.db"));
    // Somebody is at work.
    for (lock, says) in [
        ("service", "Usługa działa"),
        ("terminal", "rozmowa w terminalu"),
    ] {
        let name = format!("lacznik.db.{lock}.lock");
        let held = std::fs::File::create(folder.path().join(name)).unwrap();
        held.lock().unwrap();
        let refused = run(folder.path(), &["restore", "kopia.db"]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(err(&refused).contains(says), "{}", err(&refused));
    }
    let done = run(folder.path(), &["restore", "kopia.db"]);
    let said = unwrapped(&done);
    assert!(done.status.success(), "{}", err(&done));
    assert!(
        said.contains("lacznik.db jest przywrócona z kopii kopia.db"),
        "{said}"
    );
    assert!(said.contains("zachowana: lacznik.db.2"), "{said}");
    // The copy itself is still one, and the bot goes on.
    assert!(
        chat(folder.path(), "dzień dobry\n".as_bytes())
            .status
            .success()
    );
    let not_ours = folder.path().join("notatki.txt");
    std::fs::write(&not_ours, "Kilka zdań.").unwrap();
    let refused = run(folder.path(), &["restore", "notatki.txt"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(err(&refused).contains("notatki.txt"), "{}", err(&refused));
    assert!(
        run(folder.path(), &["restore", "kopia.db"])
            .status
            .success()
    );
}

#[test]
fn a_backup_is_made_and_never_overwrites() {
    let folder = folder();
    run(folder.path(), &["import", &example()]);
    assert!(run(folder.path(), &["backup", "kopia.db"]).status.success());
    let again = run(folder.path(), &["backup", "kopia.db"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(err(&again).contains("już istnieje"));
    let copy = run(
        folder.path(),
        &["--database", "kopia.db", "import", &example()],
    );
    assert!(out(&copy).starts_with("Nic się nie zmieniło"));
}

#[test]
fn doctor_finds_nothing_wrong_with_a_new_database() {
    let folder = folder();
    run(folder.path(), &["import", &example()]);
    let output = run(folder.path(), &["doctor"]);
    assert!(output.status.success());
    assert!(
        out(&output).contains("dobrze: baza lacznik.db jest spójna."),
        "{}",
        out(&output)
    );
    let json = run(folder.path(), &["doctor", "--json"]);
    assert!(
        serde_json::from_str::<serde_json::Value>(&out(&json))
            .unwrap()
            .is_array()
    );
}

#[test]
fn eval_writes_one_row_for_each_question_and_its_figures_do_not_collapse() {
    let folder = folder();
    let fixtures = format!("{}/tests/fixtures/matching", env!("CARGO_MANIFEST_DIR"));
    let (knowledge, queries) = (
        format!("{fixtures}/kb.jsonl"),
        format!("{fixtures}/queries.dev.tsv"),
    );
    let arguments = [
        "eval",
        "--knowledge",
        &knowledge,
        "--queries",
        &queries,
        "--per-query",
        "out.tsv",
        "--json",
    ];
    let output = run(folder.path(), &arguments);
    assert!(output.status.success(), "{}", err(&output));
    let figures: serde_json::Value = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!(
        (
            figures["in_scope"].as_i64(),
            figures["out_of_scope"].as_i64()
        ),
        (Some(150), Some(50))
    );
    // Not how good it shall be, but that it has not collapsed.
    for (figure, least) in [("top1", 75.0), ("answered_right", 44.0)] {
        let reached = figures[figure].as_f64().unwrap();
        assert!(reached >= least, "{figure}: {reached}");
    }
    for (figure, most) in [("answered_wrong", 4.0), ("false_answers", 4.0)] {
        let reached = figures[figure].as_f64().unwrap();
        assert!(reached <= most, "{figure}: {reached}");
    }
    let table = std::fs::read_to_string(folder.path().join("out.tsv")).unwrap();
    let rows: Vec<Vec<&str>> = table
        .lines()
        .map(|line| line.split('\t').collect())
        .collect();
    assert_eq!(rows[0], ["id", "decision", "chosen", "ranked"]);
    assert_eq!(rows.len(), 201);
    for row in &rows[1..] {
        let chosen = row[2].split(',').filter(|id| !id.is_empty()).count();
        let fits = match row[1] {
            "answer" => (1..=2).contains(&chosen),
            "clarify" => (1..=3).contains(&chosen),
            "unknown" => chosen == 0,
            _ => false,
        };
        assert!(fits, "{row:?}");
    }
}

/// Promises 1 and 2: whatever the moment of a `kill -9`, each accepted line is answered after the restart, and at most
/// one reply for each kill is doubled.
#[test]
fn killed_at_any_moment_every_accepted_line_is_answered() {
    let folder = folder();
    chat(folder.path(), b"/start\n");
    const LINES: usize = 12;
    let mut printed = String::new();
    let mut kills = 0;
    for wait in [0, 1, 2, 3, 5, 8, 13, 21, 34, 55] {
        let mut child = lacznik(folder.path())
            .arg("chat")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = "/pomoc\n".repeat(LINES);
        child
            .stdin
            .as_mut()
            .unwrap()
            .write_all(lines.as_bytes())
            .unwrap();
        // It lives: the first byte of an answer is out, and the pipe keeps the rest.
        let mut first = [0];
        let mut output = child.stdout.take().unwrap();
        output.read_exact(&mut first).unwrap();
        printed.push_str(&String::from_utf8_lossy(&first));
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().unwrap();
        kills += 1;
        child.wait().unwrap();
        let mut rest = Vec::new();
        output.read_to_end(&mut rest).unwrap();
        printed.push_str(&String::from_utf8_lossy(&rest));
    }
    // What was accepted and not yet said is said by the next process, which asks nothing of its own.
    printed.push_str(&out(&chat(folder.path(), b"")));
    let answered = printed
        .matches("Najprościej napisać pytanie własnymi słowami.")
        .count();
    let accepted = accepted_lines(folder.path()) - 1;
    assert!(
        accepted > 0,
        "no process lived long enough to accept a line"
    );
    assert!(
        answered >= accepted,
        "{answered} answers to {accepted} accepted lines"
    );
    assert!(
        answered <= accepted + kills,
        "{answered} answers to {accepted} lines with {kills} kills"
    );
}

/// Lines that were accepted: each left its mark.
fn accepted_lines(folder: &Path) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let path = folder.join("lacznik.db");
        let store = lacznik::store::Store::open(&path, std::time::Duration::from_secs(5))
            .await
            .unwrap();
        let mut db = store.read().await.unwrap();
        let count: i64 = sqlx::query_scalar("SELECT count(*) FROM seen_updates")
            .fetch_one(&mut *db)
            .await
            .unwrap();
        count as usize
    })
}
