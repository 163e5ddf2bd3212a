//! The tool that adds up: any measure over any filter, grouped, averaged or held against something else.
//!
//! **Invariant:** currencies are never added to each other; every figure is given once for each currency.

mod call;
mod fold;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Category, Currency, Period};
use crate::tools::filter::{Direction, Filter};

/// Groups returned when the caller names no limit; enough for two years of months.
pub const GROUPS_DEFAULT: u32 = 24;

/// Groups returned at most: what a reader can still take in, and what fits one message.
pub const GROUPS_MAX: u32 = 100;

/// Add up the rows that a filter selects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Summarise {
    #[serde(default)]
    pub filter: Filter,
    pub measure: Measure,
    /// Divide by the months or days of the period, or by the number of payments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// One value for each group, besides the total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_by: Option<GroupBy>,
    /// How the groups are ordered.
    #[serde(default)]
    pub order: Order,
    /// Groups returned at most; the rest is counted in `groups_left_out`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// Hold the total against other rows or an amount: difference and percentage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<Against>,
}

/// What is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// −Σ amounts outside Income, Transfer and Savings: refunds net it.
    Spending,
    /// Σ amounts in Income.
    Income,
    /// Income − spending: what was saved or left over; negative when overspent.
    Net,
    /// (Income − spending) ÷ income, in percent.
    SavingsRate,
    /// −Σ of the negative amounts, whatever the category: "how much went into my ISA".
    MoneyOut,
    /// Σ of the positive amounts, whatever the category.
    MoneyIn,
    /// Σ of the positive amounts outside Income, Transfer and Savings.
    Refunds,
    /// How many rows are money out.
    Payments,
    /// How many rows are money in.
    Receipts,
    /// How many rows are refunds, as in `refunds`.
    RefundCount,
    /// −Σ of all amounts, whatever the category and sign: net paid to a payee.
    NetPaid,
}

impl Summarise {
    /// Which rows the value comes from, over these days: listing them shows what is behind it.
    pub fn rows_behind(&self, period: Option<Period>) -> Filter {
        self.measure.rows_behind(&self.filter, period)
    }

    /// The same for the other side of a comparison; `None` when that is an amount.
    pub fn rows_against(&self) -> Option<Filter> {
        match self.against.as_ref()? {
            Against::Rows { filter, measure } => Some(measure.unwrap_or(self.measure).rows_behind(filter, None)),
            Against::Amount { .. } => None,
        }
    }
}

impl Measure {
    /// Which rows it comes from, over these days.
    pub fn rows_behind(self, filter: &Filter, period: Option<Period>) -> Filter {
        let mut filter = Filter { period: period.or(filter.period), ..filter.clone() };
        let mut except = |categories: &[Category]| {
            filter.except_categories.extend(categories.iter().map(|category| category.name().to_owned()));
        };
        match self {
            Self::Spending => except(&[Category::Income, Category::Transfer, Category::Savings]),
            Self::Refunds | Self::RefundCount => {
                except(&[Category::Income, Category::Transfer, Category::Savings]);
                filter.direction = Some(Direction::In);
            }
            Self::Net | Self::SavingsRate => except(&[Category::Transfer, Category::Savings]),
            // Named categories are parts of the income already.
            Self::Income if filter.categories.is_empty() => {
                filter.categories = vec![Category::Income.name().to_owned()];
            }
            Self::MoneyOut | Self::Payments => filter.direction = Some(Direction::Out),
            Self::MoneyIn | Self::Receipts => filter.direction = Some(Direction::In),
            Self::Income | Self::NetPaid => {}
        }
        filter
    }

    /// What the value is: an amount, a number of rows or a percentage.
    pub fn unit(self) -> Unit {
        match self {
            Self::Payments | Self::Receipts | Self::RefundCount => Unit::Rows,
            Self::SavingsRate => Unit::Percent,
            _ => Unit::Money,
        }
    }
}

/// What a value counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Money,
    Rows,
    Percent,
}

/// What a total is divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// Calendar months that the period touches.
    Month,
    /// Weeks: days ÷ 7.
    Week,
    /// Days of the period.
    Day,
    /// Rows that are money out.
    Payment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupBy {
    Category,
    Subcategory,
    Merchant,
    Account,
    Day,
    /// Monday to Sunday.
    Weekday,
    /// Starts on Monday.
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Largest value first; for times of the calendar groups this is not their order in time.
    #[default]
    Largest,
    Smallest,
    /// By key: in time for days to years, by name for the rest.
    Key,
}

/// The other side of a comparison.
#[expect(clippy::large_enum_variant, reason = "one value of a call, read once")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Other rows: another period, another payee, or the whole that this is a share of.
    Rows {
        #[serde(default)]
        filter: Filter,
        /// The same measure unless another is named (rent against income).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        measure: Option<Measure>,
    },
    /// A budget or a price.
    Amount {
        #[schemars(with = "String")]
        amount: Decimal,
    },
}

/// What came out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub measure: Measure,
    pub unit: Unit,
    /// The days that were looked at: the filter's, cut at today; `None` when the book is empty and no period was named.
    pub period: Option<Period>,
    pub coverage: Coverage,
    /// One for each currency, largest number of rows first. Empty when no row matched.
    pub totals: Vec<Total>,
    /// In the order asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub groups_left_out: u32,
    /// How many groups there are, listed or not: "how many different shops".
    #[serde(default, skip_serializing_if = "is_zero")]
    pub group_count: u32,
    /// One for each currency of the total; a plain number counts as the total's currency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comparisons: Vec<Comparison>,
    /// Words of the filter that no payee, category or account of this book matches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Total {
    pub currency: Currency,
    /// Money to the currency's minor unit, a number of rows, or a percentage with two decimals.
    pub value: Decimal,
    /// The rows behind it.
    pub rows: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// `Monday`, `2026-03`, `2026-03-09` (a day, or a week's Monday), `2026-Q1`, `2026`, a category's, payee's or account's name.
    pub key: String,
    pub currency: Currency,
    pub value: Decimal,
    pub rows: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    pub currency: Currency,
    /// The other side's value.
    pub other: Decimal,
    /// The rows behind the other side; 0 for an amount.
    pub other_rows: u64,
    /// This value − the other.
    pub difference: Decimal,
    /// This value ÷ the other, in percent with two decimals; `None` when the other is zero.
    pub percent: Option<Decimal>,
    /// (This value − the other) ÷ the other, in percent with two decimals; `None` when the other is zero or less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Decimal>,
}

/// Whether statements cover the period. A period without statements is unknown, not zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Coverage {
    /// Some statement covers every day.
    Full,
    /// Only these days are covered, in order.
    Partial { known: Vec<Period> },
    /// No day is covered; `known` says which days of the whole book are, first to last.
    None { known: Option<Period> },
}
