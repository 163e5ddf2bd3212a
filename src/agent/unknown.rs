//! What is said when a sentence names what nobody here is called: warmly, and with what may have been meant.
//!
//! **Invariant:** no I/O; the names are the book's own.

use super::rules::distance;
use crate::domain::{Category, Subcategory, Vocabulary};
use crate::text;
use crate::texts::Texts;

/// Names offered at most: what is read at a glance.
const OFFERED_MAX: usize = 3;
/// Letters that a slip of the fingers changes; in a short name one.
const SLIPS_MAX: usize = 2;
const SHORT_LETTERS: usize = 5;

/// "I don't know “zorblax” yet: …"
pub(super) fn reply(texts: &Texts, name: &str, then: &str, vocabulary: &Vocabulary) -> String {
    let near = near(name, vocabulary);
    match near.as_slice() {
        [] => text!(texts, "unknown-name", name = name, then = then),
        [only] => text!(texts, "unknown-name-near", name = name, near = only, then = then),
        several => text!(texts, "unknown-name-several", name = name, near = several.join(", "), then = then),
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
    use crate::texts::Language;

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
        assert!(
            reply(Language::default().texts(), "zorblax", "", &vocabulary).contains("no category, payee or account")
        );
        assert!(reply(Language::default().texts(), "tesca", "", &vocabulary).contains("Did you mean Tesco?"));
    }
}
