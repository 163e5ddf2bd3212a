//! Questions in plain words.

use teloxide::types::ChatAction;

use super::behind;
use crate::bot::outgoing::Outgoing;
use crate::bot::render;
use crate::bot::turn::Turn;
use crate::tools::ToolError;

const SUGGESTIONS: &str = "\
Ask me anything about your money, in plain words. For example:
• how much did I spend on groceries last month?
• top 5 merchants this year
• did I spend more on eating out than the month before?
• what was my biggest purchase in March?
• how much came in last month?";

/// Answers a question.
pub(super) async fn ask(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    let bot = turn.bot.clone();
    if bot.app.agent.model.is_some() {
        turn.show_action(ChatAction::Typing).await;
    }
    let session = format!("chat:{}", turn.chat_id.0);
    let answer = bot.app.agent.ask(text, &session, turn.context().await?).await?;
    let message = match render::wallet::proposed(&answer) {
        Some(card) => card,
        None => Outgoing { buttons: behind::buttons(&answer), ..Outgoing::plain(&answer.answer) },
    };
    turn.reply(message);
    Ok(())
}

/// A question that was mended is asked again.
pub(super) async fn edited(turn: &mut Turn, text: Option<&str>) -> Result<(), ToolError> {
    match text {
        Some(text) if !text.starts_with('/') && turn.asking.is_none() => ask(turn, text).await,
        _ => Ok(()),
    }
}

pub(super) fn suggest(turn: &mut Turn) {
    turn.reply(Outgoing::html(SUGGESTIONS));
}
