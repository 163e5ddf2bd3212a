//! The layouts: made-up banks that print the way banks of their kind do. Here are those of the demo household and its
//! neighbours; `europe` and `overseas` have more countries, `odd` the ways of printing that are hard on a reader.
//!
//! **Invariant:** data only. No real bank's name, logo or wording of its own.

pub(super) mod europe;
pub(super) mod odd;
pub(super) mod overseas;

use super::super::number::{ENGLISH, FRENCH, GERMAN};
use super::design::{
    Column, Design, Detail, Field, Figure, Habits, PLAINEST, PeriodWords, Place, Section, Sign, Which,
};
use super::font::Font;

const A4: (f32, f32) = (595.0, 842.0);
const LETTER: (f32, f32) = (612.0, 792.0);

/// What layouts share unless they say otherwise: English, A4, no lines but the rows.
const PLAIN: Design = Design {
    paper: A4,
    font: Font::Helvetica,
    size: 8.5,
    leading: 12.5,
    accent: [0.15, 0.2, 0.3],
    title: "Account statement",
    address: &[],
    details: &[],
    period: PeriodWords { from: "%d/%m/%Y", from_other_year: "%d/%m/%Y", to: " - %d/%m/%Y" },
    number_groups: 0,
    summary: &[],
    money: ("", ""),
    columns: &[],
    sections: ALL_ROWS,
    date: "%d/%m/%Y",
    separators: ENGLISH,
    amount_sign: Sign::Minus,
    balance_sign: Sign::Minus,
    currency_sign: "",
    opening: None,
    closing: None,
    carried_and_brought: None,
    daily_balances: None,
    habits: PLAINEST,
    preamble: &[],
    grids: &[],
    margin_text: None,
    lanes: &[0.0],
    continued: "",
    page_of: ("", " / "),
    footer: &[],
};

const fn column(heading: &'static str, field: Field, place: Place) -> Column {
    Column { heading, field, place }
}

const ALL_ROWS: &[Section] = &[Section { heading: None, rows: Which::All, total: None }];

/// Dates and balances once a day, two lines for a payment, balances carried from page to page.
pub(super) const UK_CURRENT: Design = Design {
    paper: A4,
    font: Font::Helvetica,
    size: 8.5,
    leading: 12.5,
    accent: [0.05, 0.25, 0.36],
    title: "Your statement",
    address: &["Flat 4, 14 Lantern Row", "London", "SE16 4QD"],
    details: &[
        ("Account", Detail::AccountName),
        ("Sort code", Detail::Fixed("04-00-75")),
        ("Account number", Detail::AccountNumber),
        ("Period", Detail::Period),
    ],
    period: PeriodWords { from: "%-d %B", from_other_year: "%-d %B %Y", to: " to %-d %B %Y" },
    number_groups: 0,
    summary: &[
        ("Opening balance", Figure::Opening),
        ("Money in", Figure::MoneyIn),
        ("Money out", Figure::MoneyOut),
        ("Closing balance", Figure::Closing),
    ],
    money: ("£", ""),
    columns: &[
        column("Date", Field::Date, Place::Left(50.0)),
        column("Details", Field::Description, Place::Wrapped(105.0, 215.0)),
        column("Money out", Field::MoneyOut, Place::Right(392.0)),
        column("Money in", Field::MoneyIn, Place::Right(465.0)),
        column("Balance", Field::Balance, Place::Right(545.0)),
    ],
    sections: ALL_ROWS,
    date: "%d %b",
    separators: ENGLISH,
    amount_sign: Sign::None,
    balance_sign: Sign::Minus,
    opening: Some("BROUGHT FORWARD"),
    closing: Some("CLOSING BALANCE"),
    carried_and_brought: Some(("BALANCE CARRIED FORWARD", "BALANCE BROUGHT FORWARD")),
    habits: Habits { date_once_a_day: true, balance_once_a_day: true, amounts_on_last_line: true, ..PLAINEST },
    continued: "(continued)",
    page_of: ("Page ", " of "),
    footer: &[
        "Wrenfield Bank plc is a fictional bank. Registered office: 1 Quay Passage, London SE1 0AA.",
        "Overdrafts up to £500.00 by arrangement. Call 0800 000 0000 if your card is lost.",
    ],
    ..PLAIN
};

