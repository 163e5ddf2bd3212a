//! Every number that a statement prints is altered, one at a time: no statement stays proven while its rows are wrong.
//!
//! What no reader can tell is all that is allowed, as no balance covers dates:
//! - a row's date that still lies inside the period and between the dates of the rows around it;
//! - where rows print two dates and stand in the order of the second: a first date at most some days before it;
//! - the year, where the file prints it once.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::super::super::ReadOptions;
use super::super::lines::{Baseline, join};
use super::super::{document, read_lines, statements};
use crate::demo::{Country, DemoStatement, Layout, long_statement, month_abroad, pdf, sample, year};
use crate::domain::{ParsedStatement, Reconciliation};

/// Rows of each statement: enough for two pages of every layout, few enough to alter all of them.
const ROWS: usize = 45;

/// Rows of the samples of further layouts.
const SAMPLE_ROWS: usize = 12;

fn fixtures() -> Vec<DemoStatement> {
    let until = "2026-03-31".parse().unwrap();
    let mut all = year(7, until, 1);
    all.extend(
        [Country::Germany, Country::France, Country::UnitedStates].map(|country| month_abroad(7, until, country)),
    );
    let long = long_statement(3, until, ROWS);
    all.extend(Layout::HOUSEHOLD.map(|layout| DemoStatement { layout, ..long.clone() }));
    let others = Layout::ALL.into_iter().filter(|layout| !Layout::HOUSEHOLD.contains(layout));
    all.extend(others.filter(|layout| layout.prints_balances()).map(|layout| sample(layout, 1, SAMPLE_ROWS)));
    all
}

/// Date and amount of every row.
fn rows(statements: &[ParsedStatement]) -> Vec<(NaiveDate, Decimal)> {
    statements.iter().flat_map(|statement| &statement.lines).map(|line| (line.date, line.amount)).collect()
}

fn posted(statements: &[ParsedStatement]) -> Vec<Option<NaiveDate>> {
    statements.iter().flat_map(|statement| &statement.lines).map(|line| line.posted).collect()
}

fn all_proven(statements: &[ParsedStatement]) -> bool {
    statements.iter().all(|statement| statement.reconciliation == Reconciliation::Proven)
}

/// The word with each of its digits raised by one, one at a time.
fn altered(word: &str) -> Vec<String> {
    let raised = |at: usize| {
        let raise = |(place, c): (usize, char)| match c.to_digit(10) {
            Some(digit) if place == at => char::from_digit((digit + 1) % 10, 10).unwrap(),
            _ => c,
        };
        word.chars().enumerate().map(raise).collect()
    };
    word.chars().enumerate().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| raised(at)).collect()
}

/// Whether the rows differ in one printed date only, which keeps the order of the rows around it.
fn is_undetectable(
    found: &[(NaiveDate, Decimal)],
    truth: &[(NaiveDate, Decimal)],
    posted: &[Option<NaiveDate>],
) -> bool {
    let years: Vec<i32> = found.iter().zip(truth).map(|(new, old)| new.0.year() - old.0.year()).collect();
    let one_year_off = years.windows(2).all(|pair| pair[0] == pair[1]) && years.first() != Some(&0);
    let same_days =
        found.iter().zip(truth).all(|(new, old)| (new.0.month(), new.0.day()) == (old.0.month(), old.0.day()));
    let same_amounts = found.iter().map(|row| row.1).eq(truth.iter().map(|row| row.1));
    let differing: Vec<usize> = (0..found.len().min(truth.len())).filter(|at| found[*at].0 != truth[*at].0).collect();
    let (Some(first), Some(last)) = (differing.first(), differing.last()) else { return false };
    // A date printed once for a day is that of several rows in a run.
    let one_date = differing.iter().all(|at| found[*at].0 == found[*first].0 && truth[*at].0 == truth[*first].0);
    let one_run = last - first + 1 == differing.len();
    let new = found[*first].0;
    let before = first.checked_sub(1).map(|at| found[at].0);
    let after = found.get(last + 1).map(|row| row.0);
    let between = |low: Option<NaiveDate>, high: Option<NaiveDate>| {
        low.is_none_or(|low| low <= new) && high.is_none_or(|high| new <= high)
    };
    let in_order = one_run && (between(before, after) || between(after, before));
    let posted = posted.get(*first).copied().flatten();
    let before_posted = posted.is_some_and(|posted| (0..=MOST_DAYS_BEFORE).contains(&(posted - new).num_days()));
    same_amounts && (one_date && (in_order || before_posted) || one_year_off && same_days)
}

/// How many days before its second date a row's first date may lie without raising doubt.
const MOST_DAYS_BEFORE: i64 = 6;

#[test]
fn no_altered_number_stays_proven() {
    let (mut wrong, mut count, mut undetectable) = (Vec::new(), 0, 0);
    for statement in fixtures() {
        let bytes = pdf(&statement, statement.layout).unwrap();
        let document = document::open(&bytes, None).unwrap();
        let pages = document::pages(&document).unwrap();
        let read = |pages: &[Vec<Baseline>]| statements(&read_lines(pages.to_vec()), None, &ReadOptions::default());
        let truth = read(&pages).unwrap();
        assert!(all_proven(&truth), "{:?}: {:?}", statement.layout, truth[0].warnings);
        let truth = rows(&truth);
        for (page, at, word) in places(&pages) {
            let original = pages[page][at].words[word].text.clone();
            for text in altered(&original) {
                let mut changed = pages.clone();
                changed[page][at].words[word].text.clone_from(&text);
                count += 1;
                let Ok(found) = read(&changed) else { continue };
                if !all_proven(&found) || rows(&found) == truth {
                    continue;
                }
                if is_undetectable(&rows(&found), &truth, &posted(&found)) {
                    undetectable += 1;
                    continue;
                }
                let line = join(&changed[page][at].words);
                wrong.push(format!("{:?} {original} -> {text} in {line:?}", statement.layout));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    // The test alters something, and few of the alterations are beyond telling.
    assert!(count > 5_000 && undetectable * 20 < count, "{undetectable} of {count}");
}

/// Every word with a digit: page, line, word.
fn places(pages: &[Vec<Baseline>]) -> Vec<(usize, usize, usize)> {
    let mut places = Vec::new();
    for (page, lines) in pages.iter().enumerate() {
        for (at, line) in lines.iter().enumerate() {
            let words =
                line.words.iter().enumerate().filter(|(_, word)| word.text.contains(|c: char| c.is_ascii_digit()));
            places.extend(words.map(|(word, _)| (page, at, word)));
        }
    }
    places
}
