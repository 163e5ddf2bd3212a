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
use crate::tools::alerts::{Alert, Found, Hit, Level, Missing, Moment, NewRow, OwnAlert, Short};

/// More alerts than this at once are one message that lists them.
pub const SINGLE_MAX: usize = 3;
/// Letters of a name: what fits a phone's line beside an amount.
const NAME_LETTERS_MAX: usize = 28;
/// Buttons of a list beside each other.
const NUMBERS_A_LINE: usize = 5;

/// Why, in one line.
pub fn words(alert: &Alert, today: NaiveDate) -> String {
    match &alert.found {
        Found::Budget(reached) => budgeting::reached(reached),
        Found::Goal(news) => saving::news(news, today),
        Found::Large { row, from } => {
            let from = format::money(*from, row.currency);
            format!("Large payment: {}. I tell you from {from} on.", paid(row, today))
        }
        Found::NewPayee { row, from } => {
            let from = format::money(*from, row.currency);
            format!(
                "New payee: {}. It is your first payment there, and I tell you of those from {from} on.",
                paid(row, today)
            )
        }
        Found::Fee(row) => format!("Fee: {}. Banks often waive one when asked.", paid(row, today)),
        Found::DoubleCharge { row, before } => {
            let before = match *before == row.on {
                true => "a second time that day".to_owned(),
                false => format!("and the same on {}", format::short_date(*before, today)),
            };
            format!("Charged twice? {}, {before}, which is unusual there.", paid(row, today))
        }
        Found::SalaryArrived(row) => {
            let amount = format::money(row.amount, row.currency);
            let day = format::short_date(row.on, today);
            format!("Your money is in: {amount} from {} on {day} ({}).", name(&row.family), name(&row.account_name))
        }
        Found::SalaryMissing(missing) => salary_missing(missing, today),
        Found::LowBalance { held, below, level } => {
            let amount = format::money(held.amount, held.currency);
            let day = format::short_date(held.known_until, today);
            match level {
                Level::Overdrawn => format!("Overdrawn: {} was at {amount} on {day}.", name(&held.name)),
                Level::Low => {
                    let below = format::money(*below, held.currency);
                    format!("Low balance: {} was at {amount} on {day}, below {below}.", name(&held.name))
                }
            }
        }
        Found::LowAhead(short) => low_ahead(short, today),
        Found::BillDue(moment) => bill_due(moment),
        Found::Own(own) => own_words(own, today),
    }
}

/// "£620.00 to Ikea on 28 Mar (Current)"
fn paid(row: &NewRow, today: NaiveDate) -> String {
    let amount = format::money(row.amount.abs(), row.currency);
    let way = if row.amount.is_sign_negative() { "to" } else { "from" };
    let day = format::short_date(row.on, today);
    format!("{amount} {way} {} on {day} ({})", name(&row.payee), name(&row.account_name))
}

fn salary_missing(missing: &Missing, today: NaiveDate) -> String {
    let amount = format::money(missing.amount, missing.currency);
    let (payer, day) = (name(&missing.name), format::short_date(missing.on, today));
    match missing.known_until.map(|until| (until, format::short_date(until, today))) {
        Some((until, shown)) if until >= missing.on => {
            format!(
                "Missing: about {amount} from {payer} was due on {day}, and your statements up to {shown} don't show it."
            )
        }
        Some((_, shown)) => format!(
            "Not seen yet: about {amount} from {payer} was due on {day}. I know your statements up to {shown}; a newer one \
             settles it."
        ),
        None => format!("Not seen yet: about {amount} from {payer} was due on {day}."),
    }
}

fn low_ahead(short: &Short, today: NaiveDate) -> String {
    let money = |amount: Decimal| format::money(amount, short.currency);
    format!(
        "It may get tight: {} is due before {} pays on {}, and your accounts hold {}, {} too little. The largest: {}, {} on {}.",
        money(short.due),
        name(&short.payer),
        format::short_date(short.until, today),
        money(short.held),
        money(short.by),
        name(&short.largest.name),
        money(short.largest.amount),
        format::short_date(short.largest.on, today)
    )
}

