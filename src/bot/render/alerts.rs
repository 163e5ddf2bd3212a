//! Alerts in words: why, in one line, with the buttons below.
//!
//! **Invariant:** every figure is one of the facts; it does no arithmetic. The words are plain, so that a reply to the message is
//! known by them.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::Value;

use crate::agent::{alerting, budgeting, format, saving};
use crate::bot::button::{AlertAction, BudgetAction, ButtonAction, GoalAction, NoticeStep, RowAction, RowStep};
use crate::bot::outgoing::{Button, Outgoing, escape, stored};
use crate::domain::{Currency, NoticeId, TransactionId};
use crate::text;
use crate::texts::Texts;
use crate::tools::alerts::{Alert, Found, Hit, Level, Missing, Moment, NewRow, OwnAlert, Short};

/// More alerts than this at once are one message that lists them.
pub const SINGLE_MAX: usize = 3;
/// Letters of a name: what fits a phone's line beside an amount.
const NAME_LETTERS_MAX: usize = 28;
/// Buttons of a list beside each other.
const NUMBERS_A_LINE: usize = 5;

/// Why, in one line.
pub fn words(texts: &Texts, alert: &Alert, today: NaiveDate) -> String {
    match &alert.found {
        Found::Budget(reached) => budgeting::reached(reached, texts),
        Found::Goal(news) => saving::news(news, today, texts),
        Found::Large { row, from } => {
            let from = format::money(*from, row.currency);
            text!(texts, "alert-large", paid = paid(texts, row, today), from = from)
        }
        Found::NewPayee { row, from } => {
            let from = format::money(*from, row.currency);
            text!(texts, "alert-new-payee", paid = paid(texts, row, today), from = from)
        }
        Found::Fee(row) => text!(texts, "alert-fee", paid = paid(texts, row, today)),
        Found::DoubleCharge { row, before } => {
            let paid = paid(texts, row, today);
            match *before == row.on {
                true => text!(texts, "alert-twice-same-day", paid = paid),
                false => text!(texts, "alert-twice", paid = paid, day = format::short_date(*before, today)),
            }
        }
        Found::SalaryArrived(row) => {
            let (amount, day) = (format::money(row.amount, row.currency), format::short_date(row.on, today));
            let (payer, account) = (name(&row.family), name(&row.account_name));
            text!(texts, "alert-salary", amount = amount, payer = payer, day = day, account = account)
        }
        Found::SalaryMissing(missing) => salary_missing(texts, missing, today),
        Found::LowBalance { held, below, level } => {
            let amount = format::money(held.amount, held.currency);
            let (account, day) = (name(&held.name), format::short_date(held.known_until, today));
            match level {
                Level::Overdrawn => text!(texts, "alert-overdrawn", account = account, amount = amount, day = day),
                Level::Low => {
                    let below = format::money(*below, held.currency);
                    text!(texts, "alert-low-balance", account = account, amount = amount, day = day, below = below)
                }
            }
        }
        Found::LowAhead(short) => low_ahead(texts, short, today),
        Found::BillDue(moment) => bill_due(texts, moment),
        Found::Own(own) => own_words(texts, own, today),
    }
}

/// "£620.00 to Ikea on 28 Mar (Current)"
fn paid(texts: &Texts, row: &NewRow, today: NaiveDate) -> String {
    let (amount, day) = (format::money(row.amount.abs(), row.currency), format::short_date(row.on, today));
    let (payee, account) = (name(&row.payee), name(&row.account_name));
    match row.amount.is_sign_negative() {
        true => text!(texts, "alert-paid-to", amount = amount, payee = payee, day = day, account = account),
        false => text!(texts, "alert-paid-from", amount = amount, payee = payee, day = day, account = account),
    }
}

fn salary_missing(texts: &Texts, missing: &Missing, today: NaiveDate) -> String {
    let amount = format::money(missing.amount, missing.currency);
    let (payer, day) = (name(&missing.name), format::short_date(missing.on, today));
    match missing.known_until.map(|until| (until, format::short_date(until, today))) {
        Some((until, known)) if until >= missing.on => {
            text!(texts, "alert-salary-missing", amount = amount, payer = payer, day = day, known = known)
        }
        Some((_, known)) => {
            text!(texts, "alert-salary-unseen", amount = amount, payer = payer, day = day, known = known)
        }
        None => text!(texts, "alert-salary-unknown", amount = amount, payer = payer, day = day),
    }
}

fn low_ahead(texts: &Texts, short: &Short, today: NaiveDate) -> String {
    let money = |amount: Decimal| format::money(amount, short.currency);
    text!(
        texts,
        "alert-low-ahead",
        due = money(short.due),
        payer = name(&short.payer),
        until = format::short_date(short.until, today),
        held = money(short.held),
        gap = money(short.by),
        name = name(&short.largest.name),
        amount = money(short.largest.amount),
        day = format::short_date(short.largest.on, today)
    )
}

