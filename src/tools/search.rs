//! The tool that lists rows: any filter, any order, a page at a time.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::filter::Filter;
use super::summarise::{Coverage, Total};
use crate::domain::{Currency, Period, TransactionId};

/// Rows returned when the caller names no limit: one screen of a phone.
pub const ROWS_DEFAULT: u32 = 20;

/// Rows returned at most: what fits one message.
pub const ROWS_MAX: u32 = 100;

/// List the rows that a filter selects.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Search {
    #[serde(default)]
    pub filter: Filter,
    #[serde(default)]
    pub order: RowOrder,
    /// Rows returned at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Rows to leave out at the start, for the next page.
    #[serde(default)]
    pub offset: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowOrder {
    #[default]
    Newest,
    Oldest,
    /// Largest amount first, whatever the sign.
    Largest,
    /// Smallest amount first, whatever the sign.
    Smallest,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The days that were looked at; `None` when the book is empty and no period was named.
    pub period: Option<Period>,
    pub coverage: Coverage,
    /// Σ amount and number of all rows that match, also of those not listed: one for each currency.
    pub totals: Vec<Total>,
    pub rows: Vec<FoundRow>,
    /// Rows that match and are not listed.
    pub rows_left_out: u64,
    /// Words of the filter that no payee, category or account of this book matches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
}

/// One row as a person sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FoundRow {
    pub id: TransactionId,
    pub date: chrono::NaiveDate,
    /// As the bank wrote it: tainted text.
    pub description: String,
    pub merchant: String,
    /// The top category's name.
    pub category: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subcategory: Option<String>,
    /// Negative is money out.
    pub amount: Decimal,
    pub currency: Currency,
    pub account: String,
    /// Who decided the category, and how sure that is (0 to 1).
    pub decided_by: String,
    pub confidence: f32,
}
