//! `/summary`, `/spend`, `/search`, `/accounts`.

use crate::bot::turn::Turn;
use crate::tools::ToolError;

pub(super) async fn summary(_turn: &mut Turn) -> Result<(), ToolError> {
    Ok(())
}

pub(super) async fn spend(_turn: &mut Turn, _argument: &str) -> Result<(), ToolError> {
    Ok(())
}

pub(super) async fn search(_turn: &mut Turn, _argument: &str) -> Result<(), ToolError> {
    Ok(())
}

pub(super) async fn accounts(_turn: &mut Turn) -> Result<(), ToolError> {
    Ok(())
}
