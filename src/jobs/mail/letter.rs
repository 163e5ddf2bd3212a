//! A summary as a mail: plain words, and how to get no more of them.
//!
//! **Invariant:** no number of an account or card leaves by mail.

use crate::bot::render::summary::Worded;
use crate::text;
use crate::texts::Texts;

/// Digits together that are more than an amount or a year has: amounts have commas between thousands.
const DIGITS_TOGETHER_MAX: usize = 4;
/// As above, in groups with single spaces or hyphens between.
const DIGITS_IN_GROUPS_MAX: usize = 8;

/// Subject and body.
pub(crate) fn summary(texts: &Texts, worded: &Worded) -> (String, String) {
    let title = without_numbers(&worded.title);
    let body = text!(texts, "mail-summary-body", text = without_numbers(&worded.text));
    (text!(texts, "mail-summary-subject", title = title), body)
}

/// The text with what may be an account's number replaced by an ellipsis: it may stand in an account's name or a payee's.
fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    let letters: Vec<char> = text.chars().collect();
    let mut rest = letters.as_slice();
    while let Some((first, behind)) = rest.split_first() {
        if !first.is_ascii_digit() {
            out.push(*first);
            rest = behind;
            continue;
        }
        let length = number_length(rest);
        let (number, behind) = rest.split_at(length);
        match out.ends_with('…') || is_long(number) {
            true if out.ends_with('…') => {}
            true => out.push('…'),
            false => out.extend(number),
        }
        rest = behind;
    }
    out
}

/// How far a number goes: digits, with single spaces or hyphens between groups of them.
fn number_length(letters: &[char]) -> usize {
    let mut length = 0;
    for (place, letter) in letters.iter().enumerate() {
        match letter {
            digit if digit.is_ascii_digit() => length = place + 1,
            ' ' | '-' if place == length => {}
            _ => break,
        }
    }
    length
}

fn is_long(number: &[char]) -> bool {
    let digits = number.iter().filter(|letter| letter.is_ascii_digit()).count();
    let together = number.split(|letter| !letter.is_ascii_digit()).map(<[char]>::len).max().unwrap_or_default();
    together > DIGITS_TOGETHER_MAX || digits >= DIGITS_IN_GROUPS_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_accounts_stay_here_and_figures_go() {
        let check = |text: &str, expected: &str| assert_eq!(without_numbers(text), expected, "{text}");
        check(
            "You spent £1,234.56 in 3 payments on 12 March 2026.",
            "You spent £1,234.56 in 3 payments on 12 March 2026.",
        );
        check("¥1,200,000 came in.", "¥1,200,000 came in.");
        check("Current …1234: £20.00", "Current …: £20.00");
        check("TO 12345678 £5.00", "TO … £5.00");
        check("GB29 NWBK 6016 1331 9268 19, £5.00", "GB29 NWBK …, £5.00");
        check("DE89370400440532013000", "DE…");
        check("40-47-84 70872490 rent", "… rent");
        check("Card 4111 1111 1111 1111", "Card …");
        check("Café Zoë 24/7: 9", "Café Zoë 24/7: 9");
        check("2 - 3", "2 - 3");
    }
}
