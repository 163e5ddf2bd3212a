//! Which lines of a file are rows that the book has already.
//!
//! Two files that cover the same day list all of its rows, so on one day, for one amount, the book holds as many rows as the
//! file that shows most of them: equal rows of one file are twins, equal rows of two files are the same. The text only
//! decides which of several is which, because a bank words a row differently in its PDF and its CSV.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::{ParsedLine, TransactionId, plain_words};
use crate::store::rows::ExistingRow;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Matched {
    New,
    /// The line vouches for this row too.
    Known(TransactionId),
    /// The user had typed this payment; the row takes the line's account, day and words.
    Noted(TransactionId),
    /// The user removed this row, and it stays removed.
    Deleted,
}

/// The rows of one account that no line of this file has claimed yet.
#[derive(Debug)]
pub(super) struct Matcher {
    unclaimed: HashMap<(NaiveDate, Decimal), Vec<ExistingRow>>,
}

impl Matcher {
    pub(super) fn new(existing: Vec<ExistingRow>) -> Self {
        let mut unclaimed: HashMap<_, Vec<ExistingRow>> = HashMap::new();
        for row in existing {
            unclaimed.entry((row.booked_on, row.amount.normalize())).or_default().push(row);
        }
        Self { unclaimed }
    }

    /// One answer for each line, in order. Rows with the same text are claimed first.
    pub(super) fn match_lines(&mut self, lines: &[ParsedLine]) -> Vec<Matched> {
        let mut matched: Vec<Matched> = lines
            .iter()
            .map(|line| self.claim(line, |row| plain_words(&row.description) == plain_words(&line.description)))
            .collect();
        for (matched, line) in matched.iter_mut().zip(lines).filter(|(matched, _)| **matched == Matched::New) {
            *matched = self.claim(line, |row| !row.deleted);
        }
        matched
    }

    fn claim(&mut self, line: &ParsedLine, fits: impl Fn(&ExistingRow) -> bool) -> Matched {
        let Some(rows) = self.unclaimed.get_mut(&(line.date, line.amount.normalize())) else { return Matched::New };
        let Some(position) = rows.iter().position(fits) else { return Matched::New };
        let row = rows.remove(position);
        if row.deleted { Matched::Deleted } else { Matched::Known(row.id) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Source;

    fn line(date: &str, amount: &str, description: &str) -> ParsedLine {
        ParsedLine {
            date: date.parse().unwrap(),
            posted: None,
            description: description.into(),
            amount: amount.parse().unwrap(),
            currency: None,
            balance: None,
            category: None,
            source: Source { page: 1, line: 1 },
        }
    }

    fn row(date: &str, amount: &str, description: &str, deleted: bool) -> ExistingRow {
        ExistingRow {
            id: TransactionId::new(),
            booked_on: date.parse().unwrap(),
            amount: amount.parse().unwrap(),
            description: description.into(),
            deleted,
        }
    }

    #[test]
    fn the_file_that_shows_most_of_a_day_decides() {
        let coffee = || row("2026-03-01", "-3.50", "COFFEE 12", false);
        let check = |existing: Vec<ExistingRow>, lines: &[ParsedLine], new: usize| {
            let matched = Matcher::new(existing).match_lines(lines);
            assert_eq!(matched.iter().filter(|matched| **matched == Matched::New).count(), new, "{lines:?}");
        };
        let twins = [line("2026-03-01", "-3.50", "Coffee 12"), line("2026-03-01", "-3.5", "Coffee 12")];
        check(vec![], &twins, 2);
        check(vec![coffee()], &twins, 1);
        check(vec![coffee(), coffee()], &twins, 0);
        check(vec![coffee(), coffee(), coffee()], &twins, 0);
        check(vec![coffee()], &[line("2026-03-02", "-3.50", "Coffee 12")], 1);
        check(vec![coffee()], &[line("2026-03-01", "-3.60", "Coffee 12")], 1);
        // The same row, worded differently by the other file.
        check(vec![coffee()], &[line("2026-03-01", "-3.50", "CARD PAYMENT COFFEE BAR")], 0);
    }

    #[test]
    fn the_text_decides_which_is_which() {
        let (parking, coffee) = (row("2026-03-01", "-5", "PARKING", false), row("2026-03-01", "-5", "COFFEE", false));
        let expected = vec![Matched::Known(coffee.id), Matched::Known(parking.id), Matched::New];
        let lines = ["Coffee", "Parking", "Bakery"].map(|text| line("2026-03-01", "-5.00", text));
        assert_eq!(Matcher::new(vec![parking, coffee]).match_lines(&lines), expected);
    }

    #[test]
    fn a_removed_row_stays_removed_and_hides_no_other() {
        let gone = row("2026-03-01", "-5", "PARKING", true);
        let lines = ["Bakery", "Parking"].map(|text| line("2026-03-01", "-5.00", text));
        assert_eq!(Matcher::new(vec![gone]).match_lines(&lines), [Matched::New, Matched::Deleted]);
    }
}
