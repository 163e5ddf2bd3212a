//! The tool that finds rows whose category nobody was sure of: a question to the user, not a silent guess.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::search::FoundRow;
use super::sorting::{Unsorted, load_memory, sorted};
use super::{Access, Context, Tool, ToolError};
use crate::domain::{CategoryId, TransactionId};
use crate::store::rows::ListedRow;

/// Less sure than this, a category is about as likely wrong as right.
pub const SURE_FROM: f32 = 0.5;

/// Find the next row that wants a look, and how many there are.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Review {
    /// The row that was looked at last; the newest comes first.
    #[schemars(with = "Option<String>")]
    pub after: Option<TransactionId>,
}

/// What wants a look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToReview {
    /// All rows that want a look.
    pub rows: u64,
    /// Their payees: one question each.
    pub payees: u64,
    pub next: Option<Candidate>,
}

/// A row and what it could be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    pub row: FoundRow,
    /// What it is sorted as now.
    pub category: CategoryId,
    /// Rows of the same payee, this one too.
    pub payee_rows: u64,
    /// What else it could be, best first.
    pub alternatives: Vec<CategoryId>,
}

impl Tool for Review {
    const NAME: &'static str = "review";
    const DESCRIPTION: &'static str = "Find rows whose category nobody was sure of: how many there are, and one of them with \
        other categories that it could be.";
    const ACCESS: Access = Access::Read;
    type Output = ToReview;

    async fn run(self, context: &mut Context) -> Result<ToReview, ToolError> {
        let book = context.book().await?;
        let unsure = book.count_unsure(SURE_FROM).await?;
        let next = match book.next_unsure(SURE_FROM, self.after).await? {
            Some(row) => Some(candidate(row, context).await?),
            None => None,
        };
        Ok(ToReview { rows: unsure.rows.unsigned_abs(), payees: unsure.payees.unsigned_abs(), next })
    }
}

/// The row with what else it could be.
pub(super) async fn candidate(row: ListedRow, context: &mut Context) -> Result<Candidate, ToolError> {
    let memory = load_memory(context).await?;
    let vocabulary = context.vocabulary().await?;
    let payee = context.book().await?.payee_of(row.id).await?;
    let unsorted = Unsorted {
        id: json!(row.id),
        description: row.description.clone(),
        amount: json!(row.amount),
        currency: json!(row.currency),
    };
    // What is known now may differ from what was known when the row came in.
    let now = sorted(unsorted, &memory, &vocabulary);
    let (top, subcategory) = vocabulary.category(row.category);
    let named = |name: &String| vocabulary.categories_named(name).first().copied();
    let better = now.subcategory.iter().chain([&now.category]).find_map(named).filter(|_| now.confidence >= SURE_FROM);
    let mut alternatives: Vec<CategoryId> = Vec::new();
    for id in better.into_iter().chain(now.alternatives.iter().filter_map(named)) {
        if id != row.category && !alternatives.contains(&id) {
            alternatives.push(id);
        }
    }
    Ok(Candidate {
        category: row.category,
        payee_rows: payee.map_or(1, |payee| payee.rows.unsigned_abs()),
        alternatives,
        row: FoundRow {
            id: row.id,
            date: row.booked_on,
            description: row.description,
            merchant: row.merchant,
            category: top.name().to_owned(),
            subcategory: subcategory.map(str::to_owned),
            amount: row.amount,
            currency: row.currency.parse().map_err(ToolError::failed)?,
            account: row.account,
            decided_by: row.decided_by,
            confidence: row.confidence,
            tags: row.tags,
        },
    })
}
