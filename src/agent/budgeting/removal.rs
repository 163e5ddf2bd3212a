//! Whether a sentence removes a budget, and which.

use chrono::NaiveDate;

use super::lexicon::{BUDGET_WORDS, LIMIT_WORDS, OPENINGS, REMOVING};
use super::recognise::{phrase_at, subject, take_any, take_cadence, trimmed};
use crate::agent::recording::{Piece, pieces};
use crate::domain::{KnownBudget, Vocabulary};

/// A name of more words is a sentence.
const NAME_WORDS_MAX: usize = 4;

/// Which budget is to go.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Removal {
    /// "my budget": the only one there is.
    TheOne,
    For(KnownBudget),
}

/// The budget that a sentence removes; `None` when it is another sentence.
pub(super) fn read(text: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<Removal> {
    heard(text, today, vocabulary).and_then(Result::ok)
}

/// What a sentence names that removes a budget for something unknown.
pub(super) fn unknown(text: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<String> {
    heard(text, today, vocabulary).and_then(Result::err)
}

/// The budget that a sentence removes, or the name that nobody here has.
fn heard(text: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<Result<Removal, String>> {
    if text.contains(['?', '？', '%', '@']) || text.trim_start().starts_with('/') {
        return None;
    }
    let word = |piece: Piece| match piece {
        Piece::Word(word) => Some(word),
        Piece::Amount(..) => None,
    };
    let mut words: Vec<String> = pieces(text, vocabulary)?.into_iter().map(word).collect::<Option<_>>()?;
    while let Some(opening) = OPENINGS.iter().find(|opening| phrase_at(&words, 0, opening).is_some()) {
        words.drain(..phrase_at(&words, 0, opening)?);
    }
    let count = REMOVING.iter().find_map(|verb| phrase_at(&words, 0, verb))?;
    words.drain(..count);
    let is_budget = take_any(&mut words, BUDGET_WORDS).is_some();
    let is_limit = take_any(&mut words, LIMIT_WORDS).is_some();
    if !is_budget && !is_limit {
        return None;
    }
    let _ = take_cadence(&mut words);
    let named = trimmed(&words).join(" ");
    if named.is_empty() {
        return is_budget.then_some(Ok(Removal::TheOne));
    }
    let Some(subject) = subject(&named, today, vocabulary) else {
        let one_name = named.split(' ').count() <= NAME_WORDS_MAX && !named.contains(" and ");
        return (is_budget && one_name).then_some(Err(named));
    };
    // A limit without the word may be one of the wallet's.
    let known = vocabulary.budgets.iter().any(|budget| budget.is_same(&subject));
    (is_budget || known).then_some(Ok(Removal::For(subject)))
}
