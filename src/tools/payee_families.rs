//! Payees that are one to a person although their texts differ: a shop's branches, a reference behind a name.
//!
//! **Invariant:** only the end of a name is left out, and only where that end is no English: "Uber" and "Uber Eats" stay two.

use std::collections::HashMap;

use super::ordinary::is_ordinary;
use crate::domain::{MerchantId, Vocabulary, plain_text};

/// Words that branches share at the start of their names, where no payee has the name alone.
const SHARED_WORDS: usize = 2;

/// A single word that names a family has at least so many letters.
const LETTERS_MIN: usize = 4;

/// The name under which each payee is grouped.
pub(super) fn families(vocabulary: &Vocabulary) -> HashMap<MerchantId, String> {
    let merchants = vocabulary.merchants.iter();
    // Words parted by spaces, which come before every letter: such texts are in the order of their words.
    let mut named: Vec<(String, &str, MerchantId)> =
        merchants.map(|merchant| (plain_text(&merchant.name), merchant.name.as_str(), merchant.id)).collect();
    named.sort_unstable();
    let mut families = HashMap::with_capacity(named.len());
    let mut head: Option<(&str, String)> = None;
    for (index, (words, name, id)) in named.iter().enumerate() {
        let belongs = head
            .as_ref()
            .is_some_and(|(start, _)| tail_behind(words, start).is_some_and(|tail| tail_is_noise(start, tail)));
        if !belongs {
            let next = named.get(index + 1).map(|(words, ..)| words.as_str()).unwrap_or_default();
            head = Some(family_head(words, name, next));
        }
        let family = head.as_ref().map_or_else(|| (*name).to_owned(), |(_, label)| label.clone());
        families.insert(*id, family);
    }
    families
}

/// The words that a family's names begin with, and what it is called: those shared with the next name in the alphabet, or
/// the whole name.
fn family_head<'a>(words: &'a str, name: &str, next: &str) -> (&'a str, String) {
    let end = words.match_indices(' ').nth(SHARED_WORDS - 1).map(|(end, _)| end);
    let shared = end.and_then(|end| words.split_at_checked(end)).filter(|(start, tail)| {
        tail_behind(next, start).is_some_and(|next| tail_is_noise(start, tail) && tail_is_noise(start, next))
            && start.split(' ').any(|word| word.len() >= LETTERS_MIN && !is_ordinary(word))
    });
    match shared {
        Some((start, _)) => {
            let label: Vec<&str> = name.split_whitespace().take(SHARED_WORDS).collect();
            (start, label.join(" "))
        }
        None => (words, name.to_owned()),
    }
}

/// What follows the first words, where the text begins with them.
fn tail_behind<'a>(words: &'a str, start: &str) -> Option<&'a str> {
    words.strip_prefix(start).filter(|tail| tail.is_empty() || tail.starts_with(' '))
}

/// Whether what follows the first words is a place or a reference: no plain English. A single short word starts no family.
fn tail_is_noise(start: &str, tail: &str) -> bool {
    let head_tells = start.contains(' ') || start.len() >= LETTERS_MIN && !is_ordinary(start);
    let tail = || tail.split(' ').filter(|word| !word.is_empty());
    head_tells && tail().any(|word| !is_ordinary(word)) && tail().filter(|word| is_ordinary(word)).count() <= 1
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
