//! Requests for money: paying, declining, reminding, taking back.

use uuid::Uuid;

use super::super::render;
use super::tell;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::bot::wallet_button::WalletAction;
use crate::domain::wallet::{ProposalKind, RequestState};
use crate::store::wallet::Request;
use crate::tools::ToolError;
use crate::tools::wallet::{Asked, REMINDER_INTERVAL, REMINDERS_MAX, REQUESTS_OPEN_MAX, Whom, Wish, own_name, propose};

const ENDED: &str = "That request was answered already or has ended.";

/// `/requests`
pub(super) async fn list(turn: &mut Turn) -> Result<(), ToolError> {
    let most = i64::try_from(REQUESTS_OPEN_MAX).unwrap_or(i64::MAX);
    let open = turn.context().await?.book().await?.requests(None, most).await?;
    if open.is_empty() {
        turn.reply(Outgoing::plain("No request is open. /request 20 @ben for cinema makes one."));
        return Ok(());
    }
    let mut lines = vec!["<b>Open requests</b>".to_owned()];
    let mut buttons = Vec::new();
    for (number, request) in (1..).zip(&open) {
        let money = render::wallet::amount(request.amount, request.currency);
        let name = escape(&request.other_name);
        let purpose = render::wallet::purpose(&request.note);
        let id = request.id;
        if request.asked_by_me {
            lines.push(format!("{number}. You asked {name} for {money}{purpose}"));
            buttons.push(vec![
                WalletAction::Remind { request: id }.button(format!("{number}. Remind")),
                WalletAction::TakeBack { request: id }.button(format!("{number}. Take back")),
            ]);
        } else {
            lines.push(format!("{number}. {name} asks you for {money}{purpose}"));
            buttons.push(vec![
                WalletAction::Pay { request: id }.button(format!("{number}. Pay")),
                WalletAction::Decline { request: id }.button(format!("{number}. Decline")),
            ]);
        }
    }
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

async fn open(turn: &mut Turn, id: Uuid) -> Result<Request, ToolError> {
    let found = turn.context().await?.book().await?.requests(Some(id), 1).await?;
    let request = found.into_iter().next().filter(|request| request.state == RequestState::Open);
    request.ok_or_else(|| ToolError::refused(ENDED))
}

/// "Pay": a card, like any payment.
pub(super) async fn pay(turn: &mut Turn, id: Uuid) -> Result<(), ToolError> {
    let request = open(turn, id).await?;
    if request.asked_by_me {
        return Err(ToolError::refused("That is your own request. Only the other person can pay it."));
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
    let told = format!("{} declined your request for {money}{purpose}.", escape(&me));
    tell(turn, request.other, Outgoing::html(told)).await?;
    let words = format!("Declined. I told {}.", escape(&request.other_name));
    turn.reply(Outgoing { edits: message, ..Outgoing::html(words) });
    Ok(())
}

/// "Take back", on an own request.
pub(super) async fn take_back(turn: &mut Turn, id: Uuid) -> Result<(), ToolError> {
    let request = settled(turn, id, RequestState::Cancelled).await?;
    let me = own_name(turn.context().await?).await?;
    let money = render::wallet::amount(request.amount, request.currency);
    let told = format!("{} took back the request for {money}.", escape(&me));
    tell(turn, request.other, Outgoing::html(told)).await?;
    turn.reply(Outgoing::html(format!("Taken back. I told {}.", escape(&request.other_name))));
    Ok(())
}

async fn settled(turn: &mut Turn, id: Uuid, state: RequestState) -> Result<Request, ToolError> {
    let request = open(turn, id).await?;
    match turn.context().await?.book().await?.settle_request(id, state).await? {
        true => Ok(request),
        false => Err(ToolError::refused(ENDED)),
    }
}

/// "Remind", on an own request.
pub(super) async fn remind(turn: &mut Turn, id: Uuid) -> Result<(), ToolError> {
    let request = open(turn, id).await?;
    let now = turn.now;
    let since = now - REMINDER_INTERVAL;
    if !turn.context().await?.book().await?.remind_request(id, REMINDERS_MAX, since, now).await? {
        return Err(ToolError::refused(
            "I remind people twice at most, and not before a day has passed. They have your request.",
        ));
    }
    let me = own_name(turn.context().await?).await?;
    tell(turn, request.other, render::wallet::reminded(&me, &request)).await?;
    turn.reply(Outgoing::html(format!("I reminded {}.", escape(&request.other_name))));
    Ok(())
}
