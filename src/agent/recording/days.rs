//! The day that a sentence names, read by the planner's own reader of time.

use chrono::NaiveDate;

use super::tokens::{Kind, Token};
use crate::agent::rules::{days_named, distance};

/// Words of the longest name of a day: "on the 3rd of march last year".
const DAY_WORDS_MAX: usize = 7;

/// Longer words are also known with one slip of the keyboard.
const SLIP_LETTERS_MIN: usize = 6;

/// Words that names of days are made of, beside numbers. Short forms of weekdays are left out: "sat nav", "sun cream".
const DAY_WORDS: &str = "on the of at from last this ago day days before today tonight yesterday tomorrow night week weeks weekend month \
    months year years next monday tuesday wednesday thursday friday saturday sunday january february march april may june july \
    august september october november december jan feb mar apr jun jul aug sep sept oct nov dec a one two three four five six in \
    since until between past earlier";

/// Names that the planner's reader does not know.
const SAYINGS: &[(&str, &str)] = &[
    ("earlier today", "today"),
    ("this morning", "today"),
    ("this afternoon", "today"),
    ("this evening", "today"),
    ("right now", "today"),
    ("just now", "today"),
    ("now", "today"),
    ("yesterday morning", "yesterday"),
    ("yesterday afternoon", "yesterday"),
    ("yesterday evening", "yesterday"),
    ("yesterday night", "yesterday"),
    ("the other day", ""),
];

/// Joins the words of each day into one token. `None` when the sentence names other times than days that have come: then it is
/// a question or a plan.
pub(super) fn merge(tokens: &mut Vec<Token>, today: NaiveDate) -> Option<()> {
    let mut merged: Vec<Token> = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let Some((day, length)) = longest(tokens, index, today) else {
            merged.extend(tokens.get(index).cloned());
            index += 1;
            continue;
        };
        let day = day.filter(|day| *day <= today)?;
        let breaks = tokens.get(index + length - 1).is_some_and(|token| token.breaks);
        merged.push(Token { kind: Kind::Day(day), text: String::new(), lower: String::new(), breaks });
        index += length;
    }
    *tokens = merged;
    Some(())
}

/// The longest name of days at a place and its length; the day is `None` when it names more than one.
fn longest(tokens: &[Token], index: usize, today: NaiveDate) -> Option<(Option<NaiveDate>, usize)> {
    let may_be: Vec<&Token> =
        tokens.iter().skip(index).take(DAY_WORDS_MAX).take_while(|token| may_name(token)).collect();
    (1..=may_be.len()).rev().find_map(|length| {
        let run: Vec<&str> = may_be.iter().take(length).map(|token| token.lower.as_str()).collect();
        let broken = may_be.iter().take(length - 1).any(|token| token.breaks);
        // "2000 on a laptop" goes on behind the day.
        let open = run.last().is_some_and(|last| matches!(*last, "on" | "of" | "the" | "at" | "from" | "in"));
        if broken || open || run.iter().all(|word| is_small_number(word)) {
            return None;
        }
        let phrase = run.join(" ");
        let phrase = phrase.trim_start_matches("on ");
        if let Some((_, meaning)) = SAYINGS.iter().find(|(saying, _)| *saying == phrase) {
            return Some((days_named(meaning, today, true).map(|days| days.from), length));
        }
        let days = days_named(phrase, today, true)?;
        Some(((days.from == days.to).then_some(days.from), length))
    })
}

fn may_name(token: &Token) -> bool {
    let word = token.lower.as_str();
    let mut known =
        DAY_WORDS.split_whitespace().chain(["morning", "afternoon", "evening", "right", "just", "now", "other"]);
    let letters: Vec<char> = word.chars().collect();
    let close = |known: &str| {
        letters.len() >= SLIP_LETTERS_MIN && known.len() >= SLIP_LETTERS_MIN && distance(&letters, known, 1).is_some()
    };
    is_number(word) || known.any(|known| known == word || close(known))
}

/// A number without cents, an ordinal or a date.
fn is_number(word: &str) -> bool {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|ordinal| word.strip_suffix(ordinal)).unwrap_or(word);
    let parts: Vec<&str> = digits.split(['/', '.', '-']).collect();
    let dated = match parts.as_slice() {
        [_] => true,
        [_, _] => digits.contains(['/', '-']),
        parts => parts.len() == 3,
    };
    dated && parts.iter().all(|part| (1..=4).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit()))
}

/// "2025" alone is a number: whether it is a year, only the planner's questions can tell.
fn is_small_number(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit())
}
