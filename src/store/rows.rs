//! Canonical rows: written by imports, listed by any filter.
//!
//! **Invariant:** the conditions of a filter stand in one place, the macro [`filtered!`]; every query over rows uses it.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{Book, StoreError};
use crate::domain::{AccountId, BookId, CategoryId, MerchantId, Period, StatementId, Tag, TransactionId};

/// Conditions on rows, with every name resolved to ids. `None` does not restrict; an empty list matches nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct RowFilter {
    pub period: Period,
    pub categories: Option<Vec<CategoryId>>,
    pub except_categories: Vec<CategoryId>,
    pub merchants: Option<Vec<MerchantId>>,
    pub except_merchants: Vec<MerchantId>,
    pub accounts: Option<Vec<AccountId>>,
    pub currency: Option<String>,
    /// 1 for money in, -1 for money out.
    pub sign: Option<i16>,
    /// Strictly, whatever the sign.
    pub over: Option<Decimal>,
    /// Strictly, whatever the sign.
    pub under: Option<Decimal>,
    /// Days of the week, 1 for Monday to 7.
    pub weekdays: Option<Vec<i16>>,
    /// A row needs one of them.
    pub tags: Option<Vec<Tag>>,
    /// A row with one of them is left out.
    pub except_tags: Option<Vec<Tag>>,
}

impl RowFilter {
    /// Every row of a period.
    pub fn all(period: Period) -> Self {
        Self {
            period,
            categories: None,
            except_categories: Vec::new(),
            merchants: None,
            except_merchants: Vec::new(),
            accounts: None,
            currency: None,
            sign: None,
            over: None,
            under: None,
            weekdays: None,
            tags: None,
            except_tags: None,
        }
    }
}

/// A row to be kept, and the line that vouches for it.
#[derive(Debug)]
pub struct NewRow<'a> {
    pub id: TransactionId,
    pub line_number: i32,
    pub booked_on: NaiveDate,
    pub posted_on: Option<NaiveDate>,
    pub description: &'a str,
    pub amount: Decimal,
    pub merchant: MerchantId,
    pub category: CategoryId,
    pub decided_by: &'static str,
    pub confidence: f32,
}

/// What an import compares its lines with.
#[derive(Clone, Debug, PartialEq)]
pub struct ExistingRow {
    pub id: TransactionId,
    pub booked_on: NaiveDate,
    pub amount: Decimal,
    pub description: String,
    /// A row that the user removed.
    pub deleted: bool,
}

/// A row as it is listed.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedRow {
    pub id: TransactionId,
    pub booked_on: NaiveDate,
    pub posted_on: Option<NaiveDate>,
    pub description: String,
    pub amount: Decimal,
    pub currency: String,
    pub merchant: String,
    pub category: CategoryId,
    pub account: String,
    pub decided_by: String,
    pub confidence: f32,
    pub tags: Vec<Tag>,
}

/// Orders of a list; the text is the parameter of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOrder {
    Newest,
    Oldest,
    Largest,
    Smallest,
}

impl ListOrder {
    fn as_str(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Largest => "largest",
            Self::Smallest => "smallest",
        }
    }
}

/// `query_as!` over `transaction` with a filter's conditions between `$select` and `$rest`; further parameters start at $16.
macro_rules! filtered {
    ($row:ident, $book_id:expr, $filter:expr, $select:literal, $rest:literal $(, $more:expr)*) => {
        sqlx::query_as!(
            $row,
            $select
                + " where transaction.book_id = $1 and transaction.booked_on between $2 and $3
                    and ($4::int[] is null or transaction.category_id = any($4))
                    and transaction.category_id <> all($5::int[])
                    and ($6::uuid[] is null or transaction.merchant_id = any($6))
                    and transaction.merchant_id <> all($7::uuid[])
                    and ($8::uuid[] is null or transaction.account_id = any($8))
                    and ($9::text is null or transaction.currency = $9)
                    and ($10::smallint is null or sign(transaction.amount) = $10)
                    and ($11::numeric is null
                        or transaction.whole_size >= floor(least(greatest($11, 0), 9e15))::bigint and abs(transaction.amount) > $11)
                    and ($12::numeric is null
                        or transaction.whole_size <= floor(least(greatest($12, 0), 9e15))::bigint and abs(transaction.amount) < $12)
                    and ($13::smallint[] is null or extract(isodow from transaction.booked_on)::smallint = any($13))
                    and ($14::text[] is null or transaction.tags <> '{}' and transaction.tags && $14)
                    and ($15::text[] is null or not transaction.tags && $15) "
                + $rest,
            $book_id as $crate::domain::BookId,
            $filter.period.from,
            $filter.period.to,
            $filter.categories.as_deref() as Option<&[$crate::domain::CategoryId]>,
            $filter.except_categories.as_slice() as &[$crate::domain::CategoryId],
            $filter.merchants.as_deref() as Option<&[$crate::domain::MerchantId]>,
            $filter.except_merchants.as_slice() as &[$crate::domain::MerchantId],
            $filter.accounts.as_deref() as Option<&[$crate::domain::AccountId]>,
            $filter.currency.as_deref(),
            $filter.sign,
            $filter.over,
            $filter.under,
            $filter.weekdays.as_deref() as Option<&[i16]>,
            $filter.tags.as_deref() as Option<&[$crate::domain::Tag]>,
            $filter.except_tags.as_deref() as Option<&[$crate::domain::Tag]>
            $(, $more)*
        )
    };
}
pub(super) use filtered;

