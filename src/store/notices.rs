//! What farthing said unasked, each once, and what waits to be said.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{Book, StoreError};
use crate::domain::{AlertKind, BookId, NoticeId, TelegramUserId, TransactionId};

/// Something to say once.
#[derive(Clone, Copy, Debug)]
pub struct NewNotice<'a> {
    /// What makes it the same as another.
    pub key: &'a str,
    pub kind: &'a str,
    /// Empty where the person knows it already.
    pub text: &'a str,
    pub saying: Option<Saying<'a>>,
}

/// A notice that is a message, said or not yet.
#[derive(Clone, Copy, Debug)]
pub struct Saying<'a> {
    pub id: NoticeId,
    /// What is sent; `None` where nothing more is to be.
    pub message: Option<&'a Value>,
    /// The payee, account or budget that it is about.
    pub about: Option<&'a str>,
    pub row: Option<TransactionId>,
    pub said_at: Option<DateTime<Utc>>,
    /// When it is said, where it waits for a moment and not for a summary.
    pub say_at: Option<DateTime<Utc>>,
}

/// A notice as it was kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    pub id: NoticeId,
    pub kind: String,
    pub text: String,
    pub about: Option<String>,
    pub row: Option<TransactionId>,
    pub message: Option<Value>,
    pub answer: Option<Answer>,
    pub created_at: DateTime<Utc>,
}

/// What a person pressed below an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Fine,
    NotMe,
    Less,
}

impl Answer {
    fn as_str(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::NotMe => "not_me",
            Self::Less => "less",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Fine, Self::NotMe, Self::Less].into_iter().find(|answer| answer.as_str() == word)
    }
}

/// A notice's columns as the queries below name them.
struct NoticeColumns {
    id: NoticeId,
    kind: String,
    text: String,
    about: Option<String>,
    row: Option<TransactionId>,
    message: Option<Value>,
    answer: Option<String>,
    created_at: DateTime<Utc>,
}

impl From<NoticeColumns> for Notice {
    fn from(columns: NoticeColumns) -> Self {
        let NoticeColumns { id, kind, text, about, row, message, answer, created_at } = columns;
        let answer = answer.as_deref().and_then(Answer::parse);
        Self { id, kind, text, about, row, message, answer, created_at }
    }
}

impl Book {
    /// Notes what is said from now on; false when it was noted before.
    pub async fn note_notice(&mut self, notice: NewNotice<'_>, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let book_id = self.id();
        let saying = notice.saying.as_ref();
        let noted = sqlx::query!(
            "insert into notice (
                 book_id, notice_key, kind, text, created_at, notice_id, message, about, transaction_id, said_at, say_at
             ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             on conflict do nothing",
            book_id as BookId,
            notice.key,
            notice.kind,
            notice.text,
            now,
            saying.map(|saying| saying.id) as Option<NoticeId>,
            saying.and_then(|saying| saying.message),
            saying.and_then(|saying| saying.about),
            saying.and_then(|saying| saying.row) as Option<TransactionId>,
            saying.and_then(|saying| saying.said_at),
            saying.and_then(|saying| saying.say_at)
        )
        .execute(self.connection())
        .await?;
        Ok(noted.rows_affected() > 0)
    }

    /// Which of these keys were noted before.
    pub async fn noted_keys(&mut self, keys: &[String]) -> Result<Vec<String>, StoreError> {
        let book_id = self.id();
        let noted = sqlx::query_scalar!(
            "select notice_key from notice where book_id = $1 and notice_key = any($2)",
            book_id as BookId,
            keys
        )
        .fetch_all(self.connection())
        .await?;
        Ok(noted)
    }

    /// How many alerts were said since a moment.
    pub async fn alerts_said(&mut self, since: DateTime<Utc>) -> Result<i64, StoreError> {
        let book_id = self.id();
        let kinds: Vec<String> = AlertKind::ALL.iter().map(|kind| kind.as_str().to_owned()).collect();
        let said = sqlx::query_scalar!(
            r#"select count(*) as "said!" from notice
               where book_id = $1 and said_at >= $2 and message is not null and kind = any($3)"#,
            book_id as BookId,
            since,
            &kinds
        )
        .fetch_one(self.connection())
        .await?;
        Ok(said)
    }

