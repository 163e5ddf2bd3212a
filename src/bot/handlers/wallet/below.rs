//! Words below somebody's message: "/send 20 lunch" is for who wrote it.

use super::super::render;
use super::{how_to_ask, how_to_send};
use crate::agent::wallet::{below as heard_below, verb};
use crate::bot::command::Command;
use crate::bot::event::Happened;
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::domain::TelegramUserId;
use crate::domain::wallet::ProposalKind;
use crate::text;
use crate::tools::wallet::{Whom, propose};
use crate::tools::{ErrorKind, ToolError};

/// What somebody asks for below a message, not yet understood in full.
pub(in crate::bot::handlers) enum AskedBelow {
    Command { kind: ProposalKind, argument: String },
    Sentence { text: String },
}

/// Whether words ask for money to move; `None` when they are about something else.
pub(in crate::bot::handlers) fn asked_below(text: &str) -> Option<AskedBelow> {
    let argument = || text.split_once(char::is_whitespace).map_or("", |(_, argument)| argument.trim()).to_owned();
    match Command::parse(text) {
        Some(Command::Send) => Some(AskedBelow::Command { kind: ProposalKind::Send, argument: argument() }),
        Some(Command::Request) => Some(AskedBelow::Command { kind: ProposalKind::Request, argument: argument() }),
        Some(_) => None,
        None => verb(text).map(|_| AskedBelow::Sentence { text: text.to_owned() }),
    }
}

/// In a private chat, below a forwarded message; false when it is about something else than its writer's money.
pub(in crate::bot::handlers) async fn below(
    turn: &mut Turn,
    to: TelegramUserId,
    said: &Happened,
) -> Result<bool, ToolError> {
    let asked = match said {
        Happened::Command { command: Command::Send, argument } => {
            AskedBelow::Command { kind: ProposalKind::Send, argument: argument.clone() }
        }
        Happened::Command { command: Command::Request, argument } => {
            AskedBelow::Command { kind: ProposalKind::Request, argument: argument.clone() }
        }
        // An answer that the bot waits for comes first.
        Happened::Text { text, .. } if turn.asking.is_none() => {
            let today = turn.context().await?.today;
            match heard_below(None, Whom::User(to), text, today) {
                Some(_) => AskedBelow::Sentence { text: text.clone() },
                None => return Ok(false),
            }
        }
        _ => return Ok(false),
    };
    turn.ask(None);
    propose_below(turn, to, &asked).await.map(|()| true)
}

/// Leaves the card for whoever wrote the message, in the private chat of who asks.
pub(in crate::bot::handlers) async fn propose_below(
    turn: &mut Turn,
    to: TelegramUserId,
    asked: &AskedBelow,
) -> Result<(), ToolError> {
    let texts = turn.texts;
    let context = turn.context().await?;
    let (kind, text) = match asked {
        AskedBelow::Command { kind, argument } => (Some(*kind), argument),
        AskedBelow::Sentence { text } => (None, text),
    };
    let Some(heard) = heard_below(kind, Whom::User(to), text, context.today) else {
        let how = if kind == Some(ProposalKind::Request) { how_to_ask(texts) } else { how_to_send(texts) };
        turn.reply(Outgoing::plain(&text!(texts, "wallet-below-message", how = how)));
        return Ok(());
    };
    let is_author = heard.wish.whom == Whom::User(to);
    let card = propose(&heard.wish, context).await.map_err(|error| match error.kind {
        // The same for whoever is not here and whoever may not be found.
        ErrorKind::NotFound if is_author => {
            ToolError::not_found(text!(texts, "wallet-not-here", link = format!("t.me/{}", turn.bot.username)))
        }
        _ => error,
    })?;
    turn.reply(render::wallet::card(&card, None));
    Ok(())
}
