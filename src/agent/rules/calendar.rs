//! Single names of days: "last month", "6 november 2025", "q1 this year", "03.04.2025".
//!
//! **Invariant:** what it returns never ends after today if it has begun, because days to come do not count.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use rust_decimal::prelude::ToPrimitive;

use super::time::Undated;
use super::words::Words;
use crate::domain::{Period, month_end, month_start};

/// A calendar unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Year,
}

/// One named period.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Atom {
    pub period: Period,
    /// Set when the sentence names no year.
    pub undated: Option<Undated>,
}

/// Reads names of days as of one today.
pub(super) struct Reader {
    pub today: NaiveDate,
    /// Whether 3/4/2025 is 3 April.
    pub day_first: bool,
}

const MONTHS: [&str; 12] = [
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

/// Longest "last N …": nobody has statements of more days than this, and chrono stays in range.
const COUNT_MAX: u32 = 4000;

impl Unit {
    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "day" | "days" => Self::Day,
            "week" | "weeks" => Self::Week,
            "weekend" | "weekends" => Self::Weekend,
            "month" | "months" => Self::Month,
            "quarter" | "quarters" => Self::Quarter,
            "year" | "years" => Self::Year,
            _ => return None,
        })
    }

    /// The unit that `day` lies in; for a weekend the one of its week.
    pub(super) fn containing(self, day: NaiveDate) -> Option<Period> {
        let back = |day: NaiveDate, days: u32| day.checked_sub_days(Days::new(u64::from(days)));
        let ahead = |day: NaiveDate, days: u64| day.checked_add_days(Days::new(days));
        match self {
            Self::Day => Some(Period::day(day)),
            Self::Week => {
                let monday = back(day, day.weekday().num_days_from_monday())?;
                Period::new(monday, ahead(monday, 6)?)
            }
            Self::Weekend => {
                let monday = back(day, day.weekday().num_days_from_monday())?;
                Period::new(ahead(monday, 5)?, ahead(monday, 6)?)
            }
            Self::Month => Some(Period::month_of(day)),
            Self::Quarter => {
                let first = day.with_day(1)?.with_month0(day.month0() / 3 * 3)?;
                Period::new(first, month_end(first.checked_add_months(Months::new(2))?))
            }
            Self::Year => Period::year(day.year()),
        }
    }
}

impl Reader {
    /// A period that has begun ends today at the latest.
    pub(super) fn begun(&self, period: Period) -> Period {
        if period.from <= self.today { Period { to: period.to.min(self.today), ..period } } else { period }
    }

    fn dated(&self, period: Period) -> Atom {
        Atom { period: self.begun(period), undated: None }
    }

    /// The month or day in one year.
    pub(super) fn in_year(&self, undated: Undated, year: i32) -> Option<Period> {
        let Undated { month, day } = undated;
        let first = NaiveDate::from_ymd_opt(year, month, day.unwrap_or(1))?;
        Some(if day.is_some() { Period::day(first) } else { Period::month_of(first) })
    }

    /// The latest occurrence that has begun. A 29 February may lie some years back.
    fn latest(&self, undated: Undated) -> Option<Atom> {
        let this_year = self.today.year();
        (0..=8)
            .filter_map(|back| self.in_year(undated, this_year - back))
            .find(|period| period.from <= self.today)
            .map(|period| Atom { period: self.begun(period), undated: Some(undated) })
    }

    /// "the start of the year", "beginning of march".
    pub(super) fn start_of(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let mut at = index + usize::from(words.free(index) == "the");
        if !matches!(words.free(at), "start" | "beginning" | "first" | "begin") {
            return None;
        }
        at += 1;
        at += usize::from(words.free(at) == "day");
        at += usize::from(words.free(at) == "of");
        let (atom, next) = self.whole(words, at)?;
        Some((Atom { period: Period::day(atom.period.from), undated: atom.undated }, next))
    }

    /// A unit alone after "of": "the year", "this month", or any other name.
    fn whole(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let at = index + usize::from(words.free(index) == "the");
        if let Some(found) = self.atom(words, at) {
            return Some(found);
        }
        let period = Unit::named(words.free(at))?.containing(self.today)?;
        Some((self.dated(period), at + 1))
    }

