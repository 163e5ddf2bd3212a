//! What an import read, in a few lines below its picture.

use rust_decimal::Decimal;

use super::rows::signed;
use crate::agent::format;
use crate::bot::outgoing::escape;
use crate::domain::{Currency, WarningCode};
use crate::tools::import::Imported;
use crate::tools::reading::{ReadStatement, Reading};

/// Accounts of one file that are told in full.
const STATEMENTS_SHOWN: usize = 3;

/// Bank, period, money in and out, and whether it is proven.
pub fn imported(imported: &Imported) -> String {
    let statements: Vec<&ReadStatement> =
        std::iter::once(&imported.reading.statement).chain(&imported.reading.statements).collect();
    let mut lines: Vec<String> = Vec::new();
    for statement in statements.iter().take(STATEMENTS_SHOWN) {
        lines.extend(one(&imported.reading, statement));
    }
    if let Some(more @ 1..) = statements.len().checked_sub(STATEMENTS_SHOWN) {
        lines.push(format!("… and {}.", format::count(more as u64, "more account")));
    }
    let known = imported.duplicates.saturating_sub(imported.noted);
    if known > 0 {
        let new = format::count(imported.imported, "new row");
        lines.push(format!("{new}; {} I knew already, counted once.", format::count(known, "row")));
    }
    lines.extend(noted(imported.noted));
    lines.join("\n")
}

/// "2 rows were ones you had noted."
pub fn noted(rows: u64) -> Option<String> {
    let were = if rows == 1 { "was one" } else { "were ones" };
    (rows > 0).then(|| format!("{} {were} you had noted.", format::count(rows, "row")))
}

fn one(reading: &Reading, statement: &ReadStatement) -> Vec<String> {
    let account = [reading.bank.as_deref(), statement.account.name.as_deref(), statement.account.id.as_deref()];
    let account: Vec<String> = account.into_iter().flatten().map(escape).collect();
    let account = if account.is_empty() { "Your statement".to_owned() } else { account.join(", ") };
    let currency = statement.account.currency.unwrap_or(Currency::NONE);
    let count = format::count(statement.transactions.len() as u64, "row");
    let mut lines = vec![format!("<b>{account}</b>")];
    lines.extend(statement.period.map(format::period));
    lines.push(format!(
        "In {} · Out {} · {count}",
        format::money(statement.total_in, currency),
        format::money(statement.total_out.abs(), currency)
    ));
    lines.push(proof(statement, currency));
    lines
}

fn proof(statement: &ReadStatement, currency: Currency) -> String {
    let money = |amount: Decimal| format::money(amount, currency);
    match (statement.reconciled, statement.opening_balance, statement.closing_balance) {
        (Some(true), Some(opening), Some(closing)) => {
            format!("✅ Proven: {} plus every row is {}.", money(opening), money(closing))
        }
        (Some(true), ..) => "✅ Proven: every printed balance follows from its rows.".to_owned(),
        (Some(false), ..) => {
            format!("⚠️ Kept with a gap of {}.", signed(statement.gap.unwrap_or_default(), currency))
        }
        (None, ..) if statement.warnings.iter().any(|warning| warning.code == WarningCode::CorrectedByHand) => {
            "✍️ Corrected by you; with that every printed balance adds up.".to_owned()
        }
        (None, ..) => "Not proven: the file prints no balances to prove it by.".to_owned(),
    }
}
