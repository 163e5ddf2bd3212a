//! An authenticator app is set up: its secret as a link and a picture, its first code, and the recovery codes.

use super::{Purpose, Step, prompt};
use crate::bot::asking::Asking;
use crate::bot::charts::qr_code;
use crate::bot::outgoing::{FileKind, Outgoing, OutgoingFile, escape};
use crate::bot::turn::Turn;
use crate::text;
use crate::tools::ToolError;
use crate::tools::second_factor::{self, code, offer_app};

/// Shows a new secret and waits for its first code.
pub(super) async fn offer(turn: &mut Turn) -> Result<(), ToolError> {
    let vault = turn.bot.app.vault.clone();
    let name = turn.sender.name.clone();
    let secret = offer_app(&vault, turn.context().await?).await?;
    let link = code::link(secret.expose(), &name);
    let picture = {
        let link = link.clone();
        tokio::task::spawn_blocking(move || qr_code(&link)).await.map_err(ToolError::failed)?
    };
    let html = text!(turn.texts, "app-offer", link = escape(&link));
    let (message, bytes) = match picture {
        Ok(png) => {
            let file = OutgoingFile { kind: FileKind::Photo, file_name: "authenticator.png".to_owned() };
            (Outgoing { file: Some(file), ..Outgoing::html(html) }, Some(png))
        }
        // The line says the same.
        Err(error) => {
            tracing::warn!(%error, "the QR code was not drawn");
            (Outgoing::html(html), None)
        }
    };
    // Not by the outbox: the secret stands in it.
    let sent = message.send(&turn.bot.telegram, turn.chat_id, bytes).await.map_err(ToolError::failed)?;
    let prompt = prompt(turn, &Purpose::SetUpApp, Step::Confirm, false, Some(sent.message_id));
    turn.context().await?.book().await?.set_prompt(&prompt).await?;
    turn.ask(Some(Asking::Code));
    Ok(())
}

/// New recovery codes in place of all before.
pub(super) async fn new_recovery_codes(turn: &mut Turn) -> Result<(), ToolError> {
    let vault = turn.bot.app.vault.clone();
    let codes = second_factor::new_recovery_codes(&vault, turn.context().await?).await?;
    show_recovery_codes(turn, &codes).await
}

/// Shows them once: they are kept as hashes before, and nowhere as they are.
pub(super) async fn show_recovery_codes(turn: &mut Turn, codes: &[String]) -> Result<(), ToolError> {
    turn.keep_so_far().await?;
    let html = text!(turn.texts, "recovery-codes", codes = codes.join("</code>\n<code>"));
    // Not by the outbox: they stand in it.
    if let Err(error) = Outgoing::html(html).send(&turn.bot.telegram, turn.chat_id, None).await {
        tracing::warn!(%error, "recovery codes were not shown");
        turn.reply(Outgoing::plain(&text!(turn.texts, "recovery-codes-not-shown")));
    }
    Ok(())
}
