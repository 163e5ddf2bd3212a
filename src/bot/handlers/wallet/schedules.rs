//! `/scheduled`: payments of later, and ending them.

use uuid::Uuid;

use super::super::render;
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::bot::wallet_button::WalletAction;
use crate::tools::ToolError;
use crate::tools::wallet::SCHEDULES_MAX;

/// `/scheduled`
pub(super) async fn list(turn: &mut Turn) -> Result<(), ToolError> {
    let most = i64::try_from(SCHEDULES_MAX).unwrap_or(i64::MAX);
    let schedules = turn.context().await?.book().await?.schedules(most).await?;
    if schedules.is_empty() {
        let words =
            "Nothing is scheduled. \u{201c}send 50 to @ana every month on the 1st for rent\u{201d} begins a payment.";
        turn.reply(Outgoing::plain(words));
        return Ok(());
    }
    let mut lines = vec!["<b>Scheduled payments</b>".to_owned()];
    let mut buttons = Vec::new();
    for (number, schedule) in (1..).zip(&schedules) {
        lines.push(format!("{number}. {}", render::wallet::schedule_line(schedule)));
        let button = WalletAction::EndSchedule { schedule: schedule.id }.button(format!("Cancel {number}"));
        buttons.push(vec![button]);
    }
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

/// "Cancel" below a scheduled payment.
pub(super) async fn end(turn: &mut Turn, schedule: Uuid) -> Result<(), ToolError> {
    let words = match turn.context().await?.book().await?.cancel_schedule(schedule).await? {
        true => "Cancelled. Nothing more is paid by it.",
        false => "That one had ended already.",
    };
    turn.reply(Outgoing::plain(words));
    Ok(())
}
