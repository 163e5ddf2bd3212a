//! What was read of a file that does not add up, part by part, with the rows marked that may be off.

use rust_decimal::Decimal;

use super::rows::signed;
use crate::agent::format;
use crate::bot::outgoing::escape;
use crate::domain::Currency;
use crate::text;
use crate::texts::Texts;
use crate::tools::reading::{ReadLine, ReadStatement, Reading};

/// Rows of one part: what a phone shows in two screens, and within Telegram's 4,096 characters.
const ROWS_A_PART: usize = 20;
/// Stands before a row that may be off.
pub const DOUBTFUL: &str = "⚠️";
/// Letters of a description.
const LETTERS_MAX: usize = 40;

/// A row as it is shown: its number over the whole file, and whether it may be what is off.
struct Numbered<'a> {
    number: usize,
    row: &'a ReadLine,
    statement: &'a ReadStatement,
    is_doubtful: bool,
}

/// One part of a file.
pub struct Part {
    pub html: String,
    /// From 0.
    pub place: usize,
    pub parts: usize,
}

/// Whether printed balances contradict the rows of any of its accounts.
pub fn has_gap(reading: &Reading) -> bool {
    statements(reading).any(|statement| statement.reconciled == Some(false))
}

/// What is missing or too much, in a line for each account that does not add up.
pub fn gaps(texts: &Texts, reading: &Reading) -> String {
    let gap = |statement: &ReadStatement| {
        let currency = statement.account.currency.unwrap_or(Currency::NONE);
        let gap = statement.gap.unwrap_or_default();
        let amount = format::money(gap.abs(), currency);
        let what = match gap.is_sign_negative() {
            true => text!(texts, "gap-too-much", amount = amount),
            false => text!(texts, "gap-missing", amount = amount),
        };
        let Some((opening, closing)) = statement.opening_balance.zip(statement.closing_balance) else { return what };
        let moved = statement.total_in.saturating_add(statement.total_out);
        let balances = text!(
            texts,
            "gap-balances",
            opening = format::money(opening, currency),
            sum = format::money(opening.saturating_add(moved), currency),
            closing = format::money(closing, currency)
        );
        format!("{what}\n{balances}")
    };
    let gaps: Vec<String> =
        statements(reading).filter(|statement| statement.reconciled == Some(false)).map(gap).collect();
    gaps.join("\n")
}

/// A part by its place; without one, the part where the gap opens.
pub fn part(texts: &Texts, reading: &Reading, place: Option<u16>) -> Part {
    let rows = numbered(reading);
    let parts = parts(&rows);
    let opens = parts.iter().position(|part| part.iter().any(|row| row.is_doubtful));
    let place = place.map_or(opens.unwrap_or_default(), usize::from).min(parts.len().saturating_sub(1));
    let shown = parts.get(place).copied().unwrap_or_default();
    let page = shown.first().map_or(1, |row| row.row.source.page);
    let (number, of) = ((place + 1).to_string(), parts.len().max(1).to_string());
    let mut lines = vec![text!(texts, "review-page", page = page.to_string(), part = number, of = of)];
    lines.extend(shown.iter().map(line));
    Part { html: lines.join("\n"), place, parts: parts.len() }
}

fn statements(reading: &Reading) -> impl Iterator<Item = &ReadStatement> {
    std::iter::once(&reading.statement).chain(&reading.statements)
}

fn numbered(reading: &Reading) -> Vec<Numbered<'_>> {
    let rows = statements(reading).flat_map(|statement| {
        let doubtful = doubtful(statement);
        let numbered = statement.transactions.iter().enumerate();
        numbered.map(move |(place, row)| (row, statement, doubtful.contains(&place)))
    });
    let number = |(number, (row, statement, is_doubtful))| Numbered { number, row, statement, is_doubtful };
    (1..).zip(rows).map(number).collect()
}

/// The rows between the last balance that follows and the first that does not: one of them is off.
fn doubtful(statement: &ReadStatement) -> std::ops::Range<usize> {
    let Some(first_break) = statement.first_break else { return 0..0 };
    let before = statement
        .transactions
        .iter()
        .take(first_break)
        .enumerate()
        .filter(|(_, row)| row.balance.is_some())
        .map(|(place, _)| place)
        .next_back();
    before.map_or(0, |place| place + 1)..first_break + 1
}

/// Never over the end of a page.
fn parts<'a, 'b>(rows: &'b [Numbered<'a>]) -> Vec<&'b [Numbered<'a>]> {
    let pages = rows.chunk_by(|one, next| {
        one.row.source.page == next.row.source.page && std::ptr::eq(one.statement, next.statement)
    });
    pages.flat_map(|page| page.chunks(ROWS_A_PART)).collect()
}

/// `⚠️ 14 · 4 Feb · TESCO · −£12.50 → £1,234.50`
fn line(Numbered { number, row, statement, is_doubtful }: &Numbered<'_>) -> String {
    let currency = row.currency.or(statement.account.currency).unwrap_or(Currency::NONE);
    let text: String = row.description.chars().take(LETTERS_MAX).collect();
    let balance = |balance: Decimal| format!(" → {}", format::money(balance, currency));
    let mark = if *is_doubtful { format!("{DOUBTFUL} ") } else { String::new() };
    format!(
        "{mark}{number} · {} · {} · {}{}",
        row.date.format("%-d %b"),
        escape(&text),
        signed(row.amount, currency),
        row.balance.map(balance).unwrap_or_default()
    )
}
