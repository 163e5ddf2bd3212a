//! What a person corrects in a reading before it is kept: a misread amount, a row too many, one too few.
//!
//! **Invariant:** a corrected statement is never called proven: its own print did not prove it, however well it adds up
//! now.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ToolError;
use super::parse::prove_again;
use crate::domain::{ParsedFile, ParsedLine, Reconciliation, Source, Warning, WarningCode};
use crate::text;
use crate::texts::Texts;

/// Corrections of one file: whoever needs more is better served by another file.
pub const CORRECTIONS_MAX: usize = 200;

/// One change of a reading. Rows are numbered from 1 over the whole file, as they stand after the corrections before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Correction {
    Amount {
        row: usize,
        #[schemars(with = "String")]
        amount: Decimal,
    },
    Date {
        row: usize,
        date: NaiveDate,
    },
    /// The balance printed on a row.
    Balance {
        row: usize,
        #[schemars(with = "String")]
        balance: Decimal,
    },
    Remove {
        row: usize,
    },
    /// A row that was not read; it is put behind the others of its day.
    Add {
        date: NaiveDate,
        description: String,
        #[schemars(with = "String")]
        amount: Decimal,
    },
    /// The printed opening balance of the file's first account.
    Opening {
        #[schemars(with = "String")]
        balance: Decimal,
    },
    /// Its printed closing balance.
    Closing {
        #[schemars(with = "String")]
        balance: Decimal,
    },
}

/// Applies the corrections in order, then holds the statements against their balances again. A row that is not there is an
/// error.
pub fn apply(file: &mut ParsedFile, corrections: &[Correction], texts: &Texts) -> Result<(), ToolError> {
    if corrections.is_empty() {
        return Ok(());
    }
    if corrections.len() > CORRECTIONS_MAX {
        return Err(ToolError::refused(text!(texts, "corrections-too-many", most = CORRECTIONS_MAX.to_string())));
    }
    for correction in corrections {
        match correction {
            Correction::Amount { row, amount } => line(file, *row, texts)?.amount = *amount,
            Correction::Date { row, date } => line(file, *row, texts)?.date = *date,
            Correction::Balance { row, balance } => line(file, *row, texts)?.balance = Some(*balance),
            Correction::Remove { row } => remove(file, *row, texts)?,
            Correction::Add { date, description, amount } => add(file, *date, description, *amount),
            Correction::Opening { balance } => {
                if let Some(statement) = file.statements.first_mut() {
                    statement.opening_balance = Some(*balance);
                }
            }
            Correction::Closing { balance } => {
                if let Some(statement) = file.statements.first_mut() {
                    statement.closing_balance = Some(*balance);
                }
            }
        }
    }
    let count = corrections.len();
    for statement in &mut file.statements {
        statement.reconciliation = match prove_again(statement) {
            Reconciliation::Proven => Reconciliation::Unproven,
            other => other,
        };
        statement.warnings.retain(|warning| warning.code != WarningCode::Gap);
        let message = format!("Corrected by hand in {count} places.");
        statement.warnings.push(Warning { code: WarningCode::CorrectedByHand, message });
    }
    Ok(())
}

/// The row of this number.
fn line<'a>(file: &'a mut ParsedFile, number: usize, texts: &Texts) -> Result<&'a mut ParsedLine, ToolError> {
    let mut lines = file.statements.iter_mut().flat_map(|statement| &mut statement.lines);
    let found = number.checked_sub(1).and_then(|index| lines.nth(index));
    found.ok_or_else(|| ToolError::invalid(text!(texts, "corrections-no-row", row = number.to_string())))
}

fn remove(file: &mut ParsedFile, number: usize, texts: &Texts) -> Result<(), ToolError> {
    line(file, number, texts)?;
    let mut place = 0;
    for statement in &mut file.statements {
        statement.lines.retain(|_| {
            place += 1;
            place != number
        });
    }
    Ok(())
}

