//! What a reader of statements found in a file: data only, the same for every format.
//!
//! **Invariant:** a balance or a total stands here only if the file prints it. Nothing is derived, because a derived
//! balance proves nothing.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Currency, Period};

/// The formats of the contract (`parse --json`, field `format`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Pdf,
    Csv,
    Xlsx,
    Ofx,
    Qif,
    Camt053,
    Mt940,
}

impl Format {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Ofx => "ofx",
            Self::Qif => "qif",
            Self::Camt053 => "camt053",
            Self::Mt940 => "mt940",
        }
    }
}

/// Everything read from one file: at least one statement, one for each account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParsedFile {
    pub format: Format,
    /// The bank's name as a label for the user; never a switch.
    pub bank: Option<String>,
    pub statements: Vec<ParsedStatement>,
}

/// One account's part of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParsedStatement {
    pub account: AccountLabel,
    /// The printed period; where none is printed, the first to the last row (see `WarningCode::PeriodFromRows`).
    pub period: Option<Period>,
    /// As printed.
    pub opening_balance: Option<Decimal>,
    /// As printed.
    pub closing_balance: Option<Decimal>,
    pub reconciliation: Reconciliation,
    /// In the file's order.
    pub lines: Vec<ParsedLine>,
    pub warnings: Vec<Warning>,
}

/// How the file names the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountLabel {
    /// The full number or IBAN as printed, white space removed. Masked before it is shown, hashed before it is stored.
    pub number: Option<String>,
    pub name: Option<String>,
    pub currency: Option<Currency>,
}

/// One row of a statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParsedLine {
    /// The day of the transaction; where only one date is printed, that one.
    pub date: NaiveDate,
    /// The second date, where one is printed (booking or value date).
    pub posted: Option<NaiveDate>,
    /// The text of all its lines, joined with single spaces.
    pub description: String,
    /// Negative is money out of the account; on a credit card a purchase is negative.
    pub amount: Decimal,
    pub currency: Option<Currency>,
    /// The running balance printed on this row.
    pub balance: Option<Decimal>,
    /// The category the file itself gives (a CSV with a `category` column): the user's own word.
    pub category: Option<String>,
    pub source: Source,
}

/// Where in the file a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// From 1; 1 in formats without pages.
    pub page: u32,
    /// From 1: the line on the page, or the record in the file.
    pub line: u32,
}

/// What the printed balances say about the rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Reconciliation {
    /// Printed balances and rows agree, and only this reading makes them agree.
    Proven,
    /// They do not agree. `gap` = printed closing − (opening + Σ rows), or the first break of the running balance.
    Gap {
        gap: Decimal,
        /// Index into `lines` of the first row whose printed balance does not follow, where rows carry balances.
        first_break: Option<usize>,
    },
    /// The file prints no evidence to check against.
    Unproven,
}

impl Reconciliation {
    /// The contract's `reconciled`: true, false or null.
    pub fn reconciled(&self) -> Option<bool> {
        match self {
            Self::Proven => Some(true),
            Self::Gap { .. } => Some(false),
            Self::Unproven => None,
        }
    }

    /// Index into `lines` of the first row whose printed balance does not follow.
    pub fn first_break(&self) -> Option<usize> {
        match self {
            Self::Gap { first_break, .. } => *first_break,
            Self::Proven | Self::Unproven => None,
        }
    }

    /// The contract's `gap`: null where there is no evidence.
    pub fn gap(&self) -> Option<Decimal> {
        match self {
            Self::Proven => Some(Decimal::new(0, 2)),
            Self::Gap { gap, .. } => Some(*gap),
            Self::Unproven => None,
        }
    }
}

/// Something the user or an engineer should know about a reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    pub code: WarningCode,
    /// For the user: what it means for them.
    pub message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// No printed balance or total to check the rows against.
    NoBalances,
    /// Rows and printed balances do not add up.
    Gap,
    /// Day and month can be read either way; the message says which was chosen.
    AmbiguousDates,
    /// The year is not printed; the message says which was assumed and from what.
    AssumedYear,
    /// No period is printed; it runs from the first row to the last.
    PeriodFromRows,
    /// A row lies outside the printed period.
    DateOutsidePeriod,
    /// A row's date breaks the order of the others, or its second date is far off.
    DateOrder,
    /// The rows were recognised in pictures of pages, where a digit may be mistaken for another.
    Recognised,
    /// Lines that look like rows and could not be read.
    UnreadRow,
    /// No currency is printed.
    NoCurrency,
    /// The file has no rows.
    NoRows,
    /// A person changed what was read, so its print does not prove it.
    CorrectedByHand,
}
