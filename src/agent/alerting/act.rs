//! Doing what a sentence about an alert wants.

use serde_json::{Value, json};

use super::recognise::{Wanted, read};
use super::{proposed, removed, rule};
use crate::agent::{Reply, ToolOutcome, unknown};
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
const HOW: &str = "Say for example: tell me when anything over 100 leaves my current account, or: warn me when my balance drops \
    below 200. /alerts shows what I look out for.";

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
    let vocabulary = context.vocabulary().await?;
    let Some(wanted) = read(text, context.today, &vocabulary) else { return Ok(None) };
    let said = match wanted {
        Wanted::Propose(wanted) => {
            let args = json!(wanted);
            let done = wanted.call(context).await.map(|shown| (proposed(&shown), json!(shown)));
            outcome(ProposeAlert::NAME, args, done)?
        }
        Wanted::Unknown(name) => {
            let words = unknown::reply(&name, "Nothing was set up.", &vocabulary);
            outcome(ProposeAlert::NAME, Value::Null, Err(ToolError::not_found(words)))?
        }
        Wanted::Unclear => {
            let words = format!("I'd gladly tell you, but I don't see of what. {HOW}");
            outcome(ProposeAlert::NAME, Value::Null, Err(ToolError::invalid(words)))?
        }
        Wanted::Remove(named) => remove(&named, context).await?,
    };
    Ok(Some(said))
}

/// Removes the only alert whose words hold these.
async fn remove(named: &[String], context: &mut Context) -> Result<(Reply, ToolOutcome), ToolError> {
    let rules = AlertRules::default().call(context).await?;
    let fits = |shown: &&AlertRuleShown| {
        let words = rule(shown).to_lowercase();
        named.iter().all(|name| words.contains(name.as_str()))
    };
    let found: Vec<&AlertRuleShown> = rules.iter().filter(fits).collect();
    let refused = |words: &str| outcome(RemoveAlert::NAME, Value::Null, Err(ToolError::refused(words)));
    match found.as_slice() {
        [only] => {
            let wanted = RemoveAlert { rule: only.id };
            let args = json!(wanted);
            let done = wanted.call(context).await.map(|done| (removed(&done.removed), json!(done)));
            outcome(RemoveAlert::NAME, args, done)
        }
        [] if rules.is_empty() => {
            refused("You have no alerts of your own, so there is none to remove. /mute silences the rest.")
        }
        [] => refused("None of your alerts is about that. /alerts shows them; nothing was removed."),
        _ => refused("Which one? /alerts shows them, with a button that removes each."),
    }
}

fn outcome(
    name: &str,
    args: Value,
    done: Result<(String, Value), ToolError>,
) -> Result<(Reply, ToolOutcome), ToolError> {
    ToolOutcome::said(name, args, done.map(|(text, result)| (Reply { text, ..Reply::default() }, result)))
}
