//! The tool calls that answer a question.
//!
//! **Invariant:** the order of the calls is what the wording relies on; both follow from the question alone.

use serde::Serialize;

use super::question::{Intent, Question, RecurringAsk, Scope};
use crate::agent::ToolCall;
use crate::domain::{Category, KnownBudget};
use crate::tools::Tool;
use crate::tools::account_facts::Accounts;
use crate::tools::balances::Balances;
use crate::tools::budget::Budgets;
use crate::tools::filter::Filter;
use crate::tools::goals::Goals;
use crate::tools::recurring::Recurring;
use crate::tools::search::{RowOrder, Search};
use crate::tools::summarise::{Against, GroupBy, Measure, Order, Summarise};

/// The name of the tool that adds up.
pub const SUMMARISE: &str = "summarise";

/// Groups of which each one's largest row is looked up: the calls of one step.
const EACH_MAX: u32 = 8;

/// Groups named beside their number.
const GROUPS_SHOWN: u32 = 5;

/// The name of the tool that lists rows.
pub const SEARCH: &str = "search";

/// The calls, in the order their outcomes are read.
pub(super) fn calls(question: &Question) -> Vec<ToolCall> {
    let filter = &question.scope.filter;
    let base = || summarise(question, filter);
    match &question.intent {
        Intent::Figure => vec![call(SUMMARISE, &base())],
        Intent::Each { others } => {
            let others = others.iter().map(|other: &Scope| summarise(question, &other.filter));
            std::iter::once(base()).chain(others).map(|args| call(SUMMARISE, &args)).collect()
        }
        Intent::Row { order, skip, .. } => vec![search(filter, *order, Some(1), *skip)],
        Intent::List { order, limit } => vec![search(filter, *order, *limit, 0)],
        Intent::LargestEach { group_by } => {
            vec![call(SUMMARISE, &Summarise { group_by: Some(*group_by), limit: Some(EACH_MAX), ..base() })]
        }
        Intent::HowMany { group_by } => {
            vec![call(SUMMARISE, &Summarise { group_by: Some(*group_by), limit: Some(GROUPS_SHOWN), ..base() })]
        }
        Intent::Recurring { ask, subject } => {
            let named = !filter.merchants.is_empty() || !filter.categories.is_empty();
            vec![call(
                Recurring::NAME,
                &Recurring {
                    merchants: filter.merchants.clone(),
                    categories: filter.categories.clone(),
                    kind: *subject,
                    with_stopped: named
                        || matches!(ask, RecurringAsk::Still | RecurringAsk::Stopped | RecurringAsk::Price),
                },
            )]
        }
        Intent::Accounts { .. } => vec![call(Accounts::NAME, &Accounts {})],
        Intent::Top { group_by, smallest, limit } => {
            let order = if *smallest { Order::Smallest } else { Order::Largest };
            vec![call(SUMMARISE, &Summarise { group_by: Some(*group_by), order, limit: Some(*limit), ..base() })]
        }
        Intent::Groups { group_by } => {
            let named =
                matches!(group_by, GroupBy::Category | GroupBy::Subcategory | GroupBy::Merchant | GroupBy::Account);
            let order = if named { Order::Largest } else { Order::Key };
            vec![call(SUMMARISE, &Summarise { group_by: Some(*group_by), order, ..base() })]
        }
        Intent::Compare { other, .. } => {
            let against = Against::Rows { filter: other.filter.clone(), measure: None };
            let first = Summarise { against: Some(against), ..base() };
            // The other side by itself, because nothing is held against it when the first side has no rows.
            vec![call(SUMMARISE, &first), call(SUMMARISE, &summarise(question, &other.filter))]
        }
        Intent::Share { whole, whole_measure } => {
            let against = Against::Rows { filter: whole.filter.clone(), measure: *whole_measure };
            vec![call(SUMMARISE, &Summarise { against: Some(against), per: None, ..base() })]
        }
        Intent::Limit { amount, .. } | Intent::Afford { price: amount } => {
            vec![call(
                SUMMARISE,
                &Summarise { against: Some(Against::Amount { amount: *amount }), per: None, ..base() },
            )]
        }
        Intent::Budget { budget, days, price, .. } => {
            let subject = budget.clone().unwrap_or_default();
            let overall = budget.as_ref().is_some_and(KnownBudget::is_overall);
            let KnownBudget { categories, merchants, tags } = subject;
            let args = Budgets { categories, merchants, tags, overall, days: *days, price: *price };
            vec![call(Budgets::NAME, &args)]
        }
        Intent::Goals { asked, .. } => vec![call(Goals::NAME, asked)],
        Intent::Balances { asked } => vec![call(Balances::NAME, asked)],
        Intent::Overspent { .. } => {
            let against = Against::Rows { filter: filter.clone(), measure: Some(Measure::Income) };
            let income = Summarise { measure: Measure::Income, per: None, ..base() };
            vec![call(SUMMARISE, &Summarise { against: Some(against), per: None, ..base() }), call(SUMMARISE, &income)]
        }
    }
}

/// What recurs in a category.
pub(super) fn recurring_in(category: Category) -> ToolCall {
    let args = Recurring { categories: vec![category.name().to_owned()], with_stopped: true, ..Recurring::default() };
    call(Recurring::NAME, &args)
}

/// The total of some rows and the payee with the largest part of it.
pub(super) fn largest_payee(filter: Filter, measure: Measure) -> ToolCall {
    let args = Summarise {
        filter,
        measure,
        per: None,
        group_by: Some(GroupBy::Merchant),
        order: Order::Largest,
        limit: Some(1),
        against: None,
    };
    call(SUMMARISE, &args)
}

fn summarise(question: &Question, filter: &Filter) -> Summarise {
    Summarise {
        filter: filter.clone(),
        measure: question.measure,
        per: question.per,
        group_by: None,
        order: Order::default(),
        limit: None,
        against: None,
    }
}

pub(super) fn search(filter: &Filter, order: RowOrder, limit: Option<u32>, offset: u32) -> ToolCall {
    call(SEARCH, &Search { filter: filter.clone(), order, limit, offset })
}

/// Plain data always becomes JSON; should it ever not, the tool refuses the empty arguments and says so.
fn call(name: &str, args: &impl Serialize) -> ToolCall {
    ToolCall { name: name.to_owned(), args: serde_json::to_value(args).unwrap_or_default() }
}
