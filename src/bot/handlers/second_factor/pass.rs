//! What goes on after the second factor was given.

use super::super::wallet;
use super::{LimitChange, Purpose, Step, entry, set_up};
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::text;
use crate::tools::ToolError;
use crate::tools::second_factor::{SESSION, state};

/// Does what it was asked for, in the database transaction of the check.
pub(super) async fn pass(turn: &mut Turn, purpose: Purpose) -> Result<(), ToolError> {
    let now = turn.now;
    match purpose {
        Purpose::ForgottenPin => return entry::open(turn, &Purpose::ChangePin, Step::Choose, false).await,
        Purpose::ChangePin => return entry::open(turn, &purpose, Step::Choose, false).await,
        Purpose::RemovePin => {
            turn.context().await?.book().await?.remove_second_factor(now).await?;
            turn.reply(Outgoing::plain(&text!(turn.texts, "security-removed")));
        }
        Purpose::SetUpApp => return set_up::offer(turn).await,
        Purpose::RemoveApp => {
            turn.context().await?.book().await?.remove_codes().await?;
            turn.reply(Outgoing::plain(&text!(turn.texts, "security-app-removed")));
        }
        Purpose::NewRecoveryCodes => return set_up::new_recovery_codes(turn).await,
        Purpose::ChangeLimits { change } => return change_limit(turn, change).await,
        Purpose::SpendingLimit { argument } => return wallet::change_limit(turn, &argument).await,
        Purpose::Proposal { id } => return wallet::confirm_with_factor(turn, id).await,
    }
    Ok(())
}

async fn change_limit(turn: &mut Turn, change: LimitChange) -> Result<(), ToolError> {
    let known = turn.context().await?.book().await?.second_factor().await?;
    let book = turn.context().await?.book().await?;
    match change {
        LimitChange::PinAbove { amount } => book.set_factor_amounts(Some(amount), known.code_above).await?,
        LimitChange::CodeAbove { amount } => book.set_factor_amounts(known.pin_above, Some(amount)).await?,
        LimitChange::Session { on } => book.set_keeps_session(on).await?,
    }
    let known = state(turn.context().await?).await?;
    let words = match change {
        LimitChange::PinAbove { .. } => {
            text!(turn.texts, "security-pin-above", amount = known.pin_above.normalize().to_string())
        }
        LimitChange::CodeAbove { .. } => {
            text!(turn.texts, "security-code-above", amount = known.code_above.normalize().to_string())
        }
        LimitChange::Session { on: true } => {
            text!(turn.texts, "security-session-on", minutes = SESSION.num_minutes().to_string())
        }
        LimitChange::Session { on: false } => text!(turn.texts, "security-session-off"),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}
