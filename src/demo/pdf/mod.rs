//! Statements as PDF files, in the ways banks print them.
//!
//! A statement goes through three steps: `body` makes the lines of the table, `page` puts them in their places, and
//! `document` writes the file. What differs between banks is data in `designs`.
//!
//! **Invariant:** where a text stands on the page carries the meaning; the order in which the file draws it may not.

mod body;
mod design;
mod designs;
mod document;
mod font;
mod page;
#[cfg(test)]
mod tests;

use super::{DemoStatement, Row};
use design::Design;

/// A made-up bank's way to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Money out, money in and balance; date and balance once a day, no years, balances carried from page to page.
    UkCurrent,
    /// Booking day and value date, `1.234,56-`, the balances as lines of the table, Courier.
    GermanAccount,
    /// Two dates, purchases without a sign and payments marked `CR`, a box of balances, amounts drawn first.
    CreditCard,
    /// `MM/DD`, deposits and withdrawals in sections, a table of daily balances, fonts with codes of their own.
    UsChecking,
    /// Debit and credit columns, `1 548,92`, text in form objects with gaps for spaces.
    FrenchAccount,
    /// Newest first, full dates, signed amounts, a balance on every row.
    AppAccount,
}

impl Layout {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::UkCurrent,
        Self::GermanAccount,
        Self::CreditCard,
        Self::UsChecking,
        Self::FrenchAccount,
        Self::AppAccount,
    ];

    fn design(self) -> &'static Design {
        match self {
            Self::UkCurrent => &designs::UK_CURRENT,
            Self::GermanAccount => &designs::GERMAN_ACCOUNT,
            Self::CreditCard => &designs::CREDIT_CARD,
            Self::UsChecking => &designs::US_CHECKING,
            Self::FrenchAccount => &designs::FRENCH_ACCOUNT,
            Self::AppAccount => &designs::APP_ACCOUNT,
        }
    }

    /// The statement's rows in the order in which this layout prints them.
    pub fn print_order(self, statement: &DemoStatement) -> Vec<Row> {
        let design = self.design();
        let printed = statement.printed();
        let sections = design.sections.iter();
        sections.flat_map(|section| body::rows_of(design, section, &printed)).map(|row| row.row.clone()).collect()
    }
}

/// The statement as a PDF file.
///
/// # Errors
/// Only when lopdf cannot write the file, which takes no input of ours.
pub fn pdf(statement: &DemoStatement, layout: Layout) -> lopdf::Result<Vec<u8>> {
    document::bytes(&page::pages(statement, layout.design()), layout.design(), None)
}

/// The statement as a PDF file that opens with `password` only (128-bit RC4).
///
/// # Errors
/// As [`pdf()`].
pub fn pdf_with_password(statement: &DemoStatement, layout: Layout, password: &str) -> lopdf::Result<Vec<u8>> {
    document::bytes(&page::pages(statement, layout.design()), layout.design(), Some(password))
}
