//! A span of calendar days, both ends included, in the user's time zone.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Days from `from` to `to`, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Period {
    /// `None` when `to` lies before `from`.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// Every day that the database can hold and a statement could name.
    pub fn always() -> Self {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
        Self { from: day(1, 1, 1), to: day(9999, 12, 31) }
    }

    /// The single day.
    pub fn day(day: NaiveDate) -> Self {
        Self { from: day, to: day }
    }

    /// The calendar month that `day` lies in.
    pub fn month_of(day: NaiveDate) -> Self {
        Self { from: month_start(day), to: month_end(day) }
    }

    /// The calendar year, or `None` outside chrono's range.
    pub fn year(year: i32) -> Option<Self> {
        Some(Self { from: NaiveDate::from_ymd_opt(year, 1, 1)?, to: NaiveDate::from_ymd_opt(year, 12, 31)? })
    }

    /// Number of days, at least 1.
    pub fn days(&self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// Number of calendar months it touches, at least 1.
    pub fn months(&self) -> i64 {
        let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        months(self.to) - months(self.from) + 1
    }

    /// Whether `day` lies in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The days in both, if any.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to))
    }

    /// Whether it is exactly one calendar month.
    pub fn is_whole_month(&self) -> bool {
        *self == Self::month_of(self.from)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.from, self.to)
    }
}

/// The days between periods that are in order and do not overlap.
pub fn gaps(known: &[Period]) -> Vec<Period> {
    let pairs = known.iter().zip(known.iter().skip(1));
    pairs.filter_map(|(one, next)| Period::new(one.to.succ_opt()?, next.from.pred_opt()?)).collect()
}

/// First day of the month that `day` lies in.
pub fn month_start(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// Last day of the month that `day` lies in.
pub fn month_end(day: NaiveDate) -> NaiveDate {
    month_start(day)
        .checked_add_months(Months::new(1))
        .and_then(|next| next.checked_sub_days(Days::new(1)))
        .unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn counts_days_and_months() {
        for (from, to, days, months, whole) in [
            ("2026-02-01", "2026-02-28", 28, 1, true),
            ("2024-02-01", "2024-02-29", 29, 1, true),
            ("2025-12-31", "2026-01-01", 2, 2, false),
            ("2025-01-01", "2025-12-31", 365, 12, false),
            ("2026-03-05", "2026-03-05", 1, 1, false),
        ] {
            let period = Period::new(date(from), date(to)).unwrap();
            assert_eq!((period.days(), period.months(), period.is_whole_month()), (days, months, whole), "{period}");
        }
        assert_eq!(Period::new(date("2026-02-02"), date("2026-02-01")), None);
    }

    #[test]
    fn gaps_lie_between() {
        let period = |from: &str, to: &str| Period::new(date(from), date(to)).unwrap();
        let check = |known: &[Period], expected: &[Period]| assert_eq!(gaps(known), expected, "{known:?}");
        let (march, may) = (period("2026-03-01", "2026-03-31"), period("2026-05-01", "2026-05-31"));
        check(&[], &[]);
        check(&[march], &[]);
        check(&[march, may], &[period("2026-04-01", "2026-04-30")]);
        check(&[march, period("2026-04-01", "2026-04-30"), may], &[]);
    }

    #[test]
    fn a_month_ends_on_its_last_day() {
        for (day, end) in [("2026-02-11", "2026-02-28"), ("2025-12-31", "2025-12-31"), ("2024-02-01", "2024-02-29")] {
            assert_eq!(month_end(date(day)), date(end));
        }
    }
}
