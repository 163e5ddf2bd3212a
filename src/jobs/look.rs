//! The look at a book after something in it changed.

use super::{ToSay, budgets};
use crate::tools::look_ahead::look_ahead;
use crate::tools::{Context, ToolError};

pub(super) async fn look(context: &mut Context) -> Result<Vec<ToSay>, ToolError> {
    let standings = look_ahead(context).await?;
    budgets::check(context, standings).await
}
