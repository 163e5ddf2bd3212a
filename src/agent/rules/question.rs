//! What was understood: the typed form of a question, from which the calls follow and with which the answer is worded.
//!
//! **Invariant:** it holds no figure of the book, so it can be kept and asked again at any time.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::agent::saving::GoalAsk;
use crate::domain::{KnownBudget, Period};
use crate::tools::balances::Balances;
use crate::tools::filter::Filter;
use crate::tools::goals::Goals;
pub(super) use crate::tools::recurring::Kind as RecurringKind;
use crate::tools::search::RowOrder;
use crate::tools::summarise::{GroupBy, Measure, Per};

/// A question as the planner understood it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Question {
    pub intent: Intent,
    pub measure: Measure,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    pub scope: Scope,
    /// It can be answered with yes or no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub yes_no: bool,
}

/// The rows a question is about, and how its payees are shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    pub filter: Filter,
    /// How the filter's payees are shown, in their order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payees: Vec<String>,
    /// How the left-out payees are shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except_payees: Vec<String>,
    /// The limits on single amounts as they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
}

/// Limits on single amounts, in no currency.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limits {
    Over(Decimal),
    Under(Decimal),
    AtLeast(Decimal),
    Exactly(Decimal),
    /// Both included.
    Between(Decimal, Decimal),
}

/// What is asked about the rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Intent {
    /// One figure: a sum, a number of rows or an average.
    Figure,
    /// The same figure for several scopes that are not added up.
    Each {
        others: Vec<Scope>,
    },
    /// One row: the largest, the latest.
    Row {
        order: RowOrder,
        lead: Lead,
        /// Rows passed over: 1 for "the second biggest".
        #[serde(default, skip_serializing_if = "is_first")]
        skip: u32,
    },
    List {
        order: RowOrder,
        limit: Option<u32>,
    },
    /// The groups with the largest or smallest values.
    Top {
        group_by: GroupBy,
        smallest: bool,
        limit: u32,
    },
    /// Every group, in time or by size.
    Groups {
        group_by: GroupBy,
    },
    Compare {
        other: Scope,
        ask: Ask,
    },
    /// How many groups there are: "how many different shops".
    HowMany {
        group_by: GroupBy,
    },
    /// What is paid again and again.
    Recurring {
        ask: RecurringAsk,
        subject: RecurringKind,
    },
    /// What is known of the accounts.
    Accounts {
        ask: AccountsAsk,
    },
    /// The scope's percentage of the whole.
    Share {
        whole: Scope,
        whole_measure: Option<Measure>,
    },
    /// Spending against a budget.
    Limit {
        amount: Decimal,
        ask: LimitAsk,
    },
    /// How goals stand.
    Goals {
        asked: Goals,
        ask: GoalAsk,
    },
    /// How balances went over time.
    Balances {
        asked: Balances,
    },
    /// How budgets that were set stand.
    Budget {
        /// The one that is asked about; without it, all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        budget: Option<KnownBudget>,
        /// Days whose share of it is asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<Period>,
        /// Whether it covers this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        price: Option<Decimal>,
        /// Yes or no: is it over?
        over: bool,
    },
    /// Whether what is left over covers a price.
    Afford {
        price: Decimal,
    },
    /// The largest row of each group.
    LargestEach {
        group_by: GroupBy,
    },
    /// Whether spending exceeds income; `less` asks the reverse.
    Overspent {
        less: bool,
    },
}

fn is_first(skip: &u32) -> bool {
    *skip == 0
}

/// What is asked about payments that come again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecurringAsk {
    List,
    /// What they cost in a month.
    Cost,
    Count,
    /// The prices over time; yes or no where asked: did it go up?
    Price,
    /// Yes or no: is it still paid?
    Still,
    /// Yes or no: has it stopped? Without a name: which have?
    Stopped,
    /// When the next one is due.
    Next,
    /// The dearest one.
    Largest,
}

/// What is asked about accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountsAsk {
    /// The latest printed balances.
    Balance,
    /// The days that statements cover.
    Coverage,
}

/// What an answer about one row starts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lead {
    Amount,
    Date,
    /// How many days ago.
    Ago,
    Payee,
}

/// What a comparison is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Which side is larger.
    More,
    /// Which side is smaller.
    Less,
    Difference,
    /// The difference in percent of the other side.
    Change,
    /// Yes or no: is the first side larger?
    IsMore,
    /// Yes or no: is the first side smaller?
    IsLess,
}

/// What is asked about a budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitAsk {
    /// Yes when more was spent.
    Over,
    /// Yes when it was kept.
    Under,
    /// What is left.
    Left,
}

/// What a conversation keeps, so that "and in March?" has something to build on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remembered {
    pub question: Question,
    /// What the answer named first: "there", "it".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
}

/// Something an answer named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Payee(String),
    Category(String),
    Period(Period),
}
