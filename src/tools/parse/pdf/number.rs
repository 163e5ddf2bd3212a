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

/// How long the IBANs of a country are (ISO 13616 registry); others are told by their check digits alone.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SA", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("TR", 26),
];

/// An IBAN anywhere in the text: its check digits right (ISO 13616), or named as one and as long as its country's are.
fn iban(text: &str) -> Option<String> {
    for (start, c) in word_starts(text) {
        if !c.is_ascii_uppercase() {
            continue;
        }
        let (before, part) = text.split_at_checked(start)?;
        let compact: String =
            part.chars().take(45).filter(|c| *c != ' ').take_while(char::is_ascii_alphanumeric).take(34).collect();
        let country = compact.get(..2).unwrap_or_default();
        let known = LENGTHS.iter().find(|(code, _)| *code == country).map(|(_, length)| *length);
        if let Some(length) = known {
            let before = normalise(before);
            let named = before.ends_with("iban") || LABELS.iter().any(|label| before.ends_with(label));
            let candidate =
                compact.get(..length).filter(|candidate| is_iban(candidate) || named && has_shape(candidate));
            if let Some(candidate) = candidate {
                return Some(candidate.to_owned());
            }
            continue;
        }
        let mut lengths = (15..=compact.len()).rev();
        if let Some(candidate) = lengths.find_map(|length| compact.get(..length).filter(|text| is_iban(text))) {
            return Some(candidate.to_owned());
        }
    }
    None
}

/// Two letters and two digits in front.
fn has_shape(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.by_ref().take(2).all(|byte| byte.is_ascii_uppercase()) && bytes.take(2).all(|byte| byte.is_ascii_digit())
}

fn is_iban(text: &str) -> bool {
    let Some((head, body)) = text.split_at_checked(4).filter(|_| has_shape(text)) else { return false };
    let mut remainder = 0_u32;
    for c in body.chars().chain(head.chars()) {
        let Some(value) = c.to_digit(36) else { return false };
        remainder = if value > 9 { remainder * 100 + value } else { remainder * 10 + value } % 97;
    }
    remainder == 1
}

/// Words that a number of an account follows; shorter ones may follow the last, which speaks of a number's end.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "account number", "account no", "account", "acct", "a c", "a c no", "number", "card number", "card no", "kontonummer",
    "konto nr", "konto", "girokonto nummer", "girokonto", "numero de compte", "compte n", "compte", "compte de depot n", "rib",
    "numero de cuenta", "cuenta", "rekeningnummer", "rekening", "номер счета", "счет", "numer rachunku", "nr rachunku",
    "rachunek", "conta", "agencia e conta", "numero conto", "conto", "口座番号", "mobile number",
];
const ENDINGS: &[&str] = &["ending", "ending in", "endet auf", "se terminant par", "terminada en", "final"];

/// The number behind `Account number` and its like.
fn labelled_number(line: &Line) -> Option<String> {
    (1..=line.words.len().min(8)).find_map(|end| {
        let phrase = normalise(&join(line.words.get(..end)?));
        // Stars are no words: behind `Card number ****` the phrase still ends with the label.
        let is_word = line.words.get(end - 1)?.text.contains(char::is_alphabetic);
        let follows = |labels: &[&str]| labels.iter().any(|label| phrase.ends_with(label));
        // What stands before a number's end is hidden.
        let (hidden, shortest) = match (follows(ENDINGS), follows(LABELS)) {
            _ if !is_word => return None,
            (true, _) => ("****", 4),
            (false, true) => ("", 6),
            (false, false) => return None,
        };
        let number = number_at(line, end)?;
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        (digits >= 4 && number.len() >= shortest).then(|| format!("{hidden}{number}"))
    })
}

/// The number at a word, or behind signs that are no part of it.
fn number_at(line: &Line, first: usize) -> Option<String> {
    let mut number = String::new();
    for word in line.words.get(first..)? {
        let is_part =
            word.text.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '*' | 'X' | 'x' | '•' | ':' | '.'));
        if !is_part && (!number.is_empty() || word.text.chars().any(|c| c.is_alphanumeric())) {
            break;
        }
        if is_part {
            number.push_str(word.text.trim_matches([':', '.']));
        }
    }
    Some(number)
}
