//! Alerts: their buttons, `/alerts`, `/mute`, and replies to them.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{question, render};
use crate::agent::{alerting, format};
use crate::bot::button::{AlertAction, AttentionAction, ButtonAction, NoticeStep, Page, RuleStep};
use crate::bot::outgoing::{Button, Outgoing};
use crate::bot::turn::Turn;
use crate::domain::{AlertKind, NoticeId, TransactionId};
use crate::store::notices::{Answer, Notice};
use crate::tools::alerts::{AlertRuleShown, AlertRules, KeepAlert, Lessened, RemoveAlert, lessen, restore};
use crate::tools::row_card::OpenRow;
use crate::tools::{Tool as _, ToolError};

const GONE: &str = "I don't have that alert any more.";
const HOW: &str = "To ask for one, say for example:\n\
    • tell me when anything over 100 leaves my current account\n\
    • let me know when Netflix goes up\n\
    • alert me if groceries go over 400 this month\n\
    • warn me when my balance drops below 200";
/// Longer than this is leaving for good.
const MUTE_DAYS_MAX: i64 = 366;
/// Rules that a message offers to remove by button.
const BUTTONS_MAX: usize = 20;

/// What an alert is called in lists.
pub(super) fn kind_words(kind: AlertKind) -> &'static str {
    match kind {
        AlertKind::Budget => "Budgets that run out",
        AlertKind::Goal => "Goals",
        AlertKind::Large => "Large payments",
        AlertKind::LowBalance => "Low balance",
        AlertKind::LowAhead => "Too little for what is due",
        AlertKind::SalaryArrived => "Salary arrived",
        AlertKind::SalaryMissing => "Salary missing",
        AlertKind::Fee => "Fees",
        AlertKind::DoubleCharge => "Charged twice",
        AlertKind::NewPayee => "New payees",
        AlertKind::BillDue => "Bills of tomorrow",
        AlertKind::OwnRule => "What you asked for",
    }
}

pub(super) async fn pressed(turn: &mut Turn, action: AlertAction, message: Option<i32>) -> Result<(), ToolError> {
    match action {
        AlertAction::List => list(turn, message).await,
        AlertAction::TellAgain => tell_again(turn, message).await,
        AlertAction::Mute { days: 0 } => unmute(turn).await,
        AlertAction::Mute { days } => {
            let until = turn.now + TimeDelta::days(i64::from(days).min(MUTE_DAYS_MAX));
            mute_until(turn, until).await
        }
        AlertAction::Notice { notice, step } => notice_pressed(turn, notice, step, message).await,
        AlertAction::Rule { rule, step: RuleStep::Keep } => {
            let kept = KeepAlert { rule }.call(turn.context().await?).await?;
            let remove = AlertAction::Rule { rule, step: RuleStep::Remove }.button("Remove");
            let buttons = vec![vec![remove, AlertAction::List.button("All alerts")]];
            turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&alerting::saved(&kept)) });
            Ok(())
        }
        AlertAction::Rule { step: RuleStep::Drop, .. } => {
            turn.reply(Outgoing { edits: message, ..Outgoing::plain("All right, I don't look out for that.") });
            Ok(())
        }
        AlertAction::Rule { rule, step: RuleStep::Remove } => {
            let removed = RemoveAlert { rule }.call(turn.context().await?).await?.removed;
            let buttons = removed_buttons(&removed);
            turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&alerting::removed(&removed)) });
            Ok(())
        }
    }
}

/// Below what shows a proposed rule back.
pub(super) fn proposed_buttons(shown: &AlertRuleShown) -> Vec<Vec<Button>> {
    let button = |step, text: &str| AlertAction::Rule { rule: shown.id, step }.button(text);
    vec![vec![button(RuleStep::Keep, "Save"), button(RuleStep::Drop, "No")]]
}

/// Below what says that a rule was removed.
pub(super) fn removed_buttons(removed: &AlertRuleShown) -> Vec<Vec<Button>> {
    vec![vec![AlertAction::Rule { rule: removed.id, step: RuleStep::Keep }.button("Undo")]]
}

async fn find(turn: &mut Turn, notice: NoticeId) -> Result<Notice, ToolError> {
    let notice = turn.context().await?.book().await?.notice(notice).await?;
    notice.ok_or_else(|| ToolError::not_found(GONE))
}

