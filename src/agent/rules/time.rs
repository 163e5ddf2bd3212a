//! Which days a sentence means.
//!
//! Months and years without more are their latest occurrence that has begun; weeks start on Monday; both ends count.
//!
//! **Invariant:** pure calendar arithmetic on the words; it never reads a clock.

use chrono::{Datelike, Days, NaiveDate};

use super::calendar::{Atom, Reader, Unit};
use super::words::Words;
use crate::domain::Period;

/// What the sentence says about time.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Times {
    /// In the order of the sentence.
    pub spans: Vec<Span>,
    /// "the month before": relative to what was talked about.
    pub shift: Option<Shift>,
    /// "so far" without saying since when.
    pub so_far: bool,
    /// "ever", "all time".
    pub all: bool,
}

/// Some days, and where in the sentence they are named.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    pub period: Period,
    pub first_word: usize,
    pub end_word: usize,
    /// Without a year the period was taken as the latest one that has begun.
    undated: Option<Undated>,
}

/// A month or day of a month whose year the sentence does not say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Undated {
    pub month: u32,
    pub day: Option<u32>,
}

/// A step from the period before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    /// The period of the same length just before.
    Back(Unit),
    Forward(Unit),
    /// The same days a year earlier.
    YearBack,
}

/// Words that may stand between two periods of one list.
const LIST_GAP_MAX: usize = 4;

/// Finds every period in the sentence and marks its words.
pub(super) fn find(words: &mut Words, today: NaiveDate, day_first: bool, known_from: Option<NaiveDate>) -> Times {
    let reader = Reader { today, day_first };
    let mut times = Times::default();
    let mut index = 0;
    while index < words.len() {
        if let Some((shift, next)) = shift_at(words, index) {
            times.shift = Some(shift);
            words.take(index..next);
            index = next;
            continue;
        }
        let found = range_at(words, index, &reader, known_from)
            .or_else(|| reader.atom(words, index).map(|(atom, next)| (atom.period, atom.undated, next)));
        match found {
            Some((period, undated, next)) => {
                words.take(index..next);
                times.spans.push(Span { period, first_word: index, end_word: next, undated });
                index = next;
            }
            None => {
                note_openness(words, index, &mut times);
                index += 1;
            }
        }
    }
    share_years(&mut times.spans, &reader);
    times
}

/// "so far", "ever", "of all time".
fn note_openness(words: &mut Words, index: usize, times: &mut Times) {
    for phrase in ["so far", "to date", "ever", "all time", "since forever", "whole history", "in my history"] {
        if let Some(count) = words.phrase_at(index, phrase) {
            match phrase {
                "so far" | "to date" => times.so_far = true,
                _ => times.all = true,
            }
            words.take(index..index + count);
        }
    }
}

/// Phrases relative to the period before.
const SHIFTS: &[(&str, Shift)] = &[
    ("the month before", Shift::Back(Unit::Month)),
    ("month before", Shift::Back(Unit::Month)),
    ("the previous one", Shift::Back(Unit::Month)),
    ("the one before", Shift::Back(Unit::Month)),
    ("the week before", Shift::Back(Unit::Week)),
    ("week before", Shift::Back(Unit::Week)),
    ("the quarter before", Shift::Back(Unit::Quarter)),
    ("quarter before", Shift::Back(Unit::Quarter)),
    ("the year before", Shift::Back(Unit::Year)),
    ("year before", Shift::Back(Unit::Year)),
    ("a year earlier", Shift::YearBack),
    ("same time last year", Shift::YearBack),
    ("same month last year", Shift::YearBack),
    ("same period last year", Shift::YearBack),
    ("the day before", Shift::Back(Unit::Day)),
    ("the month after", Shift::Forward(Unit::Month)),
    ("the next month", Shift::Forward(Unit::Month)),
    ("the following month", Shift::Forward(Unit::Month)),
    ("month after", Shift::Forward(Unit::Month)),
    ("following month", Shift::Forward(Unit::Month)),
    ("the week after", Shift::Forward(Unit::Week)),
    ("the following week", Shift::Forward(Unit::Week)),
    ("the year after", Shift::Forward(Unit::Year)),
    ("the following year", Shift::Forward(Unit::Year)),
    ("the day after", Shift::Forward(Unit::Day)),
    ("the next day", Shift::Forward(Unit::Day)),
];

fn shift_at(words: &Words, index: usize) -> Option<(Shift, usize)> {
    SHIFTS.iter().find_map(|(phrase, shift)| {
        let next = index + words.phrase_at(index, phrase)?;
        // "the month before last" and "the day before yesterday" are periods of their own.
        let whole = !matches!(words.free(next), "last" | "yesterday" | "this");
        whole.then_some((*shift, next))
    })
}

impl Shift {
    /// The period that lies this step from `period`.
    pub(super) fn apply(self, period: Period) -> Option<Period> {
        match self {
            Self::Back(unit) => unit.containing(period.from.checked_sub_days(Days::new(1))?),
            Self::Forward(unit) => unit.containing(period.to.checked_add_days(Days::new(1))?),
            Self::YearBack => {
                let earlier = |day: NaiveDate| day.checked_sub_months(chrono::Months::new(12));
                let whole = period.is_whole_month().then(|| earlier(period.from).map(Period::month_of)).flatten();
                whole.or_else(|| Period::new(earlier(period.from)?, earlier(period.to)?))
            }
        }
    }
}

type Found = (Period, Option<Undated>, usize);

