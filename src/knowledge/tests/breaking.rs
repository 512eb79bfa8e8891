//! Mistakes in a file: each is told with its line and field, and all of them at once.

use super::Files;

/// Changes one thing in one file, and asserts the only problem that comes of it.
#[track_caller]
fn assert_change(file: &str, from: &str, to: &str, problem: &str) {
    assert_eq!(Files::city().change(file, from, to).problems(), [problem]);
}

#[test]
fn values_of_the_wrong_kind() {
    assert_change(
        "units.toml",
        "\"00 000\"",
        "48",
        "units.toml:18 phone check-not-text",
    );
    assert_change(
        "units.toml",
        "reply_days = 3",
        "reply_days = \"3\"",
        "units.toml:20 reply_days check-number",
    );
    assert_change(
        "units.toml",
        "[\"dyrekcja dróg\"]",
        "\"dyrekcja\"",
        "units.toml:33 words check-not-list",
    );
    assert_change(
        "units.toml",
        "\"kraj\"",
        "\"krajowy\"",
        "units.toml:30 level check-choice",
    );
    assert_change(
        "units.toml",
        "    \"zastępca\"",
        "    7",
        "units.toml:23 substitutes check-not-text",
    );
    assert_change(
        "routes.toml",
        "urgent = true",
        "urgent = 1",
        "routes.toml:12 urgent check-not-flag",
    );
    assert_change(
        "routes.toml",
        "{ unit = \"IOD\", about = \"listę biegaczy\" }",
        "\"IOD\"",
        "routes.toml:10 also check-not-tables",
    );
    assert_change(
        "city.toml",
        "[city]",
        "[[city]]",
        "city.toml:1 city check-not-table",
    );
    assert_change(
        "topics.toml",
        "[[topic]]",
        "[topic]",
        "topics.toml:1 topic check-not-tables",
    );
    assert_change(
        "clarifiers.toml",
        "[1, 40]",
        "[40, 1]",
        "clarifiers.toml:15 option.people check-span",
    );
}

#[test]
fn values_out_of_bounds() {
    let title = format!("\"{}\"", "ż".repeat(91));
    assert_change(
        "entries/a.toml",
        "\"Bieg: 30 dni\"",
        &title,
        "entries/a.toml:3 title check-text-long",
    );
    assert_change(
        "clarifiers.toml",
        "\"Obwodowa\"",
        "\" \"",
        "clarifiers.toml:8 option.label check-text-empty",
    );
    assert_change(
        "units.toml",
        "\"pok. 2\"",
        "\"pok.\\n2\"",
        "units.toml:16 place check-text-lines",
    );
    assert_change(
        "units.toml",
        "\"pok. 2\"",
        "\"pok.\\u00072\"",
        "units.toml:16 place check-text-control",
    );
    assert_change(
        "topics.toml",
        "id = \"sport\"",
        "id = \"Sport\"",
        "topics.toml:2 id check-id",
    );
    assert_change(
        "units.toml",
        "code = \"GDD\"",
        "code = \"gdd\"",
        "units.toml:28 code check-code",
    );
    assert_change(
        "units.toml",
        "iod@",
        "iod",
        "units.toml:19 email check-email",
    );
    assert_change(
        "schedules.toml",
        "7:30-17:00",
        "17:00-7:30",
        "schedules.toml:4 mon check-opening",
    );
    assert_change(
        "holidays.toml",
        "month = 12",
        "month = 13",
        "holidays.toml:7 month check-number",
    );
    assert_change(
        "holidays.toml",
        "easter = 60",
        "month = 6",
        "holidays.toml:1 check-holiday-rule",
    );
    assert_change(
        "phrases.toml",
        "[\"dziękuję\"]",
        "[]",
        "phrases.toml:4 words check-list-empty",
    );
    assert_change(
        "units.toml",
        "[\"inspektor\"]",
        "[\"a\", \"b\", \"c\", \"d\"]",
        "units.toml:9 substitutes check-list-long",
    );
    assert_change(
        "closures.toml",
        "2026-12-29",
        "2026-12-29T10:00:00",
        "closures.toml:3 to check-date",
    );
}

#[test]
fn duties_that_cannot_be_counted() {
    for (from, to, problem) in [
        ("after = 7", "after = 0", "duties.toml:5 after check-number"),
        (
            "before = 2",
            "before = 367",
            "duties.toml:21 before check-number",
        ),
        (
            "\"months\"",
            "\"years\"",
            "duties.toml:22 measure check-choice",
        ),
        (
            "\"03-31\"",
            "\"31.03\"",
            "duties.toml:31 day check-duty-day",
        ),
        (
            "\"03-31\"",
            "\"02-29\"",
            "duties.toml:31 day check-duty-day",
        ),
        (
            "\"+4w\"",
            "\"+4 dni\"",
            "duties.toml:13 offsets check-offset",
        ),
        ("after = 7\n", "", "duties.toml:1 check-duty-rule"),
        ("event = \"zmiany\"\n", "", "duties.toml:1 check-duty-rule"),
        (
            "before = 2",
            "before = 2\nafter = 2",
            "duties.toml:17 check-duty-rule",
        ),
        (
            "day = \"03-31\"",
            "day = \"03-31\"\nmeasure = \"days\"",
            "duties.toml:27 check-duty-rule",
        ),
    ] {
        assert_change("duties.toml", from, to, problem);
    }
}

