//! Doing what a sentence about a budget wants.

use serde_json::{Value, json};

use super::recognise::{is_by_an_amount, unknown as unknown_name};
use super::removal::{self, Removal};
use super::{read, removed, set};
use crate::agent::{Reply, ToolOutcome, unknown};
use crate::text;
use crate::tools::budget::{Budgets, RemoveBudget, SetBudget};
use crate::tools::{Context, Tool as _, ToolError};

/// Words without which no budget is removed.
const HINTS: [&str; 3] = ["budget", "limit", "cap"];

/// The amount of the example.
const EXAMPLE: &str = "450";

/// Sets or removes the budget that the person names; `None` when the sentence is none of that. As with a note, it is the
/// person's own sentence, recognised by rules, and undo takes it back.
///
/// # Errors
/// Only what is our own fault; what cannot be done is said in the reply.
pub(in crate::agent) async fn act(
    text: &str,
    context: &mut Context,
) -> Result<Option<(Reply, ToolOutcome)>, ToolError> {
    let lower = text.to_lowercase();
    let may_set = text.contains(|c: char| c.is_ascii_digit());
    if !may_set && !HINTS.iter().any(|hint| lower.contains(hint)) {
        return Ok(None);
    }
    let (texts, vocabulary) = (context.texts, context.vocabulary().await?);
    if let Some(wanted) = read(text, context.today, &vocabulary) {
        let args = json!(wanted);
        let done = wanted.call(context).await.map(|done| (set(&done, context.today, context.texts), json!(done)));
        return ToolOutcome::said(SetBudget::NAME, args, done).map(Some);
    }
    if is_by_an_amount(text, &vocabulary) {
        let words = text!(texts, "budget-to-what", amount = EXAMPLE);
        return ToolOutcome::said(SetBudget::NAME, Value::Null, Err(ToolError::refused(words))).map(Some);
    }
    let today = context.today;
    if let Some(name) = unknown_name(text, today, &vocabulary) {
        let then = text!(texts, "budget-unknown-set");
        let words = unknown::reply(texts, &name, &then, &vocabulary);
        return ToolOutcome::said(SetBudget::NAME, Value::Null, Err(ToolError::not_found(words))).map(Some);
    }
    if let Some(name) = removal::unknown(text, today, &vocabulary) {
        let then = text!(texts, "budget-unknown-remove");
        let words = unknown::reply(texts, &name, &then, &vocabulary);
        return ToolOutcome::said(RemoveBudget::NAME, Value::Null, Err(ToolError::not_found(words))).map(Some);
    }
    let Some(wanted) = removal::read(text, today, &vocabulary) else { return Ok(None) };
    let (args, done) = remove(wanted, context).await?;
    ToolOutcome::said(RemoveBudget::NAME, args, done).map(Some)
}

/// Removes a budget by what it is for; with the arguments of the call, null where there was none to make.
async fn remove(
    wanted: Removal,
    context: &mut Context,
) -> Result<(Value, Result<(Reply, Value), ToolError>), ToolError> {
    let asked = match &wanted {
        Removal::TheOne => Budgets::default(),
        Removal::For(subject) => Budgets {
            categories: subject.categories.clone(),
            merchants: subject.merchants.clone(),
            tags: subject.tags.clone(),
            overall: subject.is_overall(),
            ..Budgets::default()
        },
    };
    let texts = context.texts;
    let found = asked.call(context).await?.budgets;
    let refused = |words: String| Ok((Value::Null, Err(ToolError::refused(words))));
    let budget = match (found.as_slice(), wanted) {
        ([only], _) => only.id,
        ([], Removal::TheOne) => return refused(text!(texts, "budget-none-to-remove")),
        ([], Removal::For(_)) => return refused(text!(texts, "budget-none-for-that")),
        (_, Removal::TheOne) => return refused(text!(texts, "budget-which-one")),
        (_, Removal::For(_)) => return refused(text!(texts, "budget-several")),
    };
    let wanted = RemoveBudget { budget };
    let args = json!(wanted);
    let done = wanted.call(context).await;
    let done = done.map(|done| (Reply { text: removed(&done, texts), ..Reply::default() }, json!(done)));
    Ok((args, done))
}
