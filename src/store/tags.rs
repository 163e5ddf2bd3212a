//! Tags of rows and of payees.
//!
//! **Invariant:** a row's tags change together with a line in `change` that says what they were, so that each step goes back.

use chrono::{DateTime, Utc};

use super::{Book, StoreError};
use crate::domain::{ActionId, BookId, Tag, TransactionId};

/// What happens to a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagStep {
    Put,
    Removed,
}

/// A tag, and how many rows carry it.
#[derive(Clone, Debug, PartialEq)]
pub struct TagRows {
    pub tag: Tag,
    pub rows: i64,
}

impl Book {
    /// Puts tags on rows or takes them off, and keeps what each had before. Rows that stand so already are left alone, and so
    /// are those that would have more than `tags_max`. Returns how many changed.
    pub async fn change_tags(
        &mut self,
        (action, step): (ActionId, TagStep),
        rows: &[TransactionId],
        tags: &[Tag],
        tags_max: i32,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let book_id = self.id();
        let changed = sqlx::query!(
            "with kept as (
                 insert into change (book_id, action_id, transaction_id, field, before, after, created_at)
                 select book_id, $2, transaction_id, 'tags', to_jsonb(tags), to_jsonb(changed), $6
                 from transaction
                 cross join lateral (
                     select case when $5 then array(select unnest(tags) except select unnest($4::text[]) order by 1)
                         else array(select unnest(tags) union select unnest($4) order by 1) end as changed
                 ) as made
                 where book_id = $1 and transaction_id = any($3) and changed <> tags and cardinality(changed) <= $7
                 returning transaction_id, after
             )
             update transaction set tags = array(select jsonb_array_elements_text(kept.after))
             from kept
             where transaction.book_id = $1 and transaction.transaction_id = kept.transaction_id",
            book_id as BookId,
            action as ActionId,
            rows as &[TransactionId],
            tags as &[Tag],
            step == TagStep::Removed,
            now,
            tags_max
        )
        .execute(self.connection())
        .await?;
        Ok(changed.rows_affected())
    }

    /// Has the rows to come of these payees carry a tag, or not any more; payees that stand so already are left alone.
    pub async fn change_payee_tag(
        &mut self,
        (action, step): (ActionId, TagStep),
        payee_keys: &[String],
        tag: &Tag,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "insert into payee_tag (book_id, payee_key, tag, action_id, removed, created_at)
             select distinct $1::uuid, payee_key, $4, $2::uuid, $5::boolean, $6::timestamptz
             from unnest($3::text[]) as payee_key
             where $5 = exists (
                 select from standing_payee_tag as standing
                 where standing.book_id = $1 and standing.payee_key = payee_key.payee_key and standing.tag = $4
             )",
            book_id as BookId,
            action as ActionId,
            payee_keys,
            tag.as_str(),
            step == TagStep::Removed,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// The payees, by key, whose rows to come get this tag.
    pub async fn payees_with_tag(&mut self, tag: &Tag) -> Result<Vec<String>, StoreError> {
        let book_id = self.id();
        let keys = sqlx::query_scalar!(
            r#"select payee_key as "payee_key!" from standing_payee_tag where book_id = $1 and tag = $2 order by payee_key"#,
            book_id as BookId,
            tag.as_str()
        )
        .fetch_all(self.connection())
        .await?;
        Ok(keys)
    }

    /// Gives rows the tags of their payees, after they got another payee.
    pub async fn follow_payee_tags(&mut self, rows: &[TransactionId]) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!("select follow_payee_tags($1, $2)", book_id as BookId, rows as &[TransactionId])
            .fetch_one(self.connection())
            .await?;
        Ok(())
    }

    /// Every tag that rows carry, most rows first.
    pub async fn tags(&mut self) -> Result<Vec<TagRows>, StoreError> {
        let book_id = self.id();
        let tags = sqlx::query_as!(
            TagRows,
            r#"select tag as "tag!: Tag", count(*) as "rows!"
               from transaction, unnest(tags) as tag
               where book_id = $1 and tags <> '{}'
               group by tag order by count(*) desc, tag"#,
            book_id as BookId
        )
        .fetch_all(self.connection())
        .await?;
        Ok(tags)
    }

    /// Gives rows back the tags that they had before a step: what later steps did to other tags stays. Returns how many
    /// changed.
    pub async fn revert_tags(
        &mut self,
        action: ActionId,
        undo: ActionId,
        now: DateTime<Utc>,
    ) -> Result<u64, StoreError> {
        let book_id = self.id();
        let reverted = sqlx::query!(
            "with done as (
                 select transaction_id,
                     array(select jsonb_array_elements_text(after) except select jsonb_array_elements_text(before)) as put,
                     array(select jsonb_array_elements_text(before) except select jsonb_array_elements_text(after)) as removed
                 from change where book_id = $1 and action_id = $2 and field = 'tags'
             ), kept as (
                 insert into change (book_id, action_id, transaction_id, field, before, after, created_at)
                 select $1, $3, transaction_id, 'tags', to_jsonb(tags), to_jsonb(array(
                     (select unnest(tags) except select unnest(put)) union select unnest(removed) order by 1
                 )), $4
                 from transaction join done using (transaction_id)
                 where transaction.book_id = $1 and (tags && put or not tags @> removed)
                 returning transaction_id, after
             )
             update transaction set tags = array(select jsonb_array_elements_text(kept.after))
             from kept
             where transaction.book_id = $1 and transaction.transaction_id = kept.transaction_id",
            book_id as BookId,
            action as ActionId,
            undo as ActionId,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(reverted.rows_affected())
    }
}
