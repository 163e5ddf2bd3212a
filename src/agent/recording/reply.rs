//! What is said about payments that were noted.
//!
//! **Invariant:** every figure stands in the tool's result.

use chrono::{Datelike, NaiveDate};

use crate::agent::{Figure, Reply, format};
use crate::tools::categorise::DecidedBy;
use crate::tools::record::{DEFAULT_ACCOUNT, Recorded, RecordedRow};

/// "Noted: £5.50 for coffee, today, as Dining."
pub(in crate::agent) fn reply(recorded: &Recorded, today: NaiveDate) -> Reply {
    let text = match recorded.rows.as_slice() {
        [only] => format!("Noted: {}.", told(only, today)),
        several => {
            let lines: Vec<String> = several.iter().map(|row| format!("• {}", told(row, today))).collect();
            format!("Noted {}:\n{}", format::count(several.len() as u64, "payment"), lines.join("\n"))
        }
    };
    let figure = |row: &RecordedRow| Figure { value: row.amount, currency: Some(row.currency), rows: 1, tool: 0 };
    Reply { text, figures: recorded.rows.iter().map(figure).collect(), ..Reply::default() }
}

fn told(row: &RecordedRow, today: NaiveDate) -> String {
    let incoming = row.amount.is_sign_positive();
    let mut words = format::money(row.amount.abs(), row.currency);
    if incoming {
        words.push_str(" in");
    }
    if let Some(payee) = &row.payee {
        words.push_str(&format!(" {} {payee}", if incoming { "from" } else { "to" }));
    }
    if !row.what.is_empty() {
        words.push_str(&format!(" for {}", row.what));
    }
    words.push_str(&format!(", {}", day(row.date, today)));
    if row.account != DEFAULT_ACCOUNT {
        words.push_str(&format!(", {} {}", if incoming { "into" } else { "from" }, row.account));
    }
    words.push_str(&format!(", as {}", row.category));
    if row.decided_by == DecidedBy::Nobody {
        words.push_str(" for now");
    }
    words
}

fn day(day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ if day.year() == today.year() => day.format("%-d %B").to_string(),
        _ => format::date(day),
    }
}
