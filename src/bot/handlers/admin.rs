//! What admins do by `/admin`.

use crate::bot::turn::Turn;
use crate::tools::ToolError;

pub(super) async fn handle(_turn: &mut Turn, _argument: &str) -> Result<(), ToolError> {
    Ok(())
}
