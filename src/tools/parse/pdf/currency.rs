//! Which currency a statement is in, where no column says it.
//!
//! **Invariant:** signs and codes count where they stand with amounts; words of ordinary text do not.

use super::super::amount::{currency_in, may_be_amount};
use super::super::words::normalise;
use super::facts::Place;
use super::lines::{Line, Word};
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

/// The currency a stretch of pages is in: the one it names, else the one printed most often with the last amount of a line
/// (an amount before it may be what was paid abroad), else with any amount, else by itself.
pub(super) fn currency(pages: &[Vec<Line>], (from, to): (Place, Place)) -> Option<Currency> {
    let mut named = None;
    let mut counts: Vec<(Standing, Currency, usize)> = Vec::new();
    let lines =
        pages.iter().enumerate().flat_map(|(page, lines)| (0..).zip(lines).map(move |(at, line)| ((page, at), line)));
    for (_, line) in lines.filter(|(place, _)| (from..to).contains(place)) {
        let last_amount = line.words.iter().rposition(is_amount);
        for (at, word) in line.words.iter().enumerate() {
            let Some((standing, found)) = standing(line, at, word, last_amount) else { continue };
            if standing == Standing::Named {
                named = named.or(Some(found));
            }
            match counts.iter_mut().find(|(known, currency, _)| *known == standing && *currency == found) {
                Some((.., count)) => *count += 1,
                None => counts.push((standing, found, 1)),
            }
        }
    }
    let best = counts.iter().map(|(standing, ..)| *standing).min()?;
    let most = counts.into_iter().filter(|(standing, ..)| *standing == best).max_by_key(|(.., count)| *count);
    let found = named.or(most.map(|(_, currency, _)| currency))?;
    let home = (found.code() == "USD").then(|| dollar_of(pages)).flatten();
    Some(home.unwrap_or(found))
}

/// Whose dollar it is, where only its sign is printed: by what banks of one country alone print.
fn dollar_of(pages: &[Vec<Line>]) -> Option<Currency> {
    let mut code = None;
    for line in pages.iter().flatten() {
        if line.words.iter().any(|word| matches!(word.text.as_str(), "USD" | "US$" | "(USD)")) {
            return None;
        }
        // A row may name a place abroad.
        if code.is_some() || line.words.iter().any(is_amount) {
            continue;
        }
        let normal = format!(" {} ", line.normal());
        let of = |signs: &[&str]| signs.iter().any(|sign| normal.contains(&format!(" {sign} ")));
        code = DOLLARS.iter().find(|(signs, _)| of(signs)).map(|(_, code)| *code);
    }
    code?.parse().ok()
}

/// What stands on the paper of one country's banks.
#[rustfmt::skip]
const DOLLARS: &[(&[&str], &str)] = &[
    (&["bsb", "abn", "afsl", "australia", "australian credit licence"], "AUD"),
    (&["canada", "interac", "cdic"], "CAD"),
    (&["singapore", "paynow", "sdic"], "SGD"),
    (&["hong kong"], "HKD"),
    (&["new zealand"], "NZD"),
];

/// How a currency stands on a page, the surest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// `Currency: EUR`, `EUR statement`.
    Named,
    WithLastAmount,
    WithAmount,
    Alone,
}

fn standing(line: &Line, at: usize, word: &Word, last_amount: Option<usize>) -> Option<(Standing, Currency)> {
    let text = word.text.as_str();
    let bracketed = text.starts_with('(') && text.len() <= 7;
    let signed = text.chars().any(|c| matches!(c, '$' | '£' | '€' | '¥' | '₹' | '₽' | 'ł' | '₴' | '円'));
    let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if !(bracketed || signed || is_code) {
        return name(line, at, text);
    }
    let found = if text.contains('円') { "JPY".parse().ok() } else { currency_in(text) };
    let found = found.filter(|found| signed || !is_word(*found))?;
    let neighbour = |step: isize| at.checked_add_signed(step).and_then(|at| line.words.get(at));
    let says =
        |word: Option<&Word>, list: &[&str]| word.is_some_and(|word| list.contains(&normalise(&word.text).as_str()));
    let beside = |at: usize| at.abs_diff(last_amount.unwrap_or(usize::MAX)) <= 1;
    let standing = if is_code && (says(neighbour(-1), LABELS) || says(neighbour(1), ACCOUNTS)) {
        Standing::Named
    } else if bracketed || signed && last_amount.is_none_or(|last| last <= at + 1) || is_code && beside(at) {
        Standing::WithLastAmount
    } else if signed
        || at == 0 && last_amount.is_some()
        || [neighbour(-1), neighbour(1)].into_iter().flatten().any(is_amount)
    {
        Standing::WithAmount
    } else if last_amount.is_none() {
        Standing::Alone
    } else {
        return None;
    };
    Some((standing, found))
}

/// A currency by its name, behind the word for currency.
fn name(line: &Line, at: usize, text: &str) -> Option<(Standing, Currency)> {
    let before = &line.words.get(at.checked_sub(1)?)?.text;
    let name = normalise(text);
    let (_, code) = NAMES.iter().find(|(known, _)| *known == name)?;
    let named = LABELS.contains(&normalise(before).as_str());
    Some((Standing::Named, code.parse().ok()?)).filter(|_| named)
}

/// An amount with decimals; a bare number may be anything.
pub(super) fn is_amount(word: &Word) -> bool {
    word.text.contains(['.', ',']) && may_be_amount(&word.text)
}

const LABELS: &[&str] = &[
    "currency",
    "ccy",
    "wahrung",
    "kontowahrung",
    "devise",
    "divisa",
    "moneda",
    "moeda",
    "valuta",
    "waluta",
    "валюта",
    "通貨",
    "monnaie",
    "mena",
];

/// Words that follow the currency of an account.
const ACCOUNTS: &[&str] =
    &["statement", "savings", "current", "account", "konto", "compte", "cuenta", "conto", "rekening"];

const NAMES: &[(&str, &str)] = &[
    ("рубль", "RUB"),
    ("рубли", "RUB"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("zloty", "PLN"),
    ("franken", "CHF"),
    ("pounds", "GBP"),
    ("sterling", "GBP"),
    ("円", "JPY"),
];

/// Codes that are words of ordinary text in capitals.
fn is_word(currency: Currency) -> bool {
    ["ALL", "BHD", "PTE", "TOP", "TRY", "CUP", "MOP", "ANG", "BAM", "PEN", "SOS", "COP", "GEL", "LAK", "STN", "VES"]
        .contains(&currency.code())
}
