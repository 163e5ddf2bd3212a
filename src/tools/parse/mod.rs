//! Reads bank statements: bytes in, [`ParsedFile`] out. Synchronous and pure, so that a caller can run it in a process
//! of its own with limits on time and memory. It asks for no date: the same bytes and options give the same reading.
//! Pictures of pages alone need other programs (`pdf/ocr.rs`).
//!
//! One module for each format finds rows and printed balances; [`reading`] weighs what the numbers can mean and
//! [`prove`] checks them. A further format (XLSX, OFX, QIF, CAMT.053, MT940) is one more module and one arm in
//! [`read`].
//!
//! **Invariant:** nothing here knows a bank. A statement counts as proven only by balances that it prints itself.

mod amount;
mod assemble;
mod csv;
mod date;
mod heads;
#[cfg(test)]
mod layout_tests;
mod order;
mod pdf;
mod phrases;
mod prove;
mod reading;
pub mod typed;
mod words;
pub mod worker;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{ParsedFile, ParsedStatement, Reconciliation};
use crate::text;
use crate::texts::{Language, Texts};

/// Larger files are no statements: the Bot API hands over 20 MB, and a million rows of CSV are about 100 MB.
pub const MAX_FILE_BYTES: usize = 256 << 20;

/// Most rows one file may have, so that memory stays bounded.
pub const MAX_ROWS: usize = 2_000_000;

/// What a caller hands in besides the bytes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ReadOptions {
    /// Only a hint: the format is decided by the content.
    pub file_name: Option<String>,
    pub password: Option<String>,
    /// The last resort for a year that neither the text nor the file gives: rows then lie before this day.
    pub today: NaiveDate,
}

/// Why a file could not be read. The text is for the user; nothing was stored in any of these cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadError {
    Empty,
    UnknownFormat,
    TooLarge { limit_mb: usize },
    TooManyRows { limit: usize },
    TooManyPages { limit: usize },
    PasswordNeeded,
    PasswordWrong,
    ProtectionUnsupported,
    Damaged { detail: String },
    NoTextLayer,
    TooManyPictures { limit: usize },
    NoRows,
}

impl ReadError {
    /// What the user is told.
    pub fn words(&self, texts: &Texts) -> String {
        match self {
            Self::Empty => text!(texts, "read-empty"),
            Self::UnknownFormat => text!(texts, "read-unknown-format"),
            Self::TooLarge { limit_mb } => text!(texts, "read-too-large", megabytes = limit_mb.to_string()),
            Self::TooManyRows { limit } => text!(texts, "read-too-many-rows", limit = limit.to_string()),
            Self::TooManyPages { limit } => text!(texts, "read-too-many-pages", limit = limit.to_string()),
            Self::PasswordNeeded => text!(texts, "read-password-needed"),
            Self::PasswordWrong => text!(texts, "read-password-wrong"),
            Self::ProtectionUnsupported => text!(texts, "read-protected"),
            Self::Damaged { detail } => text!(texts, "read-damaged", detail = detail),
            Self::NoTextLayer => text!(texts, "read-no-text"),
            Self::TooManyPictures { limit } => text!(texts, "read-too-many-pictures", limit = limit.to_string()),
            Self::NoRows => text!(texts, "read-no-rows"),
        }
    }
}

/// For logs and the command line.
impl std::fmt::Display for ReadError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.words(Language::default().texts()))
    }
}

impl std::error::Error for ReadError {}

/// Reads a statement; the format is decided by the content.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<ParsedFile, ReadError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ReadError::Empty);
    }
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge { limit_mb: MAX_FILE_BYTES >> 20 });
    }
    if pdf::is_pdf(bytes) {
        return pdf::read(bytes, options);
    }
    if is_other_binary(bytes) {
        return Err(ReadError::UnknownFormat);
    }
    csv::read(bytes, options.today)
}

/// Holds changed rows against the statement's balances again, whichever way round they stand.
pub fn prove_again(statement: &ParsedStatement) -> Reconciliation {
    let steps = || statement.lines.iter().map(|line| prove::Step { amount: line.amount, balance: line.balance });
    let (opening, closing) = (statement.opening_balance, statement.closing_balance);
    let oldest_first = prove::check(opening, closing, steps());
    let newest_first = prove::check(opening, closing, steps().rev());
    let last = statement.lines.len().saturating_sub(1);
    if newest_first.rank() > oldest_first.rank() {
        newest_first.verdict(|place| last.saturating_sub(place))
    } else {
        oldest_first.verdict(|place| place)
    }
}

/// Archives, spreadsheets, pictures and markup, which a reader of CSV must not try.
fn is_other_binary(bytes: &[u8]) -> bool {
    const STARTS: &[&[u8]] = &[
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"<?xml",
        b"<html",
        b"<!DOCTYPE",
        b"{\\rtf",
        b"OFXHEADER",
        b"<OFX",
        b"!Type:",
    ];
    STARTS.iter().any(|start| bytes.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_wrong_with_a_file() {
        for (bytes, expected) in [
            (&b""[..], ReadError::Empty),
            (b" \r\n ", ReadError::Empty),
            (b"PK\x03\x04rest", ReadError::UnknownFormat),
            (b"just a letter\nto my bank\n", ReadError::NoRows),
        ] {
            assert_eq!(read(bytes, &ReadOptions::default()), Err(expected));
        }
    }

    /// What the fuzzer found worth keeping, each a file of its own; `make fuzz` goes on from there.
    #[test]
    fn what_the_fuzzer_kept_is_read_or_refused() {
        let today = "2026-01-15".parse().unwrap();
        let options = ReadOptions { today, password: Some("horse staple".to_owned()), ..ReadOptions::default() };
        let mut files = 0;
        for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/statement")).unwrap() {
            let path = file.unwrap().path();
            files += 1;
            let Ok(read) = read(&std::fs::read(&path).unwrap(), &options) else { continue };
            for statement in read.statements {
                let (Some(opening), Some(closing)) = (statement.opening_balance, statement.closing_balance) else {
                    continue;
                };
                let sum: rust_decimal::Decimal = statement.lines.iter().map(|line| line.amount).sum();
                let proven = statement.reconciliation == Reconciliation::Proven;
                assert!(!proven || opening + sum == closing, "{}", path.display());
            }
        }
        assert!(files > 100, "{files}");
    }

    #[test]
    fn errors_cross_a_process_border() {
        for error in [ReadError::Empty, ReadError::TooManyPages { limit: 3 }, ReadError::Damaged { detail: "x".into() }]
        {
            let json = serde_json::to_string(&error).unwrap();
            assert_eq!(serde_json::from_str::<ReadError>(&json).unwrap(), error);
        }
    }
}
