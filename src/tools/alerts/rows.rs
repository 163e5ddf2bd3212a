//! Alerts about one new row.
//!
//! **Invariant:** pure functions over facts.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::Bounds;
use crate::domain::{AccountId, Category, Currency, Flow, MerchantId, Tag, TransactionId};
use crate::store::alerts::{EarlierRow, NewsRow};
use crate::store::look_ahead::Expected;

/// Two charges further apart than this are two.
const DOUBLE_DAYS_MAX: i64 = 2;
/// A pair of equal charges says that pairs are usual when it is at least this much older.
const USUAL_DAYS_MIN: i64 = 7;
/// Of a large amount, the part from which on a double charge is worth a word: two bus tickets are not.
const DOUBLE_PART: u32 = 50;
/// Of a large amount, the part from which on a new payee is worth a word.
const NEW_PAYEE_PART: u32 = 2;
/// Before this many days are known every payee is new.
const KNOWN_DAYS_MIN: i64 = 60;
/// What recurs may be this much dearer, in percent, before it counts as large.
const USUAL_PERCENT_MAX: u32 = 125;
/// A regular payment in counts as the salary from this part of the usual amount on.
const SALARY_PART: u32 = 2;
/// The bank's row of a payment that was typed before lies at most so many days later, or one earlier.
const TAKEN_OVER_DAYS: u64 = 4;

/// A row that is news.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewRow {
    pub id: TransactionId,
    pub account: AccountId,
    pub account_name: String,
    pub merchant: MerchantId,
    pub payee: String,
    /// The name that branches of the payee share.
    pub family: String,
    pub on: NaiveDate,
    /// Negative is money out.
    pub amount: Decimal,
    pub currency: Currency,
    pub category: Category,
    /// The category's id, which may be a person's own.
    pub category_id: crate::domain::CategoryId,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl NewRow {
    /// `None` for a currency that this version does not know.
    pub(super) fn of(row: NewsRow, family: String, category: Category) -> Option<Self> {
        Some(Self {
            id: row.id,
            account: row.account,
            account_name: row.account_name,
            merchant: row.merchant,
            payee: row.payee,
            family,
            on: row.booked_on,
            amount: row.amount,
            currency: row.currency.parse().ok()?,
            category,
            category_id: row.category,
            tags: row.tags,
        })
    }

    /// The same for the same payment, also after its file was taken back and sent again.
    pub(super) fn key(&self, what: &str) -> String {
        self.key_on(what, self.on)
    }

    fn key_on(&self, what: &str, on: NaiveDate) -> String {
        format!("{what}:{}:{}:{}:{on}", self.family, self.amount.normalize(), self.currency)
    }

    /// Keys of the same payment where a person had typed it before the bank's row came.
    pub(super) fn keys_nearby(&self, what: &str) -> Vec<String> {
        let before = (1..=TAKEN_OVER_DAYS).filter_map(|days| self.on.checked_sub_days(Days::new(days)));
        before.chain(self.on.succ_opt()).map(|on| self.key_on(what, on)).collect()
    }

    fn is_spent(&self) -> bool {
        self.amount.is_sign_negative() && self.category.flow() == Flow::Spending
    }

    /// Whether it is spending of at least a part of what is large.
    fn is_at_least(&self, part: u32, bounds: &Bounds) -> bool {
        let enough = self.amount.abs() * Decimal::from(part) >= bounds.large_from;
        self.is_spent() && bounds.currency == Some(self.currency) && enough
    }
}

/// From which amount on a payment to a new payee is worth a word, by what is large.
pub fn new_payee_from(large_from: Decimal) -> Decimal {
    large_from / Decimal::from(NEW_PAYEE_PART)
}

/// A large payment, but for what costs about that every time.
pub(super) fn is_large(row: &NewRow, usual: Option<Decimal>, bounds: &Bounds) -> bool {
    let as_ever = usual
        .is_some_and(|usual| row.amount.abs() * Decimal::ONE_HUNDRED <= usual.abs() * Decimal::from(USUAL_PERCENT_MAX));
    row.is_at_least(1, bounds) && !as_ever
}

pub(super) fn is_fee(row: &NewRow) -> bool {
    row.amount.is_sign_negative() && row.category == Category::Fees
}

