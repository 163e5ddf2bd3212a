//! Pictures of figures: asked of a tool, drawn off the loop's threads.

use chrono::{Months as MonthCount, NaiveDate};
use rust_decimal::Decimal;

use crate::agent::{budgeting, saving};
use crate::bot::charts::{
    self, BalanceLine, Balances, BudgetBar, BudgetBars, CategoryShares, Coverage, CoverageLine, GoalProgress, Goals,
    Month, Months, Picture, Share, category_shares, months as months_picture,
};
use crate::bot::turn::Turn;
use crate::domain::{Category, Period, month_end, month_start};
use crate::text;
use crate::texts::Texts;
use crate::tools::balances::{Balances as BalancesAsked, Point};
use crate::tools::budget::Standing;
use crate::tools::filter::Filter;
use crate::tools::goals::GoalNow;
use crate::tools::statements::AccountStatements;
use crate::tools::summarise::{GROUPS_MAX, Group, GroupBy, Measure, Order, Summarise, Summary};
use crate::tools::{Tool as _, ToolError};

/// A year, so that the same month of last year stands at the other end.
const MONTHS_SHOWN: u32 = 13;
/// Pictures of balances at once: nobody looks at more currencies.
const BALANCE_PICTURES_MAX: usize = 3;

/// Where the money of these rows went, in the currency with the most rows; `None` when nothing was spent, or when it cannot be
/// drawn: the words beside it have the figures.
pub(super) async fn shares(turn: &mut Turn, filter: Filter, subtitle: String) -> Result<Option<Picture>, ToolError> {
    let summarise = Summarise {
        filter,
        measure: Measure::Spending,
        per: None,
        group_by: Some(GroupBy::Category),
        order: Order::Largest,
        limit: Some(GROUPS_MAX),
        against: None,
    };
    let summary = summarise.call(turn.context().await?).await?;
    Ok(shares_of(turn.texts, &summary, subtitle).await)
}

/// As [`shares`], of spending that was asked for by category already.
pub(super) async fn shares_of(texts: &'static Texts, summary: &Summary, subtitle: String) -> Option<Picture> {
    let total = summary.totals.first()?;
    let shares: Vec<Share> = summary
        .groups
        .iter()
        .filter(|group| group.currency == total.currency)
        .map(|group| Share {
            label: group.key.clone(),
            category: Category::by_name(&group.key).unwrap_or(Category::Other),
            amount: group.value,
        })
        .collect();
    let input = CategoryShares { subtitle, currency: total.currency, total: total.value, shares };
    drawn(move || category_shares(&input, texts)).await
}

/// Spending and income month by month, up to today; `None` while fewer than two months are known.
pub(super) async fn month_by_month(turn: &mut Turn) -> Result<Option<Picture>, ToolError> {
    months(turn, Filter::default(), text!(turn.texts, "all-accounts")).await
}

/// Spending of these rows month by month, beside the income where no category or payee is named; `None` while fewer than two
/// months of the period are known.
pub(super) async fn months(turn: &mut Turn, filter: Filter, subtitle: String) -> Result<Option<Picture>, ToolError> {
    let texts = turn.texts;
    let context = turn.context().await?;
    let today = context.today;
    let known = context.vocabulary().await?.known.clone();
    let (Some(first), Some(last)) = (known.first(), known.last()) else { return Ok(None) };
    let asked = filter.period.unwrap_or(Period { from: first.from, to: today });
    let last = last.to.min(today).min(asked.to);
    let oldest_shown = month_start(last).checked_sub_months(MonthCount::new(MONTHS_SHOWN - 1)).unwrap_or(last);
    let first = month_start(first.from.max(asked.from)).max(oldest_shown);
    let Some(period) = Period::new(first.max(asked.from), last) else { return Ok(None) };
    let with_income = !filter.names_any();
    let by_month = |measure| Summarise {
        filter: Filter { period: Some(period), ..filter.clone() },
        measure,
        per: None,
        group_by: Some(GroupBy::Month),
        order: Order::Key,
        limit: Some(GROUPS_MAX),
        against: None,
    };
    let spending = by_month(Measure::Spending).call(context).await?;
    let income = match with_income {
        true => Some(by_month(Measure::Income).call(context).await?),
        false => None,
    };
    let Some(currency) = spending.totals.first().map(|total| total.currency) else { return Ok(None) };
    let value = |summary: &Summary, key: &str| {
        let of_month = |group: &&Group| group.key == key && group.currency == currency;
        summary.groups.iter().find(of_month).map_or(Decimal::ZERO, |group| group.value)
    };
    let mut months = Vec::new();
    for number in 0..MONTHS_SHOWN {
        let Some(from) = first.checked_add_months(MonthCount::new(number)).filter(|from| *from <= last) else { break };
        let whole = Period { from, to: month_end(from) };
        let key = from.format("%Y-%m").to_string();
        months.push(match known.iter().any(|known| known.intersection(&whole).is_some()) {
            true => Month::Known {
                spending: value(&spending, &key),
                income: income.as_ref().map(|income| value(income, &key)),
            },
            false => Month::Unknown,
        });
    }
    if months.len() < 2 {
        return Ok(None);
    }
    let last_is_running = last == today && today != month_end(today);
    let input = Months { subtitle, currency, first, months, last_is_running, average: None };
    Ok(drawn(move || months_picture(&input, texts)).await)
}

