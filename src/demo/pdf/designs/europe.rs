//! Layouts of made-up banks on the continent.
//!
//! **Invariant:** as in the room above: data only.

use super::super::super::number::{FRENCH, GERMAN, SWISS};
use super::super::design::{Design, Detail, Field, Figure, Habits, PLAINEST, PeriodWords, Place, Section, Sign, Which};
use super::super::font::Font;
use super::{A4, PLAIN, column};

/// Apostrophes, debit and credit columns, a balance once a day, letters about rates above the table.
pub(in super::super) const SWISS_ACCOUNT: Design = Design {
    font: Font::Subset,
    accent: [0.55, 0.05, 0.1],
    title: "Kontoauszug",
    address: &["Rebgasse 7", "4058 Basel"],
    details: &[("Konto", Detail::AccountName), ("IBAN", Detail::AccountNumber), ("Zeitraum", Detail::Period)],
    period: PeriodWords { from: "%d.%m.%Y", from_other_year: "%d.%m.%Y", to: " - %d.%m.%Y" },
    number_groups: 4,
    summary: &[("Anfangssaldo", Figure::Opening), ("Schlusssaldo", Figure::Closing)],
    money: ("CHF ", ""),
    columns: &[
        column("Datum", Field::Date, Place::Left(50.0)),
        column("Buchungstext", Field::Description, Place::Wrapped(105.0, 190.0)),
        column("Belastung", Field::MoneyOut, Place::Right(365.0)),
        column("Gutschrift", Field::MoneyIn, Place::Right(430.0)),
        column("Valuta", Field::Posted, Place::Left(440.0)),
        column("Saldo", Field::Balance, Place::Right(545.0)),
    ],
    date: "%d.%m.%y",
    separators: SWISS,
    habits: Habits { balance_once_a_day: true, ..PLAINEST },
    preamble: &[
        "Guten Tag, auf diesem Auszug finden Sie alle Bewegungen des Zeitraums. Seit dem 01.01.2024 beträgt der",
        "Zins auf Guthaben 0.75 % bis CHF 50'000.00; darüber verzinsen wir nicht. Fragen? 061 000 00 00.",
    ],
    continued: "(Fortsetzung)",
    page_of: ("Seite ", " / "),
    footer: &["Rheinufer Bank AG ist eine erfundene Bank. Bitte prüfen Sie den Auszug innert 30 Tagen."],
    ..PLAIN
};

/// Two dates and a signed column; the file shows letter after letter.
pub(in super::super) const SPANISH_ACCOUNT: Design = Design {
    accent: [0.7, 0.2, 0.05],
    title: "Extracto de cuenta",
    address: &["Calle del Olmo 5, 2.º B", "28012 Madrid"],
    details: &[("Cuenta", Detail::AccountName), ("IBAN", Detail::AccountNumber), ("Periodo", Detail::Period)],
    period: PeriodWords { from: "%d/%m/%Y", from_other_year: "%d/%m/%Y", to: " a %d/%m/%Y" },
    number_groups: 4,
    summary: &[("Saldo anterior", Figure::Opening), ("Saldo final", Figure::Closing)],
    money: ("", " EUR"),
    columns: &[
        column("F. operación", Field::Date, Place::Left(50.0)),
        column("F. valor", Field::Posted, Place::Left(118.0)),
        column("Concepto", Field::Description, Place::Wrapped(170.0, 200.0)),
        column("Importe", Field::Amount, Place::Right(460.0)),
        column("Saldo", Field::Balance, Place::Right(545.0)),
    ],
    date: "%d/%m/%Y",
    separators: GERMAN,
    habits: Habits { letter_by_letter: true, ..PLAINEST },
    margin_text: Some("Inscrita en el Registro Mercantil, tomo 1.234, folio 56, hoja M-78901"),
    continued: "(continuación)",
    page_of: ("Página ", " de "),
    footer: &["Banco del Olmo es un banco imaginario."],
    ..PLAIN
};

/// Dare and avere, balances as lines of the table, totals below it, amounts drawn first.
pub(in super::super) const ITALIAN_ACCOUNT: Design = Design {
    size: 8.0,
    accent: [0.0, 0.35, 0.2],
    title: "Estratto conto",
    address: &["Via dei Tigli 21", "40137 Bologna"],
    details: &[("Conto corrente", Detail::AccountName), ("IBAN", Detail::AccountNumber), ("Periodo", Detail::Period)],
    period: PeriodWords { from: "dal %d/%m/%Y", from_other_year: "dal %d/%m/%Y", to: " al %d/%m/%Y" },
    number_groups: 0,
    summary: &[("Saldo iniziale", Figure::Opening), ("Saldo finale", Figure::Closing)],
    money: ("€ ", ""),
    columns: &[
        column("Data", Field::Date, Place::Left(50.0)),
        column("Valuta", Field::Posted, Place::Left(102.0)),
        column("Dare", Field::MoneyOut, Place::Right(225.0)),
        column("Avere", Field::MoneyIn, Place::Right(295.0)),
        column("Descrizione operazioni", Field::Description, Place::Wrapped(310.0, 235.0)),
    ],
    sections: &[Section { heading: None, rows: Which::All, total: Some("Totale movimenti") }],
    date: "%d/%m/%y",
    separators: GERMAN,
    opening: Some("Saldo iniziale al %d/%m/%Y"),
    closing: Some("Saldo finale al %d/%m/%Y"),
    habits: Habits { amounts_drawn_first: true, ..PLAINEST },
    continued: "(segue)",
    page_of: ("Pagina ", " di "),
    footer: &["Cassa dei Tigli è una banca immaginaria."],
    ..PLAIN
};

