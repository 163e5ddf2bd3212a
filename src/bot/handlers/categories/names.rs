//! From a typed category to one that the book has, or to the name of a new one.

use crate::agent::rules::distance;
use crate::bot::button::OWN_NAME_BYTES_MAX;
use crate::domain::{Category, CategoryId, Subcategory, Vocabulary, plain_words};
use crate::tools::categorise::category_from_word;

/// Near names that one message offers.
const SUGGESTIONS_MAX: usize = 3;
/// Fewer letters begin too many names.
const PREFIX_LETTERS_MIN: usize = 3;

/// One slip in a word this long leaves no doubt about what was meant.
const SLIP_LETTERS_MIN: usize = 5;

/// What a typed category means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Typed {
    Known(CategoryId),
    /// The nearest, likeliest first; none when nothing is near.
    Unknown(Vec<CategoryId>),
}

/// A name of a category or subcategory, in any case, number and order of words, or a common word for one.
pub(super) fn find(text: &str, vocabulary: &Vocabulary) -> Typed {
    let text = text.trim().trim_end_matches(['.', '!']);
    // "Transport: fuel" is how the bot itself writes it.
    let last = text.rsplit(':').next().unwrap_or_default();
    let named = [text, last].iter().find_map(|name| vocabulary.categories_named(name).first().copied());
    if let Some(known) = named.or_else(|| category_from_word(text)) {
        return Typed::Known(known);
    }
    let wanted = folded(text);
    let names = all_names(vocabulary);
    if let Some((id, _)) = names.iter().find(|(_, name)| *name == wanted) {
        return Typed::Known(*id);
    }
    let letters: Vec<char> = wanted.chars().collect();
    let limit = if letters.len() < 5 { 1 } else { 2 };
    let mut near: Vec<(usize, CategoryId)> = names
        .iter()
        .filter_map(|(id, name)| {
            let begins = letters.len() >= PREFIX_LETTERS_MIN
                && name.split(' ').any(|word| word.starts_with(&wanted) || wanted.split(' ').any(|part| part == word));
            let distance = distance(&letters, name, limit).or(begins.then_some(limit + 1))?;
            Some((distance, *id))
        })
        .collect();
    near.sort();
    if let [(1, only), rest @ ..] = near.as_slice()
        && letters.len() >= SLIP_LETTERS_MIN
        && rest.first().is_none_or(|(distance, _)| *distance > 1)
    {
        return Typed::Known(*only);
    }
    near.truncate(SUGGESTIONS_MAX);
    Typed::Unknown(near.into_iter().map(|(_, id)| id).collect())
}

/// Every name that rows can be sorted under: the book's own first.
fn all_names(vocabulary: &Vocabulary) -> Vec<(CategoryId, String)> {
    let own = vocabulary.own_categories.iter().map(|own| (own.id, folded(&own.name)));
    let tops = Category::ALL.into_iter().map(|top| (top.id(), folded(top.name())));
    let below = Subcategory::ALL.iter().map(|below| (below.id, folded(below.name)));
    own.chain(tops).chain(below).collect()
}

/// Lower-case words in the singular, without "and".
fn folded(text: &str) -> String {
    let singular = |word: String| match (word.strip_suffix("ies"), word.strip_suffix('s')) {
        (Some(stem), _) => format!("{stem}y"),
        (None, Some(stem)) if stem.chars().count() > 2 => stem.to_owned(),
        _ => word,
    };
    let words: Vec<String> = plain_words(text).into_iter().filter(|word| word != "and").map(singular).collect();
    words.join(" ")
}

/// The text as the name of a new category; `None` when it is too long or no name.
pub(super) fn new_name(text: &str) -> Option<String> {
    let plain: String =
        text.chars().map(|letter| if letter == ':' || letter.is_control() { ' ' } else { letter }).collect();
    let name = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_name = name.chars().any(char::is_alphabetic) && name.len() <= OWN_NAME_BYTES_MAX;
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::OwnCategory;

    #[test]
    fn finds_what_people_type() {
        let own = OwnCategory { id: CategoryId(10_000), parent: Category::Dining, name: "Work lunch".into() };
        let vocabulary = Vocabulary { own_categories: vec![own], ..Vocabulary::default() };
        let check = |text: &str, expected: Typed| assert_eq!(find(text, &vocabulary), expected, "{text}");
        let known = |id| Typed::Known(CategoryId(id));
        check("Groceries", known(400));
        check("grocery", known(400));
        check(" FUEL. ", known(601));
        check("Transport: fuel", known(601));
        check("eating out", known(500));
        check("work lunches", known(10_000));
        check("work lunch", known(10_000));
        check("restaurant", known(501));
        check("Grocries", known(400));
        check("Grcries", Typed::Unknown(vec![CategoryId(400)]));
        check("repairs", known(203));
        check("bank charge", known(1801));
        check("yachts", Typed::Unknown(vec![]));
        check("", Typed::Unknown(vec![]));
    }

    #[test]
    fn a_new_name_is_short_and_plain() {
        assert_eq!(new_name("  Boat:  fees "), Some("Boat fees".to_owned()));
        assert_eq!(new_name("123"), None);
        assert_eq!(new_name(""), None);
        assert_eq!(new_name(&"é".repeat(14)), None);
        assert_eq!(new_name(&"x".repeat(27)), Some("x".repeat(27)));
    }
}
