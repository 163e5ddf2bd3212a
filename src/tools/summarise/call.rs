//! How a summary is made: resolve, fetch cells, fold, order, compare.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, Months, NaiveDate, Weekday};
use rust_decimal::{Decimal, RoundingStrategy};

use super::fold::{Sums, percent, rounded};
use super::{
    Against, Comparison, Coverage, GROUPS_DEFAULT, GROUPS_MAX, Group, GroupBy, Measure, Order, Per, Summarise, Summary,
    Total,
};
use crate::domain::{Category, Currency, Flow, MerchantId, Period, Vocabulary, month_start};
use crate::store::sums::{Breakdown, Cell, Flows};
use crate::tools::filter::Filter;
use crate::tools::payee_families::families;
use crate::tools::resolve::resolve;
use crate::tools::{Access, Context, Tool, ToolError};

impl Tool for Summarise {
    const NAME: &'static str = "summarise";
    const DESCRIPTION: &'static str = "Add up the user's rows: spending, income, net, savings rate, refunds or counts over any \
        filter, optionally averaged per month, week, day or payment, grouped by category, merchant, account or time, and held \
        against other rows (another period, or the whole that this is a share of) or an amount (a budget). Use it for every \
        figure: nothing may be added up outside it.";
    const ACCESS: Access = Access::Read;
    type Output = Summary;

    async fn run(self, context: &mut Context) -> Result<Summary, ToolError> {
        let vocabulary = context.vocabulary().await?;
        let side = side(&self.filter, breakdown(self.group_by), context).await?;
        let mut totals = totals(&side.cells)?;
        let mut comparisons = Vec::new();
        if let Some(against) = &self.against {
            let other = other_side(against, &self, context, &vocabulary, &mut totals).await?;
            comparisons = compare(&totals, &other, &self, side.period);
        }
        let unit = self.measure.unit();
        let mut groups = match self.group_by {
            Some(group_by) => groups(&side, group_by, self.measure, &vocabulary)?,
            None => Vec::new(),
        };
        order_groups(&mut groups, self.order);
        let limit = self.limit.unwrap_or(GROUPS_DEFAULT).min(GROUPS_MAX) as usize;
        let group_count = groups.iter().filter(|group| group.rows > 0).count();
        let groups_left_out = groups.len().saturating_sub(limit);
        groups.truncate(limit);
        let mut shown: Vec<Total> = totals
            .iter()
            .filter_map(|(currency, sums)| {
                let value = averaged(sums, self.measure, self.per, side.period)?;
                let value = rounded(value, unit, *currency);
                Some(Total { currency: *currency, value, rows: sums.rows(self.measure) })
            })
            .filter(|total| total.rows > 0 || self.against.is_some())
            .collect();
        shown.sort_by_key(|total| std::cmp::Reverse(total.rows));
        Ok(Summary {
            measure: self.measure,
            unit,
            period: side.period,
            coverage: side.coverage,
            totals: shown,
            groups,
            groups_left_out: u32::try_from(groups_left_out).unwrap_or(u32::MAX),
            group_count: u32::try_from(group_count).unwrap_or(u32::MAX),
            comparisons,
            unknown: side.unknown,
        })
    }
}

/// What a filter selects, summed into cells.
struct Side {
    cells: Vec<Cell>,
    period: Option<Period>,
    coverage: Coverage,
    unknown: Vec<String>,
}

async fn side(filter: &Filter, breakdown: Breakdown, context: &mut Context) -> Result<Side, ToolError> {
    let resolved = resolve(filter, context).await?;
    let vocabulary = context.vocabulary().await?;
    let flows = Flows {
        income: vocabulary.categories_flowing(Flow::Income),
        aside: vocabulary.categories_flowing(Flow::Aside),
    };
    let cells = match &resolved.rows {
        Some(rows) => context.book().await?.sums(rows, breakdown, &flows).await?,
        None => Vec::new(),
    };
    Ok(Side { cells, period: resolved.period, coverage: resolved.coverage, unknown: resolved.unknown })
}

