//! Words two figures held against each other: comparisons, budgets, prices, income against spending.
//!
//! **Invariant:** differences come from the tool's comparison; nothing is subtracted here.

use rust_decimal::Decimal;

use super::phrases::{self, Writer};
use super::question::LimitAsk;
use super::question::{Ask, Scope, Subject};
use super::render::{Page, Worded, lower_you};
use crate::agent::format;
use crate::domain::Currency;
use crate::tools::summarise::{Comparison, Measure, Summary, Total};

/// One side of a comparison.
struct Side {
    name: String,
    value: Decimal,
    rows: u64,
    tool: usize,
}

/// "January 2026: £222.00, £44.85 more than February 2026 (£177.15)."
pub(super) fn compare(page: &Page<'_>, writer: &mut Writer, other: &Scope, ask: Ask) -> Option<Worded> {
    let (left, right) = (page.summary(0)?, page.summary(1)?);
    let scope = &page.question.scope;
    for (summary, scope) in [(&left, scope), (&right, other)] {
        if let Some(text) = phrases::no_statements(&summary.coverage, scope.filter.period.or(summary.period)) {
            return Some(text.into());
        }
    }
    let by_time = scope.filter.period != other.filter.period;
    let name = |scope: &Scope, summary: &Summary| {
        if by_time {
            phrases::when(scope, summary.period, page.today).trim_start().to_owned()
        } else {
            phrases::names(scope).unwrap_or_default()
        }
    };
    let (left_name, right_name) = (name(scope, &left), name(other, &right));
    // "Dining in January 2026" against "in February 2026", or "Tesco" against "Aldi", "in 2025".
    let title = phrases::title(left.measure);
    let inside = matches!(ask, Ask::IsMore | Ask::IsLess);
    let title = if inside { title.to_lowercase() } else { title.to_owned() };
    let topic = phrases::names(scope).unwrap_or(title);
    let (prefix, shared) = if by_time {
        (format!("{topic} "), String::new())
    } else {
        (String::new(), phrases::when(scope, left.period, page.today))
    };
    let measure = left.measure;
    let sentences: Vec<String> = currencies(&left, &right)
        .into_iter()
        .map(|currency| {
            let total = |summary: &Summary| summary.totals.iter().find(|total| total.currency == currency).cloned();
            let empty = || Total { currency, value: Decimal::ZERO, rows: 0 };
            let (first, second) = (total(&left).unwrap_or_else(empty), total(&right).unwrap_or_else(empty));
            let held = left.comparisons.iter().find(|held| held.currency == currency).cloned();
            let left = Side { name: left_name.clone(), value: first.value, rows: first.rows, tool: 0 };
            let right = Side { name: right_name.clone(), value: second.value, rows: second.rows, tool: 1 };
            two_sides(writer, (measure, currency), (left, right), held.as_ref(), (ask, &prefix, &shared))
        })
        .collect();
    if sentences.is_empty() {
        let when = phrases::when(scope, left.period, page.today);
        return Some(page.none(scope, &when).into());
    }
    let gaps = phrases::gaps(&left.coverage, scope.filter.period, page.today);
    let other_gaps = phrases::gaps(&right.coverage, other.filter.period, page.today);
    let gaps = if gaps == other_gaps { gaps } else { format!("{gaps}{other_gaps}") };
    let subject = None::<Subject>;
    Some(Worded { text: format!("{}{gaps}", sentences.join(" ")), subject })
}

/// The currencies of both sides, each once.
fn currencies(left: &Summary, right: &Summary) -> Vec<Currency> {
    let mut found: Vec<Currency> = left.totals.iter().chain(&right.totals).map(|total| total.currency).collect();
    found.sort();
    found.dedup();
    found
}

fn two_sides(
    writer: &mut Writer,
    (measure, currency): (Measure, Currency),
    (left, right): (Side, Side),
    held: Option<&Comparison>,
    (ask, prefix, shared): (Ask, &str, &str),
) -> String {
    let left_larger = left.value > right.value;
    let same = left.value == right.value;
    // Without rows on the left nothing was held against it: the difference is the other side itself.
    let difference = held.map_or(right.value, |held| held.difference).abs();
    let difference_tool = usize::from(held.is_none());
    let keep_order = matches!(ask, Ask::IsMore | Ask::IsLess | Ask::Difference | Ask::Change);
    let swap = !keep_order && (left_larger == matches!(ask, Ask::Less)) && !same;
    let (first, second) = if swap { (right, left) } else { (left, right) };
    let first_larger = first.value > second.value;
    let mut value = |side: &Side| writer.value(measure, side.value, currency, side.rows, side.tool);
    if same {
        let yes_no = if matches!(ask, Ask::IsMore | Ask::IsLess) { "No: " } else { "" };
        let both = value(&first);
        return format!("{yes_no}{prefix}{} and {} are the same{shared}: {both} each.", first.name, second.name);
    }
    let word = if first_larger { "more" } else { "less" };
    if let (Ask::Change, Some(change)) = (ask, held.and_then(|held| held.change)) {
        let change = writer.percent(change.abs(), first.rows + second.rows, 0);
        let (a, b) = (
            writer.value(measure, first.value, currency, first.rows, first.tool),
            writer.value(measure, second.value, currency, second.rows, second.tool),
        );
        return format!("{change} {word} {prefix}{} than {}{shared}: {a} against {b}.", first.name, second.name);
    }
    if matches!(ask, Ask::Difference | Ask::Change) {
        let gap = writer.value(measure, difference, currency, first.rows + second.rows, difference_tool);
        let (a, b) = (
            writer.value(measure, first.value, currency, first.rows, first.tool),
            writer.value(measure, second.value, currency, second.rows, second.tool),
        );
        return format!("{gap} {word} {} than {}{shared}: {a} against {b}.", first.name, second.name);
    }
    let yes_no = match ask {
        Ask::IsMore => {
            if first_larger {
                "Yes: "
            } else {
                "No: "
            }
        }
        Ask::IsLess => {
            if first_larger {
                "No: "
            } else {
                "Yes: "
            }
        }
        _ => "",
    };
    let (a, b) = (value(&first), value(&second));
    let gap = writer.value(measure, difference, currency, first.rows + second.rows, difference_tool);
    format!("{yes_no}{prefix}{}{shared} came to {a}, {gap} {word} than {} ({b}).", first.name, second.name)
}

