//! Payees that are one to a person although their texts differ: a shop's branches, a reference behind a name.
//!
//! **Invariant:** only the end of a name is left out, and only where that end is no English: "Uber" and "Uber Eats" stay two.

use std::collections::HashMap;

use super::ordinary::is_ordinary;
use crate::domain::{MerchantId, Vocabulary, plain_words};

/// Words that branches share at the start of their names, where no payee has the name alone.
const SHARED_WORDS: usize = 2;

/// A single word that names a family has at least so many letters.
const LETTERS_MIN: usize = 4;

/// The name under which each payee is grouped.
pub(super) fn families(vocabulary: &Vocabulary) -> HashMap<MerchantId, String> {
    let mut named: Vec<(Vec<String>, &str, MerchantId)> = vocabulary
        .merchants
        .iter()
        .map(|merchant| (plain_words(&merchant.name), merchant.name.as_str(), merchant.id))
        .collect();
    named.sort();
    let mut families = HashMap::with_capacity(named.len());
    let mut head: Option<(Vec<String>, String)> = None;
    for (index, (words, name, id)) in named.iter().enumerate() {
        let belongs =
            head.as_ref().is_some_and(|(start, _)| words.starts_with(start) && tail_is_noise(words, start.len()));
        if !belongs {
            let next = named.get(index + 1).map(|(words, ..)| words.as_slice()).unwrap_or_default();
            head = Some(family_head(words, name, next));
        }
        let family = head.as_ref().map_or_else(|| (*name).to_owned(), |(_, label)| label.clone());
        families.insert(*id, family);
    }
    families
}

/// The words that a family's names begin with, and what it is called: those shared with the next name in the alphabet, or
/// the whole name.
fn family_head(words: &[String], name: &str, next: &[String]) -> (Vec<String>, String) {
    let shared = words.get(..SHARED_WORDS).filter(|start| {
        let telling = start.iter().any(|word| word.len() >= LETTERS_MIN && !is_ordinary(word));
        telling && next.starts_with(start) && tail_is_noise(words, SHARED_WORDS) && tail_is_noise(next, SHARED_WORDS)
    });
    match shared.filter(|_| words.len() > SHARED_WORDS) {
        Some(start) => {
            let label: Vec<&str> = name.split_whitespace().take(SHARED_WORDS).collect();
            (start.to_vec(), label.join(" "))
        }
        None => (words.to_vec(), name.to_owned()),
    }
}

/// Whether what follows the first words is a place or a reference: no plain English. A single short word starts no family.
fn tail_is_noise(words: &[String], start: usize) -> bool {
    let head_tells = match words.get(..start) {
        Some([only]) => only.len() >= LETTERS_MIN && !is_ordinary(only),
        Some(_) => true,
        None => false,
    };
    let tail = words.get(start..).unwrap_or_default();
    head_tells
        && tail.iter().any(|word| !is_ordinary(word))
        && tail.iter().filter(|word| is_ordinary(word)).count() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::KnownMerchant;

    fn check(names: &[&str], expected: &[&str]) {
        let merchant =
            |name: &&str| KnownMerchant { id: MerchantId::new(), key: name.to_lowercase(), name: (*name).into() };
        let vocabulary = Vocabulary { merchants: names.iter().map(merchant).collect(), ..Vocabulary::default() };
        let families = families(&vocabulary);
        let found: Vec<&str> = vocabulary.merchants.iter().map(|merchant| families[&merchant.id].as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn branches_and_references_are_one_payee() {
        check(&["Gaana", "Gaana Pgxexgmd"], &["Gaana", "Gaana"]);
        check(&["Kirana Mart Stores", "Kirana Mart Stores Lewisham"], &["Kirana Mart Stores", "Kirana Mart Stores"]);
        check(&["Rossmann Lewisham", "Rossmann Deptford"], &["Rossmann Lewisham", "Rossmann Deptford"]);
        check(&["Kirana Mart Deptford", "Kirana Mart Lewisham"], &["Kirana Mart", "Kirana Mart"]);
        check(&["Uber", "Uber Eats"], &["Uber", "Uber Eats"]);
        check(&["Amazon", "Amazon Prime"], &["Amazon", "Amazon Prime"]);
        check(
            &["Cash Withdrawal Lewisham", "Cash Withdrawal Soho"],
            &["Cash Withdrawal Lewisham", "Cash Withdrawal Soho"],
        );
    }
}