/// Booking day and value date without years, one column with the sign behind the amount, a typewriter's font.
pub(super) const GERMAN_ACCOUNT: Design = Design {
    paper: A4,
    font: Font::Courier,
    size: 8.0,
    leading: 11.5,
    accent: [0.62, 0.09, 0.12],
    title: "Kontoauszug",
    address: &["Nordplatz 12", "04105 Leipzig"],
    details: &[
        ("Konto", Detail::AccountName),
        ("IBAN", Detail::AccountNumber),
        ("Zeitraum", Detail::Period),
        ("Währung", Detail::Fixed("EUR")),
    ],
    period: PeriodWords { from: "%d.%m.%Y", from_other_year: "%d.%m.%Y", to: " - %d.%m.%Y" },
    number_groups: 4,
    summary: &[("Dispositionskredit", Figure::Fixed("1.500,00 EUR")), ("Sollzinssatz p.a.", Figure::Fixed("10,45 %"))],
    money: ("", " EUR"),
    columns: &[
        column("Buchung", Field::Date, Place::Left(50.0)),
        column("Valuta", Field::Posted, Place::Left(98.0)),
        column("Vorgang / Verwendungszweck", Field::Description, Place::Wrapped(146.0, 250.0)),
        column("Betrag EUR", Field::Amount, Place::Right(545.0)),
    ],
    sections: ALL_ROWS,
    date: "%d.%m.",
    separators: GERMAN,
    amount_sign: Sign::Trailing,
    balance_sign: Sign::Trailing,
    opening: Some("Alter Kontostand vom %d.%m.%Y"),
    closing: Some("Neuer Kontostand vom %d.%m.%Y"),
    continued: "(Fortsetzung)",
    page_of: ("Seite ", " von "),
    footer: &["Lindenbank eG ist eine erfundene Bank. Einwendungen bitte innerhalb von sechs Wochen."],
    ..PLAIN
};

/// Transaction and posting date, purchases without a sign, payments marked CR, rates of foreign payments below.
pub(super) const CREDIT_CARD: Design = Design {
    paper: A4,
    font: Font::Helvetica,
    size: 8.5,
    leading: 12.5,
    accent: [0.24, 0.14, 0.42],
    title: "Credit card statement",
    address: &["Flat 4, 14 Lantern Row", "London", "SE16 4QD"],
    details: &[
        ("Card", Detail::AccountName),
        ("Card number", Detail::AccountNumber),
        ("Statement period", Detail::Period),
    ],
    period: PeriodWords { from: "%d %b %Y", from_other_year: "%d %b %Y", to: " - %d %b %Y" },
    number_groups: 4,
    summary: &[
        ("Previous balance", Figure::Opening),
        ("Payments and credits", Figure::MoneyIn),
        ("Purchases and charges", Figure::MoneyOut),
        ("New balance", Figure::Closing),
        ("Minimum payment", Figure::MinimumPayment),
        ("Credit limit", Figure::Fixed("£4,500.00")),
    ],
    money: ("£", ""),
    columns: &[
        column("Transaction date", Field::Date, Place::Left(50.0)),
        column("Posting date", Field::Posted, Place::Left(132.0)),
        column("Description", Field::Description, Place::Wrapped(198.0, 240.0)),
        column("Amount (£)", Field::Amount, Place::Right(545.0)),
    ],
    sections: ALL_ROWS,
    date: "%d %b",
    separators: ENGLISH,
    amount_sign: Sign::CreditMark,
    balance_sign: Sign::CreditMark,
    habits: Habits { amounts_drawn_first: true, ..PLAINEST },
    continued: "- continued",
    page_of: ("Page ", " of "),
    footer: &[
        "Pennant Card Services is a fictional company. Purchase rate 24.9% p.a. (variable).",
        "A fee of 2.99% applies to payments in other currencies.",
    ],
    ..PLAIN
};

