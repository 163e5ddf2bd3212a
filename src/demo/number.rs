//! How banks write an amount: grouping and decimal sign.
//!
//! **Invariant:** writes the exact digits of the amount; nothing is rounded away.

use rust_decimal::Decimal;

/// Digits in a group of thousands.
const GROUP_DIGITS: usize = 3;

/// Digits in a group above the thousands, in India.
const LAKH_DIGITS: usize = 2;

/// Separators of a written amount.
#[derive(Clone, Copy)]
pub(super) struct Separators {
    /// Between groups of digits; empty for none.
    pub(super) group: &'static str,
    pub(super) decimal: &'static str,
    /// Groups above the thousand have two digits: lakh and crore.
    pub(super) lakh: bool,
    /// Whether cents are written; a currency without any has none to lose.
    pub(super) cents: bool,
}

const fn separators(group: &'static str, decimal: &'static str) -> Separators {
    Separators { group, decimal, lakh: false, cents: true }
}

/// `1,234.56`
pub(super) const ENGLISH: Separators = separators(",", ".");
/// `1.234,56`
pub(super) const GERMAN: Separators = separators(".", ",");
/// `1 234,56`
pub(super) const FRENCH: Separators = separators(" ", ",");
/// `1'234.56`
pub(super) const SWISS: Separators = separators("'", ".");
/// `1,23,456.78`
pub(super) const INDIAN: Separators = Separators { lakh: true, ..ENGLISH };
/// `1,234`
pub(super) const YEN: Separators = Separators { cents: false, ..ENGLISH };
/// `1234.56`, the form of exports.
pub(super) const PLAIN: Separators = separators("", ".");

impl Separators {
    /// The amount without its sign, with two decimals.
    pub(super) fn write(self, amount: Decimal) -> String {
        let text = format!("{:.2}", amount.abs());
        let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
        let mut written = String::with_capacity(text.len() + 4);
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && self.starts_group(whole.len() - position) {
                written.push_str(self.group);
            }
            written.push(digit);
        }
        if self.cents { written + self.decimal + cents } else { written }
    }

    /// Whether a group starts where so many digits are left.
    fn starts_group(self, digits_left: usize) -> bool {
        match digits_left.checked_sub(GROUP_DIGITS) {
            Some(above) if self.lakh => above.is_multiple_of(LAKH_DIGITS),
            _ => digits_left.is_multiple_of(GROUP_DIGITS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_groups_and_cents() {
        for (amount, english, german, french) in [
            ("0", "0.00", "0,00", "0,00"),
            ("-12.5", "12.50", "12,50", "12,50"),
            ("999.99", "999.99", "999,99", "999,99"),
            ("1234.56", "1,234.56", "1.234,56", "1 234,56"),
            ("-1234567.80", "1,234,567.80", "1.234.567,80", "1 234 567,80"),
        ] {
            let amount: Decimal = amount.parse().unwrap();
            let written = (ENGLISH.write(amount), GERMAN.write(amount), FRENCH.write(amount));
            assert_eq!(written, (english.into(), german.into(), french.into()));
        }
        let amount = Decimal::new(-1_234_567_800, 2);
        let written = [SWISS, INDIAN, YEN, PLAIN].map(|separators| separators.write(amount));
        assert_eq!(written, ["12'345'678.00", "1,23,45,678.00", "12,345,678", "12345678.00"]);
    }
}