    /// A start, or any other name.
    pub(super) fn start_or_atom(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let after_the = index + usize::from(words.free(index) == "the");
        self.start_of(words, index).or_else(|| self.atom(words, after_the))
    }

    /// The end of a range: "now", "the end of may", or any other name.
    pub(super) fn end_or_atom(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let at = index + usize::from(words.free(index) == "the");
        if matches!(words.free(at), "now" | "date" | "present") {
            return Some((self.dated(Period::day(self.today)), at + 1));
        }
        if words.free(at) == "end" && words.free(at + 1) == "of" {
            let (atom, next) = self.whole(words, at + 2)?;
            return Some((Atom { period: Period::day(atom.period.to), undated: atom.undated }, next));
        }
        self.atom(words, at)
    }

    /// One name of days that starts at `index`, and the index behind it.
    pub(super) fn atom(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        if words.free(index) == "the" {
            let inner = self.atom(words, index + 1)?;
            return Some(inner);
        }
        self.near_day(words, index)
            .or_else(|| self.relative(words, index))
            .or_else(|| self.to_date(words, index))
            .or_else(|| self.quarter(words, index))
            .or_else(|| self.half(words, index))
            .or_else(|| self.numeric(words, index))
            .or_else(|| self.day_of_month(words, index))
            .or_else(|| self.month(words, index))
            .or_else(|| self.ago(words, index))
            .or_else(|| self.weekday(words, index))
            .or_else(|| self.bare_year(words, index))
    }

    fn near_day(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let (offset, count) = match words.free(index) {
            "today" | "tonight" => (0, 1),
            "yesterday" => (-1, 1),
            "tomorrow" => (1, 1),
            "last" if words.free(index + 1) == "night" => (-1, 2),
            "day" if words.free(index + 1) == "before" && words.free(index + 2) == "yesterday" => (-2, 3),
            "weekend" if words.free(index.wrapping_sub(1)) == "the" || index == 0 => {
                return Some((self.dated(self.last_weekend()?), index + 1));
            }
            _ => return None,
        };
        let day = self.today.checked_add_signed(chrono::Duration::days(offset))?;
        Some((self.dated(Period::day(day)), index + count))
    }

    /// The latest Saturday and Sunday before today.
    fn last_weekend(&self) -> Option<Period> {
        let yesterday = self.today.checked_sub_days(Days::new(1))?;
        let back = (yesterday.weekday().num_days_from_monday() + 1) % 7;
        let sunday = yesterday.checked_sub_days(Days::new(u64::from(back)))?;
        Period::new(sunday.checked_sub_days(Days::new(1))?, sunday)
    }

    /// this, last, past, previous, next + unit, month or weekday; "last 30 days", "past 3 months".
    fn relative(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let word = words.free(index);
        let at = index + 1;
        match word {
            "this" | "current" => self.this(words, at),
            "last" | "past" | "previous" | "prior" | "recent" => {
                self.counted(words, at).or_else(|| self.last(words, at))
            }
            "next" | "coming" => {
                let unit = Unit::named(words.free(at))?;
                let period = super::time::Shift::Forward(unit).apply(unit.containing(self.today)?)?;
                Some((self.dated(period), at + 1))
            }
            "month" | "week" | "year" | "quarter" if words.free(at) == "before" && words.free(at + 1) == "last" => {
                let unit = Unit::named(word)?;
                let back = super::time::Shift::Back(unit);
                let period = back.apply(back.apply(unit.containing(self.today)?)?)?;
                Some((self.dated(period), at + 2))
            }
            _ => None,
        }
    }

    fn this(&self, words: &Words, at: usize) -> Option<(Atom, usize)> {
        if let Some(unit) = Unit::named(words.free(at)) {
            return Some((self.dated(unit.containing(self.today)?), at + 1));
        }
        if let Some(month) = month_number(words.free(at)) {
            let period = self.in_year(Undated { month, day: None }, self.today.year())?;
            return Some((self.dated(period), at + 1));
        }
        let weekday = weekday_named(words.free(at))?;
        let monday = Unit::Week.containing(self.today)?.from;
        let day = monday.checked_add_days(Days::new(u64::from(weekday.num_days_from_monday())))?;
        Some((self.dated(Period::day(day)), at + 1))
    }

