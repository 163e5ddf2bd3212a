//! A made-up household and its bank statements: for a newcomer's first walk, for tests and for benches.
//!
//! Everything is drawn from a seed: the same arguments give the same bytes on every machine. Banks and people are
//! fictional; the names of shops are the ones that people's statements show.
//!
//! - [`year()`]: a current account, a credit card and a savings account that fit together, month by month.
//! - [`month_abroad`]: one month of an account in Germany, France or the United States.
//! - [`large_ledger`], [`long_statement`]: as many rows as a bench asks for.
//! - [`sample`]: a short statement for any layout, in its country's words and currency.
//! - [`pdf()`], [`csv()`]: the same rows as a bank would print or export them.
//!
//! **Invariant:** no I/O and no clock; what a statement prints follows from its rows and its opening balance, except a
//! [`Misprint`], which is there on purpose.

mod abroad;
mod csv;
mod household;
mod ledger;
mod merchants;
mod number;
mod pdf;
mod random;
mod sample;
#[cfg(test)]
mod tests;
mod year;

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::{Category, Currency, Period};

pub use abroad::{Country, month_abroad};
pub use csv::{CsvAccount, Dialect, canonical_csv, csv};
pub use ledger::{large_ledger, long_statement};
pub use pdf::{Layout, pdf, pdf_of_accounts, pdf_with_password};
pub use sample::{sample, sample_accounts};
pub use year::year;

/// One row, and the truth about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The day of the transaction.
    pub date: NaiveDate,
    /// The second date, where the account's statements print one: never before `date`, never after the period.
    pub posted: Option<NaiveDate>,
    /// As the bank prints it, all lines joined with single spaces.
    pub description: String,
    /// Bytes of `description` before the space at which the bank starts a new line; `None` where it does so only for
    /// want of room.
    pub first_line_bytes: Option<usize>,
    /// Who was paid, or who paid, by the name people use.
    pub merchant: Cow<'static, str>,
    pub category: Category,
    /// Negative is money out of the account; on a credit card a purchase is negative.
    pub amount: Decimal,
}

/// What one account did in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct DemoStatement {
    /// A fictional bank.
    pub bank: &'static str,
    /// How that bank prints: what [`pdf()`] is best called with. It also tells a household's accounts apart.
    pub layout: Layout,
    /// As printed, without spaces.
    pub account_number: &'static str,
    pub account_name: &'static str,
    /// A fictional person.
    pub holder: &'static str,
    pub currency: Currency,
    pub period: Period,
    /// Negative is owed to the bank.
    pub opening_balance: Decimal,
    /// In order of `date`.
    pub rows: Vec<Row>,
    /// An amount that print gets wrong.
    pub misprint: Option<Misprint>,
}

/// One wrong amount in print. Balances and totals stay right, so that the statement no longer adds up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Misprint {
    /// Index into `rows`.
    pub row: usize,
    /// What stands there in print, with its sign.
    pub amount: Decimal,
}

impl Row {
    /// A row from a descriptor in which `|` is where the bank starts a second line.
    fn new(
        date: NaiveDate,
        descriptor: &str,
        merchant: impl Into<Cow<'static, str>>,
        category: Category,
        minor_units: i64,
    ) -> Self {
        Self {
            date,
            posted: None,
            description: descriptor.replace('|', " "),
            first_line_bytes: descriptor.find('|'),
            merchant: merchant.into(),
            category,
            amount: Decimal::new(minor_units, 2),
        }
    }

    /// The description's first line and the rest, which is empty where the bank breaks for want of room only.
    pub fn lines(&self) -> (&str, &str) {
        let text = self.description.as_str();
        let (first, rest) = self.first_line_bytes.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
        (first, rest.trim_start())
    }
}

impl DemoStatement {
    /// Opening balance plus all rows.
    pub fn closing_balance(&self) -> Decimal {
        self.opening_balance + self.rows.iter().map(|row| row.amount).sum::<Decimal>()
    }

    /// The same statement with `by` added to the printed amount of `row`; unchanged when there is no such row.
    /// A reader should report a gap of `-by`: printed closing − (opening + Σ printed rows).
    #[must_use]
    pub fn misprinted(mut self, row: usize, by: Decimal) -> Self {
        let wrong = self.rows.get(row).and_then(|truth| truth.amount.checked_add(by));
        self.misprint = wrong.map(|amount| Misprint { row, amount });
        self
    }

    /// Each row with the amount that print shows and the true balance after it.
    fn printed(&self) -> Vec<PrintedRow<'_>> {
        let mut balance = self.opening_balance;
        let rows = self.rows.iter().enumerate();
        rows.map(|(index, row)| {
            balance += row.amount;
            let misprint = self.misprint.filter(|misprint| misprint.row == index);
            PrintedRow { row, index, amount: misprint.map_or(row.amount, |misprint| misprint.amount), balance }
        })
        .collect()
    }
}

/// A row as print shows it.
#[derive(Clone, Copy)]
struct PrintedRow<'a> {
    row: &'a Row,
    /// Its place in the statement.
    index: usize,
    /// Negative is money out.
    amount: Decimal,
    /// After the row.
    balance: Decimal,
}

/// The currency of a code written out in this room.
#[expect(clippy::expect_used, reason = "the codes are literals of this room, and its tests run through all of them")]
fn currency(code: &str) -> Currency {
    code.parse().expect("a code of ISO 4217")
}
