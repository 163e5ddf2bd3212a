//! A table without a head: lines that start with a date and end with amounts.
//!
//! **Invariant:** nothing is inferred from fewer than two such lines.

use super::cells::{MoneyCell, date_at};
use super::lines::Line;
use super::table::{self, Table};

/// Lines that start with a date and end with an amount.
const MIN_ROWS: usize = 2;

/// Words beside the date of a heading: the sum of its day.
const MOST_BESIDE_DAY: usize = 2;

/// The table that the dated lines of all pages suggest.
pub(crate) fn table(pages: &[Vec<Line>]) -> Option<Table> {
    let mut rows: Vec<Vec<MoneyCell>> = Vec::new();
    let (mut left, mut right, mut text_left) = (f32::INFINITY, 0.0_f32, f32::INFINITY);
    for line in pages.iter().flatten() {
        let Some((_, mut end)) = date_at(line, 0) else { continue };
        let date_end = end;
        if let Some((_, second)) = date_at(line, end) {
            end = second;
        }
        let cells: Vec<MoneyCell> = line.money().iter().filter(|cell| cell.first >= end).copied().collect();
        let (Some(first), Some(last)) = (line.words.first(), line.words.get(date_end.saturating_sub(1))) else {
            continue;
        };
        if cells.is_empty() {
            continue;
        }
        left = left.min(first.left);
        right = right.max(last.right);
        text_left = line.words.get(end).map_or(text_left, |word| text_left.min(word.left));
        rows.push(cells);
    }
    if rows.len() < MIN_ROWS {
        return below_days(pages);
    }
    table::infer((left, right), text_left, &rows)
}

/// A table whose days are headings: below a line that is a date and hardly more stand lines of text and an amount.
fn below_days(pages: &[Vec<Line>]) -> Option<Table> {
    let mut rows: Vec<Vec<MoneyCell>> = Vec::new();
    let (mut left, mut text_left) = (f32::INFINITY, f32::INFINITY);
    let mut below_day = false;
    for line in pages.iter().flatten() {
        let cells = line.money();
        if let Some((_, end)) = date_at(line, 0) {
            below_day = line.words.len() <= end + MOST_BESIDE_DAY;
            if let (true, Some(first)) = (below_day, line.words.first()) {
                left = left.min(first.left);
            }
            continue;
        }
        let ends_in_money = cells.last().is_some_and(|cell| cell.end == line.words.len() && cell.first > 0);
        if let (true, Some(first)) = (below_day && ends_in_money, line.words.first()) {
            text_left = text_left.min(first.left);
            rows.extend(cells.last().map(|cell| vec![*cell]));
        }
    }
    if rows.is_empty() {
        return None;
    }
    // No column: the dates stand where the texts do.
    table::infer((left, left), text_left, &rows)
}
