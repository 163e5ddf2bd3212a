//! Parts of sentences: what a question is about, which days, what is missing.
//!
//! **Invariant:** every figure that is written goes through [`Writer`], which lists it with the call it came from.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use super::lexicon;
use super::question::{Limits, Question, Scope};
pub(super) use crate::agent::format::and_list;
use crate::agent::{Figure, format};
use crate::domain::{Currency, Period, Tag};
use crate::text;
use crate::texts::Texts;
use crate::tools::summarise::{Coverage, Measure, Total, Unit};

/// Writes figures and keeps them.
pub(super) struct Writer {
    pub texts: &'static Texts,
    pub figures: Vec<Figure>,
}

impl Writer {
    pub(super) fn new(texts: &'static Texts) -> Self {
        Self { texts, figures: Vec::new() }
    }

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

    /// A count, for the message that says what is counted.
    pub(super) fn count(&mut self, count: u64, tool: usize) -> u64 {
        self.figures.push(Figure { value: Decimal::from(count), currency: None, rows: count, tool });
        count
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
                match value.to_u64().filter(|_| value.is_integer()) {
                    Some(count) => counted(self.texts, measure, count),
                    None => averaged(self.texts, measure, &format::number(value)),
                }
            }
        }
    }

    /// One figure for each currency: `£251.00 and €30.00`.
    pub(super) fn totals(&mut self, measure: Measure, totals: &[Total], tool: usize) -> String {
        let values = totals.iter().map(|total| self.value(measure, total.value, total.currency, total.rows, tool));
        let values: Vec<String> = values.collect();
        and_list(self.texts, &values)
    }
}

/// What is counted, as the catalogues choose by it.
pub(super) fn kind(measure: Measure) -> &'static str {
    match measure {
        Measure::Receipts | Measure::Income | Measure::MoneyIn => "incoming",
        Measure::RefundCount | Measure::Refunds => "refunds",
        _ => "payments",
    }
}

/// `12 payments`, `1 refund`.
pub(super) fn counted(texts: &Texts, measure: Measure, count: u64) -> String {
    match kind(measure) {
        "incoming" => text!(texts, "count-incoming-payments", count = count),
        "refunds" => text!(texts, "count-refunds", count = count),
        _ => text!(texts, "count-payments", count = count),
    }
}

/// `2.5 payments`.
fn averaged(texts: &Texts, measure: Measure, number: &str) -> String {
    match kind(measure) {
        "incoming" => text!(texts, "average-incoming-payments", number = number),
        "refunds" => text!(texts, "average-refunds", number = number),
        _ => text!(texts, "average-payments", number = number),
    }
}

/// Where a name stands: it begins a sentence, or not.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Start,
    Inside,
}

/// What a measure is called.
pub(super) fn title(texts: &Texts, measure: Measure, place: Place) -> String {
    let place = match place {
        Place::Start => "start",
        Place::Inside => "inside",
    };
    match measure {
        Measure::Income | Measure::MoneyIn => text!(texts, "measure-income", place = place),
        Measure::Net => text!(texts, "measure-net", place = place),
        Measure::SavingsRate => text!(texts, "measure-savings-rate", place = place),
        Measure::Refunds => text!(texts, "measure-refunds", place = place),
        Measure::MoneyOut => text!(texts, "measure-money-out", place = place),
        Measure::Payments => text!(texts, "measure-payments", place = place),
        Measure::Receipts => text!(texts, "measure-receipts", place = place),
        Measure::RefundCount => text!(texts, "measure-refund-count", place = place),
        Measure::Spending | Measure::NetPaid => text!(texts, "measure-spending", place = place),
    }
}

