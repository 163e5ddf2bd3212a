//! Alerts: their buttons, `/alerts`, and replies to them.

use chrono::TimeDelta;

use super::{mute, question, render};
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
        AlertAction::Mute { days } => mute::pressed(turn, days).await,
        AlertAction::Notice { notice, step } => notice_pressed(turn, notice, step, message).await,
        AlertAction::Rule { rule, step: RuleStep::Keep } => {
            let kept = KeepAlert { rule }.call(turn.context().await?).await?;
            let remove = AlertAction::Rule { rule, step: RuleStep::Remove }.button("Remove");
            let buttons = vec![vec![remove, AlertAction::List.button("All alerts")]];
            turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&alerting::saved(&kept, turn.texts)) });
            Ok(())
        }
        AlertAction::Rule { step: RuleStep::Drop, .. } => {
            turn.reply(Outgoing { edits: message, ..Outgoing::plain("All right, I don't look out for that.") });
            Ok(())
        }
        AlertAction::Rule { rule, step: RuleStep::Remove } => {
            let removed = RemoveAlert { rule }.call(turn.context().await?).await?.removed;
            let buttons = removed_buttons(&removed);
            turn.reply(Outgoing {
                buttons,
                edits: message,
                ..Outgoing::plain(&alerting::removed(&removed, turn.texts))
            });
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
            let buttons = render::alerts::more(turn.texts, id, row);
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
    let buttons = row.map(|row| vec![render::alerts::show_row(turn.texts, row)]).into_iter().collect();
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
            let line =
                |(number, shown): (usize, &AlertRuleShown)| format!("{number}. {}", alerting::rule(shown, turn.texts));
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
