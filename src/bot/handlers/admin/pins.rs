//! A forgotten PIN, taken away by an admin.
//!
//! **Invariant:** it leaves a line in the admins' log and a message to the person, in the database transaction that does it.

use super::{number, split};
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::domain::{ChatId, TelegramUserId};
use crate::store::wallet::ByAdmin;
use crate::tools::ToolError;
use crate::tools::second_factor::{COOL_DOWN, MOMENT, state};
use crate::tools::wallet::{Whom, resolve};

const HOW: &str = "Write whose PIN and why: /admin resetpin @ana called me and knew her last payment. Their @username, farthing \
    id or number tells me who it is.";

/// `/admin resetpin @ana reason`
pub(super) async fn reset(turn: &mut Turn, words: &str) -> Result<(), ToolError> {
    let (named, reason) = split(words);
    let whom = match number(named) {
        Some(number) => Some(Whom::User(TelegramUserId(number))),
        None => Whom::read(named),
    };
    let Some(whom) = whom.filter(|_| !reason.is_empty()) else {
        turn.reply(Outgoing::plain(HOW));
        return Ok(());
    };
    let person = resolve(&whom, turn.context().await?).await?;
    let until = turn.now + COOL_DOWN;
    let (limit, zone) = {
        let mut theirs = turn.bot.app.context(person.user, turn.now, None).await?;
        let limit = state(&mut theirs).await?.pin_above.normalize();
        (limit, theirs.book().await?.settings().await?.time_zone)
    };
    let told = format!(
        "🔑 Your PIN was taken away by the person who runs this farthing: {}. With it went your authenticator app, if you had one. \
         /security sets both anew.\nUntil <b>{}</b> I send nothing above {limit} and nothing to people you never paid, and \
         limits stay as they are.\nIf you did not ask for this, tell them now: they can pause your access.",
        escape(reason),
        until.with_timezone(&zone).format(MOMENT)
    );
    let messages = Outgoing::html(told).into_messages(ChatId(person.user.0), None);
    let log = format!("resetpin {reason}");
    let by = ByAdmin { admin: turn.sender.user, what: &log, bot: turn.bot.telegram.bot_id, messages: &messages };
    let done = turn.bot.app.store.reset_pin(person.user, &by, until, turn.now).await?;
    let name = escape(&person.name);
    turn.reply(Outgoing::html(match done {
        true => format!(
            "✅ {name} has no PIN now, and no authenticator app. They are told. For {} hours they can send nothing above their limit \
             and nothing to new people.",
            COOL_DOWN.num_hours()
        ),
        false => format!("{name} has no PIN. Nothing was changed."),
    }));
    Ok(())
}
