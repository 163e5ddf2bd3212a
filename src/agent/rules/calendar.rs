//! Single names of days: "last month", "6 november 2025", "q1 this year", "03.04.2025".
//!
//! **Invariant:** what it returns never ends after today if it has begun, because days to come do not count.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use rust_decimal::prelude::ToPrimitive;

use super::dates::{month_number, weekday_named};
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
    /// Whether days after today stay in what is read: for counting from a period's end.
    pub keep_ahead: bool,
}

/// Longest "last N …": nobody has statements of more days than this, and chrono stays in range.
const COUNT_MAX: u32 = 4000;

impl Unit {
    pub(super) fn named(word: &str) -> Option<Self> {
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
        if period.from <= self.today && !self.keep_ahead {
            Period { to: period.to.min(self.today), ..period }
        } else {
            period
        }
    }

    pub(super) fn dated(&self, period: Period) -> Atom {
        Atom { period: self.begun(period), undated: None }
    }

    /// The month or day in one year.
    pub(super) fn in_year(&self, undated: Undated, year: i32) -> Option<Period> {
        let Undated { month, day } = undated;
        let first = NaiveDate::from_ymd_opt(year, month, day.unwrap_or(1))?;
        Some(if day.is_some() { Period::day(first) } else { Period::month_of(first) })
    }

    /// The latest occurrence that has begun. A 29 February may lie some years back.
    pub(super) fn latest(&self, undated: Undated) -> Option<Atom> {
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
    pub(super) fn whole(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
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
        let middle = || self.middle_day(words, after_the);
        self.start_of(words, index).or_else(middle).or_else(|| self.atom(words, after_the))
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
        self.middle_day(words, at).or_else(|| self.atom(words, at))
    }

    /// One name of days that starts at `index`, and the index behind it.
    pub(super) fn atom(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        if words.free(index) == "the" {
            let inner = self.atom(words, index + 1)?;
            return Some(inner);
        }
        self.counted_to(words, index)
            .or_else(|| self.part_of(words, index))
            .or_else(|| self.third_of(words, index))
            .or_else(|| self.week_of(words, index))
            .or_else(|| self.feast(words, index))
            .or_else(|| self.season(words, index))
            .or_else(|| self.near_day(words, index))
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
            "this" if matches!(words.free(index + 1), "morning" | "afternoon" | "evening") => (0, 2),
            "yesterday" => (-1, 1),
            "tomorrow" => (1, 1),
            "last" if words.free(index + 1) == "night" => (-1, 2),
            "day" if words.free(index + 1) == "before" && words.free(index + 2) == "yesterday" => (-2, 3),
            // No length is said: the answer names the days.
            "lately" | "recently" if !matches!(words.text(index.wrapping_sub(1)), "most" | "more") => {
                return Some((
                    self.dated(Period::new(self.today.checked_sub_days(Days::new(29))?, self.today)?),
                    index + 1,
                ));
            }
            "weekend" if words.free(index + 1) == "before" && words.free(index + 2) == "last" => {
                let back = |day: NaiveDate| day.checked_sub_days(Days::new(7));
                let last = self.last_weekend()?;
                return Some((self.dated(Period::new(back(last.from)?, back(last.to)?)?), index + 3));
            }
            "weekend" if words.free(index.wrapping_sub(1)) == "the" => {
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
            "last" | "past" | "previous" | "prior" | "preceding" | "recent" | "rolling" | "trailing" => {
                self.counted(words, at).or_else(|| self.last(words, at))
            }
            "next" | "coming" if month_number(words.free(at)).is_some() => {
                let undated = Undated { month: month_number(words.free(at))?, day: None };
                let year = self.today.year();
                let ahead = (year..=year + 1).filter_map(|year| self.in_year(undated, year));
                let period = ahead.into_iter().find(|period| period.from > self.today)?;
                Some((self.dated(period), at + 1))
            }
            "next" | "coming" => {
                let unit = Unit::named(words.free(at))?;
                let period = super::time::Shift::Forward(unit).apply(unit.containing(self.today)?)?;
                Some((self.dated(period), at + 1))
            }
            "month" | "week" | "year" | "quarter"
                if words.free(at) == "just"
                    && matches!(words.free(at + 1), "gone" | "ended" | "past" | "finished" | "passed") =>
            {
                let unit = Unit::named(word)?;
                let period = super::time::Shift::Back(unit).apply(unit.containing(self.today)?)?;
                Some((self.dated(period), at + 2))
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
            let year_back = words.phrase_at(at + 1, "last year").or_else(|| words.phrase_at(at + 1, "a year ago"));
            if let Some(count) = year_back {
                let day = self.today.checked_sub_months(Months::new(12))?;
                return Some((self.dated(unit.containing(day)?), at + 1 + count));
            }
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
        let weekday = weekday_named(words.free(at)).or_else(|| self.led_weekday(words, at))?;
        Some((self.dated(Period::day(self.latest_weekday(weekday)?)), at + 1))
    }

    /// The latest such day before today.
    pub(super) fn latest_weekday(&self, weekday: Weekday) -> Option<NaiveDate> {
        (1..=7).filter_map(|back| self.today.checked_sub_days(Days::new(back))).find(|day| day.weekday() == weekday)
    }

    /// "30 days", "couple of weeks", "few months" after "last": days and weeks run up to today, longer units are whole
    /// ones before the current.
    pub(super) fn counted(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
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

    pub(super) fn how_many(&self, words: &Words, index: usize) -> Option<(u32, usize)> {
        match words.free(index) {
            "couple" => return Some((2, index + 1 + usize::from(words.free(index + 1) == "of"))),
            "few" => return Some((3, index + 1)),
            "dozen" => return Some((12, index + 1)),
            "half" if words.free(index + 1) == "dozen" => return Some((6, index + 2)),
            "a" if words.free(index + 1) == "couple" || words.free(index + 1) == "few" => {
                return self.how_many(words, index + 1);
            }
            _ => {}
        }
        let count = words.number(index).filter(|_| !words.free(index).is_empty())?.to_u32()?;
        (1..=COUNT_MAX).contains(&count).then_some((count, index + 1))
    }

    /// "ytd", "year to date", "month to date".
    fn to_date(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let unit = match words.free(index) {
            "wtd" => return Some((self.dated(Unit::Week.containing(self.today)?), index + 1)),
            "qtd" => return Some((self.dated(Unit::Quarter.containing(self.today)?), index + 1)),
            "ytd" => return Some((self.dated(Unit::Year.containing(self.today)?), index + 1)),
            "mtd" => return Some((self.dated(Unit::Month.containing(self.today)?), index + 1)),
            word => Unit::named(word)?,
        };
        let to_date = matches!((words.free(index + 1), words.free(index + 2)), ("to", "date") | ("so", "far"));
        to_date.then(|| unit.containing(self.today)).flatten().map(|period| (self.dated(period), index + 3))
    }
}
