//! Amounts that are printed over the end of a text too long for its column.
//!
//! **Invariant:** positions alone decide, and only what reads as an amount with a fraction is taken out of a text.

use super::interpret::Glyph;
use super::lines::Baseline;

/// A digit that begins this part of its size before a letter ends is printed over it.
const INSIDE: f32 = 0.04;

/// Digits of one number stand this close, in parts of their size.
const TOUCHING: f32 = 0.12;

/// `0.50`: fewer letters are no amount.
const AMOUNT_LETTERS_MIN: usize = 4;

/// The glyphs of an amount that is printed over the end of a long text, and the others; from left to right. Sorted by position
/// alone, their letters and digits would be one word.
pub(super) fn over_text(glyphs: &[Glyph]) -> Option<(Vec<Glyph>, Vec<Glyph>)> {
    let collides = |pair: &[Glyph]| match pair {
        [left, right] => {
            let is_one = |glyph: &Glyph| is_of_amount(glyph.character);
            let inside = right.x < left.x + left.width - right.size * INSIDE;
            inside && is_one(left) != is_one(right)
        }
        _ => false,
    };
    if !glyphs.windows(2).any(collides) {
        return None;
    }
    // Each chain of digits and separators that stand where the one before ends; a digit of the text has a letter there.
    let mut chains: Vec<Vec<usize>> = Vec::new();
    for (at, glyph) in glyphs.iter().enumerate().filter(|(_, glyph)| is_of_amount(glyph.character)) {
        let touches = |chain: &&mut Vec<usize>| {
            let last = chain.last().and_then(|last| glyphs.get(*last));
            last.is_some_and(|last| (glyph.x - last.x - last.width).abs() < glyph.size * TOUCHING)
        };
        match chains.iter_mut().find(touches) {
            Some(chain) => chain.push(at),
            None => chains.push(vec![at]),
        }
    }
    let crosses_text = |chain: &Vec<usize>| {
        let ends = chain.first().zip(chain.last()).and_then(|(a, b)| glyphs.get(*a).zip(glyphs.get(*b)));
        ends.is_some_and(|(first, last)| {
            let within = |glyph: &&Glyph| glyph.x + glyph.width > first.x + glyph.size * INSIDE && glyph.x < last.x;
            glyphs.iter().filter(within).any(|glyph| glyph.character.is_alphabetic())
        })
    };
    let reads_as_amount = |chain: &Vec<usize>| {
        let text: String = chain.iter().filter_map(|at| glyphs.get(*at)).map(|glyph| glyph.character).collect();
        text.len() >= AMOUNT_LETTERS_MIN
            && text.contains(['.', ','])
            && text.starts_with(|c: char| c.is_ascii_digit())
            && text.ends_with(|c: char| c.is_ascii_digit())
    };
    let mut found = chains.into_iter().filter(|chain| reads_as_amount(chain) && crosses_text(chain));
    let (only, None) = (found.next()?, found.next()) else { return None };
    let (amount, text): (Vec<_>, Vec<_>) = glyphs.iter().enumerate().partition(|(at, _)| only.contains(at));
    let glyphs = |placed: Vec<(usize, &Glyph)>| placed.into_iter().map(|(_, glyph)| *glyph).collect();
    Some((glyphs(amount), glyphs(text)))
}

fn is_of_amount(character: char) -> bool {
    character.is_ascii_digit() || matches!(character, '.' | ',')
}

/// The words of both, those of the text first where they begin: an amount stands behind what it is for.
pub(super) fn both(text: Option<Baseline>, amount: Option<Baseline>) -> Option<Baseline> {
    let (Some(mut text), Some(amount)) = (text, amount) else { return None };
    let begins = amount.words.first().map_or(f32::MAX, |word| word.left);
    let covered = text.words.iter().rposition(|word| word.left <= begins).map_or(0, |at| at + 1);
    // The text ends where the amount begins: columns are told apart by their edges.
    for word in text.words.iter_mut().take(covered).filter(|word| word.right > begins) {
        word.right = begins.max(word.left);
    }
    text.words.splice(covered..covered, amount.words);
    Some(text)
}
