//! Budgets: what a person wants to stay below, how it stands, and what one could be.
//!
//! A budget is for some categories, payees or tags, or all spending, in one currency, and begins anew every week, month, year or
//! payday. Setting one for the same things again changes it.
//!
//! **Invariant:** what was spent is what `summarise` says; nothing else adds up rows.

mod checks;
mod remove;
mod set;
mod standing;
mod suggest;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use checks::{Reached, reached};
pub use remove::{BudgetRemoved, RemoveBudget};
pub(crate) use set::subject_names;
pub use set::{BudgetSet, SetBudget, THRESHOLDS_DEFAULT};
pub use standing::{Pace, Share, Standing};
pub use suggest::Suggestion;

use super::{Access, Context, Tool, ToolError};
use crate::domain::{BudgetId, Cadence, Currency, KnownBudget, Period, Tag, Vocabulary};
use crate::store::budgets::StoredBudget;
use crate::text;
use crate::texts::Texts;
use standing::standing;

/// How often a budget begins anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    /// Monday to Sunday.
    Week,
    Month,
    Year,
    /// From one payday to the next.
    Payday,
}

/// Say how budgets stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Budgets {
    /// Only the budget for exactly these things; all budgets when left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merchants: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub tags: Vec<Tag>,
    /// Only the budget for all spending.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub overall: bool,
    /// Also these days' share of it: "left this week" of a monthly budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<Period>,
    /// Also what would be left after paying this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub price: Option<Decimal>,
}

/// How budgets stand today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BudgetsNow {
    pub budgets: Vec<Standing>,
    /// What could be budgets, by what was spent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<Suggestion>,
}

impl Every {
    pub(crate) fn of(cadence: Cadence) -> (Self, Option<u8>) {
        match cadence {
            Cadence::Week => (Self::Week, None),
            Cadence::Month => (Self::Month, None),
            Cadence::Year => (Self::Year, None),
            Cadence::Payday(day) => (Self::Payday, Some(day.number())),
        }
    }
}

impl Tool for Budgets {
    const NAME: &'static str = "budgets";
    const DESCRIPTION: &'static str = "How the user's budgets stand today: spent, left, where it goes at this rate, what a price \
        would leave, and the share of some days. Use it for what is left of a budget. Where there is none it suggests one \
        from what was spent.";
    const ACCESS: Access = Access::Read;
    type Output = BudgetsNow;

    async fn run(self, context: &mut Context) -> Result<BudgetsNow, ToolError> {
        let vocabulary = context.vocabulary().await?;
        let asked = KnownBudget {
            categories: self.categories.clone(),
            merchants: self.merchants.clone(),
            tags: self.tags.clone(),
        };
        let all = asked.is_overall() && !self.overall;
        let stored = context.book().await?.budgets().await?;
        let mut budgets = Vec::new();
        for budget in stored.iter().filter(|budget| all || asked.is_same(&budget.of)) {
            budgets.push(standing(budget, &self, context).await?);
        }
        let suggestions = match all {
            true => suggest::unbudgeted(&stored, &vocabulary, context).await?,
            false if budgets.is_empty() => suggest::one(&asked, &vocabulary, context).await?.into_iter().collect(),
            false => Vec::new(),
        };
        Ok(BudgetsNow { budgets, suggestions })
    }
}

/// How every budget stands today.
///
/// # Errors
/// When the database refuses.
pub async fn standings(context: &mut Context) -> Result<Vec<Standing>, ToolError> {
    let mut standings = Vec::new();
    for budget in context.book().await?.budgets().await? {
        standings.push(standing(&budget, &Budgets::default(), context).await?);
    }
    Ok(standings)
}

/// What was spent on something in the period that today lies in; `None` at the end of the calendar.
pub(crate) async fn spent_in_period(
    of: &KnownBudget,
    currency: Currency,
    cadence: Cadence,
    context: &mut Context,
) -> Result<Option<(Decimal, Period)>, ToolError> {
    let Some(period) = cadence.period(context.today) else { return Ok(None) };
    let budget = StoredBudget {
        id: BudgetId::new(),
        of: of.clone(),
        amount: Decimal::ZERO,
        currency,
        cadence,
        rolls_over: false,
        thresholds: Vec::new(),
        starts_on: period.from,
    };
    let spent = standing::spending(&budget, period, None, context).await?;
    Ok(Some((spent.value, period)))
}

/// "Groceries", "Dining and Tesco", "#holiday", "All spending".
pub(crate) fn name_of(of: &KnownBudget, vocabulary: &Vocabulary, texts: &Texts) -> String {
    let payee = |words: &String| {
        let mut names: Vec<&str> = vocabulary.merchants_matching(words).map(|known| known.name.as_str()).collect();
        names.dedup();
        match names.as_slice() {
            [only] => (*only).to_owned(),
            _ => titled(words),
        }
    };
    let categories = of.categories.iter().map(|name| titled(name));
    let names: Vec<String> =
        categories.chain(of.merchants.iter().map(payee)).chain(of.tags.iter().map(Tag::to_string)).collect();
    match names.split_last() {
        None => text!(texts, "budget-of-everything"),
        Some((only, [])) => only.clone(),
        Some((last, before)) => text!(texts, "and-list", items = before.join(", "), last = last),
    }
}

fn titled(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