/// Af and bij, the date once a day, locked against changes.
pub(in super::super) const DUTCH_ACCOUNT: Design = Design {
    size: 9.0,
    leading: 13.0,
    accent: [0.85, 0.35, 0.0],
    title: "Rekeningafschrift",
    address: &["Lindegracht 88", "1015 KL Amsterdam"],
    details: &[("Rekening", Detail::AccountName), ("IBAN", Detail::AccountNumber), ("Periode", Detail::Period)],
    period: PeriodWords { from: "%d-%m-%Y", from_other_year: "%d-%m-%Y", to: " t/m %d-%m-%Y" },
    number_groups: 4,
    summary: &[
        ("Vorig saldo", Figure::Opening),
        ("Totaal af", Figure::MoneyOut),
        ("Totaal bij", Figure::MoneyIn),
        ("Nieuw saldo", Figure::Closing),
    ],
    money: ("€ ", ""),
    columns: &[
        column("Datum", Field::Date, Place::Left(50.0)),
        column("Omschrijving", Field::Description, Place::Wrapped(110.0, 250.0)),
        column("Bedrag af", Field::MoneyOut, Place::Right(455.0)),
        column("Bedrag bij", Field::MoneyIn, Place::Right(545.0)),
    ],
    date: "%d-%m",
    separators: GERMAN,
    habits: Habits { date_once_a_day: true, locked_to_changes: true, ..PLAINEST },
    continued: "(vervolg)",
    page_of: ("Blad ", " van "),
    footer: &["Grachtenbank N.V. is een verzonnen bank."],
    ..PLAIN
};

/// Letters that Windows-1252 lacks, on pages that the viewer turns.
pub(in super::super) const POLISH_ACCOUNT: Design = Design {
    paper: (A4.1, A4.0),
    font: Font::CodedHelvetica,
    accent: [0.6, 0.0, 0.25],
    title: "Wyciąg z rachunku",
    address: &["ul. Klonowa 3/14", "50-123 Wrocław"],
    details: &[
        ("Rachunek", Detail::AccountName),
        ("Numer rachunku", Detail::AccountNumber),
        ("Za okres", Detail::Period),
        ("Waluta", Detail::Fixed("PLN")),
    ],
    period: PeriodWords { from: "%d.%m.%Y", from_other_year: "%d.%m.%Y", to: " - %d.%m.%Y" },
    number_groups: 4,
    summary: &[
        ("Saldo początkowe", Figure::Opening),
        ("Suma uznań", Figure::MoneyIn),
        ("Suma obciążeń", Figure::MoneyOut),
        ("Saldo końcowe", Figure::Closing),
    ],
    money: ("", " PLN"),
    columns: &[
        column("Data operacji", Field::Date, Place::Left(50.0)),
        column("Data księgowania", Field::Posted, Place::Left(120.0)),
        column("Opis operacji", Field::Description, Place::Wrapped(210.0, 330.0)),
        column("Kwota", Field::Amount, Place::Right(670.0)),
        column("Saldo po operacji", Field::Balance, Place::Right(790.0)),
    ],
    date: "%Y-%m-%d",
    separators: FRENCH,
    habits: Habits { turned: true, ..PLAINEST },
    continued: "(ciąg dalszy)",
    page_of: ("Strona ", " z "),
    footer: &["Bank Klonowy S.A. jest bankiem zmyślonym."],
    ..PLAIN
};

/// Cyrillic, the newest row first, a space between sign and amount.
pub(in super::super) const RUSSIAN_ACCOUNT: Design = Design {
    font: Font::CodedHelvetica,
    accent: [0.1, 0.4, 0.15],
    title: "Выписка по счёту",
    address: &["г. Тверь, ул. Речная, д. 12"],
    details: &[
        ("Счёт", Detail::AccountName),
        ("Номер счёта", Detail::AccountNumber),
        ("За период", Detail::Period),
        ("Валюта", Detail::Fixed("RUB")),
    ],
    period: PeriodWords { from: "с %d.%m.%Y", from_other_year: "с %d.%m.%Y", to: " по %d.%m.%Y" },
    number_groups: 0,
    summary: &[
        ("Входящий остаток", Figure::Opening),
        ("Поступления", Figure::MoneyIn),
        ("Расходы", Figure::MoneyOut),
        ("Исходящий остаток", Figure::Closing),
    ],
    money: ("", " ₽"),
    columns: &[
        column("Дата операции", Field::Date, Place::Left(50.0)),
        column("Описание операции", Field::Description, Place::Wrapped(130.0, 220.0)),
        column("Сумма", Field::Amount, Place::Right(445.0)),
        column("Остаток", Field::Balance, Place::Right(545.0)),
    ],
    date: "%d.%m.%Y",
    separators: FRENCH,
    amount_sign: Sign::SpacedPlusMinus,
    habits: Habits { newest_first: true, in_a_form: true, ..PLAINEST },
    continued: "(продолжение)",
    page_of: ("Страница ", " из "),
    footer: &["Речной банк — вымышленный банк."],
    ..PLAIN
};
