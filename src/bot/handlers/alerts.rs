//! Alerts: their buttons, `/alerts`, and replies to them.

use chrono::TimeDelta;

use super::{mute, question, render};
use crate::agent::{alerting, format};
use crate::bot::button::{AlertAction, AttentionAction, ButtonAction, NoticeStep, Page, RuleStep};
use crate::bot::outgoing::{Button, Outgoing};
use crate::bot::turn::Turn;
use crate::domain::{AlertKind, NoticeId, TransactionId};
use crate::store::notices::{Answer, Notice};
use crate::text;
use crate::texts::Texts;
use crate::tools::alerts::{AlertRuleShown, AlertRules, KeepAlert, Lessened, RemoveAlert, lessen, restore};
use crate::tools::row_card::OpenRow;
use crate::tools::{Tool as _, ToolError};

/// Amounts of the examples.
const EXAMPLE_LARGE: &str = "100";
const EXAMPLE_SPENT: &str = "400";
const EXAMPLE_BELOW: &str = "200";
/// Rules that a message offers to remove by button.
const BUTTONS_MAX: usize = 20;

/// What an alert is called in lists.
pub(super) fn kind_words(texts: &Texts, kind: AlertKind) -> String {
    match kind {
        AlertKind::Budget => text!(texts, "kind-budget"),
        AlertKind::Goal => text!(texts, "kind-goal"),
        AlertKind::Large => text!(texts, "kind-large"),
        AlertKind::LowBalance => text!(texts, "kind-low-balance"),
        AlertKind::LowAhead => text!(texts, "kind-low-ahead"),
        AlertKind::SalaryArrived => text!(texts, "kind-salary-arrived"),
        AlertKind::SalaryMissing => text!(texts, "kind-salary-missing"),
        AlertKind::Fee => text!(texts, "kind-fee"),
        AlertKind::DoubleCharge => text!(texts, "kind-double-charge"),
        AlertKind::NewPayee => text!(texts, "kind-new-payee"),
        AlertKind::BillDue => text!(texts, "kind-bill-due"),
        AlertKind::OwnRule => text!(texts, "kind-own-rule"),
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
            let remove = AlertAction::Rule { rule, step: RuleStep::Remove }.button(text!(turn.texts, "button-remove"));
            let buttons = vec![vec![remove, AlertAction::List.button(text!(turn.texts, "button-all-alerts"))]];
            turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&alerting::saved(&kept, turn.texts)) });
            Ok(())
        }
        AlertAction::Rule { step: RuleStep::Drop, .. } => {
            let words = text!(turn.texts, "alert-not-lookout");
            turn.reply(Outgoing { edits: message, ..Outgoing::plain(&words) });
            Ok(())
        }
        AlertAction::Rule { rule, step: RuleStep::Remove } => {
            let removed = RemoveAlert { rule }.call(turn.context().await?).await?.removed;
            let buttons = removed_buttons(turn.texts, &removed);
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
pub(super) fn proposed_buttons(texts: &Texts, shown: &AlertRuleShown) -> Vec<Vec<Button>> {
    let button = |step, text: String| AlertAction::Rule { rule: shown.id, step }.button(text);
    let save = button(RuleStep::Keep, text!(texts, "button-save"));
    vec![vec![save, button(RuleStep::Drop, text!(texts, "button-no"))]]
}

/// Below what says that a rule was removed.
pub(super) fn removed_buttons(texts: &Texts, removed: &AlertRuleShown) -> Vec<Vec<Button>> {
    let undo = AlertAction::Rule { rule: removed.id, step: RuleStep::Keep };
    vec![vec![undo.button(text!(texts, "button-undo-note"))]]
}

async fn find(turn: &mut Turn, notice: NoticeId) -> Result<Notice, ToolError> {
    let notice = turn.context().await?.book().await?.notice(notice).await?;
    notice.ok_or_else(|| ToolError::not_found(text!(turn.texts, "alert-gone")))
}

async fn notice_pressed(
    turn: &mut Turn,
    id: NoticeId,
    step: NoticeStep,
    message: Option<i32>,
) -> Result<(), ToolError> {
    let texts = turn.texts;
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
            turn.reply(with(&text!(texts, "alert-fine")));
        }
        NoticeStep::NotMe => not_me(turn, &notice, with(&text!(texts, "alert-not-you"))).await?,
        NoticeStep::Less => {
            let lessened = lessen(&notice, turn.context().await?).await?;
            let words = text!(texts, "alert-less", less = less_words(&lessened, turn).await?);
            let undo =
                AlertAction::Notice { notice: id, step: NoticeStep::Restore }.button(text!(texts, "button-undo-note"));
            turn.reply(Outgoing { buttons: vec![vec![undo]], ..with(&words) });
        }
        NoticeStep::Restore => {
            let restored = restore(&notice, turn.context().await?).await?;
            let words = match restored {
                true => text!(texts, "alert-restored"),
                false => text!(texts, "alert-restored-before"),
            };
            turn.reply(Outgoing { edits: message, ..kept() });
            turn.reply(Outgoing::plain(&words));
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
            let words = text!(texts, "alert-tomorrow", time = at.with_timezone(&zone).format("%H:%M").to_string());
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
    let texts = turn.texts;
    answer(turn, notice.id, Some(Answer::NotMe)).await?;
    let row = standing_row(turn, notice).await?;
    let what = match row {
        None => text!(texts, "alert-this-payment"),
        Some(row) => {
            let context = turn.context().await?;
            context.book().await?.doubt_row(row).await?;
            let opened = OpenRow { row }.call(context).await?.candidate.row;
            let amount = format::money(opened.amount.abs(), opened.currency);
            let day = format::date(opened.date);
            text!(texts, "alert-that-payment", amount = amount, payee = opened.merchant, day = day)
        }
    };
    turn.reply(edited);
    let steps = [
        text!(texts, "alert-not-me-call"),
        text!(texts, "alert-not-me-say", what = what),
        text!(texts, "alert-not-me-look"),
    ];
    let steps = (1..).zip(steps).map(|(number, step)| format!("{number}. {step}"));
    let marked = row.map(|_| text!(texts, "alert-not-me-marked"));
    let lines = std::iter::once(text!(texts, "alert-not-me")).chain(steps).chain(marked);
    let words = lines.collect::<Vec<_>>().join("\n");
    let buttons = row.map(|row| vec![render::alerts::show_row(turn.texts, row)]).into_iter().collect();
    turn.reply(Outgoing { buttons, ..Outgoing::plain(&words) });
    Ok(())
}

async fn less_words(lessened: &Lessened, turn: &mut Turn) -> Result<String, ToolError> {
    let texts = turn.texts;
    let vocabulary = turn.context().await?.vocabulary().await?;
    let home = vocabulary.home_currency.or_else(|| vocabulary.accounts.first().map(|account| account.currency));
    let money = |amount| home.map_or_else(|| format!("{amount}"), |currency| format::money(amount, currency));
    Ok(match lessened {
        Lessened::LargeFrom { large, new_payee } => {
            let (large, new_payee) = (money(*large), money(*new_payee));
            text!(texts, "less-large", large = large, new = new_payee)
        }
        Lessened::LowBelow(amount) => text!(texts, "less-low", amount = money(*amount)),
        Lessened::Off { kind, about } => text!(texts, "less-off", kind = kind_words(texts, *kind), about = about),
        Lessened::KindOff(kind) => text!(texts, "less-kind-off", kind = kind_words(texts, *kind)),
        Lessened::RuleRemoved => text!(texts, "less-rule"),
    })
}

/// `/alerts`
pub(super) async fn list(turn: &mut Turn, message: Option<i32>) -> Result<(), ToolError> {
    let rules = AlertRules::default().call(turn.context().await?).await?;
    let book = turn.context().await?.book().await?;
    let (off, chosen) = (book.alerts_off().await?, book.attention().await?);
    let texts = turn.texts;
    let mut blocks = Vec::new();
    blocks.push(match rules.is_empty() {
        true => {
            text!(texts, "alerts-how", large = EXAMPLE_LARGE, spent = EXAMPLE_SPENT, below = EXAMPLE_BELOW)
        }
        false => {
            let line =
                |(number, shown): (usize, &AlertRuleShown)| format!("{number}. {}", alerting::rule(shown, texts));
            let lines: Vec<String> = (1..).zip(&rules).map(line).collect();
            text!(texts, "alerts-own", lines = lines.join("\n"))
        }
    });
    let on: Vec<String> = AlertKind::ALL
        .into_iter()
        .filter(|kind| *kind != AlertKind::OwnRule && !chosen.off.contains(kind))
        .map(|kind| kind_words(texts, kind))
        .collect();
    if !on.is_empty() {
        blocks.push(text!(texts, "alerts-by-myself", kinds = on.join(", ").to_lowercase()));
    }
    if !off.is_empty() {
        let line = |(kind, about): &(AlertKind, String)| {
            text!(texts, "alerts-off-line", kind = kind_words(texts, *kind), about = about)
        };
        let lines: Vec<String> = off.iter().map(line).collect();
        blocks.push(text!(texts, "alerts-off", lines = lines.join("\n")));
    }
    let remove = |(number, shown): (usize, &AlertRuleShown)| {
        let label = text!(texts, "button-remove-number", number = number.to_string());
        AlertAction::Rule { rule: shown.id, step: RuleStep::Remove }.button(label)
    };
    let removals: Vec<Button> = (1..).zip(rules.iter().take(BUTTONS_MAX)).map(remove).collect();
    let mut buttons: Vec<Vec<Button>> = removals.chunks(3).map(<[Button]>::to_vec).collect();
    if !off.is_empty() {
        buttons.push(vec![AlertAction::TellAgain.button(text!(texts, "button-tell-again"))]);
    }
    buttons.push(vec![AttentionAction::Show(Page::All).button(text!(texts, "button-alert-settings"))]);
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
pub(super) fn settings_button(texts: &Texts) -> Button {
    ButtonAction::Attention(AttentionAction::Show(Page::All)).button(text!(texts, "button-alerts-and-summaries"))
}
