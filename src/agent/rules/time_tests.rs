//! Sentences and the days they mean.

use super::*;
use crate::agent::rules::payees::Payees;
use crate::agent::rules::words;
use crate::domain::Vocabulary;

/// Tuesday.
const TODAY: &str = "2026-03-31";

fn read(text: &str, today: &str, day_first: bool) -> Times {
    let vocabulary = Vocabulary::default();
    let mut words = words::read(text, &Payees::new(&vocabulary, &[]));
    find(&mut words, today.parse().unwrap(), day_first, "2025-01-01".parse().ok())
}

/// The periods as `from..to`, several separated by spaces.
fn check(text: &str, expected: &str) {
    let found: Vec<String> = read(text, TODAY, true).spans.iter().map(|span| span.period.to_string()).collect();
    assert_eq!(found.join(" "), expected, "{text}");
}

#[test]
fn near_days_and_units() {
    for (text, expected) in [
        ("spent today", "2026-03-31..2026-03-31"),
        ("yesterday's shopping", "2026-03-30..2026-03-30"),
        ("the day before yesterday", "2026-03-29..2026-03-29"),
        ("this week", "2026-03-30..2026-03-31"),
        ("last week", "2026-03-23..2026-03-29"),
        ("last weekend", "2026-03-28..2026-03-29"),
        ("this month so far", "2026-03-01..2026-03-31"),
        ("last month", "2026-02-01..2026-02-28"),
        ("the previous month", "2026-02-01..2026-02-28"),
        ("last quarter", "2025-10-01..2025-12-31"),
        ("this year", "2026-01-01..2026-03-31"),
        ("last year", "2025-01-01..2025-12-31"),
        ("ytd", "2026-01-01..2026-03-31"),
        ("month to date", "2026-03-01..2026-03-31"),
        ("next month", "2026-04-01..2026-04-30"),
        ("tomorrow", "2026-04-01..2026-04-01"),
        ("on monday", "2026-03-30..2026-03-30"),
        ("last friday", "2026-03-27..2026-03-27"),
        ("3 weeks ago", "2026-03-09..2026-03-15"),
        ("a month ago", "2026-02-01..2026-02-28"),
        ("the month before last", "2026-01-01..2026-01-31"),
    ] {
        check(text, expected);
    }
}

#[test]
fn days_counted_within_or_from_others() {
    for (text, expected) in [
        ("the week of 3 march", "2026-03-02..2026-03-08"),
        ("w/c 9 march", "2026-03-09..2026-03-15"),
        ("week ending 15 march 2026", "2026-03-09..2026-03-15"),
        ("the 30 days to 5 march", "2026-02-04..2026-03-05"),
        ("in the 2 weeks to 15 march", "2026-03-02..2026-03-15"),
        ("the year to march 2026", "2025-04-01..2026-03-31"),
        ("3 months to february", "2025-12-01..2026-02-28"),
        ("the week before this one", "2026-03-23..2026-03-29"),
        ("late february", "2026-02-21..2026-02-28"),
        ("mid january to the 10th of feb", "2026-01-15..2026-02-10"),
        ("second half of may 2025", "2025-05-16..2025-05-31"),
        ("second week of march", "2026-03-08..2026-03-14"),
        ("last friday of february", "2026-02-27..2026-02-27"),
        ("last fortnight", "2026-03-18..2026-03-31"),
        ("over 6 months", "2025-09-01..2026-02-28"),
        ("this month and last", "2026-03-01..2026-03-31 2026-02-01..2026-02-28"),
        ("this month last year", "2025-03-01..2025-03-31"),
        ("week 10", "2026-03-02..2026-03-08"),
        ("the weekend before last", "2026-03-21..2026-03-22"),
    ] {
        check(text, expected);
    }
}

#[test]
fn named_days() {
    for (text, expected) in [
        ("over christmas", "2025-12-24..2025-12-26"),
        ("christmas eve 24 december 2025", "2025-12-24..2025-12-24"),
        ("boxing day 2025", "2025-12-26..2025-12-26"),
        ("between christmas and new year", "2025-12-24..2026-01-01"),
        ("last summer", "2025-06-01..2025-08-31"),
        ("winter", "2025-12-01..2026-02-28"),
        ("easter", "2025-04-18..2025-04-21"),
    ] {
        check(text, expected);
    }
    for text in ["in fiscal 2025", "over diwali", "on 30 february"] {
        assert!(read(text, TODAY, true).unclear.is_some(), "{text}");
    }
}

#[test]
fn years_and_dates_in_other_forms() {
    for (text, expected) in [
        ("Q3 '25", "2025-07-01..2025-09-30"),
        ("q2 25", "2025-04-01..2025-06-30"),
        ("2025Q3", "2025-07-01..2025-09-30"),
        ("q3-2025", "2025-07-01..2025-09-30"),
        ("H1", "2026-01-01..2026-03-31"),
        ("nov '25", "2025-11-01..2025-11-30"),
        ("2025/11/06", "2025-11-06..2025-11-06"),
        ("thursday 6 november 2025", "2025-11-06..2025-11-06"),
        ("may 3-17 2025", "2025-05-03..2025-05-17"),
        ("2026-03-01..2026-03-15", "2026-03-01..2026-03-15"),
        ("from 1 march", "2026-03-01..2026-03-31"),
        ("up to 15 march", "2025-01-01..2026-03-15"),
        ("12.99", ""),
    ] {
        check(text, expected);
    }
}

