//! Where the money goes, and mending it: rows that nobody was sure of, one at a time, with buttons.

use crate::bot::turn::Turn;
use crate::domain::{CategoryId, TransactionId};
use crate::tools::ToolError;

/// `/categories`
pub(super) async fn show(_turn: &mut Turn) -> Result<(), ToolError> {
    Ok(())
}

/// Shows the next row that wants a look, after this one, in place of this message.
pub(super) async fn next(
    _turn: &mut Turn,
    _after: Option<TransactionId>,
    _message: Option<i32>,
) -> Result<(), ToolError> {
    Ok(())
}

/// A category was tapped.
pub(super) async fn sort(
    _turn: &mut Turn,
    _row: TransactionId,
    _category: CategoryId,
    _message: Option<i32>,
) -> Result<(), ToolError> {
    Ok(())
}

/// "Another…" was tapped.
pub(super) async fn ask_for_category(_turn: &mut Turn, _row: TransactionId) -> Result<(), ToolError> {
    Ok(())
}

/// A category was typed.
pub(super) async fn typed(_turn: &mut Turn, _row: TransactionId, _text: &str) -> Result<(), ToolError> {
    Ok(())
}
