//! Names of days that carry a number or a month: "q4 2025", "6 november", "03.04.2025", "friday".
//!
//! **Invariant:** as in `calendar`: pure arithmetic on the words.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use rust_decimal::prelude::ToPrimitive;

use super::calendar::{Atom, Reader, Unit};
use super::time::Undated;
use super::words::Words;
use crate::domain::{Period, month_end, month_start};

pub(in crate::agent) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Years that a bare number can mean.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2099;

/// Years that two digits can mean.
const SHORT_YEARS: std::ops::RangeInclusive<i32> = 2015..=2039;

impl Reader {
    /// "q4 2025", "2025 q4", "q1 this year", "first quarter of 2026", "q3".
    pub(super) fn quarter(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        if let (Some(year), Some(number)) = (self.year_number(words, index), quarter_number(words.free(index + 1))) {
            return Some((self.dated(quarter_of(year, number)?), index + 2));
        }
        let (number, at) = match quarter_number(words.free(index)) {
            Some(number) => (number, index + 1),
            None if words.free(index + 1) == "quarter" => (ordinal_word(words.free(index))?, index + 2),
            None => return None,
        };
        let short = self.short_year(words, at).map(|year| (year, at + 1));
        if let Some((year, next)) = self.year_behind(words, at).or(short) {
            return Some((self.dated(quarter_of(year, number)?), next));
        }
        let this_year = self.today.year();
        let period = quarter_of(this_year, number).filter(|period| period.from <= self.today);
        Some((self.dated(period.or_else(|| quarter_of(this_year - 1, number))?), at))
    }

    /// "first half of 2025", "h2 2025".
    pub(super) fn half(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let (second, at) = match (words.free(index), words.free(index + 1)) {
            ("h1", _) => (false, index + 1),
            ("h2", _) => (true, index + 1),
            ("first", "half") if words.free(index + 2) != "of" => (false, index + 2),
            ("second", "half") if words.free(index + 2) != "of" => (true, index + 2),
            _ => return None,
        };
        let short = self.short_year(words, at).map(|year| (year, at + 1));
        // Without a year: the latest half that has begun.
        let begun = self.today.year() - i32::from(second && self.today.month() < 7);
        let (year, next) = self.year_behind(words, at).or(short).unwrap_or((begun, at));
        let months = if second { (7, 12) } else { (1, 6) };
        let from = NaiveDate::from_ymd_opt(year, months.0, 1)?;
        Some((self.dated(Period::new(from, month_end(NaiveDate::from_ymd_opt(year, months.1, 1)?))?), next))
    }

    /// A year at `index`: "2025", "of 2025", "last year", "this year", "26" after an apostrophe.
    pub(super) fn year_behind(&self, words: &Words, index: usize) -> Option<(i32, usize)> {
        let at = index + usize::from(matches!(words.free(index), "of" | "in"));
        if let Some(year) = self.year_number(words, at) {
            return Some((year, at + 1));
        }
        let year = match (words.free(at), words.free(at + 1)) {
            ("last" | "previous", "year") => self.today.year() - 1,
            ("this" | "current", "year") => self.today.year(),
            _ => return None,
        };
        Some((year, at + 2))
    }

    /// "25" behind a quarter or half.
    fn short_year(&self, words: &Words, index: usize) -> Option<i32> {
        let word = words.0.get(index).filter(|word| !word.used && !word.money && word.text.len() == 2)?;
        word.number?.to_i32().map(|year| 2000 + year).filter(|year| SHORT_YEARS.contains(year))
    }

    fn year_number(&self, words: &Words, index: usize) -> Option<i32> {
        let word = words.0.get(index).filter(|word| !word.used && !word.money && word.text.len() == 4)?;
        word.number?.to_i32().filter(|year| YEARS.contains(year))
    }

