//! Parts of sentences: what a question is about, which days, what is missing.
//!
//! **Invariant:** every figure that is written goes through [`Writer`], which lists it with the call it came from.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::lexicon;
use super::question::{Question, Scope};
use crate::agent::{Figure, format};
use crate::domain::{Currency, Period};
use crate::tools::summarise::{Coverage, Measure, Total, Unit};

/// Writes figures and keeps them.
#[derive(Default)]
pub(super) struct Writer {
    pub figures: Vec<Figure>,
}

impl Writer {
    /// An amount, shown with its sign.
    pub(super) fn money(&mut self, value: Decimal, currency: Currency, rows: u64, tool: usize) -> String {
        self.figures.push(Figure { value, currency: Some(currency), rows, tool });
        format::money(value, currency)
    }

    /// An amount whose sign the words around it tell.
    pub(super) fn size(&mut self, value: Decimal, currency: Currency, rows: u64, tool: usize) -> String {
        self.money(value.abs(), currency, rows, tool)
    }

    pub(super) fn percent(&mut self, value: Decimal, rows: u64, tool: usize) -> String {
        self.figures.push(Figure { value, currency: None, rows, tool });
        format::percent(value)
    }

    pub(super) fn count(&mut self, rows: u64, noun: &str, tool: usize) -> String {
        self.figures.push(Figure { value: Decimal::from(rows), currency: None, rows, tool });
        format::count(rows, noun)
    }

    /// A value in the unit of its measure.
    pub(super) fn value(
        &mut self,
        measure: Measure,
        value: Decimal,
        currency: Currency,
        rows: u64,
        tool: usize,
    ) -> String {
        match measure.unit() {
            Unit::Money => self.money(value, currency, rows, tool),
            Unit::Percent => self.percent(value, rows, tool),
            Unit::Rows => {
                self.figures.push(Figure { value, currency: None, rows, tool });
                let noun = noun(measure);
                let plural = if value == Decimal::ONE { "" } else { "s" };
                format!("{} {noun}{plural}", format::number(value))
            }
        }
    }

    /// One figure for each currency: `£251.00 and €30.00`.
    pub(super) fn totals(&mut self, measure: Measure, totals: &[Total], tool: usize) -> String {
        let values = totals.iter().map(|total| self.value(measure, total.value, total.currency, total.rows, tool));
        and_list(&values.collect::<Vec<_>>())
    }
}

/// What one counted row is called.
pub(super) fn noun(measure: Measure) -> &'static str {
    match measure {
        Measure::Receipts | Measure::Income | Measure::MoneyIn => "incoming payment",
        Measure::RefundCount | Measure::Refunds => "refund",
        _ => "payment",
    }
}

/// What a measure is called.
pub(super) fn title(measure: Measure) -> &'static str {
    match measure {
        Measure::Income | Measure::MoneyIn => "Income",
        Measure::Net => "Income minus spending",
        Measure::SavingsRate => "Savings rate",
        Measure::Refunds => "Refunds",
        Measure::MoneyOut => "Money out",
        Measure::Payments => "Payments",
        Measure::Receipts => "Payments in",
        Measure::RefundCount => "Number of refunds",
        Measure::Spending | Measure::NetPaid => "Spending",
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn and_list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [start @ .., last] => format!("{} and {last}", start.join(", ")),
    }
}

/// `Groceries`, `Fuel`: a category as a name.
fn category_name(name: &str) -> String {
    super::payees::capitalised(name)
}

/// The scope with only those payees shown that the book has, unless it has none of them.
pub(super) fn known_only(scope: &Scope, unknown: &[String]) -> Scope {
    let mut known = scope.clone();
    let pairs = scope.filter.merchants.iter().zip(&scope.payees);
    known.payees = pairs.filter(|(words, _)| !unknown.contains(words)).map(|(_, label)| label.clone()).collect();
    if known.payees.is_empty() { scope.clone() } else { known }
}

/// The names alone: `Dining`, `Tesco and Aldi`, `Tesco (Groceries)`.
pub(super) fn names(scope: &Scope) -> Option<String> {
    let categories: Vec<String> = scope.filter.categories.iter().map(|name| category_name(name)).collect();
    match (scope.payees.is_empty(), categories.is_empty()) {
        (true, true) => None,
        (true, false) => Some(and_list(&categories)),
        (false, true) => Some(and_list(&scope.payees)),
        (false, false) => Some(format!("{} ({})", and_list(&scope.payees), and_list(&categories))),
    }
}

