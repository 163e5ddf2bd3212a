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
    /// The user removed this row, and it stays removed, with one line more that vouches for it.
    Deleted(TransactionId),
}

/// What is matched: a line of a file, or a row of another account.
pub(super) trait Payment {
    fn date(&self) -> NaiveDate;
    fn amount(&self) -> Decimal;
    fn description(&self) -> &str;
}

impl Payment for ParsedLine {
    fn date(&self) -> NaiveDate {
        self.date
    }

    fn amount(&self) -> Decimal {
        self.amount
    }

    fn description(&self) -> &str {
        &self.description
    }
}

impl Payment for ExistingRow {
    fn date(&self) -> NaiveDate {
        self.booked_on
    }

    fn amount(&self) -> Decimal {
        self.amount
    }

    fn description(&self) -> &str {
        &self.description
    }
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

    /// One answer for each line, in order. Rows with the same text are claimed first, and removed rows after the others: a row
    /// that was removed is worded differently by the next file like any other.
    pub(super) fn match_lines(&mut self, lines: &[impl Payment]) -> Vec<Matched> {
        let mut matched = vec![Matched::New; lines.len()];
        for (same_text, deleted) in [(true, false), (true, true), (false, false), (false, true)] {
            for (matched, line) in matched.iter_mut().zip(lines).filter(|(matched, _)| **matched == Matched::New) {
                *matched = self.claim(line, |row| {
                    row.deleted == deleted
                        && (!same_text || plain_words(&row.description) == plain_words(line.description()))
                });
            }
        }
        matched
    }

    fn claim(&mut self, line: &impl Payment, fits: impl Fn(&ExistingRow) -> bool) -> Matched {
        let Some(rows) = self.unclaimed.get_mut(&(line.date(), line.amount().normalize())) else { return Matched::New };
        let Some(position) = rows.iter().position(fits) else { return Matched::New };
        let row = rows.remove(position);
        if row.deleted { Matched::Deleted(row.id) } else { Matched::Known(row.id) }
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
        let stays = row("2026-03-01", "-5", "PARKING", false);
        let check = |texts: &[&str], expected: &[Matched]| {
            let lines: Vec<ParsedLine> = texts.iter().map(|text| line("2026-03-01", "-5.00", text)).collect();
            let known = |one_stays| if one_stays { vec![gone.clone(), stays.clone()] } else { vec![gone.clone()] };
            let one_stays = expected.contains(&Matched::Known(stays.id));
            assert_eq!(Matcher::new(known(one_stays)).match_lines(&lines), expected, "{texts:?}");
        };
        check(&["Bakery", "Parking"], &[Matched::New, Matched::Deleted(gone.id)]);
        // The same row, worded differently by the other file.
        check(&["CARD PAYMENT CITY"], &[Matched::Deleted(gone.id)]);
        // One of two twins was removed.
        check(&["Parking", "Parking"], &[Matched::Known(stays.id), Matched::Deleted(gone.id)]);
        check(&["Parking", "CITY", "CITY"], &[Matched::Known(stays.id), Matched::Deleted(gone.id), Matched::New]);
    }
}
