//! Mistakes of the knowledge as a whole.

use super::super::{Places, Severity, lint};
use super::{Files, shown};

/// Changes one thing in one file, and asserts the problems that come of it.
#[track_caller]
fn assert_change(file: &str, from: &str, to: &str, problems: &[&str]) {
    assert_eq!(Files::city().change(file, from, to).problems(), problems);
}

#[test]
fn references_to_nothing() {
    assert_change(
        "city.toml",
        "\"IOD\"",
        "\"IDO\"",
        &["city.toml:5 data_protection check-reference-near"],
    );
    assert_change(
        "units.toml",
        "\"um\"",
        "\"inne\"",
        &[
            "schedules.toml:2 id check-schedule-unused",
            "units.toml:7 schedule check-reference",
        ],
    );
    assert_change(
        "units.toml",
        "who = \"PNGO\"",
        "who = \"PNG\"",
        &["units.toml:22 substitutes check-reference-near"],
    );
    assert_change(
        "routes.toml",
        "unit = \"GDD\"",
        "unit = \"GDX\"",
        &[
            "routes.toml:16 case.unit check-reference-near",
            "units.toml:28 code check-unit-unreached",
        ],
    );
    assert_change(
        "routes.toml",
        "option = \"krajowa\"",
        "option = \"krajwa\"",
        &["routes.toml:15 case.option check-reference-near"],
    );
    assert_change(
        "routes.toml",
        "topic = \"sport\"",
        "topic = \"sporty\"",
        &["routes.toml:8 topic check-reference-near"],
    );
    assert_change(
        "routes.toml",
        "unit = \"PNGO\", about",
        "unit = \"X1\", about",
        &["routes.toml:18 case.also.unit check-reference"],
    );
    assert_change(
        "clarifiers.toml",
        "otherwise = \"gminna\"",
        "otherwise = \"miejska\"",
        &["clarifiers.toml:4 otherwise check-reference"],
    );
    assert_change(
        "thesaurus.toml",
        "[\"pieniadze\"]",
        "[\"dotacja\"]",
        &["thesaurus.toml:10 broader check-concept-itself"],
    );
    assert_change(
        "closures.toml",
        "[\"PNGO\"]",
        "[\n  \"PNGO\",\n  \"PNGA\",\n]",
        &["closures.toml:7 units check-reference-near"],
    );
    assert_change(
        "golden.toml",
        "entry:bieg-nowy",
        "entry:bieg-nowi",
        &["golden.toml:3 expect check-reference-near"],
    );
    assert_change(
        "golden.toml",
        "unit:GDD",
        "route:bieg",
        &["golden.toml:3 expect check-expect"],
    );
}

#[test]
fn a_suggestion_and_the_name_that_was_written() {
    let (knowledge, places) = Files::city()
        .change("city.toml", "\"IOD\"", "\"IDO\"")
        .knowledge();
    let problems = lint(&knowledge, &places);
    let args = [("kind", "unit"), ("value", "IDO"), ("nearest", "IOD")];
    assert_eq!(
        problems[0].args,
        args.map(|(name, value)| (name, value.to_owned()))
    );
    assert_eq!(problems[0].severity, Severity::Error);
}

#[test]
fn one_name_twice() {
    assert_change(
        "thesaurus.toml",
        "id = \"dotacja\"",
        "id = \"pieniadze\"",
        &[
            "thesaurus.toml:6 id check-duplicate",
            "thesaurus.toml:10 broader check-concept-itself",
        ],
    );
    assert_change(
        "clarifiers.toml",
        "id = \"gminna\"",
        "id = \"krajowa\"",
        &[
            "clarifiers.toml:4 otherwise check-reference",
            "clarifiers.toml:12 option.id check-duplicate",
        ],
    );
}

