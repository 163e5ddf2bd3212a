//! "Confirm" on a card: the one place where a press moves money.
//!
//! **Invariant:** a card does what it says once: its row is locked while it is done, and its id is the ledger's key. Effect,
//! both messages and the card's new state commit together.

use uuid::Uuid;

use super::super::admin::funding;
use super::super::render;
use super::super::second_factor::{self, Purpose};
use super::tell;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::bot::wallet_button::WalletAction;
use crate::domain::Money;
use crate::domain::ledger::Code;
use crate::domain::wallet::{ProposalKind, ProposalState, RequestState};
use crate::store::wallet::{NewRequest, Proposal};
use crate::text;
use crate::tools::second_factor::{Ask, Need, needed};
use crate::tools::wallet::{
    REQUEST_LIFE, Whom, begin_schedule, check_limits, order_of, own_name, pay, refusal, resolve,
};
use crate::tools::{Context, ToolError};

/// What has to be given before a card moves money, if anything: for a large amount or a first payee.
async fn second_factor_needed(proposal: &Proposal, context: &mut Context) -> Result<Option<Need>, ToolError> {
    let what = &proposal.what;
    if !matches!(what.kind, ProposalKind::Send | ProposalKind::Schedule) {
        return Ok(None);
    }
    let first_time_payee = !context.book().await?.paid_before(what.other).await?;
    let amount = Some(Money::new(what.amount, what.currency));
    needed(context, Ask { amount, first_time_payee, changes_limits: false }).await
}

/// "Confirm" was pressed.
pub(super) async fn confirm(turn: &mut Turn, id: Uuid, message: Option<i32>) -> Result<(), ToolError> {
    act(turn, id, message, false).await
}

/// "Confirm" was pressed, and what was asked for then was given.
pub(in crate::bot::handlers) async fn confirm_with_factor(turn: &mut Turn, id: Uuid) -> Result<(), ToolError> {
    act(turn, id, None, true).await
}

async fn act(turn: &mut Turn, id: Uuid, message: Option<i32>, factor_given: bool) -> Result<(), ToolError> {
    let now = turn.now;
    let book = turn.context().await?.book().await?;
    let Some(proposal) = book.lock_proposal(id).await? else {
        return Err(ToolError::not_found(text!(turn.texts, "wallet-card-unknown")));
    };
    match proposal.state {
        ProposalState::Open if proposal.expires_at > now => {}
        ProposalState::Open | ProposalState::Expired => {
            book.resolve_proposal(id, ProposalState::Expired, now).await?;
            turn.reply(Outgoing {
                edits: message,
                buttons: vec![vec![WalletAction::Again { proposal: id }.button(text!(turn.texts, "button-again"))]],
                ..Outgoing::plain(&text!(turn.texts, "wallet-expired"))
            });
            return Ok(());
        }
        ProposalState::Cancelled => {
            turn.reply(Outgoing::plain(&text!(turn.texts, "wallet-card-changed")));
            return Ok(());
        }
        ProposalState::Confirmed => return done_before(turn, &proposal).await,
    }
    if !factor_given && let Some(need) = second_factor_needed(&proposal, turn.context().await?).await? {
        return second_factor::ask(turn, Purpose::Proposal { id }, need).await;
    }
    match proposal.what.kind {
        ProposalKind::Send => send(turn, &proposal, message).await,
        ProposalKind::Request => request(turn, &proposal, message).await,
        ProposalKind::Schedule => schedule(turn, &proposal, message).await,
        ProposalKind::TopUp | ProposalKind::PayOut => funding::confirm(turn, &proposal, message).await,
    }
}

/// Pressed a second time.
async fn done_before(turn: &mut Turn, proposal: &Proposal) -> Result<(), ToolError> {
    let buttons = match proposal.what.kind {
        ProposalKind::Send => render::wallet::receipt_button(order_of(turn.texts, proposal)?.key.transfer_id()),
        _ => Vec::new(),
    };
    turn.reply(Outgoing { buttons, ..Outgoing::plain(&text!(turn.texts, "wallet-done-once")) });
    Ok(())
}

async fn send(turn: &mut Turn, proposal: &Proposal, message: Option<i32>) -> Result<(), ToolError> {
    let now = turn.now;
    let what = &proposal.what;
    let context = turn.context().await?;
    resolve(&Whom::User(what.other), context).await?;
    check_limits(what.amount, what.currency, context).await?;
    let paid = match pay(&order_of(context.texts, proposal)?, context).await? {
        Ok(paid) => paid,
        Err(code) => return refused(turn, proposal, code, message).await,
    };
    let book = context.book().await?;
    if let Some(request) = what.request
        && !book.settle_request(request, RequestState::Paid).await?
    {
        return Err(ToolError::refused(text!(turn.texts, "request-ended-not-sent")));
    }
    book.resolve_proposal(proposal.id, ProposalState::Confirmed, now).await?;
    turn.reply(render::wallet::sent(what, &paid, message));
    let told = render::wallet::received(&paid.payer_name, (what.amount, what.currency), &what.note, paid.transfer);
    tell(turn, what.other, told).await
}

/// The ledger said no: its entry stays, and the card's key with it.
async fn refused(turn: &mut Turn, proposal: &Proposal, code: Code, message: Option<i32>) -> Result<(), ToolError> {
    let now = turn.now;
    let book = turn.context().await?.book().await?;
    book.resolve_proposal(proposal.id, ProposalState::Cancelled, now).await?;
    turn.reply(Outgoing {
        edits: message,
        buttons: vec![vec![
            WalletAction::Again { proposal: proposal.id }.button(text!(turn.texts, "button-try-again")),
        ]],
        ..Outgoing::plain(&refusal(turn.texts, code))
    });
    Ok(())
}

async fn request(turn: &mut Turn, proposal: &Proposal, message: Option<i32>) -> Result<(), ToolError> {
    let now = turn.now;
    let what = &proposal.what;
    let context = turn.context().await?;
    let asker_name = own_name(context).await?;
    let book = context.book().await?;
    let new = NewRequest {
        // The card's own id: confirmed twice, it is one request.
        id: proposal.id,
        asker: book.wallet_owner().await?,
        asker_name: asker_name.clone(),
        other: what.other,
        other_name: what.other_name.clone(),
        amount: what.amount,
        currency: what.currency,
        note: what.note.clone(),
    };
    if !book.insert_request(&new, now, now + REQUEST_LIFE).await? {
        return Err(ToolError::refused(text!(turn.texts, "request-nobody-to-ask")));
    }
    book.resolve_proposal(proposal.id, ProposalState::Confirmed, now).await?;
    tell(turn, what.other, render::wallet::asked(&asker_name, what, proposal.id)).await?;
    let money = render::wallet::amount(what.amount, what.currency);
    let (name, purpose) = (escape(&what.other_name), render::wallet::purpose(&what.note));
    let words = text!(turn.texts, "wallet-asked", name = name, amount = money, purpose = purpose);
    turn.reply(Outgoing { edits: message, ..Outgoing::html(words) });
    Ok(())
}

async fn schedule(turn: &mut Turn, proposal: &Proposal, message: Option<i32>) -> Result<(), ToolError> {
    let now = turn.now;
    let context = turn.context().await?;
    resolve(&Whom::User(proposal.what.other), context).await?;
    let schedule = begin_schedule(proposal, context).await?;
    context.book().await?.resolve_proposal(proposal.id, ProposalState::Confirmed, now).await?;
    let words = text!(turn.texts, "wallet-scheduled", schedule = render::wallet::schedule_line(&schedule));
    turn.reply(Outgoing { edits: message, ..Outgoing::html(words) });
    Ok(())
}
