//! Goals: what a person saves for, how far they have come, and what it takes to be there in time.
//!
//! What is saved is the balance of an account, or what was put aside by hand: a note of what is meant for what, with which no
//! money moves.
//!
//! **Invariant:** an account stands behind one goal at most, so that nothing is saved twice.

mod news;
mod put;
mod remove;
mod set;
mod standing;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use news::{GoalNews, News, news};
pub use put::{AddToGoal, PutAside};
pub use remove::{GoalRemoved, RemoveGoal};
pub use set::{GoalSet, SetGoal};
pub use standing::{GoalNow, Plan};

use super::{Access, Context, Tool, ToolError};
use crate::domain::{GoalId, Vocabulary};
use crate::store::goals::StoredGoal;
use crate::text;
use crate::texts::Texts;
use standing::Facts;

/// Say how goals stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Goals {
    /// Only the goal of this name; all goals when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
    /// Also where this much a month would lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub a_month: Option<Decimal>,
    /// Also what was saved at the end of each day on which that changed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub history: bool,
}

/// How goals stand today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalsNow {
    pub goals: Vec<GoalNow>,
}

impl Tool for Goals {
    const NAME: &'static str = "goals";
    const DESCRIPTION: &'static str = "How the user's savings goals stand: saved, left, what to put aside a month to be there in \
        time, when it is reached at the present rate or at another one. Use it for anything about what the user saves for.";
    const ACCESS: Access = Access::Read;
    type Output = GoalsNow;

    async fn run(self, context: &mut Context) -> Result<GoalsNow, ToolError> {
        let stored = context.book().await?.goals().await?;
        let vocabulary = context.vocabulary().await?;
        let only = match &self.goal {
            Some(name) => Some(find(name, &vocabulary, context.texts)?),
            None => None,
        };
        let wanted: Vec<StoredGoal> =
            stored.into_iter().filter(|goal| only.is_none_or(|only| only == goal.id)).collect();
        let facts = Facts::load(&wanted, context).await?;
        let now = |goal: &StoredGoal| facts.standing(goal, self.a_month, self.history);
        Ok(GoalsNow { goals: wanted.iter().map(now).collect() })
    }
}

/// The amount of the examples.
const EXAMPLE: &str = "3000";

/// The goal of this name.
fn find(name: &str, vocabulary: &Vocabulary, texts: &Texts) -> Result<GoalId, ToolError> {
    match vocabulary.goals_matching(name).as_slice() {
        [only] => Ok(only.id),
        [] if vocabulary.goals.is_empty() => Err(ToolError::not_found(text!(texts, "goal-none", amount = EXAMPLE))),
        [] => {
            let names: Vec<&str> = vocabulary.goals.iter().map(|goal| goal.name.as_str()).collect();
            Err(ToolError::not_found(text!(texts, "goal-unknown", name = name, names = names.join(", "))))
        }
        several => {
            let names = several.iter().map(|goal| goal.name.clone());
            let names = names.reduce(|names, last| text!(texts, "goal-or", names = names, last = last));
            Err(ToolError::invalid(text!(texts, "goal-which-one", names = names.unwrap_or_default())))
        }
    }
}

/// One goal as it stands today.
async fn standing_of(goal: &StoredGoal, context: &mut Context) -> Result<GoalNow, ToolError> {
    let facts = Facts::load(std::slice::from_ref(goal), context).await?;
    Ok(facts.standing(goal, None, false))
}

/// A day on which something was saved.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedOn {
    pub on: NaiveDate,
    pub saved: Decimal,
}
