//! Cards that wait for a button.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::super::{Book, Store, StoreError};
use super::{currency, known};
use crate::domain::wallet::{ProposalKind, ProposalState, Repeats};
use crate::domain::{BookId, Currency, TelegramUserId};

/// What a card is drawn from.
#[derive(Clone, Debug, PartialEq)]
pub struct NewProposal {
    pub kind: ProposalKind,
    pub other: TelegramUserId,
    pub other_name: String,
    /// Positive, no finer than the currency.
    pub amount: Decimal,
    pub currency: Currency,
    /// What it is for; may be empty.
    pub note: String,
    /// The request that it pays.
    pub request: Option<Uuid>,
    /// Of a scheduled payment: how often, and the first day.
    pub schedule: Option<(Repeats, NaiveDate)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub id: Uuid,
    pub state: ProposalState,
    pub what: NewProposal,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

impl Store {
    /// Ends cards that waited too long; how many.
    pub async fn expire_proposals(&self, now: DateTime<Utc>) -> Result<i64, StoreError> {
        let gone =
            sqlx::query_scalar!(r#"select wallet_expire_proposals($1) as "gone!""#, now).fetch_one(&self.pool).await?;
        Ok(gone)
    }
}

impl Book {
    /// Keeps a card that is open.
    pub async fn insert_proposal(&mut self, new: &Proposal) -> Result<(), StoreError> {
        let book_id = self.id();
        let what = &new.what;
        sqlx::query!(
            "insert into proposal (
                 book_id, proposal_id, kind, other_user, other_name, amount, currency, note, request_id, repeats, first_on,
                 created_at, expires_at, state
             ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'open')",
            book_id as BookId,
            new.id,
            what.kind.word(),
            what.other.0,
            what.other_name,
            what.amount,
            what.currency.code(),
            what.note,
            what.request,
            what.schedule.map(|(repeats, _)| repeats.word()),
            what.schedule.map(|(_, first)| first),
            new.created_at,
            new.expires_at
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// The card, locked until the end of this database transaction: two presses come one after the other.
    pub async fn lock_proposal(&mut self, id: Uuid) -> Result<Option<Proposal>, StoreError> {
        let book_id = self.id();
        let row = sqlx::query!(
            r#"select kind, state, other_user as "other: TelegramUserId", other_name, amount, currency, note,
                   request_id, repeats, first_on, created_at, expires_at
               from proposal where book_id = $1 and proposal_id = $2 for update"#,
            book_id as BookId,
            id
        )
        .fetch_optional(self.connection())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let repeats = row.repeats.as_deref().map(|word| known(word, Repeats::from_word)).transpose()?;
        Ok(Some(Proposal {
            id,
            state: known(&row.state, ProposalState::from_word)?,
            what: NewProposal {
                kind: known(&row.kind, ProposalKind::from_word)?,
                other: row.other,
                other_name: row.other_name,
                amount: row.amount,
                currency: currency(&row.currency)?,
                note: row.note,
                request: row.request_id,
                schedule: repeats.zip(row.first_on),
            },
            created_at: row.created_at,
            expires_at: row.expires_at,
        }))
    }

    /// Notes what became of a card that is still open.
    pub async fn resolve_proposal(
        &mut self,
        id: Uuid,
        state: ProposalState,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!(
            "update proposal set state = $3, resolved_at = $4 where book_id = $1 and proposal_id = $2 and state = 'open'",
            book_id as BookId,
            id,
            state.word(),
            now
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
