//! Sentences that tell of a payment instead of asking about one: "5.50 coffee", "got 20 back from Ben".
//!
//! A sentence becomes tokens (`tokens`, `days`, `amounts`, `accounts`), tokens become one item for each amount (`items`), and
//! an item becomes a payment (`item`). The words are tables in `lexicon`.
//!
//! **Invariant:** what might be a question, an order to pay or a plan is never taken for a payment: then it returns `None` and
//! the planners answer. Pure: no I/O and no clock.

mod accounts;
mod amounts;
mod days;
mod item;
mod items;
mod lexicon;
mod reply;
mod tokens;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub(super) use reply::reply;

use self::tokens::{Kind, Token};
use crate::domain::{Currency, Vocabulary};
use crate::tools::record::{ROWS_MAX, Record};

/// Longer texts tell more than payments.
const TEXT_CHARS_MAX: usize = 240;

/// Whether it is worth a look: a payment has an amount, and a question a mark.
pub fn may_be_one(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().count() <= TEXT_CHARS_MAX
        && !text.contains(['?', '？', '@', '%'])
        && !text.trim_start().starts_with('/')
        && !text.contains("://")
}

/// A word in lower case, or an amount.
pub(in crate::agent) enum Piece {
    Word(String),
    Amount(Decimal, Option<Currency>),
}

/// A sentence as words and amounts; `None` when it is too long.
pub(in crate::agent) fn pieces(text: &str, vocabulary: &Vocabulary) -> Option<Vec<Piece>> {
    if text.chars().count() > TEXT_CHARS_MAX {
        return None;
    }
    let mut tokens = tokens::split(text)?;
    amounts::merge(&mut tokens, home(vocabulary));
    let piece = |token: Token| match token.kind {
        Kind::Amount(amount) => Piece::Amount(amount.value, amount.currency),
        _ => Piece::Word(token.lower),
    };
    Some(tokens.into_iter().map(piece).collect())
}

/// The payments that a sentence tells of; `None` when it is no such sentence.
pub fn read(text: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<Record> {
    if !may_be_one(text) {
        return None;
    }
    let mut tokens = tokens::split(text)?;
    days::merge(&mut tokens, today)?;
    amounts::merge(&mut tokens, home(vocabulary));
    accounts::merge(&mut tokens, vocabulary);
    if lexicon::stops(&tokens) {
        return None;
    }
    let items = items::split(tokens)?;
    if items.len() > ROWS_MAX {
        return None;
    }
    let shared = Shared::of(&items);
    let mut rows = Vec::new();
    let mut verb = None;
    for tokens in &items {
        let (row, heard) = item::read(tokens, verb, &shared, today)?;
        verb = heard;
        rows.push(row);
    }
    Some(Record { rows })
}

/// What is said once holds for all items: the day, and the account.
struct Shared {
    day: Option<NaiveDate>,
    account: Option<String>,
}

impl Shared {
    fn of(items: &[Vec<Token>]) -> Self {
        let kinds = || items.iter().flatten().map(|token| &token.kind);
        let mut days = kinds().filter_map(|kind| if let Kind::Day(day) = kind { Some(*day) } else { None });
        let mut accounts =
            kinds().filter_map(|kind| if let Kind::Account(name) = kind { Some(name.clone()) } else { None });
        let (day, account) = (days.next(), accounts.next());
        Self { day: day.filter(|_| days.next().is_none()), account: account.filter(|_| accounts.next().is_none()) }
    }
}

/// The currency that a sign such as `$` most likely stands for here.
fn home(vocabulary: &Vocabulary) -> Option<Currency> {
    vocabulary.home_currency.or_else(|| vocabulary.accounts.first().map(|account| account.currency))
}
