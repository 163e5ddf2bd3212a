//! What could not be handled or delivered: shown, sent again, dropped.

use std::ops::RangeInclusive;

use super::{age, count_of};
use crate::bot::button::AdminAction;
use crate::bot::event::Outline;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::store::admin::Queues;
use crate::tools::ToolError;

/// Letters of one message.
const SHOWN: i64 = 10;
/// Updates that move in one step.
const BATCH: usize = 200;
/// Steps of one request: with it 20,000 updates, more than a day's worth of trouble.
const BATCHES_MAX: usize = 100;
/// A reason's beginning says what it is.
const REASON_CHARS_MAX: usize = 160;

const HELD_A_SECRET: &str = "What is left held a password or a code. I keep none of those, so it can only be dropped.";

pub(super) async fn show(turn: &mut Turn) -> Result<(), ToolError> {
    let bot_id = turn.bot.telegram.bot_id;
    let letters = turn.bot.app.store.dead_letters(bot_id, SHOWN).await?;
    let Some(newest) = letters.first() else {
        turn.reply(Outgoing::plain("No dead letters: everything was handled and delivered."));
        return Ok(());
    };
    let up_to = newest.number;
    let Queues { dead_letters, .. } = turn.bot.app.store.queues(bot_id).await?;
    let mut lines = vec![format!("<b>{}</b>, the newest first", count_of(dead_letters, "dead letter"))];
    for letter in &letters {
        let way = if letter.is_incoming { "from" } else { "to" };
        let reason: String = letter.reason.chars().take(REASON_CHARS_MAX).collect();
        let age = age(letter.died_at, turn.now);
        lines.push(format!(
            "#{} {way} <code>{}</code>, {age} ago: {}",
            letter.number,
            letter.chat_id.0,
            escape(&reason)
        ));
    }
    lines.push("One alone: /admin dlq replay 12, /admin dlq drop 12".to_owned());
    turn.reply(Outgoing {
        buttons: vec![vec![
            AdminAction::Replay { up_to }.button("Replay all"),
            AdminAction::Bury { up_to }.button("Drop all"),
        ]],
        ..Outgoing::html(lines.join("\n"))
    });
    Ok(())
}

/// Sends letters again: updates are handled anew, messages go out once more.
pub(super) async fn replay(turn: &mut Turn, numbers: RangeInclusive<i64>) -> Result<(), ToolError> {
    let store = &turn.bot.app.store;
    let bot_id = turn.bot.telegram.bot_id;
    let mut moved = store.replay_messages(bot_id, numbers.clone(), turn.now).await?;
    // What stands there of a secret is no update any more.
    let mut sealed = 0;
    let mut from = *numbers.start();
    for _ in 0..BATCHES_MAX {
        let updates = store.dead_updates(bot_id, from..=*numbers.end(), BATCH as i64).await?;
        let Some(last) = updates.last() else { break };
        from = last.number + 1;
        let lanes: Vec<_> = updates
            .iter()
            .filter_map(|letter| Some((letter.number, Outline::of(&letter.update.to_string())?.lane)))
            .collect();
        sealed += updates.len() - lanes.len();
        moved += store.replay_updates(bot_id, &lanes, turn.now).await?;
        if updates.len() < BATCH {
            break;
        }
    }
    turn.bot.inbox_changed.notify_one();
    turn.bot.outbox_changed.notify_one();
    let moved = i64::try_from(moved).unwrap_or(i64::MAX);
    let words = match (moved, sealed) {
        (0, 0) => "There is nothing left to replay.".to_owned(),
        (0, _) => HELD_A_SECRET.to_owned(),
        (_, 0) => format!("{} on the way again.", count_of(moved, "letter")),
        _ => format!("{} on the way again. {HELD_A_SECRET}", count_of(moved, "letter")),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}

pub(super) async fn bury(turn: &mut Turn, numbers: RangeInclusive<i64>) -> Result<(), ToolError> {
    let words = match turn.bot.app.store.drop_letters(turn.bot.telegram.bot_id, numbers).await? {
        0 => "There is nothing left to drop.".to_owned(),
        dropped => format!("{} dropped.", count_of(i64::try_from(dropped).unwrap_or(i64::MAX), "letter")),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}
