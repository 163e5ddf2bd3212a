//! What words can mean in one book: its payees, its own categories, its accounts, the days it knows.
//!
//! Planners read it to understand a sentence, tools read it to resolve a filter, so both agree on what "tesco" is.
//!
//! **Invariant:** it holds one book's words only; the store loads it in that book's scope.

use std::collections::BTreeSet;

use super::{AccountId, Category, CategoryId, Currency, Flow, GoalId, MerchantId, Period, Subcategory, Tag};

/// One book's words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vocabulary {
    pub merchants: Vec<KnownMerchant>,
    pub own_categories: Vec<OwnCategory>,
    pub accounts: Vec<KnownAccount>,
    /// The days that statements cover, merged, in order.
    pub known: Vec<Period>,
    /// The days of payments that the user typed, merged, in order: of those days only these payments are known.
    pub noted: Vec<Period>,
    pub home_currency: Option<Currency>,
    /// What the user set budgets for.
    pub budgets: Vec<KnownBudget>,
    /// What the user saves for.
    pub goals: Vec<KnownGoal>,
    /// What rows carry, or a payee or a budget has, in the order of the alphabet.
    pub tags: Vec<Tag>,
}

/// A goal by its name.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct KnownGoal {
    pub id: GoalId,
    pub name: String,
}

/// What a budget is for, in the words of a filter; without any, all spending.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct KnownBudget {
    pub categories: Vec<String>,
    pub merchants: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

/// A payee that stands in the book's rows.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownMerchant {
    pub id: MerchantId,
    /// Normalised text that its rows share, lower case.
    pub key: String,
    /// What people see.
    pub name: String,
}

/// A category that the user added.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnCategory {
    pub id: CategoryId,
    pub parent: Category,
    pub name: String,
}

/// One of the book's accounts.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownAccount {
    pub id: AccountId,
    pub name: String,
    /// The number with all but its last digits hidden: `…1234`.
    pub number_masked: Option<String>,
    pub currency: Currency,
}

/// "Rows with these words are …", made by the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Matches a row when all its words stand there in this order; other words may stand between them.
    pub pattern: String,
    pub category: CategoryId,
}

/// The user put a row of this payee into this category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The `key` of the payee.
    pub merchant_key: String,
    pub category: CategoryId,
}

impl KnownBudget {
    /// Whether it is for all spending.
    pub fn is_overall(&self) -> bool {
        self.categories.is_empty() && self.merchants.is_empty() && self.tags.is_empty()
    }

    /// Whether both are for the same things.
    pub fn is_same(&self, other: &Self) -> bool {
        let same = |one: &[String], other: &[String]| {
            let has = |all: &[String], name: &String| all.iter().any(|known| known.eq_ignore_ascii_case(name));
            one.iter().all(|name| has(other, name)) && other.iter().all(|name| has(one, name))
        };
        let tags = |of: &Self| of.tags.iter().cloned().collect::<BTreeSet<Tag>>();
        same(&self.categories, &other.categories)
            && same(&self.merchants, &other.merchants)
            && tags(self) == tags(other)
    }
}

impl Vocabulary {
    /// The payees that `words` mean: those in whose key (or name) the words begin words, in order and side by side.
    pub fn merchants_matching(&self, words: &str) -> impl Iterator<Item = &KnownMerchant> {
        let wanted = plain_words(words);
        self.merchants.iter().filter(move |merchant| {
            begins_words(&wanted, &merchant.key) || begins_words(&wanted, &plain_words(&merchant.name).join(" "))
        })
    }

    /// Every category id that `name` means: a top category with all below it, a subcategory, or the user's own.
    /// Empty when the book knows no such category.
    pub fn categories_named(&self, name: &str) -> Vec<CategoryId> {
        let name = name.trim();
        if let Some(top) = Category::by_name(name) {
            let own = self.own_categories.iter().filter(|own| own.parent == top).map(|own| own.id);
            return top.ids().chain(own).collect();
        }
        let own = self.own_categories.iter().filter(|own| own.name.eq_ignore_ascii_case(name)).map(|own| own.id);
        let shipped = Subcategory::ALL.iter().filter(|shipped| shipped.name.eq_ignore_ascii_case(name));
        own.chain(shipped.map(|shipped| shipped.id)).collect()
    }

