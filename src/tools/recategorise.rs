//! The tool that puts rows into another category and learns from it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::categorise::DecidedBy;
use super::{Access, Context, Tool, ToolError};
use crate::domain::{ActionId, Category, CategoryId, MerchantId, Period, TransactionId, Vocabulary};
use crate::store::actions::{ActionKind, CategoryChange};
use crate::store::rows::{ListOrder, RowFilter};
use crate::text;

/// Rows that one call may move: more than one payee's rows of many years.
const ROWS_MAX: i64 = 20_000;

/// Put rows into another category.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recategorise {
    /// Which rows.
    pub rows: Which,
    /// A category, a subcategory or one of the user's own; "Transport: fuel" where the name alone could be two.
    pub category: String,
    /// When the category does not exist yet: make it, below this one.
    #[serde(default)]
    pub new_below: Option<Category>,
}

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
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
}

/// What was moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recategorised {
    pub action: ActionId,
    /// What was moved: a payee's name, or a number of rows.
    pub what: String,
    pub rows: u64,
    pub category: String,
    pub subcategory: Option<String>,
}

impl Tool for Recategorise {
    const NAME: &'static str = "recategorise";
    const DESCRIPTION: &'static str = "Move rows to another category: single rows by id, or all rows of a merchant, which also \
        teaches where its later rows belong. One step, which undo takes back.";
    const ACCESS: Access = Access::Write;
    type Output = Recategorised;

    async fn run(self, context: &mut Context) -> Result<Recategorised, ToolError> {
        let category = self.target(context).await?;
        let vocabulary = context.vocabulary().await?;
        let now = context.now;
        let (top, subcategory) = vocabulary.category(category);
        let name = subcategory.unwrap_or(top.name());
        let (transactions, merchants, what) = match &self.rows {
            Which::Transactions(ids) => {
                (ids.clone(), Vec::new(), text!(context.texts, "count-rows", count = ids.len() as u64))
            }
            Which::Merchant(words) => {
                let merchants: Vec<_> = vocabulary.merchants_matching(words).map(|merchant| merchant.id).collect();
                if merchants.is_empty() {
                    return Err(ToolError::not_found(text!(context.texts, "payments-unknown", name = words)));
                }
                (rows_of(merchants.clone(), context).await?, merchants, words.clone())
            }
            Which::PayeeOf(row) => {
                let Some(payee) = context.book().await?.payee_of(*row).await? else {
                    return Err(ToolError::not_found(text!(context.texts, "rows-gone")));
                };
                let known = vocabulary.merchants.iter().find(|known| known.id == payee.merchant);
                let name = match known {
                    Some(known) => known.name.clone(),
                    None => text!(context.texts, "count-rows", count = 1),
                };
                (rows_of(vec![payee.merchant], context).await?, vec![payee.merchant], name)
            }
        };
        let summary = text!(context.texts, "step-category", what = what, category = name);
        let book = context.book().await?;
        let action = book.insert_action(ActionKind::Recategorise, &summary, None, now).await?;
        let change =
            CategoryChange { action, transactions: &transactions, category, decided_by: DecidedBy::User.as_str() };
        let rows = book.change_category(&change, now).await?;
        for merchant in merchants {
            book.insert_correction(action, merchant, category, now).await?;
        }
        book.enqueue_look(now).await?;
        let (category, subcategory) = (top.name().to_owned(), subcategory.map(str::to_owned));
        Ok(Recategorised { action, what, rows, category, subcategory })
    }
}

impl Recategorise {
    /// The id of the category, made when asked for.
    async fn target(&self, context: &mut Context) -> Result<CategoryId, ToolError> {
        let vocabulary = context.vocabulary().await?;
        let named = || vocabulary.categories_named(&self.category).first().copied();
        if let Some(known) = by_path(&self.category, &vocabulary).or_else(named) {
            return Ok(known);
        }
        let Some(parent) = self.new_below else {
            let names = Category::ALL.map(Category::name).join(", ");
            let words = text!(context.texts, "category-not-there", name = self.category, names = names);
            return Err(ToolError::not_found(words));
        };
        let now = context.now;
        let id = context.book().await?.enter_category(self.category.trim(), parent, now).await?;
        context.words_changed();
        Ok(id)
    }
}

/// The category of a name below a top category's: "Transport: fuel".
fn by_path(path: &str, vocabulary: &Vocabulary) -> Option<CategoryId> {
    let (top, below) = path.split_once(':')?;
    let (top, below) = (Category::by_name(top)?, below.trim());
    let ids = vocabulary.categories_named(top.name());
    ids.into_iter().find(|id| vocabulary.category(*id).1.is_some_and(|name| name.eq_ignore_ascii_case(below)))
}

async fn rows_of(merchants: Vec<MerchantId>, context: &mut Context) -> Result<Vec<TransactionId>, ToolError> {
    let filter = RowFilter { merchants: Some(merchants), ..RowFilter::all(Period::always()) };
    let rows = context.book().await?.list(&filter, ListOrder::Newest, ROWS_MAX, 0).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Subcategory;

    #[test]
    fn a_path_names_every_subcategory() {
        for below in Subcategory::ALL {
            let path = format!("{}: {}", below.parent, below.name);
            assert_eq!(by_path(&path, &Vocabulary::default()), Some(below.id), "{path}");
        }
        assert_eq!(by_path("fuel", &Vocabulary::default()), None);
        assert_eq!(by_path("Dining: fuel", &Vocabulary::default()), None);
    }
}
