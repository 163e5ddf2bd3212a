//! A top-up leaves the bank and enters the wallet: two rows of the same money. The bank's becomes a Transfer, so that nothing
//! counts twice.
//!
//! **Invariant:** a bank row is taken only where it names farthing, is a Transfer already, or nobody knew what it is; never
//! where the person sorted it.

use std::collections::HashSet;

use super::super::categorise::DecidedBy;
use super::super::{Context, ToolError};
use crate::domain::Category;
use crate::store::actions::{ActionKind, CategoryChange};
use crate::store::wallet::BankRow;
use crate::text;

/// A bank books a transfer within so many days of it, weekends included.
const DAYS_APART_MAX: i32 = 5;

/// Finds the bank's rows of top-ups and pay-outs that have none yet; how many were found.
pub async fn pair_with_bank_rows(context: &mut Context) -> Result<usize, ToolError> {
    let (now, texts) = (context.now, context.texts);
    let book = context.book().await?;
    let candidates = book.bank_rows_of_payments(DAYS_APART_MAX).await?;
    let (mut transfers, mut rows) = (HashSet::new(), HashSet::new());
    let mut moved = Vec::new();
    for BankRow { transfer, row, category, .. } in candidates.iter().filter(|candidate| fits(candidate)) {
        if transfers.contains(transfer) || rows.contains(row) {
            continue;
        }
        transfers.insert(*transfer);
        rows.insert(*row);
        book.pair_payment(*transfer, *row).await?;
        if Category::of(*category) != Some(Category::Transfer) {
            moved.push(*row);
        }
    }
    if !moved.is_empty() {
        let summary = text!(texts, "step-wallet-transfer");
        let action = book.insert_action(ActionKind::Recategorise, &summary, None, now).await?;
        let change = CategoryChange {
            action,
            transactions: &moved,
            category: Category::Transfer.id(),
            decided_by: DecidedBy::Knowledge.as_str(),
        };
        book.change_category(&change, now).await?;
    }
    Ok(transfers.len())
}

fn fits(row: &BankRow) -> bool {
    let is = |decider: DecidedBy| row.decided_by == decider.as_str();
    let names_us = row.description.to_lowercase().contains("farthing");
    let is_transfer = Category::of(row.category) == Some(Category::Transfer);
    is_transfer || is(DecidedBy::Nobody) || (names_us && !is(DecidedBy::User))
}
