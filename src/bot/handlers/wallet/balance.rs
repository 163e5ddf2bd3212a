//! `/balance`, `/limits`.

use rust_decimal::Decimal;

use super::super::render::wallet::amount;
use super::super::second_factor::{self, Purpose};
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::bot::wallet_button::WalletAction;
use crate::domain::Currency;
use crate::domain::ledger::Owner;
use crate::store::ledger::Balance;
use crate::text;
use crate::texts::Texts;
use crate::tools::second_factor::{Ask, needed};
use crate::tools::wallet::{limits as limits_of, read_amount, set_limit};
use crate::tools::{Context, ToolError};

/// Amounts of the examples.
const EXAMPLE_TRANSFER: &str = "200";
const EXAMPLE_DAY: &str = "500";
const EXAMPLE_MONTH: &str = "2000";

/// `/balance`
pub(super) async fn balance(turn: &mut Turn) -> Result<(), ToolError> {
    let texts = turn.texts;
    let balances = balances(turn.context().await?).await?;
    if balances.iter().all(|balance| balance.balance.is_zero()) {
        turn.reply(Outgoing::plain(&text!(texts, "wallet-empty")));
        return Ok(());
    }
    let line = |balance: &Balance| {
        let money = amount(balance.balance - balance.held, balance.currency);
        let held = match balance.held.is_zero() {
            true => String::new(),
            false => text!(texts, "wallet-on-hold", amount = amount(balance.held, balance.currency)),
        };
        let closed = if balance.closed { text!(texts, "wallet-closed") } else { String::new() };
        text!(texts, "wallet-balance", amount = money, held = held, closed = closed)
    };
    let lines: Vec<String> = balances.iter().filter(|balance| !balance.balance.is_zero()).map(line).collect();
    turn.reply(Outgoing {
        buttons: vec![vec![WalletAction::History { offset: 0 }.button(text!(texts, "button-history"))]],
        ..Outgoing::html(text!(texts, "wallet-balances", lines = lines.join("\n")))
    });
    Ok(())
}

pub(super) async fn balances(context: &mut Context) -> Result<Vec<Balance>, ToolError> {
    let book = context.book().await?;
    let owner = Owner::User(book.wallet_owner().await?);
    Ok(book.wallet(&owner).await?)
}

/// `/limits`, and `/limits day 500`, which asks for the second factor where there is one.
pub(super) async fn limits(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    if argument.is_empty() {
        return show_limits(turn).await;
    }
    limit_in(turn.texts, argument)?;
    let ask = Ask { changes_limits: true, ..Ask::default() };
    match needed(turn.context().await?, ask).await? {
        Some(need) => {
            let purpose = Purpose::SpendingLimit { argument: argument.to_owned() };
            second_factor::ask(turn, purpose, need).await
        }
        None => change_limit(turn, argument).await,
    }
}

/// Changes a limit as it was typed.
pub(in crate::bot::handlers) async fn change_limit(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    let (which, limit) = limit_in(turn.texts, argument)?;
    let context = turn.context().await?;
    let currency = limits_currency(context).await?;
    set_limit(&which, limit, currency, context).await?;
    show_limits(turn).await
}

/// Which limit, and how much.
fn limit_in(texts: &Texts, argument: &str) -> Result<(String, Decimal), ToolError> {
    let words: Vec<&str> = argument.split_whitespace().collect();
    let read = match words.as_slice() {
        [which, limit @ ..] => read_amount(limit)
            .filter(|(_, taken)| *taken == limit.len())
            .and_then(|(asked, _)| Some((which.to_lowercase(), asked.digits.parse().ok()?))),
        [] => None,
    };
    read.ok_or_else(|| {
        let (day, transfer, month) = (EXAMPLE_DAY, EXAMPLE_TRANSFER, EXAMPLE_MONTH);
        ToolError::invalid(text!(texts, "wallet-limits-how", day = day, transfer = transfer, month = month))
    })
}

async fn show_limits(turn: &mut Turn) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let currency = limits_currency(context).await?;
    let limits = limits_of(currency, context).await?;
    turn.reply(Outgoing::html(text!(
        turn.texts,
        "wallet-limits",
        transfer = amount(limits.per_transfer, currency),
        day = amount(limits.per_day, currency),
        month = amount(limits.per_month, currency),
        example = EXAMPLE_DAY
    )));
    Ok(())
}

async fn limits_currency(context: &mut Context) -> Result<Currency, ToolError> {
    let own = own_currency(context).await?;
    own.ok_or_else(|| ToolError::invalid(text!(context.texts, "wallet-limits-no-currency")))
}

/// What the wallet has money in, else the person's own.
pub(in crate::bot::handlers) async fn own_currency(context: &mut Context) -> Result<Option<Currency>, ToolError> {
    let filled = balances(context).await?.into_iter().find(|balance| !balance.balance.is_zero());
    match filled {
        Some(balance) => Ok(Some(balance.currency)),
        None => Ok(context.book().await?.settings().await?.home_currency),
    }
}

/// Nobody is deleted together with their money.
pub(in crate::bot::handlers) async fn refuse_while_money_is_there(turn: &mut Turn) -> Result<(), ToolError> {
    let balances = balances(turn.context().await?).await?;
    let left: Vec<String> = balances
        .iter()
        .filter(|balance| !balance.balance.is_zero())
        .map(|balance| amount(balance.balance, balance.currency))
        .collect();
    if left.is_empty() {
        return Ok(());
    }
    let amounts = left.into_iter().reduce(|before, last| text!(turn.texts, "and-list", items = before, last = last));
    Err(ToolError::refused(text!(turn.texts, "wallet-still-has", amounts = amounts.unwrap_or_default())))
}