/// Puts a row where its date belongs: behind the other rows of its day.
fn add(file: &mut ParsedFile, date: NaiveDate, description: &str, amount: Decimal) {
    let Some(statement) = file.statements.first_mut() else { return };
    let lines = &mut statement.lines;
    let newest_first = lines.first().zip(lines.last()).is_some_and(|(first, last)| first.date > last.date);
    let comes_later = |line: &ParsedLine| if newest_first { line.date <= date } else { line.date > date };
    let at = lines.iter().position(comes_later).unwrap_or(lines.len());
    let new = ParsedLine {
        date,
        posted: None,
        description: description.to_owned(),
        amount,
        currency: statement.account.currency,
        balance: None,
        category: None,
        source: at
            .checked_sub(1)
            .and_then(|before| lines.get(before))
            .map_or(Source { page: 1, line: 1 }, |line| line.source),
    };
    lines.insert(at, new);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountLabel, Format, ParsedStatement};
    use crate::texts::Language;

    fn texts() -> &'static Texts {
        Language::default().texts()
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 2, day).unwrap()
    }

    /// 100.00, three rows with a balance each, 80.00; the second amount is misread.
    fn file() -> ParsedFile {
        let line = |number: u32, amount: &str, balance: &str| ParsedLine {
            date: day(number),
            posted: None,
            description: format!("row {number}"),
            amount: decimal(amount),
            currency: None,
            balance: Some(decimal(balance)),
            category: None,
            source: Source { page: 1, line: number },
        };
        let statement = ParsedStatement {
            account: AccountLabel { number: None, name: None, currency: None },
            period: None,
            opening_balance: Some(decimal("100.00")),
            closing_balance: Some(decimal("80.00")),
            reconciliation: Reconciliation::Gap { gap: decimal("-9.00"), first_break: Some(1) },
            lines: vec![line(1, "-5.00", "95.00"), line(2, "-1.00", "85.00"), line(3, "-5.00", "80.00")],
            warnings: Vec::new(),
        };
        ParsedFile { format: Format::Pdf, bank: None, statements: vec![statement] }
    }

    fn check(corrections: &[Correction], expected: &Reconciliation, rows: &[&str]) {
        let mut file = file();
        apply(&mut file, corrections, texts()).unwrap();
        let statement = &file.statements[0];
        assert_eq!(statement.reconciliation, *expected, "{corrections:?}");
        let amounts: Vec<String> = statement.lines.iter().map(|line| line.amount.to_string()).collect();
        assert_eq!(amounts, rows, "{corrections:?}");
        assert!(statement.warnings.iter().any(|warning| warning.code == WarningCode::CorrectedByHand));
    }

    #[test]
    fn what_adds_up_by_hand_is_not_proven() {
        let right = Correction::Amount { row: 2, amount: decimal("-10.00") };
        check(std::slice::from_ref(&right), &Reconciliation::Unproven, &["-5.00", "-10.00", "-5.00"]);
        let wrong = Correction::Amount { row: 2, amount: decimal("-9.00") };
        let still = Reconciliation::Gap { gap: decimal("-1.00"), first_break: Some(1) };
        check(std::slice::from_ref(&wrong), &still, &["-5.00", "-9.00", "-5.00"]);
        check(&[wrong, right], &Reconciliation::Unproven, &["-5.00", "-10.00", "-5.00"]);
    }

    #[test]
    fn rows_come_and_go() {
        let add = Correction::Add { date: day(2), description: "missing".to_owned(), amount: decimal("-9.00") };
        let gap = Reconciliation::Gap { gap: decimal("-9.00"), first_break: Some(1) };
        // It stands behind the balance of its day, so that balance still does not follow.
        check(std::slice::from_ref(&add), &gap, &["-5.00", "-1.00", "-9.00", "-5.00"]);
        let remove = Correction::Remove { row: 1 };
        // The third row is the second one now.
        let third = Correction::Amount { row: 2, amount: decimal("-6.00") };
        let mut file = file();
        apply(&mut file, &[remove, third], texts()).unwrap();
        let rows: Vec<&str> = file.statements[0].lines.iter().map(|line| line.description.as_str()).collect();
        assert_eq!((rows, file.statements[0].lines[1].amount), (vec!["row 2", "row 3"], decimal("-6.00")));
    }

    #[test]
    fn a_row_that_is_not_there_is_an_error() {
        for row in [0, 4, usize::MAX] {
            let error = apply(&mut file(), &[Correction::Remove { row }], texts()).unwrap_err();
            assert!(error.words.contains("no row"), "{}", error.words);
        }
    }
}
