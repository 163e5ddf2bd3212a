//! A code was typed: of the app, a recovery code, or the first of a new app.
//!
//! **Invariant:** the text came in sealed, and leaves the chat whatever it was.

use serde_json::json;

use super::super::question;
use super::{Purpose, Step, locked, passed, set_up};
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::store::second_factor::Prompt;
use crate::text;
use crate::tools::ToolError;
use crate::tools::second_factor::{Tried, confirm_app, try_code};

pub(in crate::bot::handlers) async fn typed(turn: &mut Turn, text: &str, message_id: i32) -> Result<(), ToolError> {
    let now = turn.now;
    let prompt = turn.context().await?.book().await?.prompt(now).await?;
    let Some((prompt, step)) = prompt.and_then(|prompt| Step::of(&prompt).map(|step| (prompt, step))) else {
        return too_late(turn, text, message_id).await;
    };
    match step {
        Step::Pin | Step::Choose => too_late(turn, text, message_id).await,
        Step::Code => {
            turn.delete_message(message_id).await;
            check(turn, prompt, text).await
        }
        Step::Confirm => {
            turn.delete_message(message_id).await;
            confirm(turn, &prompt, text).await
        }
    }
}

/// Nothing waits for a code any more: what is none is a question.
async fn too_late(turn: &mut Turn, text: &str, message_id: i32) -> Result<(), ToolError> {
    turn.ask(None);
    if text.chars().any(char::is_alphabetic) && text.split_whitespace().count() > 1 {
        return question::ask(turn, text).await;
    }
    turn.delete_message(message_id).await;
    turn.reply(Outgoing::plain(&text!(turn.texts, "code-too-late")));
    Ok(())
}

async fn check(turn: &mut Turn, prompt: Prompt, text: &str) -> Result<(), ToolError> {
    let vault = turn.bot.app.vault.clone();
    match try_code(text, &vault, turn.context().await?).await? {
        Tried::Right => {
            turn.ask(None);
            let forgot = prompt.purpose == json!(Purpose::ForgottenPin);
            let words = match forgot {
                true => text!(turn.texts, "code-accepted"),
                false => text!(turn.texts, "pin-and-code-accepted"),
            };
            passed(turn, prompt, &words).await
        }
        Tried::Wrong { left } => {
            turn.reply(Outgoing::plain(&text!(turn.texts, "code-wrong", count = left)));
            Ok(())
        }
        Tried::Locked { until } => {
            turn.ask(None);
            turn.context().await?.book().await?.end_prompt().await?;
            locked(turn, until, prompt.message_id).await
        }
    }
}

async fn confirm(turn: &mut Turn, prompt: &Prompt, text: &str) -> Result<(), ToolError> {
    let vault = turn.bot.app.vault.clone();
    let Some(codes) = confirm_app(text, &vault, turn.context().await?).await? else {
        turn.reply(Outgoing::plain(&text!(turn.texts, "app-code-wrong")));
        return Ok(());
    };
    turn.ask(None);
    turn.context().await?.book().await?.end_prompt().await?;
    if let Some(picture) = prompt.message_id {
        turn.delete_message(picture).await;
    }
    turn.reply(Outgoing::plain(&text!(turn.texts, "app-ready")));
    set_up::show_recovery_codes(turn, &codes).await
}