fn breakdown(group_by: Option<GroupBy>) -> Breakdown {
    match group_by {
        None => Breakdown::None,
        Some(GroupBy::Category | GroupBy::Subcategory) => Breakdown::Category,
        Some(GroupBy::Merchant) => Breakdown::Merchant,
        Some(GroupBy::Account) => Breakdown::Account,
        Some(GroupBy::Day | GroupBy::Weekday) => Breakdown::Day,
        Some(GroupBy::Week) => Breakdown::Week,
        Some(GroupBy::Month | GroupBy::Quarter | GroupBy::Year) => Breakdown::Month,
    }
}

type Totals = BTreeMap<Currency, Sums>;

fn totals(cells: &[Cell]) -> Result<Totals, ToolError> {
    let mut totals = Totals::new();
    for cell in cells {
        totals.entry(currency_of(cell)?).or_default().add(cell);
    }
    Ok(totals)
}

fn currency_of(cell: &Cell) -> Result<Currency, ToolError> {
    cell.currency.parse().map_err(ToolError::failed)
}

/// The other side's value and rows for each currency, averaged as asked. Both sides get every currency of either, so that a
/// comparison with nothing is still one.
async fn other_side(
    against: &Against,
    asked: &Summarise,
    context: &mut Context,
    vocabulary: &Vocabulary,
    totals: &mut Totals,
) -> Result<BTreeMap<Currency, (Decimal, u64)>, ToolError> {
    match against {
        Against::Amount { amount } => {
            let home = vocabulary.home_currency.or_else(|| vocabulary.accounts.first().map(|account| account.currency));
            if let (true, Some(home)) = (totals.is_empty(), home) {
                totals.insert(home, Sums::default());
            }
            Ok(totals.keys().map(|currency| (*currency, (*amount, 0))).collect())
        }
        Against::Rows { filter, measure: other_measure } => {
            let measure = other_measure.unwrap_or(asked.measure);
            let other = side(filter, Breakdown::None, context).await?;
            let mut others = self::totals(&other.cells)?;
            for currency in others.keys() {
                totals.entry(*currency).or_default();
            }
            for currency in totals.keys() {
                others.entry(*currency).or_default();
            }
            let value = |sums: &Sums| Some((averaged(sums, measure, asked.per, other.period)?, sums.rows(measure)));
            Ok(others.iter().filter_map(|(currency, sums)| Some((*currency, value(sums)?))).collect())
        }
    }
}

fn compare(
    totals: &Totals,
    others: &BTreeMap<Currency, (Decimal, u64)>,
    asked: &Summarise,
    period: Option<Period>,
) -> Vec<Comparison> {
    let compared = totals.iter().filter_map(|(currency, sums)| {
        let value = averaged(sums, asked.measure, asked.per, period)?;
        let (other, other_rows) = *others.get(currency)?;
        Some(Comparison {
            currency: *currency,
            other: rounded(other, asked.measure.unit(), *currency),
            other_rows,
            difference: rounded(value - other, asked.measure.unit(), *currency),
            percent: percent(value, other),
            change: percent(value - other, other),
        })
    });
    compared.collect()
}

