//! The tool that puts rows into another category and learns from it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::categorise::DecidedBy;
use super::which::{Chosen, Which};
use super::{Access, Context, Tool, ToolError};
use crate::domain::{ActionId, Category, CategoryId, Vocabulary};
use crate::store::actions::{ActionKind, CategoryChange};
use crate::text;

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
        let Chosen { rows: transactions, payees, what } = self.rows.choose(context).await?;
        let summary = text!(context.texts, "step-category", what = what, category = name);
        let book = context.book().await?;
        let action = book.insert_action(ActionKind::Recategorise, &summary, None, now).await?;
        let change =
            CategoryChange { action, transactions: &transactions, category, decided_by: DecidedBy::User.as_str() };
        let rows = book.change_category(&change, now).await?;
        for payee in payees {
            book.insert_correction(action, payee, category, now).await?;
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
