//! Results as a terminal shows them.

use std::fmt::Display;
use std::io::Write;

use anyhow::Context as _;
use farthing::agent::format;
use farthing::bot::render::statement::noted;
use farthing::domain::Currency;
use farthing::texts::Language;
use farthing::tools::import::Imported;
use farthing::tools::reading::{ReadLine, ReadStatement, Reading};
use rust_decimal::Decimal;
use serde::Serialize;

/// Rows that a terminal shows of one statement; all are in `--json`.
const ROWS_SHOWN: usize = 40;

/// Columns of a description before it is cut.
const DESCRIPTION_WIDTH: usize = 56;

/// What is collected before it is written.
const OUTPUT_BYTES: usize = 64 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    Shown,
    Counted,
}

/// One JSON document and nothing else.
pub(super) fn json(value: &impl Serialize) -> anyhow::Result<()> {
    // Standard output itself is written line by line, and this is one line.
    let mut output = std::io::BufWriter::with_capacity(OUTPUT_BYTES, std::io::stdout().lock());
    serde_json::to_writer(&mut output, value).context("cannot write to stdout")?;
    output.write_all(b"\n").and_then(|()| output.flush()).context("cannot write to stdout")
}

/// A statement, or several, line by line.
pub(super) fn reading(reading: &Reading, rows: Rows) -> Vec<String> {
    let mut lines = Vec::new();
    for statement in std::iter::once(&reading.statement).chain(&reading.statements) {
        lines.push(title(reading, statement));
        lines.push(format!("  {}", proof(statement)));
        if rows == Rows::Shown {
            lines.extend(listed(statement));
        }
        lines.extend(statement.warnings.iter().map(|warning| format!("  Note: {}", warning.message)));
    }
    lines
}

/// What an import did, line by line.
pub(super) fn imported(imported: &Imported) -> Vec<String> {
    let mut lines = reading(&imported.reading, Rows::Counted);
    let known = match imported.duplicates {
        0 => String::new(),
        known => format!(", {known} known already"),
    };
    lines.push(format!("  {} new{known}.", rows(imported.imported)));
    lines.extend(noted(Language::English.texts(), imported.noted).map(|words| format!("  {words}")));
    lines
}

/// Prints lines, each this far from the left.
pub(super) fn show(lines: &[String], indent: usize) {
    for line in lines {
        say(format_args!("{:indent$}{line}", ""));
    }
}

/// Prints a line. A reader that went away (`| head`) is no failure: what is printed is on its way to people only.
pub(super) fn say(line: impl Display) {
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}

/// What was typed to start this program, for commands to try next.
pub(super) fn program() -> String {
    std::env::args().next().unwrap_or_else(|| "farthing".to_owned())
}

/// "1 row", "12 rows".
pub(super) fn rows(number: u64) -> String {
    if number == 1 { "1 row".to_owned() } else { format!("{number} rows") }
}

fn title(reading: &Reading, statement: &ReadStatement) -> String {
    let account = [reading.bank.as_deref(), statement.account.name.as_deref(), statement.account.id.as_deref()];
    let account: Vec<&str> = account.into_iter().flatten().collect();
    let account = if account.is_empty() { "A statement".to_owned() } else { account.join(", ") };
    match statement.period {
        Some(period) => format!("{account}: {} to {}", format::date(period.from), format::date(period.to)),
        None => account,
    }
}

fn proof(statement: &ReadStatement) -> String {
    let currency = statement.account.currency.unwrap_or(Currency::NONE);
    let count = rows(statement.transactions.len() as u64);
    let money = |amount: Decimal| format::money(amount, currency);
    match (statement.reconciled, statement.opening_balance, statement.closing_balance) {
        (Some(true), Some(opening), Some(closing)) => {
            format!("Proven: {} + {count} = {}, to the penny.", money(opening), money(closing))
        }
        (Some(true), ..) => format!("Proven: every printed balance follows from the {count}."),
        (Some(false), ..) => {
            format!("Does not add up: {count}, gap {}.", money(statement.gap.unwrap_or_default()))
        }
        (None, ..) => format!("{count}; the file prints no balances to prove them by."),
    }
}

fn listed(statement: &ReadStatement) -> Vec<String> {
    let row = |row: &ReadLine| {
        let description: String = row.description.chars().take(DESCRIPTION_WIDTH).collect();
        format!("  {}  {description:<DESCRIPTION_WIDTH$}  {:>14}", row.date, row.amount.to_string())
    };
    let mut lines: Vec<String> = statement.transactions.iter().take(ROWS_SHOWN).map(row).collect();
    let left_out = statement.transactions.len().saturating_sub(ROWS_SHOWN);
    if left_out > 0 {
        lines.push(format!("  … and {} more; --json has them all.", rows(left_out as u64)));
    }
    lines
}
