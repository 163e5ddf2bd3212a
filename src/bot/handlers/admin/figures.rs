//! `/admin stats` and `/admin health`.

use chrono::NaiveTime;
use tokio::time::Instant;

use super::{age, grouped};
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::store::admin::Queue;
use crate::telemetry::started_at;
use crate::tools::ToolError;

pub(super) async fn stats(turn: &mut Turn) -> Result<(), ToolError> {
    let midnight = turn.now.date_naive().and_time(NaiveTime::MIN).and_utc();
    let totals = turn.bot.app.store.totals(midnight, turn.now).await?;
    let queues = turn.bot.app.store.queues(turn.bot.telegram.bot_id).await?;
    let line = |what: &str, count: i64| format!("{what}: <b>{}</b>", grouped(count));
    let lines = [
        "<b>How much there is</b>".to_owned(),
        line("People who wrote to me", totals.people),
        format!(
            "Active today, in 7 days, in 30 days: <b>{}, {}, {}</b>",
            grouped(totals.active_today),
            grouped(totals.active_7_days),
            grouped(totals.active_30_days)
        ),
        line("Books (people with data of their own)", totals.books),
        line("Statements", totals.statements),
        line("Rows", totals.rows),
        line("Questions today", totals.questions_today),
        line("Messages on their way out", queues.outbox.waiting + queues.outbox.under_way),
        line("Dead letters", queues.dead_letters),
        "Days begin at midnight UTC.".to_owned(),
    ];
    turn.reply(Outgoing::html(lines.join("\n")));
    Ok(())
}

pub(super) async fn health(turn: &mut Turn) -> Result<(), ToolError> {
    let store = &turn.bot.app.store;
    let asked = Instant::now();
    store.ping().await?;
    let answered_ms = asked.elapsed().as_millis();
    let bot_id = turn.bot.telegram.bot_id;
    let queues = store.queues(bot_id).await?;
    let pulse = store.pulse(bot_id).await?;
    let now = turn.now;
    let queue = |name: &str, queue: Queue| {
        let oldest = queue.oldest_at.map(|at| format!(", the oldest for {}", age(at, now))).unwrap_or_default();
        format!("{name}: {} waiting, {} under way{oldest}", grouped(queue.waiting), grouped(queue.under_way))
    };
    let last = pulse.last_done_at.map_or_else(|| "none yet".to_owned(), |at| format!("{} ago", age(at, now)));
    let lines = [
        "<b>Health</b>".to_owned(),
        format!("Database: answers in {answered_ms} ms"),
        queue("Inbox (with this command)", queues.inbox),
        queue("Outbox", queues.outbox),
        format!("Dead letters: {}", grouped(queues.dead_letters)),
        format!("Processes at work: {}", grouped(pulse.workers)),
        format!("Last update done: {last}"),
        format!("Version {}, up for {}", env!("CARGO_PKG_VERSION"), age(started_at(), chrono::Utc::now())),
    ];
    turn.reply(Outgoing::html(lines.join("\n")));
    Ok(())
}
