//! Dates as statements print them: `02/07`, `01 MAY`, `02.11.`, `2026-01-03`, `Jan 3, 2026`, in nine languages.
//!
//! **Invariant:** reading keeps what is printed; day against month and a missing year are settled by the caller, from
//! the whole file.

use chrono::{Datelike, Days, NaiveDate};

use super::words::month;
use crate::domain::Period;

/// Years outside this are typing errors or other numbers.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2100;

/// Two-digit years from here on belong to the last century: card statements began about then.
const CENTURY_TURN: i32 = 70;

/// A printed date, as far as it says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PrintedDate {
    /// Year, month and day leave no doubt.
    Full(NaiveDate),
    /// The month has a name or the order is certain; no year.
    DayMonth { day: u32, month: u32 },
    /// Two numbers in either order.
    Numeric { first: u32, second: u32, year: Option<i32> },
}

/// Which of two numbers is the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DayOrder {
    DayFirst,
    MonthFirst,
}

impl PrintedDate {
    /// The date at the start of `text` and what follows it.
    pub(crate) fn parse(text: &str) -> Option<(Self, &str)> {
        let bytes = text.as_bytes();
        let first_digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
        match first_digits {
            0 => month_first(text),
            1 | 2 => day_first(text),
            4 => year_first(text),
            8 => compact(text),
            _ => None,
        }
    }

    /// Whether a date could begin with this word: most words of a statement end here.
    pub(crate) fn may_begin(word: &str) -> bool {
        match word.bytes().take_while(u8::is_ascii_digit).count() {
            0 => month_name(word).is_some(),
            digits => matches!(digits, 1 | 2 | 4 | 8),
        }
    }

    /// `14.03`, `14-03`, `14 03` or `1.05`: a date only where a date must stand, as elsewhere it is an amount or a number.
    pub(crate) fn parse_short(text: &str) -> Option<Self> {
        let (left, right) = text.split_once(['.', '-', ' '])?;
        let ((first, left_rest), (second, right_rest)) = (small(left, 31)?, small(right, 31)?);
        // Whoever writes 12.31 goes on with 1.05.
        let lengths = matches!((left.len(), right.len()), (2, 2))
            || matches!((left.len(), right.len()), (1, 2)) && !text.contains(' ');
        let whole = left_rest.is_empty() && right_rest.is_empty();
        let readable = whole && lengths && (first <= 12 || second <= 12);
        readable.then_some(Self::Numeric { first, second, year: None })
    }

    /// The date that is the whole of `text`, a time of day behind it allowed.
    pub(crate) fn parse_whole(text: &str) -> Option<Self> {
        let (date, rest) = Self::parse(text.trim())?;
        let rest = rest.trim_end();
        let time = rest.strip_prefix(['T', ' ', ',', '-']).map(str::trim_start);
        let is_time = time.is_some_and(|time| {
            let digits = time.bytes().take_while(u8::is_ascii_digit).count();
            matches!(digits, 1 | 2) && time.contains([':', '.'])
        });
        (rest.is_empty() || rest == "*" || is_time).then_some(date)
    }

    /// The day in the calendar. `anchor` is a day near which rows without a year lie.
    pub(crate) fn resolve(self, order: DayOrder, years: &Years) -> Option<NaiveDate> {
        let (day, month, year) = match self {
            Self::Full(date) => return Some(date),
            Self::DayMonth { day, month } => (day, month, None),
            Self::Numeric { first, second, year } => match order {
                DayOrder::DayFirst => (first, second, year),
                DayOrder::MonthFirst => (second, first, year),
            },
        };
        match year {
            Some(year) => NaiveDate::from_ymd_opt(year, month, day),
            None => years.resolve(day, month),
        }
    }

    /// `24.01.05` as 5 January 2024.
    pub(crate) fn year_first(self) -> Option<Self> {
        let Self::Numeric { first, second, year: Some(year) } = self else { return None };
        let day = u32::try_from(year % 100).ok()?;
        NaiveDate::from_ymd_opt(2000 + i32::try_from(first).ok()?, second, day).map(Self::Full)
    }

    pub(crate) fn has_year(self) -> bool {
        match self {
            Self::Full(_) => true,
            Self::DayMonth { .. } => false,
            Self::Numeric { year, .. } => year.is_some(),
        }
    }
}

/// Where a missing year comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Years {
    /// The printed period.
    Period(Period),
    /// A day near the rows: the statement's own date.
    Near(NaiveDate),
    /// A day after the rows: when the file was made.
    NotAfter(NaiveDate),
}

