//! What one book has taught: its rules and its corrections, and how near a new payee is to them.
//!
//! **Invariant:** a book's memory holds that book's teaching alone.

use std::collections::{HashMap, HashSet};

use crate::domain::{CategoryId, Correction, Rule};

use super::fold::{Word, fold_words};
use super::knowledge::KNOWLEDGE;

/// Rules and corrections, ready to be asked a million times.
#[derive(Debug, Default)]
pub struct BookMemory {
    /// By first word: the words, the category, the place in the user's list.
    rules: HashMap<String, Vec<(Vec<String>, CategoryId, usize)>>,
    exact: HashMap<String, CategoryId>,
    taught: Vec<Taught>,
    /// The payees in `taught` that have a word beginning like this.
    by_beginning: HashMap<String, Vec<usize>>,
}

#[derive(Debug)]
struct Taught {
    words: Vec<String>,
    weights: Vec<f32>,
    category: CategoryId,
}

/// Two payees whose shared words weigh less than this part of all their words are different ones: at one half, a town
/// or a "shop" in common is not enough, and one distinguishing word missing or added still is.
const MIN_SIMILARITY: f32 = 0.5;

/// A full match of words that is not the same key is still a little less than the payee itself.
const NEAR_CONFIDENCE: f32 = 0.93;

/// Corrections looked at for one row: a common beginning such as "cafe" must not make a row slow.
const MAX_CANDIDATES: usize = 64;

/// Words count as the same when one begins with the other and so many letters agree: banks cut names off.
const BEGINNING_LETTERS: usize = 4;

/// Words that say what a payee does ("cafe") tell less about who it is than a name.
const TELLING_WEIGHT: f32 = 0.35;

/// A payee's first word is mostly its name.
const FIRST_WORD_WEIGHT: f32 = 2.0;

impl BookMemory {
    /// Both lists in the order in which the user made them: the newer one wins where two say different things.
    pub fn new(rules: &[Rule], corrections: &[Correction]) -> Self {
        let mut memory = Self::default();
        for (place, rule) in rules.iter().enumerate() {
            let words = fold_words(&rule.pattern);
            if let Some(first) = words.first() {
                memory.rules.entry(first.clone()).or_default().push((words, rule.category, place));
            }
        }
        for correction in corrections {
            memory.exact.insert(correction.merchant_key.clone(), correction.category);
        }
        let mut latest: Vec<_> = memory.exact.iter().map(|(key, category)| (key.clone(), *category)).collect();
        latest.sort_unstable();
        for (key, category) in latest {
            let words = fold_words(&key);
            let place = memory.taught.len();
            let beginnings: HashSet<String> = words.iter().map(|word| beginning(word)).collect();
            for beginning in beginnings {
                memory.by_beginning.entry(beginning).or_default().push(place);
            }
            let weights = weights(&words);
            memory.taught.push(Taught { words, weights, category });
        }
        memory
    }

    /// The most exact rule that matches, by its number of words; among equals the newest.
    pub(super) fn rule(&self, key: &str, words: &[Word<'_>]) -> Option<CategoryId> {
        if self.rules.is_empty() {
            return None;
        }
        let key = fold_words(key);
        let key: Vec<&str> = key.iter().map(String::as_str).collect();
        let printed: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
        [key, printed]
            .iter()
            .flat_map(|text| self.rules_in(text))
            .max_by_key(|(words, _, place)| (words.len(), *place))
            .map(|(_, category, _)| *category)
    }

    fn rules_in<'a>(&'a self, text: &'a [&str]) -> impl Iterator<Item = &'a (Vec<String>, CategoryId, usize)> {
        let starting = text.iter().filter_map(|word| self.rules.get(*word)).flatten();
        starting.filter(|(words, ..)| stands_in_order(words, text))
    }

    /// What was taught about exactly this payee.
    pub(super) fn exact(&self, key: &str) -> Option<CategoryId> {
        self.exact.get(key).copied()
    }

    /// What was taught about the nearest payee, when it is near enough, with how sure that is.
    pub(super) fn nearest(&self, key: &str) -> Option<(CategoryId, f32)> {
        if self.taught.is_empty() {
            return None;
        }
        let words = fold_words(key);
        let weights = weights(&words);
        let mut lists: Vec<&Vec<usize>> =
            words.iter().filter_map(|word| self.by_beginning.get(&beginning(word))).collect();
        lists.sort_by_key(|list| list.len());
        let candidates: HashSet<usize> = lists.into_iter().flatten().copied().take(MAX_CANDIDATES).collect();
        let mut near: Vec<(f32, usize, CategoryId)> = candidates
            .into_iter()
            .filter_map(|place| self.taught.get(place).map(|taught| (place, taught)))
            .map(|(place, taught)| {
                (similarity((&words, &weights), (&taught.words, &taught.weights)), place, taught.category)
            })
            .filter(|(similarity, ..)| *similarity >= MIN_SIMILARITY)
            .collect();
        near.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(&right.1)));
        let (_, _, category) = *near.first()?;
        let agreeing: f32 =
            near.iter().filter(|(.., other)| *other == category).map(|(similarity, ..)| similarity).sum();
        let all: f32 = near.iter().map(|(similarity, ..)| similarity).sum();
        let best = near.first().map_or(0.0, |(similarity, ..)| *similarity);
        Some((category, NEAR_CONFIDENCE * best * (agreeing / all)))
    }
}

