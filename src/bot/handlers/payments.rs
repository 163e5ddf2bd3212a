//! `/topup`: invoices, what Telegram asks before one is paid, and what a payment brings.
//!
//! **Invariant:** money that Telegram took is in the wallet when the person hears of it, or they hear that it is not. A check-out
//! changes nothing.

use std::time::Duration;

use teloxide::payloads::{AnswerPreCheckoutQuery, AnswerPreCheckoutQuerySetters as _};
use teloxide::types::PreCheckoutQueryId;

use super::render::wallet::{amount, receipt_button};
use super::wallet::own_currency;
use crate::bot::event::Invoiced;
use crate::bot::outgoing::{Invoice, Outgoing, escape};
use crate::bot::telegram::CallError;
use crate::bot::turn::Turn;
use crate::bot::wallet_button::WalletAction;
use crate::domain::Currency;
use crate::domain::wallet::FarthingId;
use crate::store::wallet::TopUp;
use crate::text;
use crate::texts::Texts;
use crate::tools::ToolError;
use crate::tools::wallet::{
    Asked, Entered, NotPayable, begin_top_up, check_top_up, enter_top_up, in_smallest_units, read_amount,
};

/// What a button each is offered for.
const OFFERED_UNITS: [u32; 3] = [10, 20, 50];
/// Telegram waits ten seconds for the answer to a check-out; all tries together stay below that.
const ANSWER_TRIES: u32 = 3;
const ANSWER_MAX: Duration = Duration::from_millis(2_500);
const ANSWER_PAUSE: Duration = Duration::from_millis(300);

/// Amounts of the examples.
const EXAMPLE: &str = "20";
const EXAMPLE_OFFERED: &str = "35";

/// What people call Telegram's own money.
const STARS: [&str; 4] = ["xtr", "stars", "star", "⭐"];

/// `/topup`, and `/topup 20`.
pub(super) async fn top_up(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    if turn.bot.telegram.payment_token.is_none() {
        return by_hand(turn).await;
    }
    let words: Vec<&str> = argument.split_whitespace().collect();
    match read_amount(&words) {
        _ if words.is_empty() => offer(turn).await,
        _ if words.iter().any(|word| STARS.iter().any(|stars| word.eq_ignore_ascii_case(stars))) => {
            Err(ToolError::refused(text!(turn.texts, "topup-no-stars", amount = EXAMPLE)))
        }
        Some((asked, taken)) if taken == words.len() => send(turn, &asked).await,
        _ => Err(how(turn.texts)),
    }
}

fn how(texts: &Texts) -> ToolError {
    ToolError::invalid(text!(texts, "topup-how", amount = EXAMPLE))
}

/// One of the offered amounts was pressed.
pub(super) async fn press(turn: &mut Turn, units: u32, currency: Currency) -> Result<(), ToolError> {
    if turn.bot.telegram.payment_token.is_none() {
        return by_hand(turn).await;
    }
    send(turn, &Asked { digits: units.to_string(), currency: Some(currency) }).await
}

/// No invoices are set up.
async fn by_hand(turn: &mut Turn) -> Result<(), ToolError> {
    let id = farthing_id(turn).await?;
    turn.reply(Outgoing::html(text!(turn.texts, "topup-by-hand", id = id.to_string())));
    Ok(())
}

async fn farthing_id(turn: &mut Turn) -> Result<FarthingId, ToolError> {
    Ok(turn.context().await?.book().await?.enter_farthing_id(&FarthingId::random()).await?)
}

async fn offer(turn: &mut Turn) -> Result<(), ToolError> {
    let id = farthing_id(turn).await?;
    let button = |units: u32, currency| WalletAction::TopUp { units, currency }.button(amount(units.into(), currency));
    let own = own_currency(turn.context().await?).await?;
    let buttons = own.map(|own| OFFERED_UNITS.into_iter().map(|units| button(units, own)).collect());
    let id = id.to_string();
    let words = match own {
        Some(_) => text!(turn.texts, "topup-offer", amount = EXAMPLE_OFFERED, id = id),
        None => text!(turn.texts, "topup-offer-no-currency", amount = EXAMPLE, id = id),
    };
    turn.reply(Outgoing { buttons: buttons.into_iter().collect(), ..Outgoing::html(words) });
    Ok(())
}

