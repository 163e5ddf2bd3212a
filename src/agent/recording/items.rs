//! One item for each amount: "coffee 3.20 and a sandwich 5.60" are two, "fish and chips 9.50" is one.

use super::lexicon;
use super::tokens::{Kind, Token};

/// Words and signs between two items.
const BETWEEN: &[&str] = &["and", "&", "+", "plus", "then"];

/// The items of a sentence, each with at least one number; `None` when there is none.
pub(super) fn split(tokens: Vec<Token>) -> Option<Vec<Vec<Token>>> {
    let mut pieces: Vec<Vec<Token>> = vec![Vec::new()];
    // What stood between a piece and the one before, for putting them together again.
    let mut between: Vec<Option<Token>> = vec![None];
    let begin = |pieces: &mut Vec<Vec<Token>>, between: &mut Vec<Option<Token>>, word: Option<Token>| {
        if pieces.last().is_some_and(|piece| !piece.is_empty()) {
            pieces.push(Vec::new());
            between.push(word);
        }
    };
    for token in tokens {
        if BETWEEN.contains(&token.word()) {
            begin(&mut pieces, &mut between, Some(token));
            continue;
        }
        let breaks = token.breaks;
        if let Some(piece) = pieces.last_mut() {
            piece.push(token);
        }
        if breaks {
            begin(&mut pieces, &mut between, None);
        }
    }
    join(pieces, between)
}

/// Joins pieces without an amount to the item that they belong to: the one before, when its amount came first, else the next.
fn join(pieces: Vec<Vec<Token>>, between: Vec<Option<Token>>) -> Option<Vec<Vec<Token>>> {
    let mut items: Vec<Vec<Token>> = Vec::new();
    let mut waiting: Vec<Token> = Vec::new();
    for (piece, word) in pieces.into_iter().zip(between).filter(|(piece, _)| !piece.is_empty()) {
        let has_words = |tokens: &[Token]| tokens.iter().any(|token| token.kind == Kind::Word);
        if has_money(&piece) {
            let amount_only = !has_words(&piece);
            match items.last_mut() {
                // "coffee, 3.20": what came before is waiting; without it, the amount alone is no item.
                _ if !waiting.is_empty() || !amount_only => {
                    let opened = !waiting.is_empty();
                    let mut item = std::mem::take(&mut waiting);
                    item.extend(word.filter(|_| opened));
                    item.extend(piece);
                    items.push(item);
                }
                _ => items.push(piece),
            }
            continue;
        }
        match items.last_mut().filter(|item| waiting.is_empty() && !ends_with_money(item)) {
            Some(item) => {
                item.extend(word);
                item.extend(piece);
            }
            None => {
                if !waiting.is_empty() {
                    waiting.extend(word);
                }
                waiting.extend(piece);
            }
        }
    }
    if let Some(last) = items.last_mut() {
        last.append(&mut waiting);
    }
    (!items.is_empty()).then_some(items)
}

fn has_money(piece: &[Token]) -> bool {
    (0..piece.len()).any(|index| lexicon::may_be_money(piece, index))
}

fn ends_with_money(item: &[Token]) -> bool {
    let said = item.iter().rev().find(|token| !matches!(token.kind, Kind::Day(_) | Kind::Account(_)));
    said.is_some_and(|token| token.amount().is_some())
}
