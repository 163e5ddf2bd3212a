//! The tool that reads a statement and stores nothing, and the document that it answers with.
//!
//! **Invariant:** a full account number never leaves this module: people and planners get its last digits.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::corrections::{Correction, apply};
use super::parse::worker::WorkerError;
use super::parse::{ReadError, ReadOptions};
use super::{Access, Context, ErrorKind, Tool, ToolError};
use crate::domain::{AccountLabel, Currency, Format, ParsedFile, ParsedLine, ParsedStatement, Period, Source, Warning};
use crate::text;

/// Digits of an account number that stay readable.
const DIGITS_SHOWN: usize = 4;

/// Read the file at hand, and say whether its balances prove the reading.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Parse {
    /// The password of an encrypted file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// What the person corrected in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
}

/// A file as the contract shows it: the first account at the top level, the others in `statements`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    pub format: Format,
    pub bank: Option<String>,
    #[serde(flatten)]
    pub statement: ReadStatement,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<ReadStatement>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadStatement {
    pub account: ReadAccount,
    pub period: Option<Period>,
    pub opening_balance: Option<Decimal>,
    pub closing_balance: Option<Decimal>,
    /// `None` when the file carries no evidence.
    pub reconciled: Option<bool>,
    pub gap: Option<Decimal>,
    /// Place in `transactions`, from 0, of the first row whose printed balance does not follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_break: Option<usize>,
    /// Σ of the rows that are money in, and of those that are money out (negative).
    pub total_in: Decimal,
    pub total_out: Decimal,
    pub transactions: Vec<ReadLine>,
    pub warnings: Vec<Warning>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAccount {
    /// `…1234`.
    pub id: Option<String>,
    pub name: Option<String>,
    pub currency: Option<Currency>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadLine {
    pub date: NaiveDate,
    pub posted: Option<NaiveDate>,
    pub description: String,
    pub amount: Decimal,
    pub currency: Option<Currency>,
    pub balance: Option<Decimal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    pub source: Source,
}

impl Tool for Parse {
    const NAME: &'static str = "parse";
    const DESCRIPTION: &'static str = "Read the bank statement at hand without storing it: account, period, balances, every row, \
        and whether the printed balances prove the reading.";
    const ACCESS: Access = Access::File;
    type Output = Reading;

    async fn run(self, context: &mut Context) -> Result<Reading, ToolError> {
        read_upload(self.password, &self.corrections, context).await.map(Reading::from)
    }
}

/// Reads the context's file in a child process, and corrects it.
pub(super) async fn read_upload(
    password: Option<String>,
    corrections: &[Correction],
    context: &Context,
) -> Result<ParsedFile, ToolError> {
    let Some(upload) = &context.upload else {
        return Err(ToolError::invalid(text!(context.texts, "read-no-file")));
    };
    let options = ReadOptions { file_name: upload.file_name.clone(), password, today: context.today };
    let texts = context.texts;
    let read = context.workers.read(upload.bytes.to_vec(), options).await;
    let mut file = read.map_err(|error| match error {
        WorkerError::Read(reason) => ToolError {
            kind: match reason {
                ReadError::PasswordNeeded => ErrorKind::PasswordNeeded,
                ReadError::PasswordWrong => ErrorKind::PasswordWrong,
                _ => ErrorKind::Refused,
            },
            ..ToolError::refused(reason.words(texts))
        },
        // The same file would end the same way.
        error @ (WorkerError::TimedOut | WorkerError::Crashed | WorkerError::TooLarge) => {
            let words = error.words(texts);
            ToolError { kind: ErrorKind::Refused, words, ..ToolError::failed(error) }
        }
        error @ (WorkerError::Busy | WorkerError::Start(_)) => {
            ToolError { words: error.words(texts), ..ToolError::failed(error) }
        }
    })?;
    apply(&mut file, corrections, texts)?;
    Ok(file)
}

/// `…1234`: enough to tell accounts apart, too little to use.
pub fn masked(number: &str) -> String {
    // Digits that the statement itself hides count as well: `**** 4417` is a long number.
    let characters: Vec<char> = number.chars().filter(|c| c.is_alphanumeric() || matches!(c, '*' | '•')).collect();
    // A number of four or five digits would be shown nearly whole: hide at least half of it.
    let shown = DIGITS_SHOWN.min(characters.len() / 2);
    let tail: String = characters.iter().skip(characters.len() - shown).collect();
    format!("…{tail}")
}

impl From<ParsedFile> for Reading {
    fn from(file: ParsedFile) -> Self {
        let currency_of_file = file.statements.first().and_then(|statement| statement.account.currency);
        let mut statements = file.statements.into_iter().map(ReadStatement::from);
        let statement = statements.next().unwrap_or_else(|| ReadStatement::empty(currency_of_file));
        Self { format: file.format, bank: file.bank, statement, statements: statements.collect() }
    }
}

impl ReadStatement {
    fn empty(currency: Option<Currency>) -> Self {
        Self {
            account: ReadAccount { id: None, name: None, currency },
            period: None,
            opening_balance: None,
            closing_balance: None,
            reconciled: None,
            gap: None,
            first_break: None,
            total_in: Decimal::ZERO,
            total_out: Decimal::ZERO,
            transactions: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

/// Amounts are read from outside: a sum that overflows is one of a file that no import takes.
fn total(lines: &[ParsedLine], counts: impl Fn(&Decimal) -> bool) -> Decimal {
    let amounts = lines.iter().map(|line| line.amount).filter(counts);
    amounts.fold(Decimal::ZERO, Decimal::saturating_add)
}

impl From<ParsedStatement> for ReadStatement {
    fn from(statement: ParsedStatement) -> Self {
        let currency = statement.account.currency;
        Self {
            account: statement.account.into(),
            period: statement.period,
            opening_balance: statement.opening_balance,
            closing_balance: statement.closing_balance,
            reconciled: statement.reconciliation.reconciled(),
            gap: statement.reconciliation.gap(),
            first_break: statement.reconciliation.first_break(),
            total_in: total(&statement.lines, Decimal::is_sign_positive),
            total_out: total(&statement.lines, Decimal::is_sign_negative),
            transactions: statement.lines.into_iter().map(|line| ReadLine::new(line, currency)).collect(),
            warnings: statement.warnings,
        }
    }
}

impl From<AccountLabel> for ReadAccount {
    fn from(label: AccountLabel) -> Self {
        Self { id: label.number.as_deref().map(masked), name: label.name, currency: label.currency }
    }
}

impl ReadLine {
    fn new(line: ParsedLine, account_currency: Option<Currency>) -> Self {
        Self {
            date: line.date,
            posted: line.posted,
            description: line.description,
            amount: line.amount,
            currency: line.currency.or(account_currency),
            balance: line.balance,
            category: line.category,
            source: line.source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_masked() {
        for (number, shown) in [
            ("GB29NWBK60161331926819", "…6819"),
            ("12-34-56 12345678", "…5678"),
            ("1234", "…34"),
            ("**** **** **** 4417", "…4417"),
            ("7", "…"),
            ("", "…"),
        ] {
            assert_eq!(masked(number), shown, "{number}");
        }
    }
}
