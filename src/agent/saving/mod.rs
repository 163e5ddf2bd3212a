//! Goals in words: sentences that set one ("save 3000 for a holiday by July") or put something aside for it, questions about
//! them, and what is said of how they stand.
//!
//! **Invariant:** a sentence changes a goal only when every word of it is accounted for; a question never does. Every figure
//! stands in the tool's result.

mod days;
mod question;
mod recognise;
mod sentence;
mod words;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::json;

pub use question::{GoalAsk, question};
pub use recognise::{Wish, read};
pub use words::{answer, line, news, outlook, put, removed, set};

use super::{Reply, ToolOutcome};
use crate::tools::goals::{AddToGoal, RemoveGoal, SetGoal};
use crate::tools::{Context, Tool as _, ToolError};

/// The day that a phrase names: "July", "1 March 2027", "in 6 months". It is the first one where it names more.
pub fn day_named(phrase: &str, today: NaiveDate) -> Option<NaiveDate> {
    let words = sentence::split(phrase);
    let lower: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
    let rest = lower.strip_prefix(&["by"]).unwrap_or(&lower);
    days::day_at(rest, today).filter(|(_, taken)| *taken == rest.len()).map(|(day, _)| day)
}

/// The amount that a phrase names, when it names nothing else: `3,000`, `£50`.
pub fn amount_named(phrase: &str) -> Option<Decimal> {
    let words = sentence::split(phrase);
    match sentence::amounts(&words).as_slice() {
        [only] if only.taken == words.len() => Some(only.value),
        _ => None,
    }
}

/// Does what a sentence wants of goals and says so; `None` when it is another sentence. As with a note, it is the person's own
/// sentence, recognised by rules; no money moves, and undo takes it back.
pub(super) async fn from_sentence(
    text: &str,
    context: &mut Context,
) -> Result<Option<(Reply, ToolOutcome)>, ToolError> {
    if !sentence::may_be_one(text) {
        return Ok(None);
    }
    let vocabulary = context.vocabulary().await?;
    let (today, texts) = (context.today, context.texts);
    let Some(wish) = read(text, today, &vocabulary) else { return Ok(None) };
    let (name, args, said) = match wish {
        Wish::Set(wanted) => {
            let args = json!(wanted);
            let said = wanted.call(context).await.map(|done| (set(&done, today, texts), json!(done)));
            (SetGoal::NAME, args, said)
        }
        Wish::Put(wanted) => {
            let args = json!(wanted);
            let said = wanted.call(context).await.map(|done| (put(&done, today, texts), json!(done)));
            (AddToGoal::NAME, args, said)
        }
        Wish::Remove(wanted) => {
            let args = json!(wanted);
            let said = wanted
                .call(context)
                .await
                .map(|done| (Reply { text: removed(&done, texts), ..Reply::default() }, json!(done)));
            (RemoveGoal::NAME, args, said)
        }
    };
    ToolOutcome::said(name, args, said).map(Some)
}
