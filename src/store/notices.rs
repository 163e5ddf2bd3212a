//! What farthing said unasked, each once.

use chrono::{DateTime, Utc};

use super::{Book, StoreError};
use crate::domain::{BookId, TelegramUserId};

/// Something to say once.
#[derive(Clone, Copy, Debug)]
pub struct NewNotice<'a> {
    /// What makes it the same as another.
    pub key: &'a str,
    pub kind: &'a str,
    /// Empty where the person knows it already.
    pub text: &'a str,
}

impl Book {
    /// Notes what is said from now on; false when it was said before.
    pub async fn note_notice(&mut self, notice: NewNotice<'_>, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let book_id = self.id();
        let noted = sqlx::query!(
            "insert into notice (book_id, notice_key, kind, text, created_at) values ($1, $2, $3, $4, $5)
             on conflict do nothing",
            book_id as BookId,
            notice.key,
            notice.kind,
            notice.text,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(noted.rows_affected() > 0)
    }

    /// The people of this book who can be spoken to: none who stopped the bot or was shut out.
    pub async fn listeners(&mut self) -> Result<Vec<TelegramUserId>, StoreError> {
        let people = sqlx::query_scalar!(
            r#"select person as "person!: TelegramUserId" from unnest(people_of_book()) as person
               where not exists (
                   select from chat where chat_id = person and (unreachable_at is not null or blocked_at is not null)
               )"#
        )
        .fetch_all(self.connection())
        .await?;
        Ok(people)
    }
}
