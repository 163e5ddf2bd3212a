//! Days that have a name of their own: feasts with a fixed or computed date, and seasons.
//!
//! **Invariant:** only names that mean the same days everywhere; what moves with a calendar that is not read here is asked back
//! (`common::ASKED_BACK`).

use chrono::{Datelike, Days, NaiveDate};

use super::calendar::{Atom, Reader};
use super::words::Words;
use crate::domain::{Period, month_end};

/// When a feast is.
#[derive(Clone, Copy, Debug)]
enum Feast {
    /// First day as month and day, and how many days.
    Fixed(u32, u32, u64),
    /// Days from Easter Sunday, and how many days.
    Easter(i64, u64),
}

/// Longer names first where one begins with another.
const FEASTS: &[(&str, Feast)] = &[
    ("christmas eve", Feast::Fixed(12, 24, 1)),
    ("xmas eve", Feast::Fixed(12, 24, 1)),
    ("christmas day", Feast::Fixed(12, 25, 1)),
    ("xmas day", Feast::Fixed(12, 25, 1)),
    ("christmas", Feast::Fixed(12, 24, 3)),
    ("xmas", Feast::Fixed(12, 24, 3)),
    ("boxing day", Feast::Fixed(12, 26, 1)),
    ("new years eve", Feast::Fixed(12, 31, 1)),
    ("new year eve", Feast::Fixed(12, 31, 1)),
    ("nye", Feast::Fixed(12, 31, 1)),
    ("new years day", Feast::Fixed(1, 1, 1)),
    ("new years", Feast::Fixed(1, 1, 1)),
    ("new year", Feast::Fixed(1, 1, 1)),
    ("valentines day", Feast::Fixed(2, 14, 1)),
    ("valentines", Feast::Fixed(2, 14, 1)),
    ("st patricks day", Feast::Fixed(3, 17, 1)),
    ("halloween", Feast::Fixed(10, 31, 1)),
    ("bonfire night", Feast::Fixed(11, 5, 1)),
    ("good friday", Feast::Easter(-2, 1)),
    ("easter sunday", Feast::Easter(0, 1)),
    ("easter monday", Feast::Easter(1, 1)),
    ("easter weekend", Feast::Easter(-2, 4)),
    ("easter", Feast::Easter(-2, 4)),
];

/// A season by the months it spans: the first one, of three.
const SEASONS: &[(&str, u32)] = &[("spring", 3), ("summer", 6), ("autumn", 9), ("fall", 9), ("winter", 12)];

/// How many years back the latest feast that has begun may lie.
const YEARS_BACK: i32 = 1;

impl Feast {
    fn in_year(self, year: i32) -> Option<Period> {
        let (first, days) = match self {
            Self::Fixed(month, day, days) => (NaiveDate::from_ymd_opt(year, month, day)?, days),
            Self::Easter(offset, days) => (easter(year)?.checked_add_signed(chrono::Duration::days(offset))?, days),
        };
        Period::new(first, first.checked_add_days(Days::new(days.saturating_sub(1)))?)
    }
}

/// Easter Sunday by the Gregorian computus (the "anonymous" algorithm, Nature 1876).
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

impl Reader {
    /// "christmas eve", "boxing day 2024", "christmas eve 24 december 2025" (where the date says it exactly).
    pub(super) fn feast(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let index = index + usize::from(matches!(words.free(index), "last" | "this"));
        let (feast, count) = FEASTS.iter().find_map(|(name, feast)| Some((feast, words.phrase_at(index, name)?)))?;
        let at = index + count;
        if let Some((dated, next)) = self.day_of_month(words, at).or_else(|| self.numeric(words, at)) {
            return Some((dated, next));
        }
        let (period, next) = match self.year_behind(words, at) {
            Some((year, next)) => (feast.in_year(year)?, next),
            None => (self.latest_of(|year| feast.in_year(year))?, at),
        };
        Some((self.dated(period), next))
    }

    /// "summer 2025", "last winter": three whole months.
    pub(super) fn season(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let led = matches!(words.free(index), "last" | "this");
        let at = index + usize::from(led);
        let (name, month) = SEASONS.iter().find(|(name, _)| *name == words.free(at))?;
        let year = self.year_behind(words, at + 1).filter(|(_, next)| words.free(at + 1) != "of" || *next > at + 2);
        // "Prices fall" is no season.
        if *name == "fall" && !led && year.is_none() {
            return None;
        }
        let in_year = |year: i32| {
            let first = NaiveDate::from_ymd_opt(year, *month, 1)?;
            Period::new(first, month_end(first.checked_add_months(chrono::Months::new(2))?))
        };
        let (period, next) = match year {
            Some((year, next)) => (in_year(year)?, next),
            None => (self.latest_of(in_year)?, at + 1),
        };
        Some((self.dated(period), next))
    }

    /// The latest occurrence that has begun.
    fn latest_of(&self, in_year: impl Fn(i32) -> Option<Period>) -> Option<Period> {
        let this_year = self.today.year();
        (0..=YEARS_BACK).filter_map(|back| in_year(this_year - back)).find(|period| period.from <= self.today)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easter_moves() {
        for (year, expected) in [(2024, "2024-03-31"), (2025, "2025-04-20"), (2026, "2026-04-05"), (2038, "2038-04-25")]
        {
            assert_eq!(easter(year).unwrap().to_string(), expected);
        }
    }
}
