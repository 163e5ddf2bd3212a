//! Weighs what the shipped knowledge says about one row.
//!
//! **Invariant:** the confidence is an honest probability: it never passes [`MAX_CONFIDENCE`] and falls with every
//! sign that speaks for another category.

use rust_decimal::Decimal;

use crate::domain::{Category, CategoryId, Currency};

use super::fold::{Role, Word};
use super::knowledge::{Brand, KNOWLEDGE, Sign};

/// How often a brand is right by how it stands in the text: set by judgement, then checked on labelled rows.
const BRAND_IS_WHOLE_NAME: f32 = 0.95;
const BRAND_BEGINS_NAME: f32 = 0.9;
const BRAND_OF_TWO_WORDS_INSIDE: f32 = 0.8;
const BRAND_OF_ONE_WORD_INSIDE: f32 = 0.5;
const ORDINARY_WORD_IS_WHOLE_NAME: f32 = 0.75;
const ORDINARY_WORD_BEGINS_NAME: f32 = 0.45;

/// A brand that is not known to trade in the row's currency, or shares its name with one of another trade.
const NAMESAKE_FACTOR: f32 = 0.6;

/// A cut-off word at the end, completed.
const COMPLETED_FACTOR: f32 = 0.85;

/// "ATM fee" is a fee: beside a word for fees, words for cash and transfers only say what the fee is for.
const BESIDE_FEE_FACTOR: f32 = 0.1;

/// Words of the transport are weaker than words of the payee: "payment to" says little once the payee is known.
const TRANSPORT_FACTOR: f32 = 0.5;

/// A phrase of several words is seldom there by chance: this share of the doubt goes.
const PHRASE_DOUBT: f32 = 0.6;

/// A merchant category code printed in the text.
const MCC_CONFIDENCE: f32 = 0.92;

const MAX_CONFIDENCE: f32 = 0.97;

/// A single word this short is no brand inside a text.
const MIN_INSIDE_LETTERS: usize = 5;

/// One sign for a category.
struct Evidence {
    category: CategoryId,
    confidence: f32,
    start: usize,
    length: usize,
}