impl Book {
    /// One page of the rows that match.
    pub async fn list(
        &mut self,
        filter: &RowFilter,
        order: ListOrder,
        limit: i64,
        offset: i64,
    ) -> Result<Vec<ListedRow>, StoreError> {
        let book_id = self.id();
        let rows = filtered!(
            ListedRow,
            book_id,
            filter,
            // The page is cut before payees and accounts are looked up, so that only its rows are. The orders that are not
            // asked for fold to constants, which leaves the index on days for "newest" and "oldest".
            r#"with page as (
                   select * from transaction"#,
            r#"    order by
                       case $16::text when 'newest' then booked_on end desc,
                       case $16 when 'oldest' then booked_on end,
                       case $16 when 'largest' then abs(amount) end desc,
                       case $16 when 'smallest' then abs(amount) end,
                       case $16 when 'oldest' then transaction_id end,
                       transaction_id desc
                   limit $17 offset $18
               )
               select page.transaction_id as "id: TransactionId", page.booked_on, page.posted_on, page.description,
                   page.amount, page.currency, merchant.name as merchant, page.category_id as "category: CategoryId",
                   account.name as account, page.decided_by, page.confidence, page.tags as "tags: Vec<Tag>"
               from page
               join merchant on merchant.book_id = page.book_id and merchant.merchant_id = page.merchant_id
               join account on account.book_id = page.book_id and account.account_id = page.account_id
               order by
                   case $16 when 'newest' then page.booked_on end desc,
                   case $16 when 'oldest' then page.booked_on end,
                   case $16 when 'largest' then abs(page.amount) end desc,
                   case $16 when 'smallest' then abs(page.amount) end,
                   case $16 when 'oldest' then page.transaction_id end,
                   page.transaction_id desc"#,
            order.as_str(),
            limit,
            offset
        )
        .fetch_all(self.plan_for_values().await?)
        .await?;
        Ok(rows)
    }

    /// The rows of an account in a period that some statement shows, oldest first, and behind each day's those that the user
    /// deleted from it or from an account that is part of it now.
    pub async fn existing_rows(&mut self, account: AccountId, period: Period) -> Result<Vec<ExistingRow>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query_as!(
            ExistingRow,
            r#"with recursive parts as (
                   select account_id from account where book_id = $1 and account_id = $2
                   union
                   select account.account_id from account join parts on account.merged_into = parts.account_id
                   where account.book_id = $1
               )
               select transaction_id as "id!: TransactionId", booked_on as "booked_on!", amount as "amount!",
                   description as "description!", deleted as "deleted!"
               from (
                   select transaction_id, booked_on, amount, description, false as deleted
                   from transaction where book_id = $1 and account_id = $2 and booked_on between $3 and $4
                       and transaction_id not in (select transaction_id from noted_row where book_id = $1)
                   union all
                   select transaction_id, booked_on, amount, description, true
                   from tombstone join standing_action using (book_id, action_id)
                   where book_id = $1 and account_id in (select account_id from parts) and booked_on between $3 and $4
                       and reason = 'deleted'
               ) as known
               order by 2, 5, 1"#,
            book_id as BookId,
            account as AccountId,
            period.from,
            period.to
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows)
    }

    /// Keeps rows of one account and the lines of one statement that vouch for them.
    pub async fn insert_rows(
        &mut self,
        account: AccountId,
        currency: &str,
        statement: StatementId,
        rows: &[NewRow<'_>],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id.0).collect();
        let booked_on: Vec<NaiveDate> = rows.iter().map(|row| row.booked_on).collect();
        let posted_on: Vec<Option<NaiveDate>> = rows.iter().map(|row| row.posted_on).collect();
        let descriptions: Vec<&str> = rows.iter().map(|row| row.description).collect();
        let amounts: Vec<Decimal> = rows.iter().map(|row| row.amount).collect();
        let merchants: Vec<Uuid> = rows.iter().map(|row| row.merchant.0).collect();
        let categories: Vec<i32> = rows.iter().map(|row| row.category.0).collect();
        let decided_by: Vec<&str> = rows.iter().map(|row| row.decided_by).collect();
        let confidences: Vec<f32> = rows.iter().map(|row| row.confidence).collect();
        sqlx::query!(
            "insert into transaction (
                 book_id, account_id, currency, created_at, transaction_id, booked_on, posted_on, description, amount,
                 merchant_id, category_id, decided_by, confidence
             )
             select $1, $2, $3, $4, * from unnest(
                 $5::uuid[], $6::date[], $7::date[], $8::text[], $9::numeric[], $10::uuid[], $11::int[], $12::text[],
                 $13::real[]
             )",
            book_id as BookId,
            account as AccountId,
            currency,
            now,
            &ids,
            &booked_on,
            &posted_on as &[Option<NaiveDate>],
            &descriptions as &[&str],
            &amounts,
            &merchants,
            &categories,
            &decided_by as &[&str],
            &confidences
        )
        .execute(self.connection())
        .await?;
        let links: Vec<_> = rows.iter().map(|row| (row.id, row.line_number)).collect();
        self.insert_evidence(statement, &links).await
    }

    /// Tells the planner of the database what the tables hold now.
    pub async fn refresh_planner_figures(&mut self) -> Result<(), StoreError> {
        sqlx::query!("select refresh_planner_figures()").fetch_one(self.connection()).await?;
        Ok(())
    }

    /// Links lines of a statement to the rows they vouch for.
    pub async fn insert_evidence(
        &mut self,
        statement: StatementId,
        links: &[(TransactionId, i32)],
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        let ids: Vec<Uuid> = links.iter().map(|(id, _)| id.0).collect();
        let numbers: Vec<i32> = links.iter().map(|(_, number)| *number).collect();
        sqlx::query!(
            "insert into evidence (book_id, statement_id, transaction_id, line_number)
             select $1, $2, * from unnest($3::uuid[], $4::int[])",
            book_id as BookId,
            statement as StatementId,
            &ids,
            &numbers
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
