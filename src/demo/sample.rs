//! A short statement for any layout, in its country's words and currency.
//!
//! In a descriptor `|` is where the bank starts a second line, `#` becomes a random digit.
//!
//! **Invariant:** rows come in order of date and lie in the period; a layout that prints no years gets a period of a
//! month, now and then one across New Year.

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;

use crate::domain::{Category, Period};

use super::household::next_workday;
use super::random::Random;
use super::{DemoStatement, Layout, Row, currency};

mod locales;

use locales::{Locale, locale};

/// The last days of the months that statements are about: a short one, one across New Year, one in a leap year.
const LAST_DAYS: [(i32, u32, u32); 4] = [(2026, 3, 31), (2026, 1, 15), (2025, 9, 30), (2024, 2, 29)];

/// Percent of rows that are money in, that repeat the row before them, and that are about a large amount.
const INCOME_PERCENT: usize = 15;
const TWIN_PERCENT: usize = 4;
const LARGE_PERCENT: usize = 6;

/// How many times as large a large amount is.
const LARGE_FACTOR: i64 = 37;

/// A statement of exactly `rows` rows, as `layout` is made for.
pub fn sample(layout: Layout, seed: u64, rows: usize) -> DemoStatement {
    statement(layout, locale(layout), seed, rows)
}

/// Two accounts of one holder, for one file.
pub fn sample_accounts(layout: Layout, seed: u64, rows: usize) -> [DemoStatement; 2] {
    let first = sample(layout, seed, rows);
    let mut second = sample(layout, seed + LAST_DAYS.len() as u64, rows.div_ceil(2));
    second.account_name = locale(layout).other_account.0;
    second.account_number = locale(layout).other_account.1;
    [first, second]
}

fn statement(layout: Layout, locale: &Locale, seed: u64, rows: usize) -> DemoStatement {
    let mut random = Random::new(seed ^ (layout as u64) << 32);
    let period = period(seed);
    let days = (period.to - period.from).num_days() as usize + 1;
    let mut offsets: Vec<u64> = (0..rows).map(|_| random.below(days) as u64).collect();
    offsets.sort_unstable();
    let mut made: Vec<Row> = Vec::with_capacity(rows);
    for offset in offsets {
        let date = period.from.checked_add_days(Days::new(offset)).unwrap_or(period.to);
        let twin = made.last().filter(|_| random.chance(TWIN_PERCENT)).cloned();
        made.push(twin.unwrap_or_else(|| row(&mut random, locale, date, period.to)));
    }
    DemoStatement {
        bank: locale.bank,
        layout,
        account_number: locale.account.1,
        account_name: locale.account.0,
        holder: locale.holder,
        currency: currency(locale.currency),
        period,
        opening_balance: Decimal::new(locale.opening_minor_units + random.between(0, 9_999), locale.decimals),
        rows: made,
        misprint: None,
    }
}

fn period(seed: u64) -> Period {
    let at = usize::try_from(seed).unwrap_or_default() % LAST_DAYS.len();
    let (year, month, day) = LAST_DAYS.get(at).copied().unwrap_or((2026, 3, 31));
    let to = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let next = to.checked_add_days(Days::new(1)).unwrap_or(to);
    let from = next.checked_sub_months(chrono::Months::new(1)).unwrap_or(next);
    debug_assert!(from.day() == next.day(), "a whole month");
    Period { from, to }
}

fn row(random: &mut Random, locale: &Locale, date: NaiveDate, until: NaiveDate) -> Row {
    let income = random.chance(INCOME_PERCENT);
    let texts = if income { locale.income } else { locale.spending };
    let descriptor = random.pick(texts).copied().unwrap_or_default();
    let (low, high) = locale.minor_units;
    let factor = if random.chance(LARGE_PERCENT) { LARGE_FACTOR } else { 1 };
    let size = random.between(low, high) * factor;
    let text = random.fill(descriptor);
    let name = text.split('|').next_back().unwrap_or_default().to_owned();
    let category = if income { Category::Income } else { Category::Shopping };
    let mut row = Row::new(date, &text, name, category, 0);
    row.amount = Decimal::new(if income { size } else { -size }, locale.decimals);
    row.posted = locale.second_date.then(|| next_workday(date).min(until));
    row
}
