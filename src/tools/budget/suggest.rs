//! What could be a budget, by what was spent.

use chrono::Months;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

use super::name_of;
use crate::domain::{Category, Currency, KnownBudget, Period, Tag, Vocabulary, month_start};
use crate::store::budgets::StoredBudget;
use crate::texts::Texts;
use crate::tools::filter::Filter;
use crate::tools::summarise::{GroupBy, Measure, Order, Summarise};
use crate::tools::{Context, Tool as _, ToolError};

/// Whole months looked at: enough that one odd month does not decide.
const MONTHS_LOOKED_AT: u32 = 3;
/// Offered at once: a row of buttons each.
const SUGGESTIONS_MAX: usize = 5;
/// Digits of a round amount: 227.65 becomes 230, 1,128 becomes 1,200.
const ROUND_DIGITS: u32 = 2;

/// What people decide about day by day. A rent or a tax is what it is.
const DECIDED_DAILY: [Category; 9] = [
    Category::Groceries,
    Category::Dining,
    Category::Transport,
    Category::Shopping,
    Category::Entertainment,
    Category::PersonalCare,
    Category::Travel,
    Category::Health,
    Category::Family,
];

/// A budget that would fit what was spent in the latest whole months.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Suggestion {
    pub name: String,
    pub categories: Vec<String>,
    pub merchants: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// A round amount, not below the average.
    pub amount: Decimal,
    pub currency: Currency,
    /// Spent in a month on average.
    pub average: Decimal,
    /// Months that it was computed from.
    pub months: u32,
}

/// The latest whole months, and how many of them statements know.
fn months(context: &Context, vocabulary: &Vocabulary) -> Option<(Period, u32)> {
    let this_month = month_start(context.today);
    let first = |back: u32| this_month.checked_sub_months(Months::new(back));
    let days = Period::new(first(MONTHS_LOOKED_AT)?, this_month.pred_opt()?)?;
    let told = |month: &Period| {
        vocabulary.known.iter().chain(&vocabulary.noted).any(|known| known.intersection(month).is_some())
    };
    let known = (1..=MONTHS_LOOKED_AT).filter_map(|back| Some(Period::month_of(first(back)?))).filter(told).count();
    u32::try_from(known).ok().filter(|known| *known > 0).map(|known| (days, known))
}

/// Budgets for the largest everyday categories that have none.
pub(super) async fn unbudgeted(
    budgets: &[StoredBudget],
    vocabulary: &Vocabulary,
    context: &mut Context,
) -> Result<Vec<Suggestion>, ToolError> {
    let Some((days, months)) = months(context, vocabulary) else { return Ok(Vec::new()) };
    let asked = summarise(days, &KnownBudget::default(), Some(GroupBy::Category));
    let groups = asked.run(context).await?.groups;
    let has_one = |name: &str| budgets.iter().any(|budget| budget.of.categories.iter().any(|known| known == name));
    let suggested = groups.into_iter().filter_map(|group| {
        let daily = DECIDED_DAILY.iter().any(|category| category.name() == group.key);
        if !daily || has_one(&group.key) {
            return None;
        }
        let subject = KnownBudget { categories: vec![group.key], ..KnownBudget::default() };
        suggestion(subject, group.value, group.currency, months, vocabulary, context.texts)
    });
    Ok(suggested.take(SUGGESTIONS_MAX).collect())
}

/// A budget for what has none.
pub(super) async fn one(
    subject: &KnownBudget,
    vocabulary: &Vocabulary,
    context: &mut Context,
) -> Result<Option<Suggestion>, ToolError> {
    let Some((days, months)) = months(context, vocabulary) else { return Ok(None) };
    let total = summarise(days, subject, None).run(context).await?.totals.into_iter().next();
    Ok(total
        .and_then(|total| suggestion(subject.clone(), total.value, total.currency, months, vocabulary, context.texts)))
}

fn summarise(days: Period, subject: &KnownBudget, group_by: Option<GroupBy>) -> Summarise {
    let filter = Filter {
        period: Some(days),
        categories: subject.categories.clone(),
        merchants: subject.merchants.clone(),
        tags: subject.tags.clone(),
        ..Filter::default()
    };
    Summarise {
        filter,
        measure: Measure::Spending,
        per: None,
        group_by,
        order: Order::Largest,
        limit: None,
        against: None,
    }
}

fn suggestion(
    subject: KnownBudget,
    spent: Decimal,
    currency: Currency,
    months: u32,
    vocabulary: &Vocabulary,
    texts: &Texts,
) -> Option<Suggestion> {
    let average = spent / Decimal::from(months);
    let amount = average
        .round_sf_with_strategy(ROUND_DIGITS, RoundingStrategy::ToPositiveInfinity)?
        .round_dp_with_strategy(currency.minor_digits(), RoundingStrategy::ToPositiveInfinity)
        .normalize();
    let average = average.round_dp_with_strategy(currency.minor_digits(), RoundingStrategy::MidpointAwayFromZero);
    let name = name_of(&subject, vocabulary, texts);
    (amount > Decimal::ZERO).then_some(Suggestion {
        name,
        categories: subject.categories,
        merchants: subject.merchants,
        tags: subject.tags,
        amount,
        currency,
        average,
        months,
    })
}