    /// Every id whose category has this flow.
    pub fn categories_flowing(&self, flow: Flow) -> Vec<CategoryId> {
        let tops = Category::ALL.into_iter().filter(|category| category.flow() == flow);
        tops.flat_map(|category| self.categories_named(category.name())).collect()
    }

    /// The accounts that `words` mean: by name, or by the last digits of the number.
    pub fn accounts_matching(&self, words: &str) -> impl Iterator<Item = &KnownAccount> {
        let wanted = plain_words(words);
        let digits: String = words.chars().filter(char::is_ascii_digit).collect();
        self.accounts.iter().filter(move |account| {
            let by_number = digits.len() >= ACCOUNT_DIGITS_MIN
                && account.number_masked.as_ref().is_some_and(|number| number.ends_with(&digits));
            by_number || begins_words(&wanted, &plain_words(&account.name).join(" "))
        })
    }

    /// The goals that `words` mean: of exactly this name, else those in whose name the words begin words, in order.
    pub fn goals_matching(&self, words: &str) -> Vec<&KnownGoal> {
        let wanted = plain_words(words);
        let whole: Vec<&KnownGoal> = self.goals.iter().filter(|goal| plain_words(&goal.name) == wanted).collect();
        match whole.is_empty() {
            false => whole,
            true => {
                self.goals.iter().filter(|goal| begins_words(&wanted, &plain_words(&goal.name).join(" "))).collect()
            }
        }
    }

    /// The top category and the subcategory's name, if any, of an id that a row of this book carries.
    pub fn category(&self, id: CategoryId) -> (Category, Option<&str>) {
        if let Some(own) = self.own_categories.iter().find(|own| own.id == id) {
            return (own.parent, Some(&own.name));
        }
        (Category::of(id).unwrap_or(Category::Other), Subcategory::of(id).map(|subcategory| subcategory.name))
    }

    /// First to last day of which anything is known, from a statement or typed.
    pub fn told_span(&self) -> Option<Period> {
        let days = || self.known.iter().chain(&self.noted);
        Period::new(days().map(|days| days.from).min()?, days().map(|days| days.to).max()?)
    }

    /// First to last day that any statement covers.
    pub fn known_span(&self) -> Option<Period> {
        Period::new(self.known.first()?.from, self.known.last()?.to)
    }
}

/// Fewer digits than this name too many accounts.
const ACCOUNT_DIGITS_MIN: usize = 3;

/// Lower-case words of letters and digits; apostrophes vanish, so that "Sainsbury's" is one word.
pub fn plain_words(text: &str) -> Vec<String> {
    plain_text(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The [`plain_words`] of a text, single-spaced: without a list of them, where there are thousands of texts.
pub fn plain_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().filter(|c| !matches!(c, '\'' | '’' | '`')).flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether the wanted words begin words of `text` (lower case, single spaces), side by side and in order.
fn begins_words(wanted: &[String], text: &str) -> bool {
    if wanted.is_empty() {
        return false;
    }
    let words: Vec<&str> = text.split(' ').collect();
    words
        .windows(wanted.len())
        .any(|run| run.iter().zip(wanted).all(|(word, wanted)| word.starts_with(wanted.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payee_matches_at_the_start_of_words() {
        let check = |words: &str, text: &str, expected| {
            assert_eq!(begins_words(&plain_words(words), &plain_words(text).join(" ")), expected, "{words} in {text}");
        };
        check("tfl", "tfl travel ch", true);
        check("tfl", "netflix com", false);
        check("Sainsbury's", "sainsburys s mkts", true);
        check("hotel borges", "card payment hotel borges lisboa", true);
        check("borges hotel", "hotel borges", false);
        check("rent", "standing order hargreaves lettings rent", true);
        check("", "anything", false);
    }

    #[test]
    fn categories_include_what_lies_below_them() {
        let own = OwnCategory { id: CategoryId(10_000), parent: Category::Dining, name: "work lunch".into() };
        let vocabulary = Vocabulary { own_categories: vec![own], ..Vocabulary::default() };
        assert!(vocabulary.categories_named("dining").contains(&CategoryId(10_000)));
        assert_eq!(vocabulary.categories_named("Work Lunch"), [CategoryId(10_000)]);
        assert_eq!(vocabulary.categories_named("fuel").len(), 1);
        assert!(vocabulary.categories_named("yachts").is_empty());
        assert_eq!(vocabulary.category(CategoryId(10_000)), (Category::Dining, Some("work lunch")));
    }
}
