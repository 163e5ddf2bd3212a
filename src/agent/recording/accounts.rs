//! The account that a sentence names: "cash", "from savings", "with my amex".

use super::tokens::{Kind, Token};
use crate::domain::{Vocabulary, plain_words};
use crate::tools::record::CASH_ACCOUNT;

/// What stands before an account that something was paid from or into.
const BEFORE: &[&str] = &["from", "with", "by", "via", "using", "in", "into", "on", "out", "of", "my", "the", "our"];

/// Those of them that lead to an account.
const LEADING: &[&str] = &["from", "with", "by", "via", "using", "in", "into", "on", "of"];

/// Words behind an account's name.
const NOUNS: &[&str] = &["account", "card", "acc", "acct", "pot"];

/// Kinds of accounts that are no payees, whether the book has one or not.
const KINDS: &[&str] = &["savings", "current", "checking", "joint", "credit"];

/// Joins the words of the account into one token. What a payment is for is left alone: "50 cash" is a withdrawal.
pub(super) fn merge(tokens: &mut Vec<Token>, vocabulary: &Vocabulary) {
    for index in 0..tokens.len() {
        let Some((name, length)) = named_at(tokens, index, vocabulary) else { continue };
        let mut start = index;
        while start > 0 && tokens.get(start - 1).is_some_and(|token| BEFORE.contains(&token.word()) && !token.breaks) {
            start -= 1;
        }
        let led = (start..index).any(|at| tokens.get(at).is_some_and(|token| LEADING.contains(&token.word())));
        let end = index + length;
        let is_noun = |at: usize| tokens.get(at).is_some_and(|token| NOUNS.contains(&token.word()));
        let end = end + usize::from(is_noun(end));
        let closes = end == tokens.len() || tokens.get(end - 1).is_some_and(|token| token.breaks);
        let alone = tokens.iter().take(start).chain(tokens.iter().skip(end)).all(|token| token.word().is_empty());
        let before = tokens.iter().take(start).rev();
        let amount_before = before.clone().next().is_some_and(|token| token.amount().is_some());
        let verb_before = before
            .skip_while(|token| token.amount().is_some())
            .map(Token::word)
            .next()
            .is_some_and(|word| matches!(word, "withdrew" | "took" | "out" | "got" | "a" | "some" | "to"));
        // "30 cash for groceries".
        let told = amount_before && tokens.get(end).is_some_and(|token| matches!(token.word(), "for" | "on" | "at"));
        if alone || verb_before || !(led || closes || told) {
            continue;
        }
        let breaks = tokens.get(end - 1).is_some_and(|token| token.breaks);
        let account = Token { kind: Kind::Account(name), text: String::new(), lower: String::new(), breaks };
        tokens.splice(start..end, [account]);
        return;
    }
}

/// The account whose name starts here, and the length of its name. A name of the book goes first.
fn named_at(tokens: &[Token], index: usize, vocabulary: &Vocabulary) -> Option<(String, usize)> {
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let mut names: Vec<(Vec<String>, &str)> = vocabulary
        .accounts
        .iter()
        .map(|account| (plain_words(&account.name), account.name.as_str()))
        .filter(|(words, _)| !words.is_empty())
        .collect();
    names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    let whole = |words: &[String]| words.iter().enumerate().all(|(offset, wanted)| word(index + offset) == *wanted);
    if let Some((words, name)) = names.iter().find(|(words, _)| whole(words)) {
        return Some(((*name).to_owned(), words.len()));
    }
    if word(index) == "cash" {
        return Some((CASH_ACCOUNT.to_owned(), 1));
    }
    // "from savings" for "Savings Account", "with amex" for "Amex Gold".
    let led =
        LEADING.contains(&word(index.wrapping_sub(1))) || matches!(word(index.wrapping_sub(1)), "my" | "the" | "our");
    let first = |words: &[String]| words.first().is_some_and(|first| word(index) == *first);
    let mut by_first = names.iter().filter(|(words, _)| first(words));
    if let (true, Some((_, name)), None) = (led, by_first.next(), by_first.next()) {
        return Some(((*name).to_owned(), 1));
    }
    let kind = KINDS.contains(&word(index)) && (NOUNS.contains(&word(index + 1)) || word(index) == "savings");
    (kind && led).then(|| (word(index).to_owned(), 1))
}
