//! The words of a file's own category column.
//!
//! **Invariant:** a word that could mean two categories means none.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::{Category, CategoryId, Subcategory};

use super::fold::fold_words;
use super::knowledge::rows;

/// What the word of a file's own category column means ("Eating out", "groceries", "Auto & Transport: Gas"), if it
/// means a shipped category. A path is read from its last part on; codes of Plaid's personal finance categories are
/// known too.
pub fn category_from_word(word: &str) -> Option<CategoryId> {
    let whole = fold(word);
    WORDS
        .get(&whole)
        .copied()
        .or_else(|| word.rsplit([':', '>', '/', '|']).find_map(|part| WORDS.get(&fold(part)).copied()))
}

static WORDS: LazyLock<HashMap<String, CategoryId>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    // Earlier lists win: the shipped names, then Plaid's codes, then the synonyms.
    let tops = Category::ALL.into_iter().map(|category| (category.id(), category.name()));
    let names = Subcategory::ALL.iter().map(|subcategory| (subcategory.id, subcategory.name));
    let codes = Subcategory::ALL.iter().map(|subcategory| (subcategory.id, subcategory.plaid));
    let synonyms = rows(include_str!("data/words.tsv"));
    for (category, word) in tops.chain(names).chain(codes).chain(synonyms) {
        words.entry(fold(word)).or_insert(category);
    }
    words
});

/// "Food & Dining", "food and dining" and "FOOD_DINING" are one.
fn fold(word: &str) -> String {
    let mut words = fold_words(word);
    words.retain(|word| !matches!(word.as_str(), "and" | "und" | "et" | "y" | "e" | "en" | "og" | "och"));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_category_columns() {
        for (word, expected) in [
            ("Dining", Some(500)),
            ("Eating out", Some(500)),
            ("groceries", Some(400)),
            ("Food & Dining:Coffee Shops", Some(502)),
            ("Auto & Transport > Gas & Fuel", Some(601)),
            ("Lebensmittel", Some(400)),
            ("Épargne", Some(2000)),
            ("public transport", Some(602)),
            ("FOOD_AND_DRINK_COFFEE", Some(502)),
            ("Personal Care", Some(1200)),
            ("Transfer", Some(2100)),
            ("Sonstiges", Some(2200)),
            ("Zebra", None),
            ("", None),
            ("::", None),
        ] {
            assert_eq!(category_from_word(word).map(|category| category.0), expected, "{word}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_understood() {
        let known: Vec<CategoryId> = Category::ALL.into_iter().flat_map(Category::ids).collect();
        let mut count = 0;
        for (category, word) in rows(include_str!("data/words.tsv")) {
            assert!(known.contains(&category), "{word}");
            assert!(category_from_word(word).is_some(), "{word}");
            count += 1;
        }
        assert!(count > 800, "{count}");
    }
}
