//! Which rows a change is for: some, a payee's, or those that a filter selects.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::filter::Filter;
use super::resolve::resolve;
use super::{Context, ToolError};
use crate::domain::{MerchantId, Period, TransactionId};
use crate::store::rows::{ListOrder, RowFilter};
use crate::text;

/// Rows that one change may take: more than one payee's rows of many years.
const ROWS_MAX: i64 = 20_000;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// These rows only.
    #[schemars(with = "Vec<String>")]
    Transactions(Vec<TransactionId>),
    /// All rows of the payees that these words mean, and their rows to come.
    Merchant(String),
    /// All rows of this row's payee, and those to come.
    #[schemars(with = "String")]
    PayeeOf(TransactionId),
    /// The rows that a filter selects, as they are now.
    Matching(Box<Filter>),
}

/// The rows.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chosen {
    pub(super) rows: Vec<TransactionId>,
    /// Whose rows to come are meant as well.
    pub(super) payees: Vec<MerchantId>,
    /// A payee's name, or a number of rows.
    pub(super) what: String,
}

impl Which {
    /// # Errors
    /// For a payee or a row that is not there.
    pub(super) async fn choose(&self, context: &mut Context) -> Result<Chosen, ToolError> {
        let texts = context.texts;
        let counted = |rows: &[TransactionId]| text!(texts, "count-rows", count = rows.len() as u64);
        let vocabulary = context.vocabulary().await?;
        match self {
            Self::Transactions(ids) => Ok(Chosen { rows: ids.clone(), payees: Vec::new(), what: counted(ids) }),
            Self::Merchant(words) => {
                let known: Vec<_> = vocabulary.merchants_matching(words).collect();
                let what = match known.as_slice() {
                    [] => return Err(ToolError::not_found(text!(texts, "payments-unknown", name = words))),
                    [only] => only.name.clone(),
                    _ => words.clone(),
                };
                let payees: Vec<_> = known.iter().map(|merchant| merchant.id).collect();
                Ok(Chosen { rows: rows_of(payees.clone(), context).await?, payees, what })
            }
            Self::PayeeOf(row) => {
                let Some(payee) = context.book().await?.payee_of(*row).await? else {
                    return Err(ToolError::not_found(text!(texts, "rows-gone")));
                };
                let known = vocabulary.merchants.iter().find(|known| known.id == payee.merchant);
                let what = known.map_or_else(|| text!(texts, "count-rows", count = 1), |known| known.name.clone());
                let payees = vec![payee.merchant];
                Ok(Chosen { rows: rows_of(payees.clone(), context).await?, payees, what })
            }
            Self::Matching(filter) => {
                let rows = match resolve(filter, context).await?.rows {
                    Some(filter) => ids(&filter, context).await?,
                    None => Vec::new(),
                };
                Ok(Chosen { what: counted(&rows), rows, payees: Vec::new() })
            }
        }
    }
}

async fn rows_of(merchants: Vec<MerchantId>, context: &mut Context) -> Result<Vec<TransactionId>, ToolError> {
    ids(&RowFilter { merchants: Some(merchants), ..RowFilter::all(Period::always()) }, context).await
}

async fn ids(filter: &RowFilter, context: &mut Context) -> Result<Vec<TransactionId>, ToolError> {
    let rows = context.book().await?.list(filter, ListOrder::Newest, ROWS_MAX, 0).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
