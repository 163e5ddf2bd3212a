//! Summaries in words: the longest stretch first, then what is coming up, budgets, and what waited.
//!
//! **Invariant:** every figure is one of the facts; it does no arithmetic.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::agent::format;
use crate::bot::button::ButtonAction;
use crate::bot::charts::{CategoryShares, Share};
use crate::bot::drawing::Drawing;
use crate::bot::outgoing::{Outgoing, escape};
use crate::domain::Period;
use crate::store::summaries::{Payment, Spent};
use crate::text;
use crate::texts::Texts;
use crate::tools::summaries::{Budget, Facts, Part, Stretch, Total};

/// Letters of a name: two stand on a phone's line with their amounts.
const NAME_LETTERS_MAX: usize = 28;
/// Categories named in a line; a picture has more.
const CATEGORIES_NAMED_MAX: usize = 4;
/// Notices listed; there is a command for more.
const NOTICES_MAX: usize = 5;

/// A summary as it is sent, and without markup.
#[derive(Clone, Debug, PartialEq)]
pub struct Worded {
    pub message: Outgoing,
    pub text: String,
    /// Of its first part.
    pub title: String,
}

/// The words of a summary; `None` when there is nothing to say.
pub fn worded(texts: &Texts, facts: &Facts) -> Option<Worded> {
    if !facts.are_worth_a_message() {
        return None;
    }
    // Title and sentences of each block.
    let mut blocks: Vec<(String, Vec<String>)> = Vec::new();
    for part in facts.parts.iter().filter(|part| !part.totals.is_empty()) {
        blocks.push((title(texts, part, facts.today), told(texts, part)));
    }
    if !facts.coming_up.is_empty() {
        let lines = facts.coming_up.iter().map(|payment| coming_up(texts, payment, facts.today));
        blocks.push((text!(texts, "summary-coming-up"), lines.collect()));
    }
    if !facts.budgets.is_empty() {
        let lines = facts.budgets.iter().map(|used| budget(texts, used, facts.today));
        blocks.push((text!(texts, "summary-budgets"), lines.collect()));
    }
    if !facts.notices.is_empty() {
        let mut lines: Vec<String> = facts.notices.iter().take(NOTICES_MAX).cloned().collect();
        if facts.notices.len() > NOTICES_MAX {
            lines.push(text!(texts, "summary-more-notices"));
        }
        blocks.push((text!(texts, "summary-also"), lines));
    }
    let html = |(title, lines): &(String, Vec<String>)| {
        let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
        format!("<b>{}</b>\n{}", escape(title), lines.join("\n"))
    };
    let plain = |(title, lines): &(String, Vec<String>)| format!("{title}\n{}", lines.join("\n"));
    let days = facts.parts.iter().find(|part| !part.totals.is_empty()).map(|part| part.days);
    let rows = days.map(|days| vec![ButtonAction::Days { days }.button(text!(texts, "button-rows"))]);
    Some(Worded {
        message: Outgoing {
            html: blocks.iter().map(html).collect::<Vec<_>>().join("\n\n"),
            buttons: rows.into_iter().collect(),
            drawing: picture(texts, facts),
            ..Outgoing::default()
        },
        text: blocks.iter().map(plain).collect::<Vec<_>>().join("\n\n"),
        title: blocks.into_iter().next().map(|(title, _)| title).unwrap_or_default(),
    })
}

/// Where the money of the longest stretch went, in its first currency; of single days there is none.
fn picture(texts: &Texts, facts: &Facts) -> Option<Drawing> {
    let part = facts.parts.iter().find(|part| !part.totals.is_empty())?;
    let total = part.totals.first().filter(|total| total.spent > Decimal::ZERO)?;
    let of_currency = part.most.iter().filter(|spent| spent.currency == total.currency);
    let shares: Vec<Share> = of_currency
        .map(|spent| Share { label: spent.category.to_string(), category: spent.category, amount: spent.amount })
        .collect();
    let subtitle = title(texts, part, facts.today);
    let drawing = || Drawing::Shares(CategoryShares { subtitle, currency: total.currency, total: total.spent, shares });
    (part.stretch != Stretch::Days && !part.most.is_empty()).then(drawing)
}

fn title(texts: &Texts, part: &Part, today: NaiveDate) -> String {
    match part.stretch {
        Stretch::Month => format::month(part.days.from),
        Stretch::Week => text!(texts, "summary-week", days = format::within(part.days, today)),
        Stretch::Days if part.days == Period::day(part.days.to) => {
            text!(texts, "summary-yesterday", day = format::short_date(part.days.to, today))
        }
        Stretch::Days => text!(texts, "summary-days", days = format::within(part.days, today)),
    }
}

