//! Questions in plain words, and the rows behind an answer.

use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::tools::ToolError;

pub(super) async fn ask(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    let session = format!("chat:{}", turn.chat_id.0);
    let bot = turn.bot.clone();
    let answer = bot.app.agent.ask(text, &session, turn.context().await?).await?;
    turn.reply(Outgoing::plain(&answer.answer));
    Ok(())
}

/// A question that was mended is asked again.
pub(super) async fn edited(turn: &mut Turn, text: Option<&str>) -> Result<(), ToolError> {
    match text {
        Some(text) if !text.starts_with('/') => ask(turn, text).await,
        _ => Ok(()),
    }
}

pub(super) fn suggest(_turn: &mut Turn) {}

pub(super) async fn rows(_turn: &mut Turn, _answer: uuid::Uuid, _offset: u32) -> Result<(), ToolError> {
    Ok(())
}
