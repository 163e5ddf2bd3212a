//! A forgotten PIN, taken away by an admin.
//!
//! **Invariant:** it leaves a line in the admins' log and a message to the person, in the database transaction that does it.

use super::{number, split};
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::render;
use crate::bot::turn::Turn;
use crate::domain::{ChatId, TelegramUserId};
use crate::store::wallet::ByAdmin;
use crate::text;
use crate::tools::ToolError;
use crate::tools::second_factor::{COOL_DOWN, MOMENT, state};
use crate::tools::wallet::{Whom, resolve};

/// `/admin resetpin @ana reason`
pub(super) async fn reset(turn: &mut Turn, words: &str) -> Result<(), ToolError> {
    let (named, reason) = split(words);
    let whom = match number(named) {
        Some(number) => Some(Whom::User(TelegramUserId(number))),
        None => Whom::read(named),
    };
    let Some(whom) = whom.filter(|_| !reason.is_empty()) else {
        turn.reply(Outgoing::plain(&text!(turn.texts, "admin-pin-how")));
        return Ok(());
    };
    let person = resolve(&whom, turn.context().await?).await?;
    let until = turn.now + COOL_DOWN;
    let (limit, zone) = {
        let mut theirs = turn.bot.app.context(person.user, turn.now, None).await?;
        let limit = state(&mut theirs).await?.pin_above.normalize();
        (limit, theirs.book().await?.settings().await?.time_zone)
    };
    let told = text!(
        render::wallet::texts(),
        "admin-pin-taken",
        reason = escape(reason),
        until = until.with_timezone(&zone).format(MOMENT).to_string(),
        amount = limit.to_string()
    );
    let messages = Outgoing::html(told).into_messages(ChatId(person.user.0), None);
    let log = format!("resetpin {reason}");
    let by = ByAdmin { admin: turn.sender.user, what: &log, bot: turn.bot.telegram.bot_id, messages: &messages };
    let done = turn.bot.app.store.reset_pin(person.user, &by, until, turn.now).await?;
    let name = escape(&person.name);
    turn.reply(Outgoing::html(match done {
        true => text!(turn.texts, "admin-pin-done", name = name, count = COOL_DOWN.num_hours().unsigned_abs()),
        false => text!(turn.texts, "admin-pin-none", name = name),
    }));
    Ok(())
}
