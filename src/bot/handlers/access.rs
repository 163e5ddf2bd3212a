//! Who may use the bot, and what those are told who may not.

use chrono::TimeDelta;

use crate::bot::command::Command;
use crate::bot::event::Happened;
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::config::Access;
use crate::store::chats::Invitation;
use crate::text;
use crate::tools::ToolError;

/// Somebody who was shut out is told once a day: silence would look like a fault, more would invite an argument.
const BLOCKED_TOLD_INTERVAL: TimeDelta = TimeDelta::days(1);
/// Somebody who is not let in yet is told at each message that a person types, not at each of a flood.
const TOLD_INTERVAL: TimeDelta = TimeDelta::seconds(10);
/// Invitations that a chat may try in a day. Their codes cannot be guessed; this keeps trying cheap for us.
const CODES_TRIED_MAX: i16 = 10;
const CODES_WINDOW: TimeDelta = TimeDelta::days(1);
/// What Telegram lets a link's `start` carry.
const CODE_LETTERS_MAX: usize = 64;

/// What is known of a chat before its update is handled.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    pub blocked: bool,
    pub let_in: bool,
    /// The person began a private chat, and did not end it.
    pub reachable: bool,
}

/// Whether an update is handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    Welcome,
    /// It is not; what there is to say is said.
    Stays,
}

/// Whether the person may use this farthing.
pub(super) fn is_let_in(turn: &Turn, gate: Gate) -> bool {
    match turn.bot.access {
        _ if turn.bot.is_admin(turn.sender.user) => true,
        _ if gate.blocked => false,
        Access::Open => true,
        Access::Invite | Access::Allowlist => gate.let_in,
    }
}

pub(super) async fn enter(turn: &mut Turn, gate: Gate, happened: &Happened) -> Result<Entry, ToolError> {
    if is_let_in(turn, gate) {
        return Ok(Entry::Welcome);
    }
    match happened {
        // That somebody left is noted of everybody, and nobody is there to be told anything.
        // And money that was taken is theirs, whoever they are.
        Happened::Left | Happened::Paid { .. } => return Ok(Entry::Welcome),
        Happened::Checkout { query_id, .. } => {
            let words = text!(turn.texts, "outsider-checkout");
            super::payments::answer(turn, query_id, Some(&words)).await;
            return Ok(Entry::Stays);
        }
        Happened::Returned => return Ok(Entry::Stays),
        Happened::Button { query_id, .. } => {
            turn.answer_button(query_id, Some(&text!(turn.texts, "outsider-button"))).await;
            return Ok(Entry::Stays);
        }
        Happened::Command { command: Command::Start, argument }
            if !gate.blocked && turn.bot.access == Access::Invite && !argument.is_empty() =>
        {
            return show_invitation(turn, argument).await;
        }
        _ => {}
    }
    let (words, interval) = match turn.bot.access {
        _ if gate.blocked => (text!(turn.texts, "blocked"), BLOCKED_TOLD_INTERVAL),
        Access::Invite => (text!(turn.texts, "by-invitation"), TOLD_INTERVAL),
        Access::Open | Access::Allowlist => {
            let number = turn.sender.user.0.to_string();
            (text!(turn.texts, "private", number = number), TOLD_INTERVAL)
        }
    };
    tell(turn, &words, interval).await?;
    Ok(Entry::Stays)
}

/// An invitation's link was opened.
async fn show_invitation(turn: &mut Turn, code: &str) -> Result<Entry, ToolError> {
    let store = &turn.bot.app.store;
    if store.count_code_try(turn.chat_id, CODES_WINDOW, turn.now).await? > CODES_TRIED_MAX {
        tell(turn, &text!(turn.texts, "too-many-invitations"), TOLD_INTERVAL).await?;
        return Ok(Entry::Stays);
    }
    let invitation = match code.len() {
        1..=CODE_LETTERS_MAX => store.use_invitation(code, turn.chat_id, turn.now).await?,
        _ => Invitation::Unknown,
    };
    let words = match invitation {
        Invitation::Opened => return Ok(Entry::Welcome),
        Invitation::Used => text!(turn.texts, "invitation-used"),
        Invitation::Unknown => text!(turn.texts, "invitation-unknown"),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(Entry::Stays)
}

async fn tell(turn: &mut Turn, words: &str, interval: TimeDelta) -> Result<(), ToolError> {
    if turn.bot.app.store.may_tell(turn.chat_id, interval, turn.now).await? {
        turn.reply(Outgoing::plain(words));
    }
    Ok(())
}