    fn last(&self, words: &Words, at: usize) -> Option<(Atom, usize)> {
        if let Some(unit) = Unit::named(words.free(at)) {
            let period = match unit {
                Unit::Weekend => self.last_weekend()?,
                unit => super::time::Shift::Back(unit).apply(unit.containing(self.today)?)?,
            };
            return Some((self.dated(period), at + 1));
        }
        if let Some(month) = month_number(words.free(at)) {
            let this_month = month == self.today.month();
            let year = self.today.year() - i32::from(this_month || month > self.today.month());
            let period = self.in_year(Undated { month, day: None }, year)?;
            return Some((self.dated(period), at + 1));
        }
        let weekday = weekday_named(words.free(at))?;
        Some((self.dated(Period::day(self.latest_weekday(weekday)?)), at + 1))
    }

    /// The latest such day before today.
    fn latest_weekday(&self, weekday: Weekday) -> Option<NaiveDate> {
        (1..=7).filter_map(|back| self.today.checked_sub_days(Days::new(back))).find(|day| day.weekday() == weekday)
    }

    /// "30 days", "couple of weeks", "few months" after "last": days and weeks run up to today, longer units are whole
    /// ones before the current.
    fn counted(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let (count, mut at) = self.how_many(words, index)?;
        while matches!(words.free(at), "full" | "calendar" | "complete" | "whole") {
            at += 1;
        }
        let unit = Unit::named(words.free(at))?;
        let today = self.today;
        let period = match unit {
            Unit::Day => Period::new(today.checked_sub_days(Days::new(u64::from(count.saturating_sub(1))))?, today)?,
            Unit::Week => Period::new(today.checked_sub_days(Days::new(u64::from(count * 7 - 1)))?, today)?,
            Unit::Weekend => {
                let last = self.last_weekend()?;
                Period::new(last.from.checked_sub_days(Days::new(u64::from((count - 1) * 7)))?, last.to)?
            }
            Unit::Month => self.months_before(month_start(today), count)?,
            Unit::Quarter => self.months_before(Unit::Quarter.containing(today)?.from, count * 3)?,
            Unit::Year => self.months_before(Unit::Year.containing(today)?.from, count * 12)?,
        };
        Some((self.dated(period), at + 1))
    }

    fn months_before(&self, first: NaiveDate, months: u32) -> Option<Period> {
        Period::new(first.checked_sub_months(Months::new(months))?, first.checked_sub_days(Days::new(1))?)
    }

    fn how_many(&self, words: &Words, index: usize) -> Option<(u32, usize)> {
        match words.free(index) {
            "couple" => return Some((2, index + 1 + usize::from(words.free(index + 1) == "of"))),
            "few" => return Some((3, index + 1)),
            _ => {}
        }
        let count = words.number(index).filter(|_| !words.free(index).is_empty())?.to_u32()?;
        (1..=COUNT_MAX).contains(&count).then_some((count, index + 1))
    }

    /// "ytd", "year to date", "month to date".
    fn to_date(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let unit = match words.free(index) {
            "ytd" => return Some((self.dated(Unit::Year.containing(self.today)?), index + 1)),
            "mtd" => return Some((self.dated(Unit::Month.containing(self.today)?), index + 1)),
            word => Unit::named(word)?,
        };
        let to_date = words.free(index + 1) == "to" && words.free(index + 2) == "date";
        to_date.then(|| unit.containing(self.today)).flatten().map(|period| (self.dated(period), index + 3))
    }

    /// "q4 2025", "2025 q4", "q1 this year", "first quarter of 2026", "q3".
    fn quarter(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        if let (Some(year), Some(number)) = (self.year_number(words, index), quarter_number(words.free(index + 1))) {
            return Some((self.dated(quarter_of(year, number)?), index + 2));
        }
        let (number, at) = match quarter_number(words.free(index)) {
            Some(number) => (number, index + 1),
            None if words.free(index + 1) == "quarter" => (ordinal_word(words.free(index))?, index + 2),
            None => return None,
        };
        if let Some((year, next)) = self.year_behind(words, at) {
            return Some((self.dated(quarter_of(year, number)?), next));
        }
        let this_year = self.today.year();
        let period = quarter_of(this_year, number).filter(|period| period.from <= self.today);
        Some((self.dated(period.or_else(|| quarter_of(this_year - 1, number))?), at))
    }

