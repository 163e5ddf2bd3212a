//! Whether a sentence sets a budget, and which.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::lexicon::{
    BUDGET_WORDS, CADENCES, CHANGES, FILLERS, KEEPING, LEADS, MARKERS, OPENINGS, OVERALL, ROLLING, SLASHED,
    UPPER_BOUNDS,
};
use crate::agent::recording::{Piece, pieces};
use crate::agent::rules;
use crate::domain::{Category, Currency, KnownBudget, Vocabulary};
use crate::tools::budget::{Every, SetBudget};

/// The budget that a sentence sets; `None` when it is another sentence.
pub fn read(text: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<SetBudget> {
    heard(text, today, vocabulary).and_then(Result::ok)
}

/// What a sentence names that sets a budget for something unknown.
pub(super) fn unknown(text: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<String> {
    heard(text, today, vocabulary).and_then(Result::err)
}

/// The budget that a sentence sets, or the name that nobody here has.
fn heard(text: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<Result<SetBudget, String>> {
    if text.contains(['?', '？', '%', '@']) || text.trim_start().starts_with('/') {
        return None;
    }
    let text = SLASHED.iter().fold(text.to_owned(), |text, (short, long)| text.replace(short, long));
    let Split { mut before, amount, currency, mut behind } = split(&text, vocabulary)?;
    let starts_with_amount = before.is_empty();
    let rolls = take_any(&mut behind, ROLLING).is_some();
    let mut marked = false;
    while take_any(&mut before, MARKERS).or_else(|| take_any(&mut behind, MARKERS)).is_some() {
        marked = true;
    }
    let every = take_cadence(&mut behind).or_else(|| take_cadence(&mut before));
    let led = behind.first().is_some_and(|word| LEADS.contains(&word.as_str()));
    let mut changes = false;
    while let Some(opening) = OPENINGS.iter().chain(CHANGES).find(|opening| phrase_at(&before, 0, opening).is_some()) {
        changes |= CHANGES.contains(opening);
        before.drain(..phrase_at(&before, 0, opening)?);
    }
    let keeps = take_keeping(&mut before);
    if changes {
        take_upper_bound(&mut before);
    }
    let (before, behind) = (trimmed(&before), trimmed(&behind));
    let words = match (before.is_empty(), behind.is_empty()) {
        (true, _) => behind.join(" "),
        (false, true) => before.join(" "),
        (false, false) => return None,
    };
    let said = marked || keeps;
    let subject = match words.is_empty() {
        true if said && every.is_some() => KnownBudget::default(),
        true => return None,
        false => match subject(&words, today, vocabulary) {
            Some(subject) => subject,
            None if said && marked || starts_with_amount && every.is_some() && led => return Some(Err(words)),
            None => return None,
        },
    };
    let known = || vocabulary.budgets.iter().any(|budget| budget.is_same(&subject));
    // Without a word for it, only "200 a month for …" is a budget; "netflix 12 a month" tells of a price.
    if !(said || changes && known() || starts_with_amount && every.is_some() && led) {
        return None;
    }
    Some(Ok(SetBudget {
        categories: subject.categories,
        merchants: subject.merchants,
        tags: subject.tags,
        amount,
        currency,
        every,
        payday: None,
        rolls_over: rolls.then_some(true),
        thresholds: None,
    }))
}

/// Whether a sentence changes a budget by an amount instead of to one: "raise my groceries budget by 50".
pub(super) fn is_by_an_amount(text: &str, vocabulary: &Vocabulary) -> bool {
    let Some(Split { mut before, .. }) = split(text, vocabulary) else { return false };
    let by = before.pop().is_some_and(|word| word == "by");
    let budget = take_any(&mut before, BUDGET_WORDS).is_some();
    let changes = |from| CHANGES.iter().any(|verb| phrase_at(&before, from, verb).is_some());
    let polite = OPENINGS.iter().find_map(|opening| phrase_at(&before, 0, opening)).unwrap_or_default();
    by && budget && changes(polite) && !text.contains('?')
}

/// A sentence around its one amount.
struct Split {
    before: Vec<String>,
    amount: Decimal,
    currency: Option<Currency>,
    behind: Vec<String>,
}

fn split(text: &str, vocabulary: &Vocabulary) -> Option<Split> {
    let pieces = pieces(text, vocabulary)?;
    let mut amounts = pieces.iter().enumerate().filter_map(|(at, piece)| match piece {
        Piece::Amount(value, currency) => Some((at, *value, *currency)),
        Piece::Word(_) => None,
    });
    let (at, amount, currency) = amounts.next()?;
    if amounts.next().is_some() {
        return None;
    }
    let word = |piece: &Piece| match piece {
        Piece::Word(word) => word.clone(),
        Piece::Amount(..) => String::new(),
    };
    let words: Vec<String> = pieces.iter().map(word).collect();
    Some(Split { before: words.get(..at)?.to_vec(), amount, currency, behind: words.get(at + 1..)?.to_vec() })
}

/// What a budget is for, by name. Also what is no spending, so that the tool can say so.
pub(in crate::agent) fn subject(words: &str, today: NaiveDate, vocabulary: &Vocabulary) -> Option<KnownBudget> {
    if OVERALL.contains(&words) {
        return Some(KnownBudget::default());
    }
    let by_name = || {
        let name = match Category::by_name(words) {
            Some(top) => top.name(),
            None => words,
        };
        let named = || KnownBudget { categories: vec![name.to_owned()], ..KnownBudget::default() };
        (!vocabulary.categories_named(words).is_empty()).then(named)
    };
    // "income" is a name as well, which questions hear as a word for what comes in.
    rules::budget_subject(words, today, vocabulary).or_else(by_name)
}

/// How many words the phrase has, where it stands at `index`.
pub(in crate::agent) fn phrase_at(words: &[String], index: usize, phrase: &str) -> Option<usize> {
    let parts: Vec<&str> = phrase.split(' ').collect();
    let there = words.get(index..index + parts.len())?;
    there.iter().zip(&parts).all(|(word, part)| word == part).then_some(parts.len())
}

/// Takes the first of the phrases that stands there.
pub(in crate::agent) fn take_any(words: &mut Vec<String>, phrases: &[&str]) -> Option<()> {
    phrases.iter().find_map(|phrase| take(words, phrase))
}

pub(super) fn take_cadence(words: &mut Vec<String>) -> Option<Every> {
    CADENCES.iter().find_map(|(phrase, every)| take(words, phrase).map(|()| *every))
}

fn take(words: &mut Vec<String>, phrase: &str) -> Option<()> {
    let (at, count) = (0..words.len()).find_map(|at| phrase_at(words, at, phrase).map(|count| (at, count)))?;
    words.drain(at..at + count);
    Some(())
}

/// "keep groceries under" becomes "groceries"; false where it is no such words.
fn take_keeping(words: &mut Vec<String>) -> bool {
    let mut rest = words.clone();
    let keeps = rest.first().is_some_and(|word| KEEPING.contains(&word.as_str()));
    if keeps {
        rest.remove(0);
    }
    let taken = keeps && take_upper_bound(&mut rest);
    if taken {
        *words = rest;
    }
    taken
}

/// Takes "under", "to" from the end.
fn take_upper_bound(words: &mut Vec<String>) -> bool {
    let ends = |phrase: &&&str| {
        let count = phrase.split(' ').count();
        words.len().checked_sub(count).is_some_and(|at| phrase_at(words, at, phrase).is_some())
    };
    let Some(phrase) = UPPER_BOUNDS.iter().find(ends) else { return false };
    words.truncate(words.len() - phrase.split(' ').count());
    true
}

/// Without little words at either end.
pub(super) fn trimmed(words: &[String]) -> &[String] {
    let filler = |word: &String| FILLERS.contains(&word.as_str());
    let from = words.iter().position(|word| !filler(word)).unwrap_or(words.len());
    let to = words.iter().rposition(|word| !filler(word)).map_or(from, |last| last + 1);
    words.get(from..to).unwrap_or_default()
}
