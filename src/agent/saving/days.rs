//! The day by which a goal should be there: "by July", "by the end of March 2027", "in 6 months", "before Christmas".
//!
//! **Invariant:** a month or a year that is named means its first day, unless its end is; a day without a year is the next one.

use chrono::{Datelike as _, Days, Months, NaiveDate};

use super::sentence::Word;
use crate::agent::rules::MONTHS;
use crate::domain::month_end;

/// Fewer letters name no month.
const MONTH_LETTERS_MIN: usize = 3;
/// Years that a number of four digits may mean.
const YEARS: std::ops::RangeInclusive<i32> = 2_000..=2_150;
/// Words before a day.
const LEADS: &[&str] = &["by", "until", "till", "before"];
/// Words before a length of time.
const LENGTH_LEADS: &[&str] = &["in", "within", "over"];
const NUMBERS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/// Longer plans are no plans: fifty years.
const MONTHS_AHEAD_MAX: u32 = 600;

/// Takes the day out of a sentence.
pub(super) fn take(words: &mut Vec<Word>, today: NaiveDate) -> Option<NaiveDate> {
    let lower: Vec<String> = words.iter().map(|word| word.lower.clone()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    for (at, word) in lower.iter().enumerate() {
        let rest = lower.get(at + 1..).unwrap_or_default();
        let found = match *word {
            lead if LEADS.contains(&lead) => day_at(rest, today).map(|(day, taken)| (day, taken + 1)),
            lead if LENGTH_LEADS.contains(&lead) => length(rest, today).map(|(day, taken)| (day, taken + 1)),
            _ => None,
        };
        if let Some((day, taken)) = found {
            words.drain(at..at + taken);
            return Some(day);
        }
    }
    None
}

/// The day at the beginning of the words, and how many it takes.
pub(super) fn day_at(words: &[&str], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    if let Some(lead) = words.first().filter(|word| LENGTH_LEADS.contains(word)) {
        let rest = words.strip_prefix(&[*lead])?;
        return length(rest, today).map(|(day, taken)| (day, taken + 1));
    }
    match words {
        ["the", rest @ ..] => day_at(rest, today).map(|(day, taken)| (day, taken + 1)),
        ["end", "of", "the", rest @ ..] => span(rest, today).map(|(span, taken)| (span.end(), taken + 3)),
        ["end", "of", rest @ ..] => span(rest, today).map(|(span, taken)| (span.end(), taken + 2)),
        ["start" | "beginning", "of", rest @ ..] => span(rest, today).map(|(span, taken)| (span.first(), taken + 2)),
        ["christmas", ..] => Some((next(25, 12, today)?, 1)),
        ["new", "year" | "years", ..] => Some((next(1, 1, today)?, 2)),
        [first, ..] if first.contains(['-', '/', '.']) => Some((written(first)?, 1)),
        _ => dated(words, today).or_else(|| span(words, today).map(|(span, taken)| (span.first(), taken))),
    }
}

/// A month or a year.
enum Span {
    Month(NaiveDate),
    Year(NaiveDate),
}

impl Span {
    fn first(&self) -> NaiveDate {
        let (Self::Month(day) | Self::Year(day)) = self;
        *day
    }

    fn end(&self) -> NaiveDate {
        match self {
            Self::Month(day) => month_end(*day),
            Self::Year(day) => month_end(day.with_month(12).unwrap_or(*day)),
        }
    }
}

fn span(words: &[&str], today: NaiveDate) -> Option<(Span, usize)> {
    let this_year = NaiveDate::from_ymd_opt(today.year(), 1, 1)?;
    match words {
        ["this", "year", ..] => Some((Span::Year(this_year), 2)),
        ["year", ..] => Some((Span::Year(this_year), 1)),
        ["next", "year", ..] => Some((Span::Year(this_year.checked_add_months(Months::new(12))?), 2)),
        ["this", "month", ..] => Some((Span::Month(today.with_day(1)?), 2)),
        ["month", ..] => Some((Span::Month(today.with_day(1)?), 1)),
        ["next", "month", ..] => Some((Span::Month(today.with_day(1)?.checked_add_months(Months::new(1))?), 2)),
        ["next", name, ..] => Some((Span::Month(next(1, month(name)?, today)?), 2)),
        [name, year, ..] if month(name).is_some() && self::year(year).is_some() => {
            Some((Span::Month(NaiveDate::from_ymd_opt(self::year(year)?, month(name)?, 1)?), 2))
        }
        [name, ..] if month(name).is_some() => Some((Span::Month(next(1, month(name)?, today)?), 1)),
        [number, ..] => Some((Span::Year(NaiveDate::from_ymd_opt(year(number)?, 1, 1)?), 1)),
        [] => None,
    }
}

/// `15 July`, `15th of July 2027`, `July 15`.
fn dated(words: &[&str], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let (day, month_number, taken) = match words {
        [day, "of", name, ..] => (day_number(day)?, month(name)?, 3),
        [one, other, ..] => match (day_number(one), month(other), month(one), day_number(other)) {
            (Some(day), Some(month), ..) | (_, _, Some(month), Some(day)) => (day, month, 2),
            _ => return None,
        },
        _ => return None,
    };
    match words.get(taken).and_then(|word| year(word)) {
        Some(year) => Some((NaiveDate::from_ymd_opt(year, month_number, day)?, taken + 1)),
        None => Some((next(day, month_number, today)?, taken)),
    }
}

/// `6 months`, `a year`, `two years`.
fn length(words: &[&str], today: NaiveDate) -> Option<(NaiveDate, usize)> {
    let [count, unit, ..] = words else { return None };
    let count = match *count {
        "a" | "an" | "the" | "next" => 1,
        word => match NUMBERS.iter().position(|number| *number == word) {
            Some(at) => u32::try_from(at + 1).ok()?,
            None => word.parse().ok()?,
        },
    };
    let months = |count: u32| today.checked_add_months(Months::new(count)).filter(|_| count <= MONTHS_AHEAD_MAX);
    let day = match *unit {
        "week" | "weeks" => today.checked_add_days(Days::new(u64::from(count) * 7))?,
        "month" | "months" => months(count)?,
        "year" | "years" => months(count.checked_mul(12)?)?,
        _ => return None,
    };
    Some((day, 2))
}

/// `2026-07-01`, `1/7/2026`, `1.7.2026`: day first.
fn written(word: &str) -> Option<NaiveDate> {
    let read = |pattern: &str| NaiveDate::parse_from_str(word, pattern).ok();
    read("%Y-%m-%d").or_else(|| read("%d/%m/%Y")).or_else(|| read("%d.%m.%Y")).filter(|day| YEARS.contains(&day.year()))
}

/// The next such day after today.
fn next(day: u32, month: u32, today: NaiveDate) -> Option<NaiveDate> {
    /// A 29 February comes within eight years.
    const YEARS_LOOKED_THROUGH: i32 = 8;
    let years = today.year()..=today.year() + YEARS_LOOKED_THROUGH;
    years.filter_map(|year| NaiveDate::from_ymd_opt(year, month, day)).find(|found| *found > today)
}

/// Written out in full, or with its first letters.
fn month(word: &str) -> Option<u32> {
    let known = |name: &&str| name.starts_with(word) || (word == "sept" && name.starts_with("sep"));
    let at = MONTHS.iter().position(known).filter(|_| word.len() >= MONTH_LETTERS_MIN)?;
    u32::try_from(at + 1).ok()
}

fn year(word: &str) -> Option<i32> {
    word.parse().ok().filter(|year| word.len() == 4 && YEARS.contains(year))
}

fn day_number(word: &str) -> Option<u32> {
    let ending = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending));
    ending.unwrap_or(word).parse().ok().filter(|day| (1..=31).contains(day))
}

