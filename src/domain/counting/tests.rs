//! The vectors of the calendar (TV…), and all days of sixteen years against a slow calculation.

use chrono::Datelike as _;

use super::super::knowledge::{HolidayRule, Knowledge};
use super::almanac::{Almanac, day, days_of_the_years, town};
use super::*;

fn rule(amount: u16, measure: Measure, direction: Direction) -> Count {
    Count {
        amount,
        measure,
        direction,
        hard: false,
    }
}

/// Raw and last day of counting.
fn ends(rule: Count, event: &str) -> (String, String) {
    let town = town();
    let counted = rule.counted_from(day(event), &Calendar::of(&town), town.unit("PNGO"));
    let counted = counted.unwrap();
    (counted.raw.to_string(), counted.last.to_string())
}

#[track_caller]
fn assert_ends(rule: Count, event: &str, raw: &str, last: &str) {
    assert_eq!(ends(rule, event), (raw.to_owned(), last.to_owned()));
}

fn after(amount: u16, measure: Measure) -> Count {
    rule(amount, measure, Direction::After)
}

fn before(amount: u16, measure: Measure) -> Count {
    rule(amount, measure, Direction::Before)
}

#[test]
fn tv1_report_on_a_task_that_ended_with_the_year() {
    let report = after(30, Measure::Days);
    assert_ends(report, "2026-12-31", "2027-01-30", "2027-02-01");
    let town = town();
    let counted = report.counted_from(day("2026-12-31"), &Calendar::of(&town), None);
    let counted = counted.unwrap();
    assert!(counted.left_out.is_empty());
    let over = [
        ("2027-01-30", DayOff::Saturday),
        ("2027-01-31", DayOff::Sunday),
    ];
    let over = over.map(|(at, why)| Skipped { day: day(at), why });
    assert_eq!(counted.moved_over, over);
}

#[test]
fn tv2_register_of_owners_without_saturdays_and_holidays() {
    let days = after(14, Measure::WorkingDays);
    assert_ends(days, "2026-12-15", "2027-01-08", "2027-01-08");
    let town = town();
    let counted = days.counted_from(day("2026-12-15"), &Calendar::of(&town), None);
    let left_out: Vec<String> = counted.unwrap().left_out.iter().map(said).collect();
    assert_eq!(
        left_out,
        [
            "2026-12-19 Saturday",
            "2026-12-20 Sunday",
            "2026-12-24 Wigilia Bożego Narodzenia",
            "2026-12-25 Boże Narodzenie, pierwszy dzień",
            "2026-12-26 Boże Narodzenie, drugi dzień",
            "2026-12-27 Sunday",
            "2027-01-01 Nowy Rok",
            "2027-01-02 Saturday",
            "2027-01-03 Sunday",
            "2027-01-06 Święto Trzech Króli",
        ]
    );
}

fn said(skipped: &Skipped<'_>) -> String {
    let why = match skipped.why {
        DayOff::Holiday(holiday) => &holiday.name,
        DayOff::Saturday => "Saturday",
        DayOff::Sunday => "Sunday",
        DayOff::Closure(closure) => &closure.reason,
    };
    format!("{} {why}", skipped.day)
}

#[test]
fn tv3_publication_of_a_small_grant_within_seven_working_days() {
    assert_ends(
        after(7, Measure::WorkingDays),
        "2026-12-21",
        "2027-01-04",
        "2027-01-04",
    );
}

#[test]
fn tv3_a_closure_of_the_office_counts_only_where_the_record_says_so() {
    let office = after(7, Measure::OfficeDays);
    assert_ends(office, "2026-12-21", "2027-01-05", "2027-01-05");
    let town = town();
    let calendar = Calendar::of(&town);
    let counted = office.counted_from(day("2026-12-21"), &calendar, town.unit("PNGO"));
    let counted = counted.unwrap();
    let said: Vec<String> = counted.left_out.iter().map(said).collect();
    assert!(
        said.contains(&"2026-12-31 dzień wolny za święto w sobotę 26 grudnia".to_owned()),
        "{said:?}"
    );
    // Of no office in particular.
    let counted = office.counted_from(day("2026-12-21"), &calendar, None);
    assert_eq!(counted.unwrap().last, day("2027-01-04"));
    // An end on such a day stays.
    assert_ends(
        after(1, Measure::Days),
        "2026-12-30",
        "2026-12-31",
        "2026-12-31",
    );
}