    /// "january", "jan 2026", "november last year", "nov 6", "november 6th, 2025".
    pub(super) fn month(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let month = month_number(words.free(index))?;
        if words.free(index) == "may" && !self.is_may(words, index) {
            return None;
        }
        if let Some((year, next)) = self.year_behind(words, index + 1) {
            return Some((self.dated(self.in_year(Undated { month, day: None }, year)?), next));
        }
        let at = index + 1 + usize::from(words.free(index + 1) == "the");
        if let Some(day) = self.day_number(words, at) {
            let year = self.year_behind(words, at + 1);
            let plain_number = words.number(at).is_some();
            let stands_alone =
                matches!(words.free(at + 1), "" | "to" | "-" | "and" | "until" | "till" | "through" | "vs" | "or");
            if year.is_some() || !plain_number || stands_alone {
                return self.with_day(month, day, year, at + 1);
            }
        }
        Some((self.latest(Undated { month, day: None })?, index + 1))
    }

    /// Whether "may" is the month and not the verb.
    fn is_may(&self, words: &Words, index: usize) -> bool {
        let verb_behind = matches!(words.text(index + 1), "i" | "we" | "you" | "be" | "have" | "not" | "need");
        !verb_behind && !matches!(words.text(index.wrapping_sub(1)), "i" | "we" | "you" | "it" | "that")
    }

    fn with_day(&self, month: u32, day: u32, year: Option<(i32, usize)>, at: usize) -> Option<(Atom, usize)> {
        let undated = Undated { month, day: Some(day) };
        match year {
            Some((year, next)) => Some((self.dated(self.in_year(undated, year)?), next)),
            None => Some((self.latest(undated)?, at)),
        }
    }

    /// "6 november 2025", "6th of nov", "the 14th".
    pub(super) fn day_of_month(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let day = self.day_number(words, index)?;
        let at = index + 1 + usize::from(words.free(index + 1) == "of");
        if let Some(month) = month_number(words.free(at)) {
            return self.with_day(month, day, self.year_behind(words, at + 1), at + 1);
        }
        let ordinal = words.number(index).is_none() && matches!(words.text(index.wrapping_sub(1)), "the" | "on");
        let noun_behind =
            matches!(words.free(index + 1), "payment" | "time" | "transaction" | "order" | "biggest" | "largest");
        if !ordinal || noun_behind {
            return None;
        }
        let this_month = self.today.with_day(day).filter(|candidate| *candidate <= self.today);
        let date = this_month.or_else(|| month_start(self.today).checked_sub_months(Months::new(1))?.with_day(day))?;
        Some((self.dated(Period::day(date)), index + 1))
    }