#[test]
fn substitutes_in_loops_and_long_chains() {
    let substitutes = "[\"inspektor\"]";
    // The second unit's substitute stands in around New Year only.
    let summer = "[{ who = \"IOD\", from = 2026-07-01, to = 2026-07-31 }]";
    assert_change("units.toml", substitutes, summer, &[]);
    assert_change(
        "units.toml",
        substitutes,
        "[\"IOD\"]",
        &["units.toml:9 substitutes check-substitute-loop"],
    );
    assert_change(
        "units.toml",
        substitutes,
        "[\"PNGO\"]",
        &["units.toml:9 substitutes check-substitute-loop"],
    );

    let (mut knowledge, places) = Files::city().knowledge();
    let unit = knowledge.units[0].clone();
    let stands_in = |who: &str| {
        vec![crate::domain::knowledge::Substitute {
            who: who.to_owned(),
            from: None,
            to: None,
        }]
    };
    for (code, who) in [("A1", "A2"), ("A2", "A3"), ("A3", "A4"), ("A4", "PNGO")] {
        let mut next = unit.clone();
        next.code = code.to_owned();
        next.substitutes = stands_in(who);
        knowledge.units.push(next);
        knowledge.routes[1]
            .also
            .push(crate::domain::knowledge::Also {
                unit: code.to_owned(),
                about: "to".to_owned(),
            });
    }
    let problems = lint(&knowledge, &places);
    assert_eq!(
        problems.iter().map(|p| p.id).collect::<Vec<_>>(),
        ["check-substitute-chain"]
    );
    assert_eq!(problems[0].args[0].1, "A1 → A2 → A3 → A4 → PNGO");
}

#[test]
fn units_that_cannot_answer() {
    assert_change(
        "units.toml",
        "reply_days = 3\n",
        "",
        &["units.toml:12 reply_days check-unit-reply-missing"],
    );
    assert_change(
        "units.toml",
        "substitutes = [\"inspektor\"]\n",
        "",
        &["units.toml:1 substitutes check-unit-substitute-missing"],
    );
    assert_change(
        "units.toml",
        "external = true",
        "external = true\nreply_days = 1",
        &["units.toml:35 reply_days check-unit-external-reply"],
    );
    assert_change(
        "units.toml",
        "external = true",
        "external = true\nsubstitutes = [\"a\"]",
        &["units.toml:35 substitutes check-unit-external-substitutes"],
    );
    assert_change(
        "city.toml",
        "\"PNGO\"",
        "\"GDD\"",
        &["city.toml:4 officer check-officer-external"],
    );
}

#[test]
fn words_that_lead_two_ways() {
    assert_change(
        "routes.toml",
        "[\"dowód osobisty\"]",
        "[\"Bieg  uliczny\"]",
        &["routes.toml:23 words check-word-two-routes"],
    );
    assert_change(
        "routes.toml",
        "\"maraton\"",
        "\"DOWOD OSOBISTY\"",
        &["routes.toml:23 words check-word-two-routes"],
    );
    assert_change(
        "clarifiers.toml",
        "[\"obwodowa\"]",
        "[\"Lakowa\"]",
        &["clarifiers.toml:14 option.words check-word-two-options"],
    );
}

#[test]
fn clarifiers_and_cases() {
    assert_change(
        "routes.toml",
        "clarify = \"droga\"\n",
        "",
        &[
            "clarifiers.toml:2 id check-clarifier-unused",
            "routes.toml:13 case check-case-without-clarify",
        ],
    );
    let same = "unit = \"GDD\"\nreason = \"To droga krajowa.\"\nalso = [{ unit = \"PNGO\", about = \"miasto\" }]";
    let as_the_route = "unit = \"PNGO\"\nreason = \"Uzgadnia.\"\nalso = [{ unit = \"IOD\", about = \"listę biegaczy\" }]";
    assert_change(
        "routes.toml",
        same,
        as_the_route,
        &[
            "routes.toml:11 clarify check-clarify-pointless",
            "units.toml:28 code check-unit-unreached",
        ],
    );
    assert_change(
        "routes.toml",
        "[[route]]\nid = \"dowod\"",
        "[[route.case]]\noption = \"krajowa\"\nunit = \"IOD\"\nreason = \"Nie.\"\n\n[[route]]\nid = \"dowod\"",
        &["routes.toml:21 case.option check-case-twice"],
    );
    let long = format!("id = \"{}\"", "b".repeat(40));
    let files = Files::city().change("routes.toml", "id = \"bieg\"", &long);
    let option = "g".repeat(21);
    let files = files
        .change(
            "clarifiers.toml",
            "id = \"gminna\"",
            &format!("id = \"{option}\""),
        )
        .change("clarifiers.toml", "\"gminna\"", &format!("\"{option}\""));
    assert_eq!(
        files.problems(),
        ["routes.toml:11 clarify check-button-long"]
    );
}