#[test]
fn tv4_remarks_within_seven_days() {
    assert_ends(
        after(7, Measure::Days),
        "2027-01-04",
        "2027-01-11",
        "2027-01-11",
    );
}

#[test]
fn tv5_court_register_over_christmas() {
    assert_ends(
        after(7, Measure::Days),
        "2026-12-18",
        "2026-12-25",
        "2026-12-28",
    );
}

#[test]
fn tv6_at_least_21_days_from_the_last_announcement() {
    let town = town();
    let calendar = Calendar::of(&town);
    let announced = ["2026-11-20", "2026-11-23", "2026-11-20"].map(day);
    let earliest = earliest_deadline(&announced, &calendar).unwrap();
    assert_eq!(earliest.event, day("2026-11-23"));
    assert_eq!(earliest.raw, day("2026-12-14"));
    assert_eq!(earliest.last, day("2026-12-14"));
    assert_eq!(earliest_deadline(&[], &calendar), None);
}

#[test]
fn tv6_the_competitions_of_the_example_year() {
    let town = town();
    let calendar = Calendar::of(&town);
    for (announced, deadline, long_enough) in [
        ("2026-11-20", "2026-12-14", true),
        ("2026-11-23", "2026-12-15", true),
        ("2026-10-16", "2026-11-13", true),
        // Exactly 21 days.
        ("2027-01-08", "2027-01-29", true),
        ("2027-01-09", "2027-01-29", false),
        // By other laws, to which the 21 days do not apply.
        ("2026-12-07", "2026-12-22", false),
        ("2026-11-27", "2026-12-11", false),
    ] {
        let earliest = earliest_deadline(&[day(announced)], &calendar).unwrap();
        assert_eq!(day(deadline) >= earliest.raw, long_enough, "{announced}");
    }
}

#[test]
fn tv7_reasons_of_a_result_within_30_days() {
    assert_ends(
        after(30, Measure::Days),
        "2027-01-15",
        "2027-02-14",
        "2027-02-15",
    );
}

#[test]
fn tv8_counted_backward_it_never_moves_onward() {
    let camp = before(14, Measure::Days);
    assert_ends(camp, "2027-06-28", "2027-06-14", "2027-06-14");
    // From a Saturday, a Sunday, and a Monday of Easter.
    assert_ends(camp, "2027-06-26", "2027-06-12", "2027-06-11");
    assert_ends(camp, "2027-06-27", "2027-06-13", "2027-06-11");
    assert_ends(camp, "2027-04-12", "2027-03-29", "2027-03-26");
}

#[test]
fn tv9_confirmation_on_paper_within_three_working_days() {
    for measure in [Measure::WorkingDays, Measure::OfficeDays] {
        assert_ends(after(3, measure), "2026-12-14", "2026-12-17", "2026-12-17");
    }
}

#[test]
fn tv10_three_working_days_before_the_end_of_the_year() {
    assert_ends(
        before(3, Measure::WorkingDays),
        "2026-12-28",
        "2026-12-21",
        "2026-12-21",
    );
}

#[test]
fn tv14_report_that_would_be_due_on_corpus_christi() {
    let report = after(30, Measure::Days);
    assert_ends(report, "2027-04-27", "2027-05-27", "2027-05-28");
    let hard = Count {
        hard: true,
        ..report
    };
    assert_ends(hard, "2027-04-27", "2027-05-27", "2027-05-27");
}

#[test]
fn months_end_on_the_same_number_or_the_last_day() {
    let months = |amount| Count {
        hard: true,
        ..after(amount, Measure::Months)
    };
    for (event, amount, end) in [
        ("2027-01-30", 1, "2027-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2027-02-28", 1, "2027-03-28"),
        ("2027-08-31", 1, "2027-09-30"),
        ("2026-12-31", 3, "2027-03-31"),
        ("2026-11-15", 24, "2028-11-15"),
        ("2028-02-29", 12, "2029-02-28"),
    ] {
        assert_ends(months(amount), event, end, end);
    }
    // The end moves like any other, and back when counted backward.
    let one = after(1, Measure::Months);
    assert_ends(one, "2027-01-27", "2027-02-27", "2027-03-01");
    let back = before(1, Measure::Months);
    assert_ends(back, "2027-03-31", "2027-02-28", "2027-02-26");
}

#[test]
fn a_date_in_the_law_is_a_rule_with_nothing_to_count() {
    let date = after(0, Measure::Days);
    assert_ends(date, "2029-03-31", "2029-03-31", "2029-04-03");
    let hard = Count { hard: true, ..date };
    assert_ends(hard, "2029-03-31", "2029-03-31", "2029-03-31");
}

