//! Which rows a question is about: one type that every reading tool takes, so that a condition means the same
//! everywhere.
//!
//! **Invariant:** a filter never names a user or a book; the context does.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{Currency, Period, Tag};

/// Conditions that a row must all meet. A field left empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// First and last day, both included. Days after today never count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// Names of categories ("Dining"), subcategories ("fuel") or the user's own; a row needs one of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Names of categories whose rows are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except_categories: Vec<String>,
    /// Payees as a person writes them ("tesco", "hotel borges"); a row needs one of them. A payee matches when its words
    /// begin words of the row's text, in order, whatever the case, apostrophes and store numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merchants: Vec<String>,
    /// Payees whose rows are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except_merchants: Vec<String>,
    /// Account names or the last digits of account numbers; a row needs one of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<String>,
    /// Rows in this currency only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub currency: Option<Currency>,
    /// Money in or money out only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Amounts strictly larger than this, whatever the sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub over: Option<Decimal>,
    /// Amounts strictly smaller than this, whatever the sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub under: Option<Decimal>,
    /// Only rows of these days of the week: 1 is Monday, 7 is Sunday.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weekdays: Vec<u8>,
    /// Tags that the user put on rows, without the `#`; a row needs one of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub tags: Vec<Tag>,
    /// Tags whose rows are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub except_tags: Vec<Tag>,
}

impl Filter {
    /// Whether it names categories, payees or tags, and so looks at a part of what was paid.
    pub fn names_any(&self) -> bool {
        !(self.categories.is_empty() && self.merchants.is_empty() && self.tags.is_empty())
    }
}

/// Which way the money went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Into the account: positive amounts.
    In,
    /// Out of the account: negative amounts.
    Out,
}
