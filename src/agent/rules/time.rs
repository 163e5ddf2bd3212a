//! Which days a sentence means.
//!
//! Months and years without more are their latest occurrence that has begun; weeks start on Monday; both ends count.
//!
//! **Invariant:** pure calendar arithmetic on the words; it never reads a clock.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::calendar::{Atom, Reader, Unit};
use super::dates::{month_number, weekdays_named};
use super::lexicon;
use super::words::Words;
use crate::domain::Period;

/// What the sentence says about time.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Times {
    /// In the order of the sentence.
    pub spans: Vec<Span>,
    /// "the month before": relative to what was talked about.
    pub shift: Option<Shift>,
    /// "so far" without saying since when.
    pub so_far: bool,
    /// "ever", "all time".
    pub all: bool,
    /// "on fridays", "at weekends": only these days of the week.
    pub weekdays: Vec<Weekday>,
    /// "each of the last 3 months": one by one.
    pub each: Option<Unit>,
    /// Days that are named but are no days, or not the same for everybody: asked back.
    pub unclear: Option<String>,
}

/// Some days, and where in the sentence they are named.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Span {
    pub period: Period,
    pub first_word: usize,
    pub end_word: usize,
    /// The two ends, where a range goes from one named period to another: "from january to february".
    pub ends: Option<(Period, Period)>,
    /// Without a year the period was taken as the latest one that has begun.
    undated: Option<Undated>,
}

/// A month or day of a month whose year the sentence does not say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Undated {
    pub month: u32,
    pub day: Option<u32>,
}

/// A step from the period before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    /// The period of the same length just before.
    Back(Unit),
    Forward(Unit),
    /// The same days a year earlier.
    YearBack,
}

/// Words that may stand between two periods of one list.
const LIST_GAP_MAX: usize = 4;

/// Finds every period in the sentence and marks its words.
pub(super) fn find(words: &mut Words, today: NaiveDate, day_first: bool, known_from: Option<NaiveDate>) -> Times {
    let reader = Reader { today, day_first, keep_ahead: false };
    let mut times = Times::default();
    let mut index = 0;
    while index < words.len() {
        let after_the = index + usize::from(words.free(index) == "the");
        let found = match reader.counted_to(words, after_the) {
            Some((atom, next)) => Some((atom.period, atom.undated, next)),
            None if shift_at(words, index).is_some() => None,
            None => range_at(words, index, &reader, known_from)
                .or_else(|| reader.atom(words, index).map(|(atom, next)| (atom.period, atom.undated, next)))
                .or_else(|| bare_count(words, index, &reader)),
        };
        match found {
            Some((period, undated, next)) => {
                times.each = times.each.or(each_of(words, index, next));
                let ends = ends_of(words, index, next, &reader, period);
                words.take(index..next);
                times.spans.push(Span { period, first_word: index, end_word: next, undated, ends });
                index = next;
            }
            None => index = no_period(words, index, &reader, &mut times),
        }
    }
    share_years(&mut times.spans, &reader);
    times
}

/// The periods at both ends of "from january to february".
fn ends_of(words: &Words, index: usize, next: usize, reader: &Reader, whole: Period) -> Option<(Period, Period)> {
    let start = index + usize::from(matches!(words.free(index), "from" | "between"));
    let (first, at) = reader.start_or_atom(words, start)?;
    let last = (at..next).find_map(|at| reader.atom(words, at).filter(|(_, end)| *end == next))?.0;
    let first = Period::new(whole.from, first.period.to)
        .filter(|first| first.to < last.period.from)
        .or_else(|| Period::new(whole.from, super::parts::as_long(whole.from, first.period)?))?;
    (first.to < last.period.from && first.from == whole.from).then_some((first, last.period))
}

/// What stands at a word that begins no period: a step from another one, certain weekdays, an unreadable date, or nothing.
fn no_period(words: &mut Words, index: usize, reader: &Reader, times: &mut Times) -> usize {
    if let Some((shift, next)) = shift_at(words, index) {
        // "last month and the month before": from the period named just before.
        let stepped = times.spans.last().and_then(|span| shift.apply(span.period));
        match stepped.map(|period| reader.begun(period)) {
            Some(period) => {
                times.spans.iter_mut().for_each(|span| span.undated = None);
                times.spans.push(Span { period, first_word: index, end_word: next, undated: None, ends: None });
            }
            None => times.shift = Some(shift),
        }
        words.take(index..next);
        return next;
    }
    if let Some(next) = last_of_the_same(words, index, reader, times) {
        return next;
    }
    if let Some((days, next)) = weekdays_at(words, index) {
        times.weekdays.extend(days);
        words.take(index..next);
        return next;
    }
    if let Some(next) = unclear_at(words, index, reader, times) {
        return next;
    }
    note_openness(words, index, times);
    index + 1
}