async fn notice_pressed(
    turn: &mut Turn,
    id: NoticeId,
    step: NoticeStep,
    message: Option<i32>,
) -> Result<(), ToolError> {
    let notice = find(turn, id).await?;
    let with = |words: &str| Outgoing { edits: message, ..Outgoing::plain(&format!("{}\n\n{words}", notice.text)) };
    let kept = || render::alerts::kept(&notice.text, notice.message.as_ref());
    match step {
        NoticeStep::Open => turn.reply(kept()),
        NoticeStep::Back => turn.reply(Outgoing { edits: message, ..kept() }),
        NoticeStep::More => {
            let row = standing_row(turn, &notice).await?;
            let buttons = render::alerts::more(id, row);
            turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&notice.text) });
        }
        NoticeStep::Fine => {
            answer(turn, id, Some(Answer::Fine)).await?;
            turn.reply(with("✓ It's fine."));
        }
        NoticeStep::NotMe => not_me(turn, &notice, with("✓ Not you.")).await?,
        NoticeStep::Less => {
            let lessened = lessen(&notice, turn.context().await?).await?;
            let words = format!("✓ {}", less_words(&lessened, turn).await?);
            let undo = AlertAction::Notice { notice: id, step: NoticeStep::Restore }.button("Undo");
            turn.reply(Outgoing { buttons: vec![vec![undo]], ..with(&words) });
        }
        NoticeStep::Restore => {
            let restored = restore(&notice, turn.context().await?).await?;
            let words =
                if restored { "Taken back: I tell you of these as before." } else { "That was taken back already." };
            turn.reply(Outgoing { edits: message, ..kept() });
            turn.reply(Outgoing::plain(words));
        }
        NoticeStep::Tomorrow => {
            let book = turn.context().await?.book().await?;
            let (zone, chosen) = (book.settings().await?.time_zone, book.attention().await?);
            let now = turn.now;
            let tomorrow = now.with_timezone(&zone).date_naive().succ_opt();
            let at = tomorrow.and_then(|day| chosen.summary_at.on(day, zone)).unwrap_or(now + TimeDelta::days(1));
            let book = turn.context().await?.book().await?;
            book.put_off_notice(id, at).await?;
            // The look keeps a job for it.
            book.enqueue_timed_look_by(at, now).await?;
            let words = format!("I say it again tomorrow at {}.", at.with_timezone(&zone).format("%H:%M"));
            turn.reply(with(&words));
        }
    }
    Ok(())
}

async fn answer(turn: &mut Turn, id: NoticeId, answer: Option<Answer>) -> Result<(), ToolError> {
    let now = turn.now;
    Ok(turn.context().await?.book().await?.answer_notice(id, answer, now).await?)
}

/// The row of a notice, where it stands still.
async fn standing_row(turn: &mut Turn, notice: &Notice) -> Result<Option<TransactionId>, ToolError> {
    let Some(row) = notice.row else { return Ok(None) };
    let found = turn.context().await?.book().await?.row(row).await?;
    Ok(found.map(|_| row))
}

/// Somebody else's payment: what to do with the bank, and a mark on the row.
async fn not_me(turn: &mut Turn, notice: &Notice, edited: Outgoing) -> Result<(), ToolError> {
    answer(turn, notice.id, Some(Answer::NotMe)).await?;
    let row = standing_row(turn, notice).await?;
    let what = match row {
        None => "this payment".to_owned(),
        Some(row) => {
            let context = turn.context().await?;
            context.book().await?.doubt_row(row).await?;
            let opened = OpenRow { row }.call(context).await?.candidate.row;
            let amount = format::money(opened.amount.abs(), opened.currency);
            format!("{amount} to {} on {}", opened.merchant, format::date(opened.date))
        }
    };
    turn.reply(edited);
    let mut words = format!(
        "Do this now:\n\
         1. Call your bank on the number on your card or in its app, never one from a message.\n\
         2. Say that you don't know {what}, have the card blocked and the payment claimed back.\n\
         3. Look for others that you don't know; small ones often come first."
    );
    if row.is_some() {
        words.push_str("\nI marked the row for a look: it is among those of /categories.");
    }
    let buttons = row.map(|row| vec![render::alerts::show_row(row)]).into_iter().collect();
    turn.reply(Outgoing { buttons, ..Outgoing::plain(&words) });
    Ok(())
}

