//! Who may use the bot.

use crate::bot::command::Command;
use crate::bot::event::Happened;
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::config::Access;
use crate::tools::ToolError;

/// What is known of a chat before its update is handled.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    pub blocked: bool,
    pub let_in: bool,
}

/// Whether an update is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Welcome,
    /// It is not; what there is to say is said.
    Stays,
}

pub(super) async fn enter(turn: &mut Turn, gate: Gate, happened: &Happened) -> Result<Entry, ToolError> {
    if gate.blocked && !turn.bot.is_admin(turn.sender.user) {
        return Ok(Entry::Stays);
    }
    if turn.bot.access == Access::Open || gate.let_in || turn.bot.is_admin(turn.sender.user) {
        return Ok(Entry::Welcome);
    }
    if let Happened::Command { command: Command::Start, argument } = happened
        && turn.bot.access == Access::Invite
        && turn.bot.app.store.use_invitation(argument, turn.chat_id, turn.now).await?
    {
        return Ok(Entry::Welcome);
    }
    let words = match turn.bot.access {
        Access::Invite => "This farthing is by invitation. Ask the person who runs it for a link, then open it here.",
        _ => "This farthing is private. The person who runs it can let you in; your number is ",
    };
    let number = if turn.bot.access == Access::Allowlist { format!("{}.", turn.chat_id.0) } else { String::new() };
    turn.reply(Outgoing::plain(&format!("{words}{number}")));
    Ok(Entry::Stays)
}
