//! The tool that lists rows: any filter, any order, a page at a time.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::filter::Filter;
use super::resolve::resolve;
use super::summarise::{Coverage, Total};
use super::{Access, Context, Tool, ToolError};
use crate::domain::{Currency, Period, Tag, TransactionId};
use crate::store::rows::ListOrder;

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
    /// Days from the first listed row to today: "how long since".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days_ago: Option<i64>,
    /// Words of the filter that no payee, category, account or tag of this book matches.
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
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl Tool for Search {
    const NAME: &'static str = "search";
    const DESCRIPTION: &'static str = "List the user's rows that a filter selects, newest, oldest, largest or smallest first, \
        with the number and sum of all that match. Use it to show payments, to find the biggest or smallest one, or to see when \
        something was first or last paid.";
    const ACCESS: Access = Access::Read;
    type Output = Found;

    async fn run(self, context: &mut Context) -> Result<Found, ToolError> {
        let vocabulary = context.vocabulary().await?;
        let resolved = resolve(&self.filter, context).await?;
        let mut found = Found {
            period: resolved.period,
            coverage: resolved.coverage,
            totals: Vec::new(),
            rows: Vec::new(),
            rows_left_out: 0,
            days_ago: None,
            unknown: resolved.unknown,
        };
        let Some(filter) = resolved.rows else { return Ok(found) };
        let order = match self.order {
            RowOrder::Newest => ListOrder::Newest,
            RowOrder::Oldest => ListOrder::Oldest,
            RowOrder::Largest => ListOrder::Largest,
            RowOrder::Smallest => ListOrder::Smallest,
        };
        let limit = self.limit.unwrap_or(ROWS_DEFAULT).min(ROWS_MAX);
        let book = context.book().await?;
        let listed = book.list(&filter, order, limit.into(), self.offset.into()).await?;
        let totals = book.row_totals(&filter).await?;
        let matched: u64 = totals.iter().map(|total| total.rows.unsigned_abs()).sum();
        found.rows_left_out = matched.saturating_sub(listed.len() as u64 + u64::from(self.offset));
        for total in totals {
            let currency = total.currency.parse().map_err(ToolError::failed)?;
            found.totals.push(Total { currency, value: total.sum, rows: total.rows.unsigned_abs() });
        }
        found.days_ago = listed.first().map(|row| (context.today - row.booked_on).num_days());
        for row in listed {
            let (category, subcategory) = vocabulary.category(row.category);
            found.rows.push(FoundRow {
                id: row.id,
                date: row.booked_on,
                description: row.description,
                merchant: row.merchant,
                category: category.name().to_owned(),
                subcategory: subcategory.map(str::to_owned),
                amount: row.amount,
                currency: row.currency.parse().map_err(ToolError::failed)?,
                account: row.account,
                decided_by: row.decided_by,
                confidence: row.confidence,
                tags: row.tags,
            });
        }
        Ok(found)
    }
}