/// The day of an equal charge shortly before, where the payee does not usually charge twice.
pub(super) fn double_charge(row: &NewRow, earlier: &[EarlierRow], bounds: &Bounds) -> Option<NaiveDate> {
    if !row.is_at_least(DOUBLE_PART, bounds) {
        return None;
    }
    let same: Vec<&EarlierRow> = earlier
        .iter()
        .filter(|other| {
            other.id != row.id
                && other.account == row.account
                && other.amount == row.amount
                && other.currency == row.currency.code()
        })
        .collect();
    let close = |one: NaiveDate, other: NaiveDate| (one - other).num_days().abs() <= DOUBLE_DAYS_MAX;
    let before = same.iter().filter(|other| (other.booked_on, other.id) < (row.on, row.id));
    let twin = before.filter(|other| close(other.booked_on, row.on)).map(|other| other.booked_on).min()?;
    let old: Vec<&&EarlierRow> =
        same.iter().filter(|other| (row.on - other.booked_on).num_days() >= USUAL_DAYS_MIN).collect();
    let usual =
        old.iter().any(|one| old.iter().any(|other| one.id < other.id && close(one.booked_on, other.booked_on)));
    (!usual).then_some(twin)
}

/// The first payment to a payee, and not a small one, once enough is known to tell.
pub(super) fn is_from_new_payee(
    row: &NewRow,
    earlier: &[EarlierRow],
    known_since: Option<NaiveDate>,
    bounds: &Bounds,
) -> bool {
    let known = known_since.is_some_and(|since| (row.on - since).num_days() >= KNOWN_DAYS_MIN);
    let first = !earlier.iter().any(|other| other.booked_on < row.on);
    row.is_at_least(NEW_PAYEE_PART, bounds) && known && first
}