/// "this month and last": the same unit before.
fn last_of_the_same(words: &mut Words, index: usize, reader: &Reader, times: &mut Times) -> Option<usize> {
    let span = times.spans.last()?;
    let near = index.saturating_sub(span.end_word) <= 2;
    let alone =
        words.free(index) == "last" && matches!(words.free(index + 1), "" | "and" | "please" | "in" | "on" | "for");
    if !near || !alone {
        return None;
    }
    let unit = unit_of(span.period, reader.today)?;
    let period = Shift::Back(unit).apply(span.period)?;
    words.take(index..index + 1);
    times.spans.push(Span { period, first_word: index, end_word: index + 1, undated: None, ends: None });
    Some(index + 1)
}

/// The calendar unit that a period is, perhaps up to today only.
fn unit_of(period: Period, today: NaiveDate) -> Option<Unit> {
    let units = [Unit::Day, Unit::Week, Unit::Month, Unit::Quarter, Unit::Year];
    units.into_iter().find(|unit| {
        let whole = unit.containing(period.from);
        whole.is_some_and(|whole| {
            whole.from == period.from && (whole.to == period.to || period.to == today && whole.to > today)
        })
    })
}

/// The period before one: the calendar unit before where it is one, else as many days just before.
pub(super) fn before(period: Period, today: NaiveDate) -> Option<Period> {
    if let Some(unit) = unit_of(period, today) {
        return Shift::Back(unit).apply(period);
    }
    let to = period.from.pred_opt()?;
    Period::new(to.checked_sub_days(Days::new(u64::try_from(period.days()).ok()?.saturating_sub(1)))?, to)
}

/// "on fridays", "at weekends", "weekday spending".
fn weekdays_at(words: &Words, index: usize) -> Option<(Vec<Weekday>, usize)> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let word = words.free(index);
    // "which weekday", "by weekday" ask for the groups.
    let asked = matches!(
        words.text(index.wrapping_sub(1)),
        "which" | "what" | "by" | "per" | "each" | "last" | "this" | "next" | "past"
    );
    let days = match word {
        "weekends" => vec![Sat, Sun],
        "weekend" if !asked && words.text(index.wrapping_sub(1)) != "the" => vec![Sat, Sun],
        "weekdays" | "workdays" => vec![Mon, Tue, Wed, Thu, Fri],
        "weekday" if !asked => vec![Mon, Tue, Wed, Thu, Fri],
        "every" => {
            let day = super::dates::weekday_named(words.free(index + 1))?;
            return Some((vec![day], index + 2));
        }
        word => vec![weekdays_named(word)?],
    };
    Some((days, index + 1))
}

/// "30 february", "fiscal 2025", "diwali": named, but not readable.
fn unclear_at(words: &mut Words, index: usize, reader: &Reader, times: &mut Times) -> Option<usize> {
    let asked = lexicon::ASKED_BACK.split('|').find_map(|phrase| Some((phrase, words.phrase_at(index, phrase)?)));
    if let Some((phrase, count)) = asked {
        words.take(index..index + count);
        times.unclear.get_or_insert_with(|| phrase.to_owned());
        return Some(index + count);
    }
    let day = reader.day_number(words, index)?;
    let at = index + 1 + usize::from(words.free(index + 1) == "of");
    month_number(words.free(at))?;
    let end = at + 1 + usize::from(words.number(at + 1).is_some_and(|year| year > 1900.into()));
    let said: Vec<&str> = (at..end).map(|at| words.free(at)).collect();
    times.unclear.get_or_insert_with(|| format!("{day} {}", said.join(" ")));
    words.take(index..end);
    Some(end)
}