#[cfg(test)]
mod tests {
    use super::super::day_named;
    use super::*;

    #[test]
    fn a_day_is_read() {
        let today: NaiveDate = "2026-03-31".parse().unwrap();
        for (phrase, expected) in [
            ("July", Some("2026-07-01")),
            ("by july", Some("2026-07-01")),
            ("jul", Some("2026-07-01")),
            ("septem", Some("2026-09-01")),
            ("March", Some("2027-03-01")),
            ("March 2027", Some("2027-03-01")),
            ("the end of March 2027", Some("2027-03-31")),
            ("end of july", Some("2026-07-31")),
            ("the end of the year", Some("2026-12-31")),
            ("end of next year", Some("2027-12-31")),
            ("next year", Some("2027-01-01")),
            ("next month", Some("2026-04-01")),
            ("2028", Some("2028-01-01")),
            ("15 July", Some("2026-07-15")),
            ("15th of July 2028", Some("2028-07-15")),
            ("July 15", Some("2026-07-15")),
            ("29 february", Some("2028-02-29")),
            ("Christmas", Some("2026-12-25")),
            ("2026-09-30", Some("2026-09-30")),
            ("30/9/2026", Some("2026-09-30")),
            ("30.09.2026", Some("2026-09-30")),
            ("in 6 months", Some("2026-09-30")),
            ("in two years", Some("2028-03-31")),
            ("in a year", Some("2027-03-31")),
            ("in 3 weeks", Some("2026-04-21")),
            ("31 june", None),
            ("in 700 months", None),
            ("whenever", None),
            ("1/2", None),
            ("", None),
        ] {
            let expected: Option<NaiveDate> = expected.map(|day| day.parse().unwrap());
            assert_eq!(day_named(phrase, today), expected, "{phrase}");
        }
    }
}
