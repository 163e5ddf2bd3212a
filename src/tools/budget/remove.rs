//! Removing a budget.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Every, name_of};
use crate::domain::{ActionId, BudgetId, Currency};
use crate::store::actions::ActionKind;
use crate::store::budgets::BudgetStep;
use crate::text;
use crate::tools::{Access, Context, Tool, ToolError};

/// Remove a budget.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveBudget {
    #[schemars(with = "String")]
    pub budget: BudgetId,
}

/// A budget that was removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BudgetRemoved {
    /// The step that undo takes back.
    pub action: ActionId,
    pub name: String,
    pub amount: Decimal,
    pub currency: Currency,
    pub every: Every,
}

impl Tool for RemoveBudget {
    const NAME: &'static str = "remove_budget";
    const DESCRIPTION: &'static str =
        "Remove one of the user's budgets, named by its id. One step, which undo takes back.";
    const ACCESS: Access = Access::Write;
    type Output = BudgetRemoved;

    async fn run(self, context: &mut Context) -> Result<BudgetRemoved, ToolError> {
        let (texts, vocabulary) = (context.texts, context.vocabulary().await?);
        let now = context.now;
        let book = context.book().await?;
        let budgets = book.budgets().await?;
        let Some(budget) = budgets.into_iter().find(|known| known.id == self.budget) else {
            return Err(ToolError::not_found(text!(texts, "budget-gone-already")));
        };
        let name = name_of(&budget.of, &vocabulary, texts);
        let summary = text!(texts, "step-budget-removed", name = name);
        let action = book.insert_action(ActionKind::Budget, &summary, None, now).await?;
        book.insert_budget_version(&budget, BudgetStep::Removed, action, now).await?;
        context.words_changed();
        let (every, _) = Every::of(budget.cadence);
        Ok(BudgetRemoved { action, name, amount: budget.amount, currency: budget.currency, every })
    }
}
