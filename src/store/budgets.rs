//! Budgets: versions that are only added to, so that a step back is a step like any other.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::{Book, StoreError};
use crate::domain::{ActionId, BookId, BudgetId, Cadence, Currency, DayOfMonth, KnownBudget, Tag};

/// A budget as it is, or is to be.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredBudget {
    pub id: BudgetId,
    pub of: KnownBudget,
    pub amount: Decimal,
    pub currency: Currency,
    pub cadence: Cadence,
    pub rolls_over: bool,
    /// In percent.
    pub thresholds: Vec<i16>,
    /// First day of the period in which it became what it is.
    pub starts_on: NaiveDate,
}

/// What a step did to a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BudgetStep {
    Set,
    Removed,
}

fn word(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::Week => "week",
        Cadence::Month => "month",
        Cadence::Year => "year",
        Cadence::Payday(_) => "payday",
    }
}

fn cadence(word: &str, payday: Option<i16>) -> Option<Cadence> {
    let payday = payday.and_then(|day| DayOfMonth::new(u8::try_from(day).ok()?));
    match (word, payday) {
        ("week", None) => Some(Cadence::Week),
        ("month", None) => Some(Cadence::Month),
        ("year", None) => Some(Cadence::Year),
        ("payday", Some(day)) => Some(Cadence::Payday(day)),
        _ => None,
    }
}

impl Book {
    /// The budgets, in the order in which they were first made.
    pub async fn budgets(&mut self) -> Result<Vec<StoredBudget>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query!(
            r#"select budget_id as "id!: BudgetId", categories as "categories!", merchants as "merchants!",
                   tags as "tags!: Vec<Tag>", amount as "amount!", currency as "currency!", every as "every!", payday, rolls_over as "rolls_over!",
                   thresholds as "thresholds!", starts_on as "starts_on!"
               from budget where book_id = $1 order by budget_id"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        let unknown = |what: &str| StoreError::Unknown { what: format!("a budget's {what}") };
        rows.into_iter()
            .map(|row| {
                Ok(StoredBudget {
                    id: row.id,
                    of: KnownBudget { categories: row.categories, merchants: row.merchants, tags: row.tags },
                    amount: row.amount,
                    currency: row.currency.parse().map_err(|_| unknown("currency"))?,
                    cadence: cadence(&row.every, row.payday).ok_or_else(|| unknown("cadence"))?,
                    rolls_over: row.rolls_over,
                    thresholds: row.thresholds,
                    starts_on: row.starts_on,
                })
            })
            .collect()
    }

    /// Keeps what a step made of a budget.
    pub async fn insert_budget_version(
        &mut self,
        budget: &StoredBudget,
        step: BudgetStep,
        action: ActionId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        let payday = match budget.cadence {
            Cadence::Payday(day) => Some(i16::from(day.number())),
            Cadence::Week | Cadence::Month | Cadence::Year => None,
        };
        sqlx::query!(
            "insert into budget_version (
                 book_id, budget_id, action_id, categories, merchants, amount, currency, every, payday, rolls_over,
                 thresholds, starts_on, removed, created_at, tags
             ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            book_id as BookId,
            budget.id as BudgetId,
            action as ActionId,
            &budget.of.categories,
            &budget.of.merchants,
            budget.amount,
            budget.currency.code(),
            word(budget.cadence),
            payday,
            budget.rolls_over,
            &budget.thresholds,
            budget.starts_on,
            step == BudgetStep::Removed,
            now,
            budget.of.tags.as_slice() as &[Tag]
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