/// "over 6 months", "in 3 weeks": the latest ones, as after "past".
fn bare_count(words: &Words, index: usize, reader: &Reader) -> Option<Found> {
    if !matches!(words.free(index), "over" | "in" | "for" | "within" | "during") {
        return None;
    }
    let at = index + 1 + usize::from(words.free(index + 1) == "the");
    if let Some((atom, next)) = reader.counted_to(words, at) {
        return Some((atom.period, None, next));
    }
    let (atom, next) = reader.counted(words, at)?;
    let plural = words.free(next.saturating_sub(1)).ends_with('s');
    (plural && words.free(next) != "ago").then_some((atom.period, None, next))
}

/// "each of the last 3 months", "every one of the past 4 weeks".
fn each_of(words: &Words, index: usize, next: usize) -> Option<Unit> {
    let before = |back: usize| words.text(index.wrapping_sub(back));
    let the = usize::from(before(1) == "the" || before(1) == "my");
    let each = before(1 + the) == "of" && matches!(before(2 + the), "each" | "every" | "one");
    let unit = Unit::named(words.free(next.saturating_sub(1)))?;
    each.then_some(unit)
}

/// "so far", "ever", "of all time".
fn note_openness(words: &mut Words, index: usize, times: &mut Times) {
    for phrase in ["so far", "to date", "ever", "all time", "since forever", "whole history", "in my history"] {
        if let Some(count) = words.phrase_at(index, phrase) {
            match phrase {
                "so far" | "to date" => times.so_far = true,
                _ => times.all = true,
            }
            words.take(index..index + count);
        }
    }
}

/// Phrases relative to the period before.
const SHIFTS: &[(&str, Shift)] = &[
    ("the month before", Shift::Back(Unit::Month)),
    ("month before", Shift::Back(Unit::Month)),
    ("the previous one", Shift::Back(Unit::Month)),
    ("the one before", Shift::Back(Unit::Month)),
    ("the week before", Shift::Back(Unit::Week)),
    ("week before", Shift::Back(Unit::Week)),
    ("the quarter before", Shift::Back(Unit::Quarter)),
    ("quarter before", Shift::Back(Unit::Quarter)),
    ("the year before", Shift::Back(Unit::Year)),
    ("year before", Shift::Back(Unit::Year)),
    ("a year earlier", Shift::YearBack),
    ("same time last year", Shift::YearBack),
    ("same month last year", Shift::YearBack),
    ("same period last year", Shift::YearBack),
    ("same time a year ago", Shift::YearBack),
    ("this time last year", Shift::YearBack),
    ("the same a year ago", Shift::YearBack),
    ("same period a year ago", Shift::YearBack),
    ("same period of last year", Shift::YearBack),
    ("same period in the previous year", Shift::YearBack),
    ("same month a year ago", Shift::YearBack),
    ("same month the year before", Shift::YearBack),
    ("same month of last year", Shift::YearBack),
    ("same quarter last year", Shift::YearBack),
    ("same week last year", Shift::YearBack),
    ("the year earlier", Shift::YearBack),
    ("a year before", Shift::YearBack),
    ("one before that", Shift::Back(Unit::Month)),
    ("the month prior", Shift::Back(Unit::Month)),
    ("month earlier", Shift::Back(Unit::Month)),
    ("the day before", Shift::Back(Unit::Day)),
    ("the month after", Shift::Forward(Unit::Month)),
    ("the next month", Shift::Forward(Unit::Month)),
    ("the following month", Shift::Forward(Unit::Month)),
    ("month after", Shift::Forward(Unit::Month)),
    ("following month", Shift::Forward(Unit::Month)),
    ("the week after", Shift::Forward(Unit::Week)),
    ("the following week", Shift::Forward(Unit::Week)),
    ("the year after", Shift::Forward(Unit::Year)),
    ("the following year", Shift::Forward(Unit::Year)),
    ("the day after", Shift::Forward(Unit::Day)),
    ("the next day", Shift::Forward(Unit::Day)),
];

fn shift_at(words: &Words, index: usize) -> Option<(Shift, usize)> {
    let start = index + usize::from(words.free(index) == "the");
    SHIFTS.iter().find_map(|(phrase, shift)| {
        let count = words.phrase_at(index, phrase).map(|count| index + count);
        let next = count.or_else(|| Some(start + words.phrase_at(start, phrase)?))?;
        // "the month before last" and "the day before yesterday" are periods of their own.
        let whole = !matches!(words.free(next), "last" | "yesterday" | "this");
        whole.then_some((*shift, next))
    })
}

