//! Alerts about what is still to come: a salary that is late, bills that are due, and whether there is enough for them.
//!
//! **Invariant:** pure functions over what is expected; the day is passed in.

use chrono::{Days, NaiveDate};
use rust_decimal::{Decimal, prelude::ToPrimitive as _};

use super::balances::Held;
use crate::domain::Currency;
use crate::store::look_ahead::Expected;

/// Days that a salary may be late before it is missed: a weekend, and a day for the bank.
const LATE_DAYS: u64 = 3;
/// A balance older than this says little about what is left for bills.
const FRESH_DAYS: i64 = 14;
/// Steps of a shortfall that count as the same: it has to double before it is told again.
const BUCKET: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

/// A payment that is expected on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    pub name: String,
    pub currency: Currency,
    /// Positive.
    pub amount: Decimal,
    pub on: NaiveDate,
}

/// Regular income that did not come.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    pub name: String,
    pub currency: Currency,
    pub amount: Decimal,
    pub on: NaiveDate,
    /// The last day of which a statement tells; where that is before, it may have come.
    pub known_until: Option<NaiveDate>,
}

/// What is due before the next salary is more than there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Short {
    pub currency: Currency,
    pub held: Decimal,
    /// What is due, positive.
    pub due: Decimal,
    /// `due` − `held`.
    pub by: Decimal,
    /// The next salary, and who pays it.
    pub until: NaiveDate,
    pub payer: String,
    /// The largest of what is due.
    pub largest: Moment,
}

/// A salary that is late.
pub(super) fn missing(income: &Expected, known_until: Option<NaiveDate>, today: NaiveDate) -> Option<Missing> {
    let late_from = income.on.checked_add_days(Days::new(LATE_DAYS))?;
    (today >= late_from).then(|| Missing {
        name: income.name.clone(),
        currency: income.currency,
        amount: income.amount,
        on: income.on,
        known_until,
    })
}

/// A bill of tomorrow.
pub(super) fn due(charge: &Expected, today: NaiveDate) -> Option<Moment> {
    (Some(charge.on) == today.succ_opt()).then(|| moment(charge))
}

fn moment(charge: &Expected) -> Moment {
    Moment { name: charge.name.clone(), currency: charge.currency, amount: charge.amount.abs(), on: charge.on }
}

/// Whether what accounts hold covers what is due before the next salary. Accounts below zero are cards, which are paid by a charge
/// of their own. `expected` is soonest first.
pub(super) fn short(
    held: &[Held],
    expected: &[Expected],
    currency: Option<Currency>,
    today: NaiveDate,
) -> Option<Short> {
    let currency = currency?;
    let mine = |expected: &&Expected| expected.currency == currency;
    let salary = expected.iter().filter(mine).find(|income| income.amount > Decimal::ZERO && income.on > today)?;
    let fresh = |held: &&Held| {
        held.currency == currency
            && !held.amount.is_sign_negative()
            && (today - held.known_until).num_days() <= FRESH_DAYS
    };
    let held: Vec<Decimal> = held.iter().filter(fresh).map(|held| held.amount).collect();
    if held.is_empty() {
        return None;
    }
    let held: Decimal = held.into_iter().sum();
    let due: Vec<Moment> = expected
        .iter()
        .filter(mine)
        .filter(|charge| charge.amount < Decimal::ZERO && charge.on < salary.on)
        .map(moment)
        .collect();
    let sum: Decimal = due.iter().map(|charge| charge.amount).sum();
    let largest = due.into_iter().max_by_key(|charge| charge.amount)?;
    let by = sum - held;
    let (until, payer) = (salary.on, salary.name.clone());
    (by > Decimal::ZERO).then_some(Short { currency, held, due: sum, by, until, payer, largest })
}

/// Amounts that are told once: those of one bucket.
pub(super) fn bucket(by: Decimal) -> u32 {
    let steps = (by / BUCKET).trunc().to_u64().unwrap_or(u64::MAX);
    u64::BITS - steps.leading_zeros()
}