#[test]
fn counted_units_end_today_or_before_this_one() {
    for (text, expected) in [
        ("the last 30 days", "2026-03-02..2026-03-31"),
        ("last 7 days", "2026-03-25..2026-03-31"),
        ("past 2 weeks", "2026-03-18..2026-03-31"),
        ("past 3 months", "2025-12-01..2026-02-28"),
        ("last three full months", "2025-12-01..2026-02-28"),
        ("past couple of months", "2026-01-01..2026-02-28"),
        ("last 2 quarters", "2025-07-01..2025-12-31"),
        ("past 2 years", "2024-01-01..2025-12-31"),
    ] {
        check(text, expected);
    }
}

#[test]
fn months_quarters_and_years() {
    for (text, expected) in [
        ("in february", "2026-02-01..2026-02-28"),
        ("december", "2025-12-01..2025-12-31"),
        ("march", "2026-03-01..2026-03-31"),
        ("jan 2026", "2026-01-01..2026-01-31"),
        ("november last year", "2025-11-01..2025-11-30"),
        ("last november", "2025-11-01..2025-11-30"),
        ("last march", "2025-03-01..2025-03-31"),
        ("sept 2025", "2025-09-01..2025-09-30"),
        ("q4 2025", "2025-10-01..2025-12-31"),
        ("2025 q1", "2025-01-01..2025-03-31"),
        ("q1 this year", "2026-01-01..2026-03-31"),
        ("q3", "2025-07-01..2025-09-30"),
        ("second quarter of 2025", "2025-04-01..2025-06-30"),
        ("last quarter of 2025", "2025-10-01..2025-12-31"),
        ("first half of 2025", "2025-01-01..2025-06-30"),
        ("in 2025", "2025-01-01..2025-12-31"),
        ("first week of march", "2026-03-01..2026-03-07"),
        ("last 10 days of may 2025", "2025-05-22..2025-05-31"),
        ("december 2026", "2026-12-01..2026-12-31"),
        ("may i see it", ""),
    ] {
        check(text, expected);
    }
}

#[test]
fn dates() {
    for (text, expected) in [
        ("on 6 november 2025", "2025-11-06..2025-11-06"),
        ("november 6th, 2025", "2025-11-06..2025-11-06"),
        ("6th of nov", "2025-11-06..2025-11-06"),
        ("3/4/2025", "2025-04-03..2025-04-03"),
        ("03.04.2025", "2025-04-03..2025-04-03"),
        ("4/25/2025", "2025-04-25..2025-04-25"),
        ("2025-11-06", "2025-11-06..2025-11-06"),
        ("2025-11", "2025-11-01..2025-11-30"),
        ("11/2025", "2025-11-01..2025-11-30"),
        ("on the 14th", "2026-03-14..2026-03-14"),
        ("30/02/2025", ""),
        ("£2025", ""),
    ] {
        check(text, expected);
    }
    let month_first = read("3/4/2025", TODAY, false);
    assert_eq!(month_first.spans.first().unwrap().period.to_string(), "2025-03-04..2025-03-04");
}

#[test]
fn ranges_and_lists() {
    for (text, expected) in [
        ("between 3 and 17 May 2025", "2025-05-03..2025-05-17"),
        ("3-17 may 2025", "2025-05-03..2025-05-17"),
        ("from 1 june to 31 august 2025", "2025-06-01..2025-08-31"),
        ("01/08/2025 - 15/08/2025", "2025-08-01..2025-08-15"),
        ("12 Dec 2025 to 26 Dec 2025", "2025-12-12..2025-12-26"),
        ("nov to feb 2026", "2025-11-01..2026-02-28"),
        ("jan-mar 2026", "2026-01-01..2026-03-31"),
        ("between jan 2025 and now", "2025-01-01..2026-03-31"),
        ("since january", "2026-01-01..2026-03-31"),
        ("since october", "2025-10-01..2026-03-31"),
        ("since the start of the year", "2026-01-01..2026-03-31"),
        ("until march 2025", "2025-01-01..2025-03-31"),
        ("nov + dec 2025", "2025-11-01..2025-11-30 2025-12-01..2025-12-31"),
        ("march and april 2025", "2025-03-01..2025-03-31 2025-04-01..2025-04-30"),
        ("january or february this year", "2026-01-01..2026-01-31 2026-02-01..2026-02-28"),
        ("oct, nov and dec 2025", "2025-10-01..2025-10-31 2025-11-01..2025-11-30 2025-12-01..2025-12-31"),
    ] {
        check(text, expected);
    }
}

#[test]
fn today_counts() {
    let check = |text: &str, today: &str, expected: &str| {
        assert_eq!(read(text, today, true).spans.first().unwrap().period.to_string(), expected, "{text} on {today}");
    };
    // On a Sunday the weekend is not over yet.
    check("last weekend", "2026-03-29", "2026-03-21..2026-03-22");
    check("february", "2026-01-15", "2025-02-01..2025-02-28");
    check("last month", "2026-01-15", "2025-12-01..2025-12-31");
    check("29 february", "2026-03-01", "2024-02-29..2024-02-29");
    check("last 2 months", "2026-03-31", "2026-01-01..2026-02-28");
}

#[test]
fn steps_from_the_period_before() {
    let step = |text: &str, from: &str, to: &str| {
        let period = Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
        read(text, TODAY, true).shift.unwrap().apply(period).unwrap().to_string()
    };
    assert_eq!(step("the month before", "2026-01-01", "2026-01-31"), "2025-12-01..2025-12-31");
    assert_eq!(step("the month before", "2026-03-01", "2026-03-31"), "2026-02-01..2026-02-28");
    assert_eq!(step("same month last year", "2026-02-01", "2026-02-28"), "2025-02-01..2025-02-28");
    assert_eq!(step("the following month", "2025-11-01", "2025-11-30"), "2025-12-01..2025-12-31");
}
