//! The tool that deletes rows for good: no later file brings them back, undo does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Access, Context, Tool, ToolError};
use crate::domain::{ActionId, TransactionId};
use crate::store::actions::ActionKind;
use crate::text;

/// Rows that one call may delete: what a person can look through before.
const ROWS_MAX: usize = 100;

/// Delete rows.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteRows {
    #[schemars(with = "Vec<String>")]
    pub rows: Vec<TransactionId>,
}

/// What was deleted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeletedRows {
    /// The step that undo takes back.
    pub action: ActionId,
    pub rows: u64,
}

impl Tool for DeleteRows {
    const NAME: &'static str = "delete_rows";
    const DESCRIPTION: &'static str = "Delete rows by id. They stay deleted when the same or another statement shows them again. \
        One step, which undo takes back.";
    const ACCESS: Access = Access::Write;
    type Output = DeletedRows;

    async fn run(self, context: &mut Context) -> Result<DeletedRows, ToolError> {
        if self.rows.len() > ROWS_MAX {
            let words = text!(context.texts, "rows-too-many-to-delete", most = ROWS_MAX.to_string());
            return Err(ToolError::invalid(words));
        }
        let (now, texts) = (context.now, context.texts);
        let book = context.book().await?;
        // An import that is looking for duplicates finds each row either there or deleted.
        book.lock_imports().await?;
        let mut found = Vec::new();
        for id in &self.rows {
            found.extend(book.row(*id).await?);
        }
        let Some(first) = found.first() else {
            return Err(ToolError::not_found(text!(texts, "rows-gone-not-deleted")));
        };
        let what = match found.len() {
            1 => {
                let day = first.booked_on.format("%-d %B %Y").to_string();
                text!(texts, "step-delete-row", payee = first.merchant, day = day)
            }
            several => text!(texts, "count-rows", count = several as u64),
        };
        let summary = text!(texts, "step-delete", what = what);
        let action = book.insert_action(ActionKind::Delete, &summary, None, now).await?;
        let ids: Vec<TransactionId> = found.iter().map(|row| row.id).collect();
        let rows = book.delete_rows(&ids, action, now).await?;
        book.enqueue_look(now).await?;
        Ok(DeletedRows { action, rows })
    }
}
