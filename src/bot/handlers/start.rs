//! Saying hello, helping, and stopping.

use crate::bot::asking::Asking;
use crate::bot::button::ButtonAction;
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::text;
use crate::tools::ToolError;

/// Figures of the examples that people may try.
pub(super) const EXAMPLE_TOP: &str = "5";
const EXAMPLE_AMOUNT: &str = "20";
const EXAMPLE_BUDGET: &str = "200";
const EXAMPLE_LARGE: &str = "100";

/// Says hello. Whoever was greeted can be paid by those who know their name, before they did anything more.
pub(super) async fn start(turn: &mut Turn) -> Result<(), ToolError> {
    turn.context().await?;
    turn.reply(Outgoing {
        buttons: vec![
            vec![ButtonAction::Demo.button(text!(turn.texts, "button-demo"))],
            vec![ButtonAction::Ask.button(text!(turn.texts, "button-what-to-ask"))],
        ],
        ..Outgoing::html(text!(turn.texts, "welcome"))
    });
    Ok(())
}

pub(super) fn help(turn: &mut Turn) {
    turn.reply(Outgoing::html(text!(
        turn.texts,
        "help",
        top = EXAMPLE_TOP,
        budget = EXAMPLE_BUDGET,
        large = EXAMPLE_LARGE,
        amount = EXAMPLE_AMOUNT
    )));
}

pub(super) fn unknown(turn: &mut Turn) {
    turn.reply(Outgoing::plain(&text!(turn.texts, "unknown-command")));
}

/// Stops what is under way and takes back what the bot asked.
pub(super) async fn cancel(turn: &mut Turn) -> Result<(), ToolError> {
    let waited = turn.asking.take();
    let stopped = turn.bot.app.store.cancel_updates(turn.claim, turn.chat_id, turn.now).await?;
    turn.bot.stop_running(turn.chat_id, turn.claim.update_id);
    turn.ask(None);
    let words = match (stopped, waited) {
        (true, _) => text!(turn.texts, "cancel-stopped"),
        (false, Some(Asking::Password)) => text!(turn.texts, "cancel-no-password"),
        (false, Some(_)) => text!(turn.texts, "cancel-never-mind"),
        (false, None) => text!(turn.texts, "cancel-nothing"),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}
