//! What farthing does by itself: how far behind it is, what was given up, and trying that again.

use super::{age, count_of, grouped};
use crate::bot::button::AdminAction;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::tools::ToolError;

/// Of each kind, in one message.
const SHOWN: i64 = 8;
/// A reason's beginning says what it is.
const REASON_CHARS_MAX: usize = 160;

pub(super) async fn show(turn: &mut Turn) -> Result<(), ToolError> {
    let store = &turn.bot.app.store;
    let waiting = store.work_waiting(turn.now).await?;
    let jobs = store.dead_jobs(SHOWN).await?;
    let mails = store.dead_mails(SHOWN).await?;
    let mut lines = vec![
        "<b>What I do by myself</b>".to_owned(),
        format!("Summaries due: {}", grouped(waiting.summaries)),
        format!("Jobs due: {}, given up: {}", grouped(waiting.jobs), grouped(waiting.jobs_dead)),
        format!("Mails waiting: {}, given up: {}", grouped(waiting.mails), grouped(waiting.mails_dead)),
    ];
    let given_up = |what: &str, kind: &str, died_at, reason: &str| {
        let reason: String = reason.chars().take(REASON_CHARS_MAX).collect();
        format!("{what} ({}), {} ago: {}", escape(kind), age(died_at, turn.now), escape(&reason))
    };
    lines.extend(jobs.iter().map(|job| given_up("Job", &job.kind, job.died_at, &job.reason)));
    lines.extend(mails.iter().map(|mail| given_up("Mail", &mail.kind, mail.died_at, &mail.reason)));
    let any = !jobs.is_empty() || !mails.is_empty();
    let buttons = if any { vec![vec![AdminAction::Retry.button("Try all again")]] } else { Vec::new() };
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

/// Has everything that was given up tried again.
pub(super) async fn retry(turn: &mut Turn) -> Result<(), ToolError> {
    let store = &turn.bot.app.store;
    let jobs = store.replay_dead_jobs(turn.now).await?;
    let mails = store.replay_dead_mails(turn.now).await?;
    let count = |count: u64, unit: &str| count_of(i64::try_from(count).unwrap_or(i64::MAX), unit);
    let words = match (jobs, mails) {
        (0, 0) => "There is nothing left to try again.".to_owned(),
        _ => format!("{} and {} on the way again.", count(jobs, "job"), count(mails, "mail")),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}
