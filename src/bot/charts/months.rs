//! Spending, and income beside it, month by month.
//!
//! **Invariant:** a month without statements is drawn as unknown, never as a bar of height zero.

use chrono::{Datelike, Months as MonthCount, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{Picture, TEXT_MAX, one_line, plot, svg};
use crate::agent::format;
use crate::domain::Currency;
use crate::text;
use crate::texts::Texts;

/// Months in a row, in one currency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Months {
    /// What it is about, such as `All accounts` or `Groceries`.
    pub subtitle: String,
    pub currency: Currency,
    /// A day of the first month.
    pub first: NaiveDate,
    /// One after the other; of more than [`MONTHS_MAX`] the latest are shown.
    pub months: Vec<Month>,
    /// Whether the last month is not over yet.
    pub last_is_running: bool,
    /// Spending a month on average, as the tool computed it.
    pub average: Option<Decimal>,
}

/// What is known of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Month {
    /// No statement covers it.
    Unknown,
    /// Positive spending is money out; `None` leaves income out of the picture.
    Known { spending: Decimal, income: Option<Decimal> },
}

/// Most months in a picture: two years side by side, each still wide enough for its letter.
pub const MONTHS_MAX: usize = 24;

/// Longest subtitle in the text equivalent, in characters.
const SUBTITLE_MAX: usize = 100;

/// Draws the picture. Blocks for some milliseconds.
///
/// # Errors
/// When the renderer fails; [`months_text`] still has the figures.
pub fn months(input: &Months, texts: &Texts) -> anyhow::Result<Picture> {
    Ok(Picture { png: svg::png(&plot::document(input, texts))?, text: months_text(input, texts) })
}

/// The text equivalent alone: exact amounts, or rounded ones where the exact would be too long.
pub fn months_text(input: &Months, texts: &Texts) -> String {
    let exact = written(input, texts, |amount| format::money(amount, input.currency));
    if exact.chars().count() <= TEXT_MAX { exact } else { format::cut(&written(input, texts, compact), TEXT_MAX) }
}

fn written(input: &Months, texts: &Texts, amount: impl Fn(Decimal) -> String) -> String {
    let mut out = text!(texts, "chart-months-head", about = one_line(&input.subtitle, SUBTITLE_MAX));
    if let Some(average) = input.average {
        let average = format::money(average, input.currency);
        out += &format!("\n{}", text!(texts, "chart-months-average", amount = average));
    }
    let months = input.shown();
    let currency = input.currency.to_string();
    let columns = match input.with_income() {
        true => text!(texts, "chart-months-spent-and-in", currency = currency),
        false => text!(texts, "chart-months-spent", currency = currency),
    };
    out += &format!("\n{columns}\n");
    for (index, (first, month)) in months.iter().enumerate() {
        let figures = match month {
            Month::Unknown => text!(texts, "chart-months-unknown"),
            Month::Known { spending, income: Some(income) } => format!("{} / {}", amount(*spending), amount(*income)),
            Month::Known { spending, income: None } => amount(*spending),
        };
        let running = match input.last_is_running && index + 1 == months.len() {
            true => format!(" {}", text!(texts, "chart-so-far")),
            false => String::new(),
        };
        out += &format!("\n{}: {figures}{running}", first.format("%b %Y"));
    }
    if months.is_empty() { format!("{out}\n{}", text!(texts, "chart-months-none")) } else { out }
}

impl Months {
    /// The months that are shown, each with a day of it.
    pub(super) fn shown(&self) -> Vec<(NaiveDate, Month)> {
        let skipped = self.months.len().saturating_sub(MONTHS_MAX);
        let month = |(index, month): (usize, &Month)| {
            let index = u32::try_from(index).ok()?;
            Some((self.first.with_day(1)?.checked_add_months(MonthCount::new(index))?, *month))
        };
        self.months.iter().enumerate().skip(skipped).filter_map(month).collect()
    }

    pub(super) fn with_income(&self) -> bool {
        self.shown().iter().any(|(_, month)| matches!(month, Month::Known { income: Some(_), .. }))
    }
}

/// A short amount without its currency: `950`, `1.9k`, `12k`, `1.2M`.
pub(super) fn compact(value: Decimal) -> String {
    const UNITS: [(u32, &str); 5] = [(0, ""), (3, "k"), (6, "M"), (9, "B"), (12, "T")];
    let mut text = String::new();
    for (digits, unit) in UNITS {
        let scaled = value.checked_div(Decimal::from(10_u64.pow(digits))).unwrap_or_default();
        let decimals = u32::from(scaled.abs() < Decimal::TEN);
        let rounded = scaled.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize();
        text = format!("{rounded}{unit}");
        if rounded.abs() < Decimal::ONE_THOUSAND {
            break;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortens_amounts() {
        for (value, expected) in [
            ("0", "0"),
            ("0.5", "0.5"),
            ("7.49", "7.5"),
            ("950.49", "950"),
            ("999.6", "1k"),
            ("1940", "1.9k"),
            ("-1940", "-1.9k"),
            ("12400", "12k"),
            ("999600", "1M"),
            ("1250000", "1.3M"),
            ("79228162514264337593543950335", "79228162514264338T"),
        ] {
            assert_eq!(compact(value.parse().unwrap()), expected);
        }
    }
}
