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
use crate::text;
use crate::tools::ToolError;

fn audience(bot: &Bot) -> Audience<'_> {
    Audience { only_let_in: bot.access != Access::Open, admins: &bot.admins }
}

/// Shows a broadcast as people will see it, and to how many it goes.
pub(super) async fn preview(turn: &mut Turn, words: &str) -> Result<(), ToolError> {
    if words.is_empty() {
        turn.reply(Outgoing::plain(&text!(turn.texts, "admin-broadcast-how")));
        return Ok(());
    }
    let store = &turn.bot.app.store;
    let people = store.count_audience(audience(&turn.bot)).await?;
    if people == 0 {
        turn.reply(Outgoing::plain(&text!(turn.texts, "admin-broadcast-nobody")));
        return Ok(());
    }
    let message = Outgoing::plain(words);
    let messages = message.clone().into_messages(turn.chat_id, None).into_iter().map(|message| message.message);
    let broadcast =
        store.draft_broadcast(turn.bot.telegram.bot_id, &Value::Array(messages.collect()), turn.now).await?;
    let people = people_of(turn.texts, people);
    turn.reply(message);
    turn.reply(Outgoing {
        buttons: vec![vec![
            AdminAction::Send { broadcast }.button(text!(turn.texts, "button-broadcast-send", people = people)),
            AdminAction::Discard { broadcast }.button(text!(turn.texts, "button-broadcast-drop")),
        ]],
        ..Outgoing::html(text!(turn.texts, "admin-broadcast-preview", people = people))
    });
    Ok(())
}

pub(super) async fn send(turn: &mut Turn, broadcast: Uuid) -> Result<(), ToolError> {
    let bot_id = turn.bot.telegram.bot_id;
    let sent = turn.bot.app.store.send_broadcast(broadcast, bot_id, audience(&turn.bot), turn.now).await?;
    turn.bot.outbox_changed.notify_one();
    let texts = turn.texts;
    let words = match sent {
        Broadcast::Sent { people } => text!(texts, "admin-broadcast-sent", people = people_of(texts, people)),
        Broadcast::SentBefore { people } => {
            text!(texts, "admin-broadcast-sent-before", people = people_of(texts, people))
        }
        Broadcast::Gone => text!(texts, "admin-broadcast-gone"),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}

pub(super) async fn discard(turn: &mut Turn, broadcast: Uuid) -> Result<(), ToolError> {
    let words = match turn.bot.app.store.drop_broadcast(broadcast, turn.bot.telegram.bot_id).await? {
        true => text!(turn.texts, "admin-broadcast-dropped"),
        false => text!(turn.texts, "admin-broadcast-nothing"),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}
