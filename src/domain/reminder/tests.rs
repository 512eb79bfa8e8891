//! Reminders as examples, and for every day of sixteen years against a slow calculation.

use super::super::counting::Counted;
use super::super::counting::almanac::{day, town};
use super::super::knowledge::Knowledge;
use super::*;

mod years;

fn at(wall: &str) -> DateTime<Utc> {
    instant(wall.parse().unwrap())
}

fn wall(at: DateTime<Utc>) -> String {
    local(at).format("%a %Y-%m-%d %H:%M").to_string()
}

/// A deadline such as `2026-12-14` or `2026-12-14 15:30`.
fn on(text: &str) -> Deadline {
    let (date, time) = text.split_once(' ').unwrap_or((text, ""));
    let time = (!time.is_empty()).then(|| format!("{time}:00").parse().unwrap());
    Deadline::on(day(date), time)
}

fn counted(town: &Knowledge, amount: u16, event: &str) -> Deadline {
    let count = Count {
        amount,
        measure: Measure::Days,
        direction: Direction::After,
        hard: false,
    };
    let counted: Counted<'_> = count
        .counted_from(day(event), &Calendar::of(town), None)
        .unwrap();
    Deadline::counted(&counted, None)
}

fn offsets(texts: &str) -> Vec<Offset> {
    texts.split(' ').map(|text| text.parse().unwrap()).collect()
}

fn written(offsets: &[Offset]) -> String {
    let texts: Vec<String> = offsets.iter().map(Offset::to_string).collect();
    texts.join(" ")
}

fn lines(reminders: &[Reminder]) -> Vec<String> {
    let line =
        |reminder: &Reminder| format!("{}: {}", wall(reminder.at), written(&reminder.offsets));
    reminders.iter().map(line).collect()
}

/// All reminders, seen from long before.
fn whole(deadline: &Deadline, texts: &str) -> Vec<String> {
    let town = town();
    let plan = plan(
        deadline,
        &offsets(texts),
        &Calendar::of(&town),
        at("2020-01-01T00:00:00"),
    );
    assert!(plan.missed.is_empty());
    lines(&plan.ahead)
}

#[test]
fn an_offset_survives_its_text() {
    for text in ["-14d", "-0d", "-3w", "-2h", "+7d", "+11w", "-65535d"] {
        let offset: Offset = text.parse().unwrap();
        assert_eq!(offset.to_string(), text);
        let json = serde_json::to_string(&offset).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Offset>(&json).unwrap(), offset);
    }
    for text in [
        "", "-", "d", "-d", "3d", "-3", "+2h", "-+3d", "--3d", "-3 d", "-3x", "-65536d", "−3d",
        "-3ł",
    ] {
        assert_eq!(text.parse::<Offset>(), Err(NotAnOffset), "{text}");
    }
}

#[test]
fn the_default_before_a_deadline_at_an_hour() {
    // Three days before is a Friday, and one day before a Sunday.
    assert_eq!(
        whole(&on("2026-12-14 15:30"), &written(&DEFAULT_OFFSETS)),
        [
            "Mon 2026-11-30 09:00: -14d",
            "Mon 2026-12-07 09:00: -7d",
            "Fri 2026-12-11 09:00: -3d -1d",
            "Mon 2026-12-14 08:00: -0d",
        ]
    );
}

#[test]
fn a_day_without_an_hour_begins_at_nine() {
    assert_eq!(
        whole(&on("2027-03-31"), "-1d -0d"),
        ["Tue 2027-03-30 09:00: -1d", "Wed 2027-03-31 09:00: -0d"]
    );
}

#[test]
fn tv1_reminders_go_by_the_raw_date() {
    let deadline = counted(&town(), 30, "2026-12-31");
    assert_eq!(deadline.day, day("2027-02-01"));
    assert_eq!(
        whole(&deadline, "-3d -1d -0d"),
        ["Wed 2027-01-27 09:00: -3d", "Fri 2027-01-29 09:00: -1d -0d"]
    );
}

