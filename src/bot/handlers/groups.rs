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
use crate::text;
use crate::texts::Texts;
use crate::tools::ToolError;

/// What is said to whatever else is said to the bot there.
pub(super) fn only_private(texts: &Texts) -> String {
    text!(texts, "only-private", amount = "20")
}

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
        turn.reply_in(group, Outgoing::plain(&only_private(turn.texts)));
        return Ok(());
    };
    if !gate.reachable || !is_let_in(turn, gate) {
        let link = format!("t.me/{}", turn.bot.username);
        let words = text!(turn.texts, "open-private-first", name = turn.sender.name, link = link);
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
