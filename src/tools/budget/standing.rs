//! How one budget stands.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::{Budgets, Every, name_of};
use crate::domain::{BudgetId, Currency, Period, Tag, Vocabulary};
use crate::store::budgets::StoredBudget;
use crate::text;
use crate::tools::filter::Filter;
use crate::tools::summarise::{Measure, Summarise};
use crate::tools::{Context, Tool as _, ToolError};

/// Earlier periods that roll over at most: a year of months. What is older is settled.
const PERIODS_CARRIED_MAX: usize = 12;
/// Fewer known days say nothing about the rest.
const PACE_DAYS_MIN: i64 = 3;
/// A payment of more than this part of the budget is a single one, such as a rent: it does not repeat at the days' rate.
const SINGLE_PART: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

/// How a budget stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    pub id: BudgetId,
    /// "Groceries", "Dining and Tesco", "#holiday", "All spending".
    pub name: String,
    pub categories: Vec<String>,
    pub merchants: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// What may be spent in every period.
    pub amount: Decimal,
    pub currency: Currency,
    pub every: Every,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payday: Option<u8>,
    pub rolls_over: bool,
    pub thresholds: Vec<u16>,
    /// The period that today lies in.
    pub period: Period,
    /// Left over from earlier periods; negative where they were overspent, zero where nothing rolls over.
    pub carried: Decimal,
    /// `amount` + `carried`.
    pub allowed: Decimal,
    pub spent: Decimal,
    /// Rows behind `spent`.
    pub rows: u64,
    /// `allowed` − `spent`; negative when over.
    pub left: Decimal,
    /// `spent` in percent of `allowed`, whole; `None` when nothing may be spent.
    pub percent: Option<Decimal>,
    /// Days of the period after today.
    pub days_left: i64,
    /// The last day of the period of which anything is known; `None`: of no day, so that `spent` says little.
    pub known_until: Option<NaiveDate>,
    /// Where it goes at this rate; `None` where it is too early to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pace: Option<Pace>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// What a price would leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_price: Option<Decimal>,
}

/// Where spending goes by the end of the period, if the rest of it is like the days that are known. A payment of more than a
/// third of the budget counts once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pace {
    pub by: NaiveDate,
    pub total: Decimal,
    /// `total` − `allowed`; negative when it stays below.
    pub over: Decimal,
}

/// A part of the period, with its part of what may be spent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Share {
    pub period: Period,
    pub allowed: Decimal,
    pub spent: Decimal,
    pub left: Decimal,
    pub rows: u64,
}

/// Spending and the rows behind it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spent {
    pub(super) value: Decimal,
    rows: u64,
}

/// How a budget stands today, with what was asked besides.
pub(super) async fn standing(
    budget: &StoredBudget,
    asked: &Budgets,
    context: &mut Context,
) -> Result<Standing, ToolError> {
    let (today, vocabulary) = (context.today, context.vocabulary().await?);
    let texts = context.texts;
    let too_far = || ToolError::invalid(text!(texts, "budget-day-too-far"));
    let period = budget.cadence.period(today).ok_or_else(too_far)?;
    let carried = carried(budget, period, &vocabulary, context).await?;
    let allowed = budget.amount + carried;
    let spent = spending(budget, period, None, context).await?;
    let known_until = known_until(period, today, &vocabulary);
    let pace = pace(budget, period, allowed, spent.value, known_until, context).await?;
    let share = match asked.days.and_then(|days| days.intersection(&period)).filter(|days| *days != period) {
        Some(days) => Some(share(budget, period, allowed, days, context).await?),
        None => None,
    };
    let left = allowed - spent.value;
    let (every, payday) = Every::of(budget.cadence);
    Ok(Standing {
        id: budget.id,
        name: name_of(&budget.of, &vocabulary, context.texts),
        categories: budget.of.categories.clone(),
        merchants: budget.of.merchants.clone(),
        tags: budget.of.tags.clone(),
        amount: budget.amount,
        currency: budget.currency,
        every,
        payday,
        rolls_over: budget.rolls_over,
        thresholds: budget.thresholds.iter().filter_map(|percent| u16::try_from(*percent).ok()).collect(),
        period,
        carried,
        allowed,
        spent: spent.value,
        rows: spent.rows,
        left,
        percent: percent(spent.value, allowed),
        days_left: (period.to - today).num_days(),
        known_until,
        pace,
        share,
        after_price: asked.price.map(|price| left - price),
    })
}

