//! Words two figures held against each other: comparisons, budgets, prices, income against spending.
//!
//! **Invariant:** differences come from the tool's comparison; nothing is subtracted here.

use rust_decimal::Decimal;

use super::phrases::{self, Place, Writer};
use super::question::LimitAsk;
use super::question::{Ask, Scope, Subject};
use super::render::{Page, Worded};
use super::sentences::Said;
use crate::agent::format;
use crate::domain::Currency;
use crate::text;
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
    let texts = page.texts;
    let scope = &page.question.scope;
    for (summary, scope) in [(&left, scope), (&right, other)] {
        if let Some(text) = phrases::no_statements(texts, &summary.coverage, scope.filter.period.or(summary.period)) {
            return Some(text.into());
        }
    }
    let by_time = scope.filter.period != other.filter.period;
    let name = |scope: &Scope, summary: &Summary| {
        if by_time {
            phrases::when(scope, summary.period, page.today)
        } else {
            phrases::names(texts, scope).unwrap_or_default()
        }
    };
    let (left_name, right_name) = (name(scope, &left), name(other, &right));
    // "Dining in January 2026" against "in February 2026", or "Tesco" against "Aldi", "in 2025".
    let place = if matches!(ask, Ask::IsMore | Ask::IsLess) { Place::Inside } else { Place::Start };
    let topic = phrases::names(texts, scope).unwrap_or_else(|| phrases::title(texts, left.measure, place));
    let (topic, shared) = match by_time {
        true => (topic, String::new()),
        false => (String::new(), phrases::when(scope, left.period, page.today)),
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
            two_sides(writer, (measure, currency), (left, right), held.as_ref(), (ask, &topic, &shared))
        })
        .collect();
    if sentences.is_empty() {
        let when = phrases::when(scope, left.period, page.today);
        return Some(page.none(scope, &when).into());
    }
    let gaps = phrases::gaps(texts, &left.coverage, scope.filter.period, page.today);
    let other_gaps = phrases::gaps(texts, &right.coverage, other.filter.period, page.today);
    let other_gaps = if gaps == other_gaps { "" } else { &other_gaps };
    let subject = None::<Subject>;
    Some(Worded { text: phrases::together(&[&sentences.join(" "), &gaps, other_gaps]), subject })
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
    (ask, topic, shared): (Ask, &str, &str),
) -> String {
    let texts = writer.texts;
    let left_larger = left.value > right.value;
    let same = left.value == right.value;
    // Without rows on the left nothing was held against it: the difference is the other side itself.
    let difference = held.map_or(right.value, |held| held.difference).abs();
    let difference_tool = usize::from(held.is_none());
    let keep_order = matches!(ask, Ask::IsMore | Ask::IsLess | Ask::Difference | Ask::Change);
    let swap = !keep_order && (left_larger == matches!(ask, Ask::Less)) && !same;
    let (first, second) = if swap { (right, left) } else { (left, right) };
    let first_larger = first.value > second.value;
    let (one, other) = (&first.name, &second.name);
    let value = |writer: &mut Writer, side: &Side| writer.value(measure, side.value, currency, side.rows, side.tool);
    let said = match ask {
        Ask::IsMore if first_larger => Said::Yes,
        Ask::IsLess if !first_larger && !same => Said::Yes,
        Ask::IsMore | Ask::IsLess => Said::No,
        _ => Said::Plainly,
    };
    let answer = said.word();
    if same {
        let both = value(writer, &first);
        return text!(
            texts,
            "compare-same",
            answer = answer,
            topic = topic,
            one = one,
            other = other,
            when = shared,
            both = both
        );
    }
    let than = if first_larger { "more" } else { "less" };
    let rows = first.rows + second.rows;
    if let (Ask::Change, Some(change)) = (ask, held.and_then(|held| held.change)) {
        return text!(
            texts,
            "compare-change",
            change = writer.percent(change.abs(), rows, 0),
            than = than,
            topic = topic,
            one = one,
            other = other,
            when = shared,
            first = value(writer, &first),
            second = value(writer, &second),
        );
    }
    if matches!(ask, Ask::Difference | Ask::Change) {
        return text!(
            texts,
            "compare-difference",
            gap = writer.value(measure, difference, currency, rows, difference_tool),
            than = than,
            one = one,
            other = other,
            when = shared,
            first = value(writer, &first),
            second = value(writer, &second),
        );
    }
    text!(
        texts,
        "compare",
        answer = answer,
        topic = topic,
        one = one,
        other = other,
        when = shared,
        first = value(writer, &first),
        second = value(writer, &second),
        gap = writer.value(measure, difference, currency, rows, difference_tool),
        than = than,
    )
}

