//! What a person types about a row, read with the same grammar as what a bank prints.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::amount::{Mark, NumberStyle};
use super::date::{DayOrder, PrintedDate, Years};
use crate::domain::Period;

/// `-12.50`, `1.234,56`, `12 CR`; without a sign the sign of `usual`.
pub fn amount(text: &str, usual: Decimal) -> Option<Decimal> {
    let printed = NumberStyle::default().parse(text.trim())?;
    match printed.mark {
        Mark::None if usual.is_sign_negative() => Some(-printed.value),
        _ => Some(printed.signed()),
    }
}

/// `4 Feb`, `04/02/2026`, `2026-02-04`: day first, a missing year from the statement's period.
pub fn date(text: &str, period: Option<Period>, today: NaiveDate) -> Option<NaiveDate> {
    let years = period.map_or(Years::NotAfter(today), Years::Period);
    PrintedDate::parse_whole(text)?.resolve(DayOrder::DayFirst, &years)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_keep_the_sign_of_their_row() {
        for (text, usual, expected) in [
            ("12.50", "-1", Some("-12.50")),
            ("12.50", "1", Some("12.50")),
            ("+12,50", "-1", Some("12.50")),
            ("-1.234,56", "1", Some("-1234.56")),
            ("£3", "-1", Some("-3")),
            ("twelve", "1", None),
        ] {
            let expected = expected.map(|value| value.parse().unwrap());
            assert_eq!(amount(text, usual.parse().unwrap()), expected, "{text}");
        }
    }

    #[test]
    fn dates_lie_in_the_period() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let period = Period::new(day("2025-12-15"), day("2026-01-14"));
        for (text, expected) in [
            ("4 Jan", Some("2026-01-04")),
            ("20 Dec", Some("2025-12-20")),
            ("04/01", Some("2026-01-04")),
            ("2026-02-03", Some("2026-02-03")),
            ("soon", None),
        ] {
            assert_eq!(date(text, period, day("2026-03-31")), expected.map(day), "{text}");
        }
    }
}
