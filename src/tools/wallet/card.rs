//! What a card shows: the stored proposal, and what would come of it now.
//!
//! **Invariant:** every value is the proposal's own, or the ledger's answer to a dry run of exactly that.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde::Serialize;
use uuid::Uuid;

use super::super::{Context, ToolError};
use super::amounts::said;
use super::pay::Order;
use super::sorting::for_payer;
use crate::domain::ledger::{Code, Key, Owner};
use crate::domain::wallet::{ProposalKind, Repeats};
use crate::domain::{Currency, TelegramUserId};
use crate::store::wallet::Proposal;
use crate::text;
use crate::texts::Texts;

/// A proposal as people and programs read it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Card {
    pub id: Uuid,
    pub kind: ProposalKind,
    /// The other person's own name for themselves.
    pub to: String,
    #[serde(skip)]
    pub other: TelegramUserId,
    pub amount: Decimal,
    pub currency: Currency,
    /// What it is for; may be empty.
    pub note: String,
    /// Where the payer's row will stand: `Dining: restaurants`.
    pub category: Option<String>,
    /// What the payer can spend after it, for money that moves at once.
    pub available_after: Option<Decimal>,
    /// Whether the payer never paid that person before.
    pub first_payment: bool,
    pub repeats: Option<Repeats>,
    pub first_on: Option<NaiveDate>,
    pub expires_at: DateTime<Utc>,
}

/// The key under which a card moves money, once.
fn key_of(texts: &Texts, proposal: Uuid) -> Result<Key, ToolError> {
    Key::new("chat", &format!("proposal {proposal}"))
        .ok_or_else(|| ToolError::refused(text!(texts, "wallet-card-unusable")))
}

/// The order that a card stands for.
pub fn order_of(texts: &Texts, proposal: &Proposal) -> Result<Order, ToolError> {
    Ok(Order {
        key: key_of(texts, proposal.id)?,
        to: proposal.what.other,
        to_name: proposal.what.other_name.clone(),
        amount: proposal.what.amount,
        currency: proposal.what.currency,
        note: proposal.what.note.clone(),
    })
}

/// Draws up a card.
///
/// # Errors
/// What the ledger would refuse, in words.
pub async fn card(proposal: &Proposal, context: &mut Context) -> Result<Card, ToolError> {
    let what = &proposal.what;
    let pays = matches!(what.kind, ProposalKind::Send | ProposalKind::Schedule);
    let available_after = match what.kind {
        ProposalKind::Send => Some(available_after(proposal, context).await?),
        _ => None,
    };
    let category = match pays {
        true => {
            let sorted = for_payer(&what.other_name, &what.note, what.amount, what.currency, context).await?;
            let vocabulary = context.vocabulary().await?;
            let (top, below) = vocabulary.category(sorted.category);
            Some(below.map_or_else(|| top.name().to_owned(), |below| format!("{top}: {below}")))
        }
        false => None,
    };
    let first_payment = pays && !context.book().await?.paid_before(what.other).await?;
    Ok(Card {
        id: proposal.id,
        kind: what.kind,
        to: what.other_name.clone(),
        other: what.other,
        amount: said(what.amount, what.currency).amount,
        currency: what.currency,
        note: what.note.clone(),
        category,
        available_after,
        first_payment,
        repeats: what.schedule.map(|(repeats, _)| repeats),
        first_on: what.schedule.map(|(_, first)| first),
        expires_at: proposal.expires_at,
    })
}

/// The payer's balance after it: the same code as the payment, nothing kept.
async fn available_after(proposal: &Proposal, context: &mut Context) -> Result<Decimal, ToolError> {
    let (now, texts) = (context.now, context.texts);
    let what = &proposal.what;
    let book = context.book().await?;
    let me = Owner::User(book.wallet_owner().await?);
    let item = order_of(texts, proposal)?.item(me.clone());
    let outcomes = book.dry_run(now, &[item]).await?;
    let Some(outcome) = outcomes.into_iter().next() else { return Ok(Decimal::ZERO) };
    if outcome.code == Code::Ok {
        let left = outcome.available_from.unwrap_or_default();
        return Ok(said(left, what.currency).amount);
    }
    let has = book.wallet(&me).await?.into_iter().find(|balance| balance.currency == what.currency);
    let has = has.map(|balance| balance.balance - balance.held).unwrap_or_default();
    Err(ToolError::refused(match outcome.code {
        Code::InsufficientFunds => {
            let (has, needs) = (said(has, what.currency).to_string(), said(what.amount, what.currency).to_string());
            text!(texts, "wallet-short", has = has, needs = needs)
        }
        code => refusal(texts, code),
    }))
}

/// What the ledger's reasons mean to a person.
pub fn refusal(texts: &Texts, code: Code) -> String {
    match code {
        Code::InsufficientFunds => text!(texts, "wallet-refused-short"),
        Code::AccountClosed => text!(texts, "wallet-refused-closed"),
        Code::BalanceTooLarge => text!(texts, "wallet-refused-full"),
        _ => text!(texts, "wallet-refused"),
    }
}