#[test]
fn tv10_three_working_days_before_the_end_of_the_year() {
    assert_eq!(
        whole(&on("2026-12-28"), "-3w"),
        ["Mon 2026-12-21 09:00: -3w"]
    );
}

#[test]
fn tv11_hours_before_are_hours_across_both_changes() {
    assert_eq!(
        whole(&on("2026-10-26 12:00"), "-72h -3d"),
        ["Fri 2026-10-23 09:00: -3d", "Fri 2026-10-23 13:00: -72h"]
    );
    assert_eq!(
        whole(&on("2027-03-30 12:00"), "-96h -4d"),
        ["Fri 2027-03-26 09:00: -4d", "Fri 2027-03-26 11:00: -96h"]
    );
}

#[test]
fn hours_before_keep_to_the_hours_for_reminders() {
    for (deadline, offset, due) in [
        ("2026-12-14 15:30", "-3h", "Mon 2026-12-14 12:30"),
        // Two hours are left at least.
        ("2026-12-14 15:30", "-0h", "Mon 2026-12-14 13:30"),
        // Before nine it is the morning of the last day, and before that the working day before.
        ("2026-12-14 15:30", "-7h", "Mon 2026-12-14 08:00"),
        ("2026-12-14 15:30", "-8h", "Fri 2026-12-11 18:00"),
        ("2026-12-14 15:30", "-24h", "Fri 2026-12-11 18:00"),
        ("2027-03-12 23:59", "-2h", "Fri 2027-03-12 18:00"),
        ("2027-03-12", "-6h", "Fri 2027-03-12 18:00"),
        ("2027-03-12", "-7h", "Fri 2027-03-12 17:00"),
    ] {
        let expected = format!("{due}: {offset}");
        assert_eq!(whole(&on(deadline), offset), [expected], "{deadline}");
    }
}

#[test]
fn a_deadline_early_in_the_day_has_its_morning_the_day_before() {
    assert_eq!(
        whole(&on("2026-12-15 09:30"), "-1d -0d -1h"),
        ["Mon 2026-12-14 09:00: -1d -0d", "Mon 2026-12-14 18:00: -1h"]
    );
    assert_eq!(
        whole(&on("2026-12-15 10:00"), "-0d"),
        ["Tue 2026-12-15 08:00: -0d"]
    );
}

#[test]
fn a_deadline_on_a_day_off_has_its_morning_on_the_working_day_before() {
    assert_eq!(
        whole(&on("2026-12-26 12:00"), "-1d -0d -2h"),
        ["Wed 2026-12-23 09:00: -1d -0d", "Wed 2026-12-23 18:00: -2h"]
    );
}

#[test]
fn a_day_on_which_only_the_office_is_closed_is_a_day_for_reminders() {
    assert_eq!(
        whole(&on("2027-01-04"), "-1d"),
        ["Thu 2026-12-31 09:00: -1d"]
    );
}

#[test]
fn after_an_event_days_off_move_back_but_not_onto_the_event() {
    // Seven days for the court register, from a Friday over Christmas.
    let deadline = counted(&town(), 7, "2026-12-18");
    assert_eq!(
        whole(&deadline, "+1d +4d +6d +30d"),
        [
            "Mon 2026-12-21 09:00: +1d",
            "Tue 2026-12-22 09:00: +4d",
            // What is asked for after the end comes in time.
            "Wed 2026-12-23 09:00: +6d +30d",
        ]
    );
    assert_eq!(
        whole(&counted(&town(), 14, "2026-12-15"), "+1w +7w"),
        ["Wed 2026-12-16 09:00: +1w", "Mon 2026-12-28 09:00: +7w"]
    );
}

