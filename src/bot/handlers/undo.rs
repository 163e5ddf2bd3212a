//! Taking back the latest step, or one that a button names.

use crate::bot::button::ButtonAction;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::domain::ActionId;
use crate::text;
use crate::texts::Texts;
use crate::tools::undo::{StepKind, Undo, Undone};
use crate::tools::{ErrorKind, Tool, ToolError};

/// `/undo`
pub(super) async fn latest(turn: &mut Turn) -> Result<(), ToolError> {
    let undone = Undo { action: None }.call(turn.context().await?).await?;
    turn.reply(said(turn.texts, &undone));
    Ok(())
}

/// "Undo" below a message was tapped.
pub(super) async fn action(turn: &mut Turn, action: ActionId, message: Option<i32>) -> Result<(), ToolError> {
    let undone = Undo { action: Some(action) }.call(turn.context().await?).await;
    let settled = !matches!(&undone, Err(error) if error.kind == ErrorKind::Failed);
    if let (true, Some(message)) = (settled, message) {
        turn.remove_buttons(message).await;
    }
    turn.reply(said(turn.texts, &undone?));
    Ok(())
}

fn said(texts: &Texts, undone: &Undone) -> Outgoing {
    let (what, rows) = (escape(&undone.summary), undone.rows);
    let html = match (undone.kind, rows) {
        (StepKind::Import, 0) => text!(texts, "undone-import-none", what = what),
        (StepKind::Import, _) => text!(texts, "undone-import", what = what, count = rows),
        (StepKind::Delete, 0) => text!(texts, "undone-delete-none", what = what),
        (StepKind::Delete, _) => text!(texts, "undone-delete", what = what, count = rows),
        (StepKind::Rename | StepKind::Budget | StepKind::Goal | StepKind::Tag, _) => {
            text!(texts, "undone-rename", what = what)
        }
        (StepKind::Merge, _) => text!(texts, "undone-merge", what = what, count = rows),
        (StepKind::Record, 0) => text!(texts, "undone-record-none", what = what),
        (StepKind::Record, _) => text!(texts, "undone-record", what = what),
        (StepKind::Recategorise, _) => text!(texts, "undone-recategorise", what = what, count = rows),
    };
    let buttons = match undone.kind {
        StepKind::Recategorise => vec![vec![ButtonAction::Fix.button(text!(texts, "button-fix"))]],
        _ => Vec::new(),
    };
    Outgoing { buttons, ..Outgoing::html(html) }
}
