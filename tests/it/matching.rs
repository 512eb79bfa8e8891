//! Matching on the knowledge of the example city, and the cues in texts as it cuts them into words.

use chrono::NaiveDate;
use lacznik::bot::brain::{Brain, Pick, Verdict};
use lacznik::domain::conversation::Target;
use lacznik::domain::cues;
use lacznik::matching::function_words::{FunctionWords, Informative, LIGHT};
use lacznik::matching::text::{Word, words};

fn tokens(written: &[Word]) -> Vec<&str> {
    written.iter().map(|word| word.folded.as_str()).collect()
}

fn event_day(text: &str) -> Option<String> {
    let today: NaiveDate = "2026-11-23".parse().unwrap();
    let day = cues::event_day(&tokens(&words(text)), today);
    day.map(|day| day.to_string())
}

#[test]
fn a_text_names_the_day_of_an_event() {
    for (text, day) in [
        ("ile teraz", "2026-11-23"),
        ("oferta z 31.08.2026", "2026-08-31"),
        ("oferta z 31.08.2026 r.", "2026-08-31"),
        ("oferta z 31.08.2026r.", "2026-08-31"),
        ("oferta z 31 08 2026", "2026-08-31"),
        ("1.09.2026", "2026-09-01"),
        ("01-09-2026", "2026-09-01"),
        ("2026-09-01", "2026-09-01"),
        ("1 września 2026", "2026-09-01"),
        ("1 września 2026r.", "2026-09-01"),
        ("w sierpniu 2025", "2025-08-15"),
        ("w sierpniu", "2026-08-15"),
        ("w grudniu", "2025-12-15"),
        ("przed 1 września", "2026-08-31"),
        ("przed 1.09.2026", "2026-08-31"),
        ("przed wrześniem 2026", "2026-08-31"),
        ("po 1 września 2026", "2026-09-01"),
        ("3 maja", "2026-05-03"),
        ("w maju", "2026-05-15"),
        ("od maja", "2026-05-15"),
        ("oferta: maj 2026", "2026-05-15"),
        ("since May", "2026-05-15"),
        ("in March 2026", "2026-03-15"),
        ("from August 2026", "2026-08-15"),
        ("у травні", "2026-05-15"),
        ("teraz pytam o ofertę z 31.08.2026", "2026-08-31"),
        ("ile dziś, jeśli oferta z lipca 2026", "2026-07-15"),
    ] {
        assert_eq!(event_day(text).as_deref(), Some(day), "{text}");
    }
}

#[test]
fn words_that_look_like_months_are_no_dates() {
    for text in [
        "jaki limit mają małe granty",
        "may we get a small grant",
        "how much may an association get",
        "Marcin składa ofertę",
        "oferta Marcina i Maryny",
        "Czerwony Krzyż",
        "czerwona kartka",
        "klub z Augustowa",
        "major Kowalski",
        "majątek fundacji",
        "marsz równości, protest march",
        "Lipnica, Listopadowa",
        "od 31 lutego 2026",
        "przekazać 1,5% 2026",
        "mały grant 20 000 zł",
        "ile na mały grant",
    ] {
        assert_eq!(event_day(text), None, "{text}");
    }
}

#[test]
fn a_text_names_a_number_of_people() {
    let count = |text: &str, any| cues::people(&tokens(&words(text)), any);
    assert_eq!(count("sala na szkolenie 20 os.", false), Some(20));
    assert_eq!(count("sala 150osób", false), Some(150));
    assert_eq!(count("зал на 30 осіб", false), Some(30));
    assert_eq!(count("room for 40 people", false), Some(40));
    assert_eq!(count("tak z 30", true), Some(30));
    for text in [
        "sala 12 grudnia",
        "20 osiedli",
        "3 oświadczenia",
        "2 osobne umowy",
        "5 uczestnictw",
    ] {
        assert_eq!(count(text, false), None, "{text}");
    }
}

#[test]
fn whoever_cannot_get_through_says_so_with_any_spaces() {
    let unreachable = |text: &str| cues::is_unreachable(&tokens(&words(text)));
    for text in [
        "Nikt nie odbiera!",
        "tam  nikt\nnie odbiera",
        "nie odbiera telefonu",
        "nie mogę się   dodzwonić",
        "dzwonię, i nic",
        "Nobody answers the phone",
    ] {
        assert!(unreachable(text), "{text}");
    }
    for text in ["nie wiem, kiedy odbierają wnioski", "kto odbiera pisma", ""] {
        assert!(!unreachable(text), "{text}");
    }
}

#[test]
fn no_word_of_the_field_is_light_by_accident() {
    let knowledge = lacznik::app::example().unwrap();
    let forms = knowledge
        .concepts
        .iter()
        .flat_map(|concept| [&concept.pl, &concept.en, &concept.uk])
        .chain(knowledge.units.iter().map(|unit| &unit.words))
        .flatten();
    let function_words = FunctionWords::default();
    let listed: Vec<&str> = LIGHT.split_whitespace().collect();
    let by_accident: Vec<String> = forms
        .flat_map(|form| words(form))
        .filter(|word| function_words.informative(word) == Informative::Little)
        .map(|word| word.folded)
        .filter(|word| !listed.contains(&word.as_str()))
        .collect();
    assert_eq!(by_accident, Vec::<String>::new());
}

#[test]
fn the_code_of_every_unit_leads_to_it() {
    let brain = Brain::new(lacznik::app::example().unwrap(), 1);
    let today: NaiveDate = "2026-11-23".parse().unwrap();
    let of_target = |target: &Target| match target {
        Target::Unit(code) => vec![code.clone()],
        Target::Route(id) => {
            let contact = brain.contact(id, None);
            contact
                .map(|contact| contact.unit.code.clone())
                .into_iter()
                .collect()
        }
        Target::Entry(_) => Vec::new(),
    };
    let units = |text: &str| -> Vec<String> {
        match brain.judge(text, today).verdict {
            Verdict::Show(picks) => {
                let shown = picks.iter().flat_map(|pick| brain.units_of(pick));
                shown.map(|unit| unit.code.clone()).collect()
            }
            Verdict::Clarify(targets) => targets.iter().flat_map(of_target).collect(),
            _ => Vec::new(),
        }
    };
    let mut lost = Vec::new();
    for unit in &brain.knowledge.units {
        let code = &unit.code;
        for text in [
            code.clone(),
            format!("kontakt do {code}"),
            format!("gdzie jest {code}"),
        ] {
            let found = units(&text);
            if !found.contains(code) {
                lost.push(format!(
                    "{text}: {found:?} {:?}",
                    brain.judge(&text, today).verdict
                ));
            }
        }
        assert_eq!(
            brain.judge(code, today).verdict,
            Verdict::Show(vec![Pick::Unit(code.clone())])
        );
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn light_words_alone_are_not_answered() {
    let brain = Brain::new(lacznik::app::example().unwrap(), 1);
    let today: NaiveDate = "2026-11-23".parse().unwrap();
    for text in [
        "nowy rok",
        "numer pokoju",
        "osoby",
        "sprawa",
        "pomoc w sprawie organizacji",
        "urząd miasta",
    ] {
        let verdict = brain.judge(text, today).verdict;
        assert!(!matches!(verdict, Verdict::Show(_)), "{text}: {verdict:?}");
    }
}
