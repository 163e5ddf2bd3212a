//! Doing what a sentence about an alert wants.

use serde_json::{Value, json};

use super::recognise::{Wanted, read};
use super::{proposed, removed, rule};
use crate::agent::{Reply, ToolOutcome, unknown};
use crate::text;
use crate::tools::alerts::{AlertRuleShown, AlertRules, ProposeAlert, RemoveAlert};
use crate::tools::{Context, Tool as _, ToolError};

/// Words without which no sentence is about an alert.
const HINTS: [&str; 12] = [
    "tell me",
    "let me know",
    "alert",
    "warn",
    "notif",
    "ping me",
    "heads up",
    "message me",
    "text me",
    "want to",
    "telling me",
    "speak up",
];
/// Amounts of the examples.
const EXAMPLE_OVER: &str = "100";
const EXAMPLE_BELOW: &str = "200";

/// Proposes or removes the alert that the person names; `None` when the sentence is about something else.
///
/// # Errors
/// Only what is our own fault; what cannot be done is said in the reply.
pub(in crate::agent) async fn act(
    text: &str,
    context: &mut Context,
) -> Result<Option<(Reply, ToolOutcome)>, ToolError> {
    let lower = text.to_lowercase();
    if !HINTS.iter().any(|hint| lower.contains(hint)) {
        return Ok(None);
    }
    let (texts, vocabulary) = (context.texts, context.vocabulary().await?);
    let Some(wanted) = read(text, context.today, &vocabulary) else { return Ok(None) };
    let said = match wanted {
        Wanted::Propose(wanted) => {
            let args = json!(wanted);
            let done = wanted.call(context).await.map(|shown| (proposed(&shown, texts), json!(shown)));
            outcome(ProposeAlert::NAME, args, done)?
        }
        Wanted::Unknown(name) => {
            let words = unknown::reply(texts, &name, &text!(texts, "rule-unknown-name"), &vocabulary);
            outcome(ProposeAlert::NAME, Value::Null, Err(ToolError::not_found(words)))?
        }
        Wanted::Unclear => {
            let words = text!(texts, "rule-unclear", over = EXAMPLE_OVER, below = EXAMPLE_BELOW);
            outcome(ProposeAlert::NAME, Value::Null, Err(ToolError::invalid(words)))?
        }
        Wanted::Remove(named) => remove(&named, context).await?,
    };
    Ok(Some(said))
}

/// Removes the only alert whose words hold these.
async fn remove(named: &[String], context: &mut Context) -> Result<(Reply, ToolOutcome), ToolError> {
    let texts = context.texts;
    let rules = AlertRules::default().call(context).await?;
    let fits = |shown: &&AlertRuleShown| {
        let words = rule(shown, texts).to_lowercase();
        named.iter().all(|name| words.contains(name.as_str()))
    };
    let found: Vec<&AlertRuleShown> = rules.iter().filter(fits).collect();
    let refused = |words: String| outcome(RemoveAlert::NAME, Value::Null, Err(ToolError::refused(words)));
    match found.as_slice() {
        [only] => {
            let wanted = RemoveAlert { rule: only.id };
            let args = json!(wanted);
            let done = wanted.call(context).await.map(|done| (removed(&done.removed, texts), json!(done)));
            outcome(RemoveAlert::NAME, args, done)
        }
        [] if rules.is_empty() => refused(text!(texts, "rule-none-to-remove")),
        [] => refused(text!(texts, "rule-none-about-that")),
        _ => refused(text!(texts, "rule-which-one")),
    }
}

fn outcome(
    name: &str,
    args: Value,
    done: Result<(String, Value), ToolError>,
) -> Result<(Reply, ToolOutcome), ToolError> {
    ToolOutcome::said(name, args, done.map(|(text, result)| (Reply { text, ..Reply::default() }, result)))
}