#[test]
fn every_day_of_the_years_is_off_or_not_as_printed() {
    let (town, almanac) = (town(), Almanac::new());
    let calendar = Calendar::of(&town);
    for day in days_of_the_years() {
        let off = off_by_law(&calendar, day).is_some();
        assert_eq!(off, almanac.is_off(day), "{day}");
    }
}

#[test]
fn every_count_of_the_years_is_as_calculated_slowly() {
    let (town, almanac) = (town(), Almanac::new());
    let calendar = Calendar::of(&town);
    let measures = [
        (Measure::Days, [0, 7, 14, 30, 90]),
        (Measure::Months, [1, 2, 3, 4, 5]),
        (Measure::WorkingDays, [0, 1, 3, 7, 14]),
    ];
    let amounts = measures
        .into_iter()
        .flat_map(|(measure, amounts)| amounts.map(|amount| (measure, amount)));
    for (measure, amount) in amounts {
        for direction in [Direction::After, Direction::Before] {
            let rule = rule(amount, measure, direction);
            let mut earlier = None;
            for event in days_of_the_years() {
                let counted = rule.counted_from(event, &calendar, None).unwrap();
                let (raw, last) = almanac.counted(rule, event);
                assert_eq!((counted.raw, counted.last), (raw, last), "{rule:?} {event}");
                assert_explained(&counted, &almanac);
                // A later event never ends earlier.
                assert!(earlier <= Some(last), "{rule:?} {event}");
                earlier = Some(last);
            }
        }
    }
}

/// The days that it names are all that lie between and do not count.
fn assert_explained(counted: &Counted<'_>, almanac: &Almanac) {
    let Counted {
        event,
        rule,
        raw,
        last,
        ..
    } = *counted;
    assert!(!almanac.is_off(last), "{counted:?}");
    if rule.direction == Direction::Before {
        assert!(last <= raw && raw <= event, "{counted:?}");
    } else {
        assert!(last >= raw && raw >= event, "{counted:?}");
    }
    let named = counted.left_out.iter().chain(&counted.moved_over);
    assert!(named.clone().all(|skipped| almanac.is_off(skipped.day)));
    assert_eq!(
        counted.moved_over.len() as i64,
        (last - raw).num_days().abs(),
        "{counted:?}"
    );
    if rule.measure == Measure::WorkingDays {
        let gone = (raw - event).num_days().abs();
        assert_eq!(
            gone,
            i64::from(rule.amount) + counted.left_out.len() as i64,
            "{counted:?}"
        );
    }
}

#[test]
fn what_cannot_be_counted_is_nothing() {
    let mut town = town();
    let far = after(u16::MAX, Measure::Days);
    let of = |rule: Count, event, town: &Knowledge| {
        rule.counted_from(event, &Calendar::of(town), None)
            .map(|counted| counted.raw)
    };
    assert_eq!(of(far, NaiveDate::MAX, &town), None);
    assert_eq!(of(before(1, Measure::Months), NaiveDate::MIN, &town), None);
    assert_eq!(
        of(after(1, Measure::WorkingDays), NaiveDate::MAX, &town),
        None
    );
    // Somebody who makes every day a holiday.
    let mut everything = town.holidays[0].clone();
    town.holidays.clear();
    for day in day("2028-01-01").iter_days().take(366) {
        everything.when = HolidayRule::Fixed {
            month: day.month(),
            day: day.day(),
        };
        town.holidays.push(everything.clone());
    }
    assert_eq!(
        of(after(1, Measure::WorkingDays), day("2027-01-01"), &town),
        None
    );
    assert_eq!(of(after(1, Measure::Days), day("2027-01-01"), &town), None);
}

#[test]
fn a_rule_survives_its_text() {
    let rule: Count =
        toml::from_str("amount = 14\nmeasure = \"working_days\"\ndirection = \"after\"").unwrap();
    assert_eq!(rule, after(14, Measure::WorkingDays));
    assert!(!toml::to_string(&rule).unwrap().contains("hard"));
    let hard = Count {
        hard: true,
        ..before(21, Measure::Days)
    };
    let text = serde_json::to_string(&hard).unwrap();
    assert_eq!(serde_json::from_str::<Count>(&text).unwrap(), hard);
    let misspelt = "amount = 14\nmeasure = \"days\"\ndirection = \"after\"\nhrad = true";
    assert!(toml::from_str::<Count>(misspelt).is_err());
}
