//! Slips of the keyboard: a word that nobody knows becomes its nearest known neighbour, if that is near enough.
//!
//! **Invariant:** a payee the book does not know stays as typed; the limits below are what keeps it so.

use super::lexicon;
use super::payees::Payees;
use super::words::Word;
use crate::tools::ordinary;

/// Repairs slips in words that neither the tables nor the book know.
pub(super) fn repair(words: &mut [Word], payees: &Payees<'_>) {
    let mut after_place = false;
    for word in words {
        let plain = word.number.is_none() && word.text.chars().all(char::is_alphabetic);
        if plain
            && !lexicon::is_known(&word.text)
            && !ordinary::is_ordinary(&word.text)
            && !own_word(&word.text, payees)
            && let Some(better) = nearest(&word.text, after_place, payees)
        {
            word.text = better;
        }
        after_place = matches!(word.text.as_str(), "at" | "from" | "to") || (after_place && word.text == "the");
    }
}

/// Whether the book holds a payee, category or account of which a word begins with this one.
fn own_word(text: &str, payees: &Payees<'_>) -> bool {
    let singular = text.strip_suffix('s').filter(|stem| stem.len() > 2);
    payees.words_like(text).any(|known| known.starts_with(text) || singular == Some(known))
}

/// The nearest known word within the limit. Where a payee's name is due ("at …"), of the tables only category words
/// count, so that an unknown payee never turns into a verb.
fn nearest(typed: &str, after_place: bool, payees: &Payees<'_>) -> Option<String> {
    let letters: Vec<char> = typed.chars().collect();
    let limit = match letters.len() {
        0..=2 => return None,
        3..=7 => 1,
        _ => 2,
    };
    let mut best: Option<(usize, bool, &str)> = None;
    let tables = lexicon::known_words_like(typed).filter(|word| !after_place || lexicon::is_category_word(word));
    let tables = tables.map(|word: &'static str| -> (&str, bool) { (word, false) });
    for (known, own) in tables.chain(payees.words_like(typed).map(|word| (word, true))) {
        let close = known.len().abs_diff(typed.len()) <= limit && known.len() > 2 && same_start(&letters, known);
        if !close || typed.starts_with(known) {
            continue;
        }
        let Some(distance) = distance(&letters, known, limit) else { continue };
        let letters_known = known.chars().count();
        let swap = letters_known == letters.len() && sorted(&letters) == sorted(&known.chars().collect::<Vec<_>>());
        // Short words have many neighbours: only swapped or forgotten letters are repaired in them.
        let allowed = match letters.len() {
            3 => swap,
            // Names of the book are few, so one wrong letter still tells them; and a letter struck twice is a slip.
            4 | 5 => swap || own || letters_known > letters.len() || doubled(&letters, known),
            _ => true,
        };
        // Equal distance: the same first letter, then the earlier in the alphabet, so that hashing decides nothing.
        let rank = (distance, !known.starts_with(letters.as_slice().first().copied().unwrap_or_default()), known);
        if allowed && best.is_none_or(|best| rank < best) {
            best = Some(rank);
        }
    }
    best.map(|(_, _, known)| known.to_owned())
}

/// "lasst" for "last".
fn doubled(typed: &[char], known: &str) -> bool {
    let mut once = typed.to_vec();
    once.dedup();
    once.len() < typed.len() && once.iter().copied().eq(known.chars())
}

fn sorted(letters: &[char]) -> Vec<char> {
    let mut letters = letters.to_vec();
    letters.sort_unstable();
    letters
}

/// People rarely miss the first letter; at most they swap the first two.
fn same_start(typed: &[char], known: &str) -> bool {
    let mut known = known.chars();
    let (first, second) = (known.next(), known.next());
    typed.first().copied() == first || (typed.first().copied() == second && typed.get(1).copied() == first)
}

/// Damerau-Levenshtein distance in its optimal string alignment form (one edit, or a swap of neighbours, costs 1), or
/// `None` above the limit.
pub(crate) fn distance(typed: &[char], known: &str, limit: usize) -> Option<usize> {
    let known: Vec<char> = known.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=known.len()).collect();
    for (row, letter) in typed.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in known.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (at(&above, column) + usize::from(letter != other))
                .min(at(&above, column + 1) + 1)
                .min(at(&current, column) + 1);
            let swapped =
                row > 0 && column > 0 && typed.get(row - 1) == Some(other) && known.get(column - 1) == Some(letter);
            if swapped {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            current.push(cost);
        }
        if current.iter().min().is_some_and(|least| *least > limit) {
            return None;
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use crate::agent::rules::payees::{self, Payees};
    use crate::agent::rules::tests::vocabulary;
    use crate::agent::rules::words;

    #[test]
    fn repairs_slips_and_leaves_names_alone() {
        let vocabulary = vocabulary();
        let names = payees::plain_names(&vocabulary);
        let payees = Payees::new(&vocabulary, &names);
        for (typed, expected) in [
            ("mcuh", "much"),
            ("spnd", "spend"),
            ("resturants", "restaurants"),
            ("groceris", "groceries"),
            ("waht", "what"),
            ("tiems", "times"),
            ("avergae", "average"),
            ("strabucks", "starbucks"),
            ("transprot", "transport"),
            ("feburary", "february"),
            ("harrods", "harrods"),
            ("costa", "costa"),
            ("lidl", "lidl"),
            ("nike", "nike"),
            ("ikea", "ikea"),
            ("match", "match"),
        ] {
            assert_eq!(words::read(typed, &payees).text(0), expected);
        }
        assert_eq!(words::read("at spned", &payees).text(1), "spned", "no verb where a payee stands");
    }
}