/// Sentences or phrases that stand side by side; empty ones are left out.
pub(super) fn together(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
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
pub(super) fn names(texts: &Texts, scope: &Scope) -> Option<String> {
    let categories: Vec<String> = scope.filter.categories.iter().map(|name| category_name(name)).collect();
    let (payees, categories) = (and_list(texts, &scope.payees), and_list(texts, &categories));
    match (payees.is_empty(), categories.is_empty()) {
        (true, true) if !scope.filter.tags.is_empty() => Some(and_list(texts, &shown(&scope.filter.tags))),
        (true, true) => None,
        (true, false) => Some(categories),
        (false, true) => Some(payees),
        (false, false) => Some(text!(texts, "payees-in-categories", payees = payees, categories = categories)),
    }
}

/// What it is about, with its preposition: `on Groceries`, `at Tesco`, `on #holiday`, `from Interest`, and what is left out
/// or narrowed down.
pub(super) fn about(texts: &Texts, question: &Question, scope: &Scope) -> String {
    let money_in = matches!(
        question.measure,
        Measure::Income | Measure::MoneyIn | Measure::Receipts | Measure::Refunds | Measure::RefundCount
    );
    let thing = scope.payees.iter().all(|label| lexicon::is_category_phrase(&label.to_lowercase()));
    let names = names(texts, scope).map(|names| match (money_in, thing) {
        (true, _) => text!(texts, "about-from", names = names),
        (false, true) => text!(texts, "about-on", names = names),
        (false, false) => text!(texts, "about-at", names = names),
    });
    together(&[&names.unwrap_or_default(), &narrowed(texts, scope)])
}

/// The limits on single amounts as they were asked for, then [`about`]: `over 100 on Groceries`. Amounts of the question
/// carry no currency of their own.
pub(super) fn about_limited(texts: &Texts, question: &Question, scope: &Scope) -> String {
    together(&[&limits(texts, scope), &about(texts, question, scope)])
}

pub(super) fn limits(texts: &Texts, scope: &Scope) -> String {
    match &scope.limits {
        None => String::new(),
        Some(Limits::Over(amount)) => text!(texts, "limit-over", amount = format::number(*amount)),
        Some(Limits::Under(amount)) => text!(texts, "limit-under", amount = format::number(*amount)),
        Some(Limits::AtLeast(amount)) => text!(texts, "limit-at-least", amount = format::number(*amount)),
        Some(Limits::Exactly(amount)) => text!(texts, "limit-exactly", amount = format::number(*amount)),
        Some(Limits::Between(low, high)) => {
            text!(texts, "limit-between", low = format::number(*low), high = format::number(*high))
        }
    }
}

fn shown(tags: &[Tag]) -> Vec<String> {
    tags.iter().map(Tag::to_string).collect()
}

/// Tags beside other names, accounts, weekdays and what is left out.
pub(super) fn narrowed(texts: &Texts, scope: &Scope) -> String {
    let filter = &scope.filter;
    let accounts: Vec<String> = filter.accounts.iter().map(|name| super::payees::capitalised(name)).collect();
    let accounts = match accounts.is_empty() {
        true => String::new(),
        false => text!(texts, "on-accounts", accounts = and_list(texts, &accounts)),
    };
    let weekdays: Vec<String> = filter.weekdays.iter().filter_map(|day| weekday(texts, *day)).collect();
    let weekdays = match weekdays.is_empty() {
        true => String::new(),
        false => text!(texts, "on-weekdays", weekdays = and_list(texts, &weekdays)),
    };
    let named_otherwise = !scope.payees.is_empty() || !filter.categories.is_empty();
    let tags = match filter.tags.is_empty() || !named_otherwise {
        true => String::new(),
        false => text!(texts, "tagged", tags = and_list(texts, &shown(&filter.tags))),
    };
    let own_money = |name: &&String| !matches!(name.as_str(), "Transfer" | "Savings" | "Income");
    let mut left_out: Vec<String> =
        filter.except_categories.iter().filter(own_money).map(|name| category_name(name)).collect();
    left_out.extend(scope.except_payees.iter().cloned());
    left_out.extend(shown(&filter.except_tags));
    let without = match left_out.is_empty() {
        true => String::new(),
        false => text!(texts, "without", names = and_list(texts, &left_out)),
    };
    together(&[&tags, &accounts, &weekdays, &without])
}

/// The day's name for every one of that day: 1 is Mondays.
fn weekday(texts: &Texts, number: u8) -> Option<String> {
    Some(match number {
        1 => text!(texts, "mondays"),
        2 => text!(texts, "tuesdays"),
        3 => text!(texts, "wednesdays"),
        4 => text!(texts, "thursdays"),
        5 => text!(texts, "fridays"),
        6 => text!(texts, "saturdays"),
        7 => text!(texts, "sundays"),
        _ => return None,
    })
}

/// The days: `in March 2026`. Days that nobody asked for are those the book knows.
pub(super) fn when(scope: &Scope, known: Option<Period>, today: NaiveDate) -> String {
    let period = scope.filter.period.or(known);
    period.map(|period| format::within(upto(period, today), today)).unwrap_or_default()
}

fn upto(period: Period, today: NaiveDate) -> Period {
    if period.from <= today { Period { to: period.to.min(today), ..period } } else { period }
}

/// Days at the end of a period that may be missing without a word: statements come some days after what they show.
const TAIL_DAYS: i64 = 7;

/// What to say when no statement covers the days; `None` when some does.
pub(super) fn no_statements(texts: &Texts, coverage: &Coverage, asked: Option<Period>) -> Option<String> {
    let Coverage::None { known } = coverage else { return None };
    let Some(known) = known else { return Some(text!(texts, "no-statements-at-all")) };
    let asked = asked.map_or_else(|| text!(texts, "that-time"), format::period);
    let (from, to) = (format::date(known.from), format::date(known.to));
    Some(text!(texts, "no-statements", asked = asked, from = from, to = to))
}

/// A sentence about days that no statement covers; empty when all that matters is there.
pub(super) fn gaps(texts: &Texts, coverage: &Coverage, asked: Option<Period>, today: NaiveDate) -> String {
    let (Coverage::Partial { known }, Some(asked)) = (coverage, asked) else { return String::new() };
    let asked = upto(asked, today);
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return String::new() };
    let tail = (asked.to - last.to).num_days();
    let holes = known.len() > 1;
    if first.from <= asked.from && tail <= TAIL_DAYS && !holes {
        return String::new();
    }
    text!(texts, "gaps", days = format::periods(texts, known))
}

/// A sentence about names that the book does not hold.
pub(super) fn unknown(texts: &Texts, unknown: &[String]) -> String {
    if unknown.is_empty() {
        return String::new();
    }
    let names: Vec<String> = unknown.iter().map(|name| titled(name)).collect();
    text!(texts, "unknown-payees", names = and_list(texts, &names))
}

/// `burger king` → `Burger King`.
pub(super) fn titled(name: &str) -> String {
    name.split(' ').map(super::payees::capitalised).collect::<Vec<_>>().join(" ")
}