/// The latest payment of income that comes again and again.
pub(super) fn is_salary(row: &NewRow, income: &[Expected]) -> bool {
    let regular = income.iter().find(|income| income.name == row.family && income.currency == row.currency);
    row.category == Category::Income
        && regular.is_some_and(|income| row.amount * Decimal::from(SALARY_PART) >= income.amount && row.on < income.on)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::CategoryId;

    const ACCOUNT: AccountId = AccountId(uuid::Uuid::from_u128(1));

    fn row(on: &str, amount: &str, category: Category) -> NewRow {
        NewRow {
            id: TransactionId(uuid::Uuid::from_u128(1_000)),
            account: ACCOUNT,
            account_name: "Current".into(),
            merchant: MerchantId(uuid::Uuid::from_u128(2)),
            payee: "Ikea".into(),
            family: "Ikea".into(),
            on: on.parse().unwrap(),
            amount: amount.parse().unwrap(),
            currency: "GBP".parse().unwrap(),
            category,
            category_id: CategoryId(100),
            tags: Vec::new(),
        }
    }

    fn earlier(rows: &[(&str, &str)]) -> Vec<EarlierRow> {
        let row = |(number, (on, amount)): (u128, &(&str, &str))| EarlierRow {
            id: TransactionId(uuid::Uuid::from_u128(number)),
            account: ACCOUNT,
            merchant: MerchantId(uuid::Uuid::from_u128(2)),
            booked_on: on.parse().unwrap(),
            amount: amount.parse().unwrap(),
            currency: "GBP".into(),
        };
        (10..).zip(rows).map(row).collect()
    }

    fn bounds(currency: &str) -> Bounds {
        let (large_from, low_below) = (Decimal::from(500), Decimal::ONE_HUNDRED);
        Bounds { large_from, low_below, currency: currency.parse().ok() }
    }

    #[test]
    fn large_is_what_passes_the_bound_and_is_not_as_ever() {
        let check = |amount: &str, category: Category, usual: Option<&str>, currency: &str, expected: bool| {
            let usual = usual.map(|usual| usual.parse().unwrap());
            let row = row("2026-03-28", amount, category);
            assert_eq!(is_large(&row, usual, &bounds(currency)), expected, "{amount} {category} {usual:?} {currency}");
        };
        check("-499.99", Category::Shopping, None, "GBP", false);
        check("-500", Category::Shopping, None, "GBP", true);
        check("500", Category::Shopping, None, "GBP", false);
        check("-900", Category::Transfer, None, "GBP", false);
        check("-900", Category::Savings, None, "GBP", false);
        check("-900", Category::Housing, Some("900"), "GBP", false);
        check("-1100", Category::Housing, Some("900"), "GBP", false);
        check("-1200", Category::Housing, Some("900"), "GBP", true);
        // Nothing converts money.
        check("-900", Category::Shopping, None, "EUR", false);
        check("-900", Category::Shopping, None, "", false);
    }

    #[test]
    fn a_charge_is_double_where_that_is_unusual() {
        let check = |amount: &str, others: &[(&str, &str)], expected: Option<&str>| {
            let found =
                double_charge(&row("2026-03-28", amount, Category::Entertainment), &earlier(others), &bounds("GBP"));
            assert_eq!(found.map(|day| day.to_string()).as_deref(), expected, "{amount} {others:?}");
        };
        check("-10.99", &[], None);
        check("-10.99", &[("2026-03-28", "-10.99")], Some("2026-03-28"));
        check("-10.99", &[("2026-03-26", "-10.99")], Some("2026-03-26"));
        check("-10.99", &[("2026-03-25", "-10.99")], None);
        check("-10.99", &[("2026-03-27", "-10.98")], None);
        check("-10.99", &[("2026-03-28", "10.99")], None);
        // The later of two is the double one.
        check("-10.99", &[("2026-03-29", "-10.99")], None);
        // Three of one day are told of the first.
        check("-10.99", &[("2026-03-27", "-10.99"), ("2026-03-28", "-10.99")], Some("2026-03-27"));
        // Two at once was so before.
        check("-10.99", &[("2026-03-28", "-10.99"), ("2026-02-11", "-10.99"), ("2026-02-10", "-10.99")], None);
        check("-10.99", &[("2026-03-28", "-10.99"), ("2026-02-28", "-10.99")], Some("2026-03-28"));
        // Two bus tickets.
        check("-2.50", &[("2026-03-28", "-2.50")], None);
    }

    #[test]
    fn another_account_or_category_is_no_double_charge() {
        let mut others = earlier(&[("2026-03-28", "-40")]);
        let saved = row("2026-03-28", "-40", Category::Savings);
        assert_eq!(double_charge(&saved, &others, &bounds("GBP")), None);
        others[0].account = AccountId(uuid::Uuid::from_u128(9));
        assert_eq!(double_charge(&row("2026-03-28", "-40", Category::Shopping), &others, &bounds("GBP")), None);
    }

    #[test]
    fn a_payee_is_new_once_enough_is_known() {
        let check = |amount: &str, others: &[(&str, &str)], since: Option<&str>, expected: bool| {
            let since = since.map(|day| day.parse().unwrap());
            let row = row("2026-03-28", amount, Category::Shopping);
            let found = is_from_new_payee(&row, &earlier(others), since, &bounds("GBP"));
            assert_eq!(found, expected, "{amount} {others:?} {since:?}");
        };
        check("-250", &[], Some("2025-12-01"), true);
        check("-249", &[], Some("2025-12-01"), false);
        check("-250", &[("2026-03-27", "-1")], Some("2025-12-01"), false);
        check("-250", &[("2026-03-28", "-1")], Some("2025-12-01"), true);
        check("-250", &[], Some("2026-02-01"), false);
        check("-250", &[], None, false);
        check("250", &[], Some("2025-12-01"), false);
    }

    #[test]
    fn fees_and_salaries_are_told_by_category() {
        let income = |on: &str| {
            vec![Expected {
                name: "Ikea".into(),
                currency: "GBP".parse().unwrap(),
                on: on.parse().unwrap(),
                amount: Decimal::from(2_000),
            }]
        };
        let check = |amount: &str, category: Category, next: &str, expected: (bool, bool)| {
            let row = row("2026-03-25", amount, category);
            assert_eq!((is_fee(&row), is_salary(&row, &income(next))), expected, "{amount} {category} {next}");
        };
        check("-3", Category::Fees, "2026-04-25", (true, false));
        check("3", Category::Fees, "2026-04-25", (false, false));
        check("2000", Category::Income, "2026-04-25", (false, true));
        check("1000", Category::Income, "2026-04-25", (false, true));
        check("999", Category::Income, "2026-04-25", (false, false));
        check("2000", Category::Transfer, "2026-04-25", (false, false));
        check("2000", Category::Income, "2026-03-25", (false, false));
    }

    #[test]
    fn the_same_payment_has_the_same_key_wherever_it_comes_from() {
        let typed = row("2026-03-26", "-620.00", Category::Shopping);
        let by_bank = NewRow { id: TransactionId::new(), ..row("2026-03-28", "-620", Category::Shopping) };
        assert!(by_bank.keys_nearby("row").contains(&typed.key("row")));
        let later = row("2026-04-02", "-620", Category::Shopping);
        assert!(!later.keys_nearby("row").contains(&typed.key("row")));
    }
}
