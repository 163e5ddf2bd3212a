//! What is said about payments that were noted.
//!
//! **Invariant:** every figure stands in the tool's result.

use chrono::{Datelike, NaiveDate};

use crate::agent::{Figure, Reply, format};
use crate::domain::Tag;
use crate::text;
use crate::texts::Texts;
use crate::tools::categorise::DecidedBy;
use crate::tools::record::{DEFAULT_ACCOUNT, Recorded, RecordedRow};

/// "Noted: £5.50 for coffee, today, as Dining."
pub(in crate::agent) fn reply(recorded: &Recorded, today: NaiveDate, texts: &Texts) -> Reply {
    let text = match recorded.rows.as_slice() {
        [only] => text!(texts, "noted-one", row = told(only, today, texts)),
        several => {
            let lines = several.iter().map(|row| text!(texts, "noted-line", row = told(row, today, texts)));
            let lines: Vec<String> = lines.collect();
            text!(texts, "noted", count = several.len() as u64, lines = lines.join("\n"))
        }
    };
    let figure = |row: &RecordedRow| Figure { value: row.amount, currency: Some(row.currency), rows: 1, tool: 0 };
    Reply { text, figures: recorded.rows.iter().map(figure).collect(), ..Reply::default() }
}

fn told(row: &RecordedRow, today: NaiveDate, texts: &Texts) -> String {
    let incoming = row.amount.is_sign_positive();
    let amount = format::money(row.amount.abs(), row.currency);
    let amount = match (&row.payee, incoming) {
        (None, false) => amount,
        (None, true) => text!(texts, "noted-in", amount = amount),
        (Some(payee), false) => text!(texts, "noted-to", amount = amount, payee = payee),
        (Some(payee), true) => text!(texts, "noted-in-from", amount = amount, payee = payee),
    };
    let amount = match row.what.is_empty() {
        true => amount,
        false => text!(texts, "noted-for", amount = amount, what = row.what),
    };
    let day = day(row.date, today, texts);
    let category = match row.decided_by {
        DecidedBy::Nobody => text!(texts, "noted-for-now", category = row.category),
        _ => row.category.clone(),
    };
    let tags: Vec<String> = row.tags.iter().map(Tag::to_string).collect();
    let category = match tags.is_empty() {
        true => category,
        false => text!(texts, "noted-tagged", category = category, tags = tags.join(" ")),
    };
    match (row.account == DEFAULT_ACCOUNT, incoming) {
        (true, _) => text!(texts, "noted-row", amount = amount, day = day, category = category),
        (false, true) => {
            text!(texts, "noted-row-into", amount = amount, day = day, account = row.account, category = category)
        }
        (false, false) => {
            text!(texts, "noted-row-from", amount = amount, day = day, account = row.account, category = category)
        }
    }
}

fn day(day: NaiveDate, today: NaiveDate, texts: &Texts) -> String {
    match (today - day).num_days() {
        0 => text!(texts, "noted-today"),
        1 => text!(texts, "noted-yesterday"),
        _ if day.year() == today.year() => day.format("%-d %B").to_string(),
        _ => format::date(day),
    }
}
