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

const HOW: &str =
    "Write whom, how much and why: /admin topup @ana 50 GBP cash received, or /admin payout @ana 50 GBP cash given.";

/// `/admin topup @ana 50 GBP reason`
pub(super) async fn propose_funding(turn: &mut Turn, out: bool, words: &str) -> Result<(), ToolError> {
    let kind = if out { ProposalKind::PayOut } else { ProposalKind::TopUp };
    let context = turn.context().await?;
    let heard = command(kind, words, context.today).filter(|heard| !heard.wish.note.is_empty());
    let Some(heard) = heard else {
        turn.reply(Outgoing::plain(HOW));
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
        return Err(ToolError::refused("Only the person who runs this farthing can do that."));
    }
    let what = &proposal.what;
    let out = what.kind == ProposalKind::PayOut;
    let money = amount(what.amount, what.currency);
    let (told, log) = match out {
        false => (format!("💷 {money} was put into your wallet: {}.", escape(&what.note)), "topup"),
        true => (format!("{money} was paid out of your wallet: {}.", escape(&what.note)), "payout"),
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
        (Code::Ok, false) => format!("✅ Put {money} into the wallet of {name}. It has {left} now."),
        (Code::Ok, true) => format!("✅ Took {money} out of the wallet of {name}. It has {left} now."),
        (Code::InsufficientFunds, _) => format!("The wallet of {name} has only {left}. Nothing was moved."),
        (code, _) => format!("The ledger refused it ({code}). Nothing was moved."),
    };
    turn.reply(Outgoing { edits: message, ..Outgoing::html(words) });
    Ok(())
}

/// `/admin refund CHARGE`: what was paid in the chat goes out of the wallet again, as far as it is there.
pub(super) async fn refund(turn: &mut Turn, charge: &str) -> Result<(), ToolError> {
    let unknown = "I don't know that payment. Its number stands below the person's message of it: /admin refund stx12.";
    let charged = turn.bot.app.store.charged(charge).await?.ok_or_else(|| ToolError::not_found(unknown))?;
    let money = amount(charged.amount, charged.currency);
    let told = format!("{money} was taken back out of your wallet: your payment is being refunded.");
    let messages = Outgoing::plain(&told).into_messages(ChatId(charged.of.0), None);
    let log = format!("refund {} {} {charge}", charged.amount, charged.currency);
    let by = ByAdmin { admin: turn.sender.user, what: &log, bot: turn.bot.telegram.bot_id, messages: &messages };
    let update = turn.claim.update_id;
    let context = turn.context().await?;
    let payee = context.book().await?.find_payee(&Wanted::User(charged.of)).await?;
    let name = payee.map_or_else(|| charged.of.0.to_string(), |payee| escape(&payee.name));
    let words = match take_back(charge, &charged, update, &by, context).await? {
        Refunded::Done { left } => format!(
            "✅ Took {money} out of the wallet of {name}. It has {} now. Please give the money back with your payment \
             provider: Telegram itself returns Stars alone.",
            amount(left, charged.currency)
        ),
        Refunded::Before => "That payment was taken back already, and only once.".to_owned(),
        Refunded::Refused { code: Code::InsufficientFunds, left } => format!(
            "The wallet of {name} has only {} of the {money}. Nothing was moved.",
            amount(left, charged.currency)
        ),
        Refunded::Refused { code, .. } => format!("The ledger refused it ({code}). Nothing was moved."),
    };
    turn.reply(Outgoing::html(words));
    Ok(())
}
