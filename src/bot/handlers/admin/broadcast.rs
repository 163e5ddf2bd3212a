//! The same to everybody: shown first, sent on a button, once.

use serde_json::Value;
use uuid::Uuid;

use super::people_of;
use crate::bot::Bot;
use crate::bot::button::AdminAction;
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::config::Access;
use crate::store::admin::{Audience, Broadcast};
use crate::tools::ToolError;

fn audience(bot: &Bot) -> Audience<'_> {
    Audience { only_let_in: bot.access != Access::Open, admins: &bot.admins }
}

/// Shows a broadcast as people will see it, and to how many it goes.
pub(super) async fn preview(turn: &mut Turn, words: &str) -> Result<(), ToolError> {
    if words.is_empty() {
        turn.reply(Outgoing::plain("Write the words after it, like /admin broadcast I am away until Sunday."));
        return Ok(());
    }
    let store = &turn.bot.app.store;
    let people = store.count_audience(audience(&turn.bot)).await?;
    if people == 0 {
        turn.reply(Outgoing::plain("There is nobody whom I could reach."));
        return Ok(());
    }
    let message = Outgoing::plain(words);
    let messages = message.clone().into_messages(turn.chat_id, None).into_iter().map(|message| message.message);
    let broadcast =
        store.draft_broadcast(turn.bot.telegram.bot_id, &Value::Array(messages.collect()), turn.now).await?;
    let people = people_of(people);
    turn.reply(message);
    turn.reply(Outgoing {
        buttons: vec![vec![
            AdminAction::Send { broadcast }.button(format!("Send to {people}")),
            AdminAction::Discard { broadcast }.button("Don't"),
        ]],
        ..Outgoing::html(format!("⬆️ This is how it looks. It would go to {people}, you among them."))
    });
    Ok(())
}

pub(super) async fn send(turn: &mut Turn, broadcast: Uuid) -> Result<(), ToolError> {
    let bot_id = turn.bot.telegram.bot_id;
    let sent = turn.bot.app.store.send_broadcast(broadcast, bot_id, audience(&turn.bot), turn.now).await?;
    turn.bot.outbox_changed.notify_one();
    let words = match sent {
        Broadcast::Sent { people } => format!("On its way to {}. Replies to people still go first.", people_of(people)),
        Broadcast::SentBefore { people } => format!("It is on its way already, to {}.", people_of(people)),
        Broadcast::Gone => "I don't have it any more. Write it once more and I show it again.".to_owned(),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}

pub(super) async fn discard(turn: &mut Turn, broadcast: Uuid) -> Result<(), ToolError> {
    let words = match turn.bot.app.store.drop_broadcast(broadcast, turn.bot.telegram.bot_id).await? {
        true => "All right, it goes to nobody.",
        false => "There is nothing left to drop: it was sent or dropped before.",
    };
    turn.reply(Outgoing::plain(words));
    Ok(())
}
