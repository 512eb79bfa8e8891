use chrono::TimeZone as _;

use super::super::hours::ZONE;
use super::super::message::Attachment;
use super::super::notice::{Audience, NoticeFile};
use super::*;

fn at(text: &str) -> DateTime<Utc> {
    let clock: chrono::NaiveDateTime = text.parse().unwrap();
    ZONE.from_local_datetime(&clock)
        .earliest()
        .unwrap()
        .to_utc()
}

/// An office that is open from Monday to Friday, 7:30 to 15:30, and closed on 24 December.
fn town() -> Knowledge {
    let table = r#"
        [city]
        name = "Przykładowo"
        office = "Urząd Miasta"
        officer = "PNGO"
        data_protection = "PNGO"
        emergency = "PNGO"
        example = true
        [[units]]
        code = "PNGO"
        name = "Pełnomocnik"
        level = "gmina"
        place = "pok. 1"
        matters = ""
        schedule = "um"
        verified_on = 2026-11-01
        [[schedules]]
        id = "um"
        mon = "7:30-15:30"
        tue = "7:30-15:30"
        wed = "7:30-15:30"
        thu = "7:30-15:30"
        fri = "7:30-15:30"
        [[topics]]
        id = "sport"
        name = "Sport"
        [[topics]]
        id = "pilne"
        name = "Pilne"
        [[closures]]
        from = 2026-12-24
        reason = "Wigilia"
        [[holidays]]
        name = "Boże Narodzenie"
        month = 12
        day = 25
    "#;
    let parsed: toml::Table = table.parse().unwrap();
    fn read<T: serde::de::DeserializeOwned>(table: &toml::Table, name: &str) -> T {
        table[name].clone().try_into().unwrap()
    }
    Knowledge {
        city: read(&parsed, "city"),
        units: read(&parsed, "units"),
        schedules: read(&parsed, "schedules"),
        topics: read(&parsed, "topics"),
        closures: read(&parsed, "closures"),
        holidays: read(&parsed, "holidays"),
        clarifiers: Vec::new(),
        routes: Vec::new(),
        entries: Vec::new(),
        phrases: Vec::new(),
        concepts: Vec::new(),
        duties: Vec::new(),
        golden: Vec::new(),
    }
}

fn content(text: &str) -> Content {
    Content {
        text: text.to_owned(),
        audience: Audience {
            topics: vec!["sport".to_owned()],
            kinds: Vec::new(),
        },
        ..Content::default()
    }
}

