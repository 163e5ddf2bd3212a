//! Taking back the latest step, or one that a button names.

use crate::bot::button::ButtonAction;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::render;
use crate::bot::turn::Turn;
use crate::domain::ActionId;
use crate::tools::undo::{StepKind, Undo, Undone};
use crate::tools::{ErrorKind, Tool, ToolError};

/// `/undo`
pub(super) async fn latest(turn: &mut Turn) -> Result<(), ToolError> {
    let undone = Undo { action: None }.call(turn.context().await?).await?;
    turn.reply(said(&undone));
    Ok(())
}

/// "Undo" below a message was tapped.
pub(super) async fn action(turn: &mut Turn, action: ActionId, message: Option<i32>) -> Result<(), ToolError> {
    let undone = Undo { action: Some(action) }.call(turn.context().await?).await;
    let settled = !matches!(&undone, Err(error) if error.kind == ErrorKind::Failed);
    if let (true, Some(message)) = (settled, message) {
        turn.remove_buttons(message).await;
    }
    turn.reply(said(&undone?));
    Ok(())
}

fn said(undone: &Undone) -> Outgoing {
    let rows = render::counted_rows(undone.rows);
    let are = if undone.rows == 1 { "is" } else { "are" };
    let what = escape(&undone.summary);
    match (undone.kind, undone.rows) {
        (StepKind::Import, 0) => Outgoing::html(format!(
            "Taken back: {what}. No row had to go, because other statements vouch for them all."
        )),
        (StepKind::Import, _) => {
            Outgoing::html(format!("Taken back: {what}. {rows} {are} gone; send the file again any time."))
        }
        (StepKind::Delete, 0) => Outgoing::html(format!(
            "Taken back: {what}. The statement it was in was taken back too, so it returns when you send that again."
        )),
        (StepKind::Delete, _) => Outgoing::html(format!("Taken back: {what}. {rows} {are} back.")),
        (StepKind::Rename | StepKind::Budget | StepKind::Goal, _) => Outgoing::html(format!("Taken back: {what}.")),
        (StepKind::Merge, _) => Outgoing::html(format!(
            "Taken back: {what}. They are two accounts again, and {rows} {are} back where they were."
        )),
        (StepKind::Record, 0) => Outgoing::html(format!("Taken back: {what}. What your statement says of it stays.")),
        (StepKind::Record, _) => Outgoing::html(format!("Taken back: {what}. It is gone.")),
        (StepKind::Recategorise, _) => Outgoing {
            buttons: vec![vec![ButtonAction::Fix.button("Fix categories")]],
            ..Outgoing::html(format!("Taken back: {what}. {rows} {are} sorted as before."))
        },
    }
}