/// The comparison of the only currency, or of the one with most rows.
fn held(summary: &Summary) -> Option<(&Total, &Comparison)> {
    let total = summary.totals.first()?;
    Some((total, summary.comparisons.iter().find(|held| held.currency == total.currency)?))
}

/// Spending against a budget.
pub(super) fn limit(page: &Page<'_>, writer: &mut Writer, summary: &Summary, amount: Decimal, ask: LimitAsk) -> String {
    let (scope, texts) = (&page.question.scope, page.texts);
    let when = phrases::when(scope, summary.period, page.today);
    let about = phrases::about(texts, page.question, scope);
    let Some((total, held)) = held(summary) else {
        let said = match (ask, page.question.yes_no) {
            (LimitAsk::Over, true) => Said::No,
            (LimitAsk::Under, true) => Said::Yes,
            _ => Said::Plainly,
        };
        let whole = text!(texts, "limit-untouched", amount = format::number(amount));
        return phrases::together(&[&page.none_said(said, scope, &when), &whole]);
    };
    let over = held.difference > Decimal::ZERO;
    let verb = if matches!(page.question.measure, Measure::Income | Measure::MoneyIn) { "earned" } else { "spent" };
    let spent = |writer: &mut Writer| writer.money(total.value, total.currency, total.rows, 0);
    let gap = |writer: &mut Writer| writer.size(held.difference, held.currency, total.rows, 0);
    let budget = |writer: &mut Writer| writer.money(held.other, held.currency, 0, 0);
    let side = if over { "over" } else { "under" };
    if ask == LimitAsk::Left || !page.question.yes_no {
        let (gap, spent, of) = (gap(writer), spent(writer), budget(writer));
        return match (ask, over) {
            (LimitAsk::Left, true) => {
                text!(texts, "limit-exceeded", gap = gap, about = about, when = when, spent = spent, of = of)
            }
            (LimitAsk::Left, false) => {
                text!(texts, "limit-left", gap = gap, about = about, when = when, verb = verb, spent = spent, of = of)
            }
            _ => text!(
                texts,
                "limit-compared",
                gap = gap,
                side = side,
                about = about,
                when = when,
                verb = verb,
                spent = spent,
                of = of
            ),
        };
    }
    let said = if over == (ask == LimitAsk::Over) { Said::Yes } else { Said::No };
    text!(
        texts,
        "limit-answered",
        answer = said.word(),
        verb = verb,
        spent = spent(writer),
        about = about,
        when = when,
        gap = gap(writer),
        side = side,
        of = budget(writer),
    )
}

/// What is left over against a price.
pub(super) fn afford(page: &Page<'_>, writer: &mut Writer, summary: &Summary, price: Decimal) -> String {
    let (scope, texts) = (&page.question.scope, page.texts);
    let when = phrases::when(scope, summary.period, page.today);
    let Some((total, held)) = held(summary) else {
        return text!(texts, "afford-unknown", price = format::number(price), when = when);
    };
    let left = writer.money(total.value, total.currency, total.rows, 0);
    let gap = writer.size(held.difference, held.currency, total.rows, 0);
    let price = writer.money(held.other, held.currency, 0, 0);
    if held.difference >= Decimal::ZERO {
        return text!(texts, "afford", when = when, left = left, price = price, gap = gap);
    }
    text!(texts, "afford-not", when = when, left = left, price = price, gap = gap)
}

/// Whether more was spent than earned.
pub(super) fn overspent(page: &Page<'_>, writer: &mut Writer, summary: &Summary, less: bool) -> Option<String> {
    let (scope, texts) = (&page.question.scope, page.texts);
    let when = phrases::when(scope, summary.period, page.today);
    let Some((total, held)) = held(summary) else {
        let income = page.summary(1)?;
        let earned = writer.totals(Measure::Income, &income.totals, 1);
        let said = if less { Said::Yes } else { Said::No };
        return Some(match earned.is_empty() {
            true => page.none(scope, &when),
            false => text!(texts, "only-earned", answer = said.word(), earned = earned, when = when),
        });
    };
    let over = held.difference > Decimal::ZERO;
    let said = if over == less { Said::No } else { Said::Yes };
    let spent = writer.money(total.value, total.currency, total.rows, 0);
    let earned = writer.money(held.other, held.currency, held.other_rows, 0);
    let gap = writer.size(held.difference, held.currency, total.rows, 0);
    let than = if over { "more" } else { "less" };
    Some(match page.question.yes_no {
        false => text!(texts, "out-and-in", earned = earned, spent = spent, when = when, gap = gap, than = than),
        true => text!(
            texts,
            "out-and-in-answered",
            answer = said.word(),
            spent = spent,
            earned = earned,
            when = when,
            gap = gap,
            than = than
        ),
    })
}
