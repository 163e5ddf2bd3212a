//! The tool that says which category rows belong to, and what a book has taught about it.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::categorise::{BookMemory, decide, merchant};
use super::{Access, Context, Tool, ToolError};
use crate::domain::{CategoryId, Currency, Vocabulary};
use crate::text;

/// Rows that one call may ask about: what fits a planner's message.
const ROWS_MAX: usize = 1_000;

/// Say which category each description belongs to, who decided that and how sure it is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Categorise {
    pub rows: Vec<Unsorted>,
}

/// A row without a category.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Unsorted {
    /// Given back as it is.
    pub id: Value,
    pub description: String,
    /// Negative is money out. Given back as it is; one that is no amount says nothing about the category.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub amount: Value,
    /// Given back as it is.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub currency: Value,
}

/// A row with its category.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sorted {
    pub id: Value,
    pub description: String,
    pub amount: Value,
    pub currency: Value,
    pub category: String,
    pub subcategory: Option<String>,
    pub merchant: String,
    /// 0 to 1.
    pub confidence: f32,
    /// Other top categories that it could be, best first.
    pub alternatives: Vec<String>,
    pub by: String,
}

impl Tool for Categorise {
    const NAME: &'static str = "categorise";
    const DESCRIPTION: &'static str = "Say which category texts of bank rows belong to, who decided it (the user's rules, what \
        the user corrected before, knowledge of merchants) and how sure that is. Changes nothing.";
    const ACCESS: Access = Access::Read;
    type Output = Vec<Sorted>;

    async fn run(self, context: &mut Context) -> Result<Vec<Sorted>, ToolError> {
        if self.rows.len() > ROWS_MAX {
            return Err(ToolError::invalid(text!(context.texts, "tool-too-many-rows", most = ROWS_MAX.to_string())));
        }
        let (memory, vocabulary) = if context.scope.is_some() {
            (load_memory(context).await?, context.vocabulary().await?)
        } else {
            Default::default()
        };
        Ok(self.rows.into_iter().map(|row| sorted(row, &memory, &vocabulary)).collect())
    }
}

/// Sorts one row by what is known.
pub fn sorted(row: Unsorted, memory: &BookMemory, vocabulary: &Vocabulary) -> Sorted {
    let merchant = merchant(&row.description);
    let amount: Option<Decimal> = serde_json::from_value(row.amount.clone()).ok();
    let currency: Option<Currency> = serde_json::from_value(row.currency.clone()).ok();
    let decision = decide(&row.description, &merchant, amount.unwrap_or_default(), currency, memory);
    let (category, subcategory) = vocabulary.category(decision.category);
    let top = |id: &CategoryId| vocabulary.category(*id).0.name().to_owned();
    Sorted {
        id: row.id,
        description: row.description,
        amount: row.amount,
        currency: row.currency,
        category: category.name().to_owned(),
        subcategory: subcategory.map(str::to_owned),
        merchant: merchant.name,
        confidence: decision.confidence,
        alternatives: decision.alternatives.iter().map(top).collect(),
        by: decision.by.as_str().to_owned(),
    }
}

/// What the context's book has taught.
pub(super) async fn load_memory(context: &mut Context) -> Result<BookMemory, ToolError> {
    let book = context.book().await?;
    let rules = book.rules().await?;
    let corrections = book.corrections().await?;
    Ok(BookMemory::new(&rules, &corrections))
}
