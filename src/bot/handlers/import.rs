//! A file arrives: read, proven, sorted, kept.

use crate::bot::event::SentFile;
use crate::bot::turn::Turn;
use crate::tools::ToolError;

pub(super) async fn receive(turn: &mut Turn, file: SentFile) -> Result<(), ToolError> {
    let _ = (turn, file);
    Ok(())
}

pub(super) async fn password(_turn: &mut Turn, _text: &str) -> Result<(), ToolError> {
    Ok(())
}

pub(super) async fn demo(_turn: &mut Turn) -> Result<(), ToolError> {
    Ok(())
}

pub(super) async fn keep(_turn: &mut Turn, _file: uuid::Uuid, _message: Option<i32>) -> Result<(), ToolError> {
    Ok(())
}

pub(super) async fn let_go(_turn: &mut Turn, _file: uuid::Uuid, _message: Option<i32>) -> Result<(), ToolError> {
    Ok(())
}
