//! Amounts, dates and counts as people read them in English.
//!
//! **Invariant:** it shows values and never computes one; rounding to the currency's minor unit is the only change.

use chrono::{Datelike, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::{Currency, Period, month_end};
use crate::text;
use crate::texts::{Texts, thousands};

/// Signs that stand before the number; every other currency is shown by its code behind the number.
const SIGNS_IN_FRONT: [&str; 5] = ["£", "€", "$", "¥", "₹"];

/// `£1,234.56`, `-£12.50`, `1,234.56 CHF`, `¥1,200`; the number alone where the currency is not known.
pub fn money(value: Decimal, currency: Currency) -> String {
    let digits = grouped(value.abs(), currency.minor_digits());
    let sign = if value.is_sign_negative() && !value.is_zero() { "-" } else { "" };
    match currency.symbol().filter(|symbol| SIGNS_IN_FRONT.contains(symbol)) {
        Some(symbol) => format!("{sign}{symbol}{digits}"),
        None if currency == Currency::NONE => format!("{sign}{digits}"),
        None => format!("{sign}{digits} {currency}"),
    }
}

/// `38.14%`, `10%`.
pub fn percent(value: Decimal) -> String {
    format!("{}%", value.normalize())
}

/// `1,234`.
pub fn number(value: Decimal) -> String {
    let sign = if value.is_sign_negative() && !value.is_zero() { "-" } else { "" };
    let value = value.normalize();
    format!("{sign}{}", grouped(value.abs(), value.scale()))
}

/// `a`, `a and b`, `a, b and c`.
pub fn and_list(texts: &Texts, items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [start @ .., last] => text!(texts, "and-list", items = start.join(", "), last = last),
    }
}

/// `March 2026`, `January 2026 and 3 to 17 March 2026`.
pub fn periods(texts: &Texts, periods: &[Period]) -> String {
    and_list(texts, &periods.iter().map(|known| period(*known)).collect::<Vec<_>>())
}

