//! Days counted within or from other days: "first week of march", "late february", "the 30 days to 5 march",
//! "week commencing 2 march".
//!
//! **Invariant:** as in `calendar`: pure arithmetic on the words.

use chrono::{Datelike, Days, Months, NaiveDate};

use super::calendar::{Atom, Reader, Unit};
use super::dates::weekday_named;
use super::words::Words;
use crate::domain::{Period, month_end};

/// Days of a third of a month: "early", "mid" and "late".
const THIRD_OF_MONTH_DAYS: u64 = 10;

/// Days of the first half of a month.
const HALF_MONTH_DAYS: u64 = 15;

/// Which part of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Third {
    Early,
    Middle,
    Late,
}

impl Third {
    fn named(word: &str) -> Option<Self> {
        Some(match word {
            "early" | "start" | "beginning" => Self::Early,
            "mid" | "middle" => Self::Middle,
            "late" | "end" => Self::Late,
            _ => return None,
        })
    }

    /// The third of a month; the four months of a year; of other periods the days divided by three.
    fn of(self, whole: Period) -> Option<Period> {
        let add = |days: u64| whole.from.checked_add_days(Days::new(days));
        if Some(whole) == Period::year(whole.from.year()) {
            let first = |month: u32| NaiveDate::from_ymd_opt(whole.from.year(), month, 1);
            let (from, last) = match self {
                Self::Early => (1, 4),
                Self::Middle => (5, 8),
                Self::Late => (9, 12),
            };
            return Period::new(first(from)?, month_end(first(last)?));
        }
        let third = if whole.is_whole_month() {
            THIRD_OF_MONTH_DAYS
        } else {
            u64::try_from(whole.days()).ok()?.div_ceil(3).max(1)
        };
        match self {
            Self::Early => Period::new(whole.from, add(third - 1)?.min(whole.to)),
            Self::Middle => Period::new(add(third)?.min(whole.to), add(2 * third - 1)?.min(whole.to)),
            Self::Late => Period::new(add(2 * third)?.min(whole.to), whole.to),
        }
    }
}

impl Reader {
    /// "late february", "mid-march", "the end of january".
    pub(super) fn third_of(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let third = Third::named(words.free(index))?;
        let (mut at, of) = (index + 1, words.free(index + 1) == "of");
        at += usize::from(of) + usize::from(words.free(at) == "-");
        if matches!(words.free(index), "start" | "end" | "beginning" | "middle") && !of {
            return None;
        }
        let (whole, next) = self.uncut(|reader| reader.whole(words, at))?;
        if whole.period.days() < i64::try_from(THIRD_OF_MONTH_DAYS).ok()? && third != Third::Middle {
            return None;
        }
        Some((self.dated(third.of(whole.period)?), next))
    }

    /// The 15th for "mid march" where a range begins or ends there.
    pub(super) fn middle_day(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        if !matches!(words.free(index), "mid" | "middle") {
            return None;
        }
        let mut at = index + 1;
        at += usize::from(matches!(words.free(at), "of" | "-"));
        let (whole, next) = self.uncut(|reader| reader.whole(words, at))?;
        let day = whole.period.from.checked_add_days(Days::new(HALF_MONTH_DAYS - 1))?;
        let undated = whole.undated.map(|undated| super::time::Undated { day: Some(15), ..undated });
        Some((Atom { period: Period::day(day), undated }, next))
    }

    /// "first week of march", "last 10 days of may", "second half of february", "last friday of january".
    pub(super) fn part_of(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let nth = match words.free(index) {
            "first" | "1st" => Some(0),
            "second" | "2nd" => Some(1),
            "third" | "3rd" => Some(2),
            "fourth" | "4th" => Some(3),
            "last" | "final" => None,
            _ => return None,
        };
        let (count, at) = self.how_many(words, index + 1).unwrap_or((1, index + 1));
        let noun = words.free(at);
        let (unit, weekday) = (Unit::named(noun), weekday_named(noun));
        let half = noun == "half";
        if (unit.is_none() && weekday.is_none() && !half) || !matches!(words.free(at + 1), "of" | "in") {
            return None;
        }
        let (whole, next) = self.uncut(|reader| reader.whole(words, at + 2))?;
        let period = match (unit, weekday) {
            (_, Some(weekday)) => Self::nth_weekday(whole.period, weekday, nth)?,
            (Some(Unit::Weekend), _) => {
                let saturday = Self::nth_weekday(whole.period, chrono::Weekday::Sat, nth)?.from;
                Period::new(saturday, saturday.succ_opt()?)?
            }
            (Some(unit), _) => Self::nth_unit(whole.period, unit, count, nth)?,
            _ => Self::half_of(whole.period, nth)?,
        };
        Some((self.dated(period), next))
    }