async fn less_words(lessened: &Lessened, turn: &mut Turn) -> Result<String, ToolError> {
    let vocabulary = turn.context().await?.vocabulary().await?;
    let home = vocabulary.home_currency.or_else(|| vocabulary.accounts.first().map(|account| account.currency));
    let money = |amount| home.map_or_else(|| format!("{amount}"), |currency| format::money(amount, currency));
    Ok(match lessened {
        Lessened::LargeFrom { large, new_payee } => {
            let (large, new_payee) = (money(*large), money(*new_payee));
            format!("Less: I tell you of payments from {large} on, and of those to new payees from {new_payee} on.")
        }
        Lessened::LowBelow(amount) => format!("Less: I tell you of balances below {}.", money(*amount)),
        Lessened::Off { kind, about } => format!("Less: no more of “{}” about {about}.", kind_words(*kind)),
        Lessened::KindOff(kind) => format!("Less: no more of “{}”. /settings switches it on again.", kind_words(*kind)),
        Lessened::RuleRemoved => "Less: I removed what you asked for.".to_owned(),
    })
}

/// `/alerts`
pub(super) async fn list(turn: &mut Turn, message: Option<i32>) -> Result<(), ToolError> {
    let rules = AlertRules::default().call(turn.context().await?).await?;
    let book = turn.context().await?.book().await?;
    let (off, chosen) = (book.alerts_off().await?, book.attention().await?);
    let mut blocks = Vec::new();
    blocks.push(match rules.is_empty() {
        true => HOW.to_owned(),
        false => {
            let line = |(number, shown): (usize, &AlertRuleShown)| format!("{number}. {}", alerting::rule(shown));
            format!("I tell you when:\n{}", (1..).zip(&rules).map(line).collect::<Vec<_>>().join("\n"))
        }
    });
    let on: Vec<&str> = AlertKind::ALL
        .into_iter()
        .filter(|kind| *kind != AlertKind::OwnRule && !chosen.off.contains(kind))
        .map(kind_words)
        .collect();
    if !on.is_empty() {
        blocks.push(format!("By myself I tell you of: {}.", on.join(", ").to_lowercase()));
    }
    if !off.is_empty() {
        let line = |(kind, about): &(AlertKind, String)| format!("• {}: {about}", kind_words(*kind));
        blocks.push(format!("No more of these:\n{}", off.iter().map(line).collect::<Vec<_>>().join("\n")));
    }
    let remove = |(number, shown): (usize, &AlertRuleShown)| {
        AlertAction::Rule { rule: shown.id, step: RuleStep::Remove }.button(format!("Remove {number}"))
    };
    let removals: Vec<Button> = (1..).zip(rules.iter().take(BUTTONS_MAX)).map(remove).collect();
    let mut buttons: Vec<Vec<Button>> = removals.chunks(3).map(<[Button]>::to_vec).collect();
    if !off.is_empty() {
        buttons.push(vec![AlertAction::TellAgain.button("Tell me of these again")]);
    }
    buttons.push(vec![AttentionAction::Show(Page::All).button("Hours, amounts, kinds")]);
    turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&blocks.join("\n\n")) });
    Ok(())
}

/// Everything that "Less of these" switched off is told again.
async fn tell_again(turn: &mut Turn, message: Option<i32>) -> Result<(), ToolError> {
    let book = turn.context().await?.book().await?;
    for (kind, about) in book.alerts_off().await? {
        book.switch_alert_on(kind, &about).await?;
    }
    list(turn, message).await
}

/// `/mute`, `/mute 3 days`, `/mute off`
pub(super) async fn mute(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    let argument = argument.trim().to_lowercase();
    if argument.is_empty() {
        return mute_state(turn).await;
    }
    if matches!(argument.as_str(), "off" | "end" | "stop" | "no") {
        return unmute(turn).await;
    }
    let book = turn.context().await?.book().await?;
    let (zone, chosen) = (book.settings().await?.time_zone, book.attention().await?);
    let now = turn.now;
    let until = match argument.trim_start_matches("until ") {
        "tomorrow" => {
            let tomorrow = now.with_timezone(&zone).date_naive().succ_opt();
            tomorrow.and_then(|day| chosen.summary_at.on(day, zone))
        }
        _ => span(&argument).map(|span| now + span),
    };
    match until {
        Some(until) => mute_until(turn, until).await,
        None => {
            turn.reply(Outgoing::plain(
                "For how long? Say /mute 3 days, /mute 2 hours, /mute until tomorrow or /mute off. Nothing was changed.",
            ));
            Ok(())
        }
    }
}

