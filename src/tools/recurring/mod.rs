//! The tool that finds what is paid again and again: subscriptions and bills, their prices, when they come next.
//!
//! A first version: a payee's payments are recurring when they keep a cadence; a subscription keeps its price as well, a
//! bill may vary.
//!
//! **Invariant:** a price is an amount that was charged; nothing is averaged into one.

mod series;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rust_decimal::{Decimal, RoundingStrategy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::series::{Series, series};
use super::payee_families::families;
use super::summarise::{Coverage, Total};
use super::{Access, Context, Tool, ToolError};
use crate::domain::{Category, CategoryId, Currency, Flow, MerchantId, Period, Vocabulary};
use crate::store::look_ahead::Expected;
use crate::store::recurring::Charge;

/// How far back payments are looked at: a yearly one has to be seen twice.
const LOOK_BACK_DAYS: u64 = 3 * 366;

/// Payments listed at most: what fits one message.
const ITEMS_MAX: usize = 40;

/// Days that a charge may be late before it counts as stopped.
const LATE_DAYS: u64 = 12;

/// Find subscriptions and bills.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Recurring {
    /// Payees as a person writes them; empty for all. A named payee is told about also when nothing recurs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merchants: Vec<String>,
    /// Names of categories; empty for all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Subscriptions only, bills only, or both.
    pub kind: Kind,
    /// Also those that have stopped.
    pub with_stopped: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    #[default]
    All,
    /// A fixed price for something that could be cancelled: streaming, gym, software.
    Subscriptions,
    /// Housing, utilities, insurance, loans, taxes, family and giving.
    Bills,
}

/// How often it comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    Week,
    Fortnight,
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecurringFound {
    pub coverage: Coverage,
    /// Dearest first, by what they cost in a month.
    pub payments: Vec<RecurringPayment>,
    /// How many of them are still paid.
    pub active: u64,
    /// What those still paid cost in a month, one for each currency; `rows` is how many they are.
    pub monthly: Vec<Total>,
    /// Named payees that the book does not know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
}

/// One thing that is paid again and again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecurringPayment {
    pub merchant: String,
    /// The top category's name.
    pub category: String,
    pub currency: Currency,
    /// `None` for a named payee that keeps no cadence.
    pub every: Option<Every>,
    /// The latest charge.
    pub amount: Decimal,
    /// What that is in a month.
    pub monthly: Decimal,
    pub charges: u64,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    /// When the next charge is due, while it is still paid.
    pub next_on: Option<NaiveDate>,
    /// Whether the next charge is not overdue.
    pub active: bool,
    /// The prices it had, oldest first; a bill that varies has many.
    pub prices: Vec<Price>,
}

/// A price and the charges it was asked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Price {
    pub amount: Decimal,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub charges: u64,
}

impl RecurringPayment {
    /// The latest two different prices.
    pub fn last_change(&self) -> Option<(&Price, &Price)> {
        match self.prices.as_slice() {
            [.., before, now] => Some((before, now)),
            _ => None,
        }
    }
}

impl Tool for Recurring {
    const NAME: &'static str = "recurring";
    const DESCRIPTION: &'static str = "Find the user's subscriptions and bills: what is paid again and again, how often, at which \
        prices, since when, whether it is still paid and when it comes next, with what all of them cost in a month. Use it for \
        subscriptions, regular payments, price rises and 'am I still paying for …'.";
    const ACCESS: Access = Access::Read;
    type Output = RecurringFound;

    async fn run(self, context: &mut Context) -> Result<RecurringFound, ToolError> {
        let vocabulary = context.vocabulary().await?;
        let today = context.today;
        let Some(known) = vocabulary.known_span().filter(|known| known.from <= today) else {
            return Ok(RecurringFound {
                coverage: Coverage::None { known: vocabulary.known_span() },
                payments: Vec::new(),
                active: 0,
                monthly: Vec::new(),
                unknown: Vec::new(),
            });
        };
        let until = known.to.min(today);
        let since = until.checked_sub_days(Days::new(LOOK_BACK_DAYS)).unwrap_or(known.from);
        let (merchants, unknown) = self.merchants(&vocabulary);
        let aside: Vec<CategoryId> = vocabulary
            .categories_flowing(Flow::Aside)
            .into_iter()
            .chain(vocabulary.categories_named(Category::Cash.name()))
            .collect();
        let book = context.book().await?;
        let charges = book.charges(since, until, merchants.as_deref(), &aside).await?;
        let mut payments = self.payments(&charges, until, &vocabulary)?;
        payments.sort_by(|a, b| b.monthly.cmp(&a.monthly).then_with(|| a.merchant.cmp(&b.merchant)));
        payments.truncate(ITEMS_MAX);
        let mut monthly: BTreeMap<Currency, Total> = BTreeMap::new();
        for payment in payments.iter().filter(|payment| payment.active && payment.every.is_some()) {
            let none = Total { currency: payment.currency, value: Decimal::ZERO, rows: 0 };
            let total = monthly.entry(payment.currency).or_insert(none);
            total.value += payment.monthly;
            total.rows += 1;
        }
        let active = payments.iter().filter(|payment| payment.active).count() as u64;
        let coverage = Period::new(since.max(known.from), until).map_or(Coverage::Full, |_| Coverage::Full);
        Ok(RecurringFound { coverage, payments, active, monthly: monthly.into_values().collect(), unknown })
    }
}

