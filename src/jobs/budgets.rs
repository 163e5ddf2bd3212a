//! The look at a book's budgets after something was paid.

use super::ToSay;
use crate::agent::budgeting;
use crate::bot::button::BudgetAction;
use crate::bot::outgoing::Outgoing;
use crate::tools::budget::{Standing, reached};
use crate::tools::{Context, ToolError};

/// What to say of budgets that have come to a threshold; each threshold once in a period.
pub(super) async fn check(context: &mut Context, standings: Vec<Standing>) -> Result<Vec<ToSay>, ToolError> {
    let reached = reached(context, standings, budgeting::reached).await?;
    let to_say = reached.into_iter().map(|(reached, text)| {
        let show = BudgetAction::Open { budget: reached.budget.id }.button("Show it");
        let all = BudgetAction::List.button("All budgets");
        ToSay { message: Outgoing { buttons: vec![vec![show, all]], ..Outgoing::plain(&text) }, text }
    });
    Ok(to_say.collect())
}
