//! Who a descriptor names: a stable key for "the same payee" and a name that people read.
//!
//! **Invariant:** the key of a text never depends on the book, the amount or the day, because the store keeps it.

use super::evidence::is_store_word;
use super::fold::{Role, Word, fold_words};
use super::knowledge::KNOWLEDGE;
use super::normalise::read;

/// Longer keys are cut: they identify nothing better and the store indexes them.
pub const MAX_KEY_CHARS: usize = 120;

/// A single word this short is too often something else to stand for a brand alone.
const MIN_BRAND_LETTERS: usize = 4;

/// A descriptor as it identifies a payee in one book.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Merchant {
    /// Lower case, at most [`MAX_KEY_CHARS`]; rows of the same payee share it.
    pub key: String,
    /// What people see: "Tesco", "Hargreaves Lettings".
    pub name: String,
}

/// Reads the payee out of a descriptor. The key keeps every word that can name the payee or say what it is for; dates,
/// numbers, cards, references, the way of payment and a closing town or country go. Never empty.
pub fn merchant(description: &str) -> Merchant {
    let words = read(description);
    let opened = without_opening(&words);
    let behind = || if opened.len() < words.len() { known_brand(opened) } else { None };
    if let Some(known) = known_brand(&words).or_else(behind) {
        return known;
    }
    let payee: Vec<&Word<'_>> = opened.iter().filter(|word| word.role == Role::Payee).collect();
    let key = payee.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" ");
    if key.is_empty() {
        return unnamed(description);
    }
    Merchant { key: cut(&key), name: cut(&title(&payee)) }
}

/// The words behind an opening, where there is a payee behind it: "REFUND ZARA" and "VIS ZARA" are Zara too.
fn without_opening<'a, 'b>(words: &'a [Word<'b>]) -> &'a [Word<'b>] {
    match words {
        [first, rest @ ..]
            if OPENINGS.contains(&first.folded.as_str()) && rest.iter().any(|word| word.role == Role::Payee) =>
        {
            rest
        }
        all => all,
    }
}

/// What banks put before the payee, and what means something else where it stands alone: refunds, and the payment codes of
/// British statements (Visa, standing order, credit, online banking payment).
const OPENINGS: &[&str] = &["refund", "reversal", "vis", "so", "cr", "obp"];

/// A text without words that could be a name: shown as it is.
fn unnamed(description: &str) -> Merchant {
    let text = description.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Merchant { key: "unknown".to_owned(), name: "Unknown".to_owned() };
    }
    Merchant { key: cut(&text.to_lowercase()), name: cut(&text) }
}

/// A brand that the name begins with. Words behind it stay in the key when they say something of their own
/// ("insurance").
fn known_brand(words: &[Word<'_>]) -> Option<Merchant> {
    let named: Vec<&Word<'_>> =
        words.iter().filter(|word| word.role != Role::Transport && word.folded != "and").collect();
    let start = named.iter().position(|word| word.role != Role::Number).unwrap_or(0);
    [0, start].into_iter().find_map(|start| {
        let folded: Vec<&str> = named.iter().skip(start).map(|word| word.folded.as_str()).collect();
        let (length, brand) = KNOWLEDGE.brands_at(&folded).next()?;
        let rest = named.iter().skip(start.saturating_add(length)).filter(|word| word.role == Role::Payee);
        let rest: Vec<&str> = rest.map(|word| word.folded.as_str()).filter(|word| !is_store_word(word)).collect();
        let short = length == 1 && folded.first().is_some_and(|word| word.chars().count() < MIN_BRAND_LETTERS);
        if (brand.ordinary || short) && !rest.is_empty() {
            return None;
        }
        let mut key = fold_words(brand.name);
        let telling: Vec<&str> = rest.into_iter().filter(|word| KNOWLEDGE.is_telling(word)).collect();
        key.extend(telling.iter().map(|word| (*word).to_owned()));
        let name =
            if telling.is_empty() { brand.name.to_owned() } else { format!("{} {}", brand.name, capitals(&telling)) };
        Some(Merchant { key: cut(&key.join(" ")), name: cut(&name) })
    })
}

fn capitals(words: &[&str]) -> String {
    words.iter().map(|word| capital(word)).collect::<Vec<_>>().join(" ")
}

/// Title case; a word printed in small and capital letters stays as it is.
fn title(words: &[&Word<'_>]) -> String {
    let show = |(place, word): (usize, &&Word<'_>)| {
        let has = |test: fn(char) -> bool| word.printed.chars().any(test);
        if has(char::is_lowercase) && has(char::is_uppercase) {
            word.printed.to_owned()
        } else if place > 0 && SMALL_WORDS.contains(&word.folded.as_str()) {
            word.printed.to_lowercase()
        } else {
            capital(&word.printed.to_lowercase())
        }
    };
    words.iter().enumerate().map(show).collect::<Vec<_>>().join(" ")
}

fn capital(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_KEY_CHARS).collect::<String>().trim_end().to_owned()
}

const SMALL_WORDS: &[&str] =
    &["and", "of", "the", "in", "at", "on", "de", "la", "du", "des", "di", "da", "von", "van", "der", "und"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_payee() {
        for (text, key, name) in [
            ("SUMUP *THE DOG AND BELL LONDON GB", "the dog and bell", "The Dog and Bell"),
            ("CARD PAYMENT TO TESCO STORES 3345 ON 12 MAR", "tesco", "Tesco"),
            ("TESCO EXPRESS 2207 LEEDS GB", "tesco express", "Tesco Express"),
            ("SAINSBURYS S/MKTS", "sainsburys", "Sainsbury's"),
            ("TFL TRAVEL CH TFL.GOV.UK/CP GB", "tfl", "TfL"),
            ("STANDING ORDER HARGREAVES LETTINGS RENT", "hargreaves lettings rent", "Hargreaves Lettings Rent"),
            ("REFUND ZARA UK LONDON GB", "zara", "Zara"),
            ("VIS TESCO STORES 3345", "tesco", "Tesco"),
            ("SO OKAFOR LETTINGS RENT", "okafor lettings rent", "Okafor Lettings Rent"),
            ("REFUND", "refund", "Refund"),
            ("PAYPAL *SPOTIFY", "spotify", "Spotify"),
            ("NETFLIX.COM 866-579-7172 CA", "netflix", "Netflix"),
            ("JOE'S CAFE XXXX1234", "joes cafe", "Joe's Cafe"),
            ("Kartenzahlung Bäckerei Schäfer GmbH München", "backerei schafer", "Bäckerei Schäfer"),
            ("12345 67", "12345 67", "12345 67"),
            ("", "unknown", "Unknown"),
        ] {
            let found = merchant(text);
            assert_eq!((found.key.as_str(), found.name.as_str()), (key, name), "{text}");
        }
    }

    #[test]
    fn keys_are_short_and_stable() {
        let long = merchant(&"zzyzx ".repeat(100));
        assert!(long.key.chars().count() <= MAX_KEY_CHARS);
        for text in ["POS 1234 OLIVE TREE DELI 12 JAN", "OLIVE TREE DELI 99812 *** GB"] {
            assert_eq!(merchant(text).key, "olive tree deli", "{text}");
        }
    }
}
