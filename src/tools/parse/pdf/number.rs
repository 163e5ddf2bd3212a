//! The number of an account, as statements print it.
//!
//! **Invariant:** an IBAN counts by its check digits, any other number by the words before it.

use super::super::words::normalise;
use super::facts::word_starts;
use super::lines::{Line, join};

/// The number of an account that a line names.
pub(super) fn account_number(line: &Line, text: &str) -> Option<String> {
    iban(text).or_else(|| labelled_number(line))
}

/// An IBAN anywhere in the text, its check digits right (ISO 13616).
fn iban(text: &str) -> Option<String> {
    for (start, c) in word_starts(text) {
        if !c.is_ascii_uppercase() {
            continue;
        }
        let part = text.get(start..)?;
        let compact: String =
            part.chars().take(45).filter(|c| *c != ' ').take_while(char::is_ascii_alphanumeric).take(34).collect();
        for length in (15..=compact.len()).rev() {
            if let Some(candidate) = compact.get(..length)
                && is_iban(candidate)
            {
                return Some(candidate.to_owned());
            }
        }
    }
    None
}

fn is_iban(text: &str) -> bool {
    let Some((head, body)) = text.split_at_checked(4) else { return false };
    let Some((country, check)) = head.split_at_checked(2) else { return false };
    let shape =
        country.bytes().all(|byte| byte.is_ascii_uppercase()) && check.bytes().all(|byte| byte.is_ascii_digit());
    let mut remainder = 0_u32;
    for c in body.chars().chain(head.chars()) {
        let Some(value) = c.to_digit(36) else { return false };
        remainder = if value > 9 { remainder * 100 + value } else { remainder * 10 + value } % 97;
    }
    shape && remainder == 1
}

/// The number behind `Account number` and its like.
fn labelled_number(line: &Line) -> Option<String> {
    const LABELS: &[&str] = &[
        "account number",
        "account no",
        "account",
        "card number",
        "kontonummer",
        "konto nr",
        "numero de compte",
        "compte n",
        "numero de cuenta",
        "cuenta",
        "rekeningnummer",
        "номер счета",
        "счет",
        "numer rachunku",
        "acct",
    ];
    let mut label_end = None;
    for end in 1..=line.words.len().min(8) {
        let phrase = normalise(&join(line.words.get(..end)?));
        // Stars are no words: behind `Card number ****` the phrase still ends with the label.
        let is_word = line.words.get(end - 1)?.text.contains(char::is_alphabetic);
        if is_word && LABELS.iter().any(|label| phrase.ends_with(label)) {
            label_end = Some(end);
        }
    }
    let mut number = String::new();
    for word in line.words.get(label_end?..)? {
        let is_part =
            word.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '*' | 'X' | 'x' | '•' | ':' | '.'));
        if !is_part {
            if number.is_empty() { continue } else { break }
        }
        number.push_str(word.text.trim_matches([':', '.']));
    }
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (digits >= 4 && number.len() >= 6).then_some(number)
}