/// The next day on which time alone brings an alert: a salary is late, or a bill is due on the day after.
pub fn next_moment(income: &[Expected], charges: &[Expected], today: NaiveDate) -> Option<NaiveDate> {
    let late = income.iter().filter_map(|income| income.on.checked_add_days(Days::new(LATE_DAYS)));
    let due = charges.iter().filter_map(|charge| charge.on.pred_opt());
    late.chain(due).filter(|day| *day > today).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::AccountId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn expected(name: &str, on: &str, amount: &str) -> Expected {
        Expected { name: name.into(), currency: "GBP".parse().unwrap(), on: day(on), amount: amount.parse().unwrap() }
    }

    #[test]
    fn a_salary_is_missed_three_days_late() {
        let check = |today: &str, expected_missing: bool| {
            let found = missing(&expected("Acme", "2026-03-25", "2000"), None, day(today));
            assert_eq!(found.is_some(), expected_missing, "{today}");
        };
        check("2026-03-25", false);
        check("2026-03-27", false);
        check("2026-03-28", true);
    }

    #[test]
    fn a_bill_is_told_the_day_before() {
        for (today, told) in [("2026-03-29", false), ("2026-03-30", true), ("2026-03-31", false)] {
            assert_eq!(due(&expected("Rent", "2026-03-31", "-900"), day(today)).is_some(), told, "{today}");
        }
    }

    #[test]
    fn what_is_held_has_to_last_until_the_salary() {
        let check = |held: &[(&str, &str, &str)], rows: &[Expected], shortfall: Option<&str>| {
            let account = |(amount, currency, known_until): &(&str, &str, &str)| Held {
                account: AccountId::new(),
                name: "Current".into(),
                currency: currency.parse().unwrap(),
                amount: amount.parse().unwrap(),
                before: Decimal::ZERO,
                known_until: day(known_until),
            };
            let held: Vec<Held> = held.iter().map(account).collect();
            let found = short(&held, rows, "GBP".parse().ok(), day("2026-03-31"));
            assert_eq!(found.map(|short| short.by.to_string()).as_deref(), shortfall, "{held:?} {rows:?}");
        };
        let salary = || expected("Acme", "2026-04-25", "2000");
        let rent = || expected("Rent", "2026-04-01", "-900");
        let now = [("850", "GBP", "2026-03-31")];
        check(&now, &[rent(), salary()], Some("50"));
        check(&[("900", "GBP", "2026-03-31")], &[rent(), salary()], None);
        check(&now, &[salary()], None);
        check(&now, &[rent()], None);
        // A card's debt is no money, another currency neither, and an old balance says nothing.
        let with_card = [("850", "GBP", "2026-03-31"), ("-400", "GBP", "2026-03-31"), ("99", "EUR", "2026-03-31")];
        check(&with_card, &[rent(), salary()], Some("50"));
        check(&[("850", "GBP", "2026-03-16")], &[rent(), salary()], None);
        // What is due after the salary is paid from it.
        check(&now, &[expected("Rent", "2026-04-25", "-900"), salary()], None);
        check(&now, &[rent(), expected("Gym", "2026-04-09", "-30"), salary()], Some("80"));
    }

    #[test]
    fn a_shortfall_is_told_again_when_it_doubles() {
        let check = |one: &str, other: &str, same: bool| {
            let (one, other): (Decimal, Decimal) = (one.parse().unwrap(), other.parse().unwrap());
            assert_eq!(bucket(one) == bucket(other), same, "{one} {other}");
        };
        check("1", "49.99", true);
        check("49.99", "50", false);
        check("100", "199", true);
        check("100", "200", false);
    }

    #[test]
    fn the_next_moment_is_the_soonest_still_to_come() {
        let (income, charges) = ([expected("Acme", "2026-03-25", "2000")], [expected("Rent", "2026-04-01", "-900")]);
        for (today, next) in
            [("2026-03-20", Some("2026-03-28")), ("2026-03-28", Some("2026-03-31")), ("2026-03-31", None)]
        {
            let found = next_moment(&income, &charges, day(today));
            assert_eq!(found.map(|day| day.to_string()).as_deref(), next, "{today}");
        }
    }
}