    /// "first half of 2025", "h2 2025".
    fn half(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let (second, at) = match (words.free(index), words.free(index + 1)) {
            ("h1", _) => (false, index + 1),
            ("h2", _) => (true, index + 1),
            ("first", "half") => (false, index + 2),
            ("second", "half") => (true, index + 2),
            _ => return None,
        };
        let (year, next) = self.year_behind(words, at)?;
        let months = if second { (7, 12) } else { (1, 6) };
        let from = NaiveDate::from_ymd_opt(year, months.0, 1)?;
        Some((self.dated(Period::new(from, month_end(NaiveDate::from_ymd_opt(year, months.1, 1)?))?), next))
    }

    /// A year at `index`: "2025", "of 2025", "last year", "this year", "26" after an apostrophe.
    fn year_behind(&self, words: &Words, index: usize) -> Option<(i32, usize)> {
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

    fn year_number(&self, words: &Words, index: usize) -> Option<i32> {
        let word = words.0.get(index).filter(|word| !word.used && !word.money && word.text.len() == 4)?;
        word.number?.to_i32().filter(|year| YEARS.contains(year))
    }

    /// "january", "jan 2026", "november last year", "nov 6", "november 6th, 2025".
    fn month(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let month = month_number(words.free(index))?;
        if words.free(index) == "may" && !self.is_may(words, index) {
            return None;
        }
        if let Some((year, next)) = self.year_behind(words, index + 1) {
            return Some((self.dated(self.in_year(Undated { month, day: None }, year)?), next));
        }
        if let Some(day) = self.day_number(words, index + 1) {
            let year = self.year_behind(words, index + 2);
            let plain_number = words.number(index + 1).is_some();
            let stands_alone = matches!(words.free(index + 2), "" | "to" | "-" | "and" | "until" | "till");
            if year.is_some() || !plain_number || stands_alone {
                return self.with_day(month, day, year, index + 2);
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
    fn day_of_month(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let day = self.day_number(words, index)?;
        let at = index + 1 + usize::from(words.free(index + 1) == "of");
        if let Some(month) = month_number(words.free(at)) {
            return self.with_day(month, day, self.year_behind(words, at + 1), at + 1);
        }
        let ordinal = words.number(index).is_none() && words.text(index.wrapping_sub(1)) == "the";
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
    fn numeric(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let text = words.free(index);
        let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
        let numbers: Option<Vec<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
        let year = |number: u32| i32::try_from(if number < 100 { 2000 + number } else { number }).ok();
        let atom = match (numbers?.as_slice(), text.contains('-')) {
            ([y, m, d], true) if *y > 31 => self.dated(Period::day(NaiveDate::from_ymd_opt(year(*y)?, *m, *d)?)),
            ([a, b, y], _) => {
                let (day, month) = self.day_and_month(*a, *b);
                self.dated(Period::day(NaiveDate::from_ymd_opt(year(*y)?, month, day)?))
            }
            ([y, m], true) if *y > 31 => self.dated(Period::month_of(NaiveDate::from_ymd_opt(year(*y)?, *m, 1)?)),
            ([m, y], _) if *y > 31 && *m <= 12 => {
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
    fn ago(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
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
    fn weekday(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let weekday = weekday_named(words.free(index))?;
        let today = self.today.weekday() == weekday;
        let day = if today { self.today } else { self.latest_weekday(weekday)? };
        Some((self.dated(Period::day(day)), index + 1))
    }

    fn bare_year(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let year = self.year_number(words, index)?;
        Some((self.dated(Period::year(year)?), index + 1))
    }
}

/// By its name or any abbreviation of three letters or more.
fn month_number(word: &str) -> Option<u32> {
    let word = if word == "sept" { "sep" } else { word };
    let index = MONTHS.iter().position(|month| *month == word || (word.len() == 3 && month.starts_with(word)))?;
    u32::try_from(index + 1).ok()
}

fn weekday_named(word: &str) -> Option<Weekday> {
    let index =
        WEEKDAYS.iter().position(|day| *day == word || (word.len() > 6 && word.strip_suffix('s') == Some(day)))?;
    Weekday::try_from(u8::try_from(index).ok()?).ok()
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
