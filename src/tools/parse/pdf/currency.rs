//! Which currency a statement is in, where no column says it.
//!
//! **Invariant:** signs and codes count where they stand with amounts; words of ordinary text do not.

use super::super::amount::{currency_in, may_be_amount};
use super::facts::Place;
use super::lines::Line;
use crate::domain::Currency;

/// The currency of the country that an IBAN begins with; in the euro's countries no other is printed less often.
pub(super) fn currency_of_iban(number: &str) -> Option<Currency> {
    const EURO: &[&str] = &[
        "AT", "BE", "CY", "DE", "EE", "ES", "FI", "FR", "GR", "HR", "IE", "IT", "LT", "LU", "LV", "MC", "MT", "NL",
        "PT", "SI", "SK",
    ];
    const OTHERS: &[(&str, &str)] = &[
        ("GB", "GBP"),
        ("CH", "CHF"),
        ("LI", "CHF"),
        ("PL", "PLN"),
        ("CZ", "CZK"),
        ("DK", "DKK"),
        ("NO", "NOK"),
        ("SE", "SEK"),
        ("HU", "HUF"),
        ("RO", "RON"),
        ("BG", "BGN"),
        ("AE", "AED"),
        ("SA", "SAR"),
        ("TR", "TRY"),
    ];
    let (country, rest) = number.split_at_checked(2)?;
    let is_iban = rest.len() > 12 && rest.bytes().take(2).all(|byte| byte.is_ascii_digit());
    let code = match EURO.contains(&country) {
        true => "EUR",
        false => OTHERS.iter().find(|(found, _)| *found == country)?.1,
    };
    is_iban.then(|| code.parse().ok()).flatten()
}

/// The currency printed most often: by its sign, in brackets, or as a code beside an amount.
pub(super) fn currency(pages: &[Vec<Line>], (from, to): (Place, Place)) -> Option<Currency> {
    let mut counts: Vec<(Currency, usize)> = Vec::new();
    let lines =
        pages.iter().enumerate().flat_map(|(page, lines)| (0..).zip(lines).map(move |(at, line)| ((page, at), line)));
    for (_, line) in lines.filter(|(place, _)| (from..to).contains(place)) {
        for (at, word) in line.words.iter().enumerate() {
            let bracketed = word.text.starts_with('(') && word.text.len() <= 7;
            let signed = word.text.chars().any(|c| matches!(c, '$' | '£' | '€' | '¥' | '₹' | '₽' | 'ł' | '₴'));
            let is_code = word.text.len() == 3 && word.text.bytes().all(|byte| byte.is_ascii_uppercase());
            let beside_amount = || {
                let mut beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
                beside.any(|at| {
                    line.words.get(at).is_some_and(|word| word.text.contains(['.', ',']) && may_be_amount(&word.text))
                })
            };
            if !(bracketed || signed || is_code && beside_amount()) {
                continue;
            }
            let Some(found) = currency_in(&word.text).filter(|found| signed || !is_word(*found)) else { continue };
            match counts.iter_mut().find(|(currency, _)| *currency == found) {
                Some((_, count)) => *count += 1,
                None => counts.push((found, 1)),
            }
        }
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(currency, _)| currency)
}

/// Codes that are words of ordinary text in capitals.
fn is_word(currency: Currency) -> bool {
    ["ALL", "TOP", "TRY", "CUP", "MOP", "ANG", "BAM", "PEN", "SOS", "COP", "GEL", "LAK", "STN", "VES"]
        .contains(&currency.code())
}
