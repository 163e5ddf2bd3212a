//! A sentence as words, with their own spelling, and the amounts among them.

use rust_decimal::Decimal;

use crate::domain::Currency;
use crate::tools::wallet::read_amount;

/// Longer texts want more than a goal.
const TEXT_CHARS_MAX: usize = 240;

/// A word without the punctuation around it.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) own: String,
    pub(super) lower: String,
}

/// Whether it is worth a look.
pub(super) fn may_be_one(text: &str) -> bool {
    text.chars().count() <= TEXT_CHARS_MAX
        && !text.contains(['?', '？', '%', '@', '\n'])
        && !text.trim_start().starts_with('/')
        && !text.contains("://")
}

pub(super) fn split(text: &str) -> Vec<Word> {
    let plain = |word: &str| {
        let own = word.trim_matches(['.', ',', ';', ':', '!', '?', '"', '“', '”', '(', ')']).to_owned();
        Word { lower: own.to_lowercase().replace(['\'', '’'], ""), own }
    };
    text.split_whitespace().map(plain).filter(|word| !word.own.is_empty()).collect()
}

/// Whether a phrase stands at `at`; how many words it has.
pub(super) fn phrase_at(words: &[Word], at: usize, phrase: &str) -> Option<usize> {
    let parts: Vec<&str> = phrase.split(' ').collect();
    let there = words.get(at..at + parts.len())?;
    there.iter().zip(&parts).all(|(word, part)| word.lower == *part).then_some(parts.len())
}

/// Takes the first of the phrases that stands at the beginning; whether one did.
pub(super) fn take_first(words: &mut Vec<Word>, phrases: &[&str]) -> bool {
    let Some(taken) = phrases.iter().find_map(|phrase| phrase_at(words, 0, phrase)) else { return false };
    words.drain(..taken);
    true
}

/// Takes every one of the phrases, wherever it stands; whether there was any.
pub(super) fn take_all(words: &mut Vec<Word>, phrases: &[&str]) -> bool {
    let before = words.len();
    while let Some((at, taken)) = (0..words.len())
        .find_map(|at| phrases.iter().find_map(|phrase| phrase_at(words, at, phrase)).map(|taken| (at, taken)))
    {
        words.drain(at..at + taken);
    }
    words.len() < before
}

/// An amount and where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amount {
    pub(super) value: Decimal,
    pub(super) currency: Option<Currency>,
    pub(super) at: usize,
    /// Words that it takes.
    pub(super) taken: usize,
}

/// The amounts of a sentence, in order: `3000`, `£3,000`, `3k`, `3000 euros`.
pub(super) fn amounts(words: &[Word]) -> Vec<Amount> {
    let mut found: Vec<Amount> = Vec::new();
    for at in 0..words.len() {
        let is_taken = found.last().is_some_and(|last| at < last.at + last.taken);
        if let Some(amount) = amount_at(words, at).filter(|_| !is_taken) {
            found.push(amount);
        }
    }
    found
}

fn amount_at(words: &[Word], at: usize) -> Option<Amount> {
    let word = &words.get(at)?.lower;
    let (plain, thousands) = match word.strip_suffix('k') {
        Some(short) if short.ends_with(|c: char| c.is_ascii_digit()) => (short.to_owned(), true),
        _ => (word.clone(), false),
    };
    let plain = without_separators(&plain);
    let next = words.get(at + 1).map(|next| next.lower.as_str());
    let (asked, taken) = match next {
        Some(next) => read_amount(&[&plain, next])?,
        None => read_amount(&[&plain])?,
    };
    let value: Decimal = asked.digits.parse().ok()?;
    let value = if thousands { value.checked_mul(Decimal::ONE_THOUSAND)? } else { value };
    Some(Amount { value: value.normalize(), currency: asked.currency, at, taken })
}

/// `£3,000` as `£3000`: for what is saved, a comma before three digits parts thousands.
fn without_separators(word: &str) -> String {
    let parts: Vec<&str> = word.split(',').collect();
    let whole = |part: &&str| {
        let digits = part.split('.').next().unwrap_or_default();
        digits.len() == 3 && part.starts_with(|c: char| c.is_ascii_digit())
    };
    let is_parted = parts.len() > 1
        && parts.iter().skip(1).all(whole)
        && parts.first().is_some_and(|first| first.ends_with(|c: char| c.is_ascii_digit()));
    if is_parted { parts.concat() } else { word.to_owned() }
}
