//! Taking back the latest step, or one that a button names.

use crate::bot::turn::Turn;
use crate::domain::ActionId;
use crate::tools::ToolError;

/// `/undo`
pub(super) async fn latest(_turn: &mut Turn) -> Result<(), ToolError> {
    Ok(())
}

/// "Undo" below a message was tapped.
pub(super) async fn action(_turn: &mut Turn, _action: ActionId, _message: Option<i32>) -> Result<(), ToolError> {
    Ok(())
}