impl Years {
    fn resolve(&self, day: u32, month: u32) -> Option<NaiveDate> {
        let anchor = match self {
            Self::Period(period) => {
                let mut inside = (period.from.year()..=period.to.year())
                    .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
                    .filter(|date| period.contains(*date));
                if let Some(date) = inside.next() {
                    return Some(date);
                }
                let middle = u64::try_from(period.days() / 2).ok()?;
                period.from.checked_add_days(Days::new(middle))?
            }
            Self::Near(day) => *day,
            Self::NotAfter(last) => {
                let mut past = (last.year() - YEARS_TO_LEAP_DAY..=last.year()).rev();
                let date = |year| NaiveDate::from_ymd_opt(year, month, day).filter(|date| date <= last);
                return past.find_map(date);
            }
        };
        (anchor.year() - 1..=anchor.year() + 1)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
            .min_by_key(|date| (*date - anchor).num_days().abs())
    }
}

/// 29 February comes back after four years, around some centuries after eight.
const YEARS_TO_LEAP_DAY: i32 = 8;

/// What the dates of a file say about their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct OrderVotes {
    day_first: u32,
    month_first: u32,
    undecided: u32,
}

impl OrderVotes {
    pub(crate) fn add(&mut self, date: PrintedDate) {
        let PrintedDate::Numeric { first, second, .. } = date else { return };
        let count = match (first > 12, second > 12) {
            (true, false) => &mut self.day_first,
            (false, true) => &mut self.month_first,
            _ if first == second => return,
            _ => &mut self.undecided,
        };
        *count = count.saturating_add(1);
    }

    /// The order, if any date proves it and none contradicts it, or if it does not matter.
    pub(crate) fn certain(&self) -> Option<DayOrder> {
        match (self.day_first, self.month_first, self.undecided) {
            (0, 0, 0) | (1.., 0, _) => Some(DayOrder::DayFirst),
            (0, 1.., _) => Some(DayOrder::MonthFirst),
            _ => None,
        }
    }

    /// The likelier order where nothing is certain: what most dates say, else the one under which the dates lie
    /// clearly closer together, else day first.
    pub(crate) fn likely(&self, dates: &[PrintedDate], years: &Years) -> DayOrder {
        match self.day_first.cmp(&self.month_first) {
            std::cmp::Ordering::Greater => return DayOrder::DayFirst,
            std::cmp::Ordering::Less => return DayOrder::MonthFirst,
            std::cmp::Ordering::Equal => {}
        }
        let span = |order| {
            let days: Option<Vec<_>> = dates.iter().map(|date| date.resolve(order, years)).collect();
            let days = days?;
            Some((*days.iter().max()? - *days.iter().min()?).num_days())
        };
        match (span(DayOrder::DayFirst), span(DayOrder::MonthFirst)) {
            (Some(day_first), Some(month_first))
                if dates.len() >= MIN_DATES_FOR_SPAN
                    && month_first <= STATEMENT_DAYS
                    && day_first > SPAN_RATIO * month_first.max(1) =>
            {
                DayOrder::MonthFirst
            }
            (None, Some(_)) => DayOrder::MonthFirst,
            _ => DayOrder::DayFirst,
        }
    }
}

/// Fewer dates than this say nothing about how close together they lie.
const MIN_DATES_FOR_SPAN: usize = 3;

/// A statement rarely covers more than a quarter.
const STATEMENT_DAYS: i64 = 92;

/// How many times wider the other order must spread the dates to be ruled out.
const SPAN_RATIO: i64 = 3;

fn year_of(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    let year = match digits.len() {
        2 if year >= CENTURY_TURN => 1900 + year,
        2 => 2000 + year,
        4 => year,
        _ => return None,
    };
    YEARS.contains(&year).then_some(year)
}

/// Up to `max` digits at the start.
fn digits(text: &str, max: usize) -> Option<(&str, &str)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    if count == 0 || count > max {
        return None;
    }
    text.split_at_checked(count)
}

fn small(text: &str, limit: u32) -> Option<(u32, &str)> {
    let (number, rest) = digits(text, 2)?;
    let number: u32 = number.parse().ok()?;
    (1..=limit).contains(&number).then_some((number, rest))
}

fn skip_separator(text: &str) -> &str {
    text.trim_start_matches([' ', '\u{a0}', '.', ',', '-', '/', '\''])
}