    fn nth_weekday(whole: Period, weekday: chrono::Weekday, nth: Option<u32>) -> Option<Period> {
        let mut days = whole.from.iter_days().take_while(|day| *day <= whole.to).filter(|day| day.weekday() == weekday);
        let day = match nth {
            Some(nth) => days.nth(usize::try_from(nth).ok()?),
            None => days.last(),
        };
        day.map(Period::day)
    }

    fn nth_unit(whole: Period, unit: Unit, count: u32, nth: Option<u32>) -> Option<Period> {
        let Period { from, to } = whole;
        let length = match unit {
            Unit::Day => count,
            Unit::Week => count.checked_mul(7)?,
            Unit::Month | Unit::Quarter => {
                let months = count.checked_mul(if unit == Unit::Month { 1 } else { 3 })?;
                let first = match nth {
                    Some(nth) => from.checked_add_months(Months::new(nth.checked_mul(months)?))?,
                    None => crate::domain::month_start(to).checked_sub_months(Months::new(months - 1))?,
                };
                let last = month_end(first.checked_add_months(Months::new(months.saturating_sub(1)))?);
                return Period::new(first.max(from), last.min(to));
            }
            unit => return unit.containing(if nth.is_none() { to } else { from }),
        };
        let more = Days::new(u64::from(length.saturating_sub(1)));
        match nth {
            None => Period::new(to.checked_sub_days(more)?.max(from), to),
            Some(nth) => {
                let first = from.checked_add_days(Days::new(u64::from(nth.checked_mul(length)?)))?;
                Period::new(first, first.checked_add_days(more)?.min(to))
            }
        }
    }

    fn half_of(whole: Period, nth: Option<u32>) -> Option<Period> {
        let second = nth != Some(0);
        let middle = if whole.is_whole_month() {
            whole.from.checked_add_days(Days::new(HALF_MONTH_DAYS))?
        } else {
            whole.from.checked_add_months(Months::new(u32::try_from(whole.months() / 2).ok()?))?
        };
        if second { Period::new(middle, whole.to) } else { Period::new(whole.from, middle.pred_opt()?) }
    }

    /// "week of 3 march", "week commencing 2 march", "week ending 15 march", "week 10".
    pub(super) fn week_of(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        if words.free(index) != "week" {
            return None;
        }
        let numbered = self.how_many(words, index + 1).filter(|(number, next)| {
            (1..=53).contains(number) && super::dates::month_number(words.free(*next)).is_none()
        });
        if let Some((number, at)) = numbered {
            let (year, next) = self.year_behind(words, at).unwrap_or((self.today.year(), at));
            let monday = |year| NaiveDate::from_isoywd_opt(year, number, chrono::Weekday::Mon);
            let first = monday(year).filter(|first| *first <= self.today).or_else(|| monday(year - 1))?;
            return Some((self.dated(Unit::Week.containing(first)?), next));
        }
        let word = words.free(index + 1);
        let mut at = index + 2;
        at += usize::from(words.free(at) == "on") + usize::from(words.free(index + 2) == "the");
        let anchor = |at: usize| self.uncut(|reader| reader.day(words, at));
        let week = Days::new(6);
        let (period, next) = match word {
            "of" => anchor(at).and_then(|(day, next)| Some((Unit::Week.containing(day)?, next)))?,
            "commencing" | "beginning" | "starting" | "from" => {
                let (day, next) = anchor(at)?;
                (Period::new(day, day.checked_add_days(week)?)?, next)
            }
            "ending" | "to" => {
                let (day, next) = anchor(at)?;
                (Period::new(day.checked_sub_days(week)?, day)?, next)
            }
            _ => {
                let (day, next) = anchor(index + 1)?;
                (Unit::Week.containing(day)?, next)
            }
        };
        Some((self.dated(period), next))
    }

    /// One day with its month.
    fn day(&self, words: &Words, index: usize) -> Option<(NaiveDate, usize)> {
        let (atom, next) = self.atom(words, index)?;
        (atom.period.from == atom.period.to).then_some((atom.period.from, next))
    }

