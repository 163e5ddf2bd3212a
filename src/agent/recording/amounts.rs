//! Amounts as people type them: `5.50`, `12,80 €`, `£1,200`, `1.2k`, `-30`, `80p`, `20 quid`.
//!
//! **Invariant:** a number is only read where its separators leave one meaning, or the usual one of bank statements.

use rust_decimal::Decimal;

use super::tokens::{Kind, Token};
use crate::domain::Currency;

/// An amount without its direction, unless a sign gave it one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount {
    /// Not negative.
    pub value: Decimal,
    pub currency: Option<Currency>,
    pub sign: Option<Sign>,
    /// A sign, a currency or cents say that it is money; else it may be any number.
    pub certain: bool,
}

/// What a plus or a minus says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    In,
    Out,
}

/// Words for currencies. The sign `$` and its like stand for the home currency where that has the same.
const CURRENCY_WORDS: &[(&str, &str)] = &[
    ("quid", "GBP"),
    ("pound", "GBP"),
    ("pounds", "GBP"),
    ("sterling", "GBP"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("dollar", "USD"),
    ("dollars", "USD"),
    ("buck", "USD"),
    ("bucks", "USD"),
    ("franc", "CHF"),
    ("francs", "CHF"),
    ("franken", "CHF"),
    ("sfr", "CHF"),
    ("yen", "JPY"),
    ("rupees", "INR"),
    ("zloty", "PLN"),
    ("zlotys", "PLN"),
    ("kr", "SEK"),
    ("kronor", "SEK"),
    ("kroner", "NOK"),
];

/// Codes that are typed in small letters too; others are words as well ("try", "cup", "all").
const SMALL_CODES: &str =
    "eur gbp usd chf pln sek nok dkk czk huf jpy cny inr aud cad nzd sgd hkd zar mxn brl uah ils krw aed";

/// Currencies that share a sign or a word: the home currency decides.
const SHARED: &[(&str, &[&str])] = &[
    ("USD", &["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"]),
    ("JPY", &["JPY", "CNY"]),
    ("SEK", &["SEK", "NOK", "DKK", "ISK"]),
    ("NOK", &["NOK", "DKK"]),
    ("INR", &["INR", "PKR", "LKR"]),
];

/// Reads amounts and joins what belongs to them: signs, currencies, groups of thousands.
pub(super) fn merge(tokens: &mut Vec<Token>, home: Option<Currency>) {
    let mut merged: Vec<Token> = Vec::new();
    let mut sign: Option<Sign> = None;
    let mut currency_before: Option<Currency> = None;
    let mut rest = std::mem::take(tokens).into_iter().peekable();
    while let Some(mut token) = rest.next() {
        if token.kind != Kind::Word {
            merged.push(token);
            continue;
        }
        if matches!(token.lower.as_str(), "-" | "–" | "—" | "−" | "+") {
            // Between words it only separates; a bullet does nothing.
            let opens = merged.is_empty();
            let before_number = rest.peek().is_some_and(|next| next.text.starts_with(|c: char| c.is_ascii_digit()));
            if opens && before_number {
                sign = Some(if token.lower == "+" { Sign::In } else { Sign::Out });
            } else if token.lower == "+" {
                merged.push(token);
            }
            continue;
        }
        if let (Some(code), Some(next)) = (currency_named(&token.text, home), rest.peek())
            && read(&next.text, home).is_some_and(|amount| amount.currency.is_none())
        {
            currency_before = Some(code);
            continue;
        }
        let mut text = token.text.clone();
        while let Some(next) = rest.next_if(|next| is_group(&text, &next.text)) {
            text.push_str(&next.text);
            token.breaks = next.breaks;
        }
        let Some(mut amount) = read(&text, home) else {
            merged.push(token);
            continue;
        };
        let behind =
            rest.next_if(|next| amount.currency.is_none() && !token.breaks && behind(&next.text, home).is_some());
        if let Some(next) = behind {
            token.breaks = next.breaks;
            if let Some((code, pence)) = self::behind(&next.text, home) {
                amount.currency = code;
                amount.certain = true;
                if pence {
                    amount.value *= Decimal::new(1, 2);
                }
            }
        }
        amount.currency = amount.currency.or(currency_before.take());
        amount.sign = amount.sign.or(sign.take());
        amount.certain |= amount.currency.is_some() || amount.sign.is_some();
        token.kind = Kind::Amount(amount);
        merged.push(token);
    }
    *tokens = merged;
}

/// A currency or small change behind the number: the currency, and whether the number counts hundredths.
fn behind(text: &str, home: Option<Currency>) -> Option<(Option<Currency>, bool)> {
    match text.to_lowercase().as_str() {
        "pence" => Some(("GBP".parse().ok(), true)),
        "cents" | "cent" => Some((None, true)),
        _ => currency_named(text, home).map(|code| (Some(code), false)),
    }
}

/// `1 234,56`: a group of three digits behind up to three, with cents, because two numbers may stand beside each other.
fn is_group(text: &str, next: &str) -> bool {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let opens = (1..=3).contains(&digits.len()) && digits.chars().all(|c| c.is_ascii_digit());
    let (whole, cents) = next.split_once([',', '.']).unwrap_or((next, ""));
    let groups = |text: &str, length: usize| text.len() == length && text.chars().all(|c| c.is_ascii_digit());
    let signed = digits.len() < text.len();
    opens && groups(whole, 3) && (groups(cents.get(..2).unwrap_or(""), 2) || (signed && cents.is_empty()))
}

/// What a sign, code or word stands for.
pub(super) fn currency_named(text: &str, home: Option<Currency>) -> Option<Currency> {
    let lower = text.to_lowercase();
    let word = CURRENCY_WORDS.iter().find(|(word, _)| *word == lower).map(|(_, code)| *code);
    let shouted = text.len() == 3 && text.chars().all(|c| c.is_ascii_uppercase());
    let code = word.and_then(|code| code.parse().ok()).or_else(|| Currency::from_symbol(text)).or_else(|| {
        let typed = shouted || SMALL_CODES.split(' ').any(|code| code == lower);
        typed.then(|| text.parse().ok()).flatten()
    })?;
    let exact = shouted || SMALL_CODES.split(' ').any(|code| code == lower);
    let shared = SHARED.iter().find(|(first, _)| *first == code.code()).map_or(&[][..], |(_, all)| all);
    let at_home = home.filter(|home| !exact && shared.contains(&home.code()));
    Some(at_home.unwrap_or(code)).filter(|code| *code != Currency::NONE)
}

/// One piece as an amount.
pub(super) fn read(text: &str, home: Option<Currency>) -> Option<Amount> {
    let (sign, rest) = sign_of(text);
    let start = rest.find(|c: char| c.is_ascii_digit() || c == '.')?;
    let (before, rest) = rest.split_at_checked(start)?;
    let (before, sign) = match before.strip_suffix(['-', '−', '–']) {
        Some(before) => (before, sign.or(Some(Sign::Out))),
        None => (before, sign),
    };
    let currency_before = if before.is_empty() { None } else { Some(currency_named(before, home)?) };
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '\'' | '’')).unwrap_or(rest.len());
    let (digits, suffix) = rest.split_at_checked(end)?;
    let (value, cents) = number(digits.trim_end_matches(['.', ',']))?;
    let mut amount = Amount { value, currency: currency_before, sign, certain: cents };
    let lower = suffix.to_lowercase();
    match lower.as_str() {
        "" | "-" => amount.certain |= suffix == "-",
        "p" if currency_before.is_none() => {
            amount =
                Amount { value: value * Decimal::new(1, 2), currency: "GBP".parse().ok(), certain: true, ..amount };
        }
        _ if lower.starts_with('k') && (lower.len() == 1 || currency_named(suffix.get(1..)?, home).is_some()) => {
            amount.value = value.checked_mul(Decimal::ONE_THOUSAND)?;
            amount.currency = amount.currency.or_else(|| currency_named(suffix.get(1..)?, home));
            amount.certain = true;
        }
        _ => match between(suffix, home) {
            // 5€50.
            Some((code, hundredths)) if !cents => {
                amount.value = value.checked_add(Decimal::new(hundredths, 2))?;
                amount.currency = Some(code);
            }
            _ => amount.currency = Some(currency_named(suffix, home).filter(|_| currency_before.is_none())?),
        },
    }
    amount.certain |= amount.currency.is_some() || amount.sign.is_some();
    (!amount.value.is_zero()).then_some(amount)
}

