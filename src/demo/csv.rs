//! Rows as banks export them to CSV.
//!
//! **Invariant:** amounts are written exactly as the rows have them; bytes are UTF-8 without a byte order mark, lines
//! end in a line feed.

use std::borrow::Borrow;
use std::fmt::Write;

use rust_decimal::Decimal;

use crate::domain::Currency;

use super::number::{GERMAN, PLAIN};
use super::{DemoStatement, Row};

/// A form of CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `date,description,amount,currency,account,category` with ISO dates: what a person keeps in a sheet of their own.
    Canonical,
    /// Semicolons, `02.03.2026`, `-1.234,56`, booking day and value date, all fields quoted.
    German,
    /// `03/02/2026`, debit and credit in columns of their own, both without sign, and the balance after each row.
    UsDebitCredit,
}

/// What a CSV says about the account beside its rows.
#[derive(Clone, Copy, Debug)]
pub struct CsvAccount<'a> {
    pub name: &'a str,
    pub currency: Currency,
    /// Before the first row.
    pub opening_balance: Decimal,
}

impl DemoStatement {
    /// The account as a CSV names it.
    pub fn csv_account(&self) -> CsvAccount<'_> {
        CsvAccount { name: self.account_name, currency: self.currency, opening_balance: self.opening_balance }
    }
}

/// One account's rows in `dialect`, in the given order, under a header row. Rows may be lent or given: a million of
/// them need not be in memory at once.
pub fn csv(rows: impl IntoIterator<Item = impl Borrow<Row>>, account: CsvAccount<'_>, dialect: Dialect) -> Vec<u8> {
    let mut text = String::from(match dialect {
        Dialect::Canonical => CANONICAL_HEADER,
        Dialect::German => "\"Buchungstag\";\"Valuta\";\"Verwendungszweck\";\"Betrag\";\"Währung\"\n",
        Dialect::UsDebitCredit => "Date,Description,Debit,Credit,Balance\n",
    });
    let mut balance = account.opening_balance;
    for row in rows {
        let row = row.borrow();
        balance += row.amount;
        match dialect {
            Dialect::Canonical => canonical_line(&mut text, row, account),
            Dialect::German => german_line(&mut text, row, account.currency),
            Dialect::UsDebitCredit => us_line(&mut text, row, balance),
        }
    }
    text.into_bytes()
}

/// All accounts' rows in one canonical CSV, by date.
pub fn canonical_csv(statements: &[DemoStatement]) -> Vec<u8> {
    let mut rows: Vec<_> = statements.iter().flat_map(|of| of.rows.iter().map(move |row| (row, of))).collect();
    rows.sort_by_key(|(row, _)| row.date);
    let mut text = String::from(CANONICAL_HEADER);
    for (row, of) in rows {
        canonical_line(&mut text, row, of.csv_account());
    }
    text.into_bytes()
}

const CANONICAL_HEADER: &str = "date,description,amount,currency,account,category\n";

/// Writing to a `String` cannot fail, so the results of `write!` are dropped here and below.
fn canonical_line(text: &mut String, row: &Row, account: CsvAccount<'_>) {
    let description = quoted(&row.description);
    let name = quoted(account.name);
    let (date, amount, currency, category) = (row.date, row.amount, account.currency, row.category);
    let _ = writeln!(text, "{date},{description},{amount:.2},{currency},{name},{category}");
}

fn german_line(text: &mut String, row: &Row, currency: Currency) {
    let sign = if row.amount.is_sign_negative() { "-" } else { "" };
    let value_date = row.posted.unwrap_or(row.date).format("%d.%m.%Y");
    let (date, amount) = (row.date.format("%d.%m.%Y"), GERMAN.write(row.amount));
    let description = row.description.replace('"', "\"\"");
    let _ = writeln!(text, "\"{date}\";\"{value_date}\";\"{description}\";\"{sign}{amount}\";\"{currency}\"");
}

fn us_line(text: &mut String, row: &Row, balance: Decimal) {
    let amount = PLAIN.write(row.amount);
    let (debit, credit) = if row.amount.is_sign_negative() { (amount.as_str(), "") } else { ("", amount.as_str()) };
    let (date, description) = (row.date.format("%m/%d/%Y"), quoted(&row.description));
    let _ = writeln!(text, "{date},{description},{debit},{credit},{balance:.2}");
}

/// The field in quotes where RFC 4180 wants them.
fn quoted(field: &str) -> std::borrow::Cow<'_, str> {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\"")).into()
    } else {
        field.into()
    }
}
