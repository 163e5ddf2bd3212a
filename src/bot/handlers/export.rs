//! Everything that is the person's: as a file, or gone.

use crate::bot::turn::Turn;
use crate::tools::ToolError;

/// `/export`
pub(super) fn offer(_turn: &mut Turn) -> Result<(), ToolError> {
    Ok(())
}

/// A format was tapped.
pub(super) async fn send(_turn: &mut Turn, _format: &str) -> Result<(), ToolError> {
    Ok(())
}

/// `/forget`
pub(super) fn ask_to_forget(_turn: &mut Turn) -> Result<(), ToolError> {
    Ok(())
}

/// "Delete everything" was tapped.
pub(super) async fn forget(_turn: &mut Turn, _message: Option<i32>) -> Result<(), ToolError> {
    Ok(())
}