#[test]
fn without_an_event_before_it_there_is_nothing_after_an_event() {
    let camp = Deadline {
        event: Some(day("2027-06-28")),
        ..on("2027-06-14")
    };
    assert!(whole(&camp, "+1d +1w").is_empty());
    assert!(whole(&on("2027-06-14"), "+1d +1w").is_empty());
}

#[test]
fn what_lies_in_the_past_is_not_planned() {
    let town = town();
    let (calendar, deadline) = (Calendar::of(&town), on("2026-12-14 15:30"));
    let split = |now| {
        let plan = plan(&deadline, &DEFAULT_OFFSETS, &calendar, at(now));
        let written = |reminders: &[Reminder]| {
            let offsets: Vec<_> = reminders
                .iter()
                .flat_map(|one| one.offsets.clone())
                .collect();
            written(&offsets)
        };
        (written(&plan.missed), written(&plan.ahead))
    };
    let both = |missed: &str, ahead: &str| (missed.to_owned(), ahead.to_owned());
    assert_eq!(
        split("2026-11-30T09:00:00"),
        both("", "-14d -7d -3d -1d -0d")
    );
    assert_eq!(
        split("2026-11-30T09:00:01"),
        both("-14d", "-7d -3d -1d -0d")
    );
    assert_eq!(
        split("2026-12-14T12:00:00"),
        both("-14d -7d -3d -1d -0d", "")
    );
}

#[test]
fn the_same_offset_twice_is_one() {
    assert_eq!(
        whole(&on("2026-12-14 15:30"), "-0d -0d"),
        ["Mon 2026-12-14 08:00: -0d"]
    );
}

/// The catch-up of a deadline whose reminders were all missed that were due before now.
fn catch_up(deadline: &Deadline, texts: &str, now: &str) -> Option<(String, String, Left)> {
    let town = town();
    let (calendar, now) = (Calendar::of(&town), at(now));
    let plan = plan(deadline, &offsets(texts), &calendar, now);
    let catch_up = plan.catch_up(deadline, &calendar, now)?;
    Some((wall(catch_up.at), written(&catch_up.offsets), catch_up.left))
}

fn left(days: i64, hours: i64, minutes: i64) -> Left {
    Left::Time {
        days,
        time: TimeDelta::hours(hours) + TimeDelta::minutes(minutes),
    }
}

#[track_caller]
fn assert_catch_up(deadline: &str, texts: &str, now: &str, at: &str, covers: &str, left: Left) {
    let found = catch_up(&on(deadline), texts, now);
    assert_eq!(found, Some((at.to_owned(), covers.to_owned(), left)));
}

#[test]
fn everything_that_was_missed_is_one_catch_up_with_the_true_time() {
    let deadline = "2026-12-14 15:30";
    assert_catch_up(
        deadline,
        "-14d -7d -3d -0d",
        "2026-12-09T11:30:00",
        "Wed 2026-12-09 11:30",
        "-14d -7d",
        left(5, 5 * 24 + 4, 0),
    );
    // At night it waits for the morning, and takes what is planned then.
    assert_catch_up(
        deadline,
        "-7d -4d",
        "2026-12-09T23:10:00",
        "Thu 2026-12-10 09:00",
        "-7d -4d",
        left(4, 4 * 24 + 6, 30),
    );
    assert_catch_up(
        deadline,
        "-3d -0d",
        "2026-12-12T10:00:00",
        "Mon 2026-12-14 08:00",
        "-3d -0d",
        left(0, 7, 30),
    );
    // In the last two hours as well.
    assert_catch_up(
        deadline,
        "-3d -0d",
        "2026-12-14T15:00:00",
        "Mon 2026-12-14 15:00",
        "-3d -0d",
        left(0, 0, 30),
    );
    assert_eq!(
        catch_up(&on(deadline), "-3d -0d", "2026-12-11T09:00:00"),
        None
    );
}

