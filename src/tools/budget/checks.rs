//! Which budgets have come so far that it is worth a word, each threshold once in a period.

use rust_decimal::Decimal;

use super::Standing;
use crate::store::notices::NewNotice;
use crate::tools::{Context, ToolError};

/// What its notices are called.
const KIND: &str = "budget";

/// A budget that has come to one of its thresholds.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    pub budget: Standing,
    /// The highest one, in percent.
    pub threshold: u16,
}

/// Budgets that have come to a threshold of which nothing was said yet. What `worded` says of each is noted: the next look
/// finds it said.
pub async fn reached(
    context: &mut Context,
    standings: Vec<Standing>,
    worded: impl Fn(&Reached) -> String,
) -> Result<Vec<(Reached, String)>, ToolError> {
    let mut found = Vec::new();
    for standing in standings {
        let Some(threshold) = highest(&standing) else { continue };
        let reached = Reached { budget: standing, threshold };
        let text = worded(&reached);
        if note(&reached.budget, &text, context).await? {
            found.push((reached, text));
        }
    }
    Ok(found)
}

/// Notes what the person was told of a budget in another way.
pub(super) async fn know(standing: &Standing, context: &mut Context) -> Result<(), ToolError> {
    note(standing, "", context).await.map(|_| ())
}

/// Notes every threshold that was passed; true when the highest was not noted before.
async fn note(standing: &Standing, text: &str, context: &mut Context) -> Result<bool, ToolError> {
    let (now, highest) = (context.now, highest(standing));
    let mut is_new = false;
    for threshold in passed(standing) {
        let key = key(standing, threshold);
        let said = if Some(threshold) == highest { text } else { "" };
        let notice = NewNotice { key: &key, kind: KIND, text: said };
        let noted = context.book().await?.note_notice(notice, now).await?;
        is_new = noted && Some(threshold) == highest;
    }
    Ok(is_new)
}

/// The same for one threshold of one amount in one period.
fn key(standing: &Standing, threshold: u16) -> String {
    let Standing { id, period, amount, .. } = standing;
    format!("budget:{id}:{}:{}:{threshold}", period.from, amount.normalize())
}

fn passed(standing: &Standing) -> impl Iterator<Item = u16> {
    let spent_any = standing.spent > Decimal::ZERO;
    standing.thresholds.iter().copied().filter(move |threshold| match standing.percent {
        Some(percent) => percent >= Decimal::from(*threshold),
        // Nothing may be spent.
        None => spent_any,
    })
}

fn highest(standing: &Standing) -> Option<u16> {
    passed(standing).max()
}