fn bill_due(moment: &Moment) -> String {
    format!("Due tomorrow: {}, about {}.", name(&moment.name), format::money(moment.amount, moment.currency))
}

/// "You asked to hear when …: …"
fn own_words(own: &OwnAlert, today: NaiveDate) -> String {
    let money = |amount: Decimal, currency: Option<Currency>| match currency {
        Some(currency) => format::money(amount, currency),
        None => amount.to_string(),
    };
    let what = match &own.hit {
        Hit::Payment(row) => paid(row, today),
        Hit::Rise { row, before } => format!("{}, {} before", paid(row, today), money(*before, Some(row.currency))),
        Hit::Spent { spent, since } => {
            format!("it is {} since {}", money(*spent, own.rule.currency), format::short_date(*since, today))
        }
        Hit::Balance(held) => {
            let day = format::short_date(held.known_until, today);
            format!("{} was at {} on {day}", name(&held.name), money(held.amount, Some(held.currency)))
        }
    };
    format!("You asked to hear when {}: {what}.", alerting::rule(&own.rule))
}

fn name(name: &str) -> String {
    name.chars().take(NAME_LETTERS_MAX).collect()
}

/// An alert as it is sent.
pub fn message(alert: &Alert, notice: NoticeId, text: &str) -> Outgoing {
    let mut buttons = Vec::new();
    if let Found::Budget(reached) = &alert.found {
        let show = BudgetAction::Open { budget: reached.budget.id }.button("Show it");
        buttons.push(vec![show, BudgetAction::List.button("All budgets")]);
    }
    if let Found::Goal(news) = &alert.found {
        buttons.push(vec![GoalAction::Open { goal: news.goal.id }.button("Show it")]);
    }
    let out = match &alert.found {
        Found::Large { .. } | Found::NewPayee { .. } | Found::Fee(_) | Found::DoubleCharge { .. } => true,
        Found::Own(OwnAlert { hit: Hit::Payment(row), .. }) => row.amount.is_sign_negative(),
        _ => false,
    };
    buttons.extend(answers(notice, out));
    Outgoing { buttons, ..Outgoing::plain(text) }
}

/// "It's fine", "Not me", "Less of these".
fn answers(notice: NoticeId, could_be_a_thief: bool) -> Vec<Vec<Button>> {
    let button = |step, text: &str| AlertAction::Notice { notice, step }.button(text);
    let not_me = could_be_a_thief.then(|| button(NoticeStep::NotMe, "Not me"));
    let first = std::iter::once(button(NoticeStep::Fine, "It's fine")).chain(not_me).collect();
    vec![first, vec![button(NoticeStep::Less, "Less of these"), button(NoticeStep::More, "More…")]]
}

/// What else there is to do about an alert.
pub fn more(notice: NoticeId, row: Option<TransactionId>) -> Vec<Vec<Button>> {
    let button = |step, text: &str| AlertAction::Notice { notice, step }.button(text);
    let open = row.map(|row| vec![show_row(row)]);
    let later = vec![button(NoticeStep::Tomorrow, "Tomorrow"), button(NoticeStep::Back, "Back")];
    open.into_iter().chain([later]).collect()
}

/// Opens a row.
pub fn show_row(row: TransactionId) -> Button {
    ButtonAction::Row(RowAction { row, place: None, step: RowStep::Open }).button("Show the row")
}

/// Several alerts in one message, with a button that opens each.
pub fn list(alerts: &[(NoticeId, String)]) -> (Outgoing, String) {
    let lines: Vec<String> = (1..).zip(alerts).map(|(number, (_, text))| format!("{number}. {text}")).collect();
    let text = format!("{} things to look at:\n{}", alerts.len(), lines.join("\n"));
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