#[test]
fn entries_that_contradict_themselves() {
    assert_change(
        "entries/a.toml",
        "auto_and_route",
        "auto",
        &["entries/a.toml:34 mode check-auto-unconfirmed"],
    );
    assert_change(
        "entries/a.toml",
        "basis = \"art. 65\"\n",
        "",
        &["entries/a.toml:1 basis check-auto-without-basis"],
    );
    assert_change(
        "entries/a.toml",
        "https://",
        "http://",
        &["entries/a.toml:32 source check-link"],
    );
    assert_change(
        "entries/a.toml",
        "valid_to = 2027",
        "valid_to = 2025",
        &["entries/a.toml:15 valid_to check-date-order"],
    );
    assert_change(
        "entries/a.toml",
        "Kiedy zgłosić bieg?\"\nwordings",
        "Gdzie?\"\nwordings",
        &[],
    );
}

#[test]
fn events_of_one_subject() {
    let to = "event_to = 2026-08-31";
    assert_change(
        "entries/a.toml",
        to,
        "event_to = 2026-09-01",
        &["entries/a.toml:42 event_from check-subject-overlap"],
    );
    assert_change(
        "entries/a.toml",
        to,
        "event_to = 2026-08-30",
        &["entries/a.toml:42 event_from check-subject-gap"],
    );
    assert_change(
        "entries/a.toml",
        to,
        "",
        &["entries/a.toml:16 subject check-subject-window"],
    );
    assert_change(
        "entries/a.toml",
        "event_label = \"Bieg do 31 sierpnia\"\n",
        "",
        &["entries/a.toml:1 event_label check-subject-label"],
    );
    assert_change(
        "entries/a.toml",
        "subject = \"bieg\"\nevent_to",
        "event_to",
        &[
            "entries/a.toml:16 event_to check-event-alone",
            "entries/a.toml:17 event_label check-event-alone",
            "entries/a.toml:22 question check-wording-twice",
            "entries/a.toml:40 subject check-subject-alone",
        ],
    );
}

#[test]
fn days_and_words() {
    assert_change(
        "closures.toml",
        "2026-12-29",
        "2026-12-27",
        &["closures.toml:3 to check-date-order"],
    );
    assert_change(
        "units.toml",
        "to = 2027-01-04",
        "to = 2026-01-04",
        &["units.toml:22 substitutes.to check-date-order"],
    );
    assert_change(
        "holidays.toml",
        "month = 12\nday = 24",
        "month = 2\nday = 30",
        &["holidays.toml:8 day check-holiday-day"],
    );
    assert_change(
        "thesaurus.toml",
        "pl = [\"pieniądze\"]\n",
        "",
        &["thesaurus.toml:1 check-concept-empty"],
    );
}

#[test]
fn duties() {
    assert_change(
        "duties.toml",
        "id = \"oboz\"",
        "id = \"krs-zmiana\"",
        &["duties.toml:18 id check-duplicate"],
    );
    assert_change(
        "duties.toml",
        "before = 2",
        "before = 2\nhard = true",
        &["duties.toml:22 hard check-duty-hard"],
    );
    assert_change(
        "duties.toml",
        "words = [\"obóz\"]",
        "offsets = [\"+2d\"]",
        &[
            "duties.toml:17 words check-duty-words",
            "duties.toml:25 offsets check-duty-offset",
        ],
    );
    assert_change(
        "duties.toml",
        "\"-7d\"",
        "\"+7w\"",
        &["duties.toml:34 offsets check-duty-offset"],
    );
}

#[test]
fn without_places_a_problem_still_names_its_file() {
    let (mut knowledge, _) = Files::city().knowledge();
    knowledge.city.officer = "PNGA".to_owned();
    let problems = lint(&knowledge, &Places::default());
    assert_eq!(
        problems.iter().map(shown).collect::<Vec<_>>(),
        ["city.toml officer check-reference-near"]
    );
}
