//! Layouts that are hard on a reader: a loan, a scan, no heads, tables beside each other, no balances.
//!
//! **Invariant:** as in the room above: data only.

use super::super::super::number::ENGLISH;
use super::super::design::{Design, Detail, Field, Figure, Habits, PLAINEST, PeriodWords, Place, Sign};
use super::super::font::Font;
use super::{LETTER, PLAIN, column};

const ACCOUNT: &[(&str, Detail)] =
    &[("Account", Detail::AccountName), ("Account number", Detail::AccountNumber), ("Period", Detail::Period)];

const LONG_DATES: PeriodWords = PeriodWords { from: "%-d %B %Y", from_other_year: "%-d %B %Y", to: " to %-d %B %Y" };

/// What is charged makes the debt larger, what is paid makes it smaller.
pub(in super::super) const LOAN: Design = Design {
    accent: [0.3, 0.25, 0.05],
    title: "Loan statement",
    address: &["3 Tannery Yard", "Leeds LS9 8AA"],
    details: &[
        ("Loan", Detail::AccountName),
        ("Account number", Detail::AccountNumber),
        ("Period", Detail::Period),
        ("Interest rate", Detail::Fixed("6.40% a year")),
    ],
    period: LONG_DATES,
    summary: &[("Opening balance", Figure::Opening), ("Closing balance", Figure::Closing)],
    money: ("£", ""),
    columns: &[
        column("Date", Field::Date, Place::Left(50.0)),
        column("Description", Field::Description, Place::Wrapped(125.0, 190.0)),
        column("Amount charged", Field::MoneyOut, Place::Right(390.0)),
        column("Amount paid", Field::MoneyIn, Place::Right(465.0)),
        column("Balance owed", Field::Balance, Place::Right(545.0)),
    ],
    date: "%d %b %Y",
    balance_sign: Sign::Owed,
    continued: "(continued)",
    page_of: ("Page ", " of "),
    footer: &["Tannery Loans is a fictional company."],
    ..PLAIN
};

/// A picture with recognised words above it.
pub(in super::super) const SCAN: Design = Design {
    size: 9.0,
    leading: 14.0,
    accent: [0.1, 0.1, 0.35],
    title: "Statement",
    address: &["8 Harbour Row", "Whitby YO21 3PU"],
    details: ACCOUNT,
    period: LONG_DATES,
    summary: &[
        ("Opening balance", Figure::Opening),
        ("Paid in", Figure::MoneyIn),
        ("Paid out", Figure::MoneyOut),
        ("Closing balance", Figure::Closing),
    ],
    money: ("£", ""),
    columns: &[
        column("Date", Field::Date, Place::Left(50.0)),
        column("Details", Field::Description, Place::Wrapped(110.0, 200.0)),
        column("Paid out", Field::MoneyOut, Place::Right(385.0)),
        column("Paid in", Field::MoneyIn, Place::Right(455.0)),
        column("Balance", Field::Balance, Place::Right(545.0)),
    ],
    date: "%d %b",
    balance_sign: Sign::Overdrawn,
    habits: Habits { recognised: true, ..PLAINEST },
    continued: "(continued)",
    page_of: ("Page ", " of "),
    footer: &["Harbour Building Society is a fictional bank."],
    ..PLAIN
};

/// The values alone say what the columns hold.
pub(in super::super) const HEADLESS: Design = Design {
    paper: LETTER,
    font: Font::Courier,
    size: 8.0,
    accent: [0.2, 0.35, 0.4],
    title: "Transaction history",
    details: ACCOUNT,
    period: PeriodWords { from: "%m/%d/%Y", from_other_year: "%m/%d/%Y", to: " - %m/%d/%Y" },
    summary: &[("Beginning balance", Figure::Opening), ("Ending balance", Figure::Closing)],
    money: ("$", ""),
    columns: &[
        column("Date", Field::Date, Place::Left(50.0)),
        column("Description", Field::Description, Place::Wrapped(120.0, 250.0)),
        column("Amount", Field::Amount, Place::Right(465.0)),
        column("Balance", Field::Balance, Place::Right(562.0)),
    ],
    date: "%m/%d/%Y",
    separators: ENGLISH,
    habits: Habits { headless: true, ..PLAINEST },
    footer: &["Prairie Trust is a fictional bank."],
    ..PLAIN
};

/// The table's second half stands beside its first one.
pub(in super::super) const SIDE_BY_SIDE: Design = Design {
    size: 7.0,
    leading: 10.5,
    accent: [0.4, 0.1, 0.3],
    title: "Account statement",
    address: &["21 Foundry Lane", "Sheffield S3 7HQ"],
    details: ACCOUNT,
    period: LONG_DATES,
    summary: &[("Opening balance", Figure::Opening), ("Closing balance", Figure::Closing)],
    money: ("£", ""),
    columns: &[
        column("Date", Field::Date, Place::Left(50.0)),
        column("Details", Field::Description, Place::Wrapped(80.0, 118.0)),
        column("Amount", Field::Amount, Place::Right(240.0)),
        column("Balance", Field::Balance, Place::Right(286.0)),
    ],
    date: "%d %b",
    amount_sign: Sign::PlusMinus,
    lanes: &[0.0, 258.0],
    continued: "(continued)",
    page_of: ("Page ", " of "),
    footer: &["Foundry Bank is a fictional bank."],
    ..PLAIN
};

/// Rows, and nothing that they could be held against.
pub(in super::super) const NO_BALANCES: Design = Design {
    accent: [0.25, 0.3, 0.1],
    title: "Transactions",
    details: ACCOUNT,
    period: LONG_DATES,
    columns: &[
        column("Date", Field::Date, Place::Left(50.0)),
        column("Description", Field::Description, Place::Wrapped(130.0, 300.0)),
        column("Amount", Field::Amount, Place::Right(545.0)),
    ],
    date: "%d %B %Y",
    amount_sign: Sign::PlusMinus,
    currency_sign: "£",
    footer: &["Wrenfield Bank plc is a fictional bank."],
    ..PLAIN
};