    /// A day of the month: "3", "3rd".
    pub(super) fn day_number(&self, words: &Words, index: usize) -> Option<u32> {
        let word = words.0.get(index).filter(|word| !word.used && !word.money)?;
        let text = word.text.as_str();
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|suffix| text.strip_suffix(suffix)).unwrap_or(text);
        digits.parse().ok().filter(|day| (1..=31).contains(day) && digits.len() <= 2)
    }

    /// `2025-11-06`, `2025-11`, `6/11/2025`, `06.11.25`, `11/2025`, `6/11`.
    pub(super) fn numeric(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let text = words.free(index);
        let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
        let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
        let year = |number: u32| i32::try_from(if number < 100 { 2000 + number } else { number }).ok();
        let atom = match (numbers?.as_slice(), text.contains('-')) {
            ([y, m, d], _) if *y > 31 => self.dated(Period::day(NaiveDate::from_ymd_opt(year(*y)?, *m, *d)?)),
            ([a, b, y], _) => {
                let (day, month) = self.day_and_month(*a, *b);
                self.dated(Period::day(NaiveDate::from_ymd_opt(year(*y)?, month, day)?))
            }
            ([y, m], true) if *y > 31 => self.dated(Period::month_of(NaiveDate::from_ymd_opt(year(*y)?, *m, 1)?)),
            // "12.99" is an amount.
            ([m, y], _) if *y > 1900 && *m <= 12 => {
                self.dated(Period::month_of(NaiveDate::from_ymd_opt(year(*y)?, *m, 1)?))
            }
            ([a, b], false) if text.contains('/') => {
                let (day, month) = self.day_and_month(*a, *b);
                self.latest(Undated { month, day: Some(day) })?
            }
            _ => return None,
        };
        Some((atom, index + 1))
    }

    /// Day first or month first, unless only the other way round is a date.
    fn day_and_month(&self, first: u32, second: u32) -> (u32, u32) {
        let day_first = if self.day_first { second <= 12 } else { first > 12 };
        if day_first { (first, second) } else { (second, first) }
    }

    /// "3 weeks ago", "a month ago".
    pub(super) fn ago(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let (count, at) = match words.free(index) {
            "a" | "an" => (1, index + 1),
            _ => self.how_many(words, index)?,
        };
        let unit = Unit::named(words.free(at))?;
        if words.free(at + 1) != "ago" {
            return None;
        }
        let months = |months: u32| self.today.checked_sub_months(Months::new(months));
        let day = match unit {
            Unit::Day => self.today.checked_sub_days(Days::new(u64::from(count)))?,
            Unit::Week | Unit::Weekend => self.today.checked_sub_days(Days::new(u64::from(count * 7)))?,
            Unit::Month => months(count)?,
            Unit::Quarter => months(count * 3)?,
            Unit::Year => months(count * 12)?,
        };
        Some((self.dated(unit.containing(day)?), at + 2))
    }

    /// "on friday": the latest one, today included.
    pub(super) fn weekday(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let short = self.led_weekday(words, index);
        let weekday = weekday_named(words.free(index)).or(short)?;
        // "Thursday 6 November": the date says which one.
        let dated = self.day_of_month(words, index + 1).or_else(|| self.month(words, index + 1));
        if let Some((atom, next)) = dated.or_else(|| self.numeric(words, index + 1)) {
            return (atom.period.from == atom.period.to).then_some((atom, next));
        }
        let today = self.today.weekday() == weekday;
        let day = if today { self.today } else { self.latest_weekday(weekday)? };
        Some((self.dated(Period::day(day)), index + 1))
    }

    /// "on fri", "thurs 6 nov": short names count only beside words of time, for some of them mean other things.
    pub(super) fn led_weekday(&self, words: &Words, index: usize) -> Option<Weekday> {
        const SHORT: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let word = words.free(index);
        let stem = word.get(..3)?;
        let known = matches!(word.get(3..)?, "" | "s" | "r" | "rs");
        let led = matches!(words.text(index.wrapping_sub(1)), "on" | "last" | "this" | "since" | "from" | "past")
            || self.day_number(words, index + 1).is_some();
        let position = SHORT.iter().position(|short| *short == stem).filter(|_| known && led)?;
        Weekday::try_from(u8::try_from(position).ok()?).ok()
    }

    pub(super) fn bare_year(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let year = self.year_number(words, index)?;
        Some((self.dated(Period::year(year)?), index + 1))
    }
}

/// By its name, its first three letters, or "sept".
pub(super) fn month_number(word: &str) -> Option<u32> {
    let word = if word == "sept" { "sep" } else { word };
    let index = MONTHS.iter().position(|month| *month == word || (word.len() == 3 && month.starts_with(word)))?;
    u32::try_from(index + 1).ok()
}

pub(super) fn weekday_named(word: &str) -> Option<Weekday> {
    let index = WEEKDAYS.iter().position(|day| *day == word)?;
    Weekday::try_from(u8::try_from(index).ok()?).ok()
}

/// "fridays": every one of them.
pub(super) fn weekdays_named(word: &str) -> Option<Weekday> {
    weekday_named(word.strip_suffix('s')?)
}

fn quarter_number(word: &str) -> Option<u32> {
    word.strip_prefix('q').and_then(|number| number.parse().ok()).filter(|number| (1..=4).contains(number))
}

fn ordinal_word(word: &str) -> Option<u32> {
    let index = [["first", "1st"], ["second", "2nd"], ["third", "3rd"], ["fourth", "4th"]]
        .iter()
        .position(|names| names.contains(&word))?;
    u32::try_from(index + 1).ok()
}

fn quarter_of(year: i32, number: u32) -> Option<Period> {
    Unit::Quarter.containing(NaiveDate::from_ymd_opt(year, number * 3, 1)?)
}