    /// Kinds and what they were about of what was said since a moment, or waits.
    pub async fn said_about(&mut self, since: DateTime<Utc>) -> Result<Vec<(String, String)>, StoreError> {
        let book_id = self.id();
        let rows = sqlx::query!(
            r#"select kind, about as "about!" from notice
               where book_id = $1 and about is not null and message is not null
                   and (said_at >= $2 or said_at is null and created_at >= $2)"#,
            book_id as BookId,
            since
        )
        .fetch_all(self.connection())
        .await?;
        Ok(rows.into_iter().map(|row| (row.kind, row.about)).collect())
    }

    /// Takes up to `most` notices whose moment has come: they count as said. What is due beyond that waits for a summary.
    pub async fn take_due_notices(&mut self, most: i64, now: DateTime<Utc>) -> Result<Vec<Notice>, StoreError> {
        let book_id = self.id();
        let mut due = sqlx::query_as!(
            NoticeColumns,
            r#"update notice set said_at = $2, say_at = null
               where book_id = $1 and notice_key in (
                   select notice_key from notice
                   where book_id = $1 and said_at is null and message is not null and say_at <= $2
                   order by created_at, notice_key limit $3
               )
               returning notice_id as "id!: NoticeId", kind, text, about, transaction_id as "row: TransactionId", message,
                   answer, created_at"#,
            book_id as BookId,
            now,
            most
        )
        .fetch_all(self.connection())
        .await?;
        sqlx::query!(
            "update notice set say_at = null
             where book_id = $1 and said_at is null and message is not null and say_at <= $2",
            book_id as BookId,
            now
        )
        .execute(self.connection())
        .await?;
        due.sort_by_key(|notice| (notice.created_at, notice.id));
        Ok(due.into_iter().map(Notice::from).collect())
    }

    /// The next moment at which a notice is said.
    pub async fn next_notice_at(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let book_id = self.id();
        let next = sqlx::query_scalar!(
            "select min(say_at) from notice where book_id = $1 and said_at is null and message is not null",
            book_id as BookId
        )
        .fetch_one(self.connection())
        .await?;
        Ok(next)
    }

    pub async fn notice(&mut self, id: NoticeId) -> Result<Option<Notice>, StoreError> {
        let book_id = self.id();
        let notice = sqlx::query_as!(
            NoticeColumns,
            r#"select notice_id as "id!: NoticeId", kind, text, about, transaction_id as "row: TransactionId", message, answer,
                   created_at
               from notice where book_id = $1 and notice_id = $2"#,
            book_id as BookId,
            id as NoticeId
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(notice.map(Notice::from))
    }

    /// The latest notice with these words.
    pub async fn notice_saying(&mut self, text: &str) -> Result<Option<Notice>, StoreError> {
        let book_id = self.id();
        let notice = sqlx::query_as!(
            NoticeColumns,
            r#"select notice_id as "id!: NoticeId", kind, text, about, transaction_id as "row: TransactionId", message, answer,
                   created_at
               from notice where book_id = $1 and text = $2 and notice_id is not null
               order by created_at desc, notice_key limit 1"#,
            book_id as BookId,
            text
        )
        .fetch_optional(self.connection())
        .await?;
        Ok(notice.map(Notice::from))
    }

    /// Keeps what the person pressed; `None` takes it back.
    pub async fn answer_notice(
        &mut self,
        id: NoticeId,
        answer: Option<Answer>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "update notice set answer = $3, read_at = coalesce(read_at, $4) where book_id = $1 and notice_id = $2",
            book_id as BookId,
            id as NoticeId,
            answer.map(Answer::as_str),
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Says it once more at a later moment.
    pub async fn put_off_notice(&mut self, id: NoticeId, say_at: DateTime<Utc>) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "update notice set said_at = null, say_at = $3 where book_id = $1 and notice_id = $2",
            book_id as BookId,
            id as NoticeId,
            say_at
        )
        .execute(self.connection())
        .await?;
        Ok(())
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
