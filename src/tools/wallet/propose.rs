//! From a wish to a stored card.
//!
//! **Invariant:** a card says what its row says for as long as it lives: what changes is a new card.

use chrono::NaiveDate;
use uuid::Uuid;

use super::super::{Context, ToolError};
use super::amounts::Asked;
use super::card::{Card, card};
use super::limits::check_limits;
use super::people::{Whom, resolve};
use super::{NOTE_CHARS_MAX, PROPOSAL_LIFE, REQUESTS_OPEN_MAX, SCHEDULES_MAX, one_line};
use crate::domain::Currency;
use crate::domain::ledger::Owner;
use crate::domain::wallet::{ProposalKind, ProposalState, Repeats};
use crate::store::wallet::{NewProposal, Proposal};
use crate::text;

/// What somebody would like to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    pub kind: ProposalKind,
    pub amount: Asked,
    pub whom: Whom,
    /// What it is for; may be empty.
    pub note: String,
    /// The request that it pays.
    pub request: Option<Uuid>,
    pub schedule: Option<(Repeats, NaiveDate)>,
}

/// The amount of the example.
const EXAMPLE: &str = "20";

/// Stores the card of a wish.
///
/// # Errors
/// What stands against it, in words; nothing is stored then.
pub async fn propose(wish: &Wish, context: &mut Context) -> Result<Card, ToolError> {
    let payee = resolve(&wish.whom, context).await?;
    let currency = match wish.amount.currency {
        Some(currency) => currency,
        None => usual_currency(context).await?,
    };
    if currency == Currency::NONE {
        return Err(ToolError::invalid(text!(context.texts, "wallet-currency-unknown")));
    }
    let new = NewProposal {
        kind: wish.kind,
        other: payee.user,
        other_name: payee.name,
        amount: wish.amount.in_currency(context.texts, currency)?,
        currency,
        note: one_line(&wish.note, NOTE_CHARS_MAX),
        request: wish.request,
        schedule: wish.schedule,
    };
    store(&new, context).await
}

/// The same card once more, for one that expired or was refused.
pub async fn again(id: Uuid, context: &mut Context) -> Result<Card, ToolError> {
    let known = known(id, context).await?;
    cancel(id, context).await?;
    store(&known, context).await
}

/// Another card in the place of one that is open, with another amount or another purpose.
pub async fn changed(
    id: Uuid,
    amount: Option<&Asked>,
    note: Option<&str>,
    context: &mut Context,
) -> Result<Card, ToolError> {
    let mut new = known(id, context).await?;
    if let Some(asked) = amount {
        new.currency = asked.currency.unwrap_or(new.currency);
        new.amount = asked.in_currency(context.texts, new.currency)?;
    }
    if let Some(note) = note {
        new.note = one_line(note, NOTE_CHARS_MAX);
    }
    cancel(id, context).await?;
    store(&new, context).await
}

async fn known(id: Uuid, context: &mut Context) -> Result<NewProposal, ToolError> {
    let found = context.book().await?.lock_proposal(id).await?;
    match found {
        Some(proposal) if proposal.state == ProposalState::Confirmed => {
            Err(ToolError::refused(text!(context.texts, "wallet-done-already")))
        }
        Some(proposal) => Ok(proposal.what),
        None => Err(ToolError::not_found(text!(context.texts, "wallet-card-unknown"))),
    }
}

async fn cancel(id: Uuid, context: &mut Context) -> Result<(), ToolError> {
    let now = context.now;
    Ok(context.book().await?.resolve_proposal(id, ProposalState::Cancelled, now).await?)
}

async fn store(new: &NewProposal, context: &mut Context) -> Result<Card, ToolError> {
    resolve(&Whom::User(new.other), context).await?;
    let is_oneself = new.other == context.book().await?.wallet_owner().await?;
    if is_oneself && !matches!(new.kind, ProposalKind::TopUp | ProposalKind::PayOut) {
        return Err(ToolError::refused(text!(context.texts, "wallet-to-oneself")));
    }
    match new.kind {
        ProposalKind::Send => check_limits(new.amount, new.currency, context).await?,
        ProposalKind::Schedule => {
            check_limits(new.amount, new.currency, context).await?;
            if context.book().await?.schedules(i64::MAX).await?.len() >= SCHEDULES_MAX {
                return Err(ToolError::refused(text!(context.texts, "wallet-too-many-schedules")));
            }
            if new.schedule.is_some_and(|(_, first)| first < context.today) {
                return Err(ToolError::invalid(text!(context.texts, "wallet-day-is-over")));
            }
        }
        ProposalKind::Request => {
            let open = context.book().await?.requests(None, i64::MAX).await?;
            if open.iter().filter(|request| request.asked_by_me).count() >= REQUESTS_OPEN_MAX {
                return Err(ToolError::refused(text!(context.texts, "wallet-too-many-requests")));
            }
        }
        ProposalKind::TopUp | ProposalKind::PayOut => {}
    }
    let now = context.now;
    let proposal = Proposal {
        id: Uuid::now_v7(),
        state: ProposalState::Open,
        what: new.clone(),
        created_at: now,
        expires_at: now + PROPOSAL_LIFE,
    };
    // First what the ledger would say: a card that cannot be confirmed is none.
    let card = card(&proposal, context).await?;
    context.book().await?.insert_proposal(&proposal).await?;
    Ok(card)
}

/// What a bare number is in: the only currency with money in the wallet, else the home currency.
async fn usual_currency(context: &mut Context) -> Result<Currency, ToolError> {
    let texts = context.texts;
    let book = context.book().await?;
    let me = Owner::User(book.wallet_owner().await?);
    let balances = book.wallet(&me).await?;
    let mut filled = balances.iter().filter(|balance| !balance.balance.is_zero());
    if let (Some(only), None) = (filled.next(), filled.next()) {
        return Ok(only.currency);
    }
    let home = book.settings().await?.home_currency;
    home.ok_or_else(|| ToolError::invalid(text!(texts, "wallet-which-currency", amount = EXAMPLE)))
}
