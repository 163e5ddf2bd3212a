//! Rows that outlive the file that worded them: they read, and are sorted, as if the next file had brought them.

use super::categorise::{decide, merchant};
use super::sorting::load_memory;
use super::{Context, ToolError};
use crate::domain::ActionId;
use crate::store::rewording::{OtherWords, Reworded};

/// Gives rows the words that were found for them, below this action.
pub(super) async fn reword(rows: &[OtherWords], action: ActionId, context: &mut Context) -> Result<(), ToolError> {
    if rows.is_empty() {
        return Ok(());
    }
    let now = context.now;
    let memory = load_memory(context).await?;
    for row in rows {
        let payee = merchant(&row.description);
        let decision = decide(&row.description, &payee, row.amount, row.currency.parse().ok(), &memory);
        let book = context.book().await?;
        let Some((_, merchant)) = book.enter_merchants(&[(payee.key, payee.name)], now).await?.pop() else { continue };
        let reworded = Reworded {
            id: row.id,
            description: &row.description,
            posted_on: row.posted_on,
            merchant,
            category: decision.category,
            decided_by: decision.by.as_str(),
            confidence: decision.confidence,
        };
        book.reword(&reworded, action, now).await?;
    }
    Ok(())
}
