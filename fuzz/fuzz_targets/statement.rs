//! Any bytes at all are read as a statement or refused in words: no panic, no endless work, and what is called proven adds up.
#![no_main]

use chrono::NaiveDate;
use farthing::domain::Reconciliation;
use farthing::tools::parse::{ReadOptions, read};
use libfuzzer_sys::fuzz_target;
use rust_decimal::Decimal;

fuzz_target!(|bytes: &[u8]| {
    let options = ReadOptions {
        today: NaiveDate::from_ymd_opt(2026, 1, 15).unwrap_or_default(),
        password: Some("horse staple".to_owned()),
        ..ReadOptions::default()
    };
    let Ok(file) = read(bytes, &options) else { return };
    for statement in &file.statements {
        if statement.reconciliation != Reconciliation::Proven {
            continue;
        }
        if let (Some(opening), Some(closing)) = (statement.opening_balance, statement.closing_balance) {
            let sum: Decimal = statement.lines.iter().map(|line| line.amount).sum();
            assert_eq!(opening + sum, closing, "called proven and does not add up");
        }
    }
});
