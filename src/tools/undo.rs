//! The tool that takes a step back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Access, Context, Tool, ToolError};
use crate::domain::ActionId;
use crate::store::actions::ActionKind;

/// Take back the latest step, or the named one.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Undo {
    /// The step; the latest that can still be taken back when left out.
    #[schemars(with = "Option<String>")]
    pub action: Option<ActionId>,
}

/// What was taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Undone {
    pub action: ActionId,
    /// What the step had done.
    pub summary: String,
    /// Rows removed (an import) or put back (a change).
    pub rows: u64,
}

impl Tool for Undo {
    const NAME: &'static str = "undo";
    const DESCRIPTION: &'static str = "Take back the latest step (an import, a change of category) or the one named by its id. \
        Undoing an import removes only rows that no other statement vouches for.";
    const ACCESS: Access = Access::Write;
    type Output = Undone;

    async fn run(self, context: &mut Context) -> Result<Undone, ToolError> {
        let now = context.now;
        let book = context.book().await?;
        book.lock_imports().await?;
        let Some(action) = book.action(self.action).await? else {
            return Err(ToolError::not_found("There is nothing to undo."));
        };
        if action.undone || action.kind == ActionKind::Undo {
            return Err(ToolError::refused("That was taken back already."));
        }
        let undo = book.insert_action(ActionKind::Undo, &action.summary, Some(action.id), now).await?;
        let rows = match action.kind {
            ActionKind::Import => book.undo_import(action.id, undo, now).await?,
            ActionKind::Recategorise => book.revert_changes(action.id, undo, now).await?,
            ActionKind::Undo => 0,
        };
        context.words_changed();
        Ok(Undone { action: action.id, summary: action.summary, rows })
    }
}