/// The measure, divided as asked. An average of money is rounded to cents like every amount.
fn averaged(sums: &Sums, measure: Measure, per: Option<Per>, period: Option<Period>) -> Option<Decimal> {
    let value = sums.value(measure)?;
    let divisor = match per {
        None => return Some(value),
        Some(Per::Month) => Decimal::from(period?.months()),
        Some(Per::Week) => Decimal::from(period?.days()).checked_div(Decimal::from(DAYS_A_WEEK))?,
        Some(Per::Day) => Decimal::from(period?.days()),
        Some(Per::Payment) => Decimal::from(sums.payments()),
    };
    Some(value.checked_div(divisor)?.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
}

const DAYS_A_WEEK: i64 = 7;

fn groups(side: &Side, group_by: GroupBy, measure: Measure, vocabulary: &Vocabulary) -> Result<Vec<Group>, ToolError> {
    let mut sums: BTreeMap<(String, Currency), Sums> = BTreeMap::new();
    let names: HashMap<MerchantId, String> = match group_by {
        GroupBy::Merchant => families(vocabulary),
        _ => HashMap::new(),
    };
    if group_by == GroupBy::Month {
        let currencies: Vec<Currency> = totals(&side.cells)?.into_keys().collect();
        for key in known_months(side.period, vocabulary) {
            sums.extend(currencies.iter().map(|currency| ((key.clone(), *currency), Sums::default())));
        }
    }
    for cell in &side.cells {
        let key = key(cell, group_by, vocabulary, &names);
        sums.entry((key, currency_of(cell)?)).or_default().add(cell);
    }
    let group = |((key, currency), sums): ((String, Currency), Sums)| {
        let value = rounded(sums.value(measure)?, measure.unit(), currency);
        let rows = sums.rows(measure);
        // A month without rows is a month of nothing spent; a payee without rows of this kind is no answer at all.
        (rows > 0 || group_by == GroupBy::Month).then_some(Group { key, currency, value, rows })
    };
    Ok(sums.into_iter().filter_map(group).collect())
}

fn key(cell: &Cell, group_by: GroupBy, vocabulary: &Vocabulary, names: &HashMap<MerchantId, String>) -> String {
    let day = cell.day.unwrap_or_default();
    let (category, subcategory) = vocabulary.category(cell.category.unwrap_or(Category::Other.id()));
    match group_by {
        GroupBy::Category => category.name().to_owned(),
        GroupBy::Subcategory => {
            subcategory.map_or_else(|| category.name().to_owned(), |name| format!("{category}: {name}"))
        }
        GroupBy::Merchant => cell.merchant.and_then(|id| names.get(&id)).cloned().unwrap_or_default(),
        GroupBy::Account => {
            let known = vocabulary.accounts.iter().find(|account| Some(account.id) == cell.account);
            known.map(|account| account.name.clone()).unwrap_or_default()
        }
        GroupBy::Day | GroupBy::Week => day.to_string(),
        GroupBy::Weekday => weekday_name(day.weekday()).to_owned(),
        GroupBy::Month => month_key(day),
        GroupBy::Quarter => format!("{}-Q{}", day.year(), day.month0() / 3 + 1),
        GroupBy::Year => day.year().to_string(),
    }
}

fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Keys sort by themselves, but for the days of the week.
fn rank(key: &str) -> u32 {
    key.parse::<Weekday>().map_or(0, |day| day.num_days_from_monday())
}

fn month_key(day: NaiveDate) -> String {
    day.format("%Y-%m").to_string()
}

/// The months of the period that some statement touches, as keys.
fn known_months(period: Option<Period>, vocabulary: &Vocabulary) -> Vec<String> {
    let Some(period) = period else { return Vec::new() };
    let months =
        std::iter::successors(Some(month_start(period.from)), |month| month.checked_add_months(Months::new(1)));
    months
        .take_while(|month| *month <= period.to)
        .take(GROUPS_MAX as usize)
        .filter(|month| {
            let days = Period::month_of(*month).intersection(&period);
            days.is_some_and(|days| vocabulary.known.iter().any(|known| known.intersection(&days).is_some()))
        })
        .map(month_key)
        .collect()
}

fn order_groups(groups: &mut [Group], order: Order) {
    match order {
        Order::Key => groups.sort_by(|a, b| rank(&a.key).cmp(&rank(&b.key)).then_with(|| a.key.cmp(&b.key))),
        Order::Smallest => groups.sort_by(|a, b| a.value.cmp(&b.value).then_with(|| a.key.cmp(&b.key))),
        Order::Largest => groups.sort_by(|a, b| b.value.cmp(&a.value).then_with(|| a.key.cmp(&b.key))),
    }
}