impl Shift {
    /// The period that lies this step from `period`.
    pub(super) fn apply(self, period: Period) -> Option<Period> {
        match self {
            Self::Back(unit) => unit.containing(period.from.checked_sub_days(Days::new(1))?),
            Self::Forward(unit) => unit.containing(period.to.checked_add_days(Days::new(1))?),
            Self::YearBack => {
                let earlier = |day: NaiveDate| day.checked_sub_months(chrono::Months::new(12));
                let whole = period.is_whole_month().then(|| earlier(period.from).map(Period::month_of)).flatten();
                whole.or_else(|| Period::new(earlier(period.from)?, earlier(period.to)?))
            }
        }
    }
}

type Found = (Period, Option<Undated>, usize);

/// Ranges: since, between, from … to, until, before, after, "A - B".
fn range_at(words: &Words, index: usize, reader: &Reader, known_from: Option<NaiveDate>) -> Option<Found> {
    let today = reader.today;
    let word = words.free(index);
    let open = |atom: &Atom| Period::new(atom.period.from, today.max(atom.period.from));
    match word {
        "since" => {
            let (atom, next) = reader.start_or_atom(words, index + 1)?;
            Some((open(&atom)?, None, next))
        }
        "starting" | "beginning" | "effective" => {
            let at = index + 1 + usize::from(matches!(words.free(index + 1), "in" | "on" | "from" | "with"));
            bounded(words, at, CONNECTORS, reader).or_else(|| {
                let (atom, next) = reader.start_or_atom(words, at)?;
                Some((open(&atom)?, None, next))
            })
        }
        "between" => bounded(words, index + 1, &["and", "to", "-", "until"], reader),
        "from" | "as" => {
            let at = index + if word == "as" { 2 } else { 1 };
            if word == "as" && !matches!(words.free(index + 1), "of" | "from") {
                return None;
            }
            if let Some(found) = bounded(words, at, CONNECTORS, reader) {
                return Some(found);
            }
            let (atom, next) = reader.start_or_atom(words, at)?;
            let onwards = ["onwards", "onward", "on", "forward"].contains(&words.free(next));
            // "from 1 march" is open; "transactions from march" is that month.
            let one_day = atom.period.from == atom.period.to;
            if !onwards && !one_day && word == "from" {
                return None;
            }
            Some((open(&atom)?, None, next + usize::from(onwards)))
        }
        "until" | "till" | "before" | "up" | "prior" | "through" => {
            let at = index + 1 + usize::from(matches!(words.free(index + 1), "to" | "until" | "till"));
            if matches!(word, "up" | "prior") && at == index + 1 {
                return None;
            }
            let (atom, next) = reader.end_or_atom(words, at)?;
            let strictly = matches!(word, "before" | "prior");
            let end = if strictly { atom.period.from.checked_sub_days(Days::new(1))? } else { atom.period.to };
            let first = known_from.unwrap_or(end.with_ordinal(1)?).min(end);
            Some((Period::new(first, end)?, None, next))
        }
        "after" => {
            let (atom, next) = reader.atom(words, index + 1)?;
            let first = atom.period.to.checked_add_days(Days::new(1))?;
            Some((Period::new(first, today.max(first))?, None, next))
        }
        _ => {
            if let Some(found) = bounded(words, index, CONNECTORS, reader) {
                return Some(found);
            }
            // "january onwards".
            let (atom, next) = reader.atom(words, index)?;
            let onwards = ["onwards", "onward"].contains(&words.free(next));
            onwards.then(|| Some((open(&atom)?, None, next + 1))).flatten()
        }
    }
}

/// Words between the two ends of a range.
const CONNECTORS: &[&str] = &["to", "until", "till", "through", "thru", "-", "up", "through to", "bis"];