/// A currency's sign with two digits behind it.
fn between(suffix: &str, home: Option<Currency>) -> Option<(Currency, i64)> {
    let start = suffix.find(|c: char| c.is_ascii_digit())?;
    let (sign, digits) = suffix.split_at_checked(start)?;
    let hundredths = digits.parse().ok().filter(|_| digits.len() == 2)?;
    Some((currency_named(sign, home)?, hundredths))
}

fn sign_of(text: &str) -> (Option<Sign>, &str) {
    if let Some(rest) = text.strip_prefix('+') {
        return (Some(Sign::In), rest);
    }
    match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (Some(Sign::Out), rest),
        None => (None, text),
    }
}

/// The number, and whether cents were typed. Three digits behind a separator are thousands, as banks print them.
fn number(digits: &str) -> Option<(Decimal, bool)> {
    let digits = if digits.starts_with('.') { format!("0{digits}") } else { digits.to_owned() };
    let parts: Vec<&str> = digits.split(['.', ',', '\'', '’']).collect();
    let (last, groups) = parts.split_last()?;
    let grouped = |groups: &[&str]| {
        groups.iter().skip(1).all(|group| group.len() == 3)
            && groups.first().is_some_and(|first| (1..=3).contains(&first.len()))
    };
    if parts.iter().any(|part| part.is_empty()) {
        return None;
    }
    let cents = !groups.is_empty() && last.len() <= 2;
    let whole: Vec<&str> = if cents { groups.to_vec() } else { parts.clone() };
    if whole.len() > 1 && !grouped(&whole) {
        return None;
    }
    let plain = if cents { format!("{}.{last}", whole.concat()) } else { whole.concat() };
    Some((plain.parse().ok()?, cents))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_every_usual_form() {
        let gbp: Option<Currency> = "GBP".parse().ok();
        for (text, expected) in [
            ("5.50", "5.50 certain"),
            ("5,5", "5.5 certain"),
            ("40", "40"),
            ("1,234.56", "1234.56 certain"),
            ("1.234,56", "1234.56 certain"),
            ("1’234.50", "1234.50 certain"),
            ("1,200", "1200"),
            (".80", "0.80 certain"),
            ("1.2k", "1200.0 certain"),
            ("£1.2k", "1200.0 GBP certain"),
            ("3k€", "3000 EUR certain"),
            ("£5.50", "5.50 GBP certain"),
            ("5.50£", "5.50 GBP certain"),
            ("€12,80", "12.80 EUR certain"),
            ("5€50", "5.50 EUR certain"),
            ("$20", "20 USD certain"),
            ("eur20", "20 EUR certain"),
            ("20CHF", "20 CHF certain"),
            ("80p", "0.80 GBP certain"),
            ("-30", "30 Out certain"),
            ("−30", "30 Out certain"),
            ("-£30", "30 GBP Out certain"),
            ("£-30", "30 GBP Out certain"),
            ("+20", "20 In certain"),
            ("5.-", "5 certain"),
            ("12.5.2026", ""),
            ("1.23.456", ""),
            ("q4", ""),
            ("o2", ""),
            ("3rd", ""),
            ("60th", ""),
            ("0", ""),
            ("12:30", ""),
            ("7-11", ""),
        ] {
            let found = read(text, gbp).map(|amount| {
                let currency = amount.currency.map(|code| format!(" {code}")).unwrap_or_default();
                let sign = amount.sign.map(|sign| format!(" {sign:?}")).unwrap_or_default();
                format!("{}{currency}{sign}{}", amount.value, if amount.certain { " certain" } else { "" })
            });
            assert_eq!(found.unwrap_or_default(), expected, "{text}");
        }
    }

    #[test]
    fn a_shared_sign_is_the_home_currencys() {
        let check = |text: &str, home: &str, expected: &str| {
            assert_eq!(currency_named(text, home.parse().ok()).unwrap().code(), expected, "{text} at {home}");
        };
        check("$", "GBP", "USD");
        check("$", "CAD", "CAD");
        check("USD", "CAD", "USD");
        check("usd", "CAD", "USD");
        check("bucks", "AUD", "AUD");
        check("¥", "CNY", "CNY");
        check("kr", "DKK", "DKK");
        for word in ["try", "all", "cup", "XXX", "coffee", ""] {
            assert_eq!(currency_named(word, None), None, "{word}");
        }
    }
}