/// How budgets stand; `None` without any.
pub(super) async fn budgets(
    turn: &mut Turn,
    budgets: &[Standing],
    today: NaiveDate,
) -> Result<Option<Picture>, ToolError> {
    if budgets.is_empty() {
        return Ok(None);
    }
    let vocabulary = turn.context().await?.vocabulary().await?;
    let category =
        |budget: &Standing| match (budget.categories.as_slice(), budget.merchants.is_empty() && budget.tags.is_empty())
        {
            ([only], true) => vocabulary.categories_named(only).first().map(|id| vocabulary.category(*id).0),
            _ => None,
        };
    let texts = turn.texts;
    let bar = |budget: &Standing| BudgetBar {
        label: budget.name.clone(),
        category: category(budget),
        currency: budget.currency,
        period: budget.period,
        when: budgeting::this(texts, budget.every),
        allowed: budget.allowed,
        spent: budget.spent,
        left: budget.left,
        soon_over: budget.pace.as_ref().map(|pace| pace.over).filter(|over| *over > Decimal::ZERO),
    };
    let input = BudgetBars { today, budgets: budgets.iter().map(bar).collect() };
    Ok(drawn(move || charts::budgets(&input, texts)).await)
}

/// How far goals have come, those of which that is known; `None` without any.
pub(super) async fn goals(texts: &'static Texts, goals: &[GoalNow], today: NaiveDate) -> Option<Picture> {
    let known = goals.iter().filter(|goal| goal.known_until.is_some());
    let input = Goals { today, goals: known.map(|goal| progress(texts, goal, today)).collect() };
    if input.goals.is_empty() {
        return None;
    }
    drawn(move || charts::goals(&input, texts)).await
}

fn progress(texts: &Texts, goal: &GoalNow, today: NaiveDate) -> GoalProgress {
    let mut history: Vec<(NaiveDate, Decimal)> = goal.history.iter().map(|point| (point.on, point.saved)).collect();
    if goal.account.is_none() {
        // What is put aside by hand is known on every day.
        if history.first().is_none_or(|first| first.0 > goal.since) {
            history.insert(0, (goal.since, Decimal::ZERO));
        }
        if history.last().is_some_and(|last| last.0 < today) {
            history.push((today, goal.saved));
        }
    }
    GoalProgress {
        name: goal.name.clone(),
        currency: goal.currency,
        amount: goal.amount,
        saved: goal.saved,
        percent: goal.percent,
        since: goal.since,
        by: goal.by,
        reached_on: goal.present.map(|plan| plan.reached_on),
        outlook: saving::outlook(goal, texts),
        history,
    }
}

/// Which days statements cover; `None` where none has dates.
pub(super) async fn coverage(texts: &'static Texts, all: &[AccountStatements], today: NaiveDate) -> Option<Picture> {
    if all.iter().all(|of| of.account.known.is_empty()) {
        return None;
    }
    let line = |AccountStatements { account, .. }: &AccountStatements| CoverageLine {
        label: account.name.clone(),
        known: account.known.clone(),
    };
    let input = Coverage { today, lines: all.iter().map(line).collect() };
    drawn(move || charts::coverage(&input, texts)).await
}

/// How balances went: a picture for each currency, those with the most accounts first.
pub(super) async fn balances(turn: &mut Turn, asked: BalancesAsked) -> Result<Vec<Picture>, ToolError> {
    let texts = turn.texts;
    let found = BalancesAsked { daily: true, ..asked }.call(turn.context().await?).await?;
    let mut by_currency: Vec<Balances> = Vec::new();
    for account in found.accounts {
        let points = |run: Vec<Point>| run.into_iter().map(|point| (point.on, point.amount)).collect();
        let line = BalanceLine { label: account.name, stretches: account.runs.into_iter().map(points).collect() };
        match by_currency.iter_mut().find(|known| known.currency == account.currency) {
            Some(known) => known.lines.push(line),
            None => by_currency.push(Balances { currency: account.currency, period: found.period, lines: vec![line] }),
        }
    }
    by_currency.sort_by_key(|known| std::cmp::Reverse(known.lines.len()));
    let mut pictures = Vec::new();
    for input in by_currency.into_iter().take(BALANCE_PICTURES_MAX) {
        pictures.extend(drawn(move || charts::balances(&input, texts)).await);
    }
    Ok(pictures)
}

/// Draws off the loop's threads.
async fn drawn(draw: impl FnOnce() -> anyhow::Result<Picture> + Send + 'static) -> Option<Picture> {
    match tokio::task::spawn_blocking(draw).await {
        Ok(Ok(picture)) => Some(picture),
        Ok(Err(error)) => {
            tracing::error!(%error, "a picture could not be drawn");
            None
        }
        Err(_) => {
            tracing::error!("drawing a picture panicked");
            None
        }
    }
}