/// `2026-01-03`, `2012/3/22`, `2019.04.19.`
fn year_first(text: &str) -> Option<(PrintedDate, &str)> {
    let (year, rest) = digits(text, 4)?;
    let year = year_of(year)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | ' ' | '年'))?;
    let rest = rest.strip_prefix(separator)?;
    if separator == '年' {
        let (month, rest) = small(rest, 12)?;
        let (day, rest) = small(rest.strip_prefix('月')?, 31)?;
        return Some((PrintedDate::Full(NaiveDate::from_ymd_opt(year, month, day)?), rest.strip_prefix('日')?));
    }
    if let Some((month, after)) = month_name(rest) {
        let (day, after) = small(skip_separator(after), 31)?;
        return Some((PrintedDate::Full(NaiveDate::from_ymd_opt(year, month, day)?), after));
    }
    let (month, rest) = small(rest, 12)?;
    let (day, rest) = small(rest.strip_prefix(separator)?, 31)?;
    if rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = if separator == '.' { rest.strip_prefix('.').unwrap_or(rest) } else { rest };
    Some((PrintedDate::Full(NaiveDate::from_ymd_opt(year, month, day)?), rest))
}

/// `20260103`
fn compact(text: &str) -> Option<(PrintedDate, &str)> {
    let (number, rest) = text.split_at_checked(8)?;
    let (year, rest_of_number) = number.split_at_checked(4)?;
    let (month, day) = rest_of_number.split_at_checked(2)?;
    let date = NaiveDate::from_ymd_opt(year_of(year)?, month.parse().ok()?, day.parse().ok()?)?;
    Some((PrintedDate::Full(date), rest))
}

/// `02/07`, `02.11.`, `3 Jan 2026`, `01MAY`, `3. März 2026`, `10 de enero de 2026`
fn day_first(text: &str) -> Option<(PrintedDate, &str)> {
    let (first, rest) = small(text, 31)?;
    let named = rest.trim_start_matches([' ', '\u{a0}', '.', '-', '/', 'º', '°', '’', '\'']);
    let named = strip_ordinal(named);
    if let Some((month, after)) = month_name(named) {
        return Some(with_year(first, month, after));
    }
    let separator = rest.chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
    let (second, after) = small(rest.strip_prefix(separator)?, 31)?;
    if first > 12 && second > 12 {
        return None;
    }
    let Some(year_part) = after.strip_prefix(separator) else {
        // `02-07` may be anything, `12.50` is money.
        let clear = separator == '/' && !after.starts_with(|c: char| c.is_alphanumeric());
        return clear.then_some((PrintedDate::Numeric { first, second, year: None }, after));
    };
    if let Some((year, rest)) = digits(year_part, 4) {
        let year = year_of(year)?;
        return Some((PrintedDate::Numeric { first, second, year: Some(year) }, rest));
    }
    // `02.11.` without a year.
    let clear = separator == '.' && !year_part.starts_with(|c: char| c.is_alphanumeric());
    clear.then_some((PrintedDate::Numeric { first, second, year: None }, year_part))
}

fn strip_ordinal(text: &str) -> &str {
    for suffix in ["st ", "nd ", "rd ", "th ", "de ", "er "] {
        if let Some(rest) = text.strip_prefix(suffix) {
            return rest;
        }
    }
    text
}