fn stands_in_order(pattern: &[String], text: &[&str]) -> bool {
    let mut text = text.iter();
    pattern.iter().all(|word| text.any(|other| other == word))
}

fn beginning(word: &str) -> String {
    word.chars().take(BEGINNING_LETTERS).collect()
}

fn weights(words: &[String]) -> Vec<f32> {
    let weigh = |(place, word): (usize, &String)| match (KNOWLEDGE.is_telling(word), place) {
        (true, _) => TELLING_WEIGHT,
        (false, 0) => FIRST_WORD_WEIGHT,
        (false, _) => 1.0,
    };
    words.iter().enumerate().map(weigh).collect()
}

/// The weight of shared words as a part of all words of both, 0 to 1. Each side is its words and their weights.
fn similarity((words, weights): (&[String], &[f32]), (others, other_weights): (&[String], &[f32])) -> f32 {
    let shared: f32 = words
        .iter()
        .zip(weights)
        .filter_map(|(word, weight)| {
            let place = others.iter().position(|other| same_word(word, other))?;
            other_weights.get(place).map(|other| weight.min(*other))
        })
        .sum();
    let all = weights.iter().sum::<f32>() + other_weights.iter().sum::<f32>() - shared;
    if all > 0.0 { shared / all } else { 0.0 }
}

fn same_word(left: &str, right: &str) -> bool {
    let cut = left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count() >= BEGINNING_LETTERS;
    left == right || cut && (left.starts_with(right) || right.starts_with(left))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::categorise::normalise::read;

    fn memory() -> BookMemory {
        let rule = |pattern: &str, category| Rule { pattern: pattern.into(), category: CategoryId(category) };
        let taught = |key: &str, category| Correction { merchant_key: key.into(), category: CategoryId(category) };
        BookMemory::new(
            &[rule("Anna", 2103), rule("anna rent", 201), rule("anna rent", 202), rule("", 100), rule("  *", 100)],
            &[
                taught("olive tree deli", 401),
                taught("olive tree deli", 501),
                taught("corner cafe", 502),
                taught("amazon", 801),
            ],
        )
    }

    #[test]
    fn the_most_exact_and_newest_rule_wins() {
        for (text, expected) in [
            ("ANNA SMITH", Some(2103)),
            ("Anna Smith RENT march", Some(202)),
            ("RENT ANNA", Some(2103)),
            ("HANNA", None),
            ("", None),
        ] {
            assert_eq!(memory().rule("", &read(text)).map(|category| category.0), expected, "{text}");
            assert_eq!(memory().rule(&text.to_lowercase(), &[]).map(|category| category.0), expected, "{text}");
        }
    }

    #[test]
    fn corrections_reach_near_payees_only() {
        for (key, expected) in [
            ("olive tree", Some(501)),
            ("olive tree deli hackney", Some(501)),
            ("harbour cafe", None),
            ("tree surgeon", None),
            ("", None),
        ] {
            assert_eq!(memory().nearest(key).map(|(category, _)| category.0), expected, "{key}");
        }
        assert_eq!(memory().exact("olive tree deli"), Some(CategoryId(501)));
        let (_, confidence) = memory().nearest("olive tree deli hackney").unwrap();
        assert!((0.5..0.93).contains(&confidence), "{confidence}");
    }
}
