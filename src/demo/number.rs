//! How banks write an amount: grouping and decimal sign.
//!
//! **Invariant:** writes the exact digits of the amount; nothing is rounded away.

use rust_decimal::Decimal;

/// Digits in a group of thousands.
const GROUP_DIGITS: usize = 3;

/// Separators of a written amount.
#[derive(Clone, Copy)]
pub(super) struct Separators {
    /// Between groups of three digits; empty for none.
    pub(super) group: &'static str,
    pub(super) decimal: &'static str,
}

/// `1,234.56`
pub(super) const ENGLISH: Separators = Separators { group: ",", decimal: "." };
/// `1.234,56`
pub(super) const GERMAN: Separators = Separators { group: ".", decimal: "," };
/// `1 234,56`
pub(super) const FRENCH: Separators = Separators { group: " ", decimal: "," };
/// `1234.56`, the form of exports.
pub(super) const PLAIN: Separators = Separators { group: "", decimal: "." };

impl Separators {
    /// The amount without its sign, with two decimals.
    pub(super) fn write(self, amount: Decimal) -> String {
        let text = format!("{:.2}", amount.abs());
        let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
        let mut written = String::with_capacity(text.len() + 4);
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position).is_multiple_of(GROUP_DIGITS) {
                written.push_str(self.group);
            }
            written.push(digit);
        }
        written + self.decimal + cents
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
    }
}