#[test]
fn fields_missing_and_unknown() {
    assert_change(
        "units.toml",
        "name = \"Dyrekcja dróg\"\n",
        "",
        "units.toml:27 name check-field-missing",
    );
    assert_change(
        "routes.toml",
        "reason = \"To droga krajowa.\"\n",
        "",
        "routes.toml:14 case.reason check-field-missing",
    );
    assert_change(
        "units.toml",
        "phone",
        "phon",
        "units.toml:18 phon check-key-unknown-near",
    );
    assert_change(
        "units.toml",
        "phone",
        "telefon",
        "units.toml:18 telefon check-key-unknown",
    );
    assert_change(
        "entries/a.toml",
        "translations.en",
        "translations.de",
        "entries/a.toml:45 translations.de check-key-unknown",
    );
    assert_change(
        "topics.toml",
        "[[topic]]",
        "[[topics]]",
        "topics.toml:1 topics check-key-unknown-near",
    );
}

#[test]
fn broken_toml_is_told_where_it_begins() {
    assert_change(
        "units.toml",
        "\"pok. 2\"",
        "\"pok. 2",
        "units.toml:16 place check-syntax-quote",
    );
    assert_change(
        "units.toml",
        "\"pok. 2\"",
        "pok. 2",
        "units.toml:16 place check-syntax-unquoted",
    );
    assert_change(
        "units.toml",
        "place = \"pok. 2\"",
        "place \"pok. 2\"",
        "units.toml:16 check-syntax-no-value",
    );
    assert_change(
        "units.toml",
        "[\"dyrekcja dróg\"]",
        "[\"dyrekcja dróg\"",
        "units.toml:34 words check-syntax-list",
    );
    assert_change(
        "units.toml",
        "phone = \"00 000\"",
        "name = \"00 000\"",
        "units.toml:18 check-syntax-duplicate",
    );
    assert_change(
        "schedules.toml",
        "[[schedule]]",
        "[[schedule]",
        "schedules.toml:1 check-syntax-header",
    );
    assert_change(
        "entries/a.toml",
        "- zgoda\n\"\"\"",
        "- zgoda\n",
        "entries/a.toml:26 answer check-syntax-quote",
    );
    assert_change(
        "closures.toml",
        "2026-12-29",
        "2026-02-30",
        "closures.toml:3 to check-date",
    );
    assert_change(
        "units.toml",
        "\"pok. 2\"",
        "\"pok\\. 2\"",
        "units.toml:16 place check-syntax-escape",
    );
}

#[test]
fn a_text_without_its_end_does_not_spoil_the_items_after_it() {
    let files = Files::city()
        .change(
            "entries/a.toml",
            "answer = \"30 dni przed biegiem.\"",
            "answer = \"\"\"30 dni",
        )
        .change("entries/a.toml", "auto_and_route", "autoandroute");
    let expected = [
        "entries/a.toml:5 answer check-syntax-quote",
        "entries/a.toml:34 mode check-choice",
    ];
    assert_eq!(files.problems(), expected);
    assert_change(
        "units.toml",
        "[[unit]]\ncode = \"IOD\"",
        "[unit]]\ncode = \"IOD\"",
        "units.toml:12 check-syntax-rest",
    );
    assert_change(
        "units.toml",
        "[[unit]]\ncode = \"IOD\"",
        "[unit]\ncode = \"IOD\"",
        "units.toml:12 unit check-not-tables",
    );
}

#[test]
fn all_mistakes_of_all_files_at_once() {
    let files = Files::city()
        .change(
            "units.toml",
            "name = \"Pełnomocnik\"",
            "nazwa = \"Pełnomocnik\"",
        )
        .change("units.toml", "\"00 000\"", "0")
        .change("units.toml", "\"kraj\"", "kraj")
        .change("routes.toml", "option = \"krajowa\"", "option = 3")
        .change("routes.toml", "outside = true", "outside = \"tak\"")
        .change(
            "city.toml",
            "office = \"Urząd Miasta\"",
            "office = \"Urząd Miasta",
        )
        .without("topics.toml")
        .with("topic.toml", b"");
    let expected = [
        "city.toml:3 office check-syntax-quote",
        "routes.toml:15 case.option check-not-text",
        "routes.toml:26 outside check-not-flag",
        "topic.toml check-file-unknown-near",
        "units.toml:1 name check-field-missing",
        "units.toml:3 nazwa check-key-unknown",
        "units.toml:18 phone check-not-text",
        "units.toml:30 level check-syntax-unquoted",
    ];
    assert_eq!(files.problems(), expected);
}