    /// "the 30 days to 5 march", "3 months to february", "the year to march 2026", "2 weeks before christmas",
    /// "10 days from 1 may", "the week before this one".
    pub(super) fn counted_to(&self, words: &Words, index: usize) -> Option<(Atom, usize)> {
        let (count, at) = match Unit::named(words.free(index)) {
            // "per week from january" counts nothing; "the week from 3 march" does.
            Some(_) if words.text(index.wrapping_sub(1)) != "the" => return None,
            Some(_) => (1, index),
            None => self.how_many(words, index)?,
        };
        let unit = Unit::named(words.free(at)).filter(|unit| *unit != Unit::Weekend)?;
        let (side, at) = side(words, at + 1)?;
        if side == Side::UpTo && words.free(at) == "date" {
            return None;
        }
        let at = at + usize::from(words.free(at) == "the");
        let this_one = words.free(at) == "this" && words.free(at + 1) == "one";
        let (anchor, next) = if this_one {
            (unit.containing(self.today)?, at + 2)
        } else {
            let (atom, next) = self.uncut(|reader| reader.atom(words, at))?;
            (atom.period, next)
        };
        let period = match side {
            Side::UpTo => ending(anchor.to, count, unit)?,
            Side::Before => ending(anchor.from.pred_opt()?, count, unit)?,
            Side::From => starting(anchor.from, count, unit)?,
            Side::After => starting(anchor.to.succ_opt()?, count, unit)?,
        };
        Some((self.dated(period), next))
    }

    /// Reads with days to come left in, for what is counted from a period's end.
    fn uncut<T>(&self, read: impl Fn(&Reader) -> Option<T>) -> Option<T> {
        read(&Reader { keep_ahead: true, ..*self })
    }
}

/// On which side of an anchor days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    UpTo,
    Before,
    From,
    After,
}

const SIDES: &[(&str, Side)] = &[
    ("leading up to", Side::UpTo),
    ("up to", Side::UpTo),
    ("up until", Side::UpTo),
    ("running up to", Side::UpTo),
    ("to", Side::UpTo),
    ("until", Side::UpTo),
    ("till", Side::UpTo),
    ("ending", Side::UpTo),
    ("ended", Side::UpTo),
    ("ending on", Side::UpTo),
    ("before", Side::Before),
    ("prior to", Side::Before),
    ("preceding", Side::Before),
    ("starting", Side::From),
    ("starting on", Side::From),
    ("beginning", Side::From),
    ("from", Side::From),
    ("after", Side::After),
    ("following", Side::After),
];

fn side(words: &Words, index: usize) -> Option<(Side, usize)> {
    let found = SIDES.iter().filter_map(|(phrase, side)| Some((*side, index + words.phrase_at(index, phrase)?)));
    found.max_by_key(|(_, next)| *next)
}

/// So many units, in what a calendar counts.
enum Length {
    Days(u32),
    Months(u32),
}

impl Length {
    fn of(count: u32, unit: Unit) -> Option<Self> {
        Some(match unit {
            Unit::Day => Self::Days(count),
            Unit::Week | Unit::Weekend => Self::Days(count.checked_mul(7)?),
            Unit::Month => Self::Months(count),
            Unit::Quarter => Self::Months(count.checked_mul(3)?),
            Unit::Year => Self::Months(count.checked_mul(12)?),
        })
    }
}

/// So many units whose last day is `last`: whole months where it ends one.
fn ending(last: NaiveDate, count: u32, unit: Unit) -> Option<Period> {
    let first = match Length::of(count, unit)? {
        Length::Days(days) => last.checked_sub_days(Days::new(u64::from(days.checked_sub(1)?)))?,
        Length::Months(months) => last.succ_opt()?.checked_sub_months(Months::new(months))?,
    };
    Period::new(first, last)
}

/// So many units whose first day is `first`.
fn starting(first: NaiveDate, count: u32, unit: Unit) -> Option<Period> {
    let last = match Length::of(count, unit)? {
        Length::Days(days) => first.checked_add_days(Days::new(u64::from(days.checked_sub(1)?)))?,
        Length::Months(months) => first.checked_add_months(Months::new(months))?.pred_opt()?,
    };
    Period::new(first, last)
}

/// The last day of what begins on `first` and is a month or year like `like`.
pub(super) fn as_long(first: NaiveDate, like: Period) -> Option<NaiveDate> {
    match like.is_whole_month() {
        true => Some(month_end(first)),
        false => first.checked_add_days(Days::new(u64::try_from(like.days()).ok()?.checked_sub(1)?)),
    }
}