/// What it is about, with its preposition and a leading space: ` on Groceries`, ` at Tesco`, ` from Interest`, and what
/// is left out or narrowed down.
pub(super) fn about(question: &Question, scope: &Scope) -> String {
    let money_in = matches!(
        question.measure,
        Measure::Income | Measure::MoneyIn | Measure::Receipts | Measure::Refunds | Measure::RefundCount
    );
    let thing = scope.payees.iter().all(|label| lexicon::is_category_phrase(&label.to_lowercase()));
    let preposition = match (money_in, thing) {
        (true, _) => "from",
        (false, true) => "on",
        (false, false) => "at",
    };
    let names = names(scope).map(|names| format!(" {preposition} {names}")).unwrap_or_default();
    format!("{names}{}", narrowed(scope))
}

/// Accounts, limits and what is left out, with a leading space.
pub(super) fn narrowed(scope: &Scope) -> String {
    let filter = &scope.filter;
    let mut out = String::new();
    if !filter.accounts.is_empty() {
        let accounts: Vec<String> = filter.accounts.iter().map(|name| super::payees::capitalised(name)).collect();
        out.push_str(&format!(" on your {} account", and_list(&accounts)));
    }
    let weekdays: Vec<String> = filter.weekdays.iter().filter_map(|day| weekday(*day)).map(str::to_owned).collect();
    if !weekdays.is_empty() {
        out.push_str(&format!(" on {}", and_list(&weekdays)));
    }
    let own_money = |name: &&String| !matches!(name.as_str(), "Transfer" | "Savings" | "Income");
    let mut left_out: Vec<String> =
        filter.except_categories.iter().filter(own_money).map(|name| category_name(name)).collect();
    left_out.extend(scope.except_payees.iter().cloned());
    if !left_out.is_empty() {
        out.push_str(&format!(" without {}", and_list(&left_out)));
    }
    out
}

fn weekday(number: u8) -> Option<&'static str> {
    const NAMES: [&str; 7] = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
    NAMES.get(usize::from(number).checked_sub(1)?).copied()
}

/// The days, with a leading space: ` in March 2026`. Days that nobody asked for are those the book knows.
pub(super) fn when(scope: &Scope, known: Option<Period>, today: NaiveDate) -> String {
    let period = scope.filter.period.or(known);
    period.map(|period| format!(" {}", format::within(upto(period, today), today))).unwrap_or_default()
}

fn upto(period: Period, today: NaiveDate) -> Period {
    if period.from <= today { Period { to: period.to.min(today), ..period } } else { period }
}

/// Days at the end of a period that may be missing without a word: statements come some days after what they show.
const TAIL_DAYS: i64 = 7;

/// What to say when no statement covers the days; `None` when some does.
pub(super) fn no_statements(coverage: &Coverage, asked: Option<Period>) -> Option<String> {
    let Coverage::None { known } = coverage else { return None };
    let Some(known) = known else {
        return Some("I have no statements yet, so I can't tell. Send me one and ask again.".to_owned());
    };
    let asked = asked.map_or_else(|| "that time".to_owned(), format::period);
    let (from, to) = (format::date(known.from), format::date(known.to));
    Some(format!("I have no statements for {asked}, so I can't tell. Yours run from {from} to {to}."))
}

/// A clause about days that no statement covers, with a leading space; empty when all that matters is there.
pub(super) fn gaps(coverage: &Coverage, asked: Option<Period>, today: NaiveDate) -> String {
    let (Coverage::Partial { known }, Some(asked)) = (coverage, asked) else { return String::new() };
    let asked = upto(asked, today);
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return String::new() };
    let tail = (asked.to - last.to).num_days();
    let holes = known.len() > 1;
    if first.from <= asked.from && tail <= TAIL_DAYS && !holes {
        return String::new();
    }
    let spans: Vec<String> = known.iter().map(|span| format::period(*span)).collect();
    format!(" My statements for this cover {} only.", and_list(&spans))
}

/// A sentence about names that the book does not hold, with a leading space.
pub(super) fn unknown(unknown: &[String]) -> String {
    if unknown.is_empty() {
        return String::new();
    }
    let names: Vec<String> = unknown.iter().map(|name| titled(name)).collect();
    format!(" I found no payments to {}.", and_list(&names))
}

/// `burger king` → `Burger King`.
pub(super) fn titled(name: &str) -> String {
    name.split(' ').map(super::payees::capitalised).collect::<Vec<_>>().join(" ")
}
