use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A Monday.
const TODAY: &str = "2026-11-23";

fn shown(text: &str) -> Vec<String> {
    let show = |found: Found| {
        let mut shown = found.day.map_or("?".to_owned(), |day| day.to_string());
        if let Some(weekday) = found.weekday {
            shown += &format!(" {weekday}");
        }
        if let Some(time) = found.time {
            shown += &time.format(" %H:%M").to_string();
        }
        if found.is_deadline {
            shown += " end";
        }
        if found.is_origin {
            shown += " origin";
        }
        shown
    };
    found_in(text, day(TODAY)).into_iter().map(show).collect()
}

#[test]
fn dates_are_found_as_people_write_them() {
    for (text, dates) in [
        ("Nabór trwa do 12 grudnia 2026 r.", vec!["2026-12-12 end"]),
        (
            "oferty do 12.12.2026, godz. 15.30",
            vec!["2026-12-12 15:30 end"],
        ),
        (
            "we wtorek, 12 grudnia o 10:00",
            vec!["2026-12-12 Tue 10:00"],
        ),
        ("12 grudnia (sobota)", vec!["2026-12-12 Sat"]),
        (
            "12 grudnia 2026 r. (sobota), 9:00",
            vec!["2026-12-12 Sat 09:00"],
        ),
        (
            "Termin: piątek 4 grudnia, do 15:30.",
            vec!["2026-12-04 Fri 15:30 end"],
        ),
        (
            "do dnia 4 grudnia do godz. 16",
            vec!["2026-12-04 16:00 end"],
        ),
        ("jutro do 17:30", vec!["2026-11-24 17:30 end"]),
        (
            "do 15:30 w piątek 4 grudnia",
            vec!["2026-12-04 Fri 15:30 end"],
        ),
        (
            "Spotkanie 2026-12-01 w godz. 10:00–12:00",
            vec!["2026-12-01 12:00"],
        ),
        ("5 stycznia", vec!["2027-01-05"]),
        ("12 listopada", vec!["2026-11-12"]),
        ("w piątek 12 listopada", vec!["2027-11-12 Fri"]),
        ("31 listopada", vec!["?"]),
        ("7–9 grudnia", vec!["2026-12-09"]),
        (
            "ustawa z dnia 24 kwietnia 2003 r.",
            vec!["2003-04-24 origin"],
        ),
        ("Od 1 września 2026 r. limit", vec!["2026-09-01 origin"]),
        (
            "Spotkanie 1 grudnia. Biuro czynne do 15:30.",
            vec!["2026-12-01"],
        ),
        ("1 grudnia\n10:00 start", vec!["2026-12-01"]),
        ("od 1 do 4 grudnia", vec!["2026-12-04 end"]),
        ("Pokój 12, III piętro, tel. 12 345 67 89", vec![]),
        ("wersja 1.2.3, kwota 10.50 zł, 20 000 zł", vec![]),
        ("5 maja się nie zgadza 99 maja", vec!["2027-05-05"]),
        ("29 lutego", vec!["?"]),
        ("", vec![]),
    ] {
        assert_eq!(shown(text), dates, "{text}");
    }
}

fn at(text: &str) -> DateTime<Utc> {
    let clock: NaiveDateTime = text.parse().unwrap();
    ZONE.from_local_datetime(&clock)
        .earliest()
        .unwrap()
        .to_utc()
}

#[test]
fn moments_are_read_from_words() {
    let now = at("2026-11-23T12:00:00");
    for (text, read) in [
        ("jutro o 9", "2026-11-24T09:00:00"),
        ("Jutro, 9:30.", "2026-11-24T09:30:00"),
        ("2026-12-01 10:00", "2026-12-01T10:00:00"),
        ("2026-12-01T10:00", "2026-12-01T10:00:00"),
        ("1.12.2026 10.15", "2026-12-01T10:15:00"),
        ("1 grudnia o 10", "2026-12-01T10:00:00"),
        ("1 grudnia 2026 r. godz. 10", "2026-12-01T10:00:00"),
        ("w poniedziałek 8:30", "2026-11-30T08:30:00"),
        ("w poniedziałek 12:30", "2026-11-23T12:30:00"),
        ("we wtorek 1 grudnia 8:30", "2026-12-01T08:30:00"),
        ("dziś o 15", "2026-11-23T15:00:00"),
        ("15:30", "2026-11-23T15:30:00"),
        ("pojutrze o 8", "2026-11-25T08:00:00"),
        ("za godzinę", "2026-11-23T13:00:00"),
        ("za 30 minut", "2026-11-23T12:30:00"),
        ("tomorrow at 9", "2026-11-24T09:00:00"),
        ("завтра о 9", "2026-11-24T09:00:00"),
    ] {
        assert_eq!(moment(text, now), Ok(Some(at(read))), "{text}");
    }
    for text in ["teraz", "Od razu.", "now"] {
        assert_eq!(moment(text, now), Ok(None), "{text}");
    }
    let clock = |text: &str| text.parse::<NaiveDateTime>().unwrap();
    for (text, error) in [
        ("", NotAMoment::Unknown),
        ("kiedyś", NotAMoment::Unknown),
        ("jutro rano", NotAMoment::Unknown),
        ("31 listopada o 10", NotAMoment::Unknown),
        ("we wtorek 2 grudnia 8:30", NotAMoment::Unknown),
        ("jutro", NotAMoment::NoHour),
        ("dziś o 9", NotAMoment::Past(clock("2026-11-23T09:00:00"))),
        (
            "2026-01-10 10:00",
            NotAMoment::Past(clock("2026-01-10T10:00:00")),
        ),
        (
            "2028-12-01 10:00",
            NotAMoment::Far(clock("2028-12-01T10:00:00")),
        ),
        (
            "28 marca 2:30",
            NotAMoment::NoSuchHour(clock("2027-03-28T02:30:00")),
        ),
    ] {
        assert_eq!(moment(text, now), Err(error), "{text}");
    }
}

#[test]
fn the_hour_that_comes_twice_is_the_first() {
    let now = at("2026-10-24T12:00:00");
    let read = moment("jutro o 2:30", now).unwrap().unwrap();
    assert_eq!(read.to_rfc3339(), "2026-10-25T00:30:00+00:00");
}