/// Sends an invoice.
async fn send(turn: &mut Turn, asked: &Asked) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let currency = match asked.currency {
        Some(currency) => Some(currency),
        None => own_currency(context).await?,
    };
    let texts = context.texts;
    let which = || ToolError::invalid(text!(texts, "topup-which-currency", amount = EXAMPLE));
    let currency = currency.ok_or_else(which)?;
    let top_up = begin_top_up(asked, currency, context).await?;
    turn.reply(invoice(texts, &top_up)?);
    Ok(())
}

fn invoice(texts: &Texts, top_up: &TopUp) -> Result<Outgoing, ToolError> {
    let money = amount(top_up.amount, top_up.currency);
    let total = in_smallest_units(top_up.amount, top_up.currency).ok_or_else(|| how(texts))?;
    let invoice = Invoice {
        title: text!(texts, "topup-invoice-title"),
        description: text!(texts, "topup-invoice", amount = money),
        payload: top_up.id.to_string(),
        currency: top_up.currency.code().to_owned(),
        total,
    };
    let refused = text!(texts, "topup-telegram-refuses", amount = money, example = EXAMPLE);
    Ok(Outgoing { invoice: Some(invoice), ..Outgoing::plain(&refused) })
}

/// "Pay" was pressed: says yes where everything is as the invoice said.
pub(super) async fn check_out(turn: &mut Turn, query_id: &str, invoice: &Invoiced) -> Result<(), ToolError> {
    let money = (invoice.currency.as_str(), invoice.total);
    let checked = check_top_up(&invoice.payload, money, turn.context().await?).await?;
    // Nobody waits for the database while Telegram is asked.
    turn.roll_back();
    let refusal = checked.err().map(|reason| match reason {
        NotPayable::Unknown => text!(turn.texts, "topup-unknown"),
        NotPayable::Changed => text!(turn.texts, "topup-changed"),
        NotPayable::Paid => text!(turn.texts, "topup-paid"),
        NotPayable::Expired => text!(turn.texts, "topup-expired"),
    });
    answer(turn, query_id, refusal.as_deref()).await;
    Ok(())
}

/// Answers a check-out: yes, or why not. Telegram takes silence for no, so that a failure costs nobody anything.
pub(super) async fn answer(turn: &Turn, query_id: &str, refusal: Option<&str>) {
    let mut call = AnswerPreCheckoutQuery::new(PreCheckoutQueryId(query_id.to_owned()), refusal.is_none());
    if let Some(words) = refusal {
        call = call.error_message(words);
    }
    for _ in 0..ANSWER_TRIES {
        match tokio::time::timeout(ANSWER_MAX, turn.bot.telegram.call::<bool, _>(&call)).await {
            Ok(Ok(_)) => return,
            Ok(Err(error @ CallError::Refused { .. })) => {
                tracing::warn!(%error, "a check-out was answered too late");
                return;
            }
            Ok(Err(error)) => tracing::debug!(%error, "a check-out is not answered yet"),
            Err(_) => tracing::debug!("a check-out is not answered yet"),
        }
        tokio::time::sleep(ANSWER_PAUSE).await;
    }
    tracing::warn!("a check-out could not be answered");
}

/// An invoice was paid.
pub(super) async fn paid(turn: &mut Turn, invoice: &Invoiced, charge: &str) -> Result<(), ToolError> {
    let money = (invoice.currency.as_str(), invoice.total);
    let entered = enter_top_up(&invoice.payload, money, charge, turn.context().await?).await?;
    let number = escape(charge);
    let texts = turn.texts;
    let lost = || text!(texts, "topup-lost", number = number);
    let (words, transfer) = match entered {
        Entered::Done { transfer, amount: paid, currency, available } => {
            let (paid, available) = (amount(paid, currency), amount(available, currency));
            let words = text!(texts, "topup-done", amount = paid, available = available, number = number);
            (words, Some(transfer))
        }
        Entered::Before { transfer } => (text!(texts, "topup-done-before"), Some(transfer)),
        Entered::Unmatched => {
            tracing::error!(charge, "a payment came that nothing was asked for; it is to be returned");
            (lost(), None)
        }
        Entered::Refused(code) => {
            tracing::error!(charge, %code, "the ledger refused a payment that was taken; it is to be returned");
            (lost(), None)
        }
    };
    let buttons = transfer.map(receipt_button).unwrap_or_default();
    turn.reply(Outgoing { buttons, ..Outgoing::html(words) });
    Ok(())
}