/// Month first, money in and money out in sections, a table of daily balances, coded fonts.
pub(super) const US_CHECKING: Design = Design {
    paper: LETTER,
    font: Font::CodedHelvetica,
    size: 9.0,
    leading: 13.0,
    accent: [0.04, 0.36, 0.29],
    title: "Checking account statement",
    address: &["2207 NE Alder Court, Apt 3", "Portland, OR 97232"],
    details: &[
        ("Account", Detail::AccountName),
        ("Account number", Detail::AccountNumber),
        ("Statement period", Detail::Period),
    ],
    period: PeriodWords { from: "%B %-d, %Y", from_other_year: "%B %-d, %Y", to: " through %B %-d, %Y" },
    number_groups: 0,
    summary: &[
        ("Beginning balance", Figure::Opening),
        ("Deposits and additions", Figure::MoneyIn),
        ("Withdrawals", Figure::MoneyOut),
        ("Ending balance", Figure::Closing),
    ],
    money: ("$", ""),
    columns: &[
        column("DATE", Field::Date, Place::Left(50.0)),
        column("DESCRIPTION", Field::Description, Place::Wrapped(100.0, 340.0)),
        column("AMOUNT", Field::Amount, Place::Right(562.0)),
    ],
    sections: &[
        Section {
            heading: Some("Deposits and additions"),
            rows: Which::MoneyIn,
            total: Some("Total deposits and additions"),
        },
        Section { heading: Some("Withdrawals"), rows: Which::MoneyOut, total: Some("Total withdrawals") },
    ],
    date: "%m/%d",
    separators: ENGLISH,
    amount_sign: Sign::None,
    balance_sign: Sign::Minus,
    daily_balances: Some("Daily ending balance"),
    continued: "(continued)",
    page_of: ("Page ", " of "),
    footer: &["Cascade Harbor Bank is a fictional bank. In case of errors write to us within 60 days."],
    ..PLAIN
};

/// Debit and credit columns, amounts with a space between thousands, all of it in form objects.
pub(super) const FRENCH_ACCOUNT: Design = Design {
    paper: A4,
    font: Font::Helvetica,
    size: 8.5,
    leading: 12.5,
    accent: [0.07, 0.22, 0.55],
    title: "Relevé de compte",
    address: &["9 rue des Remparts", "69002 LYON"],
    details: &[("Compte", Detail::AccountName), ("IBAN", Detail::AccountNumber), ("Période", Detail::Period)],
    period: PeriodWords { from: "du %d/%m/%Y", from_other_year: "du %d/%m/%Y", to: " au %d/%m/%Y" },
    number_groups: 4,
    summary: &[
        ("Solde précédent", Figure::Opening),
        ("Total des débits", Figure::MoneyOut),
        ("Total des crédits", Figure::MoneyIn),
        ("Nouveau solde", Figure::Closing),
    ],
    money: ("", " €"),
    columns: &[
        column("Date", Field::Date, Place::Left(50.0)),
        column("Nature de l'opération", Field::Description, Place::Wrapped(92.0, 230.0)),
        column("Valeur", Field::Posted, Place::Left(335.0)),
        column("Débit", Field::MoneyOut, Place::Right(455.0)),
        column("Crédit", Field::MoneyIn, Place::Right(545.0)),
    ],
    sections: &[Section { heading: None, rows: Which::All, total: Some("TOTAL DES MOUVEMENTS") }],
    date: "%d/%m",
    separators: FRENCH,
    amount_sign: Sign::Minus,
    balance_sign: Sign::Minus,
    opening: Some("SOLDE PRÉCÉDENT AU %d/%m/%Y"),
    closing: Some("NOUVEAU SOLDE AU %d/%m/%Y"),
    habits: Habits { gaps_for_spaces: true, in_a_form: true, ..PLAINEST },
    continued: "(suite)",
    page_of: ("Page ", " / "),
    footer: &["Banque du Rivage est une banque imaginaire. Sauf erreur ou omission de notre part."],
    ..PLAIN
};

/// Newest row first, full dates, signed amounts and the balance on every row: what a phone exports.
pub(super) const APP_ACCOUNT: Design = Design {
    paper: A4,
    font: Font::Helvetica,
    size: 9.0,
    leading: 15.0,
    accent: [0.02, 0.45, 0.42],
    title: "Account statement",
    address: &["Flat 4, 14 Lantern Row, London SE16 4QD"],
    details: &[("Account", Detail::AccountName), ("Account number", Detail::AccountNumber), ("Period", Detail::Period)],
    period: PeriodWords { from: "%d %b %Y", from_other_year: "%d %b %Y", to: " - %d %b %Y" },
    number_groups: 0,
    summary: &[("Balance at start", Figure::Opening), ("Balance at end", Figure::Closing)],
    money: ("£", ""),
    columns: &[
        column("Date", Field::Date, Place::Left(50.0)),
        column("Transaction", Field::Description, Place::Wrapped(125.0, 250.0)),
        column("Amount", Field::Amount, Place::Right(460.0)),
        column("Balance", Field::Balance, Place::Right(545.0)),
    ],
    sections: ALL_ROWS,
    date: "%d %b %Y",
    separators: ENGLISH,
    amount_sign: Sign::PlusMinus,
    balance_sign: Sign::Minus,
    habits: Habits { newest_first: true, ..PLAINEST },
    continued: "",
    page_of: ("", "/"),
    footer: &["Wrenfield Bank plc is a fictional bank."],
    ..PLAIN
};
