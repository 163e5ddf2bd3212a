//! What an import read, in a few lines below its picture.

use super::rows::signed;
use crate::agent::format;
use crate::bot::outgoing::escape;
use crate::domain::{Currency, WarningCode};
use crate::text;
use crate::texts::Texts;
use crate::tools::import::Imported;
use crate::tools::reading::{ReadStatement, Reading};

/// Accounts of one file that are told in full.
const STATEMENTS_SHOWN: usize = 3;

/// Bank, period, money in and out, and whether it is proven.
pub fn imported(texts: &Texts, imported: &Imported) -> String {
    let statements: Vec<&ReadStatement> =
        std::iter::once(&imported.reading.statement).chain(&imported.reading.statements).collect();
    let mut lines: Vec<String> = Vec::new();
    for statement in statements.iter().take(STATEMENTS_SHOWN) {
        lines.extend(one(texts, &imported.reading, statement));
    }
    if let Some(more @ 1..) = statements.len().checked_sub(STATEMENTS_SHOWN) {
        lines.push(text!(texts, "more-accounts", count = more as u64));
    }
    let known = imported.duplicates.saturating_sub(imported.noted);
    if known > 0 {
        let new = text!(texts, "count-new-rows", count = imported.imported);
        lines.push(text!(texts, "rows-known", new = new, count = known));
    }
    lines.extend(noted(texts, imported.noted));
    lines.join("\n")
}

/// "2 rows were ones you had noted."
pub fn noted(texts: &Texts, rows: u64) -> Option<String> {
    (rows > 0).then(|| text!(texts, "rows-noted", count = rows))
}

fn one(texts: &Texts, reading: &Reading, statement: &ReadStatement) -> Vec<String> {
    let account = [reading.bank.as_deref(), statement.account.name.as_deref(), statement.account.id.as_deref()];
    let account: Vec<String> = account.into_iter().flatten().map(escape).collect();
    let account = if account.is_empty() { text!(texts, "your-statement") } else { account.join(", ") };
    let currency = statement.account.currency.unwrap_or(Currency::NONE);
    let mut lines = vec![format!("<b>{account}</b>")];
    lines.extend(statement.period.map(format::period));
    lines.push(text!(
        texts,
        "statement-sums",
        income = format::money(statement.total_in, currency),
        spending = format::money(statement.total_out.abs(), currency),
        count = statement.transactions.len() as u64,
    ));
    lines.push(proof(texts, statement, currency));
    lines
}

fn proof(texts: &Texts, statement: &ReadStatement, currency: Currency) -> String {
    match (statement.reconciled, statement.opening_balance, statement.closing_balance) {
        (Some(true), Some(opening), Some(closing)) => text!(
            texts,
            "proven-by-sum",
            opening = format::money(opening, currency),
            closing = format::money(closing, currency)
        ),
        (Some(true), ..) => text!(texts, "proven-by-balances"),
        (Some(false), ..) => {
            text!(texts, "kept-with-gap", gap = signed(statement.gap.unwrap_or_default(), currency))
        }
        (None, ..) if statement.warnings.iter().any(|warning| warning.code == WarningCode::CorrectedByHand) => {
            text!(texts, "corrected-by-you")
        }
        (None, ..) => text!(texts, "not-proven"),
    }
}