impl Recurring {
    /// The payees asked for, and names that mean none.
    fn merchants(&self, vocabulary: &Vocabulary) -> (Option<Vec<MerchantId>>, Vec<String>) {
        if self.merchants.is_empty() {
            return (None, Vec::new());
        }
        let ids_of = |words: &String| -> Vec<MerchantId> {
            vocabulary.merchants_matching(words).map(|merchant| merchant.id).collect()
        };
        let unknown = self.merchants.iter().filter(|words| ids_of(words).is_empty()).cloned().collect();
        (Some(self.merchants.iter().flat_map(ids_of).collect()), unknown)
    }

    fn payments(
        &self,
        charges: &[Charge],
        until: NaiveDate,
        vocabulary: &Vocabulary,
    ) -> Result<Vec<RecurringPayment>, ToolError> {
        let wanted: Vec<CategoryId> =
            self.categories.iter().flat_map(|name| vocabulary.categories_named(name)).collect();
        let mut payments = Vec::new();
        let families = families(vocabulary);
        let mut grouped: BTreeMap<(&str, &str), Vec<Charge>> = BTreeMap::new();
        for charge in charges {
            let family = families.get(&charge.merchant).map_or("", String::as_str);
            grouped.entry((family, &charge.currency)).or_default().push(charge.clone());
        }
        for ((merchant, _), mut group) in grouped {
            group.sort_by_key(|charge| charge.booked_on);
            let Some(latest) = group.last() else { continue };
            if !self.categories.is_empty() && !group.iter().any(|charge| wanted.contains(&charge.category)) {
                continue;
            }
            let (category, _) = vocabulary.category(latest.category);
            let bill = is_bill(category);
            let fits = match self.kind {
                Kind::All => true,
                Kind::Subscriptions => !bill,
                Kind::Bills => bill,
            };
            if !fits {
                continue;
            }
            let currency: Currency = latest.currency.parse().map_err(ToolError::failed)?;
            let named = !self.merchants.is_empty();
            for found in series(&group, bill, named) {
                let payment = told(&found, (merchant, category, currency), until);
                payments.extend(payment.filter(|payment| payment.active || self.with_stopped || named));
            }
        }
        Ok(payments)
    }
}

/// Income that comes again and again, such as a salary: each payer's next payment.
///
/// # Errors
/// When the database refuses.
pub async fn regular_income(context: &mut Context) -> Result<Vec<Expected>, ToolError> {
    let vocabulary = context.vocabulary().await?;
    let Some(known) = vocabulary.known_span().filter(|known| known.from <= context.today) else {
        return Ok(Vec::new());
    };
    let until = known.to.min(context.today);
    let since = until.checked_sub_days(Days::new(LOOK_BACK_DAYS)).unwrap_or(known.from);
    let categories = vocabulary.categories_flowing(Flow::Income);
    let income = context.book().await?.income(since, until, &categories).await?;
    let families = families(&vocabulary);
    let mut grouped: BTreeMap<(&str, &str), Vec<Charge>> = BTreeMap::new();
    for payment in &income {
        let family = families.get(&payment.merchant).map_or("", String::as_str);
        grouped.entry((family, &payment.currency)).or_default().push(payment.clone());
    }
    let mut expected = Vec::new();
    for ((payer, currency), mut group) in grouped {
        group.sort_by_key(|payment| payment.booked_on);
        let currency: Currency = currency.parse().map_err(ToolError::failed)?;
        // It may vary as a bill does.
        for series in series(&group, true, false) {
            let next = told(&series, (payer, Category::Income, currency), until).filter(|payment| payment.active);
            expected.extend(next.and_then(|next| {
                Some(Expected { name: next.merchant, currency, on: next.next_on?, amount: next.amount })
            }));
        }
    }
    Ok(expected)
}

/// What could not be cancelled from one day to the next, and may vary.
fn is_bill(category: Category) -> bool {
    matches!(
        category,
        Category::Housing
            | Category::Utilities
            | Category::Insurance
            | Category::Loans
            | Category::Taxes
            | Category::Fees
            | Category::Family
            | Category::Giving
    )
}

fn told(
    series: &Series,
    (merchant, category, currency): (&str, Category, Currency),
    until: NaiveDate,
) -> Option<RecurringPayment> {
    let (first, last) = (series.charges.first()?, series.charges.last()?);
    let every = series.every;
    let next = every.and_then(|every| every.after(last.0));
    let late = |day: NaiveDate| day.checked_add_days(Days::new(LATE_DAYS));
    let due = next.or_else(|| Every::Month.after(last.0)).and_then(late)?;
    let active = until <= due;
    Some(RecurringPayment {
        merchant: merchant.to_owned(),
        category: category.name().to_owned(),
        currency,
        every,
        amount: last.1,
        monthly: every.map_or(last.1, |every| every.a_month(last.1, currency)),
        charges: series.charges.len() as u64,
        first_on: first.0,
        last_on: last.0,
        next_on: next.filter(|_| active),
        active,
        prices: series.prices(),
    })
}

impl Every {
    /// What an amount at this cadence comes to in a month.
    fn a_month(self, amount: Decimal, currency: Currency) -> Decimal {
        let (times, months) = match self {
            Self::Week => (52, 12),
            Self::Fortnight => (26, 12),
            Self::Month => (1, 1),
            Self::Quarter => (1, 3),
            Self::HalfYear => (1, 6),
            Self::Year => (1, 12),
        };
        let all = amount.checked_mul(Decimal::from(times)).and_then(|all| all.checked_div(Decimal::from(months)));
        all.unwrap_or(amount).round_dp_with_strategy(currency.minor_digits(), RoundingStrategy::MidpointAwayFromZero)
    }
}
