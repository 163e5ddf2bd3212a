//! Rows of money, one a line.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::agent::format;
use crate::bot::outgoing::escape;
use crate::domain::Currency;
use crate::text;
use crate::texts::Texts;
use crate::tools::search::{Found, FoundRow};
use crate::tools::summarise::Total;

/// Letters of a payee's name on a phone's line.
const NAME_LETTERS_MAX: usize = 28;

/// A page of rows from this one on, with what all of them come to.
pub fn page(texts: &Texts, found: &Found, offset: u32, today: NaiveDate) -> String {
    if found.rows.is_empty() {
        return text!(texts, "no-rows-behind");
    }
    let total =
        |total: &Total| text!(texts, "rows-total", count = total.rows, sum = signed(total.value, total.currency));
    let totals: Vec<String> = found.totals.iter().map(total).collect();
    let shown = found.rows.len() as u64;
    let from = u64::from(offset) + 1;
    let mut lines = vec![text!(texts, "rows-head", totals = totals.join(" · "))];
    if found.rows_left_out > 0 || offset > 0 {
        lines.push(match shown {
            1 => text!(texts, "rows-one", row = from.to_string()),
            _ => text!(texts, "rows-from-to", from = from.to_string(), to = (from + shown - 1).to_string()),
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
