//! Statements of every made-up bank, printed and read back: right ones are read whole, and whatever is wrong in print,
//! no reading is proven that differs from the truth.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{ReadOptions, read};
use crate::demo::{
    Country, DemoStatement, Layout, long_statement, month_abroad, pdf, pdf_of_accounts, sample, sample_accounts, year,
};
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

/// Numbers of rows: none, one, a page's worth and around it, many pages.
const COUNTS: [usize; 10] = [0, 1, 2, 3, 7, 24, 41, 63, 118, 400];

/// What stands in print, a line for each fact: balances, period, currency, the end of the account's number.
fn facts(statement: &DemoStatement) -> String {
    let balances = statement.layout.prints_balances();
    let balance = |amount: Decimal| if balances { format!("{amount:.2}") } else { "none".into() };
    let (opening, closing) = (balance(statement.opening_balance), balance(statement.closing_balance()));
    let number = statement.account_number;
    let currency = statement.currency;
    format!("{opening} {closing} {} {currency} {}", statement.period, number.split_at(number.len() - 4).1)
}

fn facts_read(reading: &ParsedStatement) -> String {
    let balance = |amount: Option<Decimal>| amount.map_or("none".into(), |amount| format!("{amount:.2}"));
    let (opening, closing) = (balance(reading.opening_balance), balance(reading.closing_balance));
    let number = reading.account.number.clone().unwrap_or_default();
    let end = number.get(number.len().saturating_sub(4)..).unwrap_or_default();
    let period = reading.period.map_or("none".into(), |period| period.to_string());
    let currency = reading.account.currency.map_or("none".into(), |currency| currency.to_string());
    format!("{opening} {closing} {period} {currency} {end}")
}

/// What differs between print and reading, if anything.
fn difference(statement: &DemoStatement, reading: &ParsedStatement) -> Option<String> {
    let layout = statement.layout;
    let (found, truth) = (found(reading), truth(statement, layout));
    let proven = reading.reconciliation == Reconciliation::Proven;
    let unsure = reading.reconciliation.reconciled().is_none();
    // Few rows in two sections leave the order of their dates open, and none leave nothing to prove.
    let too_few = truth.is_empty() || layout == Layout::TwoCards && truth.len() < 5;
    let as_proven = if !layout.prints_balances() || too_few { unsure || proven } else { proven };
    // Of two rows nobody can tell whose line stands between them.
    let compared = if truth.len() > 2 { usize::MAX } else { "2026-03-31 1".len() };
    let same = |(found, truth): &(&String, &String)| found.chars().take(compared).eq(truth.chars().take(compared));
    let row = found.iter().zip(&truth).find(|pair| !same(pair));
    let (read, printed) = (facts_read(reading), facts(statement));
    if found.len() == truth.len() && row.is_none() && as_proven && read == printed {
        return None;
    }
    let (count, lines, verdict) = (truth.len(), found.len(), &reading.reconciliation);
    let facts = if read == printed { String::new() } else { format!("facts {read:?} for {printed:?}") };
    Some(format!("{layout:?}: {count} rows, {lines} read, {verdict:?}, {row:?}, {facts}, {:?}", reading.warnings))
}

#[test]
fn every_layout_is_read_as_it_was_printed() {
    let mut wrong = Vec::new();
    for layout in Layout::ALL {
        for (seed, rows) in (0..).zip(COUNTS) {
            let statement = sample(layout, seed, rows);
            match read(&pdf(&statement, layout).unwrap(), &ReadOptions::default()) {
                Ok(file) if file.statements.len() == 1 => {
                    wrong.extend(difference(&statement, &file.statements[0]));
                }
                Ok(file) => wrong.push(format!("{layout:?}: {rows} rows, {} statements", file.statements.len())),
                // Without heads or balances a table of a row or none looks like any text.
                Err(_) if rows < 2 && matches!(layout, Layout::Headless | Layout::NoBalances) => {}
                Err(error) => wrong.push(format!("{layout:?}: {rows} rows, {error}")),
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// All that a reading holds.
fn whole(reading: &ParsedStatement) -> String {
    let mut text = format!("{} {:?}\n", facts_read(reading), reading.reconciliation);
    for line in &reading.lines {
        let posted = line.posted.map_or("-".into(), |date| date.to_string());
        let balance = line.balance.map_or("-".into(), |balance| balance.to_string());
        text += &format!("{} {posted} {} {balance} {}\n", line.date, line.amount, line.description);
    }
    text + &reading.warnings.iter().map(|warning| format!("{warning:?}\n")).collect::<String>()
}

#[test]
fn a_small_statement_of_each_layout() {
    for layout in Layout::ALL {
        let reading = read_back(&sample(layout, 1, 6), layout);
        insta::assert_snapshot!(format!("{layout:?}"), whole(&reading));
    }
}

#[test]
fn accounts_that_share_a_file_are_read_apart() {
    let mut wrong = Vec::new();
    // Without balances nothing says that a second head is not the first table going on.
    for layout in Layout::ALL.into_iter().filter(|layout| layout.prints_balances()) {
        for (seed, rows) in [(1, 12), (2, 50)] {
            let accounts = sample_accounts(layout, seed, rows);
            let file = read(&pdf_of_accounts(&accounts, layout).unwrap(), &ReadOptions::default()).unwrap();
            if file.statements.len() != accounts.len() {
                wrong.push(format!("{layout:?}: {rows} rows, {} statements", file.statements.len()));
            }
            wrong.extend(accounts.iter().zip(&file.statements).filter_map(|(one, other)| difference(one, other)));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// A statement for each layout, long enough for several pages.
fn long_ones() -> Vec<DemoStatement> {
    let mut statements = year(7, until(), 1);
    statements.extend(COUNTRIES.map(|country| month_abroad(7, until(), country)));
    statements.push(long_statement(7, until(), 220));
    let household = long_statement(3, until(), 110);
    statements.extend(Layout::HOUSEHOLD.map(|layout| DemoStatement { layout, ..household.clone() }));
    statements.extend(Layout::ALL.map(|layout| sample(layout, 1, 20)));
    statements
}

#[test]
fn a_wrong_amount_is_never_proven() {
    /// Rows of each statement, spread over all pages.
    const SAMPLED_ROWS: usize = 5;
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
