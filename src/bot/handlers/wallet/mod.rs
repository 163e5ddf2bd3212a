//! The wallet in the chat: commands, buttons and typed answers.
//!
//! **Invariant:** money moves in [`confirm`] alone, after a press; everything else reads, or leaves a card.

mod balance;
mod below;
mod confirm;
mod history;
mod people;
mod requests;
mod schedules;

use uuid::Uuid;

use super::{payments, question, render};
use crate::agent::wallet::{Heard, amount_and_note, command as heard_in};
use crate::bot::asking::Asking;
use crate::bot::command::Command;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::bot::wallet_button::WalletAction;
use crate::domain::wallet::{ProposalKind, ProposalState};
use crate::domain::{ChatId, TelegramUserId};
use crate::text;
use crate::texts::Texts;
use crate::tools::ToolError;
use crate::tools::wallet::{Whom, again, changed, propose, read_amount};

pub(super) use balance::{change_limit, own_currency, refuse_while_money_is_there};
pub(super) use below::{asked_below, below, propose_below};
pub(super) use confirm::confirm_with_factor;
pub(super) use people::{LINK, contact, opened_link};

/// Amounts of the examples.
const EXAMPLE: &str = "20";
const EXAMPLE_EXACT: &str = "12.50";

fn how_to_send(texts: &Texts) -> String {
    text!(texts, "wallet-how-to-send", amount = EXAMPLE)
}

fn how_to_ask(texts: &Texts) -> String {
    text!(texts, "wallet-how-to-ask", amount = EXAMPLE)
}

fn no_amount(texts: &Texts) -> ToolError {
    ToolError::invalid(text!(texts, "wallet-no-amount", whole = EXAMPLE, exact = EXAMPLE_EXACT))
}

/// A command of the wallet.
pub(super) async fn command(turn: &mut Turn, command: Command, argument: &str) -> Result<(), ToolError> {
    match command {
        Command::Balance => balance::balance(turn).await,
        Command::Me => people::me(turn).await,
        Command::Topup => payments::top_up(turn, argument).await,
        Command::Limits => balance::limits(turn, argument).await,
        Command::Send => typed_command(turn, ProposalKind::Send, argument, how_to_send).await,
        Command::Request => typed_command(turn, ProposalKind::Request, argument, how_to_ask).await,
        Command::Requests => requests::list(turn).await,
        Command::Scheduled => schedules::list(turn).await,
        Command::History => history::list(turn, 0).await,
        _ => history::receipt_named(turn, argument).await,
    }
}

/// A button of the wallet.
pub(super) async fn pressed(turn: &mut Turn, action: WalletAction, message: Option<i32>) -> Result<(), ToolError> {
    match action {
        WalletAction::Confirm { proposal } => confirm::confirm(turn, proposal, message).await,
        WalletAction::Change { proposal } => {
            turn.reply(Outgoing {
                buttons: vec![vec![
                    WalletAction::ChangeAmount { proposal }.button(text!(turn.texts, "button-change-amount")),
                    WalletAction::ChangeNote { proposal }.button(text!(turn.texts, "button-change-note")),
                ]],
                ..Outgoing::html(text!(turn.texts, "wallet-what-to-change"))
            });
            Ok(())
        }
        WalletAction::ChangeAmount { proposal } => {
            ask(turn, Asking::CardAmount { proposal }, &text!(turn.texts, "wallet-how-much"), EXAMPLE_EXACT);
            Ok(())
        }
        WalletAction::ChangeNote { proposal } => {
            let (words, example) = (text!(turn.texts, "wallet-what-for"), text!(turn.texts, "wallet-what-for-field"));
            ask(turn, Asking::CardNote { proposal }, &words, &example);
            Ok(())
        }
        WalletAction::Cancel { proposal } => cancel(turn, proposal, message).await,
        WalletAction::Again { proposal } => {
            let card = again(proposal, turn.context().await?).await?;
            turn.reply(render::wallet::card(&card, message));
            Ok(())
        }
        WalletAction::Receipt { transfer } => history::receipt(turn, transfer).await,
        WalletAction::Proof { transfer } => history::proof(turn, transfer).await,
        WalletAction::History { offset } => history::list(turn, offset).await,
        WalletAction::Pay { request } => requests::pay(turn, request).await,
        WalletAction::Decline { request } => requests::decline(turn, request, message).await,
        WalletAction::Remind { request } => requests::remind(turn, request).await,
        WalletAction::TakeBack { request } => requests::take_back(turn, request).await,
        WalletAction::EndSchedule { schedule } => schedules::end(turn, schedule).await,
        WalletAction::TopUp { units, currency } => payments::press(turn, units, currency).await,
        WalletAction::SendTo { user } => people::ask_amount(turn, TelegramUserId(user), ProposalKind::Send).await,
        WalletAction::AskFor { user } => people::ask_amount(turn, TelegramUserId(user), ProposalKind::Request).await,
    }
}

