//! Payees: the distinct texts that rows share.

use chrono::{DateTime, Utc};

use super::{Book, StoreError};
use crate::domain::{BookId, MerchantId};

impl Book {
    /// The ids of these payees by their keys, in the order given; those that are new are added.
    pub async fn enter_merchants(
        &mut self,
        merchants: &[(String, String)],
        now: DateTime<Utc>,
    ) -> Result<Vec<(String, MerchantId)>, StoreError> {
        let book_id = self.id();
        let ids: Vec<_> = merchants.iter().map(|_| MerchantId::new().0).collect();
        let (keys, names): (Vec<_>, Vec<_>) = merchants.iter().cloned().unzip();
        sqlx::query!(
            "insert into merchant (book_id, merchant_id, key, name, created_at)
             select $1, merchant_id, key, name, $5 from unnest($2::uuid[], $3::text[], $4::text[]) as new (merchant_id, key, name)
             on conflict (book_id, key) do nothing",
            book_id as BookId,
            &ids,
            &keys,
            &names,
            now
        )
        .execute(self.connection())
        .await?;
        let rows = sqlx::query!(
            r#"select key, merchant_id as "id: MerchantId" from merchant where book_id = $1 and key = any($2)"#,
            book_id as BookId,
            &keys
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows.into_iter().map(|row| (row.key, row.id)).collect())
    }
}
