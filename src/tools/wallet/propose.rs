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
        return Err(ToolError::invalid("I don't know that currency. Write its three letters, like EUR."));
    }
    let new = NewProposal {
        kind: wish.kind,
        other: payee.user,
        other_name: payee.name,
        amount: wish.amount.in_currency(currency)?,
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
        new.amount = asked.in_currency(new.currency)?;
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
            Err(ToolError::refused("That was done already. Write it once more if you mean it twice."))
        }
        Some(proposal) => Ok(proposal.what),
        None => Err(ToolError::not_found("I don't know that card any more. Please write what you want once more.")),
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
        return Err(ToolError::refused("That is you. Money from you to yourself stays where it is."));
    }
    match new.kind {
        ProposalKind::Send => check_limits(new.amount, new.currency, context).await?,
        ProposalKind::Schedule => {
            check_limits(new.amount, new.currency, context).await?;
            if context.book().await?.schedules(i64::MAX).await?.len() >= SCHEDULES_MAX {
                return Err(ToolError::refused(
                    "You have as many scheduled payments as I can keep. /scheduled ends some.",
                ));
            }
            if new.schedule.is_some_and(|(_, first)| first < context.today) {
                return Err(ToolError::invalid("That day is over. Name one that is still to come."));
            }
        }
        ProposalKind::Request => {
            let open = context.book().await?.requests(None, i64::MAX).await?;
            if open.iter().filter(|request| request.asked_by_me).count() >= REQUESTS_OPEN_MAX {
                return Err(ToolError::refused("You have many open requests already. /requests takes some back."));
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
    let book = context.book().await?;
    let me = Owner::User(book.wallet_owner().await?);
    let balances = book.wallet(&me).await?;
    let mut filled = balances.iter().filter(|balance| !balance.balance.is_zero());
    if let (Some(only), None) = (filled.next(), filled.next()) {
        return Ok(only.currency);
    }
    let home = book.settings().await?.home_currency;
    home.ok_or_else(|| ToolError::invalid("In which currency? Write it behind the amount, like 20 GBP or 20 €."))
}
