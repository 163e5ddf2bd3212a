//! Sorts a row into a category without a database and without a model: the user's own rules, then the user's
//! corrections, then merchant knowledge that ships with the binary, else Other, flagged for a look.
//!
//! **Invariant:** pure: the same row and the same memory give the same decision, and every decision says who made it
//! and how sure it is.

mod evidence;
mod fold;
mod knowledge;
mod memory;
mod merchant;
mod normalise;
mod phrases;
mod words;

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::domain::{Category, CategoryId, Currency};

pub use memory::BookMemory;
pub use merchant::{MAX_KEY_CHARS, Merchant, merchant};
pub use words::category_from_word;

/// Who decided a row's category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DecidedBy {
    /// The user, on this very row.
    User,
    /// One of the user's rules.
    Rule,
    /// What the user corrected before, on the same or a near payee.
    Memory,
    /// The category column of the file.
    File,
    /// Merchant knowledge shipped with the binary.
    Knowledge,
    /// A language model.
    Model,
    /// Nobody knew: the row is Other and wants a look.
    Nobody,
}

/// The text is no word for who decided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} does not say who decided a category")]
pub struct UnknownDecider(String);

impl DecidedBy {
    const ALL: [Self; 7] =
        [Self::User, Self::Rule, Self::Memory, Self::File, Self::Knowledge, Self::Model, Self::Nobody];

    /// The word it is stored as.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Rule => "rule",
            Self::Memory => "memory",
            Self::File => "file",
            Self::Knowledge => "knowledge",
            Self::Model => "model",
            Self::Nobody => "none",
        }
    }
}

impl fmt::Display for DecidedBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DecidedBy {
    type Err = UnknownDecider;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|decider| decider.as_str() == text);
        known.ok_or_else(|| UnknownDecider(text.chars().take(16).collect()))
    }
}

impl TryFrom<String> for DecidedBy {
    type Error = UnknownDecider;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<DecidedBy> for String {
    fn from(decider: DecidedBy) -> Self {
        decider.as_str().to_owned()
    }
}

/// A row's category and what speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub category: CategoryId,
    /// The probability that the category is right, 0 to 1.
    pub confidence: f32,
    pub by: DecidedBy,
    /// What else it could be: at most [`MAX_ALTERNATIVES`], best first, each of another top category.
    pub alternatives: Vec<CategoryId>,
}

/// Buttons beside a question; more than three are not read.
pub const MAX_ALTERNATIVES: usize = 3;

/// The user said so.
const RULE_CONFIDENCE: f32 = 1.0;

/// The user said so about this payee, but one payee can sell two kinds of things.
const SAME_PAYEE_CONFIDENCE: f32 = 0.98;

/// What the user said about a near payee beats shipped knowledge that is surer by no more than this: it then rests on
/// a word for a trade ("deli"), not on the payee.
const NEAR_ADVANTAGE: f32 = 0.3;

/// Below this the best guess is only an alternative and the row is Other: a question, not a silent guess.
const MIN_CONFIDENCE: f32 = 0.4;

/// How often a row that nobody knows truly belongs to nothing.
const NOBODY_CONFIDENCE: f32 = 0.05;

/// Sorts one row. `description` is the text as printed, `merchant` what [`merchant`] made of it; a negative amount is
/// money out. Never fails: a row that nobody knows is [`Category::Other`] with a low confidence.
pub fn decide(
    description: &str,
    merchant: &Merchant,
    amount: Decimal,
    currency: Option<Currency>,
    memory: &BookMemory,
) -> Decision {
    let words = normalise::read(description);
    let weighed = evidence::weigh(&words, amount, currency);
    let known = weighed.first().copied().filter(|(_, confidence)| *confidence >= MIN_CONFIDENCE);
    let near = || memory.nearest(&merchant.key);
    let (category, confidence, by) = if let Some(category) = memory.rule(&merchant.key, &words) {
        (category, RULE_CONFIDENCE, DecidedBy::Rule)
    } else if let Some(category) = memory.exact(&merchant.key) {
        (category, SAME_PAYEE_CONFIDENCE, DecidedBy::Memory)
    } else if let Some((category, confidence)) =
        near().filter(|near| known.is_none_or(|known| near.1 + NEAR_ADVANTAGE >= known.1))
    {
        (category, confidence, DecidedBy::Memory)
    } else if let Some((category, confidence)) = known {
        (category, confidence, DecidedBy::Knowledge)
    } else {
        (Category::Other.id(), NOBODY_CONFIDENCE, DecidedBy::Nobody)
    };
    Decision { category, confidence, by, alternatives: alternatives(category, &weighed, amount) }
}

/// What else was weighed, then what this category is mostly confused with, then what rows of this sign mostly are.
fn alternatives(chosen: CategoryId, weighed: &[(CategoryId, f32)], amount: Decimal) -> Vec<CategoryId> {
    let usual = if amount > Decimal::ZERO { USUAL_IN } else { USUAL_OUT };
    let confused = Category::of(chosen).map_or(&[][..], confused_with);
    let guesses = confused.iter().chain(usual).map(|category| category.id());
    let top = |id: CategoryId| Category::of(id).map_or(id, Category::id);
    let mut taken = vec![top(chosen)];
    let mut found = Vec::with_capacity(MAX_ALTERNATIVES);
    for id in weighed.iter().map(|(id, _)| *id).chain(guesses) {
        if found.len() < MAX_ALTERNATIVES && !taken.contains(&top(id)) {
            taken.push(top(id));
            found.push(id);
        }
    }
    found
}

const USUAL_OUT: &[Category] = &[Category::Shopping, Category::Dining, Category::Groceries, Category::Transfer];
const USUAL_IN: &[Category] = &[Category::Income, Category::Transfer, Category::Shopping, Category::Savings];

fn confused_with(category: Category) -> &'static [Category] {
    match category {
        Category::Groceries => &[Category::Dining, Category::Shopping],
        Category::Dining => &[Category::Groceries, Category::Entertainment],
        Category::Transport => &[Category::Travel, Category::Groceries],
        Category::Travel => &[Category::Transport, Category::Dining],
        Category::Housing => &[Category::Shopping, Category::Utilities],
        Category::Utilities => &[Category::Housing, Category::Taxes],
        Category::Health => &[Category::PersonalCare, Category::Shopping],
        Category::PersonalCare => &[Category::Health, Category::Shopping],
        Category::Entertainment => &[Category::Shopping, Category::Dining],
        Category::Education => &[Category::Family, Category::Entertainment],
        Category::Family => &[Category::Shopping, Category::Education],
        Category::Insurance => &[Category::Health, Category::Loans],
        Category::Loans => &[Category::Housing, Category::Transfer],
        Category::Taxes => &[Category::Fees, Category::Housing],
        Category::Fees => &[Category::Taxes, Category::Transfer],
        Category::Savings | Category::Cash => &[Category::Transfer, Category::Fees],
        Category::Transfer => &[Category::Savings, Category::Income],
        Category::Income => &[Category::Transfer, Category::Savings],
        Category::Shopping => &[Category::Groceries, Category::Entertainment],
        Category::Giving | Category::Other => &[],
    }
}

#[cfg(test)]
mod tests;
