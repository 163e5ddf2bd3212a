//! What is worked out anew whenever rows changed: what is expected next, how budgets stand, and that summaries are due.
//!
//! **Invariant:** it says nothing to anybody; what is worth saying is decided by who reads it.

use chrono::{Days, NaiveDate};

use super::budget::{Standing, standings};
use super::recurring::{Recurring, RecurringPayment, regular_income};
use super::{Context, Tool as _, ToolError};
use crate::domain::month_start;
use crate::store::look_ahead::{Expected, Progress};

/// The first summary of days looks back this far: what was just imported is worth a first word.
const FIRST_DAYS_TOLD: u64 = 8;

/// What was worked out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ahead {
    pub standings: Vec<Standing>,
    /// What recurs, dearest first.
    pub payments: Vec<RecurringPayment>,
    /// The next charge of each; negative.
    pub charges: Vec<Expected>,
    /// The next payment of each regular income.
    pub income: Vec<Expected>,
}

impl Ahead {
    /// Charges and income, soonest first.
    pub fn expected(&self) -> Vec<Expected> {
        let mut expected: Vec<Expected> = self.charges.iter().chain(&self.income).cloned().collect();
        expected.sort_by_key(|expected| expected.on);
        expected
    }
}

/// Looks at the book as it is now, and keeps what summaries read of it.
///
/// # Errors
/// As the tools that it asks.
pub async fn look_ahead(context: &mut Context) -> Result<Ahead, ToolError> {
    let payments = Recurring::default().run(context).await?.payments;
    let charge = |payment: &RecurringPayment| {
        let (name, currency, on) = (payment.merchant.clone(), payment.currency, payment.next_on?);
        Some(Expected { name, currency, on, amount: -payment.amount })
    };
    let charges = payments.iter().filter_map(charge).collect();
    let income = regular_income(context).await?;
    let mut ahead = Ahead { standings: Vec::new(), payments, charges, income };
    context.book().await?.replace_expected(&ahead.expected()).await?;

    ahead.standings = standings(context).await?;
    let progress: Vec<Progress> = ahead.standings.iter().map(progress).collect();
    context.book().await?.replace_budget_progress(&progress).await?;
    begin_summaries(context).await?;
    Ok(ahead)
}

fn progress(standing: &Standing) -> Progress {
    let Standing { id, name, currency, period, spent, allowed, .. } = standing;
    Progress { budget: *id, name: name.clone(), currency: *currency, period: *period, spent: *spent, allowed: *allowed }
}

/// Whoever has anything to sum up gets summaries, from the next time on that it is their hour.
async fn begin_summaries(context: &mut Context) -> Result<(), ToolError> {
    let (now, today) = (context.now, context.today);
    let book = context.book().await?;
    let zone = book.settings().await?.time_zone;
    let due_at = book.attention().await?.summary_at.next(now, zone);
    let told = today.checked_sub_days(Days::new(FIRST_DAYS_TOLD)).unwrap_or(today);
    // The month before this one is still to be told.
    let month_before: NaiveDate = month_start(today).pred_opt().unwrap_or(today);
    let months_told = month_start(month_before).pred_opt().unwrap_or(month_before);
    Ok(book.begin_summaries(due_at, told, months_told).await?)
}
