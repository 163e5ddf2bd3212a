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
    /// The same for one threshold of one amount in one period.
    pub key: String,
}

/// Budgets that have come to a threshold. The lower ones count as known: only the highest is worth a word.
pub async fn reached(context: &mut Context, standings: &[Standing]) -> Result<Vec<Reached>, ToolError> {
    let now = context.now;
    let mut found = Vec::new();
    for standing in standings {
        let Some(threshold) = highest(standing) else { continue };
        for lower in passed(standing).filter(|lower| *lower < threshold) {
            let notice = NewNotice { key: &key(standing, lower), kind: KIND, text: "", saying: None };
            context.book().await?.note_notice(notice, now).await?;
        }
        found.push(Reached { budget: standing.clone(), threshold, key: key(standing, threshold) });
    }
    Ok(found)
}

/// Notes what the person was told of a budget in another way.
pub(super) async fn know(standing: &Standing, context: &mut Context) -> Result<(), ToolError> {
    let now = context.now;
    for threshold in passed(standing) {
        let notice = NewNotice { key: &key(standing, threshold), kind: KIND, text: "", saying: None };
        context.book().await?.note_notice(notice, now).await?;
    }
    Ok(())
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
