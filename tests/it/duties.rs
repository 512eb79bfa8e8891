//! Duties of the example city, as they come out of the database: counted as the law counts.

use chrono::NaiveDate;
use lacznik::domain::hours::Calendar;
use lacznik::domain::knowledge::Knowledge;
use lacznik::store::knowledge;

use crate::harness::TestBot;

async fn stored() -> Knowledge {
    let bot = TestBot::new().await;
    let mut tx = bot.store.begin().await.unwrap();
    knowledge::load(&mut tx).await.unwrap().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[tokio::test]
async fn what_was_imported_is_what_is_stored() {
    let duties = lacznik::app::example().unwrap().duties;
    assert!(!duties.is_empty());
    assert_eq!(stored().await.duties, duties);
}

#[tokio::test]
async fn from_what_happened_to_the_last_day() {
    let knowledge = stored().await;
    let calendar = Calendar::of(&knowledge);
    for (id, event, raw, last) in [
        ("krs-zmiana", "2026-12-18", "2026-12-25", "2026-12-28"),
        ("crbr", "2026-12-15", "2027-01-08", "2027-01-08"),
        (
            "sprawozdanie-z-zadania",
            "2026-12-31",
            "2027-01-30",
            "2027-02-01",
        ),
        (
            "sprawozdanie-z-zadania",
            "2027-04-27",
            "2027-05-27",
            "2027-05-28",
        ),
        (
            "uzasadnienie-wyniku",
            "2027-01-15",
            "2027-02-14",
            "2027-02-15",
        ),
        (
            "uwagi-do-malego-grantu",
            "2027-01-04",
            "2027-01-11",
            "2027-01-11",
        ),
        // Backward never comes later: 14 June is a Monday, 13 June would be a Sunday.
        (
            "wypoczynek-polkolonie",
            "2027-06-28",
            "2027-06-14",
            "2027-06-14",
        ),
        (
            "wypoczynek-polkolonie",
            "2027-06-27",
            "2027-06-13",
            "2027-06-11",
        ),
        // It says that it does not move.
        ("zwrot-dotacji", "2026-12-31", "2027-01-15", "2027-01-15"),
        ("zwrot-dotacji", "2026-12-11", "2026-12-26", "2026-12-26"),
    ] {
        let duty = knowledge.duties.iter().find(|duty| duty.id == id).unwrap();
        let counted = duty.counted_from(day(event), &calendar).unwrap();
        assert_eq!(
            (counted.raw, counted.last),
            (day(raw), day(last)),
            "{id} {event}"
        );
        assert_eq!(duty.next(day(event), &calendar), None, "{id}");
    }
}

#[tokio::test]
async fn the_next_day_in_the_year() {
    let knowledge = stored().await;
    let calendar = Calendar::of(&knowledge);
    for (id, today, last) in [
        ("cit-8", "2026-11-23", "2027-03-31"),
        // 31 March 2029 is a Saturday, and Easter follows.
        ("cit-8", "2029-03-31", "2029-04-03"),
        ("cit-8", "2029-04-03", "2029-04-03"),
        ("cit-8", "2029-04-04", "2030-04-01"),
        // A Saturday, and it does not move.
        ("sprawozdanie-wieloletnie", "2026-11-23", "2027-01-30"),
    ] {
        let duty = knowledge.duties.iter().find(|duty| duty.id == id).unwrap();
        let counted = duty.next(day(today), &calendar).unwrap();
        assert_eq!(counted.last, day(last), "{id} {today}");
        assert_eq!(duty.counted_from(day(today), &calendar), None, "{id}");
    }
}
