//! Every tool by name, for planners that write JSON.

use std::future::Future;
use std::pin::Pin;

use schemars::JsonSchema;
use serde_json::Value;

use super::account_card::OpenAccount;
use super::account_facts::Accounts;
use super::alerts::{AlertRules, KeepAlert, ProposeAlert, RemoveAlert};
use super::balances::Balances;
use super::budget::{Budgets, RemoveBudget, SetBudget};
use super::delete_rows::DeleteRows;
use super::goals::{AddToGoal, Goals, RemoveGoal, SetGoal};
use super::import::Import;
use super::merge_accounts::{MergeAccounts, PreviewMerge};
use super::reading::Parse;
use super::recategorise::Recategorise;
use super::record::Record;
use super::recurring::Recurring;
use super::rename_account::RenameAccount;
use super::review::Review;
use super::row_card::OpenRow;
use super::search::Search;
use super::sorting::Categorise;
use super::statements::Statements;
use super::summarise::Summarise;
use super::tags::{RemoveTag, TagRows, Tags};
use super::undo::Undo;
use super::{Access, Context, Tool, ToolError};
use crate::text;

type Call = for<'a> fn(Value, &'a mut Context) -> Pin<Box<dyn Future<Output = Result<Value, ToolError>> + Send + 'a>>;

/// A tool whose arguments and result are JSON.
pub struct ToolEntry {
    pub name: &'static str,
    pub description: &'static str,
    pub access: Access,
    /// JSON schema of the arguments.
    pub schema: fn() -> Value,
    pub call: Call,
}

/// All tools.
pub const REGISTRY: &[ToolEntry] = &[
    entry::<Summarise>(),
    entry::<Search>(),
    entry::<OpenRow>(),
    entry::<Recurring>(),
    entry::<Accounts>(),
    entry::<Balances>(),
    entry::<Budgets>(),
    entry::<Goals>(),
    entry::<OpenAccount>(),
    entry::<Statements>(),
    entry::<Tags>(),
    entry::<PreviewMerge>(),
    entry::<Categorise>(),
    entry::<Review>(),
    entry::<Parse>(),
    entry::<Import>(),
    entry::<Record>(),
    entry::<Recategorise>(),
    entry::<TagRows>(),
    entry::<RemoveTag>(),
    entry::<DeleteRows>(),
    entry::<RenameAccount>(),
    entry::<MergeAccounts>(),
    entry::<SetBudget>(),
    entry::<RemoveBudget>(),
    entry::<SetGoal>(),
    entry::<AddToGoal>(),
    entry::<RemoveGoal>(),
    entry::<AlertRules>(),
    entry::<ProposeAlert>(),
    entry::<KeepAlert>(),
    entry::<RemoveAlert>(),
    entry::<Undo>(),
];

impl ToolEntry {
    /// The tool of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        REGISTRY.iter().find(|entry| entry.name == name)
    }
}

const fn entry<T: Tool>() -> ToolEntry {
    ToolEntry { name: T::NAME, description: T::DESCRIPTION, access: T::ACCESS, schema: schema::<T>, call: call::<T> }
}

fn schema<T: JsonSchema>() -> Value {
    schemars::schema_for!(T).to_value()
}

fn call<T: Tool>(
    arguments: Value,
    context: &mut Context,
) -> Pin<Box<dyn Future<Output = Result<Value, ToolError>> + Send + '_>> {
    Box::pin(async move {
        let tool = serde_json::from_value::<T>(arguments).map_err(|error| {
            ToolError::invalid(text!(context.texts, "tool-arguments", name = T::NAME, error = error.to_string()))
        })?;
        let output = tool.call(context).await?;
        serde_json::to_value(output).map_err(ToolError::failed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_has_its_own_name_a_description_and_an_object_of_arguments() {
        for (position, entry) in REGISTRY.iter().enumerate() {
            assert!(REGISTRY.iter().skip(position + 1).all(|other| other.name != entry.name), "{}", entry.name);
            assert!(entry.description.len() > 40, "{}", entry.name);
            assert_eq!((entry.schema)()["type"], "object", "{}", entry.name);
        }
    }
}