/// What was spent on these days, of payments of more than `over` alone where that is given.
pub(super) async fn spending(
    budget: &StoredBudget,
    period: Period,
    over: Option<Decimal>,
    context: &mut Context,
) -> Result<Spent, ToolError> {
    let filter = Filter {
        period: Some(period),
        categories: budget.of.categories.clone(),
        merchants: budget.of.merchants.clone(),
        tags: budget.of.tags.clone(),
        currency: Some(budget.currency),
        over,
        ..Filter::default()
    };
    let asked = Summarise {
        filter,
        measure: Measure::Spending,
        per: None,
        group_by: None,
        order: Default::default(),
        limit: None,
        against: None,
    };
    let summary = asked.run(context).await?;
    let total = summary.totals.into_iter().find(|total| total.currency == budget.currency);
    Ok(total.map_or(Spent::default(), |total| Spent { value: total.value, rows: total.rows }))
}

/// What earlier periods left. Of a period without statements nothing is known, so nothing is carried.
async fn carried(
    budget: &StoredBudget,
    now: Period,
    vocabulary: &Vocabulary,
    context: &mut Context,
) -> Result<Decimal, ToolError> {
    let mut carried = Decimal::ZERO;
    if !budget.rolls_over {
        return Ok(carried);
    }
    let mut period = now;
    for _ in 0..PERIODS_CARRIED_MAX {
        match budget.cadence.before(period.from) {
            Some(before) if before.from >= budget.starts_on => period = before,
            _ => break,
        }
        if known_until(period, period.to, vocabulary).is_some() {
            carried += budget.amount - spending(budget, period, None, context).await?.value;
        }
    }
    Ok(carried)
}

/// The last day of a period, up to today, of which a statement or the person told anything.
fn known_until(period: Period, today: NaiveDate, vocabulary: &Vocabulary) -> Option<NaiveDate> {
    let past = Period::new(period.from, period.to.min(today))?;
    let told = vocabulary.known.iter().chain(&vocabulary.noted);
    told.filter_map(|days| days.intersection(&past)).map(|days| days.to).max()
}

async fn pace(
    budget: &StoredBudget,
    period: Period,
    allowed: Decimal,
    spent: Decimal,
    known_until: Option<NaiveDate>,
    context: &mut Context,
) -> Result<Option<Pace>, ToolError> {
    let Some(known) = known_until.and_then(|until| Period::new(period.from, until)) else { return Ok(None) };
    let (days, rest) = (known.days(), period.days() - known.days());
    if days < PACE_DAYS_MIN || rest <= 0 || spent <= Decimal::ZERO {
        return Ok(None);
    }
    let single = (budget.amount / SINGLE_PART).round_dp(budget.currency.minor_digits());
    let singles = spending(budget, period, Some(single), context).await?;
    let repeated = (spent - singles.value).max(Decimal::ZERO);
    let total = rounded(spent + repeated * Decimal::from(rest) / Decimal::from(days), budget.currency);
    Ok(Some(Pace { by: period.to, total, over: total - allowed }))
}

async fn share(
    budget: &StoredBudget,
    period: Period,
    allowed: Decimal,
    days: Period,
    context: &mut Context,
) -> Result<Share, ToolError> {
    let part = rounded(allowed * Decimal::from(days.days()) / Decimal::from(period.days()), budget.currency);
    let spent = spending(budget, days, None, context).await?;
    Ok(Share { period: days, allowed: part, spent: spent.value, left: part - spent.value, rows: spent.rows })
}

/// In whole percent; `None` where nothing may be spent.
fn percent(spent: Decimal, allowed: Decimal) -> Option<Decimal> {
    // Rounded down: 99.6% is not used up yet.
    (allowed > Decimal::ZERO).then(|| {
        (spent * Decimal::ONE_HUNDRED / allowed).round_dp_with_strategy(0, RoundingStrategy::ToNegativeInfinity)
    })
}

fn rounded(value: Decimal, currency: Currency) -> Decimal {
    value.round_dp_with_strategy(currency.minor_digits(), RoundingStrategy::MidpointAwayFromZero)
}