/// Words that answer a question of the wallet.
pub(super) async fn typed(turn: &mut Turn, asked: &Asking, text: &str) -> Result<(), ToolError> {
    if text.trim_end().ends_with('?') {
        turn.ask(None);
        return question::ask(turn, text).await;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let texts = turn.texts;
    let context = turn.context().await?;
    let today = context.today;
    let card = match asked {
        Asking::CardAmount { proposal } => match read_amount(&words) {
            Some((amount, taken)) if taken == words.len() => changed(*proposal, Some(&amount), None, context).await?,
            _ => return Err(no_amount(texts)),
        },
        Asking::CardNote { proposal } => {
            let note = text.trim().strip_prefix("for ").unwrap_or(text);
            changed(*proposal, None, Some(note), context).await?
        }
        Asking::AmountToSend { user } | Asking::AmountToAsk { user } => {
            let sends = matches!(asked, Asking::AmountToSend { .. });
            let kind = if sends { ProposalKind::Send } else { ProposalKind::Request };
            let heard = amount_and_note(kind, Whom::User(TelegramUserId(*user)), text, today);
            propose(&heard.ok_or_else(|| no_amount(texts))?.wish, context).await?
        }
        _ => return Ok(()),
    };
    turn.ask(None);
    turn.reply(render::wallet::card(&card, None));
    Ok(())
}

/// `/send` and `/request`.
async fn typed_command(
    turn: &mut Turn,
    kind: ProposalKind,
    argument: &str,
    how: fn(&Texts) -> String,
) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let Some(Heard { wish, .. }) = heard_in(kind, argument, context.today) else {
        turn.reply(Outgoing::plain(&how(turn.texts)));
        return Ok(());
    };
    let card = propose(&wish, context).await?;
    turn.reply(render::wallet::card(&card, None));
    Ok(())
}

/// "Cancel" on a card.
async fn cancel(turn: &mut Turn, id: Uuid, message: Option<i32>) -> Result<(), ToolError> {
    let now = turn.now;
    let book = turn.context().await?.book().await?;
    let found = book.lock_proposal(id).await?;
    if found.is_some_and(|proposal| proposal.state == ProposalState::Confirmed) {
        return Err(ToolError::refused(text!(turn.texts, "wallet-done-nothing-to-cancel")));
    }
    book.resolve_proposal(id, ProposalState::Cancelled, now).await?;
    turn.reply(Outgoing { edits: message, ..Outgoing::plain(&text!(turn.texts, "wallet-cancelled")) });
    Ok(())
}

/// Waits for words.
fn ask(turn: &mut Turn, asking: Asking, words: &str, example: &str) {
    turn.ask(Some(asking));
    turn.reply(Outgoing { awaits: Some(example.to_owned()), ..Outgoing::html(escape(words)) });
}

/// Tells the other person of a payment or a request, when this turn is finished.
async fn tell(turn: &mut Turn, other: TelegramUserId, message: Outgoing) -> Result<(), ToolError> {
    let (bot, now) = (turn.bot.telegram.bot_id, turn.now);
    let book = turn.context().await?.book().await?;
    for message in message.into_messages(ChatId(other.0), None) {
        book.tell(bot, other, &message.message, now).await?;
    }
    Ok(())
}
