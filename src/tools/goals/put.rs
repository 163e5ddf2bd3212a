//! Putting something aside for a goal by hand, or taking it out.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::set::AMOUNT_LIMIT;
use super::standing::GoalNow;
use super::{find, standing_of};
use crate::domain::{ActionId, Currency};
use crate::store::actions::ActionKind;
use crate::store::goals::GoalMove;
use crate::text;
use crate::tools::{Access, Context, Tool, ToolError};

/// Put an amount aside for a goal; negative takes it out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddToGoal {
    /// The goal's name.
    pub goal: String,
    #[schemars(with = "String")]
    pub amount: Decimal,
    /// The goal's when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub currency: Option<Currency>,
}

/// What was put aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PutAside {
    /// The step that undo takes back.
    pub action: ActionId,
    /// Negative when it was taken out.
    pub amount: Decimal,
    pub goal: GoalNow,
}

impl Tool for AddToGoal {
    const NAME: &'static str = "add_to_goal";
    const DESCRIPTION: &'static str = "Note that the user put an amount aside for a goal, or took it out again (negative). No \
        money moves: it is a note of what is meant for what. One step, which undo takes back.";
    const ACCESS: Access = Access::Write;
    type Output = PutAside;

    async fn run(self, context: &mut Context) -> Result<PutAside, ToolError> {
        let (texts, vocabulary) = (context.texts, context.vocabulary().await?);
        let id = find(&self.goal, &vocabulary, texts)?;
        let goals = context.book().await?.goals().await?;
        let Some(goal) = goals.into_iter().find(|goal| goal.id == id) else {
            return Err(ToolError::not_found(text!(texts, "goal-gone")));
        };
        let before = standing_of(&goal, context).await?;
        if let Some(account) = &before.account {
            return Err(ToolError::refused(text!(texts, "goal-is-account", name = goal.name, account = account)));
        }
        let (amount, currency) = (self.amount, goal.currency);
        let code = currency.to_string();
        if self.currency.is_some_and(|asked| asked != currency) {
            let words = text!(texts, "goal-other-currency", name = goal.name, currency = code);
            return Err(ToolError::refused(words));
        }
        if amount.is_zero() || amount.abs() >= AMOUNT_LIMIT || amount.scale() > currency.minor_digits() {
            return Err(ToolError::invalid(text!(texts, "goal-put-refused")));
        }
        if before.saved + amount < Decimal::ZERO {
            let saved = before.saved.to_string();
            let words = text!(texts, "goal-too-little", amount = saved, currency = code, name = goal.name);
            return Err(ToolError::refused(words));
        }
        let (today, now) = (context.today, context.now);
        let moved = amount.abs().to_string();
        let summary = match amount > Decimal::ZERO {
            true => text!(texts, "step-put-aside", amount = moved, currency = code, name = goal.name),
            false => text!(texts, "step-taken-out", amount = moved, currency = code, name = goal.name),
        };
        let book = context.book().await?;
        let action = book.insert_action(ActionKind::Goal, &summary, None, now).await?;
        let moved = GoalMove { goal: goal.id, on: today, opening: false, amount };
        book.insert_goal_move(moved, action, now).await?;
        Ok(PutAside { action, amount, goal: standing_of(&goal, context).await? })
    }
}