/// Categories with their probability, best first; what is missing to 1 is the doubt.
pub(super) fn weigh(words: &[Word<'_>], amount: Decimal, currency: Option<Currency>) -> Vec<(CategoryId, f32)> {
    let words: Vec<&Word<'_>> = words.iter().filter(|word| word.folded != "and").collect();
    let mut signs = brand_signs(&words, currency);
    signs.extend(keyword_signs(&words, amount));
    signs.extend(mcc_sign(&words));
    signs.sort_by(|left, right| {
        (right.length, right.confidence)
            .partial_cmp(&(left.length, left.confidence))
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut kept: Vec<Evidence> = Vec::new();
    for sign in signs {
        let inside = |other: &Evidence| {
            other.length > sign.length
                && other.start <= sign.start
                && sign.start.saturating_add(sign.length) <= other.start.saturating_add(other.length)
        };
        if !kept.iter().any(inside) {
            kept.push(sign);
        }
    }
    by_category(&kept)
}

/// Adds the odds of independent signs, so that agreement raises and contradiction lowers the probability.
fn by_category(signs: &[Evidence]) -> Vec<(CategoryId, f32)> {
    let mut tops: Vec<(Category, f32, CategoryId, f32)> = Vec::new();
    let fee = signs.iter().any(|sign| Category::of(sign.category) == Some(Category::Fees) && sign.confidence > 0.5);
    for sign in signs {
        let Some(top) = Category::of(sign.category) else { continue };
        let confidence = sign.confidence.min(MAX_CONFIDENCE);
        let for_a_fee = fee && matches!(top, Category::Cash | Category::Transfer | Category::Savings);
        let odds = confidence / (1.0 - confidence) * if for_a_fee { BESIDE_FEE_FACTOR } else { 1.0 };
        match tops.iter_mut().find(|(other, ..)| *other == top) {
            Some((_, sum, best, best_odds)) => {
                // A second word of the same kind often repeats the first (fish bar, grill): half of its weight.
                *sum += odds / 2.0;
                if odds > *best_odds {
                    (*best, *best_odds) = (sign.category, odds);
                }
            }
            None => tops.push((top, odds, sign.category, odds)),
        }
    }
    let all: f32 = tops.iter().map(|(_, odds, ..)| odds).sum();
    let mut found: Vec<_> =
        tops.iter().map(|(_, odds, category, _)| (*category, (odds / (1.0 + all)).min(MAX_CONFIDENCE))).collect();
    found.sort_by(|left, right| right.1.total_cmp(&left.1));
    found
}

fn brand_signs(words: &[&Word<'_>], currency: Option<Currency>) -> Vec<Evidence> {
    // Numbers count as words here: some brands have one (7-Eleven), and a leading one does not push a brand inside.
    let named: Vec<(usize, &Word<'_>)> = words
        .iter()
        .enumerate()
        .filter(|(_, word)| word.role != Role::Transport)
        .map(|(at, word)| (at, *word))
        .collect();
    let folded: Vec<&str> = named.iter().map(|(_, word)| word.folded.as_str()).collect();
    let mut signs = Vec::new();
    for (place, (start, word)) in named.iter().enumerate() {
        let Some(rest) = folded.get(place..) else { break };
        let found: Vec<(usize, &Brand)> = KNOWLEDGE.brands_at(rest).collect();
        let Some(longest) = found.first().map(|(length, _)| *length) else { continue };
        let candidates = || found.iter().filter(|(length, _)| *length == longest).map(|(_, brand)| *brand);
        let Some(brand) = candidates().min_by_key(|brand| fit(brand, currency)) else { continue };
        let best_fit = fit(brand, currency);
        let namesake = candidates().any(|other| {
            fit(other, currency) == best_fit && Category::of(other.category) != Category::of(brand.category)
        });
        let begins = named.iter().take(place).all(|(_, word)| word.role == Role::Number);
        let after = named.iter().skip(place.saturating_add(longest));
        let whole = begins && after.clone().all(|(_, word)| word.role != Role::Payee || is_store_word(&word.folded));
        let letters = word.folded.chars().count();
        let mut confidence = match (brand.ordinary, whole, begins, longest > 1) {
            (false, true, ..) => BRAND_IS_WHOLE_NAME,
            (false, _, true, _) => BRAND_BEGINS_NAME,
            (false, _, _, true) => BRAND_OF_TWO_WORDS_INSIDE,
            (false, ..) if letters >= MIN_INSIDE_LETTERS => BRAND_OF_ONE_WORD_INSIDE,
            (true, true, ..) => ORDINARY_WORD_IS_WHOLE_NAME,
            (true, _, true, _) => ORDINARY_WORD_BEGINS_NAME,
            _ => continue,
        };
        if best_fit == Fit::Foreign && longest == 1 || namesake {
            confidence *= NAMESAKE_FACTOR;
        }
        signs.push(Evidence { category: brand.category, confidence, start: *start, length: longest });
    }
    signs
}

/// How well a brand fits the row's currency; the smaller, the better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    ByHand,
    Home,
    WorldWide,
    Unknown,
    Foreign,
}

fn fit(brand: &Brand, currency: Option<Currency>) -> Fit {
    match currency {
        _ if brand.by_hand => Fit::ByHand,
        Some(currency) if brand.currencies.contains(&currency) => Fit::Home,
        _ if brand.currencies.is_empty() => Fit::WorldWide,
        None => Fit::Unknown,
        Some(_) => Fit::Foreign,
    }
}

fn keyword_signs(words: &[&Word<'_>], amount: Decimal) -> Vec<Evidence> {
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    let mut signs = Vec::new();
    for (start, _) in words.iter().enumerate() {
        // "card payment to" is no "payment to" a person.
        let before = start.checked_sub(1).and_then(|before| words.get(before));
        let by_card = before.is_some_and(|word| CARD_WORDS.contains(&word.folded.as_str()));
        for (length, keyword) in KNOWLEDGE.keywords_at(folded.get(start..).unwrap_or_default()) {
            let fits = match keyword.sign {
                Sign::Any => true,
                Sign::In => amount >= Decimal::ZERO,
                Sign::Out => amount <= Decimal::ZERO,
            };
            if !fits || by_card && Category::of(keyword.category) == Some(Category::Transfer) && length > 1 {
                continue;
            }
            let mut confidence = keyword.confidence;
            if length > 1 {
                confidence = 1.0 - (1.0 - confidence) * PHRASE_DOUBT;
            }
            let mut span = words.iter().skip(start).take(length);
            if span.all(|word| word.role == Role::Transport) {
                confidence *= TRANSPORT_FACTOR;
            }
            signs.push(Evidence { category: keyword.category, confidence, start, length });
        }
    }
    let last = words.iter().enumerate().rev().find(|(_, word)| word.role == Role::Payee);
    if let Some((start, word)) = last.filter(|(start, _)| *start > 0 && signs.iter().all(|sign| sign.start != *start))
        && let Some(keyword) = KNOWLEDGE.completed(&word.folded).filter(|keyword| keyword.sign == Sign::Any)
    {
        let confidence = keyword.confidence * COMPLETED_FACTOR;
        signs.push(Evidence { category: keyword.category, confidence, start, length: 1 });
    }
    signs
}

/// `MCC 5411` in the text.
fn mcc_sign(words: &[&Word<'_>]) -> Option<Evidence> {
    words.iter().enumerate().zip(words.iter().skip(1)).find_map(|((start, word), code)| {
        let code = (word.folded == "mcc").then(|| code.folded.parse().ok()).flatten()?;
        let category = CategoryId::of_mcc(code)?;
        Some(Evidence { category, confidence: MCC_CONFIDENCE, start, length: 2 })
    })
}

const CARD_WORDS: &[&str] = &["card", "pos", "visa", "debit", "contactless"];

/// What a shop's own name is followed by without changing who it is.
pub(super) fn is_store_word(word: &str) -> bool {
    STORE_WORDS.contains(&word)
}

const STORE_WORDS: &[&str] = &[
    "store",
    "stores",
    "shop",
    "shops",
    "express",
    "extra",
    "metro",
    "local",
    "superstore",
    "supermarket",
    "supermarkets",
    "superstores",
    "s",
    "mkts",
    "mkt",
    "smkts",
    "smkt",
    "retail",
    "online",
    "uk",
    "gb",
    "ltd",
    "plc",
    "com",
    "www",
    "direct",
    "group",
    "filiale",
    "markt",
    "city",
    "center",
    "centre",
    "mall",
    "airport",
    "station",
    "st",
    "street",
    "road",
    "rd",
    "high",
    "branch",
    "sb",
    "market",
    "hyper",
    "super",
    "restaurant",
    "restaurants",
    "coffee",
    "cafe",
    "bill",
    "payment",
    "payments",
    "subscription",
];
