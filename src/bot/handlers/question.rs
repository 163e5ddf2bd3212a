//! Questions in plain words.

use teloxide::types::ChatAction;

use super::behind;
use super::start::EXAMPLE_TOP;
use crate::agent::saving::{self, Wish};
use crate::agent::{Answer, format, recording};
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::render;
use crate::bot::turn::Turn;
use crate::domain::Period;
use crate::store::notices::Notice;
use crate::store::rows::ListedRow;
use crate::text;
use crate::tools::ToolError;

/// Answers a question.
pub(super) async fn ask(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    let answer = answer(turn, text).await?;
    let message = match render::wallet::proposed(&answer) {
        Some(card) => card,
        None => Outgoing { buttons: behind::buttons(turn.texts, &answer), ..Outgoing::plain(&answer.answer) },
    };
    turn.reply(message);
    Ok(())
}

/// Answers a reply to an alert, with what that is about in mind.
pub(super) async fn ask_about(
    turn: &mut Turn,
    notice: &Notice,
    row: Option<&ListedRow>,
    text: &str,
) -> Result<(), ToolError> {
    let session = session(turn);
    let agent = turn.bot.app.agent.clone();
    agent.speak_of(notice, row, &session, turn.context().await?).await?;
    ask(turn, text).await
}

fn session(turn: &Turn) -> String {
    format!("chat:{}", turn.chat_id.0)
}

async fn answer(turn: &mut Turn, text: &str) -> Result<Answer, ToolError> {
    let bot = turn.bot.clone();
    if bot.app.agent.model.is_some() {
        turn.show_action(ChatAction::Typing).await;
    }
    let session = session(turn);
    bot.app.agent.ask(text, &session, turn.context().await?).await
}

/// A question that was mended is asked again; what was noted, paid or put aside, is not noted once more.
pub(super) async fn edited(turn: &mut Turn, text: Option<&str>) -> Result<(), ToolError> {
    match text {
        Some(text) if !text.starts_with('/') && turn.asking.is_none() => {
            let context = turn.context().await?;
            let vocabulary = context.vocabulary().await?;
            let put_aside = matches!(saving::read(text, context.today, &vocabulary), Some(Wish::Put(_)));
            if put_aside || recording::read(text, context.today, &vocabulary).is_some() {
                // Which of two wordings was meant, only the person knows.
                turn.reply(Outgoing::plain(&text!(turn.texts, "mended-note")));
                return Ok(());
            }
            ask(turn, text).await
        }
        _ => Ok(()),
    }
}

/// The question that shows the rows of these days.
pub(super) fn rows_of(days: Period) -> String {
    match days == Period::day(days.from) {
        true => format!("list everything on {}", format::date(days.from)),
        false => format!("list everything between {} and {}", format::date(days.from), format::date(days.to)),
    }
}

pub(super) fn suggest(turn: &mut Turn) {
    turn.reply(Outgoing::html(text!(turn.texts, "suggestions", top = EXAMPLE_TOP)));
}

/// Answers `/search`: what was looked for, and the rows with a button each.
pub(super) async fn search(turn: &mut Turn, text: &str) -> Result<(), ToolError> {
    let answer = answer(turn, text).await?;
    if !behind::is_one_list(turn.texts, &answer) {
        turn.reply(Outgoing { buttons: behind::buttons(turn.texts, &answer), ..Outgoing::plain(&answer.answer) });
        return Ok(());
    }
    let page = behind::page(turn, answer.turn, 0, 0).await?;
    let asked = answer.answer.lines().next().unwrap_or_default();
    turn.reply(Outgoing { html: format!("{}\n{}", escape(asked), page.html), ..page });
    Ok(())
}
