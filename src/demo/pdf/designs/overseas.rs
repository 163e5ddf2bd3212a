//! Layouts of made-up banks in India, Brazil, Japan and the United States.
//!
//! **Invariant:** as in the room above: data only.

use super::super::super::number::{GERMAN, INDIAN, YEN};
use super::super::design::{
    Design, Detail, Field, Figure, Grid, Habits, PLAINEST, PeriodWords, Place, Section, Sign, Which,
};
use super::super::font::Font;
use super::{A4, LETTER, PLAIN, column};

/// Landscape, lakhs, drawn glyphs, references over several lines.
pub(in super::super) const INDIAN_SAVINGS: Design = Design {
    paper: (A4.1, A4.0),
    font: Font::Type3,
    accent: [0.1, 0.2, 0.5],
    title: "Statement of account",
    address: &["12 Neem Lane, Indiranagar", "Bengaluru 560038"],
    details: &[
        ("Account", Detail::AccountName),
        ("Account No", Detail::AccountNumber),
        ("IFSC", Detail::Fixed("NEEM0000417")),
        ("Period", Detail::Period),
        ("Currency", Detail::Fixed("INR")),
    ],
    period: PeriodWords { from: "%d-%m-%Y", from_other_year: "%d-%m-%Y", to: " to %d-%m-%Y" },
    summary: &[("Opening Balance", Figure::Opening), ("Closing Balance", Figure::Closing)],
    money: ("Rs. ", ""),
    columns: &[
        column("Txn Date", Field::Date, Place::Left(50.0)),
        column("Value Date", Field::Posted, Place::Left(125.0)),
        column("Narration", Field::Description, Place::Wrapped(200.0, 260.0)),
        column("Withdrawal Amt", Field::MoneyOut, Place::Right(570.0)),
        column("Deposit Amt", Field::MoneyIn, Place::Right(670.0)),
        column("Balance", Field::Balance, Place::Right(790.0)),
    ],
    date: "%d-%m-%Y",
    separators: INDIAN,
    balance_sign: Sign::DebitCreditMarks,
    continued: "(continued)",
    page_of: ("Page No ", " of "),
    footer: &["Neem Tree Bank is a fictional bank. Contents are considered correct unless we hear within 15 days."],
    ..PLAIN
};

/// A letter behind each amount, heads on the first page alone.
pub(in super::super) const BRAZILIAN_ACCOUNT: Design = Design {
    accent: [0.35, 0.1, 0.5],
    title: "Extrato de conta corrente",
    address: &["Rua das Acácias 410", "Belo Horizonte - MG"],
    details: &[("Conta corrente", Detail::AccountName), ("Conta", Detail::AccountNumber), ("Período", Detail::Period)],
    period: PeriodWords { from: "%d/%m/%Y", from_other_year: "%d/%m/%Y", to: " a %d/%m/%Y" },
    summary: &[("Saldo anterior", Figure::Opening), ("Saldo final", Figure::Closing)],
    money: ("R$ ", ""),
    columns: &[
        column("Data", Field::Date, Place::Left(50.0)),
        column("Histórico", Field::Description, Place::Wrapped(110.0, 230.0)),
        column("Valor (R$)", Field::Amount, Place::Right(440.0)),
        column("Saldo (R$)", Field::Balance, Place::Right(545.0)),
    ],
    date: "%d/%m/%Y",
    separators: GERMAN,
    amount_sign: Sign::DebitCreditLetters,
    balance_sign: Sign::DebitCreditLetters,
    habits: Habits { heads_once: true, ..PLAINEST },
    continued: "(continuação)",
    page_of: ("Página ", " de "),
    footer: &["Banco Acácia é um banco imaginário."],
    ..PLAIN
};

/// Yen have no decimals; dates are written with the year first.
pub(in super::super) const JAPANESE_ACCOUNT: Design = Design {
    font: Font::CodedHelvetica,
    accent: [0.65, 0.1, 0.15],
    title: "取引明細書",
    address: &["東京都文京区"],
    details: &[("普通預金", Detail::AccountName), ("口座番号", Detail::AccountNumber), ("期間", Detail::Period)],
    period: PeriodWords { from: "%Y/%m/%d", from_other_year: "%Y/%m/%d", to: " - %Y/%m/%d" },
    summary: &[("繰越残高", Figure::Opening), ("期末残高", Figure::Closing)],
    money: ("¥", ""),
    columns: &[
        column("日付", Field::Date, Place::Left(50.0)),
        column("お取引内容", Field::Description, Place::Wrapped(115.0, 180.0)),
        column("お支払金額", Field::MoneyOut, Place::Right(385.0)),
        column("お預り金額", Field::MoneyIn, Place::Right(460.0)),
        column("残高", Field::Balance, Place::Right(545.0)),
    ],
    date: "%Y/%m/%d",
    separators: YEN,
    continued: "",
    footer: &["こうえん銀行"],
    ..PLAIN
};

/// Two cards on one bill: what each bought, what came back in parentheses; then points and a calendar.
pub(in super::super) const TWO_CARDS: Design = Design {
    paper: LETTER,
    size: 9.0,
    leading: 13.0,
    accent: [0.1, 0.1, 0.1],
    title: "Credit card statement",
    address: &["77 Birch Street", "Madison, WI 53703"],
    details: &[
        ("Card", Detail::AccountName),
        ("Account number", Detail::AccountNumber),
        ("Statement period", Detail::Period),
    ],
    period: PeriodWords { from: "%b %d, %Y", from_other_year: "%b %d, %Y", to: " - %b %d, %Y" },
    number_groups: 4,
    summary: &[
        ("Previous balance", Figure::Opening),
        ("Payments and credits", Figure::MoneyIn),
        ("Purchases and charges", Figure::MoneyOut),
        ("New balance", Figure::Closing),
        ("Minimum payment", Figure::MinimumPayment),
        ("Credit limit", Figure::Fixed("$6,000.00")),
    ],
    money: ("$", ""),
    columns: &[
        column("Trans Date", Field::Date, Place::Left(50.0)),
        column("Post Date", Field::Posted, Place::Left(112.0)),
        column("Description", Field::Description, Place::Wrapped(175.0, 290.0)),
        column("Amount", Field::Amount, Place::Right(562.0)),
    ],
    sections: &[
        Section { heading: Some("Dale Winters, card ending in 4417"), rows: Which::FirstCard, total: None },
        Section { heading: Some("Robin Winters, card ending in 9026"), rows: Which::SecondCard, total: None },
    ],
    date: "%m/%d",
    amount_sign: Sign::OwedParentheses,
    balance_sign: Sign::Owed,
    currency_sign: "$",
    grids: &[
        Grid {
            heading: "Points summary",
            step: 130.0,
            rows: &[
                &["Previous points", "Earned", "Redeemed", "Available"],
                &["12,450", "1,208", "0", "13,658"],
                &["Dining 3x", "402.66", "1,208", "03/31"],
            ],
        },
        Grid {
            heading: "When to pay",
            step: 60.0,
            rows: &[
                &["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"],
                &["", "", "1", "2", "3", "4", "5"],
                &["6", "7", "8", "9", "10", "11", "12"],
                &["13", "14", "15", "16", "17", "18", "19"],
            ],
        },
    ],
    continued: "(continued)",
    page_of: ("Page ", " of "),
    footer: &["Birch Card Company is a fictional company. Purchases 21.99% APR (variable)."],
    ..PLAIN
};