/// Two ends with a connector between them; "3 to 17 May" has its month at the end only.
fn bounded(words: &Words, index: usize, connectors: &[&str], reader: &Reader) -> Option<Found> {
    let skip = |at: usize| at + usize::from(words.free(at) == "the");
    let index = skip(index);
    if let Some(day) = reader.day_number(words, index)
        && connectors.contains(&words.free(index + 1))
        && let Some((end, next)) = reader.atom(words, skip(index + 2))
        && end.period.from == end.period.to
        && let Some(from) = end.period.to.with_day(day)
    {
        return Some((Period::new(from, end.period.to)?, None, next));
    }
    let (start, mut at) = reader.start_or_atom(words, index)?;
    if !connectors.contains(&words.free(at)) {
        return None;
    }
    at += if words.free(at) == "up" { 2 } else { 1 };
    if let (Some(first), Some(day)) =
        (start.undated.filter(|start| start.day.is_some()), reader.day_number(words, skip(at)))
        && month_number(words.free(skip(at) + 1)).is_none()
        && words.free(skip(at) + 1) != "of"
    {
        // "may 3 to 17 2025": the month stands at the start only.
        let year = reader.year_behind(words, skip(at) + 1);
        let at_year = year.map_or(start.period.from.year(), |(year, _)| year);
        let ends = |day: u32| Some(reader.in_year(Undated { day: Some(day), ..first }, at_year)?.from);
        let next = year.map_or(skip(at) + 1, |(_, next)| next);
        return Some((Period::new(ends(first.day?)?, ends(day)?)?, None, next));
    }
    let (end, next) = reader.end_or_atom(words, skip(at))?;
    let from = dated_before(&start, &end, reader).unwrap_or(start.period.from);
    if from <= end.period.to {
        return Some((Period { from, to: end.period.to }, None, next));
    }
    // "may 2025 to january": the end's year follows the start.
    let later = end.undated.and_then(|undated| reader.in_year(undated, from.year() + 1))?;
    Some((Period::new(from, later.to)?, None, next))
}

/// The start of a range whose year only the end says: the latest such day not after the end.
fn dated_before(start: &Atom, end: &Atom, reader: &Reader) -> Option<NaiveDate> {
    let undated = start.undated?;
    let same_year = reader.in_year(undated, end.period.to.year())?;
    if same_year.from <= end.period.to {
        return Some(same_year.from);
    }
    reader.in_year(undated, end.period.to.year() - 1).map(|period| period.from)
}

/// In a list ("nov and dec 2025") one year serves its neighbours, unless that leads into the future.
fn share_years(spans: &mut [Span], reader: &Reader) {
    let next_to: Vec<(usize, usize, i32)> = spans
        .windows(2)
        .filter_map(|pair| match pair {
            [left, right] => Some((left.end_word, right.first_word, left.period.from.year())),
            _ => None,
        })
        .collect();
    let close =
        |index: usize| next_to.get(index).is_some_and(|(end, start, _)| start.saturating_sub(*end) <= LIST_GAP_MAX);
    let mut year: Option<i32> = None;
    for index in (0..spans.len()).rev() {
        let linked = close(index);
        let Some(span) = spans.get_mut(index) else { continue };
        match span.undated {
            Some(undated) if linked => date_in(span, undated, year, reader),
            _ => {}
        }
        year = span.undated.is_none().then(|| span.period.from.year());
    }
    let mut year: Option<i32> = None;
    for index in 0..spans.len() {
        let linked = index > 0 && close(index - 1);
        let Some(span) = spans.get_mut(index) else { continue };
        if let Some(undated) = span.undated.filter(|_| linked) {
            date_in(span, undated, year, reader);
        }
        year = span.undated.is_none().then(|| span.period.from.year());
    }
}

fn date_in(span: &mut Span, undated: Undated, year: Option<i32>, reader: &Reader) {
    let dated = year.and_then(|year| reader.in_year(undated, year)).filter(|period| period.from <= reader.today);
    if let Some(period) = dated {
        span.period = reader.begun(period);
        span.undated = None;
    }
}

/// One period out of those that touch or overlap, in any order; `None` when days lie between them.
pub(super) fn joined(spans: &[Span]) -> Option<Period> {
    let mut periods: Vec<Period> = spans.iter().map(|span| span.period).collect();
    periods.sort_by_key(|period| period.from);
    let mut periods = periods.into_iter();
    let first = periods.next()?;
    periods.try_fold(first, |whole, next| {
        let touches = next.from <= whole.to.checked_add_days(Days::new(1))?;
        touches.then(|| Period { from: whole.from, to: whole.to.max(next.to) })
    })
}

#[cfg(test)]
#[path = "time_tests.rs"]
mod tests;