/// The comparison of the only currency, or of the one with most rows.
fn held(summary: &Summary) -> Option<(&Total, &Comparison)> {
    let total = summary.totals.first()?;
    Some((total, summary.comparisons.iter().find(|held| held.currency == total.currency)?))
}

/// Spending against a budget.
pub(super) fn limit(page: &Page<'_>, writer: &mut Writer, summary: &Summary, amount: Decimal, ask: LimitAsk) -> String {
    let scope = &page.question.scope;
    let when = phrases::when(scope, summary.period, page.today);
    let about = phrases::about(page.question, scope);
    let Some((total, held)) = held(summary) else {
        let whole = format::number(amount);
        let answer = match (ask, page.question.yes_no) {
            (LimitAsk::Over, true) => "No: ",
            (LimitAsk::Under, true) => "Yes: ",
            _ => "",
        };
        return format!("{answer}{} The whole {whole} is left.", lower_if(answer, &page.none(scope, &when)));
    };
    let over = held.difference > Decimal::ZERO;
    let verb = if matches!(page.question.measure, Measure::Income | Measure::MoneyIn) { "earned" } else { "spent" };
    let spent = |writer: &mut Writer| writer.money(total.value, total.currency, total.rows, 0);
    let gap = |writer: &mut Writer| writer.size(held.difference, held.currency, total.rows, 0);
    let budget = |writer: &mut Writer| writer.money(held.other, held.currency, 0, 0);
    let side = if over { "over" } else { "under" };
    if ask == LimitAsk::Left || !page.question.yes_no {
        let (gap, spent, budget) = (gap(writer), spent(writer), budget(writer));
        return match (ask, over) {
            (LimitAsk::Left, true) => format!("Nothing is left: you are {gap} over{about}{when}, {spent} of {budget}."),
            (LimitAsk::Left, false) => format!("{gap} left{about}{when}: you {verb} {spent} of {budget}."),
            _ => format!("{gap} {side}{about}{when}: you {verb} {spent} of {budget}."),
        };
    }
    let yes = if over == (ask == LimitAsk::Over) { "Yes" } else { "No" };
    let (spent, gap, budget) = (spent(writer), gap(writer), budget(writer));
    format!("{yes}: you {verb} {spent}{about}{when}, {gap} {side} {budget}.")
}

fn lower_if(answer: &str, sentence: &str) -> String {
    if answer.is_empty() { sentence.to_owned() } else { lower_you(sentence) }
}

/// What is left over against a price.
pub(super) fn afford(page: &Page<'_>, writer: &mut Writer, summary: &Summary, price: Decimal) -> String {
    let scope = &page.question.scope;
    let when = phrases::when(scope, summary.period, page.today);
    let Some((total, held)) = held(summary) else {
        return format!("I can't tell whether {} fits: nothing came in or went out{when}.", format::number(price));
    };
    let left = writer.money(total.value, total.currency, total.rows, 0);
    let gap = writer.size(held.difference, held.currency, total.rows, 0);
    let price = writer.money(held.other, held.currency, 0, 0);
    if held.difference >= Decimal::ZERO {
        return format!("Yes: income minus spending{when} is {left}, so {price} leaves {gap}.");
    }
    format!("No: income minus spending{when} is {left}, which is {gap} too little for {price}.")
}

/// Whether more was spent than earned.
pub(super) fn overspent(page: &Page<'_>, writer: &mut Writer, summary: &Summary, less: bool) -> Option<String> {
    let scope = &page.question.scope;
    let when = phrases::when(scope, summary.period, page.today);
    let Some((total, held)) = held(summary) else {
        let income = page.summary(1)?;
        let earned = writer.totals(Measure::Income, &income.totals, 1);
        let answer = if less { "Yes" } else { "No" };
        return Some(if earned.is_empty() {
            page.none(scope, &when)
        } else {
            format!("{answer}: you spent nothing and earned {earned}{when}.")
        });
    };
    let over = held.difference > Decimal::ZERO;
    let answer = if over == less { "No" } else { "Yes" };
    let spent = writer.money(total.value, total.currency, total.rows, 0);
    let earned = writer.money(held.other, held.currency, held.other_rows, 0);
    let gap = writer.size(held.difference, held.currency, total.rows, 0);
    let word = if over { "more" } else { "less" };
    if !page.question.yes_no {
        return Some(format!("You earned {earned} and spent {spent}{when}: {gap} {word} went out than came in."));
    }
    Some(format!("{answer}: you spent {spent} and earned {earned}{when}: {gap} {word} went out than came in."))
}
