//! Removing a goal.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::find;
use crate::domain::{ActionId, Currency};
use crate::store::actions::ActionKind;
use crate::store::goals::GoalStep;
use crate::text;
use crate::tools::{Access, Context, Tool, ToolError};

/// Remove a goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveGoal {
    /// The goal's name.
    pub goal: String,
}

/// A goal that was removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalRemoved {
    /// The step that undo takes back, with all that was put aside.
    pub action: ActionId,
    pub name: String,
    pub amount: Decimal,
    pub currency: Currency,
}

impl Tool for RemoveGoal {
    const NAME: &'static str = "remove_goal";
    const DESCRIPTION: &'static str =
        "Remove one of the user's savings goals, named by its name. One step, which undo takes back.";
    const ACCESS: Access = Access::Write;
    type Output = GoalRemoved;

    async fn run(self, context: &mut Context) -> Result<GoalRemoved, ToolError> {
        let (texts, vocabulary) = (context.texts, context.vocabulary().await?);
        let id = find(&self.goal, &vocabulary, texts)?;
        let now = context.now;
        let book = context.book().await?;
        let Some(goal) = book.goals().await?.into_iter().find(|goal| goal.id == id) else {
            return Err(ToolError::not_found(text!(texts, "goal-gone-already")));
        };
        let summary = text!(texts, "step-goal-removed", name = goal.name);
        let action = book.insert_action(ActionKind::Goal, &summary, None, now).await?;
        book.insert_goal_version(&goal, GoalStep::Removed, action, now).await?;
        context.words_changed();
        Ok(GoalRemoved { action, name: goal.name, amount: goal.amount, currency: goal.currency })
    }
}
