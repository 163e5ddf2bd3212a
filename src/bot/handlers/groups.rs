//! A group: money may be sent there to whoever wrote a message, by words below it.
//!
//! **Invariant:** of anybody's money, nothing is said in the group: the card, and why there is none, come in the private chat.

use teloxide::payloads::{SetMessageReaction, SetMessageReactionSetters as _};
use teloxide::types::{MessageId, ReactionType};

use super::access::{Gate, is_let_in};
use super::wallet;
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::domain::{ChatId, TelegramUserId};
use crate::tools::ToolError;

/// What is said to whatever else is said to the bot there.
pub(super) const ONLY_PRIVATE: &str = "I only work in a private chat: your money is nobody else's business. To send somebody \
    here money, answer their message with /send 20 for lunch.";

/// Words below a message of a group. `place`: the group, and the message with the words.
pub(super) async fn below(
    turn: &mut Turn,
    gate: Gate,
    place: (ChatId, i32),
    to: Option<TelegramUserId>,
    text: &str,
) -> Result<(), ToolError> {
    let (group, message) = place;
    let mention = format!("@{}", turn.bot.username);
    let words: Vec<&str> = text.split_whitespace().filter(|word| !word.eq_ignore_ascii_case(&mention)).collect();
    let (Some(to), Some(asked)) = (to, wallet::asked_below(&words.join(" "))) else {
        turn.reply_in(group, Outgoing::plain(ONLY_PRIVATE));
        return Ok(());
    };
    if !gate.reachable || !is_let_in(turn, gate) {
        let words = format!(
            "{}, open our private chat first: t.me/{}, then Start. After that, write it here once more.",
            turn.sender.name, turn.bot.username
        );
        turn.reply_in(group, Outgoing::plain(&words));
        return Ok(());
    }
    wallet::propose_below(turn, to, &asked).await?;
    // Says that it was heard.
    let heard = ReactionType::Emoji { emoji: "👌".to_owned() };
    let payload = SetMessageReaction::new(teloxide::types::ChatId(group.0), MessageId(message)).reaction(vec![heard]);
    if let Err(error) = turn.bot.telegram.call::<bool, _>(&payload).await {
        tracing::debug!(%error, "no reaction is shown");
    }
    Ok(())
}
