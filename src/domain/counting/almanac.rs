//! What the tests check against: the example city, and a calendar that is written down rather than computed.

use chrono::{Datelike, NaiveDate};
use std::collections::BTreeSet;

use super::super::knowledge::{City, Knowledge};
use super::{Count, Direction, Measure};

const FIRST_YEAR: i32 = 2025;
const LAST_YEAR: i32 = 2040;

/// Easter Sundays, as they are printed, of the years that are looked at and the ones around them.
const EASTER: [&str; 18] = [
    "2024-03-31",
    "2025-04-20",
    "2026-04-05",
    "2027-03-28",
    "2028-04-16",
    "2029-04-01",
    "2030-04-21",
    "2031-04-13",
    "2032-03-28",
    "2033-04-17",
    "2034-04-09",
    "2035-03-25",
    "2036-04-13",
    "2037-04-05",
    "2038-04-25",
    "2039-04-10",
    "2040-04-01",
    "2041-04-21",
];

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The holidays and closures of the example city.
pub fn town() -> Knowledge {
    fn list<T: serde::de::DeserializeOwned>(text: &str, name: &str) -> Vec<T> {
        let table: toml::Table = text.parse().unwrap();
        table[name].clone().try_into().unwrap()
    }
    let units = r#"
        [[unit]]
        code = "PNGO"
        name = "Pełnomocnik"
        level = "gmina"
        place = "pok. 1"
        matters = ""
        verified_on = 2026-11-01
    "#;
    Knowledge {
        city: City {
            name: "Przykładowo".to_owned(),
            office: "Urząd Miasta".to_owned(),
            officer: "PNGO".to_owned(),
            data_protection: "PNGO".to_owned(),
            example: true,
            site: None,
        },
        schedules: Vec::new(),
        units: list(units, "unit"),
        clarifiers: Vec::new(),
        routes: Vec::new(),
        topics: Vec::new(),
        entries: Vec::new(),
        phrases: Vec::new(),
        concepts: Vec::new(),
        holidays: list(
            include_str!("../../../config/example/holidays.toml"),
            "holiday",
        ),
        closures: list(
            include_str!("../../../config/example/closures.toml"),
            "closure",
        ),
        duties: Vec::new(),
        golden: Vec::new(),
    }
}

/// Public holidays of the years around those that are looked at, written down rather than computed.
pub struct Almanac {
    holidays: BTreeSet<NaiveDate>,
}

impl Almanac {
    pub fn new() -> Self {
        let fixed = "01-01 01-06 05-01 05-03 08-15 11-01 11-11 12-24 12-25 12-26";
        let fixed = (FIRST_YEAR - 1..=LAST_YEAR + 1).flat_map(|year| {
            fixed
                .split(' ')
                // The law has Christmas Eve since 2025.
                .filter(move |date| *date != "12-24" || year >= 2025)
                .map(move |date| day(&format!("{year}-{date}")))
        });
        let moved = EASTER
            .iter()
            .flat_map(|easter| [0, 1, 49, 60].map(|later| day(easter) + chrono::Days::new(later)));
        Self {
            holidays: fixed.chain(moved).collect(),
        }
    }

    pub fn is_off(&self, day: NaiveDate) -> bool {
        // The first day of the year 1 was a Monday.
        (day.num_days_from_ce() - 1) % 7 >= 5 || self.holidays.contains(&day)
    }

    /// What the rule gives, day by day and number by number.
    pub fn counted(&self, rule: Count, event: NaiveDate) -> (NaiveDate, NaiveDate) {
        let step = |day: NaiveDate| match rule.direction {
            Direction::After => day.succ_opt().unwrap(),
            Direction::Before => day.pred_opt().unwrap(),
        };
        let mut raw = event;
        match rule.measure {
            Measure::Months => {
                let sign = if rule.direction == Direction::After {
                    1
                } else {
                    -1
                };
                let months =
                    event.year() * 12 + event.month0() as i32 + sign * i32::from(rule.amount);
                let (year, month) = (months.div_euclid(12), months.rem_euclid(12) as u32 + 1);
                let numbers = (1..=event.day()).rev();
                raw = numbers
                    .filter_map(|number| NaiveDate::from_ymd_opt(year, month, number))
                    .next()
                    .unwrap();
            }
            measure => {
                let mut left = rule.amount;
                while left > 0 {
                    raw = step(raw);
                    if measure == Measure::Days || !self.is_off(raw) {
                        left -= 1;
                    }
                }
            }
        }
        let mut last = raw;
        while !rule.hard && self.is_off(last) {
            last = step(last);
        }
        (raw, last)
    }
}

pub fn days_of_the_years() -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap();
    first.iter_days().take_while(|day| day.year() <= LAST_YEAR)
}