fn bill_due(texts: &Texts, moment: &Moment) -> String {
    let amount = format::money(moment.amount, moment.currency);
    text!(texts, "alert-bill-due", name = name(&moment.name), amount = amount)
}

/// "You asked to hear when …: …"
fn own_words(texts: &Texts, own: &OwnAlert, today: NaiveDate) -> String {
    let money = |amount: Decimal, currency: Option<Currency>| match currency {
        Some(currency) => format::money(amount, currency),
        None => amount.to_string(),
    };
    let what = match &own.hit {
        Hit::Payment(row) => paid(texts, row, today),
        Hit::Rise { row, before } => {
            let before = money(*before, Some(row.currency));
            text!(texts, "alert-own-rise", paid = paid(texts, row, today), before = before)
        }
        Hit::Spent { spent, since } => {
            let (amount, day) = (money(*spent, own.rule.currency), format::short_date(*since, today));
            text!(texts, "alert-own-spent", amount = amount, day = day)
        }
        Hit::Balance(held) => {
            let (amount, day) = (money(held.amount, Some(held.currency)), format::short_date(held.known_until, today));
            text!(texts, "alert-own-balance", account = name(&held.name), amount = amount, day = day)
        }
    };
    text!(texts, "alert-own", rule = alerting::rule(&own.rule, texts), what = what)
}

fn name(name: &str) -> String {
    name.chars().take(NAME_LETTERS_MAX).collect()
}

/// An alert as it is sent.
pub fn message(texts: &Texts, alert: &Alert, notice: NoticeId, text: &str) -> Outgoing {
    let mut buttons = Vec::new();
    if let Found::Budget(reached) = &alert.found {
        let show = BudgetAction::Open { budget: reached.budget.id }.button(text!(texts, "button-show"));
        buttons.push(vec![show, BudgetAction::List.button(text!(texts, "button-all-budgets"))]);
    }
    if let Found::Goal(news) = &alert.found {
        buttons.push(vec![GoalAction::Open { goal: news.goal.id }.button(text!(texts, "button-show"))]);
    }
    let out = match &alert.found {
        Found::Large { .. } | Found::NewPayee { .. } | Found::Fee(_) | Found::DoubleCharge { .. } => true,
        Found::Own(OwnAlert { hit: Hit::Payment(row), .. }) => row.amount.is_sign_negative(),
        _ => false,
    };
    buttons.extend(answers(texts, notice, out));
    Outgoing { buttons, ..Outgoing::plain(text) }
}

/// "It's fine", text!(texts, "button-not-me"), "Less of these".
fn answers(texts: &Texts, notice: NoticeId, could_be_a_thief: bool) -> Vec<Vec<Button>> {
    let button = |step, text: String| AlertAction::Notice { notice, step }.button(text);
    let not_me = could_be_a_thief.then(|| button(NoticeStep::NotMe, text!(texts, "button-not-me")));
    let first = std::iter::once(button(NoticeStep::Fine, text!(texts, "button-fine"))).chain(not_me).collect();
    let less = button(NoticeStep::Less, text!(texts, "button-less"));
    vec![first, vec![less, button(NoticeStep::More, text!(texts, "button-more"))]]
}

/// What else there is to do about an alert.
pub fn more(texts: &Texts, notice: NoticeId, row: Option<TransactionId>) -> Vec<Vec<Button>> {
    let button = |step, text: String| AlertAction::Notice { notice, step }.button(text);
    let open = row.map(|row| vec![show_row(texts, row)]);
    let later = vec![
        button(NoticeStep::Tomorrow, text!(texts, "button-tomorrow")),
        button(NoticeStep::Back, text!(texts, "button-back")),
    ];
    open.into_iter().chain([later]).collect()
}

/// Opens a row.
pub fn show_row(texts: &Texts, row: TransactionId) -> Button {
    ButtonAction::Row(RowAction { row, place: None, step: RowStep::Open }).button(text!(texts, "button-show-row"))
}

/// Several alerts in one message, with a button that opens each.
pub fn list(texts: &Texts, alerts: &[(NoticeId, String)]) -> (Outgoing, String) {
    let lines: Vec<String> = (1..).zip(alerts).map(|(number, (_, text))| format!("{number}. {text}")).collect();
    let text = format!("{}\n{}", text!(texts, "alert-list", count = alerts.len() as u64), lines.join("\n"));
    let open = |(number, (notice, _)): (u32, &(NoticeId, String))| {
        AlertAction::Notice { notice: *notice, step: NoticeStep::Open }.button(number.to_string())
    };
    let numbers: Vec<Button> = (1..).zip(alerts).map(open).collect();
    let buttons = numbers.chunks(NUMBERS_A_LINE).map(<[Button]>::to_vec).collect();
    (Outgoing { buttons, ..Outgoing::html(escape(&text)) }, text)
}

/// A notice's message as it was kept.
pub fn kept(text: &str, message: Option<&Value>) -> Outgoing {
    message.and_then(stored).unwrap_or_else(|| Outgoing::plain(text))
}