fn told(texts: &Texts, part: &Part) -> Vec<String> {
    let mut lines: Vec<String> = part.totals.iter().map(|total| sums(texts, total, part.stretch)).collect();
    if let Some(largest) = &part.largest {
        let amount = format::money(-largest.amount, largest.currency);
        lines.push(text!(texts, "summary-largest", name = name(&largest.name), amount = amount));
    }
    let named = part.most.iter().take(CATEGORIES_NAMED_MAX);
    if named.len() > 0 {
        let of = |spent: &Spent| {
            let amount = format::money(spent.amount, spent.currency);
            text!(texts, "summary-category", category = spent.category.to_string(), amount = amount)
        };
        let categories = named.map(of).collect::<Vec<_>>().join(", ");
        lines.push(text!(texts, "summary-most", categories = categories));
    }
    lines
}

/// "You spent £42.10 in 3 payments, £5.00 less than the week before. £20.00 came in."
fn sums(texts: &Texts, total: &Total, stretch: Stretch) -> String {
    let money = |amount: Decimal| format::money(amount.abs(), total.currency);
    let mut sentences = Vec::new();
    if total.payments > 0 {
        let compared = total.more.map_or_else(String::new, |more| compared(texts, more, &money(more), stretch));
        let spent = money(total.spent);
        sentences.push(match total.spent.is_sign_negative() {
            true => text!(texts, "summary-came-back", amount = spent, compared = compared),
            false => {
                text!(texts, "summary-spent", count = total.payments.unsigned_abs(), spent = spent, compared = compared)
            }
        });
    }
    if !total.income.is_zero() {
        let kept = match (stretch, total.kept.is_sign_negative()) {
            (Stretch::Month, false) => text!(texts, "summary-kept", kept = money(total.kept)),
            (Stretch::Month, true) => text!(texts, "summary-overspent", gap = money(total.kept)),
            _ => String::new(),
        };
        sentences.push(match total.income.is_sign_negative() {
            true => text!(texts, "summary-income-back", income = money(total.income)),
            false => text!(texts, "summary-income", income = money(total.income), kept = kept),
        });
    }
    sentences.join(" ")
}

fn compared(texts: &Texts, more: Decimal, amount: &str, stretch: Stretch) -> String {
    let less = more.is_sign_negative();
    match stretch {
        Stretch::Days => String::new(),
        Stretch::Month if more.is_zero() => text!(texts, "summary-same-month"),
        Stretch::Month if less => text!(texts, "summary-less-month", amount = amount),
        Stretch::Month => text!(texts, "summary-more-month", amount = amount),
        Stretch::Week if more.is_zero() => text!(texts, "summary-same-week"),
        Stretch::Week if less => text!(texts, "summary-less-week", amount = amount),
        Stretch::Week => text!(texts, "summary-more-week", amount = amount),
    }
}

/// "Netflix £10.99 tomorrow"
fn coming_up(texts: &Texts, payment: &Payment, today: NaiveDate) -> String {
    let (name, amount) = (name(&payment.name), format::money(-payment.amount, payment.currency));
    match (payment.on - today).num_days() {
        0 => text!(texts, "summary-due-today", name = name, amount = amount),
        1 => text!(texts, "summary-due-tomorrow", name = name, amount = amount),
        _ => {
            let day = format::short_date(payment.on, today);
            text!(texts, "summary-due-on", name = name, amount = amount, day = day)
        }
    }
}

/// "Groceries: 92% used, £24.00 left until 30 November"
fn budget(texts: &Texts, budget: &Budget, today: NaiveDate) -> String {
    let amount = format::money(budget.left.abs(), budget.currency);
    let (name, day) = (name(&budget.name), format::short_date(budget.until, today));
    match budget.percent {
        _ if budget.left.is_sign_negative() => {
            text!(texts, "summary-budget-over", name = name, amount = amount, day = day)
        }
        Some(percent) => {
            let percent = format::percent(percent);
            text!(texts, "summary-budget-left", name = name, percent = percent, amount = amount, day = day)
        }
        None => text!(texts, "summary-budget-nothing", name = name, day = day),
    }
}

fn name(name: &str) -> String {
    name.chars().take(NAME_LETTERS_MAX).collect()
}
