//! The tool that takes a step back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rewording::reword;
use super::{Access, Context, Tool, ToolError};
use crate::domain::ActionId;
use crate::store::actions::ActionKind;
use crate::text;

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
    pub kind: StepKind,
    /// What the step had done.
    pub summary: String,
    /// Rows removed (an import, typed rows), put back (a change, a deletion) or moved back (a merge); none for a name.
    pub rows: u64,
}

/// What a step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Brought rows in.
    Import,
    /// Noted what the person typed.
    Record,
    /// Moved rows to another category.
    Recategorise,
    /// Put a tag on rows, or took it off.
    Tag,
    /// Deleted rows.
    Delete,
    /// Gave an account another name.
    Rename,
    /// Made one account part of another.
    Merge,
    /// Set, changed or removed a budget.
    Budget,
    /// Set, changed or removed a goal, or put something aside for it.
    Goal,
}

impl Tool for Undo {
    const NAME: &'static str = "undo";
    const DESCRIPTION: &'static str = "Take back the latest step (an import, noted payments, a change of category, a tag, a deletion, a new name, a merge of accounts, a budget or a goal) or the one named by its id. \
        Undoing an import removes only rows that no other statement vouches for.";
    const ACCESS: Access = Access::Write;
    type Output = Undone;

    async fn run(self, context: &mut Context) -> Result<Undone, ToolError> {
        let (now, texts) = (context.now, context.texts);
        let book = context.book().await?;
        book.lock_imports().await?;
        let Some(action) = book.action(self.action).await? else {
            return Err(ToolError::not_found(text!(texts, "undo-nothing")));
        };
        let kind = match action.kind {
            ActionKind::Import => StepKind::Import,
            ActionKind::Record => StepKind::Record,
            ActionKind::Recategorise => StepKind::Recategorise,
            ActionKind::Tag => StepKind::Tag,
            ActionKind::Delete => StepKind::Delete,
            ActionKind::Rename => StepKind::Rename,
            ActionKind::Merge => StepKind::Merge,
            ActionKind::Budget => StepKind::Budget,
            ActionKind::Goal => StepKind::Goal,
            ActionKind::Payment => {
                return Err(ToolError::refused(text!(texts, "undo-payment")));
            }
            ActionKind::Undo => return Err(ToolError::refused(text!(texts, "undo-before"))),
        };
        if action.undone {
            return Err(ToolError::refused(text!(texts, "undo-before")));
        }
        if let Some(later) = book.later_step(action.id).await? {
            return Err(ToolError::refused(text!(texts, "undo-later", step = action.summary, later = later)));
        }
        let undo = book.insert_action(ActionKind::Undo, &action.summary, Some(action.id), now).await?;
        let rows = match kind {
            StepKind::Import | StepKind::Record => {
                let other_words = book.other_words(action.id).await?;
                let rows = book.undo_import(action.id, undo, now).await?;
                reword(&other_words, undo, context).await?;
                rows
            }
            StepKind::Recategorise => book.revert_changes(action.id, undo, now).await?,
            StepKind::Tag => book.revert_tags(action.id, undo, now).await?,
            StepKind::Delete => book.undelete_rows(action.id).await?,
            StepKind::Rename => {
                book.revert_rename(action.id).await?;
                0
            }
            StepKind::Merge => book.part_accounts(action.id, undo, now).await?,
            // What a budget or a goal is follows from the steps that stand.
            StepKind::Budget | StepKind::Goal => 0,
        };
        let book = context.book().await?;
        book.remove_unused().await?;
        book.enqueue_look(now).await?;
        context.words_changed();
        Ok(Undone { action: action.id, kind, summary: action.summary, rows })
    }
}