/// `Jan 3, 2026`, `Jan 03`
fn month_first(text: &str) -> Option<(PrintedDate, &str)> {
    let (month, rest) = month_name(text)?;
    let (day, rest) = small(rest.trim_start_matches([' ', '\u{a0}', '.', '-', '/']), 31)?;
    // `March 2026` is no date, and neither is `May 12.50`.
    if rest.starts_with(|c: char| c.is_ascii_digit()) || rest.strip_prefix(['.', ',']).is_some_and(starts_with_digit) {
        return None;
    }
    let rest = ["st", "nd", "rd", "th"].iter().find_map(|suffix| rest.strip_prefix(suffix)).unwrap_or(rest);
    Some(with_year(day, month, rest))
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// Adds the year that may follow day and month.
fn with_year(day: u32, month: u32, after: &str) -> (PrintedDate, &str) {
    let without = (PrintedDate::DayMonth { day, month }, after);
    let candidate = skip_separator(after);
    let candidate = candidate.strip_prefix("de ").unwrap_or(candidate);
    let Some((year_digits, rest)) = digits(candidate, 4) else { return without };
    let glued = !after.starts_with([' ', '\u{a0}', '.', ',', '-', '/', '\'']);
    let is_number =
        rest.starts_with(['.', ',', ':', '/', '-']) && rest.strip_prefix(|_: char| true).is_some_and(starts_with_digit);
    // `1 Jul - 31 Jul 2024` is a range and no year 2031.
    let is_range = year_digits.len() == 2 && month_name(rest.trim_start_matches([' ', '\u{a0}', '.'])).is_some();
    if is_range || is_number || glued && year_digits.len() != 4 && year_digits.len() != 2 {
        return without;
    }
    match year_of(year_digits).and_then(|year| NaiveDate::from_ymd_opt(year, month, day)) {
        Some(date) => (PrintedDate::Full(date), rest),
        None => without,
    }
}

/// A month's name at the start, in any of the languages, and what follows it.
fn month_name(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end)?;
    let number = month(word)?;
    Some((number, rest.strip_prefix('.').unwrap_or(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str) -> Years {
        Years::Near(text.parse().unwrap())
    }

    #[test]
    fn reads_what_banks_print() {
        let years = near("2026-01-20");
        for (text, expected) in [
            ("02/07/2025", "2025-07-02"),
            ("31.12.2025", "2025-12-31"),
            ("02.11.25", "2025-11-02"),
            ("2026-01-03", "2026-01-03"),
            ("2012/3/22", "2012-03-22"),
            ("2019.04.19.", "2019-04-19"),
            ("20190311", "2019-03-11"),
            ("3 Jan 2026", "2026-01-03"),
            ("03-Jan-26", "2026-01-03"),
            ("Jan 3, 2026", "2026-01-03"),
            ("JAN 03", "2026-01-03"),
            ("27Mar2023", "2023-03-27"),
            ("01 MAY", "2026-05-01"),
            ("02.11.", "2025-11-02"),
            ("28/12", "2025-12-28"),
            ("3. März 2024", "2024-03-03"),
            ("10 de enero de 2026", "2026-01-10"),
            ("1er février 2025", "2025-02-01"),
            ("5 января 2026", "2026-01-05"),
            ("7 stycznia 2026", "2026-01-07"),
            ("2 mrt 2025", "2025-03-02"),
            ("4 dez. 2025", "2025-12-04"),
            ("2018-02-25 12:34:56 +0000", "2018-02-25"),
            ("28.06.2013 00:00:30:989", "2013-06-28"),
        ] {
            let date = PrintedDate::parse_whole(text).and_then(|date| date.resolve(DayOrder::DayFirst, &years));
            assert_eq!(date, Some(expected.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in
            ["", "12.50", "1234", "May", "May 12.50", "32/01/2025", "13/13", "1/2/3/4", "2024", "10:15", "12-50", "0/5"]
        {
            assert_eq!(PrintedDate::parse_whole(text), None, "{text}");
        }
    }

    #[test]
    fn short_dates_stand_in_date_columns_only() {
        for (text, expected) in [
            ("14.03", true),
            ("14-03", true),
            ("14 03", true),
            ("1.05", true),
            ("1 05", false),
            ("12.5", false),
            ("99.50", false),
        ] {
            assert_eq!(PrintedDate::parse_short(text).is_some(), expected, "{text}");
            assert_eq!(PrintedDate::parse_whole(text), None, "{text}");
        }
    }

    #[test]
    fn the_year_comes_from_the_period_across_new_year() {
        let period = Period::new("2025-12-10".parse().unwrap(), "2026-01-09".parse().unwrap()).unwrap();
        for (text, expected) in [("28/12", "2025-12-28"), ("05/01", "2026-01-05"), ("09/12", "2025-12-09")] {
            let date = PrintedDate::parse_whole(text).unwrap();
            let date = date.resolve(DayOrder::DayFirst, &Years::Period(period));
            assert_eq!(date, Some(expected.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn the_whole_file_decides_the_order() {
        for (texts, certain, likely) in [
            (&["12/15/2018", "01/02/2018"][..], Some(DayOrder::MonthFirst), DayOrder::MonthFirst),
            (&["15/12/2018"][..], Some(DayOrder::DayFirst), DayOrder::DayFirst),
            (&["01/02/2018"][..], None, DayOrder::DayFirst),
            (&["04/09/2024", "04/03/2024", "04/02/2024", "04/01/2024"][..], None, DayOrder::MonthFirst),
            (&["05/05/2024"][..], Some(DayOrder::DayFirst), DayOrder::DayFirst),
        ] {
            let dates: Vec<_> = texts.iter().filter_map(|text| PrintedDate::parse_whole(text)).collect();
            let mut votes = OrderVotes::default();
            dates.iter().for_each(|date| votes.add(*date));
            assert_eq!(votes.certain(), certain, "{texts:?}");
            assert_eq!(votes.likely(&dates, &near("2024-06-01")), likely, "{texts:?}");
        }
    }
}
