//! Rows of money, one a line.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::agent::format;
use crate::bot::outgoing::escape;
use crate::domain::Currency;
use crate::tools::search::{Found, FoundRow};

/// Letters of a payee's name on a phone's line.
const NAME_LETTERS_MAX: usize = 28;

/// A page of rows from this one on, with what all of them come to.
pub fn page(found: &Found, offset: u32, today: NaiveDate) -> String {
    if found.rows.is_empty() {
        return "There are no rows behind this any more: they were deleted, or their import was taken back.".to_owned();
    }
    let totals: Vec<String> = found
        .totals
        .iter()
        .map(|total| format!("{}, {}", format::count(total.rows, "row"), signed(total.value, total.currency)))
        .collect();
    let shown = found.rows.len() as u64;
    let from = u64::from(offset) + 1;
    let mut lines = vec![format!("<b>{}</b>", totals.join(" · "))];
    if found.rows_left_out > 0 || offset > 0 {
        lines.push(match shown {
            1 => format!("Row {from}:"),
            _ => format!("Rows {from} to {}:", from + shown - 1),
        });
    }
    lines.extend((from..).zip(&found.rows).map(|(number, row)| format!("{number}. {}", line(row, today))));
    lines.join("\n")
}

/// `12 Mar · Tesco · £12.50`
pub fn line(row: &FoundRow, today: NaiveDate) -> String {
    let name: String = row.merchant.chars().take(NAME_LETTERS_MAX).collect();
    format!("{} · {} · {}", format::short_date(row.date, today), escape(&name), signed(row.amount, row.currency))
}

/// Money out as it is on a receipt, money in with a plus.
pub fn signed(amount: Decimal, currency: Currency) -> String {
    let sign = if amount.is_sign_positive() && !amount.is_zero() { "+" } else { "" };
    format!("{sign}{}", format::money(amount, currency).replacen('-', "−", 1))
}
