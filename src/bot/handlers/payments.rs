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

const HOW: &str = "Write how much, with the currency if you like: /topup 20, /topup 20 EUR.";

/// What people call Telegram's own money.
const STARS: [&str; 4] = ["xtr", "stars", "star", "⭐"];
const NO_STARS: &str = "I can't take Telegram Stars: your wallet holds money of countries, and Stars have no fixed rate to any. \
    /topup 20 EUR makes an invoice in euros.";

/// `/topup`, and `/topup 20`.
pub(super) async fn top_up(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    if turn.bot.telegram.payment_token.is_none() {
        return by_hand(turn).await;
    }
    let words: Vec<&str> = argument.split_whitespace().collect();
    match read_amount(&words) {
        _ if words.is_empty() => offer(turn).await,
        _ if words.iter().any(|word| STARS.iter().any(|stars| word.eq_ignore_ascii_case(stars))) => {
            Err(ToolError::refused(NO_STARS))
        }
        Some((asked, taken)) if taken == words.len() => send(turn, &asked).await,
        _ => Err(ToolError::invalid(HOW)),
    }
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
    turn.reply(Outgoing::html(format!(
        "<b>Money into your wallet</b>\nGive it to the person who runs this farthing, in whatever way you two agree on. They \
         put it into your wallet and I tell you at once.\nYour farthing id, so that they know who you are: <code>{id}</code>"
    )));
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
    let how = match own {
        Some(_) => "Choose how much, or write it: /topup 35.",
        None => "Write how much, with the currency: /topup 20 EUR.",
    };
    turn.reply(Outgoing {
        buttons: buttons.into_iter().collect(),
        ..Outgoing::html(format!(
            "<b>Money into your wallet</b>\n{how} I send you an invoice that you pay right here.\nThe person who runs this \
             farthing can put money in as well. Your farthing id, so that they know who you are: <code>{id}</code>"
        ))
    });
    Ok(())
}

/// Sends an invoice.
async fn send(turn: &mut Turn, asked: &Asked) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let currency = match asked.currency {
        Some(currency) => Some(currency),
        None => own_currency(context).await?,
    };
    let currency = currency.ok_or_else(|| ToolError::invalid("In which currency? Write it behind: /topup 20 EUR."))?;
    let top_up = begin_top_up(asked, currency, context).await?;
    turn.reply(invoice(&top_up)?);
    Ok(())
}

fn invoice(top_up: &TopUp) -> Result<Outgoing, ToolError> {
    let money = amount(top_up.amount, top_up.currency);
    let total = in_smallest_units(top_up.amount, top_up.currency).ok_or_else(|| ToolError::invalid(HOW))?;
    let invoice = Invoice {
        title: "Money into your wallet".to_owned(),
        description: format!("{money} for your farthing wallet. This invoice can be paid within the hour."),
        payload: top_up.id.to_string(),
        currency: top_up.currency.code().to_owned(),
        total,
    };
    let refused = format!("Telegram takes no payment of {money} here. Please try another amount, like /topup 20.");
    Ok(Outgoing { invoice: Some(invoice), ..Outgoing::plain(&refused) })
}

/// "Pay" was pressed: says yes where everything is as the invoice said.
pub(super) async fn check_out(turn: &mut Turn, query_id: &str, invoice: &Invoiced) -> Result<(), ToolError> {
    let money = (invoice.currency.as_str(), invoice.total);
    let checked = check_top_up(&invoice.payload, money, turn.context().await?).await?;
    // Nobody waits for the database while Telegram is asked.
    turn.roll_back();
    let refusal = checked.err().map(|reason| match reason {
        NotPayable::Unknown => "This invoice is not yours, or I don't know it any more. Nothing was paid.",
        NotPayable::Changed => "This invoice is not what I sent. Nothing was paid. /topup makes a new one.",
        NotPayable::Paid => "This invoice was paid already. /topup makes a new one.",
        NotPayable::Expired => "This invoice has expired. Nothing was paid. /topup makes a new one.",
    });
    answer(turn, query_id, refusal).await;
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
    let lost = || {
        format!(
            "Telegram took your payment, but I could not put it into your wallet. Please show this number to the person who \
             runs this farthing, who can return the money: <code>{number}</code>"
        )
    };
    let (words, transfer) = match entered {
        Entered::Done { transfer, amount: paid, currency, available } => {
            let (paid, available) = (amount(paid, currency), amount(available, currency));
            let words = format!(
                "✅ {paid} is in your wallet. You have {available} now.\nNumber of the payment: <code>{number}</code>"
            );
            (words, Some(transfer))
        }
        Entered::Before { transfer } => ("That payment is in your wallet already.".to_owned(), Some(transfer)),
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
