//! What is said when a sentence names what nobody here is called: warmly, and with what may have been meant.
//!
//! **Invariant:** no I/O; the names are the book's own.

use super::rules::distance;
use crate::domain::{Category, Subcategory, Vocabulary};

/// Names offered at most: what is read at a glance.
const OFFERED_MAX: usize = 3;
/// Letters that a slip of the fingers changes; in a short name one.
const SLIPS_MAX: usize = 2;
const SHORT_LETTERS: usize = 5;

/// "I don't know “zorblax” yet: …"
pub(super) fn reply(name: &str, then: &str, vocabulary: &Vocabulary) -> String {
    let near = near(name, vocabulary);
    match near.as_slice() {
        [] => format!(
            "I don't know “{name}” yet: no category, payee or account of yours is called that. A category such as Groceries or \
             Dining works, and every payee of your statements. {then}"
        ),
        [only] => format!("I don't know “{name}”. Did you mean {only}? {then}"),
        several => format!("I don't know “{name}”. Did you mean one of these: {}? {then}", several.join(", ")),
    }
}

/// Names that are spelt nearly so, or that begin with the first word.
fn near(name: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let typed: Vec<char> = name.to_lowercase().chars().collect();
    let limit = if typed.len() <= SHORT_LETTERS { 1 } else { SLIPS_MAX };
    let categories = Category::ALL.into_iter().map(|category| category.name().to_owned());
    let below = Subcategory::ALL.iter().map(|below| below.name.to_owned());
    let own = vocabulary.own_categories.iter().map(|own| own.name.clone());
    let payees = vocabulary.merchants.iter().map(|payee| payee.name.clone());
    let accounts = vocabulary.accounts.iter().map(|account| account.name.clone());
    let names = categories.chain(below).chain(own).chain(payees).chain(accounts);
    let mut found: Vec<(usize, String)> = names
        .filter_map(|known| {
            let lower = known.to_lowercase();
            let whole = distance(&typed, &lower, limit);
            // "netflx" is near to "Netflix International".
            let first = || lower.split(' ').next().and_then(|first| distance(&typed, first, limit));
            whole.or_else(first).map(|slips| (slips, known))
        })
        .collect();
    found.sort();
    found.dedup_by(|one, other| one.1.eq_ignore_ascii_case(&other.1));
    found.into_iter().take(OFFERED_MAX).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{KnownMerchant, MerchantId};

    #[test]
    fn what_is_spelt_nearly_so_is_offered() {
        let payee = |name: &str| KnownMerchant { id: MerchantId::new(), key: name.to_lowercase(), name: name.into() };
        let merchants = vec![payee("Netflix International"), payee("Tesco")];
        let vocabulary = Vocabulary { merchants, ..Vocabulary::default() };
        let check = |name: &str, expected: &[&str]| assert_eq!(near(name, &vocabulary), expected, "{name}");
        check("netflx", &["Netflix International"]);
        check("grocries", &["Groceries"]);
        check("tesca", &["Tesco"]);
        check("zorblax", &[]);
        check("", &[]);
        assert!(reply("zorblax", "", &vocabulary).contains("no category, payee or account"));
        assert!(reply("tesca", "", &vocabulary).contains("Did you mean Tesco?"));
    }
}
