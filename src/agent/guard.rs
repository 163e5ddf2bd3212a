//! What a model's reply must hold before anyone sees it.
//!
//! **Invariant:** an amount or a percentage that no tool returned in this turn never reaches the user, nor does a link.

use rust_decimal::Decimal;
use serde_json::Value;

use super::{Figure, PlannerError, ToolOutcome};
use crate::domain::Currency;
use crate::tools::search::Found;
use crate::tools::summarise::{Summary, Unit};

/// The figures of a reply, each found in a tool result; an error names what was not.
pub(super) fn grounded(text: &str, outcomes: &[ToolOutcome]) -> Result<Vec<Figure>, PlannerError> {
    if text.trim().is_empty() {
        return Err(PlannerError::Rejected("it is empty".into()));
    }
    if text.contains("://") || text.contains("www.") {
        return Err(PlannerError::Rejected("it holds a link".into()));
    }
    let known: Vec<Figure> =
        outcomes.iter().enumerate().flat_map(|(tool, outcome)| figures_of(tool, outcome)).collect();
    let mut figures: Vec<Figure> = Vec::new();
    for number in figures_in(text) {
        let found = known.iter().find(|figure| figure.value.abs() == number || whole(figure.value) == Some(number));
        match found {
            Some(figure) if figures.contains(figure) => {}
            Some(figure) => figures.push(figure.clone()),
            None => return Err(PlannerError::Rejected("it holds a figure that no tool returned".into())),
        }
    }
    Ok(figures)
}

/// 251 for 251.00: a whole amount may be written without its cents.
fn whole(value: Decimal) -> Option<Decimal> {
    value.fract().is_zero().then(|| value.abs().normalize())
}

/// Amounts and percentages in a text, without sign: numbers with cents, or beside a currency or a percent sign.
fn figures_in(text: &str) -> Vec<Decimal> {
    let mut figures = Vec::new();
    let characters: Vec<char> = text.chars().collect();
    let mut start = 0;
    while let Some(character) = characters.get(start) {
        if !character.is_ascii_digit() {
            start += 1;
            continue;
        }
        let length = characters
            .iter()
            .skip(start)
            .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}' | '’'))
            .count();
        let written: String = characters.iter().skip(start).take(length).collect();
        let written = written.trim_end_matches(['.', ',', '\u{a0}', '\u{202f}']);
        let before: String =
            characters.iter().take(start).rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
        let after: String = characters.iter().skip(start + written.chars().count()).take(4).collect();
        let has_cents = written.rfind(['.', ',']).is_some_and(|at| written.len() - at == 3);
        if has_cents || beside_currency(&before, &after) || after.trim_start().starts_with('%') {
            figures.extend(plain(written));
        }
        start += length.max(1);
    }
    figures
}

fn beside_currency(before: &str, after: &str) -> bool {
    let sign = |text: &str| text.chars().next().is_some_and(|c| "€£$¥₹₽₴₪₩₺₦₫".contains(c));
    let code = |text: &str| text.get(..3).is_some_and(|code| code.parse::<Currency>().is_ok());
    let before: String = before.trim_end().chars().rev().take(3).collect::<Vec<_>>().into_iter().rev().collect();
    sign(&before.chars().rev().take(1).collect::<String>())
        || code(&before)
        || sign(after.trim_start())
        || code(after.trim_start())
}

/// The number with a decimal point: of two kinds of separators the last one is the decimal one.
fn plain(written: &str) -> Option<Decimal> {
    let decimal = written.rfind(['.', ',']).filter(|at| written.len() - at <= 3);
    let digits: String = written
        .char_indices()
        .filter_map(|(at, c)| if Some(at) == decimal { Some('.') } else { c.is_ascii_digit().then_some(c) })
        .collect();
    digits.parse::<Decimal>().ok().map(|number| number.abs())
}

/// Every figure that an outcome carries.
fn figures_of(tool: usize, outcome: &ToolOutcome) -> Vec<Figure> {
    let figure = |value, currency, rows| Figure { value, currency, rows, tool };
    if let Some(summary) = outcome.get::<Summary>() {
        let money = |currency| (summary.unit == Unit::Money).then_some(currency);
        let totals = summary.totals.iter().map(|total| figure(total.value, money(total.currency), total.rows));
        let groups = summary.groups.iter().map(|group| figure(group.value, money(group.currency), group.rows));
        let comparisons = summary.comparisons.iter().flat_map(|comparison| {
            let percent = comparison.percent.map(|percent| figure(percent, None, comparison.other_rows));
            let change = comparison.change.map(|change| figure(change, None, comparison.other_rows));
            [
                change,
                Some(figure(comparison.other, money(comparison.currency), comparison.other_rows)),
                Some(figure(comparison.difference, money(comparison.currency), comparison.other_rows)),
                percent,
            ]
        });
        return totals.chain(groups).chain(comparisons.flatten()).collect();
    }
    if let Some(found) = outcome.get::<Found>() {
        let totals = found.totals.iter().map(|total| figure(total.value, Some(total.currency), total.rows));
        let rows = found.rows.iter().map(|row| figure(row.amount, Some(row.currency), 1));
        return totals.chain(rows).collect();
    }
    // An amount that the user named (a budget, a threshold) may be said back.
    amounts_of(&outcome.args).into_iter().map(|value| figure(value, None, 0)).collect()
}

fn amounts_of(value: &Value) -> Vec<Decimal> {
    match value {
        Value::String(text) => text.parse().into_iter().collect(),
        Value::Array(items) => items.iter().flat_map(amounts_of).collect(),
        Value::Object(fields) => fields.values().flat_map(amounts_of).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn outcome() -> ToolOutcome {
        let result = json!({
            "measure": "spending", "unit": "money", "period": null, "coverage": {"state": "full"},
            "totals": [{"currency": "GBP", "value": "1251.00", "rows": 9}],
            "comparisons": [{"currency": "GBP", "other": "300.00", "other_rows": 0, "difference": "-49.10", "percent": "83.67"}],
        });
        ToolOutcome { name: "summarise".into(), args: json!({}), result }
    }

    #[test]
    fn only_figures_that_a_tool_returned_pass() {
        let check = |text: &str, passes: bool| {
            let grounded = grounded(text, &[outcome()]);
            assert_eq!(grounded.is_ok(), passes, "{text}: {grounded:?}");
        };
        check("You spent £1,251.00 in 9 payments.", true);
        check("You spent 1.251,00 € in March 2026.", true);
        check("That is £49.10 under your £300.", true);
        check("That is 83.67% of it.", true);
        check("You spent £1,251.", true);
        check("You spent £1,252.00.", false);
        check("That is 84.9% of it.", false);
        check("Roughly 12.34 a day.", false);
        check("USD 77 went there.", false);
        check("See https://example.org for more.", false);
        check("  ", false);
    }

    #[test]
    fn a_figure_carries_its_rows() {
        let figures = grounded("You spent £1,251.00.", &[outcome()]).unwrap();
        assert_eq!(figures.len(), 1);
        assert_eq!((figures[0].rows, figures[0].tool, figures[0].currency.unwrap().code()), (9, 0, "GBP"));
    }
}
