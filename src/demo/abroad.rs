//! One month of an account in another country, for the layouts of banks there.
//!
//! **Invariant:** every descriptor can be written in Windows-1252, which the fonts of the statements use.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::domain::{Category, Period, month_start};

use super::household::next_workday;
use super::merchants::{self, Merchant};
use super::random::Random;
use super::{DemoStatement, Layout, Row, currency};

/// Where the account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Country {
    Germany,
    France,
    UnitedStates,
}

/// A fixed payment of the month: day, descriptor, other side, category, minor units.
type Standing = (u32, &'static str, &'static str, Category, i64);

/// What sets a country's account apart.
struct Place {
    bank: &'static str,
    layout: Layout,
    account_number: &'static str,
    account_name: &'static str,
    holder: &'static str,
    currency: &'static str,
    opening_minor_units: i64,
    /// Whether rows carry a second date.
    value_dates: bool,
    standing: &'static [Standing],
    merchants: &'static [Merchant],
}

use Category::{Fees, Housing, Income, Insurance, Savings, Utilities};

const GERMANY: Place = Place {
    bank: "Lindenbank eG",
    layout: Layout::GermanAccount,
    account_number: "DE02120300000000202051",
    account_name: "Girokonto Komfort",
    holder: "Jonas Albrecht",
    currency: "EUR",
    opening_minor_units: 186_432,
    value_dates: true,
    standing: &[
        (
            1,
            "Dauerauftrag|HAUSVERWALTUNG NORDPLATZ Miete Whg. 12 inkl. NK",
            "Hausverwaltung Nordplatz",
            Housing,
            -92_000,
        ),
        (2, "Lastschrift|STADTWERKE LEIPZIG GMBH Abschlag Strom KdNr ######", "Stadtwerke", Utilities, -7_400),
        (10, "Lastschrift|TELEFONICA GERMANY GMBH + CO. OHG KD-NR ########", "O2", Utilities, -3_499),
        (15, "Dauerauftrag|JONAS ALBRECHT Tagesgeld", "Jonas Albrecht", Savings, -20_000),
        (28, "Gutschrift|VERLAG AM MARKT GMBH LOHN/GEHALT", "Verlag am Markt", Income, 254_871),
        (28, "Abrechnung|Entgelt Kontoführung", "Lindenbank", Fees, -395),
    ],
    merchants: merchants::GERMANY,
};

const FRANCE: Place = Place {
    bank: "Banque du Rivage",
    layout: Layout::FrenchAccount,
    account_number: "FR7630006000011234567890189",
    account_name: "Compte chèques",
    holder: "Camille Rousselet",
    currency: "EUR",
    opening_minor_units: 154_892,
    value_dates: true,
    standing: &[
        (2, "VIREMENT SEPA RECU|ATELIER DES BROTTEAUX SALAIRE", "Atelier des Brotteaux", Income, 231_540),
        (3, "PRELEVEMENT|REGIE SAINT-JEAN LOYER", "Régie Saint-Jean", Housing, -78_500),
        (5, "PRELEVEMENT|EDF CLIENTS PARTICULIERS", "EDF", Utilities, -6_830),
        (12, "PRELEVEMENT|ORANGE SA", "Orange", Utilities, -3_599),
        (16, "VIREMENT PERMANENT|LIVRET A", "Livret A", Savings, -15_000),
        (25, "COTISATION CARTE", "Banque du Rivage", Fees, -450),
    ],
    merchants: merchants::FRANCE,
};

const UNITED_STATES: Place = Place {
    bank: "Cascade Harbor Bank",
    layout: Layout::UsChecking,
    account_number: "000009752319",
    account_name: "Everyday Checking",
    holder: "Dana Whitcomb",
    currency: "USD",
    opening_minor_units: 321_908,
    value_dates: false,
    standing: &[
        (1, "ACH DEBIT PINE STREET APTS RENT", "Pine Street Apartments", Housing, -162_500),
        (5, "ACH DEBIT GEICO PYMT", "Geico", Insurance, -9_840),
        (9, "ACH DEBIT COMCAST CABLE", "Comcast", Utilities, -7_500),
        (14, "DIRECT DEPOSIT NORTHFORK CLINIC PAYROLL", "Northfork Clinic", Income, 198_344),
        (17, "MOBILE DEPOSIT REF ######", "Deposit", Income, 12_500),
        (22, "ACH DEBIT PORTLAND GENERAL ELECTRIC", "Portland General Electric", Utilities, -8_866),
        (28, "DIRECT DEPOSIT NORTHFORK CLINIC PAYROLL", "Northfork Clinic", Income, 198_344),
        (28, "MONTHLY SERVICE FEE", "Cascade Harbor Bank", Fees, -1_200),
    ],
    merchants: merchants::UNITED_STATES,
};

/// Percent of days with a first and with a second purchase.
const PURCHASES: [usize; 2] = [85, 45];

/// The statement of the calendar month that ends on `until`, in the country's currency.
pub fn month_abroad(seed: u64, until: NaiveDate, country: Country) -> DemoStatement {
    let place = match country {
        Country::Germany => &GERMANY,
        Country::France => &FRANCE,
        Country::UnitedStates => &UNITED_STATES,
    };
    let period = Period { from: month_start(until), to: until };
    let mut random = Random::new(seed);
    let mut rows = Vec::new();
    for date in period.from.iter_days().take_while(|date| *date <= until) {
        for (_, descriptor, merchant, category, amount) in place.standing.iter().filter(|due| due.0 == date.day()) {
            rows.push(Row::new(date, &random.fill(descriptor), *merchant, *category, *amount));
        }
        for percent in PURCHASES {
            if random.chance(percent)
                && let Some(merchant) = random.pick(place.merchants)
            {
                let descriptor = random.fill(merchant.descriptor);
                let price = merchant.price(&mut random);
                rows.push(Row::new(date, &descriptor, merchant.name, merchant.category, -price));
            }
        }
    }
    if place.value_dates {
        for row in &mut rows {
            row.posted = Some(next_workday(row.date).min(until));
        }
    }
    DemoStatement {
        bank: place.bank,
        layout: place.layout,
        account_number: place.account_number,
        account_name: place.account_name,
        holder: place.holder,
        currency: currency(place.currency),
        period,
        opening_balance: Decimal::new(place.opening_minor_units, 2),
        rows,
        misprint: None,
    }
}
