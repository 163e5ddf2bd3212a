//! Summaries in words: the longest stretch first, then what is coming up, budgets, and what waited.
//!
//! **Invariant:** every figure is one of the facts; it does no arithmetic.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::agent::format;
use crate::bot::button::ButtonAction;
use crate::bot::outgoing::{Outgoing, escape};
use crate::domain::Period;
use crate::store::summaries::{Payment, Spent};
use crate::tools::summaries::{Budget, Facts, Part, Stretch, Total};

/// Letters of a name: two stand on a phone's line with their amounts.
const NAME_LETTERS_MAX: usize = 28;
/// Notices listed; there is a command for more.
const NOTICES_MAX: usize = 5;

/// A summary as it is sent, and without markup.
#[derive(Clone, Debug, PartialEq)]
pub struct Worded {
    pub message: Outgoing,
    pub text: String,
}

/// The words of a summary; `None` when there is nothing to say.
pub fn worded(facts: &Facts) -> Option<Worded> {
    if !facts.are_worth_a_message() {
        return None;
    }
    // Title and sentences of each block.
    let mut blocks: Vec<(String, Vec<String>)> = Vec::new();
    for part in facts.parts.iter().filter(|part| !part.totals.is_empty()) {
        blocks.push((title(part, facts.today), told(part)));
    }
    if !facts.coming_up.is_empty() {
        let lines = facts.coming_up.iter().map(|payment| coming_up(payment, facts.today));
        blocks.push(("Coming up".to_owned(), lines.collect()));
    }
    if !facts.budgets.is_empty() {
        blocks.push(("Budgets".to_owned(), facts.budgets.iter().map(|used| budget(used, facts.today)).collect()));
    }
    if !facts.notices.is_empty() {
        let mut lines: Vec<String> = facts.notices.iter().take(NOTICES_MAX).cloned().collect();
        if facts.notices.len() > NOTICES_MAX {
            lines.push("More of them: /notifications".to_owned());
        }
        blocks.push(("Also".to_owned(), lines));
    }
    let html = |(title, lines): &(String, Vec<String>)| {
        let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
        format!("<b>{}</b>\n{}", escape(title), lines.join("\n"))
    };
    let plain = |(title, lines): &(String, Vec<String>)| format!("{title}\n{}", lines.join("\n"));
    let days = facts.parts.iter().find(|part| !part.totals.is_empty()).map(|part| part.days);
    let rows = days.map(|days| vec![ButtonAction::Days { days }.button("Show the rows")]);
    Some(Worded {
        message: Outgoing {
            html: blocks.iter().map(html).collect::<Vec<_>>().join("\n\n"),
            buttons: rows.into_iter().collect(),
            ..Outgoing::default()
        },
        text: blocks.iter().map(plain).collect::<Vec<_>>().join("\n\n"),
    })
}

fn title(part: &Part, today: NaiveDate) -> String {
    match part.stretch {
        Stretch::Month => format::month(part.days.from),
        Stretch::Week => format!("Your week, {}", format::within(part.days, today)),
        Stretch::Days if part.days == Period::day(part.days.to) => {
            format!("Yesterday, {}", format::short_date(part.days.to, today))
        }
        Stretch::Days => format!("The last days, {}", format::within(part.days, today)),
    }
}

fn told(part: &Part) -> Vec<String> {
    let mut lines: Vec<String> = part.totals.iter().map(|total| sums(total, part.stretch)).collect();
    if let Some(largest) = &part.largest {
        let amount = format::money(-largest.amount, largest.currency);
        lines.push(format!("The largest: {}, {amount}.", name(&largest.name)));
    }
    if !part.most.is_empty() {
        let of = |spent: &Spent| format!("{} {}", spent.category, format::money(spent.amount, spent.currency));
        lines.push(format!("Most of it: {}.", part.most.iter().map(of).collect::<Vec<_>>().join(", ")));
    }
    lines
}

/// "You spent £42.10 in 3 payments, £5.00 less than the week before. £20.00 came in."
fn sums(total: &Total, stretch: Stretch) -> String {
    let money = |amount: Decimal| format::money(amount.abs(), total.currency);
    let mut sentences = Vec::new();
    if total.payments > 0 {
        let payments = format::count(total.payments.unsigned_abs(), "payment");
        let compared = total.more.map_or_else(String::new, |more| compared(more, &money(more), stretch));
        sentences.push(match total.spent.is_sign_negative() {
            true => format!("{} more came back than you spent{compared}.", money(total.spent)),
            false => format!("You spent {} in {payments}{compared}.", money(total.spent)),
        });
    }
    if !total.income.is_zero() {
        let kept = match (stretch, total.kept.is_sign_negative()) {
            (Stretch::Month, false) => format!(", so {} stayed", money(total.kept)),
            (Stretch::Month, true) => format!(", {} less than went out", money(total.kept)),
            _ => String::new(),
        };
        sentences.push(match total.income.is_sign_negative() {
            true => format!("{} of income was taken back.", money(total.income)),
            false => format!("{} came in{kept}.", money(total.income)),
        });
    }
    sentences.join(" ")
}

fn compared(more: Decimal, amount: &str, stretch: Stretch) -> String {
    let than = match stretch {
        Stretch::Month => "the month before",
        Stretch::Week => "the week before",
        Stretch::Days => return String::new(),
    };
    match more {
        more if more.is_zero() => format!(", as much as {than}"),
        more if more.is_sign_negative() => format!(", {amount} less than {than}"),
        _ => format!(", {amount} more than {than}"),
    }
}

/// "Netflix £10.99 tomorrow"
fn coming_up(payment: &Payment, today: NaiveDate) -> String {
    let day = match (payment.on - today).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => format!("on {}", format::short_date(payment.on, today)),
    };
    format!("{} {} {day}", name(&payment.name), format::money(-payment.amount, payment.currency))
}

/// "Groceries: 92% used, £24.00 left until 30 November"
fn budget(budget: &Budget, today: NaiveDate) -> String {
    let amount = format::money(budget.left.abs(), budget.currency);
    let until = format::short_date(budget.until, today);
    let Budget { percent, left, .. } = budget;
    match percent {
        _ if left.is_sign_negative() => format!("{}: {amount} over, until {until}", name(&budget.name)),
        Some(percent) => {
            format!("{}: {} used, {amount} left until {until}", name(&budget.name), format::percent(*percent))
        }
        None => format!("{}: nothing left until {until}", name(&budget.name)),
    }
}

fn name(name: &str) -> String {
    name.chars().take(NAME_LETTERS_MAX).collect()
}