/// `3 days`, `for a week`, `2h`; up to a year.
fn span(text: &str) -> Option<TimeDelta> {
    let text = text.strip_prefix("for ").unwrap_or(text).trim();
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let (number, unit) = match digits.parse::<i64>() {
        Ok(number) => (number, text.trim_start_matches(|c: char| c.is_ascii_digit()).trim()),
        Err(_) => {
            let (word, unit) = text.split_once(' ').unwrap_or(("", text));
            let number = match word {
                "a" | "an" | "one" | "" => 1,
                "two" => 2,
                "three" => 3,
                _ => return None,
            };
            (number, unit)
        }
    };
    let hours = match unit {
        "h" | "hour" | "hours" => 1,
        "d" | "day" | "days" => 24,
        "w" | "week" | "weeks" => 7 * 24,
        "month" | "months" => 30 * 24,
        _ => return None,
    };
    let hours = number.checked_mul(hours).filter(|hours| (1..=MUTE_DAYS_MAX * 24).contains(hours))?;
    TimeDelta::try_hours(hours)
}

async fn mute_state(turn: &mut Turn) -> Result<(), ToolError> {
    let book = turn.context().await?.book().await?;
    let (zone, chosen) = (book.settings().await?.time_zone, book.attention().await?);
    let days = |days, text: &str| AlertAction::Mute { days }.button(text);
    let (words, buttons) = match chosen.muted_until.filter(|until| *until > turn.now) {
        Some(until) => {
            (format!("I say nothing by myself until {}.", moment(until, zone)), vec![vec![days(0, "Speak again")]])
        }
        None => (
            "I speak up by myself when something matters. For how long shall I say nothing?".to_owned(),
            vec![vec![days(1, "A day"), days(3, "3 days"), days(7, "A week"), days(30, "30 days")]],
        ),
    };
    turn.reply(Outgoing { buttons, ..Outgoing::plain(&words) });
    Ok(())
}

async fn mute_until(turn: &mut Turn, until: DateTime<Utc>) -> Result<(), ToolError> {
    let book = turn.context().await?.book().await?;
    let zone = book.settings().await?.time_zone;
    let mut chosen = book.attention().await?;
    chosen.muted_until = Some(until);
    book.set_attention(&chosen).await?;
    let words = format!(
        "I say nothing by myself until {}. What happens till then waits for the summary after it; questions I answer as ever.",
        moment(until, zone)
    );
    let buttons = vec![vec![AlertAction::Mute { days: 0 }.button("Speak again")]];
    turn.reply(Outgoing { buttons, ..Outgoing::plain(&words) });
    Ok(())
}

async fn unmute(turn: &mut Turn) -> Result<(), ToolError> {
    let now = turn.now;
    let book = turn.context().await?.book().await?;
    let zone = book.settings().await?.time_zone;
    let mut chosen = book.attention().await?;
    let muted = chosen.muted_until.take().is_some_and(|until| until > now);
    book.set_attention(&chosen).await?;
    if muted {
        book.move_summaries(chosen.summary_at.next(now, zone)).await?;
    }
    turn.reply(Outgoing::plain(match muted {
        true => "I speak up by myself again. What waited comes with the next summary.",
        false => "I was not muted: I speak up when something matters.",
    }));
    Ok(())
}

/// "Thu 5 Mar, 12:00"
fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%a %-d %b, %H:%M").to_string()
}

/// A text that replies to one of our messages: where that was an alert, it is asked with what the alert is about in mind. False
/// where it was none.
pub(super) async fn replied(turn: &mut Turn, to: &str, text: &str) -> Result<bool, ToolError> {
    let first_line = to.lines().next().unwrap_or_default();
    let Some(notice) = turn.context().await?.book().await?.notice_saying(first_line).await? else {
        return Ok(false);
    };
    let row = match notice.row {
        Some(row) => turn.context().await?.book().await?.row(row).await?,
        None => None,
    };
    question::ask_about(turn, &notice, row.as_ref(), text).await?;
    Ok(true)
}

/// "Alerts and summaries", below `/settings`.
pub(super) fn settings_button() -> Button {
    ButtonAction::Attention(AttentionAction::Show(Page::All)).button("Alerts and summaries")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_people_write_them() {
        let check = |text: &str, hours: Option<i64>| {
            assert_eq!(span(text), hours.and_then(TimeDelta::try_hours), "{text}");
        };
        check("3 days", Some(72));
        check("for 3 days", Some(72));
        check("3d", Some(72));
        check("2 hours", Some(2));
        check("a week", Some(168));
        check("week", Some(168));
        check("two weeks", Some(336));
        check("1 month", Some(720));
        check("366 days", Some(8_784));
        for wrong in
            ["367 days", "0 days", "-1 days", "3", "days 3", "3 fortnights", "ever", "", "99999999999999 weeks"]
        {
            check(wrong, None);
        }
    }
}
