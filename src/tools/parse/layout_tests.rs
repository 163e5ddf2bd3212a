//! Statements of every made-up bank, printed and read back: right ones are read whole, and whatever is wrong in print,
//! no reading is proven that differs from the truth.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{ReadOptions, read};
use crate::demo::{Country, DemoStatement, Layout, long_statement, month_abroad, pdf, year};
use crate::domain::{ParsedStatement, Reconciliation};

const COUNTRIES: [Country; 3] = [Country::Germany, Country::France, Country::UnitedStates];

fn until() -> NaiveDate {
    "2026-03-31".parse().unwrap()
}

fn read_back(statement: &DemoStatement, layout: Layout) -> ParsedStatement {
    read(&pdf(statement, layout).unwrap(), &ReadOptions::default()).unwrap().statements.remove(0)
}

/// A line for each row.
fn truth(statement: &DemoStatement, layout: Layout) -> Vec<String> {
    let rows = layout.print_order(statement);
    rows.iter().map(|row| format!("{} {:.2} {}", row.date, row.amount, row.description)).collect()
}

fn found(reading: &ParsedStatement) -> Vec<String> {
    reading.lines.iter().map(|line| format!("{} {:.2} {}", line.date, line.amount, line.description)).collect()
}

/// Household accounts, months abroad, and long statements from one row to many pages.
fn statements() -> Vec<DemoStatement> {
    let mut statements = Vec::new();
    for seed in [1, 7, 42] {
        statements.extend(year(seed, until(), 12));
        statements.extend(COUNTRIES.map(|country| month_abroad(seed, until(), country)));
    }
    for seed in [7, 8] {
        statements.extend([1, 2, 5, 30, 60, 120, 220, 400].map(|rows| long_statement(seed, until(), rows)));
    }
    statements
}

#[test]
fn statements_of_any_length_are_read_whole_and_proven() {
    let mut wrong = Vec::new();
    for statement in statements() {
        let layout = statement.layout;
        let reading = read_back(&statement, layout);
        let (found, truth) = (found(&reading), truth(&statement, layout));
        let differs = found.iter().zip(&truth).find(|(found, truth)| found != truth);
        if found != truth || reading.reconciliation != Reconciliation::Proven {
            let (rows, lines) = (statement.rows.len(), reading.lines.len());
            let seen =
                format!("{layout:?} {} {rows} rows, {lines} read, {:?}", statement.period, reading.reconciliation);
            wrong.push(format!("{seen}, {differs:?}, {:?}", reading.warnings));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A statement for each layout, long enough for several pages.
fn long_ones() -> Vec<DemoStatement> {
    let mut statements = year(7, until(), 1);
    statements.extend(COUNTRIES.map(|country| month_abroad(7, until(), country)));
    statements.push(long_statement(7, until(), 220));
    let household = long_statement(3, until(), 110);
    statements.extend(Layout::ALL.map(|layout| DemoStatement { layout, ..household.clone() }));
    statements
}

#[test]
fn a_wrong_amount_is_never_proven() {
    /// Rows of each statement, spread over all pages.
    const SAMPLED_ROWS: usize = 12;
    let mut wrong = Vec::new();
    let mut count = 0;
    for statement in long_ones() {
        let layout = statement.layout;
        let truth = truth(&statement, layout);
        let last = statement.rows.len() - 1;
        for sample in 0..SAMPLED_ROWS {
            let row = last * sample / (SAMPLED_ROWS - 1);
            let amount = statement.rows[row].amount;
            let cents = [1, -1, 700, -700, 10_000].map(|cents| Decimal::new(cents, 2));
            for by in cents.into_iter().chain([-amount * Decimal::TWO, -amount, amount * Decimal::from(9)]) {
                count += 1;
                let reading = read_back(&statement.clone().misprinted(row, by), layout);
                if reading.reconciliation == Reconciliation::Proven && found(&reading) != truth {
                    wrong.push(format!("{layout:?} {} rows: row {row} {amount} by {by}", statement.rows.len()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_statement_without_one_of_its_pages_is_never_proven() {
    let mut wrong = Vec::new();
    for statement in long_ones() {
        let layout = statement.layout;
        let whole = lopdf::Document::load_mem(&pdf(&statement, layout).unwrap()).unwrap();
        // The first page holds the balances and the period; without it nothing is left to prove.
        for page in 1..=u32::try_from(whole.get_pages().len()).unwrap() {
            let mut document = whole.clone();
            document.delete_pages(&[page]);
            let mut bytes = Vec::new();
            document.save_to(&mut bytes).unwrap();
            let Ok(file) = read(&bytes, &ReadOptions::default()) else { continue };
            let reading = &file.statements[0];
            if reading.reconciliation == Reconciliation::Proven && reading.lines.len() < statement.rows.len() {
                wrong.push(format!("{layout:?} {} rows without page {page}", statement.rows.len()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
