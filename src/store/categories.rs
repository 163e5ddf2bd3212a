//! What a book taught about sorting: its own categories, its rules, its corrections.

use chrono::{DateTime, Utc};

use super::{Book, StoreError};
use crate::domain::{ActionId, BookId, Category, CategoryId, Correction, MerchantId, Rule};

impl Book {
    /// The book's own category of this name; made below `parent` when there is none.
    pub async fn enter_category(
        &mut self,
        name: &str,
        parent: Category,
        now: DateTime<Utc>,
    ) -> Result<CategoryId, StoreError> {
        let book_id = self.id();
        let id = sqlx::query_scalar!(
            r#"insert into category (book_id, category_id, parent_id, name, created_at)
               select $1, coalesce(max(category_id) + 1, 10000), $2, $3, $4 from category where book_id = $1
               on conflict (book_id, lower(name)) do update set name = category.name
               returning category_id as "id: CategoryId""#,
            book_id as BookId,
            parent.id() as CategoryId,
            name,
            now
        )
        .fetch_one(self.connection())
        .await?;
        Ok(id)
    }

    pub async fn rules(&mut self) -> Result<Vec<Rule>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query_as!(
            Rule,
            r#"select pattern, category_id as "category: CategoryId" from category_rule
               where book_id = $1 order by created_at, rule_id"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows)
    }

    /// The latest correction of each payee.
    pub async fn corrections(&mut self) -> Result<Vec<Correction>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query_as!(
            Correction,
            r#"select distinct on (merchant.key) merchant.key as merchant_key, correction.category_id as "category: CategoryId"
               from correction
               join merchant on merchant.book_id = correction.book_id and merchant.merchant_id = correction.merchant_id
               where correction.book_id = $1
               order by merchant.key, correction.created_at desc, correction.action_id desc"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows)
    }

    /// Keeps that rows of this payee belong there.
    pub async fn insert_correction(
        &mut self,
        action: ActionId,
        merchant: MerchantId,
        category: CategoryId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "insert into correction (book_id, action_id, merchant_id, category_id, created_at) values ($1, $2, $3, $4, $5)",
            book_id as BookId,
            action as ActionId,
            merchant as MerchantId,
            category as CategoryId,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
