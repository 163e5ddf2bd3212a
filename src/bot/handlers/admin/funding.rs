//! Money into somebody's wallet and out of it, by an admin: a card first, then a press.
//!
//! **Invariant:** every movement leaves a line in the admins' log, in the same database transaction.

use rust_decimal::Decimal;

use crate::agent::wallet::command;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::render::{self, wallet::amount};
use crate::bot::turn::Turn;
use crate::domain::ChatId;
use crate::domain::ledger::{Code, Key};
use crate::domain::wallet::{ProposalKind, ProposalState};
use crate::store::wallet::{ByAdmin, Proposal, Refunded, Wanted};
use crate::text;
use crate::tools::ToolError;
use crate::tools::wallet::{Order, fund, order_of, pair_with_bank_rows, propose, refund as take_back};

/// What the examples name.
const EXAMPLE: &str = "50";
const EXAMPLE_CHARGE: &str = "stx12";

/// `/admin topup @ana 50 GBP reason`
pub(super) async fn propose_funding(turn: &mut Turn, out: bool, words: &str) -> Result<(), ToolError> {
    let kind = if out { ProposalKind::PayOut } else { ProposalKind::TopUp };
    let context = turn.context().await?;
    let heard = command(kind, words, context.today).filter(|heard| !heard.wish.note.is_empty());
    let Some(heard) = heard else {
        turn.reply(Outgoing::plain(&text!(turn.texts, "admin-fund-how", amount = EXAMPLE)));
        return Ok(());
    };
    let card = propose(&heard.wish, context).await?;
    turn.reply(render::wallet::card(&card, None));
    Ok(())
}

/// "Confirm" was pressed on such a card, which is locked and open. Who presses is checked again.
pub(in crate::bot::handlers) async fn confirm(
    turn: &mut Turn,
    proposal: &Proposal,
    message: Option<i32>,
) -> Result<(), ToolError> {
    if !turn.bot.is_admin(turn.sender.user) {
        return Err(ToolError::refused(text!(turn.texts, "admin-only")));
    }
    let what = &proposal.what;
    let out = what.kind == ProposalKind::PayOut;
    let money = amount(what.amount, what.currency);
    let theirs = render::wallet::texts();
    let (told, log) = match out {
        false => (text!(theirs, "admin-put-in", amount = money, note = escape(&what.note)), "topup"),
        true => (text!(theirs, "admin-paid-out", amount = money, note = escape(&what.note)), "payout"),
    };
    let messages = Outgoing::html(told).into_messages(ChatId(what.other.0), None);
    let log = format!("{log} {} {} {}", what.amount, what.currency, what.note);
    let by = ByAdmin { admin: turn.sender.user, what: &log, bot: turn.bot.telegram.bot_id, messages: &messages };
    let key = Key::new("admin", &format!("proposal {}", proposal.id));
    let order = Order {
        key: key.ok_or_else(|| ToolError::refused(text!(turn.texts, "wallet-card-unusable")))?,
        ..order_of(turn.texts, proposal)?
    };
    let now = turn.now;
    let context = turn.context().await?;
    let outcome = fund(&order, out, &by, context).await?;
    let done = outcome.code == Code::Ok;
    let state = if done { ProposalState::Confirmed } else { ProposalState::Cancelled };
    context.book().await?.resolve_proposal(proposal.id, state, now).await?;
    if done {
        let mut theirs = turn.bot.app.context(what.other, now, None).await?;
        pair_with_bank_rows(&mut theirs).await?;
        theirs.commit().await?;
    }
    let left =
        amount(if out { outcome.available_from } else { outcome.available_to }.unwrap_or(Decimal::ZERO), what.currency);
    let name = escape(&what.other_name);
    let words = match (outcome.code, out) {
        (Code::Ok, false) => text!(turn.texts, "admin-fund-in", amount = money, name = name, left = left),
        (Code::Ok, true) => text!(turn.texts, "admin-fund-out", amount = money, name = name, left = left),
        (Code::InsufficientFunds, _) => text!(turn.texts, "admin-fund-short", name = name, left = left),
        (code, _) => text!(turn.texts, "admin-fund-refused", code = code.to_string()),
    };
    turn.reply(Outgoing { edits: message, ..Outgoing::html(words) });
    Ok(())
}

/// `/admin refund CHARGE`: what was paid in the chat goes out of the wallet again, as far as it is there.
pub(super) async fn refund(turn: &mut Turn, charge: &str) -> Result<(), ToolError> {
    let texts = turn.texts;
    let unknown = || ToolError::not_found(text!(texts, "admin-refund-unknown", charge = EXAMPLE_CHARGE));
    let charged = turn.bot.app.store.charged(charge).await?.ok_or_else(unknown)?;
    let money = amount(charged.amount, charged.currency);
    let told = text!(render::wallet::texts(), "admin-refunded", amount = money);
    let messages = Outgoing::plain(&told).into_messages(ChatId(charged.of.0), None);
    let log = format!("refund {} {} {charge}", charged.amount, charged.currency);
    let by = ByAdmin { admin: turn.sender.user, what: &log, bot: turn.bot.telegram.bot_id, messages: &messages };
    let update = turn.claim.update_id;
    let context = turn.context().await?;
    let payee = context.book().await?.find_payee(&Wanted::User(charged.of)).await?;
    let name = payee.map_or_else(|| charged.of.0.to_string(), |payee| escape(&payee.name));
    let words = match take_back(charge, &charged, update, &by, context).await? {
        Refunded::Done { left } => {
            let left = amount(left, charged.currency);
            text!(texts, "admin-refund-done", amount = money, name = name, left = left)
        }
        Refunded::Before => text!(texts, "admin-refund-before"),
        Refunded::Refused { code: Code::InsufficientFunds, left } => {
            let left = amount(left, charged.currency);
            text!(texts, "admin-refund-short", name = name, left = left, amount = money)
        }
        Refunded::Refused { code, .. } => text!(texts, "admin-fund-refused", code = code.to_string()),
    };
    turn.reply(Outgoing::html(words));
    Ok(())
}
