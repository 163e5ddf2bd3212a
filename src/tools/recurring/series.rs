//! Which of a payee's payments belong together: by cadence, and by price where the payee sells other things too.
//!
//! **Invariant:** pure: the same charges give the same series.

use chrono::{Days, Months, NaiveDate};
use rust_decimal::Decimal;

use super::{Every, Price};
use crate::store::recurring::Charge;

/// Payments that belong together, oldest first.
pub(super) struct Series {
    pub charges: Vec<(NaiveDate, Decimal)>,
    pub every: Option<Every>,
}

/// Cadences with the shortest and longest gap in days, and the charges that it takes to see one. Banks move a charge over
/// weekends and holidays, so a month is 26 to 36 days.
const CADENCES: [(Every, i64, i64, usize); 6] = [
    (Every::Week, 6, 8, 6),
    (Every::Fortnight, 13, 15, 4),
    (Every::Month, 26, 36, 3),
    (Every::Quarter, 84, 99, 3),
    (Every::HalfYear, 175, 190, 3),
    (Every::Year, 350, 380, 2),
];

/// Of ten gaps so many have to fit: one may be missed or moved.
const FITTING_OF_TEN: usize = 8;

/// Prices may change, but a new price at every other charge is no price.
const CHARGES_A_PRICE: usize = 4;

/// A price that follows another lies within this many percent of it.
const STEP_PERCENT_MAX: u32 = 60;

/// A bill's charges lie within this factor of each other.
const BILL_FACTOR_MAX: u32 = 6;

/// Prices shown of a payee without cadence: the latest ones.
const PRICES_MAX: usize = 12;

impl Every {
    /// The day one step after `day`.
    pub(super) fn after(self, day: NaiveDate) -> Option<NaiveDate> {
        let months = |months: u32| day.checked_add_months(Months::new(months));
        match self {
            Self::Week => day.checked_add_days(Days::new(7)),
            Self::Fortnight => day.checked_add_days(Days::new(14)),
            Self::Month => months(1),
            Self::Quarter => months(3),
            Self::HalfYear => months(6),
            Self::Year => months(12),
        }
    }
}

impl Series {
    /// Runs of the same price.
    pub(super) fn prices(&self) -> Vec<Price> {
        let runs = self.charges.chunk_by(|a, b| a.1 == b.1);
        let price = |run: &[(NaiveDate, Decimal)]| {
            let (first, last) = (run.first()?, run.last()?);
            Some(Price { amount: first.1, from: first.0, to: last.0, charges: run.len() as u64 })
        };
        let mut prices: Vec<Price> = runs.filter_map(price).collect();
        let surplus = prices.len().saturating_sub(PRICES_MAX);
        prices.drain(..surplus);
        prices
    }

    fn keeps_its_price(&self) -> bool {
        let changes = self.charges.windows(2).filter(|pair| matches!(pair, [a, b] if a.1 != b.1)).count();
        changes * CHARGES_A_PRICE < self.charges.len().max(CHARGES_A_PRICE + 1)
    }

    fn varies_little(&self) -> bool {
        let amounts = || self.charges.iter().map(|charge| charge.1);
        match (amounts().min(), amounts().max()) {
            (Some(least), Some(most)) => most <= least * Decimal::from(BILL_FACTOR_MAX),
            _ => false,
        }
    }
}

/// The series among one payee's charges. A payee that was asked for by name is told about in any case.
pub(super) fn series(charges: &[Charge], bill: bool, named: bool) -> Vec<Series> {
    let all: Vec<(NaiveDate, Decimal)> = charges.iter().map(|charge| (charge.booked_on, charge.amount)).collect();
    let whole = Series { every: cadence(&all), charges: all };
    if whole.every.is_some() && (whole.keeps_its_price() || bill && whole.varies_little()) {
        return vec![whole];
    }
    let parts = by_price(&whole.charges);
    match parts.is_empty() && named && !whole.charges.is_empty() {
        true => vec![Series { every: None, ..whole }],
        false => parts,
    }
}

