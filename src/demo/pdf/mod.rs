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
mod embedded;
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
    /// `1'234.56`, Belastung and Gutschrift, running text above the table, a subset font, a balance once a day.
    SwissAccount,
    /// Two dates, one signed column, every letter shown by itself, text along the edge.
    SpanishAccount,
    /// Dare and avere, balances as lines of the table, amounts drawn first.
    ItalianAccount,
    /// Af and bij, the date once a day, `-1.234,56` never printed, encrypted without a password.
    DutchAccount,
    /// Letters beyond Windows-1252, two dates, a signed column with `zł` elsewhere, pages turned on their side.
    PolishAccount,
    /// Cyrillic through ToUnicode, newest first, `- 1 234,56` and `+ 1 234,56`.
    RussianAccount,
    /// Landscape, lakhs, a balance marked `CR` or `DR`, drawn glyphs (Type 3), long references.
    IndianSavings,
    /// `1.234,56 D` and `1.234,56 C`, heads on the first page only.
    BrazilianAccount,
    /// Yen without decimals, Japanese through ToUnicode.
    JapaneseAccount,
    /// Two cards, each with a section; payments in parentheses, `$` before amounts, points and a calendar below.
    TwoCards,
    /// Interest charged, instalments paid, and what is still owed.
    Loan,
    /// Invisible recognised words over a picture, paid out and paid in, `OD` behind what is overdrawn.
    Scan,
    /// Columns without heads, a running balance.
    Headless,
    /// Two tables beside each other on each page.
    SideBySide,
    /// No balance and no total anywhere, which nothing can prove.
    NoBalances,
}

impl Layout {
    /// All of them.
    pub const ALL: [Self; 21] = [
        Self::UkCurrent,
        Self::GermanAccount,
        Self::CreditCard,
        Self::UsChecking,
        Self::FrenchAccount,
        Self::AppAccount,
        Self::SwissAccount,
        Self::SpanishAccount,
        Self::ItalianAccount,
        Self::DutchAccount,
        Self::PolishAccount,
        Self::RussianAccount,
        Self::IndianSavings,
        Self::BrazilianAccount,
        Self::JapaneseAccount,
        Self::TwoCards,
        Self::Loan,
        Self::Scan,
        Self::Headless,
        Self::SideBySide,
        Self::NoBalances,
    ];

    /// Those of the demo household and its neighbours abroad.
    pub const HOUSEHOLD: [Self; 6] = [
        Self::UkCurrent,
        Self::GermanAccount,
        Self::CreditCard,
        Self::UsChecking,
        Self::FrenchAccount,
        Self::AppAccount,
    ];

    /// Whether its statements print any balance or total that rows can be held against.
    pub fn prints_balances(self) -> bool {
        self != Self::NoBalances
    }

    fn design(self) -> &'static Design {
        use designs::{europe, odd, overseas};
        match self {
            Self::UkCurrent => &designs::UK_CURRENT,
            Self::GermanAccount => &designs::GERMAN_ACCOUNT,
            Self::CreditCard => &designs::CREDIT_CARD,
            Self::UsChecking => &designs::US_CHECKING,
            Self::FrenchAccount => &designs::FRENCH_ACCOUNT,
            Self::AppAccount => &designs::APP_ACCOUNT,
            Self::SwissAccount => &europe::SWISS_ACCOUNT,
            Self::SpanishAccount => &europe::SPANISH_ACCOUNT,
            Self::ItalianAccount => &europe::ITALIAN_ACCOUNT,
            Self::DutchAccount => &europe::DUTCH_ACCOUNT,
            Self::PolishAccount => &europe::POLISH_ACCOUNT,
            Self::RussianAccount => &europe::RUSSIAN_ACCOUNT,
            Self::IndianSavings => &overseas::INDIAN_SAVINGS,
            Self::BrazilianAccount => &overseas::BRAZILIAN_ACCOUNT,
            Self::JapaneseAccount => &overseas::JAPANESE_ACCOUNT,
            Self::TwoCards => &overseas::TWO_CARDS,
            Self::Loan => &odd::LOAN,
            Self::Scan => &odd::SCAN,
            Self::Headless => &odd::HEADLESS,
            Self::SideBySide => &odd::SIDE_BY_SIDE,
            Self::NoBalances => &odd::NO_BALANCES,
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

/// Several accounts' statements in one file, each on pages of its own.
///
/// # Errors
/// As [`pdf()`].
pub fn pdf_of_accounts(statements: &[DemoStatement], layout: Layout) -> lopdf::Result<Vec<u8>> {
    let design = layout.design();
    let pages: Vec<_> = statements.iter().flat_map(|statement| page::pages(statement, design)).collect();
    document::bytes(&pages, design, None)
}

/// The statement as a PDF file that opens with `password` only (128-bit RC4).
///
/// # Errors
/// As [`pdf()`].
pub fn pdf_with_password(statement: &DemoStatement, layout: Layout, password: &str) -> lopdf::Result<Vec<u8>> {
    document::bytes(&page::pages(statement, layout.design()), layout.design(), Some(password))
}
