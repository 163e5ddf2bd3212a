//! Being found and finding others: `/me`, links, shared contacts.

use super::{EXAMPLE, ask};
use crate::bot::asking::Asking;
use crate::bot::charts;
use crate::bot::outgoing::{FileKind, Outgoing, OutgoingFile, escape};
use crate::bot::turn::Turn;
use crate::bot::wallet_button::WalletAction;
use crate::domain::TelegramUserId;
use crate::domain::wallet::{FarthingId, ProposalKind};
use crate::store::wallet::Payee;
use crate::text;
use crate::tools::ToolError;
use crate::tools::wallet::{Whom, resolve};

/// What the argument of `/start` begins with when somebody opened a link to pay.
pub(in crate::bot::handlers) const LINK: &str = "pay_";

/// `/me`: the farthing id, as a picture and a link.
pub(super) async fn me(turn: &mut Turn) -> Result<(), ToolError> {
    let id = turn.context().await?.book().await?.enter_farthing_id(&FarthingId::random()).await?;
    let link = format!("https://t.me/{}?start={LINK}{}", turn.bot.username, id.plain());
    let html = text!(turn.texts, "wallet-me", id = id.to_string(), link = escape(&link));
    match tokio::task::spawn_blocking(move || charts::qr_code(&link)).await {
        Ok(Ok(png)) => {
            let file = Some(OutgoingFile { kind: FileKind::Photo, file_name: "farthing-id.png".to_owned() });
            turn.reply_with_file(Outgoing { file, ..Outgoing::html(html) }, png);
        }
        // The words say the same.
        Ok(Err(error)) => {
            tracing::error!(%error, "a QR code was not drawn");
            turn.reply(Outgoing::html(html));
        }
        Err(error) => {
            tracing::error!(%error, "a QR code was not drawn");
            turn.reply(Outgoing::html(html));
        }
    }
    Ok(())
}

/// A link to pay somebody was opened.
pub(in crate::bot::handlers) async fn opened_link(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    let id = argument.strip_prefix(LINK).unwrap_or_default();
    let id: FarthingId = id.parse().map_err(|_| ToolError::invalid(text!(turn.texts, "wallet-link-broken")))?;
    offer(turn, &Whom::Id(id)).await
}

/// A contact was shared.
pub(in crate::bot::handlers) async fn contact(turn: &mut Turn, user: Option<TelegramUserId>) -> Result<(), ToolError> {
    let user = user.ok_or_else(|| ToolError::not_found(text!(turn.texts, "wallet-nobody")))?;
    offer(turn, &Whom::User(user)).await
}

async fn offer(turn: &mut Turn, whom: &Whom) -> Result<(), ToolError> {
    let Payee { user, name, .. } = resolve(whom, turn.context().await?).await?;
    if user == turn.sender.user {
        turn.reply(Outgoing::plain(&text!(turn.texts, "wallet-is-you")));
        return Ok(());
    }
    turn.reply(Outgoing {
        buttons: vec![vec![
            WalletAction::SendTo { user: user.0 }.button(text!(turn.texts, "button-send-money")),
            WalletAction::AskFor { user: user.0 }.button(text!(turn.texts, "button-ask-for-money")),
        ]],
        ..Outgoing::html(text!(turn.texts, "wallet-person", name = escape(&name)))
    });
    Ok(())
}

/// Waits for an amount to send to somebody, or to ask them for.
pub(super) async fn ask_amount(turn: &mut Turn, user: TelegramUserId, kind: ProposalKind) -> Result<(), ToolError> {
    let payee = resolve(&Whom::User(user), turn.context().await?).await?;
    let (asking, words) = match kind {
        ProposalKind::Request => {
            (Asking::AmountToAsk { user: user.0 }, text!(turn.texts, "wallet-how-much-to-ask", name = payee.name))
        }
        _ => (Asking::AmountToSend { user: user.0 }, text!(turn.texts, "wallet-how-much-to-send", name = payee.name)),
    };
    let example = text!(turn.texts, "wallet-amount-field", amount = EXAMPLE);
    ask(turn, asking, &words, &example);
    Ok(())
}