/// Charges of the same amount that keep a cadence, with the prices that followed each other joined.
fn by_price(charges: &[(NaiveDate, Decimal)]) -> Vec<Series> {
    let mut amounts: Vec<Decimal> = charges.iter().map(|charge| charge.1).collect();
    amounts.sort();
    amounts.dedup();
    let same = |amount: Decimal| -> Vec<(NaiveDate, Decimal)> {
        charges.iter().copied().filter(|charge| charge.1 == amount).collect()
    };
    let mut found: Vec<Series> = amounts
        .into_iter()
        .map(same)
        // A coffee a week at one price is a habit; what is charged by itself comes by the month or more rarely.
        .filter_map(|charges| {
            Some(Series { every: Some(cadence(&charges).filter(|every| *every != Every::Week)?), charges })
        })
        .collect();
    found.sort_by_key(|series| series.charges.first().map(|charge| charge.0));
    let mut joined: Vec<Series> = Vec::new();
    for next in found {
        match joined.iter_mut().find(|series| follows(series, &next)) {
            Some(series) => series.charges.extend(next.charges),
            None => joined.push(next),
        }
    }
    joined
}

/// Whether `next` goes on where `series` ended, at another price.
fn follows(series: &Series, next: &Series) -> bool {
    let (Some(last), Some(first)) = (series.charges.last(), next.charges.first()) else { return false };
    let gap = (first.0 - last.0).num_days();
    let near = (first.1 - last.1).abs() * Decimal::ONE_HUNDRED <= last.1 * Decimal::from(STEP_PERCENT_MAX);
    series.every == next.every
        && near
        && CADENCES
            .iter()
            .any(|(every, least, most, _)| Some(*every) == series.every && (*least..=*most).contains(&gap))
}

/// The cadence that most gaps keep.
fn cadence(charges: &[(NaiveDate, Decimal)]) -> Option<Every> {
    let gaps: Vec<i64> = charges
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] => Some((b.0 - a.0).num_days()),
            _ => None,
        })
        .collect();
    let found = CADENCES.iter().find(|(_, least, most, charges_min)| {
        let fitting = gaps.iter().filter(|gap| (*least..=*most).contains(*gap)).count();
        charges.len() >= *charges_min && fitting * 10 >= gaps.len() * FITTING_OF_TEN
    });
    found.map(|(every, ..)| *every)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{CategoryId, MerchantId};

    fn charges(rows: &[(&str, &str)]) -> Vec<Charge> {
        let merchant = MerchantId::new();
        let charge = |(day, amount): &(&str, &str)| Charge {
            merchant,
            booked_on: day.parse().unwrap(),
            amount: amount.parse().unwrap(),
            currency: "EUR".into(),
            category: CategoryId(1000),
        };
        rows.iter().map(charge).collect()
    }

    /// Cadence and prices of each series.
    fn check(rows: &[(&str, &str)], bill: bool, named: bool, expected: &str) {
        let found = series(&charges(rows), bill, named);
        let told = found.iter().map(|series| {
            let prices: Vec<String> = series.prices().iter().map(|price| price.amount.to_string()).collect();
            format!("{:?} {}", series.every, prices.join(">"))
        });
        assert_eq!(told.collect::<Vec<_>>().join(", "), expected, "{rows:?}");
    }

    #[test]
    fn a_cadence_and_a_price_make_a_subscription() {
        let month = [("2026-01-05", "9.99"), ("2026-02-05", "9.99"), ("2026-03-06", "9.99")];
        check(&month, false, false, "Some(Month) 9.99");
        let dearer = [
            ("2025-11-05", "9.99"),
            ("2025-12-05", "9.99"),
            ("2026-01-05", "9.99"),
            ("2026-02-05", "11.99"),
            ("2026-03-05", "11.99"),
        ];
        check(&dearer, false, false, "Some(Month) 9.99>11.99");
        check(&[("2025-02-14", "54.99"), ("2026-02-14", "54.99")], false, false, "Some(Year) 54.99");
        // Another purchase from the same payee in between.
        let mixed = [
            ("2026-01-05", "2.99"),
            ("2026-01-19", "120.00"),
            ("2026-02-05", "2.99"),
            ("2026-02-09", "15.00"),
            ("2026-03-05", "2.99"),
        ];
        check(&mixed, false, false, "Some(Month) 2.99");
    }

    #[test]
    fn a_bill_may_vary_and_a_shop_is_none() {
        let varies = [("2026-01-05", "80.10"), ("2026-02-05", "95.40"), ("2026-03-05", "71.00")];
        check(&varies, true, false, "Some(Month) 80.10>95.40>71.00");
        check(&varies, false, false, "");
        check(&varies, false, true, "None 80.10>95.40>71.00");
        let coffees = [("2026-03-01", "3.10"), ("2026-03-04", "3.10"), ("2026-03-15", "3.10"), ("2026-03-16", "3.10")];
        check(&coffees, false, false, "");
        check(&[], false, true, "");
    }
}
