//! Payments that may come again: those to payees with few enough payments to be bills or subscriptions.
//!
//! **Invariant:** it only fetches; what counts as recurring is decided in `tools/recurring`.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Book, StoreError};
use crate::domain::{BookId, CategoryId, MerchantId};

/// One payment to a payee.
#[derive(Clone, Debug, PartialEq)]
pub struct Charge {
    pub merchant: MerchantId,
    pub booked_on: NaiveDate,
    /// Positive.
    pub amount: Decimal,
    pub currency: String,
    pub category: CategoryId,
}

/// Payees with more payments than this are shops; the bound keeps the search short on large books.
const CHARGES_MAX: i64 = 400;

/// Rows read at most.
const ROWS_MAX: i64 = 20_000;

impl Book {
    /// Money out from `since` to `until`, by payee and day; `merchants` restricts, else payees with few payments count.
    pub async fn charges(
        &mut self,
        since: NaiveDate,
        until: NaiveDate,
        merchants: Option<&[MerchantId]>,
        categories_left_out: &[CategoryId],
    ) -> Result<Vec<Charge>, StoreError> {
        let book_id = self.id();
        let charges = sqlx::query_as!(
            Charge,
            r#"with candidate as (
                   select merchant_id from payee_rollup
                   where book_id = $1 and ($4::uuid[] is null or merchant_id = any($4)) and category_id <> all($5::int[])
                   group by merchant_id
                   having $4 is not null or sum(rows_out) between 1 and $6::bigint
               )
               select charged.merchant_id as "merchant: MerchantId", charged.booked_on, -charged.amount as "amount!",
                   charged.currency, charged.category_id as "category: CategoryId"
               from candidate
               cross join lateral (
                   select merchant_id, booked_on, amount, currency, category_id from transaction
                   where book_id = $1 and transaction.merchant_id = candidate.merchant_id
                       and booked_on between $2 and $3 and amount < 0 and category_id <> all($5)
               ) as charged
               order by 1, 2
               limit $7"#,
            book_id as BookId,
            since,
            until,
            merchants as Option<&[MerchantId]>,
            categories_left_out as &[CategoryId],
            CHARGES_MAX,
            ROWS_MAX
        )
        .fetch_all(self.connection())
        .await?;
        Ok(charges)
    }
}
