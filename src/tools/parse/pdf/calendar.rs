//! How the dates of a file are read: order of day and month, years, the period.
//!
//! **Invariant:** a year that no text of the file gives is a guess, and a guess is never proven.

use chrono::NaiveDate;

use super::super::ReadOptions;
use super::super::assemble::YearSource;
use super::super::date::{DayOrder, OrderVotes, PrintedDate, Years};
use super::facts::Facts;
use super::rows::RawRow;
use crate::domain::Period;

/// A statement covers a year at most.
const MAX_YEAR_DAYS: i64 = 400;

/// How the dates of the file are read.
pub(super) struct Calendar {
    pub(super) order: DayOrder,
    pub(super) assumed: bool,
    pub(super) years: Years,
    pub(super) year_source: YearSource,
    pub(super) period: Option<Period>,
    pub(super) statement_date: Option<NaiveDate>,
}

impl Calendar {
    pub(super) fn of(rows: &[RawRow], facts: &Facts, made_on: Option<NaiveDate>, options: &ReadOptions) -> Self {
        let dates: Vec<PrintedDate> = rows.iter().flat_map(|row| [Some(row.date), row.posted]).flatten().collect();
        let mut votes = OrderVotes::default();
        dates.iter().for_each(|date| votes.add(*date));
        facts.all_dates().for_each(|date| votes.add(date));
        let in_period = |order: DayOrder| {
            let period = facts.period(order)?;
            let years = Years::Period(period);
            let inside = |date: &PrintedDate| date.resolve(order, &years).is_some_and(|day| period.contains(day));
            rows.iter().all(|row| inside(&row.date)).then_some(order)
        };
        let by_period = match (in_period(DayOrder::DayFirst), in_period(DayOrder::MonthFirst)) {
            (Some(order), None) | (None, Some(order)) => Some(order),
            _ => None,
        };
        let certain = votes.certain().or(by_period);
        let guess = made_on.or_else(|| date_in_name(options)).unwrap_or(options.today);
        let order = certain.unwrap_or_else(|| votes.likely(&dates, &Years::Near(guess)));
        let of_rows = |period: &Period| {
            let years = Years::Period(*period);
            rows.iter().all(|row| row.date.resolve(order, &years).is_some_and(|day| period.contains(day)))
        };
        let period = facts.period(order).or_else(|| facts.month().filter(of_rows));
        let full = |date: &PrintedDate| date.resolve(order, &Years::Near(guess)).filter(|_| date.has_year());
        let statement_date = facts.made_on(order);
        let in_rows = dates.iter().find_map(full);
        // Any other date on the page says which year is likely, not which it is.
        let guess = facts.dates.iter().find_map(full).unwrap_or(guess);
        let (years, source) = match (period, statement_date, in_rows) {
            (Some(period), ..) => (Years::Period(period), YearSource::Period),
            (None, Some(day), _) | (None, None, Some(day)) => (Years::Near(day), YearSource::Printed),
            (None, None, None) if facts.dates.is_empty() => (Years::NotAfter(guess), YearSource::Guessed),
            (None, None, None) => (Years::Near(guess), YearSource::Guessed),
        };
        let all_have_years = rows.iter().all(|row| row.date.has_year());
        let year_source = if all_have_years { YearSource::Rows } else { source };
        Self { order, assumed: certain.is_none(), years, year_source, period, statement_date }
    }
}

/// A date in the file's name: `statement-2024-05.pdf` says the year.
fn date_in_name(options: &ReadOptions) -> Option<NaiveDate> {
    let name = options.file_name.as_deref()?;
    let starts = name.char_indices().filter(|(_, c)| c.is_ascii_digit());
    let years = Years::Near(NaiveDate::default());
    let mut dates = starts.filter_map(|(at, _)| PrintedDate::parse(name.get(at..)?).map(|(date, _)| date));
    dates.find(|date| date.has_year()).and_then(|date| date.resolve(DayOrder::DayFirst, &years))
}

/// Reads `24.01.05` as a day of 2024 where that makes one statement of rows that otherwise lie years apart.
pub(super) fn year_first(rows: &mut [RawRow]) {
    let span = |days: &mut dyn Iterator<Item = Option<NaiveDate>>| {
        let days: Option<Vec<NaiveDate>> = days.collect();
        let days = days?;
        Some((*days.iter().max()? - *days.iter().min()?).num_days())
    };
    let near = Years::Near(NaiveDate::default());
    let resolve = |date: PrintedDate| date.resolve(DayOrder::DayFirst, &near);
    let as_read = span(&mut rows.iter().map(|row| resolve(row.date)));
    let turned = span(&mut rows.iter().map(|row| row.date.year_first().and_then(resolve)));
    if turned.is_some_and(|days| days <= MAX_YEAR_DAYS) && as_read.is_none_or(|days| days > MAX_YEAR_DAYS) {
        for row in rows {
            row.date = row.date.year_first().unwrap_or(row.date);
            row.posted = row.posted.map(|posted| posted.year_first().unwrap_or(posted));
        }
    }
}

/// Whether the newest row stands first; `None` where the dates do not say.
pub(super) fn descending(rows: &[RawRow]) -> Option<bool> {
    let anchor = Years::Near(NaiveDate::default());
    let day = |row: &RawRow| row.date.resolve(DayOrder::DayFirst, &anchor);
    let (mut up, mut down) = (0_usize, 0_usize);
    for pair in rows.windows(2) {
        if let [first, second] = pair
            && let (Some(first), Some(second)) = (day(first), day(second))
        {
            up += usize::from(first < second);
            down += usize::from(first > second);
        }
    }
    match (up, down) {
        _ if up > down * 2 => Some(false),
        _ if down > up * 2 => Some(true),
        _ => None,
    }
}
