//! Rows of entries that were not made in the chat: bulk payments of the command line, and what was taken back.
//!
//! A reversal or refund mirrors the row of its origin: the same payee and category with the opposite sign, so that what was
//! taken back nets to nothing.
//!
//! **Invariant:** an entry gets one row in each book, however often this runs.

use chrono::{DateTime, Utc};

use super::super::categorise::DecidedBy;
use super::NAME_CHARS_MAX;
use super::one_line;
use super::pay::row;
use super::sorting::{OTHER_INCOME, Sorted, moved};
use crate::domain::Category;
use crate::domain::wallet::PaymentKind;
use crate::store::wallet::{Missing, NewPaymentRow};
use crate::store::{Store, StoreError};

/// Entries looked at in one statement.
const ENTRIES_AT_ONCE: i32 = 500;

/// Writes what is missing; how many rows that made.
pub async fn write_missing_rows(store: &Store, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let Some(up_to) = store.last_ledger_entry().await? else { return Ok(0) };
    let mut after = store.rows_written_up_to().await?;
    let mut written = 0;
    while after < up_to {
        let missing = store.missing_payment_rows(after, up_to, ENTRIES_AT_ONCE).await?;
        let before = written;
        for entry in &missing {
            written += u64::from(store.enter_payment_row(entry.transfer, &words(entry), now).await?);
        }
        // An entry's second row may stand behind the cut, so the last entry of a full list is looked at again; its first
        // row is there by then.
        let full = i32::try_from(missing.len()).is_ok_and(|rows| rows == ENTRIES_AT_ONCE);
        after = match missing.last() {
            Some(last) if full && written > before => last.entry - 1,
            Some(last) if full => last.entry,
            _ => up_to,
        };
        store.set_rows_written_up_to(after).await?;
    }
    Ok(written)
}

fn words(missing: &Missing) -> NewPaymentRow {
    if let (true, Some(origin)) = (missing.taken_back, &missing.origin) {
        let sorted = Sorted { category: origin.category, by: DecidedBy::Knowledge, confidence: 1.0 };
        let mirrored = row(missing.of, PaymentKind::GiveBack, &origin.other_name, &origin.note, sorted);
        return NewPaymentRow { payee_key: origin.payee_key.clone(), ..mirrored };
    }
    match (missing.other, missing.is_in) {
        (None, true) => row(missing.of, PaymentKind::TopUp, "Top-up", "", moved()),
        (None, false) => row(missing.of, PaymentKind::PayOut, "Pay-out", "", moved()),
        (Some(_), is_in) => {
            let name = one_line(missing.other_name.as_deref().unwrap_or_default(), NAME_CHARS_MAX);
            let name = if name.is_empty() { "somebody" } else { &name };
            let kind = if missing.taken_back { PaymentKind::GiveBack } else { PaymentKind::Payment };
            let sorted = match is_in {
                true => Sorted { category: OTHER_INCOME, by: DecidedBy::Knowledge, confidence: 1.0 },
                false => Sorted { category: Category::Other.id(), by: DecidedBy::Nobody, confidence: 0.0 },
            };
            row(missing.of, kind, name, "", sorted)
        }
    }
}
