//! As many rows as a bench asks for, from thousands of merchants.
//!
//! **Invariant:** rows come in order of date, and a few merchants take most of them, as in real books.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use crate::domain::{Category, Period};

use super::random::Random;
use super::{DemoStatement, Layout, Row, currency};

/// A ledger spans at most this many days (ten years), so that it holds few days that no statement would show.
const MOST_DAYS: u64 = 3_650;

/// Rows a day until [`MOST_DAYS`] are full.
const ROWS_A_DAY: u64 = 3;

/// One row in this many is the salary, which keeps the balance from drifting far.
const SALARY_EVERY: u64 = 75;

const SALARY_PENCE: i64 = 245_000;

const PLACES: &[&str] = &[
    "ALDERTON",
    "BRAMLEY",
    "CASTLE",
    "DENHOLM",
    "EASTGATE",
    "FERNDALE",
    "GRANTHAM",
    "HARBOUR",
    "IVYBRIDGE",
    "JUBILEE",
    "KINGSWAY",
    "LAKESIDE",
    "MARKET",
    "NORTHWOOD",
    "ORCHARD",
    "PARKWAY",
    "QUAYSIDE",
    "RIVERSIDE",
    "STATION",
    "TEMPLE",
    "UPLAND",
    "VICTORIA",
    "WESTFIELD",
    "YARROW",
    "ABBEY",
    "BRIDGE",
    "CHURCH",
    "DOCK",
    "ELM",
    "FOUNDRY",
    "GARDEN",
    "HIGH ST",
];

const OWNERS: &[&str] = &[
    "& SONS", "BROTHERS", "COMPANY", "DIRECT", "EXPRESS", "FAMILY", "GROUP", "HOUSE", "LIMITED", "ONLINE", "PARTNERS",
    "STORES",
];

const TRADES: &[(&str, Category, i64, i64)] = &[
    ("SUPERMARKET", Category::Groceries, 350, 7_200),
    ("GREENGROCER", Category::Groceries, 180, 2_100),
    ("BAKERY", Category::Dining, 140, 1_200),
    ("KITCHEN", Category::Dining, 1_100, 6_500),
    ("COFFEE", Category::Dining, 250, 980),
    ("TAXIS", Category::Transport, 520, 3_400),
    ("FUEL", Category::Transport, 2_000, 7_800),
    ("PHARMACY", Category::Health, 240, 2_900),
    ("BOOKS", Category::Shopping, 499, 3_800),
    ("OUTFITTERS", Category::Shopping, 1_200, 9_900),
    ("CINEMA", Category::Entertainment, 700, 2_800),
    ("BARBERS", Category::PersonalCare, 1_200, 3_600),
];

/// `rows` rows in pounds that end on `until` and go back at most ten years, from up to 4,608 merchants.
pub fn large_ledger(seed: u64, rows: usize, until: NaiveDate) -> impl Iterator<Item = Row> {
    let mut random = Random::new(seed);
    let rows = rows as u64;
    let days = rows.div_ceil(ROWS_A_DAY).clamp(1, MOST_DAYS);
    (0..rows).map(move |number| {
        let days_before = days - 1 - (u128::from(number) * u128::from(days) / u128::from(rows.max(1))) as u64;
        let date = until.checked_sub_days(Days::new(days_before)).unwrap_or(until);
        if number % SALARY_EVERY == SALARY_EVERY / 2 {
            let employer = "Ashdown Analytics";
            return Row::new(date, "CR ASHDOWN ANALYTICS SALARY", employer, Category::Income, SALARY_PENCE);
        }
        purchase(&mut random, date)
    })
}

fn purchase(random: &mut Random, date: NaiveDate) -> Row {
    // Two draws, of which the second bounds the first: early words come up far more often than late ones.
    let mut often = |count: usize| {
        let bound = random.below(count) + 1;
        random.below(bound)
    };
    let place = PLACES.get(often(PLACES.len())).copied().unwrap_or_default();
    let owner = OWNERS.get(often(OWNERS.len())).copied().unwrap_or_default();
    let (trade, category, low, high) =
        TRADES.get(often(TRADES.len())).copied().unwrap_or(("", Category::Other, 100, 100));
    let merchant = format!("{place} {trade} {owner}");
    let descriptor = random.fill(&format!("CARD {merchant} ####"));
    Row::new(date, &descriptor, merchant, category, -random.between(low, high))
}

/// One statement in pounds of exactly `rows` rows. In [`Layout::UkCurrent`](super::Layout::UkCurrent) 220 rows make
/// five pages.
pub fn long_statement(seed: u64, until: NaiveDate, rows: usize) -> DemoStatement {
    let rows: Vec<_> = large_ledger(seed, rows, until).collect();
    let from = rows.first().map_or(until, |row| row.date);
    DemoStatement {
        bank: "Wrenfield Bank",
        layout: Layout::UkCurrent,
        account_number: "31905527",
        account_name: "Everyday Current Account",
        holder: "Mira Calloway",
        currency: currency("GBP"),
        period: Period { from, to: until },
        opening_balance: Decimal::new(1_250_000, 2),
        rows,
        misprint: None,
    }
}
