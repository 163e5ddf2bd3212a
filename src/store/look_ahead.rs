//! What is expected next and how budgets stand: worked out when rows change, read by summaries and alerts.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::recurring::Charge;
use super::{Book, StoreError};
use crate::domain::{BookId, BudgetId, CategoryId, Currency, MerchantId, Period};

/// A payment that is expected; negative is money out.
#[derive(Clone, Debug, PartialEq)]
pub struct Expected {
    pub name: String,
    pub currency: Currency,
    pub on: NaiveDate,
    pub amount: Decimal,
}

/// How a budget stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    pub budget: BudgetId,
    pub name: String,
    pub currency: Currency,
    pub period: Period,
    pub spent: Decimal,
    pub allowed: Decimal,
}

/// Rows of income read at most: a payer with more of them is a shop's till.
const INCOME_ROWS_MAX: i64 = 5_000;

impl Book {
    /// Money in of these categories from `since` to `until`, by payer and day; amounts are positive.
    pub async fn income(
        &mut self,
        since: NaiveDate,
        until: NaiveDate,
        categories: &[CategoryId],
    ) -> Result<Vec<Charge>, StoreError> {
        let book_id = self.id();
        let income = sqlx::query_as!(
            Charge,
            r#"select merchant_id as "merchant: MerchantId", booked_on, amount, currency, category_id as "category: CategoryId"
               from transaction
               where book_id = $1 and booked_on between $2 and $3 and amount > 0 and category_id = any($4)
               order by 1, 2
               limit $5"#,
            book_id as BookId,
            since,
            until,
            categories as &[CategoryId],
            INCOME_ROWS_MAX
        )
        .fetch_all(self.connection())
        .await?;
        Ok(income)
    }

    /// Puts these in the place of what was expected before.
    pub async fn replace_expected(&mut self, expected: &[Expected]) -> Result<(), StoreError> {
        let book_id = self.id();
        let names: Vec<String> = expected.iter().map(|expected| expected.name.clone()).collect();
        let currencies: Vec<String> = expected.iter().map(|expected| expected.currency.code().to_owned()).collect();
        let days: Vec<NaiveDate> = expected.iter().map(|expected| expected.on).collect();
        let amounts: Vec<Decimal> = expected.iter().map(|expected| expected.amount).collect();
        sqlx::query!("delete from expected_payment where book_id = $1", book_id as BookId)
            .execute(self.connection())
            .await?;
        sqlx::query!(
            "insert into expected_payment (book_id, name, currency, expected_on, amount)
             select $1, name, currency, expected_on, sum(amount)
             from unnest($2::text[], $3::text[], $4::date[], $5::numeric[]) as new (name, currency, expected_on, amount)
             group by name, currency, expected_on",
            book_id as BookId,
            &names,
            &currencies,
            &days,
            &amounts
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// What is expected, soonest first.
    pub async fn expected(&mut self) -> Result<Vec<Expected>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query!(
            r#"select name, currency, expected_on, amount from expected_payment where book_id = $1
               order by expected_on, amount, name"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        rows.into_iter()
            .map(|row| {
                let unknown = |_| StoreError::Unknown { what: format!("the currency {}", row.currency) };
                let currency = row.currency.parse().map_err(unknown)?;
                Ok(Expected { name: row.name, currency, on: row.expected_on, amount: row.amount })
            })
            .collect()
    }

    /// Puts these in the place of how budgets stood before.
    pub async fn replace_budget_progress(&mut self, progress: &[Progress]) -> Result<(), StoreError> {
        let book_id = self.id();
        let budgets: Vec<BudgetId> = progress.iter().map(|progress| progress.budget).collect();
        let names: Vec<String> = progress.iter().map(|progress| progress.name.clone()).collect();
        let currencies: Vec<String> = progress.iter().map(|progress| progress.currency.code().to_owned()).collect();
        let from: Vec<NaiveDate> = progress.iter().map(|progress| progress.period.from).collect();
        let to: Vec<NaiveDate> = progress.iter().map(|progress| progress.period.to).collect();
        let spent: Vec<Decimal> = progress.iter().map(|progress| progress.spent).collect();
        let allowed: Vec<Decimal> = progress.iter().map(|progress| progress.allowed).collect();
        sqlx::query!("delete from budget_progress where book_id = $1", book_id as BookId)
            .execute(self.connection())
            .await?;
        sqlx::query!(
            "insert into budget_progress (book_id, budget_id, name, currency, period_from, period_to, spent, allowed)
             select $1, new.* from unnest(
                 $2::uuid[], $3::text[], $4::text[], $5::date[], $6::date[], $7::numeric[], $8::numeric[]
             ) as new",
            book_id as BookId,
            &budgets as &[BudgetId],
            &names,
            &currencies,
            &from,
            &to,
            &spent,
            &allowed
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
