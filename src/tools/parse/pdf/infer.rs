//! A table without a head: lines that start with a date and end with amounts.
//!
//! **Invariant:** nothing is inferred from fewer than two such lines.

use super::super::amount::NumberStyle;
use super::cells::{MoneyCell, date_at, money};
use super::lines::Line;
use super::table::{self, Table};

/// Lines that start with a date and end with an amount.
const MIN_ROWS: usize = 2;

/// The table that the dated lines of all pages suggest.
pub(crate) fn table(pages: &[Vec<Line>], style: NumberStyle) -> Option<Table> {
    let mut rows: Vec<Vec<MoneyCell>> = Vec::new();
    let (mut left, mut right, mut text_left) = (f32::INFINITY, 0.0_f32, f32::INFINITY);
    for line in pages.iter().flatten() {
        let Some((_, mut end)) = date_at(line, 0) else { continue };
        let date_end = end;
        if let Some((_, second)) = date_at(line, end) {
            end = second;
        }
        let cells: Vec<MoneyCell> = money(line, style).into_iter().filter(|cell| cell.first >= end).collect();
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
        return None;
    }
    table::infer((left, right), text_left, &rows)
}