fn names(content: &Content, change: impl Fn(&mut Around<'_>)) -> Vec<&'static str> {
    let town = town();
    let mut around = Around {
        now: at("2026-11-23T12:00:00"),
        knowledge: &town,
        sent_today: &[],
        recipients: 10,
        has_file: true,
        parts: &[],
    };
    change(&mut around);
    let lints = lints(content, &around);
    let stops = stop(&lints);
    let names: Vec<_> = lints.iter().map(|lint| lint.kind.name()).collect();
    assert_eq!(
        stops,
        lints.iter().any(|lint| lint.severity == Severity::Block),
        "{names:?}"
    );
    names
}

#[test]
fn texts_are_looked_at() {
    let long = "słowo ".repeat(36);
    let just_short = "słowo ".repeat(35);
    for (text, expected) in [
        ("Nabór trwa do piątku 4 grudnia, do 15:30.", vec![]),
        ("", vec!["empty"]),
        (" \n", vec!["empty"]),
        ("Spotkanie 12 listopada.", vec!["past_date"]),
        ("Spotkanie dziś o 11:00.", vec!["past_date"]),
        ("Spotkanie dziś o 13:00.", vec![]),
        ("Zmiana uchwały z 12 listopada 2020 r.", vec![]),
        (
            "Spotkanie w piątek 3 grudnia 2026 r.",
            vec!["wrong_weekday"],
        ),
        ("Spotkanie w czwartek 3 grudnia 2026 r.", vec![]),
        ("Spotkanie 31 listopada.", vec!["no_such_date"]),
        ("Oferty do 4 grudnia, do godz. 16:00.", vec!["after_hours"]),
        ("Oferty do 4 grudnia, godz. 15:30.", vec![]),
        ("Oferty do 5 grudnia.", vec!["day_off"]),
        ("Oferty do 24 grudnia.", vec!["day_off"]),
        ("Oferty do 25 grudnia, do 12:00.", vec!["day_off"]),
        ("Koncert 5 grudnia o 19:00.", vec![]),
        (
            "Więcej: http://example.org/nabor.",
            vec!["not_https_in_text"],
        ),
        ("Więcej: https://example.org/nabor.", vec![]),
        (&long, vec!["long_sentence"]),
        (&just_short, vec![]),
    ] {
        assert_eq!(names(&content(text), |_| ()), expected, "{text}");
    }
}

#[test]
fn sentences_end_where_they_end() {
    for (text, lengths) in [
        ("Raz dwa. Trzy!", vec![2, 1, 0]),
        (
            "Pokój przy ul. Długiej 5, tel. 12. Zapraszamy.",
            vec![7, 1, 0],
        ),
        ("Do 4 grudnia 2026 r. można złożyć ofertę.", vec![8, 0]),
        ("- raz\n- dwa", vec![1, 1]),
    ] {
        let found: Vec<usize> = sentences(text).iter().map(Vec::len).collect();
        assert_eq!(found, lengths, "{text}");
    }
}

#[test]
fn what_is_missing_stops_it() {
    let text = "Nabór trwa.";
    let with = |change: &dyn Fn(&mut Content)| {
        let mut changed = content(text);
        change(&mut changed);
        changed
    };
    let file = NoticeFile {
        attachment: Attachment {
            id: "1".to_owned(),
            picture: false,
        },
        name: "a.pdf".to_owned(),
    };
    let no_topics = with(&|content| content.audience.topics.clear());
    let unknown = with(&|content| content.audience.topics.push("ufo".to_owned()));
    let link = |link: &str| with(&|content| content.link = Some(link.to_owned()));
    let with_file = with(&|content| content.file = Some(file.clone()));
    let planned = |when: &str| with(&|content| content.at = Some(at(when)));
    assert_eq!(names(&no_topics, |_| ()), ["no_topics"]);
    assert_eq!(names(&unknown, |_| ()), ["unknown_topic"]);
    assert_eq!(
        names(&content(text), |around| around.recipients = 0),
        ["nobody"]
    );
    assert_eq!(names(&link("http://example.org"), |_| ()), ["not_https"]);
    assert_eq!(names(&link("example.org"), |_| ()), ["not_https"]);
    assert!(names(&link("https://example.org/a?b#c"), |_| ()).is_empty());
    assert_eq!(
        names(&with_file, |around| around.has_file = false),
        ["no_file"]
    );
    assert!(names(&with_file, |_| ()).is_empty());
    assert_eq!(
        names(&planned("2026-11-23T11:59:00"), |_| ()),
        ["time_passed"]
    );
    assert_eq!(names(&planned("2026-11-23T21:00:00"), |_| ()), ["night"]);
    assert!(names(&planned("2026-11-24T09:00:00"), |_| ()).is_empty());
    let night = |around: &mut Around<'_>| around.now = at("2026-11-23T23:00:00");
    assert_eq!(names(&content(text), night), ["night"]);
    let urgent = with(&|content| content.audience.topics = vec![URGENT.to_owned()]);
    assert!(names(&urgent, night).is_empty());
    let parts = [(Platform::Telegram, 1), (Platform::Discord, 2)];
    let mut around_parts = names(&content(text), |_| ());
    assert!(around_parts.is_empty());
    let town = town();
    let around = Around {
        now: at("2026-11-23T12:00:00"),
        knowledge: &town,
        sent_today: &[],
        recipients: 1,
        has_file: true,
        parts: &parts,
    };
    around_parts = lints(&content(text), &around)
        .iter()
        .map(|lint| lint.kind.name())
        .collect();
    assert_eq!(around_parts, ["in_parts"]);
}

#[test]
fn what_went_out_today_is_remembered() {
    let town = town();
    let sent = |text: &str, topic: &str| {
        vec![Sent {
            number: 13,
            text: text.to_owned(),
            topics: vec![topic.to_owned()],
        }]
    };
    let text = "Nabór na małe granty dla klubów trwa do piątku, prosimy o oferty na papierze.";
    for (sent, expected) in [
        (sent(text, "kultura"), vec!["sent_today"]),
        (
            sent(&text.to_uppercase().replace(',', ""), "kultura"),
            vec!["sent_today"],
        ),
        (sent("Inny tekst", "sport"), vec!["topics_today"]),
        (sent("Inny tekst", "kultura"), vec![]),
    ] {
        let around = Around {
            now: at("2026-11-23T12:00:00"),
            knowledge: &town,
            sent_today: &sent,
            recipients: 1,
            has_file: true,
            parts: &[],
        };
        let names: Vec<_> = lints(&content(text), &around)
            .iter()
            .map(|lint| lint.kind.name())
            .collect();
        assert_eq!(names, expected);
    }
}
