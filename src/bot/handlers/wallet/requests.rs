//! Requests for money: paying, declining, reminding, taking back.

use uuid::Uuid;

use super::super::render;
use super::tell;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::bot::wallet_button::WalletAction;
use crate::domain::wallet::{ProposalKind, RequestState};
use crate::store::wallet::Request;
use crate::text;
use crate::tools::ToolError;
use crate::tools::wallet::{Asked, REMINDER_INTERVAL, REMINDERS_MAX, REQUESTS_OPEN_MAX, Whom, Wish, own_name, propose};

/// The amount of the example.
const EXAMPLE: &str = "20";

/// `/requests`
pub(super) async fn list(turn: &mut Turn) -> Result<(), ToolError> {
    let most = i64::try_from(REQUESTS_OPEN_MAX).unwrap_or(i64::MAX);
    let open = turn.context().await?.book().await?.requests(None, most).await?;
    if open.is_empty() {
        turn.reply(Outgoing::plain(&text!(turn.texts, "request-none-open", amount = EXAMPLE)));
        return Ok(());
    }
    let texts = turn.texts;
    let mut lines = vec![text!(texts, "request-open")];
    let mut buttons = Vec::new();
    for (number, request) in (1_usize..).zip(&open) {
        let number = number.to_string();
        let money = render::wallet::amount(request.amount, request.currency);
        let name = escape(&request.other_name);
        let purpose = render::wallet::purpose(&request.note);
        let id = request.id;
        if request.asked_by_me {
            let line = text!(texts, "request-by-me", number = number, name = name, amount = money, purpose = purpose);
            lines.push(line);
            buttons.push(vec![
                WalletAction::Remind { request: id }.button(text!(texts, "button-remind-number", number = number)),
                WalletAction::TakeBack { request: id }.button(text!(texts, "button-take-back-number", number = number)),
            ]);
        } else {
            let line =
                text!(texts, "request-by-other", number = number, name = name, amount = money, purpose = purpose);
            lines.push(line);
            buttons.push(vec![
                WalletAction::Pay { request: id }.button(text!(texts, "button-pay-number", number = number)),
                WalletAction::Decline { request: id }.button(text!(texts, "button-decline-number", number = number)),
            ]);
        }
    }
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

async fn open(turn: &mut Turn, id: Uuid) -> Result<Request, ToolError> {
    let found = turn.context().await?.book().await?.requests(Some(id), 1).await?;
    let request = found.into_iter().next().filter(|request| request.state == RequestState::Open);
    request.ok_or_else(|| ToolError::refused(text!(turn.texts, "request-ended")))
}

/// "Pay": a card, like any payment.
pub(super) async fn pay(turn: &mut Turn, id: Uuid) -> Result<(), ToolError> {
    let request = open(turn, id).await?;
    if request.asked_by_me {
        return Err(ToolError::refused(text!(turn.texts, "request-is-yours")));
    }
    let wish = Wish {
        kind: ProposalKind::Send,
        amount: Asked { digits: request.amount.to_string(), currency: Some(request.currency) },
        whom: Whom::User(request.other),
        note: request.note,
        request: Some(id),
        schedule: None,
    };
    let card = propose(&wish, turn.context().await?).await?;
    turn.reply(render::wallet::card(&card, None));
    Ok(())
}

/// "Decline".
pub(super) async fn decline(turn: &mut Turn, id: Uuid, message: Option<i32>) -> Result<(), ToolError> {
    let request = settled(turn, id, RequestState::Declined).await?;
    let me = own_name(turn.context().await?).await?;
    let money = render::wallet::amount(request.amount, request.currency);
    let purpose = render::wallet::purpose(&request.note);
    let told =
        text!(render::wallet::texts(), "wallet-declined-yours", name = escape(&me), amount = money, purpose = purpose);
    tell(turn, request.other, Outgoing::html(told)).await?;
    let words = text!(turn.texts, "request-declined", name = escape(&request.other_name));
    turn.reply(Outgoing { edits: message, ..Outgoing::html(words) });
    Ok(())
}

/// "Take back", on an own request.
pub(super) async fn take_back(turn: &mut Turn, id: Uuid) -> Result<(), ToolError> {
    let request = settled(turn, id, RequestState::Cancelled).await?;
    let me = own_name(turn.context().await?).await?;
    let money = render::wallet::amount(request.amount, request.currency);
    let told = text!(render::wallet::texts(), "wallet-took-back", name = escape(&me), amount = money);
    tell(turn, request.other, Outgoing::html(told)).await?;
    let words = text!(turn.texts, "request-taken-back", name = escape(&request.other_name));
    turn.reply(Outgoing::html(words));
    Ok(())
}

async fn settled(turn: &mut Turn, id: Uuid, state: RequestState) -> Result<Request, ToolError> {
    let request = open(turn, id).await?;
    match turn.context().await?.book().await?.settle_request(id, state).await? {
        true => Ok(request),
        false => Err(ToolError::refused(text!(turn.texts, "request-ended"))),
    }
}

/// "Remind", on an own request.
pub(super) async fn remind(turn: &mut Turn, id: Uuid) -> Result<(), ToolError> {
    let request = open(turn, id).await?;
    let now = turn.now;
    let since = now - REMINDER_INTERVAL;
    if !turn.context().await?.book().await?.remind_request(id, REMINDERS_MAX, since, now).await? {
        return Err(ToolError::refused(text!(turn.texts, "request-reminded-enough")));
    }
    let me = own_name(turn.context().await?).await?;
    tell(turn, request.other, render::wallet::reminded(&me, &request)).await?;
    let words = text!(turn.texts, "request-reminded", name = escape(&request.other_name));
    turn.reply(Outgoing::html(words));
    Ok(())
}
