//! Amounts of the ledger as they are written: exact, positive, no finer than the currency.
//!
//! **Invariant:** nothing is rounded.

use rust_decimal::Decimal;

use crate::domain::Currency;
use crate::domain::ledger::Code;

/// Digits before the decimal point: a thousand times what any bank moves at once, and sums of them stay exact.
const WHOLE_DIGITS_MAX: usize = 15;

/// The amount, with as many decimals as the currency has. Without a currency the database holds it against the origin's.
///
/// # Errors
/// `AmountInvalid` for anything but digits and one point, `AmountTooLarge`, `AmountTooPrecise`, `AmountNotPositive`.
pub fn amount(text: &str, currency: Option<Currency>) -> Result<Decimal, Code> {
    let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return Err(Code::AmountInvalid),
        None => (digits, ""),
    };
    if whole.is_empty() || !whole.chars().chain(fraction.chars()).all(|digit| digit.is_ascii_digit()) {
        return Err(Code::AmountInvalid);
    }
    if negative || whole.chars().chain(fraction.chars()).all(|digit| digit == '0') {
        return Err(Code::AmountNotPositive);
    }
    if whole.trim_start_matches('0').len() > WHOLE_DIGITS_MAX {
        return Err(Code::AmountTooLarge);
    }
    // "1.000" might mean a thousand: zeros count as decimals.
    let decimals_max = currency.map_or(FINEST, |currency| currency.minor_digits());
    if fraction.len() > decimals_max as usize {
        return Err(Code::AmountTooPrecise);
    }
    let mut amount = Decimal::from_str_exact(digits.trim_start_matches('0')).or_else(|_| exact(digits))?;
    if let Some(currency) = currency {
        amount.rescale(currency.minor_digits());
    }
    Ok(amount)
}

/// Decimals of the finest currency of ISO 4217.
const FINEST: u32 = 4;

fn exact(digits: &str) -> Result<Decimal, Code> {
    Decimal::from_str_exact(digits).map_err(|_| Code::AmountInvalid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_or_refused() {
        let check = |text: &str, currency: &str, expected: Result<&str, Code>| {
            let read = amount(text, Some(currency.parse().unwrap())).map(|amount| amount.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{text} {currency}");
        };
        check("10", "EUR", Ok("10.00"));
        check("0010.5", "EUR", Ok("10.50"));
        check("0.01", "EUR", Ok("0.01"));
        check("0.001", "EUR", Err(Code::AmountTooPrecise));
        check("1.000", "EUR", Err(Code::AmountTooPrecise));
        check("1.000", "KWD", Ok("1.000"));
        check("5", "JPY", Ok("5"));
        check("5.0", "JPY", Err(Code::AmountTooPrecise));
        check("999999999999999.99", "EUR", Ok("999999999999999.99"));
        check("1000000000000000", "EUR", Err(Code::AmountTooLarge));
        check(&"9".repeat(400), "EUR", Err(Code::AmountTooLarge));
        check("000000000000000000000000000000000000001", "EUR", Ok("1.00"));
        for zero in ["0", "0.00", "-0", "-5", "-0.01"] {
            check(zero, "EUR", Err(Code::AmountNotPositive));
        }
        for wrong in ["", ".", "5.", ".5", "+5", "1e2", "1,000", " 5", "5 ", "--5", "NaN", "٣", "1.2.3", "0x10"] {
            check(wrong, "EUR", Err(Code::AmountInvalid));
        }
    }
}
