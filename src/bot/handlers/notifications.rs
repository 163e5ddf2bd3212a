//! `/notifications`: the history of what farthing said unasked.
//!
//! **Invariant:** what is shown counts as read from then on, and nothing else does.

use chrono::NaiveDate;

use crate::agent::format;
use crate::bot::button::NotificationAction;
use crate::bot::outgoing::{Outgoing, escape};
use crate::bot::turn::Turn;
use crate::domain::{AlertKind, Zone};
use crate::store::notifications::Notification;
use crate::text;
use crate::texts::Texts;
use crate::tools::ToolError;
use crate::tools::summaries::Stretch;

/// A page is read in one look.
const PAGE: u32 = 10;
/// Letters of one notice: a page of them fits into one message. The chat above has the whole.
const TEXT_CHARS_MAX: usize = 320;
/// The notice that says that an address takes no mails.
pub const MAIL_PAUSED: &str = "mail_paused";

pub(super) async fn show(turn: &mut Turn, offset: u32, message: Option<i32>) -> Result<(), ToolError> {
    let now = turn.now;
    let context = turn.context().await?;
    let today = context.today;
    let book = context.book().await?;
    let zone = book.settings().await?.time_zone;
    let count = book.count_notifications().await?;
    let told = book.notifications(i64::from(offset), i64::from(PAGE)).await?;
    let keys: Vec<String> = told.iter().map(|told| told.key.clone()).collect();
    book.mark_read(&keys, now).await?;
    if count.all == 0 {
        turn.reply(Outgoing { edits: message, ..Outgoing::html(text!(turn.texts, "notifications-none")) });
        return Ok(());
    }
    let unread = match count.unread {
        0 => text!(turn.texts, "notifications-none-new"),
        unread => text!(turn.texts, "notifications-unread", count = unread.unsigned_abs()),
    };
    let mut blocks = vec![text!(turn.texts, "notifications-head", unread = unread)];
    blocks.extend(told.iter().map(|told| block(turn.texts, told, zone, today)));
    let mut pages = Vec::new();
    if offset > 0 {
        let offset = offset.saturating_sub(PAGE);
        pages.push(NotificationAction::Page { offset }.button(text!(turn.texts, "button-newer")));
    }
    if i64::from(offset) + i64::from(PAGE) < count.all {
        let offset = offset.saturating_add(PAGE);
        pages.push(NotificationAction::Page { offset }.button(text!(turn.texts, "button-older")));
    }
    let seen = told.iter().filter(|told| !told.was_read).count();
    let more = i64::try_from(seen).is_ok_and(|seen| seen < count.unread);
    let all_read = more.then(|| vec![NotificationAction::AllRead.button(text!(turn.texts, "button-all-read"))]);
    let buttons = [pages].into_iter().chain(all_read).filter(|row| !row.is_empty()).collect();
    turn.reply(Outgoing { buttons, edits: message, ..Outgoing::html(blocks.join("\n\n")) });
    Ok(())
}

pub(super) async fn pressed(
    turn: &mut Turn,
    action: NotificationAction,
    message: Option<i32>,
) -> Result<(), ToolError> {
    match action {
        NotificationAction::Page { offset } => show(turn, offset, message).await,
        NotificationAction::AllRead => {
            let now = turn.now;
            let marked = turn.context().await?.book().await?.mark_all_read(now).await?;
            let words = match marked {
                0 => text!(turn.texts, "notifications-nothing-new"),
                _ => text!(turn.texts, "notifications-all-read"),
            };
            turn.reply(Outgoing::plain(&words));
            Ok(())
        }
    }
}

fn block(texts: &Texts, told: &Notification, zone: Zone, today: NaiveDate) -> String {
    let local = told.told_at.with_timezone(&zone);
    let (day, time) = (format::short_date(local.date_naive(), today), local.format("%H:%M").to_string());
    let mark = if told.was_read { String::new() } else { text!(texts, "notification-new") };
    let head = text!(texts, "notification", mark = mark, kind = kind(texts, &told.kind), day = day, time = time);
    format!("{head}\n{}", escape(&shortened(&told.text)))
}

/// What a notice is, in words.
fn kind(texts: &Texts, word: &str) -> String {
    let stretch = [Stretch::Days, Stretch::Week, Stretch::Month].into_iter().find(|stretch| stretch.as_str() == word);
    match (stretch, AlertKind::parse(word)) {
        (Some(Stretch::Days), _) => text!(texts, "notice-daily-summary"),
        (Some(Stretch::Week), _) => text!(texts, "notice-weekly-summary"),
        (Some(Stretch::Month), _) => text!(texts, "notice-monthly-summary"),
        (None, Some(AlertKind::Budget)) => text!(texts, "notice-budget"),
        (None, Some(AlertKind::Goal)) => text!(texts, "notice-goal"),
        (None, Some(AlertKind::Large)) => text!(texts, "notice-large"),
        (None, Some(AlertKind::LowBalance)) => text!(texts, "notice-low-balance"),
        (None, Some(AlertKind::LowAhead)) => text!(texts, "notice-low-ahead"),
        (None, Some(AlertKind::SalaryArrived)) => text!(texts, "notice-salary-arrived"),
        (None, Some(AlertKind::SalaryMissing)) => text!(texts, "notice-salary-missing"),
        (None, Some(AlertKind::Fee)) => text!(texts, "notice-fee"),
        (None, Some(AlertKind::DoubleCharge)) => text!(texts, "notice-double-charge"),
        (None, Some(AlertKind::NewPayee)) => text!(texts, "notice-new-payee"),
        (None, Some(AlertKind::BillDue)) => text!(texts, "notice-bill-due"),
        (None, Some(AlertKind::OwnRule)) => text!(texts, "notice-own-rule"),
        (None, None) if word == MAIL_PAUSED => text!(texts, "notice-mail-paused"),
        (None, None) => text!(texts, "notice-other"),
    }
}

/// Without empty lines, and with an ellipsis where it goes on.
fn shortened(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    format::cut(&lines.join("\n"), TEXT_CHARS_MAX)
}