/// Sentences behind each other; empty ones are left out.
pub fn sentences<const COUNT: usize>(sentences: [String; COUNT]) -> String {
    sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The text, ending in an ellipsis where it has more than `length_max` characters.
pub fn cut(text: &str, length_max: usize) -> String {
    match text.char_indices().nth(length_max) {
        Some(_) => text.chars().take(length_max.saturating_sub(1)).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// `31st`.
pub fn ordinal(number: u32) -> String {
    let suffix = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

/// A positive number with commas between thousands and a fixed number of decimals.
fn grouped(value: Decimal, decimals: u32) -> String {
    let value = value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    let text = format!("{value:.*}", usize::try_from(decimals).unwrap_or(2));
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let out = thousands(whole);
    if fraction.is_empty() { out } else { format!("{out}.{fraction}") }
}

/// `3 March 2026`.
pub fn date(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// `12 Mar`, with the year where it is not the reader's.
pub fn short_date(day: NaiveDate, today: NaiveDate) -> String {
    let pattern = if day.year() == today.year() { "%-d %b" } else { "%-d %b %Y" };
    day.format(pattern).to_string()
}

/// `March 2026`.
pub fn month(day: NaiveDate) -> String {
    day.format("%B %Y").to_string()
}

/// A name for the days: `March 2026`, `2025`, `Q4 2025`, `6 November 2025`, `3 to 17 May 2025`,
/// `1 January to 31 August 2025`, `1 December 2025 to 3 March 2026`.
pub fn period(period: Period) -> String {
    let Period { from, to } = period;
    if from == to {
        return date(from);
    }
    if period.is_whole_month() {
        return month(from);
    }
    if Some(period) == Period::year(from.year()) {
        return from.year().to_string();
    }
    let quarter_starts = from.day() == 1 && from.month0() % 3 == 0;
    if quarter_starts && period.months() == 3 && to == month_end(to) {
        return format!("Q{} {}", from.month0() / 3 + 1, from.year());
    }
    if from.year() != to.year() {
        return format!("{} to {}", date(from), date(to));
    }
    if from.month() != to.month() {
        return format!("{} to {}", from.format("%-d %B"), date(to));
    }
    format!("{} to {}", from.day(), date(to))
}

/// The days as part of a sentence: `in March 2026`, `on 6 November 2025`, `from 3 to 17 May 2025`,
/// `so far in March 2026` when the month is still running.
pub fn within(asked: Period, today: NaiveDate) -> String {
    let running = asked.to == today && asked.from < today && asked.from.day() == 1;
    if running
        && asked.from == asked.from.with_month(1).unwrap_or(asked.from)
        && asked.months() > 1
        && asked.from.year() == asked.to.year()
    {
        return format!("so far in {}", asked.from.year());
    }
    if running && asked.months() == 1 && asked.to != month_end(asked.to) {
        return format!("so far in {}", month(asked.from));
    }
    let name = period(asked);
    if asked.from == asked.to {
        format!("on {name}")
    } else if name.contains(" to ") {
        format!("from {name}")
    } else {
        format!("in {name}")
    }
}

/// A name for a group's key: `2026-03` is March 2026, `2026-03-09` is 9 March 2026, `2026-Q1` is Q1 2026.
pub fn group_key(key: &str) -> String {
    if let Ok(day) = key.parse::<NaiveDate>() {
        return date(day);
    }
    match format!("{key}-01").parse::<NaiveDate>() {
        Ok(first) if key.len() == "2026-03".len() => month(first),
        _ => match key.split_once("-Q") {
            Some((year, quarter)) if year.len() == 4 && quarter.len() == 1 => format!("Q{quarter} {year}"),
            _ => key.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_amounts() {
        for (value, currency, expected) in [
            ("1234.56", "GBP", "£1,234.56"),
            ("-12.5", "GBP", "-£12.50"),
            ("1234567.891", "CHF", "1,234,567.89 CHF"),
            ("-12.5", "XXX", "-12.50"),
            ("1200", "JPY", "¥1,200"),
            ("0", "EUR", "€0.00"),
            ("-0.00", "EUR", "€0.00"),
            ("1.2345", "KWD", "1.235 KWD"),
            ("999.995", "PLN", "1,000.00 PLN"),
        ] {
            assert_eq!(money(value.parse().unwrap(), currency.parse().unwrap()), expected);
        }
        assert_eq!(percent("38.10".parse().unwrap()), "38.1%");
        assert_eq!(number("-1234.50".parse().unwrap()), "-1,234.5");
    }

    #[test]
    fn names_periods() {
        let today: NaiveDate = "2026-03-20".parse().unwrap();
        for (from, to, expected) in [
            ("2026-02-01", "2026-02-28", "in February 2026"),
            ("2026-03-01", "2026-03-20", "so far in March 2026"),
            ("2026-01-01", "2026-03-20", "so far in 2026"),
            ("2025-01-01", "2025-12-31", "in 2025"),
            ("2025-10-01", "2025-12-31", "in Q4 2025"),
            ("2025-11-06", "2025-11-06", "on 6 November 2025"),
            ("2025-05-03", "2025-05-17", "from 3 to 17 May 2025"),
            ("2025-06-01", "2025-07-31", "from 1 June to 31 July 2025"),
            ("2025-12-12", "2026-01-02", "from 12 December 2025 to 2 January 2026"),
        ] {
            let asked = Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
            assert_eq!(within(asked, today), expected);
        }
        assert_eq!(short_date("2025-03-12".parse().unwrap(), today), "12 Mar 2025");
        assert_eq!(short_date(today, today), "20 Mar");
    }

    #[test]
    fn names_groups() {
        for (key, expected) in [
            ("2026-03", "March 2026"),
            ("2026-03-09", "9 March 2026"),
            ("2026-Q1", "Q1 2026"),
            ("2026", "2026"),
            ("Dining", "Dining"),
        ] {
            assert_eq!(group_key(key), expected);
        }
    }
}