#[test]
fn a_catch_up_comes_on_a_day_off_or_at_night_rather_than_too_late() {
    // Monday morning would leave an hour and a half.
    let early = "2026-12-14 09:30";
    assert_catch_up(
        early,
        "-3d",
        "2026-12-12T20:00:00",
        "Sun 2026-12-13 09:00",
        "-3d",
        left(1, 24, 30),
    );
    assert_catch_up(
        early,
        "-3d",
        "2026-12-13T20:00:00",
        "Mon 2026-12-14 08:00",
        "-3d",
        left(0, 1, 30),
    );
    assert_catch_up(
        "2026-12-14 07:30",
        "-3d",
        "2026-12-14T03:00:00",
        "Mon 2026-12-14 03:00",
        "-3d",
        left(0, 4, 30),
    );
}

#[test]
fn what_is_hardly_late_does_not_wait_for_the_morning() {
    // 93 hours before is a Friday at half past six, and so at six.
    for (now, at, left) in [
        (
            "2027-03-12T18:15:00",
            "Fri 2027-03-12 18:15",
            left(4, 93, 15),
        ),
        (
            "2027-03-12T18:16:00",
            "Mon 2027-03-15 09:00",
            left(1, 30, 30),
        ),
    ] {
        assert_catch_up("2027-03-16 15:30", "-93h", now, at, "-93h", left);
    }
}

#[test]
fn when_it_has_passed_one_sentence_says_so() {
    let deadline = "2026-12-11 15:30";
    assert_catch_up(
        deadline,
        "-3d -0d",
        "2026-12-11T15:30:00",
        "Fri 2026-12-11 15:30",
        "-3d -0d",
        Left::Nothing,
    );
    assert_catch_up(
        deadline,
        "-3d -0d",
        "2026-12-11T19:00:00",
        "Mon 2026-12-14 09:00",
        "-3d -0d",
        Left::Nothing,
    );
}

#[test]
fn a_raw_date_that_is_over_leaves_the_days_until_the_last() {
    let found = catch_up(
        &counted(&town(), 30, "2026-12-31"),
        "-1d",
        "2027-01-30T12:00:00",
    );
    let expected = (
        "Mon 2027-02-01 09:00".to_owned(),
        "-1d".to_owned(),
        left(0, 15, 0),
    );
    assert_eq!(found, Some(expected));
}

#[test]
fn until_confirmed_there_is_one_on_each_working_morning() {
    let town = town();
    let calendar = Calendar::of(&town);
    let repeats = |deadline: &str, after: &str| -> Vec<String> {
        let deadline = on(deadline);
        let next = |after: &DateTime<Utc>| next_repeat(&deadline, &calendar, *after);
        let repeats = std::iter::successors(next(&at(after)), next);
        repeats.map(wall).collect()
    };
    assert_eq!(
        repeats("2026-12-29 15:30", "2026-12-22T09:00:00"),
        [
            "Wed 2026-12-23 09:00",
            "Mon 2026-12-28 09:00",
            "Tue 2026-12-29 08:00",
        ]
    );
    assert_eq!(
        repeats("2026-12-29 09:30", "2026-12-23T12:30:00"),
        ["Mon 2026-12-28 09:00"]
    );
    assert!(repeats("2026-12-27", "2026-12-23T09:00:00").is_empty());
}

#[test]
fn a_plan_survives_dates_at_the_edge_of_the_calendar() {
    let town = town();
    let calendar = Calendar::of(&town);
    let now = at("2026-11-23T12:00:00");
    let offsets = offsets("-65535d -65535w -65535h +65535d +65535w");
    for date in ["0001-01-01", "9999-12-31"] {
        let deadline = Deadline {
            event: Some(day(date).pred_opt().unwrap()),
            ..on(date)
        };
        let plan = plan(&deadline, &offsets, &calendar, now);
        assert_eq!(plan.missed.is_empty(), date == "9999-12-31");
        plan.catch_up(&deadline, &calendar, now);
        next_repeat(&deadline, &calendar, now);
    }
}
