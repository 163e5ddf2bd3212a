//! Doing what a sentence about tags wants.

use serde::Deserialize as _;
use serde_json::{Value, json};

use super::recognise::{Rows, Wanted, read};
use crate::agent::rules::{self, Remembered};
use crate::agent::{Reply, ToolOutcome, unknown};
use crate::text;
use crate::texts::Texts;
use crate::tools::search::Search;
use crate::tools::summarise::Summarise;
use crate::tools::tags::{RemoveTag, TagRows, Tagged};
use crate::tools::which::Which;
use crate::tools::{Context, Tool as _, ToolError};

/// Puts on or takes off what the person names; `None` when the sentence is none of that. `before` is what the conversation was
/// about. As with a note, it is the person's own sentence, recognised by rules, and undo takes it back.
///
/// # Errors
/// Only what is our own fault; what cannot be done is said in the reply.
pub(in crate::agent) async fn act(
    text: &str,
    before: Option<&Value>,
    context: &mut Context,
) -> Result<Option<(Reply, ToolOutcome)>, ToolError> {
    let (texts, vocabulary) = (context.texts, context.vocabulary().await?);
    let Some(wanted) = read(text, context.today, &vocabulary) else { return Ok(None) };
    let refused =
        |words: String| ToolOutcome::said(TagRows::NAME, Value::Null, Err(ToolError::invalid(words))).map(Some);
    let (tag, rows, remove) = match wanted {
        Wanted::WhichTag => return refused(text!(texts, "tag-which")),
        Wanted::Forget(tag) => {
            let wanted = RemoveTag { tag };
            let args = json!(wanted);
            let done = wanted.call(context).await.map(|done| (reply(forgotten(texts, &done)), json!(done)));
            return ToolOutcome::said(RemoveTag::NAME, args, done).map(Some);
        }
        Wanted::Tag { tag, rows, remove } => (tag, rows, remove),
    };
    let rows = match rows {
        Rows::Named(which) => which,
        Rows::Unknown(name) => {
            let then = text!(texts, "tag-unknown-then");
            return refused(unknown::reply(texts, &name, &then, &vocabulary));
        }
        Rows::Before => match rows_before(before, context).await? {
            Some(which) => which,
            None => return refused(text!(texts, "tag-nothing-before", tag = tag.to_string())),
        },
    };
    let wanted = TagRows { rows, tag, remove };
    let args = json!(wanted);
    let done = wanted.call(context).await.map(|done| (reply(said(texts, &done)), json!(done)));
    ToolOutcome::said(TagRows::NAME, args, done).map(Some)
}

/// The rows that the answer before was about: those that it listed, or those behind its figure.
async fn rows_before(before: Option<&Value>, context: &mut Context) -> Result<Option<Which>, ToolError> {
    let Some(remembered) = before.and_then(|value| Remembered::deserialize(value).ok()) else { return Ok(None) };
    let Some(call) = rules::calls_of(&remembered.question).into_iter().next() else { return Ok(None) };
    Ok(match call.name.as_str() {
        Search::NAME => match Search::deserialize(&call.args) {
            Ok(search) if search.limit.is_some() => {
                let found = search.call(context).await?;
                Some(Which::Transactions(found.rows.into_iter().map(|row| row.id).collect()))
            }
            search => search.ok().map(|search| Which::Matching(Box::new(search.filter))),
        },
        Summarise::NAME => {
            let asked = Summarise::deserialize(&call.args).ok();
            asked.map(|asked| Which::Matching(Box::new(asked.rows_behind(None))))
        }
        _ => None,
    })
}

fn reply(text: String) -> Reply {
    Reply { text, ..Reply::default() }
}

/// What is said of a tag that nothing has any more.
fn forgotten(texts: &Texts, done: &Tagged) -> String {
    let tag = done.tag.to_string();
    match done.rows {
        0 => text!(texts, "tag-forgotten-none", tag = tag),
        count => text!(texts, "tag-forgotten", count = count, tag = tag),
    }
}

/// What was done, in one or two sentences.
pub fn said(texts: &Texts, done: &Tagged) -> String {
    let (count, tag, payee) = (done.rows, done.tag.to_string(), &done.what);
    match (done.removed, done.rows_to_come, count) {
        (false, false, 0) => text!(texts, "tagged-rows-none", tag = tag),
        (false, false, _) => text!(texts, "tagged-rows", count = count, tag = tag),
        (false, true, 0) => text!(texts, "tagged-payee-none", tag = tag, payee = payee),
        (false, true, _) => text!(texts, "tagged-payee", count = count, tag = tag, payee = payee),
        (true, false, 0) => text!(texts, "untagged-rows-none", tag = tag),
        (true, false, _) => text!(texts, "untagged-rows", count = count, tag = tag),
        (true, true, 0) => text!(texts, "untagged-payee-none", tag = tag, payee = payee),
        (true, true, _) => text!(texts, "untagged-payee", count = count, tag = tag, payee = payee),
    }
}