/// Ranges: since, between, from … to, until, before, after, "A - B".
fn range_at(words: &Words, index: usize, reader: &Reader, known_from: Option<NaiveDate>) -> Option<Found> {
    let today = reader.today;
    let word = words.free(index);
    match word {
        "since" => {
            let (atom, next) = reader.start_or_atom(words, index + 1)?;
            let period = Period::new(atom.period.from, today.max(atom.period.from))?;
            Some((period, None, next))
        }
        "between" => bounded(words, index + 1, &["and", "to", "-", "until"], reader),
        "from" => {
            if let Some(found) =
                bounded(words, index + 1, &["to", "until", "till", "through", "thru", "-", "up"], reader)
            {
                return Some(found);
            }
            let (atom, next) = reader.start_or_atom(words, index + 1)?;
            let onwards = ["onwards", "onward", "on", "forward"].contains(&words.free(next));
            if !onwards && reader.start_of(words, index + 1).is_none() {
                return None;
            }
            let period = Period::new(atom.period.from, today.max(atom.period.from))?;
            Some((period, None, next + usize::from(onwards)))
        }
        "until" | "till" | "before" => {
            let (atom, next) = reader.start_or_atom(words, index + 1)?;
            let end = if word == "before" { atom.period.from.checked_sub_days(Days::new(1))? } else { atom.period.to };
            let first = known_from.unwrap_or(end.with_ordinal(1)?).min(end);
            Some((Period::new(first, end)?, None, next))
        }
        "after" => {
            let (atom, next) = reader.atom(words, index + 1)?;
            let first = atom.period.to.checked_add_days(Days::new(1))?;
            Some((Period::new(first, today.max(first))?, None, next))
        }
        _ => bounded(words, index, &["to", "until", "till", "through", "thru", "-"], reader),
    }
}

/// Two ends with a connector between them; "3 to 17 May" has its month at the end only.
fn bounded(words: &Words, index: usize, connectors: &[&str], reader: &Reader) -> Option<Found> {
    let skip = |at: usize| at + usize::from(words.free(at) == "the");
    let index = skip(index);
    if let Some(day) = reader.day_number(words, index)
        && connectors.contains(&words.free(index + 1))
        && let Some((end, next)) = reader.atom(words, skip(index + 2))
        && end.period.from == end.period.to
        && let Some(from) = end.period.to.with_day(day)
    {
        return Some((Period::new(from, end.period.to)?, None, next));
    }
    let (start, mut at) = reader.start_or_atom(words, index)?;
    if !connectors.contains(&words.free(at)) {
        return None;
    }
    at += if words.free(at) == "up" { 2 } else { 1 };
    let (end, next) = reader.end_or_atom(words, skip(at))?;
    let from = dated_before(&start, &end, reader).unwrap_or(start.period.from);
    if from <= end.period.to {
        return Some((Period { from, to: end.period.to }, None, next));
    }
    // "may 2025 to january": the end's year follows the start.
    let later = end.undated.and_then(|undated| reader.in_year(undated, from.year() + 1))?;
    Some((Period::new(from, later.to)?, None, next))
}

/// The start of a range whose year only the end says: the latest such day not after the end.
fn dated_before(start: &Atom, end: &Atom, reader: &Reader) -> Option<NaiveDate> {
    let undated = start.undated?;
    let same_year = reader.in_year(undated, end.period.to.year())?;
    if same_year.from <= end.period.to {
        return Some(same_year.from);
    }
    reader.in_year(undated, end.period.to.year() - 1).map(|period| period.from)
}

/// In a list ("nov and dec 2025") one year serves its neighbours, unless that leads into the future.
fn share_years(spans: &mut [Span], reader: &Reader) {
    let next_to: Vec<(usize, usize, i32)> = spans
        .windows(2)
        .filter_map(|pair| match pair {
            [left, right] => Some((left.end_word, right.first_word, left.period.from.year())),
            _ => None,
        })
        .collect();
    let close =
        |index: usize| next_to.get(index).is_some_and(|(end, start, _)| start.saturating_sub(*end) <= LIST_GAP_MAX);
    let mut year: Option<i32> = None;
    for index in (0..spans.len()).rev() {
        let linked = close(index);
        let Some(span) = spans.get_mut(index) else { continue };
        match span.undated {
            Some(undated) if linked => date_in(span, undated, year, reader),
            _ => {}
        }
        year = span.undated.is_none().then(|| span.period.from.year());
    }
    let mut year: Option<i32> = None;
    for index in 0..spans.len() {
        let linked = index > 0 && close(index - 1);
        let Some(span) = spans.get_mut(index) else { continue };
        if let Some(undated) = span.undated.filter(|_| linked) {
            date_in(span, undated, year, reader);
        }
        year = span.undated.is_none().then(|| span.period.from.year());
    }
}

fn date_in(span: &mut Span, undated: Undated, year: Option<i32>, reader: &Reader) {
    let dated = year.and_then(|year| reader.in_year(undated, year)).filter(|period| period.from <= reader.today);
    if let Some(period) = dated {
        span.period = reader.begun(period);
        span.undated = None;
    }
}

/// One period out of those that touch or overlap, in any order; `None` when days lie between them.
pub(super) fn joined(spans: &[Span]) -> Option<Period> {
    let mut periods: Vec<Period> = spans.iter().map(|span| span.period).collect();
    periods.sort_by_key(|period| period.from);
    let mut periods = periods.into_iter();
    let first = periods.next()?;
    periods.try_fold(first, |whole, next| {
        let touches = next.from <= whole.to.checked_add_days(Days::new(1))?;
        touches.then(|| Period { from: whole.from, to: whole.to.max(next.to) })
    })
}

#[cfg(test)]
mod tests {
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
            assert_eq!(
                read(text, today, true).spans.first().unwrap().period.to_string(),
                expected,
                "{text} on {today}"
            );
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
}
