//! `/scheduled`: payments of later, and ending them.

use uuid::Uuid;

use super::super::render;
use crate::bot::outgoing::Outgoing;
use crate::bot::turn::Turn;
use crate::bot::wallet_button::WalletAction;
use crate::text;
use crate::tools::ToolError;
use crate::tools::wallet::SCHEDULES_MAX;

/// The example of a payment.
const EXAMPLE: &str = "50";
const EXAMPLE_DAY: &str = "1st";

/// `/scheduled`
pub(super) async fn list(turn: &mut Turn) -> Result<(), ToolError> {
    let most = i64::try_from(SCHEDULES_MAX).unwrap_or(i64::MAX);
    let schedules = turn.context().await?.book().await?.schedules(most).await?;
    if schedules.is_empty() {
        let words = text!(turn.texts, "wallet-nothing-scheduled", amount = EXAMPLE, day = EXAMPLE_DAY);
        turn.reply(Outgoing::plain(&words));
        return Ok(());
    }
    let mut lines = vec![text!(turn.texts, "wallet-schedules")];
    let mut buttons = Vec::new();
    for (number, schedule) in (1_usize..).zip(&schedules) {
        lines.push(format!("{number}. {}", render::wallet::schedule_line(schedule)));
        let label = text!(turn.texts, "button-cancel-number", number = number.to_string());
        buttons.push(vec![WalletAction::EndSchedule { schedule: schedule.id }.button(label)]);
    }
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

/// "Cancel" below a scheduled payment.
pub(super) async fn end(turn: &mut Turn, schedule: Uuid) -> Result<(), ToolError> {
    let words = match turn.context().await?.book().await?.cancel_schedule(schedule).await? {
        true => text!(turn.texts, "wallet-schedule-cancelled"),
        false => text!(turn.texts, "wallet-schedule-over"),
    };
    turn.reply(Outgoing::plain(&words));
    Ok(())
}
